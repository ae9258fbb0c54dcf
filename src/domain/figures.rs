//! The day in figures (数据日报): what the time clock, the orders and the store say about one working day.
//!
//! Every figure is a whole number of seconds, minutes, pieces or fen that adds up: a week and a month are the sums of
//! their days, and a ratio is made of sums, never of ratios. Where each figure comes from stands at its field.

mod bays;
mod checks;
mod count;
mod orders;
mod pairs;
mod people;
mod period;
mod shop;
mod technician;
mod windows;

pub use count::figures;
pub use period::Period;
pub use shop::{
    AgainFigures, BayFigures, CarFigures, ExtensionFigures, QualityFigures, ShopFigures,
    WaitFigures,
};
pub use technician::{Earned, Ratio, TechnicianFigures};

use super::idle::IdleCode;
use super::ids::PersonId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is counted, of a day or of several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// By technician: whoever is one by the roster and was here, and whoever else worked on a job.
    pub technicians: BTreeMap<PersonId, TechnicianFigures>,
    /// The whole workshop.
    pub shop: ShopFigures,
}

/// The figures of one working day, which begins at four in the morning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    /// Which day.
    pub day: NaiveDate,
    /// What was counted.
    pub figures: Figures,
}

impl Figures {
    /// Adds another day's.
    pub fn add(&mut self, other: &Self) {
        for (person, theirs) in &other.technicians {
            self.technicians
                .entry(person.clone())
                .or_default()
                .add(theirs);
        }
        self.shop.add(&other.shop);
    }

    /// Adds up days.
    pub fn sum<'a>(days: impl IntoIterator<Item = &'a DayFigures>) -> Self {
        let mut sum = Self::default();
        for day in days {
            sum.add(&day.figures);
        }
        sum
    }

    /// Adds up all technicians.
    pub fn team(&self) -> TechnicianFigures {
        let mut sum = TechnicianFigures::default();
        for theirs in self.technicians.values() {
            sum.add(theirs);
        }
        sum
    }

    /// Adds up the idle time of all technicians by code, in seconds.
    pub fn idle_secs(&self) -> BTreeMap<IdleCode, i64> {
        self.team().idle_secs
    }

    /// Tells whether nothing happened: nobody was here, and no car came, went or was worked on.
    pub fn is_empty(&self) -> bool {
        let cars = &self.shop.cars;
        let counted = [
            cars.arrived,
            cars.done,
            cars.delivered,
            self.shop.earned.jobs,
        ];
        self.technicians.is_empty()
            && counted == [0; 4]
            && self.shop.standing.is_empty()
            && self.shop.parts.is_empty()
    }
}
