//! The record of the completion inspection (竣工检验), and what the car came back to.

use super::order::{Lists, PersonSettlement};
use crate::domain::car::Order;
use crate::domain::finding::DelayReason;
use crate::domain::ids::RoNumber;
use crate::domain::order::Fen;
use crate::domain::quality::command::ReworkReason;
use crate::domain::quality::completion::{InspectionResult, completion};
use crate::domain::quality::order_quality::Rework;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A job that the final check sent back (返工).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReworkSettlement {
    /// Which line.
    pub line: u16,
    /// When.
    pub at: DateTime<Utc>,
    /// 返工原因
    pub reason: ReworkReason,
    /// 责任人
    pub responsible: Option<PersonSettlement>,
    /// 考核金额
    pub penalty_fen: Fen,
}

impl ReworkSettlement {
    fn of(rework: &Rework, lists: Lists<'_>) -> Self {
        let answers = rework.order.responsible.as_ref();
        Self {
            line: rework.line,
            at: rework.said.at,
            reason: rework.order.reason,
            responsible: answers.map(|who| lists.person(who)),
            penalty_fen: rework.order.penalty,
        }
    }
}

/// The record of the completion inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionSettlement {
    /// How it ended.
    pub result: InspectionResult,
    /// When the car was promised first.
    pub planned_at: Option<DateTime<Utc>>,
    /// When the whole car passed.
    pub completed_at: Option<DateTime<Utc>>,
    /// 误工原因, where it was late and somebody has said why.
    pub delay: Option<DelayReason>,
    /// 质检员
    pub inspector: Option<PersonSettlement>,
    /// What the final check sent back, in order of arrival.
    pub reworks: Vec<ReworkSettlement>,
}

impl CompletionSettlement {
    pub(super) fn of(order: &Order, lists: Lists<'_>) -> Self {
        let record = completion(order);
        let reworks = record.reworks.iter();
        Self {
            result: record.result,
            planned_at: record.planned_at,
            completed_at: record.completed_at,
            delay: record.delay,
            inspector: record.inspector.as_ref().map(|who| lists.person(who)),
            reworks: reworks
                .map(|rework| ReworkSettlement::of(rework, lists))
                .collect(),
        }
    }
}

/// An earlier order that the car came back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComebackSettlement {
    /// Which.
    pub of: RoNumber,
    /// When it was handed over then.
    pub delivered_at: Option<DateTime<Utc>>,
}

impl ComebackSettlement {
    pub(super) fn of(order: &Order) -> Option<Self> {
        let comeback = order.quality.comeback.as_ref()?;
        Some(Self {
            of: comeback.of.clone(),
            delivered_at: comeback.delivered_at,
        })
    }
}
