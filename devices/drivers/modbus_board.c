/* modbus_board.c: counter boards that are written over Modbus RTU.
 *
 * Problem: every maker puts text, colour and mode into other registers, and most maps are only
 * on paper. A board of a new make must be a profile, not code.
 *
 * Design: the profile says which register holds what (-1: this board has no such register). The
 * registers that follow one another are written in one request (function 16), then the commit
 * register (function 6), which swaps the picture at once, then the register that proves what
 * is shown is read. Without commit or proof the write's own answer is the best proof there is.
 * Only the newest text counts: a command that arrives in the middle starts the round again. The
 * text is written again every `refresh_ms`, after a silence, and when the board shows another
 * sequence than the one that was committed (it was rebooted or replaced).
 *
 * A picture is the values of all registers, made when the round starts. Source: devices.md
 * B.6, reliability.md F33. Owner: the line's thread. */
#include "devices/drivers/common.h"
#include "devices/drivers/drivers.h"

#include <ctype.h>
#include <string.h>

enum field {
    FIELD_MODE,
    FIELD_COLOUR,
    FIELD_BRIGHTNESS,
    FIELD_SPEED,
    FIELD_FLASH,
    FIELD_LENGTH,
    FIELD_TEXT,
    FIELD_COUNT
};
enum { ABSENT = -1, TEXT_WORDS_MAX = 96, SEGMENTS_MAX = FIELD_COUNT };

static const char *const field_keys[FIELD_COUNT] = {
    [FIELD_MODE] = "registers.mode",
    [FIELD_COLOUR] = "registers.colour",
    [FIELD_BRIGHTNESS] = "registers.brightness",
    [FIELD_SPEED] = "registers.speed",
    [FIELD_FLASH] = "registers.flash",
    [FIELD_LENGTH] = "registers.length",
    [FIELD_TEXT] = "registers.text",
};

#define REGISTER(name, zh, en)                                                                     \
    {                                                                                              \
        name, OPTION_INT, ABSENT, 65535, NULL, "-1", zh, en                                        \
    }

