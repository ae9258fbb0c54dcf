//! Checklists (检查表): what is looked at in each check, by trade, operation and business category, as the workshop has
//! written it.

use crate::domain::finding_catalogue::Named;
use crate::domain::ids::{ItemCode, OpCode, PhotoId};
use crate::domain::order::{BusinessCategory, Trade};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Which of the three checks (三检).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// 自检: by the lead of the job.
    SelfCheck,
    /// 互检: by another technician.
    Peer,
    /// 完检: by an inspector who worked on none of the car's jobs.
    Final,
}

impl CheckKind {
    /// All of them, in the order in which a job goes through them.
    pub const ALL: [Self; 3] = [Self::SelfCheck, Self::Peer, Self::Final];
}

/// A measured value in hundredths of its unit: 11.5 mm is 1150.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Hundredths(pub i64);

impl fmt::Display for Hundredths {
    /// Writes it without zeros that say nothing: 11.5, 88, 0.05.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// What something is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Brake pads, tyre treads, gaps.
    Mm,
    /// Torques.
    Nm,
    /// Batteries.
    V,
    /// Charging current.
    A,
    /// Tyre pressures.
    Bar,
    /// Temperatures of air and coolant.
    Celsius,
    /// Film thickness of paint.
    Micrometre,
    /// Water in brake fluid, state of charge.
    Percent,
}

impl Unit {
    /// Writes it as the screens of both languages do.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Mm => "mm",
            Self::Nm => "Nm",
            Self::V => "V",
            Self::A => "A",
            Self::Bar => "bar",
            Self::Celsius => "°C",
            Self::Micrometre => "µm",
            Self::Percent => "%",
        }
    }
}

/// What is measured, and between which limits it is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// In what.
    pub unit: Unit,
    /// Not less than this.
    #[serde(default)]
    pub least: Option<Hundredths>,
    /// Not more than this.
    #[serde(default)]
    pub most: Option<Hundredths>,
}

impl Measure {
    /// Tells whether a value is good.
    pub fn allows(&self, value: Hundredths) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// Whether an item may be answered with “not applicable”.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applies {
    /// It may not be there on this car.
    #[default]
    IfFitted,
    /// It is on every car.
    Always,
}

/// One item of a checklist (检查项目).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    /// What answers refer to, with its name in both languages; it stays for good.
    pub named: Named<ItemCode>,
    /// In which of the three checks it is looked at.
    pub checks: BTreeSet<CheckKind>,
    /// What is measured, if anything.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// Whether it may be left out on a car that does not have it.
    #[serde(default)]
    pub applies: Applies,
    /// Whether it is worn by driving and not by our work: a value beyond the limits is noted, and does not keep the car.
    #[serde(default)]
    pub wear: bool,
    /// Whether it is found out on the road: it cannot pass without a road test.
    #[serde(default)]
    pub on_the_road: bool,
}

impl CheckItem {
    /// Tells whether a value lets it pass.
    pub fn allows(&self, value: Hundredths) -> bool {
        self.wear || self.measure.is_none_or(|measure| measure.allows(value))
    }
}

/// A part of a checklist, in the order in which one walks around the car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSection {
    /// What it is called.
    pub named: Named<ItemCode>,
    /// What is looked at.
    pub items: Vec<CheckItem>,
}

/// What a checklist is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum Scope {
    /// Jobs: of these trades, of operations that begin so, of orders of these categories. An empty set says nothing.
    Job {
        /// 工种
        #[serde(default)]
        trades: BTreeSet<Trade>,
        /// How the number of the operation begins.
        #[serde(default)]
        operations: Vec<String>,
        /// 业务类别
        #[serde(default)]
        categories: BTreeSet<BusinessCategory>,
    },
    /// The whole car, at its final inspection (竣工检验).
    Car,
}

/// A checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// What it is called.
    pub named: Named<ItemCode>,
    /// What it is for.
    pub scope: Scope,
    /// Its parts.
    pub sections: Vec<CheckSection>,
    /// Whether a car with such a job is taken on the road before it passes.
    #[serde(default)]
    pub road_test: bool,
}

