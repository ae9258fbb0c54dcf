//! The inspector's desk: the quality-check screen before a workshop with named people.
//!
//! Lin Fang inspects and has a PIN, He Jing inspects too. Wang Lei does the belt of 京A·F6620, whose alignment Li Qiang
//! does; Zhao Min the service of 京A·D06213, and Ms Zhang's brakes, 京P·33M09, whose list wants a road test.

#![allow(dead_code, reason = "each test uses its part of the desk")]

use super::behind::Behind;
use super::floor::checks::Checked;
use super::floor::{BELT, FOREMAN, Floor, LI, WANG, ZHAO, badge, job, person};
use baylight::domain::command::{Actor, CommandBody, Extent, PinHash, Recognised};
use baylight::domain::dispatch::Plan;
use baylight::domain::half_made::HalfMade;
use baylight::domain::ids::{BadgeId, BayId, CommandId, ItemCode, OpCode, RoNumber};
use baylight::domain::order::{BusinessCategory, JobLine, Trade};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::quality::checklist::Verdict;
use baylight::screen::Effect;
use baylight::screen::qc::model::{Answered, Card, CardKind, ListCard, QcModel, Row, RowKind};
use baylight::screen::qc::{Intent, Qc};
use baylight::screen::session::SignIn;
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

/// The inspector, with a PIN.
pub const LIN: &str = "Q1";
/// Another one, with a PIN too.
pub const HE: &str = "Q2";
/// The PIN of everybody who has one.
pub const PIN: &str = "1234";

/// The order of the belt and the alignment.
pub const ELANTRA: &str = "0417";
/// The order of the service.
pub const SERVICE_RO: &str = "0418";
/// The order of the brakes.
pub const BRAKES_RO: &str = "0419";

/// The screen, the workshop behind it, and what it wanted done last.
pub struct Desk {
    pub behind: Behind,
    pub qc: Qc,
    pub effects: Vec<Effect>,
    /// What the station has kept.
    pub kept: BTreeMap<String, HalfMade>,
    language: Language,
}

impl Deref for Desk {
    type Target = Behind;

    fn deref(&self) -> &Behind {
        &self.behind
    }
}

impl DerefMut for Desk {
    fn deref_mut(&mut self) -> &mut Behind {
        &mut self.behind
    }
}

fn sign_in() -> SignIn {
    SignIn {
        idle_secs: 300,
        ..SignIn::default()
    }
}

impl Desk {
    /// Begins at nine, with every job on its bay and nobody at work yet.
    pub fn new(language: Language) -> Self {
        let floor = Floor::in_language(language);
        let mut desk = Self {
            qc: Qc::new(sign_in(), language, floor.now),
            behind: Behind::new("qc", floor.workshop, floor.policy, floor.now),
            effects: Vec::new(),
            kept: BTreeMap::new(),
            language,
        };
        for (id, name, badge) in [(LIN, "林芳", "BADGE-7001"), (HE, "何静", "BADGE-7002")] {
            let person = Person {
                id: person(id),
                name: name.to_owned(),
                role: Role::Inspector,
                trades: Vec::new(),
                badge: Some(BadgeId::new(badge)),
                language,
                employment: Employment::Here,
            };
            let pin_hash = Some(PinHash("hash".to_owned()));
            desk.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
        }
        desk.amends(SERVICE_RO, |sheet| {
            sheet.category = BusinessCategory::Maintenance;
            sheet.lines[0].trade = Trade::Maintenance;
            sheet.lines[0].op_code = OpCode::new("MT1000");
        });
        desk.amends(BRAKES_RO, |sheet| {
            sheet.lines[0].op_code = OpCode::new("BR1100");
            sheet.complaint = "刹车时方向盘抖动".to_owned();
        });
        for who in [WANG, LI, ZHAO] {
            desk.happens(badge(who), CommandBody::ShiftIn);
        }
        desk.at("09:00");
        desk
    }

    /// The dealer system sends an order anew.
    pub fn amends(
        &mut self,
        ro: &str,
        change: impl FnOnce(&mut baylight::domain::order::OrderSheet),
    ) {
        let sheet = self.workshop.orders[&RoNumber::new(ro)].sheet.clone();
        let mut sheet = sheet.expect("an order of the floor");
        change(&mut sheet);
        let body = CommandBody::AdmitOrder {
            extent: Extent::Whole,
            sheet: Box::new(sheet),
        };
        self.happens(Actor::System, body);
    }

    /// Another order of the same kind as the brakes, with its own lines.
    pub fn another(
        &mut self,
        ro: &str,
        plate: &str,
        promised: &str,
        change: impl FnOnce(&mut baylight::domain::order::OrderSheet),
    ) {
        let like = self.workshop.orders[&RoNumber::new(BRAKES_RO)]
            .sheet
            .clone();
        let mut sheet = like.expect("the brakes");
        sheet.ro = RoNumber::new(ro);
        sheet.car.plate = Plate::parse(plate).expect("a plate");
        sheet.promised_at = super::behind::at(promised);
        change(&mut sheet);
        let body = CommandBody::AdmitOrder {
            extent: Extent::Whole,
            sheet: Box::new(sheet),
        };
        self.happens(Actor::System, body);
    }

