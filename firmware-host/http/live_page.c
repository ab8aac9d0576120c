/* live_page.c: see live_page.h. */
#define LOG_MODULE "live"
#include "http/live_page.h"

#include "base/log.h"
#include "http/alert_forms.h"
#include "http/live_parts.h"
#include "http/route.h"
#include "http/server.h"
#include "http/today.h"
#include "office/watch.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    PUSH_GAP_MS = 200, /* between two frames: five a second */
    SETTLE_MS = 25,    /* after a change: today's figures come a moment after the event */
    LOOK_MS = 1000,    /* alerts and devices, which are no events of the queue */
    REFOLD_LOOKS = 5,  /* so many looks: shares of open time move although nothing happens */
    SHOWN_ALERTS = 60
};

/* Sections: the plain ones, then a row for each window in two lists. */
enum section { HALL, TILES, HOURS, ALERTS, SECTIONS };
static const char *const section_names[SECTIONS] = {
    [HALL] = "hall", [TILES] = "tiles", [HOURS] = "hours", [ALERTS] = "alerts"};

struct part {
    char *text;     /* its JSON */
    int64_t changed; /* the revision that it came with */
};

struct live_page {
    struct server *server;
    struct today *today;
    struct live_figures figures;
    struct event *push, *look;
    bool dirty, due;
    int64_t revision, sent; /* that of the snapshot; what all readers have */
    mono_t pushed;
    unsigned looks;
    uint64_t alerts_seen;
    int devices_seen;
    bool could_write;
    size_t window_count;
    struct part sections[SECTIONS], windows[LIMIT_WINDOWS], heat[LIMIT_WINDOWS];
    struct live_page_figures made;
};

/* ------------------------------------------------------------------ making the snapshot */

/* Takes `json`. True when the part reads otherwise than before. */
static bool renew(struct live_page *page, struct part *part, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
    json_decref(json);
    if (text == NULL || (part->text != NULL && strcmp(text, part->text) == 0)) {
        free(text);
        return false;
    }
    free(part->text);
    part->text = text;
    part->changed = page->revision + 1;
    return true;
}

static bool renew_windows(struct live_page *page)
{
    const struct hall *hall = page->server->hall;
    const struct site *site = hall_site(hall);
    bool changed = page->window_count != site->window_count;
    page->window_count = site->window_count;
    for (size_t i = 0; i < site->window_count; i++) {
        changed |= renew(page, &page->windows[i], live_part_window(hall, site->windows[i].number));
    }
    for (size_t i = 0; i < page->figures.window_count; i++) {
        changed |= renew(page, &page->heat[i], live_part_heat(&page->figures, i));
    }
    return changed;
}

/* The snapshot as of now; a new revision when anything in it differs. */
static void make(struct live_page *page)
{
    const struct hall *hall = page->server->hall;
    int64_t from = mono_now_us();
    page->dirty = false;
    bool changed = renew(page, &page->sections[HALL], live_part_hall(hall, &page->figures));
    changed |= renew(page, &page->sections[TILES], live_part_tiles(hall, &page->figures));
    changed |= renew(page, &page->sections[HOURS], live_part_hours(&page->figures));
    changed |= renew(page, &page->sections[ALERTS],
                     json_of_open_alerts(hall, page->server->language, SHOWN_ALERTS));
    changed |= renew_windows(page);
    page->revision += changed ? 1 : 0;
    int64_t took = mono_now_us() - from;
    page->made.made++;
    page->made.total_us += (uint64_t)took;
    page->made.longest_us =
        took > page->made.longest_us ? (uint32_t)took : page->made.longest_us;
}

/* ------------------------------------------------------------------ writing it */

static void write_list(FILE *out, const char *name, const struct part *parts, size_t count,
                       int64_t after)
{
    bool any = after == 0;
    for (size_t i = 0; i < count; i++) {
        any |= parts[i].changed > after;
    }
    if (!any) {
        return;
    }
    fprintf(out, ",\"%s\":[", name);
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].text != NULL && parts[i].changed > after) {
            fprintf(out, "%s%s", first ? "" : ",", parts[i].text);
            first = false;
        }
    }
    fputc(']', out);
}

/* What has changed since revision `after`; everything for 0. */
static void write_body(const struct live_page *page, int64_t after, FILE *out)
{
    fprintf(out, "{\"revision\":%lld,\"from\":%lld,\"seq\":%lld", (long long)page->revision,
            (long long)after, (long long)hall_durable_seq(page->server->hall));
    for (int i = 0; i < SECTIONS; i++) {
        if (page->sections[i].text != NULL && page->sections[i].changed > after) {
            fprintf(out, ",\"%s\":%s", section_names[i], page->sections[i].text);
        }
    }
    write_list(out, "windows", page->windows, page->window_count, after);
    write_list(out, "heat", page->heat, page->figures.window_count, after);
    fputc('}', out);
}

