/* A client and a controller that speak TLS to each other in one loop: who is believed, who is
 * not and for which reason; what a request carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/local_token.h"
#include "tls/folder.h"
#include "tls/issue.h"
#include "tls/link.h"
#include "tls/serve.h"

#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <ftw.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY = 24 * 60 * 60 };

static struct rig {
    char data[64], ca[FOLDER_PATH], token[128];
    struct event_base *loop;
    struct evhttp *http;
    struct tls_serve *serve;
    uint16_t port;
    char host[128], authorization[300];
    int status;
} rig;

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

static void on_request(struct evhttp_request *request, void *context)
{
    (void)context;
    struct evkeyvalq *headers = evhttp_request_get_input_headers(request);
    const char *host = evhttp_find_header(headers, "Host");
    const char *authorization = evhttp_find_header(headers, "Authorization");
    snprintf(rig.host, sizeof rig.host, "%s", host != NULL ? host : "");
    snprintf(rig.authorization, sizeof rig.authorization, "%s",
             authorization != NULL ? authorization : "");
    evhttp_send_reply(request, 200, "OK", NULL);
}

static struct bufferevent *on_accept(struct event_base *loop, void *context)
{
    (void)context;
    return tls_serve_accept(rig.serve, loop);
}

static int set_up(void **state)
{
    (void)state;
    struct issue_names names = {0};
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    enum tls_error error;
    bool made;
    rig = (struct rig){0};
    snprintf(rig.data, sizeof rig.data, "/tmp/hallq-test.XXXXXX");
    if (mkdtemp(rig.data) == NULL) {
        return -1;
    }
    setenv("RUNTIME_DIRECTORY", rig.data, 1);
    unsetenv("HALLQ_CA");
    unsetenv("HALLQ_TOKEN_FILE");
    struct tls_folder folder = {.data = rig.data};
    issue_add_host(&names, "localhost");
    if (tls_folder_init(&folder, &names, &made) != TLS_OK) {
        return -1;
    }
    tls_folder_path(rig.data, "ca.pem", rig.ca);
    rig.loop = event_base_new();
    rig.serve = tls_serve_create(rig.data, &error);
    rig.http = evhttp_new(rig.loop);
    evhttp_set_bevcb(rig.http, on_accept, NULL);
    evhttp_set_gencb(rig.http, on_request, NULL);
    struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(rig.http, "127.0.0.1", 0);
    if (rig.serve == NULL || bound == NULL ||
        getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&address, &size) < 0) {
        return -1;
    }
    rig.port = ntohs(address.sin_port);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    evhttp_free(rig.http);
    tls_serve_destroy(rig.serve);
    event_base_free(rig.loop);
    return nftw(rig.data, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void on_answer(struct evhttp_request *request, void *context)
{
    (void)context;
    rig.status = request != NULL ? evhttp_request_get_response_code(request) : 0;
    event_base_loopbreak(rig.loop);
}

static struct link *make_link(const char *host, const char *ca, const char *token)
{
    char url[128];
    struct link_problem problem;
    snprintf(url, sizeof url, "https://%s:%u", host, rig.port);
    const struct link_settings settings = {
        .url = url, .ca_file = ca, .token_file = token, .role = "kiosk"};
    struct link *link = link_create(&settings, &problem);
    assert_non_null(link);
    return link;
}

static void ask(struct link *link)
{
    struct evhttp_connection *connection = link_connect(link, rig.loop);
    assert_non_null(connection);
    evhttp_connection_set_timeout(connection, 10);
    struct evhttp_request *request = evhttp_request_new(on_answer, NULL);
    link_sign(link, request);
    rig.status = -1;
    rig.host[0] = rig.authorization[0] = '\0';
    assert_int_equal(evhttp_make_request(connection, request, EVHTTP_REQ_GET, "/"), 0);
    event_base_dispatch(rig.loop);
    evhttp_connection_free(connection);
}

static void who_is_known_is_believed(void **state)
{
    (void)state;
    char wanted[64];
    struct link *link = make_link("localhost", rig.ca, NULL);
    for (int i = 0; i < 3; i++) { /* a connection each */
        ask(link);
        assert_int_equal(rig.status, 200);
        assert_null(link_trouble(link));
    }
    snprintf(wanted, sizeof wanted, "localhost:%u", rig.port);
    assert_string_equal(rig.host, wanted);
    assert_string_equal(rig.authorization, "");
    link_destroy(link);
}

static void put_server(X509 *certificate, EVP_PKEY *key)
{
    char path[FOLDER_PATH];
    tls_folder_path(rig.data, "server.pem", path);
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    assert_int_equal(PEM_write_PrivateKey(to, key, NULL, NULL, 0, NULL, NULL), 1);
    assert_int_equal(PEM_write_X509(to, certificate), 1);
    fclose(to);
    assert_int_equal(tls_serve_reload(rig.serve), TLS_OK);
}

