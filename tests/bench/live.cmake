# How long a change takes to reach 500 open pages: tests/bench/live.sh runs this with a hall.
hallq_program(bench_live SOURCES ${TESTS}/bench/bench_live.c)
# What a round of the rules of alerts costs.
hallq_test(bench_alerts SOURCES ${TESTS}/bench/bench_alerts.c
    MAY_INCLUDE base queue config device office)
