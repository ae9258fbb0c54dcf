//! What the customer has to be told beside the findings: warnings, holds, and why a promise was missed.

use super::desk::{Dossier, dossiers};
use super::hand_over;
use super::model::Notice;
use super::present::Scene;
use super::sign_in::Wish;
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::finding::DelayReason;
use crate::domain::forecast::{Cause, Forecast, Risk};
use crate::domain::person::Permission;
use crate::projection::picture::Picture;
use crate::screen::desk::model::{Action, Choice, Line};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, advisor as words, dispatch as desk_words, finding, time,
};
use chrono::{DateTime, TimeDelta, Utc};

const WARNING: &str = "warning";
const HOLD: &str = "hold";
const DELAY: &str = "delay";
const EXTENSION: &str = "extension";
const TELL: &str = "tell";
const CLEAR: &str = "clear";

/// So many causes of a forecast are named: the heaviest come first.
const CAUSES: usize = 3;

/// Names a reason between finger and chip.
const fn reason_id(reason: DelayReason) -> &'static str {
    match reason {
        DelayReason::HarderThanExpected => "harder",
        DelayReason::Parts => "parts",
        DelayReason::SeizedOrBroken => "seized",
        DelayReason::AdditionalWork => "additional",
        DelayReason::Diagnosis => "diagnosis",
        DelayReason::CustomerAnswer => "customer",
        DelayReason::BayOrEquipment => "bay",
        DelayReason::Rework => "rework",
    }
}

impl Advisor {
    /// Takes a button or a reason of a notice.
    pub(super) fn notice_tapped(
        &mut self,
        notice: &str,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let cars = dossiers(&picture.views);
        let Some(car) = self.chosen.as_ref().and_then(|ro| cars.get(ro)) else {
            return Vec::new();
        };
        let ro = car.car.ro.clone();
        let (body, permission) = match (notice, id) {
            (WARNING | EXTENSION, TELL) => (
                CommandBody::TellCustomer {
                    ro,
                    warning: car.car.forecast.as_ref().and_then(Forecast::notice),
                },
                Permission::SpeakForCustomers,
            ),
            (HOLD, CLEAR) => match car.held() {
                Some((job, _)) => {
                    let job = job.job.clone();
                    (CommandBody::ClearHold { job }, Permission::ClearHolds)
                }
                None => return Vec::new(),
            },
            (DELAY, id) => {
                let reason = DelayReason::ALL
                    .into_iter()
                    .find(|known| reason_id(*known) == id);
                match reason {
                    Some(reason) => (
                        CommandBody::ExplainDelay { ro, reason },
                        Permission::SpeakForCustomers,
                    ),
                    None => return Vec::new(),
                }
            }
            (hand_over::RECORD, hand_over::PRINT) => return self.print(ro, picture, now),
            _ => match hand_over::step(car.car, notice, id) {
                Some(step) => step,
                None => return Vec::new(),
            },
        };
        let permission = Some(permission);
        self.wished(
            Wish::Submit {
                body: Box::new(body),
                permission,
            },
            picture,
            now,
        )
    }
}

