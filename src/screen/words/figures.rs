//! Words for the day in figures (数据日报): what is counted, how it is worked out, and the days it is counted for.

use super::Text;
use crate::domain::figures::{Period, Ratio};
use crate::domain::forecast::CauseKind;
use crate::domain::person::Language;
use chrono::{Datelike, NaiveDate, Weekday};

/// 数据日报
pub const DAY: Text = Text::new("The day in figures", "数据日报");
/// 数据周报
pub const WEEK: Text = Text::new("The week in figures", "数据周报");
/// 数据月报
pub const MONTH: Text = Text::new("The month in figures", "数据月报");
/// 数据
pub const SHORT: Text = Text::new("Figures", "数据");
/// 日
pub const ONE_DAY: Text = Text::new("Day", "日");
/// 周
pub const ONE_WEEK: Text = Text::new("Week", "周");
/// 月
pub const ONE_MONTH: Text = Text::new("Month", "月");
/// 无数据
pub const NOTHING: Text = Text::new(
    "Nothing was recorded: nobody shifted in, and no car came, was worked on or left.",
    "无记录：无人上班打卡，也没有车辆进厂、作业或交车。",
);
/// 准时率
pub const ON_TIME: Text = Text::new("On time", "准时率");
/// 一次合格率
pub const FIRST_PASS: Text = Text::new("First-pass yield", "一次合格率");
/// 利用率
pub const PRODUCTIVITY: Text = Text::new("Productivity", "利用率");
/// 效率
pub const EFFICIENCY: Text = Text::new("Efficiency", "效率");
/// 综合效率
pub const PROFICIENCY: Text = Text::new("Proficiency", "综合效率");
/// 工位占用率
pub const BAYS_OCCUPIED: Text = Text::new("Bays occupied", "工位占用率");
/// 进厂
pub const ARRIVED: Text = Text::new("Cars in", "进厂");
/// 完工
pub const DONE: Text = Text::new("Cars done", "完工");
/// 已交车
pub const DELIVERED: Text = Text::new("Delivered", "交车");
/// 完成作业
pub const JOBS_DONE: Text = Text::new("Jobs done", "完成作业");
/// 标准工时
pub const STANDARD: Text = Text::new("Standard", "标准工时");
/// 结算工时
pub const FLAGGED: Text = Text::new("Flagged", "结算工时");
/// 员工工时
pub const CREDITED: Text = Text::new("Credited", "员工工时");
/// 出勤
pub const SHIFT: Text = Text::new("Shift", "出勤");
/// 作业
pub const WORKED: Text = Text::new("Worked", "作业");
/// 非生产
pub const IDLE: Text = Text::new("Idle", "非生产");
/// 停工
pub const STANDING: Text = Text::new("Standing still: the bottleneck", "停工瓶颈");
/// 停工口径
pub const STANDING_NOTE: Text = Text::new(
    "started jobs that nobody is on, in open hours, by hold reason",
    "已开工而无人作业的时间（营业时间内），按中断原因",
);
/// 非生产工时
pub const IDLE_TIME: Text = Text::new("Idle time", "非生产工时");
/// 交期
pub const PROMISES: Text = Text::new("Promises", "交期");
/// 误工原因
pub const LATE_BY_REASON: Text = Text::new("Late cars, by reason", "超时车辆 · 误工原因");
/// 预警
pub const WARNED: Text = Text::new("Warnings to customers, by cause", "已告知客户的预警 · 原因");
/// 延时申请
pub const EXTENSIONS: Text = Text::new("Extensions asked, by reason", "延时申请 · 原因");
/// 未说明
pub const NO_REASON: Text = Text::new("no reason given", "未说明");
/// 没有
pub const NONE: Text = Text::new("None", "无");
/// 技师
pub const TECHNICIANS: Text = Text::new("Technicians", "技师");
/// 技师
pub const TECHNICIAN: Text = Text::new("Technician", "技师");
/// 合计
pub const TOTAL: Text = Text::new("All", "合计");
/// 公式
pub const FORMULAS: Text = Text::new("How it is worked out", "计算公式");
/// 完工数
pub const JOBS: Text = Text::new("Jobs", "作业数");
/// 返工
pub const REWORK: Text = Text::new("Rework", "返工");
/// 外返
pub const COMEBACKS: Text = Text::new("Comebacks", "外返");
/// 考核
pub const PENALTY: Text = Text::new("Penalty", "考核");
/// 漏打卡
pub const FORGOTTEN: Text = Text::new("no clock-out", "漏打卡");
/// 漏打卡说明
pub const FORGOTTEN_NOTE: Text = Text::new(
    "no clock-out: nobody knows when they left, so that stretch counts for nothing until the foreman says",
    "漏打卡：不知何时离开，该段不计入，待主管更正",
);
/// 工位
pub const BAYS: Text = Text::new("Bays", "工位");
/// 占用
pub const OCCUPIED: Text = Text::new("a car stands on it", "有车");
/// 作业中
pub const WORKING: Text = Text::new("worked on", "作业中");
/// 空闲
pub const FREE: Text = Text::new("free", "空闲");
/// 营业时间外
pub const OVERTIME: Text = Text::new("overtime", "加班");
/// 质量
pub const QUALITY: Text = Text::new("Quality", "质量");
/// 过程发现
pub const IN_PROCESS: Text = Text::new("Found in process", "过程发现");
/// 项目
pub const OPERATION: Text = Text::new("Operation", "项目");
/// 等料
pub const PARTS_WAITS: Text = Text::new("Waiting for parts", "等料");
/// 等料口径
pub const PARTS_NOTE: Text = Text::new(
    "from a technician's request until the last unit was signed for, in open hours",
    "从技师领料申请到最后一件签收（营业时间内）",
);
/// 未编号
pub const DESCRIBED: Text = Text::new("described, without a number", "仅描述，未编号");
/// 每天
pub const DAY_BY_DAY: Text = Text::new("Day by day", "每日");
/// 按时
pub const ON_TIME_CARS: Text = Text::new("on time", "按时");
/// 超时
pub const LATE_CARS: Text = Text::new("late", "超时");
/// 日期
pub const DATE: Text = Text::new("Date", "日期");
/// 日历
pub const CALENDAR: Text = Text::new("Calendar", "日历");
/// 返工与外返
pub const AGAIN: Text = Text::new("RW / CB", "返/外");
/// 占用
pub const OCCUPIED_SHORT: Text = Text::new("occupied", "占用");

