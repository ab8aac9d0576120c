/* schedule.c: what is due, and the memory of what was made. See schedule.h. */
#define LOG_MODULE "reports"
#include "reports/schedule.h"

#include "base/log.h"
#include "reports/schedule_file.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR_MS = 3600 * 1000, DAY_MS = 24 * HOUR_MS, LOOK_DAYS = 400, RETRY_MS = 10 * 60 * 1000 };

/* ------------------------------------------------------------------ what is due */

/* Noon to noon: no clock change moves it to another day. */
static int32_t plus_days(int32_t day, int days)
{
    return wall_day(wall_after(wall_day_start(day), (int64_t)days * DAY_MS + DAY_MS / 2));
}

static int32_t monday_of(int32_t day)
{
    return plus_days(day, -((wall_weekday(day) + 6) % 7));
}

static int32_t last_of_month(int32_t day)
{
    int32_t first = day / 100 * 100 + 1;
    int32_t next = plus_days(first, 31) / 100 * 100 + 1;
    return plus_days(next, -1);
}

static struct schedule_span span_with(enum site_every every, int32_t day)
{
    if (every == SITE_WEEKLY) {
        int32_t from = monday_of(day);
        return (struct schedule_span){from, plus_days(from, 6)};
    }
    if (every == SITE_MONTHLY) {
        return (struct schedule_span){day / 100 * 100 + 1, last_of_month(day)};
    }
    return (struct schedule_span){day, day};
}

static bool is_due(const struct site_report *report, struct schedule_span span, int32_t closed,
                   wall_t now)
{
    int32_t today = wall_day(now);
    int64_t minute = wall_between(wall_day_start(today), now) / 60000;
    if (report->every != SITE_DAILY) { /* the day after, or any later one */
        int32_t after = day_next(span.to);
        return today > after || (today == after && minute >= report->at_min);
    }
    if (report->at_min == 0) {
        return closed >= span.to || today > span.to;
    }
    return today > span.to || (today == span.to && minute >= report->at_min);
}

static bool has_open_day(const struct site *site, struct schedule_span span)
{
    uint16_t from, to;
    for (int32_t day = span.from; day <= span.to; day = day_next(day)) {
        if (site_day_open(site, day, &from, &to)) {
            return true;
        }
    }
    return false;
}

/* The newest period that is due; false when none is within a year. */
static bool newest(const struct site *site, const struct site_report *report, int32_t closed,
                   wall_t now, struct schedule_span *out)
{
    *out = span_with(report->every, wall_day(now));
    for (int looked = 0; looked < LOOK_DAYS; looked++) {
        if (is_due(report, *out, closed, now) && has_open_day(site, *out)) {
            return true;
        }
        *out = span_with(report->every, plus_days(out->from, -1));
    }
    return false;
}

bool schedule_due(const struct site *site, const struct site_report *report, int32_t last,
                  int32_t closed, wall_t now, struct schedule_span *out)
{
    struct schedule_span end;
    if (!newest(site, report, closed, now, &end)) {
        return false;
    }
    if (last == 0) { /* a new row begins with what ended last */
        *out = end;
        return true;
    }
    /* Back from the newest to the first that was missed, but no further than people would read. */
    struct schedule_span first = end;
    bool found = end.to > last;
    for (int missed = 1, looked = 0; found && missed < SCHEDULE_MISSED && looked < LOOK_DAYS;
         looked++) {
        struct schedule_span before = span_with(report->every, plus_days(first.from, -1));
        if (before.to <= last) {
            break;
        }
        missed += has_open_day(site, before);
        first = before;
    }
    while (found && !has_open_day(site, first)) {
        first = span_with(report->every, day_next(first.to));
    }
    *out = first;
    return found;
}

/* ------------------------------------------------------------------ what was made */

struct schedule {
    char folder[256];
    json_t *filed;                /* {row: last day} */
    wall_t retry[LIMIT_REPORTS];  /* a row that failed waits so long */
    bool told;                    /* that its memory cannot be written */
};

static const char MEMORY[] = "reports-filed.json";

struct schedule *schedule_create(const char *data_folder)
{
    struct schedule *schedule = calloc(1, sizeof *schedule);
    char file[SCHEDULE_PATH];
    if (schedule == NULL) {
        return NULL;
    }
    snprintf(schedule->folder, sizeof schedule->folder, "%s", data_folder);
    snprintf(file, sizeof file, "%s/%s", data_folder, MEMORY);
    schedule->filed = json_load_file(file, 0, NULL);
    if (!json_is_object(schedule->filed)) { /* a broken one makes the last reports once more */
        json_decref(schedule->filed);
        schedule->filed = json_object();
    }
    return schedule;
}

