//! Words of the dispatcher's screen (调度台).

use super::Text;
use crate::domain::andon::AndonKind;
use crate::domain::car::CarStep;
use crate::domain::person::{Language, Role};
use crate::domain::question::{QuestionAnswer, QuestionKey};
use crate::screen::words::reasons;
use chrono::{Datelike, NaiveDate};

/// 调度台
pub const TITLE: Text = Text::new("Dispatch", "调度台");
/// 待派工
pub const WAITING: Text = Text::new("Awaiting dispatch", "待派工");
/// The waiting list is empty.
pub const NO_JOBS: Text = Text::new("No job waits for a bay", "没有待派工的作业");
/// What a chosen job needs next.
pub const PICK_SLOT: Text = Text::new(
    "Tap a free slot in a bay to plan this job there",
    "点工位上的空档，安排这项作业",
);
/// There is nothing to plan in.
pub const NO_BAYS: Text = Text::new(
    "No bays yet: add them to the configuration file",
    "还没有工位，请先在配置文件中添加",
);
/// 技师
pub const TECHNICIANS: Text = Text::new("Technicians", "技师");
/// 主修
pub const LEAD: Text = Text::new("Lead", "主修");
/// 辅修
pub const HELPERS: Text = Text::new("Helpers", "辅修");
/// 冲突
pub const CONFLICTS: Text = Text::new("Conflicts", "冲突");
/// Nothing speaks against the plan.
pub const NO_CONFLICTS: Text = Text::new("Nothing speaks against it", "没有冲突");
/// 呼叫与问题
pub const QUESTIONS: Text = Text::new("Calls, questions, warnings", "呼叫、问题与预警");
/// Nobody calls and nothing is asked.
pub const NO_QUESTIONS: Text =
    Text::new("No open call and no question", "没有呼叫，也没有待答的问题");
/// 更正工时
pub const CLOCKS: Text = Text::new("Correct clocks", "更正工时");
/// The button to it.
pub const CLOCKS_SHORT: Text = Text::new("Clocks", "工时");
/// What is chosen first.
pub const PICK_PERSON: Text = Text::new("Whose clock?", "先选技师");
/// What is chosen next.
pub const PICK_SEGMENT: Text = Text::new("Choose what to correct", "再选要更正的一段");
/// 更正方式
pub const CHANGE: Text = Text::new("Correction", "更正方式");
/// 原因
pub const REASON: Text = Text::new("Reason", "原因");
/// Who acts?
pub const SIGN_IN: Text = Text::new("Who is acting?", "谁在操作？");
/// How to say so.
pub const BADGE_HINT: Text = Text::new(
    "Hold up the badge, or tap your own name",
    "刷工牌，或点自己的名字",
);
/// On the button while nobody is signed in.
pub const NOBODY: Text = Text::new("Sign in", "登录");
/// 取消
pub const CANCEL: Text = Text::new("Cancel", "取消");
/// 关闭
pub const CLOSE: Text = Text::new("Close", "关闭");
/// 确定
pub const PIN_OK: Text = Text::new("OK", "确定");
/// 清除
pub const PIN_CLEAR: Text = Text::new("Clear", "清除");
/// Over the pad.
pub const PIN_TITLE: Text = Text::new("Enter your PIN", "请输入密码");
/// The last PIN was another.
pub const PIN_WRONG: Text = Text::new("Wrong PIN, try again", "密码不对，请重试");
/// Under the title of the pad, after the name.
pub const SIGN_IN_AS: Text = Text::new("to sign in", "登录");
/// Under the title of the pad, after the name.
pub const SIGNS: Text = Text::new("signs this", "签名确认");
/// On a name that cannot sign.
pub const NO_PIN_SET: Text = Text::new("no PIN set", "未设置密码");
/// While it is checked.
pub const PIN_CHECKING: Text = Text::new("Checking …", "正在核对…");
/// 浅色
pub const LIGHT: Text = Text::new("Light", "浅色");
/// 深色
pub const DARK: Text = Text::new("Dark", "深色");
/// The button that switches to the other language, in that language.
pub const OTHER_LANGUAGE: Text = Text::new("中文", "EN");
/// 撤销
pub const UNDO: Text = Text::new("Undo", "撤销");

