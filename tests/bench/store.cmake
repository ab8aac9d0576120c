hallq_test(bench_store
    SOURCES ${TESTS}/bench/bench_store.c ${TESTS}/unit/store_testing.c
    MAY_INCLUDE base queue store USES PkgConfig::SQLITE PkgConfig::SODIUM)
target_include_directories(bench_store PRIVATE ${TESTS})
