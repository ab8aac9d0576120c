/* make_history.c: see make_history.h. */
#include "bench/make_history.h"

#include "stats/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOWS = 35,
    ITEMS = HISTORY_ITEMS,
    CATEGORIES = HISTORY_CATEGORIES,
    CLERKS = 70,
    FIRST_HOUR = 9,
    HOURS = 8
};

static uint32_t roll(struct history *history, uint32_t sides)
{
    history->dice ^= history->dice << 13;
    history->dice ^= history->dice >> 7;
    history->dice ^= history->dice << 17;
    return (uint32_t)(history->dice >> 20) % sides;
}

/* Skewed: the product of two dice, so that a few are long. */
static uint16_t skewed(struct history *history, uint32_t most)
{
    uint64_t product = (uint64_t)roll(history, most + 1) * roll(history, most + 1);
    return (uint16_t)(product / most);
}

static void name_code(char out[LIMIT_CODE], const char *known, const char *kind, int number)
{
    if (known != NULL) {
        snprintf(out, LIMIT_CODE, "%s", known);
    } else {
        snprintf(out, LIMIT_CODE, "%s-%03d", kind, number);
    }
}

/* Item, category and clerk number i. */
static struct event name_codes(const struct history *history, int i)
{
    struct event event = {.seq = i + 1,
                          .kind = EVENT_TICKET_CALLED,
                          .day = history->first_day,
                          .at = wall_day_start(history->first_day),
                          .ticket = i + 1};
    name_code(event.item, history->items[i], "item", i);
    name_code(event.category, history->categories[i % CATEGORIES], "category", i % CATEGORIES);
    name_code(event.clerk, NULL, "clerk", i % CLERKS);
    return event;
}

/* A day that says all codes. */
static struct day_stats *day_of_codes(const struct history *history)
{
    struct day_stats *stats = day_stats_create(history->first_day);
    for (int i = 0; stats != NULL && i < ITEMS; i++) {
        const struct event event = name_codes(history, i);
        if (day_stats_add(stats, &event) < 0) {
            day_stats_destroy(stats);
            return NULL;
        }
    }
    return stats;
}

/* The numbers that the day gave its codes. */
struct numbers {
    uint16_t items[ITEMS], categories[CATEGORIES], clerks[CLERKS];
};

static uint16_t number_of(const struct day_stats *stats, const char *code)
{
    uint16_t number = 1;
    while (strcmp(day_stats_code(stats, number), code) != 0) {
        number++;
    }
    return number;
}

static void find_numbers(const struct history *history, const struct day_stats *stats,
                         struct numbers *out)
{
    for (int i = 0; i < ITEMS; i++) {
        const struct event event = name_codes(history, i);
        out->items[i] = number_of(stats, event.item);
        out->categories[i % CATEGORIES] = number_of(stats, event.category);
        out->clerks[i % CLERKS] = number_of(stats, event.clerk);
    }
}

static void rate(struct history *history, struct service_row *row)
{
    uint32_t luck = roll(history, 100);
    row->rating = luck < 60 ? ROW_RATED_ACTIVE : luck < 70 ? ROW_RATED_DEFAULT : ROW_UNRATED;
    row->level = row->rating != ROW_UNRATED ? (uint8_t)(5 - skewed(history, 4)) : 0;
}

static struct service_row make_row(struct history *history, const struct numbers *numbers)
{
    uint32_t item = skewed(history, ITEMS - 1), window = roll(history, WINDOWS);
    uint8_t hour = (uint8_t)(FIRST_HOUR + roll(history, HOURS));
    struct service_row row = {
        .item = numbers->items[item],
        .category = numbers->categories[item % CATEGORIES],
        .window = (uint16_t)(window + 1),
        .clerk = numbers->clerks[window + (roll(history, 10) == 0 ? WINDOWS : 0)],
        .parts = ROW_ENTERED | ROW_CALLED | ROW_WAITED,
        .wait_s = skewed(history, 7200),
        .hour_entered = hour,
        .hour_called = hour,
        .hour_walked = ROW_NO_HOUR,
        .hour_ended = hour,
    };
    if (roll(history, 20) == 0) {
        row.parts |= ROW_ENDED;
        row.ending = ROW_ENDING_NO_SHOW;
        return row;
    }
    row.parts |= ROW_WALKED | ROW_SERVED | ROW_ENDED;
    row.hour_walked = hour;
    row.walk_s = skewed(history, 120);
    row.service_s = skewed(history, 2400);
    row.ending = ROW_ENDING_SERVED;
    row.outcome = roll(history, 8) == 0 ? 1 : 0;
    rate(history, &row);
    return row;
}

static size_t make_spans(struct history *history, const struct numbers *numbers,
                         struct window_span *out)
{
    size_t count = 0;
    for (uint16_t window = 0; window < WINDOWS; window++) {
        for (uint8_t hour = 0; hour < HOURS; hour++) {
            uint32_t paused = roll(history, 300000);
            uint32_t open = 3600000 - paused;
            out[count++] = (struct window_span){.window = (uint16_t)(window + 1),
                                                .clerk = numbers->clerks[window],
                                                .hour = (uint8_t)(FIRST_HOUR + hour),
                                                .pauses = (uint16_t)(paused > 0),
                                                .open_ms = open,
                                                .paused_ms = paused,
                                                .idle_ms = open / 5,
                                                .idle_waiting_ms = open / 20};
        }
    }
    return count;
}

static int32_t next_working_day(int32_t day)
{
    do {
        day = day_next(day);
    } while (wall_weekday(day) == 0 || wall_weekday(day) == 6);
    return day;
}

int history_make(struct history *history, struct image *image)
{
    uint64_t most = history->row_count / history->day_count + 1;
    struct service_row *rows = calloc(most, sizeof *rows);
    struct window_span *spans = calloc(WINDOWS * HOURS, sizeof *spans);
    struct day_stats *stats = day_of_codes(history);
    struct numbers numbers = {0};
    int result = rows != NULL && spans != NULL && stats != NULL ? 0 : -1;
    if (result == 0) {
        find_numbers(history, stats, &numbers);
    }
    int32_t day = history->first_day;
    uint64_t made = 0;
    for (uint32_t d = 0; result == 0 && d < history->day_count; d++) {
        uint64_t count = history->row_count * (d + 1) / history->day_count - made;
        for (uint64_t i = 0; i < count; i++) {
            rows[i] = make_row(history, &numbers);
        }
        const struct day_rows of_day = {.row_count = count,
                                        .span_count = make_spans(history, &numbers, spans),
                                        .rows = rows,
                                        .spans = spans};
        result = image_put_day(image, day, &of_day, stats);
        made += count;
        day = next_working_day(day);
    }
    day_stats_destroy(stats);
    free(rows);
    free(spans);
    return result;
}
