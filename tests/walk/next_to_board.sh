#!/usr/bin/env bash
# A clerk's keys, from the pad's wire to the board's wire and the journal: both kinds of pad
# (FF 68 at window 1, polled Modbus at window 11) and both kinds of board. Each key does what it
# says once, the reason for each call is stored and can be read in two languages, and a call is
# on the board within 2 s. (reliability.md F28, invariants 5 to 8, liveness)
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

breath() { # a second NEXT within the configured 1.5 s would be a double press
    sleep 1.6
}
state_is() { # number, state
    [ "$(ticket "$1" .state)" = "$2" ]
}
waiting_list() { # of a category
    api GET /api/v1/queue | jq -r "[.waiting[] | select(.category == \"$1\") | .number] | join(\" \")"
}
press() { # as a hand does: pads refuse more than two keys a second
    sleep 0.6
    say "window $1 presses $2" >/dev/null
}
calls_at() { # window
    journal "select count(*) from event where kind = 'ticket_called' and window = $1"
}
call_next() { # window, board, pad, number: presses NEXT and waits for board and pad
    say "window $1 presses next" >/dev/null
    measure expect "$2" "$4" 10
    check "$4 is on $2" shows "$2" "$4"
    check "$4 is on $3" expect "$3" "${4: -3}" 5
    times+=("$took")
}
times=()

hall_start --no-visitors
hall_ready
for i in 1 2 3 4 5 6 7 8; do
    issue qiye-sheli >/dev/null
done

# ------------------------------------------------------------------ FF 68 at window 1
check "a closed window's pad stays blank" refused shows pad-01 waiting
press 1 "open 7"
check "an open window's pad shows who waits" expect pad-01 "waiting 8" 10
check "an open window's board shows its name" expect board-01 "企业设立" 5
call_next 1 board-01 pad-01 A001
check "the pad counts down" expect pad-01 "waiting 7" 5
why=$(ticket A001 '.why.rule, .why.sentence.zh, .why.sentence.en, .why.candidates')
check "the reason is stored" equal "$(sed -n 1p <<<"$why")" longest
check "and told in Chinese" grep -q "A001 已等 .*分钟.*下一位是 A002" <<<"$why"
check "and in English" grep -q "A001 had waited .* first of 8; next is A002" <<<"$why"
check "and in the journal" journal_says 1 "select count(*) from event where kind = 'ticket_called'
    and body like '%longest%' and json_extract(body,'$.number') = 'A001'"

press 1 recall
check "recall is one more call of the same" wait_until 5 count_is 1 ticket_recalled
check "of A001" equal "$(ticket A001 .recalls)" 1
press 1 arrive
check "arrive begins the service" wait_until 5 state_is A001 serving
check "the board shows the number alone" wait_until 5 refused shows board-01 "请A001号"
breath
call_next 1 board-01 pad-01 A002
check "NEXT ends the service before" state_is A001 finished

# Nobody came: back in line, behind three.
press 1 no_show
check "a no-show waits again" wait_until 5 state_is A002 waiting
check "behind three others" equal "$(waiting_list business)" "A003 A004 A005 A002 A006 A007 A008"
breath
call_next 1 board-01 pad-01 A003
press 1 arrive
check "A003 is served" wait_until 5 state_is A003 serving
press 1 hold
check "hold takes the ticket off the window" wait_until 5 state_is A003 held
check "and off the board" expect board-01 "企业设立" 5
press 1 resume
check "resume calls it back" expect board-01 A003 5
press 1 arrive
check "and the service goes on" wait_until 5 state_is A003 serving

# To window 4 and back.
verb 4 open >/dev/null
verb 1 transfer '"to_window":4,"return_to_me":true' >/dev/null
check "a transferred ticket waits" state_is A003 waiting
verb 4 next >/dev/null
check "window 4 gets it first" expect board-04 A003 5
check "because it was sent there" equal "$(ticket A003 .why.rule)" returned
verb 4 arrive >/dev/null
verb 4 finish >/dev/null
check "it goes back to where it came from" state_is A003 waiting
breath
call_next 1 board-01 pad-01 A003
check "because it returns" equal "$(ticket A003 .why.rule)" returned
press 1 arrive
check "A003 is served again" wait_until 5 state_is A003 serving
press 1 "transfer 4"
check "the pad's transfer works too" wait_until 5 count_is 2 ticket_transferred
check "A003 waits for window 4" state_is A003 waiting
verb 4 next >/dev/null
check "window 4 calls it" state_is A003 called

# Pause, resume, undo.
press 1 pause
check "pause is on the board" expect board-01 "暂停服务" 5
breath # the FF 68 pad counts nothing: the same key within a second is a repeat
press 1 pause
check "the same key resumes" expect board-01 "企业设立" 5
breath
call_next 1 board-01 pad-01 A004
press 1 undo
check "undo puts the ticket back" wait_until 5 state_is A004 waiting
check "first in line" equal "$(waiting_list business | cut -d' ' -f1)" A004
check "and takes it off the board" wait_until 5 refused shows board-01 A004

# A bouncing key.
breath
before=$(calls_at 1)
for i in 1 2 3 4; do
    say "window 1 presses next" >/dev/null
done
check "the number is called" expect board-01 A004 5
breath
check "four quick presses are one call" equal "$(calls_at 1)" $((before + 1))

# ------------------------------------------------------------------ polled Modbus at window 11
for i in 1 2 3 4; do
    issue hukou-qianyi >/dev/null
done
press 11 open
check "window 11 opens" expect board-11 "印章户政" 5
call_next 11 board-11 pad-11 D001
press 11 arrive
check "arrive" wait_until 5 state_is D001 serving
press 11 finish
check "finish" wait_until 5 state_is D001 finished
breath
before=$(calls_at 11)
say "window 11 presses next" >/dev/null
say "window 11 presses next" >/dev/null
check "D002 is called" expect board-11 D002 5
breath
check "two quick presses are one call" equal "$(calls_at 11)" $((before + 1))
press 11 "call_number 4"
check "a busy window calls no other" wait_until 5 journal_says 0 \
    "select count(*) from event where kind = 'ticket_called' and body like '%D004%'"
press 11 no_show
check "no-show" wait_until 5 state_is D002 waiting
breath
press 11 "call_number 4"
check "the clerk may choose" expect board-11 D004 5
check "and that is the reason" equal "$(ticket D004 .why.rule)" chosen
press 11 close
check "a window with a ticket does not close" wait_until 5 state_is D004 called
press 11 arrive
check "D004 is served" wait_until 5 state_is D004 serving
press 11 finish
check "D004 is finished" wait_until 5 state_is D004 finished
press 11 close
check "the window closes" expect board-11 "停止服务" 5

# ------------------------------------------------------------------ how long a call takes
for i in 1 2 3 4; do
    breath
    call_next 1 board-01 pad-01 "$(waiting_list business | cut -d' ' -f1)"
done
slowest=$(printf '%s\n' "${times[@]}" | sort -n | tail -1)
echo "NEXT to board: ${times[*]} ms"
check "each call is on its board within 2 s" at_most "$slowest" $((2000 * patience))
