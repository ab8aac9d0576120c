/* act_commands.c: commands that change something: tickets, windows, ratings, tests, the day.
 * Each makes its own intent id, so that a repeated command line is a new command. */
#include "cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_t *body_with_intent(void)
{
    char intent[40];
    client_intent(intent);
    return json_pack("{s:s}", "intent", intent);
}

static void set_text(json_t *body, const char *name, const char *value)
{
    if (value != NULL) {
        json_object_set_new(body, name, json_string(value));
    }
}

/* Posts and prints one line made by `print` (or the answer itself with --json). */
static int post(const struct client *client, const char *path, json_t *body,
                void (*print)(const struct client *, const json_t *))
{
    json_t *answer = NULL;
    int result = client_send(client, "POST", path, body, &answer);
    if (result == 0 && !printed_json(client, answer) && print != NULL) {
        print(client, answer);
    }
    json_decref(answer);
    return exit_of(result);
}

static void print_ticket(const struct client *client, const json_t *answer)
{
    const char *number = json_string_value(json_object_get(answer, "number"));
    const char *state = json_string_value(json_object_get(answer, "state"));
    int ahead = (int)json_integer_value(json_object_get(answer, "ahead"));
    printf("%s  %s  %s %d\n", number != NULL ? number : "", state != NULL ? state : "",
           client_text(client, "cli.ahead"), ahead);
}

int command_issue(const struct client *client, int count, char **words)
{
    json_t *body = body_with_intent();
    set_text(body, "item", words[0]);
    set_text(body, "priority", option_value(count, words, "--priority"));
    set_text(body, "printers", option_value(count, words, "--printers"));
    return post(client, "/api/v1/tickets", body, print_ticket);
}

int command_rate(const struct client *client, int count, char **words)
{
    (void)count;
    char path[160];
    json_t *body = body_with_intent();
    json_object_set_new(body, "level", json_integer(strtol(words[1], NULL, 10)));
    snprintf(path, sizeof path, "/api/v1/tickets/%.64s/evaluation", words[0]);
    return post(client, path, body, print_ticket);
}

int command_reprint(const struct client *client, int count, char **words)
{
    char path[160];
    json_t *body = body_with_intent();
    set_text(body, "device", option_value(count, words, "--device"));
    snprintf(path, sizeof path, "/api/v1/tickets/%.64s/slip", words[0]);
    return post(client, path, body, print_ticket);
}

static void print_call(const struct client *client, const json_t *answer)
{
    const json_t *ticket = json_object_get(answer, "ticket");
    const json_t *window = json_object_get(answer, "window");
    const char *number = json_string_value(json_object_get(ticket, "number"));
    const char *state = json_string_value(json_object_get(window, "state"));
    const json_t *sentence = json_object_get(json_object_get(answer, "why"), "sentence");
    printf("%s %lld  %s  %s\n", client_text(client, "cli.window"),
           (long long)json_integer_value(json_object_get(window, "number")),
           state != NULL ? state : "", number != NULL ? number : "-");
    if (sentence != NULL) {
        printf("%s\n", client_words(client, sentence));
    }
}

static const struct {
    const char *option, *field;
    int integer;
} window_options[] = {
    {"--ticket", "ticket", 0},       {"--to-window", "to_window", 1}, {"--category", "category", 0},
    {"--item", "item", 0},           {"--reason", "reason", 0},       {"--minutes", "minutes", 1},
    {"--outcome", "outcome", 0},     {"--note", "note", 0},           {"--clerk", "clerk", 0},
};

int command_window(const struct client *client, int count, char **words)
{
    char path[160];
    if (strcmp(words[1], "ask") == 0) {
        snprintf(path, sizeof path, "/api/v1/windows/%.16s/evaluation-request", words[0]);
        return post(client, path, NULL, NULL);
    }
    json_t *body = body_with_intent();
    for (size_t i = 0; i < sizeof window_options / sizeof *window_options; i++) {
        const char *value = option_value(count, words, window_options[i].option);
        if (value != NULL && window_options[i].integer) {
            json_object_set_new(body, window_options[i].field,
                                json_integer(strtol(value, NULL, 10)));
        } else {
            set_text(body, window_options[i].field, value);
        }
    }
    if (has_word(count, words, "--return-to-me")) {
        json_object_set_new(body, "return_to_me", json_true());
    }
    snprintf(path, sizeof path, "/api/v1/windows/%.16s/%.32s", words[0], words[1]);
    return post(client, path, body, print_call);
}

int command_show(const struct client *client, int count, char **words)
{
    (void)count;
    char path[160];
    snprintf(path, sizeof path, "/api/v1/devices/%.64s/show", words[0]);
    return post(client, path, json_pack("{s:s}", "text", words[1]), NULL);
}

int command_print_test(const struct client *client, int count, char **words)
{
    (void)count;
    char path[160];
    snprintf(path, sizeof path, "/api/v1/devices/%.64s/print", words[0]);
    return post(client, path, NULL, NULL);
}

int command_day(const struct client *client, int count, char **words)
{
    (void)count;
    if (strcmp(words[0], "close") != 0) {
        fprintf(stderr, "hallq day close\n");
        return EXIT_USAGE;
    }
    return post(client, "/api/v1/day/close", body_with_intent(), NULL);
}

int command_backup(const struct client *client, int count, char **words)
{
    (void)count;
    char *absolute = NULL;
    char here[4096];
    if (words[0][0] != '/' && getcwd(here, sizeof here) != NULL &&
        asprintf(&absolute, "%s/%s", here, words[0]) < 0) {
        absolute = NULL;
    }
    int result = post(client, "/api/v1/backup",
                      json_pack("{s:s}", "file", absolute != NULL ? absolute : words[0]), NULL);
    free(absolute);
    return result;
}
