/* test_kiosk_progress.c: the progress of a case at the kiosk: keys, the answer, refusals, and that
 * nothing of it is left for the next visitor. */
#include "kiosk_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PROGRESS "/api/v1/progress/"

/* As quickly as a person who reads a number off a paper. */
static void type(const char *digits)
{
    pass(700);
    for (const char *c = digits; *c != '\0'; c++) {
        char label[2] = {*c, '\0'};
        for (size_t i = 0; i < rig.scene->node_count; i++) {
            const struct scene_node *node = &rig.scene->nodes[i];
            SDL_Point middle = {node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
            if (node->kind == SCENE_LINE && strcmp(rig.scene->pool + node->text, label) == 0 &&
                scene_find(rig.scene, middle.x, middle.y) >= 0) {
                tap_at(middle);
                break;
            }
        }
        pass(150);
    }
}

/* Groups that are there; "" = none. */
static bool sees_number(const char *a, const char *b, const char *c)
{
    return sees(a) && (b[0] == '\0' || sees(b)) && (c[0] == '\0' || sees(c));
}

static void ask_for(const char *digits)
{
    tap("办件进度");
    assert_page("receipt");
    type(digits);
    tap("查询");
}

static void refuse(int status)
{
    json_t *body = json_pack("{s:{s:s,s:s}}", "error", "code", "x", "message", "x");
    answer(PROGRESS, status, status != 0 ? body : NULL);
    json_decref(body);
}

/* The fixture's case, changed by an object. */
static void tell(const char *change)
{
    json_t *body = json_deep_copy(part("progress"));
    json_t *changes = json_loads(change, 0, NULL);
    assert_non_null(changes);
    json_object_update(body, changes);
    answer(PROGRESS, 200, body);
    json_decref(changes);
    json_decref(body);
}

/* ------------------------------------------------------------------ the walk */

static void a_receipt_number_shows_how_far_the_case_is(void **state)
{
    (void)state;
    ask_for("260226001248213");
    assert_int_equal(times_asked(PROGRESS), 1);
    assert_string_equal(rig.sent[last_request(PROGRESS)].path, PROGRESS "260226-0012-48213");
    assert_string_equal(rig.sent[last_request(PROGRESS)].body, "");
    assert_true(sees("正在查询"));
    answer(PROGRESS, 200, part("progress"));
    assert_page("progress");
    assert_true(sees("企业设立登记") && sees("260226-0012-48213"));
    assert_true(sees("受理") && sees("审核") && sees("审批") && sees("办结"));
    assert_true(sees("2 月 26 日") && sees("2 月 27 日") && sees("还没到"));
    assert_true(sees("承诺办结") && sees("3 月 3 日"));
    assert_false(sees("中止"));
    tap("English");
    assert_true(sees("Company registration") && sees("Examined") && sees("Tuesday 3 March"));
    tap("中文");
    tap("← 返回"); /* the number is still there, to be corrected */
    assert_page("receipt");
    assert_true(sees_number("260226", "0012", "48213"));
    tap("查询");
    answer(PROGRESS, 200, part("progress"));
    tap("查另一个号码");
    assert_page("receipt");
    assert_false(sees("260226"));
}

struct keys_row {
    const char *type, *then, *first, *second, *third;
};

static void number_keys_fill_the_groups(void **state)
{
    (void)state;
    static const struct keys_row rows[] = {
        {"2602", NULL, "2602", "", ""},
        {"2602260012", NULL, "260226", "0012", ""},
        {"26022600124", "删除", "260226", "0012", ""},
        {"2602260", "删除", "260226", "", ""},
        {"111111222233333", NULL, "111111", "2222", "33333"}, /* the same key again and again */
        {"26022600124821399", NULL, "260226", "0012", "48213"}, /* no more than there are places */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tap("办件进度");
        type(rows[i].type);
        if (rows[i].then != NULL) {
            tap(rows[i].then);
        }
        assert_true(sees_number(rows[i].first, rows[i].second, rows[i].third));
        assert_false(sees("99"));
        tap("清空");
        assert_false(sees(rows[i].first));
        tap("首页");
    }
}

/* Is there a target as wide as the button 查询? */
static bool may_ask(void)
{
    for (size_t i = 0; i < rig.scene->target_count; i++) {
        if (rig.scene->targets[i].rect.w > rig.scene->width / 2) {
            return true;
        }
    }
    return false;
}

static void only_a_whole_number_is_asked_for_and_only_once(void **state)
{
    (void)state;
    tap("办件进度");
    type("26022600124821");
    assert_false(may_ask());
    type("3");
    assert_true(may_ask());
    tap("查询");
    assert_false(may_ask()); /* one is on its way */
    assert_int_equal(times_asked(PROGRESS), 1);
}

/* ------------------------------------------------------------------ refusals and lost answers */

struct refusal_row {
    int status;
    const char *text;
};

static void each_refused_number_has_words_and_stays(void **state)
{
    (void)state;
    static const struct refusal_row rows[] = {
        {404, "没有查到这个号码"},
        {429, "过一分钟再试"},
        {503, "现在查不了"},
        {403, "现在查不了"},
    };
    ask_for("260226001248231");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        refuse(rows[i].status);
        assert_page("receipt");
        assert_true(sees(rows[i].text) && sees("导办台"));
        assert_true(sees_number("260226", "0012", "48231"));
        tap("查询");
        assert_false(sees(rows[i].text)); /* while it is asked again */
    }
    tell("{\"stages\":[]}"); /* an answer that is none */
    assert_true(sees("现在查不了"));
    tap("删除");
    assert_false(sees("现在查不了"));
}

