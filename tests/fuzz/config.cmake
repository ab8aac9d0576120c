include(${TESTS}/fuzz/fuzz.cmake)
hallq_fuzz(fuzz_config SOURCES ${TESTS}/fuzz/fuzz_config.c MAY_INCLUDE base device config registry
    CORPUS ${TESTS}/fuzz/corpus/config)
