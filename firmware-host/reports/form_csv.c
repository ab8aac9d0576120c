/* form_csv.c: UTF-8 with a byte-order mark and CRLF, as spreadsheets of this country open it. Texts are
 * kept from being formulas (csv.h); a number stays one, also below zero. See forms.h. */
#include "reports/csv.h"
#include "reports/forms.h"

enum { CELL = 1024 };

static void put_cell(struct csv *csv, const struct sheet_column *column,
                     const struct sheet_cell *cell, enum language_code code)
{
    char text[CELL];
    sheet_cell_text(column, cell, code, text, sizeof text);
    if (sheet_type_is_text(column->type)) {
        csv_put(csv, text);
    } else {
        csv_put_number(csv, text);
    }
}

static void put_row(struct csv *csv, const struct sheet *sheet, const struct sheet_row *row,
                    const char *name, enum language_code code)
{
    if (sheet->keyed) {
        csv_put(csv, row->key);
        csv_put(csv, name);
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        put_cell(csv, &sheet->columns[c], &row->cells[c], code);
    }
    csv_end_line(csv);
}

static void put_heads(struct csv *csv, const struct sheet *sheet, const struct language *language,
                      enum language_code code)
{
    if (sheet->keyed) {
        csv_put(csv, language_text(language, code, "report.head.key"));
        csv_put(csv, language_text(language, code, "report.head.name"));
    }
    for (size_t c = 0; c < sheet->column_count; c++) {
        char head[SHEET_LINE];
        sheet_head(&sheet->columns[c], language, code, head, sizeof head);
        csv_put(csv, head);
    }
    csv_end_line(csv);
}

int form_csv(const struct sheet *sheet, const struct language *language, enum language_code code,
             struct form_bytes *out)
{
    struct csv csv;
    if (csv_begin(&csv, open_memstream(&out->bytes, &out->size)) < 0) {
        return -1;
    }
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
