/* test_kiosk_walk.c: the kiosk as a machine: touches, answers and time in, pages and requests
 * out. No window and no network. */
#include "kiosk_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ what the controller does */

static void refuse(int status, const char *code)
{
    json_t *body = json_pack("{s:{s:s,s:s}}", "error", "code", code, "message", "请到导办台");
    answer("/api/v1/tickets", status, body);
    json_decref(body);
}

static void tell_now(const char *change)
{
    json_t *now = json_deep_copy(part("now"));
    json_t *changes = json_loads(change, 0, NULL);
    assert_non_null(changes);
    json_object_update(now, changes);
    answer("/now", 200, now);
    json_decref(changes);
    json_decref(now);
}

static void event(const char *name, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    kiosk_event(rig.kiosk, name, json, rig.now);
    json_decref(json);
    show();
}

/* Copies the "intent" of the last ticket that was asked for. */
static void last_intent(char out[80])
{
    json_t *body = json_loads(rig.sent[last_request("/api/v1/tickets")].body, 0, NULL);
    const char *intent = json_string_value(json_object_get(body, "intent"));
    snprintf(out, 80, "%s", intent != NULL ? intent : "");
    json_decref(body);
}

static uint32_t tickets_asked(void)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i <= rig.count; i++) {
        count += strcmp(rig.sent[i].path, "/api/v1/tickets") == 0;
    }
    return count;
}

/* ------------------------------------------------------------------ the way to a ticket */

static void starting_says_so_and_becomes_the_first_page(void **state)
{
    (void)state;
    struct kiosk_setup setup = {.name = "kiosk-1", .language = rig.language, .fonts = rig.fonts,
                                .send = send_request};
    struct kiosk *fresh = kiosk_create(&setup), *kept = rig.kiosk;
    rig.kiosk = fresh;
    show();
    assert_page("message");
    assert_true(sees("正在启动"));
    rig.kiosk = kept;
    kiosk_destroy(fresh);
    show();
    assert_page("home");
    assert_true(sees("企业设立登记"));
    assert_true(sees("综合受理") && sees("请人帮忙") && sees("大字版") && sees("English"));
}

static void two_touches_to_a_ticket(void **state)
{
    (void)state;
    tap("企业设立登记");
    assert_page("guide");
    assert_true(sees("带什么") && sees("条件") && sees("怎么办") && sees("时限") && sees("收费") &&
                sees("依据") && sees("投诉"));
    assert_true(sees("正在等候") && sees("预计等候") && sees("一楼东厅"));
    tap("取号");
    assert_int_equal(tickets_asked(), 1);
    json_t *body = json_loads(rig.sent[rig.count].body, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(body, "item")), "qiye-sheli");
    assert_string_equal(json_string_value(json_object_get(body, "printers")), "floor-1");
    assert_string_equal(json_string_value(json_object_get(body, "priority")), "");
    json_decref(body);
    answer("/api/v1/tickets", 201, part("ticket"));
    assert_page("ticket");
    assert_true(sees("A022") && sees("3 人") && sees("约 6 分钟") && sees("一楼东厅"));
    assert_true(sees("正在打印号票"));
}

static void three_touches_through_the_tree(void **state)
{
    (void)state;
    tap("按业务查找");
    assert_page("categories");
    tap("企业登记");
    assert_page("items");
    tap("企业变更登记");
    assert_page("guide");
    tap("← 返回");
    assert_page("items");
    tap("← 返回");
    assert_page("categories");
    tap("← 返回");
    assert_page("home");
}

static void a_department_with_one_item_is_that_item(void **state)
{
    (void)state;
    tap("按部门查找");
    tap("安监局");
    assert_page("guide");
    assert_true(sees("安监局"));
}

static void search_finds_by_initials(void **state)
{
    (void)state;
    tap("输入拼音");
    assert_page("search");
    static const char *const keys[] = {"Q", "Y", "S", "L"};
    for (size_t i = 0; i < 4; i++) {
        tap(keys[i]);
    }
    assert_true(sees("QYSL"));
    assert_true(sees("企业设立登记"));
    assert_false(sees("企业变更登记"));
    tap("删除");
    assert_true(sees("QYS"));
    tap("清空");
    tap("Z");
    tap("Z");
    tap("Z");
    tap("Z");
    tap("Z");
    assert_true(sees("没有找到"));
}

static void general_goes_to_the_general_item(void **state)
{
    (void)state;
    tap("综合受理");
    assert_page("guide");
    assert_true(sees("综合咨询与帮办代办"));
}

static void priority_is_declared_before_the_ticket(void **state)
{
    (void)state;
    tap("企业设立登记");
    tap("可优先");
    assert_page("priority");
    tap("老年人");
    assert_page("guide");
    assert_true(sees("老年人"));
    tap("优先取号");
    json_t *body = json_loads(rig.sent[last_request("/api/v1/tickets")].body, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(body, "priority")), "elderly");
    json_decref(body);
}

/* ------------------------------------------------------------------ one ticket, always */

