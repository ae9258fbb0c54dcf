//! The flow from finger to board: a whole workshop in one process, told as stories of named people.
#![cfg(feature = "embedded-broker")]

#[path = "common/shop.rs"]
mod shop;

use baylight::coordinator::publish::{self, Out, Reach};
use baylight::domain::andon::AndonKind;
use baylight::domain::command::{Actor, Command, CommandBody, Recognised};
use baylight::domain::dispatch::ConflictKind;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{CommandId, LogPosition, PersonId, StationId};
use baylight::domain::receipt::{Delivery, Outcome, Receipt};
use baylight::domain::refusal::Refusal;
use baylight::mqtt::{Link, LinkEvent, LinkOptions};
use baylight::projection::job_card::Stage;
use baylight::projection::picture::{LinkState, TapState};
use baylight::projection::waiting::WaitingView;
use baylight::projection::{View, ViewName};
use baylight::protocol::envelope::Sender;
use baylight::protocol::message::{Online, SentCommand, command_to_bytes, presence_from_bytes};
use baylight::protocol::topic::Topic;
use shop::*;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_on_at_the_bay_is_seen_on_the_board() {
    let shop = Workshop::new().await;
    let (bay, board) = (shop.bay("1"), shop.floor("board"));
    bay.live().await;
    board.live().await;
    bay.does(WANG_LEI, CommandBody::ShiftIn).await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    let picture = board
        .until("Wang Lei on the belt", |picture| {
            live_on(picture, BELT) == [WANG_LEI]
        })
        .await;
    let belt = card(&picture, BELT).expect("its card");
    assert_eq!(belt.stage, Stage::InRepair);
    assert_eq!(belt.bay().map(ToString::to_string), Some("1".to_owned()));
    assert_eq!(shop.tapped_kinds(), ["shift-in", "clocked-on"]);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_for_parts_is_cleared_by_the_dispatcher_and_the_work_resumes() {
    let shop = Workshop::new().await;
    let (bay, dispatcher) = (shop.bay("1"), shop.floor("dispatch"));
    bay.live().await;
    dispatcher.live().await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    shop.clock.forward(20);
    bay.does(WANG_LEI, hold(BELT, HoldReason::Parts)).await;
    let picture = dispatcher
        .until("the hold", |picture| {
            card(picture, BELT).is_some_and(|card| card.stage == Stage::OnHold)
        })
        .await;
    let held = card(&picture, BELT)
        .and_then(|card| card.hold.clone())
        .expect("a hold");
    assert_eq!(
        (held.reason, held.cleared_at),
        (Some(HoldReason::Parts), None)
    );

    shop.clock.forward(30);
    dispatcher
        .does(CHEN_YU, CommandBody::ClearHold { job: job(BELT) })
        .await;
    bay.until("that the cause is gone", |picture| {
        card(picture, BELT)
            .and_then(|card| card.hold.as_ref())
            .is_some_and(|hold| hold.cleared_at.is_some())
    })
    .await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    let picture = dispatcher
        .until("the resumed work", |picture| {
            live_on(picture, BELT) == [WANG_LEI]
        })
        .await;
    let belt = card(&picture, BELT).expect("its card");
    assert_eq!(
        belt.worked_secs,
        20 * 60,
        "the half hour of waiting is nobody's work"
    );
    assert_eq!(belt.hold, None);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_technician_joins_a_running_job() {
    let shop = Workshop::new().await;
    let (bay, board) = (shop.bay("1"), shop.floor("board"));
    bay.live().await;
    board.live().await;
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    shop.clock.forward(10);
    bay.does(LI_QIANG, clock_on(BELT, "1")).await;
    board
        .until("both on the belt", |picture| {
            live_on(picture, BELT) == [WANG_LEI, LI_QIANG]
        })
        .await;
    shop.clock.forward(50);
    bay.does(WANG_LEI, finish(BELT)).await;
    let picture = board
        .until("the finish", |picture| {
            card(picture, BELT).is_some_and(|card| card.stage == Stage::Finished)
        })
        .await;
    let belt = card(&picture, BELT).expect("its card");
    assert_eq!(belt.worked_secs, (60 + 50) * 60, "both clocks count");
    assert_eq!(live_on(&picture, BELT), [""; 0]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_dispatchers_at_one_slot_the_second_is_refused_with_the_reason() {
    let shop = Workshop::new().await;
    let (first, second) = (shop.floor("dispatch-1"), shop.floor("dispatch-2"));
    first.live().await;
    second.live().await;
    // Neither has seen what the other does.
    let belt = first.tap(CHEN_YU, dispatch(BELT, "1", "09:00", "11:00", &[]));
    let service = second.tap(LIU_YANG, dispatch(SERVICE, "1", "10:00", "11:00", &[]));
    let states = [first.answered(belt).await, second.answered(service).await];
    let refusals: Vec<Refusal> = states
        .into_iter()
        .filter_map(|state| match state {
            TapState::Refused { refusal, .. } => Some(refusal),
            _ => None,
        })
        .collect();
    let [Refusal::Conflicts { conflicts }] = refusals.as_slice() else {
        panic!("one of the two is refused for its conflicts: {refusals:?}");
    };
    assert_eq!(conflicts[0].kind(), ConflictKind::BayTaken);
    assert_eq!(shop.tapped_kinds(), ["job-dispatched"]);
    // Whoever was refused has seen it now, and insists.
    let accepted = [ConflictKind::BayTaken];
    second
        .does(
            LIU_YANG,
            dispatch(SERVICE, "1", "10:00", "11:00", &accepted),
        )
        .await;
    first
        .until("both on the bay", |picture| {
            let (belt, service) = (card(picture, BELT), card(picture, SERVICE));
            service.is_some_and(|card| card.plan.is_some()) && belt.is_some()
        })
        .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_for_help_lights_the_lamp_until_it_is_cleared() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let (bay, board) = (shop.bay("1"), shop.floor("board"));
    bay.live().await;
    board.live().await;
    let lamp = |state: &'static str| {
        move |message: &rumqttc::Publish| {
            message.topic == "baylight/v1/test/lamp/1"
                && String::from_utf8_lossy(&message.payload)
                    .contains(&format!("\"lamp\":\"{state}\""))
        }
    };
    wire.hears("a dark lamp at the start", lamp("off")).await;
    let raised = CommandBody::RaiseAndon {
        bay: "1".into(),
        call: AndonKind::Foreman,
    };
    // A hand on the button is enough: nobody has to sign in to call for help.
    let call = bay.tap_unknown(raised);
    bay.accepted(call).await;
    wire.hears("a burning lamp", lamp("calling")).await;
    shop.clock.forward(6);
    board.does(LIU_YANG, CommandBody::ShiftIn).await;
    wire.hears("a lamp that has burnt too long", lamp("escalated"))
        .await;
    board
        .until("the call", |picture| {
            picture
                .views
                .alerts
                .calls
                .iter()
                .any(|known| known.id == call)
        })
        .await;
    board
        .does(LIU_YANG, CommandBody::AcknowledgeAndon { call })
        .await;
    wire.hears("a lamp that says who comes", lamp("acknowledged"))
        .await;
    bay.does(LIU_YANG, CommandBody::ClearAndon { call }).await;
    wire.hears("a dark lamp at the end", lamp("off")).await;
    board
        .until("no call", |picture| picture.views.alerts.calls.is_empty())
        .await;
    // Who connects later hears it all the same.
    let mut late = shop.wire().await;
    let message = late.hears("the kept lamp", lamp("off")).await;
    assert!(message.retain);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lamp_left_burning_by_a_killed_coordinator_goes_out() {
    let mut shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    let call = bay
        .does(
            WANG_LEI,
            CommandBody::RaiseAndon {
                bay: "1".into(),
                call: AndonKind::Foreman,
            },
        )
        .await;
    bay.stop().await;
    shop.stop_coordinator().await;
    // The call is cleared while nobody can tell the lamp.
    let (alone, writer) = baylight::coordinator::LocalIntake::alone(
        &shop.data_dir(),
        shop.policy.clone(),
        shop.clock.clock(),
    )
    .expect("the database opens");
    let receipts = alone
        .submit(vec![CommandBody::ClearAndon { call }])
        .await
        .expect("written");
    assert!(matches!(receipts[0].outcome, Outcome::Accepted { .. }));
    drop(alone);
    tokio::task::spawn_blocking(move || writer.join())
        .await
        .unwrap()
        .unwrap();
    shop.start_coordinator();
    let mut wire = shop.wire().await;
    wire.hears("a dark lamp", |message| {
        message.topic.ends_with("/lamp/1")
            && String::from_utf8_lossy(&message.payload).contains("\"lamp\":\"off\"")
    })
    .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_station_alone_works_on_and_everything_arrives_in_order_and_once() {
    let mut shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    bay.until("the roster", |picture| picture.views.roster.len() == 4)
        .await;
    bay.stop().await;
    shop.stop_coordinator().await;
    shop.stop_broker().await;

    // In the morning there is neither broker nor coordinator.
    shop.clock.forward(24 * 60);
    let bay = shop.bay("1");
    let first = bay.now();
    assert_eq!(
        first.views.roster[&PersonId::new(WANG_LEI)].person.name,
        "王磊",
        "who taps is known"
    );
    assert!(matches!(first.link, LinkState::Offline { .. }));
    let mut taps = vec![bay.tap(WANG_LEI, CommandBody::ShiftIn)];
    taps.push(bay.tap(WANG_LEI, clock_on(BELT, "1")));
    shop.clock.forward(15);
    taps.push(bay.tap(WANG_LEI, hold(BELT, HoldReason::Parts)));
    taps.push(bay.tap(WANG_LEI, clock_on(SERVICE, "1")));
    for tap in &taps {
        bay.saved(*tap).await;
    }
    let picture = bay.now();
    assert_eq!(picture.waiting, taps.len());
    assert_eq!(
        live_on(&picture, SERVICE),
        [WANG_LEI],
        "its own taps are shown"
    );
    assert_eq!(
        card(&picture, BELT).map(|card| card.stage),
        Some(Stage::OnHold)
    );
    assert!(
        picture.taps.iter().all(|tap| tap.state == TapState::Saved),
        "and none as accepted"
    );

    // Saved is saved: the station may be switched off meanwhile.
    bay.stop().await;
    let bay = shop.bay("1");
    assert_eq!(bay.now().waiting, taps.len());
    shop.start_broker().await;
    shop.start_coordinator();
    bay.until("an empty outbox", |picture| picture.waiting == 0)
        .await;
    let mine: Vec<CommandId> = shop
        .log()
        .iter()
        .filter(|logged| logged.event.station.as_str() == "bay-1")
        .map(|logged| logged.event.command)
        .collect();
    assert_eq!(mine, taps, "in the order of tapping, and once");
    let board = shop.floor("board");
    board
        .until("the day", |picture| live_on(picture, SERVICE) == [WANG_LEI])
        .await;
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_offline_bay_sends_late_is_kept_beside_what_others_did_meanwhile() {
    let mut shop = Workshop::new().await;
    let (one, two) = (shop.bay("1"), shop.bay("2"));
    one.live().await;
    two.live().await;
    one.stop().await;
    // Bay 1 has no network: it starts towards a port where nobody listens.
    let real = std::mem::replace(&mut shop.address, ([127, 0, 0, 1], free_port()).into());
    let one = shop.bay("1");
    let early = one.tap(WANG_LEI, clock_on(BELT, "1"));
    one.saved(early).await;
    shop.clock.forward(30);
    two.does(WANG_LEI, clock_on(SERVICE, "2")).await;
    one.stop().await;
    shop.address = real;
    shop.clock.forward(30);
    let one = shop.bay("1");
    one.until("an empty outbox", |picture| picture.waiting == 0)
        .await;
    let picture = one
        .until("both marks of Wang Lei", |picture| {
            picture
                .views
                .people
                .get(&PersonId::new(WANG_LEI))
                .is_some_and(|day| day.marks.len() == 2)
        })
        .await;
    let belt = card(&picture, BELT).expect("its card");
    assert_eq!(
        belt.clocked_secs(shop.clock.now()),
        30 * 60,
        "until he began elsewhere"
    );
    assert_eq!(live_on(&two.now(), BELT), [""; 0]);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_backlog_of_one_bay_never_stands_before_a_tap_of_another() {
    const BACKLOG: usize = 3000;
    let mut shop = Workshop::new().await;
    let two = shop.bay("2");
    two.live().await;
    let real = std::mem::replace(&mut shop.address, ([127, 0, 0, 1], free_port()).into());
    let one = shop.bay("1");
    // Twenty-five technicians, for four days without a network.
    for number in 0..BACKLOG {
        let jobs = [BELT, BRAKES, SERVICE];
        let who = format!("T{}", number % 25);
        let last = one.tap(&who, clock_on(jobs[number % 3], "1"));
        if number + 1 == BACKLOG {
            one.saved(last).await;
        }
        if number % 25 == 24 {
            shop.clock.forward(48);
        }
    }
    one.stop().await;
    shop.address = real;
    let one = shop.bay("1");
    assert_eq!(one.now().waiting, BACKLOG);
    one.until("the drain to begin", |picture| picture.waiting < BACKLOG)
        .await;
    let before = shop.log().len();
    let tap = two.does(LI_QIANG, clock_on(SERVICE, "2")).await;
    let place = shop
        .log()
        .iter()
        .position(|logged| logged.event.command == tap)
        .expect("the tap");
    assert!(
        place - before < BACKLOG / 4,
        "the tap stood behind {} of the backlog",
        place - before
    );
    let own = one.tap(WANG_LEI, clock_on(BELT, "1"));
    one.saved(own).await;
    // A slow machine may take its time, as long as it comes to an end.
    let patience = 4 * PATIENCE;
    one.until_for(patience, "an empty outbox", |picture| picture.waiting == 0)
        .await;
    let commands: Vec<CommandId> = shop
        .log()
        .iter()
        .map(|logged| logged.event.command)
        .collect();
    let mut distinct = commands.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), commands.len(), "nothing twice");
    assert!(commands.contains(&tap) && commands.last() == Some(&own));
    shop.close().await;
}

/// Writes a command as a station of another make would.
fn sent(station: &str, seq: u64, body: CommandBody, shop: &Workshop) -> SentCommand {
    SentCommand {
        command: Command {
            id: CommandId(Uuid::now_v7()),
            at: shop.clock.now(),
            station: StationId::new(station),
            actor: Actor::Person {
                id: PersonId::new(WANG_LEI),
                by: Recognised::Badge,
            },
            body,
        },
        epoch: 1,
        seq,
        after: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_put_aside_and_blocks_nothing() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let good = sent("bay-9", 1, CommandBody::ShiftIn, &shop);
    let bytes = command_to_bytes(&good).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let other = |from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        text.replacen(from, to, 1)
    };
    let to = "station/bay-9/command";
    wire.say(to, "garbage").await;
    wire.say(to, Vec::new()).await;
    wire.say(to, other("baylight.command.v1", "baylight.command.v2"))
        .await;
    wire.say(
        to,
        other("\"specversion\":\"1.0\"", "\"specversion\":\"2.0\""),
    )
    .await;
    wire.say(to, other("\"kind\":\"shift-in\"", "\"kind\":\"levitate\""))
        .await;
    wire.say("station/bay-8/command", text.clone()).await;
    wire.say(to, other("\"epoch\":1", "\"epoch\":18446744073709551615"))
        .await;
    wire.say(to, other("\"time\":\"2026", "\"time\":\"+262000"))
        .await;
    let mut order = sent(
        "bay-9",
        2,
        admit(sheet("2611-0666", "京A66666", &[("x", 1)])),
        &shop,
    );
    order.command.actor = Actor::System;
    wire.say(to, command_to_bytes(&order).unwrap()).await;
    // Unknown fields are no reason.
    let newer = other("\"specversion\"", "\"weather\":\"fine\",\"specversion\"");
    wire.say(to, newer).await;
    // Whoever can be answered is told to let the others pass.
    loop {
        match wire.receipt("bay-9", good.command.id).await.outcome {
            Outcome::PutAside { why } => assert!(!why.is_empty()),
            Outcome::Accepted { .. } => break,
            other => panic!("{other:?}"),
        }
    }
    let reasons = shop.dead_letters();
    assert_eq!(reasons.len(), 9, "{reasons:#?}");
    let says = |row: usize, what: &str| assert!(reasons[row].contains(what), "{}", reasons[row]);
    says(0, "no CloudEvents JSON");
    says(1, "no CloudEvents JSON");
    says(2, "baylight.command.v2");
    says(3, "2.0");
    says(4, "levitate");
    says(5, "not the station of its topic");
    says(6, "epoch");
    says(7, "");
    says(8, "only an import or a timer");
    assert_eq!(shop.tapped_kinds(), ["shift-in"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_comes_again_has_the_same_answer_and_no_second_effect() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let accepted = sent("bay-9", 1, clock_on(BELT, "1"), &shop);
    let refused = sent(
        "bay-9",
        2,
        dispatch(BELT, "1", "09:00", "10:00", &[]),
        &shop,
    );
    for command in [&accepted, &refused] {
        let bytes = command_to_bytes(command).unwrap();
        wire.say("station/bay-9/command", bytes.clone()).await;
        let first = wire.receipt("bay-9", command.command.id).await;
        assert_eq!(first.delivery, Delivery::First);
        wire.say("station/bay-9/command", bytes).await;
        let second = wire.receipt("bay-9", command.command.id).await;
        assert_eq!(second.delivery, Delivery::SeenBefore);
        assert_eq!(second.outcome, first.outcome);
    }
    assert_eq!(shop.tapped_kinds(), ["clocked-on"]);
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tap_is_not_decided_before_the_tap_that_it_follows() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let first = sent("bay-9", 1, CommandBody::ShiftIn, &shop);
    let mut second = sent("bay-9", 2, clock_on(BELT, "1"), &shop);
    second.after = Some(first.command.id);
    let other = sent("bay-8", 1, clock_on(SERVICE, "2"), &shop);
    // The first was lost with the coordinator that it was sent to; the second comes in time for the next one.
    for command in [&second, &other] {
        let topic = format!("station/{}/command", command.command.station);
        wire.say(&topic, command_to_bytes(command).unwrap()).await;
    }
    wire.receipt("bay-8", other.command.id).await;
    assert_eq!(shop.tapped_kinds(), ["clocked-on"], "only the other bay's");
    for command in [&first, &second] {
        wire.say("station/bay-9/command", command_to_bytes(command).unwrap())
            .await;
    }
    wire.receipt("bay-9", second.command.id).await;
    assert_eq!(
        shop.tapped_kinds(),
        ["clocked-on", "shift-in", "clocked-on"]
    );
    // What follows a message that nobody can read does not wait for it.
    let unreadable = sent("bay-9", 3, CommandBody::ShiftOut, &shop);
    let text = String::from_utf8(command_to_bytes(&unreadable).unwrap()).unwrap();
    wire.say(
        "station/bay-9/command",
        text.replace("command.v1", "command.v2"),
    )
    .await;
    let mut last = sent("bay-9", 4, finish(BELT), &shop);
    last.after = Some(unreadable.command.id);
    wire.say("station/bay-9/command", command_to_bytes(&last).unwrap())
        .await;
    wire.receipt("bay-9", last.command.id).await;
    shop.assert_verified();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_station_whose_receipts_are_lost_asks_again() {
    let mut shop = Workshop::dark(policy(2));
    shop.start_broker().await;
    let mut wire = shop.wire().await;
    // Somebody says that the coordinator is there, and nobody answers: as when every receipt is lost.
    let there = presence(shop.clock.now(), Online::Yes, "coordinator", 7);
    let bay = shop.bay("1");
    wire.hears("the bay", |message| {
        message.topic.ends_with("/station/bay-1/presence")
    })
    .await;
    let tap = bay.tap(WANG_LEI, CommandBody::ShiftIn);
    bay.saved(tap).await;
    let is_tap = |message: &rumqttc::Publish| {
        message.topic.ends_with("/station/bay-1/command")
            && String::from_utf8_lossy(&message.payload).contains(&tap.to_string())
    };
    wire.say("coordinator/presence", there).await;
    let first = wire.hears("the tap", is_tap).await;
    let again = wire.hears("the tap once more", is_tap).await;
    assert_eq!(first.payload, again.payload, "the same tap, not another");
    assert_eq!(
        bay.now().tap(tap).map(|tap| tap.state.clone()),
        Some(TapState::Saved)
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_will_of_an_earlier_life_greys_nobody() {
    let shop = Workshop::new().await;
    let wire = shop.wire().await;
    let (bay, board) = (shop.bay("1"), shop.floor("board"));
    bay.live().await;
    bay.stop().await;
    let bay = shop.bay("1");
    bay.live().await;
    let id = StationId::new("bay-1");
    board
        .until("the second life", |picture| {
            picture.stations.get(&id).is_some_and(|s| s.epoch == 2)
        })
        .await;
    let will = |source: &str, epoch| presence(shop.clock.now(), Online::No, source, epoch);
    let online = |source: &str, epoch| presence(shop.clock.now(), Online::Yes, source, epoch);
    wire.say("station/bay-1/presence", will("bay-1", 1)).await;
    wire.say("coordinator/presence", will("coordinator", 0))
        .await;
    // Whatever comes after it has passed it.
    bay.does(WANG_LEI, clock_on(BELT, "1")).await;
    let picture = board
        .until("the clock-on", |picture| {
            live_on(picture, BELT) == [WANG_LEI]
        })
        .await;
    assert_eq!(picture.stations[&id].gone_since, None);
    assert_eq!(picture.link, LinkState::Live);
    // A will of this life does, once nobody is there to deny it.
    let last_word = will("bay-1", 2);
    bay.stop().await;
    board
        .until("the goodbye", |picture| {
            picture.silent_since(&"1".into()).is_some()
        })
        .await;
    wire.say("station/bay-1/presence", online("bay-1", 2)).await;
    board
        .until("the bay once more", |picture| {
            picture.silent_since(&"1".into()).is_none()
        })
        .await;
    shop.clock.forward(5);
    wire.say("station/bay-1/presence", last_word).await;
    let picture = board
        .until("a silent bay", |picture| {
            picture.silent_since(&"1".into()).is_some()
        })
        .await;
    assert_eq!(
        picture.silent_since(&"1".into()),
        Some(shop.clock.now()),
        "since now, not since it came"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hears_that_it_is_gone_says_that_it_is_there() {
    let shop = Workshop::new().await;
    let mut wire = shop.wire().await;
    let bay = shop.bay("1");
    bay.live().await;
    let of = |topic: &'static str, online| {
        move |message: &rumqttc::Publish| {
            message.topic.ends_with(topic)
                && presence_from_bytes(&message.payload)
                    .is_ok_and(|presence| presence.online == online)
        }
    };
    for (topic, source) in [
        ("station/bay-1/presence", "bay-1"),
        ("coordinator/presence", "coordinator"),
    ] {
        wire.hears("that it has come", of(topic, Online::Yes)).await;
        // The broker held the line of before for alive, and speaks its will only now.
        wire.say(topic, presence(shop.clock.now(), Online::No, source, 1))
            .await;
        wire.hears("the will", of(topic, Online::No)).await;
        wire.hears("that it is there", of(topic, Online::Yes)).await;
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stations_of_one_name_do_not_hammer_the_broker() {
    let shop = Workshop::new().await;
    let connect = || {
        let options = LinkOptions {
            broker: shop.broker_address(),
            site: shop.policy.site.clone(),
            station: StationId::new("board"),
            filters: Vec::new(),
            presence_topic: Topic::Presence(StationId::new("board")),
            presence: Arc::new({
                let clock = shop.clock.clock();
                move |online| presence(clock.now(), online, "board", 1)
            }),
            in_flight: 1,
        };
        Link::start(options).expect("a link")
    };
    let (first, mut of_first) = connect();
    let (second, mut of_second) = connect();
    let began = Instant::now();
    let mut thrown_out = 0;
    within("both to be thrown out eight times in all", async {
        while thrown_out < 8 {
            let event = tokio::select! {
                event = of_first.recv() => event,
                event = of_second.recv() => event,
            };
            if let Some(LinkEvent::Down { .. }) = event {
                thrown_out += 1;
            }
        }
    })
    .await;
    // Each waits at the least 0.125 s, then 0.25 s, and then 0.3 s each time.
    assert!(
        began.elapsed() > Duration::from_millis(1500),
        "{:?}",
        began.elapsed()
    );
    first.close().await;
    second.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_while_the_broker_was_away_is_sent_once_behind_the_receipts() {
    let mut shop = Workshop::dark(policy(2));
    let clock = shop.clock.clock();
    let (link, mut events) = Link::start(LinkOptions {
        broker: shop.broker_address(),
        site: shop.policy.site.clone(),
        station: StationId::new("coordinator"),
        filters: Vec::new(),
        presence_topic: Topic::CoordinatorPresence,
        presence: Arc::new({
            let at = shop.clock.now();
            move |online| presence(at, online, "coordinator", 1)
        }),
        in_flight: 200,
    })
    .expect("a link");
    let sender = Sender {
        source: "coordinator".to_owned(),
        epoch: 1,
    };
    let (out, out_rx) = mpsc::unbounded_channel();
    let (reach, reach_rx) = mpsc::unbounded_channel();
    let publisher = publish::Publisher::new(link.publisher(), sender, clock);
    let publisher = tokio::spawn(publisher.run(out_rx, reach_rx));
    let shows = |name: ViewName, position| Out::Views {
        position: LogPosition(position),
        at: chrono::DateTime::UNIX_EPOCH,
        changed: vec![(name, Some(View::Waiting(WaitingView::default())))],
    };
    // More than the link's own queue holds.
    for position in 1..=3000 {
        out.send(shows(ViewName::Waiting(0), position))
            .expect("a publisher");
    }
    let command = CommandId(Uuid::now_v7());
    let receipt = Receipt {
        command,
        outcome: Outcome::Accepted {
            position: LogPosition(3000),
            events: Vec::new(),
        },
        delivery: Delivery::First,
    };
    let station = StationId::new("bay-1");
    out.send(Out::Receipt { station, receipt })
        .expect("a publisher");

    shop.start_broker().await;
    let mut wire = shop.wire().await;
    within("the link", async {
        while !matches!(events.recv().await, Some(LinkEvent::Up)) {}
    })
    .await;
    reach.send(Reach::Up).expect("a publisher");
    wire.hears("the view", |message| {
        message.topic.ends_with("/view/waiting/0")
    })
    .await;
    out.send(shows(ViewName::Waiting(1), 3001))
        .expect("a publisher");
    wire.hears("the last that is sent", |message| {
        message.topic.ends_with("/view/waiting/1")
    })
    .await;
    let before: Vec<String> = wire
        .take_all()
        .into_iter()
        .map(|message| message.topic)
        .filter(|topic| !topic.ends_with("/presence"))
        .collect();
    assert_eq!(
        before,
        ["baylight/v1/test/station/bay-1/receipt"],
        "the receipt, and no view twice"
    );
    drop((out, reach));
    within("the publisher's end", publisher)
        .await
        .expect("its end");
    link.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_views_that_changed_are_sent() {
    let shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    let mut wire = shop.wire().await;
    // The lamp is sent behind the views: what has not come before it does not come.
    let lamp = |state: &'static str| {
        move |message: &rumqttc::Publish| {
            message.topic.ends_with("/lamp/1")
                && String::from_utf8_lossy(&message.payload)
                    .contains(&format!("\"lamp\":\"{state}\""))
        }
    };
    let raised = CommandBody::RaiseAndon {
        bay: "1".into(),
        call: AndonKind::Foreman,
    };
    let call = bay.does(WANG_LEI, raised).await;
    wire.hears("a burning lamp", lamp("calling")).await;
    wire.take_all();
    bay.does(LIU_YANG, CommandBody::AcknowledgeAndon { call })
        .await;
    wire.hears("a lamp that says who comes", lamp("acknowledged"))
        .await;
    let views: Vec<String> = wire
        .take_all()
        .into_iter()
        .filter(|message| message.topic.contains("/view/") && !message.retain)
        .map(|message| message.topic)
        .collect();
    assert_eq!(views, ["baylight/v1/test/view/alerts/0"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kept_message_of_two_hundred_bays_is_beyond_the_limit() {
    let mut shop = Workshop::dark(policy(200));
    shop.start_broker().await;
    shop.start_coordinator();
    shop.take_in(morning()).await;
    let long = "发动机舱内有异响，冷车时明显，热车后减弱。".repeat(20);
    let orders: Vec<CommandBody> = (0..400)
        .map(|number| {
            let plate = format!("京B{:05}", number + 10_000);
            let mut order = sheet(
                &format!("2611-{:04}", number + 1000),
                &plate,
                &[("保养", 60), ("检查", 30)],
            );
            order.complaint.clone_from(&long);
            order.remarks.clone_from(&long);
            admit(order)
        })
        .collect();
    shop.take_in(orders).await;
    let people = (0..200)
        .map(|n| {
            enrol(
                &format!("E{}", 3000 + n),
                "欧阳明月",
                baylight::domain::person::Role::Technician,
            )
        })
        .collect();
    shop.take_in(people).await;
    let board = shop.floor("board");
    board
        .until("everything", |picture| {
            picture.views.waiting.jobs.len() == 803 && picture.views.roster.len() == 204
        })
        .await;
    let mut wire = shop.wire().await;
    // Every page of every set: who connects is told the kept messages in any order.
    let mut all = Vec::new();
    for page in [
        "waiting/13",
        "alerts/6",
        "roster/3",
        "bay/200",
        "finishing/0",
        "site",
    ] {
        let topic = format!("baylight/v1/test/view/{page}");
        all.push(wire.hears(page, |message| message.topic == topic).await);
    }
    all.extend(wire.take_all());
    all.retain(|message| message.retain);
    let largest = all
        .iter()
        .max_by_key(|message| message.payload.len())
        .expect("messages");
    assert!(
        largest.payload.len() < 256 * 1024,
        "{} has {} bytes",
        largest.topic,
        largest.payload.len()
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_there_no_more_shows_nothing_twice() {
    let mut shop = Workshop::new().await;
    let order = |number: usize| {
        sheet(
            &format!("2611-{:04}", 1000 + number),
            &format!("京B{:05}", 10_000 + number),
            &[("保养", 60)],
        )
    };
    shop.take_in((0..70).map(|number| admit(order(number))).collect())
        .await;
    let board = shop.floor("board");
    board
        .until("two pages", |picture| {
            picture.views.waiting.jobs.len() == 73
        })
        .await;
    board.stop().await;
    // While the board is away, many of them are begun.
    let (bay, dispatcher) = (shop.bay("1"), shop.floor("dispatch"));
    bay.live().await;
    dispatcher.live().await;
    for number in 0..30 {
        let job = format!("2611-{:04}/1", 1000 + number);
        bay.does(WANG_LEI, clock_on(&job, "1")).await;
        shop.clock.forward(1);
    }
    dispatcher
        .until("one page", |picture| picture.views.waiting.jobs.len() == 43)
        .await;
    shop.stop_coordinator().await;
    shop.stop_broker().await;
    shop.start_broker().await;
    shop.start_coordinator();
    let board = shop.floor("board");
    board.live().await;
    let picture = board
        .until("one page", |picture| picture.views.waiting.jobs.len() == 43)
        .await;
    let mut jobs: Vec<_> = picture
        .views
        .waiting
        .jobs
        .iter()
        .map(|card| card.job.clone())
        .collect();
    jobs.dedup();
    assert_eq!(jobs.len(), 43);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_effect_of_a_tap_never_leaves_the_screen_between_receipt_and_view() {
    let shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    let mut changes = bay.changes();
    let tap = bay.tap(WANG_LEI, clock_on(BELT, "1"));
    let seen = async {
        let mut shown = false;
        loop {
            changes.changed().await.expect("the station lives");
            let picture = changes.borrow_and_update().clone();
            let on = live_on(&picture, BELT) == [WANG_LEI];
            assert!(
                on || !shown,
                "it was there and went away: {:?}",
                picture.tap(tap)
            );
            shown |= on;
            let accepted = matches!(
                picture.tap(tap).map(|tap| &tap.state),
                Some(TapState::Accepted { .. })
            );
            let published = picture
                .views
                .people
                .get(&PersonId::new(WANG_LEI))
                .is_some_and(|day| !day.marks.is_empty());
            if accepted && published && picture.waiting == 0 {
                return;
            }
        }
    };
    within("the accepted tap in the views", seen).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_broker_listens_where_it_was_told_and_a_taken_port_is_named() {
    use baylight::mqtt::broker::EmbeddedBroker;
    let broker = EmbeddedBroker::start("127.0.0.1:0".parse().unwrap())
        .await
        .expect("it starts");
    assert!(broker.address().ip().is_loopback());
    let taken = broker.address();
    let error = EmbeddedBroker::start(taken)
        .await
        .expect_err("the port is taken");
    assert!(error.to_string().contains(&taken.to_string()), "{error}");
    broker.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_promise_without_an_end_keeps_nobody_waiting() {
    let shop = Workshop::new().await;
    // What some dealer systems write where nothing was promised, and hours that fill months.
    let mut order = sheet("2611-0999", "京A99999", &[("整车改装", 60 * 10_000)]);
    order.promised_at = moment("9999-12-31 23:59");
    shop.take_in(vec![admit(order)]).await;
    let (bay, board) = (shop.bay("1"), shop.floor("board"));
    bay.live().await;
    let asked = std::time::Instant::now();
    bay.does(WANG_LEI, clock_on("2611-0999/1", "1")).await;
    board
        .until("the clock-on", |picture| {
            live_on(picture, "2611-0999/1") == [WANG_LEI]
        })
        .await;
    assert!(
        asked.elapsed().as_secs() < 5,
        "it took {:?}",
        asked.elapsed()
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taps_that_are_put_aside_wait_for_another_coordinator_and_let_the_others_pass() {
    let shop = Workshop::new().await;
    let bay = shop.bay("1");
    bay.live().await;
    // More of them than may be under way at once.
    for _ in 0..20 {
        bay.tap_unknown(enrol(
            "E6666",
            "无名",
            baylight::domain::person::Role::Foreman,
        ));
    }
    bay.does(WANG_LEI, clock_on(SERVICE, "1")).await;
    assert_eq!(shop.tapped_kinds(), ["clocked-on"]);
    assert_eq!(shop.dead_letters().len(), 20);
    // They are saved as before, and the screen says that they wait.
    bay.until("twenty that wait", |picture| picture.waiting == 20)
        .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_no_rule_can_stand_keeps_back_no_other() {
    let shop = Workshop::new().await;
    let wire = shop.wire().await;
    // A plan over millions of days, and dates at the end of all calendars.
    let mut plan = dispatch(BELT, "1", "09:00", "10:00", &[]);
    if let CommandBody::Dispatch { plan, accepted } = &mut plan {
        plan.end = chrono::DateTime::<chrono::Utc>::MAX_UTC;
        accepted.extend([ConflictKind::BeyondPromise, ConflictKind::OutsideHours]);
    }
    let mut far = sent("bay-9", 1, plan, &shop);
    far.command.actor = person(CHEN_YU);
    wire.say("station/bay-9/command", command_to_bytes(&far).unwrap())
        .await;
    let correction = baylight::domain::command::Correction::Add {
        at: chrono::DateTime::<chrono::Utc>::MIN_UTC,
        activity: baylight::domain::clock::Activity::ShiftIn,
    };
    let mut odd = sent(
        "bay-9",
        2,
        CommandBody::CorrectClock {
            person: PersonId::new(WANG_LEI),
            day: chrono::NaiveDate::MIN,
            correction,
            reason: "?".to_owned(),
        },
        &shop,
    );
    odd.command.actor = person(LIU_YANG);
    wire.say("station/bay-9/command", command_to_bytes(&odd).unwrap())
        .await;
    let bay = shop.bay("1");
    bay.live().await;
    bay.does(WANG_LEI, clock_on(SERVICE, "1")).await;
    let board = shop.floor("board");
    board
        .until("the clock-on", |picture| {
            live_on(picture, SERVICE) == [WANG_LEI]
        })
        .await;
    shop.assert_verified();
    shop.close().await;
}
