/* main.c: hallq-sim: options, the hall's clock, and the order of starting and stopping.
 *
 * The simulator is the world: it sets the hall's clock and saves it in the run folder before
 * the controller starts; the controller loads it. When RUN/sim.sock exists, the ports are there
 * and the clock is set. SIGTERM and SIGINT end it like the end of the day: totals are written. */
#include "base/clock.h"
#define LOG_MODULE "sim"
#include "base/log.h"
#include "config/site.h"
#include "sim/control.h"
#include "sim/play.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { EXIT_USAGE = 64, EXIT_CONFIG = 78 };
/* Real seconds from the start to the opening: the clerks' and the controller's. */
enum { BEFORE_OPENING_S = 15 };

struct options {
    const char *config, *run, *scenario, *start, *until, *slips;
    double speed;
    uint64_t seed;
    bool no_visitors;
};

static volatile sig_atomic_t asked_to_end;

static void on_signal(int number)
{
    (void)number;
    asked_to_end = 1;
}

static void usage(FILE *out)
{
    fputs("hallq-sim --config DIR --run DIR [options]\n"
          "  plays every device of a configured hall on paced serial lines (DIR/ports/NAME), and\n"
          "  a day of visitors and clerks\n\n"
          "  --config DIR       the hall: hall.yaml, lines.yaml, profiles/\n"
          "  --run DIR          where ports/, sim.sock, hall-clock, slips/ and sim-totals appear\n"
          "  --speed N          hall time runs N times as fast (1); serial lines never do\n"
          "  --seed N           the same seed plays the same day (1)\n"
          "  --start TIME       hall time at the start, 2026-03-02T08:30:00+08:00\n"
          "                     (shortly before the next opening; now with --no-visitors)\n"
          "  --until HH:MM      no visitor comes after this time (the hall's closing)\n"
          "  --scenario FILE    sentences such as: 10:00 line bus-3 is unplugged\n"
          "  --slips DIR        where printed slips go (RUN/slips)\n"
          "  --no-visitors      devices and control socket only\n"
          "  --help  --version\n",
          out);
}

enum option_code { O_CONFIG = 1, O_RUN, O_SPEED, O_SEED, O_START, O_UNTIL, O_SCENARIO, O_SLIPS,
                   O_NO_VISITORS, O_HELP, O_VERSION };

static const struct option long_options[] = {
    {"config", required_argument, NULL, O_CONFIG},
    {"run", required_argument, NULL, O_RUN},
    {"speed", required_argument, NULL, O_SPEED},
    {"seed", required_argument, NULL, O_SEED},
    {"start", required_argument, NULL, O_START},
    {"until", required_argument, NULL, O_UNTIL},
    {"scenario", required_argument, NULL, O_SCENARIO},
    {"slips", required_argument, NULL, O_SLIPS},
    {"no-visitors", no_argument, NULL, O_NO_VISITORS},
    {"help", no_argument, NULL, O_HELP},
    {"version", no_argument, NULL, O_VERSION},
    {0},
};

static void take_option(struct options *o, int code)
{
    switch (code) {
    case O_CONFIG: o->config = optarg; break;
    case O_RUN: o->run = optarg; break;
    case O_SPEED: o->speed = strtod(optarg, NULL); break;
    case O_SEED: o->seed = strtoull(optarg, NULL, 10); break;
    case O_START: o->start = optarg; break;
    case O_UNTIL: o->until = optarg; break;
    case O_SCENARIO: o->scenario = optarg; break;
    case O_SLIPS: o->slips = optarg; break;
    case O_NO_VISITORS: o->no_visitors = true; break;
    case O_HELP: usage(stdout); exit(EXIT_SUCCESS);
    case O_VERSION: puts("hallq-sim " HALLQ_VERSION); exit(EXIT_SUCCESS);
    default: usage(stderr); exit(EXIT_USAGE);
    }
}

