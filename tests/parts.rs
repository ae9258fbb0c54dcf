//! From the shelf to the bay and back: who asks, who picks, who signs, and a ledger in which every piece is found.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::catalogue::Part;
use baylight::domain::command::{Command, CommandBody};
use baylight::domain::event::EventBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{CommandId, PartNumber};
use baylight::domain::job::JobState;
use baylight::domain::order::Fen;
use baylight::domain::parts::OpenAccount;
use baylight::domain::parts::change::PartsChange;
use baylight::domain::parts::command::{LineQuantity, PartsCommand};
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::{
    AskedLine, HandOver, LineKey, LineStage, ParcelId, Purpose, Wanted,
};
use baylight::domain::parts::returns::{ReturnReason, Shelving};
use baylight::domain::quality::command::QualityCommand;
use baylight::domain::refusal::Refusal;
use baylight::domain::stock::{CountReason, MovementKind, StockChange, StockCommand};
use baylight::domain::workshop::Workshop;
use common::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const CAR: &str = "2611-0400";
const BELT: &str = "24312-2B000";
const PUMP: &str = "25100-2B700";
const COOLANT: &str = "00232-19095";

fn part(number: &str) -> PartNumber {
    PartNumber::new(number)
}

fn listed(number: &str, name: &str, on_hand: u32) -> Part {
    Part {
        number: part(number),
        name: name.to_owned(),
        english_name: String::new(),
        brand: String::new(),
        fits: String::new(),
        unit: String::new(),
        warehouse: String::new(),
        category: String::new(),
        bin: format!("A-{}", &number[..2]),
        on_hand,
        threshold: 1,
        cost: Fen(5_000),
        price: Fen(9_900),
    }
}

/// The floor with three parts: eight belts, no pump, three bottles of coolant.
fn floor() -> Floor {
    let mut floor = Floor::new();
    for (number, name, on_hand) in [
        (BELT, "正时皮带", 8),
        (PUMP, "水泵", 0),
        (COOLANT, "防冻液", 3),
    ] {
        floor.system(CommandBody::ListPart {
            part: listed(number, name, on_hand),
        });
    }
    floor.at("9:00");
    floor
}

fn parts(body: PartsCommand) -> CommandBody {
    CommandBody::Parts {
        ro: ro(CAR),
        body: Box::new(body),
    }
}

fn wanted(number: &str, quantity: u32) -> AskedLine {
    AskedLine {
        wanted: Wanted::Part { part: part(number) },
        quantity,
    }
}

fn asks(line: u16, lines: Vec<AskedLine>) -> CommandBody {
    parts(PartsCommand::Ask {
        job: line,
        bay: Some(bay(1)),
        purpose: Purpose::Job,
        lines,
    })
}

fn key(request: CommandId, line: u16) -> LineKey {
    LineKey { request, line }
}

fn parcel(pick: CommandId) -> ParcelId {
    ParcelId { pick, nth: 1 }
}

fn pick(request: CommandId, line: u16, quantity: u32) -> CommandBody {
    parts(PartsCommand::Pick {
        line: key(request, line),
        quantity,
        batch: None,
    })
}

fn receive(pick: CommandId) -> CommandBody {
    parts(PartsCommand::Receive {
        parcels: vec![parcel(pick)],
    })
}

fn on_hand(floor: &Floor, number: &str) -> i64 {
    floor.workshop.on_hand(&part(number)).unwrap()
}

fn available(floor: &Floor, number: &str) -> i64 {
    floor.workshop.available(&part(number)).unwrap()
}

fn stage(floor: &Floor, request: CommandId, line: u16) -> LineStage {
    let parts = &floor.workshop.orders[&ro(CAR)].parts;
    let (request, line) = parts.line(key(request, line)).unwrap();
    line.stage(request.picking.as_ref())
}

fn goods_in(number: &str, quantity: u32, batch: &str) -> CommandBody {
    CommandBody::Stock {
        part: part(number),
        body: StockCommand::GoodsIn {
            quantity,
            batch: batch.to_owned(),
            bin: None,
            cost: Some(Fen(6_000)),
            supplier: "Hyundai Mobis".to_owned(),
        },
    }
}

fn count(number: &str, counted: u32, seen: i64) -> CommandBody {
    CommandBody::Stock {
        part: part(number),
        body: StockCommand::Count {
            bin: format!("A-{}", &number[..2]),
            counted,
            seen,
            reason: Some(CountReason::Unknown),
        },
    }
}

