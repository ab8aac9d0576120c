/* test_view_kiosk.c: what a kiosk shows goes to JSON and back unchanged; what is no such JSON is
 * refused and never half taken. */
#include "view/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void settings_come_back(void **state)
{
    (void)state;
    static struct kiosk_settings before, after;
    memset(&before, 0, sizeof before);
    before = (struct kiosk_settings){.width = 1080, .height = 1920, .diagonal_tenths = 215,
                                     .distance_tenths = 4, .departments_first = true,
                                     .english = true, .idle_s = 40, .ticket_s = 9};
    snprintf(before.name, sizeof before.name, "kiosk-1");
    snprintf(before.printers, sizeof before.printers, "floor-1");
    snprintf(before.general, sizeof before.general, "zonghe-zixun");
    snprintf(before.timezone, sizeof before.timezone, "Asia/Shanghai");
    snprintf(before.ticket_url, sizeof before.ticket_url, "https://hall.example/t/#");
    before.help = (struct kiosk_words){"导办台", "the guide desk"};
    before.hall = (struct kiosk_words){"中心", "Centre"};
    before.priority_count = 1;
    snprintf(before.priorities[0].code, sizeof before.priorities[0].code, "elderly");
    before.priorities[0].name = (struct kiosk_words){"老年人", "Senior"};
    json_t *json = kiosk_settings_to_json(&before);
    assert_non_null(json);
    assert_int_equal(kiosk_settings_from_json(json, &after), 0);
    assert_memory_equal(&before, &after, sizeof before);
    json_decref(json);
}

static void now_comes_back(void **state)
{
    (void)state;
    static struct kiosk_now before, after;
    memset(&before, 0, sizeof before);
    before.at = (wall_t){1772416675560};
    before.speed = 5;
    before.open = before.taking = true;
    before.paper = KIOSK_PAPER_OUT;
    before.period_count = 2;
    before.periods[0] = (struct kiosk_period){540, 720};
    before.periods[1] = (struct kiosk_period){780, 1020};
    before.count = 2;
    before.categories[0] = (struct kiosk_count){"business", 3, 6, 321};
    before.categories[1] = (struct kiosk_count){"land", 0, 0, -1};
    json_t *json = kiosk_now_to_json(&before);
    assert_non_null(json);
    assert_int_equal(kiosk_now_from_json(json, &after), 0);
    assert_int_equal(after.at.ms, before.at.ms);
    assert_memory_equal(before.periods, after.periods, sizeof before.periods);
    assert_memory_equal(before.categories, after.categories, sizeof before.categories);
    assert_true(after.open && after.taking && !after.before && after.speed == 5);
    assert_int_equal(after.paper, KIOSK_PAPER_OUT);
    assert_int_equal(kiosk_now_category(&after, "business")->waiting, 3);
    assert_null(kiosk_now_category(&after, "none"));
    json_decref(json);
}

static void other_json_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}", "[]", "{\"error\":{\"code\":\"unknown_display\"}}", "{\"kind\":\"board\"}",
        "{\"kind\":\"kiosk\",\"size\":[0,0],\"diagonal\":27}", "{\"kind\":\"kiosk\",\"size\":7}",
        "{\"now\":\"tomorrow\"}",
    };
    static struct kiosk_settings settings;
    static struct kiosk_now now;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        json_t *json = json_loads(texts[i], 0, NULL);
        struct kiosk_catalogue *catalogue = NULL;
        assert_non_null(json);
        assert_int_equal(kiosk_settings_from_json(json, &settings), -1);
        assert_int_equal(kiosk_now_from_json(json, &now), -1);
        assert_int_equal(kiosk_catalogue_from_json(json, &catalogue), -1);
        json_decref(json);
    }
    assert_int_equal(kiosk_settings_from_json(NULL, &settings), -1);
}

static void items_that_cannot_be_found_are_left_out(void **state)
{
    (void)state;
    static const char text[] =
        "{\"departments\":[{\"code\":\"d\",\"name\":{\"zh\":\"局\"}}],"
        "\"categories\":[{\"code\":\"c\",\"series\":\"A\",\"name\":{\"zh\":\"类\"}}],"
        "\"items\":[{\"code\":\"a\",\"department\":\"d\",\"category\":\"c\",\"popular\":true,"
        "\"name\":{\"zh\":\"甲\",\"en\":\"A\"},\"guide\":{\"fee\":{\"zh\":\"免费\"}}},"
        "{\"code\":\"b\",\"department\":\"x\",\"category\":\"c\"},7]}";
    json_t *json = json_loads(text, 0, NULL);
    struct kiosk_catalogue *catalogue = NULL;
    assert_int_equal(kiosk_catalogue_from_json(json, &catalogue), 0);
    json_decref(json);
    assert_int_equal(catalogue->item_count, 1);
    assert_string_equal(catalogue->items[0].name.en, "A");
    assert_string_equal(catalogue->departments[0].name.en, "局"); /* Chinese where no English is */
    assert_int_equal(catalogue->departments[0].items, 1);
    assert_string_equal(catalogue->items[0].facts[4].zh, "免费");
    assert_string_equal(catalogue->items[0].pinyin, "");
    assert_int_equal(kiosk_catalogue_item(catalogue, "a"), 0);
    assert_int_equal(kiosk_catalogue_item(catalogue, "b"), UINT16_MAX);
    kiosk_catalogue_destroy(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_come_back),
        cmocka_unit_test(now_comes_back),
        cmocka_unit_test(other_json_is_refused),
        cmocka_unit_test(items_that_cannot_be_found_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
