//! The settlement export (结算导出): what the dealer system needs to bill, order by order.
//!
//! [`order`] says what there is to bill, [`tables`] lays it out flat for the eyes of a dealer system, and [`csv`], [`xlsx`]
//! and [`json`] write the same of it. `config/settlement.schema.json` describes the document, title by title.

mod completion;
pub mod csv;
mod flat;
pub mod json;
mod labour;
pub mod order;
mod parts;
pub mod tables;
pub mod xlsx;

pub use completion::{CompletionSettlement, ReworkSettlement};
pub use order::{Lists, OrderSettlement};

use crate::domain::ids::{RoNumber, SiteId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the documents call themselves.
pub const FORMAT: &str = "baylight-settlement";
/// The version of the document; fields may be added to it, none changes what it means.
pub const VERSION: u32 = 1;

/// Why an export could not be made into a file.
#[derive(Debug, thiserror::Error)]
pub enum SettlementError {
    /// An order cannot be written as JSON.
    #[error("order {ro} cannot be written: {error}")]
    Order {
        /// Which.
        ro: RoNumber,
        /// Why.
        error: serde_json::Error,
    },
    /// The document cannot be written as JSON.
    #[error("the export cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A table cannot be written as CSV.
    #[error("the export cannot be written as CSV: {0}")]
    Csv(String),
    /// The workbook cannot be made.
    #[error("the export cannot be written as XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// An order in an export, and how often it was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportedOrder {
    /// From 1; a higher one replaces those before it.
    pub revision: u32,
    /// What there is to bill.
    #[serde(flatten)]
    pub order: OrderSettlement,
}

/// One export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    /// Always [`FORMAT`].
    pub format: String,
    /// See [`VERSION`].
    pub version: u32,
    /// Which workshop.
    pub site: SiteId,
    /// Which export, from 1.
    pub export: u64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By number.
    pub orders: Vec<ExportedOrder>,
}

impl Settlement {
    /// Puts an export together.
    pub fn new(
        site: SiteId,
        export: u64,
        made_at: DateTime<Utc>,
        orders: Vec<ExportedOrder>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            site,
            export,
            made_at,
            orders,
        }
    }
}