#[test]
fn a_belt_is_asked_for_picked_brought_and_signed_for() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 2)]));
    assert_eq!(stage(&floor, request, 1), LineStage::Requested);
    floor.tap(
        GU_MIN,
        parts(PartsCommand::StartPicking {
            request,
            seen: None,
        }),
    );
    assert_eq!(stage(&floor, request, 1), LineStage::Picking);
    let picked = floor.tap(GU_MIN, pick(request, 1, 2));
    assert_eq!(stage(&floor, request, 1), LineStage::Ready);
    assert_eq!((on_hand(&floor, BELT), available(&floor, BELT)), (8, 6));
    floor.tap(
        GU_MIN,
        parts(PartsCommand::Deliver {
            parcels: vec![parcel(picked)],
            to: HandOver::Bay { bay: bay(1) },
        }),
    );
    floor.tap(LIU_JING, receive(picked));
    assert_eq!(stage(&floor, request, 1), LineStage::Issued);
    assert_eq!((on_hand(&floor, BELT), available(&floor, BELT)), (6, 6));
    let stock = &floor.workshop.stock[&part(BELT)];
    let last = stock.newest.last().unwrap();
    assert_eq!(
        (last.kind, last.quantity, last.price, last.job.clone()),
        (MovementKind::Issued, -2, Fen(9_900), Some(job(TIMING_BELT)))
    );
    assert_eq!(last.by, Some(person(LIU_JING)));
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_signature_given_twice_issues_once() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 1));
    floor.tap(LIU_JING, receive(picked));
    let events = floor.events.len();
    // The second technician at the bay signs as well, and the storekeeper hands out at the counter.
    floor.tap(ZHOU_QIANG, receive(picked));
    assert_eq!(floor.events.len(), events);
    let issue = parts(PartsCommand::Issue {
        parcels: vec![parcel(picked)],
        to: person(ZHOU_QIANG),
    });
    assert_eq!(floor.ask(GU_MIN, issue), Err(Refusal::NotReady));
    assert_eq!(on_hand(&floor, BELT), 7);
}

#[test]
fn of_two_storekeepers_one_picks_and_the_other_is_told_by_whom() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    let started = floor.at("9:10").tap(
        GU_MIN,
        parts(PartsCommand::StartPicking {
            request,
            seen: None,
        }),
    );
    let told = Refusal::PickedBy {
        by: Some(person(GU_MIN)),
        at: moment("2026-11-23 09:10"),
    };
    floor.at("9:11");
    assert_eq!(floor.ask(WANG_LEI, pick(request, 1, 1)), Err(told.clone()));
    let start = |seen| parts(PartsCommand::StartPicking { request, seen });
    assert_eq!(floor.ask(WANG_LEI, start(None)), Err(told));
    // Whoever has seen that may take it over.
    floor.ask(WANG_LEI, start(Some(started))).unwrap();
    floor.tap(WANG_LEI, pick(request, 1, 1));
    assert_eq!(
        floor.ask(GU_MIN, pick(request, 1, 1)),
        Err(Refusal::NothingToPick {
            by: Some(person(WANG_LEI)),
            at: Some(moment("2026-11-23 09:11")),
        })
    );
}

#[test]
fn what_is_not_there_is_on_order_and_the_bay_waits_until_it_comes() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(PUMP, 1), wanted(COOLANT, 2)]));
    floor.hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    assert_eq!(
        floor.ask(GU_MIN, pick(request, 1, 1)),
        Err(Refusal::NotEnoughStock {
            part: part(PUMP),
            available: 0
        })
    );
    let coolant = floor.tap(GU_MIN, pick(request, 2, 2));
    floor.tap(LIU_JING, receive(coolant));
    assert!(matches!(
        floor.state(TIMING_BELT),
        JobState::OnHold {
            cleared_at: None,
            ..
        }
    ));
    let order = |eta: &str| {
        parts(PartsCommand::Backorder {
            line: key(request, 1),
            supplier: "Hyundai Mobis".to_owned(),
            eta: moment(eta),
        })
    };
    assert_eq!(
        floor.ask(GU_MIN, order("2026-11-23 08:00")),
        Err(Refusal::ArrivesInThePast)
    );
    floor.tap(GU_MIN, order("2026-11-23 11:20"));
    assert_eq!(stage(&floor, request, 1), LineStage::Backordered);
    let JobState::OnHold { expected_until, .. } = floor.state(TIMING_BELT) else {
        panic!("{}", floor.text());
    };
    assert_eq!(expected_until, Some(moment("2026-11-23 11:20")));
    floor.at("11:10").tap(GU_MIN, goods_in(PUMP, 1, "B7"));
    let pump = floor.tap(GU_MIN, pick(request, 1, 1));
    assert!(matches!(
        floor.state(TIMING_BELT),
        JobState::OnHold {
            cleared_at: None,
            ..
        }
    ));
    floor.at("11:15").tap(LIU_JING, receive(pump));
    assert!(matches!(
        floor.state(TIMING_BELT),
        JobState::OnHold {
            cleared_at: Some(_),
            ..
        }
    ));
    let stock = &floor.workshop.stock[&part(PUMP)];
    assert_eq!(stock.newest.last().unwrap().batch, "B7");
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_hold_that_is_heard_of_after_the_last_part_was_issued_is_over() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    // The bay's cable is out: the hold waits in its outbox.
    let held = floor
        .at("9:05")
        .command(badge(LIU_JING), held(TIMING_BELT, HoldReason::Parts));
    let picked = floor.at("9:10").tap(GU_MIN, pick(request, 1, 1));
    let issue = parts(PartsCommand::Issue {
        parcels: vec![parcel(picked)],
        to: person(LIU_JING),
    });
    floor.tap(GU_MIN, issue);
    floor.at("9:20").take(held).unwrap();
    assert!(matches!(
        floor.state(TIMING_BELT),
        JobState::OnHold {
            cleared_at: Some(_),
            ..
        }
    ));
}

