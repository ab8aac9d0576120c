/* The file of a bad review: which step from which state, by whom, with which clock; doubts; texts
 * that are attached. The table of states is walked whole: what is not in it is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/doubts.h"
#include "office/reviews.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Monday to Friday; 2026-03-06 (a Friday) is a holiday, Sunday 2026-03-08 is worked. */
static struct site_period period = {.weekdays = 0x3e, .from_min = 540, .to_min = 1020};
static int32_t holidays[] = {20260306}, workdays[] = {20260308};
static struct site_department departments[] = {
    {.code = "tax", .name = {"税务", "Tax"}, .reviews_to = "liu-fang"},
    {.code = "police", .name = {"公安", "Police"}, .reviews_to = ""},
};
static struct site_item items[] = {{.code = "invoice", .department = 0},
                                   {.code = "passport", .department = 1}};
static struct site_window windows[] = {{.number = 3, .department = 1, .clerk = "wang"},
                                       {.number = 4, .department = UINT16_MAX, .clerk = "wu"}};
static const struct site site = {
    .periods = &period, .period_count = 1, .holidays = holidays, .holiday_count = 1,
    .workdays = workdays, .workday_count = 1, .departments = departments, .department_count = 2,
    .items = items, .item_count = 2, .windows = windows, .window_count = 2,
    .reviews = {.to = "chief", .verify_days = 1, .rectify_days = 5, .call_back_days = 3,
                .close_days = 2, .appeal_days = 4, .attempts = 2}};

static const struct review_actor manager = {.may = MAY(ROLE_MANAGER), .name = "ma"};
static const struct review_actor second = {.may = MAY(ROLE_MANAGER), .name = "mb"};
static const struct review_actor auditor = {.may = MAY(ROLE_AUDITOR), .name = "audit"};
static const struct review_actor handler = {.may = MAY(ROLE_CLERK), .name = "liu-fang", .clerk = "liu"};
static const struct review_actor other = {.may = MAY(ROLE_CLERK), .name = "zhao", .clerk = "zhao"};
static const struct review_actor rated = {.may = MAY(ROLE_CLERK), .name = "wang-l", .clerk = "wang"};
static const struct review_actor rated_manager = {
    .may = MAY(ROLE_MANAGER), .name = "wang-m", .clerk = "wang"};

/* ------------------------------------------------------------------ an office with a journal */

enum { JOURNAL = 2048 };
struct rig {
    struct office *office;
    struct event *journal; /* all that was drafted */
    size_t count;
    int64_t seq;
    int32_t day;
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    rig->office = office_create();
    rig->journal = calloc(JOURNAL, sizeof *rig->journal);
    rig->seq = 100;
    rig->day = 20260302;
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    office_destroy(rig->office);
    free(rig->journal);
    free(rig);
    return 0;
}

static void begin(struct rig *rig, struct office_draft *draft)
{
    *draft = (struct office_draft){.office = rig->office, .site = &site, .day = rig->day,
                                   .now = {1000 * rig->seq}, .next_seq = rig->seq};
    draft->events = calloc(OFFICE_DRAFT, sizeof *draft->events);
}

/* As the gate does: stripped, journaled, applied. */
static int end(struct rig *rig, struct office_draft *draft, int error)
{
    for (size_t i = 0; error == 0 && i < draft->count; i++) {
        event_strip(&draft->events[i]);
        assert_true(rig->count < JOURNAL);
        rig->journal[rig->count++] = draft->events[i];
        office_apply(rig->office, &draft->events[i]);
        rig->seq = draft->events[i].seq + 1;
    }
    free(draft->events);
    return error;
}

