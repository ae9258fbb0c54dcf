//! The words on the printed record of an order (维修记录单).

use super::{Text, money, time};
use crate::domain::finding::Severity;
use crate::domain::job::LineStanding;
use crate::domain::order::{Fen, WorkMinutes};
use crate::domain::person::Language;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::completion::InspectionResult;

/// 维修记录单
pub const TITLE: Text = Text::new("Service record", "维修记录单");
/// 车主
pub const CUSTOMER: Text = Text::new("Customer", "车主");
/// 手机
pub const PHONE: Text = Text::new("Phone", "手机");
/// 送修人
pub const BROUGHT_IN_BY: Text = Text::new("Brought in by", "送修人");
/// VIN码
pub const VIN: Text = Text::new("VIN", "VIN码");
/// 颜色
pub const COLOUR: Text = Text::new("Colour", "颜色");
/// 进厂里程
pub const MILEAGE: Text = Text::new("Mileage in", "进厂里程");
/// 进厂油量
pub const FUEL: Text = Text::new("Fuel in", "进厂油量");
/// 业务类别
pub const CATEGORY: Text = Text::new("Category", "业务类别");
/// 服务顾问
pub const ADVISOR: Text = Text::new("Advisor", "服务顾问");
/// 进厂时间
pub const ARRIVED: Text = Text::new("Arrived", "进厂时间");
/// 预计交车
pub const PROMISED: Text = Text::new("Promised", "预计交车");
/// 实际完工
pub const DONE: Text = Text::new("Ready since", "实际完工");
/// 交车时间
pub const DELIVERED: Text = Text::new("Handed over", "交车时间");
/// 钥匙号
pub const KEY_TAG: Text = Text::new("Key tag", "钥匙号");
/// 停放位置
pub const PARKING: Text = Text::new("Parked at", "停放位置");
/// 客户要求
pub const CONFIRMED: Text = Text::new("Asked for", "客户要求");
/// 保留旧件
pub const KEEP_OLD_PARTS: Text = Text::new("keep old parts", "保留旧件");
/// 洗车
pub const WASH: Text = Text::new("wash", "洗车");
/// 外返
pub const COMEBACK: Text = Text::new("Comeback of", "外返原工单");
/// 报修陈述
pub const COMPLAINT: Text = Text::new("What the customer said", "报修陈述");
/// 维修项目
pub const WORK: Text = Text::new("Work done", "维修项目");
/// 作业
pub const DONE_BY: Text = Text::new("Done by", "维修技师");
/// 返工
pub const SENT_BACK: Text = Text::new("Sent back", "返工");
/// 使用配件
pub const PARTS: Text = Text::new("Parts fitted", "使用配件");
/// 配件名称
pub const PART_NAME: Text = Text::new("Name", "名称");
/// 金额
pub const AMOUNT: Text = Text::new("Amount", "金额");
/// 整车检验
pub const INSPECTION: Text = Text::new("Inspection of the car", "整车检验");
/// 试车
pub const ROAD_TEST: Text = Text::new("Road test", "试车");
/// 竣工检验
pub const COMPLETION: Text = Text::new("Completion record", "竣工检验记录");
/// 检验结果
pub const RESULT: Text = Text::new("Result", "检验结果");
/// 质检员
pub const INSPECTOR: Text = Text::new("Inspector", "质检员");
/// 计划完工
pub const PLANNED: Text = Text::new("Planned", "计划完工");
/// 实际完工
pub const COMPLETED: Text = Text::new("Passed at", "检验完成");
/// 误工原因
pub const DELAY: Text = Text::new("Delay", "误工原因");
/// 返工原因
pub const REWORK: Text = Text::new("Rework", "返工原因");
/// 检查发现
pub const FOUND: Text = Text::new("Found, and what you said to it", "检查发现与客户答复");
/// 未做项目
pub const ADVICE: Text = Text::new("Not done: for your next visit", "未做项目与下次来店建议");
/// 说明
pub const NOTE: Text = Text::new("Note", "说明");
/// 客户答复
pub const ANSWER: Text = Text::new("Your answer", "客户答复");
/// 未答复
pub const NOT_ANSWERED: Text = Text::new("not answered", "未答复");
/// 不处理的后果
pub const IF_LEFT: Text = Text::new("If left", "不处理的后果");
/// 建议
pub const NEXT_VISIT: Text = Text::new("Our advice", "建议");
/// Something unsafe was left as it is.
pub const UNSAFE: Text = Text::new(
    "Some of this makes the car unsafe. You were told so, and drive it as it is at your own risk.",
    "以上部分项目影响行车安全，本店已如实告知，客户确认暂不处理。",
);
/// 客户签字
pub const CUSTOMER_SIGNS: Text = Text::new("Customer (signature)", "客户签字");
/// 服务顾问签字
pub const ADVISOR_SIGNS: Text = Text::new("Advisor (signature)", "服务顾问签字");
/// 质检员签字
pub const INSPECTOR_SIGNS: Text = Text::new("Inspector (signature)", "质检员签字");

