/* play.c: see play.h. */
#include "sim/play.h"

#define LOG_MODULE "sim"
#include "base/log.h"
#include "sim/crowd.h"
#include "sim/slips.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_US = 20000, EXPECTATIONS = 64, ANSWER = 4096, DESCRIPTION = 2048 };

struct expectation {
    bool open;
    struct sentence sentence;
    int64_t until_us;
    struct play_answer answer;
};

struct play {
    struct play_settings settings;
    struct stage *stage;
    struct slips *slips;
    struct crowd *crowd;
    struct totals totals;
    size_t next_sentence;
    int32_t day;
    int64_t step_us;
    char last_slip[LIMIT_CODE + LIMIT_NUMBER + 16];
    FILE *events;
    struct expectation expectations[EXPECTATIONS];
};

/* ------------------------------------------------------------------ slips */

static void slip_out(void *context, struct sim_device *printer, struct paper *paper)
{
    struct play *play = context;
    char number[LIMIT_NUMBER] = "";
    paper_number(paper, number);
    play->totals.slips += paper->complete;
    play->totals.halves += !paper->complete;
    snprintf(play->last_slip, sizeof play->last_slip, "%s %04u %s %s", printer->name,
             paper->ordinal, number[0] != '\0' ? number : "-",
             paper->complete ? "complete" : "half");
    if (play->crowd != NULL) {
        crowd_slip(play->crowd, printer->name, number, paper->complete);
    }
    slips_give(play->slips, paper);
}

/* ------------------------------------------------------------------ life */

static int open_files(struct play *play)
{
    char path[300];
    snprintf(path, sizeof path, "%s/scenario-events", play->settings.folder);
    play->events = fopen(path, "we");
    play->slips = slips_create(play->settings.slips);
    if (play->events == NULL || play->slips == NULL) {
        log_error("%s or %s cannot be written", path, play->settings.slips);
        return -1;
    }
    return 0;
}

struct play *play_create(const struct play_settings *settings)
{
    struct play *play = calloc(1, sizeof *play);
    if (play == NULL) {
        return NULL;
    }
    play->settings = *settings;
    play->day = wall_day(wall_now());
    struct stage_settings stage_settings = {
        .site = settings->site,
        .folder = settings->folder,
        .seed = settings->seed,
        .sinks = {play, slip_out},
    };
    if (open_files(play) < 0) {
        goto failed;
    }
    play->stage = stage_create(&stage_settings);
    if (play->stage == NULL) {
        goto failed;
    }
    if (settings->visitors) {
        struct crowd_settings crowd_settings = {play->stage, &play->totals, settings->seed,
                                                play->day, settings->until_s};
        play->crowd = crowd_create(&crowd_settings);
        if (play->crowd == NULL) {
            log_error("the hall is closed on %d: choose another --start", play->day);
            goto failed;
        }
        log_info("%zu visitors will come on %d", crowd_size(play->crowd), play->day);
    }
    return play;
failed:
    play->settings.scenario = (struct scenario){0}; /* stays the caller's */
    play_destroy(play);
    return NULL;
}

void play_destroy(struct play *play)
{
    if (play == NULL) {
        return;
    }
    crowd_destroy(play->crowd);
    play->crowd = NULL;
    stage_destroy(play->stage);
    slips_destroy(play->slips);
    if (play->events != NULL) {
        fclose(play->events);
    }
    scenario_finish(&play->settings.scenario);
    free(play);
}

struct stage *play_stage(struct play *play)
{
    return play->stage;
}

bool play_is_over(const struct play *play)
{
    return play->crowd != NULL && crowd_is_gone(play->crowd) &&
           play->next_sentence == play->settings.scenario.count;
}

static void count_presses(struct play *play)
{
    const struct site *site = play->settings.site;
    play->totals.touches = play->totals.presses = play->totals.ratings = 0;
    for (size_t i = 0; i < site->device_count; i++) {
        const struct sim_device *device = stage_device(play->stage, site->devices[i].name);
        enum device_kind kind = site->profiles[site->devices[i].profile].kind;
        if (device == NULL) {
            continue;
        }
        uint64_t *total = kind == DEVICE_PANEL ? &play->totals.touches
                          : kind == DEVICE_PAD ? &play->totals.presses
                                               : &play->totals.ratings;
        *total += device->presses;
    }
}

int play_write_totals(struct play *play, FILE *out)
{
    char path[300];
    count_presses(play);
    if (out != NULL) {
        totals_write(&play->totals, out);
    }
    snprintf(path, sizeof path, "%s/sim-totals", play->settings.folder);
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        return -1;
    }
    totals_write(&play->totals, file);
    return fclose(file) == 0 ? 0 : -1;
}

/* ------------------------------------------------------------------ sentences */

static void reply(const struct play_answer *answer, const char *text)
{
    if (answer->tell != NULL) {
        answer->tell(answer->context, answer->asker, text);
    }
}

static void reply_done(const struct play_answer *answer, int rc, const char *advice)
{
    char text[DESCRIPTION];
    snprintf(text, sizeof text, "err %s", advice);
    reply(answer, rc == 0 ? "ok" : text);
}