static const struct review_file *open_one(struct rig *rig, const char *item, uint16_t window,
                                          const char *clerk, int8_t level)
{
    struct event rating = {.kind = EVENT_TICKET_RATED, .seq = rig->seq++, .rating = RATING_ACTIVE,
                           .level = level, .ticket = 26030200001, .window = window, .service = 1,
                           .day = rig->day};
    snprintf(rating.item, sizeof rating.item, "%s", item);
    snprintf(rating.clerk, sizeof rating.clerk, "%s", clerk);
    snprintf(rating.result, sizeof rating.result, "quick");
    snprintf(rating.text, sizeof rating.text, "等了很久");
    struct office_draft draft;
    begin(rig, &draft);
    size_t before = reviews_count(rig->office);
    assert_int_equal(end(rig, &draft, office_react(&draft, &rating)), 0);
    return reviews_count(rig->office) > before ? reviews_at(rig->office, before) : NULL;
}

static int act(struct rig *rig, int64_t id, const char *step, const struct review_actor *who)
{
    const struct review_order order = {.id = id, .step = step, .who = *who, .to = "liu-fang",
                                       .verdict = "true", .level = 4, .text = "查过", .name = "a.txt"};
    struct office_draft draft;
    begin(rig, &draft);
    return end(rig, &draft, reviews_decide_step(&draft, &order));
}

/* Brings a fresh file into a state. */
static const struct review_file *file_in(struct rig *rig, enum review_state state)
{
    static const char *const way[] = {"verify", "rectify", "call_back", "close"};
    const struct review_file *file = open_one(rig, "invoice", 3, "wang", 1);
    int64_t id = file->id;
    for (int i = 0; i < (int)state; i++) {
        assert_int_equal(act(rig, id, way[i], &manager), 0);
    }
    file = reviews_find(rig->office, id);
    assert_int_equal(file->state, state);
    return file;
}

/* ------------------------------------------------------------------ opening */

static void a_bad_active_rating_opens_a_file_and_nothing_else_does(void **state)
{
    struct rig *rig = *state;
    for (int8_t level = 1; level <= 5; level++) {
        assert_int_equal(open_one(rig, "invoice", 3, "wang", level) != NULL, level <= 2);
    }
    struct event rating = {.kind = EVENT_TICKET_RATED, .rating = RATING_DEFAULT, .level = 1};
    struct office_draft draft;
    begin(rig, &draft);
    assert_int_equal(office_react(&draft, &rating), 0);
    assert_int_equal(draft.count, 0);
    end(rig, &draft, 0);
}

static void it_is_assigned_at_once_by_item_then_window_then_to_the_rest(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *item;
        uint16_t window;
        const char *to;
    } rows[] = {{"invoice", 3, "liu-fang"}, {"passport", 3, "chief"}, {"gone", 3, "chief"},
                {"gone", 4, "chief"}, {"invoice", 99, "liu-fang"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct review_file *file = open_one(rig, rows[i].item, rows[i].window, "wang", 2);
        assert_string_equal(file->to, rows[i].to);
        assert_int_equal(file->state, REVIEW_ASSIGNED);
        assert_string_equal(file->doubts, "quick");
    }
}

/* ------------------------------------------------------------------ state x step x role */

/* Steps that a manager may do in each state of a plain file (verdict true, no appeal). */
static const char *const allowed[REVIEW_STATE_COUNT] = {
    [REVIEW_ASSIGNED] = "verify,assign,appeal,note,attach",
    [REVIEW_VERIFIED] = "rectify,explain,assign,appeal,note,attach",
    [REVIEW_HANDLED] = "call_back,no_answer,assign,appeal,note,attach",
    [REVIEW_CALLED] = "close,assign,appeal,note,attach",
    [REVIEW_CLOSED] = "reopen,note",
};

static bool only_managers(const char *step)
{
    return codes_have("assign,accept,reject,reopen", step);
}

static int expected(enum review_state state, const char *step, const struct review_actor *who)
{
    bool may = who == &manager || (who == &handler && !only_managers(step));
    return !may                               ? OFFICE_NOT_ALLOWED
           : codes_have(allowed[state], step) ? 0
                                              : OFFICE_WRONG_STATE;
}

