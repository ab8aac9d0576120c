hallq_test(test_stats_day SOURCES ${TESTS}/unit/test_stats_day.c MAY_INCLUDE base queue stats)
hallq_test(test_stats_histogram SOURCES ${TESTS}/unit/test_stats_histogram.c
    MAY_INCLUDE base queue stats)
hallq_test(test_stats_property SOURCES ${TESTS}/unit/test_stats_property.c
    MAY_INCLUDE base queue stats)
hallq_test(test_stats_report SOURCES ${TESTS}/unit/test_stats_report.c MAY_INCLUDE base queue stats)
hallq_test(test_stats_engine SOURCES ${TESTS}/unit/test_stats_engine.c MAY_INCLUDE base queue stats)
