/* escpos.c: ESC/POS ticket printers: one slip at a time, and whether it really came out.
 *
 * Problem: a printer swallows bytes, runs out of paper in the middle, keeps what it has buffered
 * over a change of paper, and says nothing unless it is asked. A ticket printed twice and a
 * ticket never printed are both wrong (reliability.md A.2, A.3, F30 to F32).
 *
 * Design: a job goes through phases, one exchange each, never two jobs at once:
 *
 *   HELLO    cover, paper, error? Bad or silent: REFUSED, not one byte has left
 *   RECOVER  only after a slip that broke off: fill up the command it broke off in, clear buffers
 *   HEAD     the slip up to its code        LOOK     still well?
 *   TAIL     code and cut                   MARK     "answer when all before is printed"
 *   CHECK    the mark is late: is it still well?
 *   then CONFIRMED; SENT where the model has no mark; UNCERTAIN after WHY (what is wrong?) and
 *   ABORT (clear the buffer, so that nothing comes out when paper is in again)
 *
 * An uncertain slip is never printed again here: the application decides, with a copy mark.
 * Between jobs the status is asked in turn, and automatic status is taken at any moment, also in
 * the middle of a wait. No wait is longer than 5 s without a sign of life. What a model can do is
 * in its profile. Source: devices.md A.2, A.3, A.5. Owner: the line's thread. */
#include "devices/drivers/drivers.h"
#include "devices/drivers/printer.h"

#include <string.h>

enum {
    SILENT_LOOKS = 2,      /* looks without answer: the next job is refused at once */
    JOB_OLD_MS = 5000,     /* a job that waited so long over an unplug is refused */
    CHECK_MS = 250,        /* between questions while the mark is late */
    LONGEST_COMMAND = 512, /* of a slip: what a printer may still wait for */
    LONGEST_RASTER = 6144  /* the same when QR codes are pictures */
};

const struct option_row printer_options[] = {
    {"columns", OPTION_INT, 16, 64, NULL, "48", "每行半角字符数", "half-width characters a line"},
    {"dots", OPTION_INT, 128, 1024, NULL, "576", "纸宽点数", "dots a line"},
    {"kanji_scale", OPTION_WORD, 0, 0, "gs_bang|fs_bang|fs_w", "gs_bang", "汉字放大指令",
     "command that scales Chinese"},
    {"kanji_mode", OPTION_BOOL, 0, 0, NULL, "true", "先发 FS & 进入汉字方式",
     "send FS & before the text"},
    {"qr", OPTION_WORD, 0, 0, "native|raster", "native", "二维码方式", "how QR codes are printed"},
    {"cut", OPTION_WORD, 0, 0, "none|full|partial", "partial", "切纸", "how the slip is cut"},
    {"cut_dots", OPTION_INT, 0, 255, NULL, "0", "切纸前再走纸点数", "dots fed before the cut"},
    {"roll_m", OPTION_INT, 1, 500, NULL, "80", "一卷新纸的长度（米）",
     "metres of paper on a new roll"},
    {"status", OPTION_WORD, 0, 0, "none|dle_eot|asb|both", "dle_eot", "状态查询方式",
     "how the status is learnt"},
    {"confirm", OPTION_WORD, 0, 0, "none|gs_r|gs_h", "gs_r", "打印完成确认方式",
     "mark that confirms a slip"},
    {"clear", OPTION_WORD, 0, 0, "none|enq|dc4|both", "enq", "出错后清缓冲的指令",
     "real-time command that clears the buffer"},
    {"chunk", OPTION_INT, 16, 1024, NULL, "512", "每次发送字节数（不大于接收缓冲）",
     "bytes at a time, at most the receive buffer"},
    {"pace_ms", OPTION_INT, 0, 1000, NULL, "0", "两次发送之间的停顿", "pause between chunks"},
    {"hello_ms", OPTION_INT, 500, 5000, NULL, "2000", "打印前等待应答的时间",
     "how long an answer is awaited before a slip"},
    {"print_ms", OPTION_INT, 500, 5000, NULL, "4000", "等待打印完成的时间",
     "how long the mark is awaited without a sign of life"},
    {"status_ms", OPTION_INT, 200, 60000, NULL, "1000", "空闲时状态查询间隔",
     "time between looks when idle"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

int32_t printer_option(const struct printer *printer, const char *key)
{
    return profile_int(printer->profile, printer_options, key);
}

const char *printer_word(const struct printer *printer, const char *key)
{
    return profile_text(printer->profile, printer_options, key);
}

bool printer_asks_status(const struct printer *printer)
{
    return printer->status_way != STATUS_NONE;
}

bool printer_asks_meanwhile(const struct printer *printer)
{
    return printer->status_way == STATUS_DLE_EOT || printer->status_way == STATUS_BOTH;
}

static int init(void *state, const struct device_setup *setup)
{
    static const char *const ways[] = {"none", "dle_eot", "asb", "both"};
    static const char *const marks[] = {"none", "gs_r", "gs_h"};
    struct printer *printer = state;
    printer->profile = setup->profile;
    for (unsigned i = 0; i < 4; i++) {
        if (strcmp(printer_word(printer, "status"), ways[i]) == 0) {
            printer->status_way = (enum status_way)i;
        }
    }
    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(printer_word(printer, "confirm"), marks[i]) == 0) {
            printer->confirm_way = (enum confirm_way)i;
        }
    }
    escpos_status_init(&printer->parser);
    printer->question = 1;
    return 0;
}