static void every_step_in_every_state_by_everybody(void **state)
{
    struct rig *rig = *state;
    const struct review_actor *people[] = {&manager, &auditor, &handler,
                                           &other,   &rated,   &rated_manager};
    const char *step;
    size_t looked_at = 0;
    for (int s = 0; s < REVIEW_STATE_COUNT; s++) {
        for (size_t i = 0; (step = review_step_name(i)) != NULL; i++) {
            for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
                const struct review_file *file = file_in(rig, (enum review_state)s);
                int want = expected((enum review_state)s, step, people[p]);
                assert_int_equal(review_step_may(file, step, people[p]), want == 0);
                assert_int_equal(act(rig, file->id, step, people[p]), want);
                looked_at++;
                rig->count = 0;
            }
        }
    }
    assert_int_equal(looked_at, REVIEW_STATE_COUNT * 13 * 6);
}

static void who_may_see_it(void **state)
{
    struct rig *rig = *state;
    const struct review_file *file = open_one(rig, "invoice", 3, "wang", 1);
    static const struct {
        const struct review_actor *who;
        bool sees;
    } rows[] = {{&manager, true}, {&auditor, true}, {&handler, true},
                {&other, false},  {&rated, false},  {&rated_manager, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(review_may_see(file, rows[i].who), rows[i].sees);
    }
    const struct review_actor nobody = {.may = MAY(ROLE_NOBODY), .name = "liu-fang"};
    assert_false(review_may_see(file, &nobody));
}

static void what_is_untrue_is_explained_and_not_rectified(void **state)
{
    struct rig *rig = *state;
    const struct review_file *file = open_one(rig, "invoice", 3, "wang", 1);
    struct review_order order = {.id = file->id, .step = "verify", .who = manager,
                                 .verdict = "malicious", .text = "无此人"};
    struct office_draft draft;
    begin(rig, &draft);
    assert_int_equal(end(rig, &draft, reviews_decide_step(&draft, &order)), 0);
    assert_int_equal(act(rig, file->id, "rectify", &manager), OFFICE_WRONG_STATE);
    assert_int_equal(act(rig, file->id, "explain", &manager), 0);
    assert_true(review_counts(file)); /* only an accepted appeal takes it out of figures */
}

/* ------------------------------------------------------------------ appeals */

static void nobody_decides_about_his_own_appeal(void **state)
{
    struct rig *rig = *state;
    const struct review_file *file = file_in(rig, REVIEW_CALLED);
    int64_t id = file->id;
    assert_int_equal(act(rig, id, "accept", &second), OFFICE_WRONG_STATE);
    assert_int_equal(act(rig, id, "appeal", &manager), 0);
    assert_int_equal(act(rig, id, "close", &manager), OFFICE_WRONG_STATE);
    assert_int_equal(act(rig, id, "accept", &manager), OFFICE_WRONG_STATE);
    assert_int_equal(act(rig, id, "accept", &second), 0);
    assert_false(review_counts(reviews_find(rig->office, id)));
    assert_int_equal(act(rig, id, "appeal", &manager), OFFICE_WRONG_STATE);
    assert_int_equal(act(rig, id, "close", &manager), 0);

    id = file_in(rig, REVIEW_ASSIGNED)->id;
    assert_int_equal(act(rig, id, "appeal", &handler), 0);
    assert_int_equal(act(rig, id, "reject", &manager), 0);
    assert_true(review_counts(reviews_find(rig->office, id)));
    assert_int_equal(act(rig, id, "close", &manager), OFFICE_WRONG_STATE);
}

/* ------------------------------------------------------------------ clocks */

static void clocks_run_in_working_days(void **state)
{
    struct rig *rig = *state;
    rig->day = 20260304; /* Wednesday; Friday is a holiday, Sunday is worked */
    const struct review_file *file = open_one(rig, "invoice", 3, "wang", 1);
    int64_t id = file->id;
    assert_int_equal(file->due_day, 20260305);
    assert_int_equal(file->rectify_due, 20260311); /* Thu, Sun, Mon, Tue, Wed */
    assert_false(review_overdue(file, 20260305));
    assert_true(review_overdue(file, 20260306));
    rig->day = 20260310; /* verified late: rectified by the same day all the same */
    assert_int_equal(act(rig, id, "verify", &manager), 0);
    assert_int_equal(file->due_day, 20260311);
    rig->day = 20260311;
    assert_int_equal(act(rig, id, "rectify", &manager), 0);
    assert_int_equal(file->rectified_day, 20260311);
    assert_int_equal(file->due_day, 20260316);
    rig->day = 20260312;
    assert_int_equal(act(rig, id, "no_answer", &manager), 0);
    assert_int_equal(file->state, REVIEW_HANDLED);
    assert_int_equal(file->due_day, 20260316);
    assert_int_equal(act(rig, id, "no_answer", &manager), 0);
    assert_int_equal(file->state, REVIEW_CALLED);
    assert_true(file->given_up);
    assert_int_equal(file->due_day, 20260316);
    assert_int_equal(act(rig, id, "appeal", &manager), 0);
    assert_int_equal(file->appeal_due, 20260318);
    assert_int_equal(review_next_due(file), 20260316);
    assert_int_equal(act(rig, id, "reject", &second), 0);
    assert_int_equal(act(rig, id, "close", &manager), 0);
    assert_int_equal(review_next_due(file), 0);
    assert_false(review_overdue(file, 20990101));
    rig->day = 20260320;
    assert_int_equal(act(rig, id, "reopen", &manager), 0);
    assert_int_equal(file->due_day, 20260323);
    assert_int_equal(file->rectify_due, 20260327);
    assert_int_equal(file->rounds, 2);
    assert_int_equal(file->rectified_day, 0);
}

/* ------------------------------------------------------------------ values and texts */

static int try(struct rig *rig, const struct review_order *order)
{
    struct office_draft draft;
    begin(rig, &draft);
    return end(rig, &draft, reviews_decide_step(&draft, order));
}

static void wrong_values_change_nothing(void **state)
{
    struct rig *rig = *state;
    int64_t fresh = file_in(rig, REVIEW_ASSIGNED)->id, handled = file_in(rig, REVIEW_HANDLED)->id;
    const struct {
        struct review_order order;
        int error;
    } rows[] = {
        {{.id = 1, .step = "verify", .text = "x"}, OFFICE_UNKNOWN},
        {{.id = fresh, .step = "delete", .text = "x"}, OFFICE_UNKNOWN},
        {{.id = fresh, .step = "verify", .text = "x", .verdict = "maybe"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "verify", .text = "x", .verdict = ""}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "verify", .text = "", .verdict = "true"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "verify", .text = " \n\t", .verdict = "true"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "note", .text = "\033[31m"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "note", .text = "\xff"}, OFFICE_BAD_VALUE},
        {{.id = handled, .step = "call_back", .text = "", .level = 0}, OFFICE_BAD_VALUE},
        {{.id = handled, .step = "call_back", .text = "", .level = 6}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "attach", .text = "%PDF-1.7", .name = "a.txt"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "attach", .text = "<html>", .name = "a.txt"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "attach", .text = "ok", .name = "../a"}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "attach", .text = "ok", .name = ""}, OFFICE_BAD_VALUE},
        {{.id = fresh, .step = "attach", .text = "a\xffz", .name = "a.txt"}, OFFICE_BAD_VALUE},
    };
    size_t events = rig->count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct review_order order = rows[i].order;
        order.who = manager;
        assert_int_equal(try(rig, &order), rows[i].error);
    }
    assert_int_equal(rig->count, events);
}

