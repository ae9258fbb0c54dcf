//! Words of the bay kiosk.

use super::reasons::{hold_reason, idle_code};
use super::time::{hours, timer};
use super::{Text, bay_checks, bay_parts, bay_tools, finding};
use crate::domain::car::CarStep;
use crate::domain::command::CommandBody;
use crate::domain::forecast::{Cause, Risk};
use crate::domain::hold::HoldReason;
use crate::domain::idle::IdleCode;
use crate::domain::order::WorkMinutes;
use crate::domain::person::Language;
use chrono::TimeDelta;

// The frame.
pub const BADGE_IN: Text = Text::new("Badge in", "刷卡");
pub const CLOCK_ON: Text = Text::new("Clock on", "上工打卡");
pub const WHO: Text = Text::new("Who is it?", "请先确认身份");
pub const BADGE_HINT: Text = Text::new(
    "Scan your badge or tap your name",
    "请刷工牌，或点自己的名字",
);
pub const LIGHT: Text = Text::new("Light", "浅色");
pub const DARK: Text = Text::new("Dark", "深色");
/// The name of the other language, in that language.
pub const OTHER_LANGUAGE: Text = Text::new("中文", "English");
pub const DONE: Text = Text::new("Done", "退出");
pub const BACK: Text = Text::new("Back", "返回");
pub const CANCEL: Text = Text::new("Cancel", "取消");
pub const CLEAR: Text = Text::new("Clear", "清除");
pub const OK: Text = Text::new("OK", "确定");

// Lists and what they say when they are empty.
pub const PROMISED: Text = Text::new("Promised", "预计交车");
pub const NEXT_JOBS: Text = Text::new("Next at this bay", "本工位待作业");
pub const NO_NEXT_JOBS: Text = Text::new("Nothing planned here", "本工位暂无作业");
pub const NO_NEXT_JOBS_HINT: Text = Text::new(
    "The dispatcher's next job appears here by itself.",
    "调度员派工后会自动显示在这里。",
);
pub const NO_FACES: Text = Text::new(
    "Nobody on the roster in this trade",
    "花名册中没有该工种的人员",
);
pub const NO_ROSTER: Text = Text::new("The roster is empty", "花名册为空");
pub const NO_JOBS: Text = Text::new("No jobs on this list", "这里没有作业");
pub const NO_JOBS_HINT: Text = Text::new(
    "Ask the dispatcher for the next car, or book your time on an idle code.",
    "请向调度员要活，或登记非生产工时。",
);
pub const ALSO_HERE: Text = Text::new("Also on this job", "同在作业");
pub const SINCE: Text = Text::new("Since", "自");
pub const WAITS_FOR: Text = Text::new("Waits for", "等待");
pub const ACTUAL: Text = Text::new("Clocked", "实际工时");
pub const STANDARD: Text = Text::new("Standard", "标准工时");
pub const TODAY: Text = Text::new("My day", "我的一天");
pub const NO_SEGMENTS: Text = Text::new("Nothing clocked yet today", "今天还没有打卡");
pub const NO_CONTACT: Text = Text::new("No contact with the coordinator yet", "尚未连上协调服务器");
pub const NO_CONTACT_HINT: Text = Text::new(
    "This station has never been given its jobs and people. They appear as soon as the link is there.",
    "本工位还没有收到作业和人员信息，连上后会自动显示。",
);
pub const NO_SUCH_BAY: Text = Text::new(
    "The site does not know this bay: add it to the coordinator's file, or mend this station's",
    "门店配置中没有这个工位：请在协调服务器中添加，或改正本站配置",
);
pub const ANY_TRADE: Text = Text::new("Any work", "不限工种");
pub const ALL: Text = Text::new("All", "全部");
pub const THIS_BAY: Text = Text::new("This bay", "本工位");
pub const MINE_ELSEWHERE: Text = Text::new("Mine elsewhere", "我在别处的");
pub const ALL_WAITING: Text = Text::new("All waiting", "待派工");

