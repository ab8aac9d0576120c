/* Promised cases: how they open, what may be done to them by whom, their clocks over holidays,
 * warnings, sums; and that the events alone give the same state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONDAY = 20260302, LIST = 4096 };

/* Open Monday to Friday, Friday 6 March is a holiday. Item 0: 3 days promised, 5 by law. */
struct rig {
    struct site site;
    struct office *office;
    int64_t seq;
    struct event log[LIST];
    size_t logged;
    struct event *drafted;
};

static struct site_period period = {.weekdays = 0x3e, .from_min = 540, .to_min = 1020};
static int32_t holidays[] = {20260306};
static struct site_item items[] = {
    {.code = "licence", .department = 1, .promised_days = 3, .statutory_days = 5},
    {.code = "errand", .department = 2},
};
static struct site_department site_departments[3];

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    rig->site = (struct site){.periods = &period, .period_count = 1, .holidays = holidays,
                              .holiday_count = 1, .items = items, .item_count = 2,
                              .departments = site_departments, .department_count = 3,
                              .cases = {.warn_days = 1}};
    rig->office = office_create();
    rig->drafted = calloc(OFFICE_DRAFT, sizeof *rig->drafted);
    rig->seq = 100;
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    office_destroy(rig->office);
    free(rig->drafted);
    free(rig);
    return 0;
}

static struct office_draft begin(struct rig *rig, int32_t day)
{
    return (struct office_draft){.office = rig->office, .site = &rig->site, .day = day,
                                 .now = {1}, .next_seq = rig->seq + 1, .dice = 1234567,
                                 .events = rig->drafted};
}

static void take(struct rig *rig, const struct office_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++) {
        event_strip(&draft->events[i]);
        office_apply(rig->office, &draft->events[i]);
        rig->log[rig->logged++] = draft->events[i];
        rig->seq = draft->events[i].seq;
    }
}

/* The end of a service; 0 with the case (NULL when none was opened), or the error. */
static int end_service(struct rig *rig, int32_t day, const char *item, enum service_outcome outcome,
                       int32_t promised, const struct case_file **out)
{
    struct event end = {.seq = ++rig->seq, .kind = EVENT_TICKET_FINISHED, .day = day,
                        .ticket = 26030200001, .window = 3, .outcome = outcome,
                        .promised_day = promised, .clerk = "wang", .number = "A001"};
    snprintf(end.item, sizeof end.item, "%s", item);
    struct office_draft draft = begin(rig, day);
    int error = office_react(&draft, &end);
    *out = NULL;
    if (error == 0) {
        take(rig, &draft);
        *out = draft.count > 0 ? cases_find(office_cases(rig->office), draft.events[0].record)
                               : NULL;
    }
    return error;
}

static const struct case_file *open_licence(struct rig *rig, int32_t day)
{
    const struct case_file *file;
    assert_int_equal(end_service(rig, day, "licence", OUTCOME_ACCEPTED, 0, &file), 0);
    assert_non_null(file);
    return file;
}

static int move(struct rig *rig, int64_t id, enum case_verb verb, int32_t day,
                const struct case_order *with)
{
    struct case_order order = *with;
    order.id = id;
    order.verb = verb;
    struct office_draft draft = begin(rig, day);
    int error = cases_decide_move(&draft, &order);
    if (error == 0) {
        take(rig, &draft);
    }
    return error;
}

static const struct case_order manager = {.may = MAY(ROLE_MANAGER), .department = UINT16_MAX,
                                          .reason = "材料不齐", .text = "已电话告知"};

static size_t tick(struct rig *rig, int32_t day)
{
    struct office_draft draft = begin(rig, day);
    assert_int_equal(office_tick(&draft), 0);
    take(rig, &draft);
    return draft.count;
}

/* ------------------------------------------------------------------ tests */

