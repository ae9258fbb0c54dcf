//! Counts the figures: one walk through the days of people and one through the orders, whatever the number of days.

use super::windows::Windows;
use super::{DayFigures, Figures, bays, orders, people};
use crate::domain::policy::SitePolicy;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, NaiveDate, Utc};
use std::ops::RangeInclusive;

/// The days while they are counted.
pub(super) struct Sheet<'a> {
    pub(super) workshop: &'a Workshop,
    pub(super) policy: &'a SitePolicy,
    pub(super) windows: Windows<'a>,
    pub(super) now: DateTime<Utc>,
    pub(super) days: Vec<Figures>,
}

impl Sheet<'_> {
    /// Finds the figures of the day of a moment, if that day is asked for.
    pub(super) fn at(&mut self, at: DateTime<Utc>) -> Option<&mut Figures> {
        let index = self.windows.of_moment(at)?;
        self.days.get_mut(index)
    }

    /// Finds the figures of a day.
    pub(super) fn on(&mut self, day: NaiveDate) -> Option<&mut Figures> {
        let index = self.windows.of_day(day)?;
        self.days.get_mut(index)
    }
}

/// Counts the figures of each of the days, in order.
///
/// The workshop has all orders and days that have anything to do with them; of today it counts what has happened
/// until `now`.
pub fn figures(
    workshop: &Workshop,
    policy: &SitePolicy,
    days: RangeInclusive<NaiveDate>,
    now: DateTime<Utc>,
) -> Vec<DayFigures> {
    let windows = Windows::new(policy, days);
    let mut sheet = Sheet {
        workshop,
        policy,
        days: vec![Figures::default(); windows.days.len()],
        windows,
        now,
    };
    people::count(&mut sheet);
    orders::count(&mut sheet);
    bays::count(&mut sheet);
    let Sheet { windows, days, .. } = sheet;
    let named = windows.days.iter().zip(days);
    named
        .map(|(window, figures)| DayFigures {
            day: window.day,
            figures,
        })
        .collect()
}
