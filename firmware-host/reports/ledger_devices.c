/* ledger_devices.c: 设备运行与故障: how long each device answered, lagged or was silent, how often it
 * failed and for how long at most. See ledger.h.
 *
 * Time counts within opening hours only: a printer that is switched off at night has not failed. What
 * nobody can know is kept apart: the controller was down, or has not heard of the device yet. How a
 * device stood when the period began is read from the weeks before it; a start of the controller
 * makes every device unknown until it answers, so that is where memory ends. */
#include "reports/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_BEFORE = 31, DAY_MS = 24 * 3600 * 1000, MINUTE_MS = 60000 };
enum column { KIND, OK, SLOW, DEAD, UNKNOWN, AVAILABLE, FAULTS, LONGEST, PAPER, ERRORS, ALARMS };
enum { ERROR_BITS = STATUS_CUTTER | STATUS_ERROR | STATUS_COVER_OPEN | STATUS_PANEL_FAULT };

struct life {
    enum device_health health;
    uint32_t status;
    wall_t since;
    double seconds[HEALTH_COUNT], fault, longest; /* of the period, within opening hours */
    uint32_t faults, paper_ends, errors, alarms;
};

struct fold {
    const struct ledger_question *question;
    struct life *lives; /* by the site's devices */
    wall_t last;        /* event of any kind */
    wall_t begin, end;  /* of the period */
};

/* ------------------------------------------------------------------ time */

static double overlap(wall_t a, wall_t b, wall_t from, wall_t to)
{
    int64_t begin = a.ms > from.ms ? a.ms : from.ms, end = b.ms < to.ms ? b.ms : to.ms;
    return end > begin ? (double)(end - begin) / 1000 : 0;
}

/* Seconds of a..b that lie in the period and in opening hours. */
static double open_seconds(const struct fold *fold, wall_t a, wall_t b)
{
    double sum = 0;
    a.ms = a.ms > fold->begin.ms ? a.ms : fold->begin.ms;
    b.ms = b.ms < fold->end.ms ? b.ms : fold->end.ms;
    if (b.ms <= a.ms) {
        return 0;
    }
    for (int32_t day = wall_day(a); day <= wall_day(b); day = day_next(day)) {
        uint16_t from, to;
        if (site_day_open(fold->question->site, day, &from, &to)) {
            wall_t start = wall_day_start(day);
            sum += overlap(a, b, wall_after(start, (int64_t)from * MINUTE_MS),
                           wall_after(start, (int64_t)to * MINUTE_MS));
        }
    }
    return sum;
}

static bool is_fault(enum device_health health)
{
    return health == HEALTH_DEAD || health == HEALTH_UNPLUGGED;
}

static void pass_time(const struct fold *fold, struct life *life, wall_t until)
{
    double seconds = open_seconds(fold, life->since, until);
    life->seconds[life->health] += seconds;
    if (is_fault(life->health)) {
        life->fault += seconds;
        life->longest = fmax(life->longest, life->fault);
    }
    life->since = until.ms > life->since.ms ? until : life->since;
}

/* ------------------------------------------------------------------ events */

static enum device_health health_of(const char *name)
{
    int health = 0;
    while (health < HEALTH_COUNT && strcmp(device_health_name(health), name) != 0) {
        health++;
    }
    return health < HEALTH_COUNT ? (enum device_health)health : HEALTH_UNKNOWN;
}

static bool in_period(const struct fold *fold, wall_t at)
{
    return at.ms >= fold->begin.ms && at.ms < fold->end.ms;
}

static void device_changed(struct fold *fold, const struct event *event)
{
    uint16_t device = site_device_index(fold->question->site, event->device);
    if (device == UINT16_MAX) {
        return; /* has left the hall */
    }
    struct life *life = &fold->lives[device];
    bool counts = in_period(fold, event->at);
    if (strcmp(event->result, "alarm") == 0) {
        life->alarms += counts;
        return;
    }
    enum device_health health = health_of(event->result);
    uint32_t status = (uint32_t)event->count, news = status & ~life->status;
    pass_time(fold, life, event->at);
    if (is_fault(health) && !is_fault(life->health)) {
        life->fault = 0;
        life->faults += counts;
    }
    life->paper_ends += counts && (news & STATUS_PAPER_END) != 0;
    life->errors += counts && (news & ERROR_BITS) != 0;
    life->health = health;
    life->status = status;
}

/* Nobody looked from the last sign of life on. */
static void controller_gone(struct fold *fold, wall_t since)
{
    for (size_t i = 0; i < fold->question->site->device_count; i++) {
        pass_time(fold, &fold->lives[i], since);
        fold->lives[i].health = HEALTH_UNKNOWN;
        fold->lives[i].status = 0;
    }
}

