//! Who stands before a screen, the same at every one: badges, face tiles, PINs that are not to be guessed, and
//! fingers that bounce.

use super::Effect;
use crate::domain::command::{Actor, CommandBody, Recognised};
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::{Language, Person};
use crate::domain::workshop::Enrolled;
use crate::projection::picture::Picture;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// The same tap within this time is a finger that bounced.
const BOUNCE_MILLIS: i64 = 1000;
/// So many wrong PINs in a row, and each one from then on has to be waited for.
pub(super) const PIN_TRIES: u32 = 5;
/// So long.
const PIN_WAIT_SECS: i64 = 30;

/// Whether a face tile alone is believed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FaceTile {
    /// Yes.
    Trusted,
    /// Only of people who have no PIN.
    #[default]
    PinWhenSet,
    /// Never: who has no PIN needs the badge.
    PinAlways,
}

/// How a station lets people in, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// Whether a face tile alone is believed.
    pub face_tile: FaceTile,
    /// After so long without a touch the person is signed out.
    pub idle_secs: u32,
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            face_tile: FaceTile::default(),
            idle_secs: 60,
        }
    }
}

/// What a face tile leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Welcome {
    /// They are believed.
    In,
    /// They are asked for their PIN.
    Pin,
    /// They have none, and are asked for their badge.
    NoPin,
}

impl SignIn {
    /// Tells after what time without a touch somebody is gone.
    pub(super) fn idle(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.idle_secs))
    }

    /// Tells what somebody's face tile leads to.
    pub(super) fn welcome(&self, known: &Enrolled) -> Welcome {
        match (self.face_tile, has_pin(known)) {
            (FaceTile::Trusted, _) | (FaceTile::PinWhenSet, false) => Welcome::In,
            (FaceTile::PinWhenSet | FaceTile::PinAlways, true) => Welcome::Pin,
            (FaceTile::PinAlways, false) => Welcome::NoPin,
        }
    }
}

/// Tells whether somebody has set a PIN.
pub(super) fn has_pin(known: &Enrolled) -> bool {
    known.pin_hash.is_some()
}

/// Finds whose badge it is.
pub(super) fn holder<'a>(picture: &'a Picture, badge: &BadgeId) -> Option<&'a Person> {
    picture
        .views
        .roster
        .values()
        .map(|known| &known.person)
        .find(|person| {
            let theirs = person.badge.as_ref();
            theirs.is_some_and(|theirs| theirs.as_str().eq_ignore_ascii_case(badge.as_str()))
        })
}

/// Someone who was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) person: PersonId,
    pub(super) by: Recognised,
    pub(super) touched_at: DateTime<Utc>,
}

impl Session {
    /// Names them to the coordinator.
    pub(super) fn actor(&self) -> Actor {
        Actor::Person {
            id: self.person.clone(),
            by: self.by,
        }
    }

    /// Finds their language.
    pub(super) fn language(&self, picture: &Picture) -> Option<Language> {
        let known = picture.views.roster.get(&self.person)?;
        Some(known.person.language)
    }
}

/// What was tried for one person.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PinTries {
    /// Wrong ones in a row.
    pub(super) wrong: u32,
    /// Not before this moment again.
    wait_until: Option<DateTime<Utc>>,
    /// One is being checked.
    pub(super) checking: bool,
}

impl PinTries {
    /// Counts the seconds that are still to be waited.
    pub(super) fn wait_secs(&self, now: DateTime<Utc>) -> i64 {
        let left = self
            .wait_until
            .map_or(TimeDelta::zero(), |until| until - now);
        // Rounded up: at “0 s” the next try is really taken.
        (left.num_milliseconds().max(0) + 999) / 1000
    }
}

/// The PINs that were tried at this screen.
#[derive(Debug, Clone, Default)]
pub(super) struct Pins(BTreeMap<PersonId, PinTries>);

impl Pins {
    /// Tells what was tried for somebody.
    pub(super) fn of(&self, person: &PersonId) -> PinTries {
        self.0.get(person).copied().unwrap_or_default()
    }

    /// Hands a PIN on to be checked, unless one is being checked or has to be waited for.
    pub(super) fn entered(
        &mut self,
        person: &PersonId,
        pin: String,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let tries = self.0.entry(person.clone()).or_default();
        if tries.checking || tries.wait_secs(now) > 0 {
            return Vec::new();
        }
        tries.checking = true;
        let person = person.clone();
        vec![Effect::CheckPin { person, pin }]
    }

    /// Takes the answer, and tells whether it was the right PIN for who is asked. An answer that nobody waits for
    /// lets nobody in.
    pub(super) fn checked(&mut self, person: &PersonId, ok: bool, now: DateTime<Utc>) -> bool {
        let tries = self.0.entry(person.clone()).or_default();
        let expected = std::mem::take(&mut tries.checking);
        if ok {
            *tries = PinTries::default();
        } else if expected {
            tries.wrong += 1;
            if tries.wrong >= PIN_TRIES {
                tries.wait_until = Some(now + TimeDelta::seconds(PIN_WAIT_SECS));
            }
        }
        ok && expected
    }
}

/// The last tap, so that a finger that bounced does nothing twice.
#[derive(Debug, Clone, Default)]
pub(super) struct LastTap(Option<(Effect, DateTime<Utc>)>);

impl LastTap {
    /// Submits a tap; nothing comes of one that only bounced.
    pub(super) fn submit(
        &mut self,
        actor: Actor,
        body: CommandBody,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let effect = Effect::Submit { actor, body };
        let bounced = self.0.as_ref().is_some_and(|(last, at)| {
            *last == effect && now - *at < TimeDelta::milliseconds(BOUNCE_MILLIS)
        });
        if bounced {
            return Vec::new();
        }
        self.0 = Some((effect.clone(), now));
        vec![effect]
    }
}