/* ------------------------------------------------------------------ jobs */

struct job *printer_job(struct printer *printer)
{
    return &printer->jobs[printer->job_first];
}

void printer_tell(struct device_sink *sink, uint32_t job, enum print_result result, uint32_t status)
{
    struct device_event *event = device_sink_add(sink, DEVICE_PRINTED);
    if (event != NULL) {
        event->printed.job = job;
        event->printed.result = result;
        event->printed.status = status;
    }
}

/* The next job's bytes are made before its first question, so that a slip which this printer
 * cannot print is refused like one that finds no paper. */
static void begin_job(struct printer *printer, mono_t now, struct device_sink *sink)
{
    printer->phase = PHASE_IDLE;
    while (printer->job_count > 0 && printer->phase == PHASE_IDLE) {
        struct escpos_style style;
        slip_style(printer->profile, printer_options, &style);
        if (slip_encode(&style, &printer_job(printer)->slip, &printer->slip) == 0) {
            printer->phase = printer_asks_status(printer) ? PHASE_HELLO
                             : printer->must_clear        ? PHASE_RECOVER
                                                          : PHASE_HEAD;
            printer->hello_until = mono_after(now, printer_option(printer, "hello_ms"));
            printer->send_due = now;
            printer->question = 1;
            printer->sent = 0;
            return;
        }
        printer_tell(sink, printer_job(printer)->slip.job, PRINT_REFUSED, STATUS_ERROR);
        printer->job_first = (uint8_t)((printer->job_first + 1) % JOBS);
        printer->job_count--;
    }
}

static void end_job(struct printer *printer, mono_t now, enum print_result result,
                    uint32_t extra_status, struct device_sink *sink)
{
    printer_tell(sink, printer_job(printer)->slip.job, result,
                 printer_status(printer) | extra_status);
    printer->job_first = (uint8_t)((printer->job_first + 1) % JOBS);
    printer->job_count--;
    begin_job(printer, now, sink);
}

static void refuse_job(struct printer *printer, mono_t now, uint32_t extra_status,
                       struct device_sink *sink)
{
    end_job(printer, now, PRINT_REFUSED, extra_status, sink);
}

/* A slip that broke off. The printer may sit inside a command that still wants the bytes which
 * were not sent. */
static void break_off(struct printer *printer)
{
    printer->must_clear = true;
    printer->unstick = printer->slip.total - printer->sent;
    printer->uncertain_job = printer_job(printer)->slip.job;
}

static void uncertain_job(struct printer *printer, mono_t now, uint32_t extra_status,
                          struct device_sink *sink)
{
    break_off(printer);
    end_job(printer, now, PRINT_UNCERTAIN, extra_status, sink);
}

static void refuse_all(struct printer *printer, mono_t now, int64_t older_ms,
                       struct device_sink *sink)
{
    while (printer->job_count > 0) {
        if (mono_between(printer_job(printer)->at, now) < older_ms) {
            return;
        }
        refuse_job(printer, now, STATUS_OFFLINE, sink);
    }
}

/* Somebody else printed here and is gone, perhaps in the middle of a slip: the next one must not
 * come out on the same piece of paper. */
static void reset(struct printer *printer, mono_t now)
{
    printer->setup_due = printer->status_way >= STATUS_ASB;
    printer->look_due = now;
    if (printer->phase == PHASE_IDLE) {
        bool pictures = strcmp(printer_word(printer, "qr"), "raster") == 0;
        printer->must_clear = true;
        printer->unstick = pictures ? LONGEST_RASTER : LONGEST_COMMAND;
    }
}

