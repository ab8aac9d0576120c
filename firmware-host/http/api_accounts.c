/* api_accounts.c: accounts, open sessions and tokens, for who administers. No row has a field for
 * what is secret; a token's value is in the one answer that makes it. Thread: loop. */
#include "http/trial.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct office *office_of(const struct request *request)
{
    return hall_shown_office(request->server->hall);
}

/* ------------------------------------------------------------------ reading */

static const char *state_of(const struct account *account)
{
    if (!account->active) {
        return "disabled";
    }
    return lockout_holds(&account->lockout, wall_now().ms) ? "locked" : "active";
}

static json_t *json_of_account(const struct site *site, const struct account *account)
{
    wall_t now = wall_now();
    json_t *out = json_pack("{s:s,s:s,s:s,s:s,s:s,s:b,s:b,s:i}", "name", account->name, "display",
                            account->display, "role", role_name(account->role), "clerk",
                            account->clerk, "state", state_of(account), "must_change",
                            accounts_password_is_over(account, site, now), "unused",
                            accounts_is_unused(account, now), "failures",
                            (int)account->lockout.failures);
    json_object_set_new(out, "created", json_of_time(account->created));
    json_object_set_new(out, "signed_in", json_of_time(account->signed_in));
    json_object_set_new(out, "password_set", json_of_time(account->password_set));
    json_object_set_new(out, "password_expires",
                        json_of_time(accounts_password_until(account, site)));
    json_object_set_new(out, "locked_until",
                        lockout_holds(&account->lockout, now.ms)
                            ? json_of_time((wall_t){account->lockout.until_ms})
                            : json_null());
    return out;
}

static void get_accounts(struct request *request)
{
    const struct site *site = hall_site(request->server->hall);
    json_t *list = json_array();
    for (size_t i = 0; i < accounts_count(office_of(request)); i++) {
        json_array_append_new(list, json_of_account(site, accounts_at(office_of(request), i)));
    }
    reply_json(request, 200,
               json_pack("{s:o,s:s,s:i}", "accounts", list, "password_profile",
                         site->password_asvs ? "asvs" : "djbh2", "unused_days", UNUSED_DAYS));
}

static void get_sessions(struct request *request)
{
    json_t *list = json_array();
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(office_of(request), i, wall_now());
        if (session == NULL) {
            continue;
        }
        const struct account *account = accounts_at(office_of(request), session->account);
        int64_t idle = session_use_idle_ms(request->server->identity->use, session->id, mono_now());
        json_t *row = json_pack("{s:I,s:s,s:s,s:s,s:o,s:i,s:b}", "id", (json_int_t)session->id,
                                "name", account->name, "display", account->display, "role",
                                role_name(account->role), "window",
                                session->window != 0 ? json_integer(session->window) : json_null(),
                                "idle_s", (int)(idle / 1000), "own",
                                session->id == request->who.session);
        json_object_set_new(row, "since", json_of_time(session->since));
        json_object_set_new(row, "until", json_of_time(session->until));
        json_array_append_new(list, row);
    }
    reply_json(request, 200, json_pack("{s:o}", "sessions", list));
}

static const char *state_of_token(const struct api_token *token)
{
    return !token->active                              ? "revoked"
           : wall_between(wall_now(), token->until) > 0 ? "active"
                                                       : "expired";
}

static void get_tokens(struct request *request)
{
    json_t *list = json_array();
    for (size_t i = 0; i < accounts_token_count(office_of(request)); i++) {
        const struct api_token *token = accounts_token_at(office_of(request), i);
        json_t *row = json_pack("{s:i,s:s,s:s,s:s,s:o}", "id", (int)token->id, "name", token->name,
                                "role", role_name(token->role), "state", state_of_token(token),
                                "window",
                                token->window != 0 ? json_integer(token->window) : json_null());
        json_object_set_new(row, "made", json_of_time(token->made));
        json_object_set_new(row, "until", json_of_time(token->until));
        json_object_set_new(row, "used", json_of_time(session_use_token_last(
                                             request->server->identity->use, token->id)));
        json_array_append_new(list, row);
    }
    reply_json(request, 200, json_pack("{s:o}", "tokens", list));
}

/* ------------------------------------------------------------------ orders */

/* What a command of this file waits for; it owns nothing but itself. */
struct pending {
    struct request *request;
    struct office_head head;
    char name[TRIAL_NAME];
    char secret[SECRET_SIZE]; /* of a token that is made */
    int status;
};

static void pending_free(struct pending *pending)
{
    sodium_memzero(pending, sizeof *pending);
    free(pending);
}

static void settled(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct pending *pending = context;
    struct request *request = pending->request;
    const struct account *account = accounts_find(office_of(request), pending->name);
    if (error != 0) {
        reply_hall_error(request, error);
    } else if (account == NULL) {
        reply_text(request, 204, "application/json; charset=utf-8", "");
    } else {
        reply_json(request, pending->status,
                   json_of_account(hall_site(request->server->hall), account));
    }
    pending_free(pending);
}

