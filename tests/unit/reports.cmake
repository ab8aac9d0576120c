# Reports: what they are, the sheet that all forms are written from, paper and files, ledgers from
# events, the daily brief, the schedule.
set(REPORTS_TESTS_MAY reports config stats queue device store office registry base)
hallq_test(test_reports_tables SOURCES ${TESTS}/unit/test_reports_tables.c
    MAY_INCLUDE ${REPORTS_TESTS_MAY} USES PkgConfig::JANSSON)
hallq_test(test_reports_forms SOURCES ${TESTS}/unit/test_reports_forms.c
    MAY_INCLUDE ${REPORTS_TESTS_MAY} USES PkgConfig::JANSSON)
hallq_test(test_reports_schedule SOURCES ${TESTS}/unit/test_reports_schedule.c
    MAY_INCLUDE ${REPORTS_TESTS_MAY} USES PkgConfig::JANSSON)
hallq_test(test_reports_ledgers SOURCES ${TESTS}/unit/test_reports_ledgers.c
    ${TESTS}/unit/store_testing.c
    MAY_INCLUDE ${REPORTS_TESTS_MAY} USES PkgConfig::JANSSON PkgConfig::SQLITE PkgConfig::SODIUM)
# What the font library keeps for good when paper is drawn.
set_tests_properties(test_reports_forms PROPERTIES ENVIRONMENT
    "LSAN_OPTIONS=suppressions=${TESTS}/walk/lsan.txt:print_suppressions=0")
