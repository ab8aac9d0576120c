/* host.c: start order, stop order, signals.
 *
 *   configuration -> language -> store, engine, lines (hall) -> HTTP -> loop
 *
 * SIGTERM and SIGINT drain: no new requests, lines stop, what is pending is written. SIGHUP
 * reads the configuration anew: whole or not at all. One hall owns one data folder; a second
 * controller is told the first one's pid. */
#define LOG_MODULE "host"
#include "host.h"

#include "app/hall.h"
#include "base/language.h"
#include "base/log.h"
#include "config/versions.h"
#include "http/server.h"
#include "notify.h"
#include "tls/folder.h"

#include <event2/event.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { WATCHDOG_S = 3, SIGNALS = 3, SITES_KEPT = 8 };

struct host {
    const struct host_options *options;
    struct event_base *loop;
    struct site *site, *first; /* the lines run on the first one's profiles until the end */
    struct site *retired[SITES_KEPT]; /* a report may still be reading one of the last */
    size_t reloads;
    struct language *language;
    struct hall *hall;
    struct server *server;
    struct event *signals[SIGNALS], *watchdog;
};

static int load_site(const struct host_options *options, struct site **out)
{
    struct site_problems problems = {0};
    int result = site_load(options->config_folder, HALLQ_CONFIG_DIR "/profiles",
                           options->english ? SITE_EN : SITE_ZH, out, &problems);
    site_problems_print(&problems, stderr);
    site_problems_finish(&problems);
    return result;
}

int host_check(const struct host_options *options)
{
    struct site *site = NULL;
    if (load_site(options, &site) < 0) {
        return HOST_BAD_CONFIG;
    }
    if (options->dump) {
        site_dump(site, stdout);
    } else {
        printf("%s: %zu windows, %zu items, %zu devices on %zu lines\n", options->config_folder,
               site->window_count, site->item_count, site->device_count, site->line_count);
    }
    site_destroy(site);
    return HOST_OK;
}

/* ------------------------------------------------------------------ signals */

static void on_stop(evutil_socket_t signal_number, short what, void *context)
{
    (void)what;
    struct host *host = context;
    log_info("signal %d: stopping", (int)signal_number);
    notify_stopping();
    event_base_loopbreak(host->loop);
}

/* 0: the site is the host's from now on. */
static int take_over(void *context, struct site *site, char *why, size_t size)
{
    struct host *host = context;
    if (hall_adopt(host->hall, site, why, size) < 0) {
        return -1;
    }
    if (host->site != host->first) {
        struct site **place = &host->retired[host->reloads++ % SITES_KEPT];
        site_destroy(*place);
        *place = host->site;
    }
    host->site = site;
    log_info("the configuration was taken over");
    return 0;
}

static void reload_site(struct host *host)
{
    struct site *site = NULL;
    char why[256];
    if (load_site(host->options, &site) < 0) {
        log_error("the configuration has mistakes: the old one stays in force");
    } else if (take_over(host, site, why, sizeof why) < 0) {
        log_error("the configuration cannot be taken over now: %s", why);
        site_destroy(site);
    }
}

/* The certificate first: it has nothing to do with mistakes in the configuration. */
static void on_reload(evutil_socket_t signal_number, short what, void *context)
{
    (void)signal_number;
    (void)what;
    struct host *host = context;
    server_reload(host->server);
    reload_site(host);
}

static void on_watchdog(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    (void)context;
    notify_alive();
}

static int add_signals(struct host *host)
{
    static const struct {
        int number;
        event_callback_fn handler;
    } rows[SIGNALS] = {{SIGTERM, on_stop}, {SIGINT, on_stop}, {SIGHUP, on_reload}};
    static const struct timeval period = {.tv_sec = WATCHDOG_S};
    for (size_t i = 0; i < SIGNALS; i++) {
        host->signals[i] = evsignal_new(host->loop, rows[i].number, rows[i].handler, host);
        if (host->signals[i] == NULL || event_add(host->signals[i], NULL) < 0) {
            return -1;
        }
    }
    host->watchdog = event_new(host->loop, -1, EV_PERSIST, on_watchdog, host);
    return host->watchdog != NULL ? event_add(host->watchdog, &period) : -1;
}

/* ------------------------------------------------------------------ start and stop */

static int open_hall(struct host *host)
{
    char why[256] = "";
    int pid = 0;
    struct hall_settings settings = {
        .loop = host->loop,
        .site = host->site,
        .language = host->language,
        .data_folder = host->options->data_folder,
        .run_folder = host->options->run_folder,
        .backup_minutes = 15,
        .start = randombytes_random(),
        .take_over = take_over,
        .host = host,
    };
    int result = hall_create(&settings, &host->hall, why, sizeof why, &pid);
    if (result == 0) {
        return HOST_OK;
    }
    if (result == STORE_IN_USE) {
        log_error("%s is in use by hallqd with pid %d: stop it first, or choose another --data",
                  host->options->data_folder, pid);
        return HOST_IN_USE;
    }
    log_error("%s", why);
    return result == STORE_NEWER ? HOST_NEWER_DATABASE : HOST_FAILED;
}

