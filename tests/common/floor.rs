//! A small workshop with named people, run through the real rules: what is tapped is decided, applied and
//! projected, so that a screen is tested with pictures as they really are.
//!
//! Bay 1 is planned with Wang Lei's timing belt, then Li Qiang's alignment of the same car. Zhao Min has a PIN.
//! Liu Yang is the foreman. The clock starts at 8:00 in Shanghai and goes on only when it is told to.

#![allow(dead_code, reason = "each test uses its part of the floor")]

#[path = "checks.rs"]
#[allow(clippy::duplicate_mod, reason = "a test may have two floors")]
pub mod checks;

use baylight::config::Config;
use baylight::domain::andon::AndonKind;
use baylight::domain::catalogue::{Operation, Part};
use baylight::domain::command::{Actor, Command, CommandBody, Extent, PinHash, Recognised};
use baylight::domain::decide::decide;
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::finding::{Answer, Channel};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{BadgeId, BayId, CommandId, JobId, PersonId, RoNumber, StationId};
use baylight::domain::order::{
    Car, ExpectedPart, Fen, JobLine, OrderSheet, Trade, WorkMinutes, YesNo,
};
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::request::{HandOver, LineKey, ParcelId};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::workshop::Workshop;
use baylight::projection::overlay::overlay;
use baylight::projection::parts::bucket;
use baylight::projection::picture::{LinkState, Picture, Tap, TapState};
use baylight::projection::views::{Views, all_views, list_views, part_views};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

pub const WANG: &str = "T1";
pub const LI: &str = "T2";
pub const ZHAO: &str = "T3";
pub const FOREMAN: &str = "F1";
pub const ADVISOR: &str = "A1";
pub const STOREKEEPER: &str = "S1";

/// Replace timing belt, 2.0 h, planned at bay 1 for Wang Lei.
pub const BELT: &str = "0417/1";
/// Wheel alignment of the same car, 0.8 h, planned at bay 1 for Li Qiang.
pub const ALIGNMENT: &str = "0417/2";
/// Maintenance, 1.0 h, planned at bay 2 for Wang Lei.
pub const SERVICE: &str = "0418/1";
/// Brake pads, 1.2 h, at no bay yet.
pub const BRAKES: &str = "0419/1";

pub const ALL_CONFLICTS: [ConflictKind; 8] = [
    ConflictKind::BayTaken,
    ConflictKind::PersonTaken,
    ConflictKind::CarTaken,
    ConflictKind::WrongTrade,
    ConflictKind::NoSuchSkill,
    ConflictKind::NotPresent,
    ConflictKind::BeyondPromise,
    ConflictKind::OutsideHours,
];

/// The workshop, its clock, and the taps of the station at bay 1.
pub struct Floor {
    pub workshop: Workshop,
    pub policy: SitePolicy,
    pub now: DateTime<Utc>,
    pub link: LinkState,
    /// Taps of the station, as far as they have come.
    pub taps: Vec<Tap>,
    /// Saved and not yet sent.
    pub pending: Vec<Command>,
    made: u128,
}

pub fn job(id: &str) -> JobId {
    id.parse().expect("a job of the floor")
}

pub fn person(id: &str) -> PersonId {
    PersonId::new(id)
}

impl Floor {
    /// Begins the day at 8:00, with everybody reading Chinese but Li Qiang.
    pub fn new() -> Self {
        Self::speaking(Language::Zh, Language::En)
    }

    /// Begins the day with everybody reading one language.
    pub fn in_language(language: Language) -> Self {
        Self::speaking(language, language)
    }

