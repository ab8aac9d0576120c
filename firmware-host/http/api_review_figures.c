/* api_review_figures.c: what became of bad reviews, by hall, department, window, clerk or item.
 *
 * A clerk gets the own figures, as sums and nothing else. What visitors pressed is in the named
 * reports satisfaction and rating_rates; a page puts both side by side. Thread: loop. */
#include "http/route.h"

#include "office/review_figures.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS = 1024 }; /* more groups than a hall has of anything */

struct group {
    char key[LIMIT_CODE];
    struct review_counts counts;
};

struct figures {
    const struct site *site;
    void (*key_of)(const struct site *site, const struct review_file *file, char key[LIMIT_CODE]);
    size_t count;
    struct group groups[GROUPS];
    struct review_counts total;
};

static void key_of_all(const struct site *site, const struct review_file *file, char key[LIMIT_CODE])
{
    (void)site;
    (void)file;
    key[0] = '\0';
}

static void key_of_department(const struct site *site, const struct review_file *file,
                              char key[LIMIT_CODE])
{
    uint16_t department = review_department(site, file->item, file->window);
    snprintf(key, LIMIT_CODE, "%s",
             department < site->department_count ? site->departments[department].code : "");
}

static void key_of_window(const struct site *site, const struct review_file *file,
                          char key[LIMIT_CODE])
{
    (void)site;
    snprintf(key, LIMIT_CODE, "%u", (unsigned)file->window);
}

static void key_of_clerk(const struct site *site, const struct review_file *file,
                         char key[LIMIT_CODE])
{
    (void)site;
    snprintf(key, LIMIT_CODE, "%s", file->clerk);
}

static void key_of_item(const struct site *site, const struct review_file *file,
                        char key[LIMIT_CODE])
{
    (void)site;
    snprintf(key, LIMIT_CODE, "%s", file->item);
}

static const struct {
    const char *name;
    void (*key_of)(const struct site *site, const struct review_file *file, char key[LIMIT_CODE]);
} axes[] = {
    {"all", key_of_all},       {"department", key_of_department}, {"window", key_of_window},
    {"clerk", key_of_clerk},   {"item", key_of_item},
};

static struct review_counts *group_of(struct figures *figures, const char *key)
{
    for (size_t i = 0; i < figures->count; i++) {
        if (strcmp(figures->groups[i].key, key) == 0) {
            return &figures->groups[i].counts;
        }
    }
    if (figures->count == GROUPS) {
        return NULL;
    }
    struct group *group = &figures->groups[figures->count++];
    memcpy(group->key, key, sizeof group->key);
    return &group->counts;
}

static json_t *json_of_counts(const struct review_counts *counts)
{
    struct review_share shares[REVIEW_SHARES];
    json_t *out = json_pack("{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "bad", (int)counts->bad,
                            "withdrawn", (int)counts->withdrawn, "due", (int)counts->due,
                            "in_time", (int)counts->in_time, "overdue", (int)counts->overdue,
                            "called", (int)counts->called, "satisfied", (int)counts->satisfied,
                            "given_up", (int)counts->given_up, "closed", (int)counts->closed);
    review_counts_shares(counts, shares);
    for (size_t i = 0; i < REVIEW_SHARES; i++) {
        json_object_set_new(out, shares[i].key,
                            shares[i].whole != 0
                                ? json_real((double)shares[i].part / shares[i].whole)
                                : json_null());
    }
    return out;
}

static int by_key(const void *a, const void *b)
{
    const struct group *left = a, *right = b;
    size_t shorter = strlen(left->key), longer = strlen(right->key);
    bool numbers = left->key[0] >= '0' && left->key[0] <= '9';
    return numbers && shorter != longer ? (shorter > longer) - (shorter < longer)
                                        : strcmp(left->key, right->key);
}

static json_t *json_of_figures(struct figures *figures)
{
    json_t *groups = json_array();
    qsort(figures->groups, figures->count, sizeof figures->groups[0], by_key);
    for (size_t i = 0; i < figures->count; i++) {
        json_t *group = json_of_counts(&figures->groups[i].counts);
        json_object_set_new(group, "key", json_string(figures->groups[i].key));
        json_array_append_new(groups, group);
    }
    return json_pack("{s:o,s:o}", "total", json_of_counts(&figures->total), "groups", groups);
}

struct period {
    int32_t from, to;
    const char *clerk; /* NULL = all */
};

static void count_files(const struct hall *hall, const struct period *period,
                        struct figures *figures)
{
    const struct office *office = hall_shown_office(hall);
    int32_t day = engine_day(hall_engine(hall)), today = day != 0 ? day : wall_day(wall_now());
    for (size_t i = 0; i < reviews_count(office); i++) {
        const struct review_file *file = reviews_at(office, i);
        char key[LIMIT_CODE];
        if (file->day < period->from || file->day > period->to ||
            (period->clerk != NULL && strcmp(period->clerk, file->clerk) != 0)) {
            continue;
        }
        figures->key_of(figures->site, file, key);
        struct review_counts *counts = group_of(figures, key);
        if (counts != NULL) {
            review_counts_add(counts, file, today);
        }
        review_counts_add(&figures->total, file, today);
    }
}

/* Whoever serves gets sums about himself. */
static int narrow(struct request *request, struct figures *figures, struct period *period)
{
    if ((MAY_READ & request->who.may) != 0) {
        return 0;
    }
    if (request->who.clerk[0] == '\0') {
        reply_error(request, 403, "not_your_role");
        return -1;
    }
    period->clerk = request->who.clerk;
    figures->key_of = key_of_all;
    return 0;
}

static void get_figures(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const char *by = request_query(request, "by");
    struct period period = {.from = wall_day(wall_now()), .to = wall_day(wall_now())};
    struct figures *figures = calloc(1, sizeof *figures);
    if (figures == NULL) {
        reply_error(request, 503, "full");
        return;
    }
    figures->site = hall_site(hall);
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        if (strcmp(axes[i].name, by != NULL ? by : "all") == 0) {
            figures->key_of = axes[i].key_of;
        }
    }
    if (figures->key_of == NULL || request_day(request, "from", &period.from) < 0 ||
        request_day(request, "to", &period.to) < 0) {
        reply_error(request, 422, "bad_review_filter");
    } else if (narrow(request, figures, &period) == 0) {
        count_files(hall, &period, figures);
        reply_json(request, 200, json_of_figures(figures));
    }
    free(figures);
}

const struct route review_figure_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/review-figures", get_figures, "差评整改和回访的数字（工作人员只见本人合计）",
     "Figures of what became of bad reviews (a clerk sees the own sums)", NULL,
     "from:date to:date by:string", NULL, 200, MAY_LOOK},
    {0},
};
