/* version_files.h: what versions.c and version_swap.c share: files that are written so that they are
 * there, or not. Thread: any. */
#pragma once

#include "config/versions.h"

#include <sys/types.h>

enum { VERSION_PATH = 600 };

/* "FOLDER/NAME"; cut when it is too long, which then is a file that is not there. */
void version_join(char out[VERSION_PATH], const char *folder, const char *name);
/* Fills `why` from errno, keeps errno, gives -1. */
int version_fails(char why[VERSION_WHY], const char *what, const char *path);
/* Written and synced, under its own name. 0 or -1. */
int version_write_file(const char *path, const char *text, size_t size, mode_t mode,
                       char why[VERSION_WHY]);
/* Terminated, in the arena; NULL when it cannot be read. */
char *version_read_file(struct arena *arena, const char *path, size_t *size);
/* Makes names in a folder durable. */
int version_sync(const char *folder, char why[VERSION_WHY]);
/* A folder of a version, with its files. What is not there is no error. */
void version_remove_folder(const char *folder);
