/* test_display_search.c: finding items by initials of pinyin or by English words. */
#include "common/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct row {
    const char *typed, *initials, *english;
    int rank;
};

static const struct row rows[] = {
    {"", "qysldj", "Company registration", 0},
    {"q", "qysldj", "Company registration", 0},
    {"QYSL", "qysldj", "Company registration", 0},
    {"qysldj", "qysldj", "Company registration", 0},
    {"qysldjx", "qysldj", "Company registration", -1},
    {"comp", "qysldj", "Company registration", 1},
    {"REG", "qysldj", "Company registration", 1},
    {"emp", "lhjyylbx", "Pension for the self-employed", 1},
    {"ension", "lhjyylbx", "Pension for the self-employed", -1},
    {"sldj", "qysldj", "Company registration", 2},
    {"qdj", "qysldj", "Company registration", 3},
    {"jd", "qysldj", "Company registration", -1},
    {"x", "", "", -1},
};

static void ranks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (search_rank(rows[i].typed, rows[i].initials, rows[i].english) != rows[i].rank) {
            print_error("row %zu: '%s'\n", i, rows[i].typed);
        }
        assert_int_equal(search_rank(rows[i].typed, rows[i].initials, rows[i].english),
                         rows[i].rank);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ranks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
