//! The checks (三检): the quality-check queue, what each job waits for, and who may not make its next check.

use super::job_card::{CarCard, Stage, car_card, job_name, workers};
use crate::domain::car::{CarState, CarStep, Order};
use crate::domain::decide::stand_ins;
use crate::domain::finding::Finding;
use crate::domain::forecast::FloorForecast;
use crate::domain::ids::{BayId, CommandId, JobId, OpCode, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, JobState, LineStanding};
use crate::domain::order::Trade;
use crate::domain::parts::OpenAccount;
use crate::domain::policy::SitePolicy;
use crate::domain::quality::checklist::{CheckKind, Checklist, ItemResult, Verdict};
use crate::domain::quality::gate::Bar;
use crate::domain::quality::order_quality::{CheckMade, Comeback, Rework, RoadTest};
use crate::domain::said::Said;
use crate::domain::tool::{Unreturned, unreturned};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A check that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckMark {
    /// Which.
    pub check: CheckKind,
    /// Who made it, and when.
    #[serde(flatten)]
    pub said: Said,
    /// What was measured, written or photographed in it.
    #[serde(default)]
    pub remarkable: Vec<ItemResult>,
}

/// What a job came back for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReworkCard {
    /// The last time that it was sent back.
    pub last: Rework,
    /// How often the final check has sent it back.
    pub times: u32,
}

/// How the checks of a job stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobQuality {
    /// The finish that is to be checked; nothing while it is not finished.
    #[serde(default)]
    pub finish: Option<CommandId>,
    /// Which check it waits for; nothing while it is not finished, and once it passed them all.
    #[serde(default)]
    pub next: Option<CheckKind>,
    /// Who checks it first.
    #[serde(default)]
    pub lead: Option<PersonId>,
    /// Everybody who may check it first: the lead, and who stands in where the lead has gone home.
    #[serde(default)]
    pub self_checkers: BTreeSet<PersonId>,
    /// The checks that count.
    #[serde(default)]
    pub made: Vec<CheckMark>,
    /// What it came back for, if it ever did: it still does while it is not finished.
    #[serde(default)]
    pub rework: Option<ReworkCard>,
    /// Whether it came back and is not finished since.
    #[serde(default)]
    pub is_rework: bool,
}

impl JobQuality {
    /// Finds who made a check that counts.
    pub fn made_by(&self, check: CheckKind) -> Option<&CheckMark> {
        self.made.iter().find(|mark| mark.check == check)
    }

    /// Says why somebody may not make the next check, as the rules do, where that is the lead's or a peer's.
    pub fn bar(&self, line: u16, workers: &[PersonId], by: &PersonId) -> Option<Bar> {
        match self.next? {
            CheckKind::SelfCheck => (!self.self_checkers.contains(by)).then(|| Bar::NotTheLead {
                lead: self.lead.clone(),
            }),
            CheckKind::Peer => {
                let first = self.made_by(CheckKind::SelfCheck);
                if first.is_some_and(|mark| mark.said.by.as_ref() == Some(by)) {
                    let check = CheckKind::SelfCheck;
                    return Some(Bar::CheckedIt { line, check });
                }
                workers.contains(by).then_some(Bar::WorkedOnIt { line })
            }
            CheckKind::Final => None,
        }
    }
}

/// Tells how the checks of a job stand.
pub(super) fn job_quality(workshop: &Workshop, order: &Order, line: u16, job: &Job) -> JobQuality {
    // Nobody checks what is off the order, or gone.
    let asked = job.standing == LineStanding::Ordered && order.step(CarStep::Delivered).is_none();
    let finished = matches!(job.state(), JobState::Finished { .. });
    let finish = job.finished().filter(|_| finished).map(|stop| stop.command);
    let made = CheckKind::ALL.into_iter().filter_map(|kind| {
        let made = order.check(line, kind).filter(|_| finished)?;
        Some(mark(made))
    });
    let times = u32::try_from(order.quality.reworked(line)).unwrap_or(u32::MAX);
    JobQuality {
        finish,
        next: finish
            .filter(|_| asked)
            .and_then(|_| order.next_check(line)),
        lead: job.lead().cloned(),
        self_checkers: job
            .self_checkers()
            .into_iter()
            .cloned()
            .chain(stand_ins(workshop, job))
            .collect(),
        made: made.collect(),
        rework: order.quality.last_rework(line).map(|last| ReworkCard {
            last: Rework {
                // The card says what was wrong; all the answers stay in the log.
                results: last.failed().cloned().collect(),
                ..last.clone()
            },
            times,
        }),
        is_rework: job.is_rework(),
    }
}

