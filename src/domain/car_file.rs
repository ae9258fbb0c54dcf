//! The car's file (车辆档案): what the workshop remembers of a car between its visits. What the customer left is
//! offered at the next one.

use super::apply::Touched;
use super::car::{CarState, CarStep, Order};
use super::finding::{Answer, Finding};
use super::ids::RoNumber;
use super::order::{BusinessCategory, Car, Customer, OrderSheet};
use super::plate::Plate;
use super::quality::order_quality::Comeback;
use super::workshop::{EntityKey, Workshop};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many visits are remembered of each car: what was left longer ago was asked about since.
const REMEMBERED: usize = 4;

/// One visit of a car: one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its order.
    pub ro: RoNumber,
    /// When it came.
    pub arrived_at: DateTime<Utc>,
    /// When it was handed over; nothing while it is here.
    #[serde(default)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// In km.
    #[serde(default)]
    pub mileage_km: Option<u32>,
    /// The car as that order describes it.
    pub car: Car,
    /// Whose it was then.
    #[serde(default)]
    pub customer: Customer,
    /// What the customer declined, deferred or was never asked about.
    #[serde(default)]
    pub left: Vec<Finding>,
    /// The names of all that was ordered or found: what is among them need not be offered from an earlier visit.
    #[serde(default)]
    pub spoken_of: BTreeSet<String>,
}

impl Visit {
    /// Makes the visit of an order; nothing for one that has not come in.
    pub fn of(ro: &RoNumber, order: &Order) -> Option<Self> {
        let sheet = order.sheet.as_ref()?;
        let delivered = order.state() == CarState::Delivered;
        let handed_over = order.step(CarStep::Delivered).filter(|_| delivered);
        let left = order.findings.iter().filter(|finding| is_left(finding));
        let lines = sheet.lines.iter().map(|line| line.name.clone());
        let found = order.findings.iter().map(|f| f.sighting.name.clone());
        Some(Self {
            ro: ro.clone(),
            arrived_at: sheet.arrived_at,
            delivered_at: handed_over.map(|step| step.at),
            mileage_km: sheet.mileage_km,
            car: sheet.car.clone(),
            customer: sheet.customer.clone(),
            left: left.cloned().collect(),
            spoken_of: lines.chain(found).collect(),
        })
    }
}

/// Tells whether a finding stays with the car.
fn is_left(finding: &Finding) -> bool {
    let answer = finding.answer().map(|last| last.answer);
    finding.sighting.is_asked() && answer != Some(Answer::Authorised)
}

/// What is remembered of a car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarFile {
    /// Which car.
    pub plate: Plate,
    /// Its visits, the oldest first.
    pub visits: Vec<Visit>,
}

impl CarFile {
    /// Begins with nothing.
    pub fn new(plate: Plate) -> Self {
        Self {
            plate,
            visits: Vec::new(),
        }
    }

    /// Takes a visit as it stands now.
    pub fn set(&mut self, visit: Visit) {
        self.remove(&visit.ro);
        let place = self
            .visits
            .partition_point(|known| (known.arrived_at, &known.ro) < (visit.arrived_at, &visit.ro));
        self.visits.insert(place, visit);
        if self.visits.len() > REMEMBERED {
            self.visits.remove(0);
        }
    }

    /// Forgets a visit: its order speaks of another car by now.
    pub fn remove(&mut self, ro: &RoNumber) {
        self.visits.retain(|known| known.ro != *ro);
    }

    /// Finds a visit.
    pub fn of(&self, ro: &RoNumber) -> Option<&Visit> {
        self.visits.iter().find(|known| known.ro == *ro)
    }

    /// Finds the newest visit, whether it is over or not: it knows the customer best.
    pub fn newest(&self) -> Option<&Visit> {
        self.visits.last()
    }

    /// Finds the last visit that is over.
    pub fn last_over(&self) -> Option<&Visit> {
        let mut visits = self.visits.iter().rev();
        visits.find(|known| known.delivered_at.is_some())
    }

