#!/usr/bin/env bash
# What the tree promises about itself and a compiler does not check: sizes, forbidden calls,
# words that belong into config/lang, tests that wait for a clock. Looks at every file outside build/.
#   tree_rules.sh [SOURCE FOLDER]
set -euo pipefail
export LC_ALL=C.UTF-8 # characters are counted, not bytes
cd "${1:-$(dirname "$0")/../..}"
bad=0
complain() { # what, findings (nothing found: nothing said)
    [ -z "$2" ] && return 0
    echo "$1:"
    sed 's/^/  /' <<<"$2" | head -20
    bad=$((bad + 1))
}
files() { # patterns of paths, in which * also stands for folders
    local pattern select=()
    for pattern in "$@"; do
        select+=(-o -path "./$pattern")
    done
    find . \( -path ./build -o -path ./.git -o -name node_modules \) -prune -o \
        -type f \( "${select[@]:1}" \) -print | sed 's#^\./##' | sort
}
product() {
    files 'firmware-host/*.[ch]' 'devices/*.[ch]' 'displays/*.[ch]'
}
calls() { # regular expression: uses of functions in the product, comments left out
    product | xargs grep -nE "(^|[^a-zA-Z0-9_>.])($1) *\(" | grep -vE ':[0-9]+: *(/\*|\*)' || true
}

[ "$(product | wc -l)" -ge 200 ] || {
    echo "hardly any sources found: nothing was checked"
    exit 1
}

# ------------------------------------------------------------------ sizes
functions=$(files '*.c' | xargs ctags -f - --output-format=json --languages=C --kinds-C=f \
    --fields=+ne | jq -r 'select(.end) | "\(.end - .line + 1) \(.path):\(.line) \(.name)"' | sort -n)
count=$(wc -l <<<"$functions")
[ "$count" -ge 1000 ] || complain "functions found" "only $count"
complain "functions of more than 100 lines" "$(awk '$1 > 100' <<<"$functions")"
figure() { # per cent
    sed -n "$((count * $1 / 100 + 1))p" <<<"$functions" | cut -d' ' -f1
}
echo "$count functions: median $(figure 50), p95 $(figure 95), longest $(tail -1 <<<"$functions")"
[ "$(figure 50)" -le 15 ] || complain "the median function has more than 15 lines" "$(figure 50)"
[ "$(figure 95)" -le 60 ] || complain "one function in twenty has more than 60 lines" "$(figure 95)"
complain "files of more than 600 lines (tests: 800)" \
    "$(files '*.[ch]' '*.sh' '*.bash' '*.cmake' | xargs wc -l |
        awk '$2 != "total" && $1 > ($2 ~ /^tests/ ? 800 : 600)')"
complain "lines of more than 120 characters" \
    "$(product | xargs grep -nP '^.{121,}$' | cut -c1-100 || true)"
complain "files without a comment at their head" "$(files '*.[ch]' | while read -r file; do
    head -c 2 "$file" | grep -qF '/*' || echo "$file"
done)"

# ------------------------------------------------------------------ words and calls
complain "a shell is run" "$(calls 'system|popen')"
complain "calls that know no limit" "$(calls 'gets|sprintf|vsprintf|strcat|alloca|tmpnam|mktemp')"
complain "left for later" \
    "$(files '*.[ch]' '*.sh' '*.bash' '*.cmake' '*.yaml' '*.md' | grep -v '^tests/unit/tree_rules.sh$' |
        xargs grep -nwE 'TODO|FIXME|XXX|HACK' || true)"
complain "texts for people in code, not in config/lang" \
    "$(files 'firmware-host/'{app,base,cli,queue,stats,store}'/*.c' 'devices/'{bus,proto}'/*.c' \
        'displays/'{common,kiosk,board}'/*.c' | grep -v '/options.c$' | # rows in both languages
        xargs grep -nP '^(?! *(/\*|\*)).*"[^"]*[\x{4e00}-\x{9fff}]' || true)"

# ------------------------------------------------------------------ tests wait for things
complain "tests that sleep" "$(files 'tests/*.c' | xargs grep -nE '\b(sleep|usleep)\(' || true)"
# In walks a person takes a breath between two presses, or a span of time is what is looked at: the
# line or the ones above it say so. Nothing else waits for a clock.
complain "walks that sleep and do not say why" \
    "$(for file in $(files 'tests/walk/*.sh' 'tests/walk/*.bash'); do
        awk -v file="$file" '/^[a-z_]+\(\)/ { inside = 1 } /^}/ { inside = 0 } /# / { said = FNR }
            /(^| )sleep [1-9]/ && !inside && FNR - said > 3 { print file ":" FNR ": " $0 }' "$file"
    done)"
[ $bad -eq 0 ]
