/* test_display_theme.c: millimetres to pixels, type by distance, and the contrasts of ux.md 2. */
#include "common/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct size_row {
    struct screen screen;
    int target_20, target_30;
};

/* The figures of ux.md 1: 27 inch FHD 64 and 96 px, 21.5 inch 80 and 121 px (rounded there; a
 * target is rounded up here). */
static void targets_are_as_large_as_fingers_need(void **state)
{
    (void)state;
    static const struct size_row rows[] = {
        {{1080, 1920, 270, 5}, 65, 97},
        {{1920, 1080, 270, 5}, 65, 97},
        {{1080, 1920, 215, 5}, 81, 122},
        {{2160, 3840, 270, 5}, 129, 193},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(screen_px(&rows[i].screen, 20), rows[i].target_20);
        assert_int_equal(screen_px(&rows[i].screen, 30), rows[i].target_30);
        struct theme theme;
        theme_touch(&theme, &rows[i].screen, false);
        assert_int_equal(theme.target, rows[i].target_20);
        assert_true(theme.gap >= screen_px(&rows[i].screen, 3));
        theme_touch(&theme, &rows[i].screen, true);
        assert_int_equal(theme.target, rows[i].target_30);
    }
}

static void large_type_is_two_fifths_larger(void **state)
{
    (void)state;
    const struct screen screen = {1080, 1920, 270, 5};
    struct theme usual, large;
    theme_touch(&usual, &screen, false);
    theme_touch(&large, &screen, true);
    assert_in_range(usual.body.px, 33, 35); /* 34 px (ux.md 1) */
    assert_in_range(large.body.px, usual.body.px * 139 / 100, usual.body.px * 142 / 100);
    assert_true(usual.small.px >= usual.least_px);
}

struct read_row {
    int diagonal_tenths, distance_tenths, px_250, px_200, px_82;
};

/* The table of ux.md 1, 1920 x 1080: boards at a distance. */
static void boards_are_read_from_afar(void **state)
{
    (void)state;
    static const struct read_row rows[] = {
        {550, 80, 55, 69, 167}, {550, 100, 69, 86, 209}, {550, 150, 103, 129, 314},
        {650, 100, 58, 73, 177}, {750, 100, 50, 63, 153},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct screen screen = {1920, 1080, rows[i].diagonal_tenths,
                                      rows[i].distance_tenths};
        assert_in_range(theme_read_px(&screen, 250), rows[i].px_250 - 1, rows[i].px_250 + 1);
        assert_in_range(theme_read_px(&screen, 200), rows[i].px_200 - 1, rows[i].px_200 + 1);
        assert_in_range(theme_read_px(&screen, 82), rows[i].px_82 - 3, rows[i].px_82 + 3);
    }
}

struct contrast_row {
    colour_t ink, ground;
    double least;
};

static void text_stands_out(void **state)
{
    (void)state;
    const struct palette *palettes[] = {&palette_light, &palette_dark};
    for (size_t i = 0; i < 2; i++) {
        const struct palette *c = palettes[i];
        const struct contrast_row rows[] = {
            {c->text, c->card, 7},          {c->text, c->ground, 7},
            {c->faint, c->card, 4.5},       {c->faint, c->ground, 4.5},
            {c->header_text, c->header, 7}, {c->header_faint, c->header, 4.5},
            {c->accent_text, c->accent, 4.5}, {c->accent, c->accent_tint, 4.5},
            {c->faint, c->accent_tint, 4.5}, {c->text, c->accent_tint, 7},
            {c->ok, c->ok_tint, 4.5},       {c->warn, c->warn_tint, 4.5},
            {c->bad, c->bad_tint, 4.5},     {c->info, c->info_tint, 4.5},
            {c->off, c->off_tint, 4.5},     {c->ok, c->card, 4.5},
            {c->warn, c->card, 4.5},        {c->bad, c->card, 4.5},
        };
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
            double contrast = theme_contrast(rows[j].ink, rows[j].ground);
            if (contrast < rows[j].least) {
                print_error("palette %zu row %zu: %.2f\n", i, j, contrast);
            }
            assert_true(contrast >= rows[j].least);
        }
    }
    assert_true(fabs(theme_contrast(0x000000, 0xFFFFFF) - 21) < 0.01);
    assert_true(fabs(theme_contrast(0x1B6E53, 0xFFFFFF) - 6.2) < 0.05); /* ux.md 2 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_as_large_as_fingers_need),
        cmocka_unit_test(large_type_is_two_fifths_larger),
        cmocka_unit_test(boards_are_read_from_afar),
        cmocka_unit_test(text_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
