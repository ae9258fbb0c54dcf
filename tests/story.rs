//! The story of an order on paper: what was done, by whom, checked by whom, found and answered; in both languages, for a
//! small order and for one of many pages.
//!
//! With `STORY_PICTURES` set to a folder the papers are kept there, for eyes to judge.

#![cfg(all(feature = "gui", feature = "embedded-broker"))]

#[path = "common/billing.rs"]
mod billing;
#[path = "common/workshop.rs"]
mod workshop;

use assert_cmd::Command;
use baylight::app::printing::{Printing, Sent};
use baylight::config::Config;
use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Answer, Severity};
use baylight::domain::ids::{BayId, PersonId};
use baylight::domain::order::{OrderSheet, Trade, YesNo};
use baylight::domain::person::Language;
use baylight::gui::paper::{self, Sheet};
use baylight::projection::story::{self as told, BUCKETS, OrderStory};
use baylight::projection::views::{View, ViewName, Views, all_views, story_views};
use baylight::screen::slip::Press;
use baylight::screen::story::{self, Story};
use baylight::screen::{Paper, Print};
use baylight::store::StoreError;
use baylight::store::event_log::EventLog;
use billing::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use workshop::checks::Checked;
use workshop::*;

const BOTH: [(Language, &str); 2] = [(Language::Zh, "zh"), (Language::En, "en")];
/// A car that much is done to.
const MANY: &str = "2611-0499";

struct Folder(
    PathBuf,
    #[allow(dead_code, reason = "dropped with the test")] Option<tempfile::TempDir>,
);

