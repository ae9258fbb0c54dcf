//! Shift, job and idle seconds of each technician, from the segments of their days.

use super::TechnicianFigures;
use super::count::Sheet;
use crate::domain::clock::{Doing, End, PersonDay, Segment, whole_secs};
use crate::domain::person::Role;
use crate::domain::policy::SitePolicy;
use chrono::{DateTime, Utc};

pub(super) fn count(sheet: &mut Sheet<'_>) {
    let workshop = sheet.workshop;
    for ((person, date), day) in &workshop.days {
        let counted = of_day(day, sheet.policy, sheet.now);
        let is_technician = workshop.role(person) == Some(Role::Technician);
        if day.segments.is_empty() || !(is_technician || counted.job_secs > 0) {
            continue;
        }
        if let Some(figures) = sheet.on(*date) {
            let theirs = figures.technicians.entry(person.clone()).or_default();
            theirs.add(&counted);
        }
    }
}

/// Tells when a segment ends; nothing where nobody knows.
///
/// Who was looked for in vain at the end of the shift may have left at any time since their last tap, and so may who
/// is still on the clock of a day that is over.
pub(super) fn end_of(
    segment: &Segment,
    day: &PersonDay,
    policy: &SitePolicy,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match segment.end {
        End::At(at) => Some(at),
        End::Running if day.missed().is_none() && policy.day_of(now) <= day.day => {
            Some(now.max(segment.from))
        }
        End::Running | End::Forgotten => None,
    }
}

fn of_day(day: &PersonDay, policy: &SitePolicy, now: DateTime<Utc>) -> TechnicianFigures {
    let mut counted = TechnicianFigures::default();
    // A shift is what lies between its first moment and its last, whatever it was spent on.
    let mut shift: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for segment in &day.segments {
        let Some(until) = end_of(segment, day, policy, now) else {
            counted.forgotten += 1;
            continue;
        };
        let secs = whole_secs(segment.from, until);
        match &segment.doing {
            Doing::Jobs { .. } => counted.job_secs += secs,
            Doing::Idle { code } => *counted.idle_secs.entry(*code).or_default() += secs,
        }
        shift = match shift {
            Some((from, left)) if left == segment.from => Some((from, until)),
            Some((from, left)) => {
                counted.shift_secs += whole_secs(from, left);
                Some((segment.from, until))
            }
            None => Some((segment.from, until)),
        };
    }
    if let Some((from, left)) = shift {
        counted.shift_secs += whole_secs(from, left);
    }
    counted
}
