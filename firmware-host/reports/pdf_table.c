/* pdf_table.c: a sheet's table on paper: how wide each column is, and one row after the other.
 *
 * A number is never broken, a head may be, a text wraps. When the table does not fit on a page as it
 * stands, the sheet lies on its side; when that does not help, texts get narrower; at last the type
 * gets smaller. See pdf.h. */
#include "reports/pdf.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { CELL = 1024 };
static const double TYPE_SIZE = 8.5, SMALLEST = 5.0, PAD_X = 4, PAD_Y = 2.5;
static const double TEXT_MOST = 210, TEXT_LEAST = 52, HEAD_MOST = 64;

/* Reads from the left and may be broken. */
static bool is_text(const struct pdf_table *table, size_t column)
{
    const struct sheet *sheet = table->sheet;
    size_t at = column - sheet->keyed;
    return (sheet->keyed && column == 0) || sheet_type_is_text(sheet->columns[at].type);
}

/* The unit stands on a line of its own. */
static void head_of(const struct pdf_table *table, size_t column, char out[SHEET_LINE])
{
    const struct sheet *sheet = table->sheet;
    if (sheet->keyed && column == 0) {
        snprintf(out, SHEET_LINE, "%s",
                 language_text(table->language, table->code, "report.head.name"));
        return;
    }
    const struct sheet_column *of = &sheet->columns[column - sheet->keyed];
    const char *head = sheet_words(table->language, table->code, "column", of->key);
    if (of->type == SHEET_SECONDS) {
        snprintf(out, SHEET_LINE, table->code == LANGUAGE_ZH ? "%s\n（%s）" : "%s\n(%s)", head,
                 language_text(table->language, table->code, "report.unit.minutes"));
    } else {
        snprintf(out, SHEET_LINE, "%s", head);
    }
}

static void name_of(const struct pdf_table *table, const struct sheet_row *row, char out[CELL])
{
    if (row == &table->sheet->total) {
        snprintf(out, CELL, "%s",
                 language_text(table->language, table->code, "report.head.total"));
    } else {
        sheet_row_name(row, table->code, out, CELL);
    }
}

static void cell_of(const struct pdf_table *table, const struct sheet_row *row, size_t column,
                    char out[CELL])
{
    const struct sheet *sheet = table->sheet;
    if (sheet->keyed && column == 0) {
        name_of(table, row, out);
        return;
    }
    size_t at = column - sheet->keyed;
    sheet_cell_text(&sheet->columns[at], &row->cells[at], table->code, out, CELL);
    if (out[0] == '\0' && !sheet_type_is_text(sheet->columns[at].type)) {
        snprintf(out, CELL, "–");
    }
}

/* ------------------------------------------------------------------ widths */

struct want {
    double least, best;
};

/* Only the cell with the most characters is measured: digits have one width, a Chinese character two
 * cells. */
static double widest_cell(struct pdf *pdf, const struct pdf_table *table, size_t column)
{
    const struct pdf_style style = {.size = TYPE_SIZE};
    const struct sheet *sheet = table->sheet;
    char text[CELL], widest[CELL] = "";
    size_t most = 0;
    for (size_t i = 0; i < sheet->row_count + sheet->has_total; i++) {
        cell_of(table, i < sheet->row_count ? &sheet->rows[i] : &sheet->total, column, text);
        size_t cells = text_cells(text);
        if (cells > most) {
            most = cells;
            memcpy(widest, text, sizeof widest);
        }
    }
    return pdf_text_width(pdf, &style, widest) * 1.06;
}

/* A number of a ticket or a short word is not broken. */
static double most_of_short(double width)
{
    return width < 1.5 * TEXT_LEAST ? width : 0;
}

static struct want want_of(struct pdf *pdf, const struct pdf_table *table, size_t column)
{
    const struct pdf_style head = {.size = TYPE_SIZE, .bold = true};
    char text[SHEET_LINE];
    head_of(table, column, text);
    double cells = widest_cell(pdf, table, column), one_line = pdf_text_width(pdf, &head, text);
    double word = pdf_word_width(pdf, &head, text);
    word = fmin(one_line, fmax(word, 3 * TYPE_SIZE));
    struct want want;
    if (is_text(table, column)) {
        want.best = fmax(fmin(cells, TEXT_MOST), fmin(one_line, HEAD_MOST));
        want.least = fmin(want.best, fmax(TEXT_LEAST, fmax(word, most_of_short(cells))));
    } else {
        want.least = fmax(cells, word);
        want.best = fmax(cells, fmin(one_line, HEAD_MOST));
    }
    want.least += 2 * PAD_X;
    want.best += 2 * PAD_X;
    want.best = fmax(want.best, want.least);
    return want;
}

