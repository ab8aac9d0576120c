/* forms.h: a sheet as a file: JSON for pages, CSV and spreadsheet for reckoning, PDF for paper.
 *
 * A form is a row of report_forms and one writer. Each writer allocates *bytes: 0, or -1 when memory
 * is out. JSON gives seconds, fractions and both languages; the others minutes, percent and one
 * language, as people read them. No text of a cell ever becomes a formula.
 *
 * Pango, Cairo and libxlsxwriter take milliseconds and read files: never in the loop. Thread:
 * reports. */
#pragma once

#include "reports/sheet.h"

#include <jansson.h>

struct form_bytes {
    char *bytes; /* malloc */
    size_t size;
};

enum report_form { FORM_JSON, FORM_CSV, FORM_XLSX, FORM_PDF, FORM_TEXT, REPORT_FORMS };
struct form {
    const char *ending, *type; /* ".csv", media type */
    /* NULL: this form is not made from a sheet (the daily brief as text) */
    int (*write)(const struct sheet *sheet, const struct language *language,
                 enum language_code code, struct form_bytes *out);
};
extern const struct form report_forms[REPORT_FORMS];
/* The form that a media type names, FORM_JSON when none does. */
enum report_form report_form_accepted(const char *accept);

int form_csv(const struct sheet *sheet, const struct language *language, enum language_code code,
             struct form_bytes *out);
int form_xlsx(const struct sheet *sheet, const struct language *language, enum language_code code,
              struct form_bytes *out);
int form_pdf(const struct sheet *sheet, const struct language *language, enum language_code code,
             struct form_bytes *out);
int form_json(const struct sheet *sheet, const struct language *language, enum language_code code,
              struct form_bytes *out);
json_t *form_json_value(const struct sheet *sheet, const struct language *language);
/* {"zh": …, "en": …} of a key. */
json_t *form_json_words(const struct language *language, const char *key);

/* ---- texts of a form in one language (sheet_text.c) */
enum { SHEET_LINE = 320 };
/* The text report.PART.KEY. */
const char *sheet_words(const struct language *language, enum language_code code,
                        const char *part, const char *key);
/* "平均等待（分钟）": the head of a column; durations are minutes. */
void sheet_head(const struct sheet_column *column, const struct language *language,
                enum language_code code, char *out, size_t size);
/* A window is its number to people, with its name behind; other keys are left out. */
void sheet_row_name(const struct sheet_row *row, enum language_code code, char *out, size_t size);
/* What a person reads in a cell; "" when there is nothing to say. */
void sheet_cell_text(const struct sheet_column *column, const struct sheet_cell *cell,
                     enum language_code code, char *out, size_t size);
/* "2026-03-01 至 2026-03-31 · 按窗口". */
void sheet_period_line(const struct sheet *sheet, const struct language *language,
                       enum language_code code, char *out, size_t size);
/* "部门：工商局 · 窗口：3 综合"; "" when nothing was left out. */
void sheet_filter_line(const struct sheet *sheet, const struct language *language,
                       enum language_code code, char *out, size_t size);
/* The number that people read: minutes of seconds, everything else as it is. */
double sheet_number(enum sheet_type type, double number);
