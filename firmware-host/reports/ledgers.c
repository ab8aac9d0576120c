/* ledgers.c: the ledgers, one row each, and what their makers share. See ledger.h. */
#include "reports/ledger.h"

#include <string.h>

static const struct ledger_kind kinds[] = {
    {"promised_cases", "work", LEDGER_BY_ALL, true, ledger_promised_cases},
    {"bad_reviews", "reviews", LEDGER_BY_ALL, false, ledger_bad_reviews},
    {"review_rectification", "reviews", LEDGER_BY_ALL, false, ledger_review_rectification},
    {"device_faults", "running", 0, false, ledger_device_faults},
    {"day_balance", "running", 0, false, ledger_day_balance},
    {"audit_log", "running", LEDGER_BY_WINDOW | LEDGER_BY_CLERK, false, ledger_audit_log},
};

const struct ledger_kind *ledger_kind(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? &kinds[index] : NULL;
}

const struct ledger_kind *ledger_kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

unsigned ledger_filters_of(const struct report_filter *filter)
{
    return (filter->department[0] != '\0' ? LEDGER_BY_DEPARTMENT : 0u) |
           (filter->category[0] != '\0' ? LEDGER_BY_CATEGORY : 0u) |
           (filter->item[0] != '\0' ? LEDGER_BY_ITEM : 0u) |
           (filter->window != 0 ? LEDGER_BY_WINDOW : 0u) |
           (filter->clerk[0] != '\0' ? LEDGER_BY_CLERK : 0u);
}

int ledger_make(const struct ledger_kind *kind, const struct ledger_question *question,
                struct sheet *out)
{
    out->from = question->from;
    out->to = question->to;
    report_sheet_site(out, question->site, question->filter);
    return kind->make(question, out);
}

/* ------------------------------------------------------------------ names */

static struct ledger_name name_of(const struct words *words, const char *code)
{
    if (words == NULL || words->zh[0] == '\0') {
        return (struct ledger_name){code, code};
    }
    bool english = words->en != NULL && words->en[0] != '\0';
    return (struct ledger_name){words->zh, english ? words->en : words->zh};
}

struct ledger_name ledger_item(const struct site *site, const char *code)
{
    uint16_t at = site_item_index(site, code);
    return name_of(at != UINT16_MAX ? &site->items[at].name : NULL, code);
}

struct ledger_name ledger_category(const struct site *site, const char *code)
{
    uint16_t at = site_category_index(site, code);
    return name_of(at != UINT16_MAX ? &site->categories[at].name : NULL, code);
}

struct ledger_name ledger_clerk(const struct site *site, const char *code)
{
    for (size_t w = 0; code[0] != '\0' && w < site->window_count; w++) {
        if (strcmp(site->windows[w].clerk, code) == 0) {
            return name_of(&site->windows[w].clerk_name, code);
        }
    }
    return (struct ledger_name){code, code};
}

struct ledger_name ledger_department_of_item(const struct site *site, const char *item)
{
    uint16_t at = site_item_index(site, item);
    if (at == UINT16_MAX) {
        return (struct ledger_name){"", ""};
    }
    const struct site_department *department = &site->departments[site->items[at].department];
    return name_of(&department->name, department->code);
}

void ledger_put_name(struct sheet *sheet, struct sheet_row *row, size_t column,
                     struct ledger_name name)
{
    sheet_put_words(sheet, row, column, name.zh, name.en);
}

void ledger_put_word(const struct ledger_question *question, struct sheet *sheet,
                     struct sheet_row *row, size_t column, const char *part, const char *word)
{
    char key[128];
    snprintf(key, sizeof key, "report.%s.%s", part, word);
    if (word[0] != '\0' && language_has(question->language, key)) {
        sheet_put_key(sheet, row, column, question->language, key);
    } else {
        sheet_put_text(sheet, row, column, word);
    }
}

/* ------------------------------------------------------------------ the filter */

static bool same(const char *wanted, const char *code)
{
    return wanted[0] == '\0' || strcmp(wanted, code) == 0;
}

bool ledger_passes(const struct ledger_question *question, const struct event *event)
{
    const struct report_filter *filter = question->filter;
    const struct site *site = question->site;
    uint16_t item = site_item_index(site, event->item);
    const char *department =
        item != UINT16_MAX ? site->departments[site->items[item].department].code : "";
    return same(filter->item, event->item) && same(filter->category, event->category) &&
           same(filter->clerk, event->clerk) && same(filter->department, department) &&
           (filter->window == 0 || filter->window == event->window);
}