/// 派工
pub const DISPATCH: Text = Text::new("Dispatch", "派工");
/// 仍然派工
pub const DISPATCH_ANYWAY: Text = Text::new("Dispatch anyway", "仍然派工");
/// 撤回派工
pub const TAKE_BACK: Text = Text::new("Take back", "撤回派工");
/// 解除中断
pub const CLEAR_HOLD: Text = Text::new("Cause is gone", "解除中断");
/// 预计恢复: when the workshop opens next.
pub const ETA_NEXT_DAY: Text = Text::new("Next day", "次日");
/// 预计恢复: over the choices.
pub const ETA: Text = Text::new("Expected until", "预计恢复");
/// Why the buttons are grey.
pub const WITHOUT_LEAD: Text = Text::new("no lead yet", "未选主修");

/// 我来处理
pub const ACKNOWLEDGE: Text = Text::new("I am coming", "应答");
/// 解除
pub const CLEAR_CALL: Text = Text::new("It is over", "解除呼叫");
/// To the clocks of the one who is asked about.
pub const GO_TO_CLOCKS: Text = Text::new("See the clock", "去更正工时");

/// Clocked on nothing yet.
pub const NOT_HERE: Text = Text::new("Not here", "未上班");
/// On a chip whose new place is on its way.
pub const PENDING: Text = Text::new("Move sent", "待确认");
/// The same on a narrow chip.
pub const PENDING_SHORT: Text = Text::new("Sent", "待确认");
/// A dispatch is on its way.
pub const DISPATCH_PENDING: Text =
    Text::new("dispatch sent, not yet accepted", "派工已保存，待确认");

/// Shown where nobody has clocked that day.
pub const NO_CLOCKINGS: Text = Text::new("Nothing clocked", "没有打卡记录");
/// 改开始时间
pub const KIND_MOVE: Text = Text::new("Other start", "改开始时间");
/// 改时间, of a shift-out
pub const KIND_MOVE_OUT: Text = Text::new("Other time", "改时间");
/// 改为非生产工时
pub const KIND_IDLE: Text = Text::new("It was idle time", "改为非生产工时");
/// 改为下班
pub const KIND_SHIFT_OUT: Text = Text::new("Shift ended then", "改为下班");
/// 删除
pub const KIND_REMOVE: Text = Text::new("Never happened", "删除这次打卡");
/// 补下班打卡
pub const KIND_ADD_OUT: Text = Text::new("Add shift out", "补下班打卡");
/// 保存更正
pub const SAVE: Text = Text::new("Save correction", "保存更正");
/// What it takes.
pub const SAVE_NEEDS_PIN: Text = Text::new("the foreman's PIN signs it", "需车间主管密码");
/// Of a stretch that no clocking began.
pub const BEGAN_BY_STOP: Text = Text::new(
    "It began when the job stopped: correct the stretch before it",
    "此段因作业中断或完工开始，请更正前一段",
);
/// The end is not known.
pub const NO_CLOCK_OUT: Text = Text::new("No clock-out", "没有下班打卡");
/// It goes on.
pub const RUNNING: Text = Text::new("running", "进行中");
/// 下班
pub const SHIFT_OUT: Text = Text::new("Shift out", "下班");
/// Mended before.
pub const CORRECTED: Text = Text::new("corrected", "已更正");
/// A day that lies further back than the screen knows.
pub const OLDER_DAY: Text = Text::new("Last clocking of that day", "当天最后一次打卡");
/// Something to correct is known.
pub const TO_CORRECT: Text = Text::new("to correct", "待更正");

/// Somebody has to be told that this is not for them.
pub const NOT_YOURS: Text = Text::new(
    "Your role may not do this: someone who may has to sign in",
    "您的岗位无此权限，请有权限的人登录",
);
/// A badge that nobody has.
pub const UNKNOWN_BADGE: Text = Text::new(
    "Nobody on the roster has this badge",
    "花名册上没有这张工牌",
);
/// A PIN is needed and there is none.
pub const NO_PIN: Text = Text::new(
    "This needs a PIN and none is set: set one in the roster",
    "此操作需要密码，但尚未设置，请在花名册中设置",
);
/// A slot without a job.
pub const PICK_JOB_FIRST: Text = Text::new(
    "First tap a waiting job or a chip",
    "请先点待派工的作业，或工位上的作业",
);
/// Nothing to plan any more.
pub const JOB_IS_FINISHED: Text = Text::new("This job is finished", "这项作业已完工");
/// A job that the views do not show any more.
pub const JOB_IS_GONE: Text = Text::new("This job is no longer here", "这项作业已不在本屏");

