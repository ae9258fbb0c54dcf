//! Faults: whoever is killed, cut off or out of disk at whatever step, what was shown as saved is there once, and
//! no screen claimed more than was true.
//!
//! Station, coordinator and broker are processes of their own: this test's own binary, started again in another
//! role (Mosquitto for the broker where it is installed). A process stops at a marked step, says so, and is killed
//! there as by a power cut, or goes on when it is told to.
#![cfg(all(feature = "failpoints", feature = "embedded-broker"))]

#[path = "common/processes.rs"]
mod processes;
#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::LocalIntake;
use baylight::domain::command::CommandBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::CommandId;
use baylight::domain::time::Clock;
use baylight::projection::picture::Picture;
use baylight::protocol::message::{SentCommand, command_to_bytes};
use processes::*;
use rusqlite::{Connection, OpenFlags};
use shop::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// Not a test of its own: what a process does that one of the tests has started.
#[test]
#[ignore = "a process that the other tests start"]
fn in_a_role() {
    processes::act();
}

/// A workshop of processes.
struct Floor {
    dir: TempDir,
    port: u16,
    /// Limits what a process may write into one file, in KiB.
    file_limit: BTreeMap<&'static str, u64>,
}

impl Floor {
    fn new() -> Self {
        let floor = Self {
            dir: tempfile::tempdir().expect("a directory"),
            port: free_port(),
            file_limit: BTreeMap::new(),
        };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let clock = Clock::new(chrono::Utc::now);
            let (alone, writer) = LocalIntake::alone(&floor.data("coordinator"), policy(2), clock)
                .expect("a database");
            alone
                .submit(morning())
                .await
                .expect("the morning is written");
            drop(alone);
            writer.join().expect("the writer ends");
        });
        floor
    }

    fn data(&self, role: &str) -> PathBuf {
        self.dir.path().join(role)
    }

    fn post(&self) -> Post {
        Post {
            station: "bay-1",
            person: WANG_LEI,
            port: self.port,
        }
    }

    fn role(&self, role: &'static str, step: Option<&str>) -> Process {
        let limit = self.file_limit.get(role).copied();
        start(role, (&self.data(role), &self.post()), step, limit)
    }

    fn broker(&self) -> Process {
        start_broker(self.dir.path(), &self.post())
    }

    /// Lists the commands of the station in the log, in its order.
    fn logged(&self) -> Vec<CommandId> {
        log_of(&self.data("coordinator"))
            .into_iter()
            .filter(|logged| logged.event.station.as_str() == "bay-1")
            .map(|logged| logged.event.command)
            .collect()
    }

    fn in_outbox(&self) -> BTreeSet<CommandId> {
        column(
            &self.data("station").join("station.db"),
            "SELECT command FROM outbox",
        )
    }

    fn answered(&self) -> BTreeSet<CommandId> {
        column(
            &self.data("coordinator").join("coordinator.db"),
            "SELECT command FROM inbox",
        )
    }

    /// What a screen has claimed is true on the disks.
    fn assert_true(&self, said: &[String]) {
        // In this order: what leaves the outbox meanwhile has been answered before.
        let saved = self.in_outbox();
        let answered = self.answered();
        let logged: BTreeSet<CommandId> = self.logged().into_iter().collect();
        for claim in said {
            match claim.split_once(' ') {
                Some(("saved", id)) => {
                    let id = command_id(id);
                    assert!(
                        saved.contains(&id) || answered.contains(&id),
                        "{claim} was not true"
                    );
                }
                Some(("accepted", id)) => {
                    assert!(logged.contains(&command_id(id)), "{claim} was not true");
                }
                Some(("not-saved", id)) => {
                    let id = command_id(id);
                    assert!(
                        !saved.contains(&id) && !answered.contains(&id),
                        "{claim} was not true"
                    );
                }
                _ => {}
            }
        }
    }
}

fn column(database: &Path, query: &str) -> BTreeSet<CommandId> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .unwrap_or_else(|error| panic!("{}: {error}", database.display()));
    connection.busy_timeout(PATIENCE).expect("a time to wait");
    let mut statement = connection.prepare(query).expect("the table");
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .expect("rows");
    rows.map(|row| command_id(&row.expect("a row"))).collect()
}

