//! A desk: what the screens have in common at which one person acts for the whole workshop, as the dispatcher, the
//! advisor and the storekeeper do. Who acts is told from badges, names and PINs; what was tapped before that is known
//! is a wish, and goes on as soon as somebody acts who may.

pub mod model;
mod present;
mod said;
pub(in crate::screen) mod scene;
mod sign_in;
mod standing;

pub(in crate::screen) use said::Told;
pub(in crate::screen) use sign_in::{Arrival, Chosen, PinAsk, PinFor};

use super::reader::KeyReader;
use super::session::{LastTap, Pins, Session, SignIn};
use super::tone::Theme;
use crate::domain::ids::BadgeId;
use crate::domain::person::{Language, Permission};
use crate::projection::picture::Picture;
use crate::screen::words::Text;
use chrono::{DateTime, TimeDelta, Utc};

/// How long a note stays, unless something else is tapped.
const NOTE_SECS: i64 = 10;

/// What is done as soon as somebody acts who may.
pub(in crate::screen) trait Wished {
    /// What the role must allow; a fact needs only a name.
    fn permission(&self) -> Option<Permission>;

    /// Tells whether a PIN signs it, entered for this very thing.
    fn needs_pin(&self) -> bool {
        false
    }
}

/// Who acts at a desk, and all that leads there.
#[derive(Debug, Clone)]
pub(in crate::screen) struct Desk<W> {
    sign_in: SignIn,
    station_language: Language,
    /// What was switched to, until somebody else acts.
    language: Option<Language>,
    theme: Theme,
    acting: Option<Session>,
    /// The sign-in sheet is open.
    asking: bool,
    wish: Option<W>,
    pin: Option<PinAsk>,
    pins: Pins,
    reader: KeyReader,
    last: LastTap,
    note: Option<(Text, DateTime<Utc>)>,
    touched_at: DateTime<Utc>,
}

impl<W: Wished> Desk<W> {
    /// Begins with nobody signed in.
    pub(in crate::screen) fn new(sign_in: SignIn, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            sign_in,
            station_language: language,
            language: None,
            theme: Theme::default(),
            acting: None,
            asking: false,
            wish: None,
            pin: None,
            pins: Pins::default(),
            reader: KeyReader::default(),
            last: LastTap::default(),
            note: None,
            touched_at: now,
        }
    }

    /// Begins in these colours.
    pub(in crate::screen) fn in_theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Tells which colours are shown.
    pub(in crate::screen) fn theme(&self) -> Theme {
        self.theme
    }

    /// Shows the other colours.
    pub(in crate::screen) fn switch_theme(&mut self) {
        self.theme = self.theme.other();
    }

    /// Chooses the language: what was switched to, else that of who acts, else the station's.
    pub(in crate::screen) fn language(&self, picture: &Picture) -> Language {
        let theirs = || self.acting.as_ref()?.language(picture);
        self.language
            .or_else(theirs)
            .unwrap_or(self.station_language)
    }

    /// Speaks the other language.
    pub(in crate::screen) fn switch_language(&mut self, picture: &Picture) {
        self.language = Some(self.language(picture).other());
    }

    /// Takes a key, and hands over what a reader has typed.
    pub(in crate::screen) fn key(&mut self, text: &str, at: DateTime<Utc>) -> Option<BadgeId> {
        self.reader.key(text, at)
    }

    /// Notices a finger.
    pub(in crate::screen) fn touch(&mut self, now: DateTime<Utc>) {
        self.touched_at = now;
        self.note = None;
    }

    /// Says something for a while.
    pub(in crate::screen) fn note(&mut self, text: Text, now: DateTime<Utc>) {
        self.note = Some((text, now + TimeDelta::seconds(NOTE_SECS)));
    }

    /// Forgets who acts after a while, and notes that were read. Tells whether somebody was signed out.
    pub(in crate::screen) fn let_go(&mut self, now: DateTime<Utc>) -> bool {
        if self.note.is_some_and(|(_, until)| until <= now) {
            self.note = None;
        }
        let asked = self.acting.is_some() || self.asking || self.pin.is_some();
        let gone = asked && now - self.touched_at >= self.sign_in.idle();
        if gone {
            self.sign_out();
        }
        gone
    }
}
