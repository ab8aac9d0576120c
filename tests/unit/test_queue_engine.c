/* The engine as its callers see it: intents that repeat, clocks that step, plans that change,
 * limits that are met, replays from a part of the record, and what a command costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue_rig.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int start(void **state)
{
    struct queue_rig *rig = malloc(sizeof(*rig));
    assert_non_null(rig);
    rig_start(rig);
    *state = rig;
    return 0;
}

static int stop(void **state)
{
    rig_stop(*state);
    free(*state);
    return 0;
}

static void say(struct queue_rig *rig, const char *said, const char *heard)
{
    rig_walk(rig, &(struct rig_step){0, said, heard}, 1);
}

static struct command issue_of(const char *item, const char *intent)
{
    struct command command = {.kind = COMMAND_ISSUE};
    snprintf(command.item, sizeof(command.item), "%s", item);
    snprintf(command.intent, sizeof(command.intent), "%s", intent);
    return command;
}

static void a_repeated_intent_gets_its_first_result(void **state)
{
    struct queue_rig *rig = *state;
    struct outcome first, again;
    say(rig, "day-open 20260302", "-");
    say(rig, "1 open", "-");
    struct command issue = issue_of("licence", "panel-1:88");
    assert_int_equal(rig_command(rig, &issue, &first), 0);
    assert_false(first.repeated);
    assert_int_equal(rig_command(rig, &issue, &again), 0);
    assert_true(again.repeated);
    assert_int_equal(rig->last.count, 0);
    assert_int_equal(again.ticket, first.ticket);
    assert_int_equal(again.seq, first.seq);
    struct command next = {.kind = COMMAND_NEXT, .window = 1, .intent = "pad-03:17:4"};
    assert_int_equal(rig_command(rig, &next, &first), 0);
    rig->now = wall_after(rig->now, 60000);
    assert_int_equal(rig_command(rig, &next, &again), 0);
    assert_true(again.repeated);
    assert_int_equal(again.ticket, first.ticket);
    assert_int_equal(again.why.rule, WHY_ONLY);
    assert_int_equal(again.window, 1);
    /* A refusal is not remembered: it may succeed later. */
    struct command other = {.kind = COMMAND_NEXT, .window = 2, .intent = "pad-04:17:1"};
    assert_int_equal(rig_command(rig, &other, &again), QUEUE_WINDOW_CLOSED);
    say(rig, "2 open", "-");
    assert_int_equal(rig_command(rig, &other, &again), QUEUE_NOBODY_WAITS);
    rig_replays_alike(rig);
}

/* A rating says who served and what for, whoever sits there when it comes; and it stays: what the
 * window did before it cannot be taken back from under it. */
static void a_rating_is_about_whoever_served(void **state)
{
    struct queue_rig *rig = *state;
    const struct rig_step before[] = {
        {0, "day-open 20260302", "-"}, {0, "2 open wang", "-"},
        {0, "issue tax", "B001"},      {0, "2 next", "B001 only"},
        {9, "2 arrive", "B001"},       {9, "2 transfer business item=seal", "B001"},
        {9, "2 close", "-"},           {9, "2 open li", "-"},
    };
    rig_walk(rig, before, sizeof before / sizeof *before);
    struct command rate = {.kind = COMMAND_RATE, .rating = RATING_ACTIVE, .level = 1,
                           .ticket = rig_ticket(rig, "B001"), .tags = "rude,slow",
                           .text = "等了很久\n没人理", .result = "quick"};
    struct outcome outcome;
    assert_int_equal(rig_command(rig, &rate, &outcome), 0);
    assert_int_equal(rig->last.count, 1);
    const struct event *event = &rig->last.events[0];
    assert_string_equal(event->clerk, "wang");
    assert_string_equal(event->item, "tax");
    assert_string_equal(event->category, "tax");
    assert_int_equal(event->window, 2);
    assert_string_equal(event->tags, rate.tags);
    assert_string_equal(event->text, rate.text);
    assert_string_equal(event->result, "quick");
    say(rig, "1 open", "-");
    say(rig, "1 next", "B001 only");
    say(rig, "1 arrive", "B001");
    say(rig, "1 rate 2", "B001"); /* the next service is rated for itself */
    say(rig, "1 undo", "nothing_to_undo");
    struct event late = {.kind = EVENT_TICKET_RATED, .seq = engine_last_seq(rig->engine) + 1,
                         .ticket = rate.ticket, .window = 2, .service = 1, .level = 4,
                         .rating = RATING_DEFAULT, .day = 20260302};
    engine_apply(rig->engine, &late); /* of the first service: the last one's stays */
    assert_int_equal(engine_ticket(rig->engine, rate.ticket)->level, 2);
}

