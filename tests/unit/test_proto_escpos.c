/* ESC/POS as it is written: the bytes of devices.md A.1 to A.3, whole slips, QR pictures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/escpos.h"
#include "proto_hex.h"

#include <qrencode.h>

static uint8_t buffer[65536];

static struct escpos_writer fresh(void)
{
    struct escpos_writer writer;
    escpos_begin(&writer, buffer, sizeof buffer);
    return writer;
}

static void assert_bytes(const struct escpos_writer *writer, const char *hex)
{
    char got[4096], wanted[4096];
    uint8_t bytes[1024];
    size_t count = from_hex(hex, bytes, sizeof bytes);
    to_hex(bytes, count, wanted);
    assert_true(writer->count < 1024);
    assert_string_equal(to_hex(writer->bytes, writer->count, got), wanted);
    assert_false(writer->full);
}

/* Each row writes one command; the bytes are those of the page. */
#define ROW(name, call)                                                                            \
    static void write_##name(struct escpos_writer *w)                                              \
    {                                                                                              \
        call;                                                                                      \
    }
ROW(initialise, escpos_initialise(w))
ROW(international, escpos_international(w, 15))
ROW(align, escpos_align(w, ESCPOS_CENTRE))
ROW(font, escpos_font(w, 1))
ROW(bold, escpos_bold(w, true))
ROW(reverse, escpos_reverse(w, true))
ROW(upside_down, escpos_upside_down(w, false))
ROW(code_page, escpos_code_page(w, 0))
ROW(spacing_default, escpos_line_spacing(w, -1))
ROW(spacing, escpos_line_spacing(w, 40))
ROW(feed_lines, escpos_feed_lines(w, 3))
ROW(feed_dots, escpos_feed_dots(w, 24))
ROW(size, escpos_size(w, 3, 2))
ROW(size_clamped, escpos_size(w, 0, 99))
ROW(margin, escpos_left_margin(w, 300))
ROW(area, escpos_area_width(w, 576))
ROW(position, escpos_position(w, 258))
ROW(kanji_on, escpos_kanji(w, true))
ROW(kanji_off, escpos_kanji(w, false))
ROW(kanji_style, escpos_kanji_style(w, true, true, true))
ROW(kanji_quadruple, escpos_kanji_quadruple(w, true))
ROW(kanji_underline, escpos_kanji_underline(w, 2))
ROW(kanji_spacing, escpos_kanji_spacing(w, 1, 2))
ROW(text_hall, escpos_text(w, TEXT_GBK, "政务服务大厅"))
ROW(text_call, escpos_text(w, TEXT_GBK, "请A023号"))
ROW(text_gb18030, escpos_text(w, TEXT_GB18030, "㛃𬭎"))
ROW(text_gbk, escpos_text(w, TEXT_GBK, "㛃𬭎"))
ROW(text_hostile, escpos_text(w, TEXT_GBK, "A\x1B@B\n"))
ROW(qr, escpos_qr(w, 6, ESCPOS_ECC_M, "https://e.gov.cn/q/A023"))
ROW(cut_full, escpos_cut(w, ESCPOS_CUT_FULL, 0))
ROW(cut_partial, escpos_cut(w, ESCPOS_CUT_PARTIAL, 16))
ROW(cut_none, escpos_cut(w, ESCPOS_CUT_NONE, 16))
ROW(drawer, escpos_drawer(w, 0, 25, 250))
ROW(code128, escpos_code128(w, 80, 9, "A023"))
ROW(raster, escpos_raster(w, 2, 2, (const uint8_t *)"\x80\x01\xFF\x00"))
ROW(realtime, escpos_ask_realtime(w, 4))
ROW(resume, escpos_recover(w, ESCPOS_RESUME))
ROW(clear_and_resume, escpos_recover(w, ESCPOS_CLEAR_AND_RESUME))
ROW(clear, escpos_clear_buffer(w))
ROW(auto_status, escpos_auto_status(w, ESCPOS_AUTO_ALL))
ROW(ordered, escpos_ask_ordered(w, 1))
ROW(process_id, escpos_ask_process_id(w, "A023"))
ROW(info, escpos_ask_info(w, ESCPOS_MODEL))
ROW(unstick, escpos_unstick(w, 3))

