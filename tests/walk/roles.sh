#!/usr/bin/env bash
# Who may ask for what: every route of openapi.json as every role, and as nobody, against the real
# controller. The table below is written by hand and by nobody else: a route without a row, or a row
# without its route, fails. (reliability.md D.1, D.2-9)
#
#   +  let in (whatever becomes of an empty command: not 401, not 403)
#   .  refused: 401 signed_out to nobody, 403 not_your_role to somebody
#   c  let in after the second step: 403 confirm_first before it
source "$(dirname "$0")/hall.bash"

roles=(nobody kiosk board clerk manager auditor administrator)
table() { # method path, then a sign for each role
    cat <<'TABLE'
GET    /                                             + + + + + + +
GET    /office/                                      + + + + + + +
GET    /office/{file}                                + + + + + + +
GET    /t/                                           + + + + + + +
GET    /t/{file}                                     + + + + + + +
GET    /healthz                                      + + + + + + +
GET    /metrics                                      + + + + + + +
GET    /api/v1/openapi.json                          + + + + + + +
GET    /api/v1/words/{concern}                       + + + + + + +
GET    /api/v1/hall                                  + + + + + + +
GET    /api/v1/my-ticket                             + + + + + + +
POST   /api/v1/my-ticket/cancel                      + + + + + + +
POST   /api/v1/my-ticket/evaluation                  + + + + + + +
GET    /api/v1/progress/{receipt}                    + + + + + + +
POST   /api/v1/session                               + + + + + + +
POST   /api/v1/setup                                 + + + + + + +
GET    /api/v1/setup                                 . . . . . . +
GET    /api/v1/session                               . + + + + + +
POST   /api/v1/session/confirm                       . . . + + + +
POST   /api/v1/session/password                      . . . + + + +
POST   /api/v1/session/window                        . . . + . . .
DELETE /api/v1/session                               . . . + + + +
GET    /api/v1/events                                . + + + + + +
GET    /api/v1/items                                 . + + + + + +
GET    /api/v1/queue                                 . + + + + + +
GET    /api/v1/windows                               . + + + + + +
GET    /api/v1/windows/{window}                      . . . + + + +
POST   /api/v1/windows/{window}/{verb}               . . . + + . .
POST   /api/v1/windows/{window}/evaluation-request   . . . + + . .
GET    /api/v1/displays/{name}                       . + + + + + +
GET    /api/v1/displays/{name}/now                   . + + + + + +
GET    /api/v1/views/board                           . + + + + + +
GET    /api/v1/views/voice                           . + + + + + +
POST   /api/v1/tickets                               . + . + + . .
GET    /api/v1/tickets/{id}                          . + . + + + +
POST   /api/v1/tickets/{id}/evaluation               . . . . . . .
POST   /api/v1/slip-service                         . + . . . . .
POST   /api/v1/slip-evaluation                      . + . . . . .
POST   /api/v1/tickets/{id}/cancel                   . . . + + . .
POST   /api/v1/tickets/{id}/slip                     . . . + + . .
POST   /api/v1/day/close                             . . . . + . .
GET    /api/v1/reports                               . . . . + + .
GET    /api/v1/reports/{name}                        . . . . + + .
GET    /api/v1/audit                                 . . . . + + .
GET    /api/v1/audit/chain                           . . . . + + .
POST   /api/v1/audit/verify                          . . . . + + .
POST   /api/v1/audit/export                          . . . . + + .
GET    /api/v1/cases                                 . . . + + + +
GET    /api/v1/cases/{case}                          . . . + + + +
POST   /api/v1/cases/{case}/{verb}                   . . . + + . .
GET    /api/v1/alerts                                . . . . + + .
GET    /api/v1/alerts/rules                          . . . . + + .
POST   /api/v1/alerts/{id}/acknowledge               . . . . + . .
GET    /api/v1/configuration                         . . . . + + +
GET    /api/v1/configuration/values                  . . . . + + +
GET    /api/v1/configuration/text                    . . . . + + +
GET    /api/v1/configuration/versions                . . . . + + +
GET    /api/v1/configuration/versions/{number}       . . . . + + +
POST   /api/v1/configuration/check                   . . . . + . +
POST   /api/v1/configuration                         . . . . c . c
POST   /api/v1/configuration/versions/{number}/restore . . . . . . c
GET    /api/v1/windows/{window}/desk                 . . . + + + +
POST   /api/v1/devices/{device}/beep                 . . . . + . +
POST   /api/v1/devices/{device}/ask                  . . . . + . +
POST   /api/v1/devices/{device}/learn                . . . . . . +
POST   /api/v1/devices/{device}/paper                . . . + + . +
GET    /api/v1/devices/{device}/keys                 . . . . + + +
GET    /api/v1/live                                  . . . . + + .
GET    /api/v1/live/stream                           . . . . + + .
GET    /api/v1/live/lists/{list}                     . . . . + + .
GET    /api/v1/ratings                               . . . . + + .
GET    /api/v1/review-tags                           + + + + + + +
GET    /api/v1/review-figures                        . . . + + + +
GET    /api/v1/reviews                               . . . + + + +
GET    /api/v1/reviews/{id}                          . . . + + + +
POST   /api/v1/reviews/{id}/{step}                   . . . + + . .
GET    /api/v1/devices                               . + + + + + +
POST   /api/v1/devices/{device}/show                 . . . . + . +
POST   /api/v1/devices/{device}/print                . . . . + . +
GET    /api/v1/lines/{line}/trace                    . . . . . . +
POST   /api/v1/lines/{line}/trace                    . . . . . . +
POST   /api/v1/backup                                . . . . . . +
GET    /api/v1/accounts                              . . . . + + +
POST   /api/v1/accounts                              . . . . . . c
PUT    /api/v1/accounts/{name}                       . . . . . . c
POST   /api/v1/accounts/{name}/password              . . . . . . c
POST   /api/v1/accounts/{name}/unlock                . . . . + . +
GET    /api/v1/sessions                              . . . . . + +
DELETE /api/v1/sessions/{id}                         . . . . . . c
GET    /api/v1/tokens                                . . . . . + +
POST   /api/v1/tokens                                . . . . . . c
DELETE /api/v1/tokens/{id}                           . . . . . . c
TABLE
}

