//! What a station shows before the coordinator has answered: its own saved taps on top of the views.
//!
//! A tap that is saved will have its effect, so the screen shows it at once and marks it as not yet accepted.

mod parts;
mod quality;
mod tools;

use super::bay::{BayView, sort_jobs};
use super::findings::FindingCard;
use super::job_card::{HoldCard, JobCard, LiveWork, SiblingCard, Stage};
use super::people::{JobName, PersonView};
use super::views::Views;
use crate::domain::andon::{AndonCall, AndonStep};
use crate::domain::car::CarState;
use crate::domain::clock::{
    Activity, DayAge, Doing, End, JobAtBay, Mark, MarkOrigin, Segment, segments,
};
use crate::domain::command::{Command, CommandBody, UndoTarget};
use crate::domain::finding::{CustomerAnswer, Finding};
use crate::domain::hold::Expected;
use crate::domain::ids::{BayId, CommandId, JobId, PersonId, RoNumber};
use crate::domain::job::{Stop, StopKind, WorkSpan, spans_of};
use crate::domain::policy::SitePolicy;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

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
            let activity = Activity::Job {
                job: job.clone(),
                bay: bay.clone(),
                mode: *mode,
                split: policy.several_jobs,
            };
            clocked(views, policy, person, mark(activity));
        }
        (CommandBody::Hold { job, reason, note }, _) => {
            let kind = StopKind::Held {
                reason: *reason,
                note: note.clone(),
                expected: None,
                cleared: None,
            };
            stopped(views, policy, job, command, kind);
        }
        (CommandBody::Finish { job }, _) => {
            stopped(views, policy, job, command, StopKind::Finished);
        }
        (CommandBody::Undo { command, target }, _) => match target {
            UndoTarget::Clock { person, .. } => unclocked(views, policy, person, *command),
            UndoTarget::Stop { job } => goes_on(views, policy, job, *command),
            UndoTarget::Check { ro } => quality::taken_back(views, ro, *command),
            UndoTarget::Parts { ro } => parts::taken_back(views, ro, *command),
            UndoTarget::Finding { .. } => {
                let findings = &mut views.findings.findings;
                findings.retain(|known| known.finding.id != *command);
            }
        },
        (CommandBody::ReportFinding { .. }, _) => found(views, command),
        (
            CommandBody::AnswerFinding {
                finding,
                answer,
                channel,
                amount,
                ..
            },
            _,
        ) => {
            let said = CustomerAnswer {
                answer: *answer,
                channel: *channel,
                amount: *amount,
                at: command.at,
                by: person.cloned(),
                command: command.id,
            };
            let findings = views.findings.findings.iter_mut();
            for known in findings.filter(|known| known.finding.id == *finding) {
                known.finding.insert_answer(said.clone());
            }
        }
        (CommandBody::Parts { ro, body }, _) => parts::tapped(views, command, ro, body),
        (CommandBody::Quality { ro, body }, _) => quality::tapped(views, command, ro, body),
        (CommandBody::RaiseAndon { bay, call }, _) => {
            // The view may come before the receipt, and then knows the call already.
            views.alerts.calls.retain(|known| known.id != command.id);
            views.alerts.calls.push(AndonCall {
                id: command.id,
                bay: bay.clone(),
                kind: *call,
                raised: andon_step(command),
                acknowledged: None,
                cleared: None,
            });
        }
        (CommandBody::AcknowledgeAndon { call }, _) => {
            for known in views
                .alerts
                .calls
                .iter_mut()
                .filter(|known| known.id == *call)
            {
                known
                    .acknowledged
                    .get_or_insert_with(|| andon_step(command));
            }
        }
        (CommandBody::ClearAndon { call }, _) => {
            views.alerts.calls.retain(|known| known.id != *call);
        }
        (
            CommandBody::TakeTool { tool, .. }
            | CommandBody::ReturnTool { tool, .. }
            | CommandBody::ReportToolDamage { tool, .. }
            | CommandBody::ExtendTool { tool, .. }
            | CommandBody::SetToolService { tool, .. },
            _,
        ) => tools::tapped(views, policy, tool, command),
        _ => {}
    }
}

