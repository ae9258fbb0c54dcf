//! Findings (检查发现): what the technician saw beside the order, what the customer says to it, and the job that
//! follows. Nobody works on what is not authorised.

use super::ids::{BayId, CommandId, FindingCode, JobId, OpCode, PersonId, PhotoId};
use super::order::{ExpectedPart, Fen, JobLine, Trade, WorkMinutes};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The first line number of additional work (增项). A dealer system numbers its own lines from 1, and an import takes
/// none from here on, so the two never meet.
pub const FIRST_ADDITIONAL_LINE: u16 = 60_001;

/// Tells whether a line was made by a finding, not by the dealer system.
pub fn is_additional(line: u16) -> bool {
    line >= FIRST_ADDITIONAL_LINE
}

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 红: unsafe now
    Red,
    /// 黄: soon
    Yellow,
    /// 绿: a note
    Green,
}

impl Severity {
    /// Every one, the gravest first.
    pub const ALL: [Self; 3] = [Self::Red, Self::Yellow, Self::Green];
}

/// What was seen, by the codes of the site's catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Found {
    /// 系统
    pub system: FindingCode,
    /// 部件
    pub component: FindingCode,
    /// 状况
    pub condition: FindingCode,
    /// 处理
    pub action: FindingCode,
}

/// What the technician reports. The words come from the catalogue as it was then, so that a later change of it
/// does not change what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// By code.
    pub found: Found,
    /// 部件 · 状况 · 处理
    pub name: String,
    /// The same in English.
    pub english_name: String,
    /// What happens if it is left.
    #[serde(default)]
    pub consequence: String,
    /// The same in English.
    #[serde(default)]
    pub english_consequence: String,
    /// How grave it is.
    pub severity: Severity,
    /// What mending it needs.
    pub trade: Trade,
    /// The operation that mends it, where the operation list has it.
    #[serde(default)]
    pub op_code: Option<OpCode>,
    /// How long that takes; nothing where there is nothing to do.
    #[serde(default)]
    pub standard: WorkMinutes,
    /// What the work costs.
    #[serde(default)]
    pub amount: Fen,
    /// What it is expected to need.
    #[serde(default)]
    pub parts: Vec<ExpectedPart>,
    /// In the technician's words.
    #[serde(default)]
    pub note: String,
    /// Its photos, by their hash.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

impl Sighting {
    /// Tells whether the customer is asked about it. What is only noted is handed over with the car.
    pub fn is_asked(&self) -> bool {
        self.severity != Severity::Green || self.standard > WorkMinutes(0)
    }

    /// Makes the line of the order that it would be.
    pub fn line(&self, number: u16) -> JobLine {
        JobLine {
            line: number,
            op_code: self.op_code.clone().unwrap_or_else(|| "".into()),
            name: self.name.clone(),
            english_name: self.english_name.clone(),
            trade: self.trade,
            standard: self.standard,
            flagged: self.standard,
            credited: self.standard,
            amount: self.amount,
            technicians: Vec::new(),
            parts: self.parts.clone(),
        }
    }
}

/// What the customer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// 同意
    Authorised,
    /// 拒绝
    Declined,
    /// 暂缓: not on this visit
    Deferred,
}

impl Answer {
    /// Every answer, in the order the screens show them.
    pub const ALL: [Self; 3] = [Self::Authorised, Self::Declined, Self::Deferred];

    /// Names it, as the log lists it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Authorised => "finding-authorised",
            Self::Declined => "finding-declined",
            Self::Deferred => "finding-deferred",
        }
    }
}

/// How the customer said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// 电话
    Phone,
    /// 当面
    InPerson,
    /// 消息
    Message,
}

impl Channel {
    /// Every way, in the order the screens show them.
    pub const ALL: [Self; 3] = [Self::Phone, Self::InPerson, Self::Message];
}

/// What the customer said, to whom, how and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerAnswer {
    /// What.
    pub answer: Answer,
    /// How.
    pub channel: Channel,
    /// For how much.
    pub amount: Fen,
    /// When.
    pub at: DateTime<Utc>,
    /// To whom.
    pub by: Option<PersonId>,
    /// The command that recorded it.
    pub command: CommandId,
}

/// Something that was found, with everything that was said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The command that reported it names it.
    pub id: CommandId,
    /// The line that it would be.
    pub line: u16,
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// Who saw it.
    pub by: Option<PersonId>,
    /// While working on what.
    pub during: Option<JobId>,
    /// Where.
    pub bay: Option<BayId>,
    /// What.
    pub sighting: Sighting,
    /// What the customer said, in order of time; the last one counts.
    #[serde(default)]
    pub answers: Vec<CustomerAnswer>,
}

impl Finding {
    /// Finds what the customer said last.
    pub fn answer(&self) -> Option<&CustomerAnswer> {
        self.answers.last()
    }

    /// Tells whether the customer is still to be asked.
    pub fn is_open(&self) -> bool {
        self.answers.is_empty() && self.sighting.is_asked()
    }

    /// Adds an answer; the same command answers once.
    pub fn insert_answer(&mut self, answer: CustomerAnswer) {
        self.answers.retain(|known| known.command != answer.command);
        // Who answers has seen the answer before: theirs comes after it, whatever the clock of their station says.
        let last = self.answers.last().map_or(answer.at, |last| last.at);
        self.answers.push(CustomerAnswer {
            at: answer.at.max(last),
            ..answer
        });
    }

    /// Tells whether every moment from `from` on until `until`, or now, was authorised.
    pub fn covers(&self, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> bool {
        let at_start = self.answers.iter().rev().find(|known| known.at <= from);
        let meanwhile = self
            .answers
            .iter()
            .filter(|known| known.at > from && until.is_none_or(|until| known.at < until));
        at_start
            .into_iter()
            .chain(meanwhile)
            .all(|known| known.answer == Answer::Authorised)
            && at_start.is_some()
    }
}

/// Why a job needs longer, or a promise was missed (延时原因 / 误工原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelayReason {
    /// 比预计难
    HarderThanExpected,
    /// 等配件
    Parts,
    /// 螺栓锈死、断裂
    SeizedOrBroken,
    /// 增项
    AdditionalWork,
    /// 诊断
    Diagnosis,
    /// 等客户答复
    CustomerAnswer,
    /// 工位或设备
    BayOrEquipment,
    /// 返工
    Rework,
}

impl DelayReason {
    /// Every reason, in the order the screens show them.
    pub const ALL: [Self; 8] = [
        Self::HarderThanExpected,
        Self::Parts,
        Self::SeizedOrBroken,
        Self::AdditionalWork,
        Self::Diagnosis,
        Self::CustomerAnswer,
        Self::BayOrEquipment,
        Self::Rework,
    ];
}

/// A technician says that it takes longer (延时申请).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// By how much.
    pub minutes: WorkMinutes,
    /// Why.
    pub reason: DelayReason,
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// The command that said it.
    pub command: CommandId,
}
