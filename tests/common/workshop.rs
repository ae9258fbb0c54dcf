//! A workshop in memory with named people and a clock that a test sets: taps are decided and applied at once.
#![allow(dead_code, reason = "each test uses its own part of it")]

#[path = "checks.rs"]
#[allow(clippy::duplicate_mod, reason = "a test may have two floors")]
pub mod checks;

#[allow(unused_imports, reason = "each test uses its part of the floor")]
pub use checks::Checked;

use baylight::domain::clock::{Doing, End, Segment, whole_secs};
use baylight::domain::command::{Actor, ClockMode, Command, CommandBody, Recognised};
use baylight::domain::decide::{decide, undo_target};
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::event::Event;
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{
    BayId, CommandId, JobId, OpCode, PersonId, RoNumber, SiteId, StationId,
};
use baylight::domain::job::{Job, JobState};
use baylight::domain::order::{
    BusinessCategory, Car, Customer, Fen, JobLine, OrderSheet, Trade, WorkMinutes, YesNo,
};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::domain::question::{Question, about_day, about_order};
use baylight::domain::refusal::Refusal;
use baylight::domain::workshop::Workshop;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use std::fmt::Write;
use uuid::Uuid;

/// Technician, mechanical.
pub const LIU_JING: &str = "E1001";
/// Technician, mechanical and maintenance.
pub const ZHOU_QIANG: &str = "E1002";
/// Technician, electrical.
pub const MA_LAN: &str = "E1003";
/// Foreman.
pub const WANG_LEI: &str = "E2001";
/// Dispatcher.
pub const CHEN_YU: &str = "E2002";
/// Service advisor.
pub const SUN_LI: &str = "E3001";
/// Inspector.
pub const HE_PING: &str = "E4001";
/// Storekeeper.
pub const GU_MIN: &str = "E5001";

const PEOPLE: [(&str, &str, Role, &[Trade]); 8] = [
    (LIU_JING, "Liu Jing", Role::Technician, &[Trade::Mechanical]),
    (
        ZHOU_QIANG,
        "Zhou Qiang",
        Role::Technician,
        &[Trade::Mechanical, Trade::Maintenance],
    ),
    (MA_LAN, "Ma Lan", Role::Technician, &[Trade::Electrical]),
    (WANG_LEI, "Wang Lei", Role::Foreman, &[]),
    (CHEN_YU, "Chen Yu", Role::Controller, &[]),
    (SUN_LI, "Sun Li", Role::Advisor, &[]),
    (HE_PING, "He Ping", Role::Inspector, &[]),
    (GU_MIN, "Gu Min", Role::Storekeeper, &[]),
];

/// The timing belt of the Passat, 120 minutes by the book.
pub const TIMING_BELT: &str = "2611-0400/1";
/// The water pump of the same car, 60 minutes.
pub const WATER_PUMP: &str = "2611-0400/2";
/// The brake pads of the Corolla, 60 minutes.
pub const BRAKES: &str = "2611-0401/1";
/// The alternator of the Tiguan, electrical, 90 minutes.
pub const ALTERNATOR: &str = "2611-0402/1";

/// The Monday on which every test begins.
pub const MONDAY: &str = "2026-11-23";
pub const TUESDAY: &str = "2026-11-24";
pub const WEDNESDAY: &str = "2026-11-25";

pub fn person(id: &str) -> PersonId {
    PersonId::new(id)
}

pub fn bay(number: u8) -> BayId {
    BayId::new(format!("bay-{number}"))
}

pub fn job(id: &str) -> JobId {
    id.parse().expect("a job reads <RO number>/<line>")
}

pub fn ro(number: &str) -> RoNumber {
    RoNumber::new(number)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day reads 2026-11-23")
}

/// Reads a wall-clock time of the workshop: `2026-11-23 09:00`.
pub fn moment(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S"))
        .expect("a moment reads 2026-11-23 09:00");
    chrono_tz::Asia::Shanghai
        .from_local_datetime(&local)
        .unwrap()
        .with_timezone(&Utc)
}

/// Writes a moment as the clock of that day.
pub fn wall(at: DateTime<Utc>) -> String {
    at.with_timezone(&chrono_tz::Asia::Shanghai)
        .format("%H:%M")
        .to_string()
}

