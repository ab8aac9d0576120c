#!/usr/bin/env bash
# The systemd unit as systemd itself reads it, and how exposed it leaves the controller
# (reliability.md D.4: at most 1.5 with serial devices and the local network allowed).
#   systemd.sh SOURCE
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sed 's#=/usr/bin/hallqd#=/bin/true#' "$1/config/systemd/hallq.service" >"$folder/hallq.service"
systemd-analyze verify "$folder/hallq.service" 2>"$folder/said" || true
if grep -F hallq.service "$folder/said"; then
    exit 1
fi
exposure=$(systemd-analyze security --offline=true "$folder/hallq.service" |
    grep -oP 'exposure level for hallq.service: \K[0-9.]+')
echo "exposure $exposure"
awk -v exposure="$exposure" 'BEGIN { exit !(exposure > 0 && exposure <= 1.5) }'
