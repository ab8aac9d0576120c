hallq_test(test_tls_certificate SOURCES ${TESTS}/unit/test_tls_certificate.c MAY_INCLUDE base tls
    USES PkgConfig::TLS PkgConfig::EVENT)
hallq_test(test_tls_link SOURCES ${TESTS}/unit/test_tls_link.c MAY_INCLUDE base tls
    USES PkgConfig::TLS PkgConfig::EVENT)
hallq_test(test_base_local_token SOURCES ${TESTS}/unit/test_base_local_token.c MAY_INCLUDE base)
hallq_test(test_http_guests
    SOURCES ${TESTS}/unit/test_http_guests.c ${CMAKE_SOURCE_DIR}/firmware-host/http/guests.c
    MAY_INCLUDE base)
target_include_directories(test_http_guests PRIVATE ${HALLQ_ROOTS}/http)
