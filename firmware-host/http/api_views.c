/* api_views.c: what screens show, as data: the hall board. What the configuration knows is filled
 * in here, what the queue knows in view/board_build.c. */
#include "http/route.h"
#include "view/board_build.h"

#include <stdlib.h>
#include <string.h>

static void copy_words(struct board_words *out, const struct words *words)
{
    snprintf(out->zh, sizeof out->zh, "%s", words->zh);
    snprintf(out->en, sizeof out->en, "%s", words->en[0] != '\0' ? words->en : words->zh);
}

static void fill_names(struct board *board, const struct site *site)
{
    copy_words(&board->hall, &site->name);
    snprintf(board->timezone, sizeof board->timezone, "%s", site->timezone);
    board->window_count = site->window_count;
    for (size_t i = 0; i < site->window_count; i++) {
        board->windows[i].number = site->windows[i].number;
        copy_words(&board->windows[i].name, &site->windows[i].name);
        copy_words(&board->windows[i].area, &site->windows[i].area);
    }
    board->category_count = site->category_count;
    for (size_t i = 0; i < site->category_count; i++) {
        struct board_category *category = &board->categories[i];
        snprintf(category->code, sizeof category->code, "%s", site->categories[i].code);
        snprintf(category->series, sizeof category->series, "%s", site->categories[i].series);
        copy_words(&category->name, &site->categories[i].name);
    }
}

/* ------------------------------------------------------------------ notices by day and time */

static bool is_due(const struct site_notice *notice, int32_t day, int64_t minute)
{
    int32_t first = notice->date_count > 0 ? notice->dates[0] : 0;
    int32_t last = notice->date_count > 0 ? notice->dates[notice->date_count - 1] : INT32_MAX;
    return day >= first && day <= last && minute >= notice->from_min && minute < notice->to_min;
}

static void fill_notices(struct board *board, const struct site *site, wall_t now)
{
    int32_t day = wall_day(now);
    int64_t minute = wall_between(wall_day_start(day), now) / 60000;
    for (size_t i = 0; i < site->notice_count && board->notice_count < BOARD_NOTICES; i++) {
        const struct site_notice *notice = &site->notices[i];
        if (is_due(notice, day, minute)) {
            struct board_notice *out = &board->notices[board->notice_count++];
            out->page = notice->page;
            snprintf(out->zh, sizeof out->zh, "%s", notice->text.zh);
            snprintf(out->en, sizeof out->en, "%s", notice->text.en);
            snprintf(out->picture, sizeof out->picture, "%s", notice->picture);
        }
    }
}

/* ------------------------------------------------------------------ routes */

static void get_board(struct request *request)
{
    const struct hall *hall = request->server->hall;
    struct board *board = calloc(1, sizeof *board); /* 100 KiB: not for the stack */
    if (board == NULL) {
        reply_error(request, 503, "too_many_clients");
        return;
    }
    fill_names(board, hall_site(hall));
    wall_t now = wall_now();
    fill_notices(board, hall_site(hall), now);
    board_build(board, hall_engine(hall), now);
    reply_json(request, 200, board_write(board));
    free(board);
}

/* ------------------------------------------------------------------ how boards speak */

static json_t *json_of_minute(uint16_t minute)
{
    return json_sprintf("%02u:%02u", minute / 60u, minute % 60u);
}

static json_t *json_of_zones(const struct site_voice *voice)
{
    static const char *const outputs[] = {
        [SITE_VOICE_LEFT] = "left", [SITE_VOICE_RIGHT] = "right", [SITE_VOICE_BOTH] = "both"};
    json_t *zones = json_array();
    for (size_t i = 0; i < voice->zone_count; i++) {
        const struct site_voice_zone *zone = &voice->zones[i];
        json_t *windows = json_array();
        for (size_t w = 0; w < zone->window_count; w++) {
            json_array_append_new(windows, json_integer(zone->windows[w]));
        }
        json_array_append_new(zones, json_pack("{s:s,s:o,s:s}", "name", zone->name, "windows",
                                               windows, "output", outputs[zone->output]));
    }
    return zones;
}

/* As displays/voice/settings.h reads it. */
static void get_voice(struct request *request)
{
    const struct site_voice *voice = &hall_site(request->server->hall)->voice;
    json_t *volumes = json_array(), *silences = json_array();
    for (size_t i = 0; i < voice->volume_count; i++) {
        json_array_append_new(volumes, json_pack("{s:o,s:i}", "from",
                                                 json_of_minute(voice->volumes[i].from_min),
                                                 "percent", (int)voice->volumes[i].percent));
    }
    for (size_t i = 0; i < voice->silence_count; i++) {
        json_array_append_new(silences, json_pack("{s:o,s:o}", "from",
                                                  json_of_minute(voice->silences[i].from_min), "to",
                                                  json_of_minute(voice->silences[i].to_min)));
    }
    reply_json(request, 200,
               json_pack("{s:b,s:b,s:b,s:i,s:s,s:o,s:o,s:o}", "enabled", voice->enabled, "english",
                         voice->english, "yao", voice->yao, "repeat", (int)voice->repeat, "pack",
                         voice->pack, "zones", json_of_zones(voice), "volume", volumes, "silent",
                         silences));
}

const struct route view_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/views/board", get_board, "综合屏：叫号、窗口、过号、等候人数",
     "The hall board: calls, windows, missed numbers, how many wait", NULL, NULL, "Board", 200, MAY_SHOW},
    {EVHTTP_REQ_GET, "/api/v1/views/voice", get_voice, "综合屏怎样播报", "How boards speak", NULL,
     NULL, NULL, 200, MAY_SHOW},
    {0},
};
