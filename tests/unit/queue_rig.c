/* queue_rig.c: see queue_rig.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 6, WORD_SIZE = 40 };

static void category(struct queue_plan *plan, int at, const char *code, const char *series)
{
    struct plan_category *out = &plan->categories[at];
    snprintf(out->code, sizeof(out->code), "%s", code);
    snprintf(out->series, sizeof(out->series), "%s", series);
    out->first = 1;
    out->last = 999;
    out->digits = 3;
    out->service_s = 300;
}

static void window(struct queue_plan *plan, uint16_t number, uint16_t business, uint16_t tax,
                   uint16_t housing)
{
    struct plan_window *out = &plan->windows[plan->window_count++];
    out->number = number;
    out->weight[0] = business;
    out->weight[1] = tax;
    out->weight[2] = housing;
}

static void small_plan(struct queue_plan *plan)
{
    static const struct {
        const char *code;
        uint16_t category;
    } items[] = {{"licence", 0}, {"seal", 0}, {"tax", 1}, {"deed", 2}};
    memset(plan, 0, sizeof(*plan));
    plan->category_count = 3;
    category(plan, 0, "business", "A");
    category(plan, 1, "tax", "B");
    category(plan, 2, "housing", "C");
    plan->categories[0].last = 5;
    snprintf(plan->categories[0].overflow, LIMIT_SERIES, "X");
    plan->categories[2].quota = 3;
    plan->item_count = 4;
    for (int i = 0; i < plan->item_count; i++) {
        snprintf(plan->items[i].code, LIMIT_CODE, "%s", items[i].code);
        plan->items[i].category = items[i].category;
    }
    window(plan, 1, 100, 0, 0);
    window(plan, 2, 100, 100, 0);
    window(plan, 3, 0, 100, 100);
    window(plan, 4, 100, 100, 100);
    plan->priority_count = 3;
    snprintf(plan->priorities[1].code, LIMIT_CODE, "elder");
    plan->priorities[1].bonus_s = 300;
    snprintf(plan->priorities[2].code, LIMIT_CODE, "green");
    plan->priorities[2].bonus_s = 1800;
    plan->policy = (struct plan_policy){.recall_limit = 2,
                                        .no_show_reinsert = 2,
                                        .no_show_limit = 2,
                                        .overtaken_limit = 4,
                                        .undo_ms = 10000,
                                        .repeat_guard_ms = 1500,
                                        .return_bonus_s = 600,
                                        .evaluation_grace_s = 60};
}

void rig_start(struct queue_rig *rig)
{
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    memset(rig, 0, sizeof(*rig));
    small_plan(&rig->plan);
    rig->last.capacity = EVENTS_A_COMMAND;
    rig->last.events = malloc(rig->last.capacity * sizeof(struct event));
    assert_non_null(rig->last.events);
    rig_restart(rig);
}

void rig_restart(struct queue_rig *rig)
{
    engine_destroy(rig->engine);
    rig->engine = engine_create(&rig->plan);
    assert_non_null(rig->engine);
    rig->now = (wall_t){INT64_C(1772409600000)};
    rig->journal_count = 0;
}

void rig_stop(struct queue_rig *rig)
{
    engine_destroy(rig->engine);
    free(rig->last.events);
    free(rig->journal);
}

/* ------------------------------------------------------------------------- commands */

static void keep(struct queue_rig *rig, const struct event *event)
{
    if (rig->journal_count == rig->journal_capacity) {
        rig->journal_capacity = rig->journal_capacity == 0 ? 256 : 2 * rig->journal_capacity;
        rig->journal = realloc(rig->journal, rig->journal_capacity * sizeof(struct event));
        assert_non_null(rig->journal);
    }
    rig->journal[rig->journal_count++] = *event;
}

int rig_command(struct queue_rig *rig, const struct command *command, struct outcome *outcome)
{
    char what[200] = "";
    int error = engine_decide(rig->engine, command, rig->now, &rig->last, outcome);
    for (size_t i = 0; i < rig->last.count; i++) {
        keep(rig, &rig->last.events[i]);
        engine_apply(rig->engine, &rig->last.events[i]);
    }
    if (engine_check(rig->engine, what, sizeof(what)) < 0) {
        fail_msg("%s after %s", what, command_kind_name(command->kind));
    }
    return error;
}

