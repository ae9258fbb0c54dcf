//! What stands on the paper that the store prints: slips for requests, labels for parcels, old parts and tools.
//!
//! Pure, as the screens are: from an order, a language and the moment to text, ready to be drawn. A slip is cut into
//! pages here as well ([`pages`]), so that a line is never torn apart and what signs it stands on its last page.

pub mod label;
pub mod pages;
mod rows;

pub use label::{Label, of_old_part, of_parcel, of_parcels, of_tool};
pub use pages::{Page, Row};
pub use rows::Mark;

use super::words::{intake, money, slip as words};
use crate::domain::ids::{BayId, CommandId, PersonId, RoNumber};
use crate::domain::order::Fen;
use crate::domain::parts::request::{PartsRequest, Purpose};
use crate::domain::person::Language;
use crate::domain::slip_code::SlipCode;
use crate::projection::requests::OrderRequests;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Between words of one line; the full-width dot of a Chinese font would tear it apart.
const DOT: &str = " ･ ";

/// What a paper needs to know beside the order.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// In which language.
    pub language: Language,
    /// On which clock.
    pub zone: Tz,
    /// When it is printed.
    pub now: DateTime<Utc>,
    /// What somebody is called.
    pub person: &'a dyn Fn(&PersonId) -> String,
    /// What a bay is called.
    pub bay: &'a dyn Fn(&BayId) -> String,
}

impl Press<'_> {
    /// Says a word.
    pub(in crate::screen) fn say(&self, text: super::words::Text) -> String {
        text.to(self.language).to_owned()
    }

    /// Chooses a name.
    pub(in crate::screen) fn name<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        super::words::name(self.language, chinese, english)
    }

    /// A paper lies about for days: its times always say the day.
    pub(in crate::screen) fn moment(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone)
            .format("%m-%d %H:%M")
            .to_string()
    }

    /// A day with its year.
    pub(in crate::screen) fn day(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    /// A moment with its year.
    pub(in crate::screen) fn full(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    }

    fn people<'a>(&self, ids: impl Iterator<Item = &'a PersonId>) -> String {
        let known: BTreeSet<&PersonId> = ids.collect();
        let names: Vec<String> = known.into_iter().map(self.person).collect();
        names.join(" ")
    }
}

/// Something about the request, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// The heads of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Number and name.
    pub part: String,
    /// How many.
    pub quantity: String,
    /// Where they lie.
    pub bin: String,
    /// Of which batch.
    pub batch: String,
    /// What one costs the customer.
    pub price: String,
}

/// What stands at the end, to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// How many lines and pieces.
    pub count: String,
    /// What `total` is.
    pub total_name: String,
    /// What they cost.
    pub total: String,
    /// Who signs where.
    pub signatures: Vec<String>,
    /// What stands before the day.
    pub date: String,
}

/// A pick slip or delivery slip (领料单, 发料单).
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// Which of the two.
    pub title: String,
    /// The car's face; the order's number where it has none.
    pub plate: String,
    /// What the store must not forget.
    pub notes: Vec<String>,
    /// Where it goes, for whom, until when.
    pub facts: Vec<Fact>,
    /// The heads of the columns.
    pub columns: Columns,
    /// Its lines, page by page.
    pub pages: Vec<Page>,
    /// What stands on its last page.
    pub closing: Closing,
    /// When it was printed.
    pub printed: String,
    /// What stands in its square.
    pub code: SlipCode,
    /// The end of its code, for who has no scanner.
    pub short_code: String,
}

