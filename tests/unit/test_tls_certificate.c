/* The installation CA and what it vouches for; DATA/tls as it must lie there; a site's own
 * certificate; the mistakes that people make with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tls/folder.h"
#include "tls/issue.h"
#include "tls/serve.h"

#include <ftw.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DAY = 24 * 60 * 60 };

static char data[64];

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(data, sizeof data, "/tmp/hallq-test.XXXXXX");
    return mkdtemp(data) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(data, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void name_some(struct issue_names *names)
{
    *names = (struct issue_names){0};
    assert_int_equal(issue_add_host(names, "hall.test"), TLS_OK);
    assert_int_equal(issue_add_host(names, "localhost"), TLS_OK);
    assert_int_equal(issue_add_address(names, "127.0.0.1"), TLS_OK);
}

static void put_key(const char *path, EVP_PKEY *key)
{
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    assert_int_equal(PEM_write_PrivateKey(to, key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(to);
}

static void put_certificate(const char *path, X509 *certificate)
{
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    assert_int_equal(PEM_write_X509(to, certificate), 1);
    fclose(to);
}

static void names_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum tls_error host, address;
    } rows[] = {
        {"hall.example", TLS_OK, TLS_BAD_NAME},
        {"HALL-1", TLS_OK, TLS_BAD_NAME},
        {"192.168.1.5", TLS_BAD_NAME, TLS_OK},
        {"fd00::5", TLS_BAD_NAME, TLS_OK},
        {"", TLS_BAD_NAME, TLS_BAD_NAME},
        {"a..b", TLS_BAD_NAME, TLS_BAD_NAME},
        {"-a", TLS_BAD_NAME, TLS_BAD_NAME},
        {"a.", TLS_BAD_NAME, TLS_BAD_NAME},
        {"a,DNS:bank.example", TLS_BAD_NAME, TLS_BAD_NAME},
        {"*.example", TLS_BAD_NAME, TLS_BAD_NAME},
        {"大厅", TLS_BAD_NAME, TLS_BAD_NAME},
        {"300.1.1.1", TLS_OK, TLS_BAD_NAME}, /* a name, if an odd one */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct issue_names names = {0};
        assert_int_equal(issue_add_host(&names, rows[i].name), rows[i].host);
        assert_int_equal(issue_add_address(&names, rows[i].name), rows[i].address);
    }
    struct issue_names many = {0};
    for (int i = 0; i < ISSUE_NAMES; i++) {
        char host[16];
        snprintf(host, sizeof host, "h%d", i);
        assert_int_equal(issue_add_host(&many, host), TLS_OK);
    }
    assert_int_equal(issue_add_host(&many, "H0"), TLS_OK); /* it is there already */
    assert_int_equal(issue_add_host(&many, "one-more"), TLS_TOO_MANY_NAMES);
}

static void the_authority_vouches_for_its_hall_only(void **state)
{
    (void)state;
    static const struct {
        const char *host, *address;
        enum tls_error error;
    } rows[] = {
        {"hall.test", NULL, TLS_OK},
        {"counter.hall.test", NULL, TLS_OK}, /* below the hall's own name */
        {"localhost", "::1", TLS_OK},
        {NULL, "192.168.7.9", TLS_OK},
        {NULL, "fd12::9", TLS_OK},
        {"bank.test", NULL, TLS_NOT_PERMITTED},
        {"nothall.test", NULL, TLS_NOT_PERMITTED},
        {NULL, "203.0.113.9", TLS_NOT_PERMITTED},
        {NULL, "2001:db8::9", TLS_NOT_PERMITTED},
        {"hall.test", "203.0.113.9", TLS_NOT_PERMITTED},
        {NULL, NULL, TLS_NO_NAMES},
    };
    struct issue_names names;
    EVP_PKEY *ca_key, *key;
    X509 *ca, *certificate;
    name_some(&names);
    assert_int_equal(issue_authority(&names, &ca_key, &ca), TLS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct issue_names asked = {0};
        if (rows[i].host != NULL) {
            assert_int_equal(issue_add_host(&asked, rows[i].host), TLS_OK);
        }
        if (rows[i].address != NULL) {
            assert_int_equal(issue_add_address(&asked, rows[i].address), TLS_OK);
        }
        enum tls_error error = issue_server(ca, ca_key, &asked, DAY, &key, &certificate);
        assert_int_equal(error, rows[i].error);
        if (error == TLS_OK) {
            X509_free(certificate);
            EVP_PKEY_free(key);
        }
    }
    X509_free(ca);
    EVP_PKEY_free(ca_key);
}

