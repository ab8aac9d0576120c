/* identity.c: see identity.h. */
#define LOG_MODULE "identity"
#include "http/identity.h"

#include "base/log.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEP_S = 20, IDLE_MS = SESSION_IDLE_MINUTES * 60 * 1000 };

static const char cookie_name[] = "__Host-hallq=";

static const struct office *office_of(const struct server *server)
{
    return hall_shown_office(server->hall);
}

static const char *header(const struct request *request, const char *name)
{
    return evhttp_find_header(evhttp_request_get_input_headers(request->http), name);
}

const char *request_address(const struct request *request)
{
    char *address = NULL;
    ev_uint16_t port;
    if (request->http != NULL) {
        evhttp_connection_get_peer(evhttp_request_get_connection(request->http), &address, &port);
    }
    return address != NULL ? address : "";
}

/* ------------------------------------------------------------------ proofs */

/* A secret of the right form, or -1. */
static int take_secret(const char *text, char out[SECRET_SIZE])
{
    size_t length = strspn(text, "0123456789abcdef");
    if (length != SECRET_SIZE - 1 || (text[length] != '\0' && text[length] != ';')) {
        return -1;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return 0;
}

static int bearer_of(const struct request *request, char out[SECRET_SIZE])
{
    const char *value = header(request, "Authorization");
    return value != NULL && strncasecmp(value, "Bearer ", 7) == 0 ? take_secret(value + 7, out) : -1;
}

static int cookie_of(const struct request *request, char out[SECRET_SIZE])
{
    const char *value = header(request, "Cookie");
    const char *at = value != NULL ? strstr(value, cookie_name) : NULL;
    bool begins = at != NULL && (at == value || at[-1] == ' ' || at[-1] == ';');
    return begins ? take_secret(at + sizeof cookie_name - 1, out) : -1;
}

static bool is_local(const struct server *server, const char *secret, struct principal *who)
{
    enum role role;
    const char *name = local_tokens_match(&server->local_tokens, secret);
    if (name == NULL || role_parse(name, &role) < 0) {
        return false;
    }
    *who = (struct principal){.role = role, .may = MAY(role), .name = "local", .local = true};
    if (role == ROLE_ADMINISTRATOR) {
        who->may = MAY_ANYBODY | MAY_LOCAL;
        snprintf(who->actor, sizeof who->actor, "local");
    } else {
        snprintf(who->actor, sizeof who->actor, "local:%s", name);
    }
    return true;
}

static bool is_token(const struct server *server, const char *secret, struct principal *who)
{
    char hash[SECRET_HASH_SIZE];
    secret_hash(secret, hash);
    const struct api_token *token = accounts_token(office_of(server), hash, wall_now());
    if (token == NULL) {
        return false;
    }
    *who = (struct principal){.role = token->role, .may = MAY(token->role), .token = token->id,
                              .window = token->window};
    memcpy(who->name, token->name, sizeof who->name);
    snprintf(who->actor, sizeof who->actor, "token:%d", (int)token->id);
    return true;
}

static bool is_session(const struct server *server, const char *secret, struct principal *who)
{
    char hash[SECRET_HASH_SIZE];
    secret_hash(secret, hash);
    const struct session *session = accounts_session(office_of(server), hash, wall_now());
    if (session == NULL) {
        return false;
    }
    const struct account *account = accounts_at(office_of(server), session->account);
    *who = (struct principal){.role = account->role, .may = MAY(account->role),
                              .session = session->id, .window = session->window};
    snprintf(who->name, sizeof who->name, "%s", account->name);
    snprintf(who->actor, sizeof who->actor, "%s:%s", role_name(account->role), account->name);
    memcpy(who->clerk, account->clerk, sizeof who->clerk);
    who->password_over =
        accounts_password_is_over(account, hall_site(server->hall), wall_now());
    return true;
}

/* Fills who; false when a token was shown and is none. */
static bool recognise(struct request *request)
{
    char secret[SECRET_SIZE];
    struct server *server = request->server;
    bool good = true;
    request->who = (struct principal){.role = ROLE_NOBODY, .may = MAY(ROLE_NOBODY)};
    if (header(request, "Authorization") != NULL) {
        good = bearer_of(request, secret) == 0 &&
               (is_local(server, secret, &request->who) ||
                is_token(server, secret, &request->who));
    } else if (cookie_of(request, secret) == 0) {
        is_session(server, secret, &request->who);
    }
    sodium_memzero(secret, sizeof secret);
    return good;
}

bool identity_still(const struct server *server, const struct principal *who)
{
    const struct office *office = office_of(server);
    if (who->session != 0) {
        for (size_t i = 0; i < SESSIONS; i++) {
            const struct session *session = accounts_session_at(office, i, wall_now());
            if (session != NULL && session->id == who->session) {
                return true;
            }
        }
        return false;
    }
    if (who->token != 0) {
        const struct api_token *token = accounts_token_at(office, (size_t)who->token - 1);
        return token != NULL && token->active && wall_between(wall_now(), token->until) > 0;
    }
    return true;
}

/* ------------------------------------------------------------------ admission */

static bool refuse(struct request *request, int status, const char *code)
{
    reply_error(request, status, code);
    return false;
}

static bool refuse_token(struct request *request)
{
    bool again = phone_limits_miss(request->server->phone_limits, request_address(request),
                                   mono_now());
    return refuse(request, again ? 401 : 429, again ? "bad_token" : "too_often");
}

static bool refuse_role(struct request *request)
{
    if (request->who.role != ROLE_NOBODY) {
        return refuse(request, 403, "not_your_role");
    }
    bool setup = accounts_need_setup(office_of(request->server));
    return refuse(request, 401, setup ? "setup_needed" : "signed_out");
}

/* What a page's command, and a person's use of it, need besides the role. */
static bool admit_session(struct request *request, const struct route *route)
{
    struct session_use *use = request->server->identity->use;
    bool reads = route->method == EVHTTP_REQ_GET;
    if (!reads && header(request, "X-Hallq-Page") == NULL) {
        return refuse(request, 403, "foreign_origin");
    }
    if (!reads || (route->may & MAY_EVEN_EXPIRED) != 0) {
        session_use_touch(use, request->who.session, mono_now());
    }
    if (request->who.password_over && (route->may & MAY_EVEN_EXPIRED) == 0) {
        return refuse(request, 403, "password_expired");
    }
    if ((route->may & MAY_CONFIRMED) != 0 &&
        !session_use_is_confirmed(use, request->who.session, mono_now())) {
        return refuse(request, 403, "confirm_first");
    }
    return true;
}

static bool admit_token(struct request *request, const struct route *route)
{
    if (!session_use_token(request->server->identity->use, request->who.token, mono_now(),
                           wall_now())) {
        return refuse(request, 429, "too_often");
    }
    return (route->may & MAY_CONFIRMED) == 0 || refuse(request, 403, "not_your_role");
}

/* What comes in clear over the hall's network carries no session and no password. */
static bool admit_in_clear(struct request *request, const struct route *route)
{
    if (request->who.role != ROLE_BOARD) {
        request->who = (struct principal){.role = ROLE_NOBODY, .may = MAY(ROLE_NOBODY)};
    }
    return ((route->may & MAY_ENCRYPTED) == 0 && (route->may & request->who.may) != 0) ||
           refuse(request, 403, "needs_tls");
}

bool identity_admit(struct request *request, const struct route *route)
{
    bool good = recognise(request);
    if (request->listener->place.kind == LISTENER_PUBLIC && !admit_in_clear(request, route)) {
        return false;
    }
    if ((route->may & MAY(ROLE_NOBODY)) != 0) {
        return true;
    }
    if (!good) {
        return refuse_token(request);
    }
    if ((route->may & request->who.may) == 0) {
        return refuse_role(request);
    }
    if (request->who.session != 0) {
        return admit_session(request, route);
    }
    return request->who.token == 0 || admit_token(request, route);
}

bool identity_at_window(struct request *request, uint16_t window)
{
    bool bound = request->who.role == ROLE_CLERK;
    return !bound || request->who.window == window || refuse(request, 403, "not_your_window");
}

/* ------------------------------------------------------------------ sessions that nobody uses */

static void end_idle(struct identity *identity, const struct session *session)
{
    const struct session_order order = {.id = session->id, .reason = "idle"};
    const struct office_head head = {.actor = "system"};
    hall_office(identity->server->hall, &head, accounts_decide_sign_out, &order, NULL, NULL);
}

static void on_sweep(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct identity *identity = context;
    const struct office *office = office_of(identity->server);
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(office, i, wall_now());
        if (session != NULL &&
            session_use_idle_ms(identity->use, session->id, mono_now()) >= IDLE_MS) {
            end_idle(identity, session);
        }
    }
    live_recheck(identity->server->live);
}

