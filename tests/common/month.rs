//! A month of a dealership with twelve bays: who comes, what they work on, what stops them, what they find, what the
//! checks send back, and who forgets to clock out. It is played from one thing that happens to the next.
#![allow(dead_code, reason = "each test uses its own part of it")]

use super::common::*;
use super::dice::Dice;
use baylight::domain::car::{CarState, CarStep};
use baylight::domain::catalogue::Part;
use baylight::domain::clock::Activity;
use baylight::domain::command::{ClockMode, CommandBody, Correction};
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::finding::{Answer, Channel, DelayReason, Found, Severity, Sighting};
use baylight::domain::forecast::{CauseKind, Risk, WarningKey};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{CommandId, JobId, PartNumber, PersonId, RoNumber};
use baylight::domain::job::JobState;
use baylight::domain::order::{BusinessCategory, Fen, OrderSheet, Trade, WorkMinutes, YesNo};
use baylight::domain::parts::command::{LineQuantity, PartsCommand};
use baylight::domain::parts::request::{AskedLine, ParcelId, Purpose, Wanted};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::Bay;
use baylight::domain::quality::checklist::CheckKind;
use baylight::domain::quality::command::{QualityCommand, ReworkOrder, ReworkReason};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub const BAYS: usize = 12;
/// Without a bay of their own: they help where there is much to do, and check what others did.
const HELPERS: [usize; 2] = [12, 13];
pub const CARS_A_DAY: usize = 58;
/// The first day of the month, and its last working day.
pub const FIRST: &str = "2025-10-01";
pub const LAST: &str = "2025-10-31";
/// Closed for the holiday; Sundays are closed as well.
pub const HOLIDAYS: [&str; 3] = ["2025-10-01", "2025-10-02", "2025-10-03"];
const PARTS: u32 = 24;

const NAMES: [&str; 14] = [
    "赵一鸣",
    "钱立新",
    "孙海波",
    "李建国",
    "周志强",
    "吴晓东",
    "郑成",
    "王海涛",
    "冯大伟",
    "陈春生",
    "褚卫东",
    "魏学文",
    "蒋小龙",
    "沈丽",
];

type Moment = DateTime<Utc>;

pub fn technician(number: usize) -> String {
    format!("T{:02}", number + 1)
}

fn trades_of(bay: usize) -> Vec<Trade> {
    match bay {
        0..5 => vec![Trade::Maintenance, Trade::Mechanical],
        5..9 => vec![Trade::Mechanical, Trade::Electrical],
        _ => vec![Trade::Body, Trade::Maintenance],
    }
}

/// What comes in between.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Trouble {
    Hold(HoldReason, i64),
    WithoutAWord(i64),
    Finds,
    NeedsLonger,
    Helper,
}

/// A job as it really is: so many seconds of work, and what comes in between after how many of them.
#[derive(Debug, Clone)]
struct Task {
    id: JobId,
    needs: i64,
    worked: i64,
    trouble: VecDeque<(i64, Trouble)>,
    helper: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    /// Not at work, at lunch, or busy with something that is no job.
    Away,
    /// Looks for the next job.
    Free,
    Works,
    /// Stands beside a car that stands still.
    Waits,
}

struct Bench {
    queue: VecDeque<Task>,
    now: Option<Task>,
    /// Off the lift until its cause is gone.
    parked: BTreeMap<JobId, Task>,
    stage: Stage,
    began: Moment,
    /// What was planned before is not done any more.
    turn: u64,
}

/// What is to be done at a moment.
#[derive(Debug, Clone)]
enum Errand {
    Arrive(Box<OrderSheet>),
    Enqueue(JobId, u32),
    Come(usize),
    Lunch(usize),
    BackFromLunch(usize),
    GoHome(usize),
    Flag(usize, NaiveDate),
    Mend(usize, NaiveDate),
    Look(usize, u64),
    Pause(usize, u64),
    Resume(usize, u64),
    Busy(usize, IdleCode, i64),
    Release(usize, JobId),
    Serve(JobId),
    Answer(RoNumber, CommandId, usize),
    SelfCheck(JobId, usize),
    PeerCheck(JobId, usize),
    Inspect(RoNumber, usize),
    Inspected(RoNumber, usize),
    Wash(RoNumber),
    Washed(RoNumber),
    Invoice(RoNumber),
    Deliver(RoNumber),
    Warn(RoNumber),
    Amend(RoNumber),
    Slip(usize),
    Training(usize),
}

/// The month and its workshop.
pub struct Month {
    pub floor: Floor,
    dice: Dice,
    agenda: BTreeMap<(Moment, u64), Errand>,
    planned: u64,
    benches: Vec<Bench>,
    standards: BTreeMap<JobId, u32>,
    inspectors_free: [Moment; 2],
    wash_free: Moment,
    delivered: Vec<Plate>,
    forgot: BTreeSet<(usize, NaiveDate)>,
    pub arrived: usize,
    pub days: Vec<NaiveDate>,
}

impl Month {
    pub fn new(seed: u64) -> Self {
        Self::of_days(seed, FIRST, LAST, CARS_A_DAY)
    }

    /// A shorter stretch, for whoever does not need all of it.
    pub fn of_days(seed: u64, first: &str, last: &str, cars_a_day: usize) -> Self {
        let mut floor = Floor::empty();
        floor.now = moment(&format!("{first} 06:00"));
        floor.policy.bays = (0..BAYS)
            .map(|index| Bay {
                id: bay(index as u8 + 1),
                name: format!("{} 号工位", index + 1),
                english_name: format!("Bay {}", index + 1),
                trades: trades_of(index),
            })
            .collect();
        floor.policy.hours.week[6].clear();
        floor.policy.hours.closed = HOLIDAYS.iter().map(|text| day(text)).collect();
        let bench = || Bench {
            queue: VecDeque::new(),
            now: None,
            parked: BTreeMap::new(),
            stage: Stage::Away,
            began: moment("2025-10-01 00:00"),
            turn: 0,
        };
        let midnight = moment("2025-10-01 00:00");
        let mut month = Self {
            floor,
            dice: Dice(seed),
            agenda: BTreeMap::new(),
            planned: 0,
            benches: (0..BAYS).map(|_| bench()).collect(),
            standards: BTreeMap::new(),
            inspectors_free: [midnight; 2],
            wash_free: midnight,
            delivered: Vec::new(),
            forgot: BTreeSet::new(),
            arrived: 0,
            days: Vec::new(),
        };
        month.people_and_parts();
        let hours = month.floor.policy.hours.clone();
        let open = |day: &NaiveDate| !hours.periods(*day).is_empty();
        let days = day(first).iter_days().take_while(|at| *at <= day(last));
        month.days = days.filter(open).collect();
        for day in month.days.clone() {
            month.book(day, cars_a_day);
        }
        month
    }

