//! Pace: how long someone takes for a kind of work against its standard hours, from what they have finished.

use super::ids::{JobId, PersonId};
use super::order::Trade;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many finished jobs are remembered of each person: about two months of them.
const REMEMBERED: usize = 100;
/// So many jobs of a trade say something; of fewer, one bad day would.
/// Of our own choosing, until the history of real workshops says better.
const ENOUGH: usize = 3;
/// No forecast believes in a pace beyond these, in percent of the standard hours: what lies there is a wrong
/// clocking more often than a person.
const BELIEVED: std::ops::RangeInclusive<i64> = 50..=250;

/// A finished job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What kind of work it was.
    pub trade: Trade,
    /// When it was finished.
    pub at: DateTime<Utc>,
    /// What it should have taken, in seconds.
    pub standard_secs: i64,
    /// What it took, in seconds of everybody on it.
    pub worked_secs: i64,
}

/// What someone has finished lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Who.
    pub person: PersonId,
    /// By job.
    pub done: BTreeMap<String, Done>,
}

impl Pace {
    /// Begins with nothing.
    pub fn new(person: PersonId) -> Self {
        Self {
            person,
            done: BTreeMap::new(),
        }
    }

    /// Finds what is remembered of a job.
    pub fn of(&self, job: &JobId) -> Option<&Done> {
        self.done.get(&job.to_string())
    }

    /// Takes a job as it stands now: finished with this, or not finished.
    pub fn set(&mut self, job: &JobId, done: Option<Done>) {
        match done {
            Some(done) => self.done.insert(job.to_string(), done),
            None => self.done.remove(&job.to_string()),
        };
        while self.done.len() > REMEMBERED {
            let oldest = self.done.iter().min_by_key(|(job, done)| (done.at, *job));
            let Some(oldest) = oldest.map(|(job, _)| job.clone()) else {
                return;
            };
            self.done.remove(&oldest);
        }
    }

    /// Tells how long they take for a trade, in percent of the standard hours; nothing while too little is known.
    pub fn percent(&self, trade: Trade) -> Option<i64> {
        let of_trade = || self.done.values().filter(|done| done.trade == trade);
        let standard: i64 = of_trade().map(|done| done.standard_secs).sum();
        let worked: i64 = of_trade().map(|done| done.worked_secs).sum();
        (of_trade().count() >= ENOUGH && standard > 0)
            .then(|| (worked * 100 / standard).clamp(*BELIEVED.start(), *BELIEVED.end()))
    }
}
