//! Words of the advisor's screen (服务顾问台).

use super::Text;
use crate::domain::finding::DelayReason;
use crate::domain::forecast::{Cause, CauseKind};
use crate::domain::hold::HoldOwner;
use crate::domain::order::Fen;
use crate::domain::person::Language;
use crate::screen::words::{finding, reasons};

/// 服务顾问台
pub const TITLE: Text = Text::new("Service desk", "服务顾问台");
/// 待答复
pub const TO_ANSWER: Text = Text::new("To answer", "待答复");
/// 预警
pub const WARNED: Text = Text::new("At risk", "预警");
/// 待交车
pub const TO_HAND_OVER: Text = Text::new("Ready", "待交车");
/// 接车开单
pub const NEW_ORDER: Text = Text::new("New order", "接车开单");
/// Over the cars of who is signed in.
pub const OWN: Text = Text::new("Your customers", "我的客户");
/// Over the cars of the others.
pub const OTHERS: Text = Text::new("Other advisors", "其他顾问");
/// Nothing waits.
pub const NO_CARS: Text = Text::new("No customer waits for a call", "没有需要联系的客户");
/// Nothing is chosen.
pub const PICK_CAR: Text = Text::new(
    "Tap a car on the left: its findings, its promise and what to tell the customer stand here",
    "点左边的车：检查发现、预计交车和要告诉客户的事都在这里",
);

/// The customer is being waited for by a bay that stands still.
pub const BAY_WAITS: Text = Text::new("Bay waits", "等客户");
/// 配件
pub const PARTS: Text = Text::new("Parts", "配件");
/// The bay stands still for want of parts.
pub const WAITS_FOR_PARTS: Text = Text::new("Waits for parts", "等配件");
/// 旧件
pub const OLD_PART: Text = Text::new("Old part", "旧件");
/// 待答复, on a card
pub const ANSWER: Text = Text::new("To answer", "待答复");
/// 将晚
pub const WILL_BE_LATE: Text = Text::new("Late by", "将晚");
/// The margin before the promise is small.
pub const TIGHT: Text = Text::new("Tight", "预警");
/// 已告知
pub const TOLD: Text = Text::new("Told", "已告知");
/// 延时
pub const EXTENSION: Text = Text::new("Takes longer", "延时");
/// 可交车
pub const READY: Text = Text::new("Ready", "可交车");
/// 已答复
pub const ANSWERED: Text = Text::new("Answered", "已答复");
/// 核对答复
pub const CHECK: Text = Text::new("Check answer", "核对答复");
/// 上次建议
pub const LEFT_BEFORE: Text = Text::new("Advised before", "上次建议");
/// The customer has not been told.
pub const NOT_TOLD: Text = Text::new("customer not told yet", "客户尚未告知");

/// 同意
pub const AGREE: Text = Text::new("Authorise", "同意");
/// 拒绝
pub const DECLINE: Text = Text::new("Decline", "拒绝");
/// 暂缓
pub const DEFER: Text = Text::new("Defer", "暂缓");
/// A finding of an earlier visit is put to the customer once more.
pub const ASK_AGAIN: Text = Text::new("Ask again", "再次征询");
/// A choice is marked and not sent.
pub const NOT_SENT: Text = Text::new("chosen, not sent yet", "已选，待发送");
/// An answer of this station.
pub const SAVED: Text = Text::new("saved, not yet accepted", "已保存，待确认");
/// Nothing lies in the store.
pub const PHOTO_MISSING: Text = Text::new("not here yet", "未到");
/// Nothing is to be done.
pub const NOTHING_TO_DO: Text = Text::new("nothing to do, for information", "无需处理，仅告知");

/// 答复方式
pub const HOW: Text = Text::new("How", "答复方式");
/// 新承诺
pub const NEW_PROMISE: Text = Text::new("New promise", "新承诺");
/// 承诺不变
pub const KEEP_PROMISE: Text = Text::new("Promise stays", "承诺不变");
/// 建议
pub const PROPOSED: Text = Text::new("proposed", "建议");
/// 不变
pub const KEEP: Text = Text::new("keep", "不变");
/// Sends where no bay is known.
pub const SEND: Text = Text::new("Send to the workshop", "发送给车间");
/// Why it cannot be sent.
pub const CHOOSE_FIRST: Text = Text::new("mark an answer first", "请先选答复");
/// Somebody was faster.
pub const MEANWHILE: Text = Text::new(
    "Somebody answered meanwhile: look, then send again",
    "其他人已答复，请核对后再发送",
);

