#!/usr/bin/env bash
# The frame of the staff pages in a real browser: served packed and tagged, setup, sign-in, both
# languages, light and dark, wide and a quarter of a screen, on paper; a hall that is gone.
source "$(dirname "$0")/browser.bash"

head_of() { # path
    curl -sS -D - -o /dev/null "$url$1" | tr -d '\r'
}
says() { # path, line of the head
    head_of "$1" | grep -qixF "$2"
}
unchanged() { # path
    local tag
    tag=$(head_of "$1" | sed -n 's/^ETag: //ip')
    equal 304 "$(curl -sS -o /dev/null -w '%{http_code}' -H "If-None-Match: $tag" "$url$1")"
}

hall_start --no-visitors
check "/ leads to the pages" says / "Location: /office/"
for path in /office/ /office/office.js /office/office.css; do
    check "$path is packed" says $path "Content-Encoding: gzip"
    check "$path has the strict policy" says $path "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    check "$path is asked for once" unchanged $path
done
check "a script is a script" says /office/office.js "Content-Type: text/javascript; charset=utf-8"
check "what is not there is not there" equal 404 "$(status GET /office/index.html.gz)"
check "the frame does what it should" browse office
