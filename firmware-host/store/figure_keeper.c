/* figure_keeper.c: see figure_keeper.h. */
#define LOG_MODULE "figures"
#include "store/figure_keeper.h"
#include "base/log.h"
#include "stats/day.h"
#include "store/figures_file.h"
#include "store/store_read.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_EVENTS = 4096, LATE_DAYS = 32, ROLL_ROWS = 50000 };

struct figure_keeper {
    struct figure_keeper_settings settings;
    struct store_reader *reader;
    struct figures_file *file; /* NULL: not kept */
    struct image *image;
    struct day_stats *today; /* of the newest day */
    int32_t day;
    int64_t seq;
    size_t taken;            /* in this step */
    struct image_lens *lens; /* scratch */
    size_t late_count;
    int32_t late[LATE_DAYS]; /* days whose services were rated since */
};

/* ------------------------------------------------------------------ days into the image */

/* The file no longer follows: what is in it stays right, and is continued at the next start. */
static void give_up_file(struct figure_keeper *keeper)
{
    log_warning("figures.db cannot be written: figures are kept in memory until the next start");
    figures_file_close(keeper->file);
    keeper->file = NULL;
}

static int put_day(struct figure_keeper *keeper, int32_t day, const struct day_stats *stats,
                   wall_t until)
{
    struct day_rows rows;
    if (day_stats_rows(stats, until, &rows) < 0 ||
        image_put_day(keeper->image, day, &rows, stats) < 0) {
        log_error("figures of %d: out of memory, or too many codes", (int)day);
        return -1;
    }
    return 0;
}

static void save_day(struct figure_keeper *keeper, int32_t day)
{
    if (keeper->file != NULL && figures_file_put(keeper->file, keeper->image, day) < 0) {
        give_up_file(keeper);
    }
}

static void save_mark(struct figure_keeper *keeper)
{
    struct figures_mark mark = {.seq = keeper->seq};
    if (keeper->file != NULL && (store_read_hash(keeper->reader, mark.seq, mark.hash) < 0 ||
                                 figures_file_mark(keeper->file, &mark) < 0)) {
        give_up_file(keeper);
    }
}

/* The newest day is over. */
static int finish_day(struct figure_keeper *keeper)
{
    int result = 0;
    if (keeper->today != NULL) {
        result = put_day(keeper, keeper->day, keeper->today, day_stats_last(keeper->today));
        if (result == 0) {
            save_day(keeper, keeper->day);
            save_mark(keeper);
        }
    }
    day_stats_destroy(keeper->today);
    keeper->today = NULL;
    return result;
}

static struct day_stats *begin_day(struct figure_keeper *keeper, int32_t day)
{
    struct day_stats *stats = day_stats_create(day);
    if (stats != NULL && keeper->settings.serves != NULL) {
        keeper->settings.serves(keeper->settings.context, stats);
    }
    return stats;
}

/* ------------------------------------------------------------------ late ratings */

static int add(void *context, const struct event *event)
{
    return day_stats_add(context, event);
}

/* A day that was over is folded again, from its events and the ratings that came later. */
static int fold_again(struct figure_keeper *keeper, int32_t day)
{
    struct day_stats *stats = begin_day(keeper, day);
    int result = -1;
    if (stats != NULL && store_read_days(keeper->reader, day, day, add, stats) == 0 &&
        store_read_late_ratings(keeper->reader, day, add, stats) == 0) {
        result = put_day(keeper, day, stats, day_stats_last(stats));
    }
    day_stats_destroy(stats);
    if (result == 0) {
        save_day(keeper, day);
    }
    return result;
}

static int fold_late_days(struct figure_keeper *keeper)
{
    int result = 0;
    for (size_t i = 0; i < keeper->late_count && result == 0; i++) {
        result = fold_again(keeper, keeper->late[i]);
    }
    keeper->late_count = 0;
    return result;
}

struct late {
    struct figure_keeper *keeper;
    int32_t rated_on;
};

static int note_late_day(void *context, const struct event *event)
{
    const struct late *late = context;
    struct figure_keeper *keeper = late->keeper;
    if (event->day == 0 || event->day >= late->rated_on || event->kind == EVENT_TICKET_RATED) {
        return 0;
    }
    for (size_t i = 0; i < keeper->late_count; i++) {
        if (keeper->late[i] == event->day) {
            return 0;
        }
    }
    if (keeper->late_count == LATE_DAYS && fold_late_days(keeper) < 0) {
        return -1;
    }
    keeper->late[keeper->late_count++] = event->day;
    return 0;
}

/* A ticket's id begins with the day on which it was given out (queue/engine.h). */
static bool may_be_late(const struct event *event)
{
    return event->kind == EVENT_TICKET_RATED && event->ticket / 100000 != event->day % 1000000;
}

/* ------------------------------------------------------------------ taking events in */

