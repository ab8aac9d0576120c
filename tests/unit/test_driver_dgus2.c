/* DGUS II screens: what changed is written, then the page is set; a screen that restarted gets
 * everything again; a touch is told from an answer (reliability.md F34, devices.md D.1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "driver_bench.h"

#include <stdlib.h>
#include <string.h>

static const char ack[] = "5A A5 03 82 4F 4B";
static const char page_read[] = "5A A5 04 83 00 14 01";
static const char set_page_1[] = "5A A5 07 82 00 84 5A 01 00 01";
static const char set_page_2[] = "5A A5 07 82 00 84 5A 01 00 02";

static void is_on_page(struct bench *b, uint8_t page)
{
    says(b, page_read);
    uint8_t answer[] = {0x5A, 0xA5, 0x06, 0x83, 0x00, 0x14, 0x01, 0x00, page};
    hears_bytes(b, answer, sizeof answer);
}

/* A write of a text variable; its address. */
static unsigned writes_text(struct bench *b)
{
    assert_true(speaks(b));
    assert_int_equal(b->open.size, 6 + 64);
    assert_int_equal(b->open.bytes[3], 0x82);
    unsigned vp = (unsigned)b->open.bytes[4] << 8 | b->open.bytes[5];
    hears(b, ack);
    return vp;
}

static void texts_first_then_the_page(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 0);
    order(&b, 1, "page 1 请选择 不动产登记 税务");
    assert_int_equal(writes_text(&b), 0x1200);
    assert_int_equal(writes_text(&b), 0x1220);
    assert_int_equal(writes_text(&b), 0x1240);
    event(&b, "");
    says(&b, set_page_1);
    hears(&b, ack);
    event(&b, "shown 1");
    silent(&b);
    order(&b, 2, "page 1 请选择 社会保险 税务"); /* one label changed, the page is there */
    assert_int_equal(writes_text(&b), 0x1220);
    event(&b, "");
    later(&b, 3000);
    is_on_page(&b, 1);
    event(&b, "shown 2"); /* proven by the page that is read back */
    bench_end(&b);
}

static void text_ends_with_its_mark_and_clears_the_rest(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 1);
    order(&b, 1, "page 1 A㛃");
    assert_true(speaks(&b));
    static const uint8_t expected[] = {0x41, 0xA1, 0xFE};
    assert_memory_equal(b.open.bytes + 6, expected, sizeof expected); /* 㛃 is not in GBK: 〓 */
    size_t end = 9;
    while (end < 70 && b.open.bytes[end] == 0xFF) {
        end++;
    }
    assert_in_range(end, 11, 12); /* FF FF, or three of them so that a whole word ends it */
    for (size_t i = end; i < 70; i++) {
        assert_int_equal(b.open.bytes[i], 0);
    }
    hears(&b, ack);
    says(&b, set_page_1);
    hears(&b, ack);
    event(&b, "shown 1");
    bench_end(&b);
}

static void long_text_is_cut_between_characters(void **state)
{
    (void)state;
    struct bench b;
    struct device_command command = {.kind = DEVICE_SHOW_PANEL, .revision = 1};
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 1);
    command.panel.page = 1;
    command.panel.slots = 1;
    strcpy(command.panel.text[0], "一二三四五六七八九十一二三四五六七八九十A");
    order_command(&b, &command);
    assert_int_equal(writes_text(&b), 0x1200);
    says(&b, set_page_1);
    hears(&b, ack);
    event(&b, "shown 1");
    bench_end(&b);
}

static void restarted_screen_gets_everything_again(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 0);
    order(&b, 1, "page 1 请选择 税务");
    writes_text(&b);
    writes_text(&b);
    says(&b, set_page_1);
    hears(&b, ack);
    event(&b, "shown 1");
    later(&b, 3000);
    is_on_page(&b, 0); /* "please wait": it restarted */
    assert_int_equal(writes_text(&b), 0x1200);
    assert_int_equal(writes_text(&b), 0x1220);
    says(&b, set_page_1);
    hears(&b, ack);
    later(&b, 3000);
    is_on_page(&b, 2); /* a wrong page: only the page is set */
    says(&b, set_page_1);
    hears(&b, ack);
    later(&b, 3000);
    is_on_page(&b, 1);
    silent(&b);
    bench_end(&b);
}

static void touch_is_told_from_an_answer(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    says(&b, page_read);
    hears(&b, "5A A5 06 83 50 00 01 01 03"); /* a touch while the answer is awaited */
    event(&b, "touch 1 3");
    assert_true(b.is_open);
    hears(&b, "5A A5 06 83 00 14 01 00 01");
    assert_false(b.is_open);
    hears(&b, "5A A5 06 83 00 14 01 00 01");       /* nobody asked: neither answer nor touch */
    hears(&b, "5A A5 06 83 50 00 01 01 0F");       /* no such button */
    hears(&b, "5A A5 06 83 50 00 02 01 03 00 00"); /* half a frame */
    later(&b, 1000);
    hears(&b, "5A A5 06 83 50 00 01 02 09");
    event(&b, "touch 2 9");
    bench_end(&b);
}

static void split_and_noisy_frames_are_found(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 1);
    hears(&b, "5A 5A A5 06 83 50");
    later(&b, 10);
    hears(&b, "00 01 01 05 5A");
    event(&b, "touch 1 5");
    later(&b, 500);
    hears(&b, "A5 06 83 50 00 01 01"); /* a pause too long: half a frame is no ticket */
    later(&b, 500);
    hears(&b, "06");
    event(&b, "");
    bench_end(&b);
}

