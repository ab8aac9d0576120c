/* reviews.c: the files, as the journal's events leave them, and how one is opened. See reviews.h. */
#include "office/reviews.h"

#include "office/calendar.h"
#include "queue/text_rules.h"

#include <stdlib.h>
#include <string.h>

struct reviews {
    size_t count, capacity;
    struct review_file *files; /* by id */
    int32_t defaulted_day;     /* 0 = the rule does not run */
};

static void *create(void)
{
    return calloc(1, sizeof(struct reviews));
}

static void destroy(void *state)
{
    struct reviews *reviews = state;
    for (size_t i = 0; i < reviews->count; i++) {
        free(reviews->files[i].steps);
    }
    free(reviews->files);
    free(reviews);
}

/* ------------------------------------------------------------------ looking */

static const struct reviews *state_of(const struct office *office)
{
    return office_part_state(office, OFFICE_REVIEWS);
}

/* Position of the first file with this id or a later one. */
static size_t position(const struct reviews *reviews, int64_t id)
{
    size_t low = 0, high = reviews->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reviews->files[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct review_file *find(const struct reviews *reviews, int64_t id)
{
    size_t at = position(reviews, id);
    return at < reviews->count && reviews->files[at].id == id ? &reviews->files[at] : NULL;
}

size_t reviews_count(const struct office *office)
{
    return state_of(office)->count;
}

const struct review_file *reviews_at(const struct office *office, size_t index)
{
    const struct reviews *reviews = state_of(office);
    return index < reviews->count ? &reviews->files[index] : NULL;
}

const struct review_file *reviews_find(const struct office *office, int64_t id)
{
    return find(state_of(office), id);
}

int32_t reviews_defaulted_day(const struct office *office)
{
    return state_of(office)->defaulted_day;
}

bool review_overdue(const struct review_file *file, int32_t today)
{
    int32_t due = review_next_due(file);
    return due != 0 && today > due;
}

int32_t review_next_due(const struct review_file *file)
{
    int32_t due = file->due_day;
    if (file->appeal == APPEAL_PENDING && (due == 0 || file->appeal_due < due)) {
        due = file->appeal_due;
    }
    return due;
}

bool review_counts(const struct review_file *file)
{
    return file->appeal != APPEAL_ACCEPTED;
}

static const char *const state_names[REVIEW_STATE_COUNT] = {
    [REVIEW_ASSIGNED] = "assigned", [REVIEW_VERIFIED] = "verified", [REVIEW_HANDLED] = "handled",
    [REVIEW_CALLED] = "called",     [REVIEW_CLOSED] = "closed",
};
static const char *const verdict_names[REVIEW_VERDICT_COUNT] = {
    [REVIEW_UNVERIFIED] = "unverified",
    [REVIEW_TRUE] = "true",
    [REVIEW_MISTAKEN] = "mistaken",
    [REVIEW_MALICIOUS] = "malicious",
};
static const char *const appeal_names[] = {
    [APPEAL_NONE] = "none",
    [APPEAL_PENDING] = "pending",
    [APPEAL_ACCEPTED] = "accepted",
    [APPEAL_REJECTED] = "rejected",
};

const char *review_state_name(enum review_state state)
{
    return state < REVIEW_STATE_COUNT ? state_names[state] : NULL;
}

const char *review_verdict_name(enum review_verdict verdict)
{
    return verdict < REVIEW_VERDICT_COUNT ? verdict_names[verdict] : NULL;
}

const char *review_appeal_name(enum review_appeal appeal)
{
    return appeal <= APPEAL_REJECTED ? appeal_names[appeal] : NULL;
}

int review_state_parse(const char *name, enum review_state *out)
{
    for (int state = 0; state < REVIEW_STATE_COUNT; state++) {
        if (strcmp(state_names[state], name) == 0) {
            *out = (enum review_state)state;
            return 0;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ opening */

uint16_t review_department(const struct site *site, const char *item, uint16_t window)
{
    for (size_t i = 0; i < site->item_count; i++) {
        if (strcmp(site->items[i].code, item) == 0) {
            return site->items[i].department;
        }
    }
    for (size_t i = 0; i < site->window_count; i++) {
        if (site->windows[i].number == window) {
            return site->windows[i].department;
        }
    }
    return UINT16_MAX;
}

static const char *whose(const struct site *site, const struct event *rating)
{
    uint16_t department = review_department(site, rating->item, rating->window);
    bool own = department < site->department_count &&
               site->departments[department].reviews_to[0] != '\0';
    return own ? site->departments[department].reviews_to : site->reviews.to;
}

static int react(struct office_draft *draft, const struct event *rating)
{
    if (rating->kind != EVENT_TICKET_RATED || rating->rating != RATING_ACTIVE ||
        rating->level > REVIEW_BAD_LEVEL) {
        return 0;
    }
    struct event *event = office_draft_event(draft, EVENT_OFFICE_REVIEW_OPENED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->record = event->seq;
    event->of_seq = rating->seq;
    event->ticket = rating->ticket;
    event->window = rating->window;
    event->service = rating->service;
    event->level = rating->level;
    memcpy(event->number, rating->number, sizeof event->number);
    memcpy(event->category, rating->category, sizeof event->category);
    memcpy(event->item, rating->item, sizeof event->item);
    memcpy(event->clerk, rating->clerk, sizeof event->clerk);
    memcpy(event->reason, rating->result, sizeof event->reason);
    memcpy(event->tags, rating->tags, sizeof event->tags);
    memcpy(event->text, rating->text, sizeof event->text);
    text_rules_copy(event->subject, sizeof event->subject, whose(draft->site, rating));
    event->due_day = calendar_add(draft->site, event->day, draft->site->reviews.verify_days);
    event->promised_day = calendar_add(draft->site, event->day, draft->site->reviews.rectify_days);
    return 0;
}

/* ------------------------------------------------------------------ applying */

static void note_step(struct review_file *file, const struct event *event)
{
    if (file->step_count == REVIEW_STEPS) {
        return;
    }
    if ((file->step_count & (file->step_count - 1)) == 0) { /* 0, 1, 2, 4 …: full */
        size_t more = file->step_count == 0 ? 1 : 2 * (size_t)file->step_count;
        int64_t *steps = realloc(file->steps, more * sizeof *steps);
        if (steps == NULL) {
            return;
        }
        file->steps = steps;
    }
    file->steps[file->step_count++] = event->seq;
    file->changed = event->at;
}

/* The oldest closed file makes room. False when all are open. */
static bool forget_one(struct reviews *reviews)
{
    for (size_t i = 0; i < reviews->count; i++) {
        if (reviews->files[i].state == REVIEW_CLOSED) {
            free(reviews->files[i].steps);
            memmove(&reviews->files[i], &reviews->files[i + 1],
                    (reviews->count - i - 1) * sizeof *reviews->files);
            reviews->count--;
            return true;
        }
    }
    return false;
}

static struct review_file *new_file(struct reviews *reviews)
{
    if (reviews->count == REVIEW_FILES && !forget_one(reviews)) {
        return NULL;
    }
    if (reviews->count == reviews->capacity) {
        size_t more = reviews->capacity == 0 ? 64 : 2 * reviews->capacity;
        struct review_file *files = realloc(reviews->files, more * sizeof *files);
        if (files == NULL) {
            return NULL;
        }
        reviews->files = files;
        reviews->capacity = more;
    }
    return &reviews->files[reviews->count++];
}

static void take_opened(struct reviews *reviews, const struct event *event)
{
    struct review_file *file = new_file(reviews);
    if (file == NULL) {
        return;
    }
    *file = (struct review_file){.id = event->record,
                                 .rating_seq = event->of_seq,
                                 .ticket = event->ticket,
                                 .opened = event->at,
                                 .day = event->day,
                                 .due_day = event->due_day,
                                 .rectify_due = event->promised_day,
                                 .rounds = 1,
                                 .level = event->level,
                                 .window = event->window,
                                 .service = event->service};
    memcpy(file->number, event->number, sizeof file->number);
    memcpy(file->item, event->item, sizeof file->item);
    memcpy(file->clerk, event->clerk, sizeof file->clerk);
    memcpy(file->category, event->category, sizeof file->category);
    memcpy(file->doubts, event->reason, sizeof file->doubts);
    memcpy(file->tags, event->tags, sizeof file->tags);
    memcpy(file->to, event->subject, sizeof file->to);
    note_step(file, event);
}

/* What a step leaves behind, by its name. */
static void took_verify(struct review_file *file, const struct event *event)
{
    for (int verdict = REVIEW_TRUE; verdict < REVIEW_VERDICT_COUNT; verdict++) {
        if (strcmp(verdict_names[verdict], event->reason) == 0) {
            file->verdict = (enum review_verdict)verdict;
        }
    }
    file->state = REVIEW_VERIFIED;
}

static void took_handled(struct review_file *file, const struct event *event)
{
    file->state = REVIEW_HANDLED;
    file->rectified_day = event->day;
}

static void took_call_back(struct review_file *file, const struct event *event)
{
    file->state = REVIEW_CALLED;
    file->called_day = event->day;
    file->call_level = event->level;
}

static void took_no_answer(struct review_file *file, const struct event *event)
{
    file->calls = (uint8_t)event->count;
    file->given_up = strcmp(event->reason, "given_up") == 0;
    file->state = file->given_up ? REVIEW_CALLED : file->state;
}

static void took_close(struct review_file *file, const struct event *event)
{
    (void)event;
    file->state = REVIEW_CLOSED;
}

static void took_appeal(struct review_file *file, const struct event *event)
{
    file->appeal = APPEAL_PENDING;
    file->appeal_due = event->promised_day;
    text_rules_copy(file->appellant, sizeof file->appellant, event->note);
}

static void took_accept(struct review_file *file, const struct event *event)
{
    (void)event;
    file->appeal = APPEAL_ACCEPTED;
}

static void took_reject(struct review_file *file, const struct event *event)
{
    (void)event;
    file->appeal = APPEAL_REJECTED;
}

static void took_reopen(struct review_file *file, const struct event *event)
{
    file->state = REVIEW_ASSIGNED;
    file->verdict = REVIEW_UNVERIFIED;
    file->rectify_due = event->promised_day;
    file->rectified_day = file->called_day = 0;
    file->call_level = 0;
    file->calls = 0;
    file->given_up = false;
    file->rounds++;
}

static const struct {
    const char *step;
    void (*take)(struct review_file *file, const struct event *event);
} takers[] = {
    {"verify", took_verify},       {"rectify", took_handled}, {"explain", took_handled},
    {"call_back", took_call_back}, {"no_answer", took_no_answer}, {"close", took_close},
    {"appeal", took_appeal},       {"accept", took_accept},   {"reject", took_reject},
    {"reopen", took_reopen},
};

static void take_step(struct reviews *reviews, const struct event *event)
{
    struct review_file *file = find(reviews, event->record);
    if (file == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof takers / sizeof *takers; i++) {
        if (strcmp(takers[i].step, event->result) == 0) {
            takers[i].take(file, event);
        }
    }
    file->due_day = event->due_day;
    memcpy(file->to, event->subject, sizeof file->to);
    note_step(file, event);
}

static void take_attached(struct reviews *reviews, const struct event *event)
{
    struct review_file *file = find(reviews, event->record);
    if (file != NULL) {
        file->attachments += event->count == 1;
        note_step(file, event);
    }
}

static void take_defaults(struct reviews *reviews, const struct event *event)
{
    bool ended = strcmp(event->result, "ended") == 0;
    reviews->defaulted_day = ended ? 0 : event->due_day;
}

static void apply(void *state, const struct event *event)
{
    switch (event->kind) {
    case EVENT_OFFICE_REVIEW_OPENED: take_opened(state, event); break;
    case EVENT_OFFICE_REVIEW_STEP: take_step(state, event); break;
    case EVENT_OFFICE_REVIEW_ATTACHED: take_attached(state, event); break;
    case EVENT_OFFICE_DEFAULTS_DONE: take_defaults(state, event); break;
    default: break;
    }
}

const struct office_part reviews_part = {
    .name = "reviews",
    .create = create,
    .destroy = destroy,
    .apply = apply,
    .react = react,
};
