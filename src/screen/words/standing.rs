//! Words of where a car stands between its last job and its customer: which check it waits for, what came back, the
//! wash, where its key hangs, and the record of its completion.

use super::Text;
use crate::domain::person::Language;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::command::ReworkReason;
use crate::domain::quality::completion::InspectionResult;

/// 返工
pub const REWORK: Text = Text::new("Rework", "返工");
/// 外返
pub const COMEBACK: Text = Text::new("comeback", "外返");
/// The same in a corner.
pub const COMEBACK_MARK: Text = Text::new("C", "外");
/// 竣工检验, of the whole car, once each of its jobs has passed.
pub const INSPECTION_DUE: Text = Text::new("Car inspection due", "待竣工检验");
/// The same in the least room.
pub const INSPECTION_SHORT: Text = Text::new("Inspection", "待竣检");
/// 待试车
pub const ROAD_TEST_DUE: Text = Text::new("Road test due", "待试车");
/// Parts or tools of it are out, or the customer never agreed.
pub const BLOCKED: Text = Text::new("accounts open", "有未清项");
/// 洗车排队
pub const TO_WASH: Text = Text::new("To wash", "待洗");
/// 开始洗车
pub const BEGIN_WASH: Text = Text::new("Begin the wash", "开始洗车");
/// 检验进度
pub const CHECKS: Text = Text::new("Checks", "三检");
/// 竣工检验
pub const RECORD: Text = Text::new("Completion inspection", "竣工检验");
/// 钥匙与车位
pub const PLACE: Text = Text::new("Key and parking spot", "钥匙与车位");
/// 修改
pub const CHANGE: Text = Text::new("Change", "修改");
/// 打印工单
pub const PRINT: Text = Text::new("Print the order", "打印工单");
/// 保存
pub const SAVE: Text = Text::new("Save", "保存");
/// A rework whose job has been put elsewhere waits there.
pub const PUT_ELSEWHERE: Text = Text::new(
    "It can go to another bay or another lead: tap a slot, choose who leads",
    "可改派其他工位或主修：点空档，再选主修",
);

/// Says for which check a finished job waits.
pub const fn due(kind: CheckKind) -> Text {
    match kind {
        CheckKind::SelfCheck => Text::new("Self-check due", "待自检"),
        CheckKind::Peer => Text::new("Peer check due", "待互检"),
        CheckKind::Final => Text::new("Final check due", "待完检"),
    }
}

/// The same in the least room.
pub const fn due_short(kind: CheckKind) -> Text {
    match kind {
        CheckKind::SelfCheck => Text::new("Self-check", "待自检"),
        CheckKind::Peer => Text::new("Peer check", "待互检"),
        CheckKind::Final => Text::new("Final check", "待完检"),
    }
}

/// Names why a job came back, in the room of a chip.
pub const fn reason_short(reason: ReworkReason) -> Text {
    match reason {
        ReworkReason::NotCured => Text::new("Not cured", "未排除"),
        ReworkReason::Incomplete => Text::new("Left out", "漏项"),
        ReworkReason::Assembly => Text::new("Assembly", "装配"),
        ReworkReason::Leak => Text::new("Leak", "泄漏"),
        ReworkReason::PartFault => Text::new("Part", "配件"),
        ReworkReason::PaintQuality => Text::new("Paint", "漆面"),
        ReworkReason::Damage => Text::new("Damage", "损伤"),
        ReworkReason::Cleanliness => Text::new("Dirt", "清洁"),
        ReworkReason::Other => Text::new("Other", "其他"),
    }
}

/// What a car waits for, and how long: `Peer check due, waits 22′`.
pub fn waits(what: &str, age: &str, language: Language) -> String {
    match language {
        Language::En => format!("{what}, waits {age}"),
        Language::Zh => format!("{what}·已等 {age}"),
    }
}

/// The inspector is at the car.
pub fn inspecting(who: &str, age: &str, language: Language) -> String {
    match (language, who) {
        (Language::En, "") => format!("being inspected, {age}"),
        (Language::En, who) => format!("{who} inspects, {age}"),
        (Language::Zh, who) => format!("{who}在检 {age}"),
    }
}

/// The same in the least room.
pub fn inspecting_short(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("inspected {age}"),
        Language::Zh => format!("在检 {age}"),
    }
}

/// The car is being washed.
pub fn washing(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("being washed, {age}"),
        Language::Zh => format!("洗车中 {age}"),
    }
}

/// The same in the least room.
pub fn washing_short(age: &str, language: Language) -> String {
    match language {
        Language::En => format!("washed {age}"),
        Language::Zh => format!("洗车中 {age}"),
    }
}

/// Who washes it, since when.
pub fn washed_since(who: &str, at: &str, language: Language) -> String {
    match (language, who) {
        (Language::En, "") => format!("Being washed since {at}"),
        (Language::En, who) => format!("{who} washes it since {at}"),
        (Language::Zh, "") => format!("{at} 开始洗车"),
        (Language::Zh, who) => format!("{who} {at} 开始洗车"),
    }
}