    fn people_and_parts(&mut self) {
        for (number, name) in NAMES.iter().enumerate() {
            let trades = if number < BAYS {
                trades_of(number)
            } else {
                Trade::ALL.to_vec()
            };
            self.enrol(&technician(number), name, Role::Technician, trades);
        }
        self.enrol("Q2", "何静", Role::Inspector, Vec::new());
        for number in 1..=PARTS {
            let part = Part {
                number: part(number),
                name: format!("配件 {number}"),
                english_name: format!("Part {number}"),
                brand: String::new(),
                fits: String::new(),
                category: String::new(),
                unit: "件".to_owned(),
                warehouse: String::new(),
                bin: "A-1".to_owned(),
                on_hand: 5_000,
                threshold: 10,
                cost: Fen(1_000),
                price: Fen(2_000),
            };
            self.floor.system(CommandBody::ListPart { part });
        }
    }

    fn enrol(&mut self, id: &str, name: &str, role: Role, trades: Vec<Trade>) {
        self.floor.system(CommandBody::EnrolPerson {
            person: Person {
                id: person(id),
                name: name.to_owned(),
                role,
                trades,
                badge: None,
                language: Language::Zh,
                employment: Employment::Here,
            },
            pin_hash: None,
        });
    }

    /// Plays the next thing that happens, and tells when; nothing when all of it is done.
    pub fn step(&mut self) -> Option<Moment> {
        let ((at, _), errand) = self.agenda.pop_first()?;
        if self.floor.policy.day_of(at) > self.floor.policy.day_of(self.floor.now) {
            // What was settled before is let go of, as the coordinator does.
            let before = self.floor.policy.day_of(at) - Days::new(3);
            self.floor.workshop.let_go(before);
        }
        self.floor.now = at.max(self.floor.now);
        self.run(errand);
        Some(self.floor.now)
    }

    /// Plays all of it.
    pub fn play(&mut self) {
        while self.step().is_some() {}
    }

    fn later(&mut self, at: Moment, errand: Errand) {
        self.planned += 1;
        self.agenda.insert((at, self.planned), errand);
    }

    /// So many open minutes from now, and some seconds.
    fn after(&mut self, minutes: i64) -> Moment {
        let secs = self.dice.between(0, 59);
        let length = TimeDelta::minutes(minutes.max(0)) + TimeDelta::seconds(secs + 1);
        let end = self.floor.policy.hours.end_of_work(self.floor.now, length);
        self.floor.policy.hours.next_open(end)
    }

    fn soon(&mut self, from: i64, until: i64, errand: Errand) {
        let minutes = self.dice.between(from, until);
        let at = self.after(minutes);
        self.later(at, errand);
    }

    fn at(&mut self, day: NaiveDate, clock: &str, within_minutes: i64) -> Moment {
        let secs = self.dice.between(0, within_minutes * 60);
        self.floor.policy.hours.moment(day, time(clock)) + TimeDelta::seconds(secs)
    }

    fn book(&mut self, day: NaiveDate, cars: usize) {
        for number in 0..NAMES.len() {
            let comes = self.at(day, "07:56", 7);
            self.later(comes, Errand::Come(number));
            let (lunch, back) = (self.at(day, "12:00", 3), self.at(day, "13:00", 3));
            self.later(lunch, Errand::Lunch(number));
            self.later(back, Errand::BackFromLunch(number));
            let leaves = self.at(day, "18:00", 9);
            self.later(leaves, Errand::GoHome(number));
            if day.weekday() == Weekday::Wed && number % 5 == 2 {
                let at = self.at(day, "14:00", 2);
                self.later(at, Errand::Training(number));
            }
        }
        for number in [3, 8] {
            let at = self.at(day, "10:20", 60);
            self.later(at, Errand::Slip(number));
        }
        for _ in 0..cars {
            let (from, within) = self.dice.one_of(&[
                (55, ("07:40", 130)),
                (25, ("09:50", 110)),
                (20, ("13:00", 170)),
            ]);
            let arrives = self.at(day, from, within);
            let sheet = self.sheet(arrives);
            self.later(arrives, Errand::Arrive(Box::new(sheet)));
        }
    }

    fn sheet(&mut self, arrives: Moment) -> OrderSheet {
        self.arrived += 1;
        let (trade, name, standards) = self.dice.one_of(&[
            (52, (Trade::Maintenance, "保养", (30, 66))),
            (26, (Trade::Mechanical, "制动与底盘", (48, 120))),
            (12, (Trade::Electrical, "线路检修", (42, 108))),
            (8, (Trade::Body, "钣金整形", (90, 240))),
        ]);
        let minutes = |dice: &mut Dice| (dice.between(standards.0, standards.1) / 6 * 6) as u32;
        let mut lines = vec![line(1, name, trade, minutes(&mut self.dice))];
        if trade != Trade::Body && self.dice.chance(18) {
            lines.push(line(2, "附加项目", trade, minutes(&mut self.dice) / 2));
        }
        for line in &mut lines {
            line.flagged = WorkMinutes(line.standard.0 + 6);
            line.credited = WorkMinutes(line.standard.0.saturating_sub(7));
            line.op_code = format!("{}-{}", line.op_code, trade as u8).as_str().into();
        }
        let number = format!("2510-{:04}", self.arrived);
        let plate = format!("京A{:05}", 20_000 + self.arrived);
        let mut sheet = sheet(&number, &plate, "2025-10-01 17:00", lines);
        sheet.arrived_at = arrives;
        sheet.wash = if self.dice.chance(45) {
            YesNo::Yes
        } else {
            YesNo::No
        };
        sheet
    }

