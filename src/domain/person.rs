//! Who works here (花名册): roles, trades, badges, and what a role may do.

use super::ids::{BadgeId, PersonId};
use super::order::Trade;
use serde::{Deserialize, Serialize};

/// What someone is here to do (岗位).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 技师
    Technician,
    /// 车间主管
    Foreman,
    /// 调度员
    Controller,
    /// 服务顾问
    Advisor,
    /// 质检员
    Inspector,
    /// 仓库管理员
    Storekeeper,
}

/// The language someone reads.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English
    En,
    /// 简体中文
    #[default]
    Zh,
}

impl Language {
    /// Names the one that is switched to.
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }
}

/// Whether someone works here.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Employment {
    /// 在职
    #[default]
    Here,
    /// 离职: may do nothing any more; what they did stays theirs.
    Left,
}

impl Employment {
    /// Tells whether the person works here.
    pub fn is_here(&self) -> bool {
        *self == Self::Here
    }
}

/// One line of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 工号
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 岗位
    pub role: Role,
    /// 工种: a technician may have several
    #[serde(default)]
    pub trades: Vec<Trade>,
    /// 工牌号
    #[serde(default)]
    pub badge: Option<BadgeId>,
    /// 语言
    #[serde(default)]
    pub language: Language,
    /// 在职 or 离职
    #[serde(default, skip_serializing_if = "Employment::is_here")]
    pub employment: Employment,
}

/// What a role may be allowed to do, beyond working on jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Put jobs on bays and take them back.
    Dispatch,
    /// Correct what was clocked, and answer the questions about it.
    CorrectClocks,
    /// Say that a hold's cause is gone.
    ClearHolds,
    /// Say what a customer said, promise a time, open an order at the desk.
    SpeakForCustomers,
    /// Pass a car in its final check.
    PassCars,
    /// Record that a car was washed, invoiced, delivered.
    MoveCars,
    /// Check a colleague's job.
    CheckPeers,
    /// Take a car on the road.
    DriveCars,
    /// Wash a car, park it, hang up its key.
    HandleCars,
    /// Keep the parts store: pick, issue, count, buy, lend.
    KeepStores,
}

impl Role {
    /// Tells whether the role may do it.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Dispatch => matches!(self, Self::Foreman | Self::Controller),
            Permission::CorrectClocks => matches!(self, Self::Foreman),
            Permission::ClearHolds => !matches!(self, Self::Technician),
            Permission::SpeakForCustomers => matches!(self, Self::Advisor | Self::Foreman),
            Permission::CheckPeers => matches!(self, Self::Technician | Self::Foreman),
            Permission::DriveCars => {
                matches!(self, Self::Technician | Self::Foreman | Self::Inspector)
            }
            // Everybody has hands; what differs is who signs for what.
            Permission::HandleCars => true,
            Permission::PassCars => matches!(self, Self::Foreman | Self::Inspector),
            Permission::KeepStores => matches!(self, Self::Storekeeper | Self::Foreman),
            Permission::MoveCars => matches!(
                self,
                Self::Foreman | Self::Controller | Self::Inspector | Self::Advisor
            ),
        }
    }
}
