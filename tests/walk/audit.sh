#!/usr/bin/env bash
# Who did what: rows by filters and place, nothing secret in them, the chain walked on demand and a
# flipped byte found, an export that wants a reason, is journaled, and recomputes elsewhere.
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

hall_start --no-visitors
hallq=("$bin/hallq" --url "$url")
secret=Kq7-vtMz2-one
echo "$secret" >"$folder/password"
page=(-H 'X-Hallq-Page: 1' -H 'Content-Type: application/json')
for role in administrator clerk manager auditor; do
    "${hallq[@]}" user add "a-$role" --role $role --clerk zhao-min \
        --password-file "$folder/password" >/dev/null
done
declare -A cookie
sign_in() { # role
    cookie[$1]=$(curl -s -D - -o "$folder/answer" "${page[@]}" "$url/api/v1/session" \
        -d "{\"name\":\"a-$1\",\"password\":\"$secret\"}" | grep -oE '__Host-hallq=[0-9a-f]{64}')
}
for role in clerk manager auditor; do
    check "$role signs in" sign_in $role
done
as() { # role, method, path, fields; the answer is in $folder/answer, prints the status
    local body=()
    [ "$2" = GET ] || body=(-d "{\"intent\":\"$(new_intent)\"${4:+,$4}}")
    curl -sS --max-time 60 -o "$folder/answer" -w '%{http_code}' -X "$2" "${page[@]}" \
        -H "Cookie: ${cookie[$1]}" "${body[@]}" "$url/api/v1/$3"
}
rows() { # query, jq filter
    as auditor GET "audit?$1" >/dev/null
    jq -r "$2" "$folder/answer"
}
error_is() {
    equal "$(jq -r .error.code "$folder/answer")" "$1"
}

verb 1 open '"clerk":"zhao-min"' >/dev/null
issue qiye-sheli >/dev/null
verb 1 next >/dev/null

# ------------------------------------------------------------------ rows
check "the newest is first" equal \
    "$(rows scope=all '[.rows[].seq] | . == (sort | reverse) and length > 3')" true
check "only what is done behind the windows" equal "$(rows "" '[.rows[].kind | select(
    startswith("ticket_"))] | length')" 0
check "by kind" equal "$(rows 'scope=all&kind=ticket_called' '[.rows[].kind] | unique | join(" ")')" \
    ticket_called
actor=$(rows kind=office_signed_in '.rows[0].actor')
check "by person" equal "$(rows "actor=$actor" '[.rows[].actor] | unique | join(" ")')" "$actor"
check "by a word" equal "$(rows 'text=a-manager&kind=office_account_set' '.rows | length')" 1
check "by day: none before" equal "$(rows 'scope=all&to=2026-03-01' '.rows | length')" 0
check "by day: all since" equal "$(rows 'scope=all&from=2026-03-02&kind=ticket_called' \
    '.rows | length')" 1
check "nonsense is refused" equal "$(as auditor GET 'audit?from=soon')" 422
check "and told" error_is bad_filter
walk_all() { # all rows by the cursor, three at a time
    local before=0
    while [ "$before" != null ]; do
        rows "scope=all&limit=3&before=$before" '.rows[].seq'
        before=$(jq .next "$folder/answer")
    done
}
check "the cursor gives each row once" equal "$(walk_all | paste -sd' ')" \
    "$(journal 'select seq from event order by seq desc' | paste -sd' ')"