/// What is simply good needs no words.
pub(super) fn remarkable(results: &[ItemResult]) -> Vec<ItemResult> {
    let says_more = |result: &&ItemResult| {
        result.verdict == Verdict::Fail
            || result.value.is_some()
            || !result.note.is_empty()
            || !result.photos.is_empty()
    };
    results.iter().filter(says_more).cloned().collect()
}

fn mark(made: &CheckMade) -> CheckMark {
    CheckMark {
        check: made.check,
        said: made.said.clone(),
        remarkable: remarkable(&made.results),
    }
}

/// A part that was fitted, or is out for a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOut {
    /// Its number.
    pub part: PartNumber,
    /// Its name; the number where the parts list does not know it.
    pub name: String,
    /// Its English name, where there is one.
    #[serde(default)]
    pub english_name: String,
    /// How many are out.
    pub quantity: u32,
}

/// A job of a car in the checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckJob {
    /// Which.
    pub job: JobId,
    /// 项目编号
    #[serde(default)]
    pub op_code: Option<OpCode>,
    /// 项目名称
    pub name: String,
    /// Its English name, where there is one.
    #[serde(default)]
    pub english_name: String,
    /// 工种
    #[serde(default)]
    pub trade: Option<Trade>,
    /// Where it stands.
    pub stage: Stage,
    /// Where it is or was worked on.
    #[serde(default)]
    pub bay: Option<BayId>,
    /// Who worked on it.
    #[serde(default)]
    pub workers: Vec<PersonId>,
    /// When it was finished.
    #[serde(default)]
    pub finished_at: Option<DateTime<Utc>>,
    /// How its checks stand.
    pub quality: JobQuality,
    /// What was issued for it.
    #[serde(default)]
    pub parts: Vec<PartOut>,
}

/// A car of which a job waits for a check, or that is to be washed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCar {
    /// The car and its order.
    pub car: CarCard,
    /// Since when it waits where it is.
    pub since: Option<DateTime<Utc>>,
    /// Its jobs.
    pub jobs: Vec<CheckJob>,
    /// Who worked on something of it that is on the order no more.
    #[serde(default)]
    pub other_workers: Vec<PersonId>,
    /// Which inspector is at it.
    #[serde(default)]
    pub taken: Option<Said>,
    /// Whether it is taken on the road before it passes.
    #[serde(default)]
    pub wants_road_test: bool,
    /// The road test that counts.
    #[serde(default)]
    pub road_test: Option<RoadTest>,
    /// What the clock of the car says at the least, in km.
    #[serde(default)]
    pub least_km: Option<u32>,
    /// What was found, and what the customer said to it.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Which parts are not accounted for.
    #[serde(default)]
    pub open_parts: Vec<(JobId, OpenAccount)>,
    /// Which tools are not back.
    #[serde(default)]
    pub open_tools: Vec<Unreturned>,
    /// What was worked on without the customer's word.
    #[serde(default)]
    pub unauthorised: Vec<JobId>,
    /// Since when it is washed.
    #[serde(default)]
    pub wash_begun: Option<Said>,
    /// What it came back to.
    #[serde(default)]
    pub comeback: Option<Comeback>,
}

impl CheckCar {
    /// Names the order.
    pub fn ro(&self) -> &RoNumber {
        &self.car.ro
    }

    /// Finds a job.
    pub fn job(&self, job: &JobId) -> Option<&CheckJob> {
        self.jobs.iter().find(|known| known.job == *job)
    }

    /// Tells whether parts, tools or the customer's word keep it from passing.
    pub fn is_blocked(&self) -> bool {
        !(self.open_parts.is_empty() && self.open_tools.is_empty() && self.unauthorised.is_empty())
    }

    /// Says why somebody may not make the next check of a job, as the rules do.
    pub fn bar(&self, job: &JobId, by: &PersonId) -> Option<Bar> {
        let known = self.job(job)?;
        match known.quality.next? {
            CheckKind::SelfCheck | CheckKind::Peer => {
                known.quality.bar(job.line, &known.workers, by)
            }
            CheckKind::Final => self.bar_of_car(by),
        }
    }

    /// Says why somebody may not pass the car, as the rules do.
    pub fn bar_of_car(&self, by: &PersonId) -> Option<Bar> {
        let worked = self.jobs.iter().find(|known| known.workers.contains(by));
        let worked = worked.map(|known| known.job.line);
        let elsewhere = self.other_workers.contains(by).then_some(0);
        if let Some(line) = worked.or(elsewhere) {
            return Some(Bar::WorkedOnIt { line });
        }
        self.jobs.iter().find_map(|known| {
            let checks = [CheckKind::SelfCheck, CheckKind::Peer].into_iter();
            let mut theirs = checks.filter(|check| {
                let mark = known.quality.made_by(*check);
                mark.is_some_and(|mark| mark.said.by.as_ref() == Some(by))
            });
            theirs.next().map(|check| Bar::CheckedIt {
                line: known.job.line,
                check,
            })
        })
    }
}

