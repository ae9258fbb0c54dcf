//! Where a car stands (在厂状态): derived from its jobs and steps, never set by hand.
//!
//! awaiting dispatch → dispatched → in repair ⇄ on hold → awaiting QC → wash → awaiting invoice → ready → delivered

use super::finding::{DelayReason, Finding};
use super::forecast::WarningKey;
use super::ids::{CommandId, PersonId};
use super::job::{Job, JobState, LineStanding};
use super::order::{OrderSheet, YesNo};
use super::parts::OrderParts;
use super::quality::OrderQuality;
use super::question::Answered;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done to a car after its jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarStep {
    /// 完检通过
    FinalCheckPassed,
    /// 已洗车
    Washed,
    /// 已结算
    Invoiced,
    /// 已交车
    Delivered,
}

/// Where a car stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarState {
    /// 待派工
    AwaitingDispatch,
    /// 已派工
    Dispatched,
    /// 在修
    InRepair,
    /// 中断
    OnHold,
    /// 返工: a check sent a job back, and nobody has begun.
    Rework,
    /// 待检
    AwaitingQc,
    /// 洗车
    Wash,
    /// 待结算
    AwaitingInvoice,
    /// 待交车
    Ready,
    /// 已交车
    Delivered,
}

/// A step that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTaken {
    /// Which.
    pub step: CarStep,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// The command that recorded it.
    pub command: CommandId,
}

/// A change of the sheet by the dealer system, with what it said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// When.
    pub at: DateTime<Utc>,
    /// Which fields are new.
    pub changed: Vec<String>,
    /// What the order said until then.
    pub before: Box<OrderSheet>,
}

/// An order and everything that happened to it.
///
/// Facts may speak of an order that has not come in yet: then there is no sheet, and nothing else is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What the dealer system says now.
    pub sheet: Option<OrderSheet>,
    /// What it said before, oldest first.
    #[serde(default)]
    pub amendments: Vec<Amendment>,
    /// The jobs by line number.
    #[serde(default)]
    pub jobs: BTreeMap<u16, Job>,
    /// Steps after the jobs, in order of arrival.
    #[serde(default)]
    pub steps: Vec<StepTaken>,
    /// Questions that the foreman has answered.
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// What was found beside the order, in order of arrival.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What the customer was told instead of what the sheet says.
    #[serde(default)]
    pub promise: Option<DateTime<Utc>>,
    /// When the customer was told that the car is at risk, and of what.
    #[serde(default)]
    pub told: Vec<Told>,
    /// Every time that the customer was told so, in order of arrival: another promise makes none of it untrue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warned: Vec<Told>,
    /// The promise that had passed already when another one was made.
    #[serde(default)]
    pub missed_at: Option<DateTime<Utc>>,
    /// Why the promise was missed.
    #[serde(default)]
    pub delay: Option<DelayReason>,
    /// What it has to do with the store.
    #[serde(default, skip_serializing_if = "OrderParts::is_empty")]
    pub parts: OrderParts,
    /// Its checks.
    #[serde(default, skip_serializing_if = "OrderQuality::is_empty")]
    pub quality: OrderQuality,
}

/// The customer was told that the car is at risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Of what.
    pub warning: WarningKey,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

impl Order {
    /// Lists the jobs that count: on the order, or worked on.
    pub fn live_jobs(&self) -> impl Iterator<Item = (u16, &Job)> {
        self.jobs
            .iter()
            .filter(|(_, job)| {
                job.standing == LineStanding::Ordered && job.line.is_some() || job.was_worked()
            })
            .map(|(line, job)| (*line, job))
    }

    /// Tells when repair, final check and wash were done; nothing while they are not.
    pub fn done_at(&self) -> Option<DateTime<Utc>> {
        let done = self.state() >= CarState::AwaitingInvoice;
        let steps = self.steps.iter().filter(|_| done);
        let last =
            steps.filter(|taken| matches!(taken.step, CarStep::FinalCheckPassed | CarStep::Washed));
        last.map(|taken| taken.at).max()
    }

    /// Tells whether the car was not done when it was promised. When it is fetched says nothing of that.
    pub fn missed_promise(&self, now: DateTime<Utc>) -> bool {
        let done_at = self.done_at().unwrap_or(now);
        self.missed_at.is_some()
            || self
                .promised_at()
                .is_some_and(|promised| promised < done_at)
    }

    /// Tells when the car was promised: what the customer was told last, else what the sheet says.
    pub fn promised_at(&self) -> Option<DateTime<Utc>> {
        self.promise
            .or_else(|| self.sheet.as_ref().map(|sheet| sheet.promised_at))
    }

