/* alert_forms.c: see alert_forms.h. The words are in config/lang/alert.yaml. */
#include "http/alert_forms.h"

#include "base/language.h"
#include "http/route.h"

#include <stdio.h>
#include <string.h>

enum { FIGURE_TEXT = 48, NAME_TEXT = 160, SAYS_TEXT = 640 };

static const char *const unit_names[] = {
    [ALERT_IN_NONE] = "none",   [ALERT_IN_SECONDS] = "seconds", [ALERT_IN_PEOPLE] = "people",
    [ALERT_IN_SLIPS] = "slips", [ALERT_IN_HOURS] = "hours",     [ALERT_IN_DAYS] = "days",
    [ALERT_IN_COUNT] = "count",
};

/* "35 分钟": long times in minutes. */
static void figure_text(const struct language *language, enum language_code code,
                        enum alert_unit unit, int64_t value, char *out, size_t size)
{
    char key[48], number[24];
    bool minutes = unit == ALERT_IN_SECONDS && value >= 120;
    snprintf(key, sizeof key, "alert.unit.%s", minutes ? "minutes" : unit_names[unit]);
    snprintf(number, sizeof number, "%lld", (long long)(minutes ? (value + 30) / 60 : value));
    const struct hole holes[] = {{"n", number}, {NULL, NULL}};
    if (unit == ALERT_IN_NONE) {
        out[0] = '\0';
        return;
    }
    language_fill(out, size, language_text(language, code, key), holes);
}

static const char *word(const struct words *words, enum language_code code)
{
    return code == LANGUAGE_EN && words->en[0] != '\0' ? words->en : words->zh;
}

static void window_text(const struct language *language, enum language_code code, uint16_t window,
                        char *out, size_t size)
{
    char number[8];
    snprintf(number, sizeof number, "%u", window);
    const struct hole holes[] = {{"n", number}, {NULL, NULL}};
    language_fill(out, size, language_text(language, code, "alert.window"), holes);
}

static const char *department_text(const struct site *site, enum language_code code,
                                   const char *department)
{
    for (size_t i = 0; i < site->department_count; i++) {
        if (strcmp(site->departments[i].code, department) == 0) {
            return word(&site->departments[i].name, code);
        }
    }
    return department;
}

static const char *category_text(const struct site *site, enum language_code code,
                                 const char *category)
{
    uint16_t index = site_category_index(site, category);
    return index != UINT16_MAX ? word(&site->categories[index].name, code) : category;
}

/* What people call the object: a category's name, a device's title, "3 号窗口". */
static void object_text(const struct hall *hall, const struct language *language,
                        enum language_code code, const struct alert *alert, char *out, size_t size)
{
    const struct site *site = hall_site(hall);
    const char *object = alert_object(alert->subject);
    uint16_t device =
        alert->device[0] != '\0' ? site_device_index(site, alert->device) : UINT16_MAX;
    if (device != UINT16_MAX && site->devices[device].title.zh[0] != '\0') {
        snprintf(out, size, "%s", word(&site->devices[device].title, code));
    } else if (alert->window != 0 && alert->device[0] == '\0') {
        window_text(language, code, alert->window, out, size);
    } else if (strcmp(object, "hall") == 0) {
        snprintf(out, size, "%s", language_text(language, code, "alert.hall"));
    } else if (alert->category[0] != '\0') {
        snprintf(out, size, "%s", category_text(site, code, object));
    } else {
        snprintf(out, size, "%s", department_text(site, code, object));
    }
}

struct telling {
    const struct hall *hall;
    const struct language *language;
    const struct alert *alert;
    const struct alert_rule *rule;
    int64_t figure;
    wall_t since;
};

static void tell(const struct telling *telling, enum language_code code, const char *which,
                 char *out, size_t size)
{
    char key[80], object[NAME_TEXT], figure[FIGURE_TEXT], threshold[FIGURE_TEXT], window[NAME_TEXT];
    char since[8];
    const struct alert *alert = telling->alert;
    object_text(telling->hall, telling->language, code, alert, object, sizeof object);
    figure_text(telling->language, code, telling->rule->unit, telling->figure, figure,
                sizeof figure);
    figure_text(telling->language, code, telling->rule->unit, alert->threshold, threshold,
                sizeof threshold);
    window_text(telling->language, code, alert->window, window, sizeof window);
    const struct hole holes[] = {
        {"object", object},
        {"figure", figure},
        {"threshold", threshold},
        {"window", window},
        {"number", alert->number},
        {"device", alert->device},
        {"category", category_text(hall_site(telling->hall), code, alert->category)},
        {"since", wall_format_hhmm(telling->since, since)},
        {NULL, NULL},
    };
    snprintf(key, sizeof key, "alert.%s.%s", telling->rule->name, which);
    language_fill(out, size, language_text(telling->language, code, key), holes);
}

