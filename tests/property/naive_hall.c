/* naive_hall.c: see naive_hall.h. The state, the order, repeated intents and undo. */
#include "naive_hall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void naive_start(struct naive_hall *hall, const struct queue_plan *plan)
{
    memset(hall, 0, sizeof(*hall));
    hall->plan = *plan;
    hall->window_count = plan->window_count;
    for (int i = 0; i < hall->window_count; i++) {
        hall->windows[i].number = plan->windows[i].number;
    }
}

struct naive_ticket *naive_ticket(struct naive_hall *hall, int64_t id)
{
    for (int i = 0; i < hall->ticket_count; i++) {
        if (hall->tickets[i].id == id && id != 0) {
            return &hall->tickets[i];
        }
    }
    return NULL;
}

struct naive_window *naive_window(struct naive_hall *hall, int number)
{
    for (int i = 0; i < hall->window_count; i++) {
        if (hall->windows[i].number == number) {
            return &hall->windows[i];
        }
    }
    return NULL;
}

void naive_touch(struct naive_hall *hall, struct naive_ticket *ticket)
{
    struct naive_before *now = &hall->now;
    bool known = false;
    for (int i = 0; i < now->ticket_count && i < 4; i++) {
        known = known || now->tickets[i].id == ticket->id;
    }
    if (!known) {
        if (now->ticket_count < 4) {
            now->tickets[now->ticket_count] = *ticket;
        }
        now->ticket_count++;
    }
    ticket->touched = hall->command;
}

void naive_touch_window(struct naive_hall *hall, struct naive_window *window)
{
    struct naive_before *now = &hall->now;
    for (int i = 0; i < now->window_count && i < 4; i++) {
        if (now->windows[i].number == window->number) {
            return;
        }
    }
    if (now->window_count < 4) {
        now->windows[now->window_count] = *window;
    }
    now->window_count++;
    hall->undo[window - hall->windows].valid = false;
}

int naive_weight(const struct naive_hall *hall, const struct naive_window *window, int category)
{
    for (int i = 0; i < hall->plan.window_count; i++) {
        if (hall->plan.windows[i].number == window->number) {
            return hall->plan.windows[i].weight[category];
        }
    }
    return 0;
}

int naive_item_category(const struct naive_hall *hall, const char *item)
{
    for (int i = 0; i < hall->plan.item_count; i++) {
        if (strcmp(hall->plan.items[i].code, item) == 0) {
            return hall->plan.items[i].category;
        }
    }
    return -1;
}

bool naive_starves(const struct naive_hall *hall, const struct naive_ticket *ticket)
{
    int limit = hall->plan.policy.overtaken_limit;
    return limit != 0 && ticket->overtaken >= limit;
}

bool naive_place_before(const struct naive_ticket *a, const struct naive_ticket *b)
{
    int64_t place_a = a->since - a->bonus_ms, place_b = b->since - b->bonus_ms;
    return place_a != place_b ? place_a < place_b : a->order < b->order;
}

static bool goes_before(const struct naive_hall *hall, const struct naive_ticket *a,
                        const struct naive_ticket *b)
{
    bool starves_a = naive_starves(hall, a), starves_b = naive_starves(hall, b);
    if (starves_a || starves_b) {
        return starves_a && (!starves_b || a->order < b->order);
    }
    return naive_place_before(a, b);
}

int naive_ahead(const struct naive_hall *hall, const struct naive_ticket *ticket)
{
    int ahead = 0;
    for (int i = 0; i < hall->ticket_count; i++) {
        const struct naive_ticket *other = &hall->tickets[i];
        ahead += other->state == TICKET_WAITING && other->category == ticket->category &&
                 other->id != ticket->id && goes_before(hall, other, ticket);
    }
    return ahead;
}

int naive_waiting(const struct naive_hall *hall, int category, int64_t *ids, int capacity)
{
    int count = 0;
    for (int i = 0; i < hall->ticket_count; i++) {
        const struct naive_ticket *ticket = &hall->tickets[i];
        if (ticket->state != TICKET_WAITING || ticket->category != category) {
            continue;
        }
        int place = naive_ahead(hall, ticket);
        if (place < capacity) {
            ids[place] = ticket->id;
        }
        count++;
    }
    return count;
}

int naive_held(const struct naive_hall *hall, int window, int64_t *ids, int capacity)
{
    int count = 0, last = 0;
    for (;;) {
        const struct naive_ticket *next = NULL;
        for (int i = 0; i < hall->ticket_count; i++) {
            const struct naive_ticket *ticket = &hall->tickets[i];
            if (ticket->state == TICKET_HELD && ticket->bound == window &&
                ticket->held_order > last &&
                (next == NULL || ticket->held_order < next->held_order)) {
                next = ticket;
            }
        }
        if (next == NULL) {
            return count;
        }
        if (count < capacity) {
            ids[count] = next->id;
        }
        last = next->held_order;
        count++;
    }
}

