#!/usr/bin/env bash
# Pictures of the hall board, byte for byte: every state in both languages, landscape and tall.
#
#   board.sh PROGRAM            compares; what differs is left in build/golden
#   board.sh PROGRAM accept     takes the pictures as they are now: look at each before you commit
#
# The bytes depend on the font (fonts-noto-cjk), FreeType, libpng and zlib of Debian 12 and on
# nothing else: no display, no controller, no clock.
set -euo pipefail
program=$(realpath "$1")
accept=${2:-}
cd "$(dirname "$0")"
new=$(realpath ../..)/build/golden
mkdir -p "$new" pictures
differ=0 count=0
for fixture in fixtures/board-*.json; do
    name=$(basename "$fixture" .json)
    sizes="1280x720 720x1280"
    case "$name" in board-columns | board-area) sizes=1280x720 ;; esac
    for language in zh en; do
        for size in $sizes; do
            picture=$name-$language-${size%x*}.png
            "$program" --fixture "$fixture" --lang $language --size $size --check \
                --screenshot "$new/$picture" || {
                echo "$picture: see above"
                differ=1
            }
            count=$((count + 1))
            if [ "$accept" = accept ]; then
                cp "$new/$picture" "pictures/$picture"
            elif ! cmp -s "$new/$picture" "pictures/$picture"; then
                echo "$picture differs: $new/$picture"
                differ=1
            fi
        done
    done
done
echo "$count pictures"
exit $differ