static void act_at_window(struct play *play, const struct sentence *s,
                          const struct play_answer *answer)
{
    bool press = s->kind == SAY_PRESS;
    struct sim_device *device =
        stage_at_window(play->stage, s->window, press ? DEVICE_PAD : DEVICE_EVALUATOR);
    if (device == NULL && !press) {
        device = stage_at_window(play->stage, s->window, DEVICE_TOUCH_EVALUATOR);
    }
    struct act act = {.kind = press ? ACT_PRESS : ACT_RATE,
                      .action = s->action,
                      .level = (int8_t)s->number};
    memcpy(act.digits, s->digits, sizeof act.digits);
    int rc = device != NULL ? sim_device_act(device, mono_now_us(), &act) : -1;
    reply_done(answer, rc, press ? "this window has no such key that works"
                                 : "this window has no evaluator that takes that now");
}

static void act_at_device(struct play *play, const struct sentence *s,
                          const struct play_answer *answer)
{
    static const enum act_kind kinds[SAY_KIND_COUNT] = {
        [SAY_TOUCH] = ACT_TOUCH,           [SAY_PAPER_OUT] = ACT_PAPER_OUT,
        [SAY_PAPER_LOW] = ACT_PAPER_LOW,   [SAY_PAPER_IN] = ACT_PAPER_IN,
        [SAY_COVER_OPEN] = ACT_COVER_OPEN, [SAY_COVER_CLOSE] = ACT_COVER_CLOSE,
        [SAY_JAM] = ACT_JAM,               [SAY_UNJAM] = ACT_UNJAM,
        [SAY_STICK] = ACT_STICK,
    };
    struct sim_device *device = stage_device(play->stage, s->name);
    struct act act = {.kind = kinds[s->kind], .number = (uint16_t)s->number};
    int rc = device != NULL ? sim_device_act(device, mono_now_us(), &act) : -1;
    reply_done(answer, rc, "the device is off or has no such button on this page");
}

static void change_device(struct play *play, const struct sentence *s,
                          const struct play_answer *answer)
{
    struct sim_device *device = stage_device(play->stage, s->name);
    if (device == NULL) {
        reply(answer, "err nothing here plays this device");
        return;
    }
    if (s->kind == SAY_DIE) {
        sim_device_kill(device);
    } else if (s->kind == SAY_REVIVE) {
        sim_device_revive(device, mono_now_us());
    } else if (s->kind == SAY_BABBLE) {
        sim_device_babble(device, mono_now_us());
    } else if (s->kind == SAY_ADDRESS) {
        device->address = (uint8_t)s->number;
    } else {
        device->late_us = s->number * 1000;
    }
    reply(answer, "ok");
}

static void change_line(struct play *play, const struct sentence *s,
                        const struct play_answer *answer)
{
    struct sim_line *line = stage_line(play->stage, s->name);
    int rc = line != NULL ? 0 : -1;
    uint32_t third = (uint32_t)(s->number / 3);
    if (rc == 0 && (s->kind == SAY_UNPLUG || s->kind == SAY_PLUG)) {
        rc = stage_plug(play->stage, line, s->kind == SAY_PLUG);
    } else if (rc == 0 && s->kind == SAY_NOISE) {
        wire_set_noise(line->wire, (struct wire_noise){third, third, third});
    } else if (rc == 0) {
        line->port.latency_us = s->number * 1000;
    }
    reply_done(answer, rc, "this line is not played here");
}

static void bring_visitor(struct play *play, const struct sentence *s,
                          const struct play_answer *answer)
{
    int rc = play->crowd != NULL ? crowd_visitor(play->crowd, s->item) : -1;
    reply_done(answer, rc, play->crowd != NULL ? "the hall is full"
                                               : "there are no visitors with --no-visitors");
}

static void note_only(struct play *play, const struct sentence *s,
                      const struct play_answer *answer)
{
    (void)play;
    (void)s;
    reply(answer, "ok");
}

static void expect(struct play *play, const struct sentence *s, const struct play_answer *answer)
{
    for (size_t i = 0; i < EXPECTATIONS; i++) {
        struct expectation *e = &play->expectations[i];
        if (!e->open) {
            *e = (struct expectation){true, *s, mono_now_us() + s->number * 1000, *answer};
            return;
        }
    }
    reply(answer, "err too many expectations are open; wait for their answers");
}

static void tell(struct play *play, const struct sentence *s, const struct play_answer *answer)
{
    char text[DESCRIPTION + 8], body[DESCRIPTION] = "";
    const struct sim_device *device = stage_device(play->stage, s->name);
    count_presses(play);
    const struct totals *t = &play->totals;
    switch (s->kind) {
    case SAY_SHOW:
        if (device != NULL) {
            sim_device_describe(device, body, sizeof body);
        }
        break;
    case SAY_SLIPS:
        snprintf(body, sizeof body, "%" PRIu64 " complete %" PRIu64 " half last %s", t->slips,
                 t->halves, play->last_slip[0] != '\0' ? play->last_slip : "-");
        break;
    case SAY_KEYS:
        snprintf(body, sizeof body, "%" PRIu64 " presses %" PRIu64 " touches %" PRIu64 " ratings",
                 t->presses, t->touches, t->ratings);
        break;
    default: sentence_help(body, sizeof body); break;
    }
    snprintf(text, sizeof text, "ok %s", body);
    reply(answer, text);
}

