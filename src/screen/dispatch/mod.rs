//! The dispatcher's screen (调度台): what a tap of the dispatcher or the foreman means, and what the screen shows.
//!
//! [`Dispatch::update`] takes what a finger, a mouse or a badge did and says what to submit; [`Dispatch::present`]
//! makes the model of the screen. What is remembered here is only what the coordinator need not know: who acts,
//! which sheet is open, and the plan or the correction in the making.
//!
//! ```text
//!   waiting job ──slot──▶ plan sheet ──dispatch──▶ submitted ──refused for conflicts──▶ plan sheet
//!   chip ──tap──▶ plan sheet;  chip ──drag, drop──▶ submitted, or the plan sheet where something speaks against it
//!   any of it without a badge ──▶ sign-in (PIN) ──▶ goes on
//! ```

mod car;
mod clocks;
mod eta;
mod figures;
mod load;
pub mod model;
mod plan;
mod plan_sheet;
mod planning;
mod present;
mod questions;
mod said;
mod sign_in;
mod technicians;

use self::clocks::ClockDesk;
use self::figures::FiguresDesk;
use self::plan::Draft;
use self::planning::{Drag, Undoable};
use self::sign_in::Wish;
use super::Effect;
use super::desk::Desk;
use super::session::SignIn;
use super::tone::Theme;
use crate::domain::ids::{BadgeId, BayId, CommandId, JobId, PersonId, RoNumber};
use crate::domain::person::Language;
use crate::projection::picture::Picture;
use chrono::{DateTime, TimeDelta, Utc};
use model::Panel;

pub use self::plan::planning_sheet;

/// What a finger, a badge, a key or the clock did.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Time has passed, or the picture has changed.
    Tick,
    /// A key, whatever the sheet: a badge reader types like a keyboard.
    Key {
        /// What it types.
        text: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A badge, read as a whole.
    BadgeRead {
        /// What it says.
        badge: BadgeId,
    },
    /// The answer to [`Effect::CheckPin`].
    PinChecked {
        /// Whose.
        person: PersonId,
        /// Whether it was the right one.
        ok: bool,
    },
    /// How wide the narrowest chip is on this screen.
    Measured {
        /// As a part of the hours shown.
        least_chip: f32,
    },
    /// A sheet is to be opened, or all to be closed.
    PanelAsked {
        /// Which.
        panel: Panel,
    },
    /// A waiting job.
    Job {
        /// Which.
        id: String,
    },
    /// A job on a bay.
    Chip {
        /// Which.
        id: String,
    },
    /// A free place on a bay.
    Slot {
        /// Which bay.
        bay: BayId,
        /// Where along the hours shown.
        at: f32,
    },
    /// A chip under the finger.
    ChipDragged {
        /// Which job.
        id: String,
        /// Over which bay.
        bay: BayId,
        /// Where along the hours it would begin.
        at: f32,
    },
    /// The finger has let go of it.
    ChipDropped {
        /// Which job.
        id: String,
        /// Over which bay.
        bay: BayId,
        /// Where along the hours it would begin.
        at: f32,
    },
    /// Someone in the list of technicians.
    Technician {
        /// Who.
        id: PersonId,
    },
    /// The plan begins earlier or later.
    Shift {
        /// By how much.
        minutes: i32,
    },
    /// Who leads.
    Lead {
        /// Who.
        id: PersonId,
    },
    /// Who helps.
    Helper {
        /// Who.
        id: PersonId,
    },
    /// A button of the plan sheet.
    PlanAction {
        /// Which.
        id: String,
    },
    /// A car past the bays.
    Car {
        /// Its order.
        id: RoNumber,
    },
    /// A button of its sheet.
    CarAction {
        /// Which.
        id: String,
    },
    /// An answer to a call or a question.
    Answer {
        /// To which.
        question: String,
        /// What.
        answer: String,
    },
    /// Whose clock is corrected.
    ClockPerson {
        /// Whose.
        id: PersonId,
    },
    /// Another day of theirs.
    ClockDay {
        /// How many further.
        step: i32,
    },
    /// What is corrected.
    ClockSegment {
        /// Which.
        id: String,
    },
    /// What it really was.
    ClockKind {
        /// Which.
        id: String,
    },
    /// The moment is earlier or later.
    ClockStep {
        /// By how much.
        minutes: i32,
    },
    /// Why.
    ClockReason {
        /// Which.
        id: String,
    },
    /// The correction is complete.
    ClockSave,
    /// Day, week or month in figures.
    FiguresSpan {
        /// Which.
        id: String,
    },
    /// Another day, week or month.
    FiguresStep {
        /// How many further.
        step: i32,
    },
    /// A PIN.
    PinEntered {
        /// Its digits.
        pin: String,
    },
    /// No PIN after all.
    PinCancelled,
    /// Who acts is to change.
    Actor,
    /// A name on the sign-in sheet.
    Person {
        /// Whose.
        id: PersonId,
    },
    /// Take the last dispatch back.
    Undo,
    /// The other language.
    SwitchLanguage,
    /// The other colours.
    SwitchTheme,
}

/// A drag that stands still so long was let go of outside the screen.
const DRAG_SECS: i64 = 15;

/// The narrowest chip at 1920 pixels, until the screen has measured itself.
const LEAST_CHIP: f32 = 0.1275;

