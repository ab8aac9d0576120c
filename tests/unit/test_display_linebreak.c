/* test_display_linebreak.c: where Chinese, English and mixed texts are broken. A Chinese
 * character is 10 wide here, anything of ASCII 5. */
#include "common/linebreak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int advance(const void *context, uint32_t code_point)
{
    (void)context;
    return code_point < 0x80 ? 5 : 10;
}

/* The lines of a text, with | between them. */
static void lines_of(const char *text, int width, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    while (*text != '\0') {
        size_t skip, length = linebreak_next(text, width, advance, NULL, &skip);
        assert_true(length + skip > 0);
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", used > 0 ? "|" : "",
                                 (int)length, text);
        text += length + skip;
    }
}

struct row {
    const char *text;
    int width;
    const char *lines;
};

static const struct row rows[] = {
    {"", 50, ""},
    {"企业设立登记", 60, "企业设立登记"},
    {"企业设立登记", 30, "企业设|立登记"},
    /* marks that may not begin a line take the character before them along */
    {"申请书、章程、证明", 30, "申请|书、章|程、证|明"},
    {"请稍等。", 30, "请稍|等。"},
    {"在此（一楼）取", 40, "在此（一|楼）取"},
    /* marks that may not end a line go with what follows */
    {"依据《公司法》", 30, "依据|《公司|法》"},
    {"依据《公司法》", 50, "依据《公司|法》"},
    /* words and numbers stay whole */
    {"Company registration", 60, "Company|registration"},
    {"one two three", 40, "one two|three"},
    {"法定15个工作日", 25, "法定|15个|工作|日"},
    {"到17号窗口", 20, "到17|号窗|口"},
    {"self-employed", 40, "self-|employed"},
    {"电话12345、12315", 45, "电话|12345、|12315"},
    /* a word wider than a line is cut rather than lost */
    {"abcdefghij", 20, "abcd|efgh|ij"},
    /* spaces at the end of a line vanish; a newline ends one */
    {"a  b", 5, "a|b"},
    {"first\nsecond", 100, "first|second"},
    {"公", 5, "公"},
};

static void texts_break_where_people_would(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lines[256];
        lines_of(rows[i].text, rows[i].width, lines, sizeof lines);
        if (strcmp(lines, rows[i].lines) != 0) {
            print_error("row %zu\n", i);
        }
        assert_string_equal(lines, rows[i].lines);
    }
}

/* Nothing is lost and no line is too wide, at any width. */
static void every_character_comes_once(void **state)
{
    (void)state;
    static const char text[] = "取号→窗口受理→审核（3个工作日）→领取《营业执照》；电话12345。";
    for (int width = 10; width < 400; width += 5) {
        char joined[sizeof text] = "";
        for (const char *at = text; *at != '\0';) {
            size_t skip, length = linebreak_next(at, width, advance, NULL, &skip);
            assert_true(length > 0);
            strncat(joined, at, length);
            at += length + skip;
        }
        assert_string_equal(joined, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_break_where_people_would),
        cmocka_unit_test(every_character_comes_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
