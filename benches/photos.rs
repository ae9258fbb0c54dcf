//! How long a clock-on waits while 200 photos are on their way: beside one when nothing else is, and against raw
//! commits of the same run.

mod support;

use baylight::coordinator::{Coordinator, CoordinatorOptions};
use baylight::domain::command::{Actor, ClockMode, CommandBody, Recognised};
use baylight::domain::finding::{Found, Severity, Sighting};
use baylight::domain::ids::PhotoId;
use baylight::domain::order::{Fen, Trade, WorkMinutes};
use baylight::domain::time::Clock;
use baylight::mqtt::BrokerAddress;
use baylight::mqtt::broker::EmbeddedBroker;
use baylight::projection::picture::{LinkState, TapState};
use baylight::station::{Interest, Station, StationOptions};
use chrono::Utc;
use rand::RngCore;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{
    job, order, percentile, person, policy, print_times, raw_commit, raw_database, ro, roster,
};

const PHOTOS: usize = 200;
const PHOTO_BYTES: usize = 4_000_000;
/// How many photos a finding names, and how many lie in the camera's folder at once.
const AT_ONCE: usize = 10;
const QUIET_TAPS: usize = 200;
const PEOPLE: usize = 60;
/// How long after one is accepted the next finger taps.
const PAUSE: Duration = Duration::from_millis(40);

/// The times of some taps, and of raw commits in turns with them.
#[derive(Default)]
struct Times {
    saved: Vec<Duration>,
    accepted: Vec<Duration>,
    raw: Vec<Duration>,
}

fn station(name: &str, dir: &Path, broker: &BrokerAddress) -> Station {
    let mut station = Station::start(StationOptions {
        id: name.into(),
        site: "bench".into(),
        interest: Interest::Bay("1".into()),
        data_dir: dir.join(name),
        broker: broker.clone(),
        clock: Clock::new(Utc::now),
    })
    .expect("a station");
    let camera = dir.join(format!("camera-{name}"));
    fs::create_dir_all(&camera).expect("a folder");
    station.watch_camera(camera);
    station
}

fn actor(round: usize) -> Actor {
    Actor::Person {
        id: person(1 + round % PEOPLE),
        by: Recognised::Badge,
    }
}

