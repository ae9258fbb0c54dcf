//! The kiosk's window, tapped by its words like a person would: what is shown can be found and leads where it says.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::ids::BayId;
use baylight::domain::order::Trade;
use baylight::domain::person::Language;
use baylight::gui::bay::{BayRows, connect, show};
use baylight::screen::Effect;
use baylight::screen::bay::model::BayModel;
use baylight::screen::bay::{BayKiosk, Intent};
use baylight::screen::session::SignIn;
use baylight_ui::{BayPage, BayScreen, BayWindow, Theme};
use floor::*;
use i_slint_backend_testing::{AccessibleRole, ElementHandle};
use slint::{ComponentHandle, Model, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The window of bay 1, its kiosk and the workshop around it.
struct Panel {
    window: BayWindow,
    rows: BayRows,
    kiosk: BayKiosk,
    floor: Floor,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Panel {
    fn new(language: Language) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let floor = Floor::in_language(language);
        let window = BayWindow::new().expect("the window of the kiosk");
        window.window().set_size(PhysicalSize::new(1280, 800));
        let rows = BayRows::attach(&window);
        let tapped = Rc::new(RefCell::new(Vec::new()));
        let into = tapped.clone();
        connect(&window, move |intent| into.borrow_mut().push(intent));
        let kiosk = BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now);
        let mut panel = Self {
            window,
            rows,
            kiosk,
            floor,
            tapped,
        };
        panel.draw();
        panel
    }

    /// Takes what was tapped through the kiosk and the workshop, and shows what follows.
    fn draw(&mut self) -> BayModel {
        let taps: Vec<Intent> = self.tapped.borrow_mut().drain(..).collect();
        for intent in taps {
            let picture = self.floor.picture();
            for effect in self.kiosk.update(intent, &picture, self.floor.now) {
                if let Effect::Submit { actor, body } = effect {
                    self.floor.submit(actor, body);
                }
            }
        }
        let model = self.kiosk.present(&self.floor.picture(), self.floor.now);
        show(&self.window, &self.rows, &model);
        model
    }

    fn buttons(&self, label: &str) -> Vec<ElementHandle> {
        ElementHandle::find_by_accessible_label(&self.window, label)
            .filter(|found| found.accessible_role() == Some(AccessibleRole::Button))
            .collect()
    }

    /// Taps what bears these words, and tells what that meant.
    fn taps(&mut self, label: &str) -> Intent {
        let found = self.buttons(label);
        let button = found
            .first()
            .unwrap_or_else(|| panic!("nothing on the screen says {label}"));
        button.invoke_accessible_default_action();
        let intent = self.tapped.borrow().last().cloned();
        let intent = intent.unwrap_or_else(|| panic!("{label} leads nowhere"));
        self.draw();
        self.floor.secs(2);
        self.draw();
        intent
    }

    fn page(&self) -> BayPage {
        self.window.global::<BayScreen>().get_page()
    }
}

/// The words of one language that a day at the bay needs.
struct Words {
    language: Language,
    bay: &'static str,
    belt: &'static str,
    alignment: &'static str,
    hold: &'static str,
    parts: &'static str,
    resume: &'static str,
    other: &'static str,
    finish: &'static str,
    confirm: &'static str,
    later: &'static str,
    shift_out: &'static str,
    done: &'static str,
}

const ENGLISH: Words = Words {
    language: Language::En,
    bay: "Bay 1",
    belt: "Replace timing belt",
    alignment: "Wheel alignment",
    hold: "Hold…",
    parts: "Waiting for parts",
    resume: "Resume job",
    other: "Other job",
    finish: "Finish job",
    confirm: "Yes, finished",
    later: "Later",
    shift_out: "Shift out",
    done: "Done",
};

const CHINESE: Words = Words {
    language: Language::Zh,
    bay: "1 号工位",
    belt: "更换正时皮带",
    alignment: "四轮定位",
    hold: "中断",
    parts: "等配件",
    resume: "继续作业",
    other: "换作业",
    finish: "完工",
    confirm: "确认完工",
    later: "稍后",
    shift_out: "下班",
    done: "退出",
};

