/* loaded.h: a site with the memory that it stands in. site_destroy frees both. */
#pragma once

#include "config/arena.h"
#include "config/site.h"

struct loaded_site {
    struct site site; /* first: a site's address is its owner's */
    struct arena arena;
};
