//! What a station has tapped about parts, shown before the coordinator has answered: the very same changes, on what the
//! views know.

use super::all_cards;
use crate::domain::command::Command;
use crate::domain::ids::{CommandId, PartNumber, RoNumber};
use crate::domain::parts::change::{Lot, PartsChange};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{LineKey, Parcel, ParcelId};
use crate::domain::parts::returns::Shelving;
use crate::domain::parts::{OrderParts, Said};
use crate::projection::job_card::JobCard;
use crate::projection::requests::{OrderRequests, PartFacts, SupplyJob};
use crate::projection::views::Views;

/// Puts a tap about parts on top.
pub(super) fn tapped(views: &mut Views, command: &Command, ro: &RoNumber, body: &PartsCommand) {
    if !views.requests.contains_key(ro) {
        let Some(order) = from_cards(views, ro) else {
            return;
        };
        views.requests.insert(ro.clone(), order);
    }
    let Some(order) = views.requests.get_mut(ro) else {
        return;
    };
    let said = Said {
        by: command.actor.person().cloned(),
        at: command.at,
        command: command.id,
    };
    // The view may come before the receipt, and then knows of it already.
    if is_known(&order.parts, command.id, body) {
        return;
    }
    for change in changes(order, &said, body) {
        count(order, &change);
        order.parts.apply(&change, &said);
    }
}

/// Takes back what was said and is still here.
pub(super) fn taken_back(views: &mut Views, ro: &RoNumber, command: CommandId) {
    if let Some(order) = views.requests.get_mut(ro) {
        order.parts.take_back(command);
    }
}

fn is_known(parts: &OrderParts, id: CommandId, body: &PartsCommand) -> bool {
    match body {
        PartsCommand::Ask { .. } => parts.request(id).is_some(),
        PartsCommand::OfferReturn { .. } | PartsCommand::AskExchange { .. } => {
            parts.offered(id).is_some()
        }
        PartsCommand::RecordOldPart { .. } => parts.old_parts.iter().any(|old| old.id == id),
        PartsCommand::Pick { .. } => {
            let parcel = ParcelId { pick: id, nth: 1 };
            parts.parcel(parcel).is_some()
        }
        _ => false,
    }
}

/// An order that never had to do with the store is known by its cards alone.
fn from_cards(views: &mut Views, ro: &RoNumber) -> Option<OrderRequests> {
    let cards: Vec<&JobCard> = all_cards(views)
        .map(|card| &*card)
        .filter(|card| card.car.ro == *ro)
        .collect();
    let car = &cards.first()?.car;
    let jobs = cards.iter().map(|card| SupplyJob {
        line: card.job.line,
        name: card.name.clone(),
        english_name: card.english_name.clone(),
        bay: card.bay().cloned(),
        planned_at: card.plan.as_ref().map(|plan| plan.start),
        people: card.workers.clone(),
        stage: card.stage,
        hold: card.hold.clone(),
    });
    let mut facts: Vec<PartFacts> = Vec::new();
    for part in cards.iter().flat_map(|card| &card.parts) {
        if !facts.iter().any(|known| known.part == part.part) {
            facts.push(PartFacts {
                part: part.part.clone(),
                name: part.name.clone(),
                english_name: part.english_name.clone(),
                unit: String::new(),
                bin: part.bin.clone(),
                on_hand: part.on_hand.map(i64::from),
                available: i64::from(part.on_hand.unwrap_or(0)),
                threshold: 0,
                price: part.price,
                batches: Vec::new(),
            });
        }
    }
    Some(OrderRequests {
        ro: ro.clone(),
        plate: car.plate.clone(),
        car: car.car.clone(),
        customer: car.customer.clone(),
        advisor: car.advisor.clone(),
        category: car.category,
        arrived_at: car.arrived_at,
        promised_at: car.promised_at,
        customer_waits: car.customer_waits,
        keep_old_parts: car.keep_old_parts,
        jobs: jobs.collect(),
        parts: OrderParts::default(),
        facts,
    })
}