fn command_id(text: &str) -> CommandId {
    CommandId(
        text.parse::<Uuid>()
            .unwrap_or_else(|error| panic!("“{text}”: {error}")),
    )
}

fn tap(body: &CommandBody) -> String {
    format!("tap {}", serde_json::to_string(body).expect("a tap"))
}

/// What Wang Lei does in each of these stories.
fn story() -> [CommandBody; 4] {
    [
        CommandBody::ShiftIn,
        clock_on(BELT, "1"),
        hold(BELT, HoldReason::Parts),
        clock_on(SERVICE, "1"),
    ]
}

/// Who is killed while a process stands at a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Killed {
    ThatProcess,
    TheBroker,
}

/// Runs the story until somebody stands at the step, kills, starts again, and looks at what is left.
fn kill_at(step: &'static str, killed: Killed) {
    let floor = Floor::new();
    let at_station = step.starts_with("station.");
    let armed = |role: &str| step.starts_with(&format!("{role}.")).then_some(step);
    let mut broker = floor.broker();
    let mut coordinator = floor.role("coordinator", armed("coordinator"));
    let mut station = floor.role("station", armed("station"));
    for body in &story() {
        station.tell(&tap(body));
    }
    let standing = if at_station { &station } else { &coordinator };
    standing.until_said(&format!("at {step}"));

    let mut said = match (killed, at_station) {
        (Killed::ThatProcess, true) => {
            let said = station.kill();
            floor.assert_true(&said);
            station = floor.role("station", None);
            said
        }
        (Killed::ThatProcess, false) => {
            coordinator.kill();
            let said = station.all_said();
            floor.assert_true(&said);
            coordinator = floor.role("coordinator", None);
            said
        }
        (Killed::TheBroker, _) => {
            broker.kill();
            let said = station.all_said();
            floor.assert_true(&said);
            if at_station {
                station.tell("go")
            } else {
                coordinator.tell("go")
            }
            broker = floor.broker();
            said
        }
    };
    // Whoever was killed goes on; the last tap stands behind all others in the outbox.
    station.tell(&tap(&CommandBody::ShiftOut));
    let taps = if killed == Killed::ThatProcess && at_station {
        1
    } else {
        story().len() + 1
    };
    let last = station.until_tapped(taps);
    station.until_said(&format!("accepted {last}"));
    station.until_nothing_waits();
    said.extend(station.kill());
    coordinator.kill();
    broker.kill();
    floor.assert_true(&said);
    assert_once_and_in_order(&floor, &said);
    assert_verified(&floor.data("coordinator"));
    // Whoever is killed before the outbox is cleared asks once more, and is told the same.
    assert!(
        floor.in_outbox().is_subset(&floor.answered()),
        "nothing is left behind"
    );
}

/// Everything that was said to be saved is in the log, once, in the order of tapping.
fn assert_once_and_in_order(floor: &Floor, said: &[String]) {
    let logged = floor.logged();
    let mut distinct: Vec<CommandId> = logged.clone();
    distinct.sort();
    assert_eq!(distinct, logged, "in the order of tapping");
    distinct.dedup();
    assert_eq!(distinct.len(), logged.len(), "nothing is doubled");
    for claim in said {
        if let Some(("saved" | "accepted", id)) = claim.split_once(' ') {
            assert!(
                logged.contains(&command_id(id)),
                "{claim}, and it is missing"
            );
        }
    }
    assert!(!logged.is_empty());
}

macro_rules! steps {
    ($($name:ident at $step:literal;)*) => {
        mod killed {
            use super::{Killed, kill_at};
            $(#[test]
            fn $name() {
                kill_at($step, Killed::ThatProcess);
            })*
        }
        mod broker_killed {
            use super::{Killed, kill_at};
            $(#[test]
            fn $name() {
                kill_at($step, Killed::TheBroker);
            })*
        }
    };
}

