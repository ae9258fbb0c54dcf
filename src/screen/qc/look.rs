//! A car as its final check stands: which lists it has, what is answered of them, and what keeps it from passing.

use crate::domain::car::CarState;
use crate::domain::ids::{CommandId, ItemCode, JobId, RoNumber};
use crate::domain::quality::checklist::{
    CheckItem, CheckKind, Checklist, ItemResult, Shortfall, Verdict, shortfall,
};
use crate::domain::quality::draft::{
    CheckedList, ChecksDraft, ItemDraft, ReworkDraft, RoadTestDraft,
};
use crate::projection::checks::{CheckCar, CheckJob};
use crate::projection::job_card::Stage;
use crate::projection::picture::Picture;
use crate::projection::views::Views;

/// A car of the checks, with what is half made of it here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) car: &'a CheckCar,
    views: &'a Views,
    draft: Option<&'a ChecksDraft>,
}

/// Finds a car of the checks.
pub(super) fn find<'a>(picture: &'a Picture, ro: &RoNumber) -> Option<&'a CheckCar> {
    let mut cars = picture.views.checks.cars.iter();
    cars.find(|car| car.ro() == ro)
}

/// Tells whether a job waits for its final check.
pub(super) fn is_due(job: &CheckJob) -> bool {
    job.quality.next == Some(CheckKind::Final)
}

/// Tells whether a job is through all its checks.
pub(super) fn has_passed(job: &CheckJob) -> bool {
    job.quality.finish.is_some() && job.quality.next.is_none()
}

/// Tells whether every job of a car is through the two checks before the inspector's.
pub(super) fn is_in_queue(car: &CheckCar) -> bool {
    let through = |job: &CheckJob| is_due(job) || has_passed(job);
    car.car.state == CarState::AwaitingQc && car.jobs.iter().all(through)
}

/// Tells whether the whole car has passed.
pub(super) fn is_through(car: &CheckCar) -> bool {
    car.car.state > CarState::AwaitingQc
}

/// What keeps a job from its final check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// It is not finished.
    Work(Stage),
    /// A check before it.
    Check(CheckKind),
}

/// Tells what a job waits for before the inspector comes.
pub(super) fn before(job: &CheckJob) -> Option<Before> {
    match job.quality.next {
        _ if has_passed(job) => None,
        Some(CheckKind::Final) => None,
        Some(kind) => Some(Before::Check(kind)),
        None => Some(Before::Work(job.stage)),
    }
}

impl<'a> Look<'a> {
    pub(super) fn new(
        car: &'a CheckCar,
        picture: &'a Picture,
        draft: Option<&'a ChecksDraft>,
    ) -> Self {
        Self {
            car,
            views: &picture.views,
            draft,
        }
    }

