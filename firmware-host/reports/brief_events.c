/* brief_events.c: findings that need single events: the longest wait and why, devices that failed,
 * whether the day's sums close. See brief.h. */
#include "reports/brief_private.h"

#include "base/text.h"
#include "reports/day_report.h"
#include "stats/day.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ the longest wait */

static const struct moment *longest_wait(const struct brief_making *making)
{
    const struct moment *longest = NULL;
    for (size_t i = 0; i < making->count; i++) {
        const struct moment *m = &making->moments[i];
        if (m->kind == EVENT_TICKET_CALLED && !m->undone &&
            (longest == NULL || m->waited_s > longest->waited_s)) {
            longest = m;
        }
    }
    return longest;
}

static bool serves(const struct site *site, uint16_t number, const char *category)
{
    const struct site_window *window = site_window(site, number);
    for (uint16_t i = 0; window != NULL && i < window->serves_count; i++) {
        if (strcmp(site->categories[window->serves[i].category].code, category) == 0) {
            return true;
        }
    }
    return false;
}

struct windows { /* that serve a category, while somebody waits */
    int all, open, fewest, most;
};

static int step_of(enum event_kind kind)
{
    switch (kind) {
    case EVENT_WINDOW_OPENED:
    case EVENT_WINDOW_RESUMED: return 1;
    case EVENT_WINDOW_CLOSED:
    case EVENT_WINDOW_PAUSED: return -1;
    default: return 0;
    }
}

static struct windows windows_while(const struct brief_making *making, const char *category,
                                    wall_t from, wall_t to)
{
    const struct site *site = making->question->site;
    struct windows windows = {0};
    bool working[UINT16_MAX + 1] = {false}, begun = false;
    for (size_t w = 0; w < site->window_count; w++) {
        windows.all += serves(site, site->windows[w].number, category);
    }
    for (size_t i = 0; i < making->count && making->moments[i].at.ms <= to.ms; i++) {
        const struct moment *m = &making->moments[i];
        int step = m->undone ? 0 : step_of(m->kind);
        if (!begun && m->at.ms >= from.ms) {
            windows.fewest = windows.most = windows.open;
            begun = true;
        }
        if (step == 0 || working[m->window] == (step > 0) ||
            !serves(site, m->window, category)) {
            continue;
        }
        working[m->window] = step > 0;
        windows.open += step;
        if (begun) {
            windows.fewest = windows.open < windows.fewest ? windows.open : windows.fewest;
            windows.most = windows.open > windows.most ? windows.open : windows.most;
        }
    }
    return windows;
}

/* How many were ahead when it began to wait; -1 when that was not at its issue. */
static int ahead_of(const struct brief_making *making, const struct moment *call, wall_t began)
{
    enum { SAME_MS = 2000 };
    for (size_t i = 0; i < making->count; i++) {
        const struct moment *m = &making->moments[i];
        if (m->kind == EVENT_TICKET_ISSUED && m->ticket == call->ticket) {
            int64_t apart = wall_between(m->at, began);
            return apart < SAME_MS && apart > -SAME_MS ? m->ahead : -1;
        }
    }
    return -1;
}

void brief_longest(struct brief_making *making)
{
    const struct moment *call = longest_wait(making);
    struct saying saying = {0};
    if (call == NULL || call->waited_s < 60) {
        return;
    }
    wall_t began = wall_after(call->at, -1000 * (int64_t)call->waited_s);
    struct windows windows = windows_while(making, call->category, began, call->at);
    struct ledger_name category = ledger_category(making->question->site, call->category);
    int ahead = ahead_of(making, call, began);
    saying_text(&saying, "number", call->number);
    saying_name(&saying, "category", category.zh, category.en);
    saying_time(&saying, "from", began);
    saying_time(&saying, "to", call->at);
    saying_minutes(&saying, "minutes", call->waited_s);
    saying_count(&saying, "all", windows.all);
    saying_count(&saying, "fewest", windows.fewest);
    saying_count(&saying, "most", windows.most);
    saying_count(&saying, "ahead", ahead);
    saying_count(&saying, "overtaken", call->overtaken);
    saying_part(making, &saying, "open",
                windows.fewest == windows.most ? "brief.longest.open" : "brief.longest.between");
    saying_part(making, &saying, "before",
                ahead >= 0 ? "brief.longest.ahead" : "brief.longest.returned");
    saying_part(making, &saying, "passed",
                call->overtaken > 0 ? "brief.longest.overtaken" : "brief.longest.in_turn");
    bool more = windows.most < windows.all;
    brief_say(making, "longest", more ? BRIEF_LOOK : BRIEF_FINE, "longest", 0,
              more ? "longest" : NULL, &saying);
}

