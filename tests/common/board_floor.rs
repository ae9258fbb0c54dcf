//! A workshop for the board's tests: named people, real rules, and a clock that stands where the test puts it.

#![allow(dead_code, reason = "each test file uses what it needs")]

#[path = "checks.rs"]
#[allow(clippy::duplicate_mod, reason = "a test may have two floors")]
pub mod checks;

use checks::Checked;

use baylight::domain::andon::AndonKind;
use baylight::domain::car::CarStep;
use baylight::domain::command::{Actor, ClockMode, Command, CommandBody, Recognised};
use baylight::domain::decide::decide;
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::event::Event;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{
    BayId, CommandId, JobId, OpCode, PersonId, RoNumber, SiteId, StationId,
};
use baylight::domain::order::{Car, Customer, Fen, JobLine, OrderSheet, Trade, WorkMinutes, YesNo};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::workshop::Workshop;
use baylight::import::{Source, read_operations, read_orders, read_parts, read_roster};
use baylight::projection::Views;
use baylight::projection::picture::{LinkState, Picture, StationPresence};
use baylight::projection::views::{all_views, list_views};
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Everything that a dispatcher may accept.
const ALL_CONFLICTS: [ConflictKind; 8] = [
    ConflictKind::BayTaken,
    ConflictKind::PersonTaken,
    ConflictKind::CarTaken,
    ConflictKind::WrongTrade,
    ConflictKind::NoSuchSkill,
    ConflictKind::NotPresent,
    ConflictKind::BeyondPromise,
    ConflictKind::OutsideHours,
];

/// The people of the stories: id, name, role.
const PEOPLE: [(&str, &str, Role); 6] = [
    ("wang", "王磊", Role::Technician),
    ("zhao", "赵敏", Role::Technician),
    ("li", "李强", Role::Technician),
    ("chen", "陈浩", Role::Technician),
    ("liu", "刘洋", Role::Controller),
    ("lin", "林芳", Role::Inspector),
];