    fn run(&mut self, errand: Errand) {
        match errand {
            Errand::Arrive(sheet) => self.arrive(*sheet),
            Errand::Enqueue(id, standard) => self.enqueue(&id, standard),
            Errand::Come(number) => self.come(number),
            Errand::Lunch(number) => self.lunch(number),
            Errand::BackFromLunch(number) => self.back_from_lunch(number),
            Errand::GoHome(number) => self.go_home(number),
            Errand::Flag(number, day) => self.flag(number, day),
            Errand::Mend(number, day) => self.mend(number, day),
            Errand::Look(bench, turn) => {
                if self.is_turn(bench, turn) && self.benches[bench].stage == Stage::Free {
                    self.begin_next(bench);
                }
            }
            Errand::Pause(bench, turn) => {
                if self.is_turn(bench, turn) && self.benches[bench].stage == Stage::Works {
                    self.pause(bench);
                }
            }
            Errand::Resume(bench, turn) => {
                if self.is_turn(bench, turn) {
                    self.work_on(bench);
                }
            }
            Errand::Busy(bench, code, minutes) => self.busy(bench, code, minutes),
            Errand::Release(bench, id) => self.release(bench, &id),
            Errand::Serve(id) => self.serve(&id),
            Errand::Answer(ro, finding, bench) => self.answer(&ro, finding, bench),
            Errand::SelfCheck(id, bench) => self.self_check(&id, bench),
            Errand::PeerCheck(id, bench) => self.peer_check(&id, bench),
            Errand::Inspect(ro, who) => {
                if self.state(&ro) == CarState::AwaitingQc {
                    let body = QualityCommand::TakeCar { from: None };
                    let _ = self.ask_quality(inspector(who), &ro, body);
                }
                self.soon(10, 22, Errand::Inspected(ro, who));
            }
            Errand::Inspected(ro, who) => self.inspected(&ro, who),
            Errand::Wash(ro) => {
                if self.state(&ro) == CarState::Wash {
                    self.quality(SUN_LI, &ro, QualityCommand::BeginWash);
                    self.soon(12, 22, Errand::Washed(ro));
                }
            }
            Errand::Washed(ro) => {
                if self.state(&ro) == CarState::Wash {
                    self.move_car(&ro, CarStep::Washed);
                    self.soon(4, 18, Errand::Invoice(ro));
                }
            }
            Errand::Invoice(ro) => {
                if self.state(&ro) == CarState::AwaitingInvoice {
                    self.move_car(&ro, CarStep::Invoiced);
                    let promised = self.floor.workshop.orders[&ro].promised_at();
                    let at = self.after(8).max(promised.unwrap_or(self.floor.now));
                    self.later(at, Errand::Deliver(ro));
                }
            }
            Errand::Deliver(ro) => self.deliver(&ro),
            Errand::Warn(ro) => self.warn(&ro),
            Errand::Amend(ro) => self.amend(&ro),
            Errand::Slip(number) => self.slip(number),
            Errand::Training(number) => self.training(number),
        }
    }

    fn is_turn(&self, bench: usize, turn: u64) -> bool {
        self.benches[bench].turn == turn
    }

    fn is_here(&self, number: usize) -> bool {
        let today = self.floor.policy.day_of(self.floor.now);
        let day = self
            .floor
            .workshop
            .days
            .get(&(person(&technician(number)), today));
        day.is_some_and(|day| day.is_present())
    }

    fn state(&self, ro: &RoNumber) -> CarState {
        self.floor.workshop.orders[ro].state()
    }

    /// Sets a technician free for the next job.
    fn free(&mut self, bench: usize, from: i64, until: i64) {
        let it = &mut self.benches[bench];
        it.stage = Stage::Free;
        it.turn += 1;
        let turn = it.turn;
        self.soon(from, until, Errand::Look(bench, turn));
    }

    fn come(&mut self, number: usize) {
        self.floor.shift_in(&technician(number));
        if self.floor.now.weekday() == Weekday::Mon {
            self.floor.now += TimeDelta::seconds(40);
            self.floor.idle(&technician(number), IdleCode::Meeting);
        }
        if number < BAYS {
            self.free(number, 4, 16);
        }
    }

    fn lunch(&mut self, number: usize) {
        // Some let the clock run while they eat.
        if !self.is_here(number) || self.dice.chance(5) {
            return;
        }
        if number < BAYS {
            self.leave_off(number);
        }
        self.floor.idle(&technician(number), IdleCode::Break);
    }

    /// Counts what was worked, and has the technician do no job.
    fn leave_off(&mut self, bench: usize) -> Stage {
        let now = self.floor.now;
        let it = &mut self.benches[bench];
        let before = it.stage;
        if let (Stage::Works, Some(task)) = (before, &mut it.now) {
            task.worked += (now - it.began).num_seconds();
        }
        it.stage = Stage::Away;
        it.turn += 1;
        before
    }

    fn back_from_lunch(&mut self, number: usize) {
        if !self.is_here(number) {
            return;
        }
        if number >= BAYS {
            self.floor
                .idle(&technician(number), IdleCode::WaitingForWork);
        } else if self.benches[number].stage == Stage::Away {
            self.floor
                .idle(&technician(number), IdleCode::WaitingForWork);
            self.free(number, 0, 4);
        }
    }

