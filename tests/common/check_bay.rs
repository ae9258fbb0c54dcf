//! A bay whose jobs are checked: its kiosk, the workshop around it, and what the station keeps of half-made checks.

#![allow(dead_code, reason = "each test uses its part of the bay")]

use crate::checks;
use crate::floor::*;
use baylight::config::Config;
use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::finding_catalogue::Named;
use baylight::domain::half_made::HalfMade;
use baylight::domain::ids::{BadgeId, BayId, CommandId, ItemCode, RoNumber};
use baylight::domain::order::Trade;
use baylight::domain::person::Language;
use baylight::domain::policy::SitePolicy;
use baylight::domain::quality::checklist::{
    Applies, CheckItem, CheckKind, CheckSection, Checklist, Hundredths, Measure, Scope, Unit,
    Verdict,
};
use baylight::domain::quality::command::{QualityCommand, ReworkOrder, ReworkReason};
use baylight::domain::workshop::Workshop;
use baylight::projection::picture::{LinkState, Picture};
use baylight::screen::Effect;
use baylight::screen::bay::model::BayModel;
use baylight::screen::bay::{BayKiosk, CheckTap, Intent, PartsTap};
use baylight::screen::session::SignIn;
use baylight::screen::tone::Theme;
use std::collections::BTreeMap;
use std::path::Path;

pub const RO: &str = "0417";

/// The kiosk of a bay and the workshop around it.
pub struct Bay {
    pub kiosk: BayKiosk,
    pub floor: Floor,
    pub kept: BTreeMap<String, HalfMade>,
    pub language: Language,
}

impl Bay {
    /// Bay 1 in the morning, with the checklists that come with the program.
    pub fn new(language: Language) -> Self {
        Self::in_theme(language, Theme::Dark)
    }

