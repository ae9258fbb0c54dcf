//! A table being read as one of the five kinds: its cells by column, and what becomes of a row that cannot be taken.

use super::columns::{Column, Kind, Layout, find_closest, letters};
use super::error::ImportError;
use super::fields::{self, FieldError};
use super::refused::{Reason, RefusedRow};
use super::source::Source;
use super::table::{Row, Table};
use super::{Import, LostLines};
use std::collections::BTreeMap;

/// A table whose columns are known.
#[derive(Debug)]
pub(super) struct Sheet {
    file: String,
    table: Table,
    layout: Layout,
}

/// Why a row is not taken, before it is known which row of which file it is.
#[derive(Debug)]
pub(super) struct Refusal {
    place: Option<usize>,
    value: String,
    reason: Reason,
}

impl Refusal {
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

impl Sheet {
    /// Reads the file as a table of `kind`.
    pub fn open(source: &Source, kind: Kind) -> Result<Self, ImportError> {
        let file = source.name().to_owned();
        let table = Table::read(source)?;
        refuse_other_kind(&file, &table, kind)?;
        let layout = Layout::find(&file, &table, kind)?;
        Ok(Self {
            file,
            table,
            layout,
        })
    }

    pub fn rows(&self) -> &[Row] {
        &self.table.rows
    }

    /// Gives access to the cells of a row, unless they cannot be relied on.
    pub fn cells<'a>(&'a self, row: &'a Row) -> Result<Cells<'a>, Refusal> {
        match &row.fault {
            None => Ok(Cells {
                layout: &self.layout,
                row,
            }),
            Some(fault) => {
                let cell = fault.column.and_then(|place| row.cells.get(place));
                Err(Refusal {
                    place: fault.column,
                    value: cell.cloned().unwrap_or_default(),
                    reason: fault.reason.clone(),
                })
            }
        }
    }

    /// Reads a cell of a row that may be broken, for what it is worth.
    pub fn peek<'a>(&self, row: &'a Row, column: &Column) -> &'a str {
        let cell = self
            .layout
            .place(column)
            .and_then(|place| row.cells.get(place));
        cell.map_or("", String::as_str)
    }

    /// Completes a refusal with everything that someone needs to mend the row.
    pub fn refused(&self, row: &Row, refusal: Refusal) -> RefusedRow {
        let secrets = self.layout.secrets();
        let name = |place: usize| match self.table.header.get(place) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => letters(place),
        };
        // In a broken row a secret may stand anywhere.
        let torn = row.fault.is_some() && !secrets.is_empty();
        let hidden = |place: usize| torn || secrets.contains(&place);
        let value = match refusal.place {
            Some(place) if hidden(place) && !refusal.value.is_empty() => "(hidden)".to_owned(),
            _ => refusal.value,
        };
        let cells = row.cells.iter().enumerate();
        let shown = cells.map(|(place, cell)| {
            if hidden(place) {
                String::new()
            } else {
                cell.clone()
            }
        });
        RefusedRow {
            file: self.file.clone(),
            row: row.number,
            column: refusal.place.map(name),
            value,
            reason: refusal.reason,
            kept_order: None,
            cells: shown.collect(),
        }
    }

    pub fn finish<T>(self, rows: Vec<T>, refused: Vec<RefusedRow>) -> Import<T> {
        Import {
            rows_read: self.table.rows.len(),
            file: self.file,
            header: self.table.header,
            rows,
            refused,
            ignored_columns: self.layout.ignored,
            lost_lines: LostLines::default(),
        }
    }
}

/// Refuses a table that is closer to another kind: orders hold everything that a list of operations needs, and are none.
fn refuse_other_kind(file: &str, table: &Table, expected: Kind) -> Result<(), ImportError> {
    let (found, missing) = find_closest(&table.header);
    // Where neither is complete, it helps more to say what is missing.
    let has_meaning = missing.is_empty() || Layout::find(file, table, expected).is_ok();
    if found == expected || !has_meaning {
        return Ok(());
    }
    Err(ImportError::WrongTable {
        file: file.to_owned(),
        expected,
        found,
    })
}

/// The cells of one row, by column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    layout: &'a Layout,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    /// Tells the number of the row.
    pub fn row_number(&self) -> usize {
        self.row.number
    }

    /// Shows a cell without the space around it; a column that the file lacks is empty.
    pub fn text(&self, column: &Column) -> &'a str {
        let cell = self
            .layout
            .place(column)
            .and_then(|place| self.row.cells.get(place));
        cell.map_or("", |cell| fields::unwrap_cell(cell))
    }

    /// Reads a cell that must hold something.
    pub fn required<T>(
        &self,
        column: &Column,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<T, Refusal> {
        let text = self.text(column);
        let value = if text.is_empty() {
            Err(FieldError::Empty)
        } else {
            fields::refuse_formula_error(text).and_then(|()| parse(text))
        };
        value.map_err(|error| self.refuse(column, error))
    }

    /// Reads a cell that may be empty.
    pub fn optional<T: Default>(
        &self,
        column: &Column,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<T, Refusal> {
        if self.text(column).is_empty() {
            Ok(T::default())
        } else {
            self.required(column, parse)
        }
    }

    /// Refuses the row because of a cell.
    pub fn refuse(&self, column: &Column, reason: impl Into<Reason>) -> Refusal {
        Refusal {
            place: self.layout.place(column),
            value: self.text(column).to_owned(),
            reason: reason.into(),
        }
    }
}

/// Reads a table in which each thing stands on one row, and names a thing that stands there twice.
///
/// The same row twice counts once; two rows that differ cannot both be right, and the first is kept.
pub(super) fn read_list<T: PartialEq>(
    source: &Source,
    kind: Kind,
    key_column: &Column,
    key: impl Fn(&T) -> String,
    mut parse: impl FnMut(&Cells<'_>) -> Result<T, Refusal>,
) -> Result<Import<T>, ImportError> {
    let sheet = Sheet::open(source, kind)?;
    let mut rows: Vec<T> = Vec::new();
    let mut refused = Vec::new();
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in sheet.rows() {
        let mut take = || {
            let cells = sheet.cells(row)?;
            let item = parse(&cells)?;
            match seen.get(&key(&item)) {
                Some((index, _)) if rows[*index] == item => {}
                Some((_, first_row)) => {
                    let what = key(&item);
                    let first_row = *first_row;
                    return Err(cells.refuse(key_column, Reason::ListedTwice { what, first_row }));
                }
                None => {
                    seen.insert(key(&item), (rows.len(), row.number));
                    rows.push(item);
                }
            }
            Ok(())
        };
        if let Err(refusal) = take() {
            refused.push(sheet.refused(row, refusal));
        }
    }
    Ok(sheet.finish(rows, refused))
}
