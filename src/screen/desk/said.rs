//! The toast: what became of the last tap.

use super::model::Line;
use super::{Desk, Wished};
use crate::domain::person::Language;
use crate::domain::refusal::Refusal;
use crate::projection::picture::{Picture, Tap, TapState};
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use chrono::{DateTime, TimeDelta, Utc};

/// How long it is said that a tap was accepted.
const ACCEPTED_SECS: i64 = 5;
/// How long it is said that one is saved: the header counts on.
const SAVED_SECS: i64 = 20;
/// How long it is said that one was refused, unless something else is tapped.
const REFUSED_SECS: i64 = 30;

/// How a screen speaks of what was tapped at it.
pub(in crate::screen) trait Told {
    /// Names what was tapped; nothing for what this screen does not do.
    fn said(&self, tap: &Tap) -> Option<String>;

    /// Says why it was refused.
    fn refused(&self, refusal: &Refusal) -> String;
}

impl<W: Wished> Desk<W> {
    /// Makes the toast: a note of this screen, else the news of a tap, else nothing.
    pub(in crate::screen) fn toast(
        &self,
        picture: &Picture,
        now: DateTime<Utc>,
        telling: &impl Told,
    ) -> Line {
        let language = self.language(picture);
        if let Some((text, _)) = self.note {
            return Line::new(text.to(language), Tone::Risk);
        }
        let tap = self.news(picture, now);
        tap.map(|tap| told(tap, language, telling))
            .unwrap_or_default()
    }

    /// Finds the tap to speak of: what was refused is said before what went well with it.
    fn news<'a>(&self, picture: &'a Picture, now: DateTime<Utc>) -> Option<&'a Tap> {
        let news = |tap: &&Tap| self.is_news(tap, now);
        let taps = || picture.taps.iter().rev().filter(news);
        let refused = taps().find(|tap| {
            matches!(
                tap.state,
                TapState::Refused { .. } | TapState::NotSaved { .. }
            )
        });
        refused.or_else(|| taps().next())
    }

    fn is_news(&self, tap: &Tap, now: DateTime<Utc>) -> bool {
        let since = match &tap.state {
            TapState::Saving | TapState::Saved | TapState::NotSaved { .. } => tap.command.at,
            TapState::Accepted { at } | TapState::Refused { at, .. } => *at,
        };
        let (secs, until_touched) = match tap.state {
            TapState::Saving | TapState::Saved => (SAVED_SECS, false),
            TapState::Accepted { .. } => (ACCEPTED_SECS, false),
            TapState::Refused { .. } | TapState::NotSaved { .. } => (REFUSED_SECS, true),
        };
        let read = until_touched && self.touched_at > since;
        !read && now - since < TimeDelta::seconds(secs)
    }
}

fn told(tap: &Tap, language: Language, telling: &impl Told) -> Line {
    let Some(said) = telling.said(tap) else {
        return Line::default();
    };
    let word = |text: crate::screen::words::Text| text.to(language).to_owned();
    let (state, tone) = match &tap.state {
        TapState::Saving => (word(words::SAVING), Tone::Wait),
        TapState::Saved => (word(words::SAVED), Tone::Hold),
        TapState::Accepted { .. } => (word(words::ACCEPTED), Tone::Working),
        TapState::Refused { refusal, .. } => (telling.refused(refusal), Tone::Late),
        TapState::NotSaved { .. } => (word(words::NOT_SAVED), Tone::Late),
    };
    Line::new(words::became(language, &said, &state), tone)
}
