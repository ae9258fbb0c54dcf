//! The figures of a month counted a second time, straight from the event log and by other means: everything here reads
//! events alone, and knows none of the rules that fold them into days and orders.
#![allow(dead_code, reason = "each test uses its own part of it")]

use baylight::domain::car::CarStep;
use baylight::domain::clock::Activity;
use baylight::domain::command::{Correction, UndoTarget};
use baylight::domain::event::{Event, EventBody};
use baylight::domain::figures::{Earned, Figures, WaitFigures};
use baylight::domain::finding::{Answer, DelayReason};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{BayId, CommandId, JobId, PartNumber, PersonId, RoNumber};
use baylight::domain::order::{BusinessCategory, JobLine, OrderSheet};
use baylight::domain::parts::change::PartsChange;
use baylight::domain::parts::request::{LineKey, ParcelId, Wanted};
use baylight::domain::quality::change::QualityChange;
use baylight::domain::quality::checklist::CheckKind;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use std::collections::{BTreeMap, BTreeSet};

type Moment = DateTime<Utc>;
type Place = (Moment, CommandId);

#[derive(Debug, Clone, PartialEq)]
enum StopKind {
    Held(HoldReason),
    Done,
    Back,
}

#[derive(Debug, Clone)]
struct Stop {
    at: Place,
    day: NaiveDate,
    kind: StopKind,
    by: Option<PersonId>,
}

/// What somebody was on, from then until then; nobody knows until when where there is no end.
#[derive(Debug, Clone)]
struct Stretch {
    person: PersonId,
    day: NaiveDate,
    from: Moment,
    until: Option<Moment>,
    on: On,
}

#[derive(Debug, Clone, PartialEq)]
enum On {
    Idle(IdleCode),
    Job(JobId, BayId),
}

/// Everything that the log says, sorted by what it is about.
#[derive(Default)]
pub struct Ledger {
    marks: BTreeMap<(PersonId, NaiveDate), Vec<(Place, Activity)>>,
    stops: BTreeMap<JobId, Vec<Stop>>,
    sheets: BTreeMap<RoNumber, OrderSheet>,
    found: BTreeMap<CommandId, JobLine>,
    additional: BTreeMap<JobId, (CommandId, bool)>,
    promises: BTreeMap<RoNumber, Moment>,
    missed: BTreeSet<RoNumber>,
    delays: BTreeMap<RoNumber, DelayReason>,
    steps: BTreeMap<RoNumber, Vec<(CarStep, Moment)>>,
    workers: BTreeMap<JobId, BTreeSet<PersonId>>,
    passed: BTreeSet<JobId>,
    failed: BTreeSet<JobId>,
    came_back: Vec<(RoNumber, Option<RoNumber>, Moment)>,
    asked: BTreeMap<LineKey, (Moment, Option<PartNumber>)>,
    parcels: BTreeMap<ParcelId, LineKey>,
    served: BTreeMap<LineKey, Moment>,
    /// What is counted where it is read.
    days: BTreeMap<NaiveDate, Figures>,
}

/// The day that begins at four, by the clock of Shanghai.
pub fn day_of(at: Moment) -> NaiveDate {
    (at + TimeDelta::hours(8 - 4)).date_naive()
}

/// The open seconds of a stretch, walked hour by hour: Monday to Saturday from eight to six without the hour from
/// twelve, holidays apart.
fn open_secs(from: Moment, until: Moment, holidays: &BTreeSet<NaiveDate>) -> i64 {
    let mut sum = 0;
    let mut at = from.timestamp();
    let end = until.timestamp();
    while at < end {
        let next = (at - at.rem_euclid(3600) + 3600).min(end);
        let wall = DateTime::from_timestamp(at + 8 * 3600, 0).expect("a moment");
        let hour = at.div_euclid(3600).rem_euclid(24) + 8;
        let hour = hour.rem_euclid(24);
        let day = wall.date_naive();
        let is_open = day.weekday() != Weekday::Sun && !holidays.contains(&day);
        if is_open && (8..18).contains(&hour) && hour != 12 {
            sum += next - at;
        }
        at = next;
    }
    sum
}

