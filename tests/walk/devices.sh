#!/usr/bin/env bash
# The devices page's API: every device with its state and figures, every test journaled before it
# is done and done once, keys learned from a pad that calls nobody meanwhile, paper that is
# forecast from the slips since the last roll and honest when nobody knows.
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

hall_start --no-visitors
hall_ready

device() { # name, jq filter
    api GET /api/v1/devices | jq -r --arg n "$1" ".devices[] | select(.name == \$n) | $2"
}
device_is() { # value, name, jq filter
    [ "$(device "$2" "$3")" = "$1" ]
}
line_of() { # name, jq filter
    api GET /api/v1/devices | jq -r --arg n "$1" ".lines[] | select(.name == \$n) | $2"
}
post() { # path, fields
    api POST "/api/v1/devices/$1" "{\"intent\":\"$(new_intent)\"${2:+,$2}}"
}

# ------------------------------------------------------------------ what there is
check "every device is there" equal "$(api GET /api/v1/devices | jq '.devices | length')" \
    "$("$bin/hallqd" --check --config "$config" | grep -oE '[0-9]+ devices' | cut -d' ' -f1)"
check "a board that answers is ok" device_is ok board-11 .health
check "and was heard just now" at_most "$(device board-11 .heard_s)" $((5 * patience))
check "it can be shown a text" device_is '["show"]' board-11 '.tests | tojson'
check "a pad can beep and learn" device_is '["show","beep","learn"]' pad-11 '.tests | tojson'
check "a line knows its plan" [ "$(line_of bus-3 '.plan.load_percent > 0')" = true ]
check "and what it really carries" [ "$(line_of bus-3 '.load_percent > 0')" = true ]
check "and its limits" equal "$(line_of bus-3 .plan.key_limit_ms)" 1000

# ------------------------------------------------------------------ tests
check "a text is shown" equal "$(post board-11/show '"text":"测试 8888"' | jq -r .shown)" "测试 8888"
check "on the board itself" expect board-11 "测试 8888" 5
check "and is in the journal" journal_says 'board-11|show|测试 8888' \
    "select json_extract(body,'\$.device')||'|'||json_extract(body,'\$.result')||'|'||
     json_extract(body,'\$.text') from event where kind = 'office_device_tested'"
check "a printer cannot show" equal "$(status POST /api/v1/devices/printer-1/show '{"text":"x"}')" 409
check "a board cannot beep" equal "$(status POST /api/v1/devices/board-11/beep '{}')" 409
check "an unknown one cannot anything" equal \
    "$(status POST /api/v1/devices/board-99/beep '{}')" 404
check "what is refused is not journaled" count_is 1 office_device_tested
intent=$(new_intent)
for i in 1 2; do
    api POST /api/v1/devices/printer-1/print "{\"intent\":\"$intent\"}" >/dev/null
done
check "a repeated test is done once" count_is 2 office_device_tested
post pad-11/beep >/dev/null
check "a beep is journaled" count_is 3 office_device_tested

# ------------------------------------------------------------------ learning keys
item=$(api GET /api/v1/items | jq -r '[.items[] | select(.category == "police")][0].code')
verb 11 open >/dev/null
issue "$item" >/dev/null
post pad-11/learn '"seconds":60' >/dev/null
say "window 11 presses NEXT" >/dev/null
learned() {
    [ "$(api GET /api/v1/devices/pad-11/keys | jq -c '[.learned[].code]')" = "$1" ]
}
check "the code that came is shown" wait_until 10 learned '["01 01"]'
say "window 11 presses RECALL" >/dev/null
check "and the next" wait_until 10 learned '["01 01","01 03"]'
check "nobody was called" count_is 0 ticket_called
post pad-11/learn '"seconds":0' >/dev/null
say "window 11 presses NEXT" >/dev/null
called() {
    count_is 1 ticket_called
}
check "then it calls again" wait_until 10 called
post pad-01/learn '"seconds":60' >/dev/null
say "window 1 presses NO-SHOW" >/dev/null
learned_01() {
    [ "$(api GET /api/v1/devices/pad-01/keys | jq -c '[.learned[].code]')" = '["05 0F"]' ]
}
check "an FF 68 pad tells its two bytes" wait_until 10 learned_01
check "every lesson is in the journal" journal_says 3 "select count(*) from event where
    kind = 'office_device_tested' and json_extract(body,'\$.result') = 'learn'"

# ------------------------------------------------------------------ an evaluator asked for a test
evaluator=$(api GET /api/v1/devices | jq -r '[.devices[] | select(.kind == "evaluator" and .window == 11)][0].name')
post "$evaluator/ask" >/dev/null
check "the evaluator asks" [ -n "$(device "$evaluator" .showing)" ]

# ------------------------------------------------------------------ paper
check "nobody knows when the roll was new" device_is "false null" printer-1 \
    '.paper | "\(.known) \(.left)"'
post printer-1/paper >/dev/null
known() {
    device_is "true true" printer-1 '.paper | "\(.known) \(.left > 100)"'
}
check "told, it is forecast" known
issue qiye-sheli '"printers":"floor-1"' >/dev/null
slip_counted() {
    [ "$(api GET /api/v1/devices | jq '[.devices[].paper | select(. != null) | .today] | add')" = 1 ]
}
check "a slip is counted" wait_until 20 slip_counted
say "printer printer-2 runs out of paper" >/dev/null
out() {
    device_is "0" printer-2 .paper.left
}
check "out is none left" wait_until 10 out
say "printer printer-2 gets paper" >/dev/null
seen() {
    device_is "true true" printer-2 '.paper | "\(.known) \(.seen)"'
}
check "a new roll is seen" wait_until 10 seen
check "and journaled" journal_says 'told seen' "select group_concat(json_extract(body,'\$.result'), ' ')
    from (select body from event where kind = 'office_paper_changed' order by seq)"
controller_stop
controller_start
check "after a restart it is still known" wait_until 10 known