static void which_services_open_a_case(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *item;
        enum service_outcome outcome;
        int32_t promised;
        int error;
        int32_t promised_day, statutory_day; /* 0, 0 with error 0: no case, or no days */
        bool opens;
    } rows[] = {
        {"licence", OUTCOME_DONE, 0, 0, 0, 0, false},
        {"licence", OUTCOME_CORRECTION, 0, 0, 0, 0, false},
        {"licence", OUTCOME_REFUSED, 0, 0, 0, 0, false},
        {"licence", OUTCOME_ACCEPTED, 0, 0, 20260305, 20260310, true},
        {"licence", OUTCOME_ACCEPTED, 20260309, 0, 20260309, 20260310, true},
        {"licence", OUTCOME_ACCEPTED, 20260310, 0, 20260310, 20260310, true},
        {"licence", OUTCOME_ACCEPTED, 20260311, OFFICE_BAD_PROMISE, 0, 0, false},
        {"licence", OUTCOME_ACCEPTED, 20260301, OFFICE_BAD_PROMISE, 0, 0, false},
        {"licence", OUTCOME_REPORTED, 0, 0, 20260305, 20260310, true},
        {"errand", OUTCOME_ACCEPTED, 0, OFFICE_WANT_PROMISE, 0, 0, false},
        {"errand", OUTCOME_ACCEPTED, 20260401, 0, 20260401, 0, true},
        {"errand", OUTCOME_REPORTED, 0, 0, 0, 0, true},
        {"unknown", OUTCOME_ACCEPTED, 20260401, 0, 20260401, 0, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct case_file *file;
        assert_int_equal(end_service(rig, MONDAY, rows[i].item, rows[i].outcome, rows[i].promised,
                                     &file),
                         rows[i].error);
        assert_int_equal(file != NULL, rows[i].opens);
        if (file != NULL) {
            assert_int_equal(file->promised_day, rows[i].promised_day);
            assert_int_equal(file->statutory_day, rows[i].statutory_day);
            assert_int_equal(file->kind, rows[i].outcome == OUTCOME_REPORTED ? CASE_REPORTED
                                                                             : CASE_PROMISED);
        }
    }
}

static void receipts_are_numbered_by_day_and_not_guessable(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(open_licence(rig, MONDAY)->receipt, "260302-0001-34567");
    assert_string_equal(open_licence(rig, MONDAY)->receipt, "260302-0002-34567");
    const struct case_file *next = open_licence(rig, 20260303);
    assert_string_equal(next->receipt, "260303-0001-34567");
    assert_ptr_equal(cases_by_receipt(office_cases(rig->office), "260303-0001-34567"), next);
    assert_null(cases_by_receipt(office_cases(rig->office), "260303-0001-34568"));
    assert_null(cases_by_receipt(office_cases(rig->office), ""));
}

