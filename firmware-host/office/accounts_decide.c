/* accounts_decide.c: what may be done with accounts, sessions and tokens. See accounts.h. */
#include "office/accounts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Small letters, digits, and . _ - inside: it is typed, and stands in the journal as an actor. */
static bool is_name(const char *name)
{
    size_t length = strnlen(name, ACCOUNT_NAME);
    bool good = length >= 2 && length < ACCOUNT_NAME && islower((unsigned char)name[0]);
    for (size_t i = 0; good && i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        good = islower(c) || isdigit(c) || strchr("._-", c) != NULL;
    }
    return good;
}

static struct event *draft_for(struct office_draft *draft, enum event_kind kind, const char *name)
{
    struct event *event = office_draft_event(draft, kind);
    if (event != NULL) {
        snprintf(event->subject, sizeof event->subject, "%s", name);
    }
    return event;
}

static bool is_of_a_person(enum role role)
{
    return role >= ROLE_CLERK && role < ROLE_COUNT;
}

/* ------------------------------------------------------------------ accounts */

static int draft_account(struct office_draft *draft, const struct account *account)
{
    struct event *event = draft_for(draft, EVENT_OFFICE_ACCOUNT_SET, account->name);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    snprintf(event->result, sizeof event->result, "%s", role_name(account->role));
    snprintf(event->reason, sizeof event->reason, "%s", account->active ? "active" : "disabled");
    snprintf(event->clerk, sizeof event->clerk, "%s", account->clerk);
    return office_text(event->note, sizeof account->display, account->display, false)
               ? 0
               : OFFICE_BAD_VALUE;
}

static int draft_verifier(struct office_draft *draft, const char *name, const char *verifier,
                          bool must_change)
{
    struct event *event = draft_for(draft, EVENT_OFFICE_PASSWORD_SET, name);
    if (event == NULL || strnlen(verifier, VERIFIER_SIZE) == VERIFIER_SIZE) {
        return OFFICE_FULL;
    }
    snprintf(event->text, sizeof event->text, "%s", verifier);
    snprintf(event->reason, sizeof event->reason, "%s", must_change ? "first" : "own");
    return 0;
}

/* What the order changes of it. */
static int change(struct account *account, const struct account_order *order)
{
    if (order->role != ROLE_NOBODY) {
        account->role = order->role;
    }
    if (order->active >= 0) {
        account->active = order->active != 0;
    }
    if ((order->clerk != NULL &&
         !office_text(account->clerk, sizeof account->clerk, order->clerk, false)) ||
        (order->display != NULL &&
         !office_text(account->display, sizeof account->display, order->display, false))) {
        return OFFICE_BAD_VALUE;
    }
    bool good = is_of_a_person(account->role) &&
                (account->role != ROLE_CLERK || account->clerk[0] != '\0');
    return good ? 0 : OFFICE_BAD_VALUE;
}

int accounts_decide_add(struct office_draft *draft, const void *context)
{
    const struct account_order *order = context;
    struct account account = {.active = true};
    if (order->first && !accounts_need_setup(draft->office)) {
        return OFFICE_NOT_ALLOWED;
    }
    if (!is_name(order->name)) {
        return OFFICE_BAD_VALUE;
    }
    if (accounts_find(draft->office, order->name) != NULL) {
        return OFFICE_EXISTS;
    }
    if (accounts_count(draft->office) == ACCOUNTS) {
        return OFFICE_FULL;
    }
    snprintf(account.name, sizeof account.name, "%s", order->name);
    int error = change(&account, order);
    error = error == 0 ? draft_account(draft, &account) : error;
    return error == 0 ? draft_verifier(draft, account.name, order->verifier, order->must_change)
                      : error;
}

