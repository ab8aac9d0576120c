/* The played printer: what comes out on paper, what it says about itself, and its faults. */
#include "sim_rig.h"

#include "sim/sim_device.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char text[RIG_HEARD * 3 + 1];

/* devices.md A.1: 请A023号 in GBK, and the QR sequence of three independent encoders. */
#define HEAD   "1B40 1C26 1B6101 1D2122 C7EB 41303233 BAC5 0A 1D2100 "
#define QR                                                                                         \
    "1D286B04003141 3200 1D286B0300314306 1D286B0300314531 "                                       \
    "1D286B1A00315030 68747470733A2F2F652E676F762E636E2F712F41303233 1D286B0300315130 "
#define LINE_B "4265686F6C64 0A " /* "Behold" */
#define CUT    "1D564200 "

static struct sim_device *open_printer(struct rig *rig, const char *profile, uint32_t baud)
{
    rig_open(rig, baud, true);
    return rig_add(rig, profile, "printer-1", 0);
}

static void read_paper(const struct paper *paper, char *out, size_t size)
{
    paper_read(paper, out, size);
}

static void prints_what_is_sent(void **state)
{
    (void)state;
    struct rig rig;
    char slip[2048], number[LIMIT_NUMBER];
    open_printer(&rig, "escpos-generic-80", 19200);
    rig_say_hex(&rig, HEAD QR LINE_B CUT, 2000);
    assert_int_equal(rig.paper_count, 1);
    read_paper(rig.papers[0], slip, sizeof slip);
    assert_string_equal(slip, "请A023号\n[QR https://e.gov.cn/q/A023]\nBehold\n--8<--\n");
    assert_true(rig.papers[0]->complete);
    assert_int_equal(paper_number(rig.papers[0], number), 0);
    assert_string_equal(number, "A023");
    rig_close(&rig);
}

static void an_outside_decoder_reads_the_picture(void **state)
{
    (void)state;
    struct rig rig;
    char folder[] = "/tmp/hallq-slip-XXXXXX", path[64], command[160], line[128] = "";
    assert_int_equal(system("command -v zbarimg >/dev/null") == 0 ? 0 : -1, 0);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/slip.png", folder);
    open_printer(&rig, "escpos-generic-58", 9600);
    rig_say_hex(&rig, HEAD QR CUT, 3000);
    assert_int_equal(rig.paper_count, 1);
    assert_int_equal(paper_picture(rig.papers[0], path), 0);
    snprintf(command, sizeof command, "zbarimg -q --raw --nodbus %s 2>/dev/null", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(line, sizeof line, pipe));
    pclose(pipe);
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, "https://e.gov.cn/q/A023");
    unlink(path);
    rmdir(folder);
    rig_close(&rig);
}

/* devices.md A.2, "healthy answer is 12 for all four; typical". */
static void tells_its_state(void **state)
{
    (void)state;
    static const struct {
        enum act_kind act, undo;
        const char *answers[4];
    } rows[] = {
        {ACT_PAPER_IN, ACT_PAPER_IN, {"12", "12", "12", "12"}},
        {ACT_PAPER_OUT, ACT_PAPER_IN, {"1A", "32", "12", "7E"}},
        {ACT_COVER_OPEN, ACT_COVER_CLOSE, {"1A", "16", "12", "12"}},
        {ACT_PAPER_LOW, ACT_PAPER_IN, {"12", "12", "12", "1E"}},
    };
    struct rig rig;
    struct sim_device *printer = open_printer(&rig, "escpos-generic-80", 19200);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct act act = {.kind = rows[i].act}, undo = {.kind = rows[i].undo};
        assert_int_equal(rig_act(&rig, printer, &act), 0);
        for (int n = 1; n <= 4; n++) {
            uint8_t ask[] = {0x10, 0x04, (uint8_t)n};
            rig_say(&rig, ask, sizeof ask, 20);
            assert_string_equal(rig_hear(&rig, text), rows[i].answers[n - 1]);
        }
        assert_int_equal(rig_act(&rig, printer, &undo), 0);
    }
    rig_close(&rig);
}

/* GS r stands in order with the data: its answer comes after the paper has moved. */
static void the_mark_comes_after_the_paper(void **state)
{
    (void)state;
    struct rig rig;
    open_printer(&rig, "escpos-generic-80", 115200);
    rig_say_hex(&rig, HEAD QR LINE_B CUT "1D7201", 100);
    assert_string_equal(rig_hear(&rig, text), "");
    assert_int_equal(rig.paper_count, 0);
    rig_say_hex(&rig, "100401", 10); /* real time overtakes */
    assert_string_equal(rig_hear(&rig, text), "12");
    rig_wait(&rig, 900);
    assert_int_equal(rig.paper_count, 1);
    assert_string_equal(rig_hear(&rig, text), "00");
    rig_close(&rig);
}

static void epson_confirms_by_name(void **state)
{
    (void)state;
    struct rig rig;
    open_printer(&rig, "escpos-epson-cn", 38400);
    rig_say_hex(&rig, HEAD CUT "1D2848 0600 3030 41424344", 1500);
    assert_string_equal(rig_hear(&rig, text), "37 22 41 42 43 44 00");
    rig_say_hex(&rig, "1D61FF", 20);
    assert_string_equal(rig_hear(&rig, text), "10 00 00 0F");
    struct act out = {.kind = ACT_PAPER_OUT};
    rig_act(&rig, rig.devices[0], &out);
    rig_wait(&rig, 20);
    assert_string_equal(rig_hear(&rig, text), "18 00 0F 0F");
    rig_close(&rig);
}

