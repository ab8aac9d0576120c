/* ESC/POS as a printer reads it: every command of the encoder comes out again, jobs may be cut
 * anywhere, pictures hide no commands, unfinished commands are finished by NULs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/proto/escpos.h"
#include "devices/proto/escpos_decode.h"
#include "proto_hex.h"

static const char *const kinds[] = {
    [ESCPOS_DO_TEXT] = "text",
    [ESCPOS_DO_LINE_END] = "line_end",
    [ESCPOS_DO_CARRIAGE_RETURN] = "carriage_return",
    [ESCPOS_DO_TAB] = "tab",
    [ESCPOS_DO_FORM_FEED] = "form_feed",
    [ESCPOS_DO_INITIALISE] = "initialise",
    [ESCPOS_DO_INTERNATIONAL] = "international",
    [ESCPOS_DO_CODE_PAGE] = "code_page",
    [ESCPOS_DO_ALIGN] = "align",
    [ESCPOS_DO_FONT] = "font",
    [ESCPOS_DO_BOLD] = "bold",
    [ESCPOS_DO_UNDERLINE] = "underline",
    [ESCPOS_DO_REVERSE] = "reverse",
    [ESCPOS_DO_UPSIDE_DOWN] = "upside_down",
    [ESCPOS_DO_PRINT_MODE] = "print_mode",
    [ESCPOS_DO_SIZE] = "size",
    [ESCPOS_DO_LINE_SPACING] = "line_spacing",
    [ESCPOS_DO_LEFT_MARGIN] = "left_margin",
    [ESCPOS_DO_AREA_WIDTH] = "area_width",
    [ESCPOS_DO_POSITION] = "position",
    [ESCPOS_DO_KANJI] = "kanji",
    [ESCPOS_DO_KANJI_STYLE] = "kanji_style",
    [ESCPOS_DO_KANJI_QUADRUPLE] = "kanji_quadruple",
    [ESCPOS_DO_KANJI_UNDERLINE] = "kanji_underline",
    [ESCPOS_DO_KANJI_SPACING] = "kanji_spacing",
    [ESCPOS_DO_KANJI_SYSTEM] = "kanji_system",
    [ESCPOS_DO_FEED_LINES] = "feed_lines",
    [ESCPOS_DO_FEED_DOTS] = "feed_dots",
    [ESCPOS_DO_QR_MODEL] = "qr_model",
    [ESCPOS_DO_QR_SIZE] = "qr_size",
    [ESCPOS_DO_QR_ECC] = "qr_ecc",
    [ESCPOS_DO_QR_STORE] = "qr_store",
    [ESCPOS_DO_QR_PRINT] = "qr_print",
    [ESCPOS_DO_BARCODE_HEIGHT] = "barcode_height",
    [ESCPOS_DO_BARCODE_WIDTH] = "barcode_width",
    [ESCPOS_DO_BARCODE_TEXT] = "barcode_text",
    [ESCPOS_DO_BARCODE] = "barcode",
    [ESCPOS_DO_RASTER] = "raster",
    [ESCPOS_DO_RASTER_DATA] = "raster_data",
    [ESCPOS_DO_CUT] = "cut",
    [ESCPOS_DO_DRAWER] = "drawer",
    [ESCPOS_DO_REALTIME_STATUS] = "realtime_status",
    [ESCPOS_DO_REALTIME_RECOVER] = "realtime_recover",
    [ESCPOS_DO_REALTIME_CLEAR] = "realtime_clear",
    [ESCPOS_DO_REALTIME_DRAWER] = "realtime_drawer",
    [ESCPOS_DO_REALTIME_SEND] = "realtime_send",
    [ESCPOS_DO_AUTO_STATUS] = "auto_status",
    [ESCPOS_DO_ORDERED_STATUS] = "ordered_status",
    [ESCPOS_DO_PAPER_STATUS] = "paper_status",
    [ESCPOS_DO_INFO] = "info",
    [ESCPOS_DO_PROCESS_ID] = "process_id",
    [ESCPOS_DO_OFFLINE_RESPONSE] = "offline_response",
    [ESCPOS_DO_SENSORS] = "sensors",
    [ESCPOS_DO_OTHER] = "other",
    [ESCPOS_DO_UNKNOWN] = "unknown",
};

/* What the decoder understood, as a line of text; runs of text and pictures are joined, so that
 * it does not depend on how the bytes were cut. */