/// 客户已知
pub const CUSTOMER_TOLD: Text = Text::new("Customer told", "客户已知");
/// What that says.
pub const CUSTOMER_TOLD_HINT: Text = Text::new("with the time of now", "记录当前时间");
/// The customer has answered a hold.
pub const CUSTOMER_ANSWERED: Text = Text::new("Customer answered", "客户已答复");
/// What that does.
pub const CUSTOMER_ANSWERED_HINT: Text = Text::new("the bay can go on", "工位可继续");
/// A missed promise.
pub const WHY_LATE: Text = Text::new(
    "The promise was missed. Why? Asked before hand-over",
    "已超过预计交车时间，请选误工原因（交车前必填）",
);
/// Why a car cannot be handed over.
pub const DELAY_FIRST: Text = Text::new("choose the delay reason first", "请先选误工原因");
/// 钥匙
pub const KEY: Text = Text::new("key", "钥匙");
/// 车位
pub const PARKING: Text = Text::new("parking", "车位");
/// 停车位未知
pub const NO_KEY: Text = Text::new("no key tag", "未记钥匙号");
/// Left work is told at hand-over.
pub const TELL_ADVICE: Text = Text::new("To tell at hand-over", "交车时告知");
/// 保留旧件
pub const OLD_PARTS: Text = Text::new("old parts go along", "带走旧件");
/// 客户等待
pub const WAITS: Text = Text::new("customer waits here", "客户在店等待");
/// A phone number that nobody knows.
pub const NO_PHONE: Text = Text::new("no phone number", "无电话");
/// What a tap on the phone does.
pub const SHOW_PHONE: Text = Text::new("Show the phone number", "显示电话");

/// Money as the customer reads it: ¥860, with fen only where there are some.
pub fn money(amount: Fen) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let fen = amount.0.unsigned_abs();
    let (yuan, rest) = (fen / 100, fen % 100);
    let digits = yuan.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest == 0 {
        format!("{sign}¥{grouped}")
    } else {
        format!("{sign}¥{grouped}.{rest:02}")
    }
}

/// How many taps wait to be sent, in the least room; nothing for none.
pub fn to_send(count: usize, language: Language) -> String {
    match (count, language) {
        (0, _) => String::new(),
        (_, Language::En) => format!("{count} to send"),
        (_, Language::Zh) => format!("待发 {count}"),
    }
}

/// How long a car has waited for what.
pub fn since(what: &str, age: &str) -> String {
    format!("{what} {age}")
}

/// So many more than are listed.
pub fn more(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("{count} more"),
        Language::Zh => format!("另有 {count} 项"),
    }
}

/// So many findings wait.
pub fn findings(count: usize, language: Language) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (Language::En, 1) => "1 finding".to_owned(),
        (Language::En, _) => format!("{count} findings"),
        (Language::Zh, _) => format!("增项 {count}"),
    }
}

/// So many left things are to be told.
pub fn advice(count: usize, language: Language) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (Language::En, _) => format!("advice {count}"),
        (Language::Zh, _) => format!("建议项 {count}"),
    }
}

/// A bay that stands still.
pub fn stands_still(bay: &str, language: Language) -> String {
    match language {
        Language::En => format!("{bay} stands still"),
        Language::Zh => format!("{bay}停工"),
    }
}

/// The promise.
pub fn promised(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("promised {at}"),
        Language::Zh => format!("承诺 {at}"),
    }
}

/// The forecast.
pub fn forecast(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("forecast {at}"),
        Language::Zh => format!("预计 {at}"),
    }
}

/// An order's number.
pub fn order(ro: &str, language: Language) -> String {
    match language {
        Language::En => format!("RO {ro}"),
        Language::Zh => format!("工单 {ro}"),
    }
}

/// Who works or worked on it.
pub fn technicians(names: &str, language: Language) -> String {
    match (language, names.is_empty()) {
        (_, true) => String::new(),
        (Language::En, false) => format!("technician {names}"),
        (Language::Zh, false) => format!("技师 {names}"),
    }
}