/* Paper ends in the middle: half a slip, the rest waits; new paper: it goes on by itself. */
static void goes_on_after_new_paper(void **state)
{
    (void)state;
    struct rig rig;
    char slip[2048];
    struct act out = {.kind = ACT_PAPER_OUT}, in = {.kind = ACT_PAPER_IN};
    struct sim_device *printer = open_printer(&rig, "escpos-generic-80", 115200);
    rig_say_hex(&rig, HEAD LINE_B, 100);
    rig_act(&rig, printer, &out);
    rig_say_hex(&rig, QR LINE_B CUT, 1000);
    assert_int_equal(rig.paper_count, 1);
    assert_false(rig.papers[0]->complete);
    read_paper(rig.papers[0], slip, sizeof slip);
    assert_string_equal(slip, "请A023号\nBehold\n(torn)\n");
    rig_act(&rig, printer, &in);
    rig_wait(&rig, 1500);
    assert_int_equal(rig.paper_count, 2);
    assert_false(rig.papers[1]->complete); /* the tail of a slip is no slip */
    rig_say_hex(&rig, HEAD CUT, 1500);
    assert_true(rig.papers[2]->complete);
    rig_close(&rig);
}

/* DLE ENQ 2 clears the buffer: nothing of the old job comes out after the cure. */
static void a_cleared_job_stays_away(void **state)
{
    (void)state;
    struct rig rig;
    struct act out = {.kind = ACT_PAPER_OUT}, in = {.kind = ACT_PAPER_IN};
    struct sim_device *printer = open_printer(&rig, "escpos-generic-80", 115200);
    rig_act(&rig, printer, &out);
    rig_say_hex(&rig, HEAD QR CUT, 300);
    rig_say_hex(&rig, "100502", 50);
    rig_act(&rig, printer, &in);
    rig_wait(&rig, 2000);
    assert_int_equal(rig.paper_count, 0);
    rig_say_hex(&rig, HEAD CUT, 2000);
    assert_int_equal(rig.paper_count, 1);
    assert_true(rig.papers[0]->complete);
    rig_close(&rig);
}

static void a_jam_holds_the_slip(void **state)
{
    (void)state;
    struct rig rig;
    struct act jam = {.kind = ACT_JAM}, free_it = {.kind = ACT_UNJAM};
    struct sim_device *printer = open_printer(&rig, "escpos-generic-80", 115200);
    rig_act(&rig, printer, &jam);
    rig_say_hex(&rig, HEAD CUT, 1000);
    assert_int_equal(rig.paper_count, 0);
    rig_say_hex(&rig, "100403", 20);
    assert_string_equal(rig_hear(&rig, text), "1A");
    rig_act(&rig, printer, &free_it);
    rig_say_hex(&rig, "100501", 500);
    assert_int_equal(rig.paper_count, 1);
    assert_true(rig.papers[0]->complete);
    rig_close(&rig);
}

static void power_off_tears_the_slip(void **state)
{
    (void)state;
    struct rig rig;
    struct sim_device *printer = open_printer(&rig, "escpos-generic-80", 115200);
    rig_say_hex(&rig, HEAD LINE_B, 200);
    sim_device_kill(printer);
    rig_say_hex(&rig, "100401", 50);
    assert_string_equal(rig_hear(&rig, text), "");
    assert_int_equal(rig.paper_count, 1);
    assert_false(rig.papers[0]->complete);
    sim_device_revive(printer, rig.now_us);
    rig_say_hex(&rig, "100401", 50);
    assert_string_equal(rig_hear(&rig, text), "12");
    rig_close(&rig);
}

static void a_picture_is_drawn(void **state)
{
    (void)state;
    struct rig rig;
    char slip[2048];
    open_printer(&rig, "escpos-generic-80", 115200);
    rig_say_hex(&rig, "1B40 1D763000 0200 0300 FFFF8001FFFF " CUT, 1000);
    assert_int_equal(rig.paper_count, 1);
    read_paper(rig.papers[0], slip, sizeof slip);
    assert_string_equal(slip, "[picture 16x3]\n--8<--\n");
    assert_memory_equal(rig.papers[0]->bitmaps[0].bits, "\xFF\xFF\x80\x01\xFF\xFF", 6);
    rig_close(&rig);
}

static void a_slip_takes_about_half_a_second(void **state)
{
    (void)state;
    struct rig rig;
    open_printer(&rig, "escpos-generic-80", 115200);
    int64_t begun = rig.now_us;
    rig_say_hex(&rig, HEAD QR LINE_B LINE_B LINE_B LINE_B LINE_B CUT "1D7201", 0);
    while (rig.count == 0 && rig.now_us < begun + 3000000) {
        rig_wait(&rig, 1);
    }
    assert_in_range(rig.now_us - begun, 200000, 650000);
    rig_close(&rig);
}

static int finish(void **state)
{
    (void)state;
    rig_site_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_is_sent),
        cmocka_unit_test(an_outside_decoder_reads_the_picture),
        cmocka_unit_test(tells_its_state),
        cmocka_unit_test(the_mark_comes_after_the_paper),
        cmocka_unit_test(epson_confirms_by_name),
        cmocka_unit_test(goes_on_after_new_paper),
        cmocka_unit_test(a_cleared_job_stays_away),
        cmocka_unit_test(a_jam_holds_the_slip),
        cmocka_unit_test(power_off_tears_the_slip),
        cmocka_unit_test(a_picture_is_drawn),
        cmocka_unit_test(a_slip_takes_about_half_a_second),
    };
    if (system("command -v zbarimg >/dev/null") != 0) {
        fputs("zbarimg is missing: apt-get install zbar-tools\n", stderr);
    }
    return cmocka_run_group_tests(tests, NULL, finish);
}
