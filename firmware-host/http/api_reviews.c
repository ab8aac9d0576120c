/* api_reviews.c: the files of bad reviews: list, one with its whole history, steps.
 *
 * A file's own figures come from memory; what was written in it is read from the journal by the
 * seq of each of its events. Managers and auditors see all files but those about themselves;
 * somebody else sees those that are assigned to him. Nobody sees more of the visitor than the
 * number of the ticket. Thread: loop. */
#include "http/route.h"

#include "office/doubts.h"
#include "office/reviews.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MOST = 200 };

static int32_t today_of(const struct hall *hall)
{
    int32_t day = engine_day(hall_engine(hall));
    return day != 0 ? day : wall_day(wall_now());
}

static void actor_of(const struct request *request, struct review_actor *out)
{
    const struct principal *who = &request->who;
    *out = (struct review_actor){.may = who->may, .local = who->local};
    memcpy(out->name, who->name, sizeof out->name);
    memcpy(out->clerk, who->clerk, sizeof out->clerk);
}

/* ------------------------------------------------------------------ a file */

struct wanted_event {
    int64_t seq;
    struct event event;
    bool found;
};

static int take_event(void *context, const struct event *event)
{
    struct wanted_event *wanted = context;
    wanted->event = *event;
    wanted->found = event->seq == wanted->seq;
    return 1;
}

static bool read_event(struct store_reader *reader, int64_t seq, struct wanted_event *out)
{
    out->seq = seq;
    out->found = false;
    return store_read_after(reader, seq - 1, 1, take_event, out) >= 0 && out->found;
}

static json_t *json_of_steps(const struct review_file *file, const struct review_actor *who)
{
    json_t *out = json_array();
    const char *name;
    for (size_t i = 0; (name = review_step_name(i)) != NULL; i++) {
        if (review_step_may(file, name, who)) {
            json_array_append_new(out, json_string(name));
        }
    }
    return out;
}

static void add_clocks(json_t *out, const struct review_file *file, int32_t today)
{
    bool pending = file->appeal == APPEAL_PENDING;
    json_object_set_new(out, "due", json_of_date(file->due_day));
    json_object_set_new(out, "rectify_due", json_of_date(file->rectify_due));
    json_object_set_new(out, "rectified", json_of_date(file->rectified_day));
    json_object_set_new(out, "appeal_due", json_of_date(pending ? file->appeal_due : 0));
    json_object_set_new(out, "overdue", json_boolean(review_overdue(file, today)));
}

/* Without what was written: that is in the journal. */
static json_t *json_of_file(const struct hall *hall, const struct review_file *file)
{
    const struct site *site = hall_site(hall);
    json_t *out = json_pack(
        "{s:I,s:I,s:I,s:s,s:o,s:o,s:i,s:s,s:s,s:s,s:b,s:s,s:i,s:b,s:i,s:i}", "id",
        (json_int_t)file->id, "rating", (json_int_t)file->rating_seq, "ticket",
        (json_int_t)file->ticket, "number", file->number, "opened", json_of_time(file->opened),
        "day", json_of_date(file->day), "level", (int)file->level, "state",
        review_state_name(file->state), "verdict", review_verdict_name(file->verdict), "appeal",
        review_appeal_name(file->appeal), "counts", review_counts(file), "to", file->to, "calls",
        (int)file->calls, "given_up", file->given_up, "rounds", (int)file->rounds, "attachments",
        (int)file->attachments);
    json_object_set_new(out, "category", json_string(file->category));
    json_object_set_new(out, "doubts", json_of_doubts(file->doubts));
    json_object_set_new(out, "tags", json_of_tags(site, file->tags));
    json_object_set_new(out, "call_level", file->call_level != 0 ? json_integer(file->call_level)
                                                                 : json_null());
    json_object_set_new(out, "changed", json_of_time(file->changed));
    const struct rated_service service = {file->item, file->clerk, file->window};
    json_add_service(out, site, &service);
    add_clocks(out, file, today_of(hall));
    return out;
}

