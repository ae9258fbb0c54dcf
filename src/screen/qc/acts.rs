//! What the buttons do: from a tap to what is submitted, and what follows on the screen.

use super::answers::Answering;
use super::look::{self, Before, Look};
use super::sheet::Sheet;
use super::{Page, Qc};
use crate::domain::car::{CarState, CarStep};
use crate::domain::command::CommandBody;
use crate::domain::ids::{PersonId, RoNumber};
use crate::domain::person::Permission;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::command::QualityCommand;
use crate::domain::quality::draft::CheckedList;
use crate::projection::checks::{CheckCar, CheckJob};
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::desk::Wished;
use crate::screen::session::Session;
use crate::screen::words::qc as words;
use chrono::{DateTime, TimeDelta, Utc};

/// The same tap within this time is a finger that bounced.
const BOUNCE: TimeDelta = TimeDelta::milliseconds(700);

/// What a tap wants of who taps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// They check the car: they may, and are at it from then on.
    AtCar,
    /// They speak of it, and nobody else is at it.
    Free,
    /// Whoever is at it.
    Anywhere,
}

/// Whether a PIN signs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// One does, entered for this very thing.
    Pin,
    /// A name is enough.
    Name,
}

/// What a tap submits, and what follows on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    pub(super) ro: RoNumber,
    pub(super) place: Place,
    pub(super) permission: Permission,
    pub(super) signature: Signature,
    pub(super) bodies: Vec<CommandBody>,
    pub(super) then: Then,
}

/// What follows on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Then {
    /// Nothing.
    Stay,
    /// The sheet closes.
    Close,
    /// The car is left.
    LeaveCar,
    /// The next list opens.
    NextList,
    /// A sheet opens.
    Open(Sheet),
    /// An answer is noted.
    Answer(Answering),
}

impl Act {
    /// Makes one of who checks a car.
    pub(super) fn at_car(ro: &RoNumber, bodies: Vec<CommandBody>, then: Then) -> Self {
        Self {
            ro: ro.clone(),
            place: Place::AtCar,
            permission: Permission::PassCars,
            signature: Signature::Name,
            bodies,
            then,
        }
    }

    /// Has a PIN sign it.
    pub(super) fn signed(self) -> Self {
        Self {
            signature: Signature::Pin,
            ..self
        }
    }
}

impl Wished for Act {
    fn permission(&self) -> Option<Permission> {
        Some(self.permission)
    }

    fn needs_pin(&self) -> bool {
        self.signature == Signature::Pin
    }
}

/// Wraps what is said about the checks of an order.
pub(super) fn quality(ro: &RoNumber, body: QualityCommand) -> CommandBody {
    CommandBody::Quality {
        ro: ro.clone(),
        body: Box::new(body),
    }
}

/// Who else is at a car.
pub(super) fn other_at<'a>(car: &'a CheckCar, person: Option<&PersonId>) -> Option<&'a PersonId> {
    let by = car.taken.as_ref()?.by.as_ref();
    by.filter(|by| Some(*by) != person)
}

/// What keeps the pass of a car from being tapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hurdle {
    /// Something is to be answered, or failed.
    Short { open: usize, failed: usize },
    /// A job is not through the checks before.
    NotReady(Before),
    /// Parts, tools or the customer's word.
    Blocked,
    /// It was not on the road.
    Road,
}

impl Look<'_> {
    /// Counts what is open and what failed on all lists that are passed with the car.
    pub(super) fn open_and_failed(&self) -> (usize, usize) {
        let shorts = self
            .passed_with_car()
            .into_iter()
            .map(|list| self.short(list));
        shorts.fold((0, 0), |(open, failed), short| {
            (open + short.open.len(), failed + short.failed.len())
        })
    }

    /// Tells what keeps the car from passing, what is to be done first in front.
    pub(super) fn hurdle(&self) -> Option<Hurdle> {
        if let Some((_, before)) = self.not_ready().first() {
            return Some(Hurdle::NotReady(*before));
        }
        let (open, failed) = self.open_and_failed();
        if open + failed > 0 {
            return Some(Hurdle::Short { open, failed });
        }
        if self.lacks_road_test() {
            return Some(Hurdle::Road);
        }
        self.car.is_blocked().then_some(Hurdle::Blocked)
    }

    /// Says that a job passes its final check.
    fn check(&self, job: &CheckJob) -> Option<CommandBody> {
        let line = job.job.line;
        let check = QualityCommand::Check {
            line,
            finish: job.quality.finish?,
            check: CheckKind::Final,
            results: self.results(CheckedList::Job(line)),
        };
        Some(quality(self.car.ro(), check))
    }

    /// Tells whether a job can pass alone.
    pub(super) fn may_pass_job(&self, line: u16) -> bool {
        let list = CheckedList::Job(line);
        let road = self.needs_road(list) && self.car.road_test.is_none();
        self.is_open(list) && self.short(list).is_empty() && !road
    }

    /// Says that everything passes: each job that has not, in its order, and then the car.
    fn pass(&self) -> Vec<CommandBody> {
        let jobs = self.due().filter_map(|job| self.check(job));
        let results = self.results(CheckedList::Car);
        let car = quality(self.car.ro(), QualityCommand::PassCar { results });
        jobs.chain([car]).collect()
    }
}

