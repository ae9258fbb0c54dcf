//! A week of a dealership with twelve bays, played minute by minute through the real rules: how early each late car
//! was warned of, and how often the warning was wrong.
//!
//! What really happens is drawn on its own, never asked of the forecast: how fast each technician is, how far a job
//! strays from its standard hours, what stops it and for how long, when the part that was promised for ten comes,
//! what the customer says. The forecast sees taps alone.

#[path = "common/workshop.rs"]
mod common;
#[path = "common/dice.rs"]
mod dice;

use baylight::domain::car::{CarState, CarStep};
use baylight::domain::command::{ClockMode, CommandBody};
use baylight::domain::dispatch::{ConflictKind, Plan};
use baylight::domain::finding::{Answer, Channel, DelayReason, Found, Severity, Sighting};
use baylight::domain::forecast::{Risk, forecast};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{CommandId, JobId, PersonId, RoNumber};
use baylight::domain::job::JobState;
use baylight::domain::order::{Fen, OrderSheet, Trade, WorkMinutes, YesNo};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::policy::Bay;
use baylight::projection::job_card::car_card;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use common::*;
use dice::Dice;
use std::collections::{BTreeMap, VecDeque};

/// Monday to Saturday; what is not done then is finished in the days after.
const DAYS: i64 = 6;
const CARS_A_DAY: usize = 46;
const BAYS: usize = 12;
/// Falls ill on Wednesday morning, and is back on Friday.
const SICK: usize = 5;
/// Has no bay of their own, and takes over from who is ill.
const FLOATER: usize = BAYS;
/// The second inspector leaves at three on Friday.
const LEAVES_EARLY: usize = 1;

/// Of the warnings about cars due on the day they came, so many in a hundred at most are for one that is on time in
/// the end. Measured in four weeks: 49 to 57, and a third of those cars were done inside the margin before their
/// promise. Two hours ahead the end is known to within an hour at best, holds, findings and all; and a car that is at
/// risk for one minute counts as warned of.
const FALSE_TODAY_PERCENT: usize = 60;
/// The same of cars due later. Measured: 82 to 91. The site wants them done a whole day early, and most are done on
/// the last day, as they were promised.
const FALSE_LATER_PERCENT: usize = 95;

/// The desk says half past five, whatever is to be done.
const UNTIL_EVENING: i64 = 0;

type Moment = DateTime<Utc>;

fn technician(number: usize) -> String {
    format!("T{:02}", number + 1)
}

/// Bays 1 to 5 for maintenance, 6 to 9 for mechanical and electrical work, 10 to 12 for body work.
fn trades_of(bay: usize) -> Vec<Trade> {
    match bay {
        0..5 => vec![Trade::Maintenance, Trade::Mechanical],
        5..9 => vec![Trade::Mechanical, Trade::Electrical],
        _ => vec![Trade::Body],
    }
}

/// What stops a job: after how much of its work, why, and for how long in truth.
#[derive(Debug, Clone)]
struct Trouble {
    after: f64,
    reason: HoldReason,
    minutes: i64,
    /// The owner says until when, so many minutes wrong.
    eta_off_by: Option<i64>,
    /// The part comes tomorrow.
    tomorrow: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Queued,
    Working,
    Standing,
    /// Stands, and its car is off the lift.
    OffTheLift,
    /// The cause is gone.
    Cleared,
    Done,
}

/// A job as it really is.
#[derive(Debug, Clone)]
struct Task {
    id: JobId,
    standard: u32,
    stage: Stage,
    /// What it really takes the one who is on it, once begun.
    needs: Option<f64>,
    worked: f64,
    trouble: Option<Trouble>,
    finding: Option<f64>,
    extension: Option<f64>,
}

struct Lift {
    number: u8,
    /// Who works here, by number; nobody while they are ill and nobody has taken over.
    technician: Option<usize>,
    tasks: VecDeque<Task>,
    now: Option<JobId>,
}

/// Someone in quality control or at the wash, and the car they have.
#[derive(Default)]
struct Place {
    car: Option<(RoNumber, Moment)>,
}

/// What is to be done at a moment.
#[derive(Debug, Clone)]
enum Errand {
    /// With the room that the desk gives.
    Arrive(Box<OrderSheet>, i64),
    Dispatch(JobId, u32, Trade),
    SayEta(JobId, Moment),
    Release(JobId),
    TakeOffTheLift(JobId),
    Answer(RoNumber, CommandId, usize),
    Invoice(RoNumber),
    Deliver(RoNumber),
    Ill,
    TakesOver,
    IsBack,
}

/// What became of one promise of one car.
#[derive(Debug, Clone)]
struct Record {
    promised: Moment,
    /// When the order came, or the promise was changed.
    since: Moment,
    /// When the last thing began that set the car back: a hold, more work, an extension, a technician gone.
    set_back_at: Moment,
    warned_at: Option<Moment>,
    /// Since when the warning stood that stood when the time came.
    stands_since: Option<Moment>,
    risk: Risk,
    /// How long it was at risk, while the workshop was open.
    minutes_at_risk: i64,
    done_at: Option<Moment>,
    calls: usize,
}

