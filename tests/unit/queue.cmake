# The queue engine: its verbs walk by walk, the record, commands that come twice, plans that
# change, and what it costs.
foreach(name events walks engine)
    hallq_test(test_queue_${name}
        SOURCES ${TESTS}/unit/test_queue_${name}.c ${TESTS}/unit/queue_rig.c
        MAY_INCLUDE base queue)
endforeach()
