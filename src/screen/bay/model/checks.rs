//! What the pages about checks show. It mirrors `ui/bay/checks-state.slint`.

use super::{PlateShown, Tab};
use crate::screen::tone::Tone;

/// What was answered of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answered {
    /// Nothing yet.
    #[default]
    Open,
    /// It is good.
    Good,
    /// It is not.
    Bad,
    /// It is not there on this car.
    Out,
}

/// A row of a checklist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckRow {
    /// Which item; empty for the name of a part of the car.
    pub id: String,
    /// What is looked at.
    pub title: String,
    /// The limits, and what was said of it.
    pub detail: String,
    /// The colour of that.
    pub tone: Tone,
    /// What was answered.
    pub answered: Answered,
    /// What was measured, with its unit; empty where nothing is measured.
    pub value: String,
    /// Whether something is measured.
    pub is_measured: bool,
    /// Whether it may be left out.
    pub may_be_out: bool,
    /// How many names of parts of the car stand above it.
    pub sections_above: usize,
}

/// A job that waits for a check, or a car that waits for its wash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckCard {
    /// Which.
    pub id: String,
    /// The car's face.
    pub plate: PlateShown,
    /// What is to be checked; of a wash, the car.
    pub title: String,
    /// Who did it, and where; of a wash, where the car stands.
    pub detail: String,
    /// Since when it waits, or why it is not for who stands there.
    pub note: String,
    /// When the car was promised.
    pub promised: String,
    /// Which check; whether the wash has begun.
    pub state: String,
    /// The colour of that.
    pub tone: Tone,
    /// What a tap does; empty where nothing can be done.
    pub action: String,
}

/// A card that comes before the jobs of the bay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UrgentCard {
    /// Which job, as a job's card carries it.
    pub id: String,
    /// What it is: came back, to be checked.
    pub flag: String,
    /// Its colour.
    pub tone: Tone,
    /// The car's face.
    pub plate: PlateShown,
    /// When it was promised.
    pub promised: String,
    /// The job.
    pub title: String,
    /// Why it came back; who checks it.
    pub reason: String,
    /// Who found it, and when.
    pub note: String,
    /// What was not good, with what was measured and said.
    pub detail: String,
}

impl UrgentCard {
    /// Tells whether it has room for details: what came back has, and comes first.
    pub fn is_tall(&self) -> bool {
        self.tone == Tone::Rework
    }
}

/// What the job on the lift came back for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReworkShown {
    /// That it did; empty where it did not.
    pub flag: String,
    /// Why.
    pub reason: String,
    /// Who found it, and what there is to say.
    pub note: String,
    /// What was not good.
    pub detail: String,
    /// What leads to the whole of it.
    pub more: String,
}

/// A page about checks: a checklist, its keypad, or what waits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChecksShown {
    /// What the page is.
    pub title: String,
    /// What it is about.
    pub note: String,
    /// The car's face.
    pub plate: PlateShown,
    /// The rows of the checklist.
    pub rows: Vec<CheckRow>,
    /// How far somebody has come, 0 to 1.
    pub progress: f32,
    /// The same in words.
    pub progress_text: String,
    /// Whether something is not good.
    pub any_failed: bool,
    /// The words of the three answers.
    pub good: String,
    /// It is not.
    pub bad: String,
    /// It is not there.
    pub out: String,
    /// What leads to a value.
    pub measure: String,
    /// What leaves the page, with everything kept.
    pub later: String,
    /// What says that the rest is good; empty where nothing is left.
    pub rest: String,
    /// What that answers.
    pub rest_note: String,
    /// The big button.
    pub send: String,
    /// What it does, or what it waits for.
    pub send_note: String,
    /// Its colour.
    pub send_tone: Tone,
    /// Whether it can be tapped.
    pub can_send: bool,
    /// What a page without rows says.
    pub empty: String,
    /// What to do there.
    pub empty_hint: String,

    /// What was typed.
    pub typed: String,
    /// What was known before.
    pub before: String,
    /// In what it is measured.
    pub unit: String,
    /// Between which limits it is good.
    pub limits: String,
    /// Whether what was typed is.
    pub typed_note: String,
    /// The colour of that.
    pub typed_tone: Tone,
    /// The key that takes the last one away, as it is spoken.
    pub erase: String,
    /// The key with the point, as it is spoken.
    pub point: String,
    /// The key with the sign, as it is spoken; empty where it cannot be cold.
    pub sign: String,
    /// The key that takes the value.
    pub ok: String,

    /// Checks and wash.
    pub tabs: Vec<Tab>,
    /// What waits.
    pub cards: Vec<CheckCard>,
}
