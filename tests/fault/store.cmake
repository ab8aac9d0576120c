foreach(name full kill)
    hallq_test(test_store_${name}
        SOURCES ${TESTS}/fault/test_store_${name}.c ${TESTS}/unit/store_testing.c
        MAY_INCLUDE base queue store USES PkgConfig::SQLITE PkgConfig::SODIUM)
    target_include_directories(test_store_${name} PRIVATE ${TESTS})
endforeach()
