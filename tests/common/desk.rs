//! A dispatcher's desk: the screen before a workshop with named people, where every tap is decided and applied as
//! the coordinator would, and a clock goes on only when it is told to.

#![allow(dead_code, reason = "each test uses its part of the desk")]

use super::floor::checks::Checked;
use super::floor::{Floor, LI, WANG, ZHAO, badge, person, signed};
use baylight::domain::command::{Actor, Command, CommandBody, PinHash};
use baylight::domain::decide::decide;
use baylight::domain::ids::{BadgeId, BayId, CommandId, PersonId, StationId};
use baylight::domain::order::Trade;
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::workshop::Workshop;
use baylight::projection::figures::{days_shown, figures_views};
use baylight::projection::picture::{LinkState, Picture, Tap, TapState};
use baylight::projection::views::{Views, all_views, list_views};
use baylight::screen::Effect;
use baylight::screen::dispatch::model::{Action, DispatchModel};
use baylight::screen::dispatch::{Dispatch, Intent};
use baylight::screen::floor::axis::Window;
use baylight::screen::session::SignIn;
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// The dispatcher, without a PIN.
pub const CHEN: &str = "C1";
/// The foreman who has a PIN.
pub const ZHANG: &str = "F2";
/// The inspector, with a PIN.
pub const LIN: &str = "Q1";
/// A technician for maintenance alone.
pub const SUN: &str = "T4";

/// The PIN of everybody who has one.
pub const PIN: &str = "1234";

