//! Dispatch: every conflict is named, refused until it is accepted, and found again when two dispatchers race.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::command::CommandBody;
use baylight::domain::dispatch::{Conflict, ConflictKind, Plan, conflicts};
use baylight::domain::hold::HoldReason;
use baylight::domain::job::JobState;
use baylight::domain::order::Trade;
use baylight::domain::refusal::Refusal;
use common::*;

/// Everybody is here, the timing belt is planned on bay 1 with Liu Jing from 9:00 to 11:00.
fn planned() -> Floor {
    let mut floor = Floor::new();
    for who in [LIU_JING, ZHOU_QIANG, MA_LAN] {
        floor.shift_in(who);
    }
    floor.dispatch(TIMING_BELT, 1, LIU_JING, "9:00", "11:00");
    floor
}

fn dispatch(plan: Plan, accepted: &[ConflictKind]) -> CommandBody {
    CommandBody::Dispatch {
        plan,
        accepted: accepted.to_vec(),
    }
}

fn found(floor: &Floor, plan: &Plan) -> Vec<ConflictKind> {
    conflicts(
        plan,
        &floor.workshop.planning_sheet(&floor.policy, floor.now),
    )
    .iter()
    .map(Conflict::kind)
    .collect()
}

#[test]
fn each_conflict_is_named_refused_and_may_be_accepted() {
    type Case = (ConflictKind, fn(&mut Floor) -> Plan);
    let table: [Case; 8] = [
        (ConflictKind::BayTaken, |f| {
            f.plan(BRAKES, 1, ZHOU_QIANG, "10:00", "11:30")
        }),
        (ConflictKind::CarTaken, |f| {
            f.plan(WATER_PUMP, 2, ZHOU_QIANG, "10:00", "11:00")
        }),
        (ConflictKind::PersonTaken, |f| {
            f.plan(BRAKES, 2, LIU_JING, "10:00", "11:00")
        }),
        (ConflictKind::WrongTrade, |f| {
            f.plan(BRAKES, 5, ZHOU_QIANG, "10:00", "11:00")
        }),
        (ConflictKind::NoSuchSkill, |f| {
            f.plan(BRAKES, 2, MA_LAN, "10:00", "11:00")
        }),
        (ConflictKind::NotPresent, |f| {
            f.shift_out(ZHOU_QIANG);
            f.plan(BRAKES, 2, ZHOU_QIANG, "10:00", "11:00")
        }),
        (ConflictKind::BeyondPromise, |f| {
            f.plan(BRAKES, 2, ZHOU_QIANG, "16:30", "17:01")
        }),
        (ConflictKind::OutsideHours, |f| {
            f.plan(BRAKES, 2, ZHOU_QIANG, "12:00", "13:30")
        }),
    ];
    for (kind, make) in table {
        let mut floor = planned();
        let plan = make(&mut floor);
        match floor.ask(CHEN_YU, dispatch(plan.clone(), &[])) {
            Err(Refusal::Conflicts { conflicts }) => {
                let kinds: Vec<_> = conflicts.iter().map(Conflict::kind).collect();
                assert_eq!(kinds, [kind]);
            }
            other => panic!("{kind:?}: {other:?}"),
        }
        let another = match kind {
            ConflictKind::BayTaken => ConflictKind::CarTaken,
            _ => ConflictKind::BayTaken,
        };
        assert!(
            floor
                .ask(CHEN_YU, dispatch(plan.clone(), &[another]))
                .is_err(),
            "{kind:?}"
        );
        floor.tap(CHEN_YU, dispatch(plan.clone(), &[kind]));
        assert_eq!(
            floor
                .job(&plan.job.to_string())
                .assignment
                .as_ref()
                .unwrap()
                .plan,
            plan
        );
    }
}

#[test]
fn what_touches_only_at_its_ends_does_not_conflict() {
    let floor = planned();
    let before = floor.plan(BRAKES, 1, LIU_JING, "8:00", "9:00");
    let after = floor.plan(BRAKES, 1, LIU_JING, "11:00", "12:00");
    assert_eq!(found(&floor, &before), []);
    assert_eq!(found(&floor, &after), []);
    // Moving the job itself does not conflict with where it was.
    let moved = floor.plan(TIMING_BELT, 2, LIU_JING, "10:00", "12:00");
    assert_eq!(found(&floor, &moved), []);
}

#[test]
fn a_helper_may_learn_but_is_at_one_place_only() {
    let floor = planned();
    let mut plan = floor.plan(BRAKES, 2, ZHOU_QIANG, "10:00", "11:00");
    plan.helpers = vec![person(MA_LAN)];
    assert_eq!(found(&floor, &plan), []);
    plan.helpers = vec![person(LIU_JING), person(LIU_JING)];
    assert_eq!(found(&floor, &plan), [ConflictKind::PersonTaken]);
}

#[test]
fn who_is_not_here_today_may_be_planned_for_tomorrow() {
    let mut floor = planned();
    floor.shift_out(MA_LAN);
    let plan = floor.plan(
        ALTERNATOR,
        2,
        MA_LAN,
        "2026-11-24 09:00",
        "2026-11-24 10:30",
    );
    assert_eq!(found(&floor, &plan), []);
    let today = floor.plan(ALTERNATOR, 2, MA_LAN, "9:00", "10:30");
    assert_eq!(found(&floor, &today), [ConflictKind::NotPresent]);
}

