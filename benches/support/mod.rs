//! What the benchmarks share: a floor measured in the same run, percentiles, a workshop to tap in, a broker.

#![allow(dead_code)]

pub mod window;

use baylight::domain::command::{Actor, Command, CommandBody, Recognised};
use baylight::domain::ids::{BayId, CommandId, JobId, PersonId, RoNumber, SiteId, StationId};
use baylight::domain::order::{
    BusinessCategory, Car, Customer, JobLine, OrderSheet, Trade, WorkMinutes, YesNo,
};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::plate::Plate;
use baylight::domain::policy::{Bay, SitePolicy};
use baylight::mqtt::BrokerAddress;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A raw database with the settings that our own have, for floors.
pub fn raw_database(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a database for the floor");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE floor (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL) STRICT;",
        )
        .expect("a table for the floor");
    connection
}

/// One raw commit of one row.
pub fn raw_commit(connection: &Connection, body: &str) -> Duration {
    let started = Instant::now();
    connection
        .prepare_cached("INSERT INTO floor (body) VALUES (?1)")
        .and_then(|mut statement| statement.execute([body]))
        .expect("a raw commit");
    started.elapsed()
}

/// The given percentile of some times.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * percent / 100).min(times.len() - 1);
    times[at]
}

/// Prints one line: what, ours, the floor's, and how many times the floor it is.
pub fn print_times(what: &str, ours: Duration, floor: Duration, goal: &str) {
    println!(
        "{what:<48} {ours:>10.1?}  floor {floor:>10.1?}  ratio {:>6.2}  (goal {goal})",
        ours.as_secs_f64() / floor.as_secs_f64()
    );
}

/// The policy of a workshop with so many bays.
pub fn policy(bays: usize) -> SitePolicy {
    let bays = (1..=bays)
        .map(|number| Bay {
            id: BayId::new(number.to_string()),
            name: format!("{number} 号工位"),
            english_name: format!("Bay {number}"),
            trades: Vec::new(),
        })
        .collect();
    SitePolicy::new(SiteId::new("bench"), bays)
}

/// The person at a bay.
pub fn person(number: usize) -> PersonId {
    PersonId::new(format!("E{number:04}"))
}

/// Enrols so many technicians.
pub fn roster(people: usize) -> Vec<CommandBody> {
    (1..=people)
        .map(|number| CommandBody::EnrolPerson {
            person: Person {
                id: person(number),
                name: format!("技师{number}"),
                role: Role::Technician,
                trades: vec![Trade::Mechanical],
                badge: None,
                language: Language::Zh,
                employment: Employment::Here,
            },
            pin_hash: None,
        })
        .collect()
}

/// The order number of the n-th car.
pub fn ro(number: usize) -> RoNumber {
    RoNumber::new(format!("2611-{number:06}"))
}

/// An order with one job.
pub fn order(number: usize, now: DateTime<Utc>) -> CommandBody {
    CommandBody::AdmitOrder {
        sheet: Box::new(OrderSheet {
            ro: ro(number),
            car: Car {
                plate: Plate::parse(&format!("京A{number:05}")).expect("a plate"),
                vin: format!("LBENCH{number:011}"),
                brand: "现代".to_owned(),
                model: "伊兰特".to_owned(),
                series: String::new(),
                displacement: "1.6".to_owned(),
                colour: "白".to_owned(),
            },
            customer: Customer::default(),
            category: BusinessCategory::General,
            advisor: "张莉".to_owned(),
            arrived_at: now,
            promised_at: now + TimeDelta::hours(6),
            mileage_km: Some(68_214),
            fuel: "1/2".to_owned(),
            complaint: "冷车启动时有异响".to_owned(),
            customer_waits: YesNo::No,
            keep_old_parts: YesNo::No,
            wash: YesNo::Yes,
            road_test: YesNo::No,
            key_tag: "17".to_owned(),
            parking_spot: "P14".to_owned(),
            last_visit: String::new(),
            remarks: String::new(),
            lines: vec![JobLine {
                line: 1,
                op_code: "EN2100".into(),
                name: "更换正时皮带".to_owned(),
                english_name: "Replace timing belt".to_owned(),
                trade: Trade::Mechanical,
                standard: WorkMinutes(120),
                flagged: WorkMinutes(120),
                credited: WorkMinutes(108),
                amount: baylight::domain::order::Fen(36_000),
                technicians: Vec::new(),
                parts: Vec::new(),
            }],
        }),
        extent: baylight::domain::command::Extent::Whole,
    }
}

/// The job of the n-th car.
pub fn job(number: usize) -> JobId {
    JobId::new(ro(number), 1)
}

/// A tap of the person at a bay.
pub fn tap(number: usize, at: DateTime<Utc>, body: CommandBody) -> Command {
    Command {
        id: CommandId(Uuid::now_v7()),
        at,
        station: StationId::new(format!("bay-{number}")),
        actor: Actor::Person {
            id: person(number),
            by: Recognised::Badge,
        },
        body,
    }
}

/// A Mosquitto of our own on a free port, with queues as long as ours are in production.
pub struct Mosquitto {
    child: Child,
    /// Where it listens.
    pub address: BrokerAddress,
    _dir: tempfile::TempDir,
}

impl Mosquitto {
    /// Starts it; nothing when it is not installed.
    pub fn start() -> Option<Self> {
        let program = ["mosquitto", "/usr/sbin/mosquitto"]
            .into_iter()
            .find(|name| {
                Process::new(name)
                    .arg("-h")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .is_ok()
            })?;
        let dir = tempfile::tempdir().ok()?;
        let port = free_port();
        let file = dir.path().join("mosquitto.conf");
        std::fs::write(
            &file,
            format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 100000\nmax_inflight_messages 200\nset_tcp_nodelay true\n"),
        )
        .ok()?;
        let child = Process::new(program)
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let address = BrokerAddress {
            host: "127.0.0.1".to_owned(),
            port,
            login: None,
            ca_file: None,
        };
        Some(Self {
            child,
            address,
            _dir: dir,
        })
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}
