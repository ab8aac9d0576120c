/* line.h: one played serial line: its wire, its port, its devices.
 *
 * The line joins the pure wire to the pty: what the host writes goes onto the wire at the
 * wire's pace, what devices say comes to the host when its last bit is over. Owner: the stage;
 * one thread. */
#pragma once

#include "config/site.h"
#include "sim/port.h"
#include "sim/sim_device.h"

struct sim_line {
    char name[LIMIT_CODE];
    char port_name[LIMIT_CODE];
    struct wire *wire;
    struct port port;
    bool readable;       /* the host may have written since the port was last emptied */
    size_t device_count;
    struct sim_device *devices[LIMIT_DEVICES_A_LINE];
};

/* Makes the line of a site with all devices that have a kind here; others are left out with a
 * warning. NULL when memory or ptys are out. Lines whose port is not "sim:" give NULL too, with
 * errno 0. */
struct sim_line *line_create(const struct site *site, uint16_t line, const char *folder,
                             const struct sim_sinks *sinks, uint64_t seed, int64_t now_us);
void line_destroy(struct sim_line *line);

/* Takes what the host wrote, lets the wire run up to now, gives the host what came. */
void line_run(struct sim_line *line, int64_t now_us);
/* When line_run is worth calling again without anything from the host, or WIRE_NEVER. */
int64_t line_next(const struct sim_line *line, int64_t now_us);
/* Is the host's queue so full that its descriptor need not be watched? */
bool line_is_full(const struct sim_line *line);

int line_unplug(struct sim_line *line);
int line_plug(struct sim_line *line);
