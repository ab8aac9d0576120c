#!/usr/bin/env bash
# Devices fail as they do in halls: a plug is pulled, a pad dies, paper runs out before and in
# the middle of a slip, a printer dies, a board is switched off and on, and after a power cut all
# devices come up later than the controller. The hall shows the right thing again by itself, no
# number gets a second original, and neighbours hardly notice.
# (reliability.md F20, F26, F30, F31, F33, F35)
source "$(dirname "$0")/../walk/hall.bash"

breath() {
    sleep 1.6
}
health_of() {
    api GET /api/v1/devices | jq -r ".devices[] | select(.name == \"$1\") | .health"
}
health_is() { # device, health
    [ "$(health_of "$1")" = "$2" ]
}
device_status() { # device: its status bits
    api GET /api/v1/devices | jq -r ".devices[] | select(.name == \"$1\") | .status"
}
has_trouble() {
    [ "$(device_status "$1")" != 0 ]
}
is_well() {
    [ "$(device_status "$1")" = 0 ] && health_is "$1" ok
}
whole_slips_of() { # number
    grep -c " $1 complete" "$folder/slips/index.txt" || true
}
slips_of_are() { # number, how many
    [ "$(whole_slips_of "$1")" = "$2" ]
}
slip_of() { # number: the file of its last whole slip
    awk -v n="$1" '$4 == n && $5 == "complete" {f = $2 "-" $3} END {print f}' \
        "$folder/slips/index.txt"
}
slip_state_is() { # number, state
    [ "$(ticket "$1" .slip)" = "$2" ]
}
descriptors() {
    find "/proc/$hallqd/fd" -mindepth 1 | wc -l
}
median() {
    sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

hall_start --no-visitors
hall_ready

# ------------------------------------------------------------------ F20: the plug
for i in 1 2 3 4 5 6 7 8 9; do
    issue qiye-sheli >/dev/null
done
verb 1 open >/dev/null
verb 1 next >/dev/null
check "A001 is on its board" expect board-01 A001 5
say "line bus-1 is unplugged" >/dev/null
check "an unplugged line is noticed" wait_until 5 health_is board-01 unplugged
breath
verb 1 next >/dev/null
calls=$(journal "select count(*) from event where kind = 'ticket_called'")
say "line bus-1 is plugged in" >/dev/null
measure expect board-01 A002 10
echo "replug to right text: $took ms"
check "the board shows the newest call within 2 s" at_most "$took" $((2000 * patience))
say "line bus-1 is unplugged" >/dev/null
check "it is noticed again" wait_until 5 health_is board-01 unplugged
say "window 1 presses next" >/dev/null || true # into a cable that is not there
say "line bus-1 is plugged in" >/dev/null
check "it comes back again" expect board-01 A00 10
before=$(descriptors)
for i in 1 2 3 4 5 6 7 8; do
    say "line bus-1 is unplugged" >/dev/null
    wait_until 5 health_is board-01 unplugged
    say "line bus-1 is plugged in" >/dev/null
    wait_until 5 health_is board-01 ok
done
check "no descriptor is left behind" at_most "$(descriptors)" "$before"
check "an unplug calls nobody twice" at_most \
    "$(journal "select count(*) from event where kind = 'ticket_called'")" $((calls + 1))
verb 1 close >/dev/null 2>&1 || verb 1 finish >/dev/null

# ------------------------------------------------------------------ F26: a dead neighbour
for i in 1 2 3 4 5 6 7 8 9; do
    issue hukou-qianyi >/dev/null
done
verb 11 open >/dev/null
number=0
press_to_board() { # five times; the median
    local i
    for i in 1 2 3 4; do
        breath
        number=$((number + 1))
        say "window 11 presses next" >/dev/null
        measure expect board-11 "D00$number" 10
        echo "$took" >>"$folder/times"
    done
    median <"$folder/times"
    rm "$folder/times"
}
press_to_board >"$folder/healthy"
number=4
for device in pad-12 pad-13 board-13; do
    say "device $device dies" >/dev/null
done
check "a dead pad is known as dead" wait_until 25 health_is pad-12 dead
press_to_board >"$folder/crippled"
echo "press to board: $(cat "$folder/healthy") ms with all alive," \
    "$(cat "$folder/crippled") ms with three dead neighbours"
check "three dead neighbours cost less than half a second" at_most "$(cat "$folder/crippled")" \
    $((($(cat "$folder/healthy") + 500) * patience))
for device in pad-12 pad-13 board-13; do
    say "device $device revives" >/dev/null
done
check "a revived pad is back" wait_until 15 health_is pad-12 ok
check "and shows what it should" expect board-13 "停止服务" 10

# ------------------------------------------------------------------ F33: a board was off
verb 11 finish >/dev/null
say "device board-11 dies" >/dev/null
check "a silent board is noticed" wait_until 25 refused health_is board-11 ok
say "device board-11 revives" >/dev/null
check "it answers again" wait_until 15 health_is board-11 ok
measure expect board-11 "印章户政" 10
check "it is told what it missed within 2 s of its answer" at_most "$took" $((2000 * patience))

# ------------------------------------------------------------------ F30: no paper
printing() { # group: takes a ticket with a slip there; prints its number
    issue shuiwu-dengji "\"printers\":\"$1\"" | jq -r .number
}
say "printer printer-1 runs out of paper" >/dev/null
check "no paper is noticed" wait_until 10 has_trouble printer-1
number=$(printing floor-1)
check "the group's other printer takes over" wait_until 15 slips_of_are "$number" 1
check "it is an original" refused grep -q "补打" "$folder/slips/$(slip_of "$number").txt"
check "out of printer-2" equal "$(slip_of "$number" | cut -d- -f1-2)" printer-2
check "and confirmed" wait_until 10 slip_state_is "$number" printed
say "printer printer-2 runs out of paper" >/dev/null
check "no paper at all is noticed" wait_until 10 has_trouble printer-2
say "panel panel-1 touches 1" >/dev/null
check "the panel stays usable" expect panel-1 "企业设立登记" 5
say "panel panel-1 touches 1" >/dev/null
measure expect panel-1 "暂时缺纸，请记住号码" 5
check "within 3 s it says to remember the number" at_most "$took" $((3000 * patience))
number=$(journal "select json_extract(body,'$.number') from event where kind = 'ticket_issued'
    order by seq desc limit 1")
check "the number is on the panel" shows panel-1 "$number"
say "printer printer-1 gets paper" >/dev/null
check "with paper in, the slip comes" wait_until 20 slips_of_are "$number" 1
check "once, as an original" refused grep -q "补打" "$folder/slips/$(slip_of "$number").txt"
say "printer printer-2 gets paper" >/dev/null
check "both are well again" wait_until 10 is_well printer-2
check "and nothing else came out" slips_of_are "$number" 1

# In the middle of a slip: floor 2 has only printer-3 left, at 9600 baud.
say "printer printer-4 runs out of paper" >/dev/null
check "printer-4 is out" wait_until 10 has_trouble printer-4
number=$(printing floor-2)
sleep 0.45
say "printer printer-3 runs out of paper" >/dev/null
check "the slip that broke off is not taken for printed" \
    wait_until 15 journal_says 1 "select count(*) from event where kind = 'slip_uncertain'
    and json_extract(body,'$.number') = '$number'"
check "no whole slip is out" slips_of_are "$number" 0
say "printer printer-3 gets paper" >/dev/null
check "the same number comes again" wait_until 25 slips_of_are "$number" 1
check "marked as a copy" grep -q "补打" "$folder/slips/$(slip_of "$number").txt"
check "and settles" wait_until 10 slip_state_is "$number" printed
next=$(printing floor-2)
check "the next slip is a clean one" wait_until 15 slips_of_are "$next" 1
check "without the other's number" refused grep -qx "$number" "$folder/slips/$(slip_of "$next").txt"
check "the buffer held no extra slip" slips_of_are "$number" 1
say "printer printer-4 gets paper" >/dev/null
check "printer-4 is back" wait_until 15 is_well printer-4

# ------------------------------------------------------------------ F31: a printer dies at work
say "device printer-4 dies" >/dev/null
number=$(printing floor-2)
check "a dead printer's slip comes from the other" wait_until 30 slips_of_are "$number" 1
check "out of printer-3" equal "$(slip_of "$number" | cut -d- -f1-2)" printer-3
say "device printer-4 revives" >/dev/null
check "it is back" wait_until 20 is_well printer-4
two_originals() {
    local printer ordinal number state
    while read -r _ printer ordinal number state; do
        [ "$state" != complete ] || grep -q "补打" "$folder/slips/$printer-$ordinal.txt" ||
            echo "$number"
    done <"$folder/slips/index.txt" | sort | uniq -d
}
check "no number has two originals" equal "$(two_originals)" ""

# ------------------------------------------------------------------ F35: devices come later
kill "$simulator"
wait "$simulator" || true
controller_stop
controller_start
check "the hall serves without any device" equal "$(status GET /healthz)" 200
number=$(printing floor-1)
verb 1 open >/dev/null 2>&1 || true
verb 1 next >/dev/null
called=$(api GET /api/v1/windows/1 | jq -r .ticket.number)
sleep "${LATE_SECONDS:-20}"
mv "$folder/slips" "$folder/slips-before"
simulator_start --no-visitors
measure expect board-01 "$called" 15
echo "devices on to right board: $took ms"
check "the panel works" expect panel-1 "page 1" 10
check "closed windows say so" expect board-06 "停止服务" 10
check "the slip that waited comes" wait_until 20 slips_of_are "$number" 1
all_are_there() {
    [ "$(api GET /healthz | jq .devices_dead)" = 0 ]
}
check "no device is missing" wait_until 20 all_are_there
