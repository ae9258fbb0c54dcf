//! `verify`: the file is whole, the log has not been tampered with, and the projections are what it adds up to.

use super::database::{self, StoreError};
use super::event_log::{FIRST_HASH, LogReader, for_each_row, load_entities};
use crate::domain::ids::LogPosition;
use crate::domain::workshop::{EntityKey, Workshop};

/// What was found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A row of the log was changed, or one is missing before it.
    LogRow {
        /// Which.
        position: LogPosition,
        /// What is wrong.
        why: &'static str,
    },
    /// A projection differs from what the log adds up to.
    Projection {
        /// Which kind.
        kind: &'static str,
        /// Which.
        name: String,
        /// How.
        why: &'static str,
    },
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many events the log has.
    pub events: u64,
    /// How many projections were compared.
    pub entities: usize,
    /// What is wrong; nothing when all is well.
    pub faults: Vec<Fault>,
}

impl LogReader {
    /// Checks file, log and projections.
    ///
    /// # Errors
    /// When the file is damaged so far that it cannot be read.
    pub fn verify(&self) -> Result<Findings, StoreError> {
        let (connection, path) = self.connection();
        database::integrity(connection, path)?;
        let mut findings = Findings::default();
        let mut before = FIRST_HASH;
        let mut expected = 1;
        for_each_row(connection, path, LogPosition(0), |row, hash| {
            let position = row.position;
            if position.0 != expected {
                let why = "rows are missing before it";
                findings.faults.push(Fault::LogRow { position, why });
            } else if row.hash(&before) != hash {
                let why = "its hash does not fit what stands in it";
                findings.faults.push(Fault::LogRow { position, why });
            }
            before = hash;
            expected = position.0 + 1;
            findings.events += 1;
            Ok(())
        })?;
        let projected = load_entities(connection, path)?;
        let mut replayed = Workshop::default();
        self.for_each(LogPosition(0), |logged| {
            replayed.apply(&logged.event);
        })?;
        findings.entities = compare(&projected, &replayed, &mut findings.faults);
        Ok(findings)
    }
}

/// Compares two states, entity by entity, and counts them.
fn compare(projected: &Workshop, replayed: &Workshop, faults: &mut Vec<Fault>) -> usize {
    let keys: std::collections::BTreeSet<EntityKey> =
        projected.keys().into_iter().chain(replayed.keys()).collect();
    for key in &keys {
        let json = |workshop: &Workshop| workshop.entity_json(key).and_then(Result::ok);
        let why = match (json(projected), json(replayed)) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(_), Some(_)) => "it differs from what the log adds up to",
            (None, _) => "it is missing",
            (_, None) => "the log knows nothing of it",
        };
        faults.push(Fault::Projection { kind: key.kind(), name: key.name(), why });
    }
    keys.len()
}
