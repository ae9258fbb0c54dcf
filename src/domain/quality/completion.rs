//! The completion record (竣工检验记录): how the final inspection ended, when the car was done, and what came in between.

use super::checklist::CheckKind;
use super::order_quality::{Inspection, Rework};
use crate::domain::car::{CarState, Order};
use crate::domain::finding::DelayReason;
use crate::domain::ids::PersonId;
use crate::domain::order::Fen;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How the final inspection stands.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum InspectionResult {
    /// 合格
    Passed,
    /// 不合格: sent back, and not passed since.
    Failed,
    /// 待检
    #[default]
    Open,
}

/// The completion record of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRecord {
    /// Whether it passed.
    pub result: InspectionResult,
    /// When the car was promised first.
    pub planned_at: Option<DateTime<Utc>>,
    /// When the whole car passed.
    pub completed_at: Option<DateTime<Utc>>,
    /// 误工原因
    #[serde(default)]
    pub delay: Option<DelayReason>,
    /// Who inspected it.
    #[serde(default)]
    pub inspector: Option<PersonId>,
    /// What the final check sent back, in order of arrival: reason, who answers for it and penalty are in each.
    #[serde(default)]
    pub reworks: Vec<Rework>,
}

impl CompletionRecord {
    /// Adds up the penalties.
    pub fn penalty(&self) -> Fen {
        Fen(self
            .reworks
            .iter()
            .map(|rework| rework.order.penalty.0)
            .sum())
    }
}

/// Makes the completion record of an order as it stands.
pub fn completion(order: &Order) -> CompletionRecord {
    let delivered = order.state() == CarState::Delivered;
    let of_old = || order.quality.inspections.last().filter(|_| delivered);
    let inspection: Option<&Inspection> = order.passed().or_else(of_old);
    let reworks: Vec<Rework> = order
        .quality
        .reworks
        .iter()
        .filter(|rework| rework.check == CheckKind::Final)
        .cloned()
        .collect();
    let result = match inspection {
        Some(_) => InspectionResult::Passed,
        None if !reworks.is_empty() => InspectionResult::Failed,
        None => InspectionResult::Open,
    };
    let first_promise = order
        .amendments
        .first()
        .map(|before| before.before.promised_at);
    let sheet_promise = order.sheet.as_ref().map(|sheet| sheet.promised_at);
    CompletionRecord {
        result,
        planned_at: first_promise.or(sheet_promise),
        completed_at: inspection.map(|made| made.said.at),
        delay: order.delay,
        inspector: inspection.and_then(|made| made.said.by.clone()),
        reworks,
    }
}
