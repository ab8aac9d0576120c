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

static void get_board(struct request *request)
{
    const struct hall *hall = request->server->hall;
    struct board *board = calloc(1, sizeof *board); /* 100 KiB: not for the stack */
    if (board == NULL) {
        reply_error(request, 503, "too_many_clients");
        return;
    }
    fill_names(board, hall_site(hall));
    board_build(board, hall_engine(hall), wall_now());
    reply_json(request, 200, board_write(board));
    free(board);
}

const struct route view_routes[] = {
    {EVHTTP_REQ_GET, "/api/v1/views/board", get_board, "综合屏：叫号、窗口、过号、等候人数",
     "The hall board: calls, windows, missed numbers, how many wait", NULL, NULL, "Board", 200},
    {0},
};
