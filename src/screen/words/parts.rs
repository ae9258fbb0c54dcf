//! The words of parts: how far a line has come, why one comes back, where an old one goes. Bay and store share them.

use super::Text;
use crate::domain::parts::OpenAccount;
use crate::domain::parts::old_part::OldPartFate;
use crate::domain::parts::request::LineStage;
use crate::domain::parts::returns::{ReturnReason, Shelving};
use crate::domain::person::Language;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{CountReason, MovementKind};
use crate::screen::tone::Tone;
use crate::screen::words::refusals::Naming;

/// How far a line has come.
pub const fn stage(stage: LineStage) -> (Text, Tone) {
    match stage {
        LineStage::Requested => (Text::new("Requested", "已申请"), Tone::Wait),
        LineStage::Picking => (Text::new("Picking", "拣料中"), Tone::Hold),
        LineStage::Ready => (Text::new("Ready", "已备好"), Tone::Ready),
        LineStage::Backordered => (Text::new("Backorder", "缺货"), Tone::Late),
        LineStage::Issued => (Text::new("Issued", "已发料"), Tone::Working),
        LineStage::Returned => (Text::new("Returned", "已退料"), Tone::Neutral),
        LineStage::Cancelled => (Text::new("Cancelled", "已取消"), Tone::Neutral),
    }
}

/// Why a part comes back.
pub const fn return_reason(reason: ReturnReason) -> Text {
    match reason {
        ReturnReason::WrongPart => Text::new("wrong part", "型号不符"),
        ReturnReason::NotNeeded => Text::new("not needed", "多领"),
        ReturnReason::Faulty => Text::new("faulty", "质量问题"),
        ReturnReason::CustomerDeclined => Text::new("customer declined", "客户不做了"),
        ReturnReason::Damaged => Text::new("damaged packing", "包装破损"),
    }
}

/// Where an old part goes.
pub const fn fate(fate: OldPartFate) -> Text {
    match fate {
        OldPartFate::KeepForCustomer => Text::new("keep for customer", "留给客户"),
        OldPartFate::Warranty => Text::new("warranty tag", "索赔件"),
        OldPartFate::Scrap => Text::new("scrap", "报废"),
    }
}

/// Where a part goes that came back.
pub const fn shelving(to: Shelving) -> Text {
    match to {
        Shelving::Shelf => Text::new("back on the shelf", "入库"),
        Shelving::Scrap => Text::new("scrap it", "报废"),
    }
}

/// Why a count differs from the books.
pub const fn count_reason(reason: CountReason) -> Text {
    match reason {
        CountReason::Unknown => Text::new("unknown", "原因不明"),
        CountReason::NotBooked => Text::new("not booked", "漏记"),
        CountReason::WrongBin => Text::new("wrong bin", "放错仓位"),
        CountReason::Damaged => Text::new("damaged", "破损"),
        CountReason::Lost => Text::new("lost", "丢失"),
    }
}

/// Why stock moved.
pub const fn movement(kind: MovementKind) -> Text {
    match kind {
        MovementKind::Opening => Text::new("opening stock", "期初"),
        MovementKind::GoodsIn => Text::new("goods in", "入库"),
        MovementKind::Issued => Text::new("issued", "发料"),
        MovementKind::Returned => Text::new("returned", "退料"),
        MovementKind::Counted { .. } => Text::new("count difference", "盘点差异"),
        MovementKind::Found => Text::new("not in the books", "账外领用"),
        MovementKind::Scrapped => Text::new("scrapped", "报废"),
    }
}

/// What is not accounted for.
pub const fn open_account(account: &OpenAccount) -> Text {
    match account {
        OpenAccount::Waiting(_) => Text::new("parts still on request", "领料未完成"),
        OpenAccount::NotFitted(_) => Text::new("issued parts not fitted", "已领未装"),
        OpenAccount::ComingBack(_) => Text::new("a return on its way", "退料未入库"),
        OpenAccount::OldPart(_) => Text::new("an old part nobody has taken", "旧件未入库"),
    }
}

/// 退料
pub const RETURN: Text = Text::new("Return", "退料");
/// 换料
pub const EXCHANGE: Text = Text::new("Exchange", "换料");

/// So many of a part.
pub fn times(name: &str, quantity: u32) -> String {
    match quantity {
        1 => name.to_owned(),
        quantity => format!("{name} × {quantity}"),
    }
}

/// One part and how many others: `Water pump +1`, 水泵等 2 项.
pub fn and_others(name: &str, others: usize, language: Language) -> String {
    match (others, language) {
        (0, _) => name.to_owned(),
        (others, Language::En) => format!("{name} +{others}"),
        (others, Language::Zh) => format!("{name}等 {} 项", others + 1),
    }
}

/// Says why the store cannot do something; nothing for a refusal about anything else.
pub(super) fn refusal(refusal: &Refusal, naming: Naming<'_>) -> Option<String> {
    let who = |by: &Option<crate::domain::ids::PersonId>| match by {
        Some(by) => (naming.person)(by),
        None => String::new(),
    };
    Some(match refusal {
        Refusal::UnknownPart { part } => naming.say(
            format!("there is no part {part} in the list; check the number or import the list"),
            format!("配件目录里没有 {part}，请核对编码或导入目录"),
        ),
        Refusal::PartsChangedMeanwhile { ro } => naming.say(
            format!("the parts of order {ro} have changed meanwhile; look again"),
            format!("工单 {ro} 的配件已有变化，请重新查看"),
        ),
        Refusal::PickedBy { by, at } => {
            let (by, time) = (who(by), naming.time(*at));
            naming.say(
                format!("{by} has been picking this since {time}; take it over, or choose another"),
                format!("{by} 已于 {time} 开始拣料，请选其他申请，或确认接手"),
            )
        }
        Refusal::NothingToPick {
            by: by @ Some(_),
            at: Some(at),
        } => {
            let (by, time) = (who(by), naming.time(*at));
            naming.say(
                format!("{by} picked this already at {time}; nothing is left to pick"),
                format!("{by} 已于 {time} 拣好，无需再拣"),
            )
        }
        Refusal::NothingToPick { .. } => naming.say(
            "nothing is left to pick here".to_owned(),
            "这一行已无需拣料".to_owned(),
        ),
        Refusal::NotEnoughStock { part, available } => naming.say(
            format!("only {available} of {part} are there; pick fewer and order the rest"),
            format!("{part} 库存只有 {available}，请少拣并订货"),
        ),
        Refusal::NotSoManyOut { out } => naming.say(
            format!("only {out} of these are out"),
            format!("已领出的只有 {out}"),
        ),
        Refusal::StockMovedMeanwhile { part, in_bin } => naming.say(
            format!(
                "{part} moved while it was counted, {in_bin} are left by the books; count again"
            ),
            format!("{part} 盘点期间有出入库，账面剩 {in_bin}，请重新盘点"),
        ),
        Refusal::Unreconciled { parts, tools } => {
            let mut told: Vec<String> = parts
                .iter()
                .map(|(job, account)| {
                    let what = open_account(account).to(naming.language);
                    format!("{} · {what}", (naming.job)(job))
                })
                .collect();
            told.extend(tools.iter().map(|out| {
                let (tool, who) = (&out.tool, (naming.person)(&out.person));
                naming.say(
                    format!("tool {tool} is with {who}"),
                    format!("工具 {tool} 在 {who} 处"),
                )
            }));
            told.dedup();
            naming.say(
                format!("settle parts and tools first: {}", told.join("; ")),
                format!("请先结清配件与工具：{}", told.join("；")),
            )
        }
        _ => return None,
    })
}
