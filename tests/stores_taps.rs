//! The storekeeper's window, tapped by its words like a person would: what is shown can be found and leads where it
//! says.
#![cfg(feature = "gui")]

#[path = "common/behind.rs"]
mod behind;
#[path = "common/buttons.rs"]
mod buttons;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/stores_desk.rs"]
mod stores_desk;

use baylight::domain::command::{Actor, CommandBody};
use baylight::domain::parts::request::{HandOver, ParcelState};
use baylight::domain::person::Language;
use baylight::gui::stores::{StoresRows, connect, show};
use baylight::screen::stores::Intent;
use baylight_ui::{StoresScreen, StoresWindow};
use floor::{WANG, ZHAO};
use i_slint_backend_testing::ElementHandle;
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;
use stores_desk::{BUSHING, COOLANT, Desk, ELANTRA, FILTER, GASKET, PUMP, SERVICE_RO, asked, part};

/// The window, and the store behind it.
struct Screen {
    window: StoresWindow,
    rows: StoresRows,
    desk: Desk,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Screen {
    fn before(desk: Desk) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let window = StoresWindow::new().expect("the storekeeper's window");
        window.window().set_size(PhysicalSize::new(1280, 800));
        let rows = StoresRows::attach(&window);
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
    fn taps(&mut self, label: &str) -> &mut Self {
        buttons::tap(&self.window, label);
        self.draw();
        self
    }

    /// Taps the card of a task.
    fn taps_card(&mut self, title: &str) -> &mut Self {
        let spoken = self.desk.card(title).spoken;
        self.taps(&spoken)
    }

    /// Puts a finger on a place of the window and lifts it again.
    fn touches(&mut self, x: f32, y: f32) {
        let position = LogicalPosition::new(x, y);
        let button = PointerEventButton::Left;
        let window = self.window.window();
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        // A list waits a moment to tell a tap from a drag.
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(150));
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        self.draw();
    }
}

fn picked_and_brought(language: Language, words: [&str; 4]) {
    let [card, pick, deliver, signed_in] = words;
    let mut desk = Desk::new(language);
    desk.asks(
        WANG,
        ELANTRA,
        "1",
        vec![asked(GASKET, 1), asked(COOLANT, 1)],
    );
    let mut screen = Screen::before(desk);
    screen.taps_card(card).taps(pick);
    assert!(screen.window.global::<StoresScreen>().get_asking());
    screen.taps(signed_in);
    // Shen Wei has a PIN.
    screen
        .window
        .global::<StoresScreen>()
        .invoke_pin_entered("1234".into());
    screen.draw();
    let all = screen.desk.model().task.tools[0].label.clone();
    screen.desk.secs(2);
    screen.draw();
    screen.taps(&all).taps(deliver);
    let parts = screen.desk.parts(ELANTRA);
    for line in &parts.requests[0].lines {
        let bay = "1".into();
        let handed = Some(HandOver::Bay { bay });
        assert_eq!(line.parcels[0].state, ParcelState::Ready { handed });
    }
}

#[test]
fn a_request_is_picked_and_brought_by_its_chinese_words() {
    picked_and_brought(
        Language::Zh,
        [
            "1 号工位 ･ 京A･F6620",
            "点按拣料 水泵密封垫",
            "发料到 1 号工位",
            "沈伟",
        ],
    );
}

#[test]
fn a_request_is_picked_and_brought_by_its_english_words() {
    picked_and_brought(
        Language::En,
        [
            "Bay 1 ･ 京A･F6620",
            "Tap to pick Pump gasket",
            "Deliver to bay 1",
            "沈伟",
        ],
    );
}

#[test]
fn what_is_not_there_is_ordered_without_a_key() {
    let mut desk = Desk::new(Language::Zh);
    desk.wang_asks_for_a_pump();
    desk.shen_signs_in();
    let mut screen = Screen::before(desk);
    screen.taps_card("1 号工位 ･ 京A･F6620");
    screen.taps("缺货 ･ 订货 水泵总成");
    screen
        .taps("本地经销商")
        .taps("+30 分")
        .taps("订 1 件 ･ 09:30 到");
    let line = &screen.desk.parts(ELANTRA).requests[0].lines[0];
    assert_eq!(line.backorder.as_ref().unwrap().supplier, "本地经销商");
    assert!(screen.found("缺货 ･ 09:30 到 水泵总成").is_some());
}

