/* review_steps.c: what may be done to a bad review's file: a step is a row. See reviews.h. */
#include "office/reviews.h"

#include "office/calendar.h"
#include "queue/text_rules.h"

#include <string.h>

#define AT(state) (1u << (state))
enum {
    AT_OPEN = AT(REVIEW_ASSIGNED) | AT(REVIEW_VERIFIED) | AT(REVIEW_HANDLED) | AT(REVIEW_CALLED),
    AT_ANY = AT_OPEN | AT(REVIEW_CLOSED),
};
enum step_by { BY_HANDLER, /* whom it is assigned to, or who manages */ BY_MANAGER };

struct decision {
    struct office_draft *draft;
    const struct review_file *file;
    const struct review_order *order;
    struct event *event;
};

struct review_step {
    const char *name;
    unsigned from; /* states */
    enum step_by by;
    bool wants_text;
    /* Is the file right for it, beyond its state? May be missing. */
    bool (*fits)(const struct review_file *file, const struct review_actor *who);
    /* Fills what is its own in the event. 0 or an office_error. May be missing. */
    int (*fill)(const struct decision *decision);
};

static int32_t days_from_now(const struct decision *decision, int32_t days)
{
    return calendar_add(decision->draft->site, decision->draft->day, days);
}

static const struct site_reviews *rules(const struct decision *decision)
{
    return &decision->draft->site->reviews;
}

/* ------------------------------------------------------------------ each step's own */

static int fill_assign(const struct decision *decision)
{
    return office_text(decision->event->subject, sizeof decision->event->subject,
                       decision->order->to, false)
               ? 0
               : OFFICE_BAD_VALUE;
}

static int fill_verify(const struct decision *decision)
{
    static const enum review_verdict verdicts[] = {REVIEW_TRUE, REVIEW_MISTAKEN, REVIEW_MALICIOUS};
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        const char *name = review_verdict_name(verdicts[i]);
        if (strcmp(decision->order->verdict, name) == 0) {
            text_rules_copy(decision->event->reason, sizeof decision->event->reason, name);
            decision->event->due_day = decision->file->rectify_due;
            return 0;
        }
    }
    return OFFICE_BAD_VALUE;
}

/* What is untrue cannot be rectified, only explained. */
static bool is_true(const struct review_file *file, const struct review_actor *who)
{
    (void)who;
    return file->verdict == REVIEW_TRUE;
}

static int fill_handled(const struct decision *decision)
{
    decision->event->due_day = days_from_now(decision, rules(decision)->call_back_days);
    return 0;
}

static int fill_call_back(const struct decision *decision)
{
    if (decision->order->level < 1 || decision->order->level > 5) {
        return OFFICE_BAD_VALUE;
    }
    decision->event->level = decision->order->level;
    decision->event->due_day = days_from_now(decision, rules(decision)->close_days);
    return 0;
}

static int fill_no_answer(const struct decision *decision)
{
    struct event *event = decision->event;
    event->count = decision->file->calls + 1;
    bool given_up = event->count >= rules(decision)->attempts;
    text_rules_copy(event->reason, sizeof event->reason, given_up ? "given_up" : "again");
    if (given_up) {
        event->due_day = days_from_now(decision, rules(decision)->close_days);
    }
    return 0;
}

static bool may_close(const struct review_file *file, const struct review_actor *who)
{
    (void)who;
    return file->appeal == APPEAL_ACCEPTED ||
           (file->state == REVIEW_CALLED && file->appeal != APPEAL_PENDING);
}

static int fill_close(const struct decision *decision)
{
    decision->event->due_day = 0;
    return 0;
}

static bool has_no_appeal(const struct review_file *file, const struct review_actor *who)
{
    (void)who;
    return file->appeal == APPEAL_NONE;
}

static int fill_appeal(const struct decision *decision)
{
    decision->event->promised_day = days_from_now(decision, rules(decision)->appeal_days);
    return 0;
}

/* Nobody decides about his own appeal; the machine's own user has nobody beside it. */
static bool may_answer(const struct review_file *file, const struct review_actor *who)
{
    return file->appeal == APPEAL_PENDING &&
           (who->local || strcmp(file->appellant, who->name) != 0);
}

static int fill_accept(const struct decision *decision)
{
    decision->event->due_day = days_from_now(decision, rules(decision)->close_days);
    return 0;
}

static int fill_reopen(const struct decision *decision)
{
    decision->event->due_day = days_from_now(decision, rules(decision)->verify_days);
    decision->event->promised_day = days_from_now(decision, rules(decision)->rectify_days);
    return 0;
}

