//! The three checks as stories with named people: who may make which, what they need, what goes back, and what comes
//! after the pass. The table of badges is the workshop's rule (三检): three checks, three badges.

#[path = "common/workshop.rs"]
mod common;

use baylight::config::Config;
use baylight::domain::car::{CarState, CarStep};
use baylight::domain::command::{CommandBody, UndoTarget};
use baylight::domain::ids::{CommandId, ItemCode};
use baylight::domain::job::JobState;
use baylight::domain::order::{BusinessCategory, Fen, Trade, YesNo};
use baylight::domain::quality::checklist::{
    CheckKind, Checklists, Hundredths, ItemResult, Verdict, shortfall,
};
use baylight::domain::quality::command::{Distance, QualityCommand, ReworkOrder, ReworkReason};
use baylight::domain::quality::completion::{InspectionResult, completion};
use baylight::domain::quality::gate::Bar;
use baylight::domain::refusal::Refusal;
use common::checks::{all_good, next_check, quality};
use common::*;
use std::path::Path;

fn lists() -> Checklists {
    let usual = Config::from_text("", Path::new("the defaults")).expect("the defaults");
    usual.checklists().expect("the lists of the program")
}

/// Liu Jing was on the brakes from eight to nine, Zhou Qiang helped for a while.
fn finished() -> Floor {
    let mut floor = Floor::new();
    for who in [LIU_JING, ZHOU_QIANG, MA_LAN, HE_PING] {
        floor.at("7:55").shift_in(who);
    }
    floor.dispatch(BRAKES, 1, LIU_JING, "8:00", "9:00");
    floor.at("8:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("8:20").clock_on(ZHOU_QIANG, BRAKES, 1);
    floor
        .at("8:40")
        .idle(ZHOU_QIANG, baylight::domain::idle::IdleCode::Cleaning);
    floor.at("9:00").finish(LIU_JING, BRAKES);
    floor
}

fn finish(floor: &Floor) -> CommandId {
    floor
        .job(BRAKES)
        .finished()
        .expect("it is finished")
        .command
}

fn check(floor: &Floor, kind: CheckKind) -> CommandBody {
    let body = QualityCommand::Check {
        line: 1,
        finish: finish(floor),
        check: kind,
        results: Vec::new(),
    };
    quality(&order_of(BRAKES), body)
}

fn sends_back(
    floor: &Floor,
    kind: CheckKind,
    penalty: i64,
    responsible: Option<&str>,
) -> CommandBody {
    let body = QualityCommand::SendBack {
        line: 1,
        finish: finish(floor),
        check: kind,
        results: Vec::new(),
        rework: ReworkOrder {
            reason: ReworkReason::Assembly,
            responsible: responsible.map(person),
            penalty: Fen(penalty),
            note: "wheel bolts loose".to_owned(),
            photos: Vec::new(),
        },
    };
    quality(&order_of(BRAKES), body)
}

fn passes_the_car() -> CommandBody {
    let results = Vec::new();
    quality(&order_of(BRAKES), QualityCommand::PassCar { results })
}

fn state(floor: &Floor) -> CarState {
    floor.workshop.orders[&order_of(BRAKES)].state()
}

#[test]
fn who_may_make_which_check_is_told_why_not() {
    let lead = Bar::NotTheLead {
        lead: Some(person(LIU_JING)),
    };
    let worked = Bar::WorkedOnIt { line: 1 };
    let own = |check| Bar::CheckedIt { line: 1, check };
    // The check, who wants to make it after the ones before were made by Liu Jing and Ma Lan, and why not.
    let table = [
        (CheckKind::SelfCheck, MA_LAN, Some(lead)),
        (CheckKind::SelfCheck, LIU_JING, None),
        (CheckKind::Peer, LIU_JING, Some(own(CheckKind::SelfCheck))),
        (CheckKind::Peer, ZHOU_QIANG, Some(worked)),
        (CheckKind::Peer, MA_LAN, None),
        (CheckKind::Final, HE_PING, None),
    ];
    for (kind, who, bar) in table {
        let mut floor = finished();
        for (before, by) in [(CheckKind::SelfCheck, LIU_JING), (CheckKind::Peer, MA_LAN)] {
            if before < kind {
                let body = check(&floor, before);
                floor.later(1).tap(by, body);
            }
        }
        let body = check(&floor, kind);
        let expected = bar.map(|bar| Refusal::NotYourCheck {
            job: job(BRAKES),
            bar,
        });
        assert_eq!(floor.ask(who, body).err(), expected, "{kind:?} by {who}");
    }
}

#[test]
fn an_inspector_who_worked_on_the_car_or_checked_it_passes_nothing() {
    // The foreman may do everything, and so may not do two things on one car.
    let mut floor = finished();
    let body = check(&floor, CheckKind::SelfCheck);
    floor.later(1).tap(LIU_JING, body);
    let body = check(&floor, CheckKind::Peer);
    floor.later(1).tap(WANG_LEI, body);
    let body = check(&floor, CheckKind::Final);
    let bar = Bar::CheckedIt {
        line: 1,
        check: CheckKind::Peer,
    };
    let not_his = Refusal::NotYourCheck {
        job: job(BRAKES),
        bar,
    };
    assert_eq!(floor.ask(WANG_LEI, body.clone()), Err(not_his));
    floor.tap(HE_PING, body);
    // It comes to light that the inspector had helped before the finish: her check counts no more.
    let mut late = floor.command(badge(HE_PING), on(BRAKES, 1, Default::default()));
    late.at = moment("2026-11-23 08:30");
    floor.take(late).unwrap();
    let order = &floor.workshop.orders[&order_of(BRAKES)];
    assert_eq!(order.next_check(1), Some(CheckKind::Final));
    let bar = Bar::WorkedOnIt { line: 1 };
    let not_hers = Refusal::NotYourCheck {
        job: job(BRAKES),
        bar,
    };
    assert_eq!(floor.ask_with_pin(HE_PING, passes_the_car()), Err(not_hers));
}

#[test]
fn what_the_final_check_sends_back_is_on_top_and_starts_over() {
    let mut floor = finished();
    floor.later(5).passes("2611-0401", HE_PING);
    assert_eq!(state(&floor), CarState::AwaitingInvoice);
    // A leak is seen while it stands there.
    let body = sends_back(&floor, CheckKind::Final, 5_000, Some(LIU_JING));
    assert_eq!(
        floor.ask(HE_PING, body.clone()),
        Err(Refusal::NeedsPin),
        "a penalty is signed"
    );
    floor.later(5).sign(HE_PING, body);
    assert_eq!(state(&floor), CarState::Rework);
    assert!(matches!(floor.state(BRAKES), JobState::Rework { .. }));
    let record = completion(&floor.workshop.orders[&order_of(BRAKES)]);
    assert_eq!(record.result, InspectionResult::Failed);
    floor.later(5).clock_on(LIU_JING, BRAKES, 1);
    assert_eq!(state(&floor), CarState::InRepair);
    floor.later(10).finish(LIU_JING, BRAKES);
    let refused = floor.ask_with_pin(HE_PING, passes_the_car());
    let jobs = vec![(job(BRAKES), CheckKind::SelfCheck)];
    assert_eq!(refused, Err(Refusal::Unchecked { jobs }));
    floor.later(5).passes("2611-0401", HE_PING);
    let order = &floor.workshop.orders[&order_of(BRAKES)];
    let record = completion(order);
    assert_eq!(record.result, InspectionResult::Passed);
    assert_eq!((record.reworks.len(), record.penalty()), (1, Fen(5_000)));
    assert_eq!(record.inspector, Some(person(HE_PING)));
    assert_eq!(order.quality.reworked(1), 1);
    assert_eq!(
        record.reworks[0].workers,
        [person(LIU_JING), person(ZHOU_QIANG)]
    );
}

#[test]
fn a_penalty_is_no_colleagues_and_somebodys() {
    let mut floor = finished();
    let body = check(&floor, CheckKind::SelfCheck);
    floor.later(1).tap(LIU_JING, body);
    let fines = sends_back(&floor, CheckKind::Peer, 100, Some(LIU_JING));
    assert_eq!(floor.ask_with_pin(MA_LAN, fines), Err(Refusal::NotAllowed));
    let finds = sends_back(&floor, CheckKind::Peer, 0, None);
    floor.tap(MA_LAN, finds);
    let order = &floor.workshop.orders[&order_of(BRAKES)];
    assert_eq!(order.quality.reworked(1), 0, "found in time is no rework");
    assert_eq!(state(&floor), CarState::Rework);
}

#[test]
fn a_finish_that_arrives_late_is_one_of_before_the_rework() {
    let mut floor = finished();
    floor.later(5).passes("2611-0401", HE_PING);
    let body = sends_back(&floor, CheckKind::Final, 0, None);
    floor.later(5).sign(HE_PING, body);
    let mut late = floor.command(badge(ZHOU_QIANG), CommandBody::Finish { job: job(BRAKES) });
    late.at = moment("2026-11-23 09:02");
    floor.take(late).unwrap();
    assert_eq!(state(&floor), CarState::Rework);
    // The clock of the check ran ten minutes ahead: what is finished before it by the bay's clock is finished.
    floor.at("9:06").clock_on(LIU_JING, BRAKES, 1);
    floor.at("9:08").finish(LIU_JING, BRAKES);
    assert_eq!(state(&floor), CarState::AwaitingQc);
}

#[test]
fn a_check_is_taken_back_by_who_made_it_until_the_next_stands_on_it() {
    let mut floor = finished();
    let target = || UndoTarget::Check {
        ro: order_of(BRAKES),
    };
    let undo = |command| CommandBody::Undo {
        command,
        target: target(),
    };
    let body = check(&floor, CheckKind::SelfCheck);
    let made = floor.later(1).tap(LIU_JING, body.clone());
    assert_eq!(floor.ask(MA_LAN, undo(made)), Err(Refusal::NotYourTap));
    floor.tap(LIU_JING, undo(made));
    let made = floor.tap(LIU_JING, body);
    let body = check(&floor, CheckKind::Peer);
    floor.tap(MA_LAN, body);
    assert_eq!(floor.ask(LIU_JING, undo(made)), Err(Refusal::TooLateToUndo));
    let finished = finish(&floor);
    assert_eq!(
        floor.undo(LIU_JING, finished),
        Err(Refusal::TooLateToUndo),
        "somebody has looked at it"
    );
}

#[test]
fn a_car_that_is_to_be_driven_is_driven_before_it_passes() {
    let mut floor = Floor::new();
    let mut order = sheet(
        "2611-0500",
        "京E22222",
        "2026-11-23 17:00",
        vec![line(1, "Brake pads", Trade::Mechanical, 60)],
    );
    order.road_test = YesNo::Yes;
    order.mileage_km = Some(83_000);
    floor.admit(order);
    floor.at("8:00").clock_on(LIU_JING, "2611-0500/1", 1);
    floor.at("9:00").finish(LIU_JING, "2611-0500/1");
    floor.awaits_the_inspector("2611-0500");
    let number = ro("2611-0500");
    let last = next_check(&floor.workshop.orders[&number], &number, 1, &floor.policy);
    floor.tap(HE_PING, last.expect("her turn"));
    let results = Vec::new();
    let pass = quality(&number, QualityCommand::PassCar { results });
    assert_eq!(
        floor.ask_with_pin(HE_PING, pass.clone()),
        Err(Refusal::NeedsRoadTest)
    );
    let drives = |start_km, end_km| {
        let distance = Distance { start_km, end_km };
        let note = String::new();
        quality(&number, QualityCommand::RoadTest { distance, note })
    };
    assert_eq!(
        floor.ask(HE_PING, drives(83_000, 83_006)),
        Err(Refusal::NeedsPin)
    );
    for (start, end) in [(82_999, 83_006), (83_006, 83_006), (83_000, 999_999)] {
        let wrong = Refusal::WrongMileage { least_km: 83_000 };
        assert_eq!(floor.ask_with_pin(HE_PING, drives(start, end)), Err(wrong));
    }
    floor.sign(HE_PING, drives(83_000, 83_006));
    floor.sign(HE_PING, pass);
    assert!(floor.workshop.orders[&number].passed().is_some());
}

#[test]
fn a_car_that_comes_back_is_linked_by_its_plate() {
    let mut floor = finished();
    floor.later(5).passes("2611-0401", HE_PING);
    for step in [CarStep::Invoiced, CarStep::Delivered] {
        let ro = order_of(BRAKES);
        floor
            .later(5)
            .tap(SUN_LI, CommandBody::MoveCar { ro, step });
    }
    let line_of = || vec![line(1, "Brake pads", Trade::Mechanical, 60)];
    let mut again = sheet("2611-0777", "京B12345", "2026-11-25 17:00", line_of());
    again.category = BusinessCategory::Comeback;
    again.arrived_at = moment("2026-11-24 08:00");
    floor.at("2026-11-24 08:00").admit(again.clone());
    let linked = |floor: &Floor| {
        let order = &floor.workshop.orders[&ro("2611-0777")];
        order.quality.comeback.clone().map(|back| back.of)
    };
    assert_eq!(linked(&floor), Some(order_of(BRAKES)));
    // An amendment changes nothing of that.
    again.remarks = "noise in front".to_owned();
    floor.admit(again);
    assert_eq!(linked(&floor), Some(order_of(BRAKES)));
}

#[test]
fn each_job_gets_the_list_that_fits_it_most_closely() {
    let lists = lists();
    let table = [
        (
            "MA2000",
            Trade::Maintenance,
            BusinessCategory::Maintenance,
            "maintenance",
        ),
        (
            "BR2100",
            Trade::Mechanical,
            BusinessCategory::General,
            "brakes",
        ),
        (
            "EN2100",
            Trade::Mechanical,
            BusinessCategory::General,
            "engine",
        ),
        (
            "TR1000",
            Trade::Mechanical,
            BusinessCategory::Accident,
            "mechanical",
        ),
        (
            "EL1000",
            Trade::Electrical,
            BusinessCategory::General,
            "electrical",
        ),
        (
            "AC2000",
            Trade::Electrical,
            BusinessCategory::General,
            "air-conditioning",
        ),
        (
            "CH3000",
            Trade::Mechanical,
            BusinessCategory::General,
            "wheels",
        ),
        ("BD1000", Trade::Body, BusinessCategory::Accident, "body"),
        ("PT1000", Trade::Paint, BusinessCategory::Accident, "paint"),
        ("PD1000", Trade::Maintenance, BusinessCategory::Pdi, "pdi"),
    ];
    for (op_code, trade, category, wanted) in table {
        let list = lists.of_job(&op_code.into(), trade, category);
        let code = list.map(|list| list.named.code.as_str());
        assert_eq!(code, Some(wanted), "{op_code}");
    }
    let pdi = lists.of_job(&"PD1000".into(), Trade::Maintenance, BusinessCategory::Pdi);
    let sections = pdi.expect("the list").sections.iter();
    let order: Vec<&str> = sections.map(|part| part.named.code.as_str()).collect();
    assert_eq!(order, ["exterior", "interior", "engine"]);
}

#[test]
fn what_was_measured_is_held_against_its_limits() {
    let lists = lists();
    let list = lists.of_job(
        &"BR2100".into(),
        Trade::Mechanical,
        BusinessCategory::General,
    );
    let good = || all_good(list, CheckKind::Final);
    let with = |code: &str, verdict, value: Option<i64>| {
        let mut results = good();
        let item = ItemCode::new(code);
        for result in results.iter_mut().filter(|result| result.item == item) {
            result.verdict = verdict;
            result.value = value.map(Hundredths);
        }
        shortfall(list.unwrap().items(CheckKind::Final), &results)
    };
    let bolts = || vec![ItemCode::new("wheel-bolts")];
    assert!(with("wheel-bolts", Verdict::Pass, Some(10_500)).is_empty());
    assert_eq!(
        with("wheel-bolts", Verdict::Pass, Some(7_800)).failed,
        bolts()
    );
    assert_eq!(with("wheel-bolts", Verdict::Pass, None).open, bolts());
    assert_eq!(with("wheel-bolts", Verdict::Fail, None).failed, bolts());
    assert!(with("wheel-bolts", Verdict::NotApplicable, None).is_empty());
    // What every car has is looked at on every car, and what is worn keeps no car.
    let pedal = with("pedal", Verdict::NotApplicable, None);
    assert_eq!(pedal.open, [ItemCode::new("pedal")]);
    assert!(with("disc", Verdict::Pass, Some(100)).is_empty());
    // What somebody found bad is bad, on this list or not.
    let mut results = good();
    results.push(ItemResult {
        item: "of-yesterday".into(),
        verdict: Verdict::Fail,
        value: None,
        note: String::new(),
        photos: Vec::new(),
    });
    let short = shortfall(list.unwrap().items(CheckKind::Final), &results);
    assert_eq!(short.failed, [ItemCode::new("of-yesterday")]);
}
