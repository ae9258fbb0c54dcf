//! The parts of the car on the lift, live: what was asked for first, then what is expected and was not.

use super::super::super::model::Part;
use super::super::super::parts::{Keyed, line_id};
use super::super::Presenter;
use crate::domain::command::CommandBody;
use crate::domain::ids::JobId;
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{
    HandOver, LineStage, ParcelState, PartsRequest, RequestLine, Wanted,
};
use crate::projection::job_card::JobCard;
use crate::projection::picture::TapState;
use crate::projection::requests::OrderRequests;
use crate::screen::tone::Tone;
use crate::screen::words::bay_parts as words;
use crate::screen::words::parts as shared;
use crate::screen::words::time::day_and_time;

/// Begins the name of a part that nobody has asked for.
const EXPECTED: &str = "expected:";

impl Presenter<'_> {
    /// Lists the parts of the order: this job's lines, what it expects beside them, then those of the other jobs.
    pub(in super::super) fn part_list(&self, card: &JobCard) -> Vec<Part> {
        let order = self.look.order(&card.job.ro);
        let mut mine = Vec::new();
        let mut others = Vec::new();
        if let Some(order) = order {
            for request in &order.parts.requests {
                let to = if request.job == card.job.line {
                    &mut mine
                } else {
                    &mut others
                };
                let keyed = request.keyed().map(|(key, line)| (request, key, line));
                to.extend(keyed.filter(|(.., line)| stage(request, line) != LineStage::Cancelled));
            }
        }
        let mut parts = Vec::new();
        for (lines, expected) in [(mine, Some(card)), (others, None)] {
            let mut lines = lines;
            lines.sort_by_key(|(request, _, line)| turn(stage(request, line)));
            let shown = order.into_iter().flat_map(|order| {
                let lines = lines.iter();
                lines.map(|keyed| self.part_line(order, *keyed))
            });
            parts.extend(shown);
            parts.extend(expected.into_iter().flat_map(|card| self.expected(card)));
        }
        parts
    }

    fn expected(&self, card: &JobCard) -> Vec<Part> {
        let missing = self.look.not_asked(&card.job).into_iter();
        let parts = missing.filter_map(|line| {
            let Wanted::Part { part } = &line.wanted else {
                return None;
            };
            let (stock, tone) = self.stock_note(&card.job, part, line.quantity);
            Some(Part {
                id: format!("{EXPECTED}{part}"),
                name: self.wanted_name(&card.job, &line.wanted),
                detail: format!("{part} × {}", line.quantity),
                state: stock.replace(" · ", "\n"),
                tone,
                tappable: true,
            })
        });
        parts.collect()
    }

    fn part_line(&self, order: &OrderRequests, keyed: Keyed<'_>) -> Part {
        let (request, key, line) = keyed;
        let job = JobId::new(order.ro.clone(), request.job);
        let (state, tone) = self.line_state(order, keyed);
        Part {
            id: line_id(key),
            name: self.wanted_name(&job, &line.wanted),
            detail: self.number_and_quantity(line),
            state,
            tone,
            tappable: true,
        }
    }

    pub(super) fn number_and_quantity(&self, line: &RequestLine) -> String {
        let wanted = line.quantity.saturating_sub(line.cancelled);
        match line.wanted.part() {
            Some(part) => format!("{part} × {wanted}"),
            None => format!("× {wanted}"),
        }
    }

    /// Says how far a line has come, in its colour.
    pub(super) fn line_state(&self, order: &OrderRequests, keyed: Keyed<'_>) -> (String, Tone) {
        let (request, key, line) = keyed;
        let stage = stage(request, line);
        let (word, tone) = shared::stage(stage);
        let word = word.to(self.language);
        if let Some(own) = self.own_tap(request, line) {
            return (own, tone);
        }
        let text = match stage {
            LineStage::Ready => {
                let place = match handed(line) {
                    Some(HandOver::Bay { .. }) => words::AT_BAY.to(self.language),
                    Some(HandOver::Counter) => words::AT_COUNTER.to(self.language),
                    None => word,
                };
                return (
                    format!("{place}\n{}", words::TAP_TO_SIGN.to(self.language)),
                    Tone::Action,
                );
            }
            LineStage::Picking => {
                let since = request
                    .picking
                    .as_ref()
                    .map_or(request.at, |picking| picking.at);
                words::since(self.language, word, self.secs_since(since) / 60)
            }
            LineStage::Requested => {
                let told = words::since(self.language, word, self.secs_since(request.at) / 60);
                told.replace(" · ", "\n")
            }
            LineStage::Backordered => match &line.backorder {
                Some(backorder) => {
                    let eta = day_and_time(backorder.eta, self.now, self.zone, self.language);
                    format!("{word}\n{eta}")
                }
                None => word.to_owned(),
            },
            LineStage::Issued if order.parts.coming_back(key) > 0 => {
                let mut open = order.parts.returns.iter().filter(|offer| offer.is_open());
                let exchange = open.any(|offer| offer.line == key && offer.is_exchange());
                let word = if exchange {
                    words::EXCHANGING
                } else {
                    words::COMING_BACK
                };
                return (self.t(word), Tone::Hold);
            }
            LineStage::Issued if line.unaccounted() == 0 => self.t(words::FITTED),
            LineStage::Issued | LineStage::Returned | LineStage::Cancelled => word.to_owned(),
        };
        (text, tone)
    }

    /// Says of what was tapped here that nobody else knows of it yet.
    fn own_tap(&self, request: &PartsRequest, line: &RequestLine) -> Option<String> {
        let waiting = |state: &TapState| matches!(state, TapState::Saving | TapState::Saved);
        let mut taps = self.picture.taps.iter().filter(|tap| waiting(&tap.state));
        let body = taps.find_map(|tap| match &tap.command.body {
            CommandBody::Parts { body, .. } => {
                let of_line = match body.as_ref() {
                    PartsCommand::Ask { .. } => tap.command.id == request.id,
                    PartsCommand::Receive { parcels } => line
                        .parcels
                        .iter()
                        .any(|parcel| parcels.contains(&parcel.id)),
                    _ => false,
                };
                of_line.then_some(body)
            }
            _ => None,
        })?;
        let what = match body.as_ref() {
            PartsCommand::Ask { .. } => shared::stage(LineStage::Requested).0,
            _ => words::tap(body),
        };
        let what = what.to(self.language);
        Some(format!("{what}\n{}", words::NOT_SENT.to(self.language)))
    }
}

pub(super) fn stage(request: &PartsRequest, line: &RequestLine) -> LineStage {
    line.stage(request.picking.as_ref())
}

/// What needs a hand comes first.
fn turn(stage: LineStage) -> u8 {
    match stage {
        LineStage::Ready => 0,
        LineStage::Backordered => 1,
        LineStage::Picking => 2,
        LineStage::Requested => 3,
        LineStage::Issued => 4,
        LineStage::Returned | LineStage::Cancelled => 5,
    }
}

fn handed(line: &RequestLine) -> Option<&HandOver> {
    line.parcels.iter().find_map(|parcel| match &parcel.state {
        ParcelState::Ready { handed } => handed.as_ref(),
        _ => None,
    })
}
