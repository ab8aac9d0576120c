/* today.c: see today.h. */
#define LOG_MODULE "today"
#include "http/today.h"

#include "base/log.h"
#include "http/route.h"
#include "store/store_read.h"

#include <event2/event.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ASKS = 16, LISTS = 8, NEW_EVENTS = 100000, WEEKS_BACK = 4, REST_MOST_MS = 60 };

enum ask_kind { ASK_FIGURES, ASK_LATE, ASK_QUIT };
struct ask {
    enum ask_kind kind;
    int32_t day; /* that is open, or was last */
    int64_t seq; /* durable now */
    uint32_t slot;
    size_t offset, limit;
};

struct answer_head {
    enum ask_kind kind;
    uint32_t slot;
};
struct answer_figures {
    struct answer_head head;
    struct live_figures figures;
};
struct answer_list {
    struct answer_head head;
    struct today_list list;
};
union any_answer {
    struct answer_head head;
    struct answer_figures figures;
    struct answer_list list;
};

struct waiting_list {
    struct request *request;
    today_listed listed;
};

struct today {
    struct server *server;
    today_heard heard;
    void *context;
    struct mailbox *asks, *answers;
    struct event *ready;
    bool under_way, again; /* a nudge is on its way; another came meanwhile */
    struct waiting_list lists[LISTS];
    pthread_t thread;
    bool running;
    char folder[256];
    union any_answer taken; /* the loop's */
    /* the thread's */
    struct store_reader *reader;
    struct live_day *live;
    struct live_day *before; /* the same weekday, earlier */
    int32_t day, before_day;
    bool compared; /* `before` has been looked for */
    int64_t seq;   /* last event that was read */
    union any_answer made;
};

/* ------------------------------------------------------------------ the thread */

struct reading {
    struct today *today;
    struct live_day *live;
};

static int take(void *context, const struct event *event)
{
    struct reading *reading = context;
    if (reading->live == reading->today->live) {
        reading->today->seq = event->seq;
    }
    return live_day_take(reading->live, event) < 0 ? -1 : 0;
}

static int read_day(struct today *today, struct live_day *live, int32_t day)
{
    struct reading reading = {.today = today, .live = live};
    return store_read_days(today->reader, day, day, take, &reading);
}

/* After this everything up to `seq` is in: older events of other days are not read again. */
static int begin_day(struct today *today, int32_t day, int64_t seq)
{
    live_day_destroy(today->live);
    live_day_destroy(today->before);
    today->before = NULL;
    today->compared = false;
    today->day = day;
    today->live = live_day_create(hall_site(today->server->hall), day);
    if (today->live == NULL || read_day(today, today->live, day) < 0) {
        return -1;
    }
    today->seq = seq > today->seq ? seq : today->seq;
    return 0;
}

static int32_t week_before(int32_t day)
{
    return wall_day(wall_after(wall_day_start(day), -(7 * 24 - 12) * 3600000LL));
}

/* The newest of the last weeks' same weekdays on which tickets were taken. Once a day. */
static void find_compared(struct today *today)
{
    const struct site *site = hall_site(today->server->hall);
    int32_t day = today->day;
    today->compared = true;
    for (int week = 0; week < WEEKS_BACK && today->before == NULL; week++) {
        struct live_figures figures;
        day = week_before(day);
        struct live_day *live = live_day_create(site, day);
        if (live == NULL || read_day(today, live, day) < 0) {
            live_day_destroy(live);
            return;
        }
        live_day_read(live, site, wall_day_start(day_next(day)), &figures);
        if (figures.issued == 0) {
            live_day_destroy(live);
            continue;
        }
        today->before = live;
        today->before_day = day;
    }
}

static bool catch_up(struct today *today, int32_t day, int64_t seq)
{
    char why[160];
    if (today->reader == NULL) {
        today->reader = store_reader_open(today->folder, why, sizeof why);
        if (today->reader == NULL) {
            log_error("today's figures wait: %s", why);
            return false;
        }
    }
    if (day == 0) {
        return false;
    }
    if (day != today->day && begin_day(today, day, seq) < 0) {
        today->day = 0;
        return false;
    }
    struct reading reading = {.today = today, .live = today->live};
    return store_read_after(today->reader, today->seq, NEW_EVENTS, take, &reading) >= 0;
}

static void compare(struct today *today, wall_t now, struct live_figures *figures)
{
    int quarter = live_quarter_of(now) - 1;
    if (today->before != NULL && wall_day(now) == today->day && quarter >= 0) {
        figures->compared_day = today->before_day;
        figures->compared = *live_day_quarter(today->before, quarter);
    }
}

static void make_figures(struct today *today)
{
    struct answer_figures *answer = &today->made.figures;
    wall_t now = wall_now();
    memset(answer, 0, sizeof *answer);
    answer->head.kind = ASK_FIGURES;
    if (today->live != NULL) {
        live_day_read(today->live, hall_site(today->server->hall), now, &answer->figures);
        compare(today, now, &answer->figures);
    }
    mailbox_post(today->answers, answer, sizeof *answer);
}

static void make_late(struct today *today, const struct ask *ask)
{
    struct answer_list *answer = &today->made.list;
    memset(answer, 0, sizeof *answer);
    answer->head = (struct answer_head){.kind = ASK_LATE, .slot = ask->slot};
    answer->list.offset = ask->offset;
    if (today->live != NULL) {
        answer->list.count =
            live_day_late(today->live, hall_site(today->server->hall), wall_now(), ask->offset,
                          answer->list.rows, ask->limit, &answer->list.total);
    }
    mailbox_post(today->answers, answer, sizeof *answer);
}

