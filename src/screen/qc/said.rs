//! The toast of the quality-check screen: what was tapped, in words.

use super::look;
use super::present::Scene;
use crate::domain::car::CarStep;
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::quality::command::QualityCommand;
use crate::domain::refusal::Refusal;
use crate::projection::picture::Tap;
use crate::screen::desk::Told;
use crate::screen::words::qc::{self as words, Said};
use crate::screen::words::refusals;

impl Told for Scene<'_> {
    fn said(&self, tap: &Tap) -> Option<String> {
        match &tap.command.body {
            CommandBody::Quality { ro, body } => self.said_of_checks(ro, body),
            CommandBody::MoveCar {
                ro,
                step: CarStep::Washed,
            } => Some(words::said(Said::Washed(&self.plate_of(ro)), self.language)),
            _ => None,
        }
    }

    fn refused(&self, refusal: &Refusal) -> String {
        let (person, job) = (
            |id: &PersonId| self.person(id),
            |id: &JobId| self.job_of(id),
        );
        refusals::refusal(refusal, self.naming(&person, &job))
    }
}

impl Scene<'_> {
    /// Names a car: by its plate while it is known here, else by its order.
    fn plate_of(&self, ro: &RoNumber) -> String {
        let views = &self.picture.views;
        let known = look::find(self.picture, ro).map(|car| &car.car);
        let finishing = || views.finishing.cars.iter().map(|known| &known.car);
        let bays = || {
            views
                .bays
                .values()
                .flat_map(|bay| &bay.jobs)
                .map(|job| &job.car)
        };
        let card = known
            .or_else(|| finishing().find(|car| car.ro == *ro))
            .or_else(|| bays().find(|car| car.ro == *ro));
        card.map_or_else(|| ro.to_string(), |card| self.plate_text(card))
    }

    fn said_of_checks(&self, ro: &RoNumber, body: &QualityCommand) -> Option<String> {
        let car = self.plate_of(ro);
        let job = |line: u16| {
            let name = self.job_of(&JobId::new(ro.clone(), line));
            self.join(&[&car, &name])
        };
        let said = match body {
            QualityCommand::Check { line, .. } => {
                words::said(Said::Job(&job(*line)), self.language)
            }
            QualityCommand::SendBack { line, .. } => {
                words::said(Said::Back(&job(*line)), self.language)
            }
            QualityCommand::TakeCar { .. } => words::said(Said::Take(&car), self.language),
            QualityCommand::LetGo => words::said(Said::Leave(&car), self.language),
            QualityCommand::RoadTest { .. } => words::said(Said::Road(&car), self.language),
            QualityCommand::PassCar { .. } => words::said(Said::Pass(&car), self.language),
            QualityCommand::BeginWash => words::said(Said::WashBegun(&car), self.language),
            QualityCommand::Park { .. } => return None,
        };
        Some(said)
    }
}
