/* script.c: see script.h. */
#include "board/script.h"

#include "common/screenshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 512 };

struct script {
    int file;
    bool pipe;              /* lines come as somebody writes them: its end is no end */
    char bytes[LINE_BYTES]; /* read and not yet taken */
    size_t used;
    char line[LINE_BYTES]; /* being waited for, "" = take the next */
    mono_t since;
};

struct script *script_load(const char *path, char *why, size_t size)
{
    struct script *script = calloc(1, sizeof *script);
    struct stat kind;
    if (script == NULL || stat(path, &kind) < 0) {
        snprintf(why, size, "%s: %s", path, strerror(errno));
        free(script);
        return NULL;
    }
    script->pipe = S_ISFIFO(kind.st_mode);
    script->file = open(path, (script->pipe ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
    if (script->file < 0) {
        snprintf(why, size, "%s: %s", path, strerror(errno));
        free(script);
        return NULL;
    }
    return script;
}

void script_destroy(struct script *script)
{
    if (script != NULL) {
        close(script->file);
        free(script);
    }
}

/* 1 = done, 0 = not yet, -1 = cannot. */
static int try_line(const char *line, struct stage *stage)
{
    if (strncmp(line, "wait ", 5) == 0) {
        return stage_shows(stage, line + 5);
    }
    if (strncmp(line, "gone ", 5) == 0) {
        return !stage_shows(stage, line + 5);
    }
    if (strncmp(line, "picture ", 8) == 0) {
        return screenshot_save(app_picture(stage_app(stage)), line + 8) < 0 ? -1 : 1;
    }
    return -1;
}

/* Takes a whole line out of what was read. 1, 0 = none yet, -1 = the script is over. */
static int take_line(struct script *script)
{
    ssize_t count =
        read(script->file, script->bytes + script->used, sizeof script->bytes - script->used);
    script->used += count > 0 ? (size_t)count : 0;
    const char *end = memchr(script->bytes, '\n', script->used);
    if (end == NULL) {
        return script->pipe ? 0 : -1;
    }
    size_t length = (size_t)(end - script->bytes);
    memcpy(script->line, script->bytes, length);
    script->line[length] = '\0';
    script->used -= length + 1;
    memmove(script->bytes, end + 1, script->used);
    return 1;
}

/* Until there is a line to do. */
static int next_line(struct script *script, mono_t now)
{
    int taken = 1;
    while (taken > 0 && (script->line[0] == '\0' || script->line[0] == '#')) {
        script->line[0] = '\0';
        taken = take_line(script);
        script->since = now;
    }
    return taken;
}

enum script_state script_step(struct script *script, struct stage *stage, mono_t now)
{
    int taken;
    while ((taken = next_line(script, now)) > 0) {
        if (strcmp(script->line, "quit") == 0) {
            return SCRIPT_QUITS;
        }
        int done = try_line(script->line, stage);
        if (done < 0 || (done == 0 && mono_between(script->since, now) > SCRIPT_PATIENCE_MS)) {
            printf("failed: %s\n", script->line);
            return SCRIPT_FAILS;
        }
        if (done == 0) {
            return SCRIPT_RUNS;
        }
        printf("%lld %s\n", (long long)now.ms, script->line);
        fflush(stdout);
        script->line[0] = '\0';
    }
    return taken < 0 ? SCRIPT_QUITS : SCRIPT_RUNS;
}