static void lives_are_as_long_as_browsers_allow(void **state)
{
    (void)state;
    struct issue_names names;
    struct certificate_facts facts;
    EVP_PKEY *ca_key, *key;
    X509 *ca, *certificate;
    name_some(&names);
    assert_int_equal(issue_authority(&names, &ca_key, &ca), TLS_OK);
    assert_int_equal(issue_server(ca, ca_key, &names, 3LL * 365 * DAY, &key, &certificate),
                     TLS_OK);
    certificate_facts_of(certificate, &facts);
    assert_true(facts.ends - facts.begins <= (int64_t)ISSUE_SERVER_DAYS * DAY);
    assert_true(facts.ends - facts.begins > (int64_t)(ISSUE_SERVER_DAYS - 1) * DAY);
    assert_string_equal(facts.names, "hall.test, localhost, 127.0.0.1");
    assert_int_equal(strlen(facts.fingerprint), CERTIFICATE_FINGERPRINT - 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    X509_free(ca);
    EVP_PKEY_free(ca_key);

    struct certificate_facts counted = {.ends = 10 * DAY};
    assert_int_equal(certificate_days_left(&counted, 0), 10);
    assert_int_equal(certificate_days_left(&counted, 9 * DAY + 1), 0);
    assert_int_equal(certificate_days_left(&counted, 10 * DAY + 1), -1);
    assert_int_equal(certificate_days_left(&counted, 11 * DAY + 1), -2);
}

static mode_t mode_of(const char *name)
{
    char path[FOLDER_PATH];
    struct stat about;
    tls_folder_path(data, name, path);
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

static void facts_in(const char *name, struct certificate_facts *out)
{
    char path[FOLDER_PATH];
    tls_folder_path(data, name, path);
    assert_int_equal(certificate_read(path, out), TLS_OK);
}

static void a_folder_is_made_once_and_renewed_when_asked(void **state)
{
    (void)state;
    struct tls_folder folder = {.data = data};
    struct issue_names names, none = {0}, foreign = {0};
    struct certificate_facts ca, ca_again, first, again, renewed;
    bool made = false;
    name_some(&names);
    umask(0);
    assert_false(tls_folder_is_made(data));
    assert_int_equal(tls_folder_renew(&folder, &names), TLS_NO_AUTHORITY);
    assert_int_equal(tls_folder_init(&folder, &names, &made), TLS_OK);
    assert_true(made && tls_folder_is_made(data));
    assert_int_equal(mode_of(""), 0700);
    assert_int_equal(mode_of("ca.key"), 0600);
    assert_int_equal(mode_of("server.pem"), 0600);
    facts_in("ca.pem", &ca);
    facts_in("server.pem", &first);
    assert_string_equal(first.issuer, ca.subject);
    assert_int_equal(tls_folder_init(&folder, &names, &made), TLS_OK);
    assert_false(made);
    facts_in("server.pem", &again);
    assert_string_equal(first.fingerprint, again.fingerprint);
    assert_int_equal(tls_folder_renew(&folder, &none), TLS_OK);
    facts_in("server.pem", &renewed);
    facts_in("ca.pem", &ca_again);
    assert_string_not_equal(first.fingerprint, renewed.fingerprint);
    assert_string_equal(first.names, renewed.names);
    assert_string_equal(ca.fingerprint, ca_again.fingerprint);
    assert_int_equal(issue_add_host(&foreign, "elsewhere.test"), TLS_OK);
    assert_int_equal(tls_folder_renew(&folder, &foreign), TLS_NOT_PERMITTED);
    facts_in("server.pem", &again); /* what was there is still there */
    assert_string_equal(renewed.fingerprint, again.fingerprint);
}

static void a_sites_own_certificate_is_checked(void **state)
{
    (void)state;
    struct tls_folder folder = {.data = data};
    struct issue_names names;
    struct certificate_facts used;
    EVP_PKEY *ca_key, *key, *old_key;
    X509 *ca, *certificate, *old;
    char paths[5][128];
    static const char *const files[] = {"good.pem", "good.key", "old.pem", "old.key", "empty"};
    name_some(&names);
    for (size_t i = 0; i < 5; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", data, files[i]);
    }
    assert_int_equal(issue_authority(&names, &ca_key, &ca), TLS_OK);
    assert_int_equal(issue_server(ca, ca_key, &names, DAY, &key, &certificate), TLS_OK);
    assert_int_equal(issue_server(ca, ca_key, &names, -DAY, &old_key, &old), TLS_OK);
    put_certificate(paths[0], certificate);
    put_key(paths[1], key);
    put_certificate(paths[2], old);
    put_key(paths[3], old_key);
    fclose(fopen(paths[4], "w"));
    static const struct {
        int certificate, key;
        enum tls_error error;
    } rows[] = {{0, 3, TLS_KEY_DIFFERS}, {2, 3, TLS_EXPIRED}, {4, 1, TLS_NO_CERTIFICATE},
                {0, 4, TLS_NO_KEY},      {0, 1, TLS_OK}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(tls_folder_use(&folder, paths[rows[i].certificate], paths[rows[i].key]),
                         rows[i].error);
        assert_int_equal(tls_folder_is_made(data), rows[i].error == TLS_OK);
    }
    assert_int_equal(tls_folder_use(&folder, "/nothing", paths[1]), TLS_CANNOT_READ);
    assert_string_equal(folder.file, "/nothing");
    facts_in("server.pem", &used);
    assert_int_equal(mode_of("server.pem"), 0600);
    assert_string_equal(used.names, "hall.test, localhost, 127.0.0.1");
    X509_free(ca);
    X509_free(certificate);
    X509_free(old);
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(key);
    EVP_PKEY_free(old_key);
}

static void a_controller_reads_it_whole_or_not_at_all(void **state)
{
    (void)state;
    struct tls_folder folder = {.data = data};
    struct issue_names names;
    char path[FOLDER_PATH];
    bool made;
    enum tls_error error;
    name_some(&names);
    assert_null(tls_serve_create(data, &error));
    assert_int_equal(error, TLS_CANNOT_READ);
    assert_int_equal(tls_folder_init(&folder, &names, &made), TLS_OK);
    struct tls_serve *serve = tls_serve_create(data, &error);
    assert_non_null(serve);
    static const struct {
        const char *host;
        bool own;
    } hosts[] = {{"hall.test", true},  {"HALL.test", true}, {"localhost", true},
                 {"127.0.0.1", true},  {"127.0.0.2", false}, {"evil.test", false},
                 {"sub.hall.test", false}, {"", false}};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        assert_int_equal(tls_serve_is_named(serve, hosts[i].host), hosts[i].own);
    }
    tls_folder_path(data, "server.pem", path);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(tls_serve_reload(serve), TLS_OPEN_KEY);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 300), 0);
    assert_int_not_equal(tls_serve_reload(serve), TLS_OK);
    assert_true(tls_serve_is_named(serve, "hall.test"));
    tls_serve_destroy(serve);
}

static void every_error_has_a_sentence(void **state)
{
    (void)state;
    for (int error = TLS_OK; error >= TLS_OPEN_KEY; error--) {
        assert_non_null(tls_error_key((enum tls_error)error));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(the_authority_vouches_for_its_hall_only),
        cmocka_unit_test(lives_are_as_long_as_browsers_allow),
        cmocka_unit_test_setup_teardown(a_folder_is_made_once_and_renewed_when_asked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_sites_own_certificate_is_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_controller_reads_it_whole_or_not_at_all, set_up,
                                        tear_down),
        cmocka_unit_test(every_error_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
