//! Pictures of the quality-check screen, drawn as the program draws them but without a display: from the real rules to
//! pixels, empty and full, with long names and a long list, in both languages and sizes.
//!
//! With `QC_PICTURES` set to a folder they are kept there, for eyes to judge; `QC_SCENES` names those that are wanted.
#![cfg(feature = "gui")]

#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/qc_desk.rs"]
mod qc_desk;

use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Answer, Channel, Found, Severity, Sighting};
use baylight::domain::ids::{FindingCode, RoNumber};
use baylight::domain::order::{BusinessCategory, Fen, Trade, WorkMinutes};
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::request::{AskedLine, Purpose, Wanted};
use baylight::domain::person::Language;
use baylight::domain::quality::checklist::Verdict;
use baylight::domain::quality::command::QualityCommand;
use baylight::gui::qc::{QcRows, show};
use baylight::gui::shots;
use baylight::screen::qc::Intent;
use baylight_ui::QcWindow;
use floor::checks::Checked;
use floor::{WANG, ZHAO, badge};
use qc_desk::{BRAKES_RO, Desk, ELANTRA, HE, LIN, SERVICE_RO};
use std::path::{Path, PathBuf};

/// A folder for the pictures, which goes away with the test unless one was asked for.
struct Folder(PathBuf, Option<tempfile::TempDir>);

