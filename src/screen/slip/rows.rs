//! The lines of a slip: what was picked, batch by batch, and what is still to be picked, with where it lies.

use super::pages::Row;
use super::{DOT, Press};
use crate::domain::ids::PartNumber;
use crate::domain::order::Fen;
use crate::domain::parts::request::{Parcel, PartsRequest, RequestLine, Wanted};
use crate::domain::person::Language;
use crate::projection::requests::{OrderRequests, PartFacts};
use crate::screen::words::{money, slip as words};

/// What the box before a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// An empty box, for a pen.
    ToPick,
    /// A tick.
    Picked,
}

/// What a row says beside its part.
struct Lot<'a> {
    mark: Mark,
    quantity: u32,
    bin: &'a str,
    batch: &'a str,
    price: Fen,
    note: String,
}

/// Writes the rows of a request.
pub(super) fn rows(order: &OrderRequests, request: &PartsRequest, press: &Press<'_>) -> Vec<Row> {
    let lines = request.lines.iter();
    lines.flat_map(|line| of_line(order, line, press)).collect()
}

fn of_line(order: &OrderRequests, line: &RequestLine, press: &Press<'_>) -> Vec<Row> {
    let picked = line
        .parcels
        .iter()
        .filter(|parcel| parcel.is_ready() || parcel.is_issued());
    let mut rows: Vec<Row> = picked
        .map(|parcel| {
            let name = PartName::of_part(order, &parcel.part, press);
            row(line, name, of_parcel(line, parcel, order, press), press)
        })
        .collect();
    if line.rest() > 0 {
        let name = PartName::of_wanted(order, &line.wanted, press);
        rows.push(row(line, name, of_rest(order, line, press), press));
    }
    rows
}

fn of_parcel<'a>(
    line: &RequestLine,
    parcel: &'a Parcel,
    order: &OrderRequests,
    press: &Press<'_>,
) -> Lot<'a> {
    let came_back = line.returned + line.exchanged;
    let mut notes = Vec::from_iter(instead_of(order, line, press));
    if came_back > 0 && parcel.is_issued() {
        notes.push(words::returned(came_back, press.language));
    }
    Lot {
        mark: Mark::Picked,
        quantity: parcel.quantity,
        bin: &parcel.bin,
        batch: &parcel.batch,
        price: parcel.price,
        note: notes.join(DOT),
    }
}

fn of_rest<'a>(order: &'a OrderRequests, line: &RequestLine, press: &Press<'_>) -> Lot<'a> {
    let facts = line.wanted.part().and_then(|part| order.facts_of(part));
    // The oldest goes out first.
    let batch = facts.and_then(|facts| facts.batches.iter().find(|batch| batch.quantity > 0));
    let usual = facts.map(|facts| facts.bin.as_str()).unwrap_or_default();
    let bin = batch
        .map(|batch| batch.bin.as_str())
        .filter(|bin| !bin.is_empty());
    let mut notes = Vec::from_iter(instead_of(order, line, press));
    if let Some(ordered) = &line.backorder {
        let (word, eta) = (press.say(words::BACKORDER), press.say(words::ETA));
        let at = press.moment(ordered.eta);
        notes.push(format!("{word} {}{DOT}{eta} {at}", ordered.supplier).replace("  ", " "));
    }
    Lot {
        mark: Mark::ToPick,
        quantity: line.rest(),
        bin: bin.unwrap_or(usual),
        batch: batch.map(|batch| batch.batch.as_str()).unwrap_or_default(),
        price: facts.map(|facts| facts.price).unwrap_or_default(),
        note: notes.join(DOT),
    }
}

fn instead_of(order: &OrderRequests, line: &RequestLine, press: &Press<'_>) -> Option<String> {
    let first = line.instead_of.as_ref()?;
    let word = press.say(words::INSTEAD_OF);
    let what = match first {
        Wanted::Part { part } => part.to_string(),
        Wanted::Described { .. } => PartName::of_wanted(order, first, press).name,
    };
    Some(format!("{word} {what}"))
}

fn row(line: &RequestLine, part: PartName, lot: Lot<'_>, press: &Press<'_>) -> Row {
    // A unit that nobody has translated stays away from an English slip.
    let unit = match press.language {
        Language::En if !part.unit.is_ascii() => "",
        _ => part.unit.as_str(),
    };
    Row {
        line: line.line,
        mark: lot.mark,
        number: part.number,
        name: part.name,
        note: lot.note,
        quantity: format!("{} {unit}", lot.quantity).trim_end().to_owned(),
        bin: lot.bin.to_owned(),
        batch: lot.batch.to_owned(),
        // What nobody has priced is not for nothing.
        price: match lot.price {
            Fen(0) => String::new(),
            price => money::yuan(price),
        },
        pieces: lot.quantity,
        amount: Fen(lot.price.0 * i64::from(lot.quantity)),
    }
}

/// What a part is called on paper.
pub(super) struct PartName {
    pub(super) number: String,
    pub(super) name: String,
    unit: String,
}

impl PartName {
    pub(super) fn of_part(order: &OrderRequests, part: &PartNumber, press: &Press<'_>) -> Self {
        let facts: Option<&PartFacts> = order.facts_of(part);
        let name = facts.map(|facts| press.name(&facts.name, &facts.english_name));
        Self {
            number: part.to_string(),
            // A part that the list does not know is called by its number, which need not stand there twice.
            name: name
                .filter(|name| *name != part.as_str())
                .unwrap_or_default()
                .replace('·', "･"),
            unit: facts.map(|facts| facts.unit.clone()).unwrap_or_default(),
        }
    }

    fn of_wanted(order: &OrderRequests, wanted: &Wanted, press: &Press<'_>) -> Self {
        match wanted {
            Wanted::Part { part } => Self::of_part(order, part, press),
            Wanted::Described {
                words: said,
                photos,
            } => Self {
                number: press.say(words::UNNAMED),
                name: match (said.is_empty(), photos.len()) {
                    (false, _) => format!("“{said}”"),
                    (true, photos) => words::photos(photos, press.language),
                },
                unit: String::new(),
            },
        }
    }
}
