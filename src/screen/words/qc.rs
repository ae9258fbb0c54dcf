//! Words of the quality-check screen (质检台).

use super::{Text, quality, states};
use crate::domain::person::Language;
use crate::domain::quality::checklist::{CheckKind, Measure};
use crate::projection::job_card::Stage;

/// The title of the screen.
pub const TITLE: Text = Text::new("Quality check", "质检台");
/// Cars that the inspector can go to.
pub const QUEUE: Text = Text::new("Awaiting final check", "待完检");
/// How many cars the inspector can go to.
pub const TO_CHECK: Text = Text::new("To check", "待完检");
/// Cars of which a job waits for somebody else.
pub const NOT_READY: Text = Text::new("Not ready yet", "未到完检");
/// Cars that went back.
pub const REWORK: Text = Text::new("Rework", "返工");
/// Cars that are to be washed.
pub const WASH: Text = Text::new("Wash", "洗车");
/// Cars that something keeps from passing.
pub const BLOCKED: Text = Text::new("Blocked", "有未结项");
/// No car waits.
pub const NOTHING_WAITS: Text = Text::new("No car waits for its final check", "没有待完检的车辆");
/// What follows then.
pub const NOTHING_HINT: Text = Text::new(
    "A car comes here as soon as its last job has its self-check and peer check.",
    "最后一项作业完成自检、互检后，车辆会自动排到这里。",
);
/// No car is open.
pub const PICK_CAR: Text = Text::new("Tap a car on the left", "点左边的车辆");
/// The heading of the final inspection.
pub const WHOLE_CAR: Text = Text::new("Whole car", "整车");
/// The list of the final inspection, on its card.
pub const INSPECTION: Text = Text::new("final inspection", "竣工检验");
/// Findings, parts, accounts.
pub const ABOUT: Text = Text::new("Findings, parts", "发现与配件");
/// When the car was promised.
pub const DUE: Text = Text::new("due", "预计交车");
/// A job that passed its final check.
pub const PASSED: Text = Text::new("passed", "已合格");
/// A job of which the workshop has no list.
pub const NO_LIST: Text = Text::new(
    "There is no checklist for this job: look at it, then pass it or send it back.",
    "此作业没有检查表：请目视检查后判定合格或返工。",
);
/// There is no list for the car.
pub const NO_CAR_LIST: Text = Text::new(
    "There is no list for the final inspection: look the car over, then pass it.",
    "没有竣工检验表：请检查整车后判定。",
);
/// An item that is found out on the road.
pub const ON_THE_ROAD: Text = Text::new("road test required", "需要试车");
/// The value of a measured item, before it is measured.
pub const MEASURE: Text = Text::new("measure", "测量");
/// Something to write about an item.
pub const NOTE: Text = Text::new("Note", "备注");
/// A photo of the station's camera.
pub const PHOTO: Text = Text::new("Photo", "照片");
/// The invitation to write.
pub const WRITE: Text = Text::new("tap to write", "点此输入");
/// All that is not measured is good.
pub const REST_OK: Text = Text::new("All the rest is OK", "其余全部合格");
/// The inspector begins.
pub const TAKE: Text = Text::new("Take the car", "接检");
/// The inspector leaves it to others.
pub const LEAVE: Text = Text::new("Leave the car", "放弃接检");
/// From another inspector.
pub const TAKE_OVER: Text = Text::new("Take over", "接手");
/// One job alone.
pub const PASS_JOB: Text = Text::new("Pass this job", "本项合格");
/// 试车
pub const ROAD_TEST: Text = Text::new("Road test ･ sign", "试车 ･ 签字");
/// It is wanted before the car passes.
pub const ROAD_FIRST: Text = Text::new("road test first", "需先试车");
/// 返工
pub const BACK: Text = Text::new("Back to bay…", "返工…");
/// 竣工合格
pub const PASS: Text = Text::new("Pass", "合格放行");
/// What signs it.
pub const BY_PIN: Text = Text::new("your PIN signs it", "需输入密码签字");
/// Who acts may not pass it.
pub const NOT_YOURS: Text = Text::new("somebody else has to pass it", "须由他人检验");
/// Another inspector is at it.
pub const ANOTHERS: Text = Text::new("another inspector is at it", "其他质检员正在检验");
/// It is to be done before the car passes.
pub const REQUIRED: Text = Text::new("required", "必做");
/// Somebody else is to do it.
pub const NOT_YOU: Text = Text::new(
    "You may not check this car; the reason stands above",
    "您不能检验此车，原因见上方",
);
/// The list cannot be answered now.
pub const NOT_NOW: Text = Text::new(
    "This is not up for its final check now",
    "现在还不能做这项完检",
);
/// A measured item has no value yet.
pub const OUTSIDE: Text = Text::new("outside the limits: this fails", "超出范围，判为不合格");
/// A measured value is good.
pub const INSIDE: Text = Text::new("within the limits", "在范围内");
/// The value that was measured.
pub const VALUE: Text = Text::new("Measured", "实测值");
/// Enters what the sheet asks for.
pub const DONE: Text = Text::new("Done", "完成");
/// Where the road test begins.
pub const START_KM: Text = Text::new("Start, km", "起始里程 km");
/// Where it ends.
pub const END_KM: Text = Text::new("End, km", "结束里程 km");
/// Signs the road test.
pub const SIGN: Text = Text::new("Sign", "签字");
/// The end is not after the start.
pub const END_FIRST: Text = Text::new("enter the mileage after the drive", "请输入试车后的里程");
/// What the sheet of a rework is called.
pub const SEND_BACK: Text = Text::new("Back to the bay", "退回工位返工");
/// Which job goes back.
pub const WHICH_JOB: Text = Text::new("Which job", "哪项作业");
/// Why.
pub const WHY: Text = Text::new("Why", "返工原因");
/// 责任人
pub const WHO: Text = Text::new("Who answers for it", "责任人");
/// It is nobody's fault.
pub const NOBODY: Text = Text::new("Nobody", "无责任人");
/// 考核
pub const PENALTY: Text = Text::new("Penalty, ¥", "考核金额 ¥");
/// Sends it back.
pub const SEND: Text = Text::new("Send back", "确认返工");
/// What is still to be said of a job that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Why.
    Reason,
    /// Who answers for it.
    Person,
    /// Who bears the penalty.
    WhosePenalty,
}

