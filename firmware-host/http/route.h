/* route.h: what the api_*.c files share: routes as rows, requests, replies, JSON forms.
 *
 * A new route is one row in its api_*.c table and one handler. openapi.json is made from the
 * rows, so it cannot differ from the server. Thread: loop. */
#pragma once

#include "app/hall.h"
#include "base/language.h"
#include "base/local_token.h"
#include "http/listener.h"
#include "office/roles.h"

#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <jansson.h>

struct audit;
struct identity;
struct worker;
struct live;
struct live_page;
struct phone_limits;
struct reporter;

struct server {
    struct hall *hall;
    const struct language *language;
    struct event_base *loop;
    struct listeners *listeners;
    struct local_tokens local_tokens; /* of the tools and displays of this machine */
    struct worker *worker, *slow_worker; /* work of pages (worker.h): files; years of events */
    struct audit *audit;
    bool saving;       /* a configuration is being saved */
    bool closed;       /* see server_close */
    struct live *live;
    struct live_page *live_page;
    struct reporter *reporter;
    struct phone_limits *phone_limits;
    struct identity *identity;
    uint64_t requests, refused;
};

enum { ROUTE_PARTS = 3, ROUTE_PART = 64 };

/* Who asks: filled before the handler runs, from the session, the token or the machine. */
struct principal {
    enum role role;
    unsigned may;             /* the rights: MAY(role), or every role's (the machine's own user) */
    char name[LIMIT_SUBJECT]; /* of the account or token */
    char actor[LIMIT_CODE];   /* as the journal names it: "clerk:wang", "token:3", "local" */
    char clerk[LIMIT_CODE];   /* code in the configuration, "" = none */
    uint16_t window;          /* that it sits at, 0 = any (managers) or none */
    bool local;               /* a program of the machine's own user */
    bool password_over;       /* must be changed before anything else */
    int64_t session;          /* id, 0 = none */
    int32_t token;            /* id, 0 = none */
};

/* One request on its way: valid until it is answered. The client may leave meanwhile; answering
 * is then a no-op. */
struct request {
    struct server *server;
    const struct listener *listener; /* that it came in by: with TLS, or for the public only */
    struct evhttp_request *http; /* NULL when the client has left */
    struct principal who;
    enum language_code language; /* of messages, from Accept-Language */
    char parts[ROUTE_PARTS][ROUTE_PART]; /* what stood in the {holes} of the path */
    json_t *body;                /* object, or NULL */
    struct evkeyvalq query;
    bool has_query;
};

typedef void (*route_handler)(struct request *request);

struct route {
    enum evhttp_cmd_type method;
    const char *path; /* "/api/v1/windows/{window}/{verb}" */
    route_handler handler;
    const char *summary_zh, *summary_en;
    const char *body;  /* "item:string* priority:string": fields of the body, * = required */
    const char *query; /* "from:date to:date": parameters */
    const char *reply; /* name of the schema in openapi.c, or NULL */
    int status;        /* of success: 200, 201 */
    unsigned may;      /* enum of office/roles.h: whom it lets in; a row without it is refused */
};

/* The tables; each ends with path NULL. */
extern const struct route account_routes[];
extern const struct route alert_routes[];
extern const struct route audit_routes[];
extern const struct route case_routes[];
extern const struct route configuration_routes[];
extern const struct route desk_routes[];
extern const struct route device_routes[];
extern const struct route device_test_routes[];
extern const struct route display_routes[];
extern const struct route hall_routes[];
extern const struct route kiosk_rating_routes[];
extern const struct route live_routes[];
extern const struct route live_page_routes[];
extern const struct route phone_routes[];
extern const struct route rating_routes[];
extern const struct route report_routes[];
extern const struct route review_figure_routes[];
extern const struct route review_routes[];
extern const struct route service_routes[];
extern const struct route session_routes[];
extern const struct route static_routes[];
extern const struct route ticket_routes[];
extern const struct route view_routes[];
extern const struct route window_routes[];
/* The table at `index`, NULL past the end. */
const struct route *route_table(size_t index);

/* ---- replies: each ends the request */
void reply_json(struct request *request, int status, json_t *body); /* takes `body` */
void reply_text(struct request *request, int status, const char *type, const char *text);
void reply_bytes(struct request *request, int status, const char *type, const void *bytes,
                 size_t size);
/* 200 with an ETag, or 304 when the client has exactly this (If-None-Match); it must ask again
 * each time (Cache-Control: no-cache, private). */
void reply_tagged(struct request *request, const char *type, const void *bytes, size_t size);
void reply_tagged_json(struct request *request, json_t *body); /* takes `body` */
/* A file of firmware-host/web, which is part of the program: "phone/index.html". 404 for a name
 * that is not in it; the file system is never asked. */