static void an_attachment_comes_back_whole(void **state)
{
    struct rig *rig = *state;
    int64_t id = file_in(rig, REVIEW_ASSIGNED)->id;
    enum { CHARACTERS = 6000 }; /* three bytes each: parts end between characters */
    char text[3 * CHARACTERS + 1] = "", back[sizeof text] = "";
    for (int i = 0; i < CHARACTERS; i++) {
        memcpy(text + 3 * i, "字", 3);
    }
    memcpy(text, "ab", 2);
    memcpy(text + 2, "c", 1);
    const struct review_order order = {.id = id, .step = "attach", .who = manager, .text = text,
                                       .name = "笔录.txt"};
    size_t from = rig->count;
    assert_int_equal(try(rig, &order), 0);
    for (size_t i = from, used = 0; i < rig->count; i++) {
        assert_int_equal(rig->journal[i].count, (int32_t)(i - from + 1));
        assert_string_equal(rig->journal[i].note, "笔录.txt");
        used += (size_t)snprintf(back + used, sizeof back - used, "%s", rig->journal[i].text);
    }
    assert_string_equal(back, text);
    char long_text[REVIEW_PARTS * REVIEW_PART + 2];
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    struct review_order too_long = order;
    too_long.text = long_text;
    assert_int_equal(try(rig, &too_long), OFFICE_FULL);
    for (int i = 1; i < REVIEW_ATTACHMENTS; i++) {
        assert_int_equal(act(rig, id, "attach", &manager), 0);
    }
    assert_int_equal(act(rig, id, "attach", &manager), OFFICE_FULL);
}

