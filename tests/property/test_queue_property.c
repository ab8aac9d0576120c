/* test_queue_property.c: the engine against the naive hall, command by command.
 *
 * 100,000 random commands a run, spread over halls with different plans: clerks who pull and
 * halls that push, tickets that expire and tickets that are carried over. After every command
 * the result, every ticket, every window, every order and the engine's own invariants are
 * compared; now and then the events so far, as they came back from JSON, are replayed from empty
 * and from the last opening of a day, and must give the same hash.
 *
 * HALLQ_SEED=n repeats a run, HALLQ_COMMANDS=n makes it longer. A failing sequence is made as
 * short as possible and printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "naive_hall.h"
#include "random_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUND = 12500, REPLAY_EVERY = 2000, LINES_EVERY = 32, SHRINK_RUNS = 3000, LISTED = 64 };

struct journal {
    struct event *events;
    size_t count, capacity, day_start;
};

struct trial { /* one run of a list of steps */
    struct engine *engine;
    struct naive_hall *naive;
    struct journal journal;
    struct event_list decided;
    char what[512];
};

static int differs(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int differs(struct trial *trial, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(trial->what, sizeof(trial->what), format, arguments);
    va_end(arguments);
    return -1;
}

/* ------------------------------------------------------------------------- comparing */

struct figure {
    const char *name;
    int64_t engine, naive;
};

static int compare(struct trial *trial, const char *of, const struct figure *figures, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (figures[i].engine != figures[i].naive) {
            return differs(trial, "%s: %s is %" PRId64 ", should be %" PRId64, of, figures[i].name,
                           figures[i].engine, figures[i].naive);
        }
    }
    return 0;
}
#define COMPARE(trial, of, figures)                                                                \
    compare(trial, of, figures, sizeof(figures) / sizeof((figures)[0]))

static int compare_ticket(struct trial *trial, const struct ticket *a, const struct naive_ticket *b)
{
    if (strcmp(a->number, b->number) != 0 || strcmp(a->item, b->item) != 0) {
        return differs(trial, "ticket %s %s should be %s %s", a->number, a->item, b->number,
                       b->item);
    }
    const struct figure figures[] = {
        {"id", a->id, b->id},
        {"day", a->day, b->day},
        {"state", a->state, b->state},
        {"category", a->category, b->category},
        {"priority", a->priority, b->priority},
        {"window", a->window, b->window},
        {"bound window", a->bound_window, b->bound},
        {"served window", a->served_window, b->served_at},
        {"service", a->service, b->service},
        {"recalls", a->recalls, b->recalls},
        {"no-shows", a->no_shows, b->no_shows},
        {"overtaken", a->overtaken, b->overtaken},
        {"returned", a->returned, b->returned},
        {"carried", a->carried, b->carried},
        {"waiting since", a->waiting_since.ms, b->since},
        {"rank", a->rank.ms, b->since - b->bonus_ms},
        {"until", a->until.ms, b->until},
        {"ahead at issue", a->ahead_at_issue, b->ahead},
        {"quote", a->quote_s, b->quote_s},
        {"slip", a->slip, b->slip},
        {"slips", a->slips, b->slips},
        {"level", a->level, b->level},
        {"rating", a->rating, b->rating},
    };
    return COMPARE(trial, a->number, figures);
}

static int compare_window(struct trial *trial, const struct window *a, const struct naive_window *b)
{
    if (strcmp(a->clerk, b->clerk) != 0 || strcmp(a->pause_reason, b->reason) != 0) {
        return differs(trial, "window %d: %s %s should be %s %s", a->number, a->clerk,
                       a->pause_reason, b->clerk, b->reason);
    }
    const struct figure figures[] = {
        {"state", a->state, b->state},
        {"ticket", a->ticket, b->ticket},
        {"last ticket", a->last_ticket, b->last_ticket},
        {"last service", a->last_service, b->last_service},
        {"since", a->since.ms, b->since},
        {"served", a->served, b->served},
    };
    return COMPARE(trial, "window", figures);
}

static int compare_ids(struct trial *trial, const char *of, const int64_t *a, size_t count_a,
                       const int64_t *b, size_t count_b)
{
    if (count_a != count_b) {
        return differs(trial, "%s: %zu in line, should be %zu", of, count_a, count_b);
    }
    for (size_t i = 0; i < count_a && i < LISTED; i++) {
        if (a[i] != b[i]) {
            return differs(trial, "%s: %" PRId64 " at place %zu, should be %" PRId64, of, a[i], i,
                           b[i]);
        }
    }
    return 0;
}

