//! The left side: cars for the inspector by risk and promise, cars that wait for somebody else, cars that went back,
//! and cars in the wash.

use super::look::{self, Before};
use super::model::{Card, CardKind};
use super::present::{Scene, risk};
use super::{Look, Qc};
use crate::domain::car::CarState;
use crate::domain::ids::RoNumber;
use crate::domain::quality::checklist::CheckKind;
use crate::projection::checks::{CheckCar, CheckJob};
use crate::projection::job_card::{CarCard, JobCard};
use crate::screen::desk::model::Action;
use crate::screen::floor::chip;
use crate::screen::tone::Tone;
use crate::screen::words::{Text, floor as floor_words, qc as words, quality as check_words};
use std::cmp::Reverse;

impl Qc {
    /// Lists the cards of the left side, each group below its heading.
    pub(super) fn cards(&self, scene: &Scene<'_>) -> Vec<Card> {
        let cars = &scene.picture.views.checks.cars;
        let mut queue: Vec<&CheckCar> = cars.iter().filter(|car| look::is_in_queue(car)).collect();
        queue.sort_by_key(|car| {
            let gravest = Reverse(risk(scene, &car.car));
            (gravest, car.car.promised_at, car.ro().clone())
        });
        let reworks = scene.reworks();
        let is_back = |car: &CheckCar| reworks.iter().any(|card| card.car.ro == *car.ro());
        let others = cars.iter().filter(|car| {
            car.car.state <= CarState::AwaitingQc && !look::is_in_queue(car) && !is_back(car)
        });
        let wash = cars.iter().filter(|car| car.car.state == CarState::Wash);
        let groups = [
            (
                words::QUEUE,
                queue.iter().map(|car| scene.queue_card(car)).collect(),
            ),
            (
                words::NOT_READY,
                others.map(|car| scene.waiting_card(car)).collect(),
            ),
            (
                words::REWORK,
                reworks.iter().map(|card| scene.rework_card(card)).collect(),
            ),
            (words::WASH, wash.map(|car| scene.wash_card(car)).collect()),
        ];
        let mut cards = Vec::new();
        for (title, group) in groups {
            let group: Vec<Card> = group;
            if !group.is_empty() {
                cards.push(scene.heading(title, group.len()));
                cards.extend(group);
            }
        }
        for card in &mut cards {
            let open = self.open.as_ref().map(RoNumber::as_str);
            card.chosen = card.kind != CardKind::Heading && open == Some(card.id.as_str());
            card.spoken = scene.join(&[
                &card.title,
                &card.face.plate.replace('·', "･"),
                &card.due,
                &card.detail,
                &card.note,
            ]);
        }
        cards
    }
}