struct record {
    char text[8192];
    size_t used;
    int last;
};

static void add(struct record *record, const struct escpos_command *command)
{
    char *out = record->text + record->used;
    size_t size = sizeof record->text - record->used;
    int used = 0;
    bool run = command->kind == ESCPOS_DO_TEXT || command->kind == ESCPOS_DO_RASTER_DATA;
    if (!run || record->last != (int)command->kind) {
        used = snprintf(out, size, "%s%s:%u,%u,%u", record->used > 0 ? " " : "", kinds[command->kind],
                        command->value[0], command->value[1], command->value[2]);
    }
    if (command->in_data) {
        used += snprintf(out + used, size - (size_t)used, "!");
    }
    for (size_t i = 0; i < command->count; i++) {
        used += snprintf(out + used, size - (size_t)used, "%s%02X",
                         i == 0 && !(run && record->last == (int)command->kind) ? "=" : "",
                         command->data[i]);
    }
    record->used += (size_t)used;
    record->last = (int)command->kind;
    assert_true(record->used < sizeof record->text);
}

static void decode(const struct escpos_model *model, const uint8_t *bytes, size_t count,
                   size_t step, struct record *record)
{
    static struct escpos_decoder decoder;
    escpos_decoder_init(&decoder, model);
    *record = (struct record){.last = -1};
    for (size_t at = 0; at < count; at += step) {
        size_t piece = count - at < step ? count - at : step;
        uint8_t *exact = malloc(piece);
        memcpy(exact, bytes + at, piece);
        struct byte_stream in = {exact, piece};
        struct escpos_command command;
        while (escpos_decode(&decoder, &in, &command)) {
            add(record, &command);
        }
        assert_int_equal(in.left, 0);
        free(exact);
    }
}

static const struct escpos_model epson = {.kanji_at_start = false};
static const struct escpos_model gb18030 = {.kanji_at_start = true, .four_bytes = true};
static const struct escpos_model clone = {.kanji_at_start = true};
static const struct escpos_model listening = {.kanji_at_start = true, .realtime_in_data = true};

static struct record got, again;

static void assert_decodes(const struct escpos_model *model, const char *hex, const char *expected)
{
    uint8_t bytes[1024] = {0};
    size_t count = from_hex(hex, bytes, sizeof bytes);
    decode(model, bytes, count, count, &got);
    assert_string_equal(got.text, expected);
    for (size_t step = 1; step < count; step++) {
        decode(model, bytes, count, step, &again);
        assert_string_equal(again.text, expected);
    }
}

