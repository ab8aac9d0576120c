/* Values in, values out; full refuses; the descriptor is readable exactly while not empty. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mailbox.h"

#include <poll.h>
#include <pthread.h>

static int readable(const struct mailbox *box)
{
    struct pollfd p = {.fd = mailbox_descriptor(box), .events = POLLIN};
    return poll(&p, 1, 0);
}

static void keeps_order_and_refuses_when_full(void **state)
{
    (void)state;
    struct mailbox *box = mailbox_create(sizeof(int), 3);
    assert_non_null(box);
    assert_int_equal(readable(box), 0);
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(mailbox_post(box, &i, sizeof i), 0);
    }
    int fourth = 4;
    assert_int_equal(mailbox_post(box, &fourth, sizeof fourth), -1);
    assert_int_equal(readable(box), 1);
    for (int i = 1; i <= 3; i++) {
        int got = 0;
        assert_int_equal(mailbox_take(box, &got, sizeof got), sizeof got);
        assert_int_equal(got, i);
    }
    assert_int_equal(readable(box), 0);
    assert_int_equal(mailbox_take(box, &fourth, sizeof fourth), -1);
    char large[16] = {0};
    assert_int_equal(mailbox_post(box, large, sizeof large), -1);
    mailbox_destroy(box);
    mailbox_destroy(NULL);
}

enum { SENDERS = 4, EACH = 5000 };

static void *send_many(void *argument)
{
    struct mailbox *box = argument;
    for (int i = 0; i < EACH;) {
        if (mailbox_post(box, &i, sizeof i) == 0) {
            i++;
        }
    }
    return NULL;
}

static void loses_nothing_between_threads(void **state)
{
    (void)state;
    struct mailbox *box = mailbox_create(sizeof(int), 64);
    pthread_t threads[SENDERS];
    for (int i = 0; i < SENDERS; i++) {
        pthread_create(&threads[i], NULL, send_many, box);
    }
    long sum = 0;
    for (int got = 0; got < SENDERS * EACH;) {
        int value;
        struct pollfd p = {.fd = mailbox_descriptor(box), .events = POLLIN};
        poll(&p, 1, 1000);
        while (mailbox_take(box, &value, sizeof value) > 0) {
            sum += value;
            got++;
        }
    }
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_int_equal(sum, (long)SENDERS * EACH * (EACH - 1) / 2);
    mailbox_destroy(box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_and_refuses_when_full),
        cmocka_unit_test(loses_nothing_between_threads),
    };
    return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