static int take(void *context, const struct event *event)
{
    struct figure_keeper *keeper = context;
    if (event->day > keeper->day) {
        if (finish_day(keeper) < 0) {
            return -1;
        }
        keeper->day = event->day;
        keeper->today = begin_day(keeper, event->day);
    }
    struct late late = {keeper, event->day};
    if (may_be_late(event) &&
        store_read_ticket(keeper->reader, event->ticket, note_late_day, &late) < 0) {
        return -1;
    }
    if (keeper->today != NULL && day_stats_add(keeper->today, event) < 0) {
        log_error("figures of %d: more events than a day may have", (int)keeper->day);
        return -1;
    }
    keeper->seq = event->seq;
    keeper->taken++;
    return 0;
}

static void begin_file(struct figure_keeper *keeper)
{
    if (keeper->file != NULL && figures_file_begin(keeper->file) < 0) {
        give_up_file(keeper);
    }
}

static void commit_file(struct figure_keeper *keeper)
{
    if (keeper->file != NULL && figures_file_commit(keeper->file) < 0) {
        give_up_file(keeper);
    }
}

int figure_keeper_step(struct figure_keeper *keeper)
{
    keeper->taken = 0;
    begin_file(keeper);
    int result = store_read_after(keeper->reader, keeper->seq, STEP_EVENTS, take, keeper);
    if (result == 0) {
        result = fold_late_days(keeper);
    }
    commit_file(keeper);
    return result < 0 ? -1 : keeper->taken == STEP_EVENTS;
}

int figure_keeper_roll(struct figure_keeper *keeper)
{
    memset(keeper->lens, 0, sizeof *keeper->lens);
    if (keeper->settings.look != NULL) {
        keeper->settings.look(keeper->settings.context, keeper->image, keeper->lens);
    }
    uint32_t made = image_rollups_made(keeper->image);
    int result = image_roll(keeper->image, keeper->lens, keeper->day, ROLL_ROWS);
    if (keeper->file != NULL && image_rollups_made(keeper->image) != made) {
        begin_file(keeper);
        if (keeper->file != NULL && figures_file_put_rollups(keeper->file, keeper->image) < 0) {
            give_up_file(keeper);
        }
        commit_file(keeper);
    }
    return result;
}

int figure_keeper_refresh(struct figure_keeper *keeper, wall_t now)
{
    if (keeper->today == NULL) {
        return 0;
    }
    wall_t until = day_stats_last(keeper->today);
    if (wall_day(now) == keeper->day && now.ms > until.ms) {
        until = now;
    }
    return put_day(keeper, keeper->day, keeper->today, until);
}

struct image *figure_keeper_image(struct figure_keeper *keeper)
{
    return keeper->image;
}

int32_t figure_keeper_day(const struct figure_keeper *keeper)
{
    return keeper->day;
}

int64_t figure_keeper_seq(const struct figure_keeper *keeper)
{
    return keeper->seq;
}

/* ------------------------------------------------------------------ opening */

/* Is the file's journal the one that is here? */
static bool same_journal(struct figure_keeper *keeper, const struct figures_mark *mark)
{
    uint8_t hash[32];
    return mark->seq == 0 || (store_read_hash(keeper->reader, mark->seq, hash) == 0 &&
                              memcmp(hash, mark->hash, sizeof hash) == 0);
}

static void load(struct figure_keeper *keeper)
{
    char why[160];
    struct figures_mark mark;
    keeper->file = figures_file_open(keeper->settings.folder, why, sizeof why);
    if (keeper->file == NULL) {
        log_warning("figures.db: %s", why);
        return;
    }
    if (figures_file_load(keeper->file, keeper->image, &mark) < 0 || !same_journal(keeper, &mark)) {
        log_info("figures.db does not belong to this journal: made anew");
        image_clear(keeper->image);
        mark = (struct figures_mark){0};
        if (figures_file_clear(keeper->file) < 0) {
            give_up_file(keeper);
        }
    }
    struct image_block last;
    size_t days = image_day_count(keeper->image);
    keeper->seq = mark.seq;
    if (days > 0 && image_block(keeper->image, days - 1, &last) == 0) {
        keeper->day = last.day;
    }
}

struct figure_keeper *figure_keeper_open(const struct figure_keeper_settings *settings, char *why,
                                         size_t size)
{
    struct figure_keeper *keeper = calloc(1, sizeof *keeper);
    if (keeper == NULL) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    keeper->settings = *settings;
    keeper->image = image_create();
    keeper->lens = calloc(1, sizeof *keeper->lens);
    keeper->reader = store_reader_open(settings->folder, why, size);
    if (keeper->image == NULL || keeper->lens == NULL || keeper->reader == NULL) {
        figure_keeper_close(keeper);
        return NULL;
    }
    load(keeper);
    return keeper;
}

void figure_keeper_close(struct figure_keeper *keeper)
{
    if (keeper != NULL) {
        day_stats_destroy(keeper->today);
        figures_file_close(keeper->file);
        store_reader_close(keeper->reader);
        image_destroy(keeper->image);
        free(keeper->lens);
        free(keeper);
    }
}
