/* test_config_errors.c: every mistake is reported with its place, in one pass, with an advice; and
 * what happens at the limits: many mistakes, long lines, wide characters, other languages. */
#include "config_mistakes.h"
#include "config_testing.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Every problem as "file:line:column: message", one a line. */
static void describe(const struct site_problems *problems, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < problems->count; i++) {
        const struct site_problem *problem = &problems->list[i];
        text_append(out, size, &used, "%s%s:%d:%d: %s%s", i > 0 ? "\n" : "", problem->file,
                    problem->line, problem->column, problem->warning ? "warning: " : "",
                    problem->message);
    }
}

static void check_mistake(const struct mistake *mistake)
{
    const struct change changes[] = {{mistake->role, mistake->find, mistake->put},
                                     {NULL, NULL, NULL}};
    struct site *site = NULL;
    struct site_problems problems;
    int rc = testing_load(changes, SITE_EN, &site, &problems);
    char found[2048];
    describe(&problems, found, sizeof found);
    if (strcmp(found, mistake->expect) != 0 || problems.count == 0 ||
        strcmp(problems.list[0].advice, mistake->advice) != 0) {
        fail_msg("%s:\nexpected %s\n(%s)\nfound %s\n(%s)", mistake->name, mistake->expect,
                 mistake->advice, found, problems.count > 0 ? problems.list[0].advice : "");
    }
    assert_int_equal(rc, problems.errors > 0 ? -1 : 0);
    assert_true((site == NULL) == (problems.errors > 0));
    site_problems_finish(&problems);
    site_destroy(site);
}

static void each_mistake_is_reported_where_it_is(void **state)
{
    (void)state;
    for (const struct mistake *mistake = mistakes_of_values; mistake->name != NULL; mistake++) {
        check_mistake(mistake);
    }
    for (const struct mistake *mistake = mistakes_of_records; mistake->name != NULL; mistake++) {
        check_mistake(mistake);
    }
}

static bool has_chinese(const char *text)
{
    for (uint32_t point; (point = text_next(&text)) != 0;) {
        if (point >= 0x4E00 && point <= 0x9FFF) {
            return true;
        }
    }
    return false;
}

/* The same places, other words; each with an advice. */
static void check_chinese(const struct mistake *mistake)
{
    const struct change changes[] = {{mistake->role, mistake->find, mistake->put},
                                     {NULL, NULL, NULL}};
    struct site *site = NULL;
    struct site_problems problems;
    testing_load(changes, SITE_ZH, &site, &problems);
    assert_true(problems.count > 0);
    const struct site_problem *first = &problems.list[0];
    char place[160];
    int size = snprintf(place, sizeof place, "%s:%d:%d: ", first->file, first->line, first->column);
    assert_memory_equal(place, mistake->expect, (size_t)size);
    if (!has_chinese(first->message) || first->advice[0] == '\0') {
        fail_msg("%s: not in Chinese: %s (%s)", mistake->name, first->message, first->advice);
    }
    site_problems_finish(&problems);
    site_destroy(site);
}

static void each_mistake_is_told_in_chinese(void **state)
{
    (void)state;
    for (const struct mistake *mistake = mistakes_of_values; mistake->name != NULL; mistake++) {
        check_chinese(mistake);
    }
    for (const struct mistake *mistake = mistakes_of_records; mistake->name != NULL; mistake++) {
        check_chinese(mistake);
    }
}

static void all_mistakes_of_all_files_come_in_one_pass(void **state)
{
    (void)state;
    const struct change changes[] = {
        {"hall.yaml", "{undo: 10s}", "{undo: soon, mode: pul}"},
        {"hall.yaml", "series: B", "series: b"},
        {"lines.yaml", "sim:bus-1", "COM1"},
        {"lines.yaml", "profile: panel", "profile: pannel"},
        {"profiles/strip.yaml", "cells: 16", "cels: 16"},
        {NULL, NULL, NULL},
    };
    static const char *const expected[] = {
        "hall.yaml:6:26: 'series' is not a valid series: 'b'",
        "hall.yaml:13:16: 'undo' must be a length of time, not 'soon'",
        "hall.yaml:13:28: 'mode' cannot be 'pul'",
        "lines.yaml:3:11: not a port: 'COM1'",
        "lines.yaml:13:72: 'profile' refers to 'pannel', which does not exist",
        "profiles/strip.yaml:4:3: driver 'lamp' has no option 'cels'",
    };
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    char found[2048], wanted[2048];
    size_t used = 0;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        text_append(wanted, sizeof wanted, &used, "%s%s", i > 0 ? "\n" : "", expected[i]);
    }
    describe(&problems, found, sizeof found);
    assert_string_equal(found, wanted);
    site_problems_finish(&problems);
}