struct Week {
    floor: Floor,
    dice: Dice,
    lifts: Vec<Lift>,
    paces: Vec<f64>,
    agenda: BTreeMap<Moment, Vec<Errand>>,
    records: BTreeMap<RoNumber, Record>,
    inspectors: Vec<Place>,
    wash: Place,
    untold_since: BTreeMap<RoNumber, Moment>,
    arrived: usize,
}

impl Week {
    fn new(seed: u64) -> Self {
        let mut floor = Floor::empty();
        floor.policy.bays = (0..BAYS)
            .map(|index| Bay {
                id: bay(index as u8 + 1),
                name: format!("{} 号工位", index + 1),
                english_name: format!("Bay {}", index + 1),
                trades: trades_of(index),
            })
            .collect();
        let mut dice = Dice(seed);
        let mut paces = Vec::new();
        for number in 0..=FLOATER {
            let trades = match number {
                FLOATER => Trade::ALL.to_vec(),
                _ => trades_of(number),
            };
            enrol(&mut floor, &technician(number), Role::Technician, trades);
            paces.push(0.8 + dice.share() * 0.6);
        }
        enrol(&mut floor, "Q2", Role::Inspector, Vec::new());
        let lifts = (0..BAYS)
            .map(|index| Lift {
                number: index as u8 + 1,
                technician: Some(index),
                tasks: VecDeque::new(),
                now: None,
            })
            .collect();
        let mut week = Self {
            floor,
            dice,
            lifts,
            paces,
            agenda: BTreeMap::new(),
            records: BTreeMap::new(),
            inspectors: vec![Place::default(), Place::default()],
            wash: Place::default(),
            untold_since: BTreeMap::new(),
            arrived: 0,
        };
        for day in 0..DAYS {
            week.book(day);
        }
        let wednesday = moment("2026-11-25 10:40");
        week.later(wednesday, Errand::Ill);
        week.later(wednesday + TimeDelta::minutes(35), Errand::TakesOver);
        week.later(moment("2026-11-27 08:10"), Errand::IsBack);
        week
    }

    fn later(&mut self, at: Moment, errand: Errand) {
        self.agenda.entry(at).or_default().push(errand);
    }

    /// So many working minutes from now.
    fn after(&self, minutes: i64) -> Moment {
        let hours = &self.floor.policy.hours;
        let end = hours.end_of_work(self.floor.now, TimeDelta::minutes(minutes.max(1)));
        hours.next_open(end)
    }

    /// Makes the cars of a day: more than half of them come before ten.
    fn book(&mut self, day: i64) {
        let opening = moment("2026-11-23 08:00") + TimeDelta::days(day);
        for _ in 0..CARS_A_DAY {
            let minute = match self.dice.one_of(&[(55, 0), (25, 1), (20, 2)]) {
                0 => self.dice.between(-10, 120),
                1 => self.dice.between(120, 230),
                _ => self.dice.between(300, 480),
            };
            let (sheet, room) = self.sheet(opening + TimeDelta::minutes(minute));
            self.later(sheet.arrived_at, Errand::Arrive(Box::new(sheet), room));
        }
    }

    fn sheet(&mut self, arrives: Moment) -> (OrderSheet, i64) {
        self.arrived += 1;
        let (trade, name, standards) = self.dice.one_of(&[
            (52, (Trade::Maintenance, "Maintenance", (30, 70))),
            (26, (Trade::Mechanical, "Brakes and gear", (60, 160))),
            (12, (Trade::Electrical, "Wiring", (45, 130))),
            (8, (Trade::Body, "Dents", (120, 400))),
        ]);
        let minutes = |dice: &mut Dice| (dice.between(standards.0, standards.1) / 6 * 6) as u32;
        let mut lines = vec![line(1, name, trade, minutes(&mut self.dice))];
        if trade != Trade::Body && self.dice.chance(18) {
            lines.push(line(2, "Another job", trade, minutes(&mut self.dice) / 2));
        }
        let waits = trade == Trade::Maintenance && self.dice.chance(35);
        let wash = self.dice.chance(45);
        // The desk gives some room: little where the customer sits and waits, until the evening where they come back
        // after work, and more for body work.
        let room = match (waits, trade) {
            (true, _) => self.dice.between(45, 90),
            (_, Trade::Body) => self.dice.between(240, 700),
            _ if self.dice.chance(45) => UNTIL_EVENING,
            _ => self.dice.between(75, 240),
        };
        let number = format!("2611-{:04}", 1000 + self.arrived);
        let plate = format!("京A{:05}", 20_000 + self.arrived);
        let mut sheet = sheet(&number, &plate, "2026-11-23 17:00", lines);
        sheet.arrived_at = arrives;
        sheet.wash = if wash { YesNo::Yes } else { YesNo::No };
        sheet.customer_waits = if waits { YesNo::Yes } else { YesNo::No };
        (sheet, room)
    }

    /// The desk promises by the book: what waits before it, the work, the check and the wash, and some room.
    fn promised(&self, sheet: &OrderSheet, room: i64) -> Moment {
        let trade = sheet.lines[0].trade;
        let standard: i64 = sheet
            .lines
            .iter()
            .map(|line| i64::from(line.standard.0))
            .sum();
        let fits = (0..BAYS).filter(|index| trades_of(*index).contains(&trade));
        let before = fits.map(|index| self.load(index)).min().unwrap_or(0);
        let wash = if sheet.wash.is_yes() { 20 } else { 0 };
        let minutes = before + standard + 15 + wash;
        if room == UNTIL_EVENING {
            let day = self.floor.policy.hours.day(self.after(minutes + 60));
            return self.floor.policy.hours.moment(day, time("17:30"));
        }
        half_hour(self.after(minutes + room))
    }

