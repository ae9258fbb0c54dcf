//! PINs: asked for, handed on to be checked, and not to be guessed.

use super::{BayKiosk, Effect, Page};
use crate::domain::command::Recognised;
use crate::domain::ids::PersonId;
use crate::projection::picture::Picture;
use crate::screen::tries::{PIN_TRIES, PIN_WAIT_SECS, PinTries};
use chrono::{DateTime, TimeDelta, Utc};

impl BayKiosk {
    pub(super) fn pin_entered(&mut self, pin: String, now: DateTime<Utc>) -> Vec<Effect> {
        let Page::Pin(person) = self.page.clone() else {
            return Vec::new();
        };
        let tries = self.tries.entry(person.clone()).or_default();
        if tries.checking || tries.wait_secs(now) > 0 {
            return Vec::new();
        }
        tries.checking = true;
        vec![Effect::CheckPin { person, pin }]
    }

    pub(super) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let asked = self.page == Page::Pin(person.clone());
        let tries = self.tries.entry(person.clone()).or_default();
        // An answer that nobody waits for is not to sign anybody in.
        let expected = std::mem::take(&mut tries.checking);
        if !ok {
            tries.wrong += 1;
            if tries.wrong >= PIN_TRIES {
                tries.wait_until = Some(now + TimeDelta::seconds(PIN_WAIT_SECS));
            }
            return Vec::new();
        }
        *tries = PinTries::default();
        if !(asked && expected) {
            return Vec::new();
        }
        self.signed_in(person, Recognised::Pin, picture, now)
    }
}
