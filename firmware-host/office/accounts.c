/* accounts.c: the state behind accounts.h: what each event makes of it, and looking at it. */
#include "office/accounts.h"

#include "office/passwords.h"
#include "queue/text_rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 24 * 3600 * 1000 };

const struct accounts *accounts_of(const struct office *office)
{
    return office_part_state(office, OFFICE_ACCOUNTS);
}

/* ------------------------------------------------------------------ finding */

static size_t index_of(const struct accounts *accounts, const char *name)
{
    size_t i = 0;
    while (i < accounts->count && strcasecmp(accounts->list[i].name, name) != 0) {
        i++;
    }
    return i;
}

static bool is_open(const struct session *session, wall_t now)
{
    return session->id != 0 && wall_between(now, session->until) > 0;
}

static struct session *session_of(struct accounts *accounts, const char *hash)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        struct session *session = &accounts->sessions[i];
        if (session->id != 0 && strcmp(session->hash, hash) == 0) {
            return session;
        }
    }
    return NULL;
}

static void end_sessions(struct accounts *accounts, size_t account)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        if (accounts->sessions[i].id != 0 && accounts->sessions[i].account == account) {
            memset(&accounts->sessions[i], 0, sizeof accounts->sessions[i]);
        }
    }
}

/* ------------------------------------------------------------------ applying */

static struct account *account_made(struct accounts *accounts, const struct event *event)
{
    if (accounts->count == ACCOUNTS) {
        return NULL;
    }
    struct account *account = &accounts->list[accounts->count++];
    text_rules_copy(account->name, sizeof account->name, event->subject);
    account->created = event->at;
    return account;
}

static void apply_account(struct accounts *accounts, const struct event *event)
{
    size_t i = index_of(accounts, event->subject);
    struct account before = {0}, *account =
        i < accounts->count ? &accounts->list[i] : account_made(accounts, event);
    if (account == NULL) {
        return;
    }
    before = *account;
    if (role_parse(event->result, &account->role) < 0) {
        account->role = ROLE_NOBODY;
    }
    account->active = strcmp(event->reason, "active") == 0;
    memcpy(account->clerk, event->clerk, sizeof account->clerk);
    text_rules_copy(account->display, sizeof account->display, event->note);
    if (!account->active || account->role != before.role ||
        strcmp(account->clerk, before.clerk) != 0) {
        end_sessions(accounts, i);
    }
}

static void apply_password(struct accounts *accounts, const struct event *event)
{
    size_t i = index_of(accounts, event->subject);
    if (i == accounts->count) {
        return;
    }
    struct account *account = &accounts->list[i];
    text_rules_copy(account->verifier, sizeof account->verifier, event->text);
    account->must_change = strcmp(event->reason, "first") == 0;
    account->password_set = event->at;
    account->lockout = (struct lockout){0};
    end_sessions(accounts, i);
}

static struct session *free_session(struct accounts *accounts, wall_t now)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        if (!is_open(&accounts->sessions[i], now)) {
            return &accounts->sessions[i];
        }
    }
    return NULL;
}

static void apply_signed_in(struct accounts *accounts, const struct event *event)
{
    struct session *session = session_of(accounts, event->text);
    if (session != NULL) { /* it took another window */
        session->window = event->window;
        return;
    }
    size_t i = index_of(accounts, event->subject);
    session = free_session(accounts, event->at);
    if (i == accounts->count || session == NULL) {
        return;
    }
    *session = (struct session){.id = event->seq, .account = (uint16_t)i,
                                .window = event->window, .since = event->at,
                                .until = event->until};
    text_rules_copy(session->hash, sizeof session->hash, event->text);
    accounts->list[i].signed_in = event->at;
    accounts->list[i].lockout = (struct lockout){0};
}

static void apply_signed_out(struct accounts *accounts, const struct event *event)
{
    struct session *session = session_of(accounts, event->text);
    if (session != NULL) {
        memset(session, 0, sizeof *session);
    }
}

static void apply_failed(struct accounts *accounts, const struct event *event)
{
    size_t i = index_of(accounts, event->subject);
    if (i < accounts->count) {
        accounts->list[i].lockout =
            (struct lockout){.failures = event->count, .until_ms = event->until.ms};
    }
}

static void apply_unlocked(struct accounts *accounts, const struct event *event)
{
    size_t i = index_of(accounts, event->subject);
    if (i < accounts->count) {
        accounts->list[i].lockout = (struct lockout){0};
    }
}

static void apply_token(struct accounts *accounts, const struct event *event)
{
    if (accounts->token_count == API_TOKENS) {
        return;
    }
    struct api_token *token = &accounts->tokens[accounts->token_count++];
    *token = (struct api_token){.id = (int32_t)accounts->token_count, .active = true,
                                .window = event->window, .made = event->at,
                                .until = event->until};
    text_rules_copy(token->hash, sizeof token->hash, event->text);
    text_rules_copy(token->name, sizeof token->name, event->note);
    if (role_parse(event->result, &token->role) < 0) {
        token->active = false;
    }
}

