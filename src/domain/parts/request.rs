//! Parts requests (领料申请): what a job asks the store for, line by line, and how far each line has come.
//!
//! requested → picking → ready → issued → fitted, or returned, exchanged, written off; without stock: backordered.

use crate::domain::ids::{BayId, CommandId, PartNumber, PersonId, PhotoId};
use crate::domain::order::Fen;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Names a line of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineKey {
    /// The command that asked.
    pub request: CommandId,
    /// Which of its lines, from 1.
    pub line: u16,
}

/// Names what one pick took off one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ParcelId {
    /// The command that picked.
    pub pick: CommandId,
    /// Which of its batches, from 1.
    pub nth: u16,
}

/// The most units that anybody asks for or gives back in one tap: a slip of the keypad is not a barrel of oil.
pub const MOST_UNITS: u32 = 9_999;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wanted", rename_all = "kebab-case")]
pub enum Wanted {
    /// A part of the list.
    Part {
        /// 配件编码
        part: PartNumber,
    },
    /// Whatever the words and photos say; the store finds out its number.
    Described {
        /// In the technician's words.
        words: String,
        /// Its photos, by their hash.
        #[serde(default)]
        photos: Vec<PhotoId>,
    },
}

impl Wanted {
    /// Lists its photos.
    pub fn photos(&self) -> &[PhotoId] {
        match self {
            Self::Part { .. } => &[],
            Self::Described { photos, .. } => photos,
        }
    }

    /// Names the part, once it is known.
    pub fn part(&self) -> Option<&PartNumber> {
        match self {
            Self::Part { part } => Some(part),
            Self::Described { .. } => None,
        }
    }
}

/// One line as it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedLine {
    /// What.
    pub wanted: Wanted,
    /// How many units.
    pub quantity: u32,
}

/// Why something is asked for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A technician needs it for the job.
    #[default]
    Job,
    /// 预先检料: the store lays it out before the car is worked on.
    Ahead,
}

/// Where what was picked was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
pub enum HandOver {
    /// To the bay.
    Bay {
        /// Which.
        bay: BayId,
    },
    /// It lies at the counter.
    Counter,
}

/// A storekeeper is at it (拣料中).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picking {
    /// Who.
    pub by: Option<PersonId>,
    /// Since when.
    pub at: DateTime<Utc>,
    /// The command that began it.
    pub command: CommandId,
}

/// Not in stock (缺货订货).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backorder {
    /// How many units.
    pub quantity: u32,
    /// From whom.
    #[serde(default)]
    pub supplier: String,
    /// 预计到货
    pub eta: DateTime<Utc>,
    /// When it was ordered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// What became of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "parcel", rename_all = "kebab-case")]
pub enum ParcelState {
    /// 已备好: it lies ready.
    Ready {
        /// Where it was brought, once it was.
        #[serde(default)]
        handed: Option<HandOver>,
    },
    /// 已发料: somebody has signed for it.
    Issued {
        /// To whom.
        to: Option<PersonId>,
        /// When.
        at: DateTime<Utc>,
    },
    /// It was put back on the shelf.
    PutBack,
}

/// What one pick took off one batch for a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Which.
    pub id: ParcelId,
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
    /// When it was picked.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// How many units of it came back since, or went for others.
    #[serde(default)]
    pub back: u32,
    /// What became of it.
    pub state: ParcelState,
}

impl Parcel {
    /// Counts the units that were signed for and did not come back.
    pub fn kept(&self) -> u32 {
        let kept = self.quantity.saturating_sub(self.back);
        if self.is_issued() { kept } else { 0 }
    }

    /// Tells whether it lies ready and nobody has signed for it.
    pub fn is_ready(&self) -> bool {
        matches!(self.state, ParcelState::Ready { .. })
    }

    /// Tells whether somebody has signed for it.
    pub fn is_issued(&self) -> bool {
        matches!(self.state, ParcelState::Issued { .. })
    }
}