    /// Finds what a line of additional work came from.
    pub fn finding_of(&self, line: u16) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.line == line)
    }

    /// Finds when a step was recorded last.
    pub fn step(&self, step: CarStep) -> Option<&StepTaken> {
        self.steps.iter().rev().find(|taken| taken.step == step)
    }

    /// Tells whether a step was recorded since the car passed; after rework they all start over.
    fn has_taken(&self, step: CarStep) -> bool {
        let last = |step| self.steps.iter().rposition(|taken| taken.step == step);
        last(step).is_some_and(|taken| last(CarStep::FinalCheckPassed) < Some(taken))
    }

    /// Lists the jobs that the car waits for: a line that was taken off holds it only while somebody is on it.
    fn jobs_to_do(&self) -> impl Iterator<Item = &Job> {
        self.live_jobs().map(|(_, job)| job).filter(|job| {
            job.standing == LineStanding::Ordered || job.state() == JobState::InRepair
        })
    }

    /// Names where its key hangs: what was said here last, else what the sheet says.
    pub fn key_tag(&self) -> &str {
        match (&self.quality.parked, &self.sheet) {
            (Some(parked), _) => &parked.key_tag,
            (None, sheet) => sheet.as_ref().map_or("", |sheet| &sheet.key_tag),
        }
    }

    /// Names where it stands: what was said here last, else what the sheet says.
    pub fn parking_spot(&self) -> &str {
        match (&self.quality.parked, &self.sheet) {
            (Some(parked), _) => &parked.parking_spot,
            (None, sheet) => sheet.as_ref().map_or("", |sheet| &sheet.parking_spot),
        }
    }

    /// Where the dealer system says another place than before, that counts, whatever was said here.
    pub(super) fn park_anew(&mut self) {
        let place = |sheet: &OrderSheet| (sheet.key_tag.clone(), sheet.parking_spot.clone());
        let before = self.amendments.last().map(|before| place(&before.before));
        let now = self.sheet.as_ref().map(place);
        if before.is_some() && before != now {
            self.quality.parked = None;
        }
    }

    /// Tells whether the car is to be washed.
    pub fn wants_wash(&self) -> YesNo {
        self.sheet
            .as_ref()
            .map(|sheet| sheet.wash)
            .unwrap_or_default()
    }

    /// Tells where the car stands.
    pub fn state(&self) -> CarState {
        let states: Vec<JobState> = self.jobs_to_do().map(Job::state).collect();
        let any = |wanted: fn(&JobState) -> bool| states.iter().any(wanted);
        if any(|s| *s == JobState::InRepair) {
            CarState::InRepair
        } else if self.step(CarStep::Delivered).is_some() {
            CarState::Delivered
        } else if any(|s| matches!(s, JobState::OnHold { .. })) {
            CarState::OnHold
        } else if any(|s| matches!(s, JobState::Rework { .. })) {
            CarState::Rework
        } else if any(|s| !matches!(s, JobState::Finished { .. })) {
            self.before_repair(&states)
        } else if states.is_empty() {
            CarState::AwaitingDispatch
        } else {
            self.after_repair()
        }
    }

    /// A car whose next job has a bay is dispatched, even while another still waits for one.
    fn before_repair(&self, states: &[JobState]) -> CarState {
        if states.contains(&JobState::Dispatched) {
            CarState::Dispatched
        } else {
            CarState::AwaitingDispatch
        }
    }

    fn after_repair(&self) -> CarState {
        if self.passed().is_none() {
            CarState::AwaitingQc
        } else if self.wants_wash().is_yes() && !self.has_taken(CarStep::Washed) {
            CarState::Wash
        } else if !self.has_taken(CarStep::Invoiced) {
            CarState::AwaitingInvoice
        } else {
            CarState::Ready
        }
    }

    /// Tells since when the last of its jobs is finished.
    pub fn repaired_at(&self) -> Option<DateTime<Utc>> {
        self.jobs_to_do()
            .map(|job| match job.state() {
                JobState::Finished { at } => Some(at),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()
    }
}

impl CarState {
    /// Names the step that moves the car on from here, if it is one that a person records.
    pub fn next_step(self) -> Option<CarStep> {
        match self {
            Self::AwaitingQc => Some(CarStep::FinalCheckPassed),
            Self::Wash => Some(CarStep::Washed),
            Self::AwaitingInvoice => Some(CarStep::Invoiced),
            Self::Ready => Some(CarStep::Delivered),
            _ => None,
        }
    }
}
