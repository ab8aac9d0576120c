/* issue.h: makes the installation's own CA and the controller's certificate.
 *
 * The CA is trusted by every clerk's PC of the hall, and its key lies on the controller. So it
 * may vouch for little: no further CA (path length 0), and only for the names given when it was
 * made and private addresses (name constraints). Whoever steals the key can
 * impersonate this hall, not a bank. ECDSA P-256, signed with SHA-256.
 *
 * For folder.c and tests. Pure but for the clock and random numbers. Thread: any. */
#pragma once

#include "tls/certificate.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    ISSUE_NAMES = 16,          /* hosts and addresses each */
    ISSUE_HOST = 254,          /* bytes of a host name with terminator */
    ISSUE_CA_DAYS = 3650,
    ISSUE_SERVER_DAYS = 397,   /* what browsers accept at most, near enough */
    ISSUE_EARLY_SECONDS = 3600 /* a PC's clock may be behind */
};

struct issue_names {
    char hosts[ISSUE_NAMES][ISSUE_HOST];
    char addresses[ISSUE_NAMES][48]; /* numeric, IPv4 or IPv6 */
    size_t host_count, address_count;
};

/* Adds a host (letters, digits, hyphens, dots) or a numeric address; a double is no error.
 * TLS_BAD_NAME, TLS_TOO_MANY_NAMES. */
enum tls_error issue_add_host(struct issue_names *names, const char *host);
enum tls_error issue_add_address(struct issue_names *names, const char *address);
/* The names of a certificate. */
void issue_names_of(X509 *certificate, struct issue_names *out);

/* The caller frees key and certificate. */
enum tls_error issue_authority(const struct issue_names *names, EVP_PKEY **key, X509 **out);
/* `seconds` from now until its end, cut to ISSUE_SERVER_DAYS and to the CA's own end; tests
 * take negative ones. TLS_NOT_PERMITTED when the CA may not vouch for one of the names. */
enum tls_error issue_server(X509 *authority, EVP_PKEY *authority_key,
                            const struct issue_names *names, int64_t seconds, EVP_PKEY **key,
                            X509 **out);

/* The facts of a certificate in memory. */
void certificate_facts_of(X509 *certificate, struct certificate_facts *out);
