#!/usr/bin/env bash
# What a manager is told: a printer without paper, a dead pad, a visitor who waits too long and a
# window that is free meanwhile, in a hall whose clock runs sixty times as fast. Each is raised
# once, seen by somebody, over by itself when it is over, and all of it is in the record, which a
# restart reads back.
source "$(dirname "$0")/hall.bash"

hall_start --no-visitors --speed 60
hall_ready

alerts() { # query, jq filter
    api GET "/api/v1/alerts${1:+?$1}" | jq -r "$2"
}
open_on() { # rule, object: is there one?
    [ "$(alerts "rule=$1" "[.alerts[] | select(.object == \"$2\")] | length")" = 1 ]
}
none_on() { # rule, object
    [ "$(alerts "rule=$1" "[.alerts[] | select(.object == \"$2\")] | length")" = 0 ]
}
record_of() { # rule, object
    alerts "rule=$1" ".alerts[] | select(.object == \"$2\") | .record"
}
field() { # rule, object, jq filter
    alerts "rule=$1" ".alerts[] | select(.object == \"$2\") | $3"
}
raised_is() { # number, subject
    journal_says "$1" "select count(*) from event where kind = 'office_alert_raised' and
        json_extract(body, '\$.subject') = '$2'"
}
acknowledge() { # record, note, intent
    status POST "/api/v1/alerts/$1/acknowledge" "{\"intent\":\"$3\",\"note\":\"$2\"}"
}

check "nothing is the matter in a hall that has just opened" [ "$(alerts "" '.alerts | length')" = 0 ]

# ------------------------------------------------------------------ paper
say "printer printer-1 runs out of paper" >/dev/null
check "a printer without paper is told" wait_until 20 open_on paper_out printer-1
check "once" raised_is 1 paper_out:printer-1
check "in Chinese" eval "field paper_out printer-1 .says.zh | grep -q 没有纸"
check "in English" eval "field paper_out printer-1 .says.en | grep -q 'out of paper'"
check "with what to do next" eval "field paper_out printer-1 .next.zh | grep -q 换上纸卷"
check "no sentence has an empty hole" refused eval "alerts '' '.alerts[].says[]' | grep -q '[{}]'"
record=$(record_of paper_out printer-1)
check "somebody sees to it" equal "$(acknowledge "$record" "已去换纸" ack:1)" 200
check "the same click again is no second act" equal "$(acknowledge "$record" "已去换纸" ack:1)" 200
check "another click finds it done" equal "$(acknowledge "$record" "我也去" ack:2)" 409
check "one acknowledgement is in the record" count_is 1 office_alert_acknowledged
check "who and what is shown" equal "$(field paper_out printer-1 '.state + " " + .by + " " + .note')" \
    "acknowledged local 已去换纸"
say "printer printer-1 gets paper" >/dev/null
check "with a new roll it is over" wait_until 20 none_on paper_out printer-1
check "and stands among the ended ones" equal \
    "$(alerts state=ended '.alerts[0] | .rule + " " + .state + " " + .note')" "paper_out ended 已去换纸"
check "what is over cannot be acknowledged" equal "$(acknowledge "$record" "" ack:3)" 409
check "what never was cannot either" equal "$(acknowledge 999999 "" ack:4)" 404
check "a note of two kilobytes is refused" equal \
    "$(acknowledge "$record" "$(printf '长%.0s' {1..700})" ack:5)" 422

# ------------------------------------------------------------------ a dead pad
verb 12 open >/dev/null # the pad of a closed window is looked at less often
say "device pad-12 dies" >/dev/null
check "a dead pad is told" wait_until 40 open_on device_silent pad-12
check "with its window" equal "$(field device_silent pad-12 .window)" 12

# ------------------------------------------------------------------ people
issue qiye-sheli >/dev/null
category=$(ticket A001 .category)
verb 1 open >/dev/null
check "a free window while somebody waits is told" wait_until 30 open_on idle 1
check "somebody who waits too long is told" wait_until 60 open_on wait "$category"
check "with the number" equal "$(field wait "$category" .number)" A001
verb 1 next >/dev/null
check "the window is busy: over" wait_until 20 none_on idle 1
check "nobody waits: over" wait_until 20 none_on wait "$category"
verb 1 arrive >/dev/null
check "a service that takes long is told" wait_until 90 open_on service 1
check "a filter by window finds it" equal "$(alerts window=1 '.alerts[0].rule')" service

# ------------------------------------------------------------------ after a restart
open=$(alerts "" '[.alerts[] | [.record, .rule, .object]] | tostring')
controller_kill
controller_start
check "what was open is open" equal \
    "$(alerts "" '[.alerts[] | [.record, .rule, .object]] | tostring')" "$open"
check "what was ended is ended" equal "$(alerts "state=ended&rule=paper_out" '.alerts[0].note')" "已去换纸"
say "device pad-12 revives" >/dev/null
verb 1 finish >/dev/null
check "the pad answers: over" wait_until 40 none_on device_silent pad-12
check "the service has ended: over" wait_until 20 none_on service 1
check "the pad was told once" raised_is 1 device_silent:pad-12
check "pages of one" equal "$(alerts "state=ended&limit=1" '.more')" true
check "a wrong filter is refused" equal "$(status GET '/api/v1/alerts?state=maybe')" 422
check "the record is sound" "$bin/hallq" verify --data "$folder/data"
