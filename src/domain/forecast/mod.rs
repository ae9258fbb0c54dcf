//! The forecast (预计完工): when each car will really be done, why, and whether that keeps the promise.
//!
//! The floor is played forward: running jobs first, then what is planned, one job at a time on a bay, on a car
//! and for its lead. What is left of the standard hours, the open holds, the final check and the wash are added
//! inside working hours.

mod finish;
mod play;
mod pool;

use super::finding::DelayReason;
use super::hold::{HoldOwner, HoldReason};
use super::ids::{BayId, JobId, PersonId, RoNumber};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use play::forecast;

/// One reason why the end is where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// Work by the standard.
    Work {
        /// What is left.
        minutes: i64,
    },
    /// The job already takes longer than its standard hours.
    OverStandard {
        /// By how much.
        minutes: i64,
    },
    /// The technician has said that it takes longer.
    Extension {
        /// By how much.
        minutes: i64,
        /// Why.
        reason: DelayReason,
    },
    /// It stands still.
    Hold {
        /// Why; nothing when everybody left without a word.
        reason: Option<HoldReason>,
        /// Whose move it is.
        owner: HoldOwner,
        /// How long it is expected to stand from now.
        minutes: i64,
    },
    /// Other work comes first on its bay or for its lead.
    Queue {
        /// Where.
        bay: BayId,
        /// For how long from now.
        minutes: i64,
    },
    /// Who would do it has shifted out.
    Away {
        /// Who.
        person: PersonId,
        /// Until they are back, from now.
        minutes: i64,
    },
    /// It has no bay yet.
    NotDispatched {
        /// How long it has been waiting, from arrival to now.
        minutes: i64,
    },
    /// The final check, with the cars before it.
    QualityCheck {
        /// In all.
        minutes: i64,
    },
    /// The wash.
    Wash {
        /// In all.
        minutes: i64,
    },
}

impl Cause {
    /// Counts the minutes it adds.
    pub fn minutes(&self) -> i64 {
        match self {
            Self::Work { minutes }
            | Self::OverStandard { minutes }
            | Self::Extension { minutes, .. }
            | Self::Hold { minutes, .. }
            | Self::Queue { minutes, .. }
            | Self::Away { minutes, .. }
            | Self::NotDispatched { minutes }
            | Self::QualityCheck { minutes }
            | Self::Wash { minutes } => *minutes,
        }
    }

    /// Names it without its minutes.
    pub fn kind(&self) -> CauseKind {
        match self {
            Self::Work { .. } => CauseKind::Work,
            Self::OverStandard { .. } => CauseKind::OverStandard,
            Self::Extension { .. } => CauseKind::Extension,
            Self::Hold { reason, .. } => CauseKind::Hold { reason: *reason },
            Self::Queue { .. } => CauseKind::Queue,
            Self::Away { .. } => CauseKind::Away,
            Self::NotDispatched { .. } => CauseKind::NotDispatched,
            Self::QualityCheck { .. } => CauseKind::QualityCheck,
            Self::Wash { .. } => CauseKind::Wash,
        }
    }

    /// Names who can do something about it.
    pub fn owner(&self) -> HoldOwner {
        match self {
            Self::Work { .. } | Self::Wash { .. } => HoldOwner::Nobody,
            Self::OverStandard { .. } | Self::Extension { .. } | Self::QualityCheck { .. } => {
                HoldOwner::Foreman
            }
            Self::Hold { owner, .. } => *owner,
            Self::Queue { .. } | Self::Away { .. } | Self::NotDispatched { .. } => {
                HoldOwner::Dispatcher
            }
        }
    }
}

/// Whether the promise will be kept.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// 正常
    #[default]
    OnTime,
    /// 预警
    AtRisk,
    /// 超时
    Overdue,
}

/// What a warning is about.
///
/// Two causes of about the same weight change places from minute to minute. So who was told of a warning was told
/// of all its causes, and is warned anew only of a graver risk, or for a main cause that was not among them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WarningKey {
    /// How bad it is.
    pub risk: Risk,
    /// The heaviest cause that somebody can do something about.
    pub cause: Option<CauseKind>,
    /// All its causes, the light ones too.
    #[serde(default)]
    pub causes: BTreeSet<CauseKind>,
}

impl WarningKey {
    /// Tells whether who was told of this has nothing to hear of another.
    pub fn covers(&self, other: &Self) -> bool {
        let named = |cause| self.cause == Some(cause) || self.causes.contains(&cause);
        other.risk <= self.risk && other.cause.is_none_or(named)
    }
}

/// A cause without its minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum CauseKind {
    /// Work by the standard.
    Work,
    /// Longer than the standard.
    OverStandard,
    /// A technician has said so.
    Extension,
    /// It stands still.
    Hold {
        /// Why.
        reason: Option<HoldReason>,
    },
    /// Other work comes first.
    Queue,
    /// Who would do it has shifted out.
    Away,
    /// It has no bay.
    NotDispatched,
    /// The final check.
    QualityCheck,
    /// The wash.
    Wash,
}

impl Forecast {
    /// Names what the customer would be warned about; nothing while the promise holds.
    pub fn warning(&self) -> Option<WarningKey> {
        (self.risk != Risk::OnTime).then(|| WarningKey {
            risk: self.risk,
            cause: self.causes.first().map(Cause::kind),
            causes: self.causes.iter().map(Cause::kind).collect(),
        })
    }

    /// Names what the customer is to be told: a warning, or a technician's word that it takes longer, which the
    /// customer may hear of before the promise is in danger.
    pub fn notice(&self) -> Option<WarningKey> {
        let longer = CauseKind::Extension;
        let asked = self.causes.iter().any(|cause| cause.kind() == longer);
        self.warning().or_else(|| {
            asked.then(|| WarningKey {
                risk: self.risk,
                cause: Some(longer),
                causes: [longer].into(),
            })
        })
    }
}

/// When a car will be done, and why then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// To the minute.
    pub end: DateTime<Utc>,
    /// Against the promise.
    pub risk: Risk,
    /// What adds to it, the heaviest that somebody can do something about first.
    pub causes: Vec<Cause>,
}

/// When a job will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobForecast {
    /// When it starts, or started.
    pub start: DateTime<Utc>,
    /// When it ends, or ended.
    pub end: DateTime<Utc>,
}

/// The forecast of the whole floor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FloorForecast {
    /// By order.
    pub cars: BTreeMap<RoNumber, Forecast>,
    /// By job.
    pub jobs: BTreeMap<JobId, JobForecast>,
}
