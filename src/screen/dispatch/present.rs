//! Presenting: from state, picture and moment to the model of the screen.

use super::Dispatch;
use super::load::{Fullness, Load, bay_load};
use super::model::{Action, Actor, DispatchModel, Panel, Step, Words};
use super::plan::is_pending;
use crate::domain::command::CommandBody;
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::order::Trade;
use crate::domain::person::{Language, Role};
use crate::projection::job_card::CarCard;
use crate::projection::people::PersonView;
use crate::projection::picture::Picture;
use crate::screen::desk::scene::Scene as DeskScene;
use crate::screen::floor::cards::FloorCard;
use crate::screen::floor::chip::{ChipKind, risk_tone};
use crate::screen::floor::rows::FloorRow;
use crate::screen::floor::{Floor, face, link};
use crate::screen::tone::{Theme, Tone};
use crate::screen::words::dispatch as words;
use crate::screen::words::refusals::Naming;
use crate::screen::words::{self as all_words, Text, figures, floor as floor_words, reasons, time};
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

/// Steps of a plan's start, in minutes.
const SHIFTS: [i32; 2] = [-15, 15];
/// Steps of a clocking's moment, in minutes.
const CLOCK_STEPS: [i32; 6] = [-15, -5, -1, 1, 5, 15];

impl Dispatch {
    /// Makes the model of this moment.
    pub fn present(&self, picture: &Picture, now: DateTime<Utc>) -> DispatchModel {
        let scene = Scene(DeskScene::new(picture, now, self.language(picture)));
        let mut model = DispatchModel {
            panel: if self.desk.is_asking() {
                Panel::SignIn
            } else {
                self.panel
            },
            toast: self.desk.toast(picture, now, &scene),
            undo_label: self.undo_label(&scene),
            actor: self.actor(&scene),
            people: self.desk.people(picture, Role::Controller),
            pin: self.desk.pin_shown(picture, now),
            selected_job: self
                .selected
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ghost: self.drag.as_ref().map(|drag| scene.ghost(self, drag)),
            plan: scene.plan(self.draft.as_ref()),
            car: scene.car(self.car.as_ref()),
            questions: scene.questions(),
            technicians: scene.technicians(),
            clock_people: scene.clock_people(&self.clocks),
            clock_day: scene.clock_day(&self.clocks),
            clock_days: scene.clock_days(&self.clocks),
            segments: scene.segments(&self.clocks),
            clock_edit: scene.clock_edit(&self.clocks),
            figures: (self.panel == Panel::Figures).then(|| scene.figures(&self.figures)),
            ..scene.frame(self.desk.theme())
        };
        if let Some(floor) = Floor::new(picture, now, scene.language) {
            model.axis = floor.axis();
            model.counts = floor.counts();
            model.lanes = floor.finishing_lanes();
            model.rows = scene.rows(&floor, self.least_chip);
            model.waiting = scene.waiting(&floor);
        }
        model
    }

    fn undo_label(&self, scene: &Scene<'_>) -> String {
        match self.undo_left(scene.picture, scene.now) {
            Some(left) => words::undo_label(scene.language, &time::timer(left.num_seconds() * 60)),
            None => String::new(),
        }
    }

    /// Names who acts, with what they may do here.
    fn actor(&self, scene: &Scene<'_>) -> Actor {
        let mut actor = self.desk.actor(scene.picture);
        if let Some(person) = self.desk.known(scene.picture) {
            let role = words::role(person.role).to(scene.language);
            actor.text = scene.join(&[&person.name, role]);
        }
        actor
    }
}