/// 保存中
pub const SAVING: Text = Text::new("saving …", "正在保存…");
/// Saved, not accepted.
pub const SAVED: Text = Text::new("saved, not yet accepted", "已保存，待确认");
/// 已确认
pub const ACCEPTED: Text = Text::new("accepted", "已确认");
/// It has not happened.
pub const NOT_SAVED: Text = Text::new("not saved, so it has not happened", "未保存，未生效");
/// The refusal names the conflicts, and they are on the sheet.
pub const SEE_SHEET: Text = Text::new(
    "look at the conflicts, then dispatch anyway or choose another slot",
    "请看冲突，可仍然派工或换空档",
);

/// Why a clock is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionReason {
    /// 忘记下班打卡
    ForgotOut,
    /// 忘记上工打卡
    ForgotOn,
    /// 选错作业
    WrongJob,
    /// 时间不对
    WrongTime,
    /// 刷了别人的工牌
    OtherBadge,
    /// 系统故障
    SystemDown,
}

impl CorrectionReason {
    /// Every reason, in the order the screen shows them.
    pub const ALL: [Self; 6] = [
        Self::ForgotOut,
        Self::ForgotOn,
        Self::WrongJob,
        Self::WrongTime,
        Self::OtherBadge,
        Self::SystemDown,
    ];

    /// Names it in the log, whatever language was on the screen.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ForgotOut => "forgot-out",
            Self::ForgotOn => "forgot-on",
            Self::WrongJob => "wrong-job",
            Self::WrongTime => "wrong-time",
            Self::OtherBadge => "other-badge",
            Self::SystemDown => "system-down",
        }
    }

    /// Says it.
    pub const fn text(self) -> Text {
        match self {
            Self::ForgotOut => Text::new("Forgot to clock out", "忘记下班打卡"),
            Self::ForgotOn => Text::new("Forgot to clock on", "忘记上工打卡"),
            Self::WrongJob => Text::new("Wrong job", "选错作业"),
            Self::WrongTime => Text::new("Wrong time", "时间不对"),
            Self::OtherBadge => Text::new("Other's badge", "刷了别人的工牌"),
            Self::SystemDown => Text::new("System was down", "系统故障"),
        }
    }
}

/// Says why a clock was corrected: a reason of the screen in its language, another as it was written.
pub fn correction_reason(reason: &str, language: Language) -> &str {
    CorrectionReason::ALL
        .into_iter()
        .find(|known| known.code() == reason)
        .map_or(reason, |known| known.text().to(language))
}

/// What a correction still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// What it really was.
    Kind,
    /// Which idle time.
    Code,
    /// It says what the clock says.
    Change,
    /// Why.
    Reason,
}

/// Says what a correction still lacks.
pub const fn missing(missing: Missing) -> Text {
    match missing {
        Missing::Kind => Text::new("choose what it really was", "请选更正方式"),
        Missing::Code => Text::new("choose the idle time", "请选非生产工时"),
        Missing::Change => Text::new("nothing changed yet", "还没有改动"),
        Missing::Reason => Text::new("choose a reason", "请选原因"),
    }
}

/// A day: `Sat 11-21`, 11月21日 周六.
pub fn day(language: Language, day: NaiveDate) -> String {
    const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    match language {
        Language::En => day.format("%a %m-%d").to_string(),
        Language::Zh => {
            let weekday = WEEK[day.weekday().num_days_from_monday() as usize];
            format!("{}月{}日 周{weekday}", day.month(), day.day())
        }
    }
}

/// One sentence after the other.
pub fn and_then(language: Language, first: &str, second: &str) -> String {
    match language {
        Language::En => format!("{first}. {second}"),
        Language::Zh => format!("{first}；{second}"),
    }
}

/// What someone is here to do.
pub const fn role(role: Role) -> Text {
    match role {
        Role::Technician => Text::new("Technician", "技师"),
        Role::Foreman => Text::new("Foreman", "车间主管"),
        Role::Controller => Text::new("Dispatcher", "调度员"),
        Role::Advisor => Text::new("Service advisor", "服务顾问"),
        Role::Inspector => Text::new("Inspector", "质检员"),
        Role::Storekeeper => Text::new("Storekeeper", "仓库管理员"),
    }
}