/// One line of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// Which line, from 1.
    pub line: u16,
    /// What is wanted, as the store has completed it.
    pub wanted: Wanted,
    /// What was asked for, where the store has chosen something else.
    #[serde(default)]
    pub instead_of: Option<Wanted>,
    /// How many units.
    pub quantity: u32,
    /// How many of them are not wanted any more.
    #[serde(default)]
    pub cancelled: u32,
    /// What was picked for it.
    #[serde(default)]
    pub parcels: Vec<Parcel>,
    /// What of it is on order.
    #[serde(default)]
    pub backorder: Option<Backorder>,
    /// How many issued units came back (退料).
    #[serde(default)]
    pub returned: u32,
    /// How many issued units were given back for others (换料).
    #[serde(default)]
    pub exchanged: u32,
    /// How many issued units broke or got lost on the way into the car.
    #[serde(default)]
    pub written_off: u32,
    /// How many the technician says are in the car.
    #[serde(default)]
    pub fitted: u32,
}

/// How far a line has come; of several the one that still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineStage {
    /// 已申请
    Requested,
    /// 拣料中
    Picking,
    /// 已备好
    Ready,
    /// 缺货
    Backordered,
    /// 已发料
    Issued,
    /// 已退料: all that was issued came back
    Returned,
    /// 已取消
    Cancelled,
}

impl RequestLine {
    /// Begins a line as it was asked.
    pub fn new(line: u16, asked: &AskedLine) -> Self {
        Self {
            line,
            wanted: asked.wanted.clone(),
            instead_of: None,
            quantity: asked.quantity,
            cancelled: 0,
            parcels: Vec::new(),
            backorder: None,
            returned: 0,
            exchanged: 0,
            written_off: 0,
            fitted: 0,
        }
    }

    fn count(&self, which: fn(&Parcel) -> bool) -> u32 {
        let parcels = self.parcels.iter().filter(|parcel| which(parcel));
        parcels.fold(0, |sum: u32, parcel| sum.saturating_add(parcel.quantity))
    }

    /// Counts what is still wanted, whatever was done about it.
    pub fn wanted_units(&self) -> u32 {
        self.quantity.saturating_sub(self.cancelled)
    }

    /// Counts what was signed for, whatever became of it.
    pub fn issued(&self) -> u32 {
        self.count(Parcel::is_issued)
    }

    /// Counts what lies ready.
    pub fn ready(&self) -> u32 {
        self.count(Parcel::is_ready)
    }

    /// Counts what is still to be picked.
    pub fn rest(&self) -> u32 {
        let done = self.issued().saturating_add(self.ready());
        self.wanted_units().saturating_sub(done)
    }

    /// Counts what was issued and neither came back nor was written off.
    pub fn kept(&self) -> u32 {
        let gone = [self.returned, self.exchanged, self.written_off];
        let gone = gone.into_iter().fold(0, u32::saturating_add);
        self.issued().saturating_sub(gone)
    }

    /// Counts what is out and of which nobody has said that it is in the car (已领未装).
    pub fn unaccounted(&self) -> u32 {
        self.kept().saturating_sub(self.fitted)
    }

    /// Tells whether the technician still waits for something of it.
    pub fn is_open(&self) -> bool {
        self.rest() > 0 || self.ready() > 0
    }

    /// Tells how far it has come, of a request that `picking` is at.
    pub fn stage(&self, picking: Option<&Picking>) -> LineStage {
        if self.ready() > 0 {
            LineStage::Ready
        } else if self.rest() > 0 {
            match (&self.backorder, picking) {
                (Some(_), _) => LineStage::Backordered,
                (None, Some(_)) => LineStage::Picking,
                (None, None) => LineStage::Requested,
            }
        } else if self.kept() > 0 {
            LineStage::Issued
        } else if self.issued() > 0 {
            LineStage::Returned
        } else {
            LineStage::Cancelled
        }
    }
}

/// What a job asked the store for with one tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsRequest {
    /// The command that asked names it.
    pub id: CommandId,
    /// For which line of the order.
    pub job: u16,
    /// Where it is wanted.
    #[serde(default)]
    pub bay: Option<BayId>,
    /// Why.
    #[serde(default)]
    pub purpose: Purpose,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// What.
    pub lines: Vec<RequestLine>,
    /// Who picks it.
    #[serde(default)]
    pub picking: Option<Picking>,
}

impl PartsRequest {
    /// Tells whether the technician still waits for something of it.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(RequestLine::is_open)
    }

    /// Walks through its lines with their keys.
    pub fn keyed(&self) -> impl Iterator<Item = (LineKey, &RequestLine)> {
        let key = |line: u16| LineKey {
            request: self.id,
            line,
        };
        self.lines.iter().map(move |line| (key(line.line), line))
    }
}
