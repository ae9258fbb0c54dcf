//! A car on its way through the checks while everything falls over: two bays, the quality-check screen, the advisor's
//! desk, the board, the coordinator and the broker are processes of their own, and one of them is killed, or a cable
//! pulled, between any two steps from the finish to the hand-over. Nothing is lost and nothing passes twice.
#![cfg(all(feature = "failpoints", feature = "embedded-broker"))]

#[path = "common/cable.rs"]
mod cable;
#[path = "common/processes.rs"]
mod processes;
#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::LocalIntake;
use baylight::domain::car::{CarState, CarStep};
use baylight::domain::command::CommandBody;
use baylight::domain::event::EventBody;
use baylight::domain::finding::DelayReason;
use baylight::domain::ids::{CommandId, RoNumber};
use baylight::domain::order::{Fen, YesNo};
use baylight::domain::person::Role;
use baylight::domain::quality::change::QualityChange;
use baylight::domain::quality::checklist::CheckKind;
use baylight::domain::quality::command::{Distance, QualityCommand, ReworkOrder, ReworkReason};
use baylight::domain::time::Clock;
use baylight::store::event_log::LogReader;
use cable::Cable;
use processes::*;
use shop::*;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;
use uuid::Uuid;

/// Inspector.
const HE_PING: &str = "E4001";
/// Service advisor.
const SUN_LI: &str = "E3001";
const RO: &str = "2611-0009";
const JOB: &str = "2611-0009/1";

/// Not a test of its own: what a process does that one of the tests has started.
#[test]
#[ignore = "a process that the other tests start"]
fn in_a_role() {
    processes::act();
}

/// Who stands where.
const POSTS: [(&str, &str); 5] = [
    ("bay-1", WANG_LEI),
    ("bay-2", LI_QIANG),
    ("qc", HE_PING),
    ("advisor", SUN_LI),
    ("board", LIU_YANG),
];

/// Where a step is tapped, by its place in [`POSTS`].
const BAY: usize = 0;
const NEXT_BAY: usize = 1;
const QC: usize = 2;
const DESK: usize = 3;
const BOARD: usize = 4;

type Step = (usize, fn(&[CommandId]) -> CommandBody);

fn quality(body: QualityCommand) -> CommandBody {
    CommandBody::Quality {
        ro: RO.into(),
        body: Box::new(body),
    }
}

fn check(finish: CommandId, check: CheckKind) -> CommandBody {
    quality(QualityCommand::Check {
        line: 1,
        finish,
        check,
        results: Vec::new(),
    })
}

fn takes_the_car(_: &[CommandId]) -> CommandBody {
    quality(QualityCommand::TakeCar { from: None })
}

fn moves(step: CarStep) -> CommandBody {
    CommandBody::MoveCar {
        ro: RO.into(),
        step,
    }
}

/// From the finish to the hand-over, once round by the bay.
const STORY: [Step; 18] = [
    (BAY, |_| clock_on(JOB, "1")),
    (BAY, |_| CommandBody::Finish { job: job(JOB) }),
    (BAY, |taps| check(taps[1], CheckKind::SelfCheck)),
    (NEXT_BAY, |taps| check(taps[1], CheckKind::Peer)),
    (QC, takes_the_car),
    (QC, |taps| {
        quality(QualityCommand::SendBack {
            line: 1,
            finish: taps[1],
            check: CheckKind::Final,
            results: Vec::new(),
            rework: ReworkOrder {
                reason: ReworkReason::Assembly,
                responsible: Some(WANG_LEI.into()),
                penalty: Fen(5_000),
                note: "螺栓松动".to_owned(),
                photos: Vec::new(),
            },
        })
    }),
    (BAY, |_| clock_on(JOB, "1")),
    (BAY, |_| CommandBody::Finish { job: job(JOB) }),
    (BAY, |taps| check(taps[7], CheckKind::SelfCheck)),
    (NEXT_BAY, |taps| check(taps[7], CheckKind::Peer)),
    (QC, |_| {
        quality(QualityCommand::RoadTest {
            distance: Distance {
                start_km: 83_866,
                end_km: 83_871,
            },
            note: String::new(),
        })
    }),
    (QC, |taps| check(taps[7], CheckKind::Final)),
    (QC, |_| {
        quality(QualityCommand::PassCar {
            results: Vec::new(),
        })
    }),
    (NEXT_BAY, |_| quality(QualityCommand::BeginWash)),
    (NEXT_BAY, |_| moves(CarStep::Washed)),
    (DESK, |_| moves(CarStep::Invoiced)),
    (DESK, |_| CommandBody::ExplainDelay {
        ro: RO.into(),
        reason: DelayReason::Parts,
    }),
    (DESK, |_| moves(CarStep::Delivered)),
];

