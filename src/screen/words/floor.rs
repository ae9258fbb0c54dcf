//! Words of the floor: what a chip, a card and a bay's row say on the board and to the dispatcher.

use super::{Text, reasons, time};
use crate::domain::andon::AndonKind;
use crate::domain::hold::HoldReason;
use crate::domain::order::{Trade, WorkMinutes};
use crate::domain::person::Language;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// 在修
pub const IN_REPAIR: Text = Text::new("In repair", "在修");
/// What a silent bay said last, which may not be so any more.
pub const IN_REPAIR_MAYBE: Text = Text::new("In repair?", "在修?");
/// 已派工
pub const DISPATCHED: Text = Text::new("Dispatched", "已派工");
/// The same on a narrow chip.
pub const DISPATCHED_SHORT: Text = Text::new("Planned", "已派");
/// 完工
pub const FINISHED: Text = Text::new("Finished", "完工");
/// 超时
pub const OVERDUE: Text = Text::new("Overdue", "超时");
/// The same on a narrow chip.
pub const OVERDUE_SHORT: Text = Text::new("Late", "超时");
/// 预警
pub const AT_RISK: Text = Text::new("At risk", "预警");
/// The same on a narrow chip.
pub const AT_RISK_SHORT: Text = Text::new("Risk", "预警");
/// More was clocked than the standard hours.
pub const OVER_STANDARD: Text = Text::new("Over standard", "超工时");
/// The same on a narrow chip.
pub const OVER_STANDARD_SHORT: Text = Text::new("Over", "超时");
/// A hold whose cause is gone.
pub const CAN_RESUME: Text = Text::new("Can resume", "可恢复");
/// The same on a narrow chip.
pub const CAN_RESUME_SHORT: Text = Text::new("Resume", "可恢复");
/// The gap between two shifts.
pub const BREAK: Text = Text::new("Break", "午休");
/// 客户等待
pub const CUSTOMER_WAITS: Text = Text::new("customer waits", "客户等待");
/// Less lies in the store than the job needs.
pub const PART_MISSING: Text = Text::new("part missing", "缺件");

/// 在厂
pub const IN_SHOP: Text = Text::new("In shop", "在厂");
/// 中断
pub const ON_HOLD: Text = Text::new("On hold", "中断");
/// 待检
pub const AWAITING_QC: Text = Text::new("Awaiting QC", "待检");
/// The link is there.
pub const LIVE: Text = Text::new("Live", "实时");
/// The link was never there.
pub const NEVER: Text = Text::new("Not connected yet", "尚未连接");

/// Why a job stands still, in the room of a chip.
pub const fn hold(reason: Option<HoldReason>) -> Text {
    match reason {
        Some(HoldReason::Parts) => Text::new("Waits for parts", "等件"),
        Some(HoldReason::CustomerAnswer) => Text::new("Waits for customer", "等客户"),
        Some(HoldReason::Tool) => Text::new("Waits for a tool", "等工具"),
        Some(HoldReason::Bay) => Text::new("Waits for a bay", "等工位"),
        Some(HoldReason::TechnicalHelp) => Text::new("Technical help", "技术支持"),
        Some(HoldReason::OutsideWork) => Text::new("Outside work", "外协"),
        Some(HoldReason::EndOfShift) => Text::new("End of shift", "下班"),
        None => Text::new("Nobody on it", "无人作业"),
    }
}

/// The same in one word.
pub const fn hold_short(reason: Option<HoldReason>) -> Text {
    match reason {
        Some(HoldReason::Parts) => Text::new("Parts", "等件"),
        Some(HoldReason::CustomerAnswer) => Text::new("Customer", "等客户"),
        Some(HoldReason::Tool) => Text::new("Tool", "等工具"),
        Some(HoldReason::Bay) => Text::new("Bay", "等工位"),
        Some(HoldReason::TechnicalHelp) => Text::new("Help", "支持"),
        Some(HoldReason::OutsideWork) => Text::new("Outside", "外协"),
        Some(HoldReason::EndOfShift) => Text::new("Shift end", "下班"),
        None => Text::new("Nobody", "无人"),
    }
}

/// How much of the standard hours is used up: `92%`.
pub fn used(percent: i64) -> String {
    format!("{percent}%")
}

/// Standard hours in the room of a chip: `2.0 h`, 2.0h.
pub fn hours(work: WorkMinutes, language: Language) -> String {
    match language {
        Language::En => format!("{:.1} h", work.hours()),
        Language::Zh => format!("{:.1}h", work.hours()),
    }
}

/// What was clocked against the standard: `1:12 / 2.0 h`.
pub fn clocked_of(clocked_secs: i64, standard: WorkMinutes, language: Language) -> String {
    let clocked = time::timer(clocked_secs);
    match (standard.0, language) {
        (0, _) => clocked,
        (_, Language::En) => format!("{clocked} / {}", hours(standard, language)),
        (_, Language::Zh) => format!("{clocked}/{}", hours(standard, language)),
    }
}

/// When something was last heard of: `last 10:38`.
pub fn last(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let at = time::clock(at, zone);
    match language {
        Language::En => format!("last {at}"),
        Language::Zh => format!("最后 {at}"),
    }
}

