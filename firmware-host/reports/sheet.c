/* sheet.c: rows, their texts, and their order. See sheet.h. */
#include "reports/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES = 64 * 1024, KEY = 64 };

/* Texts and cells live in pages that never move. */
struct sheet_page {
    struct sheet_page *next;
    size_t used, size;
    _Alignas(16) char bytes[];
};

static void *take(struct sheet *sheet, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    struct sheet_page *page = sheet->pages;
    if (page == NULL || page->size - page->used < size) {
        size_t room = size > PAGE_BYTES ? size : PAGE_BYTES;
        page = malloc(sizeof *page + room);
        if (page == NULL) {
            sheet->out_of_memory = true;
            return NULL;
        }
        *page = (struct sheet_page){.next = sheet->pages, .size = room};
        sheet->pages = page;
    }
    void *place = page->bytes + page->used;
    page->used += size;
    return place;
}

void sheet_init(struct sheet *sheet, const char *name)
{
    *sheet = (struct sheet){.name = name, .by = "", .hall = {"", ""}};
    sheet->total = (struct sheet_row){.key = "", .name = {"", ""}, .cells = sheet->spare};
}

void sheet_finish(struct sheet *sheet)
{
    while (sheet->pages != NULL) {
        struct sheet_page *next = sheet->pages->next;
        free(sheet->pages);
        sheet->pages = next;
    }
    free(sheet->rows);
    *sheet = (struct sheet){0};
}

/* ------------------------------------------------------------------ making */

const char *sheet_keep(struct sheet *sheet, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return "";
    }
    size_t size = strlen(text) + 1;
    char *copy = take(sheet, size);
    return copy != NULL ? memcpy(copy, text, size) : "";
}

void sheet_add_column(struct sheet *sheet, const char *key, enum sheet_type type)
{
    if (sheet->column_count < SHEET_COLUMNS) {
        sheet->columns[sheet->column_count++] = (struct sheet_column){.key = key, .type = type};
    }
}

static void empty_cells(struct sheet_cell *cells)
{
    for (size_t c = 0; c < SHEET_COLUMNS; c++) {
        cells[c] = (struct sheet_cell){.number = NAN, .text = {"", ""}};
    }
}

static bool has_room(struct sheet *sheet)
{
    if (sheet->row_count >= SHEET_ROWS) {
        sheet->too_long = true;
        return false;
    }
    if (sheet->row_count < sheet->row_capacity) {
        return true;
    }
    size_t capacity = sheet->row_capacity == 0 ? 64 : 2 * sheet->row_capacity;
    struct sheet_row *rows = realloc(sheet->rows, capacity * sizeof *rows);
    if (rows == NULL) {
        sheet->out_of_memory = true;
        return false;
    }
    sheet->rows = rows;
    sheet->row_capacity = capacity;
    return true;
}

struct sheet_row *sheet_add_row(struct sheet *sheet, const char *key)
{
    struct sheet_cell *cells =
        has_room(sheet) ? take(sheet, SHEET_COLUMNS * sizeof *cells) : NULL;
    if (cells == NULL) { /* sheet_made will say so; the caller writes into the totals' spare row */
        sheet->total.cells = sheet->spare;
        return &sheet->total;
    }
    empty_cells(cells);
    struct sheet_row *row = &sheet->rows[sheet->row_count++];
    *row = (struct sheet_row){.key = sheet_keep(sheet, key), .name = {"", ""}, .cells = cells};
    return row;
}

void sheet_set_total(struct sheet *sheet)
{
    sheet->has_total = true;
    sheet->total.cells = sheet->spare;
    empty_cells(sheet->spare);
}

void sheet_name_row(struct sheet *sheet, struct sheet_row *row, const char *zh, const char *en)
{
    row->name[LANGUAGE_ZH] = sheet_keep(sheet, zh);
    row->name[LANGUAGE_EN] = sheet_keep(sheet, en);
}

void sheet_put_number(struct sheet_row *row, size_t column, double value)
{
    row->cells[column].number = value;
}

void sheet_put_words(struct sheet *sheet, struct sheet_row *row, size_t column, const char *zh,
                     const char *en)
{
    row->cells[column].text[LANGUAGE_ZH] = sheet_keep(sheet, zh);
    row->cells[column].text[LANGUAGE_EN] =
        strcmp(zh, en) == 0 ? row->cells[column].text[LANGUAGE_ZH] : sheet_keep(sheet, en);
}

void sheet_put_text(struct sheet *sheet, struct sheet_row *row, size_t column, const char *text)
{
    sheet_put_words(sheet, row, column, text, text);
}

void sheet_put_key(struct sheet *sheet, struct sheet_row *row, size_t column,
                   const struct language *language, const char *key)
{
    /* one after the other: a miss is valid until the next one */
    row->cells[column].text[LANGUAGE_ZH] =
        sheet_keep(sheet, language_text(language, LANGUAGE_ZH, key));
    row->cells[column].text[LANGUAGE_EN] =
        sheet_keep(sheet, language_text(language, LANGUAGE_EN, key));
}

