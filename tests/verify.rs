//! The log is the truth: whatever is changed by hand is found, projections come back from it as they were, and a
//! file that is not ours is left alone.
#![cfg(feature = "embedded-broker")]

#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::LocalIntake;
use baylight::domain::andon::AndonKind;
use baylight::domain::command::CommandBody;
use baylight::domain::hold::HoldReason;
use baylight::store::StoreError;
use baylight::store::backup::{backup, restore};
use baylight::store::event_log::{EventLog, LogReader};
use baylight::store::verify::Fault;
use rusqlite::Connection;
use shop::*;
use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tempfile::TempDir;

/// A day's database, closed.
static DAY: LazyLock<TempDir> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let shop = Workshop::new().await;
        let (bay, dispatcher) = (shop.bay("1"), shop.floor("dispatch"));
        bay.live().await;
        dispatcher.live().await;
        bay.does(WANG_LEI, CommandBody::ShiftIn).await;
        dispatcher
            .does(CHEN_YU, dispatch(BELT, "1", "09:00", "11:00", &[]))
            .await;
        bay.does(WANG_LEI, clock_on(BELT, "1")).await;
        shop.clock.forward(30);
        bay.does(WANG_LEI, hold(BELT, HoldReason::Parts)).await;
        dispatcher
            .does(CHEN_YU, CommandBody::ClearHold { job: job(BELT) })
            .await;
        bay.does(WANG_LEI, clock_on(BELT, "1")).await;
        bay.does(LI_QIANG, clock_on(SERVICE, "1")).await;
        bay.does(
            WANG_LEI,
            CommandBody::RaiseAndon {
                bay: "1".into(),
                call: AndonKind::Foreman,
            },
        )
        .await;
        bay.does(WANG_LEI, finish(BELT)).await;
        bay.does(WANG_LEI, CommandBody::ShiftOut).await;
        bay.stop().await;
        dispatcher.stop().await;
        let kept = tempfile::tempdir().expect("a directory");
        backup(&shop.data_dir(), &kept.path().join("coordinator.db")).expect("a copy");
        shop.close().await;
        kept
    })
});

/// Copies the day into a directory of its own.
fn day() -> TempDir {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::copy(
        DAY.path().join("coordinator.db"),
        dir.path().join("coordinator.db"),
    )
    .expect("a copy");
    dir
}

fn faults(dir: &Path) -> Vec<Fault> {
    LogReader::open(dir)
        .and_then(|reader| reader.verify())
        .expect("it can be read")
        .faults
}

/// What verify finds after somebody has changed the file by hand.
fn after(sql: &str) -> Vec<Fault> {
    let dir = day();
    let database = Connection::open(dir.path().join("coordinator.db")).expect("a database");
    let changed = database.execute(sql, []).expect("the change is made");
    assert!(changed > 0, "“{sql}” changes something");
    drop(database);
    faults(dir.path())
}

fn text_of(faults: &[Fault]) -> String {
    format!("{faults:?}")
}

#[test]
fn a_day_that_nobody_touched_has_no_faults() {
    let dir = day();
    let findings = LogReader::open(dir.path())
        .and_then(|reader| reader.verify())
        .expect("it is read");
    assert_eq!(findings.faults, []);
    assert!(findings.events >= 16, "{} events", findings.events);
    assert!(findings.entities >= 8, "{} entities", findings.entities);
}

#[test]
fn a_projection_changed_by_hand_is_named() {
    let found = after(
        "UPDATE entity SET body = replace(body, '更换正时皮带', '更换机油') WHERE kind = 'order'",
    );
    assert!(
        text_of(&found).contains("2611-0001") && text_of(&found).contains("differs"),
        "{found:?}"
    );
    let found = after("DELETE FROM entity WHERE kind = 'day'");
    assert!(text_of(&found).contains("it is missing"), "{found:?}");
    let found = after("UPDATE entity SET name = 'E7777' WHERE kind = 'person' AND name = 'E1001'");
    assert!(
        text_of(&found).contains("E7777") && text_of(&found).contains("E1001"),
        "{found:?}"
    );
    let found = after("INSERT INTO entity (kind, name, body) VALUES ('ghost', 'x', '{}')");
    assert!(text_of(&found).contains("ghost"), "{found:?}");
    let found = after("UPDATE entity SET body = '[]' WHERE kind = 'order'");
    assert!(text_of(&found).contains("cannot be read"), "{found:?}");
}

