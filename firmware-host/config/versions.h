/* versions.h: every configuration that was saved from a page, kept; and how a saved one comes into
 * force on the disk: whole or not at all, also when the power goes in between.
 *
 * Problem: somebody changes a threshold on Friday and on Monday nobody knows what it was. And a
 * save that touches hall.yaml and a profile must never leave half of the two behind.
 *
 * Design: versions are folders DATA/config-versions/NUMBER, each a whole configuration (hall.yaml,
 * lines.yaml, profiles/) with about.yaml beside it: a person can read, compare and copy them without
 * any program. They are in the data folder, not beside the configuration, because /etc/hall may be
 * read-only and belong to an installer, while the data folder is always the controller's own and
 * part of every backup.
 *
 *   keep      the folder NUMBER.new is written and synced, then renamed: it is there, or not
 *   prepare   FILE.hallq-new beside each file that changes, synced
 *   commit    a mark in DATA says "NUMBER is being put in place"; each file is renamed; the mark goes
 *   recover   at the start: a mark that is still there is carried to its end from the version's own
 *             folder; without one, what was prepared is removed. So: before the mark the old
 *             configuration, from the mark on the new one, never between.
 *
 * Versions are never changed or deleted by the program; VERSIONS is the limit, then saving is refused
 * until somebody moves old ones away. Thread: any, one at a time. */
#pragma once

#include "base/clock.h"
#include "config/files.h"

enum { VERSIONS = 2000, VERSION_WHY = 256 };

struct config_version {
    uint32_t number; /* 1.. */
    wall_t at;
    char mark[CONFIG_MARK];
    char actor[LIMIT_CODE]; /* "" = changed by hand, found when the next one was saved */
    char reason[LIMIT_NOTE];
    uint32_t restored; /* it brings that version back; 0 = none */
    uint32_t changes;  /* values that differ from the one before */
};

/* Newest first; how many, at most `room`. 0 also when there is no folder yet. */
size_t versions_list(const char *data, struct config_version *out, size_t room);
/* 0, or -1: there is no such version. */
int version_about(const char *data, uint32_t number, struct config_version *out);
/* The folder of a version. */
void version_folder(const char *data, uint32_t number, char *out, size_t size);
/* Keeps the hall's own files. about->number is set. 0, or -1 with a sentence. */
int version_keep(const char *data, const struct config_files *files, struct config_version *about,
                 char why[VERSION_WHY]);

/* The three steps above, for a version that is kept. 0, or -1 with a sentence; errno EROFS or EACCES
 * when the configuration's folder may not be written. */
int version_prepare(const char *config, const char *data, uint32_t number, char why[VERSION_WHY]);
int version_commit(const char *config, const char *data, uint32_t number, char why[VERSION_WHY]);
/* Before the configuration is read. The number that was carried to its end, 0 = there was nothing to
 * do, -1 with a sentence. */
int version_recover(const char *config, const char *data, char why[VERSION_WHY]);
