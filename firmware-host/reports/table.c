/* table.c: a named report out of the column image. See table.h. */
#include "reports/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* ------------------------------------------------------------------ names of groups */

static const char *english(const struct words *words, const char *otherwise)
{
    return words->en != NULL && words->en[0] != '\0' ? words->en : otherwise;
}

static void name_row(struct sheet *sheet, struct sheet_row *row, const struct words *words,
                     const char *code)
{
    const char *zh = words != NULL && words->zh[0] != '\0' ? words->zh : code;
    row->key = sheet_keep(sheet, code);
    sheet_name_row(sheet, row, zh, words != NULL ? english(words, zh) : zh);
}

static const struct words *item_words(const struct site *site, const char *code)
{
    uint16_t at = site_item_index(site, code);
    return at != UINT16_MAX ? &site->items[at].name : NULL;
}

static const struct words *category_words(const struct site *site, const char *code)
{
    uint16_t at = site_category_index(site, code);
    return at != UINT16_MAX ? &site->categories[at].name : NULL;
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

static const struct words *department_words(const struct site *site, const char *code)
{
    for (size_t d = 0; d < site->department_count; d++) {
        if (strcmp(site->departments[d].code, code) == 0) {
            return &site->departments[d].name;
        }
    }
    return NULL;
}

typedef const struct words *words_of_code(const struct site *site, const char *code);
static const struct coded_axis {
    bool coded;
    enum image_codes codes;
    words_of_code *words;
} coded_axes[IMAGE_AXES] = {
    [IMAGE_BY_ITEM] = {true, IMAGE_ITEMS, item_words},
    [IMAGE_BY_CATEGORY] = {true, IMAGE_CATEGORIES, category_words},
    [IMAGE_BY_CLERK] = {true, IMAGE_CLERKS, clerk_words},
    [IMAGE_BY_PRIORITY] = {true, IMAGE_PRIORITIES, priority_words},
};

static void key_of_number(enum image_axis by, uint32_t key, char out[LIMIT_CODE])
{
    if (by == IMAGE_BY_WINDOW) {
        snprintf(out, LIMIT_CODE, "%u", (unsigned)key);
    } else if (by == IMAGE_BY_HOUR) {
        snprintf(out, LIMIT_CODE, "%02u:00", (unsigned)key);
    } else if (by == IMAGE_BY_MONTH) {
        snprintf(out, LIMIT_CODE, "%04u-%02u", (unsigned)key / 10000, (unsigned)key / 100 % 100);
    } else {
        snprintf(out, LIMIT_CODE, "%04u-%02u-%02u", (unsigned)key / 10000,
                 (unsigned)key / 100 % 100, (unsigned)key % 100);
    }
}

void report_name_group(struct sheet *sheet, struct sheet_row *row, const struct image *image,
                       const struct site *site, enum image_axis by, uint32_t key)
{
    char text[LIMIT_CODE];
    if (by == IMAGE_BY_ALL) {
        name_row(sheet, row, &site->name, site->code);
    } else if (coded_axes[by].coded) {
        const char *code = image_code(image, coded_axes[by].codes, (uint16_t)key);
        name_row(sheet, row, coded_axes[by].words(site, code), code);
    } else if (by == IMAGE_BY_DEPARTMENT) {
        const struct site_department *department = &site->departments[key - 1];
        name_row(sheet, row, &department->name, department->code);
    } else {
        const struct site_window *window =
            by == IMAGE_BY_WINDOW ? site_window(site, (uint16_t)key) : NULL;
        key_of_number(by, key, text);
        name_row(sheet, row, window != NULL ? &window->name : NULL, text);
    }
}

/* ------------------------------------------------------------------ asking */

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

int report_ask(const struct image *image, const struct site *site,
               const struct report_question *question, unsigned want, struct image_answer *out)
{
    const struct report_filter *filter = &question->filter;
    struct image_lens *lens = calloc(1, sizeof *lens);
    if (lens == NULL) {
        return -1;
    }
    report_lens(image, site, lens);
    const struct image_query query = {
        .from = question->from,
        .to = question->to,
        .by = question->by,
        .want = want,
        .item = number_of(image, IMAGE_ITEMS, filter->item),
        .category = number_of(image, IMAGE_CATEGORIES, filter->category),
        .clerk = number_of(image, IMAGE_CLERKS, filter->clerk),
        .priority = number_of(image, IMAGE_PRIORITIES, filter->priority),
        .window = filter->window,
        .department = department_number(site, filter->department),
        .department_of_item = lens->department_of_item,
        .department_of_window = lens->department_of_window,
        .target_of_category = lens->target_of_category,
    };
    int result = image_ask(image, &query, out);
    free(lens);
    return result;
}

/* ------------------------------------------------------------------ making */

/* Windows' time and uncalled tickets mean nothing where the filter takes items or windows apart. */
static bool survives_filter(const struct report_column *column, const struct report_filter *filter)
{
    static const enum image_axis as[] = {IMAGE_BY_ITEM, IMAGE_BY_WINDOW};
    const bool filtered[] = {
        filter->item[0] != '\0' || filter->category[0] != '\0' || filter->priority[0] != '\0',
        filter->window != 0 || filter->clerk[0] != '\0',
    };
    return (!filtered[0] || report_column_fits(column, as[0])) &&
           (!filtered[1] || report_column_fits(column, as[1]));
}

struct chosen {
    const struct report_column *columns[SHEET_COLUMNS];
    unsigned want;
};

static void choose_columns(const struct report_question *question, struct sheet *sheet,
                           struct chosen *out)
{
    *out = (struct chosen){0};
    for (size_t c = 0; c < SHEET_COLUMNS && question->kind->columns[c] != NULL; c++) {
        const struct report_column *column = report_column(question->kind->columns[c]);
        if (report_column_fits(column, question->by) &&
            survives_filter(column, &question->filter)) {
            out->columns[sheet->column_count] = column;
            out->want |= column->want;
            sheet_add_column(sheet, column->key, column->type);
            sheet->columns[sheet->column_count - 1].over_target =
                strcmp(column->key, "wait_over_share") == 0;
        }
    }
}

static void fill_row(const struct chosen *chosen, const struct image_group *group,
                     const struct sheet *sheet, struct sheet_row *row)
{
    for (size_t c = 0; c < sheet->column_count; c++) {
        row->cells[c].number = chosen->columns[c]->value(group, chosen->columns[c]->which);
    }
}

static void add_filters(struct sheet *sheet, const struct site *site,
                        const struct report_filter *filter)
{
    const struct {
        const char *of, *code;
        const struct words *words;
    } rows[] = {
        {"department", filter->department, department_words(site, filter->department)},
        {"category", filter->category, category_words(site, filter->category)},
        {"item", filter->item, item_words(site, filter->item)},
        {"clerk", filter->clerk, clerk_words(site, filter->clerk)},
        {"priority", filter->priority, priority_words(site, filter->priority)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].code[0] != '\0') {
            const char *zh = rows[i].words != NULL ? rows[i].words->zh : rows[i].code;
            sheet_add_filter(sheet, rows[i].of, zh,
                             rows[i].words != NULL ? english(rows[i].words, zh) : zh);
        }
    }
    if (filter->window != 0) {
        const struct site_window *window = site_window(site, filter->window);
        const struct words none = {"", ""}, *name = window != NULL ? &window->name : &none;
        char zh[160], en[160];
        snprintf(zh, sizeof zh, "%u %s", filter->window, name->zh);
        snprintf(en, sizeof en, "%u %s", filter->window, english(name, name->zh));
        sheet_add_filter(sheet, "window", zh, en);
    }
}

