//! What can be wrong with a whole file: each error says what, where, and what to do.

use super::columns::{Column, Kind};

/// A kind of file that is no table the import can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// The container of `.xls` files, and of encrypted `.xlsx` files.
    #[error("an old Excel workbook (.xls), or one with a password")]
    OldExcel,
    /// Dealer systems save web pages under the name `.xls`.
    #[error("a web page or XML")]
    Markup,
    /// Bytes that no text holds, UTF-16 among them.
    #[error("no text in UTF-8 or GB18030")]
    Binary,
}

/// A file of which nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be opened or read.
    #[error("{file}: cannot be read: {source}; check the path and who may read it")]
    Open {
        /// The path.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is too large to be a table of a workshop.
    #[error("{file}: is larger than {limit_mib} MiB; check that it is the right file, or split it")]
    TooLarge {
        /// The path.
        file: String,
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// The file is of a kind that is not read.
    #[error("{file}: is {what}; open it in a spreadsheet and save it as .xlsx or as CSV in UTF-8")]
    Foreign {
        /// The file.
        file: String,
        /// The kind of file it seems to be.
        what: Foreign,
    },
    /// The file starts like an XLSX workbook, and is none or a damaged one.
    #[error(
        "{file}: is no readable .xlsx workbook ({detail}); export it again, or save it as CSV in UTF-8"
    )]
    Workbook {
        /// The file.
        file: String,
        /// What the reader said.
        detail: String,
    },
    /// Nothing is in it.
    #[error("{file}: is empty; it should start with a row of column names")]
    Empty {
        /// The file.
        file: String,
    },
    /// The first row cannot be read, so no column is known.
    #[error("{file}, row {row}: the column names cannot be read: the row {reason}")]
    BrokenHeader {
        /// The file.
        file: String,
        /// The row, as a spreadsheet counts.
        row: usize,
        /// What is wrong.
        reason: super::refused::Reason,
    },
    /// Required columns are missing.
    #[error("{file}: as a list of {kind} it lacks {}", list_missing(missing))]
    MissingColumns {
        /// The file.
        file: String,
        /// The table it was read as.
        kind: Kind,
        /// The columns that were not found.
        missing: Vec<Column>,
    },
    /// Two columns bear the same name, and nothing says which one counts.
    #[error("{file}: two columns are named “{name}”; rename or delete one of them")]
    RepeatedColumn {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// The file is one of the other tables.
    #[error("{file}: is a list of {found}, not of {expected}; import it as {found}")]
    WrongTable {
        /// The file.
        file: String,
        /// What it was to be read as.
        expected: Kind,
        /// What its columns say it is.
        found: Kind,
    },
    /// The columns are those of none of the five tables.
    #[error(
        "{file}: is no list of orders, operations, parts, people or tools; closest to {closest}, for which it lacks {}",
        list_missing(missing)
    )]
    UnknownTable {
        /// The file.
        file: String,
        /// The table with the most columns in common.
        closest: Kind,
        /// What that table would still need.
        missing: Vec<Column>,
    },
}

/// Names each missing column with the headers that would be accepted for it.
fn list_missing(missing: &[Column]) -> String {
    let each = |column: &Column| {
        let others: Vec<_> = column.names().skip(1).collect();
        format!(
            "the column “{}” (also read: {})",
            column.key(),
            others.join(", ")
        )
    };
    missing.iter().map(each).collect::<Vec<_>>().join("; ")
}
