/* compose.c: see compose.h. A hole is a row: its name and the function that says it. */
#include "view/slip/compose.h"
#include "base/text.h"
#include "view/wait_range.h"

#include <ctype.h>
#include <string.h>

enum { HOLE_TEXT = 192, HOLE_NAME = 24 };

struct source {
    const struct site *site;
    const struct language *language;
    const struct slip_facts *facts;
    enum language_code code; /* in which the hole is to speak */
};
typedef void hole_teller(const struct source *source, char *out, size_t size);

static void tell(char *out, size_t size, const char *text)
{
    text_cut(out, size, text, size);
}

static void tell_words(const struct source *source, const struct words *words, char *out,
                       size_t size)
{
    bool english = source->code == LANGUAGE_EN && words->en[0] != '\0';
    tell(out, size, english ? words->en : words->zh);
}

static const struct site_item *item_of(const struct source *source)
{
    return source->facts->item < source->site->item_count
               ? &source->site->items[source->facts->item]
               : NULL;
}

static const struct site_category *category_of(const struct source *source)
{
    return source->facts->category < source->site->category_count
               ? &source->site->categories[source->facts->category]
               : NULL;
}

/* ------------------------------------------------------------------ the hall, the ticket */

static void tell_hall(const struct source *source, char *out, size_t size)
{
    tell_words(source, &source->site->name, out, size);
}

static void tell_address(const struct source *source, char *out, size_t size)
{
    tell_words(source, &source->site->address, out, size);
}

static void tell_notice(const struct source *source, char *out, size_t size)
{
    tell_words(source, &source->site->ticket_notice, out, size);
}

static void tell_number(const struct source *source, char *out, size_t size)
{
    tell(out, size, source->facts->number);
}

static void tell_category(const struct source *source, char *out, size_t size)
{
    if (category_of(source) != NULL) {
        tell_words(source, &category_of(source)->name, out, size);
    }
}

static void tell_area(const struct source *source, char *out, size_t size)
{
    if (category_of(source) != NULL) {
        tell_words(source, &category_of(source)->area, out, size);
    }
}

static void tell_item(const struct source *source, char *out, size_t size)
{
    if (item_of(source) != NULL) {
        tell_words(source, &item_of(source)->name, out, size);
    }
}

static void tell_papers(const struct source *source, char *out, size_t size)
{
    if (item_of(source) != NULL) {
        tell_words(source, &item_of(source)->guide.papers, out, size);
    }
}

static void tell_ahead(const struct source *source, char *out, size_t size)
{
    snprintf(out, size, "%d", source->facts->ahead);
}

static void tell_url(const struct source *source, char *out, size_t size)
{
    if (source->facts->token[0] != '\0') {
        snprintf(out, size, "%s/t/#%s", source->site->public_url, source->facts->token);
    }
}

/* Proves at a screen in the hall that somebody holds the slip (http/api_kiosk_rating.c). */
static void tell_check(const struct source *source, char *out, size_t size)
{
    enum { CHECK = 4 };
    size_t length = strlen(source->facts->token);
    for (size_t i = 0; length >= CHECK && i < CHECK && i + 1 < size; i++) {
        out[i] = (char)toupper((unsigned char)source->facts->token[length - CHECK + i]);
        out[i + 1] = '\0';
    }
}

/* ------------------------------------------------------------------ time */

static void tell_time(const struct source *source, char *out, size_t size)
{
    char text[8];
    tell(out, size, wall_format_hhmm(source->facts->issued, text));
}

