/* Half a slip carries no valid code (reliability.md A.3): the bytes of a slip are cut at every
 * position and read as a printer reads them. Before the tail no code is complete, the tail
 * begins with the code, and behind the code nothing comes but feed and cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "devices/drivers/printer_slip.h"
#include "devices/proto/escpos_decode.h"

#include <stdio.h>
#include <string.h>

static const struct escpos_style wide = {.encoding = TEXT_GBK,
                                         .kanji_mode = true,
                                         .ecc = ESCPOS_ECC_M,
                                         .dots = 576,
                                         .columns = 48,
                                         .cut = ESCPOS_CUT_PARTIAL};

static void add(struct slip *slip, enum slip_element_kind kind, uint8_t width, const char *text)
{
    struct slip_element *element = &slip->elements[slip->count++];
    *element = (struct slip_element){.kind = kind, .width = width, .height = 1, .lines = 2};
    snprintf(element->text, sizeof element->text, "%s", text);
}

static void make_slip(struct slip *slip)
{
    memset(slip, 0, sizeof *slip);
    add(slip, SLIP_TEXT_LINE, 1, "新密市政务服务中心");
    add(slip, SLIP_TEXT_LINE, 4, "A012");
    add(slip, SLIP_TEXT_LINE, 1,
        "材料 设立登记申请书、公司章程、股东身份证明、住所使用证明、名称预先核准通知书");
    slip->elements[2].hang = 5;
    add(slip, SLIP_RULE, 1, "");
    add(slip, SLIP_QR, 5, "https://hall.xinmi.example/t/#0123456789abcdef0123456789abcdef");
    add(slip, SLIP_FEED, 1, "");
    add(slip, SLIP_CUT, 1, "");
}

/* What a printer has done after `count` bytes. */
struct paper {
    unsigned codes, cuts, raster_bytes, text_after_code, lines;
    size_t cells, widest;
    char text[2048];
};

static void take_text(struct paper *paper, const struct escpos_command *command)
{
    char utf8[1024];
    text_decode(TEXT_GBK, command->data, command->count, utf8, sizeof utf8);
    strncat(paper->text, utf8, sizeof paper->text - strlen(paper->text) - 1);
    paper->cells += text_cells(utf8);
    paper->widest = paper->cells > paper->widest ? paper->cells : paper->widest;
    paper->text_after_code += paper->codes > 0;
}

static void print(const uint8_t *bytes, size_t count, struct paper *paper)
{
    const struct escpos_model model = {0};
    struct escpos_decoder decoder;
    struct escpos_command command;
    struct byte_stream in = {.at = bytes, .left = count};
    memset(paper, 0, sizeof *paper);
    escpos_decoder_init(&decoder, &model);
    while (escpos_decode(&decoder, &in, &command)) {
        paper->codes += command.kind == ESCPOS_DO_QR_PRINT;
        paper->cuts += command.kind == ESCPOS_DO_CUT;
        if (command.kind == ESCPOS_DO_RASTER_DATA) {
            paper->raster_bytes += (unsigned)command.count;
        } else if (command.kind == ESCPOS_DO_TEXT) {
            take_text(paper, &command);
        } else if (command.kind == ESCPOS_DO_LINE_END) {
            strcat(paper->text, "\n");
            paper->lines++;
            paper->cells = 0;
        }
    }
}

static void no_cut_position_leaves_a_valid_code_before_the_tail(void **state)
{
    (void)state;
    struct slip slip;
    static struct slip_bytes bytes;
    make_slip(&slip);
    assert_int_equal(slip_encode(&wide, &slip, &bytes), 0);
    struct paper paper;
    size_t first_code = 0;
    for (size_t cut = 0; cut <= bytes.total; cut++) {
        print(bytes.bytes, cut, &paper);
        assert_int_equal(paper.text_after_code, 0);
        if (paper.codes > 0 && first_code == 0) {
            first_code = cut;
        }
        assert_true(paper.codes == 0 || cut > bytes.head);
        assert_true(paper.cuts == 0 || paper.codes == 1);
    }
    assert_true(first_code > bytes.head);
    assert_int_equal(paper.codes, 1);
    assert_int_equal(paper.cuts, 1);
    /* The last byte of the print command is what makes the code: feed and cut are all behind. */
    assert_true(bytes.total - first_code <= 8);
}

