//! Words of the repair-status board: its title, its empty states, calls for help, and warnings with their causes.

use super::finding;
use super::{Text, floor, name, reasons, time};
use crate::domain::andon::AndonKind;
use crate::domain::forecast::{Cause, Forecast, Risk};
use crate::domain::hold::HoldOwner;
use crate::domain::person::Language;
use crate::domain::policy::SitePolicy;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// 维修看板
pub const TITLE: Text = Text::new("Repair status", "维修看板");
/// 待派工
pub const AWAITING: Text = Text::new("Awaiting dispatch", "待派工");
/// What stands before the number of cars that found no room.
pub const MORE_BEFORE: Text = Text::new("+", "还有 ");
/// What stands after it.
pub const MORE_AFTER: Text = Text::new(" more", " 辆");
/// No car waits for a bay.
pub const NOTHING_AWAITS: Text = Text::new("Every car has a bay", "全部已派工");
/// The site has no bays.
pub const NO_BAYS: Text = Text::new("No bays yet", "还没有工位");
/// What to do about it.
pub const NO_BAYS_HINT: Text = Text::new(
    "Add bays to the coordinator's settings; each one shows its day here",
    "在协调器的配置文件中添加工位后，这里会显示每个工位的进度",
);
/// The coordinator was never reached.
pub const NEVER: Text = Text::new("Not connected yet", "尚未连接");
/// What comes next.
pub const NEVER_HINT: Text = Text::new(
    "The bays appear here as soon as the coordinator answers",
    "连上协调器后，这里会显示每个工位的进度",
);
/// No car is in the workshop.
pub const NO_CARS: Text = Text::new("No cars in the workshop", "店内没有车");
/// What comes next.
pub const NO_CARS_HINT: Text = Text::new(
    "They appear here once an order is imported or a car comes in",
    "工单导入或接车后会出现在这里",
);
/// Nothing needs anybody.
pub const CALM: Text = Text::new(
    "All calm: no calls, nothing at risk",
    "一切正常：没有呼叫，没有预警",
);
/// The list of warnings.
pub const WARNINGS: Text = Text::new("What will be late, and why", "预警与原因");

/// The colours that are not on.
pub const LIGHT: Text = Text::new("Light", "浅色");
/// The colours that are not on.
pub const DARK: Text = Text::new("Dark", "深色");
/// The name of the other language, in that language.
pub const OTHER_LANGUAGE: Text = Text::new("中文", "English");

/// A call for help at a bay.
pub fn call(bay: &str, kind: AndonKind, language: Language) -> String {
    let kind = reasons::andon_kind(kind).to(language);
    match language {
        Language::En => format!("{bay} calls for {}", lower(kind)),
        Language::Zh => format!("{bay}呼叫{kind}"),
    }
}

/// A call that somebody should have answered by now.
pub fn call_unanswered(bay: &str, kind: AndonKind, language: Language) -> String {
    let call = call(bay, kind, language);
    match language {
        Language::En => format!("{call}, nobody answered"),
        Language::Zh => format!("{call}·无人应答"),
    }
}

/// A call that somebody has answered.
pub fn call_answered(bay: &str, kind: AndonKind, who: &str, language: Language) -> String {
    let kind = reasons::andon_kind(kind).to(language);
    match (language, who) {
        (Language::En, "") => format!("{bay}: {} is coming", lower(kind)),
        (Language::En, who) => format!("{bay}: {who} is coming ({})", lower(kind)),
        (Language::Zh, "") => format!("{bay}{kind}·已应答"),
        (Language::Zh, who) => format!("{bay}{kind}·{who}已应答"),
    }
}

/// What the board shows is not what is, because its own link is down.
pub fn stale(
    views_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    zone: Tz,
    language: Language,
) -> String {
    let at = views_at.map(|at| time::moment(at, now, zone));
    match (language, at) {
        (Language::En, Some(at)) => format!("This board is offline: what it shows is from {at}"),
        (Language::En, None) => "This board has not reached the coordinator yet".to_owned(),
        (Language::Zh, Some(at)) => format!("看板离线，显示的是 {at} 的情况"),
        (Language::Zh, None) => "看板还没有连上协调器".to_owned(),
    }
}