static void command(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink)
{
    struct printer *printer = state;
    if (command->kind == DEVICE_RESET) {
        reset(printer, now);
    }
    if (command->kind != DEVICE_PRINT) {
        return;
    }
    bool silent = printer_asks_status(printer) && printer->unanswered >= SILENT_LOOKS;
    if (silent || printer->job_count == JOBS) {
        printer_tell(sink, command->slip.job, PRINT_REFUSED,
                     printer_status(printer) | (silent ? STATUS_OFFLINE : 0u));
        return;
    }
    struct job *job = &printer->jobs[(printer->job_first + printer->job_count) % JOBS];
    *job = (struct job){.slip = command->slip, .at = now};
    printer->job_count++;
    if (printer->phase == PHASE_IDLE && printer->job_count == 1) {
        begin_job(printer, now, sink);
    }
}

static bool is_sending(const struct printer *printer)
{
    return printer->phase >= PHASE_HEAD && printer->phase <= PHASE_ABORT && printer->sent > 0;
}

/* An answer after a silence comes while its question is open: the job goes on. Otherwise the
 * port was away. */
static void restart(void *state, mono_t now, struct device_sink *sink)
{
    struct printer *printer = state;
    printer->setup_due = printer->status_way >= STATUS_ASB;
    printer->look_due = now;
    printer->unanswered = 0;
    if (printer->awaited != AWAIT_NOTHING) {
        return;
    }
    escpos_status_init(&printer->parser);
    printer->seen = false;
    if (is_sending(printer)) {
        uncertain_job(printer, now, STATUS_OFFLINE, sink);
    }
    refuse_all(printer, now, JOB_OLD_MS, sink);
}

/* ------------------------------------------------------------------ wishes */

bool printer_clears_now(const struct printer *printer)
{
    return printer->phase == PHASE_IDLE && printer->must_clear && printer->seen &&
           printer->unanswered == 0 && (printer_status(printer) & FAULTS) == 0;
}

static struct driver_wish wish(const void *state, mono_t now)
{
    const struct printer *printer = state;
    if (printer->phase != PHASE_IDLE) {
        return wish_at(EXCHANGE_COMMAND, printer->send_due);
    }
    if (!printer_asks_status(printer)) {
        return wish_none();
    }
    bool clears = printer_clears_now(printer) && mono_between(printer->send_due, now) >= 0;
    if (clears || (printer->setup_due && printer->unanswered == 0)) {
        return wish_at(EXCHANGE_COMMAND, now);
    }
    struct driver_wish look = wish_at(EXCHANGE_HEALTH, printer->look_due);
    return printer_waits_for_recovery(printer)
               ? wish_better(look, wish_at(EXCHANGE_HEALTH, printer->recover_due), now)
               : look;
}

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    (void)class;
    struct printer *printer = state;
    *out = (struct exchange){.kind = EXCHANGE_RAW};
    struct escpos_writer writer;
    escpos_begin(&writer, out->bytes, sizeof out->bytes);
    printer_say(printer, now, &writer, out);
    out->tag = (uint32_t)printer->phase;
    out->size = (uint16_t)writer.count;
    return 0;
}

/* ------------------------------------------------------------------ how it ended */

/* Asks for the reason where there is a way and it was not just asked, else clears the buffer. */
static void fail(struct printer *printer)
{
    bool asks = printer_asks_status(printer) && printer->phase != PHASE_CHECK;
    printer->question = 2;
    printer->phase = asks ? PHASE_WHY : PHASE_ABORT;
}

/* Nothing of the slip may have left when its first chunk did not. */
static void did_slip(struct printer *printer, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    bool all = result->status == EXCHANGE_OK;
    printer->sent += all ? exchange->size : result->sent;
    printer->life = all ? now : printer->life;
    if (!all && printer->sent == 0) {
        refuse_job(printer, now, STATUS_OFFLINE, sink);
        return;
    }
    if (!all) {
        fail(printer);
        return;
    }
    printer->send_due = mono_after(now, printer_option(printer, "pace_ms"));
    bool head = printer->phase == PHASE_HEAD;
    if (printer->sent < (head ? printer->slip.head : printer->slip.total)) {
        return;
    }
    bool more = head && printer->slip.total > printer->slip.head;
    printer->question = 2;
    if (more) {
        printer->phase = printer_asks_status(printer) ? PHASE_LOOK : PHASE_TAIL;
    } else if (printer->confirm_way == CONFIRM_NONE) {
        end_job(printer, now, PRINT_SENT, 0, sink);
    } else {
        printer->phase = PHASE_MARK;
    }
}

