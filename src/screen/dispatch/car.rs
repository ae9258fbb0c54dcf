//! A car past the bays: what was done on it, and the step it takes next.

use super::model::{Action, CarShown, Face, Line, Panel};
use super::present::Scene;
use super::sign_in::{Signature, Wish};
use super::{Dispatch, Effect};
use crate::domain::car::CarStep;
use crate::domain::command::CommandBody;
use crate::domain::ids::RoNumber;
use crate::domain::person::Permission;
use crate::projection::finishing::{FinishingCar, WorkDone};
use crate::projection::picture::Picture;
use crate::screen::floor::face;
use crate::screen::tone::Tone;
use crate::screen::words::dispatch as words;
use crate::screen::words::{self as all_words, states, time};
use chrono::{DateTime, Utc};

/// The button that moves the car on.
const NEXT: &str = "next";

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
        let Some((ro, step)) = car.and_then(|car| Some((&car.car.ro, car.car.state.next_step()?)))
        else {
            return Vec::new();
        };
        if id != NEXT {
            return Vec::new();
        }
        let body = CommandBody::MoveCar {
            ro: ro.clone(),
            step,
        };
        // Passing a car is signed, as a correction is.
        let (permission, signature) = match step {
            CarStep::FinalCheckPassed => (Permission::PassCars, Signature::Pin),
            CarStep::Washed | CarStep::Invoiced | CarStep::Delivered => {
                (Permission::MoveCars, Signature::Any)
            }
        };
        let wish = Wish {
            signature,
            ..Wish::new(body, permission)
        };
        self.wished(wish, picture, now)
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
        let age = time::minutes(self.now - car.since);
        lines.push(Line::new(words::waits(self.language, &age), tone));
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
            actions: self.next_step(car).into_iter().collect(),
        }
    }

    fn work_done(&self, work: &WorkDone) -> Line {
        let name = all_words::name(self.language, &work.name, &work.english_name);
        let workers: Vec<String> = work.workers.iter().map(|id| self.person(id)).collect();
        let workers = words::list(self.language, &workers);
        Line::new(words::work_done(self.language, name, &workers), Tone::Ready)
    }

    fn next_step(&self, car: &FinishingCar) -> Option<Action> {
        let step = car.car.state.next_step()?;
        let mut action = self.action(NEXT, words::car_step(step), Tone::Working);
        action.main = true;
        if step == CarStep::FinalCheckPassed {
            action.hint = words::STEP_NEEDS_PIN.to(self.language).to_owned();
        }
        Some(action)
    }
}
