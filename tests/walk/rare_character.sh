#!/usr/bin/env bash
# A character that a printer's GBK font lacks is 〓 on its paper, never garbage, and the installer
# finds it in the log once, with the printer's name; a printer that knows GB18030 prints it. Long
# lines are wrapped on the paper itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p build
HALLQ_TEST_CONFIG=$(mktemp -d "$PWD/build/rare.XXXXXX")
export HALLQ_TEST_CONFIG
cp -r config/demo/. "$HALLQ_TEST_CONFIG"
sed -i 's/name: {zh: "新密市政务服务中心"/name: {zh: "𬭎市政务服务中心"/' "$HALLQ_TEST_CONFIG/hall.yaml"
source "$(dirname "$0")/hall.bash"
rare_end() {
    local status=$?
    rm -rf "$HALLQ_TEST_CONFIG"
    (exit $status)
    hall_end
}
trap rare_end EXIT

slips_are() {
    [ "$(say slips | cut -d' ' -f1)" = "$1" ]
}
texts_are() {
    [ "$(find "$folder/slips" -name 'printer-*.txt' | wc -l)" = "$1" ]
}

hall_start --no-visitors
for i in 1 2 3; do
    issue qiye-sheli '"printers":"floor-1"' >/dev/null
    check "slip $i comes out" wait_until 30 slips_are "$i"
done
check "they can be read" wait_until 20 texts_are 3
for slip in "$folder"/slips/printer-*.txt; do
    case $(basename "$slip") in
    printer-2-*) name=𬭎市政务服务中心 ;; # an Epson, which knows GB18030
    *) name=〓市政务服务中心 ;;
    esac
    check "the printer's own form of the name" grep -qx "$name" "$slip"
    check "nothing is garbage" refused grep -q "�" "$slip"
    check "the papers are wrapped" grep -qx "材料 设立登记申请书、公司章程、股东身份证明、住" "$slip"
    check "and hang below their label" grep -qx "     所使用证明、名称预先核准通知书" "$slip"
done
check "one printer's lack is logged, once" equal "$(grep -o "printer-[0-9]* has no form" \
    "$folder/hallqd.log" | sort | uniq -c | xargs)" "1 printer-1 has no form"
