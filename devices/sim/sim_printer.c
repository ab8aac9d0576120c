/* sim_printer.c: an ESC/POS ticket printer with paper, cover, cutter and patience (devices.md A).
 *
 * Bytes go into a receive buffer. The ear reads them as they come and answers what is to be
 * answered at once (DLE EOT, DLE ENQ, DLE DC4); the mouth eats the buffer no faster than the
 * mechanics move: text, paper, cut, and the answers that stand in order with the data (GS r,
 * GS I, GS ( H). When paper ends, the cover opens or the cutter jams, the mouth stops: what is
 * in the buffer stays and goes on after the cure, unless the host clears it.
 *
 * Mechanical time is real time: 250 mm/s and a cut of 100 ms, so that a slip takes about half a
 * second. Models differ by a row of the table. */
#include "devices/proto/escpos_status.h"
#include "sim/print_head.h"
#include "sim/sim_device.h"

#include <stdio.h>
#include <string.h>

enum { BUFFER = 4096, BUFFER_HIGH = 3072, BUFFER_LOW = 1024 };
enum { DOT_US = 500, CUT_US = 100000, ANSWER_AFTER_US = 1000 };
enum { XON = 0x11, XOFF = 0x13 };

struct model {
    const char *profile;
    uint16_t width_dots;
    struct escpos_model language;
    enum text_encoding encoding;
    bool near_end_sensor, auto_status, process_id, names;
};

static const struct model models[] = {
    {"escpos-generic-58", 384, {true, false, false}, TEXT_GBK, false, false, false, false},
    {"escpos-epson-cn", 576, {false, true, false}, TEXT_GB18030, true, true, true, true},
    /* any other: an 80 mm clone */
    {"", 576, {true, false, true}, TEXT_GBK, true, true, false, false},
};

enum flow { FLOW_NONE, FLOW_HARDWARE, FLOW_CHARACTERS };

struct printer {
    const struct model *model;
    enum flow flow;
    struct escpos_decoder ear, mouth;
    struct print_head head;
    uint8_t buffer[BUFFER];
    size_t first, count;
    bool held;            /* the host was told to wait */
    bool paper_low, paper_out, cover_open, jammed;
    bool cutter_error;    /* a cut failed: waits for DLE ENQ */
    bool cut_pending;     /* the paper stands at the cutter */
    bool torn;            /* the paper's edge is not a cut: what comes is no whole slip */
    uint8_t auto_mask;
    uint8_t auto_said[4];
    int64_t busy_until_us;
    uint64_t lost;        /* bytes that found the buffer full */
};

static const struct model *find_model(const char *profile)
{
    const struct model *model = models;
    while (model->profile[0] != '\0' && strcmp(model->profile, profile) != 0) {
        model++;
    }
    return model;
}

static void printer_start(struct sim_device *device, int64_t at_us)
{
    struct printer *printer = device->state;
    const char *flow = device->profile->line.flow;
    printer->model = find_model(device->profile->name);
    printer->flow = strcmp(flow, "rtscts") == 0    ? FLOW_HARDWARE
                    : strcmp(flow, "xonxoff") == 0 ? FLOW_CHARACTERS
                                                   : FLOW_NONE;
    printer->busy_until_us = at_us;
    escpos_decoder_init(&printer->ear, &printer->model->language);
    escpos_decoder_init(&printer->mouth, &printer->model->language);
    head_init(&printer->head, device->name, printer->model->width_dots,
              printer->model->encoding);
}

static void give_slip(struct sim_device *device, bool complete)
{
    struct printer *printer = device->state;
    struct paper *paper = head_tear(&printer->head, complete && !printer->torn);
    printer->torn = complete ? false : printer->torn || paper != NULL;
    if (paper != NULL && device->sinks.slip != NULL) {
        device->sinks.slip(device->sinks.context, device, paper);
    } else {
        paper_destroy(paper);
    }
}

static void printer_stop(struct sim_device *device)
{
    struct printer *printer = device->state;
    if (printer->model != NULL) {
        give_slip(device, false); /* power off in the middle: what is out hangs out */
        head_finish(&printer->head);
    }
}

/* ------------------------------------------------------------------ status */

static bool is_stopped(const struct printer *printer)
{
    return printer->paper_out || printer->cover_open || printer->cutter_error;
}

