#!/usr/bin/env bash
# How much of each folder the tests run: builds with PRESET=coverage, runs them, and asks gcov.
#   tests/coverage.sh [NAME...]   the tests whose names match (regular expressions); all
# Prints lines, and which part of them ran, a folder; the last line is the whole. build/coverage/
# keeps the counts: run it again for other tests and they add up; delete the folder to begin anew.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install .ci/packages-build .ci/packages-test
build=$PWD/build/coverage
[ -f "$build/build.ninja" ] || cmake -G Ninja -B "$build" -DPRESET=coverage >/dev/null
ninja -C "$build" >"$build.build.log" || {
    grep -E 'FAILED|error:' -A5 "$build.build.log"
    exit 1
}
select=()
[ $# -gt 0 ] && select=(-R "$(IFS='|' && echo "$*")")
(cd "$build" && ctest --timeout 900 "${select[@]}" | tail -3)

# gcov once a source: libraries' objects only, as a line that two objects share counts once.
find "$build/CMakeFiles" -name '*.gcda' -print0 |
    (cd "$build" && xargs -0 -r gcov --no-output 2>/dev/null) |
    awk -v root="$PWD/" '
        /^File / { file = substr($0, 7); sub(/\x27$/, "", file); sub(root, "", file); next }
        /^Lines executed:/ && file ~ /\.c$/ && file !~ /^\// {
            split($0, part, /[:% ]+/)
            folder = file; sub(/\/[^\/]*$/, "", folder)
            if (seen[file]++) next
            lines[folder] += $NF; ran[folder] += part[3] * $NF / 100
            all += $NF; all_ran += part[3] * $NF / 100
        }
        END {
            for (folder in lines)
                printf "%-28s %6d lines %6.1f %%\n", folder, lines[folder],
                    100 * ran[folder] / lines[folder] | "sort"
            close("sort")
            if (all == 0) exit 1
            printf "%-28s %6d lines %6.1f %%\n", "all", all, 100 * all_ran / all
        }'
