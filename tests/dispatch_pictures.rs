//! Pictures of the dispatcher's screen, drawn as the program draws them but without a display: from the real rules
//! to pixels, with each sheet, in both languages.
//!
//! With `DISPATCH_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/back.rs"]
mod back;
#[path = "common/board_floor.rs"]
mod board_floor;
#[path = "common/checked_morning.rs"]
mod checked_morning;
#[path = "common/desk.rs"]
mod desk;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::car::CarState;
use baylight::domain::command::{Actor, ClockMode, CommandBody, PinHash, Recognised};
use baylight::domain::ids::{BayId, PersonId};
use baylight::domain::person::Language;
use baylight::gui::dispatch::{DispatchRows, show};
use baylight::gui::shots;
use baylight::projection::finishing::FinishingCar;
use baylight::projection::job_card::{JobCard, Stage};
use baylight::screen::dispatch::Intent;
use baylight::screen::dispatch::model::Panel;
use baylight_ui::DispatchWindow;
use checked_morning::{Names, checked_morning};
use desk::{Desk, at};
use std::path::{Path, PathBuf};

/// The foreman and the dispatcher of the sample roster.
const HU: &str = "E1023";
const LIU: &str = "E1024";

/// A folder for the pictures, which goes away with the test unless one was asked for.
struct Folder(PathBuf, Option<tempfile::TempDir>);