    fn go_home(&mut self, number: usize) {
        if !self.is_here(number) {
            return;
        }
        let who = technician(number);
        let today = self.floor.policy.day_of(self.floor.now);
        let forgets = self.dice.chance(3);
        if number < BAYS {
            let before = self.leave_off(number);
            let job = self.benches[number]
                .now
                .as_ref()
                .map(|task| task.id.to_string());
            if let (Stage::Works, Some(job), false) = (before, job, forgets) {
                self.floor.hold(&who, &job, HoldReason::EndOfShift);
                self.floor.now += TimeDelta::seconds(20);
            }
        }
        if !forgets {
            self.floor.shift_out(&who);
            return;
        }
        self.forgot.insert((number, today));
        let flagged = self.floor.policy.hours.moment(today, time("18:41"));
        self.later(flagged, Errand::Flag(number, today));
        if self.dice.chance(60) {
            let next = self.days.iter().find(|day| **day > today).copied();
            if let Some(next) = next {
                let at = self.at(next, "09:00", 30);
                self.later(at, Errand::Mend(number, today));
            }
        }
    }

    fn flag(&mut self, number: usize, day: NaiveDate) {
        let person = person(&technician(number));
        self.floor
            .system(CommandBody::FlagForgottenClockOut { person, day });
    }

    /// The foreman has asked them when they left.
    fn mend(&mut self, number: usize, day: NaiveDate) {
        let left_at = self.at(day, "18:10", 10);
        let body = CommandBody::CorrectClock {
            person: person(&technician(number)),
            day,
            correction: Correction::Add {
                at: left_at,
                activity: Activity::ShiftOut,
            },
            reason: "忘记下班打卡".to_owned(),
        };
        self.floor.sign(WANG_LEI, body);
    }

    /// A wrong tap that is taken back, and a shift-in that the foreman mends.
    fn slip(&mut self, number: usize) {
        let who = technician(number);
        if !self.is_here(number) || self.benches[number].stage != Stage::Works {
            return;
        }
        let wrong = self.floor.idle(&who, IdleCode::Cleaning);
        self.floor.now += TimeDelta::seconds(35);
        self.floor.undo(&who, wrong).expect("it is taken back");
        let today = self.floor.policy.day_of(self.floor.now);
        let day = &self.floor.workshop.days[&(person(&who), today)];
        let first = day.marks[0].clone();
        let body = CommandBody::CorrectClock {
            person: person(&who),
            day: today,
            correction: Correction::Move {
                mark: first.command,
                to: first.at - TimeDelta::seconds(190),
            },
            reason: "早到".to_owned(),
        };
        self.floor.sign(WANG_LEI, body);
    }

    fn training(&mut self, number: usize) {
        if !self.is_here(number) {
            return;
        }
        if number < BAYS {
            self.leave_off(number);
            self.floor.idle(&technician(number), IdleCode::Training);
            let turn = self.benches[number].turn;
            self.soon(40, 70, Errand::Resume(number, turn));
        } else {
            self.floor.idle(&technician(number), IdleCode::Training);
        }
    }

    fn arrive(&mut self, mut sheet: OrderSheet) {
        // Now and then a car comes back that was here before.
        if self.delivered.len() > 40 && self.dice.chance(2) {
            let nth = self.dice.between(0, self.delivered.len() as i64 - 1);
            sheet.car.plate = self.delivered.swap_remove(nth as usize);
            sheet.category = BusinessCategory::Comeback;
        }
        let standard: i64 = sheet
            .lines
            .iter()
            .map(|line| i64::from(line.standard.0))
            .sum();
        let room = self.dice.between(60, 260);
        let before = (0..BAYS).map(|bench| self.load(bench)).min().unwrap_or(0);
        let promised = self.after(before + standard + 40 + room);
        sheet.promised_at = half_hour(promised);
        let ro = sheet.ro.clone();
        let lines: Vec<(u16, u32)> = sheet.lines.iter().map(|l| (l.line, l.standard.0)).collect();
        self.floor.admit(sheet);
        for (line, standard) in lines {
            let id = JobId::new(ro.clone(), line);
            self.soon(3, 9, Errand::Enqueue(id, standard));
        }
        if self.dice.chance(6) {
            self.soon(20, 200, Errand::Amend(ro.clone()));
        }
        if self.dice.chance(12) {
            self.soon(60, 220, Errand::Warn(ro));
        }
    }

    fn load(&self, bench: usize) -> i64 {
        let it = &self.benches[bench];
        let tasks = it.queue.iter().chain(&it.now);
        tasks.map(|task| (task.needs - task.worked) / 60).sum()
    }

    fn trade_of(&self, id: &JobId) -> Trade {
        let line = self
            .floor
            .workshop
            .job(id)
            .and_then(|job| job.line.as_ref());
        line.map_or(Trade::Maintenance, |line| line.trade)
    }

    /// The dispatcher takes the fitting bay with the least work; all jobs of a car go to the same one.
    fn enqueue(&mut self, id: &JobId, standard: u32) {
        let trade = self.trade_of(id);
        let has_car = |it: &Bench| {
            let tasks = it.queue.iter().chain(&it.now).chain(it.parked.values());
            tasks.into_iter().any(|task| task.id.ro == id.ro)
        };
        let same = self.benches.iter().position(has_car);
        let bench = same.unwrap_or_else(|| {
            let fits = (0..BAYS).filter(|bench| trades_of(*bench).contains(&trade));
            fits.min_by_key(|bench| self.load(*bench))
                .expect("a bay for every trade")
        });
        self.standards.insert(id.clone(), standard);
        let task = self.task(id, standard);
        self.plan(id, bench);
        self.benches[bench].queue.push_back(task);
    }

