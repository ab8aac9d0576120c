# One static library a folder, and include paths that are PRIVATE: what a folder may include is
# the list in its row below and in architecture order; anything else does not compile.
#
# Each folder has a root in build/roots/NAME that holds only a link to that folder, so
# `#include "base/clock.h"` works exactly for those who were given base's root.

set(HALLQ_ROOTS ${CMAKE_BINARY_DIR}/roots)

# hallq_root(NAME PREFIX FOLDER): makes FOLDER reachable as PREFIX/ under the root of NAME.
function(hallq_root name prefix folder)
    set(link ${HALLQ_ROOTS}/${name}/${prefix})
    get_filename_component(parent ${link} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${link} SYMBOLIC)
endfunction()

# hallq_library(NAME FOLDER n PREFIX p MAY_INCLUDE a b … USES pkg …)
#   MAY_INCLUDE names other folders of ours; USES names imported targets.
function(hallq_library name)
    cmake_parse_arguments(L "" "FOLDER;PREFIX" "MAY_INCLUDE;USES;WITHOUT" ${ARGN})
    hallq_root(${name} ${L_PREFIX} ${L_FOLDER})
    file(GLOB sources CONFIGURE_DEPENDS ${L_FOLDER}/*.c)
    foreach(file IN LISTS L_WITHOUT)
        list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/${L_FOLDER}/${file})
    endforeach()
    if(NOT sources)
        file(WRITE ${CMAKE_BINARY_DIR}/empty-${name}.c "typedef int empty_${name};\n")
        set(sources ${CMAKE_BINARY_DIR}/empty-${name}.c)
    endif()
    add_library(${name} STATIC ${sources})
    hallq_may_include(${name} ${name} ${L_MAY_INCLUDE})
    foreach(other IN LISTS L_MAY_INCLUDE)
        if(TARGET ${other})
            target_link_libraries(${name} PUBLIC ${other})
        endif()
    endforeach()
    target_link_libraries(${name} PUBLIC ${L_USES})
endfunction()

# hallq_may_include(TARGET folder …): include paths only, nothing linked.
function(hallq_may_include target)
    foreach(other IN LISTS ARGN)
        target_include_directories(${target} PRIVATE ${HALLQ_ROOTS}/${other})
    endforeach()
endfunction()

# hallq_program(NAME SOURCES … MAY_INCLUDE … USES …)
function(hallq_program name)
    cmake_parse_arguments(P "" "" "SOURCES;MAY_INCLUDE;USES" ${ARGN})
    add_executable(${name} ${P_SOURCES})
    hallq_may_include(${name} ${P_MAY_INCLUDE})
    foreach(other IN LISTS P_MAY_INCLUDE)
        if(TARGET ${other})
            target_link_libraries(${name} PRIVATE ${other})
        endif()
    endforeach()
    target_link_libraries(${name} PRIVATE ${P_USES})
endfunction()

# hallq_test(NAME SOURCES … MAY_INCLUDE … USES …): a cmocka program that tests/run.sh runs.
function(hallq_test name)
    hallq_program(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE PkgConfig::CMOCKA)
    target_compile_definitions(${name} PRIVATE TESTS_DIR="${CMAKE_SOURCE_DIR}/tests"
        SOURCE_DIR="${CMAKE_SOURCE_DIR}" BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name})
endfunction()
