/* Stats against the engine itself: days of random commands, decided and applied by the queue;
 * the balance must close without a difference, and agree with the states that the engine keeps.
 * HALLQ_SEED chooses the first day. */
#include "queue/engine.h"
#include "stats/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WINDOWS = 4, CATEGORIES = 3, COMMANDS = 1500, RUNS = 12, FIRST_DAY = 20260302 };

struct run {
    uint64_t dice;
    struct queue_plan plan;
    struct engine *engine;
    struct day_stats *stats;
    struct event_list events;
    wall_t now;
    int64_t mono;
    int64_t tickets[COMMANDS]; /* given out, carried ones too */
    uint32_t ticket_count, commands, refused;
};

static uint32_t dice(struct run *run, uint32_t sides)
{
    run->dice ^= run->dice << 13;
    run->dice ^= run->dice >> 7;
    run->dice ^= run->dice << 17;
    return (uint32_t)(run->dice >> 20) % sides;
}

static void make_plan(struct run *run, bool carries)
{
    struct queue_plan *plan = &run->plan;
    plan->category_count = CATEGORIES;
    plan->item_count = CATEGORIES;
    plan->window_count = WINDOWS;
    plan->priority_count = 1;
    for (uint16_t c = 0; c < CATEGORIES; c++) {
        plan->categories[c] = (struct plan_category){.first = 1, .last = 999, .digits = 3,
                                                     .service_s = 300};
        snprintf(plan->categories[c].code, LIMIT_CODE, "c%u", c);
        snprintf(plan->categories[c].series, LIMIT_SERIES, "%c", 'A' + c);
        plan->items[c].category = c;
        snprintf(plan->items[c].code, LIMIT_CODE, "i%u", c);
    }
    for (uint16_t w = 0; w < WINDOWS; w++) {
        plan->windows[w].number = (uint16_t)(w + 1);
        for (uint16_t c = 0; c < CATEGORIES; c++) {
            plan->windows[w].weight[c] = (w + c) % 3 == 0 ? 0 : 100;
        }
    }
    plan->policy = (struct plan_policy){.mode = PLAN_PULL,
                                        .day_end = carries ? PLAN_CARRY_OVER : PLAN_EXPIRE,
                                        .recall_limit = 2,
                                        .no_show_reinsert = 2,
                                        .no_show_limit = 2,
                                        .overtaken_limit = 5,
                                        .undo_ms = 10000,
                                        .return_bonus_s = 600,
                                        .evaluation_grace_s = 300};
}

/* Decides, applies, and tells stats. True when the command was taken. */
static bool submit(struct run *run, struct command command)
{
    struct outcome outcome;
    snprintf(command.intent, sizeof command.intent, "i:%u", run->commands++);
    run->events.count = 0;
    if (engine_decide(run->engine, &command, run->now, &run->events, &outcome) != 0) {
        run->refused++;
        return false;
    }
    for (size_t i = 0; i < run->events.count; i++) {
        struct event *event = &run->events.events[i];
        event->mono_ms = run->mono;
        engine_apply(run->engine, event);
        if (event->kind == EVENT_TICKET_ISSUED && run->ticket_count < COMMANDS) {
            run->tickets[run->ticket_count++] = event->ticket;
        }
        assert_int_equal(day_stats_add(run->stats, event), 0);
    }
    return true;
}

static int64_t some_ticket(struct run *run)
{
    return run->ticket_count == 0 ? 1 : run->tickets[dice(run, run->ticket_count)];
}

