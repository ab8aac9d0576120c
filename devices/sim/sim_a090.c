/* sim_a090.c: a window strip of the A0 9x kind (devices.md B.1): shows a text, acknowledges. */
#include "devices/proto/a090.h"
#include "sim/sim_device.h"

#include <stdio.h>

enum { ANSWER_AFTER_US = 3000 };

struct strip {
    struct a090_deframer deframer;
    char text[SIGHT_TEXT];
};

static void strip_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct strip *strip = device->state;
    a090_init(&strip->deframer, A090_GAP_US);
}

static void obey(struct sim_device *device, int64_t at_us, const struct a090_frame *frame)
{
    struct strip *strip = device->state;
    if (frame->acknowledgement || frame->id != device->address) {
        return;
    }
    if (frame->command == A090_TEXT &&
        a090_read_text(frame, device->profile->encoding, strip->text, sizeof strip->text,
                       NULL) < 0) {
        return;
    }
    if (frame->command == A090_SHOW_ADDRESS) {
        snprintf(strip->text, sizeof strip->text, "%03X", device->address);
    }
    struct a090_frame answer;
    a090_acknowledge(&answer, frame);
    uint8_t bytes[A090_FRAME];
    size_t count = a090_encode(&answer, bytes, sizeof bytes);
    sim_device_say(device, at_us + ANSWER_AFTER_US, bytes, count);
}

static void strip_hear(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct strip *strip = device->state;
    struct byte_stream in = {&byte, 1};
    struct a090_frame frame;
    while (a090_take(&strip->deframer, at_us, &in, &frame)) {
        obey(device, at_us, &frame);
    }
}

static void strip_look(const struct sim_device *device, struct sight *sight)
{
    const struct strip *strip = device->state;
    snprintf(sight->text, sizeof sight->text, "%s", strip->text);
}

const struct sim_kind sim_a090 = {
    .driver = "a090",
    .device = DEVICE_BOARD,
    .state_size = sizeof(struct strip),
    .start = strip_start,
    .hear = strip_hear,
    .look = strip_look,
};