/// Who falls over after each tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Falls {
    WhoTapped,
    Board,
    Coordinator,
    Broker,
    TheirCable,
}

struct Shop {
    dir: TempDir,
    port: u16,
    cables: Vec<Cable>,
    broker: Process,
    coordinator: Process,
    stations: Vec<Process>,
}

impl Shop {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let port = free_port();
        prepare(&dir);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let broker = start_broker(dir.path(), &post("broker", "", port));
        let coordinator = role(&dir, "coordinator", &post("coordinator", "", port));
        let cables: Vec<Cable> = POSTS.iter().map(|_| Cable::to(address)).collect();
        let stations = POSTS.iter().zip(&cables);
        let stations = stations.map(|((station, person), cable)| {
            role(&dir, "station", &post(station, person, cable.end.port()))
        });
        Self {
            stations: stations.collect(),
            dir,
            port,
            cables,
            broker,
            coordinator,
        }
    }

    /// Taps, and lets somebody fall over while the tap is on its way; nothing more is waited for than that the tap is
    /// saved.
    fn step(&mut self, at: usize, body: &CommandBody, falls: Falls) -> CommandId {
        if falls == Falls::TheirCable {
            self.cables[at].pull();
        }
        let station = &mut self.stations[at];
        let said = station.all_said();
        let before = said
            .iter()
            .filter(|line| line.starts_with("tapped "))
            .count();
        let text = serde_json::to_string(body).expect("a tap");
        station.tell(&format!("tap {text}"));
        let id = station.until_tapped(before + 1);
        station.until_said(&format!("saved {id}"));
        match falls {
            Falls::WhoTapped => self.restart(at),
            Falls::Board => self.restart(BOARD),
            Falls::Coordinator => {
                self.coordinator.kill();
                let post = post("coordinator", "", self.port);
                self.coordinator = role(&self.dir, "coordinator", &post);
            }
            Falls::Broker => {
                self.broker.kill();
                self.broker = start_broker(self.dir.path(), &post("broker", "", self.port));
            }
            Falls::TheirCable => self.cables[at].plug(),
        }
        let id = CommandId(id.parse::<Uuid>().expect("an id"));
        self.until_decided(id);
        id
    }

    fn restart(&mut self, at: usize) {
        self.stations[at].kill();
        let (station, person) = POSTS[at];
        let post = post(station, person, self.cables[at].end.port());
        self.stations[at] = role(&self.dir, "station", &post);
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("coordinator")
    }

    /// The next step stands on this one: it waits until the coordinator has decided it.
    fn until_decided(&self, id: CommandId) {
        let until = Instant::now() + PATIENCE;
        loop {
            let log = log_of(&self.data());
            if log.iter().any(|logged| logged.event.command == id) {
                return;
            }
            let said: Vec<String> = self.stations.iter().flat_map(Process::all_said).collect();
            let left = Instant::now() < until;
            assert!(left, "{id} was never accepted: {}", said.join("\n"));
            std::thread::yield_now();
        }
    }

    /// Asks every screen where it has the cars, until they all say the same.
    fn until_everybody_shows(&mut self, what: &str) {
        for (station, (name, _)) in self.stations.iter_mut().zip(POSTS) {
            let until = Instant::now() + PATIENCE;
            loop {
                let said = |station: &Process| {
                    let said = station.all_said();
                    let cars = said.iter().filter_map(|line| line.strip_prefix("cars "));
                    cars.map(str::to_owned).collect::<Vec<_>>()
                };
                let before = said(station).len();
                station.tell("cars");
                let shown = loop {
                    if let Some(shown) = said(station).get(before) {
                        break shown.clone();
                    }
                    assert!(Instant::now() < until, "{name} says nothing");
                    std::thread::yield_now();
                };
                if shown == what {
                    break;
                }
                assert!(Instant::now() < until, "{name} shows {shown}, not {what}");
            }
        }
    }
}

