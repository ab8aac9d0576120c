/* report_commands.c: hallq report. A report is a table, aligned by the cells of a terminal; --csv,
 * --xlsx and --pdf fetch it as a file (--out FILE), the brief is read as text. `day` prints the
 * end-of-day balance as a page for people; with --balance FILE it is also held against what the
 * simulated world counted on its own (paper that came out, touches, ratings). Exit code 0 only when
 * everything closes. */
#include "cli/commands.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long long number_of(const json_t *object, const char *name)
{
    return (long long)json_integer_value(json_object_get(object, name));
}

static void line(const struct client *client, const char *key, long long value)
{
    printf("  %-8lld %s\n", value, client_text(client, key));
}

struct equation { /* left = sum of the right */
    const char *title, *left[3], *right[7], *closes;
};

/* The three balances: the terms are fields of the report and keys of their names. */
static const struct equation equations[] = {
    {"report.tickets", {"carried_in", "issued", NULL},
     {"served", "no_show", "cancelled", "expired", "carried_over", "open", NULL}, "tickets_close"},
    {"report.slips", {"slips_printed", NULL}, {"tickets_printed", "reprints", NULL},
     "slips_close"},
    {"report.ratings", {"services", NULL}, {"rated_active", "rated_default", "rated_none", NULL},
     "ratings_close"},
};

static long long print_side(const struct client *client, const json_t *balance,
                            const char *const *names)
{
    long long sum = 0;
    for (; *names != NULL; names++) {
        char key[64];
        snprintf(key, sizeof key, "report.%s", *names);
        line(client, key, number_of(balance, *names));
        sum += number_of(balance, *names);
    }
    return sum;
}

static int print_equation(const struct client *client, const json_t *balance,
                          const struct equation *equation)
{
    printf("%s\n", client_text(client, equation->title));
    long long left = print_side(client, balance, equation->left);
    printf("  =\n");
    long long right = print_side(client, balance, equation->right);
    int closes = json_is_true(json_object_get(balance, equation->closes)) && left == right;
    printf("  %lld = %lld  %s\n\n", left, right,
           client_text(client, closes ? "report.closes" : "report.does_not_close"));
    return closes;
}

static void print_differences(const struct client *client, const json_t *differences)
{
    size_t i;
    json_t *row;
    json_array_foreach(differences, i, row) {
        char key[128];
        snprintf(key, sizeof key, "report.difference.%s",
                 json_string_value(json_object_get(row, "what")));
        printf("  %s  %s\n", json_string_value(json_object_get(row, "number")),
               client_text(client, key));
    }
}

static void print_duration(const struct client *client, const char *key, const json_t *d)
{
    printf("  %-8s %6.1f  %5.1f  %5.1f  %5.1f  (%lld)\n", client_text(client, key),
           json_real_value(json_object_get(d, "mean")) / 60, (double)number_of(d, "p50") / 60,
           (double)number_of(d, "p90") / 60, (double)number_of(d, "p95") / 60,
           number_of(d, "count"));
}

static void print_rates(const struct client *client, const json_t *rates)
{
    size_t i;
    json_t *row;
    printf("%s\n", client_text(client, "report.rates"));
    json_array_foreach(rates, i, row) {
        printf("  %8s  %s\n", json_string_value(json_object_get(row, "value")),
               client_text(client, json_string_value(json_object_get(row, "label"))));
    }
    printf("\n");
}

static void print_figures(const struct client *client, const json_t *figures)
{
    const json_t *hall = json_array_get(json_object_get(figures, "hall"), 0);
    printf("%s\n", client_text(client, "report.durations"));
    print_duration(client, "report.wait", json_object_get(hall, "wait"));
    print_duration(client, "report.walk", json_object_get(hall, "walk"));
    print_duration(client, "report.service", json_object_get(hall, "service"));
    const json_t *levels = json_object_get(hall, "rated_active");
    printf("\n%s\n", client_text(client, "report.levels"));
    for (size_t level = 5; level >= 1; level--) {
        char key[32];
        snprintf(key, sizeof key, "report.level%zu", level);
        line(client, key, (long long)json_integer_value(json_array_get(levels, level - 1)));
    }
    printf("\n%s\n", client_text(client, "report.hours"));
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(figures, "hour"), i, row) {
        printf("  %s:00  %4lld  %4lld  %6.1f\n", json_string_value(json_object_get(row, "key")),
               number_of(row, "issued"), number_of(row, "services"),
               json_real_value(json_object_get(json_object_get(row, "wait"), "mean")) / 60);
    }
    printf("\n");
}

/* ------------------------------------------------------------------ the world's own count */

static long long total_of(FILE *totals, const char *name)
{
    char key[64];
    long long value;
    rewind(totals);
    while (fscanf(totals, "%63s %lld", key, &value) == 2) {
        if (strcmp(key, name) == 0) {
            return value;
        }
    }
    return -1;
}

/* Sums of what the hall counted itself (outside) or of the balance (inside). */
struct sum {
    bool outside;
    const char *names[4];
};