    fn speaking(most: Language, li: Language) -> Self {
        let bay = |id: &str, name: &str, english: &str| Bay {
            id: BayId::new(id),
            name: name.to_owned(),
            english_name: english.to_owned(),
            trades: vec![Trade::Mechanical],
        };
        let bays = vec![bay("1", "1 号工位", "Bay 1"), bay("2", "2 号工位", "Bay 2")];
        let now = Utc
            .with_ymd_and_hms(2026, 11, 23, 0, 0, 0)
            .single()
            .expect("a moment");
        let mut floor = Self {
            workshop: Workshop::default(),
            policy: SitePolicy::new("test".into(), bays),
            now,
            link: LinkState::Live,
            taps: Vec::new(),
            pending: Vec::new(),
            made: 0,
        };
        floor.enrol(WANG, "王磊", Role::Technician, "BADGE-1001", None, most);
        floor.enrol(LI, "李强", Role::Technician, "BADGE-1002", None, li);
        floor.enrol(
            ZHAO,
            "赵敏",
            Role::Technician,
            "BADGE-1003",
            Some("hash"),
            most,
        );
        floor.enrol(FOREMAN, "刘洋", Role::Foreman, "BADGE-2001", None, most);
        floor.enrol(ADVISOR, "张莉", Role::Advisor, "BADGE-3001", None, most);
        floor.list();
        floor.open_orders();
        floor.plan(BELT, "1", WANG, 0, 120);
        floor.plan(ALIGNMENT, "1", LI, 120, 168);
        floor.plan(SERVICE, "2", WANG, 120, 180);
        floor
    }

    fn enrol(
        &mut self,
        id: &str,
        name: &str,
        role: Role,
        badge: &str,
        pin: Option<&str>,
        language: Language,
    ) {
        let person = Person {
            id: person(id),
            name: name.to_owned(),
            role,
            trades: vec![Trade::Mechanical],
            badge: Some(BadgeId::new(badge)),
            language,
            employment: Employment::Here,
        };
        let pin_hash = pin.map(|hash| PinHash(hash.to_owned()));
        self.happens(Actor::System, CommandBody::EnrolPerson { person, pin_hash });
    }

    /// Takes somebody on, with a trade.
    pub fn hires(&mut self, id: &str, name: &str, trade: Trade) {
        let person = Person {
            id: person(id),
            name: name.to_owned(),
            role: Role::Technician,
            trades: vec![trade],
            badge: None,
            language: Language::En,
            employment: Employment::Here,
        };
        self.happens(
            Actor::System,
            CommandBody::EnrolPerson {
                person,
                pin_hash: None,
            },
        );
    }

    fn open_orders(&mut self) {
        let belt = line(1, "更换正时皮带", "Replace timing belt", 120);
        let alignment = line(2, "四轮定位", "Wheel alignment", 48);
        let service = line(1, "保养", "Maintenance", 60);
        let brakes = line(1, "更换前刹车片", "Replace front brake pads", 72);
        self.open("0417", "京A·F6620", 6, vec![belt, alignment]);
        self.open("0418", "京A·D06213", 8, vec![service]);
        self.open("0419", "京P·33M09", 9, vec![brakes]);
    }

    /// The customer says whether the old parts are wanted.
    pub fn customer_keeps_old_parts(&mut self, ro: &str, keeps: YesNo) {
        let known = self.workshop.orders.get(&RoNumber::new(ro));
        let sheet = known.and_then(|order| order.sheet.clone());
        let mut sheet = sheet.expect("an order of the floor");
        sheet.keep_old_parts = keeps;
        self.happens(
            Actor::System,
            CommandBody::AdmitOrder {
                extent: Extent::Whole,
                sheet: Box::new(sheet),
            },
        );
    }

    fn open(&mut self, ro: &str, plate: &str, promised_hours: i64, lines: Vec<JobLine>) {
        let sheet = OrderSheet {
            ro: RoNumber::new(ro),
            car: Car {
                plate: Plate::parse(plate).expect("a plate"),
                vin: String::new(),
                brand: "Hyundai".to_owned(),
                model: "Elantra".to_owned(),
                series: String::new(),
                displacement: "1.6".to_owned(),
                colour: "White".to_owned(),
            },
            customer: Default::default(),
            category: Default::default(),
            advisor: "陈静".to_owned(),
            arrived_at: self.now - TimeDelta::minutes(30),
            promised_at: self.now + TimeDelta::hours(promised_hours),
            mileage_km: Some(68214),
            fuel: String::new(),
            complaint: "冷车有异响".to_owned(),
            customer_waits: YesNo::Yes,
            keep_old_parts: YesNo::No,
            wash: YesNo::Yes,
            road_test: YesNo::No,
            key_tag: "17".to_owned(),
            parking_spot: String::new(),
            last_visit: String::new(),
            remarks: String::new(),
            lines,
        };
        self.happens(
            Actor::System,
            CommandBody::AdmitOrder {
                extent: Extent::Whole,
                sheet: Box::new(sheet),
            },
        );
    }

