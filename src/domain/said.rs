//! Who said something, when, and with which command.

use super::event::Event;
use super::ids::{CommandId, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who said something, when, and with which command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// With which command.
    pub command: CommandId,
}

impl From<&Event> for Said {
    fn from(event: &Event) -> Self {
        Self {
            by: event.actor.person().cloned(),
            at: event.at,
            command: event.command,
        }
    }
}
