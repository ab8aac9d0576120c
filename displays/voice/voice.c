/* voice.c: see voice.h. */
#define LOG_MODULE "voice"
#include "voice/voice.h"

#include "base/log.h"
#include "voice/grammar.h"
#include "voice/player.h"

#include <stdlib.h>
#include <string.h>

enum { AFTER_CHIME_MS = 200, BETWEEN_MS = 450, REPORT_MS = 60000 };

struct voice {
    struct voice_settings settings;
    struct announcer *announcer;
    struct player *player;
    struct voice_pack pack;
    bool lacking_logged[VOICE_CLIPS];
    bool playing[VOICE_ZONES];
    uint64_t unspoken; /* calls dropped from queues, as far as the log was told */
    mono_t report;     /* not told again before */
};

/* ------------------------------------------------------------------ joining clips */

static int join(const struct voice_pack *pack, const struct voice_sentence *sentence,
                struct sound *out, bool lacking[VOICE_CLIPS])
{
    for (size_t i = 0; i < sentence->count; i++) {
        const struct voice_word *word = &sentence->words[i];
        const struct sound *clip = &pack->clips[word->clip].sound;
        if (clip->count == 0) {
            if (lacking != NULL) {
                lacking[word->clip] = true;
            }
        } else if (sound_append(out, clip->samples, clip->count) < 0 ||
                   sound_append_silence(out, word->pause_ms) < 0) {
            return -1;
        }
    }
    return 0;
}

static int say(const struct voice_pack *pack, const struct voice_sentence *sentence,
               unsigned times, unsigned pause_ms, struct sound *out, bool lacking[VOICE_CLIPS])
{
    for (unsigned i = 0; i < times; i++) {
        if (sound_append_silence(out, i == 0 ? pause_ms : BETWEEN_MS) < 0 ||
            join(pack, sentence, out, lacking) < 0) {
            return -1;
        }
    }
    return 0;
}