static void a_double_tap_is_one_ticket(void **state)
{
    (void)state;
    tap("企业设立登记");
    pass(700);
    SDL_Point take = place_of("取号");
    tap_at(take);
    pass(100);
    tap_at(take);
    pass(700);
    tap_at(take); /* also later: one request is on its way */
    assert_int_equal(tickets_asked(), 1);
}

static void a_lost_answer_is_asked_again_under_the_same_intent(void **state)
{
    (void)state;
    char first[80], again[80], third[80];
    tap("企业设立登记");
    tap("取号");
    last_intent(first);
    assert_true(strlen(first) > 20);
    answer("/api/v1/tickets", 0, NULL);
    assert_page("guide"); /* by itself */
    pass(1000);
    assert_int_equal(tickets_asked(), 2);
    last_intent(again);
    assert_string_equal(again, first);
    answer("/api/v1/tickets", 0, NULL);
    assert_page("message");
    assert_true(sees("不会取两个号"));
    tap("再试一次");
    assert_int_equal(tickets_asked(), 3);
    last_intent(third);
    assert_string_equal(third, first);
    answer("/api/v1/tickets", 201, part("ticket"));
    assert_page("ticket");
}

static void the_next_visitor_has_a_new_intent(void **state)
{
    (void)state;
    char first[80], second[80];
    tap("企业设立登记");
    tap("取号");
    last_intent(first);
    answer("/api/v1/tickets", 0, NULL);
    pass(1000);
    answer("/api/v1/tickets", 0, NULL);
    tap("首页");
    assert_page("home");
    tap("企业设立登记");
    tap("取号");
    last_intent(second);
    assert_string_not_equal(first, second);
}

static void an_answer_that_nobody_waits_for_changes_nothing(void **state)
{
    (void)state;
    tap("企业设立登记");
    tap("取号");
    uint32_t id = last_request("/api/v1/tickets");
    tap("首页");
    kiosk_answer(rig.kiosk, id, 201, part("ticket"), rig.now);
    show();
    assert_page("home");
}

/* ------------------------------------------------------------------ refusals and troubles */

struct refusal_row {
    int status;
    const char *code, *text;
};