steps! {
    when_a_finger_was_there at "station.tapped";
    before_the_tap_is_saved at "station.before-save";
    when_the_tap_is_saved at "station.saved";
    before_the_command_is_sent at "station.before-send";
    when_the_command_is_sent at "station.sent";
    when_the_receipt_has_come at "station.receipt";
    before_the_outbox_is_cleared at "station.before-clearing";
    when_the_coordinator_has_the_command at "coordinator.received";
    before_the_commit at "coordinator.before-commit";
    when_it_is_committed at "coordinator.committed";
    when_it_is_answered at "coordinator.answered";
    before_the_receipt_is_sent at "coordinator.before-receipt";
    when_the_receipt_is_sent at "coordinator.receipt-sent";
}

#[test]
fn a_killed_station_is_silent_on_the_board_at_once() {
    let floor = Floor::new();
    let _broker = floor.broker();
    let mut station = floor.role("station", None);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let id = "bay-1".into();
    let there = |picture: &Picture| picture.stations.get(&id).map(|known| known.gone_since);
    let board = runtime.block_on(async {
        let mut shop = Workshop::dark(policy(2));
        shop.address = ([127, 0, 0, 1], floor.port).into();
        let board = shop.floor("board");
        // Its directory stays as long as it does.
        (shop, board)
    });
    let shows = |what: &str, fits: &dyn Fn(&Picture) -> bool| {
        runtime.block_on(board.1.until(what, fits));
    };
    shows("the bay", &|picture| there(picture) == Some(None));
    station.kill();
    shows("a silent bay", &|picture| {
        matches!(there(picture), Some(Some(_)))
    });
    let _station = floor.role("station", None);
    shows("the bay again", &|picture| there(picture) == Some(None));
}

// ---- Full disks ----

/// A hold with so many words that a small disk is soon full.
fn wordy_hold() -> CommandBody {
    CommandBody::Hold {
        job: job(BELT),
        reason: HoldReason::Parts,
        note: "等配件 ".repeat(800),
    }
}

fn room_again(process: &Process) {
    let done = Command::new("prlimit")
        .arg(format!("--pid={}", process.child.id()))
        .arg("--fsize=unlimited")
        .status()
        .expect("prlimit is part of util-linux");
    assert!(done.success());
}

#[test]
fn a_coordinator_with_a_full_disk_accepts_nothing_and_goes_on_when_there_is_room() {
    let mut floor = Floor::new();
    floor.file_limit.insert("coordinator", 500);
    let mut broker = floor.broker();
    let mut coordinator = floor.role("coordinator", None);
    let mut station = floor.role("station", None);
    for _ in 0..40 {
        station.tell(&tap(&wordy_hold()));
    }
    coordinator.until_error("nothing could be written");
    floor.assert_true(&station.all_said());
    assert_verified(&floor.data("coordinator"));
    assert!(floor.logged().len() < 40, "the disk was full");
    room_again(&coordinator);
    station.tell(&tap(&CommandBody::ShiftOut));
    let last = station.until_tapped(41);
    station.until_said(&format!("accepted {last}"));
    station.until_nothing_waits();
    let said = station.kill();
    coordinator.kill();
    broker.kill();
    floor.assert_true(&said);
    assert_once_and_in_order(&floor, &said);
    assert_eq!(floor.logged().len(), 41);
    assert_verified(&floor.data("coordinator"));
}

#[test]
fn a_station_with_a_full_disk_says_so_and_claims_nothing() {
    let mut floor = Floor::new();
    floor.file_limit.insert("station", 300);
    // Nobody takes anything from the outbox: it fills.
    let mut station = floor.role("station", None);
    for _ in 0..40 {
        station.tell(&tap(&wordy_hold()));
    }
    station.until_said("not-saved");
    room_again(&station);
    station.tell(&tap(&CommandBody::ShiftOut));
    let last = station.until_tapped(41);
    station.until_said(&format!("saved {last}"));
    floor.assert_true(&station.all_said());
    let mut broker = floor.broker();
    let mut coordinator = floor.role("coordinator", None);
    station.until_nothing_waits();
    let said = station.kill();
    coordinator.kill();
    broker.kill();
    floor.assert_true(&said);
    assert_once_and_in_order(&floor, &said);
    let refused = said
        .iter()
        .filter(|claim| claim.starts_with("not-saved"))
        .count();
    assert_eq!(
        floor.logged().len(),
        41 - refused,
        "each of the others, and none of these"
    );
    assert_verified(&floor.data("coordinator"));
}

