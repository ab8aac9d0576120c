/* business_day.c: when a day begins and ends.
 *
 * A day opens by itself when the hall's calendar has opening hours for it, and closes at local
 * midnight, or earlier when a manager closes it (日结). A day that is still open when the next
 * one begins is closed first, so every day has its balance. The day never goes back: a clock
 * that is set back over midnight opens nothing. */
#define LOG_MODULE "day"
#include "app/hall_internal.h"

static void close_day(struct hall *hall, const char *intent, const char *actor, hall_done done,
                      void *context)
{
    struct command command = {.kind = COMMAND_DAY_CLOSE};
    command.day = engine_day(hall->deciding);
    snprintf(command.intent, sizeof command.intent, "%s", intent);
    snprintf(command.actor, sizeof command.actor, "%s", actor);
    hall_submit(hall, &command, NULL, done, context);
}

void hall_close_day(struct hall *hall, const char *intent, const char *actor, hall_done done,
                    void *context)
{
    close_day(hall, intent, actor, done, context);
}

static void open_day(struct hall *hall, int32_t day)
{
    struct command command = {.kind = COMMAND_DAY_OPEN, .day = day, .actor = "system"};
    snprintf(command.intent, sizeof command.intent, "day-open:%d", day);
    int error = hall_submit(hall, &command, NULL, NULL, NULL);
    if (error == 0) {
        log_info("business day %d is open", day);
    }
}

void business_day_tick(struct hall *hall, wall_t now)
{
    int32_t today = wall_day(now), open = engine_day(hall->deciding);
    if (open != 0 && open < today) {
        char intent[LIMIT_INTENT];
        snprintf(intent, sizeof intent, "day-close:%d", open);
        close_day(hall, intent, "system", NULL, NULL);
        open = engine_day(hall->deciding);
    }
    uint16_t from, to;
    if (open == 0 && today > hall->last_day && site_day_open(hall->site, today, &from, &to)) {
        open_day(hall, today);
        hall->last_day = today;
    }
}
