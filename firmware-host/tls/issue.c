/* issue.c: see issue.h. */
#include "tls/issue.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { SERIAL_BITS = 127, DAY = 24 * 60 * 60, VALUE = 8192, LABEL = 63 };

/* ------------------------------------------------------------------ names */

static bool is_host(const char *host)
{
    size_t label = 0, length = strlen(host);
    if (length == 0 || length >= ISSUE_HOST) {
        return false;
    }
    for (const char *at = host; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                      (*at >= '0' && *at <= '9');
        if (*at == '.' ? label == 0 : !letter && (*at != '-' || label == 0)) {
            return false;
        }
        label = *at == '.' ? 0 : label + 1;
        if (label > LABEL) {
            return false;
        }
    }
    return label > 0;
}

enum tls_error issue_add_host(struct issue_names *names, const char *host)
{
    struct in_addr four;
    if (!is_host(host) || inet_pton(AF_INET, host, &four) == 1) {
        return TLS_BAD_NAME;
    }
    for (size_t i = 0; i < names->host_count; i++) {
        if (strcasecmp(names->hosts[i], host) == 0) {
            return TLS_OK;
        }
    }
    if (names->host_count == ISSUE_NAMES) {
        return TLS_TOO_MANY_NAMES;
    }
    snprintf(names->hosts[names->host_count++], ISSUE_HOST, "%s", host);
    return TLS_OK;
}

enum tls_error issue_add_address(struct issue_names *names, const char *address)
{
    unsigned char bytes[16];
    char text[48] = "";
    int family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;
    if (inet_pton(family, address, bytes) != 1) {
        return TLS_BAD_NAME;
    }
    inet_ntop(family, bytes, text, sizeof text); /* one spelling each */
    for (size_t i = 0; i < names->address_count; i++) {
        if (strcmp(names->addresses[i], text) == 0) {
            return TLS_OK;
        }
    }
    if (names->address_count == ISSUE_NAMES) {
        return TLS_TOO_MANY_NAMES;
    }
    memcpy(names->addresses[names->address_count++], text, sizeof text);
    return TLS_OK;
}

void issue_names_of(X509 *certificate, struct issue_names *out)
{
    struct certificate_facts facts;
    certificate_facts_of(certificate, &facts);
    *out = (struct issue_names){0};
    char *rest = NULL;
    for (char *name = strtok_r(facts.names, ", ", &rest); name != NULL;
         name = strtok_r(NULL, ", ", &rest)) {
        if (issue_add_address(out, name) == TLS_BAD_NAME) {
            issue_add_host(out, name);
        }
    }
}

/* "DNS:a,IP:b", or with "permitted;" before each. */
static void list_names(const struct issue_names *names, const char *before, char *out,
                       size_t *used)
{
    for (size_t i = 0; i < names->host_count; i++) {
        text_append(out, VALUE, used, "%s%sDNS:%s", *used > 0 ? "," : "", before,
                    names->hosts[i]);
    }
}

static void alternative_names(const struct issue_names *names, char out[VALUE])
{
    size_t used = 0;
    out[0] = '\0';
    list_names(names, "", out, &used);
    for (size_t i = 0; i < names->address_count; i++) {
        text_append(out, VALUE, &used, "%sIP:%s", used > 0 ? "," : "", names->addresses[i]);
    }
}

static void constraints(const struct issue_names *names, char out[VALUE])
{
    static const char *const private[] = {
        "127.0.0.0/255.0.0.0",    "10.0.0.0/255.0.0.0", "172.16.0.0/255.240.0.0",
        "192.168.0.0/255.255.0.0", "169.254.0.0/255.255.0.0",
        "0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fc00:0:0:0:0:0:0:0/fe00:0:0:0:0:0:0:0", "fe80:0:0:0:0:0:0:0/ffc0:0:0:0:0:0:0:0",
    };
    size_t used = 0;
    out[0] = '\0';
    list_names(names, "permitted;", out, &used);
    if (used == 0) { /* without any host the CA could vouch for all of them */
        text_append(out, VALUE, &used, "permitted;DNS:localhost");
    }
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        text_append(out, VALUE, &used, ",permitted;IP:%s", private[i]);
    }
    for (size_t i = 0; i < names->address_count; i++) {
        const char *address = names->addresses[i]; /* private ones are in it twice then */
        text_append(out, VALUE, &used, ",permitted;IP:%s/%s", address,
                    strchr(address, ':') != NULL ? "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                                 : "255.255.255.255");
    }
}

/* ------------------------------------------------------------------ certificates */

static int add_extension(X509 *certificate, X509 *issuer, int kind, bool critical,
                         const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    if (extension == NULL) {
        return -1;
    }
    X509_EXTENSION_set_critical(extension, critical);
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added == 1 ? 0 : -1;
}

static int set_serial(X509 *certificate)
{
    BIGNUM *number = BN_new();
    int result = number != NULL && BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ANY,
                                           BN_RAND_BOTTOM_ANY) == 1 &&
                         BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL
                     ? 0
                     : -1;
    BN_free(number);
    return result;
}

static int set_subject(X509 *certificate, const char *name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
                                      (const unsigned char *)"hallq", -1, -1, 0) == 1 &&
                   X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                              (const unsigned char *)name, -1, -1, 0) == 1
               ? 0
               : -1;
}

