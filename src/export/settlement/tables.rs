//! The export as flat tables: what a dealer system imports, a row a line.

use crate::domain::person::Language;

/// The name of a table or of a column, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    zh: &'static str,
    en: &'static str,
}

impl Title {
    pub(super) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// Chooses the language.
    pub const fn to(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// A text or a code.
    Text(String),
    /// A count.
    Whole(i64),
    /// Hundredths of the unit: fen as yuan, hundredths of an hour as hours.
    Hundredths(i64),
}

impl Cell {
    /// Writes it as CSV does.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(count) => count.to_string(),
            Self::Hundredths(count) => {
                let sign = if *count < 0 { "-" } else { "" };
                let count = count.unsigned_abs();
                format!("{sign}{}.{:02}", count / 100, count % 100)
            }
        }
    }
}

/// One table of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name of its CSV file, without the ending.
    pub file: &'static str,
    /// The name of its sheet.
    pub title: Title,
    /// The heads of its columns.
    pub columns: &'static [Title],
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

pub use super::flat::tables;
