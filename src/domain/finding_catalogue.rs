//! The catalogue of findings (检查项目): system → component → condition → action, as the workshop has written it.

use super::finding::Severity;
use super::ids::{FindingCode, OpCode};
use super::order::{ExpectedPart, Trade, WorkMinutes};
use serde::{Deserialize, Serialize};

/// A code with its name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<Code = FindingCode> {
    /// What reports refer to; it stays for good.
    pub code: Code,
    /// What the Chinese screens say.
    pub name: String,
    /// What the English screens say.
    pub english_name: String,
}

/// All that a technician can report by tapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingCatalogue {
    /// 系统, the most frequent first.
    pub systems: Vec<FindingSystem>,
}

/// 系统
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingSystem {
    /// Which.
    pub named: Named,
    /// What it consists of.
    pub components: Vec<FindingComponent>,
}

/// 部件
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingComponent {
    /// Which.
    pub named: Named,
    /// Who mends it.
    pub trade: Trade,
    /// What can be wrong with it.
    pub conditions: Vec<FindingCondition>,
}

/// 状况
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingCondition {
    /// Which.
    pub named: Named,
    /// How grave it usually is.
    pub severity: Severity,
    /// What happens if it is left, for the customer.
    pub consequence: String,
    /// The same in English.
    pub english_consequence: String,
    /// What is done about it, the usual first.
    pub actions: Vec<FindingAction>,
}

/// 处理
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingAction {
    /// Which.
    pub named: Named,
    /// What it takes.
    pub work: Remedy,
}

/// What an action takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing is to be done now.
    Nothing,
    /// As the list of operations says.
    Operation(OpCode),
    /// The list has no such operation.
    Own {
        /// 标准工时
        standard: WorkMinutes,
        /// 所需配件
        parts: Vec<ExpectedPart>,
    },
}
