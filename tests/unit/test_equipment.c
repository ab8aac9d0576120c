/* Devices as people care for them: tests and new rolls are events; the forecast of paper is
 * arithmetic and honest when it does not know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/equipment.h"
#include "office/site_saved.h"

#include <stdlib.h>
#include <string.h>

static void forecasts(void **state)
{
    (void)state;
    static const struct {
        struct paper_use use;
        int32_t left;
        int64_t lasts_s;
    } rows[] = {
        /* nobody knows */
        {{.known = false, .roll_mm = 80000, .slip_mm = 100}, -1, -1},
        {{.known = true, .roll_mm = 80000, .slip_mm = 0}, -1, -1},
        {{.known = true, .roll_mm = 0, .slip_mm = 100}, -1, -1},
        /* a new roll: 800 slips; no rate yet */
        {{.known = true, .roll_mm = 80000, .slip_mm = 100}, 800, -1},
        {{.known = true, .slips = 300, .roll_mm = 80000, .slip_mm = 100, .today = 9, .today_s = 3600},
         500, -1},
        {{.known = true, .slips = 300, .roll_mm = 80000, .slip_mm = 100, .today = 100, .today_s = 60},
         500, -1},
        /* 100 slips an hour: 500 last five hours */
        {{.known = true, .slips = 300, .roll_mm = 80000, .slip_mm = 100, .today = 100,
          .today_s = 3600}, 500, 18000},
        /* more slips than a roll has: it was a longer roll, nothing negative */
        {{.known = true, .slips = 900, .roll_mm = 80000, .slip_mm = 100, .today = 100,
          .today_s = 3600}, 0, 0},
        /* a sensor knows better than arithmetic */
        {{.known = true, .slips = 10, .roll_mm = 80000, .slip_mm = 100, .near_end = true}, 30, -1},
        {{.known = true, .slips = 790, .roll_mm = 80000, .slip_mm = 100, .near_end = true}, 10, -1},
        {{.known = false, .roll_mm = 80000, .slip_mm = 100, .near_end = true}, 30, -1},
        {{.known = true, .slips = 10, .roll_mm = 80000, .slip_mm = 100, .out = true}, 0, -1},
        {{.known = false, .slip_mm = 100, .out = true, .today = 100, .today_s = 3600}, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct paper_forecast out;
        paper_forecast(&rows[i].use, &out);
        assert_int_equal(out.left, rows[i].left);
        assert_int_equal(out.lasts_s, rows[i].lasts_s);
    }
}

static struct device_profile profiles[2] = {{.kind = DEVICE_PRINTER}, {.kind = DEVICE_BOARD}};
static struct site_device devices[2] = {{.name = "printer-1", .profile = 0},
                                        {.name = "board-1", .profile = 1}};
static const struct site site = {.devices = devices, .device_count = 2, .profiles = profiles,
                                 .profile_count = 2};

static int decide(office_decide how, const void *order, struct event *event)
{
    static struct event events[OFFICE_DRAFT];
    struct office_draft draft = {.site = &site, .now = {5000}, .day = 20260302, .next_seq = 7,
                                 .events = events, .actor = "wang", .source = "page"};
    int error = how(&draft, order);
    *event = events[0];
    return error;
}

static void orders(void **state)
{
    (void)state;
    struct event event;
    assert_int_equal(decide(equipment_decide_test,
                            &(struct equipment_test){1, "show", "你好"}, &event), 0);
    assert_int_equal(event.kind, EVENT_OFFICE_DEVICE_TESTED);
    assert_string_equal(event.device, "board-1");
    assert_string_equal(event.result, "show");
    assert_string_equal(event.text, "你好");
    assert_string_equal(event.actor, "wang");
    assert_int_equal(event.record, 7);
    assert_int_equal(decide(equipment_decide_test,
                            &(struct equipment_test){1, "show", "\033[2J"}, &event),
                     OFFICE_BAD_VALUE);
    assert_int_equal(decide(equipment_decide_test, &(struct equipment_test){2, "show", ""}, &event),
                     OFFICE_UNKNOWN);
    assert_int_equal(decide(equipment_decide_paper, &(struct equipment_paper){1, false}, &event),
                     OFFICE_UNKNOWN);
    const struct site_saved saved = {.version = 12, .changes = 2, .restored = 3, .at_start = true,
                                     .reason = "多给五秒", .text = "policy.undo: 10s -> 15s"};
    assert_int_equal(decide(site_saved_decide, &saved, &event), 0);
    assert_string_equal(event.subject, "12");
    assert_string_equal(event.result, "at_start");
    assert_string_equal(event.reason, "restored:3");
    assert_string_equal(event.note, "多给五秒");
}

static void the_newest_roll_counts(void **state)
{
    (void)state;
    struct office *office = office_create();
    struct event event;
    assert_int_equal(equipment_paper(office, "printer-1").seq, 0);
    assert_int_equal(decide(equipment_decide_paper, &(struct equipment_paper){0, false}, &event), 0);
    office_apply(office, &event);
    assert_int_equal(equipment_paper(office, "printer-1").seq, 7);
    assert_false(equipment_paper(office, "printer-1").seen);
    assert_int_equal(decide(equipment_decide_paper, &(struct equipment_paper){0, true}, &event), 0);
    event.seq = 99;
    office_apply(office, &event);
    assert_int_equal(equipment_paper(office, "printer-1").seq, 99);
    assert_true(equipment_paper(office, "printer-1").seen);
    assert_int_equal(equipment_paper(office, "printer-2").seq, 0);
    for (int i = 0; i < LIMIT_DEVICES + 5; i++) { /* names of years: the limit holds */
        snprintf(event.device, sizeof event.device, "old-%d", i);
        office_apply(office, &event);
    }
    assert_int_equal(equipment_paper(office, "printer-1").seq, 99);
    office_destroy(office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forecasts),
        cmocka_unit_test(orders),
        cmocka_unit_test(the_newest_roll_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