fn folder() -> Folder {
    match std::env::var_os("QC_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

fn word(language: Language, en: &'static str, zh: &'static str) -> &'static str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

fn asks_for_pads(desk: &mut Desk) {
    let part = "58101-F2A00".into();
    let ask = PartsCommand::Ask {
        job: 1,
        bay: None,
        purpose: Purpose::Job,
        lines: vec![AskedLine {
            wanted: Wanted::Part { part },
            quantity: 1,
        }],
    };
    let body = CommandBody::Parts {
        ro: RoNumber::new(BRAKES_RO),
        body: Box::new(ask),
    };
    desk.happens(badge(ZHAO), body);
}

/// A morning with something of everything: the brakes are gone through, the belt waits, another car went back, one
/// waits for its peer check, and one is in the wash.
fn typical(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.at("09:40");
    let promised = [
        ("0420", "京L·2H806", "12:00"),
        ("0421", "京M·45D77", "14:30"),
        ("0422", "京G·A9034", "15:00"),
    ];
    for (ro, plate, at) in promised {
        desk.another(ro, plate, at, |sheet| {
            sheet.category = BusinessCategory::Maintenance;
            sheet.lines[0].trade = Trade::Maintenance;
            sheet.lines[0].op_code = "MT1000".into();
            sheet.lines[0].name = "2 万公里保养".to_owned();
            sheet.lines[0].english_name = "20,000 km service".to_owned();
        });
    }
    desk.is_done(WANG, "0421/1", "1");
    desk.awaits_the_inspector("0421");
    desk.lin_signs_in().opens("0421");
    desk.taps(word(language, "Back to bay…", "返工…"));
    desk.chooses(word(language, "Something left out", "漏项"));
    desk.chooses(word(language, "Nobody", "无责任人"));
    desk.taps(word(language, "Send back", "确认返工"));
    desk.is_done(WANG, "0422/1", "1");
    desk.passes("0422", LIN);
    desk.is_done(WANG, "0420/1", "1");
    desk.at("10:20");
    desk.brakes_wait();
    desk.at("10:33");
    desk.elantra_waits();
    desk.is_done(ZHAO, "0418/1", "2");
    desk.at("13:42");
    desk.lin_signs_in().opens(BRAKES_RO);
    desk.measures("pad-front-left", "11.5").secs(2);
    desk.measures("pad-front-right", "11").secs(2);
    desk.measures("wheel-bolts", "78").secs(2);
    desk.says("hoses", Verdict::Pass).secs(2);
    desk.says("pad-rear-left", Verdict::NotApplicable).secs(60);
    desk
}

/// Forty cars before their final check.
fn forty(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.at("08:30");
    for at in 0..40_u32 {
        let ro = format!("05{at:02}");
        let promised = format!("{:02}:{:02}", 9 + at / 5, at % 5 * 10);
        desk.another(
            &ro,
            &format!("京N·{:05}", 10_203 + at * 37),
            &promised,
            |_| {},
        );
        desk.is_done(ZHAO, &format!("{ro}/1"), "2");
        desk.awaits_the_inspector(&ro);
    }
    desk.at("12:05");
    desk.lin_signs_in().opens("0520");
    desk.secs(8);
    desk
}

/// A new car with its sixty lines.
fn new_car(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.another("0430", "京AD·20613", "16:30", |sheet| {
        sheet.category = BusinessCategory::Pdi;
        sheet.complaint = String::new();
        sheet.lines[0].op_code = "PD1000".into();
        sheet.lines[0].name = "新车交车前检查".to_owned();
        sheet.lines[0].english_name = "Pre-delivery inspection".to_owned();
    });
    desk.is_done(ZHAO, "0430/1", "2");
    desk.awaits_the_inspector("0430");
    desk.lin_signs_in().opens("0430");
    desk.secs(8);
    desk
}

/// Long names, four jobs, a comeback with a long complaint.
fn long(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.another("2611-0412-A", "京AD·88888", "11:10", |sheet| {
        let first = sheet.lines[0].clone();
        let names = [
            ("BR1100", "更换前刹车盘、刹车片并清洁卡钳导向销及防尘套", "Replace front brake discs and pads, clean caliper guide pins and boots", Trade::Mechanical),
            ("EN2200", "更换双离合变速箱机电控制单元并匹配", "Replace dual-clutch mechatronic unit and adapt it to the gearbox", Trade::Mechanical),
            ("BD1000", "左前翼子板钣金修复", "Straighten left front wing", Trade::Body),
            ("PT1000", "左前翼子板喷漆", "Paint left front wing", Trade::Paint),
        ];
        sheet.lines = names
            .iter()
            .zip(1..)
            .map(|((op, name, english, trade), number)| Desk::line(number, op, name, english, *trade, &first))
            .collect();
        sheet.complaint = "上次修完以后刹车时方向盘仍然抖动，尤其是高速下坡的时候，客户非常着急，要求今天务必解决并陪同试车".to_owned();
        sheet.car.model = "Grand Santa Fe Limited 2.2 CRDi 4WD Automatic".to_owned();
    });
    for line in 1..=4 {
        desk.is_done(ZHAO, &format!("2611-0412-A/{line}"), "2");
    }
    desk.awaits_the_inspector("2611-0412-A");
    desk.at("11:55");
    desk.lin_signs_in().opens("2611-0412-A");
    desk.says("pedal", Verdict::Fail);
    desk.does(Intent::Item {
        item: "pedal".into(),
    });
    for _ in 0..4 {
        desk.chooses(word(language, "noise", "异响"));
    }
    desk.does(Intent::Close);
    desk.secs(8);
    desk
}

fn scene(name: &str, language: Language) -> Desk {
    let said = |en, zh| word(language, en, zh);
    match name {
        "empty" => Desk::new(language),
        "typical" => typical(language),
        "light" => {
            let mut desk = typical(language);
            desk.does(Intent::SwitchTheme);
            desk
        }
        "three" => {
            let mut desk = Desk::new(language);
            desk.brakes_wait().service_waits().elantra_waits();
            desk
        }
        "forty" => forty(language),
        "sixty" => new_car(language),
        "long" => long(language),
        "late" => {
            let mut desk = typical(language);
            desk.at("17:20").lin_signs_in().opens(ELANTRA);
            desk
        }
        "blocked" => {
            let mut desk = Desk::new(language);
            desk.begins(ZHAO, "0419/1", "2");
            asks_for_pads(&mut desk);
            desk.does(Intent::Tick);
            let finish = CommandBody::Finish {
                job: floor::job("0419/1"),
            };
            desk.happens(badge(ZHAO), finish);
            desk.awaits_the_inspector(BRAKES_RO);
            desk.lin_signs_in().opens(BRAKES_RO).list("about");
            desk
        }
        "taken" | "take-over" => {
            let mut desk = typical(language);
            let body = QualityCommand::TakeCar { from: None };
            let take = CommandBody::Quality {
                ro: RoNumber::new(ELANTRA),
                body: Box::new(body),
            };
            desk.happens(badge(HE), take);
            desk.opens(ELANTRA);
            if name == "take-over" {
                desk.taps(said("Take over", "接手"));
            }
            desk
        }
        "barred" => {
            let mut desk = Desk::new(language);
            desk.is_done(floor::FOREMAN, "0419/1", "2");
            desk.awaits_the_inspector(BRAKES_RO);
            desk.reads_badge("BADGE-2001").opens(BRAKES_RO);
            desk.says("pedal", Verdict::Pass);
            desk
        }
        "measure" => {
            let mut desk = typical(language);
            desk.does(Intent::Item {
                item: "wheel-bolts".into(),
            });
            desk
        }
        "typing" => {
            let mut desk = typical(language);
            desk.does(Intent::Item {
                item: "wheel-bolts".into(),
            });
            desk.does(Intent::Note).types("thread stripped");
            desk
        }
        "note" => {
            let mut desk = typical(language);
            desk.does(Intent::Item {
                item: "hoses".into(),
            });
            desk
        }
        "road" => {
            let mut desk = typical(language);
            desk.taps(said("Road test ･ sign", "试车 ･ 签字"))
                .types("68221");
            desk
        }
        "driven" => {
            let mut desk = typical(language);
            desk.drives("68221").list("car").answers_all();
            desk.secs(9);
            desk
        }
        "back" => {
            let mut desk = typical(language);
            desk.opens(ELANTRA).taps(said("Back to bay…", "返工…"));
            desk.chooses(said("Assembly or torque", "装配不当"));
            desk
        }
        "findings" => {
            let mut desk = Desk::new(language);
            desk.begins(ZHAO, "0419/1", "2");
            found(&mut desk, BRAKES_RO, Answer::Declined);
            found(&mut desk, BRAKES_RO, Answer::Deferred);
            let finish = CommandBody::Finish {
                job: floor::job("0419/1"),
            };
            desk.happens(badge(ZHAO), finish);
            desk.awaits_the_inspector(BRAKES_RO);
            desk.opens(BRAKES_RO).list("about");
            desk
        }
        "offline" => {
            let mut desk = typical(language);
            desk.loses_the_link();
            desk.behind.now += chrono::TimeDelta::minutes(4);
            desk.lin_signs_in().opens(ELANTRA);
            desk.taps(said("Take the car", "接检"));
            desk
        }
        "wash" => {
            let mut desk = typical(language);
            desk.does(Intent::CardButton {
                id: "0422".to_owned(),
            });
            desk.opens("0422");
            desk
        }
        "not-ready" => {
            let mut desk = typical(language);
            desk.opens(SERVICE_RO);
            desk
        }
        "sign-in" => {
            let mut desk = Desk::new(language);
            desk.does(Intent::Actor);
            desk
        }
        "pin" => {
            let mut desk = typical(language);
            desk.taps(said("Road test ･ sign", "试车 ･ 签字"))
                .types("68221");
            desk.taps(said("Sign", "签字"));
            desk
        }
        other => panic!("no scene {other}"),
    }
}

/// Wang Lei finds a worn pad, and the customer answers.
fn found(desk: &mut Desk, ro: &str, answer: Answer) {
    let code = FindingCode::new;
    let sighting = Sighting {
        found: Found {
            system: code("brakes"),
            component: code("pads"),
            condition: code("worn"),
            action: code("replace"),
        },
        name: "前刹车片 · 磨损 · 更换".to_owned(),
        english_name: "Front brake pads · worn · replace".to_owned(),
        consequence: String::new(),
        english_consequence: String::new(),
        severity: Severity::Red,
        trade: Trade::Mechanical,
        op_code: None,
        standard: WorkMinutes(72),
        amount: Fen(86_000),
        parts: Vec::new(),
        note: String::new(),
        photos: Vec::new(),
    };
    let ro = RoNumber::new(ro);
    let report = CommandBody::ReportFinding {
        ro: ro.clone(),
        during: None,
        bay: Some("1".into()),
        sighting: Box::new(sighting),
    };
    let finding = desk.happens(badge(WANG), report);
    let said = CommandBody::AnswerFinding {
        ro,
        finding,
        seen: None,
        answer,
        channel: Channel::Phone,
        amount: Fen(86_000),
    };
    desk.happens(badge(floor::ADVISOR), said);
}

const SCENES: [&str; 24] = [
    "empty",
    "typical",
    "light",
    "three",
    "forty",
    "sixty",
    "long",
    "late",
    "blocked",
    "taken",
    "take-over",
    "barred",
    "measure",
    "typing",
    "note",
    "road",
    "driven",
    "back",
    "offline",
    "wash",
    "not-ready",
    "sign-in",
    "findings",
    "pin",
];

fn draw(desk: &Desk, size: (u32, u32), path: &Path) {
    let model = desk.model();
    shots::render(
        || {
            let window = QcWindow::new()?;
            show(&window, &QcRows::attach(&window), &model);
            Ok(window)
        },
        size,
        path,
    )
    .unwrap();
}

fn colours(path: &Path) -> usize {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let distinct: std::collections::BTreeSet<&[u8]> = pixels.chunks_exact(4).collect();
    distinct.len()
}

#[test]
fn every_state_is_drawn_in_both_languages_and_sizes() {
    let folder = folder();
    let kept = folder.1.is_none();
    let wanted = std::env::var("QC_SCENES").unwrap_or_default();
    let few = ["empty", "typical", "long", "light", "sixty"];
    for (at, name) in SCENES.into_iter().enumerate() {
        for (language, short) in [(Language::Zh, "zh"), (Language::En, "en")] {
            if !wanted.is_empty() && !wanted.split(',').any(|one| one == name) {
                continue;
            }
            // Unless somebody looks at them, what has no long words is drawn in one language.
            if !kept && !few.contains(&name) && (at % 2 == 0) == (short == "en") {
                continue;
            }
            let desk = scene(name, language);
            let path = folder.0.join(format!("{name}-{short}.png"));
            draw(&desk, (1280, 800), &path);
            assert!(colours(&path) > 8, "{name} is blank");
            if kept || few.contains(&name) {
                let path = folder.0.join(format!("{name}-{short}-1080.png"));
                draw(&desk, (1920, 1080), &path);
                assert!(colours(&path) > 8, "{name} is blank");
            }
        }
    }
}
