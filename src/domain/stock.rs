//! Stock (库存): a ledger of movements a part, from which what is on hand is derived.
//!
//! On hand = goods in − issued + returned ± differences that were booked. What was picked for somebody is on hand until
//! they sign for it, but available to nobody else. Every movement is an event of the log; the newest are kept here.

use super::ids::{CommandId, JobId, PartNumber, PersonId};
use super::order::Fen;
use super::parts::Said;
use super::parts::change::Lot;
use super::parts::returns::Shelving;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many movements are kept at hand; the log has them all.
const NEWEST: usize = 40;

/// Why a count differs from the books (盘点差异).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountReason {
    /// 原因不明
    Unknown,
    /// 漏记
    NotBooked,
    /// 放错仓位
    WrongBin,
    /// 破损
    Damaged,
    /// 丢失
    Lost,
}

impl CountReason {
    /// Every reason, in the order the screens show them.
    pub const ALL: [Self; 5] = [
        Self::Unknown,
        Self::NotBooked,
        Self::WrongBin,
        Self::Damaged,
        Self::Lost,
    ];
}

/// What is tapped about a part's stock in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stock", rename_all = "kebab-case")]
pub enum StockCommand {
    /// 到货入库
    GoodsIn {
        /// How many units.
        quantity: u32,
        /// 批次
        #[serde(default)]
        batch: String,
        /// 仓位; without it, where the list says.
        #[serde(default)]
        bin: Option<String>,
        /// What one cost; without it, what the list says.
        #[serde(default)]
        cost: Option<Fen>,
        /// From whom.
        #[serde(default)]
        supplier: String,
    },
    /// 盘点
    Count {
        /// 仓位
        bin: String,
        /// How many lie there.
        counted: u32,
        /// How many the screen said lie there, so that what moved meanwhile is not booked twice.
        seen: i64,
        /// Why that differs.
        #[serde(default)]
        reason: Option<CountReason>,
    },
}

/// What has happened to a part's stock beside what orders did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stock", rename_all = "kebab-case")]
pub enum StockChange {
    /// It came in.
    CameIn {
        /// What, where, in which batch and at what cost.
        lot: Lot,
        /// From whom.
        supplier: String,
    },
    /// It was counted.
    Counted {
        /// 仓位
        bin: String,
        /// How many lay there.
        counted: u32,
        /// How many more, or fewer, than the books said.
        difference: i64,
        /// Why.
        reason: Option<CountReason>,
    },
}

impl StockChange {
    /// Names the kind, as the log lists it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CameIn { .. } => "goods-in",
            Self::Counted { .. } => "stock-counted",
        }
    }
}

/// Why stock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum MovementKind {
    /// 期初: what the dealer system said when the part was first listed.
    Opening,
    /// 入库
    GoodsIn,
    /// 发料
    Issued,
    /// 退料
    Returned,
    /// 盘点差异
    Counted {
        /// Why.
        reason: Option<CountReason>,
    },
    /// 待查: somebody took what the books did not have.
    Found,
    /// 报废
    Scrapped,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<PersonId>,
    /// The command that moved it.
    pub command: CommandId,
    /// Why.
    pub kind: MovementKind,
    /// How many units more, or fewer.
    pub quantity: i64,
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
    /// For which job.
    #[serde(default)]
    pub job: Option<JobId>,
}

/// What lies on a shelf of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// 批次; empty where nobody named one.
    pub batch: String,
    /// 仓位
    pub bin: String,
    /// What one cost.
    pub cost: Fen,
    /// How many units lie there, without what was picked.
    pub quantity: i64,
}

/// What all movements add up to, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What came in, with what was there at first.
    pub goods_in: i64,
    /// What was signed for.
    pub issued: i64,
    /// What came back.
    pub returned: i64,
    /// What was booked besides: counted, found, scrapped.
    pub differences: i64,
}

/// The stock of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Which part.
    pub part: PartNumber,
    /// What all movements add up to.
    pub totals: Totals,
    /// How many units were picked and nobody has signed for.
    pub picked: i64,
    /// What lies on the shelves, the oldest batch first.
    pub batches: Vec<Batch>,
    /// The newest movements, the oldest first.
    pub newest: Vec<Movement>,
    /// When it was counted last.
    #[serde(default)]
    pub counted_at: Option<DateTime<Utc>>,
    /// What the screen of the last count said lay in its bin, by bin.
    #[serde(default)]
    pub counted_from: BTreeMap<String, i64>,
    /// How many units were found that the books did not have, since it was counted last.
    #[serde(default)]
    pub unexplained: u32,
}

