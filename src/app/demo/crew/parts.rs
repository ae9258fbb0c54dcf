//! What the crew asks the store for, and what its storekeeper does about it.

use super::{Hands, by_badge, nature};
use crate::domain::command::CommandBody;
use crate::domain::hold::HoldReason;
use crate::domain::ids::{BayId, JobId, RoNumber};
use crate::domain::order::YesNo;
use crate::domain::parts::command::{LineQuantity, PartsCommand};
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::{
    AskedLine, HandOver, LineKey, ParcelId, ParcelState, PartsRequest, Purpose, RequestLine, Wanted,
};
use crate::domain::stock::StockCommand;
use crate::projection::job_card::{JobCard, Stage};
use crate::projection::picture::Picture;
use crate::projection::requests::OrderRequests;
use crate::station::Station;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// The storekeeper of the sample roster.
const STOREKEEPER: &str = "S01";
/// How long the storekeeper takes to come to a request.
const TO_THE_SHELF: TimeDelta = TimeDelta::minutes(3);

impl Hands {
    /// Asks for what a running job needs, signs for what has come, and accounts for everything when it is done.
    pub(super) async fn parts(
        &self,
        bay: &BayId,
        station: &Arc<Station>,
        picture: &Picture,
        jobs: &[JobCard],
        now: DateTime<Utc>,
    ) {
        for card in jobs {
            let order = picture.views.requests.get(&card.job.ro);
            match card.stage {
                Stage::InRepair => {
                    let asked = order.is_some_and(|order| has_asked(order, &card.job));
                    if !asked && self.needs_parts_now(card, now) {
                        self.ask(bay, station, card).await;
                    }
                    self.sign(station, card, order).await;
                }
                Stage::OnHold => self.sign(station, card, order).await,
                Stage::Finished => self.reconcile(station, card, order).await,
                _ => {}
            }
        }
    }

    /// Most technicians ask when they begin; some find out in the middle of the work, and wait.
    fn needs_parts_now(&self, card: &JobCard, now: DateTime<Utc>) -> bool {
        let late = nature(&card.job).is_multiple_of(5);
        let begun = card.clocked_secs(now) > i64::from(card.standard.0) * 24;
        !card.parts.is_empty() && (!late || begun)
    }

    async fn ask(&self, bay: &BayId, station: &Arc<Station>, card: &JobCard) {
        let Some(who) = card.live.first() else {
            return;
        };
        let by = || by_badge(who.person.as_str());
        let lines = card.parts.iter().map(|part| AskedLine {
            wanted: Wanted::Part {
                part: part.part.clone(),
            },
            quantity: part.quantity,
        });
        let ask = PartsCommand::Ask {
            job: card.job.line,
            bay: Some(bay.clone()),
            purpose: Purpose::Job,
            lines: lines.collect(),
        };
        self.tap(station, by(), about(&card.job.ro, ask)).await;
        let lacks = |part: &crate::projection::job_card::PartCard| {
            part.on_hand.is_some_and(|there| there < part.quantity)
        };
        if nature(&card.job).is_multiple_of(5) || card.parts.iter().any(lacks) {
            let body = CommandBody::Hold {
                job: card.job.clone(),
                reason: HoldReason::Parts,
                note: String::new(),
            };
            self.tap(station, by(), body).await;
        }
    }

    async fn sign(&self, station: &Arc<Station>, card: &JobCard, order: Option<&OrderRequests>) {
        let brought: Vec<ParcelId> = lines(order, &card.job)
            .flat_map(|(_, _, line)| &line.parcels)
            .filter(|parcel| matches!(parcel.state, ParcelState::Ready { handed: Some(_) }))
            .map(|parcel| parcel.id)
            .collect();
        let who = card.live.first().map(|live| &live.person);
        let who = who.or(card.workers.first());
        if let (Some(who), false) = (who, brought.is_empty()) {
            let receive = PartsCommand::Receive { parcels: brought };
            let body = about(&card.job.ro, receive);
            self.tap(station, by_badge(who.as_str()), body).await;
        }
    }

    /// What was issued is in the car, what never came is not needed any more, and old parts go where the order says.
    async fn reconcile(
        &self,
        station: &Arc<Station>,
        card: &JobCard,
        order: Option<&OrderRequests>,
    ) {
        self.sign(station, card, order).await;
        let Some(who) = card.workers.first() else {
            return;
        };
        let by = || by_badge(who.as_str());
        let ro = &card.job.ro;
        let rest: Vec<LineKey> = lines(order, &card.job)
            .filter(|(_, _, line)| line.rest() > 0)
            .map(|(_, key, _)| key)
            .collect();
        if !rest.is_empty() {
            let body = about(ro, PartsCommand::Cancel { lines: rest });
            self.tap(station, by(), body).await;
        }
        let out: Vec<LineQuantity> = lines(order, &card.job)
            .filter(|(_, _, line)| line.unaccounted() > 0)
            .map(|(_, line, known)| LineQuantity {
                line,
                quantity: known.unaccounted(),
            })
            .collect();
        if out.is_empty() {
            return;
        }
        let body = about(ro, PartsCommand::Fit { lines: out });
        self.tap(station, by(), body).await;
        let fate = match card.car.keep_old_parts {
            YesNo::Yes => OldPartFate::KeepForCustomer,
            YesNo::No if nature(&card.job).is_multiple_of(3) => OldPartFate::Warranty,
            YesNo::No => OldPartFate::Scrap,
        };
        let replaced = card.parts.first();
        let old = replaced.map(|part| PartsCommand::RecordOldPart {
            job: card.job.line,
            bay: None,
            part: Some(part.part.clone()),
            name: part.name.clone(),
            english_name: part.english_name.clone(),
            quantity: part.quantity,
            fate,
        });
        if let Some(old) = old {
            self.tap(station, by(), about(ro, old)).await;
        }
    }