#[test]
fn who_took_what_had_been_put_back_did_take_it_and_the_books_follow() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(COOLANT, 3)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 3));
    // The bay signs while its cable is out; meanwhile the store puts the bottles back and counts two of them away.
    let signed = floor.at("9:05").command(badge(LIU_JING), receive(picked));
    floor.at("9:06").tap(
        GU_MIN,
        parts(PartsCommand::PutBack {
            parcel: parcel(picked),
        }),
    );
    floor.sign(GU_MIN, count(COOLANT, 1, 3));
    assert_eq!(on_hand(&floor, COOLANT), 1);
    floor.at("9:30").take(signed).unwrap();
    assert_eq!(on_hand(&floor, COOLANT), 0, "never below");
    let stock = &floor.workshop.stock[&part(COOLANT)];
    assert_eq!(stock.unexplained, 2);
    let kinds: Vec<(MovementKind, i64)> = stock
        .newest
        .iter()
        .map(|line| (line.kind, line.quantity))
        .collect();
    let reason = Some(CountReason::Unknown);
    assert_eq!(
        kinds,
        [
            (MovementKind::Opening, 3),
            (MovementKind::Counted { reason }, -2),
            (MovementKind::Found, 2),
            (MovementKind::Issued, -3),
        ]
    );
    floor.sign(GU_MIN, count(COOLANT, 0, 0));
    assert_eq!(floor.workshop.stock[&part(COOLANT)].unexplained, 0);
}

#[test]
fn the_wrong_belt_goes_back_and_the_right_one_out_in_one_movement() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 1));
    floor.tap(LIU_JING, receive(picked));
    let asked = floor.tap(
        LIU_JING,
        parts(PartsCommand::AskExchange {
            line: key(request, 1),
            quantity: 1,
            reason: ReturnReason::WrongPart,
            right: Wanted::Part { part: part(PUMP) },
        }),
    );
    let exchange = parts(PartsCommand::Exchange {
        offer: asked,
        right: None,
        to: Shelving::Shelf,
    });
    assert_eq!(
        floor.ask(GU_MIN, exchange.clone()),
        Err(Refusal::NotEnoughStock {
            part: part(PUMP),
            available: 0
        })
    );
    floor.tap(GU_MIN, goods_in(PUMP, 2, ""));
    let events = floor.events.len();
    floor.tap(GU_MIN, exchange.clone());
    assert_eq!(floor.events.len(), events + 1, "one movement");
    assert_eq!((on_hand(&floor, BELT), on_hand(&floor, PUMP)), (8, 1));
    assert_eq!(stage(&floor, request, 1), LineStage::Returned);
    assert_eq!(stage(&floor, request, 2), LineStage::Issued);
    assert!(floor.ask(GU_MIN, exchange).is_err(), "the second tap");
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_faulty_part_comes_back_and_never_lies_on_the_shelf() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 2)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 2));
    floor.tap(LIU_JING, receive(picked));
    let offer = floor.tap(
        LIU_JING,
        parts(PartsCommand::OfferReturn {
            line: key(request, 1),
            quantity: 1,
            reason: ReturnReason::Faulty,
        }),
    );
    let take = |quantity, to| {
        parts(PartsCommand::TakeReturn {
            offer,
            quantity,
            to,
        })
    };
    assert_eq!(
        floor.ask(GU_MIN, take(3, Shelving::Shelf)),
        Err(Refusal::NotSoManyOut { out: 2 })
    );
    assert_eq!(
        floor.ask(GU_MIN, take(1, Shelving::Scrap)),
        Err(Refusal::NeedsPin),
        "what is scrapped is written off"
    );
    floor.sign(GU_MIN, take(1, Shelving::Scrap));
    assert_eq!(on_hand(&floor, BELT), 6);
    let totals = floor.workshop.stock[&part(BELT)].totals;
    assert_eq!(
        (
            totals.goods_in,
            totals.issued,
            totals.returned,
            totals.differences
        ),
        (8, 2, 1, -1)
    );
}

#[test]
fn a_return_of_what_never_came_is_settled_with_nothing() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(PUMP, 1)]));
    let offer = floor.tap(
        LIU_JING,
        parts(PartsCommand::OfferReturn {
            line: key(request, 1),
            quantity: 1,
            reason: ReturnReason::NotNeeded,
        }),
    );
    let take = |quantity| {
        parts(PartsCommand::TakeReturn {
            offer,
            quantity,
            to: Shelving::Shelf,
        })
    };
    assert_eq!(
        floor.ask(GU_MIN, take(1)),
        Err(Refusal::NotSoManyOut { out: 0 })
    );
    floor.tap(GU_MIN, take(0));
    let cancel = PartsCommand::Cancel {
        lines: vec![key(request, 1)],
    };
    floor.tap(LIU_JING, parts(cancel));
    assert_eq!(floor.workshop.orders[&ro(CAR)].parts.unreconciled(1), []);
}

