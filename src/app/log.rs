//! `log`: the event log, one readable line an event; and the story of one order.

mod story;

use super::cli::LogOptions;
use super::edge::{Failure, say};
use super::maintenance::reader;
use crate::config::Config;
use crate::domain::command::Actor;
use crate::domain::ids::{LogPosition, RoNumber};
use crate::store::event_log::{LogReader, LoggedEvent};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use std::time::Duration;

/// How often a followed log is looked at.
const EVERY: Duration = Duration::from_millis(300);

/// Prints the log, or the story of one order.
pub(super) fn run(config: &Config, options: &LogOptions) -> Result<(), Failure> {
    let zone = config.policy.hours.zone;
    let reader = reader(config)?;
    let until = match options.at.as_deref() {
        Some(text) => Some(written_by(&reader, moment(text, zone)?, zone)?),
        None => None,
    };
    if let Some(ro) = &options.order {
        return story::run(config, &reader, RoNumber::new(ro.trim()), until, options);
    }
    let last = until.map(|until| until.last);
    let mut seen = LogPosition(0);
    loop {
        let mut said = Ok(());
        let from = seen;
        let visit = |logged: &LoggedEvent| {
            seen = logged.position;
            if said.is_ok() {
                said = say(line(logged, zone, options.json));
            }
        };
        match last {
            Some(last) => reader.for_each_until(from, last, visit),
            None => reader.for_each(from, visit),
        }
        .map_err(Failure::machine)?;
        said?;
        if !options.follow {
            return Ok(());
        }
        std::thread::sleep(EVERY);
    }
}

/// A moment of the past, and the last event that had been written by then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    at: DateTime<Utc>,
    last: LogPosition,
}

/// Finds what had been written by a moment. Where a clock was set back, the last event that bears the moment or an
/// earlier one counts, and all before it.
fn written_by(reader: &LogReader, at: DateTime<Utc>, zone: Tz) -> Result<Until, Failure> {
    let said = |at: DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S");
    let written = reader.written(LogPosition(0)).map_err(Failure::machine)?;
    let now = Utc::now();
    // What has been written is past, whatever the clock of this machine says today.
    let latest = written.iter().map(|known| known.recorded_at).max();
    if at > latest.map_or(now, |latest| latest.max(now)) {
        return Err(Failure::input(format!(
            "--at {} is still to come: it is {} now",
            said(at),
            said(now)
        )));
    }
    let last = written.iter().rev().find(|known| known.recorded_at <= at);
    match (last, written.first()) {
        (Some(last), _) => Ok(Until {
            at,
            last: last.position,
        }),
        (None, Some(first)) => Err(Failure::input(format!(
            "nothing had been written by {}: the log begins at {}",
            said(at),
            said(first.recorded_at)
        ))),
        (None, None) => Err(Failure::input(
            "nothing has been written yet: the log is empty",
        )),
    }
}

fn moment(text: &str, zone: Tz) -> Result<DateTime<Utc>, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .and_then(|local| zone.from_local_datetime(&local).earliest())
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(|| {
            Failure::input(format!(
                "--at “{text}” is no time; write it like 2026-11-23 10:42"
            ))
        })
}

fn line(logged: &LoggedEvent, zone: Tz, json: bool) -> String {
    let event = &logged.event;
    if json {
        return serde_json::json!({
            "position": logged.position,
            "at": event.at,
            "recorded_at": logged.recorded_at,
            "command": event.command,
            "station": event.station,
            "actor": event.actor,
            "event": event.body,
        })
        .to_string();
    }
    let who = match &event.actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::System => "-".to_owned(),
    };
    format!(
        "{:>6}  {}  {:<12} {:<8} {:<16} {}",
        logged.position.0,
        event.at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S"),
        event.station.as_str(),
        who,
        event.body.kind(),
        details(logged)
    )
}

/// What is left of the event when its kind is said; long sheets are left to `--json`.
fn details(logged: &LoggedEvent) -> String {
    let Ok(serde_json::Value::Object(mut body)) = serde_json::to_value(&logged.event.body) else {
        return String::new();
    };
    body.remove("kind");
    let ro = body
        .remove("sheet")
        .and_then(|sheet| sheet.get("ro").cloned());
    body.extend(ro.map(|ro| ("ro".to_owned(), ro)));
    body.remove("pin_hash");
    body.iter()
        .map(|(key, value)| match value {
            serde_json::Value::String(text) => format!("{key}={text}"),
            other => format!("{key}={other}"),
        })
        .collect::<Vec<_>>()
        .join(" ")
}
