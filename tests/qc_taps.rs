//! The inspector's window, tapped by its words like a person would: what is shown can be found and leads where it says.
#![cfg(feature = "gui")]

#[path = "common/behind.rs"]
mod behind;
#[path = "common/buttons.rs"]
mod buttons;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/qc_desk.rs"]
mod qc_desk;

use baylight::domain::car::CarState;
use baylight::domain::ids::RoNumber;
use baylight::domain::person::Language;
use baylight::gui::qc::{QcRows, connect, show};
use baylight::screen::qc::Intent;
use baylight::screen::qc::model::{Answered, RowKind};
use baylight_ui::{QcScreen, QcWindow};
use i_slint_backend_testing::ElementHandle;
use qc_desk::{BRAKES_RO, Desk, ELANTRA};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The window, and the workshop behind it.
struct Screen {
    window: QcWindow,
    rows: QcRows,
    desk: Desk,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Screen {
    fn before(desk: Desk) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let window = QcWindow::new().expect("the inspector's window");
        window.window().set_size(PhysicalSize::new(1280, 800));
        let rows = QcRows::attach(&window);
        let tapped = Rc::new(RefCell::new(Vec::new()));
        let into = tapped.clone();
        connect(&window, move |intent| into.borrow_mut().push(intent));
        let mut screen = Self {
            window,
            rows,
            desk,
            tapped,
        };
        screen.draw();
        screen
    }

    /// Takes what was tapped to the desk and shows what follows.
    fn draw(&mut self) {
        let taps: Vec<Intent> = self.tapped.borrow_mut().drain(..).collect();
        for intent in taps {
            self.desk.does(intent);
            // A finger needs a moment from tap to tap.
            self.desk.behind.now += chrono::TimeDelta::seconds(1);
        }
        show(&self.window, &self.rows, &self.desk.model());
    }

    fn found(&self, label: &str) -> Option<ElementHandle> {
        buttons::button(&self.window, label)
    }

    /// Taps what bears these words.
    fn taps(&mut self, label: &str) -> &mut Self {
        buttons::tap(&self.window, label);
        self.draw();
        self
    }

    /// Taps the card of a car.
    fn taps_card(&mut self, ro: &str) -> &mut Self {
        let spoken = self.desk.card(ro).spoken;
        self.taps(&spoken)
    }

    /// Types on the pad.
    fn types(&mut self, keys: &str) -> &mut Self {
        for key in keys.chars() {
            self.taps(&key.to_string());
        }
        self
    }

    fn enters_the_pin(&mut self) {
        let screen = self.window.global::<QcScreen>();
        screen.invoke_pin_entered(qc_desk::PIN.into());
        self.draw();
    }

    /// Answers everything on the open list by its words.
    fn answers_all(&mut self, ok: &str, done: &str) {
        let rows = self.desk.model().car.rows;
        for row in rows.into_iter().filter(|row| row.kind == RowKind::Item) {
            self.taps(&format!("{ok} {}", row.title));
            if !row.value.is_empty() {
                let limit = row.limits.split('–').next().unwrap_or_default();
                let value = limit.trim_start_matches(['≥', '≤', ' ']).to_owned();
                self.types(&value).taps(done);
            }
            assert_eq!(
                self.desk.row(&row.id).answered,
                Answered::Pass,
                "{}",
                row.title
            );
        }
    }

    /// Puts a finger on the middle of something and lifts it again.
    fn touches(&mut self, found: &ElementHandle) {
        let (at, size) = (found.absolute_position(), found.size());
        let position = LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0);
        let button = PointerEventButton::Left;
        let window = self.window.window();
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        // A list waits a moment to tell a tap from a drag.
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(150));
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        self.draw();
    }

    fn state(&self, ro: &str) -> CarState {
        self.desk.workshop.orders[&RoNumber::new(ro)].state()
    }
}

