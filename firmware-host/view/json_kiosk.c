/* json_kiosk.c: kiosk.h as JSON, both ways, in one place. Durations are seconds, times RFC 3339,
 * texts {zh, en}. */
#include "view/kiosk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const kiosk_fact_names[KIOSK_FACTS] = {
    "papers", "conditions", "procedure", "limit", "fee", "basis", "complaints",
};
static const char *const paper_names[] = {
    [KIOSK_PAPER_OK] = "ok", [KIOSK_PAPER_OUT] = "out", [KIOSK_PAPER_NONE] = "none"};
enum { PAPER_NAMES = sizeof paper_names / sizeof *paper_names };

/* ------------------------------------------------------------------ small values */

static json_t *words_json(const struct kiosk_words *words)
{
    return json_pack("{s:s,s:s}", "zh", words->zh, "en", words->en);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static struct kiosk_name name_of(const json_t *object, const char *key)
{
    const json_t *words = json_object_get(object, key);
    struct kiosk_name name = {text_of(words, "zh"), text_of(words, "en")};
    if (name.en[0] == '\0') {
        name.en = name.zh;
    }
    return name;
}

static void read_words(const json_t *object, const char *key, struct kiosk_words *out)
{
    struct kiosk_name name = name_of(object, key);
    snprintf(out->zh, sizeof out->zh, "%s", name.zh);
    snprintf(out->en, sizeof out->en, "%s", name.en);
}

static int32_t number_of(const json_t *object, const char *key, int32_t otherwise)
{
    const json_t *value = json_object_get(object, key);
    double number = json_is_number(value) ? json_number_value(value) : otherwise;
    return number > INT32_MIN && number < INT32_MAX ? (int32_t)number : otherwise;
}

static int32_t tenths_of(const json_t *object, const char *key)
{
    double number = json_number_value(json_object_get(object, key));
    return number > 0 && number < INT16_MAX ? (int32_t)(number * 10 + 0.5) : 0;
}

/* ------------------------------------------------------------------ settings */

json_t *kiosk_settings_to_json(const struct kiosk_settings *settings)
{
    json_t *priorities = json_array();
    for (size_t i = 0; i < settings->priority_count; i++) {
        json_array_append_new(priorities,
                              json_pack("{s:s,s:o}", "code", settings->priorities[i].code, "name",
                                        words_json(&settings->priorities[i].name)));
    }
    return json_pack(
        "{s:s,s:s,s:[i,i],s:f,s:f,s:s,s:s,s:s,s:s,s:o,s:i,s:i,s:o,s:s,s:s,s:o}", "name",
        settings->name, "kind", "kiosk", "size", settings->width, settings->height, "diagonal",
        settings->diagonal_tenths / 10.0, "distance", settings->distance_tenths / 10.0,
        "printers", settings->printers, "layout",
        settings->reviews             ? "reviews"
        : settings->departments_first ? "departments"
                                      : "popular",
        "language",
        settings->english ? "en" : "zh", "general", settings->general, "help",
        words_json(&settings->help), "idle", settings->idle_s, "ticket_stay", settings->ticket_s,
        "hall", words_json(&settings->hall), "timezone", settings->timezone, "ticket_url",
        settings->ticket_url, "priorities", priorities);
}

static void read_priorities(const json_t *list, struct kiosk_settings *out)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *code = text_of(one, "code");
        if (code[0] != '\0' && out->priority_count < LIMIT_PRIORITIES) {
            struct kiosk_priority *priority = &out->priorities[out->priority_count++];
            snprintf(priority->code, sizeof priority->code, "%s", code);
            read_words(one, "name", &priority->name);
        }
    }
}

