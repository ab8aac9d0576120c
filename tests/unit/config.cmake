hallq_test(test_config_value SOURCES ${TESTS}/unit/test_config_value.c
    MAY_INCLUDE base device config)
hallq_test(test_config_errors SOURCES ${TESTS}/unit/test_config_errors.c
    ${TESTS}/unit/config_testing.c ${TESTS}/unit/config_mistakes_values.c
    ${TESTS}/unit/config_mistakes_records.c MAY_INCLUDE base device config)
hallq_test(test_config_dump SOURCES ${TESTS}/unit/test_config_dump.c
    ${TESTS}/unit/config_testing.c MAY_INCLUDE base device config)
hallq_test(test_config_site SOURCES ${TESTS}/unit/test_config_site.c
    ${TESTS}/unit/config_testing.c MAY_INCLUDE base device config)
hallq_test(test_config_demo SOURCES ${TESTS}/unit/test_config_demo.c
    MAY_INCLUDE base device config registry)
hallq_test(test_config_edit SOURCES ${TESTS}/unit/test_config_edit.c
    MAY_INCLUDE base device config registry)
hallq_test(test_config_versions SOURCES ${TESTS}/unit/test_config_versions.c
    MAY_INCLUDE base device config registry)
