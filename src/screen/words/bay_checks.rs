//! Words of the bay kiosk's checks, of what came back, and of the wash.

use super::Text;
use super::quality::check;
use crate::domain::person::Language;
use crate::domain::quality::checklist::CheckKind;
use crate::domain::quality::command::QualityCommand;

// The list of what waits.
pub const ENTRY: Text = Text::new("Checks & wash", "检查·洗车");
pub const TO_CHECK: Text = Text::new("To check", "待检查");
pub const TO_WASH: Text = Text::new("Wash", "洗车");
pub const NOTHING_TO_CHECK: Text = Text::new("Nothing waits for a check", "没有待检查的作业");
pub const NOTHING_TO_CHECK_HINT: Text = Text::new(
    "What was self-checked anywhere in the workshop appears here for another pair of eyes.",
    "全车间自检完成的作业会出现在这里，由他人互检。",
);
pub const NOTHING_TO_WASH: Text = Text::new("No car to wash", "没有待洗车辆");
pub const NOTHING_TO_WASH_HINT: Text = Text::new(
    "Cars that have passed and are to be washed appear here.",
    "检验通过且需要洗车的车辆会出现在这里。",
);
pub const BEGIN_WASH: Text = Text::new("Start wash", "开始洗车");
pub const END_WASH: Text = Text::new("Washed", "洗好了");
pub const WASHING: Text = Text::new("washing", "洗车中");
pub const NOT_BEGUN: Text = Text::new("not started", "未开始");
pub const FOR_TECHNICIANS: Text = Text::new(
    "peer checks are for technicians",
    "互检由技师或车间主管完成",
);
pub const PARKED: Text = Text::new("parked", "车位");
pub const KEY: Text = Text::new("key", "钥匙");

// The checklist.
pub const NO_LIST: Text = Text::new("No checklist for this job", "此作业没有检查表");
pub const NO_LIST_HINT: Text = Text::new(
    "Look at what was done, then confirm.",
    "请查看作业完成情况后确认。",
);
pub const REST: Text = Text::new("All the rest is OK", "其余全部合格");
pub const CONFIRM: Text = Text::new("Confirm", "确认");
pub const CONFIRM_NOTE: Text = Text::new("with your badge", "以您的工牌签署");
pub const SEND_BACK: Text = Text::new("Not good: back to work", "不合格：退回返工");
pub const SEND_BACK_NOTE: Text = Text::new("choose the reason next", "下一步选择原因");
pub const LATER: Text = Text::new("Later", "稍后");
pub const BEYOND: Text = Text::new("beyond the limits", "超出范围");
pub const WITHIN: Text = Text::new("within the limits", "在范围内");
pub const MEASURE: Text = Text::new("Measure", "测量");
pub const MEASURED: Text = Text::new("OK", "确定");
pub const LIMITS: Text = Text::new("Limits", "范围");
pub const SIGN: Text = Text::new("Plus or minus", "正负");
pub const POINT: Text = Text::new("Point", "小数点");
pub const WRITE_ITEM: Text = Text::new("Words and photos", "说明与照片");
pub const WORDS_HINT: Text = Text::new(
    "Tap words, or use the keyboard; photos from the bay's camera appear below",
    "点选词语或用键盘输入，工位相机的照片会出现在下方",
);
pub const ITEM_DONE: Text = Text::new("Done", "完成");

// What came back.
pub const REWORK: Text = Text::new("REWORK", "返工");
pub const WHY: Text = Text::new("Why does it go back?", "为什么退回？");
pub const BACK_TITLE: Text = Text::new("Back to work", "退回返工");
pub const BACK_SEND: Text = Text::new("Send back", "退回");
pub const BACK_SEND_NOTE: Text = Text::new("first on the list of its bay", "置于工位列表最前");
pub const REWORK_TITLE: Text = Text::new("What it came back for", "返工原因");
pub const NOTHING_FAILED: Text = Text::new("No single item was named", "没有指明具体项目");
pub const DETAILS: Text = Text::new("Details", "详情");

// Self-checks to do.
pub const SELF_CHECK_DUE: Text = Text::new("SELF-CHECK DUE", "自检待做");
pub const SELF_CHECK: Text = Text::new("Self-check", "自检");

