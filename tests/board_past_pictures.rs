//! Pictures of the board that looks back (回放), drawn as the program draws them but without a display.
//!
//! With `BOARD_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/board_floor.rs"]
mod board_floor;
#[path = "common/past_board.rs"]
mod past_board;

use baylight::domain::ids::{JobId, RoNumber};
use baylight::domain::person::Language;
use baylight::gui::board::{BoardRows, connect, show};
use baylight::gui::shots;
use baylight::projection::past::Progress;
use baylight::screen::board::Intent;
use baylight::screen::board::model::BoardModel;
use baylight::screen::tone::Theme;
use baylight_ui::BoardWindow;
use board_floor::{Floor, at, sample_morning};
use past_board::{PastBoard, floor_at, story_of};
use std::path::PathBuf;

fn folder() -> (PathBuf, Option<tempfile::TempDir>) {
    match std::env::var_os("BOARD_PICTURES") {
        Some(path) => (PathBuf::from(path), None),
        None => {
            let folder = tempfile::tempdir().unwrap();
            (folder.path().to_owned(), Some(folder))
        }
    }
}

fn window(model: &BoardModel) -> Result<BoardWindow, slint::PlatformError> {
    let window = BoardWindow::new()?;
    let rows = BoardRows::attach(&window);
    connect(&window, |_| {});
    show(&window, &rows, model);
    Ok(window)
}

/// Of the cars on the board, the one with the longest story.
fn longest_story(floor: &Floor) -> RoNumber {
    let orders = floor.workshop.orders.keys().take(12);
    let told = orders.filter_map(|ro| story_of(floor, ro, floor.now));
    let longest = told.max_by_key(|story| (story.delays.len(), story.steps.len()));
    longest.expect("a car").ro
}

#[test]
fn the_past_is_drawn_for_few_and_many_bays_in_both_languages_sizes_and_colours() {
    let (folder, _keep) = folder();
    for bays in [12, 40] {
        for (language, name, theme) in [
            (Language::Zh, "zh", Theme::Dark),
            (Language::En, "en", Theme::Light),
        ] {
            let mut board = PastBoard::new(sample_morning(bays), language, theme);
            board.does(Intent::LookBack);
            board.does(Intent::StepMinutes { minutes: -7 });
            let floor = board.model();
            let ro = longest_story(&board.floor);
            board.does(Intent::Car {
                id: JobId::new(ro, 1).to_string(),
            });
            let car = board.model();
            board.does(Intent::CloseCar);
            board.past.floor = None;
            board.past.progress = Progress::Loading { percent: Some(40) };
            let loading = board.model();
            board.past.floor = Some(std::sync::Arc::new(floor_at(&board.floor, at("10:00"))));
            board.past.progress = Progress::Silent;
            let silent = board.model();
            for (scene, model) in [
                ("floor", floor),
                ("car", car),
                ("loading", loading),
                ("silent", silent),
            ] {
                for size in [(1920, 1080), (3840, 2160)] {
                    if size.0 > 1920 && !matches!(scene, "floor" | "car") {
                        continue;
                    }
                    let path = folder.join(format!("past-{scene}-{bays}-{name}-{}.png", size.0));
                    shots::render(|| window(&model), size, &path).unwrap();
                    assert!(std::fs::metadata(&path).unwrap().len() > 10_000);
                }
            }
        }
    }
}
