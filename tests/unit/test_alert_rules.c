/* Each rule of alerts: raised when its condition has held, once, held while it lasts, ended when it
 * has been gone, and quiet when it flaps. Alerts as the record has them: what is replayed is what
 * was; limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/watch.h"

#include "queue_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEVICES = 3, PRINTER = 0, PAD = 1, BOARD = 2, JOURNAL = 4096 };

struct hall {
    struct queue_rig rig;
    struct office *office;
    struct watch *watch;
    struct supervised seen;
    struct site site;
    struct site_category categories[3];
    struct site_window windows[4];
    struct device_profile profiles[3];
    struct site_device devices[DEVICES];
    struct site_line lines[1];
    struct supervised_device states[DEVICES];
    struct alert_changes changes;
    int64_t seq;
    size_t journal_count;
    struct event *journal, *draft;
};

static void build_site(struct hall *hall)
{
    static const char *const codes[] = {"business", "tax", "housing"};
    struct site *site = &hall->site;
    for (size_t i = 0; i < 3; i++) {
        hall->categories[i] = (struct site_category){
            .code = codes[i], .target_wait_s = 600, .service_s = 300};
    }
    hall->categories[1].alerts = (struct site_limits){.wait_s = 300, .service_s = 400, .queue = 2};
    for (uint16_t i = 0; i < 4; i++) {
        hall->windows[i] = (struct site_window){.number = (uint16_t)(i + 1), .serves_count = 1};
        hall->windows[i].serves[0] =
            (struct site_serves){.category = (uint16_t)(i == 2 ? 1 : 0), .weight = 100};
    }
    hall->profiles[PRINTER].kind = DEVICE_PRINTER;
    hall->profiles[PAD].kind = DEVICE_PAD;
    hall->profiles[BOARD].kind = DEVICE_BOARD;
    static const char *const names[] = {"printer-1", "pad-1", "board-1"};
    for (uint16_t i = 0; i < DEVICES; i++) {
        hall->devices[i] = (struct site_device){.name = names[i], .profile = i};
        hall->states[i] = (struct supervised_device){.health = HEALTH_OK, .slips_left = -1};
    }
    hall->lines[0].name = "bus-1";
    *site = (struct site){.categories = hall->categories, .category_count = 3,
                          .windows = hall->windows, .window_count = 4,
                          .devices = hall->devices, .device_count = DEVICES,
                          .profiles = hall->profiles, .profile_count = DEVICES,
                          .lines = hall->lines, .line_count = 1};
    site->supervision = (struct site_supervision){
        .wait_percent = 150, .service_percent = 200, .queue = 4, .idle_s = 120, .pause_s = 900,
        .silent_s = 30, .paper_slips = 60, .backup_hours = 24, .certificate_days = 30};
}

static int set_up(void **state)
{
    struct hall *hall = calloc(1, sizeof *hall);
    rig_start(&hall->rig);
    build_site(hall);
    hall->office = office_create();
    hall->watch = watch_create();
    hall->journal = calloc(JOURNAL, sizeof *hall->journal);
    hall->draft = calloc(OFFICE_DRAFT, sizeof *hall->draft);
    hall->seq = 1000000;
    hall->seen = (struct supervised){.site = &hall->site, .engine = hall->rig.engine,
                                     .office = hall->office, .devices = hall->states,
                                     .in_hours = true, .can_write = true,
                                     .certificate_days = SUPERVISED_NO_CERTIFICATE};
    char heard[200];
    rig_say(&hall->rig, "day-open 20260302", heard, sizeof heard);
    *state = hall;
    return 0;
}

static int tear_down(void **state)
{
    struct hall *hall = *state;
    rig_stop(&hall->rig);
    office_destroy(hall->office);
    watch_destroy(hall->watch);
    free(hall->journal);
    free(hall->draft);
    free(hall);
    return 0;
}

/* ------------------------------------------------------------------ the gate, in small */

