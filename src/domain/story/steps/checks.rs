//! What the checks of a car said, as steps: passed, sent back, on the road, in the wash.

use super::Telling;
use crate::domain::event::EventBody;
use crate::domain::quality::change::QualityChange;
use crate::domain::story::{Step, StepKind, Weight};

/// Lists the steps. That the whole car passed is a step of the car itself.
pub(super) fn steps(telling: &Telling<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for event in telling.events {
        let EventBody::QualityChanged { change, .. } = &event.body else {
            continue;
        };
        let (line, kind, weight) = match change.as_ref() {
            QualityChange::Checked { line, check, .. } => (
                Some(*line),
                StepKind::Checked { check: *check },
                Weight::Plain,
            ),
            QualityChange::SentBack {
                line,
                check,
                rework,
                ..
            } => {
                let kind = StepKind::SentBack {
                    check: *check,
                    reason: rework.reason,
                    note: rework.note.clone(),
                };
                (Some(*line), kind, Weight::Delays)
            }
            QualityChange::RoadTested { .. } => (None, StepKind::RoadTested, Weight::Plain),
            QualityChange::WashBegun => (None, StepKind::WashBegun, Weight::Plain),
            QualityChange::CarTaken
            | QualityChange::CarLetGo
            | QualityChange::CarPassed { .. }
            | QualityChange::Parked { .. } => continue,
        };
        let step = telling.step(event.at, event.actor.person(), kind);
        steps.push(Step {
            work: line.and_then(|line| telling.work(line)),
            weight,
            ..step
        });
    }
    steps
}
