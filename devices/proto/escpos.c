/* escpos.c: see escpos.h. */
#include "devices/proto/escpos.h"

#include <qrencode.h>
#include <string.h>

enum { EOT = 4, ENQ = 5, LF = 10, DLE = 16, DC4 = 20, ESC = 27, FS = 28, GS = 29 };

void escpos_begin(struct escpos_writer *writer, uint8_t *bytes, size_t size)
{
    *writer = (struct escpos_writer){.bytes = bytes, .size = size};
}

void escpos_raw(struct escpos_writer *writer, const uint8_t *bytes, size_t count)
{
    if (count > writer->size - writer->count) {
        writer->full = true;
        return;
    }
    memcpy(writer->bytes + writer->count, bytes, count);
    writer->count += count;
}

static void put2(struct escpos_writer *writer, uint8_t a, uint8_t b)
{
    escpos_raw(writer, (const uint8_t[]){a, b}, 2);
}

static void put3(struct escpos_writer *writer, uint8_t a, uint8_t b, uint8_t c)
{
    escpos_raw(writer, (const uint8_t[]){a, b, c}, 3);
}

static void put_word(struct escpos_writer *writer, uint8_t a, uint8_t b, uint16_t value)
{
    escpos_raw(writer, (const uint8_t[]){a, b, (uint8_t)value, (uint8_t)(value >> 8)}, 4);
}

static unsigned clamp(unsigned value, unsigned low, unsigned high)
{
    return value < low ? low : value > high ? high : value;
}

/* ---------------------------------------------------------------- modes */

void escpos_initialise(struct escpos_writer *writer)
{
    put2(writer, ESC, '@');
}

void escpos_international(struct escpos_writer *writer, uint8_t set)
{
    put3(writer, ESC, 'R', set);
}

void escpos_code_page(struct escpos_writer *writer, uint8_t page)
{
    put3(writer, ESC, 't', page);
}

void escpos_align(struct escpos_writer *writer, enum escpos_align align)
{
    put3(writer, ESC, 'a', (uint8_t)align);
}

void escpos_font(struct escpos_writer *writer, uint8_t font)
{
    put3(writer, ESC, 'M', font);
}

void escpos_bold(struct escpos_writer *writer, bool on)
{
    put3(writer, ESC, 'E', on);
}

void escpos_reverse(struct escpos_writer *writer, bool on)
{
    put3(writer, GS, 'B', on);
}

void escpos_upside_down(struct escpos_writer *writer, bool on)
{
    put3(writer, ESC, '{', on);
}

void escpos_size(struct escpos_writer *writer, unsigned width, unsigned height)
{
    unsigned n = (clamp(width, 1, 8) - 1) << 4 | (clamp(height, 1, 8) - 1);
    put3(writer, GS, '!', (uint8_t)n);
}

void escpos_line_spacing(struct escpos_writer *writer, int dots)
{
    if (dots < 0) {
        put2(writer, ESC, '2');
    } else {
        put3(writer, ESC, '3', (uint8_t)clamp((unsigned)dots, 0, 255));
    }
}

void escpos_left_margin(struct escpos_writer *writer, uint16_t dots)
{
    put_word(writer, GS, 'L', dots);
}

void escpos_area_width(struct escpos_writer *writer, uint16_t dots)
{
    put_word(writer, GS, 'W', dots);
}

void escpos_position(struct escpos_writer *writer, uint16_t dots)
{
    put_word(writer, ESC, '$', dots);
}

/* ---------------------------------------------------------------- Chinese */

void escpos_kanji(struct escpos_writer *writer, bool on)
{
    put2(writer, FS, on ? '&' : '.');
}

void escpos_kanji_style(struct escpos_writer *writer, bool wide, bool tall, bool underline)
{
    unsigned n = (wide ? 0x04u : 0) | (tall ? 0x08u : 0) | (underline ? 0x80u : 0);
    put3(writer, FS, '!', (uint8_t)n);
}

void escpos_kanji_quadruple(struct escpos_writer *writer, bool on)
{
    put3(writer, FS, 'W', on);
}

void escpos_kanji_underline(struct escpos_writer *writer, uint8_t dots)
{
    put3(writer, FS, '-', dots);
}

void escpos_kanji_spacing(struct escpos_writer *writer, uint8_t left, uint8_t right)
{
    escpos_raw(writer, (const uint8_t[]){FS, 'S', left, right}, 4);
}

/* ---------------------------------------------------------------- text */

