/* test_kiosk_pictures.c: every page of the kiosk in both languages and both sizes of type, on a
 * tall and a wide screen, byte for byte.
 *
 * All data, the clock and the faces are pinned, so that any difference is a difference in the
 * program. Pictures of half the size are kept as PNG (golden/pictures/kiosk-*.png), for people to
 * look at and to see what has changed; those of the full size as numbers (golden/kiosk.txt).
 * Sizes, gaps and cut texts of each full-size page are checked as --check does.
 *
 *   HALLQ_GOLDEN=rebuild test_kiosk_pictures     takes the pictures as they are now
 * A picture that differs is written to BINARY_DIR/golden. */
#include "common/fonts.h"
#include "kiosk/kiosk.h"

#include <SDL2/SDL_image.h>
#include <cairo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { HASHES = 400, NAME = 96, SMALL_WIDTH = 540, SMALL_HEIGHT = 960 };

struct known {
    char name[NAME];
    unsigned long long hash;
};

static struct {
    struct language *language;
    struct fonts *fonts;
    struct kiosk *kiosk;
    struct scene *scene;
    bool rebuild;
    size_t known_count;
    struct known known[HASHES];
    FILE *hashes; /* when rebuilding */
} rig;

static const mono_t standing = {1000};

/* ------------------------------------------------------------------ the rig */

static void read_hashes(void)
{
    FILE *file = fopen(TESTS_DIR "/golden/kiosk.txt", "r");
    struct known *known = rig.known;
    while (file != NULL && rig.known_count < HASHES &&
           fscanf(file, "%95s %llx", known->name, &known->hash) == 2) {
        known++;
        rig.known_count++;
    }
    if (file != NULL) {
        fclose(file);
    }
}

static int set_up(void **state)
{
    (void)state;
    char why[256];
    const char *wish = getenv("HALLQ_GOLDEN");
    rig.rebuild = wish != NULL && strcmp(wish, "rebuild") == 0;
    mkdir(BINARY_DIR "/golden", 0755);
    rig.language = language_load(SOURCE_DIR "/config/lang", why, sizeof why);
    rig.fonts = fonts_create(NULL, why, sizeof why);
    rig.scene = calloc(1, sizeof *rig.scene);
    assert_non_null(rig.language);
    assert_non_null(rig.fonts);
    struct kiosk_setup setup = {.name = "kiosk-1", .language = rig.language, .fonts = rig.fonts};
    rig.kiosk = kiosk_create(&setup);
    json_t *fixture = json_load_file(TESTS_DIR "/golden/fixtures/kiosk.json", 0, NULL);
    assert_non_null(fixture);
    assert_int_equal(kiosk_load_fixture(rig.kiosk, fixture, standing), 0);
    json_decref(fixture);
    if (rig.rebuild) {
        rig.hashes = fopen(TESTS_DIR "/golden/kiosk.txt", "w");
        assert_non_null(rig.hashes);
    } else {
        read_hashes();
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kiosk_destroy(rig.kiosk);
    fonts_destroy(rig.fonts);
    language_destroy(rig.language);
    free(rig.scene);
    if (rig.hashes != NULL) {
        fclose(rig.hashes);
    }
    return 0;
}

/* ------------------------------------------------------------------ pictures */

struct shot {
    const char *page;
    enum language_code code;
    bool elder;
    int width, height;
};

static const char *name_of(const struct shot *shot, char out[NAME])
{
    char width[16] = "";
    if (shot->width != SMALL_WIDTH) {
        snprintf(width, sizeof width, "-%d", shot->width);
    }
    snprintf(out, NAME, "kiosk-%s-%s%s%s", shot->page, language_code_name(shot->code),
             shot->elder ? "-large" : "", width);
    return out;
}

static SDL_Surface *take(const struct shot *shot)
{
    SDL_Surface *picture = canvas_create(shot->width, shot->height);
    kiosk_resize(rig.kiosk, shot->width, shot->height);
    kiosk_choose(rig.kiosk, shot->code, shot->elder);
    assert_int_equal(kiosk_show(rig.kiosk, shot->page, standing), 0);
    kiosk_compose(rig.kiosk, rig.scene, standing);
    scene_paint(rig.scene, picture, NULL);
    return picture;
}

static uint32_t pixel(const SDL_Surface *picture, int x, int y)
{
    const uint8_t *row = (const uint8_t *)picture->pixels + (size_t)y * (size_t)picture->pitch;
    return ((const uint32_t *)(const void *)row)[x] & 0xffffff;
}

static unsigned long long hash_of(const SDL_Surface *picture)
{
    unsigned long long hash = 14695981039346656037ULL;
    for (int y = 0; y < picture->h; y++) {
        for (int x = 0; x < picture->w; x++) {
            hash = (hash ^ pixel(picture, x, y)) * 1099511628211ULL;
        }
    }
    return hash;
}

static void save(SDL_Surface *picture, const char *path)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        picture->pixels, CAIRO_FORMAT_RGB24, picture->w, picture->h, picture->pitch);
    cairo_status_t status = cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
    assert_int_equal(status, CAIRO_STATUS_SUCCESS);
}

