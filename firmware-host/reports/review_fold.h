/* review_fold.h: files of bad reviews as their events tell them, for ledgers.
 *
 * An office_review_opened opens one: due_day = to be verified by, promised_day = to be put right by;
 * office_review_step moves it: result = the step, due_day = the next one by, promised_day as above.
 * What is asked of it here is what ledgers print; what may be done to it is not.
 *
 * Thread: reports. */
#pragma once

#include "reports/ledger.h"

enum review_stage { /* what was done last */
    STAGE_OPENED,
    STAGE_VERIFIED,
    STAGE_HANDLED, /* rectified or explained */
    STAGE_CALLED_BACK,
    STAGE_CLOSED,
    REVIEW_STAGES
};

struct review_record {
    int64_t id;
    wall_t opened;
    int32_t day, due_day, rectify_due, rectified_day, called_day, closed_day;
    enum review_stage stage;
    int8_t level, call_level;
    bool withdrawn; /* an appeal was accepted: counts no more */
    uint16_t window;
    char number[LIMIT_NUMBER], item[LIMIT_CODE], category[LIMIT_CODE], clerk[LIMIT_CODE];
    char verdict[LIMIT_CODE]; /* "true", "mistaken", "malicious", "" */
    char tags[LIMIT_TAGS], text[LIMIT_TEXT];
};

struct review_fold {
    size_t count, capacity;
    struct review_record *records; /* opened in the period and passing the filter, in order */
};
/* 0, or -1 when the journal cannot be read or memory is out. */
int review_fold_read(const struct ledger_question *question, struct review_fold *out);
void review_fold_finish(struct review_fold *fold);
/* "opened", "verified", "handled", "called", "closed". */
const char *review_stage_name(enum review_stage stage);
/* Is what comes next late on `today`? */
bool review_record_late(const struct review_record *record, int32_t today);
