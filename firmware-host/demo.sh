#!/usr/bin/env bash
# The demo hall: installs what is missing, builds into build/, and runs the hall.
#
#   firmware-host/demo.sh            controller, simulated devices on paced serial lines, visitors
#                                    and clerks; kiosk and board where there is a display
#   firmware-host/demo.sh --day      one whole working day, then its balance; exit 0 only if the
#                                    balance closes
#   --speed N      hall time runs N times as fast as the wall (60 at most; the wires never)
#   --seed N       another day of visitors
#   --scenario F   what goes wrong, and when (devices/sim/scenarios)
#   --no-display   no windows
#   --data DIR     keep the data there (default: a fresh folder in build/)
#   --port N       of the web pages (0 = any free one)
#   --config DIR   another hall
set -euo pipefail
cd "$(dirname "$0")/.."

day="" speed="" seed=1 scenario="" display=1 data="" port=8080 config=config/demo
usage() {
    sed -n '2,/^set/p' "$0" | sed -n 's/^# \{0,1\}//p'
    exit 64
}
while [ $# -gt 0 ]; do
    case "$1" in
    --day) day=1 ;;
    --no-display) display="" ;;
    --speed | --seed | --scenario | --data | --port | --config)
        [ $# -ge 2 ] || usage
        printf -v "${1#--}" '%s' "$2"
        shift
        ;;
    *) usage ;;
    esac
    shift
done
speed=${speed:-$([ -n "$day" ] && echo 60 || echo 5)}
start=2026-03-02T08:45:00+08:00

.ci/install .ci/packages-build
mkdir -p build
if [ ! -f build/release/build.ninja ]; then
    echo "准备构建 / configuring"
    cmake -G Ninja -B build/release -DPRESET=release -DHALLQ_TESTS=OFF >build/release.configure.log 2>&1 || {
        cat build/release.configure.log
        exit 1
    }
fi
echo "构建 / building"
ninja -C build/release programs >build/release.build.log 2>&1 || {
    tail -40 build/release.build.log
    exit 1
}
bin=$PWD/build/release/bin

run=$(mktemp -d "$PWD/build/demo-run.XXXXXX")
keep=$data
data=${data:-$run/data}
pids=()
finish() {
    trap - EXIT INT TERM
    [ ${#pids[@]} -gt 0 ] && kill "${pids[@]}" 2>/dev/null || true
    [ -n "${hallqd:-}" ] && kill "$hallqd" 2>/dev/null || true
    wait 2>/dev/null || true
    [ -n "${failed:-}" ] && echo "记录保留在 / kept: $run" || rm -rf "$run"
}
trap finish EXIT
trap 'exit 130' INT TERM

wait_for() { # seconds, command…
    local until=$((SECONDS + $1))
    while ! "${@:2}" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.05
    done
}

start_controller() {
    "$bin/hallqd" --config "$config" --data "$data" --run "$run" --listen "127.0.0.1:$port" \
        >"$run/address" 2>>"$run/hallqd.log" &
    hallqd=$!
    wait_for 20 test -s "$run/address" || {
        failed=1
        echo "控制器没有启动 / the controller did not start:"
        tail -20 "$run/hallqd.log"
        exit 1
    }
    url=$(sed -n 's/.* \(http:.*\)/\1/p' "$run/address" | tail -1)
    port=${url##*:} # the same one after a restart
}

# One account a role, so that every page can be seen. Random words, told here and nowhere else; a
# folder that was kept has its accounts already.
make_accounts() {
    "$bin/hallq" --url "$url" user list | grep -q . && return
    local name role more password clerk
    clerk=$("$bin/hallq" --url "$url" --json windows | jq -r '[.windows[].usual | select(. != "")][0]')
    echo "登录 / sign in (演示账号 demo accounts, $url/office/):"
    while read -r name role more; do
        password=Hall-$(od -An -N5 -tx1 /dev/urandom | tr -d ' \n')
        (umask 077 && echo "$password" >"$run/password")
        # shellcheck disable=SC2086 # the options are words
        "$bin/hallq" --url "$url" user add "$name" --role "$role" $more \
            --password-file "$run/password" >/dev/null || {
            failed=1
            exit 1
        }
        printf '  %-10s %s   %s\n' "$name" "$password" "$role"
    done <<ACCOUNTS
admin administrator --display 系统管理员
manager manager --display 大厅负责人
auditor auditor --display 审计员
clerk1 clerk --clerk $clerk --display 窗口人员
ACCOUNTS
    rm -f "$run/password"
}

sim=("$bin/hallq-sim" --config "$config" --run "$run" --speed "$speed" --seed "$seed"
    --start "$start" --slips "$run/slips")
[ -n "$scenario" ] && sim+=(--scenario "$scenario")
"${sim[@]}" >"$run/sim.log" 2>&1 &
simulator=$!
pids+=("$simulator")
wait_for 20 test -f "$run/hall-clock" || {
    failed=1
    cat "$run/sim.log"
    exit 1
}
start_controller
echo "大厅 / the hall: $url   (仅限本机 loopback only)"
[ -n "$day" ] || make_accounts
echo "串口 / serial lines: $run/ports   号票 / slips: $run/slips"

if [ -n "$display" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    for program in hallq-kiosk hallq-board; do
        [ -x "$bin/$program" ] || continue
        "$bin/$program" --url "$url" >"$run/$program.log" 2>&1 &
        pids+=($!)
    done
fi

# What the scenario does to the controller happens here: it has no wire.
events=0
act_on_events() {
    [ -f "$run/scenario-events" ] || return 0
    local lines
    lines=$(wc -l <"$run/scenario-events")
    while [ $events -lt "$lines" ]; do
        events=$((events + 1))
        case "$(sed -n "${events}p" "$run/scenario-events")" in
        *"controller is killed"*)
            echo "场景 / scenario: kill -9 hallqd"
            kill -9 "$hallqd"
            wait "$hallqd" 2>/dev/null || true
            : >"$run/address"
            start_controller
            ;;
        esac
    done
}

if [ -z "$day" ]; then
    echo "按 Ctrl-C 结束 / Ctrl-C stops all of it"
    while kill -0 "$hallqd" 2>/dev/null && kill -0 "$simulator" 2>/dev/null; do
        act_on_events
        sleep 0.2
    done
    exit 0
fi

shown=$SECONDS
while kill -0 "$simulator" 2>/dev/null; do
    act_on_events
    kill -0 "$hallqd" 2>/dev/null || {
        failed=1
        echo "控制器停止了 / the controller stopped:"
        tail -20 "$run/hallqd.log"
        exit 1
    }
    if [ $((SECONDS - shown)) -ge 30 ]; then
        shown=$SECONDS
        "$bin/hallq" --url "$url" status --line || true
    fi
    sleep 0.1
done
wait "$simulator" || {
    failed=1
    echo "模拟器失败 / the simulator failed:"
    tail -20 "$run/sim.log"
    exit 1
}
pids=()
# A clerk who went home with somebody still in service: the one who locks up ends it.
"$bin/hallq" --url "$url" --json windows |
    jq -r '.windows[] | select(.ticket.state == "serving") | .number' |
    while read -r window; do
        echo "关门时结束办理 / ended at closing time:"
        "$bin/hallq" --url "$url" window "$window" finish
    done
"$bin/hallq" --url "$url" day close
result=0
"$bin/hallq" --url "$url" report day --balance "$run/sim-totals" || result=1
"$bin/hallq" --url "$url" verify --data "$data" || result=1
[ $result -eq 0 ] || failed=1
[ -n "$keep" ] && echo "数据 / data: $keep"
exit $result
