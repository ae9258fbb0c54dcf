//! Holds (中断): why a started job stands still, and who has to do something about it.

use super::ids::{CommandId, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a started job stands still (中断原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldReason {
    /// 等配件
    Parts,
    /// 等客户答复
    CustomerAnswer,
    /// 等工具
    Tool,
    /// 等工位
    Bay,
    /// 技术支持
    TechnicalHelp,
    /// 外协
    OutsideWork,
    /// 下班
    EndOfShift,
}

/// Whose move it is while a job is on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldOwner {
    /// 仓库
    Stores,
    /// 服务顾问
    Advisor,
    /// 调度员
    Dispatcher,
    /// 车间主管
    Foreman,
    /// Nobody has to act.
    Nobody,
}

/// Until when a hold is expected to last (预计恢复), as somebody has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Until when: the part comes then, the customer calls back then.
    pub until: DateTime<Utc>,
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// The command that said it.
    pub command: CommandId,
}

impl HoldReason {
    /// Every reason, in the order the screens show them. The end of the shift is the last one, so that a new reason
    /// does not compile until it is listed here.
    pub const ALL: [Self; Self::EndOfShift as usize + 1] = [
        Self::Parts,
        Self::CustomerAnswer,
        Self::Tool,
        Self::Bay,
        Self::TechnicalHelp,
        Self::OutsideWork,
        Self::EndOfShift,
    ];

    /// Names the owner, by the rule of the workshop's words.
    pub fn owner(self) -> HoldOwner {
        match self {
            Self::Parts | Self::Tool => HoldOwner::Stores,
            Self::CustomerAnswer => HoldOwner::Advisor,
            Self::Bay | Self::OutsideWork => HoldOwner::Dispatcher,
            Self::TechnicalHelp => HoldOwner::Foreman,
            Self::EndOfShift => HoldOwner::Nobody,
        }
    }
}
