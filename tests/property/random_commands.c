/* random_commands.c: see random_commands.h. A day of about 600 commands in a hall of five
 * windows, four categories and small number series, so that every limit is met. */
#include "random_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DAY_STEPS = 600, WINDOWS = 5, FIRST_DAY = 20260302 };

static const char *const items[] = {"licence", "seal", "tax", "deed", "card", "no-such-item"};
static const char *const categories[] = {"business", "tax", "housing", "card", "no-such"};
static const char *const priorities[] = {"", "elder", "green", "no-such"};
static const char *const words[] = {"lunch", "meeting", "printed", "uncertain", "void", "wang"};

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)(next_random(state) % limit);
}

static bool one_in(uint64_t *state, uint32_t n)
{
    return below(state, n) == 0;
}

/* ------------------------------------------------------------------------------ plan */

static void put_category(struct queue_plan *plan, int at, const char *series, uint16_t last,
                         const char *overflow, int32_t quota)
{
    struct plan_category *category = &plan->categories[at];
    snprintf(category->code, sizeof(category->code), "%s", categories[at]);
    snprintf(category->series, sizeof(category->series), "%s", series);
    snprintf(category->overflow, sizeof(category->overflow), "%s", overflow);
    category->first = 1;
    category->last = last;
    category->digits = 3;
    category->service_s = 300 + 60 * at;
    category->quota = quota;
}

void random_plan(struct queue_plan *plan, enum plan_mode mode, enum plan_day_end day_end,
                 uint64_t seed)
{
    static const uint16_t weights[WINDOWS][4] = {
        {100, 0, 0, 0}, {100, 50, 0, 0}, {0, 100, 100, 0}, {100, 100, 100, 100}, {0, 0, 200, 130}};
    memset(plan, 0, sizeof(*plan));
    plan->category_count = 4;
    put_category(plan, 0, "A", 60, "X", 0);
    put_category(plan, 1, "B", 25, "X", 0);
    put_category(plan, 2, "C", 30, "", 0);
    put_category(plan, 3, "D", 99, "", 20);
    plan->item_count = 5;
    for (int i = 0; i < plan->item_count; i++) {
        snprintf(plan->items[i].code, LIMIT_CODE, "%s", items[i]);
        plan->items[i].category = (uint16_t)(i < 2 ? 0 : i - 1);
    }
    plan->window_count = WINDOWS;
    for (int i = 0; i < WINDOWS; i++) {
        plan->windows[i].number = (uint16_t)(i == 4 ? 301 : i + 1);
        memcpy(plan->windows[i].weight, weights[i], sizeof(weights[i]));
    }
    plan->priority_count = 3;
    snprintf(plan->priorities[1].code, LIMIT_CODE, "elder");
    snprintf(plan->priorities[2].code, LIMIT_CODE, "green");
    plan->priorities[1].bonus_s = 300;
    plan->priorities[2].bonus_s = 1800;
    uint64_t state = seed;
    plan->policy = (struct plan_policy){
        .mode = mode,
        .day_end = day_end,
        .recall_limit = 2,
        .no_show_reinsert = (uint8_t)below(&state, 5),
        .no_show_limit = (uint8_t)(1 + (2 * mode + day_end + 1) % 3),
        .overtaken_limit = (uint16_t)(2 + below(&state, 6)),
        .undo_ms = 10000,
        .repeat_guard_ms = 800,
        .return_bonus_s = (int32_t)below(&state, 1200),
        .evaluation_grace_s = 60,
    };
}

/* ------------------------------------------------------------------------------ steps */