/* Between least and best, as far as the room reaches; what is left over goes to texts. */
static void share_out(struct pdf_table *table, const struct want *wants, double room)
{
    double least = 0, best = 0, texts = 0;
    for (size_t c = 0; c < table->count; c++) {
        least += wants[c].least;
        best += wants[c].best;
        texts += is_text(table, c) ? wants[c].best : 0;
    }
    double scale = least > room ? room / least : 1;
    double part = best > least ? fmin(1, (room - least * scale) / (best - least)) : 1;
    table->size = fmax(SMALLEST, TYPE_SIZE * scale);
    double over = scale < 1 || best > room ? 0 : room - best;
    table->total_width = 0;
    for (size_t c = 0; c < table->count; c++) {
        table->widths[c] = wants[c].least * scale +
                           (scale < 1 ? 0 : part * (wants[c].best - wants[c].least));
        if (is_text(table, c)) {
            table->widths[c] += over * 0.6 * wants[c].best / texts;
        } else {
            table->widths[c] += over * 0.4 / (double)table->count;
        }
        table->total_width += table->widths[c];
    }
}

void pdf_table_plan(struct pdf *pdf, struct pdf_table *table, bool *landscape)
{
    struct want wants[PDF_TABLE_COLUMNS];
    double least = 0, best = 0;
    table->count = table->sheet->column_count + table->sheet->keyed;
    for (size_t c = 0; c < table->count; c++) {
        wants[c] = want_of(pdf, table, c);
        least += wants[c].least;
        best += wants[c].best;
    }
    *landscape = (least + best) / 2 > PDF_SHORT_SIDE - 2 * PDF_MARGIN;
    share_out(table, wants,
              (*landscape ? PDF_LONG_SIDE : PDF_SHORT_SIDE) - 2 * PDF_MARGIN);
}

/* ------------------------------------------------------------------ rows */

static enum pdf_align align_of(const struct pdf_table *table, size_t column)
{
    if (is_text(table, column)) { /* the name of a keyed row is in no column of the sheet */
        return PDF_LEFT;
    }
    const struct sheet_column *of = &table->sheet->columns[column - table->sheet->keyed];
    return of->type == SHEET_DAY || of->type == SHEET_TIME ? PDF_LEFT : PDF_RIGHT;
}

double pdf_table_head_height(struct pdf *pdf, const struct pdf_table *table)
{
    const struct pdf_style style = {.size = table->size, .bold = true};
    char text[SHEET_LINE];
    double height = 0;
    for (size_t c = 0; c < table->count; c++) {
        head_of(table, c, text);
        height = fmax(height, pdf_text_height(pdf, &style, table->widths[c] - 2 * PAD_X, text));
    }
    return height + 2 * PAD_Y + 2;
}

double pdf_table_head(struct pdf *pdf, const struct pdf_table *table, double x, double y)
{
    double height = pdf_table_head_height(pdf, table), at = x;
    char text[SHEET_LINE];
    pdf_fill(pdf, PDF_HEAD, x, y, table->total_width, height);
    for (size_t c = 0; c < table->count; c++) {
        struct pdf_style style = {.size = table->size, .bold = true, .colour = PDF_INK,
                                  .align = align_of(table, c)};
        double width = table->widths[c] - 2 * PAD_X;
        head_of(table, c, text);
        double own = pdf_text_height(pdf, &style, width, text);
        pdf_text(pdf, &style, at + PAD_X, y + height - own - PAD_Y - 1, width, text);
        at += table->widths[c];
    }
    pdf_line(pdf, PDF_QUIET, x, y + height, x + table->total_width, y + height);
    return height;
}

static double row_height(struct pdf *pdf, const struct pdf_table *table,
                         const struct sheet_row *row, const struct pdf_style *style)
{
    char text[CELL];
    double height = pdf_text_height(pdf, style, 0, "0");
    for (size_t c = 0; c < table->count; c++) {
        if (is_text(table, c)) {
            cell_of(table, row, c, text);
            height =
                fmax(height, pdf_text_height(pdf, style, table->widths[c] - 2 * PAD_X, text));
        }
    }
    return height + 2 * PAD_Y;
}

double pdf_table_row(struct pdf *pdf, const struct pdf_table *table, const struct sheet_row *row,
                     size_t index, double x, double y, bool draw)
{
    bool total = row == &table->sheet->total;
    struct pdf_style style = {.size = table->size, .bold = total, .colour = PDF_INK};
    double height = row_height(pdf, table, row, &style), at = x;
    char text[CELL];
    if (!draw) {
        return height;
    }
    if (total) {
        pdf_line(pdf, PDF_QUIET, x, y, x + table->total_width, y);
    } else if (index % 2 == 1) {
        pdf_fill(pdf, PDF_BAND, x, y, table->total_width, height);
    }
    for (size_t c = 0; c < table->count; c++) {
        cell_of(table, row, c, text);
        style.align = align_of(table, c);
        pdf_text(pdf, &style, at + PAD_X, y + PAD_Y, table->widths[c] - 2 * PAD_X, text);
        at += table->widths[c];
    }
    return height;
}
