//! How long `report --month` takes over a month of twelve bays, against reading the rows that it is made of: goal < 2 s.

#[path = "../tests/common/workshop.rs"]
mod common;
#[path = "../tests/common/dice.rs"]
mod dice;
#[path = "../tests/common/month.rs"]
mod month;
mod support;

use baylight::domain::Touched;
use baylight::store::StoreError;
use baylight::store::event_log::{EventLog, FILE_NAME};
use month::Month;
use rusqlite::Connection;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::{percentile, print_times};

const ROUNDS: usize = 5;
/// So many events share a commit while the month is written.
const BATCH: usize = 512;

fn main() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut month = Month::new(20_251_001);
    month.play();
    fill(dir.path(), &month);
    println!(
        "{} cars, {} events",
        month.arrived,
        month.floor.events.len()
    );
    let (mut reports, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        reports.push(report(dir.path()));
        floors.push(read(dir.path()));
    }
    print_times(
        "report --month of 12 bays as HTML, PDF and CSV, against reading its rows, p50",
        percentile(&mut reports, 50),
        percentile(&mut floors, 50),
        "< 2 s",
    );
}

/// Writes the month as the coordinator does.
fn fill(dir: &Path, month: &Month) {
    let mut log = EventLog::open(dir).expect("a log");
    let mut workshop = baylight::domain::workshop::Workshop::default();
    for events in month.floor.events.chunks(BATCH) {
        log.batch(|batch| {
            let mut touched = Touched::new();
            for event in events {
                batch.append(event, event.at)?;
                touched.extend(workshop.apply(event));
            }
            for key in &touched {
                batch.put_entity(&workshop, key)?;
            }
            Ok::<(), StoreError>(())
        })
        .expect("it is written");
    }
}

/// The whole program, from its start to the last file.
fn report(dir: &Path) -> Duration {
    let started = Instant::now();
    let done = Command::new(env!("CARGO_BIN_EXE_baylight"))
        .current_dir(dir)
        .args([
            "report", "--month", "2025-10", "--out", "out", "--data", ".",
        ])
        .output()
        .expect("the program runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    started.elapsed()
}

/// The rows alone, as text.
fn read(dir: &Path) -> Duration {
    let started = Instant::now();
    let connection = Connection::open(dir.join(FILE_NAME)).expect("the database");
    let mut statement = connection
        .prepare("SELECT body FROM entity WHERE kind IN ('order', 'person', 'day')")
        .expect("a query");
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .expect("rows");
    let bytes: usize = rows.map(|row| row.expect("a row").len()).sum();
    assert!(bytes > 1_000_000, "{bytes} bytes are no month");
    started.elapsed()
}
