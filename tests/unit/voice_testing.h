/* voice_testing.h: folders and packs of made-up sounds for the tests of the voice. */
#pragma once

#include "voice/pack.h"

enum { TEST_CLIP_MS = 100 };

/* A new folder below /tmp; removed, with the files in it, by test_folder_remove. */
void test_folder_make(char path[64]);
void test_folder_remove(const char *path);
/* Noise that differs from clip to clip, so that a clip can be found again in what was played. */
struct sound test_noise(unsigned which, unsigned ms, int peak);
/* Writes a pack with all clips but `without` (-1: all) to `folder`. */
void test_pack_write(const char *folder, int without);
/* Runs build/bin/hallq with up to 7 words, its output to `output`. Its exit code. */
int test_run_hallq(const char *output, const char *const words[]);
/* The whole of a text file, in a static buffer; "" when there is none. */
const char *test_read_text(const char *path);
size_t test_count(const char *text, const char *part);