#[test]
fn what_the_store_filled_with_two_parts_goes_back_to_where_each_came_from() {
    let mut floor = floor();
    floor.tap(GU_MIN, goods_in(PUMP, 2, "B7"));
    floor.sign(GU_MIN, count(BELT, 1, 8));
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 3)]));
    let belt = floor.tap(GU_MIN, pick(request, 1, 1));
    floor.tap(
        GU_MIN,
        parts(PartsCommand::ChoosePart {
            line: key(request, 1),
            part: part(PUMP),
        }),
    );
    let pumps = floor.tap(GU_MIN, pick(request, 1, 2));
    for picked in [belt, pumps] {
        floor.tap(LIU_JING, receive(picked));
    }
    assert_eq!((on_hand(&floor, BELT), on_hand(&floor, PUMP)), (0, 0));
    let offer = floor.tap(
        LIU_JING,
        parts(PartsCommand::OfferReturn {
            line: key(request, 1),
            quantity: 3,
            reason: ReturnReason::NotNeeded,
        }),
    );
    floor.tap(
        GU_MIN,
        parts(PartsCommand::TakeReturn {
            offer,
            quantity: 3,
            to: Shelving::Shelf,
        }),
    );
    assert_eq!((on_hand(&floor, BELT), on_hand(&floor, PUMP)), (1, 2));
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_difference_that_a_colleague_has_booked_is_not_booked_again() {
    let mut floor = floor();
    floor.sign(GU_MIN, count(BELT, 7, 8));
    assert_eq!(
        floor.ask_with_pin(WANG_LEI, count(BELT, 7, 8)),
        Err(Refusal::StockMovedMeanwhile {
            part: part(BELT),
            in_bin: 7
        })
    );
    floor.sign(WANG_LEI, count(BELT, 7, 7));
    assert_eq!(on_hand(&floor, BELT), 7);
}

#[test]
fn a_bay_that_waits_for_the_right_part_is_told_when_it_is_there() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 1));
    floor.tap(LIU_JING, receive(picked));
    let offer = floor.tap(
        LIU_JING,
        parts(PartsCommand::AskExchange {
            line: key(request, 1),
            quantity: 1,
            reason: ReturnReason::WrongPart,
            right: Wanted::Part { part: part(PUMP) },
        }),
    );
    floor
        .at("9:10")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    // There is no pump: the wrong part comes in, and the right one is ordered like any other.
    floor.tap(
        GU_MIN,
        parts(PartsCommand::TakeReturn {
            offer,
            quantity: 1,
            to: Shelving::Shelf,
        }),
    );
    let line = key(request, 2);
    floor.tap(
        GU_MIN,
        parts(PartsCommand::Backorder {
            line,
            supplier: String::new(),
            eta: moment("2026-11-23 10:30"),
        }),
    );
    let expected = |floor: &Floor| match floor.state(TIMING_BELT) {
        JobState::OnHold {
            expected_until,
            cleared_at,
            ..
        } => (expected_until, cleared_at.is_some()),
        other => panic!("{other:?}"),
    };
    assert_eq!(expected(&floor), (Some(moment("2026-11-23 10:30")), false));
    // Another part does it as well, and nobody waits until half past ten.
    floor.tap(
        GU_MIN,
        parts(PartsCommand::ChoosePart {
            line,
            part: part(COOLANT),
        }),
    );
    let picked = floor.tap(
        GU_MIN,
        parts(PartsCommand::Pick {
            line,
            quantity: 1,
            batch: None,
        }),
    );
    assert_eq!(expected(&floor), (None, false));
    floor.tap(LIU_JING, receive(picked));
    assert!(expected(&floor).1, "resume");
}

#[test]
fn who_takes_back_the_last_request_ends_the_hold_for_it() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    floor.hold(ZHOU_QIANG, TIMING_BELT, HoldReason::Parts);
    floor.later(1).undo(LIU_JING, request).unwrap();
    assert!(matches!(
        floor.state(TIMING_BELT),
        JobState::OnHold {
            cleared_at: Some(_),
            ..
        }
    ));
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn what_was_only_described_is_named_by_the_store_before_it_is_picked() {
    let mut floor = floor();
    let line = AskedLine {
        wanted: Wanted::Described {
            words: "水泵后面的软管".to_owned(),
            photos: Vec::new(),
        },
        quantity: 1,
    };
    let request = floor.tap(LIU_JING, asks(1, vec![line]));
    assert_eq!(
        floor.ask(GU_MIN, pick(request, 1, 1)),
        Err(Refusal::PartNotNamed)
    );
    let choose = |number: &str| {
        parts(PartsCommand::ChoosePart {
            line: key(request, 1),
            part: part(number),
        })
    };
    assert_eq!(
        floor.ask(GU_MIN, choose("NOBODY")),
        Err(Refusal::UnknownPart {
            part: part("NOBODY")
        })
    );
    floor.tap(GU_MIN, choose(COOLANT));
    floor.tap(GU_MIN, pick(request, 1, 1));
    let (_, line) = floor.workshop.orders[&ro(CAR)]
        .parts
        .line(key(request, 1))
        .unwrap();
    assert!(matches!(line.instead_of, Some(Wanted::Described { .. })));
}

