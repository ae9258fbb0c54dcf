//! Tools and equipment (工具设备): who has one, until when, whether it is fit for work, and what was broken.
//!
//! Taking, bringing back and breaking are facts, which come in any order and late. They fall into their place by
//! time, and who has the tool is read off the newest of them: where two took it, the later one has it.

mod file;

pub use file::{
    DamageReport, DueExtended, HandedOn, Holding, HoldingEnd, ServiceSet, ToolFile, ToolMove,
    ToolMoveKind,
};

use super::calendar::WorkingHours;
use super::ids::{BayId, CommandId, JobId, PersonId, RoNumber, ToolId};
use super::workshop::Workshop;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A tool as the list of the store has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// 工具编号
    pub id: ToolId,
    /// 工具名称
    pub name: String,
    /// 英文名称
    #[serde(default)]
    pub english_name: String,
    /// 类别
    #[serde(default)]
    pub category: String,
    /// 存放位置
    #[serde(default)]
    pub place: String,
    /// 校准有效期: the last day on which it may be trusted.
    #[serde(default)]
    pub calibrated_until: Option<NaiveDate>,
    /// 保养有效期: the last day before it is due for maintenance.
    #[serde(default)]
    pub maintained_until: Option<NaiveDate>,
}

/// What is wrong with a tool (损坏).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToolDamage {
    /// 断裂
    Broken,
    /// 变形
    Bent,
    /// 磨损
    Worn,
    /// 缺件
    Incomplete,
    /// 失准
    Inaccurate,
    /// 泄漏
    Leaking,
    /// 电气故障
    Electrical,
    /// 绝缘破损
    Insulation,
    /// 其他
    Other,
}

impl ToolDamage {
    /// Every kind, in the order the screens show them.
    pub const ALL: [Self; 9] = [
        Self::Broken,
        Self::Bent,
        Self::Worn,
        Self::Incomplete,
        Self::Inaccurate,
        Self::Leaking,
        Self::Electrical,
        Self::Insulation,
        Self::Other,
    ];
}

/// Whether a damaged tool can still be worked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usability {
    /// 可用
    Usable,
    /// 不可用: until the store puts it back into service.
    Unusable,
}

/// How a tool came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "condition", rename_all = "kebab-case")]
pub enum ToolCondition {
    /// 完好
    Sound,
    /// 损坏
    Damaged {
        /// What is wrong with it.
        what: ToolDamage,
        /// In the technician's words, if any.
        #[serde(default)]
        note: String,
        /// Whether it can still be worked with.
        usability: Usability,
    },
}

/// Why a tool is out of service (停用原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutOfServiceReason {
    /// 送检校准
    Calibration,
    /// 保养
    Maintenance,
    /// 维修
    Repair,
    /// 遗失: written off, nobody has to bring it back.
    Lost,
    /// 报废: written off, nobody has to bring it back.
    Scrapped,
    /// 其他
    Other,
}

impl OutOfServiceReason {
    /// Every reason, in the order the screens show them.
    pub const ALL: [Self; 6] = [
        Self::Calibration,
        Self::Maintenance,
        Self::Repair,
        Self::Lost,
        Self::Scrapped,
        Self::Other,
    ];

    /// Tells whether the tool is gone for good.
    pub fn is_written_off(self) -> bool {
        matches!(self, Self::Lost | Self::Scrapped)
    }
}

/// What the store says of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "kebab-case")]
pub enum ToolService {
    /// 启用: what was broken before is mended.
    InService {
        /// Until when it was calibrated now, if it was.
        #[serde(default)]
        calibrated_until: Option<NaiveDate>,
        /// Until when it was maintained now, if it was.
        #[serde(default)]
        maintained_until: Option<NaiveDate>,
    },
    /// 停用
    OutOfService {
        /// Why.
        why: OutOfServiceReason,
        /// Until when it is expected to last, if somebody knows.
        #[serde(default)]
        until: Option<DateTime<Utc>>,
    },
}

impl ToolService {
    /// Says that it is back, and nothing of its dates.
    pub fn back() -> Self {
        Self::InService {
            calibrated_until: None,
            maintained_until: None,
        }
    }
}

/// Somebody who has, or had, a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolHolder {
    /// Who.
    pub person: PersonId,
    /// For which job, if for one.
    pub job: Option<JobId>,
    /// At which bay, if at one.
    pub bay: Option<BayId>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it should be, or should have been, back.
    pub due: DateTime<Utc>,
    /// The command that took it.
    pub command: CommandId,
}

impl ToolHolder {
    /// Tells whether the tool should be back by now.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due < now
    }
}

/// Why a tool is not to be worked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unfit", rename_all = "kebab-case")]
pub enum Unfit {
    /// 停用: the store said so.
    Withdrawn {
        /// Why.
        why: OutOfServiceReason,
        /// Since when.
        since: DateTime<Utc>,
        /// Who said so.
        by: Option<PersonId>,
        /// Until when it is expected to last, if somebody knows.
        until: Option<DateTime<Utc>>,
    },
    /// 损坏待修
    Damaged {
        /// What is wrong with it.
        what: ToolDamage,
        /// Since when that is known.
        since: DateTime<Utc>,
        /// Who said so.
        by: PersonId,
    },
    /// 校准过期
    CalibrationOverdue {
        /// The last day on which it could be trusted.
        until: NaiveDate,
    },
}

