/* cases.h: promised and reported cases, from the receipt to their end. Pure.
 *
 * Problem: a visitor leaves with a promise: done within five working days. The hall must keep it,
 * must see in time that it will not, and must be able to show the visitor how far it is, without
 * a name or a telephone number in any record.
 *
 * Design: a service that ends with the outcome "accepted" (受理) or "reported" (上报) opens a case
 * in the same transaction: with a receipt number, the promised day and the statutory day. Cases
 * move by verbs (a const table):
 *
 *   受理 accepted -> 审核 examined -> 审批 approved -> 办结 completed | 不予许可 refused | 撤回 withdrawn
 *
 * Steps may be passed over, never gone back, except that a manager opens an ended case again. While
 * the hall waits for papers, a hearing or a publication the clock stands still (suspend, resume):
 * both days move on by the working days that it stood. A command that is undone voids its case.
 *
 *   receipt  yymmdd-nnnn-rrrrr: day, number of the day, five random digits. Digits only, so that a
 *            kiosk's number keys are enough; random, so that nobody reads another's by counting.
 *
 * Deadlines end with the day: on the promised day itself the promise is still kept.
 *
 * The state is what the office events of cases say. Thread: loop. */
#pragma once

#include "office/office.h"
#include "office/roles.h"

struct cases;

enum {
    CASES = 400000, /* in memory: beyond it the oldest ended ones are in the journal only */
    CASE_RECEIPT = 20,
};

enum case_stage {
    STAGE_ACCEPTED,  /* 受理 */
    STAGE_EXAMINED,  /* 审核 */
    STAGE_APPROVED,  /* 审批 */
    STAGE_COMPLETED, /* 办结 */
    STAGE_REFUSED,   /* 不予许可 */
    STAGE_WITHDRAWN, /* 撤回 */
    STAGE_VOID,      /* the service was undone: it has never been */
    CASE_STAGES
};
const char *case_stage_name(enum case_stage stage);
static inline bool case_stage_is_end(enum case_stage stage)
{
    return stage >= STAGE_COMPLETED;
}

enum case_warning { WARNED_NOT, WARNED_NEAR, WARNED_BROKEN, WARNED_UNLAWFUL };
const char *case_warning_name(enum case_warning warning); /* "none", "near", "broken", "unlawful" */

struct case_file {
    int64_t id;      /* seq of its opening event */
    int64_t ticket;
    int64_t of_seq;  /* the end of the service */
    char receipt[CASE_RECEIPT];
    uint16_t item, clerk; /* numbers of codes: cases_code */
    uint16_t window;
    uint8_t kind;    /* enum case_kind: promised or reported */
    uint8_t stage;   /* enum case_stage */
    uint8_t warned;  /* enum case_warning */
    int32_t opened_day, ended_day;
    int32_t promised_day, statutory_day; /* 0 = none */
    int32_t suspended_day; /* the clock stands since; 0 = it runs */
    int32_t stage_days[STAGE_COMPLETED]; /* when it reached accepted, examined, approved */
};

/* ------------------------------------------------------------------ looking */

const struct cases *office_cases(const struct office *office);
size_t cases_count(const struct cases *cases);
/* In the order in which they were opened; NULL past the end. */
const struct case_file *cases_at(const struct cases *cases, size_t index);
/* NULL when there is none. */
const struct case_file *cases_find(const struct cases *cases, int64_t id);
const struct case_file *cases_by_receipt(const struct cases *cases, const char *receipt);
/* The newest case of a ticket, or NULL. */
const struct case_file *cases_of_ticket(const struct cases *cases, int64_t ticket);
/* The code with that number, "" for others. */
const char *cases_code(const struct cases *cases, uint16_t number);
/* How its promise stands on `day`: near means within the site's warn_days. */
enum case_warning case_standing(const struct case_file *file, const struct site *site,
                                int32_t day);
/* Has it ended before the end of the promised day, earlier by a day at least? */
bool case_is_early(const struct case_file *file);

struct case_counts { /* of cases that were opened, and of those that ended, within a period */
    uint32_t promised, reported;              /* opened */
    uint32_t completed, early, on_time, late; /* completed: early + on_time + late */
    uint32_t refused, withdrawn;
    uint32_t open, suspended, overdue;        /* now, whenever they were opened */
};
/* `department` index of the site, UINT16_MAX = all. Void cases count nowhere. */
void cases_sum(const struct cases *cases, const struct site *site, int32_t from, int32_t to,
               int32_t today, uint16_t department, struct case_counts *out);

/* ------------------------------------------------------------------ moving (office_decide) */

enum case_verb {
    CASE_EXAMINE,
    CASE_APPROVE,
    CASE_COMPLETE,
    CASE_REFUSE,
    CASE_WITHDRAW,
    CASE_SUSPEND, /* reason */
    CASE_RESUME,
    CASE_EXTEND,  /* promised_day, reason: by whoever runs the hall */
    CASE_REMARK,  /* text */
    CASE_REOPEN,  /* reason: by whoever runs the hall */
    CASE_VERBS
};
const char *case_verb_name(enum case_verb verb);
int case_verb_parse(const char *name, enum case_verb *out);
/* Could this be done to the case now, by anybody? For pages that show what is next. */
bool case_verb_fits(enum case_verb verb, const struct case_file *file);

struct case_order {
    int64_t id;
    enum case_verb verb;
    int32_t promised_day;      /* extend */
    char reason[LIMIT_NOTE];   /* in a person's words */
    char text[LIMIT_TEXT];     /* a remark */
    unsigned may;              /* of who asks: bits of office/roles.h */
    char clerk[LIMIT_CODE];
    uint16_t department;       /* of that clerk's window; UINT16_MAX = none */
};
/* Managers move every case; clerks those of their department and those that they opened. */
int cases_decide_move(struct office_draft *draft, const void *order);
