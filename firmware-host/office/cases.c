/* cases.c: the state of cases, made from their events. See cases.h; case_moves.c decides. */
#include "office/cases_state.h"

#include "office/calendar.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_FILES = 256 };

const char *case_stage_name(enum case_stage stage)
{
    static const char *const names[CASE_STAGES] = {
        [STAGE_ACCEPTED] = "accepted", [STAGE_EXAMINED] = "examined",
        [STAGE_APPROVED] = "approved", [STAGE_COMPLETED] = "completed",
        [STAGE_REFUSED] = "refused",   [STAGE_WITHDRAWN] = "withdrawn",
        [STAGE_VOID] = "void",
    };
    return stage < CASE_STAGES ? names[stage] : NULL;
}

const char *case_warning_name(enum case_warning warning)
{
    static const char *const names[] = {"none", "near", "broken", "unlawful"};
    return names[warning];
}

/* ------------------------------------------------------------------ codes */

static uint16_t code_number(struct cases *cases, const char *code)
{
    if (code[0] == '\0') {
        return 0;
    }
    for (uint16_t n = 1; n <= cases->code_count; n++) {
        if (strcmp(cases->codes[n], code) == 0) {
            return n;
        }
    }
    if (cases->code_count + 1 == CASE_CODES) {
        return 0;
    }
    cases->code_count++;
    snprintf(cases->codes[cases->code_count], LIMIT_CODE, "%s", code);
    return cases->code_count;
}

const char *cases_code(const struct cases *cases, uint16_t number)
{
    return number > 0 && number <= cases->code_count ? cases->codes[number] : "";
}

/* ------------------------------------------------------------------ finding */

const struct cases *office_cases(const struct office *office)
{
    return office_part_state(office, OFFICE_CASES);
}

size_t cases_count(const struct cases *cases)
{
    return cases->count;
}

const struct case_file *cases_at(const struct cases *cases, size_t index)
{
    return index < cases->count ? &cases->files[index] : NULL;
}

static int by_id(const void *id, const void *file)
{
    int64_t a = *(const int64_t *)id, b = ((const struct case_file *)file)->id;
    return a < b ? -1 : a > b;
}

const struct case_file *cases_find(const struct cases *cases, int64_t id)
{
    return cases->count == 0
               ? NULL
               : bsearch(&id, cases->files, cases->count, sizeof *cases->files, by_id);
}

const struct case_file *cases_by_receipt(const struct cases *cases, const char *receipt)
{
    for (size_t i = cases->count; i-- > 0;) {
        if (strcmp(cases->files[i].receipt, receipt) == 0) {
            return cases->files[i].stage != STAGE_VOID ? &cases->files[i] : NULL;
        }
    }
    return NULL;
}

