//! The view cache: the read models as they last came, so that a station can work before anybody answers, and what
//! its screen has half made.

use super::database::{self, Durability, StoreError};
use crate::domain::half_made::HalfMade;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod migrations {
    refinery::embed_migrations!("src/store/migrations/cache");
}

/// The name of the database in a station's data directory.
pub const FILE_NAME: &str = "views.db";

/// A read model as it last came: its name and its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedView {
    /// Its name, as in the topic.
    pub name: String,
    /// The message, as JSON.
    pub body: String,
}

/// The cache of one station.
#[derive(Debug)]
pub struct ViewCache {
    connection: Connection,
    path: PathBuf,
}

impl ViewCache {
    /// Opens the cache of a data directory, or makes it. What is damaged is moved aside: it can be had again.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        let path = data_dir.join(FILE_NAME);
        let open = || database::open(&path, Durability::Normal, &migrations::migrations::runner());
        let connection = match open() {
            Ok(connection) => connection,
            Err(damaged) => {
                let aside = path.with_extension("damaged");
                tracing::warn!(%damaged, aside = %aside.display(), "view cache moved aside");
                std::fs::rename(&path, &aside).map_err(|error| StoreError::Io {
                    path: path.clone(),
                    error,
                })?;
                open()?
            }
        };
        Ok(Self { connection, path })
    }

    /// Keeps read models as they came.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn keep(&mut self, views: &[CachedView], at: DateTime<Utc>) -> Result<(), StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let transaction = self.connection.transaction().map_err(&sqlite)?;
        for view in views {
            transaction
                .prepare_cached(
                    "INSERT INTO view (name, body, received_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET body = excluded.body, received_at = excluded.received_at",
                )
                .and_then(|mut statement| {
                    statement.execute(params![view.name, view.body, at.to_rfc3339()])
                })
                .map_err(&sqlite)?;
        }
        transaction.commit().map_err(&sqlite)
    }

    /// Forgets a read model that is not published any more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget(&mut self, name: &str) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM view WHERE name = ?1", [name])
            .map(|_| ())
            .map_err(StoreError::sqlite(&self.path))
    }

    /// Keeps what a screen has half made, or forgets it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_half_made(
        &mut self,
        name: &str,
        what: Option<&HalfMade>,
    ) -> Result<(), StoreError> {
        let body = what.map(serde_json::to_string).transpose();
        let body = body.map_err(|error| StoreError::Row {
            path: self.path.clone(),
            what: name.to_owned(),
            error,
        })?;
        match body {
            Some(body) => self.connection.execute(
                "INSERT INTO kept (name, body) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET body = excluded.body",
                [name, &body],
            ),
            None => self
                .connection
                .execute("DELETE FROM kept WHERE name = ?1", [name]),
        }
        .map(|_| ())
        .map_err(StoreError::sqlite(&self.path))
    }

    /// Lists what screens have half made. What this version cannot read stays where it lies.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn half_made(&self) -> Result<BTreeMap<String, HalfMade>, StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let mut statement = self
            .connection
            .prepare("SELECT name, body FROM kept")
            .map_err(&sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .map_err(&sqlite)?;
        let mut all = BTreeMap::new();
        for row in rows {
            let (name, body) = row.map_err(&sqlite)?;
            match serde_json::from_str(&body) {
                Ok(what) => drop(all.insert(name, what)),
                Err(error) => tracing::warn!(%name, %error, "half made by another version"),
            }
        }
        Ok(all)
    }

    /// Walks through what is kept, one at a time: all together it would be twice in memory.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn each(&self, mut take: impl FnMut(CachedView)) -> Result<(), StoreError> {
        let sqlite = StoreError::sqlite(&self.path);
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, body FROM view ORDER BY name")
            .map_err(&sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok(CachedView {
                    name: row.get(0)?,
                    body: row.get(1)?,
                })
            })
            .map_err(&sqlite)?;
        for row in rows {
            take(row.map_err(&sqlite)?);
        }
        Ok(())
    }
}
