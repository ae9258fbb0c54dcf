//! The wash (洗车): cars that passed and are to be washed, begun and ended at any bay.

use super::ChecksTab;
use crate::domain::car::{CarState, CarStep};
use crate::domain::command::CommandBody;
use crate::domain::ids::RoNumber;
use crate::domain::quality::command::QualityCommand;
use crate::projection::checks::CheckCar;
use crate::projection::picture::Picture;
use crate::screen::bay::look::Look;
use crate::screen::bay::{BayKiosk, Effect, Page};
use chrono::{DateTime, Utc};

impl<'a> Look<'a> {
    /// Lists the cars that are to be washed, those under the brush first.
    pub(in crate::screen::bay) fn to_wash(self) -> Vec<&'a CheckCar> {
        let cars = self.picture.views.checks.cars.iter();
        let mut cars: Vec<&CheckCar> = cars.filter(|car| car.car.state == CarState::Wash).collect();
        cars.sort_by_key(|car| (car.wash_begun.is_none(), car.car.promised_at));
        cars
    }
}

impl BayKiosk {
    /// Begins the wash of a car, or ends it.
    pub(in crate::screen::bay) fn wash(
        &mut self,
        ro: RoNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.page = Page::Checks(ChecksTab::Wash);
        let cars = self.look(picture).to_wash();
        let begun = cars.into_iter().find(|car| *car.ro() == ro);
        let Some(begun) = begun.map(|car| car.wash_begun.is_some()) else {
            return Vec::new();
        };
        let body = if begun {
            CommandBody::MoveCar {
                ro,
                step: CarStep::Washed,
            }
        } else {
            let body = Box::new(QualityCommand::BeginWash);
            CommandBody::Quality { ro, body }
        };
        self.submit(body, now)
    }
}
