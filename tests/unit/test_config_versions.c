/* A version is there or it is not; what is in place is the old configuration or the new one, wherever
 * the power goes: at each step by hand, and by kill -9 at random moments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config/problems.h"
#include "config/versions.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct hall_place {
    char root[64], config[128], data[128];
};

static void put(const char *folder, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool has(const char *folder, const char *name, const char *text)
{
    char path[300], found[100] = "";
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return text == NULL;
    }
    size_t size = fread(found, 1, sizeof found - 1, file);
    found[size] = '\0';
    fclose(file);
    return text != NULL && strcmp(found, text) == 0;
}

static void set_up(struct hall_place *place)
{
    strcpy(place->root, "/tmp/hallq-versions.XXXXXX");
    assert_non_null(mkdtemp(place->root));
    snprintf(place->config, sizeof place->config, "%s/config", place->root);
    snprintf(place->data, sizeof place->data, "%s/data", place->root);
    assert_int_equal(mkdir(place->config, 0755), 0);
    assert_int_equal(mkdir(place->data, 0700), 0);
    char profiles[160];
    snprintf(profiles, sizeof profiles, "%s/profiles", place->config);
    assert_int_equal(mkdir(profiles, 0755), 0);
}

static void tear_down(struct hall_place *place)
{
    char command[160];
    snprintf(command, sizeof command, "rm -rf %s", place->root);
    assert_int_equal(system(command), 0);
}

/* Old: a, b and a profile p. New: a', b' and a profile q instead. */
static void write_old(const struct hall_place *place)
{
    put(place->config, "hall.yaml", "a: old\n");
    put(place->config, "lines.yaml", "b: old\n");
    put(place->config, "profiles/p.yaml", "p: old\n");
}

static bool is_old(const struct hall_place *place)
{
    return has(place->config, "hall.yaml", "a: old\n") &&
           has(place->config, "lines.yaml", "b: old\n") &&
           has(place->config, "profiles/p.yaml", "p: old\n") &&
           has(place->config, "profiles/q.yaml", NULL);
}

static bool is_new(const struct hall_place *place)
{
    return has(place->config, "hall.yaml", "a: new\n") &&
           has(place->config, "lines.yaml", "b: new\n") &&
           has(place->config, "profiles/p.yaml", NULL) &&
           has(place->config, "profiles/q.yaml", "q: new\n");
}

static bool is_clean(const struct hall_place *place)
{
    char command[300];
    snprintf(command, sizeof command, "test -z \"$(find %s -name '*.hallq-new' -o -name in-place)\"",
             place->root);
    return system(command) == 0;
}

static uint32_t keep_new(const struct hall_place *place)
{
    struct load_input inputs[] = {
        {.role = "hall.yaml", .text = "a: new\n", .size = 7, .first_line = 1},
        {.role = "lines.yaml", .text = "b: new\n", .size = 7, .first_line = 1},
        {.role = "profiles/q.yaml", .text = "q: new\n", .size = 7, .first_line = 1},
        {.role = "profiles/s.yaml", .text = "s: shipped\n", .size = 11, .shipped = true},
    };
    struct config_files *files = calloc(1, sizeof *files);
    struct config_version about = {.at = {1234}, .actor = "wang", .reason = "why \"so\" \\",
                                   .changes = 3};
    char why[VERSION_WHY] = "";
    memcpy(files->inputs, inputs, sizeof inputs);
    files->count = 4;
    assert_int_equal(version_keep(place->data, files, &about, why), 0);
    config_files_free(files);
    return about.number;
}

static void a_kept_version_reads_back(void **state)
{
    (void)state;
    struct hall_place place;
    struct config_version list[4];
    set_up(&place);
    assert_int_equal(versions_list(place.data, list, 4), 0);
    assert_int_equal(keep_new(&place), 1);
    assert_int_equal(keep_new(&place), 2);
    assert_int_equal(versions_list(place.data, list, 4), 2);
    assert_int_equal(list[0].number, 2);
    assert_int_equal(list[1].number, 1);
    assert_string_equal(list[0].actor, "wang");
    assert_string_equal(list[0].reason, "why \"so\" \\");
    assert_int_equal(list[0].at.ms, 1234);
    assert_int_equal(list[0].changes, 3);
    assert_int_equal(strlen(list[0].mark), CONFIG_MARK - 1);
    assert_int_equal(version_about(place.data, 3, &list[0]), -1);
    char folder[200];
    version_folder(place.data, 2, folder, sizeof folder);
    assert_true(has(folder, "profiles/q.yaml", "q: new\n"));
    assert_true(has(folder, "profiles/s.yaml", NULL)); /* shipped ones are no part of it */
    tear_down(&place);
}

