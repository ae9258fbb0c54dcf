//! The figures of the whole workshop: cars, promises, quality, what stood still and why, bays, waits for parts.

use super::pairs;
use super::technician::{Earned, Ratio};
use crate::domain::finding::DelayReason;
use crate::domain::forecast::CauseKind;
use crate::domain::hold::HoldReason;
use crate::domain::ids::{BayId, OpCode, PartNumber};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cars and their promises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarFigures {
    /// 进厂: by the order's time of arrival.
    pub arrived: u32,
    /// 完工: repair, final check and wash done, by the time of the last of them.
    pub done: u32,
    /// Of those, the ones that were done on or before their promise, and whose promise had not passed before another
    /// was made.
    pub on_time: u32,
    /// By how much the others were late against the promise that stood last, in seconds.
    pub late_secs: i64,
    /// 已交车.
    pub delivered: u32,
}

impl CarFigures {
    /// 准时率, on-time rate: done on or before the promise ÷ done.
    pub fn on_time_rate(&self) -> Ratio {
        Ratio::of(i64::from(self.on_time), i64::from(self.done))
    }

    /// Counts the late ones.
    pub fn late(&self) -> u32 {
        self.done - self.on_time
    }

    fn add(&mut self, other: &Self) {
        self.arrived += other.arrived;
        self.done += other.done;
        self.on_time += other.on_time;
        self.late_secs += other.late_secs;
        self.delivered += other.delivered;
    }
}

/// How often something waited, and how long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFigures {
    /// How many waits began.
    pub count: u32,
    /// By the clock, nights and all, in seconds.
    pub secs: i64,
    /// While the workshop was open, in seconds.
    pub open_secs: i64,
}

impl WaitFigures {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.secs += other.secs;
        self.open_secs += other.open_secs;
    }
}

/// How a bay was used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BayFigures {
    /// Open hours of the workshop, up to now, in seconds.
    pub open_secs: i64,
    /// A car stood on it, worked on or not: from its clock-on there until its last job there was finished, it was
    /// clocked on elsewhere or taken off, or another car came; inside open hours, in seconds.
    pub occupied_secs: i64,
    /// Somebody was clocked on there, inside open hours, in seconds; two technicians on it work the bay once.
    pub working_secs: i64,
    /// The same outside open hours, in seconds.
    pub overtime_secs: i64,
}

impl BayFigures {
    /// 工位占用率: occupied ÷ open.
    pub fn occupied(&self) -> Ratio {
        Ratio::of(self.occupied_secs, self.open_secs)
    }

    /// 工位作业率: worked ÷ open.
    pub fn working(&self) -> Ratio {
        Ratio::of(self.working_secs, self.open_secs)
    }

    /// Adds another's.
    pub fn add(&mut self, other: &Self) {
        self.open_secs += other.open_secs;
        self.occupied_secs += other.occupied_secs;
        self.working_secs += other.working_secs;
        self.overtime_secs += other.overtime_secs;
    }
}

/// How often an operation had to be done again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainFigures {
    /// 项目名称
    pub name: String,
    /// The same in English, where it is known.
    #[serde(default)]
    pub english_name: String,
    /// 店内返工: failed its final check.
    pub rework: u32,
    /// 外返: was on an order whose car came back.
    pub comebacks: u32,
}

/// What the checks found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityFigures {
    /// Jobs whose car passed its final check.
    pub passed: u32,
    /// Of those, the ones that no final check had sent back before.
    pub passed_first: u32,
    /// 店内返工: jobs sent back by a final check.
    pub rework: u32,
    /// Jobs sent back by a self-check or a peer check: found in process, and no rework.
    pub in_process: u32,
    /// 外返: cars that came back after their delivery.
    pub comebacks: u32,
    /// 考核 for rework, in fen.
    pub penalty_fen: i64,
    /// Rework and comebacks by operation.
    pub by_operation: BTreeMap<OpCode, AgainFigures>,
}

impl QualityFigures {
    /// 一次合格率, first-pass yield: jobs that passed their final check the first time ÷ jobs that passed.
    pub fn first_pass(&self) -> Ratio {
        Ratio::of(i64::from(self.passed_first), i64::from(self.passed))
    }

    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.passed_first += other.passed_first;
        self.rework += other.rework;
        self.in_process += other.in_process;
        self.comebacks += other.comebacks;
        self.penalty_fen += other.penalty_fen;
        for (code, again) in &other.by_operation {
            let known = self.by_operation.entry(code.clone()).or_default();
            known.name.clone_from(&again.name);
            known.english_name.clone_from(&again.english_name);
            known.rework += again.rework;
            known.comebacks += again.comebacks;
        }
    }
}

/// Technicians who said that a job takes longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionFigures {
    /// How often.
    pub count: u32,
    /// By how much, in minutes.
    pub minutes: i64,
}

/// The whole workshop on one day, or on the days of a week.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopFigures {
    /// Cars and their promises.
    pub cars: CarFigures,
    /// All finished jobs, each once; with those that nobody had clocked on.
    pub earned: Earned,
    /// Late cars by the reason that was given (误工原因), on the day on which they were done; nothing where none was.
    #[serde(with = "pairs")]
    pub delays: BTreeMap<Option<DelayReason>, u32>,
    /// 预警: how often a customer was told that the car may be late, by the main cause of the warning.
    #[serde(with = "pairs")]
    pub warnings: BTreeMap<Option<CauseKind>, u32>,
    /// 延时申请 by reason.
    pub extensions: BTreeMap<DelayReason, ExtensionFigures>,
    /// 停工: how long started jobs stood still, by hold reason; nothing where everybody left without a word. See
    /// [`crate::domain::standing`].
    #[serde(with = "pairs")]
    pub standing: BTreeMap<Option<HoldReason>, WaitFigures>,
    /// Checks, rework and comebacks.
    pub quality: QualityFigures,
    /// Bays.
    pub bays: BTreeMap<BayId, BayFigures>,
    /// 等料: from a technician's request until its last unit was signed for, by part; nothing for what was only
    /// described. What was laid out ahead kept nobody waiting.
    #[serde(with = "pairs")]
    pub parts: BTreeMap<Option<PartNumber>, WaitFigures>,
}

impl ShopFigures {
    /// Adds another day's.
    pub fn add(&mut self, other: &Self) {
        self.cars.add(&other.cars);
        self.earned.add(&other.earned);
        for (reason, count) in &other.delays {
            *self.delays.entry(*reason).or_default() += count;
        }
        for (cause, count) in &other.warnings {
            *self.warnings.entry(*cause).or_default() += count;
        }
        for (reason, asked) in &other.extensions {
            let known = self.extensions.entry(*reason).or_default();
            known.count += asked.count;
            known.minutes += asked.minutes;
        }
        for (reason, stood) in &other.standing {
            self.standing.entry(*reason).or_default().add(stood);
        }
        self.quality.add(&other.quality);
        for (bay, used) in &other.bays {
            self.bays.entry(bay.clone()).or_default().add(used);
        }
        for (part, waited) in &other.parts {
            self.parts.entry(part.clone()).or_default().add(waited);
        }
    }

    /// Adds up the waits for parts.
    pub fn parts_waits(&self) -> WaitFigures {
        let mut sum = WaitFigures::default();
        for waited in self.parts.values() {
            sum.add(waited);
        }
        sum
    }

    /// Adds up the use of all bays.
    pub fn all_bays(&self) -> BayFigures {
        let mut sum = BayFigures::default();
        for used in self.bays.values() {
            sum.add(used);
        }
        sum
    }
}