impl Scene<'_> {
    fn heading(&self, title: Text, count: usize) -> Card {
        Card {
            kind: CardKind::Heading,
            title: self.say(title),
            detail: count.to_string(),
            ..Card::default()
        }
    }

    fn base(&self, car: &CarCard, kind: CardKind) -> Card {
        let (due, due_tone) = self.due(car);
        Card {
            id: car.ro.to_string(),
            kind,
            face: self.face(car),
            due,
            due_tone,
            enabled: look::find(self.picture, &car.ro).is_some(),
            ..Card::default()
        }
    }

    /// Says what was done, and how long the car has waited.
    fn work_and_wait(&self, car: &CheckCar) -> String {
        let first = car
            .jobs
            .first()
            .map(|job| self.job_name(job))
            .unwrap_or_default();
        let more = match car.jobs.len() {
            0 | 1 => String::new(),
            count => words::jobs(self.language, count),
        };
        self.join(&[&first, &more, &self.waited(car)])
    }

    fn waited(&self, car: &CheckCar) -> String {
        let since = car.since.map(|since| self.now - since);
        since.map_or_else(String::new, |length| {
            floor_words::waited(length, self.language)
        })
    }

    pub(super) fn blocked(&self, car: &CheckCar) -> String {
        if !car.is_blocked() {
            return String::new();
        }
        words::blocked(
            self.language,
            car.open_parts.len(),
            car.open_tools.len(),
            car.unauthorised.len(),
        )
    }

    fn queue_card(&self, car: &CheckCar) -> Card {
        let (note, note_tone) = if car.is_blocked() {
            (self.blocked(car), Tone::Hold)
        } else if let Some(taken) = &car.taken {
            (self.somebody(taken.by.as_ref()), Tone::Qc)
        } else {
            (String::new(), Tone::Neutral)
        };
        let calm = if car.is_blocked() {
            Tone::Hold
        } else {
            Tone::Qc
        };
        Card {
            tone: chip::risk_tone(risk(self, &car.car), calm),
            detail: self.work_and_wait(car),
            note,
            note_tone,
            ..self.base(&car.car, CardKind::Car)
        }
    }

    /// Says what a job waits for before the inspector comes.
    pub(super) fn waits_for(&self, job: &CheckJob, before: Before) -> String {
        let name = self.job_name(job);
        match before {
            Before::Check(kind) => {
                let lead = job
                    .quality
                    .lead
                    .as_ref()
                    .filter(|_| kind == CheckKind::SelfCheck);
                words::waits_for_check(self.language, kind, &name, &self.somebody(lead))
            }
            Before::Work(stage) => words::waits_for_work(self.language, stage, &name),
        }
    }

    /// Says what a car waits for before the inspector comes.
    pub(super) fn not_ready(&self, look: &Look<'_>) -> Vec<String> {
        let waits = look.not_ready().into_iter();
        waits
            .filter_map(|(id, before)| Some(self.waits_for(look.car.job(&id)?, before)))
            .collect()
    }

    fn waiting_card(&self, car: &CheckCar) -> Card {
        let look = Look::new(car, self.picture, None);
        let waits = self.not_ready(&look);
        let first = waits.first().cloned().unwrap_or_default();
        Card {
            tone: chip::risk_tone(risk(self, &car.car), Tone::Wait),
            detail: floor_words::and_more(&first, waits.len().saturating_sub(1)),
            ..self.base(&car.car, CardKind::Small)
        }
    }

    /// Lists the jobs that went back and are not finished since, one a car.
    pub(super) fn reworks(&self) -> Vec<&JobCard> {
        let views = &self.picture.views;
        let bays = views.bays.values().flat_map(|bay| &bay.jobs);
        let all = bays.chain(&views.waiting.jobs);
        let mut found: Vec<&JobCard> = all.filter(|card| card.quality.is_rework).collect();
        found.sort_by_key(|card| (card.car.promised_at, card.job.clone()));
        found.dedup_by_key(|card| &card.car.ro);
        found
    }

    fn rework_card(&self, card: &JobCard) -> Card {
        let rework = card.quality.rework.as_ref();
        let reason =
            rework.map(|rework| self.say(check_words::rework_reason(rework.last.order.reason)));
        let bay = card.bay().map(|bay| self.bay(bay)).unwrap_or_default();
        let live: Vec<_> = card.live.iter().map(|live| live.person.clone()).collect();
        Card {
            tone: Tone::Rework,
            detail: self.join(&[
                &words::back_at(self.language, &reason.unwrap_or_default(), &bay),
                &self.people(&live),
            ]),
            ..self.base(&card.car, CardKind::Small)
        }
    }

    /// Says how far the wash is.
    pub(super) fn wash_state(&self, car: &CheckCar) -> String {
        match &car.wash_begun {
            Some(begun) => {
                let at = self.moment(begun.at);
                words::washing(self.language, &self.somebody(begun.by.as_ref()), &at)
            }
            None => self.say(words::TO_WASH),
        }
    }

    /// Makes the button that begins or ends a wash.
    pub(super) fn wash_button(&self, car: &CheckCar) -> Action {
        match car.wash_begun {
            Some(_) => self.action("wash", words::WASH_END, Tone::Working),
            None => self.action("wash", words::WASH_START, Tone::Action),
        }
    }

    fn wash_card(&self, car: &CheckCar) -> Card {
        let tone = if car.wash_begun.is_some() {
            Tone::Working
        } else {
            Tone::Action
        };
        Card {
            tone,
            detail: self.wash_state(car),
            button: self.wash_button(car),
            ..self.base(&car.car, CardKind::Small)
        }
    }
}