    /// Finds the visit that is not over.
    pub fn open(&self) -> Option<&Visit> {
        let mut visits = self.visits.iter().rev();
        visits.find(|known| known.delivered_at.is_none())
    }

    /// Lists what was left on visits that are over and was not spoken of since.
    pub fn left(&self) -> impl Iterator<Item = (&Visit, &Finding)> {
        let over = self.visits.iter().enumerate();
        over.filter(|(_, visit)| visit.delivered_at.is_some())
            .flat_map(move |(at, visit)| {
                let since = &self.visits[at + 1..];
                let is_new = move |finding: &&Finding| {
                    !since
                        .iter()
                        .any(|later| later.spoken_of.contains(&finding.sighting.name))
                };
                visit.left.iter().filter(is_new).map(move |f| (visit, f))
            })
    }
}

/// How the files follow the orders.
impl Workshop {
    /// Finds the order that a car comes back to: its last visit that was over before it came.
    pub(super) fn comeback_of(&self, sheet: &OrderSheet) -> Option<Comeback> {
        if sheet.category != BusinessCategory::Comeback {
            return None;
        }
        let file = self.cars.get(&sheet.car.plate)?;
        let known = self.orders.get(&sheet.ro);
        let before = known.and_then(|order| order.sheet.as_ref());
        let linked = known.and_then(|order| order.quality.comeback.clone());
        // Once it is linked, a later visit changes nothing of that.
        if before.is_some_and(|before| before.car.plate == sheet.car.plate) && linked.is_some() {
            return linked;
        }
        let over = |visit: &&Visit| {
            let gone_before = visit.delivered_at.is_some_and(|at| at <= sheet.arrived_at);
            visit.ro != sheet.ro && gone_before
        };
        let visit = file.visits.iter().rev().find(over)?;
        Some(Comeback {
            of: visit.ro.clone(),
            delivered_at: visit.delivered_at,
        })
    }

    /// Remembers with each car what its orders say now: whose it is, when it was here, and what was left.
    pub(super) fn refresh_files(&mut self, touched: &mut Touched) {
        let orders: Vec<RoNumber> = touched
            .iter()
            .filter_map(|key| match key {
                EntityKey::Order(ro) => Some(ro.clone()),
                _ => None,
            })
            .collect();
        for ro in orders {
            let Some(order) = self.orders.get(&ro) else {
                continue;
            };
            let visit = Visit::of(&ro, order);
            let now = visit.as_ref().map(|visit| visit.car.plate.clone());
            let sheets = order.amendments.iter().map(|amendment| &amendment.before);
            let before: BTreeSet<Plate> = sheets.map(|sheet| sheet.car.plate.clone()).collect();
            // A plate that was written wrongly at first has no visit of this order.
            for plate in before
                .into_iter()
                .filter(|plate| Some(plate) != now.as_ref())
            {
                self.change_file(plate, touched, |file| file.remove(&ro));
            }
            if let (Some(plate), Some(visit)) = (now, visit) {
                self.change_file(plate, touched, |file| {
                    if file.of(&ro) != Some(&visit) {
                        file.set(visit);
                    }
                });
            }
        }
    }

    fn change_file(
        &mut self,
        plate: Plate,
        touched: &mut Touched,
        change: impl FnOnce(&mut CarFile),
    ) {
        let known = self.cars.get(&plate);
        let mut file = known
            .cloned()
            .unwrap_or_else(|| CarFile::new(plate.clone()));
        change(&mut file);
        if known.map(|known| &known.visits) == Some(&file.visits)
            || known.is_none() && file.visits.is_empty()
        {
            return;
        }
        if file.visits.is_empty() {
            self.cars.remove(&plate);
        } else {
            self.cars.insert(plate.clone(), file);
        }
        touched.insert(EntityKey::Car(plate));
    }
}