/* NULL when the request has been answered. */
static struct pending *pending_create(struct request *request, const char *name, int status)
{
    struct pending *pending = calloc(1, sizeof *pending);
    if (pending == NULL) {
        reply_error(request, 503, "full");
        return NULL;
    }
    pending->request = request;
    pending->status = status;
    snprintf(pending->name, sizeof pending->name, "%s", name);
    if (request_office_head(request, &pending->head) < 0) {
        pending_free(pending);
        return NULL;
    }
    return pending;
}

/* A text field, or NULL when it is not there. */
static const char *text_of(const struct request *request, const char *name)
{
    return json_string_value(json_object_get(request->body, name));
}

/* Must the owner change it? An administrator at a page chooses for somebody else; who works at the
 * machine itself may mean his own. */
static bool wants_change(const struct request *request)
{
    const json_t *value = json_object_get(request->body, "must_change");
    return json_is_boolean(value) ? json_is_true(value) : !request->who.local;
}

static int role_of(struct request *request, enum role *role)
{
    const char *name = text_of(request, "role");
    *role = ROLE_NOBODY;
    if (name != NULL && role_parse(name, role) < 0) {
        reply_error(request, 422, "unknown_role");
        return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------ adding, resetting */

static void added(void *context, const struct hash_result *result)
{
    struct pending *pending = context;
    struct request *request = pending->request;
    enum role role;
    if (result == NULL || result->verifier[0] == '\0') {
        reply_error(request, 503, "full");
    } else if (role_of(request, &role) == 0) {
        const char *clerk = text_of(request, "clerk"), *display = text_of(request, "display");
        const struct account_order order = {
            .name = pending->name, .role = role, .active = -1, .clerk = clerk != NULL ? clerk : "",
            .display = display != NULL ? display : "", .verifier = result->verifier,
            .must_change = wants_change(request)};
        hall_office(request->server->hall, &pending->head, accounts_decide_add, &order, settled,
                    pending);
        return;
    }
    pending_free(pending);
}

static void reset(void *context, const struct hash_result *result)
{
    struct pending *pending = context;
    struct request *request = pending->request;
    if (result == NULL || result->verifier[0] == '\0') {
        reply_error(request, 503, "full");
        pending_free(pending);
        return;
    }
    const struct session_order order = {.name = pending->name, .verifier = result->verifier,
                                        .must_change = wants_change(request)};
    hall_office(request->server->hall, &pending->head, accounts_decide_password, &order, settled,
                pending);
}

static void with_password(struct request *request, const char *name, int status, hash_done done)
{
    struct hash_job job = {0};
    struct pending *pending = NULL;
    if (request_password(request, "password", job.fresh) == 0 &&
        request_password_good(request, job.fresh, name)) {
        pending = pending_create(request, name, status);
    }
    if (pending != NULL &&
        hasher_submit(request->server->identity->hasher, &job, done, pending) < 0) {
        reply_error(request, 429, "sign_in_busy");
        pending_free(pending);
    }
    sodium_memzero(&job, sizeof job);
}

static void post_account(struct request *request)
{
    char name[TRIAL_NAME];
    enum role role;
    if (request_string(request, "name", name, sizeof name) < 0 || name[0] == '\0') {
        reply_error(request, 422, "want_name");
    } else if (role_of(request, &role) == 0) {
        with_password(request, name, 201, added);
    }
}

static void post_account_password(struct request *request)
{
    if (accounts_find(office_of(request), request->parts[0]) == NULL) {
        reply_hall_error(request, OFFICE_UNKNOWN);
        return;
    }
    with_password(request, request->parts[0], 200, reset);
}

/* ------------------------------------------------------------------ changing */

static void put_account(struct request *request)
{
    enum role role;
    const json_t *active = json_object_get(request->body, "active");
    struct pending *pending =
        role_of(request, &role) == 0 ? pending_create(request, request->parts[0], 200) : NULL;
    if (pending == NULL) {
        return;
    }
    const struct account_order order = {
        .name = pending->name, .role = role, .clerk = text_of(request, "clerk"),
        .display = text_of(request, "display"),
        .active = json_is_boolean(active) ? json_is_true(active) : -1};
    hall_office(request->server->hall, &pending->head, accounts_decide_change, &order, settled,
                pending);
}

static void post_unlock(struct request *request)
{
    struct pending *pending = pending_create(request, request->parts[0], 200);
    if (pending == NULL) {
        return;
    }
    const struct session_order order = {.name = pending->name};
    hall_office(request->server->hall, &pending->head, accounts_decide_unlock, &order, settled,
                pending);
}

/* ------------------------------------------------------------------ ending */

static int64_t path_number(const struct request *request)
{
    char *end;
    long long number = strtoll(request->parts[0], &end, 10);
    return *end == '\0' && number > 0 ? number : 0;
}

static void ended(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct request *request = context;
    if (error != 0) {
        reply_hall_error(request, error);
    } else {
        reply_text(request, 204, "application/json; charset=utf-8", "");
    }
}

static void end(struct request *request, office_decide decide, const void *order)
{
    struct office_head head = {.source = "page"};
    memcpy(head.actor, request->who.actor, sizeof head.actor);
    hall_office(request->server->hall, &head, decide, order, ended, request);
}

static void delete_session(struct request *request)
{
    const struct session_order order = {.id = path_number(request), .hash = "", .reason = "ended"};
    end(request, accounts_decide_sign_out, &order);
}

static void delete_token(struct request *request)
{
    int64_t id = path_number(request);
    const struct token_order order = {.id = id <= API_TOKENS ? (int32_t)id : 0};
    end(request, accounts_decide_token_end, &order);
}

/* ------------------------------------------------------------------ tokens */

static void token_made(void *context, int error, const struct outcome *outcome)
{
    struct pending *pending = context;
    struct request *request = pending->request;
    char hash[SECRET_HASH_SIZE];
    secret_hash(pending->secret, hash);
    const struct api_token *token = accounts_token(office_of(request), hash, wall_now());
    if (error != 0) {
        reply_hall_error(request, error);
    } else if (outcome->repeated || token == NULL) {
        reply_error(request, 409, "token_shown");
    } else {
        json_t *out = json_pack("{s:i,s:s,s:s,s:s}", "id", (int)token->id, "name", token->name,
                                "role", role_name(token->role), "token", pending->secret);
        json_object_set_new(out, "until", json_of_time(token->until));
        reply_json(request, 201, out);
    }
    pending_free(pending);
}

static void post_token(struct request *request)
{
    char name[LIMIT_SUBJECT], hash[SECRET_HASH_SIZE];
    enum role role;
    int64_t days, window;
    if (request_string(request, "name", name, sizeof name) < 0 ||
        request_integer(request, "days", 1, TOKEN_DAYS_MOST, &days) <= 0 ||
        request_integer(request, "window", 1, UINT16_MAX, &window) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    struct pending *pending =
        role_of(request, &role) == 0 ? pending_create(request, "", 201) : NULL;
    if (pending == NULL) {
        return;
    }
    secret_make(pending->secret);
    secret_hash(pending->secret, hash);
    const struct token_order order = {.name = name, .role = role, .hash = hash,
                                      .window = (uint16_t)window, .days = (int32_t)days};
    hall_office(request->server->hall, &pending->head, accounts_decide_token, &order, token_made,
                pending);
}

/* Administrators at a page enter their password once more before anything of this changes. */
enum { MAY_KEEP = MAY_ADMINISTER | MAY_CONFIRMED, MAY_AUDIT = MAY_ADMINISTER | MAY(ROLE_AUDITOR) };

const struct route account_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/accounts", get_accounts, "账号", "Accounts", NULL, NULL, NULL, 200,
     MAY_AUDIT | MAY_RUN},
    {EVHTTP_REQ_POST, "/api/v1/accounts", post_account, "新增账号", "Add an account",
     "name:string* role:string* password:string* intent:string* clerk:string display:string "
     "must_change:boolean",
     NULL, NULL, 201, MAY_KEEP},
    {EVHTTP_REQ_PUT, "/api/v1/accounts/{name}", put_account, "修改、停用或启用账号",
     "Change, disable or enable an account",
     "intent:string* role:string clerk:string display:string active:boolean", NULL, NULL, 200,
     MAY_KEEP},
    {EVHTTP_REQ_POST, "/api/v1/accounts/{name}/password", post_account_password, "重置密码",
     "Set another's password", "password:string* intent:string* must_change:boolean", NULL, NULL,
     200, MAY_KEEP},
    {EVHTTP_REQ_POST, "/api/v1/accounts/{name}/unlock", post_unlock, "解除锁定", "Unlock an account",
     "intent:string*", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_GET, "/api/v1/sessions", get_sessions, "已登录的会话", "Open sessions", NULL, NULL,
     NULL, 200, MAY_AUDIT},
    {EVHTTP_REQ_DELETE, "/api/v1/sessions/{id}", delete_session, "结束会话", "End a session", NULL,
     NULL, NULL, 204, MAY_KEEP},
    {EVHTTP_REQ_GET, "/api/v1/tokens", get_tokens, "接口令牌", "API tokens", NULL, NULL, NULL, 200,
     MAY_AUDIT},
    {EVHTTP_REQ_POST, "/api/v1/tokens", post_token, "新建令牌（只显示一次）",
     "Make a token (shown once)",
     "name:string* role:string* days:integer* intent:string* window:integer", NULL, NULL, 201,
     MAY_KEEP},
    {EVHTTP_REQ_DELETE, "/api/v1/tokens/{id}", delete_token, "撤销令牌", "Revoke a token", NULL,
     NULL, NULL, 204, MAY_KEEP},
    {0},
};