impl Qc {
    /// Does it, or asks first who does.
    pub(super) fn act(&mut self, act: Act, picture: &Picture, now: DateTime<Utc>) -> Vec<Effect> {
        match self.desk.wished(act, picture, now) {
            Some((act, session)) => self.carry_out(act, &session, picture, now),
            None => Vec::new(),
        }
    }

    /// Submits what belongs together, in its order; whoever begins to check a car takes it.
    pub(super) fn carry_out(
        &mut self,
        act: Act,
        session: &Session,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let last = self.last.as_ref();
        if last.is_some_and(|(last, at)| *last == act && now - *at < BOUNCE) {
            return Vec::new();
        }
        self.last = Some((act.clone(), now));
        let Some(take) = self.gate(&act, &session.person, picture, now) else {
            return Vec::new();
        };
        let submit = |body| Effect::Submit {
            actor: session.actor(),
            body,
        };
        let bodies = take.into_iter().chain(act.bodies);
        let mut effects: Vec<Effect> = bodies.map(submit).collect();
        effects.extend(self.follow(&act.ro, act.then, picture));
        effects
    }

    /// Hands out what is to be said before, or nothing where they may not.
    fn gate(
        &mut self,
        act: &Act,
        person: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Option<Option<CommandBody>> {
        if act.place == Place::Anywhere {
            return Some(None);
        }
        let Some(car) = look::find(picture, &act.ro) else {
            self.desk.note(words::NOT_NOW, now);
            return None;
        };
        if act.place == Place::AtCar && car.bar_of_car(person).is_some() {
            self.desk.note(words::NOT_YOU, now);
            return None;
        }
        if other_at(car, Some(person)).is_some() {
            self.sheet = Some(Sheet::TakeOver);
            self.typing = false;
            return None;
        }
        let begins = car.taken.is_none()
            && act.place == Place::AtCar
            && car.car.state == CarState::AwaitingQc;
        let already = act.bodies.iter().any(is_take);
        let take = quality(&act.ro, QualityCommand::TakeCar { from: None });
        Some((begins && !already).then_some(take))
    }

    fn follow(&mut self, ro: &RoNumber, then: Then, picture: &Picture) -> Vec<Effect> {
        match then {
            Then::Stay => {}
            Then::Close => self.close(),
            Then::LeaveCar => {
                self.close();
                self.open = None;
            }
            Then::NextList => {
                if let (Some(look), Some(list)) = (self.look(picture), self.open_list()) {
                    let mut rest = look
                        .passed_with_car()
                        .into_iter()
                        .filter(|known| *known != list);
                    self.page = Page::List(rest.next().unwrap_or(CheckedList::Car));
                }
            }
            Then::Open(sheet) => {
                self.typing = false;
                self.sheet = Some(sheet);
            }
            Then::Answer(answering) => return self.note_answer(ro, &answering, picture),
        }
        Vec::new()
    }

    /// A button of the page.
    pub(super) fn action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(look) = self.look(picture) else {
            return Vec::new();
        };
        let ro = look.car.ro().clone();
        let act = match id {
            "take" => {
                let take = quality(&ro, QualityCommand::TakeCar { from: None });
                Act::at_car(&ro, vec![take], Then::Stay)
            }
            "leave" => Act {
                place: Place::Free,
                ..Act::at_car(
                    &ro,
                    vec![quality(&ro, QualityCommand::LetGo)],
                    Then::LeaveCar,
                )
            },
            "take-over" => {
                self.sheet = Some(Sheet::TakeOver);
                return Vec::new();
            }
            "rest" => match self.open_list() {
                Some(list) => Act::at_car(&ro, Vec::new(), Then::Answer(Answering::Rest { list })),
                None => return Vec::new(),
            },
            "pass-job" => {
                let Some(CheckedList::Job(line)) = self.open_list() else {
                    return Vec::new();
                };
                let job = look.job(line).filter(|_| look.may_pass_job(line));
                let check = job.and_then(|job| look.check(job));
                Act::at_car(&ro, check.into_iter().collect(), Then::NextList)
            }
            "road" => Act {
                place: Place::Anywhere,
                permission: Permission::DriveCars,
                ..Act::at_car(&ro, Vec::new(), Then::Open(Sheet::road()))
            },
            "back" => Act {
                place: Place::Free,
                ..Act::at_car(&ro, Vec::new(), Then::Open(Sheet::Back { fresh: true }))
            },
            "pass" if look.hurdle().is_none() => {
                Act::at_car(&ro, look.pass(), Then::LeaveCar).signed()
            }
            "wash" => return self.wash(&ro, picture, now),
            _ => return Vec::new(),
        };
        self.act(act, picture, now)
    }

    /// The button of a car in the wash: anybody begins and ends it.
    pub(super) fn wash(
        &mut self,
        ro: &RoNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let car = look::find(picture, ro).filter(|car| car.car.state == CarState::Wash);
        let Some(car) = car else {
            return Vec::new();
        };
        let body = match car.wash_begun {
            None => quality(ro, QualityCommand::BeginWash),
            Some(_) => CommandBody::MoveCar {
                ro: ro.clone(),
                step: CarStep::Washed,
            },
        };
        let act = Act {
            place: Place::Anywhere,
            permission: Permission::HandleCars,
            ..Act::at_car(ro, vec![body], Then::Stay)
        };
        self.act(act, picture, now)
    }
}

fn is_take(body: &CommandBody) -> bool {
    match body {
        CommandBody::Quality { body, .. } => matches!(**body, QualityCommand::TakeCar { .. }),
        _ => false,
    }
}
