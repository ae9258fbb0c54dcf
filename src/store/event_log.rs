//! The coordinator's database: event log, inbox and projections, written in one transaction a batch.
//!
//! Why one writer: group commit is what pays for `synchronous=FULL`. Many commands share one COMMIT, and their
//! answers go out after it.

use super::database::{self, Durability, StoreError};
use crate::domain::event::{Event, EventBody};
use crate::domain::ids::{CommandId, LogPosition, PersonId};
use crate::domain::receipt::Receipt;
use crate::domain::workshop::{EntityKey, Workshop};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

mod migrations {
    refinery::embed_migrations!("src/store/migrations/coordinator");
}

/// The name of the database in a data directory.
pub const FILE_NAME: &str = "coordinator.db";

/// A hash over a row of the log and the row before.
pub type RowHash = [u8; 32];

/// The hash before the first row.
pub const FIRST_HASH: RowHash = [0; 32];

/// One row of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedEvent {
    /// Where it stands.
    pub position: LogPosition,
    /// When the coordinator wrote it.
    pub recorded_at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
}

/// The database of a coordinator, and its only writer.
#[derive(Debug)]
pub struct EventLog {
    connection: Connection,
    path: PathBuf,
    head: (LogPosition, RowHash),
    epoch: u64,
}

impl EventLog {
    /// Opens the database of a data directory, or makes it.
    ///
    /// # Errors
    /// When the file is not ours, from a newer version, or cannot be written.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let path = data_dir.join(FILE_NAME);
        let connection =
            database::open(&path, Durability::Full, &migrations::migrations::runner())?;
        let sqlite = StoreError::sqlite(&path);
        let head = head(&connection).map_err(&sqlite)?;
        let epoch = database::next_epoch(&connection).map_err(&sqlite)?;
        Ok(Self {
            connection,
            path,
            head,
            epoch,
        })
    }

    /// Tells which start of the coordinator this is.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Tells where the log ends.
    pub fn position(&self) -> LogPosition {
        self.head.0
    }

    /// Names the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one batch: everything in it is on the disk when this returns, or none of it.
    ///
    /// # Errors
    /// What `work` returns, or what SQLite says at COMMIT; then nothing was written.
    pub fn batch<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let sqlite = StoreError::sqlite(&self.path);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| E::from(sqlite(error)))?;
        let mut batch = Batch {
            transaction,
            path: &self.path,
            head: self.head,
        };
        let done = work(&mut batch)?;
        let head = batch.head;
        batch
            .transaction
            .commit()
            .map_err(|error| E::from(sqlite(error)))?;
        self.head = head;
        Ok(done)
    }

    /// Reads back what is open, and what was settled on `since` or later: what a coordinator works with.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn load(&self, since: NaiveDate) -> Result<Workshop, StoreError> {
        load_entities(&self.connection, &self.path, Some(since))
    }

    /// Replays the whole log into a state, the projections aside.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn replay(&self) -> Result<Workshop, StoreError> {
        let mut workshop = Workshop::default();
        for_each_event(&self.connection, &self.path, LogPosition(0), |logged| {
            workshop.apply(&logged.event);
        })?;
        Ok(workshop)
    }

    /// Deletes the projections and writes them anew from the log.
    ///
    /// # Errors
    /// When the log cannot be read or the rows cannot be written; then the old ones stay.
    pub fn rebuild(&mut self) -> Result<Workshop, StoreError> {
        let workshop = self.replay()?;
        self.batch(|batch| {
            batch
                .transaction
                .execute("DELETE FROM entity", [])
                .map_err(StoreError::sqlite(batch.path))?;
            for key in workshop.keys() {
                batch.put_entity(&workshop, &key)?;
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(workshop)
    }
}

/// Refuses the database of a newer version of this program.
pub(super) fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    database::refuse_newer(connection, path, &migrations::migrations::runner())
}

fn head(connection: &Connection) -> Result<(LogPosition, RowHash), rusqlite::Error> {
    let last = connection
        .query_row(
            "SELECT position, hash FROM event ORDER BY position DESC LIMIT 1",
            [],
            |row| Ok((LogPosition(row.get(0)?), row.get(1)?)),
        )
        .optional()?;
    let (last, hash) = last.unwrap_or((LogPosition(0), FIRST_HASH));
    // Where the last rows were taken away the log goes on behind the gap, so that it stays visible.
    let written: Option<u64> = connection
        .query_row(
            "SELECT seq FROM sqlite_sequence WHERE name = 'event'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok((last.max(LogPosition(written.unwrap_or(0))), hash))
}

/// One transaction of the writer.
#[derive(Debug)]
pub struct Batch<'a> {
    transaction: Transaction<'a>,
    path: &'a Path,
    head: (LogPosition, RowHash),
}

impl Batch<'_> {
    pub(super) fn sqlite(&self) -> impl Fn(rusqlite::Error) -> StoreError + use<> {
        StoreError::sqlite(self.path)
    }

    /// Lends the transaction to writing functions of this room.
    pub(super) fn transaction(&self) -> &Transaction<'_> {
        &self.transaction
    }

    fn unwritable(&self, what: &str) -> impl Fn(serde_json::Error) -> StoreError + use<> {
        let (path, what) = (self.path.to_owned(), what.to_owned());
        move |error| StoreError::Row {
            path: path.clone(),
            what: what.clone(),
            error,
        }
    }

    /// Tells where the log ends with what this batch has appended.
    pub fn position(&self) -> LogPosition {
        self.head.0
    }

    /// Finds the answer that a command was given before.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn seen(&self, command: CommandId) -> Result<Option<Receipt>, StoreError> {
        let text: Option<String> = self
            .transaction
            .prepare_cached("SELECT receipt FROM inbox WHERE command = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([command.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(self.sqlite())?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(self.unwritable("an answer in the inbox"))
    }

    /// Remembers the answer to a command.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remember(
        &mut self,
        receipt: &Receipt,
        station: &str,
        epoch: u64,
        seq: u64,
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(receipt).map_err(self.unwritable("an answer"))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO inbox (command, station, epoch, seq, receipt) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute(params![receipt.command.to_string(), station, epoch, seq, text])
            })
            .map_err(self.sqlite())?;
        Ok(())
    }

    /// Puts an entity that was settled long ago back into the state; nothing happens when it is there or unknown.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn recall(&self, workshop: &mut Workshop, key: &EntityKey) -> Result<(), StoreError> {
        if workshop.has(key) {
            return Ok(());
        }
        let body: Option<String> = self
            .transaction
            .prepare_cached("SELECT body FROM entity WHERE kind = ?1 AND name = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row([key.kind(), &key.name()], |row| row.get(0))
                    .optional()
            })
            .map_err(self.sqlite())?;
        match body {
            Some(body) => workshop
                .put_entity_json(key.kind(), &key.name(), &body)
                .map_err(self.unwritable("an entity")),
            None => Ok(()),
        }
    }

    /// Lists the days that somebody clocked on, the latest first, from a day back or from the very last.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn days_of(
        &self,
        person: &PersonId,
        before: Option<NaiveDate>,
    ) -> Result<Vec<NaiveDate>, StoreError> {
        // A day on which everything was taken back is as good as none: some more are looked at behind it.
        const SOME: i64 = 8;
        let before = before.map_or_else(|| "9".to_owned(), |day| day.to_string());
        let read = || {
            let mut statement = self.transaction.prepare_cached(
                "SELECT name FROM entity WHERE kind = 'day' AND substr(name, 12) = ?1 AND name < ?2
                 ORDER BY name DESC LIMIT ?3",
            )?;
            let names = statement.query_map(params![person.as_str(), before, SOME], |row| {
                row.get::<_, String>(0)
            })?;
            names.collect::<Result<Vec<_>, _>>()
        };
        let names = read().map_err(self.sqlite())?;
        // A name that is no date is not one of ours.
        Ok(names
            .iter()
            .filter_map(|name| name.split_once('/')?.0.parse().ok())
            .collect())
    }

    /// Appends an event to the log.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(
        &mut self,
        event: &Event,
        recorded_at: DateTime<Utc>,
    ) -> Result<LogPosition, StoreError> {
        let body = serde_json::to_string(&event.body).map_err(self.unwritable("an event"))?;
        let actor = serde_json::to_string(&event.actor).map_err(self.unwritable("an actor"))?;
        let position = LogPosition(self.head.0.0 + 1);
        let row = Row {
            position,
            command: event.command.to_string(),
            kind: event.body.kind().to_owned(),
            at: instant(event.at),
            recorded_at: instant(recorded_at),
            station: event.station.to_string(),
            actor,
            body,
        };
        let hash = row.hash(&self.head.1);
        self.transaction
            .prepare_cached(
                "INSERT INTO event (position, command, kind, at, recorded_at, station, actor, body, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    position.0,
                    row.command,
                    row.kind,
                    row.at,
                    row.recorded_at,
                    row.station,
                    row.actor,
                    row.body,
                    hash
                ])
            })
            .map_err(self.sqlite())?;
        self.head = (position, hash);
        Ok(position)
    }

    /// Writes the projection row of an entity, or deletes it where the entity is gone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_entity(&mut self, workshop: &Workshop, key: &EntityKey) -> Result<(), StoreError> {
        let body = workshop
            .entity_json(key)
            .transpose()
            .map_err(self.unwritable("an entity"))?;
        let done = match body {
            Some(body) => self
                .transaction
                .prepare_cached(
                    "INSERT INTO entity (kind, name, body, settled_on) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (kind, name) DO UPDATE
                     SET body = excluded.body, settled_on = excluded.settled_on",
                )
                .and_then(|mut statement| {
                    let settled_on = workshop.settled_on(key).map(|day| day.to_string());
                    statement.execute(params![key.kind(), key.name(), body, settled_on])
                }),
            None => self
                .transaction
                .prepare_cached("DELETE FROM entity WHERE kind = ?1 AND name = ?2")
                .and_then(|mut statement| statement.execute(params![key.kind(), key.name()])),
        };
        done.map_err(self.sqlite())?;
        Ok(())
    }

    /// Puts a message aside that cannot be read.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn dead_letter(
        &mut self,
        topic: &str,
        payload: &[u8],
        reason: &str,
        received_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO dead_letter (received_at, topic, payload, reason) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute(params![instant(received_at), topic, payload, reason])
            })
            .map_err(self.sqlite())?;
        Ok(())
    }
}