/// Words that are often said of what is not good.
pub const CHIPS: [Text; 24] = [
    Text::new("loose", "松动"),
    Text::new("missing", "缺失"),
    Text::new("leaks", "渗漏"),
    Text::new("noise", "异响"),
    Text::new("worn", "磨损"),
    Text::new("cracked", "开裂"),
    Text::new("bent", "变形"),
    Text::new("dirty", "脏污"),
    Text::new("scratched", "划伤"),
    Text::new("too low", "偏低"),
    Text::new("too high", "偏高"),
    Text::new("wrong part", "件不对"),
    Text::new("torque", "力矩"),
    Text::new("clip", "卡扣"),
    Text::new("hose", "软管"),
    Text::new("plug", "插头"),
    Text::new("left", "左"),
    Text::new("right", "右"),
    Text::new("front", "前"),
    Text::new("rear", "后"),
    Text::new("inside", "内侧"),
    Text::new("outside", "外侧"),
    Text::new("not cured", "未解决"),
    Text::new("left behind", "遗留物"),
];

/// Names what was tapped.
pub const fn tap(body: &QualityCommand) -> Text {
    match body {
        QualityCommand::Check { check: kind, .. } => headed(*kind),
        QualityCommand::SendBack { .. } => Text::new("Back to work", "退回返工"),
        QualityCommand::TakeCar { .. } => Text::new("Take the car", "接检"),
        QualityCommand::LetGo => Text::new("Let the car go", "放下"),
        QualityCommand::RoadTest { .. } => Text::new("Road test", "试车"),
        QualityCommand::PassCar { .. } => Text::new("Pass", "竣工检验"),
        QualityCommand::BeginWash => Text::new("Start wash", "开始洗车"),
        QualityCommand::Park { .. } => Text::new("Key and parking", "钥匙与车位"),
    }
}

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// Names a check as a title, or on a button.
pub const fn headed(kind: CheckKind) -> Text {
    match kind {
        CheckKind::SelfCheck => Text::new("Self-check", "自检"),
        CheckKind::Peer => Text::new("Peer check", "互检"),
        CheckKind::Final => Text::new("Final check", "完检"),
    }
}

/// Names a check as the title of its page.
pub fn title(language: Language, kind: CheckKind, job: &str) -> String {
    format!("{} · {job}", headed(kind).to(language))
}

/// Says how far somebody has come.
pub fn progress(language: Language, answered: usize, of: usize, failed: usize) -> String {
    let so_far = say(
        language,
        format!("{answered} of {of}"),
        format!("{answered}/{of} 项"),
    );
    match failed {
        0 => so_far,
        failed => format!("{so_far} · {}", self::failed(language, failed)),
    }
}

/// Counts what is not good.
pub fn failed(language: Language, failed: usize) -> String {
    say(
        language,
        format!("{failed} not OK"),
        format!("{failed} 项不合格"),
    )
}

/// Says what is still to be answered.
pub fn still_open(language: Language, open: usize) -> String {
    say(
        language,
        format!("{open} still open"),
        format!("还有 {open} 项未检"),
    )
}

/// Says how many one tap answers.
pub fn rest_note(language: Language, rest: usize) -> String {
    say(
        language,
        format!("{rest} items that are not measured"),
        format!("{rest} 项（不含需测量的）"),
    )
}

/// Says who worked on a job, and where.
pub fn done_by(language: Language, who: &str, bay: &str) -> String {
    match bay {
        "" => who.to_owned(),
        bay => say(
            language,
            format!("{who} at {bay}"),
            format!("{who} · {bay}"),
        ),
    }
}

/// Says since when something waits.
pub fn since(language: Language, at: &str) -> String {
    say(language, format!("since {at}"), format!("{at} 起"))
}

/// Says who washes a car since when.
pub fn washing(language: Language, who: &str, at: &str) -> String {
    format!("{} · {who}", since(language, at))
}

/// Says which check found it, who made it, and when.
pub fn found_by(language: Language, kind: CheckKind, who: &str, at: &str) -> String {
    let kind = check(kind).to(language);
    say(
        language,
        format!("{kind} by {who}, {at}"),
        format!("{kind} {who} {at}"),
    )
}

/// Says whose self-check it is.
pub fn turn_of(language: Language, who: &str) -> String {
    say(
        language,
        format!("{who} checks it first"),
        format!("由 {who} 先自检"),
    )
}

/// Counts how often the final check has sent it back.
pub fn rework_times(language: Language, times: u32) -> String {
    let word = REWORK.to(language);
    match times {
        0 | 1 => word.to_owned(),
        times => format!("{word} ×{times}"),
    }
}

/// Says what a peer check waits for before it is anybody's turn.
pub fn half_done(language: Language, answered: usize, of: usize) -> String {
    say(
        language,
        format!("{answered} of {of} done"),
        format!("已完成 {answered}/{of} 项"),
    )
}