    /// Has the foreman put a job on a bay, in minutes from now.
    pub fn plan(&mut self, id: &str, bay: &str, lead: &str, from: i64, until: i64) {
        let plan = Plan {
            job: job(id),
            bay: BayId::new(bay),
            lead: Some(person(lead)),
            helpers: Vec::new(),
            start: self.now + TimeDelta::minutes(from),
            end: self.now + TimeDelta::minutes(until),
        };
        let accepted = ALL_CONFLICTS.to_vec();
        self.happens(badge(FOREMAN), CommandBody::Dispatch { plan, accepted });
    }

    /// Lists what findings need: the catalogue that comes with the program, front pads and how to replace them.
    fn list(&mut self) {
        let usual = Config::from_text("", Path::new("the defaults"));
        let usual = usual.expect("the defaults");
        let (findings, checklists) = (usual.findings(), usual.checklists());
        self.policy.findings = findings.expect("the catalogue of the program");
        self.policy.checklists = checklists.expect("the checklists of the program");
        let operation = Operation {
            op_code: "BR1100".into(),
            name: "更换前刹车片".to_owned(),
            english_name: "Replace front brake pads".to_owned(),
            trade: Trade::Mechanical,
            standard: WorkMinutes(72),
            parts: vec![ExpectedPart {
                part: "58101-F2A00".into(),
                quantity: 1,
            }],
            tools: Vec::new(),
        };
        self.happens(Actor::System, CommandBody::ListOperation { operation });
        let part = Part {
            number: "58101-F2A00".into(),
            name: "前刹车片".to_owned(),
            english_name: "Front brake pads".to_owned(),
            brand: String::new(),
            fits: String::new(),
            category: String::new(),
            unit: "套".to_owned(),
            warehouse: String::new(),
            bin: "B-03-1".to_owned(),
            on_hand: 4,
            threshold: 1,
            cost: Fen(18_000),
            price: Fen(26_800),
        };
        self.happens(Actor::System, CommandBody::ListPart { part });
    }

    /// Opens the store: Qian Yu, who keeps it, and what lies on its shelves.
    pub fn opens_the_store(&mut self) {
        let badge_of_store = "BADGE-4001";
        self.enrol(
            STOREKEEPER,
            "钱宇",
            Role::Storekeeper,
            badge_of_store,
            None,
            Language::Zh,
        );
        let shelves = [
            ("24312-2B000", "正时皮带", "Timing belt", "A-01-1", 3),
            ("24410-2B001", "张紧轮", "Tensioner", "A-01-2", 0),
            ("26300-35505", "机油滤清器", "Oil filter", "C-02-1", 8),
            ("00232-19095", "冷却液 4 L", "Coolant 4 L", "C-07-3", 12),
        ];
        for (number, name, english_name, bin, on_hand) in shelves {
            self.shelves(number, (name, english_name), bin, on_hand);
        }
    }

    /// Lists a part that lies on a shelf.
    pub fn shelves(&mut self, number: &str, names: (&str, &str), bin: &str, on_hand: u32) {
        let part = Part {
            number: number.into(),
            name: names.0.to_owned(),
            english_name: names.1.to_owned(),
            brand: String::new(),
            fits: String::new(),
            category: String::new(),
            unit: "件".to_owned(),
            warehouse: String::new(),
            bin: bin.to_owned(),
            on_hand,
            threshold: 1,
            cost: Fen(5_000),
            price: Fen(8_800),
        };
        self.happens(Actor::System, CommandBody::ListPart { part });
    }

    /// Qian Yu does something for an order.
    pub fn store(&mut self, ro: &str, body: PartsCommand) -> CommandId {
        let ro = RoNumber::new(ro);
        let body = Box::new(body);
        self.happens(badge(STOREKEEPER), CommandBody::Parts { ro, body })
    }

    /// Lists the lines of an order that wait for the store.
    pub fn waiting_lines(&self, ro: &str) -> Vec<LineKey> {
        let order = self.workshop.orders.get(&RoNumber::new(ro));
        let requests = order.into_iter().flat_map(|order| &order.parts.requests);
        let lines = requests.flat_map(|request| request.keyed());
        let open = lines.filter(|(_, line)| line.rest() > 0);
        open.map(|(key, _)| key).collect()
    }

