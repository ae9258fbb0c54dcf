//! `decide`: what follows from a command. Facts always become events; requests may be refused, with a reason.

mod customer;
mod parts;
mod quality;
mod stock;
mod tools;

pub use customer::next_walk_in;
pub use quality::{LONGEST_PLACE, LONGEST_ROAD_TEST_KM, MOST_PENALTY, stand_ins};

use crate::domain::amend::{changed_fields, keep_unread_lines};
use crate::domain::car::{CarState, CarStep, Order};
use crate::domain::clock::{Activity, MarkOrigin};
use crate::domain::command::{
    Actor, Command, CommandBody, Correction, Extent, PinHash, Recognised, UndoTarget,
};
use crate::domain::dispatch::{ConflictKind, Plan, conflicts};
use crate::domain::event::{Event, EventBody};
use crate::domain::hold::HoldReason;
use crate::domain::ids::{BadgeId, CommandId, JobId, PersonId, RoNumber};
use crate::domain::job::{JobState, LineStanding, StopKind};
use crate::domain::parts::command::PartsCommand;
use crate::domain::person::{Employment, Permission, Person};
use crate::domain::policy::SitePolicy;
use crate::domain::quality::command::QualityCommand;
use crate::domain::quality::order_quality::CheckMade;
use crate::domain::question::{QuestionAnswer, QuestionKey, about_day, about_order};
use crate::domain::refusal::Refusal;
use crate::domain::tool::unreturned;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Decides one command: the events that follow, or why not. An accepted command without events changes nothing,
/// as when the same order comes in twice.
///
/// # Errors
/// A [`Refusal`] for a request that cannot be met, and for a fact without anybody to tell it.
pub fn decide(
    workshop: &Workshop,
    policy: &SitePolicy,
    command: &Command,
) -> Result<Vec<Event>, Refusal> {
    let bodies = Decision {
        workshop,
        policy,
        command,
    }
    .bodies()?;
    Ok(bodies
        .into_iter()
        .map(|body| Event {
            command: command.id,
            at: command.at,
            station: command.station.clone(),
            actor: command.actor.clone(),
            body,
        })
        .collect())
}

struct Decision<'a> {
    workshop: &'a Workshop,
    policy: &'a SitePolicy,
    command: &'a Command,
}

type Decided = Result<Vec<EventBody>, Refusal>;