#[test]
fn a_log_row_changed_by_hand_is_named() {
    for change in [
        "kind = 'clock-off'",
        "at = '2026-11-23T00:00:01Z'",
        "recorded_at = '2026-11-23T00:00:01Z'",
        "station = 'bay-7'",
        "actor = replace(actor, 'E1001', 'E1002')",
        "body = replace(body, 'parts', 'tool')",
        "command = '00000000-0000-7000-8000-000000000000'",
        "hash = zeroblob(32)",
    ] {
        let found = after(&format!(
            "UPDATE event SET {change} WHERE kind = 'job-held'"
        ));
        assert!(
            found
                .iter()
                .any(|fault| matches!(fault, Fault::LogRow { .. })),
            "{change} is not found: {found:?}"
        );
    }
}

#[test]
fn a_log_row_taken_away_is_noticed_wherever_it_stood() {
    for place in [
        "1",
        "(SELECT position FROM event WHERE kind = 'job-held')",
        "(SELECT max(position) FROM event)",
    ] {
        let found = after(&format!("DELETE FROM event WHERE position = {place}"));
        assert!(
            found
                .iter()
                .any(|fault| matches!(fault, Fault::LogRow { .. })),
            "the row at {place} is not missed: {found:?}"
        );
    }
}

#[test]
fn what_is_written_after_the_end_was_taken_away_does_not_hide_it() {
    let dir = day();
    let database = Connection::open(dir.path().join("coordinator.db")).expect("a database");
    database
        .execute_batch("DELETE FROM event WHERE position = (SELECT max(position) FROM event); DELETE FROM entity;")
        .expect("the change is made");
    drop(database);
    take_in(
        dir.path(),
        vec![enrol(
            "E9",
            "新人",
            baylight::domain::person::Role::Technician,
        )],
    );
    let found = faults(dir.path());
    assert!(
        text_of(&found).contains("rows are missing before it"),
        "{found:?}"
    );
}

/// Lets a coordinator without a broker start on a directory, and end again.
fn take_in(dir: &Path, bodies: Vec<CommandBody>) {
    let clock = ManualClock::at("2026-11-23 17:00").clock();
    let (alone, writer) = LocalIntake::alone(dir, policy(2), clock).expect("it opens");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime
        .block_on(alone.submit(bodies))
        .expect("it is written");
    drop(alone);
    writer.join().expect("the writer ends");
}