static void what_may_be_done_at_which_stage(void **state)
{
    struct rig *rig = *state;
    /* For each stage, reached by these verbs, what fits: E A C R W S r X m O in enum order. */
    static const struct {
        enum case_verb path[3];
        size_t steps;
        const char *fits;
    } rows[] = {
        {{0}, 0, "EACRWS-Xm-"},
        {{CASE_EXAMINE}, 1, "-ACRWS-Xm-"},
        {{CASE_EXAMINE, CASE_APPROVE}, 2, "--CRWS-Xm-"},
        {{CASE_APPROVE}, 1, "--CRWS-Xm-"},
        {{CASE_EXAMINE, CASE_APPROVE, CASE_COMPLETE}, 3, "--------mO"},
        {{CASE_COMPLETE}, 1, "--------mO"},
        {{CASE_REFUSE}, 1, "--------mO"},
        {{CASE_WITHDRAW}, 1, "--------mO"},
        {{CASE_SUSPEND}, 1, "----W-r-m-"},
        {{CASE_SUSPEND, CASE_RESUME}, 2, "EACRWS-Xm-"},
        {{CASE_COMPLETE, CASE_REOPEN}, 2, "EACRWS-Xm-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = open_licence(rig, MONDAY)->id;
        for (size_t s = 0; s < rows[i].steps; s++) {
            assert_int_equal(move(rig, id, rows[i].path[s], MONDAY, &manager), 0);
        }
        for (int verb = 0; verb < CASE_VERBS; verb++) {
            const struct case_file *file = cases_find(office_cases(rig->office), id);
            bool fits = rows[i].fits[verb] != '-';
            assert_int_equal(case_verb_fits((enum case_verb)verb, file), fits);
            struct office_draft draft = begin(rig, MONDAY);
            struct case_order order = manager;
            order.id = id;
            order.verb = (enum case_verb)verb;
            order.promised_day = 20260309;
            assert_int_equal(cases_decide_move(&draft, &order), fits ? 0 : OFFICE_WRONG_STATE);
        }
    }
}

static void who_may_move_which_case(void **state)
{
    struct rig *rig = *state;
    int64_t id = open_licence(rig, MONDAY)->id;
    static const struct {
        enum role role;
        const char *clerk;
        uint16_t department;
        enum case_verb verb;
        int error;
    } rows[] = {
        {ROLE_CLERK, "li", 1, CASE_EXAMINE, 0},           /* of the item's department */
        {ROLE_CLERK, "li", 2, CASE_EXAMINE, OFFICE_NOT_ALLOWED},
        {ROLE_CLERK, "wang", 2, CASE_EXAMINE, 0},         /* who opened it */
        {ROLE_CLERK, "", UINT16_MAX, CASE_EXAMINE, OFFICE_NOT_ALLOWED},
        {ROLE_CLERK, "wang", 1, CASE_EXTEND, OFFICE_NOT_ALLOWED},
        {ROLE_MANAGER, "", UINT16_MAX, CASE_EXAMINE, 0},
        {ROLE_ADMINISTRATOR, "", UINT16_MAX, CASE_EXAMINE, OFFICE_NOT_ALLOWED},
        {ROLE_AUDITOR, "", UINT16_MAX, CASE_EXAMINE, OFFICE_NOT_ALLOWED},
        {ROLE_KIOSK, "", 1, CASE_EXAMINE, OFFICE_NOT_ALLOWED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct case_order order = {.id = id, .verb = rows[i].verb, .may = MAY(rows[i].role),
                                   .department = rows[i].department, .reason = "x"};
        snprintf(order.clerk, sizeof order.clerk, "%s", rows[i].clerk);
        struct office_draft draft = begin(rig, MONDAY);
        assert_int_equal(cases_decide_move(&draft, &order), rows[i].error);
    }
}

static void reasons_and_texts_are_wanted_and_checked(void **state)
{
    struct rig *rig = *state;
    int64_t id = open_licence(rig, MONDAY)->id;
    struct case_order order = manager;
    order.reason[0] = '\0';
    assert_int_equal(move(rig, id, CASE_REFUSE, MONDAY, &order), OFFICE_WANT_REASON);
    assert_int_equal(move(rig, id, CASE_SUSPEND, MONDAY, &order), OFFICE_WANT_REASON);
    order.text[0] = '\0';
    assert_int_equal(move(rig, id, CASE_REMARK, MONDAY, &order), OFFICE_WANT_REASON);
    snprintf(order.text, sizeof order.text, "a\033[2J");
    assert_int_equal(move(rig, id, CASE_REMARK, MONDAY, &order), OFFICE_BAD_VALUE);
    snprintf(order.text, sizeof order.text, "第一行\n第二行");
    assert_int_equal(move(rig, id, CASE_REMARK, MONDAY, &order), 0);
    assert_int_equal(move(rig, 7, CASE_REMARK, MONDAY, &order), OFFICE_UNKNOWN);
}

/* Suspended on Tuesday, resumed on the next Monday: Wednesday, Thursday and Monday stood (Friday
 * is a holiday). The promise of Thursday moves to the next Tuesday. */
static void a_clock_that_stood_moves_the_days(void **state)
{
    struct rig *rig = *state;
    int64_t id = open_licence(rig, MONDAY)->id;
    assert_int_equal(move(rig, id, CASE_SUSPEND, 20260303, &manager), 0);
    const struct case_file *file = cases_find(office_cases(rig->office), id);
    assert_int_equal(case_standing(file, &rig->site, 20260401), WARNED_NOT);
    assert_int_equal(move(rig, id, CASE_RESUME, 20260309, &manager), 0);
    assert_int_equal(file->promised_day, 20260311);
    assert_int_equal(file->statutory_day, 20260313);
    assert_int_equal(file->suspended_day, 0);
}

static void warnings_come_once_a_level(void **state)
{
    struct rig *rig = *state;
    int64_t id = open_licence(rig, MONDAY)->id; /* promised Thursday 5, by law Tuesday 10 */
    static const struct {
        int32_t day;
        size_t warned;
        enum case_warning level;
    } rows[] = {
        {MONDAY, 0, WARNED_NOT},       {20260303, 0, WARNED_NOT},   {20260304, 1, WARNED_NEAR},
        {20260304, 0, WARNED_NEAR},    {20260305, 0, WARNED_NEAR},  {20260306, 1, WARNED_BROKEN},
        {20260309, 0, WARNED_BROKEN},  {20260310, 0, WARNED_BROKEN}, {20260311, 1, WARNED_UNLAWFUL},
        {20260312, 0, WARNED_UNLAWFUL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(tick(rig, rows[i].day), rows[i].warned);
        assert_int_equal(cases_find(office_cases(rig->office), id)->warned, rows[i].level);
    }
    int64_t other = open_licence(rig, MONDAY)->id;
    assert_int_equal(tick(rig, 20260304), 1);
    struct case_order extend = manager;
    extend.promised_day = 20260310;
    assert_int_equal(move(rig, other, CASE_EXTEND, 20260304, &extend), 0);
    assert_int_equal(tick(rig, 20260304), 0);
    assert_int_equal(tick(rig, 20260309), 1); /* the promise was moved: near again */
    extend.promised_day = 20260311;
    assert_int_equal(move(rig, other, CASE_EXTEND, 20260309, &extend), OFFICE_BAD_PROMISE);
}

static void an_undone_end_voids_its_case(void **state)
{
    struct rig *rig = *state;
    const struct case_file *file = open_licence(rig, MONDAY);
    int64_t id = file->id, of_seq = file->of_seq;
    char receipt[CASE_RECEIPT];
    memcpy(receipt, file->receipt, sizeof receipt);
    struct event undone = {.seq = ++rig->seq, .kind = EVENT_COMMAND_UNDONE, .day = MONDAY,
                           .of_seq = of_seq, .count = 1};
    struct office_draft draft = begin(rig, MONDAY);
    assert_int_equal(office_react(&draft, &undone), 0);
    assert_int_equal(draft.count, 1);
    take(rig, &draft);
    const struct cases *cases = office_cases(rig->office);
    assert_int_equal(cases_find(cases, id)->stage, STAGE_VOID);
    assert_null(cases_by_receipt(cases, receipt));
    assert_null(cases_of_ticket(cases, 26030200001));
    assert_int_equal(move(rig, id, CASE_EXAMINE, MONDAY, &manager), OFFICE_UNKNOWN);
    draft = begin(rig, MONDAY);
    assert_int_equal(office_react(&draft, &undone), 0);
    assert_int_equal(draft.count, 0);
}

static void sums_of_a_period(void **state)
{
    struct rig *rig = *state;
    int64_t early = open_licence(rig, MONDAY)->id, due = open_licence(rig, MONDAY)->id;
    int64_t late = open_licence(rig, MONDAY)->id, refused = open_licence(rig, MONDAY)->id;
    open_licence(rig, 20260303); /* stays open */
    const struct case_file *reported;
    assert_int_equal(end_service(rig, MONDAY, "errand", OUTCOME_REPORTED, 0, &reported), 0);
    assert_int_equal(move(rig, early, CASE_COMPLETE, 20260304, &manager), 0);
    assert_int_equal(move(rig, due, CASE_COMPLETE, 20260305, &manager), 0);
    assert_int_equal(move(rig, late, CASE_COMPLETE, 20260309, &manager), 0);
    assert_int_equal(move(rig, refused, CASE_REFUSE, 20260304, &manager), 0);
    struct case_counts counts;
    cases_sum(office_cases(rig->office), &rig->site, MONDAY, 20260331, 20260310, UINT16_MAX,
              &counts);
    const struct case_counts all = {.promised = 5, .reported = 1, .completed = 3, .early = 1,
                                    .on_time = 1, .late = 1, .refused = 1, .open = 2,
                                    .overdue = 1};
    assert_memory_equal(&counts, &all, sizeof counts);
    cases_sum(office_cases(rig->office), &rig->site, MONDAY, MONDAY, MONDAY, 2, &counts);
    const struct case_counts second = {.reported = 1, .open = 1};
    assert_memory_equal(&counts, &second, sizeof counts);
}

/* Random verbs on random cases: replay gives the same files, byte for byte. */
static void the_journal_alone_gives_the_state(void **state)
{
    struct rig *rig = *state;
    unsigned seed = getenv("HALLQ_SEED") != NULL ? (unsigned)atoi(getenv("HALLQ_SEED")) : 20260302;
    print_message("seed %u\n", seed);
    srand(seed);
    static const int32_t days[] = {20260302, 20260303, 20260304, 20260305, 20260309, 20260311};
    int64_t ids[64];
    size_t count = 0;
    for (int i = 0; i < 1500 && rig->logged < LIST - OFFICE_DRAFT; i++) {
        int32_t day = days[(size_t)i * 6 / 1500];
        if (count < 64 && rand() % 8 == 0) {
            ids[count++] = open_licence(rig, day)->id;
        } else if (count > 0) {
            struct case_order order = manager;
            order.promised_day = days[rand() % 6];
            move(rig, ids[(size_t)rand() % count], (enum case_verb)(rand() % CASE_VERBS), day,
                 &order);
        }
        tick(rig, day);
    }
    struct office *again = office_create();
    for (size_t i = 0; i < rig->logged; i++) {
        struct event event = rig->log[i], read = {.kind = event.kind};
        char body[EVENT_BODY_SIZE];
        assert_true(event_body_write(&event, body, sizeof body) > 0);
        assert_int_equal(event_body_read(&read, body), 0);
        read.seq = event.seq;
        read.day = event.day;
        read.ticket = event.ticket;
        read.window = event.window;
        office_apply(again, &read);
    }
    const struct cases *one = office_cases(rig->office), *two = office_cases(again);
    assert_true(count > 32);
    assert_int_equal(cases_count(one), cases_count(two));
    for (size_t i = 0; i < cases_count(one); i++) {
        assert_memory_equal(cases_at(one, i), cases_at(two, i), sizeof(struct case_file));
    }
    office_destroy(again);
}

#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {
        WITH_RIG(which_services_open_a_case),
        WITH_RIG(receipts_are_numbered_by_day_and_not_guessable),
        WITH_RIG(what_may_be_done_at_which_stage),
        WITH_RIG(who_may_move_which_case),
        WITH_RIG(reasons_and_texts_are_wanted_and_checked),
        WITH_RIG(a_clock_that_stood_moves_the_days),
        WITH_RIG(warnings_come_once_a_level),
        WITH_RIG(an_undone_end_voids_its_case),
        WITH_RIG(sums_of_a_period),
        WITH_RIG(the_journal_alone_gives_the_state),
    };
    return cmocka_run_group_tests_name("office cases", tests, NULL, NULL);
}
