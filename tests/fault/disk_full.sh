#!/usr/bin/env bash
# F4: the data volume is full. The reserve is given up first; after that nothing is acknowledged
# that is not durable: panels say 暂停取号, the API and /healthz answer 503. When there is room
# again the hall goes on within 5 s, what was acknowledged is there, what was refused is not.
# (reliability.md F4)
# The volume is a small tmpfs; where mounting is not allowed, the controller is limited in the
# size of the files it may write (SIGXFSZ is ignored by it, so a write fails as on a full disk).
source "$(dirname "$0")/../walk/hall.bash"

volume=$folder/volume
data=$volume/data
filler=$volume/filler
mkdir -p "$volume"

unmount() {
    umount "$volume" 2>/dev/null || true
}
if mount -t tmpfs -o size=26m,mode=700 hallq-test "$volume" 2>/dev/null; then
    way=tmpfs
    trap 'code=$?; [ -z "$hallqd" ] || controller_stop || code=1; unmount; (exit $code); hall_end' EXIT
else
    way=limit
fi
echo "way: $way"

fill_up() {
    if [ $way = tmpfs ]; then
        dd if=/dev/zero of="$filler" bs=64k oflag=append conv=notrunc 2>/dev/null || true
        dd if=/dev/zero of="$filler" bs=512 oflag=append conv=notrunc 2>/dev/null || true
    else
        prlimit --pid "$hallqd" --fsize=1024:unlimited
    fi
}
make_room() {
    if [ $way = tmpfs ]; then
        rm -f "$filler"
    else
        prlimit --pid "$hallqd" --fsize=unlimited:unlimited
    fi
}
health() {
    [ "$(status GET /healthz)" = "$1" ]
}
take() { # one ticket; 201 notes its number as acknowledged, anything else as refused
    local intent code
    intent=$(new_intent)
    code=$(status POST /api/v1/tickets "{\"item\":\"qiye-sheli\",\"intent\":\"$intent\"}")
    case "$code" in
    201) jq -r .number "$folder/body" >>"$folder/acknowledged" ;;
    503) echo "$intent" >>"$folder/refused" ;;
    *) echo "a ticket got the status $code: $(cat "$folder/body")" && return 1 ;;
    esac
    [ "$code" = "${1:-$code}" ]
}
: >"$folder/acknowledged"
: >"$folder/refused"

hall_start --no-visitors
hall_ready
check "a ticket before" take 201
check "well before" health 200
for i in 1 2 3; do
    take 201
done
verb 1 open >/dev/null

# The first full disk is answered with the reserve: one refusal, then the hall goes on. When that
# is full too, it stays refused.
reserve_is_there() {
    [ $way = tmpfs ] && [ -e "$data/reserve" ]
}
fill_for_good() {
    local i
    for ((i = 0; i < 60; i++)); do
        fill_up
        take || return 1
        if [ -s "$folder/refused" ] && ! reserve_is_there && health 503; then
            fill_up
            sleep 0.5
            ! health 503 || return 0
        fi
    done
    return 1
}
if [ $way = tmpfs ]; then
    check "there is a reserve" wait_until 10 test -e "$data/reserve"
fi
check "a full disk refuses at last" fill_for_good
echo "acknowledged before it stays refused: $(wc -l <"$folder/acknowledged")"
check "healthz is 503" wait_until 5 health 503
check "the refusal says what to do in both languages" \
    grep -q "information desk" <(ask -s -H 'Accept-Language: en' -X POST "$url/api/v1/tickets" \
        -H 'Content-Type: application/json' -d '{"item":"qiye-sheli","intent":"full:en"}')
check "and in Chinese" grep -q "请.*咨询台" <(ask -s -X POST "$url/api/v1/tickets" \
    -H 'Content-Type: application/json' -d '{"item":"qiye-sheli","intent":"full:zh"}')
check "no window verb is acknowledged" \
    equal "$(status POST /api/v1/windows/1/next '{"intent":"full:next"}')" 503
check "board 1 shows no call" refused shows board-01 A0
say "panel panel-1 touches 1" >/dev/null
check "the panel goes on to its items" expect panel-1 "企业设立登记" 5
say "panel panel-1 touches 1" >/dev/null
check "the panel says that no tickets are given out" expect panel-1 "暂停取号" 5
check "and where to go" shows panel-1 "请到咨询台"
check "pages can still be read" equal "$(status GET /api/v1/queue)" 200
check "metrics say it" grep -qx "hallq_writable 0" <<<"$(api GET /metrics)"
take 503
take 503

make_room
measure wait_until 10 health 200
echo "room to service again: $took ms"
check "it recovers by itself within 5 s" at_most "$took" $((5000 * patience))
check "tickets again" take 201
check "calls again" equal "$(status POST /api/v1/windows/1/next '{"intent":"after:next"}')" 200
check "the board shows it" expect board-01 A001 5
check "panel 1 comes back" expect panel-1 "page 1" 20
check "the refused intents left nothing" journal_says 0 "select count(*) from event
    where intent in ('full:en', 'full:zh', 'full:next', $(sed "s/.*/'&'/" "$folder/refused" |
    paste -sd,))"
check "every acknowledged number is there, and no other" equal \
    "$(journal "select json_extract(body,'$.number') from event where kind = 'ticket_issued'
       order by seq")" "$(cat "$folder/acknowledged")"
controller_stop
check "the chain of records is whole" "$bin/hallq" verify --data "$data"
controller_start
check "nothing is lost over a restart" equal "$(api GET /api/v1/queue | jq '.waiting | length')" \
    $(($(wc -l <"$folder/acknowledged") - 1))