void rig_replays_alike(struct queue_rig *rig)
{
    uint8_t live[32], replayed[32];
    struct engine *engine = engine_create(engine_plan(rig->engine));
    assert_non_null(engine);
    for (size_t i = 0; i < rig->journal_count; i++) {
        engine_apply(engine, &rig->journal[i]);
    }
    engine_hash(rig->engine, live);
    engine_hash(engine, replayed);
    engine_destroy(engine);
    assert_memory_equal(live, replayed, sizeof(live));
}

int64_t rig_ticket(const struct queue_rig *rig, const char *number)
{
    const struct ticket *ticket = engine_ticket_by_number(rig->engine, number);
    if (ticket == NULL) {
        fail_msg("there is no ticket %s", number);
        return 0;
    }
    return ticket->id;
}

/* ------------------------------------------------------------------------- sentences */

typedef char word[WORD_SIZE];

static int split(const char *text, word words[WORDS])
{
    int count = 0, used = 0;
    memset(words, 0, sizeof(word) * WORDS);
    while (count < WORDS && sscanf(text, "%39s%n", words[count], &used) == 1) {
        text += used;
        count++;
    }
    return count;
}

static void put(char *out, const char *text)
{
    snprintf(out, LIMIT_CODE, "%s", text);
}

static void read_transfer(struct command *command, word *words)
{
    for (int i = 0; i < WORDS && words[i][0] != '\0'; i++) {
        if (strncmp(words[i], "window=", 7) == 0) {
            command->target_window = (uint16_t)atoi(words[i] + 7);
        } else if (strncmp(words[i], "item=", 5) == 0) {
            put(command->item, words[i] + 5);
        } else if (strcmp(words[i], "back") == 0) {
            command->return_to_me = true;
        } else {
            put(command->category, words[i]);
        }
    }
}

static void read_rating(struct command *command, const char *level, const char *kind)
{
    command->level = (int8_t)atoi(level);
    command->rating = strcmp(kind, "default") == 0 ? RATING_DEFAULT : RATING_ACTIVE;
}

static void read_window_words(const struct queue_rig *rig, struct command *command, word *words)
{
    switch (command->kind) {
    case COMMAND_CALL: command->ticket = rig_ticket(rig, words[0]); break;
    case COMMAND_RESUME: command->ticket = words[0][0] ? rig_ticket(rig, words[0]) : 0; break;
    case COMMAND_HOLD:
        command->until = words[0][0] ? wall_after(rig->now, atoi(words[0]) * 1000) : (wall_t){0};
        break;
    case COMMAND_TRANSFER: read_transfer(command, words); break;
    case COMMAND_OPEN: put(command->clerk, words[0][0] ? words[0] : "wang"); break;
    case COMMAND_PAUSE: put(command->reason, words[0]); break;
    case COMMAND_RATE: read_rating(command, words[0], words[1]); break;
    default: break;
    }
}

static void read_hall_words(const struct queue_rig *rig, struct command *command, word *words)
{
    switch (command->kind) {
    case COMMAND_DAY_OPEN: command->day = atoi(words[0]); break;
    case COMMAND_ISSUE:
        put(command->item, words[0]);
        put(command->priority, words[1]);
        break;
    case COMMAND_CANCEL:
    case COMMAND_SLIP_START:
    case COMMAND_SLIP_RESULT: command->ticket = rig_ticket(rig, words[0]); break;
    case COMMAND_RATE:
        command->ticket = rig_ticket(rig, words[0]);
        read_rating(command, words[1], words[2]);
        break;
    default: break;
    }
    if (command->kind == COMMAND_SLIP_RESULT) {
        put(command->result, words[1]);
    }
    put(command->device, "printer-1");
}

static void read_command(struct queue_rig *rig, const char *said, struct command *command)
{
    word words[WORDS + 2] = {{0}};
    split(said, words);
    memset(command, 0, sizeof(*command));
    command->window = (uint16_t)atoi(words[0]);
    const char *verb = command->window != 0 ? words[1] : words[0];
    verb = strcmp(verb, "slip") == 0 ? "slip-start" : verb;
    if (command_kind_parse(verb, &command->kind) < 0) {
        fail_msg("what is '%s'?", said);
    }
    snprintf(command->intent, sizeof(command->intent), "intent-%d", rig->intents++);
    if (command->window != 0) {
        read_window_words(rig, command, words + 2);
    } else {
        read_hall_words(rig, command, words + 1);
    }
}

