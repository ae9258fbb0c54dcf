//! `apply`: how an event changes the state. It never fails and asks nothing: what the log says has happened.
//!
//! The result does not depend on the order in which facts of different stations arrive: marks and stops fall
//! into their place by time, and everything that follows from them is worked out anew.

mod parts;
mod quality;
mod tools;

use super::andon::{AndonCall, AndonStep};
use super::car::{Amendment, CarStep, Order, StepTaken, Told};
use super::clock::{Activity, DayAge, Mark, MarkOrigin, PersonDay, segments};
use super::command::{Correction, UndoTarget};
use super::dispatch::Assignment;
use super::event::{Event, EventBody};
use super::finding::{Answer, CustomerAnswer, Extension, Finding, is_additional};
use super::hold::Expected;
use super::ids::{CommandId, JobId, PersonId, RoNumber};
use super::job::{Job, JobState, LineStanding, Stop, StopKind, spans_of};
use super::order::{OrderSheet, WorkMinutes};
use super::pace::{Done, Pace};
use super::question::{Answered, QuestionAnswer, QuestionKey};
use super::workshop::{Enrolled, EntityKey, Workshop};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// The entities that an event changed.
pub type Touched = BTreeSet<EntityKey>;

impl Workshop {
    /// Applies one event and tells what it changed.
    pub fn apply(&mut self, event: &Event) -> Touched {
        let mut touched = Touched::new();
        match &event.body {
            EventBody::Clocked {
                person,
                day,
                activity,
            } => {
                let mark = mark(event, activity.clone(), MarkOrigin::Tapped);
                self.day_mut(person, *day).insert(mark);
                self.refresh_day(person, *day, Vec::new(), &mut touched);
            }
            EventBody::JobHeld {
                job,
                reason,
                note,
                day,
            } => {
                let kind = StopKind::Held {
                    reason: *reason,
                    note: note.clone(),
                    expected: None,
                    cleared: None,
                };
                self.stop(event, (job, *day), kind, &mut touched);
            }
            EventBody::JobFinished { job, day } => {
                self.stop(event, (job, *day), StopKind::Finished, &mut touched);
            }
            EventBody::HoldExpected { job, until } => {
                self.expect_hold(event, job, *until, &mut touched);
            }
            EventBody::HoldCleared { job } => self.clear_hold(event, job, &mut touched),
            EventBody::JobDispatched { plan } => {
                let assignment = Assignment {
                    plan: plan.clone(),
                    at: event.at,
                    by: event.actor.person().cloned(),
                    command: event.command,
                };
                self.job_mut(&plan.job, &mut touched).assignment = Some(assignment);
            }
            EventBody::JobTakenBack { job } => self.job_mut(job, &mut touched).assignment = None,
            EventBody::AndonRaised { .. }
            | EventBody::AndonAcknowledged { .. }
            | EventBody::AndonCleared { .. } => self.andon(event, &mut touched),
            EventBody::Undone {
                command,
                target,
                day,
            } => {
                self.undo(*command, target, *day, &mut touched);
            }
            EventBody::ClockCorrected {
                person,
                day,
                correction,
                reason,
            } => {
                self.correct(event, (person, *day), correction, reason, &mut touched);
            }
            EventBody::QuestionAnswered { question, answer } => {
                self.answer(event, question, *answer, &mut touched);
            }
            EventBody::CarMoved { ro, step } => {
                let order = self.orders.entry(ro.clone()).or_default();
                let taken = StepTaken {
                    step: *step,
                    // A step follows the repair, even where the clock of the bay runs ahead.
                    at: event.at.max(order.repaired_at().unwrap_or(event.at)),
                    by: event.actor.person().cloned(),
                    command: event.command,
                };
                order.steps.push(taken);
                touched.insert(EntityKey::Order(ro.clone()));
            }
            EventBody::FindingReported {
                ro,
                line,
                during,
                bay,
                sighting,
            } => {
                let finding = Finding {
                    id: event.command,
                    line: *line,
                    at: event.at,
                    by: event.actor.person().cloned(),
                    during: during.clone(),
                    bay: bay.clone(),
                    sighting: (**sighting).clone(),
                    answers: Vec::new(),
                };
                self.found(ro, finding, &mut touched);
            }
            EventBody::FindingAnswered {
                ro,
                finding,
                answer,
                channel,
                amount,
            } => {
                let answer = CustomerAnswer {
                    answer: *answer,
                    channel: *channel,
                    amount: *amount,
                    at: event.at,
                    by: event.actor.person().cloned(),
                    command: event.command,
                };
                self.answered(ro, *finding, answer, &mut touched);
            }
            EventBody::ExtensionAsked {
                job,
                minutes,
                reason,
            } => {
                let asked = Extension {
                    minutes: *minutes,
                    reason: *reason,
                    at: event.at,
                    by: event.actor.person().cloned(),
                    command: event.command,
                };
                self.job_mut(job, &mut touched).insert_extension(asked);
                // Whatever the customer was told, that it takes still longer is new.
                self.order_mut(&job.ro, &mut touched).told.clear();
            }
            EventBody::PromiseChanged { ro, promised_at } => {
                let order = self.order_mut(ro, &mut touched);
                let before = order.promised_at().filter(|before| *before < event.at);
                order.missed_at = order.missed_at.or(before);
                order.promise = Some(*promised_at);
                // What the customer was told was about the promise before.
                order.told.clear();
            }
            EventBody::CustomerTold { ro, warning } => {
                let told = Told {
                    warning: warning.clone(),
                    at: event.at,
                    by: event.actor.person().cloned(),
                };
                let order = self.order_mut(ro, &mut touched);
                order.warned.push(told.clone());
                order.told.push(told);
            }
            EventBody::DelayExplained { ro, reason } => {
                self.order_mut(ro, &mut touched).delay = Some(*reason);
            }
            EventBody::OrderOpened { sheet } => self.take_sheet(sheet, &mut touched),
            EventBody::OrderAmended { sheet, changed } => {
                self.promised_anew(sheet);
                self.remember_sheet(event, sheet, changed);
                self.take_sheet(sheet, &mut touched);
            }
            EventBody::OperationListed { operation } => {
                let key = operation.op_code.clone();
                self.operations.insert(key.clone(), operation.clone());
                touched.insert(EntityKey::Operation(key));
            }
            EventBody::PartListed { part } => self.part_listed(event, part, &mut touched),
            EventBody::PartsChanged { ro, change } => {
                self.parts_changed(event, ro, change, &mut touched);
            }
            EventBody::QualityChanged { ro, change } => {
                self.quality_changed(event, ro, change, &mut touched);
            }
            EventBody::StockChanged { part, change } => {
                self.stock_changed(event, part, change, &mut touched);
            }
            EventBody::PersonEnrolled { person, pin_hash } => {
                let known = self.people.remove(&person.id);
                // A roster without PINs leaves the PINs as they are.
                let pin_hash = pin_hash.clone().or(known.and_then(|known| known.pin_hash));
                let enrolled = Enrolled {
                    person: person.clone(),
                    pin_hash,
                };
                self.people.insert(person.id.clone(), enrolled);
                touched.insert(EntityKey::Person(person.id.clone()));
            }
            EventBody::ClockOutMissed { person, day } => {
                self.day_mut(person, *day).missed = Some(event.at);
                touched.insert(EntityKey::Day(person.clone(), *day));
            }
            EventBody::ToolTaken { .. }
            | EventBody::ToolReturned { .. }
            | EventBody::ToolDamaged { .. }
            | EventBody::ToolExtended { .. }
            | EventBody::ToolServiceSet { .. }
            | EventBody::ToolListed { .. } => self.tool_event(event, &mut touched),
        }
        self.refresh_files(&mut touched);
        touched
    }