static bool has_kind(const struct listener_place *places, size_t count, enum listener_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (places[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* What the options name; this machine's own tools always get in, and a hall with a certificate
 * speaks TLS to its network. */
static size_t places_of(const struct host_options *options, struct listener_place *out)
{
    static const struct listener_place own = {LISTENER_LOOPBACK, "127.0.0.1", 8080},
                                       network = {LISTENER_TLS, "0.0.0.0", 8443};
    size_t count = 0;
    if (!has_kind(options->places, options->place_count, LISTENER_LOOPBACK)) {
        out[count++] = own;
    }
    for (size_t i = 0; i < options->place_count && count < LISTENERS_MOST; i++) {
        out[count++] = options->places[i];
    }
    if (count < LISTENERS_MOST && tls_folder_is_made(options->data_folder) &&
        !has_kind(out, count, LISTENER_TLS)) {
        out[count++] = network;
    }
    return count;
}

static int open_server(struct host *host)
{
    char why[512] = "";
    struct listener_place places[LISTENERS_MOST];
    struct server_settings settings = {.loop = host->loop,
                                       .hall = host->hall,
                                       .language = host->language,
                                       .places = places,
                                       .place_count = places_of(host->options, places)};
    host->server = server_create(&settings, why, sizeof why);
    if (host->server == NULL) {
        log_error("%s", why);
        return HOST_FAILED;
    }
    return HOST_OK;
}

/* A save of the configuration that a power cut broke off is carried to its end, or was never. */
static void finish_save(const struct host_options *options)
{
    char why[VERSION_WHY];
    int number = version_recover(options->config_folder, options->data_folder, why);
    if (number > 0) {
        log_warning("the configuration's version %d was being put in place: finished", number);
    } else if (number < 0) {
        log_error("a version of the configuration could not be put in place: %s", why);
    }
}

static int start(struct host *host)
{
    char why[256] = "";
    if (sodium_init() < 0) {
        return HOST_FAILED;
    }
    finish_save(host->options);
    if (load_site(host->options, &host->site) < 0) {
        return HOST_BAD_CONFIG;
    }
    host->first = host->site;
    setenv("TZ", host->site->timezone, 1);
    tzset();
    host->language = language_load(HALLQ_CONFIG_DIR "/lang", why, sizeof why);
    host->loop = listeners_loop();
    if (host->language == NULL || host->loop == NULL) {
        log_error("%s", why[0] != '\0' ? why : "out of memory");
        return HOST_FAILED;
    }
    int result = open_hall(host);
    if (result == HOST_OK) {
        result = open_server(host);
    }
    if (result == HOST_OK && (add_signals(host) < 0 || hall_start(host->hall) < 0)) {
        result = HOST_FAILED;
    }
    return result;
}

static void stop(struct host *host)
{
    server_close(host->server);
    hall_stop(host->hall);
    server_destroy(host->server);
    hall_destroy(host->hall);
    for (size_t i = 0; i < SIGNALS; i++) {
        if (host->signals[i] != NULL) {
            event_free(host->signals[i]);
        }
    }
    if (host->watchdog != NULL) {
        event_free(host->watchdog);
    }
    if (host->loop != NULL) {
        event_base_free(host->loop);
    }
    language_destroy(host->language);
    for (size_t i = 0; i < SITES_KEPT; i++) {
        site_destroy(host->retired[i]);
    }
    if (host->site != host->first) {
        site_destroy(host->site);
    }
    site_destroy(host->first);
}

static void announce(const struct host *host)
{
    if (hall_clock_is_simulated()) {
        log_info("this is a simulated hall: its time runs %.3g times as fast",
                 hall_clock_speed());
    }
    const struct listener_place *place;
    for (size_t i = 0; (place = server_place(host->server, i)) != NULL; i++) {
        bool six = strchr(place->address, ':') != NULL;
        printf("%s %s://%s%s%s:%u\n", host->site->name.zh,
               place->kind == LISTENER_TLS ? "https" : "http", six ? "[" : "", place->address,
               six ? "]" : "", place->port);
    }
    fflush(stdout);
    notify_ready();
}

int host_run(const struct host_options *options)
{
    struct host host = {.options = options};
    umask(0077);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    hall_clock_load(options->run_folder);
    int result = start(&host);
    if (result == HOST_OK) {
        announce(&host);
        event_base_dispatch(host.loop);
    }
    stop(&host);
    return result;
}
