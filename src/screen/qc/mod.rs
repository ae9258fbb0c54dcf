//! The quality-check screen (质检台): the queue of cars by risk and promise, the lists of the open car, and what follows:
//! it passes, a job goes back to its bay, it is washed.
//!
//! [`Qc::update`] takes what a finger or a badge did and says what to submit; [`Qc::present`] makes the model of the
//! screen. What is answered of a car is half made until it passes or goes back: the station keeps it, and whoever goes
//! on finds it.
//!
//! ```text
//!   card ──tap──▶ car ──OK, fail, value──▶ answers ──road test (PIN)──▶ pass (PIN) ──▶ wash
//!                  │                          └──fail──▶ back to bay: job, why, who ──▶ its bay, on top
//!                  └──at another inspector's──▶ take over, knowingly
//! ```

mod about;
mod acts;
mod answers;
mod drafts;
mod look;
pub mod model;
mod page;
mod present;
mod queue;
mod rows;
mod said;
mod sheet;
mod sheet_shown;

use self::acts::Act;
use self::drafts::Drafts;
use self::look::Look;
use self::sheet::Sheet;
use super::Effect;
use super::desk::{Arrival, Chosen, Desk};
use super::session::SignIn;
use super::tone::Theme;
use crate::domain::half_made::HalfMade;
use crate::domain::ids::{BadgeId, ItemCode, PersonId, RoNumber};
use crate::domain::person::Language;
use crate::domain::quality::checklist::Verdict;
use crate::domain::quality::draft::CheckedList;
use crate::projection::picture::Picture;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What a finger, a badge, a key or the clock did.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Time has passed, or the picture has changed.
    Tick,
    /// A key, whatever the sheet: badge readers type like a keyboard.
    Key {
        /// What it types.
        text: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A badge, read as a whole.
    BadgeRead {
        /// Whose.
        badge: BadgeId,
    },
    /// The answer to [`Effect::CheckPin`].
    PinChecked {
        /// Whose.
        person: PersonId,
        /// Whether it was the right one.
        ok: bool,
    },
    /// The sheet is to be closed.
    Close,
    /// A card of the left side.
    Card {
        /// Which.
        id: String,
    },
    /// The button of a card.
    CardButton {
        /// Of which.
        id: String,
    },
    /// A list of the open car.
    List {
        /// Which.
        id: String,
    },
    /// Something is said of an item.
    Verdict {
        /// Of which.
        item: ItemCode,
        /// What.
        verdict: Verdict,
    },
    /// An item is to be measured, or written about.
    Item {
        /// Which.
        item: ItemCode,
    },
    /// A button of the page, or of the sheet.
    Action {
        /// Which.
        id: String,
    },
    /// A choice on the sheet.
    Choice {
        /// Which.
        id: String,
    },
    /// A number of the sheet.
    Field {
        /// Which.
        id: String,
    },
    /// The note of the sheet, or away from it.
    Note,
    /// A key of the keyboard or the number pad on the screen.
    Typed {
        /// What it types.
        text: String,
    },
    /// The last key was wrong.
    Erased,
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
    /// The other language.
    SwitchLanguage,
    /// The other colours.
    SwitchTheme,
}

/// What the page of the open car shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// A list.
    List(CheckedList),
    /// Findings, parts, accounts.
    About,
}

impl Page {
    fn id(self) -> String {
        match self {
            Self::List(CheckedList::Job(line)) => format!("job:{line}"),
            Self::List(CheckedList::Car) => "car".to_owned(),
            Self::About => "about".to_owned(),
        }
    }

    fn of(id: &str) -> Option<Self> {
        match id {
            "car" => Some(Self::List(CheckedList::Car)),
            "about" => Some(Self::About),
            _ => {
                let line = id.strip_prefix("job:")?.parse().ok()?;
                Some(Self::List(CheckedList::Job(line)))
            }
        }
    }
}

/// The quality-check screen.
#[derive(Debug, Clone)]
pub struct Qc {
    desk: Desk<Act>,
    open: Option<RoNumber>,
    page: Page,
    drafts: Drafts,
    sheet: Option<Sheet>,
    /// Whether the keyboard is open for the note of the sheet.
    typing: bool,
    /// The last tap: a finger that bounced does nothing twice.
    last: Option<(Act, DateTime<Utc>)>,
}

