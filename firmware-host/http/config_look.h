/* config_look.h: the configuration as a page shows it: files, sections, records, values with their
 * origin and their row of the schema. Thread: the worker's for config_look_work, the loop otherwise. */
#pragma once

#include "http/config_work.h"

enum config_look_kind { LOOK_WHOLE, LOOK_VALUES, LOOK_TEXT, LOOK_VERSIONS, LOOK_VERSION };

struct config_look {
    /* given */
    enum config_look_kind kind;
    char config[CONFIG_PATH], data[CONFIG_PATH];
    char file[80], section[64], record[128], search[96];
    uint32_t version, against; /* 0 = what is in place */
    /* found */
    int status;
    const char *error;  /* code, NULL = none */
    json_t *reply;      /* the loop's, when it comes back */
    struct site *site;  /* LOOK_WHOLE: what is in place, when it is sound; owned */
};

void config_look_work(void *look);
