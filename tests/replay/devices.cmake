# One capture a profile, all played by one program; --rebuild writes them anew for review.
hallq_test(test_replay_devices
    SOURCES ${TESTS}/replay/test_replay_devices.c ${TESTS}/unit/driver_bench.c
    MAY_INCLUDE config registry drivers proto device base)
target_include_directories(test_replay_devices PRIVATE ${TESTS}/unit)