/// A moment of the day of the stories, on the wall clock.
pub fn at(clock: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(&format!("2026-11-23 {clock}"), "%Y-%m-%d %H:%M");
    let local = local.unwrap_or_else(|error| panic!("{clock}: {error}"));
    chrono_tz::Asia::Shanghai
        .from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// A workshop and its clock.
pub struct Floor {
    pub workshop: Workshop,
    pub policy: SitePolicy,
    pub now: DateTime<Utc>,
    /// All that has happened, so that it can be looked back at.
    pub events: Vec<Event>,
    commands: u128,
    silent: Vec<(BayId, DateTime<Utc>)>,
    link: LinkState,
}

impl Floor {
    /// Begins at eight with so many bays, numbered from 1, and the people of the stories.
    pub fn new(bays: usize) -> Self {
        let trades = [
            Trade::Mechanical,
            Trade::Maintenance,
            Trade::Electrical,
            Trade::Body,
        ];
        let bays = (1..=bays).map(|number| Bay {
            id: BayId::new(number.to_string()),
            name: format!("{number} 号工位"),
            english_name: format!("Bay {number}"),
            trades: vec![trades[(number - 1) % trades.len()]],
        });
        let policy = SitePolicy::new(SiteId::new("north"), bays.collect());
        let mut floor = Self {
            workshop: Workshop::default(),
            policy,
            now: at("08:00"),
            events: Vec::new(),
            commands: 0,
            silent: Vec::new(),
            link: LinkState::Live,
        };
        for (id, name, role) in PEOPLE {
            floor.enrol(id, name, role);
        }
        floor
    }

    pub fn enrol(&mut self, id: &str, name: &str, role: Role) {
        let person = Person {
            id: PersonId::new(id),
            name: name.to_owned(),
            role,
            trades: Vec::new(),
            badge: None,
            language: Language::Zh,
            employment: Employment::Here,
        };
        self.tap(
            None,
            CommandBody::EnrolPerson {
                person,
                pin_hash: None,
            },
        );
    }

    /// Lets somebody, or the system, do something now.
    pub fn tap(&mut self, who: Option<&str>, body: CommandBody) -> CommandId {
        self.commands += 1;
        let id = CommandId(uuid::Uuid::from_u128(self.commands));
        // Signed, so that a car may be passed as well.
        let actor = who.map_or(Actor::System, |who| Actor::Person {
            id: PersonId::new(who),
            by: Recognised::Pin,
        });
        let station = StationId::new("test");
        let command = Command {
            id,
            at: self.now,
            station,
            actor,
            body,
        };
        let events = decide(&self.workshop, &self.policy, &command)
            .unwrap_or_else(|refusal| panic!("{:?} was refused: {refusal:?}", command.body));
        for event in events {
            self.workshop.apply(&event);
            self.events.push(event);
        }
        id
    }

    /// Sets the clock.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        self.now = at(clock);
        self
    }

    /// Takes in a car with its jobs: name, English name, hours.
    pub fn car(&mut self, ro: &str, plate: &str, promised: &str, jobs: &[(&str, &str, f64)]) {
        let lines = jobs
            .iter()
            .zip(1..)
            .map(|((name, english, hours), line)| JobLine {
                line,
                op_code: OpCode::new(format!("{ro}-{line}")),
                name: (*name).to_owned(),
                english_name: (*english).to_owned(),
                trade: Trade::Mechanical,
                standard: WorkMinutes::from_hours(*hours),
                flagged: WorkMinutes::default(),
                credited: WorkMinutes::default(),
                amount: Fen(0),
                technicians: Vec::new(),
                parts: Vec::new(),
            });
        let sheet = OrderSheet {
            ro: RoNumber::new(ro),
            car: Car {
                plate: Plate::parse(plate).unwrap(),
                vin: String::new(),
                brand: "现代".to_owned(),
                model: "途胜".to_owned(),
                series: String::new(),
                displacement: "1.6T".to_owned(),
                colour: "红".to_owned(),
            },
            customer: Customer::default(),
            category: Default::default(),
            advisor: "周倩".to_owned(),
            arrived_at: at("07:50"),
            promised_at: at(promised),
            mileage_km: None,
            fuel: String::new(),
            complaint: String::new(),
            customer_waits: YesNo::No,
            keep_old_parts: YesNo::No,
            wash: YesNo::No,
            road_test: YesNo::No,
            key_tag: String::new(),
            parking_spot: String::new(),
            last_visit: String::new(),
            remarks: String::new(),
            lines: lines.collect(),
        };
        self.tap(
            None,
            CommandBody::AdmitOrder {
                sheet: Box::new(sheet),
                extent: Default::default(),
            },
        );
    }

    /// Takes in a car with one job.
    pub fn simple_car(&mut self, ro: &str, plate: &str, promised: &str, hours: f64) {
        self.car(
            ro,
            plate,
            promised,
            &[("更换水泵", "Replace water pump", hours)],
        );
    }

    /// Puts a job on a bay, whatever speaks against it.
    pub fn dispatch(&mut self, job: &str, bay: usize, lead: &str, from: &str, until: &str) {
        let (start, end) = (at(from), at(until));
        self.plan(job.parse().unwrap(), &bay.to_string(), lead, start, end);
    }

    fn plan(
        &mut self,
        job: JobId,
        bay: &str,
        lead: &str,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) {
        let plan = Plan {
            job,
            bay: BayId::new(bay),
            lead: Some(PersonId::new(lead)),
            helpers: Vec::new(),
            start,
            end,
        };
        let body = CommandBody::Dispatch {
            plan,
            accepted: ALL_CONFLICTS.to_vec(),
        };
        self.tap(Some("liu"), body);
    }

    pub fn clock_on(&mut self, who: &str, job: &str, bay: usize) {
        let body = CommandBody::ClockOn {
            job: job.parse().unwrap(),
            bay: BayId::new(bay.to_string()),
            mode: ClockMode::Instead,
        };
        self.tap(Some(who), body);
    }

    pub fn hold(&mut self, who: &str, job: &str, reason: HoldReason) {
        let job = job.parse().unwrap();
        self.tap(
            Some(who),
            CommandBody::Hold {
                job,
                reason,
                note: String::new(),
            },
        );
    }

    pub fn finish(&mut self, who: &str, job: &str) {
        self.tap(
            Some(who),
            CommandBody::Finish {
                job: job.parse().unwrap(),
            },
        );
    }

    pub fn call(&mut self, who: &str, bay: usize, call: AndonKind) -> CommandId {
        let bay = BayId::new(bay.to_string());
        self.tap(Some(who), CommandBody::RaiseAndon { bay, call })
    }

    pub fn answer(&mut self, who: &str, call: CommandId) {
        self.tap(Some(who), CommandBody::AcknowledgeAndon { call });
    }

    pub fn step(&mut self, ro: &str, step: CarStep) {
        if step == CarStep::FinalCheckPassed {
            return self.passes(ro, "lin");
        }
        self.tap(
            Some("lin"),
            CommandBody::MoveCar {
                ro: RoNumber::new(ro),
                step,
            },
        );
    }

    /// Silences the station of a bay.
    pub fn silence(&mut self, bay: usize, since: &str) {
        self.silent.push((BayId::new(bay.to_string()), at(since)));
    }

    /// Cuts the board's own link.
    pub fn cut_link(&mut self, since: &str) {
        self.link = LinkState::Offline { since: at(since) };
    }

    /// What the board's station knows now.
    pub fn picture(&self) -> Picture {
        let mut pages = all_views(&self.workshop, &self.policy, self.now, &BTreeSet::new());
        pages.extend(list_views(&self.workshop, &self.policy));
        let stations = self.policy.bays.iter().map(|bay| {
            let gone = self.silent.iter().find(|(id, _)| *id == bay.id);
            let presence = StationPresence {
                bay: Some(bay.id.clone()),
                epoch: 1,
                gone_since: gone.map(|(_, since)| *since),
            };
            (StationId::new(format!("bay-{}", bay.id)), presence)
        });
        Picture {
            views: Views::collect(pages.iter()).into(),
            views_at: Some(match self.link {
                LinkState::Live => self.now,
                LinkState::Offline { since } => since,
            }),
            link: self.link,
            stations: Arc::new(stations.collect()),
            ..Picture::empty(self.now)
        }
    }
}

