//! The workshop behind a desk: what is tapped there is decided and applied as the coordinator would, a link that comes
//! and goes, and a clock that goes on only when it is told to.

#![allow(dead_code, reason = "each desk uses its part of it")]

use super::floor::checks::Checked;
use super::floor::{LI, WANG, ZHAO, signed};
use baylight::domain::command::{Actor, Command, CommandBody};
use baylight::domain::decide::decide;
use baylight::domain::ids::{CommandId, StationId};
use baylight::domain::policy::SitePolicy;
use baylight::domain::refusal::Refusal;
use baylight::domain::workshop::Workshop;
use baylight::projection::cars::BUCKETS;
use baylight::projection::overlay::overlay;
use baylight::projection::parts::BUCKETS as PART_BUCKETS;
use baylight::projection::picture::{LinkState, Picture, Tap, TapState};
use baylight::projection::story;
use baylight::projection::views::{
    Views, all_views, car_views, list_views, part_views, story_views,
};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// A moment of the day of the stories, on the wall clock.
pub fn at(clock: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(&format!("2026-11-23 {clock}"), "%Y-%m-%d %H:%M")
        .unwrap_or_else(|error| panic!("{clock}: {error}"));
    let zone = chrono_tz::Asia::Shanghai;
    zone.from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// The workshop, and what this station has tapped.
pub struct Behind {
    pub station: &'static str,
    pub workshop: Workshop,
    pub policy: SitePolicy,
    pub now: DateTime<Utc>,
    pub link: LinkState,
    pub taps: Vec<Tap>,
    pub pending: Vec<Command>,
    /// The views as they were, while nothing new comes in.
    pub stale: Option<Arc<Views>>,
    made: u128,
}

impl Behind {
    /// Begins with a workshop as it stands.
    pub fn new(
        station: &'static str,
        workshop: Workshop,
        policy: SitePolicy,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            station,
            workshop,
            policy,
            now,
            link: LinkState::Live,
            taps: Vec::new(),
            pending: Vec::new(),
            stale: None,
            made: 1_000_000,
        }
    }

    /// Something is done elsewhere in the workshop.
    pub fn happens(&mut self, actor: Actor, body: CommandBody) -> CommandId {
        let command = self.command(actor, body);
        self.apply(&command)
            .unwrap_or_else(|refusal| panic!("{:?} was refused: {refusal:?}", command.body));
        command.id
    }

    fn command(&mut self, actor: Actor, body: CommandBody) -> Command {
        self.made += 1;
        let id = CommandId(Uuid::from_u128(self.made));
        Command {
            id,
            at: self.now,
            station: StationId::new(self.station),
            actor,
            body,
        }
    }

    fn apply(&mut self, command: &Command) -> Result<(), Refusal> {
        for event in decide(&self.workshop, &self.policy, command)? {
            self.workshop.apply(&event);
        }
        Ok(())
    }

    fn answer(&mut self, command: &Command) -> TapState {
        let at = self.now;
        match self.apply(command) {
            Ok(()) => TapState::Accepted { at },
            Err(refusal) => TapState::Refused { refusal, at },
        }
    }

    /// What the coordinator would publish now.
    pub fn views(&self) -> Views {
        let people = self.workshop.people.keys().cloned().collect();
        let mut pages = all_views(&self.workshop, &self.policy, self.now, &people);
        pages.extend(list_views(&self.workshop, &self.policy));
        pages.extend(car_views(&self.workshop, &(0..BUCKETS).collect()));
        let stories = (0..story::BUCKETS).collect();
        pages.extend(story_views(&self.workshop, &self.policy, &stories));
        let all = (0..PART_BUCKETS).collect();
        pages.extend(part_views(&self.workshop, &all, &all));
        Views::collect(&pages)
    }

    /// What the station knows now.
    pub fn picture(&self) -> Picture {
        let mut views = match &self.stale {
            Some(views) => (**views).clone(),
            None => self.views(),
        };
        overlay(&mut views, &self.pending);
        Picture {
            views: views.into(),
            views_at: Some(self.now),
            link: self.link,
            waiting: self.pending.len(),
            taps: self.taps.clone(),
            ..Picture::empty(self.now)
        }
    }

    /// A tap of this station: answered at once, or saved while the link is away.
    pub fn submit(&mut self, actor: Actor, body: CommandBody) {
        let command = self.command(actor, body);
        let state = match self.link {
            LinkState::Offline { .. } => {
                self.pending.push(command.clone());
                TapState::Saved
            }
            LinkState::Live => self.answer(&command),
        };
        let command = command.into();
        self.taps.push(Tap { command, state });
    }

    /// The link goes: what is known stays, what is tapped is saved.
    pub fn loses_the_link(&mut self) {
        self.stale = Some(Arc::new(self.views()));
        self.link = LinkState::Offline { since: self.now };
    }

    /// The link comes back: what was saved is answered in its order.
    pub fn has_the_link_again(&mut self) {
        self.stale = None;
        self.link = LinkState::Live;
        for command in std::mem::take(&mut self.pending) {
            let state = self.answer(&command);
            let tap = self
                .taps
                .iter_mut()
                .find(|tap| tap.command.id == command.id);
            tap.expect("it was tapped here").state = state;
        }
    }
}

impl Checked for Behind {
    fn shop(&self) -> (&Workshop, &SitePolicy) {
        (&self.workshop, &self.policy)
    }

    fn peers(&self) -> &'static [&'static str] {
        &[ZHAO, LI, WANG]
    }

    fn signs(&mut self, who: &str, body: CommandBody) {
        self.happens(signed(who), body);
    }
}
