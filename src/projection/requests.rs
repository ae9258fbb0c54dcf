//! What the orders and the store have to do with each other: the queue of the store, and the parts list of each bay.

use super::buckets::bucket_of;
use super::job_card::{HoldCard, Stage};
use crate::domain::car::{CarState, Order};
use crate::domain::hold::HoldReason;
use crate::domain::ids::{BayId, JobId, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, JobState};
use crate::domain::order::{BusinessCategory, Fen, YesNo};
use crate::domain::parts::OrderParts;
use crate::domain::parts::request::{PartsRequest, RequestLine, Wanted};
use crate::domain::parts::returns::InReturn;
use crate::domain::plate::Plate;
use crate::domain::stock::Batch;
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Orders are spread over so many pages by their numbers, so that one tap sends a small page.
pub const BUCKETS: u16 = 256;

/// A job of an order, as far as the store cares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyJob {
    /// Which line of the order.
    pub line: u16,
    /// 项目名称
    pub name: String,
    /// Its English name, where there is one.
    #[serde(default)]
    pub english_name: String,
    /// Where it is, or is planned.
    #[serde(default)]
    pub bay: Option<BayId>,
    /// When it is planned to begin.
    #[serde(default)]
    pub planned_at: Option<DateTime<Utc>>,
    /// Who works, worked or is to work on it.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// Where it stands.
    pub stage: Stage,
    /// Why it stands still.
    #[serde(default)]
    pub hold: Option<HoldCard>,
}

impl SupplyJob {
    /// Tells since when it stands still for want of parts.
    pub fn standing_since(&self) -> Option<DateTime<Utc>> {
        let hold = self.hold.as_ref()?;
        let for_parts = hold.reason == Some(HoldReason::Parts) && hold.cleared_at.is_none();
        for_parts.then_some(hold.since)
    }
}

/// What the store knows of a part that an order speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFacts {
    /// 配件编码
    pub part: PartNumber,
    /// 配件名称; the number where the list does not know it
    pub name: String,
    /// 英文名称
    #[serde(default)]
    pub english_name: String,
    /// 单位
    #[serde(default)]
    pub unit: String,
    /// 仓位
    #[serde(default)]
    pub bin: String,
    /// What the store has; nothing where the list does not know it.
    #[serde(default)]
    pub on_hand: Option<i64>,
    /// What can still be picked.
    #[serde(default)]
    pub available: i64,
    /// 临界值
    #[serde(default)]
    pub threshold: u32,
    /// What one costs the customer.
    #[serde(default)]
    pub price: Fen,
    /// What lies on the shelves, the oldest batch first.
    #[serde(default)]
    pub batches: Vec<Batch>,
}

/// An order and all that it has to do with the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRequests {
    /// Which order.
    pub ro: RoNumber,
    /// The car's face.
    #[serde(default)]
    pub plate: Option<Plate>,
    /// Brand, model and displacement in one line.
    #[serde(default)]
    pub car: String,
    /// Whose it is.
    #[serde(default)]
    pub customer: String,
    /// Who speaks with the customer.
    #[serde(default)]
    pub advisor: String,
    /// Why it is here.
    #[serde(default)]
    pub category: BusinessCategory,
    /// When it came, or is to come.
    #[serde(default)]
    pub arrived_at: Option<DateTime<Utc>>,
    /// When it was promised.
    #[serde(default)]
    pub promised_at: Option<DateTime<Utc>>,
    /// 客户等待
    #[serde(default)]
    pub customer_waits: YesNo,
    /// 保留旧件
    #[serde(default)]
    pub keep_old_parts: YesNo,
    /// Its jobs.
    #[serde(default)]
    pub jobs: Vec<SupplyJob>,
    /// Requests, returns, exchanges, old parts.
    #[serde(default)]
    pub parts: OrderParts,
    /// Every part that these speak of.
    #[serde(default)]
    pub facts: Vec<PartFacts>,
}

impl OrderRequests {
    /// Finds a job.
    pub fn job(&self, line: u16) -> Option<&SupplyJob> {
        self.jobs.iter().find(|job| job.line == line)
    }

    /// Finds what is known of a part.
    pub fn facts_of(&self, part: &PartNumber) -> Option<&PartFacts> {
        self.facts.iter().find(|facts| facts.part == *part)
    }

    /// Finds where a request is wanted: where it was tapped, or else where its job is.
    pub fn bay_of<'a>(&'a self, request: &'a PartsRequest) -> Option<&'a BayId> {
        let of_job = || self.job(request.job)?.bay.as_ref();
        request.bay.as_ref().or_else(of_job)
    }

    /// Walks through the lines that are out and of which nobody has said that they are in the car (已领未装).
    pub fn not_fitted(&self) -> impl Iterator<Item = (&PartsRequest, &RequestLine)> {
        self.parts.requests.iter().flat_map(|request| {
            let out = request.lines.iter().filter(|line| line.unaccounted() > 0);
            out.map(move |line| (request, line))
        })
    }
}