/// The lists and the orders of the dealer system's sample export, with so many bays, at eight.
pub fn sample(bays: usize) -> (Floor, Vec<OrderSheet>) {
    let mut floor = Floor::new(bays);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let file = |name: &str| Source::open(data.join(name)).unwrap();
    for entry in read_roster(&file("roster.csv")).unwrap().rows {
        floor.tap(
            None,
            CommandBody::EnrolPerson {
                person: entry.person,
                pin_hash: None,
            },
        );
    }
    for operation in read_operations(&file("operations.csv")).unwrap().rows {
        floor.tap(None, CommandBody::ListOperation { operation });
    }
    for part in read_parts(&file("parts.csv")).unwrap().rows {
        floor.tap(None, CommandBody::ListPart { part });
    }
    let zone = floor.policy.hours.zone;
    let orders = read_orders(&file("orders-2026-11-23.csv"), zone)
        .unwrap()
        .rows;
    for sheet in &orders {
        floor.tap(
            None,
            CommandBody::AdmitOrder {
                sheet: Box::new(sheet.clone()),
                extent: Default::default(),
            },
        );
    }
    (floor, orders)
}

/// The day of the dealer system's sample export, with so many bays, at 10:42: every bay works through its share
/// of the cars, one waits for parts, one calls for help, one is silent, and some cars are done.
pub fn sample_morning(bays: usize) -> Floor {
    let (floor, orders) = sample(bays);
    let mut day = Day {
        floor,
        free: vec![at("08:05"); bays],
        busy: vec![false; bays],
    };
    let taken = orders.len() * 4 / 5;
    for (number, sheet) in orders.iter().take(taken).enumerate() {
        day.work_through(number, sheet);
    }
    day.floor.now = at("10:42");
    day.floor
}

