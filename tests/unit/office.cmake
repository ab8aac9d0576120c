# What is done behind the windows: what the parts share, and each part.
hallq_test(test_office SOURCES ${TESTS}/unit/test_office.c MAY_INCLUDE base queue config device office)
hallq_test(test_office_cases SOURCES ${TESTS}/unit/test_office_cases.c
    MAY_INCLUDE base queue config device office)
hallq_test(test_accounts SOURCES ${TESTS}/unit/test_accounts.c
    MAY_INCLUDE base queue config device office USES PkgConfig::SODIUM)
hallq_test(test_reviews SOURCES ${TESTS}/unit/test_reviews.c MAY_INCLUDE base queue config device office)
