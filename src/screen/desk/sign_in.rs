//! Who acts: badges, names, PINs; and what goes on as soon as that is known.

use super::{Desk, Wished};
use crate::domain::command::{CommandBody, Recognised};
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::{Permission, Person, Role};
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::session::{Session, Welcome, has_pin, holder};
use crate::screen::words::dispatch as words;
use chrono::{DateTime, Utc};

/// What a PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::screen) enum PinFor {
    /// To act at this screen.
    SignIn,
    /// To sign what is wished for.
    Signing,
}

/// A PIN that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::screen) struct PinAsk {
    pub(in crate::screen) person: PersonId,
    pub(in crate::screen) reason: PinFor,
}

/// Somebody acts from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::screen) struct Arrival {
    /// Who.
    pub(in crate::screen) person: PersonId,
    /// Whether they took over from somebody else.
    pub(in crate::screen) took_over: bool,
}

/// What a tap on a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::screen) enum Chosen {
    /// A PIN is asked for, or nothing.
    Nothing,
    /// They signed out.
    Out,
    /// They act.
    In(Arrival),
}

/// What a right PIN leads to.
#[derive(Debug)]
pub(in crate::screen) struct Signed<W> {
    /// What it signs, and as whom: to be submitted.
    pub(in crate::screen) signs: Option<(W, Session)>,
    /// Who acts from now on.
    pub(in crate::screen) arrival: Option<Arrival>,
}

impl<W> Default for Signed<W> {
    fn default() -> Self {
        Self {
            signs: None,
            arrival: None,
        }
    }
}

/// Whoever may do it, or whoever may do anything at a desk.
fn may(role: Role, permission: Option<Permission>) -> bool {
    permission.map_or(role != Role::Technician, |permission| role.may(permission))
}

fn role_of(picture: &Picture, person: &PersonId) -> Option<Role> {
    let known = picture.views.roster.get(person)?;
    Some(known.person.role)
}

