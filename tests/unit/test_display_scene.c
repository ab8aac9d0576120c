/* test_display_scene.c: what is painted when something changes, and only that; texts that do not
 * fit; characters that no font has. */
#include "common/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 800, HEIGHT = 600 };

static struct fonts *fonts;
static struct scene *one, *two;
static const struct font body = {32, false};

static int set_up(void **state)
{
    (void)state;
    char why[256];
    fonts = fonts_create(NULL, why, sizeof why);
    one = calloc(1, sizeof *one);
    two = calloc(1, sizeof *two);
    return fonts != NULL && one != NULL && two != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fonts_destroy(fonts);
    free(one);
    free(two);
    return 0;
}

static void compose(struct scene *scene, const char *number, int boxes)
{
    scene_begin(scene, fonts, WIDTH, HEIGHT, 0xF0F0F0);
    for (int i = 0; i < boxes; i++) {
        scene_edged_box(scene, (SDL_Rect){20 + 60 * i, 20, 50, 50}, 8, 0xFFFFFF, 2, 0xC0C0C0);
    }
    scene_line(scene, (SDL_Rect){100, 300, 400, 60}, ALIGN_LEFT, body, 0x101010, number);
}

static void nothing_changed_is_nothing_painted(void **state)
{
    (void)state;
    SDL_Rect damage[SCENE_DAMAGE];
    compose(one, "等候 12 人", 3);
    compose(two, "等候 12 人", 3);
    assert_int_equal(scene_compare(one, two, damage), 0);
    assert_int_equal(scene_compare(NULL, two, damage), 1);
    assert_int_equal(damage[0].w, WIDTH);
}

static void a_new_number_is_one_small_rectangle(void **state)
{
    (void)state;
    SDL_Rect damage[SCENE_DAMAGE];
    compose(one, "等候 12 人", 3);
    compose(two, "等候 13 人", 3);
    assert_int_equal(scene_compare(one, two, damage), 1);
    assert_true(damage[0].y >= 300 && damage[0].y + damage[0].h <= 365);
    assert_true(damage[0].w < 250);
}

static void an_inserted_box_damages_itself_alone(void **state)
{
    (void)state;
    SDL_Rect damage[SCENE_DAMAGE];
    compose(one, "A001", 3);
    compose(two, "A001", 4);
    assert_int_equal(scene_compare(one, two, damage), 1);
    assert_int_equal(damage[0].x, 200);
    assert_int_equal(damage[0].w, 50);
}

/* Painting only the damage gives the same bytes as painting everything. */
static void damage_is_enough(void **state)
{
    (void)state;
    SDL_Rect damage[SCENE_DAMAGE];
    SDL_Surface *step = canvas_create(WIDTH, HEIGHT), *whole = canvas_create(WIDTH, HEIGHT);
    compose(one, "前面还有 9 人", 5);
    compose(two, "前面还有 10 人", 2);
    scene_paint(one, step, NULL);
    size_t count = scene_compare(one, two, damage);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        scene_paint(two, step, &damage[i]);
    }
    scene_paint(two, whole, NULL);
    assert_memory_equal(step->pixels, whole->pixels, (size_t)whole->pitch * HEIGHT);
    scene_paint(one, whole, NULL);
    assert_memory_not_equal(step->pixels, whole->pixels, (size_t)whole->pitch * HEIGHT);
    SDL_FreeSurface(step);
    SDL_FreeSurface(whole);
}

static void a_text_that_is_too_wide_is_cut_and_counted(void **state)
{
    (void)state;
    scene_begin(one, fonts, WIDTH, HEIGHT, 0);
    scene_line(one, (SDL_Rect){0, 0, 200, 60}, ALIGN_LEFT, body, 0xFFFFFF, "企业名称预先核准通知书");
    assert_int_equal(one->cut, 1);
    const struct scene_node *node = &one->nodes[1];
    assert_true(node->rect.w <= 200);
    assert_non_null(strstr(one->pool + node->text, "…"));
    scene_begin(one, fonts, WIDTH, HEIGHT, 0);
    scene_line(one, (SDL_Rect){0, 0, 400, 60}, ALIGN_LEFT, body, 0xFFFFFF, "企业名称预先核准通知书");
    assert_int_equal(one->cut, 0);
    scene_line(one, (SDL_Rect){0, 0, 400, 60}, ALIGN_LEFT, body, 0xFFFFFF, "");
    assert_int_equal(one->node_count, 2); /* nothing to draw, nothing to fail */
}