/* A certificate without extensions and signature; its key is made with it. */
static X509 *blank(const char *name, int64_t begins, int64_t ends, EVP_PKEY **key)
{
    X509 *certificate = X509_new();
    *key = EVP_EC_gen("P-256");
    if (certificate != NULL && *key != NULL &&
        X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) == 0 &&
        set_subject(certificate, name) == 0 && X509_set_pubkey(certificate, *key) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)begins) != NULL &&
        ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)ends) != NULL) {
        return certificate;
    }
    X509_free(certificate);
    EVP_PKEY_free(*key);
    *key = NULL;
    return NULL;
}

struct extension {
    int kind;
    bool critical;
    const char *value;
};

static int finish(X509 *certificate, X509 *issuer, EVP_PKEY *issuer_key,
                  const struct extension *rows, size_t count)
{
    if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) != 1) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (add_extension(certificate, issuer, rows[i].kind, rows[i].critical, rows[i].value) <
            0) {
            return -1;
        }
    }
    return X509_sign(certificate, issuer_key, EVP_sha256()) > 0 ? 0 : -1;
}

static enum tls_error give_back(X509 *certificate, EVP_PKEY **key, enum tls_error error)
{
    X509_free(certificate);
    EVP_PKEY_free(*key);
    *key = NULL;
    return error;
}

enum tls_error issue_authority(const struct issue_names *names, EVP_PKEY **key, X509 **out)
{
    char name[CERTIFICATE_SUBJECT], permitted[VALUE];
    uint32_t mark = 0; /* a PC may know the CAs of several halls, and an earlier one of this */
    int64_t now = time(NULL);
    if (RAND_bytes((unsigned char *)&mark, sizeof mark) != 1) {
        return TLS_NO_MEMORY;
    }
    snprintf(name, sizeof name, "hallq CA %.32s %08x",
             names->host_count > 0 ? names->hosts[0] : "localhost", (unsigned)mark);
    name[64] = '\0'; /* what X.509 allows of a common name */
    constraints(names, permitted);
    const struct extension rows[] = {
        {NID_basic_constraints, true, "CA:TRUE,pathlen:0"},
        {NID_key_usage, true, "keyCertSign,cRLSign"},
        {NID_subject_key_identifier, false, "hash"},
        {NID_name_constraints, true, permitted},
    };
    X509 *certificate = blank(name, now - ISSUE_EARLY_SECONDS,
                              now + (int64_t)ISSUE_CA_DAYS * DAY, key);
    if (certificate == NULL ||
        finish(certificate, certificate, *key, rows, sizeof rows / sizeof *rows) < 0) {
        return give_back(certificate, key, TLS_NO_MEMORY);
    }
    *out = certificate;
    return TLS_OK;
}

/* Does a client that trusts the CA accept this certificate? The end does not matter here. */
static enum tls_error check_chain(X509 *authority, X509 *certificate)
{
    X509_STORE *trusted = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    enum tls_error error = TLS_NO_MEMORY;
    if (trusted != NULL && context != NULL && X509_STORE_add_cert(trusted, authority) == 1 &&
        X509_STORE_set_flags(trusted, X509_V_FLAG_NO_CHECK_TIME) == 1 &&
        X509_STORE_CTX_init(context, trusted, certificate, NULL) == 1) {
        error = X509_verify_cert(context) == 1 ? TLS_OK : TLS_NOT_PERMITTED;
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(trusted);
    return error;
}

static int64_t end_of(X509 *authority, int64_t now, int64_t seconds)
{
    struct certificate_facts ca;
    certificate_facts_of(authority, &ca);
    int64_t most = (int64_t)ISSUE_SERVER_DAYS * DAY - ISSUE_EARLY_SECONDS;
    int64_t ends = now + (seconds < most ? seconds : most);
    return ends < ca.ends ? ends : ca.ends;
}

enum tls_error issue_server(X509 *authority, EVP_PKEY *authority_key,
                            const struct issue_names *names, int64_t seconds, EVP_PKEY **key,
                            X509 **out)
{
    char alternative[VALUE], common[65];
    int64_t now = time(NULL), ends = end_of(authority, now, seconds);
    alternative_names(names, alternative);
    *key = NULL;
    if (alternative[0] == '\0') {
        return TLS_NO_NAMES;
    }
    /* Never an address: in this place it would count as a host, which the CA may not vouch for. */
    snprintf(common, sizeof common, "%.64s", names->host_count > 0 ? names->hosts[0] : "hallq");
    const struct extension rows[] = {
        {NID_basic_constraints, true, "CA:FALSE"},
        {NID_key_usage, true, "digitalSignature"},
        {NID_ext_key_usage, false, "serverAuth"},
        {NID_subject_key_identifier, false, "hash"},
        {NID_authority_key_identifier, false, "keyid"},
        {NID_subject_alt_name, false, alternative},
    };
    int64_t begins = (ends < now ? ends : now) - ISSUE_EARLY_SECONDS;
    X509 *certificate = blank(common, begins, ends, key);
    if (certificate == NULL ||
        finish(certificate, authority, authority_key, rows, sizeof rows / sizeof *rows) < 0) {
        return give_back(certificate, key, TLS_NO_MEMORY);
    }
    enum tls_error error = check_chain(authority, certificate);
    if (error != TLS_OK) {
        return give_back(certificate, key, error);
    }
    *out = certificate;
    return TLS_OK;
}
