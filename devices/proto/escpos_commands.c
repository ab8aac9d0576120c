/* escpos_commands.c: the commands a ticket printer knows: lengths and meaning
 * (escpos_decode.h; devices.md A.1 to A.3). */
#include "devices/proto/escpos_commands.h"

#include <string.h>

static uint16_t word_at(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* ---------------------------------------------------------------- reading what was collected */

void escpos_read_bytes(struct escpos_decoder *decoder, struct escpos_command *out)
{
    for (size_t i = 0; i < ESCPOS_VALUES && i + 2 < decoder->fixed_count; i++) {
        out->value[i] = decoder->fixed[i + 2];
    }
}

static void read_word(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = word_at(decoder->fixed + 2);
}

static void read_switch(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = decoder->fixed[2] & 1;
}

static void read_low_digit(struct escpos_decoder *decoder, struct escpos_command *out)
{
    uint8_t n = decoder->fixed[2];
    out->value[0] = n >= '0' && n <= '9' ? n - '0' : n;
}

static void read_initialise(struct escpos_decoder *decoder, struct escpos_command *out)
{
    (void)out;
    decoder->kanji = decoder->model.kanji_at_start;
}

static void read_kanji(struct escpos_decoder *decoder, struct escpos_command *out)
{
    decoder->kanji = decoder->fixed[1] == '&';
    out->value[0] = decoder->kanji;
}

static void read_size(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = (uint16_t)((decoder->fixed[2] >> 4 & 7) + 1);
    out->value[1] = (uint16_t)((decoder->fixed[2] & 7) + 1);
}

static void read_default_spacing(struct escpos_decoder *decoder, struct escpos_command *out)
{
    (void)decoder;
    out->value[0] = 0xFFFF;
}

/* GS V m [n]: full cuts are 0 48 65 97 103, partial ones the number behind each. */
static void read_cut(struct escpos_decoder *decoder, struct escpos_command *out)
{
    uint8_t m = decoder->fixed[2];
    out->value[0] = m < 64 ? m & 1 : (m & 1) == 0;
    out->value[1] = decoder->fixed_count > 3 ? decoder->fixed[3] : 0;
}

static void read_old_cut(struct escpos_decoder *decoder, struct escpos_command *out)
{
    (void)decoder;
    out->value[0] = 1;
}

static void read_raster(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = decoder->fixed[3];
    out->value[1] = word_at(decoder->fixed + 4);
    out->value[2] = word_at(decoder->fixed + 6);
}

void escpos_give_collected(struct escpos_decoder *decoder, struct escpos_command *out,
                           size_t skip)
{
    out->data = decoder->collected + skip;
    out->count = decoder->collected_count - skip;
    out->cut = decoder->collected_cut;
    decoder->handed_out = true;
}

static void read_barcode(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = decoder->fixed[2];
    escpos_give_collected(decoder, out, 0);
}

static void read_other(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->data = decoder->fixed;
    out->count = decoder->fixed_count < 2 ? decoder->fixed_count : 2;
}

/* DLE DC4 8: clears only with the seven arguments of the standard. */
static void read_realtime_clear(struct escpos_decoder *decoder, struct escpos_command *out)
{
    static const uint8_t arguments[] = {1, 3, 20, 1, 6, 2, 8};
    if (memcmp(decoder->fixed + 3, arguments, sizeof arguments) != 0) {
        out->kind = ESCPOS_DO_OTHER;
        read_other(decoder, out);
    }
}

static void read_third(struct escpos_decoder *decoder, struct escpos_command *out)
{
    out->value[0] = decoder->fixed[3];
    out->value[1] = decoder->fixed_count > 4 ? decoder->fixed[4] : 0;
}

/* The functions inside GS ( and FS (: letter, then two bytes of the payload. */
static const struct {
    uint8_t first, letter, code, function, least; /* bytes of payload */
    enum escpos_command_kind kind;
    uint8_t skip; /* where the data begins; 0 = value[0] is the third byte */
} functions[] = {
    {GS, 'k', 49, 65, 3, ESCPOS_DO_QR_MODEL, 0},
    {GS, 'k', 49, 67, 3, ESCPOS_DO_QR_SIZE, 0},
    {GS, 'k', 49, 69, 3, ESCPOS_DO_QR_ECC, 0},
    {GS, 'k', 49, 80, 4, ESCPOS_DO_QR_STORE, 3},
    {GS, 'k', 49, 81, 3, ESCPOS_DO_QR_PRINT, 0},
    {GS, 'H', 48, 48, 6, ESCPOS_DO_PROCESS_ID, 2},
    {GS, 'H', 49, 48, 3, ESCPOS_DO_OFFLINE_RESPONSE, 0},
    {FS, 'C', 48, 0, 2, ESCPOS_DO_KANJI_SYSTEM, 0},
};

static void read_function(struct escpos_decoder *decoder, struct escpos_command *out)
{
    const uint8_t *payload = decoder->collected;
    size_t count = decoder->collected_count;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (functions[i].first != decoder->fixed[0] || functions[i].letter != decoder->fixed[2] ||
            count < functions[i].least || payload[0] != functions[i].code ||
            (functions[i].function != 0 && payload[1] != functions[i].function)) {
            continue;
        }
        out->kind = functions[i].kind;
        if (functions[i].skip > 0) {
            escpos_give_collected(decoder, out, functions[i].skip);
        } else {
            out->value[0] = payload[functions[i].least - 1];
        }
        return;
    }
    read_other(decoder, out);
}