static void tell_date(const struct source *source, char *out, size_t size)
{
    int32_t day = wall_day(source->facts->issued);
    snprintf(out, size, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static void tell_minutes(const struct source *source, char *out, size_t size)
{
    struct wait_range range;
    bool known = wait_range_of(source->facts->quote_s, source->facts->ahead, &range);
    const char *key = !known                      ? "slip.no_estimate"
                      : source->facts->ahead == 0 ? "slip.soon"
                                                  : "slip.minutes";
    char low[16] = "", high[16] = "";
    if (known) {
        snprintf(low, sizeof low, "%d", range.low_min);
        snprintf(high, sizeof high, "%d", range.high_min);
    }
    const struct hole holes[] = {{"low", low}, {"high", high}, {NULL, NULL}};
    language_fill(out, size, language_text(source->language, source->code, key), holes);
}

/* ------------------------------------------------------------------ copies, windows */

static void tell_copy(const struct source *source, char *out, size_t size)
{
    unsigned slip = source->facts->slip;
    if (slip == SLIP_ORIGINAL) {
        return;
    }
    char number[16];
    snprintf(number, sizeof number, "%u", slip - 1);
    const struct hole holes[] = {{"copy", number}, {NULL, NULL}};
    const char *key = slip == SLIP_PRINTER_TEST ? "slip.test" : "slip.copy";
    language_fill(out, size, language_text(source->language, source->code, key), holes);
}

static bool serves(const struct site_window *window, uint16_t category)
{
    for (uint16_t k = 0; k < window->serves_count; k++) {
        if (window->serves[k].category == category) {
            return true;
        }
    }
    return false;
}

/* "1-4、6、17": windows whose numbers follow each other are told as a run. */
static void tell_windows(const struct source *source, char *out, size_t size)
{
    const struct site *site = source->site;
    size_t used = 0;
    for (size_t w = 0; w < site->window_count; w++) {
        size_t last = w;
        if (!serves(&site->windows[w], source->facts->category)) {
            continue;
        }
        while (last + 1 < site->window_count &&
               site->windows[last + 1].number == site->windows[last].number + 1 &&
               serves(&site->windows[last + 1], source->facts->category)) {
            last++;
        }
        unsigned from = site->windows[w].number, to = site->windows[last].number;
        text_append(out, size, &used, "%s%u", used > 0 ? "、" : "", from);
        if (to > from) {
            text_append(out, size, &used, "%s%u", to > from + 1 ? "-" : "、", to);
        }
        w = last;
    }
}

/* ------------------------------------------------------------------ the template */

static const struct hole_row {
    const char *name;
    hole_teller *tell;
} rows[] = {
    {"address", tell_address},   {"ahead", tell_ahead},   {"area", tell_area},
    {"category", tell_category}, {"check", tell_check},   {"copy", tell_copy},
    {"date", tell_date},         {"hall", tell_hall},     {"item", tell_item},
    {"minutes", tell_minutes},   {"notice", tell_notice}, {"number", tell_number},
    {"papers", tell_papers},     {"time", tell_time},     {"url", tell_url},
    {"windows", tell_windows},
};
enum { HOLE_ROWS = sizeof rows / sizeof *rows };

struct values {
    struct hole holes[2 * HOLE_ROWS + 1];
    char names[HOLE_ROWS][HOLE_NAME], texts[2 * HOLE_ROWS][HOLE_TEXT];
};

static void fill_values(struct source *source, struct values *values)
{
    memset(values, 0, sizeof *values);
    for (size_t i = 0; i < HOLE_ROWS; i++) {
        char *zh = values->texts[2 * i], *en = values->texts[2 * i + 1];
        source->code = LANGUAGE_ZH;
        rows[i].tell(source, zh, HOLE_TEXT);
        source->code = LANGUAGE_EN;
        rows[i].tell(source, en, HOLE_TEXT);
        snprintf(values->names[i], HOLE_NAME, "%s_en", rows[i].name);
        values->holes[2 * i] = (struct hole){rows[i].name, zh};
        values->holes[2 * i + 1] = (struct hole){values->names[i], en};
    }
}

/* True when the line has holes and every one of them is empty. */
static bool all_holes_empty(const char *text, const struct hole *holes)
{
    bool any = false;
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        for (const struct hole *h = holes; h->name != NULL; h++) {
            size_t length = strlen(h->name);
            if (strncmp(at + 1, h->name, length) == 0 && at[1 + length] == '}') {
                any = true;
                if (h->value[0] != '\0') {
                    return false;
                }
            }
        }
    }
    return any;
}

/* The cells of a label that a text stands behind: "材料 {papers}" has 5, "{item}" none. */
static uint8_t label_cells(const struct site_slip_line *line)
{
    const char *hole = strchr(line->text, '{');
    if (line->kind != SLIP_TEXT_LINE || line->align != SLIP_LEFT || hole == NULL ||
        hole == line->text || hole[-1] != ' ') {
        return 0;
    }
    char label[SLIP_TEXT] = "";
    size_t length = (size_t)(hole - line->text);
    if (length < sizeof label) {
        memcpy(label, line->text, length);
        label[length] = '\0';
    }
    return (uint8_t)text_cells(label);
}

void slip_compose(const struct site *site, const struct language *language,
                  const struct slip_facts *facts, struct slip *out)
{
    struct source source = {.site = site, .language = language, .facts = facts};
    struct values values;
    fill_values(&source, &values);
    out->count = 0;
    for (size_t i = 0; i < site->slip_line_count && out->count < SLIP_ELEMENTS; i++) {
        const struct site_slip_line *line = &site->slip_lines[i];
        struct slip_element *element = &out->elements[out->count];
        if (line->text != NULL && all_holes_empty(line->text, values.holes)) {
            continue;
        }
        *element = (struct slip_element){.kind = line->kind,
                                         .align = line->align,
                                         .width = line->width,
                                         .height = line->height,
                                         .bold = line->bold,
                                         .lines = line->height};
        if (line->text != NULL) {
            element->hang = label_cells(line);
            language_fill(element->text, sizeof element->text, line->text, values.holes);
        }
        out->count++;
    }
}