fn folder() -> Folder {
    match std::env::var_os("STORY_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

/// The workshop with the checklists that come with the program, and people whom a Chinese paper can name.
fn floor() -> Floor {
    let mut floor = Floor::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::load(Some(&root.join("config/baylight.toml")), None).unwrap();
    floor.policy.checklists = config.checklists().unwrap();
    for (id, name) in [
        (LIU_JING, "刘静"),
        (ZHOU_QIANG, "周强"),
        (MA_LAN, "马兰"),
        (SUN_LI, "孙莉"),
        (HE_PING, "何平"),
    ] {
        let mut person = floor.workshop.people[&person(id)].person.clone();
        person.name = name.to_owned();
        let pin_hash = None;
        floor.system(CommandBody::EnrolPerson { person, pin_hash });
    }
    floor
}

/// Thirty jobs with long names, and thirty findings with every answer.
fn many() -> Floor {
    let mut floor = floor();
    let names = [
        (
            "更换前制动片及前制动盘并清洁导向销、涂抹润滑脂",
            "Replace front brake pads and discs, clean the guide pins and grease them",
        ),
        ("保养", "Service"),
        (
            "更换后减震器总成（左右）",
            "Replace rear shock absorber assemblies, left and right",
        ),
    ];
    let trades = [Trade::Mechanical, Trade::Maintenance, Trade::Electrical];
    let lines = (1..=30_u16).map(|number| {
        let at = usize::from(number) % 3;
        let minutes = 30 + u32::from(number) * 5;
        priced(
            number,
            names[at],
            trades[at],
            minutes,
            i64::from(number) * 37,
        )
    });
    let long = sheet(MANY, "京A12345D", "2026-11-24 17:30", lines.collect());
    floor.admit(OrderSheet {
        keep_old_parts: YesNo::Yes,
        complaint: "行驶中方向盘抖动，80 公里时速以上明显；空调不制冷；倒车影像偶尔黑屏。The customer drives long distances every week and wants the car as quiet as it was when it was new.".repeat(2),
        remarks: "客户要求先电话沟通再施工".to_owned(),
        customer: car_sheet().customer,
        car: baylight::domain::order::Car {
            plate: long.car.plate.clone(),
            ..car_sheet().car
        },
        ..long
    });
    floor.at("8:00");
    for who in [LIU_JING, ZHOU_QIANG, MA_LAN] {
        floor.shift_in(who);
    }
    for number in 1..=30 {
        let id = format!("{MANY}/{number}");
        floor.clock_on(LIU_JING, &id, 1);
        if number % 7 == 0 {
            floor.clock_on(ZHOU_QIANG, &id, 1);
        }
        floor.later(11);
        floor.finish(LIU_JING, &id);
    }
    for number in 0..30 {
        let severity = Severity::ALL[number % 3];
        let answer = [Some(Answer::Declined), Some(Answer::Deferred), None][number / 3 % 3];
        let minutes = if severity == Severity::Green { 0 } else { 40 };
        let name = (
            "右后轮轴承 · 行驶异响并有旷量 · 更换轴承及轮毂总成",
            "Rear right wheel bearing · noisy and loose · replace bearing and hub assembly",
        );
        let mut seen = sighting(name, severity, minutes, 300 + number as i64);
        seen.note = "80 公里时速以上明显，左转弯时加重".to_owned();
        let answer = answer.filter(|_| severity != Severity::Green);
        found(&mut floor, MANY, seen, answer);
    }
    floor.passes(MANY, HE_PING);
    floor
}

fn told(floor: &Floor, number: &str) -> OrderStory {
    told::of_order(&floor.workshop, &ro(number), &floor.policy.checklists).unwrap()
}

/// Writes in a language what the order tells.
fn written(floor: &Floor, order: &OrderStory, language: Language) -> Story {
    let person = |id: &PersonId| floor.workshop.people[id].person.name.clone();
    let bay = |id: &BayId| id.to_string();
    story::of_order(
        order,
        &Press {
            language,
            zone: floor.policy.hours.zone,
            now: floor.now,
            person: &person,
            bay: &bay,
        },
    )
}

/// Shows what stands on the pages, a line a row.
fn text(story: &Story) -> String {
    let rows = story.pages.iter().flat_map(|page| &page.rows);
    let rows = rows.map(|row| {
        let cells = [&row.mark, &row.label, &row.text, &row.extra, &row.right];
        let said = cells.into_iter().filter(|cell| !cell.is_empty());
        let said: Vec<String> = said
            .map(|cell| cell.replace(['\n', '\u{a0}'], " "))
            .collect();
        said.join(" | ")
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "“{word}” is not said in:\n{text}");
    }
}

fn drawn(story: &Story) -> Vec<Sheet> {
    paper::draw_story(story).unwrap()
}

/// Keeps every page where somebody looks at them, else the first and the last: a page takes seconds.
fn for_eyes(mut story: Story) -> Story {
    let last = story.pages.len() - 1;
    if std::env::var_os("STORY_PICTURES").is_none() {
        story.pages.drain(1..last);
    }
    story
}

/// Tells that nothing was drawn over the edge of the paper: a printer would cut it.
fn assert_clean_edge(sheet: &Sheet) {
    let edge = (9.0 * sheet.paper.dots_per_mm) as u32;
    for (at, shade) in (0..).zip(&sheet.shades) {
        let (x, y) = (at % sheet.width, at / sheet.width);
        let inside =
            (edge..sheet.width - edge).contains(&x) && (edge..sheet.height - edge).contains(&y);
        assert!(inside || *shade == 255, "ink at {x}, {y}");
    }
}

/// Tells that something stands on the paper.
fn assert_some_ink(sheet: &Sheet) {
    let black = sheet.shades.iter().filter(|shade| **shade < 60).count();
    assert!(black > 4_000, "{black} dots");
}

#[test]
fn who_did_and_checked_what_is_told_in_english() {
    let mut floor = floor();
    billed(&mut floor);
    let story = written(&floor, &told(&floor, CAR), Language::En);
    assert_eq!(
        (story.title.as_str(), story.order.as_str()),
        ("Service record", "RO 2611-0411")
    );
    assert_eq!(story.plate, "京A･D06213");
    let text = text(&story);
    says(
        &text,
        &[
            "Customer | 欧阳晓雯 | Phone | 13800001234",
            "Mileage in | 83 866 km",
            "What the customer said",
            "冷车启动时发动机前部有异响",
            "1 | Replace timing belt | 2.0 h ･ ¥480",
            "Done by | 刘静 1:40, 周强 0:45 ･ done 11-23 10:40",
            "2 | Replace water pump",
            "Sent back | 11-23",
            "final check ･ Leak ･ 水泵接口渗漏",
            "3 | Extra: Front brake pads ･ worn to the limit ･ replace | 1.0 h ･ ¥300",
            "Self-check | 刘静 ･ 11-23 11:50",
            "Peer check | 马兰",
            "Final check | 何平",
            "24312-2B000 | Timing belt | 1 | ¥310.50",
            "00232-19095 | Coolant −35 °C 4 L | 3 | ¥384",
            "Total | ¥1124.50",
            "Road test | 何平 ･ 11-23",
            "6 km (83 867–83 873 km)",
            "Result | passed | Inspector | 何平",
            "Planned | 2026-11-23 17:30 | Passed at | 2026-11-23 13:50",
            "Found, and what you said to it",
            "Your answer | authorised ･ phone ･ 孙莉 ･ 11-23 09:39 ･ ¥300",
            "Not done: for your next visit",
            "1 | Upper radiator hose ･ aged ･ replace | soon",
            "If left | longer braking distance, and the discs may be damaged",
            "Our advice | have it done soon, at the next visit at the latest ･ about 0.5 h, ¥160",
        ],
    );
    // What is measured stands with its limits, and what a mistake cost somebody stays in the workshop.
    says(&text, &[" Nm (88–", " A (≤ "]);
    assert!(
        !text.contains("¥50") && !text.contains("own risk"),
        "{text}"
    );
}

#[test]
fn the_same_is_told_in_chinese() {
    let mut floor = floor();
    billed(&mut floor);
    let text = text(&written(&floor, &told(&floor, CAR), Language::Zh));
    says(
        &text,
        &[
            "车主 | 欧阳晓雯 | 手机 | 13800001234",
            "1 | 更换正时皮带 | 2.0 小时 ･ ¥480",
            "维修技师 | 刘静 1:40，周强 0:45 ･ 11-23 10:40 完工",
            "3 | 增项：前制动片 ･ 磨损到限 ･ 更换",
            "自检 | 刘静 ･ 11-23 11:50",
            "24312-2B000 | 正时皮带 | 1 条 | ¥310.50",
            "试车 | 何平",
            "检验结果 | 合格 | 质检员 | 何平",
            "客户答复 | 同意 ･ 电话 ･ 孙莉",
            "未做项目与下次来店建议",
            "不处理的后果 | 制动距离变长，可能损伤制动盘",
        ],
    );
}

#[test]
fn what_there_is_nothing_to_say_of_is_left_out() {
    let mut floor = floor();
    floor.admit(sheet(
        "2611-0500",
        "京B12345",
        "2026-11-23 17:00",
        vec![line(1, "保养", Trade::Maintenance, 60)],
    ));
    let story = written(&floor, &told(&floor, "2611-0500"), Language::En);
    assert_eq!(story.pages.len(), 1);
    let text = text(&story);
    assert_eq!(
        text,
        "Category | General | Advisor | Sun Li\n\
         Arrived | 2026-11-23 07:30 | Promised | 2026-11-23 17:00\n\
         Work done\n\
         1 | 保养 | 1.0 h"
    );
}

#[test]
fn something_unsafe_that_is_left_is_signed_for() {
    let mut floor = floor();
    floor.admit(car_sheet());
    floor.shift_in(LIU_JING);
    let tyre = (
        "左前轮胎 · 鼓包 · 更换",
        "Front left tyre · bulge · replace",
    );
    found(
        &mut floor,
        CAR,
        sighting(tyre, Severity::Red, 30, 700),
        Some(Answer::Declined),
    );
    let text = text(&written(&floor, &told(&floor, CAR), Language::En));
    says(
        &text,
        &["unsafe now", "before you drive on", "at your own risk"],
    );
}

#[test]
fn a_story_is_drawn_in_both_languages() {
    let folder = folder();
    let mut floor = floor();
    billed(&mut floor);
    let order = told(&floor, CAR);
    for (language, name) in BOTH {
        let sheets = drawn(&written(&floor, &order, language));
        assert_eq!((sheets[0].width, sheets[0].height), (2520, 3564));
        paper::write_pdf(&sheets, &folder.0.join(format!("story-{name}.pdf"))).unwrap();
        paper::write_png(&sheets, &folder.0.join(format!("story-{name}.png"))).unwrap();
        for sheet in &sheets {
            assert_clean_edge(sheet);
            assert_some_ink(sheet);
        }
    }
}

#[test]
fn thirty_jobs_and_thirty_findings_fill_numbered_pages() {
    let folder = folder();
    let floor = many();
    let order = told(&floor, MANY);
    for (language, name) in BOTH {
        let story = written(&floor, &order, language);
        let items = text(&story);
        let jobs = items.lines().filter(|line| {
            line.contains(" ･ ¥") && !line.contains("about") && !line.contains('约')
        });
        assert!(jobs.count() >= 30);
        assert!(
            (5..=16).contains(&story.pages.len()),
            "{}",
            story.pages.len()
        );
        let sheets = drawn(&for_eyes(story));
        paper::write_pdf(&sheets, &folder.0.join(format!("story-long-{name}.pdf"))).unwrap();
        paper::write_png(&sheets, &folder.0.join(format!("story-long-{name}.png"))).unwrap();
        assert_clean_edge(&sheets[0]);
        assert_clean_edge(sheets.last().unwrap());
    }
}

#[test]
fn a_story_comes_to_the_desk_as_it_left() {
    let floor = many();
    let page = told::bucket(&ro(MANY));
    let pages = story_views(&floor.workshop, &floor.policy, &BTreeSet::from([page]));
    let sent = serde_json::to_string(&pages[&ViewName::Stories(page)]).unwrap();
    assert!(sent.len() < 256 * 1024, "{} bytes", sent.len());
    let read: View = serde_json::from_str(&sent).unwrap();
    assert_eq!(read, pages[&ViewName::Stories(page)]);
}

#[test]
fn the_desk_prints_it_once_the_car_has_passed() {
    let dir = tempfile::tempdir().unwrap();
    let mut floor = floor();
    repaired(&mut floor);
    let views = |floor: &Floor| {
        let pages = all_views(&floor.workshop, &floor.policy, floor.now, &BTreeSet::new());
        let all = (0..BUCKETS).collect();
        let stories = story_views(&floor.workshop, &floor.policy, &all);
        Views::collect(pages.iter().chain(&stories))
    };
    assert!(
        views(&floor).stories.is_empty(),
        "there is nothing to take home yet"
    );
    floor.at("13:00");
    floor.passes(CAR, HE_PING);

    let settings = dir.path().join("baylight.toml");
    std::fs::write(&settings, "").unwrap();
    let config = Config::load(Some(&settings), Some(&dir.path().join("data"))).unwrap();
    let printing = Printing::new(&config);
    let print = Print {
        ro: ro(CAR),
        paper: Paper::Story,
        language: Language::Zh,
    };
    let said = printing.at_screen(&print, &views(&floor), floor.now);
    assert_eq!(said, Sent::KeptOnly.text());
    let file = config.slips_dir().join(format!("{CAR}-story.pdf"));
    assert!(std::fs::read(file).unwrap().starts_with(b"%PDF-1."));
}

#[test]
fn the_command_line_prints_it_at_any_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut floor = Floor::new();
    repaired(&mut floor);
    let mut log = EventLog::open(&dir.path().join("data")).unwrap();
    log.batch(|batch| {
        for event in &floor.events {
            batch.append(event, event.at)?;
        }
        for key in floor.workshop.keys() {
            batch.put_entity(&floor.workshop, &key)?;
        }
        Ok::<(), StoreError>(())
    })
    .unwrap();
    drop(log);
    std::fs::write(dir.path().join("baylight.toml"), "").unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baylight"));
        command
            .current_dir(dir.path())
            .args(["-c", "baylight.toml"]);
        command.args(words).assert()
    };
    run(&["orders", "print", CAR, "--out", "papers", "--lang", "en"]).success();
    assert!(dir.path().join(format!("papers/{CAR}-story.pdf")).exists());
    run(&["orders", "print", CAR, "--out", "one.png"]).success();
    assert!(dir.path().join("one.png").exists());
    let said = run(&["orders", "print", "2611-9999"]).code(2);
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert!(said.contains("there is no order 2611-9999"), "{said}");
}