/// The button that moves a car on.
pub const fn car_step(step: CarStep) -> Text {
    match step {
        CarStep::FinalCheckPassed => Text::new("Passed the final check", "完检通过"),
        CarStep::Washed => Text::new("Washed", "已洗完"),
        CarStep::Invoiced => Text::new("Invoiced", "已结算"),
        CarStep::Delivered => Text::new("Delivered", "已交车"),
    }
}

/// An answer to a question, and what follows from it.
pub fn answer(question: &QuestionKey, answer: QuestionAnswer) -> (Text, Text) {
    match (question, answer) {
        (_, QuestionAnswer::NotFinished) => (
            Text::new("Not finished", "其实没有完工"),
            Text::new("reopens the job", "撤销完工"),
        ),
        (QuestionKey::UnknownOrder { .. }, _) => (
            Text::new("Leave it", "先保留"),
            Text::new("the order still has to come in", "工单仍需导入"),
        ),
        (QuestionKey::ForgottenClockOut { .. }, _) => (
            Text::new("Leave it open", "保留原样"),
            Text::new("the end stays unknown", "结束时间不计"),
        ),
        _ => (
            Text::new("Both are true", "两者都对"),
            Text::new("it stays as it is", "保留原样"),
        ),
    }
}

/// What a question speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who it is about.
    pub who: &'a str,
    /// The job, or the order.
    pub what: &'a str,
    /// Where.
    pub bay: &'a str,
    /// When.
    pub at: &'a str,
}

/// A question of the foreman's.
pub fn question(language: Language, key: &QuestionKey, asked: Asked<'_>) -> String {
    let Asked { who, what, bay, at } = asked;
    match (language, key) {
        (Language::En, QuestionKey::WorkedAfterFinish { .. }) => {
            format!("{who} clocked on {what} in {bay} at {at}, after it was finished.")
        }
        (Language::Zh, QuestionKey::WorkedAfterFinish { .. }) => {
            format!("{what} 已完工，{who} {at} 又在{bay}上工。")
        }
        (Language::En, QuestionKey::WorkedUnauthorised { .. }) => {
            "worked on what the customer has not authorised".to_owned()
        }
        (Language::Zh, QuestionKey::WorkedUnauthorised { .. }) => "客户未同意就已施工".to_owned(),
        (Language::En, QuestionKey::TwoBays { .. }) => {
            format!("{who} clocked on {what} in {bay} at {at}, while it still ran in another bay.")
        }
        (Language::Zh, QuestionKey::TwoBays { .. }) => {
            format!("{what} 还在别的工位作业，{who} {at} 又在{bay}上工。")
        }
        (Language::En, QuestionKey::WorkedAfterDelivery { .. }) => {
            format!("{who} clocked on {what} in {bay} at {at}, after the car was delivered.")
        }
        (Language::Zh, QuestionKey::WorkedAfterDelivery { .. }) => {
            format!("{what} 已交车，{who} {at} 又在{bay}上工。")
        }
        (Language::En, QuestionKey::UnknownOrder { .. }) => {
            format!("Order {what} has been worked on since {at}, but it has not come in.")
        }
        (Language::Zh, QuestionKey::UnknownOrder { .. }) => {
            format!("工单 {what} 从 {at} 起有人作业，但还没有导入。")
        }
        (Language::En, QuestionKey::ForgottenClockOut { .. }) => {
            format!("{who} has not clocked out; the last clocking was at {at}.")
        }
        (Language::Zh, QuestionKey::ForgottenClockOut { .. }) => {
            format!("{who}没有下班打卡，最后一次打卡是 {at}。")
        }
    }
}

/// A call for help.
pub fn call(language: Language, kind: AndonKind, bay: &str) -> String {
    let kind = reasons::andon_kind(kind).to(language);
    match language {
        Language::En => format!("{bay} calls for help: {}", lower(kind)),
        Language::Zh => format!("{bay}呼叫{kind}"),
    }
}

/// Somebody should have answered by now.
pub const NOBODY_ANSWERED: Text = Text::new("nobody has answered", "超时无人应答");

/// Who comes to a call.
pub fn coming(language: Language, who: &str, at: &str) -> String {
    match language {
        Language::En => format!("{who} is coming, since {at}"),
        Language::Zh => format!("{who} {at} 已应答"),
    }
}