    fn task(&mut self, id: &JobId, standard: u32) -> Task {
        let standard = i64::from(standard.max(6)) * 60;
        let needs = (standard as f64 * self.dice.about(0.92, 0.24)).max(240.0) as i64;
        let mut trouble = Vec::new();
        let mut at = |dice: &mut Dice, what| {
            let share = 0.15 + 0.7 * dice.share();
            trouble.push(((needs as f64 * share) as i64, what));
        };
        if self.dice.chance(16) {
            let (reason, median) = self.dice.one_of(&[
                (40, (HoldReason::Parts, 40.0)),
                (24, (HoldReason::CustomerAnswer, 25.0)),
                (12, (HoldReason::Tool, 12.0)),
                (14, (HoldReason::TechnicalHelp, 18.0)),
                (6, (HoldReason::Bay, 20.0)),
                (4, (HoldReason::OutsideWork, 180.0)),
            ]);
            let minutes = self.dice.about(median, 0.7).clamp(3.0, 900.0) as i64;
            at(&mut self.dice, Trouble::Hold(reason, minutes));
        }
        if self.dice.chance(3) {
            let minutes = self.dice.between(5, 25);
            at(&mut self.dice, Trouble::WithoutAWord(minutes));
        }
        if id.line == 1 && self.dice.chance(12) {
            at(&mut self.dice, Trouble::Finds);
        }
        if self.dice.chance(5) {
            at(&mut self.dice, Trouble::NeedsLonger);
        }
        if self.dice.chance(9) {
            at(&mut self.dice, Trouble::Helper);
        }
        trouble.sort_by_key(|(after, _)| *after);
        Task {
            id: id.clone(),
            needs,
            worked: 0,
            trouble: trouble.into(),
            helper: None,
        }
    }

    fn plan(&mut self, id: &JobId, bench: usize) {
        let minutes = self.load(bench);
        let start = self.after(minutes);
        let hours = &self.floor.policy.hours;
        let standard = self.standards.get(id).copied().unwrap_or(30).max(10);
        let plan = Plan {
            job: id.clone(),
            bay: bay(bench as u8 + 1),
            lead: Some(person(&technician(bench))),
            helpers: Vec::new(),
            start,
            end: hours.end_of_work(start, TimeDelta::minutes(i64::from(standard))),
        };
        let accepted = vec![
            ConflictKind::BayTaken,
            ConflictKind::PersonTaken,
            ConflictKind::CarTaken,
            ConflictKind::WrongTrade,
            ConflictKind::NoSuchSkill,
            ConflictKind::NotPresent,
            ConflictKind::BeyondPromise,
            ConflictKind::OutsideHours,
        ];
        // A job that was dropped or finished meanwhile needs no plan.
        let _ = self
            .floor
            .ask(CHEN_YU, CommandBody::Dispatch { plan, accepted });
    }

    fn begin_next(&mut self, bench: usize) {
        if !self.is_here(bench) || !self.floor.policy.hours.is_open(self.floor.now) {
            return;
        }
        if self.benches[bench].now.is_none() {
            let Some(task) = self.benches[bench].queue.pop_front() else {
                self.free(bench, 5, 15);
                return;
            };
            self.benches[bench].now = Some(task);
            self.work_on(bench);
            self.ask_for_parts(bench, 40);
            return;
        }
        self.work_on(bench);
    }

    fn work_on(&mut self, bench: usize) {
        if !self.is_here(bench) {
            return;
        }
        let Some(task) = self.benches[bench].now.clone() else {
            self.free(bench, 0, 2);
            return;
        };
        let who = technician(bench);
        self.floor.tap(
            &who,
            on(&task.id.to_string(), bench as u8 + 1, ClockMode::Instead),
        );
        let next = task
            .trouble
            .front()
            .map_or(task.needs, |(after, _)| task.needs.min(*after));
        let it = &mut self.benches[bench];
        it.stage = Stage::Works;
        it.began = self.floor.now;
        it.turn += 1;
        let turn = it.turn;
        let at = self.floor.now + TimeDelta::seconds((next - task.worked).max(5));
        self.later(at, Errand::Pause(bench, turn));
    }

    /// Something comes in between, or it is done.
    fn pause(&mut self, bench: usize) {
        let now = self.floor.now;
        let it = &mut self.benches[bench];
        let Some(task) = &mut it.now else {
            return;
        };
        task.worked += (now - it.began).num_seconds();
        it.began = now;
        let due = task
            .trouble
            .front()
            .is_some_and(|(after, _)| *after <= task.worked);
        let what = if due { task.trouble.pop_front() } else { None };
        let id = task.id.clone();
        match what {
            Some((_, Trouble::Hold(reason, minutes))) => self.hold(bench, &id, reason, minutes),
            Some((_, Trouble::WithoutAWord(minutes))) => {
                self.floor.clock_off(&technician(bench), &id.to_string());
                self.benches[bench].stage = Stage::Waits;
                self.benches[bench].turn += 1;
                let turn = self.benches[bench].turn;
                self.soon(minutes, minutes, Errand::Resume(bench, turn));
            }
            Some((_, Trouble::Finds)) => {
                self.finds(bench, &id);
                self.go_on(bench);
            }
            Some((_, Trouble::NeedsLonger)) => {
                let minutes = self.dice.between(1, 6) as u32 * 10;
                let reason = self.dice.one_of(&[
                    (3, DelayReason::SeizedOrBroken),
                    (2, DelayReason::Diagnosis),
                    (2, DelayReason::HarderThanExpected),
                ]);
                let body = CommandBody::AskExtension {
                    job: id,
                    minutes: WorkMinutes(minutes),
                    reason,
                };
                self.floor.tap(&technician(bench), body);
                if let Some(task) = &mut self.benches[bench].now {
                    task.needs += i64::from(minutes) * 40;
                }
                self.go_on(bench);
            }
            Some((_, Trouble::Helper)) => {
                self.helper_comes(bench, &id);
                self.go_on(bench);
            }
            None => self.finish(bench, &id),
        }
    }

    /// Goes on with the same job, without a tap.
    fn go_on(&mut self, bench: usize) {
        let now = self.floor.now;
        let it = &mut self.benches[bench];
        it.turn += 1;
        // Whoever was away from the clock for a moment works on.
        let Some(task) = &mut it.now else {
            return;
        };
        task.worked += (now - it.began).num_seconds();
        it.began = now;
        let next = task
            .trouble
            .front()
            .map_or(task.needs, |(after, _)| task.needs.min(*after));
        let (turn, at) = (
            it.turn,
            now + TimeDelta::seconds((next - task.worked).max(5)),
        );
        self.later(at, Errand::Pause(bench, turn));
    }

