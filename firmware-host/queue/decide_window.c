/* decide_window.c: opening, pausing and closing a window; taking back its last command. */
#include "queue/decide.h"

#include "queue/text_rules.h"

#include <string.h>

int decide_open(struct draft *draft)
{
    const struct command *command = draft->command;
    int error = decide_at_window(draft, NEED_ANY);
    if (error != 0) {
        return error;
    }
    const struct window *window = draft_window(draft, command->window);
    bool is_change = window->state != WINDOW_OPEN || strcmp(window->clerk, command->clerk) != 0;
    if (!is_change) {
        return QUEUE_WRONG_STATE;
    }
    struct event *event = draft_event(draft, EVENT_WINDOW_OPENED, NULL, command->window);
    text_rules_copy(event->clerk, sizeof(event->clerk), command->clerk);
    draft_commit(draft);
    return 0;
}

int decide_pause(struct draft *draft)
{
    const struct command *command = draft->command;
    int error = decide_at_window(draft, NEED_MANNED);
    if (error != 0) {
        return error;
    }
    const struct window *window = draft_window(draft, command->window);
    if (window->state == WINDOW_PAUSED && strcmp(window->pause_reason, command->reason) == 0) {
        return QUEUE_WRONG_STATE;
    }
    struct event *event = draft_event(draft, EVENT_WINDOW_PAUSED, NULL, command->window);
    text_rules_copy(event->reason, sizeof(event->reason), command->reason);
    draft_commit(draft);
    return 0;
}

/* A window that closes keeps nobody: who was held there or waits for it alone waits for any
 * window of the category. */
static void release(struct draft *draft, const struct ticket_list *list)
{
    const struct engine *engine = draft->engine;
    for (uint16_t slot = list->head; slot != NO_SLOT; slot = engine->records[slot].next) {
        const struct ticket *ticket = &engine->records[slot].ticket;
        if (ticket->bound_window == draft->command->window) {
            decide_back_in_queue(draft, ticket, 0, "window_closed");
            if (draft_has_room(draft, DRAFT_AT_ONCE)) {
                draft_commit(draft);
            } else {
                draft_commit_unseen(draft); /* hundreds: they are handed out from the next on */
            }
        }
    }
}

int decide_close(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    int error = decide_at_window(draft, NEED_MANNED);
    if (error != 0) {
        return error;
    }
    if (decide_ticket_here(draft) != NULL) {
        return QUEUE_WINDOW_BUSY;
    }
    struct event *event = draft_event(draft, EVENT_WINDOW_CLOSED, NULL, draft->command->window);
    text_rules_copy(event->reason, sizeof(event->reason), draft->command->reason);
    draft_commit(draft);
    release(draft, &engine->held);
    for (uint16_t i = 0; i < engine->category_count; i++) {
        release(draft, &engine->categories[i].waiting);
    }
    return 0;
}

/* -------------------------------------------------------------------------------- undo */

int decide_undo(struct draft *draft)
{
    const struct engine *engine = draft->engine;
    int error = decide_at_window(draft, NEED_ANY);
    if (error != 0) {
        return error;
    }
    const struct window_record *record = engine_find_window(engine, draft->command->window);
    const struct undo *undo = &record->undo;
    if (!undo_is_there(engine, undo)) {
        return QUEUE_NOTHING_TO_UNDO;
    }
    int64_t age = wall_between(undo->at, draft->now);
    if (age < 0 || age > engine->plan.policy.undo_ms) {
        return QUEUE_TOO_LATE;
    }
    const struct ticket *ticket =
        undo->ticket_count > 0 ? draft_ticket(draft, undo->tickets[0].id) : NULL;
    struct event *event = draft_event(draft, EVENT_COMMAND_UNDONE, ticket, draft->command->window);
    event->of_seq = undo->first_seq;
    event->count = (int32_t)(undo->last_seq - undo->first_seq + 1);
    draft_commit(draft);
    return 0;
}
