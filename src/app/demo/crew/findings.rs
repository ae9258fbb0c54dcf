//! What the crew finds beside the orders, what their customers say to it, and why a promise was missed.

use super::{Hands, by_badge, nature};
use crate::domain::command::CommandBody;
use crate::domain::finding::{Answer, Channel, DelayReason, Found, Sighting};
use crate::domain::ids::RoNumber;
use crate::domain::order::WorkMinutes;
use crate::projection::catalogue::{ActionCard, ComponentCard, ConditionCard, SystemCard};
use crate::projection::job_card::{CarCard, JobCard};
use crate::projection::picture::Picture;
use crate::station::Station;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

impl Hands {
    /// A third of the jobs show something more when the car is on the lift.
    pub(super) async fn find(
        &self,
        station: &Arc<Station>,
        card: &JobCard,
        picture: &Picture,
        now: DateTime<Utc>,
    ) {
        let Some(who) = card.live.first() else {
            return;
        };
        let seen = card.clocked_secs(now) > i64::from(card.standard.0) * 60 / 4;
        let findings = &picture.views.findings.findings;
        let told = findings.iter().any(|known| *known.ro() == card.job.ro);
        if nature(&card.job) % 3 != 1 || !seen || told {
            return;
        }
        let Some(sighting) = sighting(card, picture) else {
            return;
        };
        let body = CommandBody::ReportFinding {
            ro: card.job.ro.clone(),
            during: Some(card.job.clone()),
            bay: card.bay().cloned(),
            sighting: Box::new(sighting),
        };
        self.tap(station, by_badge(who.person.as_str()), body).await;
    }

    /// Customers take their time, and most of them agree.
    pub(super) async fn customers_answer(&self, picture: &Picture, now: DateTime<Utc>) {
        for card in &picture.views.findings.findings {
            let finding = &card.finding;
            let Some(job) = finding
                .during
                .as_ref()
                .filter(|_| finding.is_open() && card.earlier.is_none())
            else {
                continue;
            };
            let nature = nature(job);
            let takes = TimeDelta::minutes(18 + i64::try_from(nature).unwrap_or(0) / 2);
            if finding.at + takes > now {
                continue;
            }
            let answer = match nature % 10 {
                0..=5 => Answer::Authorised,
                6..=8 => Answer::Declined,
                _ => Answer::Deferred,
            };
            let body = CommandBody::AnswerFinding {
                ro: card.ro().clone(),
                finding: finding.id,
                seen: None,
                answer,
                channel: Channel::Phone,
                amount: finding.sighting.amount,
            };
            self.tap(&self.desk, by_badge("A01"), body).await;
        }
    }

    /// Says why a promise was missed, before the car is handed over.
    pub(super) async fn explain(&self, car: &CarCard, now: DateTime<Utc>) {
        let done_at = car.done_at.unwrap_or(now);
        let missed = car.missed_at.is_some() || car.promised_at.is_some_and(|at| at < done_at);
        if missed && car.delay.is_none() {
            let reason = match nature_of(&car.ro) % 3 {
                0 => DelayReason::Parts,
                1 => DelayReason::AdditionalWork,
                _ => DelayReason::HarderThanExpected,
            };
            let ro = car.ro.clone();
            let body = CommandBody::ExplainDelay { ro, reason };
            self.tap(&self.desk, by_badge("A01"), body).await;
        }
    }
}

fn nature_of(ro: &RoNumber) -> u64 {
    nature(&crate::domain::ids::JobId::new(ro.clone(), 1))
}

/// Takes something of the job's own trade out of the catalogue.
fn sighting(card: &JobCard, picture: &Picture) -> Option<Sighting> {
    type Entry<'a> = (
        &'a SystemCard,
        &'a ComponentCard,
        &'a ConditionCard,
        &'a ActionCard,
    );
    let systems = picture.views.catalogue.systems.iter();
    let entries: Vec<Entry<'_>> = systems
        .flat_map(|system| system.components.iter().map(move |part| (system, part)))
        .flat_map(|(system, part)| part.conditions.iter().map(move |is| (system, part, is)))
        .filter_map(|(system, part, is)| Some((system, part, is, is.actions.first()?)))
        .filter(|(.., action)| action.standard > WorkMinutes(0) && Some(action.trade) == card.trade)
        .collect();
    let count = u64::try_from(entries.len()).ok()?;
    let place = nature(&card.job) * 7 % count.max(1);
    let (system, part, is, action) = entries.get(usize::try_from(place).ok()?)?;
    let words = [&part.named, &is.named, &action.named];
    Some(Sighting {
        found: Found {
            system: system.named.code.clone(),
            component: part.named.code.clone(),
            condition: is.named.code.clone(),
            action: action.named.code.clone(),
        },
        name: words.map(|named| named.name.as_str()).join(" · "),
        english_name: words.map(|named| named.english_name.as_str()).join(" · "),
        consequence: is.consequence.clone(),
        english_consequence: is.english_consequence.clone(),
        severity: is.severity,
        trade: action.trade,
        op_code: action.op_code.clone(),
        standard: action.standard,
        amount: action.amount,
        parts: action.expected_parts(),
        note: String::new(),
        photos: Vec::new(),
    })
}
