//! The story of one car (经过): every step until a moment, how long it took, and what of it made the car late.
//!
//! A [`narrator::Narrator`] walks along the log, as the floor went on, and [`steps`] puts together what the order says
//! in the end: what was clocked and corrected counts as it counts in the end, and what was taken back is left out.

pub mod narrator;
mod steps;

use super::car::CarStep;
use super::finding::{Answer, Channel, DelayReason, Severity};
use super::forecast::{CauseKind, Risk};
use super::hold::{HoldOwner, HoldReason};
use super::ids::{BayId, PersonId, RoNumber};
use super::order::Fen;
use super::plate::Plate;
use super::quality::checklist::CheckKind;
use super::quality::command::ReworkReason;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A name with its English one, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// In Chinese, or in the words that were typed.
    pub name: String,
    /// In English; empty where there is none.
    #[serde(default)]
    pub english_name: String,
}

/// So many of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub part: Named,
    /// How many units.
    pub quantity: u32,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum StepKind {
    /// The car came in.
    Arrived {
        /// When it was promised.
        promised_at: DateTime<Utc>,
    },
    /// The dealer system changed the order.
    Amended,
    /// A job was put on a bay, or moved there.
    Dispatched {
        /// Where.
        bay: BayId,
        /// To whom.
        lead: Option<PersonId>,
        /// From when on it was planned.
        start: DateTime<Utc>,
    },
    /// A job was taken off its bay.
    TakenBack,
    /// Somebody began to work on it.
    ClockedOn {
        /// Where.
        bay: BayId,
    },
    /// A job stood still.
    Held {
        /// Why; nothing where everybody left without a word.
        reason: Option<HoldReason>,
        /// Whose move it was.
        owner: HoldOwner,
        /// In the technician's words.
        #[serde(default)]
        note: String,
    },
    /// Somebody has said until when the hold lasts.
    HoldExpected {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The cause of the hold was gone.
    HoldCleared,
    /// Something was found beside the order.
    Found {
        /// What.
        finding: Named,
        /// How grave it is.
        severity: Severity,
    },
    /// The customer has answered.
    Answered {
        /// To what.
        finding: Named,
        /// What.
        answer: Answer,
        /// How.
        channel: Channel,
        /// For how much.
        amount: Fen,
    },
    /// Parts were asked for.
    PartsAsked {
        /// Which.
        items: Vec<Item>,
    },
    /// They are on order.
    Backordered {
        /// Which.
        items: Vec<Item>,
        /// When they come.
        eta: DateTime<Utc>,
    },
    /// They lay ready.
    PartsReady {
        /// Which.
        items: Vec<Item>,
    },
    /// Somebody signed for them.
    PartsIssued {
        /// Which.
        items: Vec<Item>,
    },
    /// Wrong ones went back, and right ones were wanted.
    ExchangeAsked,
    /// A technician said that it takes longer.
    Longer {
        /// By how many minutes.
        by_minutes: i64,
        /// Why.
        reason: DelayReason,
    },
    /// The customer was told another time.
    PromiseChanged {
        /// When it was promised before.
        before: Option<DateTime<Utc>>,
        /// When it is promised from now on.
        until: DateTime<Utc>,
    },
    /// The forecast came too close to the promise, or past it.
    Warned {
        /// How bad it was.
        risk: Risk,
        /// The heaviest cause.
        cause: Option<CauseKind>,
        /// When it was expected to be done.
        expected: DateTime<Utc>,
    },
    /// The customer was told that the car is at risk.
    CustomerTold,
    /// A job was done.
    Finished {
        /// How many minutes longer it took than its standard hours; 0 for none.
        over_minutes: i64,
    },
    /// The foreman took a finish back.
    FinishTakenBack,
    /// A job passed one of its checks.
    Checked {
        /// Which.
        check: CheckKind,
    },
    /// A job went back to its bay.
    SentBack {
        /// Which check found it.
        check: CheckKind,
        /// Why.
        reason: ReworkReason,
        /// In the words of who found it.
        #[serde(default)]
        note: String,
    },
    /// The car was on the road.
    RoadTested,
    /// The wash was begun.
    WashBegun,
    /// The car went on.
    Moved {
        /// How.
        step: CarStep,
    },
    /// The promise passed, and the car was not done.
    PromiseMissed,
    /// Somebody said why the promise was missed.
    DelayExplained {
        /// Why.
        reason: DelayReason,
    },
}

/// What a step has to do with the car being late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Nothing.
    #[default]
    Plain,
    /// It cost time.
    Delays,
    /// That is when it was late.
    Late,
}

/// One step of a car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nothing where nobody did it.
    pub by: Option<PersonId>,
    /// On which line of the order, with its name.
    pub work: Option<(u16, Named)>,
    /// What.
    #[serde(flatten)]
    pub kind: StepKind,
    /// For how long, in minutes of the open hours, where that says something.
    pub minutes: Option<i64>,
    /// What it has to do with the car being late.
    pub weight: Weight,
}

/// What cost time, in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// What.
    #[serde(flatten)]
    pub cause: CauseKind,
    /// Whose move it was.
    pub owner: HoldOwner,
    /// How many minutes of the open hours.
    pub minutes: i64,
}

/// The story of one car until a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its order.
    pub ro: RoNumber,
    /// Its plate; nothing until the order has come in.
    pub plate: Option<Plate>,
    /// Until when.
    pub at: DateTime<Utc>,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// When repair, final check and wash were done.
    pub done_at: Option<DateTime<Utc>>,
    /// When it is expected to be done, while it is not.
    pub expected_at: Option<DateTime<Utc>>,
    /// How much later than promised it was or is, in minutes of the wall clock; nothing while no promise was missed.
    pub late_minutes: Option<i64>,
    /// Why, as somebody has said.
    pub reason: Option<DelayReason>,
    /// What cost time, the most first.
    pub delays: Vec<Delay>,
    /// What happened, in order of time.
    pub steps: Vec<Step>,
}
