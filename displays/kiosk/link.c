/* link.c: what the kiosk asks the controller, and what it makes of the answers.
 *
 * A ticket is asked for under one intent until it is answered: at once, again by itself when no
 * answer came, and again when the visitor touches 再试一次. The controller gives the same ticket
 * for the same intent, so however often it is asked there is one number and one slip. */
#define LOG_MODULE "kiosk"
#include "kiosk/pages.h"

#include "base/log.h"
#include "common/client.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REFRESH_SOON_MS = 150, REFRESH_APART_MS = 1000, REFRESH_ANYWAY_MS = 15000,
       RETRY_MS = 400, ATTEMPTS = 2, QR_MARGIN = 2,
       QR_MM = 72 /* read from where one stands */ };

static uint32_t ask(struct kiosk *kiosk, const char *path, const char *body)
{
    return kiosk->setup.send != NULL ? kiosk->setup.send(kiosk->setup.context, path, body) : 0;
}

/* ------------------------------------------------------------------ reading */

static void ask_now(struct kiosk *kiosk, mono_t now)
{
    char path[CLIENT_PATH];
    snprintf(path, sizeof path, "/api/v1/displays/%s/now", kiosk->setup.name);
    kiosk->asked_now = ask(kiosk, path, NULL);
    kiosk->refresh_wanted = false;
    kiosk->refresh_due = mono_after(now, REFRESH_ANYWAY_MS);
}

void link_start(struct kiosk *kiosk, mono_t now)
{
    char path[CLIENT_PATH];
    snprintf(path, sizeof path, "/api/v1/displays/%s", kiosk->setup.name);
    kiosk->asked_settings = ask(kiosk, path, NULL);
    kiosk->asked_items = ask(kiosk, "/api/v1/items", NULL);
    ask_now(kiosk, now);
}

static const char *error_text(const json_t *body, const char *field)
{
    const char *text = json_string_value(json_object_get(json_object_get(body, "error"), field));
    return text != NULL ? text : "";
}

void link_set_timezone(const struct kiosk *kiosk)
{
    if (kiosk->settings.timezone[0] != '\0') {
        setenv("TZ", kiosk->settings.timezone, 1);
        tzset();
    }
}

static void take_settings(struct kiosk *kiosk, const json_t *body, mono_t now)
{
    bool first = !kiosk->has_settings;
    struct kiosk_settings settings;
    if (kiosk_settings_from_json(body, &settings) < 0) {
        log_error("hall.yaml has no kiosk '%s': %s", kiosk->setup.name,
                  error_text(body, "message"));
        return;
    }
    kiosk->settings = settings;
    kiosk->has_settings = true;
    link_set_timezone(kiosk);
    kiosk_resize(kiosk, kiosk->width, kiosk->height);
    if (first) {
        walk_reset(kiosk, now);
    }
}

static void take_items(struct kiosk *kiosk, json_t *body, mono_t now)
{
    struct kiosk_catalogue *catalogue;
    if (kiosk_catalogue_from_json(body, &catalogue) < 0) {
        log_error("the list of items cannot be read");
        return;
    }
    bool first = kiosk->catalogue == NULL;
    kiosk_catalogue_destroy(kiosk->catalogue);
    kiosk->catalogue = catalogue;
    kiosk->item = 0;
    if (!first && kiosk->place.page != PAGE_TICKET) {
        walk_reset(kiosk, now); /* indices of the old list mean nothing any more */
    }
}

static void take_now(struct kiosk *kiosk, const json_t *body, mono_t now)
{
    struct kiosk_now fresh;
    if (kiosk_now_from_json(body, &fresh) < 0) {
        return;
    }
    kiosk->now = fresh;
    kiosk->now_at = now;
    kiosk->has_now = true;
    if (kiosk->ticket.slip == SLIP_PRINTING && fresh.paper == KIOSK_PAPER_OUT) {
        kiosk->ticket.slip = SLIP_OUT;
    }
}

/* ------------------------------------------------------------------ a ticket */

void link_make_qr(struct kiosk *kiosk)
{
    char url[KIOSK_URL + LIMIT_TOKEN];
    struct shown_ticket *ticket = &kiosk->ticket;
    SDL_FreeSurface(ticket->qr);
    ticket->qr = NULL;
    ticket->qr_version++;
    if (kiosk->settings.ticket_url[0] == '\0' || ticket->token[0] == '\0') {
        return;
    }
    snprintf(url, sizeof url, "%s%s", kiosk->settings.ticket_url, ticket->token);
    QRcode *code = QRcode_encodeString8bit(url, 0, QR_ECLEVEL_M);
    if (code == NULL) {
        return;
    }
    int modules = code->width + 2 * QR_MARGIN;
    int dots = screen_px(&kiosk->theme.screen, QR_MM) / modules;
    dots = dots > 0 ? dots : 1;
    ticket->qr = canvas_create(modules * dots, modules * dots);
    if (ticket->qr != NULL) {
        canvas_box(ticket->qr, (SDL_Rect){0, 0, ticket->qr->w, ticket->qr->h}, 0, 0xFFFFFF);
        for (int i = 0; i < code->width * code->width; i++) {
            SDL_Rect dot = {(i % code->width + QR_MARGIN) * dots,
                            (i / code->width + QR_MARGIN) * dots, dots, dots};
            canvas_box(ticket->qr, dot, 0, (code->data[i] & 1) != 0 ? 0x000000 : 0xFFFFFF);
        }
    }
    QRcode_free(code);
}