/// The formulas, in order.
pub const FORMULA_LINES: [Text; 6] = [
    Text::new(
        "Productivity = worked ÷ shift",
        "利用率 = 作业工时 ÷ 出勤工时",
    ),
    Text::new(
        "Efficiency = standard hours of jobs finished ÷ worked",
        "效率 = 完成作业的标准工时 ÷ 作业工时",
    ),
    Text::new(
        "Proficiency = standard hours of jobs finished ÷ shift (NADA)",
        "综合效率 = 完成作业的标准工时 ÷ 出勤工时（NADA）",
    ),
    Text::new(
        "Shift = worked + idle, to the second",
        "出勤 = 作业 + 非生产，精确到秒",
    ),
    Text::new(
        "A job counts on the day on which it is finished; those who worked on it share its hours by their time on it.",
        "作业在完工当日计入；多人作业按各自作业时间分摊工时。",
    ),
    Text::new(
        "On time = done by the promise ÷ done. First-pass yield = passed the first time ÷ passed.",
        "准时率 = 按时完工 ÷ 完工。一次合格率 = 首次完检合格的作业 ÷ 完检合格的作业。",
    ),
];

/// The title of a document of figures.
pub const fn title(period: Period) -> Text {
    match period {
        Period::Day(_) => DAY,
        Period::Week(_) => WEEK,
        Period::Month(_) => MONTH,
    }
}

/// The days of a document: `Monday 23 November 2026`, `2026-W48 (23–29 Nov)`, `November 2026`.
pub fn period(period: Period, language: Language) -> String {
    let (first, last) = (period.first(), period.last());
    match (period, language) {
        (Period::Day(day), Language::En) => day.format("%A %-d %B %Y").to_string(),
        (Period::Day(day), Language::Zh) => {
            format!(
                "{} 星期{}",
                day.format("%Y年%-m月%-d日"),
                weekday(day, language)
            )
        }
        (Period::Week(_), Language::En) => format!(
            "{} · {} – {}",
            period.code(),
            first.format("%-d %b"),
            last.format("%-d %b %Y")
        ),
        (Period::Week(_), Language::Zh) => format!(
            "{}年第{}周 · {}至{}",
            first.iso_week().year(),
            first.iso_week().week(),
            first.format("%-m月%-d日"),
            last.format("%-m月%-d日")
        ),
        (Period::Month(_), Language::En) => first.format("%B %Y").to_string(),
        (Period::Month(_), Language::Zh) => first.format("%Y年%-m月").to_string(),
    }
}