/* The order of waiting is a cubic thing to ask the naive hall: now and then, and in short. */
static int compare_lines(struct trial *trial, wall_t now)
{
    int64_t a[LISTED], b[LISTED];
    struct naive_hall *naive = trial->naive;
    for (int c = 0; c < naive->plan.category_count; c++) {
        uint32_t waiting = engine_waiting(trial->engine, (uint16_t)c);
        size_t count_a = engine_waiting_list(trial->engine, (uint16_t)c, now, a, LISTED);
        int count_b = naive_waiting(naive, c, b, LISTED);
        if (compare_ids(trial, "waiting", a, waiting, b, (size_t)count_b) < 0) {
            return -1;
        }
        for (size_t i = 0; i < count_a; i++) {
            if (engine_ahead(trial->engine, a[i], now) != (int32_t)i) {
                return differs(trial, "ahead of place %zu is %d", i,
                               engine_ahead(trial->engine, a[i], now));
            }
        }
    }
    for (int w = 0; w < naive->window_count; w++) {
        uint16_t number = (uint16_t)naive->windows[w].number;
        size_t count_a = engine_held_list(trial->engine, number, a, LISTED);
        int count_b = naive_held(naive, number, b, LISTED);
        if (compare_ids(trial, "held", a, count_a, b, (size_t)count_b) < 0) {
            return -1;
        }
    }
    return 0;
}

static int compare_state(struct trial *trial)
{
    const struct engine *engine = trial->engine;
    struct naive_hall *naive = trial->naive;
    const struct figure figures[] = {
        {"day", engine_day(engine), naive->day},
        {"tickets", (int64_t)engine_ticket_count(engine), naive->ticket_count},
    };
    if (COMPARE(trial, "hall", figures) < 0) {
        return -1;
    }
    for (int i = 0; i < naive->ticket_count; i++) {
        if (compare_ticket(trial, engine_ticket_at(engine, (size_t)i), &naive->tickets[i]) < 0) {
            return -1;
        }
    }
    for (int i = 0; i < naive->window_count; i++) {
        const struct window *window = engine_window(engine, (uint16_t)naive->windows[i].number);
        if (compare_window(trial, window, &naive->windows[i]) < 0) {
            return -1;
        }
    }
    return engine_check(engine, trial->what, sizeof(trial->what));
}

static int compare_why(struct trial *trial, const struct why *a, const struct why *b)
{
    const struct figure figures[] = {
        {"rule", a->rule, b->rule},
        {"waited", a->waited_s, b->waited_s},
        {"bonus", a->bonus_s, b->bonus_s},
        {"weight", a->weight, b->weight},
        {"score", a->score, b->score},
        {"candidates", a->candidates, b->candidates},
        {"overtakes", a->overtakes, b->overtakes},
        {"overtaken", a->overtaken, b->overtaken},
        {"runner-up", a->next_ticket, b->next_ticket},
        {"runner-up's score", a->next_score, b->next_score},
    };
    return COMPARE(trial, "why", figures);
}

/* An undo names one of the tickets it puts back; which one is not a promise. */
static bool is_same_ticket(const struct trial *trial, const struct command *command,
                           const struct outcome *a, const struct naive_result *b)
{
    const struct naive_before *changed = &trial->naive->now;
    bool same = a->ticket == b->ticket;
    for (int i = 0; command->kind == COMMAND_UNDO && i < changed->ticket_count && i < 4; i++) {
        same = same || a->ticket == changed->tickets[i].id;
    }
    return same || command->kind == COMMAND_TICK;
}

static int compare_result(struct trial *trial, const struct command *command, int error,
                          const struct outcome *a, const struct naive_result *b)
{
    if (error != b->error) {
        return differs(trial, "%s gives %s, should be %s", command_kind_name(command->kind),
                       queue_error_name(error), queue_error_name(b->error));
    }
    if (error != 0 || b->repeated != a->repeated) {
        return error != 0
                   ? 0
                   : differs(trial, "repeated is %d, should be %d", a->repeated, b->repeated);
    }
    if (b->repeated) {
        return 0; /* compared with the first result in step() */
    }
    if (!is_same_ticket(trial, command, a, b)) {
        return differs(trial, "%s gives ticket %" PRId64 ", should be %" PRId64,
                       command_kind_name(command->kind), a->ticket, b->ticket);
    }
    return b->called && command->kind != COMMAND_TICK ? compare_why(trial, &a->why, &b->why) : 0;
}

/* -------------------------------------------------------------------------- replaying */

