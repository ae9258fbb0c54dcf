//! Andon calls (安灯): help me, now. Raised at a bay, acknowledged by name, cleared.

use super::ids::{BayId, CommandId, PersonId};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// What kind of help is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AndonKind {
    /// 车间主管
    Foreman,
    /// 技术支持
    TechnicalSupport,
    /// 送件
    PartsRunner,
}

impl AndonKind {
    /// Every kind, in the order the screens show them.
    pub const ALL: [Self; 3] = [Self::Foreman, Self::TechnicalSupport, Self::PartsRunner];
}

/// Who did something to a call, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AndonStep {
    /// When it was tapped.
    pub at: DateTime<Utc>,
    /// Who tapped, where a badge says so.
    pub by: Option<PersonId>,
}

/// One call. Its parts may arrive in any order; what is missing is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AndonCall {
    /// The command that raised it names the call.
    pub id: CommandId,
    /// Where help is needed.
    pub bay: BayId,
    /// What kind of help.
    pub kind: AndonKind,
    /// Who called, and since when.
    pub raised: AndonStep,
    /// Who is coming.
    pub acknowledged: Option<AndonStep>,
    /// Who said that it is over.
    pub cleared: Option<AndonStep>,
}

impl AndonCall {
    /// Tells whether somebody should have answered by now.
    pub fn is_escalated(&self, patience: TimeDelta, now: DateTime<Utc>) -> bool {
        let unanswered = self.acknowledged.is_none() && self.cleared.is_none();
        unanswered && now - self.raised.at >= patience
    }
}