pub fn line(number: u16, name: &str, trade: Trade, standard: u32) -> JobLine {
    JobLine {
        line: number,
        op_code: OpCode::new(format!("OP-{number}")),
        name: name.to_owned(),
        english_name: String::new(),
        trade,
        standard: WorkMinutes(standard),
        flagged: WorkMinutes(standard),
        credited: WorkMinutes(standard),
        amount: Fen(0),
        technicians: Vec::new(),
        parts: Vec::new(),
    }
}

pub fn sheet(number: &str, plate: &str, promised: &str, lines: Vec<JobLine>) -> OrderSheet {
    OrderSheet {
        ro: ro(number),
        car: Car {
            plate: Plate::parse(plate).expect("a plate"),
            vin: String::new(),
            brand: String::new(),
            model: String::new(),
            series: String::new(),
            displacement: String::new(),
            colour: String::new(),
        },
        customer: Customer::default(),
        category: BusinessCategory::General,
        advisor: "Sun Li".to_owned(),
        arrived_at: moment("2026-11-23 07:30"),
        promised_at: moment(promised),
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
        lines,
    }
}

/// Names the order of a job.
pub fn order_of(job_id: &str) -> RoNumber {
    job(job_id).ro
}

/// The workshop, its clock and everything that was tapped.
#[derive(Clone)]
pub struct Floor {
    pub workshop: Workshop,
    pub policy: SitePolicy,
    pub now: DateTime<Utc>,
    pub events: Vec<Event>,
    pub commands: Vec<Command>,
    station: StationId,
    next_id: u128,
}

impl Floor {
    /// Four mechanical bays, one for body work, eight people and three cars, on Monday at 8:00.
    pub fn new() -> Self {
        let mut floor = Self::empty();
        let mechanical = Trade::Mechanical;
        floor.admit(sheet(
            "2611-0400",
            "京AF6620",
            "2026-11-23 17:00",
            vec![
                line(1, "Timing belt", mechanical, 120),
                line(2, "Water pump", mechanical, 60),
            ],
        ));
        floor.admit(sheet(
            "2611-0401",
            "京B12345",
            "2026-11-23 17:00",
            vec![line(1, "Brake pads", mechanical, 60)],
        ));
        floor.admit(sheet(
            "2611-0402",
            "京C54321",
            "2026-11-24 17:00",
            vec![line(1, "Alternator", Trade::Electrical, 90)],
        ));
        floor
    }

    /// The same without a car.
    pub fn empty() -> Self {
        let bays = (1..=5)
            .map(|number| Bay {
                id: bay(number),
                name: format!("{number} 号工位"),
                english_name: format!("Bay {number}"),
                trades: match number {
                    5 => vec![Trade::Body],
                    4 => vec![],
                    _ => vec![Trade::Mechanical, Trade::Maintenance, Trade::Electrical],
                },
            })
            .collect();
        let mut floor = Self {
            workshop: Workshop::default(),
            policy: SitePolicy::new(SiteId::new("test"), bays),
            now: moment("2026-11-23 08:00"),
            events: Vec::new(),
            commands: Vec::new(),
            station: StationId::new("bay-1"),
            next_id: 1,
        };
        for (id, name, role, trades) in PEOPLE {
            floor.system(CommandBody::EnrolPerson {
                person: Person {
                    id: person(id),
                    name: name.to_owned(),
                    role,
                    trades: trades.to_vec(),
                    badge: None,
                    language: Language::Zh,
                    employment: Employment::Here,
                },
                pin_hash: None,
            });
        }
        floor
    }

