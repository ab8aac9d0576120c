# Paper: lines that are wrapped, the template, the bytes of a slip, its picture.
hallq_test(test_slip_wrap SOURCES ${TESTS}/unit/test_slip_wrap.c MAY_INCLUDE base)
hallq_test(test_slip_range SOURCES ${TESTS}/unit/test_slip_range.c MAY_INCLUDE base view)
hallq_test(test_slip_compose SOURCES ${TESTS}/unit/test_slip_compose.c
    MAY_INCLUDE slip view config registry drivers proto device base)
hallq_test(test_slip_bytes SOURCES ${TESTS}/unit/test_slip_bytes.c
    MAY_INCLUDE drivers proto device base USES PkgConfig::QRENCODE)
hallq_test(test_slip_paper SOURCES ${TESTS}/unit/test_slip_paper.c
    MAY_INCLUDE paper device base)