    fn helper_comes(&mut self, bench: usize, id: &JobId) {
        let helper = HELPERS[bench % 2];
        let busy = self.floor.workshop.latest_day(&person(&technician(helper)));
        let waits = busy.and_then(|day| day.running()).is_some_and(|segment| {
            matches!(segment.doing, baylight::domain::clock::Doing::Idle { .. })
        });
        if self.is_here(helper) && waits {
            self.floor
                .clock_on(&technician(helper), &id.to_string(), bench as u8 + 1);
            if let Some(task) = &mut self.benches[bench].now {
                task.needs -= (task.needs - task.worked) / 3;
                task.helper = Some(helper);
            }
        }
    }

    fn hold(&mut self, bench: usize, id: &JobId, reason: HoldReason, minutes: i64) {
        let who = technician(bench);
        if reason == HoldReason::Parts {
            self.ask_for_parts(bench, 100);
        }
        self.floor.hold(&who, &id.to_string(), reason);
        let it = &mut self.benches[bench];
        it.turn += 1;
        it.stage = Stage::Waits;
        let at = self.after(minutes);
        self.later(at, Errand::Release(bench, id.clone()));
        if minutes > 35 {
            // A car that stands so long makes room for the next.
            if let Some(task) = self.benches[bench].now.take() {
                self.benches[bench].parked.insert(id.clone(), task);
            }
            self.plan(id, bench);
            self.free(bench, 2, 8);
        }
    }

    fn release(&mut self, bench: usize, id: &JobId) {
        let state = self.floor.state(&id.to_string());
        if matches!(
            state,
            JobState::OnHold {
                cleared_at: None,
                reason: Some(_),
                ..
            }
        ) {
            self.serve(id);
            let body = CommandBody::ClearHold { job: id.clone() };
            // Whoever came back before has lifted it.
            let _ = self.floor.ask(GU_MIN, body);
        }
        let it = &mut self.benches[bench];
        if let Some(task) = it.parked.remove(id) {
            it.queue.push_front(task);
        } else if it.stage == Stage::Waits {
            let turn = it.turn;
            self.soon(1, 5, Errand::Resume(bench, turn));
        }
    }

    fn busy(&mut self, bench: usize, code: IdleCode, minutes: i64) {
        if self.is_here(bench) && self.benches[bench].stage == Stage::Free {
            self.floor.idle(&technician(bench), code);
            self.free(bench, minutes, minutes + 2);
        }
    }

    fn finish(&mut self, bench: usize, id: &JobId) {
        let who = technician(bench);
        self.serve(id);
        self.fit(bench, id);
        self.floor.finish(&who, &id.to_string());
        self.benches[bench].now = None;
        self.free(bench, 1, 6);
        if self.dice.chance(18) {
            let (code, minutes) = self
                .dice
                .one_of(&[(3, (IdleCode::MovingCars, 7)), (2, (IdleCode::Cleaning, 9))]);
            let at = self.floor.now + TimeDelta::seconds(30);
            self.later(at, Errand::Busy(bench, code, minutes));
        }
        self.soon(2, 5, Errand::SelfCheck(id.clone(), bench));
    }

    // Parts.

    fn parts(&mut self, who: &str, id: &JobId, body: PartsCommand) -> CommandId {
        let body = CommandBody::Parts {
            ro: id.ro.clone(),
            body: Box::new(body),
        };
        self.floor.tap(who, body)
    }

    fn ask_for_parts(&mut self, bench: usize, percent: u32) {
        let Some(id) = self.benches[bench].now.as_ref().map(|task| task.id.clone()) else {
            return;
        };
        if !self.dice.chance(percent) {
            return;
        }
        let count = self.dice.between(1, 2);
        let lines = (0..count).map(|_| AskedLine {
            wanted: Wanted::Part {
                part: part(self.dice.between(1, i64::from(PARTS)) as u32),
            },
            quantity: 2,
        });
        let lines = lines.collect();
        self.parts(
            &technician(bench),
            &id,
            PartsCommand::Ask {
                job: id.line,
                bay: None,
                purpose: Purpose::Job,
                lines,
            },
        );
        self.soon(4, 14, Errand::Serve(id));
    }

    /// The store picks what a job still waits for, and the technician signs for it.
    fn serve(&mut self, id: &JobId) {
        let parts = &self.floor.workshop.orders[&id.ro].parts;
        let open: Vec<(_, _)> = parts
            .lines_of(id.line)
            .filter(|(_, _, line)| line.rest() > 0)
            .map(|(_, key, line)| (key, line.rest()))
            .collect();
        for (line, quantity) in open {
            self.parts(
                GU_MIN,
                id,
                PartsCommand::Pick {
                    line,
                    quantity,
                    batch: None,
                },
            );
        }
        let parts = &self.floor.workshop.orders[&id.ro].parts;
        let ready = parts
            .lines_of(id.line)
            .flat_map(|(_, _, line)| &line.parcels);
        let parcels: Vec<ParcelId> = ready.filter(|p| p.is_ready()).map(|p| p.id).collect();
        if !parcels.is_empty() {
            self.floor.now += TimeDelta::seconds(50);
            let lead = self
                .floor
                .workshop
                .job(id)
                .and_then(|job| job.lead().cloned());
            let who = lead.map_or(technician(0), |lead| lead.to_string());
            self.parts(&who, id, PartsCommand::Receive { parcels });
        }
    }

    fn fit(&mut self, bench: usize, id: &JobId) {
        let parts = &self.floor.workshop.orders[&id.ro].parts;
        let lines: Vec<LineQuantity> = parts
            .lines_of(id.line)
            .filter(|(_, _, line)| line.unaccounted() > 0)
            .map(|(_, key, line)| LineQuantity {
                line: key,
                quantity: line.kept(),
            })
            .collect();
        if !lines.is_empty() {
            self.parts(&technician(bench), id, PartsCommand::Fit { lines });
        }
    }

