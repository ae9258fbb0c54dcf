//! The sample morning with its checks: cars that wait for each of the three, one that an inspector is at, jobs that
//! came back and run again, cars that are washed, cars that came back with what was done before.

#![allow(dead_code, reason = "each test uses its part of it")]

use super::back::back;
use super::board_floor::checks::{Checked, quality};
use super::board_floor::{Floor, at, sample_morning};
use baylight::domain::car::CarState;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::RoNumber;
use baylight::domain::order::BusinessCategory;
use baylight::domain::person::Role;
use baylight::domain::quality::command::{QualityCommand, ReworkReason};

/// How long the names of the people are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    AsEver,
    Long,
}

/// Makes the morning, at 10:42.
pub fn checked_morning(bays: usize, names: Names) -> Floor {
    let mut floor = sample_morning(bays);
    if names == Names::Long {
        let roster: Vec<(String, Role)> = floor
            .workshop
            .people
            .iter()
            .map(|(id, known)| (id.to_string(), known.person.role))
            .collect();
        for (id, role) in roster {
            floor.enrol(&id, "阿不都热合曼·买买提艾力", role);
        }
    }
    let orders: Vec<RoNumber> = floor.workshop.orders.keys().cloned().collect();
    let (mut seen, mut washed) = (0, 0);
    for (at, ro) in orders.iter().enumerate() {
        if at % 6 == 5 {
            comes_back(&mut floor, ro);
        }
        match floor.workshop.orders[ro].state() {
            CarState::AwaitingQc => {
                checked(&mut floor, ro, seen);
                seen += 1;
            }
            CarState::Wash => {
                washed += 1;
                if washed == 1 {
                    floor.at("10:31");
                    floor.tap(Some("li"), quality(ro, QualityCommand::BeginWash));
                }
            }
            _ => {}
        }
    }
    floor.now = at("10:42");
    floor
}

fn comes_back(floor: &mut Floor, ro: &RoNumber) {
    let Some(mut sheet) = floor.workshop.orders[ro].sheet.clone() else {
        return;
    };
    sheet.category = BusinessCategory::Comeback;
    let sheet = Box::new(sheet);
    let extent = Default::default();
    floor.tap(None, CommandBody::AdmitOrder { sheet, extent });
}

fn checked(floor: &mut Floor, ro: &RoNumber, turn: usize) {
    floor.at("10:32");
    match turn % 5 {
        4 => {}
        3 => floor.awaits_the_inspector(ro.as_str()),
        0 => {
            floor.awaits_the_inspector(ro.as_str());
            floor.at("10:35");
            let taken = QualityCommand::TakeCar { from: None };
            floor.tap(Some("lin"), quality(ro, taken));
        }
        turn => {
            floor.awaits_the_inspector(ro.as_str());
            let order = &floor.workshop.orders[ro];
            let (line, job) = order.jobs_to_check().next().expect("a job");
            let (bay, lead) = (job.bay().cloned(), job.lead().cloned());
            let reasons = [ReworkReason::Assembly, ReworkReason::Leak];
            let lead = lead.expect("a lead").to_string();
            let body = back(&floor.workshop, ro.as_str(), line, reasons[turn - 1], &lead);
            floor.tap(Some("lin"), body);
            if turn == 2 {
                floor.at("10:36");
                let bay = bay.expect("a bay").to_string().parse().expect("a number");
                floor.clock_on(&lead, &format!("{ro}/{line}"), bay);
            }
        }
    }
}
