//! The waiting lane (待派工): jobs that no bay has yet, the most urgent first.

use super::job_card::{JobCard, Stage, job_card};
use crate::domain::forecast::FloorForecast;
use crate::domain::workshop::Workshop;
use serde::{Deserialize, Serialize};

/// One page of the waiting lane.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// The jobs, by risk and promise.
    pub jobs: Vec<JobCard>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Lists the jobs that wait for a bay.
pub fn waiting_jobs(workshop: &Workshop, forecast: &FloorForecast) -> Vec<JobCard> {
    let mut jobs: Vec<JobCard> = workshop
        .open_jobs()
        .filter_map(|(id, _, _)| job_card(workshop, &id, forecast))
        .filter(waits)
        .collect();
    jobs.sort_by_key(|card| {
        let risk = card.car.forecast.as_ref().map(|forecast| forecast.risk);
        (
            std::cmp::Reverse(risk),
            card.car.promised_at,
            card.job.clone(),
        )
    });
    jobs
}

/// A job that somebody put on hold or worked on nowhere waits for a bay too, or no screen would show it.
fn waits(card: &JobCard) -> bool {
    match card.stage {
        Stage::AwaitingDispatch => true,
        Stage::Finished => false,
        _ => card.bay().is_none(),
    }
}
