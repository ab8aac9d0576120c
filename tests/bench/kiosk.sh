#!/usr/bin/env bash
# What the kiosk costs and how long a visitor waits, with the controller on the same machine: cold
# start to usable (asked: 1 s), touch to shown (50 ms), finger leaving the button to the ticket on
# the screen (150 ms), and a kiosk at which nobody stands (1 % of a core, 150 MB).
#   HALLQ_BIN=build/release/bin tests/bench/kiosk.sh [tickets]
export HALLQ_BIN=${HALLQ_BIN:-$PWD/build/release/bin}
source "$(dirname "$0")/../walk/kiosk.bash"
tickets=${1:-15}

hall_start --no-visitors
hall_ready
screen_start
for _ in 1 2 3; do # cold starts
    kiosk_start
    check "the first page comes" wait_until 20 on_page home
    cat "$folder/kiosk.out" >>"$folder/starts.out"
    kiosk_stop
done
kiosk_start
check "the first page comes" wait_until 20 on_page home
for ((i = 1; i <= tickets; i++)); do
    touch_text "企业设立登记"
    check "the guide" wait_until 5 on_page guide
    rest
    touch_text "取号"
    check "ticket $i" wait_until 5 on_page ticket
    rest
    touch_text "完成"
    check "the first page" wait_until 5 on_page home
    rest
done
check "as many tickets in the journal" wait_until 5 count_is "$tickets" ticket_issued
cat "$folder/starts.out" >>"$folder/kiosk.out"
kiosk_figures
check "the kiosk ends well" kiosk_stop
