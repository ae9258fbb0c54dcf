//! The paper of the desk: the whole story of an order that has passed, for the customer to take home.

use super::Advisor;
use super::desk::Dossier;
use super::hand_over::PRINT;
use super::present::Scene;
use crate::domain::ids::RoNumber;
use crate::projection::picture::Picture;
use crate::screen::desk::model::Action;
use crate::screen::tone::Tone;
use crate::screen::words::{standing, stores as stores_words};
use crate::screen::{Effect, Paper, Print};
use chrono::{DateTime, TimeDelta, Utc};

/// So long a printer is waited for before the same may be asked again.
const PRINTS: TimeDelta = TimeDelta::seconds(60);

impl Advisor {
    /// Prints the story of an order; one at a time.
    pub(super) fn print(
        &mut self,
        ro: RoNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        self.desk.note(stores_words::PRINTING, now);
        if self.printing_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        self.printing_until = Some(now + PRINTS);
        vec![Effect::Print(Print {
            ro,
            paper: Paper::Story,
            language: self.language(picture),
        })]
    }
}

impl Scene<'_> {
    /// Makes the button that prints the story of a car; none while there is no story to be told.
    pub(super) fn print_button(&self, car: &Dossier<'_>) -> Option<Action> {
        let told = self.picture.views.stories.contains_key(&car.car.ro);
        told.then(|| self.action(PRINT, standing::PRINT, Tone::Neutral))
    }
}
