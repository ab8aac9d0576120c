/* form_pdf.c: a report on paper: whose hall, which report, which period, what was left out, a chart
 * where one says something, the table with its head on every page, when it was made, page x of y.
 *
 * The pages are counted before they are drawn: rows are measured first. See pdf.h. */
#include "reports/pdf.h"

#include <stdlib.h>
#include <string.h>

static const double GAP = 10, FOOT = 14;

struct document {
    struct pdf pdf;
    struct pdf_table table;
    const struct sheet *sheet;
    const struct language *language;
    enum language_code code;
    double *heights; /* of the rows, the total last */
    size_t page, pages;
};

static const char *word(const struct document *document, const char *key)
{
    return language_text(document->language, document->code, key);
}

static void put_foot(struct document *document)
{
    char made[96], page[64], at[WALL_TEXT_SIZE], number[16], count[16], time[24];
    wall_format(document->sheet->made, at);
    snprintf(time, sizeof time, "%.10s %.5s", at, at + 11);
    const struct hole time_hole[] = {{"time", time}, {NULL, NULL}};
    language_fill(made, sizeof made, word(document, "report.made"), time_hole);
    snprintf(number, sizeof number, "%zu", ++document->page);
    snprintf(count, sizeof count, "%zu", document->pages);
    const struct hole page_holes[] = {{"page", number}, {"pages", count}, {NULL, NULL}};
    language_fill(page, sizeof page, word(document, "report.page"), page_holes);
    pdf_foot(&document->pdf, made, page);
}

/* Hall, title, period and filter of the first page; returns where the rest begins. */
static double put_title(struct document *document)
{
    struct pdf *pdf = &document->pdf;
    const struct sheet *sheet = document->sheet;
    struct pdf_style quiet = {.size = 9, .colour = PDF_QUIET};
    const struct pdf_style title = {.size = 18, .bold = true, .colour = PDF_INK};
    double width = pdf->width - 2 * PDF_MARGIN, y = PDF_MARGIN;
    char line[SHEET_LINE];
    y += pdf_text(pdf, &quiet, PDF_MARGIN, y, width, sheet->hall[document->code]);
    y += pdf_text(pdf, &title, PDF_MARGIN, y, width,
                  sheet_words(document->language, document->code, "name", sheet->name));
    sheet_period_line(sheet, document->language, document->code, line, sizeof line);
    quiet.size = 10;
    y += pdf_text(pdf, &quiet, PDF_MARGIN, y + 2, width, line) + 2;
    sheet_filter_line(sheet, document->language, document->code, line, sizeof line);
    if (line[0] != '\0') {
        y += pdf_text(pdf, &quiet, PDF_MARGIN, y, width, line);
    }
    return y + GAP;
}

/* On the pages that follow: which report this is. */
static double put_running_head(struct document *document)
{
    const struct pdf_style quiet = {.size = 8, .colour = PDF_QUIET};
    char line[SHEET_LINE], text[2 * SHEET_LINE];
    sheet_period_line(document->sheet, document->language, document->code, line, sizeof line);
    snprintf(text, sizeof text, "%s  %s",
             sheet_words(document->language, document->code, "name", document->sheet->name), line);
    return PDF_MARGIN - 10 + 4 +
           pdf_text(&document->pdf, &quiet, PDF_MARGIN, PDF_MARGIN - 10,
                    document->pdf.width - 2 * PDF_MARGIN, text);
}

static const struct sheet_row *row_at(const struct document *document, size_t i)
{
    return i < document->sheet->row_count ? &document->sheet->rows[i] : &document->sheet->total;
}

static size_t row_count(const struct document *document)
{
    return document->sheet->row_count + document->sheet->has_total;
}

static int measure_rows(struct document *document)
{
    size_t count = row_count(document);
    document->heights = calloc(count + 1, sizeof *document->heights);
    for (size_t i = 0; document->heights != NULL && i < count; i++) {
        document->heights[i] = pdf_table_row(&document->pdf, &document->table,
                                             row_at(document, i), i, 0, 0, false);
    }
    return document->heights != NULL ? 0 : -1;
}

/* The rows from `next` on that fit below `y`: the first row that does not. */
static size_t fits(const struct document *document, size_t next, double y)
{
    double bottom = document->pdf.height - PDF_MARGIN - FOOT;
    size_t first = next;
    while (next < row_count(document) &&
           (y + document->heights[next] <= bottom || next == first)) {
        y += document->heights[next++];
    }
    return next;
}

static size_t count_pages(struct document *document, double first_top, double next_top)
{
    double head = pdf_table_head_height(&document->pdf, &document->table);
    size_t pages = 1, next = fits(document, 0, first_top + head);
    while (next < row_count(document)) {
        next = fits(document, next, next_top + head);
        pages++;
    }
    return pages;
}

static size_t put_rows(struct document *document, size_t next, double y)
{
    y += pdf_table_head(&document->pdf, &document->table, PDF_MARGIN, y);
    size_t end = fits(document, next, y);
    for (; next < end; next++) {
        y += pdf_table_row(&document->pdf, &document->table, row_at(document, next), next,
                           PDF_MARGIN, y, true);
    }
    if (row_count(document) == 0) {
        const struct pdf_style style = {.size = 10, .colour = PDF_QUIET};
        pdf_text(&document->pdf, &style, PDF_MARGIN, y + GAP,
                 document->pdf.width - 2 * PDF_MARGIN, word(document, "report.nothing"));
    }
    put_foot(document);
    return next;
}

static void put_pages(struct document *document)
{
    static const double running_head = PDF_MARGIN + 6;
    double y = put_title(document);
    double chart = pdf_chart(&document->pdf, document->sheet, document->language, document->code,
                             PDF_MARGIN, y, document->pdf.width - 2 * PDF_MARGIN);
    y += chart > 0 ? chart + GAP : 0;
    document->pages = count_pages(document, y, running_head);
    size_t next = put_rows(document, 0, y);
    while (next < row_count(document)) {
        pdf_next_page(&document->pdf);
        put_running_head(document);
        next = put_rows(document, next, running_head);
    }
}

/* Widths are measured on a page that is thrown away: they say which way the sheet lies. */
static int plan(struct document *document, bool *landscape)
{
    struct form_bytes nothing = {0};
    struct pdf scratch;
    if (pdf_begin(&scratch, false, &nothing) < 0) {
        return -1;
    }
    pdf_table_plan(&scratch, &document->table, landscape);
    int result = pdf_end(&scratch);
    free(nothing.bytes);
    return result;
}

int form_pdf(const struct sheet *sheet, const struct language *language, enum language_code code,
             struct form_bytes *out)
{
    struct document document = {
        .table = {.sheet = sheet, .language = language, .code = code},
        .sheet = sheet,
        .language = language,
        .code = code,
    };
    bool landscape;
    if (plan(&document, &landscape) < 0 || pdf_begin(&document.pdf, landscape, out) < 0) {
        return -1;
    }
    pdf_title(&document.pdf, sheet_words(language, code, "name", sheet->name));
    int result = measure_rows(&document);
    if (result == 0) {
        put_pages(&document);
    }
    free(document.heights);
    return pdf_end(&document.pdf) == 0 ? result : -1;
}
