//! What is tapped about the parts of an order, at the bay and in the store.

use super::old_part::OldPartFate;
use super::request::{AskedLine, HandOver, LineKey, ParcelId, Purpose, Wanted};
use super::returns::{ReturnReason, Shelving};
use crate::domain::ids::{BayId, CommandId, PartNumber, PersonId, PhotoId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many units of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuantity {
    /// Which line.
    pub line: LineKey,
    /// How many units.
    pub quantity: u32,
}

/// What was tapped about the parts of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "parts", rename_all = "kebab-case")]
pub enum PartsCommand {
    // Facts: who needs, took, brings back and fits says so, and is never refused.
    /// 领料申请
    Ask {
        /// For which line of the order.
        job: u16,
        /// Where it is wanted.
        #[serde(default)]
        bay: Option<BayId>,
        /// Why.
        #[serde(default)]
        purpose: Purpose,
        /// What.
        lines: Vec<AskedLine>,
    },
    /// 签收: the technician has it in hand.
    Receive {
        /// What.
        parcels: Vec<ParcelId>,
    },
    /// 退料: it comes back.
    OfferReturn {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: ReturnReason,
    },
    /// 换料: it comes back, and something else is wanted for it.
    AskExchange {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: ReturnReason,
        /// What is wanted.
        right: Wanted,
    },
    /// 旧件: it came out of the car.
    RecordOldPart {
        /// Of which line of the order.
        job: u16,
        /// Where.
        #[serde(default)]
        bay: Option<BayId>,
        /// The number of the new one, where there is one.
        #[serde(default)]
        part: Option<PartNumber>,
        /// What it is.
        name: String,
        /// The same in English.
        #[serde(default)]
        english_name: String,
        /// How many units.
        quantity: u32,
        /// Where it goes.
        fate: OldPartFate,
    },
    /// 已装车: so many of each line are in the car by now, so that two who say the same do not say twice as much.
    Fit {
        /// What.
        lines: Vec<LineQuantity>,
    },
    // Requests.
    /// 取消: the rest is not wanted any more.
    Cancel {
        /// Of which lines.
        lines: Vec<LineKey>,
    },
    /// 开始拣料: nobody else picks it meanwhile.
    StartPicking {
        /// Which request.
        request: CommandId,
        /// Whose picking is taken over knowingly, by its command.
        #[serde(default)]
        seen: Option<CommandId>,
    },
    /// 拣料; fewer than asked is a short pick.
    Pick {
        /// For which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Off which batch; without it, the oldest first.
        #[serde(default)]
        batch: Option<String>,
    },
    /// 退回货架: what was picked goes back.
    PutBack {
        /// What.
        parcel: ParcelId,
    },
    /// 送料: it is brought to the bay or laid on the counter.
    Deliver {
        /// What.
        parcels: Vec<ParcelId>,
        /// Where.
        to: HandOver,
    },
    /// 发料: the storekeeper hands it out at the counter.
    Issue {
        /// What.
        parcels: Vec<ParcelId>,
        /// To whom.
        to: PersonId,
    },
    /// 缺货订货
    Backorder {
        /// Of which line.
        line: LineKey,
        /// From whom.
        #[serde(default)]
        supplier: String,
        /// 预计到货
        eta: DateTime<Utc>,
    },
    /// 替代件, or the number of what was only described.
    ChoosePart {
        /// For which line.
        line: LineKey,
        /// Which part.
        part: PartNumber,
    },
    /// 退料入库; of an exchange the wrong one is in then, and the right one is a line like any other. No units where
    /// nothing came.
    TakeReturn {
        /// The command that offered it.
        offer: CommandId,
        /// How many units really came.
        quantity: u32,
        /// Where they go.
        to: Shelving,
    },
    /// 换料: the wrong one in and the right one out, in one movement.
    Exchange {
        /// The command that asked.
        offer: CommandId,
        /// The right part, where only words were given.
        #[serde(default)]
        right: Option<PartNumber>,
        /// Where the wrong one goes.
        to: Shelving,
    },
    /// 旧件入库
    ShelveOldPart {
        /// The command that recorded it.
        old: CommandId,
        /// Where it is.
        place: String,
    },
    /// 没有这件旧件: it was recorded twice, or by mistake.
    VoidOldPart {
        /// The command that recorded it.
        old: CommandId,
    },
    /// 报损: it was issued, and is neither in the car nor comes back.
    WriteOff {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: String,
    },
}

impl PartsCommand {
    /// Lists the photos that it names.
    pub fn photos(&self) -> Vec<&PhotoId> {
        let wanted: Vec<&Wanted> = match self {
            Self::Ask { lines, .. } => lines.iter().map(|line| &line.wanted).collect(),
            Self::AskExchange { right, .. } => vec![right],
            _ => Vec::new(),
        };
        let described = wanted.into_iter().filter_map(|wanted| match wanted {
            Wanted::Described { photos, .. } => Some(photos),
            Wanted::Part { .. } => None,
        });
        described.flatten().collect()
    }
}
