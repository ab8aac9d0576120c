#!/usr/bin/env bash
# The configuration over HTTP: every value with its origin, the checks of `hallqd --check` in the
# reader's language and in place, a save that is whole or not at all (also when the controller is
# killed in it), taken over while the hall runs, two editors at once, going back, read-only folders.
# (reliability.md F17)
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

cp -r config/demo "$folder/config"
config=$folder/config
hall_start --no-visitors

look() { # query, jq filter
    api GET "/api/v1/configuration$1" | jq -r "$2"
}
mark() {
    look "" .mark
}
value() { # file, section, path, filter
    look "/values?file=$1&section=$2" ".values[] | select(.path == \"$3\") | $4"
}
change() { # file, path, kind, value, english
    jq -cn --arg f "$1" --arg p "$2" --arg k "$3" --arg v "$4" --arg e "${5:-}" \
        '[{file: $f, path: $p, kind: $k, value: $v, english: $e}]'
}
body() { # changes, base, reason
    jq -cn --argjson c "$1" --arg b "${2:-$(mark)}" --arg r "${3-walk}" --arg i "$(new_intent)" \
        '{intent: $i, base: $b, reason: $r, changes: $c}'
}
save() { # changes, base, reason: prints the status
    status POST /api/v1/configuration "$(body "$@")"
}
said() { # jq filter on the last body
    jq -r "$1" "$folder/body"
}

# ------------------------------------------------------------------ looking
check "the folder may be written" equal "$(look "" .writable)" true
check "it is what runs" equal "$(look "" .force)" running
check "a value from the file has its line" equal "$(value hall.yaml policy policy.undo \
    '"\(.origin) \(.value) \(.line > 0)"')" "file $(grep -oP '^  undo: \K\S+' "$config/hall.yaml") true"
check "another is the default" equal "$(value hall.yaml boards boards.panel_page .origin)" \
    "$(grep -q panel_page "$config/hall.yaml" && echo file || echo default)"
check "a line takes from its profile" equal "$(look "/values?file=lines.yaml&section=lines&record=lines%5Bbus-1%5D" \
    '[.values[] | select(.origin == "profile") | .value | select(length > 0)] | length > 0')" true
check "search finds by help" equal "$(look "/values?search=%E9%87%8D%E5%91%BC" '.values | length > 0')" true
check "items are records" [ "$(look "/values?file=hall.yaml&section=items" '.values | length')" -ge 100 ]

# ------------------------------------------------------------------ checking
status POST /api/v1/configuration/check "$(body "$(change hall.yaml policy.undo set 9999s)")" >/dev/null
check "a value out of range is told" equal "$(said .refused)" config_problems
check "at its path" equal "$(said '.problems[0].path')" policy.undo
check "in Chinese, with advice" said '.problems[0] | select(.message | test("超出范围")) | .advice'
check "and in English" grep -q "out of range" <(ask -sS -X POST "$url/api/v1/configuration/check" \
    -H 'Accept-Language: en' -H 'Content-Type: application/json' \
    -d "$(body "$(change hall.yaml policy.undo set 9999s)")")
status POST /api/v1/configuration/check "$(body "$(change hall.yaml policy.undo set 15s)")" >/dev/null
check "a sound one is not refused" equal "$(said .refused)" null
check "it says what changes" equal "$(said '.values[0] | "\(.path) \(.after)"')" "policy.undo 15s"
check "and when" equal "$(said .takes_effect)" now
check "a check saves nothing" cmp -s config/demo/hall.yaml "$config/hall.yaml"

# ------------------------------------------------------------------ saving
check "with mistakes nothing is saved" equal "$(save "$(change hall.yaml policy.undo set 9999s)")" 422
check "byte for byte" cmp -s config/demo/hall.yaml "$config/hall.yaml"
check "no reason, no save" equal "$(save "$(change hall.yaml policy.undo set 15s)" "" "")" 422
first=$(mark)
check "a sound change is saved" equal "$(save "$(change hall.yaml policy.undo set 15s)" "$first" "多给五秒")" 201
check "and in force" equal "$(said .takes_effect)" now
check "one line differs" equal "$(diff config/demo/hall.yaml "$config/hall.yaml" | grep -c '^[<>]')" 2
check "the hall runs on it" equal "$(look "" .force)" running
check "the journal knows who and what" journal_says "local|多给五秒|1|policy.undo: 10s -> 15s" \
    "select actor||'|'||json_extract(body,'\$.note')||'|'||json_extract(body,'\$.count')||'|'||
     json_extract(body,'\$.text') from event where kind = 'office_site_saved'"
check "and that it was taken over" count_is 1 site_adopted
check "two versions are kept: before and after" equal "$(look /versions '[.versions[].number] | tojson')" "[2,1]"
check "the second editor is told" equal "$(save "$(change hall.yaml policy.recall_limit set 5)" "$first")" 409
check "in a word" equal "$(said .error.code)" config_changed
check "names go in both languages" equal "$(save "$(change hall.yaml hall.address words '新 <b>地址</b> "1"' 'New <script>')")" 201
check "as typed" equal "$(value hall.yaml hall hall.address '.value + .english')" '新 <b>地址</b> "1"New <script>'
check "a folder outside is no file" equal "$(save "$(change ../x.yaml policy.undo set 1s)")" 422
check "nor is a profile above" equal "$(save "$(change profiles/../hall.yaml policy.undo set 1s)")" 422

