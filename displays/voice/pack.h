/* pack.h: a voice pack: a folder of WAV files and manifest.yaml.
 *
 * Problem: a hall's own voice is recorded by a clerk with a headset, clip by clip; some are too
 * quiet, some are missing, and the hall must hear of it before the day, not in it.
 *
 * Design: manifest.yaml lists the clips with what was measured when they were made; the files
 * themselves are measured again on loading and are the truth.
 *
 *   name: "…"
 *   licence: "…"
 *   clips:
 *     - {id: zh.please, file: zh.please.wav, text: "请", language: zh, peak_db: -3.0,
 *        rms_db: -18.4, ms: 412, licence: "…"}
 *
 * A clip without a usable file is empty; who plays it skips it. Changes are written at once and
 * by renaming, so a recording that is broken off loses nothing.
 *
 * Thread: its owner's. */
#pragma once

#include "voice/clips.h"
#include "voice/sound.h"

#include <stdbool.h>

enum { PACK_FILE = 64, PACK_TEXT = 200, PACK_PATH = 512 };

/* Limits of a good clip. Levelled clips peak at PACK_PEAK_DB. */
#define PACK_PEAK_DB  (-3.0)
#define PACK_LOUD_DB  (-0.5)  /* a higher peak distorts */
#define PACK_QUIET_DB (-12.0) /* a lower peak is not heard beside the others */
#define PACK_FAINT_DB (-32.0) /* a lower mean is a click or noise and no word */
enum { PACK_SHORTEST_MS = 60 };

enum pack_fault {
    PACK_FINE,
    PACK_MISSING,  /* not listed, or no file */
    PACK_UNUSABLE, /* no 16 bit PCM WAV, or another rate */
    PACK_EMPTY,    /* no sound, or too short for a word */
    PACK_LOUD,
    PACK_QUIET,
    PACK_LONG,
    PACK_FAULTS
};
/* "fine", "missing" …: the end of the key voice.fault.NAME in config/lang. */
const char *pack_fault_name(enum pack_fault fault);

struct pack_clip {
    char file[PACK_FILE]; /* "" = not listed */
    char licence[PACK_TEXT];
    struct sound sound;   /* empty unless usable */
    enum pack_fault fault;
    char why[80];         /* PACK_UNUSABLE: the reason */
    double peak_db, rms_db;
};

struct voice_pack {
    char folder[PACK_PATH];
    char name[PACK_TEXT], licence[PACK_TEXT];
    size_t unknown; /* listed ids that this version does not know */
    struct pack_clip clips[VOICE_CLIPS];
};

/* Loads a folder. 0 (with faults clip by clip), or -1 with a sentence when there is no manifest
 * or it does not parse; the pack is then empty and can be filled. Finish it either way. */
int pack_load(struct voice_pack *pack, const char *folder, char *why, size_t size);
void pack_finish(struct voice_pack *pack);
/* The folder that the setting `pack` means: "" the built-in one, a path with / itself, else a
 * name in config/voice. */
void pack_folder(const char *setting, char *out, size_t size);

/* Trims and levels `sound`, measures it, and says what is wrong with it for this clip. */
enum pack_fault pack_prepare(int clip, struct sound *sound);
/* Makes the pack's folder when it is missing (its parent must be there). 0 or -1 with errno. */
int pack_make_folder(const struct voice_pack *pack);
/* Takes the sound over, writes it to the folder (which is made when missing) and rewrites the
 * manifest. 0 or -1 with errno. */
int pack_put(struct voice_pack *pack, int clip, struct sound *sound);
/* Faulty clips; with VOICE_CHINESE or VOICE_ENGLISH only those that language needs. */
size_t pack_faults(const struct voice_pack *pack, enum voice_language language);
