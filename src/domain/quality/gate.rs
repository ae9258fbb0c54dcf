//! What keeps a car from leaving: which checks count, which are missing, and who may not do them.
//!
//! A check counts for the finish it looked at, as long as nobody has worked on the job since. Whether three different
//! badges made the three checks is looked at anew each time, because who worked on a car may come to light later.

use super::checklist::{CheckKind, Checklist, Checklists};
use super::order_quality::{CheckMade, Inspection, RoadTest};
use crate::domain::car::Order;
use crate::domain::ids::{CommandId, PersonId};
use crate::domain::job::{Job, LineStanding, StopKind};
use crate::domain::order::JobLine;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why someone may not make a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "bar", rename_all = "kebab-case")]
pub enum Bar {
    /// The self-check is the lead's.
    NotTheLead {
        /// Who is; nobody where nobody is known to have worked on it.
        lead: Option<PersonId>,
    },
    /// Who worked on the job checks neither as a peer nor as an inspector.
    WorkedOnIt {
        /// On which line of the order.
        line: u16,
    },
    /// Each of the three checks has a badge of its own.
    CheckedIt {
        /// Which line of the order.
        line: u16,
        /// Which check was theirs already.
        check: CheckKind,
    },
}

impl Job {
    /// Lists who worked on it.
    pub fn workers(&self) -> BTreeSet<&PersonId> {
        self.spans().map(|(work, _)| &work.person).collect()
    }

    /// Names who is to check it first: who was to lead it and worked on it, else who worked on it longest.
    pub fn lead(&self) -> Option<&PersonId> {
        let planned = self.assignment.as_ref().and_then(|a| a.plan.lead.as_ref());
        let workers = self.workers();
        let tapped = || self.finished().and_then(|stop| stop.by.as_ref());
        if workers.is_empty() {
            return planned.or_else(tapped);
        }
        planned.filter(|lead| workers.contains(lead)).or_else(|| {
            let mut by_person: BTreeMap<&PersonId, i64> = BTreeMap::new();
            for (work, span) in self.spans() {
                *by_person.entry(&work.person).or_default() += span.credited_secs;
            }
            let longest = by_person.into_iter().rev().max_by_key(|(_, secs)| *secs);
            longest.map(|(person, _)| person)
        })
    }

    /// Tells whether a finish stands.
    pub fn has_finish(&self, finish: CommandId) -> bool {
        let mut stops = self.stops.iter();
        stops.any(|stop| stop.command == finish && stop.kind == StopKind::Finished)
    }

    /// Tells whether what was looked at in a finish, at a time, is still so.
    fn is_as_at(&self, finish: CommandId, at: DateTime<Utc>) -> bool {
        self.has_finish(finish) && self.spans().all(|(_, span)| span.from <= at)
    }

    /// Tells whether a check sent it back and it is not finished since.
    pub fn is_rework(&self) -> bool {
        self.sent_back_at().is_some()
    }
}

impl Order {
    /// Finds the check of a kind that counts for a job now.
    pub fn check(&self, line: u16, kind: CheckKind) -> Option<&CheckMade> {
        let job = self.jobs.get(&line)?;
        let made = self.quality.checks.iter().rev();
        let mut made = made.filter(|made| made.line == line && made.check == kind);
        made.find(|made| {
            let by = made.said.by.as_ref();
            job.is_as_at(made.finish, made.said.at)
                && by.is_some_and(|by| self.bar_of_badge(line, kind, by).is_none())
        })
    }

    /// Tells which check a finished job waits for; nothing where it passed them all.
    pub fn next_check(&self, line: u16) -> Option<CheckKind> {
        let missing = |kind: &CheckKind| self.check(line, *kind).is_none();
        CheckKind::ALL.into_iter().find(missing)
    }

    /// Says why somebody may not make a check of a job; nothing where they may.
    pub fn bar(&self, line: u16, kind: CheckKind, by: &PersonId) -> Option<Bar> {
        let job = self.jobs.get(&line)?;
        if kind == CheckKind::SelfCheck && job.lead() != Some(by) {
            let lead = job.lead().cloned();
            return Some(Bar::NotTheLead { lead });
        }
        self.bar_of_badge(line, kind, by)
    }

    /// Says why somebody may not pass the whole car; nothing where they may.
    pub fn bar_of_car(&self, by: &PersonId) -> Option<Bar> {
        let mut lines = self.jobs_to_check().map(|(line, _)| line);
        lines
            .find_map(|line| self.bar_of_badge(line, CheckKind::Final, by))
            .or_else(|| self.worked_on(by))
    }

