/* queue_errors.c: the code of each refusal, as the API and the texts of a language name it. */
#include "queue/engine.h"

#include <stddef.h>

static const char *const names[QUEUE_ERROR_COUNT] = {
    [-QUEUE_OK] = "ok",
    [-QUEUE_UNKNOWN_ITEM] = "unknown_item",
    [-QUEUE_UNKNOWN_WINDOW] = "unknown_window",
    [-QUEUE_UNKNOWN_TICKET] = "unknown_ticket",
    [-QUEUE_UNKNOWN_CATEGORY] = "unknown_category",
    [-QUEUE_UNKNOWN_PRIORITY] = "unknown_priority",
    [-QUEUE_WINDOW_CLOSED] = "window_closed",
    [-QUEUE_WINDOW_PAUSED] = "window_paused",
    [-QUEUE_WINDOW_BUSY] = "window_busy",
    [-QUEUE_NOBODY_WAITS] = "nobody_waits",
    [-QUEUE_NO_TICKET_HERE] = "no_ticket_here",
    [-QUEUE_WRONG_STATE] = "wrong_state",
    [-QUEUE_TAKEN] = "taken",
    [-QUEUE_NOT_ALLOWED] = "not_allowed",
    [-QUEUE_RECALL_LIMIT] = "recall_limit",
    [-QUEUE_HOLD_LIMIT] = "hold_limit",
    [-QUEUE_SERIES_FULL] = "series_full",
    [-QUEUE_QUOTA] = "quota",
    [-QUEUE_DAY_CLOSED] = "day_closed",
    [-QUEUE_DAY_OPEN] = "day_open",
    [-QUEUE_TOO_SOON] = "too_soon",
    [-QUEUE_NOTHING_TO_UNDO] = "nothing_to_undo",
    [-QUEUE_TOO_LATE] = "too_late",
    [-QUEUE_ALREADY_RATED] = "already_rated",
    [-QUEUE_BAD_VALUE] = "bad_value",
    [-QUEUE_FULL] = "full",
    [-QUEUE_CHANGED] = "changed",
};

const char *queue_error_name(int error)
{
    return error <= 0 && error > -QUEUE_ERROR_COUNT ? names[-error] : NULL;
}
