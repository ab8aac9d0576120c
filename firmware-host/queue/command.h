/* command.h: what people, devices and timers ask of the hall, as values.
 *
 * Every command carries an intent id: a browser's UUID, "pad-03:17:4" for the fourth event
 * after boot 17 of a pad, "panel-1:88" for a touch. A repeated id gets the first result.
 * A command names the ticket, or the window whose ticket is meant; unset fields are 0 or "".
 * Texts are UTF-8 without control characters (a note may have line breaks), else
 * QUEUE_BAD_VALUE. A command without an intent is not remembered.
 *
 * Thread: values, any. */
#pragma once

#include "queue/event.h"

enum command_kind {
    COMMAND_NONE,
    COMMAND_ISSUE,      /* item, priority, token */
    COMMAND_NEXT,       /* window: finish what is in service, call the next. When nobody waits
                         * that is enough: outcome.ticket = 0 */
    COMMAND_CALL,       /* window, ticket: call this number */
    COMMAND_RECALL,     /* window */
    COMMAND_ARRIVE,     /* window: the visitor is here, the service begins */
    COMMAND_FINISH,     /* window, outcome, promised_day, note */
    COMMAND_NO_SHOW,    /* window */
    COMMAND_HOLD,       /* window, until (0 = none), note */
    COMMAND_RESUME,     /* window, ticket (0 = the longest held): back from hold; a paused window
                         * without a held ticket in question resumes work */
    COMMAND_TRANSFER,   /* window, category or target_window, item (new item, optional),
                         * return_to_me, note */
    COMMAND_PAUSE,      /* window, reason */
    COMMAND_OPEN,       /* window, clerk */
    COMMAND_CLOSE,      /* window */
    COMMAND_CANCEL,     /* ticket, reason */
    COMMAND_UNDO,       /* window */
    COMMAND_RATE,       /* ticket, or window = its ticket in service or just finished; level,
                         * rating active or default, tags, text */
    COMMAND_SLIP_START, /* ticket, device: an original, or a copy when there is one already */
    COMMAND_SLIP_RESULT, /* ticket, device, count (which copy), result: printed, uncertain, void */
    COMMAND_DAY_OPEN,   /* day */
    COMMAND_DAY_CLOSE,  /* expire or carry over all that wait; windows close */
    COMMAND_TICK,       /* timed returns that are due, and pushes to free windows */
    COMMAND_KIND_COUNT
};

/* A page says which ticket it shows at its window. When another is there by now, because a pad, a
 * second tab or the hall itself was quicker, the command was meant for what is no more: refused. */
enum { SEEN_NONE = -1 };

struct command {
    enum command_kind kind;
    char intent[LIMIT_INTENT];
    char actor[LIMIT_CODE];
    char source[LIMIT_CODE];
    int64_t ticket;
    uint16_t window;
    int64_t seen; /* the ticket that whoever asks saw at the window, SEEN_NONE, or 0 = not said */
    uint16_t target_window;
    bool return_to_me;
    char item[LIMIT_CODE];
    char category[LIMIT_CODE];
    char priority[LIMIT_CODE];
    char token[LIMIT_TOKEN]; /* random, made by the caller: the engine has no dice */
    char clerk[LIMIT_CODE];
    char device[LIMIT_CODE];
    char reason[LIMIT_CODE];
    char note[LIMIT_NOTE];
    char tags[LIMIT_TAGS]; /* rate: codes with commas */
    char text[LIMIT_TEXT]; /* rate: what the visitor wrote */
    char result[LIMIT_CODE];
    wall_t until;
    int8_t level;
    enum rating_kind rating;
    enum service_outcome outcome;
    int32_t promised_day;
    int32_t day;
    int32_t count;
};

const char *command_kind_name(enum command_kind kind);
int command_kind_parse(const char *name, enum command_kind *out);
