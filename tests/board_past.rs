//! The board that looks back (回放): what it says of a moment, and why a car was late, step by step; tapped by its words.
#![cfg(feature = "gui")]

#[path = "common/board_floor.rs"]
mod board_floor;
#[path = "common/buttons.rs"]
mod buttons;
#[path = "common/past_board.rs"]
mod past_board;

use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{JobId, RoNumber};
use baylight::domain::person::Language;
use baylight::gui::board::{BoardRows, connect, show};
use baylight::projection::past::{NoPast, Progress};
use baylight::screen::board::Intent;
use baylight::screen::tone::{Theme, Tone};
use baylight_ui::BoardWindow;
use board_floor::{Floor, at};
use chrono::TimeDelta;
use past_board::{Coordinator, PastBoard, story_of};
use slint::{ComponentHandle, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// Zhao Min's water pump on bay 2 waits for parts from 10:24 to 11:40, and is done at 12:40; it was promised for 12:10.
fn water_pump() -> Floor {
    let mut floor = Floor::new(3);
    floor.simple_car("R1", "京P33M09", "12:10", 2.2);
    floor
        .at("09:00")
        .dispatch("R1/1", 2, "zhao", "09:00", "10:48");
    floor.clock_on("zhao", "R1/1", 2);
    floor.at("10:24").hold("zhao", "R1/1", HoldReason::Parts);
    floor.at("11:40").clock_on("zhao", "R1/1", 2);
    floor.at("12:40").finish("zhao", "R1/1");
    floor.at("14:00");
    floor
}

/// The window, and the board behind it.
struct Screen {
    window: BoardWindow,
    rows: BoardRows,
    board: PastBoard,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Screen {
    fn new(board: PastBoard) -> Self {
        let window = BoardWindow::new().expect("the board's window");
        window.window().set_size(PhysicalSize::new(1920, 1080));
        let rows = BoardRows::attach(&window);
        let tapped = Rc::new(RefCell::new(Vec::new()));
        let into = tapped.clone();
        connect(&window, move |intent| into.borrow_mut().push(intent));
        let mut screen = Self {
            window,
            rows,
            board,
            tapped,
        };
        screen.draw();
        screen
    }

    fn draw(&mut self) {
        let taps: Vec<Intent> = self.tapped.borrow_mut().drain(..).collect();
        for intent in taps {
            self.board.does(intent);
        }
        show(&self.window, &self.rows, &self.board.model());
    }

    fn taps(&mut self, label: &str) {
        buttons::tap(&self.window, label);
        self.draw();
    }

    fn says(&self, words: &str) -> bool {
        i_slint_backend_testing::ElementHandle::find_by_accessible_label(&self.window, words)
            .next()
            .is_some()
    }
}

#[test]
fn the_board_is_taken_back_minute_by_minute_and_to_the_present_again_in_both_languages() {
    i_slint_backend_testing::init_no_event_loop();
    let words = [
        (
            Language::Zh,
            [
                "回放",
                "−15 分",
                "−1 分",
                "+1 分",
                "前一天",
                "后一天",
                "回到现在",
            ],
        ),
        (
            Language::En,
            [
                "Replay",
                "−15 min",
                "−1 min",
                "+1 min",
                "Day before",
                "Day after",
                "Back to now",
            ],
        ),
    ];
    for (language, [open, quarter, back, on, before, after, live]) in words {
        let mut screen = Screen::new(PastBoard::new(water_pump(), language, Theme::Dark));
        assert!(!screen.board.model().replay.is_open);
        screen.taps(open);
        assert_eq!(screen.board.model().replay.clock, "14:00");
        for _ in 0..12 {
            screen.taps(quarter);
        }
        screen.taps(back);
        screen.taps(back);
        screen.taps(on);
        let model = screen.board.model();
        assert_eq!(
            (model.replay.clock.as_str(), model.clock.as_str()),
            ("10:59", "10:59")
        );
        assert_eq!(model.link.tone, Tone::Qc);
        let chip = &model.rows[1].chips[0];
        assert_eq!((chip.age.as_str(), chip.tone), ("35′", Tone::Hold));
        screen.taps(before);
        screen.taps(after);
        assert_eq!(screen.board.model().replay.clock, "10:59");
        screen.taps(live);
        let model = screen.board.model();
        assert!(!model.replay.is_open);
        assert_eq!(model.clock, "14:00");
        assert_ne!(model.link.tone, Tone::Qc);
    }
}

#[test]
fn a_tap_on_a_chip_tells_why_its_car_was_late() {
    i_slint_backend_testing::init_no_event_loop();
    for (language, why, close) in [
        (Language::Zh, "等配件（仓库）", "关闭"),
        (Language::En, "Waiting for parts (parts store)", "Close"),
    ] {
        let mut screen = Screen::new(PastBoard::new(water_pump(), language, Theme::Light));
        screen.taps(match language {
            Language::Zh => "回放",
            Language::En => "Replay",
        });
        screen.board.seeks("11:00");
        screen.draw();
        let spoken = screen.board.model().rows[1].chips[0].spoken.clone();
        screen.taps(&spoken);
        let car = screen.board.model().car;
        assert!(car.is_open);
        let waited = car.delays.iter().find(|delay| delay.text == why);
        let waited = waited.unwrap_or_else(|| panic!("{why} is not said: {:?}", car.delays));
        assert_eq!(waited.length, "36′");
        assert!(car.steps.iter().all(|step| step.time.as_str() <= "11:00"));
        assert!(screen.says(&format!(
            "{} {} {}",
            car.steps[0].time, car.steps[0].text, car.steps[0].length
        )));
        screen.taps(close);
        assert!(!screen.board.model().car.is_open);
        assert_eq!(screen.board.model().replay.clock, "11:00");
    }
}

#[test]
fn the_story_of_a_late_car_is_told_in_both_languages() {
    let floor = water_pump();
    let table = [
        (
            Language::Zh,
            "已晚 1 h 50′：承诺 12:10，预计 14:15 完工",
            [
                "到店，承诺 12:10",
                "派工到 2 号工位·赵敏，计划 09:00 开始：更换水泵",
                "赵敏在 2 号工位 上工：更换水泵",
                "中断·等配件（仓库）：更换水泵",
                "完工，超出标准工时 12′：更换水泵",
                "承诺时间已过，车未完工",
            ],
        ),
        (
            Language::En,
            "1 h 50′ late so far: promised 12:10, expected 14:15",
            [
                "Came in, promised 12:10",
                "Dispatched to Bay 2, 赵敏, from 09:00: Replace water pump",
                "赵敏 works on it at Bay 2: Replace water pump",
                "Waiting for parts (parts store): Replace water pump",
                "Finished, 12′ over standard hours: Replace water pump",
                "The promise passed, and the car was not done",
            ],
        ),
    ];
    for (language, verdict, said) in table {
        let mut board = PastBoard::new(water_pump(), language, Theme::Dark);
        board.does(Intent::LookBack);
        board.does(Intent::Car {
            id: "R1".to_owned(),
        });
        board.does(Intent::Car {
            id: JobId::new(RoNumber::new("R1"), 1).to_string(),
        });
        let car = board.model().car;
        assert_eq!(car.verdict, verdict);
        assert_eq!(car.verdict_tone, Tone::Late);
        let texts: Vec<&str> = car.steps.iter().map(|step| step.text.as_str()).collect();
        for words in said {
            assert!(texts.contains(&words), "“{words}” is not said: {texts:#?}");
        }
    }
    let story = story_of(&floor, &RoNumber::new("R1"), at("14:00")).expect("a story");
    let by_time =
        |a: &baylight::domain::story::Step, b: &baylight::domain::story::Step| a.at <= b.at;
    assert!(story.steps.is_sorted_by(by_time));
    assert!(story_of(&floor, &RoNumber::new("R9"), at("14:00")).is_none());
}

#[test]
fn a_forecast_that_came_too_close_to_the_promise_is_a_step_of_its_own() {
    let story = story_of(&water_pump(), &RoNumber::new("R1"), at("12:00")).expect("a story");
    let warned = story
        .steps
        .iter()
        .find(|step| matches!(step.kind, baylight::domain::story::StepKind::Warned { .. }));
    let warned = warned.expect("a warning");
    assert!(
        warned.at >= at("10:24") && warned.at <= at("11:00"),
        "{warned:?}"
    );
}

#[test]
fn a_board_that_is_left_alone_goes_back_to_the_present() {
    let mut board = PastBoard::new(water_pump(), Language::Zh, Theme::Dark);
    board.does(Intent::LookBack);
    board.seeks("11:00");
    board.now += TimeDelta::minutes(4);
    board.does(Intent::Tick);
    assert!(board.model().replay.is_open);
    board.now += TimeDelta::minutes(1);
    board.does(Intent::Tick);
    assert!(!board.model().replay.is_open);
    assert_eq!(board.past.look, None);
}

#[test]
fn time_goes_on_by_itself_once_each_minute_is_there() {
    let mut board = PastBoard::new(water_pump(), Language::En, Theme::Dark);
    board.does(Intent::LookBack);
    board.seeks("10:20");
    board.does(Intent::Play);
    assert_eq!(board.model().replay.words.play, "Pause");
    for _ in 0..5 {
        board.does(Intent::Tick);
    }
    assert_eq!(board.model().replay.clock, "10:25");
    board.coordinator = Coordinator::IsSilent;
    for _ in 0..5 {
        board.does(Intent::Tick);
    }
    assert_eq!(board.model().replay.clock, "10:26");
    board.does(Intent::Play);
    assert_eq!(board.model().replay.words.play, "Play");
}

#[test]
fn nothing_of_the_past_is_taken_for_live_and_silence_is_said() {
    let mut board = PastBoard::new(water_pump(), Language::En, Theme::Dark);
    board.does(Intent::LookBack);
    board.seeks("11:00");
    let model = board.model();
    assert_eq!(model.link.text, "Past");
    assert_eq!(model.replay.words.not_now, "The past, not now");
    board.coordinator = Coordinator::IsSilent;
    board.seeks("11:30");
    let model = board.model();
    assert_eq!(
        model.replay.state,
        "The coordinator does not answer: asking again, still showing 11:00"
    );
    assert_eq!(
        (model.replay.clock.as_str(), model.clock.as_str()),
        ("11:30", "11:00")
    );
    board.floor.cut_link("11:30");
    assert!(board.model().replay.state.starts_with("Offline"));
    board.past.progress = Progress::Nothing(NoPast::BeforeTheFirst {
        first: Some(at("08:00")),
    });
    let model = board.model();
    assert_eq!(model.replay.state, "The record begins at 2026-11-23 08:00");
    assert!(model.rows.is_empty());
    assert_eq!(model.words.no_bays, "Nothing to be seen");
}
