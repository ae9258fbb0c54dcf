//! The sheets over a task: to order, to book goods in, to choose a part, to hand out, to count, to write off. A sheet
//! holds what is in the making; nothing of it is typed but the words a part is searched by.

use super::Stores;
use super::acts::{Act, Then, parts};
use super::eta::Eta;
use super::model::Tab;
use super::task::{self, Task, What};
use crate::domain::command::CommandBody;
use crate::domain::ids::{CommandId, PartNumber, PersonId, RoNumber, ToolId};
use crate::domain::parts::command::PartsCommand;
use crate::domain::parts::request::{LineKey, MOST_UNITS, Parcel, RequestLine};
use crate::domain::parts::returns::Shelving;
use crate::domain::stock::{CountReason, StockCommand};
use crate::projection::picture::Picture;
use crate::screen::Effect;
use crate::screen::words::{Text, stores as words};
use chrono::{DateTime, Utc};

/// From whom the store usually buys, before anything was ordered.
pub(super) const SUPPLIERS: [Text; 4] = [
    Text::new("Maker's depot", "原厂库"),
    Text::new("City dealer", "本地经销商"),
    Text::new("Parts market", "汽配城"),
    Text::new("Sister shop", "兄弟门店"),
];

/// Why something is written off.
pub(super) const GONE: [Text; 4] = [
    words::BROKEN,
    words::LOST,
    words::CONSUMED,
    words::OTHER_CAR,
];

/// A number in the making: the first digit replaces what was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    proposed: bool,
}

impl Number {
    pub(super) fn proposed(value: u32) -> Self {
        Self {
            value,
            proposed: true,
        }
    }

    fn typed(&mut self, digit: u32) {
        let before = if self.proposed { 0 } else { self.value };
        self.value = (before * 10 + digit).min(MOST_UNITS);
        self.proposed = false;
    }

    fn erased(&mut self) {
        self.value /= 10;
        self.proposed = false;
    }
}

/// What a part is chosen for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChooseFor {
    /// A line of a request.
    Line(LineKey),
    /// An exchange, which is then done.
    Exchange(CommandId, Shelving),
}

/// The open sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sheet {
    /// One line: how many to pick, and off which batch.
    Line {
        ro: RoNumber,
        key: LineKey,
        number: Number,
        batch: Option<String>,
    },
    /// 缺货订货
    Backorder {
        ro: RoNumber,
        key: LineKey,
        supplier: Option<String>,
        eta: Option<Eta>,
    },
    /// Which part?
    Choose {
        ro: RoNumber,
        of: ChooseFor,
        typed: String,
    },
    /// Who takes it?
    Issue { ro: RoNumber, request: CommandId },
    /// 到货入库
    GoodsIn {
        part: PartNumber,
        number: Number,
        supplier: Option<String>,
    },
    /// Who waited for it?
    Offer { part: PartNumber },
    /// 盘点
    Count {
        part: PartNumber,
        bin: String,
        seen: i64,
        number: Number,
        reason: Option<CountReason>,
    },
    /// 工具借出
    Lend { tool: ToolId },
    /// 损坏归还
    Damaged { tool: ToolId },
    /// 报损
    WriteOff {
        ro: RoNumber,
        key: LineKey,
        number: Number,
        reason: Option<usize>,
    },
}

impl Sheet {
    /// Opens the sheet of a line that something is still to be picked for.
    pub(super) fn line(task: &Task<'_>, key: LineKey, line: &RequestLine) -> Option<Self> {
        line.wanted.part()?;
        let there = task::pickable(task.order, line);
        (there > 0).then(|| Self::Line {
            ro: task.order.ro.clone(),
            key,
            number: Number::proposed(there),
            batch: None,
        })
    }

    pub(super) fn backorder(ro: RoNumber, key: LineKey) -> Self {
        Self::Backorder {
            ro,
            key,
            supplier: None,
            eta: None,
        }
    }

    pub(super) fn choose_for_line(ro: RoNumber, key: LineKey) -> Self {
        Self::Choose {
            ro,
            of: ChooseFor::Line(key),
            typed: String::new(),
        }
    }

