/* case_moves.c: what may be done to a case, by whom, and what follows. See cases.h. */
#include "office/cases_state.h"

#include "office/calendar.h"

#include <inttypes.h>
#include <string.h>

#define AT(stage) (1u << (stage))
enum {
    RUNNING = AT(STAGE_ACCEPTED) | AT(STAGE_EXAMINED) | AT(STAGE_APPROVED),
    ENDED = AT(STAGE_COMPLETED) | AT(STAGE_REFUSED) | AT(STAGE_WITHDRAWN),
};

const struct case_move case_moves[CASE_VERBS] = {
    [CASE_EXAMINE] = {.name = "examine", .from = AT(STAGE_ACCEPTED), .to = STAGE_EXAMINED},
    [CASE_APPROVE] = {.name = "approve",
                      .from = AT(STAGE_ACCEPTED) | AT(STAGE_EXAMINED),
                      .to = STAGE_APPROVED},
    [CASE_COMPLETE] = {.name = "complete", .from = RUNNING, .to = STAGE_COMPLETED},
    [CASE_REFUSE] = {.name = "refuse", .from = RUNNING, .to = STAGE_REFUSED, .wants_reason = true},
    [CASE_WITHDRAW] = {.name = "withdraw",
                       .from = RUNNING,
                       .to = STAGE_WITHDRAWN,
                       .while_suspended = true,
                       .wants_reason = true},
    [CASE_SUSPEND] = {.name = "suspend", .from = RUNNING, .to = CASE_STAGES, .wants_reason = true},
    [CASE_RESUME] = {.name = "resume", .from = RUNNING, .to = CASE_STAGES, .while_suspended = true},
    [CASE_EXTEND] = {.name = "extend",
                     .from = RUNNING,
                     .to = CASE_STAGES,
                     .wants_reason = true,
                     .by_managers = true},
    [CASE_REMARK] = {.name = "remark",
                     .from = RUNNING | ENDED,
                     .to = CASE_STAGES,
                     .while_suspended = true,
                     .wants_text = true},
    [CASE_REOPEN] = {.name = "reopen",
                     .from = ENDED,
                     .to = STAGE_ACCEPTED,
                     .wants_reason = true,
                     .by_managers = true},
};

const char *case_verb_name(enum case_verb verb)
{
    return verb < CASE_VERBS ? case_moves[verb].name : NULL;
}

int case_verb_parse(const char *name, enum case_verb *out)
{
    for (int verb = 0; verb < CASE_VERBS; verb++) {
        if (strcmp(case_moves[verb].name, name) == 0) {
            *out = (enum case_verb)verb;
            return 0;
        }
    }
    return -1;
}

bool case_verb_fits(enum case_verb verb, const struct case_file *file)
{
    const struct case_move *move = &case_moves[verb];
    bool stands = file->suspended_day != 0;
    if ((move->from & AT(file->stage)) == 0 || (stands && !move->while_suspended)) {
        return false;
    }
    return verb != CASE_RESUME || stands;
}

/* ------------------------------------------------------------------ moving */

static bool may_move(const struct cases *cases, const struct case_file *file,
                     const struct site *site, const struct case_order *order)
{
    if ((order->may & MAY_RUN) != 0) {
        return true;
    }
    if ((order->may & MAY(ROLE_CLERK)) == 0 || case_moves[order->verb].by_managers) {
        return false;
    }
    if (order->clerk[0] != '\0' && strcmp(cases_code(cases, file->clerk), order->clerk) == 0) {
        return true;
    }
    uint16_t item = site_item_index(site, cases_code(cases, file->item));
    return item != UINT16_MAX && order->department != UINT16_MAX &&
           site->items[item].department == order->department;
}

static int check(const struct cases *cases, const struct case_file *file,
                 const struct office_draft *draft, const struct case_order *order)
{
    const struct case_move *move = &case_moves[order->verb];
    if (!may_move(cases, file, draft->site, order)) {
        return OFFICE_NOT_ALLOWED;
    }
    if (!case_verb_fits(order->verb, file)) {
        return OFFICE_WRONG_STATE;
    }
    if ((move->wants_reason && order->reason[0] == '\0') ||
        (move->wants_text && order->text[0] == '\0')) {
        return OFFICE_WANT_REASON;
    }
    bool extends = order->verb == CASE_EXTEND;
    bool bad_day = order->promised_day <= draft->day || order->promised_day <= file->promised_day ||
                   (file->statutory_day != 0 && order->promised_day > file->statutory_day);
    return extends && bad_day ? OFFICE_BAD_PROMISE : 0;
}

/* The clock stood since the case was suspended: its days move on by as many working days. */
static int32_t moved_on(const struct office_draft *draft, const struct case_file *file, int32_t day)
{
    int32_t stood = calendar_between(draft->site, file->suspended_day, draft->day);
    return day == 0 || stood <= 0 ? day : calendar_add(draft->site, day, stood);
}

