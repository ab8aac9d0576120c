/* local_token.c: see local_token.h. */
#include "base/local_token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLACES = 5, OTHERS = S_IRWXG | S_IRWXO, OTHERS_WRITE = S_IWGRP | S_IWOTH };

const char *local_token_role(size_t index)
{
    static const char *const roles[LOCAL_TOKEN_ROLES] = {"administrator", "kiosk", "board"};
    return index < LOCAL_TOKEN_ROLES ? roles[index] : NULL;
}

/* ------------------------------------------------------------------ places */

/* The folders that may be RUNTIME, best first; "" = no such. The last one is for reading only. */
static void places(char out[PLACES][LOCAL_TOKEN_PATH])
{
    const char *runtime = getenv("RUNTIME_DIRECTORY"), *session = getenv("XDG_RUNTIME_DIR");
    memset(out, 0, (size_t)PLACES * LOCAL_TOKEN_PATH);
    if (runtime != NULL && runtime[0] == '/') {
        snprintf(out[0], LOCAL_TOKEN_PATH, "%.*s", (int)strcspn(runtime, ":"), runtime);
    }
    snprintf(out[1], LOCAL_TOKEN_PATH, "/run/hallq");
    if (session != NULL && session[0] == '/') {
        snprintf(out[2], LOCAL_TOKEN_PATH, "%s/hallq", session);
    }
    snprintf(out[3], LOCAL_TOKEN_PATH, "/tmp/hallq-%u", (unsigned)geteuid());
    snprintf(out[4], LOCAL_TOKEN_PATH, "/run/hall");
}

/* Opens a folder that is ours and that nobody else can write; `forbidden` are the mode's bits
 * that must not be set. */
static int open_own(const char *path, mode_t forbidden)
{
    struct stat about;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && (fstat(folder, &about) < 0 || about.st_uid != geteuid() ||
                        (about.st_mode & forbidden) != 0)) {
        close(folder);
        errno = EPERM;
        return -1;
    }
    return folder;
}

static bool can_be_runtime(const char *path)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST) {
        return false;
    }
    int folder = open_own(path, OTHERS_WRITE);
    if (folder < 0) {
        return false;
    }
    bool writable = faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) == 0;
    close(folder);
    return writable;
}

/* ------------------------------------------------------------------ writing */

static int make_value(char out[LOCAL_TOKEN_SIZE])
{
    unsigned char random[LOCAL_TOKEN_BYTES];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        return -1;
    }
    for (size_t i = 0; i < sizeof random; i++) {
        snprintf(out + 2 * i, 3, "%02x", random[i]);
    }
    explicit_bzero(random, sizeof random);
    return 0;
}

int local_tokens_create(struct local_tokens *tokens, char *why, size_t size)
{
    char found[PLACES][LOCAL_TOKEN_PATH];
    *tokens = (struct local_tokens){0};
    for (size_t i = 0; i < LOCAL_TOKEN_ROLES; i++) {
        if (make_value(tokens->values[i]) < 0) {
            snprintf(why, size, "no random numbers");
            return -1;
        }
    }
    places(found);
    for (size_t i = 0; i + 1 < PLACES; i++) {
        if (found[i][0] != '\0' && can_be_runtime(found[i])) {
            memcpy(tokens->folder, found[i], sizeof tokens->folder);
            return 0;
        }
    }
    snprintf(why, size, "%s belongs to somebody else or others can write it; programs on this "
                        "machine need --token-file",
             found[PLACES - 2]);
    return -1;
}

/* A new file takes the old one's place: whoever has the old one open reads old bytes only. */
static int write_value(int folder, const char *role, const char *value)
{
    unlinkat(folder, role, 0);
    int file = openat(folder, role, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return -1;
    }
    size_t length = strlen(value);
    bool good = fchmod(file, 0600) == 0 && write(file, value, length) == (ssize_t)length;
    close(file);
    return good ? 0 : -1;
}

static void port_folder(const struct local_tokens *tokens, uint16_t port, char *out, size_t size)
{
    snprintf(out, size, "%s/%u", tokens->folder, port);
}

