hallq_test(test_base_text SOURCES ${TESTS}/unit/test_base_text.c MAY_INCLUDE base)