static int take(void *context, const struct event *event)
{
    struct fold *fold = context;
    if (event->kind == EVENT_DEVICE_CHANGED) {
        device_changed(fold, event);
    } else if (event->kind == EVENT_CONTROLLER_STOPPED) {
        controller_gone(fold, event->at);
    } else if (event->kind == EVENT_CONTROLLER_STARTED) {
        controller_gone(fold, fold->last.ms != 0 ? fold->last : event->at);
    }
    fold->last = event->at;
    return 0;
}

/* ------------------------------------------------------------------ rows */

static double part(double seconds, double whole)
{
    return whole > 0 ? seconds / whole : NAN;
}

static void put_life(const struct fold *fold, struct sheet *sheet, size_t device)
{
    const struct site *site = fold->question->site;
    const struct site_device *of = &site->devices[device];
    const struct life *life = &fold->lives[device];
    const char *kind = device_kind_name(site->profiles[of->profile].kind);
    double dead = life->seconds[HEALTH_DEAD] + life->seconds[HEALTH_UNPLUGGED];
    double answers = life->seconds[HEALTH_OK] + life->seconds[HEALTH_STALE];
    struct sheet_row *row = sheet_add_row(sheet, of->name);
    const char *zh = of->title.zh[0] != '\0' ? of->title.zh : of->name;
    bool english = of->title.en != NULL && of->title.en[0] != '\0';
    sheet_name_row(sheet, row, zh, english ? of->title.en : zh);
    ledger_put_word(fold->question, sheet, row, KIND, "device", kind);
    const double values[] = {
        [OK] = life->seconds[HEALTH_OK],
        [SLOW] = life->seconds[HEALTH_STALE],
        [DEAD] = dead,
        [UNKNOWN] = life->seconds[HEALTH_UNKNOWN],
        [AVAILABLE] = part(answers, answers + dead),
        [FAULTS] = life->faults,
        [LONGEST] = life->longest > 0 ? life->longest : NAN,
        [PAPER] = life->paper_ends,
        [ERRORS] = life->errors,
        [ALARMS] = life->alarms,
    };
    for (size_t c = OK; c <= ALARMS; c++) {
        sheet_put_number(row, c, values[c]);
        bool adds_up = c != AVAILABLE && c != LONGEST && !isnan(values[c]);
        double before = sheet->total.cells[c].number;
        sheet->total.cells[c].number =
            adds_up ? (isnan(before) ? 0 : before) + values[c] : before;
    }
    sheet->total.cells[LONGEST].number =
        fmax(isnan(sheet->total.cells[LONGEST].number) ? 0 : sheet->total.cells[LONGEST].number,
             life->longest);
}

static void put_rows(const struct fold *fold, struct sheet *out)
{
    sheet_set_total(out);
    for (size_t i = 0; i < fold->question->site->device_count; i++) {
        put_life(fold, out, i);
    }
    double answers = out->total.cells[OK].number + out->total.cells[SLOW].number;
    out->total.cells[AVAILABLE].number = part(answers, answers + out->total.cells[DEAD].number);
}

static void add_columns(struct sheet *out)
{
    static const struct sheet_column columns[] = {
        [KIND] = {"device_kind", SHEET_WORDS, false},
        [OK] = {"device_ok", SHEET_SECONDS, false},
        [SLOW] = {"device_slow", SHEET_SECONDS, false},
        [DEAD] = {"device_dead", SHEET_SECONDS, false},
        [UNKNOWN] = {"device_unknown", SHEET_SECONDS, false},
        [AVAILABLE] = {"device_available", SHEET_SHARE, false},
        [FAULTS] = {"device_faults", SHEET_COUNT, false},
        [LONGEST] = {"device_longest", SHEET_SECONDS, false},
        [PAPER] = {"device_paper_ends", SHEET_COUNT, false},
        [ERRORS] = {"device_errors", SHEET_COUNT, false},
        [ALARMS] = {"device_alarms", SHEET_COUNT, false},
    };
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        sheet_add_column(out, columns[c].key, columns[c].type);
    }
    out->keyed = true;
    out->chart = (struct sheet_chart){CHART_STACKED, {"device_dead", "device_slow"}};
}

int ledger_device_faults(const struct ledger_question *question, struct sheet *out)
{
    wall_t begin = wall_day_start(question->from);
    wall_t end = wall_day_start(day_next(question->to));
    struct fold fold = {
        .question = question,
        .lives = calloc(question->site->device_count + 1, sizeof *fold.lives),
        .begin = begin,
        .end = end.ms < question->now.ms ? end : question->now,
    };
    if (fold.lives == NULL) {
        return -1;
    }
    wall_t first = wall_after(begin, -(int64_t)DAYS_BEFORE * DAY_MS);
    for (size_t i = 0; i < question->site->device_count; i++) {
        fold.lives[i].since = first;
    }
    int result = store_read_days(question->reader, wall_day(first), question->to, take, &fold);
    if (result == 0) {
        for (size_t i = 0; i < question->site->device_count; i++) {
            pass_time(&fold, &fold.lives[i], fold.end);
        }
        add_columns(out);
        put_rows(&fold, out);
    }
    free(fold.lives);
    return result;
}