static const struct option_row options[] = {
    REGISTER("registers.mode", "显示方式寄存器，-1 表示没有", "register of the mode, -1: none"),
    REGISTER("registers.colour", "颜色寄存器", "register of the colour"),
    REGISTER("registers.brightness", "亮度寄存器", "register of the brightness"),
    REGISTER("registers.speed", "速度寄存器", "register of the speed"),
    REGISTER("registers.flash", "闪烁秒数寄存器", "register of the seconds to flash"),
    REGISTER("registers.length", "文字字节数寄存器", "register of the text's bytes"),
    REGISTER("registers.text", "文字起始寄存器", "first register of the text"),
    REGISTER("registers.commit", "提交寄存器", "register that swaps the picture"),
    REGISTER("registers.shown", "在显序号寄存器", "register of the sequence on display"),
    REGISTER("registers.status", "状态寄存器", "register of the status bits"),
    {"registers.text_words", OPTION_INT, 1, TEXT_WORDS_MAX, NULL, "16", "文字寄存器个数",
     "registers of the text"},
    {"fill_text", OPTION_BOOL, 0, 0, NULL, "false", "总是写满文字寄存器，不足补零",
     "always write all text registers, padded with zero"},
    {"digits_only", OPTION_BOOL, 0, 0, NULL, "false", "只显示号码部分",
     "reduce a text to the ticket number in it"},
    {"cells", OPTION_INT, 1, 192, NULL, "192", "屏宽（半角字符数）", "width in half-width cells"},
    {"mode.steady", OPTION_INT, 0, 65535, NULL, "0", "静止的方式值", "mode value: steady"},
    {"mode.flash", OPTION_INT, 0, 65535, NULL, "2", "闪烁的方式值", "mode value: flashing"},
    {"colour.red", OPTION_INT, 0, 65535, NULL, "1", "红色值", "colour value: red"},
    {"colour.green", OPTION_INT, 0, 65535, NULL, "2", "绿色值", "colour value: green"},
    {"colour.yellow", OPTION_INT, 0, 65535, NULL, "3", "黄色值", "colour value: yellow"},
    {"brightness", OPTION_INT, 0, 65535, NULL, "5", "亮度值", "value of the brightness"},
    {"speed", OPTION_INT, 0, 65535, NULL, "0", "速度值", "value of the speed"},
    {"refresh_ms", OPTION_INT, 1000, 600000, NULL, "30000", "重发间隔（毫秒）",
     "time between refreshes"},
    {"poll_ms", OPTION_INT, 500, 60000, NULL, "3000", "查询在显序号的间隔（毫秒）",
     "time between looks at what is shown"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

struct segment {
    uint16_t address;
    uint8_t first, count; /* fields in order of address */
};

enum step { STEP_WRITE, STEP_COMMIT, STEP_PROVE, STEP_DONE };

struct board {
    const struct device_profile *profile;
    uint8_t address;
    int32_t registers[FIELD_COUNT], commit, shown, status;
    uint16_t text_words;
    uint8_t field_count, fields[FIELD_COUNT]; /* those the board has, sorted by address */
    uint8_t segment_count;
    struct segment segments[SEGMENTS_MAX];

    struct device_command want; /* newest SHOW_BOARD */
    bool wanted;
    mono_t first_shown; /* of this revision: a refresh does not flash again */
    bool was_shown;
    uint32_t generation; /* of rounds: results of an older round are void */
    uint16_t sequence;   /* what the commit register gets */
    enum step step;
    uint8_t segment;
    struct retry retry;
    mono_t refresh_due, look_due;
    uint32_t own_status, last_status;
    /* the picture of this round */
    uint16_t values[FIELD_COUNT];
    uint16_t text[TEXT_WORDS_MAX], text_used;
};

/* ------------------------------------------------------------------ set-up */

static int32_t option(const struct board *board, const char *key)
{
    return profile_int(board->profile, options, key);
}

static void sort_fields(struct board *board)
{
    for (uint8_t f = 0; f < FIELD_COUNT; f++) {
        if (board->registers[f] == ABSENT) {
            continue;
        }
        uint8_t at = board->field_count++;
        while (at > 0 && board->registers[board->fields[at - 1]] > board->registers[f]) {
            board->fields[at] = board->fields[at - 1];
            at--;
        }
        board->fields[at] = f;
    }
}

/* Neighbours are written together; the text may only be last of its segment, for it is the one
 * whose length varies. */
static void make_segments(struct board *board)
{
    for (uint8_t i = 0; i < board->field_count; i++) {
        int32_t address = board->registers[board->fields[i]];
        struct segment *last =
            board->segment_count > 0 ? &board->segments[board->segment_count - 1] : NULL;
        bool follows = last != NULL && board->fields[i - 1] != FIELD_TEXT &&
                       address == board->registers[board->fields[i - 1]] + 1;
        if (follows) {
            last->count++;
            continue;
        }
        board->segments[board->segment_count++] =
            (struct segment){.address = (uint16_t)address, .first = i, .count = 1};
    }
}

static int init(void *state, const struct device_setup *setup)
{
    struct board *board = state;
    board->profile = setup->profile;
    board->address = setup->address;
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        board->registers[f] = option(board, field_keys[f]);
    }
    board->commit = option(board, "registers.commit");
    board->shown = option(board, "registers.shown");
    board->status = option(board, "registers.status");
    board->text_words = (uint16_t)option(board, "registers.text_words");
    board->sequence = (uint16_t)setup->start;
    board->step = STEP_DONE;
    sort_fields(board);
    make_segments(board);
    return board->registers[FIELD_TEXT] == ABSENT ? -1 : 0;
}

/* ------------------------------------------------------------------ the picture */

/* The first run of ASCII letters and digits that has a digit: "请A023号到3号窗口" -> "A023". */
static void only_number(const char *text, char *out, size_t size)
{
    size_t used = 0;
    bool digit = false;
    for (const char *p = text;; p++) {
        unsigned char c = (unsigned char)*p;
        bool part = c < 0x80 && (isalnum(c) || ((c == '.' || c == '-') && used > 0));
        if (part && used + 1 < size) {
            out[used++] = (char)c;
            digit = digit || isdigit(c);
        } else if (digit || c == '\0') {
            break;
        } else {
            used = 0;
        }
    }
    out[digit ? used : 0] = '\0';
}

static void picture_text(struct board *board)
{
    char text[BOARD_TEXT], fitted[BOARD_TEXT];
    const char *whole = board->want.board.text;
    if (profile_bool(board->profile, options, "digits_only")) {
        only_number(whole, text, sizeof text);
        whole = text;
    }
    text_cut(fitted, sizeof fitted, whole, (size_t)option(board, "cells"));
    uint8_t bytes[TEXT_WORDS_MAX * 2] = {0};
    size_t room = (size_t)board->text_words * 2;
    size_t size = text_encode(board->profile->encoding, fitted, bytes, room, NULL);
    uint8_t all[BOARD_TEXT * 2];
    size_t whole_size = text_encode(board->profile->encoding, whole, all, sizeof all, NULL);
    board->own_status = whole_size > size ? STATUS_TRUNCATED : 0;
    bool fill = profile_bool(board->profile, options, "fill_text");
    board->text_used = fill ? board->text_words : (uint16_t)((size + 1) / 2);
    if (board->text_used == 0) {
        board->text_used = 1;
    }
    for (size_t i = 0; i < board->text_used; i++) {
        board->text[i] = (uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    }
    board->values[FIELD_LENGTH] = (uint16_t)size;
}

static void picture_make(struct board *board, mono_t now)
{
    static const char *const colours[] = {
        [BOARD_RED] = "colour.red",
        [BOARD_GREEN] = "colour.green",
        [BOARD_YELLOW] = "colour.yellow",
    };
    const struct device_command *want = &board->want;
    int64_t flash_ms = (int64_t)want->board.flash_s * 1000;
    bool flash = want->board.effect == BOARD_FLASH &&
                 (!board->was_shown || mono_between(board->first_shown, now) < flash_ms);
    board->values[FIELD_MODE] = (uint16_t)option(board, flash ? "mode.flash" : "mode.steady");
    board->values[FIELD_COLOUR] = (uint16_t)option(board, colours[want->board.colour]);
    board->values[FIELD_BRIGHTNESS] = (uint16_t)option(board, "brightness");
    board->values[FIELD_SPEED] = (uint16_t)option(board, "speed");
    board->values[FIELD_FLASH] = flash ? want->board.flash_s : 0;
    picture_text(board);
}

/* ------------------------------------------------------------------ rounds */

/* Starts writing all over: a new text, a refresh, or a board that forgot. The picture itself is
 * made by the first write. */
static void round_start(struct board *board, mono_t now)
{
    board->generation++;
    board->step = STEP_WRITE;
    board->segment = 0;
    retry_reset(&board->retry, now);
}

static bool is_newer(const struct board *board, const struct device_command *command)
{
    return !board->wanted || (int32_t)(command->revision - board->want.revision) >= 0;
}

static void command(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink)
{
    (void)sink;
    struct board *board = state;
    if (command->kind == DEVICE_SHOW_BOARD && is_newer(board, command)) {
        if (!board->wanted || command->revision != board->want.revision) {
            board->was_shown = false;
        }
        memcpy(&board->want, command, device_command_size(command));
        board->wanted = true;
        round_start(board, now);
    } else if (command->kind == DEVICE_RESET && board->wanted) {
        round_start(board, now);
    }
}

static void restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)sink;
    struct board *board = state;
    board->look_due = now;
    if (board->wanted) {
        round_start(board, now);
    }
}

