//! The model: all that the kiosk shows at one moment, in plain values. It mirrors `ui/bay/state.slint`.

pub mod checks;
pub mod parts;

use self::checks::{ChecksShown, ReworkShown, UrgentCard};
use self::parts::PartsShown;
use crate::domain::plate::PlateKind;
use crate::screen::tone::{Theme, Tone};
use std::path::PathBuf;

/// Which page is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageShown {
    /// Nobody is signed in and nothing stands here.
    #[default]
    Idle,
    /// A PIN is asked for.
    Pin,
    /// The jobs to choose from.
    Jobs,
    /// The job that runs here.
    Running,
    /// The job that stands still here.
    OnHold,
    /// Why the job stops.
    Hold,
    /// What the time goes to when it is no job.
    IdleCodes,
    /// Who should come.
    Help,
    /// What was clocked today.
    MyDay,
    /// Who is it?
    People,
    /// Is it really finished?
    FinishConfirm,
    /// A question with answers to tap: of a finding, of an extension.
    Question,
    /// A finding, ready to be sent.
    Finding,
    /// Its note.
    Note,
    /// A list of parts with what is to be done about them.
    Parts,
    /// Parts by what is typed.
    FindPart,
    /// A part in words and pictures.
    DescribePart,
    /// How many.
    Count,
    /// A checklist that somebody goes through.
    Checklist,
    /// The value of an item.
    Measure,
    /// What waits to be checked, and to be washed.
    Checks,
}

/// The shape of what is not a state of a car.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// No shape.
    #[default]
    None,
    /// Filled.
    Dot,
    /// Empty.
    Ring,
    /// Half filled.
    Half,
    /// Done.
    Check,
    /// Failed.
    Cross,
    /// Look here.
    Alert,
    /// A fact of the order.
    Diamond,
    /// A fact of the order.
    Square,
}

/// How far the last tap has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Save {
    /// There is nothing to tell.
    #[default]
    None,
    /// On its way to the disk.
    Saving,
    /// On the disk.
    Saved,
    /// In the log.
    Accepted,
    /// Refused, or not saved.
    Refused,
}

/// Labels that change with the language and hardly with anything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub badge_in: String,
    pub badge_title: String,
    pub badge_hint: String,
    pub switch_theme: String,
    pub switch_language: String,
    pub done: String,
    pub back: String,
    pub promised: String,
    pub next_jobs: String,
    pub no_next_jobs: String,
    pub no_next_jobs_hint: String,
    pub no_faces: String,
    pub no_jobs: String,
    pub no_jobs_hint: String,
    pub parts: String,
    pub also_here: String,
    pub since: String,
    pub owner: String,
    pub actual: String,
    pub standard: String,
    pub today: String,
    pub no_segments: String,
    pub pin_clear: String,
    pub pin_ok: String,
    pub cancel: String,
}

/// The link to the coordinator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// In words.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
    /// Its shape.
    pub mark: Mark,
}

/// Someone at this bay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: String,
    /// One character for the avatar.
    pub initial: String,
    /// The name.
    pub name: String,
    /// How long on what they are on.
    pub time: String,
    /// What they are on.
    pub note: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether they act.
    pub active: bool,
}

/// A tile to badge in without a badge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Who.
    pub id: String,
    /// One character for the avatar.
    pub initial: String,
    /// The name.
    pub name: String,
    /// What they are on.
    pub note: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether they belong to this bay today.
    pub usual: bool,
}

/// A tab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tab {
    /// Which.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How much is behind it.
    pub count: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

/// A fact of the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chip {
    /// In words.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
    /// Its shape.
    pub mark: Mark,
}

/// A number plate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlateShown {
    /// In its one writing; empty while the order has not come in.
    pub text: String,
    /// Its colour.
    pub kind: PlateKind,
}

impl Default for PlateShown {
    fn default() -> Self {
        Self {
            text: String::new(),
            kind: PlateKind::Other,
        }
    }
}

/// A job as a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Job {
    /// Which.
    pub id: String,
    /// Its car's face.
    pub plate: PlateShown,
    /// Its car.
    pub car: String,
    /// Its name.
    pub title: String,
    /// Standard hours and people.
    pub detail: String,
    /// When the car was promised.
    pub promised: String,
    /// Whether that will be kept.
    pub promised_tone: Tone,
    /// Where it stands.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it can be tapped.
    pub enabled: bool,
}