static struct command random_command(struct run *run)
{
    static const enum command_kind kinds[] = {
        COMMAND_ISSUE,    COMMAND_ISSUE,   COMMAND_ISSUE,    COMMAND_NEXT,     COMMAND_NEXT,
        COMMAND_NEXT,     COMMAND_ARRIVE,  COMMAND_ARRIVE,   COMMAND_FINISH,   COMMAND_NO_SHOW,
        COMMAND_HOLD,     COMMAND_RESUME,  COMMAND_TRANSFER, COMMAND_RECALL,   COMMAND_PAUSE,
        COMMAND_OPEN,     COMMAND_OPEN,    COMMAND_CLOSE,    COMMAND_CANCEL,   COMMAND_UNDO,
        COMMAND_RATE,     COMMAND_RATE,    COMMAND_SLIP_START, COMMAND_SLIP_RESULT,
        COMMAND_SLIP_RESULT, COMMAND_TICK, COMMAND_CALL,
    };
    static const char *const results[] = {"printed", "printed", "uncertain", "void"};
    struct command command = {.kind = kinds[dice(run, sizeof kinds / sizeof *kinds)],
                              .window = (uint16_t)(1 + dice(run, WINDOWS)),
                              .level = (int8_t)(1 + dice(run, 5)),
                              .return_to_me = dice(run, 2) == 0};
    command.rating = dice(run, 4) == 0 ? RATING_DEFAULT : RATING_ACTIVE;
    snprintf(command.clerk, sizeof command.clerk, "clerk-%u", command.window);
    snprintf(command.item, sizeof command.item, "i%u", dice(run, CATEGORIES));
    snprintf(command.category, sizeof command.category, "c%u", dice(run, CATEGORIES));
    snprintf(command.token, sizeof command.token, "%032u", run->commands);
    snprintf(command.result, sizeof command.result, "%s", results[dice(run, 4)]);
    bool by_ticket = command.kind == COMMAND_CANCEL || command.kind >= COMMAND_SLIP_START ||
                     command.kind == COMMAND_CALL ||
                     (command.kind == COMMAND_RATE && dice(run, 2) == 0);
    command.ticket = by_ticket ? some_ticket(run) : 0;
    if (command.kind == COMMAND_SLIP_RESULT) {
        const struct ticket *ticket = engine_ticket(run->engine, command.ticket);
        command.count = ticket != NULL ? ticket->slips : 1;
    }
    if (command.kind == COMMAND_TRANSFER) {
        command.item[0] = '\0';
        command.target_window = dice(run, 2) == 0 ? (uint16_t)(1 + dice(run, WINDOWS)) : 0;
    }
    if (command.kind == COMMAND_HOLD && dice(run, 2) == 0) {
        command.until = wall_after(run->now, 60000);
    }
    return command;
}

static uint32_t tickets_in(const struct engine *engine, enum ticket_state state)
{
    uint32_t count = 0;
    for (size_t i = 0; i < engine_ticket_count(engine); i++) {
        count += engine_ticket_at(engine, i)->state == state;
    }
    return count;
}

static void check(const struct run *run)
{
    struct day_balance balance;
    struct day_difference difference;
    day_stats_balance(run->stats, &balance);
    if (day_stats_difference(run->stats, 0, &difference) == 0) {
        fail_msg("%d: %s %s", balance.day, difference.number, difference.what);
    }
    assert_true(balance.tickets_close);
    assert_true(balance.slips_close);
    assert_true(balance.ratings_close);
    assert_int_equal(balance.issued + balance.carried_in, engine_ticket_count(run->engine));
    assert_int_equal(balance.served, tickets_in(run->engine, TICKET_FINISHED));
    assert_int_equal(balance.no_show, tickets_in(run->engine, TICKET_MISSED));
    assert_int_equal(balance.cancelled, tickets_in(run->engine, TICKET_CANCELLED));
    assert_int_equal(balance.expired, tickets_in(run->engine, TICKET_EXPIRED));
    if (!balance.closed) { /* afterwards carried tickets wait for tomorrow */
        assert_int_equal(balance.open, tickets_in(run->engine, TICKET_WAITING) +
                                           tickets_in(run->engine, TICKET_CALLED) +
                                           tickets_in(run->engine, TICKET_SERVING) +
                                           tickets_in(run->engine, TICKET_HELD));
    }
}

static void play_day(struct run *run, int32_t day)
{
    struct day_stats *yesterday = run->stats;
    run->now = wall_after(wall_day_start(day), 9 * 3600 * INT64_C(1000));
    run->stats = day_stats_create(day);
    assert_non_null(run->stats);
    assert_true(submit(run, (struct command){.kind = COMMAND_DAY_OPEN, .day = day}));
    day_stats_destroy(yesterday);
    for (int i = 0; i < COMMANDS; i++) {
        int64_t step = dice(run, 20000);
        run->now = wall_after(run->now, step);
        run->mono += step;
        submit(run, random_command(run));
        if (i % 100 == 0) {
            check(run);
        }
    }
    check(run);
    assert_true(submit(run, (struct command){.kind = COMMAND_DAY_CLOSE}));
    check(run);
}

static void one_run(uint64_t seed)
{
    static struct run run;
    static struct event events[EVENTS_A_COMMAND];
    memset(&run, 0, sizeof run);
    run.dice = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    run.mono = 1000;
    run.events = (struct event_list){.events = events, .capacity = EVENTS_A_COMMAND};
    make_plan(&run, seed % 2 == 0);
    run.engine = engine_create(&run.plan);
    assert_non_null(run.engine);
    play_day(&run, FIRST_DAY);
    play_day(&run, FIRST_DAY + 1);
    assert_true(run.refused < run.commands / 2 + run.commands / 4); /* the dice do something */
    day_stats_destroy(run.stats);
    engine_destroy(run.engine);
}

static void test_random_days_of_the_engine(void **state)
{
    (void)state;
    const char *given = getenv("HALLQ_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 1;
    for (uint64_t i = 0; i < RUNS; i++) {
        print_message("HALLQ_SEED=%llu\n", (unsigned long long)(seed + i));
        one_run(seed + i);
    }
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_days_of_the_engine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
