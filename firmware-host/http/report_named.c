/* report_named.c: the reports by name, and how one is made. See report_table.h. */
#include "http/report_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct report_kind kinds[] = {
    {"window_load",
     IMAGE_BY_WINDOW,
     {"called", "services", "served", "transferred", "held", "missed", "service_mean",
      "service_p50", "service_p90", "open", "busy_share"},
     NULL},
    {"clerk_load",
     IMAGE_BY_CLERK,
     {"called", "services", "served", "transferred", "held", "missed", "service_mean",
      "service_p50", "service_p90", "open", "busy_share"},
     NULL},
    {"item_volume",
     IMAGE_BY_ITEM,
     {"issued", "served", "services", "done", "accepted", "correction", "refused", "reported",
      "service_mean", "service_p50", "service_p90"},
     "served"},
    {"mean_wait",
     IMAGE_BY_CATEGORY,
     {"wait_count", "wait_mean", "wait_p50", "wait_p90", "wait_p95", "wait_max",
      "wait_over_share"},
     NULL},
    {"wait_distribution",
     IMAGE_BY_CATEGORY,
     {"wait_count", "wait_to_5", "wait_to_10", "wait_to_20", "wait_to_30", "wait_to_60",
      "wait_longer", "wait_p50", "wait_p90", "wait_p95", "wait_over", "wait_over_share"},
     NULL},
    {"mean_service",
     IMAGE_BY_ITEM,
     {"services", "service_mean", "service_p50", "service_p90", "service_p95", "service_max"},
     NULL},
    {"walk",
     IMAGE_BY_WINDOW,
     {"walk_count", "walk_mean", "walk_p50", "walk_p90", "walk_p95", "walk_max"},
     NULL},
    {"no_shows",
     IMAGE_BY_CATEGORY,
     {"called", "missed", "no_show", "no_show_share", "cancelled", "expired"},
     NULL},
    {"transfers", IMAGE_BY_WINDOW, {"called", "services", "transferred", "held"}, NULL},
    {"hourly",
     IMAGE_BY_HOUR,
     {"issued", "called", "services", "wait_mean", "wait_p50", "wait_p90", "wait_p95",
      "wait_over_share"},
     NULL},
    {"window_idle",
     IMAGE_BY_WINDOW,
     {"open", "idle", "idle_waiting", "idle_waiting_share", "busy_share"},
     NULL},
    {"pauses", IMAGE_BY_WINDOW, {"open", "pauses", "paused", "pause_mean", "paused_share"}, NULL},
    {"priority",
     IMAGE_BY_PRIORITY,
     {"issued", "called", "served", "wait_mean", "wait_p50", "wait_p90", "wait_p95", "no_show"},
     NULL},
    {"satisfaction",
     IMAGE_BY_WINDOW,
     {"services", "rated_active", "level5", "level4", "level3", "level2", "level1",
      "rated_default", "rated_none", "bad", "good_share", "good_active_share", "bad_share"},
     NULL},
    {"rating_rates",
     IMAGE_BY_WINDOW,
     {"services", "rated_active", "rated_default", "rated_none", "rated_share", "active_share",
      "unrated_share"},
     NULL},
    {"departments",
     IMAGE_BY_DEPARTMENT,
     {"issued", "served", "services", "wait_mean", "wait_p50", "wait_p90", "wait_over_share",
      "service_mean", "service_p50", "rated_active", "good_active_share", "bad"},
     "served"},
};

const struct report_kind *report_kind(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? &kinds[index] : NULL;
}

const struct report_kind *report_kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ what the site knows */

void report_lens(const struct image *image, const struct site *site, struct image_lens *lens)
{
    lens->items = image_code_count(image, IMAGE_ITEMS);
    lens->categories = image_code_count(image, IMAGE_CATEGORIES);
    for (uint16_t n = 1; n <= lens->items; n++) {
        uint16_t item = site_item_index(site, image_code(image, IMAGE_ITEMS, n));
        lens->department_of_item[n] =
            item != UINT16_MAX ? (uint16_t)(site->items[item].department + 1) : 0;
    }
    for (uint16_t n = 1; n <= lens->categories; n++) {
        uint16_t category = site_category_index(site, image_code(image, IMAGE_CATEGORIES, n));
        int32_t target = category != UINT16_MAX ? site->categories[category].target_wait_s : 0;
        lens->target_of_category[n] = (uint16_t)(target < UINT16_MAX ? target : UINT16_MAX);
    }
    for (size_t w = 0; w < site->window_count; w++) {
        uint16_t department = site->windows[w].department;
        lens->department_of_window[site->windows[w].number] =
            department != UINT16_MAX ? (uint16_t)(department + 1) : 0;
    }
}

