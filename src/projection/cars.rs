//! What is known of cars by their plates: whose they are, when they were here last, and what was left then.

use super::buckets::{bucket_of, shared};
use super::job_card::{PartCard, expected_parts};
use crate::domain::car_file::CarFile;
use crate::domain::catalogue::Operation;
use crate::domain::finding::Finding;
use crate::domain::ids::RoNumber;
use crate::domain::order::{Car, Customer, Fen};
use crate::domain::plate::Plate;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Cars are spread over so many pages by their plates, so that one that changes sends a small page: with 20,000
/// cars each has some 300.
pub const BUCKETS: u16 = 512;

/// A visit that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastVisit {
    /// Its order.
    pub ro: RoNumber,
    /// When the car came.
    pub arrived_at: DateTime<Utc>,
    /// In km.
    #[serde(default)]
    pub mileage_km: Option<u32>,
}

/// Something that was found on an earlier visit and left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// When the car was here.
    pub visited_at: DateTime<Utc>,
    /// What.
    pub finding: Finding,
}

/// What is known of a car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarRecord {
    /// The car.
    pub car: Car,
    /// Whose it is.
    #[serde(default)]
    pub customer: Customer,
    /// When it was here last.
    #[serde(default)]
    pub last: Option<LastVisit>,
    /// Its open order.
    #[serde(default)]
    pub open: Option<RoNumber>,
    /// What was left.
    #[serde(default)]
    pub left: Vec<Left>,
}

/// One page of the cars. It is shared: a station lays its views anew many times while no car changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarsView {
    /// By plate.
    #[serde(with = "shared")]
    pub cars: Arc<Vec<CarRecord>>,
}

/// The cars that were ever here, as far as a station has their pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cars(BTreeMap<u16, Arc<Vec<CarRecord>>>);

impl Cars {
    /// Takes a page.
    pub(super) fn put(&mut self, page: u16, view: CarsView) {
        self.0.insert(page, view.cars);
    }

    /// Finds what is known of a car.
    pub fn get(&self, plate: &Plate) -> Option<&CarRecord> {
        let page = self.0.get(&bucket(plate))?;
        page.iter().find(|record| record.car.plate == *plate)
    }
}

/// Tells on which page a car stands. It must stay what it is from one version to the next.
pub fn bucket(plate: &Plate) -> u16 {
    bucket_of(plate.as_str(), BUCKETS)
}

/// Makes the pages of these numbers.
pub(super) fn cars(workshop: &Workshop, buckets: &BTreeSet<u16>) -> Vec<(u16, CarsView)> {
    if buckets.is_empty() {
        return Vec::new();
    }
    let mut pages: BTreeMap<u16, Vec<CarRecord>> =
        buckets.iter().map(|bucket| (*bucket, Vec::new())).collect();
    for file in workshop.cars.values() {
        if let Some(page) = pages.get_mut(&bucket(&file.plate)) {
            page.extend(record(file));
        }
    }
    let shared = |cars: Vec<CarRecord>| CarsView {
        cars: Arc::new(cars),
    };
    pages
        .into_iter()
        .map(|(number, cars)| (number, shared(cars)))
        .collect()
}

fn record(file: &CarFile) -> Option<CarRecord> {
    let newest = file.newest()?;
    Some(CarRecord {
        car: newest.car.clone(),
        customer: newest.customer.clone(),
        last: file.last_over().map(|visit| LastVisit {
            ro: visit.ro.clone(),
            arrived_at: visit.arrived_at,
            mileage_km: visit.mileage_km,
        }),
        open: file.open().map(|visit| visit.ro.clone()),
        left: file
            .left()
            .map(|(visit, finding)| Left {
                visited_at: visit.arrived_at,
                finding: finding.clone(),
            })
            .collect(),
    })
}

/// An operation of the list, with its parts and what they cost the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationCard {
    /// The operation.
    pub operation: Operation,
    /// What it is expected to need.
    pub parts: Vec<PartCard>,
    /// What that costs at list price.
    pub parts_amount: Fen,
}

/// One page of the operation list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsView {
    /// By number.
    pub operations: Vec<OperationCard>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Lists what the workshop can do.
pub(super) fn operations(workshop: &Workshop) -> Vec<OperationCard> {
    let operations = workshop.operations.values();
    operations
        .map(|operation| OperationCard {
            operation: operation.clone(),
            parts: expected_parts(workshop, &operation.parts),
            parts_amount: Fen(operation
                .parts
                .iter()
                .filter_map(|expected| {
                    let part = workshop.parts.get(&expected.part)?;
                    Some(part.price.0 * i64::from(expected.quantity))
                })
                .sum()),
        })
        .collect()
}
