#!/usr/bin/env bash
# A visitor rates a service on each kind of evaluator: FF 68 (window 1), polled Modbus (window
# 11), touch screen (window 17). It asks when the clerk says so; it thanks only for what is in the
# journal; a second press is "already rated" and changes nothing; a press without a service is
# ignored and counted; a late one within the grace goes to the service that ended.
# (reliability.md F29, rule C, invariant 9)
source "$(dirname "$0")/hall.bash"

breath() {
    sleep 1.6
}
rate() { # window, level
    sleep 0.6
    say "window $1 rates $2" >/dev/null
}
level_is() { # number, level
    [ "$(ticket "$1" .level)" = "$2" ]
}
ignored_at() { # device
    api GET /api/v1/devices | jq ".devices[] | select(.name == \"$1\") | .ignored"
}
ignores() { # device, how many at least
    [ "$(ignored_at "$1")" -ge "$2" ]
}
serve() { # window: its next ticket, in service
    verb "$1" next >/dev/null
    verb "$1" arrive >/dev/null
}
# At the moment the evaluator thanks, the rating must be in the database already.
thanked_for() { # device, words of thanks, ticket number
    expect "$1" "$2" 5
    journal_says 1 "select count(*) from event r join event i on r.ticket = i.ticket
        where r.kind = 'ticket_rated' and i.kind = 'ticket_issued'
        and json_extract(i.body,'$.number') = '$3'"
}

hall_start --no-visitors
hall_ready

# Without a service: ignored, counted, nothing recorded.
for window in 1 11; do
    before=$(ignored_at "evaluator-$(printf %02d $window)")
    rate $window 5
    check "window $window: a rating without a service is counted as ignored" \
        wait_until 5 ignores "evaluator-$(printf %02d $window)" $((before + 1))
done
check "and not recorded" count_is 0 ticket_rated
sleep 3.2 # an FF 68 evaluator repeats for 2 s what nobody takes, and a second more is the same press

one_evaluator() { # window, device, item, question on it, thanks on it, word of a second press
    local window=$1 device=$2 item=$3 question=$4 thanks=$5 again=$6 number later before
    number=$(issue "$item" | jq -r .number)
    later=$(issue "$item" | jq -r .number)
    verb "$window" open >/dev/null
    serve "$window"
    check "$device asks nothing by itself" refused shows "$device" "$question"
    check "the clerk asks" equal \
        "$(api POST "/api/v1/windows/$window/evaluation-request" | jq .asked)" true
    check "$device asks" expect "$device" "$question" 5
    rate "$window" 5
    check "$device thanks for what is recorded" thanked_for "$device" "$thanks" "$number"
    check "the level is the visitor's" level_is "$number" 5
    breath
    if [ -n "$again" ]; then # a screen has no keys left: the clerk asks once more
        check "the clerk cannot ask again" equal \
            "$(status POST "/api/v1/windows/$window/evaluation-request")" 409
        check "$device says that it was rated already" expect "$device" "$again" 5
    else
        before=$(ignored_at "$device")
        rate "$window" 1
        check "a second press is counted as ignored" wait_until 5 ignores "$device" $((before + 1))
    fi
    check "and changes nothing" level_is "$number" 5
    check "nor does it add a review" journal_says 1 \
        "select count(*) from event where kind = 'ticket_rated' and window = $window"

    # The service is over, the visitor turns back and rates.
    breath
    serve "$window"
    verb "$window" finish >/dev/null
    check "a closed service can be asked about" equal \
        "$(api POST "/api/v1/windows/$window/evaluation-request" | jq .asked)" true
    check "$device asks again" expect "$device" "$question" 5
    breath
    rate "$window" 2
    check "a late rating within the grace is thanked for" thanked_for "$device" "$thanks" "$later"
    check "and is the finished service's" level_is "$later" 2
}

one_evaluator 1 evaluator-01 qiye-sheli asking thanking ""
one_evaluator 11 evaluator-11 hukou-qianyi asking thanking ""
one_evaluator 17 evaluator-17 zonghe-zixun "请对我的服务进行评价" "谢谢您的评价" "已评价"

# The next visitor is called: an open question does not outlive its visitor.
issue qiye-sheli >/dev/null
issue qiye-sheli >/dev/null
serve 1
api POST /api/v1/windows/1/evaluation-request >/dev/null
verb 1 next >/dev/null
rate 1 3
check "a rating after the next call is the finished service's" wait_until 5 level_is A003 3
check "the one who was just called has none" level_is A004 null

# The pad's own key asks too.
verb 1 arrive >/dev/null
sleep 0.6
say "window 1 presses evaluate" >/dev/null
check "the pad's key asks" expect evaluator-01 asking 5
check "every rating is in the journal exactly once" journal_says 0 \
    "select count(*) from (select ticket, json_extract(body,'$.service') s from event
     where kind = 'ticket_rated' group by ticket, s having count(*) > 1)"
