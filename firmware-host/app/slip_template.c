/* slip_template.c: the hall's template and a ticket make a slip.
 *
 * Holes: {hall} {address} {number} {category} {item} {windows} {ahead} {minutes} {time} {date}
 * {papers} {area} {copy} {url} {notice}. A line whose holes are all empty is left out, so that
 * an original has no empty line where a copy says 补打. */
#include "app/hall_internal.h"

#include <string.h>

enum { WINDOW_LIST = 96, HOLE_COUNT = 18 };

struct values {
    char windows[WINDOW_LIST], ahead[16], minutes[48], time[8], date[16], copy[32], url[160];
    struct hole holes[HOLE_COUNT];
    size_t count;
};

static void hole(struct values *values, const char *name, const char *value)
{
    values->holes[values->count++] = (struct hole){name, value};
    values->holes[values->count] = (struct hole){NULL, NULL};
}

static void list_windows(const struct hall *hall, uint16_t category, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t w = 0; w < hall->site->window_count; w++) {
        const struct site_window *window = &hall->site->windows[w];
        for (uint16_t k = 0; k < window->serves_count; k++) {
            if (window->serves[k].category == category && used + 8 < size) {
                text_append(out, size, &used, "%s%u", used > 0 ? "," : "", window->number);
            }
        }
    }
}

static void wait_text(const struct hall *hall, const struct ticket *ticket, struct values *values)
{
    if (ticket->quote_s < 0) {
        snprintf(values->minutes, sizeof values->minutes, "%s",
                 hall_text(hall, LANGUAGE_ZH, "slip.no_estimate"));
        return;
    }
    char minutes[16];
    snprintf(minutes, sizeof minutes, "%d", (ticket->quote_s + 59) / 60);
    const struct hole holes[] = {{"minutes", minutes}, {NULL, NULL}};
    language_fill(values->minutes, sizeof values->minutes,
                  hall_text(hall, LANGUAGE_ZH, "slip.minutes"), holes);
}

static void copy_text(const struct hall *hall, unsigned copy, struct values *values)
{
    if (copy == 1) {
        values->copy[0] = '\0';
        return;
    }
    char number[16];
    snprintf(number, sizeof number, "%u", copy - 1);
    const struct hole holes[] = {{"copy", number}, {NULL, NULL}};
    language_fill(values->copy, sizeof values->copy,
                  hall_text(hall, LANGUAGE_ZH, copy == 0 ? "slip.test" : "slip.copy"), holes);
}

static void fill_values(const struct hall *hall, const struct ticket *ticket, unsigned copy,
                        struct values *values)
{
    const struct site *site = hall->site;
    uint16_t item = site_item_index(site, ticket->item);
    uint16_t category = item != UINT16_MAX ? site->items[item].category : ticket->category;
    bool known = category < site->category_count;
    memset(values, 0, sizeof *values);
    list_windows(hall, category, values->windows, sizeof values->windows);
    snprintf(values->ahead, sizeof values->ahead, "%d", ticket->ahead_at_issue);
    wait_text(hall, ticket, values);
    wall_format_hhmm(ticket->issued, values->time);
    int32_t day = wall_day(ticket->issued);
    snprintf(values->date, sizeof values->date, "%04d-%02d-%02d", day / 10000, day / 100 % 100,
             day % 100);
    copy_text(hall, copy, values);
    if (ticket->token[0] != '\0') {
        snprintf(values->url, sizeof values->url, "%s/t/#%s", site->public_url, ticket->token);
    }
    hole(values, "hall", hall_words(&site->name, LANGUAGE_ZH));
    hole(values, "address", hall_words(&site->address, LANGUAGE_ZH));
    hole(values, "number", ticket->number);
    hole(values, "category",
         known ? hall_words(&site->categories[category].name, LANGUAGE_ZH) : "");
    hole(values, "area", known ? hall_words(&site->categories[category].area, LANGUAGE_ZH) : "");
    hole(values, "item",
         item != UINT16_MAX ? hall_words(&site->items[item].name, LANGUAGE_ZH) : "");
    hole(values, "papers",
         item != UINT16_MAX ? hall_words(&site->items[item].guide.papers, LANGUAGE_ZH) : "");
    hole(values, "windows", values->windows);
    hole(values, "ahead", values->ahead);
    hole(values, "minutes", values->minutes);
    hole(values, "time", values->time);
    hole(values, "date", values->date);
    hole(values, "copy", values->copy);
    hole(values, "url", values->url);
    hole(values, "notice", hall_words(&site->ticket_notice, LANGUAGE_ZH));
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

void slip_compose(const struct hall *hall, const struct ticket *ticket, unsigned copy,
                  struct slip *out)
{
    struct values values;
    fill_values(hall, ticket, copy, &values);
    out->count = 0;
    for (size_t i = 0; i < hall->site->slip_line_count && out->count < SLIP_ELEMENTS; i++) {
        const struct site_slip_line *line = &hall->site->slip_lines[i];
        struct slip_element *element = &out->elements[out->count];
        if (all_holes_empty(line->text, values.holes)) {
            continue;
        }
        *element = (struct slip_element){.kind = line->kind,
                                         .align = line->align,
                                         .width = line->width,
                                         .height = line->height,
                                         .bold = line->bold,
                                         .lines = line->height};
        language_fill(element->text, sizeof element->text, line->text, values.holes);
        out->count++;
    }
}
