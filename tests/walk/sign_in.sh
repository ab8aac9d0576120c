#!/usr/bin/env bash
# Signing in, against the real controller: no request works before the first administrator; the
# set-up code works once; guesses lock, are tried a few times and leave a few events, however many
# they are; a session's cookie, what ends it, that it outlives a restart; commands of other sites;
# the second step; tokens; and that no secret is in a log, a stream or an answer.
# (reliability.md D.2-1 to D.2-5, D.2-10, D.2-16)
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

hallq=("$bin/hallq")
cli() {
    "${hallq[@]}" --url "$url" "$@"
}
secrets=() # whatever may not be found anywhere afterwards
page=(-H 'X-Hallq-Page: 1' -H 'Content-Type: application/json')
send() { # method, path, JSON, curl options: prints "status code"
    curl -sS --max-time 60 -D "$folder/head" -o "$folder/body" -w '%{http_code}' -X "$1" "$url$2" \
        "${page[@]}" ${3:+-d "$3"} "${@:4}"
    if [ -s "$folder/body" ]; then jq -r '" " + (.error.code // "ok")' "$folder/body"; else echo " ok"; fi
}
answers() { # what, wanted "status code", send arguments
    check "$1" equal "$(send "${@:3}")" "$2"
}
cookie_of_answer() {
    grep -oiE '__Host-hallq=[0-9a-f]{64}' "$folder/head"
}
try_in() { # name, password, curl options
    send POST /api/v1/session "{\"name\":\"$1\",\"password\":\"$2\"}" "${@:3}"
}
sign_in() { # name, password: the cookie is in $cookie
    check "$1 signs in" equal "$(try_in "$1" "$2")" "201 ok"
    cookie=$(cookie_of_answer)
    secrets+=("${cookie#*=}")
}
as() { # cookie, method, path, JSON, curl options
    send "$2" "$3" "${4:-}" -H "Cookie: $1" "${@:5}"
}
event_says() { # value, kind of event, column
    journal_says "$1" "select $3 from event where kind = '$2' order by seq desc limit 1"
}

# ------------------------------------------------------------------ the first start
hall_start --no-visitors
good=Kq7-vtMz2-first
secrets+=("$good")
answers "without an administrator nobody signs in" "401 setup_needed" \
    POST /api/v1/session '{"name":"admin","password":"x"}'
for path in session queue items windows views/board devices reports accounts events; do
    check "$path is closed" equal "$(curl -s -o "$folder/body" -w '%{http_code}' \
        "$url/api/v1/$path")$(jq -r .error.code "$folder/body")" "401setup_needed"
done
for path in /healthz /metrics /t/ /office/ /api/v1/hall /api/v1/words/phone; do
    check "$path is open" equal "$(curl -s -o /dev/null -w '%{http_code}' "$url$path")" 200
done
code=$(cli user setup-code)
check "the console told the set-up code" grep -q "$code" "$folder/hallqd.log"
setup() { # code, name, password
    send POST /api/v1/setup "{\"code\":\"$1\",\"name\":\"$2\",\"password\":\"$3\"}"
}
check "a wrong code is refused" equal "$(setup 2222-3333-4444 admin "$good")" "422 setup_code_wrong"
check "so is a weak password" equal "$(setup "$code" admin Password2026)" "422 password_weak"
check "with a reason" equal "$(jq -r .error.message "$folder/body")" "这个密码太常见，容易被猜到，请换一个"
check "and one without three kinds" equal "$(setup "$code" admin onlysmallletters)" "422 password_weak"
check "and a name that is none" equal "$(setup "$code" 'x y' "$good")" "422 office_bad_value"
check "the code makes the first administrator" equal "$(setup "$code" admin "$good")" "201 ok"
check "and no second one" equal "$(setup "$code" second "$good")" "409 setup_over"
check "it is over for the command line, too" grep -q 系统管理员 <(cli user setup-code)

# ------------------------------------------------------------------ the cookie
sign_in admin "$good"
admin=$cookie
for part in Path=/ Secure HttpOnly SameSite=Strict; do
    check "the cookie is $part" grep -qiE "^set-cookie: __Host-hallq=[0-9a-f]{64};.*$part" "$folder/head"
