/* schedule_file.h: a file that is there whole or not at all. Thread: any. */
#pragma once

#include "reports/forms.h"

/* Writes FOLDER/NAME beside its place, makes it durable and renames it. 0, or -1 with a sentence in
 * `why` and nothing left behind. */
int schedule_write(const char *folder, const char *name, const struct form_bytes *bytes, char *why,
                   size_t size);
