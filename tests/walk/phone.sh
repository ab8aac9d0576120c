#!/usr/bin/env bash
# The visitor's phone page, without a browser: what the token opens and what it does not, the
# walk of a ticket from waiting to rated, limits, and pages that are served from the program only.
# (reliability.md D.1, D.2.10, D.2.12)
source "$(dirname "$0")/hall.bash"

token=
mine() { # method, path, JSON: with the token
    curl -sS --max-time 60 -X "$1" "$url/api/v1/my-ticket$2" -H "X-Ticket-Token: $token" \
        ${3:+-H "Content-Type: application/json" -d "$3"}
}
mine_status() { # method, path, JSON
    curl -sS --max-time 60 -o "$folder/body" -w '%{http_code}' -X "$1" \
        "$url/api/v1/my-ticket$2" -H "X-Ticket-Token: $token" \
        ${3:+-H "Content-Type: application/json" -d "$3"}
}
says() { # jq filter
    mine GET "" | jq -r "$1"
}
state_is() {
    [ "$(says .state)" = "$1" ]
}
header_of() { # path, header, curl options
    curl -sS -D - -o /dev/null "${@:3}" "$url$1" | tr -d '\r' | sed -n "s/^$2: //Ip"
}

hall_start --no-visitors

# Two tickets; the second one's phone.
first=$(issue qiye-sheli)
second=$(issue qiye-sheli)
token=$(jq -r .token <<<"$second")
check "the page knows its number" equal "$(says .number)" "$(jq -r .number <<<"$second")"
check "somebody is ahead" equal "$(says .ahead)" 1
check "no window is open: no estimate" equal "$(says .minutes)" null
check "it names what it is for" equal "$(says .item.zh)" "企业设立登记"
check "and where" equal "$(says .area.en)" "Floor 1 east"
check "and the windows" equal "$(says '.windows|join(",")')" 1,2,3,4,6,17
check "it may be given up" equal "$(says .can_cancel)" true
check "it may not be rated yet" equal "$(says .can_rate)" false
check "nothing of the inside is told" equal \
    "$(says 'has("token") or has("id") or has("why") or has("priority")')" false

# Asking again costs nothing.
tag=$(header_of /api/v1/my-ticket ETag -H "X-Ticket-Token: $token")
again=$(curl -sS -o "$folder/body" -w '%{http_code}' -H "X-Ticket-Token: $token" \
    -H "If-None-Match: $tag" "$url/api/v1/my-ticket")
check "an unchanged ticket is 304" equal "$again" 304
check "and empty" test ! -s "$folder/body"

# The walk.
verb 1 open '"clerk":"zhao-min"' >/dev/null
check "an open window gives a range" equal "$(says '.minutes.low < .minutes.high')" true
again=$(curl -sS -o "$folder/body" -w '%{http_code}' -H "X-Ticket-Token: $token" \
    -H "If-None-Match: $tag" "$url/api/v1/my-ticket")
check "a changed ticket is 200" equal "$again" 200
verb 1 next >/dev/null
check "it comes nearer" equal "$(says .ahead)" 0
verb 1 arrive >/dev/null
verb 1 finish >/dev/null
verb 1 next >/dev/null
check "it is called" state_is called
check "to a window" equal "$(says '.window.number,.window.name.zh' | paste -sd' ')" "1 企业设立"
verb 1 recall >/dev/null
check "it is called again" equal "$(says .recalls)" 1
verb 1 arrive >/dev/null
check "it is served" state_is serving
check "it cannot be given up now" equal \
    "$(mine_status POST /cancel '{"intent":"c1"}')" 409
verb 1 finish >/dev/null
check "it is finished" state_is finished
check "it may be rated" equal "$(says .can_rate)" true

# One review.
check "a level beyond five is refused" equal \
    "$(mine_status POST /evaluation '{"intent":"r0","level":6}')" 422
check "control characters are refused" equal \
    "$(mine_status POST /evaluation '{"intent":"r0","level":5,"text":"a\u001bb"}')" 422
check "a review is taken" equal \
    "$(mine POST /evaluation '{"intent":"r1","level":5,"text":"很快 <b>好</b>"}' | jq .level)" 5