/// When a warning is about: the promise, the moment now, and where the wall clock stands.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// What was promised.
    pub promised_at: DateTime<Utc>,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The wall clock's zone.
    pub zone: Tz,
}

/// A warning: which car, when it will be done, when it was promised, why, and whose move it is.
pub fn warning(
    plate: &str,
    due: Due,
    forecast: &Forecast,
    why: &str,
    language: Language,
) -> String {
    let plate = running(plate);
    let moment = |at| floor::promise(at, due.now, due.zone, language);
    let (promised, expected) = (moment(due.promised_at), moment(forecast.end));
    let late = forecast.end > due.promised_at;
    let said = match (language, forecast.risk) {
        (Language::Zh, Risk::Overdue) => {
            let by = time::minutes(due.now - due.promised_at);
            format!("{plate} 承诺 {promised}，已超时 {by}，预计 {expected} 完工")
        }
        (Language::Zh, _) if late => format!("{plate} 预计 {expected} 完工，晚于承诺 {promised}"),
        (Language::Zh, _) => format!("{plate} 预计 {expected} 完工，承诺 {promised}，余量不足"),
        (Language::En, Risk::Overdue) => {
            let by = time::minutes(due.now - due.promised_at);
            format!("{plate} was due {promised}, {by} overdue, expected {expected}")
        }
        (Language::En, _) if late => format!("{plate} due {promised}, expected {expected}"),
        (Language::En, _) => format!("{plate} due {promised}, only just: expected {expected}"),
    };
    match (why, language) {
        ("", _) => said,
        (why, Language::Zh) => format!("{said} — {why}"),
        (why, Language::En) => format!("{said}: {why}"),
    }
}

/// Why a car will be late, and whose move it is: 等配件（仓库）, `waiting for parts (parts store)`.
pub fn cause(cause: &Cause, policy: &SitePolicy, language: Language) -> String {
    let why = cause_alone(cause, policy, language);
    let owner = match cause.owner() {
        HoldOwner::Nobody => return why,
        owner => reasons::hold_owner(owner).to(language),
    };
    match language {
        Language::En => format!("{why} ({})", lower(owner)),
        Language::Zh => format!("{why}（{owner}）"),
    }
}

fn cause_alone(cause: &Cause, policy: &SitePolicy, language: Language) -> String {
    let length = time::minutes(chrono::TimeDelta::minutes(cause.minutes()));
    let (en, zh) = match cause {
        Cause::Work { .. } => (
            format!("{length} of work left"),
            format!("还需 {length} 工时"),
        ),
        Cause::OverStandard { .. } => (
            format!("{length} over standard hours"),
            format!("超出标准工时 {length}"),
        ),
        Cause::Extension { reason, .. } => {
            let reason = finding::delay(*reason);
            (
                format!("takes {length} longer: {}", reason.to(Language::En)),
                format!("延时 {length}：{}", reason.to(Language::Zh)),
            )
        }
        Cause::Hold { reason, .. } => {
            let reason = reasons::hold_reason(*reason);
            (
                lower(reason.to(Language::En)),
                reason.to(Language::Zh).to_owned(),
            )
        }
        Cause::Queue { bay, .. } => {
            let named = policy.bay(bay).map_or(bay.as_str(), |bay| {
                name(language, &bay.name, &bay.english_name)
            });
            (
                format!("queues for {named}"),
                format!("{named}排队 {length}"),
            )
        }
        Cause::Away { .. } => (
            "its technician is gone for the day".to_owned(),
            "技师已下班".to_owned(),
        ),
        Cause::NotDispatched { .. } => (format!("no bay for {length}"), format!("待派工 {length}")),
        Cause::QualityCheck { .. } => (
            format!("{length} in the queue for the final check"),
            format!("质检排队 {length}"),
        ),
        Cause::Wash { .. } => (
            format!("{length} in the queue for the wash"),
            format!("洗车排队 {length}"),
        ),
    };
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A plate within a sentence: the middle dot of a Chinese font is as wide as a character, this one is not.
fn running(plate: &str) -> String {
    plate.replace('·', "･")
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    first + letters.as_str()
}