impl Unfit {
    /// Tells when it is expected to be fit again, if somebody knows.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Withdrawn { until, .. } => *until,
            Self::Damaged { .. } | Self::CalibrationOverdue { .. } => None,
        }
    }

    /// Tells whether the tool is gone for good.
    pub fn is_written_off(&self) -> bool {
        matches!(self, Self::Withdrawn { why, .. } if why.is_written_off())
    }
}

/// Where a tool stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ToolState {
    /// 在库
    Available,
    /// 借出
    Out {
        /// Who has it, for what, where and until when.
        holder: ToolHolder,
        /// Whether it should be back by now.
        overdue: Overdue,
    },
    /// 停用
    OutOfService {
        /// Why.
        reason: Unfit,
    },
}

/// Whether a tool should be back by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overdue {
    /// 未到期
    NotYet,
    /// 超期未还
    Overdue,
}

/// What bears on whether a tool can be worked with, without its history. It stands on the cards of many jobs, so what
/// there is not takes no room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolStanding {
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<ToolHolder>,
    /// That the store took it out of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Unfit>,
    /// That it was broken and is not mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub damaged: Option<Unfit>,
    /// The last day on which it may be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibrated_until: Option<NaiveDate>,
    /// The last day before it is due for maintenance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintained_until: Option<NaiveDate>,
}

impl ToolStanding {
    /// Tells why it is not to be worked with on a day, whoever has it.
    pub fn unfit(&self, day: NaiveDate) -> Option<Unfit> {
        let overdue = || {
            let until = self.calibrated_until.filter(|until| *until < day)?;
            Some(Unfit::CalibrationOverdue { until })
        };
        self.withdrawn
            .clone()
            .or_else(|| self.damaged.clone())
            .or_else(overdue)
    }

    /// Tells whether it is due for maintenance, which warns and stops nobody.
    pub fn is_maintenance_overdue(&self, day: NaiveDate) -> bool {
        self.maintained_until.is_some_and(|until| until < day)
    }

    /// Tells whether it is gone for good. What somebody has taken since is found again.
    pub fn is_written_off(&self) -> bool {
        let taken_at = self.holder.as_ref().map(|holder| holder.since);
        self.withdrawn.as_ref().is_some_and(|unfit| match unfit {
            Unfit::Withdrawn { why, since, .. } => {
                why.is_written_off() && taken_at.is_none_or(|at| at <= *since)
            }
            _ => false,
        })
    }

    /// Tells where it stands. Who has it counts for more than what is wrong with it: it has to come back first.
    pub fn state(&self, today: NaiveDate, now: DateTime<Utc>) -> ToolState {
        let reason = self.unfit(today);
        match (&self.holder, reason) {
            (Some(holder), _) if !self.is_written_off() => ToolState::Out {
                overdue: if holder.is_overdue(now) {
                    Overdue::Overdue
                } else {
                    Overdue::NotYet
                },
                holder: holder.clone(),
            },
            (_, Some(reason)) => ToolState::OutOfService { reason },
            (_, None) => ToolState::Available,
        }
    }
}

/// Finds when a tool should be back that nobody has named a time for: when the working day ends, or the next one
/// when that is over.
pub fn usual_due(hours: &WorkingHours, at: DateTime<Utc>) -> DateTime<Utc> {
    let first = hours.day(at);
    // Holidays are longer than a week; a workshop that never opens wants it back in a day.
    let days = (0..60).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
    days.filter_map(|day| {
        let closes = hours.periods(day).last()?.until;
        Some(hours.moment(day, closes))
    })
    .find(|closes| *closes > at)
    .unwrap_or(at + chrono::TimeDelta::days(1))
}

/// Reads what a scanner or a person writes as the list of tools does: capitals of one width, no space.
pub fn scanned(text: &str) -> ToolId {
    let bare = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    ToolId::new(bare.collect::<String>().to_uppercase())
}

/// A tool that was taken for a job and is not back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unreturned {
    /// Which tool.
    pub tool: ToolId,
    /// For which job.
    pub job: JobId,
    /// Who has it.
    pub person: PersonId,
}

/// Lists the tools of an order's jobs that are not back: its final check waits for them. What is written off is
/// accounted for.
pub fn unreturned(workshop: &Workshop, ro: &RoNumber) -> Vec<Unreturned> {
    let out = workshop.tools.values().filter_map(|file| {
        let job = file.out_for().filter(|job| job.ro == *ro)?;
        let person = file.holder()?.person;
        (!file.standing().is_written_off()).then(|| Unreturned {
            tool: file.id.clone(),
            job: job.clone(),
            person,
        })
    });
    out.collect()
}
