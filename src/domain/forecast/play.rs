//! The floor played forward: which job goes on when, where and with whom, until each car is repaired.

use super::pool::Pool;
use super::{Cause, FloorForecast, JobForecast};
use crate::domain::car::Order;
use crate::domain::dispatch::Presence;
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::domain::ids::{BayId, JobId, PersonId, RoNumber};
use crate::domain::job::{Job, JobState, LineStanding, WorkSpan};
use crate::domain::person::Role;
use crate::domain::policy::SitePolicy;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// A job that runs over its standard is expected to take at least this share of it again, in percent.
/// Of our own choosing, until the history of such work says better.
const OVERRUN_PERCENT: i64 = 10;

/// A hold that lasts longer than usual, or than was said, may end any minute; this is what that means here.
const ANY_MINUTE: i64 = 15;

/// A car that is to stand for longer than these minutes is taken off the lift, and makes room for the next one.
/// Of our own choosing, until the history of real workshops says better.
const STAYS_ON_THE_LIFT: i64 = 60;

/// Who leaves this shortly before a break is back after it.
const BEFORE_A_BREAK: TimeDelta = TimeDelta::minutes(15);

/// Plays the floor forward from `now`.
pub fn forecast(workshop: &Workshop, policy: &SitePolicy, now: DateTime<Utc>) -> FloorForecast {
    let now = to_minute(now);
    let mut floor = Floor {
        policy,
        workshop,
        now,
        bay_free: BTreeMap::new(),
        car_free: BTreeMap::new(),
        person_free: BTreeMap::new(),
        causes: BTreeMap::new(),
        out: FloorForecast::default(),
    };
    let mut turns: Vec<Turn<'_>> = workshop
        .open_jobs()
        // On a line that was taken off nobody has to go on.
        .filter(|(_, _, job)| job.standing == LineStanding::Ordered || job.live().next().is_some())
        .map(|(id, order, job)| floor.turn(id, order, job))
        .collect();
    floor.queue_behind_holds(&mut turns);
    turns.sort_by(|a, b| {
        let key = |turn: &Turn<'_>| (turn.rank, turn.from, turn.order.promised_at());
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    let (waiting, placed): (Vec<&Turn<'_>>, Vec<_>) =
        turns.iter().partition(|turn| turn.rank == Rank::WithoutBay);
    for turn in placed {
        floor.place(turn);
    }
    floor.place_waiting(waiting.into_iter());
    floor.finish_cars();
    floor.out
}

/// In which order the jobs of the floor are looked at: who has the bay and the people already comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Finished,
    Running,
    /// By the moment at which it can go on, or is planned to.
    Ahead,
    WithoutBay,
}

/// One job and when its turn comes.
struct Turn<'a> {
    id: JobId,
    order: &'a Order,
    job: &'a Job,
    state: JobState,
    rank: Rank,
    /// Where it is worked on, or will be.
    bay: Option<BayId>,
    /// Who is on it, or will be.
    people: Vec<PersonId>,
    /// Not before this.
    from: DateTime<Utc>,
    /// When those who would go on with it are back; nothing while one of them is here.
    back_at: Option<DateTime<Utc>>,
}

pub(super) struct Floor<'a> {
    pub(super) policy: &'a SitePolicy,
    pub(super) workshop: &'a Workshop,
    pub(super) now: DateTime<Utc>,
    bay_free: BTreeMap<BayId, DateTime<Utc>>,
    pub(super) car_free: BTreeMap<RoNumber, DateTime<Utc>>,
    person_free: BTreeMap<PersonId, DateTime<Utc>>,
    pub(super) causes: BTreeMap<RoNumber, Vec<Cause>>,
    pub(super) out: FloorForecast,
}

