//! Who stands before the screen: badges, face tiles, and how long that is believed.

use super::{BayKiosk, Effect, NOTICE_SECS, Notice, Page};
use crate::domain::command::Recognised;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::person::Role;
use crate::projection::picture::Picture;
use crate::screen::session::{Session, Welcome, holder};
use chrono::{DateTime, TimeDelta, Utc};

impl BayKiosk {
    pub(super) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        match holder(picture, badge) {
            Some(person) => match self.signing() {
                // Who brings the parts does not sign for them.
                Some((job, without)) if person.role != Role::Storekeeper => {
                    let mut effects = self.signed_in(&person.id, Recognised::Badge, picture, now);
                    effects.extend(self.sign(&job, &without, picture, now));
                    effects
                }
                _ => self.signed_in(&person.id, Recognised::Badge, picture, now),
            },
            None => {
                if let Some(effects) = self.scanned_tool(badge.as_str(), picture, now) {
                    return effects;
                }
                if let Some(effects) = self.scanned(badge.as_str(), picture, now) {
                    return effects;
                }
                self.touched_at = now;
                self.notice(Notice::UnknownBadge(badge.clone()), now);
                // The reader's keys have reached the PIN pad as well: they are no wrong PIN.
                if matches!(self.page, Page::Pin(_)) {
                    self.page = Page::People;
                }
                Vec::new()
            }
        }
    }

    pub(super) fn face(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(known) = picture.views.roster.get(id) else {
            return Vec::new();
        };
        match self.sign_in.welcome(known) {
            Welcome::In => self.signed_in(id, Recognised::Tile, picture, now),
            Welcome::Pin => {
                self.page = Page::Pin(id.clone());
                Vec::new()
            }
            Welcome::NoPin => {
                self.notice(Notice::NoPinSet(id.clone()), now);
                Vec::new()
            }
        }
    }

    pub(super) fn pin_entered(&mut self, pin: String, now: DateTime<Utc>) -> Vec<Effect> {
        match &self.page {
            Page::Pin(person) => self.pins.entered(person, pin, now),
            _ => Vec::new(),
        }
    }

    pub(super) fn pin_checked(
        &mut self,
        person: &PersonId,
        ok: bool,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let asked = self.page == Page::Pin(person.clone());
        if self.pins.checked(person, ok, now) && asked {
            self.signed_in(person, Recognised::Pin, picture, now)
        } else {
            Vec::new()
        }
    }

    /// A name in the header: one's own opens the day, another's hands the screen over.
    pub(super) fn pill(
        &mut self,
        id: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if self.me() == Some(id) {
            self.page = Page::MyDay;
            return Vec::new();
        }
        match self
            .known
            .iter()
            .find(|known| known.person == *id)
            .map(|known| known.by)
        {
            Some(by) => self.signed_in(id, by, picture, now),
            None => self.face(id, picture, now),
        }
    }

    /// Lets someone act, and does at once what was tapped before it was known who they are.
    pub(super) fn signed_in(
        &mut self,
        id: &PersonId,
        by: Recognised,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.touched_at = now;
        self.notice = None;
        self.known.retain(|known| known.person != *id);
        let mut session = Session {
            person: id.clone(),
            by,
            touched_at: now,
        };
        match self.acting.take() {
            Some(before) if before.person == *id => {
                session.by = by.max(before.by);
                if matches!(self.page, Page::People | Page::Pin(_)) {
                    self.page = Page::Home;
                }
            }
            before => {
                // Whoever looks at what waits badges in to do some of it.
                if before.is_some() || !matches!(self.page, Page::Checks(_)) {
                    self.page = Page::Home;
                }
                self.known.extend(before);
                self.job_tab = None;
                self.language = None;
            }
        }
        self.acting = Some(session);
        match self.wish.take() {
            Some(wish) => {
                self.page = Page::Home;
                self.wished(wish, picture, now)
            }
            None => {
                if self.page == Page::Home {
                    self.go_on_with_check(id, picture, now);
                }
                Vec::new()
            }
        }
    }

    pub(super) fn sign_out(&mut self) {
        self.acting = None;
        self.page = Page::Home;
        self.wish = None;
        self.language = None;
        self.job_tab = None;
        self.face_tab = None;
    }

    /// Forgets whoever has not touched the screen for a while, and what was said to them.
    pub(super) fn let_go(&mut self, now: DateTime<Utc>) {
        let idle = self.sign_in.idle();
        self.known.retain(|known| now - known.touched_at < idle);
        let left = match &self.acting {
            Some(session) => now - session.touched_at >= idle,
            None => self.page != Page::Home && now - self.touched_at >= idle,
        };
        if left {
            self.sign_out();
        }
        if self.notice.as_ref().is_some_and(|(_, until)| *until <= now) {
            self.notice = None;
        }
    }

    fn notice(&mut self, notice: Notice, now: DateTime<Utc>) {
        self.notice = Some((notice, now + TimeDelta::seconds(NOTICE_SECS)));
    }
}
