//! Promised times (预计交车时间): what can be promised from the load of the workshop, before a word is given.

use super::calendar::WorkingHours;
use super::ids::BayId;
use super::order::{Trade, WorkMinutes, YesNo};
use super::policy::SitePolicy;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// Promises are given by the quarter of an hour.
const QUARTER_MINUTES: i64 = 15;

/// How busy the workshop is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShopLoad {
    /// When each bay is done with what it has; a bay that is not listed is free.
    pub free_at: BTreeMap<BayId, DateTime<Utc>>,
    /// Jobs that have no bay yet, in the order in which they will get one.
    pub waiting: Vec<(Trade, WorkMinutes)>,
}

/// What a car needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needed {
    /// Its work, in the order of its lines.
    pub work: Vec<(Trade, WorkMinutes)>,
    /// Whether it is washed.
    pub wash: YesNo,
}

/// Proposes when a car that comes in now can be promised: the bays of its trades are played forward with what
/// waits for them, then its own work, the final check and the wash, inside working hours.
pub fn proposed(
    policy: &SitePolicy,
    load: &ShopLoad,
    needed: &Needed,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let opens = policy.hours.next_open(now);
    let mut bays = Bays::new(policy, load, opens);
    for (trade, work) in &load.waiting {
        bays.take(*trade, *work, opens);
    }
    let mut done = opens;
    for (trade, work) in by_trade(&needed.work) {
        done = bays.take(trade, work, done);
    }
    let wash = if needed.wash.is_yes() {
        policy.wash_minutes
    } else {
        0
    };
    let after = TimeDelta::minutes(i64::from(policy.quality_check_minutes + wash));
    said(&policy.hours, policy.hours.end_of_work(done, after))
}

/// Proposes when a car can be promised that gets additional work on top of what it is forecast to take.
pub fn with_more_work(
    hours: &WorkingHours,
    forecast_end: DateTime<Utc>,
    more: WorkMinutes,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let end = hours.end_of_work(forecast_end.max(now), TimeDelta::minutes(i64::from(more.0)));
    said(hours, end)
}

/// Rounds a moment up to the quarter of an hour of the wall clock, which begins anew with each hour.
pub fn quarter(at: DateTime<Utc>) -> DateTime<Utc> {
    let secs = QUARTER_MINUTES * 60;
    let over = at.timestamp().rem_euclid(secs);
    let nanos = i64::from(at.timestamp_subsec_nanos());
    if over == 0 && nanos == 0 {
        return at;
    }
    at - TimeDelta::nanoseconds(nanos) + TimeDelta::seconds(secs - over)
}

/// Rounds up what is said to a customer; nobody is told a time at which the workshop is closed already.
fn said(hours: &WorkingHours, at: DateTime<Utc>) -> DateTime<Utc> {
    let rounded = quarter(at);
    if hours.is_open(at) && !hours.is_open(rounded) {
        return at;
    }
    rounded
}

/// Adds up the work of each trade: a car goes to the bay of a trade once.
fn by_trade(work: &[(Trade, WorkMinutes)]) -> Vec<(Trade, WorkMinutes)> {
    let mut sums: Vec<(Trade, WorkMinutes)> = Vec::new();
    for (trade, minutes) in work {
        match sums.iter_mut().find(|(known, _)| known == trade) {
            Some((_, sum)) => sum.0 += minutes.0,
            None => sums.push((*trade, *minutes)),
        }
    }
    sums
}

/// The bays as they are played forward.
struct Bays<'a> {
    policy: &'a SitePolicy,
    free_at: BTreeMap<&'a BayId, DateTime<Utc>>,
}

impl<'a> Bays<'a> {
    fn new(policy: &'a SitePolicy, load: &ShopLoad, opens: DateTime<Utc>) -> Self {
        let free = |id: &BayId| load.free_at.get(id).copied().unwrap_or(opens).max(opens);
        Self {
            policy,
            free_at: policy
                .bays
                .iter()
                .map(|bay| (&bay.id, free(&bay.id)))
                .collect(),
        }
    }

    /// Puts work onto the bay of its trade that is free first, and tells when it is done there.
    ///
    /// Where no bay has the trade, the work is done elsewhere and waits for nobody.
    fn take(&mut self, trade: Trade, work: WorkMinutes, from: DateTime<Utc>) -> DateTime<Utc> {
        let fit = |id: &BayId| {
            let bay = self.policy.bay(id);
            bay.is_some_and(|bay| bay.trades.is_empty() || bay.trades.contains(&trade))
        };
        let first = self
            .free_at
            .iter_mut()
            .filter(|(id, _)| fit(id))
            .min_by_key(|(_, at)| **at);
        let start = first.as_ref().map_or(from, |(_, at)| from.max(**at));
        let length = TimeDelta::minutes(i64::from(work.0));
        let end = self.policy.hours.end_of_work(start, length);
        if let Some((_, at)) = first {
            *at = end;
        }
        end
    }
}
