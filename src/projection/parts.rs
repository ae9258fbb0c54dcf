//! The parts catalogue as stations keep it: what a part is, and apart from that how many there are.
//!
//! What a part is changes when the dealer system sends a list; how many there are changes with every issue. So each
//! has pages of its own, spread alike: an issue sends a page of figures and not the names of all its neighbours.

use super::buckets::{bucket_of, shared};
use crate::domain::catalogue::Part;
use crate::domain::finding_catalogue::Remedy;
use crate::domain::ids::PartNumber;
use crate::domain::order::Fen;
use crate::domain::policy::SitePolicy;
use crate::domain::stock::Batch;
use crate::domain::workshop::Workshop;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Parts are spread over so many pages by their numbers. With 20,000 parts a page has some 40 of them; with 100,000
/// parts of the longest names it still is well below 256 KiB.
pub const BUCKETS: u16 = 512;

/// A part, as far as it does not move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// 配件编码
    pub number: PartNumber,
    /// 配件名称
    pub name: String,
    /// 英文名称
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub english_name: String,
    /// 适用车型
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fits: String,
    /// 单位
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// 仓位
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bin: String,
    /// 配件类别, as the list writes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// What one costs the customer.
    #[serde(default)]
    pub price: Fen,
    /// 临界值
    #[serde(default)]
    pub threshold: u32,
}

impl From<&Part> for PartEntry {
    fn from(part: &Part) -> Self {
        Self {
            number: part.number.clone(),
            name: part.name.clone(),
            english_name: part.english_name.clone(),
            fits: part.fits.clone(),
            unit: part.unit.clone(),
            bin: part.bin.clone(),
            category: part.category.clone(),
            price: part.price,
            threshold: part.threshold,
        }
    }
}

/// How many there are of a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// How many lie in the store.
    pub on_hand: i64,
    /// How many of them nobody has been promised.
    pub available: i64,
}

/// One page of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsView {
    /// By number.
    #[serde(with = "shared")]
    pub parts: Arc<Vec<PartEntry>>,
}

/// One page of the figures of stock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockView {
    /// By number.
    #[serde(with = "shared")]
    pub stock: Arc<BTreeMap<PartNumber, Stock>>,
    /// What lies where, the oldest batch first, of parts that have more to say than that all of it lies where the list
    /// says.
    #[serde(default, with = "shared")]
    pub shelves: Arc<BTreeMap<PartNumber, Vec<Batch>>>,
}

/// Tells on which page a part stands, and on which its stock.
pub fn bucket(number: &PartNumber) -> u16 {
    bucket_of(number.as_str(), BUCKETS)
}

/// Walks through the parts of some pages.
fn on_pages<'a>(
    workshop: &'a Workshop,
    buckets: &'a BTreeSet<u16>,
) -> impl Iterator<Item = (u16, &'a Part)> {
    // Without a page there is nothing to look for among 20,000 parts.
    let parts = (!buckets.is_empty()).then(|| workshop.parts.values());
    parts
        .into_iter()
        .flatten()
        .map(|part| (bucket(&part.number), part))
        .filter(|(page, _)| buckets.contains(page))
}

/// Makes the pages of the catalogue with these numbers.
pub(super) fn parts(workshop: &Workshop, buckets: &BTreeSet<u16>) -> Vec<(u16, PartsView)> {
    let mut pages: BTreeMap<u16, Vec<PartEntry>> =
        buckets.iter().map(|page| (*page, Vec::new())).collect();
    for (page, part) in on_pages(workshop, buckets) {
        pages.entry(page).or_default().push(part.into());
    }
    let view = |parts: Vec<PartEntry>| PartsView {
        parts: Arc::new(parts),
    };
    pages
        .into_iter()
        .map(|(page, parts)| (page, view(parts)))
        .collect()
}

/// Makes the pages of the figures with these numbers.
pub(super) fn stock(workshop: &Workshop, buckets: &BTreeSet<u16>) -> Vec<(u16, StockView)> {
    type Figures = (
        BTreeMap<PartNumber, Stock>,
        BTreeMap<PartNumber, Vec<Batch>>,
    );
    let mut pages: BTreeMap<u16, Figures> = buckets
        .iter()
        .map(|page| (*page, Figures::default()))
        .collect();
    for (page, part) in on_pages(workshop, buckets) {
        let figures = Stock {
            on_hand: workshop.on_hand(&part.number).unwrap_or(0),
            available: workshop.available(&part.number).unwrap_or(0),
        };
        let (rows, shelves) = pages.entry(page).or_default();
        rows.insert(part.number.clone(), figures);
        let batches = workshop.stock.get(&part.number).map(|stock| &stock.batches);
        if let Some(batches) = batches.filter(|batches| !is_plain(part, batches)) {
            shelves.insert(part.number.clone(), batches.clone());
        }
    }
    let view = |(stock, shelves): Figures| StockView {
        stock: Arc::new(stock),
        shelves: Arc::new(shelves),
    };
    pages
        .into_iter()
        .map(|(page, stock)| (page, view(stock)))
        .collect()
}

/// Tells whether all of a part lies where the list says, in no batch.
fn is_plain(part: &Part, batches: &[Batch]) -> bool {
    let plain = |batch: &Batch| batch.batch.is_empty() && batch.bin == part.bin;
    batches.iter().all(plain)
}

/// Lists the parts that the operation list and the catalogue of findings name: only of these a change shows there.
pub fn parts_of_lists<'a>(
    workshop: &'a Workshop,
    policy: &'a SitePolicy,
) -> BTreeSet<&'a PartNumber> {
    let operations = workshop.operations.values();
    let of_operations = operations.flat_map(|operation| &operation.parts);
    let systems = policy.findings.systems.iter();
    let of_findings = systems
        .flat_map(|system| &system.components)
        .flat_map(|component| &component.conditions)
        .flat_map(|condition| &condition.actions)
        .flat_map(|action| match &action.work {
            Remedy::Own { parts, .. } => parts.as_slice(),
            Remedy::Operation(_) | Remedy::Nothing => &[],
        });
    of_operations
        .chain(of_findings)
        .map(|expected| &expected.part)
        .collect()
}
