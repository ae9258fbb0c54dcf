//! Backup and restore: a whole copy of a live database, checked before it gets its name.

use super::database::{self, StoreError};
use super::event_log::{self, FILE_NAME};
use rusqlite::Connection;
use std::path::Path;

/// Copies the database of a data directory into a new file while it is in use.
///
/// # Errors
/// When the target exists, the copy cannot be written, or does not pass its integrity check.
pub fn backup(data_dir: &Path, target: &Path) -> Result<(), StoreError> {
    refuse_existing(target)?;
    let source = database::open_read_only(&data_dir.join(FILE_NAME))?;
    copy(&source, target)
}

/// Puts a backup into a data directory that has no database yet.
///
/// # Errors
/// When the directory has a database, or the backup is damaged or not ours.
pub fn restore(file: &Path, data_dir: &Path) -> Result<(), StoreError> {
    let target = data_dir.join(FILE_NAME);
    refuse_existing(&target)?;
    std::fs::create_dir_all(data_dir).map_err(|error| StoreError::Io {
        path: data_dir.to_owned(),
        error,
    })?;
    let source = database::open_read_only(file)?;
    database::integrity(&source, file)?;
    refuse_other(&source, file)?;
    event_log::refuse_newer(&source, file)?;
    copy(&source, &target)
}

/// A station's file is ours too, and no backup of a coordinator.
fn refuse_other(source: &Connection, file: &Path) -> Result<(), StoreError> {
    let tables: u32 = source
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('event', 'inbox', 'entity')",
            [],
            |row| row.get(0),
        )
        .map_err(StoreError::sqlite(file))?;
    if tables == 3 {
        return Ok(());
    }
    Err(StoreError::NotOurs {
        path: file.to_owned(),
        why: "this is no backup of a coordinator's database".to_owned(),
    })
}

fn refuse_existing(target: &Path) -> Result<(), StoreError> {
    if target.exists() {
        return Err(StoreError::NotOurs {
            path: target.to_owned(),
            why: "there is a file already; move it away first".to_owned(),
        });
    }
    Ok(())
}

/// The copy gets its name only when it is whole.
fn copy(source: &Connection, target: &Path) -> Result<(), StoreError> {
    let unfinished = target.with_extension("unfinished");
    let sqlite = StoreError::sqlite(&unfinished);
    let io = |error| StoreError::Io {
        path: unfinished.clone(),
        error,
    };
    if unfinished.exists() {
        std::fs::remove_file(&unfinished).map_err(io)?;
    }
    source
        .execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])
        .map_err(&sqlite)?;
    let copied = database::open_read_only(&unfinished)?;
    database::integrity(&copied, &unfinished)?;
    drop(copied);
    std::fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    std::fs::rename(&unfinished, target).map_err(io)
}
