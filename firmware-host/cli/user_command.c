/* user_command.c: accounts and tokens from the command line, by who works at the machine itself.
 *
 * A password is asked for twice without echo, or read from a file; it is never an argument, for
 * those can be seen by every user of the machine. */
#include "cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_TEXT = 256, TOKEN_DAYS = 365 };

static json_t *body_with_intent(void)
{
    char intent[40];
    client_intent(intent);
    return json_pack("{s:s}", "intent", intent);
}

/* ------------------------------------------------------------------ passwords */

/* The first line; 0, or -1 when there is none or it is too long. */
static int read_line(FILE *from, char *out, size_t size)
{
    if (fgets(out, (int)size, from) == NULL) {
        return -1;
    }
    size_t length = strcspn(out, "\r\n");
    bool whole = out[length] != '\0' || feof(from);
    out[length] = '\0';
    return whole && length > 0 ? 0 : -1;
}

static int ask_hidden(const struct client *client, const char *key, char *out, size_t size)
{
    struct termios before, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    fprintf(stderr, "%s", client_text(client, key));
    if (terminal) {
        hidden = before;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    int result = read_line(stdin, out, size);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    return result;
}

static int password_from_file(const struct client *client, const char *name, char *out,
                              size_t size)
{
    FILE *file = fopen(name, "re");
    int result = file != NULL ? read_line(file, out, size) : -1;
    if (file != NULL) {
        fclose(file);
    }
    if (result < 0) {
        fprintf(stderr, "hallq: %s: %s\n", name, client_text(client, "cli.user.no_password"));
    }
    return result;
}

/* From --password-file, or twice from the terminal. 0, or -1 after a sentence. */
static int get_password(const struct client *client, int count, char **words, char *out,
                        size_t size)
{
    char again[PASSWORD_TEXT];
    const char *name = option_value(count, words, "--password-file");
    if (name != NULL) {
        return password_from_file(client, name, out, size);
    }
    int result = ask_hidden(client, "cli.user.password", out, size);
    result = result == 0 ? ask_hidden(client, "cli.user.again", again, sizeof again) : -1;
    if (result < 0) {
        fprintf(stderr, "hallq: %s\n", client_text(client, "cli.user.no_password"));
    } else if (strcmp(out, again) != 0) {
        fprintf(stderr, "hallq: %s\n", client_text(client, "cli.user.differ"));
        result = -1;
    }
    explicit_bzero(again, sizeof again);
    return result;
}

/* ------------------------------------------------------------------ one account */

static int account_path(const char *name, const char *verb, char *out, size_t size)
{
    bool clean = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(name);
    return clean ? snprintf(out, size, "/api/v1/accounts/%s%s", name, verb) : -1;
}

static int finish(const struct client *client, int error, json_t *answer)
{
    if (error == 0 && !printed_json(client, answer)) {
        const char *name = json_string_value(json_object_get(answer, "name"));
        const char *state = json_string_value(json_object_get(answer, "state"));
        printf("%s %s\n", name != NULL ? name : "", state != NULL ? state : "");
    }
    json_decref(answer);
    return exit_of(error);
}

/* `body` is taken over. */
static int act_on(const struct client *client, const char *method, const char *name,
                  const char *verb, json_t *body)
{
    char path[160];
    json_t *answer;
    if (account_path(name, verb, path, sizeof path) < 0) {
        json_decref(body);
        fprintf(stderr, "hallq: %s: %s\n", name, client_text(client, "cli.user.bad_name"));
        return EXIT_USAGE;
    }
    int error = client_send(client, method, path, body, &answer);
    return finish(client, error, answer);
}

static int user_add(const struct client *client, int count, char **words)
{
    static const char *const fields[][2] = {
        {"--role", "role"}, {"--clerk", "clerk"}, {"--display", "display"}};
    char password[PASSWORD_TEXT];
    if (count < 2 || option_value(count, words, "--role") == NULL) {
        fprintf(stderr, "hallq: %s\n", client_text(client, "cli.user.want_role"));
        return EXIT_USAGE;
    }
    if (get_password(client, count, words, password, sizeof password) < 0) {
        return EXIT_REFUSED;
    }
    json_t *body = body_with_intent(), *answer;
    json_object_set_new(body, "name", json_string(words[1]));
    json_object_set_new(body, "password", json_string(password));
    json_object_set_new(body, "must_change", json_boolean(has_word(count, words, "--must-change")));
    explicit_bzero(password, sizeof password);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *value = option_value(count, words, fields[i][0]);
        if (value != NULL) {
            json_object_set_new(body, fields[i][1], json_string(value));
        }
    }
    int error = client_send(client, "POST", "/api/v1/accounts", body, &answer);
    return finish(client, error, answer);
}

static int user_password(const struct client *client, int count, char **words)
{
    char password[PASSWORD_TEXT];
    if (count < 2) {
        return EXIT_USAGE;
    }
    if (get_password(client, count, words, password, sizeof password) < 0) {
        return EXIT_REFUSED;
    }
    json_t *body = body_with_intent();
    json_object_set_new(body, "password", json_string(password));
    json_object_set_new(body, "must_change", json_boolean(has_word(count, words, "--must-change")));
    explicit_bzero(password, sizeof password);
    return act_on(client, "POST", words[1], "/password", body);
}