impl<W: Wished> Desk<W> {
    /// Hands a wish back with who wishes it, or asks first who that is.
    pub(in crate::screen) fn wished(
        &mut self,
        wish: W,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<(W, Session)> {
        let acting = self.acting.clone();
        let allowed = acting.filter(|session| {
            let role = role_of(picture, &session.person);
            role.is_some_and(|role| {
                wish.permission()
                    .is_none_or(|permission| role.may(permission))
            })
        });
        match allowed {
            Some(session) if wish.needs_pin() => {
                self.ask_signature(wish, session.person, picture, now);
                None
            }
            Some(session) => Some((wish, session)),
            None => {
                if self.acting.is_some() {
                    self.note(words::NOT_YOURS, now);
                }
                self.wish = Some(wish);
                self.asking = true;
                None
            }
        }
    }

    fn ask_signature(&mut self, wish: W, person: PersonId, picture: &Picture, now: DateTime<Utc>) {
        if !picture.views.roster.get(&person).is_some_and(has_pin) {
            self.note(words::NO_PIN, now);
            return;
        }
        self.wish = Some(wish);
        self.pin = Some(PinAsk {
            person,
            reason: PinFor::Signing,
        });
    }

    /// Submits one tap; a finger that bounced does nothing twice.
    pub(in crate::screen) fn submit(
        &mut self,
        session: &Session,
        body: CommandBody,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.last.submit(session.actor(), body, now)
    }

    /// Submits one tap of who acts.
    pub(in crate::screen) fn submit_now(
        &mut self,
        body: CommandBody,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match self.acting.clone() {
            Some(session) => self.submit(&session, body, now),
            None => Vec::new(),
        }
    }

    /// Tells who acts.
    pub(in crate::screen) fn acting(&self) -> Option<&PersonId> {
        self.acting.as_ref().map(|session| &session.person)
    }

    /// Tells whether the sign-in sheet is open.
    pub(in crate::screen) fn is_asking(&self) -> bool {
        self.asking
    }

    /// Hands out what is wished for.
    pub(in crate::screen) fn take_wish(&mut self) -> Option<W> {
        self.wish.take()
    }

    /// Opens the sign-in sheet, or closes it.
    pub(in crate::screen) fn ask_actor(&mut self) {
        if self.asking {
            self.cancel_sign_in();
        } else {
            self.wish = None;
            self.asking = true;
        }
    }

    /// Closes the sign-in sheet, and forgets what was wished for.
    pub(in crate::screen) fn cancel_sign_in(&mut self) {
        self.wish = None;
        self.pin = None;
        self.asking = false;
    }

    /// Closes the sign-in sheet.
    pub(in crate::screen) fn leave_sign_in(&mut self) {
        self.asking = false;
    }

    /// Lists who may sign in, or who may do what is wished for; those of `first` on top.
    pub(in crate::screen) fn may_sign_in<'a>(
        &self,
        picture: &'a Picture,
        first: Role,
    ) -> Vec<&'a Person> {
        let permission = self.wish.as_ref().and_then(W::permission);
        let known = picture.views.roster.values().map(|known| &known.person);
        let mut people: Vec<&Person> = known
            .filter(|person| may(person.role, permission))
            .collect();
        let rank = |role: Role| match role {
            role if role == first => 0,
            Role::Foreman => 1,
            _ => 2,
        };
        people.sort_by_key(|person| (rank(person.role), &person.id));
        people
    }

    /// A name on the sign-in sheet. One's own name once more signs out.
    pub(in crate::screen) fn person_chosen(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Chosen {
        let Some(known) = picture.views.roster.get(id) else {
            return Chosen::Nothing;
        };
        if self.acting() == Some(id) && self.wish.is_none() {
            self.sign_out();
            return Chosen::Out;
        }
        match self.sign_in.welcome(known) {
            Welcome::In => return Chosen::In(self.signed_in(id, Recognised::Tile, now)),
            Welcome::Pin => {
                self.pin = Some(PinAsk {
                    person: id.clone(),
                    reason: PinFor::SignIn,
                });
            }
            Welcome::NoPin => self.note(words::NO_PIN, now),
        }
        Chosen::Nothing
    }

    /// Tells whether somebody's name alone is believed.
    pub(in crate::screen) fn believes(&self, id: &PersonId, picture: &Picture) -> bool {
        let known = picture.views.roster.get(id);
        known.is_some_and(|known| self.sign_in.welcome(known) == Welcome::In)
    }

    /// A badge that was read.
    pub(in crate::screen) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Arrival> {
        self.touch(now);
        match holder(picture, badge) {
            Some(person) => Some(self.signed_in(&person.id, Recognised::Badge, now)),
            None => {
                self.note(words::UNKNOWN_BADGE, now);
                None
            }
        }
    }

    fn signed_in(&mut self, id: &PersonId, by: Recognised, now: DateTime<Utc>) -> Arrival {
        let before = self.acting();
        let took_over = before.is_some_and(|before| before != id);
        if before != Some(id) {
            self.language = None;
        }
        self.pin = None;
        self.asking = false;
        self.acting = Some(Session {
            person: id.clone(),
            by,
            touched_at: now,
        });
        Arrival {
            person: id.clone(),
            took_over,
        }
    }

    /// Forgets who acts.
    pub(in crate::screen) fn sign_out(&mut self) {
        self.acting = None;
        self.language = None;
        self.cancel_sign_in();
    }

    /// A PIN that was entered.
    pub(in crate::screen) fn pin_entered(
        &mut self,
        pin: String,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match &self.pin {
            Some(ask) => self.pins.entered(&ask.person, pin, now),
            None => Vec::new(),
        }
    }

    /// The answer to a PIN. It signs what is wished for, so that it is not asked for twice.
    pub(in crate::screen) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Signed<W> {
        if !self.pins.checked(person, ok, now) {
            return Signed::default();
        }
        let Some(ask) = self.pin.take_if(|ask| ask.person == *person) else {
            return Signed::default();
        };
        let role = role_of(picture, person);
        let signs = self.wish.take_if(|wish| {
            wish.needs_pin() && role.is_some_and(|role| may(role, wish.permission()))
        });
        let session = Session {
            person: person.clone(),
            by: Recognised::Pin,
            touched_at: now,
        };
        let arrival = match ask.reason {
            PinFor::SignIn => Some(self.signed_in(person, Recognised::Pin, now)),
            PinFor::Signing => None,
        };
        Signed {
            signs: signs.map(|wish| (wish, session)),
            arrival,
        }
    }

    /// No PIN after all.
    pub(in crate::screen) fn cancel_pin(&mut self) {
        let Some(ask) = self.pin.take() else {
            return;
        };
        if ask.reason == PinFor::Signing {
            self.wish = None;
        }
    }
}