    /// Sets the clock, to a time of the same day or to a day and a time.
    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = if time.contains('-') {
            moment(time)
        } else {
            let today = self.now.with_timezone(&chrono_tz::Asia::Shanghai);
            moment(&format!("{} {time}", today.format("%Y-%m-%d")))
        };
        self
    }

    pub fn later(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    pub fn at_station(&mut self, station: &str) -> &mut Self {
        self.station = StationId::new(station);
        self
    }

    /// Makes a command without deciding it.
    pub fn command(&mut self, actor: Actor, body: CommandBody) -> Command {
        let id = CommandId(Uuid::from_u128(self.next_id));
        self.next_id += 1;
        Command {
            id,
            at: self.now,
            station: self.station.clone(),
            actor,
            body,
        }
    }

    /// Decides a command and applies what follows.
    pub fn take(&mut self, command: Command) -> Result<CommandId, Refusal> {
        let events = decide(&self.workshop, &self.policy, &command)?;
        for event in &events {
            self.workshop.apply(event);
        }
        self.events.extend(events);
        let id = command.id;
        self.commands.push(command);
        Ok(id)
    }

    /// Asks for something that may be refused.
    pub fn ask(&mut self, who: &str, body: CommandBody) -> Result<CommandId, Refusal> {
        let command = self.command(badge(who), body);
        self.take(command)
    }

    /// Asks with a PIN.
    pub fn ask_with_pin(&mut self, who: &str, body: CommandBody) -> Result<CommandId, Refusal> {
        let actor = Actor::Person {
            id: person(who),
            by: Recognised::Pin,
        };
        let command = self.command(actor, body);
        self.take(command)
    }

    /// Taps something that must be accepted.
    #[track_caller]
    pub fn tap(&mut self, who: &str, body: CommandBody) -> CommandId {
        let what = format!("{body:?}");
        self.ask(who, body)
            .unwrap_or_else(|refusal| panic!("{who} taps {what}: {refusal}\n{}", self.text()))
    }

    /// Signs something that must be accepted.
    #[track_caller]
    pub fn sign(&mut self, who: &str, body: CommandBody) -> CommandId {
        let what = format!("{body:?}");
        self.ask_with_pin(who, body)
            .unwrap_or_else(|refusal| panic!("{who} signs {what}: {refusal}\n{}", self.text()))
    }

    #[track_caller]
    pub fn system(&mut self, body: CommandBody) -> CommandId {
        let command = self.command(Actor::System, body);
        self.take(command)
            .unwrap_or_else(|refusal| panic!("{refusal}\n{}", self.text()))
    }

    #[track_caller]
    pub fn admit(&mut self, sheet: OrderSheet) -> CommandId {
        self.system(CommandBody::AdmitOrder {
            sheet: Box::new(sheet),
            extent: baylight::domain::command::Extent::Whole,
        })
    }

    #[track_caller]
    pub fn shift_in(&mut self, who: &str) -> CommandId {
        self.tap(who, CommandBody::ShiftIn)
    }

    #[track_caller]
    pub fn shift_out(&mut self, who: &str) -> CommandId {
        self.tap(who, CommandBody::ShiftOut)
    }

    #[track_caller]
    pub fn clock_on(&mut self, who: &str, id: &str, number: u8) -> CommandId {
        self.tap(who, on(id, number, ClockMode::Instead))
    }

    #[track_caller]
    pub fn clock_on_alongside(&mut self, who: &str, id: &str, number: u8) -> CommandId {
        self.tap(who, on(id, number, ClockMode::Alongside))
    }

    #[track_caller]
    pub fn clock_off(&mut self, who: &str, id: &str) -> CommandId {
        self.tap(who, CommandBody::ClockOff { job: job(id) })
    }

    #[track_caller]
    pub fn idle(&mut self, who: &str, code: IdleCode) -> CommandId {
        self.tap(who, CommandBody::GoIdle { code })
    }

    #[track_caller]
    pub fn hold(&mut self, who: &str, id: &str, reason: HoldReason) -> CommandId {
        self.tap(who, held(id, reason))
    }

    #[track_caller]
    pub fn finish(&mut self, who: &str, id: &str) -> CommandId {
        self.tap(who, CommandBody::Finish { job: job(id) })
    }

    /// Takes back a tap.
    pub fn undo(&mut self, who: &str, command: CommandId) -> Result<CommandId, Refusal> {
        let tapped = self
            .commands
            .iter()
            .find(|known| known.id == command)
            .expect("only what was tapped is undone");
        let target = undo_target(tapped).expect("a tap that can be undone");
        self.ask(who, CommandBody::Undo { command, target })
    }

    #[track_caller]
    pub fn dispatch(
        &mut self,
        id: &str,
        number: u8,
        lead: &str,
        start: &str,
        end: &str,
    ) -> CommandId {
        let plan = self.plan(id, number, lead, start, end);
        self.tap(
            CHEN_YU,
            CommandBody::Dispatch {
                plan,
                accepted: vec![ConflictKind::NotPresent],
            },
        )
    }

    /// Makes a plan for the day of the clock.
    pub fn plan(&self, id: &str, number: u8, lead: &str, start: &str, end: &str) -> Plan {
        let mut clock = self.clone();
        Plan {
            job: job(id),
            bay: bay(number),
            lead: Some(person(lead)),
            helpers: Vec::new(),
            start: clock.at(start).now,
            end: clock.at(end).now,
        }
    }

    pub fn job(&self, id: &str) -> &Job {
        self.workshop
            .job(&job(id))
            .unwrap_or_else(|| panic!("nobody has spoken of {id}\n{}", self.text()))
    }

    pub fn state(&self, id: &str) -> JobState {
        self.job(id).state()
    }

    /// Counts the minutes that were clocked on a job.
    pub fn minutes(&self, id: &str) -> i64 {
        self.job(id).worked_secs(self.now) / 60
    }

    pub fn questions(&self) -> Vec<Question> {
        let orders = self.workshop.orders.iter();
        orders
            .flat_map(|(ro, order)| about_order(ro, order))
            .chain(self.workshop.days.values().flat_map(about_day))
            .collect()
    }

    /// Shows someone's Monday.
    pub fn monday(&self, who: &str) -> String {
        self.day_of(who, MONDAY)
    }

    /// Shows a day of someone as text: `08:00–09:00 waiting-for-work, 09:00–… 2611-0400/1 at bay-1`.
    pub fn day_of(&self, who: &str, date: &str) -> String {
        self.workshop
            .days
            .get(&(person(who), day(date)))
            .map(|known| segments_text(&known.segments))
            .unwrap_or_default()
    }

    /// Shows the whole floor as text.
    pub fn text(&self) -> String {
        let mut text = format!("at {}\n", wall(self.now));
        for ((who, date), known) in &self.workshop.days {
            let _ = writeln!(text, "{who} {date}: {}", segments_text(&known.segments));
        }
        for (number, order) in &self.workshop.orders {
            let _ = writeln!(text, "{number}: {:?}", order.state());
            for (line, job) in &order.jobs {
                let secs = job.worked_secs(self.now);
                let _ = writeln!(
                    text,
                    "  {line}: {:?}, {secs} s, stops {:?}",
                    job.state(),
                    job.stops
                );
            }
        }
        for question in self.questions() {
            let _ = writeln!(text, "asked: {:?}", question.key);
        }
        text
    }
}

