# What is done behind the windows: what the parts share, and each part.
hallq_test(test_office SOURCES ${TESTS}/unit/test_office.c MAY_INCLUDE base queue config device office)
hallq_test(test_office_cases SOURCES ${TESTS}/unit/test_office_cases.c
    MAY_INCLUDE base queue config device office)
hallq_test(test_alert_rules SOURCES ${TESTS}/unit/test_alert_rules.c ${TESTS}/unit/queue_rig.c
    MAY_INCLUDE base queue config device office)
hallq_test(test_accounts SOURCES ${TESTS}/unit/test_accounts.c
    MAY_INCLUDE base queue config device office USES PkgConfig::SODIUM)
hallq_test(test_reviews SOURCES ${TESTS}/unit/test_reviews.c MAY_INCLUDE base queue config device office)
hallq_test(test_equipment SOURCES ${TESTS}/unit/test_equipment.c
    MAY_INCLUDE base queue config device office)