static void fill(const struct office_draft *draft, const struct cases *cases,
                 const struct case_file *file, const struct case_order *order, struct event *event)
{
    bool resumes = order->verb == CASE_RESUME;
    event->record = file->id;
    event->ticket = file->ticket;
    event->promised_day = order->verb == CASE_EXTEND ? order->promised_day
                          : resumes                  ? moved_on(draft, file, file->promised_day)
                                                     : file->promised_day;
    event->due_day = resumes ? moved_on(draft, file, file->statutory_day) : file->statutory_day;
    if (case_moves[order->verb].to != CASE_STAGES && file->promised_day != 0) {
        event->count = calendar_between(draft->site, draft->day, file->promised_day);
    }
    snprintf(event->subject, sizeof event->subject, "%s", file->receipt);
    snprintf(event->item, sizeof event->item, "%s", cases_code(cases, file->item));
    snprintf(event->result, sizeof event->result, "%s", case_moves[order->verb].name);
}

int cases_decide_move(struct office_draft *draft, const void *context)
{
    const struct case_order *order = context;
    const struct cases *cases = office_cases(draft->office);
    const struct case_file *file = cases_find(cases, order->id);
    if (file == NULL || file->stage == STAGE_VOID) {
        return OFFICE_UNKNOWN;
    }
    int error = check(cases, file, draft, order);
    if (error != 0) {
        return error;
    }
    struct event *event = office_draft_event(draft, EVENT_OFFICE_CASE_MOVED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    fill(draft, cases, file, order, event);
    bool clean = office_text(event->note, sizeof event->note, order->reason, false) &&
                 office_text(event->text, sizeof event->text, order->text, true) &&
                 office_text(event->clerk, sizeof event->clerk, order->clerk, false);
    return clean ? 0 : OFFICE_BAD_VALUE;
}

/* ------------------------------------------------------------------ opening */

static int check_promise(const struct event *end, int32_t promised, int32_t statutory)
{
    if (promised == 0) {
        return end->outcome == OUTCOME_ACCEPTED ? OFFICE_WANT_PROMISE : 0;
    }
    return promised < end->day || (statutory != 0 && promised > statutory) ? OFFICE_BAD_PROMISE : 0;
}

static int open_case(struct office_draft *draft, const struct event *end)
{
    const struct cases *cases = office_cases(draft->office);
    uint16_t index = site_item_index(draft->site, end->item);
    int32_t promised = end->promised_day, statutory = 0;
    if (index != UINT16_MAX) {
        const struct site_item *item = &draft->site->items[index];
        if (promised == 0 && item->promised_days > 0) {
            promised = calendar_add(draft->site, end->day, item->promised_days);
        }
        statutory = item->statutory_days > 0
                        ? calendar_add(draft->site, end->day, item->statutory_days)
                        : 0;
    }
    int error = check_promise(end, promised, statutory);
    struct event *event = error == 0 ? office_draft_event(draft, EVENT_OFFICE_CASE_OPENED) : NULL;
    if (event == NULL) {
        return error != 0 ? error : OFFICE_FULL;
    }
    uint32_t ordinal = cases->day == end->day ? cases->ordinal + 1 : 1;
    snprintf(event->subject, sizeof event->subject, "%06d-%04" PRIu32 "-%05u", end->day % 1000000,
             ordinal % 10000, (unsigned)(draft->dice % 100000));
    event->record = event->seq;
    event->ticket = end->ticket;
    event->window = end->window;
    event->service = end->service;
    event->outcome = end->outcome;
    event->of_seq = end->seq;
    event->promised_day = promised;
    event->due_day = statutory;
    memcpy(event->number, end->number, sizeof event->number);
    memcpy(event->category, end->category, sizeof event->category);
    memcpy(event->item, end->item, sizeof event->item);
    memcpy(event->clerk, end->clerk, sizeof event->clerk);
    return 0;
}

static int void_cases(struct office_draft *draft, const struct event *undone)
{
    const struct cases *cases = office_cases(draft->office);
    for (size_t i = cases->count; i-- > 0;) {
        const struct case_file *file = &cases->files[i];
        if (file->id < undone->of_seq) {
            break;
        }
        if (file->of_seq < undone->of_seq || file->of_seq >= undone->of_seq + undone->count ||
            file->stage == STAGE_VOID) {
            continue;
        }
        struct event *event = office_draft_event(draft, EVENT_OFFICE_CASE_MOVED);
        if (event == NULL) {
            return OFFICE_FULL;
        }
        event->record = file->id;
        event->ticket = file->ticket;
        snprintf(event->subject, sizeof event->subject, "%s", file->receipt);
        snprintf(event->result, sizeof event->result, "%s", case_stage_name(STAGE_VOID));
    }
    return 0;
}

int cases_react(struct office_draft *draft, const struct event *event)
{
    bool opens = event->kind == EVENT_TICKET_FINISHED &&
                 (event->outcome == OUTCOME_ACCEPTED || event->outcome == OUTCOME_REPORTED);
    if (opens) {
        return open_case(draft, event);
    }
    return event->kind == EVENT_COMMAND_UNDONE ? void_cases(draft, event) : 0;
}
