#!/usr/bin/env bash
# Rating at a screen without a clerk: the number of a slip opens nothing without the check code that
# is printed on it; with it one rating of a finished service, once, however often it is sent; and
# whoever tries codes is told to wait. (issue 4, reviews)
source "$(dirname "$0")/hall.bash"

slip() { # what, check, JSON fields: the status
    status POST "/api/v1/slip-$1" "{\"number\":\"$number\",\"check\":\"$2\"${3:+,$3}}"
}

hall_start --no-visitors
verb 1 open '"clerk":"zhao-min"' >/dev/null
ticket=$(issue qiye-sheli)
number=$(jq -r .number <<<"$ticket")
token=$(jq -r .token <<<"$ticket")
code=${token: -4}
wrong=$(tr '0-9a-f' '1-9a-f0' <<<"$code")
check "nothing to rate yet" equal "$(slip service "$code")" 409
verb 1 next >/dev/null
verb 1 arrive >/dev/null
verb 1 finish >/dev/null
check "the number alone opens nothing" equal "$(slip service "")" 404
check "nor a wrong code" equal "$(slip evaluation "$wrong" '"level":1,"intent":"w"')" 404
check "the slip does" equal "$(slip service "${code^^}")" 200
check "one rating" equal "$(slip evaluation "$code" '"level":4,"intent":"a"')" 200
check "sent again it is the same" equal "$(slip evaluation "$code" '"level":4,"intent":"a"')" 200
check "another is refused" equal "$(slip evaluation "$code" '"level":1,"intent":"b"')" 409
for _ in $(seq 80); do
    last=$(slip service "$wrong")
    [ "$last" = 404 ] || break
done
check "who tries codes is told to wait" equal "$last" 429
