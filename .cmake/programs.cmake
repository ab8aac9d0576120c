# The five programs. A program appears when its source is there.
function(hallq_program_if source name)
    if(EXISTS ${CMAKE_SOURCE_DIR}/${source})
        hallq_program(${name} ${ARGN})
    endif()
endfunction()

pkg_check_modules(SYSTEMD IMPORTED_TARGET libsystemd)
set(hallqd_sources firmware-host/main.c firmware-host/host.c)
if(SYSTEMD_FOUND)
    list(APPEND hallqd_sources firmware-host/notify_systemd.c)
    set(hallqd_uses PkgConfig::SYSTEMD)
else()
    list(APPEND hallqd_sources firmware-host/notify_none.c)
endif()
hallq_program_if(firmware-host/main.c hallqd SOURCES ${hallqd_sources}
    MAY_INCLUDE base queue stats view config device bus store office app http registry
    USES PkgConfig::EVENT PkgConfig::SODIUM ${hallqd_uses})
if(TARGET hallqd)
    target_include_directories(hallqd PRIVATE firmware-host)
endif()

file(GLOB cli_sources CONFIGURE_DEPENDS firmware-host/cli/*.c)
hallq_root(cli cli firmware-host/cli)
hallq_program_if(firmware-host/cli/main.c hallq SOURCES ${cli_sources}
    MAY_INCLUDE base queue stats store config device cli registry view slip paper voice
    USES PkgConfig::EVENT PkgConfig::JANSSON)

hallq_library(sim FOLDER devices/sim PREFIX sim MAY_INCLUDE base device proto config
    USES PkgConfig::CAIRO PkgConfig::QRENCODE Threads::Threads m
    WITHOUT main.c)
hallq_program_if(devices/sim/main.c hallq-sim SOURCES devices/sim/main.c
    MAY_INCLUDE base device config sim registry)

include(.cmake/displays.cmake)

set(programs hallqd hallq hallq-sim hallq-kiosk hallq-board)
add_custom_target(programs)
foreach(program IN LISTS programs)
    if(TARGET ${program})
        add_dependencies(programs ${program})
    endif()
endforeach()
