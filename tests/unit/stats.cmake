hallq_test(test_stats_day SOURCES ${TESTS}/unit/test_stats_day.c MAY_INCLUDE base queue stats)