/* Could anybody else administer? */
static bool is_last_administrator(const struct office *office, const struct account *account)
{
    for (size_t i = 0; i < accounts_count(office); i++) {
        const struct account *other = accounts_at(office, i);
        if (other != account && other->active && other->role == ROLE_ADMINISTRATOR) {
            return false;
        }
    }
    return account->active && account->role == ROLE_ADMINISTRATOR;
}

int accounts_decide_change(struct office_draft *draft, const void *context)
{
    const struct account_order *order = context;
    const struct account *account = accounts_find(draft->office, order->name);
    if (account == NULL) {
        return OFFICE_UNKNOWN;
    }
    struct account changed = *account;
    int error = change(&changed, order);
    if (error == 0 && is_last_administrator(draft->office, account) &&
        (!changed.active || changed.role != ROLE_ADMINISTRATOR)) {
        error = OFFICE_LAST_ADMINISTRATOR;
    }
    return error == 0 ? draft_account(draft, &changed) : error;
}

int accounts_decide_unlock(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct account *account = accounts_find(draft->office, order->name);
    if (account == NULL) {
        return OFFICE_UNKNOWN;
    }
    return draft_for(draft, EVENT_OFFICE_UNLOCKED, account->name) != NULL ? 0 : OFFICE_FULL;
}

/* ------------------------------------------------------------------ sessions */

static int draft_end(struct office_draft *draft, const struct session *session,
                     const char *reason)
{
    const struct account *account = accounts_at(draft->office, session->account);
    struct event *event = draft_for(draft, EVENT_OFFICE_SIGNED_OUT, account->name);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->window = session->window;
    snprintf(event->text, sizeof event->text, "%s", session->hash);
    snprintf(event->reason, sizeof event->reason, "%s", reason);
    return 0;
}

/* Ends the account's oldest session when it has as many as it may; FULL when all places are. */
static int make_room(struct office_draft *draft, const struct account *account)
{
    const struct session *oldest = NULL;
    int own = 0, open = 0;
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(draft->office, i, draft->now);
        if (session == NULL) {
            continue;
        }
        open++;
        if (accounts_at(draft->office, session->account) == account) {
            own++;
            oldest = oldest == NULL || session->id < oldest->id ? session : oldest;
        }
    }
    if (own >= SESSIONS_EACH) {
        return draft_end(draft, oldest, "more");
    }
    return open < SESSIONS ? 0 : OFFICE_FULL;
}

static int draft_session(struct office_draft *draft, const struct account *account,
                         const struct session_order *order)
{
    struct event *event = draft_for(draft, EVENT_OFFICE_SIGNED_IN, account->name);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->window = order->window;
    event->until = wall_after(draft->now, (int64_t)SESSION_HOURS * 3600 * 1000);
    snprintf(event->result, sizeof event->result, "%s", role_name(account->role));
    snprintf(event->text, sizeof event->text, "%s", order->hash);
    snprintf(event->note, sizeof event->note, "%s", order->address != NULL ? order->address : "");
    return 0;
}

static const struct session *session_by(const struct office_draft *draft,
                                        const struct session_order *order)
{
    for (size_t i = 0; i < SESSIONS; i++) {
        const struct session *session = accounts_session_at(draft->office, i, draft->now);
        if (session != NULL && (order->id != 0 ? session->id == order->id
                                               : strcmp(session->hash, order->hash) == 0)) {
            return session;
        }
    }
    return NULL;
}

int accounts_decide_sign_in(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct account *account = accounts_find(draft->office, order->name);
    if (account == NULL || !account->active) {
        return OFFICE_NOT_ALLOWED;
    }
    const struct session *before = order->id != 0 ? session_by(draft, order) : NULL;
    int error = before != NULL ? draft_end(draft, before, "replaced") : make_room(draft, account);
    return error == 0 ? draft_session(draft, account, order) : error;
}

