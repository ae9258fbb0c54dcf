//! `verify`: the file is whole, the log has not been tampered with, and the projections are what it adds up to.

use super::database::{self, StoreError};
use super::event_log::{FIRST_HASH, LogReader, for_each_entity, for_each_row};
use crate::domain::ids::LogPosition;
use crate::domain::workshop::{EntityKey, Workshop};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::path::Path;

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
        kind: String,
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
    /// Checks file, log and projections, all at one moment: a coordinator may write meanwhile.
    ///
    /// # Errors
    /// When the file is damaged so far that it cannot be read.
    pub fn verify(&self) -> Result<Findings, StoreError> {
        let (connection, path) = self.connection();
        let moment = connection
            .unchecked_transaction()
            .map_err(StoreError::sqlite(path))?;
        database::integrity(&moment, path)?;
        let mut findings = Findings::default();
        check_rows(&moment, path, &mut findings)?;
        let mut replayed = Workshop::default();
        self.for_each(LogPosition(0), |logged| {
            replayed.apply(&logged.event);
        })?;
        compare(&moment, path, &replayed, &mut findings)?;
        Ok(findings)
    }
}

/// Checks that each row is the one that was written after the row before, and that none is missing.
fn check_rows(
    connection: &Connection,
    path: &Path,
    findings: &mut Findings,
) -> Result<(), StoreError> {
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
    // No hash shows that the last rows are gone; the counter of the table does.
    let written: Option<u64> = connection
        .query_row(
            "SELECT seq FROM sqlite_sequence WHERE name = 'event'",
            [],
            |row| row.get(0),
        )
        .optional()
        .map_err(StoreError::sqlite(path))?;
    if written.unwrap_or(0) != expected - 1 {
        let position = LogPosition(expected - 1);
        findings.faults.push(Fault::LogRow {
            position,
            why: "rows are missing after it",
        });
    }
    Ok(())
}

/// Compares every projection row with what the log adds up to, and counts them.
fn compare(
    connection: &Connection,
    path: &Path,
    replayed: &Workshop,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let mut missing: BTreeMap<(String, String), EntityKey> = replayed
        .keys()
        .into_iter()
        .map(|key| ((key.kind().to_owned(), key.name()), key))
        .collect();
    for_each_entity(connection, path, None, |kind, name, body| {
        findings.entities += 1;
        let expected = missing.remove(&(kind.to_owned(), name.to_owned()));
        if let Some(why) = difference(replayed, expected.as_ref(), kind, name, body) {
            let (kind, name) = (kind.to_owned(), name.to_owned());
            findings.faults.push(Fault::Projection { kind, name, why });
        }
        Ok(())
    })?;
    findings
        .faults
        .extend(missing.into_keys().map(|(kind, name)| Fault::Projection {
            kind,
            name,
            why: "it is missing",
        }));
    Ok(())
}

/// Says how a projection row differs; nothing when it does not. A row is read before it is compared, since an
/// earlier version may have written a field less.
fn difference(
    replayed: &Workshop,
    expected: Option<&EntityKey>,
    kind: &str,
    name: &str,
    body: &str,
) -> Option<&'static str> {
    let Some(key) = expected else {
        return Some("the log knows nothing of it");
    };
    let mut alone = Workshop::default();
    if alone.put_entity_json(kind, name, body).is_err() {
        return Some("it cannot be read");
    }
    let json = |workshop: &Workshop| workshop.entity_json(key).and_then(Result::ok);
    (json(&alone) != json(replayed)).then_some("it differs from what the log adds up to")
}
