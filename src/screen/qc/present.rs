//! Presenting: from state, picture and moment to the model of the screen.

use super::Qc;
use super::look;
use super::model::{QcModel, Words};
use crate::domain::car::CarState;
use crate::domain::forecast::Risk;
use crate::domain::ids::{JobId, PersonId};
use crate::domain::person::{Language, Role};
use crate::domain::quality::checklist::Verdict;
use crate::projection::checks::CheckJob;
use crate::projection::job_card::CarCard;
use crate::projection::picture::Picture;
use crate::screen::desk::model::{Action, Face};
use crate::screen::desk::scene::{DOT, Scene as DeskScene};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::{chip, face, link};
use crate::screen::tone::Tone;
use crate::screen::words::refusals::Naming;
use crate::screen::words::{
    self as all_words, Text, dispatch as desk_words, qc as words, quality as check_words, time,
};
use chrono::{DateTime, Utc};
use std::ops::Deref;

/// What every line of the model asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a>(DeskScene<'a>);

impl<'a> Deref for Scene<'a> {
    type Target = DeskScene<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> Scene<'a> {
    pub(super) fn new(picture: &'a Picture, now: DateTime<Utc>, language: Language) -> Self {
        Self(DeskScene::new(picture, now, language))
    }

    pub(super) fn action(&self, id: &str, label: Text, tone: Tone) -> Action {
        Action {
            id: id.to_owned(),
            label: self.say(label),
            hint: String::new(),
            tone,
            enabled: true,
            main: false,
        }
    }

    /// Names something in the language of the screen.
    pub(super) fn name(&self, chinese: &str, english: &str) -> String {
        // The wide middle dot of a Chinese font would tear a line apart.
        all_words::name(self.language, chinese, english).replace(" · ", DOT)
    }

    pub(super) fn job_name(&self, job: &CheckJob) -> String {
        self.name(&job.name, &job.english_name)
    }

    /// Names a job of a car of the checks, by its number where it is none.
    pub(super) fn job_of(&self, id: &JobId) -> String {
        let car = look::find(self.picture, &id.ro);
        let job = car.and_then(|car| car.job(id));
        job.map_or_else(|| id.to_string(), |job| self.job_name(job))
    }

    /// Names somebody; nobody is empty.
    pub(super) fn somebody(&self, id: Option<&PersonId>) -> String {
        id.map(|id| self.person(id)).unwrap_or_default()
    }

    pub(super) fn people(&self, ids: &[PersonId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.person(id)).collect();
        desk_words::list(self.language, &names)
    }

    pub(super) fn face(&self, car: &CarCard) -> Face {
        let (plate, colour) = face(car);
        Face { plate, colour }
    }

    /// Names a car in running text.
    pub(super) fn plate_text(&self, car: &CarCard) -> String {
        face(car).0.replace('·', "･")
    }

    /// Says when a car was promised, and whether that will be kept.
    pub(super) fn due(&self, car: &CarCard) -> (String, Tone) {
        let Some(at) = car.promised_at else {
            return (String::new(), Tone::Neutral);
        };
        (
            self.moment(at),
            chip::risk_tone(risk(self, car), Tone::Neutral),
        )
    }

    /// Hands out what sentences about checks need.
    pub(super) fn naming<'b>(
        &self,
        person: &'b dyn Fn(&PersonId) -> String,
        job: &'b dyn Fn(&JobId) -> String,
    ) -> Naming<'b> {
        Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person,
            job,
        }
    }
}

/// Tells how bad it is: a promise that has passed needs no forecast.
pub(super) fn risk(scene: &Scene<'_>, car: &CarCard) -> Risk {
    if car.promised_at.is_some_and(|at| at <= scene.now) {
        return Risk::Overdue;
    }
    car.forecast
        .as_ref()
        .map(|forecast| forecast.risk)
        .unwrap_or_default()
}

impl Qc {
    /// Makes the model of this moment.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> QcModel {
        let scene = Scene::new(picture, now, self.language(picture));
        let waits = picture.views.checks.cars.iter().any(look::is_in_queue);
        let none = |text: Text| {
            if waits {
                String::new()
            } else {
                scene.say(text)
            }
        };
        QcModel {
            theme: self.desk.theme(),
            words: labels(scene.language),
            title: scene.say(words::TITLE),
            clock: time::clock(now, scene.zone),
            link: link::link(picture, now, scene.language),
            counts: counts(&scene),
            language_label: scene.say(desk_words::OTHER_LANGUAGE),
            theme_label: self.desk.theme_label(scene.language),
            actor: self.desk.actor(picture),
            toast: self.desk.toast(picture, now, &scene),
            cards: self.cards(&scene),
            empty: none(words::NOTHING_WAITS),
            empty_hint: none(words::NOTHING_HINT),
            pick_car: if waits {
                scene.say(words::PICK_CAR)
            } else {
                String::new()
            },
            car: self
                .look(picture)
                .map(|look| self.car_shown(&scene, &look))
                .unwrap_or_default(),
            sheet: self.sheet_shown(&scene),
            asking: self.desk.is_asking(),
            people: self.desk.people(picture, Role::Inspector),
            pin: self.desk.pin_shown(picture, now),
        }
    }
}

fn counts(scene: &Scene<'_>) -> Vec<FloorCount> {
    let cars = &scene.picture.views.checks.cars;
    let queue = || cars.iter().filter(|car| look::is_in_queue(car));
    let wash = cars
        .iter()
        .filter(|car| car.car.state == CarState::Wash)
        .count();
    let row = [
        (words::TO_CHECK, queue().count(), Tone::Qc),
        (
            words::BLOCKED,
            queue().filter(|car| car.is_blocked()).count(),
            Tone::Hold,
        ),
        (words::REWORK, scene.reworks().len(), Tone::Rework),
        (words::WASH, wash, Tone::Action),
    ];
    let shown = row.into_iter().map(|(label, value, tone)| FloorCount {
        label: scene.say(label),
        value: value.to_string(),
        tone: if value == 0 { Tone::Neutral } else { tone },
    });
    shown.collect()
}

fn labels(language: Language) -> Words {
    let said = |text: Text| text.to(language).to_owned();
    Words {
        pass: said(check_words::verdict(Verdict::Pass)),
        fail: said(check_words::verdict(Verdict::Fail)),
        skip: said(check_words::verdict(Verdict::NotApplicable)),
        write: said(words::WRITE),
        sign_in: said(desk_words::SIGN_IN),
        badge_hint: said(desk_words::BADGE_HINT),
        cancel: said(desk_words::CANCEL),
        close: said(desk_words::CLOSE),
        pin_ok: said(desk_words::PIN_OK),
        pin_clear: said(desk_words::PIN_CLEAR),
    }
}