static const struct review_step steps[] = {
    {"verify", AT(REVIEW_ASSIGNED), BY_HANDLER, true, NULL, fill_verify},
    {"rectify", AT(REVIEW_VERIFIED), BY_HANDLER, true, is_true, fill_handled},
    {"explain", AT(REVIEW_VERIFIED), BY_HANDLER, true, NULL, fill_handled},
    {"call_back", AT(REVIEW_HANDLED), BY_HANDLER, false, NULL, fill_call_back},
    {"no_answer", AT(REVIEW_HANDLED), BY_HANDLER, false, NULL, fill_no_answer},
    {"close", AT_OPEN, BY_HANDLER, false, may_close, fill_close},
    {"assign", AT_OPEN, BY_MANAGER, false, NULL, fill_assign},
    {"appeal", AT_OPEN, BY_HANDLER, true, has_no_appeal, fill_appeal},
    {"accept", AT_OPEN, BY_MANAGER, true, may_answer, fill_accept},
    {"reject", AT_OPEN, BY_MANAGER, true, may_answer, NULL},
    {"reopen", AT(REVIEW_CLOSED), BY_MANAGER, true, NULL, fill_reopen},
    {"note", AT_ANY, BY_HANDLER, true, NULL, NULL},
    {"attach", AT_OPEN, BY_HANDLER, true, NULL, NULL},
};
enum { STEP_COUNT = sizeof steps / sizeof *steps };

/* ------------------------------------------------------------------ who and when */

static const struct review_step *step_named(const char *name)
{
    for (size_t i = 0; i < STEP_COUNT; i++) {
        if (strcmp(steps[i].name, name) == 0) {
            return &steps[i];
        }
    }
    return NULL;
}

const char *review_step_name(size_t index)
{
    return index < STEP_COUNT ? steps[index].name : NULL;
}

static bool is_about(const struct review_file *file, const struct review_actor *who)
{
    return who->clerk[0] != '\0' && strcmp(who->clerk, file->clerk) == 0;
}

static bool is_assigned_to(const struct review_file *file, const struct review_actor *who)
{
    return file->to[0] != '\0' && strcmp(file->to, who->name) == 0 && (who->may & MAY_PERSON) != 0;
}

bool review_may_see(const struct review_file *file, const struct review_actor *who)
{
    return !is_about(file, who) &&
           ((MAY_READ & who->may) != 0 || is_assigned_to(file, who));
}

/* 0, OFFICE_NOT_ALLOWED or OFFICE_WRONG_STATE. */
static int allows(const struct review_file *file, const struct review_step *step,
                  const struct review_actor *who)
{
    bool manages = (MAY_RUN & who->may) != 0;
    bool handles = manages || (is_assigned_to(file, who) && (MAY_SERVE & who->may) != 0);
    if (is_about(file, who) || (step->by == BY_MANAGER ? !manages : !handles)) {
        return OFFICE_NOT_ALLOWED;
    }
    if ((step->from & AT(file->state)) == 0 ||
        (step->fits != NULL && !step->fits(file, who))) {
        return OFFICE_WRONG_STATE;
    }
    return 0;
}

bool review_step_may(const struct review_file *file, const char *step,
                     const struct review_actor *who)
{
    const struct review_step *row = step_named(step);
    return row != NULL && allows(file, row, who) == 0;
}

/* ------------------------------------------------------------------ deciding */

/* A step leaves the clocks as they are unless it says otherwise. */
static int draft_step(struct office_draft *draft, const struct review_file *file,
                      const struct review_step *step, const struct review_order *order)
{
    struct event *event = office_draft_event(draft, EVENT_OFFICE_REVIEW_STEP);
    if (event == NULL || file->step_count >= REVIEW_STEPS) {
        return OFFICE_FULL;
    }
    event->record = file->id;
    event->due_day = file->due_day;
    event->promised_day = file->rectify_due;
    text_rules_copy(event->result, sizeof event->result, step->name);
    text_rules_copy(event->subject, sizeof event->subject, file->to);
    text_rules_copy(event->clerk, sizeof event->clerk, file->clerk);
    text_rules_copy(event->note, sizeof event->note, order->who.name);
    if (!office_text(event->text, sizeof event->text, order->text, true)) {
        return OFFICE_BAD_VALUE;
    }
    const struct decision decision = {draft, file, order, event};
    return step->fill != NULL ? step->fill(&decision) : 0;
}

int reviews_decide_step(struct office_draft *draft, const void *context)
{
    const struct review_order *order = context;
    const struct review_file *file = reviews_find(draft->office, order->id);
    const struct review_step *step = step_named(order->step);
    if (file == NULL || step == NULL) {
        return OFFICE_UNKNOWN;
    }
    int error = allows(file, step, &order->who);
    if (error != 0) {
        return error;
    }
    if (step->wants_text && order->text[strspn(order->text, " \t\r\n")] == '\0') {
        return OFFICE_BAD_VALUE;
    }
    return strcmp(step->name, "attach") == 0 ? review_attach(draft, file, order)
                                             : draft_step(draft, file, step, order);
}

int reviews_decide_defaults(struct office_draft *draft, const void *context)
{
    const struct reviews_defaults_order *order = context;
    struct event *event = office_draft_event(draft, EVENT_OFFICE_DEFAULTS_DONE);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->due_day = order->day;
    event->count = order->count;
    text_rules_copy(event->result, sizeof event->result, order->result);
    return 0;
}