    /// An inspector worked on none of the car's jobs, on the order or not.
    fn worked_on(&self, by: &PersonId) -> Option<Bar> {
        let mut jobs = self.jobs.iter();
        let worked = jobs.find(|(_, job)| job.workers().contains(by));
        worked.map(|(line, _)| Bar::WorkedOnIt { line: *line })
    }

    fn bar_of_badge(&self, line: u16, kind: CheckKind, by: &PersonId) -> Option<Bar> {
        let job = self.jobs.get(&line)?;
        let made_by = |line: u16, check: CheckKind| {
            let made = self.check(line, check);
            let theirs = made.is_some_and(|made| made.said.by.as_ref() == Some(by));
            theirs.then_some(Bar::CheckedIt { line, check })
        };
        match kind {
            CheckKind::SelfCheck => None,
            CheckKind::Peer => {
                let worked = job.workers().contains(by);
                made_by(line, CheckKind::SelfCheck)
                    .or_else(|| worked.then_some(Bar::WorkedOnIt { line }))
            }
            CheckKind::Final => self.worked_on(by).or_else(|| {
                let lines = self.jobs_to_check().map(|(line, _)| line);
                let mut both =
                    lines.flat_map(|line| [(line, CheckKind::SelfCheck), (line, CheckKind::Peer)]);
                both.find_map(|(line, check)| made_by(line, check))
            }),
        }
    }

    /// Lists the jobs that are checked before the car leaves: those on the order.
    pub fn jobs_to_check(&self) -> impl Iterator<Item = (u16, &Job)> {
        let jobs = self.live_jobs();
        jobs.filter(|(_, job)| job.standing == LineStanding::Ordered)
    }

    /// Lists the jobs that somebody worked on without the customer's word.
    pub fn unauthorised(&self) -> impl Iterator<Item = u16> {
        let unasked = |job: &Job| {
            matches!(
                job.standing,
                LineStanding::Proposed | LineStanding::Declined | LineStanding::Deferred
            )
        };
        let jobs = self.jobs.iter();
        jobs.filter(move |(_, job)| unasked(job) && job.was_worked())
            .map(|(line, _)| *line)
    }

    /// Names the finish of each job that is finished.
    pub fn finishes(&self) -> BTreeMap<u16, CommandId> {
        self.jobs_to_check()
            .filter_map(|(line, job)| Some((line, job.finished()?.command)))
            .collect()
    }

    /// Tells whether something that was found about these finishes, at a time, is still so for the whole car.
    fn is_as_found(&self, finishes: &BTreeMap<u16, CommandId>, at: DateTime<Utc>) -> bool {
        let mut any = false;
        let as_it_was = self.jobs_to_check().all(|(line, job)| {
            any = true;
            let finish = finishes.get(&line);
            finish.is_some_and(|finish| job.is_as_at(*finish, at))
        });
        any && as_it_was
    }

    /// Finds the final inspection that counts now; nothing while the car has not passed.
    pub fn passed(&self) -> Option<&Inspection> {
        let last = self.quality.inspections.last()?;
        let by = last.said.by.as_ref()?;
        let holds = self.is_as_found(&last.finishes, last.said.at)
            && self.bar_of_car(by).is_none()
            && self
                .jobs_to_check()
                .all(|(line, _)| self.next_check(line).is_none());
        holds.then_some(last)
    }

    /// Finds the road test that counts now.
    pub fn road_test(&self) -> Option<&RoadTest> {
        let last = self.quality.road_tests.last()?;
        self.is_as_found(&last.finishes, last.said.at)
            .then_some(last)
    }

    /// Finds the checklist of a job.
    pub fn checklist<'a>(&self, line: &JobLine, lists: &'a Checklists) -> Option<&'a Checklist> {
        let sheet = self.sheet.as_ref();
        let category = sheet.map(|sheet| sheet.category).unwrap_or_default();
        lists.of_job(&line.op_code, line.trade, category)
    }

    /// Tells whether the car is to be taken on the road before it passes: its order or one of its checklists asks for it.
    pub fn wants_road_test(&self, lists: &Checklists) -> bool {
        let by_order = self.sheet.as_ref().is_some_and(|s| s.road_test.is_yes());
        let mut lines = self
            .jobs_to_check()
            .filter_map(|(_, job)| job.line.as_ref());
        by_order
            || lists.of_car().is_some_and(|list| list.road_test)
            || lines.any(|line| self.checklist(line, lists).is_some_and(|l| l.road_test))
    }
}
