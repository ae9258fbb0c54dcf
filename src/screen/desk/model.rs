//! What the screens of all desks are made of: choices, buttons, lines, the face of a car, the PIN pad. It mirrors
//! `ui/dispatch/data.slint` and `ui/widgets`.

use crate::domain::plate::PlateKind;
use crate::screen::tone::Tone;

/// What fits about a choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fit {
    /// Nothing is said about it.
    #[default]
    None,
    /// It fits.
    Good,
    /// Something speaks against it.
    Poor,
}

/// A person or a thing to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Which.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What there is to know.
    pub subtitle: String,
    /// Whether it fits.
    pub fit: Fit,
    /// How full the day is; below 0 for no bar.
    pub load: f32,
    /// The same in hours.
    pub load_text: String,
    /// Whether it is too much.
    pub load_tone: Tone,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it can be tapped.
    pub enabled: bool,
}

impl Choice {
    /// Makes one without more to say than its name.
    pub(in crate::screen) fn plain(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            fit: Fit::None,
            load: -1.0,
            load_text: String::new(),
            load_tone: Tone::Neutral,
            chosen: false,
            enabled: true,
        }
    }
}

/// A button.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// Which.
    pub id: String,
    /// What it does.
    pub label: String,
    /// What follows, or why it cannot be tapped.
    pub hint: String,
    /// Its colour.
    pub tone: Tone,
    /// Whether it can be tapped.
    pub enabled: bool,
    /// Whether it is the filled one.
    pub main: bool,
}

/// A line with a mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// In words.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
}

impl Line {
    /// Makes one.
    pub(in crate::screen) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// The face of a car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Its plate, or the order's number.
    pub plate: String,
    /// The plate's colour.
    pub colour: PlateKind,
}

impl Default for Face {
    fn default() -> Self {
        Self {
            plate: String::new(),
            colour: PlateKind::Other,
        }
    }
}

/// The PIN pad.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PinShown {
    /// What is asked.
    pub title: String,
    /// Whose, or why the last one was not taken.
    pub message: String,
    /// Its colour.
    pub tone: Tone,
}

/// Who acts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// Name and role, or the invitation to sign in.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
}