/// Shows a finding that the coordinator has not numbered yet.
fn found(views: &mut Views, command: &Command) {
    let CommandBody::ReportFinding {
        ro,
        during,
        bay,
        sighting,
    } = &command.body
    else {
        return;
    };
    let car = all_cards(views)
        .find(|card| card.car.ro == *ro)
        .map(|card| card.car.clone());
    let known = &mut views.findings.findings;
    if let (Some(car), false) = (car, known.iter().any(|k| k.finding.id == command.id)) {
        known.push(FindingCard {
            finding: Finding {
                id: command.id,
                line: 0,
                at: command.at,
                by: command.actor.person().cloned(),
                during: during.clone(),
                bay: bay.clone(),
                sighting: (**sighting).clone(),
                answers: Vec::new(),
            },
            car,
            parts: Vec::new(),
            job: None,
            earlier: None,
        });
    }
}

fn andon_step(command: &Command) -> AndonStep {
    AndonStep {
        at: command.at,
        by: command.actor.person().cloned(),
    }
}

/// Finds every card of a job.
fn cards<'a>(views: &'a mut Views, job: &'a JobId) -> impl Iterator<Item = &'a mut JobCard> {
    all_cards(views).filter(move |card| card.job == *job)
}

fn all_cards(views: &mut Views) -> impl Iterator<Item = &mut JobCard> {
    views
        .bays
        .values_mut()
        .flat_map(|bay| &mut bay.jobs)
        .chain(&mut views.waiting.jobs)
}

/// Puts a mark on someone's day.
fn clocked(views: &mut Views, policy: &SitePolicy, person: &PersonId, mark: Mark) {
    let day = policy.day_of(mark.at);
    let name = match &mark.activity {
        Activity::Job { job, .. } => Some(job_name(views, policy, job)),
        _ => None,
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
    // The views know of a later day already: what falls before it changes nothing that is shown.
    if entry.day > day {
        return;
    }
    if entry.day < day {
        entry.day = day;
        entry.marks.clear();
        entry.missed = None;
        // What still ran was forgotten; what is over is on the cards for good.
        entry.segments.retain(|segment| segment.end == End::Running);
    }
    // Who clocks anything is still here.
    entry.missed = entry.missed.filter(|at| mark.at <= *at);
    entry.marks.retain(|known| known.command != mark.command);
    entry.marks.push(mark);
    entry.marks.sort_by_key(|mark| (mark.at, mark.command));
    entry
        .jobs
        .extend(name.filter(|name| !entry.jobs.iter().any(|known| known.job == name.job)));
    refresh(views, policy, person);
}

/// Takes a mark off someone's day.
fn unclocked(views: &mut Views, policy: &SitePolicy, person: &PersonId, command: CommandId) {
    if let Some(entry) = views.people.get_mut(person) {
        entry.marks.retain(|mark| mark.command != command);
        refresh(views, policy, person);
    }
}

/// Works out the day anew and puts the person onto, or off, the cards of the jobs.
fn refresh(views: &mut Views, policy: &SitePolicy, person: &PersonId) {
    let Some(entry) = views.people.get_mut(person) else {
        return;
    };
    let now = segments(entry.day, &entry.marks, DayAge::Latest, |job| {
        name_of(&entry.jobs, job).map_or(&[][..], |name| &name.stops)
    });
    let before = std::mem::replace(&mut entry.segments, now.clone());
    let names = entry.jobs.clone();
    let standard = |job: &JobId| {
        name_of(&names, job)
            .map(|name| name.standard)
            .unwrap_or_default()
    };
    for job in jobs_of(before.iter().chain(&now)) {
        let was = spans_of(&job, &before, standard);
        let is = spans_of(&job, &now, standard);
        if was == is {
            continue;
        }
        let stops = known_stops(views, policy, &job);
        let left_at = left_at(views, &job);
        let last_bay = last_bay(views, &job);
        for card in cards(views, &job) {
            credit(card, person, &was, &is);
            card.worked_at = last_bay.clone().or(card.worked_at.take());
            restage(card, &stops, left_at);
        }
        settle(views, policy, &job);
    }
}

fn jobs_of<'a>(segments: impl Iterator<Item = &'a Segment>) -> BTreeSet<JobId> {
    segments
        .filter_map(|segment| match &segment.doing {
            Doing::Jobs { jobs, .. } => Some(jobs),
            Doing::Idle { .. } => None,
        })
        .flatten()
        .map(|on| on.job.clone())
        .collect()
}

