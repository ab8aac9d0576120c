# Pictures of every page of the kiosk, in both languages and both sizes of type.
if(TARGET kiosk)
    hallq_test(test_kiosk_pictures SOURCES ${TESTS}/golden/test_kiosk_pictures.c
        MAY_INCLUDE base view display kiosk
        USES PkgConfig::SDL PkgConfig::CAIRO PkgConfig::JANSSON)
endif()