fn folder() -> Folder {
    match std::env::var_os("DISPATCH_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

fn who(id: &str) -> Actor {
    Actor::Person {
        id: PersonId::new(id),
        by: Recognised::Badge,
    }
}

/// The sample morning, with a question for the foreman and people who read the language.
fn morning(language: Language, bays: usize) -> Desk {
    let floor = checked_morning(bays, Names::AsEver);
    let mut desk = Desk::before(floor.workshop, floor.policy, floor.now);
    for enrolled in desk.workshop.people.values().cloned().collect::<Vec<_>>() {
        let mut person = enrolled.person;
        person.language = language;
        let pin_hash = (person.id == PersonId::new(HU)).then(|| PinHash("hash".to_owned()));
        desk.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
    }
    for id in 1012..1020 {
        desk.at("08:00")
            .happens(who(&format!("E{id}")), CommandBody::ShiftIn);
    }
    desk.at("10:35");
    let finished = card(&desk, |card| card.stage == Stage::Finished).job;
    let body = CommandBody::ClockOn {
        job: finished,
        bay: BayId::new("2"),
        mode: ClockMode::Instead,
    };
    desk.happens(who("E1012"), body);
    desk.at("10:42")
        .happens(who("E1012"), CommandBody::ShiftOut);
    if language == Language::Zh {
        desk.does(Intent::SwitchLanguage);
    }
    desk
}

fn card(desk: &Desk, wanted: impl Fn(&JobCard) -> bool) -> JobCard {
    let picture = desk.picture();
    let mut cards = picture.views.bays.values().flat_map(|bay| &bay.jobs);
    cards
        .find(|card| wanted(card))
        .expect("such a card")
        .clone()
}

fn clocks(desk: &mut Desk) {
    desk.does(Intent::PanelAsked {
        panel: Panel::Clocks,
    });
    desk.does(Intent::ClockPerson {
        id: PersonId::new("E1003"),
    });
    let row = desk.model().segments.last().expect("a stretch").id.clone();
    desk.does(Intent::ClockSegment { id: row });
}

fn kind(desk: &mut Desk, id: &str) {
    desk.does(Intent::ClockKind { id: id.to_owned() });
    desk.does(Intent::ClockStep { minutes: -5 });
    let reason = desk.model().clock_edit.reasons[3].id.clone();
    desk.does(Intent::ClockReason { id: reason });
}

/// Opens the sheet of a car past the bays.
fn car(desk: &mut Desk, wanted: impl Fn(&FinishingCar) -> bool) {
    let picture = desk.picture();
    let mut cars = picture.views.finishing.cars.iter();
    let id = cars.find(|car| wanted(car)).expect("such a car");
    let id = id.car.ro.clone();
    desk.does(Intent::Car { id });
}

/// Brings the desk to what a picture is to show.
fn scene(name: &str, desk: &mut Desk) {
    let waiting = |desk: &Desk| desk.model().waiting[1].id.clone();
    match name {
        "plain" => {}
        "chosen" => {
            let id = waiting(desk);
            desk.does(Intent::Person {
                id: PersonId::new(LIU),
            })
            .job(&id);
        }
        "plan" => {
            let id = waiting(desk);
            desk.job(&id).slot("8", "15:00");
        }
        "conflicts" => {
            let id = waiting(desk);
            desk.job(&id).slot("4", "11:00");
            desk.does(Intent::Lead {
                id: PersonId::new("E1021"),
            });
        }
        "held" => {
            let held = card(desk, |card| card.hold.is_some());
            desk.chip(&held.job.to_string());
        }
        "questions" => {
            desk.does(Intent::PanelAsked {
                panel: Panel::Questions,
            });
        }
        "clocks" => {
            clocks(desk);
            kind(desk, "move");
        }
        "clocks-idle" => {
            clocks(desk);
            kind(desk, "idle");
        }
        "sign-in" => {
            desk.does(Intent::Actor);
        }
        "pin" => {
            desk.does(Intent::Actor).person(HU);
        }
        "technicians" => {
            desk.does(Intent::PanelAsked {
                panel: Panel::Technicians,
            });
        }
        "car" => {
            let ro = desk.picture().views.finishing.cars[0].car.ro.clone();
            desk.does(Intent::Car { id: ro });
        }
        "checks" => car(desk, |car| car.car.state == CarState::AwaitingQc),
        "wash" => car(desk, |car| {
            car.car.state == CarState::Wash && car.wash_begun.is_none()
        }),
        "washing" => car(desk, |car| {
            car.car.state == CarState::Wash && car.wash_begun.is_some()
        }),
        "rework" => {
            let back = card(desk, |card| card.stage == Stage::Rework);
            desk.chip(&back.job.to_string());
        }
        "refused" => {
            desk.does(Intent::Person {
                id: PersonId::new(LIU),
            });
            let running = card(desk, |card| card.stage == Stage::Dispatched);
            desk.chip(&running.job.to_string());
            let button = desk
                .model()
                .plan
                .actions
                .last()
                .expect("a button")
                .id
                .clone();
            desk.stale = Some(desk.picture().views);
            let bay = running.plan.expect("a plan").bay;
            let body = CommandBody::ClockOn {
                job: running.job,
                bay,
                mode: ClockMode::Instead,
            };
            desk.happens(who("E1014"), body);
            desk.does(Intent::PlanAction { id: button });
        }
        "figures" => {
            desk.does(Intent::PanelAsked {
                panel: Panel::Figures,
            });
        }
        "figures-month" => {
            scene("figures", desk);
            desk.does(Intent::FiguresSpan {
                id: "month".to_owned(),
            });
        }
        "figures-empty" => {
            scene("figures", desk);
            desk.does(Intent::FiguresStep { step: -1 });
        }
        other => panic!("no scene is called {other}"),
    }
}

const SCENES: [&str; 20] = [
    "plain",
    "chosen",
    "plan",
    "conflicts",
    "held",
    "questions",
    "clocks",
    "clocks-idle",
    "sign-in",
    "pin",
    "technicians",
    "car",
    "checks",
    "wash",
    "washing",
    "rework",
    "refused",
    "figures",
    "figures-month",
    "figures-empty",
];

/// All of them take a minute, so all are drawn only for somebody who looks at them.
fn scenes(kept: bool) -> &'static [&'static str] {
    if kept {
        &SCENES
    } else {
        &["conflicts", "figures"]
    }
}

/// Counts the colours of a picture: a screen that was not drawn has one.
fn colours(path: &Path) -> usize {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let seen: std::collections::BTreeSet<&[u8]> = pixels.chunks(4).collect();
    seen.len()
}

#[test]
fn every_sheet_is_drawn_in_both_languages_and_sizes() {
    let folder = folder();
    let only = std::env::var("DISPATCH_SCENE").ok();
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for size in [(1920, 1080), (1280, 800)] {
            for name in scenes(folder.1.is_none()) {
                if only.as_deref().is_some_and(|only| !name.contains(only)) {
                    continue;
                }
                // Only a large workshop has one of each in the wash.
                let bays = if name.starts_with("wash") { 40 } else { 8 };
                let mut desk = morning(language, bays);
                assert_eq!(desk.now, at("10:42"));
                // The narrowest chip, as the window of this size measures it.
                let least_chip = if size.0 == 1920 {
                    138.0 / 1082.0
                } else {
                    138.0 / 820.0
                };
                desk.does(Intent::Measured { least_chip });
                scene(name, &mut desk);
                let model = desk.model();
                let path = folder.0.join(format!("{name}-{code}-{}.png", size.0));
                let make = || {
                    let window = DispatchWindow::new()?;
                    show(&window, &DispatchRows::attach(&window), &model);
                    Ok(window)
                };
                shots::render(make, size, &path).unwrap();
                assert!(colours(&path) > 50, "{name} in {code} at {size:?}");
            }
        }
    }
}
