/* registry.c: the table of drivers, sorted by name. A new protocol is one file in drivers/ and
 * one row here. */
#include "devices/drivers/drivers.h"

#include <string.h>

static const struct driver *const drivers[] = {
    &driver_a090,         /* counter boards: A0 9x strips */
    &driver_dgus2,        /* ticket panels and evaluators: DWIN DGUS II */
    &driver_escpos,       /* ticket printers */
    &driver_ff68,         /* call pads and evaluators that speak by themselves */
    &driver_modbus_board, /* counter boards by register map */
    &driver_modbus_pad,   /* call pads and evaluators that are polled */
};
enum { DRIVERS = sizeof drivers / sizeof *drivers };

const struct driver *driver_find(const char *name)
{
    for (size_t i = 0; i < DRIVERS; i++) {
        if (strcmp(drivers[i]->name, name) == 0) {
            return drivers[i];
        }
    }
    return NULL;
}

const struct driver *driver_at(size_t index)
{
    return index < DRIVERS ? drivers[index] : NULL;
}
