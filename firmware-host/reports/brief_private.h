/* brief_private.h: what the findings share: the day's events in small, and how a sentence is put
 * together. See brief.h. */
#pragma once

#include "reports/brief.h"

/* An event as far as findings look at it. */
struct moment {
    int64_t seq, ticket;
    wall_t at;
    enum event_kind kind;
    uint16_t window;
    int32_t ahead, waited_s, overtaken;
    int8_t level;
    bool active; /* a rating that somebody gave */
    bool undone;
    char number[LIMIT_NUMBER], category[LIMIT_CODE], item[LIMIT_CODE];
};

struct brief_making {
    const struct brief_question *question;
    struct brief *brief;
    size_t count, capacity;
    struct moment *moments;
    struct image_answer hall; /* one group: the day as a whole */
    bool failed;
};

/* ---- a sentence: holes first, then said */
enum { SAYING_HOLES = 16, SAYING_TEXT = 360 };
struct saying {
    size_t count;
    struct {
        const char *name;
        char text[LANGUAGE_COUNT][SAYING_TEXT];
    } holes[SAYING_HOLES];
};
void saying_name(struct saying *saying, const char *hole, const char *zh, const char *en);
void saying_text(struct saying *saying, const char *hole, const char *text);
void saying_count(struct saying *saying, const char *hole, double count);
void saying_minutes(struct saying *saying, const char *hole, double seconds);
void saying_percent(struct saying *saying, const char *hole, double share);
void saying_time(struct saying *saying, const char *hole, wall_t at);
/* The text of a key, its own holes filled, as a hole of another: for what is said only sometimes. */
void saying_part(const struct brief_making *making, struct saying *saying, const char *hole,
                 const char *key);
/* Says brief.KEY, or brief.KEY.one when `count` is 1 and there is such a text; with
 * brief.advice.ADVICE unless that is NULL. */
void brief_say(struct brief_making *making, const char *finding, enum brief_state state,
               const char *key, double count, const char *advice, const struct saying *saying);

/* Groups of an axis, for the caller to finish. 0 or -1. */
int brief_ask(struct brief_making *making, enum image_axis by, int32_t from, int32_t to,
              unsigned want, struct image_answer *out);
/* The value of a column of reports for a group. */
double brief_figure(const struct image_group *group, const char *column);
/* "3 号窗口（综合）" in both languages. */
void brief_window(const struct brief_making *making, struct saying *saying, const char *hole,
                  uint16_t window);

typedef void brief_finding(struct brief_making *making);
brief_finding brief_volume, brief_waits, brief_idle, brief_no_shows, brief_reviews; /* figures */
brief_finding brief_longest; /* events */
brief_finding brief_devices, brief_balance;
brief_finding brief_promises; /* cases */