// What can be done.
pub const FINISH: Text = Text::new("Finish job", "完工");
pub const FINISH_NOTE: Text = Text::new("asks once more", "再确认一次");
pub const HOLD: Text = Text::new("Hold…", "中断");
pub const HOLD_NOTE: Text = Text::new("choose a reason", "选择原因");
pub const OTHER_JOB: Text = Text::new("Other job", "换作业");
pub const OTHER_JOB_NOTE: Text = Text::new("choose the next", "选择下一个");
pub const IDLE: Text = Text::new("Idle…", "非生产");
pub const IDLE_NOTE: Text = Text::new("other time", "登记工时");
pub const MY_DAY: Text = Text::new("My day", "我的一天");
pub const HELP: Text = Text::new("Call help", "呼叫");
pub const HELP_NOTE: Text = Text::new("help me, now", "安灯");
pub const SHIFT_IN: Text = Text::new("Shift in", "上班");
pub const SHIFT_OUT: Text = Text::new("Shift out", "下班");
pub const RESUME: Text = Text::new("Resume job", "继续作业");
pub const RESUME_NOTE: Text = Text::new("clocks you on again", "重新上工打卡");
pub const JOIN: Text = Text::new("Join", "加入");
pub const CLEAR_CALL: Text = Text::new("Clear call", "解除呼叫");

// Below every page, while no tap is to be told of.
pub const NOBODY_HERE: Text = Text::new(
    "Nobody is signed in: tap what you want, then badge or tap your name",
    "无人登录：先点要做的事，再刷工牌或点名字",
);
pub const ALL_SENT: Text = Text::new("Everything tapped here has been sent", "本站操作已全部发送");

// Questions.
pub const HOLD_TITLE: Text = Text::new("Why does the job stand still?", "作业为什么中断？");
pub const HOLD_TITLE_NOTE: Text = Text::new(
    "The owner sees it at once, with a running clock.",
    "责任方立即看到，并开始计时。",
);
/// The same without a link.
pub const HOLD_TITLE_OFFLINE: Text = Text::new(
    "No link: the owner sees it once the link is back. Tell them in person.",
    "离线：恢复连接后责任方才会看到，请当面告知。",
);
pub const LEAVE_TITLE: Text = Text::new("What about the job you are on?", "手上的作业怎么办？");
pub const IDLE_TITLE: Text = Text::new("What does the time go to?", "时间用在哪里？");
pub const IDLE_TITLE_NOTE: Text = Text::new(
    "It ends with your next clock-on.",
    "下次上工打卡时自动结束。",
);
pub const HELP_TITLE: Text = Text::new("Who should come?", "呼叫谁？");
pub const HELP_TITLE_NOTE: Text = Text::new(
    "The board shows it at once, until it is cleared.",
    "看板立即显示，直到解除。",
);
/// The same without a link.
pub const HELP_TITLE_OFFLINE: Text = Text::new(
    "No link: nobody sees a call before it is back. Fetch someone in person.",
    "离线：恢复连接前无人能看到呼叫，请当面找人。",
);
/// A call that is saved and went nowhere.
pub const CALL_NOT_SENT: Text = Text::new(
    "not sent yet: no link, fetch someone in person",
    "尚未发出：离线，请当面找人",
);
/// The same on the tile of its kind.
pub const CALL_SAVED: Text = Text::new("not sent yet", "尚未发出");
/// A call that went out, whose answer cannot come in.
pub const ANSWER_NOT_HEARD: Text = Text::new(
    "no link: an answer is not seen here",
    "离线：此处看不到应答",
);
pub const ALREADY_CALLED: Text = Text::new("already called", "已呼叫");
pub const ALONGSIDE: Text = Text::new("Also clock on", "同时上工");
pub const ALONGSIDE_NOTE: Text = Text::new("both jobs run", "两个作业同时进行");
pub const LEAVE: Text = Text::new("Only I leave", "只有我离开");
pub const PAUSE: Text = Text::new("Back soon", "马上回来");
pub const PAUSE_NOTE: Text = Text::new(
    "the job waits for you, without a reason",
    "作业等您回来，不记原因",
);
pub const CONFIRM_TITLE: Text = Text::new("Finish this job?", "确认完工？");
pub const CONFIRM: Text = Text::new("Yes, finished", "确认完工");
pub const CONFIRM_NOTE: Text = Text::new("the self-check follows", "接着自检");
pub const NOT_YET: Text = Text::new("Not yet", "还没有");
pub const PIN_HINT: Text = Text::new("Enter your PIN", "请输入密码");
pub const PIN_CHECKING: Text = Text::new("Checking…", "正在核对…");

