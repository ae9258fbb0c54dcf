//! What keeps a car from leaving: which checks count, which are missing, and who may not do them.
//!
//! A check counts for the finish it looked at, as long as nobody has worked on the job since. Whether three different
//! badges made the three checks is looked at anew each time, because who worked on a car may come to light later.

use super::change::JobFinish;
use super::checklist::{CheckKind, Checklist, Checklists};
use super::order_quality::{CheckMade, Inspection, JobThen, KnownWork, RoadTest};
use crate::domain::car::Order;
use crate::domain::clock::End;
use crate::domain::finding::is_additional;
use crate::domain::ids::{CommandId, PersonId};
use crate::domain::job::{Job, LineStanding, StopKind};
use crate::domain::order::JobLine;
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

/// The checks that colleagues make, before the inspector's.
const BY_COLLEAGUES: &[CheckKind] = &[CheckKind::SelfCheck, CheckKind::Peer];

fn theirs(checks: &[&CheckMade], by: &PersonId) -> Option<Bar> {
    let mut checks = checks.iter();
    let made = checks.find(|made| made.said.by.as_ref() == Some(by))?;
    Some(Bar::CheckedIt {
        line: made.line,
        check: made.check,
    })
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

    /// Lists who may make its self-check: who was to lead it, or where they did not work on it, whoever did.
    pub fn self_checkers(&self) -> BTreeSet<&PersonId> {
        let planned = self.assignment.as_ref().and_then(|a| a.plan.lead.as_ref());
        let workers = self.workers();
        match planned.filter(|lead| workers.contains(lead)) {
            Some(lead) => BTreeSet::from([lead]),
            // Where nobody is known to have, who finished it is as good as who was to lead it.
            None if workers.is_empty() => {
                let finisher = self.finished().and_then(|stop| stop.by.as_ref());
                self.lead().into_iter().chain(finisher).collect()
            }
            None => workers,
        }
    }

    /// Tells whether a finish stands.
    pub fn has_finish(&self, finish: CommandId) -> bool {
        let mut stops = self.stops.iter();
        stops.any(|stop| stop.command == finish && stop.kind == StopKind::Finished)
    }

    /// Tells whether what was looked at in a finish is still so: whoever clocked on since was known then, or left
    /// before that finish.
    fn is_as_known(&self, finish: CommandId, known: &KnownWork) -> bool {
        let mut stops = self.stops.iter();
        let stop = stops.find(|stop| stop.command == finish && stop.kind == StopKind::Finished);
        stop.is_some_and(|stop| {
            self.spans().all(|(_, span)| {
                let until = span.end.at();
                until.is_some_and(|until| until <= stop.at)
                    || span.end != End::Running && known.marks.contains(&span.mark)
            })
        })
    }

    /// Tells whether a check sent it back and it is not finished since.
    pub fn is_rework(&self) -> bool {
        self.sent_back_at().is_some()
    }
}

impl Order {
    /// Finds the check of a kind that counts for a job now.
    pub fn check(&self, line: u16, kind: CheckKind) -> Option<&CheckMade> {
        let counting = self.counting(line, &CheckKind::ALL);
        counting.into_iter().find(|made| made.check == kind)
    }

    /// Lists the checks of a job that count, in their order, as far as `kinds` go: each stands on the one before.
    fn counting(&self, line: u16, kinds: &[CheckKind]) -> Vec<&CheckMade> {
        let mut found: Vec<&CheckMade> = Vec::new();
        let Some(job) = self.jobs.get(&line) else {
            return found;
        };
        let mut after = 0;
        for kind in kinds {
            let made = self.quality.checks.iter().enumerate().skip(after);
            let mut made = made.filter(|(_, made)| made.line == line && made.check == *kind);
            let counts = |made: &CheckMade| {
                let by = made.said.by.as_ref();
                job.is_as_known(made.finish, &made.known)
                    && self.is_same_work(line, &made.known)
                    && by.is_some_and(|by| self.bar_of_badge(line, *kind, by, &found).is_none())
            };
            let Some((at, made)) = made.rfind(|(_, made)| counts(made)) else {
                return found;
            };
            after = at + 1;
            found.push(made);
        }
        found
    }

    /// Tells which check a finished job waits for; nothing where it passed them all.
    pub fn next_check(&self, line: u16) -> Option<CheckKind> {
        let made = self.counting(line, &CheckKind::ALL).len();
        CheckKind::ALL.get(made).copied()
    }

    /// Says why somebody may not make a check of a job; nothing where they may.
    pub fn bar(&self, line: u16, kind: CheckKind, by: &PersonId) -> Option<Bar> {
        let job = self.jobs.get(&line)?;
        if kind == CheckKind::SelfCheck && !job.self_checkers().contains(by) {
            let lead = job.lead().cloned();
            return Some(Bar::NotTheLead { lead });
        }
        // Who inspects the car is nobody's colleague on it.
        let mut lines = self.jobs_to_check().map(|(line, _)| line);
        let inspected = lines
            .find_map(|line| theirs(self.counting(line, &CheckKind::ALL).get(2..)?, by))
            .filter(|_| kind != CheckKind::Final);
        let before = self.counting(line, BY_COLLEAGUES);
        inspected.or_else(|| self.bar_of_badge(line, kind, by, &before))
    }

    /// Says why somebody may not pass the whole car; nothing where they may.
    pub fn bar_of_car(&self, by: &PersonId) -> Option<Bar> {
        self.worked_on(by).or_else(|| self.checked_before(by))
    }

