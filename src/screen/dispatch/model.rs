//! The model: all that the dispatcher's screen shows at one moment, in plain values. It mirrors
//! `ui/dispatch/data.slint` and `ui/dispatch/screen.slint`.

use crate::domain::figures::{DayFigures, Period};
use crate::domain::ids::{BayId, PartNumber, PersonId};
use crate::domain::person::Language;
pub use crate::screen::desk::model::{Action, Actor, Choice, Face, Fit, Line, PinShown};
use crate::screen::floor::axis::TimeAxis;
use crate::screen::floor::cards::{FloorCard, FloorLane};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::floor::rows::FloorRow;
use crate::screen::tone::{Theme, Tone};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Which sheet lies over the grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Panel {
    /// None.
    #[default]
    None,
    /// Where a job goes, when and with whom.
    Plan,
    /// A car past the bays.
    Car,
    /// Calls for help and the foreman's questions.
    Questions,
    /// Corrections of clocks.
    Clocks,
    /// The day in figures.
    Figures,
    /// The technicians, where there is no room beside the grid.
    Technicians,
    /// Who acts?
    SignIn,
}

/// Someone in the list of technicians.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Technician {
    /// Who.
    pub id: String,
    /// The name.
    pub name: String,
    /// The trades.
    pub trade: String,
    /// Whether they are here.
    pub here: bool,
    /// What they are on.
    pub current: String,
    /// The same in the least room.
    pub current_short: String,
    /// Its colour.
    pub tone: Tone,
    /// How full the day is.
    pub load: f32,
    /// The same in hours.
    pub load_text: String,
    /// Whether it is too much.
    pub load_tone: Tone,
}

/// A step of a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// By how much.
    pub minutes: i32,
    /// In words.
    pub label: String,
}

/// A plan in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanShown {
    /// Of which job.
    pub job_id: String,
    /// Its car.
    pub face: Face,
    /// The job's name.
    pub work: String,
    /// Trade and hours.
    pub need: String,
    /// When the car was promised.
    pub promise: String,
    /// Whether that will be kept.
    pub promise_tone: Tone,
    /// On which bay.
    pub bay: String,
    /// From when until when.
    pub span: String,
    /// Who leads and who helps.
    pub crew: String,
    /// What is to be known first: why it stands, who is on it, where it was planned.
    pub facts: Vec<Line>,
    /// Who may lead.
    pub leads: Vec<Choice>,
    /// Who may help.
    pub helpers: Vec<Choice>,
    /// What speaks against it.
    pub conflicts: Vec<Line>,
    /// Until when its hold may last; empty while it is not on hold.
    pub etas: Vec<Action>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// A car past the bays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CarShown {
    /// Its order.
    pub id: String,
    /// Where it stands.
    pub state: String,
    /// Its face.
    pub face: Face,
    /// What car it is.
    pub title: String,
    /// Whose it is.
    pub subtitle: String,
    /// When it was promised.
    pub promise: String,
    /// Whether that was kept.
    pub promise_tone: Tone,
    /// What was done.
    pub lines: Vec<Line>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// A call or a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuestionShown {
    /// Which.
    pub id: String,
    /// In words.
    pub text: String,
    /// Who it is about.
    pub who: String,
    /// Since when.
    pub when: String,
    /// Its colour.
    pub tone: Tone,
    /// What can be answered.
    pub answers: Vec<Action>,
}

/// A stretch of somebody's day, or the end of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentShown {
    /// Which.
    pub id: String,
    /// From when until when.
    pub span: String,
    /// On what.
    pub what: String,
    /// What is special about it.
    pub note: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// A correction in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClockEdit {
    /// Of what; empty while nothing is chosen.
    pub title: String,
    /// The moment as it will be; empty where none is asked for.
    pub value: String,
    /// The moment as it was.
    pub was: String,
    /// What can be corrected.
    pub kinds: Vec<Choice>,
    /// Idle codes, where one is asked for.
    pub codes: Vec<Choice>,
    /// Why.
    pub reasons: Vec<Choice>,
    /// What became of the last one, if it was refused.
    pub refusal: Line,
    /// The button that saves it.
    pub save: Action,
}

/// Whether there are days before and after the one shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DaysAround {
    /// One before it.
    pub before: bool,
    /// One after it.
    pub after: bool,
}