static void a_swap_is_whole(void **state)
{
    (void)state;
    struct hall_place place;
    char why[VERSION_WHY] = "";
    set_up(&place);
    write_old(&place);
    uint32_t number = keep_new(&place);
    assert_int_equal(version_prepare(place.config, place.data, number, why), 0);
    assert_true(is_old(&place));
    assert_int_equal(version_commit(place.config, place.data, number, why), 0);
    assert_true(is_new(&place));
    assert_true(is_clean(&place));
    assert_int_equal(version_recover(place.config, place.data, why), 0);
    tear_down(&place);
}

/* The power goes after step 0 (kept), 1 (prepared), 2 (mark), 3 (mark and one file renamed). */
static void the_power_goes_at_each_step(void **state)
{
    (void)state;
    for (int step = 0; step <= 3; step++) {
        struct hall_place place;
        char why[VERSION_WHY] = "", from[300], to[300];
        set_up(&place);
        write_old(&place);
        uint32_t number = keep_new(&place);
        if (step >= 1) {
            assert_int_equal(version_prepare(place.config, place.data, number, why), 0);
        }
        if (step >= 2) {
            put(place.data, "config-versions/in-place", "1\n");
        }
        if (step >= 3) {
            snprintf(from, sizeof from, "%s/hall.yaml.hallq-new", place.config);
            snprintf(to, sizeof to, "%s/hall.yaml", place.config);
            assert_int_equal(rename(from, to), 0);
        }
        assert_int_equal(version_recover(place.config, place.data, why), step >= 2 ? 1 : 0);
        assert_true(step >= 2 ? is_new(&place) : is_old(&place));
        assert_true(is_clean(&place));
        tear_down(&place);
    }
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* How long a swap takes on this disk, so that the moments fall on all of it. */
static int64_t swap_us(void)
{
    struct hall_place place;
    char why[VERSION_WHY] = "";
    set_up(&place);
    write_old(&place);
    uint32_t number = keep_new(&place);
    int64_t from = now_us();
    version_prepare(place.config, place.data, number, why);
    version_commit(place.config, place.data, number, why);
    int64_t took = now_us() - from;
    tear_down(&place);
    return took;
}

static void kill_at_random_moments(void **state)
{
    (void)state;
    int64_t whole = swap_us();
    const char *wanted = getenv("HALLQ_SEED");
    unsigned seed = wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : (unsigned)time(NULL);
    int old = 0, fresh = 0;
    print_message("seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < 24; round++) {
        struct hall_place place;
        char why[VERSION_WHY] = "";
        set_up(&place);
        write_old(&place);
        uint32_t number = keep_new(&place);
        pid_t child = fork();
        if (child == 0) {
            version_prepare(place.config, place.data, number, why);
            version_commit(place.config, place.data, number, why);
            _exit(0);
        }
        int64_t wait_us = (int64_t)(1.3 * (double)whole * rand() / RAND_MAX);
        struct timespec pause = {wait_us / 1000000, wait_us % 1000000 * 1000};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        assert_true(version_recover(place.config, place.data, why) >= 0);
        assert_true(is_old(&place) || is_new(&place));
        assert_true(is_clean(&place));
        old += is_old(&place) ? 1 : 0;
        fresh += is_new(&place) ? 1 : 0;
        tear_down(&place);
    }
    print_message("%d old, %d new\n", old, fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kept_version_reads_back),
        cmocka_unit_test(a_swap_is_whole),
        cmocka_unit_test(the_power_goes_at_each_step),
        cmocka_unit_test(kill_at_random_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
