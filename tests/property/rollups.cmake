# Figures of years: roll-ups against rows against a naive recomputation from events.
hallq_test(test_rollups_property
    SOURCES ${TESTS}/property/test_rollups_property.c ${TESTS}/property/naive_figures.c
    MAY_INCLUDE base queue stats)
target_include_directories(test_rollups_property PRIVATE ${TESTS})
