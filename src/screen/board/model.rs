//! The model: all that the board shows at one moment, in plain values. It mirrors `ui/board/screen.slint`.

use crate::screen::floor::axis::{Hour, TimeAxis};
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
    /// The bar of the time machine.
    pub replay: ReplayShown,
    /// The sheet that tells why a car was late.
    pub car: CarShown,
}

/// The words of the time machine's bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct ReplayWords {
    pub open: String,
    pub live: String,
    pub day_before: String,
    pub day_after: String,
    pub quarter_back: String,
    pub minute_back: String,
    pub minute_on: String,
    pub quarter_on: String,
    pub play: String,
    pub not_now: String,
    pub slider: String,
}

/// The bar of the time machine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReplayShown {
    /// Whether the board looks back.
    pub is_open: bool,
    /// Its labels.
    pub words: ReplayWords,
    /// Which day.
    pub day: String,
    /// Which time of it.
    pub clock: String,
    /// What there is to say of the answer; empty when it is there.
    pub state: String,
    /// Its colour.
    pub state_tone: Tone,
    /// Where on the slider, 0 to 1.
    pub share: f32,
    /// Where on the slider the present is: nothing can be seen beyond it.
    pub limit: f32,
    /// The hours below the slider.
    pub hours: Vec<Hour>,
    /// Whether it is the present minute.
    pub is_last: bool,
}

/// What cost a car time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DelayShown {
    /// What, and whose move it was.
    pub text: String,
    /// How much.
    pub length: String,
    /// How long its bar is, 0 to 1.
    pub share: f32,
}

/// One step of a car.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepShown {
    /// When.
    pub time: String,
    /// What.
    pub text: String,
    /// In somebody's own words.
    pub note: String,
    /// For how long.
    pub length: String,
    /// Neutral for what did not cost time.
    pub tone: Tone,
}

/// The sheet that tells why a car was late.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CarShown {
    /// Whether it is open.
    pub is_open: bool,
    /// The car's face.
    pub title: String,
    /// What the sheet is, and of which order.
    pub subtitle: String,
    /// How it stands with the promise.
    pub verdict: String,
    /// Its colour.
    pub verdict_tone: Tone,
    /// What stands above the delays.
    pub delays_title: String,
    /// What stands in their place.
    pub no_delays: String,
    /// What cost time, the most first.
    pub delays: Vec<DelayShown>,
    /// What happened, in order of time.
    pub steps: Vec<StepShown>,
    /// What there is to say while the story is not there.
    pub state: String,
    /// Its colour.
    pub state_tone: Tone,
    /// The way out.
    pub close: String,
}
