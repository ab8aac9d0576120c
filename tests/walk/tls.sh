#!/usr/bin/env bash
# TLS by the controller itself: an installation CA is made once, its key is for nobody's eyes;
# 1.2 and 1.3 only; hallq and the hall board check chain, name and end and say what is wrong; a
# renewed certificate is taken over without a restart, a broken one is not; nothing but loopback is
# plain; who dawdles in a handshake keeps nobody waiting; tools find their tokens by themselves.
# (reliability.md D.2-11, D.2-13, D.3)
source "$(dirname "$0")/hall.bash"

unset HALLQ_CA HALLQ_TOKEN_FILE
tls=$folder/data/tls
board=
slow=
all_end() {
    local status=$?
    [ -z "$board" ] || kill "$board" 2>/dev/null || true
    [ -z "$slow" ] || kill "$slow" 2>/dev/null || true
    set +e
    (exit $status) # what hall_end looks at
    hall_end
}
trap all_end EXIT

code_of() { # command…: its exit code; what it says is in $folder/said
    local code=0
    "$@" >"$folder/said" 2>&1 || code=$?
    echo "$code"
}
says() { # regular expression
    grep -qE -- "$1" "$folder/said"
}
print_of() { # certificate file
    openssl x509 -in "$1" -noout -fingerprint -sha256 | cut -d= -f2
}
mode() {
    stat -c %a "$1"
}

# ------------------------------------------------------------------ CA and certificate
check "without a certificate show says what to do" equal \
    "$(code_of "$bin/hallq" tls show --data "$folder/data")" 1
check "in Chinese" says "hallq tls init"
check "a wrong name is refused" equal \
    "$(code_of "$bin/hallq" tls init --data "$folder/data" --name 'a,DNS:b')" 64
check "init makes them" equal \
    "$(code_of "$bin/hallq" tls init --data "$folder/data" --name hall.test --address 10.1.2.3)" 0
check "and tells where the CA lies, in both languages" says "窗口电脑.*$tls/ca.pem"
check "also in English" says "clerks' PCs.*$tls/ca.pem"
check "with its fingerprint" says "$(print_of "$tls/ca.pem")"
check "and the end" says "有效期至 +20[0-9-]+ +还有 39[67] 天"
check "the folder is its owner's" equal "$(mode "$tls")" 700
for file in ca.key ca.pem server.pem; do
    check "$file too" equal "$(mode "$tls/$file")" 600
done
first=$(print_of "$tls/ca.pem")
check "init again changes nothing" equal \
    "$(code_of "$bin/hallq" tls init --data "$folder/data" --name other.test)" 0
check "and says so" says "没有改动"
check "the CA is the same" equal "$(print_of "$tls/ca.pem")" "$first"
check "the certificate stands up to openssl" equal "$(code_of openssl verify -CAfile "$tls/ca.pem" \
    -verify_hostname hall.test "$tls/server.pem")" 0
check "a name that the CA may not vouch for is refused" equal \
    "$(code_of "$bin/hallq" tls renew --data "$folder/data" --name bank.test)" 1
check "with the reason" says "hallq tls init"

# ------------------------------------------------------------------ where it may listen
refused_start() { # options
    timeout 20 "$bin/hallqd" --config "$config" --data "$folder/other" --run "$folder" "$@" \
        >"$folder/said" 2>&1
}
check "plain HTTP is for loopback" refused refused_start --listen 0.0.0.0:0
check "the error says what to do" says "hallq tls init.*--listen-tls 0.0.0.0:0"
check "TLS needs a certificate" refused refused_start --listen 127.0.0.1:0 --listen-tls 127.0.0.1:0
check "the error says how to make one" says "needs a certificate: run 'hallq tls init"

