//! Receipts: the coordinator's answer to a command, and the only thing that clears it from an outbox.

use super::ids::{CommandId, LogPosition};
use super::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It is in the log; without events it changed nothing.
    Accepted {
        /// The end of the log after it.
        position: LogPosition,
        /// The kinds of its events.
        events: Vec<String>,
    },
    /// It is not, and this is why.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// This version of the coordinator can neither read nor decide it. It stays where it is saved, lets others
    /// pass, and is sent again to the next coordinator.
    PutAside {
        /// What is in the way.
        why: String,
    },
}

/// Whether the coordinator met the command for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// Yes.
    First,
    /// No: the outcome is the one of the first time.
    SeenBefore,
}

/// The answer to one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// To which.
    pub command: CommandId,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether it was new.
    pub delivery: Delivery,
}
