//! Clocking on and off: what has to be asked before someone leaves a job, and what is then submitted.

use super::choice::Choice;
use super::{BayKiosk, Effect, Page};
use crate::domain::command::{ClockMode, CommandBody};
use crate::domain::hold::HoldReason;
use crate::domain::idle::IdleCode;
use crate::domain::ids::{JobId, PersonId};
use crate::domain::policy::SeveralJobs;
use crate::projection::picture::Picture;
use chrono::{DateTime, Utc};

/// What is asked on the hold page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Why this job stops, for everybody on it.
    Stop(JobId),
    /// Why the person leaves for another job.
    ForJob(JobId),
    /// Why the person leaves for idle time.
    ForIdle(IdleCode),
}

impl BayKiosk {
    /// Clocks on, after asking about a job that would be left to nobody.
    pub(super) fn clock_on(
        &mut self,
        job: JobId,
        me: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if let Some(finding) = self.look(picture).unauthorised(&job) {
            self.page = Page::Home;
            self.tell_not_authorised(finding, now);
            return Vec::new();
        }
        let on = self.look(picture).jobs_of(me);
        let alone = self.look(picture).left_alone(me);
        self.page = Page::Home;
        if on.contains(&job) {
            self.page = Page::Job(job);
            return Vec::new();
        }
        if alone.is_empty() && (on.is_empty() || !several(picture)) {
            return self.submit_clock_on(job, ClockMode::Instead, now);
        }
        self.page = Page::Hold(Leaving::ForJob(job));
        Vec::new()
    }

    fn submit_clock_on(&mut self, job: JobId, mode: ClockMode, now: DateTime<Utc>) -> Vec<Effect> {
        let bay = self.bay.clone();
        self.submit(CommandBody::ClockOn { job, bay, mode }, now)
    }

    pub(super) fn go_idle(
        &mut self,
        code: IdleCode,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(me) = self.me().cloned() else {
            return Vec::new();
        };
        if self.look(picture).left_alone(&me).is_empty() {
            self.page = Page::Home;
            return self.submit(CommandBody::GoIdle { code }, now);
        }
        self.page = Page::Hold(Leaving::ForIdle(code));
        Vec::new()
    }

    /// Takes the answer of the hold page.
    pub(super) fn leave(
        &mut self,
        leaving: Leaving,
        choice: Choice,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(me) = self.me().cloned() else {
            return Vec::new();
        };
        // Asked anew: somebody may have joined the job meanwhile, and is not to be stopped.
        let alone = self.look(picture).left_alone(&me);
        self.page = Page::Home;
        match (leaving, choice) {
            (Leaving::Stop(job), Choice::Reason(reason)) => {
                self.page = Page::Job(job.clone());
                self.hold(&[job], reason, now)
            }
            (Leaving::Stop(job), Choice::Leave) => self.submit(CommandBody::ClockOff { job }, now),
            (Leaving::ForJob(job), Choice::Alongside) => {
                self.submit_clock_on(job, ClockMode::Alongside, now)
            }
            (Leaving::ForJob(job), Choice::Reason(reason)) => {
                let mut effects = self.hold(&alone, reason, now);
                effects.extend(self.submit_clock_on(job, ClockMode::Instead, now));
                effects
            }
            (Leaving::ForJob(job), Choice::Leave) => {
                self.submit_clock_on(job, ClockMode::Instead, now)
            }
            (Leaving::ForIdle(code), Choice::Reason(reason)) => {
                let mut effects = self.hold(&alone, reason, now);
                effects.extend(self.submit(CommandBody::GoIdle { code }, now));
                effects
            }
            (Leaving::ForIdle(code), Choice::Pause | Choice::Leave) => {
                self.submit(CommandBody::GoIdle { code }, now)
            }
            (leaving, _) => {
                self.page = Page::Hold(leaving);
                Vec::new()
            }
        }
    }

    fn hold(&mut self, jobs: &[JobId], reason: HoldReason, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for job in jobs {
            let (job, note) = (job.clone(), String::new());
            effects.extend(self.submit(CommandBody::Hold { job, reason, note }, now));
        }
        effects
    }

    /// Ends the shift; a job that nobody else is on stands still until the next one.
    pub(super) fn shift_out(
        &mut self,
        me: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let alone = self.look(picture).left_alone(me);
        self.page = Page::Home;
        let mut effects = self.hold(&alone, HoldReason::EndOfShift, now);
        effects.extend(self.submit(CommandBody::ShiftOut, now));
        effects
    }
}

/// Tells whether the site allows several jobs at once.
pub(super) fn several(picture: &Picture) -> bool {
    picture
        .views
        .site
        .as_ref()
        .is_some_and(|site| site.several_jobs != SeveralJobs::No)
}