static const struct {
    enum command_kind kind;
    uint32_t share;
} shares[] = {
    {COMMAND_ISSUE, 250},   {COMMAND_NEXT, 180},      {COMMAND_CALL, 25},
    {COMMAND_RECALL, 30},   {COMMAND_ARRIVE, 90},     {COMMAND_FINISH, 70},
    {COMMAND_NO_SHOW, 45},  {COMMAND_HOLD, 40},       {COMMAND_RESUME, 35},
    {COMMAND_TRANSFER, 55}, {COMMAND_PAUSE, 15},      {COMMAND_OPEN, 50},
    {COMMAND_CLOSE, 8},     {COMMAND_CANCEL, 15},     {COMMAND_UNDO, 60},
    {COMMAND_RATE, 50},     {COMMAND_SLIP_START, 40}, {COMMAND_SLIP_RESULT, 40},
    {COMMAND_TICK, 40},     {COMMAND_DAY_OPEN, 1},    {COMMAND_DAY_CLOSE, 1},
};

static enum command_kind random_kind(uint64_t *state)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
        sum += shares[i].share;
    }
    uint32_t point = below(state, sum);
    for (size_t i = 0;; i++) {
        if (point < shares[i].share) {
            return shares[i].kind;
        }
        point -= shares[i].share;
    }
}

/* Mostly seconds, at times the same moment, minutes, or a clock that is set back. */
static int64_t random_pause_ms(uint64_t *state)
{
    switch (below(state, 40)) {
    case 0: return 60000 + below(state, 240000);
    case 1: return one_in(state, 4) ? -(int64_t)below(state, 20000) : 0;
    case 2:
    case 3:
    case 4: return 0;
    default: return below(state, 9000);
    }
}

static uint16_t random_window(uint64_t *state)
{
    uint32_t pick = below(state, 50);
    return pick == 0 ? 99 : pick % 5 == 4 ? 301 : (uint16_t)(1 + pick % 5);
}

/* The last entry of a list is unknown to the hall and comes rarely. */
static uint8_t random_of(uint64_t *state, uint32_t count)
{
    return (uint8_t)(one_in(state, 40) ? count - 1 : below(state, count - 1));
}

static void random_step(struct step *step, uint64_t *state, size_t at)
{
    step->kind = random_kind(state);
    step->pick = (uint32_t)next_random(state);
    step->any_ticket = one_in(state, 8);
    step->intent = one_in(state, 30) && at > 0
                       ? (int)(at - 1 - below(state, at > 40 ? 40 : (uint32_t)at))
                       : (int)at;
    step->window = random_window(state);
    step->target = one_in(state, 2) ? random_window(state) : 0;
    step->item = random_of(state, 6);
    step->category = random_of(state, 5);
    step->priority = (uint8_t)(one_in(state, 3) ? random_of(state, 4) : 0);
    step->word = (uint8_t)below(state, 6);
    step->return_to_me = one_in(state, 2);
    step->until_ms = one_in(state, 3) ? (int32_t)below(state, 90000) : 0;
    step->level = (int8_t)(1 + below(state, 5));
}

/* Windows open in the morning; every DAY_STEPS the day closes and the next one opens. */
static bool place_day_step(struct step *step, size_t at, int64_t *now)
{
    size_t in_day = at % DAY_STEPS;
    int32_t number = (int32_t)(at / DAY_STEPS);
    step->day = FIRST_DAY + number % 28 + 100 * (number / 28 % 9) + 10000 * (number / 252);
    if (in_day == DAY_STEPS - 12) {
        step->kind = COMMAND_DAY_CLOSE;
        return true;
    }
    if (in_day == 0) {
        *now += 12 * 3600 * 1000;
        step->kind = COMMAND_DAY_OPEN;
        return true;
    }
    if (in_day <= WINDOWS) {
        step->kind = COMMAND_OPEN;
        step->window = (uint16_t)(in_day == WINDOWS ? 301 : in_day);
        return true;
    }
    return false;
}

void random_steps(struct step *steps, size_t count, uint64_t seed)
{
    uint64_t state = seed;
    int64_t now = INT64_C(1772409600000); /* 2026-03-02T08:00+08:00 */
    memset(steps, 0, count * sizeof(*steps));
    for (size_t i = 0; i < count; i++) {
        random_step(&steps[i], &state, i);
        now += random_pause_ms(&state);
        bool placed = place_day_step(&steps[i], i, &now);
        steps[i].now = now;
        if (placed) {
            steps[i].intent = (int)i;
        }
    }
}

