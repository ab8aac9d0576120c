/* folder.c: see folder.h. */
#include "tls/folder.h"
#include "tls/issue.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CHAIN_MOST = 8, YEAR_SECONDS = 365 * 24 * 60 * 60 };

void tls_folder_path(const char *data, const char *name, char out[FOLDER_PATH])
{
    snprintf(out, FOLDER_PATH, "%s/tls%s%s", data, name[0] != '\0' ? "/" : "", name);
}

static bool is_there(const char *data, const char *name)
{
    char path[FOLDER_PATH];
    tls_folder_path(data, name, path);
    return access(path, F_OK) == 0;
}

bool tls_folder_is_made(const char *data)
{
    return is_there(data, "server.pem");
}

/* What root makes belongs to whom the data belong: the controller does not run as root. */
static int give_to_owner(const struct tls_folder *folder, int descriptor)
{
    struct stat data;
    if (geteuid() != 0) {
        return 0;
    }
    return stat(folder->data, &data) == 0 ? fchown(descriptor, data.st_uid, data.st_gid) : -1;
}

static enum tls_error make_folder(struct tls_folder *folder)
{
    tls_folder_path(folder->data, "", folder->file);
    if ((mkdir(folder->data, 0700) < 0 && errno != EEXIST) ||
        (mkdir(folder->file, 0700) < 0 && errno != EEXIST)) {
        return TLS_CANNOT_WRITE;
    }
    int descriptor = open(folder->file, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) {
        return TLS_CANNOT_WRITE;
    }
    int result = fchmod(descriptor, 0700) == 0 ? give_to_owner(folder, descriptor) : -1;
    close(descriptor);
    return result == 0 ? TLS_OK : TLS_CANNOT_WRITE;
}

/* ------------------------------------------------------------------ files */

struct content { /* of one PEM file; NULL = not in it */
    EVP_PKEY *key;
    X509 *chain[CHAIN_MOST];
    size_t count;
};

static void content_free(struct content *content)
{
    EVP_PKEY_free(content->key);
    for (size_t i = 0; i < content->count; i++) {
        X509_free(content->chain[i]);
    }
    *content = (struct content){0};
}

static int no_pass_phrase(char *out, int size, int writing, void *context)
{
    (void)out;
    (void)size;
    (void)writing;
    (void)context;
    return -1; /* nobody is there to type it when the controller starts */
}

static enum tls_error read_key(struct tls_folder *folder, const char *path, EVP_PKEY **out)
{
    snprintf(folder->file, sizeof folder->file, "%s", path);
    FILE *from = fopen(path, "re");
    if (from == NULL) {
        return TLS_CANNOT_READ;
    }
    *out = PEM_read_PrivateKey(from, NULL, no_pass_phrase, NULL);
    fclose(from);
    return *out != NULL ? TLS_OK : TLS_NO_KEY;
}

static enum tls_error read_chain(struct tls_folder *folder, const char *path,
                                 struct content *out)
{
    snprintf(folder->file, sizeof folder->file, "%s", path);
    FILE *from = fopen(path, "re");
    if (from == NULL) {
        return TLS_CANNOT_READ;
    }
    X509 *certificate;
    while (out->count < CHAIN_MOST &&
           (certificate = PEM_read_X509(from, NULL, NULL, NULL)) != NULL) {
        out->chain[out->count++] = certificate;
    }
    fclose(from);
    return out->count > 0 ? TLS_OK : TLS_NO_CERTIFICATE;
}

static int put_content(FILE *to, const struct content *content)
{
    if (content->key != NULL &&
        PEM_write_PKCS8PrivateKey(to, content->key, NULL, NULL, 0, NULL, NULL) != 1) {
        return -1;
    }
    for (size_t i = 0; i < content->count; i++) {
        if (PEM_write_X509(to, content->chain[i]) != 1) {
            return -1;
        }
    }
    return fflush(to) == 0 && fsync(fileno(to)) == 0 ? 0 : -1;
}

static int sync_folder(const struct tls_folder *folder)
{
    char path[FOLDER_PATH];
    tls_folder_path(folder->data, "", path);
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = descriptor >= 0 ? fsync(descriptor) : -1;
    if (descriptor >= 0) {
        close(descriptor);
    }
    return result;
}

/* Whole or not at all: a new file takes the old one's place when it is on disk. */
static enum tls_error write_file(struct tls_folder *folder, const char *name,
                                 const struct content *content)
{
    char fresh[FOLDER_PATH + 4];
    tls_folder_path(folder->data, name, folder->file);
    snprintf(fresh, sizeof fresh, "%s.new", folder->file);
    unlink(fresh);
    int descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *to = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (to == NULL) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        return TLS_CANNOT_WRITE;
    }
    int result = give_to_owner(folder, descriptor) == 0 ? put_content(to, content) : -1;
    if (fclose(to) != 0 || result < 0 || rename(fresh, folder->file) < 0 ||
        sync_folder(folder) < 0) {
        unlink(fresh);
        return TLS_CANNOT_WRITE;
    }
    return TLS_OK;
}