static void speeds_that_differ_need_a_line_that_decides(void **state)
{
    (void)state;
    const struct change differing[] = {
        {"profiles/panel.yaml", "touch}", "touch}\nline: {baud: 115200}"},
        {"lines.yaml", "window: 2}\n", "window: 2}\n      - {name: touch-2, profile: panel}\n"},
        {NULL, NULL, NULL},
    };
    const struct change decided[] = {
        differing[0], differing[1], {"lines.yaml", "sim:bus-1", "sim:bus-1\n    baud: 19200"},
        {NULL, NULL, NULL},
    };
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(differing, SITE_EN, &site, &problems), -1);
    char found[512];
    describe(&problems, found, sizeof found);
    assert_string_equal(found, "lines.yaml:7:34: the devices of line 'bus-1' differ in speed: "
                               "board-1 9600 8N1, touch-2 115200 8N1");
    site_problems_finish(&problems);
    assert_int_equal(testing_load(decided, SITE_EN, &site, &problems), 0);
    assert_int_equal(site->lines[0].settings.baud, 19200);
    site_problems_finish(&problems);
    site_destroy(site);
}

static void print(const struct change *changes, enum site_language language, char *out, size_t size)
{
    struct site *site;
    struct site_problems problems;
    testing_load(changes, language, &site, &problems);
    FILE *file = fmemopen(out, size, "w");
    assert_non_null(file);
    site_problems_print(&problems, file);
    fclose(file);
    site_problems_finish(&problems);
    site_destroy(site);
}

/* A Chinese character takes two cells, so the caret moves by two. */
static void the_caret_stands_below_the_place(void **state)
{
    (void)state;
    const struct change changes[] = {
        {"hall.yaml", "department: gongshang, category: seal",
         "departmnt: gongshang, category: seal"},
        {NULL, NULL, NULL},
    };
    char out[2048];
    print(changes, SITE_EN, out, sizeof out);
    assert_string_equal(
        out, "hall.yaml:9:5: error: 'department' is missing in items[]\n"
             "      - {code: kezhang, name: 刻制印章, departmnt: gongshang, category: seal}\n"
             "        ^\n"
             "    → add a line department: … (code of its department)\n"
             "hall.yaml:9:33: error: unknown key 'departmnt' in items[]\n"
             "      - {code: kezhang, name: 刻制印章, departmnt: gongshang, category: seal}\n"
             "                                        ^\n"
             "    → did you mean 'department'?\n"
             "2 errors, 0 warnings\n");
    print(changes, SITE_ZH, out, sizeof out);
    assert_non_null(strstr(out, "hall.yaml:9:33: 错误: items[] 中没有 'departmnt' 这一项\n"));
    assert_non_null(strstr(out, "2 个错误，0 个警告\n"));
}

