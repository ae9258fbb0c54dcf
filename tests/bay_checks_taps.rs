//! Checks at the kiosk's window, tapped by their words like a person would.
#![cfg(feature = "gui")]

#[path = "common/check_bay.rs"]
mod check_bay;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::person::Language;
use baylight::domain::quality::checklist::CheckKind;
use baylight::domain::quality::command::QualityCommand;
use baylight::gui::bay::{BayRows, connect, show};
use baylight::screen::bay::Intent;
use baylight_ui::{BayPage, BayScreen, BayWindow};
use check_bay::*;
use checks::Checked;
use floor::checks;
use floor::*;
use i_slint_backend_testing::{AccessibleRole, ElementHandle};
use slint::{ComponentHandle, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The least that a glove can tap, in pixels.
const TOUCH: f32 = 64.0;

/// The window of the bay.
struct Panel {
    window: BayWindow,
    rows: BayRows,
    bay: Bay,
    tapped: Rc<RefCell<Vec<Intent>>>,
}

impl Panel {
    fn new(language: Language) -> Self {
        i_slint_backend_testing::init_no_event_loop();
        let window = BayWindow::new().expect("the window of the kiosk");
        window.window().set_size(PhysicalSize::new(1280, 800));
        let rows = BayRows::attach(&window);
        let tapped = Rc::new(RefCell::new(Vec::new()));
        let into = tapped.clone();
        connect(&window, move |intent| into.borrow_mut().push(intent));
        let bay = Bay::new(language);
        let mut panel = Self {
            window,
            rows,
            bay,
            tapped,
        };
        panel.draw();
        panel
    }

    fn draw(&mut self) {
        let taps: Vec<Intent> = self.tapped.borrow_mut().drain(..).collect();
        for intent in taps {
            self.bay.does(intent);
        }
        show(&self.window, &self.rows, &self.bay.model());
    }

    /// Taps what bears these words: on the screen as a whole, and big enough for a glove.
    #[track_caller]
    fn taps(&mut self, label: &str) -> &mut Self {
        let button = {
            let mut found = ElementHandle::find_by_accessible_label(&self.window, label);
            found.find(|found| found.accessible_role() == Some(AccessibleRole::Button))
        };
        let button = button.unwrap_or_else(|| panic!("nothing on the screen says {label}"));
        let (at, size) = (button.absolute_position(), button.size());
        assert!(
            size.height >= TOUCH && size.width >= TOUCH,
            "{label} is small: {size:?}"
        );
        assert!(
            at.y + size.height <= 800.0 && at.x + size.width <= 1280.0,
            "{label} is cut"
        );
        if std::env::var_os("BAY_CENTRES").is_some() {
            let (x, y) = (at.x + size.width / 2.0, at.y + size.height / 2.0);
            println!("{label}: {x:.0} {y:.0}");
        }
        button.invoke_accessible_default_action();
        self.draw();
        self
    }

    fn page(&self) -> BayPage {
        self.window.global::<BayScreen>().get_page()
    }
}

/// The words of one language that checks need.
struct Words {
    language: Language,
    job: &'static str,
    finish: &'static str,
    confirm_finish: &'static str,
    good: &'static str,
    bad: &'static str,
    absent: &'static str,
    measure: &'static str,
    erase: &'static str,
    point: &'static str,
    ok: &'static str,
    rest: &'static str,
    confirm: &'static str,
    later: &'static str,
    due: &'static str,
    send_back: &'static str,
    why: &'static str,
    word: &'static str,
    back_to_work: &'static str,
    rework: &'static str,
    banner: &'static str,
    back: &'static str,
    done: &'static str,
    entry: &'static str,
    wash: &'static str,
}

const ENGLISH: Words = Words {
    language: Language::En,
    job: "Replace timing belt",
    finish: "Finish job",
    confirm_finish: "Yes, finished",
    good: "OK · Complaint gone",
    bad: "Fail · Fasteners torqued and marked",
    absent: "n/a · Wheel bolts torqued",
    measure: "Measure · Wheel bolts torqued",
    erase: "Erase",
    point: "Point",
    ok: "OK",
    rest: "All the rest is OK",
    confirm: "Confirm",
    later: "Later",
    due: "SELF-CHECK DUE · Replace timing belt",
    send_back: "Not good: back to work",
    why: "Assembly or torque",
    word: "loose",
    back_to_work: "Send back",
    rework: "REWORK · Replace timing belt",
    banner: "REWORK · Assembly or torque",
    back: "Back",
    done: "Done",
    entry: "Checks & wash",
    wash: "Wash",
};

const CHINESE: Words = Words {
    language: Language::Zh,
    job: "更换正时皮带",
    finish: "完工",
    confirm_finish: "确认完工",
    good: "合格 · 故障现象已消除",
    bad: "不合格 · 拆装螺栓按力矩拧紧",
    absent: "不适用 · 车轮螺栓力矩",
    measure: "测量 · 车轮螺栓力矩",
    erase: "退格",
    point: "小数点",
    ok: "确定",
    rest: "其余全部合格",
    confirm: "确认",
    later: "稍后",
    due: "自检待做 · 更换正时皮带",
    send_back: "不合格：退回返工",
    why: "装配不当",
    word: "松动",
    back_to_work: "退回",
    rework: "返工 · 更换正时皮带",
    banner: "返工 · 装配不当",
    back: "返回",
    done: "退出",
    entry: "检查·洗车",
    wash: "洗车",
};

/// The way of a job through its first two checks, once back to work, and to the wash.
fn checks_all_the_way(words: &Words) {
    let mut panel = Panel::new(words.language);
    panel.taps("王磊").taps(words.job).taps(words.finish);
    panel.taps(words.confirm_finish);
    assert_eq!(panel.page(), BayPage::Checklist);
    panel.taps(words.good).taps(words.bad).taps(words.absent);
    panel
        .taps(words.later)
        .taps(words.due)
        .taps(words.send_back);
    assert_eq!(panel.page(), BayPage::Question);
    panel
        .taps(words.why)
        .taps(words.word)
        .taps(words.back_to_work);
    panel.taps(words.rework).taps(words.banner).taps(words.back);
    assert_eq!(panel.page(), BayPage::Running);
    panel.taps(words.finish).taps(words.confirm_finish);
    panel.taps(words.rest).taps(words.measure);
    assert_eq!(panel.page(), BayPage::Measure);
    for key in ["1", "1", "0", words.point, "5", words.erase, "5", words.ok] {
        panel.taps(key);
    }
    panel.taps(words.confirm).taps(words.done);
    assert_eq!(panel.page(), BayPage::Idle);
    // Li Qiang makes the peer check from the idle page.
    panel.taps(words.entry);
    assert_eq!(panel.page(), BayPage::Checks);
    let car = format!("京A·F6620 {}", words.job);
    panel.taps(&car).taps("李强");
    assert_eq!(panel.page(), BayPage::Checklist);
    panel.taps(words.rest).taps(words.measure);
    panel.taps("9").taps("0").taps(words.ok).taps(words.confirm);
    let checks: Vec<CheckKind> = panel
        .bay
        .said()
        .iter()
        .filter_map(|said| match said {
            QualityCommand::Check { check, .. } => Some(*check),
            _ => None,
        })
        .collect();
    assert_eq!(checks, [CheckKind::SelfCheck, CheckKind::Peer]);
    // The other job of the car and its final inspection are done elsewhere.
    panel.bay.floor.clocks_on(ZHAO, ALIGNMENT, "2");
    panel.bay.floor.minutes(30);
    panel.bay.elsewhere_finished(ZHAO, ALIGNMENT);
    panel.bay.passes(RO, FOREMAN);
    // The badge has gone away meanwhile.
    panel.bay.does(Intent::Tick);
    panel.draw();
    panel.taps(words.entry).taps(words.wash);
    let car = "京A·F6620 Hyundai Elantra 1.6";
    panel.taps(car).taps("李强").taps(car);
    assert!(panel.bay.model().checks.cards.is_empty());
}

#[test]
fn checks_are_tapped_through_by_their_english_words() {
    checks_all_the_way(&ENGLISH);
}

#[test]
fn checks_are_tapped_through_by_their_chinese_words() {
    checks_all_the_way(&CHINESE);
}
