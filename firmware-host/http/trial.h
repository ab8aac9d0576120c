/* trial.h: one try with a password, from the request to the answer, for every route that has one.
 *
 * Problem: sign-in, second step and change of password are the same guess to somebody who guesses.
 * Each must count, lock and take the same time, whatever is wrong.
 *
 * Design: a trial owns its request. trial_begin refuses at once what is locked (the right password,
 * too), counts it as under way and hands it to the hasher; trial_end's failure is an event before
 * it is an answer, so a crash does not forgive it. An unknown name is compared with a verifier that
 * nothing fits.
 *
 * Thread: loop. */
#pragma once

#include "http/identity.h"

enum { TRIAL_NAME = 64 };

struct trial;
/* The password fits (and `result->verifier` is the new one's, if one was given). The handler
 * answers the request and ends the trial with trial_free. */
typedef void (*trial_next)(struct trial *trial, const struct hash_result *result);

struct trial {
    struct server *server;
    struct request *request; /* until it is answered */
    trial_next next;
    const char *wrong; /* code of the answer when the password is not right */
    int wrong_status;
    char name[TRIAL_NAME];  /* as typed, in small letters; "" = no account is tried */
    char fresh[TRIAL_NAME]; /* of an account that may begin */
    char address[64];
    uint16_t window;
    char secret[SECRET_SIZE], hash[SECRET_HASH_SIZE]; /* of a session that may begin */
};

/* A trial of `name` ("" = only the address counts). NULL when the request has been
 * answered. */
struct trial *trial_create(struct request *request, const char *name, trial_next next);
/* Compares and hashes; `job` is wiped. Takes the trial. */
void trial_begin(struct trial *trial, struct hash_job *job);
/* It was wrong after all (a set-up code): counted and answered like a wrong password. */
void trial_fail(struct trial *trial, const char *reason);
/* Ends a trial whose request has been answered before anything was compared. */
void trial_give_up(struct trial *trial);
void trial_free(struct trial *trial);

/* Takes a password field of the body: 0, or -1 when the request has been answered. */
int request_password(struct request *request, const char *field, char out[PASSWORD_SIZE]);
/* Answers 422 password_weak when the hall does not take it. */
bool request_password_good(struct request *request, const char *password, const char *name);