# whole lines of a file, as the editor sends them
line=$(grep -n '^  undo:' "$config/hall.yaml" | cut -d: -f1)
lines=$(jq -cn --arg b "$(mark)" --arg i "$(new_intent)" --argjson n "$line" \
    '{intent: $i, base: $b, reason: "text", texts: [{file: "hall.yaml", edits: [{from: $n, to: ($n + 1), text: "  undo: 20s   # by hand\n"}]}]}')
check "lines of the text are saved" equal "$(status POST /api/v1/configuration "$lines")" 201
check "where they were" equal "$(sed -n "${line}p" "$config/hall.yaml")" "  undo: 20s   # by hand"

# ------------------------------------------------------------------ what waits for a restart
check "a new key of a pad is saved" equal "$(save "$(change profiles/pad-ff68.yaml keys add '{code: "07 0F", action: recall}')" "" "learned")" 201
check "and waits" equal "$(said .takes_effect)" restart
check "the hall says so" equal "$(look "" .force)" restart
check "the shipped profile is untouched" refused grep -q "07 0F" config/profiles/pad-ff68.yaml
check "the hall has its own" grep -q "07 0F" "$config/profiles/pad-ff68.yaml"
controller_stop
controller_start
check "after the restart it runs" equal "$(look "" .force)" running
keys() {
    api GET /api/v1/devices/pad-01/keys | jq -c '[.keys[] | select(.code == "07 0F") | .action]'
}
check "with the key" equal "$(keys)" '["recall"]'

# ------------------------------------------------------------------ by hand, and back
sed -i 's/^  undo: 20s.*/  undo: 25s/' "$config/hall.yaml"
check "a change by hand is seen" equal "$(look "" .force)" reload
check "the next save keeps it first" equal "$(save "$(change hall.yaml policy.recall_limit set 5)" "" "after hand")" 201
number=$(said .number)
check "so nothing is lost" equal "$(look "/versions/$((number - 1))?against=$((number - 2))" \
    '.values[0] | "\(.path) \(.before) \(.after)"')" "policy.undo 20s 25s"
restore() { # number, base
    status POST "/api/v1/configuration/versions/$1/restore" \
        "{\"intent\":\"$(new_intent)\",\"base\":\"$2\",\"reason\":\"back\"}"
}
check "an old base cannot go back" equal "$(restore 1 "$first")" 409
check "a version that is not there neither" equal "$(restore 999 "$(mark)")" 404
check "back to the first" equal "$(restore 1 "$(mark)")" 201
check "is the first, byte for byte" cmp -s config/demo/hall.yaml "$config/hall.yaml"
check "without the profile of its own" refused test -e "$config/profiles/pad-ff68.yaml"
check "as a version of its own" equal "$(look /versions '.versions[0] | "\(.restored) \(.reason)"')" "1 back"

# ------------------------------------------------------------------ two at once
base=$(mark)
for i in 1 2 3 4; do
    ask -sS -o /dev/null -w '%{http_code}\n' -X POST "$url/api/v1/configuration" \
        -H 'Content-Type: application/json' \
        -d "$(body "$(change hall.yaml policy.recall_limit set $((i + 5)))" "$base" "race $i")" \
        >"$folder/race.$i" &
done
wait $(jobs -p | grep -v -e "^$hallqd$" -e "^$simulator$")
check "of four saves at once one wins" equal "$(cat "$folder"/race.* | sort | uniq -c | awk '{print $2 ":" $1}' | paste -sd' ')" "201:1 409:3"

# ------------------------------------------------------------------ killed in the middle
old=$(mark)
for i in $(seq 1 6); do
    save "$(change hall.yaml policy.undo set $((i + 30))s)" "" "kill $i" >/dev/null 2>&1 &
    saver=$!
    sleep "0.0$((RANDOM % 9))$((RANDOM % 10))" # the moment of the kill, not a wait for something
    controller_kill
    wait $saver || true
    check "kill $i: what is there is sound" "$bin/hallqd" --check --config "$config"
    controller_start
    now=$(grep -oP '^  undo: \K\S+' "$config/hall.yaml")
    check "kill $i: old or new, whole" grep -qxE "$((i + 30))s|${was:-10s}" <<<"$now"
    was=$now
    check "kill $i: nothing lies about" equal "$(find "$config" -name '*.hallq-new' | wc -l)" 0
    check "kill $i: and it runs" equal "$(look "" .force)" running
done

# ------------------------------------------------------------------ a folder that may not be written
if [ "$(id -u)" != 0 ]; then
    chmod a-w "$config"
    check "a read-only folder is told before" equal "$(look "" .writable)" false
    check "and when saving" equal "$(save "$(change hall.yaml policy.undo set 40s)")" 409
    chmod u+w "$config"
fi