impl Checklist {
    /// Lists what is looked at in one of the checks.
    pub fn items(&self, kind: CheckKind) -> impl Iterator<Item = &CheckItem> {
        let items = self.sections.iter().flat_map(|section| &section.items);
        items.filter(move |item| item.checks.contains(&kind))
    }

    /// Tells how closely it fits a job: by its category before its operation before its trade; nothing where it does
    /// not fit at all.
    fn fit(&self, op_code: &OpCode, trade: Trade, category: BusinessCategory) -> Option<u8> {
        let Scope::Job {
            trades,
            operations,
            categories,
        } = &self.scope
        else {
            return None;
        };
        let begins = |known: &String| op_code.as_str().starts_with(known.as_str());
        let by_category = categories.contains(&category);
        let by_operation = operations.iter().any(begins);
        let by_trade = trades.contains(&trade);
        let fits = (categories.is_empty() || by_category)
            && (operations.is_empty() || by_operation)
            && (trades.is_empty() || by_trade);
        fits.then(|| u8::from(by_category) * 4 + u8::from(by_operation) * 2 + u8::from(by_trade))
    }
}

/// All checklists of a workshop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklists {
    /// In the order of the file: of two that fit alike the first counts.
    pub lists: Vec<Checklist>,
}

impl Checklists {
    /// Finds the list for a job: the one that fits most closely.
    pub fn of_job(
        &self,
        op_code: &OpCode,
        trade: Trade,
        category: BusinessCategory,
    ) -> Option<&Checklist> {
        let fitting = self
            .lists
            .iter()
            .filter_map(|list| Some((list.fit(op_code, trade, category)?, list)));
        let mut best: Option<(u8, &Checklist)> = None;
        for (fit, list) in fitting {
            if best.is_none_or(|(known, _)| fit > known) {
                best = Some((fit, list));
            }
        }
        best.map(|(_, list)| list)
    }

    /// Finds the list for the final inspection of a car.
    pub fn of_car(&self) -> Option<&Checklist> {
        self.lists.iter().find(|list| list.scope == Scope::Car)
    }
}

/// What is said of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 合格
    Pass,
    /// 不合格
    Fail,
    /// 不适用
    NotApplicable,
}

/// What was found at an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    /// Which.
    pub item: ItemCode,
    /// What is said of it.
    pub verdict: Verdict,
    /// What was measured.
    #[serde(default)]
    pub value: Option<Hundredths>,
    /// In the words of who looked.
    #[serde(default)]
    pub note: String,
    /// Its photos.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

/// What keeps a check from passing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// What nobody has answered, or measured.
    #[serde(default)]
    pub open: Vec<ItemCode>,
    /// What is not good: said so, or measured beyond its limits.
    #[serde(default)]
    pub failed: Vec<ItemCode>,
}

impl Shortfall {
    /// Tells whether nothing keeps it.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.failed.is_empty()
    }
}

/// Tells what keeps a check with these answers from passing.
pub fn shortfall<'a>(
    items: impl Iterator<Item = &'a CheckItem>,
    results: &[ItemResult],
) -> Shortfall {
    let mut short = Shortfall::default();
    for item in items {
        let code = &item.named.code;
        let said = results.iter().rev().find(|result| result.item == *code);
        match said {
            None => short.open.push(code.clone()),
            Some(said) => judge(item, said, &mut short),
        }
    }
    // What somebody found bad is bad, whether this list asks for it or not.
    for result in results.iter().filter(|said| said.verdict == Verdict::Fail) {
        if !short.failed.contains(&result.item) {
            short.failed.push(result.item.clone());
        }
    }
    short
}

fn judge(item: &CheckItem, said: &ItemResult, short: &mut Shortfall) {
    let code = item.named.code.clone();
    match (said.verdict, &item.measure, said.value) {
        (Verdict::Fail, ..) => {}
        // What is on every car is looked at on every car.
        (Verdict::NotApplicable, ..) if item.applies == Applies::Always => short.open.push(code),
        (Verdict::NotApplicable, ..) | (Verdict::Pass, None, _) => {}
        (Verdict::Pass, Some(_), None) => short.open.push(code),
        (Verdict::Pass, Some(_), Some(value)) if !item.allows(value) => {
            short.failed.push(code);
        }
        (Verdict::Pass, Some(_), Some(_)) => {}
    }
}
