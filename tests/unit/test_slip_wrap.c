/* Lines of a slip: kinsoku, words that stay whole, hanging labels; and whatever comes in, every
 * line fits and nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "base/wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct wrapping {
    const char *text;
    size_t cells, hang;
    const char *lines; /* with | between */
} wrappings[] = {
    {"", 10, 0, ""},
    {"政务服务", 8, 0, "政务服务"},
    {"政务服务大厅", 8, 0, "政务服务|大厅"},
    {"政务服务大厅", 9, 0, "政务服务|大厅"},      /* half a cell is no room */
    {"身份证、户口簿", 6, 0, "身份|证、户|口簿"}, /* 、 never begins a line */
    {"材料（原件）", 6, 0, "材料|（原|件）"},     /* （ never ends one */
    {"材料（身份证、户口簿）", 14, 0, "材料（身份证、|户口簿）"},
    {"Bring your ID card", 10, 0, "Bring your|ID card"},
    {"Bring your ID card", 12, 0, "Bring your|ID card"},
    {"电话12345转3", 8, 0, "电话|12345转3"},
    {"supercalifragilistic", 8, 0, "supercal|ifragili|stic"},
    {"材料 设立登记申请书、公司章程", 16, 5, "材料 设立登记申|     请书、公司|     章程"},
    {"材料 设立登记", 8, 5, "材料 设|立登记"}, /* a label of half a line does not hang */
    {"a  b", 2, 0, "a|b"},
    {"𬭎𬭎", 2, 0, "𬭎|𬭎"},
};

static void lines_are_broken_where_people_break_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrappings / sizeof *wrappings; i++) {
        struct text_wrap wrap;
        char line[136], all[512] = "";
        size_t count = 0;
        text_wrap_begin(&wrap, wrappings[i].text, wrappings[i].cells, wrappings[i].hang);
        while (text_wrap_line(&wrap, line, sizeof line)) {
            assert_true(count < 20);
            strcat(all, count++ > 0 ? "|" : "");
            strcat(all, line);
        }
        assert_string_equal(all, wrappings[i].lines);
    }
}

static unsigned long seed_of_run(void)
{
    const char *given = getenv("HALLQ_SEED");
    unsigned long seed = given != NULL ? strtoul(given, NULL, 10) : 20260302;
    printf("seed %lu (HALLQ_SEED)\n", seed);
    return seed;
}

static void random_text(char *out, size_t characters)
{
    static const char *const pieces[] = {"政", "、", "（",   "）", "，", "a", "7", " ",
                                         "-",  "。", "𬭎", "”",  "“",  ".", "/", "务"};
    out[0] = '\0';
    for (size_t i = 0; i < characters; i++) {
        strcat(out, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
    }
}

static void without_spaces(const char *text, char *out)
{
    for (; *text != '\0'; text++) {
        if (*text != ' ') {
            *out++ = *text;
        }
    }
    *out = '\0';
}

static void every_line_fits_and_nothing_is_lost(void **state)
{
    (void)state;
    srand((unsigned)seed_of_run());
    for (int round = 0; round < 3000; round++) {
        char text[256], line[136], joined[600] = "", want[600], got[600];
        size_t cells = 2 + (size_t)rand() % 60, hang = (size_t)rand() % 12;
        random_text(text, (size_t)rand() % 40);
        struct text_wrap wrap;
        text_wrap_begin(&wrap, text, cells, hang);
        for (int lines = 0; text_wrap_line(&wrap, line, sizeof line); lines++) {
            assert_true(lines < 60);
            assert_true(text_cells(line) <= cells);
            assert_true(text_is_clean(line));
            strcat(joined, line);
        }
        without_spaces(text, want);
        without_spaces(joined, got);
        assert_string_equal(got, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_broken_where_people_break_them),
        cmocka_unit_test(every_line_fits_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
