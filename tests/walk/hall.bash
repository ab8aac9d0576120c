# hall.bash: a real controller and simulated devices on paced lines, for walk and fault tests.
#
# A test sources this file, starts a hall in a folder of its own, acts on it as a person would
# (keys, touches, paper, plugs: sentences to the simulator; pages: the API) and looks at what
# people see and at what the journal holds. Nothing waits a fixed time for something to happen.
#
#   hall_start [hallq-sim options]   starts both; hall_ready waits until the devices answer
#   controller_start, controller_stop, controller_kill   the controller alone (same folder, port)
#   say SENTENCE                     to the simulator; prints its answer, fails on "err"
#   expect DEVICE TEXT SECONDS       waits until a board, pad or panel shows a text
#   api METHOD PATH [JSON]           prints the body, fails on an HTTP error
#   status METHOD PATH [JSON]        prints the HTTP status; the body is in $folder/body
#   verb WINDOW VERB [JSON fields]   a window's verb with an intent of its own
#   issue ITEM [JSON fields]         takes a ticket; prints it
#   journal SQL                      asks the database, read only
#   journal_says VALUE SQL, count_is N KIND   questions to it, for check and wait_until
#   check WHAT COMMAND…              one assertion, counted and named; refused: it must fail
#   measure COMMAND…                 sets $took to its milliseconds
#   local_token [ROLE]               the token that the controller leaves for its own user
#   ask CURL ARGUMENTS…              curl with it: what the machine's own programs may do
#
# HALLQ_BIN chooses the build (build/dev/bin by default, build/tsan/bin for the threads).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=${HALLQ_BIN:-$PWD/build/dev/bin}
config=${HALLQ_TEST_CONFIG:-config/demo}
start=2026-03-02T09:00:00+08:00 # a Monday, the hall opens
mkdir -p build
folder=$(mktemp -d "$PWD/build/walk.XXXXXX")
checks=0
export RUNTIME_DIRECTORY=$folder/runtime # where the controller leaves its programs' tokens
mkdir -m 700 "$RUNTIME_DIRECTORY"
hallqd=
simulator=
export ASAN_OPTIONS=detect_leaks=1 TSAN_OPTIONS="halt_on_error=0 exitcode=66 suppressions=$PWD/tests/walk/tsan.txt"
export LSAN_OPTIONS="suppressions=$PWD/tests/walk/lsan.txt print_suppressions=0"
patience=1 # how much longer everything may take: sanitizers are slow, deadlines are not
case "$bin" in *tsan*) patience=4 ;; *dev* | *walk*) patience=2 ;; esac

