//! Alerts: andon calls, cars at risk with the cause and its owner, and the foreman's questions.

use super::job_card::{CarCard, car_card};
use crate::domain::andon::AndonCall;
use crate::domain::car::CarState;
use crate::domain::forecast::{FloorForecast, Risk};
use crate::domain::ids::CommandId;
use crate::domain::policy::SitePolicy;
use crate::domain::question::{Question, about_day, about_order};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody should do something about, now: one page of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsView {
    /// Calls that are not cleared, the oldest first.
    pub calls: Vec<AndonCall>,
    /// Those of them that somebody should have answered by now.
    #[serde(default)]
    pub escalated: Vec<CommandId>,
    /// Cars at risk or overdue, the gravest first; their forecast says why.
    pub warnings: Vec<CarCard>,
    /// What the foreman is asked, the oldest first.
    pub questions: Vec<Question>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Lists everything that needs somebody.
pub fn alerts(
    workshop: &Workshop,
    policy: &SitePolicy,
    forecast: &FloorForecast,
    now: DateTime<Utc>,
) -> AlertsView {
    let mut calls: Vec<AndonCall> = workshop
        .andons
        .values()
        .filter(|call| call.cleared.is_none())
        .cloned()
        .collect();
    calls.sort_by_key(|call| (call.raised.at, call.id));
    let mut questions: Vec<Question> = workshop
        .orders
        .iter()
        .flat_map(|(ro, order)| about_order(ro, order))
        .chain(workshop.days.values().flat_map(about_day))
        .collect();
    questions.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    let patience = policy.andon_patience();
    let escalated = calls.iter().filter(|call| call.is_escalated(patience, now));
    AlertsView {
        escalated: escalated.map(|call| call.id).collect(),
        calls,
        warnings: warnings(workshop, forecast),
        questions,
        pages: 1,
    }
}

fn warnings(workshop: &Workshop, forecast: &FloorForecast) -> Vec<CarCard> {
    let mut cars: Vec<CarCard> = forecast
        .cars
        .iter()
        .filter(|(_, forecast)| forecast.risk != Risk::OnTime)
        .map(|(ro, _)| car_card(workshop, ro, forecast))
        // A car that waits for its driver is late no more than it was.
        .filter(|car| car.state < CarState::AwaitingInvoice)
        .collect();
    cars.sort_by_key(|car| {
        let risk = car.forecast.as_ref().map(|forecast| forecast.risk);
        (std::cmp::Reverse(risk), car.promised_at, car.ro.clone())
    });
    cars
}
