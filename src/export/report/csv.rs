//! The numbers of a document as CSV: whole seconds, minutes, pieces and fen, in English, so that a program or a
//! spreadsheet adds up what the pages show rounded.

use super::Report;
use crate::domain::figures::Figures;
use crate::domain::hold::HoldReason;
use crate::domain::idle::IdleCode;
use serde::Serialize;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// What it holds, as part of its name.
    pub name: &'static str,
    /// What stands in it.
    pub text: String,
}

/// Writes every list of figures, one row a day and thing; days without anything are left out.
///
/// # Errors
/// When a row cannot be written.
pub fn files(report: &Report<'_>) -> Result<Vec<CsvFile>, csv::Error> {
    Ok(vec![
        CsvFile {
            name: "technicians",
            text: technicians(report)?,
        },
        CsvFile {
            name: "workshop",
            text: workshop(report)?,
        },
        CsvFile {
            name: "reasons",
            text: reasons(report)?,
        },
        CsvFile {
            name: "bays",
            text: bays(report)?,
        },
        CsvFile {
            name: "parts",
            text: parts(report)?,
        },
        CsvFile {
            name: "operations",
            text: operations(report)?,
        },
    ])
}

/// Writes rows below their head. The mark at the beginning tells a spreadsheet that it is UTF-8.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(format!("\u{feff}{text}"))
}

/// Walks through the days with their dates.
fn days<'a>(report: &'a Report<'_>) -> impl Iterator<Item = (String, &'a Figures)> {
    let days = report.days.iter();
    days.map(|day| (day.day.to_string(), &day.figures))
}

/// Names a word of the domain as the log does.
pub(super) fn code(word: &impl Serialize) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Object(fields)) => {
            let texts = fields.values().filter_map(|value| value.as_str());
            texts.collect::<Vec<_>>().join(":")
        }
        _ => String::new(),
    }
}

fn technicians(report: &Report<'_>) -> Result<String, csv::Error> {
    let idle_codes: Vec<String> = IdleCode::ALL
        .iter()
        .map(|idle| format!("idle_{}_secs", code(idle).replace('-', "_")))
        .collect();
    let mut head = vec!["day", "person", "name", "shift_secs", "job_secs"];
    head.extend(idle_codes.iter().map(String::as_str));
    head.extend([
        "forgotten",
        "jobs",
        "standard_minutes",
        "flagged_minutes",
        "credited_minutes",
        "rework",
        "comebacks",
        "penalty_fen",
    ]);
    let rows = days(report).flat_map(|(day, figures)| {
        figures.technicians.iter().map(move |(person, theirs)| {
            let mut row = vec![
                day.clone(),
                person.to_string(),
                report.names.person(person),
                theirs.shift_secs.to_string(),
                theirs.job_secs.to_string(),
            ];
            let idle = |code: &IdleCode| theirs.idle_secs.get(code).copied().unwrap_or(0);
            row.extend(IdleCode::ALL.iter().map(|code| idle(code).to_string()));
            let earned = &theirs.earned;
            row.extend([
                theirs.forgotten.to_string(),
                earned.jobs.to_string(),
                earned.standard_minutes.to_string(),
                earned.flagged_minutes.to_string(),
                earned.credited_minutes.to_string(),
                theirs.rework.to_string(),
                theirs.comebacks.to_string(),
                theirs.penalty_fen.to_string(),
            ]);
            row
        })
    });
    table(&head, rows)
}

