//! The model: all that the quality-check screen shows at one moment, in plain values. It mirrors `ui/qc/data.slint` and
//! `ui/qc/screen.slint`.

use crate::screen::desk::model::{Action, Actor, Choice, Face, Line, PinShown};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::tone::{Theme, Tone};
use std::path::PathBuf;

/// What a card of the left side is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CardKind {
    /// The heading of those below it.
    #[default]
    Heading,
    /// A car that the inspector can go to.
    Car,
    /// A car that waits for somebody else.
    Small,
}

/// A card of the left side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Which car.
    pub id: String,
    /// What it is.
    pub kind: CardKind,
    /// The words of a heading.
    pub title: String,
    /// The car's face.
    pub face: Face,
    /// When it was promised.
    pub due: String,
    /// Whether that will be kept.
    pub due_tone: Tone,
    /// Its colour.
    pub tone: Tone,
    /// The work, and how long it has waited.
    pub detail: String,
    /// What keeps it.
    pub note: String,
    /// Whether that is grave.
    pub note_tone: Tone,
    /// What can be done about it right here; no label for nothing.
    pub button: Action,
    /// Whether it is the open one.
    pub chosen: bool,
    /// Whether a tap opens it.
    pub enabled: bool,
    /// All of it, read aloud.
    pub spoken: String,
}

/// A card above the checklist: a job, the whole car, or what else is to be known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCard {
    /// Which.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who worked on it, and who checked it when.
    pub detail: String,
    /// How far it is gone through.
    pub progress: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is open.
    pub chosen: bool,
    /// Whether it has more to say than the others, as a job has.
    pub wide: bool,
    /// All of it, read aloud.
    pub spoken: String,
}

/// What a row of the page is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowKind {
    /// The heading of those below it.
    #[default]
    Heading,
    /// An item of the checklist.
    Item,
    /// Something to be known.
    Fact,
}

/// What is said of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answered {
    /// Nothing yet.
    #[default]
    Open,
    /// 合格
    Pass,
    /// 不合格
    Fail,
    /// 不适用
    NotApplicable,
}

/// A row of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Which item.
    pub id: String,
    /// What it is.
    pub kind: RowKind,
    /// In words.
    pub title: String,
    /// What else is to be known of it.
    pub detail: String,
    /// Its colour.
    pub tone: Tone,
    /// What was measured, or the invitation to; empty where nothing is.
    pub value: String,
    /// Between which limits it is good.
    pub limits: String,
    /// Whether there is a value.
    pub measured: bool,
    /// What was written about it, or the sign that something can be.
    pub note: String,
    /// What is said of it.
    pub answered: Answered,
    /// Whether “not applicable” is an answer.
    pub may_skip: bool,
    /// Whether it can be answered.
    pub enabled: bool,
}

/// The open car.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CarShown {
    /// Its order; empty while none is open.
    pub id: String,
    /// Its face.
    pub face: Face,
    /// The car and its order.
    pub title: String,
    /// What the customer complained of.
    pub complaint: String,
    /// What stands before the time.
    pub due_label: String,
    /// When it was promised.
    pub due: String,
    /// Whether that will be kept.
    pub due_tone: Tone,
    /// What is to be known first.
    pub facts: Vec<Line>,
    /// Its lists.
    pub lists: Vec<ListCard>,
    /// What is open, and how far.
    pub progress: String,
    /// The smaller buttons.
    pub tools: Vec<Action>,
    /// The rows of the open list.
    pub rows: Vec<Row>,
    /// The buttons below.
    pub actions: Vec<Action>,
}

/// A number of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub id: String,
    /// What it is.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// Whether the keys go there.
    pub chosen: bool,
}

/// A group of choices on a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// What is chosen; empty where the title of the sheet says it.
    pub title: String,
    /// What there is.
    pub choices: Vec<Choice>,
}

/// A photo to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoShown {
    /// What a tap chooses.
    pub id: String,
    /// Where its preview lies.
    pub path: Option<PathBuf>,
    /// Whether it belongs to what the sheet is about.
    pub chosen: bool,
    /// What it is called aloud.
    pub spoken: String,
}

/// A sheet over the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetShown {
    /// What it is about; empty while none is open.
    pub title: String,
    /// Which car, job or item.
    pub subtitle: String,
    /// The numbers that are asked for.
    pub fields: Vec<Field>,
    /// The keys for them.
    pub keys: Vec<String>,
    /// What is to be said of the number.
    pub number_note: Line,
    /// What is to be chosen.
    pub sections: Vec<Section>,
    /// The photos of the station's camera, those that belong to it first.
    pub photos: Vec<PhotoShown>,
    /// What the note is called; empty where there is none.
    pub note_label: String,
    /// What was written.
    pub note: String,
    /// Whether the keyboard is open.
    pub typing: bool,
    /// What it does.
    pub actions: Vec<Action>,
}

/// The words of the frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// 合格
    pub pass: String,
    /// 不合格
    pub fail: String,
    /// 不适用
    pub skip: String,
    /// The invitation to write a note.
    pub write: String,
    /// The title of the sign-in sheet.
    pub sign_in: String,
    /// What a badge is good for.
    pub badge_hint: String,
    /// Away from the sign-in sheet.
    pub cancel: String,
    /// Away from a sheet.
    pub close: String,
    /// Enters a PIN.
    pub pin_ok: String,
    /// Clears a PIN.
    pub pin_clear: String,
}

/// All that the quality-check screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QcModel {
    /// Its colours.
    pub theme: Theme,
    /// The words of the frame.
    pub words: Words,
    /// What it is.
    pub title: String,
    /// The wall clock.
    pub clock: String,
    /// Whether the picture is live.
    pub link: FloorLink,
    /// How many wait for what.
    pub counts: Vec<FloorCount>,
    /// To the other language.
    pub language_label: String,
    /// To the other colours.
    pub theme_label: String,
    /// Who acts.
    pub actor: Actor,
    /// What became of the last tap; empty when it has faded.
    pub toast: Line,
    /// The left side.
    pub cards: Vec<Card>,
    /// Said where no car waits.
    pub empty: String,
    /// What is said of that.
    pub empty_hint: String,
    /// Said while no car is open.
    pub pick_car: String,
    /// The open car.
    pub car: CarShown,
    /// The open sheet.
    pub sheet: SheetShown,
    /// Whether the sign-in sheet is open.
    pub asking: bool,
    /// Who may act.
    pub people: Vec<Choice>,
    /// The PIN pad, while it is shown.
    pub pin: Option<PinShown>,
}
