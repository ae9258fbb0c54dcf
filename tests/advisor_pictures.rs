//! Pictures of the advisor's screen, drawn as the program draws them but without a display: from the real rules to
//! pixels, empty and full, with long texts, in both languages and sizes.
//!
//! With `ADVISOR_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/advisor_desk.rs"]
mod advisor_desk;
#[path = "common/back.rs"]
mod back;
#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;

use advisor_desk::{
    BRAKES_RO, Choosing, Desk, ELANTRA, LI, LIN, QIAN, bushing, filter, known_car, sighting,
};
use back::back;
use baylight::domain::car::CarStep;
use baylight::domain::catalogue::Operation;
use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::finding::{Answer, DelayReason, Severity};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::RoNumber;
use baylight::domain::order::{Trade, WorkMinutes};
use baylight::domain::person::Language;
use baylight::domain::policy::SitePolicy;
use baylight::domain::quality::command::ReworkReason;
use baylight::domain::workshop::Workshop;
use baylight::gui::advisor::{AdvisorRows, show};
use baylight::gui::shots;
use baylight::screen::advisor::Intent;
use baylight::screen::advisor::PlaceIntent;
use baylight::screen::advisor::intake::{Field, IntakeIntent, Step};
use baylight_ui::AdvisorWindow;
use floor::checks::Checked;
use floor::{ALIGNMENT, BELT, SERVICE, WANG, badge, job, person};
use std::path::{Path, PathBuf};

/// A folder for the pictures, which goes away with the test unless one was asked for.
struct Folder(PathBuf, Option<tempfile::TempDir>);

