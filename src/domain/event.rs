//! Events: what has happened, in the past tense. The log of them is the truth; nothing in it is ever changed.

use super::andon::AndonKind;
use super::car::CarStep;
use super::catalogue::{Operation, Part};
use super::clock::Activity;
use super::command::{Actor, Correction, PinHash, UndoTarget};
use super::dispatch::Plan;
use super::finding::{Answer, Channel, DelayReason, Sighting};
use super::forecast::WarningKey;
use super::hold::HoldReason;
use super::ids::{BayId, CommandId, JobId, PartNumber, PersonId, RoNumber, StationId, ToolId};
use super::order::{Fen, OrderSheet, WorkMinutes};
use super::parts::change::PartsChange;
use super::person::Person;
use super::quality::change::QualityChange;
use super::question::{QuestionAnswer, QuestionKey};
use super::stock::StockChange;
use super::tool::{Tool, ToolDamage, ToolService, Usability};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One thing that happened: who, when and where come with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The command it follows from.
    pub command: CommandId,
    /// When it happened, by the clock of the station.
    pub at: DateTime<Utc>,
    /// Where.
    pub station: StationId,
    /// Who.
    pub actor: Actor,
    /// What.
    pub body: EventBody,
}

/// What happened. The day is worked out when it is decided, so that a later change of the site's settings
/// does not change what a replay says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventBody {
    /// Someone began to be on something: a shift, a job, idle time, or nothing any more.
    Clocked {
        /// Who.
        person: PersonId,
        /// On which working day.
        day: NaiveDate,
        /// On what.
        activity: Activity,
    },
    /// A job stands still.
    JobHeld {
        /// Which.
        job: JobId,
        /// Why.
        reason: HoldReason,
        /// In the technician's words.
        note: String,
        /// On which working day: it stops nobody on another.
        day: NaiveDate,
    },
    /// A job is done.
    JobFinished {
        /// Which.
        job: JobId,
        /// On which working day: it stops nobody on another.
        day: NaiveDate,
    },
    /// Somebody has said until when a hold lasts.
    HoldExpected {
        /// Which job stands still.
        job: JobId,
        /// Until when; nothing where nobody knows any more.
        until: Option<DateTime<Utc>>,
    },
    /// The cause of a hold is gone.
    HoldCleared {
        /// Which job stood still.
        job: JobId,
    },
    /// A job was put on a bay, or moved.
    JobDispatched {
        /// Where, who and when.
        plan: Plan,
    },
    /// A job was taken off its bay.
    JobTakenBack {
        /// Which.
        job: JobId,
    },
    /// Help was called for.
    AndonRaised {
        /// Where.
        bay: BayId,
        /// For what help.
        call: AndonKind,
    },
    /// Someone is coming.
    AndonAcknowledged {
        /// The command that raised it.
        call: CommandId,
    },
    /// It is over.
    AndonCleared {
        /// The command that raised it.
        call: CommandId,
    },
    /// A tap was taken back.
    Undone {
        /// The tap.
        command: CommandId,
        /// What it touched.
        target: UndoTarget,
        /// On which working day, where it was a clock.
        day: NaiveDate,
    },
    /// The foreman mended a day.
    ClockCorrected {
        /// Whose.
        person: PersonId,
        /// Which day.
        day: NaiveDate,
        /// How.
        correction: Correction,
        /// Why.
        reason: String,
    },
    /// The foreman answered.
    QuestionAnswered {
        /// What.
        question: QuestionKey,
        /// How.
        answer: QuestionAnswer,
    },
    /// A car went on.
    CarMoved {
        /// Which order.
        ro: RoNumber,
        /// What was done.
        step: CarStep,
    },
    /// Something was found beside the order.
    FindingReported {
        /// On which order.
        ro: RoNumber,
        /// The line that it would be.
        line: u16,
        /// While working on what.
        during: Option<JobId>,
        /// Where.
        bay: Option<BayId>,
        /// What.
        sighting: Box<Sighting>,
    },
    /// The customer said something to it.
    FindingAnswered {
        /// On which order.
        ro: RoNumber,
        /// The command that reported it.
        finding: CommandId,
        /// What.
        answer: Answer,
        /// How.
        channel: Channel,
        /// For how much.
        amount: Fen,
    },
    /// A job takes longer.
    ExtensionAsked {
        /// Which.
        job: JobId,
        /// By how much.
        minutes: WorkMinutes,
        /// Why.
        reason: DelayReason,
    },
    /// The customer was told another time.
    PromiseChanged {
        /// Of which order.
        ro: RoNumber,
        /// Until when.
        promised_at: DateTime<Utc>,
    },
    /// The customer knows that the car is at risk.
    CustomerTold {
        /// Of which order.
        ro: RoNumber,
        /// Of what.
        warning: WarningKey,
    },
    /// Why a promise was missed.
    DelayExplained {
        /// Of which order.
        ro: RoNumber,
        /// Why.
        reason: DelayReason,
    },
    /// Something happened between an order and the store.
    PartsChanged {
        /// For which order.
        ro: RoNumber,
        /// What.
        change: Box<PartsChange>,
    },
    /// Something happened in the checks of an order, or to its car afterwards.
    QualityChanged {
        /// Of which order.
        ro: RoNumber,
        /// What.
        change: Box<QualityChange>,
    },
    /// Goods came in, or were counted.
    StockChanged {
        /// Which part.
        part: PartNumber,
        /// What.
        change: StockChange,
    },
    /// An order came in.
    OrderOpened {
        /// What it says.
        sheet: Box<OrderSheet>,
    },
    /// An order was changed by the dealer system.
    OrderAmended {
        /// What it says now.
        sheet: Box<OrderSheet>,
        /// Which fields are new, by their names.
        changed: Vec<String>,
    },
    /// An operation is in the list.
    OperationListed {
        /// What it says.
        operation: Operation,
    },
    /// A part is in the list.
    PartListed {
        /// What it says.
        part: Part,
    },
    /// Someone is on the roster.
    PersonEnrolled {
        /// Who.
        person: Person,
        /// The hash of the PIN, where it was set with it.
        pin_hash: Option<PinHash>,
    },
    /// A shift was left open.
    ClockOutMissed {
        /// Whose.
        person: PersonId,
        /// Which day.
        day: NaiveDate,
    },
    /// Somebody has a tool.
    ToolTaken {
        /// Which.
        tool: ToolId,
        /// Who.
        person: PersonId,
        /// For which job.
        job: Option<JobId>,
        /// To which bay.
        bay: Option<BayId>,
        /// When it should be back: worked out when it is decided, so that other hours do not change a replay.
        due: DateTime<Utc>,
    },
    /// A tool came back.
    ToolReturned {
        /// Which.
        tool: ToolId,
        /// Who brought it.
        person: PersonId,
    },
    /// A tool was damaged.
    ToolDamaged {
        /// Which.
        tool: ToolId,
        /// Who says so.
        person: PersonId,
        /// What is wrong with it.
        what: ToolDamage,
        /// In the technician's words.
        note: String,
        /// Whether it can still be worked with.
        usability: Usability,
    },
    /// A tool may be out for longer.
    ToolExtended {
        /// Which.
        tool: ToolId,
        /// Until when.
        due: DateTime<Utc>,
    },
    /// A tool was taken out of service, or put back.
    ToolServiceSet {
        /// Which.
        tool: ToolId,
        /// What the store says of it.
        state: ToolService,
    },
    /// A tool is in the list.
    ToolListed {
        /// What it says.
        tool: Tool,
    },
}