static unsigned status_flags(const struct printer *printer)
{
    unsigned flags = is_stopped(printer) ? ESCPOS_OFFLINE : 0;
    flags |= printer->cover_open ? ESCPOS_COVER_OPEN : 0;
    flags |= printer->paper_out ? ESCPOS_PAPER_END : 0;
    bool low = printer->paper_low || printer->paper_out;
    flags |= low && printer->model->near_end_sensor ? ESCPOS_NEAR_END : 0;
    flags |= printer->cutter_error ? ESCPOS_CUTTER | ESCPOS_ERROR : 0;
    return flags;
}

static void say_byte(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    sim_device_say(device, at_us + ANSWER_AFTER_US, &byte, 1);
}

/* Automatic status goes out when it is switched on and whenever it changes. */
static void tell_status(struct sim_device *device, int64_t at_us, bool anyway)
{
    struct printer *printer = device->state;
    uint8_t bytes[4];
    escpos_auto_bytes(status_flags(printer), bytes);
    bool changed = memcmp(bytes, printer->auto_said, sizeof bytes) != 0;
    memcpy(printer->auto_said, bytes, sizeof bytes);
    if (printer->auto_mask != 0 && printer->model->auto_status && (changed || anyway)) {
        sim_device_say(device, at_us + ANSWER_AFTER_US, bytes, sizeof bytes);
    }
}

/* ------------------------------------------------------------------ the mouth */

static void set_hold(struct sim_device *device, int64_t at_us, bool hold)
{
    struct printer *printer = device->state;
    if (printer->held == hold || printer->flow == FLOW_NONE) {
        return;
    }
    printer->held = hold;
    if (printer->flow == FLOW_HARDWARE) {
        wire_hold(device->wire, WIRE_HOST, at_us, hold);
    } else {
        say_byte(device, at_us, hold ? XOFF : XON);
    }
}

static void answer_name(struct sim_device *device, int64_t at_us, uint16_t which)
{
    static const char *const names[] = {"1.00", "PRINTER CO", "TM-SIM", "S0001",
                                        "CHINA GB18030"}; /* 65 to 69 */
    const struct printer *printer = device->state;
    if (!printer->model->names) {
        return;
    }
    if (which >= 1 && which <= 3) {
        say_byte(device, at_us, which == 2 ? 0x02 : 0x20 | (uint8_t)which);
    } else if (which >= 65 && which <= 69) {
        uint8_t bytes[40];
        int count = snprintf((char *)bytes, sizeof bytes, "_%s", names[which - 65]);
        sim_device_say(device, at_us + ANSWER_AFTER_US, bytes, (size_t)count + 1);
    }
}

/* Commands that are answered in order with the data. */
static void answer_in_order(struct sim_device *device, int64_t at_us,
                            const struct escpos_command *command)
{
    struct printer *printer = device->state;
    switch (command->kind) {
    case ESCPOS_DO_ORDERED_STATUS:
        say_byte(device, at_us,
                 command->value[0] == 1 ? escpos_ordered_byte(status_flags(printer)) : 0);
        break;
    case ESCPOS_DO_PAPER_STATUS:
        say_byte(device, at_us, escpos_ordered_byte(status_flags(printer)));
        break;
    case ESCPOS_DO_INFO: answer_name(device, at_us, command->value[0]); break;
    case ESCPOS_DO_AUTO_STATUS:
        printer->auto_mask = (uint8_t)command->value[0];
        tell_status(device, at_us, true);
        break;
    case ESCPOS_DO_PROCESS_ID:
        if (printer->model->process_id && command->count >= 4) {
            uint8_t bytes[] = {0x37, 0x22, 0, 0, 0, 0, 0};
            memcpy(bytes + 2, command->data, 4);
            sim_device_say(device, at_us + ANSWER_AFTER_US, bytes, sizeof bytes);
        }
        break;
    default: break;
    }
}

static void cut(struct sim_device *device, int64_t at_us)
{
    struct printer *printer = device->state;
    printer->cut_pending = false;
    if (printer->jammed) {
        printer->cutter_error = printer->cut_pending = true;
        tell_status(device, at_us, false);
        return;
    }
    give_slip(device, true);
    printer->busy_until_us += CUT_US;
}

static void eat_byte(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct printer *printer = device->state;
    struct byte_stream in = {&byte, 1};
    struct escpos_command command;
    while (escpos_decode(&printer->mouth, &in, &command)) {
        if (command.kind == ESCPOS_DO_INITIALISE && printer->head.paper == NULL) {
            printer->torn = false; /* a new job on a free edge */
        }
        int dots = head_obey(&printer->head, &command);
        printer->busy_until_us += (int64_t)dots * DOT_US;
        printer->cut_pending |= command.kind == ESCPOS_DO_CUT;
        answer_in_order(device, at_us, &command);
    }
}

