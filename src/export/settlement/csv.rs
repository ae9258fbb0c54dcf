//! The export as CSV: a file a table, in UTF-8 with the mark that spreadsheets look for, like the files that come in.

use super::SettlementError;
use super::tables::{Cell, Table};
use crate::domain::person::Language;

/// Tells a spreadsheet that the file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes a table.
///
/// # Errors
/// When a row cannot be written.
pub fn write(table: &Table, language: Language) -> Result<Vec<u8>, SettlementError> {
    let wrong = |error: csv::Error| SettlementError::Csv(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    let heads = table.columns.iter().map(|title| title.to(language));
    writer.write_record(heads).map_err(wrong)?;
    for row in &table.rows {
        writer
            .write_record(row.iter().map(Cell::text))
            .map_err(wrong)?;
    }
    writer
        .into_inner()
        .map_err(|error| SettlementError::Csv(error.to_string()))
}