impl EventBody {
    /// Names the kind, as the log lists it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Clocked { activity, .. } => activity.kind(),
            Self::JobHeld { .. } => "job-held",
            Self::JobFinished { .. } => "job-finished",
            Self::HoldExpected { .. } => "hold-expected",
            Self::HoldCleared { .. } => "hold-cleared",
            Self::JobDispatched { .. } => "job-dispatched",
            Self::JobTakenBack { .. } => "job-taken-back",
            Self::AndonRaised { .. } => "andon-raised",
            Self::AndonAcknowledged { .. } => "andon-acknowledged",
            Self::AndonCleared { .. } => "andon-cleared",
            Self::Undone { .. } => "undone",
            Self::ClockCorrected { .. } => "clock-corrected",
            Self::QuestionAnswered { .. } => "question-answered",
            Self::CarMoved { .. } => "car-moved",
            Self::FindingReported { .. } => "finding-reported",
            Self::FindingAnswered { answer, .. } => answer.kind(),
            Self::ExtensionAsked { .. } => "extension-asked",
            Self::PromiseChanged { .. } => "promise-changed",
            Self::CustomerTold { .. } => "customer-told",
            Self::DelayExplained { .. } => "delay-explained",
            Self::PartsChanged { change, .. } => change.kind(),
            Self::QualityChanged { change, .. } => change.kind(),
            Self::StockChanged { change, .. } => change.kind(),
            Self::OrderOpened { .. } => "order-opened",
            Self::OrderAmended { .. } => "order-amended",
            Self::OperationListed { .. } => "operation-listed",
            Self::PartListed { .. } => "part-listed",
            Self::PersonEnrolled { .. } => "person-enrolled",
            Self::ClockOutMissed { .. } => "clock-out-missed",
            Self::ToolTaken { .. } => "tool-taken",
            Self::ToolReturned { .. } => "tool-returned",
            Self::ToolDamaged { .. } => "tool-damaged",
            Self::ToolExtended { .. } => "tool-extended",
            Self::ToolServiceSet { .. } => "tool-service-set",
            Self::ToolListed { .. } => "tool-listed",
        }
    }
}
