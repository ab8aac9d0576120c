# The bus: its schedule and books (pure), and lines on ptys with scripted slaves.
set(BUS_RIG ${TESTS}/unit/bus_rig.c ${TESTS}/unit/bus_fakes.c)
hallq_test(test_bus_modbus SOURCES ${TESTS}/unit/test_bus_modbus.c ${BUS_RIG}
    MAY_INCLUDE base device proto bus)
hallq_test(test_bus_faults SOURCES ${TESTS}/unit/test_bus_faults.c ${BUS_RIG}
    MAY_INCLUDE base device proto bus)
hallq_test(test_bus_sched SOURCES ${TESTS}/unit/test_bus_sched.c
    MAY_INCLUDE base device proto bus)
hallq_test(test_bus_raw SOURCES ${TESTS}/unit/test_bus_raw.c ${BUS_RIG}
    MAY_INCLUDE base device proto bus)

# A pty as a real port: preloaded by the test that runs the libserialport backend.
add_library(pty_as_serial MODULE ${TESTS}/walk/pty_as_serial.c)
target_compile_options(pty_as_serial PRIVATE -fno-sanitize=all)
target_link_options(pty_as_serial PRIVATE -fno-sanitize=all)
target_link_libraries(pty_as_serial PRIVATE ${CMAKE_DL_LIBS})
hallq_test(test_bus_port SOURCES ${TESTS}/unit/test_bus_port.c ${BUS_RIG}
    MAY_INCLUDE base device proto bus)
target_compile_definitions(test_bus_port PRIVATE PTY_AS_SERIAL="$<TARGET_FILE:pty_as_serial>")
add_dependencies(test_bus_port pty_as_serial)
hallq_test(test_bus_master SOURCES ${TESTS}/unit/test_bus_master.c
    MAY_INCLUDE base device bus)
