//! The parts store: the stores screen before a workshop with named people.
//!
//! Shen Wei keeps the store and has a PIN; Gu Yue keeps it too. Wang Lei works in bay 1 on the belt of 京A·F6620, and
//! Zhao Min in bay 2 on the service of 京A·D06213. Ms Zhang's brakes, 京P·33M09, are booked.

#![allow(dead_code, reason = "each test uses its part of the store")]

use super::behind::Behind;
use super::floor::{BELT, Floor, WANG, ZHAO, badge, person};
use baylight::domain::catalogue::Part;
use baylight::domain::command::{Actor, CommandBody, PinHash, Recognised};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{BadgeId, BayId, CommandId, PartNumber, PersonId, RoNumber};
use baylight::domain::order::Fen;
use baylight::domain::parts::OrderParts;
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::{AskedLine, LineKey, Purpose, Wanted};
use baylight::domain::parts::returns::ReturnReason;
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::stock::StockCommand;
use baylight::screen::Effect;
use baylight::screen::session::SignIn;
use baylight::screen::stores::model::{Card, LineShown, StoresModel, Tab};
use baylight::screen::stores::{Intent, Stores};
use chrono::TimeDelta;
use std::ops::{Deref, DerefMut};

/// The storekeeper, with a PIN.
pub const SHEN: &str = "S1";
/// Another one, without.
pub const GU: &str = "S2";
/// The PIN of everybody who has one.
pub const PIN: &str = "1234";

/// The order of the belt.
pub const ELANTRA: &str = "0417";
/// The order of the service.
pub const SERVICE_RO: &str = "0418";
/// The order of the brakes.
pub const BRAKES_RO: &str = "0419";

pub const PUMP: &str = "25100-2B700";
pub const GASKET: &str = "25124-2B000";
pub const COOLANT: &str = "00232-19095";
pub const FILTER: &str = "26300-35505";
pub const BUSHING: &str = "54584-2H000";
pub const RIGHT_BUSHING: &str = "54584-2H100";