/// The figures of a day, a week or a month, with the names for them: pages are drawn of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresShown {
    /// The days, in words.
    pub title: String,
    /// Day, week and month.
    pub spans: Vec<Action>,
    /// Whether there are figures before and after them.
    pub around: DaysAround,
    /// In which language.
    pub language: Language,
    /// Whose figures they are.
    pub site: String,
    /// The clock on the workshop's wall.
    pub zone: Tz,
    /// Which days.
    pub period: Period,
    /// Their figures.
    pub days: Vec<DayFigures>,
    /// What people are called.
    pub people: BTreeMap<PersonId, String>,
    /// What bays are called, in the order of the board.
    pub bays: Vec<(BayId, String)>,
    /// What parts are called.
    pub parts: BTreeMap<PartNumber, String>,
    /// To the minute.
    pub made_at: DateTime<Utc>,
    /// Whether the last of the days is over.
    pub is_over: bool,
}

/// A chip under the finger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ghost {
    /// Where it would land, and what speaks against it.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
}

/// Labels that change with the language alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub waiting: String,
    pub no_jobs: String,
    pub pick_slot: String,
    pub no_bays: String,
    pub technicians: String,
    pub lead: String,
    pub helpers: String,
    pub conflicts: String,
    pub no_conflicts: String,
    /// Over the choices of until when a hold lasts.
    pub eta: String,
    pub questions: String,
    pub no_questions: String,
    pub clocks: String,
    pub pick_person: String,
    pub pick_segment: String,
    pub change: String,
    pub reason: String,
    pub sign_in: String,
    pub badge_hint: String,
    pub cancel: String,
    pub close: String,
    pub pin_ok: String,
    pub pin_clear: String,
}

/// All that the dispatcher's screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DispatchModel {
    /// Which colours.
    pub theme: Theme,
    /// Labels.
    pub words: Words,
    /// The screen's name.
    pub title: String,
    /// The wall clock.
    pub clock: String,
    /// The link.
    pub link: FloorLink,
    /// Cars by where they stand.
    pub counts: Vec<FloorCount>,
    /// The button to calls and questions.
    pub questions_label: String,
    /// Whether it is urgent.
    pub questions_tone: Tone,
    /// The button to the clocks.
    pub clocks_label: String,
    /// The button to the figures.
    pub figures_label: String,
    /// The button to the technicians.
    pub technicians_label: String,
    /// The button to the other language.
    pub language_label: String,
    /// The button to the other colours.
    pub theme_label: String,
    /// Who acts.
    pub actor: Actor,
    /// The undo button; empty when there is nothing to undo.
    pub undo_label: String,
    /// What became of the last tap; empty when it has faded.
    pub toast: Line,
    /// Which sheet is open.
    pub panel: Panel,
    /// The jobs that wait for a bay.
    pub waiting: Vec<FloorCard>,
    /// The chosen one, or the one whose plan is open; empty for none.
    pub selected_job: String,
    /// The hours.
    pub axis: TimeAxis,
    /// The bays.
    pub rows: Vec<FloorRow>,
    /// The chip under the finger; while there is one, the rows must stay as they are.
    pub ghost: Option<Ghost>,
    /// The cars past the bays.
    pub lanes: Vec<FloorLane>,
    /// The technicians.
    pub technicians: Vec<Technician>,
    /// The plan in the making.
    pub plan: PlanShown,
    /// Small steps of its start.
    pub shifts: Vec<Step>,
    /// The car that was tapped.
    pub car: CarShown,
    /// Calls and questions.
    pub questions: Vec<QuestionShown>,
    /// Whose clock can be corrected.
    pub clock_people: Vec<Choice>,
    /// Which day of theirs.
    pub clock_day: String,
    /// Which days there are around it.
    pub clock_days: DaysAround,
    /// What was clocked on it.
    pub segments: Vec<SegmentShown>,
    /// The correction in the making.
    pub clock_edit: ClockEdit,
    /// Small steps of its moment.
    pub clock_steps: Vec<Step>,
    /// The figures, while they are looked at.
    pub figures: Option<FiguresShown>,
    /// Who may act.
    pub people: Vec<Choice>,
    /// The PIN pad, while it is shown.
    pub pin: Option<PinShown>,
}