#[test]
fn no_car_passes_while_a_part_of_it_is_unaccounted_for() {
    let mut floor = floor();
    floor.clock_on(LIU_JING, BRAKES, 1);
    let corolla = ro("2611-0401");
    let parts = |body| CommandBody::Parts {
        ro: corolla.clone(),
        body: Box::new(body),
    };
    let request = floor.tap(
        LIU_JING,
        parts(PartsCommand::Ask {
            job: 1,
            bay: None,
            purpose: Purpose::Job,
            lines: vec![wanted(BELT, 2)],
        }),
    );
    let old = floor.tap(
        LIU_JING,
        parts(PartsCommand::RecordOldPart {
            job: 1,
            bay: None,
            part: None,
            name: "旧制动片".to_owned(),
            english_name: "old pads".to_owned(),
            quantity: 1,
            fate: OldPartFate::Warranty,
        }),
    );
    floor.at("10:00").finish(LIU_JING, BRAKES);
    floor.awaits_the_inspector(corolla.as_str());
    let check = checks::next_check(&floor.workshop.orders[&corolla], &corolla, 1, &floor.policy);
    floor.tap(HE_PING, check.expect("the inspector's turn"));
    let pass = checks::quality(
        &corolla,
        QualityCommand::PassCar {
            results: Vec::new(),
        },
    );
    let open = |floor: &mut Floor| match floor.ask_with_pin(HE_PING, pass.clone()) {
        Err(Refusal::Unreconciled { parts, .. }) => {
            parts.into_iter().map(|(_, account)| account).collect()
        }
        Ok(_) => Vec::new(),
        Err(other) => panic!("{other}"),
    };
    let line = key(request, 1);
    assert_eq!(
        open(&mut floor),
        [OpenAccount::Waiting(line), OpenAccount::OldPart(old)]
    );
    let picked = floor.tap(
        GU_MIN,
        parts(PartsCommand::Pick {
            line,
            quantity: 2,
            batch: None,
        }),
    );
    floor.tap(
        LIU_JING,
        parts(PartsCommand::Receive {
            parcels: vec![parcel(picked)],
        }),
    );
    let shelve = PartsCommand::ShelveOldPart {
        old,
        place: "W-1".to_owned(),
    };
    floor.tap(GU_MIN, parts(shelve));
    assert_eq!(open(&mut floor), [OpenAccount::NotFitted(line)]);
    let fitted = LineQuantity { line, quantity: 1 };
    floor.tap(
        LIU_JING,
        parts(PartsCommand::Fit {
            lines: vec![fitted],
        }),
    );
    assert_eq!(open(&mut floor), [OpenAccount::NotFitted(line)]);
    let offer = floor.tap(
        LIU_JING,
        parts(PartsCommand::OfferReturn {
            line,
            quantity: 1,
            reason: ReturnReason::NotNeeded,
        }),
    );
    assert_eq!(
        open(&mut floor),
        [OpenAccount::NotFitted(line), OpenAccount::ComingBack(line)]
    );
    floor.tap(
        GU_MIN,
        parts(PartsCommand::TakeReturn {
            offer,
            quantity: 1,
            to: Shelving::Shelf,
        }),
    );
    assert_eq!(open(&mut floor), []);
}

#[test]
fn only_the_store_picks_and_only_a_pin_writes_off() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    assert_eq!(
        floor.ask(LIU_JING, pick(request, 1, 1)),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        floor.ask(SUN_LI, goods_in(BELT, 1, "")),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(floor.ask(GU_MIN, count(BELT, 7, 8)), Err(Refusal::NeedsPin));
    let picked = floor.tap(GU_MIN, pick(request, 1, 1));
    floor.tap(LIU_JING, receive(picked));
    let write_off = |reason: &str| {
        parts(PartsCommand::WriteOff {
            line: key(request, 1),
            quantity: 1,
            reason: reason.to_owned(),
        })
    };
    assert_eq!(floor.ask(GU_MIN, write_off("掉落")), Err(Refusal::NeedsPin));
    assert_eq!(
        floor.ask_with_pin(GU_MIN, write_off(" ")),
        Err(Refusal::NoReason)
    );
    floor.sign(GU_MIN, write_off("掉落"));
    assert_eq!(floor.workshop.orders[&ro(CAR)].parts.unreconciled(1), []);
}

#[test]
fn a_count_books_what_differs_and_not_what_moved_meanwhile() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 6)]));
    // Gu Min counts seven where the screen says eight; before she signs, six are picked.
    let counted = count(BELT, 7, 8);
    floor.tap(WANG_LEI, pick(request, 1, 6));
    floor.sign(GU_MIN, counted);
    assert_eq!((on_hand(&floor, BELT), available(&floor, BELT)), (7, 1));
    let all_gone = count(BELT, 0, 8);
    assert_eq!(
        floor.ask_with_pin(GU_MIN, all_gone),
        Err(Refusal::StockMovedMeanwhile {
            part: part(BELT),
            in_bin: 1
        })
    );
}

#[test]
fn the_dealer_system_opens_the_books_once() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 2)]));
    let picked = floor.tap(GU_MIN, pick(request, 1, 2));
    floor.tap(LIU_JING, receive(picked));
    floor.system(CommandBody::ListPart {
        part: Part {
            price: Fen(10_900),
            ..listed(BELT, "正时皮带", 20)
        },
    });
    assert_eq!(on_hand(&floor, BELT), 6, "the ledger goes on");
    assert_eq!(floor.workshop.parts[&part(BELT)].price, Fen(10_900));
}

