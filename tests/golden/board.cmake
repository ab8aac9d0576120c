# Pictures of the hall board (tests/golden/board.sh).
if(TARGET hallq-board)
    add_test(NAME golden_board
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/board.sh $<TARGET_FILE:hallq-board>)
endif()