int naive_quote(const struct naive_hall *hall, int category, int ahead)
{
    int windows = 0;
    for (int i = 0; i < hall->window_count; i++) {
        windows += hall->windows[i].state == WINDOW_OPEN &&
                   naive_weight(hall, &hall->windows[i], category) > 0;
    }
    if (windows == 0) {
        return -1;
    }
    int64_t sum = 0;
    int count = hall->recent[category].count;
    for (int i = 0; i < count; i++) {
        sum += hall->recent[category].seconds[i];
    }
    int64_t mean =
        count == 0 ? hall->plan.categories[category].service_s : (sum + count / 2) / count;
    return (int)(mean * ahead / windows);
}

/* ------------------------------------------------------------------------------- undo */

static void forget_occupations(struct naive_hall *hall, long command)
{
    for (int c = 0; c < hall->plan.category_count; c++) {
        int kept = 0;
        for (int i = 0; i < hall->recent[c].count; i++) {
            if (hall->recent[c].command[i] != command) {
                hall->recent[c].command[kept] = hall->recent[c].command[i];
                hall->recent[c].seconds[kept++] = hall->recent[c].seconds[i];
            }
        }
        hall->recent[c].count = kept;
    }
}

int naive_undo(struct naive_hall *hall, const struct command *command, int64_t now,
               struct naive_result *result)
{
    struct naive_window *window = naive_window(hall, command->window);
    struct naive_before before = hall->undo[window - hall->windows];
    if (!before.valid) {
        return QUEUE_NOTHING_TO_UNDO;
    }
    for (int i = 0; i < before.ticket_count; i++) {
        if (naive_ticket(hall, before.tickets[i].id)->touched != before.command) {
            return QUEUE_NOTHING_TO_UNDO;
        }
    }
    if (now < before.at || now > before.at + hall->plan.policy.undo_ms) {
        return QUEUE_TOO_LATE;
    }
    forget_occupations(hall, before.command);
    result->ticket = before.ticket_count > 0 ? before.tickets[0].id : 0;
    result->window = command->window;
    for (int i = 0; i < before.ticket_count; i++) {
        struct naive_ticket *ticket = naive_ticket(hall, before.tickets[i].id);
        naive_touch(hall, ticket);
        *ticket = before.tickets[i];
        ticket->touched = hall->command;
    }
    naive_touch_window(hall, window);
    *window = before.windows[0];
    return 0;
}

/* A window's command that changed this window, at most two tickets and nothing else can be
 * taken back. */
static void remember_undo(struct naive_hall *hall, const struct command *command, int64_t now)
{
    static const bool undoable[COMMAND_KIND_COUNT] = {
        [COMMAND_NEXT] = true,   [COMMAND_CALL] = true,   [COMMAND_RECALL] = true,
        [COMMAND_ARRIVE] = true, [COMMAND_FINISH] = true, [COMMAND_NO_SHOW] = true,
        [COMMAND_HOLD] = true,   [COMMAND_RESUME] = true, [COMMAND_TRANSFER] = true,
        [COMMAND_PAUSE] = true,  [COMMAND_OPEN] = true,   [COMMAND_CLOSE] = true};
    struct naive_window *window = naive_window(hall, command->window);
    if (!undoable[command->kind] || window == NULL || hall->day == 0) {
        return;
    }
    struct naive_before *undo_of = &hall->undo[window - hall->windows];
    undo_of->valid = false;
    struct naive_before now_before = hall->now;
    if (now_before.window_count == 0) { /* recall, arrive: the window itself did not change */
        now_before.windows[now_before.window_count++] = *window;
    }
    bool alone = now_before.window_count == 1 && now_before.windows[0].number == window->number;
    if (alone && now_before.ticket_count <= 2) {
        *undo_of = now_before;
        undo_of->valid = true;
        undo_of->command = hall->command;
        undo_of->at = now;
    }
}

struct naive_result naive_do(struct naive_hall *hall, const struct command *command, int64_t now)
{
    struct naive_result result = {0};
    for (int i = 0; i < hall->intent_count && command->intent[0] != '\0'; i++) {
        if (strcmp(hall->intents[i].intent, command->intent) == 0) {
            result = hall->intents[i].result;
            result.repeated = true;
            return result;
        }
    }
    hall->command++;
    memset(&hall->now, 0, sizeof(hall->now));
    result.error = naive_decide(hall, command, now, &result);
    if (result.error != 0) {
        return (struct naive_result){.error = result.error};
    }
    bool nothing = command->kind == COMMAND_TICK && hall->now.ticket_count == 0;
    if (command->kind == COMMAND_DAY_OPEN) {
        hall->intent_count = 0;
    }
    if (!nothing && command->intent[0] != '\0' && hall->intent_count < NAIVE_INTENTS) {
        snprintf(hall->intents[hall->intent_count].intent, LIMIT_INTENT, "%s", command->intent);
        hall->intents[hall->intent_count++].result = result;
    }
    if (!nothing) {
        hall->latest = now > hall->latest || command->kind == COMMAND_DAY_OPEN ? now : hall->latest;
        remember_undo(hall, command, now);
    }
    return result;
}