/* ------------------------------------------------------------------ devices */

enum { NAMED = 4 };

static bool has_failed(const struct sheet *sheet, const struct sheet_row *row)
{
    return row->cells[sheet_column(sheet, "device_faults")].number > 0 ||
           row->cells[sheet_column(sheet, "device_paper_ends")].number > 0 ||
           row->cells[sheet_column(sheet, "device_errors")].number > 0;
}

static void name_failed(const struct brief_making *making, const struct sheet *sheet,
                        struct saying *saying)
{
    char texts[LANGUAGE_COUNT][SAYING_TEXT] = {"", ""};
    for (int code = 0; code < LANGUAGE_COUNT; code++) {
        size_t used = 0, named = 0;
        for (size_t i = 0; i < sheet->row_count && named < NAMED; i++) {
            const struct sheet_row *row = &sheet->rows[i];
            if (has_failed(sheet, row)) {
                text_append(texts[code], SAYING_TEXT, &used, "%s%s",
                            named == 0            ? ""
                            : code == LANGUAGE_ZH ? "、"
                                                  : ", ",
                            row->name[code]);
                named++;
            }
        }
    }
    (void)making;
    saying_name(saying, "devices", texts[LANGUAGE_ZH], texts[LANGUAGE_EN]);
}

static void say_devices(struct brief_making *making, struct sheet *sheet)
{
    struct saying saying = {0};
    double failed = 0;
    sheet_sort(sheet, "-device_dead");
    for (size_t i = 0; i < sheet->row_count; i++) {
        failed += has_failed(sheet, &sheet->rows[i]);
    }
    const struct sheet_cell *total = sheet->total.cells;
    saying_count(&saying, "all", (double)sheet->row_count);
    saying_count(&saying, "failed", failed);
    saying_count(&saying, "more", failed > NAMED ? failed - NAMED : 0);
    saying_count(&saying, "paper", total[sheet_column(sheet, "device_paper_ends")].number);
    saying_minutes(&saying, "dead", total[sheet_column(sheet, "device_dead")].number);
    name_failed(making, sheet, &saying);
    brief_say(making, "devices", failed > 0 ? BRIEF_LOOK : BRIEF_FINE,
              failed == 0      ? "devices_fine"
              : failed > NAMED ? "devices_many"
                               : "devices",
              failed, failed > 0 ? "devices" : NULL, &saying);
}

void brief_devices(struct brief_making *making)
{
    const struct report_filter all = {.window = 0};
    const struct brief_question *question = making->question;
    const struct ledger_question ledger = {
        .reader = question->reader, .image = question->image, .site = question->site,
        .language = question->language, .from = question->day, .to = question->day,
        .now = question->now, .filter = &all,
    };
    struct sheet sheet;
    if (question->site->device_count == 0) {
        return;
    }
    sheet_init(&sheet, "device_faults");
    if (ledger_device_faults(&ledger, &sheet) == 0) {
        say_devices(making, &sheet);
    } else {
        making->failed = true;
    }
    sheet_finish(&sheet);
}

/* ------------------------------------------------------------------ the balance */

void brief_balance(struct brief_making *making)
{
    const struct brief_question *question = making->question;
    struct day_balance balance;
    struct saying saying = {0};
    struct day_stats *stats =
        report_day_stats(question->reader, question->site, question->day);
    if (stats == NULL) {
        making->failed = true;
        return;
    }
    day_stats_balance(stats, &balance);
    bool closes = balance.tickets_close && balance.slips_close && balance.ratings_close;
    saying_count(&saying, "issued", (double)balance.issued + balance.carried_in);
    saying_count(&saying, "served", balance.served);
    saying_count(&saying, "open", balance.open);
    saying_count(&saying, "differences", (double)balance.difference_count);
    brief_say(making, "balance", closes ? BRIEF_FINE : BRIEF_ACT,
              !closes          ? "balance.differs"
              : balance.closed ? "balance.closed"
                               : "balance.open",
              closes ? balance.open : (double)balance.difference_count,
              closes ? NULL : "balance", &saying);
    day_stats_destroy(stats);
}