done
check "and of this host alone" refused grep -qiE "^set-cookie:.*domain" "$folder/head"
check "it tells who is signed in" equal "$(as "$admin" GET /api/v1/session)" "200 ok"
check "with name and role" equal "$(jq -r '.name + " " + .role' "$folder/body")" "admin administrator"
check "its hash alone is in the journal" journal_says 0 \
    "select count(*) from event where body like '%${admin#*=}%'"
answers "half a cookie is none" "401 signed_out" GET /api/v1/session '' -H "Cookie: ${admin%??}"
answers "nor is another name" "401 signed_out" GET /api/v1/session '' -H "Cookie: x$admin"

# ------------------------------------------------------------------ commands of other sites
lock='{"active":true,"intent":"csrf:1"}'
target=/api/v1/accounts/admin/unlock
csrf() { # what, wanted, curl options
    check "$1" equal "$(curl -sS -o "$folder/body" -w '%{http_code}' -X POST "$url$target" \
        -H "Cookie: $admin" "${@:3}")" "$2"
}
csrf "a command without the page's header is refused" 403 -H 'Content-Type: application/json' -d "$lock"
csrf "a form is refused" 403 -d 'a=b'
csrf "a form with the header is refused" 415 -H 'X-Hallq-Page: 1' -d 'a=b'
csrf "a foreign Origin is refused" 403 "${page[@]}" -H 'Origin: http://evil.example' -d "$lock"
csrf "no Origin (null) is refused" 403 "${page[@]}" -H 'Origin: null' -d "$lock"
csrf "another port's Origin is refused" 403 "${page[@]}" -H 'Origin: http://127.0.0.1:1' -d "$lock"
csrf "another site is refused" 403 "${page[@]}" -H 'Sec-Fetch-Site: cross-site' -d "$lock"
csrf "a neighbour of the site is refused" 403 "${page[@]}" -H 'Sec-Fetch-Site: same-site' -d "$lock"
check "nothing of it was done" count_is 0 office_unlocked
csrf "the own page's is taken" 200 "${page[@]}" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' -d "$lock"
check "once" count_is 1 office_unlocked
check "signing in needs the header, too" equal "$(curl -s -o /dev/null -w '%{http_code}' \
    -H 'Content-Type: application/json' "$url/api/v1/session" \
    -d "{\"name\":\"admin\",\"password\":\"$good\"}")" 403

# ------------------------------------------------------------------ the second step
new_account() { # name, password, role, more fields
    printf '{"name":"%s","password":"%s","role":"%s","must_change":false,"intent":"%s"%s}' "$1" "$2" \
        "$3" "$(new_intent)" "${4:+,$4}"
}
wang=Zt4-lake.Stone
secrets+=("$wang")
check "an account needs the second step" equal "$(as "$admin" POST /api/v1/accounts \
    "$(new_account wang "$wang" clerk '"clerk":"zhao-min","display":"王小明"')")" "403 confirm_first"
check "a wrong password is no second step" equal "$(as "$admin" POST /api/v1/session/confirm \
    '{"password":"wrong"}')" "422 wrong_password"
check "the right one is" equal "$(as "$admin" POST /api/v1/session/confirm \
    "{\"password\":\"$good\"}")" "204 ok"
check "then it is made" equal "$(as "$admin" POST /api/v1/accounts \
    "$(new_account wang "$wang" clerk '"clerk":"zhao-min","display":"王小明"')")" "201 ok"
check "no answer holds a verifier" refused grep -q argon2 "$folder/body"
check "who made it stands in the journal" event_says administrator:admin office_account_set actor
check "as argon2id of 64 MiB and three passes" journal_says 2 "select count(*) from event
    where kind = 'office_password_set' and body like '%\$argon2id\$v=19\$m=65536,t=3,p=1\$%'"
echo "$good-li" >"$folder/li"
secrets+=("$good-li")
check "the command line adds one" cli user add li --role manager --display 李经理 \
    --password-file "$folder/li"
check "in the name of this machine's user" event_says local office_account_set actor
check "and lists it" grep -qE "^li +manager +active" <(cli user list)