int voice_render(const struct voice_pack *pack, const struct announcement *announcement, bool yao,
                 struct sound *out, bool lacking[VOICE_CLIPS])
{
    const struct voice_call *call = &announcement->call;
    struct voice_sentence chinese, english;
    *out = (struct sound){NULL, 0};
    voice_say_chinese(&chinese, call->number, call->window, yao);
    voice_say_english(&english, call->number, call->window);
    if (sound_append_chime(out) < 0 ||
        say(pack, &chinese, announcement->chinese, AFTER_CHIME_MS, out, lacking) < 0 ||
        say(pack, &english, announcement->english,
            announcement->chinese > 0 ? BETWEEN_MS : AFTER_CHIME_MS, out, lacking) < 0) {
        sound_finish(out);
        return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------ the hall's voice */

static void load_pack(struct voice *voice)
{
    char folder[PACK_PATH], why[PACK_PATH + 80];
    pack_folder(voice->settings.pack, folder, sizeof folder);
    if (pack_load(&voice->pack, folder, why, sizeof why) < 0) {
        log_warning("%s: calls are only chimed", why);
        memset(voice->lacking_logged, true, sizeof voice->lacking_logged);
        return;
    }
    memset(voice->lacking_logged, false, sizeof voice->lacking_logged);
    log_info("voice pack \"%s\", %zu of %d clips", voice->pack.name,
             VOICE_CLIPS - pack_faults(&voice->pack, VOICE_BOTH), (int)VOICE_CLIPS);
}

struct voice *voice_create(const struct voice_settings *settings)
{
    struct voice *voice = calloc(1, sizeof *voice);
    if (voice == NULL) {
        return NULL;
    }
    voice->settings = *settings;
    voice->announcer = announcer_create(settings);
    voice->player = player_create();
    if (voice->announcer == NULL || voice->player == NULL) {
        voice_destroy(voice);
        return NULL;
    }
    load_pack(voice);
    return voice;
}

void voice_destroy(struct voice *voice)
{
    if (voice == NULL) {
        return;
    }
    player_destroy(voice->player);
    announcer_destroy(voice->announcer);
    pack_finish(&voice->pack);
    free(voice);
}

void voice_apply(struct voice *voice, const struct voice_settings *settings)
{
    if (memcmp(&voice->settings, settings, sizeof *settings) == 0) {
        return;
    }
    struct announcer *announcer = announcer_create(settings);
    if (announcer == NULL) {
        log_error("out of memory: the voice keeps its old settings");
        return;
    }
    for (size_t i = 0; i < VOICE_ZONES; i++) {
        player_stop(voice->player, i);
        voice->playing[i] = false;
    }
    bool other_pack = strcmp(voice->settings.pack, settings->pack) != 0;
    announcer_destroy(voice->announcer);
    voice->announcer = announcer;
    voice->unspoken = 0;
    voice->settings = *settings;
    if (other_pack) {
        pack_finish(&voice->pack);
        load_pack(voice);
    }
}

void voice_call(struct voice *voice, const char *number, uint16_t window, mono_t now)
{
    announcer_call(voice->announcer, number, window, now);
}

static void log_lacking(struct voice *voice, const bool lacking[VOICE_CLIPS])
{
    for (int i = 0; i < VOICE_CLIPS; i++) {
        if (lacking[i] && !voice->lacking_logged[i]) {
            log_warning("the voice pack lacks %s (%s): it is left out", voice_clips[i].id,
                        pack_fault_name(voice->pack.clips[i].fault));
            voice->lacking_logged[i] = true;
        }
    }
}

/* The announcer gives channels away that a stalled announcement still holds: that one ends. */
static void stop_stalled(struct voice *voice, enum voice_output output)
{
    for (size_t i = 0; i < voice->settings.zone_count; i++) {
        if (voice->playing[i] && (voice->settings.zones[i].output & output) != 0) {
            log_warning("the sound of zone %s has stalled", voice->settings.zones[i].name);
            player_stop(voice->player, i);
            voice->playing[i] = false;
        }
    }
}

static void begin(struct voice *voice, const struct announcement *next, mono_t now)
{
    bool lacking[VOICE_CLIPS] = {false};
    struct sound sound;
    stop_stalled(voice, next->output);
    int rc = voice_render(&voice->pack, next, voice->settings.yao, &sound, lacking);
    log_lacking(voice, lacking);
    if (rc == 0) {
        log_debug("%s to window %u: %u ms, backlog %zu", next->call.number, next->call.window,
                  sound_ms(&sound), next->backlog);
        announcer_begun(voice->announcer, next->zone, now, sound_ms(&sound));
        rc = player_play(voice->player, next->zone, &sound, next->output, next->volume, now);
    }
    voice->playing[next->zone] = rc == 0;
    if (rc < 0) {
        announcer_finished(voice->announcer, next->zone, now);
    }
}

static bool finish_played(struct voice *voice, mono_t now)
{
    bool any = false;
    for (size_t i = 0; i < VOICE_ZONES; i++) {
        if (voice->playing[i] && !player_is_playing(voice->player, i)) {
            voice->playing[i] = false;
            announcer_finished(voice->announcer, i, now);
        }
        any = any || voice->playing[i];
    }
    return any;
}

/* In a rush a call a second may be dropped: a line a minute is enough. */
static void report_unspoken(struct voice *voice, mono_t now)
{
    const struct announcer_counts *counts = announcer_counts(voice->announcer);
    uint64_t unspoken = counts->aged + counts->crowded;
    if (unspoken > voice->unspoken && mono_between(voice->report, now) >= 0) {
        log_warning("%llu calls were shown and not spoken: more than can be said",
                    (unsigned long long)(unspoken - voice->unspoken));
        voice->unspoken = unspoken;
        voice->report = mono_after(now, REPORT_MS);
    }
}

int64_t voice_tick(struct voice *voice, mono_t now, unsigned minute)
{
    struct announcement next;
    finish_played(voice, now);
    while (announcer_next(voice->announcer, now, minute, &next)) {
        begin(voice, &next, now);
    }
    report_unspoken(voice, now);
    if (finish_played(voice, now)) {
        return VOICE_TICK_MS;
    }
    return announcer_wait_ms(voice->announcer, now);
}

const struct announcer_counts *voice_counts(const struct voice *voice)
{
    return announcer_counts(voice->announcer);
}