static int decide(struct hall *hall, office_decide function, const void *order)
{
    struct office_draft draft = {.office = hall->office, .site = &hall->site,
                                 .now = hall->rig.now, .day = 20260302,
                                 .next_seq = hall->seq + 1, .actor = "manager:li",
                                 .events = hall->draft};
    int error = function(&draft, order);
    for (size_t i = 0; error == 0 && i < draft.count; i++) {
        char body[EVENT_BODY_SIZE];
        struct event *kept = &hall->journal[hall->journal_count++];
        assert_true(hall->journal_count < JOURNAL);
        event_strip(&draft.events[i]);
        assert_true(event_body_write(&draft.events[i], body, sizeof body) > 0);
        *kept = draft.events[i]; /* as it comes back from the journal: columns, and the body read */
        assert_int_equal(event_body_read(kept, body), 0);
        assert_memory_equal(kept, &draft.events[i], sizeof *kept);
        office_apply(hall->office, kept);
        hall->seq = kept->seq;
    }
    return error;
}

/* `seconds` pass, one round a second; the hall's clock and the monotonic one go together. */
static void pass(struct hall *hall, int seconds)
{
    for (int i = 0; i < seconds; i++) {
        hall->rig.now = wall_after(hall->rig.now, 1000);
        hall->seen.now = hall->rig.now;
        supervised_find_waits(&hall->seen);
        hall->seen.suppressed = watch_suppressed(hall->watch);
        watch_round(hall->watch, &hall->seen, hall->rig.now.ms, office_alerts(hall->office),
                    &hall->changes);
        if (hall->changes.count > 0 && hall->seen.can_write) {
            assert_int_equal(decide(hall, alerts_decide_changes, &hall->changes), 0);
            watch_settle(hall->watch, office_alerts(hall->office));
        }
    }
}

static void say(struct hall *hall, const char *said)
{
    char heard[200];
    rig_say(&hall->rig, said, heard, sizeof heard);
}

static bool is_open(const struct hall *hall, const char *subject)
{
    return alerts_open_on(office_alerts(hall->office), subject) != NULL;
}

static size_t raised(const struct hall *hall, const char *subject)
{
    size_t count = 0;
    for (size_t i = 0; i < hall->journal_count; i++) {
        count += hall->journal[i].kind == EVENT_OFFICE_ALERT_RAISED &&
                         strcmp(hall->journal[i].subject, subject) == 0
                     ? 1
                     : 0;
    }
    return count;
}

/* ------------------------------------------------------------------ rules about people */

/* Seconds pass, something is said, and then the alert is there or is not. */
struct scene {
    int seconds;
    const char *said; /* NULL = nothing */
    bool open;
};
struct rule_case {
    const char *subject;
    struct scene scenes[12]; /* ends with seconds 0 and nothing said */
    size_t raised;           /* in all */
};

static const struct rule_case people[] = {
    {"wait:business", /* 150 % of ten minutes; over when it has been gone for a minute */
     {{1, "issue licence", false}, {898, NULL, false}, {3, NULL, true}, {600, "1 open", true},
      {1, "1 next", true}, {58, NULL, true}, {4, NULL, false}},
     1},
    {"wait:tax", /* five minutes of its own */
     {{1, "issue tax", false}, {297, NULL, false}, {4, NULL, true}}, 1},
    {"queue:tax", /* two people for a minute; 20 % less for two minutes ends it */
     {{1, "issue tax", false}, {1, "issue tax", false}, {58, NULL, false}, {4, NULL, true},
      {1, "issue tax", true}, {1, "3 open", true}, {1, "3 next", true}, {60, NULL, true},
      {1, "cancel B002", true}, {118, NULL, true}, {4, NULL, false}},
     1},
    {"queue:business", /* four, and never four for a whole minute */
     {{1, "issue licence", false}, {1, "issue licence", false}, {1, "issue licence", false},
      {1, "issue licence", false}, {50, "cancel A004", false}, {10, "issue licence", false},
      {50, "cancel A005", false}, {60, NULL, false}},
     0},
    {"service:1", /* 200 % of five minutes */
     {{1, "1 open", false}, {1, "issue licence", false}, {1, "1 next", false},
      {1, "1 arrive", false}, {597, NULL, false}, {4, NULL, true}, {600, "1 finish", true},
      {2, NULL, false}},
     1},
    {"idle:1", /* two minutes after the later of free and waited for */
     {{600, "1 open", false}, {600, "issue licence", false}, {118, NULL, false}, {3, NULL, true},
      {1, "1 next", true}, {2, NULL, false}},
     1},
    {"idle:3", /* nobody waits for tax */
     {{1, "3 open", false}, {1, "issue licence", false}, {600, NULL, false}}, 0},
    {"pause:1",
     {{1, "1 open", false}, {1, "1 pause", false}, {897, NULL, false}, {4, NULL, true},
      {1, "1 resume", true}, {2, NULL, false}},
     1},
};

