/* look_commands.c: commands that only look: status, queue, devices, doctor, verify, bus. */
#include "cli/commands.h"

#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fetch(const struct client *client, const char *path, json_t **out)
{
    return client_send(client, "GET", path, NULL, out);
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

static long long number_of(const json_t *object, const char *name)
{
    return (long long)json_integer_value(json_object_get(object, name));
}

/* ------------------------------------------------------------------ status, queue */

struct totals {
    long long waiting, open, paused, calling;
};

static struct totals add_up(const json_t *queue, const json_t *windows)
{
    struct totals totals = {0};
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(queue, "categories"), i, row) {
        totals.waiting += number_of(row, "waiting");
    }
    json_array_foreach(json_object_get(windows, "windows"), i, row) {
        totals.open += strcmp(text_of(row, "state"), "open") == 0;
        totals.paused += strcmp(text_of(row, "state"), "paused") == 0;
        totals.calling += json_is_object(json_object_get(row, "ticket"));
    }
    return totals;
}

int command_status(const struct client *client, int count, char **words)
{
    json_t *hall = NULL, *queue = NULL, *windows = NULL;
    int result = fetch(client, "/api/v1/hall", &hall);
    if (result == 0) {
        result = fetch(client, "/api/v1/queue", &queue);
    }
    if (result == 0) {
        result = fetch(client, "/api/v1/windows", &windows);
    }
    if (result == 0 && !printed_json(client, hall)) {
        struct totals totals = add_up(queue, windows);
        char clock[6];
        snprintf(clock, sizeof clock, "%.5s", text_of(hall, "now") + 11);
        if (!has_word(count, words, "--line")) {
            printf("%s\n", client_words(client, json_object_get(hall, "name")));
        }
        printf("%s  %s %lld  %s %lld  %s %lld  %s %lld  seq %lld\n", clock,
               client_text(client, "cli.waiting"), totals.waiting,
               client_text(client, "cli.windows_open"), totals.open,
               client_text(client, "cli.windows_paused"), totals.paused,
               client_text(client, "cli.in_service"), totals.calling, number_of(queue, "seq"));
    }
    json_decref(hall);
    json_decref(queue);
    json_decref(windows);
    return exit_of(result);
}

int command_queue(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *queue = NULL, *row;
    int result = fetch(client, "/api/v1/queue", &queue);
    if (result == 0 && !printed_json(client, queue)) {
        size_t i;
        json_array_foreach(json_object_get(queue, "categories"), i, row) {
            const json_t *estimate = json_object_get(row, "estimate");
            printf("%-3s %s %3lld  %s %lld  ", text_of(row, "series"),
                   client_text(client, "cli.waiting"), number_of(row, "waiting"),
                   client_text(client, "cli.windows_open"), number_of(row, "open_windows"));
            if (json_is_integer(estimate)) {
                printf("%s %lld  ", client_text(client, "cli.minutes"),
                       ((long long)json_integer_value(estimate) + 59) / 60);
            }
            printf("%s\n", client_words(client, json_object_get(row, "name")));
        }
    }
    json_decref(queue);
    return exit_of(result);
}

int command_windows(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *answer = NULL, *row;
    int result = fetch(client, "/api/v1/windows", &answer);
    if (result == 0 && !printed_json(client, answer)) {
        size_t i;
        json_array_foreach(json_object_get(answer, "windows"), i, row) {
            printf("%3lld  %-8s  %-8s  %-16s  %s\n", number_of(row, "number"),
                   text_of(row, "state"), text_of(json_object_get(row, "ticket"), "number"),
                   text_of(row, "clerk"), client_words(client, json_object_get(row, "name")));
        }
    }
    json_decref(answer);
    return exit_of(result);
}

/* ------------------------------------------------------------------ devices, doctor */

