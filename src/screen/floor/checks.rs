//! Where a car stands in its checks: what it waits for first, and whether an inspector is at it. The same on the
//! board, to the dispatcher and to the advisor.

use crate::domain::car::CarState;
use crate::domain::ids::RoNumber;
use crate::domain::person::Language;
use crate::domain::quality::checklist::CheckKind;
use crate::projection::checks::{CheckCar, CheckJob};
use crate::projection::job_card::{CarCard, JobCard, Stage};
use crate::projection::views::Views;
use crate::screen::words::{Text, standing as words};

/// What a car in the checks waits for first.
#[derive(Debug, Clone, Copy)]
pub enum Due<'a> {
    /// A check of one of its jobs.
    Check {
        /// Which.
        kind: CheckKind,
        /// Of which job.
        job: &'a CheckJob,
    },
    /// 试车
    RoadTest,
    /// 竣工检验: each job has passed, the whole car has not.
    Inspection,
}

impl Due<'_> {
    /// Says it.
    pub const fn text(self) -> Text {
        match self {
            Self::Check { kind, .. } => words::due(kind),
            Self::RoadTest => words::ROAD_TEST_DUE,
            Self::Inspection => words::INSPECTION_DUE,
        }
    }

    /// Says it in the least room.
    pub const fn short(self) -> Text {
        match self {
            Self::Check { kind, .. } => words::due_short(kind),
            Self::RoadTest => words::ROAD_TEST_DUE,
            Self::Inspection => words::INSPECTION_SHORT,
        }
    }
}

/// Finds a car in the checks.
pub fn in_checks<'a>(views: &'a Views, ro: &RoNumber) -> Option<&'a CheckCar> {
    views.checks.cars.iter().find(|car| car.ro() == ro)
}

/// Tells what a car waits for first; nothing for one that does not await quality control.
pub fn due(car: &CheckCar) -> Option<Due<'_>> {
    if car.car.state != CarState::AwaitingQc {
        return None;
    }
    let waiting = car.jobs.iter().filter_map(|job| {
        let kind = job.quality.next?;
        Some((kind, job))
    });
    let first = waiting.min_by_key(|(kind, job)| (*kind, job.job.line));
    Some(match first {
        Some((kind, job)) => Due::Check { kind, job },
        None if car.wants_road_test && car.road_test.is_none() => Due::RoadTest,
        None => Due::Inspection,
    })
}

/// Tells which check a finished job waits for; nothing once its car has passed, whatever was checked then.
pub fn due_of_job(card: &JobCard) -> Option<CheckKind> {
    let on_the_way = card.car.state <= CarState::AwaitingQc;
    card.quality
        .next
        .filter(|_| card.stage == Stage::Finished && on_the_way)
}

/// Marks a car that came back with what was done to it before; empty for another.
pub fn comeback_mark(car: &CarCard, language: Language) -> String {
    marked(car, words::COMEBACK_MARK, language)
}

/// Names it.
pub fn comeback(car: &CarCard, language: Language) -> String {
    marked(car, words::COMEBACK, language)
}

fn marked(car: &CarCard, word: Text, language: Language) -> String {
    let back = car.category == crate::domain::order::BusinessCategory::Comeback;
    if back || car.comeback.is_some() {
        word.to(language).to_owned()
    } else {
        String::new()
    }
}