# ------------------------------------------------------------------ nothing secret
everything() {
    rows 'scope=all&limit=200' 'tostring'
}
check "no password's hash" refused grep -q 'argon2' <<<"$(everything)"
ticket_token=$(journal "select json_extract(body,'\$.token') from event
    where kind = 'ticket_issued' limit 1")
check "there is a visitor's token" [ -n "$ticket_token" ]
check "it is not shown" refused grep -qF "$ticket_token" <<<"$(everything)"
check "that something is kept back is told" equal \
    "$(rows kind=office_password_set '[.rows[].withheld] | unique | tostring')" "[true]"

# ------------------------------------------------------------------ who may
for path in audit audit/chain; do
    check "a clerk does not read $path" equal "$(as clerk GET $path)" 403
    check "a manager reads $path" equal "$(as manager GET $path)" 200
done
check "an auditor takes no ticket" equal "$(as auditor POST tickets '"item":"qiye-sheli"')" 403
check "nor calls one" equal "$(as auditor POST windows/1/next)" 403
check "nor closes the day" equal "$(as auditor POST day/close)" 403
for method in PUT DELETE PATCH; do
    check "there is no $method of the record" refused grep -q '^2' <<<"$(as auditor $method audit)"
done

# ------------------------------------------------------------------ export
export_as() { # fields
    as auditor POST audit/export "$1"
}
period='"from":"2026-03-02","to":"2026-03-02"'
check "no reason, no export" equal "$(export_as "$period,\"form\":\"csv\"")" 422
check "and told" error_is audit_want_reason
check "nothing is journaled" count_is 0 office_exported
check "backwards" equal "$(export_as '"from":"2026-03-02","to":"2026-03-01","reason":"r"')" 422
check "too long" equal "$(export_as '"from":"2024-03-02","to":"2026-03-01","reason":"r"')" 422
check "and told" error_is audit_too_long
check "a period" equal "$(export_as "$period,\"form\":\"jsonl\",\"reason\":\"年度检查\"")" 200
cp "$folder/answer" "$folder/export.jsonl"
check "is itself journaled, with its reason" journal_says "audit|20260302-20260302 jsonl: 年度检查" \
    "select json_extract(body,'\$.subject'), json_extract(body,'\$.note') from event
     where kind = 'office_exported'"
check "before a byte left" grep -q '"kind":"office_exported"' "$folder/export.jsonl"
recompute() {
    python3 tests/walk/audit_chain.py "$1"
}
read -r computed withheld <<<"$(recompute "$folder/export.jsonl")"
check "its hashes recompute ($computed rows, $withheld keep a secret)" [ "$computed" -gt 5 ]
check "some keep a secret" [ "$withheld" -ge 3 ]
sed 's/"kind":"ticket_called"/"kind":"ticket_callee"/' "$folder/export.jsonl" >"$folder/forged.jsonl"
check "a forged one does not" refused recompute "$folder/forged.jsonl"
check "nothing secret leaves" refused grep -qF -e argon2 -e "$ticket_token" "$folder/export.jsonl"
check "as CSV" equal "$(export_as "$period,\"form\":\"csv\",\"reason\":\"r\"")" 200
check "with its mark" equal "$(head -c 7 "$folder/answer" | od -An -c | tr -d ' \n')" '357273277seq,'

# ------------------------------------------------------------------ the chain
walked() {
    as auditor GET audit/chain >/dev/null
    jq -e '.walk.ended' "$folder/answer" >/dev/null
}
verify() {
    check "an auditor may verify" equal "$(as auditor POST audit/verify)" 200
    wait_until 20 walked
}
verify
check "the chain is sound" equal "$(jq .walk.sound "$folder/answer")" true
check "to its end" [ "$(jq .walk.events "$folder/answer")" -gt 10 ]
check "the witness agrees" equal "$(jq '.walk.witness > 0 and (.walk.witness_ahead | not)' \
    "$folder/answer")" true
check "hallq says so too" "${hallq[@]}" verify --data "$folder/data"
at=$(journal "select seq from event where kind = 'ticket_issued' limit 1")
sqlite3 -cmd ".timeout 5000" "$folder/data/hall.db" "
    drop trigger if exists event_no_update;
    update event set body = replace(body, 'qiye-sheli', 'qiye-shelj') where seq = $at" >/dev/null
check "a letter was changed" journal_says 1 "select count(*) from event where body like '%shelj%'"
verify
check "it is found" equal "$(jq -c '[.walk.sound, .walk.broken]' "$folder/answer")" "[false,$at]"
check "hallq finds it too" refused "${hallq[@]}" verify --data "$folder/data"
