//! Any file as one table: a header, and rows of text cells with the row numbers that a spreadsheet shows.

use super::error::{Foreign, ImportError};
use super::refused::Reason;
use super::source::Source;
use super::{text, workbook};

/// A header and the rows below it, every cell as text.
#[derive(Debug)]
pub(super) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// One row. A short row has no cell where a long one has an empty one.
#[derive(Debug)]
pub(super) struct Row {
    /// Counted from 1, the header and blank rows included.
    pub number: usize,
    pub cells: Vec<String>,
    /// What made the cells unreliable, if anything did.
    pub fault: Option<Fault>,
}

/// Why the cells of a row cannot be relied on.
#[derive(Debug)]
pub(super) struct Fault {
    /// The place of the column, where one is at fault.
    pub column: Option<usize>,
    pub reason: Reason,
}

/// What an XLSX workbook, as any zip archive, starts with.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// What an `.xls` workbook, and an encrypted `.xlsx`, starts with.
const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0";

impl Table {
    /// Reads the table, whatever kind of file it is in.
    pub fn read(source: &Source) -> Result<Self, ImportError> {
        let (file, bytes) = (source.name(), source.bytes());
        if bytes.starts_with(ZIP_MAGIC) {
            return workbook::read(file, bytes);
        }
        match foreign(bytes) {
            Some(what) => Err(ImportError::Foreign {
                file: file.to_owned(),
                what,
            }),
            None => text::read(file, bytes),
        }
    }
}

/// Recognises what is neither a workbook nor a text table, to name it instead of finding no columns in it.
fn foreign(bytes: &[u8]) -> Option<Foreign> {
    if bytes.starts_with(OLE_MAGIC) {
        Some(Foreign::OldExcel)
    } else if bytes.contains(&0) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
    {
        Some(Foreign::Binary)
    } else if bytes.trim_ascii_start().starts_with(b"<") {
        Some(Foreign::Markup)
    } else {
        None
    }
}

/// Tells whether nobody would see anything in the cell.
pub(super) fn is_blank(cell: &str) -> bool {
    trim(cell).is_empty()
}

/// Cuts off what cannot be seen at both ends: spaces of any width, and the marks that exports leave behind.
pub(super) fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}')
    })
}

/// Tidies the header: names without the space around them, and without the empty cells at its end.
pub(super) fn tidy_header(cells: Vec<String>) -> Vec<String> {
    let mut header: Vec<String> = cells.iter().map(|name| trim(name).to_owned()).collect();
    let width = header.iter().rposition(|name| !name.is_empty());
    header.truncate(width.map_or(0, |last| last + 1));
    header
}
