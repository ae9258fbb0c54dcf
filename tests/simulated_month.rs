//! A month of a dealership with twelve bays, through the real intake into a real database: the figures of its report
//! equal those that are counted straight from the event log by other means, and its files say the same.

#![cfg(feature = "embedded-broker")]

#[path = "common/workshop.rs"]
mod common;
#[path = "common/dice.rs"]
mod dice;
#[path = "common/intake.rs"]
mod intake;
#[path = "common/ledger.rs"]
mod ledger;
#[path = "common/month.rs"]
mod month;
#[path = "common/past.rs"]
mod past;

use assert_cmd::Command;
use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::figures::{DayFigures, Figures, Period, figures};
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::LogPosition;
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::projection::past::is_of_the_board;
use baylight::store::backup::{backup, restore};
use baylight::store::event_log::LogReader;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use common::*;
use intake::Writer;
use ledger::Ledger;
use month::{BAYS, FIRST, HOLIDAYS, Month};
use past::Published;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// How often stations get their taps through: what was tapped meanwhile comes together.
const EVERY: TimeDelta = TimeDelta::minutes(60);

/// A month that was played once, for all tests.
struct Played {
    dir: TempDir,
    month: Month,
    now: DateTime<Utc>,
    /// What the board showed at some moments of it.
    published: Vec<Published>,
}

/// When somebody looked at the board, on days that have nothing else in common.
const LOOKS: [&str; 6] = [
    "2025-10-09 10:30",
    "2025-10-13 08:20",
    "2025-10-16 15:10",
    "2025-10-21 13:45",
    "2025-10-24 16:40",
    "2025-10-30 11:05",
];

static PLAYED: LazyLock<Played> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a directory");
    let mut month = Month::new(20_251_001);
    let mut writer = Writer::start(dir.path(), month.floor.policy.clone(), month.floor.now);
    let mut due = month.floor.now;
    let mut looks = LOOKS.iter().map(|at| moment(at)).peekable();
    let mut published = Vec::new();
    while let Some(at) = month.step() {
        if at >= due {
            writer.take(&month.floor.commands, at);
            due = at + EVERY;
            if looks.next_if(|look| at >= *look).is_some() {
                published.push(as_published(&mut writer));
            }
        }
    }
    writer.take(&month.floor.commands, month.floor.now);
    assert_eq!(writer.head, LogPosition(month.floor.events.len() as u64));
    writer.stop();
    let now = moment("2025-11-01 07:30");
    println!(
        "{} cars, {} events",
        month.arrived,
        month.floor.events.len()
    );
    Played {
        dir,
        month,
        now,
        published,
    }
});

/// Keeps what the board shows now.
fn as_published(writer: &mut Writer) -> Published {
    let views = writer.settle().clone().into_iter();
    Published {
        views: views.filter(|(name, _)| is_of_the_board(name)).collect(),
        at: writer.shown_at,
        position: writer.shown,
    }
}

impl Played {
    fn reader(&self) -> LogReader {
        LogReader::open(self.dir.path()).expect("the database")
    }