/// One page of the orders that have to do with the store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsView {
    /// By number.
    pub orders: Vec<OrderRequests>,
}

/// The orders that have to do with the store, by number.
pub type Requests = BTreeMap<RoNumber, OrderRequests>;

/// Tells on which page an order stands. It must stay what it is from one version to the next.
pub fn bucket(ro: &RoNumber) -> u16 {
    bucket_of(ro.as_str(), BUCKETS)
}

/// Makes every page; one without an order is made too, so that it is emptied.
pub fn requests(workshop: &Workshop) -> Vec<(u16, RequestsView)> {
    let mut pages = vec![RequestsView::default(); usize::from(BUCKETS)];
    for (ro, order) in &workshop.orders {
        if !order.parts.is_empty() && order.state() != CarState::Delivered {
            let page = &mut pages[usize::from(bucket(ro))];
            page.orders.push(order_requests(workshop, ro, order));
        }
    }
    (0..).zip(pages).collect()
}

/// Makes what the store knows of one order, delivered or not; nothing where there is no such order.
pub fn of_order(workshop: &Workshop, ro: &RoNumber) -> Option<OrderRequests> {
    let order = workshop.orders.get(ro)?;
    Some(order_requests(workshop, ro, order))
}

fn order_requests(workshop: &Workshop, ro: &RoNumber, order: &Order) -> OrderRequests {
    let sheet = order.sheet.as_ref();
    let jobs = order.live_jobs();
    OrderRequests {
        ro: ro.clone(),
        plate: sheet.map(|sheet| sheet.car.plate.clone()),
        car: sheet.map(super::job_card::car_line).unwrap_or_default(),
        customer: sheet
            .map(|sheet| sheet.customer.name.clone())
            .unwrap_or_default(),
        advisor: sheet.map(|sheet| sheet.advisor.clone()).unwrap_or_default(),
        category: sheet.map(|sheet| sheet.category).unwrap_or_default(),
        arrived_at: sheet.map(|sheet| sheet.arrived_at),
        promised_at: order.promised_at(),
        customer_waits: sheet.map(|sheet| sheet.customer_waits).unwrap_or_default(),
        keep_old_parts: sheet.map(|sheet| sheet.keep_old_parts).unwrap_or_default(),
        jobs: jobs
            .map(|(line, job)| supply_job(workshop, &JobId::new(ro.clone(), line), job))
            .collect(),
        parts: order.parts.clone(),
        facts: named(&order.parts)
            .into_iter()
            .map(|part| facts(workshop, part))
            .collect(),
    }
}

fn supply_job(workshop: &Workshop, id: &JobId, job: &Job) -> SupplyJob {
    let state: JobState = job.state();
    let plan = job.assignment.as_ref().map(|known| &known.plan);
    let planned = plan
        .into_iter()
        .flat_map(|plan| plan.lead.iter().chain(&plan.helpers));
    let worked = super::job_card::workers(job);
    let people: Vec<PersonId> = if worked.is_empty() {
        planned.cloned().collect()
    } else {
        worked
    };
    SupplyJob {
        line: id.line,
        name: super::job_card::name(workshop, id, job),
        english_name: super::job_card::english_name(workshop, job),
        bay: job.bay().cloned(),
        planned_at: plan.map(|plan| plan.start),
        people,
        stage: Stage::from(&state),
        hold: super::job_card::hold(&state),
    }
}

/// Lists every part that an order's requests and exchanges speak of.
fn named(parts: &OrderParts) -> BTreeSet<&PartNumber> {
    let lines = parts.requests.iter().flat_map(|request| &request.lines);
    let of_lines = lines.flat_map(|line| {
        let first = line.instead_of.as_ref().and_then(Wanted::part);
        line.wanted.part().into_iter().chain(first)
    });
    let right = parts
        .returns
        .iter()
        .filter_map(|offer| match &offer.in_return {
            InReturn::Part { right } => right.part(),
            InReturn::Nothing => None,
        });
    let old = parts.old_parts.iter().filter_map(|old| old.part.as_ref());
    of_lines.chain(right).chain(old).collect()
}

/// Tells what the store knows of a part.
pub(super) fn facts(workshop: &Workshop, part: &PartNumber) -> PartFacts {
    let listed = workshop.parts.get(part);
    let stock = workshop.stock.get(part);
    PartFacts {
        part: part.clone(),
        name: listed.map_or_else(|| part.to_string(), |listed| listed.name.clone()),
        english_name: listed
            .map(|listed| listed.english_name.clone())
            .unwrap_or_default(),
        unit: listed.map(|listed| listed.unit.clone()).unwrap_or_default(),
        bin: listed.map(|listed| listed.bin.clone()).unwrap_or_default(),
        on_hand: stock.map(|stock| stock.on_hand()),
        available: stock.map(|stock| stock.available()).unwrap_or_default(),
        threshold: listed.map(|listed| listed.threshold).unwrap_or_default(),
        price: listed.map(|listed| listed.price).unwrap_or_default(),
        batches: stock.map(|stock| stock.batches.clone()).unwrap_or_default(),
    }
}
