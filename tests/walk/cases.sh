#!/usr/bin/env bash
# A promised case from the clerk's key to its end: receipt, stages, a clock that stands, who may, the
# visitor's look by receipt number, an undone end, a restart in between.
source "$(dirname "$0")/hall.bash"

serve() { # window, item: takes a ticket and serves it, up to the end
    issue "$2" >/dev/null
    verb "$1" next >/dev/null
    verb "$1" arrive >/dev/null
}
finish_as() { # window, fields
    verb "$1" finish "$2"
}
move() { # case, verb, fields
    api POST "/api/v1/cases/$1/$2" "{\"intent\":\"$(new_intent)\"${3:+,$3}}"
}
move_status() {
    status POST "/api/v1/cases/$1/$2" "{\"intent\":\"$(new_intent)\"${3:+,$3}}"
}
error_is() { # code: of the last status
    equal "$(jq -r .error.code "$folder/body")" "$1"
}
progress() { # receipt, jq filter
    api GET "/api/v1/progress/$1" | jq -r "$2"
}

hall_start --no-visitors
verb 1 open '"clerk":"zhao-min"' >/dev/null

# 企业设立登记 promises three working days from Monday 2 March.
serve 1 qiye-sheli
ended=$(finish_as 1 '"outcome":"accepted"')
receipt=$(jq -r .receipt <<<"$ended")
check "a receipt number" grep -qxE "260302-0001-[0-9]{5}" <<<"$receipt"
check "the case is open" equal "$(api GET "/api/v1/cases/$receipt" | jq -r .promised)" 2026-03-05
id=$(api GET "/api/v1/cases/$receipt" | jq .id)
check "one transaction with the end of the service" journal_says "$((id - 1))" \
    "select seq from event where kind = 'ticket_finished'"

# On the spot, or sent back for papers: no case.
serve 1 qiye-sheli
check "done on the spot has no receipt" equal "$(finish_as 1 '"outcome":"done"' | jq .receipt)" null
serve 1 qiye-sheli
check "returned for correction has none" equal \
    "$(finish_as 1 '"outcome":"correction"' | jq .receipt)" null
check "one case" equal "$(api GET "/api/v1/cases?state=all" | jq .total)" 1

# A promise that cannot be: nothing happens, the clerk is told.
serve 1 qiye-sheli
check "a promise in the past" equal "$(status POST /api/v1/windows/1/finish \
    "{\"intent\":\"$(new_intent)\",\"outcome\":\"accepted\",\"promised_day\":20260227}")" 422
check "is told so" error_is office_bad_promise
check "the service goes on" equal "$(api GET /api/v1/windows/1 | jq -r .ticket.state)" serving

# Undo: the receipt is void, and another one is given.
second=$(finish_as 1 '"outcome":"accepted"' | jq -r .receipt)
verb 1 undo >/dev/null
check "an undone receipt is unknown" equal "$(status GET "/api/v1/progress/$second")" 404
third=$(finish_as 1 '"outcome":"accepted","promised_day":20260304' | jq -r .receipt)
check "the promise of the clerk" equal "$(progress "$third" .promised)" 2026-03-04

# The visitor's look.
check "how far" equal "$(progress "$receipt" '.stage.zh, .item.zh' | paste -sd' ')" "受理 企业设立登记"
check "nothing of the inside" equal \
    "$(progress "$receipt" 'has("clerk") or has("window") or has("ticket") or has("id")')" false
check "a wrong number" equal "$(status GET "/api/v1/progress/${receipt%?????}00000")" 404

# Stages; the same intent is one step; a stage is not gone back.
intent=$(new_intent)
for _ in 1 2; do
    check "examined" equal "$(api POST "/api/v1/cases/$id/examine" "{\"intent\":\"$intent\"}" |
        jq -r .stage.code)" examined
done
check "once" count_is 2 office_case_moved # and the void one
check "twice is refused" equal "$(move_status "$id" examine)" 409
check "and told" error_is office_wrong_state
check "no reason, no suspension" equal "$(move_status "$id" suspend)" 422
move "$id" suspend '"reason":"等待补正材料"' >/dev/null
check "the visitor sees that the clock stands" equal "$(progress "$receipt" .suspended)" 2026-03-02
check "nothing is completed while it stands" equal "$(move_status "$id" complete)" 409

controller_kill
controller_start
check "after a restart the same" equal "$(api GET "/api/v1/cases/$id" |
    jq -r '.stage.code, .suspended' | paste -sd' ')" "examined 2026-03-02"
move "$id" resume >/dev/null
move "$id" remark '"text":"材料已收到\n<b>不急</b>"' >/dev/null
check "completed early" equal "$(move "$id" complete | jq '.early')" true
check "its history" equal "$(api GET "/api/v1/cases/$id" | jq -r '[.history[].kind] | length')" 6
check "a remark is text" equal "$(api GET "/api/v1/cases/$id" |
    jq -r '.history[] | select(.result == "remark") | .text')" $'材料已收到\n<b>不急</b>'
check "counts" equal "$(api GET "/api/v1/cases?from=2026-03-02&to=2026-03-02" |
    jq -c '.counts | [.promised, .completed, .early, .open]')" "[2,1,1,1]"
check "filters" equal "$(for query in state=completed state=open department=gongshang \
    department=minzheng "receipt=${third#*-}"; do
    api GET "/api/v1/cases?${query}$([[ $query == department* ]] && echo '&state=all')" | jq .total
done | paste -sd' ')" "1 1 2 0 1"
check "the phone page knows the receipt" equal "$(token=$(journal "select json_extract(body,'\$.token')
    from event where kind = 'ticket_issued' order by seq limit 1")
    curl -sS "$url/api/v1/my-ticket" -H "X-Ticket-Token: $token" | jq -r .receipt)" "$receipt"
