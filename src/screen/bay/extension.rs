//! Asking for more time (延时申请): by how much and why, two taps.

use super::{BayKiosk, Effect, Page};
use crate::domain::command::CommandBody;
use crate::domain::finding::DelayReason;
use crate::domain::ids::JobId;
use crate::domain::order::WorkMinutes;
use chrono::{DateTime, Utc};

/// How much longer, as people say it.
pub(super) const LENGTHS: [WorkMinutes; 8] = [
    WorkMinutes(15),
    WorkMinutes(30),
    WorkMinutes(45),
    WorkMinutes(60),
    WorkMinutes(90),
    WorkMinutes(120),
    WorkMinutes(240),
    WorkMinutes(480),
];

/// Names a reason to the screen and back.
pub(super) const fn reason_id(reason: DelayReason) -> &'static str {
    match reason {
        DelayReason::HarderThanExpected => "delay-harder",
        DelayReason::Parts => "delay-parts",
        DelayReason::SeizedOrBroken => "delay-seized",
        DelayReason::AdditionalWork => "delay-additional",
        DelayReason::Diagnosis => "delay-diagnosis",
        DelayReason::CustomerAnswer => "delay-customer",
        DelayReason::BayOrEquipment => "delay-bay",
        DelayReason::Rework => "delay-rework",
    }
}

impl BayKiosk {
    /// Takes the answer to how much longer, then to why.
    pub(super) fn extend(
        &mut self,
        job: JobId,
        minutes: Option<WorkMinutes>,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(minutes) = minutes else {
            let length = LENGTHS
                .into_iter()
                .find(|length| length.0.to_string() == answer);
            self.page = Page::Extend(job, length);
            return Vec::new();
        };
        let reason = DelayReason::ALL
            .into_iter()
            .find(|reason| reason_id(*reason) == answer);
        let Some(reason) = reason else {
            return Vec::new();
        };
        self.page = Page::Job(job.clone());
        self.submit(
            CommandBody::AskExtension {
                job,
                minutes,
                reason,
            },
            now,
        )
    }
}
