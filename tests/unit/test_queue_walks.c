/* The verbs of the queue, walk by walk: each table is a short day. queue_rig.h has the language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    const char *name;
    void (*change)(struct queue_plan *plan);
    const struct rig_step *steps; /* ended by one without words */
};

#define MORNING {0, "day-open 20260302", "-"}
#define END {0, NULL, NULL}

static void push(struct queue_plan *plan)
{
    plan->policy.mode = PLAN_PUSH;
}

static void carry_over(struct queue_plan *plan)
{
    plan->policy.day_end = PLAN_CARRY_OVER;
}

static void no_overtaking_limit(struct queue_plan *plan)
{
    plan->policy.overtaken_limit = 0;
}

static void weigh_tax(struct queue_plan *plan)
{
    plan->windows[3].weight[1] = 300;
}

/* ------------------------------------------------------------------------ the basics */

static const struct rig_step from_touch_to_rating[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"},
    {9, "issue seal", "A002"},
    {1, "? queue business", "A001 A002"},
    {5, "1 next", "A001 longest"},
    {1, "? A001", "called 1"},
    {9, "1 recall", "A001"},
    {9, "1 arrive", "A001"},
    {60, "1 finish", "A001"},
    {0, "? A001", "finished"},
    {5, "1 rate 5", "A001"},
    {1, "1 rate 4", "already_rated"},
    {1, "1 next", "A002 only"},
    {9, "1 next", "-"},
    {0, "? events", "ticket_arrived ticket_finished"},
    {0, "? A002", "finished"},
    {9, "1 next", "nobody_waits"},
    END,
};

static const struct rig_step next_finishes_and_calls[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"},
    {0, "issue licence", "A002"},
    {0, "1 next", "A001 longest"},
    {1, "1 next", "too_soon"},
    {1, "1 next", "A002 only"},
    {0, "? events", "ticket_arrived ticket_finished ticket_called"},
    {9, "1 arrive", "A002"},
    {0, "1 arrive", "wrong_state"},
    {0, "1 recall", "wrong_state"},
    {0, "1 no-show", "wrong_state"},
    {1, "1 finish", "A002"},
    {0, "1 finish", "no_ticket_here"},
    {0, "1 recall", "no_ticket_here"},
    {0, "1 arrive", "no_ticket_here"},
    {0, "1 hold", "no_ticket_here"},
    END,
};

static const struct rig_step the_day_must_be_open[] = {
    {0, "issue licence", "day_closed"}, {0, "1 open", "day_closed"},
    {0, "1 next", "day_closed"},        {0, "day-close", "day_closed"},
    {0, "day-open 0", "bad_value"},     MORNING,
    {0, "day-open 20260303", "day_open"}, {0, "1 next", "window_closed"},
    {0, "9 next", "unknown_window"},    {0, "day-close", "-"},
    {0, "day-open 20260302", "day_closed"}, {0, "day-open 20260303", "-"},
    END,
};

static const struct rig_step numbers_go_on_in_another_series[] = {
    MORNING,
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"}, {0, "issue licence", "A003"},
    {0, "issue licence", "A004"}, {0, "issue licence", "A005"}, {0, "issue licence", "X001"},
    {0, "issue licence", "X002"}, {0, "issue licence", "X003"}, {0, "issue licence", "X004"},
    {0, "issue licence", "X005"}, {0, "issue licence", "series_full"},
    {0, "issue tax", "B001"},     {0, "issue deed", "C001"},    {0, "issue deed", "C002"},
    {0, "issue deed", "C003"},    {0, "issue deed", "quota"},
    {0, "issue passport", "unknown_item"}, {0, "issue tax vip", "unknown_priority"},
    END,
};

/* ------------------------------------------------------------------------------ order */

static const struct rig_step a_priority_is_a_head_start[] = {
    MORNING,
    {0, "4 open", "-"},
    {0, "issue licence", "A001"},
    {200, "issue licence elder", "A002"},
    {0, "issue licence", "A003"},
    {0, "? queue business", "A002 A001 A003"},
    {9, "4 next", "A002 priority"},
    {400, "issue licence elder", "A004"},
    {0, "? queue business", "A001 A003 A004"}, /* waited longer than the head start */
    {9, "4 next", "A001 longest"},
    END,
};

