hallq_test(test_store_kill
    SOURCES ${TESTS}/fault/test_store_kill.c ${TESTS}/unit/store_testing.c
    MAY_INCLUDE base queue store USES PkgConfig::SQLITE PkgConfig::SODIUM)
target_include_directories(test_store_kill PRIVATE ${TESTS})
