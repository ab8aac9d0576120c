#!/usr/bin/env bash
# A visitor at the kiosk, with a real window and real touches: two touches to a number, the slip on
# paper and its state on the screen, the same address on both; no second ticket from a double tap;
# a controller that is killed and started again; pictures of what was seen. Needs Xvfb and xdotool;
# the kiosk's own log and the journal tell what happened. Prints how long things took.
source "$(dirname "$0")/kiosk.bash"

# ------------------------------------------------------------------ the walk

hall_start --no-visitors
hall_ready
screen_start
kiosk_start
check "the first page comes" wait_until 20 on_page home

touch_text "企业设立登记"
check "the guide of the item" wait_until 5 on_page guide
rest
measure touch_text "取号"
check "a ticket" wait_until 5 on_page ticket
check "one ticket in the journal" wait_until 5 count_is 1 ticket_issued
check "from this kiosk" equal "$(journal "select source from event
    where kind = 'ticket_issued'")" "kiosk:kiosk-1"
check "one slip comes out" wait_until 15 slips_are 1
seen() {
    grep -q "^line .*$1" "$folder/kiosk.out"
}
check "the number is on the screen" seen "A001"
check "the screen says that the slip is there" wait_until 10 seen "请取走号票"
check "eight seconds later the first page" wait_until 20 on_page home

# Two quick taps on the button are one ticket.
rest
touch_text "税务登记证办理"
check "the guide" wait_until 5 on_page guide
rest
check "the button" wait_until 5 find_place "取号"
finger_at "$x" "$y"
finger_at "$x" "$y"
check "a ticket" wait_until 5 on_page ticket
rest
check "two tickets by now" count_is 2 ticket_issued
touch_text "完成"
check "done" wait_until 5 on_page home

# What a phone reads off the screen.
"$bin/hallq-kiosk" --fixture tests/golden/fixtures/kiosk.json --screen ticket \
    --screenshot "$folder/ticket.png" 2>>"$folder/kiosk.log"
check "the QR code is the ticket's address" equal "$(zbarimg -q --raw "$folder/ticket.png" 2>/dev/null)" \
    "https://hall.xinmi.example/t/#$(jq -r .ticket.token tests/golden/fixtures/kiosk.json)"

# English and large type, there and back.
rest
touch_text "English"
check "in English" wait_until 5 seen "What do you need?"
rest
touch_text "Large type"
rest
touch_text "Standard"
rest
touch_text "中文"

# The controller goes and comes back; nothing is lost.
rest
controller_kill
check "the kiosk says so" wait_until 20 on_page message
check "in plain words" seen "取号机暂时连不上"
controller_start
check "and comes back by itself" wait_until 30 on_page home
rest
touch_text "企业设立登记"
check "the guide" wait_until 5 on_page guide
rest
touch_text "取号"
check "the next number" wait_until 10 seen "A002"

check "the first page again" wait_until 30 on_page home
kiosk_figures
check "the kiosk ends well" kiosk_stop