    fn number(&mut self) -> Option<&mut Number> {
        match self {
            Self::Line { number, .. }
            | Self::GoodsIn { number, .. }
            | Self::Count { number, .. }
            | Self::WriteOff { number, .. } => Some(number),
            _ => None,
        }
    }

    /// Takes a key of the pad or of the keyboard.
    pub(super) fn typed(&mut self, text: &str) {
        if let Self::Choose { typed, .. } = self {
            typed.push_str(text);
        } else if let Some(number) = self.number() {
            let digits = text.chars().filter_map(|c| c.to_digit(10));
            digits.for_each(|digit| number.typed(digit));
        }
    }

    /// Takes the last key back.
    pub(super) fn erased(&mut self) {
        if let Self::Choose { typed, .. } = self {
            typed.pop();
        } else if let Some(number) = self.number() {
            number.erased();
        }
    }
}

/// Lists the parcels of a request that lie ready, wherever they were laid.
pub(super) fn ready(task: &Task<'_>) -> Vec<crate::domain::parts::request::ParcelId> {
    let What::Request(request) = task.what else {
        return Vec::new();
    };
    let parcels = request.lines.iter().flat_map(|line| &line.parcels);
    let here = parcels.filter(|parcel| Parcel::is_ready(parcel));
    here.map(|parcel| parcel.id).collect()
}

impl Stores {
    /// A choice on the sheet, or on the sheet that asks who acts.
    pub(super) fn choice(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let (kind, what) = id.split_once(':').unwrap_or((id, ""));
        match (&mut self.sheet, kind) {
            (Some(Sheet::Line { batch, .. }), "batch") => {
                *batch = what.strip_prefix('=').map(str::to_owned);
            }
            (Some(Sheet::Backorder { supplier, .. } | Sheet::GoodsIn { supplier, .. }), "from") => {
                *supplier = Some(what.to_owned());
            }
            (Some(Sheet::Backorder { eta, .. }), "eta") => *eta = Eta::of(id),
            (Some(Sheet::Count { reason, .. }), "why") => {
                let known = CountReason::ALL.iter().zip(0..);
                let mut fitting = known.filter(|(_, at)| what == format!("{at}"));
                *reason = fitting
                    .next()
                    .map(|(reason, _): (&CountReason, usize)| *reason);
            }
            (Some(Sheet::WriteOff { reason, .. }), "why") => *reason = what.parse().ok(),
            (Some(Sheet::Choose { .. }), "part") => {
                return self.choose_part(&PartNumber::new(what), picture, now);
            }
            (Some(Sheet::Issue { .. }), "to") => {
                return self.issue_to(&PersonId::new(what), picture, now);
            }
            (Some(Sheet::Lend { .. }), "lend") => {
                return self.lend_by_name(&PersonId::new(what), picture, now);
            }
            (Some(Sheet::Damaged { .. }), "damage") => {
                return self.damaged(what, picture, now);
            }
            (Some(Sheet::Offer { .. }), "request") => {
                self.open(Tab::Queue, id.to_owned(), picture);
            }
            _ => {}
        }
        Vec::new()
    }

    /// A button of the sheet.
    pub(super) fn sheet_action(
        &mut self,
        id: &str,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(sheet) = self.sheet.clone() else {
            return Vec::new();
        };
        if id == "goods-in"
            && let Sheet::Backorder { ro, key, .. } = &sheet
        {
            self.goods_for(ro, *key, picture);
            return Vec::new();
        }
        match self.made(&sheet, picture, now) {
            Some(act) if id == "ok" => self.act(act, picture, now),
            _ => Vec::new(),
        }
    }

