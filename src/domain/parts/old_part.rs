//! Old parts (旧件): what came out of the car, and where it goes. Each one is accounted for.

use crate::domain::ids::{BayId, CommandId, PartNumber, PersonId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where an old part goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldPartFate {
    /// 留给客户
    KeepForCustomer,
    /// 索赔件
    Warranty,
    /// 报废
    Scrap,
}

impl OldPartFate {
    /// Every fate, in the order the screens show them.
    pub const ALL: [Self; 3] = [Self::KeepForCustomer, Self::Warranty, Self::Scrap];
}

/// The store has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// Where: the warranty bin, the scrap box, the customer's boot.
    pub place: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// There was no such part after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// A part that came out of the car.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldPart {
    /// The command that recorded it names it.
    pub id: CommandId,
    /// Of which line of the order.
    pub job: u16,
    /// Where it came out.
    #[serde(default)]
    pub bay: Option<BayId>,
    /// The number of the new one, where there is one.
    #[serde(default)]
    pub part: Option<PartNumber>,
    /// What it is.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub english_name: String,
    /// How many units.
    pub quantity: u32,
    /// Where it goes.
    pub fate: OldPartFate,
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// Where it is, once the store has it.
    #[serde(default)]
    pub shelved: Option<Shelved>,
    /// That there is none, where somebody has said so.
    #[serde(default)]
    pub voided: Option<Voided>,
}

impl OldPart {
    /// Tells whether somebody still has to take it.
    pub fn is_open(&self) -> bool {
        self.shelved.is_none() && self.voided.is_none()
    }
}
