//! Pictures of the board, drawn as the program draws them but without a display: from the real rules to pixels.
//!
//! With `BOARD_PICTURES` set to a folder they are kept there, for eyes to judge.

#![cfg(feature = "gui")]

#[path = "common/back.rs"]
mod back;
#[path = "common/board_floor.rs"]
mod board_floor;
#[path = "common/checked_morning.rs"]
mod checked_morning;

use baylight::domain::person::Language;
use baylight::gui::board::{BoardRows, connect, show};
use baylight::gui::shots;
use baylight::screen::board::Board;
use baylight::screen::board::model::BoardModel;
use baylight::screen::floor::rows::board_least_chip;
use baylight::screen::tone::Theme;
use baylight_ui::{BoardScreen, BoardWindow};
use board_floor::{Floor, sample_morning};
use checked_morning::{Names, checked_morning};
use slint::{ComponentHandle, Model};
use std::path::{Path, PathBuf};

/// A folder for the pictures, which goes away with the test unless one was asked for.
struct Folder(
    PathBuf,
    #[allow(dead_code, reason = "dropped with the test")] Option<tempfile::TempDir>,
);

fn folder() -> Folder {
    match std::env::var_os("BOARD_PICTURES") {
        Some(path) => Folder(PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            Folder(folder.path().to_owned(), Some(folder))
        }
    }
}

fn model(floor: &Floor, language: Language, theme: Theme) -> BoardModel {
    Board::new(language, theme, floor.now).present(&floor.picture(), floor.now)
}

fn window(model: &BoardModel) -> Result<BoardWindow, slint::PlatformError> {
    let window = BoardWindow::new()?;
    let rows = BoardRows::attach(&window);
    connect(&window, |_| {});
    show(&window, &rows, model);
    Ok(window)
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
fn the_board_is_drawn_for_few_and_many_bays_in_both_languages_and_sizes() {
    let folder = folder();
    for bays in [1, 12, 40] {
        let floor = sample_morning(bays);
        for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
            for size in [(1920, 1080), (3840, 2160)] {
                let path = folder.0.join(format!("board-{bays}-{name}-{}.png", size.0));
                let model = model(&floor, language, Theme::Dark);
                shots::render(|| window(&model), size, &path).unwrap();
                assert!(
                    colours(&path) > 100,
                    "{} is hardly a picture",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_checks_are_drawn_for_12_and_40_bays_with_long_names_and_late() {
    let folder = folder();
    let mut late = checked_morning(12, Names::Long);
    late.at("17:50");
    let scenes = [
        ("12", checked_morning(12, Names::AsEver)),
        ("40", checked_morning(40, Names::AsEver)),
        ("long", checked_morning(8, Names::Long)),
        ("late", late),
    ];
    for (scene, floor) in scenes {
        for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
            let theme = if scene == "long" {
                Theme::Light
            } else {
                Theme::Dark
            };
            let path = folder.0.join(format!("checks-{scene}-{name}.png"));
            let model = model(&floor, language, theme);
            shots::render(|| window(&model), (1920, 1080), &path).unwrap();
            assert!(colours(&path) > 100, "{scene} in {name}");
        }
    }
}

#[test]
fn the_board_is_drawn_empty_offline_and_light() {
    let folder = folder();
    let size = (1920, 1080);
    let mut offline = sample_morning(12);
    offline.cut_link("10:38");
    let scenes = [
        ("offline", model(&offline, Language::En, Theme::Dark)),
        (
            "light",
            model(&sample_morning(8), Language::Zh, Theme::Light),
        ),
        ("no-bays", model(&Floor::new(0), Language::Zh, Theme::Dark)),
        ("no-cars", model(&Floor::new(8), Language::En, Theme::Dark)),
    ];
    for (name, model) in scenes {
        let path = folder.0.join(format!("board-{name}.png"));
        shots::render(|| window(&model), size, &path).unwrap();
        assert!(
            colours(&path) > 50,
            "{} is hardly a picture",
            path.display()
        );
    }
}

#[test]
fn the_chips_are_stacked_for_the_width_at_which_they_are_drawn() {
    shots::prepare().unwrap();
    for bays in 1..=8 {
        let window = window(&model(&Floor::new(bays), Language::Zh, Theme::Dark)).unwrap();
        let drawn = window.global::<BoardScreen>().get_least_chip();
        assert!(
            (drawn - board_least_chip(bays)).abs() < 1e-6,
            "{bays} bays: {drawn}"
        );
    }
}

#[test]
fn what_stays_the_same_keeps_its_row() {
    shots::prepare().unwrap();
    let mut floor = sample_morning(8);
    let window = BoardWindow::new().unwrap();
    let rows = BoardRows::attach(&window);
    show(&window, &rows, &model(&floor, Language::Zh, Theme::Dark));
    let screen = window.global::<BoardScreen>();
    let before: Vec<_> = screen.get_rows().iter().collect();
    floor.silence(8, "10:38");
    show(&window, &rows, &model(&floor, Language::Zh, Theme::Dark));
    let after: Vec<_> = screen.get_rows().iter().collect();
    assert_eq!(before[..7], after[..7]);
    assert_ne!(before[7], after[7]);
    assert!(
        before
            .iter()
            .zip(&after)
            .all(|(before, after)| before.chips == after.chips)
    );
}