static void tell_totals(struct play *play, const struct sentence *s,
                        const struct play_answer *answer)
{
    (void)s;
    char text[ANSWER] = "ok ";
    count_presses(play);
    FILE *memory = fmemopen(text + 3, sizeof text - 3, "w");
    if (memory != NULL) {
        totals_write(&play->totals, memory);
        fclose(memory);
    }
    text[strlen(text) - 1] = '\0'; /* the last line feed; "ok " is never empty */
    reply(answer, text);
}

typedef void carry_out(struct play *play, const struct sentence *s,
                       const struct play_answer *answer);
static carry_out *const deeds[SAY_KIND_COUNT] = {
    [SAY_PRESS] = act_at_window,    [SAY_RATE] = act_at_window,
    [SAY_TOUCH] = act_at_device,    [SAY_PAPER_OUT] = act_at_device,
    [SAY_PAPER_LOW] = act_at_device, [SAY_PAPER_IN] = act_at_device,
    [SAY_COVER_OPEN] = act_at_device, [SAY_COVER_CLOSE] = act_at_device,
    [SAY_JAM] = act_at_device,      [SAY_UNJAM] = act_at_device,
    [SAY_DIE] = change_device,      [SAY_REVIVE] = change_device,
    [SAY_BABBLE] = change_device,   [SAY_ADDRESS] = change_device,
    [SAY_STICK] = act_at_device,
    [SAY_LATE] = change_device,     [SAY_UNPLUG] = change_line,
    [SAY_PLUG] = change_line,       [SAY_NOISE] = change_line,
    [SAY_LATENCY] = change_line,    [SAY_VISITOR] = bring_visitor,
    [SAY_KILLED] = note_only,       [SAY_RESTARTED] = note_only,
    [SAY_EXPECT] = expect,          [SAY_SHOW] = tell,
    [SAY_SLIPS] = tell,             [SAY_KEYS] = tell,
    [SAY_HELP] = tell,              [SAY_TOTALS] = tell_totals,
};

void play_say(struct play *play, const struct sentence *sentence,
              const struct play_answer *answer)
{
    deeds[sentence->kind](play, sentence, answer);
}

/* ------------------------------------------------------------------ scenario */

/* The asker of a scenario's sentence is its position. */
static void note_event(void *context, uint64_t asker, const char *text)
{
    struct play *play = context;
    const struct sentence *s = &play->settings.scenario.sentences[asker];
    char when[WALL_TEXT_SIZE];
    bool failed = strncmp(text, "ok", 2) != 0;
    static const char *const words[SAY_KIND_COUNT] = {
        [SAY_KILLED] = "controller is killed",
        [SAY_RESTARTED] = "controller is started",
    };
    fprintf(play->events, "%s line %d %s%s%s\n", wall_format(wall_now(), when), s->line,
            words[s->kind] != NULL ? words[s->kind] : "",
            words[s->kind] != NULL ? ": " : "", text);
    fflush(play->events);
    play->totals.expectations_failed += failed;
    if (failed) {
        log_warning("scenario line %d: %s", s->line, text);
    }
}

static void play_scenario(struct play *play)
{
    const struct scenario *scenario = &play->settings.scenario;
    int64_t second = wall_between(wall_day_start(play->day), wall_now()) / 1000;
    while (play->next_sentence < scenario->count &&
           scenario->sentences[play->next_sentence].at_s <= second) {
        size_t index = play->next_sentence++;
        struct play_answer answer = {note_event, play, index};
        play->totals.sentences++;
        play_say(play, &scenario->sentences[index], &answer);
    }
}

static void check_expectation(struct play *play, struct expectation *e, int64_t now_us)
{
    char seen[DESCRIPTION], text[DESCRIPTION + SENTENCE_TEXT];
    const struct sim_device *device = stage_device(play->stage, e->sentence.name);
    seen[0] = '\0';
    if (device != NULL) {
        sim_device_describe(device, seen, sizeof seen);
    }
    bool met = strstr(seen, e->sentence.text) != NULL;
    if (!met && now_us < e->until_us) {
        return;
    }
    e->open = false;
    snprintf(text, sizeof text, "err %s shows '%s'", e->sentence.name, seen);
    reply(&e->answer, met ? "ok" : text);
}

void play_turn(struct play *play)
{
    stage_turn(play->stage, play->step_us);
    int64_t now_us = mono_now_us();
    for (size_t i = 0; i < EXPECTATIONS; i++) {
        if (play->expectations[i].open) {
            check_expectation(play, &play->expectations[i], now_us);
        }
    }
    if (now_us < play->step_us) {
        return;
    }
    play->step_us = now_us + STEP_US;
    play_scenario(play);
    if (play->crowd != NULL) {
        crowd_step(play->crowd);
    }
}
