hallq_test(test_language SOURCES ${TESTS}/unit/test_language.c MAY_INCLUDE base)
target_compile_definitions(test_language PRIVATE SOURCE_FOLDER="${CMAKE_SOURCE_DIR}")
