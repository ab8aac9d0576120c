/* script.c: see script.h. */
#include "board/script.h"

#include "common/screenshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 512 };

struct script {
    FILE *file;
    char line[LINE_BYTES]; /* being waited for, "" = read the next */
    mono_t since;
};

struct script *script_load(const char *path, char *why, size_t size)
{
    struct script *script = calloc(1, sizeof *script);
    if (script == NULL || (script->file = fopen(path, "r")) == NULL) {
        snprintf(why, size, "%s: %s", path, strerror(errno));
        free(script);
        return NULL;
    }
    return script;
}

void script_destroy(struct script *script)
{
    if (script != NULL) {
        fclose(script->file);
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

static bool next_line(struct script *script, mono_t now)
{
    while (script->line[0] == '\0' || script->line[0] == '#') {
        if (fgets(script->line, sizeof script->line, script->file) == NULL) {
            return false;
        }
        script->line[strcspn(script->line, "\r\n")] = '\0';
        script->since = now;
    }
    return true;
}

enum script_state script_step(struct script *script, struct stage *stage, mono_t now)
{
    while (next_line(script, now)) {
        if (strcmp(script->line, "quit") == 0) {
            return SCRIPT_QUITS;
        }
        int done = try_line(script->line, stage);
        if (done < 0 || (done == 0 &&
                         mono_between(script->since, now) > SCRIPT_PATIENCE_MS)) {
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
    return SCRIPT_QUITS;
}