static void rules_about_people(void **state)
{
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        assert_int_equal(set_up(state), 0);
        struct hall *hall = *state;
        const struct rule_case *row = &people[i];
        for (const struct scene *scene = row->scenes; scene->seconds != 0; scene++) {
            pass(hall, scene->seconds);
            if (is_open(hall, row->subject) != scene->open) {
                fail_msg("%s: scene %d", row->subject, (int)(scene - row->scenes));
            }
            if (scene->said != NULL) {
                say(hall, scene->said);
            }
        }
        assert_int_equal(raised(hall, row->subject), row->raised);
        tear_down(state);
    }
}

/* ------------------------------------------------------------------ rules about things */

static void paper(struct hall *hall, bool bad)
{
    hall->states[PRINTER].status = bad ? STATUS_PAPER_END : 0;
}
static void little_paper(struct hall *hall, bool bad)
{
    hall->states[PRINTER].status = bad ? STATUS_PAPER_NEAR_END : 0;
}
static void forecast(struct hall *hall, bool bad)
{
    hall->states[PRINTER].slips_left = bad ? 60 : 900;
}
static void cover(struct hall *hall, bool bad)
{
    hall->states[PRINTER].status = bad ? STATUS_COVER_OPEN : 0;
}
static void dead_pad(struct hall *hall, bool bad)
{
    hall->states[PAD].health = bad ? HEALTH_DEAD : HEALTH_OK;
    hall->states[PAD].silent_since = bad ? hall->rig.now : (wall_t){0};
}
static void stuck_key(struct hall *hall, bool bad)
{
    hall->states[PAD].alarm = ALARM_STUCK_KEY;
    hall->states[PAD].alarmed = bad ? wall_after(hall->rig.now, 1000000) : (wall_t){1};
}
static void no_port(struct hall *hall, bool bad)
{
    for (size_t i = 0; i < DEVICES; i++) {
        hall->states[i].health = bad ? HEALTH_UNPLUGGED : HEALTH_OK;
    }
}
static void babbling(struct hall *hall, bool bad)
{
    hall->states[BOARD].alarm = ALARM_BABBLING;
    hall->states[BOARD].alarmed = bad ? wall_after(hall->rig.now, 1000000) : (wall_t){1};
}
static void broken_chain(struct hall *hall, bool bad)
{
    hall->seen.broken_seq = bad ? 17 : 0;
}
static void old_backup(struct hall *hall, bool bad)
{
    hall->seen.backup_hours = bad ? 24 : 0;
}
static void certificate(struct hall *hall, bool bad)
{
    hall->seen.certificate_days = bad ? 30 : 300;
}
static void near_case(struct hall *hall, bool bad)
{
    hall->seen.promises[0].near = bad ? 2 : 0;
}
static void broken_case(struct hall *hall, bool bad)
{
    hall->seen.promises[0].broken = bad ? 2 : 0;
}

static const struct thing_case {
    const char *subject;
    void (*set)(struct hall *hall, bool bad);
    int hold, clear; /* seconds, both at least the rule's */
    bool act;
} things[] = {
    {"paper_out:printer-1", paper, 1, 12, false},
    {"paper_low:printer-1", little_paper, 12, 32, false},
    {"paper_forecast:printer-1", forecast, 1, 12, false},
    {"device_fault:printer-1", cover, 12, 32, false},
    {"device_silent:pad-1", dead_pad, 31, 62, false},
    {"device_alarm:pad-1", stuck_key, 1, 2, false},
    {"line_gone:bus-1", no_port, 12, 32, false},
    {"line_babbling:bus-1", babbling, 1, 2, false},
    {"store_broken:hall", broken_chain, 1, 2, true},
    {"backup:hall", old_backup, 1, 2, false},
    {"certificate:hall", certificate, 1, 2, false},
    {"case_due:company", near_case, 1, 12, false},
    {"case_overdue:company", broken_case, 1, 12, false},
};

static void acknowledge(struct hall *hall, const char *subject)
{
    struct alert_acknowledgement order = {.note = "已看过"};
    order.record = alerts_open_on(office_alerts(hall->office), subject)->record;
    assert_int_equal(decide(hall, alerts_decide_acknowledge, &order), 0);
}

