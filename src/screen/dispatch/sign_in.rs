//! Who acts at this screen: badges, names, PINs; and what goes on as soon as that is known.

use super::model::Panel;
use super::planning::Undoable;
use super::{Dispatch, Effect};
use crate::domain::command::{CommandBody, Recognised};
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::{Permission, Person, Role};
use crate::projection::picture::Picture;
use crate::screen::session::{Session, Welcome, has_pin, holder};
use crate::screen::words::dispatch as words;
use chrono::{DateTime, Utc};

/// How sure it has to be who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// However they were recognised.
    Any,
    /// With a PIN, entered for this very thing.
    Pin,
}

/// What is submitted as soon as somebody acts who may.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wish {
    pub(super) body: CommandBody,
    /// What the role must allow; a fact needs only a name.
    pub(super) permission: Option<Permission>,
    pub(super) signature: Signature,
    /// How it is taken back.
    pub(super) undo: Option<Undoable>,
}

impl Wish {
    /// Tells whether it takes a PIN.
    pub(super) fn needs_pin(&self) -> bool {
        self.signature == Signature::Pin
    }
}

/// What a PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinFor {
    /// To act at this screen.
    SignIn,
    /// To sign what is wished for.
    Signing,
}

/// A PIN that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PinAsk {
    pub(super) person: PersonId,
    pub(super) reason: PinFor,
}

/// Whoever may do it, or whoever may do anything here.
fn may(role: Role, permission: Option<Permission>) -> bool {
    permission.map_or(role != Role::Technician, |permission| role.may(permission))
}

/// Foremen and dispatchers are the ones who mostly stand here.
fn rank(role: Role) -> u8 {
    match role {
        Role::Controller => 0,
        Role::Foreman => 1,
        _ => 2,
    }
}

impl Dispatch {
    /// Submits what is wished for, or asks first who wishes it.
    pub(super) fn wished(
        &mut self,
        wish: Wish,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let role = self.acting.as_ref().and_then(|session| {
            let known = picture.views.roster.get(&session.person)?;
            Some(known.person.role)
        });
        let allowed = |role: Role| {
            wish.permission
                .is_none_or(|permission| role.may(permission))
        };
        match (self.acting.clone(), role) {
            (Some(session), Some(role)) if allowed(role) => match wish.signature {
                Signature::Any => self.submit(wish, &session, now),
                Signature::Pin => self.ask_signature(wish, session.person, picture, now),
            },
            (acting, _) => {
                if acting.is_some() {
                    self.note(words::NOT_YOURS, now);
                }
                self.wish = Some(wish);
                self.open_sign_in();
                Vec::new()
            }
        }
    }

    fn submit(&mut self, wish: Wish, session: &Session, now: DateTime<Utc>) -> Vec<Effect> {
        let Wish { body, undo, .. } = wish;
        let effects = self.last.submit(session.actor(), body.clone(), now);
        if effects.is_empty() {
            return effects;
        }
        match &body {
            CommandBody::Dispatch { .. } | CommandBody::TakeBack { .. } => {
                self.undo = undo.map(|undo| undo.begun(now));
                self.close();
            }
            CommandBody::ExpectHold { .. }
            | CommandBody::ClearHold { .. }
            | CommandBody::MoveCar { .. } => self.close(),
            CommandBody::CorrectClock { .. } => self.clocks.saved(),
            _ => {}
        }
        effects
    }

    fn ask_signature(
        &mut self,
        wish: Wish,
        person: PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if !picture.views.roster.get(&person).is_some_and(has_pin) {
            self.note(words::NO_PIN, now);
            return Vec::new();
        }
        self.wish = Some(wish);
        self.pin = Some(PinAsk {
            person,
            reason: PinFor::Signing,
        });
        Vec::new()
    }

    pub(super) fn ask_actor(&mut self) {
        if self.panel == Panel::SignIn {
            self.cancel_sign_in();
        } else {
            self.wish = None;
            self.open_sign_in();
        }
    }

    fn open_sign_in(&mut self) {
        if self.panel != Panel::SignIn {
            self.behind = self.panel;
            self.panel = Panel::SignIn;
        }
    }

