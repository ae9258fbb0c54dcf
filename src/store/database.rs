//! Opening a database: the settings that keep it whole, the migrations, and the errors in words.
//!
//! WAL with `synchronous=FULL`: when COMMIT returns, the row is on the disk. Only SQLite's bundled version is
//! used, since 3.7.0–3.51.2 can damage a WAL database that two connections share.

use refinery::Runner;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What goes wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("{path}: {error}", path = path.display())]
    Sqlite {
        /// Which file.
        path: PathBuf,
        /// What SQLite says.
        error: rusqlite::Error,
    },
    /// It is no database of this program, or of a newer version of it.
    #[error("{path}: {why}; it is left as it is", path = path.display())]
    NotOurs {
        /// Which file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// What stands in a row cannot be read.
    #[error("{path}: {what} cannot be read: {error}; run `baylight verify`", path = path.display())]
    Row {
        /// Which file.
        path: PathBuf,
        /// Which row.
        what: String,
        /// Why.
        error: serde_json::Error,
    },
    /// The disk says no.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

impl StoreError {
    /// Tells whether the same again may work once the disk is mended, or whoever holds the file lets go.
    pub fn is_of_the_disk(&self) -> bool {
        use rusqlite::ErrorCode;
        match self {
            Self::Io { .. } => true,
            Self::Sqlite { error, .. } => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::DiskFull
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::ReadOnly
                        | ErrorCode::CannotOpen
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::FileLockingProtocolFailed
                        | ErrorCode::OutOfMemory
                )
            ),
            Self::NotOurs { .. } | Self::Row { .. } => false,
        }
    }

    /// Wraps an error of SQLite with the file that it is about.
    pub(super) fn sqlite(path: &Path) -> impl Fn(rusqlite::Error) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::Sqlite {
            path: path.clone(),
            error,
        }
    }
}

/// How sure a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// On the disk when COMMIT returns.
    Full,
    /// Whole after a crash, the last commits perhaps missing: for what can be had again.
    Normal,
}

/// Marks our files (`BAYL`), so that nothing else is taken for one.
const APPLICATION_ID: i32 = 0x4241_594c;

/// Opens a database for writing, and brings it up to this version.
pub(super) fn open(
    path: &Path,
    durability: Durability,
    migrations: &Runner,
) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Io {
            path: folder.to_owned(),
            error,
        })?;
    }
    let sqlite = StoreError::sqlite(path);
    let mut connection = Connection::open(path).map_err(&sqlite)?;
    connection
        .busy_timeout(Duration::from_secs(5))
        .map_err(&sqlite)?;
    check_ours(&connection, path)?;
    // Before anything is set: what is refused is left as it is.
    refuse_newer(&connection, path, migrations)?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0; PRAGMA cache_size = -8000; PRAGMA application_id = {APPLICATION_ID};"
        ))
        .map_err(&sqlite)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrations
        .run(&mut connection)
        .map_err(|error| StoreError::NotOurs {
            path: path.to_owned(),
            why: format!("its tables cannot be brought up to this version: {error}"),
        })?;
    Ok(connection)
}

/// Opens a database for reading beside its writer.
pub(super) fn open_read_only(path: &Path) -> Result<Connection, StoreError> {
    let sqlite = StoreError::sqlite(path);
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(&sqlite)?;
    connection
        .busy_timeout(Duration::from_secs(5))
        .map_err(&sqlite)?;
    check_ours(&connection, path)?;
    Ok(connection)
}

fn check_ours(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0));
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    });
    let not_ours = |why: String| StoreError::NotOurs {
        path: path.to_owned(),
        why,
    };
    match (found, tables) {
        (Ok(APPLICATION_ID), _) | (Ok(_), Ok(0)) => Ok(()),
        (Ok(_), Ok(_)) => Err(not_ours("this is a database of another program".to_owned())),
        (Err(error), _) | (_, Err(error)) => {
            Err(not_ours(format!("this is no database ({error})")))
        }
    }
}

pub(super) fn refuse_newer(
    connection: &Connection,
    path: &Path,
    migrations: &Runner,
) -> Result<(), StoreError> {
    let newest = migrations
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0);
    let found: Result<Option<i64>, _> = connection.query_row(
        "SELECT max(version) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    );
    match found {
        Ok(Some(version)) if version > newest => Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: format!(
                "it was written by a newer version of this program (schema {version}, known here: {newest})"
            ),
        }),
        // A database without the table is new.
        _ => Ok(()),
    }
}

/// Runs SQLite's own check of the file.
pub(super) fn integrity(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let answer: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .map_err(StoreError::sqlite(path))?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: format!("it is damaged: {answer}"),
        })
    }
}

/// Counts this start, and tells which it is, from 1.
pub(super) fn next_epoch(connection: &Connection) -> Result<u64, rusqlite::Error> {
    connection.query_row(
        "INSERT INTO identity (name, value) VALUES ('epoch', '1')
         ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
         RETURNING CAST(value AS INTEGER)",
        [],
        |row| row.get(0),
    )
}
