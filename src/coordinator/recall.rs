//! Recall: before a command is decided, what it speaks of is at hand, however long ago it was settled.
//!
//! An event changes its order and its person's day, the days that were worked on the order, and the orders that
//! were worked on in those days. So much is recalled, and no more.

use crate::domain::command::{Command, CommandBody, UndoTarget};
use crate::domain::ids::{JobId, PersonId, RoNumber};
use crate::domain::policy::SitePolicy;
use crate::domain::question::QuestionKey;
use crate::domain::workshop::{EntityKey, Workshop};
use crate::store::StoreError;
use crate::store::event_log::Batch;
use chrono::{DateTime, NaiveDate, Utc};

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
    if let Some((person, day)) = day_of(command, policy) {
        one_day(batch, workshop, &person, day)?;
    }
    if let CommandBody::AcknowledgeAndon { call } | CommandBody::ClearAndon { call } = &command.body
    {
        batch.recall(workshop, &EntityKey::Andon(*call))?;
    }
    Ok(())
}

fn order(batch: &Batch<'_>, workshop: &mut Workshop, ro: &RoNumber) -> Result<(), StoreError> {
    let key = EntityKey::Order(ro.clone());
    let was_at_hand = workshop.has(&key);
    batch.recall(workshop, &key)?;
    // An order at hand was worked on in days that are at hand, or are recalled with the tap that touches them.
    let days: Vec<(PersonId, NaiveDate)> = workshop
        .orders
        .get(ro)
        .into_iter()
        .flat_map(|order| order.jobs.values())
        .flat_map(|job| &job.work)
        .map(|work| (work.person.clone(), work.day))
        .filter(|(person, day)| {
            !was_at_hand || !workshop.has(&EntityKey::Day(person.clone(), *day))
        })
        .collect();
    for (person, day) in days {
        one_day(batch, workshop, &person, day)?;
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
        | CommandBody::ClearHold { job }
        | CommandBody::Undo {
            target: UndoTarget::Stop { job },
            ..
        } => of(job),
        CommandBody::Dispatch { plan, .. } => of(&plan.job),
        CommandBody::AskExtension { job, .. } => of(job),
        CommandBody::MoveCar { ro, .. }
        | CommandBody::ReportFinding { ro, .. }
        | CommandBody::AnswerFinding { ro, .. }
        | CommandBody::ChangePromise { ro, .. }
        | CommandBody::TellCustomer { ro }
        | CommandBody::ExplainDelay { ro, .. }
        | CommandBody::Undo {
            target: UndoTarget::Finding { ro },
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
