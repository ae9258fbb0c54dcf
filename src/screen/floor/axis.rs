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
/// Plans for overtime beyond this are no reason to squeeze the whole day.
const OVERTIME: TimeDelta = TimeDelta::hours(4);
/// How far the hours reach beyond what is shown otherwise, for what is worked before opening and after closing.
const BEYOND: TimeDelta = TimeDelta::hours(2);
/// What is worked outside of the open hours widens the hours by whole steps of this.
const STEP: TimeDelta = TimeDelta::minutes(15);
/// So long before opening, the line of now is in sight.
const SOON: TimeDelta = TimeDelta::minutes(30);

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
    /// Chooses the hours to show: the open hours, of a long day the part around now. What is worked or planned
    /// outside of them widens them at that end, and moves nothing else aside.
    pub fn of_day(policy: &SitePolicy, picture: &Picture, now: DateTime<Utc>) -> Self {
        let (open, close) = open_hours(policy, now);
        let shown = if close - open <= SHOWN {
            Self {
                from: open,
                until: close.max(open + LEAST),
            }
        } else {
            let around = whole_hour(now, policy.hours.zone) - PAST;
            let from = around.max(open).min(close - SHOWN);
            Self {
                from,
                until: from + SHOWN,
            }
        };
        let (first, last) = outside(policy, picture, (open, close), now);
        let from = if shown.from == open {
            step_before(first.max(open - BEYOND))
        } else {
            shown.from
        };
        let until = if shown.until >= close {
            shown.until.max(step_after(last))
        } else {
            shown.until
        };
        Self {
            from: from.max(until - SHOWN - BEYOND),
            until,
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

/// Finds the whole hours within which the working day of `now` opens and closes.
fn open_hours(policy: &SitePolicy, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let hours = &policy.hours;
    let today = policy.day_of(now);
    let periods = hours.periods(today);
    let eight = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or(NaiveTime::MIN);
    let opens = hours.moment(today, periods.first().map_or(eight, |period| period.from));
    let closes = periods
        .last()
        .map_or(opens + SHOWN, |period| hours.moment(today, period.until));
    let hour = TimeDelta::hours(1);
    let until = whole_hour(closes + hour - TimeDelta::seconds(1), hours.zone);
    (whole_hour(opens, hours.zone), until)
}

/// Finds the first and the last moment of today that somebody works or plans to, or that is now; the open hours
/// where there is nothing outside of them.
fn outside(
    policy: &SitePolicy,
    picture: &Picture,
    (open, close): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let today = policy.day_of(now);
    let cards = || picture.views.bays.values().flat_map(|bay| &bay.jobs);
    let first = cards()
        .filter_map(|card| card.started_at)
        .filter(|at| policy.day_of(*at) == today)
        .chain(Some(now).filter(|now| *now >= open - SOON))
        .fold(open, DateTime::min);
    let last = cards()
        .filter_map(|card| works_until(card, now))
        .filter(|at| policy.day_of(*at) == today && *at <= close + OVERTIME)
        .chain([now])
        .fold(close, DateTime::max);
    (first, last)
}

fn step_before(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(STEP.num_seconds()))
        - TimeDelta::nanoseconds(i64::from(at.nanosecond()))
}

/// Finds the next step, so that what ends on the edge is still in sight.
fn step_after(at: DateTime<Utc>) -> DateTime<Utc> {
    let before = step_before(at);
    if before == at { at } else { before + STEP }
}

/// Tells until when someone works on a job at least, or plans to.
fn works_until(card: &JobCard, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match card.stage {
        Stage::InRepair => Some(now),
        Stage::Dispatched => card.plan.as_ref().map(|plan| plan.end),
        Stage::Finished => card.finished_at,
        Stage::AwaitingDispatch | Stage::OnHold | Stage::Rework => None,
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