/// Asks for what is still to be said.
pub const fn lacking(lacking: Lacking) -> Text {
    match lacking {
        Lacking::Reason => Text::new("choose why", "请选返工原因"),
        Lacking::Person => Text::new("choose who answers for it", "请选责任人"),
        Lacking::WhosePenalty => Text::new("a penalty needs a person", "有考核金额须选责任人"),
    }
}

/// No job can go back now.
pub const NOTHING_TO_RETURN: Text = Text::new(
    "No job of this car can go back now",
    "此车现在没有可返工的作业",
);
/// Who worked on it.
pub const WORKED: Text = Text::new("worked on it", "作业人员");
/// Begins a wash.
pub const WASH_START: Text = Text::new("Start the wash", "开始洗车");
/// Ends a wash.
pub const WASH_END: Text = Text::new("Washed", "洗完");
/// The car is in the wash.
pub const TO_WASH: Text = Text::new("passed, to be washed", "已合格，待洗车");
/// 检查发现
pub const FINDINGS: Text = Text::new("Findings and what the customer said", "检查发现与客户答复");
/// Nothing was found.
pub const NO_FINDINGS: Text = Text::new("Nothing was found", "没有检查发现");
/// 已装配件
pub const PARTS: Text = Text::new("Parts fitted", "已装配件");
/// No parts.
pub const NO_PARTS: Text = Text::new("No parts were issued", "没有领用配件");
/// What keeps it from passing.
pub const ACCOUNTS: Text = Text::new("Open accounts: the car cannot pass", "未结项：不能放行");
/// The checks before.
pub const CHECKS: Text = Text::new("Checks before", "已做的检验");
/// A finding nobody has answered.
pub const NOT_ASKED: Text = Text::new("customer not asked yet", "尚未征得客户意见");
/// A finding that is only told.
pub const NOTED: Text = Text::new("told at hand-over", "交车时告知");
/// What is done about a part on request.
pub const DO_WAITING: Text = Text::new("the store issues it or cancels it", "请仓库发料或取消");
/// What is done about a part that is not fitted.
pub const DO_NOT_FITTED: Text = Text::new(
    "the bay says that it is fitted, or returns it",
    "请工位确认已装或退料",
);
/// What is done about a return on its way.
pub const DO_COMING_BACK: Text = Text::new("the store takes it in", "请仓库收退料");
/// What is done about an old part.
pub const DO_OLD_PART: Text = Text::new("the store shelves it", "请仓库收旧件");
/// What is done about work without the customer's word.
pub const DO_UNAUTHORISED: Text = Text::new(
    "worked on without the customer’s word: ask the advisor",
    "未经客户同意已作业：请联系服务顾问",
);

/// What notes often say, to be tapped instead of typed.
pub const PHRASES: [Text; 12] = [
    Text::new("left ", "左侧"),
    Text::new("right ", "右侧"),
    Text::new("front ", "前"),
    Text::new("rear ", "后"),
    Text::new("loose ", "松动"),
    Text::new("leaks ", "渗漏"),
    Text::new("noise ", "异响"),
    Text::new("judder ", "抖动"),
    Text::new("scratched ", "划伤"),
    Text::new("dirty ", "脏污"),
    Text::new("colour differs ", "色差"),
    Text::new("not fitted ", "未装到位"),
];