static void too_many_parts_are_counted_and_not_written(void **state)
{
    (void)state;
    scene_begin(one, fonts, WIDTH, HEIGHT, 0);
    for (int i = 0; i < SCENE_NODES + 10; i++) {
        scene_box(one, (SDL_Rect){0, 0, 10, 10}, 0, 1);
    }
    assert_int_equal(one->node_count, SCENE_NODES);
    assert_int_equal(one->lost, 11);
    for (int i = 0; i < SCENE_TARGETS + 1; i++) {
        scene_target(one, (SDL_Rect){0, 0, 10, 10}, 1, i);
    }
    assert_int_equal(one->lost, 12);
}

/* U+20C1C is in no face of Noto Sans CJK SC; it occurs in names. */
static void a_rare_character_is_shown_as_a_geta(void **state)
{
    (void)state;
    SDL_Surface *picture = canvas_create(WIDTH, HEIGHT), *geta = canvas_create(WIDTH, HEIGHT);
    size_t before = fonts_missing(fonts);
    scene_begin(one, fonts, WIDTH, HEIGHT, 0xFFFFFF);
    scene_line(one, (SDL_Rect){0, 0, 400, 60}, ALIGN_LEFT, body, 0, "张𠰜三");
    scene_paint(one, picture, NULL);
    scene_begin(two, fonts, WIDTH, HEIGHT, 0xFFFFFF);
    scene_line(two, (SDL_Rect){0, 0, 400, 60}, ALIGN_LEFT, body, 0, "张〓三");
    scene_paint(two, geta, NULL);
    assert_int_equal(fonts_missing(fonts), before + 1);
    assert_memory_equal(picture->pixels, geta->pixels, (size_t)geta->pitch * HEIGHT);
    fonts_line(fonts, body, 1, "𠰜");
    assert_int_equal(fonts_missing(fonts), before + 1); /* told of once */
    SDL_FreeSurface(picture);
    SDL_FreeSurface(geta);
}

/* More sizes and lines than are kept: the cache gives way and goes on. */
static void the_cache_is_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < FONTS_LINES + 200; i++) {
        char text[32];
        snprintf(text, sizeof text, "第 %d 号", i);
        assert_non_null(fonts_line(fonts, (struct font){(uint16_t)(12 + i % 40), i % 2 == 0}, 0,
                                   text));
    }
    assert_non_null(fonts_line(fonts, body, 0, "等候"));
}

static void the_topmost_target_is_found(void **state)
{
    (void)state;
    scene_begin(one, fonts, WIDTH, HEIGHT, 0);
    scene_target(one, (SDL_Rect){0, 0, 100, 100}, 1, 0);
    scene_target(one, (SDL_Rect){50, 50, 100, 100}, 2, 0);
    assert_int_equal(scene_find(one, 10, 10), 0);
    assert_int_equal(scene_find(one, 60, 60), 1);
    assert_int_equal(scene_find(one, 300, 300), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_is_nothing_painted),
        cmocka_unit_test(a_new_number_is_one_small_rectangle),
        cmocka_unit_test(an_inserted_box_damages_itself_alone),
        cmocka_unit_test(damage_is_enough),
        cmocka_unit_test(a_text_that_is_too_wide_is_cut_and_counted),
        cmocka_unit_test(too_many_parts_are_counted_and_not_written),
        cmocka_unit_test(a_rare_character_is_shown_as_a_geta),
        cmocka_unit_test(the_cache_is_bounded),
        cmocka_unit_test(the_topmost_target_is_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