int accounts_decide_failed(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct account *account = accounts_find(draft->office, order->name);
    struct event *event = draft_for(draft, EVENT_OFFICE_SIGN_IN_FAILED,
                                    account != NULL ? account->name : "");
    if (event == NULL) {
        return OFFICE_FULL;
    }
    snprintf(event->note, sizeof event->note, "%s", order->address);
    snprintf(event->reason, sizeof event->reason, "%s",
             account != NULL && !account->active        ? "disabled"
             : account == NULL && order->name[0] != '\0' ? "unknown"
                                                         : order->reason);
    if (account != NULL) {
        struct lockout after = lockout_failed(&account->lockout, draft->now.ms);
        event->count = after.failures;
        event->until = (wall_t){after.until_ms};
    }
    return 0;
}

int accounts_decide_sign_out(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct session *session = session_by(draft, order);
    return session != NULL ? draft_end(draft, session, order->reason) : OFFICE_UNKNOWN;
}

int accounts_decide_move(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct session *session = session_by(draft, order);
    if (session == NULL) {
        return OFFICE_UNKNOWN;
    }
    const struct account *account = accounts_at(draft->office, session->account);
    if (!accounts_may_sit(draft->site, account->clerk, order->window)) {
        return OFFICE_NOT_ALLOWED;
    }
    int error = draft_session(draft, account, order);
    if (error == 0) {
        struct event *event = &draft->events[draft->count - 1];
        event->until = session->until;
        snprintf(event->reason, sizeof event->reason, "moved");
    }
    return error;
}

int accounts_decide_password(struct office_draft *draft, const void *context)
{
    const struct session_order *order = context;
    const struct account *account = accounts_find(draft->office, order->name);
    if (account == NULL) {
        return OFFICE_UNKNOWN;
    }
    int error = draft_verifier(draft, account->name, order->verifier, order->must_change);
    return error == 0 && order->hash != NULL ? draft_session(draft, account, order) : error;
}

/* ------------------------------------------------------------------ tokens */

/* Programs are kiosks, boards, windows' programs, and those that read or run the hall; who
 * administers it is a person. */
static bool is_for_programs(const struct token_order *order, const struct site *site)
{
    return order->role >= ROLE_KIOSK && order->role < ROLE_ADMINISTRATOR &&
           (order->role == ROLE_CLERK) == (order->window != 0) &&
           (order->window == 0 || site_window(site, order->window) != NULL);
}

int accounts_decide_token(struct office_draft *draft, const void *context)
{
    const struct token_order *order = context;
    size_t count = accounts_token_count(draft->office);
    if (order->days < 1 || order->days > TOKEN_DAYS_MOST || order->name[0] == '\0' ||
        !is_for_programs(order, draft->site)) {
        return OFFICE_BAD_VALUE;
    }
    if (count == API_TOKENS) {
        return OFFICE_FULL;
    }
    struct event *event = office_draft_event(draft, EVENT_OFFICE_TOKEN_MADE);
    if (event == NULL || !office_text(event->note, LIMIT_SUBJECT, order->name, false)) {
        return event == NULL ? OFFICE_FULL : OFFICE_BAD_VALUE;
    }
    snprintf(event->subject, sizeof event->subject, "%zu", count + 1);
    snprintf(event->result, sizeof event->result, "%s", role_name(order->role));
    snprintf(event->text, sizeof event->text, "%s", order->hash);
    event->window = order->window;
    event->until = wall_after(draft->now, (int64_t)order->days * 24 * 3600 * 1000);
    return 0;
}

int accounts_decide_token_end(struct office_draft *draft, const void *context)
{
    const struct token_order *order = context;
    const struct api_token *token =
        order->id > 0 ? accounts_token_at(draft->office, (size_t)order->id - 1) : NULL;
    if (token == NULL || !token->active) {
        return OFFICE_UNKNOWN;
    }
    struct event *event = office_draft_event(draft, EVENT_OFFICE_TOKEN_ENDED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    snprintf(event->subject, sizeof event->subject, "%d", (int)order->id);
    return 0;
}
