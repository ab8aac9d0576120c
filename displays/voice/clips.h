/* clips.h: every word the hall can say, as rows.
 *
 * Problem: a spoken call is joined from recordings. Grammar, pack checker, recorder and renderer
 * must agree on what recordings there are, and a clerk must be able to record them in a quarter
 * of an hour.
 *
 * Design: one table. A row has the id that names the file, the text a person reads while
 * recording (Chinese and English), the language it is spoken in, the text that the espeak-ng
 * program must be given (numbered pinyin for Chinese: its Chinese-character voice is wrong in
 * Debian 12, ux.md "Voice"), and the longest it may be. Letters are recorded once and serve both
 * languages: halls say A as the English letter in Chinese sentences too.
 *
 * Pure. Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum voice_language { VOICE_CHINESE, VOICE_ENGLISH, VOICE_BOTH };

/* Digits, letters and round numbers are counted from their first: CLIP_ZH_0 + 7 is 七. */
enum voice_clip_id {
    CLIP_ZH_PLEASE,  /* 请 */
    CLIP_ZH_NUMBER,  /* 号 */
    CLIP_ZH_TO,      /* 到 */
    CLIP_ZH_WINDOW,  /* 号窗口 */
    CLIP_ZH_SERVICE, /* 办理 */
    CLIP_ZH_0,
    CLIP_ZH_YAO = CLIP_ZH_0 + 10, /* 幺 */
    CLIP_ZH_LIANG,                /* 两 */
    CLIP_ZH_TEN,
    CLIP_ZH_HUNDRED,
    CLIP_ZH_THOUSAND,
    CLIP_LETTER_A,
    CLIP_EN_NUMBER = CLIP_LETTER_A + 26, /* number */
    CLIP_EN_WINDOW,                      /* please go to window */
    CLIP_EN_0,                           /* zero … nineteen */
    CLIP_EN_20 = CLIP_EN_0 + 20,         /* twenty, thirty … ninety */
    CLIP_EN_HUNDRED = CLIP_EN_20 + 8,
    CLIP_EN_THOUSAND,
    CLIP_EN_AND,
    VOICE_CLIPS
};

struct voice_clip {
    const char *id;     /* "zh.please"; the file is ID.wav */
    const char *zh, *en; /* what it is, for people */
    const char *say;    /* for espeak-ng */
    enum voice_language language;
    uint16_t longest_ms;
};

extern const struct voice_clip voice_clips[VOICE_CLIPS];
/* "zh", "en" or "both", as manifests write it. */
const char *voice_language_name(enum voice_language language);
/* The clip with this id, or -1. */
int voice_clip_find(const char *id);
/* The words as spoken: Chinese for Chinese clips, English for the others; letters as "A". */
const char *voice_clip_text(int clip);
