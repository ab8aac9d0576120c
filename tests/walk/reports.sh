#!/usr/bin/env bash
# Reports: what a clerk has just done is in today's figures, as table, CSV, spreadsheet and paper, in
# both languages; the file of past days may vanish; nonsense is refused with a reason; what the
# configuration wants is put into its folder, once, and a failure is told.
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

cp -r config/demo "$folder/config"
mkdir "$folder/filed"
cat >>"$folder/config/hall.yaml" <<EOF
reports:
  - {name: brief, folder: "$folder/filed", form: txt}
  - {name: window_load, by: hour, folder: "$folder/filed", form: csv, language: en}
  - {name: mean_wait, folder: "$folder/nowhere", form: pdf}
EOF
config=$folder/config
hall_start --no-visitors
report() { # name and query; prints the report
    api GET "/api/v1/reports/$1"
}
total() { # name, column: the total's value
    report "$1" | jq --arg key "$2" '.totals.values[.columns | map(.key) | index($key)]'
}
total_is() { # value, name, column
    [ "$(total "$2" "$3")" = "$1" ]
}
ready() {
    report "$1" | jq -e '.rows | type == "array"' >/dev/null
}
wait_until 20 ready window_load
verb 1 open >/dev/null

issue qiye-sheli >/dev/null
check "an issued ticket is in today's figures" total_is 1 item_volume issued
verb 1 next >/dev/null
verb 1 arrive >/dev/null
verb 1 finish >/dev/null
check "a finished one too" total_is 1 item_volume served
measure total_is 1 window_load services
check "at once ($took ms for asking, jq and curl included)" [ "$took" -lt $((1000 * patience)) ]
check "its wait is counted" total_is 1 mean_wait wait_count

