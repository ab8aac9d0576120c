# The bus: its schedule and books (pure), and lines on ptys with scripted slaves.
set(BUS_RIG ${TESTS}/unit/bus_rig.c ${TESTS}/unit/bus_fakes.c)
hallq_test(test_bus_modbus SOURCES ${TESTS}/unit/test_bus_modbus.c ${BUS_RIG}
    MAY_INCLUDE base device proto bus)