/// The header's button to calls, questions and warnings; what there is none of is left out.
pub fn questions_label(
    language: Language,
    calls: usize,
    questions: usize,
    warnings: usize,
) -> String {
    let counts = [
        (calls, Text::new("Calls", "呼叫")),
        (questions, Text::new("Questions", "问题")),
        (warnings, Text::new("Warnings", "预警")),
    ];
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = some
        .map(|(count, word)| format!("{} {count}", word.to(language)))
        .collect();
    match (said.is_empty(), language) {
        (true, Language::En) => "Questions 0".to_owned(),
        (true, Language::Zh) => "问题 0".to_owned(),
        (false, Language::En) => said.join(", "),
        (false, Language::Zh) => said.join("・"),
    }
}

/// Who speaks with the customer.
pub fn advisor(language: Language, name: &str) -> String {
    match (language, name) {
        (Language::En, "") => "no advisor".to_owned(),
        (Language::Zh, "") => "无服务顾问".to_owned(),
        (Language::En, name) => format!("advisor {name}"),
        (Language::Zh, name) => format!("服务顾问 {name}"),
    }
}

/// When the customer was told of it.
pub fn customer_told(language: Language, at: &str) -> String {
    match language {
        Language::En => format!("customer told {at}"),
        Language::Zh => format!("{at} 已告知客户"),
    }
}

/// Opens what a warning is about.
pub const OPEN: Text = Text::new("Open", "查看");

/// The undo button with the time left.
pub fn undo_label(language: Language, left: &str) -> String {
    format!("{} {left}", UNDO.to(language))
}

/// How many things speak against a plan.
pub fn conflict_count(language: Language, count: usize) -> String {
    match (language, count) {
        (Language::En, 1) => "1 conflict".to_owned(),
        (Language::En, _) => format!("{count} conflicts"),
        (Language::Zh, _) => format!("有 {count} 处冲突"),
    }
}

/// Planned hours of open hours.
pub fn load(language: Language, planned: f64, open: f64) -> String {
    match language {
        Language::En => format!("{planned:.1} / {open:.1} h"),
        Language::Zh => format!("{planned:.1} / {open:.1}h"),
    }
}

/// A job that stands still: why, how long, and whose move it is.
pub fn standing(language: Language, reason: &str, age: &str, owner: Option<&str>) -> String {
    match (language, owner) {
        (Language::En, Some(owner)) => {
            format!("On hold {age}: {} ({})", lower(reason), lower(owner))
        }
        (Language::Zh, Some(owner)) => format!("中断 {age}：{reason}（{owner}）"),
        (Language::En, None) => format!("On hold {age}: {}", lower(reason)),
        (Language::Zh, None) => format!("中断 {age}：{reason}"),
    }
}

/// A hold that is expected to last for so long from now.
pub fn eta_in(language: Language, minutes: i64) -> String {
    match (language, minutes % 60) {
        (Language::En, 0) => format!("+{} h", minutes / 60),
        (Language::Zh, 0) => format!("+{} 小时", minutes / 60),
        (Language::En, _) => format!("+{minutes} min"),
        (Language::Zh, _) => format!("+{minutes} 分"),
    }
}

/// A job that stands still, and until when.
pub fn with_eta(language: Language, standing: &str, until: &str) -> String {
    match language {
        Language::En => format!("{standing}, ETA {until}"),
        Language::Zh => format!("{standing}，预计 {until} 恢复"),
    }
}

/// The cause of a hold is gone, and the bay has been told.
pub fn cleared(language: Language, at: &str) -> String {
    match language {
        Language::En => format!("Its cause is gone since {at}; the bay can resume"),
        Language::Zh => format!("原因 {at} 已解除，工位可继续"),
    }
}

/// A job that somebody is on.
pub fn worked_by(language: Language, who: &str, bay: &str) -> String {
    match language {
        Language::En => format!("In repair in {bay}: {who}. A new plan does not move the car"),
        Language::Zh => format!("{who} 正在{bay}作业；改计划不会移动车辆"),
    }
}

/// Where a job was planned before.
pub fn planned_before(language: Language, bay: &str, span: &str) -> String {
    match language {
        Language::En => format!("Until now: {bay}, {span}"),
        Language::Zh => format!("原计划：{bay} {span}"),
    }
}

/// What was done on a car.
pub fn work_done(language: Language, work: &str, workers: &str) -> String {
    match (language, workers.is_empty()) {
        (_, true) => work.to_owned(),
        (Language::En, false) => format!("{work}: {workers}"),
        (Language::Zh, false) => format!("{work}：{workers}"),
    }
}

/// How long a car has been waiting where it stands.
pub fn waits(language: Language, age: &str) -> String {
    match language {
        Language::En => format!("Waiting for {age}"),
        Language::Zh => format!("已等待 {age}"),
    }
}