    // What is found beside the order.

    fn finds(&mut self, bench: usize, id: &JobId) {
        let standard = self.dice.between(3, 9) as u32 * 6;
        let body = CommandBody::ReportFinding {
            ro: id.ro.clone(),
            during: Some(id.clone()),
            bay: Some(bay(bench as u8 + 1)),
            sighting: Box::new(worn(self.trade_of(id), standard)),
        };
        let found = self.floor.tap(&technician(bench), body);
        let minutes = self.dice.about(20.0, 0.5) as i64;
        let at = self.after(minutes.clamp(3, 90));
        self.later(at, Errand::Answer(id.ro.clone(), found, bench));
    }

    fn answer(&mut self, ro: &RoNumber, finding: CommandId, bench: usize) {
        let answers = [
            (50, Answer::Authorised),
            (30, Answer::Declined),
            (20, Answer::Deferred),
        ];
        let mut answer = self.dice.one_of(&answers);
        if self.state(ro) >= CarState::AwaitingQc {
            answer = Answer::Declined;
        }
        let order = &self.floor.workshop.orders[ro];
        let found = order.findings.iter().find(|known| known.id == finding);
        let (line, standard) = found
            .map(|known| (known.line, known.sighting.standard.0))
            .expect("the finding");
        let body = CommandBody::AnswerFinding {
            ro: ro.clone(),
            finding,
            seen: None,
            answer,
            channel: Channel::Phone,
            amount: Fen(30_000),
        };
        self.floor.tap(SUN_LI, body);
        if answer != Answer::Authorised {
            return;
        }
        if self.dice.chance(70) {
            let now = self.floor.now;
            let promised = self.floor.workshop.orders[ro]
                .promised_at()
                .unwrap_or(now)
                .max(now);
            let length = TimeDelta::minutes(i64::from(standard) + 40);
            let later = half_hour(self.floor.policy.hours.end_of_work(promised, length));
            let body = CommandBody::ChangePromise {
                ro: ro.clone(),
                promised_at: later,
            };
            self.floor.tap(SUN_LI, body);
        }
        let id = JobId::new(ro.clone(), line);
        self.standards.insert(id.clone(), standard);
        let mut task = self.task(&id, standard);
        task.trouble.clear();
        self.plan(&id, bench);
        self.benches[bench].queue.push_front(task);
    }

    // Checks.

    fn quality(&mut self, who: &str, ro: &RoNumber, body: QualityCommand) -> CommandId {
        let (ro, body) = (ro.clone(), Box::new(body));
        self.floor.tap(who, CommandBody::Quality { ro, body })
    }

    fn ask_quality(
        &mut self,
        who: &str,
        ro: &RoNumber,
        body: QualityCommand,
    ) -> Result<CommandId, baylight::domain::refusal::Refusal> {
        let (ro, body) = (ro.clone(), Box::new(body));
        self.floor.ask(who, CommandBody::Quality { ro, body })
    }

    fn finish_of(&self, id: &JobId) -> Option<CommandId> {
        self.floor
            .job(&id.to_string())
            .finished()
            .map(|stop| stop.command)
    }

    fn check(&mut self, who: &str, id: &JobId, check: CheckKind) -> bool {
        let Some(finish) = self.finish_of(id) else {
            return false;
        };
        let body = QualityCommand::Check {
            line: id.line,
            finish,
            check,
            results: Vec::new(),
        };
        self.ask_quality(who, &id.ro, body).is_ok()
    }

    fn self_check(&mut self, id: &JobId, bench: usize) {
        let lead = self.floor.job(&id.to_string()).lead().cloned();
        let who = lead.map_or(technician(bench), |lead| lead.to_string());
        if self.check(&who, id, CheckKind::SelfCheck) {
            self.soon(3, 12, Errand::PeerCheck(id.clone(), bench));
        }
    }

    fn peer_check(&mut self, id: &JobId, bench: usize) {
        let job = self.floor.job(&id.to_string());
        let workers: BTreeSet<PersonId> = job.workers().into_iter().cloned().collect();
        let peers = (1..NAMES.len()).map(|ahead| technician((bench + ahead) % NAMES.len()));
        let Some(peer) = peers
            .into_iter()
            .find(|who| !workers.contains(&person(who)))
        else {
            return;
        };
        if self.dice.chance(3) && self.finish_of(id).is_some() {
            self.send_back(&peer, id, bench, CheckKind::Peer);
            return;
        }
        self.check(&peer, id, CheckKind::Peer);
        self.maybe_to_inspection(&id.ro);
    }

    fn maybe_to_inspection(&mut self, ro: &RoNumber) {
        let order = &self.floor.workshop.orders[ro];
        let ready = order.state() == CarState::AwaitingQc
            && order
                .jobs_to_check()
                .all(|(line, _)| matches!(order.next_check(line), None | Some(CheckKind::Final)));
        if !ready {
            return;
        }
        let who = usize::from(self.inspectors_free[1] < self.inspectors_free[0]);
        let from = self.after(2).max(self.inspectors_free[who]);
        let hours = &self.floor.policy.hours;
        self.inspectors_free[who] = hours.end_of_work(from, TimeDelta::minutes(15));
        let from = hours.next_open(from);
        self.later(from, Errand::Inspect(ro.clone(), who));
    }

