//! The advisor's window, tapped by its words like a person would: what is shown can be found and leads where it says.
#![cfg(feature = "gui")]

#[path = "common/advisor_desk.rs"]
mod advisor_desk;
#[path = "common/behind.rs"]
mod behind;
#[path = "common/buttons.rs"]
mod buttons;
#[path = "common/floor.rs"]
mod floor;

use advisor_desk::{Choosing, Desk, ELANTRA, LI, at, bushing};
use baylight::domain::finding::Answer;
use baylight::domain::ids::{PersonId, RoNumber};
use baylight::domain::person::Language;
use baylight::domain::plate::Plate;
use baylight::gui::advisor::{AdvisorRows, connect, show};
use baylight::screen::advisor::Intent;
use baylight_ui::{AdvisorPanel, AdvisorScreen, AdvisorWindow};
use slint::{ComponentHandle, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The window, and the desk behind it.
struct Screen {
    window: AdvisorWindow,
    rows: AdvisorRows,
    desk: Desk,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Screen {
    fn before(desk: Desk) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let window = AdvisorWindow::new().expect("the advisor's window");
        window.window().set_size(PhysicalSize::new(1280, 800));
        let rows = AdvisorRows::attach(&window);
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

    /// Taps what bears these words.
    fn taps(&mut self, label: &str) -> &mut Self {
        buttons::tap(&self.window, label);
        self.draw();
        self
    }

    fn taps_all(&mut self, labels: &[&str]) {
        for label in labels {
            self.taps(label);
        }
    }

    fn panel(&self) -> AdvisorPanel {
        self.window.global::<AdvisorScreen>().get_panel()
    }
}

fn with_finding(language: Language) -> Screen {
    let mut desk = Desk::new(language);
    desk.finds(bushing());
    desk.at("09:06");
    Screen::before(desk)
}

fn answered(screen: &Screen) -> (Answer, Option<PersonId>) {
    let order = &screen.desk.workshop.orders[&RoNumber::new(ELANTRA)];
    let last = order.findings[0].answer().expect("an answer");
    (last.answer, last.by.clone())
}

#[test]
fn a_finding_is_answered_by_its_english_words() {
    let mut screen = with_finding(Language::En);
    let car = screen.desk.listed(ELANTRA).spoken;
    screen.taps(&car);
    screen.taps("Defer Right lower arm bushing ･ cracked ･ replace");
    screen.taps("Send to bay 1");
    assert_eq!(screen.panel(), AdvisorPanel::SignIn);
    screen.taps("张莉");
    assert_eq!(
        answered(&screen),
        (Answer::Deferred, Some(PersonId::new(LI)))
    );
}

#[test]
fn a_finding_is_answered_by_its_chinese_words_in_person_with_a_new_promise() {
    let mut screen = with_finding(Language::Zh);
    screen.desk.zhang_li_signs_in();
    screen.draw();
    let car = screen.desk.listed(ELANTRA).spoken;
    screen.taps(&car);
    screen.taps("同意 右下摆臂衬套 ･ 开裂 ･ 更换");
    screen.taps_all(&["答复方式·电话", "当面"]);
    let promise = screen.desk.model().car.footer.promise;
    screen.taps(&promise).taps("16:00");
    screen.taps("发送给 1 号工位");
    assert_eq!(answered(&screen).0, Answer::Authorised);
    let order = &screen.desk.workshop.orders[&RoNumber::new(ELANTRA)];
    assert_eq!(order.promised_at(), Some(at("16:00")));
}

#[test]
fn the_phone_number_is_shown_whole_for_a_moment() {
    let mut screen = with_finding(Language::En);
    let car = screen.desk.listed(ELANTRA).spoken;
    screen.taps(&car);
    assert_eq!(screen.desk.model().car.phone, "138 **** 2210");
    screen.taps("Show the phone number");
    assert_eq!(screen.desk.model().car.phone, "13812342210");
    screen.desk.secs(9);
    assert_eq!(screen.desk.model().car.phone, "138 **** 2210");
}

fn opens_an_order(language: Language, words: [&str; 6]) {
    let [new, next, phrase, pads, open, advisor] = words;
    let mut desk = Desk::new(language);
    desk.lists_operations();
    let mut screen = Screen::before(desk);
    screen.taps(new);
    assert_eq!(screen.panel(), AdvisorPanel::Intake);
    screen.taps_all(&["京", "A", "8", "8", "8", "8", "8"]);
    screen.taps_all(&[
        next,
        "Shift",
        "L",
        "i",
        "Backspace",
        "i",
        next,
        phrase,
        next,
    ]);
    screen.taps(pads).taps(next);
    let confirmations = screen.desk.model().intake.expect("open").confirmations;
    for one in confirmations {
        screen.taps(&one.title);
    }
    screen.taps(open);
    assert_eq!(screen.panel(), AdvisorPanel::SignIn, "who opens it?");
    screen.taps(advisor);
    let plate = Plate::parse("京A88888").unwrap();
    let orders = screen.desk.workshop.orders.values();
    let mut sheets = orders.filter_map(|order| order.sheet.as_ref());
    let sheet = sheets
        .find(|sheet| sheet.car.plate == plate)
        .unwrap_or_else(|| panic!("{:?}", screen.desk.model().toast));
    assert_eq!(sheet.customer.name, "Li");
    assert_eq!(sheet.complaint, phrase);
    assert_eq!(sheet.advisor, "张莉");
    assert_eq!(screen.panel(), AdvisorPanel::None);
}

#[test]
fn an_order_is_opened_by_english_words() {
    opens_an_order(
        Language::En,
        [
            "New order",
            "Next",
            "Brakes squeal",
            "Replace front brake pads",
            "Open the order",
            "张莉",
        ],
    );
}

#[test]
fn an_order_is_opened_by_chinese_words() {
    opens_an_order(
        Language::Zh,
        [
            "接车开单",
            "下一步",
            "刹车异响",
            "更换前刹车片",
            "开单",
            "张莉",
        ],
    );
}