/// The car on the lift and the facts of its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Its face.
    pub plate: PlateShown,
    /// Brand, model, colour.
    pub car: String,
    /// The order's number.
    pub order: String,
    /// When it was promised.
    pub promised: String,
    /// Whether that will be kept.
    pub promised_tone: Tone,
    /// How far away that is.
    pub promised_note: String,
    /// Facts.
    pub chips: Vec<Chip>,
}

/// The job that runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Its name.
    pub title: String,
    /// In the customer's words.
    pub complaint: String,
    /// What was clocked.
    pub timer: String,
    /// Against what.
    pub of_standard: String,
    /// When it will be done.
    pub forecast: String,
    /// Why then.
    pub reasons: String,
    /// Clocked of standard, 1 when it is used up.
    pub progress: f32,
    /// Where it stands.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
}

/// The job that stands still.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stop {
    /// Its name.
    pub title: String,
    /// Why it stands.
    pub reason: String,
    /// In the customer's words.
    pub complaint: String,
    /// Whose move it is; empty when nobody's.
    pub owner: String,
    /// Since when.
    pub since: String,
    /// For how long.
    pub clock: String,
    /// In the technician's words, and the forecast.
    pub note: String,
    /// Whether the cause is gone.
    pub cleared: bool,
    /// What resumes it.
    pub resume: String,
    /// What that does.
    pub resume_note: String,
}

/// A part of the job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Number and quantity.
    pub detail: String,
    /// Where it is.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it can be tapped.
    pub tappable: bool,
}

/// Something to do on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionShown {
    /// What.
    pub id: String,
    /// In words.
    pub title: String,
    /// What it leads to.
    pub subtitle: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is the widest.
    pub primary: bool,
    /// Whether it can be tapped.
    pub enabled: bool,
}

/// An answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoiceShown {
    /// Which.
    pub id: String,
    /// A sign; empty shows the tone's own mark.
    pub glyph: String,
    /// In words.
    pub title: String,
    /// What follows.
    pub subtitle: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it can be tapped.
    pub enabled: bool,
}

/// An open call for help.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Whether there is one.
    pub open: bool,
    /// For what.
    pub title: String,
    /// Whether somebody comes.
    pub text: String,
    /// For how long.
    pub age: String,
    /// Its colour.
    pub tone: Tone,
    /// What ends it.
    pub clear: String,
}

/// A stretch of someone's day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segment {
    /// From when until when.
    pub time: String,
    /// On what.
    pub what: String,
    /// On which car.
    pub plate: PlateShown,
    /// How long.
    pub actual: String,
    /// What the job should take.
    pub standard: String,
    /// Its colour.
    pub tone: Tone,
    /// What is not certain about it; mostly nothing.
    pub doubt: String,
    /// Where it begins on the day's bar, 0 to 1.
    pub start: f32,
    /// How much of the bar it takes.
    pub span: f32,
}

/// An hour on the day's bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tick {
    /// The hour.
    pub text: String,
    /// Where, 0 to 1.
    pub at: f32,
}

/// A sum of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Total {
    /// Of what.
    pub title: String,
    /// How much.
    pub value: String,
    /// Its colour.
    pub tone: Tone,
}

/// Something that happened elsewhere, or went wrong here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Which.
    pub id: String,
    /// In words.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
    /// What can be done about it; empty when nothing.
    pub action: String,
}

/// The last tap and whether it can be taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// How far it has come.
    pub save: Save,
    /// In words.
    pub text: String,
    /// What takes it back; empty when it cannot be.
    pub undo: String,
}

/// Whose PIN is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// The name.
    pub name: String,
    /// One character for the avatar.
    pub initial: String,
    /// What to do.
    pub hint: String,
    /// Why the last one was not taken.
    pub error: String,
}

/// The question before a job is finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirm {
    /// The question.
    pub title: String,
    /// The car's face.
    pub plate: PlateShown,
    /// The job.
    pub work: String,
    /// The car.
    pub car: String,
    /// What was clocked.
    pub actual: String,
    /// What it should take.
    pub standard: String,
    /// Whether it did.
    pub tone: Tone,
    /// The difference, and what comes next.
    pub note: String,
    /// Yes.
    pub confirm: String,
    /// What yes means.
    pub confirm_note: String,
    /// No.
    pub cancel: String,
}