static void hostile_commands_are_refused(void **state)
{
    struct queue_rig *rig = *state;
    struct outcome outcome;
    say(rig, "day-open 20260302", "-");
    struct command command = issue_of("licence", "a\nb");
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
    command = issue_of("licence", "\xC3");
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
    command = issue_of("licence", "x");
    memset(command.token, 'x', sizeof(command.token)); /* no end */
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
    command = (struct command){.kind = COMMAND_NONE};
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
    command.kind = COMMAND_KIND_COUNT;
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
    assert_int_equal(engine_ticket_count(rig->engine), 0);
}

static void a_token_finds_its_ticket_and_comes_once(void **state)
{
    struct queue_rig *rig = *state;
    struct outcome outcome;
    say(rig, "day-open 20260302", "-");
    struct command command = issue_of("licence", "one");
    snprintf(command.token, sizeof(command.token), "0123456789abcdef0123456789abcdef");
    assert_int_equal(rig_command(rig, &command, &outcome), 0);
    const struct ticket *ticket = engine_ticket_by_token(rig->engine, command.token);
    assert_non_null(ticket);
    assert_int_equal(ticket->id, outcome.ticket);
    assert_null(engine_ticket_by_token(rig->engine, ""));
    assert_null(engine_ticket_by_token(rig->engine, "0123"));
    snprintf(command.intent, sizeof(command.intent), "two");
    assert_int_equal(rig_command(rig, &command, &outcome), QUEUE_BAD_VALUE);
}

/* The clock is set back an hour in the middle of the day: order stays, doors stay open. */
static void a_clock_that_steps_back_changes_no_order(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step steps[] = {
        {0, "day-open 20260302", "-"}, {0, "1 open", "-"},
        {0, "issue licence", "A001"},  {60, "issue licence", "A002"},
        {0, "1 next", "A001 longest"}, {-3600, "issue licence", "A003"},
        {1, "issue licence", "A004"},  {0, "? queue business", "A002 A003 A004"},
        {0, "1 next", "A002 longest"}, {9, "1 next", "A003 longest"},
        {9, "1 finish", "A003"},       {9, "1 next", "A004 only"},
    };
    rig_walk(rig, steps, sizeof(steps) / sizeof(steps[0]));
    const struct ticket *ticket = engine_ticket_by_number(rig->engine, "A003");
    assert_true(ticket->why.waited_s >= 0);
}

static void the_wait_is_quoted_from_what_lately_was(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step steps[] = {
        {0, "day-open 20260302", "-"},
        {0, "issue licence", "A001"},
        {0, "1 open", "-"},
        {0, "issue licence", "A002"},
        {0, "issue licence", "A003"},
        {0, "1 next", "A001 longest"},
        {100, "1 next", "A002 longest"},
        {0, "issue licence", "A004"},
    };
    rig_walk(rig, steps, sizeof(steps) / sizeof(steps[0]));
    assert_int_equal(engine_ticket_by_number(rig->engine, "A001")->quote_s, -1);
    assert_int_equal(engine_ticket_by_number(rig->engine, "A003")->quote_s, 2 * 300);
    assert_int_equal(engine_ticket_by_number(rig->engine, "A003")->ahead_at_issue, 2);
    assert_int_equal(engine_ticket_by_number(rig->engine, "A004")->quote_s, 100);
    assert_int_equal(engine_recent_service_s(rig->engine, 0), 100);
    assert_int_equal(engine_recent_service_s(rig->engine, 1), 300);
    assert_int_equal(engine_open_windows(rig->engine, 0), 1);
    assert_int_equal(engine_waiting_for_window(rig->engine, 2), 2);
    assert_int_equal(engine_waiting_for_window(rig->engine, 3), 0);
    assert_int_equal(engine_estimate_s(rig->engine, 1, 3), -1);
    assert_int_equal(engine_ahead(rig->engine, rig_ticket(rig, "A004"), rig->now), 1);
    assert_int_equal(engine_ahead(rig->engine, rig_ticket(rig, "A001"), rig->now), 0);
    /* The undone finish is no experience. */
    rig_walk(rig, &(struct rig_step){1, "1 undo", "A001"}, 1);
    assert_int_equal(engine_recent_service_s(rig->engine, 0), 300);
}