/// Says what will follow from a tap if nothing speaks against it.
fn changes(order: &OrderRequests, said: &Said, body: &PartsCommand) -> Vec<PartsChange> {
    let parts = &order.parts;
    match body.clone() {
        PartsCommand::Ask { .. }
        | PartsCommand::OfferReturn { .. }
        | PartsCommand::AskExchange { .. }
        | PartsCommand::RecordOldPart { .. }
        | PartsCommand::Fit { .. } => PartsChange::of_fact(body).into_iter().collect(),
        PartsCommand::Receive { parcels } => issued(parts, &parcels, said.by.as_ref()),
        PartsCommand::Issue { parcels, to } => issued(parts, &parcels, Some(&to)),
        PartsCommand::Cancel { lines } => lines
            .into_iter()
            .filter_map(|line| {
                let quantity = parts.line(line)?.1.rest();
                Some(PartsChange::Cancelled { line, quantity })
            })
            .collect(),
        PartsCommand::StartPicking { request, .. } => vec![PartsChange::PickingStarted { request }],
        PartsCommand::Pick {
            line,
            quantity,
            batch,
        } => picked(order, said, line, quantity, batch),
        PartsCommand::PutBack { parcel } => parts
            .parcel(parcel)
            .filter(|(_, known)| known.is_ready())
            .map(|(line, known)| PartsChange::PutBack {
                line,
                parcel,
                lot: lot(known),
            })
            .into_iter()
            .collect(),
        PartsCommand::Deliver { parcels, to } => vec![PartsChange::Delivered { parcels, to }],
        PartsCommand::Backorder {
            line,
            supplier,
            eta,
        } => parts
            .line(line)
            .map(|(_, known)| PartsChange::Backordered {
                line,
                quantity: known.rest(),
                supplier,
                eta,
            })
            .into_iter()
            .collect(),
        PartsCommand::ChoosePart { line, part } => vec![PartsChange::PartChosen { line, part }],
        PartsCommand::TakeReturn { offer, to, .. } | PartsCommand::Exchange { offer, to, .. } => {
            came_back(parts, offer, to)
        }
        PartsCommand::ShelveOldPart { old, place } => {
            vec![PartsChange::OldPartShelved { old, place }]
        }
        PartsCommand::VoidOldPart { old } => vec![PartsChange::OldPartVoided { old }],
        // A view that knows of it already would show it twice; it waits for the ledger.
        PartsCommand::WriteOff { .. } => Vec::new(),
    }
}

fn issued(
    parts: &OrderParts,
    parcels: &[ParcelId],
    to: Option<&crate::domain::ids::PersonId>,
) -> Vec<PartsChange> {
    let known = parcels
        .iter()
        .filter_map(|id| Some((*id, parts.parcel(*id)?)));
    let open = known.filter(|(_, (_, parcel))| parcel.is_ready());
    open.map(|(id, (line, parcel))| PartsChange::Issued {
        line,
        parcel: id,
        to: to.cloned(),
        lot: lot(parcel),
        found: 0,
        from_shelf: false,
    })
    .collect()
}

fn picked(
    order: &OrderRequests,
    said: &Said,
    key: LineKey,
    quantity: u32,
    batch: Option<String>,
) -> Vec<PartsChange> {
    let Some((request, line)) = order.parts.line(key) else {
        return Vec::new();
    };
    let Some(part) = line.wanted.part() else {
        return Vec::new();
    };
    let facts = order.facts_of(part);
    let mut changes = Vec::new();
    if request.picking.is_none() {
        let request = request.id;
        changes.push(PartsChange::PickingStarted { request });
    }
    changes.push(PartsChange::Picked {
        line: key,
        parcel: ParcelId {
            pick: said.command,
            nth: 1,
        },
        lot: Lot {
            part: part.clone(),
            quantity: quantity.min(line.rest()),
            batch: batch.unwrap_or_default(),
            bin: facts.map(|facts| facts.bin.clone()).unwrap_or_default(),
            price: facts.map(|facts| facts.price).unwrap_or_default(),
            cost: Default::default(),
        },
    });
    changes
}

/// Of which lots it was is decided where the ledger is; that it is done shows at once.
fn came_back(parts: &OrderParts, offer: CommandId, to: Shelving) -> Vec<PartsChange> {
    let known = parts.offered(offer).filter(|offer| offer.is_open());
    let change = known.map(|known| PartsChange::ReturnTaken {
        offer,
        line: known.line,
        back: Vec::new(),
        to,
    });
    change.into_iter().collect()
}

/// Counts on the shelf what a change will move.
fn count(order: &mut OrderRequests, change: &PartsChange) {
    let (lot, on_hand, available) = match change {
        PartsChange::Picked { lot, .. } => (lot, 0, -1),
        PartsChange::PutBack { lot, .. } => (lot, 0, 1),
        PartsChange::Issued { lot, .. } => (lot, -1, 0),
        _ => return,
    };
    let quantity = i64::from(lot.quantity);
    let part: &PartNumber = &lot.part;
    if let Some(facts) = order.facts.iter_mut().find(|facts| facts.part == *part) {
        facts.on_hand = facts.on_hand.map(|known| known + on_hand * quantity);
        facts.available += available * quantity;
    }
}

fn lot(parcel: &Parcel) -> Lot {
    Lot {
        part: parcel.part.clone(),
        quantity: parcel.quantity,
        batch: parcel.batch.clone(),
        bin: parcel.bin.clone(),
        price: parcel.price,
        cost: parcel.cost,
    }
}
