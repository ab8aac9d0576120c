#!/usr/bin/env bash
# The visitor's phone page in a real browser: waiting, near, called, served, rated once; giving
# up, missing, unknown tokens, a hall that is gone, hostile texts; both languages, axe, 320 px.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
check "the page does what a visitor needs" browse phone
check "one review was recorded" count_is 1 ticket_rated
check "its markup is text" journal_says $'<b>很好</b>\n谢谢' \
    "select json_extract(body,'$.text') from event where kind = 'ticket_rated'"
check "with its tag and nothing of a level that was left" journal_says efficient \
    "select json_extract(body,'$.tags') from event where kind = 'ticket_rated'"
check "no token is in a log" refused grep -qE "[0-9a-f]{32}" "$folder/hallqd.log"
