//! What was told to the dealer system, export by export: so that the next one has only what changed since, and an earlier
//! one can be made again.

use super::database::StoreError;
use super::event_log::{Batch, LogReader, instant};
use crate::domain::ids::RoNumber;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What an export said of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldOrder {
    /// Which.
    pub ro: RoNumber,
    /// From 1, how often it was told.
    pub revision: u32,
    /// By which a change is seen.
    pub hash: String,
    /// Word for word, as JSON.
    pub body: String,
}

/// An export as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMade {
    /// Which, from 1.
    pub number: u64,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By number of the order.
    pub orders: Vec<ToldOrder>,
}

/// What the dealer system knows of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastTold {
    /// How often it was told.
    pub revision: u32,
    /// What it was told last.
    pub hash: String,
}

/// What the dealer system knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldSoFar {
    /// The last export; 0 before the first.
    pub last: u64,
    /// Of each order that was ever told.
    pub orders: BTreeMap<RoNumber, LastTold>,
}

/// What became of an export that was to be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remembered {
    /// It is on the disk.
    Written,
    /// Another export has taken its number meanwhile; nothing was written.
    Overtaken,
}

impl LogReader {
    /// Reads what the dealer system knows.
    ///
    /// # Errors
    /// When the rows cannot be read, as in a database of an earlier version.
    pub fn told_so_far(&self) -> Result<ToldSoFar, StoreError> {
        let (connection, path) = self.connection();
        told_so_far(connection).map_err(StoreError::sqlite(path))
    }

    /// Reads what an export said of an order last, word for word.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn told_last(&self, ro: &RoNumber) -> Result<Option<String>, StoreError> {
        let (connection, path) = self.connection();
        let read = || {
            let mut statement = connection.prepare_cached(
                "SELECT body FROM export_order WHERE ro = ?1 ORDER BY number DESC LIMIT 1",
            )?;
            statement
                .query_row([ro.as_str()], |row| row.get(0))
                .optional()
        };
        read().map_err(StoreError::sqlite(path))
    }

    /// Reads an export back; nothing where none has that number.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn export(&self, number: u64) -> Result<Option<ExportMade>, StoreError> {
        let (connection, path) = self.connection();
        let sqlite = StoreError::sqlite(path);
        let Ok(key) = i64::try_from(number) else {
            return Ok(None);
        };
        let made_at: Option<String> = connection
            .query_row(
                "SELECT made_at FROM export WHERE number = ?1",
                [key],
                |row| row.get(0),
            )
            .optional()
            .map_err(&sqlite)?;
        made_at
            .map(|text| {
                Ok(ExportMade {
                    number,
                    made_at: read_moment(&text, path)?,
                    orders: told_in(connection, key).map_err(&sqlite)?,
                })
            })
            .transpose()
    }
}

fn told_so_far(connection: &Connection) -> Result<ToldSoFar, rusqlite::Error> {
    let last = connection.query_row("SELECT coalesce(max(number), 0) FROM export", [], |row| {
        row.get(0)
    })?;
    // Of a maximum SQLite takes the other columns from the same row.
    let mut statement = connection
        .prepare("SELECT ro, max(number), revision, hash FROM export_order GROUP BY ro")?;
    let told = |row: &Row<'_>| {
        let last = LastTold {
            revision: row.get(2)?,
            hash: row.get(3)?,
        };
        Ok((RoNumber::new(row.get::<_, String>(0)?), last))
    };
    let orders = statement.query_map([], told)?;
    Ok(ToldSoFar {
        last,
        orders: orders.collect::<Result<_, _>>()?,
    })
}

fn told_in(connection: &Connection, number: i64) -> Result<Vec<ToldOrder>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT ro, revision, hash, body FROM export_order WHERE number = ?1 ORDER BY ro",
    )?;
    let orders = statement.query_map([number], |row| {
        Ok(ToldOrder {
            ro: RoNumber::new(row.get::<_, String>(0)?),
            revision: row.get(1)?,
            hash: row.get(2)?,
            body: row.get(3)?,
        })
    })?;
    orders.collect()
}

fn read_moment(text: &str, path: &Path) -> Result<DateTime<Utc>, StoreError> {
    let read = DateTime::parse_from_rfc3339(text);
    read.map(|at| at.with_timezone(&Utc))
        .map_err(|error| StoreError::NotOurs {
            path: path.to_owned(),
            why: format!("an export was made at “{text}”, which is no time: {error}"),
        })
}

impl Batch<'_> {
    /// Remembers an export, if no other has taken its number.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remember_export(&mut self, made: &ExportMade) -> Result<Remembered, StoreError> {
        self.write_export(made).map_err(self.sqlite())
    }

    fn write_export(&self, made: &ExportMade) -> Result<Remembered, rusqlite::Error> {
        let last: u64 = self.transaction().query_row(
            "SELECT coalesce(max(number), 0) FROM export",
            [],
            |row| row.get(0),
        )?;
        if made.number != last + 1 {
            return Ok(Remembered::Overtaken);
        }
        self.transaction().execute(
            "INSERT INTO export (number, made_at) VALUES (?1, ?2)",
            params![made.number, instant(made.made_at)],
        )?;
        let mut statement = self.transaction().prepare_cached(
            "INSERT INTO export_order (ro, number, revision, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for told in &made.orders {
            statement.execute(params![
                told.ro.as_str(),
                made.number,
                told.revision,
                told.hash,
                told.body
            ])?;
        }
        Ok(Remembered::Written)
    }
}