fn passed_by_words(language: Language, words: [&str; 7]) {
    let [ok, done, car, road, sign, pass, wash] = words;
    let mut desk = Desk::new(language);
    desk.brakes_wait().lin_signs_in();
    let mut screen = Screen::before(desk);
    // High enough for the whole list: what is beyond an edge is reached with a finger only.
    screen
        .window
        .window()
        .set_size(PhysicalSize::new(1280, 2400));
    screen.taps_card(BRAKES_RO);
    screen.answers_all(ok, done);
    let spoken = screen.desk.list_card("car").spoken;
    assert!(spoken.starts_with(car));
    screen.taps(&spoken);
    screen.answers_all(ok, done);
    screen.taps(road).types("68220").taps(sign);
    screen.enters_the_pin();
    screen.taps(pass);
    screen.enters_the_pin();
    assert_eq!(screen.state(BRAKES_RO), CarState::Wash);
    let wash = format!("{wash} 京P·33M09");
    screen.taps(&wash);
    let begun = &screen.desk.workshop.orders[&RoNumber::new(BRAKES_RO)]
        .quality
        .wash_begun;
    assert!(begun.is_some());
}

#[test]
fn a_car_passes_by_its_chinese_words() {
    passed_by_words(
        Language::Zh,
        [
            "合格",
            "完成",
            "整车",
            "试车 ･ 签字",
            "签字",
            "合格放行",
            "开始洗车",
        ],
    );
}

#[test]
fn a_car_passes_by_its_english_words() {
    passed_by_words(
        Language::En,
        [
            "OK",
            "Done",
            "Whole car",
            "Road test ･ sign",
            "Sign",
            "Pass",
            "Start the wash",
        ],
    );
}

#[test]
fn a_job_goes_back_by_its_words() {
    let mut desk = Desk::new(Language::En);
    desk.elantra_waits().lin_signs_in();
    let mut screen = Screen::before(desk);
    screen.taps_card(ELANTRA);
    screen.taps("Back to bay…").taps("Wheel alignment");
    screen.taps("Assembly or torque").taps("李强");
    screen.taps("Send back");
    assert_eq!(screen.state(ELANTRA), CarState::Rework);
}

#[test]
fn fingers_hit_what_they_are_put_on_and_nothing_is_small() {
    let mut desk = Desk::new(Language::En);
    desk.brakes_wait().lin_signs_in();
    let mut screen = Screen::before(desk);
    let card = screen
        .found(&screen.desk.card(BRAKES_RO).spoken)
        .expect("the card");
    screen.touches(&card);
    let row = screen.desk.model().car.rows[1].clone();
    for label in [format!("Fail {}", row.title), format!("n/a {}", row.title)] {
        let button = screen.found(&label).expect("the answer");
        let size = button.size();
        assert!(
            size.height >= 56.0 && size.width >= 80.0,
            "{label}: {size:?}"
        );
        screen.touches(&button);
    }
    assert_eq!(screen.desk.row(&row.id).answered, Answered::NotApplicable);
    // Beside the answers the row leads to its value and note.
    let name = screen.found(&row.title).expect("the row");
    let at = name.absolute_position();
    println!("a row at {at:?}, {:?}", name.size());
    for label in [
        "Take the car",
        "Leave the car",
        "Road test ･ sign",
        "Back to bay…",
    ] {
        if let Some(button) = screen.found(label) {
            let (at, size) = (button.absolute_position(), button.size());
            println!("{label} at {at:?}, {size:?}");
            assert!(size.height >= 56.0, "{label}: {size:?}");
        }
    }
    let back = screen.found("Back to bay…").expect("the button");
    screen.touches(&back);
    assert_eq!(screen.desk.model().sheet.title, "Back to the bay");
    let tile = screen.found("Leak").expect("a reason");
    assert!(tile.size().height >= 64.0);
    screen.touches(&tile);
    let close = screen.found("Close").expect("a way out");
    screen.touches(&close);
    assert!(screen.desk.model().sheet.title.is_empty());
}
