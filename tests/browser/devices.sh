#!/usr/bin/env bash
# The devices page in a real browser: states by push, counters, tests that reach the device, keys
# learned from a pad and written into the hall's own profile, paper, lines; hostile names run no script.
source "$(dirname "$0")/browser.bash"

cp -r config/demo "$folder/config"
config=$folder/config
sed -i 's|title: {zh: "一楼东门取号屏", en: "Panel, floor 1, east door"}|title: {zh: "<img src=x onerror=window.hacked=1>一楼", en: "<script>window.hacked=1</script>Floor 1"}|' \
    "$config/lines.yaml"
hall_start --no-visitors
hall_ready

check "the page does what an installer needs" browse devices "$folder/sim.sock"
check "tests are in the journal" [ "$(journal "select count(*) from event where kind = 'office_device_tested'")" -ge 4 ]
check "the learned key is in the hall's own profile" grep -q '05 0F.*action: hold' "$config/profiles/pad-ff68.yaml"
check "and the shipped one is untouched" refused grep -q '05 0F.*action: hold' config/profiles/pad-ff68.yaml
