#!/usr/bin/env bash
# The slip as a picture: both widths, both ways of drawing, a copy; zbarimg reads the code of each;
# a character that no GBK printer has is said. No hall runs for it.
set -euo pipefail
cd "$(dirname "$0")/../.."
hallq=${HALLQ_BIN:-$PWD/build/dev/bin}/hallq
mkdir -p build
folder=$(mktemp -d "$PWD/build/preview.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export LSAN_OPTIONS="suppressions=$PWD/tests/walk/lsan.txt print_suppressions=0"
checks=0

check() { # what, command…
    checks=$((checks + 1))
    "${@:2}" || {
        echo "not so: $1"
        exit 1
    }
}

preview() { # file, options
    "$hallq" ticket-preview "$folder/$1.png" --config "${config:-config/demo}" "${@:2}" \
        >"$folder/said" 2>"$folder/warned"
}

width_of() {
    cut -d' ' -f3 "$folder/said"
}

code_of() {
    [[ "$(zbarimg -q --raw "$folder/$1.png" 2>/dev/null)" == https://hall.xinmi.example/t/#* ]]
}

for mode in text raster; do
    for width in 80 58; do
        check "a slip of $width mm, $mode" preview "$mode$width" --width "$width" "--$mode"
        check "its width in dots" test "$(width_of)" = "$([ "$width" = 80 ] && echo 576 || echo 384)"
        check "its code can be read" code_of "$mode$width"
    done
done
check "a copy" preview copy --copy 2
check "is another picture" test "$(cmp -s "$folder/copy.png" "$folder/text80.png" || echo other)" = other
check "every item of the hall fits" preview long --item shipin-jingying --width 58
check "nothing is missing" test ! -s "$folder/warned"

cp -r config/demo "$folder/demo"
sed -i 's/name: {zh: "新密市政务服务中心"/name: {zh: "𬭎市政务服务中心"/' "$folder/demo/hall.yaml"
config=$folder/demo check "a rare character is drawn as 〓" preview rare
check "and is said" grep -q "〓" "$folder/warned"
config=$folder/demo check "typeset it is itself" preview rare --raster
check "and nothing is said" test ! -s "$folder/warned"

refused() {
    ! preview bad "$@"
}
check "a width that no paper has" refused --width 70
check "a copy that is no number" refused --copy x
check "an item that is not there" refused --item nothing
echo "ok: $checks checks"
