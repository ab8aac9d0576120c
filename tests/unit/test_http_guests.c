/* How many may be connected, from where, and for how long without a whole request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/guests.h"

#include <arpa/inet.h>
#include <stdio.h>

static const mono_t start = {1000};

static struct in6_addr address_of(const char *text)
{
    struct in6_addr address;
    assert_int_equal(inet_pton(AF_INET6, text, &address), 1);
    return address;
}

static enum guests_verdict come(struct guests *guests, int slot, const char *from)
{
    struct in6_addr address = address_of(from);
    return guests_enter(guests, slot, &address, false, start);
}

static void one_address_gets_its_share_only(void **state)
{
    (void)state;
    struct guests *guests = guests_create(GUESTS_MOST);
    for (int i = 0; i < GUESTS_AN_ADDRESS; i++) {
        assert_int_equal(come(guests, i, "::ffff:192.168.1.5"), GUESTS_WELCOME);
    }
    assert_int_equal(come(guests, 500, "::ffff:192.168.1.5"), GUESTS_FULL_FROM_ADDRESS);
    assert_false(guests_is_here(guests, 500));
    assert_int_equal(come(guests, 500, "::ffff:192.168.1.6"), GUESTS_WELCOME);
    assert_int_equal(come(guests, 501, "fd00::5"), GUESTS_WELCOME);
    guests_leave(guests, 3);
    guests_leave(guests, 3); /* twice is once */
    assert_int_equal(guests_count(guests), GUESTS_AN_ADDRESS + 1);
    assert_int_equal(come(guests, 3, "::ffff:192.168.1.5"), GUESTS_WELCOME);
    assert_int_equal(guests_refused(guests), 1);
    guests_destroy(guests);
}

static void the_reserve_is_for_this_machine(void **state)
{
    (void)state;
    enum { MOST = 200 };
    struct guests *guests = guests_create(MOST);
    int slot = 0;
    for (; slot < MOST - GUESTS_RESERVE; slot++) {
        char from[32];
        snprintf(from, sizeof from, "::ffff:10.0.%d.1", slot);
        assert_int_equal(come(guests, slot, from), GUESTS_WELCOME);
    }
    assert_int_equal(come(guests, slot, "::ffff:10.1.0.1"), GUESTS_FULL);
    for (; slot < MOST; slot++) {
        assert_int_equal(come(guests, slot, slot % 2 ? "::1" : "::ffff:127.0.0.1"),
                         GUESTS_WELCOME);
    }
    assert_int_equal(come(guests, slot, "::1"), GUESTS_FULL);
    assert_int_equal(guests_count(guests), MOST);
    guests_destroy(guests);
}

static void a_descriptor_used_again_is_a_new_guest(void **state)
{
    (void)state;
    struct guests *guests = guests_create(GUESTS_MOST);
    assert_int_equal(come(guests, 7, "::1"), GUESTS_WELCOME);
    assert_int_equal(come(guests, 7, "::ffff:10.0.0.1"), GUESTS_WELCOME);
    assert_int_equal(guests_count(guests), 1);
    assert_int_equal(come(guests, GUESTS_SLOTS, "::1"), GUESTS_FULL);
    assert_int_equal(come(guests, -1, "::1"), GUESTS_FULL);
    assert_false(guests_is_here(guests, -1));
    guests_destroy(guests);
}

static void trickling_bytes_buy_no_time(void **state)
{
    (void)state;
    struct guests *guests = guests_create(GUESTS_MOST);
    struct in6_addr address = address_of("::ffff:10.0.0.1");
    guests_enter(guests, 1, &address, true, start);
    guests_enter(guests, 2, &address, false, start);
    mono_t shaken = mono_after(start, GUESTS_SHAKE_MS);
    assert_false(guests_is_late(guests, 1, mono_after(shaken, -1)));
    assert_true(guests_is_late(guests, 1, shaken));
    assert_false(guests_is_late(guests, 2, shaken));
    guests_shaken(guests, 1);
    assert_false(guests_is_late(guests, 1, shaken));
    mono_t due = mono_after(start, GUESTS_REQUEST_MS);
    assert_true(guests_is_late(guests, 1, due));
    assert_true(guests_is_late(guests, 2, due));
    guests_busy(guests, 1); /* a follower of the live stream stays for the day */
    assert_false(guests_is_late(guests, 1, mono_after(due, 86400000)));
    guests_waits(guests, 1, due);
    assert_false(guests_is_late(guests, 1, mono_after(due, GUESTS_REQUEST_MS - 1)));
    assert_true(guests_is_late(guests, 1, mono_after(due, GUESTS_REQUEST_MS)));
    assert_false(guests_is_late(guests, 3, due));
    guests_destroy(guests);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_gets_its_share_only),
        cmocka_unit_test(the_reserve_is_for_this_machine),
        cmocka_unit_test(a_descriptor_used_again_is_a_new_guest),
        cmocka_unit_test(trickling_bytes_buy_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
