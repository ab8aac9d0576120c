/* client.h: a display's link to the controller: requests and the live stream, in a thread of its
 * own.
 *
 * Problem: a screen must answer a finger within 50 ms while the network takes as long as it
 * likes, and must know within seconds that the controller is gone.
 *
 * Design: one thread with libevent. Requests go in through a mailbox; everything that comes back
 * is a `client_news`, handed over with one SDL user event whose data1 owns it: whoever takes the
 * event frees it (client_news_free). Answers come as parsed JSON that belongs to the news alone.
 * The live stream reconnects by itself after 0.5 to 8 s, each time later and never at the same
 * moment as other displays, and goes on after the last event it has seen. A look at /healthz
 * every 2 s tells whether the controller is there and can write.
 *
 * A request is sent once: repeating one, with the same intent, is the page's decision.
 * Thread: every function from the main thread. */
#pragma once

#include "base/clock.h"
#include "base/language.h"

#include <SDL2/SDL_events.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct client;

enum { CLIENT_PATH = 192, CLIENT_BODY = 2048, CLIENT_EVENT_NAME = 32, CLIENT_QUEUE = 32 };

struct client_settings {
    const char *url;      /* http://HOST:PORT or https://HOST:PORT */
    const char *ca_file, *token_file; /* NULL = see tls/link.h */
    const char *role;     /* "kiosk" or "board": whose token it takes on this machine */
    const struct language *words; /* sentences about the link; NULL = their keys are logged */
    bool follow;          /* the live stream /api/v1/events */
    const char *language; /* "zh" or "en": of error messages */
    int request_s;        /* how long a request may take; 0 = 5 */
};

enum client_news_kind {
    CLIENT_ANSWER,  /* to request `id`; status 0 = no answer came */
    CLIENT_EVENT,   /* of the live stream: `name`, `body` */
    CLIENT_ONLINE,  /* the controller answers and can write */
    CLIENT_READONLY, /* it answers and cannot write: no tickets */
    CLIENT_OFFLINE, /* it has not answered for CLIENT_SILENCE_MS */
};
enum { CLIENT_SILENCE_MS = 5000 };

struct client_news {
    enum client_news_kind kind;
    uint32_t id;
    int status;
    char name[CLIENT_EVENT_NAME];
    json_t *body; /* may be NULL */
};

/* NULL with a sentence in `why` (bad URL, CA or token file). SDL's events must be running. */
struct client *client_create(const struct client_settings *settings, char *why, size_t size);
/* Ends the thread; what was still on its way is dropped. */
void client_destroy(struct client *client);
/* Asks; the answer's news carries the id that is returned. 0 when the queue is full or the
 * request too long. `body` (JSON text) NULL = GET, else POST. */
uint32_t client_send(struct client *client, const char *path, const char *body);
/* The news of an SDL event, or NULL when it is none. The caller frees it. */
struct client_news *client_take(const SDL_Event *event);
void client_news_free(struct client_news *news);
/* When the controller last said anything; {0} = never. */
mono_t client_heard(struct client *client);
/* 32 hexadecimal characters that nobody else has: an intent's id. */
void client_new_intent(char out[40]);
