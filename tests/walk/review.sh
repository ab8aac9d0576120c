#!/usr/bin/env bash
# A bad review from the key press on an evaluator to the closing of its file: opened in the rating's
# own transaction, assigned, verified, rectified, called back, closed, opened again; each step with
# its clock, each once; the same after a kill. Doubts are marked and nothing is dropped. Services
# that nobody rated get their rating by default when it falls due, once, over a kill in between.
# (issue 4, reviews; reference-hall.md, evaluation)
source "$(dirname "$0")/hall.bash"

rate() { # window, level
    sleep 0.6
    say "window $1 rates $2" >/dev/null
}
serve() { # window: its next ticket, in service
    verb "$1" next >/dev/null
    verb "$1" arrive >/dev/null
}
level_is() { # number, level
    [ "$(ticket "$1" .level)" = "$2" ]
}
reviews() { # query, jq filter
    api GET "/api/v1/reviews?$1" | jq -r "$2"
}
review() { # jq filter
    api GET "/api/v1/reviews/$id" | jq -r "$1"
}
step() { # step, JSON fields
    api POST "/api/v1/reviews/$id/$1" "{\"intent\":\"$(new_intent)\"${2:+,$2}}"
}
step_status() { # step, JSON fields
    status POST "/api/v1/reviews/$id/$1" "{\"intent\":\"$(new_intent)\"${2:+,$2}}"
}
at() { # state, day by whose end the next step is due
    [ "$(review '.state + " " + (.due // "-")')" = "$1 $2" ]
}

# A hall whose unrated services count as 满意 at the end of the day.
settings=$folder/config
cp -r config/demo "$settings"
sed -i 's/default: {enabled: false, after_days: 5, level: 4}/default: {enabled: true, after_days: 0, level: 4}/' \
    "$settings/hall.yaml"
sed -i 's/^reviews: .*/reviews: {to: chen-jianhua, verify: 1, rectify: 5, call_back: 3, close: 2, attempts: 2}/' \
    "$settings/hall.yaml"
config=$settings

hall_start --no-visitors
hall_ready

# ------------------------------------------------------------------ the key press
number=$(issue qiye-sheli | jq -r .number)
verb 1 open '"clerk":"zhao-min"' >/dev/null
serve 1
rate 1 1
check "the rating is taken" wait_until 5 level_is "$number" 1
check "it opens a file in its own transaction" journal_says 1 \
    "select count(*) from event o join event r on r.seq = json_extract(o.body,'$.of_seq')
     where o.kind = 'office_review_opened' and r.kind = 'ticket_rated' and o.seq = r.seq + 1
     and json_extract(o.body,'$.part') = 1"
one_is_open() {
    [ "$(reviews state=open '.reviews | length')" = 1 ]
}
check "which is in the list of open ones" wait_until 5 one_is_open
id=$(reviews state=open '.reviews[0].id')
check "assigned at once, verified by the next working day" at assigned 2026-03-03
check "to whom the configuration says" equal "$(review .to)" chen-jianhua
check "about whoever served" equal "$(review .clerk.code)" zhao-min
check "and the item's department" equal "$(review .department.code)" gongshang
check "a good review opens none" equal "$(reviews state=all .total)" 1

# ------------------------------------------------------------------ the steps, in their order
check "nothing before it is verified" equal "$(step_status rectify '"text":"已整改"')" 409
check "a verdict is wanted" equal "$(step_status verify '"text":"查过","verdict":"perhaps"')" 422
check "and what was found" equal "$(step_status verify '"verdict":"true","text":"  "')" 422
intent=$(new_intent)
fields="{\"intent\":\"$intent\",\"verdict\":\"true\",\"text\":\"录像核对：等候 42 分钟\n未作说明\"}"
api POST "/api/v1/reviews/$id/verify" "$fields" >/dev/null
check "verified: rectified within five working days of the review" at verified 2026-03-09
check "the same intent again is the same step" equal \
    "$(api POST "/api/v1/reviews/$id/verify" "$fields" | jq '.history | length')" 2