# ------------------------------------------------------------------ a restart, a clerk's window
sign_in wang "$wang"
first=$cookie
check "a clerk sits at his own window" equal "$(jq -r .window "$folder/body")" 1
controller_kill
controller_start
check "a session outlives the controller" equal "$(as "$first" GET /api/v1/session)" "200 ok"
check "the second step does not" equal "$(as "$admin" POST /api/v1/accounts \
    "$(new_account zhou "$wang" clerk '"clerk":"zhou"')")" "403 confirm_first"
check "he takes another window of his department" equal "$(as "$first" POST \
    /api/v1/session/window '{"window":2}')" "200 ok"
check "and sits there" equal "$(jq -r .window "$folder/body")" 2
check "not one of strangers" equal "$(as "$first" POST /api/v1/session/window \
    '{"window":35}')" "403 not_your_window"
sign_in wang "$wang"
second=$cookie
check "each sign-in has its own session" refused equal "$first" "$second"
check "he signs out" equal "$(as "$second" DELETE /api/v1/session)" "204 ok"
check "and the browser forgets" grep -qi '^set-cookie: __Host-hallq=;.*Max-Age=0' "$folder/head"
check "that session is over" equal "$(as "$second" GET /api/v1/session)" "401 signed_out"
check "the other is not" equal "$(as "$first" GET /api/v1/session)" "200 ok"

# ------------------------------------------------------------------ what ends sessions at once
stream_of() { # cookie; follows the live stream as a page does
    curl -sN --max-time 60 -H "Cookie: $1" "$url/api/v1/events" >"$folder/stream" 2>/dev/null &
    follower=$!
    wait_until 10 grep -q retry "$folder/stream"
}
follower_is_gone() {
    ! kill -0 "$follower" 2>/dev/null
}
stream_of "$first"
renewed=Zt4-lake.Stone-2
secrets+=("$renewed")
check "a new password needs the old one" equal "$(as "$first" POST /api/v1/session/password \
    "{\"old\":\"wrong\",\"new\":\"$renewed\"}")" "422 wrong_password"
check "and must be good" equal "$(as "$first" POST /api/v1/session/password \
    "{\"old\":\"$wang\",\"new\":\"Wang12345\"}")" "422 password_weak"
check "and new" equal "$(as "$first" POST /api/v1/session/password \
    "{\"old\":\"$wang\",\"new\":\"$wang\"}")" "422 password_weak"
check "then it is taken" equal "$(as "$first" POST /api/v1/session/password \
    "{\"old\":\"$wang\",\"new\":\"$renewed\"}")" "204 ok"
third=$(cookie_of_answer)
secrets+=("${third#*=}")
check "the old session is over" equal "$(as "$first" GET /api/v1/session)" "401 signed_out"
check "its live stream, too" wait_until 5 follower_is_gone
check "who changed it goes on" equal "$(as "$third" GET /api/v1/session)" "200 ok"
check "the old password is nothing" equal "$(try_in wang "$wang")" "401 sign_in_failed"
cli user disable wang >/dev/null
check "a disabled account's session is over" equal "$(as "$third" GET /api/v1/session)" "401 signed_out"
check "and it does not sign in" equal "$(try_in wang "$renewed")" "401 sign_in_failed"
cli user enable wang >/dev/null
sign_in wang "$renewed"
ask -s -o /dev/null -X PUT "$url/api/v1/accounts/wang" -H 'Content-Type: application/json' \
    -d '{"role":"auditor","intent":"sign_in:role"}'
check "another role ends it" equal "$(as "$cookie" GET /api/v1/session)" "401 signed_out"
check "the last administrator stays" refused cli user disable admin
check "and is told why" grep -q 至少要保留一位 <(cli user disable admin 2>&1)

# ------------------------------------------------------------------ a password somebody else chose
lent=Bk9-paper.Lamp
secrets+=("$lent")
ask -s -o /dev/null "$url/api/v1/accounts" -H 'Content-Type: application/json' \
    -d "{\"name\":\"zhao\",\"role\":\"manager\",\"password\":\"$lent\",\"must_change\":true,\"intent\":\"lent\"}"
sign_in zhao "$lent"
zhao=$cookie
check "it must be changed" equal "$(jq -r .must_change "$folder/body")" true
check "before anything else" equal "$(as "$zhao" GET /api/v1/queue)" "403 password_expired"
check "which he does" equal "$(as "$zhao" POST /api/v1/session/password \
    "{\"old\":\"$lent\",\"new\":\"$lent-own\"}")" "204 ok"
