//! Tries of a PIN: counted, so that it is not to be guessed.

use chrono::{DateTime, TimeDelta, Utc};

/// So many wrong PINs in a row, and each one from then on has to be waited for.
pub(in crate::screen) const PIN_TRIES: u32 = 5;
/// So long.
pub(in crate::screen) const PIN_WAIT_SECS: i64 = 30;

/// What was tried for one person.
#[derive(Debug, Clone, Default)]
pub(in crate::screen) struct PinTries {
    /// Wrong ones in a row.
    pub(in crate::screen) wrong: u32,
    /// Not before this moment again.
    pub(in crate::screen) wait_until: Option<DateTime<Utc>>,
    /// One is being checked.
    pub(in crate::screen) checking: bool,
}

impl PinTries {
    /// Counts the seconds that are still to be waited.
    pub(in crate::screen) fn wait_secs(&self, now: DateTime<Utc>) -> i64 {
        let left = self
            .wait_until
            .map_or(TimeDelta::zero(), |until| until - now);
        // Rounded up: at “0 s” the next try is really taken.
        (left.num_milliseconds().max(0) + 999) / 1000
    }
}