fn workshop(report: &Report<'_>) -> Result<String, csv::Error> {
    let head = [
        "day",
        "cars_arrived",
        "cars_done",
        "cars_on_time",
        "late_secs",
        "cars_delivered",
        "jobs",
        "standard_minutes",
        "flagged_minutes",
        "credited_minutes",
        "jobs_passed",
        "jobs_passed_first",
        "rework",
        "found_in_process",
        "comebacks",
        "penalty_fen",
    ];
    let rows = days(report).map(|(day, figures)| {
        let (cars, earned) = (&figures.shop.cars, &figures.shop.earned);
        let quality = &figures.shop.quality;
        vec![
            day,
            cars.arrived.to_string(),
            cars.done.to_string(),
            cars.on_time.to_string(),
            cars.late_secs.to_string(),
            cars.delivered.to_string(),
            earned.jobs.to_string(),
            earned.standard_minutes.to_string(),
            earned.flagged_minutes.to_string(),
            earned.credited_minutes.to_string(),
            quality.passed.to_string(),
            quality.passed_first.to_string(),
            quality.rework.to_string(),
            quality.in_process.to_string(),
            quality.comebacks.to_string(),
            quality.penalty_fen.to_string(),
        ]
    });
    table(&head, rows)
}

/// Holds, late cars, warnings and extensions: whatever has a reason.
fn reasons(report: &Report<'_>) -> Result<String, csv::Error> {
    let head = ["day", "kind", "reason", "count", "secs", "open_secs"];
    let row = |day: &str, kind: &str, reason: String, count: u32, secs: (i64, i64)| {
        let (secs, open) = (secs.0.to_string(), secs.1.to_string());
        let kind = kind.to_owned();
        vec![day.to_owned(), kind, reason, count.to_string(), secs, open]
    };
    let hold =
        |reason: &Option<HoldReason>| reason.as_ref().map_or("nobody-on-it".to_owned(), code);
    let mut rows = Vec::new();
    for (day, figures) in days(report) {
        let shop = &figures.shop;
        for (reason, stood) in &shop.standing {
            let secs = (stood.secs, stood.open_secs);
            rows.push(row(&day, "standing", hold(reason), stood.count, secs));
        }
        for (reason, count) in &shop.delays {
            let reason = reason.as_ref().map_or(String::new(), code);
            rows.push(row(&day, "late", reason, *count, (0, 0)));
        }
        for (cause, count) in &shop.warnings {
            let cause = cause.as_ref().map_or(String::new(), code);
            rows.push(row(&day, "warning", cause, *count, (0, 0)));
        }
        for (reason, asked) in &shop.extensions {
            let secs = asked.minutes * 60;
            rows.push(row(
                &day,
                "extension",
                code(reason),
                asked.count,
                (secs, secs),
            ));
        }
    }
    table(&head, rows.into_iter())
}

fn bays(report: &Report<'_>) -> Result<String, csv::Error> {
    let head = [
        "day",
        "bay",
        "name",
        "open_secs",
        "occupied_secs",
        "working_secs",
        "overtime_secs",
    ];
    let rows = days(report).flat_map(|(day, figures)| {
        figures.shop.bays.iter().map(move |(id, bay)| {
            vec![
                day.clone(),
                id.to_string(),
                report.names.bay(id),
                bay.open_secs.to_string(),
                bay.occupied_secs.to_string(),
                bay.working_secs.to_string(),
                bay.overtime_secs.to_string(),
            ]
        })
    });
    table(&head, rows)
}

fn parts(report: &Report<'_>) -> Result<String, csv::Error> {
    let head = ["day", "part", "name", "count", "secs", "open_secs"];
    let rows = days(report).flat_map(|(day, figures)| {
        figures.shop.parts.iter().map(move |(part, waited)| {
            vec![
                day.clone(),
                part.as_ref().map(ToString::to_string).unwrap_or_default(),
                part.as_ref()
                    .map(|part| report.names.part(part))
                    .unwrap_or_default(),
                waited.count.to_string(),
                waited.secs.to_string(),
                waited.open_secs.to_string(),
            ]
        })
    });
    table(&head, rows)
}

fn operations(report: &Report<'_>) -> Result<String, csv::Error> {
    let head = ["day", "op_code", "name", "rework", "comebacks"];
    let rows = days(report).flat_map(|(day, figures)| {
        let known = figures.shop.quality.by_operation.iter();
        known.map(move |(op_code, again)| {
            vec![
                day.clone(),
                op_code.to_string(),
                again.name.clone(),
                again.rework.to_string(),
                again.comebacks.to_string(),
            ]
        })
    });
    table(&head, rows)
}
