//! Rows that were not taken: why, in one sentence that says what to do, and as a file to mend and import again.

use super::Import;
use super::fields::FieldError;
use crate::domain::ids::RoNumber;
use std::fmt;
use std::io;

/// The header of the column that says why a row was refused; the import does not know it, so a mended file can be imported.
pub const REASON_HEADER: &str = "拒收原因 / why refused";

/// Why a row was refused. Each text continues a sentence whose subject is the cell or the row.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Reason {
    /// One cell does not say what its column needs.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The row was cut off, so its cells may stand under the wrong headers.
    #[error("has {found} columns, the header has {expected}: write the row again in full")]
    TooFewColumns {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A delimiter in a cell without quotation marks moves the cells after it.
    #[error(
        "has {found} columns, the header has {expected}: put a cell that holds the separator in quotation marks"
    )]
    TooManyColumns {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A quotation mark opens a cell and does not close it.
    #[error(
        "has a quotation mark (\") without its partner: remove it, or write it twice inside a quoted cell"
    )]
    StrayQuote,
    /// The bytes are none of the file's encoding.
    #[error("holds bytes that are not {encoding}: type it again, or save the file as CSV in UTF-8")]
    Undecodable {
        /// The encoding that the rest of the file has.
        encoding: &'static str,
    },
    /// Two rows of one order say different things about the order.
    #[error("contradicts row {first_row} of the same order {ro}: make the rows of the order agree")]
    Contradicts {
        /// The order.
        ro: RoNumber,
        /// The row that was taken first.
        first_row: usize,
    },
    /// The order promises the car for a time before it came.
    #[error("is before the arrival ({arrived}): correct one of the two times")]
    PromisedBeforeArrival {
        /// The arrival, as the row writes it.
        arrived: String,
    },
    /// The same line, operation, part or person stands there twice, and differently.
    #[error("differs from row {first_row}, which lists {what} too: keep one of the two rows")]
    ListedTwice {
        /// What is listed twice.
        what: String,
        /// The row that was taken.
        first_row: usize,
    },
    /// A badge must lead to one person.
    #[error(
        "is already the badge of {holder} (row {first_row}): give each person a badge of their own"
    )]
    BadgeTaken {
        /// Whose badge it is.
        holder: String,
        /// The row of the holder.
        first_row: usize,
    },
}

impl Reason {
    /// Tells whether the cells of the row may be torn, so that they must not look whole when they are written out.
    fn leaves_cells_torn(&self) -> bool {
        matches!(self, Self::StrayQuote | Self::Undecodable { .. })
    }
}

/// A row that was not taken, with everything that someone needs to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedRow {
    /// The file.
    pub file: String,
    /// The row, as a spreadsheet counts: the header is usually row 1.
    pub row: usize,
    /// The header of the column at fault, as the file writes it; `None` when it is the whole row.
    pub column: Option<String>,
    /// What the cell holds; never the text of a secret.
    pub value: String,
    /// Why.
    pub reason: Reason,
    /// The order that was taken without this row's line.
    pub kept_order: Option<RoNumber>,
    /// The original cells, secrets left empty.
    pub cells: Vec<String>,
}

/// How much of a cell a message quotes, in characters.
const QUOTED_CHARS: usize = 60;

impl fmt::Display for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}", self.file, self.row)?;
        match &self.column {
            Some(column) => write!(f, ", column “{column}”: ")?,
            None => f.write_str(": ")?,
        }
        match (&self.column, self.value.is_empty()) {
            (None, _) => f.write_str("the row ")?,
            (Some(_), true) => f.write_str("the cell ")?,
            (Some(_), false) => write!(f, "“{}” ", shorten(&self.value))?,
        }
        write!(f, "{}", self.reason)?;
        match &self.kept_order {
            Some(ro) => write!(f, "; order {ro} was taken without this line"),
            None => Ok(()),
        }
    }
}

/// Cuts a long text, so that a message stays one line.
fn shorten(text: &str) -> String {
    let mut short: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(QUOTED_CHARS)
        .collect();
    if text.chars().nth(QUOTED_CHARS).is_some() {
        short.push('…');
    }
    short
}

impl<T> Import<T> {
    /// Tells whether the file was written by [`Import::write_refused`], and so holds only the rows that were mended.
    pub fn is_mended_file(&self) -> bool {
        self.header.iter().any(|name| name == REASON_HEADER)
    }

    /// Writes the refused rows as CSV in UTF-8 with a byte-order mark: the reason first, then the original cells.
    ///
    /// A mended file can be imported as it is. The reason comes first because a broken row may be of any width. Cells
    /// that may be torn are written as one, so that a row nobody mended is refused again instead of being taken as it is.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_refused(&self, mut out: impl io::Write) -> io::Result<()> {
        // Without the mark, spreadsheets on a Chinese system read the file as GB18030.
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(out);
        let old_reason = self.header.iter().position(|name| name == REASON_HEADER);
        let keep =
            |(place, cell): (usize, &'_ String)| (Some(place) != old_reason).then(|| cell.clone());
        let with_reason = |reason: String, cells: &[String]| {
            let kept = cells.iter().enumerate().filter_map(keep);
            std::iter::once(reason).chain(kept).collect::<Vec<_>>()
        };
        csv.write_record(with_reason(REASON_HEADER.to_owned(), &self.header))?;
        for refused in &self.refused {
            let reason = refused.to_string();
            if refused.reason.leaves_cells_torn() {
                csv.write_record([reason, refused.cells.join(",")])?;
            } else {
                csv.write_record(with_reason(reason, &refused.cells))?;
            }
        }
        csv.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(column: Option<&str>, value: &str, reason: Reason) -> RefusedRow {
        RefusedRow {
            file: "orders.csv".into(),
            row: 7,
            column: column.map(Into::into),
            value: value.into(),
            reason,
            kept_order: None,
            cells: vec!["2611-0400".into()],
        }
    }

    #[test]
    fn a_refusal_is_one_sentence_that_says_where_what_and_what_to_do() {
        let mut row = refused(Some("标准工时"), "abc", FieldError::NotHours.into());
        row.kept_order = Some(RoNumber::new("2611-0400"));
        assert_eq!(
            row.to_string(),
            "orders.csv, row 7, column “标准工时”: “abc” is no number of hours from 0 to 200: write it like 1.6; \
             order 2611-0400 was taken without this line"
        );
        let reason = Reason::TooFewColumns {
            found: 3,
            expected: 30,
        };
        assert_eq!(
            refused(None, "", reason).to_string(),
            "orders.csv, row 7: the row has 3 columns, the header has 30: write the row again in full"
        );
        let empty = refused(Some("行号"), "", FieldError::Empty.into());
        assert_eq!(
            empty.to_string(),
            "orders.csv, row 7, column “行号”: the cell is empty: fill it in"
        );
    }

    #[test]
    fn a_long_cell_is_quoted_in_part_and_on_one_line() {
        let row = refused(Some("x"), &"长\n".repeat(100), FieldError::NotHours.into());
        let text = row.to_string();
        assert!(text.contains('…') && !text.contains('\n'), "{text}");
    }
}
