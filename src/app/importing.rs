//! `import`: a dealer system's files to commands, and a summary that says what became of every row.

use super::access::Access;
use super::edge::{Failure, say};
use crate::config::Config;
use crate::domain::command::{CommandBody, Extent};
use crate::domain::order::OrderSheet;
use crate::domain::receipt::{Outcome, Receipt};
use crate::import::{
    Import, ImportError, Kind, RosterEntry, Source, detect, read_operations, read_orders,
    read_parts, read_roster, read_tools,
};
use crate::station::session::hash_pin;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// How many rows go to intake at once.
const CHUNK: usize = 500;
/// From how many rows on a bar shows how far it is.
const LONG_FILE: usize = 1000;

/// What a file says, ready for intake.
pub(super) struct Reading {
    /// Which of the five tables it is.
    pub(super) kind: Kind,
    /// The file.
    pub(super) file: String,
    /// One command a row that was taken.
    pub(super) bodies: Vec<CommandBody>,
    /// How many job lines the orders have.
    lines: usize,
    /// The rows that were not taken, in words.
    pub(super) refused: Vec<String>,
    /// The headers that nobody needs.
    ignored: Vec<String>,
    /// The rows that were not taken, as a file to mend.
    pub(super) refused_file: Vec<u8>,
}

/// What became of the rows of a file.
#[derive(Debug, Default)]
pub(super) struct Summary {
    text: String,
    /// How many rows were refused.
    pub(super) refused: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Imports repair orders.
pub(super) fn orders(config: &Config, files: &[PathBuf]) -> Result<(), Failure> {
    import(config, files, Kind::Orders)
}

/// Imports parts.
pub(super) fn parts(config: &Config, files: &[PathBuf]) -> Result<(), Failure> {
    import(config, files, Kind::Parts)
}

/// Imports operations.
pub(super) fn operations(config: &Config, files: &[PathBuf]) -> Result<(), Failure> {
    import(config, files, Kind::Operations)
}

/// Imports the roster.
pub(super) fn roster(config: &Config, files: &[PathBuf]) -> Result<(), Failure> {
    import(config, files, Kind::Roster)
}

/// Imports the tools.
pub(super) fn tools(config: &Config, files: &[PathBuf]) -> Result<(), Failure> {
    import(config, files, Kind::Tools)
}

fn import(config: &Config, files: &[PathBuf], kind: Kind) -> Result<(), Failure> {
    // Every file is read before anything is written: a wrong name in the list leaves nothing half done.
    let readings = files
        .iter()
        .map(|file| Source::open(file).and_then(|source| read(config, &source, kind)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failure::input)?;
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::machine)?;
    let refused = runtime.block_on(async {
        let mut access = Access::open(config).await?;
        let mut refused = 0;
        for reading in readings {
            let summary = take_in(&mut access, reading).await?;
            say(&summary)?;
            refused += summary.refused;
        }
        access.close();
        Ok::<_, Failure>(refused)
    })?;
    if refused == 0 {
        return Ok(());
    }
    Err(Failure::input(format!(
        "{refused} rows were refused; mend them in the file and import it again: rows that are in stay as they are"
    )))
}

/// Reads a file whose kind its headers tell.
pub(super) fn read_any(config: &Config, path: &Path) -> Result<Reading, ImportError> {
    let source = Source::open(path)?;
    let kind = detect(&source)?;
    read(config, &source, kind)
}

fn read(config: &Config, source: &Source, kind: Kind) -> Result<Reading, ImportError> {
    match kind {
        Kind::Orders => {
            let import = read_orders(source, config.policy.hours.zone)?;
            Ok(order_reading(import))
        }
        Kind::Operations => {
            let import = read_operations(source)?;
            Ok(reading(kind, import, |operation| {
                CommandBody::ListOperation { operation }
            }))
        }
        Kind::Parts => Ok(reading(kind, read_parts(source)?, |part| {
            CommandBody::ListPart { part }
        })),
        Kind::Roster => Ok(reading(kind, read_roster(source)?, enrol)),
        Kind::Tools => Ok(reading(kind, read_tools(source)?, |tool| {
            CommandBody::ListTool { tool }
        })),
    }
}

fn enrol(entry: RosterEntry) -> CommandBody {
    let pin_hash = entry.pin.and_then(|pin| {
        hash_pin(pin.digits())
            .inspect_err(|error| tracing::error!(person = %entry.person.id, %error, "PIN not set"))
            .ok()
    });
    CommandBody::EnrolPerson {
        person: entry.person,
        pin_hash,
    }
}

fn order_reading(import: Import<OrderSheet>) -> Reading {
    let partial: std::collections::BTreeSet<_> =
        import.incomplete_orders().into_iter().cloned().collect();
    let lines = import.rows.iter().map(|sheet| sheet.lines.len()).sum();
    let mut reading = reading(Kind::Orders, import, |sheet| {
        let extent = if partial.contains(&sheet.ro) {
            Extent::Partial
        } else {
            Extent::Whole
        };
        CommandBody::AdmitOrder {
            sheet: Box::new(sheet),
            extent,
        }
    });
    reading.lines = lines;
    reading
}

fn reading<T>(kind: Kind, import: Import<T>, command: impl FnMut(T) -> CommandBody) -> Reading {
    let mut refused_file = Vec::new();
    // Writing into memory does not fail.
    if let Err(error) = import.write_refused(&mut refused_file) {
        tracing::error!(%error, "refused rows not written");
    }
    Reading {
        kind,
        file: import.file,
        refused: import.refused.iter().map(ToString::to_string).collect(),
        ignored: import.ignored_columns,
        bodies: import.rows.into_iter().map(command).collect(),
        lines: 0,
        refused_file,
    }
}

/// Has the rows of a file decided, and sums up.
pub(super) async fn take_in(access: &mut Access, reading: Reading) -> Result<Summary, Failure> {
    let bar = progress(reading.bodies.len());
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    let mut rows = reading.bodies.into_iter();
    loop {
        let chunk: Vec<CommandBody> = rows.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        let count = chunk.len();
        for receipt in access.submit(chunk).await? {
            *counts.entry(change(&receipt)).or_default() += 1;
        }
        bar.inc(count as u64);
    }
    bar.finish_and_clear();
    let mut text = headline(reading.kind, &reading.file, reading.lines, &counts);
    if !reading.ignored.is_empty() {
        text.push_str(&format!(
            "\n  columns left out: {}",
            reading.ignored.join(", ")
        ));
    }
    for refused in &reading.refused {
        text.push_str(&format!("\n  refused: {refused}"));
    }
    Ok(Summary {
        text,
        refused: reading.refused.len(),
    })
}

/// What one row changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    New,
    Changed,
    Same,
    NotTaken,
}

