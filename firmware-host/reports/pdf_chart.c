/* pdf_chart.c: a sheet's chart on paper. Groups of time stand side by side as columns, groups of
 * things lie below each other as bars with their names; of many things the greatest are drawn, and it
 * says of how many. Series differ in colour and in pattern, so that a copier keeps them apart. See
 * pdf.h. */
#include "reports/pdf.h"

#include <math.h>
#include <string.h>

enum { SERIES = SHEET_CHART_COLUMNS, BARS_MOST = 12, COLUMNS_MOST = 62 };
static const double LEGEND = 14, COLUMN_HEIGHT = 110, LABEL = 7, STEP = 4;

struct chart {
    struct pdf *pdf;
    const struct sheet *sheet;
    const struct language *language;
    enum language_code code;
    bool stacked;
    size_t series_count, series[SERIES]; /* columns of the sheet */
    size_t count, rows[COLUMNS_MOST];    /* rows of the sheet that are drawn */
    double most;
    double x, y, width;
};

static double value(const struct chart *chart, size_t row, size_t series)
{
    double number = chart->sheet->rows[row].cells[chart->series[series]].number;
    return isnan(number) ? 0 : number;
}

static double whole(const struct chart *chart, size_t row)
{
    double sum = 0, most = 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        sum += value(chart, row, s);
        most = fmax(most, value(chart, row, s));
    }
    return chart->stacked ? sum : most;
}

/* ------------------------------------------------------------------ what is drawn */

static void choose_series(struct chart *chart)
{
    for (size_t i = 0; i < SERIES && chart->sheet->chart.columns[i] != NULL; i++) {
        size_t column = sheet_column(chart->sheet, chart->sheet->chart.columns[i]);
        if (column < SHEET_COLUMNS) {
            chart->series[chart->series_count++] = column;
        }
    }
}

static bool is_drawn(const struct chart *chart, size_t row)
{
    for (size_t i = 0; i < chart->count; i++) {
        if (chart->rows[i] == row) {
            return true;
        }
    }
    return false;
}

/* All of a few, in their order; of many the greatest, from the greatest down. Bars of no length say
 * nothing. */
static void choose_bars(struct chart *chart)
{
    size_t count = chart->sheet->row_count, full = 0;
    for (size_t i = 0; i < count; i++) {
        full += whole(chart, i) > 0;
    }
    for (size_t i = 0; full <= BARS_MOST && i < count; i++) {
        if (whole(chart, i) > 0) {
            chart->rows[chart->count++] = i;
        }
    }
    while (full > BARS_MOST && chart->count < BARS_MOST) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (!is_drawn(chart, i) &&
                (best == count || whole(chart, i) > whole(chart, best))) {
                best = i;
            }
        }
        chart->rows[chart->count++] = best;
    }
}

/* The latest, when there are more than paper has room for. */
static void choose_columns(struct chart *chart)
{
    size_t count = chart->sheet->row_count;
    size_t first = count > COLUMNS_MOST ? count - COLUMNS_MOST : 0;
    for (size_t i = first; i < count; i++) {
        chart->rows[chart->count++] = i;
    }
}

