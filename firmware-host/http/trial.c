/* trial.c: see trial.h. */
#include "http/trial.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ reading passwords */

int request_password(struct request *request, const char *field, char out[PASSWORD_SIZE])
{
    const json_t *value = json_object_get(request->body, field);
    size_t length = json_is_string(value) ? json_string_length(value) : 0;
    memset(out, 0, PASSWORD_SIZE);
    if (length == 0 || length >= PASSWORD_SIZE || strlen(json_string_value(value)) != length) {
        reply_error(request, 422, length >= PASSWORD_SIZE ? "password_long" : "want_password");
        return -1;
    }
    memcpy(out, json_string_value(value), length);
    return 0;
}

bool request_password_good(struct request *request, const char *password, const char *name)
{
    bool asvs = hall_site(request->server->hall)->password_asvs;
    enum password_verdict verdict =
        password_judge(password, name, asvs ? PASSWORD_ASVS : PASSWORD_DJBH2,
                       request->server->identity->words);
    if (verdict != PASSWORD_GOOD) {
        reply_error_as(request, 422, "password_weak", password_verdict_name(verdict));
    }
    return verdict == PASSWORD_GOOD;
}

/* ------------------------------------------------------------------ rows */

static struct try_row *address_row(const struct trial *trial)
{
    char key[72];
    snprintf(key, sizeof key, "a:%s", trial->address);
    return tries_row(trial->server->identity->tries, key);
}

static struct try_row *name_row(const struct trial *trial)
{
    char key[72];
    snprintf(key, sizeof key, "n:%s", trial->name);
    return tries_row(trial->server->identity->tries, key);
}

static const struct account *account_of(const struct trial *trial)
{
    return accounts_find(hall_shown_office(trial->server->hall), trial->name);
}

static void count_under_way(const struct trial *trial, int by)
{
    struct try_row *rows[] = {address_row(trial), name_row(trial)};
    for (size_t i = 0; i < 2; i++) {
        rows[i]->under_way += by;
        rows[i]->under_way = rows[i]->under_way > 0 ? rows[i]->under_way : 0;
    }
}

static bool is_let(const struct trial *trial)
{
    const struct account *account = account_of(trial);
    const struct try_row *address = address_row(trial), *name = name_row(trial);
    const struct lockout *lockout = account != NULL ? &account->lockout : &name->lockout;
    int64_t now = account != NULL ? wall_now().ms : mono_now().ms;
    return lockout_lets(&address->lockout, address->under_way, mono_now().ms) &&
           (trial->name[0] == '\0' || lockout_lets(lockout, name->under_way, now));
}

/* ------------------------------------------------------------------ life */

void trial_free(struct trial *trial)
{
    sodium_memzero(trial, sizeof *trial);
    free(trial);
}

struct trial *trial_create(struct request *request, const char *name, trial_next next)
{
    struct trial *trial = calloc(1, sizeof *trial);
    if (trial == NULL) {
        reply_error(request, 503, "full");
        return NULL;
    }
    *trial = (struct trial){.server = request->server, .request = request, .next = next,
                            .wrong = "sign_in_failed", .wrong_status = 401};
    for (size_t i = 0; i + 1 < sizeof trial->name && name[i] != '\0'; i++) {
        trial->name[i] = (char)tolower((unsigned char)name[i]);
    }
    snprintf(trial->address, sizeof trial->address, "%s", request_address(request));
    secret_make(trial->secret);
    secret_hash(trial->secret, trial->hash);
    if (!is_let(trial)) {
        request->server->identity->refused++;
        reply_error(request, 429, "too_many_tries");
        trial_free(trial);
        return NULL;
    }
    count_under_way(trial, 1);
    return trial;
}

void trial_give_up(struct trial *trial)
{
    count_under_way(trial, -1);
    trial_free(trial);
}

static void failure_told(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct trial *trial = context;
    count_under_way(trial, -1);
    if (error == HALL_NOT_DURABLE) {
        reply_hall_error(trial->request, error);
    } else {
        reply_error(trial->request, trial->wrong_status, trial->wrong);
    }
    trial_free(trial);
}

void trial_fail(struct trial *trial, const char *reason)
{
    struct try_row *address = address_row(trial), *name = name_row(trial);
    const struct session_order order = {.name = trial->name, .address = trial->address,
                                        .reason = reason};
    struct office_head head = {.source = "page"};
    snprintf(head.actor, sizeof head.actor, "%s",
             trial->request->who.actor[0] != '\0' ? trial->request->who.actor : "nobody");
    address->lockout = lockout_failed(&address->lockout, mono_now().ms);
    if (trial->name[0] != '\0' && account_of(trial) == NULL) {
        name->lockout = lockout_failed(&name->lockout, mono_now().ms);
    }
    hall_office(trial->server->hall, &head, accounts_decide_failed, &order, failure_told,
                trial);
}

static void on_hashed(void *context, const struct hash_result *result)
{
    struct trial *trial = context;
    if (result == NULL) { /* the server ends */
        reply_error(trial->request, 503, "full");
        trial_give_up(trial);
        return;
    }
    const struct account *account = account_of(trial);
    bool known = trial->name[0] == '\0' || (account != NULL && account->active);
    if (!result->fits || !known) {
        trial_fail(trial, "password");
        return;
    }
    count_under_way(trial, -1);
    trial->next(trial, result);
}

void trial_begin(struct trial *trial, struct hash_job *job)
{
    const struct account *account = account_of(trial);
    if (trial->name[0] != '\0' && job->password[0] != '\0') {
        snprintf(job->known, sizeof job->known, "%s",
                 account != NULL ? account->verifier : trial->server->identity->dummy);
    }
    if (hasher_submit(trial->server->identity->hasher, job, on_hashed, trial) < 0) {
        reply_error(trial->request, 429, "sign_in_busy");
        trial_give_up(trial);
    }
}