    fn day_mut(&mut self, person: &PersonId, day: NaiveDate) -> &mut PersonDay {
        self.days
            .entry((person.clone(), day))
            .or_insert_with(|| PersonDay::new(person.clone(), day))
    }

    fn order_mut(&mut self, ro: &RoNumber, touched: &mut Touched) -> &mut Order {
        touched.insert(EntityKey::Order(ro.clone()));
        self.orders.entry(ro.clone()).or_default()
    }

    /// What the customer is asked about is a job already, which nobody is to work on.
    fn found(&mut self, ro: &RoNumber, finding: Finding, touched: &mut Touched) {
        let order = self.order_mut(ro, touched);
        if finding.sighting.is_asked() {
            let job = order.jobs.entry(finding.line).or_default();
            job.line = Some(finding.sighting.line(finding.line));
            job.standing = LineStanding::Proposed;
        }
        order.findings.retain(|known| known.id != finding.id);
        order.findings.push(finding);
    }

    fn answered(
        &mut self,
        ro: &RoNumber,
        id: CommandId,
        answer: CustomerAnswer,
        touched: &mut Touched,
    ) {
        let order = self.order_mut(ro, touched);
        let Some(finding) = order.findings.iter_mut().find(|known| known.id == id) else {
            return;
        };
        finding.insert_answer(answer);
        if let Some(job) = order.jobs.get_mut(&finding.line) {
            job.standing = standing(finding);
        }
    }