/* The questions before a slip: offline, cover and paper, the cause when there is an error, the
 * paper's sensors. */
static void next_question(struct printer *printer, mono_t now, struct device_sink *sink)
{
    bool error = (printer->parts[2] & ESCPOS_ERROR) != 0;
    bool automatic = printer->status_way == STATUS_ASB;
    printer->question = (uint8_t)(printer->question + (printer->question == 2 && !error ? 2 : 1));
    if (!automatic && printer->question <= QUESTIONS) {
        return;
    }
    printer->question = 2;
    if ((printer_status(printer) & FAULTS) != 0) {
        refuse_job(printer, now, 0, sink);
        return;
    }
    printer->phase = printer->must_clear ? PHASE_RECOVER : PHASE_HEAD;
}

static void did_hello(struct printer *printer, mono_t now, const struct exchange *exchange,
                      const struct exchange_result *result, struct device_sink *sink)
{
    (void)exchange;
    (void)result;
    if (printer->answered) {
        next_question(printer, now, sink);
    } else if (printer->unanswered >= SILENT_LOOKS ||
               mono_between(printer->hello_until, now) >= 0) {
        refuse_job(printer, now, STATUS_OFFLINE, sink);
    }
}

/* A stop with an error is worth one question more: its cause. */
static bool asks_cause(struct printer *printer)
{
    bool error = (printer->parts[2] & ESCPOS_ERROR) != 0;
    if (!error || !printer->answered || printer->asked != 2 || printer->status_way == STATUS_ASB) {
        return false;
    }
    printer->question = 3;
    printer->phase = PHASE_WHY;
    return true;
}

static void did_look(struct printer *printer, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    (void)now;
    (void)exchange;
    (void)result;
    (void)sink;
    if (asks_cause(printer)) {
        return;
    }
    /* Without an answer it goes on: some clones are deaf while they print; the mark will tell. */
    printer->phase = (printer_status(printer) & FAULTS) != 0 ? PHASE_ABORT : PHASE_TAIL;
}

/* The mark, or what came instead of it, while it is awaited or the status is asked meanwhile. */
static void did_mark(struct printer *printer, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    (void)exchange;
    (void)result;
    if (printer->marked) {
        end_job(printer, now, PRINT_CONFIRMED, 0, sink);
    } else if (printer->phase == PHASE_CHECK && asks_cause(printer)) {
        return; /* stopped by an error: it is named before the slip is given up */
    } else if ((printer_status(printer) & FAULTS) != 0) {
        printer->phase = PHASE_ABORT;
    } else if (mono_between(printer->mark_until, now) >= 0 || !printer_asks_meanwhile(printer)) {
        fail(printer);
    } else {
        printer->send_due = mono_after(now, printer->phase == PHASE_MARK ? 0 : CHECK_MS);
        printer->phase = PHASE_CHECK;
        printer->question = 2;
    }
}

static void did_why(struct printer *printer, mono_t now, const struct exchange *exchange,
                    const struct exchange_result *result, struct device_sink *sink)
{
    (void)now;
    (void)exchange;
    (void)result;
    (void)sink;
    if (!asks_cause(printer)) {
        printer->phase = PHASE_ABORT;
    }
}

static void did_abort(struct printer *printer, mono_t now, const struct exchange *exchange,
                      const struct exchange_result *result, struct device_sink *sink)
{
    (void)exchange;
    bool silent = printer->unanswered > 0 || result->status != EXCHANGE_OK;
    uncertain_job(printer, now, silent ? STATUS_OFFLINE : 0u, sink);
}

static void did_recover(struct printer *printer, mono_t now, const struct exchange *exchange,
                        const struct exchange_result *result, struct device_sink *sink)
{
    (void)exchange;
    bool waits = printer->job_count > 0;
    if (result->status != EXCHANGE_OK) {
        printer->send_due = mono_after(now, printer_option(printer, "status_ms"));
        printer->phase = PHASE_IDLE;
        if (waits) {
            refuse_job(printer, now, STATUS_OFFLINE, sink);
        }
        return;
    }
    if (printer->unstick > 0) {
        return;
    }
    printer->must_clear = false;
    printer->phase = PHASE_IDLE;
    printer->setup_due = printer->status_way >= STATUS_ASB;
    if (waits) {
        begin_job(printer, now, sink);
    }
}

static void did_idle(struct printer *printer, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    (void)printer; /* what came was taken by receive() */
    (void)now;
    (void)exchange;
    (void)result;
    (void)sink;
}