impl Scene<'_> {
    /// Makes what is there whatever the picture shows.
    fn frame(&self, theme: Theme) -> DispatchModel {
        let said = |text: Text| text.to(self.language).to_owned();
        let step = |minutes: i32| words::minutes_step(self.language, minutes);
        let (questions_label, questions_tone) = self.questions_button();
        DispatchModel {
            theme,
            words: labels(self.language),
            title: said(words::TITLE),
            clock: time::clock(self.now, self.zone),
            link: link::link(self.picture, self.now, self.language),
            questions_label,
            questions_tone,
            clocks_label: said(words::CLOCKS_SHORT),
            figures_label: said(figures::SHORT),
            technicians_label: said(words::TECHNICIANS),
            language_label: said(words::OTHER_LANGUAGE),
            theme_label: said(match theme {
                Theme::Dark => words::LIGHT,
                Theme::Light => words::DARK,
            }),
            shifts: SHIFTS
                .map(|minutes| Step {
                    minutes,
                    label: step(minutes),
                })
                .to_vec(),
            clock_steps: CLOCK_STEPS
                .map(|minutes| Step {
                    minutes,
                    label: words::signed(minutes),
                })
                .to_vec(),
            ..DispatchModel::default()
        }
    }

    /// Makes the rows of the bays, with what is still to do today against the hours that are left.
    fn rows(&self, floor: &Floor<'_>, least: f32) -> Vec<FloorRow> {
        let mut rows = floor.rows(least);
        for (row, bay) in rows.iter_mut().zip(&floor.policy.bays) {
            let load = bay_load(&self.picture.views, floor.policy, &bay.id, self.now);
            (row.load, row.load_text, row.load_tone) = self.load(load);
            for chip in &mut row.chips {
                if chip.kind == ChipKind::Planned && self.is_pending(&chip.job_id) {
                    words::PENDING.to(self.language).clone_into(&mut chip.word);
                    words::PENDING_SHORT
                        .to(self.language)
                        .clone_into(&mut chip.word_short);
                }
            }
        }
        rows
    }

    /// Makes the waiting jobs; one whose dispatch is on its way says so.
    fn waiting(&self, floor: &Floor<'_>) -> Vec<FloorCard> {
        let mut cards = floor.waiting_jobs();
        for card in cards.iter_mut().filter(|card| self.is_pending(&card.id)) {
            card.tone = Tone::Action;
            words::DISPATCH_PENDING
                .to(self.language)
                .clone_into(&mut card.note);
            card.spoken = self.join(&[&card.spoken, &card.note]);
        }
        cards
    }

    /// Tells whether a dispatch of a job is saved here and not yet answered.
    fn is_pending(&self, job: &str) -> bool {
        self.picture.taps.iter().any(|tap| {
            is_pending(tap)
                && matches!(&tap.command.body,
                    CommandBody::Dispatch { plan, .. } if plan.job.to_string() == job)
        })
    }

    /// Puts a load in numbers, words and colour.
    pub(super) fn load(&self, load: Load) -> (f32, String, Tone) {
        let hours = |minutes: i64| minutes as f64 / 60.0;
        let tone = match load.fullness() {
            Fullness::Empty => Tone::Neutral,
            Fullness::Room => Tone::Working,
            Fullness::Nearly => Tone::Risk,
            Fullness::Over => Tone::Late,
        };
        let text = words::load(self.language, hours(load.planned), hours(load.open));
        (load.share().min(1.0) as f32, text, tone)
    }

    /// Names a job by its car and its work, by the id where nothing is known of it.
    pub(super) fn job(&self, id: &JobId) -> String {
        let views = &self.picture.views;
        if let Some(card) = super::plan::card(views, id) {
            let name = all_words::name(self.language, &card.name, &card.english_name);
            return format!("{} {name}", plate_text(&card.car));
        }
        let of_day = views
            .people
            .values()
            .find(|view| view.jobs.iter().any(|job| job.job == *id));
        self.job_of_day(id, of_day)
    }

    /// Names a job as somebody's day names it.
    pub(super) fn job_of_day(&self, id: &JobId, view: Option<&PersonView>) -> String {
        let known = view.and_then(|view| view.jobs.iter().find(|job| job.job == *id));
        let Some(known) = known else {
            return id.to_string();
        };
        let name = all_words::name(self.language, &known.name, &known.english_name);
        match &known.plate {
            Some(plate) => format!("{} {name}", in_text(plate.as_str())),
            None => format!("{} {name}", id.ro),
        }
    }

    /// Names the car of a job.
    pub(super) fn plate_of(&self, id: &JobId) -> String {
        let card = super::plan::card(&self.picture.views, id);
        card.map_or_else(|| self.plate_of_car(&id.ro), |card| plate_text(&card.car))
    }

    pub(super) fn plate_of_car(&self, ro: &RoNumber) -> String {
        let views = &self.picture.views;
        let finishing = views.finishing.cars.iter().map(|car| &car.car);
        let mut cars = super::plan::cards(views)
            .map(|card| &card.car)
            .chain(finishing);
        cars.find(|car| car.ro == *ro)
            .map_or_else(|| ro.to_string(), plate_text)
    }

    /// Says when a car was promised, and whether that will be kept.
    pub(super) fn promise(&self, car: &CarCard) -> (String, Tone) {
        let said = |at| floor_words::promise(at, self.now, self.zone, self.language);
        let risk = car
            .forecast
            .as_ref()
            .map(|forecast| forecast.risk)
            .unwrap_or_default();
        (
            car.promised_at.map(said).unwrap_or_default(),
            risk_tone(risk, Tone::Neutral),
        )
    }

    pub(super) fn trades(&self, trades: &[Trade]) -> String {
        let trades: Vec<&str> = trades
            .iter()
            .map(|trade| reasons::trade_short(*trade).to(self.language))
            .collect();
        self.join(&trades)
    }

    pub(super) fn join(&self, parts: &[&str]) -> String {
        floor_words::join(self.language, parts)
    }

    /// Joins what needs no sign between.
    pub(super) fn join_plain(&self, parts: &[&str]) -> String {
        parts.join(match self.language {
            Language::En => ", ",
            Language::Zh => " ",
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

    pub(super) fn naming<'n>(
        &self,
        person: &'n dyn Fn(&PersonId) -> String,
        job: &'n dyn Fn(&JobId) -> String,
    ) -> Naming<'n> {
        Naming {
            language: self.language,
            zone: self.zone,
            now: self.now,
            person,
            job,
        }
    }
}

/// The car's face in running text.
pub(super) fn plate_text(car: &CarCard) -> String {
    in_text(&face(car).0)
}

/// The wide middle dot of a Chinese font would tear a plate apart in running text.
fn in_text(plate: &str) -> String {
    plate.replace('·', "･")
}

fn labels(language: Language) -> Words {
    let said = |text: Text| text.to(language).to_owned();
    Words {
        waiting: said(words::WAITING),
        no_jobs: said(words::NO_JOBS),
        pick_slot: said(words::PICK_SLOT),
        no_bays: said(words::NO_BAYS),
        technicians: said(words::TECHNICIANS),
        lead: said(words::LEAD),
        helpers: said(words::HELPERS),
        eta: said(words::ETA),
        conflicts: said(words::CONFLICTS),
        no_conflicts: said(words::NO_CONFLICTS),
        questions: said(words::QUESTIONS),
        no_questions: said(words::NO_QUESTIONS),
        clocks: said(words::CLOCKS),
        pick_person: said(words::PICK_PERSON),
        pick_segment: said(words::PICK_SEGMENT),
        change: said(words::CHANGE),
        reason: said(words::REASON),
        sign_in: said(words::SIGN_IN),
        badge_hint: said(words::BADGE_HINT),
        cancel: said(words::CANCEL),
        close: said(words::CLOSE),
        pin_ok: said(words::PIN_OK),
        pin_clear: said(words::PIN_CLEAR),
    }
}
