hallq_test(test_voice_grammar SOURCES ${TESTS}/unit/test_voice_grammar.c MAY_INCLUDE base voice)
hallq_test(test_voice_announcer SOURCES ${TESTS}/unit/test_voice_announcer.c
    MAY_INCLUDE base voice)
hallq_test(test_voice_settings SOURCES ${TESTS}/unit/test_voice_settings.c MAY_INCLUDE base voice)
hallq_test(test_voice_pack SOURCES ${TESTS}/unit/test_voice_pack.c ${TESTS}/unit/voice_testing.c
    MAY_INCLUDE base voice)
if(TARGET hallq)
    add_dependencies(test_voice_pack hallq) # it runs hallq voice
endif()
hallq_test(test_voice_player SOURCES ${TESTS}/unit/test_voice_player.c
    ${TESTS}/unit/voice_testing.c MAY_INCLUDE base voice)