fn folder() -> Folder {
    match std::env::var_os("ADVISOR_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

fn by_pin(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Pin,
    }
}

fn photos(of: u8) -> Vec<baylight::domain::ids::PhotoId> {
    (1..=of)
        .map(|at| serde_json::from_value(serde_json::json!(format!("{at:064x}"))).unwrap())
        .collect()
}

/// A morning with something of everything: two findings and a bay that waits, a car that will be late, one that is
/// ready, and a colleague's customer.
fn typical(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.at("09:50");
    let mut first = bushing();
    first.photos = photos(2);
    desk.finds(first);
    let mut second = filter();
    second.photos = photos(1);
    "下次保养前更换即可".clone_into(&mut second.note);
    second.consequence.clear();
    second.english_consequence.clear();
    desk.finds(second);
    let hold = CommandBody::Hold {
        job: job(BELT),
        reason: HoldReason::CustomerAnswer,
        note: String::new(),
    };
    desk.happens(badge(WANG), hold);
    let extension = CommandBody::AskExtension {
        job: job("0419/1"),
        minutes: WorkMinutes(480),
        reason: DelayReason::Parts,
    };
    desk.happens(badge(WANG), extension);
    let found = desk.finds_on("0418", filter());
    let body = CommandBody::AnswerFinding {
        ro: RoNumber::new("0418"),
        finding: found,
        seen: None,
        answer: Answer::Deferred,
        channel: baylight::domain::finding::Channel::InPerson,
        amount: filter().amount,
    };
    desk.happens(badge(QIAN), body);
    desk.clocks_on(WANG, SERVICE, "2");
    desk.at("10:20");
    desk.happens(badge(WANG), CommandBody::Finish { job: job(SERVICE) });
    desk.passes("0418", LIN);
    for step in [CarStep::Washed, CarStep::Invoiced] {
        let ro = RoNumber::new("0418");
        desk.happens(by_pin(LIN), CommandBody::MoveCar { ro, step });
    }
    desk.at("10:21").zhang_li_signs_in();
    desk
}

/// Sixty open findings on one car.
fn sixty(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    for at in 0..60_u32 {
        let (name, english) = (
            format!("检查项 {at:02} · 磨损 · 更换"),
            format!("Item {at:02} · worn · replace"),
        );
        let severity = Severity::ALL[at as usize % 3];
        let mut found = sighting(&name, &english, severity, 12 + at, i64::from(at) * 37 + 12);
        found.photos = photos((at % 4) as u8);
        let ro = [ELANTRA, "0418", BRAKES_RO][usize::from(at >= 40) + usize::from(at >= 50)];
        desk.finds_on(ro, found);
    }
    desk.at("09:12").zhang_li_signs_in().car(ELANTRA);
    desk
}

/// Everything as long as it may come.
fn long_texts(language: Language) -> Desk {
    let mut desk = typical(language);
    let mut sheet = desk.workshop.orders[&RoNumber::new(ELANTRA)]
        .sheet
        .clone()
        .unwrap();
    "阿不都热合曼·买买提艾力先生（公司用车联系人）".clone_into(&mut sheet.customer.name);
    for line in &mut sheet.lines {
        "更换正时皮带、张紧轮、惰轮及水泵总成并加注冷却液（含排气）".clone_into(&mut line.name);
        "Replace timing belt, tensioner, idler and water pump assembly and bleed the cooling system"
            .clone_into(&mut line.english_name);
    }
    desk.happens(
        Actor::System,
        CommandBody::AdmitOrder {
            sheet: Box::new(sheet),
            extent: Default::default(),
        },
    );
    let mut found = sighting(
        "右后悬架下摆臂外侧球头总成 · 间隙过大且防尘套破裂漏脂 · 更换总成并做四轮定位",
        "Right rear suspension lower control arm outer ball joint assembly · excessive play, boot torn · replace the assembly and align the wheels",
        Severity::Red,
        384,
        12_860,
    );
    found.photos = photos(6);
    "底盘异响，过减速带时明显；举升后用撬杠检查，球头间隙约 4 毫米，防尘套开裂，润滑脂已流失"
        .clone_into(&mut found.note);
    "球头可能脱出，车轮失去控制，高速行驶时有翻车危险，请勿继续行驶"
        .clone_into(&mut found.consequence);
    "The ball joint may come apart and the wheel lose its guidance; at speed the car can roll over. It should not be driven on"
        .clone_into(&mut found.english_consequence);
    let id = desk.finds(found);
    desk.car(ELANTRA).chooses(id, Answer::Authorised);
    desk
}

/// A new order, as far as a step.
fn intake(step: &str, language: Language) -> Desk {
    let mut desk = Desk::new(language);
    let found = desk.finds(bushing());
    desk.is_answered_by(LI, found, Answer::Deferred);
    let found = desk.finds(filter());
    desk.is_answered_by(LI, found, Answer::Declined);
    known_car(&mut desk);
    desk.lists_operations();
    for at in 0..40_u32 {
        let operation = Operation {
            op_code: format!("EN{at:04}").as_str().into(),
            name: format!("更换第 {at} 号总成并做道路测试"),
            english_name: format!("Replace assembly {at} and test it on the road"),
            trade: Trade::ALL[at as usize % 5],
            standard: WorkMinutes(30 + at * 3),
            parts: Vec::new(),
            tools: Vec::new(),
        };
        desk.happens(Actor::System, CommandBody::ListOperation { operation });
    }
    desk.at("10:20").zhang_li_signs_in().does(Intent::NewOrder);
    let known = |desk: &mut Desk| {
        desk.plate("京AF6620");
        desk.types(Field::Mileage, "75210")
            .types(Field::KeyTag, "17");
        desk.taps(IntakeIntent::Phrase { id: "2".to_owned() });
        desk.operation("BR2100")
            .operation("MA2000")
            .operation("EN0003");
    };
    let to = |desk: &mut Desk, step: Step| {
        desk.taps(IntakeIntent::Step { step });
    };
    match step {
        "intake-provinces" => {}
        "intake-plate" => {
            desk.plate("京A8");
        }
        "intake-known" => {
            desk.plate("京AF6620");
            let left = desk.model().intake.expect("open").left;
            let id = left[0].id.clone();
            desk.taps(IntakeIntent::Left { id });
        }
        "intake-customer" => {
            known(&mut desk);
            to(&mut desk, Step::Customer);
        }
        "intake-comeback" => {
            known(&mut desk);
            to(&mut desk, Step::Customer);
            desk.taps(IntakeIntent::Category {
                id: "comeback".to_owned(),
            });
        }
        "intake-complaint" => {
            known(&mut desk);
            to(&mut desk, Step::Complaint);
        }
        "intake-keyboard" => {
            known(&mut desk);
            to(&mut desk, Step::Complaint);
            desk.taps(IntakeIntent::Keyboard);
        }
        "intake-work" => {
            known(&mut desk);
            to(&mut desk, Step::Work);
        }
        "intake-search" => {
            known(&mut desk);
            to(&mut desk, Step::Work);
            desk.types(Field::Search, "br").taps(IntakeIntent::Keyboard);
        }
        "intake-promise" => {
            known(&mut desk);
            to(&mut desk, Step::Promise);
            desk.confirms_all();
            desk.taps(IntakeIntent::Toggle {
                id: "wash".to_owned(),
            });
        }
        other => panic!("no scene is called {other}"),
    }
    desk
}

/// The car of the belt after its last job, as far as a scene.
fn after_repair(name: &str, language: Language) -> Desk {
    let mut desk = Desk::new(language);
    let found = desk.finds(bushing());
    desk.is_answered_by(QIAN, found, Answer::Declined);
    for id in [BELT, ALIGNMENT] {
        desk.happens(badge(WANG), CommandBody::Finish { job: job(id) });
    }
    desk.at("09:40");
    desk.zhang_li_signs_in().car(ELANTRA);
    if name == "checks" {
        return desk;
    }
    desk.awaits_the_inspector(ELANTRA);
    desk.at("09:52");
    let body = back(&desk.workshop, ELANTRA, 1, ReworkReason::Assembly, WANG);
    desk.happens(by_pin(LIN), body);
    desk.at("10:10");
    if name == "rework" {
        return desk;
    }
    desk.clocks_on(WANG, BELT, "1");
    desk.at("10:40");
    desk.happens(badge(WANG), CommandBody::Finish { job: job(BELT) });
    desk.at("11:05");
    desk.passes(ELANTRA, LIN);
    desk.at("11:10").zhang_li_signs_in();
    match name {
        "washing" => {
            desk.notice(match language {
                Language::En => "Begin the wash",
                Language::Zh => "开始洗车",
            });
            desk.at("11:22");
        }
        "place" => {
            desk.does(Intent::Place(PlaceIntent::Open));
        }
        _ => {}
    }
    desk.zhang_li_signs_in();
    desk
}

/// Brings a desk to what a picture is to show.
fn scene(name: &str, language: Language) -> Desk {
    match name {
        "empty" => {
            let policy = Desk::new(language).policy.clone();
            let empty = SitePolicy::new(policy.site.clone(), policy.bays.clone());
            Desk::before(
                Workshop::default(),
                empty,
                advisor_desk::at("08:00"),
                language,
            )
        }
        "nothing-chosen" => typical(language),
        "typical" | "light" => {
            let mut desk = typical(language);
            desk.car(ELANTRA);
            let first = desk.model().car.findings[0].id.parse().unwrap();
            desk.chooses(first, Answer::Authorised);
            if name == "light" {
                desk.does(Intent::SwitchTheme);
            }
            desk
        }
        "promise" => {
            let mut desk = scene("typical", language);
            desk.does(Intent::Promise);
            desk
        }
        "answered" => {
            let mut desk = scene("typical", language);
            let second = desk.model().car.findings[1].id.parse().unwrap();
            desk.chooses(second, Answer::Deferred).does(Intent::Send);
            desk
        }
        "meanwhile" => {
            let mut desk = scene("typical", language);
            let first = desk.model().car.findings[0].id.parse().unwrap();
            desk.is_answered_by(QIAN, first, Answer::Declined);
            desk.does(Intent::Send);
            desk
        }
        "warning" => {
            let mut desk = typical(language);
            desk.car(BRAKES_RO);
            desk
        }
        "checks" | "rework" | "washing" | "record" | "place" => after_repair(name, language),
        "missed" => {
            let mut desk = typical(language);
            desk.at("16:40").zhang_li_signs_in().car("0418");
            desk
        }
        "ready" => {
            let mut desk = typical(language);
            desk.car("0418");
            desk
        }
        "sixty" => sixty(language),
        "long" => long_texts(language),
        "offline" => {
            let mut desk = scene("typical", language);
            desk.loses_the_link();
            desk.at("10:48").zhang_li_signs_in().does(Intent::Send);
            desk
        }
        "sign-in" => {
            let mut desk = typical(language);
            desk.does(Intent::Actor);
            desk
        }
        "pin" => {
            let mut desk = typical(language);
            desk.does(Intent::Actor).person(QIAN);
            desk
        }
        step => intake(step, language),
    }
}

const SCENES: [&str; 30] = [
    "empty",
    "nothing-chosen",
    "typical",
    "light",
    "promise",
    "answered",
    "meanwhile",
    "warning",
    "missed",
    "ready",
    "checks",
    "rework",
    "washing",
    "record",
    "place",
    "sixty",
    "long",
    "offline",
    "sign-in",
    "pin",
    "intake-provinces",
    "intake-plate",
    "intake-known",
    "intake-customer",
    "intake-comeback",
    "intake-complaint",
    "intake-keyboard",
    "intake-work",
    "intake-search",
    "intake-promise",
];

/// All of them take a minute, so all are drawn only for somebody who looks at them.
fn scenes(kept: bool) -> &'static [&'static str] {
    if kept {
        &SCENES
    } else {
        &["empty", "sixty", "long", "intake-work"]
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
fn every_state_is_drawn_in_both_languages_and_sizes() {
    let folder = folder();
    let only = std::env::var("ADVISOR_SCENE").ok();
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for size in [(1280, 800), (1920, 1080)] {
            for name in scenes(folder.1.is_none()) {
                if only.as_deref().is_some_and(|only| !name.contains(only)) {
                    continue;
                }
                let model = scene(name, language).model();
                let path = folder.0.join(format!("{name}-{code}-{}.png", size.0));
                let make = || {
                    let window = AdvisorWindow::new()?;
                    show(&window, &AdvisorRows::attach(&window), &model);
                    Ok(window)
                };
                shots::render(make, size, &path).unwrap();
                assert!(colours(&path) > 50, "{name} in {code} at {size:?}");
            }
        }
    }
}

#[test]
fn sixty_open_findings_are_all_on_the_page_and_counted() {
    let desk = sixty(Language::Zh);
    let model = desk.model();
    assert_eq!(model.car.findings.len(), 40);
    assert_eq!(desk.listed(ELANTRA).detail, "增项 40 ･ 承诺 14:00");
    assert_eq!(model.counts[0].value, "2", "of Zhang Li's two cars");
}
