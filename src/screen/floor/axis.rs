//! The hours across: which part of the day is shown, and where in it a moment lies.

use super::Floor;
use crate::domain::policy::SitePolicy;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::Picture;
use crate::screen::words::{floor as words, time};
use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

/// How much of the day is shown at most: with more, chips are too narrow for what they say.
const SHOWN: TimeDelta = TimeDelta::hours(9);
/// How much is shown at least, so that a short day does not make giants.
const LEAST: TimeDelta = TimeDelta::hours(8);
/// How much of the past stays in sight when the day is longer than what is shown.
const PAST: TimeDelta = TimeDelta::hours(3);
/// Overtime beyond this is no reason to shift the whole day.
const OVERTIME: TimeDelta = TimeDelta::hours(4);

/// The part of the day that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its left edge.
    pub from: DateTime<Utc>,
    /// Its right edge.
    pub until: DateTime<Utc>,
}

/// A whole hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Hour {
    /// In two digits.
    pub label: String,
    /// Where, 0 to 1.
    pub at: f32,
}

/// A gap between two shifts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// What it is.
    pub label: String,
    /// Where it begins.
    pub start: f32,
    /// Where it ends.
    pub end: f32,
}

/// What stands above the bays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimeAxis {
    /// The whole hours.
    pub hours: Vec<Hour>,
    /// The breaks.
    pub breaks: Vec<Pause>,
    /// Where now is; outside 0 to 1 when it is not in sight.
    pub now: f32,
    /// The wall clock.
    pub now_label: String,
}

impl Window {
    /// Chooses the hours to show: the working day with the overtime that is worked or planned, and of a long
    /// day the part around now.
    pub fn of_day(policy: &SitePolicy, picture: &Picture, now: DateTime<Utc>) -> Self {
        let (open, close) = day(policy, picture, now);
        if close - open <= SHOWN {
            return Self {
                from: open,
                until: close.max(open + LEAST),
            };
        }
        let last = close - SHOWN;
        let around = whole_hour(now, policy.hours.zone) - PAST;
        let from = around.max(open).min(last);
        Self {
            from,
            until: from + SHOWN,
        }
    }

    /// Tells where a moment lies: 0 at the left edge, 1 at the right, beyond them outside.
    pub fn fraction(&self, at: DateTime<Utc>) -> f32 {
        let length = (self.until - self.from).num_seconds().max(1);
        // A day has 86,400 seconds, which an f32 holds exactly.
        (at - self.from).num_seconds() as f32 / length as f32
    }

    /// Tells where a moment lies, moved to the edge when it is outside.
    pub fn clamped(&self, at: DateTime<Utc>) -> f32 {
        self.fraction(at).clamp(0.0, 1.0)
    }

    /// Tells the moment at a place, to the minute.
    pub fn moment(&self, fraction: f32) -> DateTime<Utc> {
        let minutes = (self.until - self.from).num_minutes() as f32 * fraction;
        self.from + TimeDelta::minutes(minutes.round() as i64)
    }
}

/// Finds when the working day of `now` opens and closes, with what is worked outside of it.
fn day(
    policy: &SitePolicy,
    picture: &Picture,
    now: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let hours = &policy.hours;
    let today = policy.day_of(now);
    let periods = hours.periods(today);
    let eight = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or(NaiveTime::MIN);
    let opens = hours.moment(today, periods.first().map_or(eight, |period| period.from));
    let closes = periods
        .last()
        .map_or(opens + SHOWN, |period| hours.moment(today, period.until));
    let cards = || picture.views.bays.values().flat_map(|bay| &bay.jobs);
    let first = cards()
        .filter_map(|card| card.started_at)
        .filter(|at| policy.day_of(*at) == today)
        .fold(opens, DateTime::min);
    let last = cards()
        .filter_map(|card| works_until(card, now))
        .filter(|at| policy.day_of(*at) == today && *at <= closes + OVERTIME)
        .fold(closes, DateTime::max);
    let hour = TimeDelta::hours(1);
    let until = whole_hour(last + hour - TimeDelta::seconds(1), hours.zone);
    (whole_hour(first, hours.zone), until.max(closes))
}

/// Tells until when someone works on a job at least, or plans to.
fn works_until(card: &JobCard, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match card.stage {
        Stage::InRepair => Some(now),
        Stage::Dispatched => card.plan.as_ref().map(|plan| plan.end),
        Stage::Finished => card.finished_at,
        Stage::AwaitingDispatch | Stage::OnHold => None,
    }
}

fn whole_hour(at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone);
    at - TimeDelta::minutes(i64::from(local.minute()))
        - TimeDelta::seconds(i64::from(local.second()))
        - TimeDelta::nanoseconds(i64::from(local.nanosecond()))
}

impl Floor<'_> {
    /// Makes the hours above the bays.
    pub fn axis(&self) -> TimeAxis {
        let zone = self.zone();
        let first = whole_hour(self.window.from + TimeDelta::minutes(59), zone);
        let hours = (0..24)
            .map(|hour| first + TimeDelta::hours(hour))
            .take_while(|at| *at <= self.window.until)
            .map(|at| Hour {
                label: at.with_timezone(&zone).format("%H").to_string(),
                at: self.window.fraction(at),
            })
            .collect();
        TimeAxis {
            hours,
            breaks: self.breaks(),
            now: self.window.fraction(self.now),
            now_label: time::clock(self.now, zone),
        }
    }

    fn breaks(&self) -> Vec<Pause> {
        let hours = &self.policy.hours;
        let day = self.policy.day_of(self.now);
        hours
            .periods(day)
            .windows(2)
            .map(|pair| Pause {
                label: words::BREAK.to(self.language).to_owned(),
                start: self.window.clamped(hours.moment(day, pair[0].until)),
                end: self.window.clamped(hours.moment(day, pair[1].from)),
            })
            .filter(|pause| pause.end > pause.start)
            .collect()
    }
}
