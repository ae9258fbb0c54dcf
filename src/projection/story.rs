//! The whole story of an order: what its customer takes home on paper, and what the workshop keeps of it.

use super::buckets::bucket_of;
use super::job_card::{car_line, job_name};
use crate::domain::car::{CarState, CarStep, Order};
use crate::domain::finding::{Finding, is_additional};
use crate::domain::ids::{ItemCode, JobId, PartNumber, PersonId, RoNumber};
use crate::domain::job::{Job, JobState, LineStanding};
use crate::domain::order::{Fen, OrderSheet, WorkMinutes};
use crate::domain::parts::request::{Parcel, RequestLine};
use crate::domain::quality::OrderQuality;
use crate::domain::quality::checklist::{
    CheckItem, CheckKind, Checklist, Checklists, Hundredths, ItemResult, Measure, Verdict,
};
use crate::domain::quality::command::ReworkReason;
use crate::domain::quality::completion::{CompletionRecord, completion};
use crate::domain::quality::order_quality::{Comeback, RoadTest};
use crate::domain::workshop::Workshop;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Stories are spread over so many pages by their orders, so that one that changes sends a small page.
pub const BUCKETS: u16 = 128;

/// Something that was measured or said in a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// What was looked at.
    pub name: String,
    /// The same in English.
    pub english_name: String,
    /// What was said of it.
    pub verdict: Verdict,
    /// What was measured.
    #[serde(default)]
    pub value: Option<Hundredths>,
    /// In what, and between which limits it is good.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// In the words of who looked.
    #[serde(default)]
    pub note: String,
}

/// A check as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckTold {
    /// By whom.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// How many items were looked at.
    pub items: usize,
    /// What was measured, or is worth a word.
    #[serde(default)]
    pub noticed: Vec<Noticed>,
}

/// A job that was sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReworkTold {
    /// Which check found it.
    pub check: CheckKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ReworkReason,
    /// In the words of who found it.
    #[serde(default)]
    pub note: String,
}

/// A job as it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTold {
    /// Which line of the order.
    pub line: u16,
    /// What.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub english_name: String,
    /// What it should take.
    pub standard: WorkMinutes,
    /// What the customer pays for the work.
    #[serde(default)]
    pub amount: Fen,
    /// Whether it is on the order.
    pub standing: LineStanding,
    /// Who worked on it, and for how many seconds; who did most comes first.
    #[serde(default)]
    pub workers: Vec<(PersonId, i64)>,
    /// When it was finished.
    #[serde(default)]
    pub finished_at: Option<DateTime<Utc>>,
    /// The checks that count.
    #[serde(default)]
    pub checks: BTreeMap<CheckKind, CheckTold>,
    /// How often it was sent back, and why.
    #[serde(default)]
    pub reworks: Vec<ReworkTold>,
}

impl JobTold {
    /// Tells whether it was found here, not ordered at first.
    pub fn is_additional(&self) -> bool {
        is_additional(self.line)
    }
}

/// A part that is in the car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTold {
    /// 配件编码
    pub part: PartNumber,
    /// 配件名称; empty where no list knows it
    pub name: String,
    /// 英文名称
    #[serde(default)]
    pub english_name: String,
    /// 单位
    #[serde(default)]
    pub unit: String,
    /// How many.
    pub quantity: u32,
    /// What they cost together.
    pub amount: Fen,
}

