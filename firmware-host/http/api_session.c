/* api_session.c: signing in and out, the second step, one's own password, the first start.
 *
 * A session's secret is in its cookie and nowhere else: __Host- (this host alone, no path, no
 * domain), Secure (browsers count the loopback address as trustworthy), HttpOnly, SameSite=Strict.
 * It is new at each sign-in and at each change of the password. Thread: loop. */
#include "http/trial.h"

#include <sodium.h>
#include <string.h>

static const struct office *office_of(const struct request *request)
{
    return hall_shown_office(request->server->hall);
}

int request_office_head(struct request *request, struct office_head *head)
{
    memset(head, 0, sizeof *head);
    if (request_string(request, "intent", head->intent, sizeof head->intent) < 0 ||
        head->intent[0] == '\0') {
        reply_error(request, 422, "want_intent");
        return -1;
    }
    snprintf(head->actor, sizeof head->actor, "%s", request->who.actor);
    snprintf(head->source, sizeof head->source, "%s", request->who.token != 0 ? "api" : "page");
    return 0;
}

/* ------------------------------------------------------------------ who is signed in */

static json_t *windows_of(const struct site *site, const char *clerk)
{
    json_t *list = json_array();
    for (size_t i = 0; i < site->window_count; i++) {
        const struct site_window *window = &site->windows[i];
        if (accounts_may_sit(site, clerk, window->number)) {
            json_array_append_new(list, json_pack("{s:i,s:o}", "number", (int)window->number,
                                                  "name", json_of_words(&window->name)));
        }
    }
    return list;
}

static const struct session *session_of(const struct request *request)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(office_of(request), i, wall_now());
        if (session != NULL && session->id == request->who.session) {
            return session;
        }
    }
    return NULL;
}

/* `hash` names the session of a sign-in that has just become durable; NULL = who asks. */
static json_t *json_of_session(const struct request *request, const char *hash)
{
    const struct site *site = hall_site(request->server->hall);
    const struct principal *who = &request->who;
    const struct session *session = hash != NULL
                                        ? accounts_session(office_of(request), hash, wall_now())
                                        : session_of(request);
    const struct account *account =
        session != NULL ? accounts_at(office_of(request), session->account) : NULL;
    const char *name = account != NULL ? account->name : who->name;
    const char *display =
        account != NULL && account->display[0] != '\0' ? account->display : name;
    const char *clerk = account != NULL ? account->clerk : who->clerk;
    enum role role = account != NULL ? account->role : who->role;
    uint16_t window = session != NULL ? session->window : who->window;
    json_t *out = json_pack("{s:s,s:{s:s,s:s},s:s,s:s,s:o,s:o,s:f,s:i}", "name", name, "display",
                            "zh", display, "en", display, "role", role_name(role), "clerk", clerk,
                            "window", window != 0 ? json_integer(window) : json_null(), "until",
                            session != NULL ? json_of_time(session->until) : json_null(),
                            "clock_speed", hall_clock_speed(), "idle_s", SESSION_IDLE_MINUTES * 60);
    wall_t over = account != NULL ? accounts_password_until(account, site) : (wall_t){0};
    bool change = account != NULL && accounts_password_is_over(account, site, wall_now());
    json_object_set_new(out, "password_expires", json_of_time(over));
    json_object_set_new(out, "must_change", json_boolean(change));
    json_object_set_new(out, "windows",
                        role == ROLE_CLERK ? windows_of(site, clerk) : json_array());
    return out;
}

static void get_session(struct request *request)
{
    reply_json(request, 200, json_of_session(request, NULL));
}

/* ------------------------------------------------------------------ cookies */

static void set_cookie(struct request *request, const char *secret)
{
    char text[160];
    if (request->http != NULL) {
        snprintf(text, sizeof text,
                 "__Host-hallq=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s", secret,
                 secret[0] != '\0' ? "" : "; Max-Age=0");
        evhttp_add_header(evhttp_request_get_output_headers(request->http), "Set-Cookie", text);
        sodium_memzero(text, sizeof text);
    }
}

