# hall.bash: a real controller and simulated devices on paced lines, for walk and fault tests.
#   hall_start [hallq-sim options]   starts both in a folder of their own
#   say SENTENCE                     to the simulator; prints its answer, fails on "err"
#   expect DEVICE TEXT SECONDS       waits until a board, pad or panel shows a text
#   api METHOD PATH [JSON]           prints the body, fails on an HTTP error
#   check WHAT COMMAND…              one assertion, counted and named
# HALLQ_BIN chooses the build (build/dev/bin by default, build/tsan/bin for the threads).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=${HALLQ_BIN:-$PWD/build/dev/bin}
config=${HALLQ_TEST_CONFIG:-config/demo}
mkdir -p build
folder=$(mktemp -d "$PWD/build/walk.XXXXXX")
checks=0
export ASAN_OPTIONS=detect_leaks=1 TSAN_OPTIONS="halt_on_error=0 exitcode=66"

hall_end() {
    local status=$?
    trap - EXIT
    if [ -n "${simulator:-}" ]; then kill "$simulator" 2>/dev/null || true; fi
    if [ -n "${hallqd:-}" ]; then
        kill "$hallqd" 2>/dev/null || true
        wait "$hallqd" || {
            status=1
            echo "hallqd ended badly"
        }
    fi
    wait 2>/dev/null || true
    if grep -qE "ThreadSanitizer|AddressSanitizer|runtime error" "$folder"/*.log 2>/dev/null; then
        status=1
        grep -E -A30 "ThreadSanitizer|AddressSanitizer|runtime error" "$folder"/*.log | head -80
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

wait_until() { # seconds, command…
    local end=$((SECONDS + $1))
    until "${@:2}" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.02
    done
}

controller_start() {
    : >"$folder/address"
    "$bin/hallqd" --config "$config" --data "$folder/data" --run "$folder" \
        --listen "127.0.0.1:${port:-0}" >"$folder/address" 2>>"$folder/hallqd.log" &
    hallqd=$!
    wait_until 30 test -s "$folder/address"
    url=$(sed -n 's/.* \(http:.*\)/\1/p' "$folder/address")
    port=${url##*:}
}

hall_start() { # simulator options
    "$bin/hallq-sim" --config "$config" --run "$folder" --slips "$folder/slips" \
        --start 2026-03-02T09:00:00+08:00 "$@" >"$folder/sim.log" 2>&1 &
    simulator=$!
    wait_until 30 test -f "$folder/hall-clock"
    controller_start
}

say() {
    local answer
    answer=$(printf '%s\n' "$*" | socat -t 10 - "UNIX-CONNECT:$folder/sim.sock" | head -50)
    case "$answer" in
    err*)
        echo "$*: $answer" >&2
        return 1
        ;;
    esac
    printf '%s\n' "$answer"
}

expect() {
    say "expect $1 shows $2 within ${3}s" >/dev/null
}

api() {
    curl -sS --fail-with-body -X "$1" "$url$2" ${3:+-H "Content-Type: application/json" -d "$3"}
}

check() {
    checks=$((checks + 1))
    "${@:2}" || {
        echo "not so: $1"
        exit 1
    }
}

equal() {
    [ "$1" = "$2" ] || {
        echo "  got  '$1'"
        echo "  want '$2'"
        return 1
    }
}
