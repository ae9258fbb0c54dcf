//! What a station shows before the coordinator has answered: its own saved taps on top of the views.
//!
//! A tap that is saved will have its effect, so the screen shows it at once and marks it as not yet accepted.

use super::job_card::{HoldCard, JobCard, LiveWork, Stage};
use super::people::{JobName, PersonView};
use super::views::Views;
use crate::domain::clock::{Activity, DayAge, Doing, JobAtBay, Mark, MarkOrigin, segments};
use crate::domain::command::{Command, CommandBody, UndoTarget};
use crate::domain::ids::{BayId, CommandId, JobId, PersonId};
use crate::domain::job::{Stop, StopKind};
use crate::domain::policy::SitePolicy;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Puts the taps on top of the views, in the order in which they were tapped.
pub fn overlay(views: &mut Views, pending: &[Command]) {
    let Some(policy) = views.site.clone() else {
        return;
    };
    let undone: BTreeSet<CommandId> = pending.iter().filter_map(undoes).collect();
    for command in pending {
        // A tap and its undo that are both still here leave no trace.
        if !undone.contains(&command.id) {
            place(views, &policy, command);
        }
    }
}

/// Puts one more tap on top, which was tapped after all others.
pub fn add(views: &mut Views, command: &Command) {
    if let Some(policy) = views.site.clone() {
        place(views, &policy, command);
    }
}

fn undoes(command: &Command) -> Option<CommandId> {
    match command.body {
        CommandBody::Undo { command, .. } => Some(command),
        _ => None,
    }
}

fn place(views: &mut Views, policy: &SitePolicy, command: &Command) {
    let mark = |activity: Activity| Mark {
        at: command.at,
        command: command.id,
        station: command.station.clone(),
        activity,
        origin: MarkOrigin::Tapped,
    };
    let person = command.actor.person();
    match (&command.body, person) {
        (CommandBody::ShiftIn, Some(person)) => {
            clocked(views, policy, person, mark(Activity::ShiftIn));
        }
        (CommandBody::ShiftOut, Some(person)) => {
            clocked(views, policy, person, mark(Activity::ShiftOut));
        }
        (CommandBody::GoIdle { code }, Some(person)) => {
            clocked(views, policy, person, mark(Activity::Idle { code: *code }));
        }
        (CommandBody::ClockOff { job }, Some(person)) => {
            clocked(
                views,
                policy,
                person,
                mark(Activity::Off { job: job.clone() }),
            );
        }
        (CommandBody::ClockOn { job, bay, mode }, Some(person)) => {
            bring_to(views, job, bay);
            let activity = Activity::Job {
                job: job.clone(),
                bay: bay.clone(),
                mode: *mode,
                split: policy.several_jobs,
            };
            clocked(views, policy, person, mark(activity));
        }
        (CommandBody::Hold { job, reason, note }, _) => {
            let hold = HoldCard {
                reason: Some(*reason),
                since: command.at,
                cleared_at: None,
                note: note.clone(),
            };
            stopped(views, job, command, Stage::OnHold, Some(hold));
        }
        (CommandBody::Finish { job }, _) => {
            stopped(views, job, command, Stage::Finished, None);
        }
        (
            CommandBody::Undo {
                command: undone,
                target: UndoTarget::Clock { person, .. },
            },
            _,
        ) => {
            unclocked(views, person, *undone);
        }
        _ => {}
    }
}

/// Finds every card of a job.
fn cards<'a>(views: &'a mut Views, job: &'a JobId) -> impl Iterator<Item = &'a mut JobCard> {
    views
        .bays
        .values_mut()
        .flat_map(|bay| &mut bay.jobs)
        .chain(&mut views.waiting.jobs)
        .filter(move |card| card.job == *job)
}

/// A job that is clocked on at a bay belongs there from then on.
fn bring_to(views: &mut Views, job: &JobId, bay: &BayId) {
    let found = take(views, job);
    if let Some(mut card) = found {
        card.worked_at = Some(bay.clone());
        if let Some(view) = views.bays.get_mut(bay) {
            view.jobs.push(card);
        } else {
            views.waiting.jobs.push(card);
        }
    }
}

fn take(views: &mut Views, job: &JobId) -> Option<JobCard> {
    let lists = views
        .bays
        .values_mut()
        .map(|bay| &mut bay.jobs)
        .chain(std::iter::once(&mut views.waiting.jobs));
    for list in lists {
        if let Some(place) = list.iter().position(|card| card.job == *job) {
            return Some(list.remove(place));
        }
    }
    None
}