/* ---------------------------------------------------------------- the table */

static uint64_t length_paren(const uint8_t *fixed)
{
    return word_at(fixed + 3);
}

static uint64_t length_raster(const uint8_t *fixed)
{
    return (uint64_t)word_at(fixed + 4) * word_at(fixed + 6);
}

/* ESC *: columns of one byte, in the 24-dot modes (32, 33) of three. */
static uint64_t length_columns(const uint8_t *fixed)
{
    return (uint64_t)word_at(fixed + 3) * (fixed[2] >= 32 ? 3 : 1);
}

static uint64_t length_downloaded(const uint8_t *fixed)
{
    return 8ULL * fixed[2] * fixed[3];
}

static uint64_t length_user_character(const uint8_t *fixed)
{
    (void)fixed;
    return 72;
}

static uint64_t length_large(const uint8_t *fixed)
{
    return word_at(fixed + 3) | (uint64_t)word_at(fixed + 5) << 16;
}

static uint64_t length_written(const uint8_t *fixed)
{
    return word_at(fixed + 8);
}

static uint64_t length_barcode(const uint8_t *fixed)
{
    return fixed[3];
}

#define OTHER(a, b, bytes) {a, b, 0, 0, bytes, ESCPOS_DO_OTHER, read_other, NO_PAYLOAD, NULL}
#define PLAIN(a, b, bytes, kind, read) {a, b, 0, 0, bytes, kind, read, NO_PAYLOAD, NULL}

/* Sorted by prefix within each group. Rows of one prefix stand together, the one with a range
 * before the one without. */