    pub(super) fn job(&self, line: u16) -> Option<&'a CheckJob> {
        self.car.jobs.iter().find(|job| job.job.line == line)
    }

    /// Lists the lists of the car, in the order in which it is gone through.
    pub(super) fn lists(&self) -> Vec<CheckedList> {
        let jobs = self
            .car
            .jobs
            .iter()
            .map(|job| CheckedList::Job(job.job.line));
        jobs.chain([CheckedList::Car]).collect()
    }

    /// Finds the list that is to be gone through next.
    pub(super) fn next_list(&self) -> CheckedList {
        let mut lists = self.lists().into_iter();
        let open = |list: &CheckedList| self.is_open(*list) && !self.short(*list).is_empty();
        let next = lists.find(open);
        let unpassed = || self.car.jobs.iter().find(|job| !has_passed(job));
        next.or_else(|| Some(CheckedList::Job(unpassed()?.job.line)))
            .unwrap_or(CheckedList::Car)
    }

    /// Tells whether a list can be answered now.
    pub(super) fn is_open(&self, list: CheckedList) -> bool {
        match list {
            CheckedList::Job(line) => {
                self.car.car.state == CarState::AwaitingQc && self.job(line).is_some_and(is_due)
            }
            CheckedList::Car => is_in_queue(self.car),
        }
    }

    /// Finds what is looked at; nothing where the workshop has no list for such a job.
    pub(super) fn checklist(&self, list: CheckedList) -> Option<&'a Checklist> {
        let known = &self.views.checklists;
        match list {
            CheckedList::Job(line) => {
                let job = self.job(line)?;
                known.of_job(job.op_code.as_ref()?, job.trade?, self.car.car.category)
            }
            CheckedList::Car => known.of_car(),
        }
    }

    /// Lists what is looked at.
    pub(super) fn items(&self, list: CheckedList) -> impl Iterator<Item = &'a CheckItem> {
        let list = self.checklist(list).into_iter();
        list.flat_map(|list| list.items(CheckKind::Final))
    }

    pub(super) fn item(&self, list: CheckedList, code: &ItemCode) -> Option<&'a CheckItem> {
        self.items(list).find(|item| item.named.code == *code)
    }

    /// Names the finishes that a list is about.
    pub(super) fn finishes(&self, list: CheckedList) -> Vec<(u16, CommandId)> {
        let jobs = self.car.jobs.iter().filter(|job| match list {
            CheckedList::Job(line) => job.job.line == line,
            CheckedList::Car => true,
        });
        jobs.filter_map(|job| Some((job.job.line, job.quality.finish?)))
            .collect()
    }

    fn answers(&self, list: CheckedList) -> &'a [ItemDraft] {
        let draft = self
            .draft
            .map(|draft| draft.answers(list, &self.finishes(list)));
        draft.unwrap_or_default()
    }

    pub(super) fn answer(&self, list: CheckedList, code: &ItemCode) -> Option<&'a ItemDraft> {
        self.answers(list)
            .iter()
            .find(|answer| answer.item == *code)
    }

    /// Lists what is said of the items that are still on the list.
    pub(super) fn results(&self, list: CheckedList) -> Vec<ItemResult> {
        let items = self.items(list);
        items
            .filter_map(|item| self.answer(list, &item.named.code)?.result())
            .collect()
    }

    /// Tells what keeps a list from passing.
    pub(super) fn short(&self, list: CheckedList) -> Shortfall {
        shortfall(self.items(list), &self.results(list))
    }

    /// Lists the jobs that the inspector has still to pass.
    pub(super) fn due(&self) -> impl Iterator<Item = &'a CheckJob> {
        self.car.jobs.iter().filter(|job| is_due(job))
    }

    /// Lists the lists that are passed with the car.
    pub(super) fn passed_with_car(&self) -> Vec<CheckedList> {
        let jobs = self.due().map(|job| CheckedList::Job(job.job.line));
        jobs.chain([CheckedList::Car]).collect()
    }

    /// Lists the jobs that are not through the checks before the inspector's.
    pub(super) fn not_ready(&self) -> Vec<(JobId, Before)> {
        let jobs = self.car.jobs.iter();
        jobs.filter_map(|job| Some((job.job.clone(), before(job)?)))
            .collect()
    }

    /// Tells whether something of a list was said to be good that is found out on the road.
    pub(super) fn needs_road(&self, list: CheckedList) -> bool {
        let mut items = self.items(list).filter(|item| item.on_the_road);
        items.any(|item| {
            let answer = self.answer(list, &item.named.code);
            answer.is_some_and(|answer| answer.verdict == Some(Verdict::Pass))
        })
    }

    /// Tells whether the car has still to be taken on the road before it passes.
    pub(super) fn lacks_road_test(&self) -> bool {
        let wanted = || {
            self.passed_with_car()
                .into_iter()
                .any(|list| self.needs_road(list))
        };
        self.car.road_test.is_none() && (self.car.wants_road_test || wanted())
    }

    /// The road test in the making: what is known of the clock of the car is proposed.
    pub(super) fn road(&self) -> RoadTestDraft {
        let least_km = self.car.least_km.unwrap_or(0);
        let draft = self.draft.and_then(|draft| draft.road.clone());
        let still = draft.filter(|road| road.least_km == least_km);
        still.unwrap_or(RoadTestDraft {
            least_km,
            start_km: least_km,
            ..RoadTestDraft::default()
        })
    }

    /// Lists the jobs that can go back to their bays now.
    pub(super) fn returnable(&self) -> Vec<&'a CheckJob> {
        if self.car.car.state < CarState::AwaitingQc {
            return Vec::new();
        }
        let jobs = self.car.jobs.iter();
        jobs.filter(|job| is_due(job) || has_passed(job)).collect()
    }

    /// What is about to go back: the job of the list that is open, or one with something failed.
    pub(super) fn rework(&self, open: Option<CheckedList>) -> Option<ReworkDraft> {
        let jobs = self.returnable();
        let draft = self.draft.and_then(|draft| draft.rework.clone());
        let still = draft.filter(|draft| {
            let mut jobs = jobs.iter();
            jobs.any(|job| job.job.line == draft.line && job.quality.finish == Some(draft.finish))
        });
        if still.is_some() {
            return still;
        }
        let failed =
            |job: &&&CheckJob| !self.short(CheckedList::Job(job.job.line)).failed.is_empty();
        let is_open = |job: &&&CheckJob| open == Some(CheckedList::Job(job.job.line));
        let job = jobs
            .iter()
            .find(failed)
            .or_else(|| jobs.iter().find(is_open))
            .or(jobs.first())?;
        Some(ReworkDraft::new(job.job.line, job.quality.finish?))
    }

    /// What is sent with a job that goes back: its own answers, and what failed at the car.
    pub(super) fn results_of_rework(&self, line: u16) -> Vec<ItemResult> {
        let of_car = self.results(CheckedList::Car).into_iter();
        let failed = of_car.filter(|result| result.verdict == Verdict::Fail);
        let mut results = self.results(CheckedList::Job(line));
        results.extend(failed);
        results
    }
}
