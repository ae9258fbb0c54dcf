//! A whole day at 12, 40 and 200 bays at once: every tap is accepted, the clocks add up to the minute, and the log
//! stands every check.
#![cfg(feature = "embedded-broker")]

#[path = "common/shop.rs"]
mod shop;

use baylight::domain::andon::AndonKind;
use baylight::domain::command::{Command, CommandBody};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{CommandId, PersonId, StationId};
use baylight::domain::person::Role;
use baylight::domain::receipt::Outcome;
use baylight::projection::job_card::Stage;
use baylight::protocol::message::{SentCommand, command_to_bytes, receipt_from_bytes};
use baylight::store::event_log::LogReader;
use shop::*;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many plain connections stand for the stations.
const CONNECTIONS: usize = 4;

fn technician(bay: usize) -> String {
    format!("T{bay:03}")
}

fn ro(bay: usize) -> String {
    format!("2611-{bay:04}")
}

/// A technician's day: after how many minutes of the day which tap. Two and a half hours on the first job, with a
/// half hour of waiting for parts that goes into the second.
fn day(bay: usize) -> Vec<(i64, CommandBody)> {
    let name = bay.to_string();
    let (first, second) = (format!("{}/1", ro(bay)), format!("{}/2", ro(bay)));
    vec![
        (0, CommandBody::ShiftIn),
        (5, clock_on(&first, &name)),
        (65, hold(&first, HoldReason::Parts)),
        (66, clock_on(&second, &name)),
        (96, clock_on(&first, &name)),
        (186, finish(&first)),
        (
            186,
            CommandBody::GoIdle {
                code: IdleCode::WaitingForWork,
            },
        ),
        (300, clock_on(&second, &name)),
        (
            310,
            CommandBody::RaiseAndon {
                bay: name.as_str().into(),
                call: AndonKind::Foreman,
            },
        ),
        (360, finish(&second)),
        (480, CommandBody::ShiftOut),
    ]
}

async fn workshop(bays: usize) -> Workshop {
    let mut shop = Workshop::dark(policy(bays));
    shop.start_broker().await;
    shop.start_coordinator();
    let people = (1..=bays).map(|bay| enrol(&technician(bay), "技师", Role::Technician));
    let orders = (1..=bays).map(|bay| {
        admit(sheet(
            &ro(bay),
            &format!("京A{:05}", 10_000 + bay),
            &[("更换正时皮带", 150), ("保养", 90)],
        ))
    });
    shop.take_in(people.chain(orders).collect()).await;
    shop
}

/// Taps the day of every bay over a few plain connections, all bays at once, and waits for every receipt.
async fn over_the_wire(bays: usize) {
    let started = Instant::now();
    let shop = workshop(bays).await;
    let mut wires = Vec::new();
    for _ in 0..CONNECTIONS {
        wires.push(shop.wire().await);
    }
    let start = shop.clock.now();
    let days: Vec<_> = (1..=bays).map(day).collect();
    for turn in 0..days[0].len() {
        let minutes = days[0][turn].0;
        let now = start + chrono::TimeDelta::minutes(minutes);
        shop.clock.forward((now - shop.clock.now()).num_minutes());
        let mut asked = BTreeSet::new();
        for (bay, day) in (1..).zip(&days) {
            let station = StationId::new(format!("bay-{bay}"));
            let command = Command {
                id: CommandId(Uuid::now_v7()),
                at: shop.clock.now(),
                station: station.clone(),
                actor: person(&technician(bay)),
                body: day[turn].1.clone(),
            };
            asked.insert(command.id);
            let sent = SentCommand {
                command,
                epoch: 1,
                seq: turn as u64 + 1,
                after: None,
            };
            let bytes = command_to_bytes(&sent).expect("a message");
            wires[bay % CONNECTIONS]
                .say(&format!("station/{station}/command"), bytes)
                .await;
        }
        while !asked.is_empty() {
            let message = wires[0]
                .hears("a receipt of every bay", |message| {
                    message.topic.ends_with("/receipt")
                })
                .await;
            let receipt = receipt_from_bytes(&message.payload).expect("a receipt");
            assert!(
                matches!(receipt.outcome, Outcome::Accepted { .. }),
                "{receipt:?}"
            );
            asked.remove(&receipt.command);
        }
        for wire in &mut wires {
            wire.take_all();
        }
    }
    adds_up(&shop, bays).await;
    let took = started.elapsed();
    assert!(
        took < Duration::from_secs(55),
        "a day of {bays} bays took {took:?}"
    );
    shop.close().await;
}

/// Every job and every day has exactly the minutes that were tapped.
async fn adds_up(shop: &Workshop, bays: usize) {
    let board = shop.floor("board");
    let picture = board
        .until("every job finished", |picture| {
            let mut cards = picture.views.bays.values().flat_map(|bay| &bay.jobs);
            picture.views.bays.len() == bays
                && cards.clone().count() == 2 * bays
                && cards.all(|card| card.stage == Stage::Finished)
                && picture.views.finishing.cars.len() == bays
        })
        .await;
    assert_eq!(picture.views.alerts.calls.len(), bays);
    shop.assert_verified();
    let state = LogReader::open(&shop.data_dir())
        .and_then(|reader| reader.load())
        .expect("the state");
    let date = shop.policy.day_of(shop.clock.now());
    for bay in 1..=bays {
        for (line, minutes) in [(1, 60 + 90), (2, 30 + 60)] {
            let id = job(&format!("{}/{line}", ro(bay)));
            let worked = state
                .job(&id)
                .expect("the job")
                .worked_secs(shop.clock.now());
            assert_eq!(worked, minutes * 60, "{id}");
        }
        let day = &state.days[&(PersonId::new(technician(bay)), date)];
        assert!(!day.is_present() && day.missed.is_none(), "bay {bay}");
        assert_eq!(day.marks.len(), 7, "bay {bay}");
    }
    let events = shop.log();
    let taps = events
        .iter()
        .filter(|logged| logged.event.station.as_str().starts_with("bay-"));
    assert_eq!(taps.count(), bays * day(1).len(), "one event a tap");
    board.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_bays_have_a_day() {
    over_the_wire(40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_bays_have_a_day() {
    over_the_wire(200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twelve_bays_have_a_day_at_stations_of_their_own() {
    const BAYS: usize = 12;
    let shop = workshop(BAYS).await;
    let stations: Vec<Screen> = (1..=BAYS).map(|bay| shop.bay(&bay.to_string())).collect();
    for station in &stations {
        station.live().await;
    }
    let start = shop.clock.now();
    let days: Vec<_> = (1..=BAYS).map(day).collect();
    for turn in 0..days[0].len() {
        let now = start + chrono::TimeDelta::minutes(days[0][turn].0);
        shop.clock.forward((now - shop.clock.now()).num_minutes());
        let mut taps = Vec::new();
        for ((bay, day), station) in (1..).zip(&days).zip(&stations) {
            taps.push(station.tap(&technician(bay), day[turn].1.clone()));
        }
        for (tap, station) in taps.into_iter().zip(&stations) {
            station.accepted(tap).await;
        }
    }
    adds_up(&shop, BAYS).await;
    shop.close().await;
}
