/* bench_alerts.c: what a round of the rules costs in the largest hall: 128 windows, 64 categories,
 * 512 devices, 20,000 people waiting. Once a second it may take a millisecond of the loop's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 200, LIMIT_US = 1000, SLOW = 4 /* with sanitizers, beside other tests */ };

static struct site site;
static struct site_category categories[LIMIT_CATEGORIES];
static struct site_window windows[LIMIT_WINDOWS];
static struct site_device devices[LIMIT_DEVICES];
static struct site_line lines[LIMIT_LINES];
static struct device_profile profile = {.kind = DEVICE_PRINTER};
static struct supervised_device states[LIMIT_DEVICES];
static struct alert_changes changes;
static char codes[LIMIT_CATEGORIES][LIMIT_CODE], names[LIMIT_DEVICES][LIMIT_CODE];

static void build(struct queue_plan *plan)
{
    for (uint16_t c = 0; c < LIMIT_CATEGORIES; c++) {
        snprintf(codes[c], LIMIT_CODE, "category-%u", c);
        categories[c] =
            (struct site_category){.code = codes[c], .target_wait_s = 900, .service_s = 600};
        struct plan_category *to = &plan->categories[plan->category_count++];
        memcpy(to->code, codes[c], sizeof to->code);
        snprintf(to->series, sizeof to->series, "%c%c", 'A' + c / 26, 'A' + c % 26);
        to->first = 1;
        to->last = 9999;
        to->digits = 4;
        snprintf(plan->items[c].code, LIMIT_CODE, "item-%u", c);
        plan->items[plan->item_count++].category = c;
    }
    for (uint16_t w = 0; w < LIMIT_WINDOWS; w++) {
        windows[w] = (struct site_window){.number = (uint16_t)(w + 1), .serves_count = 4};
        plan->windows[w].number = (uint16_t)(w + 1);
        for (uint16_t k = 0; k < 4; k++) {
            uint16_t category = (uint16_t)((w + k) % LIMIT_CATEGORIES);
            windows[w].serves[k] = (struct site_serves){.category = category, .weight = 100};
            plan->windows[w].weight[category] = 100;
        }
        plan->window_count++;
    }
    plan->priority_count = 1;
    for (uint16_t i = 0; i < LIMIT_DEVICES; i++) {
        snprintf(names[i], LIMIT_CODE, "printer-%u", i);
        devices[i] = (struct site_device){.name = names[i], .line = i % LIMIT_LINES};
        states[i] = (struct supervised_device){.health = HEALTH_OK, .slips_left = 500};
    }
    for (uint16_t i = 0; i < LIMIT_LINES; i++) {
        lines[i].name = "line";
    }
    site = (struct site){.categories = categories, .category_count = LIMIT_CATEGORIES,
                         .windows = windows, .window_count = LIMIT_WINDOWS,
                         .devices = devices, .device_count = LIMIT_DEVICES,
                         .profiles = &profile, .profile_count = 1,
                         .lines = lines, .line_count = LIMIT_LINES};
    site.supervision = (struct site_supervision){.wait_percent = 150, .service_percent = 300,
                                                 .queue = 200, .idle_s = 180, .pause_s = 900,
                                                 .silent_s = 30, .paper_slips = 60,
                                                 .backup_hours = 24, .certificate_days = 30};
}

static void apply(struct engine *engine, const struct command *command, wall_t now)
{
    static struct event events[EVENTS_A_COMMAND];
    struct event_list list = {.events = events, .capacity = EVENTS_A_COMMAND};
    struct outcome outcome;
    assert_int_equal(engine_decide(engine, command, now, &list, &outcome), 0);
    for (size_t i = 0; i < list.count; i++) {
        engine_apply(engine, &events[i]);
    }
}

static struct engine *full_engine(const struct queue_plan *plan, wall_t now)
{
    struct engine *engine = engine_create(plan);
    assert_non_null(engine);
    struct command open = {.kind = COMMAND_DAY_OPEN, .day = 20260302};
    apply(engine, &open, now);
    for (int i = 0; i < LIMIT_TICKETS_A_DAY; i++) {
        struct command issue = {.kind = COMMAND_ISSUE};
        snprintf(issue.item, sizeof issue.item, "item-%d", i % LIMIT_CATEGORIES);
        apply(engine, &issue, now);
    }
    for (uint16_t w = 1; w <= LIMIT_WINDOWS; w++) {
        struct command window = {.kind = COMMAND_OPEN, .window = w};
        apply(engine, &window, now);
    }
    return engine;
}

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void a_round_in_the_largest_hall(void **state)
{
    (void)state;
    static struct queue_plan plan;
    static int took[ROUNDS];
    wall_t start;
    assert_int_equal(wall_parse("2026-03-02T09:00:00+08:00", &start), 0);
    build(&plan);
    struct engine *engine = full_engine(&plan, start);
    struct office *office = office_create();
    struct watch *watch = watch_create();
    static struct supervised seen;
    seen = (struct supervised){.site = &site, .engine = engine, .office = office,
                               .devices = states, .in_hours = true, .can_write = true,
                               .certificate_days = SUPERVISED_NO_CERTIFICATE};
    for (int i = 0; i < ROUNDS; i++) {
        seen.now = wall_after(start, (int64_t)i * 20000);
        int64_t from = mono_now_us();
        supervised_find_waits(&seen);
        supervised_count_cases(&seen);
        watch_round(watch, &seen, seen.now.ms, office_alerts(office), &changes);
        took[i] = (int)(mono_now_us() - from);
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    print_message("a round over %d tickets: median %d us, 90 %% %d us, longest %d us\n",
                  LIMIT_TICKETS_A_DAY, took[ROUNDS / 2], took[ROUNDS * 9 / 10], took[ROUNDS - 1]);
    assert_true(changes.count > 100); /* windows are free, people wait too long: they were seen */
    assert_true(took[ROUNDS / 2] < LIMIT_US * SLOW);
    watch_destroy(watch);
    office_destroy(office);
    engine_destroy(engine);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_round_in_the_largest_hall)};
    return cmocka_run_group_tests_name("bench_alerts", tests, NULL, NULL);
}