#[test]
fn goods_are_booked_in_on_the_number_pad_and_offered_to_who_waits() {
    let mut desk = Desk::new(Language::En);
    desk.wang_asks_for_a_pump();
    desk.shen_signs_in();
    let mut screen = Screen::before(desk);
    screen
        .taps_card("Bay 1 ･ 京A･F6620")
        .taps("Order ･ goods in");
    screen.taps("Goods in").taps("2").taps("Book in 2");
    screen.taps("京A･F6620");
    assert_eq!(screen.desk.on_hand(PUMP), 2);
    assert!(screen.found("Tap to pick Water pump").is_some());
}

#[test]
fn a_part_is_found_on_the_keyboard_of_the_screen_and_counted() {
    let mut desk = Desk::new(Language::Zh);
    desk.shen_signs_in();
    let mut screen = Screen::before(desk);
    screen.taps("库存");
    for key in ["x", "b", "b"] {
        screen.taps(key);
    }
    screen.taps_card("下摆臂衬套").taps("盘点 D-05-2");
    screen.taps("3").taps("丢失").taps("确认盘点");
    screen
        .window
        .global::<StoresScreen>()
        .invoke_pin_entered("1234".into());
    screen.draw();
    assert_eq!(screen.desk.on_hand(BUSHING), 3);
}

#[test]
fn a_scanner_that_types_like_a_keyboard_picks() {
    let mut desk = Desk::new(Language::Zh);
    let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 2)]);
    desk.shen_signs_in().opens(request);
    let mut screen = Screen::before(desk);
    for key in FILTER.chars().map(String::from).chain(["\n".to_owned()]) {
        let text = slint::SharedString::from(key);
        let window = screen.window.window();
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
    }
    screen.draw();
    assert_eq!(screen.desk.line("机油滤清器").quantity, "1 / 2");
}

#[test]
fn fifty_requests_scroll_and_no_tap_is_dropped() {
    let mut desk = Desk::new(Language::Zh);
    for at in 0..50_u32 {
        let number = format!("9{at:04}-2B000");
        let name = format!("配件 {at:02}");
        let listed = part(&number, &name, "", "E-1", 9, 0);
        desk.happens(Actor::System, CommandBody::ListPart { part: listed });
        let (who, ro, bay) = if at % 2 == 0 {
            (WANG, ELANTRA, "1")
        } else {
            (ZHAO, SERVICE_RO, "2")
        };
        desk.behind.now += chrono::TimeDelta::seconds(1);
        desk.asks(who, ro, bay, vec![asked(&number, 1)]);
    }
    desk.shen_signs_in();
    let mut screen = Screen::before(desk);
    assert_eq!(screen.desk.model().cards.len(), 50);
    let (mut opened, mut taps) = (std::collections::BTreeSet::new(), 0);
    for _ in 0..80 {
        let cards = screen.desk.model().cards;
        let shown = cards.iter().filter_map(|card| {
            let found = screen.found(&card.spoken)?;
            let (place, size) = (found.absolute_position(), found.size());
            let middle = (place.x + size.width / 2.0, place.y + size.height / 2.0);
            (middle.1 > 190.0 && middle.1 < 780.0).then(|| (card.id.clone(), middle))
        });
        let shown: Vec<_> = shown.collect();
        for (id, (x, y)) in shown {
            if opened.contains(&id) {
                continue;
            }
            screen.touches(x, y);
            taps += 1;
            assert_eq!(screen.desk.model().task.id, id, "tap {taps} was dropped");
            opened.insert(id);
        }
        if opened.len() == 50 {
            break;
        }
        // The wheel and the finger move the same list.
        let position = LogicalPosition::new(200.0, 500.0);
        let wheel = WindowEvent::PointerScrolled {
            position,
            delta_x: 0.0,
            delta_y: -120.0,
        };
        screen.window.window().dispatch_event(wheel);
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(400));
        screen.desk.secs(1);
        screen.draw();
    }
    assert_eq!((opened.len(), taps), (50, 50));
}
