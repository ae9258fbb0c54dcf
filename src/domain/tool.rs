//! Tools and equipment (工具设备): who has one, until when, whether it is fit for work, and what was broken.
//!
//! Taking, bringing back and breaking are facts, which come in any order and late. They fall into their place by
//! time, and who has the tool is read off the newest of them: where two took it, the later one has it.

use super::calendar::WorkingHours;
use super::ids::{BayId, CommandId, JobId, PersonId, RoNumber, StationId, ToolId};
use super::workshop::Workshop;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// How many times a tool was taken or brought back is remembered, the newest of them.
const REMEMBERED_MOVES: usize = 40;
/// How many damage reports are remembered, the newest of them.
const REMEMBERED_DAMAGES: usize = 20;

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

/// A tool taken or brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolMove {
    /// When.
    pub at: DateTime<Utc>,
    /// The command that said so.
    pub command: CommandId,
    /// Who.
    pub by: PersonId,
    /// Where it was tapped.
    pub station: StationId,
    /// What was done.
    pub kind: ToolMoveKind,
}

impl ToolMove {
    /// Names who has the tool from then on; nobody when it came back.
    fn holder(&self) -> Option<ToolHolder> {
        match &self.kind {
            ToolMoveKind::Taken { job, bay, due } => Some(ToolHolder {
                person: self.by.clone(),
                job: job.clone(),
                bay: bay.clone(),
                since: self.at,
                due: *due,
                command: self.command,
            }),
            ToolMoveKind::Returned => None,
        }
    }
}

/// What was done with a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "kebab-case")]
pub enum ToolMoveKind {
    /// 借出
    Taken {
        /// For which job, if for one.
        job: Option<JobId>,
        /// To which bay, if to one.
        bay: Option<BayId>,
        /// When it should be back.
        due: DateTime<Utc>,
    },
    /// 归还
    Returned,
}

/// The store lets somebody keep a tool for longer (续借).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueExtended {
    /// When it said so.
    pub at: DateTime<Utc>,
    /// The command that said so.
    pub command: CommandId,
    /// Who.
    pub by: Option<PersonId>,
    /// Until when.
    pub due: DateTime<Utc>,
}

/// What somebody reported of a tool (报损).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DamageReport {
    /// When.
    pub at: DateTime<Utc>,
    /// The command that said so.
    pub command: CommandId,
    /// Who.
    pub by: PersonId,
    /// What is wrong with it.
    pub what: ToolDamage,
    /// In the technician's words.
    #[serde(default)]
    pub note: String,
    /// Whether it can still be worked with.
    pub usability: Usability,
}

/// The last word of the store on a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSet {
    /// When.
    pub at: DateTime<Utc>,
    /// The command that said so.
    pub command: CommandId,
    /// Who.
    pub by: Option<PersonId>,
    /// What.
    pub state: ToolService,
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

/// One time that a tool was out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Who had it.
    pub holder: ToolHolder,
    /// How it ended; nothing while it lasts.
    pub end: Option<HoldingEnd>,
}

/// How it ended that somebody had a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldingEnd {
    /// When.
    pub at: DateTime<Utc>,
    /// Who brought it back, or has taken it over.
    pub by: PersonId,
    /// Whether it came back.
    pub how: HandedOn,
}

/// Where a tool went from who had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandedOn {
    /// 归还
    Returned,
    /// 转借: somebody else took it without its having come back.
    TakenOver,
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

/// All that is known of a tool. The facts of several stations come to the same whatever their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolFile {
    /// Which.
    pub id: ToolId,
    /// What the list says; nothing for one that was scanned and never listed.
    #[serde(default)]
    pub tool: Option<Tool>,
    /// Taken and brought back, in order of time: the newest of it.
    #[serde(default)]
    pub moves: Vec<ToolMove>,
    /// What the store said last of when it should be back.
    #[serde(default)]
    pub extended: Option<DueExtended>,
    /// What was reported, in order of time: the newest of it.
    #[serde(default)]
    pub damages: Vec<DamageReport>,
    /// What the store said last.
    #[serde(default)]
    pub service: Option<ServiceSet>,
    /// The last day of the newest calibration that the store knows of.
    #[serde(default)]
    pub calibrated_until: Option<NaiveDate>,
    /// The last day of the newest maintenance that the store knows of.
    #[serde(default)]
    pub maintained_until: Option<NaiveDate>,
}

