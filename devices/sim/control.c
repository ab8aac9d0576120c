/* control.c: see control.h. */
#include "sim/control.h"

#define LOG_MODULE "control"
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CLIENTS = 16, LINE = 512, ANSWER = 4200 };

struct client {
    struct control *control;
    int descriptor; /* -1 = free */
    uint32_t visit; /* tells askers of one place apart */
    unsigned owed;  /* answers that are still to come */
    bool heard_out; /* has said all; leaves with the last answer */
    struct stage_watch watch;
    char line[LINE];
    size_t count;
};

struct control {
    struct play *play;
    const struct site *site;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
    int descriptor;
    struct stage_watch watch;
    struct client clients[CLIENTS];
};

static void hang_up(struct client *client)
{
    close(client->descriptor);
    client->descriptor = -1;
    client->visit++;
}

/* Somebody who has said all (`echo … | socat - UNIX:…`) still waits for the answers. */
static void leave_when_served(struct client *client)
{
    if (client->descriptor >= 0 && client->heard_out && client->owed == 0) {
        hang_up(client);
    }
}

static void answer(void *context, uint64_t asker, const char *text)
{
    struct control *control = context;
    struct client *client = &control->clients[asker & 0xFF];
    if (client->descriptor < 0 || client->visit != asker >> 8) {
        return;
    }
    char out[ANSWER];
    bool many = strchr(text, '\n') != NULL;
    int count = snprintf(out, sizeof out, "%s\n%s", text, many ? ".\n" : "");
    if (count >= (int)sizeof out) {
        count = (int)sizeof out - 1;
    }
    if (send(client->descriptor, out, (size_t)count, MSG_NOSIGNAL | MSG_DONTWAIT) != count) {
        hang_up(client);
        return;
    }
    client->owed--;
    leave_when_served(client);
}

static void obey_line(struct client *client, const char *line)
{
    struct control *control = client->control;
    struct sentence sentence;
    char why[LINE], text[LINE + 8];
    uint64_t asker = (uint64_t)client->visit << 8 | (uint64_t)(client - control->clients);
    int rc = sentence_read(control->site, line, &sentence, why, sizeof why);
    client->owed++;
    if (rc != 0) {
        snprintf(text, sizeof text, "err %s", rc < 0 ? why : "an empty sentence");
        answer(control, asker, text);
        return;
    }
    struct play_answer to = {answer, control, asker};
    play_say(control->play, &sentence, &to);
}

static void take_lines(struct client *client)
{
    char *end;
    while (client->descriptor >= 0 &&
           (end = memchr(client->line, '\n', client->count)) != NULL) {
        char line[LINE];
        size_t length = (size_t)(end - client->line);
        memcpy(line, client->line, length);
        line[length] = '\0';
        client->count -= length + 1;
        memmove(client->line, end + 1, client->count);
        obey_line(client, line);
    }
    if (client->count == sizeof client->line) {
        client->count = 0; /* no sentence is that long */
    }
}

static void client_ready(void *context, uint32_t events)
{
    (void)events;
    struct client *client = context;
    if (client->descriptor < 0) {
        return;
    }
    ssize_t n;
    while (client->descriptor >= 0 && !client->heard_out &&
           (n = recv(client->descriptor, client->line + client->count,
                     sizeof client->line - client->count, MSG_DONTWAIT)) != 0) {
        if (n > 0) {
            client->count += (size_t)n;
            take_lines(client);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            hang_up(client);
        }
    }
    client->heard_out = true;
    leave_when_served(client);
}

static void somebody_comes(void *context, uint32_t events)
{
    (void)events;
    struct control *control = context;
    int descriptor = accept4(control->descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    for (size_t i = 0; descriptor >= 0 && i < CLIENTS; i++) {
        struct client *client = &control->clients[i];
        if (client->descriptor >= 0) {
            continue;
        }
        client->descriptor = descriptor;
        client->count = 0;
        client->owed = 0;
        client->heard_out = false;
        client->watch = (struct stage_watch){client_ready, client};
        if (stage_watch(play_stage(control->play), descriptor, EPOLLIN | EPOLLET,
                        &client->watch) < 0) {
            hang_up(client);
        }
        return;
    }
    if (descriptor >= 0) {
        log_warning("more than %d askers: one is turned away", CLIENTS);
        close(descriptor);
    }
}

struct control *control_create(struct play *play, const struct site *site, const char *folder)
{
    struct control *control = calloc(1, sizeof *control);
    if (control == NULL) {
        return NULL;
    }
    control->play = play;
    control->site = site;
    control->watch = (struct stage_watch){somebody_comes, control};
    for (size_t i = 0; i < CLIENTS; i++) {
        control->clients[i].control = control;
        control->clients[i].descriptor = -1;
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int n = snprintf(control->path, sizeof control->path, "%s/sim.sock", folder);
    memcpy(address.sun_path, control->path, sizeof address.sun_path);
    unlink(control->path);
    control->descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (n < 0 || (size_t)n >= sizeof control->path || control->descriptor < 0 ||
        bind(control->descriptor, (const struct sockaddr *)&address, sizeof address) < 0 ||
        listen(control->descriptor, CLIENTS) < 0 ||
        stage_watch(play_stage(play), control->descriptor, EPOLLIN, &control->watch) < 0) {
        control_destroy(control);
        return NULL;
    }
    return control;
}

void control_destroy(struct control *control)
{
    if (control == NULL) {
        return;
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        if (control->clients[i].descriptor >= 0) {
            close(control->clients[i].descriptor);
        }
    }
    if (control->descriptor >= 0) {
        close(control->descriptor);
    }
    unlink(control->path);
    free(control);
}