// People.
pub const NOT_IN: Text = Text::new("not in yet", "未上班");
pub const SHIFT_OVER: Text = Text::new("shifted out", "已下班");
pub const NOT_IN_ME: Text = Text::new(
    "Not shifted in yet: a clock-on begins your shift too",
    "尚未上班打卡：上工打卡同样开始上班",
);

// Facts of an order.
pub const CUSTOMER_WAITS: Text = Text::new("Customer waits", "客户等待");
pub const KEEP_OLD_PARTS: Text = Text::new("Keep old parts", "保留旧件");
pub const WASH: Text = Text::new("Wash", "洗车");
pub const NO_ORDER: Text = Text::new("Order not here yet", "工单尚未导入");

// The day.
pub const ON_JOBS: Text = Text::new("On jobs", "作业");
pub const OTHER_TIME: Text = Text::new("Other time", "非生产");
pub const ON_SHIFT: Text = Text::new("On shift", "在岗");
pub const END_UNKNOWN: Text = Text::new("end unknown", "未打下班卡");

fn say(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// Names what was tapped.
pub const fn tap(body: &CommandBody) -> Text {
    match body {
        CommandBody::ShiftIn => SHIFT_IN,
        CommandBody::ShiftOut => SHIFT_OUT,
        CommandBody::ClockOn { .. } => Text::new("Clock on", "上工"),
        CommandBody::ClockOff { .. } => Text::new("Leave job", "离开作业"),
        CommandBody::GoIdle { .. } => Text::new("Idle time", "非生产工时"),
        CommandBody::Hold { .. } => Text::new("Hold", "中断"),
        CommandBody::ExpectHold { .. } => Text::new("Expected until", "预计恢复"),
        CommandBody::Finish { .. } => Text::new("Finish", "完工"),
        CommandBody::ReportFinding { .. } => Text::new("Finding", "检查发现"),
        CommandBody::Parts { body, .. } => bay_parts::tap(body),
        CommandBody::Quality { body, .. } => bay_checks::tap(body),
        CommandBody::MoveCar {
            step: CarStep::Washed,
            ..
        } => Text::new("Washed", "洗好"),
        CommandBody::TakeTool { .. } => bay_tools::TAKEN,
        CommandBody::ReturnTool { .. } => bay_tools::RETURNED,
        CommandBody::ReportToolDamage { .. } => bay_tools::REPORTED,
        CommandBody::AskExtension { .. } => Text::new("More time", "延时申请"),
        CommandBody::RaiseAndon { .. } => Text::new("Call", "呼叫"),
        CommandBody::AcknowledgeAndon { .. } => Text::new("Answer to a call", "应答"),
        CommandBody::ClearAndon { .. } => Text::new("Clear call", "解除呼叫"),
        CommandBody::Undo { .. } => Text::new("Undo", "撤销"),
        _ => Text::new("Tap", "操作"),
    }
}

/// The tap is on its way to the disk.
pub fn saving(language: Language, tap: &str) -> String {
    say(
        language,
        format!("{tap}: saving…"),
        format!("{tap}：保存中…"),
    )
}

/// The tap is on the disk; so many of this station wait to be sent.
pub fn saved(language: Language, tap: &str, waiting: usize) -> String {
    say(
        language,
        format!("{tap}: saved · waiting to be sent ({waiting})"),
        format!("{tap}：已保存 · 待发送（{waiting}）"),
    )
}

/// The tap is in the log.
pub fn accepted(language: Language, tap: &str) -> String {
    say(
        language,
        format!("{tap}: accepted"),
        format!("{tap}：已确认"),
    )
}

/// The tap was refused; why, and what to do.
pub fn refused(language: Language, tap: &str, why: &str) -> String {
    say(
        language,
        format!("{tap} refused: {why}"),
        format!("{tap}被拒绝：{why}"),
    )
}

/// The tap has not happened.
pub fn not_saved(language: Language, tap: &str, why: &str) -> String {
    say(
        language,
        format!("{tap} NOT saved, tap again: {why}"),
        format!("{tap}未保存，请重试：{why}"),
    )
}

/// Taps wait to be sent and nothing else is to be told.
pub fn still_waiting(language: Language, waiting: usize) -> String {
    say(
        language,
        format!("{waiting} saved · waiting to be sent"),
        format!("{waiting} 条已保存 · 待发送"),
    )
}

/// The undo button, with the time that is left: `Undo clock on · 1:43`.
pub fn undo(language: Language, tap: &str, left: TimeDelta) -> String {
    let secs = left.num_seconds().max(0);
    let left = format!("{}:{:02}", secs / 60, secs % 60);
    say(
        language,
        format!("Undo {} · {left}", tap.to_lowercase()),
        format!("撤销{tap} · {left}"),
    )
}

/// The link is there.
pub fn live(language: Language, waiting: usize) -> String {
    match waiting {
        0 => say(language, "live".to_owned(), "实时".to_owned()),
        n => say(
            language,
            format!("live · {n} waiting"),
            format!("实时 · {n} 待发送"),
        ),
    }
}

/// The link is gone since then.
pub fn offline(language: Language, since: &str, waiting: usize) -> String {
    match waiting {
        0 => say(
            language,
            format!("offline since {since}"),
            format!("{since} 起离线"),
        ),
        n => say(
            language,
            format!("offline since {since} · {n} waiting"),
            format!("{since} 起离线 · {n} 待发送"),
        ),
    }
}

/// A badge that nobody has.
pub fn unknown_badge(language: Language, badge: &str) -> String {
    say(
        language,
        format!("Badge {badge} is not on the roster: tap your name, and tell the foreman"),
        format!("花名册中没有工牌 {badge}：请点自己的名字，并告知车间主管"),
    )
}

/// A badge that cannot be known before the first contact.
pub fn badge_without_roster(language: Language, badge: &str) -> String {
    say(
        language,
        format!("Badge {badge} cannot be known yet: the roster comes with the first contact"),
        format!("暂时无法识别工牌 {badge}：连上后才有花名册"),
    )
}

/// A face tile whose person has no PIN, where one is asked for.
pub fn no_pin(language: Language, name: &str) -> String {
    say(
        language,
        format!("{name} has no PIN: use the badge, or ask the foreman for a PIN"),
        format!("{name} 未设密码：请刷工牌，或请车间主管设置"),
    )
}

/// A wrong PIN, and how often it may be tried again.
pub fn wrong_pin(language: Language, left: u32) -> String {
    say(
        language,
        format!("Wrong PIN · {left} more before a wait"),
        format!("密码错误 · 还可试 {left} 次"),
    )
}

/// Too many wrong PINs.
pub fn pin_wait(language: Language, secs: i64) -> String {
    say(
        language,
        format!("Too many wrong PINs: wait {secs} s, or use your badge"),
        format!("密码错误过多：请等 {secs} 秒，或刷工牌"),
    )
}

/// Says good day, by the hour of the wall clock.
pub fn greeting(language: Language, hour: u32, name: &str) -> String {
    let text = match hour {
        4..11 => Text::new("Good morning", "早上好"),
        11..13 => Text::new("Hello", "中午好"),
        13..18 => Text::new("Good afternoon", "下午好"),
        _ => Text::new("Good evening", "晚上好"),
    };
    let hello = text.to(language);
    say(
        language,
        format!("{hello}, {name}"),
        format!("{hello}，{name}"),
    )
}

/// On shift since then, and on this for so long.
pub fn on_shift(language: Language, since: &str, what: &str, secs: i64) -> String {
    let time = timer(secs);
    say(
        language,
        format!("On shift since {since} · {what} {time}"),
        format!("{since} 上班 · {what} {time}"),
    )
}

/// On a job for so long.
pub fn on_job(language: Language, secs: i64) -> String {
    let time = timer(secs);
    say(
        language,
        format!("on job · {time}"),
        format!("作业中 · {time}"),
    )
}

/// On idle time, in one word, for so long.
pub fn on_idle(language: Language, code: IdleCode, secs: i64) -> String {
    format!("{} · {}", idle_code(code).to(language), timer(secs))
}

/// Against its standard hours.
pub fn of_standard(language: Language, standard: WorkMinutes) -> String {
    let hours = hours(standard, language);
    say(
        language,
        format!("of {hours} standard"),
        format!("标准工时 {hours}"),
    )
}

/// When it will be done, and whether in time.
pub fn forecast(language: Language, end: &str, risk: Option<Risk>) -> String {
    let word = match risk {
        Some(Risk::OnTime) => Text::new(" · on time", " · 准时"),
        Some(Risk::AtRisk) => Text::new(" · at risk", " · 预警"),
        Some(Risk::Overdue) => Text::new(" · late", " · 超时"),
        None => Text::new("", ""),
    };
    let word = word.to(language);
    say(
        language,
        format!("Forecast {end}{word}"),
        format!("预计完工 {end}{word}"),
    )
}

/// One reason of the forecast with its minutes: `QC queue 10 min`.
pub fn cause(language: Language, cause: &Cause) -> String {
    let word = match cause {
        Cause::Work { .. } => Text::new("work left", "剩余工时"),
        Cause::OverStandard { .. } => Text::new("over standard", "超标准工时"),
        Cause::Extension { reason, .. } => finding::delay(*reason),
        Cause::Hold { reason, .. } => hold_reason(*reason),
        Cause::Queue { .. } => Text::new("other work first", "前面有作业"),
        Cause::Away { .. } => Text::new("technician gone", "技师已下班"),
        Cause::NotDispatched { .. } => Text::new("no bay yet", "未派工"),
        Cause::QualityCheck { .. } => Text::new("QC queue", "质检排队"),
        Cause::Wash { .. } => Text::new("wash", "洗车"),
    };
    format!(
        "{} {}",
        word.to(language),
        length(language, cause.minutes())
    )
}

/// A length in minutes, in hours from 100 minutes on.
pub fn length(language: Language, minutes: i64) -> String {
    let minutes = minutes.max(0);
    if minutes < 100 {
        say(
            language,
            format!("{minutes} min"),
            format!("{minutes} 分钟"),
        )
    } else {
        let (hours, minutes) = (minutes / 60, minutes % 60);
        if minutes == 0 {
            say(language, format!("{hours} h"), format!("{hours} 小时"))
        } else {
            say(
                language,
                format!("{hours} h {minutes} min"),
                format!("{hours} 小时 {minutes} 分钟"),
            )
        }
    }
}

/// How far away a promise is.
pub fn due(language: Language, left: TimeDelta) -> String {
    let minutes = left.num_minutes();
    let length = length(language, minutes.abs());
    if left < TimeDelta::zero() {
        say(language, format!("{length} ago"), format!("已过 {length}"))
    } else {
        say(language, format!("in {length}"), format!("还有 {length}"))
    }
}

/// The number of an order.
pub fn order(language: Language, ro: &str) -> String {
    say(language, format!("RO {ro}"), format!("工单 {ro}"))
}

/// The number of a key.
pub fn key_tag(language: Language, tag: &str) -> String {
    say(language, format!("Key {tag}"), format!("钥匙 {tag}"))
}

/// Where the car is parked.
pub fn parked(language: Language, spot: &str) -> String {
    say(language, format!("Spot {spot}"), format!("车位 {spot}"))
}

/// Where a part lies and how many there are, in two lines so that its name keeps its room.
pub fn part(language: Language, on_hand: Option<u32>, needed: u32, bin: &str) -> String {
    match on_hand {
        Some(stock) if stock >= needed && !bin.is_empty() => {
            say(language, format!("in stock\n{bin}"), format!("有货\n{bin}"))
        }
        Some(stock) if stock >= needed => say(language, "in stock".to_owned(), "有货".to_owned()),
        Some(0) => say(language, "none in stock".to_owned(), "无货".to_owned()),
        Some(stock) => say(
            language,
            format!("only {stock} in stock"),
            format!("仅有 {stock}"),
        ),
        None => say(
            language,
            "not on the parts list".to_owned(),
            "配件表中没有".to_owned(),
        ),
    }
}

/// What is done as soon as it is known who wants it.
pub fn then(language: Language, what: &str) -> String {
    say(
        language,
        format!("Scan your badge or tap your name · then: {what}"),
        format!("请刷工牌，或点自己的名字 · 然后：{what}"),
    )
}

/// Others go on with the job.
pub fn goes_on(language: Language, names: &str) -> String {
    say(
        language,
        format!("{names} goes on"),
        format!("{names} 继续作业"),
    )
}

/// A job that runs already, with who is on it.
pub fn join(language: Language, names: &str) -> String {
    let join = JOIN.to(language);
    say(
        language,
        format!("{join} · {names} is on it"),
        format!("{join} · {names} 作业中"),
    )
}

/// A planned job, and when it is to begin.
pub fn planned(language: Language, start: &str) -> String {
    say(
        language,
        format!("planned {start}"),
        format!("计划 {start}"),
    )
}

/// A job at another bay.
pub fn at_bay(language: Language, bay: &str) -> String {
    say(language, format!("at {bay}"), format!("在 {bay}"))
}

/// A call for help, open for so long.
pub fn called(language: Language, kind: &str, age: &str) -> String {
    say(
        language,
        format!("Called: {kind} · {age}"),
        format!("已呼叫：{kind} · {age}"),
    )
}

/// A call for help that nobody has seen, made so long ago.
pub fn wants_to_call(language: Language, kind: &str, age: &str) -> String {
    say(
        language,
        format!("Call for: {kind} · {age}"),
        format!("待呼叫：{kind} · {age}"),
    )
}

/// Somebody comes.
pub fn coming(language: Language, name: &str) -> String {
    say(
        language,
        format!("{name} is coming"),
        format!("{name} 正赶来"),
    )
}

/// Nobody has answered a call yet.
pub fn unanswered(language: Language, by: &str) -> String {
    if by.is_empty() {
        return say(
            language,
            "nobody has answered yet".to_owned(),
            "尚无人应答".to_owned(),
        );
    }
    say(
        language,
        format!("called by {by} · nobody has answered yet"),
        format!("{by} 呼叫 · 尚无人应答"),
    )
}

/// The cause of a hold is gone.
pub fn can_go_on(language: Language, plate: &str, job: &str) -> String {
    say(
        language,
        format!("{plate} {job} can go on: its cause is cleared"),
        format!("{plate} {job} 可以继续：原因已解除"),
    )
}

/// Until when the standing job waits, as somebody has said.
pub fn eta(language: Language, until: &str) -> String {
    say(
        language,
        format!("ETA {until}"),
        format!("预计恢复 {until}"),
    )
}

/// The cause of the standing job is gone, since then.
pub fn cleared(language: Language, reason: Option<HoldReason>, at: &str) -> String {
    let reason = hold_reason(reason).to(language);
    say(
        language,
        format!("{reason}: cleared {at}"),
        format!("{reason}：{at} 已解除"),
    )
}

/// Clocked against standard, before a finish.
pub fn against_standard(language: Language, worked_secs: i64, standard: WorkMinutes) -> String {
    let over = worked_secs / 60 - i64::from(standard.0);
    if standard.0 == 0 {
        return say(
            language,
            "No standard hours".to_owned(),
            "没有标准工时".to_owned(),
        );
    }
    let by = length(language, over.abs());
    match over {
        0 => say(
            language,
            "Exactly the standard".to_owned(),
            "与标准工时一致".to_owned(),
        ),
        1.. => say(
            language,
            format!("{by} over standard"),
            format!("超标准 {by}"),
        ),
        _ => say(
            language,
            format!("{by} under standard"),
            format!("比标准少 {by}"),
        ),
    }
}

/// Hours of a sum: `4.2 h`.
pub fn decimal_hours(language: Language, secs: i64) -> String {
    hours(
        WorkMinutes(u32::try_from(secs.max(0) / 60).unwrap_or(u32::MAX)),
        language,
    )
}

/// Whose day, and since when.
pub fn day_note(language: Language, name: &str, date: &str, since: &str) -> String {
    say(
        language,
        format!("{name} · {date} · on shift since {since}"),
        format!("{name} · {date} · {since} 上班"),
    )
}
