//! Badge readers that type like a keyboard: told from a person by their speed.

use crate::domain::ids::BadgeId;
use chrono::{DateTime, TimeDelta, Utc};

/// A reader sends its keys closer together than a person can.
const LONGEST_GAP_MILLIS: i64 = 100;

/// Shorter than this is no badge but somebody leaning on the keys.
const SHORTEST_BADGE: usize = 3;

/// The keys of a badge that is being read.
#[derive(Debug, Clone, Default)]
pub(in crate::screen) struct KeyReader {
    text: String,
    last_at: Option<DateTime<Utc>>,
}

impl KeyReader {
    /// Takes a key, and hands the badge over at the Return or Tab that ends it.
    pub(in crate::screen) fn key(&mut self, text: &str, at: DateTime<Utc>) -> Option<BadgeId> {
        let gap = TimeDelta::milliseconds(LONGEST_GAP_MILLIS);
        if self.last_at.is_none_or(|last| at - last > gap) {
            self.text.clear();
        }
        self.last_at = Some(at);
        if matches!(text, "\n" | "\r" | "\t") {
            let read = std::mem::take(&mut self.text);
            return (read.chars().count() >= SHORTEST_BADGE).then(|| BadgeId::new(read));
        }
        // Shift and its like come as keys of their own.
        self.text.extend(
            text.chars()
                .filter(|c| c.is_alphanumeric() || "-_.:".contains(*c)),
        );
        None
    }
}