/* ------------------------------------------------------------------ the list */

struct file_filter {
    int32_t from, to, today;
    int64_t level, window, before, limit;
    const char *state, *clerk, *department, *assigned;
    bool overdue, flagged;
    struct review_actor who;
};

static int read_filter(const struct request *request, struct file_filter *filter)
{
    const char *overdue = request_query(request, "overdue");
    const char *flagged = request_query(request, "flagged");
    enum review_state state;
    *filter = (struct file_filter){
        .to = INT32_MAX, .today = today_of(request->server->hall), .before = INT64_MAX,
        .limit = PAGE};
    actor_of(request, &filter->who);
    filter->state = request_query(request, "state");
    filter->clerk = request_query(request, "clerk");
    filter->department = request_query(request, "department");
    filter->assigned = request_query(request, "assigned");
    filter->overdue = overdue != NULL && strcmp(overdue, "0") != 0;
    filter->flagged = flagged != NULL && strcmp(flagged, "0") != 0;
    bool known = filter->state == NULL || strcmp(filter->state, "open") == 0 ||
                 strcmp(filter->state, "all") == 0 ||
                 review_state_parse(filter->state, &state) == 0;
    return !known || request_day(request, "from", &filter->from) < 0 ||
                   request_day(request, "to", &filter->to) < 0 ||
                   request_number(request, "level", 1, 5, &filter->level) < 0 ||
                   request_number(request, "window", 1, UINT16_MAX, &filter->window) < 0 ||
                   request_number(request, "before", 1, INT64_MAX, &filter->before) < 0 ||
                   request_number(request, "limit", 1, PAGE_MOST, &filter->limit) < 0
               ? -1
               : 0;
}

static bool is_in_state(const struct review_file *file, const char *wanted)
{
    return wanted == NULL || strcmp(wanted, "all") == 0 ||
           (strcmp(wanted, "open") == 0 && file->state != REVIEW_CLOSED) ||
           strcmp(wanted, review_state_name(file->state)) == 0;
}

static bool is_of_department(const struct site *site, const struct review_file *file,
                             const char *code)
{
    uint16_t department = review_department(site, file->item, file->window);
    return department < site->department_count &&
           strcmp(site->departments[department].code, code) == 0;
}

static bool is_wanted(const struct site *site, const struct file_filter *filter,
                      const struct review_file *file)
{
    return review_may_see(file, &filter->who) && file->day >= filter->from &&
           file->day <= filter->to && is_in_state(file, filter->state) &&
           (filter->level == 0 || file->level == filter->level) &&
           (filter->window == 0 || file->window == filter->window) &&
           (!filter->overdue || review_overdue(file, filter->today)) &&
           (!filter->flagged || file->doubts[0] != '\0') &&
           (filter->clerk == NULL || strcmp(file->clerk, filter->clerk) == 0) &&
           (filter->assigned == NULL || strcmp(file->to, filter->assigned) == 0) &&
           (filter->department == NULL || is_of_department(site, file, filter->department));
}

struct file_page {
    json_t *list;
    int64_t next, total, open, overdue;
};

static void list_file(struct request *request, const struct file_filter *filter,
                      const struct review_file *file, struct store_reader *reader,
                      struct file_page *page)
{
    bool open = file->state != REVIEW_CLOSED;
    page->total++;
    page->open += open;
    page->overdue += review_overdue(file, filter->today);
    if (file->id >= filter->before || page->next != 0) {
        return;
    }
    if ((int64_t)json_array_size(page->list) == filter->limit) {
        page->next = file->id + 1;
        return;
    }
    struct wanted_event *opened = calloc(1, sizeof *opened);
    json_t *out = json_of_file(request->server->hall, file);
    if (opened != NULL && read_event(reader, file->id, opened)) {
        json_object_set_new(out, "text", json_string(opened->event.text));
    }
    json_object_set_new(out, "steps", json_of_steps(file, &filter->who));
    json_array_append_new(page->list, out);
    free(opened);
}