/* The event as it comes back from the record. */
static int through_json(struct trial *trial, const struct event *event, struct event *back)
{
    char body[EVENT_BODY_SIZE], again[EVENT_BODY_SIZE];
    *back = (struct event){.seq = event->seq,
                           .at = event->at,
                           .kind = event->kind,
                           .day = event->day,
                           .ticket = event->ticket,
                           .window = event->window};
    memcpy(back->intent, event->intent, sizeof(back->intent));
    memcpy(back->actor, event->actor, sizeof(back->actor));
    memcpy(back->source, event->source, sizeof(back->source));
    if (event_body_write(event, body, sizeof(body)) < 0 || event_body_read(back, body) < 0 ||
        event_body_write(back, again, sizeof(again)) < 0 || strcmp(body, again) != 0) {
        return differs(trial, "%s does not survive: %s", event_kind_name(event->kind), body);
    }
    return 0;
}

static int keep(struct trial *trial, const struct event *event)
{
    struct journal *journal = &trial->journal;
    if (journal->count == journal->capacity) {
        journal->capacity = journal->capacity == 0 ? 1024 : 2 * journal->capacity;
        journal->events = realloc(journal->events, journal->capacity * sizeof(struct event));
        assert_non_null(journal->events);
    }
    if (event->kind == EVENT_DAY_OPENED) {
        journal->day_start = journal->count;
    }
    return through_json(trial, event, &journal->events[journal->count++]);
}

static int replay_from(struct trial *trial, size_t from, const char *where)
{
    uint8_t live[32], replayed[32];
    struct engine *engine = engine_create(engine_plan(trial->engine));
    assert_non_null(engine);
    for (size_t i = from; i < trial->journal.count; i++) {
        engine_apply(engine, &trial->journal.events[i]);
    }
    engine_hash(trial->engine, live);
    engine_hash(engine, replayed);
    engine_destroy(engine);
    return memcmp(live, replayed, sizeof(live)) == 0
               ? 0
               : differs(trial, "a replay from %s gives another state", where);
}

static int replay(struct trial *trial)
{
    if (trial->journal.count == 0) {
        return 0;
    }
    return replay_from(trial, 0, "empty") < 0
               ? -1
               : replay_from(trial, trial->journal.day_start, "the day's opening");
}

/* -------------------------------------------------------------------------- one trial */

static int decide_twice(struct trial *trial, const struct command *command, wall_t now,
                        struct outcome *outcome)
{
    int error = engine_decide(trial->engine, command, now, &trial->decided, outcome);
    if (error != 0) {
        return trial->decided.count == 0 ? error : differs(trial, "an error with events");
    }
    for (size_t i = 0; i < trial->decided.count; i++) {
        const struct event *event = &trial->decided.events[i];
        if (event->seq != engine_last_seq(trial->engine) + 1 || keep(trial, event) < 0) {
            return differs(trial, "event %zu has seq %" PRId64, i, event->seq);
        }
        engine_apply(trial->engine, event);
    }
    struct outcome again;
    bool remembered = command->intent[0] != '\0' && trial->decided.count > 0;
    struct event_list none = {NULL, 0, 0};
    if (remembered &&
        (engine_decide(trial->engine, command, now, &none, &again) != 0 || !again.repeated ||
         again.ticket != outcome->ticket || again.window != outcome->window ||
         again.seq != outcome->seq || again.why.rule != outcome->why.rule)) {
        return differs(trial, "a repeated intent gets another result");
    }
    return 0;
}

static int step(struct trial *trial, const struct step *step, size_t at)
{
    struct command command;
    struct outcome outcome;
    random_command_resolve(step, trial->engine, &command);
    wall_t now = {step->now};
    trial->what[0] = '\0';
    int error = decide_twice(trial, &command, now, &outcome);
    if (trial->what[0] != '\0') {
        return -1;
    }
    struct naive_result result = naive_do(trial->naive, &command, step->now);
    if (compare_result(trial, &command, error, &outcome, &result) < 0 || compare_state(trial) < 0) {
        return -1;
    }
    if (at % LINES_EVERY == 0 && compare_lines(trial, now) < 0) {
        return -1;
    }
    return at % REPLAY_EVERY == REPLAY_EVERY - 1 ? replay(trial) : 0;
}

/* Index of the step that fails with a sentence in `what`, or -1. */
static long run(const struct queue_plan *plan, const struct step *steps, size_t count, char *what,
                size_t size)
{
    struct trial trial = {.engine = engine_create(plan),
                          .naive = malloc(sizeof(struct naive_hall)),
                          .decided = {.capacity = 8192}};
    trial.decided.events = malloc(trial.decided.capacity * sizeof(struct event));
    assert_true(trial.engine != NULL && trial.naive != NULL && trial.decided.events != NULL);
    naive_start(trial.naive, plan);
    long failed = -1;
    for (size_t i = 0; i < count && failed < 0; i++) {
        failed = step(&trial, &steps[i], i) < 0 ? (long)i : -1;
    }
    if (failed < 0 && replay(&trial) < 0) {
        failed = (long)count - 1;
    }
    snprintf(what, size, "%s", trial.what);
    free(trial.decided.events);
    free(trial.journal.events);
    free(trial.naive);
    engine_destroy(trial.engine);
    return failed;
}