/* What may not be sent by a form of another site, although nobody has signed in yet. */
static bool is_from_page(struct request *request)
{
    const char *page =
        evhttp_find_header(evhttp_request_get_input_headers(request->http), "X-Hallq-Page");
    if (page == NULL) {
        reply_error(request, 403, "foreign_origin");
    }
    return page != NULL;
}

/* ------------------------------------------------------------------ in */

static void signed_in(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct trial *trial = context;
    if (error != 0) {
        reply_hall_error(trial->request, error);
    } else {
        set_cookie(trial->request, trial->secret);
        reply_json(trial->request, 201, json_of_session(trial->request, trial->hash));
    }
    trial_free(trial);
}

/* The window that a clerk who signs in sits at; -1 when he may not. 0 = he chooses later. */
static int window_for(const struct site *site, const struct account *account, uint16_t wanted)
{
    if (account->role != ROLE_CLERK) {
        return 0;
    }
    if (wanted == 0) {
        return accounts_own_window(site, account->clerk);
    }
    return accounts_may_sit(site, account->clerk, wanted) ? wanted : -1;
}

static void password_fits(struct trial *trial, const struct hash_result *result)
{
    (void)result;
    const struct hall *hall = trial->request->server->hall;
    const struct account *account = accounts_find(hall_shown_office(hall), trial->name);
    int window = account != NULL ? window_for(hall_site(hall), account, trial->window) : 0;
    if (window < 0) {
        reply_error(trial->request, 403, "not_your_window");
        trial_free(trial);
        return;
    }
    const struct session_order order = {.name = trial->name, .hash = trial->hash,
                                        .address = trial->address, .window = (uint16_t)window,
                                        .id = trial->request->who.session};
    struct office_head head = {.source = "page"};
    snprintf(head.actor, sizeof head.actor, "%.13s:%.16s",
             account != NULL ? role_name(account->role) : "nobody", trial->name);
    hall_office(trial->request->server->hall, &head, accounts_decide_sign_in, &order, signed_in,
                trial);
}

static void post_session(struct request *request)
{
    char name[TRIAL_NAME];
    struct hash_job job = {0};
    int64_t window;
    if (!is_from_page(request)) {
        return;
    }
    if (request_string(request, "name", name, sizeof name) < 0 || name[0] == '\0' ||
        request_integer(request, "window", 1, UINT16_MAX, &window) < 0) {
        reply_error(request, 422, "want_name");
        return;
    }
    if (accounts_need_setup(office_of(request))) {
        reply_error(request, 401, "setup_needed");
        return;
    }
    if (request_password(request, "password", job.password) < 0) {
        return;
    }
    struct trial *trial = trial_create(request, name, password_fits);
    if (trial != NULL) {
        trial->window = (uint16_t)window;
        trial_begin(trial, &job);
    }
    sodium_memzero(&job, sizeof job);
}

/* ------------------------------------------------------------------ out */

static void signed_out(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct request *request = context;
    if (error != 0 && error != OFFICE_UNKNOWN) {
        reply_hall_error(request, error);
        return;
    }
    set_cookie(request, "");
    reply_text(request, 204, "application/json; charset=utf-8", "");
}

static void delete_session(struct request *request)
{
    const struct session_order order = {.id = request->who.session, .reason = "out"};
    struct office_head head = {.source = "page"};
    if (request->who.session == 0) {
        reply_error(request, 409, "no_session");
        return;
    }
    memcpy(head.actor, request->who.actor, sizeof head.actor);
    hall_office(request->server->hall, &head, accounts_decide_sign_out, &order, signed_out, request);
}

/* ------------------------------------------------------------------ another window */

static void moved(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct request *request = context;
    if (error == OFFICE_NOT_ALLOWED) {
        reply_error(request, 403, "not_your_window");
    } else if (error != 0) {
        reply_hall_error(request, error);
    } else {
        reply_json(request, 200, json_of_session(request, NULL));
    }
}