/* The controller shows a certificate of another CA, written over ca.pem or not. */
static void serve_by_new_authority(int64_t seconds, bool known)
{
    struct issue_names names = {0};
    EVP_PKEY *ca_key, *key;
    X509 *ca, *certificate;
    issue_add_host(&names, "localhost");
    assert_int_equal(issue_authority(&names, &ca_key, &ca), TLS_OK);
    assert_int_equal(issue_server(ca, ca_key, &names, seconds, &key, &certificate), TLS_OK);
    put_server(certificate, key);
    if (known) {
        FILE *to = fopen(rig.ca, "w");
        assert_non_null(to);
        assert_int_equal(PEM_write_X509(to, ca), 1);
        fclose(to);
    }
    X509_free(ca);
    X509_free(certificate);
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(key);
}

static void refused_for(const char *host, const char *reason)
{
    struct link *link = make_link(host, rig.ca, NULL);
    ask(link);
    assert_int_equal(rig.status, 0);
    assert_string_equal(link_trouble(link), reason);
    assert_string_equal(rig.host, ""); /* nothing was sent */
    link_destroy(link);
}

static void who_is_not_is_refused_with_the_reason(void **state)
{
    (void)state;
    refused_for("127.0.0.1", "link.wrong_name"); /* the certificate has the name only */
    serve_by_new_authority(DAY, false);
    refused_for("localhost", "link.unknown_ca");
    serve_by_new_authority(-DAY, true);
    refused_for("localhost", "link.expired");
    struct link *link = make_link("localhost", rig.ca, NULL);
    serve_by_new_authority(DAY, true); /* renewed: but this link still has the old CA */
    ask(link);
    assert_string_equal(link_trouble(link), "link.unknown_ca");
    link_destroy(link);
    link = make_link("localhost", rig.ca, NULL);
    ask(link);
    assert_int_equal(rig.status, 200);
    link_destroy(link);
}

static void a_token_goes_with_each_request(void **state)
{
    (void)state;
    char why[256], wanted[LOCAL_TOKEN_SIZE + 8];
    struct local_tokens tokens;
    struct link *link = make_link("localhost", rig.ca, NULL);
    for (int start = 0; start < 2; start++) { /* a new start makes new tokens */
        assert_int_equal(local_tokens_create(&tokens, why, sizeof why), 0);
        assert_int_equal(local_tokens_write(&tokens, rig.port, why, sizeof why), 0);
        ask(link);
        snprintf(wanted, sizeof wanted, "Bearer %s", tokens.values[1]);
        assert_string_equal(rig.authorization, wanted);
        local_tokens_remove(&tokens);
    }
    link_destroy(link);
    snprintf(rig.token, sizeof rig.token, "%s/token", rig.data);
    FILE *to = fopen(rig.token, "w");
    assert_non_null(to);
    fputs("given-by-hand\n", to);
    fclose(to);
    link = make_link("localhost", rig.ca, rig.token);
    ask(link);
    assert_string_equal(rig.authorization, "Bearer given-by-hand");
    link_destroy(link);
}

static void what_cannot_work_is_told_at_once(void **state)
{
    (void)state;
    snprintf(rig.token, sizeof rig.token, "%s/token", rig.data);
    FILE *to = fopen(rig.token, "w");
    assert_non_null(to);
    fputs("abc\n", to);
    fclose(to);
    assert_int_equal(chmod(rig.token, 0644), 0);
    const struct {
        const char *url, *ca, *token, *problem;
        bool usable;
    } rows[] = {
        {"http://127.0.0.1:8080", NULL, NULL, NULL, true},
        {"http://[::1]:8080", NULL, NULL, NULL, true},
        {"HTTPS://hall.test", rig.ca, NULL, NULL, true},
        {"http://127.0.0.1:8080", NULL, rig.token, "link.token_open", true},
        {"127.0.0.1:8080", NULL, NULL, "link.bad_url", false},
        {"ftp://hall.test", NULL, NULL, "link.bad_url", false},
        {"http://", NULL, NULL, "link.bad_url", false},
        {"", NULL, NULL, "link.bad_url", false},
        {"https://hall.test", "/nothing", NULL, "link.ca_unreadable", false},
        {"https://hall.test", rig.token, NULL, "link.ca_unreadable", false},
        {"http://hall.test", NULL, "/nothing", "link.token_unreadable", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct link_problem problem;
        const struct link_settings settings = {.url = rows[i].url,
                                               .ca_file = rows[i].ca,
                                               .token_file = rows[i].token,
                                               .role = "board"};
        struct link *link = link_create(&settings, &problem);
        assert_int_equal(link != NULL, rows[i].usable);
        if (rows[i].problem == NULL) {
            assert_null(problem.key);
        } else {
            assert_string_equal(problem.key, rows[i].problem);
        }
        link_destroy(link);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_is_known_is_believed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_not_is_refused_with_the_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_token_goes_with_each_request, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_work_is_told_at_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
