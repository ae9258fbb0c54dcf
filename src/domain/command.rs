//! Commands: what a person taps. A fact says what happened and is never refused; a request asks, and may be.

use super::andon::AndonKind;
use super::car::CarStep;
use super::catalogue::{Operation, Part};
use super::clock::Activity;
use super::dispatch::Plan;
use super::finding::{Answer, Channel, DelayReason, Sighting};
use super::forecast::WarningKey;
use super::hold::HoldReason;
use super::idle::IdleCode;
use super::ids::{
    BayId, CommandId, JobId, PartNumber, PersonId, PhotoId, RoNumber, StationId, ToolId,
};
use super::order::{Fen, OrderSheet, WorkMinutes};
use super::parts::command::PartsCommand;
use super::person::Person;
use super::quality::command::QualityCommand;
use super::question::{QuestionAnswer, QuestionKey};
use super::stock::StockCommand;
use super::tool::{Tool, ToolCondition, ToolDamage, ToolService, Usability};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How the person at the screen was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recognised {
    /// By tapping a face tile where the site trusts that.
    Tile,
    /// By a badge.
    Badge,
    /// By a PIN, which a correction needs.
    Pin,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Someone of the roster.
    Person {
        /// Who.
        id: PersonId,
        /// How that is known.
        by: Recognised,
    },
    /// Nobody: an import or a timer.
    System,
}

impl Actor {
    /// Names the person, if it is one.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person { id, .. } => Some(id),
            Self::System => None,
        }
    }
}

/// One tap: what, by whom, where and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Made by the station; the same id is the same tap.
    pub id: CommandId,
    /// When it was tapped, by the station's clock.
    pub at: DateTime<Utc>,
    /// Where it was tapped.
    pub station: StationId,
    /// Who tapped.
    pub actor: Actor,
    /// What was tapped.
    pub body: CommandBody,
}

/// Whether a clock-on ends what the person was on.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ClockMode {
    /// The next thing ends the last.
    #[default]
    Instead,
    /// In addition, where the site allows several jobs.
    Alongside,
}

/// What a command wants undone, so that it is found without searching the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndoTarget {
    /// A mark on someone's day: shift in or out, clock on or off, idle.
    Clock {
        /// Whose day.
        person: PersonId,
        /// When it was tapped.
        at: DateTime<Utc>,
    },
    /// A hold or a finish of a job.
    Stop {
        /// Which job.
        job: JobId,
    },
    /// A finding.
    Finding {
        /// On which order.
        ro: RoNumber,
    },
    /// A check that passed.
    Check {
        /// On which order.
        ro: RoNumber,
    },
    /// A request of parts, a return, an exchange or an old part.
    Parts {
        /// On which order.
        ro: RoNumber,
    },
}

/// How a foreman mends a day. Nothing is overwritten: what was clocked stays in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// A mark was made at another time.
    Move {
        /// The command that made the mark.
        mark: CommandId,
        /// When it really happened.
        to: DateTime<Utc>,
    },
    /// It was something else.
    Replace {
        /// The command that made the mark.
        mark: CommandId,
        /// What it really was.
        activity: Activity,
    },
    /// A mark is missing, most often the end of a shift.
    Add {
        /// When it happened.
        at: DateTime<Utc>,
        /// What it was.
        activity: Activity,
    },
    /// It never happened.
    Remove {
        /// The command that made the mark.
        mark: CommandId,
    },
}

