/* render.h: the built-in pack: every clip spoken by the espeak-ng program.
 *
 * espeak-ng is run as a program, without a shell; its library would bring its licence and a
 * sound server. Its voice is a machine's: good enough to begin with and understood, a hall's own
 * recordings are better (config/voice/README.md).
 *
 * Thread: any. */
#pragma once

#include "voice/pack.h"

enum {
    RENDER_WORDS_A_MINUTE = 145,
    RENDER_LOUDNESS = 60, /* of 200; at its usual 100 some syllables are cut off at full scale */
    RENDER_LONGEST_MS = 10000
};

/* The espeak-ng voice for a language: cmn-latn-pinyin or en. */
const char *render_voice(enum voice_language language);
/* Has espeak-ng write the WAV file `path`. 0, or -1 with a sentence. */
int render_clip(int clip, const char *path, char *why, size_t size);
/* Renders all clips into `folder` (made when missing, files replaced), trimmed and levelled. 0,
 * or -1 with a sentence at the first that fails. */
int render_pack(const char *folder, char *why, size_t size);
