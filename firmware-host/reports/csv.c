/* csv.c: see csv.h. */
#include "reports/csv.h"

#include <string.h>

int csv_begin(struct csv *csv, FILE *out)
{
    *csv = (struct csv){.out = out, .first = true};
    if (out == NULL) {
        return -1;
    }
    fputs("\xEF\xBB\xBF", out);
    return 0;
}

static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL && strcmp(text, "-") != 0;
}

static void begin_cell(struct csv *csv)
{
    fputs(csv->first ? "" : ",", csv->out);
    csv->first = false;
}

void csv_put_number(struct csv *csv, const char *number)
{
    begin_cell(csv);
    fputs(number, csv->out);
}

void csv_put(struct csv *csv, const char *text)
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

void csv_end_line(struct csv *csv)
{
    fputs("\r\n", csv->out);
    csv->first = true;
}