/// The screen, the workshop behind it, and what it wanted done last.
pub struct Desk {
    pub behind: Behind,
    pub stores: Stores,
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

pub fn part(
    number: &str,
    name: &str,
    english: &str,
    bin: &str,
    on_hand: u32,
    threshold: u32,
) -> Part {
    Part {
        number: number.into(),
        name: name.to_owned(),
        english_name: english.to_owned(),
        brand: String::new(),
        fits: String::new(),
        category: String::new(),
        unit: "件".to_owned(),
        warehouse: String::new(),
        bin: bin.to_owned(),
        on_hand,
        threshold,
        cost: Fen(6_000),
        price: Fen(9_800),
    }
}

/// A part of the list, so many of it.
pub fn asked(number: &str, quantity: u32) -> AskedLine {
    let part = number.into();
    AskedLine {
        wanted: Wanted::Part { part },
        quantity,
    }
}

impl Desk {
    /// Begins at nine: Wang Lei is on the belt, Zhao Min on the service.
    pub fn new(language: Language) -> Self {
        let floor = Floor::in_language(language);
        let sign_in = SignIn {
            idle_secs: 300,
            ..SignIn::default()
        };
        let mut desk = Self {
            stores: Stores::new(sign_in, language, floor.now),
            behind: Behind::new("stores", floor.workshop, floor.policy, floor.now),
            effects: Vec::new(),
        };
        for (id, name, badge, pin) in [
            (SHEN, "沈伟", "BADGE-6001", Some("hash")),
            (GU, "顾月", "BADGE-6002", None),
        ] {
            let person = Person {
                id: person(id),
                name: name.to_owned(),
                role: Role::Storekeeper,
                trades: Vec::new(),
                badge: Some(BadgeId::new(badge)),
                language,
                employment: Employment::Here,
            };
            let pin_hash = pin.map(|hash| PinHash(hash.to_owned()));
            desk.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
        }
        for listed in [
            part(PUMP, "水泵总成", "Water pump", "A-03-3", 0, 1),
            part(GASKET, "水泵密封垫", "Pump gasket", "A-03-4", 7, 2),
            part(COOLANT, "防冻冷却液 2 L", "Coolant 2 L", "C-01-1", 3, 4),
            part("24312-2B000", "正时皮带", "Timing belt", "A-01-2", 6, 0),
            part(FILTER, "机油滤清器", "Oil filter", "B-02-1", 20, 5),
            part(BUSHING, "下摆臂衬套", "Lower arm bushing", "D-05-2", 4, 0),
            part(
                RIGHT_BUSHING,
                "下摆臂衬套（右）",
                "Lower arm bushing, right",
                "D-05-3",
                2,
                0,
            ),
        ] {
            desk.happens(Actor::System, CommandBody::ListPart { part: listed });
        }
        for who in [WANG, ZHAO] {
            desk.happens(badge(who), CommandBody::ShiftIn);
        }
        for (who, job, bay) in [(WANG, BELT, "1"), (ZHAO, "0418/1", "2")] {
            let body = CommandBody::ClockOn {
                job: job.parse().unwrap(),
                bay: BayId::new(bay),
                mode: Default::default(),
            };
            desk.happens(badge(who), body);
        }
        desk.at("09:00");
        desk
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

    /// A technician says something about the parts of an order.
    pub fn says(&mut self, who: &str, ro: &str, body: PartsCommand) -> CommandId {
        let body = CommandBody::Parts {
            ro: RoNumber::new(ro),
            body: Box::new(body),
        };
        self.happens(badge(who), body)
    }

    /// A technician asks for parts at a bay.
    pub fn asks(&mut self, who: &str, ro: &str, bay: &str, lines: Vec<AskedLine>) -> CommandId {
        let ask = PartsCommand::Ask {
            job: 1,
            bay: Some(BayId::new(bay)),
            purpose: Purpose::Job,
            lines,
        };
        self.says(who, ro, ask)
    }

    /// Wang Lei asks for a pump, its gasket and coolant.
    pub fn wang_asks_for_a_pump(&mut self) -> CommandId {
        let lines = vec![asked(PUMP, 1), asked(GASKET, 1), asked(COOLANT, 2)];
        self.asks(WANG, ELANTRA, "1", lines)
    }

    /// Somebody's job stands still for want of parts.
    pub fn stands_still(&mut self, who: &str, job: &str) {
        let hold = CommandBody::Hold {
            job: job.parse().unwrap(),
            reason: HoldReason::Parts,
            note: String::new(),
        };
        self.happens(badge(who), hold);
    }

    /// All of a line is picked and issued elsewhere.
    pub fn is_issued(&mut self, ro: &str, line: LineKey, quantity: u32, to: &str) {
        let pick = PartsCommand::Pick {
            line,
            quantity,
            batch: None,
        };
        self.says(GU, ro, pick);
        let parts = self.parts(ro);
        let (_, known) = parts.line(line).expect("the line");
        let ready = known.parcels.iter().filter(|parcel| parcel.is_ready());
        let parcels = ready.map(|parcel| parcel.id).collect();
        let to = PersonId::new(to);
        self.says(GU, ro, PartsCommand::Issue { parcels, to });
    }

    /// Zhao Min took a bushing too many, or the wrong one.
    pub fn zhao_has_bushings(&mut self) -> LineKey {
        let request = self.asks(ZHAO, SERVICE_RO, "2", vec![asked(BUSHING, 2)]);
        let line = LineKey { request, line: 1 };
        self.is_issued(SERVICE_RO, line, 2, ZHAO);
        line
    }

    pub fn returns(&mut self, line: LineKey, quantity: u32) -> CommandId {
        let offer = PartsCommand::OfferReturn {
            line,
            quantity,
            reason: ReturnReason::NotNeeded,
        };
        self.says(ZHAO, SERVICE_RO, offer)
    }

    pub fn exchanges(&mut self, line: LineKey, right: Wanted) -> CommandId {
        let ask = PartsCommand::AskExchange {
            line,
            quantity: 1,
            reason: ReturnReason::WrongPart,
            right,
        };
        self.says(ZHAO, SERVICE_RO, ask)
    }

    pub fn takes_out(&mut self, name: &str, english: &str, fate: OldPartFate) -> CommandId {
        let old = PartsCommand::RecordOldPart {
            job: 1,
            bay: Some(BayId::new("1")),
            part: None,
            name: name.to_owned(),
            english_name: english.to_owned(),
            quantity: 1,
            fate,
        };
        self.says(WANG, ELANTRA, old)
    }

    /// So many come in, in a batch.
    pub fn comes_in(&mut self, part: &str, quantity: u32, batch: &str) {
        let body = StockCommand::GoodsIn {
            quantity,
            batch: batch.to_owned(),
            bin: None,
            cost: Some(Fen(6_500)),
            supplier: String::new(),
        };
        let part = PartNumber::new(part);
        self.happens(badge(GU), CommandBody::Stock { part, body });
    }

    /// What the workshop knows of the parts of an order.
    pub fn parts(&self, ro: &str) -> OrderParts {
        self.workshop.orders[&RoNumber::new(ro)].parts.clone()
    }

    /// How many of a part there are.
    pub fn on_hand(&self, part: &str) -> i64 {
        self.workshop.on_hand(&part.into()).expect("a listed part")
    }

    /// What the screen shows now.
    pub fn model(&self) -> StoresModel {
        self.stores.present(&self.picture(), self.now)
    }

    /// Does something at the screen, and carries out what follows.
    pub fn does(&mut self, intent: Intent) -> &mut Self {
        let effects = self
            .stores
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
                Effect::Keep { .. } => panic!("nothing is half made at this desk"),
            }
        }
        self
    }

