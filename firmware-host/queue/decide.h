/* decide.h: commands become events. Private to queue/.
 *
 * One function a command, in the table of decide.c. It checks, in this order: the values, the
 * day, the window, the ticket; then drafts its events. 0 or a queue_error. */
#pragma once

#include "queue/draft.h"

int decide_issue(struct draft *draft);
int decide_next(struct draft *draft);
int decide_call(struct draft *draft);
int decide_recall(struct draft *draft);
int decide_arrive(struct draft *draft);
int decide_finish(struct draft *draft);
int decide_no_show(struct draft *draft);
int decide_hold(struct draft *draft);
int decide_resume(struct draft *draft);
int decide_transfer(struct draft *draft);
int decide_pause(struct draft *draft);
int decide_open(struct draft *draft);
int decide_close(struct draft *draft);
int decide_cancel(struct draft *draft);
int decide_undo(struct draft *draft);
int decide_rate(struct draft *draft);
int decide_slip_start(struct draft *draft);
int decide_slip_result(struct draft *draft);
int decide_day_open(struct draft *draft);
int decide_day_close(struct draft *draft);
int decide_tick(struct draft *draft);

/* ---- what several of them need */
enum window_need {
    NEED_ANY,    /* whatever its state */
    NEED_MANNED, /* open or paused */
    NEED_OPEN
};
/* The day is open, and the command's window exists and is in such a state. 0 or a queue_error. */
int decide_at_window(const struct draft *draft, enum window_need need);
/* The ticket called or in service at the command's window, or NULL. */
const struct ticket *decide_ticket_here(const struct draft *draft);
/* Was the window's ticket called so short a time ago that this must be a double press? A clerk
 * who pulls may only double a NEXT; in a hall that pushes, the ticket that a first press brought
 * must not fall to the second. */
bool decide_is_double_press(const struct draft *draft);
/* Ends the service of a called or serving ticket; one that was only called had come (implied).
 * Sends it back to the window that wants it back. */
void decide_end_service(struct draft *draft, int64_t ticket, const char *reason);
/* The visitor stands at the window: that also proves that his slip came out. */
void decide_begin_service(struct draft *draft, int64_t ticket, const char *reason);
void decide_call_ticket(struct draft *draft, uint16_t window, int64_t ticket, const struct why *why,
                        const char *reason);
/* Back from hold into the queue, for `target` only (0 = any window). */
void decide_back_in_queue(struct draft *draft, const struct ticket *ticket, uint16_t target,
                          const char *reason);
/* Ends a day's last services, whose windows close with them. */
void decide_end_after_close(struct draft *draft, uint16_t window);
/* Gives free open windows their next ticket. */
void decide_push(struct draft *draft);
