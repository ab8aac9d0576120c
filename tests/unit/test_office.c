/* What the parts of the office share: drafting, texts, roles, working days; and that the journal
 * gives its events back alone, by their own index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/calendar.h"
#include "office/office.h"
#include "office/roles.h"

#include <stdlib.h>
#include <string.h>

static void a_draft_numbers_its_events(void **state)
{
    (void)state;
    struct office_draft draft = {.now = {1000}, .day = 20260302, .next_seq = 41, .next_part = 2,
                                 .actor = "clerk:wang", .source = "page"};
    draft.events = calloc(OFFICE_DRAFT, sizeof *draft.events);
    struct event *first = office_draft_event(&draft, EVENT_OFFICE_REVIEW_OPENED);
    struct event *second = office_draft_event(&draft, EVENT_OFFICE_REVIEW_STEP);
    assert_int_equal(first->seq, 41);
    assert_int_equal(first->part, 2);
    assert_int_equal(second->seq, 42);
    assert_int_equal(second->part, 3);
    assert_int_equal(second->day, 20260302);
    assert_string_equal(second->actor, "clerk:wang");
    for (int i = 2; i < OFFICE_DRAFT; i++) {
        assert_non_null(office_draft_event(&draft, EVENT_OFFICE_REVIEW_STEP));
    }
    assert_null(office_draft_event(&draft, EVENT_OFFICE_REVIEW_STEP));
    free(draft.events);
}

static void texts_that_may_not_enter_the_record(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool lines, good;
    } rows[] = {
        {"很好", false, true},       {"", false, true},          {"a\nb", true, true},
        {"a\nb", false, false},      {"a\033[31m", true, false}, {"\xff", true, false},
        {"\xed\xa0\x80", true, false}, {"12345678", false, false}, {"1234567", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[8] = "before";
        assert_int_equal(office_text(out, sizeof out, rows[i].text, rows[i].lines), rows[i].good);
        assert_string_equal(out, rows[i].good ? rows[i].text : "before");
    }
}

static void roles_have_names_both_ways(void **state)
{
    (void)state;
    enum role role;
    for (int i = ROLE_KIOSK; i < ROLE_COUNT; i++) {
        assert_int_equal(role_parse(role_name((enum role)i), &role), 0);
        assert_int_equal(role, i);
    }
    assert_int_equal(role_parse("nobody", &role), -1);
    assert_int_equal(role_parse("", &role), -1);
    assert_null(role_name(ROLE_COUNT));
}

/* Monday to Friday; Monday 2 March is a holiday, Saturday 7 March is worked. */
static void working_days(void **state)
{
    (void)state;
    struct site_period period = {.weekdays = 0x3e, .from_min = 540, .to_min = 1020};
    int32_t holidays[] = {20260302}, workdays[] = {20260307};
    const struct site site = {.periods = &period, .period_count = 1, .holidays = holidays,
                              .holiday_count = 1, .workdays = workdays, .workday_count = 1};
    static const struct {
        int32_t from, n, to;
    } rows[] = {
        {20260227, 0, 20260227}, {20260227, 1, 20260303}, {20260227, 5, 20260307},
        {20260306, 1, 20260307}, {20260307, 1, 20260309}, {20260305, 3, 20260309},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(calendar_add(&site, rows[i].from, rows[i].n), rows[i].to);
        assert_int_equal(calendar_between(&site, rows[i].from, rows[i].to), rows[i].n);
        assert_int_equal(calendar_between(&site, rows[i].to, rows[i].from), -rows[i].n);
    }
    const struct site never = {0};
    assert_int_equal(calendar_add(&never, 20260302, 1), 0);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_numbers_its_events),
        cmocka_unit_test(texts_that_may_not_enter_the_record),
        cmocka_unit_test(roles_have_names_both_ways),
        cmocka_unit_test(working_days),
    };
    return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
