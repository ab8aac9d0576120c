/* bus_command.c: hallq bus plan: how busy each serial line will be, from the configuration alone;
 * hallq bus trace: what is said on one line of the running controller, as a capture file.
 *
 * The figures of the plan are the checker's (config/line_plan.h), so the plan and the warnings of
 * `hallqd --check` cannot differ. */
#include "cli/commands.h"

#include "config/line_plan.h"
#include "config/site.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TRACE_SECONDS = 10, TRACE_SECONDS_MOST = 3600, TRACE_CLOSE_TRIES = 100, TRACE_PATH = 160 };

static json_t *json_of_plan(const struct site_line *line, const struct line_plan *plan)
{
    return json_pack("{s:s,s:i,s:i,s:i,s:i,s:f,s:f,s:f,s:f,s:f}", "line", line->name, "baud",
                     (int)plan->baud, "devices", (int)plan->devices, "keyed", (int)plan->keyed,
                     "printers", (int)plan->printers, "round_ms", plan->round_ms, "key_ms",
                     plan->key_ms, "board_ms", plan->board_ms, "slip_ms", plan->slip_ms,
                     "load_percent", plan->load_percent);
}

static void print_plan(const struct site_line *line, const struct line_plan *plan)
{
    printf("%-12s %7u %8zu %8.0f %8.0f %8.0f %8.0f %7.1f%%\n", line->name, plan->baud,
           plan->devices, plan->round_ms, plan->key_ms, plan->board_ms, plan->slip_ms,
           plan->load_percent);
}

static int print_plans(const struct client *client, const struct site *site)
{
    json_t *list = json_array();
    if (!client->json) {
        printf("%s\n", client_text(client, "cli.bus.head"));
    }
    for (size_t i = 0; i < site->line_count; i++) {
        struct line_plan plan;
        line_plan(site, i, &plan);
        if (!client->json) {
            print_plan(&site->lines[i], &plan);
        }
        json_array_append_new(list, json_of_plan(&site->lines[i], &plan));
    }
    printed_json(client, list);
    json_decref(list);
    return 0;
}

static int bus_plan(const struct client *client, int count, char **words)
{
    const char *folder = option_value(count, words, "--config");
    struct site *site = NULL;
    struct site_problems problems = {0};
    int result = site_load(folder != NULL ? folder : client->config_folder,
                           HALLQ_CONFIG_DIR "/profiles",
                           client->language == LANGUAGE_EN ? SITE_EN : SITE_ZH, &site, &problems);
    site_problems_print(&problems, stderr);
    site_problems_finish(&problems);
    if (result < 0) {
        return EXIT_REFUSED;
    }
    result = print_plans(client, site);
    site_destroy(site);
    return result;
}

/* ------------------------------------------------------------------ trace */

/* Waits, or until Ctrl-C: what was captured by then is kept. */
static void wait_or_interrupt(int seconds)
{
    sigset_t interrupt;
    struct timespec time = {.tv_sec = seconds};
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, NULL);
    sigtimedwait(&interrupt, NULL, &time);
}

static int order_trace(const struct client *client, const char *path, int seconds)
{
    json_t *answer;
    int result = client_send(client, "POST", path, json_pack("{s:i}", "seconds", seconds), &answer);
    json_decref(answer);
    return result;
}

/* 1 while the line's thread still writes, 0, or a client_error. */
static int is_tracing(const struct client *client, const char *name)
{
    json_t *answer, *line;
    size_t i;
    int result = client_send(client, "GET", "/api/v1/devices", NULL, &answer);
    json_array_foreach(json_object_get(answer, "lines"), i, line) {
        const char *known = json_string_value(json_object_get(line, "name"));
        if (known != NULL && strcmp(known, name) == 0) {
            result = json_is_true(json_object_get(line, "tracing"));
        }
    }
    json_decref(answer);
    return result;
}

/* Ends the capture and waits until its last byte is in the file. 0 or a client_error. */
static int end_trace(const struct client *client, const char *path, const char *name)
{
    static const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};
    int result = order_trace(client, path, 0);
    for (int i = 0; i < TRACE_CLOSE_TRIES && result == 0; i++) {
        result = is_tracing(client, name);
        if (result <= 0) {
            return result;
        }
        result = 0;
        nanosleep(&pause, NULL);
    }
    return result;
}

static int bus_trace_usage(void)
{
    fprintf(stderr, "hallq bus trace LINE --pcap FILE [--seconds 1..%d]\n", TRACE_SECONDS_MOST);
    return EXIT_USAGE;
}

static void say_tracing(const struct client *client, const char *name, long seconds)
{
    char number[16], sentence[200];
    snprintf(number, sizeof number, "%ld", seconds);
    const struct hole holes[] = {{"line", name}, {"seconds", number}, {NULL, NULL}};
    language_fill(sentence, sizeof sentence, client_text(client, "cli.bus.tracing"), holes);
    fprintf(stderr, "%s\n", sentence);
}

static int bus_trace(const struct client *client, int count, char **words)
{
    const char *file = option_value(count, words, "--pcap");
    const char *wanted = option_value(count, words, "--seconds");
    const char *name = count > 1 ? words[1] : "-";
    char path[TRACE_PATH], *end = NULL;
    long seconds = wanted != NULL ? strtol(wanted, &end, 10) : TRACE_SECONDS;
    if (file == NULL || name[0] == '-' || strpbrk(name, "/?#% ") != NULL ||
        strlen(name) > LIMIT_CODE || (end != NULL && *end != '\0') || seconds < 1 ||
        seconds > TRACE_SECONDS_MOST) {
        return bus_trace_usage();
    }
    snprintf(path, sizeof path, "/api/v1/lines/%s/trace", name);
    int result = order_trace(client, path, (int)seconds);
    if (result < 0) {
        return exit_of(result);
    }
    say_tracing(client, name, seconds);
    wait_or_interrupt((int)seconds);
    result = end_trace(client, path, name);
    return exit_of(result < 0 ? result
                              : client_fetch(client, path, strcmp(file, "-") == 0 ? NULL : file));
}

int command_bus(const struct client *client, int count, char **words)
{
    if (strcmp(words[0], "plan") == 0) {
        return bus_plan(client, count, words);
    }
    if (strcmp(words[0], "trace") == 0) {
        return bus_trace(client, count, words);
    }
    fprintf(stderr, "hallq bus plan [--config DIR]\n");
    return bus_trace_usage();
}
