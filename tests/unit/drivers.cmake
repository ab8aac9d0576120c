# Drivers on the bench: the shipped profiles, no bus, time in the hand of the test.
foreach(name profiles escpos boards pads dgus2)
    hallq_test(test_driver_${name}
        SOURCES ${TESTS}/unit/test_driver_${name}.c ${TESTS}/unit/driver_bench.c
        MAY_INCLUDE config registry drivers proto device base)
    target_include_directories(test_driver_${name} PRIVATE ${TESTS}/unit)
endforeach()
