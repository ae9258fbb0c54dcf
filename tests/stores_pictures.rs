//! Pictures of the stores screen, drawn as the program draws them but without a display: from the real rules to
//! pixels, empty and full, with long names, in both languages and sizes.
//!
//! With `STORES_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/stores_desk.rs"]
mod stores_desk;

use baylight::domain::command::{Actor, CommandBody};
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::Wanted;
use baylight::domain::person::Language;
use baylight::domain::tool::Tool;
use baylight::gui::shots;
use baylight::gui::stores::{StoresRows, show};
use baylight::screen::stores::Intent;
use baylight::screen::stores::model::Tab;
use baylight_ui::StoresWindow;
use floor::{BELT, WANG, ZHAO};
use std::path::{Path, PathBuf};
use stores_desk::{
    BUSHING, COOLANT, Desk, ELANTRA, FILTER, GASKET, PUMP, RIGHT_BUSHING, SERVICE_RO, asked, part,
};

/// A folder for the pictures, which goes away with the test unless one was asked for.
struct Folder(PathBuf, Option<tempfile::TempDir>);

fn folder() -> Folder {
    match std::env::var_os("STORES_PICTURES") {
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

/// A morning with something of everything: a bay that stands still, a second request, a return, an exchange and an
/// old part.
fn typical(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.at("09:40");
    desk.comes_in(GASKET, 5, "261120");
    let line = desk.zhao_has_bushings();
    desk.at("10:20");
    let pump = desk.wang_asks_for_a_pump();
    desk.at("10:24");
    desk.stands_still(WANG, BELT);
    desk.at("10:33");
    desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
    desk.at("10:37");
    desk.returns(line, 1);
    desk.exchanges(
        line,
        Wanted::Part {
            part: RIGHT_BUSHING.into(),
        },
    );
    desk.at("10:39");
    desk.asks(
        ZHAO,
        SERVICE_RO,
        "2",
        vec![asked(FILTER, 1), asked(COOLANT, 1)],
    );
    desk.at("10:42");
    desk.shen_signs_in().opens(pump);
    desk.taps_line(word(language, "Water pump", "水泵总成"));
    desk.chooses(word(language, "City dealer", "本地经销商"));
    desk.chooses(word(language, "+30 min", "+30 分"));
    let model = desk.model();
    let order = model.sheet.actions[0].label.clone();
    desk.taps(&order);
    desk.taps_line(word(language, "Pump gasket", "水泵密封垫"));
    desk.secs(8);
    desk
}

/// Fifty open requests.
fn fifty(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    for at in 0..50_u32 {
        let number = format!("9{at:04}-2B000");
        let listed = part(
            &number,
            &format!("配件 {at:02}"),
            &format!("Part {at:02}"),
            &format!("E-{at:02}-1"),
            at % 5,
            2,
        );
        desk.happens(Actor::System, CommandBody::ListPart { part: listed });
        let (who, ro, bay) = if at % 2 == 0 {
            (WANG, ELANTRA, "1")
        } else {
            (ZHAO, SERVICE_RO, "2")
        };
        desk.behind.now += chrono::TimeDelta::seconds(20);
        desk.asks(
            who,
            ro,
            bay,
            vec![asked(&number, 1 + at % 3), asked(COOLANT, 1)],
        );
    }
    desk.shen_signs_in().opens_the_first();
    desk.secs(8);
    desk
}

/// Long names, many lines, words instead of a number.
fn long(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    let names = [
        (
            "双离合变速箱机电控制单元总成（含油压传感器、线束与密封圈）",
            "Dual-clutch gearbox mechatronic unit with pressure sensors, harness and seals",
        ),
        (
            "前保险杠下部进气格栅装饰条左侧镀铬件",
            "Front bumper lower intake grille trim, left, chrome plated",
        ),
    ];
    let mut lines = vec![];
    for (at, (name, english)) in names.into_iter().enumerate() {
        let number = format!("0AM-325-025-H-Z0{at}-LONG");
        let listed = part(&number, name, english, "AA-112-43-B", 9999, 12);
        desk.happens(Actor::System, CommandBody::ListPart { part: listed });
        desk.comes_in(&number, 120, "BATCH-20261120-A");
        lines.push(asked(&number, 1234));
    }
    lines.push(baylight::domain::parts::request::AskedLine {
        wanted: Wanted::Described {
            words: "左前门限位器旁边的黑色橡胶缓冲块，带卡扣的那种".to_owned(),
            photos: Vec::new(),
        },
        quantity: 2,
    });
    lines.extend([asked(PUMP, 1), asked(FILTER, 3), asked(BUSHING, 2)]);
    let request = desk.asks(WANG, ELANTRA, "1", lines);
    desk.at("11:55");
    desk.scans("BADGE-6002").opens(request);
    desk
}

fn scene(name: &str, language: Language) -> Desk {
    let said = |en, zh| word(language, en, zh);
    match name {
        "empty" => Desk::new(language),
        "typical" => typical(language),
        "standing" => {
            let mut desk = Desk::new(language);
            desk.at("10:20");
            desk.wang_asks_for_a_pump();
            desk.stands_still(WANG, BELT);
            desk.at("10:42");
            desk
        }
        "fifty" => fifty(language),
        "long" => long(language),
        "offline" => {
            let mut desk = typical(language);
            desk.loses_the_link();
            desk.behind.now += chrono::TimeDelta::minutes(4);
            desk.taps_line(said("Coolant 2 L", "防冻冷却液 2 L"));
            desk
        }
        "light" => {
            let mut desk = typical(language);
            desk.does(Intent::SwitchTheme);
            desk
        }
        "exchange" => {
            let mut desk = typical(language);
            let title = said("Exchange ･ Bay 2", "换料 ･ 2 号工位");
            let id = desk.card(title).id;
            desk.does(Intent::Card { id });
            desk
        }
        "return" => {
            let mut desk = typical(language);
            let title = said("Return ･ Bay 2", "退料 ･ 2 号工位");
            let id = desk.card(title).id;
            desk.does(Intent::Card { id });
            desk
        }
        "old" => {
            let mut desk = typical(language);
            let title = said("Old part ･ Bay 1", "旧件入库 ･ 1 号工位");
            let id = desk.card(title).id;
            desk.does(Intent::Card { id });
            desk
        }
        "order" => {
            let mut desk = typical(language);
            desk.taps(said("Order ･ goods in", "缺货 ･ 到货"));
            desk.chooses(said("City dealer", "本地经销商"));
            desk
        }
        "goods" => {
            let mut desk = typical(language);
            desk.taps(said("Order ･ goods in", "缺货 ･ 到货"));
            desk.taps(said("Goods in", "到货入库"));
            desk
        }
        "choose" => {
            let mut desk = typical(language);
            desk.taps(said("Substitute", "换料 / 替代"));
            desk.types("54584");
            desk
        }
        "issue" => {
            let mut desk = typical(language);
            desk.taps(said("Issue at counter", "柜台发料"));
            desk
        }
        "anothers" => {
            let mut desk = typical(language);
            desk.scans("BADGE-6002");
            desk.secs(6);
            desk
        }
        "ahead" => {
            let mut desk = typical(language);
            desk.tab(Tab::Ahead);
            desk
        }
        "stock" => {
            let mut desk = typical(language);
            desk.tab(Tab::Stock).types("54584");
            desk
        }
        "part" => {
            let mut desk = typical(language);
            desk.tab(Tab::Stock).types("2");
            desk.does(Intent::Card {
                id: GASKET.to_owned(),
            });
            desk
        }
        "count" => {
            let mut desk = typical(language);
            desk.tab(Tab::Stock).does(Intent::Card {
                id: GASKET.to_owned(),
            });
            desk.taps(said("Count", "盘点")).types("9");
            desk
        }
        "low" => {
            let mut desk = typical(language);
            desk.tab(Tab::Low).opens_the_first();
            desk
        }
        "out" => {
            let mut desk = typical(language);
            desk.tab(Tab::Out);
            desk
        }
        "tools" | "lend" => {
            let mut desk = typical(language);
            for (id, name, english) in [
                ("G-017", "正时皮带专用工具", "Timing belt tool"),
                ("G-031", "轮毂轴承拉马", "Hub bearing puller"),
            ] {
                let tool = Tool {
                    id: id.into(),
                    name: name.to_owned(),
                    english_name: english.to_owned(),
                    category: String::new(),
                    place: "A-3".to_owned(),
                    calibrated_until: None,
                    maintained_until: None,
                };
                desk.happens(Actor::System, CommandBody::ListTool { tool });
            }
            let take = CommandBody::TakeTool {
                tool: "G-031".into(),
                job: Some(floor::job(BELT)),
                bay: None,
                due: Some(desk.now + chrono::TimeDelta::hours(2)),
            };
            desk.happens(floor::badge(WANG), take);
            desk.tab(Tab::Tools);
            if name == "lend" {
                desk.scans("G-017").taps(said("Lend it", "借出"));
            } else {
                desk.opens_the_first();
            }
            desk
        }
        "sign-in" => {
            let mut desk = Desk::new(language);
            desk.does(Intent::Actor);
            desk
        }
        "pin" => {
            let mut desk = Desk::new(language);
            desk.does(Intent::Actor);
            desk.does(Intent::Person {
                id: floor::person(stores_desk::SHEN),
            });
            desk
        }
        other => panic!("no scene {other}"),
    }
}

const SCENES: [&str; 25] = [
    "empty", "typical", "standing", "fifty", "long", "offline", "light", "exchange", "return",
    "old", "order", "goods", "choose", "issue", "anothers", "ahead", "stock", "part", "count",
    "low", "out", "tools", "lend", "sign-in", "pin",
];

fn draw(desk: &Desk, size: (u32, u32), path: &Path) {
    let model = desk.model();
    shots::render(
        || {
            let window = StoresWindow::new()?;
            show(&window, &StoresRows::attach(&window), &model);
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
    let few = ["empty", "typical", "long", "light"];
    for (at, name) in SCENES.into_iter().enumerate() {
        for (language, short) in [(Language::Zh, "zh"), (Language::En, "en")] {
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