    fn send_back(&mut self, who: &str, id: &JobId, bench: usize, check: CheckKind) {
        let Some(finish) = self.finish_of(id) else {
            return;
        };
        let lead = self.floor.job(&id.to_string()).lead().cloned();
        let responsible = lead.filter(|_| self.dice.chance(60));
        let costs = responsible.is_some() && check == CheckKind::Final && self.dice.chance(40);
        let reason = self.dice.one_of(&[
            (3, ReworkReason::Assembly),
            (2, ReworkReason::Leak),
            (2, ReworkReason::Incomplete),
        ]);
        let body = QualityCommand::SendBack {
            line: id.line,
            finish,
            check,
            results: Vec::new(),
            rework: ReworkOrder {
                reason,
                responsible,
                penalty: Fen(if costs { 5_000 } else { 0 }),
                note: String::new(),
                photos: Vec::new(),
            },
        };
        let (ro, body) = (id.ro.clone(), Box::new(body));
        let sent = self
            .floor
            .ask_with_pin(who, CommandBody::Quality { ro, body });
        if sent.is_err() {
            return;
        }
        let standard = self.standards.get(id).copied().unwrap_or(30);
        let mut task = self.task(id, standard);
        task.trouble.clear();
        task.needs = (task.needs / 4).max(300);
        self.benches[bench].queue.push_front(task);
    }

    fn bench_of(&self, id: &JobId) -> usize {
        let bay = self.floor.job(&id.to_string()).last_bay();
        let number = bay.and_then(|bay| bay.as_str().strip_prefix("bay-")?.parse::<usize>().ok());
        number.map_or(0, |number| number - 1)
    }

    fn inspected(&mut self, ro: &RoNumber, who: usize) {
        if self.state(ro) != CarState::AwaitingQc {
            return;
        }
        let who = inspector(who);
        let order = &self.floor.workshop.orders[ro];
        let lines: Vec<u16> = order
            .jobs_to_check()
            .filter(|(line, _)| order.next_check(*line) == Some(CheckKind::Final))
            .map(|(line, _)| line)
            .collect();
        let mut failed = false;
        for line in lines {
            let id = JobId::new(ro.clone(), line);
            if self.dice.chance(5) {
                let bench = self.bench_of(&id);
                self.send_back(who, &id, bench, CheckKind::Final);
                failed = true;
            } else {
                self.check(who, &id, CheckKind::Final);
            }
        }
        if failed {
            return;
        }
        let body = Box::new(QualityCommand::PassCar {
            results: Vec::new(),
        });
        let body = CommandBody::Quality {
            ro: ro.clone(),
            body,
        };
        self.floor.sign(who, body);
        if self.state(ro) == CarState::Wash {
            let from = self.after(1).max(self.wash_free);
            let hours = &self.floor.policy.hours;
            self.wash_free = hours.end_of_work(from, TimeDelta::minutes(14));
            let from = hours.next_open(from);
            self.later(from, Errand::Wash(ro.clone()));
        } else {
            self.soon(4, 18, Errand::Invoice(ro.clone()));
        }
    }

    // The car and its customer.

    fn move_car(&mut self, ro: &RoNumber, step: CarStep) {
        let ro = ro.clone();
        self.floor.tap(SUN_LI, CommandBody::MoveCar { ro, step });
    }

    fn deliver(&mut self, ro: &RoNumber) {
        if self.state(ro) != CarState::Ready {
            return;
        }
        let order = &self.floor.workshop.orders[ro];
        if order.missed_promise(self.floor.now) && order.delay.is_none() {
            let reason = self.dice.one_of(&[
                (4, DelayReason::HarderThanExpected),
                (3, DelayReason::Parts),
                (2, DelayReason::AdditionalWork),
                (2, DelayReason::CustomerAnswer),
                (1, DelayReason::Rework),
            ]);
            let ro = ro.clone();
            self.floor
                .tap(SUN_LI, CommandBody::ExplainDelay { ro, reason });
        }
        self.move_car(ro, CarStep::Delivered);
        let sheet = self.floor.workshop.orders[ro].sheet.as_ref();
        let plate = sheet.map(|sheet| sheet.car.plate.clone());
        self.delivered.extend(plate);
    }

    fn warn(&mut self, ro: &RoNumber) {
        if self.state(ro) >= CarState::AwaitingInvoice {
            return;
        }
        let cause = self.dice.one_of(&[
            (3, CauseKind::Queue),
            (2, CauseKind::OverStandard),
            (
                2,
                CauseKind::Hold {
                    reason: Some(HoldReason::Parts),
                },
            ),
        ]);
        let warning = WarningKey {
            risk: Risk::AtRisk,
            cause: Some(cause),
            causes: [cause].into(),
        };
        let body = CommandBody::TellCustomer {
            ro: ro.clone(),
            warning: Some(warning),
        };
        let _ = self.floor.ask(SUN_LI, body);
    }

    /// The dealer system finds that a line takes longer.
    fn amend(&mut self, ro: &RoNumber) {
        if self.state(ro) >= CarState::AwaitingInvoice {
            return;
        }
        let Some(mut sheet) = self.floor.workshop.orders[ro].sheet.clone() else {
            return;
        };
        for line in &mut sheet.lines {
            line.standard = WorkMinutes(line.standard.0 + 12);
            line.flagged = WorkMinutes(line.flagged.0 + 12);
        }
        self.floor.admit(sheet);
    }
}

fn inspector(who: usize) -> &'static str {
    [HE_PING, "Q2"][who]
}

pub fn part(number: u32) -> PartNumber {
    PartNumber::new(format!("P-{number:03}"))
}

/// A desk promises half hours.
fn half_hour(at: Moment) -> Moment {
    let past = at.timestamp().rem_euclid(1800);
    if past == 0 {
        at
    } else {
        at + TimeDelta::seconds(1800 - past)
    }
}

/// Something worn, of so many minutes.
fn worn(trade: Trade, standard: u32) -> Sighting {
    Sighting {
        found: Found {
            system: "brakes".into(),
            component: "front-pads".into(),
            condition: "worn".into(),
            action: "replace".into(),
        },
        name: "前制动片 · 磨损到限 · 更换".to_owned(),
        english_name: "Front brake pads · worn to the limit · replace".to_owned(),
        consequence: String::new(),
        english_consequence: String::new(),
        severity: Severity::Yellow,
        trade,
        op_code: None,
        standard: WorkMinutes(standard),
        amount: Fen(30_000),
        parts: Vec::new(),
        note: String::new(),
        photos: Vec::new(),
    }
}