zhao=$(cookie_of_answer)
secrets+=("${zhao#*=}" "$lent-own")
check "and goes on" equal "$(as "$zhao" GET /api/v1/queue)" "200 ok"

# ------------------------------------------------------------------ tokens
token() { # token, method, path, JSON
    send "$2" "$3" "${4:-}" -H "Authorization: Bearer $1"
}
kiosk=$(cli token add hall-kiosk --role kiosk --days 1 2>"$folder/once")
secrets+=("$kiosk")
check "a token is shown once" grep -q 不会再显示 "$folder/once"
check "it has 256 bits" equal "${#kiosk}" 64
check "the list does not hold it" refused grep -q "$kiosk" <(cli --json token list)
check "nor the journal" journal_says 0 "select count(*) from event where body like '%$kiosk%'"
check "it takes tickets" equal "$(token "$kiosk" POST /api/v1/tickets \
    '{"item":"qiye-sheli","intent":"sign_in:kiosk"}')" "201 ok"
check "in its own name" event_says token:1 ticket_issued actor
check "it calls nobody" equal "$(token "$kiosk" POST /api/v1/windows/1/next \
    '{"intent":"x"}')" "403 not_your_role"
check "one letter off is nothing" equal "$(token "${kiosk%?}g" GET /api/v1/queue)" "401 bad_token"
check "in the address it is nothing" equal "$(curl -s -o /dev/null -w '%{http_code}' \
    "$url/api/v1/queue?token=$kiosk")" 401