step attach '"name":"核查笔录.txt","text":"询问笔录\r\n<script>alert(1)</script>"' >/dev/null
check "an attachment is text" equal "$(review '.history[2].text')" $'询问笔录\n<script>alert(1)</script>'
check "what is no text is refused" equal \
    "$(step_status attach '"name":"x.pdf","text":"%PDF-1.7 x"')" 422
step rectify '"text":"已向群众致歉，增开一个窗口"' >/dev/null
check "rectified: called back within three" at handled 2026-03-05
step no_answer '"text":"无人接听"' >/dev/null
check "a call without an answer leaves it there" at handled 2026-03-05
step call_back '"level":4,"text":"群众表示满意"' >/dev/null
check "called back: closed within two" at called 2026-03-04
step close '"text":"办结"' >/dev/null
check "closed" at closed -
check "nothing more can be done" equal "$(step_status call_back '"level":5')" 409
check "its history has every step" equal \
    "$(review '[.history[].step] | join(" ")')" \
    "open verify attach rectify no_answer call_back close"

# ------------------------------------------------------------------ the same after a kill
api GET "/api/v1/reviews/$id" >"$folder/before"
controller_kill
controller_start
api GET "/api/v1/reviews/$id" >"$folder/after"
check "after a kill the file is what it was" cmp "$folder/before" "$folder/after"
step reopen '"text":"群众再次来电"' >/dev/null
check "opened again with clocks anew" at assigned 2026-03-03
step appeal '"text":"非本窗口业务"' >/dev/null
check "an appeal is pending" equal "$(review '.appeal + " " + .appeal_due')" "pending 2026-03-09"
step accept '"text":"属实，非本人责任"' >/dev/null
check "accepted: it counts no more" equal "$(review '.appeal + " " + (.counts | tostring)')" \
    "accepted false"
check "and what was pressed stays" level_is "$number" 1
step close >/dev/null

# ------------------------------------------------------------------ doubts
number=$(issue qiye-sheli | jq -r .number)
serve 1
verb 1 pause '"reason":"meeting"' >/dev/null
rate 1 2
check "a rating while the window is paused is taken" wait_until 5 level_is "$number" 2
check "and marked" equal "$(reviews flagged=1 '[.reviews[].doubts[]] | join(",")')" paused
check "in the rating too" equal \
    "$(api GET '/api/v1/ratings?from=2026-03-02&to=2026-03-02&flagged=1' | jq -c \
        '[.ratings[] | [.number, .level, .doubts[0]]]')" "[[\"$number\",2,\"paused\"]]"
verb 1 resume >/dev/null

# ------------------------------------------------------------------ by default
unrated() {
    journal "select count(*) from event a where a.kind = 'ticket_arrived' and not exists
        (select 1 from event r where r.kind = 'ticket_rated' and r.ticket = a.ticket
         and json_extract(r.body,'$.service') = json_extract(a.body,'$.service'))"
}
for _ in 1 2 3; do
    issue qiye-sheli >/dev/null
    serve 1
done
verb 1 finish >/dev/null
check "three services have no rating" equal "$(unrated)" 3
api POST /api/v1/day/close "{\"intent\":\"$(new_intent)\"}" >/dev/null
check "at the end of the day they get one by default" wait_until 10 count_is 2 office_defaults_done
check "each" equal "$(unrated)" 0
check "once" journal_says 3 "select count(*) from event where kind = 'ticket_rated'
    and json_extract(body,'$.rating') = 'default' and json_extract(body,'$.level') = 4"
check "no file for them" equal "$(reviews state=all .total)" 2
heard=$(journal "select count(*) from event where kind = 'device_changed'")
heard_again() { # ticks enough for the rule to look: the lines have all been asked
    [ "$(journal "select count(*) from event where kind = 'device_changed'")" -gt $((heard + 50)) ]
}
controller_kill
controller_start
check "the hall is at work again" wait_until 20 heard_again
check "nor a second one after a kill" journal_says 3 "select count(*) from event
    where kind = 'ticket_rated' and json_extract(body,'$.rating') = 'default'"
check "active, default and none are kept apart" equal \
    "$(api GET '/api/v1/reports/day?from=2026-03-02' | jq -c \
        '.balance | [.rated_active, .rated_default, .rated_none]')" "[2,3,0]"
check "the record is sound" "$bin/hallq" verify --data "$folder/data"