impl Decision<'_> {
    fn bodies(&self) -> Decided {
        match &self.command.body {
            CommandBody::ShiftIn => self.clocked(Activity::ShiftIn),
            CommandBody::ShiftOut => self.clocked(Activity::ShiftOut),
            CommandBody::ClockOn { job, bay, mode } => self.clocked(Activity::Job {
                job: job.clone(),
                bay: bay.clone(),
                mode: *mode,
                split: self.policy.several_jobs,
            }),
            CommandBody::ClockOff { job } => self.clocked(Activity::Off { job: job.clone() }),
            CommandBody::GoIdle { code } => self.clocked(Activity::Idle { code: *code }),
            CommandBody::Hold { job, reason, note } => {
                let held = EventBody::JobHeld {
                    job: job.clone(),
                    reason: *reason,
                    note: note.clone(),
                    day: self.policy.day_of(self.command.at),
                };
                let meanwhile = (*reason == HoldReason::Parts).then(|| self.held_for_parts(job));
                Ok(std::iter::once(held).chain(meanwhile.flatten()).collect())
            }
            CommandBody::Finish { job } => Ok(vec![EventBody::JobFinished {
                job: job.clone(),
                day: self.policy.day_of(self.command.at),
            }]),
            CommandBody::ReportFinding {
                ro,
                during,
                bay,
                sighting,
            } => {
                self.command.actor.person().ok_or(Refusal::NobodySignedIn)?;
                Ok(vec![EventBody::FindingReported {
                    ro: ro.clone(),
                    line: self.next_additional_line(ro),
                    during: during.clone(),
                    bay: bay.clone(),
                    sighting: sighting.clone(),
                }])
            }
            CommandBody::AskExtension {
                job,
                minutes,
                reason,
            } => {
                self.command.actor.person().ok_or(Refusal::NobodySignedIn)?;
                Ok(vec![EventBody::ExtensionAsked {
                    job: job.clone(),
                    minutes: *minutes,
                    reason: *reason,
                }])
            }
            CommandBody::AnswerFinding {
                ro,
                finding,
                seen,
                answer,
                channel,
                amount,
            } => {
                self.answerable(ro, *finding, *seen)?;
                Ok(vec![EventBody::FindingAnswered {
                    ro: ro.clone(),
                    finding: *finding,
                    answer: *answer,
                    channel: *channel,
                    amount: *amount,
                }])
            }
            CommandBody::ChangePromise { ro, promised_at } => {
                self.allowed(Permission::SpeakForCustomers)?;
                self.open_order(ro)?;
                if *promised_at <= self.command.at {
                    return Err(Refusal::PromiseInThePast);
                }
                Ok(vec![EventBody::PromiseChanged {
                    ro: ro.clone(),
                    promised_at: *promised_at,
                }])
            }
            CommandBody::TellCustomer { ro, warning } => self.tell_customer(ro, warning.as_ref()),
            CommandBody::ExplainDelay { ro, reason } => {
                self.allowed(Permission::SpeakForCustomers)?;
                self.open_order(ro)?;
                Ok(vec![EventBody::DelayExplained {
                    ro: ro.clone(),
                    reason: *reason,
                }])
            }
            CommandBody::OpenWalkIn { sheet } => self.open_walk_in(sheet),
            CommandBody::RaiseAndon { bay, call } => Ok(vec![EventBody::AndonRaised {
                bay: bay.clone(),
                call: *call,
            }]),
            CommandBody::AcknowledgeAndon { call } => {
                self.known_call(*call)?;
                Ok(vec![EventBody::AndonAcknowledged { call: *call }])
            }
            CommandBody::ClearAndon { call } => {
                self.known_call(*call)?;
                Ok(vec![EventBody::AndonCleared { call: *call }])
            }
            CommandBody::Dispatch { plan, accepted } => self.dispatch(plan, accepted),
            CommandBody::TakeBack { job } => self.take_back(job),
            CommandBody::ExpectHold { job, until } => self.expect_hold(job, *until),
            CommandBody::ClearHold { job } => self.clear_hold(job),
            CommandBody::Undo { command, target } => self.undo(*command, target),
            CommandBody::CorrectClock {
                person,
                day,
                correction,
                reason,
            } => self.correct(person, *day, correction, reason),
            CommandBody::AnswerQuestion { question, answer } => {
                self.allowed(Permission::CorrectClocks)?;
                // It takes a finish back: that mends what was clocked.
                if *answer == QuestionAnswer::NotFinished {
                    self.signed()?;
                }
                self.still_here(question, *answer)?;
                if !self.is_open(question) || !question.answers().contains(answer) {
                    return Err(Refusal::UnknownQuestion);
                }
                Ok(vec![EventBody::QuestionAnswered {
                    question: question.clone(),
                    answer: *answer,
                }])
            }
            CommandBody::MoveCar { ro, step } => {
                self.allowed(match step {
                    CarStep::FinalCheckPassed => return Err(Refusal::NeedsInspection),
                    CarStep::Washed => Permission::HandleCars,
                    CarStep::Invoiced | CarStep::Delivered => Permission::MoveCars,
                })?;
                let order = self
                    .workshop
                    .orders
                    .get(ro)
                    .ok_or_else(|| Refusal::UnknownOrder { ro: ro.clone() })?;
                let stands = order.state();
                if stands.next_step() != Some(*step) {
                    return Err(Refusal::WrongStep { stands });
                }
                let missed = order.missed_promise(self.command.at);
                // What came to light since the check counts as well.
                if *step == CarStep::Delivered {
                    let by_order = order.sheet.as_ref().is_some_and(|s| s.road_test.is_yes());
                    if by_order && order.road_test().is_none() {
                        return Err(Refusal::NeedsRoadTest);
                    }
                    self.authorised(ro, order)?;
                    self.reconciled(ro, order)?;
                }
                if *step == CarStep::Delivered && missed && order.delay.is_none() {
                    return Err(Refusal::NeedsDelayReason);
                }
                Ok(vec![EventBody::CarMoved {
                    ro: ro.clone(),
                    step: *step,
                }])
            }
            CommandBody::Parts { ro, body } => self.parts(ro, body),
            CommandBody::Quality { ro, body } => self.quality(ro, body),
            CommandBody::Stock { part, body } => self.stock(part, body),
            CommandBody::TakeTool { .. }
            | CommandBody::ReturnTool { .. }
            | CommandBody::ReportToolDamage { .. }
            | CommandBody::ExtendTool { .. }
            | CommandBody::SetToolService { .. } => self.tool(),
            CommandBody::AdmitOrder { .. }
            | CommandBody::ListOperation { .. }
            | CommandBody::ListPart { .. }
            | CommandBody::EnrolPerson { .. }
            | CommandBody::SetPin { .. }
            | CommandBody::LeaveRoster { .. }
            | CommandBody::FlagForgottenClockOut { .. }
            | CommandBody::ListTool { .. } => self.by_system(),
        }
    }

    /// Nobody can finish what is gone.
    fn still_here(&self, question: &QuestionKey, answer: QuestionAnswer) -> Result<(), Refusal> {
        match question {
            QuestionKey::WorkedAfterFinish { job, .. } if answer == QuestionAnswer::NotFinished => {
                self.open_order(&job.ro).map(|_| ())
            }
            _ => Ok(()),
        }
    }

    fn order(&self, ro: &RoNumber) -> Result<&Order, Refusal> {
        let order = self.workshop.orders.get(ro);
        order.ok_or_else(|| Refusal::UnknownOrder { ro: ro.clone() })
    }

    fn open_order(&self, ro: &RoNumber) -> Result<&Order, Refusal> {
        let order = self.order(ro)?;
        match order.state() {
            stands @ CarState::Delivered => Err(Refusal::WrongStep { stands }),
            _ => Ok(order),
        }
    }

    /// Nothing passes while a part or a tool of it is unaccounted for.
    fn reconciled(&self, ro: &RoNumber, order: &Order) -> Result<(), Refusal> {
        let open = |line: &u16| {
            let job = JobId::new(ro.clone(), *line);
            let accounts = order.parts.unreconciled(*line).into_iter();
            accounts.map(move |account| (job.clone(), account))
        };
        let parts: Vec<_> = order.parts.jobs().iter().flat_map(open).collect();
        let tools = unreturned(self.workshop, ro);
        if parts.is_empty() && tools.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Unreconciled { parts, tools })
        }
    }

    /// A clocking is a fact: who was not recognised cannot have clocked, and everything else is kept.
    fn clocked(&self, activity: Activity) -> Decided {
        let person = self
            .command
            .actor
            .person()
            .ok_or(Refusal::NobodySignedIn)?
            .clone();
        let day = self.policy.day_of(self.command.at);
        Ok(vec![EventBody::Clocked {
            person,
            day,
            activity,
        }])
    }

    fn known_call(&self, call: CommandId) -> Result<(), Refusal> {
        self.workshop
            .andons
            .contains_key(&call)
            .then_some(())
            .ok_or(Refusal::UnknownCall)
    }

    fn allowed(&self, permission: Permission) -> Result<(), Refusal> {
        let person = self.command.actor.person().ok_or(Refusal::NobodySignedIn)?;
        let person = self.on_roster(person)?;
        person
            .role
            .may(permission)
            .then_some(())
            .ok_or(Refusal::NotAllowed)
    }

    /// A badge is not enough: it may have been found.
    fn signed(&self) -> Result<(), Refusal> {
        let by_pin = matches!(
            self.command.actor,
            Actor::Person {
                by: Recognised::Pin,
                ..
            }
        );
        by_pin.then_some(()).ok_or(Refusal::NeedsPin)
    }

    /// Finds who works here; who has left may do nothing any more.
    fn on_roster(&self, id: &PersonId) -> Result<&Person, Refusal> {
        let known = self.workshop.people.get(id).map(|known| &known.person);
        known
            .filter(|person| person.employment.is_here())
            .ok_or_else(|| Refusal::UnknownPerson { person: id.clone() })
    }

    fn dispatch(&self, plan: &Plan, accepted: &[ConflictKind]) -> Decided {
        self.allowed(Permission::Dispatch)?;
        if let Some(waits) = self.unauthorised(&plan.job) {
            return Err(waits);
        }
        let job = self
            .workshop
            .job(&plan.job)
            .filter(|job| job.line.is_some() && job.standing == LineStanding::Ordered)
            .ok_or_else(|| Refusal::UnknownJob {
                job: plan.job.clone(),
            })?;
        if matches!(job.state(), JobState::Finished { .. }) {
            return Err(Refusal::JobFinished {
                job: plan.job.clone(),
            });
        }
        if self.policy.bay(&plan.bay).is_none() {
            return Err(Refusal::UnknownBay {
                bay: plan.bay.clone(),
            });
        }
        if plan.end <= plan.start {
            return Err(Refusal::EmptyPlan);
        }
        for person in plan.lead.iter().chain(&plan.helpers) {
            self.on_roster(person)?;
        }
        let sheet = self.workshop.planning_sheet(self.policy, self.command.at);
        let unseen: Vec<_> = conflicts(plan, &sheet)
            .into_iter()
            .filter(|conflict| !accepted.contains(&conflict.kind()))
            .collect();
        if !unseen.is_empty() {
            return Err(Refusal::Conflicts { conflicts: unseen });
        }
        Ok(vec![EventBody::JobDispatched { plan: plan.clone() }])
    }

    fn take_back(&self, id: &JobId) -> Decided {
        self.allowed(Permission::Dispatch)?;
        let job = self
            .workshop
            .job(id)
            .ok_or_else(|| Refusal::UnknownJob { job: id.clone() })?;
        match job.state() {
            JobState::InRepair => return Err(Refusal::JobRunning { job: id.clone() }),
            JobState::Finished { .. } => return Err(Refusal::JobFinished { job: id.clone() }),
            _ => {}
        }
        if job.assignment.is_none() {
            return Err(Refusal::NotDispatched { job: id.clone() });
        }
        Ok(vec![EventBody::JobTakenBack { job: id.clone() }])
    }

    fn clear_hold(&self, id: &JobId) -> Decided {
        self.allowed(Permission::ClearHolds)?;
        self.held_since(id)?;
        Ok(vec![EventBody::HoldCleared { job: id.clone() }])
    }

    fn expect_hold(&self, id: &JobId, until: DateTime<Utc>) -> Decided {
        self.allowed(Permission::ClearHolds)?;
        // What was said before this hold began was about the one before.
        if self.held_since(id)? > self.command.at {
            return Err(Refusal::NotOnHold { job: id.clone() });
        }
        if until <= self.command.at {
            return Err(Refusal::HoldEndsInThePast);
        }
        Ok(vec![EventBody::HoldExpected {
            job: id.clone(),
            until: Some(until),
        }])
    }

    /// Tells since when a job waits for a cause that is not gone.
    fn held_since(&self, id: &JobId) -> Result<DateTime<Utc>, Refusal> {
        let job = self
            .workshop
            .job(id)
            .ok_or_else(|| Refusal::UnknownJob { job: id.clone() })?;
        match job.state() {
            JobState::OnHold {
                reason: Some(_),
                since,
                cleared_at: None,
                ..
            } => Ok(since),
            _ => Err(Refusal::NotOnHold { job: id.clone() }),
        }
    }

    fn undo(&self, command: CommandId, target: &UndoTarget) -> Decided {
        let actor = self.command.actor.person();
        let (made_at, made_by, day) = match target {
            UndoTarget::Clock { person, at } => {
                let day = self.policy.day_of(*at);
                let mark = self
                    .workshop
                    .days
                    .get(&(person.clone(), day))
                    .and_then(|day| day.marks.iter().find(|mark| mark.command == command))
                    .ok_or(Refusal::NothingToUndo)?;
                // What the foreman has mended is his, and the technician's tap with it.
                if mark.origin != MarkOrigin::Tapped {
                    return Err(Refusal::TooLateToUndo);
                }
                (mark.at, Some(person.clone()), day)
            }
            UndoTarget::Finding { ro } => {
                let known = self.order(ro)?.findings.iter().find(|f| f.id == command);
                let finding = known.ok_or(Refusal::NothingToUndo)?;
                if !finding.answers.is_empty() {
                    return Err(Refusal::TooLateToUndo);
                }
                let day = self.policy.day_of(finding.at);
                (finding.at, finding.by.clone(), day)
            }
            UndoTarget::Check { ro } => {
                let said = self.can_take_check_back(ro, command)?;
                (said.at, said.by.clone(), self.policy.day_of(said.at))
            }
            UndoTarget::Parts { ro } => {
                let (at, by) = self
                    .order(ro)?
                    .parts
                    .can_take_back(command)
                    .ok_or(Refusal::TooLateToUndo)?;
                (at, by, self.policy.day_of(at))
            }
            UndoTarget::Stop { job } => {
                let stop = self
                    .workshop
                    .job(job)
                    .and_then(|job| job.stops.iter().find(|stop| stop.command == command))
                    .ok_or(Refusal::NothingToUndo)?;
                // Somebody has looked at it.
                let quality = &self.order(&job.ro)?.quality;
                let was_checked = |made: &CheckMade| made.finish == stop.command;
                let sent_back = matches!(stop.kind, StopKind::SentBack { .. });
                if sent_back || quality.checks.iter().any(was_checked) {
                    return Err(Refusal::TooLateToUndo);
                }
                (stop.at, stop.by.clone(), self.policy.day_of(stop.at))
            }
        };
        if made_by.as_ref() != actor {
            return Err(Refusal::NotYourTap);
        }
        if self.command.at - made_at > TimeDelta::seconds(i64::from(self.policy.undo_secs)) {
            return Err(Refusal::TooLateToUndo);
        }
        let undone = EventBody::Undone {
            command,
            target: target.clone(),
            day,
        };
        Ok(std::iter::once(undone)
            .chain(self.holds_without(command, target))
            .collect())
    }

    /// Who takes back a request may be the last that a hold was for.
    fn holds_without(&self, command: CommandId, target: &UndoTarget) -> Vec<EventBody> {
        let UndoTarget::Parts { ro } = target else {
            return Vec::new();
        };
        let Some(order) = self.workshop.orders.get(ro) else {
            return Vec::new();
        };
        let mut after = order.parts.clone();
        after.take_back(command);
        self.holds_for_parts(ro, &order.parts, &after)
    }

    fn correct(
        &self,
        person: &PersonId,
        day: NaiveDate,
        correction: &Correction,
        reason: &str,
    ) -> Decided {
        self.allowed(Permission::CorrectClocks)?;
        self.signed()?;
        if reason.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        let known_day = self.workshop.days.get(&(person.clone(), day));
        let knows = |mark: &CommandId| {
            known_day.is_some_and(|day| day.marks.iter().any(|known| known.command == *mark))
        };
        let possible = match correction {
            Correction::Move { mark, to } => knows(mark) && self.policy.day_of(*to) == day,
            Correction::Replace { mark, .. } | Correction::Remove { mark } => knows(mark),
            Correction::Add { at, .. } => self.policy.day_of(*at) == day,
        };
        if !possible {
            return Err(Refusal::UnknownMark);
        }
        let mended_to = match correction {
            Correction::Move { to: at, .. } | Correction::Add { at, .. } => Some(*at),
            Correction::Replace { .. } | Correction::Remove { .. } => None,
        };
        if mended_to.is_some_and(|at| at > self.command.at) {
            return Err(Refusal::NotYet);
        }
        Ok(vec![EventBody::ClockCorrected {
            person: person.clone(),
            day,
            correction: correction.clone(),
            reason: reason.trim().to_owned(),
        }])
    }

    fn is_open(&self, question: &QuestionKey) -> bool {
        let workshop = self.workshop;
        match question {
            QuestionKey::ForgottenClockOut { person, day } => workshop
                .days
                .get(&(person.clone(), *day))
                .is_some_and(|day| about_day(day).iter().any(|open| open.key == *question)),
            QuestionKey::UnknownOrder { ro } => workshop
                .orders
                .get(ro)
                .is_some_and(|order| about_order(ro, order).iter().any(|o| o.key == *question)),
            QuestionKey::WorkedAfterFinish { job, .. }
            | QuestionKey::WorkedAfterDelivery { job, .. }
            | QuestionKey::TwoBays { job, .. }
            | QuestionKey::WorkedUnauthorised { job, .. } => {
                workshop.orders.get(&job.ro).is_some_and(|order| {
                    about_order(&job.ro, order)
                        .iter()
                        .any(|o| o.key == *question)
                })
            }
        }
    }

    /// What comes from files and timers: new, changed, or nothing new.
    fn by_system(&self) -> Decided {
        if self.command.actor != Actor::System {
            return Err(Refusal::SystemOnly);
        }
        let workshop = self.workshop;
        let event = match &self.command.body {
            CommandBody::AdmitOrder { sheet, extent } => {
                let known = workshop
                    .orders
                    .get(&sheet.ro)
                    .and_then(|o| o.sheet.as_ref());
                let mut sheet = sheet.clone();
                // The same lines in another order say the same.
                sheet.lines.sort_by_key(|line| line.line);
                if let (Some(known), Extent::Partial) = (known, extent) {
                    keep_unread_lines(known, &mut sheet);
                }
                match known {
                    None => Some(EventBody::OrderOpened { sheet }),
                    Some(known) if *known == *sheet => None,
                    Some(known) => Some(EventBody::OrderAmended {
                        changed: changed_fields(known, &sheet),
                        sheet,
                    }),
                }
            }
            CommandBody::ListOperation { operation } => {
                let known = workshop.operations.get(&operation.op_code);
                (known != Some(operation)).then(|| EventBody::OperationListed {
                    operation: operation.clone(),
                })
            }
            CommandBody::ListPart { part } => {
                let known = workshop.parts.get(&part.number);
                (known != Some(part)).then(|| EventBody::PartListed { part: part.clone() })
            }
            CommandBody::EnrolPerson { person, pin_hash } => {
                return Ok(self.enrol(person, pin_hash.as_ref()));
            }
            CommandBody::SetPin { person, pin_hash } => Some(EventBody::PersonEnrolled {
                person: self.on_roster(person)?.clone(),
                pin_hash: Some(pin_hash.clone()),
            }),
            CommandBody::LeaveRoster { person } => Some(EventBody::PersonEnrolled {
                person: Person {
                    badge: None,
                    employment: Employment::Left,
                    ..self.on_roster(person)?.clone()
                },
                pin_hash: None,
            }),
            CommandBody::FlagForgottenClockOut { person, day } => {
                let open = workshop
                    .days
                    .get(&(person.clone(), *day))
                    .is_some_and(|day| day.is_present() && day.missed().is_none());
                open.then(|| EventBody::ClockOutMissed {
                    person: person.clone(),
                    day: *day,
                })
            }
            CommandBody::ListTool { tool } => {
                let known = workshop.tools.get(&tool.id);
                let listed = known.and_then(|file| file.tool.as_ref());
                (listed != Some(tool)).then(|| EventBody::ToolListed { tool: tool.clone() })
            }
            _ => None,
        };
        Ok(event.into_iter().collect())
    }

    /// The latest line of the roster is right: its badge is nobody else's any more.
    fn enrol(&self, person: &Person, pin_hash: Option<&PinHash>) -> Vec<EventBody> {
        let people = &self.workshop.people;
        let badge = person.badge.as_ref().map(BadgeId::as_str);
        let holds_it = |other: &Person| {
            let theirs = other.badge.as_ref().map(BadgeId::as_str);
            let same = badge.zip(theirs);
            other.id != person.id && same.is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let without_it = |other: &Person| EventBody::PersonEnrolled {
            person: Person {
                badge: None,
                ..other.clone()
            },
            pin_hash: None,
        };
        let known = people.get(&person.id);
        let mut events: Vec<EventBody> = people
            .values()
            .filter(|other| holds_it(&other.person))
            .map(|other| without_it(&other.person))
            .collect();
        // A file gives a PIN to who has none; one that was changed since stays as it is.
        let has_pin = known.is_some_and(|known| known.pin_hash.is_some());
        let pin_hash = pin_hash.filter(|_| !has_pin).cloned();
        let same = known.is_some_and(|known| known.person == *person);
        if !same || pin_hash.is_some() {
            events.push(EventBody::PersonEnrolled {
                person: person.clone(),
                pin_hash,
            });
        }
        events
    }
}