fn post(station: &'static str, person: &'static str, port: u16) -> Post {
    Post {
        station,
        person,
        port,
    }
}

fn role(dir: &TempDir, role: &'static str, post: &Post) -> Process {
    let data = dir.path().join(post.station);
    start(role, (&data, post), None, None)
}

fn prepare(dir: &TempDir) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let clock = Clock::new(chrono::Utc::now);
        let data = dir.path().join("coordinator");
        let (alone, writer) = LocalIntake::alone(&data, policy(2), clock).expect("a database");
        let mut car = sheet(RO, "京A·98765", &[("更换前刹车盘", 60)]);
        car.wash = YesNo::Yes;
        car.road_test = YesNo::Yes;
        let people = [
            enrol(HE_PING, "何平", Role::Inspector),
            enrol(SUN_LI, "孙丽", Role::Advisor),
            admit(car),
        ];
        let all = morning().into_iter().chain(people).collect();
        alone.submit(all).await.expect("the morning is written");
        drop(alone);
        writer.join().expect("the writer ends");
    });
}

/// What all screens show of the checks after so many steps, where something new is to be seen.
fn shown_after(steps: usize) -> Option<&'static str> {
    Some(match steps {
        2 => "2611-0009 AwaitingQc Finished:Some(SelfCheck)",
        4 => "2611-0009 AwaitingQc Finished:Some(Final)",
        6 => "",
        10 => "2611-0009 AwaitingQc Finished:Some(Final)",
        13 => "2611-0009 Wash Finished:None",
        18 => "",
        _ => return None,
    })
}

/// Goes the whole way while somebody falls over at every step.
fn goes_the_whole_way(falls: Falls) {
    let mut shop = Shop::new();
    let mut taps: Vec<CommandId> = Vec::new();
    for (at, body) in &STORY {
        let body = body(&taps);
        taps.push(shop.step(*at, &body, falls));
        if let Some(shown) = shown_after(taps.len()) {
            shop.until_everybody_shows(shown);
        }
    }
    for station in &shop.stations {
        station.until_nothing_waits();
    }
    let log = LogReader::open(&shop.data()).expect("the log");
    let workshop = log.load().expect("the projections");
    let order = &workshop.orders[&RoNumber::new(RO)];
    assert_eq!(order.state(), CarState::Delivered);
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for logged in &log_of(&shop.data()) {
        if let EventBody::QualityChanged { change, .. } = &logged.event.body {
            *counted.entry(change.kind()).or_default() += 1;
        }
        if let EventBody::QualityChanged { change, .. } = &logged.event.body
            && let QualityChange::CarPassed { finishes, .. } = &**change
        {
            assert_eq!(finishes[0].finish, taps[7], "the finish after the rework");
        }
    }
    let once_each = [
        ("car-passed", 1),
        ("car-taken", 1),
        ("final-checked", 1),
        ("job-sent-back", 1),
        ("peer-checked", 2),
        ("road-tested", 1),
        ("self-checked", 2),
        ("wash-begun", 1),
    ];
    assert_eq!(counted, BTreeMap::from(once_each));
    shop.coordinator.kill();
    assert_verified(&shop.data());
}

#[test]
fn whoever_tapped_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::WhoTapped);
}

#[test]
fn the_board_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::Board);
}

#[test]
fn the_coordinator_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::Coordinator);
}

#[test]
fn the_broker_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::Broker);
}

#[test]
fn their_cable_is_pulled_at_every_tap() {
    goes_the_whole_way(Falls::TheirCable);
}
