# hallq_bundle(TARGET SYMBOL FOLDER): bundles the pages of FOLDER with esbuild and makes them, gzip'ed,
# part of TARGET. All presets share one bundle and one set of npm packages, in build/web: it is
# made by whichever build comes first and again only when something in FOLDER changes.
set(HALLQ_WEB_DIR ${CMAKE_SOURCE_DIR}/build/web CACHE PATH "where the staff pages are bundled")

function(hallq_bundle target symbol folder)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*)
    set(script ${CMAKE_SOURCE_DIR}/.cmake/web_bundle.sh)
    set(stamp ${CMAKE_BINARY_DIR}/embedded/${symbol}.stamp)
    add_custom_command(OUTPUT ${stamp}
        COMMAND ${script} ${CMAKE_SOURCE_DIR}/${folder} ${HALLQ_WEB_DIR} ${stamp}
        DEPENDS ${sources} ${script} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
        COMMENT "Bundling the staff pages" VERBATIM)
    hallq_embed(${target} ${symbol} FOLDER ${HALLQ_WEB_DIR}/files STAMP ${stamp})
endfunction()
