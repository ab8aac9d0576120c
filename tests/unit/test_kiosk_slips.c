/* test_kiosk_slips.c: what a kiosk tells and takes by a paper in the visitor's hand: how far a case is
 * by its receipt, a rating by the code on the slip. */
#include "kiosk_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ how far a case is */

static const char receipt[] = "260226004148213";

static void type(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        char key[2] = {*c, '\0'};
        pass(700);
        for (size_t i = 0; i < rig.scene->node_count; i++) { /* the key, not the field */
            const struct scene_node *node = &rig.scene->nodes[i];
            SDL_Point at = {node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
            if (node->kind == SCENE_LINE && strcmp(rig.scene->pool + node->text, key) == 0 &&
                scene_find(rig.scene, at.x, at.y) >= 0) {
                tap_at(at);
                break;
            }
        }
    }
}

static void ask_progress(void)
{
    tap("办件进度");
    assert_page("progress");
    type(receipt);
    tap("查询");
    assert_int_equal(last_request("/api/v1/progress/"), rig.count);
    assert_string_equal(rig.sent[rig.count].path, "/api/v1/progress/260226-0041-48213");
    assert_string_equal(rig.sent[rig.count].body, "");
}

static void the_receipt_shows_how_far_the_case_is(void **state)
{
    (void)state;
    ask_progress();
    answer("/api/v1/progress/", 200, part("progress"));
    assert_page("stages");
    assert_true(sees("企业设立登记") && sees("260226-0041-48213") && sees("2026 年 3 月 5 日"));
    assert_true(sees("受理") && sees("审核") && sees("审批") && sees("办结"));
    assert_true(sees("2026 年 2 月 27 日 · 现在") && sees("还没到这一步"));
    assert_false(sees("时限已中止"));
    tap("English");
    assert_true(sees("Company registration") && sees("5 March 2026"));
    tap("Done");
    assert_page("home");
    tap("办件进度"); /* the next visitor sees nothing of it */
    assert_false(sees("48213") || sees("企业设立登记"));
}

static void a_clock_that_stands_and_an_end_are_told(void **state)
{
    (void)state;
    json_t *body = json_deep_copy(part("progress"));
    json_object_set_new(body, "suspended", json_string("2026-02-28"));
    ask_progress();
    answer("/api/v1/progress/", 200, body);
    assert_true(sees("时限已中止"));
    tap("返回");
    assert_page("progress");
    json_t *end = json_pack("{s:s,s:s,s:s,s:s}", "code", "refused", "zh", "不予许可", "en",
                            "Refused", "day", "2026-03-01");
    json_object_set(body, "stage", end);
    json_array_set_new(json_object_get(body, "stages"), 3, end);
    tap("查询");
    answer("/api/v1/progress/", 200, body);
    assert_true(sees("不予许可") && sees("救济途径"));
    assert_false(sees("时限已中止"));
    json_decref(body);
}

static void a_part_of_the_number_asks_nothing(void **state)
{
    (void)state;
    tap("办件进度");
    type("26022600414821");
    uint32_t before = rig.count;
    for (size_t n = 0; n < rig.scene->node_count; n++) { /* the button is there, off */
        const struct scene_node *node = &rig.scene->nodes[n];
        if (node->kind == SCENE_LINE && strcmp(rig.scene->pool + node->text, "查询") == 0) {
            tap_at((SDL_Point){node->rect.x + 5, node->rect.y + 5});
        }
    }
    assert_int_equal(last_request("/api/v1/progress/"), 0);
    assert_true(rig.count - before <= 1);
    tap("删除");
    tap("清空");
    type(receipt);
    type("7"); /* a sixteenth digit is not taken */
    tap("查询");
    assert_string_equal(rig.sent[rig.count].path, "/api/v1/progress/260226-0041-48213");
}

static void each_trouble_with_a_receipt_has_a_next_step(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *text;
    } rows[] = {{404, "逐位核对"}, {429, "过几分钟再查"}, {0, "网络没有回应"}, {500, "网络没有回应"}};
    ask_progress();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        answer("/api/v1/progress/", rows[i].status, NULL);
        assert_page("progress");
        assert_true(sees(rows[i].text));
        assert_true(sees("导办台"));
        tap("查询"); /* the number is kept */
    }
    rig.dead = true;
    answer("/api/v1/progress/", 0, NULL);
    tap("查询");
    assert_true(sees("网络没有回应"));
    tap("删除");
    assert_false(sees("网络没有回应"));
}