/* Visitors leaf through pages quickly; a bouncing panel must not flood the hall. Ratings come
 * at most twice a second. */
static void impatient_fingers_are_slowed_down(void **state)
{
    (void)state;
    static const struct {
        const char *profile, *touch;
        int least, most;
    } rows[] = {
        {"screen-dwin-dgus2", "5A A5 06 83 50 00 01 01 03", 19, 24},
        {"screen-dwin-dgus2-evaluator", "5A A5 06 83 50 00 01 02 03", 6, 9},
    };
    for (size_t i = 0; i < 2; i++) {
        struct bench b;
        bench_start(&b, rows[i].profile, 1);
        is_on_page(&b, 1);
        int events = 0;
        for (int k = 0; k < 150; k++) { /* fifty a second, three seconds */
            hears(&b, rows[i].touch);
            later(&b, 20);
            while (b.event_seen < b.sink.count) {
                events += b.sink.events[b.event_seen++].kind != DEVICE_ALARM;
            }
        }
        assert_in_range(events, rows[i].least, rows[i].most);
        bench_end(&b);
    }
}

static void lost_writes_are_repeated_and_the_newest_wins(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2", 1);
    is_on_page(&b, 1);
    order(&b, 1, "page 1 甲");
    assert_true(speaks(&b));
    times_out(&b);
    assert_true(speaks(&b));
    order(&b, 2, "page 1 乙"); /* while the old text is on the wire */
    hears(&b, ack);
    assert_true(speaks(&b));
    assert_int_equal(b.open.bytes[6], 0xD2); /* 乙 = D2 D2 */
    hears(&b, ack);
    says(&b, set_page_1);
    hears(&b, ack);
    event(&b, "shown 2");
    bench_end(&b);
}

static void every_frame_carries_the_project_s_crc(void **state)
{
    (void)state;
    struct device_profile *profile = bench_profile("screen-dwin-dgus2");
    set_option(profile, "crc", "modbus");
    struct bench b;
    bench_start_with(&b, profile, 1);
    says(&b, "5A A5 06 83 00 14 01 E7 60");
    hears(&b, "5A A5 06 83 00 14 01 00 01"); /* without: not for us */
    assert_true(b.is_open);
    times_out(&b);
    bench_end(&b);
    free(profile);
}

static void screen_without_acknowledgement_is_proven_by_its_page(void **state)
{
    (void)state;
    struct device_profile *profile = bench_profile("screen-dwin-dgus2");
    set_option(profile, "ack", "false");
    struct bench b;
    bench_start_with(&b, profile, 1);
    is_on_page(&b, 0);
    order(&b, 1, "page 2 A023");
    assert_true(speaks(&b));
    assert_int_equal(b.open.reply_ms, 0);
    done(&b);
    says(&b, set_page_2);
    done(&b);
    event(&b, "");
    later(&b, 3000);
    is_on_page(&b, 2);
    event(&b, "shown 1");
    bench_end(&b);
    free(profile);
}

static void evaluator_asks_and_goes_back_by_itself(void **state)
{
    (void)state;
    struct bench b;
    bench_start(&b, "screen-dwin-dgus2-evaluator", 1);
    is_on_page(&b, 1);
    order(&b, 1, "ask 30 请评价");
    assert_int_equal(writes_text(&b), 0x1400);
    writes_text(&b); /* clerk and number, empty */
    writes_text(&b);
    says(&b, set_page_2);
    hears(&b, ack);
    event(&b, "shown 1");
    hears(&b, "5A A5 06 83 50 00 01 02 05");
    event(&b, "rate 1");
    for (int i = 0; i < 9; i++) {
        later(&b, 3000);
        is_on_page(&b, 2);
        silent(&b);
    }
    later(&b, 3000);
    says(&b, set_page_1); /* thirty seconds are over */
    hears(&b, ack);
    is_on_page(&b, 1);
    silent(&b);
    bench_end(&b);
}

static void overlapping_texts_are_refused(void **state)
{
    (void)state;
    char why[200];
    int line;
    struct device_profile *profile = bench_profile("screen-dwin-dgus2");
    set_option(profile, "slots.page_stride", "0x0100");
    assert_int_equal(driver_find("dgus2")->check(profile, why, sizeof why, &line), -1);
    assert_non_null(strstr(why, "overlap"));
    free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_first_then_the_page),
        cmocka_unit_test(text_ends_with_its_mark_and_clears_the_rest),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(restarted_screen_gets_everything_again),
        cmocka_unit_test(touch_is_told_from_an_answer),
        cmocka_unit_test(split_and_noisy_frames_are_found),
        cmocka_unit_test(impatient_fingers_are_slowed_down),
        cmocka_unit_test(lost_writes_are_repeated_and_the_newest_wins),
        cmocka_unit_test(every_frame_carries_the_project_s_crc),
        cmocka_unit_test(screen_without_acknowledgement_is_proven_by_its_page),
        cmocka_unit_test(evaluator_asks_and_goes_back_by_itself),
        cmocka_unit_test(overlapping_texts_are_refused),
    };
    return cmocka_run_group_tests_name("dgus2 driver", tests, NULL, NULL);
}