typedef void phase_did(struct printer *printer, mono_t now, const struct exchange *exchange,
                       const struct exchange_result *result, struct device_sink *sink);
static phase_did *const phase_dids[PHASE_COUNT] = {
    [PHASE_IDLE] = did_idle,   [PHASE_HELLO] = did_hello, [PHASE_RECOVER] = did_recover,
    [PHASE_HEAD] = did_slip,   [PHASE_LOOK] = did_look,   [PHASE_TAIL] = did_slip,
    [PHASE_CHECK] = did_mark,  [PHASE_MARK] = did_mark,   [PHASE_WHY] = did_why,
    [PHASE_ABORT] = did_abort,
};

/* The port went away: a slip of which a byte left is uncertain, everything else can go to
 * another printer. */
static void lost(struct printer *printer, mono_t now, const struct exchange_result *result,
                 struct device_sink *sink)
{
    bool slip = printer->phase == PHASE_HEAD || printer->phase == PHASE_TAIL;
    printer->sent += slip ? result->sent : 0u;
    if (is_sending(printer)) {
        uncertain_job(printer, now, STATUS_OFFLINE, sink);
    }
    refuse_all(printer, now, 0, sink);
    printer->phase = PHASE_IDLE;
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    struct printer *printer = state;
    enum awaited awaited = printer->awaited;
    printer->awaited = AWAIT_NOTHING;
    if (result->status == EXCHANGE_LOST) {
        lost(printer, now, result, sink);
        return;
    }
    if (awaited == AWAIT_STATUS && !printer->answered) {
        printer->unanswered += printer->unanswered < UINT8_MAX;
        printer->look_due = mono_after(now, printer_option(printer, "status_ms"));
    }
    if (exchange->tag == (uint32_t)printer->phase) { /* else a job or a restart overtook it */
        phase_dids[printer->phase](printer, now, exchange, result, sink);
    }
    report_status(&printer->last_status, printer_status(printer), sink);
}

static bool receive(void *state, mono_t now, const uint8_t *bytes, size_t count,
                    struct device_sink *sink)
{
    struct printer *printer = state;
    bool answer = printer_hear(printer, now, bytes, count, sink);
    if (printer->marked && printer->phase == PHASE_CHECK && printer->awaited == AWAIT_NOTHING) {
        end_job(printer, now, PRINT_CONFIRMED, 0, sink); /* between two questions */
    }
    return answer;
}

/* ------------------------------------------------------------------ the profile */

/* What a healthy printer answers: the last command of the exchange asks. */
static size_t answer_healthy(const struct exchange *exchange, uint8_t *out)
{
    static const uint8_t automatic[] = {0x14, 0x00, 0x00, 0x0F};
    const uint8_t *end = exchange->bytes + exchange->size;
    if (exchange->size == 3 && end[-3] == 0x10 && end[-2] == 0x04) {
        out[0] = 0x12;
        return 1;
    }
    if (exchange->size == 3 && end[-3] == 0x1D && end[-2] == 0x61) {
        memcpy(out, automatic, sizeof automatic);
        return sizeof automatic;
    }
    if (exchange->size == 3 && end[-3] == 0x1D && end[-2] == 0x72) {
        out[0] = 0x00;
        return 1;
    }
    if (exchange->size == 11 && end[-10] == 0x28 && end[-9] == 0x48) {
        out[0] = 0x37;
        out[1] = 0x22;
        memcpy(out + 2, end - 4, 4);
        out[6] = 0;
        return 7;
    }
    return 0;
}

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile->kind != DEVICE_PRINTER) {
        return refuse(why, size, line, 0, "escpos serves printers only");
    }
    if (profile->encoding != TEXT_GBK && profile->encoding != TEXT_GB18030 &&
        profile->encoding != TEXT_GB2312) {
        return refuse(why, size, line, 0, "an ESC/POS printer takes gb2312, gbk or gb18030");
    }
    bool gs_h = strcmp(profile_text(profile, printer_options, "confirm"), "gs_h") == 0;
    if (gs_h && strcmp(profile_text(profile, printer_options, "status"), "none") == 0) {
        return refuse(why, size, line, 0,
                      "a printer that answers GS ( H also has a status: say which");
    }
    return vectors_check(&driver_escpos, answer_healthy, profile, why, size, line);
}

const struct driver driver_escpos = {
    .name = "escpos",
    .wire = WIRE_RAW,
    .state_size = sizeof(struct printer),
    .options = printer_options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .receive = receive,
    .restart = restart,
};