static void the_same_with_a_code_of_dots(void **state)
{
    (void)state;
    struct slip slip;
    static struct slip_bytes bytes;
    struct escpos_style style = wide;
    style.qr_raster = true;
    make_slip(&slip);
    assert_int_equal(slip_encode(&style, &slip, &bytes), 0);
    struct paper whole, paper;
    print(bytes.bytes, bytes.total, &whole);
    assert_true(whole.raster_bytes > 1000);
    for (size_t cut = 0; cut <= bytes.head; cut++) {
        print(bytes.bytes, cut, &paper);
        assert_int_equal(paper.raster_bytes, 0);
    }
    /* A symbol of which a quarter is missing cannot be read: level M restores 15 %. */
    print(bytes.bytes, bytes.head + (bytes.total - bytes.head) * 3 / 4, &paper);
    assert_true(paper.raster_bytes < whole.raster_bytes * 4 / 5);
    assert_int_equal(paper.cuts, 0);
}

static void long_lines_are_wrapped_and_hang(void **state)
{
    (void)state;
    static const struct {
        uint8_t columns;
        const char *lines;
    } rows[] = {
        {48,
         "材料 设立登记申请书、公司章程、股东身份证明、住\n     所使用证明、名称预先核准通知书\n"},
        {32, "材料 设立登记申请书、公司章程、\n     股东身份证明、住所使用证\n"
             "     明、名称预先核准通知书\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slip slip;
        static struct slip_bytes bytes;
        struct escpos_style style = wide;
        struct paper paper;
        style.columns = rows[i].columns;
        make_slip(&slip);
        assert_int_equal(slip_encode(&style, &slip, &bytes), 0);
        print(bytes.bytes, bytes.total, &paper);
        assert_non_null(strstr(paper.text, rows[i].lines));
        assert_true(paper.widest <= style.columns);
    }
}

static void what_the_printer_lacks_is_seen(void **state)
{
    (void)state;
    struct slip slip = {0};
    static struct slip_bytes bytes;
    struct paper paper;
    add(&slip, SLIP_TEXT_LINE, 1, "张𬭎");
    assert_int_equal(slip_encode(&wide, &slip, &bytes), 0);
    print(bytes.bytes, bytes.total, &paper);
    assert_string_equal(paper.text, "张〓\n");
}

/* The longest texts in every element: lines are left out, the code and the cut are not. */
static void an_endless_slip_keeps_its_code(void **state)
{
    (void)state;
    struct slip slip = {0};
    static struct slip_bytes bytes;
    struct escpos_style style = wide;
    struct paper paper;
    char text[SLIP_TEXT];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    style.columns = 16;
    for (int i = 0; i < SLIP_ELEMENTS - 2; i++) {
        add(&slip, SLIP_TEXT_LINE, 1, text);
    }
    add(&slip, SLIP_QR, 5, "https://hall.example/t/#0");
    add(&slip, SLIP_CUT, 1, "");
    assert_int_equal(slip_encode(&style, &slip, &bytes), 0);
    print(bytes.bytes, bytes.total, &paper);
    assert_int_equal(paper.codes, 1);
    assert_int_equal(paper.cuts, 1);
    assert_in_range(paper.lines, SLIP_ELEMENTS, 96);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_cut_position_leaves_a_valid_code_before_the_tail),
        cmocka_unit_test(the_same_with_a_code_of_dots),
        cmocka_unit_test(long_lines_are_wrapped_and_hang),
        cmocka_unit_test(what_the_printer_lacks_is_seen),
        cmocka_unit_test(an_endless_slip_keeps_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
