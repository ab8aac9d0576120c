# The hall board: its view out of the engine, and its conduct in time.
hallq_test(test_view_board
    SOURCES ${TESTS}/unit/test_view_board.c ${TESTS}/unit/queue_rig.c
    MAY_INCLUDE base queue view USES PkgConfig::JANSSON)
hallq_test(test_board_show SOURCES ${TESTS}/unit/test_board_show.c
    MAY_INCLUDE base view display voice board)
