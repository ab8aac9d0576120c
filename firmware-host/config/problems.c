/* problems.c: places, excerpts, carets and suggestions. See problems.h. */
#include "config/problems.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { EXCERPT_BEFORE = 90, SUGGESTION_LENGTH = 48 };

/* ------------------------------------------------------------------ excerpts */

static const char *line_start(const struct source *source, int line)
{
    const char *at = source->text, *end = source->text + source->size;
    for (int i = 1; i < line && at < end; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline != NULL ? newline + 1 : end;
    }
    return at;
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The byte of a line at which its column (in characters, from 1) begins. */
static size_t column_offset(const char *line, size_t size, int column)
{
    size_t at = 0;
    for (int i = 1; i < column && at < size; i++) {
        at++;
        while (at < size && continues_character(line[at])) {
            at++;
        }
    }
    return at;
}

static size_t copy_excerpt(char *out, size_t size, const char *from, size_t count)
{
    size_t used = 0;
    while (used < count && used < size - 1) {
        unsigned char byte = (unsigned char)from[used];
        out[used] = byte < 0x20 || byte == 0x7F ? ' ' : (char)byte;
        used++;
    }
    while (used > 0 && used < count && continues_character(from[used])) {
        used--;
    }
    out[used] = '\0';
    return used;
}

/* Copies the line, or of a long line the part around the place, and counts the cells up to it. */
static void take_excerpt(struct site_problem *problem, struct place place)
{
    static const char cut[] = "… ";
    const char *line = line_start(place.source, place.line);
    size_t left = place.source->size - (size_t)(line - place.source->text);
    const char *newline = memchr(line, '\n', left);
    size_t size = newline != NULL ? (size_t)(newline - line) : left;
    size_t at = column_offset(line, size, place.column);
    size_t begin = at > EXCERPT_BEFORE ? at - EXCERPT_BEFORE : 0;
    while (begin > 0 && begin < at && continues_character(line[begin])) {
        begin++;
    }
    char *out = problem->excerpt;
    size_t room = sizeof problem->excerpt;
    if (begin > 0) {
        memcpy(out, cut, sizeof cut);
        out += sizeof cut - 1;
        room -= sizeof cut - 1;
    }
    copy_excerpt(out, room, line + begin, size - begin);
    char before[sizeof problem->excerpt];
    size_t prefix = (size_t)(out - problem->excerpt) + (at - begin);
    copy_excerpt(before, sizeof before, problem->excerpt, prefix);
    problem->caret = problem->excerpt[0] != '\0' ? (int)text_cells(before) : -1;
}

/* ------------------------------------------------------------------ collecting */

void problems_init(struct site_problems *problems, enum site_language language)
{
    *problems = (struct site_problems){.language = language};
}

/* Room for one more, or NULL: then the problem is only counted. */
static struct site_problem *take_slot(struct site_problems *problems, bool warning)
{
    if (problems->list == NULL) {
        problems->list = calloc(SITE_PROBLEMS, sizeof *problems->list);
        problems->capacity = problems->list != NULL ? SITE_PROBLEMS : 0;
    }
    if (problems->count < problems->capacity) {
        return &problems->list[problems->count++];
    }
    for (size_t i = problems->count; !warning && i > 0; i--) {
        if (problems->list[i - 1].warning) {
            return &problems->list[i - 1];
        }
    }
    return NULL;
}

void problems_add(struct site_problems *problems, struct place place, enum message message,
                  const struct message_values *values)
{
    bool softened = place.source->softened;
    bool warning = softened || message_is_warning(message);
    problems->total++;
    problems->errors += warning ? 0 : 1;
    struct site_problem *problem = take_slot(problems, warning);
    if (problem == NULL) {
        return;
    }
    *problem = (struct site_problem){.warning = warning, .column = place.column};
    problem->line = place.line + place.source->first_line - 1;
    text_cut(problem->file, sizeof problem->file, place.source->file, sizeof problem->file);
    size_t used = 0;
    if (softened) {
        text_append(problem->message, sizeof problem->message, &used, "%s",
                    message_noun(MESSAGE_NOUN_UNUSED_PROFILE, problems->language));
    }
    message_format(problem->message + used, sizeof problem->message - used, message,
                   problems->language, values);
    message_advice(problem->advice, sizeof problem->advice, message, problems->language, values);
    text_clean(problem->message);
    text_clean(problem->advice);
    take_excerpt(problem, place);
}

static int file_rank(const struct site_problem *problem)
{
    static const char *const order[] = {"hall.yaml", "lines.yaml"};
    for (int i = 0; i < 2; i++) {
        if (strstr(problem->file, order[i]) != NULL) {
            return i;
        }
    }
    return 2;
}

static int by_place(const void *left, const void *right)
{
    const struct site_problem *a = left, *b = right;
    int difference = file_rank(a) - file_rank(b);
    if (difference == 0) {
        difference = strcmp(a->file, b->file);
    }
    if (difference == 0) {
        difference = a->line - b->line;
    }
    if (difference == 0) {
        difference = a->column - b->column;
    }
    return difference != 0 ? difference : strcmp(a->message, b->message);
}

void problems_sort(struct site_problems *problems)
{
    if (problems->count > 1) {
        qsort(problems->list, problems->count, sizeof *problems->list, by_place);
    }
}

void site_problems_finish(struct site_problems *problems)
{
    free(problems->list);
    *problems = (struct site_problems){.language = problems->language};
}

/* ------------------------------------------------------------------ printing */

static void print_problem(const struct site_problem *problem, enum site_language language,
                          FILE *out)
{
    enum message noun = problem->warning ? MESSAGE_NOUN_WARNING : MESSAGE_NOUN_ERROR;
    fprintf(out, "%s:%d:%d: %s: %s\n", problem->file, problem->line, problem->column,
            message_noun(noun, language), problem->message);
    if (problem->caret >= 0) {
        fprintf(out, "    %s\n    %*s^\n", problem->excerpt, problem->caret, "");
    }
    if (problem->advice[0] != '\0') {
        fprintf(out, "    → %s\n", problem->advice);
    }
}

void site_problems_print(const struct site_problems *problems, FILE *out)
{
    for (size_t i = 0; i < problems->count; i++) {
        print_problem(&problems->list[i], problems->language, out);
    }
    if (problems->total == 0) {
        return;
    }
    char errors[24], warnings[24], sentence[96];
    snprintf(errors, sizeof errors, "%zu", problems->errors);
    snprintf(warnings, sizeof warnings, "%zu", problems->total - problems->errors);
    const struct message_values values = {{errors, warnings}};
    message_format(sentence, sizeof sentence, MESSAGE_NOUN_SUMMARY, problems->language, &values);
    fprintf(out, "%s\n", sentence);
}

/* ------------------------------------------------------------------ suggestions */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: insertions, deletions, replacements, neighbours swapped. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][SUGGESTION_LENGTH + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b_size; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= a_size; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t same = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = least(last[j - 1] + same, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], before[j - 2] + 1);
            }
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b_size];
}

struct suggestion suggestion_for(const char *wanted)
{
    return (struct suggestion){.wanted = wanted, .distance = SIZE_MAX};
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
    size_t a = strlen(suggestion->wanted), b = strlen(candidate);
    if (a == 0 || a > SUGGESTION_LENGTH || b == 0 || b > SUGGESTION_LENGTH) {
        return;
    }
    size_t distance = edit_distance(suggestion->wanted, a, candidate, b);
    if (distance < suggestion->distance) {
        suggestion->distance = distance;
        suggestion->best = candidate;
    }
}

/* A third of the letters may differ, at least one and at most four. */
const char *suggestion_best(const struct suggestion *suggestion)
{
    size_t size = strlen(suggestion->wanted);
    size_t allowed = size < 3 ? 1 : size / 3 + (size > 3 ? 1 : 0);
    allowed = least(allowed, 4);
    return suggestion->distance <= allowed ? suggestion->best : NULL;
}