check "the same one again is the same answer" equal \
    "$(mine_status POST /evaluation '{"intent":"r1","level":5}')" 200
check "a second one is refused" equal \
    "$(mine_status POST /evaluation '{"intent":"r2","level":1}')" 409
check "one review is recorded" count_is 1 ticket_rated
check "with its words" journal_says "很快 <b>好</b>" \
    "select json_extract(body,'$.text') from event where kind = 'ticket_rated'"

# Giving up; a guessed intent of somebody else yields nothing of theirs.
third=$(api POST /api/v1/tickets '{"item":"qiye-sheli","intent":"kiosk-7:41"}')
fourth=$(issue qiye-sheli)
token=$(jq -r .token <<<"$fourth")
check "it is given up" equal "$(mine POST /cancel '{"intent":"kiosk-7:41"}' | jq -r .state)" cancelled
check "twice is once" equal "$(mine_status POST /cancel '{"intent":"kiosk-7:41"}')" 200
check "the other one still waits" equal "$(ticket "$(jq -r .id <<<"$third")" .state)" waiting

# Limits: an unknown token is 404, twenty of them are enough, a known one is still let in.
good=$token
statuses=""
for i in $(seq 22); do
    token=$(printf '%032x' "$i")
    statuses+="$(mine_status GET "") "
done
check "unknown tokens are not found, then refused" equal "$statuses" \
    "$(printf '404 %.0s' $(seq 20))$(printf '429 %.0s' 1 2)"
token=
check "no token is a miss" equal "$(mine_status GET "")" 429
token=$(tr a-f A-F <<<"$good")
check "a token has one spelling" equal "$(mine_status GET "")" 429
token=$good
check "a known ticket is not shut out by its neighbours" equal "$(mine_status GET "")" 200
token=$(jq -r .token <<<"$first")
# One connection, so that the bucket does not fill again meanwhile on a slow machine.
again=$(curl -sS -D - -o /dev/null -H "X-Ticket-Token: $token" "$url/api/v1/my-ticket?n=[1-60]" |
    grep -ci "^Retry-After:" || true)
check "one page cannot ask without end, and is told when to come back" [ "$again" -gt 0 ]

# Pages.
check "the page is there" equal "$(status GET /t/)" 200
check "its type" equal "$(header_of /t/ Content-Type)" "text/html; charset=utf-8"
check "its script's type" equal "$(header_of /t/phone.js Content-Type)" \
    "text/javascript; charset=utf-8"
check "its policy allows nothing foreign" equal "$(header_of /t/ Content-Security-Policy)" \
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
check "it has no line of script of its own" refused grep -q "<script>" "$folder/body"
check "it names no other place" refused grep -rqE "https?://" --include=*.html --include=*.js \
    --include=*.css firmware-host/web/phone
page_tag=$(header_of /t/ ETag)
check "an unchanged page is 304" equal "$(curl -sS -o /dev/null -w '%{http_code}' \
    -H "If-None-Match: $page_tag" "$url/t/")" 304
for path in /t/../phone/index.html /t/%2e%2e%2fphone%2findex.html /t/..%5cindex.html /t/nothing.js \
    /t//etc/passwd /t/phone/index.html /t/.hidden; do
    check "$path is no page" equal "$(curl -sS --path-as-is -o /dev/null -w '%{http_code}' \
        "$url$path")" 404
done
check "the words have both languages" equal "$(api GET /api/v1/words/phone |
    jq '[.[] | select(.zh == "" )] | length')" 0
check "a concern that is not there" equal "$(status GET /api/v1/words/nothing)" 404
used=$(grep -ohE "data-word=\"[a-z_.]+\"|say\('[a-z_.]+'" firmware-host/web/phone/*.html \
    firmware-host/web/phone/*.js | grep -oE "[a-z_]+[a-z_.]*[a-z_]" | grep -vxE "data-word|data|word|say" | sort -u)
for word in $used; do
    grep -q "^phone.$word" config/lang/phone.yaml || {
        echo "no words for $word"
        exit 1
    }
done
