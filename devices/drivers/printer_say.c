/* printer_say.c: what the printer driver says in each phase. See escpos.c for the design.
 *
 * Source of the bytes: devices.md A.1 to A.3; the commands are written by proto/escpos.h. */
#include "devices/drivers/printer.h"

#include <string.h>

enum {
    ASK_MS = 1000,        /* for one answer to a status question */
    WHY_MS = 500,         /* the same when a slip is late or has failed */
    MARK_FIRST_MS = 1000, /* for the mark, before the status is asked meanwhile */
    MARK_LEAST_MS = 500,  /* for the mark, however long it was silent before */
    UNSTICK_BYTES = 512,  /* NULs at a time */
    RECOVER_MS = 5000     /* between tries to end an error */
};

static void ask(struct printer *printer, uint8_t question, struct escpos_writer *writer,
                struct exchange *out)
{
    printer->awaited = AWAIT_STATUS;
    printer->asked = question;
    if (printer->status_way == STATUS_ASB) {
        escpos_auto_status(writer, ESCPOS_AUTO_ALL);
    } else {
        escpos_ask_realtime(writer, question);
    }
    bool late = printer->phase == PHASE_WHY || printer->phase == PHASE_CHECK;
    out->reply_ms = late ? WHY_MS : ASK_MS;
}

static void say_question(struct printer *printer, mono_t now, struct escpos_writer *writer,
                         struct exchange *out)
{
    (void)now;
    ask(printer, printer->question, writer, out);
}

/* Real-time commands: understood also by a printer that has stopped. */
static void say_clear(const struct printer *printer, struct escpos_writer *writer)
{
    const char *way = printer_word(printer, "clear");
    bool both = strcmp(way, "both") == 0;
    if (both || strcmp(way, "dc4") == 0) {
        escpos_clear_buffer(writer);
    }
    if (both || strcmp(way, "enq") == 0) {
        escpos_recover(writer, ESCPOS_CLEAR_AND_RESUME);
    }
}

static void say_recover(struct printer *printer, mono_t now, struct escpos_writer *writer,
                        struct exchange *out)
{
    (void)now;
    (void)out;
    uint32_t zeros = printer->unstick < UNSTICK_BYTES ? printer->unstick : UNSTICK_BYTES;
    escpos_unstick(writer, zeros);
    printer->unstick -= zeros;
    if (printer->unstick == 0) {
        say_clear(printer, writer);
        escpos_initialise(writer);
    }
}

static void say_slip(struct printer *printer, mono_t now, struct escpos_writer *writer,
                     struct exchange *out)
{
    (void)now;
    (void)out;
    uint32_t end = printer->phase == PHASE_HEAD ? printer->slip.head : printer->slip.total;
    uint32_t size = end - printer->sent, most = (uint32_t)printer_option(printer, "chunk");
    escpos_raw(writer, printer->slip.bytes + printer->sent, size < most ? size : most);
}

/* Four printable characters that name the job. */
enum { ID_BASE = 94, ID_FIRST = 0x21 };

void printer_job_id(uint32_t job, char id[4])
{
    for (int i = 0; i < 4; i++) {
        id[i] = (char)(ID_FIRST + job % ID_BASE);
        job /= ID_BASE;
    }
}

static void say_mark(struct printer *printer, mono_t now, struct escpos_writer *writer,
                     struct exchange *out)
{
    int64_t left = printer_option(printer, "print_ms") - mono_between(printer->life, now);
    left = left > MARK_LEAST_MS ? left : MARK_LEAST_MS;
    printer->awaited = AWAIT_MARK;
    printer->marked = false;
    printer->mark_until = mono_after(now, left);
    bool asks = printer_asks_meanwhile(printer) && left > MARK_FIRST_MS;
    out->reply_ms = (uint16_t)(asks ? MARK_FIRST_MS : left);
    if (printer->confirm_way == CONFIRM_GS_R) {
        escpos_ask_ordered(writer, 1);
        return;
    }
    char id[4];
    printer_job_id(printer_job(printer)->slip.job, id);
    escpos_ask_process_id(writer, id);
}

static void say_abort(struct printer *printer, mono_t now, struct escpos_writer *writer,
                      struct exchange *out)
{
    (void)out;
    printer->recover_due = mono_after(now, RECOVER_MS);
    say_clear(printer, writer);
}

static void say_idle(struct printer *printer, mono_t now, struct escpos_writer *writer,
                     struct exchange *out)
{
    static const uint8_t round[] = {2, 4, 1};
    if (printer_clears_now(printer)) {
        printer->phase = PHASE_RECOVER;
        say_recover(printer, now, writer, out);
        return;
    }
    if (printer->setup_due && printer->unanswered == 0) {
        printer->setup_due = false;
        escpos_auto_status(writer, ESCPOS_AUTO_ALL);
        return;
    }
    if (printer_waits_for_recovery(printer) && mono_between(printer->recover_due, now) >= 0) {
        printer->recover_due = mono_after(now, RECOVER_MS);
        say_clear(printer, writer);
        return;
    }
    bool cause = (printer->parts[2] & ESCPOS_ERROR) != 0 && printer->asked == 2;
    printer->look_due = mono_after(now, printer_option(printer, "status_ms"));
    ask(printer, cause ? 3 : round[printer->look++ % sizeof round], writer, out);
}

typedef void phase_say(struct printer *printer, mono_t now, struct escpos_writer *writer,
                       struct exchange *out);
static phase_say *const phase_says[PHASE_COUNT] = {
    [PHASE_IDLE] = say_idle,      [PHASE_HELLO] = say_question, [PHASE_RECOVER] = say_recover,
    [PHASE_HEAD] = say_slip,      [PHASE_LOOK] = say_question,  [PHASE_TAIL] = say_slip,
    [PHASE_CHECK] = say_question, [PHASE_MARK] = say_mark,      [PHASE_WHY] = say_question,
    [PHASE_ABORT] = say_abort,
};

void printer_say(struct printer *printer, mono_t now, struct escpos_writer *writer,
                 struct exchange *out)
{
    printer->awaited = AWAIT_NOTHING;
    printer->answered = false;
    phase_says[printer->phase](printer, now, writer, out);
}