static const struct rig_step categories_share_a_window_by_weight[] = {
    MORNING,
    {0, "4 open", "-"},
    {0, "issue licence", "A001"},
    {100, "issue tax", "B001"},
    {40, "4 next", "A001 longest"}, /* 140 against 3 × 40 */
    {0, "issue licence", "A002"},
    {5, "issue licence", "A003"},
    {20, "4 next", "B001 longest"},
    {9, "4 call A003", "window_busy"},
    {0, "4 finish", "B001"},
    {0, "4 call A003", "A003 chosen"},
    END,
};

static const struct rig_step nobody_is_overtaken_for_ever[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"},
    {0, "issue licence green", "A002"}, {0, "issue licence green", "A003"},
    {0, "issue licence green", "A004"}, {0, "issue licence green", "A005"},
    {0, "issue licence green", "X001"},
    {5, "1 next", "A002 priority"},     {5, "1 next", "A003 priority"},
    {5, "1 next", "A004 priority"},     {5, "1 next", "A005 priority"},
    {0, "? queue business", "X001 A001"},
    END,
};

static const struct rig_step the_starving_one_goes_first[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"},
    {0, "issue licence green", "A002"}, {0, "issue licence green", "A003"},
    {0, "issue licence green", "A004"}, {0, "issue licence green", "A005"},
    {0, "issue licence green", "X001"},
    {5, "1 next", "A002 priority"},     {5, "1 next", "A003 priority"},
    {5, "1 next", "A004 priority"},     {5, "1 next", "A005 priority"},
    {0, "? queue business", "A001 X001"},
    {5, "1 next", "A001 starving"},
    END,
};

static const struct rig_step windows_serve_only_their_own[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "3 open", "-"},
    {0, "issue tax", "B001"},
    {0, "1 next", "nobody_waits"},
    {0, "1 call B001", "not_allowed"},
    {0, "3 next", "B001 only"},
    {0, "1 call B001", "taken"},
    {9, "3 finish", "B001"},
    {0, "1 call B001", "wrong_state"},
    END,
};

/* ---------------------------------------------------------------- not there, later, elsewhere */

static const struct rig_step a_no_show_goes_back_behind_two[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {1, "issue licence", "A002"}, {1, "issue licence", "A003"},
    {1, "issue licence", "A004"},
    {5, "1 next", "A001 longest"},
    {9, "1 recall", "A001"},
    {9, "1 recall", "A001"},
    {9, "1 recall", "recall_limit"},
    {9, "1 no-show", "A001"},
    {0, "? queue business", "A002 A003 A001 A004"},
    {0, "1 next", "A002 longest"},
    {9, "1 next", "A003 longest"},
    {9, "1 next", "A001 longest"},
    {9, "1 no-show", "A001"},
    {0, "? A001", "missed"},
    {0, "1 call A001", "wrong_state"},
    END,
};

static const struct rig_step held_and_back_again[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {1, "issue licence", "A002"}, {1, "issue licence", "A003"},
    {5, "1 next", "A001 longest"},
    {9, "1 arrive", "A001"},
    {60, "1 hold", "A001"},
    {0, "? A001", "held 1"},
    {0, "1 next", "A002 longest"},
    {9, "1 hold", "A002"},
    {9, "1 resume A002", "A002 returned"},
    {0, "1 resume", "A001"}, /* the window is busy: it waits, and goes first */
    {0, "? A001", "waiting 1"},
    {9, "1 next", "A001 returned"},
    {0, "? A001", "called 1"},
    {0, "1 resume", "no_ticket_here"},
    {0, "1 resume A003", "wrong_state"},
    END,
};

static const struct rig_step held_until_a_time[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"},
    {5, "1 next", "A001 only"},
    {9, "1 hold 60", "A001"},
    {59, "tick", "-"},
    {0, "? A001", "held 1"},
    {0, "issue licence", "A002"},
    {1, "tick", "A001"},
    {0, "? A001", "waiting 1"},
    {0, "? events", "ticket_resumed"},
    {9, "1 next", "A001 returned"},
    END,
};

