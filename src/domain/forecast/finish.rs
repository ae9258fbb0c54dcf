//! From the bays to the driver: the final check and the wash with the cars before each, and whether the promise holds.

use super::play::{Floor, to_minute};
use super::{Cause, Forecast, Risk};
use crate::domain::car::{CarState, Order};
use crate::domain::dispatch::Presence;
use crate::domain::hold::HoldOwner;
use crate::domain::ids::RoNumber;
use crate::domain::person::{Person, Role};
use chrono::{DateTime, TimeDelta, Utc};

/// A car on its way out, and when it leaves the place where it is.
struct Leaving<'a> {
    at: DateTime<Utc>,
    ro: &'a RoNumber,
    order: &'a Order,
}

impl Floor<'_> {
    /// Adds the final check and the wash, each car waiting for those that come to the place before it.
    pub(super) fn finish_cars(&mut self) {
        let workshop = self.workshop;
        let mut cars: Vec<Leaving<'_>> = workshop
            .orders
            .iter()
            .filter(|(_, order)| order.state() != CarState::Delivered && order.sheet.is_some())
            .map(|(ro, order)| Leaving {
                at: self.repaired(ro, order),
                ro,
                order,
            })
            .collect();
        cars.sort_by_key(|car| (car.at, car.ro));
        let check = i64::from(self.policy.quality_check_minutes);
        let mut free = vec![self.now; self.inspectors()];
        for car in &mut cars {
            if car.order.state() <= CarState::AwaitingQc {
                let minutes = self.station(&mut free, car, check);
                self.note(car.ro, Cause::QualityCheck { minutes });
            }
        }
        cars.sort_by_key(|car| (car.at, car.ro));
        let wash = i64::from(self.policy.wash_minutes);
        let mut free = vec![self.now];
        for car in &mut cars {
            if car.order.wants_wash().is_yes() && car.order.state() <= CarState::Wash {
                let minutes = self.station(&mut free, car, wash);
                self.note(car.ro, Cause::Wash { minutes });
            }
            self.conclude(car.ro, car.order, car.at);
        }
    }

    /// Counts those who check: the ones who are here, and where none of them has clocked in, all that there are.
    fn inspectors(&self) -> usize {
        let people = self.workshop.people.values().map(|known| &known.person);
        let all = people.filter(|who| who.role == Role::Inspector && who.employment.is_here());
        let here = |who: &&Person| self.workshop.presence(&who.id) == Presence::Here;
        let (here, away): (Vec<&Person>, Vec<&Person>) = all.partition(here);
        let checking = if here.is_empty() { away } else { here };
        checking.len().max(1)
    }

    fn repaired(&self, ro: &RoNumber, order: &Order) -> DateTime<Utc> {
        order
            .repaired_at()
            .unwrap_or_else(|| self.car_free.get(ro).copied().unwrap_or(self.now))
    }

    /// One car after the other: the check or the wash begins when the car and one of the places are free.
    /// Tells the minutes from when the car comes until it goes on.
    fn station(&self, free: &mut [DateTime<Utc>], car: &mut Leaving<'_>, minutes: i64) -> i64 {
        let comes_at = car.at.max(self.now);
        let Some(place) = free.iter_mut().min() else {
            return 0;
        };
        let end = self
            .policy
            .hours
            .end_of_work(comes_at.max(*place), TimeDelta::minutes(minutes));
        *place = end;
        car.at = end;
        self.policy.hours.open_between(comes_at, end).num_minutes()
    }

    fn conclude(&mut self, ro: &RoNumber, order: &Order, end: DateTime<Utc>) {
        let Some(promised_at) = order.promised_at() else {
            return;
        };
        let state = order.state();
        let done = state > CarState::Wash;
        let end = if done {
            order.steps.last().map_or(end, |step| step.at)
        } else {
            end
        };
        let arrived_at = order
            .sheet
            .as_ref()
            .map_or(self.now, |sheet| sheet.arrived_at);
        let margin = self.policy.margin(promised_at, arrived_at, self.now);
        let risk = if !done && self.now > promised_at || done && end > promised_at {
            Risk::Overdue
        } else if !done && end + margin > promised_at {
            Risk::AtRisk
        } else {
            Risk::OnTime
        };
        let mut causes = self.causes.remove(ro).unwrap_or_default();
        causes.sort_by_key(|cause| {
            (
                cause.owner() == HoldOwner::Nobody,
                std::cmp::Reverse(cause.minutes()),
            )
        });
        let forecast = Forecast {
            end: to_minute(end),
            risk,
            causes,
        };
        self.out.cars.insert(ro.clone(), forecast);
    }
}
