/* Hand-made days: each table is a story whose figures can be checked with a pencil. */
#include "stats_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct day_balance balance_of(const struct day_stats *stats)
{
    struct day_balance balance;
    day_stats_balance(stats, &balance);
    return balance;
}

static void assert_closes(const struct day_stats *stats)
{
    struct day_balance balance = balance_of(stats);
    struct day_difference first = {0};
    if (day_stats_difference(stats, 0, &first) == 0) {
        print_error("%s: %s\n", first.number, first.what);
    }
    assert_true(balance.tickets_close);
    assert_true(balance.slips_close);
    assert_true(balance.ratings_close);
    assert_int_equal(balance.difference_count, 0);
}

static void assert_differs(const struct day_stats *stats, const char *number, const char *what)
{
    struct day_difference difference;
    for (size_t i = 0; day_stats_difference(stats, i, &difference) == 0; i++) {
        if (strcmp(difference.number, number) == 0 && strcmp(difference.what, what) == 0) {
            return;
        }
    }
    fail_msg("no difference %s: %s", number, what);
}

/* ------------------------------------------------------------------ one plain visit */

static const struct step plain[] = {
    {0, EVENT_DAY_OPENED, 0, 0, {0}},
    {0, EVENT_WINDOW_OPENED, 0, 3, {.clerk = "wang-li"}},
    {60, EVENT_TICKET_ISSUED, 1, 0, {.category = "business", .item = "setup"}},
    {60, EVENT_SLIP_STARTED, 1, 0, {.count = 1}},
    {62, EVENT_SLIP_PRINTED, 1, 0, {.count = 1}},
    {360, EVENT_TICKET_CALLED, 1, 3, {.category = "business", .clerk = "wang-li"}},
    {380, EVENT_TICKET_ARRIVED, 1, 3, {.category = "business", .service = 1}},
    {980, EVENT_TICKET_FINISHED, 1, 3, {.category = "business", .service = 1}},
    {990, EVENT_TICKET_RATED, 1, 3, {.service = 1, .level = 5, .rating = RATING_ACTIVE}},
    {1000, EVENT_WINDOW_CLOSED, 0, 3, {.clerk = "wang-li"}},
    {1000, EVENT_DAY_CLOSED, 0, 0, {0}},
};

static void test_plain_visit(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(plain, COUNT(plain));
    assert_closes(stats);
    struct day_balance balance = balance_of(stats);
    assert_true(balance.closed);
    assert_int_equal(balance.issued, 1);
    assert_int_equal(balance.served, 1);
    assert_int_equal(balance.tickets_printed, 1);
    assert_int_equal(balance.services, 1);

    static const struct {
        enum figure_axis axis;
        const char *key;
    } groups[] = {{FIGURE_HALL, "hall"},         {FIGURE_ITEM, "setup"},
                  {FIGURE_CATEGORY, "business"}, {FIGURE_WINDOW, "3"},
                  {FIGURE_CLERK, "wang-li"},     {FIGURE_HOUR, "09"}};
    for (size_t i = 0; i < COUNT(groups); i++) {
        struct figures f = script_figures(stats, groups[i].axis, groups[i].key, 1000);
        assert_string_equal(f.key, groups[i].key);
        assert_int_equal(f.called, 1);
        assert_int_equal(f.served, 1);
        assert_int_equal(f.services, 1);
        assert_int_equal(f.wait.count, 1);
        assert_int_equal(f.wait.p50, 300);
        assert_int_equal(f.walk.p90, 20);
        assert_int_equal(f.service.max, 600);
        assert_int_equal(f.rated_active[5], 1);
        assert_int_equal(f.bad, 0);
    }
    assert_int_equal(script_figures(stats, FIGURE_WINDOW, "3", 1000).issued, 0);
    assert_int_equal(script_figures(stats, FIGURE_ITEM, "setup", 1000).issued, 1);
    day_stats_destroy(stats);
}