static void something_timed_is_due(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step steps[] = {
        {0, "day-open 20260302", "-"}, {0, "issue licence", "A001"},  {0, "1 open", "-"},
        {0, "issue licence", "A002"},  {9, "1 next", "A001 longest"}, {9, "1 hold 300", "A001"},
        {9, "1 next", "A002 only"},    {9, "1 hold 30", "A002"},
    };
    assert_true(engine_due(rig->engine).ms == INT64_MAX);
    rig_walk(rig, steps, sizeof(steps) / sizeof(steps[0]));
    assert_true(engine_due(rig->engine).ms == rig->now.ms + 30000);
    rig_walk(rig, &(struct rig_step){30, "tick", "A002"}, 1);
    assert_true(engine_due(rig->engine).ms > rig->now.ms);
}

/* A page acts on the ticket that it shows; a pad was quicker: nothing happens to the next one. */
static void a_window_must_be_as_it_was_seen(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step morning[] = {
        {0, "day-open 20260302", "-"}, {0, "issue licence", "A001"},  {0, "issue licence", "A002"},
        {0, "1 open", "-"},            {9, "1 next", "A001 longest"}, {9, "1 arrive", "A001"},
        {9, "1 next", "A002 only"},
    };
    rig_walk(rig, morning, sizeof(morning) / sizeof(morning[0]));
    const struct {
        int64_t seen;
        enum command_kind kind;
        int want;
    } rows[] = {
        {rig_ticket(rig, "A001"), COMMAND_NEXT, QUEUE_CHANGED},
        {SEEN_NONE, COMMAND_NEXT, QUEUE_CHANGED},
        {rig_ticket(rig, "A001"), COMMAND_NO_SHOW, QUEUE_CHANGED},
        {SEEN_NONE, COMMAND_CLOSE, QUEUE_CHANGED},
        {rig_ticket(rig, "A002"), COMMAND_ARRIVE, QUEUE_OK},
        {0, COMMAND_FINISH, QUEUE_OK},
        {rig_ticket(rig, "A002"), COMMAND_NEXT, QUEUE_CHANGED},
        {SEEN_NONE, COMMAND_NEXT, QUEUE_NOBODY_WAITS},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct command command = {.kind = rows[i].kind, .window = 1, .seen = rows[i].seen};
        struct outcome outcome;
        rig->now = wall_after(rig->now, 9000);
        assert_int_equal(rig_command(rig, &command, &outcome), rows[i].want);
    }
}

static void undo_says_how_long_it_is_there(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step steps[] = {
        {0, "day-open 20260302", "-"}, {0, "issue licence", "A001"}, {0, "1 open", "-"},
        {9, "1 next", "A001 only"},
    };
    assert_true(engine_undo_until(rig->engine, 1).ms == 0);
    assert_true(engine_undo_until(rig->engine, 77).ms == 0);
    rig_walk(rig, steps, sizeof(steps) / sizeof(steps[0]));
    assert_true(engine_undo_until(rig->engine, 1).ms ==
                rig->now.ms + rig->plan.policy.undo_ms);
    rig_walk(rig, &(struct rig_step){1, "cancel A001", "A001"}, 1); /* something else happened */
    assert_true(engine_undo_until(rig->engine, 1).ms == 0);
}

/* ------------------------------------------------------------------------- the plan */

