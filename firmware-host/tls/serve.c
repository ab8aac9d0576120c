/* serve.c: see serve.h. */
#include "tls/serve.h"
#include "tls/folder.h"
#include "tls/issue.h"

#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct tls_serve {
    char file[FOLDER_PATH];
    SSL_CTX *context;
    struct certificate_facts facts;
};

/* Forward secrecy and authenticated encryption only. */
static const char ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                              "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
static const unsigned char session_name[] = "hallq";

static int set_rules(SSL_CTX *context)
{
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_PRIORITIZE_CHACHA);
    /* Many followers of the live stream are silent most of the time: no buffers for them. */
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_num_tickets(context, 1);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
                   SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
                   SSL_CTX_set_session_id_context(context, session_name,
                                                  sizeof session_name - 1) == 1
               ? 0
               : -1;
}

static enum tls_error check_file(const char *file)
{
    struct stat about;
    if (stat(file, &about) < 0) {
        return TLS_CANNOT_READ;
    }
    return (about.st_mode & (S_IRWXG | S_IRWXO)) != 0 ? TLS_OPEN_KEY : TLS_OK;
}

static enum tls_error fill(SSL_CTX *context, const char *file, struct certificate_facts *facts)
{
    if (set_rules(context) < 0) {
        return TLS_NO_MEMORY;
    }
    enum tls_error error = check_file(file);
    if (error == TLS_OK) {
        error = certificate_read(file, facts);
    }
    if (error != TLS_OK) {
        return error;
    }
    if (SSL_CTX_use_certificate_chain_file(context, file) != 1) {
        return TLS_NO_CERTIFICATE;
    }
    ERR_clear_error();
    if (SSL_CTX_use_PrivateKey_file(context, file, SSL_FILETYPE_PEM) != 1) {
        return ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH
                   ? TLS_KEY_DIFFERS
                   : TLS_NO_KEY;
    }
    return TLS_OK;
}

enum tls_error tls_serve_reload(struct tls_serve *serve)
{
    struct certificate_facts facts = {0};
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    enum tls_error error = context != NULL ? fill(context, serve->file, &facts) : TLS_NO_MEMORY;
    ERR_clear_error(); /* what is left there would be taken for a connection's */
    if (error != TLS_OK) {
        SSL_CTX_free(context);
        return error;
    }
    SSL_CTX_free(serve->context); /* connections hold it as long as they need it */
    serve->context = context;
    serve->facts = facts;
    return TLS_OK;
}

struct tls_serve *tls_serve_create(const char *data, enum tls_error *error)
{
    struct tls_serve *serve = calloc(1, sizeof *serve);
    if (serve == NULL) {
        *error = TLS_NO_MEMORY;
        return NULL;
    }
    tls_folder_path(data, "server.pem", serve->file);
    *error = tls_serve_reload(serve);
    if (*error != TLS_OK) {
        tls_serve_destroy(serve);
        return NULL;
    }
    return serve;
}

void tls_serve_destroy(struct tls_serve *serve)
{
    if (serve != NULL) {
        SSL_CTX_free(serve->context);
        free(serve);
    }
}

const struct certificate_facts *tls_serve_facts(const struct tls_serve *serve)
{
    return &serve->facts;
}

bool tls_serve_is_named(const struct tls_serve *serve, const char *host)
{
    X509 *certificate = SSL_CTX_get0_certificate(serve->context);
    return X509_check_host(certificate, host, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) ==
               1 ||
           X509_check_ip_asc(certificate, host, 0) == 1;
}

struct bufferevent *tls_serve_accept(struct tls_serve *serve, struct event_base *loop)
{
    SSL *session = SSL_new(serve->context);
    struct bufferevent *connection =
        session != NULL ? bufferevent_openssl_socket_new(loop, -1, session,
                                                         BUFFEREVENT_SSL_ACCEPTING,
                                                         BEV_OPT_CLOSE_ON_FREE)
                        : NULL;
    if (connection == NULL) {
        SSL_free(session);
        return NULL;
    }
    /* Browsers drop connections without close_notify; that is an end like any other here, as
     * HTTP tells the length of everything. */
    bufferevent_openssl_set_allow_dirty_shutdown(connection, 1);
    return connection;
}

bool tls_is_shaken(struct bufferevent *connection)
{
    SSL *session = bufferevent_openssl_get_ssl(connection);
    return session != NULL && SSL_is_init_finished(session);
}

void tls_say_goodbye(struct bufferevent *connection)
{
    if (tls_is_shaken(connection)) {
        SSL_shutdown(bufferevent_openssl_get_ssl(connection));
        ERR_clear_error();
    }
}