#[test]
fn of_two_dispatchers_the_second_is_told_who_was_first() {
    let mut floor = planned();
    let brakes = floor.plan(BRAKES, 2, ZHOU_QIANG, "9:00", "10:00");
    let alternator = floor.plan(ALTERNATOR, 2, MA_LAN, "9:30", "11:00");
    assert_eq!(found(&floor, &brakes), []);
    assert_eq!(
        found(&floor, &alternator),
        [],
        "both look free to who looks at the same moment"
    );
    floor.tap(CHEN_YU, dispatch(brakes.clone(), &[]));
    let conflicts = vec![Conflict::BayTaken {
        by: job(BRAKES),
        until: brakes.end,
    }];
    assert_eq!(
        floor.ask(WANG_LEI, dispatch(alternator, &[])),
        Err(Refusal::Conflicts { conflicts })
    );
    assert_eq!(floor.state(ALTERNATOR), JobState::AwaitingDispatch);
}

#[test]
fn a_job_that_runs_over_its_plan_keeps_its_bay() {
    let mut floor = planned();
    floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("11:30");
    let plan = floor.plan(BRAKES, 1, ZHOU_QIANG, "11:20", "12:00");
    assert_eq!(found(&floor, &plan), [ConflictKind::BayTaken]);
    floor.finish(LIU_JING, TIMING_BELT);
    assert_eq!(found(&floor, &plan), []);
}

#[test]
fn a_plan_must_name_what_there_is_and_end_after_it_begins() {
    let mut floor = planned();
    let plan = |f: &Floor| f.plan(BRAKES, 2, ZHOU_QIANG, "9:00", "10:00");
    let good = plan(&floor);
    let table = [
        (
            Plan {
                job: job("2611-0401/7"),
                ..good.clone()
            },
            Refusal::UnknownJob {
                job: job("2611-0401/7"),
            },
        ),
        (
            Plan {
                bay: bay(9),
                ..good.clone()
            },
            Refusal::UnknownBay { bay: bay(9) },
        ),
        (
            Plan {
                end: good.start,
                ..good.clone()
            },
            Refusal::EmptyPlan,
        ),
        (
            Plan {
                lead: Some(person("E9")),
                ..good.clone()
            },
            Refusal::UnknownPerson {
                person: person("E9"),
            },
        ),
    ];
    for (wrong, refusal) in table {
        assert_eq!(floor.ask(CHEN_YU, dispatch(wrong, &[])), Err(refusal));
    }
    assert_eq!(
        floor.ask(LIU_JING, dispatch(good.clone(), &[])),
        Err(Refusal::NotAllowed)
    );
    floor.clock_on(ZHOU_QIANG, BRAKES, 2);
    floor.later(10).finish(ZHOU_QIANG, BRAKES);
    assert_eq!(
        floor.ask(CHEN_YU, dispatch(good, &[])),
        Err(Refusal::JobFinished { job: job(BRAKES) })
    );
}

#[test]
fn a_line_that_was_taken_off_cannot_be_dispatched() {
    let mut floor = planned();
    let mut changed = floor.workshop.orders[&order_of(WATER_PUMP)]
        .sheet
        .clone()
        .unwrap();
    changed.lines.remove(1);
    floor.admit(changed);
    let plan = floor.plan(WATER_PUMP, 2, ZHOU_QIANG, "13:00", "14:00");
    assert_eq!(
        floor.ask(CHEN_YU, dispatch(plan, &[])),
        Err(Refusal::UnknownJob {
            job: job(WATER_PUMP)
        })
    );
}

#[test]
fn a_job_is_taken_back_unless_it_runs_is_done_or_has_no_bay() {
    let mut floor = planned();
    let back = |id: &str| CommandBody::TakeBack { job: job(id) };
    assert_eq!(
        floor.ask(CHEN_YU, back(BRAKES)),
        Err(Refusal::NotDispatched { job: job(BRAKES) })
    );
    assert_eq!(
        floor.ask(LIU_JING, back(TIMING_BELT)),
        Err(Refusal::NotAllowed)
    );
    let mut running = floor.clone();
    running.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    assert_eq!(
        running.ask(CHEN_YU, back(TIMING_BELT)),
        Err(Refusal::JobRunning {
            job: job(TIMING_BELT)
        })
    );
    running
        .at("9:30")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    running.clone().tap(CHEN_YU, back(TIMING_BELT));
    running.finish(LIU_JING, TIMING_BELT);
    assert_eq!(
        running.ask(CHEN_YU, back(TIMING_BELT)),
        Err(Refusal::JobFinished {
            job: job(TIMING_BELT)
        })
    );
    floor.tap(CHEN_YU, back(TIMING_BELT));
    assert_eq!(floor.state(TIMING_BELT), JobState::AwaitingDispatch);
}

#[test]
fn an_open_bay_takes_any_trade() {
    let mut floor = planned();
    floor.admit(sheet(
        "2611-0600",
        "京F33333",
        "2026-11-24 17:00",
        vec![line(1, "Door", Trade::Paint, 60)],
    ));
    let plan = floor.plan("2611-0600/1", 4, ZHOU_QIANG, "9:00", "10:00");
    assert_eq!(found(&floor, &plan), [ConflictKind::NoSuchSkill]);
}
