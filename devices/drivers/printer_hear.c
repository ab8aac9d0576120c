/* printer_hear.c: what a printer tells, asked and unasked. See escpos.c for the design.
 *
 * An answer to DLE EOT does not say which question it answers, so each question's answer is kept
 * by itself, and an answer that nobody waits for is dropped. Source: devices.md A.2. */
#include "devices/drivers/printer.h"

#include <string.h>

static unsigned flags_of(const struct printer *printer)
{
    unsigned flags = 0;
    for (size_t i = 0; i <= QUESTIONS; i++) {
        flags |= printer->parts[i];
    }
    return flags;
}

bool printer_waits_for_recovery(const struct printer *printer)
{
    unsigned flags = flags_of(printer);
    return (flags & (ESCPOS_CUTTER | ESCPOS_RECOVERABLE)) != 0 &&
           (flags & (ESCPOS_COVER_OPEN | ESCPOS_PAPER_END)) == 0;
}

uint32_t printer_status(const struct printer *printer)
{
    static const struct {
        unsigned flag;
        uint32_t status;
    } rows[] = {
        {ESCPOS_OFFLINE, STATUS_OFFLINE},
        {ESCPOS_COVER_OPEN, STATUS_COVER_OPEN},
        {ESCPOS_NEAR_END, STATUS_PAPER_NEAR_END},
        {ESCPOS_PAPER_END, STATUS_PAPER_END},
        {ESCPOS_CUTTER, STATUS_CUTTER},
        {ESCPOS_ERROR, STATUS_ERROR},
        {ESCPOS_RECOVERABLE, STATUS_ERROR},
        {ESCPOS_UNRECOVERABLE, STATUS_ERROR},
        {ESCPOS_HOT, STATUS_ERROR},
    };
    unsigned flags = flags_of(printer);
    uint32_t status = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        status |= (flags & rows[i].flag) != 0 ? rows[i].status : 0u;
    }
    return status;
}

/* An automatic status tells everything; an answer only what its question is about. */
static void take_auto(struct printer *printer, const uint8_t bytes[4])
{
    memset(printer->parts, 0, sizeof printer->parts);
    printer->parts[0] = escpos_auto_flags(bytes);
}

static void take_realtime(struct printer *printer, uint8_t byte)
{
    uint8_t what = printer->asked;
    printer->parts[what] = escpos_realtime_flags(what, byte);
    printer->parts[0] &= ~escpos_realtime_mask(what);
    if (what == 2 && (printer->parts[2] & ESCPOS_ERROR) == 0) {
        printer->parts[3] = 0; /* no error, so no cause of one */
        printer->parts[0] &= ~escpos_realtime_mask(3);
    }
}

/* ------------------------------------------------------------------ what it says */

static bool is_mark_of(const struct escpos_item *item, uint32_t job)
{
    char id[5] = "";
    printer_job_id(job, id);
    return strcmp(item->text, id) == 0;
}

static bool awaits_mark(const struct printer *printer)
{
    return printer->phase == PHASE_MARK || printer->phase == PHASE_CHECK;
}

/* A mark that comes after the job was given up still tells the truth. */
static bool take_mark(struct printer *printer, const struct escpos_item *item,
                      struct device_sink *sink)
{
    bool awaited = awaits_mark(printer) && printer->confirm_way == CONFIRM_GS_H;
    if (awaited && is_mark_of(item, printer_job(printer)->slip.job)) {
        printer->marked = true;
        return true;
    }
    if (printer->uncertain_job != 0 && is_mark_of(item, printer->uncertain_job)) {
        printer_tell(sink, printer->uncertain_job, PRINT_CONFIRMED, printer_status(printer));
        printer->uncertain_job = 0;
    }
    return false;
}

static bool take_status(struct printer *printer)
{
    printer->unanswered = 0;
    printer->seen = true;
    if (printer->awaited != AWAIT_STATUS) {
        return false;
    }
    printer->answered = true;
    return true;
}

/* True when the open exchange has its answer, or when it is of no use to wait for it. */
static bool take_item(struct printer *printer, const struct escpos_item *item,
                      struct device_sink *sink)
{
    switch (item->kind) {
    case ESCPOS_AUTO:
        take_auto(printer, item->byte);
        printer->unanswered = 0;
        printer->seen = true;
        if (printer->awaited == AWAIT_MARK) {
            return (printer_status(printer) & FAULTS) != 0;
        }
        return printer->status_way == STATUS_ASB && take_status(printer);
    case ESCPOS_REALTIME:
        if (printer->awaited != AWAIT_STATUS || printer->status_way == STATUS_ASB) {
            return false; /* late or stray: nobody knows which question it answers */
        }
        take_realtime(printer, item->byte[0]);
        return take_status(printer);
    case ESCPOS_ORDERED:
        if (awaits_mark(printer) && printer->confirm_way == CONFIRM_GS_R) {
            printer->marked = true;
            return true;
        }
        return false;
    case ESCPOS_PROCESS_ID: return take_mark(printer, item, sink);
    default: return false;
    }
}

bool printer_hear(struct printer *printer, mono_t now, const uint8_t *bytes, size_t count,
                  struct device_sink *sink)
{
    struct byte_stream in = {.at = bytes, .left = count};
    struct escpos_item item;
    bool answer = false;
    printer->life = now;
    while (escpos_status_take(&printer->parser, now.ms * 1000, &in, &item)) {
        answer = take_item(printer, &item, sink) || answer;
    }
    report_status(&printer->last_status, printer_status(printer), sink);
    return answer;
}
