//! `report`: the figures of a day, a week or a month, as HTML, PDF and CSV.
//!
//! It only reads, also beside a coordinator that runs. What the coordinator has let go of stands in its database.

use super::cli::ReportOptions;
use super::edge::{Failure, say};
use super::fonts;
use super::maintenance::reader;
use crate::config::Config;
use crate::domain::figures::{DayFigures, Figures, Period, figures};
use crate::domain::ids::PartNumber;
use crate::domain::person::Language;
use crate::domain::workshop::{EntityKey, Workshop};
use crate::export::report::{Names, Report, csv_files, html, write_pdf};
use crate::screen::words;
use crate::store::event_log::LogReader;
use chrono::{Days, NaiveDate, Utc};
use std::path::{Path, PathBuf};

/// Writes the document.
pub(super) fn run(config: &Config, options: &ReportOptions) -> Result<(), Failure> {
    let now = Utc::now();
    let period = options.period()?;
    let today = config.policy.day_of(now);
    if period.first() > today {
        return Err(Failure::input(format!(
            "{} has not come yet: today is {today}",
            period.code()
        )));
    }
    let reader = reader(config)?;
    let mut workshop = load(&reader, period)?;
    load_comebacks(&reader, &mut workshop)?;
    let days = figures(&workshop, &config.policy, period.days_until(today), now);
    for part in parts(&days) {
        let key = EntityKey::Part(part);
        reader
            .load_one(&mut workshop, &key)
            .map_err(Failure::machine)?;
    }
    let language = options.lang.map_or(config.language, Language::from);
    let report = Report {
        language,
        site: config.policy.site.as_str(),
        period,
        names: names(&workshop, config, language),
        days: &days,
        made_at: now,
        is_over: today > period.last(),
        zone: config.policy.hours.zone,
    };
    write(&report, &options.out)?;
    if Figures::sum(&days).is_empty() {
        say(format!(
            "nothing was recorded in {}; what was written says so",
            period.code()
        ))?;
    }
    Ok(())
}

/// Reads what has to do with the days: everything that was not settled before them.
fn load(reader: &LogReader, period: Period) -> Result<Workshop, Failure> {
    // A day is settled by the date of another zone.
    let since = period.first().checked_sub_days(Days::new(2));
    let since = since.unwrap_or(NaiveDate::MIN);
    reader
        .load_since(since, &["order", "person", "day"])
        .map_err(Failure::machine)
}

/// Reads the orders that cars came back to, however long ago those were settled.
fn load_comebacks(reader: &LogReader, workshop: &mut Workshop) -> Result<(), Failure> {
    let orders = workshop.orders.values();
    let before = orders.filter_map(|order| Some(order.quality.comeback.as_ref()?.of.clone()));
    for ro in before.collect::<Vec<_>>() {
        let key = EntityKey::Order(ro);
        if !workshop.has(&key) {
            reader.load_one(workshop, &key).map_err(Failure::machine)?;
        }
    }
    Ok(())
}

/// Lists the parts that were waited for.
fn parts(days: &[DayFigures]) -> Vec<PartNumber> {
    let waited = Figures::sum(days).shop.parts;
    waited.into_keys().flatten().collect()
}

fn names(workshop: &Workshop, config: &Config, language: Language) -> Names {
    let people = workshop.people.iter();
    let parts = workshop.parts.iter();
    let bays = config.policy.bays.iter();
    Names {
        people: people
            .map(|(id, enrolled)| (id.clone(), enrolled.person.name.clone()))
            .collect(),
        parts: parts
            .map(|(number, part)| {
                let name = words::name(language, &part.name, &part.english_name);
                (number.clone(), name.to_owned())
            })
            .collect(),
        bays: bays
            .map(|bay| {
                let name = words::name(language, &bay.name, &bay.english_name);
                (bay.id.clone(), name.to_owned())
            })
            .collect(),
    }
}

/// Writes every file, each whole or not at all, and names it.
fn write(report: &Report<'_>, dir: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(dir).map_err(|error| unwritable(dir, &error))?;
    let name = format!("report-{}", report.period.code());
    let pages = report.pages();
    let page_file = |ending: &str| dir.join(format!("{name}.{ending}"));
    put(&page_file("html"), html(report, &pages).as_bytes())?;
    for file in csv_files(report).map_err(Failure::machine)? {
        put(
            &dir.join(format!("{name}-{}.csv", file.name)),
            file.text.as_bytes(),
        )?;
    }
    // The PDF comes last: it is the only one that a machine may not be able to write.
    let pdf = write_pdf(report, &pages, &fonts::find()?).map_err(Failure::machine)?;
    put(&page_file("pdf"), &pdf)
}

fn put(file: &PathBuf, bytes: &[u8]) -> Result<(), Failure> {
    let mut part = file.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    std::fs::write(&part, bytes)
        .and_then(|()| std::fs::rename(&part, file))
        .map_err(|error| unwritable(file, &error))?;
    say(file.display())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::machine(format!(
        "{}: {error}; make the folder writable or name another with --out",
        path.display()
    ))
}

/// Reads a date of the command line.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| format!("“{text}” is no day; write it like 2026-11-23"))
}

/// Reads a week: by its number, or by any of its days.
pub(super) fn week(text: &str) -> Result<Period, String> {
    if let Ok(day) = text.parse() {
        return Ok(Period::week_of(day));
    }
    let numbered = text.split_once("-W").and_then(|(year, week)| {
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let week = Some(week).filter(|week| week.len() == 2 && is_number(week))?;
        Period::iso_week(year.parse().ok()?, week.parse().ok()?)
    });
    numbered.ok_or_else(|| {
        format!(
            "“{text}” is no week; write it like 2026-W48, or name any day of it like 2026-11-23"
        )
    })
}

/// Reads a month.
pub(super) fn month(text: &str) -> Result<Period, String> {
    let parts = text.split_once('-').and_then(|(year, month)| {
        let month = Some(month).filter(|month| month.len() == 2)?;
        Period::month(year.parse().ok()?, month.parse().ok()?)
    });
    parts.ok_or_else(|| format!("“{text}” is no month; write it like 2026-11"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_named_by_its_number_or_any_of_its_days() {
        let monday = "2026-11-23".parse().unwrap();
        for text in ["2026-W48", "2026-11-23", "2026-11-29"] {
            assert_eq!(week(text), Ok(Period::Week(monday)), "{text}");
        }
        for text in ["2026-W54", "2026-W1", "W48", "2026-11", "2026-W+1", ""] {
            assert!(week(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_has_two_digits() {
        assert_eq!(
            month("2026-11"),
            Ok(Period::Month("2026-11-01".parse().unwrap()))
        );
        for text in ["2026-13", "2026-1", "2026", "2026-11-23", "november"] {
            assert!(month(text).is_err(), "{text}");
        }
    }
}
