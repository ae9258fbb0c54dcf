//! What the order in the making says: its lines, what they cost, until when it can be promised, and what it lacks.

use super::{Confirmation, Draft, Field};
use crate::domain::finding::Finding;
use crate::domain::order::{
    BusinessCategory, Car, Customer, Fen, JobLine, OrderSheet, Trade, WorkMinutes,
};
use crate::domain::plate::Plate;
use crate::domain::policy::SitePolicy;
use crate::domain::promise::{Needed, ShopLoad, proposed, quarter};
use crate::projection::cars::{CarRecord, OperationCard};
use crate::projection::job_card::Stage;
use crate::projection::picture::Picture;
use crate::projection::views::Views;
use crate::screen::advisor::Advisor;
use crate::screen::words::{Text, intake as words};
use chrono::{DateTime, TimeDelta, Utc};

pub(super) const WAITS: &str = "waits";
pub(super) const OLD_PARTS: &str = "old-parts";
pub(super) const WASH: &str = "wash";

/// Every category, in the order in which they are offered.
pub(super) const CATEGORIES: [BusinessCategory; 6] = [
    BusinessCategory::General,
    BusinessCategory::Maintenance,
    BusinessCategory::Accident,
    BusinessCategory::Warranty,
    BusinessCategory::Pdi,
    BusinessCategory::Comeback,
];

pub(super) const fn category_id(category: BusinessCategory) -> &'static str {
    match category {
        BusinessCategory::General => "general",
        BusinessCategory::Maintenance => "maintenance",
        BusinessCategory::Accident => "accident",
        BusinessCategory::Warranty => "warranty",
        BusinessCategory::Pdi => "pdi",
        BusinessCategory::Comeback => "comeback",
    }
}

pub(super) const fn trade_id(trade: Trade) -> &'static str {
    match trade {
        Trade::Maintenance => "maintenance",
        Trade::Mechanical => "mechanical",
        Trade::Electrical => "electrical",
        Trade::Body => "body",
        Trade::Paint => "paint",
    }
}

pub(super) const fn confirmation_id(confirmation: Confirmation) -> &'static str {
    match confirmation {
        Confirmation::Work => "work",
        Confirmation::Cost => "cost",
        Confirmation::Time => "time",
        Confirmation::OldParts => "old-parts",
        Confirmation::Wash => "wash",
    }
}

/// A line of the order in the making.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) line: JobLine,
    /// Its parts at list price.
    pub(super) parts: Fen,
}

/// Makes the line of an operation: work at the site's rate, parts at list price.
fn ordered(card: &OperationCard, policy: &SitePolicy, number: u16) -> Line {
    let operation = &card.operation;
    let line = JobLine {
        line: number,
        op_code: operation.op_code.clone(),
        name: operation.name.clone(),
        english_name: operation.english_name.clone(),
        trade: operation.trade,
        standard: operation.standard,
        flagged: operation.standard,
        credited: operation.standard,
        amount: policy.labour(operation.standard),
        technicians: Vec::new(),
        parts: operation.parts.clone(),
    };
    Line {
        line,
        parts: card.parts_amount,
    }
}

/// Makes the line of something left: what the customer was told it costs then.
fn left_before(finding: &Finding, number: u16) -> Line {
    Line {
        line: finding.sighting.line(number),
        parts: Fen(0),
    }
}

/// Lists the lines, numbered from 1 in the order in which they were tapped.
pub(super) fn lines(draft: &Draft, picture: &Picture) -> Vec<Line> {
    let Some(policy) = &picture.views.site else {
        return Vec::new();
    };
    let operations = draft.operations.iter().filter_map(|code| {
        let known = picture.views.operations.iter();
        known
            .into_iter()
            .find(|card| card.operation.op_code == *code)
    });
    let mut lines: Vec<Line> = operations
        .zip(1..)
        .map(|(card, number)| ordered(card, policy, number))
        .collect();
    let record = draft.record(picture);
    let left = record.iter().flat_map(|record| &record.left);
    for left in left.filter(|left| draft.left.contains(&left.finding.id)) {
        let number = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
        lines.push(left_before(&left.finding, number));
    }
    lines
}

/// Adds up what the customer is told.
pub(super) fn total(lines: &[Line]) -> Fen {
    Fen(lines
        .iter()
        .map(|line| line.line.amount.0 + line.parts.0)
        .sum())
}

/// Adds up the standard hours.
pub(super) fn hours(lines: &[Line]) -> WorkMinutes {
    WorkMinutes(lines.iter().map(|line| line.line.standard.0).sum())
}

