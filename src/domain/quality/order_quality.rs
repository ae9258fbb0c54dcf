//! The checks of an order: what was checked, by whom, what went back, and how often.

use super::change::{JobFinish, QualityChange};
use super::checklist::{CheckKind, ItemResult, Verdict};
use super::command::{Distance, ReworkOrder};
use crate::domain::ids::{CommandId, OpCode, PersonId, RoNumber};
use crate::domain::order::{BusinessCategory, Trade};
use crate::domain::said::Said;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A check that a job passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckMade {
    /// Which line of the order.
    pub line: u16,
    /// The finish that was looked at.
    pub finish: CommandId,
    /// Which check.
    pub check: CheckKind,
    /// Who, when, by which command.
    #[serde(flatten)]
    pub said: Said,
    /// What was found.
    pub results: Vec<ItemResult>,
    /// What was known of the work when it was made.
    #[serde(default)]
    pub known: KnownWork,
}

/// What was known of the work when something was said of it. Clocks of different stations say nothing of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownWork {
    /// The clock-ons.
    #[serde(default)]
    pub marks: BTreeSet<CommandId>,
    /// What the jobs were then: another operation has another list.
    #[serde(default)]
    pub jobs: Vec<JobThen>,
}

/// What a job was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobThen {
    /// Which line of the order.
    pub line: u16,
    /// 项目编号
    pub op_code: OpCode,
    /// 工种
    pub trade: Trade,
    /// 业务类别
    pub category: BusinessCategory,
}

/// A job that went back to its bay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rework {
    /// Which line of the order.
    pub line: u16,
    /// The finish that was looked at.
    pub finish: CommandId,
    /// Which check found it: only what the final check finds counts as rework (返工), the other two are there to find it.
    pub check: CheckKind,
    /// Who, when, by which command.
    #[serde(flatten)]
    pub said: Said,
    /// Why, and who answers for it.
    pub order: ReworkOrder,
    /// What was found.
    pub results: Vec<ItemResult>,
    /// Who had worked on the job until then.
    #[serde(default)]
    pub workers: Vec<PersonId>,
}

impl Rework {
    /// Lists what was not good.
    pub fn failed(&self) -> impl Iterator<Item = &ItemResult> {
        let results = self.results.iter();
        results.filter(|result| result.verdict == Verdict::Fail)
    }
}

/// A road test that was signed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadTest {
    /// Who drove, when, by which command.
    #[serde(flatten)]
    pub said: Said,
    /// How far.
    pub distance: Distance,
    /// In the words of who drove.
    #[serde(default)]
    pub note: String,
    /// The finish of each job that was finished then.
    #[serde(default)]
    pub finishes: Vec<JobFinish>,
    /// What was known of the work then.
    #[serde(default)]
    pub known: KnownWork,
}

/// A final inspection that the car passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Who, when, by which command.
    #[serde(flatten)]
    pub said: Said,
    /// The finish of each job that it covers.
    pub finishes: Vec<JobFinish>,
    /// What was found.
    pub results: Vec<ItemResult>,
    /// What was known of the work then.
    #[serde(default)]
    pub known: KnownWork,
    /// The checks that it stands on: what is checked anew is inspected anew.
    #[serde(default)]
    pub stands_on: BTreeSet<CommandId>,
    /// Whether a job was sent back since: then the whole car is inspected again, even where that job is dropped.
    #[serde(default)]
    pub is_void: bool,
}

/// Where the car and its key are, as somebody said here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Where its key hangs.
    pub key_tag: String,
    /// Where it stands.
    pub parking_spot: String,
    /// Who says so.
    #[serde(flatten)]
    pub said: Said,
}

/// A car that came back with what was done to it before (外返).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comeback {
    /// The order that it came back to.
    pub of: RoNumber,
    /// When it was handed over then.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// What is known of an order when something happens in its checks.
#[derive(Debug, Default)]
pub(in crate::domain) struct Known {
    /// Who worked on the line that it speaks of.
    pub(in crate::domain) workers: Vec<PersonId>,
    /// The finish of each job that is finished.
    pub(in crate::domain) finishes: Vec<JobFinish>,
    /// What is known of the work: of that line, else of the whole car.
    pub(in crate::domain) work: KnownWork,
    /// The checks that count.
    pub(in crate::domain) checks: BTreeSet<CommandId>,
}

/// The checks of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderQuality {
    /// What passed, in order of arrival.
    #[serde(default)]
    pub checks: Vec<CheckMade>,
    /// What went back, in order of arrival.
    #[serde(default)]
    pub reworks: Vec<Rework>,
    /// When it was on the road, in order of arrival.
    #[serde(default)]
    pub road_tests: Vec<RoadTest>,
    /// When the whole car passed, in order of arrival.
    #[serde(default)]
    pub inspections: Vec<Inspection>,
    /// Which inspector is at the car.
    #[serde(default)]
    pub taken: Option<Said>,
    /// Since when it is washed.
    #[serde(default)]
    pub wash_begun: Option<Said>,
    /// Where it is, if that was changed here.
    #[serde(default)]
    pub parked: Option<Parked>,
    /// What it came back to.
    #[serde(default)]
    pub comeback: Option<Comeback>,
}

impl OrderQuality {
    /// Tells whether nothing was said yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Finds what a job went back for last.
    pub fn last_rework(&self, line: u16) -> Option<&Rework> {
        self.reworks.iter().rev().find(|rework| rework.line == line)
    }

    /// Counts how often the final check sent a job back.
    pub fn reworked(&self, line: u16) -> usize {
        let found = self.reworks.iter();
        found
            .filter(|rework| rework.line == line && rework.check == CheckKind::Final)
            .count()
    }

    /// Takes what happened.
    pub(in crate::domain) fn apply(&mut self, change: &QualityChange, said: &Said, known: Known) {
        let said = said.clone();
        match change.clone() {
            QualityChange::Checked {
                line,
                finish,
                check,
                results,
            } => {
                self.checks.retain(|made| made.said.command != said.command);
                self.checks.push(CheckMade {
                    line,
                    finish,
                    check,
                    said,
                    results,
                    known: known.work,
                });
            }
            QualityChange::SentBack {
                line,
                finish,
                check,
                results,
                rework,
            } => {
                self.taken = None;
                for inspection in &mut self.inspections {
                    inspection.is_void = true;
                }
                self.reworks.push(Rework {
                    line,
                    finish,
                    check,
                    said,
                    order: rework,
                    results,
                    workers: known.workers,
                });
            }
            QualityChange::CarTaken => self.taken = Some(said),
            QualityChange::CarLetGo => self.taken = None,
            QualityChange::RoadTested { distance, note } => self.road_tests.push(RoadTest {
                said,
                distance,
                note,
                finishes: known.finishes,
                known: known.work,
            }),
            QualityChange::CarPassed { finishes, results } => {
                self.taken = None;
                self.wash_begun = None;
                self.inspections.push(Inspection {
                    said,
                    finishes,
                    results,
                    known: known.work,
                    stands_on: known.checks,
                    is_void: false,
                });
            }
            QualityChange::WashBegun => self.wash_begun = Some(said),
            QualityChange::Parked {
                key_tag,
                parking_spot,
            } => {
                self.parked = Some(Parked {
                    key_tag,
                    parking_spot,
                    said,
                });
            }
        }
    }

    /// Takes a check or a road test back that was tapped by mistake.
    pub(in crate::domain) fn take_back(&mut self, command: CommandId) {
        self.checks.retain(|made| made.said.command != command);
        self.road_tests.retain(|test| test.said.command != command);
    }
}
