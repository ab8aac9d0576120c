#!/usr/bin/env bash
# The API as its description says: every route of openapi.json is there with its method and
# status; every mistake gets {error: {code, message}} in the reader's language; what browsers of
# other sites and careless programs send is refused; the live stream resumes without gap or
# double; the programs' options answer as scripts expect.
# (reliability.md F11, F17, F43, F45, D.2-5, D.2-11)
source "$(dirname "$0")/hall.bash"

hall_start --no-visitors
for i in 1 2 3; do
    issue qiye-sheli >/dev/null
done
verb 1 open >/dev/null
issue daima-xinban >/dev/null
verb 5 open >/dev/null
verb 5 next >/dev/null
receipt=$(verb 5 finish '"outcome":"accepted","promised_day":20260303' | jq -r .receipt)
verb 5 close >/dev/null

# ------------------------------------------------------------------ every route
api GET /api/v1/openapi.json >"$folder/openapi"
kiosk=$(awk '/^displays:/ {on = 1} on && /- name:/ {name = $3} on && /kind: kiosk/ {print name; exit}' \
    "$config/hall.yaml")
token=$(journal "select json_extract(body,'$.token') from event where kind = 'ticket_issued'
    order by seq limit 1")
fill() { # the holes of a path, with something that is there
    case "$1" in
    */displays/*) echo "${1/\{name\}/$kiosk}" ;;
    /t/{file}) echo "/t/$(api GET /t/ | grep -oE '(src|href)="[a-z.]+"' | head -1 |
        cut -d'"' -f2)" ;;
    /office/{file}) echo /office/office.js ;;
    *) sed -e 's/{id}/A001/; s/{window}/1/; s/{verb}/next/; s/{device}/board-01/; s/{name}/day/
        s/{concern}/phone/; s/{list}/waiting/; s/{line}/bus-1/; s/{case}/'"$receipt"'/; s/{receipt}/'"$receipt"'/' <<<"$1" ;; # {account}: refused as one
    esac
}
api POST /api/v1/lines/bus-1/trace '{"seconds":60}' >/dev/null # so that there is a capture
is_error() { # of the last status call: code and message are there
    jq -e '.error.code | length > 0' "$folder/body" >/dev/null &&
        jq -e '.error.message | length > 0' "$folder/body" >/dev/null
}
like() { # value, regular expression
    [[ $1 =~ ^($2)$ ]] || {
        echo "  got  '$1'"
        return 1
    }
}
while read -r method path code; do
    method=${method^^}
    real=$(fill "$path")
    case "$method $path" in
    "GET /api/v1/events" | "GET /api/v1/live/stream") ;; # live streams: below
    "GET /api/v1/my-ticket")
        check "$method $path is $code" equal "$(curl -s -o "$folder/body" -w '%{http_code}' \
            -H "X-Ticket-Token: $token" "$url$real")" "$code"
        ;;
    "GET /api/v1/configuration/values" | "GET /api/v1/configuration/text")
        check "$method $path is $code" equal "$(status GET "$real?file=hall.yaml")" "$code"
        check "$method $path without a file is none" equal "$(status GET "$real")" 404
        ;;
    "GET /api/v1/configuration/versions/{number}" | "GET /api/v1/reviews/{id}") # there is none yet
        check "$method $path is none" equal "$(status GET "$real")" 404
        ;;
    "DELETE"*) ;; # they have no body: tests/walk/sign_in.sh
    GET*) check "$method $path is $code" equal "$(status GET "$real")" "$code" ;;
    *)
        check "$method $path refuses what is no JSON" equal \
            "$(ask -s -o "$folder/body" -w '%{http_code}' -X "$method" "$url$real" \
                -H 'Content-Type: application/json' -d '[1')" 400
        check "with a reason" is_error
        check "$method $path refuses forms" equal \
            "$(ask -s -o "$folder/body" -w '%{http_code}' -X "$method" "$url$real" -d 'a=b')" 415
        check "with a reason" is_error
        ;;
    esac
    for other in PUT DELETE POST; do # the first that the path has no row for
        jq -e --arg p "$path" --arg m "${other,,}" '.paths[$p] | has($m)' "$folder/openapi" \
            >/dev/null || break
    done
    check "$path takes no $other" equal "$(status $other "$real")" 405
    check "and says so" is_error
done < <(jq -r '.paths | to_entries[] | .key as $p | .value | to_entries[] |
    "\(.key) \($p) \(.value.responses | keys[] | select(. != "default"))"' "$folder/openapi")
check "there are as many routes as a hall needs" \
    [ "$(jq '[.paths[] | keys[]] | length' "$folder/openapi")" -ge 20 ]

has_field() {
    jq -e "has(\"$1\")" "$folder/body" >/dev/null
}

# Success of every command, with its own status.
check "a ticket is 201" equal "$(status POST /api/v1/tickets \
    '{"item":"qiye-sheli","intent":"http:1"}')" 201
for field in id number category ahead wait token; do
    check "and has $field" has_field "$field"
done
post_ok() { # path, body
    check "POST $1 $2 is 200" equal "$(status POST "/api/v1/$1" "$2")" 200
}
intents=0
with_intent() { # more fields
    intents=$((intents + 1))
    body="{\"intent\":\"http:ok:$intents\"${1:+,$1}}"
}
for step in "open" "next" "recall" "arrive" "hold" "resume" "arrive" "pause" "resume" "undo" \
    "finish" "close"; do
    with_intent
    case "$step" in
    undo) check "undo is known" [ "$(status POST /api/v1/windows/1/undo "$body")" != 404 ] ;;
    open) status POST /api/v1/windows/1/open "$body" >/dev/null ;;
    resume) status POST /api/v1/windows/1/resume "$body" >/dev/null ;;
    pause) post_ok windows/1/pause "$body" ;;
    *) code=$(status POST "/api/v1/windows/1/$step" "$body")
       check "$step is 200 or a reasoned 409 ($code)" [ "$code" = 200 -o "$code" = 409 ] ;;
    esac
done
with_intent '"level":4'
post_ok tickets/A001/evaluation "$body"
with_intent
post_ok tickets/A003/cancel "$body"
with_intent
check "a first slip needs a printer" equal "$(status POST /api/v1/tickets/A002/slip "$body")" 422
with_intent '"device":"board-01"'
check "and a board is none" equal "$(status POST /api/v1/tickets/A002/slip "$body")" 409
with_intent '"device":"printer-1"'
post_ok tickets/A002/slip "$body"
post_ok devices/board-01/show '{"text":"测试"}'
post_ok devices/printer-1/print '{}'
post_ok backup "{\"file\":\"$folder/backup.db\"}"
check "the backup is a database" equal "$(sqlite3 -readonly "$folder/backup.db" \
    "pragma integrity_check")" ok

post_ok lines/bus-1/trace '{"seconds":0}'

# ------------------------------------------------------------------ mistakes, in two languages
refuses() { # status, code, method, path, body
    check "$3 $4 ${5:-} is $1" equal "$(status "$3" "$4" "${5:-}")" "$1"
    check "for the reason $2" equal "$(jq -r .error.code "$folder/body")" "$2"
}
refuses 404 no_such_page GET /api/v1/nothing
refuses 404 no_such_page GET /api/v1/tickets/A001/
refuses 404 unknown_ticket GET /api/v1/tickets/A999
refuses 404 unknown_window GET /api/v1/windows/99
refuses 404 unknown_window POST /api/v1/windows/99/next '{"intent":"x1"}'
refuses 404 unknown_item POST /api/v1/tickets '{"item":"nothing","intent":"x2"}'
refuses 422 want_intent POST /api/v1/tickets '{"item":"qiye-sheli"}'
refuses 422 want_intent POST /api/v1/windows/1/next '{}'
refuses 422 want_level POST /api/v1/tickets/A001/evaluation '{"intent":"x3","level":6}'
refuses 422 bad_value POST /api/v1/tickets '{"item":7,"intent":"x4"}'
refuses 404 unknown_device POST /api/v1/devices/nothing/show '{"text":"x"}'
refuses 409 not_a_board POST /api/v1/devices/printer-1/show '{"text":"x"}'
refuses 404 unknown_report GET /api/v1/reports/nothing
refuses 422 bad_date GET '/api/v1/reports/day?from=yesterday'
refuses 409 already_rated POST /api/v1/tickets/A001/evaluation '{"intent":"x5","level":5}'
message() { # language
    ask -s -H "Accept-Language: $1" "$url/api/v1/tickets/A999" | jq -r .error.message
}
check "Chinese first" equal "$(message zh-CN)" "没有这张号票，请核对号码和日期"
check "English when asked for" equal "$(message en-GB)" "There is no such ticket; check number and date"

# ------------------------------------------------------------------ foreign and odd requests
code_of() { # curl arguments
    ask -s --max-time 20 -o "$folder/body" -w '%{http_code}' "$@" || true
}
check "another Host is refused" equal "$(code_of -H 'Host: hall.evil.example' "$url/api/v1/queue")" 403
check "and with a reason" is_error
check "a command from another site's page is refused" equal "$(code_of -X POST \
    -H 'Origin: http://evil.example' -H 'Content-Type: application/json' \
    -d '{"item":"qiye-sheli","intent":"evil:1"}' "$url/api/v1/tickets")" 403
check "also as the browser names it" equal "$(code_of -X POST -H 'Sec-Fetch-Site: cross-site' \
    -H 'Content-Type: application/json' -d '{"item":"qiye-sheli","intent":"evil:2"}' \
    "$url/api/v1/tickets")" 403
check "the hall's own page is not" equal "$(code_of -X POST -H "Origin: $url" \
    -H 'Sec-Fetch-Site: same-origin' -H 'Content-Type: application/json' \
    -d '{"item":"qiye-sheli","intent":"own:1"}' "$url/api/v1/tickets")" 201
check "nothing foreign was done" journal_says 0 \
    "select count(*) from event where intent like 'evil:%'"
head -c 100000 /dev/zero | tr '\0' 'x' >"$folder/big"
{ printf '{"item":"'; cat "$folder/big"; printf '"}'; } >"$folder/big.json"
check "a body of 100 kB is refused" equal "$(code_of -X POST -H 'Content-Type: application/json' \
    --data-binary "@$folder/big.json" "$url/api/v1/tickets")" 413
check "a header of 40 kB is refused" like "$(code_of -H "X-Big: $(head -c 40000 "$folder/big")" \
    "$url/api/v1/queue")" "000|4.."
check "deep JSON is refused" equal "$(code_of -X POST -H 'Content-Type: application/json' \
    -d "$(printf '[%.0s' {1..5000})" "$url/api/v1/tickets")" 400
check "control characters are refused" equal "$(code_of -X POST -H 'Content-Type: application/json' \
    -d '{"item":"qiye-sheli","intent":"a\u0007b"}' "$url/api/v1/tickets")" 422
check "TRACE is refused" like "$(code_of -X TRACE "$url/api/v1/queue")" "000|4..|501"
raw() { # lines of a request; prints the first line of the answer
    printf '%s\r\n' "$@" "Host: 127.0.0.1" "Authorization: Bearer $(local_token)" \
        "Connection: close" "" |
        socat -t 5 - "TCP:127.0.0.1:$port" 2>/dev/null | head -1 | tr -d '\r'
}
check "a path that climbs is no page" like "$(raw 'GET /../../etc/passwd HTTP/1.1')" "HTTP/1.1 4.*"
check "a negative length is refused" like \
    "$(raw 'POST /api/v1/tickets HTTP/1.1' 'Content-Length: -5')" "|HTTP/1.1 4.*"
check "two lengths are refused" like "$(raw 'POST /api/v1/tickets HTTP/1.1' \
    'Content-Length: 2' 'Content-Length: 3')" "|HTTP/1.1 4.*"
check "the hall is well after all that" equal "$(status GET /healthz)" 200

# ------------------------------------------------------------------ figures
api GET /metrics >"$folder/metrics"
check "every line of /metrics is a comment or a sample" refused grep -vqE \
    '^(# (HELP|TYPE) hallq_[a-z_]+ .+|hallq_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+)$' \
    "$folder/metrics"
check "tickets that wait are in it" grep -q "^hallq_tickets_waiting [1-9]" "$folder/metrics"
check "every line of the hall is in it" equal \
    "$(grep -c '^hallq_line_exchanges_total' "$folder/metrics")" 17
check "every device is in it" equal "$(grep -c '^hallq_device_ok' "$folder/metrics")" \
    "$(api GET /api/v1/devices | jq '.devices | length')"

# ------------------------------------------------------------------ the live stream
follow() { # file, curl arguments
    curl -sN --max-time 120 -H "Authorization: Bearer $(local_token)" "${@:2}" \
        "$url/api/v1/events" >"$1" 2>/dev/null &
    follower=$!
}
sequences() {
    sed -n 's/^id: //p' "$1"
}
stream_has() { # file, number of a ticket
    grep -q "\"number\":\"$2\"" "$1"
}
follow "$folder/stream1"
check "the stream opens" wait_until 10 grep -q retry "$folder/stream1"
number=$(issue qiye-biangeng | jq -r .number)
check "an event arrives" wait_until 10 stream_has "$folder/stream1" "$number"
check "without the visitor's token" refused grep -q token "$folder/stream1"
kill "$follower"
wait "$follower" 2>/dev/null || true
last=$(sequences "$folder/stream1" | tail -1)
for i in 1 2 3 4 5; do
    number=$(issue qiye-biangeng | jq -r .number)
done
follow "$folder/stream2" -H "Last-Event-ID: $last"
check "what was missed comes" wait_until 10 stream_has "$folder/stream2" "$number"
number=$(issue qiye-biangeng | jq -r .number)
check "and what is new" wait_until 10 stream_has "$folder/stream2" "$number"
kill "$follower"
wait "$follower" 2>/dev/null || true
check "without gap or double" equal "$(sequences "$folder/stream2")" \
    "$(seq $((last + 1)) "$(sequences "$folder/stream2" | tail -1)")"

# A reader who does not read is dropped; the others do not notice.
clients() {
    api GET /metrics | sed -n 's/^hallq_live_clients //p'
}
clients_are() {
    [ "$(clients)" = "$1" ]
}
check "nobody follows now" wait_until 20 clients_are 0
exec {slow}<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /api/v1/events?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n' \
    "Authorization: Bearer $(local_token)" >&"$slow"
check "a slow reader is there" wait_until 10 clients_are 1
items=(qiye-sheli shuiwu-dengji hukou-qianyi zonghe-zixun)
flood() { # round: 500 tickets over one connection
    local i as
    as=$(local_token)
    for ((i = 0; i < 500; i++)); do
        [ $i = 0 ] || echo next
        printf 'url = "%s/api/v1/tickets"\nheader = "Content-Type: application/json"\n' "$url"
        printf 'header = "Authorization: Bearer %s"\n' "$as"
        printf 'data = "{\\"item\\":\\"%s\\",\\"intent\\":\\"flood:%s:%s\\"}"\noutput = /dev/null\n' \
            "${items[i % 4]}" "$1" "$i"
    done
}
for ((round = 0; round < 9; round++)); do
    flood $round >"$folder/flood"
    curl -s -K "$folder/flood"
    clients_are 1 || break
done
echo "dropped after $(journal "select count(*) from event where intent like 'flood:%'") events"
check "a reader who does not read is dropped" clients_are 0
exec {slow}>&-
check "the hall is well" equal "$(status GET /healthz)" 200

# ------------------------------------------------------------------ the programs
code=0
"$bin/hallqd" --config "$config" --data "$folder/data" --run "$folder" --listen 127.0.0.1:0 \
    >"$folder/second" 2>&1 || code=$?
check "a second controller on the folder is refused" equal "$code" 75
check "and is told the first one's pid" grep -q "pid $hallqd" "$folder/second"
cp -r "$config" "$folder/broken"
sed -i '0,/^  code: xinmi/s//  code: [xinmi/' "$folder/broken/hall.yaml"
code=0
"$bin/hallqd" --config "$folder/broken" --check >"$folder/check" 2>&1 || code=$?
check "--check finds the mistake" equal "$code" 78
check "with its place" grep -qE "hall\.yaml:[0-9]+:[0-9]+: " "$folder/check"
code=0
"$bin/hallqd" --config "$config" --check >/dev/null || code=$?
check "--check likes the demo hall" equal "$code" 0
code=0
"$bin/hallqd" --nonsense >/dev/null 2>&1 || code=$?
check "a wrong option is 64" equal "$code" 64
code=0
"$bin/hallqd" --config "$config" --data "$folder/data2" --listen 0.0.0.0:0 --run "$folder" \
    >"$folder/open" 2>&1 || code=$?
check "it does not listen to the world" [ "$code" -ne 0 ]

# A new configuration: whole, or not at all.
controller_stop
cp -r "$config" "$folder/own"
original=$config
config=$folder/own
controller_start
sed -i '0,/^  code: xinmi/s//  code: [xinmi/' "$folder/own/hall.yaml"
kill -HUP "$hallqd"
check "a broken file is told" wait_until 10 grep -q "the old one stays in force" "$folder/hallqd.log"
check "and the old one serves on" equal "$(api GET /api/v1/hall | jq -r .code)" xinmi
cp "$original/hall.yaml" "$folder/own/hall.yaml"
sed -i 's/新密市政务服务中心", en/新密市民之家", en/' "$folder/own/hall.yaml"
kill -HUP "$hallqd"
name_is() {
    [ "$(api GET /api/v1/hall | jq -r .name.zh)" = "$1" ]
}
check "a good one is taken over" wait_until 10 name_is "新密市民之家"
check "with the tickets still there" [ "$(api GET /api/v1/queue | jq '.waiting | length')" -ge 3 ]