static const struct {
    void (*write)(struct escpos_writer *writer);
    const char *hex;
} commands[] = {
    {write_initialise, "1B 40"},
    {write_international, "1B 52 0F"},
    {write_align, "1B 61 01"},
    {write_font, "1B 4D 01"},
    {write_bold, "1B 45 01"},
    {write_reverse, "1D 42 01"},
    {write_upside_down, "1B 7B 00"},
    {write_code_page, "1B 74 00"},
    {write_spacing_default, "1B 32"},
    {write_spacing, "1B 33 28"},
    {write_feed_lines, "1B 64 03"},
    {write_feed_dots, "1B 4A 18"},
    {write_size, "1D 21 21"},
    {write_size_clamped, "1D 21 07"},
    {write_margin, "1D 4C 2C 01"},
    {write_area, "1D 57 40 02"},
    {write_position, "1B 24 02 01"},
    {write_kanji_on, "1C 26"},
    {write_kanji_off, "1C 2E"},
    {write_kanji_style, "1C 21 8C"},
    {write_kanji_quadruple, "1C 57 01"},
    {write_kanji_underline, "1C 2D 02"},
    {write_kanji_spacing, "1C 53 01 02"},
    {write_text_hall, "D5FE CEF1 B7FE CEF1 B4F3 CCFC"},
    {write_text_call, "C7EB 41303233 BAC5"},
    {write_text_gb18030, "8230B731 9933A932"},
    {write_text_gbk, "A1FE A1FE"},
    {write_text_hostile, "41 20 40 42 20"},
    {write_qr, "1D286B 0400 3141 3200 1D286B 0300 3143 06 1D286B 0300 3145 31 1D286B 1A00 315030"
               "68747470733A2F2F652E676F762E636E2F712F41303233 1D286B 0300 315130"},
    {write_cut_full, "1D 56 41 00"},
    {write_cut_partial, "1D 56 42 10"},
    {write_cut_none, ""},
    {write_drawer, "1B 70 00 19 FA"},
    {write_code128, "1D 68 50 1D 77 06 1D 48 02 1D 6B 49 06 7B 42 41 30 32 33"},
    {write_raster, "1D 76 30 00 02 00 02 00 80 01 FF 00"},
    {write_realtime, "10 04 04"},
    {write_resume, "10 05 01"},
    {write_clear_and_resume, "10 05 02"},
    {write_clear, "10 14 08 01 03 14 01 06 02 08"},
    {write_auto_status, "1D 61 FF"},
    {write_ordered, "1D 72 01"},
    {write_process_id, "1D 28 48 06 00 30 30 41 30 32 33"},
    {write_info, "1D 49 43"},
    {write_unstick, "00 00 00"},
};

static void commands_have_the_known_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(commands); i++) {
        struct escpos_writer writer = fresh();
        commands[i].write(&writer);
        assert_bytes(&writer, commands[i].hex);
    }
}

/* Every command into every too small buffer: nothing of it, or (text, NULs) a whole part. */
static void a_full_buffer_takes_no_half_command(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(commands); i++) {
        struct escpos_writer whole = fresh();
        commands[i].write(&whole);
        bool may_be_cut = commands[i].write == write_unstick || whole.bytes[0] >= 0x20;
        for (size_t size = 0; size < whole.count; size++) {
            struct escpos_writer writer;
            uint8_t *exact = malloc(size + 1);
            escpos_begin(&writer, exact, size);
            commands[i].write(&writer);
            assert_true(writer.full);
            assert_true(may_be_cut || writer.count == 0 || commands[i].write == write_text_hostile ||
                        commands[i].write == write_code128);
            free(exact);
        }
    }
}

static void qr_pictures_hold_the_codes_modules(void **state)
{
    (void)state;
    enum { MODULE = 3, QUIET = 4 };
    static const char text[] = "https://e.gov.cn/q/A023";
    struct escpos_writer writer = fresh();
    assert_int_equal(escpos_qr_raster(&writer, MODULE, ESCPOS_ECC_M, text, 384), 0);
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    assert_non_null(code);
    size_t dots = ((size_t)code->width + 2 * QUIET) * MODULE, row_bytes = (dots + 7) / 8;
    const uint8_t head[] = {0x1D, 0x76, 0x30, 0, (uint8_t)row_bytes, 0, (uint8_t)dots, 0};
    assert_memory_equal(buffer, head, sizeof head);
    assert_int_equal(writer.count, 8 + row_bytes * dots);
    size_t dark = 0;
    for (size_t y = 0; y < dots; y++) {
        for (size_t x = 0; x < 8 * row_bytes; x++) {
            bool got = (buffer[8 + y * row_bytes + x / 8] >> (7 - x % 8) & 1) != 0;
            size_t column = x / MODULE - QUIET, row = y / MODULE - QUIET; /* wraps outside */
            bool inside = column < (size_t)code->width && row < (size_t)code->width;
            bool wanted = inside && (code->data[row * (size_t)code->width + column] & 1) != 0;
            assert_int_equal(got, wanted);
            dark += got;
        }
    }
    assert_true(dark > 100 * MODULE * MODULE);
    QRcode_free(code);

    struct escpos_writer narrow = fresh();
    assert_int_equal(escpos_qr_raster(&narrow, 16, ESCPOS_ECC_M, text, 384), -1);
    assert_int_equal(escpos_qr_raster(&narrow, 3, ESCPOS_ECC_M, "", 384), -1);
    assert_int_equal(narrow.count, 0);
    escpos_begin(&narrow, buffer, 100);
    assert_int_equal(escpos_qr_raster(&narrow, 3, ESCPOS_ECC_M, text, 384), -1);
    assert_true(narrow.full);
}