/// What is said of a road test.
pub const ROAD_PHRASES: [Text; 6] = [
    Text::new("no complaint ", "无异常"),
    Text::new("complaint gone ", "故障已消除"),
    Text::new("complaint still there ", "故障仍在"),
    Text::new("noise ", "异响"),
    Text::new("pulls ", "跑偏"),
    Text::new("warning light ", "警告灯亮"),
];

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// How many jobs a car has.
pub fn jobs(language: Language, count: usize) -> String {
    say(
        language,
        format!("{count} {}", if count == 1 { "job" } else { "jobs" }),
        format!("{count} 项"),
    )
}

/// How many things were found, and how many parts fitted.
pub fn about(language: Language, findings: usize, parts: usize) -> String {
    let (found, fitted) = (
        if findings == 1 { "finding" } else { "findings" },
        if parts == 1 { "part" } else { "parts" },
    );
    say(
        language,
        format!("{findings} {found}, {parts} {fitted}"),
        format!("{findings} 项发现，{parts} 种配件"),
    )
}

/// How far a list is gone through.
pub fn progress(language: Language, done: usize, of: usize) -> String {
    say(language, format!("{done} of {of}"), format!("{done}/{of}"))
}

/// The limits of a measured value: `≥ 3`, `88–107`.
pub fn limits(measure: &Measure) -> String {
    match (measure.least, measure.most) {
        (Some(least), Some(most)) => format!("{least}–{most}"),
        (Some(least), None) => format!("≥ {least}"),
        (None, Some(most)) => format!("≤ {most}"),
        (None, None) => String::new(),
    }
}

/// Who made a check, and when.
pub fn checked(language: Language, kind: CheckKind, who: &str, at: &str) -> String {
    let short = match kind {
        CheckKind::SelfCheck => Text::new("self", "自检"),
        CheckKind::Peer => Text::new("peer", "互检"),
        CheckKind::Final => Text::new("final", "完检"),
    };
    let short = short.to(language);
    match who.is_empty() {
        true => format!("{short} {at}"),
        false => format!("{short} {who} {at}"),
    }
}

/// What a check measured.
pub fn measured(language: Language, kind: CheckKind, value: &str) -> String {
    checked(language, kind, "", value)
}

/// How often a job was sent back.
pub fn reworked(language: Language, times: u32) -> String {
    say(
        language,
        format!("rework ×{times}"),
        format!("返工 ×{times}"),
    )
}

/// What a job went back for.
pub fn sent_back_for(language: Language, reason: &str, note: &str) -> String {
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" “{note}”")
    };
    say(
        language,
        format!("sent back: {reason}{note}"),
        format!("曾返工：{reason}{note}"),
    )
}

/// It failed the last time.
pub fn failed_last_time(language: Language, note: &str) -> String {
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(": {note}")
    };
    say(
        language,
        format!("failed last time{note}"),
        format!("上次不合格{note}"),
    )
}

/// What a job waits for before the inspector comes, and who does it.
pub fn waits_for_check(language: Language, kind: CheckKind, job: &str, who: &str) -> String {
    let check = quality::check(kind).to(language);
    let who = if who.is_empty() {
        String::new()
    } else {
        format!(" ({who})")
    };
    say(
        language,
        format!("{check}: {job}{who}"),
        format!("待{check}：{job}{who}"),
    )
}

/// Where a job stands that is not finished.
pub fn waits_for_work(language: Language, stage: Stage, job: &str) -> String {
    let stage = states::stage(stage).0.to(language);
    say(
        language,
        format!("{stage}: {job}"),
        format!("{stage}：{job}"),
    )
}

/// Why a car is back, and where.
pub fn back_at(language: Language, reason: &str, bay: &str) -> String {
    match (reason.is_empty(), bay.is_empty()) {
        (true, _) => bay.to_owned(),
        (false, true) => reason.to_owned(),
        (false, false) => say(
            language,
            format!("{reason} ･ back at {bay}"),
            format!("{reason} ･ 退回 {bay}"),
        ),
    }
}

/// What keeps a car from passing, in few words.
pub fn blocked(language: Language, parts: usize, tools: usize, jobs: usize) -> String {
    let mut told = Vec::new();
    let count = |count: usize, en: &str, zh: &str| match language {
        Language::En => format!("{count} {en}"),
        Language::Zh => format!("{count} {zh}"),
    };
    if parts > 0 {
        told.push(count(
            parts,
            if parts == 1 {
                "part open"
            } else {
                "parts open"
            },
            "项配件未结",
        ));
    }
    if tools > 0 {
        told.push(count(
            tools,
            if tools == 1 { "tool out" } else { "tools out" },
            "件工具未还",
        ));
    }
    if jobs > 0 {
        told.push(count(
            jobs,
            if jobs == 1 {
                "job not authorised"
            } else {
                "jobs not authorised"
            },
            "项未经同意",
        ));
    }
    say(
        language,
        format!("Blocked: {}", told.join(", ")),
        format!("未结：{}", told.join("，")),
    )
}