/// Puts on a card what someone's day says now instead of what it said before.
fn credit(card: &mut JobCard, person: &PersonId, was: &[WorkSpan], is: &[WorkSpan]) {
    let over = |spans: &[WorkSpan]| -> i64 {
        spans
            .iter()
            .filter(|span| span.end.at().is_some())
            .map(|span| span.credited_secs)
            .sum()
    };
    card.worked_secs += over(is) - over(was);
    card.live.retain(|live| live.person != *person);
    let running = is.iter().filter(|span| span.end == End::Running);
    card.live.extend(running.map(|span| LiveWork {
        person: person.clone(),
        since: span.from,
        share: span.share,
        of: span.of,
    }));
    card.live
        .sort_by(|a, b| (a.since, &a.person).cmp(&(b.since, &b.person)));
    card.workers
        .retain(|known| known != person || was.is_empty());
    if !is.is_empty() && !card.workers.contains(person) {
        card.workers.push(person.clone());
        card.workers.sort();
    }
    if card.workers.is_empty() {
        card.started_at = None;
        card.worked_at = None;
    } else if let Some(first) = is.first() {
        let others = card
            .started_at
            .filter(|at| was.first().is_none_or(|was| was.from != *at));
        card.started_at = Some(others.map_or(first.from, |at| at.min(first.from)));
    }
}

/// Finds when the last stretch of work on a job ended, as far as the days of people say.
fn left_at(views: &Views, job: &JobId) -> Option<DateTime<Utc>> {
    stretches(views, job)
        .map(|(segment, _)| segment.end.at().unwrap_or(segment.from))
        .max()
}

/// Finds where a job was worked on last, as far as the days of people say.
fn last_bay(views: &Views, job: &JobId) -> Option<BayId> {
    stretches(views, job)
        .max_by_key(|(segment, on)| (segment.from, on.mark))
        .map(|(_, on)| on.bay.clone())
}

/// Walks through the stretches of all days that are on a job.
fn stretches<'a>(
    views: &'a Views,
    job: &'a JobId,
) -> impl Iterator<Item = (&'a Segment, &'a JobAtBay)> {
    let segments = views.people.values().flat_map(|entry| &entry.segments);
    segments.filter_map(move |segment| match &segment.doing {
        Doing::Jobs { jobs, .. } => {
            let on = jobs.iter().find(|on| on.job == *job)?;
            Some((segment, on))
        }
        Doing::Idle { .. } => None,
    })
}

/// Works out where a job stands, of which the last work ended at `left_at`.
fn restage(card: &mut JobCard, stops: &[Stop], left_at: Option<DateTime<Utc>>) {
    card.last_stop = stops.last().map(|stop| stop.command).or(card.last_stop);
    let finished = stops.iter().find(|stop| stop.kind == StopKind::Finished);
    let left_at = left_at
        .or(card.hold.as_ref().map(|hold| hold.since))
        .or(card.started_at);
    card.hold = None;
    card.finished_at = None;
    let sent_back = stops.last().filter(|stop| {
        let since = left_at.is_none_or(|at| at <= stop.at);
        matches!(stop.kind, StopKind::SentBack { .. }) && since
    });
    if finished.is_none() || !card.live.is_empty() {
        quality::unfinished(card);
    }
    card.stage = if !card.live.is_empty() {
        Stage::InRepair
    } else if let Some(stop) = finished {
        card.finished_at = Some(stop.at);
        quality::finished(card, stop.command);
        Stage::Finished
    } else if sent_back.is_some() {
        Stage::Rework
    } else if let Some(hold) = hold(stops, left_at.filter(|_| !card.workers.is_empty())) {
        card.hold = Some(hold);
        Stage::OnHold
    } else if card.plan.is_some() {
        Stage::Dispatched
    } else {
        Stage::AwaitingDispatch
    };
}