fn secs(from: Moment, until: Moment) -> i64 {
    until.timestamp() - from.timestamp()
}

impl Ledger {
    pub fn read(&mut self, event: &Event) {
        let place = (event.at, event.command);
        let today = day_of(event.at);
        match &event.body {
            EventBody::Clocked {
                person,
                day,
                activity,
            } => {
                if let Activity::Job { job, .. } = activity {
                    self.workers
                        .entry(job.clone())
                        .or_default()
                        .insert(person.clone());
                }
                let marks = self.marks.entry((person.clone(), *day)).or_default();
                marks.push((place, activity.clone()));
            }
            EventBody::Undone {
                command,
                target,
                day,
            } => match target {
                UndoTarget::Clock { person, .. } => {
                    let marks = self.marks.entry((person.clone(), *day)).or_default();
                    marks.retain(|((_, made), _)| made != command);
                }
                other => panic!("nobody takes back {other:?} in this month"),
            },
            EventBody::ClockCorrected {
                person,
                day,
                correction,
                ..
            } => {
                let marks = self.marks.entry((person.clone(), *day)).or_default();
                match correction {
                    Correction::Add { at, activity } => {
                        marks.push(((*at, event.command), activity.clone()));
                    }
                    Correction::Move { mark, to } => {
                        let moved = marks.iter_mut().find(|((_, made), _)| made == mark);
                        moved.expect("the mark").0.0 = *to;
                    }
                    other => panic!("nobody mends a clock by {other:?} in this month"),
                }
            }
            EventBody::JobHeld {
                job, reason, day, ..
            } => {
                self.stop(job, place, *day, StopKind::Held(*reason), event);
            }
            EventBody::JobFinished { job, day } => {
                self.stop(job, place, *day, StopKind::Done, event);
            }
            EventBody::OrderOpened { sheet } => self.opened(sheet, event.at),
            EventBody::OrderAmended { sheet, .. } => {
                self.sheets.insert(sheet.ro.clone(), (**sheet).clone());
            }
            EventBody::FindingReported {
                ro, line, sighting, ..
            } => {
                let id = JobId::new(ro.clone(), *line);
                self.found.insert(event.command, sighting.line(*line));
                self.additional.insert(id, (event.command, false));
            }
            EventBody::FindingAnswered {
                finding, answer, ..
            } => {
                for (found, agreed) in self.additional.values_mut() {
                    if found == finding {
                        *agreed = *answer == Answer::Authorised;
                    }
                }
            }
            EventBody::PromiseChanged { ro, promised_at } => {
                let before = self.promised(ro);
                if before < event.at {
                    self.missed.insert(ro.clone());
                }
                self.promises.insert(ro.clone(), *promised_at);
            }
            EventBody::DelayExplained { ro, reason } => {
                self.delays.insert(ro.clone(), *reason);
            }
            EventBody::CarMoved { ro, step } => {
                let steps = self.steps.entry(ro.clone()).or_default();
                steps.push((*step, event.at));
            }
            EventBody::CustomerTold { warning, .. } => {
                let shop = &mut self.days.entry(today).or_default().shop;
                *shop.warnings.entry(warning.cause).or_default() += 1;
            }
            EventBody::ExtensionAsked {
                minutes, reason, ..
            } => {
                let shop = &mut self.days.entry(today).or_default().shop;
                let asked = shop.extensions.entry(*reason).or_default();
                asked.count += 1;
                asked.minutes += i64::from(minutes.0);
            }
            EventBody::QualityChanged { ro, change } => self.checked(ro, change, today),
            EventBody::PartsChanged { change, .. } => self.parts(change, event),
            EventBody::QuestionAnswered { .. } => panic!("nobody asks the foreman in this month"),
            _ => {}
        }
    }

    fn stop(&mut self, job: &JobId, at: Place, day: NaiveDate, kind: StopKind, event: &Event) {
        let by = event.actor.person().cloned();
        let stop = Stop { at, day, kind, by };
        self.stops.entry(job.clone()).or_default().push(stop);
    }

