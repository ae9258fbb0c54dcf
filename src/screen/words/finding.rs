//! The words of findings, answers, extensions and promises.

use super::Text;
use crate::domain::finding::{Answer, Channel, DelayReason, Severity};

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
