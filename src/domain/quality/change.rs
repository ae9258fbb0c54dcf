//! What happens in the checks of an order, in the past tense.

use super::checklist::{CheckKind, ItemResult};
use super::command::{Distance, ReworkOrder};
use crate::domain::ids::CommandId;
use serde::{Deserialize, Serialize};

/// A finish that was looked at. It is no map: behind a tag, JSON gives no numbers back for keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobFinish {
    /// Which line of the order.
    pub line: u16,
    /// Its finish.
    pub finish: CommandId,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum QualityChange {
    /// A job passed one of its checks.
    Checked {
        /// Which line of the order.
        line: u16,
        /// The finish that was looked at.
        finish: CommandId,
        /// Which check.
        check: CheckKind,
        /// What was found.
        results: Vec<ItemResult>,
    },
    /// A job went back to its bay.
    SentBack {
        /// Which line of the order.
        line: u16,
        /// The finish that was looked at.
        finish: CommandId,
        /// Which check found it.
        check: CheckKind,
        /// What was found.
        results: Vec<ItemResult>,
        /// Why, and who answers for it.
        rework: ReworkOrder,
    },
    /// The inspector is at the car.
    CarTaken,
    /// The inspector left the car to others.
    CarLetGo,
    /// The car was on the road.
    RoadTested {
        /// How far.
        distance: Distance,
        /// In the words of who drove.
        note: String,
    },
    /// The whole car passed.
    CarPassed {
        /// The finish of each job that it covers.
        finishes: Vec<JobFinish>,
        /// What was found.
        results: Vec<ItemResult>,
    },
    /// The car is being washed.
    WashBegun,
    /// The key or the car is elsewhere.
    Parked {
        /// Where its key hangs.
        key_tag: String,
        /// Where it stands.
        parking_spot: String,
    },
}

impl QualityChange {
    /// Names the kind, as the log lists it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Checked { check, .. } => match check {
                CheckKind::SelfCheck => "self-checked",
                CheckKind::Peer => "peer-checked",
                CheckKind::Final => "final-checked",
            },
            Self::SentBack { .. } => "job-sent-back",
            Self::CarTaken => "car-taken",
            Self::CarLetGo => "car-let-go",
            Self::RoadTested { .. } => "road-tested",
            Self::CarPassed { .. } => "car-passed",
            Self::WashBegun => "wash-begun",
            Self::Parked { .. } => "car-parked",
        }
    }
}
