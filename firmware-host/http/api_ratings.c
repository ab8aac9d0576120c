/* api_ratings.c: what visitors thought: taking a rating in, and the list of all of them, good ones
 * too, with their words.
 *
 * The list is read off the journal by its own index of ratings, newest first, a page at a time.
 * Whoever serves does not see it: who rated what is nothing for the clerk who was rated
 * (reference-hall.md). Thread: loop. */
#include "http/route.h"

#include "office/doubts.h"
#include "office/reviews.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MOST = 200, RATINGS_LOOKED_AT = 20000 };

/* ------------------------------------------------------------------ taking one in */

static enum site_tag_group group_of(int64_t level)
{
    return level <= REVIEW_BAD_LEVEL ? SITE_TAGS_BAD : level == 3 ? SITE_TAGS_FAIR : SITE_TAGS_GOOD;
}

static bool is_tag(const struct site *site, const char *code, enum site_tag_group group)
{
    for (size_t i = 0; i < site->review_tag_count; i++) {
        if (site->review_tags[i].group == group && strcmp(site->review_tags[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* ["rude","slow"] -> "rude,slow": each once, and each one of the level's. */
static int take_tags(const struct request *request, int64_t level, char out[LIMIT_TAGS])
{
    const json_t *tags = json_object_get(request->body, "tags");
    const struct site *site = hall_site(request->server->hall);
    size_t index, used = 0;
    json_t *tag;
    out[0] = '\0';
    if (tags == NULL || json_is_null(tags)) {
        return 0;
    }
    if (!json_is_array(tags)) {
        return -1;
    }
    json_array_foreach(tags, index, tag) {
        const char *code = json_string_value(tag);
        if (code == NULL || !is_tag(site, code, group_of(level)) || codes_have(out, code) ||
            used + strlen(code) + 1 >= LIMIT_TAGS) {
            return -1;
        }
        used += (size_t)snprintf(out + used, LIMIT_TAGS - used, "%s%s", used > 0 ? "," : "", code);
    }
    return 0;
}

int request_rating(struct request *request, struct command *command)
{
    int64_t level;
    if (request_integer(request, "level", 1, 5, &level) <= 0) {
        reply_error(request, 422, "want_level");
        return -1;
    }
    if (request_lines(request, "text", command->text, sizeof command->text) < 0) {
        reply_error(request, 422, "review_text");
        return -1;
    }
    if (take_tags(request, level, command->tags) < 0) {
        reply_error(request, 422, "review_tags");
        return -1;
    }
    const struct doubt_facts facts = {
        .asked_ms = -1,
        .ended_ms = -1,
        .by_staff = (MAY_LOOK & request->who.may) != 0 && !request->who.local};
    doubts_of(&hall_site(request->server->hall)->doubts, &facts, command->result);
    command->kind = COMMAND_RATE;
    command->level = (int8_t)level;
    command->rating = RATING_ACTIVE;
    return 0;
}

json_t *json_of_review_tags(const struct site *site)
{
    static const char *const groups[] = {
        [SITE_TAGS_BAD] = "bad", [SITE_TAGS_FAIR] = "fair", [SITE_TAGS_GOOD] = "good"};
    json_t *out = json_array();
    for (size_t i = 0; i < site->review_tag_count; i++) {
        const struct site_review_tag *tag = &site->review_tags[i];
        json_array_append_new(out, json_pack("{s:s,s:s,s:o}", "code", tag->code, "for",
                                             groups[tag->group], "name",
                                             json_of_words(&tag->name)));
    }
    return out;
}

/* ------------------------------------------------------------------ the list */

struct rating_filter {
    int32_t from, to;
    int64_t level, window, before, limit;
    const char *clerk, *department, *kind;
    bool flagged, with_text;
};

struct rating_list {
    const struct site *site;
    const struct rating_filter *filter;
    json_t *out;
    int64_t looked_at, next; /* next: where the next page goes on, 0 = at the end */
};

static const char *words_of(const struct event *event)
{
    return event->text[0] != '\0' ? event->text : event->note;
}

static bool is_of_department(const struct site *site, const struct event *event, const char *code)
{
    uint16_t department = review_department(site, event->item, event->window);
    return department < site->department_count &&
           strcmp(site->departments[department].code, code) == 0;
}

static bool is_wanted(const struct rating_list *list, const struct event *event)
{
    const struct rating_filter *filter = list->filter;
    return (filter->level == 0 || event->level == filter->level) &&
           (filter->window == 0 || event->window == filter->window) &&
           (filter->clerk == NULL || strcmp(event->clerk, filter->clerk) == 0) &&
           (filter->kind == NULL || strcmp(rating_kind_name(event->rating), filter->kind) == 0) &&
           (!filter->flagged || event->result[0] != '\0') &&
           (!filter->with_text || words_of(event)[0] != '\0') &&
           (filter->department == NULL ||
            is_of_department(list->site, event, filter->department));
}

static json_t *json_of_rating(const struct site *site, const struct event *event)
{
    json_t *out = json_pack("{s:I,s:o,s:o,s:s,s:i,s:s,s:o,s:s,s:o,s:s}", "id",
                            (json_int_t)event->seq, "at", json_of_time(event->at), "day",
                            json_of_date(event->day), "number", event->number, "level",
                            (int)event->level, "rating", rating_kind_name(event->rating), "tags",
                            json_of_tags(site, event->tags), "text", words_of(event), "doubts",
                            json_of_doubts(event->result), "source", event->source);
    const struct rated_service service = {event->item, event->clerk, event->window};
    json_add_service(out, site, &service);
    return out;
}

static int take_rating(void *context, const struct event *event)
{
    struct rating_list *list = context;
    bool full = (int64_t)json_array_size(list->out) == list->filter->limit ||
                list->looked_at == RATINGS_LOOKED_AT;
    if (full) {
        list->next = event->seq + 1;
        return 1;
    }
    list->looked_at++;
    if (is_wanted(list, event)) {
        json_array_append_new(list->out, json_of_rating(list->site, event));
    }
    return 0;
}

static int read_filter(const struct request *request, struct rating_filter *filter)
{
    int32_t today = wall_day(wall_now());
    const char *flagged = request_query(request, "flagged");
    const char *with_text = request_query(request, "with_text");
    *filter = (struct rating_filter){.from = today, .to = today, .before = INT64_MAX,
                                     .limit = PAGE};
    filter->clerk = request_query(request, "clerk");
    filter->department = request_query(request, "department");
    filter->kind = request_query(request, "rating");
    filter->flagged = flagged != NULL && strcmp(flagged, "0") != 0;
    filter->with_text = with_text != NULL && strcmp(with_text, "0") != 0;
    return request_day(request, "from", &filter->from) < 0 ||
                   request_day(request, "to", &filter->to) < 0 ||
                   request_number(request, "level", 1, 5, &filter->level) < 0 ||
                   request_number(request, "window", 1, UINT16_MAX, &filter->window) < 0 ||
                   request_number(request, "before", 1, INT64_MAX, &filter->before) < 0 ||
                   request_number(request, "limit", 1, PAGE_MOST, &filter->limit) < 0
               ? -1
               : 0;
}

static void get_ratings(struct request *request)
{
    const struct hall *hall = request->server->hall;
    struct rating_filter filter;
    char why[160];
    if (read_filter(request, &filter) < 0) {
        reply_error(request, 422, "bad_review_filter");
        return;
    }
    struct store_reader *reader = store_reader_open(hall_data_folder(hall), why, sizeof why);
    struct rating_list list = {.site = hall_site(hall), .filter = &filter, .out = json_array()};
    int result = reader != NULL ? store_read_ratings(reader, filter.from, filter.to, filter.before,
                                                     take_rating, &list)
                                : -1;
    store_reader_close(reader);
    if (result < 0) {
        json_decref(list.out);
        reply_error(request, 500, "internal");
        return;
    }
    reply_json(request, 200,
               json_pack("{s:o,s:o}", "ratings", list.out, "next",
                         list.next != 0 ? json_integer(list.next) : json_null()));
}

static void get_tags(struct request *request)
{
    reply_tagged_json(request, json_pack("{s:o}", "tags",
                                         json_of_review_tags(hall_site(request->server->hall))));
}

const struct route rating_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/ratings", get_ratings, "评价（含好评）逐条列表",
     "Ratings one by one, good ones too", NULL,
     "from:date to:date level:integer window:integer clerk:string department:string "
     "rating:string flagged:boolean with_text:boolean before:integer limit:integer",
     NULL, 200, MAY_READ},
    {EVHTTP_REQ_GET, "/api/v1/review-tags", get_tags, "评价时可选的标签",
     "Tags that can be ticked beside a level", NULL, NULL, NULL, 200, MAY_ANYBODY},
    {0},
};
