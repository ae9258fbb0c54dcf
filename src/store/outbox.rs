//! The outbox: taps that are saved and not yet accepted. A tap is saved when its row is committed here, and with it
//! that the photos which it names are to be sent.

use super::database::{self, Durability, StoreError};
use crate::domain::command::Command;
use crate::domain::ids::PhotoId;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

mod migrations {
    refinery::embed_migrations!("src/store/migrations/station");
}

/// The name of the database in a station's data directory.
pub const FILE_NAME: &str = "station.db";

/// Where a saved tap stands: which life of its station, and which tap of that life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutboxPlace {
    /// Which life of the station.
    pub epoch: u64,
    /// Which tap of that life, from 1.
    pub seq: u64,
}

/// A saved tap with its place in the life of its station.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    /// The tap.
    pub command: Command,
    /// Which life of the station.
    pub epoch: u64,
    /// Which tap of that life, from 1.
    pub seq: u64,
}

/// A photo that a saved tap names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPhoto {
    /// Which.
    pub photo: PhotoId,
    /// When the coordinator had all of it; nothing while it is to be sent.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The outbox of one station, and its only writer.
#[derive(Debug)]
pub struct Outbox {
    connection: Connection,
    /// Takes rows out without waiting for the disk.
    clearing: Connection,
    path: PathBuf,
    epoch: u64,
    seq: u64,
}

impl OutboxRow {
    /// Tells where it stands.
    pub fn place(&self) -> OutboxPlace {
        OutboxPlace {
            epoch: self.epoch,
            seq: self.seq,
        }
    }
}

impl Outbox {
    /// Opens the outbox of a data directory, or makes it, and begins a new life of the station.
    ///
    /// # Errors
    /// When the file is not ours, from a newer version, or cannot be written.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let path = data_dir.join(FILE_NAME);
        let migrations = migrations::migrations::runner();
        let connection = database::open(&path, Durability::Full, &migrations)?;
        let clearing = database::open(&path, Durability::Normal, &migrations)?;
        let epoch = database::next_epoch(&connection).map_err(StoreError::sqlite(&path))?;
        Ok(Self {
            connection,
            clearing,
            path,
            epoch,
            seq: 0,
        })
    }

    /// Tells which start of the station this is.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Saves a tap: when this returns, it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written, as on a full disk; then the tap is not saved.
    pub fn save(&mut self, command: &Command) -> Result<OutboxRow, StoreError> {
        let body = serde_json::to_string(command).map_err(|error| StoreError::Row {
            path: self.path.clone(),
            what: "a tap".to_owned(),
            error,
        })?;
        let seq = self.seq + 1;
        let row = OutboxPlace {
            epoch: self.epoch,
            seq,
        };
        let insert = |connection: &Connection| insert(connection, command, row, &body);
        // A tap without photos is one statement, and waits for no other page.
        let saved = if command.body.photos().is_empty() {
            insert(&self.connection)
        } else {
            self.connection.transaction().and_then(|transaction| {
                insert(&transaction)?;
                name_photos(&transaction, &command.body.photos())?;
                transaction.commit()
            })
        };
        saved.map_err(StoreError::sqlite(&self.path))?;
        self.seq = seq;
        Ok(OutboxRow {
            command: command.clone(),
            epoch: self.epoch,
            seq,
        })
    }

    /// Lists what is saved and not yet accepted, in the order of tapping.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn waiting(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let mut statement = self
            .connection
            .prepare_cached("SELECT epoch, seq, body FROM outbox ORDER BY epoch, seq")
            .map_err(&sqlite)?;
        let mut rows = statement.query([]).map_err(&sqlite)?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next().map_err(&sqlite)? {
            let body: String = row.get(2).map_err(&sqlite)?;
            let command = serde_json::from_str(&body).map_err(|error| StoreError::Row {
                path: self.path.clone(),
                what: "a saved tap".to_owned(),
                error,
            })?;
            waiting.push(OutboxRow {
                command,
                epoch: row.get(0).map_err(&sqlite)?,
                seq: row.get(1).map_err(&sqlite)?,
            });
        }
        Ok(waiting)
    }

    /// Takes out what the coordinator has answered. It does not wait for the disk, so that the next tap waits for
    /// its own commit alone: what a power cut brings back is sent again, and answered as seen before.
    ///
    /// # Errors
    /// When it cannot be written; then it is sent again, and answered as seen before.
    pub fn answered(&mut self, places: &[OutboxPlace]) -> Result<(), StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let transaction = self.clearing.transaction().map_err(&sqlite)?;
        for place in places {
            transaction
                .prepare_cached("DELETE FROM outbox WHERE epoch = ?1 AND seq = ?2")
                .and_then(|mut statement| statement.execute([place.epoch, place.seq]))
                .map_err(&sqlite)?;
        }
        transaction.commit().map_err(&sqlite)
    }
    /// Lists the photos that saved taps have named, in the order of reporting.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn photos(&self) -> Result<Vec<NamedPhoto>, StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, sent_at FROM photo ORDER BY place")
            .map_err(&sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok(NamedPhoto {
                    photo: PhotoId::new(row.get::<_, String>(0)?),
                    sent_at: row
                        .get::<_, Option<String>>(1)?
                        .and_then(|at| at.parse().ok()),
                })
            })
            .map_err(&sqlite)?;
        rows.collect::<Result<_, _>>().map_err(&sqlite)
    }

    /// Notes that the coordinator has all of some photos. It does not wait for the disk: after a power cut the
    /// coordinator is asked once more, and has them all.
    ///
    /// # Errors
    /// When it cannot be written; then the coordinator is asked again at the next start.
    pub fn photos_sent(&mut self, photos: &[(PhotoId, DateTime<Utc>)]) -> Result<(), StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let transaction = self.clearing.transaction().map_err(&sqlite)?;
        for (photo, at) in photos {
            transaction
                .prepare_cached("UPDATE photo SET sent_at = ?2 WHERE id = ?1")
                .and_then(|mut statement| statement.execute([photo.as_str(), &at.to_rfc3339()]))
                .map_err(&sqlite)?;
        }
        transaction.commit().map_err(&sqlite)
    }
}

fn insert(
    connection: &Connection,
    command: &Command,
    place: OutboxPlace,
    body: &str,
) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("INSERT INTO outbox (command, epoch, seq, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            command.id.to_string(),
            place.epoch,
            place.seq,
            body
        ])
        .map(drop)
}

/// Notes photos as to be sent. What names none is no reason to refuse the tap; one that was sent stays so.
fn name_photos(connection: &Connection, photos: &[&PhotoId]) -> Result<(), rusqlite::Error> {
    for photo in photos.iter().filter(|photo| photo.is_hash()) {
        connection
            .prepare_cached("INSERT INTO photo (id) VALUES (?1) ON CONFLICT (id) DO NOTHING")?
            .execute([photo.as_str()])?;
    }
    Ok(())
}