/// A moment of the day of the stories, on the wall clock.
pub fn at(clock: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(&format!("2026-11-23 {clock}"), "%Y-%m-%d %H:%M")
        .unwrap_or_else(|error| panic!("{clock}: {error}"));
    let zone = chrono_tz::Asia::Shanghai;
    zone.from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// The screen, the workshop behind it, and what this station has tapped.
pub struct Desk {
    pub workshop: Workshop,
    pub policy: SitePolicy,
    pub now: DateTime<Utc>,
    pub link: LinkState,
    pub taps: Vec<Tap>,
    pub dispatch: Dispatch,
    /// What the screen wanted done last.
    pub effects: Vec<Effect>,
    /// The views as they were, while nothing new comes in.
    pub stale: Option<Arc<Views>>,
    made: u128,
}

impl Desk {
    /// Begins with a workshop as it stands.
    pub fn before(workshop: Workshop, policy: SitePolicy, now: DateTime<Utc>) -> Self {
        Self::in_language(workshop, policy, now, Language::En)
    }

    fn in_language(
        workshop: Workshop,
        policy: SitePolicy,
        now: DateTime<Utc>,
        language: Language,
    ) -> Self {
        let sign_in = SignIn {
            idle_secs: 300,
            ..SignIn::default()
        };
        Self {
            workshop,
            policy,
            now,
            link: LinkState::Live,
            taps: Vec::new(),
            dispatch: Dispatch::new(sign_in, language, now),
            effects: Vec::new(),
            stale: None,
            made: 1_000_000,
        }
    }

    /// Begins on the floor of the stories: three bays, and Wang Lei, Li Qiang and Zhao Min are here.
    pub fn new(language: Language) -> Self {
        let mut floor = Floor::in_language(language);
        floor.policy.bays.push(Bay {
            id: BayId::new("3"),
            name: "3 号工位".to_owned(),
            english_name: "Bay 3".to_owned(),
            trades: vec![Trade::Maintenance],
        });
        let people = [
            (CHEN, "陈静", Role::Controller, "BADGE-3001", None),
            (ZHANG, "张建国", Role::Foreman, "BADGE-2002", Some("hash")),
            (LIN, "林芳", Role::Inspector, "BADGE-4001", Some("hash")),
            (SUN, "孙佳", Role::Technician, "BADGE-1004", None),
        ];
        for (id, name, role, badge, pin) in people {
            let person = Person {
                id: person(id),
                name: name.to_owned(),
                role,
                trades: vec![Trade::Maintenance],
                badge: Some(BadgeId::new(badge)),
                language,
                employment: Employment::Here,
            };
            let pin_hash = pin.map(|hash| PinHash(hash.to_owned()));
            floor.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
        }
        for id in [super::floor::WANG, super::floor::LI, super::floor::ZHAO] {
            floor.happens(badge(id), CommandBody::ShiftIn);
        }
        Self::in_language(floor.workshop, floor.policy, floor.now, language)
    }

    /// Sets the clock.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        self.now = at(clock);
        self
    }

    /// Lets time pass, as the screen notices it.
    pub fn secs(&mut self, secs: i64) -> &mut Self {
        self.now += TimeDelta::seconds(secs);
        self.does(Intent::Tick)
    }

    /// Something is done elsewhere in the workshop.
    pub fn happens(&mut self, actor: Actor, body: CommandBody) -> CommandId {
        let command = self.command(actor, body);
        self.apply(&command)
            .expect("the story asks for nothing that is refused");
        command.id
    }

    fn command(&mut self, actor: Actor, body: CommandBody) -> Command {
        self.made += 1;
        let id = CommandId(Uuid::from_u128(self.made));
        Command {
            id,
            at: self.now,
            station: StationId::new("dispatch"),
            actor,
            body,
        }
    }

    fn apply(&mut self, command: &Command) -> Result<(), baylight::domain::refusal::Refusal> {
        for event in decide(&self.workshop, &self.policy, command)? {
            self.workshop.apply(&event);
        }
        Ok(())
    }

    /// What the station knows now.
    pub fn picture(&self) -> Picture {
        let views = self.stale.clone().unwrap_or_else(|| {
            let people = self.workshop.people.keys().cloned().collect();
            let mut pages = all_views(&self.workshop, &self.policy, self.now, &people);
            pages.extend(list_views(&self.workshop, &self.policy));
            let today = self.policy.day_of(self.now);
            let shown = days_shown(today);
            pages.extend(figures_views(&self.workshop, &self.policy, shown, self.now));
            Arc::new(Views::collect(&pages))
        });
        let saved = |tap: &&Tap| matches!(tap.state, TapState::Saved);
        Picture {
            views,
            views_at: Some(self.now),
            link: self.link,
            waiting: self.taps.iter().filter(saved).count(),
            taps: self.taps.clone(),
            stations: Default::default(),
            photos: Default::default(),
            past: Default::default(),
        }
    }

    /// What the screen shows now.
    pub fn model(&self) -> DispatchModel {
        self.dispatch.present(&self.picture(), self.now)
    }

    /// Does something at the screen, and carries out what follows.
    pub fn does(&mut self, intent: Intent) -> &mut Self {
        let effects = self.dispatch.update(intent, &self.picture(), self.now);
        self.effects.clone_from(&effects);
        for effect in effects {
            match effect {
                Effect::Submit { actor, body } => self.submit(actor, body),
                Effect::CheckPin { person, pin } => {
                    self.does(Intent::PinChecked {
                        person,
                        ok: pin == PIN,
                    });
                }
                Effect::Print(_) | Effect::Keep { .. } => {}
            }
        }
        self
    }

    fn submit(&mut self, actor: Actor, body: CommandBody) {
        let command = self.command(actor, body);
        let at = self.now;
        let state = match self.link {
            LinkState::Offline { .. } => TapState::Saved,
            LinkState::Live => match self.apply(&command) {
                Ok(()) => TapState::Accepted { at },
                Err(refusal) => TapState::Refused { refusal, at },
            },
        };
        let command = command.into();
        self.taps.push(Tap { command, state });
    }

    /// Somebody signs in with a badge.
    pub fn badge(&mut self, text: &str) -> &mut Self {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new(text),
        })
    }

    /// The dispatcher signs in.
    pub fn chen_signs_in(&mut self) -> &mut Self {
        self.badge("BADGE-3001")
    }

    /// Somebody enters a PIN.
    pub fn pin(&mut self, pin: &str) -> &mut Self {
        self.does(Intent::PinEntered {
            pin: pin.to_owned(),
        })
    }

    /// Where a moment lies on the screen.
    pub fn place(&self, clock: &str) -> f32 {
        Window::of_day(&self.policy, &self.picture(), self.now).fraction(at(clock))
    }

    pub fn job(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Job { id: id.to_owned() })
    }

    pub fn chip(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Chip { id: id.to_owned() })
    }

    pub fn slot(&mut self, bay: &str, clock: &str) -> &mut Self {
        let at = self.place(clock);
        self.does(Intent::Slot {
            bay: BayId::new(bay),
            at,
        })
    }

    pub fn drags(&mut self, id: &str, bay: &str, clock: &str) -> &mut Self {
        let (at, bay) = (self.place(clock), BayId::new(bay));
        self.does(Intent::ChipDragged {
            id: id.to_owned(),
            bay,
            at,
        })
    }

    pub fn drops(&mut self, id: &str, bay: &str, clock: &str) -> &mut Self {
        let (at, bay) = (self.place(clock), BayId::new(bay));
        self.does(Intent::ChipDropped {
            id: id.to_owned(),
            bay,
            at,
        })
    }

    /// Taps the button of the plan sheet that reads so.
    pub fn plan_button(&mut self, label: &str) -> &mut Self {
        let id = button(&self.model().plan.actions, label);
        self.does(Intent::PlanAction { id })
    }

    /// Taps the answer that reads so, to the only thing that asks for one.
    pub fn answers(&mut self, label: &str) -> &mut Self {
        let asked = self.model().questions;
        let question = asked.first().expect("something asks for an answer");
        let answer = button(&question.answers, label);
        self.does(Intent::Answer {
            question: question.id.clone(),
            answer,
        })
    }

    /// Taps a name.
    pub fn person(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Person {
            id: PersonId::new(id),
        })
    }
}

/// Finds the button that reads so.
pub fn button(actions: &[Action], label: &str) -> String {
    let labels: Vec<&str> = actions.iter().map(|action| action.label.as_str()).collect();
    let found = actions
        .iter()
        .find(|action| action.label == label && action.enabled);
    found
        .unwrap_or_else(|| panic!("no button reads {label:?} among {labels:?}"))
        .id
        .clone()
}

impl Checked for Desk {
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
