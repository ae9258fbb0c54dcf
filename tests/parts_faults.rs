//! Parts on their way while everything falls over: bay, store, coordinator and broker are processes of their own, and one of
//! them is killed, or its cable pulled, between any two steps of the way from the shelf to the bay and back. Stock, ledger
//! and screens agree afterwards, and no piece is issued twice.
#![cfg(all(feature = "failpoints", feature = "embedded-broker"))]

#[path = "common/cable.rs"]
mod cable;
#[path = "common/processes.rs"]
mod processes;
#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::LocalIntake;
use baylight::domain::catalogue::Part;
use baylight::domain::command::CommandBody;
use baylight::domain::event::EventBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{CommandId, PartNumber, RoNumber, ToolId};
use baylight::domain::job::JobState;
use baylight::domain::order::Fen;
use baylight::domain::parts::change::PartsChange;
use baylight::domain::parts::command::{LineQuantity, PartsCommand};
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::{AskedLine, HandOver, LineKey, ParcelId, Purpose, Wanted};
use baylight::domain::parts::returns::{ReturnReason, Shelving};
use baylight::domain::person::Role;
use baylight::domain::stock::StockCommand;
use baylight::domain::time::Clock;
use baylight::domain::tool::{Tool, ToolCondition, ToolDamage, Usability};
use baylight::domain::workshop::Workshop;
use baylight::projection::requests::{Requests, requests};
use baylight::store::event_log::LogReader;
use cable::Cable;
use chrono::TimeDelta;
use processes::*;
use shop::*;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;
use uuid::Uuid;

/// Storekeeper.
const GU_MIN: &str = "E5001";
const RO: &str = "2611-0001";
const BELT_KIT: &str = "24312-2B000";
const PUMP: &str = "25100-2B700";
const WRENCH: &str = "T-001";

/// Not a test of its own: what a process does that one of the tests has started.
#[test]
#[ignore = "a process that the other tests start"]
fn in_a_role() {
    processes::act();
}

fn listed(number: &str, name: &str, on_hand: u32) -> CommandBody {
    CommandBody::ListPart {
        part: Part {
            number: PartNumber::new(number),
            name: name.to_owned(),
            english_name: String::new(),
            brand: String::new(),
            fits: String::new(),
            unit: String::new(),
            warehouse: String::new(),
            category: String::new(),
            bin: "A-01-1".to_owned(),
            on_hand,
            threshold: 1,
            cost: Fen(5_000),
            price: Fen(9_900),
        },
    }
}

/// Who taps a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Bay,
    Store,
}

/// The way from the shelf to the bay and back, each step made from the ids of the taps before it.
type Step = (At, fn(&[CommandId]) -> CommandBody);

fn parts(body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: RO.into(),
        body: Box::new(body),
    }
}

fn line(taps: &[CommandId], number: u16) -> LineKey {
    LineKey {
        request: taps[1],
        line: number,
    }
}

fn parcel(pick: CommandId) -> ParcelId {
    ParcelId { pick, nth: 1 }
}

fn wanted(number: &str, quantity: u32) -> AskedLine {
    AskedLine {
        wanted: Wanted::Part {
            part: number.into(),
        },
        quantity,
    }
}

