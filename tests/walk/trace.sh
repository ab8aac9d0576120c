#!/usr/bin/env bash
# A capture of a running line, from the wire to the file that an installer opens: `hallq bus trace`
# against the real controller. The file is read here byte by byte (pcap in microseconds, link type
# 147); what it must hold is known from the line: requests with right checksums to units of that
# line, answers to them, and the text of a call that was made meanwhile. tshark reads it too where
# it is installed. (contract.md, devices.md G)
# Threads at work: once more under ThreadSanitizer.
source "$(dirname "$0")/hall.bash"

line=bus-3 # polled Modbus: windows 11 to 16
file=$folder/capture.pcap

trace() { # seconds, file
    "$bin/hallq" --url "$url" --lang en bus trace "$line" --seconds "$1" --pcap "$2"
}
is_tracing() {
    api GET /api/v1/devices | jq -e ".lines[] | select(.name == \"$line\") | .tracing"
}
load() { # the file's bytes as decimal numbers into $bytes
    mapfile -t bytes < <(od -A n -v -t u1 -w1 "$1" | tr -d ' ')
}
le32() { # offset
    echo $((bytes[$1] | bytes[$1 + 1] << 8 | bytes[$1 + 2] << 16 | bytes[$1 + 3] << 24))
}
checksum_is_right() { # offset, length: a Modbus frame's own remainder is 0
    local crc=$((0xFFFF)) i bit
    for ((i = $1; i < $1 + $2; i++)); do
        crc=$((crc ^ bytes[i]))
        for ((bit = 0; bit < 8; bit++)); do
            crc=$(((crc & 1) ? (crc >> 1) ^ 0xA001 : crc >> 1))
        done
    done
    [ $crc -eq 0 ]
}
walk() { # counts $frames, $right (checksums), $answered (a unit speaks after its request)
    local at=24 length last=-1 stamp before=0
    frames=0 right=0 answered=0 backwards=0
    while [ $((at + 16)) -le ${#bytes[@]} ]; do
        length=$(le32 $((at + 8)))
        stamp=$(($(le32 $at) * 1000000 + $(le32 $((at + 4)))))
        [ $stamp -ge $before ] || backwards=$((backwards + 1))
        [ $((at + 16 + length)) -le ${#bytes[@]} ] || return 1
        checksum_is_right $((at + 16)) "$length" && right=$((right + 1))
        [ "$last" -eq "${bytes[at + 16]}" ] && answered=$((answered + 1))
        last=${bytes[at + 16]}
        frames=$((frames + 1)) before=$stamp at=$((at + 16 + length))
    done
    [ $at -eq ${#bytes[@]} ]
}

hall_start --no-visitors
hall_ready

check "nothing was captured yet" equal "$(status GET /api/v1/lines/$line/trace)" 404
check "an unknown line is refused" equal \
    "$(status POST /api/v1/lines/nowhere/trace '{"seconds":1}')" 404
check "two hours are refused" equal "$(status POST /api/v1/lines/$line/trace '{"seconds":7200}')" 422
check "so is no time" equal "$(status POST /api/v1/lines/$line/trace '{}')" 422

trace 3 "$file" 2>"$folder/said" &
capture=$!
wait_until 10 is_tracing
verb 11 open >/dev/null
check "the line works while it is captured" expect board-11 "印章户政" 5
check "the capture ends well" wait $capture
check "it said what it does" grep -q "capturing $line for 3 s" "$folder/said"
check "the line is not captured any more" refused is_tracing

load "$file"
check "a capture file" equal "$(le32 0)" $((0xA1B2C3D4))
check "of user link type 0" equal "$(le32 20)" 147
check "with whole records to its end" walk
echo "captured: $frames frames, $right with a right checksum, $answered answers"
check "hundreds of frames a second or dozens" [ "$frames" -ge 60 ]
check "checksums are right" [ $((right * 100)) -ge $((frames * 95)) ]
check "about each second frame answers" [ $((answered * 100)) -ge $((frames * 40)) ]
check "time does not run backwards" equal $backwards 0
check "the board's new text went over the wire" grep -qaF \
    "$(printf '印章户政' | iconv -t GB2312)" "$file"
kept=$folder/data/trace/$line.pcap
check "it is kept for its owner only" equal "$(stat -c %a "$kept" "${kept%/*}")" $'600\n700'
check "and is what was fetched" cmp "$kept" "$file"
if command -v tshark >/dev/null; then
    tshark -o 'uat:user_dlts:"User 0 (DLT=147)","mbrtu","0","","0",""' -r "$file" \
        -T fields -e mbrtu.unit_id 2>/dev/null >"$folder/units"
    check "tshark decodes as many" [ "$(grep -c . "$folder/units")" -ge $((frames * 95 / 100)) ]
fi

# A capture that its owner forgot ends by itself; the one before is replaced.
api POST /api/v1/lines/$line/trace '{"seconds":1}' >/dev/null
check "it begins" wait_until 5 is_tracing
check "it ends by itself" wait_until 5 refused is_tracing
api GET /api/v1/lines/$line/trace >"$folder/second.pcap"
check "the file is a new one" [ "$(stat -c %s "$folder/second.pcap")" -lt "$(stat -c %s "$file")" ]
