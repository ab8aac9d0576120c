/* certificate.c: see certificate.h. */
#include "tls/certificate.h"
#include "tls/issue.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

const char *tls_error_key(enum tls_error error)
{
    static const char *const keys[] = {
        [-TLS_OK] = "tls.error.none",
        [-TLS_NO_MEMORY] = "tls.error.no_memory",
        [-TLS_CANNOT_READ] = "tls.error.cannot_read",
        [-TLS_CANNOT_WRITE] = "tls.error.cannot_write",
        [-TLS_NO_CERTIFICATE] = "tls.error.no_certificate",
        [-TLS_NO_KEY] = "tls.error.no_key",
        [-TLS_KEY_DIFFERS] = "tls.error.key_differs",
        [-TLS_EXPIRED] = "tls.error.expired",
        [-TLS_NOT_YET] = "tls.error.not_yet",
        [-TLS_NO_NAMES] = "tls.error.no_names",
        [-TLS_BAD_NAME] = "tls.error.bad_name",
        [-TLS_TOO_MANY_NAMES] = "tls.error.too_many_names",
        [-TLS_NOT_PERMITTED] = "tls.error.not_permitted",
        [-TLS_NO_AUTHORITY] = "tls.error.no_authority",
        [-TLS_OPEN_KEY] = "tls.error.open_key",
    };
    return keys[-error];
}

static int64_t seconds_of(const ASN1_TIME *time)
{
    struct tm parts = {0};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) : 0;
}

static void common_name(X509_NAME *name, char out[CERTIFICATE_SUBJECT])
{
    if (X509_NAME_get_text_by_NID(name, NID_commonName, out, CERTIFICATE_SUBJECT) < 0) {
        out[0] = '\0';
    }
    text_clean(out);
}

static void append_name(const GENERAL_NAME *name, char *out, size_t *used)
{
    int type;
    const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);
    char text[INET6_ADDRSTRLEN + 256] = "";
    if (type == GEN_DNS) {
        snprintf(text, sizeof text, "%.*s", ASN1_STRING_length(value),
                 (const char *)ASN1_STRING_get0_data(value));
    } else if (type == GEN_IPADD) {
        int family = ASN1_STRING_length(value) == 4 ? AF_INET : AF_INET6;
        inet_ntop(family, ASN1_STRING_get0_data(value), text, sizeof text);
    }
    text_clean(text);
    if (text[0] != '\0') {
        text_append(out, CERTIFICATE_NAMES, used, "%s%s", *used > 0 ? ", " : "", text);
    }
}

static void read_names(X509 *certificate, char out[CERTIFICATE_NAMES])
{
    size_t used = 0;
    out[0] = '\0';
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        append_name(sk_GENERAL_NAME_value(names, i), out, &used);
    }
    GENERAL_NAMES_free(names);
}

static void fingerprint_of(X509 *certificate, char out[CERTIFICATE_FINGERPRINT])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    size_t used = 0;
    out[0] = '\0';
    if (X509_digest(certificate, EVP_sha256(), digest, &length) == 1) {
        for (unsigned i = 0; i < length; i++) {
            text_append(out, CERTIFICATE_FINGERPRINT, &used, "%s%02X", i > 0 ? ":" : "",
                        digest[i]);
        }
    }
}

void certificate_facts_of(X509 *certificate, struct certificate_facts *out)
{
    *out = (struct certificate_facts){0};
    common_name(X509_get_subject_name(certificate), out->subject);
    common_name(X509_get_issuer_name(certificate), out->issuer);
    read_names(certificate, out->names);
    fingerprint_of(certificate, out->fingerprint);
    out->begins = seconds_of(X509_get0_notBefore(certificate));
    out->ends = seconds_of(X509_get0_notAfter(certificate));
}

enum tls_error certificate_read(const char *file, struct certificate_facts *out)
{
    FILE *from = fopen(file, "re");
    if (from == NULL) {
        return TLS_CANNOT_READ;
    }
    X509 *certificate = PEM_read_X509(from, NULL, NULL, NULL);
    fclose(from);
    if (certificate == NULL) {
        return TLS_NO_CERTIFICATE;
    }
    certificate_facts_of(certificate, out);
    X509_free(certificate);
    return TLS_OK;
}

int64_t certificate_days_left(const struct certificate_facts *facts, int64_t now)
{
    int64_t seconds = facts->ends - now;
    return seconds >= 0 ? seconds / DAY_SECONDS : (seconds - DAY_SECONDS + 1) / DAY_SECONDS;
}