static void rules_about_things(void **state)
{
    static struct site_department department = {.code = "company"};
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        const struct thing_case *row = &things[i];
        assert_int_equal(set_up(state), 0);
        struct hall *hall = *state;
        hall->site.departments = &department;
        hall->site.department_count = 1;
        pass(hall, 5);
        assert_int_equal(alerts_open_count(office_alerts(hall->office)), 0);
        row->set(hall, true);
        pass(hall, row->hold);
        if (!is_open(hall, row->subject)) {
            fail_msg("%s was not raised", row->subject);
        }
        pass(hall, 100);
        row->set(hall, false);
        pass(hall, row->clear);
        if (row->act) {
            assert_true(is_open(hall, row->subject));
            acknowledge(hall, row->subject);
            pass(hall, 2);
        }
        if (is_open(hall, row->subject)) {
            fail_msg("%s did not end", row->subject);
        }
        assert_int_equal(raised(hall, row->subject), 1);
        assert_int_equal(alerts_open_count(office_alerts(hall->office)), 0);
        tear_down(state);
    }
}

/* Every rule is in one of the tables above, or has a test of its own below. */
static void no_rule_is_without_a_test(void **state)
{
    (void)state;
    const struct alert_rule *rule;
    for (size_t r = 0; (rule = alert_rule_at(r)) != NULL; r++) {
        bool found = rule->walk == walk_store_failed || rule->walk == walk_flood;
        for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
            found |= alert_rule_of(people[i].subject) == rule;
        }
        for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
            found |= alert_rule_of(things[i].subject) == rule;
        }
        if (!found) {
            fail_msg("%s has no test", rule->name);
        }
    }
}

/* ------------------------------------------------------------------ the watch */

static void what_flaps_is_told_once(void **state)
{
    struct hall *hall = *state;
    for (int i = 0; i < 40; i++) {
        paper(hall, i % 2 == 0);
        pass(hall, 5); /* never gone for ten seconds */
    }
    assert_int_equal(raised(hall, "paper_out:printer-1"), 1);
    assert_true(is_open(hall, "paper_out:printer-1"));
}

static void devices_are_not_looked_at_by_night(void **state)
{
    struct hall *hall = *state;
    hall->seen.in_hours = false;
    no_port(hall, true);
    paper(hall, true);
    pass(hall, 100);
    assert_int_equal(alerts_open_count(office_alerts(hall->office)), 0);
}

static void a_threshold_of_nothing_is_off(void **state)
{
    struct hall *hall = *state;
    hall->site.supervision = (struct site_supervision){0};
    say(hall, "issue licence");
    pass(hall, 4000);
    assert_int_equal(alerts_open_count(office_alerts(hall->office)), 0);
}

/* What cannot be written is shown, and written when it can be: the disk is full, the store fails. */
static void a_failed_store_is_told_all_the_same(void **state)
{
    struct hall *hall = *state;
    hall->seen.can_write = false;
    hall->seen.failed_since = hall->rig.now;
    pass(hall, 10);
    assert_false(is_open(hall, "store_failed:hall"));
    const struct watch_entry *entry = watch_entry_at(hall->watch, 0);
    assert_non_null(entry);
    assert_int_equal(entry->state, WATCH_WANTED);
    assert_string_equal(entry->alert.subject, "store_failed:hall");
    hall->seen.can_write = true;
    pass(hall, 1);
    assert_true(is_open(hall, "store_failed:hall"));
    pass(hall, 2);
    assert_false(is_open(hall, "store_failed:hall"));
    assert_int_equal(raised(hall, "store_failed:hall"), 1);
}

/* After a restart what is open in the record is followed, and not raised again. */
static void a_restart_raises_nothing_twice(void **state)
{
    struct hall *hall = *state;
    paper(hall, true);
    pass(hall, 5);
    watch_destroy(hall->watch);
    hall->watch = watch_create();
    watch_settle(hall->watch, office_alerts(hall->office));
    pass(hall, 50);
    assert_int_equal(raised(hall, "paper_out:printer-1"), 1);
    paper(hall, false);
    pass(hall, 12);
    assert_false(is_open(hall, "paper_out:printer-1"));
}

