# Named reports on histories of years: HALLQ_BENCH_ROWS=10000000 build/NAME/bin/bench_reports.
hallq_test(bench_reports SOURCES ${TESTS}/bench/bench_reports.c ${TESTS}/bench/make_history.c
    ${TESTS}/unit/store_testing.c
    MAY_INCLUDE http store config stats queue device registry base
    USES PkgConfig::JANSSON PkgConfig::SQLITE PkgConfig::SODIUM)
target_include_directories(bench_reports PRIVATE ${TESTS} ${TESTS}/unit)
# A journal of years, event by event: HALLQ_BENCH_DAYS=1250 build/NAME/bin/bench_years.
hallq_test(bench_years SOURCES ${TESTS}/bench/bench_years.c ${TESTS}/unit/store_testing.c
    MAY_INCLUDE store config stats queue device registry base
    USES PkgConfig::SQLITE PkgConfig::SODIUM)
target_include_directories(bench_years PRIVATE ${TESTS} ${TESTS}/unit)