    /// An inspector worked on none of the car's jobs, on the order or not.
    fn worked_on(&self, by: &PersonId) -> Option<Bar> {
        let mut jobs = self.jobs.iter();
        let worked = jobs.find(|(_, job)| job.workers().contains(by));
        worked.map(|(line, _)| Bar::WorkedOnIt { line: *line })
    }

    /// An inspector made none of the checks before.
    fn checked_before(&self, by: &PersonId) -> Option<Bar> {
        let mut lines = self.jobs_to_check().map(|(line, _)| line);
        lines.find_map(|line| theirs(&self.counting(line, BY_COLLEAGUES), by))
    }

    /// `before` are the checks of the job that count.
    fn bar_of_badge(
        &self,
        line: u16,
        kind: CheckKind,
        by: &PersonId,
        before: &[&CheckMade],
    ) -> Option<Bar> {
        match kind {
            CheckKind::SelfCheck => None,
            CheckKind::Peer => {
                let job = self.jobs.get(&line)?;
                let worked = job.workers().contains(by);
                theirs(&before[..before.len().min(1)], by)
                    .or_else(|| worked.then_some(Bar::WorkedOnIt { line }))
            }
            CheckKind::Final => self.bar_of_car(by),
        }
    }

    /// Lists the jobs that are checked before the car leaves: those on the order.
    pub fn jobs_to_check(&self) -> impl Iterator<Item = (u16, &Job)> {
        let jobs = self.live_jobs();
        jobs.filter(|(_, job)| job.standing == LineStanding::Ordered)
    }

    /// Lists the jobs that somebody worked on without the customer's word: found and not agreed to, never even found, or
    /// on no order at all.
    pub fn unauthorised(&self) -> impl Iterator<Item = u16> {
        let agreed = |line: u16, job: &Job| {
            let found = !is_additional(line) || self.finding_of(line).is_some();
            let ordered = job.standing == LineStanding::Ordered || !is_additional(line);
            job.line.is_some() && found && ordered
        };
        let jobs = self.jobs.iter();
        jobs.filter(move |(line, job)| job.was_worked() && !agreed(**line, job))
            .map(|(line, _)| *line)
    }

    /// Names the checks that count now.
    pub(in crate::domain) fn counting_checks(&self) -> BTreeSet<CommandId> {
        let lines = self.jobs_to_check().map(|(line, _)| line);
        lines
            .flat_map(|line| self.counting(line, &CheckKind::ALL))
            .map(|made| made.said.command)
            .collect()
    }

    /// Names the finish of each job that is finished.
    pub fn finishes(&self) -> Vec<JobFinish> {
        self.jobs_to_check()
            .filter_map(|(line, job)| {
                let finish = job.finished()?.command;
                Some(JobFinish { line, finish })
            })
            .collect()
    }

    /// Tells what is known of the work of a line, or of the whole car.
    pub(in crate::domain) fn known_work(&self, line: Option<u16>) -> KnownWork {
        let of = |known: &u16| line.is_none_or(|line| line == *known);
        let jobs = || self.jobs.iter().filter(move |(known, _)| of(known));
        let marks = jobs().flat_map(|(_, job)| job.spans().map(|(_, span)| span.mark));
        KnownWork {
            marks: marks.collect(),
            jobs: jobs()
                .filter_map(|(line, job)| self.job_now(*line, job))
                .collect(),
        }
    }

    fn job_now(&self, line: u16, job: &Job) -> Option<JobThen> {
        let known = job.line.as_ref()?;
        Some(JobThen {
            line,
            op_code: known.op_code.clone(),
            trade: known.trade,
            category: self
                .sheet
                .as_ref()
                .map(|sheet| sheet.category)
                .unwrap_or_default(),
        })
    }

    /// Another operation, or another kind of order, has another checklist.
    fn is_same_work(&self, line: u16, known: &KnownWork) -> bool {
        let now = self.jobs.get(&line).and_then(|job| self.job_now(line, job));
        known.jobs.iter().find(|then| then.line == line) == now.as_ref()
    }

    /// Tells whether something that was found about these finishes is still so for the whole car.
    fn is_as_found(&self, finishes: &[JobFinish], known: &KnownWork) -> bool {
        let mut any = false;
        let as_it_was = self.jobs_to_check().all(|(line, job)| {
            any = true;
            let mut finishes = finishes.iter().filter(|known| known.line == line);
            finishes.any(|then| job.is_as_known(then.finish, known))
        });
        any && as_it_was
    }

    /// Finds the final inspection that counts now; nothing while the car has not passed.
    pub fn passed(&self) -> Option<&Inspection> {
        let last = self
            .quality
            .inspections
            .last()
            .filter(|last| !last.is_void)?;
        let by = last.said.by.as_ref()?;
        let holds = self.is_as_found(&last.finishes, &last.known)
            && self.bar_of_car(by).is_none()
            && self.jobs_to_check().all(|(line, _)| {
                let made = self.counting(line, &CheckKind::ALL);
                let known = made
                    .iter()
                    .filter(|made| last.stands_on.contains(&made.said.command));
                known.count() == CheckKind::ALL.len()
            });
        holds.then_some(last)
    }

    /// Finds the road test that counts now.
    pub fn road_test(&self) -> Option<&RoadTest> {
        let mut tests = self.quality.road_tests.iter().rev();
        tests.find(|test| self.is_as_found(&test.finishes, &test.known))
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
