/* Accounts, sessions, tokens and lock-outs: what is decided, what the events make of it, and that
 * the same events make the same state again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "office/accounts.h"
#include "office/passwords.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG = 4096, MINUTE = 60000, HOUR = 60 * MINUTE };

/* An office, its site, and all events so far. */
struct rig {
    struct office *office;
    struct site site;
    struct site_window windows[3];
    wall_t now;
    size_t count;
    struct event *log;
    struct event *events; /* of one draft */
};

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    rig->office = office_create();
    rig->log = calloc(LOG, sizeof *rig->log);
    rig->events = calloc(OFFICE_DRAFT, sizeof *rig->events);
    rig->now = (wall_t){1772413200000};
    rig->windows[0] = (struct site_window){.number = 1, .clerk = "wang", .department = 0};
    rig->windows[1] = (struct site_window){.number = 2, .clerk = "li", .department = 0};
    rig->windows[2] = (struct site_window){.number = 3, .clerk = "zhao", .department = 1};
    rig->site = (struct site){.windows = rig->windows, .window_count = 3};
    *state = rig;
    return 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    office_destroy(rig->office);
    free(rig->log);
    free(rig->events);
    free(rig);
    return 0;
}

/* Decides; what was drafted is applied, as the gate does it. */
static int act(struct rig *rig, office_decide decide, const void *order)
{
    struct office_draft draft = {.office = rig->office, .site = &rig->site, .now = rig->now,
                                 .day = 20260302, .next_seq = (int64_t)rig->count + 1,
                                 .events = rig->events};
    int error = decide(&draft, order);
    for (size_t i = 0; error == 0 && i < draft.count; i++) {
        event_strip(&draft.events[i]);
        office_apply(rig->office, &draft.events[i]);
        rig->log[rig->count++] = draft.events[i];
        assert_true(rig->count < LOG);
    }
    return error;
}

static int add(struct rig *rig, const char *name, enum role role, const char *clerk)
{
    const struct account_order order = {.name = name, .role = role, .clerk = clerk,
                                        .display = "张三", .active = -1, .verifier = "$argon2id$x"};
    return act(rig, accounts_decide_add, &order);
}

static void hash_of(int number, char out[SECRET_HASH_SIZE])
{
    snprintf(out, SECRET_HASH_SIZE, "%064d", number);
}

static int sign_in(struct rig *rig, const char *name, int number)
{
    char hash[SECRET_HASH_SIZE];
    hash_of(number, hash);
    const struct session_order order = {.name = name, .hash = hash, .address = "127.0.0.1"};
    return act(rig, accounts_decide_sign_in, &order);
}

static const struct session *session(const struct rig *rig, int number)
{
    char hash[SECRET_HASH_SIZE];
    hash_of(number, hash);
    return accounts_session(rig->office, hash, rig->now);
}

static int change(struct rig *rig, const char *name, enum role role, int active)
{
    const struct account_order order = {.name = name, .role = role, .active = active};
    return act(rig, accounts_decide_change, &order);
}

/* ------------------------------------------------------------------ lock-out */

