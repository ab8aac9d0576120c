foreach(family checksum ff68 a090 dgus2 modbus escpos escpos_status escpos_decode)
    hallq_test(test_proto_${family} SOURCES ${TESTS}/unit/test_proto_${family}.c
        MAY_INCLUDE base proto USES PkgConfig::QRENCODE)
endforeach()