static void a_new_plan_for_a_running_hall(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step morning[] = {
        {0, "day-open 20260302", "-"},
        {0, "1 open", "-"},
        {0, "issue deed green", "C001"},
        {1, "issue licence", "A001"},
        {1, "issue licence elder", "A002"},
        {1, "1 next", "A002 priority"},
        {1, "1 hold", "A002"},
    };
    rig_walk(rig, morning, sizeof(morning) / sizeof(morning[0]));
    struct queue_plan plan = rig->plan;
    plan.category_count = 2; /* housing would vanish, with C001 in it */
    assert_int_equal(engine_adopt(rig->engine, &plan), -1);
    plan = rig->plan;
    plan.windows[0].number = 11; /* and window 1, where A002 is held */
    assert_int_equal(engine_adopt(rig->engine, &plan), -1);
    say(rig, "cancel C001", "C001");

    plan = rig->plan; /* tax first, housing gone, window 2 gone, window 9 new */
    plan.category_count = 2;
    plan.categories[0] = rig->plan.categories[1];
    plan.categories[1] = rig->plan.categories[0];
    plan.item_count = 2;
    plan.items[0].category = plan.items[1].category = 1;
    plan.windows[0].weight[0] = 0;
    plan.windows[0].weight[1] = 100;
    plan.windows[1].number = 9;
    assert_int_equal(engine_adopt(rig->engine, &plan), 0);
    static const struct rig_step afternoon[] = {
        {0, "? queue business", "A001"},
        {0, "? A002", "held 1"},
        {0, "? C001", "cancelled"},
        {0, "2 open", "unknown_window"},
        {0, "9 open", "-"},
        {0, "1 undo", "nothing_to_undo"},
        {0, "1 resume", "A002 returned"},
        {9, "1 next", "A001 only"},
        {0, "issue deed", "unknown_item"},
        {0, "issue seal", "A003"},
    };
    char heard[100];
    for (size_t i = 0; i < sizeof(afternoon) / sizeof(afternoon[0]); i++) {
        rig->now = wall_after(rig->now, (int64_t)afternoon[i].seconds * 1000);
        rig_say(rig, afternoon[i].said, heard, sizeof(heard));
        assert_string_equal(heard, afternoon[i].heard);
    }
    assert_string_equal(engine_category(rig->engine, 2)->code, "housing"); /* retired */
    assert_null(engine_category(rig->engine, 3));
}

/* A journal names what the plan of today has no more. */
static void a_replay_under_a_smaller_plan(void **state)
{
    struct queue_rig *rig = *state;
    static const struct rig_step day[] = {
        {0, "day-open 20260302", "-"}, {0, "3 open", "-"},           {0, "1 open", "-"},
        {0, "issue deed", "C001"},     {0, "issue deed", "C002"},    {9, "3 next", "C001 longest"},
        {9, "3 arrive", "C001"},       {0, "issue licence", "A001"},
    };
    rig_walk(rig, day, sizeof(day) / sizeof(day[0]));
    struct queue_plan plan = rig->plan;
    plan.category_count = 1; /* business at windows 1 and 2 */
    plan.item_count = 2;
    plan.window_count = 2;
    struct engine *engine = engine_create(&plan);
    assert_non_null(engine);
    for (size_t i = 0; i < rig->journal_count; i++) {
        engine_apply(engine, &rig->journal[i]);
    }
    char what[200] = "";
    assert_int_equal(engine_check(engine, what, sizeof(what)), 0);
    assert_int_equal(engine_ticket_by_number(engine, "C001")->state, TICKET_SERVING);
    assert_int_equal(engine_waiting(engine, 1), 1);
    assert_string_equal(engine_category(engine, 1)->code, "housing");
    assert_int_equal(engine_window(engine, 3)->ticket, engine_ticket_by_number(engine, "C001")->id);
    struct engine *before = rig->engine;
    rig->engine = engine;
    char heard[100];
    rig_say(rig, "3 finish", heard, sizeof(heard)); /* its service can still be ended */
    assert_string_equal(heard, "C001");
    rig_say(rig, "1 next", heard, sizeof(heard));
    assert_string_equal(heard, "A001 only");
    rig_say(rig, "day-close", heard, sizeof(heard));
    assert_int_equal(engine_ticket_by_number(engine, "C002")->state, TICKET_EXPIRED);
    rig->engine = before;
    engine_destroy(engine);
}

/* ------------------------------------------------------------------ the witness, limits */