/// Names a check before who made it.
pub const fn check_label(kind: CheckKind) -> Text {
    match kind {
        CheckKind::SelfCheck => Text::new("Self-check", "自检"),
        CheckKind::Peer => Text::new("Peer check", "互检"),
        CheckKind::Final => Text::new("Final check", "完检"),
    }
}

/// How the final inspection ended.
pub const fn result(result: InspectionResult) -> Text {
    match result {
        InspectionResult::Passed => Text::new("passed", "合格"),
        InspectionResult::Failed => Text::new("not passed", "不合格"),
        InspectionResult::Open => Text::new("not inspected yet", "待检"),
    }
}

/// What is to be said of a line that is not simply ordered.
pub const fn standing(standing: LineStanding) -> Option<Text> {
    match standing {
        LineStanding::Ordered => None,
        LineStanding::Dropped => Some(Text::new("taken off", "已取消")),
        LineStanding::Proposed => Some(Text::new("not answered", "未答复")),
        LineStanding::Declined => Some(Text::new("declined", "客户拒绝")),
        LineStanding::Deferred => Some(Text::new("deferred", "客户暂缓")),
    }
}

/// What to do about something that was left.
pub const fn advice(severity: Severity) -> Text {
    match severity {
        Severity::Red => Text::new("have it mended before you drive on", "请立即处理后再行驶"),
        Severity::Yellow => Text::new(
            "have it done soon, at the next visit at the latest",
            "请尽快处理，最迟下次来店时完成",
        ),
        Severity::Green => Text::new("have it looked at on the next visit", "下次来店时复查"),
    }
}

/// Which order it is.
pub fn order(ro: &str, language: Language) -> String {
    match language {
        Language::En => format!("RO {ro}"),
        Language::Zh => format!("工单 {ro}"),
    }
}

/// A job that was found here.
pub fn additional(name: &str, language: Language) -> String {
    match language {
        Language::En => format!("Extra: {name}"),
        Language::Zh => format!("增项：{name}"),
    }
}

/// When a job was done.
pub fn finished(at: &str, language: Language) -> String {
    match language {
        Language::En => format!("done {at}"),
        Language::Zh => format!("{at} 完工"),
    }
}

/// How many items a check has; nothing where it has none.
pub fn items(count: usize, language: Language) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (Language::En, 1) => "1 item".to_owned(),
        (Language::En, count) => format!("{count} items"),
        (Language::Zh, count) => format!("{count} 项"),
    }
}

/// How far a road test went.
pub fn driven(km: u32, from_to: &str, language: Language) -> String {
    match language {
        Language::En => format!("{km} km ({from_to})"),
        Language::Zh => format!("{km} 公里（{from_to}）"),
    }
}

/// About how long it takes and what it costs; nothing where nobody has said so.
pub fn about(standard: WorkMinutes, amount: Fen, language: Language) -> String {
    let hours = (standard.0 > 0).then(|| time::hours(standard, language));
    let price = (amount.0 > 0).then(|| money::yuan(amount));
    let told: Vec<String> = hours.into_iter().chain(price).collect();
    match (told.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::En) => format!("about {}", told.join(", ")),
        (false, Language::Zh) => format!("约 {}", told.join("，")),
    }
}
