#!/usr/bin/env bash
# The programs that run in halls, as the loader will see them: position independent, everything
# bound and read-only at start, no executable stack, guarded stacks, checked library calls.
# (reliability.md D.2)
#   hardened.sh FOLDER OF PROGRAMS
set -euo pipefail
bad=0
programs=0
expect() { # program, what, command…
    "${@:3}" || {
        echo "$1: no $2"
        bad=$((bad + 1))
    }
}
has() { # file, pattern
    grep -qE "$2" "$1"
}
report=$(mktemp)
trap 'rm -f "$report"' EXIT
for program in "$1"/hallqd "$1"/hallq "$1"/hallq-sim "$1"/hallq-kiosk "$1"/hallq-board; do
    [ -x "$program" ] || continue
    programs=$((programs + 1))
    readelf -W -h -l -d --dyn-syms "$program" >"$report"
    expect "$program" "position independence (PIE)" has "$report" 'FLAGS_1.* PIE'
    expect "$program" "RELRO" has "$report" 'GNU_RELRO'
    expect "$program" "BIND_NOW" has "$report" 'FLAGS_1.*NOW'
    expect "$program" "stack that cannot be executed" has "$report" 'GNU_STACK .* RW '
    expect "$program" "stack protector" has "$report" '__stack_chk_fail'
    expect "$program" "fortified calls" has "$report" '__(sn|vsn|f)printf_chk|__memcpy_chk'
    expect "$program" "sanitizers left out" has <(grep -cE '__(asan|tsan|ubsan)_' "$report" || true) '^0$'
done
echo "$programs programs looked at"
[ $programs -ge 3 ] && [ $bad -eq 0 ]
