# What the tree promises about itself, and what systemd says to the unit.
add_test(NAME tree_rules COMMAND ${TESTS}/unit/tree_rules.sh ${CMAKE_SOURCE_DIR})
add_test(NAME include_rules COMMAND ${TESTS}/unit/include_rules.sh ${CMAKE_BINARY_DIR})
add_test(NAME systemd_unit COMMAND ${TESTS}/unit/systemd.sh ${CMAKE_SOURCE_DIR})
