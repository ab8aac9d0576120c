foreach(name care chain fault journal migrate)
    hallq_test(test_store_${name}
        SOURCES ${TESTS}/unit/test_store_${name}.c ${TESTS}/unit/store_testing.c
        MAY_INCLUDE base queue store USES PkgConfig::SQLITE PkgConfig::SODIUM)
endforeach()
