/* Text as devices want it: encodings with gaps, cells, hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void names_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < TEXT_ENCODING_COUNT; i++) {
        enum text_encoding e = TEXT_ENCODING_COUNT;
        assert_int_equal(text_encoding_parse(text_encoding_name((enum text_encoding)i), &e), 0);
        assert_int_equal(e, i);
    }
    enum text_encoding e;
    assert_int_equal(text_encoding_parse("GBK", &e), 0);
    assert_int_equal(text_encoding_parse("big5", &e), -1);
}

/* devices.md A.1 and C.2: reference bytes; what each set lacks becomes A1 FE. */
static const struct {
    enum text_encoding encoding;
    const char *text, *hex;
    unsigned missing;
} encodings[] = {
    {TEXT_GBK, "政务服务大厅", "D5FECEF1B7FECEF1B4F3CCFC", 0},
    {TEXT_GB2312, "请A023号", "C7EB41303233BAC5", 0},
    {TEXT_GB2312, "请对我的服务进行评价", "C7EBB6D4CED2B5C4B7FECEF1BDF8D0D0C6C0BCDB", 0},
    {TEXT_GBK, "镕喆堃犇", "E94686B488D2A0C4", 0},
    {TEXT_GB2312, "镕喆堃犇", "A1FEA1FEA1FEA1FE", 4},
    {TEXT_GB2312, "朱镕基", "D6ECA1FEBBF9", 1},
    {TEXT_GB18030, "㛃", "8230B731", 0},
    {TEXT_GB18030, "𬭎", "9933A932", 0},
    {TEXT_GBK, "㛃𬭎", "A1FEA1FE", 2},
    {TEXT_GB2312, "—·", "A1AAA1A4", 0},
    {TEXT_GB2312, "〓", "A1FE", 0},
    {TEXT_GB2312, "ⅰ︵ɡ", "A1FEA1FEA1FE", 3}, /* in GBK's rows, not in GB 2312-80 */
    {TEXT_ASCII, "A请B", "413F42", 1},
    {TEXT_UTF16BE, "A请𬭎", "00418BF7D872DF4E", 0},
    {TEXT_UTF8, "请", "E8AFB7", 0},
    {TEXT_UTF8, "\xFF", "E38093", 1},
    {TEXT_GBK, "\xE8\xAF", "A1FEA1FE", 2},
};

static void to_hex(const uint8_t *bytes, size_t count, char *out)
{
    *out = '\0';
    for (size_t i = 0; i < count; i++) {
        sprintf(out + 2 * i, "%02X", bytes[i]);
    }
}

static void texts_become_the_devices_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(encodings); i++) {
        uint8_t bytes[64];
        char hex[2 * sizeof bytes + 1];
        unsigned missing = 99;
        size_t count =
            text_encode(encodings[i].encoding, encodings[i].text, bytes, sizeof bytes, &missing);
        to_hex(bytes, count, hex);
        assert_string_equal(hex, encodings[i].hex);
        assert_int_equal(missing, encodings[i].missing);
        if (missing == 0) {
            char text[64];
            text_decode(encodings[i].encoding, bytes, count, text, sizeof text);
            assert_string_equal(text, encodings[i].text);
        }
    }
}

static void a_small_buffer_never_holds_half_a_character(void **state)
{
    (void)state;
    static const size_t expected[] = {0, 0, 2, 3, 3, 5, 5};
    for (size_t size = 0; size < COUNT(expected); size++) {
        uint8_t bytes[8];
        assert_int_equal(text_encode(TEXT_GBK, "请A号", bytes, size, NULL), expected[size]);
    }
    uint8_t bytes[8];
    assert_int_equal(text_encode(TEXT_GB18030, "㛃", bytes, 3, NULL), 0);
    assert_int_equal(text_encode(TEXT_UTF16BE, "𬭎", bytes, 3, NULL), 0);
}

/* Every cell of the 94 x 94 plane: GB2312 holds exactly 7,445 of them, and what it holds GBK
 * holds too. */
static void gb2312_is_the_set_of_1980(void **state)
{
    (void)state;
    unsigned held = 0;
    for (unsigned high = 0xA1; high <= 0xFE; high++) {
        for (unsigned low = 0xA1; low <= 0xFE; low++) {
            uint8_t in[2] = {(uint8_t)high, (uint8_t)low}, out[2];
            char text[16], wide[16];
            text_decode(TEXT_GB2312, in, 2, text, sizeof text);
            if (strstr(text, "\xEF\xBF\xBD") != NULL) {
                continue;
            }
            held++;
            text_decode(TEXT_GBK, in, 2, wide, sizeof wide);
            assert_string_equal(text, wide);
            assert_int_equal(text_encode(TEXT_GB2312, text, out, 2, NULL), 2);
            assert_memory_equal(in, out, 2);
        }
    }
    assert_int_equal(held, 7445);
}