/// What was tapped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CommandBody {
    // Facts.
    /// 上班
    ShiftIn,
    /// 下班
    ShiftOut,
    /// 上工打卡; on a held job it is the resume.
    ClockOn {
        /// On what.
        job: JobId,
        /// Where.
        bay: BayId,
        /// Whether it ends what the person was on.
        #[serde(default)]
        mode: ClockMode,
    },
    /// 下工打卡: the person leaves the job, which may go on without.
    ClockOff {
        /// From what.
        job: JobId,
    },
    /// 非生产工时
    GoIdle {
        /// On what.
        code: IdleCode,
    },
    /// 中断: the job stands still for everybody on it.
    Hold {
        /// Which job.
        job: JobId,
        /// Why.
        reason: HoldReason,
        /// In the technician's words, if any.
        #[serde(default)]
        note: String,
    },
    /// 完工
    Finish {
        /// Which job.
        job: JobId,
    },
    /// 呼叫
    RaiseAndon {
        /// Where.
        bay: BayId,
        /// For what help.
        call: AndonKind,
    },
    /// 应答
    AcknowledgeAndon {
        /// The command that raised it.
        call: CommandId,
    },
    /// 解除
    ClearAndon {
        /// The command that raised it.
        call: CommandId,
    },
    /// 检查发现: what was seen beside the order.
    ReportFinding {
        /// On which car.
        ro: RoNumber,
        /// While working on what.
        #[serde(default)]
        during: Option<JobId>,
        /// Where.
        #[serde(default)]
        bay: Option<BayId>,
        /// What.
        sighting: Box<Sighting>,
    },
    /// 延时申请: it takes longer.
    AskExtension {
        /// Which job.
        job: JobId,
        /// By how much.
        minutes: WorkMinutes,
        /// Why.
        reason: DelayReason,
    },
    /// 工具借出: who taps has it now, whoever had it before.
    TakeTool {
        /// Which tool.
        tool: ToolId,
        /// For which job, if for one.
        #[serde(default)]
        job: Option<JobId>,
        /// To which bay, if to one.
        #[serde(default)]
        bay: Option<BayId>,
        /// When it will be back; without it, when the working day ends.
        #[serde(default)]
        due: Option<DateTime<Utc>>,
    },
    /// 工具归还: by anybody, to the store or from the bay.
    ReturnTool {
        /// Which tool.
        tool: ToolId,
        /// How it came back.
        condition: ToolCondition,
    },
    /// 工具报损
    ReportToolDamage {
        /// Which tool.
        tool: ToolId,
        /// What is wrong with it.
        what: ToolDamage,
        /// In the technician's words, if any.
        #[serde(default)]
        note: String,
        /// Whether it can still be worked with.
        usability: Usability,
    },
    // Requests.
    /// 客户答复: what the customer says to a finding.
    AnswerFinding {
        /// On which order.
        ro: RoNumber,
        /// The command that reported it.
        finding: CommandId,
        /// The last answer that the advisor saw: nobody answers over another unawares.
        #[serde(default)]
        seen: Option<CommandId>,
        /// What the customer says.
        answer: Answer,
        /// How.
        channel: Channel,
        /// For how much.
        amount: Fen,
    },
    /// 变更预计交车: the customer was told another time.
    ChangePromise {
        /// Of which order.
        ro: RoNumber,
        /// Until when.
        promised_at: DateTime<Utc>,
    },
    /// 已告知客户: the customer knows that the car is at risk, and why.
    TellCustomer {
        /// Of which order.
        ro: RoNumber,
        /// Of what, as the screen said it; without it, of what stands when it is decided.
        #[serde(default)]
        warning: Option<WarningKey>,
    },
    /// 误工原因: why a promise was missed.
    ExplainDelay {
        /// Of which order.
        ro: RoNumber,
        /// Why.
        reason: DelayReason,
    },
    /// 接车开单: a customer without an order of the dealer system. The coordinator numbers it.
    OpenWalkIn {
        /// What it says; its number is not looked at.
        sheet: Box<OrderSheet>,
    },
    /// 车间派工: puts a job on a bay, or moves it.
    Dispatch {
        /// Job, bay, people and times.
        plan: Plan,
        /// What the dispatcher saw and accepted.
        #[serde(default)]
        accepted: Vec<super::dispatch::ConflictKind>,
    },
    /// 撤回派工
    TakeBack {
        /// Which job.
        job: JobId,
    },
    /// 预计恢复: until when a hold lasts, as when its part comes.
    ExpectHold {
        /// Which job.
        job: JobId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The cause of a hold is gone; the bay is told.
    ClearHold {
        /// Which job.
        job: JobId,
    },
    /// 撤销: takes back a tap of the last two minutes.
    Undo {
        /// The tap.
        command: CommandId,
        /// What it touched.
        target: UndoTarget,
    },
    /// 更正工时: the foreman mends a day, with a reason.
    CorrectClock {
        /// Whose day.
        person: PersonId,
        /// Which day.
        day: NaiveDate,
        /// How.
        correction: Correction,
        /// Why.
        reason: String,
    },
    /// The foreman answers a question about facts that contradict each other.
    AnswerQuestion {
        /// Which question.
        question: QuestionKey,
        /// What the foreman says.
        answer: QuestionAnswer,
    },
    /// A car goes on: checked, washed, invoiced, delivered.
    MoveCar {
        /// Which order.
        ro: RoNumber,
        /// What was done.
        step: CarStep,
    },
    /// 配件: what is asked of the store for an order, and what the store does about it. What a technician says is a
    /// fact, what a storekeeper wants is a request.
    Parts {
        /// For which order.
        ro: RoNumber,
        /// What.
        #[serde(flatten)]
        body: Box<PartsCommand>,
    },
    /// 质检: the checks of an order, what goes back, and what is done to its car afterwards.
    Quality {
        /// Of which order.
        ro: RoNumber,
        /// What.
        #[serde(flatten)]
        body: Box<QualityCommand>,
    },
    /// 库存: goods in and counts.
    Stock {
        /// Which part.
        part: PartNumber,
        /// What.
        #[serde(flatten)]
        body: StockCommand,
    },
    /// 工具续借: it may be out for longer.
    ExtendTool {
        /// Which tool.
        tool: ToolId,
        /// Until when.
        due: DateTime<Utc>,
    },
    /// 工具停用, 启用
    SetToolService {
        /// Which tool.
        tool: ToolId,
        /// What the store says of it.
        state: ToolService,
    },
    // From files and timers.
    /// An order as the dealer system states it, new or changed.
    AdmitOrder {
        /// What it says.
        sheet: Box<OrderSheet>,
        /// Whether it says everything.
        #[serde(default)]
        extent: Extent,
    },
    /// An operation as the dealer system states it, new or changed.
    ListOperation {
        /// What it says.
        operation: Operation,
    },
    /// A part as the dealer system states it, new or changed.
    ListPart {
        /// What it says.
        part: Part,
    },
    /// A person as the roster states it, new or changed. The badge moves to whom the roster gave it last.
    EnrolPerson {
        /// What it says.
        person: Person,
        /// The hash of the PIN that the roster gives to who has none.
        #[serde(default)]
        pin_hash: Option<PinHash>,
    },
    /// A new PIN, whatever the old one was.
    SetPin {
        /// Whose.
        person: PersonId,
        /// Its hash.
        pin_hash: PinHash,
    },
    /// 离职: the badge and the PIN open nothing any more.
    LeaveRoster {
        /// Who.
        person: PersonId,
    },
    /// The shift is over and the clock still runs.
    FlagForgottenClockOut {
        /// Whose.
        person: PersonId,
        /// On which day.
        day: NaiveDate,
    },
    /// A tool as the store's list states it, new or changed.
    ListTool {
        /// What it says.
        tool: Tool,
    },
}

impl CommandBody {
    /// Tells whether only a file or a timer says this, never a finger.
    pub fn is_of_the_system(&self) -> bool {
        matches!(
            self,
            Self::AdmitOrder { .. }
                | Self::ListOperation { .. }
                | Self::ListPart { .. }
                | Self::EnrolPerson { .. }
                | Self::SetPin { .. }
                | Self::LeaveRoster { .. }
                | Self::FlagForgottenClockOut { .. }
                | Self::ListTool { .. }
        )
    }

    /// Lists the photos that it names.
    pub fn photos(&self) -> Vec<&PhotoId> {
        match self {
            Self::ReportFinding { sighting, .. } => sighting.photos.iter().collect(),
            Self::Parts { body, .. } => body.photos(),
            Self::Quality { body, .. } => body.photos(),
            _ => Vec::new(),
        }
    }
}

/// Whether a sheet has all lines of its order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// It has: a line that is not there was taken off.
    #[default]
    Whole,
    /// Some of its rows could not be read: a line that is not there stays as it was.
    Partial,
}

/// An Argon2 hash of a PIN in PHC form; it is never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PinHash(pub String);

impl std::fmt::Debug for PinHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinHash(…)")
    }
}
