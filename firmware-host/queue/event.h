/* event.h: the facts of the hall, as values. The journal is a list of these.
 *
 * Problem: years later someone asks why A012 was called before A010. The answer must be in the
 * record, not in a program's memory. Every change of state is one event; replaying the events
 * of a day rebuilds the state byte for byte; figures, balance, boards and phone pages are
 * functions of events.
 *
 * Design: one flat struct. Which fields a kind uses is a row in event.c (name, fields); the
 * JSON form of an event is derived from that row, both ways. Codes, not positions, name
 * categories, items, windows and clerks.
 *
 * Events that the engine does not decide (device states, controller starts, clock steps) are
 * in the same journal; engine_apply passes over them.
 *
 * Thread: values, any. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind {
    EVENT_NONE,
    /* the day */
    EVENT_DAY_OPENED,
    EVENT_DAY_CLOSED,
    /* tickets */
    EVENT_TICKET_ISSUED,
    EVENT_TICKET_CALLED,
    EVENT_TICKET_RECALLED,
    EVENT_TICKET_ARRIVED,  /* the service begins */
    EVENT_TICKET_FINISHED, /* the service ends */
    EVENT_TICKET_NO_SHOW,
    EVENT_TICKET_HELD,
    EVENT_TICKET_RESUMED, /* back from hold: to its window, or into the queue */
    EVENT_TICKET_TRANSFERRED,
    EVENT_TICKET_CANCELLED,
    EVENT_TICKET_EXPIRED,
    EVENT_TICKET_CARRIED, /* twice: reason "over" on the day that closes, and "in", with all that
                           * the ticket is, on the day that opens: a replay may begin there */
    EVENT_TICKET_RATED,
    EVENT_TICKET_RETURNED, /* finished elsewhere, back to the window that sent it */
    EVENT_COMMAND_UNDONE, /* the `count` events from `of_seq` on are as if they had not been */
    /* windows */
    EVENT_WINDOW_OPENED,
    EVENT_WINDOW_CLOSED,
    EVENT_WINDOW_PAUSED,
    EVENT_WINDOW_RESUMED,
    /* paper (reliability.md A.2, A.3) */
    EVENT_SLIP_STARTED,   /* PRINTING: durable before the first byte leaves */
    EVENT_SLIP_PRINTED,   /* the printer confirmed, or evidence settled it */
    EVENT_SLIP_UNCERTAIN, /* nobody knows whether it came out */
    EVENT_SLIP_VOID,      /* it did not come out, and never will */
    /* the controller and its devices: not for the engine */
    EVENT_CONTROLLER_STARTED,
    EVENT_CONTROLLER_STOPPED,
    EVENT_SITE_ADOPTED, /* a configuration took effect */
    EVENT_DEVICE_CHANGED,
    EVENT_CLOCK_STEPPED,
    EVENT_RECORD_LOST, /* the witness knew more than the database */
    /* what is done behind the windows (firmware-host/office); named office_… in the journal */
    EVENT_OFFICE_ACCOUNT_SET,  /* subject = its name, result = role, reason = active, disabled */
    EVENT_OFFICE_PASSWORD_SET, /* subject, text = argon2id: never leaves the journal */
    EVENT_OFFICE_TOKEN_MADE,   /* subject = its id, result = role, text = hash, until */
    EVENT_OFFICE_TOKEN_ENDED,
    EVENT_OFFICE_SIGNED_IN,    /* subject, text = hash of the session, until */
    EVENT_OFFICE_SIGNED_OUT,
    EVENT_OFFICE_SIGN_IN_FAILED, /* subject, reason, count = failures in a row */
    EVENT_OFFICE_UNLOCKED,
    EVENT_OFFICE_REVIEW_OPENED,   /* a bad review's file (office/reviews.h has the fields) */
    EVENT_OFFICE_REVIEW_STEP,
    EVENT_OFFICE_REVIEW_ATTACHED,
    EVENT_OFFICE_DEFAULTS_DONE,   /* due_day = whose services have got their ratings by default,
                                   * count of them; result = begun, done, ended (the rule) */
    EVENT_OFFICE_CASE_OPENED,     /* subject = receipt number; promised_day, due_day = statutory */
    EVENT_OFFICE_CASE_MOVED,      /* record, result = verb (office/cases.h); promised_day and due_day
                                   * as they are now; at an end count = working days that were left */
    EVENT_OFFICE_CASE_WARNED,     /* record, result = near, broken, unlawful; count = days left */
    EVENT_OFFICE_ALERT_RAISED,    /* subject = rule:object, count = figure, position = threshold,
                                   * final = stays until acknowledged; of_seq = a file's record */
    EVENT_OFFICE_ALERT_ACKNOWLEDGED, /* note */
    EVENT_OFFICE_ALERT_ENDED,        /* count = the worst figure */
    EVENT_OFFICE_SITE_SAVED,      /* subject = version, text = what changed */
    EVENT_OFFICE_EXPORTED,        /* subject = report, note = its parameters */
    EVENT_OFFICE_REPORT_FILED,    /* subject = report, note = file, result = done or failed */
    EVENT_OFFICE_DEVICE_TESTED,   /* device, result = what was tried */
    EVENT_KIND_COUNT
};

enum rating_kind { RATING_NONE, RATING_ACTIVE, RATING_DEFAULT };

enum service_outcome {
    OUTCOME_DONE,      /* 办结 */
    OUTCOME_ACCEPTED,  /* 受理, a promised case */
    OUTCOME_CORRECTION, /* 补正 */
    OUTCOME_REFUSED,   /* 不予受理 */
    OUTCOME_REPORTED,  /* 上报 */
    OUTCOME_COUNT
};