void sheet_add_filter(struct sheet *sheet, const char *of, const char *zh, const char *en)
{
    if (sheet->filter_count < SHEET_FILTERS) {
        struct sheet_filter *filter = &sheet->filters[sheet->filter_count++];
        *filter = (struct sheet_filter){.of = of};
        filter->name[LANGUAGE_ZH] = sheet_keep(sheet, zh);
        filter->name[LANGUAGE_EN] = sheet_keep(sheet, en);
    }
}

enum sheet_verdict sheet_made(const struct sheet *sheet)
{
    return sheet->out_of_memory ? SHEET_OUT_OF_MEMORY
           : sheet->too_long    ? SHEET_TOO_LONG
                                : SHEET_MADE;
}

/* ------------------------------------------------------------------ as somebody wants to see it */

bool sheet_type_is_text(enum sheet_type type)
{
    return type == SHEET_TEXT || type == SHEET_WORDS;
}

size_t sheet_column(const struct sheet *sheet, const char *key)
{
    size_t at = 0;
    while (at < sheet->column_count && strcmp(sheet->columns[at].key, key) != 0) {
        at++;
    }
    return at < sheet->column_count ? at : SHEET_COLUMNS;
}

/* The next word before a comma. False at the end, or when it is too long to be a key. */
static bool next_key(const char **at, char out[KEY])
{
    size_t length = strcspn(*at, ",");
    if (length == 0 || length >= KEY) {
        return false;
    }
    memcpy(out, *at, length);
    out[length] = '\0';
    *at += length;
    *at += **at == ',';
    return true;
}

static void permute(const struct sheet *sheet, struct sheet_row *row, const size_t *order,
                    size_t count)
{
    struct sheet_cell cells[SHEET_COLUMNS];
    memcpy(cells, row->cells, sheet->column_count * sizeof *cells);
    for (size_t c = 0; c < count; c++) {
        row->cells[c] = cells[order[c]];
    }
}

int sheet_choose(struct sheet *sheet, const char *keys)
{
    size_t order[SHEET_COLUMNS], count = 0;
    char key[KEY];
    if (keys[0] == '\0') {
        return 0;
    }
    while (count < SHEET_COLUMNS && next_key(&keys, key)) {
        order[count] = sheet_column(sheet, key);
        if (order[count++] == SHEET_COLUMNS) {
            return -1;
        }
    }
    if (*keys != '\0' || count == 0) {
        return -1;
    }
    for (size_t i = 0; i < sheet->row_count; i++) {
        permute(sheet, &sheet->rows[i], order, count);
    }
    permute(sheet, &sheet->total, order, count);
    struct sheet_column columns[SHEET_COLUMNS];
    memcpy(columns, sheet->columns, sizeof columns);
    for (size_t c = 0; c < count; c++) {
        sheet->columns[c] = columns[order[c]];
    }
    sheet->column_count = count;
    return 0;
}

struct order {
    bool by_name, by_text, down;
    size_t column;
};

static int compare(const struct order *order, const struct sheet_row *a, const struct sheet_row *b)
{
    int result;
    if (order->by_name) {
        result = strcmp(a->name[LANGUAGE_ZH], b->name[LANGUAGE_ZH]);
    } else if (order->by_text) {
        result = strcmp(a->cells[order->column].text[LANGUAGE_ZH],
                        b->cells[order->column].text[LANGUAGE_ZH]);
    } else {
        double x = a->cells[order->column].number, y = b->cells[order->column].number;
        if (isnan(x) || isnan(y)) {
            return isnan(x) - isnan(y); /* whichever way: nothing comes last */
        }
        result = (x > y) - (x < y);
    }
    return order->down ? -result : result;
}

static void merge(const struct order *order, const struct sheet_row *from, struct sheet_row *to,
                  size_t left, size_t middle, size_t right)
{
    size_t a = left, b = middle;
    for (size_t i = left; i < right; i++) {
        bool first = a < middle && (b >= right || compare(order, &from[a], &from[b]) <= 0);
        to[i] = from[first ? a++ : b++];
    }
}

/* Merge sort: equals keep their order, and 100,000 rows are sorted at once. */
static int sort_rows(struct sheet *sheet, const struct order *order)
{
    size_t count = sheet->row_count;
    struct sheet_row *other = malloc((count + 1) * sizeof *other);
    if (other == NULL) {
        return -1;
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width) {
            size_t middle = left + width < count ? left + width : count;
            size_t right = left + 2 * width < count ? left + 2 * width : count;
            merge(order, sheet->rows, other, left, middle, right);
        }
        memcpy(sheet->rows, other, count * sizeof *other);
    }
    free(other);
    return 0;
}

int sheet_sort(struct sheet *sheet, const char *by)
{
    struct order order = {.down = by[0] == '-'};
    by += order.down;
    if (by[0] == '\0') {
        return order.down ? -1 : 0;
    }
    order.by_name = sheet->keyed && strcmp(by, "name") == 0;
    order.column = sheet_column(sheet, by);
    if (!order.by_name && order.column == SHEET_COLUMNS) {
        return -1;
    }
    order.by_text = !order.by_name && sheet_type_is_text(sheet->columns[order.column].type);
    return sort_rows(sheet, &order);
}
