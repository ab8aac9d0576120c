#!/usr/bin/env bash
# web_bundle.sh SOURCE TARGET STAMP: bundles SOURCE into TARGET/files/*.gz, then writes STAMP.
#
# Several builds may come at once: one bundles, the others wait at the lock and find that the sum
# over all sources is the one that was bundled. gzip -n: the same sources give the same bytes.
set -euo pipefail
source=$1 target=$2 stamp=$3
mkdir -p "$target"
exec 9>"$target/lock"
flock 9
sum=$(cd "$source" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum "$0" | sha256sum)
if [ "$sum" != "$(cat "$target/sum" 2>/dev/null)" ] || [ ! -d "$target/files" ]; then
    .ci/npm-install "$source" "$target"
    rm -rf "$target/src" "$target/public" "$target/new"
    cp -r "$source/." "$target"
    (cd "$target" && node build.mjs new)
    gzip -n9 "$target"/new/*
    rm -rf "$target/files"
    mv "$target/new" "$target/files"
    echo "$sum" >"$target/sum"
fi
echo "$sum" >"$stamp"
