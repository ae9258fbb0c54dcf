//! The stores screen (备件台): one queue of requests, returns, exchanges and old parts, the bay that stands still
//! first; parts of booked cars; stock, counts and goods in.
//!
//! [`Stores::update`] takes what a finger, a badge or a scanner did and says what to submit; [`Stores::present`]
//! makes the model of the screen. What is remembered here is only what the coordinator need not know: who acts, which
//! task is open, and the sheet in the making.
//!
//! ```text
//!   card ──tap, scan──▶ task ──line, pick all──▶ picked ──deliver──▶ at the bay ──(the technician signs)──▶ gone
//!                        │                          └──counter──▶ badge or name ──▶ issued
//!                        └──not there──▶ order, goods in, another part
//! ```

mod acts;
mod ahead;
mod eta;
mod issued;
pub mod model;
mod other_pages;
mod papers;
mod parts;
mod present;
mod queue;
mod request_page;
mod said;
mod scan;
mod sheet;
mod sheet_shown;
mod shelf;
mod task;
mod tools;

use self::acts::{Act, Follow};
use self::sheet::Sheet;
use self::shelf::Lows;
use super::Effect;
use super::desk::{Arrival, Chosen, Desk};
use super::session::SignIn;
use super::tone::Theme;
use super::words::Text;
use crate::domain::ids::{BadgeId, CommandId, PersonId};
use crate::domain::person::Language;
use crate::projection::picture::Picture;
use chrono::{DateTime, Utc};
use model::Tab;
use std::collections::{BTreeMap, BTreeSet};

