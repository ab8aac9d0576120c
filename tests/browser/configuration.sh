#!/usr/bin/env bash
# The configuration page in a real browser, in both languages: see configuration.mjs.
source "$(dirname "$0")/browser.bash"

cp -r config/demo "$folder/config"
config=$folder/config
hall_start --no-visitors
check "it is changed, checked, saved and gone back from" browse configuration
check "each save is in the journal once" count_is 2 office_site_saved
check "what was gone back to is what was there" cmp config/demo/hall.yaml "$config/hall.yaml"
