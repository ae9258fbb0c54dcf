//! What happens in the checks of an order, in the past tense.

use super::checklist::{CheckKind, ItemResult};
use super::command::{Distance, ReworkOrder};
use crate::domain::ids::CommandId;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

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
        #[serde(deserialize_with = "by_line")]
        finishes: BTreeMap<u16, CommandId>,
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

/// Reads a map by line number. Its keys are text in JSON, and within a tagged enum serde does not make numbers of them.
fn by_line<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<u16, CommandId>, D::Error> {
    let texts: BTreeMap<String, CommandId> = BTreeMap::deserialize(deserializer)?;
    let pairs = texts.into_iter();
    pairs
        .map(|(line, finish)| Ok((line.parse().map_err(D::Error::custom)?, finish)))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_car_that_passed_is_read_back_from_the_log() {
        let passed = QualityChange::CarPassed {
            finishes: [(1, CommandId(Uuid::nil())), (101, CommandId(Uuid::max()))].into(),
            results: Vec::new(),
        };
        let text = serde_json::to_string(&passed).unwrap();
        assert_eq!(
            serde_json::from_str::<QualityChange>(&text).unwrap(),
            passed
        );
    }
}
