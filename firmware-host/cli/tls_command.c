/* tls_command.c: hallq tls: the certificate for https on the hall's network. It works on the data
 * folder, without a controller: the certificate comes before the first start. */
#include "cli/commands.h"
#include "tls/folder.h"
#include "tls/issue.h"
#include "tls/link.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct wish { /* what the command line says */
    const struct client *client;
    struct tls_folder folder;
    struct issue_names names; /* of --name and --address */
    const char *files[2];
    int file_count;
};

static int refuse(struct wish *wish, enum tls_error error)
{
    char text[FOLDER_PATH + 512];
    const struct hole holes[] = {{"file", wish->folder.file}, {NULL, NULL}};
    language_fill(text, sizeof text, client_text(wish->client, tls_error_key(error)), holes);
    fprintf(stderr, "hallq: %s\n", text);
    return error == TLS_BAD_NAME || error == TLS_TOO_MANY_NAMES ? EXIT_USAGE : EXIT_REFUSED;
}

/* ------------------------------------------------------------------ names */

static void add_interfaces(struct issue_names *names)
{
    struct ifaddrs *list = NULL;
    if (getifaddrs(&list) < 0) {
        return;
    }
    for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next) {
        char text[INET6_ADDRSTRLEN];
        bool four = at->ifa_addr != NULL && at->ifa_addr->sa_family == AF_INET;
        if (four && (at->ifa_flags & IFF_UP) != 0 && (at->ifa_flags & IFF_LOOPBACK) == 0 &&
            inet_ntop(AF_INET, &((struct sockaddr_in *)at->ifa_addr)->sin_addr, text,
                      sizeof text) != NULL) {
            issue_add_address(names, text);
        }
    }
    freeifaddrs(list);
}

/* This machine's name and addresses where none are given. */
static void add_own(struct issue_names *names)
{
    char host[ISSUE_HOST] = "";
    if (names->host_count == 0 && gethostname(host, sizeof host - 1) == 0) {
        issue_add_host(names, host); /* a name that is none is no name */
    }
    if (names->address_count == 0) {
        add_interfaces(names);
    }
}

/* The tools of this machine speak to it by these. */
static void add_loopback(struct issue_names *names)
{
    issue_add_host(names, "localhost");
    issue_add_address(names, "127.0.0.1");
    issue_add_address(names, "::1");
}

/* ------------------------------------------------------------------ printing */

static void day_of(int64_t seconds, char out[16])
{
    time_t when = (time_t)seconds;
    struct tm local;
    localtime_r(&when, &local);
    strftime(out, 16, "%Y-%m-%d", &local);
}

static void print_end(const struct wish *wish, enum language_code code,
                      const struct certificate_facts *facts)
{
    char day[16], count[24], left[128];
    int64_t days = certificate_days_left(facts, time(NULL));
    day_of(facts->ends, day);
    snprintf(count, sizeof count, "%lld", (long long)days);
    const struct hole holes[] = {{"days", count}, {NULL, NULL}};
    const struct language *words = wish->client->words;
    language_fill(left, sizeof left,
                  language_text(words, code, days >= 0 ? "tls.days_left" : "tls.over"), holes);
    printf("  %s  %s  %s\n", language_text(words, code, "tls.ends"), day, left);
}

static void print_facts(struct wish *wish, enum language_code code,
                        const struct certificate_facts *server,
                        const struct certificate_facts *authority)
{
    const struct language *words = wish->client->words;
    char path[FOLDER_PATH];
    tls_folder_path(wish->folder.data, "server.pem", path);
    printf("%s  %s\n", language_text(words, code, "tls.server"), path);
    printf("  %s  %s\n", language_text(words, code, "tls.issuer"), server->issuer);
    printf("  %s  %s\n", language_text(words, code, "tls.names"), server->names);
    print_end(wish, code, server);
    if (authority != NULL) {
        tls_folder_path(wish->folder.data, "ca.pem", path);
        printf("%s  %s\n", language_text(words, code, "tls.import"), path);
        printf("  %s\n  %s\n", language_text(words, code, "tls.fingerprint"),
               authority->fingerprint);
        print_end(wish, code, authority);
    }
}

/* The CA only where it is the one that counts: not beside a certificate of the site's own. */
static int read_facts(struct wish *wish, struct certificate_facts *server,
                      struct certificate_facts *authority, bool *has_authority)
{
    char path[FOLDER_PATH];
    tls_folder_path(wish->folder.data, "server.pem", wish->folder.file);
    if (!tls_folder_is_made(wish->folder.data)) {
        snprintf(wish->folder.file, sizeof wish->folder.file, "%s", wish->folder.data);
        char text[FOLDER_PATH + 256];
        const struct hole holes[] = {{"file", wish->folder.file}, {NULL, NULL}};
        language_fill(text, sizeof text, client_text(wish->client, "tls.none"), holes);
        fprintf(stderr, "hallq: %s\n", text);
        return EXIT_REFUSED;
    }
    enum tls_error error = certificate_read(wish->folder.file, server);
    if (error != TLS_OK) {
        return refuse(wish, error);
    }
    tls_folder_path(wish->folder.data, "ca.pem", path);
    *has_authority = certificate_read(path, authority) == TLS_OK &&
                     strcmp(authority->subject, server->issuer) == 0;
    return 0;
}

