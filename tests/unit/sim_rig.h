/* sim_rig.h: one played device on a wire in virtual time, and a host that writes and listens.
 *
 * Time starts at RIG_START_US and moves only when a test says so. Profiles come from the demo
 * hall's configuration, so that a changed profile is noticed here. */
#pragma once

#include "config/site.h"
#include "sim/paper.h"
#include "sim/sim_device.h"

#define RIG_START_US 1000000

enum { RIG_HEARD = 4096, RIG_PAPERS = 16 };

struct rig {
    struct wire *wire;
    int64_t now_us;
    size_t count;
    uint8_t heard[RIG_HEARD];
    int64_t heard_us[RIG_HEARD]; /* when each byte was complete */
    size_t paper_count;
    struct paper *papers[RIG_PAPERS];
    size_t device_count;
    struct sim_device *devices[8];
};

/* The demo hall, loaded once; NULL (and a printed reason) when it does not load. */
const struct site *rig_site(void);
void rig_site_finish(void);
const struct device_profile *rig_profile(const char *name);

void rig_open(struct rig *rig, uint32_t baud, bool both_ways);
void rig_close(struct rig *rig);
struct sim_device *rig_add(struct rig *rig, const char *profile, const char *name,
                           uint8_t address);
/* The host writes now; time then moves on by `ms`. */
void rig_say(struct rig *rig, const uint8_t *bytes, size_t count, int64_t ms);
void rig_say_hex(struct rig *rig, const char *hex, int64_t ms);
void rig_wait(struct rig *rig, int64_t ms);
/* What the host has heard since the last call, as hex with spaces. */
const char *rig_hear(struct rig *rig, char text[RIG_HEARD * 3 + 1]);
size_t rig_bytes(const char *hex, uint8_t *out, size_t size);
int rig_act(struct rig *rig, struct sim_device *device, const struct act *act);
