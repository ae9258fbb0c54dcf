//! The listings of the tools: where each one is, and the history of one.

use super::{json, person_name, table};
use crate::app::cli::Form;
use crate::app::edge::{Failure, say};
use crate::app::maintenance::reader;
use crate::config::Config;
use crate::domain::ids::JobId;
use crate::domain::person::Language;
use crate::domain::tool::{ToolFile, ToolState, Usability, scanned};
use crate::domain::workshop::Workshop;
use crate::screen::words::{self, time};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;

#[derive(Serialize)]
struct ShownTool<'a> {
    #[serde(flatten)]
    file: &'a ToolFile,
    state: ToolState,
}

/// Lists the tools.
pub(in crate::app) fn list(config: &Config, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let (now, zone) = (Utc::now(), config.policy.hours.zone);
    let today = config.policy.day_of(now);
    let tools: Vec<ShownTool<'_>> = workshop
        .tools
        .values()
        .map(|file| ShownTool {
            file,
            state: file.state(today, now),
        })
        .collect();
    if form == Form::Json {
        return json(&tools);
    }
    let mut out = table([
        "tool",
        "name",
        "English",
        "place",
        "state",
        "with",
        "due",
        "calibrated until",
    ]);
    for ShownTool { file, state } in &tools {
        let (with, due) = match state {
            ToolState::Out { holder, .. } => (
                person_name(&workshop, &holder.person),
                time::moment(holder.due, now, zone),
            ),
            _ => Default::default(),
        };
        out.add_row([
            file.id.to_string(),
            file.name().to_owned(),
            file.english_name().to_owned(),
            file.place().to_owned(),
            in_words(state),
            with,
            due,
            day(file.standing().calibrated_until),
        ]);
    }
    let count = tools.len();
    let is_out = |tool: &&ShownTool<'_>| matches!(tool.state, ToolState::Out { .. });
    let out_count = tools.iter().filter(is_out).count();
    say(format!("{out}\n{count} tools, {out_count} out"))?;
    Ok(())
}

fn in_words(state: &ToolState) -> String {
    let word = words::tools::state(state).to(Language::En);
    match state {
        ToolState::OutOfService { reason } => {
            let why = words::tools::unfit(reason).to(Language::En);
            format!("{word}: {why}")
        }
        _ => word.to_owned(),
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Shows one tool, who had it, what was broken, and the open jobs that need it.
pub(in crate::app) fn show(config: &Config, name: &str, form: Form) -> Result<(), Failure> {
    let workshop = reader(config)?.load().map_err(Failure::machine)?;
    let file = workshop.tools.get(&scanned(name)).ok_or_else(|| {
        Failure::input(format!(
            "there is no tool {name}; `baylight tools list` shows them all"
        ))
    })?;
    let now = Utc::now();
    let state = file.state(config.policy.day_of(now), now);
    let needed: Vec<JobId> = workshop
        .open_jobs()
        .filter(|(_, _, job)| job.finished().is_none())
        .filter(|(_, _, job)| workshop.special_tools(job).contains(&file.id))
        .map(|(id, _, _)| id)
        .collect();
    if form == Form::Json {
        let shown = ShownTool { file, state };
        return json(&serde_json::json!({
            "tool": shown,
            "holdings": file.holdings(),
            "needed_by": needed,
        }));
    }
    print(config, &workshop, file, &state, now)?;
    for job in needed {
        say(format!("  needed by {job}"))?;
    }
    Ok(())
}

fn print(
    config: &Config,
    workshop: &Workshop,
    file: &ToolFile,
    state: &ToolState,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let zone = config.policy.hours.zone;
    say(format!(
        "{}  {}  {}  {} — {}",
        file.id,
        file.name(),
        file.english_name(),
        file.place(),
        in_words(state)
    ))?;
    let standing = file.standing();
    let dates = [
        ("calibrated", standing.calibrated_until),
        ("maintained", standing.maintained_until),
    ];
    for (what, until) in dates {
        if let Some(until) = until {
            say(format!("{what} until {until}"))?;
        }
    }
    print_history(workshop, file, now, zone)
}

fn print_history(
    workshop: &Workshop,
    file: &ToolFile,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<(), Failure> {
    let moment = |at| time::moment(at, now, zone);
    for holding in file.holdings() {
        let holder = &holding.holder;
        let whose = person_name(workshop, &holder.person);
        let job = holder.job.as_ref();
        let what = job.map_or_else(String::new, |job| format!(" for {job}"));
        let end = holding.end.as_ref().map_or_else(
            || format!("due {}", moment(holder.due)),
            |end| {
                let how = words::tools::handed_on(end.how).to(Language::En);
                let by = person_name(workshop, &end.by);
                format!("{} {} by {by}", how.to_lowercase(), moment(end.at))
            },
        );
        say(format!("  {} {whose}{what}, {end}", moment(holder.since)))?;
    }
    for report in &file.damages {
        let what = words::tools::damage(report.what).to(Language::En);
        let who = person_name(workshop, &report.by);
        let grave = match report.usability {
            Usability::Usable => "",
            Usability::Unusable => ", not usable",
        };
        say(format!(
            "  {} damaged: {what}{grave}, says {who} {}",
            moment(report.at),
            report.note
        ))?;
    }
    Ok(())
}
