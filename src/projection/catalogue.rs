//! The catalogue of findings with hours, parts and prices: what a kiosk needs to report a finding by tapping alone.

use super::job_card::{PartCard, expected_parts};
use crate::domain::finding::Severity;
use crate::domain::finding_catalogue::{FindingAction, FindingComponent, FindingSystem};
use crate::domain::finding_catalogue::{Named, Remedy};
use crate::domain::ids::{FindingCode, OpCode, PartNumber};
use crate::domain::order::{ExpectedPart, Fen, Trade, WorkMinutes};
use crate::domain::policy::SitePolicy;
use crate::domain::workshop::Workshop;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One page of the catalogue: a system a page, so that a part that changes its stock sends little.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueView {
    /// In the workshop's order.
    pub systems: Vec<SystemCard>,
    /// How many pages there are: one beyond them was kept from earlier and says nothing any more.
    #[serde(default)]
    pub pages: u16,
}

/// 系统
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemCard {
    /// Which.
    pub named: Named,
    /// Its components.
    pub components: Vec<ComponentCard>,
}

/// 部件
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentCard {
    /// Which.
    pub named: Named,
    /// What can be wrong with it.
    pub conditions: Vec<ConditionCard>,
}

/// 状况
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionCard {
    /// Which.
    pub named: Named,
    /// How grave it usually is.
    pub severity: Severity,
    /// What happens if it is left.
    pub consequence: String,
    /// The same in English.
    pub english_consequence: String,
    /// What is done about it, the usual first.
    pub actions: Vec<ActionCard>,
}

/// 处理, with what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionCard {
    /// Which.
    pub named: Named,
    /// Who does it.
    pub trade: Trade,
    /// The operation, where the list has it.
    pub op_code: Option<OpCode>,
    /// How long it takes; nothing where there is nothing to do.
    pub standard: WorkMinutes,
    /// What it needs, with what is there.
    pub parts: Vec<PartCard>,
    /// Work and parts together.
    pub amount: Fen,
}

impl ActionCard {
    /// Prices it for other hours than listed and without some of its parts.
    pub fn amount_of(
        &self,
        standard: WorkMinutes,
        without: &BTreeSet<PartNumber>,
        site: Option<&SitePolicy>,
    ) -> Fen {
        let labour = |work| site.map_or(Fen(0), |site| site.labour(work)).0;
        let left_out: i64 = self
            .parts
            .iter()
            .filter(|card| without.contains(&card.part))
            .map(|card| card.price.0 * i64::from(card.quantity))
            .sum();
        Fen(self.amount.0 - labour(self.standard) + labour(standard) - left_out)
    }

    /// Lists the parts as a report names them.
    pub fn expected_parts(&self) -> Vec<ExpectedPart> {
        let parts = self.parts.iter().map(|card| ExpectedPart {
            part: card.part.clone(),
            quantity: card.quantity,
        });
        parts.collect()
    }
}

fn find<'a, T>(cards: &'a [T], code: &FindingCode, named: fn(&T) -> &Named) -> Option<&'a T> {
    cards.iter().find(|card| named(card).code == *code)
}

impl CatalogueView {
    /// Finds a system.
    pub fn system(&self, code: &FindingCode) -> Option<&SystemCard> {
        find(&self.systems, code, |card| &card.named)
    }
}

impl SystemCard {
    /// Finds a component.
    pub fn component(&self, code: &FindingCode) -> Option<&ComponentCard> {
        find(&self.components, code, |card| &card.named)
    }
}

impl ComponentCard {
    /// Finds a condition.
    pub fn condition(&self, code: &FindingCode) -> Option<&ConditionCard> {
        find(&self.conditions, code, |card| &card.named)
    }
}

impl ConditionCard {
    /// Finds an action.
    pub fn action(&self, code: &FindingCode) -> Option<&ActionCard> {
        find(&self.actions, code, |card| &card.named)
    }
}

/// Makes the cards of the catalogue, with hours, parts and prices as the lists have them now.
pub fn catalogue(workshop: &Workshop, policy: &SitePolicy) -> Vec<SystemCard> {
    let systems = policy.findings.systems.iter();
    systems
        .map(|system| system_card(workshop, policy, system))
        .collect()
}

fn system_card(workshop: &Workshop, policy: &SitePolicy, system: &FindingSystem) -> SystemCard {
    let components = system.components.iter().map(|component| {
        let conditions = component.conditions.iter().map(|condition| ConditionCard {
            named: condition.named.clone(),
            severity: condition.severity,
            consequence: condition.consequence.clone(),
            english_consequence: condition.english_consequence.clone(),
            actions: condition
                .actions
                .iter()
                .map(|action| action_card(workshop, policy, component, action))
                .collect(),
        });
        ComponentCard {
            named: component.named.clone(),
            conditions: conditions.collect(),
        }
    });
    SystemCard {
        named: system.named.clone(),
        components: components.collect(),
    }
}

fn action_card(
    workshop: &Workshop,
    policy: &SitePolicy,
    component: &FindingComponent,
    action: &FindingAction,
) -> ActionCard {
    let (op_code, trade, standard, parts): (_, _, _, &[ExpectedPart]) = match &action.work {
        Remedy::Nothing => (None, component.trade, WorkMinutes(0), &[]),
        Remedy::Own { standard, parts } => (None, component.trade, *standard, parts),
        Remedy::Operation(code) => match workshop.operations.get(code) {
            Some(listed) => (
                Some(code.clone()),
                listed.trade,
                listed.standard,
                &listed.parts,
            ),
            // The dealer system has not sent its list yet: the work is known, how long it takes is not.
            None => (Some(code.clone()), component.trade, WorkMinutes(0), &[]),
        },
    };
    let parts = expected_parts(workshop, parts);
    let cost_of_parts: i64 = parts
        .iter()
        .map(|card| card.price.0 * i64::from(card.quantity))
        .sum();
    ActionCard {
        named: action.named.clone(),
        trade,
        op_code,
        standard,
        parts,
        amount: Fen(policy.labour(standard).0 + cost_of_parts),
    }
}