    pub fn in_theme(language: Language, theme: Theme) -> Self {
        let mut floor = Floor::in_language(language);
        let usual = Config::from_text("", Path::new("the defaults"));
        let lists = usual.expect("the defaults").checklists();
        floor.policy.checklists = lists.expect("the checklists of the program");
        let kiosk = BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now);
        Self {
            kiosk: kiosk.in_theme(theme),
            floor,
            kept: BTreeMap::new(),
            language,
        }
    }

    /// Everybody walks over to another bay.
    pub fn at_bay(&mut self, bay: &str) -> &mut Self {
        let bay = BayId::new(bay);
        self.kiosk = BayKiosk::new(bay, SignIn::default(), self.language, self.floor.now);
        self
    }

    /// The station stops and starts again: only what it kept is still known.
    pub fn restarts(&mut self) -> &mut Self {
        self.at_bay("1");
        self.kiosk = self.kiosk.clone().with_half_made(&self.kept);
        self
    }

    pub fn picture(&self) -> Picture {
        self.floor.picture()
    }

    pub fn model(&self) -> BayModel {
        self.kiosk.present(&self.picture(), self.floor.now)
    }

    /// Something is tapped, and what follows is carried out.
    pub fn does(&mut self, intent: Intent) -> &mut Self {
        let picture = self.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            match effect {
                Effect::Submit { actor, body } => {
                    self.floor.submit(actor, body);
                }
                Effect::Keep { name, what: None } => {
                    self.kept.remove(&name);
                }
                Effect::Keep {
                    name,
                    what: Some(what),
                } => {
                    self.kept.insert(name, what);
                }
                Effect::CheckPin { .. } | Effect::Print(_) => {}
            }
        }
        self.floor.secs(2);
        self
    }

    pub fn badge(&mut self, badge: &str) -> &mut Self {
        let badge = BadgeId::new(badge);
        self.does(Intent::BadgeRead { badge })
    }

    pub fn wang(&mut self) -> &mut Self {
        self.badge("BADGE-1001")
    }

    pub fn li(&mut self) -> &mut Self {
        self.badge("BADGE-1002")
    }

    pub fn zhao(&mut self) -> &mut Self {
        self.badge("BADGE-1003")
    }

    pub fn job(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Job { id: id.to_owned() })
    }

    pub fn action(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Action { id: id.to_owned() })
    }

    pub fn chooses(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Choice { id: id.to_owned() })
    }

    pub fn taps(&mut self, tap: CheckTap) -> &mut Self {
        self.does(Intent::Check(tap))
    }

    pub fn words(&mut self, tap: PartsTap) -> &mut Self {
        self.does(Intent::Parts(tap))
    }

    pub fn good(&mut self, item: &str) -> &mut Self {
        self.taps(CheckTap::Good(item.to_owned()))
    }

    pub fn bad(&mut self, item: &str) -> &mut Self {
        self.taps(CheckTap::Bad(item.to_owned()))
    }

    /// Measures an item with the keypad.
    pub fn measures(&mut self, item: &str, value: &str) -> &mut Self {
        self.taps(CheckTap::Value(item.to_owned()));
        for key in value.chars() {
            self.taps(CheckTap::Key(key.to_string()));
        }
        self.taps(CheckTap::Measured)
    }

    /// Wang Lei works on the timing belt for two hours and finishes it.
    pub fn wang_finishes(&mut self) -> &mut Self {
        self.wang().job(BELT);
        self.floor.minutes(110);
        self.wang().action("finish").does(Intent::ConfirmFinish)
    }

    /// Answers all that is open on the page with what is good.
    pub fn answers_all(&mut self) -> &mut Self {
        self.taps(CheckTap::Rest);
        let rows = self.model().checks.rows;
        let open = rows
            .iter()
            .filter(|row| row.is_measured && row.value.is_empty());
        for id in open.map(|row| row.id.clone()).collect::<Vec<_>>() {
            let list = self.list();
            let items = list.sections.iter().flat_map(|section| &section.items);
            let mut items = items.filter(|item| item.named.code.as_str() == id);
            let measure = items
                .next()
                .and_then(|item| item.measure)
                .expect("a measure");
            let value = measure.least.or(measure.most).unwrap_or(Hundredths(100));
            self.measures(&id, &value.to_string());
        }
        self
    }

    /// The checklist of a job of the mechanics.
    pub fn list(&self) -> Checklist {
        let lists = &self.floor.policy.checklists;
        let list = lists.of_job(&"OP1".into(), Trade::Mechanical, Default::default());
        list.expect("a list for mechanics").clone()
    }

    /// Somebody makes the next check of a job elsewhere, and finds all good.
    pub fn makes_the_next_check(&mut self, who: &str, line: u16) -> &mut Self {
        let ro = RoNumber::new(RO);
        let order = &self.floor.workshop.orders[&ro];
        let body = checks::next_check(order, &ro, line, &self.floor.policy);
        self.floor
            .happens(badge(who), body.expect("a check that is missing"));
        self
    }

    /// Somebody finishes a job elsewhere.
    pub fn elsewhere_finished(&mut self, who: &str, id: &str) -> &mut Self {
        let body = CommandBody::Finish { job: job(id) };
        self.floor.happens(badge(who), body);
        self
    }

    pub fn finish_of(&self, line: u16) -> CommandId {
        let order = &self.floor.workshop.orders[&RoNumber::new(RO)];
        let finished = order.jobs[&line].finished();
        finished.expect("a finished job").command
    }

    /// Somebody sends the job back elsewhere, for one item that was measured and one that was not.
    pub fn sends_back(&mut self, who: &str, line: u16, check: CheckKind) -> &mut Self {
        let finish = self.finish_of(line);
        let list = self.list();
        let mut results = checks::all_good(Some(&list), check);
        let bad = results.iter_mut().rev().take(1);
        for result in bad {
            result.verdict = Verdict::Fail;
            result.note = match self.language {
                Language::Zh => "左侧松动".to_owned(),
                Language::En => "loose at the left".to_owned(),
            };
        }
        let body = QualityCommand::SendBack {
            line,
            finish,
            check,
            results,
            rework: ReworkOrder {
                reason: ReworkReason::Assembly,
                responsible: None,
                penalty: Default::default(),
                note: String::new(),
                photos: Vec::new(),
            },
        };
        self.floor
            .happens(badge(who), checks::quality(&RoNumber::new(RO), body));
        self
    }

    /// The mechanics get a list of sixty items with long names, of which every fourth is measured.
    pub fn sixty_items(&mut self) -> &mut Self {
        let item = |number: i64| CheckItem {
            named: Named {
                code: ItemCode::new(format!("item-{number:02}")),
                name: format!("{number} 前悬架下摆臂球头防尘套及紧固螺栓状态"),
                english_name: format!(
                    "{number} Front lower arm ball joint boot and its fastening bolts"
                ),
            },
            checks: CheckKind::ALL.into_iter().collect(),
            measure: (number % 4 == 2).then_some(Measure {
                unit: Unit::Nm,
                least: Some(Hundredths(8_800)),
                most: Some(Hundredths(13_700)),
            }),
            applies: if number % 3 == 0 {
                Applies::Always
            } else {
                Applies::IfFitted
            },
            wear: false,
            on_the_road: false,
        };
        let sections = (0..6).map(|place| CheckSection {
            named: Named {
                code: ItemCode::new(format!("section-{place}")),
                name: format!("底盘第 {} 部分", place + 1),
                english_name: format!("Underbody, part {}", place + 1),
            },
            items: (place * 10..place * 10 + 10).map(item).collect(),
        });
        let list = Checklist {
            named: Named {
                code: ItemCode::new("long"),
                name: "底盘全面检查".to_owned(),
                english_name: "Whole underbody".to_owned(),
            },
            scope: Scope::Job {
                trades: [Trade::Mechanical].into(),
                operations: vec!["OP".to_owned()],
                categories: Default::default(),
            },
            sections: sections.collect(),
            road_test: false,
        };
        self.floor.policy.checklists.lists.insert(0, list);
        self
    }

    pub fn loses_the_link(&mut self) -> &mut Self {
        let since = self.floor.now;
        self.floor.link = LinkState::Offline { since };
        self
    }

    /// What was said about the checks at the kiosk.
    pub fn said(&self) -> Vec<QualityCommand> {
        let taps = self.floor.taps.iter();
        let said = taps.filter_map(|tap| match &tap.command.body {
            CommandBody::Quality { body, .. } => Some(body.as_ref().clone()),
            _ => None,
        });
        said.collect()
    }
}

impl checks::Checked for Bay {
    fn shop(&self) -> (&Workshop, &SitePolicy) {
        (&self.floor.workshop, &self.floor.policy)
    }

    fn peers(&self) -> &'static [&'static str] {
        &[LI, ZHAO, WANG]
    }

    fn signs(&mut self, who: &str, body: CommandBody) {
        let actor = Actor::Person {
            id: person(who),
            by: Recognised::Pin,
        };
        self.floor.happens(actor, body);
    }
}
