//! What the store and an order have to do with each other, and how each change adds to it.

use super::change::{Back, Lot, PartsChange};
use super::old_part::{OldPart, Shelved, Voided};
use super::request::{
    AskedLine, Backorder, LineKey, Parcel, ParcelId, ParcelState, PartsRequest, Picking, Purpose,
    RequestLine, Wanted,
};
use super::returns::{InReturn, PartReturn, ReturnReason, Shelving, TakenBack};
use crate::domain::ids::{BayId, CommandId, PartNumber, PersonId, PhotoId};
use crate::domain::said::Said;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All that an order has to do with the store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderParts {
    /// In order of arrival.
    #[serde(default)]
    pub requests: Vec<PartsRequest>,
    /// Returns and exchanges, in order of arrival.
    #[serde(default)]
    pub returns: Vec<PartReturn>,
    /// What came out of the car, in order of arrival.
    #[serde(default)]
    pub old_parts: Vec<OldPart>,
}

impl OrderParts {
    /// Tells whether nobody has ever said anything.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.returns.is_empty() && self.old_parts.is_empty()
    }

    /// Finds a request.
    pub fn request(&self, id: CommandId) -> Option<&PartsRequest> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// Finds a line with its request.
    pub fn line(&self, key: LineKey) -> Option<(&PartsRequest, &RequestLine)> {
        let request = self.request(key.request)?;
        let line = request.lines.iter().find(|line| line.line == key.line)?;
        Some((request, line))
    }

    /// Finds a parcel with its line.
    pub fn parcel(&self, id: ParcelId) -> Option<(LineKey, &Parcel)> {
        let lines = self.requests.iter().flat_map(PartsRequest::keyed);
        lines.into_iter().find_map(|(key, line)| {
            let parcel = line.parcels.iter().find(|parcel| parcel.id == id)?;
            Some((key, parcel))
        })
    }

    /// Finds what was said to come back.
    pub fn offered(&self, id: CommandId) -> Option<&PartReturn> {
        self.returns.iter().find(|offer| offer.id == id)
    }

    /// Walks through the lines of a job with their requests.
    pub fn lines_of(
        &self,
        job: u16,
    ) -> impl Iterator<Item = (&PartsRequest, LineKey, &RequestLine)> {
        let requests = self.requests.iter();
        requests
            .filter(move |request| request.job == job)
            .flat_map(|request| {
                let lines = request.keyed();
                lines.map(move |(key, line)| (request, key, line))
            })
    }

    /// Counts what is out for a job, or fitted, by part.
    pub fn out_of(&self, job: u16) -> BTreeMap<PartNumber, u32> {
        let mut out = BTreeMap::new();
        let lines = self.lines_of(job).map(|(_, _, line)| line);
        for parcel in lines.flat_map(|line| &line.parcels) {
            if parcel.kept() > 0 {
                *out.entry(parcel.part.clone()).or_default() += parcel.kept();
            }
        }
        out
    }

    /// Tells whether a job waits for the store: for what it asked, or for the right part of an exchange.
    pub fn waits(&self, job: u16) -> bool {
        let asked = self.lines_of(job).any(|(_, _, line)| line.is_open());
        asked || self.exchanges_of(job).next().is_some()
    }

    /// Walks through the exchanges of a job that the store has still to make.
    pub fn exchanges_of(&self, job: u16) -> impl Iterator<Item = &PartReturn> {
        let open = self.returns.iter().filter(|offer| offer.is_open());
        open.filter(move |offer| {
            let request = self.request(offer.line.request);
            offer.is_exchange() && request.is_some_and(|request| request.job == job)
        })
    }

    /// Lists the photos of what was only described.
    pub fn photos(&self) -> impl Iterator<Item = &PhotoId> {
        let lines = self.requests.iter().flat_map(|request| &request.lines);
        let of_lines = lines.flat_map(|line| {
            let first = line.instead_of.as_ref();
            std::iter::once(&line.wanted).chain(first)
        });
        let right = self
            .returns
            .iter()
            .filter_map(|offer| match &offer.in_return {
                InReturn::Part { right } => Some(right),
                InReturn::Nothing => None,
            });
        of_lines.chain(right).flat_map(Wanted::photos)
    }

    /// Lists the jobs that it speaks of.
    pub fn jobs(&self) -> BTreeSet<u16> {
        let asked = self.requests.iter().map(|request| request.job);
        asked
            .chain(self.old_parts.iter().map(|old| old.job))
            .collect()
    }

    /// Tells whether everything is accounted for.
    pub fn is_settled(&self) -> bool {
        self.jobs()
            .into_iter()
            .all(|job| self.unreconciled(job).is_empty())
    }

    /// Tells when the last of what a job still waits for on order is expected.
    pub fn eta(&self, job: u16) -> Option<DateTime<Utc>> {
        let open = self.lines_of(job).filter(|(_, _, line)| line.rest() > 0);
        open.filter_map(|(_, _, line)| Some(line.backorder.as_ref()?.eta))
            .max()
    }

    /// Tells when something was last signed for on a job.
    pub fn last_issued_at(&self, job: u16) -> Option<DateTime<Utc>> {
        let parcels = self.lines_of(job).flat_map(|(_, _, line)| &line.parcels);
        let issued = parcels.filter_map(|parcel| match parcel.state {
            ParcelState::Issued { at, .. } => Some(at),
            _ => None,
        });
        issued.max()
    }

    /// Counts the units of a line that are on their way back.
    pub fn coming_back(&self, key: LineKey) -> u32 {
        let open = self.returns.iter().filter(|offer| offer.is_open());
        let of_line = open.filter(|offer| offer.line == key);
        of_line.fold(0, |sum: u32, offer| sum.saturating_add(offer.quantity))
    }

    /// Lists what speaks against the final check of a job: what is asked and not settled, issued and neither fitted,
    /// returned nor written off, on its way back, or an old part that nobody has.
    pub fn unreconciled(&self, job: u16) -> Vec<OpenAccount> {
        let mut open = Vec::new();
        for (_, key, line) in self.lines_of(job) {
            if line.is_open() {
                open.push(OpenAccount::Waiting(key));
            }
            if line.unaccounted() > 0 {
                open.push(OpenAccount::NotFitted(key));
            }
            if self.coming_back(key) > 0 {
                open.push(OpenAccount::ComingBack(key));
            }
        }
        let old = self.old_parts.iter().filter(|old| old.job == job);
        open.extend(
            old.filter(|old| old.is_open())
                .map(|old| OpenAccount::OldPart(old.id)),
        );
        open
    }

    fn line_mut(&mut self, key: LineKey) -> Option<&mut RequestLine> {
        let request = self.request_mut(key.request)?;
        request.lines.iter_mut().find(|line| line.line == key.line)
    }

    fn request_mut(&mut self, id: CommandId) -> Option<&mut PartsRequest> {
        self.requests.iter_mut().find(|request| request.id == id)
    }

    fn parcel_mut(&mut self, id: ParcelId) -> Option<&mut Parcel> {
        let lines = self
            .requests
            .iter_mut()
            .flat_map(|request| &mut request.lines);
        lines
            .flat_map(|line| &mut line.parcels)
            .find(|parcel| parcel.id == id)
    }

    /// Adds what has happened.
    pub fn apply(&mut self, change: &PartsChange, said: &Said) {
        match change {
            PartsChange::Asked {
                job,
                bay,
                purpose,
                lines,
            } => self.asked(*job, bay.as_ref(), *purpose, lines, said),
            PartsChange::PickingStarted { request } => {
                if let Some(request) = self.request_mut(*request) {
                    request.picking = Some(Picking {
                        by: said.by.clone(),
                        at: said.at,
                        command: said.command,
                    });
                }
            }
            PartsChange::Picked { line, parcel, lot } => {
                self.picked(
                    *line,
                    *parcel,
                    lot,
                    said,
                    ParcelState::Ready { handed: None },
                );
            }
            PartsChange::PutBack { parcel, .. } => {
                if let Some(parcel) = self.parcel_mut(*parcel) {
                    parcel.state = ParcelState::PutBack;
                }
            }
            PartsChange::Delivered { parcels, to } => {
                for id in parcels {
                    if let Some(Parcel {
                        state: ParcelState::Ready { handed },
                        ..
                    }) = self.parcel_mut(*id)
                    {
                        *handed = Some(to.clone());
                    }
                }
            }
            PartsChange::Issued { parcel, to, .. } => {
                if let Some(parcel) = self.parcel_mut(*parcel) {
                    parcel.state = ParcelState::Issued {
                        to: to.clone(),
                        at: said.at,
                    };
                }
            }
            PartsChange::Backordered {
                line,
                quantity,
                supplier,
                eta,
            } => {
                if let Some(line) = self.line_mut(*line) {
                    line.backorder = Some(Backorder {
                        quantity: *quantity,
                        supplier: supplier.clone(),
                        eta: *eta,
                        at: said.at,
                        by: said.by.clone(),
                    });
                }
            }
            PartsChange::PartChosen { line, part } => {
                if let Some(line) = self.line_mut(*line) {
                    let chosen = Wanted::Part { part: part.clone() };
                    let before = std::mem::replace(&mut line.wanted, chosen);
                    line.instead_of.get_or_insert(before);
                }
            }
            PartsChange::Cancelled { line, quantity } => {
                if let Some(line) = self.line_mut(*line) {
                    line.cancelled = line.cancelled.saturating_add(*quantity);
                    line.backorder = None;
                }
            }
            PartsChange::ReturnOffered {
                line,
                quantity,
                reason,
            } => self.offer(*line, *quantity, *reason, InReturn::Nothing, said),
            PartsChange::ExchangeAsked {
                line,
                quantity,
                reason,
                right,
            } => {
                let right = right.clone();
                self.offer(*line, *quantity, *reason, InReturn::Part { right }, said);
            }
            PartsChange::ReturnTaken {
                offer,
                line,
                back,
                to,
            } => {
                let quantity = self.came_back(back);
                self.taken(*offer, quantity, *to, said);
                if let Some(line) = self.line_mut(*line) {
                    line.returned = line.returned.saturating_add(quantity);
                    line.fitted = line.fitted.min(line.kept());
                }
                self.right_part_is_asked(*offer, quantity);
            }
            PartsChange::Exchanged {
                offer,
                line,
                back,
                to,
                out,
            } => {
                let quantity = self.came_back(back);
                self.exchanged(*offer, *line, (quantity, *to), out, said);
            }
            PartsChange::OldPartRecorded {
                job,
                bay,
                part,
                name,
                english_name,
                quantity,
                fate,
            } => {
                self.old_parts.retain(|known| known.id != said.command);
                self.old_parts.push(OldPart {
                    id: said.command,
                    job: *job,
                    bay: bay.clone(),
                    part: part.clone(),
                    name: name.clone(),
                    english_name: english_name.clone(),
                    quantity: *quantity,
                    fate: *fate,
                    at: said.at,
                    by: said.by.clone(),
                    shelved: None,
                    voided: None,
                });
            }
            PartsChange::OldPartShelved { old, place } => {
                let known = self.old_parts.iter_mut().find(|known| known.id == *old);
                if let Some(known) = known {
                    known.shelved = Some(Shelved {
                        place: place.clone(),
                        at: said.at,
                        by: said.by.clone(),
                    });
                }
            }
            PartsChange::OldPartVoided { old } => {
                let known = self.old_parts.iter_mut().find(|known| known.id == *old);
                if let Some(known) = known {
                    known.voided = Some(Voided {
                        at: said.at,
                        by: said.by.clone(),
                    });
                }
            }
            PartsChange::Fitted { lines } => {
                for fitted in lines {
                    if let Some(line) = self.line_mut(fitted.line) {
                        line.fitted = line.fitted.max(fitted.quantity).min(line.kept());
                    }
                }
            }
            PartsChange::WrittenOff { line, quantity, .. } => {
                if let Some(line) = self.line_mut(*line) {
                    line.written_off = line.written_off.saturating_add(*quantity);
                    line.fitted = line.fitted.min(line.kept());
                }
            }
        }
    }

    /// Takes back what a command said; tells whether there was anything. What the store has begun on stays.
    pub fn take_back(&mut self, command: CommandId) -> bool {
        let before = (
            self.requests.len(),
            self.returns.len(),
            self.old_parts.len(),
        );
        self.requests
            .retain(|request| request.id != command || is_begun(request));
        // What was said to come back of a request that is not there any more does not.
        let gone = |offer: &PartReturn| {
            offer.line.request == command && !self.requests.iter().any(|known| known.id == command)
        };
        self.returns
            .retain(|offer| !offer.is_open() || (offer.id != command && !gone(offer)));
        self.old_parts
            .retain(|old| old.id != command || !old.is_open());
        before
            != (
                self.requests.len(),
                self.returns.len(),
                self.old_parts.len(),
            )
    }

    /// Tells when, and by whom, something was said that can still be taken back.
    pub fn can_take_back(&self, command: CommandId) -> Option<(DateTime<Utc>, Option<PersonId>)> {
        let request = self.request(command).filter(|request| !is_begun(request));
        let offer = self.offered(command).filter(|offer| offer.is_open());
        let old = self.old_parts.iter().find(|old| old.id == command);
        let old = old.filter(|old| old.is_open());
        request
            .map(|request| (request.at, request.by.clone()))
            .or_else(|| offer.map(|offer| (offer.at, offer.by.clone())))
            .or_else(|| old.map(|old| (old.at, old.by.clone())))
    }

    fn asked(
        &mut self,
        job: u16,
        bay: Option<&BayId>,
        purpose: Purpose,
        lines: &[AskedLine],
        said: &Said,
    ) {
        self.requests.retain(|known| known.id != said.command);
        let lines = (1..).zip(lines);
        self.requests.push(PartsRequest {
            id: said.command,
            job,
            bay: bay.cloned(),
            purpose,
            at: said.at,
            by: said.by.clone(),
            lines: lines
                .map(|(number, asked)| RequestLine::new(number, asked))
                .collect(),
            picking: None,
        });
    }

    fn picked(
        &mut self,
        key: LineKey,
        parcel: ParcelId,
        lot: &Lot,
        said: &Said,
        state: ParcelState,
    ) {
        if let Some(line) = self.line_mut(key) {
            line.parcels.retain(|known| known.id != parcel);
            line.parcels.push(Parcel {
                id: parcel,
                part: lot.part.clone(),
                quantity: lot.quantity,
                batch: lot.batch.clone(),
                bin: lot.bin.clone(),
                price: lot.price,
                cost: lot.cost,
                back: 0,
                at: said.at,
                by: said.by.clone(),
                state,
            });
            if line.rest() == 0 {
                line.backorder = None;
            }
        }
    }

    fn offer(
        &mut self,
        key: LineKey,
        quantity: u32,
        reason: ReturnReason,
        in_return: InReturn,
        said: &Said,
    ) {
        // Of a line that the store has filled with several parts the last one comes back first.
        let part = self.line(key).and_then(|(_, line)| {
            let issued = line.parcels.iter().rfind(|parcel| parcel.kept() > 0);
            issued
                .map(|parcel| &parcel.part)
                .or_else(|| line.wanted.part())
                .cloned()
        });
        self.returns.retain(|known| known.id != said.command);
        self.returns.push(PartReturn {
            id: said.command,
            line: key,
            part,
            quantity,
            reason,
            in_return,
            at: said.at,
            by: said.by.clone(),
            taken: None,
        });
    }

    /// Puts units back off the parcels that they were of, and counts them.
    fn came_back(&mut self, back: &[Back]) -> u32 {
        let mut all = 0_u32;
        for came in back {
            all = all.saturating_add(came.lot.quantity);
            if let Some(parcel) = self.parcel_mut(came.parcel) {
                parcel.back = parcel.back.saturating_add(came.lot.quantity);
            }
        }
        all
    }

    /// The wrong part of an exchange is in the store: the right one is waited for like any other.
    fn right_part_is_asked(&mut self, offer: CommandId, quantity: u32) {
        let Some(offer) = self.offered(offer) else {
            return;
        };
        let InReturn::Part { right } = &offer.in_return else {
            return;
        };
        let (request, asked) = (
            offer.line.request,
            AskedLine {
                wanted: right.clone(),
                quantity,
            },
        );
        if quantity > 0 {
            self.one_more_line(request, &asked);
        }
    }

    fn one_more_line(&mut self, request: CommandId, asked: &AskedLine) -> Option<LineKey> {
        let request = self.request_mut(request)?;
        let number = request.lines.iter().map(|line| line.line).max();
        let line = number.unwrap_or(0).saturating_add(1);
        request.lines.push(RequestLine::new(line, asked));
        Some(LineKey {
            request: request.id,
            line,
        })
    }

    fn taken(&mut self, offer: CommandId, quantity: u32, to: Shelving, said: &Said) {
        if let Some(offer) = self.returns.iter_mut().find(|known| known.id == offer) {
            offer.taken = Some(TakenBack {
                quantity,
                to,
                at: said.at,
                by: said.by.clone(),
            });
        }
    }

    /// The right part becomes a line of the same request, which is issued already.
    fn exchanged(
        &mut self,
        offer: CommandId,
        key: LineKey,
        (quantity, to): (u32, Shelving),
        out: &[(ParcelId, Lot)],
        said: &Said,
    ) {
        self.taken(offer, quantity, to, said);
        let receiver = self.offered(offer).and_then(|offer| offer.by.clone());
        if let Some(line) = self.line_mut(key) {
            line.exchanged = line.exchanged.saturating_add(quantity);
            line.fitted = line.fitted.min(line.kept());
        }
        let Some((_, first)) = out.first() else {
            return;
        };
        let asked = AskedLine {
            wanted: Wanted::Part {
                part: first.part.clone(),
            },
            quantity: out.iter().map(|(_, lot)| lot.quantity).sum(),
        };
        let Some(key) = self.one_more_line(key.request, &asked) else {
            return;
        };
        for (parcel, lot) in out {
            let state = ParcelState::Issued {
                to: receiver.clone(),
                at: said.at,
            };
            self.picked(key, *parcel, lot, said, state);
        }
    }
}

/// Tells whether the store has begun on a request.
fn is_begun(request: &PartsRequest) -> bool {
    let touched = |line: &RequestLine| !line.parcels.is_empty() || line.backorder.is_some();
    request.picking.is_some() || request.lines.iter().any(touched)
}

/// What is not accounted for (未结清).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "open", content = "of", rename_all = "kebab-case")]
pub enum OpenAccount {
    /// It was asked for and has not come.
    Waiting(LineKey),
    /// It was issued, and nobody has said that it is in the car.
    NotFitted(LineKey),
    /// It is on its way back to the store.
    ComingBack(LineKey),
    /// An old part that nobody has taken.
    OldPart(CommandId),
}
