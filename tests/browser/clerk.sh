#!/usr/bin/env bash
# A clerk's morning in a real browser, by keyboard only: one key to the next visitor, outcome with a
# promise, hold, transfer with a note that comes back, pause, undo, palette by pinyin initials. Two
# tabs, double presses, a line that is cut behind the command: never two effects.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
check "the page does what a clerk needs" browse clerk
check "each ticket was called as often as was pressed for" equal "$(journal \
    "select group_concat(n) from (select count(*) n from event where kind = 'ticket_called'
     and window = 9 group by ticket)")" 1,1