impl<'a> Floor<'a> {
    fn turn(&self, id: JobId, order: &'a Order, job: &'a Job) -> Turn<'a> {
        let state = job.state();
        let planned = job.assignment.as_ref().map(|known| known.plan.start);
        let rank = match &state {
            JobState::Finished { .. } => Rank::Finished,
            JobState::InRepair => Rank::Running,
            JobState::OnHold { .. } | JobState::Rework { .. } | JobState::Dispatched => Rank::Ahead,
            JobState::AwaitingDispatch => Rank::WithoutBay,
        };
        let people = people_of(job, &state);
        let back_at = match rank {
            Rank::Ahead => self.back_at(&people),
            _ => None,
        };
        let wanted = match &state {
            JobState::OnHold { .. } | JobState::Rework { .. } if job.is_replanned() => {
                self.released_at(&state).max(planned.unwrap_or(self.now))
            }
            JobState::OnHold { .. } => self.released_at(&state),
            JobState::Dispatched => planned.unwrap_or(self.now),
            _ => self.now,
        };
        Turn {
            bay: job.bay().cloned(),
            from: back_at.map_or(wanted, |at| at.max(wanted)),
            id,
            order,
            job,
            state,
            rank,
            people,
            back_at,
        }
    }

    /// A car that stands still keeps its bay: what is planned there comes after it, unless it was planned anew, or
    /// stands for so long that it is taken off the lift.
    fn queue_behind_holds(&self, turns: &mut [Turn<'_>]) {
        let mut taken: BTreeMap<BayId, DateTime<Utc>> = BTreeMap::new();
        let keeps_bay = |turn: &&Turn<'_>| {
            matches!(turn.state, JobState::OnHold { .. })
                && !turn.job.is_replanned()
                && self.open_minutes(turn.from) <= STAYS_ON_THE_LIFT
        };
        for turn in turns.iter().filter(keeps_bay) {
            if let Some(bay) = turn.bay.clone() {
                push_later(&mut taken, bay, turn.from);
            }
        }
        for turn in turns {
            let waits = turn.state == JobState::Dispatched || turn.job.is_replanned();
            let until = turn.bay.as_ref().and_then(|bay| taken.get(bay));
            if let (true, Some(until)) = (waits, until) {
                turn.from = turn.from.max(*until + TimeDelta::minutes(1));
            }
        }
    }

    /// Tells when the cause of a hold will be gone: as somebody has said, else after the usual time.
    fn released_at(&self, state: &JobState) -> DateTime<Utc> {
        let JobState::OnHold {
            reason: Some(reason),
            since,
            expected_until,
            cleared_at: None,
            ..
        } = state
        else {
            return self.now;
        };
        let soon = || self.end_of_work(self.now, ANY_MINUTE);
        match expected_until {
            Some(until) if *until > self.now => to_minute(*until),
            Some(_) => soon(),
            // It goes on when who ended the shift is back.
            None if *reason == HoldReason::EndOfShift => self.now,
            None => {
                let usual = i64::from(SitePolicy::usual_hold_minutes(*reason));
                self.end_of_work(*since, usual).max(soon())
            }
        }
    }

    /// Tells when the first of some people is back, when all of them have shifted out today.
    fn back_at(&self, people: &[PersonId]) -> Option<DateTime<Utc>> {
        let back: Option<Vec<_>> = people.iter().map(|who| self.one_back_at(who)).collect();
        back?.into_iter().min()
    }

    fn one_back_at(&self, person: &PersonId) -> Option<DateTime<Utc>> {
        let day = self.workshop.latest_day(person)?;
        if day.day != self.policy.day_of(self.now) || day.is_present() {
            return None;
        }
        let left_at = day.segments.last()?.end.at()?;
        let hours = &self.policy.hours;
        let closing = left_at + BEFORE_A_BREAK;
        if !hours.is_open(closing) {
            return Some(hours.next_open(closing).max(self.now));
        }
        let tomorrow = day.day.succ_opt()?;
        Some(hours.next_open(hours.moment(tomorrow, NaiveTime::MIN)))
    }

    fn place(&mut self, turn: &Turn<'_>) {
        if let JobState::Finished { at } = turn.state {
            let start = turn.job.started_at().unwrap_or(at);
            let known = JobForecast { start, end: at };
            self.out.jobs.insert(turn.id.clone(), known);
            return;
        }
        let end = self.runs(turn, self.ready_at(turn), &turn.people);
        if let Some(bay) = turn.bay.clone() {
            push_later(&mut self.bay_free, bay, end);
        }
        for person in turn.people.clone() {
            push_later(&mut self.person_free, person, end);
        }
    }

    /// Has a job go on from a moment with some people, and tells when it ends.
    fn runs(
        &mut self,
        turn: &Turn<'_>,
        ready_at: DateTime<Utc>,
        people: &[PersonId],
    ) -> DateTime<Utc> {
        let (id, job) = (&turn.id, turn.job);
        self.note_hold(turn);
        self.note_wait(turn, ready_at);
        let left = self.remaining(id, job, people);
        let end = self.end_of_work(ready_at, left);
        let started = job.started_at();
        let start = started.unwrap_or_else(|| self.policy.hours.next_open(ready_at));
        self.out.jobs.insert(id.clone(), JobForecast { start, end });
        push_later(&mut self.car_free, id.ro.clone(), end);
        end
    }

    /// The first moment at which bay, car and people are free; a running job has them already.
    fn ready_at(&self, turn: &Turn<'_>) -> DateTime<Utc> {
        if turn.rank == Rank::Running {
            return self.now;
        }
        let own = match turn.state {
            // A plan says when; a hold that is over, and a bay that is free, go on at once.
            JobState::Dispatched => turn.job.assignment.as_ref().map(|a| a.plan.start),
            _ => Some(turn.from),
        };
        let people = turn.people.iter().map(|who| self.person_free.get(who));
        [
            own,
            turn.back_at,
            turn.bay
                .as_ref()
                .and_then(|bay| self.bay_free.get(bay))
                .copied(),
            people.flatten().max().copied(),
            self.car_free.get(&turn.id.ro).copied(),
        ]
        .into_iter()
        .flatten()
        .fold(self.now, DateTime::max)
    }

    /// What has no bay gets the first fitting one that is free, and the first of those here who can do it.
    fn place_waiting<'w>(&mut self, waiting: impl Iterator<Item = &'w Turn<'w>>) {
        let (policy, workshop, now) = (self.policy, self.workshop, self.now);
        let mut bays = Pool::new(policy.bays.iter().map(|bay| {
            let free_at = self.bay_free.get(&bay.id).copied();
            (&bay.id, free_at.unwrap_or(now), bay.trades.as_slice())
        }));
        let technicians = workshop
            .people
            .values()
            .map(|known| &known.person)
            .filter(|who| {
                let skilled = who.role == Role::Technician && !who.trades.is_empty();
                skilled && workshop.presence(&who.id) == Presence::Here
            });
        let mut people = Pool::new(technicians.map(|who| {
            let free_at = self.person_free.get(&who.id).copied();
            (&who.id, free_at.unwrap_or(now), who.trades.as_slice())
        }));
        for turn in waiting {
            let trade = turn.job.line.as_ref().map(|line| line.trade);
            let bay = trade.and_then(|trade| bays.first(trade));
            let person = trade.and_then(|trade| people.first(trade));
            let ready_at = [
                self.car_free.get(&turn.id.ro).copied(),
                bay.as_ref().map(|free| free.at),
                person.as_ref().map(|free| free.at),
            ]
            .into_iter()
            .flatten()
            .fold(now, DateTime::max);
            let who: Vec<PersonId> = person.iter().map(|free| free.member.clone()).collect();
            let end = self.runs(turn, ready_at, &who);
            if let Some(bay) = bay {
                bays.keep(&bay, end);
            }
            if let Some(person) = person {
                people.keep(&person, end);
            }
        }
    }

    fn note_hold(&mut self, turn: &Turn<'_>) {
        let JobState::OnHold {
            reason,
            cleared_at: None,
            expected_until,
            ..
        } = turn.state
        else {
            return;
        };
        // The calendar leaves the night out already.
        if reason == Some(HoldReason::EndOfShift) && expected_until.is_none() {
            return;
        }
        let minutes = self.open_minutes(self.released_at(&turn.state));
        let owner = reason.map_or(HoldOwner::Dispatcher, HoldReason::owner);
        self.note(
            &turn.id.ro,
            Cause::Hold {
                reason,
                owner,
                minutes,
            },
        );
    }

    fn note_wait(&mut self, turn: &Turn<'_>, ready_at: DateTime<Utc>) {
        let ro = &turn.id.ro;
        match (&turn.state, &turn.bay) {
            (JobState::AwaitingDispatch, _) => {
                let sheet = turn.order.sheet.as_ref();
                let since = sheet.map_or(self.now, |sheet| sheet.arrived_at);
                let hours = &self.policy.hours;
                let minutes = hours.open_between(since, self.now).num_minutes();
                self.note(ro, Cause::NotDispatched { minutes });
            }
            (
                JobState::Dispatched | JobState::OnHold { .. } | JobState::Rework { .. },
                Some(bay),
            ) if ready_at > self.released_at(&turn.state) => {
                let minutes = self.open_minutes(ready_at);
                let away = turn.back_at.is_some_and(|at| at >= ready_at);
                let cause = match turn.people.first().filter(|_| away) {
                    Some(person) => Cause::Away {
                        person: person.clone(),
                        minutes,
                    },
                    None => Cause::Queue {
                        bay: bay.clone(),
                        minutes,
                    },
                };
                self.note(ro, cause);
            }
            _ => {}
        }
    }

    /// Minutes of work still to do, with the people who are on it, at their pace.
    fn remaining(&mut self, id: &JobId, job: &Job, people: &[PersonId]) -> i64 {
        let standard = i64::from(job.standard().0) * 60;
        let by_book = i64::from(job.expected().0) * 60;
        let worked = job.worked_secs(self.now);
        if let Some(asked) = job.extensions.last() {
            let minutes = (by_book - standard) / 60;
            let reason = asked.reason;
            self.note(&id.ro, Cause::Extension { minutes, reason });
        }
        // Without standard hours nothing can be over them.
        if standard > 0 && worked - by_book >= 60 {
            let minutes = (worked - by_book) / 60;
            self.note(&id.ro, Cause::OverStandard { minutes });
        }
        // Who says that it takes longer means from then on: what was over the standard by then is gone.
        let mut total = standard * self.pace(job, people) / 100;
        for asked in &job.extensions {
            total = total.max(job.worked_secs(asked.at)) + i64::from(asked.minutes.0) * 60;
        }
        let left = (total - worked)
            .max(standard * OVERRUN_PERCENT / 100)
            .max(self.rework_left(job));
        let minutes = clock_minutes(job, left);
        self.note(&id.ro, Cause::Work { minutes });
        minutes
    }

    /// What is sent back takes its time, however long the job took before.
    fn rework_left(&self, job: &Job) -> i64 {
        let rework = i64::from(self.policy.rework_minutes) * 60;
        if job.is_rework() {
            (rework - job.rework_secs(self.now)).max(0)
        } else {
            0
        }
    }

    /// How long those who are on it take for such work, in percent of the standard: the mean of those of whom
    /// enough is known, and the standard itself where nothing is.
    fn pace(&self, job: &Job, people: &[PersonId]) -> i64 {
        const AS_THE_BOOK_SAYS: i64 = 100;
        let Some(line) = &job.line else {
            return AS_THE_BOOK_SAYS;
        };
        let known: Vec<i64> = people
            .iter()
            .filter_map(|person| self.workshop.paces.get(person)?.percent(line.trade))
            .collect();
        match i64::try_from(known.len()) {
            Ok(count) if count > 0 => known.iter().sum::<i64>() / count,
            _ => AS_THE_BOOK_SAYS,
        }
    }

    pub(super) fn note(&mut self, ro: &RoNumber, cause: Cause) {
        self.causes.entry(ro.clone()).or_default().push(cause);
    }

    fn end_of_work(&self, from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        self.policy
            .hours
            .end_of_work(from, TimeDelta::minutes(minutes))
    }

    fn open_minutes(&self, until: DateTime<Utc>) -> i64 {
        self.policy
            .hours
            .open_between(self.now, until)
            .num_minutes()
    }
}

