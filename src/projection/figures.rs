//! The day in figures as a read model: a page a day, of which the last month is kept.

use super::views::{View, ViewName};
use crate::domain::figures::{DayFigures, figures};
use crate::domain::policy::SitePolicy;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// So many days are shown on the screens, today with them.
pub const DAYS_SHOWN: u64 = 31;

/// A page: one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    /// The day and what was counted on it.
    pub figures: DayFigures,
}

/// Lists the days that are shown.
pub fn days_shown(today: NaiveDate) -> RangeInclusive<NaiveDate> {
    last_days(today, DAYS_SHOWN)
}

/// Lists so many days, today the last of them.
pub fn last_days(today: NaiveDate, count: u64) -> RangeInclusive<NaiveDate> {
    let before = Days::new(count.saturating_sub(1));
    today.checked_sub_days(before).unwrap_or(today)..=today
}

/// Makes the pages of some days.
pub fn figures_views(
    workshop: &Workshop,
    policy: &SitePolicy,
    days: RangeInclusive<NaiveDate>,
    now: DateTime<Utc>,
) -> BTreeMap<ViewName, View> {
    let counted = figures(workshop, policy, days, now).into_iter();
    counted
        .map(|figures| {
            let name = ViewName::Figures(figures.day);
            (name, View::Figures(Box::new(FiguresView { figures })))
        })
        .collect()
}
