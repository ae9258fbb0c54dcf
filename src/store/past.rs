//! Reading back in the log: which event was written when, and the events of a stretch of it.

use super::database::StoreError;
use super::event_log::{LogReader, LoggedEvent, for_each_event_until};
use crate::domain::ids::LogPosition;
use chrono::{DateTime, Utc};

/// When an event was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub position: LogPosition,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

impl LogReader {
    /// Lists when the events after a position were written, in the order of the log.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn written(&self, after: LogPosition) -> Result<Vec<Written>, StoreError> {
        let (connection, path) = self.connection();
        let sqlite = StoreError::sqlite(path);
        let mut statement = connection
            .prepare_cached(
                "SELECT position, recorded_at FROM event WHERE position > ?1 ORDER BY position",
            )
            .map_err(&sqlite)?;
        let rows = statement
            .query_map([after.0], |row| {
                Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?))
            })
            .map_err(&sqlite)?;
        let mut written = Vec::new();
        for row in rows {
            let (position, text) = row.map_err(&sqlite)?;
            let at = DateTime::parse_from_rfc3339(&text).map_err(|error| StoreError::NotOurs {
                path: path.to_owned(),
                why: format!("row {position} of the log cannot be read: “{text}”: {error}"),
            })?;
            written.push(Written {
                position: LogPosition(position),
                recorded_at: at.with_timezone(&Utc),
            });
        }
        Ok(written)
    }

    /// Walks through the events after a position and up to another.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn for_each_until(
        &self,
        after: LogPosition,
        until: LogPosition,
        visit: impl FnMut(&LoggedEvent),
    ) -> Result<(), StoreError> {
        let (connection, path) = self.connection();
        for_each_event_until(connection, path, (after, until), visit)
    }
}