void report_sheet_site(struct sheet *sheet, const struct site *site,
                       const struct report_filter *filter)
{
    sheet->hall[LANGUAGE_ZH] = sheet_keep(sheet, site->name.zh);
    sheet->hall[LANGUAGE_EN] = sheet_keep(sheet, english(&site->name, site->name.zh));
    add_filters(sheet, site, filter);
}

static void fill_rows(const struct image *image, const struct site *site,
                      const struct report_question *question, const struct chosen *chosen,
                      const struct image_answer *answer, struct sheet *out)
{
    for (size_t i = 0; i < answer->count; i++) {
        struct sheet_row *row = sheet_add_row(out, "");
        report_name_group(out, row, image, site, question->by, answer->groups[i].key);
        fill_row(chosen, &answer->groups[i], out, row);
    }
    sheet_set_total(out);
    report_name_group(out, &out->total, image, site, IMAGE_BY_ALL, 0);
    out->total.key = ""; /* of no group */
    fill_row(chosen, &answer->total, out, &out->total);
}

static int sort_as_wanted(const struct report_question *question, struct sheet *sheet)
{
    bool by_time = question->by <= IMAGE_BY_MONTH || question->by == IMAGE_BY_HOUR;
    char order[LIMIT_CODE];
    if (question->kind->descending == NULL || by_time) {
        return 0;
    }
    snprintf(order, sizeof order, "-%s", question->kind->descending);
    return sheet_column(sheet, question->kind->descending) < SHEET_COLUMNS
               ? sheet_sort(sheet, order)
               : 0;
}

int report_table_make(const struct image *image, const struct site *site,
                      const struct report_question *question, struct sheet *out)
{
    struct chosen chosen;
    struct image_answer answer;
    out->keyed = true;
    out->by = image_axis_name(question->by);
    out->from = question->from;
    out->to = question->to;
    out->chart = question->kind->chart;
    report_sheet_site(out, site, &question->filter);
    choose_columns(question, out, &chosen);
    if (report_ask(image, site, question, chosen.want, &answer) < 0) {
        return -1;
    }
    fill_rows(image, site, question, &chosen, &answer, out);
    image_answer_finish(&answer);
    return sheet_made(out) == SHEET_MADE ? sort_as_wanted(question, out) : -1;
}
