hallq_test(test_base_clock SOURCES ${TESTS}/unit/test_base_clock.c MAY_INCLUDE base)
hallq_test(test_base_mailbox SOURCES ${TESTS}/unit/test_base_mailbox.c MAY_INCLUDE base)
