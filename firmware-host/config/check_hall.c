/* check_hall.c: the records of hall.yaml against each other. See check.h. */
#include "config/check.h"

#include "config/value.h"

#include <string.h>
#include <unistd.h>

enum { PERIODS_A_DAY = 4 };

static const struct message_values no_values = {{NULL}};

/* ------------------------------------------------------------------ hours and days */

static const char *day_name(struct reader *reader, int day)
{
    char name[VALUE_TEXT];
    value_format_choice(day, schema_weekdays, name, sizeof name);
    return arena_text(reader->arena, name, strlen(name));
}

/* The lowest weekday of a set. */
static int first_day(unsigned weekdays)
{
    int day = 0;
    while ((weekdays >> day & 1) == 0) {
        day++;
    }
    return day;
}

static void check_overlap(struct reader *reader, const struct yaml_node *list, size_t index)
{
    const struct site_period *mine = &reader->site->periods[index];
    for (size_t i = 0; i < index; i++) {
        const struct site_period *other = &reader->site->periods[i];
        unsigned both = mine->weekdays & other->weekdays;
        if (both != 0 && mine->from_min < other->to_min && other->from_min < mine->to_min) {
            const char *line = reader_line(reader, yaml_at(list, i));
            reader_problem(reader, yaml_at(list, index), MESSAGE_PERIODS_OVERLAP,
                           (struct message_values){{line, day_name(reader, first_day(both))}});
            return;
        }
    }
}

static void check_hours(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    if (list == NULL || list->kind != YAML_LIST || list->count != site->period_count) {
        return;
    }
    for (size_t i = 0; i < site->period_count; i++) {
        check_overlap(reader, list, i);
    }
    for (int day = 0; day < 7; day++) {
        int periods = 0;
        for (size_t i = 0; i < site->period_count; i++) {
            periods += site->periods[i].weekdays >> day & 1;
        }
        if (periods > PERIODS_A_DAY) {
            reader_problem(reader, list, MESSAGE_TOO_MANY_PERIODS,
                           (struct message_values){{day_name(reader, day)}});
        }
    }
}

static void check_days(struct reader *reader, const struct yaml_node *workdays)
{
    const struct site *site = reader->site;
    const struct yaml_node *node = workdays != NULL ? workdays->first : NULL;
    for (size_t i = 0; node != NULL && i < site->workday_count; i++, node = node->next) {
        for (size_t j = 0; j < site->holiday_count; j++) {
            if (site->workdays[i] != 0 && site->workdays[i] == site->holidays[j]) {
                reader_problem(reader, node, MESSAGE_HOLIDAY_AND_WORKDAY,
                               (struct message_values){{node->text}});
            }
        }
    }
}

/* ------------------------------------------------------------------ the hall itself */