/* ------------------------------------------------------------------ comparing */

static bool same_pixels(const SDL_Surface *a, const SDL_Surface *b)
{
    bool same = a->w == b->w && a->h == b->h;
    for (int y = 0; same && y < a->h; y++) {
        for (int x = 0; same && x < a->w; x++) {
            same = pixel(a, x, y) == pixel(b, x, y);
        }
    }
    return same;
}

static bool matches_file(SDL_Surface *picture, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, TESTS_DIR "/golden/pictures/%s.png", name);
    if (rig.rebuild) {
        save(picture, path);
        return true;
    }
    SDL_Surface *file = IMG_Load(path);
    SDL_Surface *kept = file != NULL ? SDL_ConvertSurfaceFormat(file, CANVAS_FORMAT, 0) : NULL;
    bool same = kept != NULL && same_pixels(picture, kept);
    SDL_FreeSurface(file);
    SDL_FreeSurface(kept);
    return same;
}

static bool matches_hash(const SDL_Surface *picture, const char *name)
{
    unsigned long long hash = hash_of(picture);
    if (rig.rebuild) {
        fprintf(rig.hashes, "%s %016llx\n", name, hash);
        return true;
    }
    for (size_t i = 0; i < rig.known_count; i++) {
        if (strcmp(rig.known[i].name, name) == 0) {
            return rig.known[i].hash == hash;
        }
    }
    return false;
}

/* Takes one picture; 1 when it is not the one that is kept. */
static int compare(const struct shot *shot, bool file)
{
    char name[NAME], path[512];
    if (file && shot->elder && shot->code == LANGUAGE_EN) {
        return 0; /* as numbers only: pictures are large */
    }
    SDL_Surface *picture = take(shot);
    name_of(shot, name);
    bool same = file ? matches_file(picture, name) : matches_hash(picture, name);
    if (!same) {
        snprintf(path, sizeof path, BINARY_DIR "/golden/%s.png", name);
        save(picture, path);
        print_error("differs: %s\n", path);
    }
    SDL_FreeSurface(picture);
    return !same;
}

static int for_all(int width, int height, int (*visit)(const struct shot *shot, bool file),
                   bool file)
{
    const char *page;
    int bad = 0;
    for (size_t i = 0; (page = kiosk_picture_name(i)) != NULL; i++) {
        for (int mode = 0; mode < 4; mode++) {
            struct shot shot = {page, mode & 1 ? LANGUAGE_EN : LANGUAGE_ZH, mode >= 2, width,
                                height};
            bad += visit(&shot, file);
        }
    }
    return bad;
}

static int check_sizes(const struct shot *shot, bool file)
{
    (void)file;
    char name[NAME];
    SDL_FreeSurface(take(shot));
    return theme_check(kiosk_theme(rig.kiosk), rig.scene, name_of(shot, name), stdout);
}

static void pages_look_as_they_did(void **state)
{
    (void)state;
    assert_int_equal(for_all(SMALL_WIDTH, SMALL_HEIGHT, compare, true), 0);
}

static void full_size_pages_are_the_same_bytes(void **state)
{
    (void)state;
    assert_int_equal(for_all(1080, 1920, compare, false), 0);
    assert_int_equal(for_all(1920, 1080, compare, false), 0);
}

static void fingers_and_eyes_get_what_they_need(void **state)
{
    (void)state;
    assert_int_equal(for_all(1080, 1920, check_sizes, false), 0);
    assert_int_equal(for_all(1920, 1080, check_sizes, false), 0);
}

/* The check above must be able to fail: on a screen of 10 inches nothing is large enough. */
static void a_small_screen_is_told_of(void **state)
{
    (void)state;
    const struct screen small = {1080, 1920, 100, 5};
    const struct screen right = {1080, 1920, 270, 5};
    struct shot shot = {"home", LANGUAGE_ZH, false, 1080, 1920};
    SDL_FreeSurface(take(&shot));
    FILE *nowhere = fopen("/dev/null", "w");
    struct theme theme;
    theme_touch(&theme, &right, false);
    assert_int_equal(theme_check(&theme, rig.scene, "home", nowhere), 0);
    theme_touch(&theme, &small, false);
    assert_true(theme_check(&theme, rig.scene, "home", nowhere) > 8);
    fclose(nowhere);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_look_as_they_did),
        cmocka_unit_test(full_size_pages_are_the_same_bytes),
        cmocka_unit_test(fingers_and_eyes_get_what_they_need),
        cmocka_unit_test(a_small_screen_is_told_of),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
