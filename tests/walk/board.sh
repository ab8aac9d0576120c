#!/usr/bin/env bash
# The hall board, from a clerk's key in the API to what stands on the screen: a call is there
# within 100 ms of its commit, a recall is marked again, a missed number moves to its line; a
# controller that hangs makes the board say so within seconds, and its return makes it right.
# Runs without a display (--hidden).
source "$(dirname "$0")/hall.bash"

board=
all_end() { # the board too, also when a check has failed
    local status=$?
    [ -z "$board" ] || kill "$board" 2>/dev/null || true
    set +e
    (exit $status) # what hall_end looks at
    hall_end
}
trap all_end EXIT

board_start() { # options: its script comes from a pipe that stays open
    mkfifo "$folder/script"
    SDL_AUDIODRIVER=dummy "$bin/hallq-board" --url "$url" --hidden --debug \
        --script "$folder/script" "$@" >"$folder/board.out" 2>"$folder/board.log" &
    board=$!
    exec 7>"$folder/script"
}
told() { # line
    grep -q "$1" "$folder/board.out"
}
see() { # a script's line; until the board has done it
    local before
    before=$(wc -l <"$folder/board.out")
    echo "$*" >&7
    wait_until 15 board_has_told "$before"
}
board_has_told() {
    [ "$(wc -l <"$folder/board.out")" -gt "$1" ]
}
uptime_ms() { # as the board's own clock
    awk '{printf "%d\n", $1 * 1000}' /proc/uptime
}
board_end() {
    echo quit >&7
    exec 7>&-
    wait "$board"
    rm -f "$folder/script"
    board=
}

hall_start --no-visitors
board_start --silent
for i in 1 2 3 4; do
    issue qiye-sheli >/dev/null
done
check "the hall's name is on the board" see wait 新密市政务服务中心
verb 1 open >/dev/null
verb 2 open >/dev/null
check "an open window has its row" see wait 空闲
check "who waits is counted" see wait 企业登记

# ------------------------------------------------------------------ a call
late=()
for number in A001 A002 A003; do
    echo "wait $number" >&7
    before=$(wc -l <"$folder/board.out")
    [ "$number" = A002 ] && window=2 || window=1
    verb $window next >"$folder/reply"
    committed=$(uptime_ms) # the reply comes when the call is durable: no earlier than its commit
    check "$number is on the board" wait_until 10 board_has_told "$before"
    shown=$(grep "wait $number" "$folder/board.out" | cut -d' ' -f1)
    late+=($((shown - committed)))
    sleep 1.6 # a second NEXT within the configured 1.5 s would be a double press
done
echo "call to board: ${late[*]} ms after the commit was told"
slowest=$(printf '%s\n' "${late[@]}" | sort -n | tail -1)
check "each within 100 ms of its commit" at_most "$slowest" $((100 * patience))
check "a call is marked with an arrow" see wait ←
check "and the mark goes" see gone ←
verb 1 recall >/dev/null
check "a recall is marked again" see wait ←
verb 1 no-show >/dev/null
check "a number that nobody answers leaves its window" see gone ←
check "and stands among the missed" see wait A003
verb 2 arrive >/dev/null
verb 2 pause >/dev/null || true
verb 1 pause >/dev/null
check "a paused window says so" see wait 暂停

# ------------------------------------------------------------------ a controller that hangs
kill -STOP "$hallqd"
stopped=$(now_ms)
check "the board says that it may be late" see wait 信息可能延迟
took=$(($(now_ms) - stopped))
echo "told to be old after $took ms"
check "within 5 s and a health check" at_most "$took" $((7500 * patience))
kill -CONT "$hallqd"
check "and no more when it answers again" see gone 信息可能延迟
verb 1 open >/dev/null || verb 1 pause >/dev/null
verb 1 next >/dev/null
check "and shows what is called then" see wait A004
controller_stop
check "a controller that is stopped: the same" see wait 信息可能延迟
controller_start
check "and right again after its start" see gone 信息可能延迟
check "picture" see picture "$folder/board.png"
check "is a PNG" grep -q PNG "$folder/board.png"

check "the board ends in order" board_end

# ------------------------------------------------------------------ what it costs to stand still
SDL_AUDIODRIVER=dummy "$bin/hallq-board" --url "$url" --hidden 2>>"$folder/board.log" &
board=$!
ticks() {
    awk '{print $14 + $15}' "/proc/$board/stat"
}
sleep 3 # its start is not what is measured
from=$(ticks)
sleep 12
cpu=$((($(ticks) - from) * 1000 / $(getconf CLK_TCK) / 12)) # ms a second
resident=$(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$board/status")
echo "idle: $cpu ms a second of one core, $resident MB"
check "under 1 % of a core" at_most "$cpu" $((10 * patience))
case "$bin" in
*dev* | *tsan*) ;; # a sanitizer's own memory
*) check "under 150 MB" at_most "$resident" 150 ;;
esac
kill "$board"
check "a signal ends it in order" wait "$board"
board=