    fn opened(&mut self, sheet: &OrderSheet, at: Moment) {
        if sheet.category == BusinessCategory::Comeback {
            let gone = |ro: &RoNumber| {
                let steps = self.steps.get(ro).into_iter().flatten();
                steps
                    .filter(|(step, _)| *step == CarStep::Delivered)
                    .map(|(_, at)| *at)
                    .max()
            };
            let same = self
                .sheets
                .values()
                .filter(|known| known.car.plate == sheet.car.plate);
            let before = same
                .filter_map(|known| Some((gone(&known.ro)?, known.ro.clone())))
                .max();
            self.came_back
                .push((sheet.ro.clone(), before.map(|(_, ro)| ro), at));
        }
        self.sheets.insert(sheet.ro.clone(), sheet.clone());
    }

    fn promised(&self, ro: &RoNumber) -> Moment {
        let said = self.promises.get(ro).copied();
        said.unwrap_or_else(|| self.sheets[ro].promised_at)
    }

    fn checked(&mut self, ro: &RoNumber, change: &QualityChange, today: NaiveDate) {
        let figures = self.days.entry(today).or_default();
        match change {
            QualityChange::SentBack {
                line,
                check,
                rework,
                ..
            } => {
                let id = JobId::new(ro.clone(), *line);
                for stop in self.stops.entry(id.clone()).or_default() {
                    if stop.kind == StopKind::Done {
                        stop.kind = StopKind::Back;
                    }
                }
                if *check != CheckKind::Final {
                    figures.shop.quality.in_process += 1;
                    return;
                }
                figures.shop.quality.rework += 1;
                figures.shop.quality.penalty_fen += rework.penalty.0;
                let known = self.workers.get(&id).cloned().unwrap_or_default();
                let whose = match &rework.responsible {
                    Some(person) => BTreeSet::from([person.clone()]),
                    None => known,
                };
                for person in whose {
                    let theirs = figures.technicians.entry(person).or_default();
                    theirs.rework += 1;
                    theirs.penalty_fen += rework.penalty.0;
                }
                self.failed.insert(id);
            }
            QualityChange::CarPassed { finishes, .. } => {
                for line in finishes.iter().map(|job| &job.line) {
                    let id = JobId::new(ro.clone(), *line);
                    if self.passed.insert(id.clone()) {
                        figures.shop.quality.passed += 1;
                        let first = !self.failed.contains(&id);
                        figures.shop.quality.passed_first += u32::from(first);
                    }
                }
            }
            _ => {}
        }
    }

    fn parts(&mut self, change: &PartsChange, event: &Event) {
        match change {
            PartsChange::Asked { lines, .. } => {
                for (number, line) in (1..).zip(lines) {
                    let key = LineKey {
                        request: event.command,
                        line: number,
                    };
                    let part = match &line.wanted {
                        Wanted::Part { part } => Some(part.clone()),
                        Wanted::Described { .. } => None,
                    };
                    self.asked.insert(key, (event.at, part));
                }
            }
            PartsChange::Picked { line, parcel, .. } => {
                self.parcels.insert(*parcel, *line);
            }
            PartsChange::Issued { parcel, .. } => {
                let line = self.parcels[parcel];
                let last = self.served.entry(line).or_insert(event.at);
                *last = event.at.max(*last);
            }
            _ => {}
        }
    }

    /// Adds everything up, day by day; what is open runs until `now`.
    pub fn figures(mut self, now: Moment, holidays: &[NaiveDate]) -> BTreeMap<NaiveDate, Figures> {
        let holidays: BTreeSet<NaiveDate> = holidays.iter().copied().collect();
        let stretches = self.stretches();
        self.people(&stretches);
        self.jobs(&stretches, now, &holidays);
        self.cars();
        self.bays(&stretches, &holidays);
        let asked = std::mem::take(&mut self.asked);
        for (key, (at, part)) in asked {
            let until = self.served.get(&key).copied().unwrap_or(now);
            self.wait((at, until), &holidays, |figures| {
                figures.shop.parts.entry(part.clone()).or_default()
            });
        }
        for (ro, before, _) in std::mem::take(&mut self.came_back) {
            let day = day_of(self.sheets[&ro].arrived_at);
            let figures = self.days.entry(day).or_default();
            figures.shop.quality.comebacks += 1;
            let of_before = self
                .workers
                .iter()
                .filter(|(job, _)| Some(&job.ro) == before.as_ref());
            let workers: BTreeSet<_> = of_before.flat_map(|(_, workers)| workers).collect();
            for person in workers {
                figures
                    .technicians
                    .entry(person.clone())
                    .or_default()
                    .comebacks += 1;
            }
        }
        self.days
    }

