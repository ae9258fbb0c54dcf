//! `log --order`: every step of one car, and what made it late.

use super::Until;
use crate::app::cli::LogOptions;
use crate::app::edge::{Failure, say};
use crate::config::Config;
use crate::domain::ids::{BayId, LogPosition, PersonId, RoNumber};
use crate::domain::person::Language;
use crate::domain::story::narrator::Narrator;
use crate::domain::story::{Story, Weight};
use crate::domain::workshop::Workshop;
use crate::screen::words::{name, story as words};
use crate::store::event_log::{LogReader, LoggedEvent};
use chrono::Utc;

/// Tells the story of an order.
pub(super) fn run(
    config: &Config,
    reader: &LogReader,
    ro: RoNumber,
    until: Option<Until>,
    options: &LogOptions,
) -> Result<(), Failure> {
    let mut workshop = Workshop::default();
    let mut narrator = Narrator::new(ro.clone());
    let visit = |logged: &LoggedEvent| {
        narrator.wait(&workshop, &config.policy, logged.recorded_at);
        narrator.event(&logged.event, logged.recorded_at);
        workshop.apply(&logged.event);
    };
    match until {
        Some(until) => reader.for_each_until(LogPosition(0), until.last, visit),
        None => reader.for_each(LogPosition(0), visit),
    }
    .map_err(Failure::machine)?;
    let at = until.map_or_else(Utc::now, |until| until.at);
    let story = narrator.tell(&workshop, &config.policy, at);
    let story = story.ok_or_else(|| {
        let by_then = if until.is_some() { " by then" } else { "" };
        Failure::input(format!(
            "there was no order {ro}{by_then}; `baylight orders list` shows them all"
        ))
    })?;
    if options.json {
        return say(serde_json::to_string(&story).map_err(Failure::machine)?);
    }
    let language = options.lang.map_or(config.language, Language::from);
    print(config, &workshop, &story, language)
}

fn print(
    config: &Config,
    workshop: &Workshop,
    story: &Story,
    language: Language,
) -> Result<(), Failure> {
    let person = |id: &PersonId| {
        let known = workshop.people.get(id);
        known.map_or_else(|| id.to_string(), |known| known.person.name.clone())
    };
    let bay = |id: &BayId| {
        let known = config.policy.bay(id);
        known.map_or_else(
            || id.to_string(),
            |bay| name(language, &bay.name, &bay.english_name).to_owned(),
        )
    };
    let teller = words::Teller {
        language,
        zone: config.policy.hours.zone,
        person: &person,
        bay: &bay,
    };
    let plate = story.plate.as_ref().map_or("", |plate| plate.as_str());
    say(format!("{plate} {}  {}", story.ro, teller.verdict(story)))?;
    if story.delays.is_empty() {
        say(format!("  {}", words::NO_DELAYS.to(language)))?;
    }
    for delay in &story.delays {
        let length = words::length(delay.minutes);
        say(format!("  {length:>8}  {}", teller.delay(delay)))?;
    }
    say(String::new())?;
    for step in &story.steps {
        let line = teller.line(step, story.at);
        let mark = match step.weight {
            Weight::Plain => "  ",
            Weight::Delays => " !",
            Weight::Late => "!!",
        };
        say(format!(
            "{mark} {:>11}  {:>8}  {}",
            line.time, line.length, line.text
        ))?;
        if !line.note.is_empty() {
            say(format!("{:26}{}", "", line.note))?;
        }
    }
    Ok(())
}
