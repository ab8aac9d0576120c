#!/usr/bin/env bash
# Named reports: what a clerk has just done is in today's figures, as table, CSV and spreadsheet,
# in both languages; the file of past days may vanish; nonsense is refused with a reason.
source "$(dirname "$0")/hall.bash"

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
    report "$1" | jq -e '.rows | type == "array"'
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

for name in $(api GET /api/v1/reports |
    jq -r '.reports[].name'); do
    check "$name has a title and rows of as many values as columns" eval "report $name |
        jq -e '(.title.zh | length > 0) and (.title.zh[0:1] != \"[\") and (.columns | length) as \$n |
            all(.rows[]; .values | length == \$n) and all(.columns[];
            (.title.zh + .formula.en)[0:1] != \"[\")' >/dev/null"
    for by in all day week month item category department window clerk hour priority; do
        check "$name by $by" eval "report '$name?by=$by' | jq -e '.by == \"$by\"' >/dev/null"
    done
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

check "an unknown report is 404" [ "$(status GET /api/v1/reports/nothing)" = 404 ]
check "an unknown axis is 422" [ "$(status GET '/api/v1/reports/walk?by=moon')" = 422 ]
check "a wrong date is 422" [ "$(status GET '/api/v1/reports/walk?from=yesterday')" = 422 ]
check "no window 0" [ "$(status GET '/api/v1/reports/walk?window=0')" = 422 ]

controller_stop
rm -f "$folder"/data/figures.db
controller_start
wait_until 20 ready window_load
check "without its file the figures are the same" total_is 1 item_volume served
