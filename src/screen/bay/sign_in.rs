//! Who stands before the screen: badges, face tiles, and how long that is believed.

use super::choice::JobTab;
use super::{BayKiosk, Effect, NOTICE_SECS, Notice, Page};
use crate::domain::command::Recognised;
use crate::domain::ids::{BadgeId, PersonId};
use crate::domain::workshop::Enrolled;
use crate::projection::picture::Picture;
use chrono::{DateTime, TimeDelta, Utc};

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

impl SignIn {
    pub(in crate::screen) fn idle(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.idle_secs))
    }
}

/// Someone who was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) person: PersonId,
    pub(super) by: Recognised,
    pub(super) touched_at: DateTime<Utc>,
}

impl BayKiosk {
    pub(super) fn badge_read(
        &mut self,
        badge: &BadgeId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let holder = picture.views.roster.values().find(|known| {
            let theirs = known.person.badge.as_ref();
            theirs.is_some_and(|theirs| theirs.as_str().eq_ignore_ascii_case(badge.as_str()))
        });
        match holder {
            Some(known) => {
                let person = known.person.id.clone();
                self.signed_in(&person, Recognised::Badge, picture, now)
            }
            None => {
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
        match (self.sign_in.face_tile, has_pin(known)) {
            (FaceTile::Trusted, _) | (FaceTile::PinWhenSet, false) => {
                self.signed_in(id, Recognised::Tile, picture, now)
            }
            (FaceTile::PinWhenSet | FaceTile::PinAlways, true) => {
                self.page = Page::Pin(id.clone());
                Vec::new()
            }
            (FaceTile::PinAlways, false) => {
                self.notice(Notice::NoPinSet(id.clone()), now);
                Vec::new()
            }
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
                self.known.extend(before);
                self.page = Page::Home;
                self.job_tab = JobTab::Bay;
                self.language = None;
            }
        }
        self.acting = Some(session);
        match self.wish.take() {
            Some(wish) => {
                self.page = Page::Home;
                self.wished(wish, picture, now)
            }
            None => Vec::new(),
        }
    }

    pub(super) fn sign_out(&mut self) {
        self.acting = None;
        self.page = Page::Home;
        self.wish = None;
        self.language = None;
        self.job_tab = JobTab::Bay;
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

fn has_pin(known: &Enrolled) -> bool {
    known.pin_hash.is_some()
}
