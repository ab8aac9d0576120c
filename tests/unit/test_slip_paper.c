/* The picture of a slip: dots where the printer's cells are, ink for every element, the code
 * last, 〓 counted where the printer's font ends and a true glyph where type is set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "view/paper/paper.h"

#include <stdio.h>
#include <string.h>

/* Fontconfig keeps its caches for the life of the process; a leak checker need not tell. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\nleak:libglib\nleak:libcairo\nleak:libgobject\n";
}

static const struct paper_settings papers[] = {
    {PAPER_TEXT, PAPER_DOTS_80, PAPER_COLUMNS_80, TEXT_GBK},
    {PAPER_TEXT, PAPER_DOTS_58, PAPER_COLUMNS_58, TEXT_GBK},
    {PAPER_RASTER, PAPER_DOTS_80, PAPER_COLUMNS_80, TEXT_GBK},
    {PAPER_RASTER, PAPER_DOTS_58, PAPER_COLUMNS_58, TEXT_GBK},
};
enum { PAPERS = sizeof papers / sizeof *papers };

static void add(struct slip *slip, enum slip_element_kind kind, enum slip_align align,
                uint8_t scale, const char *text)
{
    struct slip_element *element = &slip->elements[slip->count++];
    *element = (struct slip_element){
        .kind = kind, .align = align, .width = scale, .height = scale, .lines = 2};
    snprintf(element->text, sizeof element->text, "%s", text);
}

struct ink {
    int left, right, top, bottom, dots;
};

static struct ink ink_of(const struct paper_bitmap *bitmap)
{
    struct ink ink = {.left = bitmap->width, .right = -1, .top = bitmap->height, .bottom = -1};
    for (int y = 0; y < bitmap->height; y++) {
        for (int x = 0; x < bitmap->width; x++) {
            if (bitmap->bits[y * bitmap->row_bytes + x / 8] & (0x80 >> (x % 8))) {
                ink.left = x < ink.left ? x : ink.left;
                ink.right = x > ink.right ? x : ink.right;
                ink.top = y < ink.top ? y : ink.top;
                ink.bottom = y;
                ink.dots++;
            }
        }
    }
    return ink;
}

static struct ink draw(const struct slip *slip, const struct paper_settings *settings,
                       unsigned *missing, int *height)
{
    struct paper_bitmap bitmap;
    assert_int_equal(paper_draw(slip, settings, &bitmap, missing), 0);
    assert_int_equal(bitmap.width, settings->dots);
    struct ink ink = ink_of(&bitmap);
    *height = bitmap.height;
    paper_bitmap_finish(&bitmap);
    return ink;
}

static void text_stands_where_it_was_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAPERS; i++) {
        for (int align = SLIP_LEFT; align <= SLIP_RIGHT; align++) {
            struct slip slip = {0};
            int height;
            add(&slip, SLIP_TEXT_LINE, (enum slip_align)align, 2, "政务");
            struct ink ink = draw(&slip, &papers[i], NULL, &height);
            int middle = (ink.left + ink.right) / 2, dots = papers[i].dots;
            assert_true(ink.dots > 200);
            assert_true(align == SLIP_LEFT     ? ink.left < 12
                        : align == SLIP_CENTRE ? middle > dots / 2 - 8 && middle < dots / 2 + 8
                                               : ink.right > dots - 13);
        }
    }
}

static void long_text_grows_down_and_never_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAPERS; i++) {
        struct slip one = {0}, many = {0};
        int low, high;
        add(&one, SLIP_TEXT_LINE, SLIP_LEFT, 1, "材料");
        add(&many, SLIP_TEXT_LINE, SLIP_LEFT, 1,
            "材料 设立登记申请书、公司章程、股东身份证明、住所使用证明、名称预先核准通知书");
        many.elements[0].hang = 5;
        draw(&one, &papers[i], NULL, &low);
        struct ink ink = draw(&many, &papers[i], NULL, &high);
        assert_true(high >= low + 24);
        assert_true(ink.right < papers[i].dots && ink.right > papers[i].dots * 3 / 4);
    }
}

static void a_rare_character_is_a_box_or_itself(void **state)
{
    (void)state;
    struct slip slip = {0};
    int height;
    unsigned missing;
    add(&slip, SLIP_TEXT_LINE, SLIP_LEFT, 1, "张𬭎");
    draw(&slip, &papers[0], &missing, &height);
    assert_int_equal(missing, 1);
    struct paper_settings epson = papers[0];
    epson.encoding = TEXT_GB18030;
    draw(&slip, &epson, &missing, &height);
    assert_int_equal(missing, 0);
}

static void the_code_is_drawn_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAPERS; i++) {
        struct slip slip = {0};
        int height;
        add(&slip, SLIP_QR, SLIP_CENTRE, 5, "https://hall.xinmi.example/t/#0123456789abcdef");
        add(&slip, SLIP_CUT, SLIP_LEFT, 1, "");
        struct ink ink = draw(&slip, &papers[i], NULL, &height);
        assert_int_equal((ink.right - ink.left + 1) % 5, 0);
        assert_int_equal(ink.right - ink.left, ink.bottom - ink.top);
        assert_true(ink.bottom < height);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stands_where_it_was_told),
        cmocka_unit_test(long_text_grows_down_and_never_out),
        cmocka_unit_test(a_rare_character_is_a_box_or_itself),
        cmocka_unit_test(the_code_is_drawn_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
