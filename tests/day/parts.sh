#!/usr/bin/env bash
# From the shelf to the bay and back, tapped with xdotool through real windows: a bay, the parts store, the board and the
# advisor's desk as processes of their own over Mosquitto. A part is asked for, picked, brought and signed for; another
# is not there, is ordered, comes in and lifts the hold; a wrong one is exchanged, one goes back, an old one gets its
# warranty tag, and a tool goes out and comes back broken. Cables are pulled at the bay and at the store.
#
# usage: tests/day/parts.sh [zh|en] [directory for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."

# One car of 何伟's that came just now for a timing belt: a belt is there, a tensioner is not.
orders=$(mktemp --suffix=.csv)
python3 tests/day/story.py orders-of-now tests/data/orders-2026-11-23.csv 1 何伟 EN2100 > "$orders"
# Everybody reads the language of the day: a badge switches the screen to its own.
people=$(mktemp --suffix=.csv)
sed "s/,\(zh\|en\)\r\?\$/,${1:-zh}/" tests/data/roster.csv > "$people"
. tests/day/shop.sh
baylight tools import tests/data/tools.csv

lay_cable bay1
lay_cable stores
open_screen bay1 1280x800 "$dir/bay1.toml" bay --bay 1
open_screen stores 1280x800 "$dir/stores.toml" stores
open_screen desk 1280x800 "$dir/shop.toml" advisor
open_screen board 1920x1080 "$dir/shop.toml" board
all_windows
until_ok "the parts at the bay" sh -c "mosquitto_sub -p $port -t 'baylight/v1/day/view/parts/+' -C 1 -W 2"
all_settled; shot start

liu_jing=49469368 zhou_wei=71B7E67C he_wei=898E8DDA
not_logged() { ! logged "$@"; }
bay() { tap "$bay1" "$1" "$2"; settled "$bay1"; }
store() { tap "$stores" "$1" "$2"; settled "$stores"; }
# A bay that stands still blinks at the store until somebody looks: then it comes to rest.
first_card() { tap "$stores" 235 225; settled "$stores"; }
main_action() { store 735 742; }

badge "$bay1" "$liu_jing"; bay 282 676
step "Liu Jing badges in and begins her shift" logged shift-in E1001 1
bay 1200 128; tap "$bay1" 330 240
step "clocks on to the timing belt" logged clocked-on E1001 1

# 工具: a special tool of the job goes out, and comes back broken.
bay 1073 535; shot tool
tap "$bay1" 330 258
step "takes the torque wrench" logged tool-taken E1001 1
tap "$stores" 427 126; settled "$stores"; shot tool-out
bay 1073 535; bay 640 430; bay 330 258; tap "$bay1" 330 258
step "and brings it back" logged tool-returned E1001 1
step "broken" logged tool-damaged E1001 1
shot tool-damaged
tap "$stores" 42 126; settled "$stores"

pull bay1
until_ok "the bay to notice" grep -q "no broker" "$dir/bay1.log"
bay 578 676; shot expected
bay 230 668; shot asked-offline
step "without a link the request is saved, and nobody else knows" not_logged parts-asked E1001 1
plug bay1
until_ok "the cable is back, and the request arrives" logged parts-asked E1001 1
until_ok "the bay stands still for parts" logged job-held E1001 1

DISPLAY=$stores xdotool type --delay 15 "$zhou_wei"; DISPLAY=$stores xdotool key Return
first_card; shot standing
store 578 654
step "Zhou Wei picks what is there" logged parts-picked E1030 1
store 753 742
step "and brings it to the bay" logged parts-delivered E1030 1
shot brought

badge "$bay1" "$liu_jing"; bay 1184 124; shot sign
badge "$bay1" "$liu_jing"
step "Liu Jing signs for it with her badge" logged parts-issued E1001 1

pull stores
until_ok "the store to notice" grep -q "no broker" "$dir/stores.log"
store 1132 376; shot order
store 316 306; store 528 430; store 475 646; shot ordered-offline
step "without a link the order is saved, and nobody else knows" not_logged parts-backordered E1030 1
plug stores
step "the cable is back: the tensioner is on order" logged parts-backordered E1030 1
badge "$desk" "$he_wei"; tap "$desk" 205 180; settled "$desk"; shot on-order

badge "$stores" "$zhou_wei"
store 1132 376; store 905 646; shot goods-in
store 640 677
step "a tensioner comes in" logged stock-came-in E1030 1
shot who-waits
store 316 330; store 1132 376
step "one is picked for who waited" logged parts-picked E1030 2
store 753 742
step "and brought" logged parts-delivered E1030 2
badge "$bay1" "$liu_jing"; bay 1184 124; badge "$bay1" "$liu_jing"
step "Liu Jing signs: nothing is missing any more" logged parts-issued E1001 2
until_ok "the hold is lifted" logged hold-cleared E1001 1
shot can-go-on
bay 452 540
step "and goes on with the job" logged clocked-on E1001 2

# 换料: the belt does not fit; the pump's initials are sb.
bay 1073 295; shot line
bay 640 511; bay 330 258; bay 204 608; bay 577 684; shot search
bay 330 203
step "the belt is the wrong one" logged parts-exchange-asked E1001 1
badge "$stores" "$zhou_wei"; first_card; shot exchange
main_action
step "wrong one in, right one out, in one movement" logged parts-exchanged E1030 1
shot exchanged

badge "$bay1" "$liu_jing"; bay 1073 375; bay 640 375; bay 950 258
step "one more is not needed" logged parts-return-offered E1001 1
badge "$stores" "$zhou_wei"; first_card; shot return
main_action
step "and is on the shelf again" logged parts-return-taken E1030 1

badge "$bay1" "$liu_jing"; bay 578 676; bay 1110 478; bay 706 214; shot old-part
bay 640 668
step "the old tensioner is a warranty part" logged parts-old-part-recorded E1001 1
badge "$stores" "$zhou_wei"; first_card; shot old-part-at-the-store
main_action
step "and lies in the warranty rack" logged parts-old-part-shelved E1030 1
shot old-part-shelved

baylight verify
events | python3 tests/day/story.py once
echo "1 passed, 0 failed"
