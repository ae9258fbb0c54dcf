//! Parts at the kiosk's window, tapped by their words like a person would.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::command::CommandBody;
use baylight::domain::ids::BayId;
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::person::Language;
use baylight::gui::bay::{BayRows, connect, show};
use baylight::screen::Effect;
use baylight::screen::bay::{BayKiosk, Intent};
use baylight::screen::session::SignIn;
use baylight_ui::{BayPage, BayScreen, BayWindow};
use floor::*;
use i_slint_backend_testing::{AccessibleRole, ElementHandle};
use slint::{ComponentHandle, PhysicalSize};
use std::cell::RefCell;
use std::rc::Rc;

/// The least that a glove can tap, in pixels.
const TOUCH: f32 = 64.0;

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
        let mut floor = Floor::in_language(language);
        floor.opens_the_store();
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
    fn draw(&mut self) {
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
    }

    fn buttons(&self, label: &str) -> Vec<ElementHandle> {
        ElementHandle::find_by_accessible_label(&self.window, label)
            .filter(|found| found.accessible_role() == Some(AccessibleRole::Button))
            .collect()
    }

    /// Taps what bears these words: on the screen as a whole, and big enough for a glove.
    fn taps(&mut self, label: &str) -> &mut Self {
        let found = self.buttons(label);
        let button = found
            .first()
            .unwrap_or_else(|| panic!("nothing on the screen says {label}"));
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
        self.floor.secs(2);
        self.draw();
        self
    }

    fn page(&self) -> BayPage {
        self.window.global::<BayScreen>().get_page()
    }

    fn said(&self) -> Vec<PartsCommand> {
        let taps = self.floor.taps.iter();
        taps.filter_map(|tap| match &tap.command.body {
            CommandBody::Parts { body, .. } => Some(body.as_ref().clone()),
            _ => None,
        })
        .collect()
    }
}

/// The words of one language that parts need.
struct Words {
    language: Language,
    belt_job: &'static str,
    belt: &'static str,
    filter: &'static str,
    parts: &'static str,
    more: &'static str,
    one: &'static str,
    ok: &'static str,
    search: &'static str,
    to_list: &'static str,
    describe: &'static str,
    hose: &'static str,
    add: &'static str,
    category: &'static str,
    back: &'static str,
    ask: &'static str,
    and_hold: &'static str,
    sign_prompt: &'static str,
    sign: &'static str,
    resume: &'static str,
    give_back: &'static str,
    why: &'static str,
    finish: &'static str,
    old: &'static str,
    scrap: &'static str,
    fitted: &'static str,
    confirm: &'static str,
    later: &'static str,
}

const ENGLISH: Words = Words {
    language: Language::En,
    belt_job: "Replace timing belt",
    belt: "Timing belt",
    filter: "Oil filter",
    parts: "Parts",
    more: "More · Timing belt",
    one: "2 · Timing belt",
    ok: "OK",
    search: "Search",
    to_list: "To the list",
    describe: "Describe it",
    hose: "hose",
    add: "Put on the list",
    category: "By category",
    back: "Back",
    ask: "Request 3 parts",
    and_hold: "Request and hold",
    sign_prompt: "Sign",
    sign: "Sign for 2 parts",
    resume: "Resume job",
    give_back: "Return",
    why: "not needed",
    finish: "Finish job",
    old: "Old parts",
    scrap: "scrap · Timing belt",
    fitted: "All fitted, finish",
    confirm: "Yes, finished",
    later: "Later",
};

const CHINESE: Words = Words {
    language: Language::Zh,
    belt_job: "更换正时皮带",
    belt: "正时皮带",
    filter: "机油滤清器",
    parts: "领料",
    more: "增加 · 正时皮带",
    one: "2 · 正时皮带",
    ok: "确定",
    search: "搜索",
    to_list: "回到清单",
    describe: "描述",
    hose: "软管",
    add: "加入清单",
    category: "按类别",
    back: "返回",
    ask: "申请 3 项",
    and_hold: "申请并中断",
    sign_prompt: "签收",
    sign: "签收 2 项",
    resume: "继续作业",
    give_back: "退料",
    why: "多领",
    finish: "完工",
    old: "旧件",
    scrap: "报废 · 正时皮带",
    fitted: "全部已装车，完工",
    confirm: "确认完工",
    later: "稍后",
};

/// The way of parts from the first tap to the car.
fn parts_all_the_way(words: &Words) {
    let mut panel = Panel::new(words.language);
    panel.taps("王磊").taps(words.belt_job).taps(words.parts);
    assert_eq!(panel.page(), BayPage::Parts);
    panel.taps(words.more).taps(words.one);
    assert_eq!(panel.page(), BayPage::Count);
    panel.taps("1").taps(words.ok).taps(words.search);
    assert_eq!(panel.page(), BayPage::FindPart);
    for key in ["j", "y", "l", "q", "q"] {
        panel.taps(key);
    }
    panel
        .taps(words.filter)
        .taps(words.to_list)
        .taps(words.describe);
    assert_eq!(panel.page(), BayPage::DescribePart);
    panel.taps(words.hose).taps(words.add).taps(words.category);
    assert_eq!(panel.page(), BayPage::Question);
    panel.taps(words.back);
    assert_eq!(panel.buttons(words.ask).len(), 1);
    panel.taps(words.and_hold);
    assert_eq!(panel.page(), BayPage::OnHold);
    let lines = panel.floor.waiting_lines("0417");
    panel.floor.brings("0417", lines[0]);
    panel.floor.brings("0417", lines[1]);
    panel.draw();
    panel.taps(words.sign_prompt).taps(words.sign);
    panel
        .taps(words.resume)
        .taps(words.filter)
        .taps(words.give_back)
        .taps(words.why);
    assert!(matches!(
        panel.said().last(),
        Some(PartsCommand::OfferReturn { .. })
    ));
    panel.taps(words.finish);
    assert_eq!(panel.page(), BayPage::Parts);
    panel.taps(words.old).taps(words.scrap).taps(words.back);
    panel.taps(words.fitted).taps(words.confirm);
    panel.taps(words.later);
    assert_eq!(panel.page(), BayPage::Jobs);
    let kinds: Vec<bool> = panel
        .said()
        .iter()
        .map(|said| matches!(said, PartsCommand::Fit { .. }))
        .collect();
    assert_eq!(kinds.iter().filter(|fit| **fit).count(), 1);
    assert!(
        panel.buttons(words.belt).is_empty(),
        "the list went with its job"
    );
}

#[test]
fn parts_are_tapped_through_by_their_english_words() {
    parts_all_the_way(&ENGLISH);
}

#[test]
fn parts_are_tapped_through_by_their_chinese_words() {
    parts_all_the_way(&CHINESE);
}
