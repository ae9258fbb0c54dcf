//! Recall: before a command is decided, what it speaks of is at hand, however long ago it was settled.
//!
//! An event changes its order and its person's day. A day is worked out anew with the open day before it and with
//! the knowledge of which one is the latest; an order, with all days that were worked on it; and each of these
//! days puts its time on all orders of that day. So much is recalled, and no more: what is worked out from less
//! would be written over what is known.

use crate::domain::command::{Command, CommandBody, Correction, UndoTarget};
use crate::domain::decide::next_walk_in;
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::policy::SitePolicy;
use crate::domain::question::QuestionKey;
use crate::domain::workshop::{EntityKey, Workshop};
use crate::store::StoreError;
use crate::store::event_log::Batch;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// Puts everything at hand that deciding and applying a command may look at.
pub(super) fn recall(
    batch: &Batch<'_>,
    workshop: &mut Workshop,
    policy: &SitePolicy,
    command: &Command,
) -> Result<(), StoreError> {
    if let Some(ro) = order_of(&command.body) {
        order(batch, workshop, &ro)?;
    }
    if let CommandBody::OpenWalkIn { .. } = &command.body {
        walk_ins(batch, workshop, policy, command.at)?;
    }
    if let Some((person, day)) = day_of(command, policy) {
        days_around(batch, workshop, &person, day)?;
    }
    if let CommandBody::AcknowledgeAndon { call } | CommandBody::ClearAndon { call } = &command.body
    {
        batch.recall(workshop, &EntityKey::Andon(*call))?;
    }
    Ok(())
}

/// Puts the walk-ins of a day at hand that were settled long ago, so that none of their numbers is given again.
fn walk_ins(
    batch: &Batch<'_>,
    workshop: &mut Workshop,
    policy: &SitePolicy,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    loop {
        let next = next_walk_in(workshop, policy, at);
        order(batch, workshop, &next)?;
        if !workshop.orders.contains_key(&next) {
            return Ok(());
        }
    }
}

fn order(batch: &Batch<'_>, workshop: &mut Workshop, ro: &RoNumber) -> Result<(), StoreError> {
    batch.recall(workshop, &EntityKey::Order(ro.clone()))?;
    let days: BTreeSet<(PersonId, NaiveDate)> = workshop
        .orders
        .get(ro)
        .into_iter()
        .flat_map(|order| order.jobs.values())
        .flat_map(|job| &job.work)
        .map(|work| (work.person.clone(), work.day))
        .collect();
    for (person, day) in days {
        one_day(batch, workshop, &person, day)?;
        clocked_day(batch, workshop, &person, None)?;
    }
    Ok(())
}

/// A day that is about to change, the one before it, which it may end, and the latest one.
fn days_around(
    batch: &Batch<'_>,
    workshop: &mut Workshop,
    person: &PersonId,
    day: NaiveDate,
) -> Result<(), StoreError> {
    clocked_day(batch, workshop, person, None)?;
    clocked_day(batch, workshop, person, Some(day))?;
    one_day(batch, workshop, person, day)
}

/// Puts the last day before a moment at hand on which somebody really clocked, or the very last of all.
fn clocked_day(
    batch: &Batch<'_>,
    workshop: &mut Workshop,
    person: &PersonId,
    before: Option<NaiveDate>,
) -> Result<(), StoreError> {
    for day in batch.days_of(person, before)? {
        one_day(batch, workshop, person, day)?;
        let known = workshop.days.get(&(person.clone(), day));
        if known.is_some_and(|known| !known.marks.is_empty()) {
            break;
        }
    }
    Ok(())
}

fn one_day(
    batch: &Batch<'_>,
    workshop: &mut Workshop,
    person: &PersonId,
    day: NaiveDate,
) -> Result<(), StoreError> {
    batch.recall(workshop, &EntityKey::Day(person.clone(), day))?;
    let jobs = workshop
        .days
        .get(&(person.clone(), day))
        .map(|day| day.jobs())
        .unwrap_or_default();
    for job in jobs {
        batch.recall(workshop, &EntityKey::Order(job.ro))?;
    }
    Ok(())
}

