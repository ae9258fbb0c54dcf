//! Which column is which: header names in Chinese and English, in any order.

use super::error::ImportError;
use super::refused::REASON_HEADER;
use super::source::Source;
use super::table::{Table, is_blank};
use super::{operations, orders, parts, roster, tools};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Whether a table makes sense without a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it nothing can be imported.
    Required,
    /// Without it its fields are left empty.
    Optional,
}

/// Whether the cells of a column may be shown in messages and written to files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    Open,
    Secret,
}

/// A column of a table, by all the names that are read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    names: &'static str,
    /// Whether the table makes sense without it.
    pub need: Need,
    secrecy: Secrecy,
}

impl Column {
    pub(super) const fn required(names: &'static str) -> Self {
        Self {
            names,
            need: Need::Required,
            secrecy: Secrecy::Open,
        }
    }

    pub(super) const fn optional(names: &'static str) -> Self {
        Self {
            need: Need::Optional,
            ..Self::required(names)
        }
    }

    pub(super) const fn secret(names: &'static str) -> Self {
        Self {
            secrecy: Secrecy::Secret,
            ..Self::optional(names)
        }
    }

    /// Lists the accepted headers; the first is the one that messages use, and an earlier one wins over a later one.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.split(", ")
    }

    /// Identifies the column within its table, by the first of its names.
    pub(super) fn key(&self) -> &'static str {
        self.names().next().unwrap_or_default()
    }
}

/// One of the five tables that a dealer system exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Repair orders, one row per job line.
    Orders,
    /// What the workshop can do.
    Operations,
    /// What the store keeps.
    Parts,
    /// Who works here.
    Roster,
    /// What there is to work with.
    Tools,
}

impl Kind {
    /// Every table.
    pub const ALL: [Self; 5] = [
        Self::Orders,
        Self::Operations,
        Self::Parts,
        Self::Roster,
        Self::Tools,
    ];

    /// Lists the columns without which the table cannot be imported.
    pub fn required(self) -> impl Iterator<Item = &'static Column> {
        let columns = self.columns().iter();
        columns.filter(|column| column.need == Need::Required)
    }

    /// Lists the columns that are read for the table.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Orders => orders::COLUMNS,
            Self::Operations => operations::COLUMNS,
            Self::Parts => parts::COLUMNS,
            Self::Roster => roster::COLUMNS,
            Self::Tools => tools::COLUMNS,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Orders => "orders",
            Self::Operations => "operations",
            Self::Parts => "parts",
            Self::Roster => "people",
            Self::Tools => "tools",
        })
    }
}

/// Tells by its headers which of the five tables a file is.
///
/// # Errors
/// When the file cannot be read, or it lacks a required column of the table that it comes closest to.
pub fn detect(source: &Source) -> Result<Kind, ImportError> {
    let table = Table::read(source)?;
    let (closest, missing) = find_closest(&table.header);
    if missing.is_empty() {
        return Ok(closest);
    }
    Err(ImportError::UnknownTable {
        file: source.name().to_owned(),
        closest,
        missing,
    })
}

/// Tells which table has most of its required columns among these headers, and which of them are missing.
///
/// Complete is not enough: orders that lack their number are a complete list of operations, and still are orders.
pub(super) fn find_closest(header: &[String]) -> (Kind, Vec<Column>) {
    let rank = |kind: Kind| {
        let missing = list_missing(&match_headers(header, kind.columns()), kind);
        let found = kind.required().count() - missing.len();
        (found, missing, kind)
    };
    let [first, others @ ..] = Kind::ALL.map(rank);
    let mut closest = first;
    for other in others {
        let is_more = other.0 > closest.0;
        let is_as_much_and_nearer = other.0 == closest.0 && other.1.len() < closest.1.len();
        if is_more || is_as_much_and_nearer {
            closest = other;
        }
    }
    (closest.2, closest.1)
}

fn list_missing(found: &BTreeMap<&'static str, usize>, kind: Kind) -> Vec<Column> {
    let is_missing = |column: &&Column| !found.contains_key(column.key());
    kind.required().filter(is_missing).copied().collect()
}

/// Where the columns of a table stand in one file.
#[derive(Debug)]
pub(super) struct Layout {
    places: BTreeMap<&'static str, usize>,
    secrets: BTreeSet<usize>,
    /// The headers that are not read.
    pub ignored: Vec<String>,
}

impl Layout {
    /// Finds the columns of `kind` in the table.
    pub fn find(file: &str, table: &Table, kind: Kind) -> Result<Self, ImportError> {
        let places = match_headers(&table.header, kind.columns());
        let missing = list_missing(&places, kind);
        if !missing.is_empty() {
            return Err(ImportError::MissingColumns {
                file: file.to_owned(),
                kind,
                missing,
            });
        }
        refuse_repeated(file, &table.header, &places)?;
        let columns = kind.columns().iter();
        let secrets = columns
            .filter(|column| column.secrecy == Secrecy::Secret)
            .filter_map(|column| places.get(column.key()).copied())
            .collect();
        let ignored = list_ignored(table, &places);
        Ok(Self {
            places,
            secrets,
            ignored,
        })
    }