static json_t *sentence(const struct telling *telling, const char *which)
{
    char zh[SAYS_TEXT], en[SAYS_TEXT];
    tell(telling, LANGUAGE_ZH, which, zh, sizeof zh);
    tell(telling, LANGUAGE_EN, which, en, sizeof en);
    return json_pack("{s:s,s:s}", "zh", zh, "en", en);
}

static json_t *text_or_null(const char *text)
{
    return text[0] != '\0' ? json_string(text) : json_null();
}

static void add_places(json_t *out, const struct alert *alert)
{
    json_object_set_new(out, "category", text_or_null(alert->category));
    json_object_set_new(out, "device", text_or_null(alert->device));
    json_object_set_new(out, "number", text_or_null(alert->number));
    json_object_set_new(out, "window", alert->window != 0 ? json_integer(alert->window)
                                                          : json_null());
    json_object_set_new(out, "file", alert->file != 0 ? json_integer(alert->file) : json_null());
}

static void add_sentences(json_t *out, const struct telling *telling)
{
    static const char *const whiches[] = {"title", "says", "next"};
    for (size_t i = 0; i < sizeof whiches / sizeof *whiches; i++) {
        json_object_set_new(out, whiches[i], sentence(telling, whiches[i]));
    }
}

json_t *json_of_alert(const struct hall *hall, const struct language *language,
                      const struct alert *alert, const struct watch_entry *seen)
{
    static const struct alert_rule unknown = {.name = "unknown"};
    const struct alert_rule *rule = alert_rule_of(alert->subject);
    bool open = alert->ended.ms == 0;
    struct telling telling = {
        .hall = hall,
        .language = language,
        .alert = alert,
        .rule = rule != NULL ? rule : &unknown,
        .figure = open && seen != NULL ? seen->figure : alert->figure,
        .since = open && seen != NULL && seen->since.ms != 0 ? seen->since : alert->since,
    };
    const char *state = !open ? "ended" : alert->acknowledged.ms != 0 ? "acknowledged" : "open";
    json_t *out = json_pack(
        "{s:o,s:s,s:s,s:s,s:s,s:s,s:I,s:I,s:i,s:b}", "record",
        alert->record != 0 ? json_integer(alert->record) : json_null(), "rule", telling.rule->name,
        "object", alert_object(alert->subject), "state", state, "weight",
        telling.rule->weight == WEIGHT_BAD ? "bad" : "warn", "unit",
        unit_names[telling.rule->unit], "figure", (json_int_t)telling.figure, "worst",
        (json_int_t)(open && seen != NULL ? seen->worst : alert->last), "threshold",
        alert->threshold, "act", alert->act);
    add_places(out, alert);
    json_object_set_new(out, "since", json_of_time(telling.since));
    json_object_set_new(out, "raised", json_of_time(alert->raised));
    json_object_set_new(out, "acknowledged", json_of_time(alert->acknowledged));
    json_object_set_new(out, "by", text_or_null(alert->by));
    json_object_set_new(out, "note", text_or_null(alert->note));
    json_object_set_new(out, "ended", json_of_time(alert->ended));
    add_sentences(out, &telling);
    return out;
}

static bool is_of_weight(const struct alert *alert, enum alert_weight weight)
{
    const struct alert_rule *rule = alert_rule_of(alert->subject);
    return (rule != NULL ? rule->weight : WEIGHT_WARN) == weight;
}

/* What could not be written yet: nobody may learn of it later only because the disk is full. */
static void add_wanted(json_t *list, const struct hall *hall, const struct language *language,
                       size_t limit)
{
    const struct watch_entry *entry;
    for (size_t i = 0; !hall_can_write(hall) && json_array_size(list) < limit &&
                       (entry = watch_entry_at(hall_watch(hall), i)) != NULL;
         i++) {
        if (entry->state == WATCH_WANTED) {
            json_array_append_new(list, json_of_alert(hall, language, &entry->alert, entry));
        }
    }
}

json_t *json_of_open_alerts(const struct hall *hall, const struct language *language, size_t limit)
{
    const struct alerts *alerts = office_alerts(hall_shown_office(hall));
    json_t *list = json_array();
    add_wanted(list, hall, language, limit);
    for (int weight = WEIGHT_BAD; weight >= WEIGHT_WARN; weight--) {
        const struct alert *alert;
        for (size_t i = 0; json_array_size(list) < limit &&
                           (alert = alerts_open_at(alerts, i)) != NULL;
             i++) {
            if (is_of_weight(alert, (enum alert_weight)weight)) {
                json_array_append_new(
                    list, json_of_alert(hall, language, alert,
                                        watch_find(hall_watch(hall), alert->subject)));
            }
        }
    }
    return list;
}
