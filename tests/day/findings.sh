#!/usr/bin/env bash
# What the technician found and what the customer says, tapped with xdotool through real windows: a bay, the advisor's
# desk and the board as processes of their own over Mosquitto, with the cable pulled at the one and at the other.
#
# usage: tests/day/findings.sh [zh|en] [directory for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."

# One car of 何伟's that came just now and is promised for eight hours later, whatever the time is.
orders=$(mktemp --suffix=.csv)
python3 tests/day/story.py orders-of-now tests/data/orders-2026-11-23.csv 1 何伟 > "$orders"
# Everybody reads the language of the day: a badge switches the screen to its own.
people=$(mktemp --suffix=.csv)
sed "s/,\(zh\|en\)\r\?\$/,${1:-zh}/" tests/data/roster.csv > "$people"
. tests/day/shop.sh

# Cables of their own for the bay and the desk.
lay_cable bay1
lay_cable desk

open_screen bay1 1280x800 "$dir/bay1.toml" bay --bay 1
open_screen desk 1280x800 "$dir/desk.toml" advisor
open_screen board 1920x1080 "$dir/shop.toml" board
all_windows

until_ok "the catalogue at the bay" sh -c "mosquitto_sub -p $port -t baylight/v1/day/view/catalogue/0 -C 1 -W 2"
all_settled; shot start

liu_jing=49469368 he_wei=898E8DDA

# Taps of one finding are counted: at most seven, and no keyboard.
taps=0
finger() { tap "$bay1" "$1" "$2"; taps=$((taps + 1)); settled "$bay1"; }
few() { [ "$taps" -le 7 ] || { echo "$taps taps for a finding" >&2; return 1; }; echo "  $taps taps"; taps=0; }
not_logged() { ! logged "$@"; }

badge "$bay1" "$liu_jing"
tap "$bay1" 282 676
step "Liu Jing badges in and begins her shift" logged shift-in E1001 1
tap "$bay1" 1200 128; settled "$bay1"
tap "$bay1" 330 240
step "clocks on to a job" logged clocked-on E1001 1

finger 425 676; shot which-system
finger 175 240; shot which-component
finger 224 240; shot which-condition
finger 340 257; shot finding
finger 868 667
step "reports worn brake pads" logged finding-reported E1001 1
few; shot reported

badge "$desk" "$he_wei"; shot desk
tap "$desk" 205 180; settled "$desk"; shot desk-car
tap "$desk" 1098 295; settled "$desk"; shot desk-chosen
tap "$desk" 1100 750
step "the customer agrees" logged finding-authorised E1025 1
shot authorised

tap "$bay1" 1184 112; settled "$bay1"; shot leave-the-job
tap "$bay1" 330 240
step "Liu Jing clocks on to the additional work" logged clocked-on E1001 2
shot additional-work

pull bay1
until_ok "the bay to notice" grep -q "no broker" "$dir/bay1.log"
all_settled; shot bay-offline
finger 425 676; finger 175 240; finger 600 240; finger 340 257; finger 868 667
few; shot saved-offline
step "without a link the finding is saved, and nobody else knows" not_logged finding-reported E1001 2
plug bay1
step "the cable is back, and it arrives" logged finding-reported E1001 2
shot arrived

pull desk
until_ok "the desk to notice" grep -q "no broker" "$dir/desk.log"
badge "$desk" "$he_wei"
tap "$desk" 205 180; settled "$desk"
tap "$desk" 1098 295; settled "$desk"
tap "$desk" 1100 750; settled "$desk"; shot answered-offline
step "without a link the answer is saved, and nobody else knows" not_logged finding-authorised E1025 2
plug desk
step "the cable is back, and the bay is told" logged finding-authorised E1025 2
shot told

baylight verify
events | python3 tests/day/story.py once
echo "1 passed, 0 failed"