/* Who was shut out is shut out of the live stream, too; and the set-up code has done its work. */
static void on_event(void *context, const struct event *event)
{
    struct identity *identity = context;
    if (!event_is_of_accounts(event->kind)) {
        return;
    }
    live_recheck(identity->server->live);
    if (identity->setup_code[0] != '\0' && !accounts_need_setup(office_of(identity->server))) {
        sodium_memzero(identity->setup_code, sizeof identity->setup_code);
    }
}

/* ------------------------------------------------------------------ life */

static void tell_setup_code(struct identity *identity)
{
    if (!accounts_need_setup(office_of(identity->server))) {
        return;
    }
    secret_setup_code(identity->setup_code);
    log_warning("no administrator yet: open the pages and enter the set-up code %s (once), or "
                "run: hallq user add NAME --role administrator",
                identity->setup_code);
}

static int open_parts(struct identity *identity)
{
    static const struct timeval period = {.tv_sec = SWEEP_S};
    struct server *server = identity->server;
    identity->hasher = hasher_create(server->loop);
    identity->use = session_use_create();
    identity->tries = tries_create();
    identity->sweep = event_new(server->loop, -1, EV_PERSIST, on_sweep, identity);
    return identity->hasher != NULL && identity->use != NULL && identity->tries != NULL &&
                   identity->sweep != NULL && event_add(identity->sweep, &period) == 0 &&
                   hall_listen(server->hall, on_event, identity) == 0
               ? 0
               : -1;
}

struct identity *identity_create(struct server *server, char *why, size_t size)
{
    static const char words[] = HALLQ_CONFIG_DIR "/passwords.txt";
    struct identity *identity = calloc(1, sizeof *identity);
    if (identity == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    identity->server = server;
    identity->words = password_words_load(words);
    if (identity->words == NULL || open_parts(identity) < 0) {
        snprintf(why, size, "%s", identity->words == NULL ? words : "out of memory");
        identity_destroy(identity);
        return NULL;
    }
    secret_dummy_verifier(identity->dummy);
    tell_setup_code(identity);
    return identity;
}

void identity_destroy(struct identity *identity)
{
    if (identity == NULL) {
        return;
    }
    hasher_destroy(identity->hasher);
    if (identity->sweep != NULL) {
        event_free(identity->sweep);
    }
    session_use_destroy(identity->use);
    tries_destroy(identity->tries);
    password_words_destroy(identity->words);
    sodium_memzero(identity, sizeof *identity);
    free(identity);
}
