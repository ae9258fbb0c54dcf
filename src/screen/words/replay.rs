//! Words of the time machine on the board (回放): its buttons, which moment is shown, and why it may not be.

use super::{Text, time};
use crate::domain::person::Language;
use crate::projection::past::NoPast;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

/// The button that opens it.
pub const REPLAY: Text = Text::new("Replay", "回放");
/// Back to the present.
pub const LIVE: Text = Text::new("Back to now", "回到现在");
/// The day before.
pub const DAY_BEFORE: Text = Text::new("Day before", "前一天");
/// The day after.
pub const DAY_AFTER: Text = Text::new("Day after", "后一天");
/// Go on by itself.
pub const PLAY: Text = Text::new("Play", "播放");
/// Stand still.
pub const PAUSE: Text = Text::new("Pause", "暂停");
/// What is shown is over.
pub const NOT_NOW: Text = Text::new("The past, not now", "这是过去，不是现在");
/// What the link's place says meanwhile.
pub const PAST: Text = Text::new("Past", "过去");
/// The slider, to who cannot see it.
pub const SLIDER: Text = Text::new("Time of day", "时刻");
/// Nothing has come yet.
pub const READING: Text = Text::new("Reading the log…", "正在读取记录…");
/// Nobody answers.
pub const SILENT: Text = Text::new(
    "The coordinator does not answer: asking again",
    "协调器没有回答，正在重试",
);
/// The link is down.
pub const OFFLINE: Text = Text::new(
    "Offline: the past is with the coordinator",
    "离线：过去的记录在协调器上",
);
/// What cannot be shown.
pub const NOTHING: Text = Text::new("Nothing to be seen", "没有可显示的记录");
/// The sheet of a car.
pub const WHY_LATE: Text = Text::new("Step by step", "经过与误工");
/// Its way out.
pub const CLOSE: Text = Text::new("Close", "关闭");
/// What cost time.
pub const DELAYS: Text = Text::new("What cost time", "误工时间");

/// A step of minutes: `+15 min`, +15 分.
pub fn minutes(by: i64, language: Language) -> String {
    let sign = if by < 0 { "−" } else { "+" };
    let by = by.abs();
    match language {
        Language::En => format!("{sign}{by} min"),
        Language::Zh => format!("{sign}{by} 分"),
    }
}

/// A day: `Mon 2026-11-23`, 2026-11-23 周一.
pub fn day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::En => day.format("%a %Y-%m-%d").to_string(),
        Language::Zh => {
            let names = ["一", "二", "三", "四", "五", "六", "日"];
            let name = names[day.weekday().num_days_from_monday() as usize];
            format!("{} 周{name}", day.format("%Y-%m-%d"))
        }
    }
}

/// A plate in large letters: the middle dot of a Chinese font is as wide as a character, this one is not.
pub fn plate(plate: &str) -> String {
    plate.replace('·', "･")
}

/// How much of the log is read.
pub fn reading(percent: Option<u8>, language: Language) -> String {
    let reading = READING.to(language);
    percent.map_or_else(
        || reading.to_owned(),
        |percent| format!("{reading} {percent}%"),
    )
}

/// The board still shows another moment.
pub fn still(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let at = time::clock(at, zone);
    match language {
        Language::En => format!("still showing {at}"),
        Language::Zh => format!("仍显示 {at}"),
    }
}

/// Why nothing is shown.
pub fn nothing(why: &NoPast, zone: Tz, language: Language) -> String {
    let moment = |at: &DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    match (why, language) {
        (NoPast::BeforeTheFirst { first: Some(first) }, Language::En) => {
            format!("The record begins at {}", moment(first))
        }
        (NoPast::BeforeTheFirst { first: Some(first) }, Language::Zh) => {
            format!("记录从 {} 开始", moment(first))
        }
        (NoPast::BeforeTheFirst { first: None }, Language::En) => {
            "Nothing has been recorded yet".to_owned()
        }
        (NoPast::BeforeTheFirst { first: None }, Language::Zh) => "还没有任何记录".to_owned(),
        (NoPast::Ahead { now }, Language::En) => {
            format!(
                "That is still to come: by the coordinator it is {}",
                moment(now)
            )
        }
        (NoPast::Ahead { now }, Language::Zh) => {
            format!("还没到这个时刻：协调器的时间是 {}", moment(now))
        }
        (NoPast::NoSuchOrder { ro }, Language::En) => {
            format!("Order {ro} had not come in by then")
        }
        (NoPast::NoSuchOrder { ro }, Language::Zh) => format!("当时还没有工单 {ro}"),
        (NoPast::Unreadable, Language::En) => {
            "The coordinator cannot read its record; see its log".to_owned()
        }
        (NoPast::Unreadable, Language::Zh) => "协调器读不了记录，请查看其日志".to_owned(),
    }
}