int kiosk_settings_from_json(const json_t *json, struct kiosk_settings *out)
{
    memset(out, 0, sizeof *out);
    const json_t *size = json_object_get(json, "size");
    if (strcmp(text_of(json, "kind"), "kiosk") != 0 || json_array_size(size) != 2) {
        return -1;
    }
    snprintf(out->name, sizeof out->name, "%s", text_of(json, "name"));
    out->width = (int32_t)json_integer_value(json_array_get(size, 0));
    out->height = (int32_t)json_integer_value(json_array_get(size, 1));
    out->diagonal_tenths = tenths_of(json, "diagonal");
    out->distance_tenths = tenths_of(json, "distance");
    snprintf(out->printers, sizeof out->printers, "%s", text_of(json, "printers"));
    out->departments_first = strcmp(text_of(json, "layout"), "departments") == 0;
    out->reviews = strcmp(text_of(json, "layout"), "reviews") == 0;
    out->english = strcmp(text_of(json, "language"), "en") == 0;
    snprintf(out->general, sizeof out->general, "%s", text_of(json, "general"));
    read_words(json, "help", &out->help);
    read_words(json, "hall", &out->hall);
    out->idle_s = number_of(json, "idle", 45);
    out->ticket_s = number_of(json, "ticket_stay", 8);
    snprintf(out->timezone, sizeof out->timezone, "%s", text_of(json, "timezone"));
    snprintf(out->ticket_url, sizeof out->ticket_url, "%s", text_of(json, "ticket_url"));
    read_priorities(json_object_get(json, "priorities"), out);
    bool sane = out->width > 0 && out->height > 0 && out->diagonal_tenths > 0;
    return sane ? 0 : -1;
}

/* ------------------------------------------------------------------ now */

json_t *kiosk_now_to_json(const struct kiosk_now *now)
{
    char at[WALL_TEXT_SIZE];
    json_t *periods = json_array(), *categories = json_array();
    for (size_t i = 0; i < now->period_count; i++) {
        json_array_append_new(periods, json_pack("[i,i]", now->periods[i].from_min,
                                                 now->periods[i].to_min));
    }
    for (size_t i = 0; i < now->count; i++) {
        const struct kiosk_count *count = &now->categories[i];
        json_array_append_new(
            categories, json_pack("{s:s,s:i,s:i,s:o}", "code", count->code, "waiting",
                                  count->waiting, "open_windows", count->open_windows, "estimate",
                                  count->estimate_s < 0 ? json_null()
                                                        : json_integer(count->estimate_s)));
    }
    return json_pack("{s:s,s:f,s:b,s:b,s:b,s:s,s:o,s:o}", "now", wall_format(now->at, at),
                     "clock_speed", now->speed, "open", now->open, "before", now->before, "taking",
                     now->taking, "paper", paper_names[now->paper], "periods", periods,
                     "categories", categories);
}

static enum kiosk_paper paper_of(const char *name)
{
    for (int i = 0; i < PAPER_NAMES; i++) {
        if (strcmp(paper_names[i], name) == 0) {
            return (enum kiosk_paper)i;
        }
    }
    return KIOSK_PAPER_OK;
}

static void read_lists(const json_t *json, struct kiosk_now *out)
{
    const json_t *periods = json_object_get(json, "periods");
    const json_t *categories = json_object_get(json, "categories");
    for (size_t i = 0; i < json_array_size(periods) && i < KIOSK_PERIODS; i++) {
        const json_t *period = json_array_get(periods, i);
        out->periods[out->period_count++] = (struct kiosk_period){
            (int32_t)json_integer_value(json_array_get(period, 0)),
            (int32_t)json_integer_value(json_array_get(period, 1))};
    }
    for (size_t i = 0; i < json_array_size(categories) && i < LIMIT_CATEGORIES; i++) {
        const json_t *one = json_array_get(categories, i);
        struct kiosk_count *count = &out->categories[out->count++];
        snprintf(count->code, sizeof count->code, "%s", text_of(one, "code"));
        count->waiting = number_of(one, "waiting", 0);
        count->open_windows = number_of(one, "open_windows", 0);
        count->estimate_s = number_of(one, "estimate", -1);
    }
}

