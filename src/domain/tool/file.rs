//! The file of a tool (工具台账): what was said of it, each fact in its place by time, and what that adds up to.

use super::{Tool, ToolDamage, ToolHolder, ToolService, ToolStanding, ToolState, Unfit, Usability};
use crate::domain::ids::{BayId, CommandId, JobId, PersonId, StationId, ToolId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How many times a tool was taken or brought back is remembered, the newest of them.
const REMEMBERED_MOVES: usize = 40;
/// How many damage reports are remembered, the newest of them.
const REMEMBERED_DAMAGES: usize = 20;

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