/// Tells whether a tap can still be taken back, so that a screen offers it only then.
pub fn undo_until(policy_undo_secs: u32, tapped_at: DateTime<Utc>) -> DateTime<Utc> {
    tapped_at + TimeDelta::seconds(i64::from(policy_undo_secs))
}

/// Tells what an undo of a command would touch; nothing for what cannot be undone.
pub fn undo_target(command: &Command) -> Option<UndoTarget> {
    match &command.body {
        CommandBody::ShiftIn
        | CommandBody::ShiftOut
        | CommandBody::ClockOn { .. }
        | CommandBody::ClockOff { .. }
        | CommandBody::GoIdle { .. } => Some(UndoTarget::Clock {
            person: command.actor.person()?.clone(),
            at: command.at,
        }),
        CommandBody::Hold { job, .. } | CommandBody::Finish { job } => {
            Some(UndoTarget::Stop { job: job.clone() })
        }
        CommandBody::ReportFinding { ro, .. } => Some(UndoTarget::Finding { ro: ro.clone() }),
        CommandBody::Quality { ro, body } => match **body {
            QualityCommand::Check { .. } | QualityCommand::RoadTest { .. } => {
                Some(UndoTarget::Check { ro: ro.clone() })
            }
            _ => None,
        },
        CommandBody::Parts { ro, body } => match **body {
            PartsCommand::Ask { .. }
            | PartsCommand::OfferReturn { .. }
            | PartsCommand::AskExchange { .. }
            | PartsCommand::RecordOldPart { .. } => Some(UndoTarget::Parts { ro: ro.clone() }),
            _ => None,
        },
        _ => None,
    }
}