int command_devices(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *answer = NULL, *row;
    int result = fetch(client, "/api/v1/devices", &answer);
    if (result == 0 && !printed_json(client, answer)) {
        size_t i;
        json_array_foreach(json_object_get(answer, "lines"), i, row) {
            printf("%-10s %6lld Bd  %-6s  %5.1f %%  %s %lld  %s %lld\n", text_of(row, "name"),
                   number_of(row, "baud"),
                   client_text(client, json_is_true(json_object_get(row, "open"))
                                           ? "cli.line_open"
                                           : "cli.line_gone"),
                   json_real_value(json_object_get(row, "load_percent")),
                   client_text(client, "cli.exchanges"), number_of(row, "exchanges"),
                   client_text(client, "cli.timeouts"), number_of(row, "timeouts"));
        }
        json_array_foreach(json_object_get(answer, "devices"), i, row) {
            printf("%-14s %-18s %-10s %3lld  %-9s  %s\n", text_of(row, "name"),
                   text_of(row, "profile"), text_of(row, "line"), number_of(row, "address"),
                   text_of(row, "health"), text_of(row, "showing"));
        }
    }
    json_decref(answer);
    return exit_of(result);
}

/* One plain sentence for each device that needs a person. */
static int sick_device(const struct client *client, const json_t *row)
{
    static const struct {
        const char *health, *key;
    } rows[] = {{"dead", "cli.doctor.dead"},
                {"stale", "cli.doctor.stale"},
                {"unplugged", "cli.doctor.unplugged"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(text_of(row, "health"), rows[i].health) == 0) {
            char sentence[512];
            const struct hole holes[] = {{"device", text_of(row, "name")},
                                         {"line", text_of(row, "line")},
                                         {NULL, NULL}};
            language_fill(sentence, sizeof sentence, client_text(client, rows[i].key), holes);
            printf("%s\n", sentence);
            return 1;
        }
    }
    return 0;
}

static int ending_certificate(const struct client *client, const json_t *certificate)
{
    if (!json_is_true(json_object_get(certificate, "ending"))) {
        return 0;
    }
    char days[24], sentence[512];
    snprintf(days, sizeof days, "%lld", number_of(certificate, "days_left"));
    const struct hole holes[] = {{"days", days}, {NULL, NULL}};
    language_fill(sentence, sizeof sentence, client_text(client, "cli.doctor.certificate"), holes);
    printf("%s\n", sentence);
    return 1;
}

int command_doctor(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *health = NULL, *answer = NULL, *row;
    int result = fetch(client, "/healthz", &health);
    if (result == 0) {
        result = fetch(client, "/api/v1/devices", &answer);
    }
    int found = 0;
    if (result == 0 && !printed_json(client, answer)) {
        size_t i;
        found += ending_certificate(client, json_object_get(health, "certificate"));
        json_array_foreach(json_object_get(answer, "devices"), i, row) {
            found += sick_device(client, row);
        }
        if (found == 0) {
            printf("%s\n", client_text(client, "cli.doctor.well"));
        }
    }
    json_decref(health);
    json_decref(answer);
    return result != 0 ? exit_of(result) : found > 0;
}

/* ------------------------------------------------------------------ verify */

int command_verify(const struct client *client, int count, char **words)
{
    const char *folder = option_value(count, words, "--data");
    struct store_verdict verdict;
    int result = store_verify(folder != NULL ? folder : "/var/lib/hall", &verdict);
    if (client->json) {
        json_t *out = json_pack("{s:b,s:I,s:I,s:I,s:s}", "ok", result == 0, "events",
                                (json_int_t)verdict.events, "last_seq",
                                (json_int_t)verdict.last_seq, "broken_seq",
                                (json_int_t)verdict.broken_seq, "message", verdict.message);
        printed_json(client, out);
        json_decref(out);
        return result == 0 ? 0 : EXIT_REFUSED;
    }
    if (result == 0) {
        printf("%s: %lld (%lld–%lld)\n", client_text(client, "cli.verify.good"),
               (long long)verdict.events, (long long)verdict.first_seq,
               (long long)verdict.last_seq);
        return 0;
    }
    printf("%s: %s\n", client_text(client, "cli.verify.bad"), verdict.message);
    return EXIT_REFUSED;
}
