//! A finished job as its checks see it, from the bay's own card or from the list of the workshop, and who may check it.

use crate::domain::ids::{BayId, JobId, OpCode, PersonId};
use crate::domain::order::Trade;
use crate::domain::person::Permission;
use crate::domain::quality::checklist::{CheckKind, Checklist};
use crate::domain::quality::gate::Bar;
use crate::projection::checks::{CheckCar, CheckJob, JobQuality};
use crate::projection::job_card::{CarCard, JobCard, Stage};
use crate::projection::picture::Picture;
use crate::screen::bay::look::Look;
use chrono::{DateTime, Utc};

/// A job in its checks.
#[derive(Debug, Clone, Copy)]
pub(in crate::screen::bay) struct Subject<'a> {
    pub(in crate::screen::bay) job: &'a JobId,
    pub(in crate::screen::bay) car: &'a CarCard,
    pub(in crate::screen::bay) name: &'a str,
    pub(in crate::screen::bay) english_name: &'a str,
    pub(in crate::screen::bay) workers: &'a [PersonId],
    pub(in crate::screen::bay) bay: Option<&'a BayId>,
    pub(in crate::screen::bay) finished_at: Option<DateTime<Utc>>,
    pub(in crate::screen::bay) quality: &'a JobQuality,
    op_code: Option<&'a OpCode>,
    trade: Option<Trade>,
}

/// Why somebody may not make a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::screen::bay) enum NotYours {
    /// The rules of three badges.
    Bar(Bar),
    /// Peers are technicians.
    Role,
}

impl<'a> Subject<'a> {
    fn of_card(card: &'a JobCard) -> Self {
        Self {
            job: &card.job,
            car: &card.car,
            name: &card.name,
            english_name: &card.english_name,
            workers: &card.workers,
            bay: card.bay(),
            finished_at: card.finished_at,
            quality: &card.quality,
            op_code: card.op_code.as_ref(),
            trade: card.trade,
        }
    }

    fn of_check(car: &'a CheckCar, job: &'a CheckJob) -> Self {
        Self {
            job: &job.job,
            car: &car.car,
            name: &job.name,
            english_name: &job.english_name,
            workers: &job.workers,
            bay: job.bay.as_ref(),
            finished_at: job.finished_at,
            quality: &job.quality,
            op_code: job.op_code.as_ref(),
            trade: job.trade,
        }
    }

    /// Finds its checklist; a job that no list fits is checked without one.
    pub(in crate::screen::bay) fn list<'p>(&self, picture: &'p Picture) -> Option<&'p Checklist> {
        let lists = &picture.views.checklists;
        lists.of_job(self.op_code?, self.trade?, self.car.category)
    }
}

impl<'a> Look<'a> {
    /// Finds a finished job. The bay's own card knows of a finish before anybody else does.
    pub(in crate::screen::bay) fn subject(self, job: &JobId) -> Option<Subject<'a>> {
        let card = self.card(job);
        let finished = |card: &&JobCard| card.quality.finish.is_some();
        if let Some(card) = card.filter(finished) {
            return Some(Subject::of_card(card));
        }
        let cars = self.picture.views.checks.cars.iter();
        let mut jobs = cars.filter_map(|car| Some(Subject::of_check(car, car.job(job)?)));
        jobs.next().or_else(|| card.map(Subject::of_card))
    }

    /// Lists the finished jobs of this bay that their leads have not checked yet.
    pub(in crate::screen::bay) fn self_checks_here(self) -> Vec<Subject<'a>> {
        let cards = self.jobs_here().iter();
        let due = cards.filter(|card| {
            card.stage == Stage::Finished && card.quality.next == Some(CheckKind::SelfCheck)
        });
        due.map(Subject::of_card).collect()
    }

    /// Lists what waits for a self-check of somebody elsewhere.
    fn self_checks_elsewhere(self, me: Option<&PersonId>) -> Vec<Subject<'a>> {
        let jobs = self.in_checks();
        let theirs = jobs.filter(|subject| {
            subject.quality.next == Some(CheckKind::SelfCheck)
                && subject.bay != Some(self.bay)
                && me.is_some_and(|me| subject.quality.self_checkers.contains(me))
        });
        theirs.collect()
    }

    fn in_checks(self) -> impl Iterator<Item = Subject<'a>> {
        let cars = self.picture.views.checks.cars.iter();
        cars.flat_map(|car| car.jobs.iter().map(move |job| Subject::of_check(car, job)))
    }

    /// Lists the jobs of the whole workshop that wait for a peer.
    pub(in crate::screen::bay) fn peer_checks(self) -> Vec<Subject<'a>> {
        let own = self.jobs_here().iter().map(Subject::of_card);
        let waits = |subject: &Subject<'_>| subject.quality.next == Some(CheckKind::Peer);
        let mut waiting: Vec<Subject<'a>> = self.in_checks().filter(waits).collect();
        for subject in own.filter(waits) {
            if !waiting.iter().any(|known| known.job == subject.job) {
                waiting.push(subject);
            }
        }
        waiting
    }

    /// Lists what can be checked at this bay: what is to be self-checked before what waits for a peer, and what
    /// somebody may do before what they may not.
    pub(in crate::screen::bay) fn to_check(self, me: Option<&PersonId>) -> Vec<Subject<'a>> {
        let mut all = self.self_checks_here();
        all.extend(self.self_checks_elsewhere(me));
        all.extend(self.peer_checks());
        all.sort_by_key(|subject| {
            let barred = me.is_some_and(|me| self.not_yours(subject, me).is_some());
            (barred, subject.quality.next, subject.car.promised_at)
        });
        all
    }

    /// Says why somebody may not make the next check of a job.
    pub(in crate::screen::bay) fn not_yours(
        self,
        subject: &Subject<'_>,
        me: &PersonId,
    ) -> Option<NotYours> {
        let role = self
            .picture
            .views
            .roster
            .get(me)
            .map(|known| known.person.role);
        let next = subject.quality.next?;
        if next == CheckKind::Peer && role.is_some_and(|role| !role.may(Permission::CheckPeers)) {
            return Some(NotYours::Role);
        }
        let bar = subject.quality.bar(subject.job.line, subject.workers, me);
        bar.map(NotYours::Bar)
    }
}