static void a_long_line_is_shown_around_the_place(void **state)
{
    (void)state;
    char name[600] = "name: 工商局, ";
    for (int i = 0; i < 20; i++) {
        strcat(name, "a_key_too_many: 1, ");
    }
    strcat(name, "x: 1");
    const struct change changes[] = {{"hall.yaml", "name: 工商局", name}, {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    assert_int_equal(problems.count, 21);
    for (size_t i = 0; i < problems.count; i++) {
        const struct site_problem *problem = &problems.list[i];
        const char *cut = strstr(problem->excerpt, "… ");
        assert_true((cut == problem->excerpt) == (problem->column > 87));
        assert_true(text_cells(problem->excerpt) > (size_t)problem->caret);
        /* what stands at the caret is the key */
        char before[sizeof problem->excerpt];
        size_t at = text_cut(before, sizeof before, problem->excerpt, (size_t)problem->caret);
        assert_true(strchr("ax", problem->excerpt[at]) != NULL);
    }
    site_problems_finish(&problems);
}

/* 300 warnings and then an error: the error is told. */
static void errors_push_warnings_out(void **state)
{
    (void)state;
    size_t size = 128 * 1024, used = 0;
    char *items = malloc(size);
    for (int i = 0; i < 300; i++) {
        text_append(items, size, &used,
                    "  - {code: item-%d, name: x, department: gongshang, category: seal, "
                    "kind: promised, promised_days: 9, statutory_days: 5}\n", i);
    }
    text_append(items, size, &used, "windows:\n");
    const struct change changes[] = {{"hall.yaml", "windows:\n", items},
                                     {"lines.yaml", "sim:bus-1", "COM1"},
                                     {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    assert_int_equal(problems.total, 301);
    assert_int_equal(problems.count, SITE_PROBLEMS);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.list[problems.count - 1].message, "not a port: 'COM1'");
    site_problems_finish(&problems);
    free(items);
}

/* A shipped profile that nobody uses may be broken: the hall opens, without it. */
static void an_unused_shipped_profile_only_warns(void **state)
{
    (void)state;
    static const char *const roles[] = {"hall.yaml", "lines.yaml", "profiles/keypad.yaml",
                                        "profiles/panel.yaml", "profiles/slips.yaml",
                                        "profiles/strip.yaml"};
    struct load_input inputs[8];
    for (size_t i = 0; i < 6; i++) {
        const char *text = testing_text(roles[i]);
        inputs[i] = (struct load_input){roles[i], roles[i], text, strlen(text), 1, false};
    }
    static const char broken[] = "profile: {title: x, kind: pad, driver: none}\n";
    static const char other[] = "profile: {title: y, kind: pad, driver: none}\n";
    inputs[6] = (struct load_input){"profiles/new.yaml", "shipped/new.yaml", broken,
                                    sizeof broken - 1, 1, true};
    inputs[7] = (struct load_input){"profiles/strip.yaml", "shipped/strip.yaml", other,
                                    sizeof other - 1, 1, true}; /* the hall's own wins */
    struct site *site;
    struct site_problems problems = {.language = SITE_EN};
    assert_int_equal(load_inputs(inputs, 8, "memory", &site, &problems), 0);
    assert_int_equal(problems.count, 1);
    assert_true(problems.list[0].warning);
    assert_string_equal(problems.list[0].message,
                        "(no device uses this profile) there is no driver 'none'");
    assert_int_equal(site->profile_count, 4);
    site_problems_finish(&problems);
    site_destroy(site);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
    (void)state;
    size_t size = 4 * 1024 * 1024 + 1;
    char *text = malloc(size + 1);
    memset(text, '#', size);
    text[size] = '\0';
    const struct change changes[] = {{"hall.yaml", NULL, text}, {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    assert_string_equal(problems.list[0].message, "the file is larger than 4 MiB");
    site_problems_finish(&problems);
    free(text);
}

static void a_map_with_too_many_values_is_refused(void **state)
{
    (void)state;
    size_t size = 1024 * 1024, used = 0;
    char *text = malloc(size);
    while (used < size - 8) {
        memcpy(text + used, "- a\n", 4);
        used += 4;
    }
    text[used] = '\0';
    const struct change changes[] = {{"hall.yaml", NULL, text}, {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    assert_string_equal(problems.list[0].message, "too many values in one file");
    site_problems_finish(&problems);
    free(text);
}

static void an_empty_hall_lacks_everything(void **state)
{
    (void)state;
    const struct change changes[] = {{"hall.yaml", NULL, ""}, {"lines.yaml", NULL, ""},
                                     {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), -1);
    char found[1024];
    describe(&problems, found, sizeof found);
    assert_string_equal(found, "hall.yaml:1:1: 'categories' is missing in hall.yaml\n"
                               "hall.yaml:1:1: 'departments' is missing in hall.yaml\n"
                               "hall.yaml:1:1: 'hall' is missing in hall.yaml\n"
                               "hall.yaml:1:1: 'items' is missing in hall.yaml\n"
                               "hall.yaml:1:1: 'windows' is missing in hall.yaml");
    site_problems_finish(&problems);
}

static void a_byte_order_mark_is_no_mistake(void **state)
{
    (void)state;
    const struct change changes[] = {{"hall.yaml", "hall:", "\xEF\xBB\xBFhall:"},
                                     {NULL, NULL, NULL}};
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(changes, SITE_EN, &site, &problems), 0);
    assert_int_equal(problems.total, 0);
    site_problems_finish(&problems);
    site_destroy(site);
}

static void missing_files_are_named(void **state)
{
    (void)state;
    struct site *site;
    struct site_problems problems;
    assert_int_equal(site_load("/nowhere/at/all", NULL, SITE_EN, &site, &problems), -1);
    assert_string_equal(problems.list[0].message,
                        "cannot open the configuration: /nowhere/at/all");
    site_problems_finish(&problems);
    char folder[] = "/tmp/hallq-config-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_equal(site_load(folder, NULL, SITE_EN, &site, &problems), -1);
    assert_int_equal(problems.count, 2);
    assert_string_equal(problems.list[0].message, "the file hall.yaml is missing");
    assert_true(problems.list[1].warning);
    site_problems_finish(&problems);
    assert_int_equal(remove(folder), 0);
    assert_int_equal(site_load("/dev/null", NULL, SITE_EN, &site, &problems), -1);
    assert_null(site);
    site_problems_finish(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_reported_where_it_is),
        cmocka_unit_test(each_mistake_is_told_in_chinese),
        cmocka_unit_test(all_mistakes_of_all_files_come_in_one_pass),
        cmocka_unit_test(speeds_that_differ_need_a_line_that_decides),
        cmocka_unit_test(the_caret_stands_below_the_place),
        cmocka_unit_test(a_long_line_is_shown_around_the_place),
        cmocka_unit_test(errors_push_warnings_out),
        cmocka_unit_test(an_unused_shipped_profile_only_warns),
        cmocka_unit_test(a_file_that_is_too_large_is_refused),
        cmocka_unit_test(a_map_with_too_many_values_is_refused),
        cmocka_unit_test(an_empty_hall_lacks_everything),
        cmocka_unit_test(a_byte_order_mark_is_no_mistake),
        cmocka_unit_test(missing_files_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
