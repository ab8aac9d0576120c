/* sim_dgus2.c: a DWIN DGUS II serial screen as ticket panel and as touch evaluator (devices.md
 * D.1; page and variable layout in the comments of config/profiles/screen-dwin-dgus2*.yaml).
 *
 * The screen is 64 Ki words of memory, a page on show, and keys that upload their code. What a
 * person reads is decoded from that memory, slot by slot, as the screen's project file would. */
#include "devices/proto/dgus2.h"
#include "sim/sim_device.h"

#include <stdio.h>
#include <string.h>

enum { ANSWER_AFTER_US = 4000, MEMORY_WORDS = 0x10000, SET_PAGE_MARK = 0x5A01 };

struct screen {
    struct dgus2_deframer deframer;
    struct dgus2_line line;
    bool acknowledges;
    uint16_t page;
    uint16_t memory[MEMORY_WORDS];
};

static enum dgus2_checksum checksum_of(const struct device_profile *profile)
{
    const char *name = sim_option(profile, "crc", "none");
    if (strcmp(name, "modbus") == 0) {
        return DGUS2_CRC_MODBUS;
    }
    return strcmp(name, "xmodem") == 0 ? DGUS2_CRC_XMODEM : DGUS2_PLAIN;
}

static void screen_start(struct sim_device *device, int64_t at_us)
{
    (void)at_us;
    struct screen *screen = device->state;
    screen->line = (struct dgus2_line){{0x5A, 0xA5}, checksum_of(device->profile)};
    screen->acknowledges = strcmp(sim_option(device->profile, "ack", "true"), "true") == 0;
    screen->page = (uint16_t)sim_option_int(device->profile, "pages.starting", 0);
    dgus2_init(&screen->deframer, &screen->line, DGUS2_GAP_US);
}

static void say(struct sim_device *device, int64_t at_us, const struct dgus2_frame *frame)
{
    struct screen *screen = device->state;
    uint8_t bytes[DGUS2_FRAME];
    size_t count = dgus2_encode(&screen->line, frame, bytes, sizeof bytes);
    sim_device_say(device, at_us, bytes, count);
}

static void restart(struct sim_device *device)
{
    struct screen *screen = device->state;
    memset(screen->memory, 0, sizeof screen->memory);
    screen->page = (uint16_t)sim_option_int(device->profile, "pages.starting", 0);
    device->boots++;
}

static void write_words(struct sim_device *device, int64_t at_us,
                        const struct dgus2_frame *frame)
{
    struct screen *screen = device->state;
    for (size_t i = 0; i < frame->count && frame->vp + i < MEMORY_WORDS; i++) {
        screen->memory[frame->vp + i] = frame->words[i];
    }
    if (frame->vp == DGUS2_VP_SET_PAGE && frame->count >= 2 &&
        frame->words[0] == SET_PAGE_MARK) {
        screen->page = frame->words[1];
    }
    if (frame->vp == DGUS2_VP_RESET && frame->count >= 2 && frame->words[0] == 0x55AA) {
        restart(device);
        return;
    }
    if (screen->acknowledges) {
        struct dgus2_frame answer;
        dgus2_acknowledge(&answer);
        say(device, at_us + ANSWER_AFTER_US, &answer);
    }
}

static void read_words(struct sim_device *device, int64_t at_us, const struct dgus2_frame *frame)
{
    struct screen *screen = device->state;
    uint16_t words[DGUS2_WORDS];
    size_t count = frame->count < DGUS2_WORDS ? frame->count : DGUS2_WORDS;
    screen->memory[DGUS2_VP_PAGE] = screen->page;
    for (size_t i = 0; i < count; i++) {
        words[i] = screen->memory[(frame->vp + i) % MEMORY_WORDS];
    }
    struct dgus2_frame answer;
    dgus2_upload(&answer, frame->vp, words, count);
    say(device, at_us + ANSWER_AFTER_US, &answer);
}

static void screen_hear(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct screen *screen = device->state;
    struct byte_stream in = {&byte, 1};
    struct dgus2_frame frame;
    while (dgus2_take(&screen->deframer, at_us, &in, &frame)) {
        if (frame.kind == DGUS2_WRITE) {
            write_words(device, at_us, &frame);
        } else if (frame.kind == DGUS2_READ) {
            read_words(device, at_us, &frame);
        }
    }
}

static int touch(struct sim_device *device, int64_t at_us, const struct profile_key *key)
{
    struct screen *screen = device->state;
    if (key == NULL || key->size != 2 || key->code[0] != screen->page) {
        return -1;
    }
    uint16_t vp = (uint16_t)sim_option_int(device->profile, "touch.vp", 0x5000);
    uint16_t code = (uint16_t)(key->code[0] << 8 | key->code[1]);
    struct dgus2_frame frame;
    dgus2_upload(&frame, vp, &code, 1);
    say(device, at_us, &frame);
    return 0;
}

static int panel_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    const struct screen *screen = device->state;
    if (act->kind != ACT_TOUCH) {
        return -1;
    }
    return touch(device, at_us, sim_key_number(device->profile, screen->page, act->number));
}

static int evaluator_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    if (act->kind != ACT_RATE) {
        return -1;
    }
    return touch(device, at_us, sim_key_level(device->profile, act->level));
}

static void screen_look(const struct sim_device *device, struct sight *sight)
{
    const struct screen *screen = device->state;
    const struct device_profile *profile = device->profile;
    uint32_t base = (uint32_t)sim_option_int(profile, "slots.base", 0x1000);
    uint32_t page_stride = (uint32_t)sim_option_int(profile, "slots.page_stride", 0x200);
    uint32_t stride = (uint32_t)sim_option_int(profile, "slots.stride", 0x20);
    sight->page = screen->page;
    sight->confirmed = true;
    if (stride == 0 || stride > DGUS2_TEXT_WORDS) {
        return;
    }
    for (uint32_t slot = 0; slot < SIGHT_LABELS && slot < page_stride / stride; slot++) {
        uint32_t vp = base + screen->page * page_stride + slot * stride;
        if (vp + stride <= MEMORY_WORDS) {
            dgus2_read_text(profile->encoding, &screen->memory[vp], stride, sight->labels[slot],
                            sizeof sight->labels[slot]);
        }
    }
}

static void evaluator_look(const struct sim_device *device, struct sight *sight)
{
    screen_look(device, sight);
    const struct device_profile *profile = device->profile;
    sight->asking = sight->page == sim_option_int(profile, "pages.ask", 2);
    sight->thanking = sight->page == sim_option_int(profile, "pages.thanks", 3);
    snprintf(sight->text, sizeof sight->text, "%s", sight->labels[2]);
}

const struct sim_kind sim_dgus_panel = {
    .driver = "dgus2",
    .device = DEVICE_PANEL,
    .state_size = sizeof(struct screen),
    .start = screen_start,
    .hear = screen_hear,
    .act = panel_act,
    .look = screen_look,
};

const struct sim_kind sim_dgus_evaluator = {
    .driver = "dgus2",
    .device = DEVICE_TOUCH_EVALUATOR,
    .state_size = sizeof(struct screen),
    .start = screen_start,
    .hear = screen_hear,
    .act = evaluator_act,
    .look = evaluator_look,
};
