/* clock.c: see clock.h. The anchor is three numbers: monotonic, wall, speed. */
#include "base/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
    bool simulated;
    int64_t mono_ms;
    int64_t wall_ms;
    double speed;
} anchor = {.speed = 1.0};

int64_t mono_now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

mono_t mono_now(void)
{
    return (mono_t){mono_now_us() / 1000};
}

wall_t wall_now(void)
{
    if (anchor.simulated) {
        int64_t elapsed = mono_now().ms - anchor.mono_ms;
        return (wall_t){anchor.wall_ms + (int64_t)((double)elapsed * anchor.speed)};
    }
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (wall_t){(int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000};
}

double hall_clock_speed(void)
{
    return anchor.speed;
}

bool hall_clock_is_simulated(void)
{
    return anchor.simulated;
}

void hall_clock_set(wall_t start, double speed)
{
    anchor.simulated = true;
    anchor.mono_ms = mono_now().ms;
    anchor.wall_ms = start.ms;
    anchor.speed = speed > 0 ? speed : 1.0;
}

int64_t hall_mono_ms(void)
{
    return (int64_t)((double)mono_now().ms * anchor.speed);
}

static int anchor_path(const char *folder, const char *suffix, char *path, size_t size)
{
    int n = snprintf(path, size, "%s/hall-clock%s", folder, suffix);
    return n > 0 && (size_t)n < size ? 0 : -1;
}

int hall_clock_save(const char *folder)
{
    char path[512], part[512];
    if (anchor_path(folder, "", path, sizeof path) < 0 ||
        anchor_path(folder, ".part", part, sizeof part) < 0) {
        return -1;
    }
    FILE *f = fopen(part, "we");
    if (f == NULL) {
        return -1;
    }
    fprintf(f, "mono_ms %" PRId64 "\nwall_ms %" PRId64 "\nspeed %.6f\n", anchor.mono_ms,
            anchor.wall_ms, anchor.speed);
    if (fclose(f) != 0 || rename(part, path) != 0) {
        unlink(part);
        return -1;
    }
    return 0;
}

int hall_clock_load(const char *folder)
{
    char path[512];
    if (anchor_path(folder, "", path, sizeof path) < 0) {
        return -1;
    }
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        return -1;
    }
    int64_t mono_ms, wall_ms;
    double speed;
    int n = fscanf(f, "mono_ms %" SCNd64 " wall_ms %" SCNd64 " speed %lf", &mono_ms, &wall_ms,
                   &speed);
    fclose(f);
    if (n != 3 || speed <= 0) {
        return -1;
    }
    anchor.mono_ms = mono_ms;
    anchor.wall_ms = wall_ms;
    anchor.speed = speed;
    anchor.simulated = true;
    return 0;
}

int64_t hall_clock_wait_ms(wall_t due)
{
    int64_t left = wall_between(wall_now(), due);
    if (left <= 0) {
        return 0;
    }
    return (int64_t)((double)left / anchor.speed) + 1;
}

static struct tm local_time(wall_t t)
{
    time_t seconds = (time_t)(t.ms / 1000);
    if (t.ms % 1000 < 0) {
        seconds--;
    }
    struct tm tm;
    localtime_r(&seconds, &tm);
    return tm;
}

int32_t wall_day(wall_t t)
{
    struct tm tm = local_time(t);
    return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

wall_t wall_day_start(int32_t day)
{
    struct tm tm = {.tm_year = day / 10000 - 1900,
                    .tm_mon = day / 100 % 100 - 1,
                    .tm_mday = day % 100,
                    .tm_isdst = -1};
    return (wall_t){(int64_t)mktime(&tm) * 1000};
}

int wall_hour(wall_t t)
{
    return local_time(t).tm_hour;
}

int wall_weekday(int32_t day)
{
    return local_time(wall_after(wall_day_start(day), 12 * 3600 * 1000)).tm_wday;
}

int32_t day_next(int32_t day)
{
    /* 36 hours after midnight is the next day also where a day has 23 or 25 hours. */
    return wall_day(wall_after(wall_day_start(day), 36LL * 3600 * 1000));
}

const char *wall_format(wall_t t, char text[WALL_TEXT_SIZE])
{
    struct tm tm = local_time(t);
    int ms = (int)(((t.ms % 1000) + 1000) % 1000);
    long offset = tm.tm_gmtoff / 60;
    char sign = offset < 0 ? '-' : '+';
    unsigned minutes = (unsigned)(offset < 0 ? -offset : offset) % 1440;
    snprintf(text, WALL_TEXT_SIZE, "%04u-%02u-%02uT%02u:%02u:%02u.%03u%c%02u:%02u",
             (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
             (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
             (unsigned)tm.tm_sec % 100, (unsigned)ms % 1000, sign, minutes / 60, minutes % 60);
    return text;
}

int wall_parse(const char *text, wall_t *out)
{
    struct tm tm = {.tm_isdst = -1};
    int used = 0;
    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
               &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &used) != 6) {
        return -1;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    const char *rest = text + used;
    int64_t ms = 0;
    if (*rest == '.') {
        int64_t unit = 100;
        for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10) {
            ms += (*rest - '0') * unit;
        }
    }
    int hours = 0, minutes = 0;
    if (*rest == '\0') {
        out->ms = (int64_t)mktime(&tm) * 1000 + ms;
        return 0;
    }
    if (*rest != 'Z') {
        if (sscanf(rest, "%3d:%2d", &hours, &minutes) != 2) {
            return -1;
        }
        minutes = *rest == '-' ? -minutes : minutes;
    }
    out->ms = ((int64_t)timegm(&tm) - (hours * 60 + minutes) * 60LL) * 1000 + ms;
    return 0;
}

const char *wall_format_hhmm(wall_t t, char text[8])
{
    struct tm tm = local_time(t);
    snprintf(text, 8, "%02u:%02u", (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100);
    return text;
}
