//! How long a finger waits for “saved”, and the floor for “on the board”: against raw commits of the same bytes.

mod support;

use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::{Actor, ClockMode, CommandBody, Recognised};
use baylight::domain::idle::IdleCode;
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::projection::picture::{LinkState, TapState};
use baylight::station::{Interest, Station, StationOptions};
use chrono::Utc;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{
    job, order, percentile, person, policy, print_times, raw_commit, raw_database, roster,
};

const TAPS: usize = 400;
const BOARD_TAPS: usize = 200;
/// Who taps: each about as often as on a long day.
const PEOPLE: usize = 60;

fn station(name: &str, interest: Interest, dir: &Path, broker: &BrokerAddress) -> Station {
    Station::start(StationOptions {
        id: name.into(),
        site: "bench".into(),
        interest,
        data_dir: dir.join(name),
        broker: broker.clone(),
        clock: Clock::new(Utc::now),
    })
    .expect("a station")
}

fn actor(round: usize) -> Actor {
    Actor::Person {
        id: person(1 + round % PEOPLE),
        by: Recognised::Badge,
    }
}

/// Taps and waits until the picture says saved.
async fn saved(station: &Station, actor: Actor, body: CommandBody) -> Duration {
    let mut picture = station.picture();
    let started = Instant::now();
    let id = station.submitter().submit(actor, body);
    picture
        .wait_for(|picture| {
            picture
                .tap(id)
                .is_some_and(|tap| !matches!(tap.state, TapState::Saving))
        })
        .await
        .expect("a station that lives");
    started.elapsed()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let dir = tempfile::tempdir().expect("a directory");
    let broker = EmbeddedBroker::start(([127, 0, 0, 1], 0).into())
        .await
        .expect("a broker");
    let address = BrokerAddress {
        host: "127.0.0.1".to_owned(),
        port: broker.address().port(),
        login: None,
        ca_file: None,
    };
    let coordinator = Coordinator::start(CoordinatorOptions {
        data_dir: dir.path().join("coordinator"),
        broker: address.clone(),
        policy: policy(12),
        clock: Clock::new(Utc::now),
    })
    .expect("a coordinator");
    let mut bodies = roster(PEOPLE);
    bodies.extend((1..=60).map(|number| order(number, Utc::now())));
    coordinator.local().submit(bodies).await.expect("orders");
    let bay = station("bay-1", Interest::Bay("1".into()), dir.path(), &address);
    let board = station("board", Interest::Floor, dir.path(), &address);
    for station in [&bay, &board] {
        station
            .picture()
            .wait_for(|picture| picture.link == LinkState::Live && !picture.views.roster.is_empty())
            .await
            .expect("a live station");
    }
    tap_to_saved(&bay, &board, dir.path()).await;
    bay.picture()
        .wait_for(|picture| picture.waiting == 0)
        .await
        .expect("all accepted");
    tap_to_board(&bay, &board, dir.path()).await;
    bay.stop().await;
    board.stop().await;
    coordinator.stop().await;
    broker.close().await;
}

async fn tap_to_saved(bay: &Station, board: &Station, dir: &Path) {
    let raw = raw_database(&dir.join("floor.db"));
    let body = "x".repeat(400);
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for round in 0..TAPS {
        // In turns, so that a noisy moment of the machine hits both alike; and after the tap before is on the
        // board, since a finger taps a few times a minute and finds nothing else under way.
        floor.push(raw_commit(&raw, &body));
        let code = if (round / PEOPLE).is_multiple_of(2) {
            IdleCode::Cleaning
        } else {
            IdleCode::Meeting
        };
        ours.push(saved(bay, actor(round), CommandBody::GoIdle { code }).await);
        let who = person(1 + round % PEOPLE);
        let marks = round / PEOPLE + 1;
        for station in [bay, board] {
            station
                .picture()
                .wait_for(|picture| {
                    let day = picture.views.people.get(&who);
                    picture.waiting == 0 && day.is_some_and(|day| day.marks.len() >= marks)
                })
                .await
                .expect("a station that lives");
        }
        // What else the tap has set going comes to rest.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!(
        "tap → saved, beyond one raw commit, p50                {:>10.1?}  waking one sleeping thread {:>10.1?}",
        percentile(&mut ours, 50).saturating_sub(percentile(&mut floor, 50)),
        wake()
    );
    for (percent, goal) in [(50, "≤ 1.5"), (99, "≤ 3")] {
        let what = format!("tap → saved, p{percent}, against one raw commit");
        print_times(
            &what,
            percentile(&mut ours, percent),
            percentile(&mut floor, percent),
            goal,
        );
    }
}

/// How long one thread takes to wake another that has slept for a while: a tap wakes three, one after the other
/// (the outbox's, the station's, whoever looks), and a raw commit none.
fn wake() -> Duration {
    const ROUNDS: usize = 500;
    let (ask, asked) = std::sync::mpsc::channel::<Instant>();
    let (answer, answered) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        for began in asked {
            let _ = answer.send(began.elapsed());
        }
    });
    let mut times: Vec<Duration> = (0..ROUNDS)
        .filter_map(|_| {
            std::thread::sleep(Duration::from_millis(2));
            ask.send(Instant::now()).ok()?;
            answered.recv().ok()
        })
        .collect();
    drop(ask);
    let _ = other.join();
    percentile(&mut times, 50)
}

async fn tap_to_board(bay: &Station, board: &Station, dir: &Path) {
    let raw = raw_database(&dir.join("floor-board.db"));
    let body = "x".repeat(2_000);
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for round in 0..BOARD_TAPS {
        // The two commits that lie on the way: outbox and log.
        floor.push(raw_commit(&raw, &body) + raw_commit(&raw, &body));
        // Nobody clocks on twice in a row to the same job.
        let (job, who) = (
            job(1 + (round + round / PEOPLE) % 60),
            person(1 + round % PEOPLE),
        );
        let mut picture = board.picture();
        let started = Instant::now();
        let tapped = CommandBody::ClockOn {
            job: job.clone(),
            bay: "1".into(),
            mode: ClockMode::Instead,
        };
        bay.submitter().submit(actor(round), tapped);
        picture
            .wait_for(|picture| {
                picture
                    .views
                    .bays
                    .values()
                    .flat_map(|bay| &bay.jobs)
                    .any(|card| card.job == job && card.live.iter().any(|live| live.person == who))
            })
            .await
            .expect("a board that lives");
        ours.push(started.elapsed());
    }
    print_times(
        "tap → board view received, p50, against two raw commits",
        percentile(&mut ours, 50),
        percentile(&mut floor, 50),
        "none: views go out at most ten times a second",
    );
    println!(
        "tap → board view received, p99: {:.1?}",
        percentile(&mut ours, 99)
    );
}
