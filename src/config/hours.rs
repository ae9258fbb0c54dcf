//! The keys of the working hours: `monday = "08:00-12:00 13:00-18:00"`, an empty text for a closed day.

use super::{Wrong, wrong};
use crate::domain::calendar::{Period, WorkingHours};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HoursTable {
    zone: Option<String>,
    every_day: Option<String>,
    monday: Option<String>,
    tuesday: Option<String>,
    wednesday: Option<String>,
    thursday: Option<String>,
    friday: Option<String>,
    saturday: Option<String>,
    sunday: Option<String>,
    closed: Vec<String>,
}

pub(super) fn checked(table: HoursTable) -> Result<WorkingHours, Wrong> {
    let mut hours = WorkingHours::default();
    if let Some(zone) = &table.zone {
        hours.zone = zone.parse().map_err(|_| {
            wrong(
                "hours.zone",
                format!("“{zone}” is no time zone; write one like Asia/Shanghai"),
            )
        })?;
    }
    if let Some(text) = &table.every_day {
        let day = periods("hours.every_day", text)?;
        hours.week = std::array::from_fn(|_| day.clone());
    }
    let days = [
        ("hours.monday", table.monday),
        ("hours.tuesday", table.tuesday),
        ("hours.wednesday", table.wednesday),
        ("hours.thursday", table.thursday),
        ("hours.friday", table.friday),
        ("hours.saturday", table.saturday),
        ("hours.sunday", table.sunday),
    ];
    for (day, (key, text)) in hours.week.iter_mut().zip(days) {
        if let Some(text) = text {
            *day = periods(key, &text)?;
        }
    }
    for text in &table.closed {
        let day: NaiveDate = text.parse().map_err(|_| {
            wrong(
                "hours.closed",
                format!("“{text}” is no day; write it as 2026-10-01"),
            )
        })?;
        hours.closed.push(day);
    }
    Ok(hours)
}

fn periods(key: &str, text: &str) -> Result<Vec<Period>, Wrong> {
    let expected = || {
        wrong(
            key,
            format!(
                "“{text}” should read like 08:00-12:00 13:00-18:00, one period after the other"
            ),
        )
    };
    let mut periods: Vec<Period> = Vec::new();
    for word in text.split_whitespace() {
        let (from, until) = word.split_once('-').ok_or_else(expected)?;
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| expected());
        let period = Period {
            from: time(from)?,
            until: time(until)?,
        };
        let in_order = period.from < period.until
            && periods.last().is_none_or(|last| last.until <= period.from);
        if !in_order {
            return Err(expected());
        }
        periods.push(period);
    }
    Ok(periods)
}
