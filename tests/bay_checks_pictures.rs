//! Pictures of the kiosk's pages about checks, drawn as the program draws them but without a display.
//!
//! With `BAY_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/check_bay.rs"]
mod check_bay;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::andon::AndonKind;
use baylight::domain::person::Language;
use baylight::domain::quality::checklist::CheckKind;
use baylight::gui::bay::{BayRows, show};
use baylight::gui::shots;
use baylight::screen::bay::{CheckTap, Intent, PartsTap};
use baylight::screen::tone::Theme;
use baylight_ui::BayWindow;
use check_bay::*;
use floor::checks;
use floor::*;
use std::path::{Path, PathBuf};

/// Brings the kiosk to what a picture is to show.
fn scene(name: &str, bay: &mut Bay) {
    match name {
        "confirm" => {
            bay.wang().job(BELT);
            bay.floor.minutes(110);
            bay.wang().action("finish");
        }
        "self" => {
            bay.wang_finishes();
        }
        "self-offline" => {
            bay.wang().job(BELT);
            bay.floor.minutes(110);
            bay.loses_the_link();
            bay.wang().action("finish").does(Intent::ConfirmFinish);
        }
        "self-all-good" => {
            bay.wang_finishes().answers_all();
        }
        "self-saved-offline" => {
            scene("self-offline", bay);
            bay.answers_all().taps(CheckTap::Confirm);
        }
        "sixty" => {
            bay.sixty_items().wang_finishes();
            bay.good("item-00").bad("item-01");
            bay.measures("item-02", "75.5").good("item-03");
            bay.taps(CheckTap::Out("item-04".to_owned()));
        }
        "sixty-rest" => {
            bay.sixty_items().wang_finishes().taps(CheckTap::Rest);
        }
        "keypad" | "keypad-beyond" => {
            bay.sixty_items().wang_finishes();
            bay.taps(CheckTap::Value("item-02".to_owned()));
            let keys = if name == "keypad" { "110.5" } else { "75.5" };
            for key in keys.chars() {
                bay.taps(CheckTap::Key(key.to_string()));
            }
        }
        "item" => {
            scene("sixty", bay);
            bay.taps(CheckTap::Item("item-01".to_owned()));
            for chip in bay.model().sheet.chips[..2].to_vec() {
                bay.words(PartsTap::Typed(chip));
            }
        }
        "why" => {
            scene("sixty", bay);
            bay.taps(CheckTap::Confirm);
        }
        "back" => {
            scene("why", bay);
            bay.chooses("rework-assembly");
            let chip = bay.model().sheet.chips[0].clone();
            bay.words(PartsTap::Typed(chip));
        }
        "jobs-due" | "idle-due" => {
            bay.wang_finishes().does(Intent::Back);
            if name == "idle-due" {
                bay.does(Intent::SignOut);
            }
        }
        "not-the-lead" => {
            bay.floor.clocks_on(WANG, BELT, "1");
            bay.floor.minutes(20);
            bay.li().job(BELT).action("finish");
            bay.does(Intent::ConfirmFinish);
        }
        "running-due" => {
            bay.wang_finishes().does(Intent::Back);
            bay.li().job(ALIGNMENT).does(Intent::SignOut);
        }
        "peers-empty" => {
            bay.taps(CheckTap::Open);
        }
        "peers" | "peers-nobody" | "peer" | "not-yours" => {
            bay.wang_finishes().does(Intent::Back);
            bay.li().job(ALIGNMENT);
            bay.floor.minutes(40);
            bay.li().action("finish").does(Intent::ConfirmFinish);
            bay.makes_the_next_check(WANG, 1)
                .makes_the_next_check(LI, 2);
            bay.at_bay("2").taps(CheckTap::Open);
            match name {
                "peers" => bay.zhao(),
                "peer" => bay.taps(CheckTap::Job(BELT.to_owned())).li(),
                "not-yours" => bay.li().taps(CheckTap::Job(ALIGNMENT.to_owned())),
                _ => bay,
            };
        }
        "wash" => {
            scene("peers", bay);
            checks::Checked::passes(bay, RO, FOREMAN);
            bay.li().taps(CheckTap::Open);
            bay.taps(CheckTap::Tab("wash".to_owned()));
        }
        "washing" => {
            scene("wash", bay);
            bay.taps(CheckTap::Wash(RO.to_owned()));
        }
        "rework-idle" | "rework-jobs" | "rework-running" | "rework-prompts" | "rework-detail" => {
            bay.sixty_items();
            bay.wang_finishes().does(Intent::Back).does(Intent::SignOut);
            bay.sends_back(WANG, 1, CheckKind::SelfCheck);
            if name != "rework-idle" {
                bay.wang();
            }
            if name == "rework-prompts" {
                bay.job(BELT);
                bay.floor.calls(WANG, "1", AndonKind::Foreman);
            }
            if matches!(name, "rework-running" | "rework-detail") {
                bay.job(BELT);
            }
            if name == "rework-detail" {
                bay.taps(CheckTap::Rework);
            }
        }
        other => panic!("no scene is called {other}"),
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

const SCENES: [&str; 28] = [
    "confirm",
    "self",
    "self-offline",
    "self-all-good",
    "self-saved-offline",
    "sixty",
    "sixty-rest",
    "keypad",
    "keypad-beyond",
    "item",
    "why",
    "back",
    "jobs-due",
    "idle-due",
    "not-the-lead",
    "running-due",
    "peers-empty",
    "peers",
    "peers-nobody",
    "peer",
    "not-yours",
    "wash",
    "washing",
    "rework-idle",
    "rework-jobs",
    "rework-running",
    "rework-prompts",
    "rework-detail",
];

#[test]
fn the_pages_about_checks_are_drawn_in_both_languages_and_both_themes() {
    let own = tempfile::tempdir().unwrap();
    let folder =
        std::env::var_os("BAY_PICTURES").map_or_else(|| own.path().to_owned(), PathBuf::from);
    let light = ["sixty", "peers", "rework-jobs", "rework-running"];
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for theme in [Theme::Dark, Theme::Light] {
            for name in SCENES {
                if theme == Theme::Light && !light.contains(&name) {
                    continue;
                }
                let mut bay = Bay::in_theme(language, theme);
                scene(name, &mut bay);
                let mut model = bay.model();
                model.theme = theme;
                let shade = if theme == Theme::Light { "-light" } else { "" };
                let path = folder.join(format!("checks-{name}-{code}{shade}.png"));
                let make = || {
                    let window = BayWindow::new()?;
                    show(&window, &BayRows::attach(&window), &model);
                    Ok(window)
                };
                shots::render(make, (1280, 800), &path).unwrap();
                assert!(colours(&path) > 50, "{name} in {code} is hardly a picture");
            }
        }
    }
}