count_is_by() { # actor, kind of event
    [ "$(journal "select count(*) from event where actor = '$1' and kind = '$2'")" = 1 ]
}

hall_start --no-visitors
hallq=("$bin/hallq" --url "$url")
secret=Kq7-vtMz2-one
echo "$secret" >"$folder/password"
clerk=$(api GET /api/v1/windows | jq -r '.windows[] | select(.number == 1) | .usual')
for role in clerk manager auditor administrator; do
    "${hallq[@]}" user add "a-$role" --role $role --clerk "$clerk" \
        --password-file "$folder/password" >/dev/null
done

# ------------------------------------------------------------------ the proofs
declare -A proof
proof[nobody]='header = "X-Nobody: 1"'
for role in kiosk board; do
    proof[$role]="header = \"Authorization: Bearer $("${hallq[@]}" token add $role --role $role 2>/dev/null)\""
done
proof[local]="header = \"Authorization: Bearer $(local_token)\""
page=(-H 'X-Hallq-Page: 1' -H 'Content-Type: application/json')
sign_in() { # role
    local cookie
    cookie=$(curl -s -D - -o "$folder/body" "${page[@]}" "$url/api/v1/session" \
        -d "{\"name\":\"a-$1\",\"password\":\"$secret\"}" |
        grep -oE '__Host-hallq=[0-9a-f]{64}')
    proof[$1]="header = \"Cookie: $cookie\""
}
for role in clerk manager auditor administrator; do
    check "$role signs in" sign_in $role
done

# ------------------------------------------------------------------ table and description
api GET /api/v1/openapi.json >"$folder/openapi"
check "the table has a row for each route, and no other" equal \
    "$(table | awk '{print $1, $2}' | sort)" \
    "$(jq -r '.paths | to_entries[] | .key as $p | .value | keys[] | "\(ascii_upcase) \($p)"' \
        "$folder/openapi" | sort)"

# ------------------------------------------------------------------ asking
fill() { # a path's holes, with what is there or, where something would end, with what is not
    sed -e 's/{window}/1/; s/{verb}/undo/; s/{device}/board-01/; s/{line}/bus-1/; s/{concern}/phone/
        s/{file}/none.js/; s/{receipt}/none/; s/{case}/none/' \
        -e "s|displays/{name}|displays/kiosk-1|; s|reports/{name}|reports/day|
        s|accounts/{name}|accounts/none|; s/{id}/999999/; s/{number}/1/; s/{list}/waiting/; s/{step}/close/" <<<"$1"
}
# Everything but signing out, which comes last; empty commands do nothing when they are let in.
rows() {
    table | grep -v 'DELETE */api/v1/session ' || true
    table | grep 'DELETE */api/v1/session '
}
ask_all() { # role: lines "status code method path"
    local method path rest first=1
    while read -r method path rest; do
        [ $first ] || echo next
        first=
        printf 'url = "%s%s"\nrequest = %s\n%s\nmax-time = 20\nsilent\n' "$url" "$(fill "$path")" \
            "$method" "${proof[$1]}"
        printf 'write-out = "\\n=%%{http_code} %s %s\\n"\n' "$method" "$path"
        [[ $path != /api/v1/events && $path != */stream ]] || echo "max-time = 0.5" # a stream does not end
        [ "$method" = GET ] ||
            printf '%s\n' 'header = "Content-Type: application/json"' 'header = "X-Hallq-Page: 1"' \
                'data = "{}"'
    done < <(rows) >"$folder/ask"
    curl -K "$folder/ask" >"$folder/told.raw" || true # the stream's time-out is one
    awk '/^=[0-9]/ { sub(/^=/, ""); print (code == "" ? "-" : code), $0; code = "" }
        match($0, /"code":"[a-z_]+"/) { code = substr($0, RSTART + 8, RLENGTH - 9) }' \
        "$folder/told.raw"
}
declare -A wanted # "role method path": its sign
while read -r method path signs; do
    read -ra signs <<<"$signs"
    for i in "${!roles[@]}"; do
        wanted["${roles[i]} $method $path"]=${signs[i]}
    done
