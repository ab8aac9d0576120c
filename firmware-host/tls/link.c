/* link.c: see link.h. */
#include "tls/link.h"
#include "tls/folder.h"

#include "base/local_token.h"

#include <arpa/inet.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/http.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { HTTP_PORT = 80, HTTPS_PORT = 443 };

struct link {
    char url[512], host[256]; /* an IPv6 address without its brackets */
    uint16_t port;
    bool secure, literal, loopback; /* literal: the host is a numeric address */
    char token[LINK_TOKEN], role[32];
    SSL_CTX *context;
    atomic_int trouble; /* an X509_V_ERR_… of the last handshake, or X509_V_OK */
};

/* ------------------------------------------------------------------ address */

static void take_host(struct link *link, const char *host)
{
    unsigned char bytes[16];
    size_t length = strlen(host);
    bool brackets = length > 2 && host[0] == '[' && host[length - 1] == ']';
    snprintf(link->host, sizeof link->host, "%.*s", (int)(brackets ? length - 2 : length),
             brackets ? host + 1 : host);
    bool four = inet_pton(AF_INET, link->host, bytes) == 1;
    bool six = !four && inet_pton(AF_INET6, link->host, bytes) == 1;
    link->literal = four || six;
    link->loopback = (four && bytes[0] == 127) ||
                     (six && IN6_IS_ADDR_LOOPBACK((const struct in6_addr *)bytes)) ||
                     strcasecmp(link->host, "localhost") == 0;
}

static int take_url(struct link *link, const char *url)
{
    struct evhttp_uri *uri = evhttp_uri_parse(url);
    const char *host = uri != NULL ? evhttp_uri_get_host(uri) : NULL;
    const char *scheme = uri != NULL ? evhttp_uri_get_scheme(uri) : NULL;
    bool good = host != NULL && host[0] != '\0' && strlen(host) < sizeof link->host &&
                strlen(url) < sizeof link->url && scheme != NULL &&
                (strcasecmp(scheme, "http") == 0 || strcasecmp(scheme, "https") == 0);
    if (good) {
        int port = evhttp_uri_get_port(uri);
        snprintf(link->url, sizeof link->url, "%s", url);
        link->secure = strcasecmp(scheme, "https") == 0;
        link->port = (uint16_t)(port > 0 ? port : link->secure ? HTTPS_PORT : HTTP_PORT);
        take_host(link, host);
    }
    if (uri != NULL) {
        evhttp_uri_free(uri);
    }
    return good ? 0 : -1;
}

/* ------------------------------------------------------------------ trust */

static int link_index; /* where a session keeps its link */

/* Called for each certificate of a chain: remembers why it is not trusted. */
static int on_verify(int good, X509_STORE_CTX *store)
{
    if (good == 0) {
        const SSL *session =
            X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
        struct link *link = SSL_get_ex_data(session, link_index);
        atomic_store(&link->trouble, X509_STORE_CTX_get_error(store));
    }
    return good;
}

static int trust_file(struct link *link, const char *file, struct link_problem *problem)
{
    if (SSL_CTX_load_verify_file(link->context, file) == 1) {
        return 0;
    }
    problem->key = "link.ca_unreadable";
    snprintf(problem->file, sizeof problem->file, "%s", file);
    return -1;
}

static int take_trust(struct link *link, const char *file, struct link_problem *problem)
{
    char usual[FOLDER_PATH];
    link_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    link->context = SSL_CTX_new(TLS_client_method());
    if (link->context == NULL || link_index < 0 ||
        SSL_CTX_set_min_proto_version(link->context, TLS1_2_VERSION) != 1) {
        problem->key = "link.no_memory";
        return -1;
    }
    SSL_CTX_set_verify(link->context, SSL_VERIFY_PEER, on_verify);
    SSL_CTX_set_mode(link->context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    tls_folder_path(LINK_USUAL_DATA, "ca.pem", usual);
    file = file != NULL ? file : getenv("HALLQ_CA");
    if (file != NULL) {
        return trust_file(link, file, problem);
    }
    return access(usual, R_OK) == 0 ? trust_file(link, usual, problem)
           : SSL_CTX_set_default_verify_paths(link->context) == 1 ? 0
                                                                  : -1;
}

static SSL *new_session(struct link *link)
{
    SSL *session = SSL_new(link->context);
    if (session == NULL) {
        return NULL;
    }
    X509_VERIFY_PARAM *rules = SSL_get0_param(session);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                               X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    int named = link->literal ? X509_VERIFY_PARAM_set1_ip_asc(rules, link->host)
                              : SSL_set1_host(session, link->host) == 1 &&
                                    SSL_set_tlsext_host_name(session, link->host) == 1;
    if (named != 1 || SSL_set_ex_data(session, link_index, link) != 1) {
        SSL_free(session);
        return NULL;
    }
    return session;
}

const char *link_trouble(const struct link *link)
{
    static const struct {
        int reason;
        const char *key;
    } rows[] = {
        {X509_V_ERR_HOSTNAME_MISMATCH, "link.wrong_name"},
        {X509_V_ERR_IP_ADDRESS_MISMATCH, "link.wrong_name"},
        {X509_V_ERR_CERT_HAS_EXPIRED, "link.expired"},
        {X509_V_ERR_CERT_NOT_YET_VALID, "link.not_yet"},
        {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "link.unknown_ca"},
        {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "link.unknown_ca"},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "link.unknown_ca"},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "link.unknown_ca"},
        {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "link.unknown_ca"},
        {X509_V_ERR_CERT_SIGNATURE_FAILURE, "link.unknown_ca"},
    };
    int reason = atomic_load(&link->trouble);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].reason == reason) {
            return rows[i].key;
        }
    }
    return reason == X509_V_OK ? NULL : "link.not_trusted";
}

