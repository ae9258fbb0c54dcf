//! The narrator: goes along the log with the floor, and notes what it says of one car and when the forecast warned.

use super::steps::Telling;
use super::{Step, StepKind, Story, Weight};
use crate::domain::car::CarState;
use crate::domain::event::{Event, EventBody};
use crate::domain::forecast::{Forecast, WarningKey, forecast};
use crate::domain::ids::{CommandId, RoNumber};
use crate::domain::policy::SitePolicy;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// How often the forecast is looked at on the way.
const LOOKS_EVERY: TimeDelta = TimeDelta::minutes(5);
/// The same for a car that stays for days.
const LOOKS_EVERY_OF_A_LONG_STAY: TimeDelta = TimeDelta::minutes(30);
/// From then on it stays long.
const LONG_STAY: TimeDelta = TimeDelta::days(3);

/// Notes what happens to one car.
#[derive(Debug)]
pub struct Narrator {
    ro: RoNumber,
    events: Vec<Event>,
    undone: BTreeSet<CommandId>,
    warned: Vec<Step>,
    warning: Option<WarningKey>,
    /// When the car came in.
    since: Option<DateTime<Utc>>,
    looks_at: Option<DateTime<Utc>>,
}

impl Narrator {
    /// Begins with nothing heard of the car.
    pub fn new(ro: RoNumber) -> Self {
        Self {
            ro,
            events: Vec::new(),
            undone: BTreeSet::new(),
            warned: Vec::new(),
            warning: None,
            since: None,
            looks_at: None,
        }
    }

    /// Looks at the forecast of each moment that is due until `now`, with the floor as it was all that while.
    pub fn wait(&mut self, workshop: &Workshop, policy: &SitePolicy, now: DateTime<Utc>) {
        let (Some(since), Some(mut at)) = (self.since, self.looks_at) else {
            return;
        };
        while at <= now {
            if policy.hours.is_open(at) {
                self.look(workshop, policy, at);
            }
            let pace = if at - since > LONG_STAY {
                LOOKS_EVERY_OF_A_LONG_STAY
            } else {
                LOOKS_EVERY
            };
            at = policy.hours.next_open(at + pace).max(at + pace);
        }
        self.looks_at = Some(at);
    }

    fn look(&mut self, workshop: &Workshop, policy: &SitePolicy, at: DateTime<Utc>) {
        let Some(order) = workshop.orders.get(&self.ro) else {
            return;
        };
        // A car that waits for its driver is late no more than it was.
        if order.state() >= CarState::AwaitingInvoice {
            return;
        }
        let forecast = forecast(workshop, policy, at).cars.remove(&self.ro);
        let warning = forecast.as_ref().and_then(Forecast::warning);
        if let (Some(forecast), Some(warning)) = (forecast, warning)
            && !self
                .warning
                .as_ref()
                .is_some_and(|said| said.covers(&warning))
        {
            self.warned.push(Step {
                at,
                by: None,
                work: None,
                kind: StepKind::Warned {
                    risk: warning.risk,
                    cause: warning.cause,
                    expected: forecast.end,
                },
                minutes: None,
                weight: Weight::Delays,
            });
            self.warning = Some(warning);
        }
    }

    /// Takes an event, in the order of the log. Events of other cars say nothing here.
    pub fn event(&mut self, event: &Event, recorded_at: DateTime<Utc>) {
        if let EventBody::Undone { command, .. } = &event.body {
            self.undone.insert(*command);
        }
        if self.speaks_of_it(&event.body) {
            if self.since.is_none() {
                self.since = Some(recorded_at);
                self.looks_at = Some(recorded_at);
            }
            self.events.push(event.clone());
        }
    }

    fn speaks_of_it(&self, body: &EventBody) -> bool {
        match body {
            EventBody::JobDispatched { plan } => plan.job.ro == self.ro,
            EventBody::JobTakenBack { job } => job.ro == self.ro,
            EventBody::FindingReported { ro, .. }
            | EventBody::FindingAnswered { ro, .. }
            | EventBody::PromiseChanged { ro, .. }
            | EventBody::DelayExplained { ro, .. }
            | EventBody::QualityChanged { ro, .. }
            | EventBody::PartsChanged { ro, .. } => *ro == self.ro,
            EventBody::OrderOpened { sheet } => sheet.ro == self.ro,
            EventBody::Clocked { activity, .. } => {
                activity.job().is_some_and(|job| job.ro == self.ro)
            }
            _ => false,
        }
    }

    /// Tells the story until `now`, with the floor as it was then; nothing where nobody had spoken of the order.
    pub fn tell(
        mut self,
        workshop: &Workshop,
        policy: &SitePolicy,
        now: DateTime<Utc>,
    ) -> Option<Story> {
        self.wait(workshop, policy, now);
        let order = workshop.orders.get(&self.ro)?;
        self.events
            .retain(|event| !self.undone.contains(&event.command));
        let forecast = forecast(workshop, policy, now).cars.remove(&self.ro);
        let telling = Telling {
            workshop,
            policy,
            order,
            events: &self.events,
            now,
        };
        Some(telling.story(self.ro.clone(), self.warned, forecast))
    }
}