/// What a moment was before the correction.
pub fn was(language: Language, before: Option<&str>) -> String {
    match (language, before) {
        (Language::En, Some(before)) => format!("was {before}"),
        (Language::Zh, Some(before)) => format!("原来 {before}"),
        (Language::En, None) => "no clock-out so far".to_owned(),
        (Language::Zh, None) => "原来没有下班打卡".to_owned(),
    }
}

/// Steps of a time.
pub fn minutes_step(language: Language, minutes: i32) -> String {
    let step = signed(minutes);
    match language {
        Language::En => format!("{step} min"),
        Language::Zh => format!("{step} 分"),
    }
}

/// A step of a time, without its unit.
pub fn signed(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    format!("{sign}{}", minutes.abs())
}

/// How long to wait after too many wrong PINs.
pub fn pin_wait(language: Language, secs: i64) -> String {
    match language {
        Language::En => format!("Too many wrong PINs: wait {secs} s"),
        Language::Zh => format!("密码错误次数过多，请等 {secs} 秒"),
    }
}

/// Begins with a capital letter, where the language has them.
pub fn sentence(language: Language, text: &str) -> String {
    let mut chars = text.chars();
    match (language, chars.next()) {
        (Language::En, Some(first)) => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// What a toast speaks of.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// A dispatch.
    Dispatch {
        /// The car or job.
        what: &'a str,
        /// Where and when.
        slot: &'a str,
    },
    /// A dispatch taken back.
    TakeBack {
        /// The car or job.
        what: &'a str,
    },
    /// Until when a hold lasts.
    ExpectHold {
        /// The car or job.
        what: &'a str,
        /// Until when.
        until: &'a str,
    },
    /// The cause of a hold is gone.
    ClearHold {
        /// The car or job.
        what: &'a str,
    },
    /// A car went on.
    Car {
        /// Which.
        what: &'a str,
        /// To where.
        step: &'a str,
    },
    /// A clock was corrected.
    Clock {
        /// Whose.
        who: &'a str,
    },
    /// A question was answered.
    Answer,
    /// A call was acknowledged.
    Acknowledge,
    /// A call was cleared.
    ClearCall,
}

/// What was tapped, as the beginning of a toast.
pub fn said(language: Language, said: Said<'_>) -> String {
    match (language, said) {
        (Language::En, Said::Dispatch { what, slot }) => format!("Dispatch {what} to {slot}"),
        (Language::Zh, Said::Dispatch { what, slot }) => format!("{what} 派到{slot}"),
        (Language::En, Said::TakeBack { what }) => format!("Take {what} back"),
        (Language::Zh, Said::TakeBack { what }) => format!("撤回 {what} 的派工"),
        (Language::En, Said::ExpectHold { what, until }) => {
            format!("{what}: on hold until {until}")
        }
        (Language::Zh, Said::ExpectHold { what, until }) => format!("{what} 预计 {until} 恢复"),
        (Language::En, Said::ClearHold { what }) => format!("{what}: cause of the hold is gone"),
        (Language::Zh, Said::ClearHold { what }) => format!("{what} 解除中断"),
        (Language::En, Said::Car { what, step }) => format!("{what}: {}", lower(step)),
        (Language::Zh, Said::Car { what, step }) => format!("{what} {step}"),
        (Language::En, Said::Clock { who }) => format!("Clock of {who} corrected"),
        (Language::Zh, Said::Clock { who }) => format!("更正{who}的工时"),
        (Language::En, Said::Answer) => "Answer".to_owned(),
        (Language::Zh, Said::Answer) => "答复".to_owned(),
        (Language::En, Said::Acknowledge) => "Call answered".to_owned(),
        (Language::Zh, Said::Acknowledge) => "应答呼叫".to_owned(),
        (Language::En, Said::ClearCall) => "Call cleared".to_owned(),
        (Language::Zh, Said::ClearCall) => "解除呼叫".to_owned(),
    }
}

/// What was tapped and what became of it.
pub fn became(language: Language, said: &str, state: &str) -> String {
    match language {
        Language::En => format!("{said}: {state}"),
        Language::Zh => format!("{said}：{state}"),
    }
}

/// A list of names.
pub fn list(language: Language, names: &[String]) -> String {
    match language {
        Language::En => names.join(", "),
        Language::Zh => names.join("、"),
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