static void invalid_bytes_are_visible_and_bounded(void **state)
{
    (void)state;
    static const struct {
        enum text_encoding encoding;
        const char *bytes;
        size_t count;
        const char *text;
    } cases[] = {
        {TEXT_GBK, "\x81", 1, "\xEF\xBF\xBD"},
        {TEXT_GBK, "\xC7\x20", 2, "\xEF\xBF\xBD "},
        {TEXT_GBK, "\xFF\xC7\xEB", 3, "\xEF\xBF\xBD请"},
        {TEXT_GB2312, "\xE9\x46", 2, "\xEF\xBF\xBD" "F"}, /* 镕 on a board that lacks it */
        {TEXT_GB18030, "\x82\x30\xB7", 3, "\xEF\xBF\xBD" "0" "\xEF\xBF\xBD"},
        {TEXT_GBK, "A\0B", 3, "A\xEF\xBF\xBD" "B"},
        {TEXT_UTF16BE, "\xD8\x72\x00\x41\x00", 5, "\xEF\xBF\xBD" "A" "\xEF\xBF\xBD"},
        {TEXT_UTF8, "\xE8\xAF", 2, "\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        text_decode(cases[i].encoding, (const uint8_t *)cases[i].bytes, cases[i].count, text,
                    sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

static void utf8_is_read_strictly(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88",
        "\xE8\xAF", "\xFF",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *at = wrong[i];
        assert_int_equal(text_next(&at), 0xFFFD);
        assert_ptr_equal(at, wrong[i] + 1);
        assert_false(text_is_clean(wrong[i]));
    }
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x10000 ? 1 : 97) {
        char bytes[5] = "";
        size_t count = text_put(c, bytes);
        const char *at = bytes;
        uint32_t expected = c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c;
        assert_int_equal(text_next(&at), expected);
        assert_int_equal(at - bytes, count);
    }
}

static void hostile_names_are_cleaned(void **state)
{
    (void)state;
    char text[] = "王\x1B@\n\xC2\x9B" "A\xE2\x80\xAE" "B\xFF";
    assert_false(text_is_clean(text));
    text_clean(text);
    assert_string_equal(text, "王 @  A B ");
    assert_true(text_is_clean(text));
    assert_true(text_is_clean("张三 A012 ①"));
}

static void texts_are_cut_between_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size, cells;
        const char *result;
    } cases[] = {
        {"请A023号", 64, 8, "请A023号"}, {"请A023号", 64, 7, "请A023"}, {"请A023号", 64, 1, ""},
        {"请A023号", 4, 8, "请"},        {"请A023号", 3, 8, ""},        {"", 8, 8, ""},
        {"ABC", 3, 9, "AB"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[64];
        size_t used = text_cut(out, cases[i].size, cases[i].text, cases[i].cells);
        assert_string_equal(out, cases[i].result);
        assert_int_equal(used, strlen(cases[i].result));
    }
    assert_int_equal(text_cells("请A023号"), 8);
}

static void appending_stops_at_the_end(void **state)
{
    (void)state;
    char out[8];
    size_t used = 0;
    text_append(out, sizeof out, &used, "%s", "abc");
    text_append(out, sizeof out, &used, "%d", 12);
    assert_string_equal(out, "abc12");
    assert_int_equal(used, 5);
    text_append(out, sizeof out, &used, "%s", "xyz");
    assert_string_equal(out, "abc12xy");
    assert_int_equal(used, 7);
    text_append(out, sizeof out, &used, "more");
    assert_int_equal(used, 7);
}

static void *encode_often(void *unused)
{
    (void)unused;
    for (int i = 0; i < 300; i++) {
        uint8_t bytes[32];
        if (text_encode(i % 2 ? TEXT_GBK : TEXT_GB18030, "请㛃", bytes, 32, NULL) !=
            (i % 2 ? 4u : 6u)) {
            return (void *)1;
        }
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, encode_often, NULL), 0);
    }
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_null(result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_read_back),
        cmocka_unit_test(texts_become_the_devices_bytes),
        cmocka_unit_test(a_small_buffer_never_holds_half_a_character),
        cmocka_unit_test(gb2312_is_the_set_of_1980),
        cmocka_unit_test(invalid_bytes_are_visible_and_bounded),
        cmocka_unit_test(utf8_is_read_strictly),
        cmocka_unit_test(hostile_names_are_cleaned),
        cmocka_unit_test(texts_are_cut_between_characters),
        cmocka_unit_test(appending_stops_at_the_end),
        cmocka_unit_test(threads_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