static char *text_of(const struct live_page *page, int64_t after, bool frame)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    fputs(frame ? "event: live\ndata: " : "", out);
    write_body(page, after, out);
    fputs(frame ? "\n\n" : "", out);
    fclose(out);
    return text;
}

char *live_page_frame(struct live_page *page)
{
    make(page);
    if (live_page_readers(page->server->live) <= 1) {
        page->sent = page->revision; /* this is the only one, and gets all of it */
    }
    return text_of(page, 0, true);
}

char *live_page_body(struct live_page *page)
{
    make(page);
    return text_of(page, 0, false);
}

/* ------------------------------------------------------------------ pushing it */

static void schedule(struct live_page *page)
{
    if (page->due || live_page_readers(page->server->live) == 0) {
        return;
    }
    int64_t gap = PUSH_GAP_MS - mono_between(page->pushed, mono_now());
    int64_t wait = gap > SETTLE_MS ? gap : SETTLE_MS;
    const struct timeval delay = {.tv_usec = wait * 1000};
    page->due = event_add(page->push, &delay) == 0;
}

static void mark(struct live_page *page)
{
    page->dirty = true;
    schedule(page);
}

static void on_push(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct live_page *page = context;
    page->due = false;
    page->pushed = mono_now();
    make(page);
    if (page->revision == page->sent) {
        return;
    }
    char *frame = text_of(page, page->sent, true);
    page->sent = page->revision;
    if (frame != NULL) {
        live_page_send(page->server->live, frame);
        page->made.sent++;
    }
    free(frame);
}

static void on_durable(void *context, const struct event *event)
{
    (void)event;
    struct live_page *page = context;
    today_nudge(page->today);
    mark(page);
}

static void on_figures(void *context, const struct live_figures *figures)
{
    struct live_page *page = context;
    page->figures = *figures;
    mark(page);
}

/* The certificate is the server's, the rule about it the hall's. */
static void tell_certificate(const struct live_page *page)
{
    const struct certificate_facts *facts = server_certificate(page->server);
    if (facts != NULL) {
        hall_certificate(page->server->hall,
                         (int32_t)certificate_days_left(facts, (int64_t)time(NULL)));
    }
}

/* What changes without an event of the queue. */
static void on_look(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct live_page *page = context;
    const struct hall *hall = page->server->hall;
    uint64_t alerts = watch_revision(hall_watch(hall));
    int well = 0;
    for (uint16_t i = 0; i < hall_site(hall)->device_count; i++) {
        well += live_device_is_well(hall, i) ? 1 : 0;
    }
    bool changed = alerts != page->alerts_seen || well != page->devices_seen ||
                   hall_can_write(hall) != page->could_write;
    page->alerts_seen = alerts;
    page->devices_seen = well;
    page->could_write = hall_can_write(hall);
    if (page->looks++ % REFOLD_LOOKS == 0) {
        today_nudge(page->today);
        tell_certificate(page);
    }
    if (changed) {
        mark(page);
    }
}

/* ------------------------------------------------------------------ start and stop */

struct live_page *live_page_create(struct server *server)
{
    static const struct timeval look = {.tv_sec = LOOK_MS / 1000};
    struct live_page *page = calloc(1, sizeof *page);
    if (page == NULL) {
        return NULL;
    }
    page->server = server;
    page->today = today_create(server, on_figures, page);
    page->push = event_new(server->loop, -1, 0, on_push, page);
    page->look = event_new(server->loop, -1, EV_PERSIST, on_look, page);
    if (page->today == NULL || page->push == NULL || page->look == NULL ||
        event_add(page->look, &look) < 0 || hall_listen(server->hall, on_durable, page) < 0) {
        live_page_destroy(page);
        return NULL;
    }
    today_nudge(page->today);
    return page;
}

static void free_parts(struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(parts[i].text);
    }
}

void live_page_destroy(struct live_page *page)
{
    if (page == NULL) {
        return;
    }
    today_destroy(page->today);
    if (page->push != NULL) {
        event_free(page->push);
    }
    if (page->look != NULL) {
        event_free(page->look);
    }
    free_parts(page->sections, SECTIONS);
    free_parts(page->windows, LIMIT_WINDOWS);
    free_parts(page->heat, LIMIT_WINDOWS);
    free(page);
}

struct today *live_page_today(struct live_page *page)
{
    return page->today;
}

void live_page_figures(const struct live_page *page, struct live_page_figures *out)
{
    *out = page->made;
}
