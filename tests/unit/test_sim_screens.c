/* The played boards and touch screens: what a person reads is what the host wrote. */
#include "sim_rig.h"

#include "devices/proto/dgus2.h"
#include "devices/proto/modbus.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

static char text[RIG_HEARD * 3 + 1];

static void assert_shows(const struct sim_device *device, const char *wanted)
{
    struct sight sight;
    sim_device_look(device, &sight);
    assert_string_equal(sight.text, wanted);
}

/* devices.md B.1 */
static void the_strip_shows_and_acknowledges(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 9600, false);
    struct sim_device *mine = rig_add(&rig, "led-a090", "board-02", 2);
    struct sim_device *other = rig_add(&rig, "led-a090", "board-03", 3);
    rig_say_hex(&rig, "A0 90 02 A5 00 0E C7 EB 00 41 00 30 00 32 00 33 00 BA C5 00 8B", 50);
    assert_shows(mine, ""); /* the check byte was wrong */
    assert_string_equal(rig_hear(&rig, text), "");
    rig_wait(&rig, 100);
    rig_say_hex(&rig, "A0 90 02 A5 00 0E C7 EB 00 41 00 30 00 32 00 33 00 BA C5 00 8A", 50);
    assert_shows(mine, "请A023号");
    assert_shows(other, "");
    assert_string_equal(rig_hear(&rig, text), "A0 90 02 A5 AA");
    sim_device_kill(mine);
    sim_device_revive(mine, rig.now_us);
    assert_shows(mine, ""); /* a board that was off forgets */
    rig_close(&rig);
}

static void write_words(struct rig *rig, uint8_t unit, uint16_t address, const uint16_t *words,
                        uint16_t count)
{
    uint8_t bytes[RTU_FRAME];
    struct rtu_request request = {.unit = unit,
                                  .function = count == 1 ? RTU_WRITE_REGISTER
                                                         : RTU_WRITE_REGISTERS,
                                  .address = address,
                                  .count = count};
    memcpy(request.words, words, count * sizeof *words);
    rig_say(rig, bytes, rtu_encode_request(&request, bytes), 100);
}

/* devices.md B.6: written words are shown when they are committed, all at once. */
static void the_text_board_waits_for_its_commit(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    static const uint16_t picture[] = {2, 1, 5, 0, 3, 8, 0xC7EB, 0x4130, 0x3233, 0xBAC5};
    rig_open(&rig, 9600, false);
    struct sim_device *board = rig_add(&rig, "led-modbus-text", "board-11", 3);
    write_words(&rig, 3, 0x10, picture, 10);
    assert_shows(board, "");
    write_words(&rig, 3, 0x60, (const uint16_t[]){2}, 1);
    assert_shows(board, "请A023号");
    sim_device_look(board, &sight);
    assert_true(sight.blinking);
    rig_wait(&rig, 3000);
    sim_device_look(board, &sight);
    assert_false(sight.blinking); /* three seconds, then steady */
    rig_hear(&rig, text);
    rig_say_hex(&rig, "03 03 00 61 00 02 94 37", 100);
    assert_string_equal(rig_hear(&rig, text), "03 03 04 00 02 00 00 78 33");
    rig_close(&rig);
}

static void a_broadcast_is_obeyed_in_silence(void **state)
{
    (void)state;
    struct rig rig;
    static const uint16_t picture[] = {0, 1, 5, 0, 0, 8, 0xC7EB, 0x4130, 0x3233, 0xBAC5};
    rig_open(&rig, 9600, false);
    struct sim_device *a = rig_add(&rig, "led-modbus-text", "board-11", 3);
    struct sim_device *b = rig_add(&rig, "led-modbus-text", "board-12", 4);
    write_words(&rig, 0, 0x10, picture, 10);
    write_words(&rig, 0, 0x60, (const uint16_t[]){1}, 1);
    assert_shows(a, "请A023号");
    assert_shows(b, "请A023号");
    assert_int_equal(rig.count, 0);
    rig_close(&rig);
}