static void an_answer_for_somebody_who_has_gone_shows_nothing(void **state)
{
    (void)state;
    ask_progress();
    uint32_t id = rig.count;
    tap("首页");
    tap("办件进度");
    kiosk_answer(rig.kiosk, id, 200, part("progress"), rig.now);
    show();
    assert_page("progress");
    type(receipt);
    pass(60000); /* idle: asked, and then everything of it is gone */
    assert_page("idle");
    pass(21000);
    assert_page("home");
    tap("输入拼音");
    assert_false(sees("2602"));
}

/* ------------------------------------------------------------------ a screen to rate at */

static void begin_rating(void)
{
    json_t *settings = json_deep_copy(part("settings"));
    json_object_set_new(settings, "layout", json_string("reviews"));
    kiosk_answer(rig.kiosk, 1, 200, settings, rig.now);
    json_decref(settings);
    show();
    assert_page("rate-find");
    type("A022AD9D");
    tap("下一步");
    assert_string_equal(rig.sent[rig.count].path, "/api/v1/slip-service");
    assert_non_null(strstr(rig.sent[rig.count].body, "\"number\":\"A022\""));
    assert_non_null(strstr(rig.sent[rig.count].body, "\"check\":\"AD9D\""));
}

static void refuse_rating(const char *path, int status, const char *code)
{
    json_t *body = json_pack("{s:{s:s}}", "error", "code", code);
    answer(path, status, body);
    json_decref(body);
}

static void nobody_rates_without_the_code_of_the_slip(void **state)
{
    (void)state;
    begin_rating();
    refuse_rating("/slip-service", 404, "unknown_slip");
    assert_page("rate-find");
    assert_true(sees("对不上"));
    tap("下一步");
    refuse_rating("/slip-service", 429, "too_often");
    assert_true(sees("请求太频繁"));
    assert_int_equal(last_request("/slip-evaluation"), 0);
}

static void a_rating_is_sent_again_under_the_same_intent(void **state)
{
    (void)state;
    begin_rating();
    json_t *service = json_loads("{\"number\":\"A022\",\"window\":3,\"item\":{\"zh\":\"设立\"},"
                                 "\"tags\":[{\"code\":\"slow\",\"for\":\"bad\",\"name\":"
                                 "{\"zh\":\"办理拖沓\"}}]}", 0, NULL);
    answer("/slip-service", 200, service);
    json_decref(service);
    assert_page("rate");
    tap("非常不满意");
    tap("办理拖沓");
    tap("提交评价");
    char first[600];
    snprintf(first, sizeof first, "%s", rig.sent[rig.count].body);
    assert_non_null(strstr(first, "\"level\":1"));
    assert_non_null(strstr(first, "\"tags\":[\"slow\"]"));
    answer("/slip-evaluation", 0, NULL);
    assert_true(sees("再按一次"));
    tap("提交评价");
    assert_string_equal(rig.sent[last_request("/slip-evaluation")].body, first);
    answer("/slip-evaluation", 200, NULL);
    assert_true(sees("谢谢您的评价"));
    tap("完成");
    assert_page("rate-find");
    assert_false(sees("AD9D"));
}


#define WALK(test) cmocka_unit_test_setup_teardown(test, rig_set_up, rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WALK(the_receipt_shows_how_far_the_case_is),
        WALK(a_clock_that_stands_and_an_end_are_told),
        WALK(a_part_of_the_number_asks_nothing),
        WALK(each_trouble_with_a_receipt_has_a_next_step),
        WALK(an_answer_for_somebody_who_has_gone_shows_nothing),
        WALK(nobody_rates_without_the_code_of_the_slip),
        WALK(a_rating_is_sent_again_under_the_same_intent),
    };
    return cmocka_run_group_tests_name("kiosk slips", tests, rig_set_up_all, rig_tear_down_all);
}