    pub(super) fn cancel_sign_in(&mut self) {
        self.wish = None;
        self.pin = None;
        self.leave_sign_in();
    }

    fn leave_sign_in(&mut self) {
        if self.panel == Panel::SignIn {
            self.panel = std::mem::take(&mut self.behind);
        }
    }

    /// Lists who may sign in, or who may do what is wished for.
    pub(super) fn may_sign_in<'a>(&self, picture: &'a Picture) -> Vec<&'a Person> {
        let permission = self.wish.as_ref().and_then(|wish| wish.permission);
        let mut people: Vec<&Person> = picture
            .views
            .roster
            .values()
            .map(|known| &known.person)
            .filter(|person| may(person.role, permission))
            .collect();
        people.sort_by_key(|person| (rank(person.role), &person.id));
        people
    }

    /// A name on the sign-in sheet. One's own name once more signs out.
    pub(super) fn person_chosen(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(known) = picture.views.roster.get(id) else {
            return Vec::new();
        };
        let theirs = self
            .acting
            .as_ref()
            .is_some_and(|session| session.person == *id);
        if theirs && self.wish.is_none() {
            self.sign_out();
            self.leave_sign_in();
            return Vec::new();
        }
        match self.sign_in.welcome(known) {
            Welcome::In => self.signed_in(id, Recognised::Tile, picture, now),
            Welcome::Pin => {
                self.pin = Some(PinAsk {
                    person: id.clone(),
                    reason: PinFor::SignIn,
                });
                Vec::new()
            }
            Welcome::NoPin => {
                self.note(words::NO_PIN, now);
                Vec::new()
            }
        }
    }

    pub(super) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.touch(now);
        match holder(picture, badge) {
            Some(person) => self.signed_in(&person.id, Recognised::Badge, picture, now),
            None => {
                self.note(words::UNKNOWN_BADGE, now);
                Vec::new()
            }
        }
    }

    /// Lets someone act, and goes on with what was tapped before it was known who they are.
    fn signed_in(
        &mut self,
        id: &PersonId,
        by: Recognised,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let another = self
            .acting
            .as_ref()
            .is_none_or(|before| before.person != *id);
        if another {
            self.language = None;
        }
        self.pin = None;
        self.acting = Some(Session {
            person: id.clone(),
            by,
            touched_at: now,
        });
        self.leave_sign_in();
        match self.wish.take() {
            Some(wish) => self.wished(wish, picture, now),
            None => Vec::new(),
        }
    }

    pub(super) fn sign_out(&mut self) {
        self.acting = None;
        self.language = None;
        self.wish = None;
        self.pin = None;
        self.leave_sign_in();
    }

    pub(super) fn pin_entered(&mut self, pin: String, now: DateTime<Utc>) -> Vec<Effect> {
        let Some(ask) = &self.pin else {
            return Vec::new();
        };
        self.pins.entered(&ask.person, pin, now)
    }

    pub(super) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if !self.pins.checked(person, ok, now) {
            return Vec::new();
        }
        let Some(ask) = self.pin.take_if(|ask| ask.person == *person) else {
            return Vec::new();
        };
        self.signed(ask, picture, now)
    }

    /// The PIN was right: it signs what is wished for, so that it is not asked for twice.
    fn signed(&mut self, ask: PinAsk, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        let PinAsk { person, reason } = ask;
        let role = picture
            .views
            .roster
            .get(&person)
            .map(|known| known.person.role);
        let wish = self.wish.take_if(|wish| {
            wish.signature == Signature::Pin && role.is_some_and(|role| may(role, wish.permission))
        });
        let mut effects = Vec::new();
        if let Some(wish) = wish {
            let session = Session {
                person: person.clone(),
                by: Recognised::Pin,
                touched_at: now,
            };
            effects.extend(self.submit(wish, &session, now));
        }
        if reason == PinFor::SignIn {
            effects.extend(self.signed_in(&person, Recognised::Pin, picture, now));
        }
        effects
    }

    pub(super) fn cancel_pin(&mut self) {
        let Some(ask) = self.pin.take() else {
            return;
        };
        if ask.reason == PinFor::Signing {
            self.wish = None;
        }
    }
}
