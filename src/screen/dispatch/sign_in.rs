//! What goes on at the dispatcher's screen as soon as it is known who acts.

use super::planning::Undoable;
use super::{Dispatch, Effect};
use crate::domain::command::CommandBody;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::Permission;
use crate::projection::picture::Picture;
use crate::screen::desk::{Chosen, Wished};
use crate::screen::session::Session;
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

impl Wished for Wish {
    fn permission(&self) -> Option<Permission> {
        self.permission
    }

    fn needs_pin(&self) -> bool {
        self.signature == Signature::Pin
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
        match self.desk.wished(wish, picture, now) {
            Some((wish, session)) => self.submit(wish, &session, now),
            None => Vec::new(),
        }
    }

    fn submit(&mut self, wish: Wish, session: &Session, now: DateTime<Utc>) -> Vec<Effect> {
        let Wish { body, undo, .. } = wish;
        let effects = self.desk.submit(session, body.clone(), now);
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
            | CommandBody::MoveCar { .. }
            | CommandBody::Quality { .. } => self.close(),
            CommandBody::CorrectClock { .. } => self.clocks.saved(),
            _ => {}
        }
        effects
    }

    /// A name on the sign-in sheet.
    pub(super) fn person_chosen(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match self.desk.person_chosen(id, picture, now) {
            Chosen::In(_) => self.arrived(picture, now),
            Chosen::Out | Chosen::Nothing => Vec::new(),
        }
    }

    pub(super) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match self.desk.badge_read(badge, picture, now) {
            Some(_) => self.arrived(picture, now),
            None => Vec::new(),
        }
    }

    pub(super) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let signed = self.desk.pin_checked(person, ok, picture, now);
        let mut effects = Vec::new();
        if let Some((wish, session)) = signed.signs {
            effects.extend(self.submit(wish, &session, now));
        }
        if signed.arrival.is_some() {
            effects.extend(self.arrived(picture, now));
        }
        effects
    }

    /// Goes on with what was tapped before it was known who acts.
    fn arrived(&mut self, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match self.desk.take_wish() {
            Some(wish) => self.wished(wish, picture, now),
            None => Vec::new(),
        }
    }
}
