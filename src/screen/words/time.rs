//! Times and lengths of time, as the workshop's wall clock and its people say them.

use crate::domain::order::WorkMinutes;
use crate::domain::person::Language;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;

/// The wall clock: `10:42`.
pub fn clock(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// A moment as it is said today: `10:42`, `+1d 17:00` tomorrow, `11-25 09:00` later or earlier.
pub fn moment(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let days = (local.date_naive() - now.with_timezone(&zone).date_naive()).num_days();
    match days {
        0 => local.format("%H:%M").to_string(),
        1 => local.format("+1d %H:%M").to_string(),
        _ => local.format("%m-%d %H:%M").to_string(),
    }
}

/// A moment as a delivery is told: `10:00` today, `Mon 10:00` within a week, `12-03 10:00` beyond.
pub fn day_and_time(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let local = at.with_timezone(&zone);
    let time = local.format("%H:%M");
    let days = (local.date_naive() - now.with_timezone(&zone).date_naive()).num_days();
    match (days, language) {
        (0, _) => time.to_string(),
        (1..7, Language::En) => local.format("%a %H:%M").to_string(),
        (1..7, Language::Zh) => {
            let names = ["一", "二", "三", "四", "五", "六", "日"];
            let day = local.weekday().num_days_from_monday() as usize;
            format!("周{} {time}", names[day])
        }
        _ => local.format("%m-%d %H:%M").to_string(),
    }
}

/// A running timer in hours and minutes: `1:12`.
pub fn timer(secs: i64) -> String {
    let minutes = secs.max(0) / 60;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes as a workshop writes them: `18′`, and `2 h 05′` from an hour on.
pub fn minutes(length: TimeDelta) -> String {
    let minutes = length.num_minutes().max(0);
    if minutes < 60 {
        format!("{minutes}′")
    } else {
        format!("{} h {:02}′", minutes / 60, minutes % 60)
    }
}

/// Standard hours: `2.0 h`, 2.0 小时.
pub fn hours(work: WorkMinutes, language: Language) -> String {
    match language {
        Language::En => format!("{:.1} h", work.hours()),
        Language::Zh => format!("{:.1} 小时", work.hours()),
    }
}