    /// One minute of the workshop.
    fn minute(&mut self) {
        self.shifts();
        while let Some(entry) = self.agenda.first_entry() {
            if *entry.key() > self.floor.now {
                break;
            }
            for errand in entry.remove() {
                self.run(errand);
            }
        }
        for index in 0..BAYS {
            self.work(index);
        }
        self.check();
        self.clean();
        self.look();
    }

    fn clock(&self) -> (u32, u32) {
        let local = self.floor.now.with_timezone(&chrono_tz::Asia::Shanghai);
        (local.hour(), local.minute())
    }

    fn is_here(&self, who: &str) -> bool {
        let today = self.floor.policy.day_of(self.floor.now);
        self.floor
            .workshop
            .days
            .get(&(person(who), today))
            .is_some_and(|day| day.is_present())
    }

    fn is_ill(&self, number: usize) -> bool {
        let (from, until) = (moment("2026-11-25 10:40"), moment("2026-11-27 00:00"));
        number == SICK && (from..until).contains(&self.floor.now)
    }

    /// They come at eight, eat at twelve, and leave at six.
    fn shifts(&mut self) {
        match self.clock() {
            (8, minute @ 0..6) => {
                for number in 0..=FLOATER {
                    if number % 6 == minute as usize && !self.is_ill(number) {
                        self.floor.shift_in(&technician(number));
                    }
                }
                if minute == 0 {
                    self.floor.shift_in(HE_PING);
                    self.floor.shift_in("Q2");
                }
            }
            (12, 0) => {
                for number in 0..=FLOATER {
                    let who = technician(number);
                    // Some let the clock run while they eat.
                    if self.is_here(&who) && !self.dice.chance(6) {
                        self.floor.idle(&who, IdleCode::Break);
                    }
                }
            }
            (15, 0) if self.floor.now > moment("2026-11-27 12:00") => {
                let friday = self.floor.now < moment("2026-11-28 00:00");
                if friday && self.is_here("Q2") {
                    self.floor.shift_out("Q2");
                }
            }
            (18, 0) => self.go_home(),
            _ => {}
        }
    }

    /// Who is at work at a bay goes home, and the job stands.
    fn leaves_off(&mut self, index: usize) {
        if let (Some(id), Some(who)) = (self.lifts[index].now.clone(), self.who(index))
            && self.task(&id).stage == Stage::Working
        {
            self.floor
                .hold(&who, &id.to_string(), HoldReason::EndOfShift);
            self.task(&id).stage = Stage::Cleared;
        }
    }

    fn go_home(&mut self) {
        for index in 0..BAYS {
            self.leaves_off(index);
        }
        let people = (0..=FLOATER).map(technician);
        for who in people.chain([HE_PING.to_owned(), "Q2".to_owned()]) {
            if self.is_here(&who) {
                self.floor.shift_out(&who);
            }
        }
    }

    fn who(&self, index: usize) -> Option<String> {
        self.lifts[index].technician.map(technician)
    }

    fn lift_of(&self, id: &JobId) -> usize {
        let has = |lift: &Lift| lift.tasks.iter().any(|task| task.id == *id);
        self.lifts.iter().position(has).expect("a bay has the job")
    }

    fn task(&mut self, id: &JobId) -> &mut Task {
        let lift = self.lift_of(id);
        let mut tasks = self.lifts[lift].tasks.iter_mut();
        tasks.find(|task| task.id == *id).expect("the job")
    }

    fn run(&mut self, errand: Errand) {
        match errand {
            Errand::Arrive(sheet, room) => self.arrive(*sheet, room),
            Errand::Dispatch(id, standard, trade) => self.dispatch(&id, standard, trade),
            Errand::SayEta(job, until) => {
                let stands = matches!(
                    self.floor.state(&job.to_string()),
                    JobState::OnHold {
                        cleared_at: None,
                        ..
                    }
                );
                if stands && until > self.floor.now {
                    let body = CommandBody::ExpectHold {
                        job: job.clone(),
                        until,
                    };
                    self.floor.tap(GU_MIN, body);
                    if until - self.floor.now > TimeDelta::minutes(60) {
                        self.off_the_lift(&job, until);
                    }
                }
            }
            Errand::TakeOffTheLift(job) => {
                if self.task(&job).stage == Stage::Standing {
                    let until = self.after(45);
                    self.off_the_lift(&job, until);
                }
            }
            Errand::Release(job) => {
                self.floor
                    .tap(GU_MIN, CommandBody::ClearHold { job: job.clone() });
                self.task(&job).stage = Stage::Cleared;
            }
            Errand::Answer(ro, finding, lift) => self.answer(&ro, finding, lift),
            Errand::Invoice(ro) => {
                if !self.stands_at(&ro, CarState::AwaitingInvoice) {
                    return;
                }
                self.move_car(&ro, CarStep::Invoiced);
                let at = self.records[&ro].promised.max(self.after(10));
                self.later(at, Errand::Deliver(ro));
            }
            Errand::Deliver(ro) => {
                if !self.stands_at(&ro, CarState::Ready) {
                    return;
                }
                let order = &self.floor.workshop.orders[&ro];
                if order.missed_promise(self.floor.now) {
                    let body = CommandBody::ExplainDelay {
                        ro: ro.clone(),
                        reason: DelayReason::HarderThanExpected,
                    };
                    self.floor.tap(SUN_LI, body);
                }
                self.move_car(&ro, CarStep::Delivered);
            }
            Errand::Ill => {
                let who = technician(SICK);
                self.leaves_off(SICK);
                self.floor.shift_out(&who);
                self.lifts[SICK].technician = None;
                for id in self.waiting_at(SICK) {
                    self.set_back(&id.ro);
                }
            }
            Errand::TakesOver => self.hand_over(FLOATER),
            Errand::IsBack => self.hand_over(SICK),
        }
    }

