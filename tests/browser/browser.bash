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

browse() { # name of the .mjs, its arguments; prints one line a check
    local script=$1
    shift
    BROWSER_MODULES=$browser_modules PICTURES=$pictures CHROMIUM=$(command -v chromium) \
        PATIENCE=$patience node "tests/browser/$script.mjs" "$url" "$@"
}

.ci/install .ci/packages-browser
.ci/npm-install tests/browser "$browser_modules"
