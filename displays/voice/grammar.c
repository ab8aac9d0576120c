/* grammar.c: see grammar.h. */
#include "voice/grammar.h"

#include "base/text.h"

#include <ctype.h>

enum { BREATH_MS = 140, JOIN_MS = 15 }; /* after a part of the sentence; between words */

static void add(struct voice_sentence *out, int clip)
{
    if (out->count < VOICE_WORDS) {
        out->words[out->count] = (struct voice_word){(uint8_t)clip, JOIN_MS};
    }
    out->count++; /* beyond VOICE_WORDS: found out by finish */
}

static void breathe(struct voice_sentence *out)
{
    if (out->count > 0 && out->count <= VOICE_WORDS) {
        out->words[out->count - 1].pause_ms = BREATH_MS;
    }
}

/* Letters and digits of a ticket; `zero` is the clip of 0, `one` that of 1. How many. */
static size_t add_ticket(struct voice_sentence *out, const char *number, int zero, int one)
{
    size_t before = out->count;
    for (const char *c = number; *c != '\0'; c++) {
        if (isalpha((unsigned char)*c)) {
            add(out, CLIP_LETTER_A + toupper((unsigned char)*c) - 'A');
        } else if (isdigit((unsigned char)*c)) {
            add(out, *c == '1' ? one : zero + *c - '0');
        }
    }
    return out->count - before;
}

/* 1 … 9999. A run of zeros inside is one 零; 10 … 19 begin with 十; 2000 is 两千. */
static void add_chinese_number(struct voice_sentence *out, unsigned value)
{
    static const struct {
        unsigned worth;
        int clip;
    } places[] = {{1000, CLIP_ZH_THOUSAND}, {100, CLIP_ZH_HUNDRED}, {10, CLIP_ZH_TEN}, {1, -1}};
    bool begun = false, zero = false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        unsigned digit = value / places[i].worth % 10;
        if (digit == 0) {
            zero = begun;
            continue;
        }
        if (zero) {
            add(out, CLIP_ZH_0);
        }
        bool bare_ten = places[i].worth == 10 && digit == 1 && !begun;
        if (!bare_ten) {
            bool liang = places[i].worth == 1000 && digit == 2;
            add(out, liang ? CLIP_ZH_LIANG : CLIP_ZH_0 + (int)digit);
        }
        if (places[i].clip >= 0) {
            add(out, places[i].clip);
        }
        begun = true;
        zero = false;
    }
}

static void add_english_tens(struct voice_sentence *out, unsigned value)
{
    if (value >= 20) {
        add(out, CLIP_EN_20 + (int)(value / 10) - 2);
        value %= 10;
    }
    if (value > 0) {
        add(out, CLIP_EN_0 + (int)value);
    }
}

/* 1 … 9999: one hundred and five, two thousand and ten. */
static void add_english_number(struct voice_sentence *out, unsigned value)
{
    unsigned rest = value % 100;
    if (value >= 1000) {
        add(out, CLIP_EN_0 + (int)(value / 1000));
        add(out, CLIP_EN_THOUSAND);
    }
    if (value / 100 % 10 > 0) {
        add(out, CLIP_EN_0 + (int)(value / 100 % 10));
        add(out, CLIP_EN_HUNDRED);
    }
    if (value >= 100 && rest > 0) {
        add(out, CLIP_EN_AND);
    }
    add_english_tens(out, rest);
}

static int finish(struct voice_sentence *out, size_t spoken, unsigned window)
{
    bool good = spoken > 0 && window >= 1 && window <= VOICE_WINDOW_MAX &&
                out->count <= VOICE_WORDS;
    if (!good) {
        out->count = 0;
    }
    return good ? 0 : -1;
}

int voice_say_chinese(struct voice_sentence *out, const char *number, unsigned window, bool yao)
{
    out->count = 0;
    add(out, CLIP_ZH_PLEASE);
    size_t spoken = add_ticket(out, number, CLIP_ZH_0, yao ? CLIP_ZH_YAO : CLIP_ZH_0 + 1);
    add(out, CLIP_ZH_NUMBER);
    breathe(out);
    add(out, CLIP_ZH_TO);
    add_chinese_number(out, window);
    add(out, CLIP_ZH_WINDOW);
    add(out, CLIP_ZH_SERVICE);
    return finish(out, spoken, window);
}

int voice_say_english(struct voice_sentence *out, const char *number, unsigned window)
{
    out->count = 0;
    add(out, CLIP_EN_NUMBER);
    size_t spoken = add_ticket(out, number, CLIP_EN_0, CLIP_EN_0 + 1);
    breathe(out);
    add(out, CLIP_EN_WINDOW);
    add_english_number(out, window);
    return finish(out, spoken, window);
}

void voice_sentence_text(const struct voice_sentence *sentence, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sentence->count; i++) {
        text_append(out, size, &used, "%s%s", i > 0 ? " " : "",
                    voice_clip_text(sentence->words[i].clip));
    }
}