/// A check that was made, and by whom: `self-check 王磊 10:31`.
pub fn made(check: &str, who: &str, at: &str) -> String {
    let parts = [check, who, at];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Who makes the check that comes next.
pub fn next_check(kind: CheckKind, who: &str, bay: &str, language: Language) -> String {
    match (language, kind) {
        (Language::En, CheckKind::SelfCheck) if who.is_empty() => {
            "Next: whoever did it checks it".to_owned()
        }
        (Language::En, CheckKind::SelfCheck) if bay.is_empty() => {
            format!("Next: {who} checks it, as its lead")
        }
        (Language::En, CheckKind::SelfCheck) => {
            format!("Next: {who} checks it, as its lead, at {}", lower(bay))
        }
        (Language::En, CheckKind::Peer) => {
            "Next: a technician who did not work on it, at any bay".to_owned()
        }
        (Language::En, CheckKind::Final) => "Next: an inspector, at the QC screen".to_owned(),
        (Language::Zh, CheckKind::SelfCheck) if who.is_empty() => {
            "下一步：由作业人员自检".to_owned()
        }
        (Language::Zh, CheckKind::SelfCheck) if bay.is_empty() => {
            format!("下一步：主修 {who} 自检")
        }
        (Language::Zh, CheckKind::SelfCheck) => format!("下一步：主修 {who} 自检（{bay}）"),
        (Language::Zh, CheckKind::Peer) => "下一步：未参与作业的技师互检（任一工位）".to_owned(),
        (Language::Zh, CheckKind::Final) => "下一步：质检员在质检台完检".to_owned(),
    }
}

/// Who goes on with a car whose jobs have all passed.
pub fn next_of_car(road_test: bool, language: Language) -> &'static str {
    let text = if road_test {
        Text::new(
            "Next: the road test, then the inspection of the car",
            "下一步：试车，然后整车竣工检验",
        )
    } else {
        Text::new(
            "Next: an inspector passes the car, at the QC screen",
            "下一步：质检员在质检台整车放行",
        )
    };
    text.to(language)
}

/// Why a job came back, who found it and who answers for it.
#[derive(Debug, Clone, Copy)]
pub struct Back<'a> {
    /// Why.
    pub reason: &'a str,
    /// Who found it.
    pub found_by: &'a str,
    /// When.
    pub at: &'a str,
    /// Who answers for it; empty for nobody.
    pub responsible: &'a str,
    /// What it costs them; empty for nothing.
    pub penalty: &'a str,
}

/// Says why a job came back: `Rework: leak, found by 林芳 10:20, answers for it: 王磊 ¥50`.
pub fn back(back: Back<'_>, language: Language) -> String {
    let found = [back.found_by, back.at];
    let found: Vec<&str> = found.into_iter().filter(|part| !part.is_empty()).collect();
    let found = found.join(" ");
    let answers = [back.responsible, back.penalty];
    let answers: Vec<&str> = answers
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let answers = answers.join(" ");
    match (language, answers.is_empty()) {
        (Language::En, true) => format!("Rework: {}, found by {found}", lower(back.reason)),
        (Language::En, false) => format!(
            "Rework: {}, found by {found}, answers for it: {answers}",
            lower(back.reason)
        ),
        (Language::Zh, true) => format!("返工：{}，{found} 检出", back.reason),
        (Language::Zh, false) => {
            format!("返工：{}，{found} 检出，责任 {answers}", back.reason)
        }
    }
}

/// Which time it is that the job has come back; nothing the first time.
pub fn times(times: u32, language: Language) -> String {
    match (language, times) {
        (_, 0 | 1) => String::new(),
        (Language::En, times) => format!("{times} times by now"),
        (Language::Zh, times) => format!("第 {times} 次"),
    }
}

/// Says how the final inspection ended.
pub const fn result(result: InspectionResult) -> Text {
    match result {
        InspectionResult::Passed => Text::new("passed", "合格"),
        InspectionResult::Failed => Text::new("failed", "不合格"),
        InspectionResult::Open => Text::new("open", "待检"),
    }
}

/// The first line of the completion record.
pub fn record(how: InspectionResult, by: &str, language: Language) -> String {
    let (what, how) = (RECORD.to(language), result(how).to(language));
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" ･ {by}")
    };
    match language {
        Language::En => format!("{what}: {how}{by}"),
        Language::Zh => format!("{what}：{how}{by}"),
    }
}

/// When it was to be done, and when it was.
pub fn planned_and_done(planned: &str, done: &str, language: Language) -> String {
    let said = |en: &str, zh: &str, at: &str| match (language, at) {
        (_, "") => String::new(),
        (Language::En, at) => format!("{en} {at}"),
        (Language::Zh, at) => format!("{zh} {at}"),
    };
    let parts = [
        said("promised", "计划", planned),
        said("done", "实际", done),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ･ ")
}

/// What a car came back to.
pub fn comeback_to(ro: &str, date: &str, language: Language) -> String {
    match (language, date) {
        (Language::En, "") => format!("Comeback to order {ro}"),
        (Language::En, date) => format!("Comeback to order {ro}, delivered {date}"),
        (Language::Zh, "") => format!("外返，原工单 {ro}"),
        (Language::Zh, date) => format!("外返，原工单 {ro}（{date} 交车）"),
    }
}

/// A comeback of a car that no earlier order knows.
pub const COMEBACK_OF_NOTHING: Text = Text::new(
    "Comeback: no earlier order of this car is known, it is linked to none",
    "外返：没有该车以往的工单，无法关联",
);

/// Which order a new comeback will be linked to.
pub fn will_link(ro: &str, date: &str, language: Language) -> String {
    match language {
        Language::En => format!("Comeback: will be linked to order {ro} of {date}"),
        Language::Zh => format!("外返：将关联 {date} 的工单 {ro}"),
    }
}

/// A car's key and parking spot, in the beginning of a toast.
pub fn parked(what: &str, place: &str, language: Language) -> String {
    match (language, place) {
        (Language::En, "") => format!("{what}: key and parking spot"),
        (Language::En, place) => format!("{what}: {place}"),
        (Language::Zh, "") => format!("{what} 钥匙与车位"),
        (Language::Zh, place) => format!("{what} {place}"),
    }
}

/// The wash of a car has begun, in the beginning of a toast.
pub fn wash_begun(what: &str, language: Language) -> String {
    match language {
        Language::En => format!("{what}: wash begun"),
        Language::Zh => format!("{what} 开始洗车"),
    }
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