/// Writes a moment as the tables have it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A row of the log as it stands on the disk.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) position: LogPosition,
    command: String,
    kind: String,
    at: String,
    recorded_at: String,
    station: String,
    actor: String,
    body: String,
}

impl Row {
    /// Hashes every column, each with its length before it, so that no text can move from one to the next.
    pub(super) fn hash(&self, before: &RowHash) -> RowHash {
        let mut sha = Sha256::new();
        sha.update(before);
        sha.update(self.position.0.to_be_bytes());
        for column in [
            &self.command,
            &self.kind,
            &self.at,
            &self.recorded_at,
            &self.station,
            &self.actor,
            &self.body,
        ] {
            sha.update((column.len() as u64).to_be_bytes());
            sha.update(column.as_bytes());
        }
        sha.finalize().into()
    }

    fn read(&self) -> Result<LoggedEvent, String> {
        let json = |error: serde_json::Error| error.to_string();
        let time = |text: &str| {
            DateTime::parse_from_rfc3339(text)
                .map(|at| at.with_timezone(&Utc))
                .map_err(|error| format!("“{text}”: {error}"))
        };
        let body: EventBody = serde_json::from_str(&self.body).map_err(json)?;
        Ok(LoggedEvent {
            position: self.position,
            recorded_at: time(&self.recorded_at)?,
            event: Event {
                command: CommandId(self.command.parse().map_err(|e| format!("{e}"))?),
                at: time(&self.at)?,
                station: self.station.as_str().into(),
                actor: serde_json::from_str(&self.actor).map_err(json)?,
                body,
            },
        })
    }
}

