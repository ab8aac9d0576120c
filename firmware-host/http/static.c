/* static.c: files that are the same for everybody: the pages, and the words they speak.
 *
 * Problem: a web server that opens files can be talked into opening others. Ours opens none: the
 * pages of firmware-host/web are part of the program (hallq_embed), and a name is looked up among
 * them, so "../" and "%2e%2e" are names that are not there. The staff pages are bundled and
 * gzip'ed at build time (.cmake/web.cmake) and leave as they lie there; every browser takes gzip.
 *
 * An ETag over the bytes lets a browser keep what it has and ask each time; after an update of
 * the program nobody sees an old page. Thread: loop. */
#include "http/route.h"

#include "base/embedded.h"
#include "office_files.h"
#include "web_files.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_BYTES = 16, TAG_TEXT = 2 * TAG_BYTES + 3, NAME_SIZE = 128 };

/* ------------------------------------------------------------------ tags */

static void tag_of(const void *bytes, size_t size, char out[TAG_TEXT])
{
    unsigned char hash[TAG_BYTES];
    char hex[2 * TAG_BYTES + 1];
    crypto_generichash(hash, sizeof hash, bytes, size, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(out, TAG_TEXT, "\"%s\"", hex);
}

void reply_tagged(struct request *request, const char *type, const void *bytes, size_t size)
{
    if (request->http == NULL) {
        request_finish(request);
        return;
    }
    char tag[TAG_TEXT];
    tag_of(bytes, size, tag);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->http);
    evhttp_add_header(headers, "ETag", tag);
    evhttp_add_header(headers, "Cache-Control", "private, no-cache");
    const char *known =
        evhttp_find_header(evhttp_request_get_input_headers(request->http), "If-None-Match");
    bool same = known != NULL && strstr(known, tag) != NULL;
    reply_bytes(request, same ? 304 : 200, type, bytes, same ? 0 : size);
}

void reply_tagged_json(struct request *request, json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(body);
    if (text == NULL) {
        reply_error(request, 503, "full");
        return;
    }
    reply_tagged(request, "application/json; charset=utf-8", text, strlen(text));
    free(text);
}

/* ------------------------------------------------------------------ files */

static const char *type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } rows[] = {
        {".css", "text/css; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(dot, rows[i].end) == 0) {
            return rows[i].type;
        }
    }
    return "application/octet-stream";
}

static int by_name(const void *name, const void *file)
{
    return strcmp(name, ((const struct embedded_file *)file)->name);
}

void reply_web_file(struct request *request, const char *name)
{
    const struct embedded_file *file =
        bsearch(name, web_files, web_files_count, sizeof *web_files, by_name);
    if (file == NULL) {
        reply_error(request, 404, "no_such_page");
        return;
    }
    reply_tagged(request, type_of(name), file->bytes, file->size);
}

static void get_phone_page(struct request *request)
{
    reply_web_file(request, "phone/index.html");
}

static void get_phone_file(struct request *request)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "phone/%s", request->parts[0]);
    reply_web_file(request, name);
}

/* The staff pages: "index.html.gz" is served as index.html. */
static void reply_office_file(struct request *request, const char *name)
{
    char packed[NAME_SIZE];
    snprintf(packed, sizeof packed, "%s.gz", name);
    const struct embedded_file *file =
        bsearch(packed, office_files, office_files_count, sizeof *office_files, by_name);
    if (file == NULL) {
        reply_error(request, 404, "no_such_page");
        return;
    }
    if (request->http != NULL) {
        evhttp_add_header(evhttp_request_get_output_headers(request->http), "Content-Encoding",
                          "gzip");
    }
    reply_tagged(request, type_of(name), file->bytes, file->size);
}

static void get_office_page(struct request *request)
{
    reply_office_file(request, "index.html");
}

static void get_office_file(struct request *request)
{
    reply_office_file(request, request->parts[0]);
}

static void get_root(struct request *request)
{
    if (request->http != NULL) {
        evhttp_add_header(evhttp_request_get_output_headers(request->http), "Location",
                          "/office/");
    }
    reply_text(request, 302, "text/plain; charset=utf-8", "");
}

/* ------------------------------------------------------------------ words */

/* All texts of one concern: config/lang/phone.yaml is /api/v1/words/phone, without "phone.". */
static void get_words(struct request *request)
{
    const struct language *language = request->server->language;
    size_t prefix = strlen(request->parts[0]);
    json_t *out = json_object();
    const char *key;
    for (size_t i = 0; (key = language_key(language, i)) != NULL; i++) {
        if (strncmp(key, request->parts[0], prefix) == 0 && key[prefix] == '.') {
            json_object_set_new(out, key + prefix + 1,
                                json_pack("{s:s,s:s}", "zh",
                                          language_text(language, LANGUAGE_ZH, key), "en",
                                          language_text(language, LANGUAGE_EN, key)));
        }
    }
    if (json_object_size(out) == 0) {
        json_decref(out);
        reply_error(request, 404, "no_such_page");
        return;
    }
    reply_tagged_json(request, out);
}

const struct route static_routes[] = {
    {EVHTTP_REQ_GET, "/", get_root, "转到工作人员页面", "Leads to the staff pages", NULL, NULL, NULL,
     302, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/office/", get_office_page, "工作人员页面", "The staff pages", NULL, NULL, NULL,
     200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/office/{file}", get_office_file, "工作人员页面的文件",
     "Files of the staff pages", NULL, NULL, NULL, 200,
     MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/t/", get_phone_page, "办事人的手机页面", "The visitor's phone page", NULL,
     NULL, NULL, 200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/t/{file}", get_phone_file, "手机页面的文件", "Files of the phone page", NULL,
     NULL, NULL, 200, MAY_ANYBODY},
    {EVHTTP_REQ_GET, "/api/v1/words/{concern}", get_words, "页面文字（中英文）",
     "Words of a page, both languages", NULL, NULL, NULL, 200, MAY_ANYBODY},
    {0},
};