static void the_schedule(void **state)
{
    (void)state;
    static const struct {
        int failures;
        int64_t wait_ms;
    } rows[] = {{0, 0},      {1, 0},      {4, 0},       {5, 1000},     {6, 2000},     {7, 4000},
                {10, 32000}, {14, 512000}, {15, 900000}, {16, 900000}, {1000, 900000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(lockout_wait_ms(rows[i].failures), rows[i].wait_ms);
    }
}

/* Somebody sends a guess each 100 ms for ten hours. */
static void a_flood_is_hardly_tried(void **state)
{
    (void)state;
    struct lockout lockout = {0};
    int tried = 0, most = 0, hour = 0;
    for (int64_t now = 1; now < 10 * HOUR; now += 100) {
        if (now / HOUR != hour) {
            hour = (int)(now / HOUR);
            most = tried > most ? tried : most;
            tried = 0;
        }
        if (lockout_lets(&lockout, 0, now)) {
            lockout = lockout_failed(&lockout, now);
            tried++;
        }
    }
    assert_in_range(most, 5, 100);
    print_message("at most %d guesses an hour are tried\n", most);
}

static void guesses_at_the_same_moment_are_no_more(void **state)
{
    (void)state;
    const struct lockout clean = {0}, three = {.failures = 3, .until_ms = 1000},
                         locked = {.failures = 5, .until_ms = 3000};
    for (int under_way = 0; under_way < 10; under_way++) {
        assert_int_equal(lockout_lets(&clean, under_way, 2000), under_way < 5);
        assert_int_equal(lockout_lets(&three, under_way, 2000), under_way < 2);
        assert_false(lockout_lets(&locked, under_way, 2000));
    }
    assert_true(lockout_lets(&locked, 0, 3000));
    assert_false(lockout_lets(&locked, 1, 3000));
}

static void quiet_is_forgotten_and_a_clock_set_back_locks_nobody(void **state)
{
    (void)state;
    struct lockout lockout = {.failures = 9, .until_ms = 100000};
    assert_int_equal(lockout_failed(&lockout, 100000 + LOCKOUT_MOST_MS).failures, 1);
    assert_int_equal(lockout_failed(&lockout, 100000 + LOCKOUT_MOST_MS - 1).failures, 10);
    lockout.until_ms = INT64_C(1772413200000);
    assert_false(lockout_holds(&lockout, 0));
}

static void failures_lock_an_account_and_a_manager_unlocks_it(void **state)
{
    struct rig *rig = *state;
    const struct session_order order = {.name = "wang", .address = "127.0.0.1",
                                        .reason = "password"};
    assert_int_equal(add(rig, "wang", ROLE_CLERK, "wang"), 0);
    const struct account *account = accounts_find(rig->office, "wang");
    for (int i = 1; i <= 5; i++) {
        assert_false(lockout_holds(&account->lockout, rig->now.ms));
        assert_int_equal(act(rig, accounts_decide_failed, &order), 0);
        assert_int_equal(account->lockout.failures, i);
    }
    assert_true(lockout_holds(&account->lockout, rig->now.ms));
    assert_int_equal(act(rig, accounts_decide_unlock, &order), 0);
    assert_false(lockout_holds(&account->lockout, rig->now.ms));
    assert_int_equal(account->lockout.failures, 0);
}

static void a_name_that_is_no_account_is_not_written_down(void **state)
{
    struct rig *rig = *state;
    const struct session_order order = {.name = "my password", .address = "127.0.0.1",
                                        .reason = "password"};
    assert_int_equal(act(rig, accounts_decide_failed, &order), 0);
    assert_string_equal(rig->log[0].subject, "");
    assert_string_equal(rig->log[0].reason, "unknown");
}

/* ------------------------------------------------------------------ accounts */

static void what_an_account_may_be(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *name;
        enum role role;
        const char *clerk;
        int error;
    } rows[] = {
        {"wang", ROLE_CLERK, "wang", 0},
        {"wang", ROLE_MANAGER, "", OFFICE_EXISTS},
        {"Wang", ROLE_MANAGER, "", OFFICE_BAD_VALUE},
        {"li", ROLE_CLERK, "", OFFICE_BAD_VALUE},
        {"li", ROLE_MANAGER, "", 0},
        {"kiosk-1", ROLE_KIOSK, "", OFFICE_BAD_VALUE},
        {"x", ROLE_MANAGER, "", OFFICE_BAD_VALUE},
        {"1abc", ROLE_MANAGER, "", OFFICE_BAD_VALUE},
        {"张三", ROLE_MANAGER, "", OFFICE_BAD_VALUE},
        {"a.b_c-d", ROLE_AUDITOR, "", 0},
        {"abcdefghijklmnop", ROLE_AUDITOR, "", 0},
        {"abcdefghijklmnopq", ROLE_AUDITOR, "", OFFICE_BAD_VALUE},
        {"zhao", ROLE_NOBODY, "", OFFICE_BAD_VALUE},
        {"evil", ROLE_CLERK, "a\nb", OFFICE_BAD_VALUE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(add(rig, rows[i].name, rows[i].role, rows[i].clerk), rows[i].error);
    }
    assert_non_null(accounts_find(rig->office, "WANG"));
}

static void setup_is_over_with_the_first_administrator(void **state)
{
    struct rig *rig = *state;
    const struct account_order first = {.name = "admin", .role = ROLE_ADMINISTRATOR, .active = -1,
                                        .clerk = "", .display = "", .verifier = "x",
                                        .first = true};
    struct account_order second = first;
    second.name = "again";
    assert_true(accounts_need_setup(rig->office));
    assert_int_equal(add(rig, "wang", ROLE_CLERK, "wang"), 0);
    assert_true(accounts_need_setup(rig->office));
    assert_int_equal(act(rig, accounts_decide_add, &first), 0);
    assert_false(accounts_need_setup(rig->office));
    assert_int_equal(act(rig, accounts_decide_add, &second), OFFICE_NOT_ALLOWED);
}

static void the_last_administrator_stays(void **state)
{
    struct rig *rig = *state;
    add(rig, "admin", ROLE_ADMINISTRATOR, "");
    assert_int_equal(change(rig, "admin", ROLE_NOBODY, 0), OFFICE_LAST_ADMINISTRATOR);
    assert_int_equal(change(rig, "admin", ROLE_MANAGER, -1), OFFICE_LAST_ADMINISTRATOR);
    add(rig, "second", ROLE_ADMINISTRATOR, "");
    assert_int_equal(change(rig, "admin", ROLE_NOBODY, 0), 0);
    assert_int_equal(change(rig, "second", ROLE_AUDITOR, -1), OFFICE_LAST_ADMINISTRATOR);
    assert_int_equal(change(rig, "admin", ROLE_NOBODY, 1), 0);
    assert_int_equal(change(rig, "second", ROLE_AUDITOR, -1), 0);
    assert_int_equal(change(rig, "nobody", ROLE_AUDITOR, -1), OFFICE_UNKNOWN);
}

static void there_are_so_many_accounts(void **state)
{
    struct rig *rig = *state;
    char name[ACCOUNT_NAME];
    for (int i = 0; i < ACCOUNTS; i++) {
        snprintf(name, sizeof name, "a%d", i + 10);
        assert_int_equal(add(rig, name, ROLE_AUDITOR, ""), 0);
    }
    assert_int_equal(add(rig, "more", ROLE_AUDITOR, ""), OFFICE_FULL);
}

static void unused_accounts_are_pointed_out(void **state)
{
    struct rig *rig = *state;
    add(rig, "wang", ROLE_CLERK, "wang");
    const struct account *account = accounts_find(rig->office, "wang");
    rig->now = wall_after(rig->now, INT64_C(89) * 24 * HOUR);
    assert_false(accounts_is_unused(account, rig->now));
    sign_in(rig, "wang", 1);
    rig->now = wall_after(rig->now, INT64_C(89) * 24 * HOUR);
    assert_false(accounts_is_unused(account, rig->now));
    rig->now = wall_after(rig->now, INT64_C(24) * HOUR);
    assert_true(accounts_is_unused(account, rig->now));
    change(rig, "wang", ROLE_NOBODY, 0);
    assert_false(accounts_is_unused(account, rig->now));
}

/* ------------------------------------------------------------------ sessions */

static void a_session_ends_after_twelve_hours(void **state)
{
    struct rig *rig = *state;
    add(rig, "wang", ROLE_CLERK, "wang");
    assert_int_equal(sign_in(rig, "wang", 1), 0);
    assert_int_equal(sign_in(rig, "nobody", 2), OFFICE_NOT_ALLOWED);
    rig->now = wall_after(rig->now, 12 * HOUR - 1);
    assert_non_null(session(rig, 1));
    rig->now = wall_after(rig->now, 1);
    assert_null(session(rig, 1));
}

/* What ends all sessions of an account, and what does not. */
static void a_change_ends_sessions_at_once(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *what;
        bool ends;
        enum role role;
        int active;
        const char *display, *clerk, *password;
    } rows[] = {
        {"a new display name", false, ROLE_NOBODY, -1, "李四", NULL, NULL},
        {"disabled", true, ROLE_NOBODY, 0, NULL, NULL, NULL},
        {"another role", true, ROLE_MANAGER, -1, NULL, NULL, NULL},
        {"another clerk's code", true, ROLE_NOBODY, -1, NULL, "li", NULL},
        {"a new password", true, ROLE_NOBODY, -1, NULL, NULL, "$new"},
    };
    for (int i = 0; i < (int)(sizeof rows / sizeof *rows); i++) {
        char name[ACCOUNT_NAME];
        snprintf(name, sizeof name, "user%d", i);
        add(rig, name, ROLE_CLERK, "wang");
        sign_in(rig, name, 10 + i);
        add(rig, i == 0 ? "other" : "unused", ROLE_AUDITOR, "");
        sign_in(rig, "other", 100 + i);
        const struct account_order order = {.name = name, .role = rows[i].role,
                                            .active = rows[i].active, .display = rows[i].display,
                                            .clerk = rows[i].clerk};
        const struct session_order password = {.name = name, .verifier = rows[i].password};
        assert_int_equal(rows[i].password != NULL
                             ? act(rig, accounts_decide_password, &password)
                             : act(rig, accounts_decide_change, &order),
                         0);
        print_message("%s\n", rows[i].what);
        assert_int_equal(session(rig, 10 + i) == NULL, rows[i].ends);
        assert_non_null(session(rig, 100 + i));
    }
    assert_int_equal(sign_in(rig, "user1", 50), OFFICE_NOT_ALLOWED);
}