/// Walks through the rows after a position, with the hash that each carries.
pub(super) fn for_each_row(
    connection: &Connection,
    path: &Path,
    after: LogPosition,
    visit: impl FnMut(Row, RowHash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for_each_row_until(connection, path, (after, LAST), visit)
}

/// Beyond every row: the database counts with a sign.
const LAST: LogPosition = LogPosition(i64::MAX as u64);

/// Walks through the rows after a position and up to another.
fn for_each_row_until(
    connection: &Connection,
    path: &Path,
    (after, until): (LogPosition, LogPosition),
    mut visit: impl FnMut(Row, RowHash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sqlite = StoreError::sqlite(path);
    let mut statement = connection
        .prepare_cached(
            "SELECT position, command, kind, at, recorded_at, station, actor, body, hash
             FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position",
        )
        .map_err(&sqlite)?;
    let mut rows = statement.query([after.0, until.0]).map_err(&sqlite)?;
    while let Some(row) = rows.next().map_err(&sqlite)? {
        let read = || {
            Ok::<_, rusqlite::Error>((
                Row {
                    position: LogPosition(row.get(0)?),
                    command: row.get(1)?,
                    kind: row.get(2)?,
                    at: row.get(3)?,
                    recorded_at: row.get(4)?,
                    station: row.get(5)?,
                    actor: row.get(6)?,
                    body: row.get(7)?,
                },
                row.get(8)?,
            ))
        };
        let (row, hash) = read().map_err(&sqlite)?;
        visit(row, hash)?;
    }
    Ok(())
}

/// Walks through the events after a position.
pub(super) fn for_each_event(
    connection: &Connection,
    path: &Path,
    after: LogPosition,
    visit: impl FnMut(&LoggedEvent),
) -> Result<(), StoreError> {
    for_each_event_until(connection, path, (after, LAST), visit)
}

/// Walks through the events after a position and up to another.
pub(super) fn for_each_event_until(
    connection: &Connection,
    path: &Path,
    stretch: (LogPosition, LogPosition),
    mut visit: impl FnMut(&LoggedEvent),
) -> Result<(), StoreError> {
    for_each_row_until(connection, path, stretch, |row, _| {
        let logged = row.read().map_err(|why| StoreError::NotOurs {
            path: path.to_owned(),
            why: format!("row {} of the log cannot be read: {why}", row.position),
        })?;
        visit(&logged);
        Ok(())
    })
}

/// Walks through the projection rows: kind, name, body; with `since` without those settled before it.
pub(super) fn for_each_entity(
    connection: &Connection,
    path: &Path,
    since: Option<NaiveDate>,
    mut visit: impl FnMut(&str, &str, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sqlite = StoreError::sqlite(path);
    let mut statement = connection
        .prepare(
            "SELECT kind, name, body FROM entity
             WHERE ?1 IS NULL OR settled_on IS NULL OR settled_on >= ?1",
        )
        .map_err(&sqlite)?;
    let since = since.map(|day| day.to_string());
    let mut rows = statement.query([since]).map_err(&sqlite)?;
    while let Some(row) = rows.next().map_err(&sqlite)? {
        let read = || {
            Ok::<(String, String, String), rusqlite::Error>((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let (kind, name, body) = read().map_err(&sqlite)?;
        visit(&kind, &name, &body)?;
    }
    Ok(())
}

fn load_entities(
    connection: &Connection,
    path: &Path,
    since: Option<NaiveDate>,
) -> Result<Workshop, StoreError> {
    let mut workshop = Workshop::default();
    for_each_entity(connection, path, since, |kind, name, body| {
        workshop
            .put_entity_json(kind, name, body)
            .map_err(|error| StoreError::Row {
                path: path.to_owned(),
                what: format!("the projection of {kind} {name}"),
                error,
            })
    })?;
    Ok(workshop)
}

/// A second connection to a coordinator's database that only reads, for listings beside the running process.
#[derive(Debug)]
pub struct LogReader {
    connection: Connection,
    path: PathBuf,
}

impl LogReader {
    /// Opens the database of a data directory.
    ///
    /// # Errors
    /// When there is none, or it is not ours.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let path = data_dir.join(FILE_NAME);
        let connection = database::open_read_only(&path)?;
        Ok(Self { connection, path })
    }

    /// Reads all projections.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn load(&self) -> Result<Workshop, StoreError> {
        load_entities(&self.connection, &self.path, None)
    }

    /// Reads the projections of some kinds, without those that were settled before a day.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn load_since(&self, since: NaiveDate, kinds: &[&str]) -> Result<Workshop, StoreError> {
        let mut workshop = Workshop::default();
        for kind in kinds {
            self.read_entities(
                &mut workshop,
                "WHERE kind = ?1 AND (settled_on IS NULL OR settled_on >= ?2)",
                &[kind, &since.to_string()],
            )?;
        }
        Ok(workshop)
    }

    /// Reads the projection of one entity, if there is one.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn load_one(&self, workshop: &mut Workshop, key: &EntityKey) -> Result<(), StoreError> {
        let named = [key.kind(), &key.name()];
        self.read_entities(workshop, "WHERE kind = ?1 AND name = ?2", &named)
    }

    fn read_entities(
        &self,
        workshop: &mut Workshop,
        which: &str,
        values: &[&str],
    ) -> Result<(), StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let text = format!("SELECT kind, name, body FROM entity {which}");
        let mut statement = self.connection.prepare_cached(&text).map_err(&sqlite)?;
        let values = rusqlite::params_from_iter(values);
        let mut rows = statement.query(values).map_err(&sqlite)?;
        while let Some(row) = rows.next().map_err(&sqlite)? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let (kind, name, body) = (
                text(0).map_err(&sqlite)?,
                text(1).map_err(&sqlite)?,
                text(2).map_err(&sqlite)?,
            );
            workshop
                .put_entity_json(kind, name, body)
                .map_err(|error| StoreError::Row {
                    path: self.path.clone(),
                    what: format!("the projection of {kind} {name}"),
                    error,
                })?;
        }
        Ok(())
    }

    /// Walks through the events after a position.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn for_each(
        &self,
        after: LogPosition,
        visit: impl FnMut(&LoggedEvent),
    ) -> Result<(), StoreError> {
        for_each_event(&self.connection, &self.path, after, visit)
    }

    /// Lends the connection to reading functions of this room.
    pub(super) fn connection(&self) -> (&Connection, &Path) {
        (&self.connection, &self.path)
    }
}