static enum slip_look first_look(const struct kiosk *kiosk, const char *slip)
{
    if (kiosk->settings.printers[0] == '\0' || kiosk->now.paper == KIOSK_PAPER_NONE) {
        return SLIP_NO_PAPER;
    }
    if (strcmp(slip, "printed") == 0) {
        return SLIP_PRINTED;
    }
    return kiosk->now.paper == KIOSK_PAPER_OUT ? SLIP_OUT : SLIP_PRINTING;
}

static const char *string_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text != NULL ? text : "";
}

int link_show_ticket(struct kiosk *kiosk, const json_t *json, mono_t now)
{
    struct shown_ticket *ticket = &kiosk->ticket;
    uint16_t item = kiosk_catalogue_item(kiosk->catalogue, string_of(json, "item"));
    if (item == UINT16_MAX || string_of(json, "number")[0] == '\0') {
        return -1;
    }
    const json_t *p50 = json_object_get(json_object_get(json, "wait"), "p50");
    ticket->id = json_integer_value(json_object_get(json, "id"));
    snprintf(ticket->number, sizeof ticket->number, "%s", string_of(json, "number"));
    snprintf(ticket->token, sizeof ticket->token, "%s", string_of(json, "token"));
    ticket->item = item;
    ticket->ahead = (int32_t)json_integer_value(json_object_get(json, "ahead"));
    ticket->estimate_s = json_is_integer(p50) ? (int32_t)json_integer_value(p50) : -1;
    ticket->slip = first_look(kiosk, string_of(json, "slip"));
    link_make_qr(kiosk);
    kiosk->back_count = 0;
    walk_to(kiosk, PAGE_TICKET, 0, now);
    return 0;
}

static void post_ticket(struct kiosk *kiosk)
{
    const char *priority = kiosk->priority >= 0
                               ? kiosk->settings.priorities[kiosk->priority].code
                               : "";
    char source[LIMIT_CODE + 8];
    snprintf(source, sizeof source, "kiosk:%.20s", kiosk->setup.name);
    json_t *body = json_pack("{s:s,s:s,s:s,s:s,s:s}", "item",
                             kiosk->catalogue->items[kiosk->item].code, "intent", kiosk->intent,
                             "priority", priority, "printers", kiosk->settings.printers,
                             "source", source);
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    kiosk->attempts++;
    kiosk->retry_due = (mono_t){0};
    kiosk->asked_ticket = text != NULL ? ask(kiosk, "/api/v1/tickets", text) : 0;
    free(text);
}

void link_take_ticket(struct kiosk *kiosk, mono_t now)
{
    if (kiosk->asked_ticket != 0 || kiosk->retry_due.ms != 0 || kiosk->catalogue == NULL) {
        return;
    }
    if (kiosk->intent[0] == '\0') {
        char random[40];
        client_new_intent(random);
        snprintf(kiosk->intent, sizeof kiosk->intent, "kiosk:%s", random);
    }
    kiosk->attempts = 0;
    post_ticket(kiosk);
    if (kiosk->asked_ticket == 0) {
        link_message(kiosk, MESSAGE_NO_ANSWER, now);
    } else if (kiosk->place.page == PAGE_MESSAGE) {
        walk_to(kiosk, PAGE_GUIDE, kiosk->item, now);
    }
}

void link_forget_ticket(struct kiosk *kiosk)
{
    kiosk->intent[0] = '\0';
    kiosk->asked_ticket = 0;
    kiosk->retry_due = (mono_t){0};
}

void link_message(struct kiosk *kiosk, enum message_id message, mono_t now)
{
    kiosk->message = message;
    walk_to(kiosk, PAGE_MESSAGE, 0, now);
    kiosk->dirty = true;
}

struct refusal {
    const char *code;
    enum message_id message;
};
static const struct refusal refusals[] = {
    {"quota", MESSAGE_QUOTA},
    {"series_full", MESSAGE_QUOTA},
    {"day_closed", MESSAGE_CLOSED},
    {"not_durable", MESSAGE_PAUSED},
};