    fn job_mut(&mut self, id: &JobId, touched: &mut Touched) -> &mut Job {
        touched.insert(EntityKey::Order(id.ro.clone()));
        let order = self.orders.entry(id.ro.clone()).or_default();
        // What the sheet does not have is not on the order, whichever of the two is heard of first.
        let standing = match order.sheet {
            Some(_) => LineStanding::Dropped,
            None => LineStanding::Ordered,
        };
        order.jobs.entry(id.line).or_insert_with(|| Job {
            standing,
            ..Job::default()
        })
    }

    fn stop(
        &mut self,
        event: &Event,
        (job, day): (&JobId, NaiveDate),
        kind: StopKind,
        touched: &mut Touched,
    ) {
        let stop = Stop {
            at: event.at,
            day,
            command: event.command,
            by: event.actor.person().cloned(),
            kind,
        };
        self.job_mut(job, touched).insert_stop(stop);
        self.refresh_job(job, touched);
    }

    /// Remembers how long a finished job took someone and whoever was on it with them, and forgets it when it is
    /// not finished after all.
    fn refresh_pace(&mut self, id: &JobId, person: &PersonId, touched: &mut Touched) {
        let Some(job) = self.job(id) else {
            return;
        };
        let done = match (job.state(), &job.line) {
            (JobState::Finished { at }, Some(line)) if line.standard > WorkMinutes(0) => {
                Some(Done {
                    trade: line.trade,
                    at,
                    standard_secs: i64::from(line.standard.0) * 60,
                    worked_secs: job.worked_secs_at_first(at),
                })
            }
            _ => None,
        };
        let on_it: BTreeSet<PersonId> = job.spans().map(|(work, _)| work.person.clone()).collect();
        for person in on_it.iter().chain([person]) {
            let done = done.filter(|_| on_it.contains(person));
            let known = self.paces.get(person).and_then(|pace| pace.of(id));
            if done.as_ref() == known {
                continue;
            }
            let pace = self
                .paces
                .entry(person.clone())
                .or_insert_with(|| Pace::new(person.clone()));
            pace.set(id, done);
            if pace.done.is_empty() {
                self.paces.remove(person);
            }
            touched.insert(EntityKey::Pace(person.clone()));
        }
    }

    /// Of two who said until when, it counts who said so last, whichever station is heard last.
    fn expect_hold(
        &mut self,
        event: &Event,
        job: &JobId,
        until: Option<DateTime<Utc>>,
        touched: &mut Touched,
    ) {
        if let Some(Stop {
            kind: StopKind::Held { expected, .. },
            ..
        }) = self.job_mut(job, touched).stops.last_mut()
        {
            let Some(until) = until else {
                *expected = None;
                return;
            };
            let said = Expected {
                until,
                at: event.at,
                by: event.actor.person().cloned(),
                command: event.command,
            };
            let newer = |known: &Expected| (known.at, known.command) <= (said.at, said.command);
            if expected.as_ref().is_none_or(newer) {
                *expected = Some(said);
            }
        }
    }

