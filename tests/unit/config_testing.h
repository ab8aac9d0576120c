/* config_testing.h: a small sound hall with devices of invented drivers, and the loader run on it
 * with one thing changed. */
#pragma once

#include "config/load.h"

struct change {
    const char *role; /* "hall.yaml" … */
    const char *find; /* its first occurrence is replaced; NULL: the whole text is */
    const char *put;
};

/* The texts of the small hall, by role; NULL for an unknown role. */
const char *testing_text(const char *role);
/* Loads the small hall after the changes (ends with role NULL; may be NULL). Fails the test when
 * a text to be replaced is not there. */
int testing_load(const struct change *changes, enum site_language language, struct site **out,
                 struct site_problems *problems);
/* The dump of a site as text, to be freed. */
char *testing_dump(const struct site *site);
/* Loads a dump again. */
int testing_load_dump(const char *dump, struct site **out, struct site_problems *problems);