/// One page of the cars in the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecksView {
    /// By promise.
    pub cars: Vec<CheckCar>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// One page of the checklists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistsView {
    /// In the order of the workshop's file.
    pub lists: Vec<Checklist>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// Makes a page of each checklist: the longest has some 60 lines, 10 KB.
pub(super) fn checklists(policy: &SitePolicy) -> Vec<(u16, ChecklistsView)> {
    let lists = &policy.checklists.lists;
    let pages = u16::try_from(lists.len().max(1)).unwrap_or(u16::MAX);
    (0..pages)
        .map(|page| {
            let list = lists.get(usize::from(page)).cloned();
            let lists = list.into_iter().collect();
            (page, ChecklistsView { lists, pages })
        })
        .collect()
}

/// Lists the cars of which a job is finished and that did not pass yet, and those that are to be washed.
pub fn checks(workshop: &Workshop, policy: &SitePolicy, forecast: &FloorForecast) -> Vec<CheckCar> {
    let mut cars: Vec<CheckCar> = workshop
        .orders
        .iter()
        .filter(|(_, order)| is_in_checks(order))
        .map(|(ro, order)| check_car(workshop, policy, forecast, ro, order))
        .collect();
    cars.sort_by_key(|car| (car.car.promised_at, car.ro().clone()));
    cars
}

fn is_in_checks(order: &Order) -> bool {
    let any_finished = || {
        let mut jobs = order.jobs_to_check();
        jobs.any(|(_, job)| matches!(job.state(), JobState::Finished { .. }))
    };
    match order.state() {
        CarState::AwaitingQc | CarState::Wash => true,
        state => state < CarState::AwaitingQc && any_finished(),
    }
}

fn check_car(
    workshop: &Workshop,
    policy: &SitePolicy,
    forecast: &FloorForecast,
    ro: &RoNumber,
    order: &Order,
) -> CheckCar {
    let id = |line| JobId::new(ro.clone(), line);
    let to_check: Vec<u16> = order.jobs_to_check().map(|(line, _)| line).collect();
    let others = order
        .jobs
        .iter()
        .filter(|(line, _)| !to_check.contains(line));
    let lists = &policy.checklists;
    let last_test = order.quality.road_tests.last();
    let came_with = order.sheet.as_ref().and_then(|sheet| sheet.mileage_km);
    let open_parts = order.parts.jobs().into_iter().flat_map(|line| {
        let accounts = order.parts.unreconciled(line).into_iter();
        accounts.map(move |account| (JobId::new(ro.clone(), line), account))
    });
    CheckCar {
        car: car_card(workshop, ro, forecast),
        since: order
            .passed()
            .map(|made| made.said.at)
            .or(order.repaired_at()),
        jobs: order
            .jobs_to_check()
            .map(|(line, job)| check_job(workshop, order, &id(line), job))
            .collect(),
        other_workers: others.flat_map(|(_, job)| workers(job)).collect(),
        taken: order.quality.taken.clone(),
        wants_road_test: order.wants_road_test(lists),
        road_test: order.road_test().cloned(),
        least_km: last_test.map(|test| test.distance.end_km).max(came_with),
        findings: order.findings.clone(),
        open_parts: open_parts.collect(),
        open_tools: unreturned(workshop, ro),
        unauthorised: order.unauthorised().map(id).collect(),
        wash_begun: order.quality.wash_begun.clone(),
        comeback: order.quality.comeback.clone(),
    }
}

fn check_job(workshop: &Workshop, order: &Order, id: &JobId, job: &Job) -> CheckJob {
    let (name, english_name) = job_name(workshop, id, job);
    CheckJob {
        job: id.clone(),
        op_code: job.line.as_ref().map(|line| line.op_code.clone()),
        name,
        english_name,
        trade: job.line.as_ref().map(|line| line.trade),
        stage: Stage::from(&job.state()),
        bay: job.bay().cloned(),
        workers: workers(job),
        finished_at: job.finished().map(|stop| stop.at),
        quality: job_quality(workshop, order, id.line, job),
        parts: order
            .parts
            .out_of(id.line)
            .into_iter()
            .map(|(part, quantity)| {
                let known = workshop.parts.get(&part);
                PartOut {
                    name: known.map_or_else(|| part.to_string(), |known| known.name.clone()),
                    english_name: known
                        .map(|known| known.english_name.clone())
                        .unwrap_or_default(),
                    part,
                    quantity,
                }
            })
            .collect(),
    }
}
