/* The played pads and evaluators: FF 68 (repeats until acknowledged) and polled Modbus. */
#include "sim_rig.h"

#include "devices/proto/modbus.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

static char text[RIG_HEARD * 3 + 1];

static size_t count_of(const char *heard, const char *frame)
{
    size_t count = 0;
    for (const char *at = heard; (at = strstr(at, frame)) != NULL; at++) {
        count++;
    }
    return count;
}

/* ------------------------------------------------------------------ FF 68, devices.md C.1 */

static const char call_frame[] = "FF 68 03 03 68 05 01 0C 12 16";

static void a_press_is_said_until_it_is_echoed(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    struct act next = {.kind = ACT_PRESS, .action = KEY_NEXT};
    rig_open(&rig, 9600, false);
    struct sim_device *pad = rig_add(&rig, "pad-ff68", "pad-05", 5);
    assert_int_equal(rig_act(&rig, pad, &next), 0);
    rig_wait(&rig, 900);
    size_t said = count_of(rig_hear(&rig, text), call_frame);
    assert_in_range(said, 4, 6); /* about every 200 ms */
    sim_device_look(pad, &sight);
    assert_false(sight.confirmed);
    rig_say_hex(&rig, call_frame, 30);
    rig_wait(&rig, 2000);
    assert_true(count_of(rig_hear(&rig, text), call_frame) <= 1);
    sim_device_look(pad, &sight);
    assert_true(sight.confirmed);
    rig_close(&rig);
}

static void a_press_is_given_up_after_ten(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    struct act next = {.kind = ACT_PRESS, .action = KEY_NEXT};
    rig_open(&rig, 9600, false);
    struct sim_device *pad = rig_add(&rig, "pad-ff68", "pad-05", 5);
    rig_act(&rig, pad, &next);
    rig_wait(&rig, 5000);
    assert_int_equal(count_of(rig_hear(&rig, text), call_frame), 10);
    sim_device_look(pad, &sight);
    assert_false(sight.confirmed);
    rig_close(&rig);
}

