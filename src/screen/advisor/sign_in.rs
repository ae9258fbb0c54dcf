//! What goes on at the advisor's screen as soon as it is known who acts.

use super::model::Panel;
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::Permission;
use crate::projection::picture::Picture;
use crate::screen::desk::{Arrival, Chosen, Wished};
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

impl Wished for Wish {
    fn permission(&self) -> Option<Permission> {
        match self {
            Self::Send | Self::Open => Some(Permission::SpeakForCustomers),
            Self::Submit { permission, .. } => *permission,
        }
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
        match self.desk.wished(wish, picture, now) {
            Some((Wish::Send, _)) => self.send(picture, now),
            Some((Wish::Open, _)) => self.open_order(picture, now),
            Some((Wish::Submit { body, .. }, session)) => {
                if matches!(*body, CommandBody::Quality { .. }) {
                    self.close_place();
                }
                self.desk.submit(&session, *body, now)
            }
            None => Vec::new(),
        }
    }

    /// Submits what belongs together, in its order.
    pub(super) fn submit_all(
        &mut self,
        bodies: Vec<CommandBody>,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let submit = |body| self.desk.submit_now(body, now);
        bodies.into_iter().flat_map(submit).collect()
    }

    /// A name on the sign-in sheet.
    pub(super) fn person_chosen(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match self.desk.person_chosen(id, picture, now) {
            Chosen::In(arrival) => self.arrived(&arrival, picture, now),
            Chosen::Out => {
                self.signed_out();
                Vec::new()
            }
            Chosen::Nothing => Vec::new(),
        }
    }

    pub(super) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let arrival = self.desk.badge_read(badge, picture, now);
        arrival.map_or_else(Vec::new, |arrival| self.arrived(&arrival, picture, now))
    }

    pub(super) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let signed = self.desk.pin_checked(person, ok, picture, now);
        let arrival = signed.arrival;
        arrival.map_or_else(Vec::new, |arrival| self.arrived(&arrival, picture, now))
    }

    /// Gives who acts what they had half made, and goes on with what was tapped before it was known who they are.
    fn arrived(&mut self, arrival: &Arrival, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        self.drafts.adopt(&arrival.person);
        self.orders.adopt(&arrival.person);
        match self.desk.take_wish() {
            // What was chosen belongs to who chose it. Who takes over looks at their own before it goes out.
            Some(Wish::Send | Wish::Open) if arrival.took_over => Vec::new(),
            Some(wish) => self.wished(wish, picture, now),
            None => Vec::new(),
        }
    }

    /// Hides what only who acted may see.
    pub(super) fn signed_out(&mut self) {
        self.phone = None;
        self.place = None;
        self.panel = Panel::None;
    }
}