    /// Makes what the sheet submits; nothing while it is not complete.
    pub(super) fn made(&self, sheet: &Sheet, picture: &Picture, now: DateTime<Utc>) -> Option<Act> {
        let act = |body: CommandBody, then: Then| Some(Act::new(vec![body], then));
        match sheet.clone() {
            Sheet::Line {
                ro,
                key,
                number,
                batch,
            } => {
                let quantity = number.value;
                let pick = PartsCommand::Pick {
                    line: key,
                    quantity,
                    batch,
                };
                (quantity > 0).then(|| Act::new(vec![parts(&ro, pick)], Then::Close))
            }
            Sheet::Backorder {
                ro,
                key,
                supplier,
                eta,
            } => {
                let policy = picture.views.site.as_ref()?;
                let order = PartsCommand::Backorder {
                    line: key,
                    supplier: supplier.unwrap_or_default(),
                    eta: eta?.at(policy, now),
                };
                act(parts(&ro, order), Then::Close)
            }
            Sheet::GoodsIn {
                part,
                number,
                supplier,
            } => {
                let site = picture.views.site.as_ref()?;
                let came = StockCommand::GoodsIn {
                    quantity: number.value,
                    batch: site.hours.day(now).format("%y%m%d").to_string(),
                    bin: None,
                    cost: None,
                    supplier: supplier.unwrap_or_default(),
                };
                let body = CommandBody::Stock {
                    part: part.clone(),
                    body: came,
                };
                (number.value > 0).then(|| Act::new(vec![body], Then::OfferTo(part)))
            }
            Sheet::Count {
                part,
                bin,
                seen,
                number,
                reason,
            } => {
                let differs = i64::from(number.value) != seen;
                let body = StockCommand::Count {
                    bin,
                    counted: number.value,
                    seen,
                    reason: reason.filter(|_| differs),
                };
                let body = CommandBody::Stock { part, body };
                (reason.is_some() || !differs).then(|| Act::new(vec![body], Then::Close))
            }
            Sheet::WriteOff {
                ro,
                key,
                number,
                reason,
            } => {
                let reason = GONE.get(reason?)?.to(self.language(picture)).to_owned();
                let body = PartsCommand::WriteOff {
                    line: key,
                    quantity: number.value,
                    reason,
                };
                (number.value > 0).then(|| Act::new(vec![parts(&ro, body)], Then::Close))
            }
            Sheet::Choose { .. }
            | Sheet::Issue { .. }
            | Sheet::Offer { .. }
            | Sheet::Lend { .. }
            | Sheet::Damaged { .. } => None,
        }
    }

    /// Goods came for a line: what was ordered is proposed.
    fn goods_for(&mut self, ro: &RoNumber, key: LineKey, picture: &Picture) {
        let order = picture.views.requests.get(ro);
        let line = order.and_then(|order| order.parts.line(key));
        let Some((_, line)) = line else {
            return;
        };
        let Some(part) = line.wanted.part() else {
            self.sheet = Some(Sheet::choose_for_line(ro.clone(), key));
            return;
        };
        let ordered = line.backorder.as_ref();
        self.sheet = Some(Sheet::GoodsIn {
            part: part.clone(),
            number: Number::proposed(line.rest()),
            supplier: ordered.map(|order| order.supplier.clone()),
        });
    }

    /// The part that was asked for by words, or one instead of it.
    pub(super) fn choose_part(
        &mut self,
        part: &PartNumber,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(Sheet::Choose { ro, of, .. }) = self.sheet.clone() else {
            return Vec::new();
        };
        let part = part.clone();
        let body = match of {
            ChooseFor::Line(line) => PartsCommand::ChoosePart { line, part },
            ChooseFor::Exchange(offer, to) => PartsCommand::Exchange {
                offer,
                right: Some(part),
                to,
            },
        };
        let act = Act::new(vec![parts(&ro, body)], Then::Close);
        self.act(act, picture, now)
    }

    /// Hands what lies ready to somebody at the counter.
    pub(super) fn issue_to(
        &mut self,
        to: &PersonId,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        let Some(Sheet::Issue { ro, request }) = self.sheet.clone() else {
            return Vec::new();
        };
        let Some(task) = task::find(&picture.views, &format!("request:{request}")) else {
            return Vec::new();
        };
        let issue = PartsCommand::Issue {
            parcels: ready(&task),
            to: to.clone(),
        };
        let act = Act::new(vec![parts(&ro, issue)], Then::Close);
        self.act(act, picture, now)
    }
}
