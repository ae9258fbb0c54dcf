//! Returns (退料) and exchanges (换料): what comes back from a bay, and what goes out instead of it.

use super::request::{LineKey, Wanted};
use crate::domain::ids::{CommandId, PartNumber, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a part comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnReason {
    /// 型号不符
    WrongPart,
    /// 多领
    NotNeeded,
    /// 质量问题
    Faulty,
    /// 客户不做了
    CustomerDeclined,
    /// 包装破损
    Damaged,
}

impl ReturnReason {
    /// Every reason, in the order the screens show them.
    pub const ALL: [Self; 5] = [
        Self::WrongPart,
        Self::NotNeeded,
        Self::Faulty,
        Self::CustomerDeclined,
        Self::Damaged,
    ];
}

/// What the bay wants for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "want", rename_all = "kebab-case")]
pub enum InReturn {
    /// 退料: nothing.
    Nothing,
    /// 换料: the right part.
    Part {
        /// Which.
        right: Wanted,
    },
}

/// Where a part went that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shelving {
    /// 入库: it can be sold.
    Shelf,
    /// 报废: it cannot.
    Scrap,
}

/// The store has taken it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// How many units really came; none where nothing did.
    pub quantity: u32,
    /// Where they went.
    pub to: Shelving,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// Something is on its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReturn {
    /// The command that said so names it.
    pub id: CommandId,
    /// Of which line.
    pub line: LineKey,
    /// What; nothing where the line was never named.
    pub part: Option<PartNumber>,
    /// How many units.
    pub quantity: u32,
    /// Why.
    pub reason: ReturnReason,
    /// What is wanted for it.
    pub in_return: InReturn,
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// What the store has done about it.
    #[serde(default)]
    pub taken: Option<TakenBack>,
}

impl PartReturn {
    /// Tells whether the store still has to take it.
    pub fn is_open(&self) -> bool {
        self.taken.is_none()
    }

    /// Tells whether something is wanted for it.
    pub fn is_exchange(&self) -> bool {
        matches!(self.in_return, InReturn::Part { .. })
    }
}
