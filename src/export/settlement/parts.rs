//! What the store issued for an order, batch by batch, less what came back.

use super::order::Lists;
use crate::domain::ids::PartNumber;
use crate::domain::order::Fen;
use crate::domain::parts::OrderParts;
use crate::domain::parts::request::{Parcel, RequestLine};
use serde::{Deserialize, Serialize};

/// A part that was issued from one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartSettlement {
    /// For which line of the order.
    pub line: u16,
    /// 配件编码
    pub part: PartNumber,
    /// 配件名称; empty where no list knows it.
    pub name: String,
    /// 批次
    pub batch: String,
    /// How many were signed for.
    pub issued: u32,
    /// How many came back, or went for others.
    pub returned: u32,
    /// How many broke or got lost on the way into the car: the workshop pays for them.
    pub written_off: u32,
    /// How many are billed: issued less returned less written off.
    pub quantity: u32,
    /// 销售单价
    pub price_fen: Fen,
    /// 库存单价
    pub cost_fen: Fen,
    /// What is billed.
    pub amount_fen: Fen,
}

/// Lists what was issued for an order, in the order in which it was asked for.
pub(super) fn of_order(parts: &OrderParts, lists: Lists<'_>) -> Vec<PartSettlement> {
    let requests = parts.requests.iter();
    let mut all: Vec<PartSettlement> = requests
        .flat_map(|request| {
            let lines = request.lines.iter();
            lines.flat_map(move |line| of_line(request.job, line, lists))
        })
        .collect();
    all.sort_by_key(|part| part.line);
    all
}

fn of_line(job: u16, line: &RequestLine, lists: Lists<'_>) -> Vec<PartSettlement> {
    let mut lost = line.written_off;
    let issued = line.parcels.iter().filter(|parcel| parcel.is_issued());
    // Nobody says of which batch a broken one was: the last one that was opened.
    let mut told: Vec<PartSettlement> = issued
        .rev()
        .map(|parcel| {
            let written_off = lost.min(parcel.kept());
            lost -= written_off;
            of_parcel(job, parcel, written_off, lists)
        })
        .collect();
    told.reverse();
    told
}

fn of_parcel(job: u16, parcel: &Parcel, written_off: u32, lists: Lists<'_>) -> PartSettlement {
    let quantity = parcel.kept() - written_off;
    PartSettlement {
        line: job,
        part: parcel.part.clone(),
        name: lists.part(&parcel.part),
        batch: parcel.batch.clone(),
        issued: parcel.quantity,
        returned: parcel.quantity - parcel.kept(),
        written_off,
        quantity,
        price_fen: parcel.price,
        cost_fen: parcel.cost,
        amount_fen: Fen(parcel.price.0 * i64::from(quantity)),
    }
}
