//! From the last job to the customer: what came back, the checks, the wash, the record, and what is told when the car
//! is handed over.

use super::desk::Dossier;
use super::model::Notice;
use super::present::{Scene, narrow};
use crate::domain::car::{CarState, CarStep};
use crate::domain::command::CommandBody;
use crate::domain::finding::Answer;
use crate::domain::person::Permission;
use crate::domain::quality::command::QualityCommand;
use crate::projection::findings::FindingCard;
use crate::projection::job_card::CarCard;
use crate::projection::picture::TapState;
use crate::screen::desk::model::{Action, Line};
use crate::screen::floor::checks::{due, in_checks};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, advisor as words, dispatch as desk_words, finding, standing, states, time,
};

const HAND_OVER: &str = "hand-over";
const REWORK: &str = "rework";
const CHECKS: &str = "checks";
/// The notice of the completion record.
pub(super) const RECORD: &str = "record";
/// Its button.
pub(super) const PRINT: &str = "print";
const NEXT: &str = "next";
const BEGIN_WASH: &str = "begin-wash";

/// Lists what was left on this visit and before: it is told at hand-over and offered at the next visit.
pub(super) fn left<'a>(car: &Dossier<'a>) -> impl Iterator<Item = &'a FindingCard> {
    let cards = car.findings.clone().into_iter();
    cards.filter(|card| match card.finding.answer() {
        Some(last) => last.answer != Answer::Authorised,
        // What was only noted is told as well.
        None => !card.finding.sighting.is_asked(),
    })
}

/// Tells what a button of these notices submits, and what the role must allow.
pub(super) fn step(car: &CarCard, notice: &str, id: &str) -> Option<(CommandBody, Permission)> {
    let ro = car.ro.clone();
    match (notice, id, car.state) {
        (HAND_OVER, BEGIN_WASH, CarState::Wash) => {
            let body = Box::new(QualityCommand::BeginWash);
            Some((CommandBody::Quality { ro, body }, Permission::HandleCars))
        }
        (HAND_OVER, NEXT, state) if state >= CarState::Wash => {
            let step = state.next_step()?;
            let permission = match step {
                CarStep::FinalCheckPassed | CarStep::Washed => Permission::HandleCars,
                CarStep::Invoiced | CarStep::Delivered => Permission::MoveCars,
            };
            Some((CommandBody::MoveCar { ro, step }, permission))
        }
        _ => None,
    }
}

fn notice(id: &str, title: String, tone: Tone, lines: Vec<Line>) -> Notice {
    Notice {
        id: id.to_owned(),
        title,
        tone,
        lines,
        ..Notice::default()
    }
}