static void who_changes_his_password_goes_on_in_a_new_session(void **state)
{
    struct rig *rig = *state;
    char hash[SECRET_HASH_SIZE];
    add(rig, "wang", ROLE_CLERK, "wang");
    sign_in(rig, "wang", 1);
    sign_in(rig, "wang", 2);
    hash_of(3, hash);
    const struct session_order order = {.name = "wang", .verifier = "$new", .hash = hash};
    assert_int_equal(act(rig, accounts_decide_password, &order), 0);
    assert_null(session(rig, 1));
    assert_null(session(rig, 2));
    assert_non_null(session(rig, 3));
}

static void so_many_sessions_and_no_more(void **state)
{
    struct rig *rig = *state;
    add(rig, "wang", ROLE_CLERK, "wang");
    for (int i = 0; i < SESSIONS_EACH; i++) {
        assert_int_equal(sign_in(rig, "wang", i), 0);
    }
    assert_non_null(session(rig, 0));
    assert_int_equal(sign_in(rig, "wang", 99), 0);
    assert_null(session(rig, 0));
    assert_non_null(session(rig, 1));
    char name[ACCOUNT_NAME];
    int number = 1000, error = 0;
    for (int i = 0; error == 0 && i < ACCOUNTS - 1; i++) {
        snprintf(name, sizeof name, "b%d", i);
        add(rig, name, ROLE_AUDITOR, "");
        for (int k = 0; error == 0 && k < SESSIONS_EACH; k++) {
            error = sign_in(rig, name, number++);
        }
    }
    assert_int_equal(error, OFFICE_FULL);
    rig->now = wall_after(rig->now, 12 * HOUR);
    assert_int_equal(sign_in(rig, name, number), 0);
}

