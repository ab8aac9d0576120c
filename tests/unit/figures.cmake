# Figures over years: rows of a day, the column image, the file they are kept in, named reports.
hallq_test(test_figures_image SOURCES ${TESTS}/unit/test_figures_image.c
    MAY_INCLUDE base queue stats)
hallq_test(test_figures_rollups SOURCES ${TESTS}/unit/test_figures_rollups.c
    MAY_INCLUDE base queue stats)
hallq_test(test_figures_keeper SOURCES ${TESTS}/unit/test_figures_keeper.c
    ${TESTS}/unit/store_testing.c
    MAY_INCLUDE base queue stats store USES PkgConfig::SQLITE PkgConfig::SODIUM)
