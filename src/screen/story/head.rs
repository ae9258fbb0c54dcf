//! Whose car it is, why it came, when it was promised, and how it passed.

use super::rows::Row;
use super::{DOT, in_pairs, joined, section};
use crate::domain::order::OrderSheet;
use crate::domain::quality::completion::{CompletionRecord, InspectionResult};
use crate::projection::story::OrderStory;
use crate::screen::slip::Press;
use crate::screen::words::{finding, intake, quality, record as words};

/// Lists what is known of car and customer.
pub(super) fn facts(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let Some(sheet) = &order.sheet else {
        return Vec::new();
    };
    let moment =
        |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| press.full(at)).unwrap_or_default();
    let mileage = sheet
        .mileage_km
        .map(|km| format!("{} km", intake::grouped(km)));
    let brought_in_by = Some(&sheet.customer.brought_in_by);
    let somebody_else = brought_in_by.filter(|name| **name != sheet.customer.name);
    let facts = [
        (words::CUSTOMER, sheet.customer.name.clone()),
        (words::PHONE, sheet.customer.phone.clone()),
        (
            words::BROUGHT_IN_BY,
            somebody_else.cloned().unwrap_or_default(),
        ),
        (words::VIN, sheet.car.vin.clone()),
        (words::COLOUR, sheet.car.colour.clone()),
        (words::MILEAGE, mileage.unwrap_or_default()),
        (words::FUEL, sheet.fuel.clone()),
        (words::CATEGORY, press.say(intake::category(sheet.category))),
        (words::ADVISOR, sheet.advisor.clone()),
        (words::ARRIVED, moment(Some(sheet.arrived_at))),
        (words::PROMISED, moment(order.promised_at)),
        (words::DONE, moment(order.done_at)),
        (words::DELIVERED, moment(order.delivered_at)),
        (words::KEY_TAG, order.key_tag.clone()),
        (words::PARKING, order.parking_spot.clone()),
        (words::CONFIRMED, confirmed(sheet, press)),
        (words::COMEBACK, comeback(order, press)),
    ];
    in_pairs(
        facts
            .into_iter()
            .map(|(name, value)| (press.say(name), value))
            .collect(),
    )
}

/// What the customer asked for beside the work.
fn confirmed(sheet: &OrderSheet, press: &Press<'_>) -> String {
    let asked = [
        (sheet.keep_old_parts, words::KEEP_OLD_PARTS),
        (sheet.wash, words::WASH),
    ];
    let said: Vec<String> = asked
        .into_iter()
        .filter(|(asked, _)| asked.is_yes())
        .map(|(_, word)| press.say(word))
        .collect();
    said.join(DOT)
}

fn comeback(order: &OrderStory, press: &Press<'_>) -> String {
    let Some(comeback) = &order.comeback else {
        return String::new();
    };
    let delivered = comeback.delivered_at.map(|at| press.day(at));
    joined([comeback.of.to_string(), delivered.unwrap_or_default()])
}

/// Writes what the customer said, and what the desk wrote.
pub(super) fn complaint(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let Some(sheet) = &order.sheet else {
        return Vec::new();
    };
    let said = [&sheet.complaint, &sheet.remarks];
    let said = said.into_iter().filter(|text| !text.trim().is_empty());
    section(
        press.say(words::COMPLAINT),
        said.map(|text| Row::note(text)).collect(),
    )
}

/// Writes the record of the completion inspection.
pub(super) fn completion(order: &OrderStory, press: &Press<'_>) -> Vec<Row> {
    let record = &order.completion;
    if record.result == InspectionResult::Open && record.reworks.is_empty() {
        return Vec::new();
    }
    let moment =
        |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| press.full(at)).unwrap_or_default();
    let facts = [
        (words::RESULT, press.say(words::result(record.result))),
        (
            words::INSPECTOR,
            record
                .inspector
                .as_ref()
                .map(press.person)
                .unwrap_or_default(),
        ),
        (words::PLANNED, moment(record.planned_at)),
        (words::COMPLETED, moment(record.completed_at)),
        (
            words::DELAY,
            record
                .delay
                .map(|reason| press.say(finding::delay(reason)))
                .unwrap_or_default(),
        ),
        (words::REWORK, reworks(record, press)),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, value)| (press.say(name), value))
        .collect();
    section(press.say(words::COMPLETION), in_pairs(facts))
}

/// Says why jobs went back. Who answers for it and what it cost them stays in the workshop.
fn reworks(record: &CompletionRecord, press: &Press<'_>) -> String {
    let told: Vec<String> = record
        .reworks
        .iter()
        .map(|rework| press.say(quality::rework_reason(rework.order.reason)))
        .collect();
    told.join(DOT)
}