/* -------------------------------------------------------------------------- questions */

static const char *const ticket_states[TICKET_STATE_COUNT] = {
    "free", "waiting", "called", "serving", "held", "finished", "missed", "cancelled", "expired"};
static const char *const slip_states[SLIP_STATE_COUNT] = {"", " printing", " printed", " uncertain",
                                                          " void"};

static void tell_ticket(const struct queue_rig *rig, const char *number, char *heard, size_t size)
{
    const struct ticket *ticket = engine_ticket(rig->engine, rig_ticket(rig, number));
    char where[16] = "";
    uint16_t at = ticket->window != 0 ? ticket->window : ticket->bound_window;
    if (at != 0 && ticket->state <= TICKET_HELD) {
        snprintf(where, sizeof(where), " %u", at);
    }
    snprintf(heard, size, "%s%s%s", ticket_states[ticket->state], where, slip_states[ticket->slip]);
}

static void tell_queue(const struct queue_rig *rig, const char *code, char *heard, size_t size)
{
    int64_t ids[64];
    size_t used = 0;
    heard[0] = '\0';
    for (uint16_t c = 0; engine_category(rig->engine, c) != NULL; c++) {
        if (strcmp(engine_category(rig->engine, c)->code, code) != 0) {
            continue;
        }
        size_t count = engine_waiting_list(rig->engine, c, rig->now, ids, 64);
        for (size_t i = 0; i < count; i++) {
            used += (size_t)snprintf(heard + used, size - used, "%s%s", i > 0 ? " " : "",
                                     engine_ticket(rig->engine, ids[i])->number);
        }
    }
}

static void tell_window(const struct queue_rig *rig, const char *number, char *heard, size_t size)
{
    static const char *const states[WINDOW_STATE_COUNT] = {"closed", "open", "paused"};
    const struct window *at = engine_window(rig->engine, (uint16_t)atoi(number));
    const struct ticket *ticket = engine_ticket(rig->engine, at->ticket);
    snprintf(heard, size, "%s%s%s", states[at->state], ticket != NULL ? " " : "",
             ticket != NULL ? ticket->number : "");
}

static void tell_events(const struct queue_rig *rig, char *heard, size_t size)
{
    size_t used = 0;
    heard[0] = '\0';
    for (size_t i = 0; i < rig->last.count && used < size; i++) {
        used += (size_t)snprintf(heard + used, size - used, "%s%s", i > 0 ? " " : "",
                                 event_kind_name(rig->last.events[i].kind));
    }
}

static void answer(const struct queue_rig *rig, const char *question, char *heard, size_t size)
{
    word words[WORDS];
    split(question, words);
    if (strcmp(words[0], "queue") == 0) {
        tell_queue(rig, words[1], heard, size);
    } else if (strcmp(words[0], "window") == 0) {
        tell_window(rig, words[1], heard, size);
    } else if (strcmp(words[0], "events") == 0) {
        tell_events(rig, heard, size);
    } else {
        tell_ticket(rig, words[0], heard, size);
    }
}

void rig_say(struct queue_rig *rig, const char *said, char *heard, size_t size)
{
    if (said[0] == '?') {
        answer(rig, said + 1, heard, size);
        return;
    }
    struct command command;
    struct outcome outcome;
    read_command(rig, said, &command);
    int error = rig_command(rig, &command, &outcome);
    const struct ticket *ticket = engine_ticket(rig->engine, outcome.ticket);
    if (error != 0) {
        snprintf(heard, size, "%s", queue_error_name(error));
    } else if (ticket == NULL) {
        snprintf(heard, size, "-");
    } else {
        bool called = outcome.why.rule != WHY_NONE;
        snprintf(heard, size, "%s%s%s", ticket->number, called ? " " : "",
                 called ? why_rule_name(outcome.why.rule) : "");
    }
}

void rig_walk(struct queue_rig *rig, const struct rig_step *steps, size_t count)
{
    char heard[400];
    for (size_t i = 0; i < count; i++) {
        rig->now = wall_after(rig->now, (int64_t)steps[i].seconds * 1000);
        rig_say(rig, steps[i].said, heard, sizeof(heard));
        if (strcmp(heard, steps[i].heard) != 0) {
            fail_msg("step %zu '%s': heard '%s', should be '%s'", i, steps[i].said, heard,
                     steps[i].heard);
        }
    }
    rig_replays_alike(rig);
}
