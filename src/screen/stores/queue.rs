//! The cards of the queue.

use super::Stores;
use super::model::Card;
use super::present::Scene;
use super::task::{Step, Task, What};
use crate::domain::parts::request::PartsRequest;
use crate::domain::parts::returns::{InReturn, PartReturn};
use crate::screen::tone::Tone;
use crate::screen::words::{parts as part_words, stores as words, time};
use chrono::TimeDelta;

/// So many parts are named on a card.
const NAMED: usize = 3;
/// A request that nobody has looked at for so long is pressing.
const PRESSING: TimeDelta = TimeDelta::minutes(3);

impl Stores {
    pub(super) fn queue(&self, scene: &Scene<'_>, open: &[Task<'_>]) -> Vec<Card> {
        let here = open.iter().filter(|task| !task.is_ahead());
        let card = |task: &Task<'_>| Card {
            lit: self.is_lit(task, scene.now),
            ..scene.task_card(task)
        };
        here.map(card).collect()
    }
}

impl Scene<'_> {
    /// Makes the card of a task.
    pub(super) fn task_card(&self, task: &Task<'_>) -> Card {
        let (age, age_tone) = self.age(task);
        Card {
            id: task.id(),
            title: self.task_title(task),
            age,
            age_tone,
            tone: self.tone(task),
            detail: self.detail(task),
            who: self.task_who(task),
            ..Card::default()
        }
    }

    /// Says how long somebody has waited: since the bay stands still, else since it was asked.
    fn age(&self, task: &Task<'_>) -> (String, Tone) {
        let Some(since) = task.standing_since() else {
            return (time::minutes(self.now - task.at()), Tone::Neutral);
        };
        let age = time::minutes(self.now - since);
        (format!("{age} {}", self.say(words::STANDS)), Tone::Late)
    }

    fn tone(&self, task: &Task<'_>) -> Tone {
        match task.what {
            What::Return(offer) if offer.is_exchange() => Tone::Action,
            What::Return(_) => Tone::Ready,
            What::OldPart(_) => Tone::Qc,
            What::Request(_) if task.standing_since().is_some() => Tone::Late,
            What::Request(request) => match task.step() {
                Step::ToBring | Step::Brought => Tone::Ready,
                Step::Ordered => Tone::Late,
                Step::ToPick if request.picking.is_some() => Tone::Hold,
                Step::ToPick if self.now - request.at >= PRESSING => Tone::Hold,
                Step::ToPick => Tone::Wait,
            },
        }
    }

    fn detail(&self, task: &Task<'_>) -> String {
        match task.what {
            What::Request(request) => self.asked(task, request),
            What::Return(offer) => self.offered(task, offer),
            What::OldPart(old) => {
                let name = self.part_name(&old.name, &old.english_name);
                let fate = part_words::fate(old.fate).to(self.language);
                self.join(&[&counted(&name, old.quantity), fate])
            }
        }
    }

    /// Lists the parts of a request that are still open.
    fn asked(&self, task: &Task<'_>, request: &PartsRequest) -> String {
        let open = request.lines.iter().filter(|line| line.is_open());
        let names = open.map(|line| {
            let name = self.wanted(task.order, &line.wanted);
            counted(&name, line.rest() + line.ready())
        });
        let mut names: Vec<String> = names.collect();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        if more > 0 {
            names.push(format!("+{more}"));
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.join(&names)
    }

    fn offered(&self, task: &Task<'_>, offer: &PartReturn) -> String {
        let back = self.returned_name(task, offer);
        let reason = part_words::return_reason(offer.reason).to(self.language);
        let right = match &offer.in_return {
            InReturn::Part { right } => format!("→ {}", self.wanted(task.order, right)),
            InReturn::Nothing => String::new(),
        };
        self.join(&[&words::with_quantity(&back, offer.quantity), &right, reason])
    }

    /// Names what comes back.
    pub(super) fn returned_name(&self, task: &Task<'_>, offer: &PartReturn) -> String {
        let line = task.order.parts.line(offer.line);
        match (&offer.part, line) {
            (Some(part), _) => self.part(Some(task.order), part),
            (None, Some((_, line))) => self.wanted(task.order, &line.wanted),
            (None, None) => String::new(),
        }
    }
}

/// A name with how many, where it is more than one.
fn counted(name: &str, quantity: u32) -> String {
    if quantity > 1 {
        words::with_quantity(name, quantity)
    } else {
        name.to_owned()
    }
}