static void read_options(int argc, char **argv, struct options *o)
{
    *o = (struct options){.speed = 1, .seed = 1};
    for (int code; (code = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        take_option(o, code);
    }
    if (o->config == NULL || o->run == NULL || optind < argc || o->speed <= 0 ||
        o->speed > 1000) {
        usage(stderr);
        exit(EXIT_USAGE);
    }
}

static struct site *load_site(const char *folder)
{
    struct site *site = NULL;
    struct site_problems problems = {0};
    int rc = site_load(folder, HALLQ_CONFIG_DIR "/profiles", SITE_EN, &site, &problems);
    if (rc < 0) {
        site_problems_print(&problems, stderr);
    }
    site_problems_finish(&problems);
    return rc < 0 ? NULL : site;
}

/* Shortly before the hall opens next. */
static wall_t next_opening(const struct site *site, double speed)
{
    int32_t day = wall_day(wall_now());
    uint16_t from = 0, to = 0;
    for (int i = 0; i < 400; i++, day = day_next(day)) {
        wall_t opens = wall_day_start(day);
        if (site_day_open(site, day, &from, &to)) {
            opens = wall_after(opens, (int64_t)((from * 60 - BEFORE_OPENING_S * speed) * 1000));
            if (wall_between(wall_now(), opens) > 0) {
                return opens;
            }
        }
    }
    return wall_now();
}

/* 0, or -1 with a message. */
static int set_clock(const struct options *o, const struct site *site)
{
    wall_t start = o->no_visitors ? wall_now() : next_opening(site, o->speed);
    if (o->start != NULL && wall_parse(o->start, &start) < 0) {
        fprintf(stderr, "--start %s: write it like 2026-03-02T08:30:00+08:00\n", o->start);
        return -1;
    }
    hall_clock_set(start, o->speed);
    if (hall_clock_save(o->run) < 0) {
        fprintf(stderr, "%s/hall-clock: %s\n", o->run, strerror(errno));
        return -1;
    }
    return 0;
}

static int read_until(const char *text, int32_t *seconds)
{
    int hours, minutes;
    char end;
    *seconds = -1;
    if (text == NULL) {
        return 0;
    }
    if (sscanf(text, "%2d:%2d%c", &hours, &minutes, &end) != 2 || hours > 23 || minutes > 59 ||
        hours < 0 || minutes < 0) {
        fprintf(stderr, "--until %s: write it like 11:30\n", text);
        return -1;
    }
    *seconds = hours * 3600 + minutes * 60;
    return 0;
}

/* Plays until everybody has left or a signal comes. The process's exit code. */
static int perform(const struct options *o, const struct play_settings *settings)
{
    struct play *play = play_create(settings);
    if (play == NULL) {
        return EXIT_FAILURE;
    }
    struct control *control = control_create(play, settings->site, o->run);
    if (control == NULL) {
        log_error("%s/sim.sock: %s", o->run, strerror(errno));
        play_destroy(play);
        return EXIT_FAILURE;
    }
    log_info("%zu lines under %s/ports", stage_line_count(play_stage(play)), o->run);
    while (!asked_to_end && !play_is_over(play)) {
        play_turn(play);
    }
    control_destroy(control);
    int rc = play_write_totals(play, stdout);
    play_destroy(play);
    return rc == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
    struct options o;
    char slips[300];
    read_options(argc, argv, &o);
    struct play_settings settings = {.folder = o.run, .seed = o.seed,
                                     .visitors = !o.no_visitors};
    if (read_until(o.until, &settings.until_s) < 0) {
        return EXIT_USAGE;
    }
    if (mkdir(o.run, 0755) < 0 && errno != EEXIST) {
        fprintf(stderr, "--run %s: %s\n", o.run, strerror(errno));
        return EXIT_USAGE;
    }
    struct site *site = load_site(o.config);
    if (site == NULL) {
        return EXIT_CONFIG;
    }
    setenv("TZ", site->timezone, 1);
    tzset();
    snprintf(slips, sizeof slips, "%s/slips", o.run);
    settings.site = site;
    settings.slips = o.slips != NULL ? o.slips : slips;
    int rc = EXIT_USAGE;
    if (o.scenario != NULL &&
        scenario_load(site, o.scenario, &settings.scenario, stderr) < 0) {
        rc = EXIT_CONFIG;
    } else if (set_clock(&o, site) == 0) {
        catch_signals();
        rc = perform(&o, &settings);
    }
    site_destroy(site);
    return rc;
}