done < <(table)
judge() { # role, confirmed or not: what was told, against the table
    local code status method path sign
    while read -r code status method path; do
        sign=${wanted["$1 $method $path"]}
        [ "$sign$2" != cconfirmed ] || sign=+
        case "$sign$status$code" in
        +40[13]*) echo "$1 should be let in: $method $path is $status $code" ;;
        +000*) echo "$1: no answer: $method $path" ;;
        +*) ;;
        .401signed_out) [ "$1" = nobody ] || echo "$1 has signed in: $method $path is 401" ;;
        .403not_your_role) [ "$1" != nobody ] || echo "$1 is told of roles: $method $path" ;;
        c403confirm_first) ;;
        *) echo "$1 at $method $path: '$sign' wanted, $status $code" ;;
        esac
    done
}
for role in "${roles[@]}"; do
    [ "$role" = administrator ] || ask_all "$role" >"$folder/told"
    [ "$role" != administrator ] || ask_all "$role" | grep -v 'DELETE /api/v1/session$' >"$folder/told"
    check "$role asked everything" [ "$(wc -l <"$folder/told")" -ge "$(($(table | wc -l) - 1))" ]
    checks=$((checks + $(wc -l <"$folder/told")))
    check "$role is let in where the table says" equal "$(judge "$role" no <"$folder/told")" ""
done
check "the administrator's cookie is gone" equal \
    "$(curl -s -o /dev/null -w '%{http_code}' -K <(echo "${proof[administrator]}") \
        "$url/api/v1/session")" 401
sign_in administrator
curl -s -K <(echo "${proof[administrator]}") "${page[@]}" "$url/api/v1/session/confirm" \
    -d "{\"password\":\"$secret\"}"
ask_all administrator >"$folder/told"
check "after the second step the administrator is let in everywhere" equal \
    "$(judge administrator confirmed <"$folder/told")" ""
ask_all local >"$folder/told"
check "this machine's own user is let in everywhere" equal \
    "$(grep -E '^[a-z_-]+ 40[13]' "$folder/told")" ""

# ------------------------------------------------------------------ own and other windows
sign_in clerk
as_clerk() { # window, verb: prints status and code
    curl -s -o "$folder/body" -w '%{http_code}' -K <(echo "${proof[clerk]}") "${page[@]}" \
        "$url/api/v1/windows/$1/$2" -d "{\"intent\":\"$(new_intent)\"}"
    jq -r '" " + (.error.code // "ok")' "$folder/body"
}
check "a clerk opens his window" equal "$(as_clerk 1 open)" "200 ok"
for verb in open next recall arrive finish no-show hold resume transfer pause close undo call \
    evaluation-request; do
    check "he has no $verb at another's" equal "$(as_clerk 2 $verb)" "403 not_your_window"
    check "nor at one that is not there" equal "$(as_clerk 999 $verb)" "403 not_your_window"
done
check "what he does bears his name" journal_says "clerk:a-clerk|$clerk" \
    "select actor, json_extract(body,'\$.clerk') from event where kind = 'window_opened'"
sign_in manager
check "a manager acts at any" equal "$(curl -s -o /dev/null -w '%{http_code}' \
    -K <(echo "${proof[manager]}") "${page[@]}" "$url/api/v1/windows/2/open" \
    -d '{"intent":"roles:manager"}')" 200
token=$("${hallq[@]}" token add counter-3 --role clerk --window 3 --days 1 2>/dev/null)
check "a window's token acts there" equal "$(curl -s -o /dev/null -w '%{http_code}' \
    -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    "$url/api/v1/windows/3/open" -d '{"intent":"roles:token"}')" 200
check "and nowhere else" equal "$(curl -s -o /dev/null -w '%{http_code}' \
    -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    "$url/api/v1/windows/4/open" -d '{"intent":"roles:token:4"}')" 403
check "in the token's name" count_is_by token:3 window_opened
