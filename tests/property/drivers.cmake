# Drivers under random fortune: what must hold whatever a device, a wire and a visitor do.
hallq_test(test_property_drivers
    SOURCES ${TESTS}/property/test_property_drivers.c ${TESTS}/unit/driver_bench.c
    MAY_INCLUDE config registry drivers proto device base)
target_include_directories(test_property_drivers PRIVATE ${TESTS}/unit)
