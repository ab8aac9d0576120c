#!/usr/bin/env bash
# How a hall with years of history starts, and what its reports cost over HTTP: the time until it
# listens, until its figures are ready (with figures.db and without), each report's own axis over
# all years, and from a finished service to the report that shows it (asked: 100 ms).
# Beside them what a machine that has other things to do makes of next to nothing: the start of a
# new hall, and a route that only says that the hall lives.
#   HALLQ_BIN=build/release/bin tests/bench/start.sh [working days, 1250 for Xinmi's five years]
# HALLQ_BENCH_FOLDER is a folder with a journal that bench_years left; otherwise one is made.
export HALLQ_BIN=${HALLQ_BIN:-$PWD/build/release/bin}
source "$(dirname "$0")/../walk/hall.bash"
days=${1:-60}
data=${HALLQ_BENCH_FOLDER:-$folder/data}
if [ ! -f "$data/hall.db" ]; then
    mkdir -m 700 -p "$data"
    HALLQ_BENCH_DAYS=$days HALLQ_BENCH_FOLDER=$data "$bin/bench_years"
fi

named() { # name and query
    api GET "/api/v1/reports/$1"
}
is_ready() {
    named window_load >/dev/null
}
start_once() { # what
    measure controller_start
    local listening=$took
    measure wait_until 3600 is_ready
    echo "$1: listening after $listening ms, figures ready after $((listening + took)) ms" \
        "(the steps of this script are 20 ms)"
}
served() {
    named item_volume | jq '.totals.values[.columns | map(.key) | index("served")]'
}
median_ms() { # path: of nine requests, as curl counts
    local i
    for i in 1 2 3 4 5 6 7 8 9; do
        ask -sf -o "$folder/report.json" -w '%{time_total}\n' "$url$1"
    done | sort -n | awk 'NR == 5 { printf "%.1f", $1 * 1000 }'
}

simulator_start --no-visitors
years=$data
data=$folder/new
start_once "a new hall        "
controller_stop
data=$years
start_once "with figures.db   "
printf '%-20s %8s ms\n' "/healthz" "$(median_ms /healthz)"
for name in $(api GET /api/v1/reports | jq -r '.reports[].name'); do
    printf '%-20s %8s ms  by day %8s ms\n' "$name" \
        "$(median_ms "/api/v1/reports/$name?from=2021-01-01&to=2026-12-31")" \
        "$(median_ms "/api/v1/reports/$name?from=2021-01-01&to=2026-12-31&by=day")"
done

verb 1 open >/dev/null
before=$(served)
for i in 1 2 3 4 5 6 7 8 9; do
    issue qiye-sheli >/dev/null
    verb 1 next >/dev/null
    verb 1 arrive >/dev/null
    ask -sf -w '%{time_total} ' -o /dev/null -H 'Content-Type: application/json' \
        -d "{\"intent\":\"$(new_intent)\"}" "$url/api/v1/windows/1/finish" --next \
        -sf -H "Authorization: Bearer $(local_token)" -w '%{time_total}\n' \
        -o "$folder/report.json" "$url/api/v1/reports/item_volume"
    check "the service is in the report" [ "$(jq '.totals.values[.columns | map(.key) |
        index("served")]' "$folder/report.json")" = $((before + i)) ]
done | sort -n -k 2 | awk '{ finish[NR] = $1 * 1000; report[NR] = $2 * 1000 } END {
    printf "finish %.1f ms, and then the report that shows it %.1f ms (median), %.1f ms at most\n",
        finish[5], report[5], report[9] }'

controller_stop
rm -f "$data/figures.db"
start_once "without figures.db"
