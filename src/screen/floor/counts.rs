//! Counts: how many cars stand where, and how many will be late.

use super::Floor;
use crate::domain::car::CarState;
use crate::domain::forecast::Risk;
use crate::screen::tone::Tone;
use crate::screen::words::{Text, floor as words, standing};

/// One number with what it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FloorCount {
    /// What it counts.
    pub label: String,
    /// How many.
    pub value: String,
    /// The state's colour.
    pub tone: Tone,
}

impl Floor<'_> {
    /// Counts the cars: in the shop, in repair, on hold, rework, awaiting QC, at risk, overdue.
    pub fn counts(&self) -> Vec<FloorCount> {
        let counts = &self.picture.views.finishing.counts;
        let at = |state| counts.get(&state).copied().unwrap_or(0);
        let all: u32 = counts.values().sum();
        let row: [(Text, u32, Tone); 7] = [
            (words::IN_SHOP, all, Tone::Neutral),
            (words::IN_REPAIR, at(CarState::InRepair), Tone::Working),
            (words::ON_HOLD, at(CarState::OnHold), Tone::Hold),
            (standing::REWORK, at(CarState::Rework), Tone::Rework),
            (words::AWAITING_QC, at(CarState::AwaitingQc), Tone::Qc),
            (words::AT_RISK, self.warned(Risk::AtRisk), Tone::Risk),
            (words::OVERDUE, self.warned(Risk::Overdue), Tone::Late),
        ];
        row.into_iter()
            .map(|(label, value, tone)| FloorCount {
                label: label.to(self.language).to_owned(),
                value: value.to_string(),
                tone,
            })
            .collect()
    }

    fn warned(&self, wanted: Risk) -> u32 {
        let cars = self.picture.views.alerts.warnings.iter();
        let risks = cars
            .filter_map(|car| car.forecast.as_ref())
            .map(|forecast| forecast.risk);
        u32::try_from(risks.filter(|risk| *risk == wanted).count()).unwrap_or(u32::MAX)
    }
}
