//! The dispatcher's window, tapped by its words like a person would: what is shown can be found and leads where it
//! says.
#![cfg(feature = "gui")]

#[path = "common/buttons.rs"]
mod buttons;
#[path = "common/desk.rs"]
mod desk;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::andon::AndonKind;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::BayId;
use baylight::domain::person::Language;
use baylight::gui::dispatch::{DispatchRows, connect, show};
use baylight::screen::dispatch::Intent;
use baylight_ui::{DispatchPanel, DispatchScreen, DispatchWindow};
use desk::{CHEN, Desk};
use floor::{BRAKES, SERVICE, WANG, badge, job, person};
use i_slint_backend_testing::ElementHandle;
use slint::{ComponentHandle, LogicalPosition, Model, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The window, and the desk behind it.
struct Screen {
    window: DispatchWindow,
    rows: DispatchRows,
    desk: Desk,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Screen {
    fn new(language: Language) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let mut desk = Desk::new(language);
        desk.at("08:20");
        let window = DispatchWindow::new().expect("the dispatcher's window");
        window.window().set_size(PhysicalSize::new(1920, 1080));
        let rows = DispatchRows::attach(&window);
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
        }
        show(&self.window, &self.rows, &self.desk.model());
    }

    fn found(&self, label: &str) -> Option<ElementHandle> {
        buttons::button(&self.window, label)
    }

    /// Taps what bears these words.
    fn taps(&mut self, label: &str) {
        buttons::tap(&self.window, label);
        self.draw();
    }

    /// Drags what bears these words, in logical pixels.
    fn drags(&mut self, label: &str, (dx, dy): (f32, f32)) {
        let chip = self
            .found(label)
            .unwrap_or_else(|| panic!("nothing on the screen says {label}"));
        let (at, size) = (chip.absolute_position(), chip.size());
        let from = LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0);
        let send = |event| self.window.window().dispatch_event(event);
        use slint::platform::{PointerEventButton::Left, WindowEvent::*};
        send(PointerMoved { position: from });
        send(PointerPressed {
            position: from,
            button: Left,
        });
        for step in 1..=4_u8 {
            let part = f32::from(step) / 4.0;
            let position = LogicalPosition::new(from.x + dx * part, from.y + dy * part);
            send(PointerMoved { position });
            let taps: Vec<Intent> = self.tapped.borrow_mut().drain(..).collect();
            for intent in taps {
                self.desk.does(intent);
            }
            // The rows must not change under the finger.
            show(&self.window, &self.rows, &self.desk.model());
        }
        let position = LogicalPosition::new(from.x + dx, from.y + dy);
        send(PointerReleased {
            position,
            button: Left,
        });
        self.draw();
    }

    fn panel(&self) -> DispatchPanel {
        self.window.global::<DispatchScreen>().get_panel()
    }

    fn spoken_job(&self) -> String {
        let waiting = self.window.global::<DispatchScreen>().get_waiting();
        waiting.row_data(0).expect("a job waits").spoken.into()
    }

    fn spoken_chip(&self, bay: usize, id: &str) -> String {
        let rows = self.window.global::<DispatchScreen>().get_rows();
        let chips = rows.row_data(bay).expect("the bay").chips;
        let chip = chips
            .iter()
            .find(|chip| chip.job_id == id)
            .expect("a chip of the job");
        chip.spoken.into()
    }
}

fn dispatches_by_words(language: Language, bay: &str, dispatch: &str) {
    let mut screen = Screen::new(language);
    let job_label = screen.spoken_job();
    screen.taps(&job_label);
    screen.taps(bay);
    assert_eq!(screen.panel(), DispatchPanel::Plan);
    screen.taps(dispatch);
    assert_eq!(screen.panel(), DispatchPanel::SignIn);
    screen.taps("陈静");
    assert_eq!(screen.panel(), DispatchPanel::None);
    let assignment = screen
        .desk
        .workshop
        .job(&job(BRAKES))
        .unwrap()
        .assignment
        .clone();
    let assignment = assignment.expect("dispatched");
    assert_eq!(assignment.plan.bay, BayId::new("2"));
    assert_eq!(assignment.by, Some(person(CHEN)));
}