    /// Picks what is there, orders the rest, takes goods in, and brings everything to its bay.
    pub(super) async fn storekeeper(&self, picture: &Picture, now: DateTime<Utc>) {
        for order in picture.views.requests.values() {
            for request in &order.parts.requests {
                if request.at + TO_THE_SHELF <= now {
                    self.serve(order, request, now).await;
                }
            }
            for old in order.parts.old_parts.iter().filter(|old| old.is_open()) {
                if old.at + TO_THE_SHELF * 2 > now {
                    continue;
                }
                let place = match old.fate {
                    OldPartFate::KeepForCustomer => "后备箱",
                    OldPartFate::Warranty => "W-01",
                    OldPartFate::Scrap => "废件箱",
                };
                let shelve = PartsCommand::ShelveOldPart {
                    old: old.id,
                    place: place.to_owned(),
                };
                self.keep_store(about(&order.ro, shelve)).await;
            }
        }
    }

    async fn serve(&self, order: &OrderRequests, request: &PartsRequest, now: DateTime<Utc>) {
        for (line, known) in request.keyed() {
            if known.rest() > 0 {
                self.fetch(order, (line, known), now).await;
            }
        }
        let ready = request.lines.iter().flat_map(|line| &line.parcels);
        let here: Vec<ParcelId> = ready
            .filter(|parcel| parcel.state == ParcelState::Ready { handed: None })
            .map(|parcel| parcel.id)
            .collect();
        if !here.is_empty() {
            let to = order
                .bay_of(request)
                .map_or(HandOver::Counter, |bay| HandOver::Bay { bay: bay.clone() });
            let deliver = PartsCommand::Deliver { parcels: here, to };
            self.keep_store(about(&order.ro, deliver)).await;
        }
    }

    async fn fetch(
        &self,
        order: &OrderRequests,
        (line, known): (LineKey, &RequestLine),
        now: DateTime<Utc>,
    ) {
        let Some(part) = known.wanted.part() else {
            return;
        };
        let available = order.facts_of(part).map_or(0, |facts| facts.available);
        let quantity = known.rest().min(u32::try_from(available).unwrap_or(0));
        if quantity > 0 {
            let pick = PartsCommand::Pick {
                line,
                quantity,
                batch: None,
            };
            self.keep_store(about(&order.ro, pick)).await;
        }
        match &known.backorder {
            None if quantity < known.rest() => {
                let minutes = 35 + i64::from(line.request.0.as_bytes()[15] % 8) * 10;
                let order_it = PartsCommand::Backorder {
                    line,
                    supplier: "现代配件中心".to_owned(),
                    eta: now + TimeDelta::minutes(minutes),
                };
                self.keep_store(about(&order.ro, order_it)).await;
            }
            Some(on_order) if on_order.eta <= now && quantity < known.rest() => {
                let body = CommandBody::Stock {
                    part: part.clone(),
                    body: StockCommand::GoodsIn {
                        quantity: known.rest() + 2,
                        batch: format!("{}", now.format("%y%m%d")),
                        bin: None,
                        cost: None,
                        supplier: on_order.supplier.clone(),
                    },
                };
                self.keep_store(body).await;
            }
            _ => {}
        }
    }

    async fn keep_store(&self, body: CommandBody) {
        self.tap(&self.desk, by_badge(STOREKEEPER), body).await;
    }
}

/// Tells whether a job stands still for parts that the store is at.
pub(super) fn waits_for_store(picture: &Picture, job: &JobId) -> bool {
    let order = picture.views.requests.get(&job.ro);
    order.is_some_and(|order| order.parts.waits(job.line))
}

fn about(ro: &RoNumber, body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: ro.clone(),
        body: Box::new(body),
    }
}

fn has_asked(order: &OrderRequests, job: &JobId) -> bool {
    order.parts.lines_of(job.line).next().is_some()
}

fn lines<'a>(
    order: Option<&'a OrderRequests>,
    job: &'a JobId,
) -> impl Iterator<Item = (&'a PartsRequest, LineKey, &'a RequestLine)> {
    order
        .into_iter()
        .flat_map(|order| order.parts.lines_of(job.line))
}
