//! The forecast (预计完工): when each car will really be done, why, and whether that keeps the promise.
//!
//! The floor is played forward: running jobs first, then what is planned, one job at a time on a bay, on a car
//! and for its lead. What is left of the standard hours, the open holds, the final check and the wash are added
//! inside working hours.

use super::car::{CarState, Order};
use super::finding::DelayReason;
use super::hold::{HoldOwner, HoldReason};
use super::ids::{BayId, JobId, PersonId, RoNumber};
use super::job::{Job, JobState, LineStanding};
use super::person::Role;
use super::policy::SitePolicy;
use super::workshop::Workshop;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One reason why the end is where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// Work by the standard.
    Work {
        /// What is left.
        minutes: i64,
    },
    /// The job already takes longer than its standard hours.
    OverStandard {
        /// By how much.
        minutes: i64,
    },
    /// The technician has said that it takes longer.
    Extension {
        /// By how much.
        minutes: i64,
        /// Why.
        reason: DelayReason,
    },
    /// It stands still.
    Hold {
        /// Why; nothing when everybody left without a word.
        reason: Option<HoldReason>,
        /// Whose move it is.
        owner: HoldOwner,
        /// How long it is expected to stand from now.
        minutes: i64,
    },
    /// Other work comes first on its bay or for its lead.
    Queue {
        /// Where.
        bay: BayId,
        /// For how long from now.
        minutes: i64,
    },
    /// It has no bay yet.
    NotDispatched {
        /// How long it has been waiting, from arrival to now.
        minutes: i64,
    },
    /// The final check, with the cars before it.
    QualityCheck {
        /// In all.
        minutes: i64,
    },
    /// The wash.
    Wash {
        /// In all.
        minutes: i64,
    },
}

impl Cause {
    /// Counts the minutes it adds.
    pub fn minutes(&self) -> i64 {
        match self {
            Self::Work { minutes }
            | Self::OverStandard { minutes }
            | Self::Extension { minutes, .. }
            | Self::Hold { minutes, .. }
            | Self::Queue { minutes, .. }
            | Self::NotDispatched { minutes }
            | Self::QualityCheck { minutes }
            | Self::Wash { minutes } => *minutes,
        }
    }

    /// Names it without its minutes.
    pub fn kind(&self) -> CauseKind {
        match self {
            Self::Work { .. } => CauseKind::Work,
            Self::OverStandard { .. } => CauseKind::OverStandard,
            Self::Extension { .. } => CauseKind::Extension,
            Self::Hold { reason, .. } => CauseKind::Hold { reason: *reason },
            Self::Queue { .. } => CauseKind::Queue,
            Self::NotDispatched { .. } => CauseKind::NotDispatched,
            Self::QualityCheck { .. } => CauseKind::QualityCheck,
            Self::Wash { .. } => CauseKind::Wash,
        }
    }

    /// Names who can do something about it.
    pub fn owner(&self) -> HoldOwner {
        match self {
            Self::Work { .. } | Self::Wash { .. } => HoldOwner::Nobody,
            Self::OverStandard { .. } | Self::Extension { .. } | Self::QualityCheck { .. } => {
                HoldOwner::Foreman
            }
            Self::Hold { owner, .. } => *owner,
            Self::Queue { .. } | Self::NotDispatched { .. } => HoldOwner::Dispatcher,
        }
    }
}

/// Whether the promise will be kept.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// 正常
    #[default]
    OnTime,
    /// 预警
    AtRisk,
    /// 超时
    Overdue,
}

/// What a warning is about. The same car with another cause is warned about anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WarningKey {
    /// How bad it is.
    pub risk: Risk,
    /// The heaviest cause that somebody can do something about.
    pub cause: Option<CauseKind>,
}

/// A cause without its minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum CauseKind {
    /// Work by the standard.
    Work,
    /// Longer than the standard.
    OverStandard,
    /// A technician has said so.
    Extension,
    /// It stands still.
    Hold {
        /// Why.
        reason: Option<HoldReason>,
    },
    /// Other work comes first.
    Queue,
    /// It has no bay.
    NotDispatched,
    /// The final check.
    QualityCheck,
    /// The wash.
    Wash,
}