/* 60 s before the ticket exists, 300 s while it waits, 20 s after it. */
static void test_idle_is_split_by_people_waiting(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(plain, COUNT(plain));
    struct figures f = script_figures(stats, FIGURE_WINDOW, "3", 1000);
    assert_int_equal(f.open_s, 1000);
    assert_int_equal(f.idle_s, 80);
    assert_int_equal(f.idle_waiting_s, 300);
    assert_int_equal(script_figures(stats, FIGURE_CLERK, "wang-li", 1000).idle_waiting_s, 300);

    /* Told that window 3 serves something else, nobody waited for it. */
    assert_int_equal(day_stats_set_serves(stats, 3, "tax"), 0);
    f = script_figures(stats, FIGURE_WINDOW, "3", 1000);
    assert_int_equal(f.idle_s, 380);
    assert_int_equal(f.idle_waiting_s, 0);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ hours, pause, until */

static const struct step quiet[] = {
    {0, EVENT_DAY_OPENED, 0, 0, {0}},
    {1800, EVENT_WINDOW_OPENED, 0, 1, {.clerk = "zhao"}},   /* 09:30 */
    {5400, EVENT_WINDOW_PAUSED, 0, 1, {.clerk = "zhao"}},   /* 10:30 */
    {6000, EVENT_WINDOW_RESUMED, 0, 1, {.clerk = "zhao"}},  /* 10:40 */
    {7200, EVENT_WINDOW_OPENED, 0, 1, {.clerk = "qian"}},   /* 11:00, the next clerk */
};

static void test_time_is_cut_at_hours_and_at_clerks(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(quiet, COUNT(quiet));
    int until = 2 * 3600 + 900; /* 11:15 */
    assert_int_equal(script_figures(stats, FIGURE_HOUR, "09", until).open_s, 1800);
    assert_int_equal(script_figures(stats, FIGURE_HOUR, "10", until).open_s, 3000);
    assert_int_equal(script_figures(stats, FIGURE_HOUR, "10", until).paused_s, 600);
    assert_int_equal(script_figures(stats, FIGURE_HOUR, "11", until).open_s, 900);
    assert_int_equal(script_figures(stats, FIGURE_CLERK, "zhao", until).open_s, 4800);
    assert_int_equal(script_figures(stats, FIGURE_CLERK, "qian", until).idle_s, 900);
    assert_int_equal(script_figures(stats, FIGURE_HALL, "hall", until).open_s, 5700);
    /* Asked later, the window has been open for longer. */
    assert_int_equal(script_figures(stats, FIGURE_CLERK, "qian", until + 60).idle_s, 960);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ implied arrival */

static const struct step implied[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax", .item = "invoice"}},
    {10, EVENT_TICKET_CALLED, 1, 2, {.category = "tax"}},
    {100, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1, .reason = "implied"}},
    {100, EVENT_TICKET_FINISHED, 1, 2, {.service = 1, .reason = "next"}},
};

static void test_implied_arrival_has_no_walk(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(implied, COUNT(implied));
    struct figures f = script_figures(stats, FIGURE_HALL, "hall", 100);
    assert_int_equal(f.walk.count, 0);
    assert_int_equal(f.service.count, 1);
    assert_int_equal(f.service.p50, 90);
    assert_closes(stats);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ undo */

static const struct step undone[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {0, EVENT_TICKET_ISSUED, 2, 0, {.category = "tax"}},
    {20, EVENT_TICKET_CALLED, 1, 2, {.category = "tax"}},
    {30, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1}},
    {200, EVENT_TICKET_FINISHED, 1, 2, {.service = 1, .reason = "next"}}, /* seq 5: NEXT */
    {200, EVENT_TICKET_CALLED, 2, 2, {.category = "tax"}},
    {201, EVENT_TICKET_ISSUED, 3, 0, {.category = "tax"}}, /* somebody else in between */
    {205, EVENT_COMMAND_UNDONE, 0, 2, {.of_seq = 5, .count = 2}},
    {330, EVENT_TICKET_FINISHED, 1, 2, {.service = 1}},
    {340, EVENT_TICKET_CALLED, 2, 2, {.category = "tax"}},
    {350, EVENT_TICKET_NO_SHOW, 2, 2, {.count = 1, .final = true}},
    {360, EVENT_TICKET_CANCELLED, 3, 0, {.category = "tax"}},
};

static void test_undone_commands_never_were(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(undone, COUNT(undone));
    struct figures f = script_figures(stats, FIGURE_HALL, "hall", 360);
    assert_int_equal(f.called, 2);
    assert_int_equal(f.services, 1);
    assert_int_equal(f.service.p50, 300);
    assert_int_equal(f.wait.max, 340);
    assert_int_equal(f.no_show, 1);
    assert_int_equal(f.cancelled, 1);
    assert_int_equal(balance_of(stats).served, 1);
    assert_closes(stats);
    day_stats_destroy(stats);
}

static void test_asked_before_and_after_an_undo(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(undone, 7);
    assert_int_equal(script_figures(stats, FIGURE_HALL, "hall", 201).called, 2);
    assert_int_equal(balance_of(stats).served, 1);
    struct event event = script_event(&undone[7], 8);
    assert_int_equal(day_stats_add(stats, &event), 0);
    assert_int_equal(script_figures(stats, FIGURE_HALL, "hall", 205).called, 1);
    assert_int_equal(balance_of(stats).served, 0);
    assert_int_equal(balance_of(stats).open, 3);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ transfer: two services */

static const struct step transfer[] = {
    {0, EVENT_WINDOW_OPENED, 0, 1, {.clerk = "zhao"}},
    {0, EVENT_WINDOW_OPENED, 0, 7, {.clerk = "sun"}},
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "business", .item = "setup"}},
    {60, EVENT_TICKET_CALLED, 1, 1, {.category = "business", .clerk = "zhao"}},
    {70, EVENT_TICKET_ARRIVED, 1, 1, {.service = 1}},
    {270, EVENT_TICKET_TRANSFERRED, 1, 1,
     {.service = 1, .category = "tax", .item = "register", .target_window = 7,
      .return_window = 1}},
    {280, EVENT_TICKET_RATED, 1, 1, {.service = 1, .level = 2, .rating = RATING_ACTIVE}},
    {400, EVENT_TICKET_CALLED, 1, 7, {.category = "tax"}},
    {430, EVENT_TICKET_ARRIVED, 1, 7, {.service = 2}},
    {530, EVENT_TICKET_FINISHED, 1, 7, {.service = 2}},
    {530, EVENT_TICKET_RETURNED, 1, 7, {.category = "business", .target_window = 1}},
    {540, EVENT_TICKET_CALLED, 1, 1, {.category = "business"}},
    {545, EVENT_TICKET_ARRIVED, 1, 1, {.service = 3}},
    {575, EVENT_TICKET_FINISHED, 1, 1, {.service = 3}},
    {580, EVENT_WINDOW_CLOSED, 0, 1, {0}},
    {580, EVENT_WINDOW_CLOSED, 0, 7, {0}},
    {580, EVENT_DAY_CLOSED, 0, 0, {0}},
};

