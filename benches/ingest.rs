//! How many events a second the coordinator takes in, with a receipt after the commit for each: over the embedded
//! broker and over Mosquitto, against raw batched inserts, and against a plain bridge of paho-mqtt and sqlite3.

mod support;

use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::{Command, CommandBody};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{SiteId, StationId};
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::protocol::message::{Online, SentCommand, command_to_bytes, presence_from_bytes};
use baylight::protocol::topic::{Filter, Topic};
use chrono::{DateTime, TimeDelta, Utc};
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};
use support::{Mosquitto, job, order, policy, raw_database, roster, tap};

const STATIONS: usize = 40;
const EACH: usize = 500;
/// How many commands of a station may be without an answer.
const WINDOW: usize = 16;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let all = STATIONS * EACH;
    let raw = raw_batches(all);
    println!("raw SQLite, batches of 256 with FULL          {raw:>10.0} rows/s");
    let broker = EmbeddedBroker::start(([127, 0, 0, 1], 0).into())
        .await
        .expect("a broker");
    let embedded = BrokerAddress {
        host: "127.0.0.1".to_owned(),
        port: broker.address().port(),
        login: None,
        ca_file: None,
    };
    let rate = coordinator(&embedded).await;
    println!(
        "{all} events over the embedded broker       {rate:>10.0} events/s  ratio to raw {:.3}",
        rate / raw
    );
    broker.close().await;
    let Some(mosquitto) = Mosquitto::start() else {
        println!("Mosquitto is not installed: sh config/setup-debian.sh test");
        return;
    };
    let rate = coordinator(&mosquitto.address).await;
    println!(
        "{all} events over Mosquitto                 {rate:>10.0} events/s  ratio to raw {:.3}",
        rate / raw
    );
    match peer(&mosquitto.address).await {
        Some(peer) => println!(
            "paho-mqtt + sqlite3 bridge over Mosquitto     {peer:>10.0} events/s  ours is {:.1} × (goal ≥ 5)",
            rate / peer
        ),
        None => println!("the peer needs Debian's python3-paho-mqtt"),
    }
}

fn raw_batches(rows: usize) -> f64 {
    let dir = tempfile::tempdir().expect("a directory");
    let mut connection = raw_database(&dir.path().join("floor.db"));
    let body = "x".repeat(700);
    let started = Instant::now();
    for _ in 0..rows / 256 {
        let transaction = connection.transaction().expect("a transaction");
        for _ in 0..256 {
            transaction
                .prepare_cached("INSERT INTO floor (body) VALUES (?1)")
                .and_then(|mut statement| statement.execute([&body]))
                .expect("a row");
        }
        transaction.commit().expect("a commit");
    }
    rows as f64 / started.elapsed().as_secs_f64()
}

async fn coordinator(broker: &BrokerAddress) -> f64 {
    let dir = tempfile::tempdir().expect("a directory");
    let coordinator = Coordinator::start(CoordinatorOptions {
        data_dir: dir.path().to_owned(),
        broker: broker.clone(),
        policy: policy(STATIONS),
        clock: Clock::new(Utc::now),
    })
    .expect("a coordinator");
    let mut bodies = roster(STATIONS);
    bodies.extend((1..=STATIONS * 10).map(|number| order(number, Utc::now())));
    coordinator.local().submit(bodies).await.expect("orders");
    coordinator_is_there(broker).await;
    let rate = load(broker).await;
    coordinator.stop().await;
    rate
}

/// Waits until the coordinator has subscribed: what is sent before is lost, and these clients do not ask again.
async fn coordinator_is_there(broker: &BrokerAddress) {
    let options = MqttOptions::new("bench-watch", &broker.host, broker.port);
    let (client, mut events) = AsyncClient::new(options, 8);
    let topic = Topic::CoordinatorPresence.text(&SiteId::new("bench"));
    client
        .subscribe(topic, QoS::AtLeastOnce)
        .await
        .expect("a place in the queue");
    loop {
        if let Event::Incoming(Packet::Publish(message)) = events.poll().await.expect("a broker")
            && presence_from_bytes(&message.payload).is_ok_and(|said| said.online == Online::Yes)
        {
            return;
        }
    }
}

