//! The lanes after repair: awaiting QC (待检), wash (洗车), awaiting invoice (待结算), ready (待交车).

use super::checks::remarkable;
use super::job_card::{CarCard, car_card};
use crate::domain::car::{CarState, Order};
use crate::domain::forecast::FloorForecast;
use crate::domain::ids::PersonId;
use crate::domain::quality::completion::{CompletionRecord, completion};
use crate::domain::said::Said;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A car whose jobs are done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishingCar {
    /// The car; its state tells the lane.
    pub car: CarCard,
    /// Since when it waits there.
    pub since: DateTime<Utc>,
    /// What was done.
    pub work: Vec<WorkDone>,
    /// Since when it is washed, and by whom.
    #[serde(default)]
    pub wash_begun: Option<Said>,
    /// 竣工检验记录; of what failed only what says more than that it was good.
    #[serde(default)]
    pub completion: CompletionRecord,
}

/// A job that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkDone {
    /// Its name.
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
    /// Who did it.
    pub workers: Vec<PersonId>,
}

/// The lanes after repair, one page, and how many cars stand where in the whole workshop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishingView {
    /// The cars, by promise.
    pub cars: Vec<FinishingCar>,
    /// All cars in the workshop by where they stand, on the first page.
    pub counts: BTreeMap<CarState, u32>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Lists the cars whose jobs are done.
pub fn finishing_cars(workshop: &Workshop, forecast: &FloorForecast) -> Vec<FinishingCar> {
    let mut cars: Vec<FinishingCar> = workshop
        .orders
        .iter()
        .filter(|(_, order)| {
            let state = order.state();
            state >= CarState::AwaitingQc && state < CarState::Delivered
        })
        .map(|(ro, order)| FinishingCar {
            car: car_card(workshop, ro, forecast),
            // A step from before the rework is not what it waits since.
            since: order
                .steps
                .last()
                .map(|step| step.at)
                .max(order.repaired_at())
                .unwrap_or_default(),
            work: order
                .live_jobs()
                .filter_map(|(line, _)| {
                    let id = crate::domain::ids::JobId::new(ro.clone(), line);
                    super::job_card::job_card(workshop, &id, forecast)
                })
                .map(|card| WorkDone {
                    name: card.name,
                    english_name: card.english_name,
                    workers: card.workers,
                })
                .collect(),
            wash_begun: order.quality.wash_begun.clone(),
            completion: record(order),
        })
        .collect();
    cars.sort_by_key(|car| (car.car.promised_at, car.car.ro.clone()));
    cars
}

/// A page holds many cars, so a rework takes with it what was remarkable, and not its whole checklist.
fn record(order: &Order) -> CompletionRecord {
    let mut record = completion(order);
    for rework in &mut record.reworks {
        rework.results = remarkable(&rework.results);
    }
    record
}

/// Counts the cars by where they stand.
pub fn counts(workshop: &Workshop) -> BTreeMap<CarState, u32> {
    let mut counts = BTreeMap::new();
    for order in workshop
        .orders
        .values()
        .filter(|order| order.sheet.is_some())
    {
        let state = order.state();
        if state != CarState::Delivered {
            *counts.entry(state).or_default() += 1;
        }
    }
    counts
}