/// How many photos there are and which one it is.
pub fn photo(number: usize, of: usize, language: Language) -> String {
    match language {
        Language::En => format!("Photo {number}/{of}"),
        Language::Zh => format!("照片 {number}/{of}"),
    }
}

/// A part with what lies in the store.
pub fn part(name: &str, quantity: u32, on_hand: Option<u32>, language: Language) -> String {
    let name = if quantity > 1 {
        format!("{name} ×{quantity}")
    } else {
        name.to_owned()
    };
    match (language, on_hand) {
        (Language::En, None) => format!("{name}: stock unknown"),
        (Language::Zh, None) => format!("{name} 库存未知"),
        (Language::En, Some(0)) => format!("{name}: none in stock, order"),
        (Language::Zh, Some(0)) => format!("{name} 库存 0，需订货"),
        (Language::En, Some(count)) => format!("{name}: {count} in stock"),
        (Language::Zh, Some(count)) => format!("{name} 库存 {count}"),
    }
}

/// What happens if it is left.
pub fn consequence(text: &str, language: Language) -> String {
    match language {
        Language::En => format!("If left: {text}"),
        Language::Zh => format!("不修：{text}"),
    }
}

/// A given answer.
pub fn given(answer: &str, channel: &str, who: &str, at: &str, language: Language) -> String {
    match language {
        Language::En => format!("{answer}, {channel}, {who} {at}"),
        Language::Zh => format!("{answer}·{channel}·{who} {at}"),
    }
}

/// An answer that somebody else gave meanwhile.
pub fn meanwhile(answer: &str, channel: &str, who: &str, at: &str, language: Language) -> String {
    match language {
        Language::En => format!(
            "{who} recorded at {at}: {answer} ({channel}). Your choice is kept; send it again if it holds"
        ),
        Language::Zh => {
            format!(
                "{who} 已于 {at} 记录：{answer}（{channel}）。您的选择已保留，如仍有效请再次发送"
            )
        }
    }
}

/// Something found on an earlier visit.
pub fn earlier(at: &str, answer: &str, language: Language) -> String {
    match language {
        Language::En => format!("visit of {at}: {answer}"),
        Language::Zh => format!("{at} 来店：{answer}"),
    }
}

/// How the customer answers, on the button.
pub fn how(channel: &str, language: Language) -> String {
    match language {
        Language::En => format!("How: {channel}"),
        Language::Zh => format!("答复方式·{channel}"),
    }
}

/// The new promise, on the button.
pub fn new_promise(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("New promise: {at}"),
        Language::Zh => format!("新承诺·{at}"),
    }
}

/// The button that sends.
pub fn send_to(bay: &str, language: Language) -> String {
    match language {
        Language::En => format!("Send to {}", lower(bay)),
        Language::Zh => format!("发送给 {bay}"),
    }
}

/// How many answers go out.
pub fn answers(count: usize, language: Language) -> String {
    match (language, count) {
        (Language::En, 1) => "1 answer".to_owned(),
        (Language::En, _) => format!("{count} answers"),
        (Language::Zh, _) => format!("{count} 项答复"),
    }
}

/// The customer was told.
pub fn told_at(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("Customer told at {at}"),
        Language::Zh => format!("客户已于 {at} 告知"),
    }
}

/// How late a car will be.
pub fn late_by(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("Late by {age}"),
        Language::Zh => format!("将晚 {age}"),
    }
}

/// How much is left before the promise.
pub fn left(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("Only {age} left"),
        Language::Zh => format!("仅余 {age}"),
    }
}

/// How long ago the promise was missed.
pub fn overdue(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("Overdue {age}"),
        Language::Zh => format!("超时 {age}"),
    }
}

/// Why the promise was missed, once it is said.
pub fn delay_given(reason: DelayReason, language: Language) -> String {
    let reason = finding::delay(reason).to(language);
    match language {
        Language::En => format!("Delay reason: {reason}"),
        Language::Zh => format!("误工原因：{reason}"),
    }
}

/// A technician has said that it takes longer.
pub fn takes_longer(minutes: i64, reason: &str, language: Language) -> String {
    match language {
        Language::En => format!("The technician asks for {minutes} min more: {reason}"),
        Language::Zh => format!("技师申请延时 {minutes} 分钟：{reason}"),
    }
}