/// Tells why a job stands still: for its last stop, unless somebody worked on it and left since.
fn hold(stops: &[Stop], left_at: Option<DateTime<Utc>>) -> Option<HoldCard> {
    let held = stops
        .last()
        .filter(|stop| left_at.is_none_or(|at| at <= stop.at))
        .and_then(|stop| match &stop.kind {
            StopKind::Held {
                reason,
                note,
                expected,
                cleared,
            } => Some(HoldCard {
                reason: Some(*reason),
                since: stop.at,
                expected_until: expected.as_ref().map(|said| said.until),
                cleared_at: cleared.as_ref().map(|(at, _)| *at),
                note: note.clone(),
            }),
            StopKind::Finished | StopKind::NotFinished | StopKind::SentBack { .. } => None,
        });
    held.or(left_at.map(|since| HoldCard {
        reason: None,
        since,
        expected_until: None,
        cleared_at: None,
        note: String::new(),
    }))
}

/// Stops a job for everybody on it.
fn stopped(views: &mut Views, policy: &SitePolicy, job: &JobId, command: &Command, kind: StopKind) {
    let stop = Stop {
        at: command.at,
        day: policy.day_of(command.at),
        command: command.id,
        by: command.actor.person().cloned(),
        kind,
    };
    let mut stops = known_stops(views, policy, job);
    insert(&mut stops, stop);
    // Whose day is not known here leaves the card all the same.
    let known: BTreeSet<PersonId> = views.people.keys().cloned().collect();
    for card in cards(views, job) {
        let clocked = card.clocked_secs(command.at);
        card.live.retain(|live| known.contains(&live.person));
        card.worked_secs += clocked - card.clocked_secs(command.at);
    }
    restop(views, policy, job, &stops);
}

/// Takes a stop back: who is on nothing else is on the job again.
fn goes_on(views: &mut Views, policy: &SitePolicy, job: &JobId, command: CommandId) {
    let mut stops = known_stops(views, policy, job);
    stops.retain(|stop| stop.command != command);
    for card in cards(views, job).filter(|card| card.last_stop == Some(command)) {
        card.last_stop = None;
        card.hold = None;
        card.finished_at = None;
    }
    restop(views, policy, job, &stops);
}

/// Gives a job other stops.
fn restop(views: &mut Views, policy: &SitePolicy, job: &JobId, stops: &[Stop]) {
    let mut people = Vec::new();
    for (person, entry) in &mut views.people {
        for name in entry.jobs.iter_mut().filter(|name| name.job == *job) {
            name.stops = stops.to_vec();
            people.push(person.clone());
        }
    }
    for person in people {
        refresh(views, policy, &person);
    }
    let left_at = left_at(views, job);
    for card in cards(views, job) {
        restage(card, stops, left_at);
    }
    settle(views, policy, job);
}

fn insert(stops: &mut Vec<Stop>, stop: Stop) {
    stops.retain(|known| known.command != stop.command);
    stops.push(stop);
    stops.sort_by_key(|stop| (stop.at, stop.command));
}

/// Lists the stops of a job, from the days that speak of it and from its card.
fn known_stops(views: &mut Views, policy: &SitePolicy, job: &JobId) -> Vec<Stop> {
    let mut stops = Vec::new();
    for card in cards(views, job) {
        stops.extend(stop_on(card, policy));
    }
    for entry in views.people.values() {
        for stop in name_of(&entry.jobs, job)
            .into_iter()
            .flat_map(|name| &name.stops)
        {
            insert(&mut stops, stop.clone());
        }
    }
    stops
}

/// The last stop, as far as a card shows it.
fn stop_on(card: &JobCard, policy: &SitePolicy) -> Option<Stop> {
    let stopped_by = card.last_stop?;
    let (at, kind) = match (card.finished_at, &card.hold) {
        (Some(at), _) => (at, StopKind::Finished),
        (None, Some(hold)) => {
            let kind = StopKind::Held {
                reason: hold.reason?,
                note: hold.note.clone(),
                expected: hold.expected_until.map(|until| Expected {
                    until,
                    at: hold.since,
                    by: None,
                    command: stopped_by,
                }),
                cleared: hold.cleared_at.map(|at| (at, None)),
            };
            (hold.since, kind)
        }
        (None, None) => return None,
    };
    Some(Stop {
        at,
        day: policy.day_of(at),
        command: stopped_by,
        by: None,
        kind,
    })
}