static void post_window(struct request *request)
{
    int64_t window;
    const struct session *session = session_of(request);
    struct office_head head = {.source = "page"};
    if (session == NULL || request->who.role != ROLE_CLERK) {
        reply_error(request, 409, "no_session");
        return;
    }
    if (request_integer(request, "window", 1, UINT16_MAX, &window) <= 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    const struct session_order order = {.hash = session->hash, .window = (uint16_t)window,
                                        .address = request_address(request)};
    memcpy(head.actor, request->who.actor, sizeof head.actor);
    hall_office(request->server->hall, &head, accounts_decide_move, &order, moved, request);
}

/* ------------------------------------------------------------------ the second step */

static void confirmed(struct trial *trial, const struct hash_result *result)
{
    (void)result;
    session_use_confirm(trial->request->server->identity->use, trial->request->who.session,
                        mono_now());
    reply_text(trial->request, 204, "application/json; charset=utf-8", "");
    trial_free(trial);
}

/* A trial of the own password; NULL when the request has been answered. */
static struct trial *own_trial(struct request *request, const char *field, trial_next next,
                               struct hash_job *job)
{
    if (request->who.session == 0) {
        reply_error(request, 409, "no_session");
        return NULL;
    }
    if (request_password(request, field, job->password) < 0) {
        return NULL;
    }
    struct trial *trial = trial_create(request, request->who.name, next);
    if (trial != NULL) {
        trial->wrong = "wrong_password";
        trial->wrong_status = 422;
        trial->window = request->who.window;
    }
    return trial;
}

static void post_confirm(struct request *request)
{
    struct hash_job job = {0};
    struct trial *trial = own_trial(request, "password", confirmed, &job);
    if (trial != NULL) {
        trial_begin(trial, &job);
    }
    sodium_memzero(&job, sizeof job);
}

/* ------------------------------------------------------------------ one's own password */

static void password_changed(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct trial *trial = context;
    if (error != 0) {
        reply_hall_error(trial->request, error);
    } else {
        set_cookie(trial->request, trial->secret);
        reply_text(trial->request, 204, "application/json; charset=utf-8", "");
    }
    trial_free(trial);
}

static void old_password_fits(struct trial *trial, const struct hash_result *result)
{
    const struct session_order order = {.name = trial->name, .verifier = result->verifier,
                                        .hash = trial->hash, .address = trial->address,
                                        .window = trial->window};
    struct office_head head = {.source = "page"};
    if (result->verifier[0] == '\0') {
        reply_error(trial->request, 503, "full");
        trial_free(trial);
        return;
    }
    memcpy(head.actor, trial->request->who.actor, sizeof head.actor);
    hall_office(trial->request->server->hall, &head, accounts_decide_password, &order,
                password_changed, trial);
}

static void post_password(struct request *request)
{
    struct hash_job job = {0};
    if (request_password(request, "new", job.fresh) < 0 ||
        !request_password_good(request, job.fresh, request->who.name)) {
        sodium_memzero(&job, sizeof job);
        return;
    }
    const json_t *old = json_object_get(request->body, "old");
    if (json_is_string(old) && strcmp(json_string_value(old), job.fresh) == 0) {
        reply_error_as(request, 422, "password_weak", "password_same");
        sodium_memzero(&job, sizeof job);
        return;
    }
    struct trial *trial = own_trial(request, "old", old_password_fits, &job);
    if (trial != NULL) {
        trial_begin(trial, &job);
    }
    sodium_memzero(&job, sizeof job);
}

/* ------------------------------------------------------------------ the first start */

static void setup_done(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct trial *trial = context;
    if (error != 0) {
        reply_hall_error(trial->request, error);
    } else {
        reply_json(trial->request, 201, json_pack("{s:s}", "name", trial->fresh));
    }
    trial_free(trial);
}

static void setup_hashed(struct trial *trial, const struct hash_result *result)
{
    const struct office_head head = {.actor = "setup", .source = "page"};
    const struct account_order order = {.name = trial->fresh, .role = ROLE_ADMINISTRATOR,
                                        .clerk = "", .display = "", .active = -1,
                                        .verifier = result->verifier, .first = true};
    if (result->verifier[0] == '\0') {
        reply_error(trial->request, 503, "full");
        trial_free(trial);
        return;
    }
    hall_office(trial->request->server->hall, &head, accounts_decide_add, &order, setup_done,
                trial);
}

static void post_setup(struct request *request)
{
    char name[TRIAL_NAME], code[TRIAL_NAME];
    struct hash_job job = {0};
    if (!is_from_page(request)) {
        return;
    }
    if (!accounts_need_setup(office_of(request))) {
        reply_error(request, 409, "setup_over");
        return;
    }
    if (request_string(request, "name", name, sizeof name) < 0 || name[0] == '\0' ||
        request_string(request, "code", code, sizeof code) < 0) {
        reply_error(request, 422, "want_name");
        return;
    }
    struct trial *trial = trial_create(request, "", setup_hashed);
    if (trial == NULL) {
        return;
    }
    trial->wrong = "setup_code_wrong";
    trial->wrong_status = 422;
    if (!secret_is_code(code, request->server->identity->setup_code)) {
        trial_fail(trial, "setup");
        return;
    }
    if (request_password(request, "password", job.fresh) < 0 ||
        !request_password_good(request, job.fresh, name)) {
        trial_give_up(trial);
    } else {
        memcpy(trial->fresh, name, sizeof trial->fresh);
        trial_begin(trial, &job);
    }
    sodium_memzero(&job, sizeof job);
}

static void get_setup(struct request *request)
{
    bool wanted = accounts_need_setup(office_of(request));
    reply_json(request, 200,
               json_pack("{s:b,s:o}", "needed", wanted, "code",
                         wanted ? json_string(request->server->identity->setup_code)
                                : json_null()));
}

const struct route session_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/session", get_session, "谁登录了", "Who is signed in", NULL, NULL,
     "Session", 200, (MAY_ANYBODY & ~MAY(ROLE_NOBODY)) | MAY_EVEN_EXPIRED},
    {EVHTTP_REQ_POST, "/api/v1/session", post_session, "登录", "Sign in",
     "name:string* password:string* window:integer", NULL, "Session", 201,
     MAY_ANYBODY | MAY_ENCRYPTED},
    {EVHTTP_REQ_DELETE, "/api/v1/session", delete_session, "退出", "Sign out", NULL, NULL, NULL,
     204, MAY_PERSON | MAY_EVEN_EXPIRED},
    {EVHTTP_REQ_POST, "/api/v1/session/window", post_window, "换窗口", "Take another window",
     "window:integer*", NULL, "Session", 200, MAY(ROLE_CLERK) | MAY_EVEN_EXPIRED},
    {EVHTTP_REQ_POST, "/api/v1/session/confirm", post_confirm, "再次输入密码（第二步）",
     "Enter the password again (second step)", "password:string*", NULL, NULL, 204, MAY_PERSON},
    {EVHTTP_REQ_POST, "/api/v1/session/password", post_password, "修改自己的密码",
     "Change the own password", "old:string* new:string*", NULL, NULL, 204,
     MAY_PERSON | MAY_EVEN_EXPIRED},
    {EVHTTP_REQ_POST, "/api/v1/setup", post_setup, "首次使用：建立第一个系统管理员",
     "First start: the first administrator", "code:string* name:string* password:string*", NULL,
     NULL, 201, MAY_ANYBODY | MAY_ENCRYPTED},
    {EVHTTP_REQ_GET, "/api/v1/setup", get_setup, "安装码（仅本机）",
     "The set-up code (this machine's own programs)", NULL, NULL, NULL, 200, MAY_ADMINISTER},
    {0},
};
