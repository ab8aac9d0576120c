# hallq_fuzz(NAME SOURCES … MAY_INCLUDE … CORPUS folder [USES …])
#
# A fuzz target is a file with LLVMFuzzerTestOneInput. With PRESET=fuzz and clang it becomes a
# libFuzzer program; with every other preset a test that replays the corpus and then mutates it
# (replay_main.c), so that each target runs on each machine. libFuzzer writes what it finds into
# the first folder it is given: name one under build/ before the corpus.
#
# A list of targets begins with include(${TESTS}/fuzz/fuzz.cmake).
include_guard()

function(hallq_fuzz name)
    cmake_parse_arguments(F "" "CORPUS" "SOURCES;MAY_INCLUDE;USES" ${ARGN})
    if(PRESET STREQUAL "fuzz")
        if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
            message(FATAL_ERROR "PRESET=fuzz needs clang: CC=clang cmake …")
        endif()
        hallq_program(${name} SOURCES ${F_SOURCES} MAY_INCLUDE ${F_MAY_INCLUDE} USES ${F_USES})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        hallq_test(${name} SOURCES ${F_SOURCES} ${TESTS}/fuzz/replay_main.c
            MAY_INCLUDE ${F_MAY_INCLUDE} USES ${F_USES})
        target_compile_definitions(${name} PRIVATE FUZZ_CORPUS="${F_CORPUS}")
    endif()
endfunction()
