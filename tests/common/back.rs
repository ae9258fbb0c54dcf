//! A job that goes back: what is tapped when a check finds that something is not good.

#![allow(dead_code, reason = "each test uses its part of it")]

use baylight::domain::command::CommandBody;
use baylight::domain::ids::{PersonId, RoNumber};
use baylight::domain::order::Fen;
use baylight::domain::quality::command::{QualityCommand, ReworkOrder, ReworkReason};
use baylight::domain::workshop::Workshop;

/// Sends a finished job back in the check that it waits for; who answers for it pays ¥50.
pub fn back(
    workshop: &Workshop,
    ro: &str,
    line: u16,
    reason: ReworkReason,
    responsible: &str,
) -> CommandBody {
    let ro = RoNumber::new(ro);
    let order = &workshop.orders[&ro];
    let rework = ReworkOrder {
        reason,
        responsible: Some(PersonId::new(responsible)),
        penalty: Fen(5_000),
        note: "左前油管接头渗油".to_owned(),
        photos: Vec::new(),
    };
    let body = QualityCommand::SendBack {
        line,
        finish: order.jobs[&line]
            .finished()
            .expect("it is finished")
            .command,
        check: order.next_check(line).expect("it waits for a check"),
        results: Vec::new(),
        rework,
    };
    let body = Box::new(body);
    CommandBody::Quality { ro, body }
}