    /// Qian Yu picks all of a line and brings it to bay 1.
    pub fn brings(&mut self, ro: &str, line: LineKey) {
        let quantity = 99;
        let batch = None;
        let pick = self.store(
            ro,
            PartsCommand::Pick {
                line,
                quantity,
                batch,
            },
        );
        let parcels = vec![ParcelId { pick, nth: 1 }];
        let bay = BayId::new("1");
        let to = HandOver::Bay { bay };
        self.store(ro, PartsCommand::Deliver { parcels, to });
    }

    /// Qian Yu orders the rest of a line.
    pub fn orders(&mut self, ro: &str, line: LineKey, hours: i64) {
        let eta = self.now + TimeDelta::hours(hours);
        let supplier = "北京现代配件".to_owned();
        self.store(
            ro,
            PartsCommand::Backorder {
                line,
                supplier,
                eta,
            },
        );
    }

    /// Lists an operation with many parts of long names.
    pub fn lists_a_clutch(&mut self) {
        let names = [
            (
                "离合器压盘总成（含分离轴承）",
                "Clutch cover assembly with release bearing",
            ),
            ("离合器从动盘", "Clutch disc"),
            ("双质量飞轮", "Dual-mass flywheel"),
            ("变速箱输入轴油封", "Gearbox input shaft oil seal"),
            ("离合器液压管路", "Clutch hydraulic line"),
        ];
        let mut parts = Vec::new();
        for (place, (name, english_name)) in names.into_iter().enumerate() {
            let number = format!("41100-2B0{place}0");
            parts.push(ExpectedPart {
                part: number.as_str().into(),
                quantity: 1,
            });
            let part = Part {
                number: number.as_str().into(),
                name: name.to_owned(),
                english_name: english_name.to_owned(),
                brand: String::new(),
                fits: String::new(),
                category: String::new(),
                unit: "件".to_owned(),
                warehouse: String::new(),
                bin: "D-12-04".to_owned(),
                on_hand: u32::try_from(place).unwrap_or(0) % 2,
                threshold: 1,
                cost: Fen(50_000),
                price: Fen(88_800),
            };
            self.happens(Actor::System, CommandBody::ListPart { part });
        }
        let operation = Operation {
            op_code: "TR1000".into(),
            name: "更换离合器".to_owned(),
            english_name: "Replace clutch".to_owned(),
            trade: Trade::Mechanical,
            standard: WorkMinutes(228),
            parts,
            tools: Vec::new(),
        };
        self.happens(Actor::System, CommandBody::ListOperation { operation });
    }

    /// The customer says something to every finding that nobody has answered yet.
    pub fn customer_says(&mut self, answer: Answer) {
        let open: Vec<(RoNumber, CommandId)> = self
            .workshop
            .orders
            .iter()
            .flat_map(|(ro, order)| order.findings.iter().map(move |found| (ro, found)))
            .filter(|(_, found)| found.is_open())
            .map(|(ro, found)| (ro.clone(), found.id))
            .collect();
        for (ro, finding) in open {
            let body = CommandBody::AnswerFinding {
                ro,
                finding,
                seen: None,
                answer,
                channel: Channel::Phone,
                amount: Fen(46_000),
            };
            self.happens(badge(ADVISOR), body);
        }
    }

    /// The customer says something else to everything that they have answered.
    pub fn customer_changes_their_mind(&mut self, answer: Answer) {
        let answered: Vec<(RoNumber, CommandId, CommandId)> = self
            .workshop
            .orders
            .iter()
            .flat_map(|(ro, order)| order.findings.iter().map(move |found| (ro, found)))
            .filter_map(|(ro, found)| Some((ro.clone(), found.id, found.answer()?.command)))
            .collect();
        for (ro, finding, seen) in answered {
            let body = CommandBody::AnswerFinding {
                ro,
                finding,
                seen: Some(seen),
                answer,
                channel: Channel::Phone,
                amount: Fen(46_000),
            };
            self.happens(badge(ADVISOR), body);
        }
    }

    /// Lets time pass.
    pub fn minutes(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }

    /// Lets time pass.
    pub fn secs(&mut self, secs: i64) {
        self.now += TimeDelta::seconds(secs);
    }