    fn clear_hold(&mut self, event: &Event, job: &JobId, touched: &mut Touched) {
        let by = event.actor.person().cloned();
        // The hold that was decided on is the last stop, even where the clock of its station runs ahead.
        if let Some(Stop {
            at,
            kind: StopKind::Held { cleared, .. },
            ..
        }) = self.job_mut(job, touched).stops.last_mut()
        {
            *cleared = Some((event.at.max(*at), by));
        }
    }

    fn andon(&mut self, event: &Event, touched: &mut Touched) {
        let step = AndonStep {
            at: event.at,
            by: event.actor.person().cloned(),
        };
        let id = match &event.body {
            EventBody::AndonRaised { bay, call } => {
                let raised = AndonCall {
                    id: event.command,
                    bay: bay.clone(),
                    kind: *call,
                    raised: step,
                    acknowledged: None,
                    cleared: None,
                };
                self.andons.insert(event.command, raised);
                event.command
            }
            EventBody::AndonAcknowledged { call } => {
                if let Some(known) = self.andons.get_mut(call) {
                    keep_first(&mut known.acknowledged, step);
                }
                *call
            }
            EventBody::AndonCleared { call } => {
                if let Some(known) = self.andons.get_mut(call) {
                    keep_first(&mut known.cleared, step);
                }
                *call
            }
            _ => return,
        };
        touched.insert(EntityKey::Andon(id));
    }

    fn undo(
        &mut self,
        command: CommandId,
        target: &UndoTarget,
        day: NaiveDate,
        touched: &mut Touched,
    ) {
        match target {
            UndoTarget::Clock { person, .. } => {
                let mended = self.day_mut(person, day);
                let before = mended.jobs();
                mended.remove(command);
                self.refresh_day(person, day, before, touched);
            }
            UndoTarget::Finding { ro } => {
                let order = self.order_mut(ro, touched);
                let line = order.findings.iter().find(|known| known.id == command);
                if let Some(job) = line.and_then(|known| order.jobs.get_mut(&known.line)) {
                    job.standing = LineStanding::Dropped;
                }
                order.findings.retain(|known| known.id != command);
            }
            UndoTarget::Parts { ro } => {
                self.order_mut(ro, touched).parts.take_back(command);
            }
            UndoTarget::Check { ro } => {
                self.order_mut(ro, touched).quality.take_back(command);
            }
            UndoTarget::Stop { job } => {
                self.job_mut(job, touched)
                    .stops
                    .retain(|stop| stop.command != command);
                self.refresh_job(job, touched);
            }
        }
    }

    fn correct(
        &mut self,
        event: &Event,
        (person, day): (&PersonId, NaiveDate),
        correction: &Correction,
        reason: &str,
        touched: &mut Touched,
    ) {
        let origin = MarkOrigin::Corrected {
            reason: reason.to_owned(),
            by: event.actor.person().cloned(),
        };
        let mended = self.day_mut(person, day);
        let before = mended.jobs();
        match correction {
            Correction::Move { mark, to } => {
                if let Some(known) = mended.remove(*mark) {
                    mended.insert(Mark {
                        at: *to,
                        origin,
                        ..known
                    });
                }
            }
            Correction::Replace { mark, activity } => {
                if let Some(known) = mended.remove(*mark) {
                    mended.insert(Mark {
                        activity: activity.clone(),
                        origin,
                        ..known
                    });
                }
            }
            Correction::Add { at, activity } => {
                let added = Mark {
                    at: *at,
                    ..mark(event, activity.clone(), origin)
                };
                mended.insert(added);
            }
            Correction::Remove { mark } => {
                mended.remove(*mark);
            }
        }
        self.refresh_day(person, day, before, touched);
    }

