#!/usr/bin/env bash
# The manager's live page at 500 open pages: from durable to arrived in 300 ms (99 %), and what it
# costs the controller.
#   HALLQ_BIN=build/release/bin tests/bench/live.sh [pages] [changes] [changes a second]
export HALLQ_BIN=${HALLQ_BIN:-$PWD/build/release/bin}
source "$(dirname "$0")/../walk/hall.bash"
ulimit -n 4096

hall_start --no-visitors
busy_ms() { # of the controller so far: user and system
    awk -v hz="$(getconf CLK_TCK)" '{print int(($14 + $15) * 1000 / hz)}' "/proc/$hallqd/stat"
}
ready() {
    api GET /api/v1/live | jq -e '.tiles.issued.count >= 0' >/dev/null
}
check "the live page is there" wait_until 20 ready
before=$(busy_ms)
from_ms=$(now_ms)
HALLQ_TOKEN=$(local_token) "$bin/bench_live" "$port" "${1:-500}" "${2:-80}" "${3:-4}" | tee "$folder/bench.out"
took=$(($(now_ms) - from_ms))
echo "controller: $((($(busy_ms) - before) * 100 / took)) % of a core while it ran"
check "99 % arrive within 300 ms" at_most "$(awk '/^p99_us/ {print $2}' "$folder/bench.out")" \
    $((300000 * patience))