const struct case_file *cases_of_ticket(const struct cases *cases, int64_t ticket)
{
    for (size_t i = cases->count; i-- > 0;) {
        if (cases->files[i].ticket == ticket && cases->files[i].stage != STAGE_VOID) {
            return &cases->files[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ standing and sums */

static enum case_warning standing(const struct case_file *file, int32_t near_day, int32_t day)
{
    if (case_stage_is_end((enum case_stage)file->stage) || file->suspended_day != 0) {
        return WARNED_NOT;
    }
    if (file->statutory_day != 0 && day > file->statutory_day) {
        return WARNED_UNLAWFUL;
    }
    if (file->promised_day == 0) {
        return WARNED_NOT;
    }
    return day > file->promised_day         ? WARNED_BROKEN
           : file->promised_day <= near_day ? WARNED_NEAR
                                            : WARNED_NOT;
}

enum case_warning case_standing(const struct case_file *file, const struct site *site, int32_t day)
{
    return standing(file, calendar_add(site, day, site->cases.warn_days), day);
}

bool case_is_early(const struct case_file *file)
{
    return file->stage == STAGE_COMPLETED && file->promised_day != 0 &&
           file->ended_day < file->promised_day;
}

static void count_end(const struct case_file *file, struct case_counts *out)
{
    if (file->stage == STAGE_COMPLETED) {
        bool late = file->promised_day != 0 && file->ended_day > file->promised_day;
        out->completed++;
        out->early += case_is_early(file) ? 1 : 0;
        out->late += late ? 1 : 0;
        out->on_time += !late && !case_is_early(file) ? 1 : 0;
    }
    out->refused += file->stage == STAGE_REFUSED ? 1 : 0;
    out->withdrawn += file->stage == STAGE_WITHDRAWN ? 1 : 0;
}

static void count_open(const struct case_file *file, int32_t today, struct case_counts *out)
{
    out->open++;
    out->suspended += file->suspended_day != 0 ? 1 : 0;
    out->overdue += standing(file, 0, today) >= WARNED_BROKEN ? 1 : 0;
}

/* The department of each code, UINT16_MAX where the site does not know it. */
static void departments(const struct cases *cases, const struct site *site,
                        uint16_t out[CASE_CODES])
{
    for (uint16_t n = 0; n <= cases->code_count; n++) {
        uint16_t item = site_item_index(site, cases_code(cases, n));
        out[n] = item != UINT16_MAX ? site->items[item].department : UINT16_MAX;
    }
}

void cases_sum(const struct cases *cases, const struct site *site, int32_t from, int32_t to,
               int32_t today, uint16_t department, struct case_counts *out)
{
    uint16_t department_of[CASE_CODES];
    departments(cases, site, department_of);
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < cases->count; i++) {
        const struct case_file *file = &cases->files[i];
        bool other = department != UINT16_MAX && department_of[file->item] != department;
        if (file->stage == STAGE_VOID || other) {
            continue;
        }
        if (file->opened_day >= from && file->opened_day <= to) {
            out->promised += file->kind == CASE_PROMISED ? 1 : 0;
            out->reported += file->kind == CASE_REPORTED ? 1 : 0;
        }
        if (!case_stage_is_end((enum case_stage)file->stage)) {
            count_open(file, today, out);
        } else if (file->ended_day >= from && file->ended_day <= to) {
            count_end(file, out);
        }
    }
}

/* ------------------------------------------------------------------ applying */

/* Half of the oldest ended ones leave the memory; the journal keeps them. */
static void forget(struct cases *cases)
{
    size_t kept = 0, dropped = 0;
    for (size_t i = 0; i < cases->count; i++) {
        const struct case_file *file = &cases->files[i];
        if (case_stage_is_end((enum case_stage)file->stage) && dropped < CASES / 2) {
            dropped++;
        } else {
            cases->files[kept++] = *file;
        }
    }
    cases->count = kept;
}

static bool make_room(struct cases *cases)
{
    if (cases->count == CASES) {
        forget(cases);
    }
    if (cases->count < cases->capacity) {
        return true;
    }
    size_t capacity = cases->capacity == 0 ? FIRST_FILES : 2 * cases->capacity;
    struct case_file *files =
        capacity / 2 < CASES ? realloc(cases->files, capacity * sizeof *files) : NULL;
    if (files == NULL) {
        return false;
    }
    cases->files = files;
    cases->capacity = capacity;
    return true;
}

static void take_opened(struct cases *cases, const struct event *event)
{
    if (event->day != cases->day) {
        cases->day = event->day;
        cases->ordinal = 0;
    }
    cases->ordinal++;
    if (!make_room(cases)) {
        return;
    }
    struct case_file *file = &cases->files[cases->count++];
    *file = (struct case_file){
        .id = event->record,
        .ticket = event->ticket,
        .of_seq = event->of_seq,
        .item = code_number(cases, event->item),
        .clerk = code_number(cases, event->clerk),
        .window = event->window,
        .kind = event->outcome == OUTCOME_REPORTED ? CASE_REPORTED : CASE_PROMISED,
        .opened_day = event->day,
        .promised_day = event->promised_day,
        .statutory_day = event->due_day,
        .stage_days = {event->day},
    };
    snprintf(file->receipt, sizeof file->receipt, "%.19s", event->subject);
}

static void take_stage(struct case_file *file, enum case_stage stage, int32_t day)
{
    file->stage = (uint8_t)stage;
    if (case_stage_is_end(stage)) {
        file->ended_day = day;
        file->suspended_day = 0;
    } else if (file->stage_days[stage] == 0) {
        file->stage_days[stage] = day;
    }
}

static void take_moved(struct case_file *file, const struct event *event)
{
    enum case_verb verb;
    if (strcmp(event->result, case_stage_name(STAGE_VOID)) == 0) {
        take_stage(file, STAGE_VOID, event->day);
        return;
    }
    if (case_verb_parse(event->result, &verb) < 0) {
        return; /* a newer version's */
    }
    if (event->promised_day != file->promised_day) {
        file->warned = WARNED_NOT;
    }
    file->promised_day = event->promised_day;
    file->statutory_day = event->due_day;
    const struct case_move *move = &case_moves[verb];
    if (verb == CASE_SUSPEND) {
        file->suspended_day = event->day;
    } else if (verb == CASE_RESUME) {
        file->suspended_day = 0;
    } else if (verb == CASE_REOPEN) {
        file->stage = STAGE_ACCEPTED;
        file->ended_day = 0;
    } else if (move->to != CASE_STAGES) {
        take_stage(file, move->to, event->day);
    }
}

static void apply(void *state, const struct event *event)
{
    struct cases *cases = state;
    if (event->kind == EVENT_OFFICE_CASE_OPENED) {
        take_opened(cases, event);
        return;
    }
    if (event->kind != EVENT_OFFICE_CASE_MOVED && event->kind != EVENT_OFFICE_CASE_WARNED) {
        return;
    }
    const struct case_file *found = cases_find(cases, event->record);
    if (found == NULL) {
        return; /* forgotten */
    }
    struct case_file *file = &cases->files[found - cases->files];
    if (event->kind == EVENT_OFFICE_CASE_MOVED) {
        take_moved(file, event);
        return;
    }
    for (int w = WARNED_NEAR; w <= WARNED_UNLAWFUL; w++) {
        if (strcmp(event->result, case_warning_name((enum case_warning)w)) == 0) {
            file->warned = (uint8_t)w;
        }
    }
}

/* ------------------------------------------------------------------ deadlines */

static int warn(struct office_draft *draft, const struct cases *cases, const struct case_file *file,
                enum case_warning level)
{
    struct event *event = office_draft_event(draft, EVENT_OFFICE_CASE_WARNED);
    if (event == NULL) {
        return OFFICE_FULL; /* the rest in a second */
    }
    int32_t due = level == WARNED_UNLAWFUL ? file->statutory_day : file->promised_day;
    event->record = file->id;
    event->ticket = file->ticket;
    event->promised_day = file->promised_day;
    event->due_day = file->statutory_day;
    event->count = calendar_between(draft->site, draft->day, due);
    snprintf(event->subject, sizeof event->subject, "%s", file->receipt);
    snprintf(event->item, sizeof event->item, "%s", cases_code(cases, file->item));
    snprintf(event->result, sizeof event->result, "%s", case_warning_name(level));
    return 0;
}

/* A warning is given once for each level; a promise that was moved begins anew. */
static int tick(struct office_draft *draft)
{
    const struct cases *cases = office_cases(draft->office);
    int32_t near_day = calendar_add(draft->site, draft->day, draft->site->cases.warn_days);
    for (size_t i = 0; i < cases->count; i++) {
        const struct case_file *file = &cases->files[i];
        enum case_warning level = standing(file, near_day, draft->day);
        if (level > (enum case_warning)file->warned && warn(draft, cases, file, level) != 0) {
            break;
        }
    }
    return 0;
}

static void *create(void)
{
    return calloc(1, sizeof(struct cases));
}

static void destroy(void *state)
{
    struct cases *cases = state;
    free(cases->files);
    free(cases);
}

const struct office_part cases_part = {
    .name = "cases",
    .create = create,
    .destroy = destroy,
    .apply = apply,
    .react = cases_react,
    .tick = tick,
};