static int user_active(const struct client *client, int count, char **words)
{
    if (count < 2) {
        return EXIT_USAGE;
    }
    json_t *body = body_with_intent();
    json_object_set_new(body, "active", json_boolean(strcmp(words[0], "enable") == 0));
    return act_on(client, "PUT", words[1], "", body);
}

static int user_unlock(const struct client *client, int count, char **words)
{
    return count < 2 ? EXIT_USAGE
                     : act_on(client, "POST", words[1], "/unlock", body_with_intent());
}

static int user_list(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *answer;
    int error = client_send(client, "GET", "/api/v1/accounts", NULL, &answer);
    if (error == 0 && !printed_json(client, answer)) {
        size_t i;
        json_t *row;
        json_array_foreach(json_object_get(answer, "accounts"), i, row) {
            printf("%-16s  %-13s  %-8s  %-8s  %s\n",
                   json_string_value(json_object_get(row, "name")),
                   json_string_value(json_object_get(row, "role")),
                   json_string_value(json_object_get(row, "state")),
                   json_string_value(json_object_get(row, "clerk")),
                   json_string_value(json_object_get(row, "display")));
        }
    }
    json_decref(answer);
    return exit_of(error);
}

static int user_setup_code(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *answer;
    int error = client_send(client, "GET", "/api/v1/setup", NULL, &answer);
    if (error == 0 && !printed_json(client, answer)) {
        const char *code = json_string_value(json_object_get(answer, "code"));
        puts(code != NULL ? code : client_text(client, "cli.user.setup_over"));
    }
    json_decref(answer);
    return exit_of(error);
}

/* ------------------------------------------------------------------ tokens */

static int token_add(const struct client *client, int count, char **words)
{
    const char *role = option_value(count, words, "--role");
    const char *days = option_value(count, words, "--days");
    const char *window = option_value(count, words, "--window");
    if (count < 2 || role == NULL) {
        fprintf(stderr, "hallq: %s\n", client_text(client, "cli.user.want_role"));
        return EXIT_USAGE;
    }
    json_t *body = body_with_intent(), *answer;
    json_object_set_new(body, "name", json_string(words[1]));
    json_object_set_new(body, "role", json_string(role));
    json_object_set_new(body, "days",
                        json_integer(days != NULL ? strtol(days, NULL, 10) : TOKEN_DAYS));
    if (window != NULL) {
        json_object_set_new(body, "window", json_integer(strtol(window, NULL, 10)));
    }
    int error = client_send(client, "POST", "/api/v1/tokens", body, &answer);
    if (error == 0 && !printed_json(client, answer)) {
        fprintf(stderr, "%s\n", client_text(client, "cli.user.token_once"));
        puts(json_string_value(json_object_get(answer, "token")));
    }
    json_decref(answer);
    return exit_of(error);
}

static int token_list(const struct client *client, int count, char **words)
{
    (void)count;
    (void)words;
    json_t *answer;
    int error = client_send(client, "GET", "/api/v1/tokens", NULL, &answer);
    if (error == 0 && !printed_json(client, answer)) {
        size_t i;
        json_t *row;
        json_array_foreach(json_object_get(answer, "tokens"), i, row) {
            printf("%4d  %-8s  %-8s  %.10s  %s\n",
                   (int)json_integer_value(json_object_get(row, "id")),
                   json_string_value(json_object_get(row, "role")),
                   json_string_value(json_object_get(row, "state")),
                   json_string_value(json_object_get(row, "until")),
                   json_string_value(json_object_get(row, "name")));
        }
    }
    json_decref(answer);
    return exit_of(error);
}

static int token_revoke(const struct client *client, int count, char **words)
{
    char path[64];
    json_t *answer;
    long id = count > 1 ? strtol(words[1], NULL, 10) : 0;
    if (id <= 0) {
        return EXIT_USAGE;
    }
    snprintf(path, sizeof path, "/api/v1/tokens/%ld", id);
    int error = client_send(client, "DELETE", path, NULL, &answer);
    json_decref(answer);
    return exit_of(error);
}

/* ------------------------------------------------------------------ verbs */

struct verb {
    const char *name;
    command_function run;
};

static int run_verb(const struct client *client, const struct verb *verbs, int count, char **words)
{
    for (; verbs->name != NULL; verbs++) {
        if (strcmp(verbs->name, words[0]) == 0) {
            return verbs->run(client, count, words);
        }
    }
    fprintf(stderr, "hallq: %s: %s\n", words[0], client_text(client, "cli.unknown_command"));
    return EXIT_USAGE;
}

int command_user(const struct client *client, int count, char **words)
{
    static const struct verb verbs[] = {
        {"add", user_add},           {"disable", user_active}, {"enable", user_active},
        {"list", user_list},         {"password", user_password}, {"setup-code", user_setup_code},
        {"unlock", user_unlock},     {NULL, NULL},
    };
    return run_verb(client, verbs, count, words);
}

int command_token(const struct client *client, int count, char **words)
{
    static const struct verb verbs[] = {
        {"add", token_add}, {"list", token_list}, {"revoke", token_revoke}, {NULL, NULL}};
    return run_verb(client, verbs, count, words);
}
