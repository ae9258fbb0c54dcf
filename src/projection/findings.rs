//! Findings of the cars in the workshop: what the advisor puts to the customer, and what the bay waits for.

use super::job_card::{CarCard, PartCard, Stage, car_card, expected_parts};
use crate::domain::car::CarState;
use crate::domain::finding::Finding;
use crate::domain::forecast::FloorForecast;
use crate::domain::ids::{JobId, RoNumber};
use crate::domain::job::LineStanding;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A finding with its car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCard {
    /// What was found, and what was said of it.
    pub finding: Finding,
    /// The car and its order.
    pub car: CarCard,
    /// What it is expected to need, with what is there.
    pub parts: Vec<PartCard>,
    /// The job that it is, and where that stands; nothing while nobody may work on it.
    pub job: Option<(JobId, Stage)>,
    /// Whether it was found on an earlier visit and left.
    #[serde(default)]
    pub earlier: Option<DateTime<Utc>>,
}

impl FindingCard {
    /// Names the order.
    pub fn ro(&self) -> &RoNumber {
        &self.car.ro
    }
}

/// One page of the findings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingsView {
    /// Those without an answer first, by promise; then the others.
    pub findings: Vec<FindingCard>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Lists the findings of all cars that are not delivered, with what was left on earlier visits.
pub fn findings(workshop: &Workshop, forecast: &FloorForecast) -> Vec<FindingCard> {
    let mut cards: Vec<FindingCard> = workshop
        .orders
        .iter()
        .filter(|(_, order)| order.state() != CarState::Delivered)
        .flat_map(|(ro, order)| {
            order
                .findings
                .iter()
                .map(move |finding| (ro, order, finding))
        })
        .map(|(ro, order, finding)| FindingCard {
            finding: finding.clone(),
            car: car_card(workshop, ro, forecast),
            parts: expected_parts(workshop, &finding.sighting.parts),
            job: order
                .jobs
                .get(&finding.line)
                .filter(|job| job.standing == LineStanding::Ordered)
                .map(|job| {
                    let id = JobId::new(ro.clone(), finding.line);
                    (id, Stage::from(&job.state()))
                }),
            earlier: None,
        })
        .chain(left(workshop, forecast))
        .collect();
    cards.sort_by_key(|card| {
        let finding = &card.finding;
        let open = finding.is_open();
        (
            card.earlier.is_some(),
            !open,
            card.car.promised_at,
            card.ro().clone(),
            finding.line,
        )
    });
    cards
}

/// Lists what was left on earlier visits of the cars that are here.
fn left<'a>(
    workshop: &'a Workshop,
    forecast: &'a FloorForecast,
) -> impl Iterator<Item = FindingCard> + 'a {
    let here = workshop.orders.iter().filter_map(|(ro, order)| {
        let sheet = order.sheet.as_ref()?;
        let file = workshop.cars.get(&sheet.car.plate)?;
        (order.state() != CarState::Delivered).then_some((ro, file))
    });
    here.flat_map(move |(ro, file)| {
        let others = file.left().filter(move |(visit, _)| visit.ro != *ro);
        others.map(move |(visit, finding)| FindingCard {
            finding: finding.clone(),
            car: car_card(workshop, ro, forecast),
            parts: expected_parts(workshop, &finding.sighting.parts),
            job: None,
            earlier: Some(visit.arrived_at),
        })
    })
}
