#!/bin/sh
# Installs what Baylight needs from Debian: `run` for building and running it, `test` for its tests as well.
set -eu

run="build-essential fontconfig fonts-noto-cjk libxkbcommon0 libxkbcommon-x11-0 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2"
# The tests tap through the real windows, over a real broker.
tests="xvfb xdotool x11-utils openbox imagemagick mosquitto mosquitto-clients python3"

case "${1:-run}" in
    run) packages=$run ;;
    test) packages="$run $tests" ;;
    *) echo "usage: $0 [run|test]" >&2; exit 2 ;;
esac

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "installing:$missing"
$as_root apt-get update -q
# Mosquitto would take port 1883 for itself; the tests start their own.
DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $as_root apt-get install -y -q --no-install-recommends $missing
