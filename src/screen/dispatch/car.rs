//! A car past the bays: what was done on it, where it stands in its checks, and the step it takes next.

use super::model::{Action, CarShown, Face, Line, Panel};
use super::present::Scene;
use super::sign_in::Wish;
use super::{Dispatch, Effect};
use crate::domain::car::{CarState, CarStep};
use crate::domain::command::CommandBody;
use crate::domain::ids::RoNumber;
use crate::domain::person::Permission;
use crate::domain::quality::command::QualityCommand;
use crate::projection::finishing::{FinishingCar, WorkDone};
use crate::projection::picture::Picture;
use crate::screen::floor::checks::in_checks;
use crate::screen::floor::face;
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use crate::screen::words::{self as all_words, standing, states, time};
use chrono::{DateTime, Utc};

/// The button that moves the car on.
const NEXT: &str = "next";
/// The button that begins its wash.
const BEGIN_WASH: &str = "begin-wash";

fn find<'a>(picture: &'a Picture, ro: &RoNumber) -> Option<&'a FinishingCar> {
    picture
        .views
        .finishing
        .cars
        .iter()
        .find(|car| car.car.ro == *ro)
}

impl Dispatch {
    pub(super) fn open_car(&mut self, ro: RoNumber) {
        self.close();
        self.car = Some(ro);
        self.panel = Panel::Car;
    }

    pub(super) fn car_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let car = self.car.as_ref().and_then(|ro| find(picture, ro));
        let Some(wish) = car.and_then(|car| wish(car, id)) else {
            return Vec::new();
        };
        self.wished(wish, picture, now)
    }
}

/// Tells what a button of the sheet submits. A car passes at the quality-check screen and nowhere else.
fn wish(car: &FinishingCar, id: &str) -> Option<Wish> {
    let ro = car.car.ro.clone();
    match (id, car.car.state) {
        (BEGIN_WASH, CarState::Wash) => {
            let body = Box::new(QualityCommand::BeginWash);
            let body = CommandBody::Quality { ro, body };
            Some(Wish::new(body, Permission::HandleCars))
        }
        (NEXT, state) => {
            let step = state.next_step()?;
            let permission = match step {
                CarStep::FinalCheckPassed => return None,
                CarStep::Washed => Permission::HandleCars,
                CarStep::Invoiced | CarStep::Delivered => Permission::MoveCars,
            };
            let body = CommandBody::MoveCar { ro, step };
            Some(Wish::new(body, permission))
        }
        _ => None,
    }
}

impl Scene<'_> {
    /// Makes the sheet of the car that was tapped; empty once it has gone.
    pub(super) fn car(&self, ro: Option<&RoNumber>) -> CarShown {
        let Some(car) = ro.and_then(|ro| find(self.picture, ro)) else {
            return CarShown::default();
        };
        let (plate, colour) = face(&car.car);
        let (state, tone) = states::car_state(car.car.state);
        let mut lines: Vec<Line> = car.work.iter().map(|work| self.work_done(work)).collect();
        lines.extend(self.comeback_line(&car.car));
        let age = time::minutes(self.now - car.since);
        lines.push(Line::new(words::waits(self.language, &age), tone));
        lines.extend(self.stands(car));
        let (promise, promise_tone) = self.promise(&car.car);
        CarShown {
            id: car.car.ro.to_string(),
            state: state.to(self.language).to_owned(),
            face: Face { plate, colour },
            title: self.join(&[&car.car.car, &car.car.colour]),
            subtitle: self.join(&[&car.car.customer, car.car.ro.as_str()]),
            promise,
            promise_tone,
            lines,
            actions: self.steps(car),
        }
    }

    fn work_done(&self, work: &WorkDone) -> Line {
        let name = all_words::name(self.language, &work.name, &work.english_name);
        let workers: Vec<String> = work.workers.iter().map(|id| self.person(id)).collect();
        let workers = words::list(self.language, &workers);
        Line::new(words::work_done(self.language, name, &workers), Tone::Ready)
    }

    /// Says how far a car has come past its bays: its checks and who is next, its wash, its record.
    fn stands(&self, car: &FinishingCar) -> Vec<Line> {
        let known = in_checks(&self.picture.views, &car.car.ro);
        let mut lines = Vec::new();
        if let Some(known) = known.filter(|_| car.car.state == CarState::AwaitingQc) {
            lines.extend(self.next_lines(known));
            lines.extend(self.check_lines(known));
        }
        let begun = car.wash_begun.as_ref();
        let begun = begun.filter(|_| car.car.state == CarState::Wash);
        lines.extend(begun.map(|begun| self.wash_line(begun)));
        lines.extend(self.completion_lines(&car.completion));
        lines.extend(self.place_line(&car.car));
        lines
    }

    /// Lists what can be done with a car; nothing at this desk while it is with the inspectors.
    fn steps(&self, car: &FinishingCar) -> Vec<Action> {
        let Some(step) = car.car.state.next_step() else {
            return Vec::new();
        };
        if step == CarStep::FinalCheckPassed {
            return Vec::new();
        }
        let mut next = self.action(NEXT, words::car_step(step), Tone::Working);
        let begins = step == CarStep::Washed && car.wash_begun.is_none();
        next.main = !begins;
        let mut begin = self.action(BEGIN_WASH, standing::BEGIN_WASH, Tone::Working);
        begin.main = true;
        begins.then_some(begin).into_iter().chain([next]).collect()
    }
}