#[test]
fn a_request_is_taken_back_while_the_store_has_not_begun() {
    let mut floor = floor();
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    floor.undo(LIU_JING, request).unwrap();
    assert!(floor.workshop.orders[&ro(CAR)].parts.is_empty());
    let request = floor.tap(LIU_JING, asks(1, vec![wanted(BELT, 1)]));
    floor.tap(GU_MIN, pick(request, 1, 1));
    assert_eq!(floor.undo(LIU_JING, request), Err(Refusal::TooLateToUndo));
}

// Any order of everything, from five stations, with cables out and taps doubled.

/// What somebody does, with numbers that choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Ask {
        part: usize,
        quantity: u32,
    },
    Start {
        request: usize,
        over: bool,
    },
    Pick {
        line: usize,
        quantity: u32,
    },
    PutBack {
        parcel: usize,
    },
    Receive {
        parcel: usize,
    },
    Issue {
        parcel: usize,
    },
    Cancel {
        line: usize,
    },
    Choose {
        line: usize,
        part: usize,
    },
    Offer {
        line: usize,
        quantity: u32,
    },
    Swap {
        line: usize,
        quantity: u32,
        part: usize,
    },
    TakeReturn {
        offer: usize,
        quantity: u32,
        scrap: bool,
    },
    Exchange {
        offer: usize,
    },
    Fit {
        line: usize,
        quantity: u32,
    },
    WriteOff {
        line: usize,
        quantity: u32,
    },
    GoodsIn {
        part: usize,
        quantity: u32,
        batch: u8,
    },
    Count {
        part: usize,
        counted: u32,
        seen: Option<i64>,
    },
}

/// When a tap reaches the coordinator.
#[derive(Debug, Clone, Copy)]
enum Arrives {
    AtOnce,
    /// The cable is out for so many taps of the others.
    Late(usize),
    /// The receipt got lost: it comes again after so many.
    Twice(usize),
}

fn acts() -> impl Strategy<Value = Act> {
    let which = 0..12_usize;
    let few = 0..5_u32;
    prop_oneof![
        4 => (0..3_usize, few.clone()).prop_map(|(part, quantity)| Act::Ask { part, quantity }),
        1 => (which.clone(), any::<bool>()).prop_map(|(request, over)| Act::Start { request, over }),
        6 => (which.clone(), few.clone()).prop_map(|(line, quantity)| Act::Pick { line, quantity }),
        2 => which.clone().prop_map(|parcel| Act::PutBack { parcel }),
        5 => which.clone().prop_map(|parcel| Act::Receive { parcel }),
        2 => which.clone().prop_map(|parcel| Act::Issue { parcel }),
        1 => which.clone().prop_map(|line| Act::Cancel { line }),
        1 => (which.clone(), 0..3_usize).prop_map(|(line, part)| Act::Choose { line, part }),
        2 => (which.clone(), few.clone()).prop_map(|(line, quantity)| Act::Offer { line, quantity }),
        2 => (which.clone(), few.clone(), 0..3_usize)
            .prop_map(|(line, quantity, part)| Act::Swap { line, quantity, part }),
        2 => (which.clone(), few.clone(), any::<bool>())
            .prop_map(|(offer, quantity, scrap)| Act::TakeReturn { offer, quantity, scrap }),
        2 => which.clone().prop_map(|offer| Act::Exchange { offer }),
        1 => (which.clone(), few.clone()).prop_map(|(line, quantity)| Act::Fit { line, quantity }),
        1 => (which.clone(), few.clone()).prop_map(|(line, quantity)| Act::WriteOff { line, quantity }),
        2 => (0..3_usize, few.clone(), 0..3_u8)
            .prop_map(|(part, quantity, batch)| Act::GoodsIn { part, quantity, batch }),
        1 => (0..3_usize, 0..8_u32, prop::option::of(0..8_i64))
            .prop_map(|(part, counted, seen)| Act::Count { part, counted, seen }),
    ]
}

fn arrives() -> impl Strategy<Value = Arrives> {
    prop_oneof![
        6 => Just(Arrives::AtOnce),
        2 => (1..12_usize).prop_map(Arrives::Late),
        1 => (1..12_usize).prop_map(Arrives::Twice),
    ]
}

const PARTS: [&str; 3] = [BELT, PUMP, COOLANT];

