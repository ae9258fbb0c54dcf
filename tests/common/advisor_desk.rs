//! A service desk: the advisor's screen before a workshop with named people, where every tap is decided and applied
//! as the coordinator would, and a clock goes on only when it is told to.
//!
//! Zhang Li and Zhou Qian are advisors. Wang Lei works in bay 1 on the belt of 京A·F6620, Zhang Li's customer;
//! 京P·33M09 is Zhou Qian's.

#![allow(dead_code, reason = "each test uses its part of the desk")]

use super::behind::Behind;
pub use super::behind::at;
use super::floor::checks::Checked;
use super::floor::{BELT, Floor, WANG, badge, person};
use baylight::domain::car::CarStep;
use baylight::domain::catalogue::{Operation, Part};
use baylight::domain::command::{Actor, CommandBody, Extent, PinHash, Recognised};
use baylight::domain::finding::{Answer, Channel, Found, Severity, Sighting};
use baylight::domain::ids::{BadgeId, BayId, CommandId, PersonId, RoNumber};
use baylight::domain::order::{ExpectedPart, Fen, Trade, WorkMinutes};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::policy::SitePolicy;
use baylight::domain::workshop::Workshop;
use baylight::screen::Effect;
use baylight::screen::advisor::intake::{Field, IntakeIntent};
use baylight::screen::advisor::model::{AdvisorModel, FindingShown, Listed, Notice};
use baylight::screen::advisor::{Advisor, Intent};
use baylight::screen::session::SignIn;
use chrono::{DateTime, TimeDelta, Utc};
use std::ops::{Deref, DerefMut};

/// An advisor, without a PIN.
pub const LI: &str = "A1";
/// Another, with a PIN.
pub const QIAN: &str = "A2";
/// The inspector.
pub const LIN: &str = "Q1";

/// The PIN of everybody who has one.
pub const PIN: &str = "1234";

/// The order of the belt: Zhang Li's customer.
pub const ELANTRA: &str = "0417";
/// The order of the brakes: Zhou Qian's customer.
pub const BRAKES_RO: &str = "0419";

/// Something to be found: name, English name, how grave, minutes, yuan.
pub fn sighting(
    name: &str,
    english: &str,
    severity: Severity,
    minutes: u32,
    yuan: i64,
) -> Sighting {
    Sighting {
        found: Found {
            system: "chassis".into(),
            component: name.into(),
            condition: "worn".into(),
            action: "replace".into(),
        },
        name: name.to_owned(),
        english_name: english.to_owned(),
        consequence: "磨坏轮胎，转向有风险".to_owned(),
        english_consequence: "tyres wear, steering at risk".to_owned(),
        severity,
        trade: Trade::Mechanical,
        op_code: None,
        standard: WorkMinutes(minutes),
        amount: Fen(yuan * 100),
        parts: vec![ExpectedPart {
            part: "54584-2H000".into(),
            quantity: 2,
        }],
        note: "橡胶断裂，方向跑偏".to_owned(),
        photos: Vec::new(),
    }
}

/// Lower arm bushing, cracked: red, 1.4 hours, ¥860.
pub fn bushing() -> Sighting {
    sighting(
        "右下摆臂衬套 · 开裂 · 更换",
        "Right lower arm bushing · cracked · replace",
        Severity::Red,
        84,
        860,
    )
}

/// Cabin filter, dirty: yellow, 0.2 hours, ¥98.
pub fn filter() -> Sighting {
    sighting(
        "空调滤清器 · 脏 · 更换",
        "Cabin filter · dirty · replace",
        Severity::Yellow,
        12,
        98,
    )
}

/// The screen, the workshop behind it, and what it wanted done last.
pub struct Desk {
    pub behind: Behind,
    pub advisor: Advisor,
    /// What the screen wanted done last.
    pub effects: Vec<Effect>,
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

impl Desk {
    /// Begins with a workshop as it stands.
    pub fn before(
        workshop: Workshop,
        policy: SitePolicy,
        now: DateTime<Utc>,
        language: Language,
    ) -> Self {
        let sign_in = SignIn {
            idle_secs: 300,
            ..SignIn::default()
        };
        Self {
            behind: Behind::new("advisor", workshop, policy, now),
            advisor: Advisor::new(sign_in, language, now),
            effects: Vec::new(),
        }
    }

