/* certificate.h: what a person wants to know of a certificate, and what can be wrong with one.
 *
 * Values only: OpenSSL's types stay inside this folder's .c files and issue.h. Times are Unix
 * seconds of the real clock, also in a simulated hall: a certificate knows no other. Thread: any. */
#pragma once

#include <stdint.h>

enum {
    CERTIFICATE_SUBJECT = 128,
    CERTIFICATE_NAMES = 1024,
    CERTIFICATE_FINGERPRINT = 32 * 3, /* SHA-256 as AA:BB:… with terminator */
    CERTIFICATE_WARN_DAYS = 30,       /* from here on its end is told */
};

struct certificate_facts {
    char subject[CERTIFICATE_SUBJECT], issuer[CERTIFICATE_SUBJECT];
    char names[CERTIFICATE_NAMES]; /* "hall.example, 192.168.1.5" */
    char fingerprint[CERTIFICATE_FINGERPRINT];
    int64_t begins, ends;
};

enum tls_error {
    TLS_OK = 0,
    TLS_NO_MEMORY = -1, /* or a refusal of OpenSSL's that no input explains */
    TLS_CANNOT_READ = -2,
    TLS_CANNOT_WRITE = -3,
    TLS_NO_CERTIFICATE = -4, /* the file holds none */
    TLS_NO_KEY = -5,         /* the file holds none, or it wants a pass phrase */
    TLS_KEY_DIFFERS = -6,
    TLS_EXPIRED = -7,
    TLS_NOT_YET = -8,
    TLS_NO_NAMES = -9, /* no subjectAltName: browsers refuse it */
    TLS_BAD_NAME = -10,
    TLS_TOO_MANY_NAMES = -11,
    TLS_NOT_PERMITTED = -12, /* a name that the installation CA may not vouch for */
    TLS_NO_AUTHORITY = -13,
    TLS_OPEN_KEY = -14, /* others may read the key */
};

/* The key of the sentence that explains an error: "tls.error.…", with hole {file}. */
const char *tls_error_key(enum tls_error error);
/* Reads the first certificate of a PEM file. */
enum tls_error certificate_read(const char *file, struct certificate_facts *out);
/* Whole days from `now` until the end, rounded down; negative when it is over. */
int64_t certificate_days_left(const struct certificate_facts *facts, int64_t now);