    /// Tells where a column stands, if the file has it.
    pub fn place(&self, column: &Column) -> Option<usize> {
        self.places.get(column.key()).copied()
    }

    /// Tells which places hold what must not be shown.
    pub fn secrets(&self) -> &BTreeSet<usize> {
        &self.secrets
    }
}

/// Finds each column under the earliest of its names that the header has.
///
/// A dealer system may have both a mobile and a telephone; the better name wins, and the other column is ignored by name.
fn match_headers(header: &[String], columns: &[Column]) -> BTreeMap<&'static str, usize> {
    let whole: Vec<String> = header.iter().map(|head| fold(head)).collect();
    let bare: Vec<String> = header.iter().map(|head| fold(without_unit(head))).collect();
    let find = |name: &str| {
        let wanted = fold(name);
        let exact = whole.iter().position(|head| *head == wanted);
        exact.or_else(|| bare.iter().position(|head| *head == wanted))
    };
    let mut places = BTreeMap::new();
    for column in columns {
        if let Some(place) = column.names().find_map(find) {
            places.insert(column.key(), place);
        }
    }
    places
}

/// Refuses a second column of the very name that a column was found under.
fn refuse_repeated(
    file: &str,
    header: &[String],
    places: &BTreeMap<&'static str, usize>,
) -> Result<(), ImportError> {
    for place in places.values() {
        let name = &header[*place];
        let same = header.iter().filter(|other| fold(other) == fold(name));
        if same.count() > 1 {
            return Err(ImportError::RepeatedColumn {
                file: file.to_owned(),
                name: name.clone(),
            });
        }
    }
    Ok(())
}

/// Lists the headers that are not read, and the columns without a header that hold something.
fn list_ignored(table: &Table, places: &BTreeMap<&'static str, usize>) -> Vec<String> {
    let used: BTreeSet<usize> = places.values().copied().collect();
    let sound = table.rows.iter().filter(|row| row.fault.is_none());
    let is_named = |place: usize| table.header.get(place).is_some_and(|name| !name.is_empty());
    let mut unnamed = BTreeSet::new();
    for row in sound {
        let cells = row.cells.iter().enumerate();
        let filled = cells
            .filter(|(_, cell)| !is_blank(cell))
            .map(|(place, _)| place);
        unnamed.extend(filled.filter(|place| !is_named(*place)));
    }
    let named = (0..table.header.len()).filter(|place| is_named(*place) && !used.contains(place));
    named
        .map(|place| table.header[place].clone())
        .filter(|name| name != REASON_HEADER)
        .chain(
            unnamed
                .iter()
                .map(|place| format!("column {} (without a name)", letters(*place))),
        )
        .collect()
}

/// Names a column as a spreadsheet does: A, B, … Z, AA.
pub(super) fn letters(place: usize) -> String {
    let mut rest = place + 1;
    let mut reversed = Vec::new();
    while rest > 0 {
        // Always below 26, so it fits.
        reversed.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    reversed
        .iter()
        .rev()
        .map(|letter| char::from(*letter))
        .collect()
}

/// Reduces a name to what is compared: one width, one case, letters and digits only.
pub(super) fn fold(name: &str) -> String {
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Cuts off a unit in brackets, as in `工时金额（元）`.
fn without_unit(name: &str) -> &str {
    name.split(['(', '（', '[', '［', '【'])
        .next()
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn no_name_leads_to_two_columns_of_a_table() {
        for kind in Kind::ALL {
            let mut seen = BTreeMap::new();
            for column in kind.columns() {
                for name in column.names() {
                    let other = seen.insert(fold(name), column.key());
                    assert_eq!(other, None, "{kind}: {name}");
                }
            }
        }
    }

    #[test]
    fn names_match_in_any_case_width_and_spacing() {
        for name in [
            "RO number",
            "ro_NUMBER",
            "ＲＯ　ＮＵＭＢＥＲ",
            "作业 工单号",
            "工单号(必填)",
        ] {
            let found = match_headers(&header(&[name]), Kind::Orders.columns());
            assert_eq!(found.get(orders::RO.key()), Some(&0), "{name}");
        }
    }

    #[test]
    fn the_better_of_two_names_wins() {
        let found = match_headers(&header(&["联系电话", "手机号码"]), Kind::Orders.columns());
        assert_eq!(found.get("手机号码"), Some(&1));
    }

    #[test]
    fn every_table_is_known_by_its_required_columns() {
        for kind in Kind::ALL {
            let required: Vec<_> = kind.required().collect();
            for language in [0, 1] {
                let names = required.iter().map(|column| {
                    let english = column.names().find(|name| name.is_ascii());
                    if language == 0 {
                        column.key()
                    } else {
                        english.unwrap()
                    }
                });
                let names: Vec<&str> = names.collect();
                assert_eq!(find_closest(&header(&names)), (kind, Vec::new()));
            }
        }
    }

    #[test]
    fn orders_without_their_number_are_no_list_of_operations() {
        let names: Vec<&str> = Kind::Orders.columns().iter().map(Column::key).collect();
        let (closest, missing) = find_closest(&header(&names[1..]));
        assert_eq!((closest, missing), (Kind::Orders, vec![orders::RO]));
    }

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letters),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
