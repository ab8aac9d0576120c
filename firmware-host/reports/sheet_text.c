/* sheet_text.c: what people read of a sheet. See forms.h. */
#include "reports/forms.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

const char *sheet_words(const struct language *language, enum language_code code,
                        const char *part, const char *key)
{
    char name[96];
    snprintf(name, sizeof name, "report.%s.%s", part, key);
    return language_text(language, code, name);
}

void sheet_head(const struct sheet_column *column, const struct language *language,
                enum language_code code, char *out, size_t size)
{
    const char *head = sheet_words(language, code, "column", column->key);
    if (column->type == SHEET_SECONDS) {
        snprintf(out, size, code == LANGUAGE_ZH ? "%s（%s）" : "%s (%s)", head,
                 language_text(language, code, "report.unit.minutes"));
    } else {
        snprintf(out, size, "%s", head);
    }
}

void sheet_row_name(const struct sheet_row *row, enum language_code code, char *out, size_t size)
{
    const char *name = row->name[code], *key = row->key;
    bool number = key[0] != '\0' && key[strspn(key, "0123456789")] == '\0' &&
                  strcmp(key, name) != 0;
    snprintf(out, size, "%s%s%s", number ? key : "", number ? " " : "", name);
}

static void day_text(double day, char *out, size_t size)
{
    int number = (int)day;
    snprintf(out, size, "%04d-%02d-%02d", number / 10000, number / 100 % 100, number % 100);
}

static void time_text(double ms, char *out, size_t size)
{
    char text[WALL_TEXT_SIZE];
    wall_format((wall_t){(int64_t)ms}, text);
    snprintf(out, size, "%.10s %.8s", text, text + 11);
}

void sheet_cell_text(const struct sheet_column *column, const struct sheet_cell *cell,
                     enum language_code code, char *out, size_t size)
{
    if (sheet_type_is_text(column->type)) {
        text_cut(out, size, cell->text[code], size);
        return;
    }
    if (isnan(cell->number)) {
        out[0] = '\0';
        return;
    }
    switch (column->type) {
    case SHEET_DAY: day_text(cell->number, out, size); break;
    case SHEET_TIME: time_text(cell->number, out, size); break;
    case SHEET_SECONDS: snprintf(out, size, "%.1f", cell->number / 60); break;
    case SHEET_SHARE: snprintf(out, size, "%.1f%%", cell->number * 100); break;
    default: snprintf(out, size, "%.0f", cell->number); break;
    }
}

double sheet_number(enum sheet_type type, double number)
{
    return type == SHEET_SECONDS ? number / 60 : number;
}

void sheet_period_line(const struct sheet *sheet, const struct language *language,
                       enum language_code code, char *out, size_t size)
{
    char from[16], to[16];
    size_t used = 0;
    day_text(sheet->from, from, sizeof from);
    day_text(sheet->to, to, sizeof to);
    text_append(out, size, &used, "%s", from);
    if (sheet->from != sheet->to) {
        text_append(out, size, &used, "%s%s", language_text(language, code, "report.until"), to);
    }
    if (sheet->by[0] != '\0') {
        text_append(out, size, &used, " · %s", sheet_words(language, code, "axis", sheet->by));
    }
}

void sheet_filter_line(const struct sheet *sheet, const struct language *language,
                       enum language_code code, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sheet->filter_count; i++) {
        text_append(out, size, &used, "%s%s%s%s", i > 0 ? " · " : "",
                    sheet_words(language, code, "filter", sheet->filters[i].of),
                    code == LANGUAGE_ZH ? "：" : ": ", sheet->filters[i].name[code]);
    }
}
