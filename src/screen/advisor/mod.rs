//! The advisor's screen (服务顾问台): what waits for the customer's answer, what the customer has to be told, what is
//! ready to hand over, and new orders at the desk.
//!
//! [`Advisor::update`] takes what a finger, a mouse or a badge did and says what to submit; [`Advisor::present`]
//! makes the model of the screen. What is remembered here is only what the coordinator need not know: who acts,
//! which car is looked at, and the answers in the making.
//!
//! ```text
//!   car ──tap──▶ its findings ──同意 / 拒绝 / 暂缓──▶ chosen ──send──▶ submitted
//!                                                    ▲               │ refused: answered meanwhile
//!                                                    └── looked at ◀─┘
//!   any of it without a badge ──▶ sign-in ──▶ goes on
//! ```

mod answers;
mod car;
mod desk;
pub mod findings;
mod hand_over;
pub mod intake;
pub mod model;
mod notices;
mod papers;
mod parts;
mod place;
mod present;
mod said;
mod sign_in;

use self::answers::{Drafts, Strip};
use self::intake::{IntakeIntent, Orders};
use self::place::Place;
use self::sign_in::Wish;
use super::Effect;
use super::desk::Desk;
use super::session::SignIn;
use super::tone::Theme;
use super::words::Text;
use crate::domain::finding::Answer;
use crate::domain::ids::{BadgeId, CommandId, PersonId, RoNumber};
use crate::domain::person::Language;
use crate::projection::picture::Picture;
use chrono::{DateTime, TimeDelta, Utc};
use model::Panel;
use std::collections::BTreeSet;

pub use self::place::PlaceIntent;

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
    /// What became of [`Effect::Print`].
    Printed {
        /// In words.
        said: Text,
    },
    /// All sheets are to be closed.
    Close,
    /// A car in the list.
    Car {
        /// Its order.
        id: RoNumber,
    },
    /// The phone number is to be shown whole.
    Phone,
    /// An answer to a finding.
    Answer {
        /// To which.
        finding: CommandId,
        /// What.
        answer: Answer,
    },
    /// An earlier finding is to be put to the customer once more.
    AskAgain {
        /// Which.
        finding: CommandId,
    },
    /// How the customer answers is to be chosen.
    How,
    /// A new promise is to be chosen.
    Promise,
    /// A choice of what is to be chosen.
    Choice {
        /// Which.
        id: String,
    },
    /// What is chosen goes out.
    Send,
    /// A button or a reason of a notice.
    Notice {
        /// Of which.
        notice: String,
        /// Which.
        id: String,
    },
    /// A new order is to be made, or what is made of it to be left for later.
    NewOrder,
    /// Something on the new order.
    Intake(IntakeIntent),
    /// Something on the sheet of key and parking spot.
    Place(PlaceIntent),
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

/// How long a phone number is shown whole.
const PHONE_SECS: i64 = 8;

/// The advisor's screen.
#[derive(Debug, Clone)]
pub struct Advisor {
    desk: Desk<Wish>,
    panel: Panel,
    chosen: Option<RoNumber>,
    drafts: Drafts,
    orders: Orders,
    strip: Strip,
    /// Where a key hangs, in the making.
    place: Option<Place>,
    /// Until when a printer is waited for.
    printing_until: Option<DateTime<Utc>>,
    /// Refused answers that were taken back into the making.
    returned: BTreeSet<CommandId>,
    /// Whose phone number is shown whole, and until when.
    phone: Option<(RoNumber, DateTime<Utc>)>,
}

impl Advisor {
    /// Begins with nobody signed in and no car chosen.
    pub fn new(sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            desk: Desk::new(sign_in, language, now),
            panel: Panel::None,
            chosen: None,
            drafts: Drafts::default(),
            orders: Orders::default(),
            strip: Strip::None,
            place: None,
            printing_until: None,
            returned: BTreeSet::new(),
            phone: None,
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
        self.take_back_refused(picture);
        self.follow_orders(picture);
        match intent {
            Intent::Tick => Vec::new(),
            Intent::Key { text, at } => match self.desk.key(&text, at) {
                Some(badge) => {
                    self.take_badge_out(&badge);
                    self.take_badge_out_of_place(&badge);
                    self.badge_read(&badge, picture, now)
                }
                None => Vec::new(),
            },
            Intent::BadgeRead { badge } => self.badge_read(&badge, picture, now),
            Intent::PinChecked { person, ok } => self.pin_checked(&person, ok, picture, now),
            Intent::Printed { said } => {
                self.printing_until = None;
                self.desk.note(said, now);
                Vec::new()
            }
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

    /// Forgets who acts after a while, and what was shown for a moment. What is half made stays with its owner.
    fn let_go(&mut self, now: DateTime<Utc>) {
        if self.desk.let_go(now) {
            self.signed_out();
            self.strip = Strip::None;
        }
        if self.phone.as_ref().is_some_and(|(_, until)| *until <= now) {
            self.phone = None;
        }
    }

    fn tapped(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match tap {
            Intent::Send => self.wished(Wish::Send, picture, now),
            Intent::Intake(tap) => self.intake(tap, picture, now),
            Intent::Place(tap) => self.place_tapped(tap, picture, now),
            Intent::AskAgain { finding } => self.ask_again(finding, picture, now),
            Intent::Notice { notice, id } => self.notice_tapped(&notice, &id, picture, now),
            Intent::PinEntered { pin } => self.desk.pin_entered(pin, now),
            Intent::Person { id } => self.person_chosen(&id, picture, now),
            other => {
                self.turn(other, picture, now);
                Vec::new()
            }
        }
    }

    /// Taps that change only what is shown.
    fn turn(&mut self, tap: Intent, picture: &Picture, now: DateTime<Utc>) {
        match tap {
            Intent::Close if self.desk.is_asking() => self.desk.cancel_sign_in(),
            Intent::Close => {
                self.place = None;
                self.panel = Panel::None;
            }
            Intent::Car { id } => self.choose_car(id),
            Intent::NewOrder => self.open_intake(),
            Intent::Phone => self.show_phone(now),
            Intent::Answer { finding, answer } => self.mark(finding, answer, picture),
            Intent::How => self.turn_strip(Strip::How),
            Intent::Promise => self.turn_strip(Strip::Promise),
            Intent::Choice { id } => self.choose_on_strip(&id),
            Intent::PinCancelled => self.desk.cancel_pin(),
            Intent::Actor => self.desk.ask_actor(),
            Intent::SwitchLanguage => self.desk.switch_language(picture),
            Intent::SwitchTheme => self.desk.switch_theme(),
            _ => {}
        }
    }

    fn choose_car(&mut self, id: RoNumber) {
        self.strip = Strip::None;
        self.phone = None;
        self.chosen = Some(id);
    }

    /// Shows the phone number for a moment; tapped again it is masked.
    fn show_phone(&mut self, now: DateTime<Utc>) {
        let until = now + TimeDelta::seconds(PHONE_SECS);
        self.phone = match (self.phone.take(), &self.chosen) {
            (None, Some(ro)) => Some((ro.clone(), until)),
            _ => None,
        };
    }
}
