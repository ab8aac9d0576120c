#!/usr/bin/env bash
# The reports in a real browser: every one opened in both languages, every export downloaded and read
# back, what is on the screen is what is exported, keyboard, paper.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
for window in 1 2 3; do
    verb $window open >/dev/null
done
# A small morning: services with and without reviews, one bad, one hostile, one that nobody came to.
for item in qiye-sheli qiye-sheli qiye-biangeng qiye-sheli; do
    issue $item >/dev/null
done
rate() { # level and words
    api POST "/api/v1/tickets/$ticket/evaluation" \
        "$(jq -cn --arg text "$2" --arg intent "rate:$ticket" --argjson level "$1" \
            '{level: $level, text: $text, intent: $intent}')" >/dev/null
}
serve() { # window; the ticket's id is in $ticket
    ticket=$(verb "$1" next | jq -r .ticket.id)
    verb "$1" arrive >/dev/null
    verb "$1" finish >/dev/null
}
serve 1
rate 5 ''
serve 1
rate 1 '=HYPERLINK("http://evil.example","<img src=x onerror=alert(1)>")'
serve 1
verb 1 next >/dev/null
verb 1 no-show >/dev/null
ready() {
    api GET /api/v1/reports/hourly
}
wait_until 20 ready
check "the reports do what they should" browse reports
