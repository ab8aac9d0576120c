# hallq_embed(TARGET SYMBOL [BASE folder] FILE…): makes files part of a program.
# hallq_embed(TARGET SYMBOL FOLDER folder STAMP file): all files of a folder that the build makes;
# the stamp changes when they do.
#
# Writes build/embedded/SYMBOL.c and SYMBOL.h (base/embedded.h says what is in them) and adds
# them to TARGET. A file's name is its path below BASE, or its bare name without BASE. The .c is
# a build step, so only a changed file is read again.
function(hallq_embed target symbol)
    cmake_parse_arguments(E "" "BASE;FOLDER;STAMP" "" ${ARGN})
    set(files)
    foreach(file IN LISTS E_UNPARSED_ARGUMENTS)
        get_filename_component(file ${file} ABSOLUTE)
        list(APPEND files ${file})
    endforeach()
    list(SORT files)
    if(E_BASE)
        get_filename_component(E_BASE ${E_BASE} ABSOLUTE)
    endif()
    set(folder ${CMAKE_BINARY_DIR}/embedded)
    set(header "#pragma once\n#include \"base/embedded.h\"\nextern const struct embedded_file ")
    string(APPEND header "${symbol}[];\nextern const size_t ${symbol}_count;\n")
    file(CONFIGURE OUTPUT ${folder}/${symbol}.h CONTENT "${header}" @ONLY)
    set(writer ${CMAKE_SOURCE_DIR}/.cmake/embed_write.cmake)
    string(REPLACE ";" "|" list "${files}")
    add_custom_command(OUTPUT ${folder}/${symbol}.c
        COMMAND ${CMAKE_COMMAND} -DSYMBOL=${symbol} -DOUTPUT=${folder}/${symbol}.c
            -DBASE=${E_BASE} -DFOLDER=${E_FOLDER} "-DFILES=${list}" -P ${writer}
        DEPENDS ${files} ${E_STAMP} ${writer} VERBATIM)
    target_sources(${target} PRIVATE ${folder}/${symbol}.c)
    target_include_directories(${target} PRIVATE ${folder})
endfunction()
