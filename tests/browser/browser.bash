# browser.bash: a real hall and Debian's Chromium, for tests of pages.
#
# A test sources this file (it brings tests/walk/hall.bash along), starts a hall, and runs its
# .mjs beside it with `browse NAME ARGUMENTS…`. The JavaScript packages are the locked ones of
# package-lock.json, installed into build/; a node or Chromium that is already there is used.
# Pictures are left in build/browser/ to be looked at.
source "$(dirname "${BASH_SOURCE[0]}")/../walk/hall.bash"

browser_modules=$PWD/build/browser
pictures=$browser_modules/pictures
mkdir -p "$pictures"

browser_install() {
    local wanted=()
    command -v node >/dev/null || wanted+=(nodejs)
    command -v npm >/dev/null || wanted+=(npm)
    command -v chromium >/dev/null || wanted+=(chromium)
    if [ ${#wanted[@]} -gt 0 ]; then
        printf '%s\n' "${wanted[@]}" >"$browser_modules/missing"
        .ci/install "$browser_modules/missing"
    fi
    cmp -s tests/browser/package-lock.json "$browser_modules/installed.json" && return
    cp tests/browser/package.json tests/browser/package-lock.json "$browser_modules/"
    (cd "$browser_modules" && npm ci --ignore-scripts --no-audit --no-fund) \
        >"$browser_modules/npm.log" 2>&1 || {
        cat "$browser_modules/npm.log"
        return 1
    }
    cp tests/browser/package-lock.json "$browser_modules/installed.json"
}

browse() { # name of the .mjs, its arguments; prints one line a check
    local script=$1
    shift
    BROWSER_MODULES=$browser_modules PICTURES=$pictures CHROMIUM=$(command -v chromium) \
        PATIENCE=$patience node "tests/browser/$script.mjs" "$url" "$@"
}

browser_install