static void keys_follow_the_profile(void **state)
{
    (void)state;
    static const struct {
        enum key_action action;
        const char *digits, *frame;
    } rows[] = {
        {KEY_RECALL, "", "FF 68 03 03 68 05 01 0D 13 16"},
        {KEY_NO_SHOW, "", "FF 68 04 04 68 05 01 05 0F 1A 16"},
        {KEY_CALL_NUMBER, "23", "FF 68 05 05 68 05 01 02 03 0C 17 16"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rig rig;
        struct act act = {.kind = ACT_PRESS, .action = rows[i].action};
        memcpy(act.digits, rows[i].digits, strlen(rows[i].digits) + 1);
        rig_open(&rig, 9600, false);
        struct sim_device *pad = rig_add(&rig, "pad-ff68", "pad-05", 5);
        assert_int_equal(rig_act(&rig, pad, &act), 0);
        rig_wait(&rig, 50);
        assert_string_equal(rig_hear(&rig, text), rows[i].frame);
        rig_close(&rig);
    }
}

static void the_pad_shows_digits(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    rig_open(&rig, 9600, false);
    struct sim_device *pad = rig_add(&rig, "pad-ff68", "pad-05", 5);
    rig_say_hex(&rig, "FF6808086805020001 02 000203 18 16", 50); /* wrong sum: nothing */
    sim_device_look(pad, &sight);
    assert_int_equal(sight.waiting, -1);
    rig_say_hex(&rig, "FF 68 08 08 68 05 02 00 01 02 00 02 03 0F 16", 50);
    sim_device_look(pad, &sight);
    assert_int_equal(sight.waiting, 12);
    assert_string_equal(sight.text, "023");
    rig_close(&rig);
}

static void the_evaluator_asks_and_thanks(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    struct act rate = {.kind = ACT_RATE, .level = 5};
    rig_open(&rig, 9600, false);
    struct sim_device *evaluator = rig_add(&rig, "evaluator-ff68", "evaluator-05", 5);
    rig_say_hex(&rig, "FF 68 03 03 68 05 01 0B 11 16", 50);
    sim_device_look(evaluator, &sight);
    assert_true(sight.asking);
    assert_int_equal(rig_act(&rig, evaluator, &rate), 0);
    rig_wait(&rig, 50);
    assert_string_equal(rig_hear(&rig, text), "FF 68 03 03 68 05 11 04 1A 16");
    rig_say_hex(&rig, "FF 68 03 03 68 05 01 04 0A 16", 50); /* echoed with function 01 */
    sim_device_look(evaluator, &sight);
    assert_false(sight.asking);
    assert_true(sight.thanking);
    rig_close(&rig);
}

static void two_pads_can_collide_and_recover(void **state)
{
    (void)state;
    struct rig rig;
    struct act next = {.kind = ACT_PRESS, .action = KEY_NEXT};
    struct wire_figures figures;
    rig_open(&rig, 9600, false);
    struct sim_device *a = rig_add(&rig, "pad-ff68", "pad-a", 5);
    struct sim_device *b = rig_add(&rig, "pad-ff68", "pad-b", 6);
    rig_act(&rig, a, &next);
    rig_act(&rig, b, &next);
    rig_wait(&rig, 4000);
    wire_figures(rig.wire, &figures);
    assert_true(figures.collisions > 0);
    rig_hear(&rig, text);
    assert_true(count_of(text, call_frame) > 0);
    assert_true(count_of(text, "FF 68 03 03 68 06 01 0C 13 16") > 0);
    rig_close(&rig);
}

/* ------------------------------------------------------------------ Modbus, devices.md C.2 */

/* Says a request with its CRC, gives the answer's words; -1 when there is none. */
static int ask(struct rig *rig, struct rtu_request request, uint16_t *words)
{
    uint8_t bytes[RTU_FRAME];
    rig->count = 0;
    rig_say(rig, bytes, rtu_encode_request(&request, bytes), 100);
    if (rig->count < 5 || rig->heard[1] != request.function) {
        return rig->count < 5 ? -1 : -rig->heard[2];
    }
    for (size_t i = 0; request.function <= RTU_READ_INPUT && i < request.count; i++) {
        words[i] = (uint16_t)(rig->heard[3 + 2 * i] << 8 | rig->heard[4 + 2 * i]);
    }
    return 0;
}

static struct rtu_request reading(uint8_t unit, uint8_t function, uint16_t address,
                                  uint16_t count)
{
    return (struct rtu_request){
        .unit = unit, .function = function, .address = address, .count = count};
}

static struct rtu_request writing(uint8_t unit, uint16_t address, uint16_t value)
{
    struct rtu_request request = {
        .unit = unit, .function = RTU_WRITE_REGISTER, .address = address, .count = 1};
    request.words[0] = value;
    return request;
}

static void presses_stand_in_the_ring(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    uint16_t words[40];
    struct act next = {.kind = ACT_PRESS, .action = KEY_NEXT};
    struct act send_on = {.kind = ACT_PRESS, .action = KEY_TRANSFER, .digits = "7"};
    rig_open(&rig, 19200, false);
    struct sim_device *pad = rig_add(&rig, "pad-modbus", "pad-11", 11);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 4), words), 0);
    assert_int_equal(words[0], 0);
    uint16_t boots = words[1];
    rig_act(&rig, pad, &next);
    rig_act(&rig, pad, &send_on);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 0x28), words), 0);
    assert_int_equal(words[0], 2);
    assert_memory_equal(&words[0x10 + 3], ((uint16_t[]){1, 0x0101, 0xFFFF, 2, 0x010A, 7}), 12);
    sim_device_look(pad, &sight);
    assert_false(sight.confirmed);
    assert_int_equal(ask(&rig, writing(11, 0x100, 2), words), 0);
    sim_device_look(pad, &sight);
    assert_true(sight.confirmed);
    sim_device_kill(pad);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 1), words), -1);
    sim_device_revive(pad, rig.now_us);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 2), words), 0);
    assert_int_equal(words[0], 0);
    assert_int_equal(words[1], (uint16_t)(boots + 1));
    rig_close(&rig);
}

