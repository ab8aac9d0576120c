/* grammar.h: a ticket number and a window become a list of clips.
 *
 * Problem: 12 is said 一二 in ticket A012 and 十二 in window 12; 105 is 一百零五, 110 is
 * 一百一十; English has its own rules. A wrong reading sends somebody to the wrong window.
 *
 * Chinese: 请 A 零 零 一 号 到 三 号窗口 办理. A ticket is read character by character (letters
 * by name, digits one by one, anything else is skipped), a window as a number. Where a hall
 * wants it, 1 in a ticket is 幺, which is not mistaken for 七 in noise.
 * English: number A zero zero one, please go to window three.
 *
 * Pure. Thread: any. */
#pragma once

#include "voice/clips.h"

#include <stdbool.h>

enum {
    VOICE_WORDS = 40,      /* clips of a sentence: 11 of a ticket, 9 of a window, the frame */
    VOICE_WINDOW_MAX = 9999
};

struct voice_word {
    uint8_t clip;      /* enum voice_clip_id */
    uint16_t pause_ms; /* silence after it */
};

struct voice_sentence {
    size_t count;
    struct voice_word words[VOICE_WORDS];
};

/* The sentence that calls `number` to `window` (1 … VOICE_WINDOW_MAX). 0, or -1 when the window
 * is out of range, or the number has no letter and no digit or too many (VOICE_WORDS). */
int voice_say_chinese(struct voice_sentence *out, const char *number, unsigned window, bool yao);
int voice_say_english(struct voice_sentence *out, const char *number, unsigned window);
/* The sentence as read by people, words separated by blanks: for the log and for tests. */
void voice_sentence_text(const struct voice_sentence *sentence, char *out, size_t size);