static void test_transfer_is_another_service(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(transfer, COUNT(transfer));
    assert_closes(stats);
    struct day_balance balance = balance_of(stats);
    assert_int_equal(balance.issued, 1);
    assert_int_equal(balance.served, 1);
    assert_int_equal(balance.services, 3);
    assert_int_equal(balance.rated_active, 1);
    assert_int_equal(balance.rated_none, 2);

    struct figures zhao = script_figures(stats, FIGURE_CLERK, "zhao", 580);
    assert_int_equal(zhao.services, 2);
    assert_int_equal(zhao.service.max, 200);
    assert_int_equal(zhao.bad, 1);
    assert_int_equal(zhao.served, 1);
    struct figures tax = script_figures(stats, FIGURE_CATEGORY, "tax", 580);
    assert_int_equal(tax.services, 1);
    assert_int_equal(tax.served, 0);
    assert_int_equal(tax.wait.p50, 130);
    assert_int_equal(script_figures(stats, FIGURE_ITEM, "setup", 580).issued, 1);
    assert_int_equal(script_figures(stats, FIGURE_ITEM, "register", 580).services, 2);
    /* Window 7 was idle with somebody waiting for it from the transfer to its call, window 1
     * while it waited at first, and from the return to its call. */
    assert_int_equal(script_figures(stats, FIGURE_WINDOW, "7", 580).idle_waiting_s, 130);
    assert_int_equal(script_figures(stats, FIGURE_WINDOW, "1", 580).idle_waiting_s, 70);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ hold, no-show, copies */

static const struct step winding[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "fund", .item = "draw"}},
    {0, EVENT_SLIP_STARTED, 1, 0, {.count = 1}},
    {5, EVENT_SLIP_UNCERTAIN, 1, 0, {.count = 1}},
    {5, EVENT_SLIP_STARTED, 1, 0, {.count = 2}},
    {7, EVENT_SLIP_PRINTED, 1, 0, {.count = 2}},
    {100, EVENT_TICKET_CALLED, 1, 4, {.category = "fund"}},
    {130, EVENT_TICKET_RECALLED, 1, 4, {.count = 1}},
    {160, EVENT_TICKET_NO_SHOW, 1, 4, {.count = 1, .position = 3}},
    {300, EVENT_TICKET_CALLED, 1, 4, {.category = "fund"}},
    {310, EVENT_TICKET_ARRIVED, 1, 4, {.service = 1}},
    {410, EVENT_TICKET_HELD, 1, 4, {.service = 1}},
    {700, EVENT_TICKET_RESUMED, 1, 4, {.category = "fund", .target_window = 4}},
    {720, EVENT_TICKET_CALLED, 1, 4, {.category = "fund"}},
    {725, EVENT_TICKET_ARRIVED, 1, 4, {.service = 2}},
    {775, EVENT_TICKET_FINISHED, 1, 4, {.service = 2}},
    {800, EVENT_DAY_CLOSED, 0, 0, {0}},
    {4000, EVENT_TICKET_RATED, 1, 4,
     {.service = 2, .level = 4, .rating = RATING_DEFAULT, .day = SCRIPT_NEXT_DAY}},
};