static void lost_presses_are_counted(void **state)
{
    (void)state;
    struct rig rig;
    uint16_t words[4];
    struct act next = {.kind = ACT_PRESS, .action = KEY_NEXT};
    rig_open(&rig, 19200, false);
    struct sim_device *pad = rig_add(&rig, "pad-modbus", "pad-11", 11);
    for (int i = 0; i < 10; i++) {
        rig_act(&rig, pad, &next);
    }
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 4), words), 0);
    assert_int_equal(words[0], 10);
    assert_int_equal(words[2], 2);
    assert_int_equal(words[3], 2); /* b1 ring overflowed */
    rig_close(&rig);
}

static void the_display_has_letters(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    rig_open(&rig, 19200, false);
    struct sim_device *pad = rig_add(&rig, "pad-modbus", "pad-11", 11);
    sim_device_look(pad, &sight);
    uint8_t bytes[RTU_FRAME];
    struct rtu_request show = {
        .unit = 11, .function = RTU_WRITE_REGISTERS, .address = 0x110, .count = 3};
    memcpy(show.words, ((uint16_t[]){5, 23, 0x4102}), 6);
    rig_say(&rig, bytes, rtu_encode_request(&show, bytes), 100);
    sim_device_look(pad, &sight);
    assert_int_equal(sight.waiting, 5);
    assert_string_equal(sight.text, "A023");
    assert_true(sight.blinking);
    rig_close(&rig);
}

/* The time to ask runs out in the device itself. */
static void the_polled_evaluator_goes_idle(void **state)
{
    (void)state;
    struct rig rig;
    struct sight sight;
    uint16_t words[4];
    uint8_t bytes[RTU_FRAME];
    struct act rate = {.kind = ACT_RATE, .level = 4};
    struct rtu_request request = {
        .unit = 21, .function = RTU_WRITE_REGISTERS, .address = 0x120, .count = 4};
    memcpy(request.words, ((uint16_t[]){1, 1, 0, 3}), 8);
    rig_open(&rig, 19200, false);
    struct sim_device *evaluator = rig_add(&rig, "evaluator-modbus", "evaluator-11", 21);
    rig_say(&rig, bytes, rtu_encode_request(&request, bytes), 100);
    sim_device_look(evaluator, &sight);
    assert_true(sight.asking);
    assert_int_equal(rig_act(&rig, evaluator, &rate), 0);
    rig_wait(&rig, 3100);
    sim_device_look(evaluator, &sight);
    assert_false(sight.asking);
    assert_int_equal(ask(&rig, reading(21, RTU_READ_HOLDING, 0x120, 4), words), 0);
    assert_int_equal(words[3], 0);
    assert_int_equal(ask(&rig, reading(21, RTU_READ_INPUT, 0, 1), words), 0);
    assert_int_equal(words[0], 1);
    rig_close(&rig);
}

/* A strict slave drops a request that begins before 3.5 characters of silence. */
static void a_hasty_request_is_dropped(void **state)
{
    (void)state;
    struct rig rig;
    uint8_t bytes[RTU_FRAME];
    struct rtu_request request = reading(11, RTU_READ_INPUT, 0, 1);
    rig_open(&rig, 19200, false);
    rig_add(&rig, "pad-modbus", "pad-11", 11);
    size_t count = rtu_encode_request(&request, bytes);
    rig_say(&rig, bytes, count, 5); /* 8 bytes take 4.2 ms; the gap would be over at 6.0 */
    rig_say(&rig, bytes, count, 100);
    assert_int_equal(rig.count, 0);
    rig_say(&rig, bytes, count, 100);
    assert_int_equal(rig.count, 7);
    rig_close(&rig);
}