impl Scene<'_> {
    /// Makes the notices of a car, the most pressing first.
    pub(super) fn notices(&self, car: &Dossier<'_>) -> Vec<Notice> {
        [
            self.delay(car),
            self.hold(car),
            self.warning(car),
            self.extension_notice(car),
            self.rework(car),
            self.hand_over(car),
            self.checks(car),
            self.record(car),
            self.parts(car),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn warning(&self, car: &Dossier<'_>) -> Option<Notice> {
        if car.risk() == Risk::OnTime {
            return None;
        }
        let forecast = car.car.forecast.as_ref()?;
        let (title, tone) = self.risk_word(car);
        let times = self.join(&[&self.forecast(car.car), &self.promised(car.car)]);
        let mut lines = vec![Line::new(times, Tone::Neutral)];
        let causes = forecast.causes.iter().take(CAUSES);
        let causes: Vec<String> = causes.map(|cause| self.cause(cause)).collect();
        let causes: Vec<&str> = causes.iter().map(String::as_str).collect();
        lines.push(Line::new(self.join(&causes), Tone::Neutral));
        let actions = self.telling(car, &mut lines);
        Some(Notice {
            id: WARNING.to_owned(),
            title,
            tone,
            lines,
            chips: Vec::new(),
            actions,
        })
    }

    /// Says when the customer was told, or offers to note it.
    fn telling(&self, car: &Dossier<'_>, lines: &mut Vec<Line>) -> Vec<Action> {
        let pending = self.pending(
            |body| matches!(body, CommandBody::TellCustomer { ro, .. } if *ro == car.car.ro),
        );
        let mut actions = Vec::new();
        match (car.car.told_at, pending) {
            (Some(at), _) => {
                let at = time::moment(at, self.now, self.zone);
                lines.push(Line::new(words::told_at(&at, self.language), Tone::Ready));
            }
            (None, Some(tap)) => {
                let at = time::moment(tap.command.at, self.now, self.zone);
                let told = words::told_at(&at, self.language);
                let saved = words::SAVED.to(self.language);
                lines.push(Line::new(self.join(&[&told, saved]), Tone::Hold));
            }
            (None, None) => {
                let mut tell = self.action(TELL, words::CUSTOMER_TOLD, Tone::Action);
                tell.main = true;
                words::CUSTOMER_TOLD_HINT
                    .to(self.language)
                    .clone_into(&mut tell.hint);
                actions.push(tell);
            }
        }
        actions
    }

    /// A technician's word that it takes longer, while the promise still holds.
    fn extension_notice(&self, car: &Dossier<'_>) -> Option<Notice> {
        let Cause::Extension { minutes, reason } = car.extension()? else {
            return None;
        };
        let reason = finding::delay(*reason).to(self.language);
        let said = words::takes_longer(*minutes, reason, self.language);
        let times = self.join(&[&self.forecast(car.car), &self.promised(car.car)]);
        if car.risk() != Risk::OnTime {
            return None;
        }
        let mut lines = vec![
            Line::new(said, Tone::Neutral),
            Line::new(times, Tone::Neutral),
        ];
        let actions = self.telling(car, &mut lines);
        Some(Notice {
            id: EXTENSION.to_owned(),
            title: words::EXTENSION.to(self.language).to_owned(),
            tone: Tone::Action,
            lines,
            chips: Vec::new(),
            actions,
        })
    }

    fn hold(&self, car: &Dossier<'_>) -> Option<Notice> {
        let (job, hold) = car.held()?;
        let age = time::minutes(self.now - hold.since);
        let name = all_words::name(self.language, &job.name, &job.english_name);
        let bay = job
            .bay()
            .map(|bay| words::stands_still(&self.bay(bay), self.language));
        let mut lines = vec![Line::new(
            self.join(&[&bay.unwrap_or_default(), name]),
            Tone::Neutral,
        )];
        if !hold.note.is_empty() {
            lines.push(Line::new(hold.note.clone(), Tone::Neutral));
        }
        let pending = self.pending(
            |body| matches!(body, CommandBody::ClearHold { job: known } if *known == job.job),
        );
        let mut actions = Vec::new();
        if pending.is_some() {
            lines.push(self.line(words::SAVED, Tone::Hold));
        } else {
            let mut clear = self.action(CLEAR, words::CUSTOMER_ANSWERED, Tone::Action);
            words::CUSTOMER_ANSWERED_HINT
                .to(self.language)
                .clone_into(&mut clear.hint);
            // While findings wait, their answers come first.
            clear.main = car.open().next().is_none();
            actions.push(clear);
        }
        Some(Notice {
            id: HOLD.to_owned(),
            title: words::since(words::BAY_WAITS.to(self.language), &age),
            tone: Tone::Hold,
            lines,
            chips: Vec::new(),
            actions,
        })
    }

    /// Asks why a promise was missed, until somebody says so.
    fn delay(&self, car: &Dossier<'_>) -> Option<Notice> {
        if !car.is_missed(self.now) {
            return None;
        }
        let pending = self.pending(
            |body| matches!(body, CommandBody::ExplainDelay { ro, .. } if *ro == car.car.ro),
        );
        let pending = pending.and_then(|tap| match tap.command.body {
            CommandBody::ExplainDelay { reason, .. } => Some(reason),
            _ => None,
        });
        let (lines, tone) = match (pending, car.car.delay) {
            (Some(reason), _) => {
                let given = words::delay_given(reason, self.language);
                let saved = words::SAVED.to(self.language);
                (
                    vec![Line::new(self.join(&[&given, saved]), Tone::Hold)],
                    Tone::Hold,
                )
            }
            (None, Some(reason)) => {
                let given = words::delay_given(reason, self.language);
                (vec![Line::new(given, Tone::Neutral)], Tone::Neutral)
            }
            (None, None) => (vec![self.line(words::WHY_LATE, Tone::Neutral)], Tone::Late),
        };
        let chosen = pending.or(car.car.delay);
        let chips = DelayReason::ALL.map(|reason| {
            let label = finding::delay(reason).to(self.language);
            let mut chip = Choice::plain(
                reason_id(reason),
                desk_words::sentence(self.language, label),
            );
            chip.chosen = chosen == Some(reason);
            chip
        });
        let missed = car
            .car
            .promised_at
            .map_or(TimeDelta::zero(), |at| self.now - at);
        Some(Notice {
            id: DELAY.to_owned(),
            title: words::overdue(&time::minutes(missed), self.language),
            tone,
            lines,
            chips: chips.to_vec(),
            actions: Vec::new(),
        })
    }
}
