//! What follows when goods come in or are counted.

use super::{Decided, Decision};
use crate::domain::event::EventBody;
use crate::domain::ids::PartNumber;
use crate::domain::parts::change::Lot;
use crate::domain::parts::request::MOST_UNITS;
use crate::domain::person::Permission;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{StockChange, StockCommand};

impl Decision<'_> {
    pub(super) fn stock(&self, part: &PartNumber, body: &StockCommand) -> Decided {
        self.allowed(Permission::KeepStores)?;
        let unknown = || Refusal::UnknownPart { part: part.clone() };
        let stock = self.workshop.stock.get(part).ok_or_else(unknown)?;
        let listed = self.workshop.parts.get(part).ok_or_else(unknown)?;
        let change = match body {
            StockCommand::GoodsIn {
                quantity,
                batch,
                bin,
                cost,
                supplier,
            } => {
                if !(1..=MOST_UNITS).contains(quantity) {
                    return Err(Refusal::NoQuantity);
                }
                let lot = Lot {
                    part: part.clone(),
                    quantity: *quantity,
                    batch: batch.trim().to_owned(),
                    bin: bin.clone().unwrap_or_else(|| listed.bin.clone()),
                    price: listed.price,
                    cost: cost.unwrap_or(listed.cost),
                };
                StockChange::CameIn {
                    lot,
                    supplier: supplier.trim().to_owned(),
                }
            }
            StockCommand::Count {
                bin,
                counted,
                seen,
                reason,
            } => {
                self.signed()?;
                let moved = |in_bin| Refusal::StockMovedMeanwhile {
                    part: part.clone(),
                    in_bin,
                };
                let in_bin = stock.in_bin(bin);
                // A colleague has counted the same shelf from the same figure: the difference is booked already.
                let is_booked = stock.counted_from.get(bin) == Some(seen) && *seen != in_bin;
                if !(0..=i64::from(u32::MAX)).contains(seen) || is_booked {
                    return Err(moved(in_bin));
                }
                let difference = i64::from(*counted) - seen;
                if difference != 0 && reason.is_none() {
                    return Err(Refusal::NoReason);
                }
                // What was picked or came in since the count began is not counted twice; but nobody can have
                // picked more than there was.
                if in_bin + difference < 0 {
                    return Err(moved(in_bin));
                }
                StockChange::Counted {
                    bin: bin.clone(),
                    counted: *counted,
                    difference,
                    reason: *reason,
                }
            }
        };
        Ok(vec![EventBody::StockChanged {
            part: part.clone(),
            change,
        }])
    }
}
