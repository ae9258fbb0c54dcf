//! Why a request is refused: a reason that the person can act on.

use super::car::CarState;
use super::dispatch::Conflict;
use super::finding::{Answer, Channel};
use super::ids::{BayId, JobId, PartNumber, PersonId, RoNumber, ToolId};
use super::order::Fen;
use super::parts::OpenAccount;
use super::quality::checklist::{CheckKind, Shortfall};
use super::quality::gate::Bar;
use super::tool::Unreturned;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "kebab-case")]
pub enum Refusal {
    /// The screen sent it without anybody signed in.
    #[error("nobody is signed in; badge in first")]
    NobodySignedIn,
    /// The roster does not know the person.
    #[error("{person} is not on the roster; import the roster or use another badge")]
    UnknownPerson {
        /// Who.
        person: PersonId,
    },
    /// The role may not do it.
    #[error("your role may not do this; ask the foreman")]
    NotAllowed,
    /// A badge is not enough.
    #[error("this needs a PIN; sign in with your PIN and try again")]
    NeedsPin,
    /// There is no such job.
    #[error("there is no job {job}; import its order first")]
    UnknownJob {
        /// Which.
        job: JobId,
    },
    /// There is no such order.
    #[error("there is no order {ro}; import it first")]
    UnknownOrder {
        /// Which.
        ro: RoNumber,
    },
    /// There is no such bay.
    #[error("there is no bay {bay} in the site's file")]
    UnknownBay {
        /// Which.
        bay: BayId,
    },
    /// There is no such finding any more.
    #[error("there is no such finding any more")]
    UnknownFinding,
    /// The customer's answer was recorded by somebody else first.
    #[error(
        "the customer's answer was recorded meanwhile; look at it, and answer again if it has changed"
    )]
    AnsweredMeanwhile {
        /// What it was.
        answer: Answer,
        /// How it was given.
        channel: Channel,
        /// To whom.
        by: Option<PersonId>,
        /// When.
        at: DateTime<Utc>,
    },
    /// The customer has not agreed to it.
    #[error("job {job} is not authorised by the customer; ask the service advisor")]
    NotAuthorised {
        /// Which.
        job: JobId,
        /// What the customer said, if anything.
        answer: Option<Answer>,
    },
    /// A promise lies ahead.
    #[error("this time is over; choose a later one")]
    PromiseInThePast,
    /// A hold ends ahead.
    #[error("this time is over; choose a later one")]
    HoldEndsInThePast,
    /// There is no warning any more.
    #[error("the car is not at risk any more; there is nothing to tell")]
    NothingToTell,
    /// The promise was missed and nobody has said why.
    #[error("the promise was missed; say why before the car is handed over")]
    NeedsDelayReason,
    /// An order without work.
    #[error("choose at least one operation")]
    EmptyOrder,
    /// The car has an open order.
    #[error("the car is here already, on order {ro}")]
    CarIsHere {
        /// Which.
        ro: RoNumber,
    },
    /// The job is finished.
    #[error("job {job} is finished")]
    JobFinished {
        /// Which.
        job: JobId,
    },
    /// Someone is working on it.
    #[error("job {job} is being worked on; have it put on hold first")]
    JobRunning {
        /// Which.
        job: JobId,
    },
    /// It is on no bay.
    #[error("job {job} is on no bay")]
    NotDispatched {
        /// Which.
        job: JobId,
    },
    /// It does not stand still.
    #[error("job {job} is not on hold")]
    NotOnHold {
        /// Which.
        job: JobId,
    },
    /// The plan ends before it begins.
    #[error("the planned end is not after the planned start")]
    EmptyPlan,
    /// Something speaks against the plan that the dispatcher has not accepted.
    #[error(
        "something speaks against this plan; look at the conflicts and dispatch anyway or choose another slot"
    )]
    Conflicts {
        /// What.
        conflicts: Vec<Conflict>,
    },
    /// The car stands elsewhere.
    #[error("the car stands elsewhere by now")]
    WrongStep {
        /// Where it stands.
        stands: CarState,
    },
    /// There is nothing to take back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The time for taking back is over.
    #[error("it is too late to undo this; ask the foreman for a correction")]
    TooLateToUndo,
    /// Someone else tapped it.
    #[error("someone else tapped this; only they can undo it")]
    NotYourTap,
    /// There is no such mark on that day.
    #[error("there is no such clocking on that day any more")]
    UnknownMark,
    /// What has not happened yet cannot be mended.
    #[error("this moment has not come yet")]
    NotYet,
    /// A correction needs a reason.
    #[error("a correction needs a reason")]
    NoReason,
    /// The question is answered, or has answered itself.
    #[error("this question is not open any more")]
    UnknownQuestion,
    /// The parts list does not have it.
    #[error("there is no part {part} in the list; check the number, or import the list of parts")]
    UnknownPart {
        /// Which.
        part: PartNumber,
    },
    /// There is no such request, parcel, return or old part any more.
    #[error("the parts of order {ro} have changed meanwhile; look again")]
    PartsChangedMeanwhile {
        /// Of which order.
        ro: RoNumber,
    },
    /// A colleague is at it.
    #[error("somebody else is picking this already")]
    PickedBy {
        /// Who.
        by: Option<PersonId>,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// It is all picked, issued or cancelled.
    #[error("there is nothing left to pick here")]
    NothingToPick {
        /// Who picked last, if anybody did.
        by: Option<PersonId>,
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// Not enough of it lies there.
    #[error("there are only {available} of part {part}; pick fewer and order the rest")]
    NotEnoughStock {
        /// Which part.
        part: PartNumber,
        /// How many can be picked.
        available: i64,
    },
    /// Nobody knows yet which part is meant.
    #[error("choose the part number first")]
    PartNotNamed,
    /// Somebody has signed for it, or it was put back.
    #[error("this does not lie ready any more")]
    NotReady,
    /// More came back than was issued.
    #[error("only {out} of these are out")]
    NotSoManyOut {
        /// How many are.
        out: u32,
    },
    /// Nobody finds what lies nowhere.
    #[error("say where it lies")]
    NoPlace,
    /// An amount of nothing.
    #[error("say how many")]
    NoQuantity,
    /// Goods come ahead.
    #[error("this time is over; choose a later one")]
    ArrivesInThePast,
    /// Somebody picked or booked while it was counted.
    #[error("the stock of part {part} moved while it was counted; count it once more")]
    StockMovedMeanwhile {
        /// Which part.
        part: PartNumber,
        /// How many lie in the bin by the books.
        in_bin: i64,
    },
    /// Parts or tools of the car are not accounted for.
    #[error("parts or tools of this car are not accounted for; settle them first")]
    Unreconciled {
        /// Which parts, by job.
        parts: Vec<(JobId, OpenAccount)>,
        /// Which tools are not back.
        #[serde(default)]
        tools: Vec<Unreturned>,
    },
    /// The checks of these jobs are not done.
    #[error("not every job of this car passed its checks; do those first")]
    Unchecked {
        /// Which job waits for which check.
        jobs: Vec<(JobId, CheckKind)>,
    },
    /// Somebody else has to make this check.
    #[error(
        "somebody else has to make this check: three checks, three badges, and an inspector who did not work on the car"
    )]
    NotYourCheck {
        /// Of which job.
        job: JobId,
        /// Why.
        bar: Bar,
    },
    /// The job waits for another check, or for none.
    #[error("job {job} does not wait for this check; look again")]
    CheckOutOfTurn {
        /// Which.
        job: JobId,
        /// What it waits for, if for a check.
        next: Option<CheckKind>,
    },
    /// The list is not through, or something on it is not good.
    #[error("the checklist is not through: answer every item, and send back what is not good")]
    CheckShort {
        /// What keeps it.
        short: Shortfall,
    },
    /// Somebody worked on what the customer did not agree to.
    #[error(
        "somebody worked on jobs that the customer has not authorised; ask the advisor, or have the foreman mend the clock"
    )]
    UnauthorisedWork {
        /// Which.
        jobs: Vec<JobId>,
    },
    /// The car has not been on the road since its jobs were done.
    #[error("this car needs a road test before it passes")]
    NeedsRoadTest,
    /// A road test ends beyond where it began, and begins where the car was before.
    #[error(
        "the mileage is not right: the car had {least_km} km before, and it ends beyond where it starts"
    )]
    WrongMileage {
        /// What it can be at the least, in km.
        least_km: u32,
    },
    /// An inspector is at the car.
    #[error("another inspector is at this car")]
    TakenBy {
        /// Who.
        by: Option<PersonId>,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// A car is passed with its inspection.
    #[error("pass the car on the quality-check screen, with its final inspection")]
    NeedsInspection,
    /// A penalty is somebody's.
    #[error("say who answers for it, or leave the penalty at 0")]
    NobodyResponsible,
    /// A penalty beyond all measure.
    #[error("a penalty is between 0 and {most:?}")]
    PenaltyOutOfRange {
        /// The most.
        most: Fen,
    },
    /// There is no such andon call.
    #[error("there is no such call")]
    UnknownCall,
    /// There is no such tool.
    #[error("there is no tool {tool}; import the list of tools or scan it again")]
    UnknownTool {
        /// Which.
        tool: ToolId,
    },
    /// Nobody has the tool.
    #[error("tool {tool} is not out")]
    ToolNotOut {
        /// Which.
        tool: ToolId,
    },
    /// A due time lies ahead.
    #[error("this time is over; choose a later one")]
    DueInThePast,
    /// Only the program itself does this.
    #[error("only an import or a timer may do this")]
    SystemOnly,
}