static struct store_reader *open_reader(struct request *request)
{
    char why[160];
    struct store_reader *reader =
        store_reader_open(hall_data_folder(request->server->hall), why, sizeof why);
    if (reader == NULL) {
        reply_error(request, 500, "internal");
    }
    return reader;
}

static void get_reviews(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct office *office = hall_shown_office(hall);
    struct file_filter filter;
    if (read_filter(request, &filter) < 0) {
        reply_error(request, 422, "bad_review_filter");
        return;
    }
    struct store_reader *reader = open_reader(request);
    if (reader == NULL) {
        return;
    }
    struct file_page page = {.list = json_array()};
    for (size_t i = reviews_count(office); i-- > 0;) {
        const struct review_file *file = reviews_at(office, i);
        if (is_wanted(hall_site(hall), &filter, file)) {
            list_file(request, &filter, file, reader, &page);
        }
    }
    store_reader_close(reader);
    reply_json(request, 200,
               json_pack("{s:o,s:I,s:I,s:I,s:o,s:o}", "reviews", page.list, "total",
                         (json_int_t)page.total, "open", (json_int_t)page.open, "overdue",
                         (json_int_t)page.overdue, "today", json_of_date(filter.today), "next",
                         page.next != 0 ? json_integer(page.next) : json_null()));
}

/* ------------------------------------------------------------------ one with its history */

static json_t *json_of_entry(const struct event *event)
{
    bool opened = event->kind == EVENT_OFFICE_REVIEW_OPENED;
    json_t *out = json_pack("{s:I,s:o,s:s,s:s,s:s,s:s,s:o}", "seq", (json_int_t)event->seq, "at",
                            json_of_time(event->at), "step", opened ? "open" : event->result, "by",
                            opened ? "" : event->note, "text", event->text, "to", event->subject,
                            "due", json_of_date(event->due_day));
    json_object_set_new(out, "rectify_due", json_of_date(event->promised_day));
    if (!opened && event->reason[0] != '\0') {
        json_object_set_new(out, "reason", json_string(event->reason));
    }
    if (!opened && event->level != 0) {
        json_object_set_new(out, "level", json_integer(event->level));
    }
    if (event->count != 0) {
        json_object_set_new(out, "calls", json_integer(event->count));
    }
    return out;
}

/* The first part makes an entry, the others go on with its text. */
static void add_attached(json_t *history, const struct event *event)
{
    json_t *last = json_array_get(history, json_array_size(history) - 1);
    if (event->count > 1 && json_object_get(last, "name") != NULL) {
        json_t *before = json_object_get(last, "text");
        json_object_set_new(last, "text", json_sprintf("%s%s", json_string_value(before),
                                                       event->text));
        return;
    }
    json_array_append_new(history,
                          json_pack("{s:I,s:o,s:s,s:s,s:s,s:s}", "seq", (json_int_t)event->seq,
                                    "at", json_of_time(event->at), "step", "attach", "by",
                                    event->subject, "name", event->note, "text", event->text));
}

static json_t *json_of_history(struct store_reader *reader, const struct review_file *file)
{
    json_t *history = json_array();
    struct wanted_event *wanted = calloc(1, sizeof *wanted);
    for (uint16_t i = 0; wanted != NULL && i < file->step_count; i++) {
        if (!read_event(reader, file->steps[i], wanted)) {
            continue;
        }
        if (wanted->event.kind == EVENT_OFFICE_REVIEW_ATTACHED) {
            add_attached(history, &wanted->event);
        } else {
            json_array_append_new(history, json_of_entry(&wanted->event));
        }
    }
    free(wanted);
    return history;
}