    fn waiting_at(&self, lift: usize) -> Vec<JobId> {
        let open = self.lifts[lift]
            .tasks
            .iter()
            .filter(|t| t.stage != Stage::Done);
        open.map(|task| task.id.clone()).collect()
    }

    /// The dispatcher gives the bay of who is ill to somebody else, with all that waits there.
    fn hand_over(&mut self, to: usize) {
        self.lifts[SICK].technician = Some(to);
        for id in self.waiting_at(SICK) {
            if self.task(&id).stage != Stage::Working {
                let start = self.floor.now;
                self.plan(&id, SICK, start);
            }
        }
    }

    fn arrive(&mut self, mut sheet: OrderSheet, room: i64) {
        let lines: Vec<(u16, u32, Trade)> = sheet
            .lines
            .iter()
            .map(|line| (line.line, line.standard.0, line.trade))
            .collect();
        sheet.promised_at = self.promised(&sheet, room);
        let promised = sheet.promised_at;
        let open = self.floor.policy.hours.is_open(self.floor.now);
        let ro = if open && self.dice.chance(15) {
            sheet.ro = RoNumber::new("");
            let sheet = Box::new(sheet);
            self.floor.tap(SUN_LI, CommandBody::OpenWalkIn { sheet });
            let orders = self.floor.workshop.orders.keys();
            let mut walk_ins: Vec<&RoNumber> =
                orders.filter(|ro| ro.as_str().starts_with('W')).collect();
            walk_ins.sort();
            walk_ins.last().map(|ro| (*ro).clone()).expect("a walk-in")
        } else {
            let ro = sheet.ro.clone();
            self.floor.admit(sheet);
            ro
        };
        self.promise(&ro, promised);
        let at = self.dice.between(3, 15);
        let at = self.after(at);
        for (line, standard, trade) in lines {
            let id = JobId::new(ro.clone(), line);
            self.later(at, Errand::Dispatch(id, standard, trade));
        }
    }

    /// Begins the record of a promise.
    fn promise(&mut self, ro: &RoNumber, promised: Moment) {
        let record = Record {
            promised,
            since: self.floor.now,
            set_back_at: self.floor.now,
            warned_at: None,
            stands_since: None,
            risk: Risk::OnTime,
            minutes_at_risk: 0,
            done_at: None,
            calls: 0,
        };
        self.records.insert(ro.clone(), record);
        self.untold_since.remove(ro);
    }

    fn set_back(&mut self, ro: &RoNumber) {
        let now = self.floor.now;
        if let Some(record) = self.records.get_mut(ro) {
            record.set_back_at = now;
        }
    }

    /// The dispatcher takes the fitting bay with the least work before it; all jobs of a car go to the same one.
    fn dispatch(&mut self, id: &JobId, standard: u32, trade: Trade) {
        let has_car = |lift: &Lift| lift.tasks.iter().any(|task| task.id.ro == id.ro);
        let same = self.lifts.iter().position(has_car);
        let index = same.unwrap_or_else(|| {
            let fits = (0..BAYS).filter(|index| trades_of(*index).contains(&trade));
            fits.min_by_key(|index| self.load(*index))
                .expect("a bay for every trade")
        });
        let start = self.after(self.load(index));
        let trouble = self.trouble(standard);
        let share = |dice: &mut Dice| f64::from(standard) * (0.3 + 0.6 * dice.share());
        let finding = (id.line == 1 && self.dice.chance(15)).then(|| share(&mut self.dice));
        self.lifts[index].tasks.push_back(Task {
            id: id.clone(),
            standard,
            stage: Stage::Queued,
            needs: None,
            worked: 0.0,
            trouble,
            finding,
            extension: None,
        });
        self.plan(id, index, start);
    }

    /// The minutes of work by the book that wait at a bay.
    fn load(&self, index: usize) -> i64 {
        let open = self.lifts[index].tasks.iter();
        open.filter(|task| task.stage != Stage::Done && task.stage != Stage::OffTheLift)
            .map(|task| (i64::from(task.standard) - task.worked as i64).max(10))
            .sum()
    }