/* ------------------------------------------------------------------ names of lines */

static void name_line(struct report_line *line, const struct words *words, const char *code)
{
    const char *zh = words != NULL && words->zh[0] != '\0' ? words->zh : code;
    const char *en = words != NULL && words->en != NULL && words->en[0] != '\0' ? words->en : zh;
    snprintf(line->key, sizeof line->key, "%s", code);
    snprintf(line->name[LANGUAGE_ZH], REPORT_NAME, "%s", zh);
    snprintf(line->name[LANGUAGE_EN], REPORT_NAME, "%s", en);
}

static const struct words *clerk_words(const struct site *site, const char *code)
{
    for (size_t w = 0; w < site->window_count; w++) {
        if (strcmp(site->windows[w].clerk, code) == 0) {
            return &site->windows[w].clerk_name;
        }
    }
    return NULL;
}

static const struct words *priority_words(const struct site *site, const char *code)
{
    for (size_t p = 0; p < site->priority_count; p++) {
        if (strcmp(site->priorities[p].code, code) == 0) {
            return &site->priorities[p].name;
        }
    }
    return NULL;
}

static void name_by_code(struct report_line *line, const struct image *image,
                         const struct site *site, enum image_axis by, uint16_t number)
{
    uint16_t at;
    const char *code;
    switch (by) {
    case IMAGE_BY_ITEM:
        code = image_code(image, IMAGE_ITEMS, number);
        at = site_item_index(site, code);
        name_line(line, at != UINT16_MAX ? &site->items[at].name : NULL, code);
        break;
    case IMAGE_BY_CATEGORY:
        code = image_code(image, IMAGE_CATEGORIES, number);
        at = site_category_index(site, code);
        name_line(line, at != UINT16_MAX ? &site->categories[at].name : NULL, code);
        break;
    case IMAGE_BY_CLERK:
        code = image_code(image, IMAGE_CLERKS, number);
        name_line(line, clerk_words(site, code), code);
        break;
    default:
        code = image_code(image, IMAGE_PRIORITIES, number);
        name_line(line, priority_words(site, code), code);
        break;
    }
}

static void name_by_number(struct report_line *line, const struct site *site, enum image_axis by,
                           uint32_t key)
{
    char text[LIMIT_CODE];
    const struct words *words = NULL;
    if (by == IMAGE_BY_DEPARTMENT) {
        const struct site_department *department = &site->departments[key - 1];
        name_line(line, &department->name, department->code);
        return;
    }
    if (by == IMAGE_BY_WINDOW) {
        const struct site_window *window = site_window(site, (uint16_t)key);
        words = window != NULL ? &window->name : NULL;
        snprintf(text, sizeof text, "%u", (unsigned)key);
    } else if (by == IMAGE_BY_HOUR) {
        snprintf(text, sizeof text, "%02u:00", (unsigned)key);
    } else if (by == IMAGE_BY_MONTH) {
        snprintf(text, sizeof text, "%04u-%02u", (unsigned)key / 10000,
                 (unsigned)key / 100 % 100);
    } else {
        snprintf(text, sizeof text, "%04u-%02u-%02u", (unsigned)key / 10000,
                 (unsigned)key / 100 % 100, (unsigned)key % 100);
    }
    name_line(line, words, text);
}

static void name_group(struct report_line *line, const struct image *image,
                       const struct site *site, enum image_axis by, uint32_t key)
{
    switch (by) {
    case IMAGE_BY_ALL: name_line(line, &site->name, site->code); break;
    case IMAGE_BY_ITEM:
    case IMAGE_BY_CATEGORY:
    case IMAGE_BY_CLERK:
    case IMAGE_BY_PRIORITY: name_by_code(line, image, site, by, (uint16_t)key); break;
    default: name_by_number(line, site, by, key); break;
    }
}

/* ------------------------------------------------------------------ making */

static void fill_line(const struct report_table *table, const struct image_group *group,
                      struct report_line *line)
{
    for (size_t c = 0; c < table->column_count; c++) {
        line->cells[c] = table->columns[c]->value(group, table->columns[c]->which);
    }
}

