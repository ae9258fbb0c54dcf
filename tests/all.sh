#!/bin/sh
# The whole test command: packages, formatting, lints, every test, and a day tapped through real windows.
set -eu
cd "$(dirname "$0")/.."

sh config/setup-debian.sh test

step() { printf '\n== %s\n' "$*"; }

step "formatting"
cargo fmt --all --check

step "lints"
cargo clippy --workspace --all-targets --features failpoints -- -D warnings
# A coordinator on a server has no screens, and may have no broker of its own.
cargo clippy --no-default-features -- -D warnings

step "tests"
cargo test --workspace --features failpoints

step "a day, what was found, what it needed from the store and how it was checked, tapped through real windows over Mosquitto"
# The tests have built the program.
for language in zh en; do
    bash tests/day/run.sh $language
    bash tests/day/findings.sh $language
    bash tests/day/parts.sh $language
    bash tests/day/quality.sh $language
done
