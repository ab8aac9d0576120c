/* The demo hall's template and a ticket: what stands on the slip, on a copy, on a test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "view/slip/compose.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct site *site;
static struct language *words;
static struct slip slip;

static int load(void **state)
{
    (void)state;
    char why[256];
    struct site_problems problems = {0};
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    int result = site_load(SOURCE_DIR "/config/demo", SOURCE_DIR "/config/profiles", SITE_EN, &site,
                           &problems);
    site_problems_print(&problems, stderr);
    site_problems_finish(&problems);
    words = language_load(SOURCE_DIR "/config/lang", why, sizeof why);
    return result == 0 && words != NULL ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    site_destroy(site);
    language_destroy(words);
    return 0;
}

static struct slip_facts facts_of(const char *item, unsigned which)
{
    uint16_t index = site_item_index(site, item);
    assert_true(index < site->item_count);
    return (struct slip_facts){.number = "A012",
                               .token = "0123456789abcdef0123456789abcdef",
                               .item = index,
                               .category = site->items[index].category,
                               .ahead = 4,
                               .quote_s = 1200,
                               .issued = {1772413200000}, /* 2026-03-02T09:00:00+08:00 */
                               .slip = which};
}

static const struct slip_element *line_with(const char *text)
{
    for (uint16_t i = 0; i < slip.count; i++) {
        if (strstr(slip.elements[i].text, text) != NULL) {
            return &slip.elements[i];
        }
    }
    return NULL;
}

static void original_tells_all_in_two_languages(void **state)
{
    (void)state;
    static const char *const texts[] = {"新密市政务服务中心",
                                        "A012",
                                        "企业登记",
                                        "企业设立登记",
                                        "Company registration",
                                        "前面 4 人，预计 10-30 分钟",
                                        "4 ahead of you, est. 10-30 min",
                                        "等候 一楼东厅",
                                        "窗口 1-4、6、17",
                                        "材料 设立登记申请书",
                                        "过号顺延三位",
                                        "Missed:",
                                        "2026-03-02 09:00"};
    struct slip_facts facts = facts_of("qiye-sheli", SLIP_ORIGINAL);
    slip_compose(site, words, &facts, &slip);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_non_null(line_with(texts[i]));
    }
    assert_null(line_with("补打"));
    assert_null(line_with("{"));
    assert_int_equal(line_with("材料")->hang, 5);
    assert_int_equal(line_with("A012")->hang, 0);
}

static void the_code_stands_behind_all_text(void **state)
{
    (void)state;
    struct slip_facts facts = facts_of("qiye-sheli", SLIP_ORIGINAL);
    slip_compose(site, words, &facts, &slip);
    uint16_t code = slip.count;
    for (uint16_t i = 0; i < slip.count; i++) {
        code = slip.elements[i].kind == SLIP_QR ? i : code;
        assert_true(slip.elements[i].kind != SLIP_TEXT_LINE || code == slip.count);
    }
    assert_true(code < slip.count);
    assert_string_equal(slip.elements[code].text,
                        "https://hall.xinmi.example/t/#0123456789abcdef0123456789abcdef");
    assert_int_equal(slip.elements[slip.count - 1].kind, SLIP_CUT);
}

static void copies_and_tests_say_so(void **state)
{
    (void)state;
    struct slip_facts facts = facts_of("qiye-sheli", 3);
    slip_compose(site, words, &facts, &slip);
    assert_non_null(line_with("补打 2  Copy 2"));
    facts = facts_of("qiye-sheli", SLIP_PRINTER_TEST);
    facts.token = "";
    slip_compose(site, words, &facts, &slip);
    assert_non_null(line_with("打印测试"));
    assert_null(line_with("https://"));
}

static void without_an_estimate_no_figure_is_shown(void **state)
{
    (void)state;
    struct slip_facts facts = facts_of("qiye-sheli", SLIP_ORIGINAL);
    facts.quote_s = -1;
    slip_compose(site, words, &facts, &slip);
    assert_non_null(line_with("请留意叫号"));
    assert_null(line_with("分钟"));
    facts.quote_s = 0;
    facts.ahead = 0;
    slip_compose(site, words, &facts, &slip);
    assert_non_null(line_with("预计 2 分钟内叫号"));
}

/* Every item of the hall: nothing is cut off, for a visitor must bring all of the papers. */
static void every_item_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < site->item_count; i++) {
        struct slip_facts facts = facts_of(site->items[i].code, 2);
        slip_compose(site, words, &facts, &slip);
        assert_true(slip.count < SLIP_ELEMENTS);
        assert_non_null(line_with(site->items[i].guide.papers.zh));
        assert_non_null(line_with(site->items[i].name.en));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(original_tells_all_in_two_languages),
        cmocka_unit_test(the_code_stands_behind_all_text),
        cmocka_unit_test(copies_and_tests_say_so),
        cmocka_unit_test(without_an_estimate_no_figure_is_shown),
        cmocka_unit_test(every_item_fits),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