/// Tells how busy the workshop is, as far as the views say.
fn load(views: &Views) -> ShopLoad {
    let mut load = ShopLoad::default();
    for (bay, view) in &views.bays {
        let open = view.jobs.iter().filter(|job| job.stage != Stage::Finished);
        let free = open
            .filter_map(|job| job.forecast)
            .map(|forecast| forecast.end)
            .max();
        load.free_at.extend(free.map(|at| (bay.clone(), at)));
    }
    let waiting = views.waiting.jobs.iter();
    load.waiting = waiting
        .filter(|job| job.stage == Stage::AwaitingDispatch)
        .filter_map(|job| Some((job.trade?, job.standard)))
        .collect();
    load
}

/// Moves a promise; it never lies behind.
pub(super) fn shifted(
    at: Option<DateTime<Utc>>,
    minutes: i32,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let moved = at? + TimeDelta::minutes(i64::from(minutes));
    Some(moved.max(quarter(now + TimeDelta::minutes(1))))
}

impl Advisor {
    /// Works out until when the order is promised: by hand, or from the load of the workshop.
    pub(super) fn promised(
        &self,
        draft: &Draft,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let policy = picture.views.site.as_ref()?;
        let lines = lines(draft, picture);
        let needed = Needed {
            work: lines
                .iter()
                .map(|line| (line.line.trade, line.line.standard))
                .collect(),
            wash: draft.wash,
        };
        let load = load(&picture.views);
        Some(
            draft
                .promise
                .unwrap_or_else(|| proposed(policy, &load, &needed, now)),
        )
    }

    /// Says what the order still lacks; nothing when it can be opened.
    pub(super) fn lacks(
        &self,
        draft: &Draft,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Text> {
        let open = draft
            .record(picture)
            .and_then(|record| record.open.as_ref());
        if draft.plate().is_none() {
            Some(words::NEEDS_PLATE)
        } else if open.is_some() {
            Some(words::IS_HERE)
        } else if lines(draft, picture).is_empty() {
            Some(words::NEEDS_LINES)
        } else if self
            .promised(draft, picture, now)
            .is_none_or(|at| at <= now)
        {
            Some(words::NEEDS_PROMISE)
        } else if draft.confirmed.len() < Confirmation::ALL.len() {
            Some(words::NEEDS_CONFIRMING)
        } else {
            None
        }
    }

    /// Writes the order sheet; nothing while it lacks something.
    pub(super) fn sheet(
        &self,
        draft: &Draft,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<OrderSheet> {
        if self.lacks(draft, picture, now).is_some() {
            return None;
        }
        let record = draft.record(picture);
        let advisor = picture.views.name_of(self.desk.acting()?)?.to_owned();
        let lines = lines(draft, picture);
        let text = |field| draft.text(field).trim().to_owned();
        let zone = picture.views.site.as_ref()?.hours.zone;
        Some(OrderSheet {
            // The coordinator numbers it.
            ro: "".into(),
            car: car(draft.plate()?, record),
            customer: Customer {
                name: text(Field::Name),
                phone: text(Field::Phone),
                brought_in_by: text(Field::Name),
            },
            category: draft.category,
            advisor,
            arrived_at: now,
            promised_at: self.promised(draft, picture, now)?,
            mileage_km: draft.text(Field::Mileage).parse().ok(),
            fuel: String::new(),
            complaint: text(Field::Complaint),
            customer_waits: draft.customer_waits,
            keep_old_parts: draft.keep_old_parts,
            wash: draft.wash,
            // The checklists ask for it where it matters.
            road_test: Default::default(),
            key_tag: text(Field::KeyTag),
            parking_spot: text(Field::Parking),
            last_visit: record
                .and_then(|record| record.last.as_ref())
                .map(|last| {
                    let date = last.arrived_at.with_timezone(&zone).format("%Y-%m-%d");
                    let km = last.mileage_km.map(|km| format!(" {km} km"));
                    format!("{date}{}", km.unwrap_or_default())
                })
                .unwrap_or_default(),
            remarks: String::new(),
            lines: lines.into_iter().map(|line| line.line).collect(),
        })
    }
}

/// Takes the car from its file; of a new one only the plate is known.
fn car(plate: Plate, record: Option<&CarRecord>) -> Car {
    match record {
        Some(record) => record.car.clone(),
        None => Car {
            plate,
            vin: String::new(),
            brand: String::new(),
            model: String::new(),
            series: String::new(),
            displacement: String::new(),
            colour: String::new(),
        },
    }
}