static void answers_come_in_wire_time(void **state)
{
    (void)state;
    struct rig rig;
    uint8_t bytes[RTU_FRAME];
    struct rtu_request request = reading(11, RTU_READ_INPUT, 0, 2);
    rig_open(&rig, 9600, false);
    rig_add(&rig, "pad-modbus", "pad-11", 11);
    rig_say(&rig, bytes, rtu_encode_request(&request, bytes), 100);
    assert_int_equal(rig.count, 9);
    /* 8 bytes, 3.5 characters, 4 ms of thought, 9 bytes */
    assert_int_equal(rig.heard_us[8] - RIG_START_US, 8333 + 3645 + 4000 + 9375);
    rig_close(&rig);
}

static void unknown_registers_are_refused(void **state)
{
    (void)state;
    struct rig rig;
    uint16_t words[4];
    rig_open(&rig, 19200, false);
    rig_add(&rig, "pad-modbus", "pad-11", 11);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0x27, 2), words),
                     -RTU_ILLEGAL_ADDRESS);
    assert_int_equal(ask(&rig, writing(11, 0x124, 1), words), -RTU_ILLEGAL_ADDRESS);
    assert_int_equal(ask(&rig, reading(12, RTU_READ_INPUT, 0, 1), words), -1);
    rig_close(&rig);
}

static void two_of_one_address_spoil_the_answer(void **state)
{
    (void)state;
    struct rig rig;
    uint16_t words[4];
    rig_open(&rig, 19200, false);
    rig_add(&rig, "pad-modbus", "pad-11", 11);
    struct sim_device *twin = rig_add(&rig, "pad-modbus", "pad-12", 12);
    assert_int_equal(ask(&rig, reading(11, RTU_READ_INPUT, 0, 4), words), 0);
    twin->address = 11;
    struct wire_figures figures;
    ask(&rig, reading(11, RTU_READ_INPUT, 0, 4), words);
    wire_figures(rig.wire, &figures);
    assert_true(figures.collisions > 0);
    rig_close(&rig);
}

static void a_babbler_ends_when_it_revives(void **state)
{
    (void)state;
    struct rig rig;
    uint16_t words[4];
    rig_open(&rig, 115200, false);
    rig_add(&rig, "pad-modbus", "pad-11", 11);
    struct sim_device *mad = rig_add(&rig, "pad-modbus", "pad-12", 12);
    sim_device_babble(mad, rig.now_us);
    rig_wait(&rig, 500);
    assert_in_range(rig.count, 1500, 2500);
    sim_device_revive(mad, rig.now_us);
    rig_wait(&rig, 100);
    assert_int_equal(ask(&rig, reading(12, RTU_READ_INPUT, 0, 4), words), 0);
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
        cmocka_unit_test(a_press_is_said_until_it_is_echoed),
        cmocka_unit_test(a_press_is_given_up_after_ten),
        cmocka_unit_test(keys_follow_the_profile),
        cmocka_unit_test(the_pad_shows_digits),
        cmocka_unit_test(the_evaluator_asks_and_thanks),
        cmocka_unit_test(two_pads_can_collide_and_recover),
        cmocka_unit_test(presses_stand_in_the_ring),
        cmocka_unit_test(lost_presses_are_counted),
        cmocka_unit_test(the_display_has_letters),
        cmocka_unit_test(the_polled_evaluator_goes_idle),
        cmocka_unit_test(a_hasty_request_is_dropped),
        cmocka_unit_test(answers_come_in_wire_time),
        cmocka_unit_test(unknown_registers_are_refused),
        cmocka_unit_test(two_of_one_address_spoil_the_answer),
        cmocka_unit_test(a_babbler_ends_when_it_revives),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
