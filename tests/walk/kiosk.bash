# kiosk.bash: hallq-kiosk on a screen of its own (Xvfb), touched by a finger (xdotool), beside a hall
# of hall.bash.
#
#   screen_start; kiosk_start [options]; kiosk_stop
#   touch_text TEXT        where the screen shows it; rest: longer than the double-tap guard
#   on_page NAME, seen TEXT, slips_are N: what is true now
#   kiosk_figures          prints what it has measured, and what it costs while nothing happens
source "$(dirname "${BASH_SOURCE[0]}")/hall.bash"

kiosk=
server=
display=
all_end() {
    local status=$?
    [ -z "$kiosk" ] || kill "$kiosk" 2>/dev/null || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    set +e
    (exit $status) # what hall_end looks at
    hall_end
}
trap all_end EXIT

# ------------------------------------------------------------------ screen and finger

screen_start() { # Xvfb chooses a free display and tells it
    Xvfb -displayfd 6 -screen 0 1080x1920x24 -nolisten tcp 6>"$folder/display" \
        2>>"$folder/xvfb.log" &
    server=$!
    wait_until 20 test -s "$folder/display"
    display=:$(<"$folder/display")
}

kiosk_start() { # options
    DISPLAY=$display SDL_AUDIODRIVER=dummy "$bin/hallq-kiosk" --url "$url" --id kiosk-1 \
        --fullscreen --figures --trace "$@" >"$folder/kiosk.out" 2>>"$folder/kiosk.log" &
    kiosk=$!
}

on_page() { # name: is the page that was shown last
    [ "$(grep '^page ' "$folder/kiosk.out" | tail -1)" = "page $1" ]
}

finger_at() { # x y
    DISPLAY=$display xdotool mousemove "$1" "$2" mousedown 1
    sleep 0.06 # as long as a finger rests
    DISPLAY=$display xdotool mouseup 1
}

place_of() { # text: "x y" of the middle of the target that shows it
    grep "^target " "$folder/kiosk.out" | awk -v text="$1" '
        { at = $2; line = $0; sub(/^target [0-9]+ [0-9]+ [0-9]+ /, "", line) }
        at != last { found = ""; last = at }
        index(line, text) && found == "" { found = $3 " " $4 }
        END { print found }'
}

find_place() { # text: its place goes to x and y
    local place
    place=$(place_of "$1")
    [ -n "$place" ] && read -r x y <<<"$place"
}

touch_text() { # text
    local x y
    wait_until 10 find_place "$1" || {
        echo "nothing to touch shows '$1'"
        return 1
    }
    finger_at "$x" "$y"
}

rest() { # longer than the guard against double taps
    sleep 0.7
}

slips_are() {
    [ "$(say slips | cut -d' ' -f1)" = "$1" ]
}

seen() { # text: was on the screen
    grep -q "^line .*$1" "$folder/kiosk.out"
}

ticks() {
    awk '{print $14 + $15}' "/proc/$kiosk/stat"
}

kiosk_figures() {
    local before after
    before=$(ticks)
    sleep 5
    after=$(ticks)
    echo "idle: $(awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" \
        'BEGIN {printf "%.2f %% of a core", t / hz / 5 * 100}')," \
        "$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$kiosk/status") MB"
    grep -E "^(usable|touch|ticket) .*: [0-9]+ ms" "$folder/kiosk.out" | sort -t: -k1,1 -k2,2n |
        awk -F: '{ sub(/ ms/, "", $2); n[$1]++; v[$1, n[$1]] = $2 + 0 }
            END { for (w in n) printf "%s: median %d, most %d ms (%d)\n", w,
                  v[w, int((n[w] + 1) / 2)], v[w, n[w]], n[w] }'
}

kiosk_stop() {
    local pid=$kiosk
    kiosk=
    kill "$pid"
    wait "$pid" || {
        tail -20 "$folder/kiosk.log"
        return 1
    }
}
