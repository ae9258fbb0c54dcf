//! Cards: cars that wait for a bay, and cars that wait for what comes after repair.

use super::checks::{Due, comeback, comeback_mark, due, in_checks};
use super::chip::{risk, risk_tone};
use super::{Floor, face};
use crate::domain::car::CarState;
use crate::domain::forecast::Risk;
use crate::domain::order::WorkMinutes;
use crate::domain::plate::PlateKind;
use crate::domain::quality::checklist::CheckKind;
use crate::projection::finishing::FinishingCar;
use crate::projection::job_card::{CarCard, JobCard};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, Text, floor as words, quality, standing, states, time,
};

/// One car, or one job of it, in a lane.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorCard {
    /// The job of a waiting card, the order of a finishing one.
    pub id: String,
    /// The car's face, never empty.
    pub plate: String,
    /// The plate's colour.
    pub colour: PlateKind,
    /// The state's colour.
    pub tone: Tone,
    /// The state in a word; empty where the lane says it.
    pub word: String,
    /// When it was promised.
    pub promise: String,
    /// Whether that will be kept.
    pub promise_tone: Tone,
    /// The work, or for how long it waits and for whom.
    pub work: String,
    /// A shorter form of it; empty where there is none.
    pub work_short: String,
    /// The trade and the hours that it needs.
    pub need: String,
    /// What matters more.
    pub note: String,
    /// What marks a car that came back; empty for another.
    pub comeback: String,
    /// For who cannot see it.
    pub spoken: String,
}

/// Cars that wait for the same.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorLane {
    /// Which.
    pub id: &'static str,
    /// What they wait for.
    pub title: String,
    /// Its colour.
    pub tone: Tone,
    /// The cars.
    pub cards: Vec<FloorCard>,
}

/// The lanes after repair, in the order in which a car passes them.
const FINISHING: [(CarState, &str); 4] = [
    (CarState::AwaitingQc, "qc"),
    (CarState::Wash, "wash"),
    (CarState::AwaitingInvoice, "invoice"),
    (CarState::Ready, "ready"),
];