static void apply_token_end(struct accounts *accounts, const struct event *event)
{
    long id = strtol(event->subject, NULL, 10);
    if (id >= 1 && (size_t)id <= accounts->token_count) {
        accounts->tokens[id - 1].active = false;
    }
}

static void apply(void *state, const struct event *event)
{
    static void (*const rows[EVENT_KIND_COUNT])(struct accounts *, const struct event *) = {
        [EVENT_OFFICE_ACCOUNT_SET] = apply_account,
        [EVENT_OFFICE_PASSWORD_SET] = apply_password,
        [EVENT_OFFICE_TOKEN_MADE] = apply_token,
        [EVENT_OFFICE_TOKEN_ENDED] = apply_token_end,
        [EVENT_OFFICE_SIGNED_IN] = apply_signed_in,
        [EVENT_OFFICE_SIGNED_OUT] = apply_signed_out,
        [EVENT_OFFICE_SIGN_IN_FAILED] = apply_failed,
        [EVENT_OFFICE_UNLOCKED] = apply_unlocked,
    };
    if (rows[event->kind] != NULL) {
        rows[event->kind](state, event);
    }
}

static void *create(void)
{
    return calloc(1, sizeof(struct accounts));
}

static void destroy(void *state)
{
    explicit_bzero(state, sizeof(struct accounts));
    free(state);
}

const struct office_part accounts_part = {
    .name = "accounts",
    .create = create,
    .destroy = destroy,
    .apply = apply,
};

/* ------------------------------------------------------------------ looking */

size_t accounts_count(const struct office *office)
{
    return accounts_of(office)->count;
}

const struct account *accounts_at(const struct office *office, size_t index)
{
    return index < accounts_of(office)->count ? &accounts_of(office)->list[index] : NULL;
}

const struct account *accounts_find(const struct office *office, const char *name)
{
    return accounts_at(office, index_of(accounts_of(office), name));
}

bool accounts_need_setup(const struct office *office)
{
    const struct accounts *accounts = accounts_of(office);
    for (size_t i = 0; i < accounts->count; i++) {
        if (accounts->list[i].active && accounts->list[i].role == ROLE_ADMINISTRATOR) {
            return false;
        }
    }
    return true;
}

const struct session *accounts_session_at(const struct office *office, size_t index, wall_t now)
{
    const struct session *session = &accounts_of(office)->sessions[index];
    return is_open(session, now) ? session : NULL;
}

const struct session *accounts_session(const struct office *office, const char *hash, wall_t now)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(office, i, now);
        if (session != NULL && strcmp(session->hash, hash) == 0) {
            return session;
        }
    }
    return NULL;
}

size_t accounts_token_count(const struct office *office)
{
    return accounts_of(office)->token_count;
}

const struct api_token *accounts_token_at(const struct office *office, size_t index)
{
    return index < accounts_of(office)->token_count ? &accounts_of(office)->tokens[index] : NULL;
}

const struct api_token *accounts_token(const struct office *office, const char *hash, wall_t now)
{
    const struct accounts *accounts = accounts_of(office);
    for (size_t i = 0; i < accounts->token_count; i++) {
        const struct api_token *token = &accounts->tokens[i];
        if (token->active && wall_between(now, token->until) > 0 &&
            strcmp(token->hash, hash) == 0) {
            return token;
        }
    }
    return NULL;
}

wall_t accounts_password_until(const struct account *account, const struct site *site)
{
    int64_t days = password_days(site->password_asvs ? PASSWORD_ASVS : PASSWORD_DJBH2);
    return days == 0 ? (wall_t){0} : wall_after(account->password_set, days * DAY_MS);
}

bool accounts_password_is_over(const struct account *account, const struct site *site, wall_t now)
{
    wall_t until = accounts_password_until(account, site);
    return account->must_change || (until.ms != 0 && wall_between(until, now) >= 0);
}

bool accounts_is_unused(const struct account *account, wall_t now)
{
    wall_t last = account->signed_in.ms != 0 ? account->signed_in : account->created;
    return account->active && wall_between(last, now) >= (int64_t)UNUSED_DAYS * DAY_MS;
}

/* ------------------------------------------------------------------ windows */

bool accounts_may_sit(const struct site *site, const char *clerk, uint16_t number)
{
    const struct site_window *window = site_window(site, number);
    bool substitute = true, same = false;
    for (size_t i = 0; window != NULL && i < site->window_count; i++) {
        if (strcmp(site->windows[i].clerk, clerk) == 0) {
            substitute = false;
            same |= site->windows[i].department == window->department;
        }
    }
    return window != NULL && (substitute || same);
}

uint16_t accounts_own_window(const struct site *site, const char *clerk)
{
    uint16_t own = 0;
    size_t count = 0;
    for (size_t i = 0; i < site->window_count; i++) {
        if (clerk[0] != '\0' && strcmp(site->windows[i].clerk, clerk) == 0) {
            own = site->windows[i].number;
            count++;
        }
    }
    return count == 1 ? own : 0;
}