/* -------------------------------------------------------------------------- shrinking */

/* Drops chunks, halving them, as long as what is left still fails somehow. */
static size_t shrink(const struct queue_plan *plan, struct step *steps, size_t count)
{
    char what[512];
    struct step *shorter = malloc(count * sizeof(*shorter));
    assert_non_null(shorter);
    int runs = 0;
    for (size_t chunk = count / 2; chunk > 0 && runs < SHRINK_RUNS; chunk /= 2) {
        for (size_t from = 0; from + chunk <= count && runs < SHRINK_RUNS; runs++) {
            memcpy(shorter, steps, from * sizeof(*steps));
            memcpy(shorter + from, steps + from + chunk, (count - from - chunk) * sizeof(*steps));
            long failed = run(plan, shorter, count - chunk, what, sizeof(what));
            if (failed < 0) {
                from += chunk;
            } else {
                count = (size_t)failed + 1;
                memcpy(steps, shorter, count * sizeof(*steps));
            }
        }
    }
    free(shorter);
    return count;
}

static void print_failure(const struct queue_plan *plan, struct step *steps, size_t count)
{
    char what[512];
    count = shrink(plan, steps, count);
    run(plan, steps, count, what, sizeof(what));
    print_message("the shortest way found, %zu commands, then: %s\n", count, what);
    for (size_t i = 0; i < count; i++) {
        random_command_print(&steps[i]);
    }
}

/* ---------------------------------------------------------------------------- the runs */

static uint64_t seed_of_run(void)
{
    const char *given = getenv("HALLQ_SEED");
    return given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
}

static size_t commands_of_run(void)
{
    const char *given = getenv("HALLQ_COMMANDS");
    return given != NULL ? (size_t)strtoull(given, NULL, 10) : 100000;
}

/* One round: a plan and steps of its own, from an empty hall. */
static long run_round(enum plan_mode mode, enum plan_day_end day_end, uint64_t seed, size_t count)
{
    struct queue_plan *plan = malloc(sizeof(*plan));
    struct step *steps = malloc(count * sizeof(*steps));
    assert_true(plan != NULL && steps != NULL);
    random_plan(plan, mode, day_end, seed);
    random_steps(steps, count, seed + (uint64_t)mode * 2 + (uint64_t)day_end);
    char what[512];
    long failed = run(plan, steps, count, what, sizeof(what));
    if (failed >= 0) {
        print_message("HALLQ_SEED=%" PRIu64 ", command %ld: %s\n", seed, failed, what);
        print_failure(plan, steps, (size_t)failed + 1);
    }
    free(steps);
    free(plan);
    return failed;
}

static void run_plan(enum plan_mode mode, enum plan_day_end day_end)
{
    uint64_t seed = seed_of_run();
    size_t count = commands_of_run() / 4;
    print_message("HALLQ_SEED=%" PRIu64 " %s %s: %zu commands\n", seed,
                  mode == PLAN_PUSH ? "push" : "pull",
                  day_end == PLAN_EXPIRE ? "expire" : "carry over", count);
    for (size_t done = 0; done < count; done += ROUND, seed++) {
        size_t left = count - done;
        assert_int_equal(run_round(mode, day_end, seed, left < ROUND ? left : ROUND), -1);
    }
}

static void clerks_pull_and_tickets_expire(void **state)
{
    (void)state;
    run_plan(PLAN_PULL, PLAN_EXPIRE);
}

static void clerks_pull_and_tickets_are_carried_over(void **state)
{
    (void)state;
    run_plan(PLAN_PULL, PLAN_CARRY_OVER);
}

static void the_hall_pushes_and_tickets_expire(void **state)
{
    (void)state;
    run_plan(PLAN_PUSH, PLAN_EXPIRE);
}

static void the_hall_pushes_and_tickets_are_carried_over(void **state)
{
    (void)state;
    run_plan(PLAN_PUSH, PLAN_CARRY_OVER);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clerks_pull_and_tickets_expire),
        cmocka_unit_test(clerks_pull_and_tickets_are_carried_over),
        cmocka_unit_test(the_hall_pushes_and_tickets_expire),
        cmocka_unit_test(the_hall_pushes_and_tickets_are_carried_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
