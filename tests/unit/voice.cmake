hallq_test(test_voice_grammar SOURCES ${TESTS}/unit/test_voice_grammar.c MAY_INCLUDE base voice)
hallq_test(test_voice_announcer SOURCES ${TESTS}/unit/test_voice_announcer.c
    MAY_INCLUDE base voice)
hallq_test(test_voice_settings SOURCES ${TESTS}/unit/test_voice_settings.c MAY_INCLUDE base voice)