/// A day from badge to badge.
fn a_day(words: &Words) {
    let mut panel = Panel::new(words.language);
    let screen = |panel: &Panel| panel.window.global::<BayScreen>().get_bay();
    assert_eq!(screen(&panel), words.bay);
    assert_eq!(panel.taps("王磊"), Intent::Face { id: person(WANG) });
    assert_eq!(panel.page(), BayPage::Jobs);
    assert_eq!(
        panel.taps(words.belt),
        Intent::Job {
            id: BELT.to_owned()
        }
    );
    assert_eq!(panel.page(), BayPage::Running);
    panel.taps(words.hold);
    assert_eq!(panel.page(), BayPage::Hold);
    assert_eq!(
        panel.taps(words.parts),
        Intent::Choice {
            id: "hold-parts".to_owned()
        }
    );
    assert_eq!(panel.page(), BayPage::OnHold);
    assert_eq!(panel.taps(words.resume), Intent::Resume);
    assert_eq!(panel.page(), BayPage::Running);
    panel.taps(words.finish);
    assert_eq!(panel.page(), BayPage::FinishConfirm);
    assert_eq!(panel.taps(words.confirm), Intent::ConfirmFinish);
    assert_eq!(panel.page(), BayPage::Checklist);
    panel.taps(words.later);
    assert_eq!(panel.page(), BayPage::Jobs);
    assert_eq!(
        panel.buttons(words.belt).len(),
        0,
        "a finished job cannot be tapped"
    );
    panel.taps(words.alignment);
    panel.taps(words.other);
    panel.taps(words.alignment);
    assert_eq!(
        panel.page(),
        BayPage::Running,
        "one's own job leads back to it"
    );
    panel.taps(words.shift_out);
    assert_eq!(panel.taps(words.done), Intent::SignOut);
    assert!(!panel.window.global::<BayScreen>().get_signed_in());
}

#[test]
fn a_day_is_tapped_through_by_its_english_words() {
    a_day(&ENGLISH);
}

#[test]
fn a_day_is_tapped_through_by_its_chinese_words() {
    a_day(&CHINESE);
}

#[test]
fn language_and_theme_switch_at_once() {
    let mut panel = Panel::new(Language::En);
    assert_eq!(panel.taps("中文"), Intent::SwitchLanguage);
    assert_eq!(
        panel.window.global::<BayScreen>().get_words().badge_title,
        "上工打卡"
    );
    assert_eq!(panel.taps("English"), Intent::SwitchLanguage);
    assert_eq!(panel.taps("Light"), Intent::SwitchTheme);
    assert!(!panel.window.global::<Theme>().get_dark());
}

#[test]
fn a_badge_reader_that_types_signs_in() {
    let mut panel = Panel::new(Language::Zh);
    let window = panel.window.window();
    window.dispatch_event(slint::platform::WindowEvent::WindowActiveChanged(true));
    for key in "BADGE-1001\n".chars() {
        let text = slint::SharedString::from(key);
        window.dispatch_event(slint::platform::WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(slint::platform::WindowEvent::KeyReleased { text });
    }
    assert_eq!(panel.draw().people[0].name, "王磊");
}

#[test]
fn the_rows_of_a_list_stay_the_same_rows() {
    let mut panel = Panel::new(Language::Zh);
    panel.taps("王磊");
    let before = panel.window.global::<BayScreen>().get_jobs();
    panel.floor.minutes(1);
    panel.draw();
    let after = panel.window.global::<BayScreen>().get_jobs();
    assert!(before == after, "the list was replaced");
    assert_eq!(after.row_count(), 2);
}

#[test]
fn the_last_tap_and_its_undo_can_be_found() {
    let mut panel = Panel::new(Language::En);
    panel.taps("王磊");
    panel.taps("Replace timing belt");
    let strip = ElementHandle::find_by_accessible_label(&panel.window, "Clock on: accepted");
    assert_eq!(strip.count(), 1);
    assert_eq!(panel.taps("Undo clock on · 1:58"), Intent::Undo);
    assert_eq!(panel.page(), BayPage::Jobs);
}

#[test]
fn with_all_five_trades_nothing_on_the_idle_page_is_cut_in_english() {
    let mut panel = Panel::new(Language::En);
    let trades = [
        Trade::Maintenance,
        Trade::Mechanical,
        Trade::Electrical,
        Trade::Body,
        Trade::Paint,
    ];
    for number in 0..25 {
        let trade = trades[number % trades.len()];
        panel.floor.hires(
            &format!("hire-{number}"),
            &format!("Daniel Okafor {number}"),
            trade,
        );
    }
    panel.floor.policy.bays[0].trades.clear();
    panel.draw();
    assert_eq!(panel.page(), BayPage::Idle);
    let tabs: Vec<String> = panel
        .window
        .global::<BayScreen>()
        .get_face_tabs()
        .iter()
        .map(|tab| tab.title.to_string())
        .collect();
    assert_eq!(tabs, ["Maint.", "Mech.", "Elec.", "Body", "Paint", "All"]);
    let ends = |label: &str| -> Option<f32> {
        let found = panel.buttons(label);
        let last = found.first()?;
        Some(last.absolute_position().x + last.size().width)
    };
    let edge = 1280.0 - 24.0 + 0.5;
    for tab in &tabs {
        assert!(ends(tab).is_some_and(|end| end <= edge), "{tab} is cut");
    }
    // Three faces stand in a row; those further down come with a finger.
    let faces: Vec<f32> = (0..25)
        .filter_map(|number| ends(&format!("Daniel Okafor {number}")))
        .collect();
    assert!(faces.len() >= 9, "{faces:?}");
    assert!(faces.iter().all(|end| *end <= edge), "{faces:?}");
    assert!(faces.iter().any(|end| *end > 1200.0), "the row is filled");
}