    fn command(&mut self, actor: Actor, body: CommandBody) -> Command {
        self.made += 1;
        Command {
            id: CommandId(Uuid::from_u128(self.made)),
            at: self.now,
            station: StationId::new("bay-1"),
            actor,
            body,
        }
    }

    /// Something is done somewhere in the workshop, and accepted.
    pub fn happens(&mut self, actor: Actor, body: CommandBody) -> CommandId {
        let command = self.command(actor, body);
        self.apply(&command)
            .expect("the fixture asks for nothing that is refused");
        command.id
    }

    fn apply(&mut self, command: &Command) -> Result<(), baylight::domain::refusal::Refusal> {
        for event in decide(&self.workshop, &self.policy, command)? {
            self.workshop.apply(&event);
        }
        Ok(())
    }

    /// The station at bay 1 submits a tap: answered at once where the link is live, else saved.
    pub fn submit(&mut self, actor: Actor, body: CommandBody) -> CommandId {
        let command = self.command(actor, body);
        let id = command.id;
        let state = match self.link {
            LinkState::Offline { .. } => {
                self.pending.push(command.clone());
                TapState::Saved
            }
            LinkState::Live => match self.apply(&command) {
                Ok(()) => TapState::Accepted { at: self.now },
                Err(refusal) => TapState::Refused {
                    refusal,
                    at: self.now,
                },
            },
        };
        let command = command.into();
        self.taps.push(Tap { command, state });
        id
    }

    /// Someone clocks on by badge, at a bay.
    pub fn clocks_on(&mut self, who: &str, id: &str, bay: &str) -> CommandId {
        let body = CommandBody::ClockOn {
            job: job(id),
            bay: BayId::new(bay),
            mode: Default::default(),
        };
        self.happens(badge(who), body)
    }

    /// Someone holds a job.
    pub fn holds(&mut self, who: &str, id: &str, reason: HoldReason) -> CommandId {
        let body = CommandBody::Hold {
            job: job(id),
            reason,
            note: String::new(),
        };
        self.happens(badge(who), body)
    }

    /// Someone calls for help at a bay.
    pub fn calls(&mut self, who: &str, bay: &str, call: AndonKind) -> CommandId {
        self.happens(
            badge(who),
            CommandBody::RaiseAndon {
                bay: BayId::new(bay),
                call,
            },
        )
    }

    /// Makes the picture that the station at bay 1 has.
    pub fn picture(&self) -> Picture {
        let people: BTreeSet<PersonId> = self.workshop.people.keys().cloned().collect();
        let mut pages = all_views(&self.workshop, &self.policy, self.now, &people);
        pages.extend(list_views(&self.workshop, &self.policy));
        let buckets = self.workshop.parts.keys().map(bucket).collect();
        pages.extend(part_views(&self.workshop, &buckets, &buckets));
        let mut views = Views::collect(&pages);
        overlay(&mut views, &self.pending);
        Picture {
            views: views.into(),
            views_at: Some(self.now),
            link: self.link,
            waiting: self.pending.len(),
            taps: self.taps.clone(),
            stations: Default::default(),
            photos: Default::default(),
            past: Default::default(),
        }
    }
}

/// Someone with a badge.
pub fn badge(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Badge,
    }
}

fn line(line: u16, name: &str, english_name: &str, minutes: u32) -> JobLine {
    JobLine {
        line,
        op_code: format!("OP{line}").as_str().into(),
        name: name.to_owned(),
        english_name: english_name.to_owned(),
        trade: Trade::Mechanical,
        standard: WorkMinutes(minutes),
        flagged: WorkMinutes(minutes),
        credited: WorkMinutes(minutes),
        amount: Default::default(),
        technicians: Vec::new(),
        parts: vec![ExpectedPart {
            part: "24312-2B000".into(),
            quantity: 1,
        }],
    }
}

impl checks::Checked for Floor {
    fn shop(&self) -> (&Workshop, &SitePolicy) {
        (&self.workshop, &self.policy)
    }

    fn peers(&self) -> &'static [&'static str] {
        &[ZHAO, LI, WANG]
    }

    fn signs(&mut self, who: &str, body: CommandBody) {
        self.happens(signed(who), body);
    }
}

/// Somebody recognised by PIN.
pub fn signed(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Pin,
    }
}