/* ------------------------------------------------------------------ CA and certificate */

static enum tls_error make_authority(struct tls_folder *folder, const struct issue_names *names)
{
    struct content certificate = {0}, key = {0};
    enum tls_error error = issue_authority(names, &key.key, &certificate.chain[0]);
    certificate.count = error == TLS_OK;
    /* The key first: a certificate without its key would be distributed for nothing. */
    if (error == TLS_OK) {
        error = write_file(folder, "ca.key", &key);
    }
    if (error == TLS_OK) {
        error = write_file(folder, "ca.pem", &certificate);
    }
    content_free(&certificate);
    content_free(&key);
    return error;
}

static enum tls_error read_authority(struct tls_folder *folder, struct content *out)
{
    char path[FOLDER_PATH];
    tls_folder_path(folder->data, "ca.pem", path);
    if (!is_there(folder->data, "ca.pem") || !is_there(folder->data, "ca.key")) {
        snprintf(folder->file, sizeof folder->file, "%s", path);
        return TLS_NO_AUTHORITY;
    }
    enum tls_error error = read_chain(folder, path, out);
    if (error == TLS_OK) {
        tls_folder_path(folder->data, "ca.key", path);
        error = read_key(folder, path, &out->key);
    }
    return error == TLS_OK && X509_check_private_key(out->chain[0], out->key) != 1
               ? TLS_KEY_DIFFERS
               : error;
}

static enum tls_error make_server(struct tls_folder *folder, const struct issue_names *names)
{
    struct content authority = {0}, server = {0};
    enum tls_error error = read_authority(folder, &authority);
    if (error == TLS_OK) {
        error = issue_server(authority.chain[0], authority.key, names, 2LL * YEAR_SECONDS,
                             &server.key, &server.chain[0]);
        server.count = error == TLS_OK;
        tls_folder_path(folder->data, "ca.pem", folder->file);
    }
    if (error == TLS_OK) {
        error = write_file(folder, "server.pem", &server);
    }
    content_free(&authority);
    content_free(&server);
    return error;
}

enum tls_error tls_folder_init(struct tls_folder *folder, const struct issue_names *names,
                               bool *made)
{
    enum tls_error error = make_folder(folder);
    *made = false;
    /* A key alone is from a first run that was cut off: nobody has seen its certificate. */
    if (error == TLS_OK && !is_there(folder->data, "ca.pem")) {
        *made = true;
        error = make_authority(folder, names);
    }
    if (error == TLS_OK && !tls_folder_is_made(folder->data)) {
        *made = true;
        error = make_server(folder, names);
    }
    return error;
}

enum tls_error tls_folder_renew(struct tls_folder *folder, const struct issue_names *names)
{
    struct issue_names present;
    if (names->host_count + names->address_count > 0) {
        return make_server(folder, names);
    }
    struct content server = {0};
    char path[FOLDER_PATH];
    tls_folder_path(folder->data, "server.pem", path);
    enum tls_error error = read_chain(folder, path, &server);
    if (error == TLS_OK) {
        issue_names_of(server.chain[0], &present);
        error = make_server(folder, &present);
    }
    content_free(&server);
    return error;
}

/* ------------------------------------------------------------------ a site's own */

static enum tls_error check_own(const struct content *content)
{
    struct certificate_facts facts;
    int64_t now = time(NULL);
    certificate_facts_of(content->chain[0], &facts);
    return X509_check_private_key(content->chain[0], content->key) != 1 ? TLS_KEY_DIFFERS
           : facts.ends <= now                                         ? TLS_EXPIRED
           : facts.begins > now                                        ? TLS_NOT_YET
           : facts.names[0] == '\0'                                    ? TLS_NO_NAMES
                                                                       : TLS_OK;
}

enum tls_error tls_folder_use(struct tls_folder *folder, const char *certificate,
                              const char *key)
{
    struct content content = {0};
    enum tls_error error = read_chain(folder, certificate, &content);
    if (error == TLS_OK) {
        error = read_key(folder, key, &content.key);
    }
    if (error == TLS_OK) {
        snprintf(folder->file, sizeof folder->file, "%s", certificate);
        error = check_own(&content);
    }
    if (error == TLS_OK) {
        error = make_folder(folder);
    }
    if (error == TLS_OK) {
        error = write_file(folder, "server.pem", &content);
    }
    content_free(&content);
    return error;
}
