//! Words for reasons and codes: holds, owners, idle time, andon calls, trades, refusals, conflicts.

use super::Text;
use crate::domain::andon::AndonKind;
use crate::domain::hold::{HoldOwner, HoldReason};
use crate::domain::idle::IdleCode;
use crate::domain::order::Trade;

/// Why a job stands still; nothing when everybody left without a word.
pub const fn hold_reason(reason: Option<HoldReason>) -> Text {
    match reason {
        Some(HoldReason::Parts) => Text::new("Waiting for parts", "等配件"),
        Some(HoldReason::CustomerAnswer) => Text::new("Waiting for the customer", "等客户"),
        Some(HoldReason::Tool) => Text::new("Waiting for a tool", "等工具"),
        Some(HoldReason::Bay) => Text::new("Waiting for a bay", "等工位"),
        Some(HoldReason::TechnicalHelp) => Text::new("Technical help", "技术支持"),
        Some(HoldReason::OutsideWork) => Text::new("Outside work", "外协"),
        Some(HoldReason::EndOfShift) => Text::new("End of shift", "下班"),
        None => Text::new("Nobody on it", "无人作业"),
    }
}

/// Whose move it is.
pub const fn hold_owner(owner: HoldOwner) -> Text {
    match owner {
        HoldOwner::Stores => Text::new("Parts store", "仓库"),
        HoldOwner::Advisor => Text::new("Service advisor", "服务顾问"),
        HoldOwner::Dispatcher => Text::new("Dispatcher", "调度员"),
        HoldOwner::Foreman => Text::new("Foreman", "车间主管"),
        HoldOwner::Nobody => Text::new("Nobody", "无"),
    }
}

/// What somebody is on when it is no job.
pub const fn idle_code(code: IdleCode) -> Text {
    match code {
        IdleCode::WaitingForWork => Text::new("Waiting for work", "待工"),
        IdleCode::Training => Text::new("Training", "培训"),
        IdleCode::Cleaning => Text::new("Cleaning", "清洁"),
        IdleCode::Meeting => Text::new("Meeting", "会议"),
        IdleCode::MovingCars => Text::new("Moving cars", "移车"),
        IdleCode::Break => Text::new("Break", "休息"),
    }
}

/// What kind of help is called for.
pub const fn andon_kind(kind: AndonKind) -> Text {
    match kind {
        AndonKind::Foreman => Text::new("Foreman", "车间主管"),
        AndonKind::TechnicalSupport => Text::new("Technical support", "技术支持"),
        AndonKind::PartsRunner => Text::new("Parts runner", "送件"),
    }
}

/// The kind of work.
pub const fn trade(trade: Trade) -> Text {
    match trade {
        Trade::Maintenance => Text::new("Maintenance", "保养"),
        Trade::Mechanical => Text::new("Mechanical", "机修"),
        Trade::Electrical => Text::new("Electrical", "电工"),
        Trade::Body => Text::new("Body", "钣金"),
        Trade::Paint => Text::new("Paint", "喷漆"),
    }
}

/// The same where there is little room.
pub const fn trade_short(of: Trade) -> Text {
    match of {
        Trade::Maintenance => Text::new("Maint.", "保养"),
        Trade::Mechanical => Text::new("Mech.", "机修"),
        Trade::Electrical => Text::new("Elec.", "电工"),
        Trade::Body | Trade::Paint => trade(of),
    }
}
