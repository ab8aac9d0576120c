/* ledger_audit.c: 操作日志: who did what, when and where. Every event with an actor is a line; tokens,
 * sessions and hashes are never in it. See ledger.h. */
#include "reports/ledger.h"

#include "base/text.h"

#include <string.h>

enum { AT, WHO, WHAT, WINDOW, NUMBER, ABOUT, DETAIL, SEQ };

struct audit {
    const struct ledger_question *question;
    struct sheet *sheet;
};

/* ------------------------------------------------------------------ who */

static const struct words *device_title(const struct site *site, const char *name)
{
    uint16_t at = site_device_index(site, name);
    return at != UINT16_MAX ? &site->devices[at].title : NULL;
}

static void fill_who(const struct audit *audit, const char *kind, const char *name,
                     enum language_code code, char *out, size_t size)
{
    char key[64];
    const struct hole holes[] = {{"name", name}, {NULL, NULL}};
    snprintf(key, sizeof key, "report.actor.%s", kind);
    if (language_has(audit->question->language, key)) {
        language_fill(out, size, language_text(audit->question->language, code, key), holes);
    } else {
        snprintf(out, size, "%s", name);
    }
}

/* "clerk:wang", "visitor", "system", a device's own name. */
static void put_who(const struct audit *audit, struct sheet_row *row, const char *actor)
{
    const struct site *site = audit->question->site;
    char kind[LIMIT_CODE], zh[160], en[160];
    const char *colon = strchr(actor, ':'), *name = colon != NULL ? colon + 1 : actor;
    snprintf(kind, sizeof kind, "%.*s", (int)(colon != NULL ? colon - actor : 31), actor);
    struct ledger_name known = {name, name};
    const struct words *title = device_title(site, name);
    if (title != NULL && (colon == NULL || strcmp(kind, "device") == 0)) {
        snprintf(kind, sizeof kind, "device");
        known.zh = title->zh[0] != '\0' ? title->zh : name;
        known.en = title->en != NULL && title->en[0] != '\0' ? title->en : known.zh;
    } else if (colon != NULL) {
        known = ledger_clerk(site, name);
    }
    fill_who(audit, kind, known.zh, LANGUAGE_ZH, zh, sizeof zh);
    fill_who(audit, kind, known.en, LANGUAGE_EN, en, sizeof en);
    sheet_put_words(audit->sheet, row, WHO, zh, en);
}

/* ------------------------------------------------------------------ what, and the rest */

/* The thing that was acted on: an item, a file's subject, a device. */
static void put_about(const struct audit *audit, struct sheet_row *row, const struct event *event)
{
    const struct site *site = audit->question->site;
    if (event->item[0] != '\0') {
        ledger_put_name(audit->sheet, row, ABOUT, ledger_item(site, event->item));
    } else if (event->category[0] != '\0') {
        ledger_put_name(audit->sheet, row, ABOUT, ledger_category(site, event->category));
    } else if (event->device[0] != '\0') {
        sheet_put_text(audit->sheet, row, ABOUT, event->device);
    } else {
        sheet_put_text(audit->sheet, row, ABOUT, event->subject);
    }
}

static void append_word(const struct audit *audit, enum language_code code, const char *part,
                        const char *word, char *out, size_t size, size_t *used)
{
    char key[96];
    if (word[0] == '\0') {
        return;
    }
    snprintf(key, sizeof key, "report.%.32s.%.31s", part, word);
    bool known = language_has(audit->question->language, key);
    text_append(out, size, used, "%s%s", *used > 0 ? " · " : "",
                known ? language_text(audit->question->language, code, key) : word);
}

/* Outcome, level, reason, result, note and target: what the event's kind has of them. */
static void put_detail(const struct audit *audit, struct sheet_row *row, const struct event *event)
{
    char texts[LANGUAGE_COUNT][512];
    for (int code = 0; code < LANGUAGE_COUNT; code++) {
        char *out = texts[code], level[32] = "";
        size_t used = 0, size = sizeof texts[code];
        out[0] = '\0';
        if (event->kind == EVENT_TICKET_FINISHED) {
            append_word(audit, code, "outcome", outcome_name(event->outcome), out, size,
                        &used);
        }
        if (event->level > 0) {
            snprintf(level, sizeof level, "report.level%d", event->level);
            text_append(out, size, &used, "%s%s", used > 0 ? " · " : "",
                        language_text(audit->question->language, code, level));
        }
        append_word(audit, code, "word", event->result, out, size, &used);
        append_word(audit, code, "word", event->reason, out, size, &used);
        if (event->target_window != 0) {
            text_append(out, size, &used, "%s→ %u", used > 0 ? " · " : "",
                        (unsigned)event->target_window);
        }
        if (event->note[0] != '\0') {
            text_append(out, size, &used, "%s%s", used > 0 ? " · " : "", event->note);
        }
    }
    sheet_put_words(audit->sheet, row, DETAIL, texts[LANGUAGE_ZH], texts[LANGUAGE_EN]);
}

static int take(void *context, const struct event *event)
{
    const struct audit *audit = context;
    const struct report_filter *filter = audit->question->filter;
    bool of_clerk = filter->clerk[0] == '\0' || strcmp(filter->clerk, event->clerk) == 0 ||
                    (strncmp(event->actor, "clerk:", 6) == 0 &&
                     strcmp(filter->clerk, event->actor + 6) == 0);
    if (event->actor[0] == '\0' || !of_clerk ||
        (filter->window != 0 && filter->window != event->window)) {
        return 0;
    }
    char seq[24];
    snprintf(seq, sizeof seq, "%lld", (long long)event->seq);
    struct sheet_row *row = sheet_add_row(audit->sheet, seq);
    sheet_put_number(row, AT, (double)event->at.ms);
    put_who(audit, row, event->actor);
    ledger_put_word(audit->question, audit->sheet, row, WHAT, "event",
                    event_kind_name(event->kind));
    if (event->window != 0) {
        sheet_put_number(row, WINDOW, event->window);
    }
    sheet_put_text(audit->sheet, row, NUMBER, event->number);
    put_about(audit, row, event);
    put_detail(audit, row, event);
    sheet_put_number(row, SEQ, (double)event->seq);
    return sheet_made(audit->sheet) == SHEET_MADE ? 0 : 1; /* told by the sheet */
}

int ledger_audit_log(const struct ledger_question *question, struct sheet *out)
{
    struct audit audit = {.question = question, .sheet = out};
    sheet_add_column(out, "at", SHEET_TIME);
    sheet_add_column(out, "who", SHEET_WORDS);
    sheet_add_column(out, "what", SHEET_WORDS);
    sheet_add_column(out, "window", SHEET_COUNT);
    sheet_add_column(out, "number", SHEET_TEXT);
    sheet_add_column(out, "about", SHEET_WORDS);
    sheet_add_column(out, "detail", SHEET_WORDS);
    sheet_add_column(out, "seq", SHEET_COUNT);
    return store_read_days(question->reader, question->from, question->to, take, &audit) < 0 ? -1
                                                                                             : 0;
}