/* Eats as long as nothing moves and nothing is wrong. */
static void eat(struct sim_device *device, int64_t at_us)
{
    struct printer *printer = device->state;
    if (printer->busy_until_us < at_us) {
        printer->busy_until_us = at_us;
    }
    while (!is_stopped(printer) && printer->busy_until_us <= at_us) {
        if (printer->cut_pending) {
            cut(device, at_us);
        } else if (printer->count > 0) {
            uint8_t byte = printer->buffer[printer->first];
            printer->first = (printer->first + 1) % BUFFER;
            printer->count--;
            eat_byte(device, at_us, byte);
        } else {
            break;
        }
    }
    if (printer->count <= BUFFER_LOW) {
        set_hold(device, at_us, false);
    }
    bool more = !is_stopped(printer) && (printer->count > 0 || printer->cut_pending);
    wire_wake_at(device->wire, device->endpoint, more ? printer->busy_until_us : WIRE_NEVER);
}

/* ------------------------------------------------------------------ the ear */

static void clear_buffer(struct sim_device *device)
{
    struct printer *printer = device->state;
    printer->first = printer->count = 0;
    printer->cut_pending = false;
    escpos_decoder_init(&printer->mouth, &printer->model->language);
    give_slip(device, false);
    printer->torn = false;
    head_reset(&printer->head);
}

static void recover(struct sim_device *device, bool clear)
{
    struct printer *printer = device->state;
    if (clear) {
        clear_buffer(device);
    }
    if (printer->cutter_error && !printer->jammed) {
        printer->cutter_error = false; /* goes on from where it failed */
    }
}

static void answer_at_once(struct sim_device *device, int64_t at_us,
                           const struct escpos_command *command)
{
    struct printer *printer = device->state;
    switch (command->kind) {
    case ESCPOS_DO_REALTIME_STATUS:
        say_byte(device, at_us,
                 escpos_realtime_byte((uint8_t)command->value[0], status_flags(printer)));
        break;
    case ESCPOS_DO_REALTIME_RECOVER: recover(device, command->value[0] == 2); break;
    case ESCPOS_DO_REALTIME_CLEAR: recover(device, true); break;
    default: return;
    }
    tell_status(device, at_us, false);
}

static void printer_hear(struct sim_device *device, int64_t at_us, uint8_t byte)
{
    struct printer *printer = device->state;
    if (printer->count < BUFFER) {
        printer->buffer[(printer->first + printer->count++) % BUFFER] = byte;
    } else {
        printer->lost++;
    }
    struct byte_stream in = {&byte, 1};
    struct escpos_command command;
    while (escpos_decode(&printer->ear, &in, &command)) {
        answer_at_once(device, at_us, &command);
    }
    if (printer->count >= BUFFER_HIGH) {
        set_hold(device, at_us, true);
    }
    eat(device, at_us);
}

/* ------------------------------------------------------------------ people */

static void end_of_paper(struct sim_device *device)
{
    struct printer *printer = device->state;
    printer->paper_out = true;
    give_slip(device, false); /* the half slip is torn off with the empty roll */
}

static int printer_act(struct sim_device *device, int64_t at_us, const struct act *act)
{
    struct printer *printer = device->state;
    switch (act->kind) {
    case ACT_PAPER_OUT: end_of_paper(device); break;
    case ACT_PAPER_LOW: printer->paper_low = true; break;
    case ACT_PAPER_IN:
        printer->paper_out = printer->paper_low = false;
        break;
    case ACT_COVER_OPEN: printer->cover_open = true; break;
    case ACT_COVER_CLOSE: printer->cover_open = false; break;
    case ACT_JAM: printer->jammed = true; break;
    case ACT_UNJAM: printer->jammed = false; break;
    default: return -1;
    }
    tell_status(device, at_us, false);
    eat(device, at_us);
    return 0;
}

static void printer_look(const struct sim_device *device, struct sight *sight)
{
    const struct printer *printer = device->state;
    sight->paper_low = printer->paper_low;
    sight->paper_out = printer->paper_out;
    sight->cover_open = printer->cover_open;
    sight->jammed = printer->jammed || printer->cutter_error;
    snprintf(sight->text, sizeof sight->text, "%u papers", printer->head.papers);
}

const struct sim_kind sim_escpos = {
    .driver = "escpos",
    .device = DEVICE_PRINTER,
    .state_size = sizeof(struct printer),
    .start = printer_start,
    .hear = printer_hear,
    .wake = eat,
    .act = printer_act,
    .look = printer_look,
    .stop = printer_stop,
};