static void test_no_show_hold_copy_and_default(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(winding, COUNT(winding));
    assert_closes(stats);
    struct day_balance balance = balance_of(stats);
    assert_int_equal(balance.served, 1);
    assert_int_equal(balance.no_show, 0);
    assert_int_equal(balance.services, 2);
    assert_int_equal(balance.rated_default, 1);
    assert_int_equal(balance.rated_none, 1);
    assert_int_equal(balance.tickets_printed, 0);
    assert_int_equal(balance.reprints, 1);
    assert_int_equal(balance.slips_printed, 1);
    assert_int_equal(balance.slips_uncertain, 1); /* the copy stands for it */
    size_t at = 0;
    struct unrated_service unrated;
    assert_int_equal(day_stats_unrated(stats, &at, &unrated), 0);
    assert_int_equal(unrated.service, 1);
    assert_int_equal(unrated.window, 4);
    assert_string_equal(unrated.category, "fund");
    assert_string_equal(unrated.item, "draw");
    assert_int_equal(day_stats_unrated(stats, &at, &unrated), -1);
    struct figures f = script_figures(stats, FIGURE_HALL, "hall", 800);
    assert_int_equal(f.called, 3);
    assert_int_equal(f.wait.count, 2); /* issue to call, resumption to call; not the no-show's */
    assert_int_equal(f.wait.max, 100);
    assert_int_equal(f.wait.p50, 20);
    assert_int_equal(f.service.count, 2);
    assert_int_equal(f.service.p50, 50);
    assert_int_equal(f.rated_default, 1);
    assert_int_equal(f.rated_active[4], 0);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ carried over, expired */

static const struct step carried[] = {
    {0, EVENT_DAY_OPENED, 0, 0, {0}},
    {0, EVENT_TICKET_CARRIED, 0, 0,
     {.ticket = INT64_C(26022700005), .number = "A005", .category = "land", .item = "plot",
      .reason = "in", .copies = 1, .service = 1}},
    {0, EVENT_WINDOW_OPENED, 0, 30, {.clerk = "tian"}},
    {0, EVENT_TICKET_RATED, 0, 0,
     {.ticket = INT64_C(26022700004), .service = 1, .level = 5, .rating = RATING_ACTIVE}},
    {90, EVENT_TICKET_CALLED, 0, 30, {.ticket = INT64_C(26022700005), .category = "land"}},
    {95, EVENT_TICKET_ARRIVED, 0, 30, {.ticket = INT64_C(26022700005), .service = 2}},
    {100, EVENT_TICKET_ISSUED, 1, 0, {.category = "land", .item = "plot"}},
    {110, EVENT_TICKET_ISSUED, 2, 0, {.category = "land", .item = "plot"}},
    {395, EVENT_TICKET_FINISHED, 0, 30, {.ticket = INT64_C(26022700005), .service = 2}},
    {500, EVENT_WINDOW_CLOSED, 0, 30, {0}},
    {500, EVENT_TICKET_EXPIRED, 1, 0, {.category = "land"}},
    {500, EVENT_TICKET_CARRIED, 2, 0, {.category = "land", .reason = "over"}},
    {500, EVENT_DAY_CLOSED, 0, 0, {0}},
    {600, EVENT_TICKET_CALLED, 2, 30, {.day = SCRIPT_NEXT_DAY}}, /* not of this day */
};

static void test_carried_and_expired(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(carried, COUNT(carried));
    assert_closes(stats);
    struct day_balance balance = balance_of(stats);
    assert_int_equal(balance.carried_in, 1);
    assert_int_equal(balance.issued, 2);
    assert_int_equal(balance.served, 1);
    assert_int_equal(balance.expired, 1);
    assert_int_equal(balance.carried_over, 1);
    assert_int_equal(balance.open, 0);
    assert_int_equal(balance.rated_active, 0); /* of a service of an earlier day */
    struct figures f = script_figures(stats, FIGURE_CATEGORY, "land", 500);
    assert_int_equal(f.carried_in, 1);
    assert_int_equal(f.carried_over, 1);
    assert_int_equal(f.expired, 1);
    assert_int_equal(f.wait.count, 1);
    assert_int_equal(f.wait.p50, 90);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ the clock is set */

static const struct step stepped[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax", .mono_ms = 1000}},
    {100, EVENT_TICKET_CALLED, 1, 2, {.category = "tax", .mono_ms = 101000}},
    {110, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1, .mono_ms = 111000}},
    {-3000, EVENT_CLOCK_STEPPED, 0, 0, {.mono_ms = 150000}}, /* an hour back, 39 s into it */
    {-2700, EVENT_TICKET_FINISHED, 1, 2, {.service = 1, .mono_ms = 451000}},
};

static void test_clock_step_falsifies_nothing(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(stepped, COUNT(stepped));
    struct figures f = script_figures(stats, FIGURE_HALL, "hall", 0);
    assert_int_equal(f.wait.p50, 100);
    assert_int_equal(f.walk.p50, 10);
    assert_int_equal(f.service.p50, 340);
    day_stats_destroy(stats);
}

/* After a reboot the monotonic clock begins anew: the wall clock bridges the gap. */
static const struct step rebooted[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax", .mono_ms = 900000}},
    {100, EVENT_TICKET_CALLED, 1, 2, {.category = "tax", .mono_ms = 1000000}},
    {160, EVENT_CONTROLLER_STARTED, 0, 0, {.mono_ms = 1500000}},
    {170, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1, .mono_ms = 1510000}},
    {230, EVENT_CONTROLLER_STARTED, 0, 0, {.mono_ms = 20000}},
    {290, EVENT_TICKET_FINISHED, 1, 2, {.service = 1, .mono_ms = 80000}},
};

