//! Presenting: from state, picture and moment to the model of the screen.

use super::Advisor;
use super::desk::{Dossier, Need, dossiers, listed};
use super::model::{AdvisorModel, Listed, Panel, Words};
use crate::domain::car::CarState;
use crate::domain::command::CommandBody;
use crate::domain::forecast::Risk;
use crate::domain::ids::{JobId, RoNumber};
use crate::domain::person::{Language, Role};
use crate::projection::job_card::CarCard;
use crate::projection::picture::{Picture, Tap, TapState};
use crate::screen::desk::model::{Action, Face, Line};
pub(super) use crate::screen::desk::scene::DOT;
use crate::screen::desk::scene::Scene as DeskScene;
use crate::screen::floor::checks::{comeback, due, in_checks};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::face;
use crate::screen::floor::link::{self, FloorLink};
use crate::screen::tone::Tone;
use crate::screen::words::{
    self as all_words, Text, advisor as words, dispatch as desk_words, floor as floor_words,
    quality, standing, time,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::ops::Deref;

/// An answer that was waited for so long is late, however far the promise is.
const LATE_AFTER: TimeDelta = TimeDelta::minutes(45);
/// One that was waited for so long is pressing.
const PRESSING_AFTER: TimeDelta = TimeDelta::minutes(15);
/// So near a promise every answer is late …
const PROMISE_NEAR: TimeDelta = TimeDelta::minutes(45);
/// … and so near it is pressing.
const PROMISE_AHEAD: TimeDelta = TimeDelta::minutes(120);

/// Narrows the dots of a name that was put together elsewhere.
pub(super) fn narrow(name: &str) -> String {
    name.replace(" · ", DOT)
}

/// What every line of the model asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a>(DeskScene<'a>);

impl<'a> Deref for Scene<'a> {
    type Target = DeskScene<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Advisor {
    /// Makes the model of this moment.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> AdvisorModel {
        let scene = Scene(DeskScene::new(picture, now, self.language(picture)));
        let advisor = self.advisor(picture);
        let said = |text: Text| text.to(scene.language).to_owned();
        AdvisorModel {
            theme: self.desk.theme(),
            words: labels(scene.language),
            title: said(words::TITLE),
            clock: time::clock(now, scene.zone),
            link: scene.link(),
            counts: scene.counts(advisor),
            new_order_label: said(words::NEW_ORDER),
            language_label: said(desk_words::OTHER_LANGUAGE),
            theme_label: self.desk.theme_label(scene.language),
            actor: self.desk.actor(picture),
            toast: self.desk.toast(picture, now, &scene),
            panel: if self.desk.is_asking() {
                Panel::SignIn
            } else {
                self.panel
            },
            intake: (self.panel == Panel::Intake).then(|| self.intake_shown(&scene)),
            place: self.place_shown(&scene),
            cars: self.listed(&scene, advisor),
            car: self.car_shown(&scene),
            people: self.desk.people(picture, Role::Advisor),
            pin: self.desk.pin_shown(picture, now),
        }
    }

    /// Names who acts as the orders name their advisor.
    fn advisor<'a>(&self, picture: &'a Picture) -> Option<&'a str> {
        Some(self.desk.known(picture)?.name.as_str())
    }

    /// Makes the list; what somebody has to look at once more stands on top of all.
    fn listed(&self, scene: &Scene<'_>, advisor: Option<&str>) -> Vec<Listed> {
        let views = &scene.picture.views;
        let mut cars = listed(views, advisor);
        let contested = |car: &Dossier<'_>| self.draft(&car.car.ro).is_contested();
        // The sort is stable: within each part the order of the desk stays.
        cars.sort_by_key(|(own, car)| (!own, !contested(car)));
        let mixed = cars.iter().any(|(own, _)| *own) && cars.iter().any(|(own, _)| !own);
        let mut before = None;
        cars.iter()
            .map(|(own, car)| {
                let mut shown = scene.listed(car);
                if contested(car) {
                    words::CHECK.to(scene.language).clone_into(&mut shown.word);
                    shown.tone = Tone::Late;
                    words::MEANWHILE
                        .to(scene.language)
                        .clone_into(&mut shown.detail);
                }
                shown.chosen = self.chosen.as_ref() == Some(&car.car.ro);
                shown.spoken = floor_words::join(
                    scene.language,
                    &[&shown.face.plate, &shown.word, &shown.detail],
                );
                if advisor.is_some() && before != Some(*own) && (mixed || !own) {
                    let header = if *own { words::OWN } else { words::OTHERS };
                    header.to(scene.language).clone_into(&mut shown.header);
                }
                before = Some(*own);
                shown
            })
            .collect()
    }
}

