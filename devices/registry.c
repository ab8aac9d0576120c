/* registry.c: the table of drivers, sorted by name. A new protocol is one file in drivers/ and
 * one row here. */
#include "devices/device.h"

#include <string.h>

static const struct driver *const drivers[] = {
    NULL,
};

const struct driver *driver_find(const char *name)
{
    for (size_t i = 0; drivers[i] != NULL; i++) {
        if (strcmp(drivers[i]->name, name) == 0) {
            return drivers[i];
        }
    }
    return NULL;
}

const struct driver *driver_at(size_t index)
{
    return index < sizeof drivers / sizeof *drivers ? drivers[index] : NULL;
}