static const struct rig_step transferred_and_sent_back[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "2 open", "-"},
    {0, "3 open", "-"},
    {0, "issue licence", "A001"},
    {5, "1 next", "A001 only"},
    {5, "1 arrive", "A001"},
    {60, "1 transfer", "bad_value"},
    {0, "1 transfer parking", "unknown_category"},
    {0, "1 transfer window=1", "bad_value"},
    {0, "1 transfer window=77", "unknown_window"},
    {0, "1 transfer window=4", "window_closed"},
    {0, "1 transfer housing window=2", "not_allowed"},
    {0, "1 transfer tax back", "A001"},
    {0, "? queue tax", "A001"},
    {0, "? A001", "waiting"},
    {9, "3 next", "A001 only"},
    {60, "3 finish", "A001"},
    {0, "? events", "ticket_arrived ticket_finished ticket_returned"},
    {0, "? A001", "waiting 1"},
    {0, "? queue business", "A001"},
    {0, "2 next", "nobody_waits"}, /* it waits for window 1 only */
    {0, "2 call A001", "not_allowed"},
    {9, "1 next", "A001 returned"},
    {60, "1 finish", "A001"},
    {0, "? A001", "finished"},
    END,
};

static const struct rig_step transferred_to_a_window[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "3 open", "-"},
    {0, "issue licence", "A001"},
    {0, "issue tax", "B001"},
    {5, "1 next", "A001 only"},
    {5, "1 transfer window=3", "A001"}, /* does not serve business: its main category */
    {0, "? queue tax", "A001 B001"},
    {0, "? A001", "waiting 3"},
    {9, "3 next", "A001 returned"},
    {9, "3 transfer item=deed", "A001"},
    {0, "? queue housing", "A001"},
    END,
};

static const struct rig_step a_window_that_closes_keeps_nobody[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "2 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"},
    {5, "1 next", "A001 longest"},
    {5, "1 close", "window_busy"},
    {5, "1 hold", "A001"},
    {0, "2 next", "A002 only"},
    {5, "2 transfer window=1", "A002"},
    {5, "1 close", "-"},
    {0, "? window 1", "closed"},
    {0, "? A001", "waiting"},
    {0, "? A002", "waiting"},
    {0, "1 close", "window_closed"},
    {5, "2 next", "A002 longest"},
    {5, "2 next", "A001 only"},
    END,
};

static const struct rig_step paused[] = {
    MORNING,
    {0, "1 pause lunch", "window_closed"},
    {0, "1 open", "-"},
    {0, "1 open", "wrong_state"},
    {0, "1 open li", "-"}, /* another clerk */
    {0, "issue licence", "A001"},
    {0, "1 pause lunch", "-"},
    {0, "1 pause lunch", "wrong_state"},
    {0, "1 next", "window_paused"},
    {0, "1 call A001", "window_paused"},
    {0, "1 resume", "-"},
    {0, "? window 1", "open"},
    {0, "1 next", "A001 only"},
    {5, "1 pause lunch", "-"},
    {5, "1 finish", "A001"},
    END,
};

static const struct rig_step cancelled[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"},
    {0, "cancel A001", "A001"},
    {0, "cancel A001", "wrong_state"},
    {0, "1 next", "A002 only"},
    {0, "cancel A002", "A002"},
    {0, "? window 1", "open"},
    END,
};

/* ------------------------------------------------------------------------------- undo */

static const struct rig_step undone[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"}, {0, "issue licence", "A003"},
    {0, "1 next", "A001 longest"},
    {9, "1 next", "A002 longest"},
    {9, "1 undo", "A001"},
    {0, "? A001", "called 1"},
    {0, "? queue business", "A002 A003"},
    {0, "1 undo", "nothing_to_undo"},
    {9, "1 no-show", "A001"},
    {0, "? queue business", "A002 A003 A001"},
    {5, "1 undo", "A001"},
    {0, "? window 1", "open A001"},
    {5, "1 arrive", "A001"},
    {5, "1 transfer tax", "A001"},
    {5, "1 undo", "A001"},
    {0, "? A001", "serving 1"},
    {5, "1 next", "A002 longest"},
    {5, "1 finish", "A002"},
    {5, "1 undo", "A002"},
    {0, "? A002", "called 1"}, /* that he had come was implied, and is taken back with it */
    END,
};

static const struct rig_step not_undone[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "3 open", "-"},
    {0, "2 undo", "nothing_to_undo"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"},
    {0, "1 next", "A001 longest"},
    {11, "1 undo", "too_late"},
    {5, "1 transfer tax", "A001"},
    {5, "3 next", "A001 only"},
    {1, "1 undo", "nothing_to_undo"}, /* another window has it now */
    {9, "1 next", "A002 only"},
    {9, "1 finish", "A002"},
    {1, "1 rate 5", "A002"},
    {1, "1 undo", "nothing_to_undo"}, /* a rating is never taken back */
    END,
};

/* ------------------------------------------------------------------------------- push */

