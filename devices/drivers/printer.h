/* printer.h: the ESC/POS driver's inside: one printer's state, shared by the three files that
 * say (printer_say.c), hear (printer_hear.c) and decide (escpos.c, where the design is told).
 *
 * Owner: the line's thread. */
#pragma once

#include "devices/drivers/common.h"
#include "devices/drivers/printer_slip.h"
#include "devices/proto/escpos_status.h"

enum {
    JOBS = 4,
    QUESTIONS = 4, /* DLE EOT 1 to 4 */
    FAULTS = STATUS_OFFLINE | STATUS_COVER_OPEN | STATUS_PAPER_END | STATUS_CUTTER | STATUS_ERROR
};

enum status_way { STATUS_NONE, STATUS_DLE_EOT, STATUS_ASB, STATUS_BOTH };
enum confirm_way { CONFIRM_NONE, CONFIRM_GS_R, CONFIRM_GS_H };
enum phase {
    PHASE_IDLE,
    PHASE_HELLO,
    PHASE_RECOVER,
    PHASE_HEAD,
    PHASE_LOOK,
    PHASE_TAIL,
    PHASE_MARK,
    PHASE_CHECK,
    PHASE_WHY,
    PHASE_ABORT,
    PHASE_COUNT
};

struct job {
    struct slip slip;
    mono_t at;
};

struct printer {
    const struct device_profile *profile;
    enum status_way status_way;
    enum confirm_way confirm_way;
    struct escpos_status_parser parser;
    /* what the printer said: by question (1..4), and by itself (0) */
    unsigned parts[QUESTIONS + 1];
    uint32_t last_status;
    uint8_t unanswered; /* looks in a row */
    bool seen;          /* it said something since the port opened */
    mono_t look_due;
    uint8_t look;           /* of the round when idle */
    bool setup_due;         /* automatic status must be switched on */
    bool must_clear;        /* a slip broke off: clear before anything is printed */
    uint32_t unstick;       /* NULs to be sent before that */
    mono_t recover_due;     /* next try to end an error that waits for the host */
    uint32_t uncertain_job; /* may still be confirmed by GS ( H */
    /* the job */
    enum phase phase;
    uint8_t job_first, job_count;
    struct job jobs[JOBS];
    mono_t hello_until, mark_until, send_due;
    bool marked;      /* the mark was answered */
    uint8_t question; /* of HELLO, LOOK and WHY: 1..4 */
    uint32_t sent;    /* bytes of the slip that left or may have left */
    mono_t life;      /* when a byte last came or a chunk last left */
    struct slip_bytes slip;
    /* the exchange that is open */
    enum awaited { AWAIT_NOTHING, AWAIT_STATUS, AWAIT_MARK } awaited;
    uint8_t asked; /* the question in it */
    bool answered;
};

extern const struct option_row printer_options[];
int32_t printer_option(const struct printer *printer, const char *key);
const char *printer_word(const struct printer *printer, const char *key);
bool printer_asks_status(const struct printer *printer);
/* Can it be asked in real time, while it prints? */
bool printer_asks_meanwhile(const struct printer *printer);

/* What it last told, as device_status_bit. */
uint32_t printer_status(const struct printer *printer);
/* The job in work; job_count is above 0. */
struct job *printer_job(struct printer *printer);
/* Puts a slip's outcome into the sink. */
void printer_tell(struct device_sink *sink, uint32_t job, enum print_result result,
                  uint32_t status);
/* A slip broke off, and now nothing stands in the way of clearing what is left of it. */
bool printer_clears_now(const struct printer *printer);
/* An error that ends only when the host says so, once its cause is gone: a jammed cutter. */
bool printer_waits_for_recovery(const struct printer *printer);
/* The four printable characters by which GS ( H names a job. */
void printer_job_id(uint32_t job, char id[4]);

/* What the phase says: bytes, and whether an answer is awaited. May go from IDLE to RECOVER. */
void printer_say(struct printer *printer, mono_t now, struct escpos_writer *writer,
                 struct exchange *out);
/* As driver.receive. */
bool printer_hear(struct printer *printer, mono_t now, const uint8_t *bytes, size_t count,
                  struct device_sink *sink);
