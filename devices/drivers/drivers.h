/* drivers.h: the drivers there are, one file each; registry.c lists them. */
#pragma once

#include "devices/device.h"

extern const struct driver driver_a090;         /* counter boards with A0 9x frames */
extern const struct driver driver_dgus2;        /* DWIN DGUS II touch screens */
extern const struct driver driver_escpos;       /* ESC/POS ticket printers */
extern const struct driver driver_ff68;         /* FF 68 call pads and evaluators */
extern const struct driver driver_modbus_board; /* counter boards by register map */
extern const struct driver driver_modbus_pad;   /* polled call pads and evaluators */