enum { PIECE = 256 }; /* bytes of UTF-8 encoded at once */

static void put_piece(struct escpos_writer *writer, enum text_encoding encoding,
                      const char *piece)
{
    uint8_t bytes[4 * PIECE];
    unsigned missing;
    size_t room = writer->size - writer->count;
    size_t count = text_encode(encoding, piece, bytes, sizeof bytes, &missing);
    if (count > room) {
        count = text_encode(encoding, piece, bytes, room, &missing);
        writer->full = true;
    }
    escpos_raw(writer, bytes, count);
    writer->missing += missing;
}

void escpos_text(struct escpos_writer *writer, enum text_encoding encoding, const char *text)
{
    while (*text != '\0' && !writer->full) {
        char piece[PIECE];
        size_t used = 0;
        while (*text != '\0' && used + 4 < sizeof piece) {
            used += text_put(text_next(&text), piece + used);
        }
        piece[used] = '\0';
        text_clean(piece);
        put_piece(writer, encoding, piece);
    }
}

void escpos_line_end(struct escpos_writer *writer)
{
    escpos_raw(writer, (const uint8_t[]){LF}, 1);
}

void escpos_feed_lines(struct escpos_writer *writer, uint8_t lines)
{
    put3(writer, ESC, 'd', lines);
}

void escpos_feed_dots(struct escpos_writer *writer, uint8_t dots)
{
    put3(writer, ESC, 'J', dots);
}

/* ---------------------------------------------------------------- QR codes, pictures */

void escpos_qr(struct escpos_writer *writer, unsigned module, enum escpos_ecc ecc,
               const char *text)
{
    size_t count = strnlen(text, ESCPOS_QR_TEXT + 1);
    uint8_t command[64 + ESCPOS_QR_TEXT];
    if (count == 0 || count > ESCPOS_QR_TEXT) {
        writer->full = true;
        return;
    }
    const uint8_t head[] = {
        GS, '(', 'k', 4, 0, '1', 'A', '2', 0,                                 /* 165: model 2 */
        GS, '(', 'k', 3, 0, '1', 'C', (uint8_t)clamp(module, 1, 16),          /* 167: size */
        GS, '(', 'k', 3, 0, '1', 'E', (uint8_t)ecc,                           /* 169: level */
        GS, '(', 'k', (uint8_t)(count + 3), (uint8_t)((count + 3) >> 8), '1', 'P', '0', /* 180 */
    };
    const uint8_t print[] = {GS, '(', 'k', 3, 0, '1', 'Q', '0'}; /* 181 */
    memcpy(command, head, sizeof head);
    memcpy(command + sizeof head, text, count);
    memcpy(command + sizeof head + count, print, sizeof print);
    escpos_raw(writer, command, sizeof head + count + sizeof print);
}

static void put_raster_head(uint8_t out[8], size_t row_bytes, size_t rows)
{
    const uint8_t head[8] = {GS,  'v', '0', 0, (uint8_t)row_bytes, (uint8_t)(row_bytes >> 8),
                             (uint8_t)rows, (uint8_t)(rows >> 8)};
    memcpy(out, head, sizeof head);
}

void escpos_raster(struct escpos_writer *writer, uint16_t row_bytes, uint16_t rows,
                   const uint8_t *bits)
{
    size_t picture = (size_t)row_bytes * rows;
    if (8 + picture > writer->size - writer->count) {
        writer->full = true;
        return;
    }
    uint8_t head[8];
    put_raster_head(head, row_bytes, rows);
    escpos_raw(writer, head, sizeof head);
    escpos_raw(writer, bits, picture);
}

enum { QUIET_ZONE = 4 }; /* modules on each side, ISO/IEC 18004 */

static bool module_is_dark(const QRcode *code, unsigned x, unsigned y)
{
    unsigned width = (unsigned)code->width;
    if (x < QUIET_ZONE || y < QUIET_ZONE || x >= width + QUIET_ZONE || y >= width + QUIET_ZONE) {
        return false;
    }
    return (code->data[(y - QUIET_ZONE) * width + (x - QUIET_ZONE)] & 1) != 0;
}

static void draw_row(const QRcode *code, unsigned module, unsigned dots, unsigned y,
                     uint8_t *row)
{
    for (unsigned x = 0; x < dots; x++) {
        if (module_is_dark(code, x / module, y)) {
            row[x / 8] |= (uint8_t)(0x80 >> x % 8);
        }
    }
}

