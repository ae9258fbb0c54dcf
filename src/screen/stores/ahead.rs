//! 预先检料: the parts of booked cars, laid out before the car is worked on, by when the work begins or the car comes.

use super::model::{Card, LineShown, TaskShown};
use super::present::Scene;
use super::task::Task;
use crate::domain::ids::JobId;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::views::Views;
use crate::screen::desk::model::{Action, Face};
use crate::screen::floor::face;
use crate::screen::tone::Tone;
use crate::screen::words::{advisor as advisor_words, stores as words};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

fn id(job: &JobId) -> String {
    format!("ahead:{job}")
}

/// When the parts are needed: when the work is planned to begin, else when the car comes.
fn needed_at(card: &JobCard) -> DateTime<Utc> {
    let planned = card.plan.as_ref().map(|plan| plan.start);
    planned
        .or(card.car.arrived_at)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Lists the jobs that nobody works on yet, whose parts nobody has asked for.
fn unasked(views: &Views) -> Vec<&JobCard> {
    let jobs = views.bays.values().flat_map(|bay| &bay.jobs);
    let mut seen = BTreeSet::new();
    let mut cards: Vec<&JobCard> = jobs
        .chain(&views.waiting.jobs)
        .filter(|card| matches!(card.stage, Stage::AwaitingDispatch | Stage::Dispatched))
        .filter(|card| card.started_at.is_none() && !card.parts.is_empty())
        .filter(|card| {
            let order = views.requests.get(&card.car.ro);
            order.is_none_or(|order| order.parts.lines_of(card.job.line).next().is_none())
        })
        .filter(|card| seen.insert(&card.job))
        .collect();
    cards.sort_by_key(|card| (needed_at(card), card.job.clone()));
    cards
}

/// Finds the card that the window names.
pub(super) fn find<'a>(views: &'a Views, open: &str) -> Option<&'a JobCard> {
    let mut all = unasked(views).into_iter();
    all.find(|card| id(&card.job) == open)
}

impl Scene<'_> {
    pub(super) fn ahead_count(&self, open: &[Task<'_>]) -> usize {
        let asked = open.iter().filter(|task| task.is_ahead()).count();
        unasked(&self.picture.views).len() + asked
    }

    /// Lists the booked cars: what is asked for already, and what is not.
    pub(super) fn ahead_cards(&self, open: &[Task<'_>]) -> Vec<Card> {
        let asked = open.iter().filter(|task| task.is_ahead()).map(|task| {
            let planned = task.job().and_then(|job| job.planned_at);
            let at = planned.or(task.order.arrived_at);
            let card = self.task_card(task);
            let age = self.needed(planned, task.order.arrived_at);
            (at, Card { age, ..card })
        });
        let mut cards: Vec<_> = asked.collect();
        cards.extend(unasked(&self.picture.views).into_iter().map(|card| {
            let names = card.parts.iter().map(|part| {
                let name = self.part_name(&part.name, &part.english_name);
                match part.quantity {
                    1 => name,
                    some => words::with_quantity(&name, some),
                }
            });
            let names: Vec<String> = names.collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let short = card.parts.iter().any(is_short);
            let planned = card.plan.as_ref().map(|plan| plan.start);
            let shown = Card {
                id: id(&card.job),
                title: self.join(&[
                    &face(&card.car).0.replace('·', "･"),
                    &self.part_name(&card.name, &card.english_name),
                ]),
                age: self.needed(planned, card.car.arrived_at),
                tone: if short { Tone::Late } else { Tone::Wait },
                detail: self.join(&names),
                ..Card::default()
            };
            (Some(needed_at(card)), shown)
        }));
        cards.sort_by_key(|(at, card)| (*at, card.id.clone()));
        cards.into_iter().map(|(_, card)| card).collect()
    }

    /// Says when the parts are needed.
    fn needed(&self, planned: Option<DateTime<Utc>>, comes: Option<DateTime<Utc>>) -> String {
        match (planned, comes) {
            (Some(at), _) => words::begins(&self.moment(at), self.language),
            (None, Some(at)) if at > self.now => words::comes(&self.moment(at), self.language),
            _ => String::new(),
        }
    }

    /// Makes the page of a booked car's job.
    pub(super) fn ahead_page(&self, card: &JobCard) -> TaskShown {
        let (plate, colour) = face(&card.car);
        let lines = card.parts.iter().map(|part| {
            let there = i64::from(part.on_hand.unwrap_or(0));
            let known = self.picture.views.parts.stock(&part.part);
            let there = known.map_or(there, |stock| stock.available);
            let short = there < i64::from(part.quantity);
            let name = self.part_name(&part.name, &part.english_name);
            LineShown {
                id: part.part.to_string(),
                detail: self.join(&[part.part.as_str(), &part.bin]),
                quantity: words::times(part.quantity),
                stock: words::stock(there, short, self.language),
                stock_tone: if short { Tone::Late } else { Tone::Neutral },
                button: if short {
                    self.mark(words::OUT_OF_STOCK, Tone::Late)
                } else {
                    self.mark(words::TO_PICK, Tone::Neutral)
                },
                name,
                ..LineShown::default()
            }
        });
        let mut lines: Vec<(String, LineShown)> = card
            .parts
            .iter()
            .map(|part| part.bin.clone())
            .zip(lines)
            .collect();
        lines.sort_by(|(a, _), (b, _)| a.cmp(b));
        let bay = card.bay().map(|bay| self.bay(bay)).unwrap_or_default();
        let planned = card.plan.as_ref().map(|plan| plan.start);
        let order = advisor_words::order(card.car.ro.as_str(), self.language);
        TaskShown {
            id: id(&card.job),
            face: Face { plate, colour },
            title: self.part_name(&card.name, &card.english_name),
            subtitle: self.join(&[&bay, &order, &self.needed(planned, card.car.arrived_at)]),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
            actions: vec![Action {
                main: true,
                ..self.action("ask-ahead", words::PICK_AHEAD, Tone::Action)
            }],
            ..TaskShown::default()
        }
    }
}

fn is_short(part: &crate::projection::job_card::PartCard) -> bool {
    part.on_hand.is_some_and(|there| there < part.quantity)
}