static void a_lost_answer_is_asked_for_once_more(void **state)
{
    (void)state;
    ask_for("260226001248213");
    refuse(0);
    assert_true(sees("正在查询"));
    pass(1000);
    assert_int_equal(times_asked(PROGRESS), 2);
    refuse(0);
    assert_true(sees("网络没有回应") && sees_number("260226", "0012", "48213"));
    pass(5000);
    assert_int_equal(times_asked(PROGRESS), 2); /* and then by the visitor only */
    rig.dead = true;
    tap("查询");
    assert_true(sees("网络没有回应"));
    rig.dead = false;
    tap("查询");
    answer(PROGRESS, 200, part("progress"));
    assert_page("progress");
}

static void an_answer_to_another_number_is_not_taken(void **state)
{
    (void)state;
    ask_for("260226001248213");
    uint32_t id = last_request(PROGRESS);
    tap("删除");
    kiosk_answer(rig.kiosk, id, 200, part("progress"), rig.now);
    show();
    assert_page("receipt");
    type("3");
    tap("查询");
    id = last_request(PROGRESS);
    tap("首页");
    kiosk_answer(rig.kiosk, id, 200, part("progress"), rig.now);
    show();
    assert_page("home");
}

/* ------------------------------------------------------------------ how a case can stand */

struct standing_row {
    const char *change, *text;
};
#define STAGE(code, zh, en, day)                                                                   \
    "{\"code\":\"" code "\",\"zh\":\"" zh "\",\"en\":\"" en "\",\"day\":" day "}"

static const struct standing_row standings[] = {
    {"{\"suspended\":\"2026-03-02\"}", "时限已中止"},
    {"{\"promised\":\"2026-02-28\"}", "已过承诺日期"},
    {"{\"promised\":null}", "未定日期"},
    {"{\"promised\":\"2027-01-04\"}", "2027 年 1 月 4 日"},
    {"{\"stage\":{\"code\":\"completed\"},\"stages\":["
     STAGE("accepted", "受理", "Accepted", "\"2026-02-26\"") ","
     STAGE("approved", "审批", "Approved", "null") ","
     STAGE("completed", "办结", "Completed", "\"2026-03-02\"") "]}", "已经办结"},
    {"{\"stage\":{\"code\":\"refused\"},\"promised\":\"2026-02-28\",\"stages\":["
     STAGE("accepted", "受理", "Accepted", "\"2026-02-26\"") ","
     STAGE("refused", "不予许可", "Refused", "\"2026-03-02\"") "]}", "办理已经结束"},
};
enum { STANDINGS = sizeof standings / sizeof *standings };

static void each_standing_of_a_case_has_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < STANDINGS; i++) {
        ask_for("260226001248213");
        tell(standings[i].change);
        assert_page("progress");
        assert_true(sees(standings[i].text));
        assert_false(i > 1 && (sees("时限已中止") || sees("已过承诺日期")));
        tap("首页");
    }
}

static bool lies_within(const SDL_Rect *a, const SDL_Rect *b)
{
    return a->x >= b->x && a->y >= b->y && a->x + a->w <= b->x + b->w &&
           a->y + a->h <= b->y + b->h;
}