/// Bytes that look like a picture from outside.
fn photo() -> Vec<u8> {
    let mut bytes = vec![0; PHOTO_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    bytes[..4].copy_from_slice(&[0xff, 0xd8, 0xff, 0xe0]);
    bytes[PHOTO_BYTES - 2..].copy_from_slice(&[0xff, 0xd9]);
    bytes
}

fn report(photos: Vec<PhotoId>) -> CommandBody {
    CommandBody::ReportFinding {
        ro: ro(1),
        during: None,
        bay: Some("1".into()),
        sighting: Box::new(Sighting {
            found: Found {
                system: "brakes".into(),
                component: "front-pads".into(),
                condition: "worn".into(),
                action: "replace".into(),
            },
            name: "前制动片 · 磨损到限 · 更换".to_owned(),
            english_name: String::new(),
            consequence: String::new(),
            english_consequence: String::new(),
            severity: Severity::Red,
            trade: Trade::Mechanical,
            op_code: None,
            standard: WorkMinutes(60),
            amount: Fen(48_000),
            parts: Vec::new(),
            note: String::new(),
            photos,
        }),
    }
}

/// Clocks on, waits for “saved” and for “accepted”, and makes a raw commit.
async fn clock_on(bay: &Station, round: usize, raw: &Connection, body: &str, times: &mut Times) {
    times.raw.push(raw_commit(raw, body));
    let tapped = CommandBody::ClockOn {
        job: job(1 + (round + round / PEOPLE) % 60),
        bay: "1".into(),
        mode: ClockMode::Instead,
    };
    let mut picture = bay.picture();
    let started = Instant::now();
    let id = bay.submitter().submit(actor(round), tapped);
    picture
        .wait_for(|picture| {
            picture
                .tap(id)
                .is_some_and(|tap| tap.state != TapState::Saving)
        })
        .await
        .expect("a station that lives");
    times.saved.push(started.elapsed());
    picture
        .wait_for(|picture| {
            picture
                .tap(id)
                .is_some_and(|tap| matches!(tap.state, TapState::Accepted { .. }))
        })
        .await
        .expect("a station that lives");
    times.accepted.push(started.elapsed());
    tokio::time::sleep(PAUSE).await;
}

/// Takes photos and reports them, a few at a time.
async fn takes(bay: &Station, camera: &Path, photos: usize) -> Vec<Vec<u8>> {
    let mut kept = Vec::new();
    for batch in 0..photos / AT_ONCE {
        for number in 0..AT_ONCE {
            let bytes = photo();
            let name = format!("{batch}-{number}.jpg");
            fs::write(camera.join(name), &bytes).expect("a picture");
            if number == 0 {
                kept.push(bytes);
            }
        }
        uses(bay, AT_ONCE).await;
    }
    kept
}

/// Waits for so many photos from the camera, and reports them.
async fn uses(bay: &Station, photos: usize) {
    let mut picture = bay.picture();
    let taken = picture
        .wait_for(|picture| picture.photos.taken.len() == photos)
        .await
        .expect("a station that lives")
        .photos
        .clone();
    let ids = taken.taken.iter().map(|taken| taken.id.clone()).collect();
    let id = bay.submitter().submit(actor(0), report(ids));
    picture
        .wait_for(|picture| {
            picture
                .tap(id)
                .is_some_and(|tap| tap.state != TapState::Saving)
        })
        .await
        .expect("a station that lives");
}

fn stored(dir: &Path) -> usize {
    fs::read_dir(dir)
        .expect("a folder")
        .flatten()
        .map(|folder| fs::read_dir(folder.path()).expect("a folder").count())
        .sum()
}

/// Prints what taps took when nothing else was under way, while photos were sent, and the difference.
fn print(
    what: &str,
    goal: &str,
    quiet: &mut [Duration],
    busy: &mut [Duration],
    raw: &mut [Duration],
) {
    for percent in [50, 99] {
        let (quiet, busy) = (percentile(quiet, percent), percentile(busy, percent));
        let raw = percentile(raw, percent);
        print_times(
            &format!("{what}, nothing else under way, p{percent}"),
            quiet,
            raw,
            "none",
        );
        print_times(
            &format!("{what}, while photos are sent, p{percent}"),
            busy,
            raw,
            "none",
        );
        print_times(
            &format!("{what}, later by, p{percent}"),
            busy.saturating_sub(quiet),
            raw,
            goal,
        );
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut broker = EmbeddedBroker::start(([127, 0, 0, 1], 0).into())
        .await
        .expect("a broker");
    let listen = broker.address();
    let address = BrokerAddress {
        host: "127.0.0.1".to_owned(),
        port: listen.port(),
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
    let bay = station("bay-1", dir.path(), &address);
    let live = |station: &Station| {
        let mut picture = station.picture();
        async move {
            picture
                .wait_for(|picture| {
                    picture.link == LinkState::Live && !picture.views.roster.is_empty()
                })
                .await
                .expect("a live station");
        }
    };
    live(&bay).await;

    let raw = raw_database(&dir.path().join("floor.db"));
    let body = "x".repeat(400);
    let (mut quiet, mut busy) = (Times::default(), Times::default());
    for round in 0..QUIET_TAPS {
        clock_on(&bay, round, &raw, &body, &mut quiet).await;
    }

    broker.close().await;
    bay.picture()
        .wait_for(|picture| picture.link != LinkState::Live)
        .await
        .expect("a station that lives");
    let started = Instant::now();
    let kept = takes(&bay, &dir.path().join("camera-bay-1"), PHOTOS).await;
    println!(
        "{PHOTOS} photos of {} MB taken offline in {:.1?}",
        PHOTO_BYTES / 1_000_000,
        started.elapsed()
    );
    broker = EmbeddedBroker::start(listen).await.expect("a broker");
    live(&bay).await;
    bay.picture()
        .wait_for(|picture| picture.waiting == 0)
        .await
        .expect("all findings accepted");
    let started = Instant::now();
    let mut round = 0;
    while bay.picture().borrow().photos.waiting > 0 {
        clock_on(&bay, QUIET_TAPS + round, &raw, &body, &mut busy).await;
        round += 1;
    }
    let took = started.elapsed();
    let megabytes = (PHOTOS * PHOTO_BYTES) as f64 / 1e6;
    println!(
        "{PHOTOS} photos sent in {took:.1?}, {:.1} MB/s, {round} clock-ons meanwhile",
        megabytes / took.as_secs_f64()
    );
    print(
        "tap → saved",
        "≤ 1: no more than one commit",
        &mut quiet.saved,
        &mut busy.saved,
        &mut quiet.raw,
    );
    print(
        "tap → accepted",
        "none: it stands behind one chunk at the most",
        &mut quiet.accepted,
        &mut busy.accepted,
        &mut quiet.raw,
    );
    for percent in [50, 99] {
        print_times(
            &format!("one raw commit, while photos are sent, p{percent}"),
            percentile(&mut busy.raw, percent),
            percentile(&mut quiet.raw, percent),
            "none: what the disk itself takes longer",
        );
    }

    // Another bay has the same pictures.
    let photos = dir.path().join("coordinator/photos");
    let before = stored(&photos);
    let other = station("bay-2", dir.path(), &address);
    live(&other).await;
    for (number, bytes) in kept.iter().take(AT_ONCE).enumerate() {
        let file = dir.path().join(format!("camera-bay-2/{number}.jpg"));
        fs::write(file, bytes).expect("a picture");
    }
    uses(&other, AT_ONCE).await;
    let started = Instant::now();
    other
        .picture()
        .wait_for(|picture| picture.waiting == 0 && picture.photos.waiting == 0)
        .await
        .expect("a station that lives");
    println!(
        "the same {AT_ONCE} photos from another bay: done in {:.1?}, {} files before and {} after",
        started.elapsed(),
        before,
        stored(&photos)
    );
    bay.stop().await;
    other.stop().await;
    coordinator.stop().await;
    broker.close().await;
}