/// Who badged in.
pub fn badge(who: &str) -> Actor {
    Actor::Person {
        id: person(who),
        by: Recognised::Badge,
    }
}

pub fn on(id: &str, number: u8, mode: ClockMode) -> CommandBody {
    CommandBody::ClockOn {
        job: job(id),
        bay: bay(number),
        mode,
    }
}

pub fn held(id: &str, reason: HoldReason) -> CommandBody {
    CommandBody::Hold {
        job: job(id),
        reason,
        note: String::new(),
    }
}

/// Applies events to an empty workshop.
pub fn replay(events: &[Event]) -> Workshop {
    let mut workshop = Workshop::default();
    for event in events {
        workshop.apply(event);
    }
    workshop
}

fn segments_text(segments: &[Segment]) -> String {
    let texts: Vec<String> = segments
        .iter()
        .map(|segment| {
            let end = match segment.end {
                End::At(at) => wall(at),
                End::Running => "…".to_owned(),
                End::Forgotten => "?".to_owned(),
            };
            let doing = match &segment.doing {
                Doing::Idle { code } => serde_json::to_value(code)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned(),
                Doing::Jobs { jobs, .. } => jobs
                    .iter()
                    .map(|on| format!("{} at {}", on.job, on.bay))
                    .collect::<Vec<_>>()
                    .join(" + "),
            };
            format!("{}–{end} {doing}", wall(segment.from))
        })
        .collect();
    texts.join(", ")
}

/// Fails unless a day has neither gap nor overlap, and only its last stretch may be open.
#[track_caller]
pub fn assert_gapless(segments: &[Segment]) {
    for pair in segments.windows(2) {
        match pair[0].end {
            End::At(at) => assert!(at <= pair[1].from, "overlap in {}", segments_text(segments)),
            _ => panic!(
                "an open stretch in the middle of {}",
                segments_text(segments)
            ),
        }
        assert!(pair[0].from < pair[1].from, "{}", segments_text(segments));
    }
}

/// Counts the seconds of the stretches that are over.
pub fn closed_secs(segments: &[Segment]) -> i64 {
    segments
        .iter()
        .filter_map(|segment| Some(whole_secs(segment.from, segment.end.at()?)))
        .sum()
}

/// A time of day.
pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time reads 09:00")
}

impl checks::Checked for Floor {
    fn shop(&self) -> (&Workshop, &SitePolicy) {
        (&self.workshop, &self.policy)
    }

    fn peers(&self) -> &'static [&'static str] {
        &[MA_LAN, ZHOU_QIANG, LIU_JING, WANG_LEI]
    }

    fn signs(&mut self, who: &str, body: CommandBody) {
        self.sign(who, body);
    }
}