/// Lists who cannot begin anything else before this job is done: who is on it, else who was on it last, and of
/// what was not begun or was planned anew, its lead.
fn people_of(job: &Job, state: &JobState) -> Vec<PersonId> {
    let live: Vec<PersonId> = job.live().map(|(person, _)| person.clone()).collect();
    if !live.is_empty() {
        return live;
    }
    let stands = matches!(state, JobState::OnHold { .. } | JobState::Rework { .. });
    if stands && !job.is_replanned() {
        let ended = |span: &WorkSpan| span.end.at().unwrap_or(span.from);
        let last = job.spans().map(|(_, span)| ended(span)).max();
        let mut left: Vec<PersonId> = job
            .spans()
            .filter(|(_, span)| Some(ended(span)) == last)
            .map(|(work, _)| work.person.clone())
            .collect();
        left.dedup();
        if !left.is_empty() {
            return left;
        }
    }
    let plan = job.assignment.as_ref().map(|known| &known.plan);
    plan.and_then(|plan| plan.lead.clone())
        .into_iter()
        .collect()
}

/// How many minutes on the clock some seconds of work take with the people who are on the job now: two are
/// twice as fast, and who is on two jobs at once is half as fast on each.
fn clock_minutes(job: &Job, work_secs: i64) -> i64 {
    // In a millionth of one person's time, so that equal thirds still make a whole.
    const WHOLE: i64 = 1_000_000;
    let pace: i64 = job
        .live()
        .map(|(_, span)| WHOLE * i64::from(span.share) / i64::from(span.of.max(1)))
        .sum();
    let pace = if pace == 0 { WHOLE } else { pace };
    let secs = (work_secs * WHOLE + pace / 2) / pace;
    (secs + 59) / 60
}

fn push_later<K: Ord>(free: &mut BTreeMap<K, DateTime<Utc>>, key: K, at: DateTime<Utc>) {
    free.entry(key)
        .and_modify(|known| *known = at.max(*known))
        .or_insert(at);
}

/// A forecast is no more exact than a minute, and what does not change is not sent again.
pub(super) fn to_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60))
        - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}
