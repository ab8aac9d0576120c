/* report_xlsx.c: a table as a spreadsheet: numbers stay numbers, so that they can be reckoned with.
 *
 * The file is made in memory, in the reports thread, never in the loop.
 * Texts are written as strings, never as formulas. */
#include "http/report_table.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { TEXT = 256, TITLE_ROW = 0, SPAN_ROW = 1, HEAD_ROW = 2, FIRST_ROW = 3, FIRST_COLUMN = 2 };

struct sheet {
    lxw_worksheet *sheet;
    lxw_format *title, *head, *units[REPORT_UNITS];
};

static void make_formats(lxw_workbook *book, struct sheet *sheet)
{
    static const char *const forms[REPORT_UNITS] = {"#,##0", "0.0", "0.0%"};
    sheet->title = workbook_add_format(book);
    format_set_bold(sheet->title);
    format_set_font_size(sheet->title, 14);
    sheet->head = workbook_add_format(book);
    format_set_bold(sheet->head);
    format_set_text_wrap(sheet->head);
    format_set_bottom(sheet->head, LXW_BORDER_THIN);
    for (int unit = 0; unit < REPORT_UNITS; unit++) {
        sheet->units[unit] = workbook_add_format(book);
        format_set_num_format(sheet->units[unit], forms[unit]);
    }
}

static void put_heads(const struct sheet *sheet, const struct report_table *table,
                      const struct language *language, enum language_code code)
{
    char text[TEXT];
    worksheet_write_string(sheet->sheet, TITLE_ROW, 0, report_title(table, language, code),
                           sheet->title);
    snprintf(text, sizeof text, "%04d-%02d-%02d – %04d-%02d-%02d", (int)table->from / 10000,
             (int)table->from / 100 % 100, (int)table->from % 100, (int)table->to / 10000,
             (int)table->to / 100 % 100, (int)table->to % 100);
    worksheet_write_string(sheet->sheet, SPAN_ROW, 0, text, NULL);
    worksheet_write_string(sheet->sheet, HEAD_ROW, 0,
                           language_text(language, code, "report.head.key"), sheet->head);
    worksheet_write_string(sheet->sheet, HEAD_ROW, 1,
                           language_text(language, code, "report.head.name"), sheet->head);
    for (size_t c = 0; c < table->column_count; c++) {
        report_column_head(table->columns[c], language, code, text, sizeof text);
        worksheet_write_string(sheet->sheet, HEAD_ROW, (lxw_col_t)(FIRST_COLUMN + c), text,
                               sheet->head);
    }
    worksheet_set_column(sheet->sheet, 1, 1, 28, NULL);
    worksheet_set_column(sheet->sheet, FIRST_COLUMN,
                         (lxw_col_t)(FIRST_COLUMN + table->column_count), 12, NULL);
    worksheet_freeze_panes(sheet->sheet, FIRST_ROW, FIRST_COLUMN);
}

static void put_line(const struct sheet *sheet, const struct report_table *table, lxw_row_t row,
                     const struct report_line *line, const char *name)
{
    worksheet_write_string(sheet->sheet, row, 0, line->key, NULL);
    worksheet_write_string(sheet->sheet, row, 1, name, NULL);
    for (size_t c = 0; c < table->column_count; c++) {
        enum report_unit unit = table->columns[c]->unit;
        double value = line->cells[c];
        if (!isnan(value)) {
            worksheet_write_number(sheet->sheet, row, (lxw_col_t)(FIRST_COLUMN + c),
                                   unit == UNIT_SECONDS ? value / 60 : value, sheet->units[unit]);
        }
    }
}

static void write_sheet(lxw_workbook *book, const struct report_table *table,
                        const struct language *language, enum language_code code)
{
    struct sheet sheet = {.sheet = workbook_add_worksheet(book, NULL)};
    make_formats(book, &sheet);
    put_heads(&sheet, table, language, code);
    lxw_row_t row = FIRST_ROW;
    for (size_t i = 0; i < table->line_count; i++) {
        put_line(&sheet, table, row++, &table->lines[i], table->lines[i].name[code]);
    }
    put_line(&sheet, table, row, &table->total,
             language_text(language, code, "report.head.total"));
}

/* The whole of an open file. 0 or -1. */
static int read_back(int file, char **bytes, size_t *size)
{
    off_t length = lseek(file, 0, SEEK_END);
    *bytes = length > 0 ? malloc((size_t)length) : NULL;
    if (*bytes == NULL || pread(file, *bytes, (size_t)length, 0) != length) {
        free(*bytes);
        *bytes = NULL;
        return -1;
    }
    *size = (size_t)length;
    return 0;
}

/* Debian 12's libxlsxwriter writes to names only: the name is that of a file in memory. */
int report_table_xlsx(const struct report_table *table, const struct language *language,
                      enum language_code code, char **bytes, size_t *size)
{
    char name[64];
    int file = memfd_create("report.xlsx", MFD_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    lxw_workbook *book = workbook_new(name);
    int result = -1;
    if (book != NULL) {
        write_sheet(book, table, language, code);
        result = workbook_close(book) == LXW_NO_ERROR ? read_back(file, bytes, size) : -1;
    }
    close(file);
    return result;
}