void schedule_destroy(struct schedule *schedule)
{
    if (schedule != NULL) {
        json_decref(schedule->filed);
        free(schedule);
    }
}

static void key_of(const struct site_report *report, char out[SCHEDULE_KEY])
{
    static const char *const every[] = {"day", "week", "month"};
    snprintf(out, SCHEDULE_KEY, "%s %s %s %s %s %s", report->name, report->by,
             every[report->every], report->form, report->english ? "en" : "zh", report->folder);
}

static void remember(struct schedule *schedule, const char *key, int32_t day)
{
    char why[160] = "";
    json_object_set_new(schedule->filed, key, json_integer(day));
    char *text = json_dumps(schedule->filed, JSON_INDENT(1) | JSON_SORT_KEYS);
    const struct form_bytes bytes = {text, text != NULL ? strlen(text) : 0};
    if (text == NULL || schedule_write(schedule->folder, MEMORY, &bytes, why, sizeof why) < 0) {
        if (!schedule->told) {
            log_error("which reports were made is not remembered: %s", why);
        }
        schedule->told = true;
    }
    free(text);
}

/* ------------------------------------------------------------------ making one */

static void order_of(const struct site_report *report, struct schedule_span span, wall_t now,
                     struct report_order *out)
{
    *out = (struct report_order){.from = span.from, .to = span.to, .now = now};
    memcpy(out->name, report->name, sizeof out->name);
    out->language = report->english ? LANGUAGE_EN : LANGUAGE_ZH;
    out->by_given = image_axis_parse(report->by, &out->by) == 0;
    for (int form = FORM_CSV; form < REPORT_FORMS; form++) {
        if (strcmp(report_forms[form].ending + 1, report->form) == 0) {
            out->form = (enum report_form)form;
        }
    }
}

/* 窗口工作量_按窗口_2026-03-02.pdf */
static void name_of(const struct report_order *order, const struct language *language, char *out,
                    size_t size)
{
    char days[2][16], by[64] = "";
    for (int i = 0; i < 2; i++) {
        int day = i == 0 ? order->from : order->to;
        snprintf(days[i], sizeof days[i], "%04d-%02d-%02d", day / 10000, day / 100 % 100,
                 day % 100);
    }
    if (order->by_given) {
        snprintf(by, sizeof by, "_%s",
                 sheet_words(language, order->language, "axis", image_axis_name(order->by)));
    }
    snprintf(out, size, "%s%s_%s%s%s%s",
             sheet_words(language, order->language, "name", order->name), by, days[0],
             order->from != order->to ? "_" : "", order->from != order->to ? days[1] : "",
             order->form == FORM_JSON ? ".json" : report_forms[order->form].ending);
}

static void make(struct report_maker *maker, const struct site *site, const struct language *language,
                 const struct site_report *report, struct schedule_filed *out)
{
    char name[256];
    struct order_error error;
    struct form_bytes bytes = {0};
    name_of(&out->order, language, name, sizeof name);
    snprintf(out->file, sizeof out->file, "%s/%s", report->folder, name);
    if (order_check(&out->order, language, &error) < 0 ||
        report_maker_make(maker, site, &out->order, &bytes, &error) < 0) {
        snprintf(out->why, sizeof out->why, "%s %.100s", error.code, error.which);
    } else {
        schedule_write(report->folder, name, &bytes, out->why, sizeof out->why);
    }
    free(bytes.bytes);
}

/* A hall that opened today has missed nothing yesterday. */
static bool is_of_the_hall(const struct report_maker *maker, struct schedule_span span)
{
    int32_t first = report_maker_first_day(maker);
    return first != 0 && span.to >= first;
}

bool schedule_step(struct schedule *schedule, struct report_maker *maker, const struct site *site,
                   const struct language *language, int32_t closed, wall_t now,
                   struct schedule_filed *out)
{
    for (size_t i = 0; i < site->report_count && report_maker_in_step(maker); i++) {
        const struct site_report *report = &site->reports[i];
        char key[SCHEDULE_KEY];
        struct schedule_span span;
        key_of(report, key);
        int32_t last = (int32_t)json_integer_value(json_object_get(schedule->filed, key));
        if (now.ms < schedule->retry[i].ms ||
            !schedule_due(site, report, last, closed, now, &span) ||
            !is_of_the_hall(maker, span)) {
            continue;
        }
        *out = (struct schedule_filed){.why = ""};
        order_of(report, span, now, &out->order);
        make(maker, site, language, report, out);
        if (out->why[0] == '\0') {
            log_info("%s is there", out->file);
            remember(schedule, key, span.to);
        } else {
            log_error("%s was not made: %s", out->file, out->why);
            schedule->retry[i] = wall_after(now, RETRY_MS);
        }
        return true;
    }
    return false;
}