static void too_many_are_cut_off_and_told(void **state)
{
    struct hall *hall = *state;
    static struct site_device many[LIMIT_DEVICES];
    static struct supervised_device states[LIMIT_DEVICES];
    static char names[LIMIT_DEVICES][LIMIT_CODE];
    for (size_t i = 0; i < LIMIT_DEVICES; i++) {
        snprintf(names[i], sizeof names[i], "pad-%zu", i);
        many[i] = (struct site_device){.name = names[i], .profile = PAD};
        states[i] = (struct supervised_device){
            .health = HEALTH_DEAD, .silent_since = hall->rig.now, .slips_left = -1};
    }
    hall->site.devices = many;
    hall->site.device_count = LIMIT_DEVICES;
    hall->seen.devices = states;
    pass(hall, 40);
    const struct alerts *alerts = office_alerts(hall->office);
    assert_int_equal(alerts_open_count(alerts), ALERTS_OPEN);
    assert_true(is_open(hall, "flood:hall"));
    const struct watch_entry *flood = watch_find(hall->watch, "flood:hall");
    assert_int_equal(flood->figure, LIMIT_DEVICES - (ALERTS_OPEN - ALERTS_RESERVED));
    for (size_t i = 0; i < LIMIT_DEVICES; i++) {
        states[i] = (struct supervised_device){.health = HEALTH_OK, .slips_left = -1};
    }
    pass(hall, 200);
    assert_int_equal(alerts_open_count(alerts), 0);
}

/* ------------------------------------------------------------------ the record */

static void acknowledged_once(void **state)
{
    struct hall *hall = *state;
    struct alert_acknowledgement order = {.record = 4711};
    assert_int_equal(decide(hall, alerts_decide_acknowledge, &order), OFFICE_UNKNOWN);
    paper(hall, true);
    pass(hall, 2);
    acknowledge(hall, "paper_out:printer-1");
    const struct alert *alert =
        alerts_open_on(office_alerts(hall->office), "paper_out:printer-1");
    assert_string_equal(alert->by, "manager:li");
    assert_string_equal(alert->note, "已看过");
    order.record = alert->record;
    assert_int_equal(decide(hall, alerts_decide_acknowledge, &order), OFFICE_WRONG_STATE);
    paper(hall, false);
    pass(hall, 12);
    assert_int_equal(decide(hall, alerts_decide_acknowledge, &order), OFFICE_WRONG_STATE);
    snprintf(order.note, sizeof order.note, "a\033[31m");
    paper(hall, true);
    pass(hall, 2);
    order.record =
        alerts_open_on(office_alerts(hall->office), "paper_out:printer-1")->record;
    assert_int_equal(decide(hall, alerts_decide_acknowledge, &order), OFFICE_BAD_VALUE);
}

static void a_replay_gives_the_same(void **state)
{
    struct hall *hall = *state;
    for (int i = 0; i < 6; i++) {
        paper(hall, i % 2 == 0);
        dead_pad(hall, i % 3 == 0);
        pass(hall, 100);
        if (i == 2) {
            acknowledge(hall, "paper_out:printer-1");
        }
    }
    struct office *replayed = office_create();
    for (size_t i = 0; i < hall->journal_count; i++) {
        office_apply(replayed, &hall->journal[i]);
    }
    const struct alerts *live = office_alerts(hall->office), *again = office_alerts(replayed);
    assert_int_equal(alerts_open_count(again), alerts_open_count(live));
    assert_int_equal(alerts_ended_count(again), alerts_ended_count(live));
    assert_true(alerts_ended_count(live) >= 3);
    for (size_t i = 0; i < alerts_ended_count(live); i++) {
        assert_memory_equal(alerts_ended_at(again, i), alerts_ended_at(live, i),
                            sizeof(struct alert));
    }
    assert_int_equal(alerts_revision(again), alerts_revision(live));
    office_destroy(replayed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_about_people),
        cmocka_unit_test(rules_about_things),
        cmocka_unit_test(no_rule_is_without_a_test),
        cmocka_unit_test_setup_teardown(what_flaps_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(devices_are_not_looked_at_by_night, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_threshold_of_nothing_is_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_store_is_told_all_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_restart_raises_nothing_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_are_cut_off_and_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(acknowledged_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_replay_gives_the_same, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("alert_rules", tests, NULL, NULL);
}