/// Puts a fact into its place by time; the same command says it once.
fn insert<T>(facts: &mut Vec<T>, fact: T, place: impl Fn(&T) -> (DateTime<Utc>, CommandId)) {
    let key = place(&fact);
    facts.retain(|known| place(known).1 != key.1);
    let index = facts.partition_point(|known| place(known) < key);
    facts.insert(index, fact);
}

/// Forgets the oldest beyond so many.
fn keep_newest<T>(facts: &mut Vec<T>, most: usize) {
    let beyond = facts.len().saturating_sub(most);
    facts.drain(..beyond);
}

impl ToolFile {
    /// Begins with nothing but its number.
    pub fn new(id: ToolId) -> Self {
        Self {
            id,
            tool: None,
            moves: Vec::new(),
            extended: None,
            damages: Vec::new(),
            service: None,
            calibrated_until: None,
            maintained_until: None,
        }
    }

    /// Puts a taking or bringing back into its place.
    pub fn insert_move(&mut self, moved: ToolMove) {
        insert(&mut self.moves, moved, |known| (known.at, known.command));
        keep_newest(&mut self.moves, REMEMBERED_MOVES);
    }

    /// Puts a damage report into its place. The last one that makes it unusable is never forgotten.
    pub fn insert_damage(&mut self, report: DamageReport) {
        insert(&mut self.damages, report, |known| (known.at, known.command));
        self.forget_damages(REMEMBERED_DAMAGES);
    }

    fn forget_damages(&mut self, most: usize) {
        let unusable = self.last_unusable().cloned();
        keep_newest(&mut self.damages, most);
        if let Some(report) = unusable.filter(|report| !self.damages.contains(report)) {
            self.damages.insert(0, report);
        }
    }

    fn last_unusable(&self) -> Option<&DamageReport> {
        let mut reports = self.damages.iter().rev();
        reports.find(|report| report.usability == Usability::Unusable)
    }

    /// Takes a later due time; of two it counts what was said last.
    pub fn extend(&mut self, said: DueExtended) {
        let newer = |known: &DueExtended| (known.at, known.command) <= (said.at, said.command);
        if self.extended.as_ref().is_none_or(newer) {
            self.extended = Some(said);
        }
    }

    /// Takes what the store says; of two it counts what was said last.
    pub fn set_service(&mut self, said: ServiceSet) {
        if let ToolService::InService {
            calibrated_until,
            maintained_until,
        } = &said.state
        {
            self.calibrated_until = self.calibrated_until.max(*calibrated_until);
            self.maintained_until = self.maintained_until.max(*maintained_until);
        }
        let newer = |known: &ServiceSet| (known.at, known.command) <= (said.at, said.command);
        if self.service.as_ref().is_none_or(newer) {
            self.service = Some(said);
        }
    }

    /// Leaves out all but the newest of its history, so that it travels light; where it stands stays the same.
    pub fn shortened(&self, moves: usize, damages: usize) -> Self {
        let mut short = self.clone();
        keep_newest(&mut short.moves, moves.max(1));
        short.forget_damages(damages);
        short
    }

    /// Names it; the number where the list does not know it.
    pub fn name(&self) -> &str {
        self.tool
            .as_ref()
            .map_or(self.id.as_str(), |tool| tool.name.as_str())
    }

    /// Names it in English, where it has such a name.
    pub fn english_name(&self) -> &str {
        self.tool
            .as_ref()
            .map_or("", |tool| tool.english_name.as_str())
    }

    /// Tells where it belongs.
    pub fn place(&self) -> &str {
        self.tool.as_ref().map_or("", |tool| tool.place.as_str())
    }