/// Makes the tap of an act from what the screens show now; nothing where there is nothing to tap.
fn body(workshop: &Workshop, act: &Act) -> Option<CommandBody> {
    let known = &workshop.orders[&ro(CAR)].parts;
    let choose = |all: usize, nth: usize| (all > 0).then(|| nth % all);
    let lines: Vec<LineKey> = known
        .requests
        .iter()
        .flat_map(|request| request.keyed().map(|(key, _)| key))
        .collect();
    let line = |nth: usize| Some(lines[choose(lines.len(), nth)?]);
    let parcels: Vec<ParcelId> = known
        .requests
        .iter()
        .flat_map(|request| &request.lines)
        .flat_map(|line| line.parcels.iter().map(|parcel| parcel.id))
        .collect();
    let parcel = |nth: usize| Some(parcels[choose(parcels.len(), nth)?]);
    let offer = |nth: usize| Some(known.returns[choose(known.returns.len(), nth)?].id);
    let reason = ReturnReason::WrongPart;
    let stock = |number: usize, body| {
        Some(CommandBody::Stock {
            part: part(PARTS[number]),
            body,
        })
    };
    Some(parts(match *act {
        Act::Ask { part, quantity } => {
            return Some(asks(1, vec![wanted(PARTS[part], quantity)]));
        }
        Act::Start { request, over } => {
            let request = &known.requests[choose(known.requests.len(), request)?];
            let seen = request.picking.as_ref().map(|picking| picking.command);
            PartsCommand::StartPicking {
                request: request.id,
                seen: seen.filter(|_| over),
            }
        }
        Act::Pick {
            line: nth,
            quantity,
        } => PartsCommand::Pick {
            line: line(nth)?,
            quantity,
            batch: None,
        },
        Act::PutBack { parcel: nth } => PartsCommand::PutBack {
            parcel: parcel(nth)?,
        },
        Act::Receive { parcel: nth } => PartsCommand::Receive {
            parcels: vec![parcel(nth)?, parcel(nth + 1)?],
        },
        Act::Issue { parcel: nth } => PartsCommand::Issue {
            parcels: vec![parcel(nth)?],
            to: person(LIU_JING),
        },
        Act::Cancel { line: nth } => PartsCommand::Cancel {
            lines: vec![line(nth)?],
        },
        Act::Choose {
            line: nth,
            part: to,
        } => PartsCommand::ChoosePart {
            line: line(nth)?,
            part: part(PARTS[to]),
        },
        Act::Offer {
            line: nth,
            quantity,
        } => PartsCommand::OfferReturn {
            line: line(nth)?,
            quantity,
            reason,
        },
        Act::Swap {
            line: nth,
            quantity,
            part: to,
        } => PartsCommand::AskExchange {
            line: line(nth)?,
            quantity,
            reason,
            right: Wanted::Part {
                part: part(PARTS[to]),
            },
        },
        Act::TakeReturn {
            offer: nth,
            quantity,
            scrap,
        } => PartsCommand::TakeReturn {
            offer: offer(nth)?,
            quantity,
            to: if scrap {
                Shelving::Scrap
            } else {
                Shelving::Shelf
            },
        },
        Act::Exchange { offer: nth } => PartsCommand::Exchange {
            offer: offer(nth)?,
            right: None,
            to: Shelving::Shelf,
        },
        Act::Fit {
            line: nth,
            quantity,
        } => PartsCommand::Fit {
            lines: vec![LineQuantity {
                line: line(nth)?,
                quantity,
            }],
        },
        Act::WriteOff {
            line: nth,
            quantity,
        } => PartsCommand::WriteOff {
            line: line(nth)?,
            quantity,
            reason: "掉落".to_owned(),
        },
        Act::GoodsIn {
            part: number,
            quantity,
            batch,
        } => {
            return stock(
                number,
                StockCommand::GoodsIn {
                    quantity,
                    batch: format!("B{batch}"),
                    bin: None,
                    cost: None,
                    supplier: String::new(),
                },
            );
        }
        Act::Count {
            part: number,
            counted,
            seen,
        } => {
            let bin = format!("A-{}", &PARTS[number][..2]);
            let there = workshop.stock[&part(PARTS[number])].in_bin(&bin);
            return stock(
                number,
                StockCommand::Count {
                    bin,
                    counted,
                    seen: seen.unwrap_or(there),
                    reason: Some(CountReason::Lost),
                },
            );
        }
    }))
}

fn who(body: &CommandBody) -> &'static str {
    match body {
        CommandBody::Stock { .. } => GU_MIN,
        CommandBody::Parts { body, .. } => match **body {
            PartsCommand::Ask { .. }
            | PartsCommand::Receive { .. }
            | PartsCommand::OfferReturn { .. }
            | PartsCommand::AskExchange { .. }
            | PartsCommand::Fit { .. }
            | PartsCommand::Cancel { .. } => LIU_JING,
            _ => GU_MIN,
        },
        _ => unreachable!("this test taps parts alone"),
    }
}

/// The books of one part, kept by reading the log alone.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Books {
    goods_in: i64,
    issued: i64,
    returned: i64,
    differences: i64,
    picked: i64,
}

impl Books {
    fn on_hand(self) -> i64 {
        self.goods_in - self.issued + self.returned + self.differences
    }
}