/* At full load it works a quarter of the time. */
static void rest(int64_t worked_us)
{
    struct pollfd none = {.fd = -1};
    int64_t ms = 3 * worked_us / 1000;
    poll(&none, 0, (int)(ms < REST_MOST_MS ? ms : REST_MOST_MS));
}

static void *run(void *context)
{
    struct today *today = context;
    struct pollfd ready = {.fd = mailbox_descriptor(today->asks), .events = POLLIN};
    for (;;) {
        struct ask ask;
        poll(&ready, 1, -1);
        if (mailbox_take(today->asks, &ask, sizeof ask) < 0) {
            continue;
        }
        if (ask.kind == ASK_QUIT) {
            return NULL;
        }
        int64_t from = mono_now_us();
        bool read = catch_up(today, ask.day, ask.seq);
        if (ask.kind == ASK_LATE) {
            make_late(today, &ask);
            continue;
        }
        make_figures(today);
        rest(mono_now_us() - from);
        if (read && !today->compared) {
            find_compared(today);
            make_figures(today);
        }
    }
}

/* ------------------------------------------------------------------ the loop's side */

static int32_t day_of(const struct today *today)
{
    int32_t day = engine_day(hall_engine(today->server->hall));
    return day != 0 ? day : wall_day(wall_now());
}

void today_nudge(struct today *today)
{
    const struct ask ask = {.kind = ASK_FIGURES,
                            .day = day_of(today),
                            .seq = hall_durable_seq(today->server->hall)};
    if (today->under_way) {
        today->again = true;
        return;
    }
    today->under_way = mailbox_post(today->asks, &ask, sizeof ask) == 0;
    today->again = !today->under_way;
}

static void take_figures(struct today *today, const struct live_figures *figures)
{
    today->under_way = false;
    if (today->again) {
        today_nudge(today);
    }
    today->heard(today->context, figures);
}

static void take_list(struct today *today, const struct answer_list *answer)
{
    struct waiting_list waiting = today->lists[answer->head.slot];
    today->lists[answer->head.slot].request = NULL;
    waiting.listed(waiting.request, &answer->list);
}

static void on_answer(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct today *today = context;
    while (mailbox_take(today->answers, &today->taken, sizeof today->taken) > 0) {
        if (today->taken.head.kind == ASK_LATE) {
            take_list(today, &today->taken.list);
        } else {
            take_figures(today, &today->taken.figures.figures);
        }
    }
}

void today_ask_late(struct today *today, struct request *request, size_t offset, size_t limit,
                    today_listed listed)
{
    struct ask ask = {.kind = ASK_LATE,
                      .day = day_of(today),
                      .seq = hall_durable_seq(today->server->hall),
                      .offset = offset,
                      .limit = limit < TODAY_PAGE ? limit : TODAY_PAGE};
    while (ask.slot < LISTS && today->lists[ask.slot].request != NULL) {
        ask.slot++;
    }
    if (ask.slot == LISTS || mailbox_post(today->asks, &ask, sizeof ask) < 0) {
        reply_error(request, 503, "busy");
        return;
    }
    today->lists[ask.slot] = (struct waiting_list){.request = request, .listed = listed};
}

struct today *today_create(struct server *server, today_heard heard, void *context)
{
    struct today *today = calloc(1, sizeof *today);
    if (today == NULL) {
        return NULL;
    }
    today->server = server;
    today->heard = heard;
    today->context = context;
    snprintf(today->folder, sizeof today->folder, "%s", hall_data_folder(server->hall));
    today->asks = mailbox_create(sizeof(struct ask), ASKS);
    today->answers = mailbox_create(sizeof(union any_answer), ASKS + 2);
    if (today->asks == NULL || today->answers == NULL) {
        goto failed;
    }
    today->ready = event_new(server->loop, mailbox_descriptor(today->answers),
                             EV_READ | EV_PERSIST, on_answer, today);
    if (today->ready == NULL || event_add(today->ready, NULL) < 0) {
        goto failed;
    }
    today->running = pthread_create(&today->thread, NULL, run, today) == 0;
    if (today->running) {
        return today;
    }
failed:
    today_destroy(today);
    return NULL;
}

void today_destroy(struct today *today)
{
    if (today == NULL) {
        return;
    }
    if (today->running) {
        const struct ask quit = {.kind = ASK_QUIT};
        while (mailbox_post(today->asks, &quit, sizeof quit) < 0) {
            struct pollfd none = {.fd = -1};
            poll(&none, 1, 10);
        }
        pthread_join(today->thread, NULL);
    }
    for (size_t i = 0; i < LISTS; i++) {
        if (today->lists[i].request != NULL) {
            today->lists[i].request->http = NULL; /* the server goes down with its connections */
            request_finish(today->lists[i].request);
        }
    }
    if (today->reader != NULL) {
        store_reader_close(today->reader);
    }
    live_day_destroy(today->live);
    live_day_destroy(today->before);
    if (today->ready != NULL) {
        event_free(today->ready);
    }
    mailbox_destroy(today->asks);
    mailbox_destroy(today->answers);
    free(today);
}