impl Scene<'_> {
    /// Says what came back to its bay, and why, while it is not finished again.
    pub(super) fn rework(&self, car: &Dossier<'_>) -> Option<Notice> {
        let mut back = car.jobs.iter().filter(|job| job.quality.is_rework);
        let mut lines = Vec::new();
        let mut since = None;
        for job in back.by_ref() {
            let name = all_words::name(self.language, &job.name, &job.english_name);
            let (stage, tone) = states::stage(job.stage);
            let bay = job.bay().map_or_else(String::new, |bay| self.bay(bay));
            let text = self.join(&[&narrow(name), &bay, stage.to(self.language)]);
            lines.push(Line::new(text, tone));
            lines.extend(self.rework_lines(&job.quality));
            let at = job.quality.rework.as_ref().map(|card| card.last.said.at);
            since = at.max(since);
        }
        let since = since?;
        let age = time::minutes(self.now - since);
        let title = words::since(standing::REWORK.to(self.language), &age);
        Some(notice(REWORK, title, Tone::Rework, lines))
    }

    /// Says how far the checks of a car are, and who goes on with them.
    pub(super) fn checks(&self, car: &Dossier<'_>) -> Option<Notice> {
        let known = in_checks(&self.picture.views, &car.car.ro)?;
        if known.car.state > CarState::AwaitingQc {
            return None;
        }
        let title = match due(known) {
            Some(due) => {
                let since = known.since.unwrap_or(self.now);
                let age = time::minutes(self.now - since);
                words::since(due.text().to(self.language), &age)
            }
            None => standing::CHECKS.to(self.language).to_owned(),
        };
        let mut lines = self.next_lines(known);
        lines.extend(self.check_lines(known));
        Some(notice(CHECKS, title, Tone::Qc, lines))
    }

    /// Writes the completion record of a car.
    pub(super) fn record(&self, car: &Dossier<'_>) -> Option<Notice> {
        let mut lines = self
            .completion_lines(&car.finishing?.completion)
            .into_iter();
        let first = lines.next()?;
        Some(Notice {
            actions: self.print_button(car).into_iter().collect(),
            ..notice(RECORD, first.text, first.tone, lines.collect())
        })
    }

    /// Offers the next step of a car that has passed: wash, invoice, hand-over, and says what is told then.
    pub(super) fn hand_over(&self, car: &Dossier<'_>) -> Option<Notice> {
        if car.car.state < CarState::Wash || car.car.state == CarState::Delivered {
            return None;
        }
        let (state, tone) = states::car_state(car.car.state);
        let mut lines = Vec::new();
        let begun = car.finishing.and_then(|known| known.wash_begun.as_ref());
        let begun = begun.filter(|_| car.car.state == CarState::Wash);
        lines.extend(begun.map(|begun| self.wash_line(begun)));
        let keeps = car.car.keep_old_parts.is_yes();
        lines.extend(keeps.then(|| self.line(words::OLD_PARTS, Tone::Action)));
        // While it is washed nobody is here yet to be told.
        let told = car.car.state >= CarState::AwaitingInvoice;
        let left = left(car).filter(|_| told);
        lines.extend(left.map(|card| self.to_tell(card)));
        let step = car.car.state.next_step()?;
        let moves = |body: &CommandBody| matches!(body, CommandBody::MoveCar { ro, .. } if *ro == car.car.ro);
        let mut actions = Vec::new();
        if self.pending(moves).is_some() {
            lines.push(self.line(words::SAVED, Tone::Hold));
        } else {
            if step == CarStep::Washed && begun.is_none() {
                let mut begin = self.action(BEGIN_WASH, standing::BEGIN_WASH, Tone::Working);
                begin.main = true;
                actions.push(begin);
            }
            actions.push(self.next_step(car, step, actions.is_empty()));
        }
        let since = car
            .finishing
            .map(|known| time::minutes(self.now - known.since));
        let title = words::since(state.to(self.language), &since.unwrap_or_default());
        Some(Notice {
            actions,
            ..notice(HAND_OVER, title, tone, lines)
        })
    }

    fn next_step(&self, car: &Dossier<'_>, step: CarStep, main: bool) -> Action {
        let mut next = self.action(NEXT, desk_words::car_step(step), Tone::Working);
        next.main = main;
        if step == CarStep::Delivered && self.lacks_reason(car) {
            next.enabled = false;
            words::DELAY_FIRST
                .to(self.language)
                .clone_into(&mut next.hint);
        }
        next
    }

    /// Says what was left, and what the customer said to it.
    fn to_tell(&self, card: &FindingCard) -> Line {
        let found = &card.finding.sighting;
        let name = all_words::name(self.language, &found.name, &found.english_name);
        let name = narrow(name);
        let said = card
            .finding
            .answer()
            .map(|last| finding::answer(last.answer));
        let said = said.map(|word| word.to(self.language)).unwrap_or_default();
        let amount = if found.is_asked() {
            words::money(found.amount)
        } else {
            String::new()
        };
        let advice = words::TELL_ADVICE.to(self.language);
        Line::new(self.join(&[advice, &name, said, &amount]), Tone::Risk)
    }

    /// Tells whether the coordinator would refuse the hand-over until somebody says why the car is late.
    fn lacks_reason(&self, car: &Dossier<'_>) -> bool {
        let explained = self.picture.taps.iter().any(|tap| {
            let refused = matches!(
                tap.state,
                TapState::Refused { .. } | TapState::NotSaved { .. }
            );
            !refused
                && matches!(&tap.command.body, CommandBody::ExplainDelay { ro, .. } if *ro == car.car.ro)
        });
        car.is_missed(self.now) && car.car.delay.is_none() && !explained
    }
}
