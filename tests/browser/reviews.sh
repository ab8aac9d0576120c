#!/usr/bin/env bash
# Bad reviews on their page, in a real browser, from the key press on an evaluator: see reviews.mjs.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
hall_ready
verb 1 open '"clerk":"zhao-min"' >/dev/null
number=$(issue qiye-sheli | jq -r .number)
verb 1 next >/dev/null
verb 1 arrive >/dev/null
check "a bad review is followed to its closing" browse reviews "$number" "$folder/sim.sock"
check "a double click closed it once" journal_says 2 \
    "select count(*) from event where kind = 'office_review_step' and
     json_extract(body,'\$.result') = 'close'"
check "what was attached is in the journal as text" journal_says 1 \
    "select count(*) from event where kind = 'office_review_attached' and
     json_extract(body,'\$.text') like '询问笔录%script%'"
