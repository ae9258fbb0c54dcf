//! The view of one bay: its jobs of the day in order, for the kiosk and for its row on the board.

use super::job_card::{JobCard, Stage, job_card};
use crate::domain::forecast::FloorForecast;
use crate::domain::ids::{BayId, JobId};
use crate::domain::policy::SitePolicy;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One bay and its jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BayView {
    /// Which bay.
    pub bay: BayId,
    /// Its jobs: worked on today, or still to do, in the order of their start.
    pub jobs: Vec<JobCard>,
}

/// Sorts all jobs to their bays. A finished one stays on its bay for the rest of the day.
pub fn bay_views(
    workshop: &Workshop,
    policy: &SitePolicy,
    forecast: &FloorForecast,
    now: DateTime<Utc>,
) -> Vec<BayView> {
    let mut jobs: BTreeMap<BayId, Vec<JobCard>> = BTreeMap::new();
    let today = policy.day_of(now);
    for (ro, order) in &workshop.orders {
        for (line, _) in order.live_jobs() {
            let Some(card) = job_card(workshop, &JobId::new(ro.clone(), line), forecast) else {
                continue;
            };
            // What nobody has checked stays until its lead has.
            let over = card.stage == Stage::Finished
                && card.quality.next != Some(CheckKind::SelfCheck)
                && card.finished_at.is_some_and(|at| policy.day_of(at) < today);
            if let (Some(bay), false) = (card.bay().cloned(), over) {
                jobs.entry(bay).or_default().push(card);
            }
        }
    }
    policy
        .bays
        .iter()
        .map(|bay| {
            let mut jobs = jobs.remove(&bay.id).unwrap_or_default();
            sort_jobs(&mut jobs);
            BayView {
                bay: bay.id.clone(),
                jobs,
            }
        })
        .collect()
}

/// Sorts the jobs of a bay by their start; what a check sent back stands on top.
pub(super) fn sort_jobs(jobs: &mut [JobCard]) {
    jobs.sort_by_key(|card| {
        let first = !card.quality.is_rework;
        (first, starts(card), card.job.clone())
    });
}

/// When a job started, or is planned to.
fn starts(card: &JobCard) -> Option<DateTime<Utc>> {
    card.started_at
        .or_else(|| card.plan.as_ref().map(|plan| plan.start))
}
