//! Who worked on a job, and for how long: to the second, so that nothing is lost by rounding.

use super::order::{Lists, PersonSettlement};
use crate::domain::clock::End;
use crate::domain::ids::PersonId;
use crate::domain::job::Job;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody is on a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 主修
    Lead,
    /// 辅修
    Helper,
    /// Clocked on without being planned for it.
    Unplanned,
}

/// What somebody put into a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabourSettlement {
    /// Who.
    pub person: PersonSettlement,
    /// As what.
    pub role: Part,
    /// How long; of time on several jobs at once only the part that counts for this one.
    pub seconds: i64,
    /// How often the end is not known: nobody clocked out, and the foreman has not said when. That time counts nothing.
    pub missing_ends: u32,
}

/// Lists who worked on a job, by number.
pub(super) fn of_job(job: &Job, lists: Lists<'_>) -> Vec<LabourSettlement> {
    let mut all: BTreeMap<&PersonId, (i64, u32)> = BTreeMap::new();
    for (work, span) in job.spans() {
        let (seconds, missing) = all.entry(&work.person).or_default();
        *seconds += span.credited_secs;
        *missing += u32::from(span.end == End::Forgotten);
    }
    all.into_iter()
        .map(|(id, (seconds, missing_ends))| LabourSettlement {
            person: lists.person(id),
            role: part(job, id),
            seconds,
            missing_ends,
        })
        .collect()
}

fn part(job: &Job, person: &PersonId) -> Part {
    let plan = job.assignment.as_ref().map(|assignment| &assignment.plan);
    match plan {
        Some(plan) if plan.lead.as_ref() == Some(person) => Part::Lead,
        Some(plan) if plan.helpers.contains(person) => Part::Helper,
        _ => Part::Unplanned,
    }
}