impl Scene<'_> {
    /// Says whether the picture is live; how many taps wait is said in the least room too.
    fn link(&self) -> FloorLink {
        let mut link = link::link(self.picture, self.now, self.language);
        let waiting = words::to_send(self.picture.waiting, self.language);
        link.short = floor_words::join(self.language, &[&link.short, &waiting]);
        link
    }

    /// Counts what waits: of who is signed in, or of everybody.
    fn counts(&self, advisor: Option<&str>) -> Vec<FloorCount> {
        let cars = dossiers(&self.picture.views);
        let theirs = |car: &&Dossier<'_>| advisor.is_none_or(|name| car.car.advisor == name);
        let count = |wanted: fn(&Dossier<'_>) -> bool| {
            let cars = cars.values().filter(theirs);
            cars.filter(|car| wanted(car)).count()
        };
        // A car that waits for an answer may have to be warned of as well.
        let answer = count(|car| car.need() == Need::Answer);
        let warned = count(|car| car.is_untold());
        let ready = count(|car| car.need() == Need::HandOver);
        let row = [
            (words::TO_ANSWER, answer, Tone::Hold),
            (words::WARNED, warned, Tone::Late),
            (words::TO_HAND_OVER, ready, Tone::Ready),
        ];
        row.into_iter()
            .map(|(label, value, tone)| FloorCount {
                label: label.to(self.language).to_owned(),
                value: value.to_string(),
                tone: if value == 0 { Tone::Neutral } else { tone },
            })
            .collect()
    }

    fn listed(&self, car: &Dossier<'_>) -> Listed {
        let (plate, colour) = face(car.car);
        let (word, tone) = self.word(car);
        Listed {
            id: car.car.ro.to_string(),
            face: Face { plate, colour },
            word,
            tone,
            detail: self.detail(car),
            ..Listed::default()
        }
    }

    /// Says in a word what a car waits for, and how long.
    fn word(&self, car: &Dossier<'_>) -> (String, Tone) {
        let language = self.language;
        match car.need() {
            Need::Answer => self.waits(car),
            Need::Warning => self.risk_word(car),
            Need::Extension => (words::EXTENSION.to(language).to_owned(), Tone::Action),
            Need::HandOver => {
                let (text, tone) = if car.car.state == CarState::Ready {
                    (words::READY, Tone::Ready)
                } else {
                    all_words::states::car_state(car.car.state)
                };
                (text.to(language).to_owned(), tone)
            }
            Need::Rework => self.rework_word(car),
            Need::Told => {
                let at = car
                    .car
                    .told_at
                    .map(|at| time::moment(at, self.now, self.zone));
                let told = words::TOLD.to(language);
                (words::since(told, &at.unwrap_or_default()), Tone::Neutral)
            }
            Need::Advice => (words::LEFT_BEFORE.to(language).to_owned(), Tone::Neutral),
            Need::Nothing
                if car.car.state < CarState::AwaitingQc
                    && car
                        .findings
                        .iter()
                        .any(|card| card.finding.answer().is_some()) =>
            {
                (words::ANSWERED.to(language).to_owned(), Tone::Neutral)
            }
            Need::Nothing => {
                let known = in_checks(&self.picture.views, &car.car.ro);
                let (text, tone) = match known.and_then(due) {
                    Some(due) => (due.text(), Tone::Qc),
                    None => all_words::states::car_state(car.car.state),
                };
                (text.to(language).to_owned(), tone)
            }
        }
    }

    fn rework_word(&self, car: &Dossier<'_>) -> (String, Tone) {
        let back = car.reworks().map(|card| card.last.said.at).max();
        let age = back.map_or_else(String::new, |at| time::minutes(self.now - at));
        let word = words::since(standing::REWORK.to(self.language), &age);
        (word, Tone::Rework)
    }

    /// Names what is remarkable about a car, whatever it needs.
    fn marks(&self, car: &Dossier<'_>) -> String {
        let back = comeback(car.car, self.language);
        let rework = car.need() != Need::Rework && car.reworks().next().is_some();
        let rework = if rework {
            standing::REWORK.to(self.language)
        } else {
            ""
        };
        self.join(&[&back, rework])
    }

    /// Says how long an answer has been waited for: its colour is that of its age and of the promise.
    fn waits(&self, car: &Dossier<'_>) -> (String, Tone) {
        let age = car
            .asked_since()
            .map_or(TimeDelta::zero(), |at| self.now - at);
        let ahead = car
            .car
            .promised_at
            .map_or(TimeDelta::MAX, |at| at - self.now);
        let held = car.held().is_some();
        let tone = if age >= LATE_AFTER || ahead <= PROMISE_NEAR {
            Tone::Late
        } else if held || age >= PRESSING_AFTER || ahead <= PROMISE_AHEAD {
            Tone::Hold
        } else {
            Tone::Neutral
        };
        let what = if held {
            words::BAY_WAITS
        } else {
            words::ANSWER
        };
        let word = words::since(what.to(self.language), &time::minutes(age));
        (word, tone)
    }

    /// Says how late a car is, or how little is left.
    pub(super) fn risk_word(&self, car: &Dossier<'_>) -> (String, Tone) {
        let promised = car.car.promised_at.unwrap_or(self.now);
        let end = car
            .car
            .forecast
            .as_ref()
            .map_or(promised, |known| known.end);
        let tone = if car.risk() == Risk::Overdue {
            Tone::Late
        } else {
            Tone::Risk
        };
        let word = if promised < self.now {
            words::overdue(&time::minutes(self.now - promised), self.language)
        } else if end > promised {
            words::late_by(&time::minutes(end - promised), self.language)
        } else {
            words::left(&time::minutes(promised - end), self.language)
        };
        (word, tone)
    }

    fn detail(&self, car: &Dossier<'_>) -> String {
        let language = self.language;
        let promised = self.promised(car.car);
        let detail = match car.need() {
            Need::Answer => {
                let still = car.held().and_then(|(job, _)| job.bay());
                let still = still.map(|bay| words::stands_still(&self.bay(bay), language));
                let count = words::findings(car.open().count(), language);
                self.join(&[&still.unwrap_or_default(), &count, &promised])
            }
            Need::Warning => {
                let told = words::NOT_TOLD.to(language);
                self.join(&[
                    &self.first_cause(car),
                    &self.forecast(car.car),
                    &promised,
                    told,
                ])
            }
            Need::Extension | Need::Told => {
                self.join(&[&self.first_cause(car), &self.forecast(car.car), &promised])
            }
            Need::Rework => {
                self.join(&[&self.rework_reason(car), &self.forecast(car.car), &promised])
            }
            Need::HandOver => {
                let left = words::advice(super::hand_over::left(car).count(), language);
                self.join(&[&self.key(car.car), &left])
            }
            Need::Advice | Need::Nothing => {
                let count = words::findings(car.findings.len(), language);
                self.join(&[&count, &self.forecast(car.car), &promised])
            }
        };
        self.join(&[&self.marks(car), &detail])
    }

    fn rework_reason(&self, car: &Dossier<'_>) -> String {
        let last = car.reworks().max_by_key(|card| card.last.said.at);
        last.map_or_else(String::new, |card| {
            let reason = quality::rework_reason(card.last.order.reason);
            reason.to(self.language).to_owned()
        })
    }

    fn first_cause(&self, car: &Dossier<'_>) -> String {
        let causes = car.car.forecast.as_ref().map(|known| &known.causes);
        let first = causes.and_then(|causes| causes.first());
        first.map_or_else(String::new, |cause| self.cause(cause))
    }

    pub(super) fn cause(&self, cause: &crate::domain::forecast::Cause) -> String {
        let length = time::minutes(TimeDelta::minutes(cause.minutes()));
        words::cause(cause, &length, self.language)
    }

    pub(super) fn key(&self, car: &CarCard) -> String {
        self.place(&car.key_tag, &car.parking_spot)
    }

    pub(super) fn promised(&self, car: &CarCard) -> String {
        let said = |at| words::promised(&self.moment(at), self.language);
        car.promised_at.map(said).unwrap_or_default()
    }

    pub(super) fn forecast(&self, car: &CarCard) -> String {
        let before_invoice = car.state < CarState::AwaitingInvoice;
        let end = car.forecast.as_ref().filter(|_| before_invoice);
        end.map(|known| words::forecast(&self.moment(known.end), self.language))
            .unwrap_or_default()
    }

    /// Names a job by its car and its work.
    pub(super) fn job(&self, id: &JobId) -> String {
        let cars = dossiers(&self.picture.views);
        let car = cars.get(&id.ro);
        let card = car.and_then(|car| car.jobs.iter().find(|job| job.job == *id));
        match card {
            Some(card) => {
                let name = all_words::name(self.language, &card.name, &card.english_name);
                format!("{} {name}", self.plate(&id.ro))
            }
            None => id.to_string(),
        }
    }

    /// Names a car in running text.
    pub(super) fn plate(&self, ro: &RoNumber) -> String {
        let cars = dossiers(&self.picture.views);
        // The wide middle dot of a Chinese font would tear a plate apart.
        cars.get(ro)
            .map_or_else(|| ro.to_string(), |car| face(car.car).0.replace('·', "･"))
    }

    /// Finds the last tap of this station that speaks so and is not answered yet.
    pub(super) fn pending(&self, speaks: impl Fn(&CommandBody) -> bool) -> Option<&Tap> {
        let mut taps = self.picture.taps.iter().rev();
        taps.find(|tap| {
            let open = matches!(tap.state, TapState::Saving | TapState::Saved);
            open && speaks(&tap.command.body)
        })
    }

    pub(super) fn action(&self, id: &str, label: Text, tone: Tone) -> Action {
        Action {
            id: id.to_owned(),
            label: label.to(self.language).to_owned(),
            hint: String::new(),
            tone,
            enabled: true,
            main: false,
        }
    }

    pub(super) fn line(&self, text: Text, tone: Tone) -> Line {
        Line {
            text: text.to(self.language).to_owned(),
            tone,
        }
    }
}

fn labels(language: Language) -> Words {
    let said = |text: Text| text.to(language).to_owned();
    Words {
        no_cars: said(words::NO_CARS),
        pick_car: said(words::PICK_CAR),
        show_phone: said(words::SHOW_PHONE),
        sign_in: said(desk_words::SIGN_IN),
        badge_hint: said(desk_words::BADGE_HINT),
        cancel: said(desk_words::CANCEL),
        close: said(desk_words::CLOSE),
        pin_ok: said(desk_words::PIN_OK),
        pin_clear: said(desk_words::PIN_CLEAR),
    }
}
