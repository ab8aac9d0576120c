/* commands.h: the commands of hallq: one row each in main.c, one function each in a file by
 * concern. A command gets its own arguments and returns an exit code. */
#pragma once

#include "cli/client.h"

typedef int (*command_function)(const struct client *client, int count, char **words);

int command_backup(const struct client *client, int count, char **words);
int command_bus(const struct client *client, int count, char **words);
int command_day(const struct client *client, int count, char **words);
int command_devices(const struct client *client, int count, char **words);
int command_doctor(const struct client *client, int count, char **words);
int command_issue(const struct client *client, int count, char **words);
int command_print_test(const struct client *client, int count, char **words);
int command_queue(const struct client *client, int count, char **words);
int command_rate(const struct client *client, int count, char **words);
int command_report(const struct client *client, int count, char **words);
int command_reprint(const struct client *client, int count, char **words);
int command_show(const struct client *client, int count, char **words);
int command_status(const struct client *client, int count, char **words);
int command_ticket_preview(const struct client *client, int count, char **words);
int command_tls(const struct client *client, int count, char **words);
int command_token(const struct client *client, int count, char **words);
int command_user(const struct client *client, int count, char **words);
int command_verify(const struct client *client, int count, char **words);
int command_voice(const struct client *client, int count, char **words);
int command_window(const struct client *client, int count, char **words);
int command_windows(const struct client *client, int count, char **words);

/* Exit codes of hallq. */
enum { EXIT_REFUSED = 1, EXIT_USAGE = 64, EXIT_UNREACHABLE = 69 };
/* 0, or the exit code for a client_error. */
int exit_of(int client_error);
/* The value behind `name` among the words, or NULL. */
const char *option_value(int count, char **words, const char *name);
int has_word(int count, char **words, const char *word);
/* Prints an answer as it is when --json is on: true when it did. */
int printed_json(const struct client *client, const json_t *answer);
