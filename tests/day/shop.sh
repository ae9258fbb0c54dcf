# A workshop of processes over Mosquitto, on free ports and displays of its own, and the fingers, badges and eyes of
# its people. Sourced by the days; each opens the screens that it needs with `open_screen`, then `all_windows`.

language=${1:-zh}
program=$(realpath "${BAYLIGHT:-${CARGO_TARGET_DIR:-target}/debug/baylight}")
dir=$(mktemp -d)
pictures=${2:-$dir/pictures}
mkdir -p "$pictures"
PATH=$PATH:/usr/sbin
screens=()

cleanup() {
    status=$?
    [ $status -eq 0 ] || { shot failed || true; echo "FAILED; the logs:"; tail -n 20 "$dir"/*.log; cp "$dir"/*.log "$pictures" || true; }
    kill $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null || true
    [ $status -ne 0 ] || rm -rf "$dir"
}
trap cleanup EXIT

# --- the shop -----------------------------------------------------------------------------------------------------

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

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

port=$(free_port)
printf 'listener %s 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\n' "$port" > "$dir/mosquitto.conf"

settings() { # broker-port
    cat <<TOML
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
port = $1
[data]
dir = "$dir/data"
# A slow machine is no reason to be signed out between two taps.
[sign_in]
idle_secs = 600
TOML
    # A day may have lists of its own, seen from here.
    if [ -n "${checklists:-}" ]; then printf '[quality]\nchecklists = "%s"\n' "$checklists"; fi
}
settings "$port" > "$dir/shop.toml"

baylight() { "$program" -c "$dir/shop.toml" "$@"; }

mosquitto -c "$dir/mosquitto.conf" > "$dir/mosquitto.log" 2>&1 &
until_ok "the broker" mosquitto_pub -p "$port" -t hello -m hello

for table in operations parts; do baylight "$table" import "tests/data/$table.csv"; done
baylight roster import "${people:-tests/data/roster.csv}"
baylight orders import "${orders:-tests/data/orders-2026-11-23.csv}"

# In the background: the process itself, so that the end of the day is its end too.
(exec "$program" -c "$dir/shop.toml" coordinator > "$dir/coordinator.log" 2>&1) &
until_ok "the coordinator" test -S "$dir/data/control.sock"

# --- its screens --------------------------------------------------------------------------------------------------

open_screen() { # name size settings station…
    local name=$1 size=$2 file=$3; shift 3
    mkfifo "$dir/$name.display"
    Xvfb -displayfd 9 -screen 0 "${size}x24" -nolisten tcp 9> "$dir/$name.display" > /dev/null 2>&1 &
    local number; read -r number < "$dir/$name.display"
    declare -g "$name=:$number"
    screens+=("$name")
    (DISPLAY=:$number exec "$program" -c "$file" station "$@" --windowed > "$dir/$name.log" 2>&1) &
}

# A cable of its own for a screen, which may be pulled and plugged in again.
lay_cable() { # name
    mkfifo "$dir/$1.cable" "$dir/$1.end"
    python3 tests/day/cable.py "$port" < "$dir/$1.cable" > "$dir/$1.end" &
    exec {fd}> "$dir/$1.cable"
    declare -g "cable_$1=$fd"
    local end; read -r end < "$dir/$1.end"
    settings "$end" > "$dir/$1.toml"
}
pull() { local fd="cable_$1"; echo pull >&"${!fd}"; }
plug() { local fd="cable_$1"; echo plug >&"${!fd}"; }

window() { DISPLAY=$1 xdotool search --onlyvisible --name . | head -n 1; }
has_window() { test -n "$(window "$1")"; }
all_windows() {
    local name
    for name in "${screens[@]}"; do
        until_ok "the window of $name" has_window "${!name}"
        # A kiosk's shell gives its only window the keyboard.
        DISPLAY=${!name} xdotool windowfocus "$(window "${!name}")"
    done
}

# --- fingers, badges, eyes ----------------------------------------------------------------------------------------

tap() { DISPLAY=$1 xdotool mousemove "$2" "$3" click 1; }
badge() { DISPLAY=$1 xdotool type --delay 15 "$2"; DISPLAY=$1 xdotool key Return; settled "$1"; }
shot_number=0
shot() {
    shot_number=$((shot_number + 1))
    local place name
    place=$(printf '%s/%02d-%s' "$pictures" "$shot_number" "$1")
    for name in "${screens[@]}"; do
        DISPLAY=${!name} import -window root "$place-$name-$language.png"
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
all_settled() { local name; for name in "${screens[@]}"; do settled "${!name}"; done; }

events() { baylight log --json; }
# The n-th event of a kind by a person is in the log.
logged() { # kind person how-many
    [ "$(events | python3 tests/day/story.py count "$1" "$2")" -ge "$3" ]
}
step() { printf '%s … ' "$1"; shift; until_ok "$*" "$@"; all_settled; echo ok; }
