//! The model: all that the board shows at one moment, in plain values. It mirrors `ui/board/screen.slint`.

use crate::screen::floor::axis::TimeAxis;
use crate::screen::floor::cards::{FloorCard, FloorLane};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::floor::rows::FloorRow;
use crate::screen::tone::{Theme, Tone};

/// What the middle of the board shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BoardState {
    /// Bays and their cars.
    #[default]
    Normal,
    /// There are no bays, or none are known yet.
    NoBays,
    /// There are bays and no cars.
    NoCars,
}

/// Labels that change with the language and hardly with anything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub awaiting: String,
    pub more_before: String,
    pub more_after: String,
    pub nothing_awaits: String,
    pub no_bays: String,
    pub no_bays_hint: String,
    pub no_cars: String,
    pub no_cars_hint: String,
    pub calm: String,
    pub warnings: String,
    pub switch_theme: String,
    pub switch_language: String,
}

/// A call for help.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallShown {
    /// Where, for what, and who is coming.
    pub text: String,
    /// How old it is.
    pub age: String,
    /// Late until somebody answers.
    pub tone: Tone,
}

/// A car that will be late, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Warning {
    /// In words; empty for none.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
}

/// All that the board shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BoardModel {
    /// Which colours.
    pub theme: Theme,
    /// Labels.
    pub words: Words,
    /// What the middle shows.
    pub state: BoardState,
    /// The board's name.
    pub title: String,
    /// The wall clock.
    pub clock: String,
    /// Whether the picture is live.
    pub link: FloorLink,
    /// How many cars stand where.
    pub counts: Vec<FloorCount>,
    /// Cars that wait for a bay.
    pub waiting: Vec<FloorCard>,
    /// Cars that wait for what comes after repair.
    pub lanes: Vec<FloorLane>,
    /// The hours across.
    pub axis: TimeAxis,
    /// The bays of this page.
    pub rows: Vec<FloorRow>,
    /// Open calls, those that nobody answered first.
    pub calls: Vec<CallShown>,
    /// The warning whose turn it is.
    pub warning: Warning,
    /// All warnings, the gravest first.
    pub warnings: Vec<Warning>,
    /// Which page of how many; empty when there is one only.
    pub page: String,
    /// What is left of this page's time, 1 to 0; below 0 when there is one page only.
    pub page_left: f32,
}
