/* client.h: one HTTP request to the controller and its JSON answer.
 *
 * Owner: main. Thread: the only one. */
#pragma once

#include "base/language.h"

#include <jansson.h>
#include <stdbool.h>

struct client {
    const char *url;     /* "http://127.0.0.1:8080", "https://hall.example:8443" */
    const char *ca_file, *token_file; /* NULL = see tls/link.h */
    bool json;           /* --json: print answers as they are */
    enum language_code language;
    const struct language *words;
    const char *config_folder, *data_folder; /* --config, --data: for commands without a server */
};

enum client_error { CLIENT_UNREACHABLE = -1, CLIENT_REFUSED = -2 };

/* Sends `body` (may be NULL; taken over) to `path`. 0 with *out (owned by the caller), or a
 * client_error after a sentence on standard error that says what to do. */
int client_send(const struct client *client, const char *method, const char *path, json_t *body,
                json_t **out);
/* Fetches a body that is no JSON (CSV, PDF) into `file`. 0 or a client_error. */
int client_fetch(const struct client *client, const char *path, const char *file);
/* A fresh intent id. */
void client_intent(char out[40]);
/* The text of a key in the client's language. */
const char *client_text(const struct client *client, const char *key);
/* {"zh","en"} in the client's language. */
const char *client_words(const struct client *client, const json_t *words);