static void known_bytes_have_their_meaning(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        enum escpos_command_kind kind;
        unsigned value[3];
        const char *data;
    } cases[] = {
        {"1B 40", ESCPOS_DO_INITIALISE, {0}, ""},
        {"1B 52 0F", ESCPOS_DO_INTERNATIONAL, {15}, ""},
        {"1B 61 01", ESCPOS_DO_ALIGN, {1}, ""},
        {"1B 61 31", ESCPOS_DO_ALIGN, {1}, ""},
        {"1B 4D 01", ESCPOS_DO_FONT, {1}, ""},
        {"1B 45 03", ESCPOS_DO_BOLD, {1}, ""},
        {"1B 2D 02", ESCPOS_DO_UNDERLINE, {2}, ""},
        {"1D 42 01", ESCPOS_DO_REVERSE, {1}, ""},
        {"1B 7B 01", ESCPOS_DO_UPSIDE_DOWN, {1}, ""},
        {"1B 74 00", ESCPOS_DO_CODE_PAGE, {0}, ""},
        {"1B 32", ESCPOS_DO_LINE_SPACING, {0xFFFF}, ""},
        {"1B 33 28", ESCPOS_DO_LINE_SPACING, {40}, ""},
        {"1B 64 03", ESCPOS_DO_FEED_LINES, {3}, ""},
        {"1B 4A 18", ESCPOS_DO_FEED_DOTS, {24}, ""},
        {"1D 21 21", ESCPOS_DO_SIZE, {3, 2}, ""},
        {"1D 4C 2C 01", ESCPOS_DO_LEFT_MARGIN, {300}, ""},
        {"1D 57 40 02", ESCPOS_DO_AREA_WIDTH, {576}, ""},
        {"1B 24 02 01", ESCPOS_DO_POSITION, {258}, ""},
        {"1C 26", ESCPOS_DO_KANJI, {1}, ""},
        {"1C 2E", ESCPOS_DO_KANJI, {0}, ""},
        {"1C 21 0C", ESCPOS_DO_KANJI_STYLE, {12}, ""},
        {"1C 57 01", ESCPOS_DO_KANJI_QUADRUPLE, {1}, ""},
        {"1C 53 01 02", ESCPOS_DO_KANJI_SPACING, {1, 2}, ""},
        {"1C 43 01", ESCPOS_DO_KANJI_SYSTEM, {1}, ""},
        {"1C 28 43 02 00 30 02", ESCPOS_DO_KANJI_SYSTEM, {2}, ""},
        {"1D 28 6B 04 00 31 41 32 00", ESCPOS_DO_QR_MODEL, {0x32}, ""},
        {"1D 28 6B 03 00 31 43 06", ESCPOS_DO_QR_SIZE, {6}, ""},
        {"1D 28 6B 03 00 31 45 31", ESCPOS_DO_QR_ECC, {0x31}, ""},
        {"1D 28 6B 05 00 31 50 30 41 31", ESCPOS_DO_QR_STORE, {0}, "=4131"},
        {"1D 28 6B 03 00 31 51 30", ESCPOS_DO_QR_PRINT, {0x30}, ""},
        {"1D 68 50", ESCPOS_DO_BARCODE_HEIGHT, {80}, ""},
        {"1D 77 03", ESCPOS_DO_BARCODE_WIDTH, {3}, ""},
        {"1D 48 02", ESCPOS_DO_BARCODE_TEXT, {2}, ""},
        {"1D 6B 49 04 7B 42 41 30", ESCPOS_DO_BARCODE, {73}, "=7B424130"},
        {"1D 6B 04 41 42 00", ESCPOS_DO_BARCODE, {4}, "=4142"},
        {"1D 56 00", ESCPOS_DO_CUT, {0}, ""},
        {"1D 56 31", ESCPOS_DO_CUT, {1}, ""},
        {"1D 56 41 05", ESCPOS_DO_CUT, {0, 5}, ""},
        {"1D 56 42 10", ESCPOS_DO_CUT, {1, 16}, ""},
        {"1B 70 00 19 FA", ESCPOS_DO_DRAWER, {0, 25, 250}, ""},
        {"10 04 04", ESCPOS_DO_REALTIME_STATUS, {4}, ""},
        {"10 05 02", ESCPOS_DO_REALTIME_RECOVER, {2}, ""},
        {"10 14 08 01 03 14 01 06 02 08", ESCPOS_DO_REALTIME_CLEAR, {0}, ""},
        {"10 14 08 01 03 14 01 06 02 09", ESCPOS_DO_OTHER, {0}, "=1014"},
        {"10 14 01 00 05", ESCPOS_DO_REALTIME_DRAWER, {0, 5}, ""},
        {"10 14 07 01", ESCPOS_DO_REALTIME_SEND, {1}, ""},
        {"1D 61 FF", ESCPOS_DO_AUTO_STATUS, {255}, ""},
        {"1D 72 31", ESCPOS_DO_ORDERED_STATUS, {1}, ""},
        {"1B 76", ESCPOS_DO_PAPER_STATUS, {0}, ""},
        {"1D 49 43", ESCPOS_DO_INFO, {67}, ""},
        {"1D 28 48 06 00 30 30 41 30 32 33", ESCPOS_DO_PROCESS_ID, {0}, "=41303233"},
        {"1D 28 48 03 00 31 30 01", ESCPOS_DO_OFFLINE_RESPONSE, {1}, ""},
        {"1B 63 34 03", ESCPOS_DO_SENSORS, {0x34, 3}, ""},
        {"1D 28 41 02 00 00 02", ESCPOS_DO_OTHER, {0}, "=1D28"}, /* test print: only its length */
        {"1B 2A 21 02 00 01 02 03 04 05 06", ESCPOS_DO_OTHER, {0}, "=1B2A"},
        {"1B 44 08 10 00", ESCPOS_DO_OTHER, {0}, "=1B44"},
        {"1D 38 4C 02 00 00 00 30 02", ESCPOS_DO_OTHER, {0}, "=1D38"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char hex[256], expected[256];
        snprintf(hex, sizeof hex, "41 %s 42", cases[i].hex);
        snprintf(expected, sizeof expected, "text:0,0,0=41 %s:%u,%u,%u%s text:%d,0,0=42", kinds[cases[i].kind],
                 cases[i].value[0], cases[i].value[1], cases[i].value[2], cases[i].data,
                 cases[i].kind == ESCPOS_DO_KANJI && cases[i].value[0] == 1);
        assert_decodes(&epson, hex, expected);
    }
}

