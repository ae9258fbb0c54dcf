//! The model: all that the advisor's screen shows at one moment, in plain values. It mirrors
//! `ui/advisor/data.slint` and `ui/advisor/screen.slint`.

use super::intake::Field;
use super::intake::model::{FieldShown, IntakeShown};
use crate::screen::desk::model::{Action, Actor, Choice, Face, Line, PinShown};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::tone::{Theme, Tone};
use std::path::PathBuf;

/// Which sheet lies over the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Panel {
    /// None.
    #[default]
    None,
    /// Who acts?
    SignIn,
    /// A new order.
    Intake,
    /// Where the key hangs and the car stands.
    Place,
}

/// A car in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its order.
    pub id: String,
    /// What stands over it, where a part of the list begins.
    pub header: String,
    /// Its face.
    pub face: Face,
    /// What it waits for, and how long.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// What there is to know.
    pub detail: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// All of it, read aloud.
    pub spoken: String,
}

/// How an answer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// It is one of three.
    #[default]
    None,
    /// The customer has said so.
    Given,
    /// It is chosen and not sent yet.
    Chosen,
}

/// One of the three answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerShown {
    /// Which.
    pub id: String,
    /// In words.
    pub label: String,
    /// All of it, read aloud.
    pub spoken: String,
    /// Its colour.
    pub tone: Tone,
    /// How it stands.
    pub mark: Mark,
}

/// A photo, or the place where it will be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoShown {
    /// Which of how many.
    pub label: String,
    /// Where its preview lies; nothing while it has not come.
    pub path: Option<PathBuf>,
    /// What is said in its place.
    pub note: String,
}

/// A finding on the page of its car.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingShown {
    /// Which.
    pub id: String,
    /// How grave it is.
    pub severity: String,
    /// Its colour.
    pub tone: Tone,
    /// Component, condition, action.
    pub title: String,
    /// The cause and what happens if it is left.
    pub facts: String,
    /// Hours and parts.
    pub need: String,
    /// What it costs.
    pub amount: String,
    /// Its photos.
    pub photos: Vec<PhotoShown>,
    /// What the customer said, by whom and how; or what somebody else recorded meanwhile.
    pub said: Line,
    /// The three answers; none where nothing is asked.
    pub answers: Vec<AnswerShown>,
    /// The button that puts an earlier finding to the customer; empty for one of this visit.
    pub again: String,
}

/// Something to be told or done, beside the findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notice {
    /// Which.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its colour.
    pub tone: Tone,
    /// What there is to know.
    pub lines: Vec<Line>,
    /// Reasons to choose from.
    pub chips: Vec<Choice>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// How the answers go out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Footer {
    /// How the customer answers; empty where nothing can be sent.
    pub how: String,
    /// The promise as it will be.
    pub promise: String,
    /// Whether it is a new one.
    pub promise_tone: Tone,
    /// The button that sends.
    pub send: Action,
    /// What the open strip chooses; empty for none.
    pub strip: String,
    /// The choices of the open strip.
    pub choices: Vec<Choice>,
}

/// The chosen car.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CarShown {
    /// Its order; empty while none is chosen.
    pub id: String,
    /// Its face.
    pub face: Face,
    /// Whose it is.
    pub customer: String,
    /// The phone number, masked or whole.
    pub phone: String,
    /// Order, promise, forecast.
    pub order: String,
    /// Where its key and the car are; a tap changes it.
    pub place: Action,
    /// Work and technicians.
    pub work: String,
    /// What is to be told or done.
    pub notices: Vec<Notice>,
    /// The findings: open ones first.
    pub findings: Vec<FindingShown>,
    /// How the answers go out.
    pub footer: Footer,
}

/// Where the key hangs and the car stands, while that is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceShown {
    /// Of which car.
    pub face: Face,
    /// What it is about.
    pub title: String,
    /// Key tag and parking spot.
    pub fields: Vec<FieldShown>,
    /// Which of them is typed.
    pub field: Field,
    /// The button that sends it.
    pub save: String,
    /// The button that forgets it.
    pub cancel: String,
    /// The space key.
    pub space: String,
}

/// Labels that change with the language alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub no_cars: String,
    pub pick_car: String,
    pub show_phone: String,
    pub sign_in: String,
    pub badge_hint: String,
    pub cancel: String,
    pub close: String,
    pub pin_ok: String,
    pub pin_clear: String,
}

/// All that the advisor's screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AdvisorModel {
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
    /// What waits for whom.
    pub counts: Vec<FloorCount>,
    /// The button to a new order.
    pub new_order_label: String,
    /// The button to the other language.
    pub language_label: String,
    /// The button to the other colours.
    pub theme_label: String,
    /// Who acts.
    pub actor: Actor,
    /// What became of the last tap; empty when it has faded.
    pub toast: Line,
    /// Which sheet is open.
    pub panel: Panel,
    /// The order in the making, while it is shown.
    pub intake: Option<IntakeShown>,
    /// Where key and car are, while that is typed.
    pub place: Option<PlaceShown>,
    /// The cars that need the advisor.
    pub cars: Vec<Listed>,
    /// The chosen one.
    pub car: CarShown,
    /// Who may act.
    pub people: Vec<Choice>,
    /// The PIN pad, while it is shown.
    pub pin: Option<PinShown>,
}
