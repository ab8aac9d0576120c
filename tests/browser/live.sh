#!/usr/bin/env bash
# A manager's morning in a real browser: figures that change by push, an alert that appears and is
# taken on, the lists behind the figures, the wall; both languages, light and dark.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors --speed 6
hall_ready
say "printer printer-1 runs out of paper" >/dev/null
check "the page does what it should" browse live
check "who took the alert on is in the record" journal_says "已请导办换纸" \
    "select json_extract(body, '\$.note') from event where kind = 'office_alert_acknowledged'"
