//! What orders say: cars and promises, finished jobs and whose they are, standing time, waits for parts.

use super::count::Sheet;
use super::technician::Earned;
use super::windows::Stretch;
use super::{WaitFigures, checks};
use crate::domain::car::{CarStep, Order};
use crate::domain::clock::whole_secs;
use crate::domain::ids::{PartNumber, PersonId};
use crate::domain::job::{Job, JobState, LineStanding, Stop};
use crate::domain::order::WorkMinutes;
use crate::domain::parts::request::{ParcelState, PartsRequest, Purpose, RequestLine};
use crate::domain::standing::{Standing, standing};
use chrono::{DateTime, Utc};

pub(super) fn count(sheet: &mut Sheet<'_>) {
    let workshop = sheet.workshop;
    for order in workshop.orders.values() {
        car(sheet, order);
        told(sheet, order);
        checks::count(sheet, order);
        for job in order.jobs.values() {
            finished(sheet, job);
            extensions(sheet, job);
            stood(sheet, order, job);
        }
        for request in &order.parts.requests {
            waited(sheet, request);
        }
    }
}

fn car(sheet: &mut Sheet<'_>, order: &Order) {
    let now = sheet.now;
    let arrived_at = order.sheet.as_ref().map(|known| known.arrived_at);
    if let Some(figures) = arrived_at
        .filter(|at| *at <= now)
        .and_then(|at| sheet.at(at))
    {
        figures.shop.cars.arrived += 1;
    }
    if let Some(figures) = order
        .step(CarStep::Delivered)
        .and_then(|step| sheet.at(step.at))
    {
        figures.shop.cars.delivered += 1;
    }
    let Some(done_at) = order.done_at() else {
        return;
    };
    let Some(figures) = sheet.at(done_at) else {
        return;
    };
    let shop = &mut figures.shop;
    shop.cars.done += 1;
    if order.missed_promise(now) {
        let promised = order.promised_at().unwrap_or(done_at);
        shop.cars.late_secs += whole_secs(promised, done_at).max(0);
        *shop.delays.entry(order.delay).or_default() += 1;
    } else {
        shop.cars.on_time += 1;
    }
}

fn told(sheet: &mut Sheet<'_>, order: &Order) {
    for warned in &order.warned {
        if let Some(figures) = sheet.at(warned.at) {
            *figures
                .shop
                .warnings
                .entry(warned.warning.cause)
                .or_default() += 1;
        }
    }
}

fn extensions(sheet: &mut Sheet<'_>, job: &Job) {
    for asked in &job.extensions {
        if let Some(figures) = sheet.at(asked.at) {
            let known = figures.shop.extensions.entry(asked.reason).or_default();
            known.count += 1;
            known.minutes += i64::from(asked.minutes.0);
        }
    }
}

/// A finished job is worth its hours on the day of its finish; one that the order does not have any more is worth
/// nothing, since nobody pays for it.
fn finished(sheet: &mut Sheet<'_>, job: &Job) {
    let (JobState::Finished { .. }, Some(stop), Some(line)) =
        (job.state(), job.finished(), &job.line)
    else {
        return;
    };
    let Some(figures) = sheet
        .on(stop.day)
        .filter(|_| job.standing == LineStanding::Ordered)
    else {
        return;
    };
    let minutes = |work: WorkMinutes| i64::from(work.0);
    let worth = Earned {
        jobs: 1,
        standard_minutes: minutes(line.standard),
        flagged_minutes: minutes(line.flagged),
        credited_minutes: minutes(line.credited),
    };
    figures.shop.earned.add(&worth);
    for (person, share) in shares(job, stop, &worth) {
        let theirs = figures.technicians.entry(person).or_default();
        theirs.earned.add(&share);
    }
}