misses=0
for i in {1..30}; do
    [ "$(token "$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')" GET /api/v1/queue)" = \
        "401 bad_token" ] && misses=$((misses + 1))
done
check "who tries tokens is told to wait" at_most $misses 20
check "the right one still works" equal "$(token "$kiosk" GET /api/v1/queue)" "200 ok"
burst() { # requests at once on one connection; prints how many were let in
    local i
    for ((i = 0; i < $1; i++)); do
        printf 'url = "%s/api/v1/hall/"\nheader = "Authorization: Bearer %s"\noutput = /dev/null\n' \
            "$url" "$kiosk" | sed 's|hall/|windows|'
        printf 'write-out = "%%{http_code}\\n"\nnext\n'
    done | sed '$d' >"$folder/burst" # the last one has nothing next
    curl -s -K "$folder/burst" | grep -c 429 || true
}
check "a program that asks without end is slowed" [ "$(burst 1500)" -gt 0 ]
check "a revoked one is nothing" cli token revoke 1
check "at once" refused equal "$(token "$kiosk" GET /api/v1/queue)" "200 ok"
short=$(cli token add one-day --role board --days 1 2>/dev/null)
secrets+=("$short")
check "a board's token shows" equal "$(token "$short" GET /api/v1/views/board)" "200 ok"

# ------------------------------------------------------------------ guesses
check "before: everybody may try" equal "$(try_in li nonsense-1)" "401 sign_in_failed"
same() { # the bodies of two answers, but for nothing
    cmp -s "$folder/one" "$folder/two"
}
failed_as() { # name, where its answer goes: tries until no lock is in the way
    [ "$(try_in "$1" nonsense-2)" = "401 sign_in_failed" ] && cp "$folder/body" "$folder/$2"
}
check "a known name" wait_until 20 failed_as li one
check "an unknown one" wait_until 20 failed_as nobody-at-all two
check "an unknown name gets the same answer" same
failures() {
    journal "select count(*) from event where kind = 'office_sign_in_failed'"
}
before=$(failures)
events=$(journal "select count(*) from event")
started=$(now_ms)
guesses() { # number: as many sign-ins as fast as they are answered, in four lines at once
    local i
    for ((i = 0; i < $1; i++)); do
        printf 'url = "%s/api/v1/session"\nheader = "X-Hallq-Page: 1"\n' "$url"
        printf 'header = "Content-Type: application/json"\noutput = /dev/null\n'
        printf 'data = "{\\"name\\":\\"li\\",\\"password\\":\\"guess-%s\\"}"\n' "$i"
        printf 'write-out = "%%{http_code}\\n"\nnext\n'
    done
}
many=$((patience > 2 ? 2000 : 10000)) # threads are slow under ThreadSanitizer
guesses $many | sed '$d' >"$folder/guesses"
curl -s -Z --parallel-max 4 -K "$folder/guesses" >"$folder/codes"
seconds=$((($(now_ms) - started) / 1000))
tried=$(grep -c '^401$' "$folder/codes" || true)
check "all guesses were answered" equal "$(grep -cE '^(401|429)$' "$folder/codes")" $many
# 5 are free; then each lock is twice as long: after s seconds about log2(s) more.
allowed=$((5 + 2 + $(awk -v s="$seconds" 'BEGIN {n = 0; while (2 ^ n - 1 <= s) n++; print n}')))
echo "$many guesses in $seconds s: $tried tried (at most $allowed), $(($(failures) - before)) events"
check "a few of them were tried" at_most "$tried" "$allowed"
check "those are in the journal" equal "$(($(failures) - before))" "$tried"
check "and nothing else" at_most "$(($(journal "select count(*) from event") - events))" \
    $((tried + 300)) # devices say something, too
check "the others are counted" [ "$(api GET /metrics |
    sed -n 's/^hallq_tries_refused_total //p')" -ge $((many - allowed - 5)) ]
check "one more is tried when the lock ends" wait_until 60 failed_as li one
check "then the right password is refused alike" equal "$(try_in li "$good-li")" "429 too_many_tries"
check "the hall serves meanwhile" equal "$(status GET /api/v1/queue)" 200
check "kiosks do" equal "$(token "$short" GET /api/v1/views/board)" "200 ok"
often_enough() { # from other addresses; so many failures that the account's lock outlives a restart
    try_in li nonsense-3 --interface "127.0.0.$((RANDOM % 200 + 2))" >/dev/null
    [ "$(failures)" -ge $((before + 6 + patience / 2)) ]
}
check "each failure locks for longer" wait_until 30 often_enough
check "a restart forgives nothing" controller_stop
controller_start
check "to the account" equal "$(try_in li "$good-li")" "429 too_many_tries"
check "the lock is listed" grep -qE "^li +manager +locked" <(cli user list)
check "a manager unlocks" equal "$(as "$zhao" POST /api/v1/accounts/li/unlock \
    '{"intent":"sign_in:unlock"}')" "200 ok"
check "in his name" event_says manager:zhao office_unlocked actor
sign_in li "$good-li"

# ------------------------------------------------------------------ many at once
for i in {1..40}; do
    printf '%s\n' "$i"
done | xargs -P 40 -I{} curl -s -o /dev/null -w '%{http_code}\n' "${page[@]}" \
    "$url/api/v1/session" -d "{\"name\":\"nobody-{}\",\"password\":\"$wang\"}" >"$folder/codes"
check "forty at once: tried, or told to come back" equal \
    "$(grep -cvE '^(401|429)$' "$folder/codes" || true)" 0
check "the hall is well" equal "$(status GET /healthz)" 200

# ------------------------------------------------------------------ secrets
curl -sN --max-time 3 -H "Authorization: Bearer $(local_token)" -H 'Last-Event-ID: 0' \
    "$url/api/v1/events" >"$folder/all-events" 2>/dev/null || true
check "the stream tells of sign-ins" grep -q office_signed_in "$folder/all-events"
check "and not their hashes" refused grep -qE 'argon2|"text":"[0-9a-f]{64}"' "$folder/all-events"
api GET /api/v1/accounts >"$folder/lists"
api GET /api/v1/sessions >>"$folder/lists"
api GET /api/v1/tokens >>"$folder/lists"
check "lists hold no hash" refused grep -qE 'argon2|[0-9a-f]{64}' "$folder/lists"
secrets+=("$(local_token)")
for secret in "${secrets[@]}"; do
    check "no secret is in the log, the stream or the lists" refused grep -qF -- "$secret" \
        "$folder/hallqd.log" "$folder/all-events" "$folder/lists"
    check "nor in the database" refused grep -qaF -- "$secret" "$folder/data/hall.db"
done
check "the chain holds" cli verify --data "$folder/data"
