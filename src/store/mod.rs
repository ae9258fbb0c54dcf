//! All that is on disk: the coordinator's log, inbox, projections and what it exported, a station's outbox and view cache, all in SQL;
//! and the photos of both, which are files.
//!
//! **Knows** tables, transactions and what is on disk when.
//! **May use** the domain and rusqlite.
//! **Must never** know MQTT or a screen.

pub mod backup;
pub mod cache;
mod database;
pub mod event_log;
pub mod exports;
pub mod outbox;
pub mod past;
pub mod photos;
pub mod verify;

pub use database::StoreError;
