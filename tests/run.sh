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

# One script, for side_by_side: what it printed is told when it ends. One that hangs must not take
# the others with it.
script_test() { # build, script
    local name=$(basename "$2" .sh)
    [ "$1" = dev ] || name="$name ($1)"
    local result="build/results/$name" began=$SECONDS status=0
    HALLQ_BIN=$PWD/build/$1/bin timeout --kill-after=20 "${HALLQ_TEST_SECONDS:-600}" "$2" \
        >"$result.log" 2>&1 </dev/null || status=$?
    [ $status -ne 124 ] || echo "not ended after ${HALLQ_TEST_SECONDS:-600} s" >>"$result.log"
    {
        flock 9
        printf '== %s\n%s\n   %d s\n' "$name" "$(cat "$result.log")" $((SECONDS - began))
        echo $status >"$result.status"
    } 9>build/results/lock
}
export -f script_test

side_by_side() { # lines "build script": two at a time
    local line name result
    rm -rf build/results
    mkdir -p build/results
    printf '%s\n' "$@" | xargs -r -P 2 -L 1 bash -c 'script_test "$@"' script_test || true
    for line in "$@"; do
        name=$(basename "${line#* }" .sh)
        [ "${line% *}" = dev ] || name="$name (${line% *})"
        result=$(cat "build/results/$name.status" 2>/dev/null || echo none)
        if [ "$result" = 0 ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            failures+=("$name")
        fi
    done
}

day_ends() { # process, its log
    local status=0
    wait "$1" || status=$?
    cat "$2"
    return $status
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

scripts() { # lines "build script", what takes longest first
    local script
    for script in tests/browser/*.sh tests/fault/*.sh tests/walk/*.sh; do
        wanted "$(basename "$script" .sh)" || continue
        echo "dev $script"
        # Walks in which threads of their own kind work; not those that draw, for SDL, Pango and
        # Chromium are not built for ThreadSanitizer.
        ! grep -q 'once more under ThreadSanitizer' "$script" || echo "tsan $script"
    done
}
mapfile -t scripts < <(scripts)

# ------------------------------------------------------------------ builds
# All of them before anything runs that keeps time.
build dev
if wanted threads || [[ ${scripts[*]} == *"tsan "* ]]; then
    build tsan hallqd hallq hallq-sim thread_tests
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
side_by_side "${scripts[@]}"
for target in "${fuzz_targets[@]}"; do
    shell_test "$target (libFuzzer)" fuzz "$target"
done
if wanted hardened; then
    shell_test hardened tests/unit/hardened.sh build/release/bin
fi
for day in "${days[@]:-}"; do
    [ -n "$day" ] && shell_test "${day#* }" day_ends "${day% *}" "build/${day#* }.log"
done
days=()

for failure in "${failures[@]:-}"; do
    [ -n "$failure" ] && echo "failed: $failure"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