/// What adds to the forecast, and by how much.
pub fn cause(cause: &Cause, length: &str, language: Language) -> String {
    let what = match cause {
        Cause::Extension { reason, .. } => {
            let reason = finding::delay(*reason).to(language);
            match language {
                Language::En => format!("takes longer ({reason})"),
                Language::Zh => format!("延时（{reason}）"),
            }
        }
        other => cause_kind(other.kind()).to(language).to_owned(),
    };
    match (language, cause.owner()) {
        (_, HoldOwner::Nobody) => format!("{what} {length}"),
        (Language::En, owner) => {
            let owner = lower(reasons::hold_owner(owner).to(language));
            format!("{what} {length} ({owner})")
        }
        (Language::Zh, owner) => {
            format!(
                "{what} {length}（{}）",
                reasons::hold_owner(owner).to(language)
            )
        }
    }
}

/// The cause of a warning, in short.
pub const fn cause_kind(cause: CauseKind) -> Text {
    match cause {
        CauseKind::Work => Text::new("work", "作业"),
        CauseKind::OverStandard => Text::new("longer than standard", "超标准工时"),
        CauseKind::Extension => Text::new("takes longer", "延时"),
        CauseKind::Hold { reason } => super::floor::hold(reason),
        CauseKind::Queue => Text::new("other work first", "前面有作业"),
        CauseKind::Away => Text::new("technician gone", "技师已下班"),
        CauseKind::NotDispatched => Text::new("no bay yet", "未派工"),
        CauseKind::QualityCheck => Text::new("final check", "完检"),
        CauseKind::Wash => Text::new("wash", "洗车"),
    }
}

/// A step of the promise.
pub fn later(minutes: i64, language: Language) -> String {
    match language {
        Language::En if minutes % 60 == 0 => format!("+{} h", minutes / 60),
        Language::Zh if minutes % 60 == 0 => format!("+{} 小时", minutes / 60),
        Language::En => format!("+{minutes} min"),
        Language::Zh => format!("+{minutes} 分"),
    }
}

/// A new promise that is on its way.
pub fn promise_pending(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("New promise {at}: saved, not yet accepted"),
        Language::Zh => format!("新承诺 {at}：已保存，待确认"),
    }
}

/// What a toast speaks of.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// The customer's answer.
    Answer {
        /// To what.
        what: &'a str,
        /// What it was.
        answer: &'a str,
    },
    /// A new promise.
    Promise {
        /// Which car.
        what: &'a str,
        /// When.
        at: &'a str,
    },
    /// The customer was told.
    Told {
        /// Which car.
        what: &'a str,
    },
    /// Why it is late.
    Delay {
        /// Which car.
        what: &'a str,
    },
    /// A finding is put to the customer once more.
    Again {
        /// What.
        what: &'a str,
    },
    /// A new order.
    Order {
        /// Which car.
        what: &'a str,
    },
}

/// What was tapped, as the beginning of a toast.
pub fn said(language: Language, said: Said<'_>) -> String {
    match (language, said) {
        (Language::En, Said::Answer { what, answer }) => format!("{what}: {answer}"),
        (Language::Zh, Said::Answer { what, answer }) => format!("{what} {answer}"),
        (Language::En, Said::Promise { what, at }) => format!("{what}: promise {at}"),
        (Language::Zh, Said::Promise { what, at }) => format!("{what} 新承诺 {at}"),
        (Language::En, Said::Told { what }) => format!("{what}: customer told"),
        (Language::Zh, Said::Told { what }) => format!("{what} 客户已知"),
        (Language::En, Said::Delay { what }) => format!("{what}: delay reason"),
        (Language::Zh, Said::Delay { what }) => format!("{what} 误工原因"),
        (Language::En, Said::Again { what }) => format!("{what}: to be asked"),
        (Language::Zh, Said::Again { what }) => format!("{what} 再次征询"),
        (Language::En, Said::Order { what }) => format!("New order {what}"),
        (Language::Zh, Said::Order { what }) => format!("{what} 开单"),
    }
}

/// Begins with a small letter, inside a sentence.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