impl Floor<'_> {
    /// Makes a card for every job that has no bay yet, the most urgent first.
    pub fn waiting_jobs(&self) -> Vec<FloorCard> {
        let jobs = &self.picture.views.waiting.jobs;
        jobs.iter()
            .map(|card| self.waiting_card(card, &[]))
            .collect()
    }

    /// Makes a card for every car that waits for a bay with all of its jobs, the most urgent first.
    pub fn waiting_cars(&self) -> Vec<FloorCard> {
        let mut cars: Vec<(&JobCard, Vec<&JobCard>)> = Vec::new();
        let jobs = &self.picture.views.waiting.jobs;
        for card in jobs
            .iter()
            .filter(|card| card.car.state == CarState::AwaitingDispatch)
        {
            match cars
                .iter_mut()
                .find(|(first, _)| first.car.ro == card.car.ro)
            {
                Some((_, more)) => more.push(card),
                None => cars.push((card, Vec::new())),
            }
        }
        cars.iter()
            .map(|(first, more)| self.waiting_card(first, more))
            .collect()
    }

    fn waiting_card(&self, card: &JobCard, more: &[&JobCard]) -> FloorCard {
        let name = all_words::name(self.language, &card.name, &card.english_name);
        let short = words::shorter(name, self.language);
        let minutes = more.iter().fold(card.standard.0, |sum, other| {
            sum.saturating_add(other.standard.0)
        });
        let missing = std::iter::once(card)
            .chain(more.iter().copied())
            .any(lacks_parts);
        let said = |so: bool, word: Text| if so { word.to(self.language) } else { "" };
        let back = self.came_back(card);
        let note = words::join(
            self.language,
            &[
                &back,
                &comeback(&card.car, self.language),
                said(card.car.customer_waits.is_yes(), words::CUSTOMER_WAITS),
                said(missing, words::PART_MISSING),
            ],
        );
        let tone = if back.is_empty() {
            risk_tone(risk(card), Tone::Wait)
        } else {
            Tone::Rework
        };
        FloorCard {
            work: words::and_more(name, more.len()),
            work_short: if short.is_empty() {
                short
            } else {
                words::and_more(&short, more.len())
            },
            need: words::need(card.trade, WorkMinutes(minutes), self.language),
            note,
            ..self.car_card(&card.car, card.job.to_string(), tone)
        }
        .spoken_out(self)
    }

    /// Makes the lanes after repair; all of them, so that an empty one is seen to be empty.
    pub fn finishing_lanes(&self) -> Vec<FloorLane> {
        FINISHING
            .iter()
            .map(|(state, id)| {
                let (title, tone) = states::car_state(*state);
                let cars = self.picture.views.finishing.cars.iter();
                FloorLane {
                    id,
                    title: title.to(self.language).to_owned(),
                    tone,
                    cards: cars
                        .filter(|car| car.car.state == *state)
                        .map(|car| self.finishing_card(car, tone))
                        .collect(),
                }
            })
            .collect()
    }

    fn finishing_card(&self, car: &FinishingCar, tone: Tone) -> FloorCard {
        let ready = car.car.state == CarState::Ready && !car.car.advisor.is_empty();
        let (work, work_short, whom) = match car.car.state {
            CarState::AwaitingQc => self.in_checks(car),
            CarState::Wash => self.in_wash(car),
            _ if ready => {
                let advisor = words::advisor(&car.car.advisor, self.language);
                (advisor, String::new(), String::new())
            }
            _ => {
                let waited = words::waited(self.now - car.since, self.language);
                (waited, String::new(), String::new())
            }
        };
        let back = comeback(&car.car, self.language);
        FloorCard {
            work,
            work_short,
            note: words::join(self.language, &[&whom, &back]),
            ..self.car_card(&car.car, car.car.ro.to_string(), tone)
        }
        .spoken_out(self)
    }

    /// Says why a job came back that waits for a bay; nothing for one that did not.
    fn came_back(&self, card: &JobCard) -> String {
        let rework = card.quality.rework.as_ref();
        let Some(rework) = rework.filter(|_| card.quality.is_rework) else {
            return String::new();
        };
        let word = standing::REWORK.to(self.language);
        let reason = quality::rework_reason(rework.last.order.reason).to(self.language);
        words::join(self.language, &[word, reason])
    }

    /// Says which check a car waits for and for how long, the same in less room, and whom it waits for.
    fn in_checks(&self, car: &FinishingCar) -> (String, String, String) {
        let known = in_checks(&self.picture.views, &car.car.ro);
        let taken = known.and_then(|known| known.taken.as_ref());
        if let Some(taken) = taken {
            let age = time::minutes(self.now - taken.at);
            let by = taken.by.as_ref().map_or("", |by| self.name_of(by));
            return (
                standing::inspecting(by, &age, self.language),
                standing::inspecting_short(&age, self.language),
                String::new(),
            );
        }
        let Some(due) = known.and_then(due) else {
            let waited = words::waited(self.now - car.since, self.language);
            return (waited, String::new(), String::new());
        };
        let age = time::minutes(self.now - car.since);
        let long = standing::waits(due.text().to(self.language), &age, self.language);
        let short = format!("{} {age}", due.short().to(self.language));
        let whom = match due {
            Due::Check {
                kind: CheckKind::SelfCheck,
                job,
            } => job.quality.lead.as_ref().map(|lead| self.name_of(lead)),
            _ => None,
        };
        (long, short, whom.unwrap_or_default().to_owned())
    }

    /// Says whether a car is washed and since when, or for how long it waits for that.
    fn in_wash(&self, car: &FinishingCar) -> (String, String, String) {
        let Some(begun) = &car.wash_begun else {
            let age = time::minutes(self.now - car.since);
            let what = standing::TO_WASH.to(self.language);
            let long = standing::waits(what, &age, self.language);
            return (long, format!("{what} {age}"), String::new());
        };
        let age = time::minutes(self.now - begun.at);
        let by = begun.by.as_ref().map_or("", |by| self.name_of(by));
        (
            standing::washing(&age, self.language),
            standing::washing_short(&age, self.language),
            by.to_owned(),
        )
    }

    fn car_card(&self, car: &CarCard, id: String, tone: Tone) -> FloorCard {
        let (plate, colour) = face(car);
        let risk = car
            .forecast
            .as_ref()
            .map_or(Risk::OnTime, |forecast| forecast.risk);
        let promise = |at| words::promise(at, self.now, self.zone(), self.language);
        // Once the work on it is over, a car that waits for its papers or its driver is late no more.
        let risk = if car.state >= CarState::AwaitingInvoice {
            Risk::OnTime
        } else {
            risk
        };
        FloorCard {
            id,
            plate,
            colour,
            tone,
            word: String::new(),
            promise: car.promised_at.map(promise).unwrap_or_default(),
            promise_tone: risk_tone(risk, Tone::Neutral),
            work: String::new(),
            work_short: String::new(),
            need: String::new(),
            note: String::new(),
            comeback: comeback_mark(car, self.language),
            spoken: String::new(),
        }
    }
}

impl FloorCard {
    fn spoken_out(self, floor: &Floor<'_>) -> Self {
        let promise = words::promised(&self.promise, floor.language);
        let parts = [&self.plate, &self.work, &self.need, &self.note, &promise];
        let said: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        Self {
            spoken: said.join(", "),
            ..self
        }
    }
}

/// Tells whether less lies in the store than a job needs.
pub fn lacks_parts(card: &JobCard) -> bool {
    card.parts
        .iter()
        .any(|part| part.on_hand.is_some_and(|on_hand| on_hand < part.quantity))
}