fn entities(dir: &Path) -> Vec<(String, String, String)> {
    let database = Connection::open(dir.join("coordinator.db")).expect("a database");
    let mut statement = database
        .prepare("SELECT kind, name, body FROM entity ORDER BY kind, name")
        .expect("the table");
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn projections_that_were_deleted_come_back_as_they_were() {
    let dir = day();
    let before = entities(dir.path());
    let database = Connection::open(dir.path().join("coordinator.db")).expect("a database");
    database
        .execute("DELETE FROM entity", [])
        .expect("they are deleted");
    drop(database);
    take_in(dir.path(), Vec::new());
    assert_eq!(entities(dir.path()), before);
    assert_eq!(faults(dir.path()), []);
    // And where they are still there, a rebuild changes nothing.
    let mut log = EventLog::open(dir.path()).expect("it opens");
    log.rebuild().expect("it is rebuilt");
    drop(log);
    assert_eq!(entities(dir.path()), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn verify_and_backup_beside_a_running_coordinator_see_one_moment() {
    let shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    let dir = shop.data_dir();
    let copies = tempfile::tempdir().expect("a directory");
    let target = copies.path().to_owned();
    let (copied, enough) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (count, over) = (copied.clone(), enough.clone());
    let looking = tokio::task::spawn_blocking(move || {
        while !over.load(Ordering::SeqCst) {
            assert_verified(&dir);
            let number = count.load(Ordering::SeqCst);
            backup(&dir, &target.join(format!("{number}.db"))).expect("a copy");
            count.store(number + 1, Ordering::SeqCst);
        }
    });
    // Each goes on until the other has done enough, however busy the machine is.
    let mut taps = 0;
    while !looking.is_finished() && (taps < 60 || copied.load(Ordering::SeqCst) < 20) {
        bay.does(WANG_LEI, clock_on(BELT, "1")).await;
        bay.does(WANG_LEI, hold(BELT, HoldReason::Tool)).await;
        taps += 2;
    }
    enough.store(true, Ordering::SeqCst);
    looking.await.expect("no fault is seen while others write");
    let whole = shop.log();
    for number in 0..copied.load(Ordering::SeqCst) {
        let restored = tempfile::tempdir().expect("a directory");
        restore(&copies.path().join(format!("{number}.db")), restored.path())
            .expect("it is restored");
        assert_verified(restored.path());
        let events = log_of(restored.path());
        assert_eq!(events, whole[..events.len()], "the log up to some moment");
    }
    // What is there is overwritten by neither.
    let there = copies.path().join("1.db");
    assert!(matches!(
        backup(&shop.data_dir(), &there),
        Err(StoreError::NotOurs { .. })
    ));
    assert!(matches!(
        restore(&there, &shop.data_dir()),
        Err(StoreError::NotOurs { .. })
    ));
    // A station's database is ours, and no backup.
    let empty = tempfile::tempdir().expect("a directory");
    let station = shop.dir.path().join("bay-1").join("station.db");
    let error = restore(&station, empty.path()).expect_err("it is no backup");
    assert!(
        error.to_string().contains("no backup of a coordinator"),
        "{error}"
    );
    shop.close().await;
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
    let dir = day();
    let file = dir.path().join("coordinator.db");
    let database = Connection::open(&file).expect("a database");
    database
        .execute(
            "UPDATE refinery_schema_history SET version = 99
             WHERE version = (SELECT max(version) FROM refinery_schema_history)",
            [],
        )
        .expect("the change");
    drop(database);
    let before = std::fs::read(&file).expect("its bytes");
    let error = EventLog::open(dir.path()).expect_err("it is newer");
    assert!(error.to_string().contains("newer version"), "{error}");
    let error = restore(&file, &dir.path().join("other")).expect_err("it is newer");
    assert!(error.to_string().contains("newer version"), "{error}");
    assert!(
        before == std::fs::read(&file).expect("its bytes"),
        "it was changed"
    );
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("coordinator.db");
    let foreign = Connection::open(&file).expect("a database");
    foreign
        .execute_batch("CREATE TABLE bookkeeping (x); INSERT INTO bookkeeping VALUES (1);")
        .unwrap();
    drop(foreign);
    let refused = |words: &str| {
        let before = std::fs::read(&file).expect("its bytes");
        let error = EventLog::open(dir.path()).expect_err("it is not ours");
        assert!(error.to_string().contains(words), "{error}");
        assert!(LogReader::open(dir.path()).is_err());
        assert!(
            before == std::fs::read(&file).expect("its bytes"),
            "it was changed"
        );
    };
    refused("another program");
    std::fs::write(&file, "orders, for the time being as text\n".repeat(100)).expect("a file");
    refused("no database");
}

fn schema(database: &Connection) -> Vec<String> {
    let mut statement = database
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'refinery%' ORDER BY name")
        .expect("the schema");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn a_database_that_was_brought_up_step_by_step_is_like_a_fresh_one() {
    let mut steps: Vec<_> = std::fs::read_dir(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/store/migrations/coordinator"
    ))
    .expect("the migrations")
    .map(|entry| entry.expect("a file").path())
    .collect();
    steps.sort();
    let by_hand = Connection::open_in_memory().expect("a database");
    for step in steps {
        let sql = std::fs::read_to_string(step).expect("a migration");
        by_hand.execute_batch(&sql).expect("the migration runs");
    }
    let dir = tempfile::tempdir().expect("a directory");
    drop(EventLog::open(dir.path()).expect("a fresh database"));
    // A second start migrates nothing.
    drop(EventLog::open(dir.path()).expect("the same database"));
    let fresh = Connection::open(dir.path().join("coordinator.db")).expect("a database");
    assert_eq!(schema(&fresh), schema(&by_hand));
    assert_eq!(
        schema(&Connection::open(DAY.path().join("coordinator.db")).expect("a copy")),
        schema(&fresh),
        "a copy has it too"
    );
}
