//! The whole story of an order on paper (维修记录单), for the customer to take home and the workshop to keep.
//!
//! Pure, as the screens are: from an order, a language and the moment to text on pages, ready to be drawn. How high
//! everything is, is known here ([`wrap`]), so that nothing is torn apart and what is signed stands on the last page.

mod found;
mod head;
pub mod pages;
pub mod rows;
mod work;
pub mod wrap;

pub use pages::Page;
pub use rows::{Look, Row};

use super::slip::Press;
use super::words::{record as words, slip};
use crate::projection::story::OrderStory;
use rows::Glue;

/// Between words of one line; the full-width dot of a Chinese font would tear it apart.
const DOT: &str = " ･ ";

/// The story of an order, page by page.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// What it is.
    pub title: String,
    /// The car's face; the order's number where it has none.
    pub plate: String,
    /// Brand, model and displacement.
    pub car: String,
    /// Which order.
    pub order: String,
    /// What stands on each page.
    pub pages: Vec<Page>,
    /// Who signs where.
    pub signatures: Vec<String>,
    /// What stands before the day.
    pub date: String,
    /// When it was printed.
    pub printed: String,
}

/// Writes the story of an order. What there is nothing to say of is left out.
pub fn of_order(order: &OrderStory, press: &Press<'_>) -> Story {
    let sections = [
        head::facts(order, press),
        head::complaint(order, press),
        work::jobs(order, press),
        work::parts(order, press),
        work::inspection(order, press),
        head::completion(order, press),
        found::findings(order, press),
        found::advice(order, press),
    ];
    let plate = order.sheet.as_ref().map(|sheet| &sheet.car.plate);
    Story {
        title: press.say(words::TITLE),
        plate: plate.map_or_else(|| order.ro.to_string(), |plate| unbroken(plate.as_str())),
        car: order.car.clone(),
        order: words::order(order.ro.as_str(), press.language),
        pages: pages::pages(sections.into_iter().flatten().collect()),
        signatures: [
            words::CUSTOMER_SIGNS,
            words::ADVISOR_SIGNS,
            words::INSPECTOR_SIGNS,
        ]
        .map(|who| press.say(who))
        .to_vec(),
        date: press.say(slip::DATE),
        printed: slip::printed(&press.full(press.now), press.language),
    }
}

/// The wide middle dot of a Chinese font would tear a plate or a name apart.
fn unbroken(text: &str) -> String {
    text.replace('·', "･")
}

/// Puts a heading over rows; nothing where there are none.
fn section(heading: String, rows: Vec<Row>) -> Vec<Row> {
    if rows.is_empty() {
        return rows;
    }
    std::iter::once(Row::heading(heading)).chain(rows).collect()
}

/// Keeps an item and what belongs to it together.
fn together(mut rows: Vec<Row>) -> Vec<Row> {
    let last = rows.len().saturating_sub(1);
    for row in &mut rows[..last] {
        row.glue = Glue::WithNext;
    }
    rows
}

/// Joins what there is to say.
fn joined<const N: usize>(words: [String; N]) -> String {
    let said: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    said.join(DOT)
}

/// Puts facts beside each other, two a row; those that say nothing are left out.
fn in_pairs(facts: Vec<(String, String)>) -> Vec<Row> {
    let told: Vec<(String, String)> = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    told.chunks(2)
        .map(|pair| {
            let second = pair.get(1).cloned().unwrap_or_default();
            Row::facts(pair[0].clone(), second)
        })
        .collect()
}