    /// Lists who had it, the newest first.
    pub fn holdings(&self) -> Vec<Holding> {
        let mut holdings: Vec<Holding> = Vec::new();
        for moved in &self.moves {
            let how = match &moved.kind {
                ToolMoveKind::Taken { .. } => HandedOn::TakenOver,
                ToolMoveKind::Returned => HandedOn::Returned,
            };
            if let Some(last) = holdings.last_mut() {
                last.end.get_or_insert_with(|| HoldingEnd {
                    at: moved.at,
                    by: moved.by.clone(),
                    how,
                });
            }
            holdings.extend(moved.holder().map(|holder| Holding { holder, end: None }));
        }
        if let (Some(newest), Some(holder)) = (holdings.last_mut(), self.holder()) {
            newest.holder = holder;
        }
        holdings.reverse();
        holdings
    }

    fn due_of(&self, holder: &ToolHolder) -> DateTime<Utc> {
        let later = |said: &&DueExtended| (said.at, said.command) > (holder.since, holder.command);
        self.extended
            .as_ref()
            .filter(later)
            .map_or(holder.due, |said| said.due)
    }

    /// Names who has it.
    pub fn holder(&self) -> Option<ToolHolder> {
        let mut holder = self.moves.last()?.holder()?;
        holder.due = self.due_of(&holder);
        Some(holder)
    }

    /// Names the job that it is out for.
    pub fn out_for(&self) -> Option<&JobId> {
        match &self.moves.last()?.kind {
            ToolMoveKind::Taken { job, .. } => job.as_ref(),
            ToolMoveKind::Returned => None,
        }
    }

    /// Names who had it last: before who has it now, or before it came back.
    pub fn last_holder(&self) -> Option<ToolHolder> {
        let over = |holding: &Holding| holding.end.is_some();
        self.holdings()
            .into_iter()
            .find(over)
            .map(|holding| holding.holder)
    }

    /// Sums up what bears on whether it can be worked with.
    pub fn standing(&self) -> ToolStanding {
        let listed = self.tool.as_ref();
        ToolStanding {
            holder: self.holder(),
            withdrawn: self.withdrawn(),
            damaged: self.damaged(),
            calibrated_until: listed
                .and_then(|tool| tool.calibrated_until)
                .max(self.calibrated_until),
            maintained_until: listed
                .and_then(|tool| tool.maintained_until)
                .max(self.maintained_until),
        }
    }

    fn withdrawn(&self) -> Option<Unfit> {
        let said = self.service.as_ref()?;
        match &said.state {
            ToolService::InService { .. } => None,
            ToolService::OutOfService { why, until } => Some(Unfit::Withdrawn {
                why: *why,
                since: said.at,
                by: said.by.clone(),
                until: *until,
            }),
        }
    }

    /// What the store said after a damage knows of it.
    fn damaged(&self) -> Option<Unfit> {
        let report = self.last_unusable()?;
        let mended = self
            .service
            .as_ref()
            .is_some_and(|said| (said.at, said.command) > (report.at, report.command));
        (!mended).then(|| Unfit::Damaged {
            what: report.what,
            since: report.at,
            by: report.by.clone(),
        })
    }

    /// Tells where it stands.
    pub fn state(&self, today: NaiveDate, now: DateTime<Utc>) -> ToolState {
        self.standing().state(today, now)
    }
}

/// What bears on whether a tool can be worked with, without its history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolStanding {
    /// Who has it.
    pub holder: Option<ToolHolder>,
    /// That the store took it out of service.
    pub withdrawn: Option<Unfit>,
    /// That it was broken and is not mended.
    pub damaged: Option<Unfit>,
    /// The last day on which it may be trusted.
    pub calibrated_until: Option<NaiveDate>,
    /// The last day before it is due for maintenance.
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

    /// Tells whether it is gone for good.
    pub fn is_written_off(&self) -> bool {
        self.withdrawn.as_ref().is_some_and(Unfit::is_written_off)
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
