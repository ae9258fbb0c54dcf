#!/usr/bin/env bash
# A person's day, tapped with xdotool through real windows: coordinator, two bays and a board as processes of their
# own over Mosquitto. After each tap the log, `orders show` and what the board is sent must tell the same story.
#
# usage: tests/day/run.sh [zh|en] [directory for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."

# Three cars that came just now, so that nothing hangs on what time it is.
orders=$(mktemp --suffix=.csv)
python3 tests/day/story.py orders-of-now tests/data/orders-2026-11-23.csv 3 何伟 > "$orders"
. tests/day/shop.sh

open_screen bay1 1280x800 "$dir/shop.toml" bay --bay 1
open_screen bay2 1280x800 "$dir/shop.toml" bay --bay 2
open_screen board 1920x1080 "$dir/shop.toml" board
all_windows

# The first job of the waiting lane.
first_waiting() {
    mosquitto_sub -p "$port" -t baylight/v1/day/view/waiting/0 -C 1 -W 3 | python3 tests/day/story.py first
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

# --- the day ------------------------------------------------------------------------------------------------------

until_ok "the roster at bay 1" sh -c "mosquitto_sub -p $port -t baylight/v1/day/view/roster/0 -C 1 -W 2"
settled "$bay1"; settled "$bay2"
shot start

liu_jing=49469368 zhou_qiang=F87FCF8E

badge "$bay1" $liu_jing
tap "$bay1" 282 676
step "Liu Jing badges in and begins her shift" logged shift-in E1001 1

tap "$bay1" 1200 128; settled "$bay1"; shot waiting-jobs
job=$(first_waiting)
tap "$bay1" 330 240
step "clocks on to $job" logged clocked-on E1001 1
step "  the board shows her on it" story $job in-repair E1001
shot clocked-on

tap "$bay1" 317 676; settled "$bay1"; shot hold-reasons
tap "$bay1" 330 240
step "holds it for parts" logged job-held E1001 1
step "  the board shows why it stands" story $job on-hold
shot held

tap "$bay1" 460 606
step "resumes with one tap" logged clocked-on E1001 2
step "  the board shows her on it again" story $job in-repair E1001

badge "$bay1" $zhou_qiang; shot second-badge
tap "$bay1" 330 240
step "Zhou Qiang joins" logged clocked-on E1002 1
step "  the board shows both" story $job in-repair E1001 E1002
shot two-on-it

tap "$bay1" 160 676; settled "$bay1"; shot finish
tap "$bay1" 794 570
step "they finish" logged job-finished E1002 1
step "  the board shows it finished" story $job finished
shot finished

badge "$bay2" $liu_jing
tap "$bay2" 1200 128; settled "$bay2"
next=$(first_waiting)
tap "$bay2" 330 240
step "Liu Jing clocks on elsewhere, at bay 2" logged clocked-on E1001 3
step "  the board shows her at bay 2" story $next in-repair E1001
shot elsewhere

tap "$bay2" 1005 676
step "and ends her shift; the job is held until tomorrow" logged shift-out E1001 1
step "  the board shows it standing" story $next on-hold
shot shift-out

baylight verify
events | python3 tests/day/story.py once
echo "1 passed, 0 failed"
