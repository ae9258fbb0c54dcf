//! The words of findings, answers, extensions and promises.

use super::Text;
use crate::domain::finding::{Answer, Channel, DelayReason, Severity};
use crate::domain::person::Language;

/// What the customer said.
pub const fn answer(answer: Answer) -> Text {
    match answer {
        Answer::Authorised => Text::new("authorised", "同意"),
        Answer::Declined => Text::new("declined", "拒绝"),
        Answer::Deferred => Text::new("deferred", "暂缓"),
    }
}

/// How the customer said it.
pub const fn channel(channel: Channel) -> Text {
    match channel {
        Channel::Phone => Text::new("phone", "电话"),
        Channel::InPerson => Text::new("in person", "当面"),
        Channel::Message => Text::new("message", "消息"),
    }
}

/// How grave a finding is.
pub const fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Red => Text::new("unsafe now", "立即处理"),
        Severity::Yellow => Text::new("soon", "尽快处理"),
        Severity::Green => Text::new("note", "提示"),
    }
}

/// Why it takes longer.
pub const fn delay(reason: DelayReason) -> Text {
    match reason {
        DelayReason::HarderThanExpected => Text::new("harder than expected", "比预计难"),
        DelayReason::Parts => Text::new("waiting for parts", "等配件"),
        DelayReason::SeizedOrBroken => Text::new("seized or broken bolts", "螺栓锈死断裂"),
        DelayReason::AdditionalWork => Text::new("additional work", "增项"),
        DelayReason::Diagnosis => Text::new("diagnosis", "诊断"),
        DelayReason::CustomerAnswer => Text::new("customer's answer", "等客户答复"),
        DelayReason::BayOrEquipment => Text::new("bay or equipment", "工位或设备"),
        DelayReason::Rework => Text::new("rework", "返工"),
    }
}

// A finding in the making, at the bay.

/// 报告发现
pub const REPORT: Text = Text::new("Finding", "检查发现");
/// What that is.
pub const REPORT_NOTE: Text = Text::new("tap, no typing", "点选上报");
/// 申请延时
pub const EXTEND: Text = Text::new("More time", "申请延时");
/// What that is.
pub const EXTEND_NOTE: Text = Text::new("takes longer", "来不及");
/// The first question.
pub const WHICH_SYSTEM: Text = Text::new("Where is it?", "哪个系统？");
/// The second.
pub const WHICH_COMPONENT: Text = Text::new("Which component?", "哪个部件？");
/// The third.
pub const WHICH_CONDITION: Text = Text::new("What is wrong?", "什么状况？");
/// The fourth.
pub const WHICH_ACTION: Text = Text::new("What is to be done?", "怎么处理？");
/// The catalogue has not come yet.
pub const NO_CATALOGUE: Text = Text::new(
    "The catalogue of findings has not come yet: it comes with the first contact with the coordinator",
    "检查项目尚未下载：首次连上协调服务器后自动出现",
);
/// 标准工时
pub const HOURS: Text = Text::new("Hours", "工时");
/// 所需配件
pub const PARTS: Text = Text::new("Parts: tap what is not needed", "配件（点掉不需要的）");
/// It needs none.
pub const NO_PARTS: Text = Text::new("No parts expected", "不需要配件");
/// 备注
pub const NOTE: Text = Text::new("Note", "备注");
/// There is no note yet.
pub const ADD_NOTE: Text = Text::new("Add a note…", "写备注…");
/// How photos come here.
pub const PHOTOS: Text = Text::new(
    "Photos from the bay's camera appear here",
    "工位相机拍的照片会出现在这里",
);
/// Sends it.
pub const SEND: Text = Text::new("Send", "发送");
/// To whom.
pub const TO_ADVISOR: Text = Text::new("the advisor asks the customer", "服务顾问联系客户");
/// Nobody is asked.
pub const NOTED_ONLY: Text = Text::new("told at hand-over", "交车时告知客户");
/// Forgets it.
pub const DROP: Text = Text::new("Discard", "放弃");
/// The note is complete.
pub const NOTED: Text = Text::new("Done", "完成");
/// The space bar.
pub const SPACE: Text = Text::new("space", "空格");
/// The stepper, as it is spoken.
pub const LONGER: Text = Text::new("Longer", "增加工时");
/// The stepper, as it is spoken.
pub const SHORTER: Text = Text::new("Shorter", "减少工时");
/// Goes on with what was left.
pub const GO_ON: Text = Text::new("Go on", "继续");
/// How much longer.
pub const HOW_MUCH_LONGER: Text = Text::new("How much longer does it take?", "还要多久？");

/// What notes often say, to be tapped instead of typed.
pub const PHRASES: [Text; 16] = [
    Text::new("left ", "左侧"),
    Text::new("right ", "右侧"),
    Text::new("front ", "前"),
    Text::new("rear ", "后"),
    Text::new("both sides ", "两侧"),
    Text::new("when cold ", "冷车时"),
    Text::new("when hot ", "热车时"),
    Text::new("when braking ", "制动时"),
    Text::new("on bumps ", "过坎时"),
    Text::new("at speed ", "高速时"),
    Text::new("getting worse ", "在加重"),
    Text::new("measured: ", "实测："),
    Text::new("do it together ", "建议一起做"),
    Text::new("needs road test ", "需试车"),
    Text::new("showed the customer ", "已给客户看过"),
    Text::new("found before ", "上次已发现"),
];

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// Asks why it takes so much longer.
pub fn why_longer(language: Language, by: &str) -> String {
    say(
        language,
        format!("Why {by} longer?"),
        format!("为什么要延时 {by}？"),
    )
}

/// When the car would be ready then.
pub fn ready_about(language: Language, at: &str) -> String {
    say(
        language,
        format!("ready about {at}"),
        format!("约 {at} 完工"),
    )
}

/// A line that a finding would be.
pub fn extra(language: Language, what: &str) -> String {
    say(language, format!("Extra: {what}"), format!("增项 · {what}"))
}

/// The customer has not answered for so long.
pub fn waits_for_customer(language: Language, minutes: i64) -> String {
    say(
        language,
        format!("waiting for the customer · {minutes} min"),
        format!("待客户答复 · {minutes} 分钟"),
    )
}

/// What the customer said, and when.
pub fn customer_said(language: Language, said: Answer, at: &str) -> String {
    let word = answer(said).to(language);
    say(
        language,
        format!("customer: {word} · {at}"),
        format!("客户{word} · {at}"),
    )
}

/// The answer, as it comes to the bay.
pub fn answered(language: Language, said: Answer, plate: &str, what: &str) -> String {
    let word = answer(said).to(language);
    say(
        language,
        format!("{plate} · customer {word}: {what}"),
        format!("{plate} · 客户{word}：{what}"),
    )
}

/// Why nobody may do it.
pub fn not_authorised(language: Language, what: &str, state: &str) -> String {
    say(
        language,
        format!("{what} is not authorised: {state}. Ask the advisor."),
        format!("{what}未获同意：{state}。请联系服务顾问。"),
    )
}

/// The forecast has passed the promise.
pub fn past_promise(language: Language, end: &str, promised: &str) -> String {
    say(
        language,
        format!("Forecast {end} is past the promise {promised}. Does it take longer?"),
        format!("预计 {end}，晚于承诺 {promised}，需要延时吗？"),
    )
}

/// What was left half made.
pub fn unfinished(language: Language, car: &str) -> String {
    say(
        language,
        format!("Your finding is not sent yet: {car}"),
        format!("检查发现尚未发送：{car}"),
    )
}