fn day_of(command: &Command, policy: &SitePolicy) -> Option<(PersonId, NaiveDate)> {
    let of = |at: DateTime<Utc>| policy.day_of(at);
    match &command.body {
        CommandBody::CorrectClock { person, day, .. }
        | CommandBody::FlagForgottenClockOut { person, day }
        | CommandBody::AnswerQuestion {
            question: QuestionKey::ForgottenClockOut { person, day },
            ..
        } => Some((person.clone(), *day)),
        CommandBody::Undo {
            target: UndoTarget::Clock { person, at },
            ..
        } => Some((person.clone(), of(*at))),
        _ => Some((command.actor.person()?.clone(), of(command.at))),
    }
}

fn order_of(body: &CommandBody) -> Option<RoNumber> {
    let of = |job: &JobId| Some(job.ro.clone());
    match body {
        CommandBody::ClockOn { job, .. }
        | CommandBody::ClockOff { job }
        | CommandBody::Hold { job, .. }
        | CommandBody::Finish { job }
        | CommandBody::TakeBack { job }
        | CommandBody::ExpectHold { job, .. }
        | CommandBody::ClearHold { job }
        | CommandBody::Undo {
            target: UndoTarget::Stop { job },
            ..
        } => of(job),
        CommandBody::CorrectClock { correction, .. } => match correction {
            Correction::Replace { activity, .. } | Correction::Add { activity, .. } => {
                activity.job().and_then(of)
            }
            Correction::Move { .. } | Correction::Remove { .. } => None,
        },
        CommandBody::Dispatch { plan, .. } => of(&plan.job),
        CommandBody::AskExtension { job, .. } => of(job),
        CommandBody::MoveCar { ro, .. }
        | CommandBody::ReportFinding { ro, .. }
        | CommandBody::AnswerFinding { ro, .. }
        | CommandBody::ChangePromise { ro, .. }
        | CommandBody::TellCustomer { ro, .. }
        | CommandBody::ExplainDelay { ro, .. }
        | CommandBody::Parts { ro, .. }
        | CommandBody::Quality { ro, .. }
        | CommandBody::Undo {
            target: UndoTarget::Finding { ro } | UndoTarget::Parts { ro } | UndoTarget::Check { ro },
            ..
        } => Some(ro.clone()),
        CommandBody::AdmitOrder { sheet, .. } => Some(sheet.ro.clone()),
        CommandBody::AnswerQuestion { question, .. } => match question {
            QuestionKey::WorkedAfterFinish { job, .. }
            | QuestionKey::WorkedAfterDelivery { job, .. }
            | QuestionKey::TwoBays { job, .. }
            | QuestionKey::WorkedUnauthorised { job, .. } => of(job),
            QuestionKey::UnknownOrder { ro } => Some(ro.clone()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    //! However much is let go of between two taps, the projections say what a replay of the whole log says.

    use super::*;
    use crate::domain::car::CarStep;
    use crate::domain::clock::Activity;
    use crate::domain::command::{Actor, Extent, Recognised};
    use crate::domain::decide::{decide, undo_target};
    use crate::domain::hold::HoldReason;
    use crate::domain::idle::IdleCode;
    use crate::domain::ids::{BayId, CommandId, SiteId, StationId};
    use crate::domain::order::{Car, OrderSheet};
    use crate::domain::person::{Language, Person, Role};
    use crate::domain::plate::Plate;
    use crate::domain::policy::Bay;
    use crate::domain::question::QuestionAnswer;
    use crate::store::event_log::{EventLog, LogReader};
    use chrono::{Days, TimeDelta, TimeZone};
    use proptest::prelude::*;
    use uuid::Uuid;

    /// What happens next, after so many minutes.
    #[derive(Debug, Clone)]
    struct Happens {
        after_minutes: i64,
        who: u8,
        what: What,
    }

    #[derive(Debug, Clone)]
    enum What {
        In,
        Out,
        On(u16),
        Off(u16),
        Idle,
        Hold(u16),
        Expect(u16),
        Finish(u16),
        Move(u8, CarStep),
        Flag,
        Undo,
        Add(u16),
        Remove,
        KeepBoth,
    }

    fn happens() -> impl Strategy<Value = Happens> {
        let job = 0..4u16;
        let what = prop_oneof![
            2 => Just(What::In),
            2 => Just(What::Out),
            6 => job.clone().prop_map(What::On),
            1 => job.clone().prop_map(What::Off),
            1 => Just(What::Idle),
            2 => job.clone().prop_map(What::Hold),
            1 => job.clone().prop_map(What::Expect),
            3 => job.clone().prop_map(What::Finish),
            4 => (0..2u8, prop_oneof![
                Just(CarStep::FinalCheckPassed),
                Just(CarStep::Invoiced),
                Just(CarStep::Delivered)
            ]).prop_map(|(car, step)| What::Move(car, step)),
            2 => Just(What::Flag),
            2 => Just(What::Undo),
            1 => job.prop_map(What::Add),
            1 => Just(What::Remove),
            1 => Just(What::KeepBoth),
        ];
        // Most taps follow within the hour; some, days later.
        let gap = prop_oneof![6 => 1..90i64, 1 => 700..10_000i64];
        (gap, 0..3u8, what).prop_map(|(after_minutes, who, what)| Happens {
            after_minutes,
            who,
            what,
        })
    }

    fn person(who: u8) -> PersonId {
        PersonId::new(format!("E100{who}"))
    }

    /// Two cars with two jobs each.
    fn job(number: u16) -> JobId {
        JobId::new(ro((number / 2) as u8), number % 2 + 1)
    }

    fn ro(car: u8) -> RoNumber {
        RoNumber::new(format!("2611-000{car}"))
    }

    fn policy() -> SitePolicy {
        let bay = Bay {
            id: BayId::new("1"),
            name: "1".to_owned(),
            english_name: String::new(),
            trades: Vec::new(),
        };
        SitePolicy::new(SiteId::new("test"), vec![bay])
    }

    struct Store {
        _dir: tempfile::TempDir,
        path: std::path::PathBuf,
        log: EventLog,
        workshop: Workshop,
        policy: SitePolicy,
        done: Vec<Command>,
    }

    impl Store {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().to_owned();
            Self {
                log: EventLog::open(&path).unwrap(),
                _dir: dir,
                path,
                workshop: Workshop::default(),
                policy: policy(),
                done: Vec::new(),
            }
        }

        fn decide(&mut self, at: DateTime<Utc>, actor: Actor, body: CommandBody) {
            let command = Command {
                id: CommandId(Uuid::now_v7()),
                at,
                station: StationId::new("bay-1"),
                actor,
                body,
            };
            let (workshop, policy) = (&mut self.workshop, &self.policy);
            self.log
                .batch(|batch| {
                    recall(batch, workshop, policy, &command)?;
                    for event in decide(workshop, policy, &command).unwrap_or_default() {
                        batch.append(&event, at)?;
                        for key in workshop.apply(&event) {
                            batch.put_entity(workshop, &key)?;
                        }
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            self.done.push(command);
            // Everything that is settled goes, however fresh.
            self.workshop.let_go(NaiveDate::MAX);
        }

        fn body(&self, happens: &Happens, now: DateTime<Utc>) -> Option<CommandBody> {
            let who = person(happens.who);
            let day = self.policy.day_of(now);
            let correct = |day, correction| CommandBody::CorrectClock {
                person: who.clone(),
                day,
                correction,
                reason: "as told".to_owned(),
            };
            let last_mark = || {
                let marks = |command: &&Command| {
                    command.actor.person() == Some(&who)
                        && matches!(undo_target(command), Some(UndoTarget::Clock { .. }))
                };
                self.done.iter().rev().find(marks)
            };
            Some(match &happens.what {
                What::In => CommandBody::ShiftIn,
                What::Out => CommandBody::ShiftOut,
                What::On(number) => CommandBody::ClockOn {
                    job: job(*number),
                    bay: BayId::new("1"),
                    mode: Default::default(),
                },
                What::Off(number) => CommandBody::ClockOff { job: job(*number) },
                What::Idle => CommandBody::GoIdle {
                    code: IdleCode::Cleaning,
                },
                What::Hold(number) => CommandBody::Hold {
                    job: job(*number),
                    reason: HoldReason::Parts,
                    note: String::new(),
                },
                What::Expect(number) => CommandBody::ExpectHold {
                    job: job(*number),
                    until: now + TimeDelta::hours(1),
                },
                What::Finish(number) => CommandBody::Finish { job: job(*number) },
                What::Move(car, step) => CommandBody::MoveCar {
                    ro: ro(*car),
                    step: *step,
                },
                What::Flag => CommandBody::FlagForgottenClockOut { person: who, day },
                What::Undo => {
                    let last = last_mark()?;
                    CommandBody::Undo {
                        command: last.id,
                        target: undo_target(last)?,
                    }
                }
                What::Add(number) => correct(
                    day.checked_sub_days(Days::new(1))?,
                    Correction::Add {
                        at: now - TimeDelta::days(1),
                        activity: Activity::Job {
                            job: job(*number),
                            bay: BayId::new("1"),
                            mode: Default::default(),
                            split: Default::default(),
                        },
                    },
                ),
                What::Remove => {
                    let last = last_mark()?;
                    let mark = last.id;
                    correct(self.policy.day_of(last.at), Correction::Remove { mark })
                }
                What::KeepBoth => CommandBody::AnswerQuestion {
                    question: QuestionKey::ForgottenClockOut {
                        person: who,
                        day: day.checked_sub_days(Days::new(1))?,
                    },
                    answer: QuestionAnswer::KeepBoth,
                },
            })
        }
    }

    fn enrol(who: u8, role: Role) -> CommandBody {
        CommandBody::EnrolPerson {
            person: Person {
                id: person(who),
                name: format!("技师{who}"),
                role,
                trades: Vec::new(),
                badge: None,
                language: Language::Zh,
                employment: Default::default(),
            },
            pin_hash: None,
        }
    }

    fn order_of_two(car: u8, at: DateTime<Utc>) -> CommandBody {
        let line = |line: u16| {
            serde_json::from_value(serde_json::json!({
                "line": line, "op_code": "BR2100", "name": "保养", "trade": "mechanical", "standard": 60
            }))
            .unwrap()
        };
        let sheet = OrderSheet {
            ro: ro(car),
            car: Car {
                plate: Plate::parse(&format!("京A1234{car}")).unwrap(),
                vin: String::new(),
                brand: String::new(),
                model: String::new(),
                series: String::new(),
                displacement: String::new(),
                colour: String::new(),
            },
            customer: Default::default(),
            category: Default::default(),
            advisor: String::new(),
            arrived_at: at,
            promised_at: at + TimeDelta::hours(8),
            mileage_km: None,
            fuel: String::new(),
            complaint: String::new(),
            customer_waits: Default::default(),
            keep_old_parts: Default::default(),
            wash: Default::default(),
            road_test: Default::default(),
            key_tag: String::new(),
            parking_spot: String::new(),
            last_visit: String::new(),
            remarks: String::new(),
            lines: vec![line(1), line(2)],
        };
        CommandBody::AdmitOrder {
            sheet: Box::new(sheet),
            extent: Extent::Whole,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn what_was_let_go_of_is_never_written_over(story in prop::collection::vec(happens(), 1..60)) {
            let mut store = Store::new();
            let mut now = Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).unwrap();
            for who in 0..3 {
                let role = if who == 0 { Role::Foreman } else { Role::Technician };
                store.decide(now, Actor::System, enrol(who, role));
            }
            for car in 0..2 {
                store.decide(now, Actor::System, order_of_two(car, now));
            }
            for happens in &story {
                now += TimeDelta::minutes(happens.after_minutes);
                if let Some(body) = store.body(happens, now) {
                    let of_the_foreman = matches!(
                        body,
                        CommandBody::CorrectClock { .. }
                            | CommandBody::ExpectHold { .. }
                            | CommandBody::AnswerQuestion { .. }
                            | CommandBody::MoveCar { .. }
                    );
                    let who = if of_the_foreman { person(0) } else { person(happens.who) };
                    let actor = if body.is_of_the_system() {
                        Actor::System
                    } else {
                        Actor::Person { id: who, by: Recognised::Pin }
                    };
                    store.decide(now, actor, body);
                }
            }
            let projected = LogReader::open(&store.path).unwrap().load().unwrap();
            prop_assert_eq!(projected, store.log.replay().unwrap());
        }
    }
}