/// Shares what a job is worth between those who worked on it, by their worked seconds. What does not divide goes to who
/// was on it first; where nobody has any known time, all of it; and to who finished it where nobody clocked on at all.
pub(super) fn shares(job: &Job, stop: &Stop, worth: &Earned) -> Vec<(PersonId, Earned)> {
    let worked = worked_by(job);
    if worked.is_empty() {
        return stop.by.clone().map(|by| (by, *worth)).into_iter().collect();
    }
    let total: i64 = worked.iter().map(|(_, secs)| secs).sum();
    let part = |of: i64, secs: i64| if total > 0 { of * secs / total } else { 0 };
    let mut rest = *worth;
    let mut shared: Vec<(PersonId, Earned)> = worked
        .into_iter()
        .map(|(person, secs)| {
            let share = Earned {
                jobs: 1,
                standard_minutes: part(worth.standard_minutes, secs),
                flagged_minutes: part(worth.flagged_minutes, secs),
                credited_minutes: part(worth.credited_minutes, secs),
            };
            rest.standard_minutes -= share.standard_minutes;
            rest.flagged_minutes -= share.flagged_minutes;
            rest.credited_minutes -= share.credited_minutes;
            (person, share)
        })
        .collect();
    if let Some((_, first)) = shared.first_mut() {
        first.add(&Earned { jobs: 0, ..rest });
    }
    shared
}

/// Lists who worked on a job and for how many seconds, who was on it first first.
fn worked_by(job: &Job) -> Vec<(PersonId, i64)> {
    let mut spans: Vec<_> = job.spans().collect();
    spans.sort_by_key(|(work, span)| (span.from, span.mark, &work.person));
    let mut worked: Vec<(PersonId, i64)> = Vec::new();
    for (work, span) in spans {
        match worked.iter_mut().find(|(known, _)| *known == work.person) {
            Some((_, secs)) => *secs += span.credited_secs,
            None => worked.push((work.person.clone(), span.credited_secs)),
        }
    }
    worked
}

/// A job stands still until it is worked on again, at most until its car is handed over; one that the order does not
/// have any more stands for nobody.
fn stood(sheet: &mut Sheet<'_>, order: &Order, job: &Job) {
    if !job.was_worked() {
        return;
    }
    let delivered_at = order.step(CarStep::Delivered).map(|step| step.at);
    let last_work = job.spans().map(|(_, span)| span.from).max();
    let until = delivered_at.unwrap_or(sheet.now).min(sheet.now);
    let ordered = job.standing == LineStanding::Ordered;
    for gap in standing(job, sheet.now) {
        // The last one is open, and ends with nothing that was clocked.
        if !ordered && last_work.is_none_or(|at| gap.from >= at) {
            continue;
        }
        let cut = Standing {
            until: gap.until.min(until),
            ..gap
        };
        if cut.from < cut.until {
            wait(sheet, (cut.from, cut.until), |figures| {
                figures.shop.standing.entry(gap.reason).or_default()
            });
        }
    }
}

/// Adds a wait: it counts on the day on which it begins, and its seconds on each of its days.
fn wait(
    sheet: &mut Sheet<'_>,
    stretch: Stretch,
    of: impl Fn(&mut super::Figures) -> &mut WaitFigures,
) {
    let begins = sheet.windows.of_moment(stretch.0);
    if let Some(figures) = begins.and_then(|index| sheet.days.get_mut(index)) {
        of(figures).count += 1;
    }
    for (index, cut) in sheet.windows.cut(stretch) {
        let open_secs = sheet.windows.days[index].open_secs(cut);
        let waited = of(&mut sheet.days[index]);
        waited.secs += whole_secs(cut.0, cut.1);
        waited.open_secs += open_secs;
    }
}

fn waited(sheet: &mut Sheet<'_>, request: &PartsRequest) {
    if request.purpose == Purpose::Ahead {
        return;
    }
    for line in &request.lines {
        let part = line.wanted.part().cloned();
        if let Some(until) = served_at(line, sheet.now) {
            wait(sheet, (request.at, until.max(request.at)), |figures| {
                parts_of(figures, part.clone())
            });
        }
    }
}

fn parts_of(figures: &mut super::Figures, part: Option<PartNumber>) -> &mut WaitFigures {
    figures.shop.parts.entry(part).or_default()
}

/// Tells until when somebody waited for a line: until the last unit was signed for, or now. Nothing for what was called
/// off before anything of it came: nobody knows until when it was wanted.
fn served_at(line: &RequestLine, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if line.is_open() {
        return Some(now);
    }
    let issued = line.parcels.iter().filter_map(|parcel| match parcel.state {
        ParcelState::Issued { at, .. } => Some(at),
        _ => None,
    });
    issued.max()
}