/* Both languages: who sets a hall up may read only one of them. */
static int print_made(struct wish *wish, const char *head)
{
    struct certificate_facts server, authority;
    bool has_authority = false;
    int result = read_facts(wish, &server, &authority, &has_authority);
    for (int code = 0; result == 0 && code < LANGUAGE_COUNT; code++) {
        printf("%s%s\n", code > 0 ? "\n" : "",
               language_text(wish->client->words, (enum language_code)code, head));
        print_facts(wish, (enum language_code)code, &server, has_authority ? &authority : NULL);
    }
    return result;
}

/* ------------------------------------------------------------------ verbs */

static int verb_init(struct wish *wish)
{
    bool made = false;
    add_own(&wish->names);
    add_loopback(&wish->names);
    enum tls_error error = tls_folder_init(&wish->folder, &wish->names, &made);
    return error != TLS_OK ? refuse(wish, error)
                           : print_made(wish, made ? "tls.made" : "tls.already");
}

static int verb_renew(struct wish *wish)
{
    if (wish->names.host_count + wish->names.address_count > 0) {
        add_loopback(&wish->names);
    }
    enum tls_error error = tls_folder_renew(&wish->folder, &wish->names);
    return error != TLS_OK ? refuse(wish, error) : print_made(wish, "tls.made");
}

static int verb_use(struct wish *wish)
{
    if (wish->file_count < 2) {
        fprintf(stderr, "hallq tls use CERT KEY [--data DIR]\n");
        return EXIT_USAGE;
    }
    enum tls_error error = tls_folder_use(&wish->folder, wish->files[0], wish->files[1]);
    return error != TLS_OK ? refuse(wish, error) : print_made(wish, "tls.made");
}

static json_t *json_of_facts(const struct certificate_facts *facts)
{
    char ends[WALL_TEXT_SIZE];
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:I}", "subject", facts->subject, "issuer",
                     facts->issuer, "names", facts->names, "fingerprint", facts->fingerprint,
                     "ends", wall_format((wall_t){facts->ends * 1000}, ends), "days_left",
                     (json_int_t)certificate_days_left(facts, time(NULL)));
}

static int verb_show(struct wish *wish)
{
    struct certificate_facts server, authority;
    bool has_authority = false;
    int result = read_facts(wish, &server, &authority, &has_authority);
    if (result != 0) {
        return result;
    }
    json_t *answer = json_pack("{s:o,s:o}", "server", json_of_facts(&server), "authority",
                               has_authority ? json_of_facts(&authority) : json_null());
    if (!printed_json(wish->client, answer)) {
        print_facts(wish, wish->client->language, &server, has_authority ? &authority : NULL);
    }
    json_decref(answer);
    return 0;
}

static enum tls_error take_word(struct wish *wish, const char *word, const char *value)
{
    snprintf(wish->folder.file, sizeof wish->folder.file, "%s", value != NULL ? value : word);
    if (strcmp(word, "--name") == 0 && value != NULL) {
        return issue_add_host(&wish->names, value);
    }
    if (strcmp(word, "--address") == 0 && value != NULL) {
        return issue_add_address(&wish->names, value);
    }
    if (strcmp(word, "--data") == 0 && value != NULL) {
        wish->folder.data = value;
        return TLS_OK;
    }
    return TLS_BAD_NAME;
}

int command_tls(const struct client *client, int count, char **words)
{
    static const struct {
        const char *name;
        int (*run)(struct wish *wish);
    } verbs[] = {
        {"init", verb_init}, {"renew", verb_renew}, {"show", verb_show}, {"use", verb_use}};
    struct wish wish = {.client = client, .folder.data = LINK_USUAL_DATA};
    for (int i = 1; i < count; i++) {
        if (words[i][0] != '-' && wish.file_count < 2) {
            wish.files[wish.file_count++] = words[i];
            continue;
        }
        enum tls_error error = take_word(&wish, words[i], i + 1 < count ? words[i + 1] : NULL);
        if (error != TLS_OK) {
            return refuse(&wish, error);
        }
        i++;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, words[0]) == 0) {
            return verbs[i].run(&wish);
        }
    }
    fprintf(stderr, "hallq tls init|renew|show|use CERT KEY [--data DIR]\n");
    return EXIT_USAGE;
}
