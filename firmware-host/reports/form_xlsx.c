/* form_xlsx.c: two sheets: one to read, and `data` for pivot tables.
 *
 * The first looks like the page: title, period, heads that stay, a filter on each column, minutes
 * and percent as number formats, the totals line. `data` has one head line of column keys that no
 * language and no release changes, seconds and fractions, and no totals that a pivot table would
 * count twice. Numbers are numbers; texts are written as strings, never as formulas.
 *
 * The file is made in memory. See forms.h. */
#include "reports/forms.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { TITLE_ROW, PERIOD_ROW, FILTER_ROW, HEAD_ROW, FIRST_ROW };
enum { CELL = 1024, NARROW = 12, WIDE = 28, WIDEST = 44 };
static const double EXCEL_EPOCH_DAYS = 25569; /* 1970-01-01 */

struct book {
    lxw_workbook *book;
    lxw_format *title, *quiet, *head, *total, *types[SHEET_TYPES], *totals[SHEET_TYPES];
    const struct sheet *sheet;
    const struct language *language;
    enum language_code code;
};

static const char *const number_forms[SHEET_TYPES] = {
    [SHEET_TEXT] = NULL,      [SHEET_WORDS] = NULL,    [SHEET_DAY] = "yyyy-mm-dd",
    [SHEET_TIME] = "yyyy-mm-dd hh:mm:ss", [SHEET_COUNT] = "#,##0", [SHEET_SECONDS] = "#,##0.0",
    [SHEET_SHARE] = "0.0%",
};

