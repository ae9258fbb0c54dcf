//! What follows between an order and the store. A technician who asks, took, brings back or fits says a fact; a
//! storekeeper who picks, orders, hands out or takes back asks, and is told when a colleague was first.

use super::{Decided, Decision};
use crate::domain::event::EventBody;
use crate::domain::hold::HoldReason;
use crate::domain::ids::{CommandId, JobId, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, JobState};
use crate::domain::order::Fen;
use crate::domain::parts::change::{Back, Lot, PartsChange};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{
    LineKey, Parcel, ParcelId, ParcelState, PartsRequest, Picking, RequestLine,
};
use crate::domain::parts::returns::{InReturn, PartReturn, Shelving};
use crate::domain::parts::{OrderParts, Said};
use crate::domain::person::Permission;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Stock;
use std::collections::{BTreeMap, BTreeSet};

type Changes = Result<Vec<PartsChange>, Refusal>;

impl Decision<'_> {
    pub(super) fn parts(&self, ro: &RoNumber, body: &PartsCommand) -> Decided {
        let none = OrderParts::default();
        let order = self.workshop.orders.get(ro);
        let parts = order.map_or(&none, |order| &order.parts);
        let deciding = PartsDecision {
            decision: self,
            ro,
            parts,
        };
        let changes = deciding.changes(body)?;
        let mut after = parts.clone();
        for change in &changes {
            after.apply(change, &self.said());
        }
        let mut events = self.holds_for_parts(ro, parts, &after);
        let changed = changes.into_iter().map(|change| EventBody::PartsChanged {
            ro: ro.clone(),
            change: Box::new(change),
        });
        let mut all: Vec<EventBody> = changed.collect();
        all.append(&mut events);
        Ok(all)
    }

    /// A hold for parts that were issued meanwhile is over before it is heard of, and one for parts that are on order
    /// lasts until they come.
    pub(super) fn held_for_parts(&self, job: &JobId) -> Option<EventBody> {
        let order = self.workshop.orders.get(&job.ro)?;
        let last_stop = self.workshop.job(job)?.stops.last();
        if last_stop.is_some_and(|stop| stop.at > self.command.at) {
            return None;
        }
        if order.parts.waits(job.line) {
            let until = order.parts.eta(job.line)?;
            return (until > self.command.at).then(|| EventBody::HoldExpected {
                job: job.clone(),
                until: Some(until),
            });
        }
        let issued_at = order.parts.last_issued_at(job.line)?;
        (issued_at >= self.command.at).then(|| EventBody::HoldCleared { job: job.clone() })
    }

    /// When a job waits for nothing any more its hold for parts is lifted; while something is on order, the hold lasts
    /// until that comes.
    pub(super) fn holds_for_parts(
        &self,
        ro: &RoNumber,
        before: &OrderParts,
        after: &OrderParts,
    ) -> Vec<EventBody> {
        let order = self.workshop.orders.get(ro);
        let jobs = order.into_iter().flat_map(|order| &order.jobs);
        let held = jobs.filter(|(_, job)| stands_for_parts(job));
        held.filter_map(|(line, _)| {
            let job = JobId::new(ro.clone(), *line);
            if before.waits(*line) && !after.waits(*line) {
                return Some(EventBody::HoldCleared { job });
            }
            let (known, until) = (before.eta(*line), after.eta(*line));
            (known != until).then_some(EventBody::HoldExpected { job, until })
        })
        .collect()
    }

    pub(super) fn said(&self) -> Said {
        Said {
            by: self.command.actor.person().cloned(),
            at: self.command.at,
            command: self.command.id,
        }
    }
}

struct PartsDecision<'a> {
    decision: &'a Decision<'a>,
    ro: &'a RoNumber,
    parts: &'a OrderParts,
}