static void four_hundred_characters_fit(void **state)
{
    struct rig *rig = *state;
    int64_t id = file_in(rig, REVIEW_ASSIGNED)->id;
    char text[1201];
    for (int i = 0; i < 400; i++) {
        memcpy(text + 3 * i, "评", 3);
    }
    text[1200] = '\0';
    const struct review_order order = {.id = id, .step = "note", .who = manager, .text = text};
    assert_int_equal(try(rig, &order), 0);
    assert_string_equal(rig->journal[rig->count - 1].text, text);
}

/* ------------------------------------------------------------------ replay */

static void assert_same_file(const struct review_file *a, const struct review_file *b)
{
    struct review_file left = *a, right = *b;
    assert_int_equal(left.step_count, right.step_count);
    assert_memory_equal(left.steps, right.steps, left.step_count * sizeof *left.steps);
    left.steps = right.steps = NULL;
    assert_memory_equal(&left, &right, sizeof left);
}

static void a_replay_gives_the_same_files(void **state)
{
    struct rig *rig = *state;
    static const char *const steps[] = {"verify",  "rectify", "explain", "call_back", "no_answer",
                                        "close",   "assign",  "appeal",  "accept",    "reject",
                                        "reopen",  "note",    "attach"};
    const struct review_actor *people[] = {&manager, &second, &handler};
    uint32_t dice = 7;
    for (int i = 0; i < 12; i++) {
        open_one(rig, i % 2 == 0 ? "invoice" : "passport", 3, "wang", (int8_t)(1 + i % 2));
    }
    for (int i = 0; i < 1500; i++) {
        dice = dice * 1664525u + 1013904223u;
        int64_t id = reviews_at(rig->office, (dice >> 8) % 12)->id;
        rig->day = 20260302 + (int32_t)(i / 60 % 28);
        act(rig, id, steps[(dice >> 16) % 13], people[(dice >> 24) % 3]);
    }
    struct office *again = office_create();
    for (size_t i = 0; i < rig->count; i++) {
        char body[EVENT_BODY_SIZE];
        struct event event = rig->journal[i], read = event;
        assert_true(event_body_write(&event, body, sizeof body) > 0);
        assert_int_equal(event_body_read(&read, body), 0);
        office_apply(again, &read);
    }
    assert_int_equal(reviews_count(again), reviews_count(rig->office));
    for (size_t i = 0; i < reviews_count(again); i++) {
        assert_same_file(reviews_at(again, i), reviews_at(rig->office, i));
    }
    office_destroy(again);
}

/* ------------------------------------------------------------------ doubts */