/* What is seen of it: characters do not fill the height of their line. */
static SDL_Rect ink_of(const struct scene_node *node)
{
    SDL_Rect rect = node->rect;
    if (node->kind == SCENE_LINE) {
        int spare = node->font.px / 8;
        rect.y += spare;
        rect.h -= 2 * spare;
    }
    return rect;
}

/* Nothing lies half across a button, or beyond the screen. */
static bool is_tidy(void)
{
    const SDL_Rect screen = {0, 0, rig.scene->width, rig.scene->height};
    bool tidy = true;
    for (size_t n = 0; n < rig.scene->node_count; n++) {
        const SDL_Rect node = ink_of(&rig.scene->nodes[n]);
        tidy = tidy && lies_within(&node, &screen);
        for (size_t t = 0; t < rig.scene->target_count; t++) {
            const SDL_Rect *target = &rig.scene->targets[t].rect;
            tidy = tidy && (!SDL_HasIntersection(&node, target) || lies_within(&node, target) ||
                            lies_within(target, &node));
        }
    }
    return tidy;
}

/* What a visitor was told, once more in another language, type and shape of screen. */
static void in_each_mode(const char *what)
{
    for (int mode = 0; mode < 8; mode++) {
        bool tall = (mode & 4) == 0;
        kiosk_resize(rig.kiosk, tall ? 1080 : 1920, tall ? 1920 : 1080);
        kiosk_choose(rig.kiosk, mode & 1 ? LANGUAGE_EN : LANGUAGE_ZH, (mode & 2) != 0);
        show();
        int warnings = theme_check(kiosk_theme(rig.kiosk), rig.scene, what, stdout);
        if (warnings != 0 || !is_tidy()) {
            print_error("%s does not fit in mode %d\n", what, mode);
            fail();
        }
    }
}

static void all_that_is_said_of_a_case_fits(void **state)
{
    (void)state;
    static const int statuses[] = {404, 429, 503, 0};
    for (size_t i = 0; i < STANDINGS; i++) {
        ask_for("260226001248213");
        tell(standings[i].change);
        in_each_mode(standings[i].text);
        rig_tear_down(NULL);
        rig_set_up(NULL);
    }
    ask_for("260226001248213");
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        refuse(statuses[i]);
        pass(1000);
        if (statuses[i] == 0) {
            refuse(0);
        }
        in_each_mode("refusal");
        kiosk_resize(rig.kiosk, 1080, 1920);
        kiosk_choose(rig.kiosk, LANGUAGE_ZH, false);
        show();
        tap("查询");
    }
}

/* ------------------------------------------------------------------ the next visitor */

/* The number opens somebody's case: nobody who comes later finds it. */
static void the_next_visitor_finds_no_number(void **state)
{
    (void)state;
    static const char *const ways[] = {"← 返回", "首页", NULL}; /* NULL: walks away */
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        ask_for("260226001248213");
        answer(PROGRESS, 200, part("progress"));
        if (ways[i] == NULL) {
            pass(46000);
            assert_page("idle");
            assert_false(sees("260226") || sees("企业设立登记"));
            pass(21000);
        } else {
            tap(ways[i]);
            if (strcmp(kiosk_page_name(rig.kiosk), "receipt") == 0) {
                tap(ways[i]);
            }
        }
        assert_page("home");
        tap("办件进度");
        assert_page("receipt");
        assert_false(sees("260226") || sees("0012") || sees("48213"));
        tap("首页");
    }
}

static void staying_keeps_the_answer_and_large_type_waits_longer(void **state)
{
    (void)state;
    tap("大字版");
    ask_for("260226001248213");
    answer(PROGRESS, 200, part("progress"));
    pass(50000);
    assert_page("progress");
    pass(11000);
    assert_page("idle");
    tap("继续");
    assert_page("progress");
    assert_true(sees("260226-0012-48213"));
}

int main(void)
{
#define WALK(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
    const struct CMUnitTest tests[] = {
        WALK(a_receipt_number_shows_how_far_the_case_is),
        WALK(number_keys_fill_the_groups),
        WALK(only_a_whole_number_is_asked_for_and_only_once),
        WALK(each_refused_number_has_words_and_stays),
        WALK(a_lost_answer_is_asked_for_once_more),
        WALK(an_answer_to_another_number_is_not_taken),
        WALK(each_standing_of_a_case_has_words),
        WALK(all_that_is_said_of_a_case_fits),
        WALK(the_next_visitor_finds_no_number),
        WALK(staying_keeps_the_answer_and_large_type_waits_longer),
    };
    return cmocka_run_group_tests(tests, rig_set_up_all, rig_tear_down_all);
}