/// The whole story of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderStory {
    /// Which.
    pub ro: RoNumber,
    /// What the dealer system says of it; nothing while it has not come in.
    pub sheet: Option<OrderSheet>,
    /// Brand, model and displacement in one line.
    #[serde(default)]
    pub car: String,
    /// Where the car stands.
    pub state: CarState,
    /// What the customer was promised last.
    #[serde(default)]
    pub promised_at: Option<DateTime<Utc>>,
    /// When repair, final check and wash were done.
    #[serde(default)]
    pub done_at: Option<DateTime<Utc>>,
    /// When it was handed over.
    #[serde(default)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// Where its key hangs.
    #[serde(default)]
    pub key_tag: String,
    /// Where it stands.
    #[serde(default)]
    pub parking_spot: String,
    /// What was done.
    #[serde(default)]
    pub jobs: Vec<JobTold>,
    /// What is in the car now.
    #[serde(default)]
    pub parts: Vec<PartTold>,
    /// The road test that counts.
    #[serde(default)]
    pub road_test: Option<RoadTest>,
    /// The final inspection of the whole car, if it passed.
    #[serde(default)]
    pub inspection: Option<CheckTold>,
    /// How it ended.
    pub completion: CompletionRecord,
    /// What was found.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What the car came back to.
    #[serde(default)]
    pub comeback: Option<Comeback>,
}

/// One page of the stories.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StoriesView {
    /// By number.
    pub orders: Vec<OrderStory>,
}

/// Tells on which page an order stands. It must stay what it is from one version to the next.
pub fn bucket(ro: &RoNumber) -> u16 {
    bucket_of(ro.as_str(), BUCKETS)
}

/// Makes some pages: of the orders at hand that have passed their final check. Before that there is nothing to take home.
pub fn stories(
    workshop: &Workshop,
    lists: &Checklists,
    buckets: &BTreeSet<u16>,
) -> Vec<(u16, StoriesView)> {
    let mut pages: BTreeMap<u16, StoriesView> = buckets
        .iter()
        .map(|page| (*page, StoriesView::default()))
        .collect();
    for (ro, order) in &workshop.orders {
        let Some(page) = pages.get_mut(&bucket(ro)) else {
            continue;
        };
        if order.state() >= CarState::Wash {
            page.orders.push(story(workshop, ro, order, lists));
        }
    }
    pages.into_iter().collect()
}

/// Tells the story of an order as it stands; nothing where there is no such order.
pub fn of_order(workshop: &Workshop, ro: &RoNumber, lists: &Checklists) -> Option<OrderStory> {
    let order = workshop.orders.get(ro)?;
    Some(story(workshop, ro, order, lists))
}

fn story(workshop: &Workshop, ro: &RoNumber, order: &Order, lists: &Checklists) -> OrderStory {
    // What comes to light after the car is gone takes nothing off the record.
    let delivered = order.state() == CarState::Delivered;
    let of_old = || order.quality.inspections.last().filter(|_| delivered);
    let passed = order.passed().or_else(of_old);
    let handed_over = order.step(CarStep::Delivered);
    OrderStory {
        ro: ro.clone(),
        sheet: order.sheet.clone(),
        car: order.sheet.as_ref().map(car_line).unwrap_or_default(),
        state: order.state(),
        promised_at: order.promised_at(),
        done_at: order.done_at(),
        delivered_at: handed_over.filter(|_| delivered).map(|step| step.at),
        key_tag: order.key_tag().to_owned(),
        parking_spot: order.parking_spot().to_owned(),
        jobs: order
            .live_jobs()
            .map(|(line, job)| {
                let id = JobId::new(ro.clone(), line);
                job_told(order, (&id, job), job_name(workshop, &id, job), lists)
            })
            .collect(),
        parts: parts_told(workshop, order),
        road_test: order.road_test().cloned(),
        inspection: passed.map(|made| CheckTold {
            by: made.said.by.clone(),
            at: made.said.at,
            items: made.results.len(),
            noticed: noticed(&made.results, lists.of_car()),
        }),
        completion: completion(order),
        findings: order.findings.clone(),
        comeback: order.quality.comeback.clone(),
    }
}

/// Finds an item of a list by its code, which other lists may use for something else.
fn item_of<'a>(list: Option<&'a Checklist>, code: &ItemCode) -> Option<&'a CheckItem> {
    let mut items = list?.sections.iter().flat_map(|section| &section.items);
    items.find(|item| item.named.code == *code)
}