static void refused(struct kiosk *kiosk, const json_t *body, mono_t now)
{
    const char *code = error_text(body, "code");
    enum message_id message = MESSAGE_REFUSED;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        message = strcmp(code, refusals[i].code) == 0 ? refusals[i].message : message;
    }
    snprintf(kiosk->refusal, sizeof kiosk->refusal, "%s", code);
    snprintf(kiosk->message_text, sizeof kiosk->message_text, "%s", error_text(body, "message"));
    log_warning("no ticket for %s: %s", kiosk->catalogue->items[kiosk->item].code, code);
    link_forget_ticket(kiosk);
    ask_now(kiosk, now);
    link_message(kiosk, message, now);
}

static void take_ticket_answer(struct kiosk *kiosk, int status, const json_t *body, mono_t now)
{
    kiosk->asked_ticket = 0;
    if (status == 0 && kiosk->attempts < ATTEMPTS) {
        kiosk->retry_due = mono_after(now, RETRY_MS);
    } else if (status == 0) {
        link_message(kiosk, MESSAGE_NO_ANSWER, now);
    } else if (status >= 400 || link_show_ticket(kiosk, body, now) < 0) {
        refused(kiosk, body, now);
    } else {
        link_forget_ticket(kiosk);
    }
}

void link_reprint(struct kiosk *kiosk)
{
    char path[CLIENT_PATH], random[40], body[160];
    client_new_intent(random);
    snprintf(path, sizeof path, "/api/v1/tickets/%lld/slip", (long long)kiosk->ticket.id);
    snprintf(body, sizeof body, "{\"intent\":\"kiosk-slip:%s\",\"source\":\"kiosk\"}", random);
    kiosk->asked_slip = ask(kiosk, path, body);
    kiosk->ticket.slip = kiosk->asked_slip != 0 ? SLIP_AGAIN : SLIP_FAILED;
}

/* ------------------------------------------------------------------ what comes in */

void kiosk_answer(struct kiosk *kiosk, uint32_t id, int status, json_t *body, mono_t now)
{
    kiosk->dirty = true;
    if (id == 0) {
        return;
    }
    if (rate_answer(kiosk, id, status, body, now) ||
        progress_answer(kiosk, id, status, body, now)) {
        kiosk_tick(kiosk, now);
        return;
    }
    if (id == kiosk->asked_ticket) {
        take_ticket_answer(kiosk, status, body, now);
    } else if (id == kiosk->asked_slip && status != 200) {
        kiosk->ticket.slip = SLIP_FAILED;
    } else if (id == kiosk->asked_settings && status != 0) {
        take_settings(kiosk, body, now);
    } else if (id == kiosk->asked_items && status == 200) {
        take_items(kiosk, body, now);
    } else if (id == kiosk->asked_now && status == 200) {
        take_now(kiosk, body, now);
    }
    kiosk_tick(kiosk, now);
}

struct slip_event {
    const char *name;
    enum slip_look look;
};
static const struct slip_event slip_events[] = {
    {"slip_printed", SLIP_PRINTED},
    {"slip_uncertain", SLIP_UNCERTAIN},
};

static void slip_event(struct kiosk *kiosk, const char *name, const json_t *body)
{
    if (kiosk->place.page != PAGE_TICKET ||
        json_integer_value(json_object_get(body, "ticket")) != kiosk->ticket.id) {
        return;
    }
    for (size_t i = 0; i < sizeof slip_events / sizeof *slip_events; i++) {
        if (strcmp(name, slip_events[i].name) == 0) {
            kiosk->ticket.slip = slip_events[i].look;
            kiosk->dirty = true;
        }
    }
}

void kiosk_event(struct kiosk *kiosk, const char *name, const json_t *body, mono_t now)
{
    if (strcmp(name, "site_adopted") == 0) {
        link_start(kiosk, now);
        return;
    }
    slip_event(kiosk, name, body);
    if (!kiosk->refresh_wanted) {
        int64_t since = REFRESH_ANYWAY_MS - mono_between(now, kiosk->refresh_due);
        int64_t wait = since < REFRESH_APART_MS ? REFRESH_APART_MS - since : 0;
        kiosk->refresh_wanted = true;
        kiosk->refresh_due = mono_after(now, wait > REFRESH_SOON_MS ? wait : REFRESH_SOON_MS);
    }
}

void kiosk_online(struct kiosk *kiosk, bool online, bool can_write, mono_t now)
{
    bool back = online && kiosk->offline;
    kiosk->offline = !online;
    kiosk->read_only = online && !can_write;
    kiosk->dirty = true;
    if (online && (back || !kiosk->has_settings || kiosk->catalogue == NULL || !kiosk->has_now)) {
        link_start(kiosk, now);
    } else if (online) {
        ask_now(kiosk, now);
    }
    kiosk_tick(kiosk, now);
}

void link_tick(struct kiosk *kiosk, mono_t now)
{
    if (kiosk->retry_due.ms != 0 && mono_between(kiosk->retry_due, now) >= 0) {
        post_ticket(kiosk);
    }
    if (!kiosk->offline && kiosk->has_settings && mono_between(kiosk->refresh_due, now) >= 0) {
        ask_now(kiosk, now);
    }
}