impl Qc {
    /// Begins with nobody signed in and no car open.
    pub fn new(sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            desk: Desk::new(sign_in, language, now),
            open: None,
            page: Page::List(CheckedList::Car),
            drafts: Drafts::default(),
            sheet: None,
            typing: false,
            last: None,
        }
    }

    /// Begins in these colours.
    pub fn in_theme(mut self, theme: Theme) -> Self {
        self.desk = self.desk.in_theme(theme);
        self
    }

    /// Goes on with what the station has kept.
    pub fn with_half_made(mut self, kept: &BTreeMap<String, HalfMade>) -> Self {
        self.drafts = Drafts::taken_up(kept);
        self
    }

    /// Takes what was done and tells what to do about it.
    pub fn update(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if self.desk.let_go(now) {
            self.close();
        }
        let mut effects = self.drafts.sweep(picture);
        effects.extend(match intent {
            Intent::Tick => Vec::new(),
            Intent::Key { text, at } => match self.desk.key(&text, at) {
                Some(badge) => self.badge_read(&badge, picture, now),
                None => self.typed_by_hand(&text, picture),
            },
            Intent::BadgeRead { badge } => self.badge_read(&badge, picture, now),
            Intent::PinChecked { person, ok } => self.pin_checked(&person, ok, picture, now),
            tap => {
                self.desk.touch(now);
                self.tapped(tap, picture, now)
            }
        });
        effects
    }

    /// Chooses the language: what was switched to, else that of who acts, else the station's.
    pub fn language(&self, picture: &Picture) -> Language {
        self.desk.language(picture)
    }

    fn tapped(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match tap {
            Intent::Verdict { item, verdict } => self.verdict(&item, verdict, picture, now),
            Intent::Item { item } => self.open_item(item, picture, now),
            Intent::CardButton { id } => self.wash(&RoNumber::new(id), picture, now),
            Intent::Action { id } if self.sheet.is_some() => self.sheet_action(&id, picture, now),
            Intent::Action { id } => self.action(&id, picture, now),
            Intent::Choice { id } => self.choice(&id, picture),
            Intent::Typed { text } => self.typed(&text, picture),
            Intent::Erased => self.erased(picture),
            Intent::PinEntered { pin } => self.desk.pin_entered(pin, now),
            Intent::Person { id } => match self.desk.person_chosen(&id, picture, now) {
                Chosen::In(arrival) => self.arrived(&arrival, picture, now),
                Chosen::Out | Chosen::Nothing => Vec::new(),
            },
            other => {
                self.turn(other, picture);
                Vec::new()
            }
        }
    }

    /// Taps that change only what is shown.
    fn turn(&mut self, tap: Intent, picture: &Picture) {
        match tap {
            Intent::Close if self.desk.is_asking() => self.desk.cancel_sign_in(),
            Intent::Close => self.close(),
            Intent::Card { id } => self.open_car(RoNumber::new(id), picture),
            Intent::List { id } => {
                if let Some(page) = Page::of(&id) {
                    self.page = page;
                }
            }
            Intent::Field { id } => self.choose_field(&id),
            Intent::Note => self.typing = !self.typing,
            Intent::PinCancelled => self.desk.cancel_pin(),
            Intent::Actor => self.desk.ask_actor(),
            Intent::SwitchLanguage => self.desk.switch_language(picture),
            Intent::SwitchTheme => self.desk.switch_theme(),
            _ => {}
        }
    }

    fn close(&mut self) {
        self.sheet = None;
        self.typing = false;
    }

    /// Opens a car at what is to be looked at next.
    fn open_car(&mut self, ro: RoNumber, picture: &Picture) {
        self.close();
        if let Some(car) = look::find(picture, &ro) {
            let look = Look::new(car, picture, self.drafts.of(&ro));
            self.page = Page::List(look.next_list());
            self.open = Some(ro);
        }
    }

    /// Looks at the open car.
    fn look<'a>(&'a self, picture: &'a Picture) -> Option<Look<'a>> {
        let ro = self.open.as_ref()?;
        let car = look::find(picture, ro)?;
        Some(Look::new(car, picture, self.drafts.of(ro)))
    }

    /// Tells which list is open.
    fn open_list(&self) -> Option<CheckedList> {
        match self.page {
            Page::List(list) => Some(list),
            Page::About => None,
        }
    }

    fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let mut effects = self.untype(badge.as_str(), picture);
        if let Some(arrival) = self.desk.badge_read(badge, picture, now) {
            effects.extend(self.arrived(&arrival, picture, now));
        }
        effects
    }

    /// Goes on with what was tapped before it was known who acts.
    fn arrived(&mut self, _: &Arrival, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match self.desk.take_wish() {
            Some(act) => self.act(act, picture, now),
            None => Vec::new(),
        }
    }

    fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let signed = self.desk.pin_checked(person, ok, picture, now);
        let mut effects = Vec::new();
        if let Some((act, session)) = signed.signs {
            effects.extend(self.carry_out(act, &session, picture, now));
        }
        if let Some(arrival) = signed.arrival {
            effects.extend(self.arrived(&arrival, picture, now));
        }
        effects
    }
}
