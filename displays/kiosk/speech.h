/* speech.h: prompts said aloud in the large-type mode, by the espeak-ng program.
 *
 * Problem: who cannot read the screen well wants to hear what to do; and espeak-ng's Mandarin
 * voice reads Chinese characters wrongly, while cmn-latn-pinyin reads pinyin rightly (ux.md,
 * Voice).
 *
 * Design: a child process a prompt; a new prompt ends the one before. Without the program or a
 * sound device the kiosk works on in silence and says so once in the log. Thread: main. */
#pragma once

#include "base/language.h"

struct speech;

struct speech *speech_create(void);
void speech_destroy(struct speech *speech);
/* Says `text` (pinyin for Chinese); NULL = be silent. */
void speech_say(struct speech *speech, enum language_code code, const char *text);
