/* kiosk.h: what a kiosk shows, as values: the controller fills them, hallq-kiosk reads them.
 *
 * Problem: a kiosk is another program, maybe on another machine. It must know names and numbers,
 * and nothing of queues, printers or files.
 *
 * Design: three parts by how often they change. `kiosk_settings`: the screen, the hall, who may
 * claim priority; read at the start. `kiosk_catalogue`: departments, categories, items with their
 * guides (GET /api/v1/items); read at the start. `kiosk_now`: who waits and whether tickets are
 * given; read whenever something happened. JSON both ways is in json_kiosk.c.
 *
 * Immutable after reading. Thread: any. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { KIOSK_TEXT = 256, KIOSK_PERIODS = 4, KIOSK_URL = 200 };

/* Both languages; English is the Chinese text where the hall gives none. */
struct kiosk_words {
    char zh[KIOSK_TEXT], en[KIOSK_TEXT];
};

struct kiosk_priority {
    char code[LIMIT_CODE]; /* "" is everybody else */
    struct kiosk_words name;
};

/* GET /api/v1/displays/{name}. */
struct kiosk_settings {
    char name[LIMIT_CODE];
    int32_t width, height, diagonal_tenths, distance_tenths; /* pixels, inch, metre */
    char printers[LIMIT_CODE];
    bool departments_first; /* the first page shows departments, not popular items */
    bool reviews;           /* a screen to rate at, and nothing else */
    bool english;           /* the language it begins with */
    char general[LIMIT_CODE]; /* item for whoever does not know, "" = none */
    struct kiosk_words help;  /* where a person helps */
    int32_t idle_s, ticket_s;
    struct kiosk_words hall;
    char timezone[64];
    char ticket_url[KIOSK_URL]; /* a ticket's phone page is this and its token; "" = none */
    size_t priority_count;
    struct kiosk_priority priorities[LIMIT_PRIORITIES]; /* without "" */
};

struct kiosk_count { /* a category now */
    char code[LIMIT_CODE];
    int32_t waiting, open_windows;
    int32_t estimate_s; /* of somebody who comes now; -1 = cannot be told */
};

struct kiosk_period {
    int32_t from_min, to_min; /* minutes of the day */
};

enum kiosk_paper { KIOSK_PAPER_OK, KIOSK_PAPER_OUT, KIOSK_PAPER_NONE /* no printer at all */ };

/* GET /api/v1/displays/{name}/now. */
struct kiosk_now {
    wall_t at;
    double speed; /* of the hall's clock */
    bool open;    /* within today's hours, day not closed */
    bool before;  /* closed, and opens later today */
    bool taking;  /* the controller can write */
    enum kiosk_paper paper;
    size_t period_count;
    struct kiosk_period periods[KIOSK_PERIODS]; /* of today; none = a closed day */
    size_t count;
    struct kiosk_count categories[LIMIT_CATEGORIES];
};

/* Names point into the JSON that the catalogue keeps. */
struct kiosk_name {
    const char *zh, *en;
};
struct kiosk_department {
    const char *code;
    struct kiosk_name name;
    size_t items;
};
struct kiosk_category {
    const char *code, *series;
    struct kiosk_name name, area;
    size_t items;
};
enum { KIOSK_FACTS = 7 };
struct kiosk_item {
    const char *code, *pinyin;
    struct kiosk_name name;
    uint16_t department, category; /* indices */
    bool popular;
    struct kiosk_name facts[KIOSK_FACTS]; /* in the order of kiosk_fact_names */
};
extern const char *const kiosk_fact_names[KIOSK_FACTS]; /* "papers", "conditions", … */

struct kiosk_catalogue {
    size_t department_count, category_count, item_count;
    struct kiosk_department departments[LIMIT_DEPARTMENTS];
    struct kiosk_category categories[LIMIT_CATEGORIES];
    struct kiosk_item items[LIMIT_ITEMS];
    json_t *source;
};

/* A new object, NULL when memory is out. */
json_t *kiosk_settings_to_json(const struct kiosk_settings *settings);
json_t *kiosk_now_to_json(const struct kiosk_now *now);
/* 0, or -1: not that kind of JSON; `out` is then not to be used. */
int kiosk_settings_from_json(const json_t *json, struct kiosk_settings *out);
int kiosk_now_from_json(const json_t *json, struct kiosk_now *out);
/* Keeps a reference of `json`. 0 with *out, or -1. */
int kiosk_catalogue_from_json(json_t *json, struct kiosk_catalogue **out);
void kiosk_catalogue_destroy(struct kiosk_catalogue *catalogue);
/* UINT16_MAX when there is none. */
uint16_t kiosk_catalogue_item(const struct kiosk_catalogue *catalogue, const char *code);
/* NULL when there is none. */
const struct kiosk_count *kiosk_now_category(const struct kiosk_now *now, const char *code);