    /// A line for another order.
    pub fn line(
        number: u16,
        op: &str,
        name: &str,
        english: &str,
        trade: Trade,
        of: &JobLine,
    ) -> JobLine {
        JobLine {
            line: number,
            op_code: OpCode::new(op),
            name: name.to_owned(),
            english_name: english.to_owned(),
            trade,
            ..of.clone()
        }
    }

    /// Sets the clock.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        self.behind.now = super::behind::at(clock);
        self
    }

    /// Lets time pass, as the screen notices it.
    pub fn secs(&mut self, secs: i64) -> &mut Self {
        self.behind.now += TimeDelta::seconds(secs);
        self.does(Intent::Tick)
    }

    /// Somebody does a job at a bay from beginning to end.
    pub fn is_done(&mut self, who: &str, id: &str, bay: &str) -> CommandId {
        self.begins(who, id, bay);
        self.behind.now += TimeDelta::minutes(10);
        let finish = CommandBody::Finish { job: job(id) };
        self.happens(badge(who), finish)
    }

    /// Somebody begins a job.
    pub fn begins(&mut self, who: &str, id: &str, bay: &str) {
        let plan = Plan {
            job: job(id),
            bay: BayId::new(bay),
            lead: Some(person(who)),
            helpers: Vec::new(),
            start: self.now,
            end: self.now + TimeDelta::minutes(60),
        };
        let accepted = super::floor::ALL_CONFLICTS.to_vec();
        self.happens(badge(FOREMAN), CommandBody::Dispatch { plan, accepted });
        let on = CommandBody::ClockOn {
            job: job(id),
            bay: BayId::new(bay),
            mode: Default::default(),
        };
        self.happens(badge(who), on);
    }

    /// The brakes are done and through the two checks before the inspector's.
    pub fn brakes_wait(&mut self) -> &mut Self {
        self.is_done(ZHAO, "0419/1", "2");
        self.awaits_the_inspector(BRAKES_RO);
        self
    }

    /// The service too.
    pub fn service_waits(&mut self) -> &mut Self {
        self.is_done(ZHAO, "0418/1", "2");
        self.awaits_the_inspector(SERVICE_RO);
        self
    }

    /// And the belt with its alignment.
    pub fn elantra_waits(&mut self) -> &mut Self {
        self.is_done(WANG, BELT, "1");
        self.is_done(LI, "0417/2", "1");
        self.awaits_the_inspector(ELANTRA);
        self
    }

    /// What the screen shows now.
    pub fn model(&self) -> QcModel {
        self.qc.present(&self.picture(), self.now)
    }

    /// Does something at the screen, and carries out what follows.
    pub fn does(&mut self, intent: Intent) -> &mut Self {
        let effects = self
            .qc
            .update(intent, &self.behind.picture(), self.behind.now);
        self.effects.clone_from(&effects);
        for effect in effects {
            match effect {
                Effect::Submit { actor, body } => self.submit(actor, body),
                Effect::CheckPin { person, pin } => {
                    let ok = pin == PIN;
                    self.does(Intent::PinChecked { person, ok });
                }
                Effect::Keep { name, what } => {
                    match what {
                        Some(what) => self.kept.insert(name, what),
                        None => self.kept.remove(&name),
                    };
                }
                Effect::Print(_) => panic!("nothing is printed at this desk"),
            }
        }
        self
    }

    /// The station is started anew: what it has kept went through its file.
    pub fn restarts(&mut self) -> &mut Self {
        let text = serde_json::to_string(&self.kept).expect("what is kept can be written");
        self.kept = serde_json::from_str(&text).expect("and read again");
        self.qc = Qc::new(sign_in(), self.language, self.now).with_half_made(&self.kept);
        self
    }

    pub fn reads_badge(&mut self, text: &str) -> &mut Self {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new(text),
        })
    }

    pub fn lin_signs_in(&mut self) -> &mut Self {
        self.reads_badge("BADGE-7001")
    }

    /// Who was asked enters their PIN.
    pub fn enters_the_pin(&mut self) -> &mut Self {
        self.does(Intent::PinEntered {
            pin: PIN.to_owned(),
        })
    }

    /// Opens a car.
    pub fn opens(&mut self, ro: &str) -> &mut Self {
        self.does(Intent::Card { id: ro.to_owned() })
    }

    /// Opens a list of the open car: `car`, `about`, `job:1`.
    pub fn list(&mut self, id: &str) -> &mut Self {
        self.does(Intent::List { id: id.to_owned() })
    }

    pub fn says(&mut self, item: &str, verdict: Verdict) -> &mut Self {
        self.does(Intent::Verdict {
            item: ItemCode::new(item),
            verdict,
        })
    }

    /// Measures an item on the pad.
    pub fn measures(&mut self, item: &str, value: &str) -> &mut Self {
        self.does(Intent::Item {
            item: ItemCode::new(item),
        });
        self.types(value);
        self.does(Intent::Action {
            id: "done".to_owned(),
        })
    }

    /// Answers everything that the open list asks for with what is good.
    pub fn answers_all(&mut self) -> &mut Self {
        let rows = self.model().car.rows;
        for row in rows.into_iter().filter(|row| row.kind == RowKind::Item) {
            if row.answered != Answered::Open {
                continue;
            }
            // A finger needs a moment from row to row.
            self.behind.now += TimeDelta::seconds(1);
            if row.value.is_empty() {
                self.says(&row.id, Verdict::Pass);
            } else {
                let good = good_value(&row.limits);
                self.measures(&row.id, &good);
            }
        }
        self
    }

    /// Types on the pad or the keyboard of the screen.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for key in text.chars().map(String::from) {
            self.does(Intent::Typed { text: key });
        }
        self
    }

    /// Drives the open car for some km, and signs.
    pub fn drives(&mut self, end_km: &str) -> &mut Self {
        self.does(Intent::Action {
            id: "road".to_owned(),
        });
        self.types(end_km);
        self.does(Intent::Action {
            id: "sign".to_owned(),
        });
        self.enters_the_pin()
    }

    /// Taps the button that reads so: of the sheet, else of the page.
    pub fn taps(&mut self, label: &str) -> &mut Self {
        let model = self.model();
        let sheet = (!model.sheet.title.is_empty()).then_some(&model.sheet.actions);
        let page = [&model.car.tools, &model.car.actions];
        let all: Vec<_> = match sheet {
            Some(actions) => actions.iter().collect(),
            None => page.into_iter().flatten().collect(),
        };
        let found = all
            .iter()
            .find(|action| action.enabled && action.label == label);
        let found = found.unwrap_or_else(|| panic!("no {label} among {all:?}"));
        let id = found.id.clone();
        self.does(Intent::Action { id })
    }

    /// Taps the choice of the sheet that reads so.
    pub fn chooses(&mut self, title: &str) -> &mut Self {
        let model = self.model();
        let all: Vec<_> = model
            .sheet
            .sections
            .iter()
            .flat_map(|section| &section.choices)
            .collect();
        let found = all.iter().find(|choice| choice.title == title);
        let titles: Vec<_> = all.iter().map(|choice| &choice.title).collect();
        let found = found.unwrap_or_else(|| panic!("no {title} among {titles:?}"));
        let id = found.id.clone();
        self.does(Intent::Choice { id })
    }

    /// Finds the card of a car.
    pub fn card(&self, ro: &str) -> Card {
        let cards = self.model().cards;
        let found = cards.iter().find(|card| card.id == ro);
        found
            .unwrap_or_else(|| panic!("no {ro} among {cards:?}"))
            .clone()
    }

    /// Lists the cards as a person reads them: headings, and plates below.
    pub fn listed(&self) -> Vec<String> {
        let cards = self.model().cards.into_iter();
        let read = cards.map(|card| match card.kind {
            CardKind::Heading => format!("{} {}", card.title, card.detail),
            CardKind::Car | CardKind::Small => card.face.plate,
        });
        read.collect()
    }

    pub fn list_card(&self, id: &str) -> ListCard {
        let lists = self.model().car.lists;
        let found = lists.iter().find(|list| list.id == id);
        found
            .unwrap_or_else(|| panic!("no {id} among {lists:?}"))
            .clone()
    }

    pub fn row(&self, id: &str) -> Row {
        let rows = self.model().car.rows;
        let found = rows.iter().find(|row| row.id == id);
        found
            .unwrap_or_else(|| panic!("no {id} among {rows:?}"))
            .clone()
    }

    /// Finds a button of the page or the sheet.
    pub fn button(&self, id: &str) -> baylight::screen::desk::model::Action {
        let model = self.model();
        let all = [&model.sheet.actions, &model.car.tools, &model.car.actions];
        let mut all = all.into_iter().flatten();
        all.find(|action| action.id == id)
            .expect("the button")
            .clone()
    }

    pub fn toast(&self) -> String {
        self.model().toast.text
    }
}

/// A value between limits that read like `≥ 3`, `≤ 10` or `88–107`.
fn good_value(limits: &str) -> String {
    let first = limits.split('–').next().unwrap_or_default();
    first.trim_start_matches(['≥', '≤', ' ']).to_owned()
}

/// Somebody recognised by PIN.
pub fn by_pin(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Pin,
    }
}
