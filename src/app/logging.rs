//! Logs: one line an event on stderr, JSON when a service asks for it. `BAYLIGHT_LOG` sets the level.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// What is logged when nothing is set: our own rooms, and the warnings of others.
const USUAL: &str = "warn,baylight=info";

/// Starts logging; a second start in one process, as in tests, changes nothing.
pub(super) fn start() {
    let filter = EnvFilter::try_from_env("BAYLIGHT_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let wants_json = std::env::var_os("BAYLIGHT_LOG_JSON").is_some();
    // An error means that a subscriber is there already.
    let _ = if wants_json {
        lines.json().try_init()
    } else {
        lines.try_init()
    };
}
