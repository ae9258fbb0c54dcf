#!/usr/bin/env bash
# A person's day, tapped with xdotool through real windows: coordinator, two bays and a board as processes of their
# own over Mosquitto. After each tap the log, `orders show` and what the board is sent must tell the same story.
#
# usage: tests/day/run.sh [zh|en] [directory for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."

language=${1:-zh}
program=$(realpath "${BAYLIGHT:-${CARGO_TARGET_DIR:-target}/debug/baylight}")
dir=$(mktemp -d)
pictures=${2:-$dir/pictures}
mkdir -p "$pictures"
job=2611-0404/1     # 更换点火线圈, the first of the waiting lane by its promise
next=2611-0400/1    # 更换前刹车盘, the one after it
PATH=$PATH:/usr/sbin

cleanup() {
    status=$?
    [ $status -eq 0 ] || { echo "FAILED; the logs:"; tail -n 20 "$dir"/*.log; cp "$dir"/*.log "$pictures" || true; }
    kill $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null || true
    [ $status -ne 0 ] || rm -rf "$dir"
}
trap cleanup EXIT

# --- a shop on free ports and displays of its own -----------------------------------------------------------------

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

port=$(free_port)
printf 'listener %s 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\n' "$port" > "$dir/mosquitto.conf"
cat > "$dir/shop.toml" <<TOML
[site]
id = "day"
language = "$language"
[[bay]]
id = "1"
[[bay]]
id = "2"
[hours]
every_day = "00:00-23:59"
[broker]
kind = "mqtt"
host = "127.0.0.1"
port = $port
[data]
dir = "$dir/data"
TOML

baylight() { "$program" -c "$dir/shop.toml" "$@"; }
# In the background: the process itself, so that the end of the day is its end too.
start() { exec "$program" -c "$dir/shop.toml" "$@"; }

# Waits until a command succeeds; a day that hangs fails with what it waited for.
until_ok() {
    local what=$1; shift
    for _ in $(seq ${PATIENCE:-150}); do
        if "$@" > /dev/null 2>&1; then return 0; fi
        sleep 0.1
    done
    echo "waited 15 s for: $what" >&2
    return 1
}

mosquitto -c "$dir/mosquitto.conf" > "$dir/mosquitto.log" 2>&1 &
until_ok "the broker" mosquitto_pub -p "$port" -t hello -m hello

open_display() { # name size
    mkfifo "$dir/$1.display"
    Xvfb -displayfd 9 -screen 0 "$2x24" -nolisten tcp 9> "$dir/$1.display" > /dev/null 2>&1 &
    read -r number < "$dir/$1.display"
    declare -g "display_$1=:$number"
}
open_display bay1 1280x800
open_display bay2 1280x800
open_display board 1920x1080

for table in operations parts roster; do baylight "$table" import "tests/data/$table.csv"; done
baylight orders import tests/data/orders-2026-11-23.csv

start coordinator > "$dir/coordinator.log" 2>&1 &
until_ok "the coordinator" test -S "$dir/data/control.sock"
DISPLAY=$display_bay1 start station bay --bay 1 --windowed > "$dir/bay1.log" 2>&1 &
DISPLAY=$display_bay2 start station bay --bay 2 --windowed > "$dir/bay2.log" 2>&1 &
DISPLAY=$display_board start station board --windowed > "$dir/board.log" 2>&1 &

window() { DISPLAY=$1 xdotool search --onlyvisible --name . | head -n 1; }
has_window() { test -n "$(window "$1")"; }
for display in "$display_bay1" "$display_bay2" "$display_board"; do
    until_ok "a window on $display" has_window "$display"
    # A kiosk's shell gives its only window the keyboard.
    DISPLAY=$display xdotool windowfocus "$(window "$display")"
done

# --- fingers, badges, eyes ----------------------------------------------------------------------------------------

tap() { DISPLAY=$1 xdotool mousemove "$2" "$3" click 1; }
badge() { DISPLAY=$1 xdotool type --delay 15 "$2"; DISPLAY=$1 xdotool key Return; }
shot_number=0
shot() {
    shot_number=$((shot_number + 1))
    local name; name=$(printf '%s/%02d-%s' "$pictures" "$shot_number" "$1")
    for screen in bay1 bay2 board; do
        local display="display_$screen"
        DISPLAY=${!display} import -window root "$name-$screen-$language.png"
    done
}
# Looks until two pictures of a screen are alike: what a finger set off has been drawn.
settled() {
    local before="" now
    for _ in $(seq 40); do
        now=$(DISPLAY=$1 import -window root rgb:- | md5sum)
        [ "$now" = "$before" ] && return 0
        before=$now
        sleep 0.15
    done
    echo "the screen $1 does not come to rest" >&2
    return 1
}

events() { baylight log --json; }
# The n-th event of a kind by a person is in the log.
logged() { # kind person how-many
    [ "$(events | python3 tests/day/story.py count "$1" "$2")" -ge "$3" ]
}
# `orders show` and what the board is sent agree on where a job stands, and on who is on it.
story() { # job stage people…
    local ro=${1%/*} bay
    for bay in 1 2; do
        mosquitto_sub -p "$port" -t "baylight/v1/day/view/bay/$bay" -C 1 -W 3 > "$dir/view-$bay.json"
    done
    baylight orders show "$ro" --json > "$dir/order.json"
    python3 tests/day/story.py agree "$dir/order.json" "$dir/view-1.json" "$dir/view-2.json" "$@"
}
step() { printf '%s … ' "$1"; shift; until_ok "$*" "$@"; settled "$display_bay1"; settled "$display_bay2"; echo ok; }

# --- the day ------------------------------------------------------------------------------------------------------

until_ok "the roster at bay 1" sh -c "mosquitto_sub -p $port -t baylight/v1/day/view/roster/0 -C 1 -W 2"
settled "$display_bay1"; settled "$display_bay2"
shot start

liu_jing=49469368 zhou_qiang=F87FCF8E

badge "$display_bay1" $liu_jing; settled "$display_bay1"
tap "$display_bay1" 282 676
step "Liu Jing badges in and begins her shift" logged shift-in E1001 1

tap "$display_bay1" 1200 128; settled "$display_bay1"; shot waiting-jobs
tap "$display_bay1" 330 240
step "clocks on to the ignition coil" logged clocked-on E1001 1
step "  the board shows her on it" story $job in-repair E1001
shot clocked-on

tap "$display_bay1" 317 676; settled "$display_bay1"; shot hold-reasons
tap "$display_bay1" 330 240
step "holds it for parts" logged job-held E1001 1
step "  the board shows why it stands" story $job on-hold
shot held

tap "$display_bay1" 460 606
step "resumes with one tap" logged clocked-on E1001 2
step "  the board shows her on it again" story $job in-repair E1001

badge "$display_bay1" $zhou_qiang; settled "$display_bay1"; shot second-badge
tap "$display_bay1" 330 240
step "Zhou Qiang joins" logged clocked-on E1002 1
step "  the board shows both" story $job in-repair E1001 E1002
shot two-on-it

tap "$display_bay1" 160 676; settled "$display_bay1"; shot finish
tap "$display_bay1" 794 570
step "they finish" logged job-finished E1002 1
step "  the board shows it finished" story $job finished
shot finished

badge "$display_bay2" $liu_jing; settled "$display_bay2"
tap "$display_bay2" 1200 128; settled "$display_bay2"
tap "$display_bay2" 330 240
step "Liu Jing clocks on elsewhere, at bay 2" logged clocked-on E1001 3
step "  the board shows her at bay 2" story $next in-repair E1001
shot elsewhere

tap "$display_bay2" 1005 676
step "and ends her shift; the job is held until tomorrow" logged shift-out E1001 1
step "  the board shows it standing" story $next on-hold
shot shift-out

baylight verify
events | python3 tests/day/story.py once
echo "1 passed, 0 failed"