    /// Walks through each day of each person from point to point: what they tapped, and what stopped their job.
    fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for ((person, day), marks) in &self.marks {
            let jobs: BTreeSet<&JobId> = marks.iter().filter_map(|(_, what)| what.job()).collect();
            let mut points: Vec<(Place, Option<&Activity>, Option<&JobId>)> = Vec::new();
            points.extend(marks.iter().map(|(place, what)| (*place, Some(what), None)));
            for job in jobs {
                let stops = self.stops.get(job).into_iter().flatten();
                let here = stops.filter(|stop| stop.day == *day);
                points.extend(here.map(|stop| (stop.at, None, Some(job))));
            }
            points.sort_by_key(|(place, ..)| *place);
            let mut on: Option<On> = None;
            let mut since = Moment::UNIX_EPOCH;
            let waiting = Some(On::Idle(IdleCode::WaitingForWork));
            for ((at, _), tapped, stopped) in points {
                let next = match (tapped, stopped, &on) {
                    (Some(Activity::ShiftIn), _, None) => waiting.clone(),
                    (Some(Activity::ShiftIn), _, Some(_)) => on.clone(),
                    (Some(Activity::ShiftOut), ..) => None,
                    (Some(Activity::Idle { code }), ..) => Some(On::Idle(*code)),
                    (Some(Activity::Job { job, bay, .. }), ..) => {
                        Some(On::Job(job.clone(), bay.clone()))
                    }
                    (Some(Activity::Off { job }), _, Some(On::Job(known, _))) if job != known => {
                        on.clone()
                    }
                    (Some(Activity::Off { .. }), _, Some(On::Idle(_))) => on.clone(),
                    (Some(Activity::Off { .. }), ..) => waiting.clone(),
                    (None, Some(job), Some(On::Job(known, _))) if job == known => waiting.clone(),
                    (None, ..) => on.clone(),
                };
                if let (Some(was), true) = (&on, at > since) {
                    let (person, on) = (person.clone(), was.clone());
                    let until = Some(at);
                    stretches.push(Stretch {
                        person,
                        day: *day,
                        from: since,
                        until,
                        on,
                    });
                }
                (on, since) = (next, at);
            }
            if let Some(on) = on {
                let (person, until) = (person.clone(), None);
                stretches.push(Stretch {
                    person,
                    day: *day,
                    from: since,
                    until,
                    on,
                });
            }
        }
        stretches
    }

    fn people(&mut self, stretches: &[Stretch]) {
        for stretch in stretches
            .iter()
            .filter(|s| s.person.as_str().starts_with('T'))
        {
            let figures = self.days.entry(stretch.day).or_default();
            let theirs = figures
                .technicians
                .entry(stretch.person.clone())
                .or_default();
            let Some(until) = stretch.until else {
                theirs.forgotten += 1;
                continue;
            };
            let secs = secs(stretch.from, until);
            theirs.shift_secs += secs;
            match &stretch.on {
                On::Idle(code) => *theirs.idle_secs.entry(*code).or_default() += secs,
                On::Job(..) => theirs.job_secs += secs,
            }
        }
    }

    /// The line of a job, if the order still has it.
    fn line(&self, job: &JobId) -> Option<JobLine> {
        let mut lines = self.sheets.get(&job.ro)?.lines.iter();
        if let Some(line) = lines.find(|line| line.line == job.line) {
            return Some(line.clone());
        }
        let (found, agreed) = self.additional.get(job)?;
        agreed.then(|| self.found[found].clone())
    }

    fn jobs(&mut self, stretches: &[Stretch], now: Moment, holidays: &BTreeSet<NaiveDate>) {
        let mut work: BTreeMap<JobId, Vec<&Stretch>> = BTreeMap::new();
        for stretch in stretches {
            if let On::Job(job, _) = &stretch.on {
                work.entry(job.clone()).or_default().push(stretch);
            }
        }
        for stops in self.stops.values_mut() {
            stops.sort_by_key(|stop| stop.at);
        }
        for (job, worked) in &mut work {
            worked.sort_by_key(|stretch| (stretch.from, stretch.person.clone()));
            self.earned(job, worked);
            for (from, until, reason) in self.gaps(job, worked, now) {
                self.wait((from, until), holidays, |figures| {
                    figures.shop.standing.entry(reason).or_default()
                });
            }
        }
    }

    fn earned(&mut self, job: &JobId, worked: &[&Stretch]) {
        let stops = self.stops.get(job).cloned().unwrap_or_default();
        let done = stops.iter().find(|stop| stop.kind == StopKind::Done);
        let (Some(done), Some(line)) = (done, self.line(job)) else {
            return;
        };
        let whole = [line.standard, line.flagged, line.credited].map(|work| i64::from(work.0));
        let mut people: Vec<(PersonId, i64)> = Vec::new();
        for stretch in worked {
            let long = stretch.until.map_or(0, |until| secs(stretch.from, until));
            match people
                .iter_mut()
                .find(|(known, _)| *known == stretch.person)
            {
                Some((_, sum)) => *sum += long,
                None => people.push((stretch.person.clone(), long)),
            }
        }
        let all: i64 = people.iter().map(|(_, long)| long).sum();
        let figures = self.days.entry(done.day).or_default();
        let earned =
            |jobs, [standard_minutes, flagged_minutes, credited_minutes]: [i64; 3]| Earned {
                jobs,
                standard_minutes,
                flagged_minutes,
                credited_minutes,
            };
        figures.shop.earned.add(&earned(1, whole));
        let share = |of: i64, long: i64| if all == 0 { 0 } else { of * long / all };
        let rest =
            whole.map(|of| of - people.iter().map(|(_, long)| share(of, *long)).sum::<i64>());
        for (index, (person, long)) in people.into_iter().enumerate() {
            let theirs = figures.technicians.entry(person).or_default();
            theirs
                .earned
                .add(&earned(1, whole.map(|of| share(of, long))));
            if index == 0 {
                theirs.earned.add(&earned(0, rest));
            }
        }
    }

    /// Cuts the life of a job at everything that happened, and looks at each piece: is anybody on it, and if not, what
    /// was said last?
    fn gaps(
        &self,
        job: &JobId,
        worked: &[&Stretch],
        now: Moment,
    ) -> Vec<(Moment, Moment, Option<HoldReason>)> {
        let none = Vec::new();
        let stops = self.stops.get(job).unwrap_or(&none);
        let gone = self.steps.get(&job.ro).into_iter().flatten();
        let gone = gone
            .filter(|(step, _)| *step == CarStep::Delivered)
            .map(|(_, at)| *at)
            .max();
        let ends = gone.unwrap_or(now);
        let mut cuts: BTreeSet<Moment> = BTreeSet::from([ends]);
        for stretch in worked {
            cuts.insert(stretch.from);
            cuts.extend(stretch.until);
        }
        cuts.extend(stops.iter().map(|stop| stop.at.0));
        let cuts: Vec<Moment> = cuts.into_iter().filter(|at| *at <= ends).collect();
        let mut gaps: Vec<(Moment, Moment, Option<HoldReason>, Moment)> = Vec::new();
        for pair in cuts.windows(2) {
            let (from, until) = (pair[0], pair[1]);
            let covered = worked
                .iter()
                .any(|s| s.from <= from && s.until.is_some_and(|u| u >= until));
            let left_at = worked
                .iter()
                .filter(|s| s.from <= from)
                .map(|s| s.until.unwrap_or(s.from))
                .max();
            let (false, Some(left_at)) = (covered, left_at) else {
                continue;
            };
            let said = stops
                .iter()
                .rev()
                .find(|stop| left_at <= stop.at.0 && stop.at.0 <= from);
            let reason = match said.map(|stop| &stop.kind) {
                None => None,
                Some(StopKind::Held(reason)) => Some(*reason),
                Some(StopKind::Done | StopKind::Back) => continue,
            };
            let since = said.map_or(left_at, |stop| stop.at.0);
            match gaps.last_mut() {
                Some(last) if last.1 == from && last.3 == since => last.1 = until,
                _ => gaps.push((from, until, reason, since)),
            }
        }
        let whole = gaps.into_iter().filter(|(from, until, ..)| from < until);
        let on_order = self.line(job).is_some();
        let last = worked.last().map(|stretch| stretch.from);
        whole
            .filter(|(from, ..)| on_order || last.is_some_and(|last| *from < last))
            .map(|(from, until, reason, _)| (from, until, reason))
            .collect()
    }

    fn cars(&mut self) {
        for (ro, sheet) in &self.sheets {
            let arrived = day_of(sheet.arrived_at);
            self.days.entry(arrived).or_default().shop.cars.arrived += 1;
            let steps = self.steps.get(ro).cloned().unwrap_or_default();
            let last = |wanted: CarStep| {
                let of = steps.iter().filter(|(step, _)| *step == wanted);
                of.map(|(_, at)| *at).max()
            };
            if let Some(at) = last(CarStep::Delivered) {
                self.days.entry(day_of(at)).or_default().shop.cars.delivered += 1;
            }
            let passed = last(CarStep::FinalCheckPassed);
            let done = match (passed, sheet.wash.is_yes()) {
                (Some(passed), true) => last(CarStep::Washed).filter(|at| *at > passed),
                (passed, _) => passed,
            };
            let Some(done) = done else {
                continue;
            };
            let promised = self.promised(ro);
            let shop = &mut self.days.entry(day_of(done)).or_default().shop;
            shop.cars.done += 1;
            if promised < done || self.missed.contains(ro) {
                shop.cars.late_secs += secs(promised, done).max(0);
                *shop.delays.entry(self.delays.get(ro).copied()).or_default() += 1;
            } else {
                shop.cars.on_time += 1;
            }
        }
    }

    /// Whether somebody works at a bay, piece by piece.
    fn bays(&mut self, stretches: &[Stretch], holidays: &BTreeSet<NaiveDate>) {
        let mut cuts: BTreeMap<(BayId, NaiveDate), Vec<(Moment, Moment)>> = BTreeMap::new();
        for stretch in stretches {
            if let (On::Job(_, bay), Some(until)) = (&stretch.on, stretch.until) {
                let at = cuts.entry((bay.clone(), stretch.day)).or_default();
                at.push((stretch.from, until));
            }
        }
        for ((bay, day), work) in cuts {
            let edges: BTreeSet<Moment> = work
                .iter()
                .flat_map(|(from, until)| [*from, *until])
                .collect();
            let edges: Vec<Moment> = edges.into_iter().collect();
            let bays = &mut self.days.entry(day).or_default().shop.bays;
            let used = bays.entry(bay).or_default();
            for pair in edges.windows(2) {
                if work
                    .iter()
                    .any(|(from, until)| *from <= pair[0] && *until >= pair[1])
                {
                    let open = open_secs(pair[0], pair[1], holidays);
                    used.working_secs += open;
                    used.overtime_secs += secs(pair[0], pair[1]) - open;
                }
            }
        }
    }

    /// Spreads a wait over its days.
    fn wait(
        &mut self,
        (from, until): (Moment, Moment),
        holidays: &BTreeSet<NaiveDate>,
        of: impl Fn(&mut Figures) -> &mut WaitFigures,
    ) {
        of(self.days.entry(day_of(from)).or_default()).count += 1;
        let mut at = from;
        while at < until {
            let next_day = day_of(at).succ_opt().expect("a next day");
            let four = next_day.and_hms_opt(4, 0, 0).expect("four").and_utc() - TimeDelta::hours(8);
            let end = four.min(until);
            let waited = of(self.days.entry(day_of(at)).or_default());
            waited.secs += secs(at, end);
            waited.open_secs += open_secs(at, end, holidays);
            at = end;
        }
    }
}
