#!/usr/bin/env bash
# Promised cases on their page, in a real browser: see cases.mjs.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
verb 1 open '"clerk":"zhao-min"' >/dev/null
for _ in 1 2 3; do
    issue qiye-sheli >/dev/null
    verb 1 next >/dev/null
    verb 1 arrive >/dev/null
    receipt=$(verb 1 finish '"outcome":"accepted"' | jq -r .receipt)
done
check "cases are moved on their page" browse cases "$receipt"
check "a double click completed it once" journal_says 1 \
    "select count(*) from event where kind = 'office_case_moved' and
     json_extract(body,'\$.result') = 'complete'"