/// What a finger, a badge, a scanner, a key or the clock did.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Time has passed, or the picture has changed.
    Tick,
    /// A key, whatever the sheet: badge readers and scanners type like a keyboard.
    Key {
        /// What it types.
        text: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A badge or a barcode, read as a whole.
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
    /// What became of [`Effect::Print`].
    Printed {
        /// In words.
        said: Text,
    },
    /// The sheet is to be closed.
    Close,
    /// A tab above the list.
    Tab {
        /// Which.
        tab: Tab,
    },
    /// A card of the list.
    Card {
        /// Which.
        id: String,
    },
    /// A line of the open task.
    Line {
        /// Which.
        id: String,
    },
    /// The button of a line.
    LineButton {
        /// Of which.
        id: String,
    },
    /// A button below the lines, or of the sheet.
    Action {
        /// Which.
        id: String,
    },
    /// A choice on the sheet.
    Choice {
        /// Which.
        id: String,
    },
    /// The search field, or away from it.
    Search,
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

/// The stores screen.
#[derive(Debug, Clone)]
pub struct Stores {
    desk: Desk<Act>,
    tab: Tab,
    chosen: BTreeMap<Tab, String>,
    /// The line that the buttons below are about.
    line: Option<String>,
    sheet: Option<Sheet>,
    /// What was typed into the search field, and whether the keyboard is open.
    search: String,
    typing: bool,
    /// Bays that stand still and that somebody has looked at.
    seen: BTreeSet<String>,
    /// How many of a return really came, where somebody has said so.
    came: Option<(CommandId, u32)>,
    /// What was asked for ahead and is to be picked as soon as it is known.
    follow: Option<Follow>,
    lows: Lows,
    /// So long a paper is under way.
    printing_until: Option<DateTime<Utc>>,
    /// The last tap: a finger that bounced does nothing twice.
    last: Option<(Act, DateTime<Utc>)>,
}

impl Stores {
    /// Begins with nobody signed in and no task open.
    pub fn new(sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            desk: Desk::new(sign_in, language, now),
            tab: Tab::default(),
            chosen: BTreeMap::new(),
            line: None,
            sheet: None,
            search: String::new(),
            typing: false,
            seen: BTreeSet::new(),
            came: None,
            follow: None,
            lows: Lows::default(),
            printing_until: None,
            last: None,
        }
    }

    /// Begins in these colours.
    pub fn in_theme(mut self, theme: Theme) -> Self {
        self.desk = self.desk.in_theme(theme);
        self
    }

    /// Takes what was done and tells what to do about it.
    pub fn update(&mut self, intent: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        if self.desk.let_go(now) {
            self.sheet = None;
            self.typing = false;
        }
        self.lows.look(picture);
        let mut effects = self.follow_ahead(picture, now);
        effects.extend(match intent {
            Intent::Tick => Vec::new(),
            Intent::Key { text, at } => match self.desk.key(&text, at) {
                Some(code) => {
                    self.untype(code.as_str());
                    self.scanned(&code, picture, now)
                }
                None => {
                    self.typed_by_hand(&text);
                    Vec::new()
                }
            },
            Intent::BadgeRead { badge } => self.scanned(&badge, picture, now),
            Intent::Printed { said } => {
                self.printing_until = None;
                self.desk.note(said, now);
                Vec::new()
            }
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
            Intent::LineButton { id } => self.line_button(&id, picture, now),
            Intent::Action { id } => self.action(&id, picture, now),
            Intent::Choice { id } => self.choice(&id, picture, now),
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
            Intent::Close => self.sheet = None,
            Intent::Tab { tab } => self.open_tab(tab),
            Intent::Card { id } => self.open(self.tab, id, picture),
            Intent::Line { id } => self.choose_line(id, picture),
            Intent::Search => self.typing = !self.typing,
            Intent::Typed { text } => self.typed(&text),
            Intent::Erased => self.erased(),
            Intent::PinCancelled => self.desk.cancel_pin(),
            Intent::Actor => self.desk.ask_actor(),
            Intent::SwitchLanguage => self.desk.switch_language(picture),
            Intent::SwitchTheme => self.desk.switch_theme(),
            _ => {}
        }
    }

    fn open_tab(&mut self, tab: Tab) {
        self.tab = tab;
        self.sheet = None;
        self.line = None;
        self.typing =
            tab == Tab::Stock && self.search.is_empty() && !self.chosen.contains_key(&tab);
    }

    /// Opens a card; whoever does has seen that the bay stands still.
    fn open(&mut self, tab: Tab, id: String, picture: &Picture) {
        self.tab = tab;
        self.sheet = None;
        self.typing = false;
        if self.chosen.get(&tab) != Some(&id) {
            self.line = None;
            self.came = None;
        }
        if let Some(task) = task::find(&picture.views, &id) {
            self.seen.extend(task.standing_id());
        }
        self.chosen.insert(tab, id);
    }

    /// Tells what is open.
    fn open_id(&self) -> Option<&str> {
        self.chosen.get(&self.tab).map(String::as_str)
    }

    /// What a scanner typed is no text.
    fn untype(&mut self, code: &str) {
        let text = match &mut self.sheet {
            Some(Sheet::Choose { typed, .. }) => typed,
            _ if self.typing => &mut self.search,
            _ => return,
        };
        if let Some(rest) = text.strip_suffix(code) {
            *text = rest.to_owned();
        }
    }

    /// Who has a real keyboard need not tap on the one of the screen.
    fn typed_by_hand(&mut self, key: &str) {
        let words = matches!(self.sheet, Some(Sheet::Choose { .. }));
        if !words && (self.sheet.is_some() || !self.typing) {
            return;
        }
        match key {
            "\u{8}" => self.erased(),
            key if key.chars().all(|c| !c.is_control() && !is_function_key(c)) => self.typed(key),
            _ => {}
        }
    }

    fn typed(&mut self, text: &str) {
        match &mut self.sheet {
            Some(sheet) => sheet.typed(text),
            None => self.search.push_str(text),
        }
    }

    fn erased(&mut self) {
        match &mut self.sheet {
            Some(sheet) => sheet.erased(),
            None => {
                self.search.pop();
            }
        }
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

/// Arrows and their like come as characters of a private area.
fn is_function_key(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}
