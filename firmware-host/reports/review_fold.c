/* review_fold.c: see review_fold.h. */
#include "reports/review_fold.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 64 };

struct reading {
    const struct ledger_question *question;
    struct review_fold *fold;
};

const char *review_stage_name(enum review_stage stage)
{
    static const char *const names[REVIEW_STAGES] = {
        [STAGE_OPENED] = "opened", [STAGE_VERIFIED] = "verified", [STAGE_HANDLED] = "handled",
        [STAGE_CALLED_BACK] = "called", [STAGE_CLOSED] = "closed",
    };
    return names[stage];
}

bool review_record_late(const struct review_record *record, int32_t today)
{
    return record->stage != STAGE_CLOSED && record->due_day != 0 && record->due_day < today;
}

/* ------------------------------------------------------------------ events */

static int add(struct review_fold *fold, const struct event *event)
{
    if (fold->count == fold->capacity) {
        size_t capacity = fold->capacity == 0 ? FIRST : 2 * fold->capacity;
        struct review_record *records = realloc(fold->records, capacity * sizeof *records);
        if (records == NULL) {
            return -1;
        }
        fold->records = records;
        fold->capacity = capacity;
    }
    struct review_record *record = &fold->records[fold->count++];
    *record = (struct review_record){
        .id = event->record,
        .opened = event->at,
        .day = event->day,
        .due_day = event->due_day,
        .rectify_due = event->promised_day,
        .level = event->level,
        .window = event->window,
    };
    memcpy(record->number, event->number, sizeof record->number);
    memcpy(record->item, event->item, sizeof record->item);
    memcpy(record->category, event->category, sizeof record->category);
    memcpy(record->clerk, event->clerk, sizeof record->clerk);
    memcpy(record->tags, event->tags, sizeof record->tags);
    memcpy(record->text, event->text, sizeof record->text);
    return 0;
}

static void handled(struct review_record *record, const struct event *event)
{
    record->stage = STAGE_HANDLED;
    record->rectified_day = record->rectified_day != 0 ? record->rectified_day : event->day;
}

static void verified(struct review_record *record, const struct event *event)
{
    record->stage = STAGE_VERIFIED;
    memcpy(record->verdict, event->reason, sizeof record->verdict);
}

static void called_back(struct review_record *record, const struct event *event)
{
    record->stage = STAGE_CALLED_BACK;
    record->called_day = event->day;
    record->call_level = event->level;
}

/* Called so often as the hall wants, nobody answered: it goes on without. */
static void no_answer(struct review_record *record, const struct event *event)
{
    if (strcmp(event->reason, "given_up") == 0) {
        record->stage = STAGE_CALLED_BACK;
    }
}

static void closed(struct review_record *record, const struct event *event)
{
    record->stage = STAGE_CLOSED;
    record->closed_day = event->day;
}

static void reopened(struct review_record *record, const struct event *event)
{
    (void)event;
    record->stage = STAGE_OPENED;
    record->closed_day = record->rectified_day = record->called_day = 0;
    record->call_level = 0;
    record->verdict[0] = '\0';
}

static void accepted(struct review_record *record, const struct event *event)
{
    (void)event;
    record->withdrawn = true;
}

static const struct {
    const char *name;
    void (*take)(struct review_record *record, const struct event *event);
} steps[] = {
    {"verify", verified},       {"rectify", handled}, {"explain", handled},
    {"call_back", called_back}, {"no_answer", no_answer}, {"close", closed},
    {"reopen", reopened},       {"accept", accepted},
};

static struct review_record *find(struct review_fold *fold, int64_t id)
{
    size_t low = 0, high = fold->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold->records[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < fold->count && fold->records[low].id == id ? &fold->records[low] : NULL;
}

static void step(struct review_fold *fold, const struct event *event)
{
    struct review_record *record = find(fold, event->record);
    if (record == NULL) {
        return; /* of another period, or filtered out */
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (strcmp(steps[i].name, event->result) == 0) {
            steps[i].take(record, event);
        }
    }
    bool beside = strcmp(event->result, "appeal") == 0; /* its day is that of the answer */
    record->due_day = event->due_day != 0 || record->stage == STAGE_CLOSED ? event->due_day
                                                                           : record->due_day;
    record->rectify_due =
        !beside && event->promised_day != 0 ? event->promised_day : record->rectify_due;
}

static int take(void *context, const struct event *event)
{
    struct reading *reading = context;
    if (event->kind == EVENT_OFFICE_REVIEW_STEP) {
        step(reading->fold, event);
    } else if (event->kind == EVENT_OFFICE_REVIEW_OPENED && event->day >= reading->question->from &&
               event->day <= reading->question->to && ledger_passes(reading->question, event)) {
        return add(reading->fold, event);
    }
    return 0;
}

int review_fold_read(const struct ledger_question *question, struct review_fold *out)
{
    *out = (struct review_fold){0};
    struct reading reading = {.question = question, .fold = out};
    if (store_read_office(question->reader, 0, take, &reading) != 0) {
        review_fold_finish(out);
        return -1;
    }
    return 0;
}

void review_fold_finish(struct review_fold *fold)
{
    free(fold->records);
    *fold = (struct review_fold){0};
}
