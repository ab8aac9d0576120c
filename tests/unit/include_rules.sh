#!/usr/bin/env bash
# Who may include whom (architecture.md), tried out: each folder's own compiler flags against each
# folder's header. What is allowed must be found, what is forbidden must not.
#   include_rules.sh BUILD FOLDER
set -euo pipefail
cd "$1"
commands=compile_commands.json
[ -f $commands ] || {
    echo "$1/$commands is missing"
    exit 1
}

# A header of each folder.
declare -A header=(
    [base]=base/clock.h [queue]=queue/engine.h [stats]=stats/day.h [view]=view/kiosk.h
    [config]=config/site.h [device]=devices/device.h [proto]=devices/proto/modbus.h
    [bus]=devices/bus/bus.h [store]=store/store.h [app]=app/hall.h [http]=http/server.h
    [sim]=sim/wire.h [cli]=cli/client.h [office]=office/office.h [tls]=tls/link.h
    [reports]=reports/sheet.h
)
# A source of each folder, and what the architecture lets it include besides its own.
rules=(
    "firmware-host/base/clock.c        base"
    "firmware-host/tls/link.c          tls base"
    "firmware-host/queue/engine.c      queue base"
    "firmware-host/stats/day.c         stats base queue"
    "firmware-host/view/json_kiosk.c   view base queue"
    "firmware-host/config/schema.c     config base device"
    "devices/proto/modbus.c            proto base"
    "devices/drivers/a090.c            base device proto"
    "devices/bus/line.c                bus base device proto"
    "firmware-host/store/store.c       store base queue stats"
    "firmware-host/app/hall.c          app base queue stats view config device bus store office"
    "firmware-host/office/office.c     office base queue config device"
    "firmware-host/reports/sheet.c     reports base queue stats config device store office"
    "firmware-host/http/server.c       http base tls queue stats view config device bus store office app reports"
    "displays/common/app.c             base tls view"
    "devices/sim/wire.c                sim base device proto config"
)

finds() { # flags of a source, header
    local flags=$1
    printf '#include "%s"\n' "$2" >"$scratch/try.c"
    # shellcheck disable=SC2086 # the flags are words
    (cd "$directory" && ${CC:-cc} $flags -E -o /dev/null "$scratch/try.c") 2>"$scratch/said"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
tried=0
for rule in "${rules[@]}"; do
    read -r source allowed <<<"$rule"
    entry=$(jq -r --arg s "/$source" 'first(.[] | select(.file | endswith($s)))' $commands)
    [ -n "$entry" ] || {
        echo "$source is not compiled"
        bad=$((bad + 1))
        continue
    }
    directory=$(jq -r .directory <<<"$entry")
    flags=$(jq -r .command <<<"$entry" | grep -oE -- ' -(I|isystem |D)[^ ]+' | grep -v '"' | tr '\n' ' ')
    for folder in "${!header[@]}"; do
        tried=$((tried + 1))
        if [[ " $allowed " == *" $folder "* ]]; then
            finds "$flags" "${header[$folder]}" || {
                echo "$source should find ${header[$folder]}:"
                head -3 "$scratch/said"
                bad=$((bad + 1))
            }
        elif finds "$flags" "${header[$folder]}"; then
            echo "$source can include ${header[$folder]}, which is forbidden to it"
            bad=$((bad + 1))
        fi
    done
done
echo "$tried pairs of folders tried"
[ $bad -eq 0 ]
