/* sound.c: see sound.h. WAV: "Multimedia Programming Interface and Data Specifications 1.0",
 * chunks are little-endian and padded to even length. */
#include "voice/sound.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_MS = 5, PAD_MS = 10, WAV_HEAD = 44, PCM = 1 };
static const double silent_share = 0.01; /* of the peak */

void sound_finish(struct sound *sound)
{
    free(sound->samples);
    *sound = (struct sound){NULL, 0};
}

int sound_append(struct sound *sound, const int16_t *samples, size_t count)
{
    if (count == 0) {
        return 0;
    }
    int16_t *grown = realloc(sound->samples, (sound->count + count) * sizeof *grown);
    if (grown == NULL) {
        return -1;
    }
    sound->samples = grown;
    if (samples != NULL) {
        memcpy(grown + sound->count, samples, count * sizeof *grown);
    } else {
        memset(grown + sound->count, 0, count * sizeof *grown);
    }
    sound->count += count;
    return 0;
}

int sound_append_silence(struct sound *sound, unsigned ms)
{
    return sound_append(sound, NULL, (size_t)ms * SOUND_RATE / 1000);
}

unsigned sound_ms(const struct sound *sound)
{
    return (unsigned)(sound->count * 1000 / SOUND_RATE);
}

/* ------------------------------------------------------------------ WAV */

static unsigned u16_at(const uint8_t *p)
{
    return p[0] | (unsigned)p[1] << 8;
}

static uint32_t u32_at(const uint8_t *p)
{
    return u16_at(p) | (uint32_t)u16_at(p + 2) << 16;
}

static int refuse(char *why, size_t size, const char *reason)
{
    snprintf(why, size, "%s", reason);
    return -1;
}

static int read_format(FILE *file, uint32_t length, struct sound_format *format, char *why,
                       size_t size)
{
    uint8_t chunk[16];
    if (length < sizeof chunk || fread(chunk, 1, sizeof chunk, file) != sizeof chunk) {
        return refuse(why, size, "broken WAV header");
    }
    *format = (struct sound_format){.rate = u32_at(chunk + 4), .channels = u16_at(chunk + 2)};
    if (u16_at(chunk) != PCM || u16_at(chunk + 14) != 16 || format->channels < 1 ||
        format->channels > 2 || format->rate < 4000 || format->rate > 192000) {
        return refuse(why, size, "not 16 bit PCM, mono or stereo");
    }
    return fseek(file, (long)(length + (length & 1) - sizeof chunk), SEEK_CUR);
}

/* `length` may be more than there is: espeak-ng on a pipe writes a length it does not know. */
static int read_data(FILE *file, uint32_t length, struct sound *sound,
                     const struct sound_format *format, char *why, size_t size)
{
    uint64_t longest = (uint64_t)format->rate * format->channels * 2 * (SOUND_LONGEST_MS / 1000);
    int16_t block[4096];
    uint64_t left = length;
    while (left >= 2) {
        size_t want = left < sizeof block ? (size_t)left / 2 : sizeof block / 2;
        size_t got = fread(block, 2, want, file);
        if (sound_append(sound, block, got) < 0 || sound->count * 2 > longest) {
            return refuse(why, size, "longer than a minute");
        }
        left -= got * 2;
        if (got < want) {
            break;
        }
    }
    sound->count -= sound->count % format->channels;
    return 0;
}

static int read_chunks(FILE *file, struct sound *sound, struct sound_format *format, char *why,
                       size_t size)
{
    uint8_t head[12];
    if (fread(head, 1, 12, file) != 12 || memcmp(head, "RIFF", 4) != 0 ||
        memcmp(head + 8, "WAVE", 4) != 0) {
        return refuse(why, size, "not a WAV file");
    }
    while (fread(head, 1, 8, file) == 8) {
        uint32_t length = u32_at(head + 4);
        if (memcmp(head, "fmt ", 4) == 0) {
            if (read_format(file, length, format, why, size) < 0) {
                return -1;
            }
        } else if (memcmp(head, "data", 4) == 0 && format->rate > 0) {
            return read_data(file, length, sound, format, why, size);
        } else if (length > INT32_MAX || fseek(file, (long)(length + (length & 1)), SEEK_CUR) < 0) {
            break;
        }
    }
    return refuse(why, size, "no sound in the WAV file");
}

int sound_read(struct sound *sound, struct sound_format *format, const char *path, char *why,
               size_t size)
{
    *sound = (struct sound){NULL, 0};
    *format = (struct sound_format){0, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return refuse(why, size, strerror(errno));
    }
    int rc = read_chunks(file, sound, format, why, size);
    fclose(file);
    if (rc < 0) {
        sound_finish(sound);
    }
    return rc;
}

static void put_u32(uint8_t *p, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        p[i] = (uint8_t)(value >> 8 * i);
    }
}