static unsigned choose_columns(struct report_table *table)
{
    unsigned want = 0;
    for (size_t c = 0; c < REPORT_COLUMNS && table->kind->columns[c] != NULL; c++) {
        table->columns[table->column_count] = report_column(table->kind->columns[c]);
        want |= table->columns[table->column_count++]->want;
    }
    return want;
}

/* The number of a code that is looked for; UINT16_MAX, which no row has, for an unknown one. */
static uint16_t number_of(const struct image *image, enum image_codes which, const char *code)
{
    for (uint16_t n = 1; code[0] != '\0' && n <= image_code_count(image, which); n++) {
        if (strcmp(image_code(image, which, n), code) == 0) {
            return n;
        }
    }
    return code[0] == '\0' ? 0 : UINT16_MAX;
}

static uint16_t department_number(const struct site *site, const char *code)
{
    for (size_t d = 0; code[0] != '\0' && d < site->department_count; d++) {
        if (strcmp(site->departments[d].code, code) == 0) {
            return (uint16_t)(d + 1);
        }
    }
    return code[0] == '\0' ? 0 : UINT16_MAX;
}

static struct image_query query_of(const struct image *image, const struct site *site,
                                   const struct image_lens *lens,
                                   const struct report_filter *filter)
{
    return (struct image_query){
        .item = number_of(image, IMAGE_ITEMS, filter->item),
        .category = number_of(image, IMAGE_CATEGORIES, filter->category),
        .clerk = number_of(image, IMAGE_CLERKS, filter->clerk),
        .window = filter->window,
        .department = department_number(site, filter->department),
        .department_of_item = lens->department_of_item,
        .department_of_window = lens->department_of_window,
        .target_of_category = lens->target_of_category,
    };
}

static int fill_lines(struct report_table *table, const struct image *image,
                      const struct site *site, const struct image_answer *answer)
{
    table->lines = calloc(answer->count + 1, sizeof *table->lines);
    if (table->lines == NULL) {
        return -1;
    }
    for (size_t i = 0; i < answer->count; i++) {
        struct report_line *line = &table->lines[table->line_count++];
        name_group(line, image, site, table->by, answer->groups[i].key);
        fill_line(table, &answer->groups[i], line);
    }
    return 0;
}

/* Insertion: lines are hundreds at most where there is something to sort by, and order among
 * equals stays. */
static void sort_lines(struct report_table *table, size_t column)
{
    for (size_t i = 1; i < table->line_count; i++) {
        struct report_line line = table->lines[i];
        size_t at = i;
        while (at > 0 && table->lines[at - 1].cells[column] < line.cells[column]) {
            table->lines[at] = table->lines[at - 1];
            at--;
        }
        table->lines[at] = line;
    }
}

static void sort_as_wanted(struct report_table *table)
{
    bool by_date = table->by == IMAGE_BY_DAY || table->by == IMAGE_BY_WEEK ||
                   table->by == IMAGE_BY_MONTH || table->by == IMAGE_BY_HOUR;
    for (size_t c = 0; c < table->column_count && !by_date; c++) {
        if (table->kind->descending != NULL &&
            strcmp(table->columns[c]->key, table->kind->descending) == 0) {
            sort_lines(table, c);
        }
    }
}

int report_table_make(const struct image *image, const struct site *site,
                      const struct report_kind *kind, enum image_axis by, int32_t from,
                      int32_t to, const struct report_filter *filter, struct report_table *out)
{
    *out = (struct report_table){.kind = kind, .by = by, .from = from, .to = to};
    struct image_lens *lens = calloc(1, sizeof *lens);
    if (lens == NULL) {
        return -1;
    }
    report_lens(image, site, lens);
    struct image_query query = query_of(image, site, lens, filter);
    query.from = from;
    query.to = to;
    query.by = by;
    query.want = choose_columns(out);
    struct image_answer answer;
    int result = image_ask(image, &query, &answer);
    if (result == 0) {
        name_group(&out->total, image, site, IMAGE_BY_ALL, 0);
        fill_line(out, &answer.total, &out->total);
        result = fill_lines(out, image, site, &answer);
        image_answer_finish(&answer);
    }
    if (result == 0) {
        sort_as_wanted(out);
    }
    free(lens);
    if (result < 0) {
        report_table_finish(out);
    }
    return result;
}

void report_table_finish(struct report_table *table)
{
    free(table->lines);
    table->lines = NULL;
    table->line_count = 0;
}