fn clocked(views: &mut Views, policy: &SitePolicy, person: &PersonId, mark: Mark) {
    let at = mark.at;
    let day = policy.day_of(at);
    let names: Vec<JobName> = match &mark.activity {
        Activity::Job { job, .. } => cards(views, job)
            .map(|card| job_name(card))
            .take(1)
            .collect(),
        _ => Vec::new(),
    };
    let entry = views
        .people
        .entry(person.clone())
        .or_insert_with(|| PersonView {
            person: person.clone(),
            day,
            marks: Vec::new(),
            segments: Vec::new(),
            missed: None,
            jobs: Vec::new(),
        });
    if entry.day != day {
        entry.day = day;
        entry.marks.clear();
        entry.jobs.clear();
    }
    entry.marks.retain(|known| known.command != mark.command);
    entry.marks.push(mark);
    entry.marks.sort_by_key(|mark| (mark.at, mark.command));
    entry.jobs.extend(names);
    refresh(views, person, at);
}

fn unclocked(views: &mut Views, person: &PersonId, command: CommandId) {
    let Some(entry) = views.people.get_mut(person) else {
        return;
    };
    let Some(mark) = entry.marks.iter().find(|mark| mark.command == command) else {
        return;
    };
    let at = mark.at;
    entry.marks.retain(|mark| mark.command != command);
    refresh(views, person, at);
}

/// Works out the day anew and puts the person onto, or off, the cards of the jobs.
fn refresh(views: &mut Views, person: &PersonId, at: DateTime<Utc>) {
    let stops = last_stops(views);
    let Some(entry) = views.people.get_mut(person) else {
        return;
    };
    entry.segments = segments(&entry.marks, DayAge::Latest, |job| {
        stops.get(job).map_or(&[][..], Vec::as_slice)
    });
    let on: Vec<JobAtBay> = match entry
        .segments
        .last()
        .map(|segment| (&segment.doing, segment.end))
    {
        Some((Doing::Jobs { jobs, .. }, crate::domain::clock::End::Running)) => jobs.clone(),
        _ => Vec::new(),
    };
    let since = entry.segments.last().map_or(at, |segment| segment.from);
    let all = views
        .bays
        .values_mut()
        .flat_map(|bay| &mut bay.jobs)
        .chain(&mut views.waiting.jobs);
    for card in all {
        let here = on.iter().any(|on| on.job == card.job);
        let was = card.live.iter().any(|live| live.person == *person);
        match (here, was) {
            (true, false) => join(card, person, since, on.len()),
            (false, true) => leave(card, person, at),
            _ => {}
        }
    }
}

/// The stops that the views still know of: the last of each job, as far as a card shows it.
fn last_stops(views: &Views) -> BTreeMap<JobId, Vec<Stop>> {
    let cards = views
        .bays
        .values()
        .flat_map(|bay| &bay.jobs)
        .chain(&views.waiting.jobs);
    cards
        .filter_map(|card| {
            let at = card
                .finished_at
                .or(card.hold.as_ref().map(|hold| hold.since))?;
            let stop = Stop {
                at,
                command: card.last_stop?,
                by: None,
                kind: StopKind::Finished,
            };
            Some((card.job.clone(), vec![stop]))
        })
        .collect()
}

fn join(card: &mut JobCard, person: &PersonId, since: DateTime<Utc>, jobs: usize) {
    card.live.push(LiveWork {
        person: person.clone(),
        since,
        share: 1,
        of: u32::try_from(jobs).unwrap_or(1),
    });
    card.stage = Stage::InRepair;
    card.hold = None;
    card.started_at.get_or_insert(since);
    if !card.workers.contains(person) {
        card.workers.push(person.clone());
    }
}

fn leave(card: &mut JobCard, person: &PersonId, at: DateTime<Utc>) {
    let before = card.clocked_secs(at);
    card.live.retain(|live| live.person != *person);
    let still = card.clocked_secs(at) - card.worked_secs;
    card.worked_secs = before - still;
    if card.live.is_empty() && card.stage == Stage::InRepair {
        card.stage = Stage::OnHold;
        card.hold = Some(HoldCard {
            reason: None,
            since: at,
            cleared_at: None,
            note: String::new(),
        });
    }
}

fn stopped(
    views: &mut Views,
    job: &JobId,
    command: &Command,
    stage: Stage,
    hold: Option<HoldCard>,
) {
    let mut people: Vec<PersonId> = Vec::new();
    for card in cards(views, job) {
        people.extend(card.live.iter().map(|live| live.person.clone()));
        card.worked_secs = card.clocked_secs(command.at);
        card.live.clear();
        card.stage = stage;
        card.hold.clone_from(&hold);
        card.finished_at = (stage == Stage::Finished).then_some(command.at);
        card.last_stop = Some(command.id);
    }
    for person in people {
        refresh(views, &person, command.at);
    }
}

fn job_name(card: &JobCard) -> JobName {
    JobName {
        job: card.job.clone(),
        plate: card.car.plate.clone(),
        name: card.name.clone(),
        english_name: card.english_name.clone(),
        standard: card.standard,
    }
}