    fn plan(&mut self, id: &JobId, index: usize, start: Moment) {
        let task = self.task(id);
        let minutes = i64::from(task.standard).max(10);
        let hours = &self.floor.policy.hours;
        let start = hours.next_open(start);
        let plan = Plan {
            job: id.clone(),
            bay: bay(self.lifts[index].number),
            lead: self.who(index).map(PersonId::new),
            helpers: Vec::new(),
            start,
            end: hours.end_of_work(start, TimeDelta::minutes(minutes)),
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
        self.floor
            .tap(CHEN_YU, CommandBody::Dispatch { plan, accepted });
    }

    /// Every sixth job is stopped by something.
    fn trouble(&mut self, standard: u32) -> Option<Trouble> {
        if !self.dice.chance(17) {
            return None;
        }
        let (reason, median) = self.dice.one_of(&[
            (42, (HoldReason::Parts, 40.0)),
            (25, (HoldReason::CustomerAnswer, 25.0)),
            (12, (HoldReason::Tool, 12.0)),
            (14, (HoldReason::TechnicalHelp, 18.0)),
            (4, (HoldReason::Bay, 20.0)),
            (3, (HoldReason::OutsideWork, 180.0)),
        ]);
        let parts = reason == HoldReason::Parts;
        Some(Trouble {
            after: f64::from(standard) * (0.1 + 0.7 * self.dice.share()),
            reason,
            minutes: self.dice.about(median, 0.7).clamp(3.0, 480.0) as i64,
            eta_off_by: (parts && self.dice.chance(50)).then(|| self.dice.between(-10, 25)),
            tomorrow: parts && self.dice.chance(15),
        })
    }

    /// A minute at one bay.
    fn work(&mut self, index: usize) {
        let Some(who) = self.who(index) else {
            return;
        };
        if !self.is_here(&who) || !self.floor.policy.hours.is_open(self.floor.now) {
            return;
        }
        match self.lifts[index].now.clone() {
            None => self.begin_next(index, &who),
            Some(id) => {
                // They see that the cause is gone, and come back to the car, within some minutes.
                let comes_back = self.dice.chance(40);
                match self.task(&id).stage {
                    Stage::Working => self.go_on(index, &who, &id),
                    Stage::Cleared if comes_back => self.clock_on(index, &who, &id),
                    Stage::OffTheLift | Stage::Done => self.lifts[index].now = None,
                    _ => {}
                }
            }
        }
    }

    /// What was taken off the lift and can go on comes first, then what was dispatched first.
    fn begin_next(&mut self, index: usize, who: &str) {
        if !self.dice.chance(35) {
            return;
        }
        let tasks = &self.lifts[index].tasks;
        let cleared = tasks.iter().find(|t| matches!(t.stage, Stage::Cleared));
        let next = cleared.or_else(|| tasks.iter().find(|t| t.stage == Stage::Queued));
        let Some(id) = next.map(|task| task.id.clone()) else {
            return;
        };
        self.clock_on(index, who, &id);
    }

    fn clock_on(&mut self, index: usize, who: &str, id: &JobId) {
        let pace = self.paces[self.lifts[index].technician.expect("who clocks on")];
        let noise = self.dice.about(1.0, 0.22);
        let seized = if self.dice.chance(5) {
            1.5 + self.dice.share()
        } else {
            1.0
        };
        let says_so = self.dice.chance(60);
        let task = self.task(id);
        if task.needs.is_none() {
            let standard = f64::from(task.standard);
            task.needs = Some((standard * pace * noise * seized).max(5.0));
            task.extension = (seized > 1.0 && says_so).then_some(standard * 0.8);
        }
        task.stage = Stage::Working;
        let body = on(
            &id.to_string(),
            self.lifts[index].number,
            ClockMode::Instead,
        );
        self.floor.tap(who, body);
        self.lifts[index].now = Some(id.clone());
    }

    fn go_on(&mut self, index: usize, who: &str, id: &JobId) {
        // After the break they clock on again.
        if !self
            .floor
            .job(&id.to_string())
            .live()
            .any(|(live, _)| *live == person(who))
        {
            if self.dice.chance(50) {
                self.clock_on(index, who, id);
            }
            return;
        }
        let task = self.task(id);
        task.worked += 1.0;
        let task = task.clone();
        if task
            .trouble
            .as_ref()
            .is_some_and(|t| task.worked >= t.after)
        {
            self.stop(who, id);
        } else if task.finding.is_some_and(|after| task.worked >= after) {
            self.task(id).finding = None;
            self.finds(index, who, id);
        } else if task.extension.is_some_and(|after| task.worked >= after) {
            self.task(id).extension = None;
            let left = task.needs.unwrap_or(0.0) - f64::from(task.standard);
            let guess = (left * (0.6 + 0.6 * self.dice.share()) / 10.0).ceil() * 10.0;
            let body = CommandBody::AskExtension {
                job: id.clone(),
                minutes: WorkMinutes(guess.max(10.0) as u32),
                reason: DelayReason::SeizedOrBroken,
            };
            self.floor.tap(who, body);
            self.set_back(&id.ro);
        } else if task.needs.is_some_and(|needs| task.worked >= needs) {
            self.floor.finish(who, &id.to_string());
            self.task(id).stage = Stage::Done;
            self.lifts[index].now = None;
        }
    }

    fn stop(&mut self, who: &str, id: &JobId) {
        let Some(trouble) = self.task(id).trouble.take() else {
            return;
        };
        self.floor.hold(who, &id.to_string(), trouble.reason);
        self.task(id).stage = Stage::Standing;
        self.set_back(&id.ro);
        let ends = if trouble.tomorrow {
            let opening = self.floor.policy.hours.next_open(self.midnight());
            opening + TimeDelta::minutes(self.dice.between(60, 200))
        } else {
            self.after(trouble.minutes)
        };
        let hours = &self.floor.policy.hours;
        let comes = hours.next_open(ends.max(self.floor.now + TimeDelta::minutes(3)));
        self.later(comes, Errand::Release(id.clone()));
        let said_at = self.dice.between(4, 20);
        let said_at = self.after(said_at);
        if trouble.tomorrow || trouble.eta_off_by.is_some() {
            let off = match trouble.eta_off_by {
                Some(off) => off,
                None => self.dice.between(-40, 60),
            };
            let until = comes - TimeDelta::minutes(off);
            if said_at < comes {
                self.later(said_at, Errand::SayEta(id.clone(), until));
            }
        }
        // A car that stands for an hour makes room, whatever anybody has said.
        let patience = self.after(60);
        if patience < comes {
            self.later(patience, Errand::TakeOffTheLift(id.clone()));
        }
    }

    fn midnight(&self) -> Moment {
        let day = self.floor.policy.hours.day(self.floor.now);
        let next = day.succ_opt().expect("a next day");
        self.floor.policy.hours.moment(next, time("00:00"))
    }

    fn off_the_lift(&mut self, id: &JobId, until: Moment) {
        if self.task(id).stage != Stage::Standing {
            return;
        }
        self.task(id).stage = Stage::OffTheLift;
        let lift = self.lift_of(id);
        if self.lifts[lift].now.as_ref() == Some(id) {
            self.lifts[lift].now = None;
        }
        self.plan(id, lift, until);
    }

    fn finds(&mut self, index: usize, who: &str, id: &JobId) {
        let standard = self.dice.between(4, 11) as u32 * 6;
        let body = CommandBody::ReportFinding {
            ro: id.ro.clone(),
            during: Some(id.clone()),
            bay: Some(bay(self.lifts[index].number)),
            sighting: Box::new(worn(trades_of(index)[0], standard)),
        };
        let found = self.floor.tap(who, body);
        let minutes = self.dice.about(22.0, 0.6) as i64;
        let at = self.after(minutes.max(3));
        self.later(at, Errand::Answer(id.ro.clone(), found, index));
    }

    /// More than half of the customers say yes, and most of those are told a later time with it.
    fn answer(&mut self, ro: &RoNumber, finding: CommandId, index: usize) {
        if self.floor.workshop.orders[ro].state() == CarState::Delivered {
            return;
        }
        let answers = [
            (55, Answer::Authorised),
            (30, Answer::Declined),
            (15, Answer::Deferred),
        ];
        let answer = self.dice.one_of(&answers);
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
        let order = &self.floor.workshop.orders[ro];
        let found = order.findings.iter().find(|known| known.id == finding);
        let (line, standard) = found
            .map(|known| (known.line, known.sighting.standard.0))
            .expect("the finding");
        self.set_back(ro);
        self.records.get_mut(ro).expect("a promise").done_at = None;
        if self.dice.chance(75) {
            let room = self.dice.between(30, 90);
            let promised_at = half_hour(self.floor.policy.hours.end_of_work(
                self.records[ro].promised.max(self.floor.now),
                TimeDelta::minutes(i64::from(standard) + room),
            ));
            let body = CommandBody::ChangePromise {
                ro: ro.clone(),
                promised_at,
            };
            self.floor.tap(SUN_LI, body);
            self.promise(ro, promised_at);
        }
        let id = JobId::new(ro.clone(), line);
        self.dispatch(&id, standard, trades_of(index)[0]);
        // It comes next, while the car is still on the lift.
        let now = self.floor.now;
        self.plan(&id, index, now);
        let tasks = &mut self.lifts[index].tasks;
        if let Some(last) = tasks.pop_back() {
            tasks.push_front(last);
        }
    }

    fn cars_at(&self, state: CarState) -> Vec<RoNumber> {
        let orders = self.floor.workshop.orders.iter();
        let mut cars: Vec<(Option<Moment>, &RoNumber)> = orders
            .filter(|(_, order)| order.state() == state)
            .map(|(ro, order)| (order.repaired_at(), ro))
            .collect();
        cars.sort();
        cars.into_iter().map(|(_, ro)| ro.clone()).collect()
    }

    /// A customer who says yes late has the car go back into the workshop.
    fn stands_at(&self, ro: &RoNumber, state: CarState) -> bool {
        self.floor.workshop.orders[ro].state() == state
    }

    fn move_car(&mut self, ro: &RoNumber, step: CarStep) {
        let body = CommandBody::MoveCar {
            ro: ro.clone(),
            step,
        };
        match step {
            CarStep::FinalCheckPassed => self.floor.passes(ro.as_str(), HE_PING),
            _ => drop(self.floor.tap(SUN_LI, body)),
        }
    }

    /// Two inspectors take the cars as they come.
    fn check(&mut self) {
        if !self.floor.policy.hours.is_open(self.floor.now) {
            return;
        }
        let queue = self.cars_at(CarState::AwaitingQc);
        for index in 0..self.inspectors.len() {
            let done = |(_, until): &(RoNumber, Moment)| *until <= self.floor.now;
            if let Some((ro, _)) = self.inspectors[index].car.clone().filter(done) {
                self.inspectors[index].car = None;
                if queue.contains(&ro) {
                    self.move_car(&ro, CarStep::FinalCheckPassed);
                    self.maybe_done(&ro);
                }
            }
            let here = index != LEAVES_EARLY || self.is_here("Q2");
            let taken = |ro: &&RoNumber| {
                self.inspectors
                    .iter()
                    .any(|p| p.car.as_ref().is_some_and(|(c, _)| c == *ro))
            };
            let passed =
                |ro: &&RoNumber| self.floor.workshop.orders[*ro].state() == CarState::AwaitingQc;
            let next = queue.iter().find(|ro| !taken(ro) && passed(ro)).cloned();
            if let (true, None, Some(ro)) = (here, &self.inspectors[index].car, next) {
                let minutes = self.dice.about(14.0, 0.35) as i64;
                self.inspectors[index].car = Some((ro, self.after(minutes)));
            }
        }
    }

    fn clean(&mut self) {
        if !self.floor.policy.hours.is_open(self.floor.now) {
            return;
        }
        let done = |(_, until): &(RoNumber, Moment)| *until <= self.floor.now;
        if let Some((ro, _)) = self.wash.car.clone().filter(done) {
            self.wash.car = None;
            if self.stands_at(&ro, CarState::Wash) {
                self.move_car(&ro, CarStep::Washed);
                self.maybe_done(&ro);
            }
        }
        let next = self.cars_at(CarState::Wash).into_iter().next();
        if let (None, Some(ro)) = (&self.wash.car, next) {
            let minutes = self.dice.about(17.0, 0.3) as i64;
            self.wash.car = Some((ro, self.after(minutes)));
        }
    }

    fn maybe_done(&mut self, ro: &RoNumber) {
        if self.floor.workshop.orders[ro].state() != CarState::AwaitingInvoice {
            return;
        }
        let now = self.floor.now;
        self.records.get_mut(ro).expect("a promise").done_at = Some(now);
        let at = self.dice.between(5, 20);
        let at = self.after(at);
        self.later(at, Errand::Invoice(ro.clone()));
    }

    /// Looks at the forecast, notes who is warned of, and calls the customers.
    fn look(&mut self) {
        let now = self.floor.now;
        let known = forecast(&self.floor.workshop, &self.floor.policy, now);
        let mut calls = Vec::new();
        for (ro, car) in &known.cars {
            let Some(record) = self.records.get_mut(ro).filter(|r| r.done_at.is_none()) else {
                continue;
            };
            if car.risk != Risk::OnTime && record.risk == Risk::OnTime {
                record.warned_at.get_or_insert(now);
            }
            if now <= record.promised {
                let stands = record.stands_since.or(Some(now));
                record.stands_since = stands.filter(|_| car.risk != Risk::OnTime);
            }
            record.risk = car.risk;
            record.minutes_at_risk += i64::from(car.risk != Risk::OnTime);
            let card = car_card(&self.floor.workshop, ro, &known);
            if car.risk == Risk::OnTime || card.told_at.is_some() {
                self.untold_since.remove(ro);
                continue;
            }
            // It takes the advisor some minutes to see it.
            let since = *self.untold_since.entry(ro.clone()).or_insert(now);
            if now - since >= TimeDelta::minutes(8) {
                calls.push(ro.clone());
            }
        }
        for ro in calls {
            self.floor.tap(
                SUN_LI,
                CommandBody::TellCustomer {
                    ro: ro.clone(),
                    warning: None,
                },
            );
            self.records.get_mut(&ro).expect("a promise").calls += 1;
        }
    }
}

fn enrol(floor: &mut Floor, id: &str, role: Role, trades: Vec<Trade>) {
    floor.system(CommandBody::EnrolPerson {
        person: Person {
            id: person(id),
            name: id.to_owned(),
            role,
            trades,
            badge: None,
            language: Language::Zh,
            employment: Employment::Here,
        },
        pin_hash: None,
    });
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

/// A desk promises half hours.
fn half_hour(at: Moment) -> Moment {
    let past = at.timestamp().rem_euclid(1800);
    if past == 0 {
        at
    } else {
        at + TimeDelta::seconds(1800 - past)
    }
}

fn minutes(length: TimeDelta) -> i64 {
    length.num_minutes()
}

/// The value below which so many percent of a sorted list lie.
fn percentile(sorted: &[i64], percent: usize) -> i64 {
    match sorted.len() {
        0 => 0,
        count => sorted[(count - 1) * percent / 100],
    }
}

/// Plays the whole week, until the last car is done.
fn played(seed: u64) -> Week {
    let mut week = Week::new(seed);
    for day in 0..DAYS + 4 {
        week.floor.now = moment("2026-11-23 07:50") + TimeDelta::days(day);
        // What was settled before is let go of, as the coordinator does.
        let today = week.floor.policy.day_of(week.floor.now);
        week.floor.workshop.let_go(today);
        for _ in 0..(10 * 60 + 15) {
            week.minute();
            week.floor.now += TimeDelta::minutes(1);
        }
    }
    week
}

/// How the cars of a week came out, by the day on which they were due.
#[derive(Default)]
struct Count {
    late: usize,
    /// Warned of, and on time.
    wrong: usize,
    /// Of those, the ones that were done inside the margin before their promise.
    close: usize,
    on_time: usize,
}

impl Count {
    fn wrong_percent(&self) -> usize {
        self.wrong * 100 / (self.late + self.wrong).max(1)
    }

    fn told(&self, name: &str) {
        println!(
            "{name}: {} late; {} on time, of which {} had been warned of ({} % of all warnings were false; {} of these \
             cars were done inside the margin)",
            self.late,
            self.on_time,
            self.wrong,
            self.wrong_percent(),
            self.close,
        );
    }
}

/// Prints a week, and fails where a car was late without a warning in time.
///
/// A car that is not done so long before its promise as the margin is at risk then, whatever was forecast: an end is
/// never earlier than now. So a late car without a warning is one that the forecast does not see at all, and what
/// counts beyond that is how early the warning comes, and how often for nothing.
fn told(week: &Week) -> (Count, Count) {
    let policy = &week.floor.policy;
    let margin = TimeDelta::minutes(i64::from(policy.margin_today_minutes));
    let (mut today, mut later) = (Count::default(), Count::default());
    let (mut first, mut stood, mut false_minutes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut inside, mut unwarned): (usize, Vec<RoNumber>) = (0, Vec::new());
    println!("late car     promised     late by   first warning   for good   before the promise");
    for (ro, record) in &week.records {
        let promised = record.promised;
        let done_at = record.done_at.expect("every car is done in the end");
        let is_today = policy.day_of(promised) == policy.day_of(record.since);
        let count = if is_today { &mut today } else { &mut later };
        if done_at <= promised {
            count.on_time += 1;
            if record.warned_at.is_some() {
                count.wrong += 1;
                count.close += usize::from(done_at + margin > promised);
                false_minutes.push(record.minutes_at_risk);
            }
            continue;
        }
        count.late += 1;
        let ahead = |at: Option<Moment>| at.map(|at| promised - at);
        let (early, for_good) = (ahead(record.warned_at), ahead(record.stands_since));
        let shown = |early: Option<TimeDelta>| {
            early.map_or("never".to_owned(), |early| format!("{}′", minutes(early)))
        };
        println!(
            "{ro:<12} {}  {:>6}′ {:>15} {:>10}",
            promised
                .with_timezone(&chrono_tz::Asia::Shanghai)
                .format("%m-%d %H:%M"),
            minutes(done_at - promised),
            shown(early),
            shown(for_good),
        );
        first.extend(early.map(minutes));
        stood.extend(for_good.map(minutes));
        // Nobody can know earlier what begins later: a hold, an extension, more work that the customer agreed to, a
        // technician who goes home, or the promise itself, less than the margin before it.
        if for_good.is_some_and(|early| early >= margin) {
        } else if record.set_back_at > promised - margin {
            inside += 1;
        } else {
            unwarned.push(ro.clone());
        }
    }
    for list in [&mut first, &mut stood, &mut false_minutes] {
        list.sort_unstable();
    }
    let ahead = |list: &[i64]| {
        let of = |percent| percentile(list, percent);
        format!("median {}′, p10 {}′, min {}′", of(50), of(10), of(0))
    };
    println!(
        "{} cars, {} late; first warning ahead of the promise: {}; the one that stayed: {}",
        week.records.len(),
        today.late + later.late,
        ahead(&first),
        ahead(&stood),
    );
    println!(
        "late without a warning in time: {}, and {inside} whose cause began inside the margin",
        unwarned.len()
    );
    today.told("due on the day they came");
    later.told("due later");
    let records = || week.records.values();
    println!(
        "a false warning stood for {}′ in the median; {} calls to {} customers about {} late and {} other cars\n",
        percentile(&false_minutes, 50),
        records().map(|record| record.calls).sum::<usize>(),
        records().filter(|record| record.calls > 0).count(),
        records()
            .filter(|r| r.calls > 0 && r.done_at > Some(r.promised))
            .count(),
        records()
            .filter(|r| r.calls > 0 && r.done_at <= Some(r.promised))
            .count(),
    );
    assert!(
        today.late + later.late >= 10,
        "a week without late cars shows nothing"
    );
    assert!(unwarned.is_empty(), "late without a warning: {unwarned:?}");
    (today, later)
}

#[test]
fn every_late_car_of_a_week_was_warned_of_in_time() {
    let (today, later) = told(&played(20_261_123));
    assert!(today.wrong_percent() <= FALSE_TODAY_PERCENT);
    assert!(later.wrong_percent() <= FALSE_LATER_PERCENT);
}

#[test]
fn another_week_is_no_worse() {
    let (today, later) = told(&played(7));
    assert!(today.wrong_percent() <= FALSE_TODAY_PERCENT);
    assert!(later.wrong_percent() <= FALSE_LATER_PERCENT);
}