static void what_is_doubtful(void **state)
{
    (void)state;
    const struct site_doubts rules = {
        .quick_ms = 1000, .streak = 3, .streak_s = 60, .left_s = 90, .paused = true};
    const struct site_doubts none = {0};
    static const struct {
        struct doubt_facts facts;
        const char *text;
    } rows[] = {
        {{.asked_ms = -1, .ended_ms = -1}, ""},
        {{.asked_ms = 0, .ended_ms = -1}, "quick"},
        {{.asked_ms = 999, .ended_ms = -1}, "quick"},
        {{.asked_ms = 1000, .ended_ms = -1}, ""},
        {{.asked_ms = -1, .ended_ms = 89999}, ""},
        {{.asked_ms = -1, .ended_ms = 90000}, "left"},
        {{.asked_ms = -1, .ended_ms = -1, .paused = true}, "paused"},
        {{.asked_ms = -1, .ended_ms = -1, .streak = 2}, ""},
        {{.asked_ms = -1, .ended_ms = -1, .streak = 3}, "streak"},
        {{.asked_ms = 1, .ended_ms = 90000, .streak = 9, .paused = true, .by_staff = true},
         "quick,streak,left,paused,staff"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[LIMIT_CODE];
        doubts_of(&rules, &rows[i].facts, out);
        assert_string_equal(out, rows[i].text);
        doubts_of(&none, &rows[i].facts, out);
        assert_string_equal(out, rows[i].facts.by_staff ? "staff" : "");
    }
}

static void a_streak_is_of_equal_ratings_within_its_time(void **state)
{
    (void)state;
    const struct site_doubts rules = {.streak = 3, .streak_s = 60};
    static const struct {
        int8_t level;
        int64_t at_s;
        int32_t streak;
    } rows[] = {{5, 0, 1},   {5, 10, 2},  {5, 20, 3},  {4, 30, 1},  {5, 40, 1},
                {5, 50, 2},  {5, 101, 2}, {5, 111, 2}, {5, 112, 3}, {5, 1000, 1}};
    struct doubt_streak streak = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(doubt_streak_add(&streak, &rules, rows[i].level, rows[i].at_s * 1000),
                         rows[i].streak);
    }
    for (int i = 0; i < 3 * DOUBT_STREAK; i++) {
        assert_true(doubt_streak_add(&streak, &rules, 5, 2000000) <= DOUBT_STREAK);
    }
}

static void lists_of_codes(void **state)
{
    (void)state;
    assert_true(codes_have("rude,slow", "rude"));
    assert_true(codes_have("rude,slow", "slow"));
    assert_false(codes_have("rude,slow", "low"));
    assert_false(codes_have("rude,slow", "rude,slow"));
    assert_false(codes_have("", "rude"));
}

static void defaults_are_marked_day_by_day(void **state)
{
    struct rig *rig = *state;
    static const struct {
        struct reviews_defaults_order order;
        int32_t day;
    } rows[] = {{{20260301, 0, "begun"}, 20260301},
                {{20260302, 7, "done"}, 20260302},
                {{20260302, 0, "ended"}, 0},
                {{20260310, 0, "begun"}, 20260310}};
    assert_int_equal(reviews_defaulted_day(rig->office), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct office_draft draft;
        begin(rig, &draft);
        assert_int_equal(end(rig, &draft, reviews_decide_defaults(&draft, &rows[i].order)), 0);
        assert_int_equal(reviews_defaulted_day(rig->office), rows[i].day);
    }
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_bad_active_rating_opens_a_file_and_nothing_else_does),
        TEST(it_is_assigned_at_once_by_item_then_window_then_to_the_rest),
        TEST(every_step_in_every_state_by_everybody),
        TEST(who_may_see_it),
        TEST(what_is_untrue_is_explained_and_not_rectified),
        TEST(nobody_decides_about_his_own_appeal),
        TEST(clocks_run_in_working_days),
        TEST(wrong_values_change_nothing),
        TEST(an_attachment_comes_back_whole),
        TEST(four_hundred_characters_fit),
        TEST(a_replay_gives_the_same_files),
        TEST(what_is_doubtful),
        TEST(a_streak_is_of_equal_ratings_within_its_time),
        TEST(lists_of_codes),
        TEST(defaults_are_marked_day_by_day),
    };
    return cmocka_run_group_tests_name("reviews", tests, NULL, NULL);
}