impl Forecast {
    /// Names what the customer would be warned about; nothing while the promise holds.
    pub fn warning(&self) -> Option<WarningKey> {
        (self.risk != Risk::OnTime).then(|| WarningKey {
            risk: self.risk,
            cause: self.causes.first().map(Cause::kind),
        })
    }
}

/// When a car will be done, and why then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// To the minute.
    pub end: DateTime<Utc>,
    /// Against the promise.
    pub risk: Risk,
    /// What adds to it, the heaviest that somebody can do something about first.
    pub causes: Vec<Cause>,
}

/// When a job will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobForecast {
    /// When it starts, or started.
    pub start: DateTime<Utc>,
    /// When it ends, or ended.
    pub end: DateTime<Utc>,
}

/// The forecast of the whole floor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FloorForecast {
    /// By order.
    pub cars: BTreeMap<RoNumber, Forecast>,
    /// By job.
    pub jobs: BTreeMap<JobId, JobForecast>,
}

/// A job that runs over its standard is expected to take at least this share of it again, in percent.
/// Of our own choosing, until the history of such work says better.
const OVERRUN_PERCENT: i64 = 10;

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
    // On a line that was taken off nobody has to go on.
    let mut jobs: Vec<(JobId, &Order, &Job)> = workshop
        .open_jobs()
        .filter(|(_, _, job)| job.standing == LineStanding::Ordered || job.live().next().is_some())
        .collect();
    jobs.sort_by_key(|(id, order, job)| (turn(job), order.promised_at(), id.clone()));
    for (id, order, job) in &jobs {
        floor.place(id, order, job);
    }
    floor.finish_cars();
    floor.out
}

/// Running and held jobs go first, then by plan, and what has no bay comes last.
fn turn(job: &Job) -> (u8, Option<DateTime<Utc>>) {
    let planned = job.assignment.as_ref().map(|a| a.plan.start);
    match job.state() {
        JobState::Finished { .. } => (0, None),
        JobState::InRepair => (1, planned),
        JobState::OnHold { .. } => (2, planned),
        JobState::Dispatched => (3, planned),
        JobState::AwaitingDispatch => (4, None),
    }
}

struct Floor<'a> {
    policy: &'a SitePolicy,
    workshop: &'a Workshop,
    now: DateTime<Utc>,
    bay_free: BTreeMap<BayId, DateTime<Utc>>,
    car_free: BTreeMap<RoNumber, DateTime<Utc>>,
    person_free: BTreeMap<PersonId, DateTime<Utc>>,
    causes: BTreeMap<RoNumber, Vec<Cause>>,
    out: FloorForecast,
}

/// A car on its way out, and when it leaves the place where it is.
struct Leaving<'a> {
    at: DateTime<Utc>,
    ro: &'a RoNumber,
    order: &'a Order,
}

