//! What follows from findings, and from what the customer says: answers, promises, warnings, walk-ins.

use super::{Decided, Decision};
use crate::domain::car::CarState;
use crate::domain::event::EventBody;
use crate::domain::finding::{Answer, FIRST_ADDITIONAL_LINE, is_additional};
use crate::domain::forecast::{Forecast, WarningKey, forecast};
use crate::domain::ids::{CommandId, JobId, RoNumber};
use crate::domain::job::LineStanding;
use crate::domain::order::OrderSheet;
use crate::domain::person::Permission;
use crate::domain::policy::SitePolicy;
use crate::domain::refusal::Refusal;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};

/// Numbers the next walk-in of a day: W, the date, and which of the day.
pub fn next_walk_in(workshop: &Workshop, policy: &SitePolicy, at: DateTime<Utc>) -> RoNumber {
    let of_day = format!("W{}-", policy.day_of(at).format("%y%m%d"));
    let orders = workshop.orders.keys();
    let numbers = orders.filter_map(|ro| ro.as_str().strip_prefix(&of_day)?.parse::<u32>().ok());
    let last = numbers.max().unwrap_or(0);
    RoNumber::new(format!("{of_day}{:02}", last + 1))
}

impl Decision<'_> {
    /// Lines are numbered in the order in which findings come in.
    pub(super) fn next_additional_line(&self, ro: &RoNumber) -> u16 {
        let order = self.workshop.orders.get(ro);
        let taken = order.into_iter().flat_map(|order| {
            let found = order.findings.iter().map(|finding| finding.line);
            found.chain(order.jobs.keys().copied())
        });
        taken
            .filter(|line| is_additional(*line))
            .max()
            .map_or(FIRST_ADDITIONAL_LINE, |last| last.saturating_add(1))
    }

    /// Nobody answers over another unawares: who has not seen the last answer is told it.
    pub(super) fn answerable(
        &self,
        ro: &RoNumber,
        id: CommandId,
        seen: Option<CommandId>,
    ) -> Result<(), Refusal> {
        self.allowed(Permission::SpeakForCustomers)?;
        let finding = self
            .open_order(ro)?
            .findings
            .iter()
            .find(|known| known.id == id)
            .ok_or(Refusal::UnknownFinding)?;
        match finding.answer() {
            Some(last) if seen != Some(last.command) => Err(Refusal::AnsweredMeanwhile {
                answer: last.answer,
                channel: last.channel,
                by: last.by.clone(),
                at: last.at,
            }),
            _ => Ok(()),
        }
    }

    /// That somebody told the customer is so, whatever became of the warning meanwhile.
    pub(super) fn tell_customer(&self, ro: &RoNumber, seen: Option<&WarningKey>) -> Decided {
        self.allowed(Permission::SpeakForCustomers)?;
        self.open_order(ro)?;
        let stands = || {
            let forecast = forecast(self.workshop, self.policy, self.command.at);
            forecast.cars.get(ro).and_then(Forecast::notice)
        };
        let warning = seen.cloned().or_else(stands);
        let warning = warning.ok_or(Refusal::NothingToTell)?;
        Ok(vec![EventBody::CustomerTold {
            ro: ro.clone(),
            warning,
        }])
    }

    pub(super) fn open_walk_in(&self, sheet: &OrderSheet) -> Decided {
        self.allowed(Permission::SpeakForCustomers)?;
        if sheet.lines.is_empty() {
            return Err(Refusal::EmptyOrder);
        }
        if sheet.promised_at <= self.command.at {
            return Err(Refusal::PromiseInThePast);
        }
        let open = self.workshop.orders.iter().find(|(_, order)| {
            let same = |known: &OrderSheet| known.car.plate == sheet.car.plate;
            order.state() != CarState::Delivered && order.sheet.as_ref().is_some_and(same)
        });
        if let Some((ro, _)) = open {
            return Err(Refusal::CarIsHere { ro: ro.clone() });
        }
        let mut sheet = Box::new(sheet.clone());
        sheet.ro = next_walk_in(self.workshop, self.policy, self.command.at);
        Ok(vec![EventBody::OrderOpened { sheet }])
    }

    /// Says what additional work waits for; nothing when it may be done.
    pub(super) fn unauthorised(&self, id: &JobId) -> Option<Refusal> {
        let answer = match self.workshop.job(id)?.standing {
            LineStanding::Proposed => None,
            LineStanding::Declined => Some(Answer::Declined),
            LineStanding::Deferred => Some(Answer::Deferred),
            LineStanding::Ordered | LineStanding::Dropped => return None,
        };
        let job = id.clone();
        Some(Refusal::NotAuthorised { job, answer })
    }
}
