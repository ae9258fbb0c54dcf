//! Half-made final checks, by car, as the station keeps them: they outlast the badge and a restart.

use crate::domain::car::CarState;
use crate::domain::command::CommandBody;
use crate::domain::half_made::HalfMade;
use crate::domain::ids::RoNumber;
use crate::domain::quality::draft::ChecksDraft;
use crate::projection::picture::{LinkState, Picture, TapState};
use crate::screen::Effect;
use std::collections::BTreeMap;

/// Begins the name of a half-made check where the station keeps it.
const KEPT: &str = "checks/";

/// The half-made checks at this screen.
#[derive(Debug, Clone, Default)]
pub(super) struct Drafts(BTreeMap<RoNumber, ChecksDraft>);

impl Drafts {
    /// Takes up those that the station has kept.
    pub(super) fn taken_up(kept: &BTreeMap<String, HalfMade>) -> Self {
        let made = kept.iter().filter_map(|(name, half)| match half {
            HalfMade::Checks(draft) => {
                let ro = name.strip_prefix(KEPT)?;
                Some((RoNumber::new(ro), draft.clone()))
            }
            _ => None,
        });
        Self(made.collect())
    }

    pub(super) fn of(&self, ro: &RoNumber) -> Option<&ChecksDraft> {
        self.0.get(ro)
    }

    /// Changes what is half made of a car, and has it kept.
    pub(super) fn change(
        &mut self,
        ro: &RoNumber,
        change: impl FnOnce(&mut ChecksDraft),
    ) -> Vec<Effect> {
        let draft = self.0.entry(ro.clone()).or_default();
        let before = draft.clone();
        change(draft);
        if *draft == before {
            return Vec::new();
        }
        let what = Some(HalfMade::Checks(draft.clone()));
        vec![keep(ro, what)]
    }

    /// Forgets what has become of no use: its car has passed, as the coordinator says, or is gone.
    pub(super) fn sweep(&mut self, picture: &Picture) -> Vec<Effect> {
        let over: Vec<RoNumber> = self
            .0
            .keys()
            .filter(|ro| is_over(picture, ro))
            .cloned()
            .collect();
        let gone = over.into_iter().map(|ro| {
            self.0.remove(&ro);
            keep(&ro, None)
        });
        gone.collect()
    }
}

fn keep(ro: &RoNumber, what: Option<HalfMade>) -> Effect {
    Effect::Keep {
        name: format!("{KEPT}{ro}"),
        what,
    }
}

/// A pass that is not answered yet may be refused, and then the answers are still wanted.
fn is_over(picture: &Picture, ro: &RoNumber) -> bool {
    let unanswered = picture.taps.iter().any(|tap| {
        matches!(tap.state, TapState::Saving | TapState::Saved)
            && matches!(&tap.command.body, CommandBody::Quality { ro: theirs, .. } if theirs == ro)
    });
    if unanswered || picture.link != LinkState::Live || picture.views.site.is_none() {
        return false;
    }
    let mut cars = picture.views.checks.cars.iter();
    match cars.find(|car| car.ro() == ro) {
        Some(car) => car.car.state > CarState::Wash,
        None => !back_at_a_bay(picture, ro),
    }
}

/// A car that went back with its only job comes again.
fn back_at_a_bay(picture: &Picture, ro: &RoNumber) -> bool {
    let views = &picture.views;
    let bays = views.bays.values().flat_map(|bay| &bay.jobs);
    let mut jobs = bays.chain(&views.waiting.jobs);
    jobs.any(|card| card.car.ro == *ro && card.car.state <= CarState::Wash)
}
