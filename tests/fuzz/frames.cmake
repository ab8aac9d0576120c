include(${TESTS}/fuzz/fuzz.cmake)
hallq_fuzz(fuzz_frames SOURCES ${TESTS}/fuzz/fuzz_frames.c MAY_INCLUDE base proto
    CORPUS ${TESTS}/fuzz/corpus/frames)