/// Where a movement belongs.
#[derive(Debug, Clone, Copy)]
pub struct Ledgered<'a> {
    /// Who, when and with which command.
    pub said: &'a Said,
    /// For which job.
    pub job: Option<&'a JobId>,
}

impl Stock {
    /// Begins with nothing.
    pub fn new(part: PartNumber) -> Self {
        Self {
            part,
            totals: Totals::default(),
            picked: 0,
            batches: Vec::new(),
            newest: Vec::new(),
            counted_at: None,
            counted_from: BTreeMap::new(),
            unexplained: 0,
        }
    }

    /// Counts what the store has, picked or not.
    pub fn on_hand(&self) -> i64 {
        let Totals {
            goods_in,
            issued,
            returned,
            differences,
        } = self.totals;
        goods_in - issued + returned + differences
    }

    /// Counts what can still be picked.
    pub fn available(&self) -> i64 {
        self.on_hand() - self.picked
    }

    /// Counts what lies in a bin.
    pub fn in_bin(&self, bin: &str) -> i64 {
        let there = self.batches.iter().filter(|batch| batch.bin == bin);
        there.map(|batch| batch.quantity).sum()
    }

    /// Cuts a quantity into lots, the oldest batch first; nothing when there is not enough.
    pub fn lots(&self, quantity: u32, batch: Option<&str>, price: Fen) -> Option<Vec<Lot>> {
        let mut left = i64::from(quantity);
        let mut lots = Vec::new();
        let wanted = |known: &&Batch| batch.is_none_or(|name| known.batch == name);
        for known in self.batches.iter().filter(wanted) {
            let taken = known.quantity.min(left);
            if taken > 0 {
                left -= taken;
                lots.push(Lot {
                    part: self.part.clone(),
                    quantity: u32::try_from(taken).unwrap_or(0),
                    batch: known.batch.clone(),
                    bin: known.bin.clone(),
                    price,
                    cost: known.cost,
                });
            }
        }
        (left == 0).then_some(lots)
    }

    /// Takes what was on the shelf when the part was first listed.
    pub fn open(&mut self, quantity: u32, bin: &str, cost: Fen, said: &Said) {
        let lot = Lot {
            part: self.part.clone(),
            quantity,
            batch: String::new(),
            bin: bin.to_owned(),
            price: Fen(0),
            cost,
        };
        self.totals.goods_in += i64::from(quantity);
        self.put(&lot, i64::from(quantity));
        let into = Ledgered { said, job: None };
        self.book(into, MovementKind::Opening, &lot, i64::from(quantity));
    }

    /// Lays a lot ready for somebody.
    pub fn pick(&mut self, lot: &Lot) {
        self.put(lot, -i64::from(lot.quantity));
        self.picked += i64::from(lot.quantity);
    }

    /// Puts a lot back on its shelf.
    pub fn put_back(&mut self, lot: &Lot) {
        self.put(lot, i64::from(lot.quantity));
        self.picked -= i64::from(lot.quantity);
    }

    /// Hands out a lot; `found` of it the books did not have, and it comes off the shelf if it had been put back.
    pub fn issue(&mut self, lot: &Lot, found: u32, from_shelf: bool, into: Ledgered<'_>) {
        let quantity = i64::from(lot.quantity);
        if found > 0 {
            self.totals.differences += i64::from(found);
            self.unexplained += found;
            self.put(lot, i64::from(found));
            self.book(into, MovementKind::Found, lot, i64::from(found));
        }
        if from_shelf {
            self.take(lot);
        } else {
            self.picked -= quantity;
        }
        self.totals.issued += quantity;
        self.book(into, MovementKind::Issued, lot, -quantity);
    }

    /// Hands out a lot that was never laid ready, as in an exchange.
    pub fn issue_from_shelf(&mut self, lot: &Lot, into: Ledgered<'_>) {
        self.issue(lot, 0, true, into);
    }