    /// Reads a badge or a barcode.
    pub fn scans(&mut self, text: &str) -> &mut Self {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new(text),
        })
    }

    pub fn shen_signs_in(&mut self) -> &mut Self {
        self.scans("BADGE-6001")
    }

    /// Shen Wei signs with the PIN that was asked for.
    pub fn shen_enters_the_pin(&mut self) -> &mut Self {
        self.does(Intent::PinEntered {
            pin: PIN.to_owned(),
        })
    }

    pub fn tab(&mut self, tab: Tab) -> &mut Self {
        self.does(Intent::Tab { tab })
    }

    /// Opens the task of a request.
    pub fn opens(&mut self, request: CommandId) -> &mut Self {
        let id = format!("request:{request}");
        self.does(Intent::Card { id })
    }

    /// Opens the first card of the list.
    pub fn opens_the_first(&mut self) -> &mut Self {
        let id = self.model().cards.first().expect("a card").id.clone();
        self.does(Intent::Card { id })
    }

    pub fn line(&self, name: &str) -> LineShown {
        let model = self.model();
        let names: Vec<&String> = model.task.lines.iter().map(|line| &line.name).collect();
        let found = model.task.lines.iter().find(|line| line.name == name);
        found
            .unwrap_or_else(|| panic!("no {name} among {names:?}"))
            .clone()
    }

    /// Taps the big button of a line.
    pub fn taps_line(&mut self, name: &str) -> &mut Self {
        let id = self.line(name).id;
        self.does(Intent::LineButton { id })
    }

    /// Taps the button that reads so: of the sheet, else of the task.
    pub fn taps(&mut self, label: &str) -> &mut Self {
        let model = self.model();
        let sheet = (!model.sheet.title.is_empty()).then_some(&model.sheet.actions);
        let task = [&model.task.tools, &model.task.actions];
        let all: Vec<_> = match sheet {
            Some(actions) => actions.iter().collect(),
            None => task.into_iter().flatten().collect(),
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

    /// Types on the pad or the keyboard of the screen.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for key in text.chars().map(String::from) {
            self.does(Intent::Typed { text: key });
        }
        self
    }

    pub fn card(&self, title: &str) -> Card {
        let model = self.model();
        let titles: Vec<_> = model.cards.iter().map(|card| &card.title).collect();
        let found = model.cards.iter().find(|card| card.title == title);
        found
            .unwrap_or_else(|| panic!("no {title} among {titles:?}"))
            .clone()
    }

    pub fn toast(&self) -> String {
        self.model().toast.text
    }
}

/// Somebody who has entered a PIN.
pub fn by_pin(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Pin,
    }
}
