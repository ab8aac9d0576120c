/* a090.c: counter boards (window strips) that speak A0 9x frames.
 *
 * Problem: a strip shows what it was told last, says only "got it", and shows nothing or an old
 * number after a power cut. A call must stand on the board within 200 ms and never be older
 * than the last one.
 *
 * Design: one text is wanted, the newest. It is said until the strip acknowledges it (three times
 * at once, then ever more rarely), again every `refresh_ms`, and after each silence. The
 * acknowledgement carries no sequence, so it counts only while our own question is open and for
 * the text that was in it; a text that overtook it is said next. The strip cannot flash: a
 * flashing text stands still. Source: devices.md B.1; reliability.md F33. Owner: the line's
 * thread. */
#include "devices/drivers/common.h"
#include "devices/drivers/drivers.h"
#include "devices/proto/a090.h"

#include <string.h>

static const struct option_row options[] = {
    {"cells", OPTION_INT, 2, 170, NULL, "16", "屏宽（半角字符数）", "width in half-width cells"},
    {"colour.red", OPTION_INT, 0, 255, NULL, "0", "红色值", "colour byte of red"},
    {"colour.green", OPTION_INT, 0, 255, NULL, "1", "绿色值", "colour byte of green"},
    {"colour.yellow", OPTION_INT, 0, 255, NULL, "2", "黄色值", "colour byte of yellow"},
    {"refresh_ms", OPTION_INT, 1000, 600000, NULL, "30000", "重发间隔（毫秒）",
     "time between refreshes"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

struct strip {
    const struct device_profile *profile;
    uint8_t address;
    struct a090_deframer deframer;
    struct device_command want;
    bool wanted, dirty, was_shown;
    bool asking; /* a text is on its way and not acknowledged */
    uint32_t generation;
    struct retry retry;
    mono_t refresh_due;
    uint32_t last_status;
};

static int init(void *state, const struct device_setup *setup)
{
    struct strip *strip = state;
    strip->profile = setup->profile;
    strip->address = setup->address;
    a090_init(&strip->deframer, A090_GAP_US);
    return 0;
}

static void show_again(struct strip *strip, mono_t now)
{
    strip->dirty = strip->wanted;
    strip->generation++;
    retry_reset(&strip->retry, now);
}

static void command(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink)
{
    (void)sink;
    struct strip *strip = state;
    if (command->kind == DEVICE_RESET) {
        show_again(strip, now);
        return;
    }
    bool stale = strip->wanted && (int32_t)(command->revision - strip->want.revision) < 0;
    if (command->kind != DEVICE_SHOW_BOARD || stale) {
        return;
    }
    memcpy(&strip->want, command, device_command_size(command));
    strip->wanted = true;
    strip->was_shown = false;
    show_again(strip, now);
}

static void restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)sink;
    show_again(state, now);
}

static struct driver_wish wish(const void *state, mono_t now)
{
    (void)now;
    const struct strip *strip = state;
    if (!strip->wanted) {
        return wish_none();
    }
    return strip->dirty ? retry_wish(&strip->retry) : wish_at(EXCHANGE_HEALTH, strip->refresh_due);
}

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    static const char *const colours[] = {
        [BOARD_RED] = "colour.red",
        [BOARD_GREEN] = "colour.green",
        [BOARD_YELLOW] = "colour.yellow",
    };
    (void)now;
    (void)class;
    struct strip *strip = state;
    if (!strip->wanted) {
        return -1;
    }
    char text[BOARD_TEXT];
    text_cut(text, sizeof text, strip->want.board.text,
             (size_t)profile_int(strip->profile, options, "cells"));
    int32_t colour = profile_int(strip->profile, options, colours[strip->want.board.colour]);
    struct a090_frame frame;
    a090_text(&frame, strip->address, strip->profile->encoding, text, (enum a090_colour)colour,
              NULL);
    *out = (struct exchange){.kind = EXCHANGE_RAW,
                             .tag = strip->generation,
                             .reply_ms = strip->profile->line.response_ms};
    out->size = (uint16_t)a090_encode(&frame, out->bytes, sizeof out->bytes);
    strip->asking = true;
    return out->size > 0 ? 0 : -1;
}

static bool receive(void *state, mono_t now, const uint8_t *bytes, size_t count,
                    struct device_sink *sink)
{
    (void)sink;
    struct strip *strip = state;
    struct byte_stream in = {.at = bytes, .left = count};
    struct a090_frame frame;
    bool answer = false;
    while (a090_take(&strip->deframer, now.ms * 1000, &in, &frame)) {
        if (frame.acknowledgement && frame.id == strip->address && frame.command == A090_TEXT &&
            strip->asking) {
            strip->asking = false;
            answer = true;
        }
    }
    return answer;
}

static void shown(struct strip *strip, struct device_sink *sink)
{
    bool cut =
        text_cells(strip->want.board.text) > (size_t)profile_int(strip->profile, options, "cells");
    report_status(&strip->last_status, cut ? STATUS_TRUNCATED : 0, sink);
    struct device_event *event = strip->was_shown ? NULL : device_sink_add(sink, DEVICE_SHOWN);
    strip->was_shown = true;
    if (event != NULL) {
        event->shown.revision = strip->want.revision;
    }
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    struct strip *strip = state;
    strip->asking = false;
    if (exchange->tag != strip->generation) {
        return; /* a newer text came while this was on the wire */
    }
    if (result->status != EXCHANGE_OK) {
        strip->dirty = true;
        retry_failed(&strip->retry, now);
        return;
    }
    strip->dirty = false;
    retry_reset(&strip->retry, now);
    strip->refresh_due = mono_after(now, profile_int(strip->profile, options, "refresh_ms"));
    shown(strip, sink);
}

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile->encoding != TEXT_GB2312 && profile->encoding != TEXT_GBK) {
        return refuse(why, size, line, 0, "an A0 9x strip takes text in gb2312 or gbk only");
    }
    return vectors_check(&driver_a090, NULL, profile, why, size, line);
}

const struct driver driver_a090 = {
    .name = "a090",
    .wire = WIRE_RAW,
    .state_size = sizeof(struct strip),
    .options = options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .receive = receive,
    .restart = restart,
};