int sound_write(const struct sound *sound, const char *path)
{
    uint8_t head[WAV_HEAD] = "RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0........\x02\0\x10\0data";
    uint32_t bytes = (uint32_t)(sound->count * 2);
    put_u32(head + 4, bytes + WAV_HEAD - 8);
    put_u32(head + 24, SOUND_RATE);
    put_u32(head + 28, SOUND_RATE * 2);
    put_u32(head + 40, bytes);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return -1;
    }
    bool good = fwrite(head, 1, WAV_HEAD, file) == WAV_HEAD &&
                fwrite(sound->samples, 2, sound->count, file) == sound->count;
    return fclose(file) == 0 && good ? 0 : -1;
}

/* ------------------------------------------------------------------ shape */

static double frame_value(const struct sound *sound, unsigned channels, size_t frame)
{
    double sum = 0;
    for (unsigned c = 0; c < channels; c++) {
        sum += sound->samples[frame * channels + c];
    }
    return sum / channels;
}

int sound_convert(struct sound *sound, const struct sound_format *format)
{
    if (format->rate == SOUND_RATE && format->channels == 1) {
        return 0;
    }
    size_t frames = sound->count / format->channels;
    size_t count = (size_t)((double)frames * SOUND_RATE / format->rate);
    struct sound out = {NULL, 0};
    if (sound_append(&out, NULL, count) < 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        double at = (double)i * format->rate / SOUND_RATE;
        size_t before = (size_t)at, after = before + 1 < frames ? before + 1 : before;
        double low = frame_value(sound, format->channels, before);
        double high = frame_value(sound, format->channels, after);
        out.samples[i] = (int16_t)lrint(low + (high - low) * (at - (double)before));
    }
    sound_finish(sound);
    *sound = out;
    return 0;
}

static int peak_of(const int16_t *samples, size_t count)
{
    int peak = 0;
    for (size_t i = 0; i < count; i++) {
        int value = abs((int)samples[i]);
        peak = value > peak ? value : peak;
    }
    return peak;
}

static double decibel(double value)
{
    return value > 0 ? 20 * log10(value / 32768) : -99;
}

double sound_peak_db(const struct sound *sound)
{
    return decibel(peak_of(sound->samples, sound->count));
}

double sound_rms_db(const struct sound *sound)
{
    double sum = 0;
    for (size_t i = 0; i < sound->count; i++) {
        sum += (double)sound->samples[i] * sound->samples[i];
    }
    return sound->count > 0 ? decibel(sqrt(sum / (double)sound->count)) : -99;
}

static void fade(struct sound *sound, size_t length)
{
    length = length < sound->count / 2 ? length : sound->count / 2;
    for (size_t i = 0; i < length; i++) {
        double share = (double)i / (double)length;
        int16_t *end = &sound->samples[sound->count - 1 - i];
        sound->samples[i] = (int16_t)(sound->samples[i] * share);
        *end = (int16_t)(*end * share);
    }
}

void sound_trim(struct sound *sound)
{
    const size_t step = (size_t)FRAME_MS * SOUND_RATE / 1000;
    const size_t pad = (size_t)PAD_MS * SOUND_RATE / 1000;
    double limit = peak_of(sound->samples, sound->count) * silent_share;
    size_t from = 0, to = sound->count;
    while (to - from >= step && peak_of(sound->samples + from, step) <= limit) {
        from += step;
    }
    while (to - from >= step && peak_of(sound->samples + to - step, step) <= limit) {
        to -= step;
    }
    if (to - from < step) {
        sound_finish(sound);
        return;
    }
    from = from > pad ? from - pad : 0;
    to = sound->count - to > pad ? to + pad : sound->count;
    memmove(sound->samples, sound->samples + from, (to - from) * sizeof *sound->samples);
    sound->count = to - from;
    fade(sound, pad);
}

void sound_level(struct sound *sound, double peak_db)
{
    int peak = peak_of(sound->samples, sound->count);
    if (peak == 0) {
        return;
    }
    double gain = 32768 * pow(10, peak_db / 20) / peak;
    for (size_t i = 0; i < sound->count; i++) {
        double value = sound->samples[i] * gain;
        sound->samples[i] = (int16_t)lrint(value > 32767 ? 32767 : value < -32768 ? -32768 : value);
    }
}

/* ------------------------------------------------------------------ chime */

static double chime_tone(double hertz, double seconds)
{
    const double turn = 6.283185307179586, attack = 0.004, decay = 0.28;
    if (seconds < 0) {
        return 0;
    }
    double swell = seconds < attack ? seconds / attack : 1;
    double overtone = 0.25 * sin(2 * turn * hertz * seconds) * exp(-seconds / decay);
    return swell * exp(-seconds / decay) * (sin(turn * hertz * seconds) + overtone);
}

int sound_append_chime(struct sound *sound)
{
    const double high = 659.255, low = 523.251, second_at = 0.4, whole = 1.2, tail = 0.1;
    const double loud = 0.45 * 32767;
    size_t count = (size_t)(whole * SOUND_RATE), start = sound->count;
    if (sound_append(sound, NULL, count) < 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        double t = (double)i / SOUND_RATE;
        double end = t > whole - tail ? (whole - t) / tail : 1;
        double value = chime_tone(high, t) + chime_tone(low, t - second_at);
        sound->samples[start + i] = (int16_t)(loud * end * value);
    }
    return 0;
}