/// Plays the morning: each bay does one car after the other.
struct Day {
    floor: Floor,
    free: Vec<DateTime<Utc>>,
    /// Whose job is not over: nobody begins another.
    busy: Vec<bool>,
}

impl Day {
    fn work_through(&mut self, number: usize, sheet: &OrderSheet) {
        let bay = number % self.free.len();
        let who = self.technician(bay);
        for line in &sheet.lines {
            let job = JobId::new(sheet.ro.clone(), line.line);
            let start = self.free[bay];
            if start > at("16:30") {
                return;
            }
            let length = TimeDelta::minutes(i64::from(line.standard.0));
            let end = self.floor.policy.hours.end_of_work(start, length);
            self.floor.now = start.min(at("08:00"));
            self.floor
                .plan(job.clone(), &(bay + 1).to_string(), &who, start, end);
            self.work(bay, &who, &job, start, end);
            self.free[bay] = end + TimeDelta::minutes(10);
        }
        if self.free[bay] < at("10:30") {
            self.after_repair(number, &sheet.ro, self.free[bay]);
        }
    }

    fn work(
        &mut self,
        bay: usize,
        who: &str,
        job: &JobId,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) {
        let now = at("10:42");
        // Nobody begins or ends to the minute.
        let late = TimeDelta::minutes((bay as i64 * 7) % 25);
        if start + late > now || self.busy[bay] {
            return;
        }
        self.floor.now = start + late;
        self.floor.clock_on(who, &job.to_string(), bay + 1);
        if end + late <= now && bay % 5 != 2 {
            self.floor.now = end + late;
            self.floor.finish(who, &job.to_string());
            return;
        }
        self.busy[bay] = true;
        self.incident(bay, who, job);
    }

    fn incident(&mut self, bay: usize, who: &str, job: &JobId) {
        let job = job.to_string();
        match bay % 10 {
            1 => {
                self.floor.at("10:24");
                self.floor.hold(who, &job, HoldReason::Parts);
            }
            2 => {
                self.floor.at("10:40");
                self.floor.call(who, bay + 1, AndonKind::TechnicalSupport);
            }
            4 => self.floor.silence(bay + 1, "10:38"),
            5 => {
                self.floor.at("10:11");
                self.floor.hold(who, &job, HoldReason::CustomerAnswer);
            }
            _ => {}
        }
    }

    fn after_repair(&mut self, number: usize, ro: &RoNumber, at: DateTime<Utc>) {
        for _ in 0..number % 4 {
            self.floor.now = at + TimeDelta::minutes(5);
            let stands = self.floor.workshop.orders[ro].state();
            if let Some(step) = stands
                .next_step()
                .filter(|step| *step != CarStep::Delivered)
            {
                self.floor.step(ro.as_str(), step);
            }
        }
    }

    /// The sample's roster has 22 technicians; a larger floor has more.
    fn technician(&mut self, bay: usize) -> String {
        if bay < 22 {
            return format!("E{}", 1001 + bay);
        }
        let id = format!("T{bay}");
        if !self.floor.workshop.people.contains_key(&PersonId::new(&id)) {
            self.floor.enrol(&id, "赵子轩", Role::Technician);
        }
        id
    }
}

impl checks::Checked for Floor {
    fn shop(&self) -> (&Workshop, &SitePolicy) {
        (&self.workshop, &self.policy)
    }

    fn peers(&self) -> &'static [&'static str] {
        &["zhao", "li", "wang"]
    }

    fn signs(&mut self, who: &str, body: CommandBody) {
        self.tap(Some(who), body);
    }
}
