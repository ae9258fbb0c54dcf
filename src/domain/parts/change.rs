//! What has happened to the parts of an order, in the past tense. What moves stock carries all that a line of the
//! ledger says: part, quantity, batch, bin, price.

use super::command::{LineQuantity, PartsCommand};
use super::old_part::OldPartFate;
use super::request::{AskedLine, HandOver, LineKey, MOST_UNITS, ParcelId, Purpose, Wanted};
use super::returns::{ReturnReason, Shelving};
use crate::domain::ids::{BayId, CommandId, PartNumber, PersonId};
use crate::domain::order::Fen;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Units that left or reached one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// What.
    pub part: PartNumber,
    /// How many units.
    pub quantity: u32,
    /// 批次
    #[serde(default)]
    pub batch: String,
    /// 仓位
    #[serde(default)]
    pub bin: String,
    /// What one costs the customer.
    #[serde(default)]
    pub price: Fen,
    /// What one cost the store.
    #[serde(default)]
    pub cost: Fen,
}

/// Units that came back, and of which parcel they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// Of which parcel.
    pub parcel: ParcelId,
    /// What came back, to its own batch.
    pub lot: Lot,
}

/// What has happened to the parts of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "parts", rename_all = "kebab-case")]
pub enum PartsChange {
    /// Somebody asked.
    Asked {
        /// For which line of the order.
        job: u16,
        /// Where it is wanted.
        bay: Option<BayId>,
        /// Why.
        purpose: Purpose,
        /// What.
        lines: Vec<AskedLine>,
    },
    /// A storekeeper is at it.
    PickingStarted {
        /// Which request.
        request: CommandId,
    },
    /// It lies ready.
    Picked {
        /// For which line.
        line: LineKey,
        /// What it is from now on.
        parcel: ParcelId,
        /// What was taken off the shelf.
        lot: Lot,
    },
    /// It is on the shelf again.
    PutBack {
        /// For which line.
        line: LineKey,
        /// What.
        parcel: ParcelId,
        /// What went back.
        lot: Lot,
    },
    /// It was brought.
    Delivered {
        /// What.
        parcels: Vec<ParcelId>,
        /// Where.
        to: HandOver,
    },
    /// Somebody has signed for it.
    Issued {
        /// For which line.
        line: LineKey,
        /// What.
        parcel: ParcelId,
        /// To whom.
        to: Option<PersonId>,
        /// What left the store.
        lot: Lot,
        /// How many units the books did not have: they are booked in with a flag, so that stock is never negative.
        #[serde(default)]
        found: u32,
        /// Whether it had been put back before: then it comes off the shelf once more.
        #[serde(default)]
        from_shelf: bool,
    },
    /// It is on order.
    Backordered {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// From whom.
        supplier: String,
        /// When it comes.
        eta: DateTime<Utc>,
    },
    /// The store has found out, or chosen, which part it is.
    PartChosen {
        /// For which line.
        line: LineKey,
        /// Which part.
        part: PartNumber,
    },
    /// The rest is not wanted any more.
    Cancelled {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
    },
    /// It comes back.
    ReturnOffered {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: ReturnReason,
    },
    /// It comes back, and something else is wanted for it.
    ExchangeAsked {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: ReturnReason,
        /// What is wanted.
        right: Wanted,
    },
    /// It is in the store again.
    ReturnTaken {
        /// The command that offered it.
        offer: CommandId,
        /// Of which line.
        line: LineKey,
        /// What came back; nothing where nothing did.
        back: Vec<Back>,
        /// Where it went.
        to: Shelving,
    },
    /// The wrong one in and the right one out, in one movement.
    Exchanged {
        /// The command that asked.
        offer: CommandId,
        /// Of which line.
        line: LineKey,
        /// What came back.
        back: Vec<Back>,
        /// Where it went.
        to: Shelving,
        /// What went out, each lot as a parcel that is signed for.
        out: Vec<(ParcelId, Lot)>,
    },
    /// It came out of the car.
    OldPartRecorded {
        /// Of which line of the order.
        job: u16,
        /// Where.
        bay: Option<BayId>,
        /// The number of the new one, where there is one.
        part: Option<PartNumber>,
        /// What it is.
        name: String,
        /// The same in English.
        english_name: String,
        /// How many units.
        quantity: u32,
        /// Where it goes.
        fate: OldPartFate,
    },
    /// The store has it.
    OldPartShelved {
        /// The command that recorded it.
        old: CommandId,
        /// Where it is.
        place: String,
    },
    /// There was no such old part.
    OldPartVoided {
        /// The command that recorded it.
        old: CommandId,
    },
    /// It is in the car.
    Fitted {
        /// So many of each line by now.
        lines: Vec<LineQuantity>,
    },
    /// It is neither in the car nor comes back.
    WrittenOff {
        /// Of which line.
        line: LineKey,
        /// How many units.
        quantity: u32,
        /// Why.
        reason: String,
    },
}

impl PartsChange {
    /// Tells what follows from a fact that says all of it itself; nothing for a request, and for a quantity of none.
    pub fn of_fact(said: &PartsCommand) -> Option<Self> {
        let some = |quantity: u32| (quantity > 0).then(|| quantity.min(MOST_UNITS));
        Some(match said.clone() {
            PartsCommand::Ask {
                job,
                bay,
                purpose,
                mut lines,
            } => {
                lines.retain(|line| line.quantity > 0);
                for line in &mut lines {
                    line.quantity = line.quantity.min(MOST_UNITS);
                }
                (!lines.is_empty()).then_some(Self::Asked {
                    job,
                    bay,
                    purpose,
                    lines,
                })?
            }
            PartsCommand::OfferReturn {
                line,
                quantity,
                reason,
            } => Self::ReturnOffered {
                line,
                quantity: some(quantity)?,
                reason,
            },
            PartsCommand::AskExchange {
                line,
                quantity,
                reason,
                right,
            } => Self::ExchangeAsked {
                line,
                quantity: some(quantity)?,
                reason,
                right,
            },
            PartsCommand::RecordOldPart {
                job,
                bay,
                part,
                name,
                english_name,
                quantity,
                fate,
            } => Self::OldPartRecorded {
                job,
                bay,
                part,
                name,
                english_name,
                quantity: some(quantity)?,
                fate,
            },
            PartsCommand::Fit { lines } => Self::Fitted { lines },
            _ => return None,
        })
    }

    /// Names the kind, as the log lists it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "parts-asked",
            Self::PickingStarted { .. } => "picking-started",
            Self::Picked { .. } => "parts-picked",
            Self::PutBack { .. } => "parts-put-back",
            Self::Delivered { .. } => "parts-delivered",
            Self::Issued { .. } => "parts-issued",
            Self::Backordered { .. } => "parts-backordered",
            Self::PartChosen { .. } => "part-chosen",
            Self::Cancelled { .. } => "parts-cancelled",
            Self::ReturnOffered { .. } => "return-offered",
            Self::ExchangeAsked { .. } => "exchange-asked",
            Self::ReturnTaken { .. } => "return-taken",
            Self::Exchanged { .. } => "parts-exchanged",
            Self::OldPartRecorded { .. } => "old-part-recorded",
            Self::OldPartShelved { .. } => "old-part-shelved",
            Self::OldPartVoided { .. } => "old-part-voided",
            Self::Fitted { .. } => "parts-fitted",
            Self::WrittenOff { .. } => "parts-written-off",
        }
    }
}