/// A weekday where there is little room: `Mon`, 一.
pub fn weekday(day: NaiveDate, language: Language) -> &'static str {
    let text = match day.weekday() {
        Weekday::Mon => Text::new("Mon", "一"),
        Weekday::Tue => Text::new("Tue", "二"),
        Weekday::Wed => Text::new("Wed", "三"),
        Weekday::Thu => Text::new("Thu", "四"),
        Weekday::Fri => Text::new("Fri", "五"),
        Weekday::Sat => Text::new("Sat", "六"),
        Weekday::Sun => Text::new("Sun", "日"),
    };
    text.to(language)
}

/// A date in a table: `Mon 23 Nov`, 11月23日 周一.
pub fn date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::En => day.format("%a %-d %b").to_string(),
        Language::Zh => format!("{} 周{}", day.format("%-m月%-d日"), weekday(day, language)),
    }
}

/// When a document was made, so that nobody takes half a day for a whole one.
pub fn made_at(at: &str, is_over: bool, language: Language) -> String {
    match (language, is_over) {
        (Language::En, true) => format!("made {at}"),
        (Language::Zh, true) => format!("{at} 生成"),
        (Language::En, false) => format!("until {at}, not over yet"),
        (Language::Zh, false) => format!("截至 {at}，尚未结束"),
    }
}

/// Which page of how many.
pub fn page(number: usize, of: usize, language: Language) -> String {
    match language {
        Language::En => format!("page {number} of {of}"),
        Language::Zh => format!("第 {number} 页，共 {of} 页"),
    }
}

/// What goes on from the page before.
pub fn continued(title: &str, language: Language) -> String {
    match language {
        Language::En => format!("{title} (continued)"),
        Language::Zh => format!("{title}（续）"),
    }
}

/// A ratio in percent: `71.2 %`; a dash where there is nothing to divide by.
pub fn percent(ratio: Ratio) -> String {
    match ratio.per_mille() {
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// The same without its tenths.
pub fn whole_percent(ratio: Ratio) -> String {
    match ratio.per_mille() {
        Some(tenths) => format!("{} %", (tenths + 5) / 10),
        None => "—".to_owned(),
    }
}

/// Seconds as hours: `12.4`.
pub fn hours(secs: i64) -> String {
    // To the nearest tenth of an hour, of which each has 360 seconds.
    let tenths = (secs + 180).div_euclid(360);
    // Nobody reads tenths behind ten thousand hours.
    if tenths >= 100_000 {
        return ((tenths + 5) / 10).to_string();
    }
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The same with its unit: `12.4 h`, 12.4 小时.
pub fn hours_long(secs: i64, language: Language) -> String {
    match language {
        Language::En => format!("{} h", hours(secs)),
        Language::Zh => format!("{} 小时", hours(secs)),
    }
}

/// How often: `9×`, 9 次.
pub fn times(count: u32, language: Language) -> String {
    match language {
        Language::En => format!("{count}×"),
        Language::Zh => format!("{count} 次"),
    }
}

/// Of how many cars: `38 of 46 cars`.
pub fn of_cars(part: u32, whole: u32, language: Language) -> String {
    match language {
        Language::En => format!("{part} of {whole} cars"),
        Language::Zh => format!("{part} / {whole} 台"),
    }
}

/// Of how many jobs: `50 of 52 jobs`.
pub fn of_jobs(part: u32, whole: u32, language: Language) -> String {
    match language {
        Language::En => format!("{part} of {whole} jobs"),
        Language::Zh => format!("{part} / {whole} 项"),
    }
}

/// Of how many hours: `68.2 of 95.8 h`.
pub fn of_hours(part_secs: i64, whole_secs: i64, language: Language) -> String {
    let (part, whole) = (hours(part_secs), hours(whole_secs));
    match language {
        Language::En => format!("{part} of {whole} h"),
        Language::Zh => format!("{part} / {whole} 小时"),
    }
}

/// By how much late cars were late: `late by 42′ on average`.
pub fn late_by(minutes: i64, language: Language) -> String {
    match language {
        Language::En => format!("late by {minutes}′ on average"),
        Language::Zh => format!("平均超时 {minutes} 分钟"),
    }
}

/// The main cause of a warning; nothing where there was none.
pub const fn cause(cause: Option<CauseKind>) -> Text {
    match cause {
        Some(cause) => super::advisor::cause_kind(cause),
        None => NO_REASON,
    }
}