enum why_rule {
    WHY_NONE,
    WHY_ONLY,      /* the only one who waited for this window */
    WHY_LONGEST,   /* highest score of those who waited */
    WHY_PRIORITY,  /* its class lifted it over somebody */
    WHY_STARVING,  /* overtaken as often as the hall allows: it goes first */
    WHY_RETURNED,  /* comes back to this window from hold, transfer or no-show */
    WHY_CHOSEN,    /* the clerk asked for this number */
    WHY_RULE_COUNT
};

/* Why this ticket now: enough to explain the choice to clerk and visitor in a sentence, and
 * to check it. Score = waited seconds × the window's weight for the category / 100 + bonus. */
struct why {
    enum why_rule rule;
    int32_t waited_s;   /* since it began to wait (issue, or its return to the queue) */
    int32_t bonus_s;    /* priority or return bonus in the score */
    int32_t weight;     /* percent, the window's weight for the category */
    int32_t score;
    int32_t candidates; /* waiting tickets this window could have called */
    int32_t overtakes;  /* of those, how many were issued before it */
    int32_t overtaken;  /* how often it had been overtaken itself */
    int64_t next_ticket; /* the runner-up, 0 = none */
    int32_t next_score;
};

struct event {
    int64_t seq;      /* 1.. without gaps; the order of everything */
    wall_t at;
    int64_t mono_ms;  /* monotonic clock of that boot, for durations over clock steps */
    enum event_kind kind;
    int32_t day;      /* business day yyyymmdd */
    uint16_t part;    /* 0 = first event of its command, 1.. = those that follow from it */

    char intent[LIMIT_INTENT]; /* on the first event of a command; "" for what nobody asked for */
    char actor[LIMIT_CODE];    /* "clerk:wang", "device:pad-03", "visitor", "system" */
    char source[LIMIT_CODE];   /* where it came in: device or page */

    int64_t ticket;   /* 0 = none */
    uint16_t window;  /* number, 0 = none */
    uint16_t service; /* which service of the ticket, 1..; with held and transferred: the service
                       * that this ends, 0 = it had not begun */

    char number[LIMIT_NUMBER];
    char category[LIMIT_CODE];
    char item[LIMIT_CODE];
    char priority[LIMIT_CODE];
    char token[LIMIT_TOKEN];
    char clerk[LIMIT_CODE];
    char device[LIMIT_CODE];
    char note[LIMIT_NOTE];
    char reason[LIMIT_CODE]; /* a person's, or the engine's: "implied" (arrived), "next"
                              * (finished), "push" (called), "due" and "window_closed" (resumed),
                              * "arrived" and "day_end" (slips), "over" and "in" (carried) */
    char result[LIMIT_CODE]; /* a state or verdict in a word */

    uint16_t ordinal;      /* of the day's tickets (issued), or of its series */
    uint16_t series_value; /* the 12 of A012 */
    int32_t ahead;         /* people ahead when issued */
    int32_t quote_s;       /* the wait that was quoted; -1 = none */
    int32_t count;         /* recalls, no-shows, slip copies, lost records */
    int32_t position;      /* re-inserted behind so many */
    bool final;            /* no-show that ends the ticket */
    uint16_t target_window;
    uint16_t return_window; /* comes back to this window afterwards */
    wall_t until;          /* timed return */
    wall_t rank;           /* queues as if it had come then: now less its bonus, or its place */
    wall_t since;          /* carried: waiting_since */
    wall_t issued;         /* carried: when its number was given */
    uint16_t copies;       /* carried: slips asked for so far; result = state of the last */
    int8_t level;          /* 1..5 */
    enum rating_kind rating;
    enum service_outcome outcome;
    int32_t promised_day;
    int64_t of_seq;        /* the event that is undone, settled or explained */

    /* reviews, cases, alerts, accounts */
    int64_t record;              /* which file: seq of the event that opened it */
    int32_t due_day;             /* yyyymmdd: to be done by its end */
    char subject[LIMIT_SUBJECT]; /* whose or what: a name, a number, a rule's object */
    char tags[LIMIT_TAGS];       /* a review's tags: codes with commas */
    char text[LIMIT_TEXT];       /* what somebody wrote; may have line breaks */
    struct why why;
};

/* Is it one of firmware-host/office? */
static inline bool event_is_office(enum event_kind kind)
{
    return kind >= EVENT_OFFICE_ACCOUNT_SET && kind < EVENT_KIND_COUNT;
}

/* "ticket_called" … ; NULL for a number that is no kind. */
const char *event_kind_name(enum event_kind kind);
int event_kind_parse(const char *name, enum event_kind *out);
const char *why_rule_name(enum why_rule rule);
const char *outcome_name(enum service_outcome outcome);
int outcome_parse(const char *name, enum service_outcome *out);
const char *rating_kind_name(enum rating_kind kind);

/* The kind's own fields as a JSON object, e.g. {"number":"A012","ahead":3}. Seq, times, day,
 * kind, ticket, window, intent, actor and source are columns of the journal and not in it; a
 * `part` other than 0 is. Times are milliseconds since 1970 (until_ms …), enums their names.
 * Bytes written without the terminator, or -1 when `size` is too small (EVENT_BODY_SIZE is
 * always enough). */
enum { EVENT_BODY_SIZE = 12288 };
int event_body_write(const struct event *event, char *out, size_t size);
/* Fills the kind's own fields from such an object. Unknown keys are passed over (a newer
 * version wrote them); wrong types or too long texts are -1 and leave `event` as it was. */
int event_body_read(struct event *event, const char *json);
/* Empties the fields that the event's kind does not have: nobody may see live what would be
 * gone after a restart. Columns and `part` stay. */
void event_strip(struct event *event);
