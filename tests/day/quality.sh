#!/usr/bin/env bash
# Nothing leaves unchecked, tapped with xdotool through real windows: two bays, the quality-check screen, the advisor's desk
# and the board as processes of their own over Mosquitto. A job is finished and checked by its lead, then by a colleague
# at the next bay; the inspector measures a wheel bolt, sends the job back with a penalty that is signed, and it stands on
# top of its bay. Finished anew it is checked anew, driven, passed, washed at a bay, invoiced and handed over.
#
# usage: tests/day/quality.sh [zh|en] [directory for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."

# One car of 何伟's that came just now for a timing belt, and is to be washed.
orders=$(mktemp --suffix=.csv)
python3 tests/day/story.py orders-of-now tests/data/orders-2026-11-23.csv 1 何伟 EN2100 > "$orders"
# Everybody reads the language of the day: a badge switches the screen to its own.
people=$(mktemp --suffix=.csv)
sed "s/,\(zh\|en\)\r\?\$/,${1:-zh}/" tests/data/roster.csv > "$people"
checklists=$PWD/tests/day/checklists.toml
. tests/day/shop.sh
echo 246810 | baylight roster pin E1028

lay_cable bay1
lay_cable qc
open_screen bay1 1280x800 "$dir/bay1.toml" bay --bay 1
open_screen bay2 1280x800 "$dir/shop.toml" bay --bay 2
open_screen qc 1280x800 "$dir/qc.toml" qc
open_screen desk 1280x800 "$dir/shop.toml" advisor
open_screen board 1920x1080 "$dir/shop.toml" board
all_windows
until_ok "the lists at the bay" sh -c "mosquitto_sub -p $port -t 'baylight/v1/day/view/checklists/+' -C 1 -W 2"
all_settled; shot start

liu_jing=49469368 zhou_qiang=F87FCF8E liu_yong=07B2E68A he_wei=898E8DDA
not_logged() { ! logged "$@"; }
bay() { tap "$bay1" "$1" "$2"; settled "$bay1"; }
next() { tap "$bay2" "$1" "$2"; settled "$bay2"; }
qc() { tap "$qc" "$1" "$2"; settled "$qc"; }
desk() { tap "$desk" "$1" "$2"; settled "$desk"; }
# 246810, and OK.
pin() {
    local at
    for at in "640 300" "509 384" "770 384" "640 469" "509 300" "640 552" "770 552"; do qc ${at% *} ${at#* }; done
}
# Where the car stands, as the order and every screen's views say.
stands() { # state
    baylight orders show 2611-0409 --json | python3 -c 'import json, sys; sys.exit(json.load(sys.stdin)["car"]["state"] != sys.argv[1])' "$1"
}
# The tabs of a kiosk are as wide as their words.
checks_tab=812 this_bay_tab=943
[ "$language" = zh ] || checks_tab=711 this_bay_tab=853
first_check() { next $checks_tab 128; next 640 230; }
all_is_good() { "$1" 915 254; "$1" 640 672; }

badge "$bay1" "$liu_jing"; bay 282 676
step "Liu Jing badges in and begins her shift" logged shift-in E1001 1
bay 1200 128; tap "$bay1" 330 240
step "clocks on to the timing belt" logged clocked-on E1001 1
bay 108 676; bay 795 567
step "and finishes it: the self-check opens" logged job-finished E1001 1
shot self-check
pull bay1
until_ok "the bay to notice" grep -q "no broker" "$dir/bay1.log"
all_is_good bay; shot self-check-offline
step "without a link the check is saved, and nobody else knows" not_logged checked-self-check E1001 1
plug bay1
step "the cable is back, and the check arrives" logged checked-self-check E1001 1

badge "$bay2" "$zhou_qiang"; next 282 676
step "Zhou Qiang begins his shift at the next bay" logged shift-in E1002 1
first_check; shot peer-check
all_is_good next
step "and checks what Liu Jing has done" logged checked-peer E1002 1
until_ok "the car waits for the inspector" stands awaiting-qc
shot queue

badge "$qc" "$liu_yong"; qc 186 172; qc 1228 285
step "Liu Yong takes the car" logged car-taken E1028 1
qc 1008 394; qc 890 458; qc 942 421; qc 640 704; shot loose-bolt
qc 702 747; qc 749 215; qc 238 498; qc 1033 322; qc 1033 458; shot back-to-the-bay
qc 640 734; pin
step "a bolt is loose: it goes back, with a penalty that is signed" logged sent-back-final E1028 1
until_ok "the car is rework" stands rework
shot rework

badge "$bay1" "$liu_jing"; bay $this_bay_tab 128; shot rework-at-the-bay
bay 640 267
step "it stands on top, and Liu Jing clocks on again" logged clocked-on E1001 2
shot rework-runs
bay 108 676; bay 795 567
step "finishes it again" logged job-finished E1001 2
all_is_good bay
step "all its checks start over: hers" logged checked-self-check E1001 2
badge "$bay2" "$zhou_qiang"; first_check; all_is_good next
step "and Zhou Qiang's" logged checked-peer E1002 2

badge "$qc" "$liu_yong"; qc 186 172; qc 1008 454
step "Liu Yong is at the car again" logged car-taken E1028 2
qc 890 518; qc 1123 421; qc 1033 353; qc 640 704; qc 1008 610; shot all-good
qc 515 747; qc 1033 470; qc 1123 334; qc 1123 402; qc 1123 470; qc 1033 538; shot road-test
qc 640 734; pin
step "drives it, and signs for that" logged road-tested E1028 1
pull qc
until_ok "the inspector's screen to notice" grep -q "no broker" "$dir/qc.log"
qc 994 200; qc 1008 394; qc 1008 472; qc 1080 747; pin; shot passed-offline
step "without a link the pass is saved, and nobody else knows" not_logged car-passed E1028 1
plug qc
step "the cable is back: the car has passed" logged car-passed E1028 1
until_ok "once" logged final-check-passed E1028 1
until_ok "the car is to be washed" stands wash
shot passed

badge "$bay2" "$zhou_qiang"; next $checks_tab 128; next 1210 128; shot wash
next 640 230
step "Zhou Qiang begins the wash" logged wash-begun E1002 1
shot washing
next 640 230
step "and ends it" logged washed E1002 1
badge "$desk" "$he_wei"; desk 205 180; shot invoice
desk 1098 258
step "He Wei invoices it" logged invoiced E1025 1
shot ready
desk 1098 258
step "and hands it over" logged delivered E1025 1
until_ok "the car is gone" stands delivered
shot delivered

baylight verify
events | python3 tests/day/story.py once
echo "1 passed, 0 failed"