static const struct escpos_style clone = {
    .encoding = TEXT_GBK, .kanji_mode = true, .ecc = ESCPOS_ECC_M, .dots = 384, .columns = 32,
    .cut = ESCPOS_CUT_PARTIAL, .cut_dots = 3,
};

static const struct escpos_line ticket[] = {
    {.kind = ESCPOS_LINE_TEXT, .align = ESCPOS_CENTRE, .width = 1, .height = 1, .text = "大厅"},
    {.kind = ESCPOS_LINE_TEXT, .align = ESCPOS_CENTRE, .width = 2, .height = 2, .bold = true,
     .text = "请A1号"},
    {.kind = ESCPOS_LINE_RULE},
    {.kind = ESCPOS_LINE_QR, .align = ESCPOS_CENTRE, .width = 6, .text = "A1"},
    {.kind = ESCPOS_LINE_FEED, .lines = 2},
    {.kind = ESCPOS_LINE_CUT},
};

#define QR_A1                                                                                      \
    "1D286B 0400 3141 3200 1D286B 0300 3143 06 1D286B 0300 3145 31 1D286B 0500 315030 4131"        \
    "1D286B 0300 315130"
#define DASHES "2D2D2D2D 2D2D2D2D 2D2D2D2D 2D2D2D2D 2D2D2D2D 2D2D2D2D 2D2D2D2D 2D2D2D2D"

static void a_slip_sends_modes_when_they_change(void **state)
{
    (void)state;
    struct escpos_writer writer = fresh();
    assert_int_equal(escpos_slip(&writer, &clone, ticket, COUNT(ticket)), 0);
    assert_bytes(&writer, "1B40 1C26 1B6101 B4F3CCFC 0A"
                          "1B4501 1D2111 C7EB4131BAC5 0A"
                          "1B6100 1B4500 1D2100" DASHES "0A"
                          "1B6101" QR_A1 "1B6402 1D564203");
}

static void chinese_is_scaled_by_one_method(void **state)
{
    (void)state;
    static const struct {
        enum escpos_kanji_scale scale;
        const char *hex;
    } cases[] = {
        {ESCPOS_SCALE_GS, "1B40 1C26 1B6101 1B4501 1D2111 C7EB 4131 BAC5 0A"},
        {ESCPOS_SCALE_FS, "1B40 1C26 1B6101 1B4501 1C210C C7EB 1C2100 1D2111 4131"
                          "1D2100 1C210C BAC5 0A"},
        {ESCPOS_SCALE_FS_W, "1B40 1C26 1B6101 1B4501 1C5701 C7EB 1C5700 1D2111 4131"
                            "1D2100 1C5701 BAC5 0A"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct escpos_style style = clone;
        style.scale = cases[i].scale;
        struct escpos_writer writer = fresh();
        assert_int_equal(escpos_slip(&writer, &style, &ticket[1], 1), 0);
        assert_bytes(&writer, cases[i].hex);
    }
}

static void a_slip_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct escpos_writer whole = fresh();
    assert_int_equal(escpos_slip(&whole, &clone, ticket, COUNT(ticket)), 0);
    for (size_t size = 0; size < whole.count; size++) {
        struct escpos_writer writer;
        escpos_begin(&writer, buffer, size);
        assert_int_equal(escpos_slip(&writer, &clone, ticket, COUNT(ticket)), -1);
        assert_true(writer.count <= size);
    }
    struct escpos_style raster = clone;
    raster.qr_raster = true;
    raster.dots = 100;
    struct escpos_writer writer = fresh();
    assert_int_equal(escpos_slip(&writer, &raster, ticket, COUNT(ticket)), -1);
    raster.dots = 384;
    writer = fresh();
    assert_int_equal(escpos_slip(&writer, &raster, ticket, COUNT(ticket)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_have_the_known_bytes),
        cmocka_unit_test(a_full_buffer_takes_no_half_command),
        cmocka_unit_test(qr_pictures_hold_the_codes_modules),
        cmocka_unit_test(a_slip_sends_modes_when_they_change),
        cmocka_unit_test(chinese_is_scaled_by_one_method),
        cmocka_unit_test(a_slip_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests_name("proto/escpos", tests, NULL, NULL);
}