/// Adds up what the log says, without the rules of the ledger.
fn books(floor: &Floor) -> BTreeMap<PartNumber, Books> {
    let mut all: BTreeMap<PartNumber, Books> = BTreeMap::new();
    let mut issued_parcels = BTreeSet::new();
    for event in &floor.events {
        match &event.body {
            EventBody::PartListed { part } => {
                let known = all.entry(part.number.clone()).or_default();
                known.goods_in += i64::from(part.on_hand);
            }
            EventBody::StockChanged { part, change } => {
                let known = all.entry(part.clone()).or_default();
                match change {
                    StockChange::CameIn { lot, .. } => known.goods_in += i64::from(lot.quantity),
                    StockChange::Counted { difference, .. } => known.differences += difference,
                }
            }
            EventBody::PartsChanged { change, .. } => match &**change {
                PartsChange::Picked { lot, .. } => {
                    all.entry(lot.part.clone()).or_default().picked += i64::from(lot.quantity);
                }
                PartsChange::PutBack { lot, .. } => {
                    all.entry(lot.part.clone()).or_default().picked -= i64::from(lot.quantity);
                }
                PartsChange::Issued {
                    parcel,
                    lot,
                    found,
                    from_shelf,
                    ..
                } => {
                    assert!(issued_parcels.insert(*parcel), "a piece was issued twice");
                    let known = all.entry(lot.part.clone()).or_default();
                    known.issued += i64::from(lot.quantity);
                    known.differences += i64::from(*found);
                    if !from_shelf {
                        known.picked -= i64::from(lot.quantity);
                    }
                }
                PartsChange::ReturnTaken { back, to, .. } => {
                    for came in back {
                        let lot = &came.lot;
                        let known = all.entry(lot.part.clone()).or_default();
                        known.returned += i64::from(lot.quantity);
                        if *to == Shelving::Scrap {
                            known.differences -= i64::from(lot.quantity);
                        }
                    }
                }
                PartsChange::Exchanged { back, out, .. } => {
                    for came in back {
                        let lot = &came.lot;
                        all.entry(lot.part.clone()).or_default().returned +=
                            i64::from(lot.quantity);
                    }
                    for (parcel, lot) in out {
                        assert!(issued_parcels.insert(*parcel), "a piece was issued twice");
                        all.entry(lot.part.clone()).or_default().issued += i64::from(lot.quantity);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    all
}

/// Fails unless shelves, ledger, orders and log say the same.
fn assert_every_piece_is_found(floor: &Floor) -> Result<(), TestCaseError> {
    let by_the_log = books(floor);
    for (number, stock) in &floor.workshop.stock {
        let log = by_the_log[number];
        prop_assert_eq!(stock.on_hand(), log.on_hand(), "{} by the log", number);
        prop_assert_eq!(stock.picked, log.picked);
        prop_assert!(
            log.returned <= log.issued,
            "{}: more came back than went out",
            number
        );
        let shelves: i64 = stock.batches.iter().map(|batch| batch.quantity).sum();
        prop_assert_eq!(shelves + stock.picked, stock.on_hand(), "{:?}", stock);
        prop_assert!(
            stock.batches.iter().all(|batch| batch.quantity > 0),
            "{:?}",
            stock
        );
        prop_assert!(
            stock.on_hand() >= 0 && stock.available() >= 0,
            "{:?}",
            stock
        );
        // What left the store is with the orders, to the piece.
        let parcels = floor
            .workshop
            .orders
            .values()
            .flat_map(|order| &order.parts.requests)
            .flat_map(|request| &request.lines)
            .flat_map(|line| &line.parcels);
        let (mut issued, mut ready) = (0, 0);
        for parcel in parcels.filter(|parcel| parcel.part == *number) {
            if parcel.is_issued() {
                issued += i64::from(parcel.quantity);
            } else if parcel.is_ready() {
                ready += i64::from(parcel.quantity);
            }
        }
        prop_assert_eq!((issued, ready), (log.issued, stock.picked));
    }
    for order in floor.workshop.orders.values() {
        for line in order
            .parts
            .requests
            .iter()
            .flat_map(|request| &request.lines)
        {
            let gone = line.returned + line.exchanged + line.written_off;
            prop_assert!(gone + line.fitted <= line.issued(), "{:?}", line);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_every_piece_is_found(
        story in prop::collection::vec((acts(), arrives(), 0..5_u8), 1..90)
    ) {
        let mut floor = floor();
        let mut on_the_way: Vec<(usize, Command)> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut deliver = |floor: &mut Floor, command: Command| {
            // The inbox knows every command that was answered.
            if seen.insert(command.id) {
                // A request may be refused; what was refused moved nothing.
                let _ = floor.take(command);
            }
        };
        for (step, (act, arrives, station)) in story.iter().enumerate() {
            floor.later(1).at_station(&format!("station-{station}"));
            let Some(body) = body(&floor.workshop, act) else { continue };
            let actor = baylight::domain::command::Actor::Person {
                id: person(who(&body)),
                by: baylight::domain::command::Recognised::Pin,
            };
            let command = floor.command(actor, body);
            match arrives {
                Arrives::AtOnce => deliver(&mut floor, command),
                Arrives::Late(steps) => on_the_way.push((step + steps, command)),
                Arrives::Twice(steps) => {
                    deliver(&mut floor, command.clone());
                    on_the_way.push((step + steps, command));
                }
            }
            let (now, later): (Vec<_>, Vec<_>) =
                on_the_way.into_iter().partition(|(due, _)| *due <= step);
            on_the_way = later;
            for (_, command) in now {
                deliver(&mut floor, command);
            }
            assert_every_piece_is_found(&floor)?;
        }
        for (_, command) in on_the_way {
            deliver(&mut floor, command);
        }
        assert_every_piece_is_found(&floor)?;
        prop_assert_eq!(replay(&floor.events), floor.workshop.clone());
    }
}