static void reply_file(struct request *request, int status, const struct review_file *file)
{
    struct review_actor who;
    struct store_reader *reader = open_reader(request);
    if (reader == NULL) {
        return;
    }
    actor_of(request, &who);
    json_t *out = json_of_file(request->server->hall, file);
    json_t *history = json_of_history(reader, file);
    store_reader_close(reader);
    json_object_set(out, "text", json_object_get(json_array_get(history, 0), "text"));
    json_object_set_new(out, "history", history);
    json_object_set_new(out, "steps", json_of_steps(file, &who));
    json_object_set_new(out, "today", json_of_date(today_of(request->server->hall)));
    reply_json(request, status, out);
}

/* The file of the path, or NULL when the request has been answered. A file that somebody may not
 * see is not there for him. */
static const struct review_file *path_file(struct request *request)
{
    struct review_actor who;
    const struct review_file *file = reviews_find(hall_shown_office(request->server->hall),
                                                  strtoll(request->parts[0], NULL, 10));
    actor_of(request, &who);
    if (file == NULL || !review_may_see(file, &who)) {
        reply_error(request, 404, "office_unknown");
        return NULL;
    }
    return file;
}

static void get_review(struct request *request)
{
    const struct review_file *file = path_file(request);
    if (file != NULL) {
        reply_file(request, 200, file);
    }
}

/* ------------------------------------------------------------------ steps */

static void step_done(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    const struct review_file *file =
        error == 0 ? reviews_find(hall_shown_office(request->server->hall), outcome->record)
                   : NULL;
    if (file == NULL) {
        reply_hall_error(request, error != 0 ? error : OFFICE_UNKNOWN);
        return;
    }
    reply_file(request, 200, file);
}

static int read_order(struct request *request, struct review_order *order, char *text,
                      char *name)
{
    int64_t level;
    if (request_lines(request, "text", text, REVIEW_PARTS * REVIEW_PART + 1) < 0) {
        reply_error(request, 422, "review_text");
        return -1;
    }
    if (request_integer(request, "level", 1, 5, &level) < 0 ||
        request_string(request, "name", name, LIMIT_NOTE) < 0 ||
        request_string(request, "to", order->to, sizeof order->to) < 0 ||
        request_string(request, "verdict", order->verdict, sizeof order->verdict) < 0) {
        reply_error(request, 422, "office_bad_value");
        return -1;
    }
    order->level = (int8_t)level;
    order->text = text;
    order->name = name;
    return 0;
}

static void post_step(struct request *request)
{
    char text[REVIEW_PARTS * REVIEW_PART + 1], name[LIMIT_NOTE];
    struct office_head head;
    const struct review_file *file = path_file(request);
    struct review_order order = {.step = request->parts[1]};
    if (file == NULL || request_office_head(request, &head) < 0 ||
        read_order(request, &order, text, name) < 0) {
        return;
    }
    order.id = file->id;
    actor_of(request, &order.who);
    hall_office(request->server->hall, &head, reviews_decide_step, &order, step_done, request);
}

const struct route review_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/reviews", get_reviews, "差评整改台账", "Files of bad reviews", NULL,
     "state:string overdue:boolean level:integer window:integer clerk:string department:string "
     "assigned:string flagged:boolean from:date to:date before:integer limit:integer",
     NULL, 200, MAY_LOOK},
    {EVHTTP_REQ_GET, "/api/v1/reviews/{id}", get_review, "一件差评和它的全过程",
     "One file with its whole history", NULL, NULL, NULL, 200, MAY_LOOK},
    {EVHTTP_REQ_POST, "/api/v1/reviews/{id}/{step}", post_step,
     "办理一步：verify rectify explain call_back no_answer close assign appeal accept reject "
     "reopen note attach",
     "A step of the file", "intent:string* text:string verdict:string level:integer to:string "
     "name:string", NULL, NULL, 200, MAY_SERVE},
    {0},
};