static void characters_stay_whole(void **state)
{
    (void)state;
    static const struct {
        const struct escpos_model *model;
        const char *hex, *expected;
    } cases[] = {
        {&clone, "C7 EB 41 30 BA C5 0A", "text:1,0,0=C7EB4130BAC5 line_end:0,0,0"},
        {&epson, "1C 26 C7 EB 1C 2E C7",
         "kanji:1,0,0 text:1,0,0=C7EB kanji:0,0,0 text:0,0,0=C7"},
        {&gb18030, "82 30 B7 31 41", "text:1,0,0=8230B73141"},
        {&clone, "82 30 41", "text:1,0,0=823041"},
        {&clone, "C7 0A", "text:1,0,0=C7 line_end:0,0,0"}, /* broken off by a line end */
        {&clone, "C7 1B 40 41", "text:1,0,0=C7 initialise:0,0,0 text:1,0,0=41"},
        {&clone, "C7 5C C7", "text:1,0,0=C75C"},
        {&clone, "09 0D 0C 18",
         "tab:0,0,0 carriage_return:0,0,0 form_feed:0,0,0 unknown:0,0,0=18"},
        {&clone, "1B 01 41 1D 67 31 41",
         "unknown:0,0,0=1B01 text:1,0,0=41 unknown:0,0,0=1D6731 text:1,0,0=41"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_decodes(cases[i].model, cases[i].hex, cases[i].expected);
    }
}

static void pictures_hide_no_commands(void **state)
{
    (void)state;
    static const struct {
        const struct escpos_model *model;
        const char *hex, *expected;
    } cases[] = {
        {&clone, "1D 76 30 00 02 00 03 00 1B 40 10 04 02 0A 0A",
         "raster:0,2,3 raster_data:0,0,0=1B401004020A line_end:0,0,0"},
        {&clone, "1D 76 30 00 00 00 03 00 41", "raster:0,0,3 text:1,0,0=41"},
        /* A printer that listens at any time answers all the same (devices.md J.6). */
        {&listening, "1D 76 30 00 02 00 03 00 1B 40 10 04 02 0A 41",
         "raster:0,2,3 raster_data:0,0,0=1B40100402 realtime_status:2,0,0! "
         "raster_data:0,0,0=0A text:1,0,0=41"},
        {&listening, "1D 28 6B 07 00 31 50 30 10 04 01 41",
         "realtime_status:1,0,0! qr_store:0,0,0=10040141"},
        {&listening, "1D 28 6B 06 00 31 50 30 10 04 01",
         "qr_store:0,0,0=100401 realtime_status:1,0,0!"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_decodes(cases[i].model, cases[i].hex, cases[i].expected);
    }
}

static void nuls_finish_what_is_unfinished(void **state)
{
    (void)state;
    static uint8_t job[8 + 8192 + 3] = {0x1D, 0x76, 0x30, 0, 48, 0, 120, 0};
    memcpy(job + sizeof job - 3, "\x10\x04\x02", 3);
    static struct escpos_decoder decoder;
    escpos_decoder_init(&decoder, &clone);
    struct byte_stream in = {job, sizeof job};
    struct escpos_command command = {0};
    while (escpos_decode(&decoder, &in, &command)) {
    }
    assert_int_equal(command.kind, ESCPOS_DO_REALTIME_STATUS);
    assert_int_equal(command.value[0], 2);
}

static void long_payloads_are_bounded(void **state)
{
    (void)state;
    static uint8_t job[5 + 60000 + 1] = {0x1D, 0x28, 0x6B, 60000 % 256, 60000 / 256, 49, 80, 48};
    memset(job + 8, 'x', sizeof job - 9);
    job[sizeof job - 1] = '\n';
    static struct escpos_decoder decoder;
    escpos_decoder_init(&decoder, &clone);
    struct byte_stream in = {job, sizeof job};
    struct escpos_command command;
    assert_true(escpos_decode(&decoder, &in, &command));
    assert_int_equal(command.kind, ESCPOS_DO_QR_STORE);
    assert_int_equal(command.count, ESCPOS_COLLECTED - 3);
    assert_true(command.cut);
    assert_true(escpos_decode(&decoder, &in, &command));
    assert_int_equal(command.kind, ESCPOS_DO_LINE_END);
}

/* A whole slip, written by the encoder, cut at every size, understood the same. */
static void slips_are_understood_however_they_are_cut(void **state)
{
    (void)state;
    static const struct escpos_line lines[] = {
        {.kind = ESCPOS_LINE_TEXT, .align = ESCPOS_CENTRE, .width = 2, .height = 2, .bold = true,
         .text = "政务服务大厅 请A023号"},
        {.kind = ESCPOS_LINE_RULE},
        {.kind = ESCPOS_LINE_QR, .width = 2, .text = "https://e.gov.cn/q/A023"},
        {.kind = ESCPOS_LINE_CUT},
    };
    for (int raster = 0; raster <= 1; raster++) {
        const struct escpos_style style = {
            .encoding = TEXT_GBK, .scale = ESCPOS_SCALE_FS, .kanji_mode = true,
            .qr_raster = raster, .ecc = ESCPOS_ECC_L, .dots = 384, .columns = 32,
            .cut = ESCPOS_CUT_FULL,
        };
        static uint8_t bytes[4096];
        struct escpos_writer writer;
        escpos_begin(&writer, bytes, sizeof bytes);
        assert_int_equal(escpos_slip(&writer, &style, lines, COUNT(lines)), 0);
        decode(&epson, bytes, writer.count, writer.count, &got);
        assert_null(strstr(got.text, "unknown:")); /* nothing unknown */
        for (size_t step = 1; step < writer.count; step += 1 + step / 8) {
            decode(&epson, bytes, writer.count, step, &again);
            assert_string_equal(again.text, got.text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes_have_their_meaning),
        cmocka_unit_test(characters_stay_whole),
        cmocka_unit_test(pictures_hide_no_commands),
        cmocka_unit_test(nuls_finish_what_is_unfinished),
        cmocka_unit_test(long_payloads_are_bounded),
        cmocka_unit_test(slips_are_understood_however_they_are_cut),
    };
    return cmocka_run_group_tests_name("proto/escpos_decode", tests, NULL, NULL);
}
