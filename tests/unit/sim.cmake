# The simulator: devices play on a wire in virtual time; test_sim_port and _play use real ptys.
set(SIM_RIG ${TESTS}/unit/sim_rig.c)
foreach(name wire printer pads screens sentence day port play)
    hallq_test(test_sim_${name} SOURCES ${TESTS}/unit/test_sim_${name}.c ${SIM_RIG}
        MAY_INCLUDE sim config registry proto device base)
    target_include_directories(test_sim_${name} PRIVATE ${TESTS}/unit)
endforeach()