/* The public vector of the armfly board. */
static void the_digit_board_shows_at_once(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 9600, false);
    struct sim_device *board = rig_add(&rig, "led-armfly-485", "board-31", 1);
    rig_say_hex(&rig, "01 10 00 70 00 06 0C 50 32 2E 33 00 00 00 00 00 00 00 00 3B 25", 100);
    assert_shows(board, "P2.3");
    assert_string_equal(rig_hear(&rig, text), "01 10 00 70 00 06 41 D0");
    rig_close(&rig);
}

/* devices.md D.1; layout of config/profiles/screen-dwin-dgus2.yaml */
static void the_panel_shows_slots_and_pages(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    struct act third = {.kind = ACT_TOUCH, .number = 3}, back = {.kind = ACT_TOUCH, .number = 9};
    struct dgus2_line line = {{0x5A, 0xA5}, DGUS2_PLAIN};
    struct dgus2_frame frame;
    uint16_t words[32];
    uint8_t bytes[DGUS2_FRAME];
    rig_open(&rig, 115200, true);
    struct sim_device *panel = rig_add(&rig, "screen-dwin-dgus2", "panel-1", 0);
    sim_device_look(panel, &sight);
    assert_int_equal(sight.page, 0);
    assert_int_equal(rig_act(&rig, panel, &third), -1); /* page 0 has no buttons */
    dgus2_text(TEXT_GBK, "不动产登记", 32, words, NULL);
    dgus2_write(&frame, 0x1000 + 0x200 + 3 * 0x20, words, 32);
    rig_say(&rig, bytes, dgus2_encode(&line, &frame, bytes, sizeof bytes), 50);
    assert_string_equal(rig_hear(&rig, text), "5A A5 03 82 4F 4B");
    rig_say_hex(&rig, "5AA5 07 82 0084 5A01 0001", 50);
    assert_string_equal(rig_hear(&rig, text), "5A A5 03 82 4F 4B");
    rig_say_hex(&rig, "5AA5 04 83 0014 01", 50);
    assert_string_equal(rig_hear(&rig, text), "5A A5 06 83 00 14 01 00 01");
    sim_device_look(panel, &sight);
    assert_int_equal(sight.page, 1);
    assert_string_equal(sight.labels[3], "不动产登记");
    assert_int_equal(rig_act(&rig, panel, &third), 0);
    rig_wait(&rig, 20);
    assert_string_equal(rig_hear(&rig, text), "5A A5 06 83 50 00 01 01 03");
    assert_int_equal(rig_act(&rig, panel, &back), 0);
    sim_device_kill(panel);
    sim_device_revive(panel, rig.now_us);
    sim_device_look(panel, &sight);
    assert_int_equal(sight.page, 0); /* keeps texts only in memory */
    rig_close(&rig);
}

static void the_touch_evaluator_rates_on_its_page(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    struct act best = {.kind = ACT_RATE, .level = 5};
    rig_open(&rig, 115200, true);
    struct sim_device *screen =
        rig_add(&rig, "screen-dwin-dgus2-evaluator", "evaluator-17", 0);
    assert_int_equal(rig_act(&rig, screen, &best), -1);
    rig_say_hex(&rig, "5AA5 07 82 0084 5A01 0002", 50);
    sim_device_look(screen, &sight);
    assert_true(sight.asking);
    rig_hear(&rig, text);
    assert_int_equal(rig_act(&rig, screen, &best), 0);
    rig_wait(&rig, 20);
    assert_string_equal(rig_hear(&rig, text), "5A A5 06 83 50 00 01 02 01");
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
        cmocka_unit_test(the_strip_shows_and_acknowledges),
        cmocka_unit_test(the_text_board_waits_for_its_commit),
        cmocka_unit_test(a_broadcast_is_obeyed_in_silence),
        cmocka_unit_test(the_digit_board_shows_at_once),
        cmocka_unit_test(the_panel_shows_slots_and_pages),
        cmocka_unit_test(the_touch_evaluator_rates_on_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
