//! People: the roster that every station keeps, and each person's own day.

use crate::domain::clock::{Mark, Segment};
use crate::domain::ids::PersonId;
use crate::domain::workshop::{Enrolled, Workshop};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One page of the roster, with what a station needs to recognise people while it is offline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// By id.
    pub people: Vec<Enrolled>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// One person's latest working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Whose.
    pub person: PersonId,
    /// Which day.
    pub day: NaiveDate,
    /// What was tapped, as the foreman corrects it.
    pub marks: Vec<Mark>,
    /// What follows from it.
    pub segments: Vec<Segment>,
    /// When the end of the shift was found missing.
    pub missed: Option<DateTime<Utc>>,
    /// What the names of the jobs of the day are.
    pub jobs: Vec<JobName>,
}

/// What a job is called, and what it should take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobName {
    /// Which.
    pub job: crate::domain::ids::JobId,
    /// Its car.
    pub plate: Option<crate::domain::plate::Plate>,
    /// Its name.
    pub name: String,
    /// Its English name, where there is one.
    pub english_name: String,
    /// What it should take.
    pub standard: crate::domain::order::WorkMinutes,
    /// Its holds and finishes, so that a station can work out the day while it is offline.
    #[serde(default)]
    pub stops: Vec<crate::domain::job::Stop>,
}

/// Makes the view of someone's latest day; nothing for who never clocked.
pub fn person_view(workshop: &Workshop, person: &PersonId) -> Option<PersonView> {
    let day = workshop.latest_day(person)?;
    Some(PersonView {
        person: person.clone(),
        day: day.day,
        marks: day.marks.clone(),
        segments: day.segments.clone(),
        missed: day.missed(),
        jobs: day
            .jobs()
            .into_iter()
            .map(|id| {
                let none = crate::domain::forecast::FloorForecast::default();
                let card = super::job_card::job_card(workshop, &id, &none);
                JobName {
                    plate: card.as_ref().and_then(|card| card.car.plate.clone()),
                    name: card
                        .as_ref()
                        .map_or_else(|| id.to_string(), |card| card.name.clone()),
                    english_name: card
                        .as_ref()
                        .map(|c| c.english_name.clone())
                        .unwrap_or_default(),
                    stops: workshop
                        .job(&id)
                        .map(|job| job.stops.clone())
                        .unwrap_or_default(),
                    standard: card.map(|card| card.standard).unwrap_or_default(),
                    job: id,
                }
            })
            .collect(),
    })
}
