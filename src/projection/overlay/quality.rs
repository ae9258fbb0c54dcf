//! Checks that the coordinator has not answered yet, on top of the views.

use super::cards;
use crate::domain::car::CarState;
use crate::domain::command::Command;
use crate::domain::ids::{CommandId, JobId, RoNumber};
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::command::QualityCommand;
use crate::domain::quality::order_quality::{KnownWork, Rework, RoadTest};
use crate::domain::said::Said;
use crate::projection::checks::{CheckCar, CheckMark, JobQuality, ReworkCard, remarkable};
use crate::projection::job_card::{CarCard, JobCard, Stage};
use crate::projection::views::Views;
use std::collections::BTreeSet;

/// Puts a tap about the checks of an order on top.
pub(super) fn tapped(views: &mut Views, command: &Command, ro: &RoNumber, body: &QualityCommand) {
    let said = Said {
        by: command.actor.person().cloned(),
        at: command.at,
        command: command.id,
    };
    match body {
        QualityCommand::Check {
            line,
            finish,
            check,
            results,
        } => {
            let mark = CheckMark {
                check: *check,
                said,
                remarkable: remarkable(results),
            };
            each_quality(views, ro, *line, |quality| {
                if quality.finish == Some(*finish) {
                    quality.made.retain(|known| known.check != *check);
                    quality.made.push(mark.clone());
                    quality.next = next(quality);
                }
            });
        }
        QualityCommand::SendBack {
            line,
            finish,
            check,
            results,
            rework,
        } => {
            let last = Rework {
                line: *line,
                finish: *finish,
                check: *check,
                said,
                order: rework.clone(),
                results: results.clone(),
                workers: Vec::new(),
            };
            sent_back(views, ro, *line, &last);
        }
        QualityCommand::TakeCar { .. } => each_car(views, ro, |car| car.taken = Some(said.clone())),
        QualityCommand::LetGo => each_car(views, ro, |car| car.taken = None),
        QualityCommand::RoadTest { distance, note } => each_car(views, ro, |car| {
            car.least_km = Some(distance.end_km);
            car.road_test = Some(RoadTest {
                said: said.clone(),
                distance: *distance,
                note: note.clone(),
                finishes: Vec::new(),
                known: KnownWork::default(),
            });
        }),
        QualityCommand::PassCar { .. } => each_car(views, ro, |car| {
            car.taken = None;
            car.car.state = if car.car.wash.is_yes() {
                CarState::Wash
            } else {
                CarState::AwaitingInvoice
            };
        }),
        QualityCommand::BeginWash => {
            each_car(views, ro, |car| car.wash_begun = Some(said.clone()));
            let washed = views.finishing.cars.iter_mut();
            for known in washed.filter(|known| known.car.ro == *ro) {
                known.wash_begun = Some(said.clone());
            }
        }
        QualityCommand::Park {
            key_tag,
            parking_spot,
        } => each_card(views, ro, |car| {
            car.key_tag.clone_from(key_tag);
            car.parking_spot.clone_from(parking_spot);
        }),
    }
}

/// Takes a check off again.
pub(super) fn taken_back(views: &mut Views, ro: &RoNumber, command: CommandId) {
    let lines: Vec<u16> = views
        .checks
        .cars
        .iter()
        .filter(|car| car.ro() == ro)
        .flat_map(|car| car.jobs.iter().map(|job| job.job.line))
        .collect();
    for line in lines {
        each_quality(views, ro, line, |quality| {
            let known = quality.made.len();
            quality.made.retain(|mark| mark.said.command != command);
            if quality.made.len() != known {
                quality.next = next(quality);
            }
        });
    }
}

/// A job that was finished here waits for its self-check, before anybody else knows of it.
pub(super) fn finished(card: &mut JobCard, finish: CommandId) {
    if card.quality.finish == Some(finish) {
        return;
    }
    let planned = card.plan.as_ref().and_then(|plan| plan.lead.clone());
    let lead = planned.filter(|lead| card.workers.contains(lead));
    let quality = &mut card.quality;
    quality.finish = Some(finish);
    quality.made.clear();
    quality.next = Some(CheckKind::SelfCheck);
    quality.is_rework = false;
    quality.self_checkers = match &lead {
        Some(lead) => BTreeSet::from([lead.clone()]),
        None => card.workers.iter().cloned().collect(),
    };
    let first = || card.workers.first().cloned();
    quality.lead = lead.or_else(first).or(quality.lead.take());
}

/// A job that is not finished, or not any more, waits for no check.
pub(super) fn unfinished(card: &mut JobCard) {
    card.quality.finish = None;
    card.quality.next = None;
    card.quality.made.clear();
}

fn next(quality: &JobQuality) -> Option<CheckKind> {
    let missing = |kind: &CheckKind| quality.made_by(*kind).is_none();
    CheckKind::ALL.into_iter().find(missing)
}

fn sent_back(views: &mut Views, ro: &RoNumber, line: u16, last: &Rework) {
    each_quality(views, ro, line, |quality| {
        let times = quality.rework.as_ref().map_or(0, |known| known.times);
        let counts = u32::from(last.check == CheckKind::Final);
        *quality = JobQuality {
            lead: quality.lead.take(),
            rework: Some(ReworkCard {
                last: last.clone(),
                times: times + counts,
            }),
            is_rework: true,
            ..JobQuality::default()
        };
    });
    let id = JobId::new(ro.clone(), line);
    for card in cards(views, &id) {
        card.stage = Stage::Rework;
        card.finished_at = None;
        card.car.state = CarState::Rework;
    }
    each_car(views, ro, |car| {
        car.taken = None;
        car.car.state = CarState::Rework;
        for job in car.jobs.iter_mut().filter(|job| job.job.line == line) {
            job.stage = Stage::Rework;
            job.finished_at = None;
        }
    });
}

fn each_car(views: &mut Views, ro: &RoNumber, change: impl FnMut(&mut CheckCar)) {
    let cars = views.checks.cars.iter_mut();
    cars.filter(|car| car.car.ro == *ro).for_each(change);
}

fn each_quality(
    views: &mut Views,
    ro: &RoNumber,
    line: u16,
    mut change: impl FnMut(&mut JobQuality),
) {
    let id = JobId::new(ro.clone(), line);
    for card in cards(views, &id) {
        change(&mut card.quality);
    }
    each_car(views, ro, |car| {
        for job in car.jobs.iter_mut().filter(|job| job.job.line == line) {
            change(&mut job.quality);
        }
    });
}

/// Changes every card of a car, wherever it is shown.
fn each_card(views: &mut Views, ro: &RoNumber, change: impl FnMut(&mut CarCard)) {
    let bays = views.bays.values_mut().flat_map(|bay| &mut bay.jobs);
    let jobs = bays
        .chain(&mut views.waiting.jobs)
        .map(|card| &mut card.car);
    let finishing = views.finishing.cars.iter_mut().map(|known| &mut known.car);
    let checks = views.checks.cars.iter_mut().map(|known| &mut known.car);
    let findings = views
        .findings
        .findings
        .iter_mut()
        .map(|known| &mut known.car);
    jobs.chain(finishing)
        .chain(checks)
        .chain(findings)
        .filter(|car| car.ro == *ro)
        .for_each(change);
}