impl Floor<'_> {
    fn place(&mut self, id: &JobId, order: &Order, job: &Job) {
        let started = job.started_at();
        if let JobState::Finished { at } = job.state() {
            let start = started.unwrap_or(at);
            self.out
                .jobs
                .insert(id.clone(), JobForecast { start, end: at });
            return;
        }
        let bay = job.bay().cloned();
        let busy = busy_people(job);
        let ready_at = self.ready_at(id, job, bay.as_ref(), &busy);
        let held_until = self.hold(id, job, ready_at);
        self.note_wait(id, order, job, bay.as_ref(), ready_at);
        let left = self.remaining(id, job);
        let end = self.end_of_work(held_until, left);
        let start = started.unwrap_or_else(|| self.policy.hours.next_open(held_until));
        self.out.jobs.insert(id.clone(), JobForecast { start, end });
        if let Some(bay) = bay {
            push_later(&mut self.bay_free, bay, end);
        }
        for person in busy {
            push_later(&mut self.person_free, person, end);
        }
        push_later(&mut self.car_free, id.ro.clone(), end);
    }

    /// The first moment at which bay, car and people are free; a running job has them already.
    fn ready_at(
        &self,
        id: &JobId,
        job: &Job,
        bay: Option<&BayId>,
        busy: &[PersonId],
    ) -> DateTime<Utc> {
        if job.state() == JobState::InRepair {
            return self.now;
        }
        let planned = match job.state() {
            JobState::Dispatched => job.assignment.as_ref().map(|a| a.plan.start),
            _ => None,
        };
        [
            planned,
            bay.and_then(|bay| self.bay_free.get(bay)).copied(),
            busy.iter()
                .filter_map(|person| self.person_free.get(person))
                .max()
                .copied(),
            self.car_free.get(&id.ro).copied(),
        ]
        .into_iter()
        .flatten()
        .fold(self.now, DateTime::max)
    }

    fn hold(&mut self, id: &JobId, job: &Job, ready_at: DateTime<Utc>) -> DateTime<Utc> {
        let JobState::OnHold {
            reason,
            since,
            cleared_at,
            ..
        } = job.state()
        else {
            return ready_at;
        };
        let usual = reason.map_or(0, SitePolicy::usual_hold_minutes);
        let expected = match cleared_at {
            Some(_) => self.now,
            // One that lasts longer than usual may end any minute; a quarter of an hour is what that means here.
            None => self
                .end_of_work(since, i64::from(usual))
                .max(self.end_of_work(self.now, 15)),
        };
        let owner = reason.map_or(HoldOwner::Dispatcher, HoldReason::owner);
        if reason != Some(HoldReason::EndOfShift) && cleared_at.is_none() {
            let minutes = self.open_minutes(expected);
            self.cause(
                id,
                Cause::Hold {
                    reason,
                    owner,
                    minutes,
                },
            );
            return ready_at.max(expected);
        }
        ready_at
    }

    fn note_wait(
        &mut self,
        id: &JobId,
        order: &Order,
        job: &Job,
        bay: Option<&BayId>,
        ready_at: DateTime<Utc>,
    ) {
        match (job.state(), bay) {
            (JobState::AwaitingDispatch, _) => {
                let since = order
                    .sheet
                    .as_ref()
                    .map_or(self.now, |sheet| sheet.arrived_at);
                let minutes = self
                    .policy
                    .hours
                    .open_between(since, self.now)
                    .num_minutes();
                self.cause(id, Cause::NotDispatched { minutes });
            }
            (JobState::Dispatched, Some(bay)) if ready_at > self.now => {
                let minutes = self.open_minutes(ready_at);
                self.cause(
                    id,
                    Cause::Queue {
                        bay: bay.clone(),
                        minutes,
                    },
                );
            }
            _ => {}
        }
    }

    /// Minutes of work still to do, with the people who are on it, at their pace.
    fn remaining(&mut self, id: &JobId, job: &Job) -> i64 {
        let standard = i64::from(job.standard().0) * 60;
        let by_book = i64::from(job.expected().0) * 60;
        let worked = job.worked_secs(self.now);
        if let Some(asked) = job.extensions.last() {
            let minutes = (by_book - standard) / 60;
            let reason = asked.reason;
            self.cause(id, Cause::Extension { minutes, reason });
        }
        // Without standard hours nothing can be over them.
        if standard > 0 && worked - by_book >= 60 {
            let minutes = (worked - by_book) / 60;
            self.cause(id, Cause::OverStandard { minutes });
        }
        let at_pace = standard * self.pace(job) / 100 + (by_book - standard);
        let left = (at_pace - worked).max(standard * OVERRUN_PERCENT / 100);
        let minutes = clock_minutes(job, left);
        self.cause(id, Cause::Work { minutes });
        minutes
    }

    /// How long those who are on it take for such work, in percent of the standard: the mean of those of whom
    /// enough is known, and the standard itself where nothing is.
    fn pace(&self, job: &Job) -> i64 {
        const AS_THE_BOOK_SAYS: i64 = 100;
        let Some(line) = &job.line else {
            return AS_THE_BOOK_SAYS;
        };
        let known: Vec<i64> = busy_people(job)
            .iter()
            .filter_map(|person| self.workshop.paces.get(person)?.percent(line.trade))
            .collect();
        match i64::try_from(known.len()) {
            Ok(count) if count > 0 => known.iter().sum::<i64>() / count,
            _ => AS_THE_BOOK_SAYS,
        }
    }

    fn cause(&mut self, id: &JobId, cause: Cause) {
        self.note(&id.ro, cause);
    }

    fn note(&mut self, ro: &RoNumber, cause: Cause) {
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

    /// Adds the final check and the wash, each car waiting for those that come to the place before it.
    fn finish_cars(&mut self) {
        let workshop = self.workshop;
        let mut cars: Vec<Leaving<'_>> = workshop
            .orders
            .iter()
            .filter(|(_, order)| order.state() != CarState::Delivered && order.sheet.is_some())
            .map(|(ro, order)| Leaving {
                at: self.repaired(ro, order),
                ro,
                order,
            })
            .collect();
        cars.sort_by_key(|car| (car.at, car.ro));
        let check = i64::from(self.policy.quality_check_minutes);
        let inspectors = workshop
            .people
            .values()
            .filter(|known| known.person.role == Role::Inspector)
            .count();
        let mut free = vec![self.now; inspectors.max(1)];
        for car in &mut cars {
            if car.order.state() <= CarState::AwaitingQc {
                let minutes = self.station(&mut free, car, check);
                self.note(car.ro, Cause::QualityCheck { minutes });
            }
        }
        cars.sort_by_key(|car| (car.at, car.ro));
        let wash = i64::from(self.policy.wash_minutes);
        let mut free = vec![self.now];
        for car in &mut cars {
            if car.order.wants_wash().is_yes() && car.order.state() <= CarState::Wash {
                let minutes = self.station(&mut free, car, wash);
                self.note(car.ro, Cause::Wash { minutes });
            }
            self.conclude(car.ro, car.order, car.at);
        }
    }

    fn repaired(&self, ro: &RoNumber, order: &Order) -> DateTime<Utc> {
        order
            .repaired_at()
            .unwrap_or_else(|| self.car_free.get(ro).copied().unwrap_or(self.now))
    }

    /// One car after the other: the check or the wash begins when the car and one of the places are free.
    /// Tells the minutes from when the car comes until it goes on.
    fn station(&self, free: &mut [DateTime<Utc>], car: &mut Leaving<'_>, minutes: i64) -> i64 {
        let comes_at = car.at.max(self.now);
        let Some(place) = free.iter_mut().min() else {
            return 0;
        };
        let end = self
            .policy
            .hours
            .end_of_work(comes_at.max(*place), TimeDelta::minutes(minutes));
        *place = end;
        car.at = end;
        self.policy.hours.open_between(comes_at, end).num_minutes()
    }

    fn conclude(&mut self, ro: &RoNumber, order: &Order, end: DateTime<Utc>) {
        let Some(promised_at) = order.promised_at() else {
            return;
        };
        let state = order.state();
        let done = state > CarState::Wash;
        let end = if done {
            order.steps.last().map_or(end, |step| step.at)
        } else {
            end
        };
        let risk = if !done && self.now > promised_at || done && end > promised_at {
            Risk::Overdue
        } else if !done && end + self.policy.margin(promised_at, self.now) > promised_at {
            Risk::AtRisk
        } else {
            Risk::OnTime
        };
        let mut causes = self.causes.remove(ro).unwrap_or_default();
        causes.sort_by_key(|cause| {
            (
                cause.owner() == HoldOwner::Nobody,
                std::cmp::Reverse(cause.minutes()),
            )
        });
        let forecast = Forecast {
            end: to_minute(end),
            risk,
            causes,
        };
        self.out.cars.insert(ro.clone(), forecast);
    }
}

/// Lists who cannot begin anything else before this job is done: who is on it, else its planned lead.
fn busy_people(job: &Job) -> Vec<PersonId> {
    let live: Vec<PersonId> = job.live().map(|(person, _)| person.clone()).collect();
    if live.is_empty() {
        let lead = job
            .assignment
            .as_ref()
            .and_then(|known| known.plan.lead.clone());
        lead.into_iter().collect()
    } else {
        live
    }
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
fn to_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60))
        - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}
