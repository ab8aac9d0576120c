/* options.h: the command line of hallq-kiosk. */
#pragma once

#include "base/clock.h"
#include "base/language.h"

struct options {
    const char *url, *ca_file, *token_file, *name, *screenshot, *script, *screen, *fixture, *font, *bold_font;
    const char *language_folder;
    enum language_code code;
    bool has_code, fullscreen, elder, check, figures, trace, verbose, has_now;
    int width, height; /* 0 = as configured */
    int font_index;
    wall_t now;
};

/* 0; 1 = help was printed, end well; -1 = a mistake was told on standard error. */
int options_read(int count, char **words, struct options *out);