    /// The figures as the report counts them, from the rows that the coordinator has let go of long ago.
    fn days(&self) -> Vec<DayFigures> {
        let period = Period::month_of(day(FIRST));
        let kinds = ["order", "person", "day"];
        let workshop = self
            .reader()
            .load_since(period.first(), &kinds)
            .expect("the rows");
        let days = period.days_until(period.last());
        figures(&workshop, &self.month.floor.policy, days, self.now)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_of_a_past_minute_is_the_board_that_was_published_then() {
    let played = tokio::task::spawn_blocking(|| &*PLAYED)
        .await
        .expect("a month");
    assert_eq!(played.published.len(), LOOKS.len());
    let busy = |published: &&Published| published.views.len() > 12;
    assert_eq!(played.published.iter().filter(busy).count(), LOOKS.len());
    // The month is over; a coordinator that knows nothing but its log is asked.
    let dir = tempfile::tempdir().expect("a directory");
    let copy = dir.path().join("month.db");
    backup(played.dir.path(), &copy).expect("a copy");
    let data = dir.path().join("coordinator");
    restore(&copy, &data).expect("it is restored");
    let broker = EmbeddedBroker::start((Ipv4Addr::LOCALHOST, 0).into())
        .await
        .expect("a broker");
    let address = BrokerAddress {
        host: "127.0.0.1".to_owned(),
        port: broker.address().port(),
        login: None,
        ca_file: None,
    };
    let now = played.now;
    let clock = move || Clock::new(move || now);
    let policy = played.month.floor.policy.clone();
    let site = policy.site.to_string();
    let coordinator = Coordinator::start(CoordinatorOptions {
        data_dir: data,
        broker: address.clone(),
        policy,
        clock: clock(),
    })
    .expect("the coordinator starts");
    let station = past::board("board", &site, &address, dir.path().join("board"), clock());
    past::assert_as_published(&station, &played.published).await;
    station.stop().await;
    coordinator.stop().await;
}

#[test]
fn a_month_of_figures_equals_what_the_log_says_counted_by_other_means() {
    let played = &*PLAYED;
    let mut ledger = Ledger::default();
    played
        .reader()
        .for_each(LogPosition(0), |logged| ledger.read(&logged.event))
        .expect("the log");
    let holidays: Vec<NaiveDate> = HOLIDAYS.iter().map(|text| day(text)).collect();
    let mut counted = ledger.figures(played.now, &holidays);
    for known in played.days() {
        let by_hand = counted.remove(&known.day).unwrap_or_default();
        same(known.day, known.figures, by_hand);
    }
    counted.retain(|at, _| *at <= day("2025-10-31"));
    assert!(
        counted.is_empty(),
        "the report leaves out {:?}",
        counted.keys()
    );
}

/// Compares a day part by part, so that what differs is seen.
#[track_caller]
fn same(at: NaiveDate, mut known: Figures, by_hand: Figures) {
    for used in known.shop.bays.values_mut() {
        assert!(used.working_secs <= used.occupied_secs, "{at}: {used:?}");
        assert!(used.occupied_secs <= used.open_secs, "{at}: {used:?}");
        (used.open_secs, used.occupied_secs) = (0, 0);
    }
    known
        .shop
        .bays
        .retain(|_, used| used.working_secs + used.overtime_secs > 0);
    let again = std::mem::take(&mut known.shop.quality.by_operation);
    let rework: u32 = again.values().map(|again| again.rework).sum();
    assert_eq!(rework, known.shop.quality.rework, "{at}");
    for (person, theirs) in &known.technicians {
        assert_eq!(
            Some(theirs),
            by_hand.technicians.get(person),
            "{person} on {at}"
        );
    }
    assert_eq!(known.technicians.len(), by_hand.technicians.len(), "{at}");
    assert_eq!(known.shop.cars, by_hand.shop.cars, "{at}");
    assert_eq!(known.shop.standing, by_hand.shop.standing, "{at}");
    assert_eq!(known.shop.parts, by_hand.shop.parts, "{at}");
    assert_eq!(known.shop.bays, by_hand.shop.bays, "{at}");
    assert_eq!(known, by_hand, "{at}");
}

#[test]
fn a_shift_is_jobs_and_idle_time_to_the_second_for_everybody_every_day() {
    let played = &*PLAYED;
    let days = played.days();
    let mut shifts = 0;
    for known in &days {
        for (person, theirs) in &known.figures.technicians {
            let spent = theirs.job_secs + theirs.idle_total_secs();
            assert_eq!(theirs.shift_secs, spent, "{person} on {}", known.day);
            shifts += 1;
        }
    }
    assert!(shifts > 300, "{shifts} shifts are no month");
}

#[test]
fn the_month_has_everything_that_is_counted_in_it() {
    let played = &*PLAYED;
    let sum = Figures::sum(&played.days());
    let (team, shop) = (sum.team(), &sum.shop);
    assert!((1_300..1_500).contains(&shop.cars.arrived));
    assert!(shop.cars.done > 1_250 && shop.cars.late() > 50 && shop.cars.on_time > 500);
    assert_eq!(
        shop.standing.len(),
        8,
        "every reason, and nobody's: {:?}",
        shop.standing
    );
    let codes: BTreeSet<IdleCode> = team.idle_secs.keys().copied().collect();
    assert_eq!(codes, IdleCode::ALL.into_iter().collect());
    assert!(team.forgotten > 0, "nobody forgot to clock out for good");
    assert!(shop.quality.rework > 20 && shop.quality.in_process > 10);
    assert!(shop.quality.comebacks > 5 && shop.quality.penalty_fen > 0);
    assert!(shop.quality.passed_first < shop.quality.passed);
    assert!(shop.extensions.len() == 3 && shop.warnings.len() == 3 && shop.delays.len() > 3);
    assert!(shop.parts.len() > 20 && shop.parts_waits().open_secs > 0);
    let log = played.month.floor.events.iter();
    let kinds: BTreeSet<&str> = log.map(|event| event.body.kind()).collect();
    for kind in [
        "undone",
        "clock-corrected",
        "clock-out-missed",
        "job-sent-back",
        "order-amended",
    ] {
        assert!(kinds.contains(kind), "nothing was {kind}");
    }
}

/// Settings with the bays and hours of the month.
fn settings(dir: &Path) {
    let mut text = String::from("[site]\nid = \"test\"\n");
    for number in 1..=BAYS {
        text += &format!(
            "[[bay]]\nid = \"bay-{number}\"\nname = \"{number} 号工位\"\nenglish_name = \"Bay {number}\"\n"
        );
    }
    text += "[hours]\nsunday = \"\"\n";
    text += &format!("closed = {HOLIDAYS:?}\n");
    std::fs::write(dir.join("baylight.toml"), text).expect("settings");
}

/// Reads a file of the report back: its rows by the names of their columns.
fn rows(dir: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(dir.join(format!("report-2025-10-{name}.csv"))).expect(name);
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("rows")
}

fn number(row: &BTreeMap<String, String>, column: &str) -> i64 {
    row[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

#[test]
fn the_files_of_the_report_say_the_same() {
    let played = &*PLAYED;
    let out = tempfile::tempdir().expect("a directory");
    settings(out.path());
    Command::new(env!("CARGO_BIN_EXE_baylight"))
        .args(["report", "--month", "2025-10", "--lang", "en", "--out"])
        .arg(out.path())
        .arg("-c")
        .arg(out.path().join("baylight.toml"))
        .arg("--data")
        .arg(played.dir.path())
        .assert()
        .success();
    let days = played.days();
    let mut technicians = rows(out.path(), "technicians").into_iter();
    let mut shops = rows(out.path(), "workshop").into_iter();
    let mut bays = rows(out.path(), "bays").into_iter();
    let mut parts = rows(out.path(), "parts").into_iter();
    for known in &days {
        let on = known.day.to_string();
        for (person, theirs) in &known.figures.technicians {
            let row = technicians.next().expect("a row of a technician");
            assert_eq!(
                (&row["day"], row["person"].as_str()),
                (&on, person.as_str())
            );
            assert_eq!(number(&row, "shift_secs"), theirs.shift_secs);
            assert_eq!(number(&row, "job_secs"), theirs.job_secs);
            let idle = row.keys().filter(|column| column.starts_with("idle_"));
            let idle: i64 = idle.map(|column| number(&row, column)).sum();
            assert_eq!(number(&row, "job_secs") + idle, theirs.shift_secs);
            assert_eq!(
                number(&row, "standard_minutes"),
                theirs.earned.standard_minutes
            );
            assert_eq!(
                number(&row, "flagged_minutes"),
                theirs.earned.flagged_minutes
            );
            assert_eq!(
                number(&row, "credited_minutes"),
                theirs.earned.credited_minutes
            );
            assert_eq!(number(&row, "jobs"), i64::from(theirs.earned.jobs));
            assert_eq!(number(&row, "rework"), i64::from(theirs.rework));
            assert_eq!(number(&row, "penalty_fen"), theirs.penalty_fen);
        }
        let row = shops.next().expect("a row of the workshop");
        let (cars, quality) = (&known.figures.shop.cars, &known.figures.shop.quality);
        assert_eq!(row["day"], on);
        assert_eq!(number(&row, "cars_done"), i64::from(cars.done));
        assert_eq!(number(&row, "cars_on_time"), i64::from(cars.on_time));
        assert_eq!(number(&row, "late_secs"), cars.late_secs);
        assert_eq!(
            number(&row, "jobs_passed_first"),
            i64::from(quality.passed_first)
        );
        for (bay, used) in &known.figures.shop.bays {
            let row = bays.next().expect("a row of a bay");
            assert_eq!((&row["day"], row["bay"].as_str()), (&on, bay.as_str()));
            assert_eq!(number(&row, "open_secs"), used.open_secs);
            assert_eq!(number(&row, "occupied_secs"), used.occupied_secs);
            assert_eq!(number(&row, "working_secs"), used.working_secs);
        }
        for waited in known.figures.shop.parts.values() {
            let row = parts.next().expect("a row of a part");
            assert_eq!(number(&row, "open_secs"), waited.open_secs);
        }
    }
    let rest = technicians.chain(shops).chain(bays).chain(parts).count();
    assert_eq!(rest, 0, "the files have more rows than there are figures");
    for ending in ["html", "pdf"] {
        let file = out.path().join(format!("report-2025-10.{ending}"));
        assert!(
            std::fs::metadata(&file).is_ok_and(|file| file.len() > 10_000),
            "{ending}"
        );
    }
    if let Ok(keep) = std::env::var("BAYLIGHT_KEEP_MONTH") {
        keep_month(played.dir.path(), out.path(), Path::new(&keep));
    }
}

/// Leaves database and settings for whoever wants to look at them.
fn keep_month(data: &Path, settings: &Path, keep: &Path) {
    std::fs::create_dir_all(keep).expect("a directory");
    std::fs::copy(data.join("coordinator.db"), keep.join("coordinator.db")).expect("a copy");
    std::fs::copy(settings.join("baylight.toml"), keep.join("baylight.toml")).expect("a copy");
}