fn change(receipt: &Receipt) -> Change {
    match &receipt.outcome {
        Outcome::Accepted { events, .. } if events.is_empty() => Change::Same,
        Outcome::Accepted { events, .. } if events.iter().any(|kind| kind == "order-amended") => {
            Change::Changed
        }
        Outcome::Accepted { .. } => Change::New,
        Outcome::Refused { .. } | Outcome::PutAside { .. } => Change::NotTaken,
    }
}

fn headline(kind: Kind, file: &str, lines: usize, counts: &BTreeMap<Change, usize>) -> String {
    let count = |change| counts.get(&change).copied().unwrap_or(0);
    let all: usize = counts.values().sum();
    let (what, written) = match kind {
        Kind::Orders => (format!("{all} orders, {lines} jobs"), "new"),
        Kind::Operations => (format!("{all} operations"), "new or changed"),
        Kind::Parts => (format!("{all} parts"), "new or changed"),
        Kind::Roster => (format!("{all} people"), "new or changed"),
        Kind::Tools => (format!("{all} tools"), "new or changed"),
    };
    let mut done = format!("{} {written}", count(Change::New));
    if kind == Kind::Orders {
        done.push_str(&format!(", {} amended", count(Change::Changed)));
    }
    format!("{file}: {what}: {done}, {} unchanged", count(Change::Same))
}

fn progress(rows: usize) -> ProgressBar {
    if rows < LONG_FILE {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(rows as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {eta} left") {
        bar.set_style(style);
    }
    bar
}
