#!/usr/bin/env bash
# Installs what is missing, builds, runs every test, and ends with a line "N passed, N failed".
#   tests/run.sh             everything
#   tests/run.sh NAME...     the tests whose names match (regular expressions)
#   HALLQ_SEED=N             the seed of the property tests (printed by each)
#   HALLQ_SKIP_DAY=1         without the whole days on simulated lines (ten minutes, side by side
#                            with the other tests)
#   HALLQ_FUZZ_SECONDS=N     how long each fuzz target runs (20)
# Leaves nothing behind outside build/.
set -euo pipefail
cd "$(dirname "$0")/.."

.ci/install .ci/packages-build .ci/packages-test .ci/packages-browser

passed=0
failed=0
failures=()

build() { # preset
    [ -f "build/$1/build.ninja" ] ||
        cmake -G Ninja -B "build/$1" -DPRESET="$1" >"build/$1.configure.log" 2>&1 || {
            cat "build/$1.configure.log"
            return 1
        }
    ninja -C "build/$1" "${@:2}" >"build/$1.build.log" 2>&1 || {
        grep -E "error|FAILED|warning" -A3 "build/$1.build.log" | head -60
        echo "$1 does not build: see build/$1.build.log"
        return 1
    }
}

count() { # junit file, prefix
    local tests bad
    tests=$(grep -o '<testcase ' "$1" | wc -l || true)
    bad=$(grep -o 'status="fail"' "$1" | wc -l || true) # none is no mistake of grep's
    passed=$((passed + tests - bad))
    failed=$((failed + bad))
    while read -r name; do
        [ -n "$name" ] && failures+=("$2 $name")
    done < <(grep -B1 -E 'status="fail"|<failure' "$1" | grep -o '<testcase name="[^"]*"' |
        cut -d'"' -f2 | sort -u)
}

run() { # preset, ctest arguments
    local junit="$PWD/build/$1.junit.xml"
    rm -f "$junit"
    (cd "build/$1" && ctest -j 2 --output-on-failure --timeout 900 --output-junit "$junit" "${@:2}") ||
        true
    [ -f "$junit" ] && count "$junit" "$1"
}

shell_test() { # name, command…
    local began=$SECONDS
    echo "== $1"
    if "${@:2}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        failures+=("$1")
    fi
    echo "   $((SECONDS - began)) s"
}

most() { # a script that hangs must not take the others with it
    timeout --kill-after=20 "${HALLQ_TEST_SECONDS:-600}" "$@"
}

twin_ends() { # process, its log
    local status=0
    wait "$1" || status=$?
    cat "$2"
    return $status
}

walk_test() { # script: side by side with the build for developers and under ThreadSanitizer
    local name log twin
    name=$(basename "$1" .sh)
    log=build/$name.tsan.log
    # SDL and Pango are not built for ThreadSanitizer: what draws runs once.
    if grep -qE 'hallq-board|kiosk\.bash|ticket-preview' "$1"; then
        shell_test "$name" most "$1"
        return
    fi
    build tsan hallqd hallq hallq-sim || return 1
    HALLQ_BIN=$PWD/build/tsan/bin most "$1" >"$log" 2>&1 &
    twin=$!
    shell_test "$name" most "$1"
    shell_test "$name (tsan)" twin_ends $twin "$log"
}

fuzz() { # target: new inputs stay in build/, the corpus is only read
    local found=build/fuzz/found log=build/$1.fuzz.log
    mkdir -p "$found/$1"
    build/fuzz/bin/"$1" -max_total_time="${HALLQ_FUZZ_SECONDS:-20}" -timeout=10 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$found/$1-" "$found/$1" \
        "tests/fuzz/corpus/${1#fuzz_}" >"$log" 2>&1 || {
        tail -40 "$log"
        return 1
    }
    grep -E "number_of_executed|new_units" "$log"
}

wanted() { # is a shell test wanted by the arguments?
    [ ${#names[@]} -eq 0 ] && return 0
    local name
    for name in "${names[@]}"; do
        [[ $1 =~ $name ]] && return 0
    done
    return 1
}

names=("$@")
select=()
[ ${#names[@]} -gt 0 ] && select=(-R "$(IFS='|' && echo "${names[*]}")")
mkdir -p build

# ------------------------------------------------------------------ builds
# All of them before anything runs that keeps time.
build dev
if wanted threads; then
    build tsan
fi
fuzz_targets=()
for target in fuzz_config fuzz_frames; do
    wanted "$target" && fuzz_targets+=("$target")
done
if [ ${#fuzz_targets[@]} -gt 0 ]; then
    CC=clang build fuzz "${fuzz_targets[@]}"
fi
if wanted hardened || wanted demo_day_quiet || wanted demo_day_faults; then
    build release programs
fi

# ------------------------------------------------------------------ the whole days, beside the rest
days=()
start_day() { # name, options of the demo
    [ -z "${HALLQ_SKIP_DAY:-}" ] && wanted "$1" || return 0
    firmware-host/demo.sh --day --no-display --port 0 "${@:2}" >"build/$1.log" 2>&1 &
    days+=("$! $1")
}
stop_days() {
    local day
    for day in "${days[@]:-}"; do
        [ -z "$day" ] || kill "${day% *}" 2>/dev/null || true
    done
}
trap stop_days EXIT
start_day demo_day_quiet
start_day demo_day_faults --seed 2 --scenario devices/sim/scenarios/faults.txt

# ------------------------------------------------------------------ the rest
run dev "${select[@]}"
if wanted threads; then
    run tsan -L threads # what has threads of its own, again under ThreadSanitizer
fi
for script in tests/walk/*.sh; do
    [ -f "$script" ] && wanted "$(basename "$script" .sh)" && walk_test "$script"
done
for script in tests/fault/*.sh tests/browser/*.sh; do
    [ -f "$script" ] && wanted "$(basename "$script" .sh)" &&
        shell_test "$(basename "$script" .sh)" most "$script"
done
for target in "${fuzz_targets[@]}"; do
    shell_test "$target (libFuzzer)" fuzz "$target"
done
if wanted hardened; then
    shell_test hardened tests/unit/hardened.sh build/release/bin
fi
for day in "${days[@]:-}"; do
    [ -n "$day" ] && shell_test "${day#* }" twin_ends "${day% *}" "build/${day#* }.log"
done
days=()

for failure in "${failures[@]:-}"; do
    [ -n "$failure" ] && echo "failed: $failure"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
