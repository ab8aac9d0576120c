#!/usr/bin/env bash
# Installs what is missing, builds, runs every test, and ends with a line "N passed, N failed".
#   tests/run.sh             everything
#   tests/run.sh NAME...     the tests whose names match (regular expressions)
#   HALLQ_SEED=N             the seed of the property tests (printed by each)
#   HALLQ_SKIP_DAY=1         without the whole days on simulated lines (nine minutes each)
# Leaves nothing behind outside build/.
set -euo pipefail
cd "$(dirname "$0")/.."

.ci/install .ci/packages-build .ci/packages-test

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
    tests=$(grep -o '<testcase ' "$1" | wc -l)
    bad=$(grep -o 'status="fail"' "$1" | wc -l)
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
    (cd "build/$1" && ctest --output-on-failure --timeout 900 --output-junit "$junit" "${@:2}") ||
        true
    [ -f "$junit" ] && count "$junit" "$1"
}

shell_test() { # name, command…
    echo "== $1"
    if "${@:2}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        failures+=("$1")
    fi
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

build dev
run dev "${select[@]}"

if wanted threads; then
    # The walks and everything with more than one thread, again under ThreadSanitizer.
    build tsan
    run tsan -L threads "${select[@]}"
fi
for script in tests/walk/*.sh tests/fault/*.sh tests/browser/*.sh; do
    [ -f "$script" ] && wanted "$(basename "$script" .sh)" &&
        shell_test "$(basename "$script" .sh)" "$script"
done
if [ -z "${HALLQ_SKIP_DAY:-}" ] && wanted demo_day_quiet; then
    shell_test demo_day_quiet firmware-host/demo.sh --day --no-display --port 0
fi
if [ -z "${HALLQ_SKIP_DAY:-}" ] && wanted demo_day_faults; then
    shell_test demo_day_faults firmware-host/demo.sh --day --no-display --port 0 --seed 2 \
        --scenario devices/sim/scenarios/faults.txt
fi

for failure in "${failures[@]:-}"; do
    [ -n "$failure" ] && echo "failed: $failure"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
