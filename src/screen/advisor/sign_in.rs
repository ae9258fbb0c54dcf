//! Who acts at this screen: badges, names, PINs; and what goes on as soon as that is known.

use super::model::Panel;
use super::{Advisor, Effect};
use crate::domain::command::{CommandBody, Recognised};
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::{Permission, Person, Role};
use crate::projection::picture::Picture;
use crate::screen::session::{Session, Welcome, holder};
use crate::screen::words::dispatch as words;
use chrono::{DateTime, Utc};

/// What is done as soon as somebody acts who may.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wish {
    /// What is chosen for the car goes out.
    Send,
    /// The new order is opened.
    Open,
    /// This is submitted.
    Submit {
        body: Box<CommandBody>,
        permission: Option<Permission>,
    },
}

impl Wish {
    fn permission(&self) -> Option<Permission> {
        match self {
            Self::Send | Self::Open => Some(Permission::SpeakForCustomers),
            Self::Submit { permission, .. } => *permission,
        }
    }
}

/// Whoever may do it, or whoever may do anything here.
fn may(role: Role, permission: Option<Permission>) -> bool {
    permission.map_or(role != Role::Technician, |permission| role.may(permission))
}

/// Advisors are the ones who mostly stand here.
fn rank(role: Role) -> u8 {
    match role {
        Role::Advisor => 0,
        Role::Foreman => 1,
        _ => 2,
    }
}

impl Advisor {
    /// Does what is wished for, or asks first who wishes it.
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
        if !role.is_some_and(|role| may(role, wish.permission())) {
            if self.acting.is_some() {
                self.note(words::NOT_YOURS, now);
            }
            self.wish = Some(wish);
            self.open_sign_in();
            return Vec::new();
        }
        match wish {
            Wish::Send => self.send(picture, now),
            Wish::Open => self.open_order(picture, now),
            Wish::Submit { body, .. } => self.submit(*body, now),
        }
    }

    /// Submits one tap; a finger that bounced does nothing twice.
    fn submit(&mut self, body: CommandBody, now: DateTime<Utc>) -> Vec<Effect> {
        match &self.acting {
            Some(session) => self.last.submit(session.actor(), body, now),
            None => Vec::new(),
        }
    }

    /// Submits what belongs together, in its order.
    pub(super) fn submit_all(
        &mut self,
        bodies: Vec<CommandBody>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        bodies
            .into_iter()
            .flat_map(|body| self.submit(body, now))
            .collect()
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
        let permission = self.wish.as_ref().and_then(Wish::permission);
        let known = picture.views.roster.values().map(|known| &known.person);
        let mut people: Vec<&Person> = known
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
            return Vec::new();
        }
        match self.sign_in.welcome(known) {
            Welcome::In => self.signed_in(id, Recognised::Tile, picture, now),
            Welcome::Pin => {
                self.pin = Some(id.clone());
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
        let before = self.acting.as_ref().map(|session| &session.person);
        let another = before.is_some_and(|before| before != id);
        if before != Some(id) {
            self.language = None;
        }
        self.pin = None;
        self.acting = Some(Session {
            person: id.clone(),
            by,
            touched_at: now,
        });
        self.drafts.adopt(id);
        self.orders.adopt(id);
        self.leave_sign_in();
        match self.wish.take() {
            // What was chosen belongs to who chose it. Who takes over looks at their own before it goes out.
            Some(Wish::Send | Wish::Open) if another => Vec::new(),
            Some(wish) => self.wished(wish, picture, now),
            None => Vec::new(),
        }
    }

    pub(super) fn sign_out(&mut self) {
        self.acting = None;
        self.language = None;
        self.phone = None;
        self.cancel_sign_in();
        self.panel = Panel::None;
    }

    pub(super) fn pin_entered(&mut self, pin: String, now: DateTime<Utc>) -> Vec<Effect> {
        match &self.pin {
            Some(person) => self.pins.entered(person, pin, now),
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
        let right = self.pins.checked(person, ok, now);
        if right && self.pin.take_if(|asked| asked == person).is_some() {
            return self.signed_in(person, Recognised::Pin, picture, now);
        }
        Vec::new()
    }
}
