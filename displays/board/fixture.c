/* fixture.c: see fixture.h. */
#define LOG_MODULE "fixture"
#include "board/fixture.h"

#include "base/log.h"
#include "common/screenshot.h"

enum { WHY_BYTES = 256 };

/* The board's own clock in a fixture: it begins here, whatever the machine's says. */
static const mono_t beginning = {1000000};

static int draw(struct stage *stage, const json_t *json, char *why, size_t size)
{
    size_t announce[BOARD_CALLS];
    int64_t after = json_integer_value(json_object_get(json, "after_ms"));
    int64_t silence = json_integer_value(json_object_get(json, "silence_ms"));
    if (stage_take(stage, json, beginning, announce, why, size) < 0) {
        return -1;
    }
    mono_t now = mono_after(beginning, after > silence ? after : silence);
    stage_draw(stage, mono_after(now, -silence), now);
    return 0;
}

static json_t *load(const char *path, const char *now, char *why, size_t size)
{
    json_error_t error;
    json_t *json = json_load_file(path, 0, &error);
    if (json == NULL) {
        snprintf(why, size, "%s:%d: %s", path, error.line, error.text);
    } else if (now != NULL) {
        json_object_set_new(json, "now", json_string(now));
    }
    return json;
}

int fixture_run(const struct live_settings *settings, const char *path, const char *now, bool check)
{
    char why[WHY_BYTES] = "";
    struct board_settings board = settings->board;
    struct stage_options options = settings->stage;
    json_t *json = load(path, now, why, sizeof why);
    struct stage *stage = NULL;
    int status = 1;
    options.hidden = true;
    if (json != NULL) {
        board_settings_read(&board, json_object_get(json, "settings"));
        live_override(&board, settings);
        stage = stage_create(&board, &options, beginning, why, sizeof why);
    }
    if (stage == NULL || draw(stage, json, why, sizeof why) < 0) {
        log_error("%s", why);
    } else {
        status = settings->screenshot != NULL &&
                 screenshot_save(app_picture(stage_app(stage)), settings->screenshot) < 0;
        status |= check && stage_check(stage, stdout) > 0;
    }
    stage_destroy(stage);
    json_decref(json);
    return status;
}
