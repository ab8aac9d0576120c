/* test_config_demo.c: the shipped configuration with the shipped profiles and the real drivers:
 * nothing to complain about, and its dump is the same hall. */
#include "config/line_plan.h"
#include "config/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void the_demo_hall_has_no_mistake(void **state)
{
    (void)state;
    struct site *site;
    struct site_problems problems;
    int rc = site_load(SOURCE_DIR "/config/demo", SOURCE_DIR "/config/profiles", SITE_EN, &site,
                       &problems);
    site_problems_print(&problems, stderr);
    assert_int_equal(rc, 0);
    assert_int_equal(problems.total, 0);
    assert_int_equal(site->department_count, 35); /* reference-hall.md: Xinmi */
    assert_int_equal(site->item_count, 122);
    assert_true(site->device_count > 80);
    for (size_t i = 0; i < site->line_count; i++) {
        struct line_plan plan;
        line_plan(site, i, &plan);
        assert_true(plan.key_ms < LINE_KEY_GOAL_MS);
        assert_true(plan.slip_ms < LINE_SLIP_GOAL_MS);
    }
    site_problems_finish(&problems);
    site_destroy(site);
}

static char *dump(const struct site *site, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    assert_non_null(out);
    site_dump(site, out);
    fclose(out);
    return text;
}

/* What `hallqd --dump-config` prints is a configuration: one file, without the shipped folder. */
static void the_dump_of_the_demo_hall_is_the_same_hall(void **state)
{
    (void)state;
    struct site *site, *again;
    struct site_problems problems;
    assert_int_equal(site_load(SOURCE_DIR "/config/demo", SOURCE_DIR "/config/profiles", SITE_ZH,
                               &site, &problems), 0);
    site_problems_finish(&problems);
    size_t size = 0, size_again = 0;
    char *text = dump(site, &size);
    char path[] = "/tmp/hallq-dump-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, size), (ssize_t)size);
    close(file);
    assert_int_equal(site_load(path, NULL, SITE_ZH, &again, &problems), 0);
    assert_int_equal(problems.total, 0);
    char *text_again = dump(again, &size_again);
    assert_string_equal(text_again, text);
    site_problems_finish(&problems);
    unlink(path);
    free(text);
    free(text_again);
    site_destroy(site);
    site_destroy(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_demo_hall_has_no_mistake),
        cmocka_unit_test(the_dump_of_the_demo_hall_is_the_same_hall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