static int draw_code(struct escpos_writer *writer, const QRcode *code, unsigned module,
                     unsigned most_dots)
{
    unsigned dots = ((unsigned)code->width + 2 * QUIET_ZONE) * module;
    size_t row_bytes = (dots + 7) / 8, needed = 8 + row_bytes * dots;
    if (dots > most_dots) {
        return -1;
    }
    if (needed > writer->size - writer->count) {
        writer->full = true;
        return -1;
    }
    uint8_t *out = writer->bytes + writer->count;
    memset(out, 0, needed);
    put_raster_head(out, row_bytes, dots);
    for (unsigned y = 0; y < dots; y++) {
        draw_row(code, module, dots, y / module, out + 8 + y * row_bytes);
    }
    writer->count += needed;
    return 0;
}

int escpos_qr_raster(struct escpos_writer *writer, unsigned module, enum escpos_ecc ecc,
                     const char *text, unsigned dots)
{
    if (*text == '\0' || strnlen(text, ESCPOS_QR_TEXT + 1) > ESCPOS_QR_TEXT) {
        return -1;
    }
    QRecLevel level = (QRecLevel)clamp(ecc - ESCPOS_ECC_L, QR_ECLEVEL_L, QR_ECLEVEL_H);
    QRcode *code = QRcode_encodeString8bit(text, 0, level);
    if (code == NULL) {
        return -1;
    }
    int result = draw_code(writer, code, clamp(module, 1, 16), dots);
    QRcode_free(code);
    return result;
}

void escpos_code128(struct escpos_writer *writer, uint8_t height, uint8_t width,
                    const char *text)
{
    enum { MOST = 60, CODE128 = 73 };
    uint8_t command[16 + MOST] = {GS, 'h', height, GS, 'w', (uint8_t)clamp(width, 2, 6),
                                  GS, 'H', 2,      GS, 'k', CODE128, 0, '{', 'B'};
    size_t used = 15, count = strnlen(text, MOST + 1);
    if (count == 0 || count > MOST) {
        writer->full = true;
        return;
    }
    command[12] = (uint8_t)(count + 2);
    for (size_t i = 0; i < count; i++) {
        bool printable = text[i] >= 0x20 && text[i] < 0x7F;
        command[used++] = printable ? (uint8_t)text[i] : '?';
    }
    escpos_raw(writer, command, used);
}

/* ---------------------------------------------------------------- mechanics */

void escpos_cut(struct escpos_writer *writer, enum escpos_cut cut, uint8_t dots)
{
    if (cut != ESCPOS_CUT_NONE) {
        escpos_raw(writer,
                   (const uint8_t[]){GS, 'V', cut == ESCPOS_CUT_FULL ? 65 : 66, dots}, 4);
    }
}

void escpos_drawer(struct escpos_writer *writer, uint8_t pin, uint8_t on, uint8_t off)
{
    escpos_raw(writer, (const uint8_t[]){ESC, 'p', pin, on, off}, 5);
}

/* ---------------------------------------------------------------- questions */

void escpos_ask_realtime(struct escpos_writer *writer, uint8_t what)
{
    put3(writer, DLE, EOT, what);
}

void escpos_recover(struct escpos_writer *writer, uint8_t how)
{
    put3(writer, DLE, ENQ, how);
}

void escpos_clear_buffer(struct escpos_writer *writer)
{
    static const uint8_t command[] = {DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8};
    escpos_raw(writer, command, sizeof command);
}

void escpos_auto_status(struct escpos_writer *writer, uint8_t mask)
{
    put3(writer, GS, 'a', mask);
}

void escpos_ask_ordered(struct escpos_writer *writer, uint8_t what)
{
    put3(writer, GS, 'r', what);
}

void escpos_ask_process_id(struct escpos_writer *writer, const char id[4])
{
    uint8_t command[] = {GS, '(', 'H', 6, 0, 48, 48, 0, 0, 0, 0};
    memcpy(command + 7, id, 4);
    escpos_raw(writer, command, sizeof command);
}

void escpos_ask_info(struct escpos_writer *writer, uint8_t what)
{
    put3(writer, GS, 'I', what);
}

void escpos_unstick(struct escpos_writer *writer, size_t count)
{
    size_t room = writer->size - writer->count;
    size_t written = count < room ? count : room;
    memset(writer->bytes + writer->count, 0, written);
    writer->count += written;
    writer->full |= written < count;
}