static struct driver_wish wish(const void *state, mono_t now)
{
    const struct board *board = state;
    if (board->wanted && board->step != STEP_DONE) {
        return retry_wish(&board->retry);
    }
    struct driver_wish wish = wish_none();
    if (board->wanted) {
        wish = wish_at(EXCHANGE_HEALTH, board->refresh_due);
    }
    if (board->shown != ABSENT) {
        wish = wish_better(wish, wish_at(EXCHANGE_HEALTH, board->look_due), now);
    }
    return wish;
}

/* ------------------------------------------------------------------ exchanges */

/* What an exchange was for, beside the generation in its tag. */
enum purpose { FOR_ROUND, FOR_LOOK };

static uint32_t tag_of(const struct board *board, enum purpose purpose)
{
    return board->generation << 1 | (uint32_t)purpose;
}

static void compose_write(const struct board *board, struct exchange *out)
{
    const struct segment *segment = &board->segments[board->segment];
    out->function = 16;
    out->address = segment->address;
    for (uint8_t i = 0; i < segment->count; i++) {
        uint8_t field = board->fields[segment->first + i];
        if (field != FIELD_TEXT) {
            out->words[out->count++] = board->values[field];
            continue;
        }
        memcpy(&out->words[out->count], board->text, board->text_used * sizeof *board->text);
        out->count = (uint16_t)(out->count + board->text_used);
    }
}

static void compose_read(const struct board *board, struct exchange *out)
{
    out->function = 3;
    out->address = (uint16_t)board->shown;
    out->count = board->status == board->shown + 1 ? 2 : 1;
}

