//! Standing time (停工): the gaps in a started job, and why each of them was. Minutes a reason add up to the gaps, to the
//! second: that is the bottleneck chart of a day.

use super::clock::{End, whole_secs};
use super::hold::HoldReason;
use super::ids::JobId;
use super::job::{Job, StopKind};
use super::workshop::Workshop;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A stretch during which a started job stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, or until now.
    pub until: DateTime<Utc>,
    /// Why; nothing where everybody left without a word.
    pub reason: Option<HoldReason>,
}

impl Standing {
    /// Tells how long, by the full seconds of the clock.
    pub fn secs(&self) -> i64 {
        whole_secs(self.from, self.until)
    }
}

/// Lists the stretches during which a job stood still between its first clock-on and its finish, or `now`.
pub fn standing(job: &Job, now: DateTime<Utc>) -> Vec<Standing> {
    let worked = worked(job, now);
    let mut found = Vec::new();
    let next = worked.iter().skip(1).map(|(from, _)| Some(*from));
    for ((_, left_at), back_at) in worked.iter().zip(next.chain([None])) {
        gap(job, *left_at, back_at.unwrap_or(now), &mut found);
    }
    found
}

/// Puts together what was clocked on a job by everybody, in order of time.
fn worked(job: &Job, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut spans: Vec<_> = job
        .spans()
        .map(|(_, span)| {
            let until = match span.end {
                End::At(at) => at,
                End::Running => now,
                // Nobody knows how long it was.
                End::Forgotten => span.from,
            };
            (span.from, until.max(span.from))
        })
        .collect();
    spans.sort();
    let mut together: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for (from, until) in spans {
        match together.last_mut() {
            Some((_, known)) if from <= *known => *known = until.max(*known),
            _ => together.push((from, until)),
        }
    }
    together
}

/// Cuts a gap where somebody says another reason; from a finish on it is none.
fn gap(job: &Job, from: DateTime<Utc>, until: DateTime<Utc>, found: &mut Vec<Standing>) {
    let mut since = from;
    let mut why = Some(None);
    let stops = job.stops.iter();
    for stop in stops.filter(|stop| from <= stop.at && stop.at < until) {
        if let Some(reason) = why
            && since < stop.at
        {
            found.push(Standing {
                from: since,
                until: stop.at,
                reason,
            });
        }
        since = stop.at;
        why = match &stop.kind {
            StopKind::Held { reason, .. } => Some(Some(*reason)),
            StopKind::NotFinished => Some(None),
            // What is sent back waits in the open for who is to do it, not for a cause.
            StopKind::Finished | StopKind::SentBack { .. } => None,
        };
    }
    if let Some(reason) = why
        && since < until
    {
        found.push(Standing {
            from: since,
            until,
            reason,
        });
    }
}

/// Adds up the standing time of all jobs between two moments, in seconds a reason.
pub fn secs_by_reason(
    workshop: &Workshop,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> BTreeMap<Option<HoldReason>, i64> {
    let mut sums = BTreeMap::new();
    for (_, stood) in of_all(workshop, now) {
        let clipped = Standing {
            from: stood.from.max(from),
            until: stood.until.min(until),
            ..stood
        };
        if clipped.from < clipped.until {
            *sums.entry(stood.reason).or_insert(0) += clipped.secs();
        }
    }
    sums
}

/// Walks through the standing time of all jobs.
pub fn of_all(workshop: &Workshop, now: DateTime<Utc>) -> impl Iterator<Item = (JobId, Standing)> {
    let orders = workshop.orders.iter();
    let jobs = orders.flat_map(|(ro, order)| {
        let jobs = order.jobs.iter();
        jobs.map(move |(line, job)| (JobId::new(ro.clone(), *line), job))
    });
    jobs.flat_map(move |(id, job)| {
        let stood = standing(job, now).into_iter();
        stood.map(move |stood| (id.clone(), stood))
    })
}