int kiosk_now_from_json(const json_t *json, struct kiosk_now *out)
{
    memset(out, 0, sizeof *out);
    if (wall_parse(text_of(json, "now"), &out->at) < 0) {
        return -1;
    }
    double speed = json_number_value(json_object_get(json, "clock_speed"));
    out->speed = speed > 0 ? speed : 1;
    out->open = json_is_true(json_object_get(json, "open"));
    out->before = json_is_true(json_object_get(json, "before"));
    out->taking = json_is_true(json_object_get(json, "taking"));
    out->paper = paper_of(text_of(json, "paper"));
    read_lists(json, out);
    return 0;
}

const struct kiosk_count *kiosk_now_category(const struct kiosk_now *now, const char *code)
{
    for (size_t i = 0; i < now->count; i++) {
        if (strcmp(now->categories[i].code, code) == 0) {
            return &now->categories[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ catalogue */

static void read_departments(const json_t *list, struct kiosk_catalogue *out)
{
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_DEPARTMENTS; i++) {
        const json_t *one = json_array_get(list, i);
        out->departments[out->department_count++] =
            (struct kiosk_department){text_of(one, "code"), name_of(one, "name"), 0};
    }
}

static void read_categories(const json_t *list, struct kiosk_catalogue *out)
{
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++) {
        const json_t *one = json_array_get(list, i);
        out->categories[out->category_count++] = (struct kiosk_category){
            text_of(one, "code"), text_of(one, "series"), name_of(one, "name"),
            name_of(one, "area"), 0};
    }
}

static uint16_t find_department(const struct kiosk_catalogue *catalogue, const char *code)
{
    for (uint16_t i = 0; i < catalogue->department_count; i++) {
        if (strcmp(catalogue->departments[i].code, code) == 0) {
            return i;
        }
    }
    return UINT16_MAX;
}

static uint16_t find_category(const struct kiosk_catalogue *catalogue, const char *code)
{
    for (uint16_t i = 0; i < catalogue->category_count; i++) {
        if (strcmp(catalogue->categories[i].code, code) == 0) {
            return i;
        }
    }
    return UINT16_MAX;
}

/* An item of no known department or category is left out: it cannot be found on any page. */
static void read_item(const json_t *one, struct kiosk_catalogue *out)
{
    struct kiosk_item item = {.code = text_of(one, "code"), .pinyin = text_of(one, "pinyin"),
                              .name = name_of(one, "name"),
                              .department = find_department(out, text_of(one, "department")),
                              .category = find_category(out, text_of(one, "category")),
                              .popular = json_is_true(json_object_get(one, "popular"))};
    if (item.department == UINT16_MAX || item.category == UINT16_MAX ||
        out->item_count == LIMIT_ITEMS) {
        return;
    }
    const json_t *guide = json_object_get(one, "guide");
    for (size_t i = 0; i < KIOSK_FACTS; i++) {
        item.facts[i] = name_of(guide, kiosk_fact_names[i]);
    }
    out->departments[item.department].items++;
    out->categories[item.category].items++;
    out->items[out->item_count++] = item;
}

int kiosk_catalogue_from_json(json_t *json, struct kiosk_catalogue **out)
{
    const json_t *items = json_object_get(json, "items");
    struct kiosk_catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (catalogue == NULL || !json_is_array(items)) {
        free(catalogue);
        return -1;
    }
    catalogue->source = json_incref(json);
    read_departments(json_object_get(json, "departments"), catalogue);
    read_categories(json_object_get(json, "categories"), catalogue);
    for (size_t i = 0; i < json_array_size(items); i++) {
        read_item(json_array_get(items, i), catalogue);
    }
    *out = catalogue;
    return 0;
}

void kiosk_catalogue_destroy(struct kiosk_catalogue *catalogue)
{
    if (catalogue != NULL) {
        json_decref(catalogue->source);
        free(catalogue);
    }
}

uint16_t kiosk_catalogue_item(const struct kiosk_catalogue *catalogue, const char *code)
{
    for (uint16_t i = 0; i < catalogue->item_count; i++) {
        if (strcmp(catalogue->items[i].code, code) == 0) {
            return i;
        }
    }
    return UINT16_MAX;
}