/* ------------------------------------------------------------------ token */

static int take_token(struct link *link, const char *file, struct link_problem *problem)
{
    file = file != NULL ? file : getenv("HALLQ_TOKEN_FILE");
    if (file == NULL) {
        return 0;
    }
    bool open_to_others = false;
    snprintf(problem->file, sizeof problem->file, "%s", file);
    if (token_file_read(file, link->token, sizeof link->token, &open_to_others) < 0) {
        problem->key = "link.token_unreadable";
        return -1;
    }
    problem->key = open_to_others ? "link.token_open" : NULL;
    return 0;
}

static bool find_token(const struct link *link, char out[LINK_TOKEN])
{
    if (link->token[0] != '\0') {
        memcpy(out, link->token, LINK_TOKEN);
        return true;
    }
    return link->loopback && local_token_find(link->role, link->port, out) == 0;
}

void link_sign(const struct link *link, struct evhttp_request *request)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    char host[sizeof link->host + 16], token[LINK_TOKEN], bearer[LINK_TOKEN + 16];
    snprintf(host, sizeof host, strchr(link->host, ':') != NULL ? "[%s]:%u" : "%s:%u",
             link->host, link->port);
    evhttp_add_header(headers, "Host", host);
    if (find_token(link, token)) {
        snprintf(bearer, sizeof bearer, "Bearer %s", token);
        evhttp_add_header(headers, "Authorization", bearer);
        explicit_bzero(token, sizeof token);
        explicit_bzero(bearer, sizeof bearer);
    }
}

/* ------------------------------------------------------------------ life */

struct link *link_create(const struct link_settings *settings, struct link_problem *problem)
{
    struct link *link = calloc(1, sizeof *link);
    *problem = (struct link_problem){0};
    if (link == NULL) {
        problem->key = "link.no_memory";
        return NULL;
    }
    snprintf(link->role, sizeof link->role, "%s", settings->role);
    if (take_url(link, settings->url) < 0) {
        problem->key = "link.bad_url";
    } else if (take_token(link, settings->token_file, problem) == 0 &&
               (!link->secure || take_trust(link, settings->ca_file, problem) == 0)) {
        signal(SIGPIPE, SIG_IGN);
        return link;
    }
    link_destroy(link);
    return NULL;
}

void link_destroy(struct link *link)
{
    if (link != NULL) {
        SSL_CTX_free(link->context);
        explicit_bzero(link->token, sizeof link->token);
        free(link);
    }
}

struct evhttp_connection *link_connect(struct link *link, struct event_base *loop)
{
    if (!link->secure) {
        return evhttp_connection_base_new(loop, NULL, link->host, link->port);
    }
    atomic_store(&link->trouble, X509_V_OK);
    ERR_clear_error();
    SSL *session = new_session(link);
    struct bufferevent *way =
        session != NULL ? bufferevent_openssl_socket_new(loop, -1, session,
                                                         BUFFEREVENT_SSL_CONNECTING,
                                                         BEV_OPT_CLOSE_ON_FREE)
                        : NULL;
    if (way == NULL) {
        SSL_free(session);
        return NULL;
    }
    bufferevent_openssl_set_allow_dirty_shutdown(way, 1);
    return evhttp_connection_base_bufferevent_new(loop, NULL, way, link->host, link->port);
}

const char *link_url(const struct link *link)
{
    return link->url;
}