for name in $(api GET /api/v1/reports | jq -r '.reports[].name | select(. != "brief")'); do
    check "$name has a title and rows of as many values as columns" eval "report $name |
        jq -e '(.title.zh | length > 0) and (.title.zh[0:1] != \"[\") and (.columns | length) as \$n |
            all(.rows[]; .values | length == \$n) and all(.columns[];
            (.title.zh + .formula.en)[0:1] != \"[\")' >/dev/null"
done
answers() { # the axes that a report says it answers are those that it answers
    local name=$1 axes by
    axes=$(api GET /api/v1/reports | jq -r --arg name "$name" '.reports[] | select(.name == $name).axes[]')
    for by in all day week month item category department window clerk hour priority; do
        if grep -qx "$by" <<<"$axes"; then
            report "$name?by=$by" | jq -e --arg by "$by" '.by == $by' >/dev/null || return 1
        else
            [ "$(status GET "/api/v1/reports/$name?by=$by")" = 422 ] || return 1
            jq -e '.error.code | test("^report_(axis|no_axes)$")' "$folder/body" >/dev/null || return 1
        fi
    done
}
for name in mean_wait window_idle departments priority satisfaction audit_log; do
    check "$name answers its axes and refuses the others" answers $name
done

ask -sf "$url/api/v1/reports/item_volume.csv" -o "$folder/volume.csv"
check "CSV begins with a byte-order mark" [ "$(head -c 3 "$folder/volume.csv" | od -An -tx1 | tr -d ' \n')" = efbbbf ]
check "CSV has the item's name" grep -q 企业 "$folder/volume.csv"
ask -sf -H 'Accept-Language: en' "$url/api/v1/reports/mean_wait.csv" -o "$folder/wait.csv"
check "CSV in English" grep -q "median wait (min)" "$folder/wait.csv"
ask -sf "$url/api/v1/reports/item_volume.xlsx" -o "$folder/volume.xlsx"
in_archive() { # file in it, text
    [ "$(sqlite3 :memory: "select count(*) from zipfile('$folder/volume.xlsx')
        where name = '$1' and instr(cast(data as text), '$2') > 0")" = 1 ]
}
check "a spreadsheet has its title" in_archive xl/sharedStrings.xml 事项办理量
check "and numbers" in_archive xl/worksheets/sheet1.xml '<v>1</v>'
check "and no formula" refused in_archive xl/worksheets/sheet1.xml '<f>'
check "hallq prints it as a table" eval \
    "'$bin/hallq' --url '$url' report window_load | grep -q 合计"
check "and fetches a file" eval \
    "'$bin/hallq' --url '$url' report window_load --csv --out '$folder/x.csv' && [ -s '$folder/x.csv' ]"

ask -sf "$url/api/v1/reports/item_volume.pdf" -o "$folder/volume.pdf"
paper() { # file, text
    pdftotext -layout "$1" - | grep -q "$2"
}
check "paper has its title" paper "$folder/volume.pdf" 事项办理量
check "and its item" paper "$folder/volume.pdf" 企业设立登记
ask -sf -H 'Accept: application/pdf' -H 'Accept-Language: en' "$url/api/v1/reports/mean_wait" -o "$folder/wait.pdf"
check "Accept chooses the form" paper "$folder/wait.pdf" "Waiting time"
check "hallq fetches it" eval \
    "'$bin/hallq' --url '$url' report mean_wait --pdf --out '$folder/x.pdf' && [ \"\$(head -c 5 '$folder/x.pdf')\" = %PDF- ]"
check "the brief is read as text" eval "'$bin/hallq' --url '$url' report brief | grep -q 每日简报"
check "an export is a line of the journal" journal_says 1 \
    "select count(*) > 0 from event where kind = 'office_exported'"
check "and stands in the audit log" eval \
    "report audit_log | jq -e '[.rows[].values[2].zh] | index(\"导出报表\")' >/dev/null"
check "the audit log has no token" eval "! report audit_log | grep -q '\"token\"'"
first_of() { # query: key of the first row
    report "$1" | jq -r '.rows[0].key'
}
check "sorted as asked" [ "$(first_of 'window_load?sort=-services')" = 1 ]
check "with the columns that are asked for" [ '["services","called"]' = \
    "$(report 'window_load?columns=services,called' | jq -c '.columns | map(.key)')" ]
check "a report of one window" [ '["1"]' = \
    "$(report 'window_load?window=1' | jq -c '.rows | map(.key)')" ]
check "a wrong column is 422" [ "$(status GET '/api/v1/reports/walk?columns=moon')" = 422 ]
check "a wrong order is 422" [ "$(status GET '/api/v1/reports/walk?sort=moon')" = 422 ]
check "a brief is no spreadsheet" [ "$(status GET /api/v1/reports/brief.xlsx)" = 404 ]
check "a window's time has no item" [ "$(status GET '/api/v1/reports/window_idle?item=qiye-sheli')" = 422 ]
check "an unknown report is 404" [ "$(status GET /api/v1/reports/nothing)" = 404 ]
check "an unknown axis is 422" [ "$(status GET '/api/v1/reports/walk?by=moon')" = 422 ]
check "a wrong date is 422" [ "$(status GET '/api/v1/reports/walk?from=yesterday')" = 422 ]
check "no window 0" [ "$(status GET '/api/v1/reports/walk?window=0')" = 422 ]

# ------------------------------------------------------------------ by themselves
day=2026-03-02
filed_is() { # how many, result
    journal_says "$1" "select count(*) from event where kind = 'office_report_filed'
        and json_extract(body, '$.result') = '$2'"
}
files() {
    find "$folder/filed" -type f | wc -l
}
check "nothing is filed while the day is open" filed_is 0 done
api POST /api/v1/day/close '{"intent":"reports-close"}' >/dev/null
wait_until 20 filed_is 2 done
check "the brief is there" grep -q 每日简报 "$folder/filed/每日简报_$day.txt"
check "a report by hour in English" grep -q "09:00" "$folder/filed/Window workload_by hour_$day.csv"
wait_until 20 filed_is 1 failed
check "a folder that is not there is told" journal_says 1 "select count(*) from event
    where kind = 'office_report_filed' and json_extract(body, '$.note') like '%nowhere%'"
check "no half file is left" [ "$(files)" = 2 ]

controller_stop
rm -f "$folder"/data/figures.db
controller_start
wait_until 20 ready window_load
check "without its file the figures are the same" total_is 1 item_volume served
rm "$folder"/filed/*
mkdir "$folder/nowhere"
controller_stop
controller_start
check "what failed is made" wait_until 20 filed_is 3 done
check "in its folder" test -s "$folder/nowhere/平均等待时间_$day.pdf"
check "the others are not made twice" [ "$(files)" = 0 ]

# A stop while reports are being made: one thread makes them, the first is told, the others wait.
for _ in 1 2 3 4 5 6; do
    ask -s -o /dev/null "$url/api/v1/reports/item_volume.pdf" &
    asking+=($!)
done
wait -n "${asking[@]}"
check "a stop while others wait for theirs ends well" controller_stop
wait "${asking[@]}" || true # they are told that nobody is there