/// Writes the slip of a request; nothing where the order has no such request, or nothing of it is left.
pub fn of_request(order: &OrderRequests, id: CommandId, press: &Press<'_>) -> Option<Slip> {
    let request = order.parts.request(id)?;
    let rows = rows::rows(order, request, press);
    if rows.is_empty() {
        return None;
    }
    let picked = rows.iter().any(|row| row.mark != Mark::ToPick);
    let title = if picked {
        words::DELIVERY_SLIP
    } else {
        words::PICK_SLIP
    };
    let pieces = rows.iter().map(|row| row.pieces).sum();
    let total = rows.iter().map(|row| row.amount.0).sum();
    Some(Slip {
        title: press.say(title),
        plate: face(order),
        notes: notes(order, request, press),
        facts: facts(order, request, press),
        columns: columns(press),
        closing: closing(rows.len(), pieces, Fen(total), press),
        pages: pages::pages(rows),
        printed: words::printed(
            &press
                .now
                .with_timezone(&press.zone)
                .format("%Y-%m-%d %H:%M")
                .to_string(),
            press.language,
        ),
        code: SlipCode::Request {
            ro: order.ro.clone(),
            request: id,
        },
        short_code: short(&order.ro, id),
    })
}

/// Shows a car: its plate, or its order.
fn face(order: &OrderRequests) -> String {
    order.plate.as_ref().map_or_else(
        || order.ro.to_string(),
        // The wide middle dot of a Chinese font would tear a plate apart.
        |plate| plate.as_str().replace('·', "･"),
    )
}

/// An order and the end of an id, which is enough to find it by eye.
fn short(ro: &RoNumber, id: CommandId) -> String {
    let id = id.to_string();
    let end = id.get(id.len().saturating_sub(6)..).unwrap_or_default();
    format!("{ro}{DOT}{end}")
}

fn notes(order: &OrderRequests, request: &PartsRequest, press: &Press<'_>) -> Vec<String> {
    let said = [
        (order.customer_waits.is_yes(), words::CUSTOMER_WAITS),
        (order.keep_old_parts.is_yes(), words::KEEP_OLD),
        (request.purpose == Purpose::Ahead, words::AHEAD),
    ];
    let mut notes: Vec<String> = said
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, word)| press.say(word))
        .collect();
    if order.category != Default::default() {
        notes.insert(0, press.say(intake::category(order.category)));
    }
    notes
}

fn facts(order: &OrderRequests, request: &PartsRequest, press: &Press<'_>) -> Vec<Fact> {
    let job = order.job(request.job);
    let technician = match (&request.by, job) {
        (Some(by), _) if request.purpose == Purpose::Job => (press.person)(by),
        (_, Some(job)) => press.people(job.people.iter()),
        _ => String::new(),
    };
    let parcels = request.lines.iter().flat_map(|line| &line.parcels);
    let picked = parcels.filter(|parcel| parcel.is_ready() || parcel.is_issued());
    let picking = request.picking.iter();
    let pickers = press.people(
        picked
            .filter_map(|parcel| parcel.by.as_ref())
            .chain(picking.filter_map(|picking| picking.by.as_ref())),
    );
    let told = [
        (words::ORDER, order.ro.to_string()),
        (words::CAR, order.car.clone()),
        (
            words::JOB,
            job.map(|job| press.name(&job.name, &job.english_name).to_owned())
                .unwrap_or_default(),
        ),
        (
            words::BAY,
            order.bay_of(request).map(press.bay).unwrap_or_default(),
        ),
        (words::TECHNICIAN, technician),
        (
            words::PROMISED,
            order
                .promised_at
                .map(|at| press.moment(at))
                .unwrap_or_default(),
        ),
        (words::ASKED, press.moment(request.at)),
        (words::PICKED_BY, pickers),
    ];
    told.into_iter()
        .map(|(name, value)| Fact {
            name: press.say(name),
            value: if value.is_empty() {
                "—".to_owned()
            } else {
                value
            },
        })
        .collect()
}

fn columns(press: &Press<'_>) -> Columns {
    Columns {
        part: press.say(words::PART),
        quantity: press.say(words::QUANTITY),
        bin: press.say(words::BIN),
        batch: press.say(words::BATCH),
        price: press.say(words::PRICE),
    }
}

fn closing(lines: usize, pieces: u32, total: Fen, press: &Press<'_>) -> Closing {
    Closing {
        count: words::count(lines, pieces, press.language),
        total_name: press.say(words::TOTAL),
        total: money::yuan(total),
        signatures: vec![
            press.say(words::STORE_SIGNS),
            press.say(words::TECHNICIAN_SIGNS),
        ],
        date: press.say(words::DATE),
    }
}
