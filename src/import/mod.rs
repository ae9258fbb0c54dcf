//! Job orders, operations, parts, roster and tools: from a dealer system's file to typed rows.
//!
//! Bytes come in, typed rows and refused rows go out. The room knows how dealer systems write: their encodings,
//! delimiters, header names, dates and numbers. It may use `domain`, the readers of CSV, XLSX, GB18030 and time zones,
//! and nothing else. It must never touch SQL, MQTT, a screen or a clock, and never change what a good row says.
//!
//! The flow: [`Source`] → `table` (any file → cells with their row numbers) → `columns` (which column is which) →
//! `fields` (a cell → a value) → `orders`, `operations`, `parts`, `roster`, `tools` (cells → a typed row, or a
//! [`RefusedRow`]).
//!
//! A row is read, or refused with file, row, column and reason; a refused row never stops the good ones. Only what
//! concerns the whole file is an [`ImportError`]: unreadable, or a required column is missing.
//!
//! The accepted headers are [`orders::COLUMNS`], [`operations::COLUMNS`], [`parts::COLUMNS`], [`roster::COLUMNS`]
//! and [`tools::COLUMNS`]. They match without regard to order, case, spaces, punctuation,
//! full-width writing and a unit in brackets.

mod columns;
mod error;
mod fields;
pub mod operations;
pub mod orders;
pub mod parts;
mod refused;
pub mod roster;
mod sheet;
mod source;
mod table;
mod text;
pub mod tools;
mod workbook;

pub use columns::{Column, Kind, Need, detect};
pub use error::{Foreign, ImportError};
pub use fields::FieldError;
pub use operations::read_operations;
pub use orders::read_orders;
pub use parts::read_parts;
pub use refused::{REASON_HEADER, Reason, RefusedRow};
pub use roster::{Pin, RosterEntry, read_roster};
pub use source::Source;
pub use tools::read_tools;

/// What one file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Import<T> {
    /// The file, as the messages name it.
    pub file: String,
    /// The header row, as written.
    pub header: Vec<String>,
    /// The good rows, in the order of the file.
    pub rows: Vec<T>,
    /// The rows that were not taken, each with its reason.
    pub refused: Vec<RefusedRow>,
    /// The headers that the import does not know, which were left out.
    pub ignored_columns: Vec<String>,
    /// How many rows with anything in them stood below the header.
    pub rows_read: usize,
    /// Whose lines the refused rows were.
    pub lost_lines: LostLines,
}

/// Whose lines the refused rows of a file of orders were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LostLines {
    /// Of the orders that the refused rows name.
    #[default]
    OfNamedOrders,
    /// Of any order: a refused row does not say of which.
    OfAnyOrder,
}
