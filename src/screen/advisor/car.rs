//! The page of the chosen car: whose it is, what is done on it, and the buttons that send the answers.

use super::Advisor;
use super::answers::{Draft, PromiseChoice, Strip, channel_id, new_promise, promises};
use super::desk::{Dossier, dossiers};
use super::model::{CarShown, Footer, Notice};
use super::present::{Scene, narrow};
use crate::domain::command::CommandBody;
use crate::domain::finding::Channel;
use crate::domain::ids::{BayId, PersonId};
use crate::screen::desk::model::{Action, Choice, Face, Line};
use crate::screen::floor::face;
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, advisor as words, dispatch as desk_words, finding, floor as floor_words,
};

/// So many jobs are named at the head of the page.
const NAMED: usize = 2;

/// The button that sends.
const SEND: &str = "send";

impl Advisor {
    /// Makes the page of the chosen car; empty while none is chosen or once it has gone.
    pub(super) fn car_shown(&self, scene: &Scene<'_>) -> CarShown {
        let cars = dossiers(&scene.picture.views);
        let Some(car) = self.chosen.as_ref().and_then(|ro| cars.get(ro)) else {
            return CarShown::default();
        };
        let draft = self.draft(&car.car.ro);
        let whole = self.phone.as_ref().is_some_and(|(ro, _)| *ro == car.car.ro);
        let (plate, colour) = face(car.car);
        let mut notices = scene.notices(car);
        notices.extend(scene.promise_pending(car));
        CarShown {
            id: car.car.ro.to_string(),
            face: Face { plate, colour },
            customer: car.car.customer.clone(),
            phone: scene.phone(car, whole),
            order: scene.order(car),
            place: scene.place_button(car.car),
            work: scene.work(car),
            notices,
            findings: scene.findings(car, &draft),
            footer: scene.footer(car, &draft, self.strip),
        }
    }
}