/// One of several, of which one or some are chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toggle {
    /// Which.
    pub id: String,
    /// In words.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A photo of the finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoShown {
    /// Which.
    pub id: String,
    /// Where it lies on this machine; nothing where it does not.
    pub path: Option<PathBuf>,
    /// Whether it belongs to the finding.
    pub chosen: bool,
}

/// A finding, ready to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingShown {
    /// Component, condition and action.
    pub title: String,
    /// Of which car, and what happens if it is left.
    pub note: String,
    /// How grave it is, to choose from.
    pub severities: Vec<Toggle>,
    /// How long it takes.
    pub hours: String,
    /// What that is called.
    pub hours_title: String,
    /// Work and parts together.
    pub amount: String,
    /// What the parts are called, or that there are none.
    pub parts_title: String,
    /// What it needs, to choose from.
    pub parts: Vec<Toggle>,
    /// In the technician's words.
    pub words: String,
    /// What the words are called, or that there may be some.
    pub words_title: String,
    /// Words that are often used.
    pub phrases: Vec<String>,
    /// Photos to choose from.
    pub photos: Vec<PhotoShown>,
    /// How photos come here.
    pub photos_title: String,
    /// What sends it.
    pub send: String,
    /// To whom.
    pub send_note: String,
    /// What forgets it.
    pub drop: String,
    /// The keyboard's way back.
    pub noted: String,
    /// The key for a space.
    pub space: String,
    /// Longer, as it is spoken.
    pub longer: String,
    /// Less long, as it is spoken.
    pub shorter: String,
}

/// All that the kiosk shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BayModel {
    /// Which page.
    pub page: PageShown,
    /// Which colours.
    pub theme: Theme,
    /// Labels.
    pub words: Words,
    /// The bay's name.
    pub bay: String,
    /// What it is fit for.
    pub bay_note: String,
    /// The wall clock.
    pub clock: String,
    /// The link.
    pub link: Link,
    /// Who is here, as far as there is room.
    pub people: Vec<Person>,
    /// How many more.
    pub people_more: String,
    /// Whether somebody is signed in.
    pub signed_in: bool,
    /// What is left of the time until the badge goes away, 1 to 0.
    pub session_left: f32,
    /// The last tap.
    pub status: Status,
    /// What needs a look.
    pub prompts: Vec<Prompt>,
    /// What can be done on the page.
    pub actions: Vec<ActionShown>,
    /// The next jobs of the bay.
    pub next_jobs: Vec<Job>,
    /// Trades to choose faces from.
    pub face_tabs: Vec<Tab>,
    /// Faces.
    pub faces: Vec<Face>,
    /// Whose PIN.
    pub pin: Pin,
    /// Who acts.
    pub me: Person,
    /// Lists of jobs.
    pub job_tabs: Vec<Tab>,
    /// Jobs to choose from.
    pub jobs: Vec<Job>,
    /// The car here.
    pub order: Order,
    /// Its running job.
    pub work: Work,
    /// Who else is on it.
    pub helpers: Vec<Person>,
    /// The car's other jobs.
    pub order_jobs: Vec<Job>,
    /// The job's parts.
    pub parts: Vec<Part>,
    /// Its standing job.
    pub stop: Stop,
    /// A question.
    pub choice_title: String,
    /// What it is about.
    pub choice_note: String,
    /// Its answers.
    pub choices: Vec<ChoiceShown>,
    /// The open call of the bay.
    pub call: Call,
    /// Whose day.
    pub day_note: String,
    /// Its sums.
    pub totals: Vec<Total>,
    /// The hours on its bar.
    pub ticks: Vec<Tick>,
    /// Where now is on the bar; below 0 hides it.
    pub now_at: f32,
    /// Its stretches.
    pub segments: Vec<Segment>,
    /// The question before a finish.
    pub confirm: Confirm,
    /// The finding in the making.
    pub finding: FindingShown,
    /// What a page about parts shows.
    pub sheet: PartsShown,
    /// What comes before all other jobs of the bay: what came back, and what its lead has not checked.
    pub urgent: Vec<UrgentCard>,
    /// What leads to the checks and the wash of the workshop.
    pub checks_entry: Tab,
    /// What the job on the lift came back for.
    pub rework: ReworkShown,
    /// What a page about checks shows.
    pub checks: ChecksShown,
}