static void make_formats(struct book *book)
{
    book->title = workbook_add_format(book->book);
    format_set_bold(book->title);
    format_set_font_size(book->title, 14);
    book->quiet = workbook_add_format(book->book);
    format_set_font_color(book->quiet, 0x47525F);
    book->head = workbook_add_format(book->book);
    format_set_bold(book->head);
    format_set_text_wrap(book->head);
    format_set_align(book->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(book->head, 0xE6EDF5);
    format_set_bottom(book->head, LXW_BORDER_THIN);
    book->total = workbook_add_format(book->book);
    format_set_bold(book->total);
    format_set_top(book->total, LXW_BORDER_THIN);
    for (int type = 0; type < SHEET_TYPES; type++) {
        book->types[type] = workbook_add_format(book->book);
        book->totals[type] = workbook_add_format(book->book);
        format_set_bold(book->totals[type]);
        format_set_top(book->totals[type], LXW_BORDER_THIN);
        if (number_forms[type] != NULL) {
            format_set_num_format(book->types[type], number_forms[type]);
            format_set_num_format(book->totals[type], number_forms[type]);
        }
    }
}

/* Days and local times as a spreadsheet counts them. */
static double excel_days(enum sheet_type type, double number)
{
    wall_t t = {(int64_t)number};
    if (type == SHEET_DAY) {
        t = wall_day_start((int32_t)number);
    }
    int32_t day = wall_day(t);
    int64_t since_midnight = wall_between(wall_day_start(day), t);
    struct tm tm = {.tm_year = day / 10000 - 1900, .tm_mon = day / 100 % 100 - 1,
                    .tm_mday = day % 100};
    double days = (double)timegm(&tm) / 86400;
    return EXCEL_EPOCH_DAYS + days + (double)since_midnight / 86400000;
}

static double excel_number(enum sheet_type type, double number)
{
    return type == SHEET_DAY || type == SHEET_TIME ? excel_days(type, number)
                                                   : sheet_number(type, number);
}

static void put_cell(const struct book *book, lxw_worksheet *page, lxw_row_t row, lxw_col_t at,
                     size_t column, const struct sheet_cell *cell, lxw_format *format)
{
    enum sheet_type type = book->sheet->columns[column].type;
    if (sheet_type_is_text(type)) {
        worksheet_write_string(page, row, at, cell->text[book->code], format);
    } else if (!isnan(cell->number)) {
        worksheet_write_number(page, row, at, excel_number(type, cell->number), format);
    }
}

/* ------------------------------------------------------------------ the sheet to read */

static void put_heads(const struct book *book, lxw_worksheet *page)
{
    const struct sheet *sheet = book->sheet;
    lxw_col_t first = sheet->keyed ? 2 : 0;
    char text[SHEET_LINE];
    worksheet_write_string(page, TITLE_ROW, 0,
                           sheet_words(book->language, book->code, "name", sheet->name),
                           book->title);
    sheet_period_line(sheet, book->language, book->code, text, sizeof text);
    worksheet_write_string(page, PERIOD_ROW, 0, text, book->quiet);
    sheet_filter_line(sheet, book->language, book->code, text, sizeof text);
    worksheet_write_string(page, FILTER_ROW, 0, text, book->quiet);
    if (sheet->keyed) {
        worksheet_write_string(page, HEAD_ROW, 0,
                               language_text(book->language, book->code, "report.head.key"),
                               book->head);
        worksheet_write_string(page, HEAD_ROW, 1,
                               language_text(book->language, book->code, "report.head.name"),
                               book->head);
        worksheet_set_column(page, 0, 0, NARROW, NULL);
        worksheet_set_column(page, 1, 1, WIDE, NULL);
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        lxw_col_t at = (lxw_col_t)(first + c);
        enum sheet_type type = sheet->columns[c].type;
        sheet_head(&sheet->columns[c], book->language, book->code, text, sizeof text);
        worksheet_write_string(page, HEAD_ROW, at, text, book->head);
        worksheet_set_column(page, at, at,
                             type == SHEET_TEXT    ? WIDEST
                             : type == SHEET_WORDS ? WIDE
                             : type == SHEET_TIME  ? 20
                                                   : NARROW,
                             NULL);
    }
    worksheet_freeze_panes(page, FIRST_ROW, first);
}

static void put_row(const struct book *book, lxw_worksheet *page, lxw_row_t at,
                    const struct sheet_row *row, const char *name, bool total)
{
    const struct sheet *sheet = book->sheet;
    lxw_col_t first = sheet->keyed ? 2 : 0;
    if (sheet->keyed) {
        worksheet_write_string(page, at, 0, row->key, total ? book->total : NULL);
        worksheet_write_string(page, at, 1, name, total ? book->total : NULL);
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        enum sheet_type type = sheet->columns[c].type;
        put_cell(book, page, at, (lxw_col_t)(first + c), c, &row->cells[c],
                 total ? book->totals[type] : book->types[type]);
    }
}

static void write_readable(const struct book *book)
{
    const struct sheet *sheet = book->sheet;
    lxw_worksheet *page = workbook_add_worksheet(
        book->book, language_text(book->language, book->code, "report.page.readable"));
    size_t columns = sheet->column_count + (sheet->keyed ? 2 : 0);
    put_heads(book, page);
    lxw_row_t at = FIRST_ROW;
    for (size_t i = 0; i < sheet->row_count; i++) {
        put_row(book, page, at++, &sheet->rows[i], sheet->rows[i].name[book->code], false);
    }
    if (sheet->row_count > 0 && columns > 0) {
        worksheet_autofilter(page, HEAD_ROW, 0, at - 1, (lxw_col_t)(columns - 1));
    }
    if (sheet->has_total) {
        put_row(book, page, at, &sheet->total,
                language_text(book->language, book->code, "report.head.total"), true);
    }
    worksheet_set_landscape(page);
    worksheet_set_paper(page, 9); /* A4 */
    worksheet_fit_to_pages(page, 1, 0);
    worksheet_repeat_rows(page, HEAD_ROW, HEAD_ROW);
}

/* ------------------------------------------------------------------ the sheet to reckon with */

static void write_data(const struct book *book)
{
    const struct sheet *sheet = book->sheet;
    lxw_worksheet *page = workbook_add_worksheet(book->book, "data");
    lxw_col_t first = sheet->keyed ? 2 : 0;
    if (sheet->keyed) {
        worksheet_write_string(page, 0, 0, "key", NULL);
        worksheet_write_string(page, 0, 1, "name", NULL);
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        worksheet_write_string(page, 0, (lxw_col_t)(first + c), sheet->columns[c].key, NULL);
    }
    for (size_t i = 0; i < sheet->row_count; i++) {
        lxw_row_t at = (lxw_row_t)(i + 1);
        const struct sheet_row *row = &sheet->rows[i];
        if (sheet->keyed) {
            worksheet_write_string(page, at, 0, row->key, NULL);
            worksheet_write_string(page, at, 1, row->name[book->code], NULL);
        }
        for (size_t c = 0; c < sheet->column_count; c++) {
            enum sheet_type type = sheet->columns[c].type;
            bool dated = type == SHEET_DAY || type == SHEET_TIME;
            if (type == SHEET_SECONDS && !isnan(row->cells[c].number)) {
                worksheet_write_number(page, at, (lxw_col_t)(first + c), row->cells[c].number,
                                       NULL);
            } else {
                put_cell(book, page, at, (lxw_col_t)(first + c), c, &row->cells[c],
                         dated ? book->types[type] : NULL);
            }
        }
    }
}

/* ------------------------------------------------------------------ the file */

/* The whole of an open file. 0 or -1. */
static int read_back(int file, struct form_bytes *out)
{
    off_t length = lseek(file, 0, SEEK_END);
    out->bytes = length > 0 ? malloc((size_t)length) : NULL;
    if (out->bytes == NULL || pread(file, out->bytes, (size_t)length, 0) != length) {
        free(out->bytes);
        out->bytes = NULL;
        return -1;
    }
    out->size = (size_t)length;
    return 0;
}

/* Debian 12's libxlsxwriter writes to names only: the name is that of a file in memory. */
int form_xlsx(const struct sheet *sheet, const struct language *language, enum language_code code,
              struct form_bytes *out)
{
    char name[64];
    int file = memfd_create("report.xlsx", MFD_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    struct book book = {.book = workbook_new(name), .sheet = sheet, .language = language,
                        .code = code};
    int result = -1;
    if (book.book != NULL) {
        make_formats(&book);
        write_readable(&book);
        write_data(&book);
        result = workbook_close(book.book) == LXW_NO_ERROR ? read_back(file, out) : -1;
    }
    close(file);
    return result;
}
