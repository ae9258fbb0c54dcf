//! Tools at the kiosk: taken and brought back by scan or tap, due, damaged, and shown with the job that needs them.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::command::{Actor, CommandBody};
use baylight::domain::ids::{BadgeId, BayId, ToolId};
use baylight::domain::person::Language;
use baylight::domain::tool::{Tool, ToolCondition, ToolDamage, Usability};
use baylight::screen::Effect;
use baylight::screen::bay::model::{BayModel, PageShown};
use baylight::screen::bay::{BayKiosk, Intent};
use baylight::screen::session::SignIn;
use chrono::TimeDelta;
use floor::*;

/// The kiosk of bay 1 and the workshop around it.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
}

impl Kiosk {
    /// A workshop with a tensioner key and a scan tool.
    fn new(language: Language) -> Self {
        let mut floor = Floor::in_language(language);
        for (id, name, english_name) in [
            ("T-0001", "正时工具套装", "Timing tool set"),
            ("T-0002", "诊断仪", "Scan tool"),
        ] {
            let tool = Tool {
                id: ToolId::new(id),
                name: name.to_owned(),
                english_name: english_name.to_owned(),
                category: String::new(),
                place: "W-03".to_owned(),
                calibrated_until: None,
                maintained_until: None,
            };
            floor.happens(Actor::System, CommandBody::ListTool { tool });
        }
        Self {
            kiosk: BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now),
            floor,
        }
    }

    fn wang_works(language: Language) -> Self {
        let mut bay = Self::new(language);
        bay.badge("BADGE-1001").does(Intent::Job {
            id: BELT.to_owned(),
        });
        bay
    }

    fn does(&mut self, intent: Intent) -> &mut Self {
        let picture = self.floor.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            if let Effect::Submit { actor, body } = effect {
                self.floor.submit(actor, body);
            }
        }
        self.floor.secs(2);
        self
    }

    fn badge(&mut self, badge: &str) -> &mut Self {
        let badge = BadgeId::new(badge);
        self.does(Intent::BadgeRead { badge })
    }

    fn chooses(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Choice { id: id.to_owned() })
    }

    fn model(&self) -> BayModel {
        self.kiosk.present(&self.floor.picture(), self.floor.now)
    }

    fn last(&self) -> CommandBody {
        let tap = self.floor.taps.last();
        tap.expect("something was tapped").command.body.clone()
    }

    /// The state of a tool as the list beside the job shows it.
    fn state(&self, name: &str) -> Option<String> {
        let parts = self.model().parts.into_iter();
        let mut named = parts.filter(|part| part.name == name);
        named.next().map(|part| part.state)
    }
}

#[test]
fn a_scan_and_a_tap_take_a_tool_for_the_job_until_the_evening() {
    for (language, name, state) in [
        (Language::Zh, "诊断仪", "王磊\n到 17:30"),
        (Language::En, "Scan tool", "王磊\nuntil 17:30"),
    ] {
        let mut bay = Kiosk::wang_works(language);
        bay.badge("t-0002");
        let shown = bay.model();
        assert_eq!(
            (shown.page, shown.choice_title.as_str()),
            (PageShown::Question, name)
        );
        bay.chooses("due-today");
        let CommandBody::TakeTool {
            tool,
            job: of,
            bay: at,
            due,
        } = bay.last()
        else {
            panic!("taken");
        };
        assert_eq!(
            (tool, of, at),
            (
                ToolId::new("T-0002"),
                Some(job(BELT)),
                Some(BayId::new("1"))
            )
        );
        assert!(due.is_some_and(|due| due > bay.floor.now));
        assert_eq!(bay.model().page, PageShown::Running, "back at the job");
        let shown = bay.state(name).expect("it stands with the job");
        assert_eq!(
            shown.split('\n').next(),
            state.split('\n').next(),
            "{shown}"
        );
    }
}

#[test]
fn a_tool_in_the_hand_is_brought_back_with_a_scan_and_a_tap() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.badge("T-0002").chooses("due-1h").badge("T-0002");
    assert_eq!(bay.model().choices[0].id, "tool-return");
    bay.chooses("tool-return");
    assert!(matches!(
        bay.last(),
        CommandBody::ReturnTool {
            condition: ToolCondition::Sound,
            ..
        }
    ));
    assert_eq!(bay.state("诊断仪"), None, "it is nobody's any more");
}

#[test]
fn a_broken_tool_says_what_and_whether_it_can_be_used() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.badge("T-0001").chooses("due-3h").badge("T-0001");
    bay.chooses("tool-return-damaged").chooses("damage-bent");
    bay.does(Intent::Back)
        .chooses("damage-worn")
        .chooses("tool-unusable");
    let CommandBody::ReturnTool { condition, .. } = bay.last() else {
        panic!("brought back");
    };
    assert_eq!(
        condition,
        ToolCondition::Damaged {
            what: ToolDamage::Worn,
            note: String::new(),
            usability: Usability::Unusable
        }
    );
    bay.badge("T-0002")
        .chooses("tool-damage")
        .chooses("damage-other")
        .chooses("tool-usable");
    assert!(matches!(bay.last(), CommandBody::ReportToolDamage { .. }));
}

#[test]
fn a_tool_of_a_colleague_can_be_taken_over_and_says_from_whom() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.badge("T-0002").chooses("due-today").badge("BADGE-1003");
    bay.badge("T-0002");
    let take = bay
        .model()
        .choices
        .into_iter()
        .find(|choice| choice.id == "due-today");
    assert_eq!(take.expect("it can be taken").subtitle, "从 王磊 转借");
}

#[test]
fn a_tool_scanned_by_nobody_asks_who_it_is_first() {
    let mut bay = Kiosk::new(Language::Zh);
    bay.badge("T-0002");
    assert_eq!(bay.model().page, PageShown::People);
    bay.badge("BADGE-1001");
    assert_eq!(bay.model().choice_title, "诊断仪");
    bay.chooses("due-1h");
    assert!(matches!(
        bay.last(),
        CommandBody::TakeTool { job: None, .. }
    ));
}

#[test]
fn who_has_a_tool_for_too_long_is_told() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.badge("T-0002").chooses("due-1h");
    bay.floor.now += TimeDelta::hours(2);
    bay.badge("BADGE-1001");
    let prompts = bay.model().prompts;
    assert!(
        prompts
            .iter()
            .any(|prompt| prompt.text.starts_with("诊断仪 应于")),
        "{prompts:?}"
    );
}

#[test]
fn the_list_of_tools_stands_behind_the_parts() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.does(Intent::Action {
        id: "parts".to_owned(),
    });
    bay.does(Intent::Parts(baylight::screen::bay::PartsTap::Tile(
        "tools".to_owned(),
    )));
    let titles: Vec<String> = bay
        .model()
        .choices
        .into_iter()
        .map(|choice| choice.title)
        .collect();
    assert_eq!(titles, ["Timing tool set", "Scan tool"]);
    bay.chooses("T-0001");
    assert_eq!(bay.model().choice_title, "Timing tool set");
}