static void behind_what_the_witness_saw(void **state)
{
    struct queue_rig *rig = *state;
    engine_skip_to(rig->engine, 500, 20260302, "A", 2, 7);
    engine_skip_to(rig->engine, 500, 20260302, "B", 41, 7);
    char heard[100]; /* what the witness knew is not in the journal: no replay here */
    rig_say(rig, "day-open 20260301", heard, sizeof(heard));
    assert_string_equal(heard, "day_closed");
    rig_say(rig, "day-open 20260302", heard, sizeof(heard));
    assert_string_equal(heard, "-");
    assert_int_equal(rig->last.events[0].seq, 501);
    rig_say(rig, "issue licence", heard, sizeof(heard));
    assert_string_equal(heard, "A003");
    rig_say(rig, "issue tax", heard, sizeof(heard));
    assert_string_equal(heard, "B042");
    assert_int_equal(rig_ticket(rig, "A003"), INT64_C(26030200008));
}

static void events_of_others_are_passed_over(void **state)
{
    struct queue_rig *rig = *state;
    struct event event = {.seq = 1, .kind = EVENT_CONTROLLER_STARTED};
    engine_apply(rig->engine, &event);
    event = (struct event){.seq = 2, .kind = EVENT_DEVICE_CHANGED};
    engine_apply(rig->engine, &event);
    assert_int_equal(engine_last_seq(rig->engine), 2);
    char heard[100];
    rig_say(rig, "day-open 20260302", heard, sizeof(heard));
    assert_int_equal(rig->last.events[0].seq, 3);
}

static void no_room_for_events_is_no_event(void **state)
{
    struct queue_rig *rig = *state;
    say(rig, "day-open 20260302", "-");
    say(rig, "issue licence", "A001");
    struct event_list none = {NULL, 0, 0};
    struct outcome outcome;
    struct command close = {.kind = COMMAND_DAY_CLOSE};
    assert_int_equal(engine_decide(rig->engine, &close, rig->now, &none, &outcome), QUEUE_FULL);
    assert_int_equal(none.count, 0);
    say(rig, "day-close", "-");
}

static void held_tickets_have_a_limit(void **state)
{
    struct queue_rig *rig = *state;
    rig->plan.categories[0].last = 999;
    rig_restart(rig);
    char heard[100];
    say(rig, "day-open 20260302", "-");
    say(rig, "1 open", "-");
    for (int i = 0; i < LIMIT_HELD_A_WINDOW + 1; i++) {
        rig_say(rig, "issue licence", heard, sizeof(heard));
        rig_say(rig, "1 next", heard, sizeof(heard));
        rig_say(rig, "1 hold 60", heard, sizeof(heard));
    }
    assert_string_equal(heard, "hold_limit");
    /* More are due than one tick returns: the rest is due at once. */
    rig->now = wall_after(rig->now, 60000);
    size_t returned = 0;
    for (int ticks = 0; engine_due(rig->engine).ms <= rig->now.ms && ticks < 5; ticks++) {
        rig_say(rig, "tick", heard, sizeof(heard));
        returned += rig->last.count;
    }
    assert_int_equal(returned, LIMIT_HELD_A_WINDOW);
    say(rig, "1 close", "window_busy");
    rig_say(rig, "1 finish", heard, sizeof(heard));
    say(rig, "1 close", "-"); /* and lets them all go */
    say(rig, "2 open", "-");
    say(rig, "2 next", "A001 longest");
}

/* More intents than are remembered: the oldest is forgotten, the newest are all there. */
static void the_oldest_intent_is_forgotten(void **state)
{
    struct queue_rig *rig = *state;
    struct outcome outcome;
    say(rig, "day-open 20260302", "-");
    struct event event = {
        .at = rig->now, .kind = EVENT_WINDOW_OPENED, .day = 20260302, .window = 1};
    int count = LIMIT_INTENTS + 1000;
    for (int i = 0; i < count; i++) {
        event.seq = engine_last_seq(rig->engine) + 1;
        snprintf(event.intent, sizeof(event.intent), "pad-%d", i);
        engine_apply(rig->engine, &event);
    }
    struct command command = {.kind = COMMAND_OPEN, .window = 2};
    for (int i = 0; i < count; i += i < 2000 ? 1 : 331) {
        snprintf(command.intent, sizeof(command.intent), "pad-%d", i);
        int error = engine_decide(rig->engine, &command, rig->now, &rig->last, &outcome);
        assert_int_equal(error, 0);
        assert_int_equal(outcome.repeated, i >= 1000);
    }
}