int local_tokens_write(struct local_tokens *tokens, uint16_t port, char *why, size_t size)
{
    char path[LOCAL_TOKEN_PATH + 8];
    port_folder(tokens, port, path, sizeof path);
    if (tokens->folder[0] == '\0' || tokens->port_count == LOCAL_TOKEN_PORTS ||
        (mkdir(path, 0700) < 0 && errno != EEXIST)) {
        snprintf(why, size, "%s cannot be made", path);
        return -1;
    }
    int folder = open_own(path, OTHERS), result = folder < 0 ? -1 : 0;
    for (size_t i = 0; result == 0 && i < LOCAL_TOKEN_ROLES; i++) {
        result = write_value(folder, local_token_role(i), tokens->values[i]);
    }
    if (folder >= 0) {
        close(folder);
    }
    if (result < 0) {
        snprintf(why, size, "%s: must be a folder of this user with mode 0700 (%s)", path,
                 strerror(errno));
        return -1;
    }
    tokens->ports[tokens->port_count++] = port;
    return 0;
}

void local_tokens_remove(struct local_tokens *tokens)
{
    for (size_t i = 0; i < tokens->port_count; i++) {
        char path[LOCAL_TOKEN_PATH + 8];
        port_folder(tokens, tokens->ports[i], path, sizeof path);
        int folder = open_own(path, OTHERS);
        for (size_t r = 0; folder >= 0 && r < LOCAL_TOKEN_ROLES; r++) {
            unlinkat(folder, local_token_role(r), 0);
        }
        if (folder >= 0) {
            close(folder);
            rmdir(path);
        }
    }
    explicit_bzero(tokens, sizeof *tokens);
}

/* ------------------------------------------------------------------ matching */

/* Without a branch on what is compared. */
static bool is_same(const char *a, const char *b, size_t size)
{
    volatile unsigned char different = 0;
    for (size_t i = 0; i < size; i++) {
        different |= (unsigned char)(a[i] ^ b[i]);
    }
    return different == 0;
}

const char *local_tokens_match(const struct local_tokens *tokens, const char *token)
{
    char given[LOCAL_TOKEN_SIZE] = {0};
    size_t length = strlen(token);
    const char *role = NULL;
    memcpy(given, token, length < sizeof given ? length : 0);
    for (size_t i = 0; i < LOCAL_TOKEN_ROLES; i++) {
        bool same = is_same(given, tokens->values[i], sizeof given);
        role = same && tokens->values[i][0] != '\0' ? local_token_role(i) : role;
    }
    explicit_bzero(given, sizeof given);
    return role;
}

/* ------------------------------------------------------------------ reading */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Reads at most size - 1 bytes and drops white space around them. */
static int read_trimmed(int file, char *out, size_t size)
{
    ssize_t count = read(file, out, size);
    if (count <= 0 || (size_t)count == size) {
        return -1;
    }
    size_t from = 0, to = (size_t)count;
    while (to > 0 && is_space(out[to - 1])) {
        to--;
    }
    while (from < to && is_space(out[from])) {
        from++;
    }
    for (size_t i = from; i < to; i++) {
        if (out[i] <= ' ' || out[i] > '~') {
            return -1; /* a header's value must be one clean word */
        }
    }
    memmove(out, out + from, to - from);
    out[to - from] = '\0';
    return to > from ? 0 : -1;
}

int token_file_read(const char *file, char *out, size_t size, bool *open_to_others)
{
    struct stat about;
    int from = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (from < 0) {
        return -1;
    }
    int result = fstat(from, &about) == 0 && S_ISREG(about.st_mode)
                     ? read_trimmed(from, out, size)
                     : -1;
    *open_to_others = result == 0 && (about.st_mode & OTHERS) != 0;
    close(from);
    return result;
}

static bool is_trusted(const struct stat *about)
{
    uid_t self = geteuid();
    return S_ISREG(about->st_mode) && (about->st_mode & OTHERS) == 0 &&
           (about->st_uid == self || about->st_uid == 0 || self == 0);
}

static int read_place(const char *place, const char *role, uint16_t port, char out[LINK_TOKEN])
{
    char path[LOCAL_TOKEN_PATH + 48];
    struct stat about;
    snprintf(path, sizeof path, "%.*s/%u/%.31s", LOCAL_TOKEN_PATH - 1, place, port, role);
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return -1;
    }
    int result = fstat(file, &about) == 0 && is_trusted(&about)
                     ? read_trimmed(file, out, LINK_TOKEN)
                     : -1;
    close(file);
    return result;
}

int local_token_find(const char *role, uint16_t port, char out[LINK_TOKEN])
{
    char found[PLACES][LOCAL_TOKEN_PATH];
    places(found);
    for (size_t i = 0; i < PLACES; i++) {
        if (found[i][0] != '\0' && read_place(found[i], role, port, out) == 0) {
            return 0;
        }
    }
    return -1;
}