static void compose_commit(const struct board *board, struct exchange *out)
{
    out->function = 6;
    out->address = (uint16_t)board->commit;
    out->count = 1;
    out->words[0] = board->sequence;
}

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    (void)class;
    struct board *board = state;
    memset(out, 0, offsetof(struct exchange, bytes));
    out->kind = EXCHANGE_MODBUS;
    out->unit = board->address;
    bool refresh = board->wanted && mono_between(board->refresh_due, now) >= 0;
    if (board->wanted && board->step == STEP_DONE && refresh) {
        round_start(board, now);
    }
    bool round = board->wanted && board->step != STEP_DONE;
    out->tag = tag_of(board, round ? FOR_ROUND : FOR_LOOK);
    if (!round || board->step == STEP_PROVE) {
        compose_read(board, out);
    } else if (board->step == STEP_COMMIT) {
        compose_commit(board, out);
    } else {
        if (board->segment == 0) {
            picture_make(board, now);
            board->sequence = (uint16_t)(board->sequence + 1);
        }
        compose_write(board, out);
    }
    return 0;
}

static void round_done(struct board *board, mono_t now, struct device_sink *sink)
{
    board->step = STEP_DONE;
    board->refresh_due = mono_after(now, option(board, "refresh_ms"));
    board->look_due = mono_after(now, option(board, "poll_ms"));
    if (board->was_shown) {
        return;
    }
    board->was_shown = true;
    board->first_shown = now;
    struct device_event *event = device_sink_add(sink, DEVICE_SHOWN);
    if (event != NULL) {
        event->shown.revision = board->want.revision;
    }
}

/* Bits of the status register: b0 busy, b1 text truncated, b2 panel fault (devices.md B.6). */
static void take_status(struct board *board, const struct exchange_result *result,
                        struct device_sink *sink)
{
    uint32_t status = board->own_status;
    if (result->count == 2) {
        status |= (result->words[1] & 2) != 0 ? STATUS_TRUNCATED : 0u;
        status |= (result->words[1] & 4) != 0 ? STATUS_PANEL_FAULT : 0u;
    }
    report_status(&board->last_status, status, sink);
}

static void next_step(struct board *board, mono_t now, struct device_sink *sink)
{
    retry_reset(&board->retry, now);
    if (board->step == STEP_WRITE && ++board->segment < board->segment_count) {
        return;
    }
    if (board->step == STEP_WRITE && board->commit != ABSENT) {
        board->step = STEP_COMMIT;
    } else if (board->step != STEP_PROVE && board->shown != ABSENT && board->commit != ABSENT) {
        board->step = STEP_PROVE;
    } else {
        round_done(board, now, sink);
    }
}

/* The proof of a round: another sequence on display means that the picture got lost between
 * (a reboot); it is tried again with the pauses of a failure. */
static void round_result(struct board *board, mono_t now, const struct exchange_result *result,
                         struct device_sink *sink)
{
    if (result->status != EXCHANGE_OK) {
        retry_failed(&board->retry, now);
        board->step = STEP_WRITE;
        board->segment = 0;
        return;
    }
    if (board->step == STEP_PROVE) {
        take_status(board, result, sink);
        if (result->words[0] != board->sequence) {
            retry_failed(&board->retry, now);
            board->step = STEP_WRITE;
            board->segment = 0;
            return;
        }
    }
    if (board->shown == ABSENT) {
        report_status(&board->last_status, board->own_status, sink);
    }
    next_step(board, now, sink);
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    struct board *board = state;
    enum purpose purpose = (enum purpose)(exchange->tag & 1);
    if (purpose == FOR_LOOK) {
        board->look_due = mono_after(now, option(board, "poll_ms"));
    }
    if (exchange->tag != tag_of(board, purpose)) {
        return; /* a newer text came while this was on the wire */
    }
    if (purpose == FOR_ROUND) {
        round_result(board, now, result, sink);
        return;
    }
    if (result->status != EXCHANGE_OK) {
        return;
    }
    take_status(board, result, sink);
    if (board->wanted && result->words[0] != board->sequence) {
        round_start(board, now);
    }
}

/* ------------------------------------------------------------------ the profile */

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile_int(profile, options, "registers.text") == ABSENT) {
        return refuse(why, size, line, 0, "registers.text is missing: where does the text go?");
    }
    if (profile_int(profile, options, "registers.shown") != ABSENT &&
        profile_int(profile, options, "registers.commit") == ABSENT) {
        return refuse(why, size, line, 0, "registers.shown needs registers.commit");
    }
    return vectors_check(&driver_modbus_board, NULL, profile, why, size, line);
}

const struct driver driver_modbus_board = {
    .name = "modbus_board",
    .wire = WIRE_MODBUS,
    .state_size = sizeof(struct board),
    .options = options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .restart = restart,
};