static long long add(const struct sum *sum, FILE *totals, const json_t *balance)
{
    long long value = 0;
    for (const char *const *name = sum->names; *name != NULL; name++) {
        value += sum->outside ? total_of(totals, *name) : number_of(balance, *name);
    }
    return value;
}

/* What must lie between what. A slip that nobody is sure of may be on paper or not; a rating
 * may have been written down although its thank-you was lost on the wire, but never the other
 * way round. On a day without faults the three are equal. */
static int compare(const struct client *client, const json_t *balance, const char *file)
{
    static const struct {
        const char *key;
        struct sum low, middle, high;
    } rows[] = {
        {"report.outside.slips",
         {false, {"slips_printed", NULL}},
         {true, {"slips_completed", NULL}},
         {false, {"slips_printed", "slips_void", "slips_uncertain", NULL}}},
        {"report.outside.ratings",
         {true, {"ratings_thanked", NULL}},
         {false, {"rated_active", NULL}},
         {true, {"ratings", NULL}}},
    };
    FILE *totals = fopen(file, "re");
    if (totals == NULL) {
        printf("%s: %s\n", file, client_text(client, "report.no_totals"));
        return 0;
    }
    int within = 1;
    printf("%s\n", client_text(client, "report.outside"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        long long low = add(&rows[i].low, totals, balance);
        long long middle = add(&rows[i].middle, totals, balance);
        long long high = add(&rows[i].high, totals, balance);
        int holds = low >= 0 && low <= middle && middle <= high;
        printf("  %lld ≤ %lld ≤ %lld  %s  %s\n", low, middle, high,
               client_text(client, holds ? "report.closes" : "report.does_not_close"),
               client_text(client, rows[i].key));
        within = within && holds;
    }
    printf("\n");
    fclose(totals);
    return within;
}

/* ------------------------------------------------------------------ the command */

static int report_day(const struct client *client, const json_t *report, const char *totals)
{
    const json_t *balance = json_object_get(report, "balance");
    long long day = number_of(balance, "day");
    printf("%s  %04lld-%02lld-%02lld\n\n", client_text(client, "report.day"), day / 10000,
           day / 100 % 100, day % 100);
    int closes = 1;
    for (size_t i = 0; i < sizeof equations / sizeof *equations; i++) {
        closes = print_equation(client, balance, &equations[i]) && closes;
    }
    print_differences(client, json_object_get(report, "differences"));
    print_rates(client, json_object_get(report, "rates"));
    print_figures(client, json_object_get(report, "figures"));
    if (totals != NULL) {
        /* The hall is empty: nobody may be left in service. */
        closes = compare(client, balance, totals) && number_of(balance, "open") == 0 && closes;
    }
    closes = closes && json_array_size(json_object_get(report, "differences")) == 0;
    printf("%s\n", client_text(client, closes ? "report.balanced" : "report.unbalanced"));
    return closes ? 0 : EXIT_REFUSED;
}

/* ------------------------------------------------------------------ named reports */

enum { CELL = 160, NAME_CELLS = 28, WIDE = 200, REPORT_COLUMNS = 20 };

/* Cells on a terminal: a Chinese character is two. Numbers stand to the right. */
static void print_cell(const char *text, size_t cells, int right)
{
    char cut[WIDE];
    text_cut(cut, sizeof cut, text, cells);
    int gap = (int)(cells - text_cells(cut));
    printf("%*s%s%*s  ", right ? gap : 0, "", cut, right ? 0 : gap, "");
}

static int is_text(const json_t *column)
{
    const char *unit = json_string_value(json_object_get(column, "unit"));
    return strcmp(unit, "text") == 0 || strcmp(unit, "words") == 0;
}

static void cell_text(const struct client *client, const json_t *column, const json_t *value,
                      char out[CELL])
{
    const char *unit = json_string_value(json_object_get(column, "unit"));
    double number = json_number_value(value);
    if (json_is_null(value)) {
        snprintf(out, CELL, "-");
    } else if (json_is_object(value)) {
        text_cut(out, CELL, client_words(client, value), CELL);
    } else if (json_is_string(value)) { /* a time: date and time of day */
        text_cut(out, CELL, json_string_value(value), strcmp(unit, "time") == 0 ? 19 : CELL);
    } else if (strcmp(unit, "s") == 0) {
        snprintf(out, CELL, "%.1f", number / 60);
    } else if (strcmp(unit, "share") == 0) {
        snprintf(out, CELL, "%.1f%%", number * 100);
    } else {
        snprintf(out, CELL, "%.0f", number);
    }
}

static void head_text(const struct client *client, const json_t *column, char out[WIDE])
{
    int minutes = strcmp(json_string_value(json_object_get(column, "unit")), "s") == 0;
    const char *head = client_words(client, json_object_get(column, "title"));
    snprintf(out, WIDE, minutes ? "%s/%s" : "%s", head,
             client_text(client, "report.unit.minutes"));
}

/* As wide as the widest cell of the column, its head included. */
static size_t width_of(const struct client *client, const json_t *report, size_t at)
{
    char text[WIDE];
    const json_t *column = json_array_get(json_object_get(report, "columns"), at);
    head_text(client, column, text);
    size_t width = text_cells(text), i;
    json_t *row;
    json_array_foreach(json_object_get(report, "rows"), i, row) {
        cell_text(client, column, json_array_get(json_object_get(row, "values"), at), text);
        width = text_cells(text) > width ? text_cells(text) : width;
    }
    const json_t *totals = json_object_get(report, "totals");
    if (json_is_object(totals)) {
        cell_text(client, column, json_array_get(json_object_get(totals, "values"), at), text);
        width = text_cells(text) > width ? text_cells(text) : width;
    }
    return width;
}

/* A ledger's rows have no names: NULL. */
static void print_row(const struct client *client, const json_t *columns, const size_t *widths,
                      const char *name, const json_t *row)
{
    if (name != NULL) {
        print_cell(name, NAME_CELLS, 0);
    }
    size_t c;
    json_t *column;
    json_array_foreach(columns, c, column) {
        char text[CELL];
        if (c < REPORT_COLUMNS) {
            cell_text(client, column, json_array_get(json_object_get(row, "values"), c), text);
            print_cell(text, widths[c], !is_text(column));
        }
    }
    printf("\n");
}

/* A window is its number to people, with its name behind. */
static void row_name(const struct client *client, const json_t *row, char out[WIDE])
{
    const char *key = json_string_value(json_object_get(row, "key"));
    const char *name = client_words(client, json_object_get(row, "name"));
    int number = key[strspn(key, "0123456789")] == '\0' && strcmp(key, name) != 0;
    snprintf(out, WIDE, number && key[0] != '\0' ? "%s %s" : "%s%s", number ? key : "", name);
}

static void report_named(const struct client *client, const json_t *report)
{
    size_t widths[REPORT_COLUMNS] = {0}, c, i;
    const json_t *columns = json_object_get(report, "columns");
    json_t *column, *row;
    printf("%s  %s – %s\n\n", client_words(client, json_object_get(report, "title")),
           json_string_value(json_object_get(report, "from")),
           json_string_value(json_object_get(report, "to")));
    int keyed = json_is_true(json_object_get(report, "keyed"));
    if (keyed) {
        print_cell("", NAME_CELLS, 0);
    }
    json_array_foreach(columns, c, column) {
        char head[WIDE];
        if (c < REPORT_COLUMNS) {
            widths[c] = width_of(client, report, c);
            head_text(client, column, head);
            print_cell(head, widths[c], !is_text(column));
        }
    }
    printf("\n");
    json_array_foreach(json_object_get(report, "rows"), i, row) {
        char name[WIDE];
        row_name(client, row, name);
        print_row(client, columns, widths, keyed ? name : NULL, row);
    }
    if (json_is_object(json_object_get(report, "totals"))) {
        print_row(client, columns, widths,
                  keyed ? client_text(client, "report.head.total") : NULL,
                  json_object_get(report, "totals"));
    }
}

/* The form that is asked for by a word: "" is JSON. */
static const char *form_of(int count, char **words)
{
    return has_word(count, words, "--csv")    ? ".csv"
           : has_word(count, words, "--xlsx") ? ".xlsx"
           : has_word(count, words, "--pdf")  ? ".pdf"
                                              : "";
}

static void report_path(int count, char **words, char *path, size_t size)
{
    static const char *const options[] = {"from",  "to",     "by",         "item",     "category",
                                          "clerk", "window", "department", "priority", "columns",
                                          "sort"};
    size_t used = 0;
    const char *before = "?";
    text_append(path, size, &used, "/api/v1/reports/%.32s%s", words[0], form_of(count, words));
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char option[16];
        snprintf(option, sizeof option, "--%s", options[i]);
        const char *value = option_value(count, words, option);
        if (value != NULL) {
            text_append(path, size, &used, "%s%s=%.160s", before, options[i], value);
            before = "&";
        }
    }
}

/* The brief is sentences: it is read as the server writes it. */
static int report_brief(const struct client *client, char *path, size_t size)
{
    char text[512];
    const char *query = strchr(path, '?');
    snprintf(text, sizeof text, "/api/v1/reports/brief.txt%s", query != NULL ? query : "");
    snprintf(path, size, "%s", text);
    return exit_of(client_fetch(client, path, NULL));
}

int command_report(const struct client *client, int count, char **words)
{
    char path[512];
    report_path(count, words, path, sizeof path);
    if (form_of(count, words)[0] != '\0') {
        return exit_of(client_fetch(client, path, option_value(count, words, "--out")));
    }
    if (strcmp(words[0], "brief") == 0 && !client->json) {
        return report_brief(client, path, sizeof path);
    }
    json_t *report = NULL;
    int result = exit_of(client_send(client, "GET", path, NULL, &report));
    if (result == 0 && !printed_json(client, report)) {
        if (json_object_get(report, "balance") != NULL) {
            result = report_day(client, report, option_value(count, words, "--balance"));
        } else {
            report_named(client, report);
        }
    }
    json_decref(report);
    return result;
}