/// The taps of one station that was alone for weeks: ten jobs in turn, clocked, held, taken up again.
fn taps(station: usize) -> Vec<Command> {
    let start: DateTime<Utc> = Utc::now() - TimeDelta::days(26);
    (0..EACH)
        .map(|number| {
            let job = job((station - 1) * 10 + 1 + number / 50);
            let bay = station.to_string().as_str().into();
            let body = match number % 5 {
                0 | 2 => CommandBody::ClockOn {
                    job,
                    bay,
                    mode: Default::default(),
                },
                1 => CommandBody::Hold {
                    job,
                    reason: HoldReason::Parts,
                    note: String::new(),
                },
                3 => CommandBody::GoIdle {
                    code: IdleCode::Cleaning,
                },
                _ => CommandBody::ShiftOut,
            };
            // As often as on a busy day.
            let day = i64::try_from(number / 20).expect("a small number");
            let minute = i64::try_from(number % 20).expect("a small number") * 24;
            tap(
                station,
                start + TimeDelta::days(day) + TimeDelta::minutes(minute),
                body,
            )
        })
        .collect()
}

/// Sends the taps of all stations and waits for all receipts.
async fn load(broker: &BrokerAddress) -> f64 {
    let mut stations = Vec::new();
    for station in 1..=STATIONS {
        let messages: Vec<Vec<u8>> = taps(station)
            .into_iter()
            .zip(1..)
            .map(|(command, seq)| {
                command_to_bytes(&SentCommand {
                    command,
                    epoch: 1,
                    seq,
                    after: None,
                })
                .expect("a message")
            })
            .collect();
        stations.push((station, messages));
    }
    let ready = std::sync::Arc::new(tokio::sync::Barrier::new(STATIONS + 1));
    let tasks: Vec<_> = stations
        .into_iter()
        .map(|(station, messages)| {
            tokio::spawn(one_station(
                broker.clone(),
                station,
                messages,
                ready.clone(),
            ))
        })
        .collect();
    ready.wait().await;
    let started = Instant::now();
    for task in tasks {
        task.await.expect("a station that ends well");
    }
    (STATIONS * EACH) as f64 / started.elapsed().as_secs_f64()
}

async fn one_station(
    broker: BrokerAddress,
    station: usize,
    messages: Vec<Vec<u8>>,
    ready: std::sync::Arc<tokio::sync::Barrier>,
) {
    let site = SiteId::new("bench");
    let id = StationId::new(format!("bay-{station}"));
    let mut options = MqttOptions::new(
        format!("bench-{}", uuid::Uuid::now_v7()),
        broker.host,
        broker.port,
    );
    options
        .set_inflight(WINDOW as u16)
        .set_max_packet_size(1 << 20, 1 << 20)
        .set_keep_alive(Duration::from_secs(60));
    let (client, mut events) = AsyncClient::new(options, WINDOW * 4);
    events.network_options.set_tcp_nodelay(true);
    client
        .subscribe(Filter::Receipts.text(&site, &id), QoS::AtLeastOnce)
        .await
        .expect("a place in the queue");
    let topic = Topic::Command(id).text(&site);
    let all = messages.len();
    let mut messages = messages.into_iter();
    let (mut sent, mut answered) = (0, 0);
    while answered < all {
        match events.poll().await.expect("a broker that stays") {
            Event::Incoming(Packet::SubAck(_)) => {
                ready.wait().await;
            }
            Event::Incoming(Packet::Publish(_)) => answered += 1,
            _ if sent == 0 && answered == 0 => {}
            _ => continue,
        }
        while sent - answered < WINDOW {
            let Some(message) = messages.next() else {
                break;
            };
            client
                .try_publish(&topic, QoS::AtLeastOnce, false, message)
                .expect("a place in the queue");
            sent += 1;
        }
    }
}

/// The same taps into a bridge as one would write it first: one commit a message, then the answer.
async fn peer(broker: &BrokerAddress) -> Option<f64> {
    let dir = tempfile::tempdir().expect("a directory");
    let mut bridge = start_peer(broker, dir.path())?;
    let rate = load(broker).await;
    let _ = bridge.kill();
    let _ = bridge.wait();
    Some(rate)
}

fn start_peer(broker: &BrokerAddress, dir: &Path) -> Option<Child> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer_bridge.py");
    let mut child = Process::new("/usr/bin/python3")
        .arg(script)
        .arg(broker.port.to_string())
        .arg(dir.join("peer.db"))
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    // It says when it listens; one that cannot start says nothing and ends.
    let mut line = String::new();
    let out = child.stdout.take()?;
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).ok()?;
    (line.trim() == "ready").then_some(child)
}