static void a_day_of_five_thousand(void **state)
{
    struct queue_rig *rig = *state;
    enum { TICKETS = 5000 };
    for (int i = 0; i < 3; i++) {
        rig->plan.categories[i].last = 9999;
        rig->plan.categories[i].quota = 0;
    }
    rig_restart(rig);
    static const char *const items[] = {"licence", "tax", "deed"};
    struct outcome outcome;
    struct command open = {.kind = COMMAND_DAY_OPEN, .day = 20260302};
    assert_int_equal(engine_decide(rig->engine, &open, rig->now, &rig->last, &outcome), 0);
    engine_apply(rig->engine, &rig->last.events[0]);
    int64_t decide_us = 0, apply_us = 0;
    long commands = 0;
    for (int i = 0; i < 4 * TICKETS; i++) {
        char intent[32];
        snprintf(intent, sizeof(intent), "intent-%d", i);
        struct command command = issue_of(items[i % 3], intent);
        if (i % 4 != 0) { /* three commands at a window for each ticket, after 400 of a rush */
            command.kind = i < 1600 ? COMMAND_ISSUE : i % 4 == 1 ? COMMAND_NEXT : COMMAND_ARRIVE;
            command.window = (uint16_t)(1 + i / 4 % 4);
            command.kind = i % 4 == 3 && i >= 1600 ? COMMAND_RATE : command.kind;
            command.level = 5;
            command.rating = RATING_ACTIVE;
        }
        if (i < 4) {
            command = (struct command){.kind = COMMAND_OPEN, .window = (uint16_t)(i + 1)};
        }
        rig->now = wall_after(rig->now, 2000);
        int64_t before = mono_now_us();
        engine_decide(rig->engine, &command, rig->now, &rig->last, &outcome);
        int64_t between = mono_now_us();
        for (size_t e = 0; e < rig->last.count; e++) {
            engine_apply(rig->engine, &rig->last.events[e]);
        }
        decide_us += between - before;
        apply_us += mono_now_us() - between;
        commands++;
    }
    char what[200] = "";
    if (engine_check(rig->engine, what, sizeof(what)) < 0) {
        fail_msg("%s", what);
    }
    print_message("%ld commands, %zu tickets, %" PRIu32 " waiting at the end: decide %.2f us, "
                  "apply %.2f us a command\n",
                  commands, engine_ticket_count(rig->engine),
                  engine_waiting(rig->engine, 0) + engine_waiting(rig->engine, 1) +
                      engine_waiting(rig->engine, 2),
                  (double)decide_us / (double)commands, (double)apply_us / (double)commands);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_repeated_intent_gets_its_first_result, start, stop),
        cmocka_unit_test_setup_teardown(a_rating_is_about_whoever_served, start, stop),
        cmocka_unit_test_setup_teardown(hostile_commands_are_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_token_finds_its_ticket_and_comes_once, start, stop),
        cmocka_unit_test_setup_teardown(a_clock_that_steps_back_changes_no_order, start, stop),
        cmocka_unit_test_setup_teardown(the_wait_is_quoted_from_what_lately_was, start, stop),
        cmocka_unit_test_setup_teardown(something_timed_is_due, start, stop),
        cmocka_unit_test_setup_teardown(a_window_must_be_as_it_was_seen, start, stop),
        cmocka_unit_test_setup_teardown(undo_says_how_long_it_is_there, start, stop),
        cmocka_unit_test_setup_teardown(a_new_plan_for_a_running_hall, start, stop),
        cmocka_unit_test_setup_teardown(a_replay_under_a_smaller_plan, start, stop),
        cmocka_unit_test_setup_teardown(behind_what_the_witness_saw, start, stop),
        cmocka_unit_test_setup_teardown(events_of_others_are_passed_over, start, stop),
        cmocka_unit_test_setup_teardown(no_room_for_events_is_no_event, start, stop),
        cmocka_unit_test_setup_teardown(held_tickets_have_a_limit, start, stop),
        cmocka_unit_test_setup_teardown(the_oldest_intent_is_forgotten, start, stop),
        cmocka_unit_test_setup_teardown(a_day_of_five_thousand, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