    /// Takes back a lot.
    pub fn take_back(&mut self, lot: &Lot, to: Shelving, into: Ledgered<'_>) {
        let quantity = i64::from(lot.quantity);
        self.totals.returned += quantity;
        self.book(into, MovementKind::Returned, lot, quantity);
        match to {
            Shelving::Shelf => self.put(lot, quantity),
            Shelving::Scrap => {
                self.totals.differences -= quantity;
                self.book(into, MovementKind::Scrapped, lot, -quantity);
            }
        }
    }

    /// Adds what came in or was counted.
    pub fn apply(&mut self, change: &StockChange, said: &Said) {
        let into = Ledgered { said, job: None };
        match change {
            StockChange::CameIn { lot, .. } => {
                let quantity = i64::from(lot.quantity);
                self.totals.goods_in += quantity;
                self.put(lot, quantity);
                self.book(into, MovementKind::GoodsIn, lot, quantity);
            }
            StockChange::Counted {
                bin,
                counted,
                difference,
                reason,
            } => {
                self.counted_at = Some(said.at);
                let seen = i64::from(*counted) - difference;
                self.counted_from.insert(bin.clone(), seen);
                self.unexplained = 0;
                if *difference != 0 {
                    let lot = self.correct(bin, *difference);
                    self.totals.differences += difference;
                    let reason = *reason;
                    self.book(into, MovementKind::Counted { reason }, &lot, *difference);
                }
            }
        }
    }

    /// Adds to, or takes off, the batches of a bin; what is missing is missing of the oldest.
    fn correct(&mut self, bin: &str, difference: i64) -> Lot {
        let there = |batch: &&mut Batch| batch.bin == bin;
        let named = |batch: &str, cost: Fen| Lot {
            part: self.part.clone(),
            quantity: 0,
            batch: batch.to_owned(),
            bin: bin.to_owned(),
            price: Fen(0),
            cost,
        };
        let newest = self.batches.iter().rfind(|batch| batch.bin == bin);
        let lot = named(
            newest.map_or("", |batch| batch.batch.as_str()),
            newest.map_or(Fen(0), |batch| batch.cost),
        );
        if difference > 0 {
            self.put(&lot, difference);
        } else {
            let mut missing = -difference;
            for batch in self.batches.iter_mut().filter(there) {
                let taken = batch.quantity.min(missing);
                batch.quantity -= taken;
                missing -= taken;
            }
            self.batches.retain(|batch| batch.quantity != 0);
        }
        lot
    }

    /// Takes a lot off its own batch, and what that does not have off the others, the oldest first.
    fn take(&mut self, lot: &Lot) {
        let own = |batch: &Batch| is_of(batch, lot);
        let mut left = i64::from(lot.quantity);
        for is_own in [true, false] {
            let these = self.batches.iter_mut().filter(|batch| own(batch) == is_own);
            for batch in these {
                let taken = batch.quantity.min(left);
                batch.quantity -= taken;
                left -= taken;
            }
        }
        self.batches.retain(|batch| batch.quantity != 0);
    }

    /// Adds to a batch.
    fn put(&mut self, lot: &Lot, quantity: i64) {
        let known = self.batches.iter_mut().find(|known| is_of(known, lot));
        match known {
            Some(known) => known.quantity += quantity,
            None => self.batches.push(Batch {
                batch: lot.batch.clone(),
                bin: lot.bin.clone(),
                cost: lot.cost,
                quantity,
            }),
        }
        self.batches.retain(|batch| batch.quantity != 0);
    }

    fn book(&mut self, into: Ledgered<'_>, kind: MovementKind, lot: &Lot, quantity: i64) {
        self.newest.push(Movement {
            at: into.said.at,
            by: into.said.by.clone(),
            command: into.said.command,
            kind,
            quantity,
            batch: lot.batch.clone(),
            bin: lot.bin.clone(),
            price: lot.price,
            cost: lot.cost,
            job: into.job.cloned(),
        });
        let old = self.newest.len().saturating_sub(NEWEST);
        self.newest.drain(..old);
    }
}

/// Two deliveries of one name at two costs are two batches.
fn is_of(batch: &Batch, lot: &Lot) -> bool {
    batch.batch == lot.batch && batch.bin == lot.bin && batch.cost == lot.cost
}