// ---- Cut and crooked links ----

/// Carries bytes to the broker and cuts each connection after so many of them, later each time.
fn cutting_proxy(broker: SocketAddr) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            let Ok(upstream) = TcpStream::connect(broker) else {
                continue;
            };
            // In the middle of a greeting, of a command, of a receipt, of a view: after twenty it holds.
            let budget = (number < 20).then_some(700 + 977 * number);
            let budget = Arc::new(Mutex::new(budget));
            for (from, to) in [(&stream, &upstream), (&upstream, &stream)] {
                let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                let budget = budget.clone();
                std::thread::spawn(move || carry(from, to, &budget));
            }
        }
    });
    address
}

fn carry(mut from: TcpStream, mut to: TcpStream, budget: &Mutex<Option<usize>>) {
    use std::io::Read;
    let mut buffer = [0; 256];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let allowed = {
            let mut budget = budget.lock().unwrap();
            let allowed = budget.map_or(read, |left| left.min(read));
            if let Some(left) = budget.as_mut() {
                *left -= allowed;
            }
            allowed
        };
        if to.write_all(&buffer[..allowed]).is_err() || allowed < read {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_link_that_is_cut_again_and_again_everything_arrives_once() {
    let mut shop = Workshop::new().await;
    let real = shop.address;
    shop.address = cutting_proxy(real);
    let bay = shop.bay("1");
    shop.address = real;
    let mut taps = Vec::new();
    for number in 0..40 {
        let body = if number % 2 == 0 {
            clock_on(BELT, "1")
        } else {
            hold(BELT, HoldReason::Tool)
        };
        taps.push(bay.tap(WANG_LEI, body));
    }
    bay.accepted(*taps.last().expect("a tap")).await;
    bay.until("an empty outbox", |picture| picture.waiting == 0)
        .await;
    let commands: Vec<CommandId> = shop
        .log()
        .iter()
        .filter(|logged| logged.event.station.as_str() == "bay-1")
        .map(|logged| logged.event.command)
        .collect();
    assert_eq!(commands, taps);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doubled_and_reordered_commands_tell_the_same_day() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let bodies = [
        CommandBody::ShiftIn,
        clock_on(BELT, "1"),
        hold(BELT, HoldReason::Parts),
        clock_on(SERVICE, "1"),
        finish(SERVICE),
    ];
    let mut commands: Vec<SentCommand> = Vec::new();
    for (body, seq) in bodies.into_iter().zip(1..) {
        shop.clock.forward(10);
        let command = baylight::domain::command::Command {
            id: CommandId(Uuid::now_v7()),
            at: shop.clock.now(),
            station: "bay-9".into(),
            actor: person(WANG_LEI),
            body,
        };
        commands.push(SentCommand {
            command,
            epoch: 1,
            seq,
            after: None,
        });
    }
    for place in [3, 1, 3, 4, 0, 2, 4, 1, 0, 2] {
        wire.say(
            "station/bay-9/command",
            command_to_bytes(&commands[place]).unwrap(),
        )
        .await;
    }
    for sent in &commands {
        wire.receipt("bay-9", sent.command.id).await;
    }
    let board = shop.floor("board");
    let picture = board
        .until("the finished service", |picture| {
            card(picture, SERVICE).is_some_and(|card| card.finished_at.is_some())
        })
        .await;
    assert_eq!(shop.tapped_kinds().len(), 5, "each once");
    assert_eq!(card(&picture, BELT).map(|card| card.worked_secs), Some(600));
    assert_eq!(
        card(&picture, SERVICE).map(|card| card.worked_secs),
        Some(600)
    );
    shop.assert_verified();
    shop.close().await;
}
