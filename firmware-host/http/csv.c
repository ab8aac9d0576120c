/* csv.c: see csv.h. */
#include "http/csv.h"

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

void csv_put(struct csv *csv, const char *text)
{
    fputs(csv->first ? "" : ",", csv->out);
    csv->first = false;
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
