//! What every desk shows of who acts: the name above, the sign-in sheet, the PIN pad.

use super::model::{Actor, Choice, Fit, PinShown};
use super::{Desk, PinFor, Wished};
use crate::domain::ids::PersonId;
use crate::domain::person::{Language, Person, Role};
use crate::projection::picture::Picture;
use crate::screen::session::has_pin;
use crate::screen::tone::{Theme, Tone};
use crate::screen::words::{Text, dispatch as words, floor as floor_words};
use chrono::{DateTime, Utc};

/// Names someone, by the id where the roster does not know them.
pub(in crate::screen) fn person(picture: &Picture, id: &PersonId) -> String {
    let name = picture.views.name_of(id);
    name.map_or_else(|| id.to_string(), str::to_owned)
}

impl<W: Wished> Desk<W> {
    /// Finds who acts on the roster.
    pub(in crate::screen) fn known<'a>(&self, picture: &'a Picture) -> Option<&'a Person> {
        let known = picture.views.roster.get(self.acting()?)?;
        Some(&known.person)
    }

    /// Names who acts, or invites somebody to.
    pub(in crate::screen) fn actor(&self, picture: &Picture) -> Actor {
        match self.known(picture) {
            Some(person) => Actor {
                text: person.name.clone(),
                tone: Tone::Action,
            },
            None => Actor {
                text: words::NOBODY.to(self.language(picture)).to_owned(),
                tone: Tone::Neutral,
            },
        }
    }

    /// Makes the sign-in sheet; those of `first` on top.
    pub(in crate::screen) fn people(&self, picture: &Picture, first: Role) -> Vec<Choice> {
        let language = self.language(picture);
        let needs_pin = self.wish.as_ref().is_some_and(W::needs_pin);
        let choice = |person: &Person| {
            let mut choice = Choice::plain(person.id.as_str(), person.name.as_str());
            let role = words::role(person.role);
            role.to(language).clone_into(&mut choice.subtitle);
            choice.chosen = self.acting() == Some(&person.id);
            let known = picture.views.roster.get(&person.id);
            if needs_pin && !known.is_some_and(has_pin) {
                choice.fit = Fit::Poor;
                let none = words::NO_PIN_SET.to(language);
                none.clone_into(&mut choice.subtitle);
            }
            choice
        };
        let people = self.may_sign_in(picture, first).into_iter();
        people.map(choice).collect()
    }

    /// Makes the PIN pad, while it is shown.
    pub(in crate::screen) fn pin_shown(
        &self,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<PinShown> {
        let ask = self.pin.as_ref()?;
        let language = self.language(picture);
        let tries = self.pins.of(&ask.person);
        let wait_secs = tries.wait_secs(now);
        let said = |text: Text| text.to(language).to_owned();
        let (message, tone) = if tries.checking {
            (said(words::PIN_CHECKING), Tone::Neutral)
        } else if wait_secs > 0 {
            (words::pin_wait(language, wait_secs), Tone::Late)
        } else if tries.wrong > 0 {
            (said(words::PIN_WRONG), Tone::Late)
        } else {
            let what = match ask.reason {
                PinFor::SignIn => words::SIGN_IN_AS,
                PinFor::Signing => words::SIGNS,
            };
            let who = person(picture, &ask.person);
            let message = floor_words::join(language, &[&who, what.to(language)]);
            (message, Tone::Neutral)
        };
        Some(PinShown {
            title: said(words::PIN_TITLE),
            message,
            tone,
        })
    }

    /// Labels the button to the other colours.
    pub(in crate::screen) fn theme_label(&self, language: Language) -> String {
        let label = match self.theme {
            Theme::Dark => words::LIGHT,
            Theme::Light => words::DARK,
        };
        label.to(language).to_owned()
    }
}