static bool is_of_time(const struct sheet *sheet)
{
    static const char *const axes[] = {"day", "week", "month", "hour"};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        if (strcmp(sheet->by, axes[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ colours and patterns */

static const uint32_t colours[] = {0x0072B2, 0xE69F00, 0x009E73};
enum { COLOURS = sizeof colours / sizeof *colours };

struct stroke { /* lines or dots in white on the colour, `step` apart */
    double dx, dy;
    bool dots;
};
static const struct stroke strokes[SERIES] = {
    {0, 0, false}, {1, 1, false}, {0, 0, true}, {1, -1, false},
    {1, 0, false}, {0, 1, false}, {0, 0, false},
};

static void draw_dots(cairo_t *cairo, double x, double y, double width, double height)
{
    for (double at_y = y + STEP / 2; at_y < y + height; at_y += STEP) {
        for (double at_x = x + STEP / 2; at_x < x + width; at_x += STEP) {
            cairo_rectangle(cairo, at_x - 0.6, at_y - 0.6, 1.2, 1.2);
        }
    }
    cairo_fill(cairo);
}

static void draw_lines(cairo_t *cairo, const struct stroke *stroke, double x, double y,
                       double width, double height)
{
    double reach = width + height;
    cairo_set_line_width(cairo, 0.9);
    for (double at = -reach; at < reach; at += STEP) {
        if (stroke->dx == 0) {
            cairo_move_to(cairo, x + at, y);
            cairo_line_to(cairo, x + at, y + height);
        } else {
            cairo_move_to(cairo, x, y + at);
            cairo_line_to(cairo, x + reach * stroke->dx, y + at + reach * stroke->dy);
        }
    }
    cairo_stroke(cairo);
}

static void draw_box(struct pdf *pdf, size_t series, double x, double y, double width,
                     double height)
{
    const struct stroke *stroke = &strokes[series];
    if (width <= 0 || height <= 0) {
        return;
    }
    pdf_fill(pdf, colours[series % COLOURS], x, y, width, height);
    cairo_save(pdf->cairo);
    cairo_rectangle(pdf->cairo, x, y, width, height);
    cairo_clip(pdf->cairo);
    cairo_set_source_rgb(pdf->cairo, 1, 1, 1);
    if (stroke->dots) {
        draw_dots(pdf->cairo, x, y, width, height);
    } else if (stroke->dx != 0 || stroke->dy != 0) {
        draw_lines(pdf->cairo, stroke, x, y, width, height);
    }
    cairo_restore(pdf->cairo);
}

static double draw_legend(struct chart *chart)
{
    const struct pdf_style style = {.size = 8, .colour = PDF_INK};
    double x = chart->x, y = chart->y;
    char head[SHEET_LINE];
    for (size_t s = 0; s < chart->series_count; s++) {
        sheet_head(&chart->sheet->columns[chart->series[s]], chart->language, chart->code, head,
                   sizeof head);
        double width = pdf_text_width(chart->pdf, &style, head);
        if (x > chart->x && x + width + 24 > chart->x + chart->width) {
            x = chart->x;
            y += LEGEND;
        }
        draw_box(chart->pdf, s, x, y + 2, 9, 8);
        pdf_text(chart->pdf, &style, x + 12, y, 0, head);
        x += width + 24;
    }
    return y + LEGEND + 2 - chart->y;
}

static void number_text(const struct chart *chart, double number, char *out, size_t size)
{
    struct sheet_cell cell = {.number = number, .text = {"", ""}};
    sheet_cell_text(&chart->sheet->columns[chart->series[0]], &cell, chart->code, out, size);
}

/* ------------------------------------------------------------------ bars */

static double name_width(const struct chart *chart, const struct pdf_style *style)
{
    double most = 0;
    char name[SHEET_LINE];
    for (size_t i = 0; i < chart->count; i++) {
        sheet_row_name(&chart->sheet->rows[chart->rows[i]], chart->code, name, sizeof name);
        most = fmax(most, pdf_text_width(chart->pdf, style, name));
    }
    return fmin(most, chart->width * 0.36) + 6;
}

static void draw_name(const struct chart *chart, size_t row, double y, double width)
{
    const struct pdf_style style = {.size = LABEL, .align = PDF_RIGHT, .colour = PDF_INK};
    char name[SHEET_LINE];
    sheet_row_name(&chart->sheet->rows[row], chart->code, name, sizeof name);
    cairo_save(chart->pdf->cairo);
    cairo_rectangle(chart->pdf->cairo, chart->x, y - 2, width, LABEL + 4);
    cairo_clip(chart->pdf->cairo); /* a long name ends where the bars begin */
    pdf_text(chart->pdf, &style, chart->x, y - 1.5, width - 6, name);
    cairo_restore(chart->pdf->cairo);
}

static double draw_bar_group(const struct chart *chart, size_t row, double y, double left,
                             double room)
{
    const struct pdf_style style = {.size = 6.5, .colour = PDF_QUIET};
    double height = chart->stacked || chart->series_count == 1 ? 9 : 6, x = left, end = left;
    char text[32];
    for (size_t s = 0; s < chart->series_count; s++) {
        double length = value(chart, row, s) / chart->most * room;
        draw_box(chart->pdf, s, x, y, length, height);
        end = x + length;
        if (!chart->stacked) {
            number_text(chart, value(chart, row, s), text, sizeof text);
            pdf_text(chart->pdf, &style, end + 3, y - 1.5, 0, text);
            y += height;
        } else {
            x = end;
        }
    }
    if (chart->stacked) {
        number_text(chart, whole(chart, row), text, sizeof text);
        pdf_text(chart->pdf, &style, end + 3, y, 0, text);
        y += height;
    }
    return y;
}

static double draw_bars(struct chart *chart, double y)
{
    const struct pdf_style label = {.size = LABEL};
    double names = name_width(chart, &label), left = chart->x + names;
    double room = chart->width - names - 34, top = y;
    for (size_t i = 0; i < chart->count; i++) {
        double next = draw_bar_group(chart, chart->rows[i], y, left, room);
        draw_name(chart, chart->rows[i], (y + next - LABEL - 2) / 2, names);
        y = next + 3;
    }
    pdf_line(chart->pdf, PDF_QUIET, left, top - 1, left, y - 2);
    return y;
}

static double draw_note(const struct chart *chart, double y)
{
    const struct pdf_style style = {.size = 7, .colour = PDF_QUIET};
    char shown[16], all[16], text[SHEET_LINE];
    if (chart->count == chart->sheet->row_count) {
        return y;
    }
    snprintf(shown, sizeof shown, "%zu", chart->count);
    snprintf(all, sizeof all, "%zu", chart->sheet->row_count);
    const struct hole holes[] = {{"shown", shown}, {"all", all}, {NULL, NULL}};
    language_fill(text, sizeof text,
                  language_text(chart->language, chart->code,
                                is_of_time(chart->sheet) ? "report.chart.latest"
                                                         : "report.chart.greatest"),
                  holes);
    return y + pdf_text(chart->pdf, &style, chart->x, y, chart->width, text);
}

/* ------------------------------------------------------------------ columns */

static void draw_column_group(const struct chart *chart, size_t row, double x, double wide,
                              double bottom)
{
    double part = chart->stacked ? wide : wide / (double)chart->series_count, y = bottom;
    for (size_t s = 0; s < chart->series_count; s++) {
        double height = value(chart, row, s) / chart->most * COLUMN_HEIGHT;
        draw_box(chart->pdf, s, x, y - height, part, height);
        y -= chart->stacked ? height : 0;
        x += chart->stacked ? 0 : part;
    }
}

static void draw_scale(const struct chart *chart, double top, double left)
{
    const struct pdf_style style = {.size = 6.5, .align = PDF_RIGHT, .colour = PDF_QUIET};
    char text[32];
    for (int i = 0; i <= 2; i++) {
        double y = top + COLUMN_HEIGHT - COLUMN_HEIGHT * i / 2.0;
        number_text(chart, chart->most * i / 2, text, sizeof text);
        pdf_text(chart->pdf, &style, chart->x, y - 5, left - chart->x - 4, text);
        pdf_line(chart->pdf, PDF_RULE, left, y, chart->x + chart->width, y);
    }
}

static double draw_columns(struct chart *chart, double y)
{
    const struct pdf_style style = {.size = 6.5, .align = PDF_CENTRE, .colour = PDF_INK};
    double left = chart->x + 34, slot = (chart->width - 34) / (double)chart->count;
    double wide = fmin(slot * 0.8, 40);
    y += 6;
    draw_scale(chart, y, left);
    size_t every = (size_t)ceil(34 / slot);
    for (size_t i = 0; i < chart->count; i++) {
        const struct sheet_row *row = &chart->sheet->rows[chart->rows[i]];
        double x = left + slot * (double)i;
        draw_column_group(chart, chart->rows[i], x + (slot - wide) / 2, wide, y + COLUMN_HEIGHT);
        if (i % every == 0) { /* the year is in the title */
            const char *name = row->name[chart->code];
            pdf_text(chart->pdf, &style, x - 20, y + COLUMN_HEIGHT + 2, slot + 40,
                     strlen(name) == 10 ? name + 5 : name);
        }
    }
    return y + COLUMN_HEIGHT + 14;
}

double pdf_chart(struct pdf *pdf, const struct sheet *sheet, const struct language *language,
                 enum language_code code, double x, double y, double width)
{
    struct chart chart = {.pdf = pdf, .sheet = sheet, .language = language, .code = code,
                          .stacked = sheet->chart.form == CHART_STACKED,
                          .x = x, .y = y, .width = width};
    if (sheet->chart.form == CHART_NONE || sheet->row_count < 2) {
        return 0;
    }
    choose_series(&chart);
    if (is_of_time(sheet)) {
        choose_columns(&chart);
    } else {
        choose_bars(&chart);
    }
    for (size_t i = 0; i < chart.count; i++) {
        chart.most = fmax(chart.most, whole(&chart, chart.rows[i]));
    }
    if (chart.series_count == 0 || chart.most <= 0) {
        return 0;
    }
    double at = y + draw_legend(&chart);
    at = is_of_time(sheet) ? draw_columns(&chart, at) : draw_bars(&chart, at);
    return draw_note(&chart, at) - y;
}