static const struct rig_step pushed[] = {
    MORNING,
    {0, "1 open", "-"},
    {5, "2 open", "-"},
    {0, "issue licence", "A001 only"},
    {0, "? A001", "called 1"}, /* free for longer */
    {0, "issue licence", "A002 only"},
    {0, "? A002", "called 2"},
    {0, "issue licence", "A003"},
    {9, "1 arrive", "A001"},
    {60, "1 finish", "A003 only"},
    {1, "1 finish", "too_soon"}, /* the second press of a double */
    {1, "1 undo", "A001"},
    {0, "? A001", "serving 1"},
    {0, "? A003", "waiting"},
    {0, "2 pause lunch", "-"},
    {0, "2 finish", "A002"},
    {0, "? A003", "waiting"}, /* a paused window gets nobody */
    {0, "2 resume", "A003 only"},
    {0, "? A003", "called 2"},
    {9, "2 hold 30", "A003"},
    {31, "tick", "A003 returned"},
    {0, "? A003", "called 2"},
    END,
};

/* ------------------------------------------------------------------------ slips, ratings */

static const struct rig_step slips[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"},
    {0, "slip-result A001 printed", "wrong_state"},
    {0, "slip A001", "A001"},
    {0, "slip A001", "wrong_state"}, /* one job in flight */
    {0, "slip-result A001 lost", "bad_value"},
    {0, "slip-result A001 uncertain", "A001"},
    {0, "? A001", "waiting uncertain"},
    {0, "slip-result A001 uncertain", "wrong_state"},
    {0, "1 next", "A001 longest"},
    {5, "1 arrive", "A001"},
    {0, "? events", "ticket_arrived slip_printed"},
    {0, "? A001", "serving 1 printed"}, /* he came with it */
    {0, "slip A002", "A002"},
    {0, "slip-result A002 void", "A002"},
    {0, "slip A002", "A002"},
    {0, "slip-result A002 uncertain", "A002"},
    {0, "day-close", "-"},
    {0, "? events", "slip_void ticket_expired day_closed"},
    {0, "? A002", "expired void"},
    END,
};

static const struct rig_step ratings[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "2 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"}, {0, "issue tax", "B001"},
    {0, "1 rate 5", "no_ticket_here"},
    {0, "rate A001 5", "wrong_state"},
    {0, "1 next", "A001 longest"},
    {0, "1 rate 5", "no_ticket_here"}, /* he has not come yet */
    {0, "rate A001 5", "wrong_state"},
    {5, "1 arrive", "A001"},
    {0, "1 rate 6", "bad_value"},
    {0, "1 rate 0", "bad_value"},
    {5, "1 next", "A002 only"},
    {60, "1 rate 4", "A001"}, /* who just left, while the next one is on his way */
    {0, "1 rate 4", "already_rated"},
    {0, "rate A001 1", "already_rated"},
    {5, "1 finish", "A002"},
    {61, "1 rate 3", "too_late"},
    {0, "rate A002 3 default", "A002"},
    {0, "2 next", "B001 only"},
    {5, "2 arrive", "B001"},
    {5, "2 rate 5", "B001"},
    {5, "2 transfer business", "B001"}, /* a service of its own there: rated once more */
    {5, "1 next", "B001 only"},
    {5, "1 arrive", "B001"},
    {5, "1 rate 1", "B001"},
    END,
};

/* ------------------------------------------------------------------------- the day's end */

static const struct rig_step the_day_ends[] = {
    MORNING,
    {0, "1 open", "-"}, {0, "2 open", "-"}, {0, "3 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence", "A002"}, {0, "issue licence", "A003"},
    {0, "issue licence", "A004"}, {0, "issue tax", "B001"},
    {5, "1 next", "A001 longest"}, {5, "1 arrive", "A001"},
    {5, "2 next", "A002 longest"},
    {5, "3 next", "B001 only"},    {5, "3 hold", "B001"},
    {9, "day-close", "-"},
    {0, "? A001", "serving 1"},
    {0, "? A002", "expired"}, {0, "? A003", "expired"}, {0, "? B001", "expired"},
    {0, "? window 1", "open A001"}, {0, "? window 2", "closed"}, {0, "? window 3", "closed"},
    {0, "1 hold", "day_closed"}, {0, "1 undo", "day_closed"}, {0, "cancel A003", "day_closed"},
    {0, "slip A003", "day_closed"}, {0, "tick", "-"},
    {60, "1 next", "-"},
    {0, "? events", "ticket_finished window_closed"},
    {0, "? A001", "finished"}, {0, "? window 1", "closed"},
    {5, "1 rate 5", "A001"},
    {20, "day-open 20260303", "-"},
    {0, "issue licence", "A001"},
    END,
};