/// Who has a tool.
pub fn has_tool(language: Language, tool: &str, who: &str) -> String {
    say(
        language,
        format!("{tool}: {who} has it and brings it back"),
        format!("{tool}：在{who}处，请归还"),
    )
}

/// Which inspector is at a car.
pub fn at_car(language: Language, who: &str, at: &str) -> String {
    say(
        language,
        format!("{who} is at this car since {at}"),
        format!("{who} 从 {at} 起正在检此车"),
    )
}

/// Takes a car over from somebody.
pub fn take_over(language: Language, who: &str) -> String {
    say(
        language,
        format!("Take over from {who}"),
        format!("从{who}接手"),
    )
}

/// It came back with what was done before.
pub fn comeback(language: Language, ro: &str, at: &str) -> String {
    let at = match (at.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::En) => format!(", delivered {at}"),
        (false, Language::Zh) => format!("，{at} 交车"),
    };
    say(
        language,
        format!("Comeback of RO {ro}{at}"),
        format!("外返：上次工单 {ro}{at}"),
    )
}

/// The button that passes the car, with what is open.
pub fn pass(language: Language, open: usize, failed: usize) -> String {
    let mut told = Vec::new();
    if open > 0 {
        told.push(say(
            language,
            format!("{open} open"),
            format!("{open} 项未检"),
        ));
    }
    if failed > 0 {
        told.push(say(
            language,
            format!("{failed} failed"),
            format!("{failed} 项不合格"),
        ));
    }
    let pass = PASS.to(language);
    match (told.is_empty(), language) {
        (true, _) => pass.to_owned(),
        (false, Language::En) => format!("{pass} ･ {}", told.join(", ")),
        (false, Language::Zh) => format!("{pass} ･ {}", told.join("、")),
    }
}

/// The clock of the car says at least so much.
pub fn at_least(language: Language, km: u32) -> String {
    say(
        language,
        format!("the car came with {km} km"),
        format!("进厂或上次试车里程 {km} km"),
    )
}

/// How far it is.
pub fn kilometres(language: Language, km: u32) -> String {
    say(
        language,
        format!("{km} km driven"),
        format!("已行驶 {km} km"),
    )
}

/// Since when it is washed, and by whom.
pub fn washing(language: Language, who: &str, at: &str) -> String {
    let who = if who.is_empty() {
        String::new()
    } else {
        format!(" ･ {who}")
    };
    say(
        language,
        format!("in the wash since {at}{who}"),
        format!("{at} 起洗车{who}"),
    )
}

/// Where the car and its key are.
pub fn parked(language: Language, key: &str, spot: &str) -> String {
    let mut told = Vec::new();
    if !key.is_empty() {
        told.push(say(language, format!("key {key}"), format!("钥匙 {key}")));
    }
    if !spot.is_empty() {
        told.push(say(
            language,
            format!("spot {spot}"),
            format!("车位 {spot}"),
        ));
    }
    told.join(" ･ ")
}

/// What was tapped.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// A job passed.
    Job(&'a str),
    /// A job goes back.
    Back(&'a str),
    /// The inspector is at the car.
    Take(&'a str),
    /// The inspector left it.
    Leave(&'a str),
    /// The car was on the road.
    Road(&'a str),
    /// The car passed.
    Pass(&'a str),
    /// A wash began.
    WashBegun(&'a str),
    /// A wash ended.
    Washed(&'a str),
}

/// Says what was tapped.
pub fn said(said: Said<'_>, language: Language) -> String {
    let (en, zh) = match said {
        Said::Job(what) => (format!("{what} passed"), format!("{what} 完检合格")),
        Said::Back(what) => (
            format!("{what} back to its bay"),
            format!("{what} 退回返工"),
        ),
        Said::Take(what) => (format!("{what} taken"), format!("接检 {what}")),
        Said::Leave(what) => (format!("{what} left"), format!("放弃接检 {what}")),
        Said::Road(what) => (format!("Road test of {what}"), format!("{what} 试车")),
        Said::Pass(what) => (format!("{what} passed"), format!("{what} 竣工检验合格")),
        Said::WashBegun(what) => (format!("Wash of {what}"), format!("{what} 开始洗车")),
        Said::Washed(what) => (format!("{what} washed"), format!("{what} 洗车完成")),
    };
    say(language, en, zh)
}
