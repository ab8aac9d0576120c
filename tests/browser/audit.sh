#!/usr/bin/env bash
# The audit page in a real browser, in both languages: see audit.mjs.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
verb 1 open '"clerk":"zhao-min"' >/dev/null
for _ in $(seq 30); do
    issue qiye-sheli >/dev/null
    verb 1 next >/dev/null
    verb 1 arrive >/dev/null
done
check "who did what is found, verified, taken out" browse audit
check "one export, though Enter was pressed twice" count_is 1 office_exported