impl PartsDecision<'_> {
    fn changes(&self, body: &PartsCommand) -> Changes {
        match body {
            PartsCommand::Ask { .. }
            | PartsCommand::Receive { .. }
            | PartsCommand::OfferReturn { .. }
            | PartsCommand::AskExchange { .. }
            | PartsCommand::RecordOldPart { .. }
            | PartsCommand::Fit { .. } => {
                let person = self.decision.command.actor.person();
                self.fact(body, person.ok_or(Refusal::NobodySignedIn)?)
            }
            PartsCommand::Cancel { lines } => {
                let person = self.decision.command.actor.person();
                self.decision
                    .on_roster(person.ok_or(Refusal::NobodySignedIn)?)?;
                let keys: BTreeSet<LineKey> = lines.iter().copied().collect();
                keys.into_iter().map(|key| self.cancel(key)).collect()
            }
            _ => {
                self.decision.allowed(Permission::KeepStores)?;
                self.request(body)
            }
        }
    }

    fn fact(&self, body: &PartsCommand, person: &PersonId) -> Changes {
        match body {
            PartsCommand::Receive { parcels } => {
                return self.hand_out(parcels, person, Taker::Took);
            }
            PartsCommand::OfferReturn { line, .. } | PartsCommand::AskExchange { line, .. } => {
                self.line(*line)?;
            }
            _ => {}
        }
        let mut change = PartsChange::of_fact(body);
        if let Some(PartsChange::Fitted { lines }) = &mut change {
            lines.retain(|fitted| self.parts.line(fitted.line).is_some());
            if lines.is_empty() {
                change = None;
            }
        }
        Ok(change.into_iter().collect())
    }

    fn request(&self, body: &PartsCommand) -> Changes {
        match body {
            PartsCommand::StartPicking { request, seen } => self.start_picking(*request, *seen),
            PartsCommand::Pick {
                line,
                quantity,
                batch,
            } => self.pick(*line, *quantity, batch.as_deref()),
            PartsCommand::PutBack { parcel } => self.put_back(*parcel),
            PartsCommand::Deliver { parcels, to } => {
                for id in parcels {
                    self.ready(*id)?;
                }
                Ok(vec![PartsChange::Delivered {
                    parcels: parcels.clone(),
                    to: to.clone(),
                }])
            }
            PartsCommand::Issue { parcels, to } => {
                self.decision.on_roster(to)?;
                for id in parcels {
                    self.ready(*id)?;
                }
                self.hand_out(parcels, to, Taker::WasHanded)
            }
            PartsCommand::Backorder {
                line,
                supplier,
                eta,
            } => {
                let (_, known) = self.line(*line)?;
                if known.rest() == 0 {
                    return Err(nothing_to_pick(known));
                }
                if *eta <= self.decision.command.at {
                    return Err(Refusal::ArrivesInThePast);
                }
                Ok(vec![PartsChange::Backordered {
                    line: *line,
                    quantity: known.rest(),
                    supplier: supplier.trim().to_owned(),
                    eta: *eta,
                }])
            }
            PartsCommand::ChoosePart { line, part } => {
                let (_, known) = self.line(*line)?;
                self.stock(part)?;
                if known.rest() == 0 {
                    return Err(nothing_to_pick(known));
                }
                let (line, part) = (*line, part.clone());
                Ok(vec![PartsChange::PartChosen { line, part }])
            }
            PartsCommand::TakeReturn {
                offer,
                quantity,
                to,
            } => self.take_return(*offer, *quantity, *to),
            PartsCommand::Exchange { offer, right, to } => {
                self.exchange(*offer, right.as_ref(), *to)
            }
            PartsCommand::ShelveOldPart { old, place } => {
                let known = self.parts.old_parts.iter().find(|known| known.id == *old);
                known
                    .filter(|known| known.is_open())
                    .ok_or_else(|| self.changed())?;
                let (old, place) = (*old, place.trim().to_owned());
                if place.is_empty() {
                    return Err(Refusal::NoPlace);
                }
                Ok(vec![PartsChange::OldPartShelved { old, place }])
            }
            PartsCommand::VoidOldPart { old } => {
                let known = self.parts.old_parts.iter().find(|known| known.id == *old);
                known
                    .filter(|known| known.is_open())
                    .ok_or_else(|| self.changed())?;
                Ok(vec![PartsChange::OldPartVoided { old: *old }])
            }
            PartsCommand::WriteOff {
                line,
                quantity,
                reason,
            } => {
                self.decision.signed()?;
                let (_, known) = self.line(*line)?;
                if reason.trim().is_empty() {
                    return Err(Refusal::NoReason);
                }
                out(known, *quantity)?;
                Ok(vec![PartsChange::WrittenOff {
                    line: *line,
                    quantity: *quantity,
                    reason: reason.trim().to_owned(),
                }])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn changed(&self) -> Refusal {
        Refusal::PartsChangedMeanwhile {
            ro: self.ro.clone(),
        }
    }

    fn line(&self, key: LineKey) -> Result<(&PartsRequest, &RequestLine), Refusal> {
        self.parts.line(key).ok_or_else(|| self.changed())
    }

    fn stock(&self, part: &PartNumber) -> Result<&Stock, Refusal> {
        let known = self.decision.workshop.stock.get(part);
        known.ok_or_else(|| Refusal::UnknownPart { part: part.clone() })
    }

    fn price(&self, part: &PartNumber) -> Fen {
        let listed = self.decision.workshop.parts.get(part);
        listed.map(|part| part.price).unwrap_or_default()
    }

    fn ready(&self, id: ParcelId) -> Result<(LineKey, &Parcel), Refusal> {
        let known = self.parts.parcel(id).ok_or_else(|| self.changed())?;
        if known.1.is_ready() {
            Ok(known)
        } else {
            Err(Refusal::NotReady)
        }
    }

    fn cancel(&self, key: LineKey) -> Result<PartsChange, Refusal> {
        let (_, line) = self.line(key)?;
        match line.rest() {
            0 => Err(nothing_to_pick(line)),
            quantity => Ok(PartsChange::Cancelled {
                line: key,
                quantity,
            }),
        }
    }

    /// Of two storekeepers one gets it; the other is told by whom, and may take it over knowingly.
    fn start_picking(&self, id: CommandId, seen: Option<CommandId>) -> Changes {
        let request = self.parts.request(id).ok_or_else(|| self.changed())?;
        match &request.picking {
            Some(picking) if self.is_mine(picking) => Ok(Vec::new()),
            Some(picking) if seen != Some(picking.command) => Err(picked_by(picking)),
            _ => Ok(vec![PartsChange::PickingStarted { request: id }]),
        }
    }

    fn is_mine(&self, picking: &Picking) -> bool {
        picking.by.as_ref() == self.decision.command.actor.person()
    }

    fn pick(&self, key: LineKey, quantity: u32, batch: Option<&str>) -> Changes {
        let (request, line) = self.line(key)?;
        if quantity == 0 {
            return Err(Refusal::NoQuantity);
        }
        if line.rest() == 0 {
            return Err(nothing_to_pick(line));
        }
        if let Some(picking) = &request.picking
            && !self.is_mine(picking)
        {
            return Err(picked_by(picking));
        }
        let part = line.wanted.part().ok_or(Refusal::PartNotNamed)?;
        let stock = self.stock(part)?;
        let quantity = quantity.min(line.rest());
        let lots = stock.lots(quantity, batch, self.price(part));
        let lots = lots.ok_or_else(|| Refusal::NotEnoughStock {
            part: part.clone(),
            available: stock.available(),
        })?;
        let mut changes = Vec::new();
        if request.picking.is_none() {
            let request = key.request;
            changes.push(PartsChange::PickingStarted { request });
        }
        changes.extend(self.parcels(lots).map(|(parcel, lot)| PartsChange::Picked {
            line: key,
            parcel,
            lot,
        }));
        Ok(changes)
    }

    /// Names the lots of this command.
    fn parcels(&self, lots: Vec<Lot>) -> impl Iterator<Item = (ParcelId, Lot)> {
        let pick = self.decision.command.id;
        (1..)
            .zip(lots)
            .map(move |(nth, lot)| (ParcelId { pick, nth }, lot))
    }

    fn put_back(&self, id: ParcelId) -> Changes {
        let (line, parcel) = self.ready(id)?;
        Ok(vec![PartsChange::PutBack {
            line,
            parcel: id,
            lot: lot_of(parcel),
        }])
    }

    /// Each parcel leaves the store once. Who took one that was put back meanwhile did take it: it comes off the shelf
    /// again, and what the shelf should not have is booked in with a flag.
    fn hand_out(&self, parcels: &[ParcelId], to: &PersonId, how: Taker) -> Changes {
        let mut shelves: BTreeMap<PartNumber, i64> = BTreeMap::new();
        let mut changes = Vec::new();
        let mut seen = Vec::new();
        // What somebody signed for is kept, even where the books have lost a part of it.
        let known = |id: &&ParcelId| self.parts.parcel(**id).is_some();
        if !parcels.iter().any(|id| known(&id)) {
            return Err(self.changed());
        }
        for id in parcels.iter().filter(known) {
            let (line, parcel) = self.parts.parcel(*id).ok_or_else(|| self.changed())?;
            if parcel.is_issued() || seen.contains(id) {
                continue;
            }
            seen.push(*id);
            let from_shelf = parcel.state == ParcelState::PutBack;
            if from_shelf && how == Taker::WasHanded {
                return Err(Refusal::NotReady);
            }
            let shelf = shelves.entry(parcel.part.clone()).or_insert_with(|| {
                let stock = self.decision.workshop.stock.get(&parcel.part);
                stock.map_or(0, Stock::available)
            });
            let mut found = 0;
            if from_shelf {
                let there = (*shelf).clamp(0, i64::from(parcel.quantity));
                *shelf -= there;
                found = parcel.quantity - u32::try_from(there).unwrap_or(0);
            }
            changes.push(PartsChange::Issued {
                line,
                parcel: *id,
                to: Some(to.clone()),
                lot: lot_of(parcel),
                found,
                from_shelf,
            });
        }
        Ok(changes)
    }

    fn offer(&self, id: CommandId) -> Result<(&PartReturn, &RequestLine), Refusal> {
        let offer = self.parts.offered(id).filter(|offer| offer.is_open());
        let offer = offer.ok_or_else(|| self.changed())?;
        let (_, line) = self.line(offer.line)?;
        Ok((offer, line))
    }

    fn take_return(&self, id: CommandId, quantity: u32, to: Shelving) -> Changes {
        let (offer, line) = self.offer(id)?;
        if quantity > 0 {
            self.may_scrap(to)?;
        }
        Ok(vec![PartsChange::ReturnTaken {
            offer: id,
            line: offer.line,
            back: came_back(offer, line, quantity)?,
            to,
        }])
    }

    fn exchange(&self, id: CommandId, right: Option<&PartNumber>, to: Shelving) -> Changes {
        let (offer, line) = self.offer(id)?;
        let InReturn::Part { right: wanted } = &offer.in_return else {
            return Err(self.changed());
        };
        self.may_scrap(to)?;
        let back = came_back(offer, line, offer.quantity)?;
        let right = right.or_else(|| wanted.part());
        let right = right.ok_or(Refusal::PartNotNamed)?;
        let stock = self.stock(right)?;
        let lots = stock.lots(offer.quantity, None, self.price(right));
        let lots = lots.ok_or_else(|| Refusal::NotEnoughStock {
            part: right.clone(),
            available: stock.available(),
        })?;
        Ok(vec![PartsChange::Exchanged {
            offer: id,
            line: offer.line,
            back,
            to,
            out: self.parcels(lots).collect(),
        }])
    }

    /// What is scrapped is written off, and that needs a PIN.
    fn may_scrap(&self, to: Shelving) -> Result<(), Refusal> {
        match to {
            Shelving::Shelf => Ok(()),
            Shelving::Scrap => self.decision.signed(),
        }
    }
}

/// What comes back goes to the batches that it was issued from: the part that was said to come back first, the last
/// parcel of it first.
fn came_back(offer: &PartReturn, line: &RequestLine, quantity: u32) -> Result<Vec<Back>, Refusal> {
    let mut left = quantity;
    let mut back = Vec::new();
    for is_named in [true, false] {
        let these = line.parcels.iter().rev();
        for parcel in these.filter(|parcel| (Some(&parcel.part) == offer.part.as_ref()) == is_named)
        {
            let taken = parcel.kept().min(left);
            if taken > 0 {
                left -= taken;
                back.push(Back {
                    parcel: parcel.id,
                    lot: Lot {
                        quantity: taken,
                        ..lot_of(parcel)
                    },
                });
            }
        }
    }
    // What was written off is nowhere, and does not come back either.
    if left > 0 || quantity > line.kept() {
        return Err(Refusal::NotSoManyOut { out: line.kept() });
    }
    Ok(back)
}

/// Whether somebody took a parcel, or the storekeeper wants to hand it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taker {
    Took,
    WasHanded,
}

fn stands_for_parts(job: &Job) -> bool {
    matches!(
        job.state(),
        JobState::OnHold {
            reason: Some(HoldReason::Parts),
            cleared_at: None,
            ..
        }
    )
}

fn lot_of(parcel: &Parcel) -> Lot {
    Lot {
        part: parcel.part.clone(),
        quantity: parcel.quantity,
        batch: parcel.batch.clone(),
        bin: parcel.bin.clone(),
        price: parcel.price,
        cost: parcel.cost,
    }
}

fn out(line: &RequestLine, quantity: u32) -> Result<(), Refusal> {
    let out = line.kept();
    if quantity == 0 {
        Err(Refusal::NoQuantity)
    } else if quantity > out {
        Err(Refusal::NotSoManyOut { out })
    } else {
        Ok(())
    }
}

fn picked_by(picking: &Picking) -> Refusal {
    Refusal::PickedBy {
        by: picking.by.clone(),
        at: picking.at,
    }
}

fn nothing_to_pick(line: &RequestLine) -> Refusal {
    let last = line.parcels.last();
    Refusal::NothingToPick {
        by: last.and_then(|parcel| parcel.by.clone()),
        at: last.map(|parcel| parcel.at),
    }
}