/// Two belt kits, of which eight are there, and a pump, of which there is none.
const STORY: [Step; 21] = [
    (At::Bay, |_| clock_on(BELT, "1")),
    (At::Bay, |_| {
        parts(PartsCommand::Ask {
            job: 1,
            bay: Some("1".into()),
            purpose: Purpose::Job,
            lines: vec![wanted(BELT_KIT, 2), wanted(PUMP, 1)],
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::StartPicking {
            request: taps[1],
            seen: None,
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::Pick {
            line: line(taps, 1),
            quantity: 2,
            batch: None,
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::Deliver {
            parcels: vec![parcel(taps[3])],
            to: HandOver::Bay { bay: "1".into() },
        })
    }),
    (At::Bay, |taps| {
        parts(PartsCommand::Receive {
            parcels: vec![parcel(taps[3])],
        })
    }),
    (At::Bay, |_| hold(BELT, HoldReason::Parts)),
    (At::Store, |taps| {
        parts(PartsCommand::Backorder {
            line: line(taps, 2),
            supplier: "现代配件中心".to_owned(),
            eta: chrono::Utc::now() + TimeDelta::hours(1),
        })
    }),
    (At::Store, |_| CommandBody::Stock {
        part: PUMP.into(),
        body: StockCommand::GoodsIn {
            quantity: 3,
            batch: "B7".to_owned(),
            bin: None,
            cost: None,
            supplier: String::new(),
        },
    }),
    (At::Store, |taps| {
        parts(PartsCommand::Pick {
            line: line(taps, 2),
            quantity: 1,
            batch: None,
        })
    }),
    (At::Bay, |taps| {
        parts(PartsCommand::Receive {
            parcels: vec![parcel(taps[9])],
        })
    }),
    (At::Bay, |_| clock_on(BELT, "1")),
    (At::Bay, |taps| {
        parts(PartsCommand::AskExchange {
            line: line(taps, 1),
            quantity: 1,
            reason: ReturnReason::WrongPart,
            right: Wanted::Part { part: PUMP.into() },
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::Exchange {
            offer: taps[12],
            right: None,
            to: Shelving::Shelf,
        })
    }),
    (At::Bay, |taps| {
        parts(PartsCommand::OfferReturn {
            line: line(taps, 1),
            quantity: 1,
            reason: ReturnReason::NotNeeded,
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::TakeReturn {
            offer: taps[14],
            quantity: 1,
            to: Shelving::Shelf,
        })
    }),
    (At::Bay, |_| {
        parts(PartsCommand::RecordOldPart {
            job: 1,
            bay: Some("1".into()),
            part: None,
            name: "旧正时皮带".to_owned(),
            english_name: String::new(),
            quantity: 1,
            fate: OldPartFate::Warranty,
        })
    }),
    (At::Store, |taps| {
        parts(PartsCommand::ShelveOldPart {
            old: taps[16],
            place: "W-1".to_owned(),
        })
    }),
    (At::Bay, |_| CommandBody::TakeTool {
        tool: WRENCH.into(),
        job: Some(job(BELT)),
        bay: Some("1".into()),
        due: None,
    }),
    (At::Bay, |_| CommandBody::ReturnTool {
        tool: WRENCH.into(),
        condition: ToolCondition::Damaged {
            what: ToolDamage::Broken,
            note: String::new(),
            usability: Usability::Unusable,
        },
    }),
    (At::Bay, |taps| {
        let fitted = |number, quantity| LineQuantity {
            line: line(taps, number),
            quantity,
        };
        parts(PartsCommand::Fit {
            lines: vec![fitted(2, 1), fitted(3, 1)],
        })
    }),
];

/// Who falls over after each tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Falls {
    Bay,
    Store,
    Board,
    Coordinator,
    Broker,
    BaysCable,
    StoresCable,
}

/// Bay, store, board, coordinator and broker, each a process, with a cable of their own for bay and store.
struct Shop {
    dir: TempDir,
    port: u16,
    cables: [Cable; 2],
    broker: Process,
    coordinator: Process,
    stations: [Process; 2],
    board: Process,
}

impl Shop {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let port = free_port();
        prepare(&dir);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let broker = start_broker(dir.path(), &post("broker", "", port));
        let cables = [Cable::to(address), Cable::to(address)];
        let coordinator = role(&dir, "coordinator", &post("coordinator", "", port));
        let [bay, store] = [&cables[0], &cables[1]].map(|cable| cable.end.port());
        Self {
            stations: [
                role(&dir, "station", &post("bay-1", WANG_LEI, bay)),
                role(&dir, "station", &post("stores", GU_MIN, store)),
            ],
            board: role(&dir, "station", &post("board", LIU_YANG, port)),
            dir,
            port,
            cables,
            broker,
            coordinator,
        }
    }

    fn station(&mut self, at: At) -> &mut Process {
        &mut self.stations[usize::from(at == At::Store)]
    }

    /// Taps, and lets somebody fall over while the tap is on its way; nothing more is waited for than that the tap is
    /// saved.
    fn step(&mut self, at: At, body: &CommandBody, falls: Falls) -> CommandId {
        let pulled = match falls {
            Falls::BaysCable => Some(0),
            Falls::StoresCable => Some(1),
            _ => None,
        };
        if let Some(cable) = pulled {
            self.cables[cable].pull();
        }
        let station = self.station(at);
        let before = tapped(station);
        station.tell(&format!(
            "tap {}",
            serde_json::to_string(body).expect("a tap")
        ));
        let id = station.until_tapped(before + 1);
        station.until_said(&format!("saved {id}"));
        match falls {
            Falls::Bay | Falls::Store => self.restart_station(falls == Falls::Store),
            Falls::Board => {
                self.board.kill();
                self.board = role(&self.dir, "station", &post("board", LIU_YANG, self.port));
            }
            Falls::Coordinator => {
                self.coordinator.kill();
                self.coordinator = role(
                    &self.dir,
                    "coordinator",
                    &post("coordinator", "", self.port),
                );
            }
            Falls::Broker => {
                self.broker.kill();
                self.broker = start_broker(self.dir.path(), &post("broker", "", self.port));
            }
            Falls::BaysCable | Falls::StoresCable => {}
        }
        if let Some(cable) = pulled {
            self.cables[cable].plug();
        }
        let id = CommandId(id.parse::<Uuid>().expect("an id"));
        self.until_decided(id);
        id
    }

    fn restart_station(&mut self, store: bool) {
        let at = usize::from(store);
        self.stations[at].kill();
        let port = self.cables[at].end.port();
        let post = match store {
            true => post("stores", GU_MIN, port),
            false => post("bay-1", WANG_LEI, port),
        };
        self.stations[at] = role(&self.dir, "station", &post);
    }

    fn data(&self, role: &str) -> PathBuf {
        self.dir.path().join(role)
    }

    /// The next step stands on this one: it waits until the coordinator has decided it.
    fn until_decided(&self, id: CommandId) {
        let until = Instant::now() + PATIENCE;
        loop {
            let log = log_of(&self.data("coordinator"));
            if log.iter().any(|logged| logged.event.command == id) {
                return;
            }
            let left = Instant::now() < until;
            assert!(left, "{id} was never decided: {}", self.last_words());
            std::thread::yield_now();
        }
    }

    fn last_words(&self) -> String {
        let said: Vec<String> = self.stations.iter().flat_map(Process::all_said).collect();
        said.join("\n")
    }
}

/// Asks a screen what it shows, again and again, until that is true to the letter.
fn until_shown(screen: &mut Process, name: &str, truth: &Requests) {
    let until = Instant::now() + PATIENCE;
    for asked in 1.. {
        screen.tell("show");
        let shown = loop {
            let said = screen.all_said();
            let mut shows = said.iter().filter_map(|line| line.strip_prefix("shows "));
            if let Some(text) = shows.nth(asked - 1) {
                break serde_json::from_str::<Requests>(text).expect("what a screen shows");
            }
            assert!(Instant::now() < until, "{name} says nothing");
            std::thread::yield_now();
        };
        if shown == *truth {
            return;
        }
        assert!(
            Instant::now() < until,
            "{name} shows {shown:#?}\nand true is {truth:#?}"
        );
    }
}

fn tapped(station: &Process) -> usize {
    let said = station.all_said();
    said.iter()
        .filter(|line| line.starts_with("tapped "))
        .count()
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
        let wrench = CommandBody::ListTool {
            tool: Tool {
                id: ToolId::new(WRENCH),
                name: "扭力扳手".to_owned(),
                english_name: String::new(),
                category: String::new(),
                place: "工具柜".to_owned(),
                calibrated_until: None,
                maintained_until: None,
            },
        };
        let store = [
            enrol(GU_MIN, "顾敏", Role::Storekeeper),
            listed(BELT_KIT, "正时皮带套件", 8),
            listed(PUMP, "水泵总成", 0),
            wrench,
        ];
        let all = morning().into_iter().chain(store).collect();
        alone.submit(all).await.expect("the morning is written");
        drop(alone);
        writer.join().expect("the writer ends");
    });
}

/// Goes the whole way while somebody falls over at every step, and counts every piece at the end.
fn goes_the_whole_way(falls: Falls) {
    let mut shop = Shop::new();
    let mut taps: Vec<CommandId> = Vec::new();
    for (at, body) in &STORY {
        let body = body(&taps);
        taps.push(shop.step(*at, &body, falls));
    }
    for station in &shop.stations {
        station.until_nothing_waits();
    }
    let log = LogReader::open(&shop.data("coordinator")).expect("the log");
    let workshop = log.load().expect("the projections");
    assert_every_piece(&workshop, &shop, &taps);
    let truth: Requests = requests(&workshop)
        .into_iter()
        .flat_map(|(_, page)| page.orders)
        .map(|order| (order.ro.clone(), order))
        .collect();
    let [bay, store] = &mut shop.stations;
    for (screen, name) in [
        (bay, "the bay"),
        (store, "the store"),
        (&mut shop.board, "the board"),
    ] {
        until_shown(screen, name, &truth);
    }
    shop.coordinator.kill();
    assert_verified(&shop.data("coordinator"));
}

fn assert_every_piece(workshop: &Workshop, shop: &Shop, taps: &[CommandId]) {
    let on_hand = |part: &str| workshop.on_hand(&part.into()).unwrap();
    // Two kits went out; one came back in the exchange, one in the return. A pump was fitted, and one more exchanged.
    assert_eq!((on_hand(BELT_KIT), on_hand(PUMP)), (8, 1));
    for stock in workshop.stock.values() {
        let shelves: i64 = stock.batches.iter().map(|batch| batch.quantity).sum();
        assert_eq!((stock.picked, shelves), (0, stock.on_hand()));
        assert_eq!(stock.unexplained, 0);
    }
    let order = &workshop.orders[&RoNumber::new(RO)];
    assert_eq!(order.parts.unreconciled(1), []);
    let state = workshop.job(&job(BELT)).unwrap().state();
    assert_eq!(state, JobState::InRepair, "it was resumed");
    // Each tap once, and each parcel issued once.
    let log = log_of(&shop.data("coordinator"));
    let mut issued = BTreeSet::new();
    for logged in &log {
        if let EventBody::PartsChanged { change, .. } = &logged.event.body
            && let PartsChange::Issued { parcel, .. } = &**change
        {
            assert!(issued.insert(*parcel), "{parcel:?} was issued twice");
        }
    }
    assert_eq!(issued.len(), 2);
    let known: BTreeSet<CommandId> = log.iter().map(|logged| logged.event.command).collect();
    for tap in taps {
        assert!(known.contains(tap), "{tap} is missing");
    }
}

#[test]
fn the_bay_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::Bay);
}

#[test]
fn the_store_is_killed_after_every_tap() {
    goes_the_whole_way(Falls::Store);
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
fn the_bays_cable_is_pulled_at_every_tap() {
    goes_the_whole_way(Falls::BaysCable);
}

#[test]
fn the_stores_cable_is_pulled_at_every_tap() {
    goes_the_whole_way(Falls::StoresCable);
}