static const struct escpos_row rows[] = {
    PLAIN(DLE, EOT, 3, ESCPOS_DO_REALTIME_STATUS, NULL),
    PLAIN(DLE, 5, 3, ESCPOS_DO_REALTIME_RECOVER, NULL),
    {DLE, 20, 1, 1, 5, ESCPOS_DO_REALTIME_DRAWER, read_third, NO_PAYLOAD, NULL},
    {DLE, 20, 2, 2, 5, ESCPOS_DO_OTHER, read_other, NO_PAYLOAD, NULL},
    {DLE, 20, 7, 7, 4, ESCPOS_DO_REALTIME_SEND, read_third, NO_PAYLOAD, NULL},
    {DLE, 20, 8, 8, 10, ESCPOS_DO_REALTIME_CLEAR, read_realtime_clear, NO_PAYLOAD, NULL},

    PLAIN(ESC, '!', 3, ESCPOS_DO_PRINT_MODE, NULL),
    PLAIN(ESC, '$', 4, ESCPOS_DO_POSITION, read_word),
    {ESC, '(', 0, 0, 5, ESCPOS_DO_OTHER, read_function, COLLECT, length_paren},
    {ESC, '*', 0, 0, 5, ESCPOS_DO_OTHER, read_other, COLLECT, length_columns},
    PLAIN(ESC, '-', 3, ESCPOS_DO_UNDERLINE, read_low_digit),
    PLAIN(ESC, '2', 2, ESCPOS_DO_LINE_SPACING, read_default_spacing),
    PLAIN(ESC, '3', 3, ESCPOS_DO_LINE_SPACING, NULL),
    PLAIN(ESC, '@', 2, ESCPOS_DO_INITIALISE, read_initialise),
    {ESC, 'D', 0, 0, 2, ESCPOS_DO_OTHER, read_other, UP_TO_NUL, NULL},
    PLAIN(ESC, 'E', 3, ESCPOS_DO_BOLD, read_switch),
    PLAIN(ESC, 'G', 3, ESCPOS_DO_BOLD, read_switch),
    PLAIN(ESC, 'J', 3, ESCPOS_DO_FEED_DOTS, NULL),
    PLAIN(ESC, 'M', 3, ESCPOS_DO_FONT, read_low_digit),
    PLAIN(ESC, 'R', 3, ESCPOS_DO_INTERNATIONAL, NULL),
    PLAIN(ESC, 'a', 3, ESCPOS_DO_ALIGN, read_low_digit),
    PLAIN(ESC, 'c', 4, ESCPOS_DO_SENSORS, NULL),
    PLAIN(ESC, 'd', 3, ESCPOS_DO_FEED_LINES, NULL),
    PLAIN(ESC, 'i', 2, ESCPOS_DO_CUT, read_old_cut),
    PLAIN(ESC, 'm', 2, ESCPOS_DO_CUT, read_old_cut),
    PLAIN(ESC, 'p', 5, ESCPOS_DO_DRAWER, NULL),
    PLAIN(ESC, 't', 3, ESCPOS_DO_CODE_PAGE, NULL),
    PLAIN(ESC, 'v', 2, ESCPOS_DO_PAPER_STATUS, NULL),
    PLAIN(ESC, '{', 3, ESCPOS_DO_UPSIDE_DOWN, read_switch),
    OTHER(ESC, FF, 2),
    OTHER(ESC, ' ', 3),
    OTHER(ESC, '%', 3),
    OTHER(ESC, '<', 2),
    OTHER(ESC, '=', 3),
    OTHER(ESC, '?', 3),
    OTHER(ESC, 'K', 3),
    OTHER(ESC, 'L', 2),
    OTHER(ESC, 'S', 2),
    OTHER(ESC, 'T', 3),
    OTHER(ESC, 'U', 3),
    OTHER(ESC, 'V', 3),
    OTHER(ESC, 'W', 10),
    OTHER(ESC, '\\', 4),
    OTHER(ESC, 'e', 3),
    OTHER(ESC, 'r', 3),
    OTHER(ESC, 'u', 3),

    PLAIN(FS, '!', 3, ESCPOS_DO_KANJI_STYLE, NULL),
    PLAIN(FS, '&', 2, ESCPOS_DO_KANJI, read_kanji),
    {FS, '(', 0, 0, 5, ESCPOS_DO_OTHER, read_function, COLLECT, length_paren},
    PLAIN(FS, '-', 3, ESCPOS_DO_KANJI_UNDERLINE, read_low_digit),
    PLAIN(FS, '.', 2, ESCPOS_DO_KANJI, read_kanji),
    {FS, '2', 0, 0, 4, ESCPOS_DO_OTHER, read_other, COLLECT, length_user_character},
    OTHER(FS, '?', 4),
    PLAIN(FS, 'C', 3, ESCPOS_DO_KANJI_SYSTEM, NULL),
    PLAIN(FS, 'S', 4, ESCPOS_DO_KANJI_SPACING, NULL),
    PLAIN(FS, 'W', 3, ESCPOS_DO_KANJI_QUADRUPLE, read_switch),
    {FS, 'g', '1', '1', 10, ESCPOS_DO_OTHER, read_other, COLLECT, length_written},
    {FS, 'g', '2', '2', 10, ESCPOS_DO_OTHER, read_other, NO_PAYLOAD, NULL},
    OTHER(FS, 'p', 4),

    PLAIN(GS, '!', 3, ESCPOS_DO_SIZE, read_size),
    {GS, '(', 0, 0, 5, ESCPOS_DO_OTHER, read_function, COLLECT, length_paren},
    {GS, '*', 0, 0, 4, ESCPOS_DO_OTHER, read_other, COLLECT, length_downloaded},
    {GS, '8', 0, 0, 7, ESCPOS_DO_OTHER, read_other, COLLECT, length_large},
    PLAIN(GS, 'B', 3, ESCPOS_DO_REVERSE, read_switch),
    PLAIN(GS, 'H', 3, ESCPOS_DO_BARCODE_TEXT, read_low_digit),
    PLAIN(GS, 'I', 3, ESCPOS_DO_INFO, NULL),
    PLAIN(GS, 'L', 4, ESCPOS_DO_LEFT_MARGIN, read_word),
    {GS, 'Q', '0', '0', 8, ESCPOS_DO_OTHER, read_other, COLLECT, length_raster},
    {GS, 'V', 65, 255, 4, ESCPOS_DO_CUT, read_cut, NO_PAYLOAD, NULL},
    PLAIN(GS, 'V', 3, ESCPOS_DO_CUT, read_cut),
    PLAIN(GS, 'W', 4, ESCPOS_DO_AREA_WIDTH, read_word),
    PLAIN(GS, 'a', 3, ESCPOS_DO_AUTO_STATUS, NULL),
    {GS, 'g', '0', '0', 6, ESCPOS_DO_OTHER, read_other, NO_PAYLOAD, NULL},
    {GS, 'g', '2', '2', 6, ESCPOS_DO_OTHER, read_other, NO_PAYLOAD, NULL},
    PLAIN(GS, 'h', 3, ESCPOS_DO_BARCODE_HEIGHT, NULL),
    {GS, 'k', 65, 255, 4, ESCPOS_DO_BARCODE, read_barcode, COLLECT, length_barcode},
    {GS, 'k', 0, 0, 3, ESCPOS_DO_BARCODE, read_barcode, UP_TO_NUL, NULL},
    PLAIN(GS, 'r', 3, ESCPOS_DO_ORDERED_STATUS, read_low_digit),
    {GS, 'v', '0', '0', 8, ESCPOS_DO_RASTER, read_raster, STREAM, length_raster},
    PLAIN(GS, 'w', 3, ESCPOS_DO_BARCODE_WIDTH, NULL),
    OTHER(GS, '#', 3),
    OTHER(GS, '$', 4),
    OTHER(GS, '/', 3),
    OTHER(GS, ':', 2),
    OTHER(GS, 'E', 3),
    OTHER(GS, 'P', 4),
    OTHER(GS, 'T', 3),
    OTHER(GS, '\\', 4),
    OTHER(GS, '^', 5),
    OTHER(GS, 'b', 3),
    OTHER(GS, 'c', 2),
    OTHER(GS, 'f', 3),
    OTHER(GS, 'j', 3),
    OTHER(GS, 'x', 3),
    OTHER(GS, 'z', 5),
};

const struct escpos_row *escpos_row_for(const uint8_t *fixed, size_t count)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct escpos_row *row = &rows[i];
        bool any = row->high == 0;
        bool third = count < 3 || any || (fixed[2] >= row->low && fixed[2] <= row->high);
        if (row->first == fixed[0] && row->second == fixed[1] && third) {
            return row;
        }
    }
    return NULL;
}
