#!/usr/bin/env bash
# A visitor touches a panel: number on the screen, slip on paper whose QR code is the ticket's
# own address, record in the journal. The same request twice is one ticket and one slip; outside
# opening hours the panel says so and nothing is recorded. (reliability.md A.1, A.2, invariant 12)
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

slip_count() {
    say slips | cut -d' ' -f1
}
slips_are() {
    [ "$(slip_count)" = "$1" ]
}
slip_is() {
    [ "$(ticket "$1" .slip)" = "$2" ]
}
pictures_are() {
    [ "$(find "$folder/slips" -name '*.png' -size +0 | wc -l)" -ge "$1" ] &&
        [ "$(wc -l <"$folder/slips/index.txt")" -ge "$1" ]
}

hall_start --no-visitors
hall_ready

# A finger: category, then item.
say "panel panel-1 touches 1" >/dev/null
check "the category opens its items" expect panel-1 "企业设立登记" 3
say "panel panel-1 touches 1" >/dev/null
measure expect panel-1 "[0] A001" 5
echo "touch to number on the panel: $took ms"
check "the number is on the panel within 2 s" at_most "$took" $((2000 * patience))
check "the panel says what to do" shows panel-1 "请取走号票"

# Paper: what a person reads and what a phone scans.
check "one slip comes out" wait_until 15 slips_are 1
check "its files are in the tray" wait_until 10 pictures_are 1
slip=$(find "$folder/slips" -name 'printer-*-0001.txt')
read -r id token number < <(journal "select ticket, json_extract(body,'$.token'),
    json_extract(body,'$.number') from event where kind = 'ticket_issued'" | tr '|' ' ')
check "the journal has the number" equal "$number" A001
check "the slip shows the number" grep -qx A001 "$slip"
check "the slip names the item" grep -q "企业设立登记" "$slip"
check "the first slip is no copy" refused grep -q "补打" "$slip"
check "the QR code is the ticket's address" \
    equal "$(zbarimg -q --raw "${slip%.txt}.png" 2>/dev/null)" \
    "https://hall.xinmi.example/t/#$token"
check "the API sees it printed" wait_until 5 slip_is "$id" printed
check "the journal says which printer" equal "$(journal "select json_extract(body,'$.device')
    from event where kind = 'slip_printed'")" "$(basename "$slip" -0001.txt)"
check "a ticket does not tell its token" equal "$(ticket "$id" .token)" null

# A page: the answer is lost and the request repeated.
request='{"item":"qiye-sheli","intent":"kiosk-7:41","printers":"floor-1"}'
first=$(api POST /api/v1/tickets "$request")
check "a second number" equal "$(jq -r .number <<<"$first")" A002
check "somebody is ahead" equal "$(jq -r .ahead <<<"$first")" 1
check "its slip comes out" wait_until 15 slips_are 2
again=$(api POST /api/v1/tickets "$request")
check "the repeated request gets the same ticket" equal "$(jq -r '.id,.number,.token' <<<"$again")" \
    "$(jq -r '.id,.number,.token' <<<"$first")"
third=$(issue qiye-sheli '"printers":"floor-1"')
check "the next number is the next" equal "$(jq -r .number <<<"$third")" A003
check "its slip comes out" wait_until 15 slips_are 3
check "and the repeated one printed nothing" equal "$(say slips | cut -d' ' -f1-3)" "3 complete 0"
check "three tickets were issued" \
    count_is 3 ticket_issued
check "three slips were started" \
    count_is 3 slip_started
check "three slips were printed" wait_until 5 count_is 3 slip_printed

# Two quick fingers are one ticket.
say "panel panel-3 touches 1" >/dev/null
check "panel 3 opens its items" expect panel-3 "企业设立登记" 3
touch="panel panel-3 touches 2"
say "$touch
$touch" >/dev/null # in one breath, however busy the machine is
check "one number" expect panel-3 "[0] A004" 5
check "panel 3 goes back to its first page" expect panel-3 "page 1" 15
check "and took no second ticket" \
    count_is 4 ticket_issued

# After hours.
controller_stop
kill "$simulator"
wait "$simulator"
start=2026-03-02T17:30:00+08:00
hall_start --no-visitors
expect panel-2 "page 1" 10
say "panel panel-2 touches 1" >/dev/null
check "the panel says that it is too late" expect panel-2 "现在不是取号时间" 5
check "and what to do" shows panel-2 "请在办公时间内取号"
check "no ticket was given out" \
    count_is 4 ticket_issued