controller_launch() { # as hall.bash's, with the other listeners
    : >"$folder/address"
    "$bin/hallqd" --config "$config" --data "$folder/data" --run "$folder" \
        --listen "127.0.0.1:${port:-0}" --listen-tls "127.0.0.1:${tls_port:-0}" \
        --listen-tls 127.0.0.3:0 --listen-public 127.0.0.1:0 >"$folder/address" 2>>"$folder/hallqd.log" &
    hallqd=$!
}
controller_listens() {
    [ "$(wc -l <"$folder/address")" -ge 4 ] || return 1
    url=http:$(sed -n '1s/.* http://p' "$folder/address")
    port=${url##*:}
    tls_port=$(sed -n '2s/.*https:.*://p' "$folder/address")
    nameless=https:$(sed -n '3s/.* https://p' "$folder/address") # not in the certificate
    public_url=http:$(sed -n '4s/.* http://p' "$folder/address")
}
hall_start --no-visitors
secure=https://localhost:$tls_port
tokens=$RUNTIME_DIRECTORY/$tls_port

# ------------------------------------------------------------------ what is spoken
shake() { # s_client options
    timeout 20 openssl s_client -connect "127.0.0.1:$tls_port" -CAfile "$tls/ca.pem" "$@" \
        </dev/null >"$folder/said" 2>&1
}
for version in tls1_2 tls1_3; do
    check "$version is spoken" shake -$version -verify_return_error
    check "and verified" says "Verify return code: 0 \(ok\)"
done
for version in tls1 tls1_1; do
    check "$version is not" refused shake -$version -cipher DEFAULT:@SECLEVEL=0
done
check "no weak cipher" refused shake -tls1_2 -cipher AES128-SHA:AES256-SHA:ECDHE-ECDSA-AES128-SHA
check "no plain key exchange" refused shake -tls1_2 -cipher kRSA
shake -tls1_2
check "no compression" says "Compression: NONE"
curl_code() { # curl options: exit code and HTTP status
    curl -s --max-time 20 -o "$folder/body" -w '%{exitcode} %{http_code}' "$@" || true
}
known=(--cacert "$tls/ca.pem")
check "curl that knows the CA gets in" equal "$(curl_code "${known[@]}" "$secure/healthz")" "0 200"
check "curl that does not stays out" equal "$(curl_code "$secure/healthz")" "60 000"
check "plain HTTP on the TLS port is nothing" refused curl -s --max-time 10 \
    "http://127.0.0.1:$tls_port/healthz"
health_says() { # jq filter
    [ "$(curl -s "$url/healthz" | jq ".certificate | $1")" = true ]
}
check "the certificate's end is in /healthz" health_says '.days_left > 390 and (.ending | not)'

# ------------------------------------------------------------------ names
at() { # host: status of a request by that name
    curl_code "${known[@]}" --resolve "$1:$tls_port:127.0.0.1" "https://$1:$tls_port/healthz"
}
check "the hall's own name" equal "$(at hall.test)" "0 200"
check "a foreign name has no certificate" equal "$(at evil.test)" "60 000"
host_is() { # Host header
    curl_code "${known[@]}" -H "Host: $1" "$secure/healthz"
}
check "a foreign Host is refused (DNS rebinding)" equal "$(host_is evil.test)" "0 403"
check "a name of the certificate is not" equal "$(host_is hall.test)" "0 200"
check "nor an address of it" equal "$(host_is 10.1.2.3)" "0 200"
check "nor the public address of the configuration" equal "$(host_is hall.xinmi.example)" "0 200"

# ------------------------------------------------------------------ tokens, and who is nobody
check "the tokens' folder is its owner's" equal "$(mode "$tokens")" 700
for role in administrator kiosk board; do
    check "$role's token too" equal "$(mode "$tokens/$role")" 600
    check "it is 256 bits" grep -qxE '[0-9a-f]{64}' "$tokens/$role"
    check "and is known" equal "$(curl -s "${known[@]}" -H "Authorization: Bearer $(
        cat "$tokens/$role")" "$secure/api/v1/session" | jq -r .role)" "$role"
done
check "without one nobody sees the queue" equal \
    "$(curl_code "${known[@]}" "$secure/api/v1/queue")" "0 401"
check "nor with a wrong one" equal "$(curl_code "${known[@]}" "$secure/api/v1/queue" \
    -H "Authorization: Bearer $(printf '0%.0s' {1..64})")" "0 401"
check "what is for the public is plain" equal "$(curl_code "$public_url/t/")" "0 200"
check "the rest is not, whatever token is shown" equal "$(curl_code "$public_url/api/v1/queue" \
    -H "Authorization: Bearer $(cat "$tokens/administrator")")" "0 403"
check "and a reason is given" equal "$(jq -r .error.code "$folder/body")" needs_tls

# ------------------------------------------------------------------ hallq
hallq_gets() { # options of hallq: its exit code
    code_of "$bin/hallq" --url "$secure" "$@" status
}
check "hallq that knows the CA gets in, with its own token" equal "$(hallq_gets --ca "$tls/ca.pem")" 0
check "and answers" says "新密"
check "without the CA it stays out" equal "$(hallq_gets)" 69
check "and says why" says "不是已知 CA"
check "in English" equal "$(hallq_gets --lang en)" 69
check "also why" says "not by a known CA"
check "a wrong name is told" equal "$(code_of "$bin/hallq" --url "$nameless" \
    --ca "$tls/ca.pem" status)" 69
check "as such" says "证书不属于这个名称"
check "a CA file that is none is told" equal "$(hallq_gets --ca "$folder/hallqd.log")" 69
check "by its name" says "$folder/hallqd.log"
printf '%064d\n' 7 >"$folder/token"
chmod 644 "$folder/token"
check "a token of one's own goes before" equal \
    "$(hallq_gets --ca "$tls/ca.pem" --token-file "$folder/token")" 1
check "others should not read it" says "chmod 600"
cp "$tokens/administrator" "$folder/token"
chmod 600 "$folder/token"
rm "$tokens/administrator"
check "without any it is nobody" equal "$(hallq_gets --ca "$tls/ca.pem")" 1
check "the environment names one too" equal \
    "$(HALLQ_TOKEN_FILE=$folder/token HALLQ_CA=$tls/ca.pem hallq_gets)" 0
check "quietly" refused says "chmod"

# ------------------------------------------------------------------ who dawdles
exec {dawdler}<>"/dev/tcp/127.0.0.1/$tls_port"
printf '\x16\x03\x01\x02\x00' >&"$dawdler"
(while printf '\0'; do sleep 0.5; done) >&"$dawdler" 2>/dev/null & # never silent, never done
slow=$!
measure curl -s -o /dev/null "$url/healthz"
check "a handshake that hangs keeps nobody waiting ($took ms)" at_most "$took" $((3000 * patience)) # of its 10 s
turned_away() {
    api GET /metrics | grep -q '^hallq_http_turned_away_total [1-9]'
}
check "and is shown the door after 10 s" wait_until 25 turned_away
cut_off() { # the one who trickles cannot write any more
    ! kill -0 "$slow"
}
check "for good" wait_until 10 cut_off
slow=
exec {dawdler}>&-

for i in {1..200}; do
    echo "url = \"https://127.0.0.1:$tls_port/healthz\""
    echo "output = /dev/null"
done >"$folder/many"
for i in {1..300}; do
    [ "$i" = 1 ] || echo next
    printf 'url = "%s/healthz"\noutput = /dev/null\nwrite-out = "%%{time_total}\\n"\n' "$url"
done >"$folder/plain"
curl -s "${known[@]}" -Z --parallel-immediate --parallel-max 200 -H 'Connection: close' \
    -w '%{http_code} %{exitcode}\n' -K "$folder/many" >"$folder/codes" 2>/dev/null &
slow=$!
curl -s -K "$folder/plain" | sort -n >"$folder/times"
wait $slow || true
slow=
p99=$(awk '{t[NR] = $1} END {printf "%d", t[int(NR * 0.99)] * 1000}' "$folder/times")
echo "p99 of a plain request beside 200 handshakes: $p99 ms"
check "all of them are served" equal "$(sort "$folder/codes" | uniq -c | tr -s ' ')" " 200 200 0"
check "200 handshakes at once keep nobody waiting" at_most "$p99" $((500 * patience))

# ------------------------------------------------------------------ the board
mkfifo "$folder/script"
SDL_AUDIODRIVER=dummy "$bin/hallq-board" --url "$secure" --ca "$tls/ca.pem" --hidden --silent \
    --script "$folder/script" >"$folder/board.out" 2>"$folder/board.log" &
board=$!
exec 7>"$folder/script"
board_told() { # lines
    [ "$(wc -l <"$folder/board.out")" -ge "$1" ]
}
issue qiye-sheli >/dev/null
issue qiye-sheli >/dev/null
verb 1 open >/dev/null
verb 1 next >/dev/null
echo "wait A001" >&7
check "a call is on the board, over TLS" wait_until 30 board_told 1
controller_stop
check "the tokens are gone with the controller" refused test -e "$tokens"
controller_start
verb 2 open >/dev/null
verb 2 next >/dev/null
echo "wait A002" >&7
check "the board comes back, with the new token" wait_until 60 board_told 2
echo quit >&7
exec 7>&-
check "and ends well" wait "$board"
board=
SDL_VIDEODRIVER=dummy timeout 60 "$bin/hallq-board" --url "$secure" --ca "$tls/ca.pem" \
    --screenshot "$folder/board.png" 2>/dev/null
check "a picture over TLS" [ -s "$folder/board.png" ]
SDL_VIDEODRIVER=dummy timeout 60 "$bin/hallq-kiosk" --url "$secure" --ca "$tls/ca.pem" \
    --screenshot "$folder/kiosk.png" --size 540x960 2>"$folder/said"
check "of the kiosk too" [ -s "$folder/kiosk.png" ]
check "which was let in" says "controller answers"
SDL_VIDEODRIVER=dummy timeout $((3 * patience)) "$bin/hallq-board" --url "$secure" \
    --screenshot "$folder/none.png" 2>"$folder/said" || true
check "without the CA there is none" [ ! -e "$folder/none.png" ]
check "and the log says why" says "不是已知 CA.*not by a known CA"

# ------------------------------------------------------------------ the live stream
live() { # curl options
    curl -sN --max-time 120 "${known[@]}" -H "Authorization: Bearer $(
        cat "$tokens/administrator")" "$secure/api/v1/events" "$@" >"$folder/stream" 2>/dev/null &
    slow=$!
}
streams() {
    grep -q "$1" "$folder/stream"
}
live
check "the live stream opens over TLS" wait_until 10 streams retry
old=$(print_of "$tls/server.pem")
check "a renewal" equal "$(code_of "$bin/hallq" tls renew --data "$folder/data")" 0
kill -HUP "$hallqd"
check "is taken over by SIGHUP" wait_until 10 grep -q "certificate was read" "$folder/hallqd.log"
new=$(print_of "$tls/server.pem")
served() {
    openssl s_client -connect "127.0.0.1:$tls_port" </dev/null 2>/dev/null |
        openssl x509 -noout -fingerprint -sha256 | cut -d= -f2
}
check "it is another one" [ "$old" != "$new" ]
check "and served" equal "$(served)" "$new"
number=$(issue qiye-biangeng | jq -r .number)
check "the stream goes on" wait_until 10 streams "\"number\":\"$number\""
kill "$slow"
wait "$slow" 2>/dev/null || true
slow=
cp "$tls/server.pem" "$folder/good.pem"
head -c 300 "$folder/good.pem" >"$tls/server.pem"
kill -HUP "$hallqd"
check "a broken file is told" wait_until 10 grep -q "server.pem: there is no [^{]*; the old certificate serves on" \
    "$folder/hallqd.log"