    /// Begins at nine: Wang Lei is on the belt since eight.
    pub fn new(language: Language) -> Self {
        let floor = Floor::in_language(language);
        let mut desk = Self::before(floor.workshop, floor.policy, floor.now, language);
        let people = [
            (LI, "张莉", Role::Advisor, "BADGE-5001", None),
            (QIAN, "周倩", Role::Advisor, "BADGE-5002", Some("hash")),
            (LIN, "林芳", Role::Inspector, "BADGE-4001", Some("hash")),
        ];
        for (id, name, role, badge, pin) in people {
            let person = Person {
                id: person(id),
                name: name.to_owned(),
                role,
                trades: Vec::new(),
                badge: Some(BadgeId::new(badge)),
                language,
                employment: Employment::Here,
            };
            let pin_hash = pin.map(|hash| PinHash(hash.to_owned()));
            desk.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
        }
        for (ro, advisor, customer, phone) in [
            (ELANTRA, "张莉", "周先生", "13812342210"),
            ("0418", "张莉", "李女士", "13900001111"),
            (BRAKES_RO, "周倩", "王先生", "13700002222"),
        ] {
            let known = desk.workshop.orders[&RoNumber::new(ro)].sheet.clone();
            let mut sheet = known.expect("the order is there");
            sheet.advisor = advisor.to_owned();
            sheet.customer.name = customer.to_owned();
            sheet.customer.phone = phone.to_owned();
            let body = CommandBody::AdmitOrder {
                sheet: Box::new(sheet),
                extent: Extent::Whole,
            };
            desk.happens(Actor::System, body);
        }
        desk.happens(badge(WANG), CommandBody::ShiftIn);
        desk.clocks_on(WANG, BELT, "1");
        desk.at("09:00");
        desk
    }

    /// Sets the clock.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        self.behind.now = at(clock);
        self
    }

    /// Lets time pass, as the screen notices it.
    pub fn secs(&mut self, secs: i64) -> &mut Self {
        self.behind.now += TimeDelta::seconds(secs);
        self.does(Intent::Tick)
    }

    pub fn clocks_on(&mut self, who: &str, job: &str, bay: &str) {
        let body = CommandBody::ClockOn {
            job: job.parse().unwrap(),
            bay: BayId::new(bay),
            mode: Default::default(),
        };
        self.happens(badge(who), body);
    }

    /// Wang Lei reports something at bay 1 on the car of the belt.
    pub fn finds(&mut self, sighting: Sighting) -> CommandId {
        self.finds_on(ELANTRA, sighting)
    }

    /// Wang Lei reports something at bay 1 on a car.
    pub fn finds_on(&mut self, ro: &str, sighting: Sighting) -> CommandId {
        let body = CommandBody::ReportFinding {
            ro: RoNumber::new(ro),
            during: None,
            bay: Some(BayId::new("1")),
            sighting: Box::new(sighting),
        };
        self.happens(badge(WANG), body)
    }

    /// Another advisor records an answer elsewhere.
    pub fn is_answered_by(&mut self, who: &str, finding: CommandId, answer: Answer) -> CommandId {
        let known = self.workshop.orders[&RoNumber::new(ELANTRA)]
            .findings
            .iter()
            .find(|known| known.id == finding)
            .expect("the finding is there");
        let body = CommandBody::AnswerFinding {
            ro: RoNumber::new(ELANTRA),
            finding,
            seen: known.answer().map(|last| last.command),
            answer,
            channel: Channel::InPerson,
            amount: known.sighting.amount,
        };
        self.happens(badge(who), body)
    }

    /// What the screen shows now.
    pub fn model(&self) -> AdvisorModel {
        self.advisor.present(&self.picture(), self.now)
    }

    /// Does something at the screen, and carries out what follows.
    pub fn does(&mut self, intent: Intent) -> &mut Self {
        let effects = self
            .advisor
            .update(intent, &self.behind.picture(), self.behind.now);
        self.effects.clone_from(&effects);
        for effect in effects {
            match effect {
                Effect::Submit { actor, body } => self.submit(actor, body),
                Effect::CheckPin { person, pin } => {
                    let ok = pin == PIN;
                    self.does(Intent::PinChecked { person, ok });
                }
                Effect::Print(_) => {}
                Effect::Keep { .. } => panic!("no photo is taken at this desk"),
            }
        }
        self
    }

    /// The link comes back: what was saved is answered in its order.
    pub fn has_the_link_again(&mut self) -> &mut Self {
        self.behind.has_the_link_again();
        self.does(Intent::Tick)
    }

    /// Somebody signs in with a badge.
    pub fn badge(&mut self, text: &str) -> &mut Self {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new(text),
        })
    }

    pub fn zhang_li_signs_in(&mut self) -> &mut Self {
        self.badge("BADGE-5001")
    }

    pub fn car(&mut self, ro: &str) -> &mut Self {
        self.does(Intent::Car {
            id: RoNumber::new(ro),
        })
    }

    pub fn chooses(&mut self, finding: CommandId, answer: Answer) -> &mut Self {
        self.does(Intent::Answer { finding, answer })
    }

    pub fn person(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Person {
            id: PersonId::new(id),
        })
    }

    /// Taps what reads so in a notice of the chosen car.
    pub fn notice(&mut self, label: &str) -> &mut Self {
        let model = self.model();
        let found = model.car.notices.iter().find_map(|notice| {
            let actions = notice.actions.iter().filter(|action| action.enabled);
            let actions = actions.map(|action| (&action.label, &action.id));
            let chips = notice.chips.iter().map(|chip| (&chip.title, &chip.id));
            let mut all = actions.chain(chips);
            let (_, id) = all.find(|(known, _)| *known == label)?;
            Some((notice.id.clone(), id.clone()))
        });
        let (notice, id) = found
            .unwrap_or_else(|| panic!("nothing reads {label:?} among {:?}", model.car.notices));
        self.does(Intent::Notice { notice, id })
    }

    /// The answer buttons that are marked: (finding, label).
    pub fn finding(&self, id: CommandId) -> FindingShown {
        let model = self.model();
        let mut found = model.car.findings.into_iter();
        found
            .find(|known| known.id == id.to_string())
            .expect("the finding is on the page")
    }

    pub fn listed(&self, ro: &str) -> Listed {
        let mut cars = self.model().cars.into_iter();
        cars.find(|car| car.id == ro).expect("the car is listed")
    }

    pub fn notice_named(&self, id: &str) -> Notice {
        let mut notices = self.model().car.notices.into_iter();
        notices
            .find(|notice| notice.id == id)
            .expect("such a notice")
    }
}