/// A promise: `11:30`, tomorrow's with the day before it.
pub fn promise(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let said = time::moment(at, now, zone);
    match (said.strip_prefix("+1d "), language) {
        (Some(clock), Language::Zh) => format!("明天 {clock}"),
        _ => said,
    }
}

/// Until when a job waits, as somebody has said.
pub fn eta(until: &str, language: Language) -> String {
    match language {
        Language::En => format!("ETA {until}"),
        Language::Zh => format!("预计 {until}"),
    }
}

/// How long a bay has had no job.
pub fn idle_for(length: TimeDelta, language: Language) -> String {
    let length = time::minutes(length);
    match language {
        Language::En => format!("Idle {length}"),
        Language::Zh => format!("空闲 {length}"),
    }
}

/// How long a bay's station has been silent.
pub fn offline_for(length: TimeDelta, language: Language) -> String {
    let minutes = length.num_minutes().max(0);
    match (language, minutes < 60) {
        (Language::En, true) => format!("offline {minutes} min"),
        (Language::En, false) => format!("offline {}", time::minutes(length)),
        (Language::Zh, true) => format!("离线 {minutes} 分钟"),
        (Language::Zh, false) => format!("离线 {}", time::minutes(length)),
    }
}

/// Since when this screen's own link is down.
pub fn offline_since(
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    zone: Tz,
    language: Language,
) -> String {
    let at = time::moment(at, now, zone);
    match language {
        Language::En => format!("Offline since {at}"),
        Language::Zh => format!("{at} 起离线"),
    }
}

/// The same in the least room.
pub fn offline_at(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let at = time::moment(at, now, zone);
    match language {
        Language::En => format!("Offline {at}"),
        Language::Zh => format!("离线 {at}"),
    }
}

/// How old everything on the screen is.
pub fn data_age(age: TimeDelta, language: Language) -> String {
    let age = time::minutes(age);
    match language {
        Language::En => format!("data {age} old"),
        Language::Zh => format!("数据 {age} 前"),
    }
}

/// How many taps are saved and not yet sent; nothing for none.
pub fn waiting_to_be_sent(count: usize, language: Language) -> String {
    match (count, language) {
        (0, _) => String::new(),
        (_, Language::En) => format!("{count} waiting to be sent"),
        (_, Language::Zh) => format!("待发 {count}"),
    }
}

/// How many jobs of the bay lie beyond what is shown.
pub fn more_later(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("{count} more later"),
        Language::Zh => format!("之后还有 {count} 项"),
    }
}

/// A call for help in a bay's row; who is coming, once somebody is.
pub fn call(kind: AndonKind, age: TimeDelta, comes: Option<&str>, language: Language) -> String {
    let kind = reasons::andon_kind(kind).to(language);
    match comes {
        Some(name) => join(language, &[kind, name]),
        None => format!("{kind} {}", time::minutes(age)),
    }
}

/// The same in the least room.
pub fn call_short(age: TimeDelta, comes: Option<&str>, language: Language) -> String {
    match (comes, language) {
        (Some(name), _) => name.to_owned(),
        (None, Language::En) => format!("Help {}", time::minutes(age)),
        (None, Language::Zh) => format!("呼叫 {}", time::minutes(age)),
    }
}

/// How long a car has waited in a lane.
pub fn waited(length: TimeDelta, language: Language) -> String {
    let length = time::minutes(length);
    match language {
        Language::En => format!("waits {length}"),
        Language::Zh => format!("已等 {length}"),
    }
}

/// Who speaks with the customer.
pub fn advisor(name: &str, language: Language) -> String {
    match language {
        Language::En => format!("advisor {name}"),
        Language::Zh => format!("顾问 {name}"),
    }
}

/// The trade and the standard hours that a job needs.
pub fn need(trade: Option<Trade>, standard: WorkMinutes, language: Language) -> String {
    let trade = trade.map_or("", |trade| reasons::trade(trade).to(language));
    join(language, &[trade, &hours(standard, language)])
}

/// More jobs of the same car than the one that is named.
pub fn and_more(name: &str, more: usize) -> String {
    if more == 0 {
        name.to_owned()
    } else {
        format!("{name} +{more}")
    }
}

/// The names of the fields of a spoken label.
pub fn promised(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("promised {at}"),
        Language::Zh => format!("承诺 {at}"),
    }
}

/// Puts short things in a row: `Mechanical, 1.2 h`, 机修·1.2h. Empty ones are left out.
pub fn join(language: Language, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(match language {
        Language::En => ", ",
        Language::Zh => "·",
    })
}

/// A shorter name of a job for a narrow chip: without its verb and what stands in brackets; empty where
/// nothing can go.
pub fn shorter(name: &str, language: Language) -> String {
    let plain = name.split(['(', '（']).next().unwrap_or(name).trim();
    let verbs: &[&str] = match language {
        Language::En => &[
            "Replace ",
            "Change ",
            "Diagnose ",
            "Repair ",
            "Clean ",
            "Balance ",
            "Fit ",
            "Recharge ",
            "Check ",
        ],
        Language::Zh => &["更换", "清洗", "加注", "加装", "检查"],
    };
    let short = verbs
        .iter()
        .find_map(|verb| plain.strip_prefix(verb))
        .unwrap_or(plain);
    if short == name || short.is_empty() {
        return String::new();
    }
    let mut letters = short.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}
