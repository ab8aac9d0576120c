# What kiosk and board share, and the kiosk as a machine (displays/common, displays/kiosk).
if(TARGET display)
    foreach(part linebreak search touch theme stream scene)
        hallq_test(test_display_${part} SOURCES ${TESTS}/unit/test_display_${part}.c
            MAY_INCLUDE base display USES PkgConfig::SDL)
    endforeach()
endif()
if(TARGET kiosk)
    foreach(part slips walk)
        hallq_test(test_kiosk_${part}
            SOURCES ${TESTS}/unit/test_kiosk_${part}.c ${TESTS}/unit/kiosk_rig.c
            MAY_INCLUDE base view display kiosk USES PkgConfig::SDL PkgConfig::JANSSON)
    endforeach()
endif()
hallq_test(test_view_kiosk SOURCES ${TESTS}/unit/test_view_kiosk.c MAY_INCLUDE base view
    USES PkgConfig::JANSSON)
