//! Load (负荷): how full somebody's or a bay's day is, in planned minutes of open ones.

use super::plan::{cards, remaining};
use crate::domain::ids::{BayId, PersonId};
use crate::domain::policy::{SitePolicy, closing_time};
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::views::Views;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

/// From this share of the day on it is nearly full.
const NEARLY_FULL: f64 = 0.85;

/// Planned minutes of open ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Load {
    /// What is planned.
    pub planned: i64,
    /// What there is.
    pub open: i64,
}

/// How full that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fullness {
    /// Nothing planned.
    Empty,
    /// There is room.
    Room,
    /// Nearly full.
    Nearly,
    /// More than fits.
    Over,
}

impl Load {
    /// Gives planned over open; what is planned on a closed day is more than fits.
    pub fn share(self) -> f64 {
        match (self.planned, self.open) {
            (0, _) => 0.0,
            (_, 0) => 2.0,
            (planned, open) => planned as f64 / open as f64,
        }
    }

    /// Tells how full it is.
    pub fn fullness(self) -> Fullness {
        match self.share() {
            share if share <= 0.0 => Fullness::Empty,
            share if share < NEARLY_FULL => Fullness::Room,
            share if share <= 1.0 => Fullness::Nearly,
            _ => Fullness::Over,
        }
    }
}

/// Adds up the hours of today for which someone is planned, against the working hours of today.
pub fn person_load(
    views: &Views,
    policy: &SitePolicy,
    person: &PersonId,
    now: DateTime<Utc>,
) -> Load {
    let (from, until) = today(policy, now);
    let planned = cards(views)
        .filter_map(|card| card.plan.as_ref())
        .filter(|plan| plan.lead.as_ref() == Some(person) || plan.helpers.contains(person))
        .map(|plan| open_minutes(policy, plan.start.max(from), plan.end.min(until)))
        .sum();
    Load {
        planned,
        open: open_minutes(policy, from, until),
    }
}

/// Adds up what is still to do on a bay today, against the open hours that are left of today.
pub fn bay_load(views: &Views, policy: &SitePolicy, bay: &BayId, now: DateTime<Utc>) -> Load {
    let (_, until) = today(policy, now);
    let planned = views
        .bays
        .get(bay)
        .into_iter()
        .flat_map(|bay| &bay.jobs)
        .filter(|card| card.stage != Stage::Finished)
        .map(|card| left_today(policy, card, until, now))
        .sum();
    Load {
        planned,
        open: open_minutes(policy, now, until),
    }
}

fn left_today(
    policy: &SitePolicy,
    card: &JobCard,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> i64 {
    let planned = card.plan.as_ref().map(|plan| plan.start);
    let from = match card.started_at {
        Some(_) => now,
        None => planned.map_or(now, |start| start.max(now)),
    };
    let work = TimeDelta::minutes(i64::from(remaining(card, now).0));
    let end = policy.hours.end_of_work(from, work);
    open_minutes(policy, from, end.min(until))
}

fn open_minutes(policy: &SitePolicy, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    if from >= until {
        return 0;
    }
    policy.hours.open_between(from, until).num_minutes()
}

/// Today from midnight to closing; a closed day ends as it begins.
fn today(policy: &SitePolicy, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let day = policy.hours.day(now);
    let from = policy.hours.moment(day, NaiveTime::MIN);
    let until =
        closing_time(&policy.hours, day).map_or(from, |time| policy.hours.moment(day, time));
    (from, until)
}