    fn answer(
        &mut self,
        event: &Event,
        question: &QuestionKey,
        answer: QuestionAnswer,
        touched: &mut Touched,
    ) {
        let answered = Answered {
            question: question.clone(),
            answer,
            at: event.at,
            by: event.actor.person().cloned(),
        };
        match question {
            QuestionKey::ForgottenClockOut { person, day } => {
                self.day_mut(person, *day).answered.push(answered);
                touched.insert(EntityKey::Day(person.clone(), *day));
            }
            QuestionKey::UnknownOrder { ro } => self.answer_order(ro, answered, touched),
            QuestionKey::WorkedAfterFinish { job, .. }
            | QuestionKey::WorkedAfterDelivery { job, .. }
            | QuestionKey::TwoBays { job, .. }
            | QuestionKey::WorkedUnauthorised { job, .. } => {
                self.answer_order(&job.ro, answered, touched);
                if answer == QuestionAnswer::NotFinished {
                    self.take_back_finish(job, question, touched);
                }
            }
        }
    }

    /// The finish that somebody worked after is one no more; one that was tapped after that work stays.
    fn take_back_finish(&mut self, job: &JobId, question: &QuestionKey, touched: &mut Touched) {
        let QuestionKey::WorkedAfterFinish { mark, .. } = question else {
            return;
        };
        let known = self.job_mut(job, touched);
        let worked_again_at = known
            .spans()
            .find(|(_, span)| span.mark == *mark)
            .map(|(_, span)| span.from);
        // The clocks stay as they are: nobody was on the job between the finish and the work after it.
        for stop in &mut known.stops {
            let before = worked_again_at.is_none_or(|at| stop.at <= at);
            if stop.kind == StopKind::Finished && before {
                stop.kind = StopKind::NotFinished;
            }
        }
        self.refresh_job(job, touched);
    }

    fn answer_order(&mut self, ro: &RoNumber, answered: Answered, touched: &mut Touched) {
        self.orders
            .entry(ro.clone())
            .or_default()
            .answered
            .push(answered);
        touched.insert(EntityKey::Order(ro.clone()));
    }

    fn remember_sheet(&mut self, event: &Event, sheet: &OrderSheet, changed: &[String]) {
        let order = self.orders.entry(sheet.ro.clone()).or_default();
        if let Some(before) = order.sheet.take() {
            order.amendments.push(Amendment {
                at: event.at,
                changed: changed.to_vec(),
                before: Box::new(before),
            });
        }
    }

    /// A promise that the dealer system changes counts, whatever the desk had said before.
    fn promised_anew(&mut self, sheet: &OrderSheet) {
        let order = self.orders.entry(sheet.ro.clone()).or_default();
        let before = order.sheet.as_ref().map(|before| before.promised_at);
        if before.is_some_and(|before| before != sheet.promised_at) {
            order.promise = None;
            order.told.clear();
        }
    }

    fn take_sheet(&mut self, sheet: &OrderSheet, touched: &mut Touched) {
        let comeback = self.comeback_of(sheet);
        let order = self.orders.entry(sheet.ro.clone()).or_default();
        let gone = order.step(CarStep::Delivered).is_some();
        // The dealer system knows nothing of what was found here.
        let ordered = order.jobs.iter_mut();
        let mut known = BTreeSet::new();
        for (line, job) in ordered.filter(|(line, _)| !is_additional(**line)) {
            known.extend((job.standing == LineStanding::Ordered).then_some(*line));
            job.standing = LineStanding::Dropped;
        }
        for line in &sheet.lines {
            let job = order.jobs.entry(line.line).or_default();
            job.line = Some(line.clone());
            // Nobody works on a car that is gone: what is added then is billed, and not done.
            job.standing = if gone && !known.contains(&line.line) {
                LineStanding::Dropped
            } else {
                LineStanding::Ordered
            };
        }
        order.sheet = Some(sheet.clone());
        order.quality.comeback = comeback;
        order.park_anew();
        touched.insert(EntityKey::Order(sheet.ro.clone()));
        // The standard hours may weigh in a split.
        let worked: Vec<u16> = order
            .jobs
            .iter()
            .filter(|(_, job)| !job.work.is_empty())
            .map(|(line, _)| *line)
            .collect();
        for line in worked {
            self.refresh_job(&JobId::new(sheet.ro.clone(), line), touched);
        }
    }