#[test]
fn a_job_is_dispatched_by_its_english_words() {
    dispatches_by_words(Language::En, "Bay 2", "Dispatch");
}

#[test]
fn a_job_is_dispatched_by_its_chinese_words() {
    dispatches_by_words(Language::Zh, "2 号工位", "派工");
}

#[test]
fn a_chip_is_dragged_with_a_finger_and_dispatched_where_it_is_dropped() {
    let mut screen = Screen::new(Language::En);
    screen.desk.chen_signs_in();
    screen.draw();
    let before = screen
        .desk
        .workshop
        .job(&job(SERVICE))
        .unwrap()
        .assignment
        .clone()
        .unwrap();
    let chip = screen.spoken_chip(1, SERVICE);
    screen.drags(&chip, (400.0, 0.0));
    let after = screen
        .desk
        .workshop
        .job(&job(SERVICE))
        .unwrap()
        .assignment
        .clone()
        .unwrap();
    assert!(
        after.plan.start > before.plan.start,
        "{:?}",
        screen.desk.model().toast
    );
    assert_eq!(after.plan.bay, BayId::new("2"));
    screen.taps("Undo 2:00");
    let undone = screen
        .desk
        .workshop
        .job(&job(SERVICE))
        .unwrap()
        .assignment
        .clone()
        .unwrap();
    assert_eq!(undone.plan, before.plan);
}

#[test]
fn a_call_is_reached_from_its_bay_and_answered() {
    let mut screen = Screen::new(Language::En);
    let raised = CommandBody::RaiseAndon {
        bay: BayId::new("1"),
        call: AndonKind::Foreman,
    };
    let call = screen.desk.happens(badge(WANG), raised);
    screen.desk.at("08:22");
    screen.desk.chen_signs_in();
    screen.draw();
    screen.taps("Bay 1 Foreman 2′");
    assert_eq!(screen.panel(), DispatchPanel::Questions);
    screen.taps("I am coming");
    assert!(screen.desk.workshop.andons[&call].acknowledged.is_some());
    screen.taps("It is over");
    assert!(screen.desk.workshop.andons[&call].cleared.is_some());
}

#[test]
fn the_clock_sheet_is_tapped_through_to_the_pin() {
    let mut screen = Screen::new(Language::En);
    screen.taps("Clocks");
    assert_eq!(screen.panel(), DispatchPanel::Clocks);
    screen.taps("王磊");
    screen.taps("08:00 – … Waiting for work");
    screen.taps("Other start");
    screen.taps("−5");
    screen.taps("Wrong time");
    screen.taps("Save correction");
    assert_eq!(
        screen.panel(),
        DispatchPanel::SignIn,
        "the foreman has to sign in"
    );
    screen.taps("张建国");
    for key in ["1", "2", "3", "4", "OK"] {
        screen.taps(key);
    }
    let model = screen.desk.model();
    assert_eq!(model.segments[0].span, "07:55 – …");
    assert_eq!(model.segments[0].note, "corrected, Wrong time, 张建国");
}

#[test]
fn what_is_dropped_on_a_conflict_waits_on_the_sheet() {
    let mut screen = Screen::new(Language::En);
    screen.desk.chen_signs_in();
    screen.draw();
    let chip = screen.spoken_chip(1, SERVICE);
    let rows = screen.window.global::<DispatchScreen>().get_rows();
    assert_eq!(rows.row_count(), 3);
    // One row up is bay 1, where Wang Lei's belt stands until ten.
    screen.drags(&chip, (-80.0, -140.0));
    assert_eq!(screen.panel(), DispatchPanel::Plan);
    assert!(screen.found("Dispatch anyway").is_some());
    screen.taps("Cancel");
    assert_eq!(screen.panel(), DispatchPanel::None);
}
