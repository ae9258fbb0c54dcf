//! How bays were used: when somebody worked there, and when a car stood there.

use super::BayFigures;
use super::count::Sheet;
use super::people::end_of;
use super::windows::Stretch;
use crate::domain::clock::{Doing, whole_secs};
use crate::domain::ids::{BayId, RoNumber};
use crate::domain::job::JobState;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A stretch of work on a car at a bay.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    ro: RoNumber,
}

pub(super) fn count(sheet: &mut Sheet<'_>) {
    let policy = sheet.policy;
    let now = sheet.now;
    for (window, figures) in sheet.windows.days.iter().zip(&mut sheet.days) {
        let open_secs = window.open_secs_until(now);
        for bay in &policy.bays {
            let used = BayFigures {
                open_secs,
                ..BayFigures::default()
            };
            figures.shop.bays.insert(bay.id.clone(), used);
        }
    }
    let work = work_by_bay(sheet);
    let cars = bays_by_car(&work);
    for (bay, visits) in &work {
        for stretch in together(visits.iter().map(|visit| (visit.from, visit.until))) {
            add(sheet, bay, stretch, |used, (secs, open)| {
                used.working_secs += open;
                used.overtime_secs += secs - open;
            });
        }
        let stood = stays(sheet, bay, visits, &cars);
        for stretch in together(stood.into_iter()) {
            add(sheet, bay, stretch, |used, (_, open)| {
                used.occupied_secs += open;
            });
        }
    }
}

/// Lists the work at each bay in order of time. What has no known end took no known time.
fn work_by_bay(sheet: &Sheet<'_>) -> BTreeMap<BayId, Vec<Visit>> {
    let mut work: BTreeMap<BayId, Vec<Visit>> = BTreeMap::new();
    for day in sheet.workshop.days.values() {
        for segment in &day.segments {
            let until = end_of(segment, day, sheet.policy, sheet.now).unwrap_or(segment.from);
            let Doing::Jobs { jobs, .. } = &segment.doing else {
                continue;
            };
            for on in jobs {
                work.entry(on.bay.clone()).or_default().push(Visit {
                    from: segment.from,
                    until,
                    ro: on.job.ro.clone(),
                });
            }
        }
    }
    for visits in work.values_mut() {
        visits.sort();
    }
    work
}

/// Lists when each car was first clocked on at which bay, in order of time.
fn bays_by_car(
    work: &BTreeMap<BayId, Vec<Visit>>,
) -> BTreeMap<&RoNumber, Vec<(DateTime<Utc>, &BayId)>> {
    let mut cars: BTreeMap<&RoNumber, Vec<(DateTime<Utc>, &BayId)>> = BTreeMap::new();
    for (bay, visits) in work {
        for visit in visits {
            cars.entry(&visit.ro).or_default().push((visit.from, bay));
        }
    }
    for bays in cars.values_mut() {
        bays.sort();
    }
    cars
}

/// Lists how long cars stood at a bay, worked on or not: a car leaves when it is clocked on elsewhere, another comes, or
/// nothing of it is left to be done here.
fn stays(
    sheet: &Sheet<'_>,
    bay: &BayId,
    visits: &[Visit],
    cars: &BTreeMap<&RoNumber, Vec<(DateTime<Utc>, &BayId)>>,
) -> Vec<Stretch> {
    let mut stood = Vec::new();
    for (index, visit) in visits.iter().enumerate() {
        let next_here = visits[index + 1..]
            .iter()
            .find(|next| next.from >= visit.until);
        let elsewhere = cars.get(&visit.ro).and_then(|bays| {
            let mut later = bays.iter().filter(|(at, _)| *at >= visit.until);
            later.find(|(_, other)| *other != bay).map(|(at, _)| *at)
        });
        let left = left_at(sheet, bay, visit);
        let until = [next_here.map(|next| next.from), elsewhere, left]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(sheet.now);
        stood.push((visit.from, until.max(visit.until)));
    }
    stood
}

/// Tells when a car was done with at a bay after a stretch of work: with the finish of its last job, when the rest of
/// it was dispatched to another bay or taken off the plan, or when it was delivered. Nothing while it stands.
fn left_at(sheet: &Sheet<'_>, bay: &BayId, visit: &Visit) -> Option<DateTime<Utc>> {
    let order = sheet.workshop.orders.get(&visit.ro)?;
    let delivered = order.step(crate::domain::car::CarStep::Delivered);
    let mut done_at = Some(visit.until);
    for (_, job) in order.live_jobs() {
        let here = job.last_bay() == Some(bay);
        match job.state() {
            JobState::Finished { at } if here => done_at = done_at.map(|done| done.max(at)),
            // What stands here and was dispatched anew is off the lift since.
            JobState::OnHold { .. } if here && job.is_replanned() => {
                let planned_at = job.assignment.as_ref().map(|plan| plan.at);
                done_at = done_at.max(planned_at);
            }
            JobState::OnHold { .. } | JobState::InRepair if here => done_at = None,
            _ => {}
        }
        if done_at.is_none() {
            break;
        }
    }
    done_at.or(delivered.map(|step| step.at))
}

/// Joins stretches that touch or overlap; they come in order of their beginning.
fn together(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    for (from, until) in stretches {
        match joined.last_mut() {
            Some((_, known)) if from <= *known => *known = until.max(*known),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// Adds a stretch to a bay, day by day: its seconds by the clock, and its open ones.
fn add(
    sheet: &mut Sheet<'_>,
    bay: &BayId,
    stretch: Stretch,
    to: impl Fn(&mut BayFigures, (i64, i64)),
) {
    for (index, cut) in sheet.windows.cut(stretch) {
        let secs = whole_secs(cut.0, cut.1);
        let open = sheet.windows.days[index].open_secs(cut);
        let bays = &mut sheet.days[index].shop.bays;
        to(bays.entry(bay.clone()).or_default(), (secs, open));
    }
}