void reply_web_file(struct request *request, const char *name);
/* {"error":{"code","message"}}; the message is the text error.CODE. */
void reply_error(struct request *request, int status, const char *code);
/* The same with another text: error.TEXT. */
void reply_error_as(struct request *request, int status, const char *code, const char *text);
/* A queue_error, office_error or HALL_NOT_DURABLE with its fitting status. */
void reply_hall_error(struct request *request, int error);
/* Frees without an answer (the live stream keeps the connection). */
void request_finish(struct request *request);
/* What happens when the client leaves, in place of evhttp_connection_set_closecb; NULL: nothing,
 * and the connection waits for its next request. */
void request_on_close(struct request *request, void (*left)(struct evhttp_connection *, void *),
                      void *context);

/* Something secret was asked for that is not there: 404 with `code`, or 429 when its address has
 * tried too often. */
void reply_miss(struct request *request, const char *code);

/* ---- reading */
/* The window that stands first in the path, 0 when that is no number. */
uint16_t path_window(const struct request *request);
const char *request_query(const struct request *request, const char *name);
/* A string field of the body, or "" when it is missing. -1 when it has another type or is too
 * long for `size`. */
int request_string(const struct request *request, const char *name, char *out, size_t size);
/* The same, with line breaks allowed. */
int request_lines(const struct request *request, const char *name, char *out, size_t size);
/* A date of the query as yyyymmdd; *day stays as it is when it is missing. 0 or -1. */
int request_day(const struct request *request, const char *name, int32_t *day);
/* "2026-03-02" as yyyymmdd; NULL leaves *day. 0 or -1. */
int day_parse(const char *text, int32_t *day);
/* A query parameter that is a number from `low` to `high`; *out stays when it is missing. 0 or -1. */
int request_number(const struct request *request, const char *name, int64_t low, int64_t high,
                   int64_t *out);
int request_integer(const struct request *request, const char *name, int64_t low, int64_t high,
                    int64_t *out);

/* ---- JSON forms of the hall's things */
json_t *json_of_words(const struct words *words);
json_t *json_of_time(wall_t t); /* null for 0 */
json_t *json_of_ticket(const struct hall *hall, const struct ticket *ticket, bool with_token);
json_t *json_of_window(const struct hall *hall, const struct window *window);
json_t *json_of_why(const struct hall *hall, const struct ticket *ticket);
/* Without secrets. */
json_t *json_of_event(const struct hall *hall, const struct event *event);
/* May who has these rights see it live? Staff must not see who rated what; ledgers are not for
 * everybody. */
bool event_may_be_seen(const struct event *event, unsigned may);
bool event_is_of_accounts(enum event_kind kind);
json_t *json_of_wait(int32_t quote_s, int32_t ahead);
/* The tests (api_device_tests.c) that a kind of device knows, by name. */
json_t *json_of_device_tests(enum device_kind kind);
/* openapi.json, made from the tables. */
json_t *openapi_make(void);

/* ---- api_ratings.c */
/* Reads level, tags and text of an evaluation into a command, with what speaks against it. 0, or
 * -1 when the request has been answered. */
int request_rating(struct request *request, struct command *command);
/* The tags that can be ticked, for pages of visitors: [{code, for, name}]. */
json_t *json_of_review_tags(const struct site *site);
/* ---- json_reviews.c */
json_t *json_of_date(int32_t day); /* "2026-03-02", null for 0 */
/* A list of codes with commas as texts: [{code, name: {zh, en}}]. */
json_t *json_of_tags(const struct site *site, const char *tags);
json_t *json_of_doubts(const char *doubts); /* ["quick", …] */
/* What a rated service was, for staff: item, department, clerk with their names. */
struct rated_service {
    const char *item, *clerk;
    uint16_t window;
};
void json_add_service(json_t *out, const struct site *site, const struct rated_service *service);

/* ---- api_session.c */
/* The head of an office command: intent from the body, actor and source from who asks. 0, or -1
 * when the request has been answered (no intent). */
int request_office_head(struct request *request, struct office_head *head);

/* ---- api_audit.c */
struct audit *audit_create(struct server *server);
void audit_destroy(struct audit *audit);

/* ---- phone_limits.c */
struct phone_limits *phone_limits_create(void);
void phone_limits_destroy(struct phone_limits *limits);
/* May the page of this ticket ask now? Counts the request. */
bool phone_limits_ticket(struct phone_limits *limits, int64_t ticket, mono_t now);
/* An unknown token came from `address`: false when that was one too many. */
bool phone_limits_miss(struct phone_limits *limits, const char *address, mono_t now);
/* ---- live.c */
struct live *live_create(struct server *server);
void live_destroy(struct live *live);
size_t live_count(const struct live *live);
/* Drops the clients whose session or token is no longer good. */
void live_recheck(struct live *live);
/* Those that follow the live page; and a frame to all of them. */
size_t live_page_readers(const struct live *live);
void live_page_send(struct live *live, const char *frame);
/* ---- api_reports.c */
struct reporter *reporter_create(struct server *server);
void reporter_destroy(struct reporter *reporter);