check "and the old one serves on" equal "$(served)" "$new"
cp "$folder/good.pem" "$tls/server.pem"

# A follower who does not read is dropped over TLS as well: 256 KiB wait for it, not memory.
clients_are() {
    [ "$(api GET /metrics | sed -n 's/^hallq_live_clients //p')" = "$1" ]
}
check "nobody follows now" wait_until 20 clients_are 0
mkfifo "$folder/in" "$folder/out"
timeout 120 openssl s_client -quiet -connect "127.0.0.1:$tls_port" <"$folder/in" >"$folder/out" \
    2>/dev/null &
slow=$!
exec 8>"$folder/in" 9<"$folder/out"
printf 'GET /api/v1/events?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n' \
    "$(cat "$tokens/administrator")" >&8
check "a slow reader is there" wait_until 10 clients_are 1
own=$(local_token)
items=(qiye-sheli shuiwu-dengji hukou-qianyi zonghe-zixun)
for ((round = 0; round < 9; round++)); do
    for ((i = 0; i < 500; i++)); do
        [ $i = 0 ] || echo next
        printf 'url = "%s/api/v1/tickets"\nheader = "Content-Type: application/json"\n' "$url"
        printf 'header = "Authorization: Bearer %s"\n' "$own"
        printf 'data = "{\\"item\\":\\"%s\\",\\"intent\\":\\"flood:%s:%s\\"}"\noutput = /dev/null\n' \
            "${items[i % 4]}" "$round" "$i"
    done >"$folder/flood"
    curl -s -K "$folder/flood"
    clients_are 1 || break