static void test_restart_is_bridged_by_the_wall_clock(void **state)
{
    (void)state;
    struct day_stats *stats = script_play(rebooted, COUNT(rebooted));
    struct figures f = script_figures(stats, FIGURE_HALL, "hall", 290);
    assert_int_equal(f.walk.p50, 70);
    assert_int_equal(f.service.p50, 120);
    day_stats_destroy(stats);
}

/* ------------------------------------------------------------------ days that do not close */

static const struct step forgotten[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {0, EVENT_TICKET_ISSUED, 2, 0, {.category = "tax"}},
    {10, EVENT_TICKET_CALLED, 2, 2, {.category = "tax"}},
    {20, EVENT_DAY_CLOSED, 0, 0, {0}},
};
static const struct step ended_twice[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {10, EVENT_TICKET_CANCELLED, 1, 0, {.category = "tax"}},
    {20, EVENT_TICKET_EXPIRED, 1, 0, {.category = "tax"}},
};
static const struct step not_issued[] = {
    {0, EVENT_TICKET_CALLED, 1, 2, {.category = "tax"}},
    {10, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1}},
    {20, EVENT_TICKET_FINISHED, 1, 2, {.service = 1}},
};
static const struct step rated_twice[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {1, EVENT_TICKET_CALLED, 1, 2, {.category = "tax"}},
    {2, EVENT_TICKET_ARRIVED, 1, 2, {.service = 1}},
    {3, EVENT_TICKET_RATED, 1, 2, {.service = 1, .level = 5, .rating = RATING_ACTIVE}},
    {4, EVENT_TICKET_FINISHED, 1, 2, {.service = 1}},
    {5, EVENT_TICKET_RATED, 1, 2, {.service = 1, .level = 4, .rating = RATING_DEFAULT}},
};
static const struct step rated_nothing[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {1, EVENT_TICKET_RATED, 1, 2, {.service = 1, .level = 5, .rating = RATING_ACTIVE}},
};
static const struct step paper_twice[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {0, EVENT_SLIP_STARTED, 1, 0, {.count = 1}},
    {1, EVENT_SLIP_PRINTED, 1, 0, {.count = 1}},
    {2, EVENT_SLIP_PRINTED, 1, 0, {.count = 1}},
};
static const struct step paper_void[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {0, EVENT_SLIP_STARTED, 1, 0, {.count = 1}},
    {1, EVENT_SLIP_PRINTED, 1, 0, {.count = 1}},
    {2, EVENT_SLIP_VOID, 1, 0, {.count = 1}},
};
static const struct step paper_unsettled[] = {
    {0, EVENT_TICKET_ISSUED, 1, 0, {.category = "tax"}},
    {0, EVENT_SLIP_STARTED, 1, 0, {.count = 1}},
    {1, EVENT_SLIP_UNCERTAIN, 1, 0, {.count = 1}},
    {2, EVENT_TICKET_EXPIRED, 1, 0, {.category = "tax"}},
    {2, EVENT_DAY_CLOSED, 0, 0, {0}},
};

