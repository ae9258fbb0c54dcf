//! What a car had to do with the store, as steps: asked for, on order, ready, signed for.

use super::Telling;
use crate::domain::event::{Event, EventBody};
use crate::domain::ids::PartNumber;
use crate::domain::parts::change::PartsChange;
use crate::domain::parts::request::{LineKey, Wanted};
use crate::domain::story::{Item, Named, Step, StepKind, Weight};

/// Lists the steps; what was done in one tap is one step.
pub(super) fn steps(telling: &Telling<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut last = None;
    for event in telling.events {
        let EventBody::PartsChanged { change, .. } = &event.body else {
            continue;
        };
        let Some(step) = step(telling, event, change) else {
            continue;
        };
        let same_tap = last == Some(event.command);
        last = Some(event.command);
        let before = steps.last_mut().filter(|_| same_tap);
        if !before.is_some_and(|known| joins(&mut known.kind, &step.kind)) {
            steps.push(step);
        }
    }
    steps
}

/// Puts the items of one step to those of another of the same kind.
fn joins(known: &mut StepKind, more: &StepKind) -> bool {
    match (known, more) {
        (StepKind::PartsReady { items }, StepKind::PartsReady { items: more })
        | (StepKind::PartsIssued { items }, StepKind::PartsIssued { items: more }) => {
            items.extend(more.iter().cloned());
            true
        }
        (
            StepKind::Backordered { items, eta },
            StepKind::Backordered {
                items: more,
                eta: then,
            },
        ) if eta == then => {
            items.extend(more.iter().cloned());
            true
        }
        _ => false,
    }
}

fn step(telling: &Telling<'_>, event: &Event, change: &PartsChange) -> Option<Step> {
    let item = |part: &PartNumber, quantity| Item {
        part: part_name(telling, part),
        quantity,
    };
    let (kind, weight) = match change {
        PartsChange::Asked { lines, .. } => {
            let items = lines.iter().map(|line| Item {
                part: wanted_name(telling, &line.wanted),
                quantity: line.quantity,
            });
            let items = items.collect();
            (StepKind::PartsAsked { items }, Weight::Plain)
        }
        PartsChange::Backordered {
            line,
            quantity,
            eta,
            ..
        } => {
            let items = vec![Item {
                part: line_name(telling, *line),
                quantity: *quantity,
            }];
            (StepKind::Backordered { items, eta: *eta }, Weight::Delays)
        }
        PartsChange::Picked { lot, .. } => {
            let items = vec![item(&lot.part, lot.quantity)];
            (StepKind::PartsReady { items }, Weight::Plain)
        }
        PartsChange::Issued { lot, .. } => {
            let items = vec![item(&lot.part, lot.quantity)];
            (StepKind::PartsIssued { items }, Weight::Plain)
        }
        PartsChange::ExchangeAsked { .. } => (StepKind::ExchangeAsked, Weight::Delays),
        _ => return None,
    };
    let step = telling.step(event.at, event.actor.person(), kind);
    Some(Step { weight, ..step })
}

fn part_name(telling: &Telling<'_>, part: &PartNumber) -> Named {
    let known = telling.workshop.parts.get(part);
    known.map_or_else(
        || Named {
            name: part.to_string(),
            english_name: String::new(),
        },
        |known| Named {
            name: known.name.clone(),
            english_name: known.english_name.clone(),
        },
    )
}

fn wanted_name(telling: &Telling<'_>, wanted: &Wanted) -> Named {
    match wanted {
        Wanted::Part { part } => part_name(telling, part),
        Wanted::Described { words, .. } => Named {
            name: words.clone(),
            english_name: String::new(),
        },
    }
}

/// Names what a line asked for.
fn line_name(telling: &Telling<'_>, line: LineKey) -> Named {
    let asked = telling.events.iter().find_map(|event| match &event.body {
        EventBody::PartsChanged { change, .. } if event.command == line.request => {
            match change.as_ref() {
                PartsChange::Asked { lines, .. } => {
                    lines.get(usize::from(line.line.saturating_sub(1)))
                }
                _ => None,
            }
        }
        _ => None,
    });
    asked.map_or_else(Named::default, |asked| wanted_name(telling, &asked.wanted))
}