    /// Works out anew what the days say that speak of a job.
    fn refresh_job(&mut self, job: &JobId, touched: &mut Touched) {
        let days: Vec<(PersonId, NaiveDate)> = self
            .job(job)
            .map(|job| {
                job.work
                    .iter()
                    .map(|work| (work.person.clone(), work.day))
                    .collect()
            })
            .unwrap_or_default();
        for (person, day) in days {
            self.refresh_one_day(&person, day, Vec::new(), touched);
        }
    }

    /// Works out anew what a day says, and an open day before it, which ends with the first mark of this one and
    /// runs again when that is taken back.
    ///
    /// `dropped` are jobs that the day spoke of and may not speak of any more.
    fn refresh_day(
        &mut self,
        person: &PersonId,
        day: NaiveDate,
        dropped: Vec<JobId>,
        touched: &mut Touched,
    ) {
        let before = self
            .days
            .range((person.clone(), NaiveDate::MIN)..(person.clone(), day))
            .rev()
            .find(|(_, before)| !before.marks.is_empty())
            .filter(|(_, before)| before.is_open_ended())
            .map(|((_, before), _)| *before);
        if let Some(before) = before {
            self.refresh_one_day(person, before, Vec::new(), touched);
        }
        self.refresh_one_day(person, day, dropped, touched);
    }

    fn refresh_one_day(
        &mut self,
        person: &PersonId,
        day: NaiveDate,
        dropped: Vec<JobId>,
        touched: &mut Touched,
    ) {
        let key = (person.clone(), day);
        let latest = self.latest_day(person).map(|latest| latest.day);
        let Some(known) = self.days.get(&key) else {
            return;
        };
        let age = if latest == Some(day) {
            DayAge::Latest
        } else {
            DayAge::Past
        };
        let worked = segments(day, &known.marks, age, |job| {
            self.job(job).map_or(&[][..], |job| &job.stops)
        });
        let spoken_of = known.jobs();
        let jobs: BTreeSet<JobId> = spoken_of.iter().cloned().chain(dropped).collect();
        for job in jobs {
            let spans = spoken_of.contains(&job).then(|| {
                spans_of(&job, &worked, |id| {
                    self.job(id).map_or(WorkMinutes(0), Job::standard)
                })
            });
            self.job_mut(&job, touched).set_work(person, day, spans);
            self.refresh_pace(&job, person, touched);
        }
        if let Some(known) = self.days.get_mut(&key) {
            known.segments = worked;
        }
        touched.insert(EntityKey::Day(person.clone(), day));
    }
}

/// Tells whether a line of additional work is on the order, by what the customer said last.
fn standing(finding: &Finding) -> LineStanding {
    match finding.answer().map(|said| said.answer) {
        None => LineStanding::Proposed,
        Some(Answer::Authorised) => LineStanding::Ordered,
        Some(Answer::Declined) => LineStanding::Declined,
        Some(Answer::Deferred) => LineStanding::Deferred,
    }
}

/// Of two who did the same it counts who did it first, whichever station is heard first.
fn keep_first(known: &mut Option<AndonStep>, step: AndonStep) {
    let first = match known.take() {
        Some(known) if (known.at, &known.by) <= (step.at, &step.by) => known,
        _ => step,
    };
    *known = Some(first);
}

fn mark(event: &Event, activity: Activity, origin: MarkOrigin) -> Mark {
    Mark {
        at: event.at,
        command: event.command,
        station: event.station.clone(),
        activity,
        origin,
    }
}
