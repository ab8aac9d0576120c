/* form_csv.c: UTF-8 with a byte-order mark and CRLF, as spreadsheets of this country open it.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe (OWASP, "CSV injection"); a
 * number is written as one and stays one, also below zero. */
#include "reports/forms.h"

#include <stdlib.h>
#include <string.h>

enum { CELL = 1024 };

struct csv {
    FILE *out;
    bool first;
};

static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

static void begin_cell(struct csv *csv)
{
    fputs(csv->first ? "" : ",", csv->out);
    csv->first = false;
}

static void put_text(struct csv *csv, const char *text)
{
    begin_cell(csv);
    bool quote = strpbrk(text, "\",\r\n") != NULL || is_formula(text);
    fputs(quote ? "\"" : "", csv->out);
    fputs(is_formula(text) ? "'" : "", csv->out);
    for (; *text != '\0'; text++) {
        fputs(*text == '"' ? "\"\"" : (char[]){*text, '\0'}, csv->out);
    }
    fputs(quote ? "\"" : "", csv->out);
}

static void put_cell(struct csv *csv, const struct sheet_column *column,
                     const struct sheet_cell *cell, enum language_code code)
{
    char text[CELL];
    sheet_cell_text(column, cell, code, text, sizeof text);
    if (sheet_type_is_text(column->type)) {
        put_text(csv, text);
        return;
    }
    begin_cell(csv);
    fputs(text, csv->out);
}

static void end_line(struct csv *csv)
{
    fputs("\r\n", csv->out);
    csv->first = true;
}

static void put_row(struct csv *csv, const struct sheet *sheet, const struct sheet_row *row,
                    const char *name, enum language_code code)
{
    if (sheet->keyed) {
        put_text(csv, row->key);
        put_text(csv, name);
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        put_cell(csv, &sheet->columns[c], &row->cells[c], code);
    }
    end_line(csv);
}

static void put_heads(struct csv *csv, const struct sheet *sheet, const struct language *language,
                      enum language_code code)
{
    if (sheet->keyed) {
        put_text(csv, language_text(language, code, "report.head.key"));
        put_text(csv, language_text(language, code, "report.head.name"));
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        char head[SHEET_LINE];
        sheet_head(&sheet->columns[c], language, code, head, sizeof head);
        put_text(csv, head);
    }
    end_line(csv);
}

int form_csv(const struct sheet *sheet, const struct language *language, enum language_code code,
             struct form_bytes *out)
{
    struct csv csv = {.out = open_memstream(&out->bytes, &out->size), .first = true};
    if (csv.out == NULL) {
        return -1;
    }
    fputs("\xEF\xBB\xBF", csv.out);
    put_heads(&csv, sheet, language, code);
    for (size_t i = 0; i < sheet->row_count; i++) {
        put_row(&csv, sheet, &sheet->rows[i], sheet->rows[i].name[code], code);
    }
    if (sheet->has_total) {
        put_row(&csv, sheet, &sheet->total, language_text(language, code, "report.head.total"),
                code);
    }
    return fclose(csv.out) == 0 ? 0 : -1;
}