static void one_session_is_ended_by_its_number_or_its_secret(void **state)
{
    struct rig *rig = *state;
    char hash[SECRET_HASH_SIZE];
    add(rig, "wang", ROLE_CLERK, "wang");
    sign_in(rig, "wang", 1);
    sign_in(rig, "wang", 2);
    const struct session_order by_id = {.id = session(rig, 1)->id, .hash = "", .reason = "ended"};
    assert_int_equal(act(rig, accounts_decide_sign_out, &by_id), 0);
    assert_null(session(rig, 1));
    assert_int_equal(act(rig, accounts_decide_sign_out, &by_id), OFFICE_UNKNOWN);
    hash_of(2, hash);
    const struct session_order by_hash = {.hash = hash, .reason = "out"};
    assert_int_equal(act(rig, accounts_decide_sign_out, &by_hash), 0);
    assert_null(session(rig, 2));
}

/* ------------------------------------------------------------------ windows */

static void where_a_clerk_may_sit(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *clerk;
        bool first, second, third;
        uint16_t own;
    } rows[] = {{"wang", true, true, false, 1}, {"li", true, true, false, 2},
                {"zhao", false, false, true, 3}, {"substitute", true, true, true, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(accounts_may_sit(&rig->site, rows[i].clerk, 1), rows[i].first);
        assert_int_equal(accounts_may_sit(&rig->site, rows[i].clerk, 2), rows[i].second);
        assert_int_equal(accounts_may_sit(&rig->site, rows[i].clerk, 3), rows[i].third);
        assert_int_equal(accounts_own_window(&rig->site, rows[i].clerk), rows[i].own);
        assert_false(accounts_may_sit(&rig->site, rows[i].clerk, 9));
    }
}

