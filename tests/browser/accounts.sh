#!/usr/bin/env bash
# The first start, signing in, the page of accounts, locks and tokens in a real browser against the
# real controller, in both languages; and forms of another site, which change nothing.
source "$(dirname "$0")/browser.bash"

hall_start --no-visitors
code=$("$bin/hallq" --url "$url" user setup-code)
check "the pages do what they should" browse accounts "$code"
check "the hostile name is text, when made and when disabled" journal_says 2 "select count(*) from event
    where kind = 'office_account_set' and json_extract(body,'$.note') like '<img%'"
check "forms of another site changed nothing" journal_says 0 \
    "select count(*) from event where intent like 'evil%'"
