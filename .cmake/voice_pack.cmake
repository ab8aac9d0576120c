# The built-in voice pack: build/…/voice-pack, rendered by the espeak-ng program through
# `hallq voice build`. 1.5 MB of WAV that is made here and never committed. Without espeak-ng the
# hall is built all the same: boards chime, or speak a pack of their own.
find_program(ESPEAK_NG espeak-ng)
if(ESPEAK_NG AND TARGET hallq)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/voice-pack/manifest.yaml
        COMMAND hallq voice build ${CMAKE_BINARY_DIR}/voice-pack
        DEPENDS hallq ${CMAKE_SOURCE_DIR}/displays/voice/clips.c
        COMMENT "Rendering the built-in voice pack" VERBATIM)
    add_custom_target(voice-pack DEPENDS ${CMAKE_BINARY_DIR}/voice-pack/manifest.yaml)
    add_dependencies(programs voice-pack)
elseif(NOT ESPEAK_NG)
    message(STATUS "espeak-ng is not installed: no built-in voice pack")
endif()