static void a_session_takes_another_window(void **state)
{
    struct rig *rig = *state;
    char hash[SECRET_HASH_SIZE];
    hash_of(1, hash);
    add(rig, "wang", ROLE_CLERK, "wang");
    sign_in(rig, "wang", 1);
    struct session_order order = {.hash = hash, .window = 2};
    int64_t id = session(rig, 1)->id;
    wall_t until = session(rig, 1)->until;
    rig->now = wall_after(rig->now, HOUR);
    assert_int_equal(act(rig, accounts_decide_move, &order), 0);
    assert_int_equal(session(rig, 1)->window, 2);
    assert_int_equal(session(rig, 1)->id, id);
    assert_int_equal(session(rig, 1)->until.ms, until.ms);
    order.window = 3;
    assert_int_equal(act(rig, accounts_decide_move, &order), OFFICE_NOT_ALLOWED);
}

/* ------------------------------------------------------------------ tokens */

static void what_a_token_may_be(void **state)
{
    struct rig *rig = *state;
    static const struct {
        enum role role;
        uint16_t window;
        int32_t days;
        int error;
    } rows[] = {
        {ROLE_KIOSK, 0, 1, 0},        {ROLE_BOARD, 0, 3660, 0},
        {ROLE_CLERK, 2, 30, 0},       {ROLE_CLERK, 0, 30, OFFICE_BAD_VALUE},
        {ROLE_CLERK, 9, 30, OFFICE_BAD_VALUE}, {ROLE_KIOSK, 1, 30, OFFICE_BAD_VALUE},
        {ROLE_MANAGER, 0, 30, 0},     {ROLE_AUDITOR, 0, 30, 0},
        {ROLE_ADMINISTRATOR, 0, 30, OFFICE_BAD_VALUE}, {ROLE_NOBODY, 0, 30, OFFICE_BAD_VALUE},
        {ROLE_KIOSK, 0, 0, OFFICE_BAD_VALUE}, {ROLE_KIOSK, 0, 3661, OFFICE_BAD_VALUE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char hash[SECRET_HASH_SIZE];
        hash_of((int)i, hash);
        const struct token_order order = {.name = "取号机", .hash = hash, .role = rows[i].role,
                                          .window = rows[i].window, .days = rows[i].days};
        assert_int_equal(act(rig, accounts_decide_token, &order), rows[i].error);
        assert_int_equal(accounts_token(rig->office, hash, rig->now) != NULL, rows[i].error == 0);
    }
}

static void a_token_ends(void **state)
{
    struct rig *rig = *state;
    char hash[SECRET_HASH_SIZE], second[SECRET_HASH_SIZE];
    hash_of(1, hash);
    hash_of(2, second);
    const struct token_order order = {.name = "a", .hash = hash, .role = ROLE_KIOSK, .days = 1};
    const struct token_order other = {.name = "b", .hash = second, .role = ROLE_KIOSK, .days = 9};
    const struct token_order end = {.id = 2}, wrong = {.id = 3};
    act(rig, accounts_decide_token, &order);
    act(rig, accounts_decide_token, &other);
    assert_int_equal(act(rig, accounts_decide_token_end, &wrong), OFFICE_UNKNOWN);
    assert_int_equal(act(rig, accounts_decide_token_end, &end), 0);
    assert_int_equal(act(rig, accounts_decide_token_end, &end), OFFICE_UNKNOWN);
    assert_null(accounts_token(rig->office, second, rig->now));
    assert_non_null(accounts_token(rig->office, hash, rig->now));
    rig->now = wall_after(rig->now, 24 * HOUR);
    assert_null(accounts_token(rig->office, hash, rig->now));
}

/* ------------------------------------------------------------------ replay */

static void the_same_events_make_the_same_office(void **state)
{
    struct rig *rig = *state;
    failures_lock_an_account_and_a_manager_unlocks_it(state);
    what_a_token_may_be(state);
    sign_in(rig, "wang", 7);
    const struct session_order failed = {.name = "wang", .address = "::1", .reason = "password"};
    act(rig, accounts_decide_failed, &failed);
    struct office *again = office_create();
    for (size_t i = 0; i < rig->count; i++) {
        char body[EVENT_BODY_SIZE];
        struct event event = rig->log[i]; /* through its written form, as after a restart */
        assert_true(event_body_write(&rig->log[i], body, sizeof body) > 0);
        assert_int_equal(event_body_read(&event, body), 0);
        office_apply(again, &event);
    }
    assert_memory_equal(accounts_of(again), accounts_of(rig->office), sizeof(struct accounts));
    office_destroy(again);
}

/* ------------------------------------------------------------------ passwords */

static void passwords(void **state)
{
    (void)state;
    static const struct {
        const char *password, *name;
        enum password_verdict djbh2, asvs;
    } rows[] = {
        {"Kq7-vtMz2", "wang", PASSWORD_GOOD, PASSWORD_GOOD},
        {"Kq7-vtM", "wang", PASSWORD_SHORT, PASSWORD_SHORT},
        {"", "wang", PASSWORD_SHORT, PASSWORD_SHORT},
        {"mountain river stone", "wang", PASSWORD_PLAIN, PASSWORD_GOOD},
        {"一个很长的句子当密码", "wang", PASSWORD_PLAIN, PASSWORD_GOOD},
        {"P@ssw0rd", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Password2026!", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Admin@123", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Adm1n!Adm1n!", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"1qaz@WSX", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Woaini1314", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Abcd1234", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"Aaaaaaa1", "wang", PASSWORD_COMMON, PASSWORD_COMMON},
        {"1234567890", "wang", PASSWORD_PLAIN, PASSWORD_COMMON},
        {"19880412", "wang", PASSWORD_PLAIN, PASSWORD_COMMON},
        {"Zhaoying-88", "zhaoying", PASSWORD_NAMED, PASSWORD_NAMED},
        {"ZHAOYING#1", "zhaoying", PASSWORD_NAMED, PASSWORD_NAMED},
        {"Zhaoying-likes-tea-7", "zhaoying", PASSWORD_GOOD, PASSWORD_GOOD},
        {"Kq7-\033[31mMz2", "wang", PASSWORD_ODD, PASSWORD_ODD},
        {"Kq7-\xff\xfe-Mz2", "wang", PASSWORD_ODD, PASSWORD_ODD},
    };
    struct password_words *words = password_words_load(SOURCE_DIR "/config/passwords.txt");
    assert_non_null(words);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum password_verdict got[] = {
            password_judge(rows[i].password, rows[i].name, PASSWORD_DJBH2, words),
            password_judge(rows[i].password, rows[i].name, PASSWORD_ASVS, words)};
        print_message("%s\n", rows[i].password);
        assert_int_equal(got[0], rows[i].djbh2);
        assert_int_equal(got[1], rows[i].asvs);
    }
    char longest[PASSWORD_SIZE + 1];
    memset(longest, 'x', sizeof longest);
    longest[PASSWORD_SIZE] = '\0';
    assert_int_equal(password_judge(longest, "wang", PASSWORD_ASVS, words), PASSWORD_LONG);
    password_words_destroy(words);
    assert_null(password_words_load("/nowhere"));
}

static void passwords_grow_old(void **state)
{
    struct rig *rig = *state;
    const struct account_order order = {.name = "li", .role = ROLE_MANAGER, .active = -1,
                                        .clerk = "", .display = "", .verifier = "x",
                                        .must_change = true};
    add(rig, "wang", ROLE_MANAGER, "");
    act(rig, accounts_decide_add, &order);
    const struct account *own = accounts_find(rig->office, "wang");
    assert_true(accounts_password_is_over(accounts_find(rig->office, "li"), &rig->site, rig->now));
    rig->now = wall_after(rig->now, INT64_C(90) * 24 * HOUR - 1);
    assert_false(accounts_password_is_over(own, &rig->site, rig->now));
    rig->now = wall_after(rig->now, 1);
    assert_true(accounts_password_is_over(own, &rig->site, rig->now));
    rig->site.password_asvs = true;
    assert_false(accounts_password_is_over(own, &rig->site, rig->now));
}

/* ------------------------------------------------------------------ secrets */

static void secrets(void **state)
{
    (void)state;
    char a[SECRET_SIZE], b[SECRET_SIZE], hash[SECRET_HASH_SIZE], again[SECRET_HASH_SIZE];
    char code[SETUP_CODE_SIZE], typed[32], dummy[VERIFIER_SIZE];
    secret_make(a);
    secret_make(b);
    assert_string_not_equal(a, b);
    secret_hash(a, hash);
    secret_hash(a, again);
    assert_string_equal(hash, again);
    assert_null(strstr(hash, a));
    secret_setup_code(code);
    assert_int_equal(strlen(code), SETUP_CODE_SIZE - 1);
    assert_true(secret_is_code(code, code));
    snprintf(typed, sizeof typed, " %.4s%.4s %.4s", code, code + 5, code + 10);
    assert_true(secret_is_code(typed, code));
    code[0] = code[0] == 'A' ? 'B' : 'A';
    assert_false(secret_is_code(typed, code));
    assert_false(secret_is_code("", ""));
    assert_false(secret_is_code("", code));
    secret_dummy_verifier(dummy);
    assert_int_not_equal(crypto_pwhash_str_verify(dummy, "x", 1), 0);
    assert_int_equal(crypto_pwhash_str_needs_rehash(dummy, 3, 64 * 1024 * 1024), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schedule),
        cmocka_unit_test(a_flood_is_hardly_tried),
        cmocka_unit_test(guesses_at_the_same_moment_are_no_more),
        cmocka_unit_test(quiet_is_forgotten_and_a_clock_set_back_locks_nobody),
        cmocka_unit_test(passwords),
        cmocka_unit_test(secrets),
#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        WITH_RIG(failures_lock_an_account_and_a_manager_unlocks_it),
        WITH_RIG(a_name_that_is_no_account_is_not_written_down),
        WITH_RIG(what_an_account_may_be),
        WITH_RIG(setup_is_over_with_the_first_administrator),
        WITH_RIG(the_last_administrator_stays),
        WITH_RIG(there_are_so_many_accounts),
        WITH_RIG(unused_accounts_are_pointed_out),
        WITH_RIG(a_session_ends_after_twelve_hours),
        WITH_RIG(a_change_ends_sessions_at_once),
        WITH_RIG(who_changes_his_password_goes_on_in_a_new_session),
        WITH_RIG(so_many_sessions_and_no_more),
        WITH_RIG(one_session_is_ended_by_its_number_or_its_secret),
        WITH_RIG(where_a_clerk_may_sit),
        WITH_RIG(a_session_takes_another_window),
        WITH_RIG(what_a_token_may_be),
        WITH_RIG(a_token_ends),
        WITH_RIG(the_same_events_make_the_same_office),
        WITH_RIG(passwords_grow_old),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