/// Taps on the intake.
pub trait Choosing {
    fn taps(&mut self, tap: IntakeIntent) -> &mut Self;
    fn plate(&mut self, text: &str) -> &mut Self;
    fn types(&mut self, field: Field, text: &str) -> &mut Self;
    fn operation(&mut self, code: &str) -> &mut Self;
    fn confirms_all(&mut self) -> &mut Self;
    fn main(&mut self) -> &mut Self;
    fn lists_operations(&mut self) -> &mut Self;
}

impl Choosing for Desk {
    fn taps(&mut self, tap: IntakeIntent) -> &mut Self {
        self.does(Intent::Intake(tap))
    }

    /// Taps the keys of a plate, each of which must be on the keypad.
    fn plate(&mut self, text: &str) -> &mut Self {
        for key in text.chars().map(String::from) {
            let shown = self.model().intake.expect("the intake is open");
            assert!(shown.keys.contains(&key), "{key} among {:?}", shown.keys);
            self.taps(IntakeIntent::PlateKey { key });
        }
        self
    }

    fn types(&mut self, field: Field, text: &str) -> &mut Self {
        let text = text.to_owned();
        self.taps(IntakeIntent::Edited { field, text })
    }

    fn operation(&mut self, code: &str) -> &mut Self {
        let id = code.to_owned();
        self.taps(IntakeIntent::Operation { id })
    }

    /// The customer says yes to whatever is not confirmed yet.
    fn confirms_all(&mut self) -> &mut Self {
        let open = self.model().intake.expect("the intake is open");
        for one in open.confirmations.into_iter().filter(|one| !one.chosen) {
            self.taps(IntakeIntent::Confirm { id: one.id });
        }
        self
    }

    /// The main button: next page, or open.
    fn main(&mut self) -> &mut Self {
        self.taps(IntakeIntent::Main)
    }

    /// The dealer system sends three operations and a part.
    fn lists_operations(&mut self) -> &mut Self {
        let part = Part {
            number: "58101-2H000".into(),
            name: "前刹车片".to_owned(),
            english_name: "Front brake pads".to_owned(),
            brand: String::new(),
            fits: String::new(),
            category: String::new(),
            unit: String::new(),
            warehouse: String::new(),
            bin: "A-1".to_owned(),
            on_hand: 4,
            threshold: 1,
            cost: Fen(20_000),
            price: Fen(38_000),
        };
        self.happens(Actor::System, CommandBody::ListPart { part });
        for (code, name, english, trade, minutes, parts) in [
            (
                "BR2100",
                "更换前刹车片",
                "Replace front brake pads",
                Trade::Mechanical,
                72,
                true,
            ),
            (
                "EL1100",
                "更换蓄电池",
                "Replace battery",
                Trade::Electrical,
                30,
                false,
            ),
            (
                "MA2000",
                "20000 公里保养",
                "20 000 km service",
                Trade::Maintenance,
                48,
                false,
            ),
        ] {
            let needed = ExpectedPart {
                part: "58101-2H000".into(),
                quantity: 1,
            };
            let operation = Operation {
                op_code: code.into(),
                name: name.to_owned(),
                english_name: english.to_owned(),
                trade,
                standard: WorkMinutes(minutes),
                parts: parts.then_some(needed).into_iter().collect(),
                tools: Vec::new(),
            };
            self.happens(Actor::System, CommandBody::ListOperation { operation });
        }
        self
    }
}

/// The car of the belt is finished and goes home.
pub fn known_car(desk: &mut Desk) {
    for id in [BELT, super::floor::ALIGNMENT] {
        let job = id.parse().unwrap();
        desk.happens(badge(WANG), CommandBody::Finish { job });
    }
    desk.passes(ELANTRA, LIN);
    for step in [CarStep::Washed, CarStep::Invoiced, CarStep::Delivered] {
        let by = Actor::Person {
            id: person(LIN),
            by: Recognised::Pin,
        };
        let ro = RoNumber::new(ELANTRA);
        desk.happens(by, CommandBody::MoveCar { ro, step });
    }
}
