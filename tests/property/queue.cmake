# The queue engine against a naive hall.
hallq_test(test_queue_property
    SOURCES ${TESTS}/property/test_queue_property.c ${TESTS}/property/naive_hall.c
        ${TESTS}/property/naive_steps.c ${TESTS}/property/naive_verbs.c
        ${TESTS}/property/random_commands.c
    MAY_INCLUDE base queue)
