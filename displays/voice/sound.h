/* sound.h: recordings as numbers: WAV files, trimming, levelling, measuring, the chime.
 *
 * One format everywhere: 22,050 Hz, mono, 16 bit signed, what espeak-ng writes and what the
 * player plays. Levels are in dB below full scale (dBFS): 0 is the loudest possible.
 *
 * Thread: any; a struct sound belongs to one. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
    SOUND_RATE = 22050,
    SOUND_LONGEST_MS = 60000 /* a longer WAV file is refused */
};

/* No recording at all is {NULL, 0}. */
struct sound {
    int16_t *samples; /* owned */
    size_t count;
};

void sound_finish(struct sound *sound);
/* Appends. 0, or -1 when memory is out. */
int sound_append(struct sound *sound, const int16_t *samples, size_t count);
int sound_append_silence(struct sound *sound, unsigned ms);
unsigned sound_ms(const struct sound *sound);

/* What a WAV file (RIFF, 16 bit PCM) says of itself. */
struct sound_format {
    unsigned rate, channels;
};
/* Reads a 16 bit PCM WAV of any rate and 1 or 2 channels; samples stay interleaved. 0, or -1
 * with the reason in `why`. */
int sound_read(struct sound *sound, struct sound_format *format, const char *path, char *why,
               size_t size);
/* Writes SOUND_RATE mono. 0 or -1 with errno. */
int sound_write(const struct sound *sound, const char *path);
/* Makes mono at SOUND_RATE of what sound_read gave (linear interpolation). 0 or -1. */
int sound_convert(struct sound *sound, const struct sound_format *format);

/* Level of the highest sample and of the whole, in dBFS; -99 for silence. */
double sound_peak_db(const struct sound *sound);
double sound_rms_db(const struct sound *sound);
/* Cuts silence at both ends (below 1 % of the peak in 5 ms), leaves 10 ms and fades them. A
 * recording that is silent throughout becomes empty. */
void sound_trim(struct sound *sound);
/* Scales so that the peak is at `peak_db`. */
void sound_level(struct sound *sound, double peak_db);
/* Appends the two-tone chime: E5, then C5 (659 and 523 Hz), each dying away, 1.2 s in all. */
int sound_append_chime(struct sound *sound);