impl Scene<'_> {
    /// Shows the phone number, masked unless somebody asked for it.
    fn phone(&self, car: &Dossier<'_>, whole: bool) -> String {
        let plate = car.car.plate.as_ref();
        let known = plate.and_then(|plate| self.picture.views.cars.get(plate));
        let number = known.map_or("", |known| known.customer.phone.as_str());
        if number.is_empty() {
            return words::NO_PHONE.to(self.language).to_owned();
        }
        if whole {
            number.to_owned()
        } else {
            masked(number)
        }
    }

    fn order(&self, car: &Dossier<'_>) -> String {
        let order = words::order(car.car.ro.as_str(), self.language);
        let waits = car.car.customer_waits.is_yes();
        let waits = if waits {
            words::WAITS.to(self.language)
        } else {
            ""
        };
        let back = self.comeback_line(car.car);
        let back = back.map_or_else(String::new, |line| line.text);
        self.join(&[&order, &self.promised(car.car), waits, &back])
    }

    /// Names the work and who is on it.
    fn work(&self, car: &Dossier<'_>) -> String {
        let name = |chinese: &str, english: &str| {
            all_words::name(self.language, chinese, english).to_owned()
        };
        let ordered = car.jobs.iter();
        let mut work: Vec<String> = ordered
            .map(|job| name(&job.name, &job.english_name))
            .collect();
        let mut people: Vec<&PersonId> = car.jobs.iter().flat_map(|job| &job.workers).collect();
        if let Some(done) = car.finishing.filter(|_| car.jobs.is_empty()) {
            work.extend(
                done.work
                    .iter()
                    .map(|done| name(&done.name, &done.english_name)),
            );
            people.extend(done.work.iter().flat_map(|done| &done.workers));
        }
        people.sort();
        people.dedup();
        let people: Vec<String> = people.into_iter().map(|id| self.person(id)).collect();
        let people = desk_words::list(self.language, &people);
        let more = work.len().saturating_sub(NAMED);
        work.truncate(NAMED);
        let work = desk_words::list(self.language, &work);
        let work = floor_words::and_more(&narrow(&work), more);
        self.join(&[&work, &words::technicians(&people, self.language)])
    }

    /// Says that a new promise is on its way.
    fn promise_pending(&self, car: &Dossier<'_>) -> Option<Notice> {
        let tap = self.pending(
            |body| matches!(body, CommandBody::ChangePromise { ro, .. } if *ro == car.car.ro),
        )?;
        let CommandBody::ChangePromise { promised_at, .. } = &tap.command.body else {
            return None;
        };
        let at = self.moment(*promised_at);
        Some(Notice {
            id: "promise".to_owned(),
            title: words::NEW_PROMISE.to(self.language).to_owned(),
            tone: Tone::Hold,
            lines: vec![Line::new(
                words::promise_pending(&at, self.language),
                Tone::Neutral,
            )],
            ..Notice::default()
        })
    }

    /// Makes the buttons below; none where the customer is asked nothing and promised nothing.
    fn footer(&self, car: &Dossier<'_>, draft: &Draft, strip: Strip) -> Footer {
        let Some(policy) = self.policy.filter(|_| !is_over(car)) else {
            return Footer::default();
        };
        let language = self.language;
        let promise = new_promise(policy, car, draft, self.now);
        let channel = finding::channel(draft.channel()).to(language);
        let (strip, choices) = match strip {
            Strip::None => (String::new(), Vec::new()),
            Strip::How => (words::HOW.to(language).to_owned(), self.channels(draft)),
            Strip::Promise => {
                let choices = promises(policy, car, draft, self.now);
                let chosen = promise.map_or("keep".to_owned(), |at| at.to_rfc3339());
                let shown = choices
                    .into_iter()
                    .map(|choice| self.promise_choice(choice, &chosen));
                (words::NEW_PROMISE.to(language).to_owned(), shown.collect())
            }
        };
        Footer {
            how: words::how(channel, language),
            promise: match promise {
                Some(at) => words::new_promise(&self.moment(at), language),
                None => words::KEEP_PROMISE.to(language).to_owned(),
            },
            promise_tone: if promise.is_some() {
                Tone::Action
            } else {
                Tone::Neutral
            },
            send: self.send_button(car, draft, promise.is_some()),
            strip,
            choices,
        }
    }

    fn send_button(&self, car: &Dossier<'_>, draft: &Draft, promise: bool) -> Action {
        let language = self.language;
        let count = draft.chosen.len();
        let label = match bay(car) {
            Some(bay) => words::send_to(&self.bay(bay), language),
            None => words::SEND.to(language).to_owned(),
        };
        let hint = match (count, promise) {
            (0, false) => words::CHOOSE_FIRST.to(language).to_owned(),
            (0, true) => String::new(),
            (count, _) => words::answers(count, language),
        };
        Action {
            id: SEND.to_owned(),
            label,
            hint,
            tone: Tone::Action,
            enabled: count > 0 || promise,
            main: true,
        }
    }

    fn channels(&self, draft: &Draft) -> Vec<Choice> {
        let choice = |channel: Channel| {
            let label = finding::channel(channel).to(self.language);
            let label = desk_words::sentence(self.language, label);
            let mut choice = Choice::plain(channel_id(channel), label);
            choice.chosen = draft.channel() == channel;
            choice
        };
        Channel::ALL.map(choice).to_vec()
    }

    fn promise_choice(&self, choice: PromiseChoice, chosen: &str) -> Choice {
        let language = self.language;
        let title = match choice {
            PromiseChoice::Keep => words::KEEP.to(language).to_owned(),
            PromiseChoice::Proposed(at)
            | PromiseChoice::Later(_, at)
            | PromiseChoice::NextDay(at) => self.moment(at),
        };
        let id = choice.id();
        let mut shown = Choice::plain(id.as_str(), desk_words::sentence(language, &title));
        shown.chosen = id == chosen;
        shown.subtitle = match choice {
            PromiseChoice::Proposed(_) => words::PROPOSED.to(language).to_owned(),
            PromiseChoice::Later(minutes, _) => words::later(minutes, language),
            PromiseChoice::Keep | PromiseChoice::NextDay(_) => String::new(),
        };
        shown
    }
}

/// Tells whether nothing can be promised or asked any more.
fn is_over(car: &Dossier<'_>) -> bool {
    car.car.state >= crate::domain::car::CarState::AwaitingInvoice
        && car
            .findings
            .iter()
            .all(|card| !card.finding.sighting.is_asked())
}

/// Finds the bay that waits for the answer: where the first open finding was seen, else where the car is worked on.
fn bay<'a>(car: &Dossier<'a>) -> Option<&'a BayId> {
    let found = car.open().find_map(|card| card.finding.bay.as_ref());
    found.or_else(|| car.jobs.iter().find_map(|job| job.bay()))
}

/// Hides the middle of a phone number: `138 **** 2210`.
fn masked(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() < 8 {
        return "*".repeat(digits.len());
    }
    let head: String = digits[..3].iter().collect();
    let tail: String = digits[digits.len() - 4..].iter().collect();
    format!("{head} **** {tail}")
}