/* A name under /usr/share/zoneinfo; believed where the machine has no such folder. */
static bool zone_exists(const char *name)
{
    static const char folder[] = "/usr/share/zoneinfo";
    char path[128];
    if (name[0] == '/' || strstr(name, "..") != NULL) {
        return false;
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(folder, F_OK) != 0 || access(path, R_OK) == 0;
}

static void check_head(struct reader *reader, const struct yaml_node *hall)
{
    const struct yaml_node *zone = yaml_get(hall, "timezone"), *url = yaml_get(hall, "public_url");
    if (zone != NULL && zone->kind == YAML_SCALAR && !zone_exists(zone->text)) {
        reader_problem(reader, zone, MESSAGE_BAD_TIMEZONE, (struct message_values){{zone->text}});
    }
    if (url == NULL || url->kind != YAML_SCALAR || url->text[0] == '\0') {
        return;
    }
    bool sound = (strncmp(url->text, "https://", 8) == 0 && url->text[8] != '\0') ||
                 (strncmp(url->text, "http://", 7) == 0 && url->text[7] != '\0');
    if (!sound || strpbrk(url->text, " \"<>\\") != NULL) {
        reader_problem(reader, url, MESSAGE_BAD_URL, (struct message_values){{url->text}});
    }
}

/* ------------------------------------------------------------------ categories */

static void check_overflow(struct reader *reader, const struct yaml_node *list, size_t index)
{
    const struct site *site = reader->site;
    const char *overflow = site->categories[index].overflow;
    const struct yaml_node *node = yaml_get(yaml_at(list, index), "overflow");
    for (size_t i = 0; i < site->category_count && overflow[0] != '\0'; i++) {
        if (strcmp(site->categories[i].series, overflow) == 0 && node != NULL) {
            reader_problem(reader, node, MESSAGE_OVERFLOW_TAKEN,
                           (struct message_values){{overflow, site->categories[i].code}});
        }
    }
}

static bool is_served(const struct site *site, uint16_t category)
{
    for (size_t i = 0; i < site->window_count; i++) {
        for (uint16_t j = 0; j < site->windows[i].serves_count; j++) {
            if (site->windows[i].serves[j].category == category) {
                return true;
            }
        }
    }
    return false;
}

/* An item whose category is misspelt may be any category's. */
static bool has_item(const struct site *site, uint16_t category)
{
    for (size_t i = 0; i < site->item_count; i++) {
        if (site->items[i].category == category || site->items[i].category == UINT16_MAX) {
            return true;
        }
    }
    return false;
}

static void check_categories(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    for (size_t i = 0; i < site->category_count; i++) {
        const struct yaml_node *node = yaml_at(list, i);
        check_overflow(reader, list, i);
        if (node != NULL && !has_item(site, (uint16_t)i)) {
            reader_problem(reader, node, MESSAGE_CATEGORY_WITHOUT_ITEM,
                           (struct message_values){{site->categories[i].code}});
        }
    }
}

/* ------------------------------------------------------------------ windows and items */

/* Reports windows that serve nothing. False when a window names a category that does not exist:
 * then nobody can say which items are left without one. */
static bool check_windows(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    bool sound = true;
    const struct yaml_node *node = list != NULL ? list->first : NULL;
    for (size_t i = 0; i < site->window_count && node != NULL; i++, node = node->next) {
        const struct yaml_node *serves = yaml_get(node, "serves");
        sound = sound && serves != NULL && serves->count == site->windows[i].serves_count;
        if (serves != NULL && serves->kind == YAML_MAP && serves->count == 0) {
            reader_problem(reader, serves, MESSAGE_WINDOW_SERVES_NOTHING,
                           (struct message_values){
                               {reader_number(reader, site->windows[i].number)}});
        }
    }
    return sound;
}

static void check_items(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    const struct yaml_node *node = list != NULL ? list->first : NULL;
    for (size_t i = 0; i < site->item_count && node != NULL; i++, node = node->next) {
        uint16_t category = site->items[i].category;
        const struct yaml_node *place = yaml_get(node, "category");
        if (place != NULL && category < site->category_count && !is_served(site, category)) {
            reader_problem(reader, place, MESSAGE_CATEGORY_WITHOUT_WINDOW,
                           (struct message_values){{site->items[i].code,
                                                    site->categories[category].code}});
        }
    }
}

/* ------------------------------------------------------------------ the ticket */

static void check_ticket(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    for (size_t i = 0; i < site->slip_line_count; i++) {
        const struct site_slip_line *line = &site->slip_lines[i];
        if (line->kind == SLIP_TEXT_LINE && strstr(line->text, "{number}") != NULL) {
            return;
        }
    }
    if (list != NULL) {
        reader_problem_at_key(reader, list, MESSAGE_SLIP_WITHOUT_NUMBER, no_values);
    }
}

/* ------------------------------------------------------------------ the voice */

static void check_voice_zone(struct reader *reader, const struct yaml_node *windows,
                             const struct site_voice_zone *zone)
{
    const struct yaml_node *node = windows != NULL ? windows->first : NULL;
    for (size_t i = 0; i < zone->window_count && node != NULL; i++, node = node->next) {
        if (zone->windows[i] != 0) { /* else it was reported */
            check_window_exists(reader, node, "windows", zone->windows[i]);
        }
    }
}

static void check_voice(struct reader *reader, const struct yaml_node *voice)
{
    const struct site *site = reader->site;
    const struct yaml_node *zones = voice != NULL ? yaml_get(voice, "zones") : NULL;
    for (size_t i = 0; i < site->voice.zone_count && zones != NULL; i++) {
        check_voice_zone(reader, yaml_get(yaml_at(zones, i), "windows"), &site->voice.zones[i]);
    }
}

void check_hall(struct reader *reader, const struct yaml_node *root)
{
    check_head(reader, yaml_get(root, "hall"));
    check_hours(reader, yaml_get(root, "hours"));
    check_days(reader, yaml_get(root, "workdays"));
    check_categories(reader, yaml_get(root, "categories"));
    if (check_windows(reader, yaml_get(root, "windows"))) {
        check_items(reader, yaml_get(root, "items"));
    }
    check_ticket(reader, yaml_get(root, "ticket"));
    check_voice(reader, yaml_get(root, "voice"));
}