/* -------------------------------------------------------------------------- resolving */

static bool fits(const struct step *step, const struct ticket *ticket)
{
    switch (step->kind) {
    case COMMAND_CALL: return ticket->state == TICKET_WAITING;
    case COMMAND_RESUME: return ticket->state == TICKET_HELD;
    case COMMAND_CANCEL: return ticket->state <= TICKET_HELD;
    case COMMAND_RATE: return ticket->service > 0;
    case COMMAND_SLIP_START: return ticket->state <= TICKET_HELD && ticket->slip == SLIP_NONE;
    case COMMAND_SLIP_RESULT:
        return ticket->slip == SLIP_PRINTING || ticket->slip == SLIP_UNCERTAIN;
    default: return true;
    }
}

static int64_t pick_ticket(const struct step *step, const struct engine *engine)
{
    size_t count = engine_ticket_count(engine);
    for (size_t i = 0; i < count; i++) {
        const struct ticket *ticket = engine_ticket_at(engine, (step->pick + i) % count);
        if (step->any_ticket || fits(step, ticket)) {
            return ticket->id;
        }
    }
    return step->pick % 2 == 0 ? 77 : 0; /* none such */
}

static void put_text(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text);
}

static const char *result_word(const struct step *step)
{
    return words[2 + step->pick % 3];
}

void random_command_resolve(const struct step *step, const struct engine *engine,
                            struct command *command)
{
    memset(command, 0, sizeof(*command));
    command->kind = step->kind;
    snprintf(command->intent, sizeof(command->intent), "intent-%d", step->intent);
    put_text(command->actor, sizeof(command->actor), "somebody");
    bool by_window = step->kind != COMMAND_ISSUE && step->kind != COMMAND_CANCEL &&
                     step->kind != COMMAND_SLIP_START && step->kind != COMMAND_SLIP_RESULT &&
                     step->kind != COMMAND_TICK && step->kind != COMMAND_DAY_OPEN &&
                     step->kind != COMMAND_DAY_CLOSE;
    bool by_ticket =
        step->kind == COMMAND_CALL || !by_window ||
        ((step->kind == COMMAND_RATE || step->kind == COMMAND_RESUME) && step->pick % 3 == 0);
    command->window = by_window ? step->window : 0;
    command->ticket = by_ticket ? pick_ticket(step, engine) : 0;
    put_text(command->item, sizeof(command->item), items[step->item]);
    put_text(command->priority, sizeof(command->priority), priorities[step->priority]);
    snprintf(command->token, sizeof(command->token), "%08x-%d", step->pick, step->intent);
    command->level = step->level;
    command->rating = step->pick % 9 == 0 ? RATING_DEFAULT : RATING_ACTIVE;
    command->day = step->day;
    command->count = step->pick % 4 == 0 ? 1 : 0;
    put_text(command->result, sizeof(command->result), result_word(step));
    put_text(command->reason, sizeof(command->reason), words[step->word % 2]);
    put_text(command->clerk, sizeof(command->clerk), words[5]);
    if (step->kind == COMMAND_TRANSFER) {
        command->target_window = step->target;
        command->return_to_me = step->return_to_me;
        bool names_category = step->pick % 3 == 0;
        put_text(command->category, sizeof(command->category),
                 names_category ? categories[step->category] : "");
        put_text(command->item, sizeof(command->item),
                 step->pick % 4 == 0 ? items[step->item] : "");
    }
    if (step->kind == COMMAND_HOLD && step->until_ms != 0) {
        command->until = (wall_t){step->now + step->until_ms};
    }
}

void random_command_print(const struct step *step)
{
    printf("  %" PRId64 " %-11s intent %d window %u target %u item %s category %s priority '%s' "
           "pick %u any %d back %d until +%d level %d day %d\n",
           step->now, command_kind_name(step->kind), step->intent, step->window, step->target,
           items[step->item], categories[step->category], priorities[step->priority], step->pick,
           step->any_ticket, step->return_to_me, step->until_ms, step->level, step->day);
}