static void each_refusal_has_words_and_a_next_step(void **state)
{
    (void)state;
    static const struct refusal_row rows[] = {
        {409, "quota", "今天的号已取完"},
        {409, "series_full", "今天的号已取完"},
        {409, "day_closed", "今天不再取号"},
        {503, "not_durable", "暂停取号"},
        {503, "full", "没有取到号"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rig_tear_down(NULL);
        rig_set_up(NULL);
        tap("企业设立登记");
        tap("取号");
        refuse(rows[i].status, rows[i].code);
        if (strcmp(rows[i].code, "day_closed") == 0) {
            tell_now("{\"open\":false}");
        } else if (strcmp(rows[i].code, "not_durable") == 0) {
            tell_now("{\"taking\":false}");
        }
        assert_page("message");
        assert_true(sees(rows[i].text));
        assert_true(sees("请人帮忙"));
    }
}

struct trouble_row {
    const char *change, *text;
};

static void the_first_page_says_why_no_ticket_is_given(void **state)
{
    (void)state;
    static const struct trouble_row rows[] = {
        {"{\"open\":false}", "今天不再取号"},
        {"{\"open\":false,\"before\":true}", "还没到取号时间"},
        {"{\"open\":false,\"periods\":[]}", "今天休息"},
        {"{\"taking\":false}", "暂停取号"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tell_now(rows[i].change);
        assert_page("message");
        assert_true(sees(rows[i].text));
        tell_now("{}");
        assert_page("home");
    }
}

static void guides_can_be_read_while_closed_and_no_ticket_taken(void **state)
{
    (void)state;
    tell_now("{\"open\":false}");
    tap("先看办事指南");
    assert_page("home");
    tap("企业设立登记");
    assert_page("guide");
    assert_true(sees("现在不取号"));
    for (int i = 0; i < 2; i++) { /* the button is there and does nothing */
        for (size_t n = 0; n < rig.scene->node_count; n++) {
            const struct scene_node *node = &rig.scene->nodes[n];
            if (node->kind == SCENE_LINE && strcmp(rig.scene->pool + node->text, "取号") == 0) {
                pass(700);
                tap_at((SDL_Point){node->rect.x + 5, node->rect.y + 5});
            }
        }
    }
    assert_int_equal(tickets_asked(), 0);
}

static void a_controller_that_is_gone_and_comes_back(void **state)
{
    (void)state;
    kiosk_online(rig.kiosk, false, false, rig.now);
    show();
    assert_page("message");
    assert_true(sees("暂时连不上"));
    uint32_t before = rig.count;
    kiosk_online(rig.kiosk, true, true, rig.now);
    show();
    assert_page("home");
    assert_true(rig.count > before); /* everything is asked for again */
}

static void paper_is_out_and_the_number_is_valid(void **state)
{
    (void)state;
    tell_now("{\"paper\":\"out\"}");
    assert_true(sees("打印机缺纸"));
    tap("企业设立登记");
    tap("取号");
    answer("/api/v1/tickets", 201, part("ticket"));
    assert_page("ticket");
    assert_true(sees("A022"));
    assert_true(sees("缺纸"));
}

/* ------------------------------------------------------------------ the slip */

static void the_slip_is_followed_and_printed_again(void **state)
{
    (void)state;
    char printed[80], others[80];
    long long id = (long long)json_integer_value(json_object_get(part("ticket"), "id"));
    snprintf(printed, sizeof printed, "{\"ticket\":%lld}", id);
    snprintf(others, sizeof others, "{\"ticket\":%lld}", id + 1);
    tap("企业设立登记");
    tap("取号");
    answer("/api/v1/tickets", 201, part("ticket"));
    event("slip_printed", others);
    assert_true(sees("正在打印号票"));
    event("slip_printed", printed);
    assert_true(sees("请取走号票"));
    tap("补打");
    assert_true(last_request("/slip") != 0);
    assert_true(sees("正在补打"));
    event("slip_printed", printed);
    assert_true(sees("请取走号票"));
    tap("补打");
    answer("/slip", 409, NULL);
    assert_true(sees("现在不能补打"));
}

/* ------------------------------------------------------------------ somebody has left */

static void the_ticket_stays_eight_seconds(void **state)
{
    (void)state;
    tap("企业设立登记");
    tap("取号");
    answer("/api/v1/tickets", 201, part("ticket"));
    pass(7000);
    assert_page("ticket");
    tap_at((SDL_Point){540, 700}); /* a touch beside the buttons: eight more */
    pass(7000);
    assert_page("ticket");
    pass(1100);
    assert_page("home");
}

static void idle_asks_before_it_starts_anew(void **state)
{
    (void)state;
    tap("English");
    assert_true(sees("What do you need?"));
    tap("Company");
    pass(44000);
    assert_page("guide");
    pass(1500);
    assert_page("idle");
    assert_true(sees("Are you still there?"));
    tap("Continue");
    assert_page("guide");
    pass(46000);
    assert_page("idle");
    pass(19000);
    assert_page("idle");
    pass(1100);
    assert_page("home");
    assert_true(sees("请选择要办理的事项")); /* the language, too */
}

static void nobody_is_asked_on_an_untouched_first_page(void **state)
{
    (void)state;
    pass(600000);
    assert_page("home");
}

static void large_type_waits_longer_and_is_reset(void **state)
{
    (void)state;
    tap("大字版");
    assert_true(kiosk_theme(rig.kiosk)->elder);
    pass(50000);
    assert_page("home");
    pass(11000);
    assert_page("idle");
    pass(21000);
    assert_page("home");
    assert_false(kiosk_theme(rig.kiosk)->elder);
}

/* ------------------------------------------------------------------ quiet */

static void events_are_gathered_into_few_requests(void **state)
{
    (void)state;
    uint32_t before = rig.count;
    for (int i = 0; i < 100; i++) {
        event("ticket_issued", "{\"ticket\":5}");
        pass(20);
        if (rig.count > before && i % 10 == 0) {
            answer("/now", 200, part("now"));
        }
    }
    assert_true(rig.count > before);
    assert_true(rig.count - before <= 4); /* two seconds of storm */
}

static void it_sleeps_while_nothing_happens(void **state)
{
    (void)state;
    assert_true(mono_between(rig.now, kiosk_deadline(rig.kiosk, rig.now)) > 1000);
    pass(200);
    assert_false(kiosk_is_dirty(rig.kiosk));
    kiosk_tick(rig.kiosk, mono_after(rig.now, 300));
    assert_false(kiosk_is_dirty(rig.kiosk));
}

int main(void)
{
#define WALK(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
    const struct CMUnitTest tests[] = {
        WALK(starting_says_so_and_becomes_the_first_page),
        WALK(two_touches_to_a_ticket),
        WALK(three_touches_through_the_tree),
        WALK(a_department_with_one_item_is_that_item),
        WALK(search_finds_by_initials),
        WALK(general_goes_to_the_general_item),
        WALK(priority_is_declared_before_the_ticket),
        WALK(a_double_tap_is_one_ticket),
        WALK(a_lost_answer_is_asked_again_under_the_same_intent),
        WALK(the_next_visitor_has_a_new_intent),
        WALK(an_answer_that_nobody_waits_for_changes_nothing),
        WALK(each_refusal_has_words_and_a_next_step),
        WALK(the_first_page_says_why_no_ticket_is_given),
        WALK(guides_can_be_read_while_closed_and_no_ticket_taken),
        WALK(a_controller_that_is_gone_and_comes_back),
        WALK(paper_is_out_and_the_number_is_valid),
        WALK(the_slip_is_followed_and_printed_again),
        WALK(the_ticket_stays_eight_seconds),
        WALK(idle_asks_before_it_starts_anew),
        WALK(nobody_is_asked_on_an_untouched_first_page),
        WALK(large_type_waits_longer_and_is_reset),
        WALK(events_are_gathered_into_few_requests),
        WALK(it_sleeps_while_nothing_happens),
    };
    return cmocka_run_group_tests(tests, rig_set_up_all, rig_tear_down_all);
}
