/* load.h: a configuration out of memory: what site_load does once the files are read, and what
 * tests and fuzzers call. Thread: any. */
#pragma once

#include "config/site.h"

/* One text and what it is. */
struct load_input {
    const char *role; /* "hall.yaml", "lines.yaml" or "profiles/NAME.yaml" */
    const char *file; /* as messages name it */
    const char *text;
    size_t size;
    int first_line;   /* of the text in that file, from 1 */
    bool shipped;     /* a profile that came with the program */
};

enum { LOAD_INPUTS = 2 + 2 * LIMIT_PROFILES };

/* As site_load; problems found earlier stay and count. Texts need not outlive the call. */
int load_inputs(const struct load_input *inputs, size_t count, const char *folder,
                struct site **out, struct site_problems *problems);
/* Splits what site_dump wrote into its parts. Their number, or -1 when it is none; at most
 * LOAD_INPUTS. Roles are written into `text`, which must be writable. */
int load_split(char *text, size_t size, const char *file, struct load_input *inputs);
