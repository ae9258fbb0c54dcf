//! The days that figures are counted for, as stretches of time, and their open hours.

use crate::domain::clock::whole_secs;
use crate::domain::policy::{DAY_STARTS, SitePolicy};
use chrono::{DateTime, NaiveDate, Utc};
use std::ops::RangeInclusive;

/// From a moment until another.
pub(super) type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// One working day as a stretch of time.
#[derive(Debug)]
pub(super) struct DayWindow {
    /// Which day.
    pub(super) day: NaiveDate,
    /// From its first moment to the first of the next day.
    whole: Stretch,
    /// The stretches in which the workshop is open.
    open: Vec<Stretch>,
}

impl DayWindow {
    /// Counts the open seconds between two moments.
    pub(super) fn open_secs(&self, (from, until): Stretch) -> i64 {
        let cut = self.open.iter().map(|(opens, closes)| {
            let (from, until) = (from.max(*opens), until.min(*closes));
            whole_secs(from, until.max(from))
        });
        cut.sum()
    }

    /// Counts its open seconds until `now`.
    pub(super) fn open_secs_until(&self, now: DateTime<Utc>) -> i64 {
        self.open_secs((self.whole.0, now))
    }
}

/// The days of a report, each with its hours.
#[derive(Debug)]
pub(super) struct Windows<'a> {
    policy: &'a SitePolicy,
    pub(super) days: Vec<DayWindow>,
}

impl<'a> Windows<'a> {
    pub(super) fn new(policy: &'a SitePolicy, days: RangeInclusive<NaiveDate>) -> Self {
        let hours = &policy.hours;
        let last = *days.end();
        let days = days.start().iter_days().take_while(|day| *day <= last);
        let window = |day: NaiveDate| {
            let next = day.succ_opt().unwrap_or(day);
            let open = hours.periods(day).iter();
            DayWindow {
                day,
                whole: (
                    hours.moment(day, DAY_STARTS),
                    hours.moment(next, DAY_STARTS),
                ),
                open: open
                    .map(|p| (hours.moment(day, p.from), hours.moment(day, p.until)))
                    .collect(),
            }
        };
        Self {
            policy,
            days: days.map(window).collect(),
        }
    }

    /// Finds a day by its date.
    pub(super) fn of_day(&self, day: NaiveDate) -> Option<usize> {
        let first = self.days.first()?.day;
        let at = usize::try_from((day - first).num_days()).ok()?;
        (at < self.days.len()).then_some(at)
    }

    /// Finds the day of a moment.
    pub(super) fn of_moment(&self, at: DateTime<Utc>) -> Option<usize> {
        self.of_day(self.policy.day_of(at))
    }

    /// Cuts a stretch at the ends of the days; what lies before the first or after the last is left out.
    pub(super) fn cut(&self, (from, until): Stretch) -> impl Iterator<Item = (usize, Stretch)> {
        let begins = self.days.partition_point(|window| window.whole.1 <= from);
        let touched = self.days[begins..].iter().enumerate();
        touched
            .take_while(move |(_, window)| window.whole.0 < until)
            .map(move |(offset, window)| {
                let cut = (from.max(window.whole.0), until.min(window.whole.1));
                (begins + offset, cut)
            })
            .filter(|(_, (from, until))| from < until)
    }
}