hall_end() {
    local status=$?
    trap - EXIT
    if [ -n "$hallqd" ]; then
        controller_stop || {
            status=1
            echo "hallqd ended badly"
        }
    fi
    if [ -n "$simulator" ]; then
        kill "$simulator" 2>/dev/null || true
        wait "$simulator" || {
            status=1
            echo "hallq-sim ended badly"
        }
    fi
    if grep -qE "ThreadSanitizer|AddressSanitizer|runtime error" "$folder"/*.log 2>/dev/null; then
        status=1
        grep -hE -A30 "ThreadSanitizer|AddressSanitizer|runtime error" "$folder"/*.log | head -80
    fi
    if [ $status -eq 0 ]; then
        rm -rf "$folder"
        echo "ok: $checks checks"
    else
        echo "failed; kept: $folder"
        tail -15 "$folder"/hallqd.log 2>/dev/null
    fi
    exit $status
}
trap hall_end EXIT
trap 'exit 130' INT TERM

wait_until() { # seconds, command…
    local end=$((SECONDS + $1 * patience)) looks=0 pause=0.02
    until "${@:2}" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        [ $((looks += 1)) -lt 20 ] || pause=0.2 # a long wait leaves the machine to the hall
        sleep $pause
    done
}

now_ms() {
    echo $((${EPOCHREALTIME/./} / 1000))
}

measure() { # command…; its milliseconds are in $took
    local from
    from=$(now_ms)
    "$@"
    took=$(($(now_ms) - from))
}

# ------------------------------------------------------------------ programs

controller_launch() { # starts it and does not wait
    : >"$folder/address"
    "$bin/hallqd" --config "$config" --data "${data:-$folder/data}" --run "$folder" \
        --listen "127.0.0.1:${port:-0}" >"$folder/address" 2>>"$folder/hallqd.log" &
    hallqd=$!
}

controller_listens() {
    local line
    read -r line <"$folder/address" || return 1
    url="http:${line##* http:}"
    port=${url##*:}
}

controller_start() {
    controller_launch
    wait_until 30 controller_listens
}

controller_stop() { # in order; its exit status
    local pid=$hallqd
    hallqd=
    kill "$pid" 2>/dev/null || true
    wait "$pid"
}

controller_kill() { # as a power cut would, from its own point of view
    local pid=$hallqd
    hallqd=
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
}

simulator_start() { # simulator options
    "$bin/hallq-sim" --config "$config" --run "$folder" --slips "$folder/slips" \
        --start "$start" "$@" >>"$folder/sim.log" 2>&1 &
    simulator=$!
    wait_until 30 test -S "$folder/sim.sock"
}

hall_start() { # simulator options
    simulator_start "$@"
    controller_start
}

hall_ready() { # one device of each line shows what it should
    local device
    for device in panel-1 panel-2 panel-3 panel-4; do
        expect $device "page 1" 10
    done
    for device in board-01 board-06 board-11 board-17 board-19 board-25; do
        expect $device "停止服务" 10
    done
    wait_until 10 devices_answer
}

devices_answer() { # every device that is polled has been heard
    [ "$(journal "select count(distinct json_extract(body,'$.device')) from event
        where kind = 'device_changed' and json_extract(body,'$.result') = 'ok'")" -ge 90 ]
}

# ------------------------------------------------------------------ what people do and see

say() {
    local answer
    answer=$(printf '%s\n' "$*" | socat -t 60 - "UNIX-CONNECT:$folder/sim.sock")
    case "$answer" in
    ok*) printf '%s\n' "${answer#ok}" | sed '1s/^ //' ;;
    *)
        echo "$*: ${answer:-no answer}" >&2
        return 1
        ;;
    esac
}

expect() { # device, text, seconds
    say "expect $1 shows $2 within $(($3 * patience))s" >/dev/null
}

shows() { # device, text: now
    [[ "$(say "show $1")" == *"$2"* ]]
}

# ------------------------------------------------------------------ what programs do and see

new_intent() {
    echo "walk:$EPOCHREALTIME:$RANDOM$RANDOM"
}

local_token() { # role: administrator, kiosk or board
    cat "$RUNTIME_DIRECTORY/$port/${1:-administrator}" 2>/dev/null || true
}

ask() {
    curl -H "Authorization: Bearer $(local_token)" "$@"
}

api() {
    ask -sS --max-time 60 --fail-with-body -X "$1" "$url$2" \
        ${3:+-H "Content-Type: application/json" -d "$3"}
}

status() {
    ask -sS --max-time 60 -o "$folder/body" -w '%{http_code}' -X "$1" "$url$2" \
        ${3:+-H "Content-Type: application/json" -d "$3"}
}

verb() { # window, verb, fields
    api POST "/api/v1/windows/$1/$2" "{\"intent\":\"$(new_intent)\"${3:+,$3}}"
}

issue() { # item, fields
    api POST /api/v1/tickets "{\"item\":\"$1\",\"intent\":\"$(new_intent)\"${2:+,$2}}"
}

ticket() { # id or number, jq filter
    api GET "/api/v1/tickets/$1" | jq -r "$2"
}

journal() {
    sqlite3 -readonly -cmd ".timeout 5000" "${data:-$folder/data}/hall.db" "$1"
}

journal_says() { # value, SQL
    [ "$(journal "$2")" = "$1" ]
}

count_is() { # number, kind of event
    journal_says "$1" "select count(*) from event where kind = '$2'"
}

# ------------------------------------------------------------------ assertions

check() {
    checks=$((checks + 1))
    "${@:2}" || {
        echo "not so: $1"
        exit 1
    }
}

refused() {
    ! "$@" >/dev/null 2>&1
}

equal() {
    [ "$1" = "$2" ] || {
        echo "  got  '$1'"
        echo "  want '$2'"
        return 1
    }
}

at_most() { # value, limit
    [ "$1" -le "$2" ] || {
        echo "  got  $1, at most $2 wanted"
        return 1
    }
}