static void test_differences_are_found_by_ticket(void **state)
{
    (void)state;
    static const struct {
        const struct step *steps;
        size_t count;
        const char *number, *what;
        bool tickets, slips, ratings;
    } days[] = {
        {forgotten, COUNT(forgotten), "A001", "open_after_close", false, true, true},
        {ended_twice, COUNT(ended_twice), "A001", "ended_twice", false, true, true},
        {not_issued, COUNT(not_issued), "A001", "not_issued", false, true, true},
        {rated_twice, COUNT(rated_twice), "A001", "rated_twice", true, true, false},
        {rated_nothing, COUNT(rated_nothing), "A001", "rating_without_service", true, true, false},
        {paper_twice, COUNT(paper_twice), "A001", "slip_printed_twice", true, false, true},
        {paper_void, COUNT(paper_void), "A001", "slip_printed_then_not", true, false, true},
        {paper_unsettled, COUNT(paper_unsettled), "A001", "slip_unsettled", true, false, true},
    };
    for (size_t i = 0; i < COUNT(days); i++) {
        struct day_stats *stats = script_play(days[i].steps, days[i].count);
        struct day_balance balance = balance_of(stats);
        assert_differs(stats, days[i].number, days[i].what);
        assert_int_equal(balance.difference_count, 1);
        assert_int_equal(balance.tickets_close, days[i].tickets);
        assert_int_equal(balance.slips_close, days[i].slips);
        assert_int_equal(balance.ratings_close, days[i].ratings);
        day_stats_destroy(stats);
    }
}

/* ------------------------------------------------------------------ small things */

static void test_axis_names_go_both_ways(void **state)
{
    (void)state;
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        enum figure_axis parsed;
        assert_int_equal(figure_axis_parse(figure_axis_name((enum figure_axis)axis), &parsed), 0);
        assert_int_equal(parsed, axis);
    }
    enum figure_axis unused;
    assert_int_equal(figure_axis_parse("weather", &unused), -1);
}

static void test_windows_are_sorted_by_number(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {0, EVENT_WINDOW_OPENED, 0, 10, {.clerk = "b"}},
        {0, EVENT_WINDOW_OPENED, 0, 9, {.clerk = "a"}},
        {5, EVENT_WINDOW_CLOSED, 0, 10, {.clerk = "b"}},
    };
    struct day_stats *stats = script_play(steps, COUNT(steps));
    struct figures groups[2];
    assert_int_equal(day_stats_figures(stats, FIGURE_WINDOW, script_time(5), groups, 2), 2);
    assert_string_equal(groups[0].key, "9");
    assert_string_equal(groups[1].key, "10");
    assert_int_equal(day_stats_figures(stats, FIGURE_CLERK, script_time(5), groups, 1), 2);
    assert_string_equal(groups[0].key, "a");
    day_stats_destroy(stats);
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_visit),
        cmocka_unit_test(test_idle_is_split_by_people_waiting),
        cmocka_unit_test(test_time_is_cut_at_hours_and_at_clerks),
        cmocka_unit_test(test_implied_arrival_has_no_walk),
        cmocka_unit_test(test_undone_commands_never_were),
        cmocka_unit_test(test_asked_before_and_after_an_undo),
        cmocka_unit_test(test_transfer_is_another_service),
        cmocka_unit_test(test_no_show_hold_copy_and_default),
        cmocka_unit_test(test_carried_and_expired),
        cmocka_unit_test(test_clock_step_falsifies_nothing),
        cmocka_unit_test(test_restart_is_bridged_by_the_wall_clock),
        cmocka_unit_test(test_differences_are_found_by_ticket),
        cmocka_unit_test(test_axis_names_go_both_ways),
        cmocka_unit_test(test_windows_are_sorted_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
