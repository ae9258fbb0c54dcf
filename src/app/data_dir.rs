//! The data directory: one process owns it, and a lock says which.

use super::edge::Failure;
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The right to write into a data directory; it ends with the process at the latest.
#[derive(Debug)]
pub(super) struct DataDir {
    path: PathBuf,
    _lock: File,
}

/// Whether somebody else owns a directory.
#[derive(Debug)]
pub(super) enum Ownership {
    /// Nobody did: it is ours now.
    Ours(DataDir),
    /// This process does.
    Taken {
        /// Its number, as it wrote it.
        by: String,
    },
}

impl DataDir {
    /// Takes a directory, or says who has it.
    pub(super) fn take(path: &Path) -> Result<Ownership, Failure> {
        let words = |error: std::io::Error| {
            Failure::machine(format!(
                "the data directory {} cannot be used: {error}; give its owner write access or name another with --data",
                path.display()
            ))
        };
        std::fs::create_dir_all(path).map_err(words)?;
        let mut lock = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path.join("lock"))
            .map_err(words)?;
        match lock.try_lock() {
            Ok(()) => {
                lock.set_len(0).map_err(words)?;
                lock.rewind().map_err(words)?;
                write!(lock, "{}", std::process::id()).map_err(words)?;
                Ok(Ownership::Ours(Self {
                    path: path.to_owned(),
                    _lock: lock,
                }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut by = String::new();
                lock.read_to_string(&mut by).map_err(words)?;
                Ok(Ownership::Taken { by })
            }
            Err(TryLockError::Error(error)) => Err(words(error)),
        }
    }

    /// Takes a directory that nobody else may have.
    pub(super) fn own(path: &Path) -> Result<Self, Failure> {
        match Self::take(path)? {
            Ownership::Ours(dir) => Ok(dir),
            Ownership::Taken { by } => Err(Failure::machine(format!(
                "the data directory {} is in use by process {by}; stop it, or name another directory with --data",
                path.display()
            ))),
        }
    }

    /// Names the directory.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}
