//! The desk: which cars need the advisor, what for, and in which order.

use crate::domain::car::CarState;
use crate::domain::forecast::{Cause, Risk};
use crate::domain::hold::HoldReason;
use crate::domain::ids::RoNumber;
use crate::projection::checks::ReworkCard;
use crate::projection::findings::FindingCard;
use crate::projection::finishing::FinishingCar;
use crate::projection::job_card::{CarCard, HoldCard, JobCard};
use crate::projection::views::Views;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What a car needs of the advisor, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// The customer's answer.
    Answer,
    /// A call before it is late.
    Warning,
    /// A technician has asked for more time.
    Extension,
    /// A look: a check has sent something of it back.
    Rework,
    /// Its customer.
    HandOver,
    /// The customer knows that it will be late.
    Told,
    /// What was left on an earlier visit can be offered again.
    Advice,
    /// Nothing now.
    Nothing,
}

/// Everything that is known of one car.
#[derive(Debug, Clone)]
pub(super) struct Dossier<'a> {
    pub(super) car: &'a CarCard,
    pub(super) jobs: Vec<&'a JobCard>,
    pub(super) findings: Vec<&'a FindingCard>,
    pub(super) finishing: Option<&'a FinishingCar>,
}

impl<'a> Dossier<'a> {
    fn new(car: &'a CarCard) -> Self {
        Self {
            car,
            jobs: Vec::new(),
            findings: Vec::new(),
            finishing: None,
        }
    }

    /// Lists what the customer has not answered.
    pub(super) fn open(&self) -> impl Iterator<Item = &'a FindingCard> + '_ {
        let of_this_visit = self.findings.iter().filter(|card| card.earlier.is_none());
        of_this_visit.filter(|card| card.finding.is_open()).copied()
    }

    /// Finds the job that stands still for the customer's answer.
    pub(super) fn held(&self) -> Option<(&'a JobCard, &'a HoldCard)> {
        self.jobs.iter().find_map(|job| {
            let hold = job.hold.as_ref()?;
            let waits = hold.reason == Some(HoldReason::CustomerAnswer);
            (waits && hold.cleared_at.is_none()).then_some((*job, hold))
        })
    }

    /// Tells since when the customer's answer is waited for.
    pub(super) fn asked_since(&self) -> Option<DateTime<Utc>> {
        let found = self.open().map(|card| card.finding.at);
        let held = self.held().map(|(_, hold)| hold.since);
        found.chain(held).min()
    }

    /// Lists what came back from a check and is not finished since.
    pub(super) fn reworks(&self) -> impl Iterator<Item = &'a ReworkCard> + '_ {
        let back = self.jobs.iter().filter(|job| job.quality.is_rework);
        back.filter_map(|job| job.quality.rework.as_ref())
    }

    /// Tells whether the promise is in danger, while something can still be done.
    pub(super) fn risk(&self) -> Risk {
        let before_invoice = self.car.state < CarState::AwaitingInvoice;
        let known = self.car.forecast.as_ref().filter(|_| before_invoice);
        known.map(|forecast| forecast.risk).unwrap_or_default()
    }

    /// Finds the technician's word that it takes longer.
    pub(super) fn extension(&self) -> Option<&'a Cause> {
        let forecast = self.car.forecast.as_ref()?;
        let longer = |cause: &&Cause| matches!(cause, Cause::Extension { .. });
        forecast.causes.iter().find(longer)
    }

    /// Tells whether the customer has to be warned and was not yet.
    pub(super) fn is_untold(&self) -> bool {
        self.risk() != Risk::OnTime && self.car.told_at.is_none()
    }

    /// Tells whether a technician has said that it takes longer, inside the promise, and the customer does not know.
    fn is_longer_untold(&self) -> bool {
        let on_time = self.risk() == Risk::OnTime;
        self.extension().is_some() && on_time && self.car.told_at.is_none()
    }

    /// Tells whether the car was not done when it was promised.
    pub(super) fn is_missed(&self, now: DateTime<Utc>) -> bool {
        let done_at = self.car.done_at.unwrap_or(now);
        self.car.missed_at.is_some() || self.car.promised_at.is_some_and(|at| at < done_at)
    }

    /// Tells what it needs first.
    pub(super) fn need(&self) -> Need {
        if self.asked_since().is_some() {
            Need::Answer
        } else if self.is_untold() {
            Need::Warning
        } else if self.is_longer_untold() {
            Need::Extension
        } else if self.reworks().next().is_some() {
            Need::Rework
        } else if matches!(self.car.state, CarState::AwaitingInvoice | CarState::Ready) {
            Need::HandOver
        } else if self.risk() != Risk::OnTime || self.extension().is_some() {
            Need::Told
        } else if self.findings.iter().any(|card| card.earlier.is_some()) {
            Need::Advice
        } else {
            Need::Nothing
        }
    }

    /// Tells whether the list shows it to who is not its advisor.
    fn is_everybodys(&self) -> bool {
        self.need() != Need::Nothing || !self.findings.is_empty()
    }
}

/// Puts together what the views say of each car that is not delivered.
pub(super) fn dossiers(views: &Views) -> BTreeMap<&RoNumber, Dossier<'_>> {
    let mut all: BTreeMap<&RoNumber, Dossier<'_>> = BTreeMap::new();
    let jobs = views.bays.values().flat_map(|bay| &bay.jobs);
    for job in jobs.chain(&views.waiting.jobs) {
        let known = all
            .entry(&job.car.ro)
            .or_insert_with(|| Dossier::new(&job.car));
        known.jobs.push(job);
    }
    for finishing in &views.finishing.cars {
        let known = all
            .entry(&finishing.car.ro)
            .or_insert_with(|| Dossier::new(&finishing.car));
        known.finishing = Some(finishing);
    }
    for card in &views.findings.findings {
        let known = all
            .entry(card.ro())
            .or_insert_with(|| Dossier::new(&card.car));
        known.findings.push(card);
    }
    for car in &views.alerts.warnings {
        all.entry(&car.ro).or_insert_with(|| Dossier::new(car));
    }
    // The bays still show what was done today on a car that has gone.
    all.retain(|_, known| known.car.state != CarState::Delivered);
    for known in all.values_mut() {
        known.jobs.sort_by_key(|job| job.job.line);
    }
    all
}

/// Lists the cars of the desk: those of `advisor` first, each part by what is most pressing.
pub(super) fn listed<'a>(views: &'a Views, advisor: Option<&str>) -> Vec<(bool, Dossier<'a>)> {
    let mut cars: Vec<(bool, Dossier<'_>)> = dossiers(views)
        .into_values()
        .map(|car| (advisor.is_some_and(|name| name == car.car.advisor), car))
        .filter(|(own, car)| *own || car.is_everybodys())
        .collect();
    cars.sort_by_key(|(own, car)| {
        (
            !own,
            car.need(),
            car.car.promised_at,
            car.asked_since(),
            car.car.ro.clone(),
        )
    });
    cars
}