/// The dispatcher's screen.
#[derive(Debug, Clone)]
pub struct Dispatch {
    desk: Desk<Wish>,
    panel: Panel,
    selected: Option<JobId>,
    draft: Option<Draft>,
    drag: Option<Drag>,
    car: Option<RoNumber>,
    clocks: ClockDesk,
    figures: FiguresDesk,
    undo: Option<Undoable>,
    /// The refusal that has reopened the plan sheet.
    reopened: Option<CommandId>,
    least_chip: f32,
}

impl Dispatch {
    /// Begins with nobody signed in and nothing chosen.
    pub fn new(sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            desk: Desk::new(sign_in, language, now),
            panel: Panel::None,
            selected: None,
            draft: None,
            drag: None,
            car: None,
            clocks: ClockDesk::default(),
            figures: FiguresDesk::default(),
            undo: None,
            reopened: None,
            least_chip: LEAST_CHIP,
        }
    }

    /// Begins in these colours.
    pub fn in_theme(mut self, theme: Theme) -> Self {
        self.desk = self.desk.in_theme(theme);
        self
    }

    /// Takes what was done and tells what to do about it.
    pub fn update(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        self.let_go(now);
        self.reopen_refused(picture, now);
        match intent {
            Intent::Tick => Vec::new(),
            Intent::Measured { least_chip } => {
                self.least_chip = least_chip;
                Vec::new()
            }
            Intent::Key { text, at } => match self.desk.key(&text, at) {
                Some(badge) => self.badge_read(&badge, picture, now),
                None => Vec::new(),
            },
            Intent::BadgeRead { badge } => self.badge_read(&badge, picture, now),
            Intent::PinChecked { person, ok } => self.pin_checked(&person, ok, picture, now),
            tap => {
                self.desk.touch(now);
                self.tapped(tap, picture, now)
            }
        }
    }

    /// Chooses the language: what was switched to, else that of who acts, else the station's.
    pub fn language(&self, picture: &Picture) -> Language {
        self.desk.language(picture)
    }

    /// Forgets who acts after a while, and a chip that nobody drags any more. What is half made stays.
    fn let_go(&mut self, now: DateTime<Utc>) {
        self.desk.let_go(now);
        let still = |drag: &Drag| now - drag.moved_at >= TimeDelta::seconds(DRAG_SECS);
        if self.drag.as_ref().is_some_and(still) {
            self.drag = None;
        }
    }

    fn tapped(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match tap {
            Intent::ChipDropped { id, bay, at } => self.drop_chip(&id, (bay, at), picture, now),
            Intent::PlanAction { id } => self.plan_action(&id, picture, now),
            Intent::CarAction { id } => self.car_action(&id, picture, now),
            Intent::Answer { question, answer } => self.answer(&question, &answer, picture, now),
            Intent::ClockSave => self.save_clock(picture, now),
            Intent::PinEntered { pin } => self.desk.pin_entered(pin, now),
            Intent::Person { id } => self.person_chosen(&id, picture, now),
            Intent::Undo => self.undo(picture, now),
            other => {
                self.turn(other, picture, now);
                Vec::new()
            }
        }
    }

    /// Taps that change only what is shown.
    fn turn(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) {
        match tap {
            Intent::PanelAsked { panel } => self.ask_panel(panel),
            Intent::Job { id } => self.choose_job(&id),
            Intent::Chip { id } => self.open_chip(&id, picture, now),
            Intent::Slot { bay, at } => self.slot(&bay, at, picture, now),
            Intent::ChipDragged { id, bay, at } => self.drag_chip(&id, bay, at, now),
            Intent::Technician { id } => self.technician(id, picture),
            Intent::Shift { minutes } => self.shift(minutes, picture, now),
            Intent::Lead { id } => self.with_draft(|draft| draft.choose_lead(id)),
            Intent::Helper { id } => self.with_draft(|draft| draft.toggle_helper(id)),
            Intent::Car { id } => self.open_car(id),
            Intent::PinCancelled => self.desk.cancel_pin(),
            Intent::Actor => self.desk.ask_actor(),
            Intent::SwitchLanguage => self.desk.switch_language(picture),
            Intent::SwitchTheme => self.desk.switch_theme(),
            Intent::FiguresSpan { id } => self.figures.show(&id),
            Intent::FiguresStep { step } => self.figures.step(step, picture, now),
            clock => self.clocks.tapped(&clock, picture, now),
        }
    }

    fn ask_panel(&mut self, panel: Panel) {
        match panel {
            Panel::None if self.desk.is_asking() => self.desk.cancel_sign_in(),
            Panel::None => self.close(),
            Panel::SignIn => self.desk.ask_actor(),
            panel => {
                self.close();
                self.panel = panel;
            }
        }
    }

    /// Closes the sheet and drops what was chosen for it.
    fn close(&mut self) {
        self.desk.leave_sign_in();
        self.panel = Panel::None;
        self.selected = None;
        self.draft = None;
        self.car = None;
        self.clocks = ClockDesk::default();
        self.figures = FiguresDesk::default();
    }

    /// A technician's name: the lead of an open plan, else whose clock is looked at.
    fn technician(&mut self, id: PersonId, picture: &Picture) {
        if self.panel == Panel::Plan {
            self.with_draft(|draft| draft.choose_lead(id));
            return;
        }
        self.close();
        self.panel = Panel::Clocks;
        self.clocks = ClockDesk::of_person(id, picture);
    }
}
