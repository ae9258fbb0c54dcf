//! The floor: bays down and hours across, cars in lanes, counts, and the link. The board and the dispatcher's
//! screen show the same, so what they show is made here once.
//!
//! Each file mirrors one thing that `ui/board/data.slint` draws. All of it is worked out by a [`Floor`], which
//! holds what every line of it asks for: the picture, the moment, the language and the hours shown.

pub mod axis;
pub mod cards;
pub mod checks;
pub mod chip;
pub mod counts;
pub mod link;
pub mod parts;
pub mod rows;
pub mod stack;
pub mod warnings;

use crate::domain::ids::PersonId;
use crate::domain::order::WorkMinutes;
use crate::domain::person::Language;
use crate::domain::plate::PlateKind;
use crate::domain::policy::SitePolicy;
use crate::projection::job_card::CarCard;
use crate::projection::picture::Picture;
use axis::Window;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What a floor is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Floor<'a> {
    /// All that the station knows.
    pub picture: &'a Picture,
    /// The site's bays, hours and rules.
    pub policy: &'a SitePolicy,
    /// The hours that are shown.
    pub window: Window,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The reader's language.
    pub language: Language,
}

impl<'a> Floor<'a> {
    /// Begins with what is known; nothing before the first contact with the coordinator.
    pub fn new(picture: &'a Picture, now: DateTime<Utc>, language: Language) -> Option<Self> {
        let policy = picture.views.site.as_ref()?;
        let window = Window::of_day(policy, picture, now);
        Some(Self {
            picture,
            policy,
            window,
            now,
            language,
        })
    }

    /// Tells the wall clock's zone.
    pub fn zone(&self) -> Tz {
        self.policy.hours.zone
    }

    /// Names someone, by the id where the roster does not know them.
    pub fn name_of(&self, person: &'a PersonId) -> &'a str {
        let known = self.picture.views.name_of(person);
        known.unwrap_or(person.as_str())
    }
}

/// The face of a car: its plate, or the order's number until the order has come in.
pub fn face(car: &CarCard) -> (String, PlateKind) {
    match &car.plate {
        Some(plate) => (plate.as_str().to_owned(), plate.kind()),
        None => (car.ro.to_string(), PlateKind::Other),
    }
}

/// Tells how much of the standard hours is clocked, in percent; nothing for a job without a standard.
pub fn percent(clocked_secs: i64, standard: WorkMinutes) -> Option<i64> {
    let standard_secs = i64::from(standard.0) * 60;
    (standard_secs > 0).then(|| clocked_secs * 100 / standard_secs)
}