/// Keeps what was measured, what somebody wrote about and what was not good; that the rest was good is said once.
fn noticed(results: &[ItemResult], list: Option<&Checklist>) -> Vec<Noticed> {
    let worth = |result: &&ItemResult| {
        result.value.is_some() || !result.note.is_empty() || result.verdict == Verdict::Fail
    };
    results
        .iter()
        .filter(worth)
        .map(|result| {
            let item = item_of(list, &result.item);
            let code = result.item.to_string();
            Noticed {
                name: item.map_or_else(|| code.clone(), |item| item.named.name.clone()),
                english_name: item.map_or(code, |item| item.named.english_name.clone()),
                verdict: result.verdict,
                value: result.value,
                measure: item.and_then(|item| item.measure),
                note: result.note.clone(),
            }
        })
        .collect()
}

fn job_told(
    order: &Order,
    (id, job): (&JobId, &Job),
    (name, english_name): (String, String),
    lists: &Checklists,
) -> JobTold {
    let line = job.line.as_ref();
    let list = line.and_then(|line| order.checklist(line, lists));
    JobTold {
        line: id.line,
        name,
        english_name,
        standard: job.standard(),
        amount: line.map(|line| line.amount).unwrap_or_default(),
        standing: job.standing,
        workers: workers(job),
        finished_at: match job.state() {
            JobState::Finished { at } => Some(at),
            _ => None,
        },
        checks: CheckKind::ALL
            .into_iter()
            .filter_map(|kind| {
                let made = order.check(id.line, kind)?;
                let told = CheckTold {
                    by: made.said.by.clone(),
                    at: made.said.at,
                    items: made.results.len(),
                    noticed: noticed(&made.results, list),
                };
                Some((kind, told))
            })
            .collect(),
        reworks: reworks(&order.quality, id.line),
    }
}

fn workers(job: &Job) -> Vec<(PersonId, i64)> {
    let mut secs: BTreeMap<&PersonId, i64> = BTreeMap::new();
    for (work, span) in job.spans() {
        *secs.entry(&work.person).or_default() += span.credited_secs;
    }
    let mut workers: Vec<(PersonId, i64)> = secs
        .into_iter()
        .map(|(person, secs)| (person.clone(), secs))
        .collect();
    workers.sort_by_key(|(_, secs)| std::cmp::Reverse(*secs));
    workers
}

fn reworks(quality: &OrderQuality, line: u16) -> Vec<ReworkTold> {
    let of_line = quality.reworks.iter().filter(|rework| rework.line == line);
    of_line
        .map(|rework| ReworkTold {
            check: rework.check,
            at: rework.said.at,
            reason: rework.order.reason,
            note: rework.order.note.clone(),
        })
        .collect()
}

/// Adds up what is in the car, part by part, whatever batch it came from and however often it was asked for.
fn parts_told(workshop: &Workshop, order: &Order) -> Vec<PartTold> {
    let requests = order.parts.requests.iter();
    let lines: Vec<&RequestLine> = requests.flat_map(|request| &request.lines).collect();
    let mut told: Vec<PartTold> = Vec::new();
    for line in lines {
        let mut lost = line.written_off;
        for parcel in line.parcels.iter().rev() {
            let quantity = parcel.kept().saturating_sub(lost);
            lost = lost.saturating_sub(parcel.kept());
            if quantity > 0 {
                add_part(workshop, parcel, quantity, &mut told);
            }
        }
    }
    told
}

fn add_part(workshop: &Workshop, parcel: &Parcel, quantity: u32, told: &mut Vec<PartTold>) {
    let amount = parcel.price.0 * i64::from(quantity);
    if let Some(known) = told.iter_mut().find(|known| known.part == parcel.part) {
        known.quantity += quantity;
        known.amount.0 += amount;
        return;
    }
    let listed = workshop.parts.get(&parcel.part);
    told.push(PartTold {
        part: parcel.part.clone(),
        name: listed.map(|part| part.name.clone()).unwrap_or_default(),
        english_name: listed
            .map(|part| part.english_name.clone())
            .unwrap_or_default(),
        unit: listed.map(|part| part.unit.clone()).unwrap_or_default(),
        quantity,
        amount: Fen(amount),
    });
}
