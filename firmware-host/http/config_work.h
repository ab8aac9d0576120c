/* config_work.h: what the configuration's page asks for, worked out in the worker's thread: the files
 * are read, changed, checked with exactly the checks of `hallqd --check`, compared, kept.
 *
 * Design: a struct config_work holds everything by value or by ownership: it is filled by the loop,
 * given to the worker, and read by the loop again. Thread: as said at each function. */
#pragma once

#include "base/language.h"
#include "config/compare.h"
#include "config/versions.h"
#include "config/site.h"

#include <jansson.h>

enum { CONFIG_WORK_CHANGES = 400, CONFIG_PATH = 512 };

struct config_work {
    /* given */
    char config[CONFIG_PATH], data[CONFIG_PATH];
    char base[CONFIG_MARK];   /* what the editor began with; "" = not asked */
    enum language_code language;
    json_t *body;             /* changes and texts; owned; NULL = none */
    uint32_t restore;         /* go back to this version; 0 = no */
    bool manager;             /* may change only what config_manager_may allows */
    bool keep;                /* a version is to be kept and prepared */
    char actor[LIMIT_CODE], reason[LIMIT_NOTE];
    wall_t now;
    /* found */
    int status;               /* of the answer: 200, or with `error` */
    char error[32];           /* code, "" = none */
    char why[VERSION_WHY];    /* with "config_not_written": a sentence */
    char mark[CONFIG_MARK];   /* of the files as they are */
    struct site_problems problems;
    json_t *located;          /* problems as JSON, with the path of the value they are at; owned */
    struct site *site;        /* what would be in force; owned until it is taken over */
    size_t change_count;
    struct config_change changes[CONFIG_WORK_CHANGES]; /* the first ones */
    struct config_version kept;
    struct arena arena;       /* texts of the above */
};

struct config_work *config_work_create(void);
void config_work_free(struct config_work *work);
/* Reads, changes, checks, compares, and with `keep` keeps and prepares. Thread: the worker's. */
void config_work_try(void *work);
/* Puts the kept version in place. Thread: the worker's. */
void config_work_commit(void *work);
/* May a manager change this value? Texts, hours, thresholds: what the hall's day needs; not who
 * serves what, nor lines, nor rules of the queue. */
bool config_manager_may(const char *role, const char *path);
/* [{file, path, before, after}, …] */
json_t *config_changes_json(const struct config_change *changes, size_t count);
/* The changes in words, for the journal: "policy.undo: 10s -> 15s; …", cut at `size`. */
void config_changes_text(const struct config_change *changes, size_t count, char *out, size_t size);