/// Puts the cards of a job where they belong now, and tells the other cards of the car.
fn settle(views: &mut Views, policy: &SitePolicy, job: &JobId) {
    if let Some(card) = take(views, policy, job) {
        let home = card.bay().filter(|_| card.stage != Stage::AwaitingDispatch);
        // A job that is on no order and that nobody has worked on is none.
        let is_none = card.op_code.is_none() && card.workers.is_empty();
        match home.cloned() {
            _ if is_none => {}
            Some(bay) => {
                let view = views.bays.entry(bay.clone()).or_insert_with(|| BayView {
                    bay,
                    jobs: Vec::new(),
                });
                view.jobs.push(card);
                sort_jobs(&mut view.jobs);
            }
            None => views.waiting.jobs.push(card),
        }
    }
    tell_siblings(views, &job.ro);
}

/// Takes a card away that is not where it belongs.
fn take(views: &mut Views, policy: &SitePolicy, job: &JobId) -> Option<JobCard> {
    for (bay, view) in &mut views.bays {
        if let Some(place) = view.jobs.iter().position(|card| card.job == *job) {
            return (!belongs(&view.jobs[place], Some(bay), policy))
                .then(|| view.jobs.remove(place));
        }
    }
    let waiting = &mut views.waiting.jobs;
    let place = waiting.iter().position(|card| card.job == *job)?;
    (!belongs(&waiting[place], None, policy)).then(|| waiting.remove(place))
}

/// Tells whether a card belongs to a bay, or to the waiting lane; one of a bay that the site does not have stays.
fn belongs(card: &JobCard, here: Option<&BayId>, policy: &SitePolicy) -> bool {
    let home = card.bay().filter(|_| card.stage != Stage::AwaitingDispatch);
    home == here || home.is_some_and(|bay| policy.bay(bay).is_none())
}

/// Tells every card of a car where its jobs stand.
fn tell_siblings(views: &mut Views, ro: &RoNumber) {
    let jobs: Vec<(JobId, Stage, Option<BayId>)> = all_cards(views)
        .filter(|card| card.job.ro == *ro)
        .map(|card| (card.job.clone(), card.stage, card.bay().cloned()))
        .collect();
    for card in all_cards(views).filter(|card| card.job.ro == *ro) {
        for sibling in &mut card.siblings {
            if let Some((_, stage, bay)) = jobs.iter().find(|(job, ..)| *job == sibling.job) {
                sibling.stage = *stage;
                sibling.bay.clone_from(bay);
            }
        }
        card.car.state = car_state(card.car.state, card.stage, &card.siblings);
    }
}

/// Tells where a car stands, as far as its jobs say.
fn car_state(known: CarState, stage: Stage, siblings: &[SiblingCard]) -> CarState {
    let stages = || siblings.iter().map(|s| s.stage).chain(Some(stage));
    let any = |wanted: Stage| stages().any(|stage| stage == wanted);
    if any(Stage::InRepair) {
        CarState::InRepair
    } else if any(Stage::OnHold) {
        CarState::OnHold
    } else if any(Stage::Rework) {
        CarState::Rework
    } else if any(Stage::Dispatched) {
        CarState::Dispatched
    } else if any(Stage::AwaitingDispatch) {
        CarState::AwaitingDispatch
    } else {
        known.max(CarState::AwaitingQc)
    }
}

fn name_of<'a>(names: &'a [JobName], job: &JobId) -> Option<&'a JobName> {
    names.iter().find(|name| name.job == *job)
}

/// Names a job as its card does, with the stops that are known of it.
fn job_name(views: &mut Views, policy: &SitePolicy, job: &JobId) -> JobName {
    let stops = known_stops(views, policy, job);
    let card = cards(views, job).next();
    JobName {
        job: job.clone(),
        plate: card.as_ref().and_then(|card| card.car.plate.clone()),
        name: card
            .as_ref()
            .map_or_else(|| job.to_string(), |card| card.name.clone()),
        english_name: card
            .as_ref()
            .map(|card| card.english_name.clone())
            .unwrap_or_default(),
        standard: card.map(|card| card.standard).unwrap_or_default(),
        stops,
    }
}