done
check "a reader who does not read is dropped" clients_are 0
exec 8>&- 9>&-
kill "$slow" 2>/dev/null || true
wait "$slow" 2>/dev/null || true
slow=

# ------------------------------------------------------------------ the end of a certificate
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=hall.test \
    -keyout "$folder/old.key" -out "$folder/old.csr" 2>/dev/null
openssl x509 -req -in "$folder/old.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -days 0 \
    -extfile <(echo "subjectAltName=DNS:localhost,DNS:hall.test,IP:127.0.0.1") \
    -out "$folder/old.pem" 2>/dev/null
ended() { # it ends with the second in which it was made
    [ "$(date +%s)" -gt "$(date -d "$(openssl x509 -in "$folder/old.pem" -noout -enddate |
        cut -d= -f2)" +%s)" ]
}
wait_until 10 ended
check "an expired one is not taken" equal \
    "$(code_of "$bin/hallq" tls use "$folder/old.pem" "$folder/old.key" --data "$folder/data")" 1
check "for that reason" says "证书已过期"
check "nor one with another key" equal \
    "$(code_of "$bin/hallq" tls use "$folder/good.pem" "$folder/old.key" --data "$folder/data")" 1
check "for that reason too" says "不配对"
cat "$folder/old.key" "$folder/old.pem" >"$tls/server.pem"
kill -HUP "$hallqd"
check "the log tells the end" wait_until 10 grep -q "certificate has ended" "$folder/hallqd.log"
check "/healthz too" health_says ".ending and .days_left < 0"
check "and hallq doctor" equal "$(code_of "$bin/hallq" --url "$url" doctor)" 1
check "with what to do" says "hallq tls renew"
check "curl refuses it" equal "$(curl_code "${known[@]}" "$secure/healthz")" "60 000"
check "hallq refuses it" equal "$(hallq_gets --ca "$tls/ca.pem")" 69
check "and tells the end" says "证书已过期"
check "a renewal is taken over by SIGHUP" equal \
    "$(code_of "$bin/hallq" tls renew --data "$folder/data")" 0
kill -HUP "$hallqd"
gets_in() {
    [ "$(curl_code "${known[@]}" "$secure/healthz")" = "0 200" ]
}
check "and all is well again" wait_until 10 gets_in
controller_stop
chmod 644 "$tls/server.pem"
check "a key that others may read is not served" refused refused_start --listen 127.0.0.1:0 \
    --data "$folder/data"
check "and the start says what to do" says "server.pem: .*chmod 600"
