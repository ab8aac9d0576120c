#!/usr/bin/env bash
# Rule C: nothing is shown, printed or thanked for before it is durable. While the hall plays an
# hour of its morning in a minute, this process looks at boards, panels, evaluators and paper and,
# right after it saw something, asks the database for its record: it must be there already.
# (reliability.md A.1, invariant 12)
source "$(dirname "$0")/hall.bash"

seed=${HALLQ_SEED:-7}
seconds=${RULE_C_SECONDS:-60}
echo "HALLQ_SEED=$seed"
start=2026-03-02T09:20:00+08:00
hall_start --speed 60 --seed "$seed"

looks=0
declare -A known
recorded() { # what was seen, SQL that counts its records
    [ -n "${known[$1]:-}" ] && return 0
    known[$1]=1
    looks=$((looks + 1))
    [ "$(journal "$2")" -ge 1 ]
}
is_called() { # number, window
    recorded "call $1 $2" "select count(*) from event e join event i on i.ticket = e.ticket
        where i.kind = 'ticket_issued' and json_extract(i.body,'$.number') = '$1'
        and e.kind = 'ticket_called' and e.window = $2"
}
is_issued() {
    recorded "number $1" "select count(*) from event where kind = 'ticket_issued'
        and json_extract(body,'$.number') = '$1'"
}
is_started() { # number on a slip that came out
    recorded "slip $1" "select count(*) from event where kind = 'slip_started'
        and json_extract(body,'$.number') = '$1'"
}
is_rated() { # window: a thank-you needs a rating that is younger than the last one seen
    local seq
    seq=$(journal "select ifnull(max(seq), 0) from event where kind = 'ticket_rated'
        and window = $1")
    looks=$((looks + 1))
    [ "$seq" -gt 0 ]
}

# One conversation with the simulator; a process of its own for each question would be slow.
coproc SIM { exec socat - "UNIX-CONNECT:$folder/sim.sock"; }
ask() { # question; the answer is in $answer
    printf '%s\n' "$1" >&"${SIM[1]}"
    IFS= read -r answer <&"${SIM[0]}"
    answer=${answer#ok }
}

end=$((SECONDS + seconds))
slip_lines=0
thanks=0
while [ $SECONDS -lt $end ]; do
    for panel in 1 2 3 4; do
        ask "show panel-$panel"
        if [[ $answer =~ \[0\]\ ([A-Z]+[0-9]+) ]]; then
            check "panel-$panel shows ${BASH_REMATCH[1]}: it is issued" \
                is_issued "${BASH_REMATCH[1]}"
        fi
    done
    for ((window = 1; window <= 35; window++)); do
        ask "show board-$(printf %02d $window)"
        if [[ $answer =~ ([A-Z]+[0-9]{3}) ]]; then
            check "board $window shows ${BASH_REMATCH[1]}: it is called" \
                is_called "${BASH_REMATCH[1]}" $window
        fi
        ask "show evaluator-$(printf %02d $window)"
        if [[ $answer == *thanking* || $answer == *谢谢* ]]; then
            check "evaluator $window thanks: a rating is recorded" is_rated $window
            thanks=$((thanks + 1))
        fi
    done
    while IFS=' ' read -r _ _ _ number _; do
        slip_lines=$((slip_lines + 1))
        [ "$number" = - ] || check "a slip of $number is out: its start is recorded" \
            is_started "$number"
    done < <(tail -n +$((slip_lines + 1)) "$folder/slips/index.txt")
done
eval "exec ${SIM[1]}>&-"
echo "$looks things were seen and looked up, $slip_lines slips, $thanks looks at thanks"
check "there was something to see" [ "$looks" -ge 50 ]
check "slips among it" [ "$slip_lines" -ge 10 ]
