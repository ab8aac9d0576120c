/* files.h: the files of a configuration as they stand, before anybody judges them: what is read,
 * changed, compared and kept as a version.
 *
 * The mark of a set is a hash over the hall's own files: two editors who began with the same mark
 * began with the same bytes. Shipped profiles are no part of it. Owner: the caller. Thread: any, one
 * at a time. */
#pragma once

#include "config/arena.h"
#include "config/load.h"

enum { CONFIG_MARK = 33 };

struct config_files {
    struct arena arena; /* paths and texts */
    bool is_folder;     /* else one file that site_dump wrote */
    size_t count;
    struct load_input inputs[LOAD_INPUTS];
};

/* Problems (which must have been initialised) get what cannot be read. NULL when there is nothing
 * at all. */
struct config_files *config_files_read(const char *folder, const char *shipped_profiles,
                                       struct site_problems *problems);
void config_files_free(struct config_files *files);
void config_files_mark(const struct config_files *files, char out[CONFIG_MARK]);
/* By role: "hall.yaml", "profiles/NAME.yaml"; the hall's own before the shipped one. NULL = none. */
struct load_input *config_files_find(struct config_files *files, const char *role);
/* As site_load, from what was read. */
int config_files_load(const struct config_files *files, const char *folder, struct site **out,
                      struct site_problems *problems);