static const struct rig_step the_day_ends_on_an_errand[] = {
    MORNING,
    {0, "1 open", "-"}, {0, "3 open", "-"},
    {0, "issue licence", "A001"},
    {5, "1 next", "A001 only"}, {5, "1 transfer tax back", "A001"},
    {5, "3 next", "A001 only"}, {5, "3 arrive", "A001"},
    {9, "day-close", "-"},
    {9, "3 finish", "A001"}, /* nobody is there any more to send it back to */
    {0, "? events", "ticket_finished window_closed"},
    {0, "? A001", "finished"},
    END,
};

static const struct rig_step carried_over[] = {
    MORNING,
    {0, "1 open", "-"},
    {0, "issue licence", "A001"}, {0, "issue licence green", "A002"}, {0, "issue licence", "A003"},
    {0, "slip A003", "A003"}, {0, "slip-result A003 printed", "A003"},
    {5, "1 next", "A002 priority"},
    {5, "1 arrive", "A002"},
    {5, "day-close", "-"},
    {0, "? events", "ticket_carried ticket_carried day_closed"},
    {0, "? A001", "waiting"},
    {50000, "day-open 20260303", "-"}, /* nobody ended A002 */
    {0, "? events", "ticket_finished window_closed day_opened ticket_carried ticket_carried"},
    {0, "? A003", "waiting printed"},
    {0, "issue licence", "A001"}, /* the same number on another day */
    {0, "? queue business", "A001 A003 A001"},
    {0, "1 open", "-"},
    {5, "1 next", "A001 longest"},
    END,
};

static const struct walk walks[] = {
    {"from touch to rating", NULL, from_touch_to_rating},
    {"next finishes and calls", NULL, next_finishes_and_calls},
    {"the day must be open", NULL, the_day_must_be_open},
    {"numbers go on in another series", NULL, numbers_go_on_in_another_series},
    {"a priority is a head start", NULL, a_priority_is_a_head_start},
    {"categories share a window by weight", weigh_tax, categories_share_a_window_by_weight},
    {"overtaken without a limit", no_overtaking_limit, nobody_is_overtaken_for_ever},
    {"the starving one goes first", NULL, the_starving_one_goes_first},
    {"windows serve only their own", NULL, windows_serve_only_their_own},
    {"a no-show goes back behind two", NULL, a_no_show_goes_back_behind_two},
    {"held and back again", NULL, held_and_back_again},
    {"held until a time", NULL, held_until_a_time},
    {"transferred and sent back", NULL, transferred_and_sent_back},
    {"transferred to a window", NULL, transferred_to_a_window},
    {"a window that closes keeps nobody", NULL, a_window_that_closes_keeps_nobody},
    {"paused", NULL, paused},
    {"cancelled", NULL, cancelled},
    {"undone", NULL, undone},
    {"not undone", NULL, not_undone},
    {"pushed", push, pushed},
    {"slips", NULL, slips},
    {"ratings", NULL, ratings},
    {"the day ends", NULL, the_day_ends},
    {"the day ends on an errand", NULL, the_day_ends_on_an_errand},
    {"carried over", carry_over, carried_over},
};
enum { WALK_COUNT = sizeof(walks) / sizeof(walks[0]) };

static void walk_it(void **state)
{
    const struct walk *walk = *state;
    struct queue_rig rig;
    rig_start(&rig);
    if (walk->change != NULL) {
        walk->change(&rig.plan);
        rig_restart(&rig);
    }
    size_t count = 0;
    while (walk->steps[count].said != NULL) {
        count++;
    }
    rig_walk(&rig, walk->steps, count);
    rig_stop(&rig);
}

int main(void)
{
    struct CMUnitTest tests[WALK_COUNT];
    struct walk copies[WALK_COUNT];
    memcpy(copies, walks, sizeof(walks));
    for (int i = 0; i < WALK_COUNT; i++) {
        tests[i] = (struct CMUnitTest){.name = walks[i].name,
                                       .test_func = walk_it,
                                       .initial_state = &copies[i]};
    }
    return cmocka_run_group_tests_name("queue walks", tests, NULL, NULL);
}
