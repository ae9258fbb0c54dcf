//! The workshop's rules, told as days of named people: clocks, holds, questions, corrections, undo, amendments.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::andon::AndonKind;
use baylight::domain::car::{CarState, CarStep};
use baylight::domain::clock::Activity;
use baylight::domain::command::{Actor, ClockMode, CommandBody, Correction, Extent, PinHash};
use baylight::domain::decide::decide;
use baylight::domain::hold::{HoldOwner, HoldReason};
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{BadgeId, CommandId};
use baylight::domain::job::JobState;
use baylight::domain::order::{Trade, WorkMinutes, YesNo};
use baylight::domain::person::{Employment, Person};
use baylight::domain::policy::SeveralJobs;
use baylight::domain::quality::command::QualityCommand;
use baylight::domain::question::{QuestionAnswer, QuestionKey};
use baylight::domain::refusal::Refusal;
use common::*;

/// Tells why a job is on hold.
fn reason(floor: &Floor, id: &str) -> Option<HoldReason> {
    match floor.state(id) {
        JobState::OnHold { reason, .. } => reason,
        other => panic!("{id} should be on hold and is {other:?}\n{}", floor.text()),
    }
}

fn asked(floor: &Floor) -> Vec<QuestionKey> {
    floor
        .questions()
        .into_iter()
        .map(|question| question.key)
        .collect()
}

#[test]
fn liu_jing_waits_for_a_tensioner_and_the_wait_is_not_clocked_on_the_belt() {
    let mut floor = Floor::new();
    floor.at("8:00").shift_in(LIU_JING);
    floor.at("8:30").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("9:10")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    assert_eq!(reason(&floor, TIMING_BELT), Some(HoldReason::Parts));
    floor.at("9:50").tap(
        GU_MIN,
        CommandBody::ClearHold {
            job: job(TIMING_BELT),
        },
    );
    match floor.state(TIMING_BELT) {
        JobState::OnHold {
            cleared_at, since, ..
        } => {
            assert_eq!(wall(since), "09:10");
            assert_eq!(cleared_at.map(wall).as_deref(), Some("09:50"));
        }
        other => panic!("{other:?}"),
    }
    floor.at("10:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("11:00").finish(LIU_JING, TIMING_BELT);
    floor.at("12:00").shift_out(LIU_JING);
    assert_eq!(
        floor.monday(LIU_JING),
        "08:00–08:30 waiting-for-work, 08:30–09:10 2611-0400/1 at bay-1, 09:10–10:00 waiting-for-work, \
         10:00–11:00 2611-0400/1 at bay-1, 11:00–12:00 waiting-for-work"
    );
    assert_eq!(floor.minutes(TIMING_BELT), 100);
    assert!(floor.questions().is_empty(), "{}", floor.text());
}

#[test]
fn zhou_qiang_joins_and_a_hold_stops_both() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("8:30").clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    floor
        .at("9:00")
        .hold(ZHOU_QIANG, TIMING_BELT, HoldReason::Tool);
    floor.at("10:00");
    assert_eq!(floor.minutes(TIMING_BELT), 90);
    for who in [LIU_JING, ZHOU_QIANG] {
        assert!(
            floor.monday(who).ends_with("09:00–… waiting-for-work"),
            "{}",
            floor.text()
        );
    }
}

#[test]
fn who_leaves_a_job_does_not_stop_the_other() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("8:00").clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    floor.at("9:00").clock_off(ZHOU_QIANG, TIMING_BELT);
    assert_eq!(floor.state(TIMING_BELT), JobState::InRepair);
    floor.at("10:00").clock_off(LIU_JING, TIMING_BELT);
    assert_eq!(
        reason(&floor, TIMING_BELT),
        None,
        "everybody left without a word"
    );
}

#[test]
fn clocking_on_to_the_next_thing_ends_the_last() {
    type Tap = fn(&mut Floor) -> CommandId;
    let next: [(&str, Tap); 4] = [
        ("10:00–… 2611-0401/1 at bay-2", |f| {
            f.clock_on(LIU_JING, BRAKES, 2)
        }),
        ("10:00–… cleaning", |f| {
            f.idle(LIU_JING, IdleCode::Cleaning)
        }),
        ("10:00–… waiting-for-work", |f| {
            f.clock_off(LIU_JING, TIMING_BELT)
        }),
        ("08:00–10:00 2611-0400/1 at bay-1", |f| {
            f.shift_out(LIU_JING)
        }),
    ];
    for (ending, tap) in next {
        let mut floor = Floor::new();
        floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
        tap(floor.at("10:00"));
        floor.at("11:00");
        assert_eq!(floor.minutes(TIMING_BELT), 120, "{ending}");
        assert!(floor.monday(LIU_JING).ends_with(ending), "{}", floor.text());
    }
}

#[test]
fn every_hold_has_the_owner_of_the_table() {
    let table = [
        (HoldReason::Parts, HoldOwner::Stores),
        (HoldReason::CustomerAnswer, HoldOwner::Advisor),
        (HoldReason::Tool, HoldOwner::Stores),
        (HoldReason::Bay, HoldOwner::Dispatcher),
        (HoldReason::TechnicalHelp, HoldOwner::Foreman),
        (HoldReason::OutsideWork, HoldOwner::Dispatcher),
        (HoldReason::EndOfShift, HoldOwner::Nobody),
    ];
    assert_eq!(table.map(|(reason, _)| reason), HoldReason::ALL);
    for (reason, owner) in table {
        assert_eq!(reason.owner(), owner, "{reason:?}");
    }
}

#[test]
fn a_job_held_resumed_and_held_again_shows_the_second_reason_and_both_stretches() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("8:20")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    floor.at("8:40").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("9:00")
        .hold(LIU_JING, TIMING_BELT, HoldReason::CustomerAnswer);
    floor.at("12:00");
    assert_eq!(
        reason(&floor, TIMING_BELT),
        Some(HoldReason::CustomerAnswer)
    );
    assert_eq!(floor.minutes(TIMING_BELT), 40);
}

#[test]
fn only_the_hold_that_is_open_is_cleared() {
    let mut floor = Floor::new();
    let clear = || CommandBody::ClearHold {
        job: job(TIMING_BELT),
    };
    let not_on_hold = Err(Refusal::NotOnHold {
        job: job(TIMING_BELT),
    });
    assert_eq!(floor.ask(GU_MIN, clear()), not_on_hold);
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("8:20")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    assert_eq!(floor.ask(LIU_JING, clear()), Err(Refusal::NotAllowed));
    floor.at("8:30").tap(GU_MIN, clear());
    assert_eq!(floor.ask(GU_MIN, clear()), not_on_hold);
}

#[test]
fn a_hold_is_cleared_even_when_the_clock_of_its_bay_runs_ahead() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("8:21")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    floor.at("8:20").tap(
        GU_MIN,
        CommandBody::ClearHold {
            job: job(TIMING_BELT),
        },
    );
    match floor.state(TIMING_BELT) {
        JobState::OnHold { cleared_at, .. } => assert!(cleared_at.is_some(), "{}", floor.text()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stop_and_the_next_mark_at_the_same_instant_count_in_the_order_of_the_taps() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.clock_on_alongside(LIU_JING, BRAKES, 1);
    floor
        .at("9:00")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    floor.clock_on_alongside(LIU_JING, WATER_PUMP, 1);
    assert_eq!(
        floor.monday(LIU_JING),
        "08:00–09:00 2611-0400/1 at bay-1 + 2611-0401/1 at bay-1, \
         09:00–… 2611-0401/1 at bay-1 + 2611-0400/2 at bay-1"
    );
    // Held and resumed within one instant: the resume came last.
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("9:00")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    floor.clock_on(LIU_JING, TIMING_BELT, 1);
    assert_eq!(floor.state(TIMING_BELT), JobState::InRepair);
    // Clocked on and held within one instant: the hold came last.
    let mut floor = Floor::new();
    floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.hold(LIU_JING, TIMING_BELT, HoldReason::Parts);
    assert_eq!(reason(&floor, TIMING_BELT), Some(HoldReason::Parts));
    assert_eq!(floor.monday(LIU_JING), "09:00–… waiting-for-work");
}

#[test]
fn several_jobs_at_once_share_every_second_as_the_site_says() {
    let table = [
        (SeveralJobs::Equal, [2700, 2701]),
        (SeveralJobs::ByStandard, [3601, 1800]),
        (SeveralJobs::First, [5401, 0]),
    ];
    for (split, [belt, pump]) in table {
        let mut floor = Floor::new();
        floor.policy.several_jobs = split;
        floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
        floor.clock_on_alongside(LIU_JING, WATER_PUMP, 1);
        floor.now += chrono::TimeDelta::seconds(5401);
        floor.shift_out(LIU_JING);
        let secs = |id| floor.job(id).worked_secs(floor.now);
        assert_eq!(
            secs(TIMING_BELT) + secs(WATER_PUMP),
            5401,
            "{split:?}: no second is lost"
        );
        assert!(
            (secs(TIMING_BELT) - belt).abs() <= 1,
            "{split:?}: {}",
            floor.text()
        );
        assert!(
            (secs(WATER_PUMP) - pump).abs() <= 1,
            "{split:?}: {}",
            floor.text()
        );
    }
}

#[test]
fn a_site_without_several_jobs_takes_alongside_for_instead() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00").clock_on_alongside(LIU_JING, BRAKES, 2);
    assert_eq!(
        floor.monday(LIU_JING),
        "08:00–09:00 2611-0400/1 at bay-1, 09:00–… 2611-0401/1 at bay-2"
    );
}

#[test]
fn a_stop_of_one_of_several_jobs_leaves_the_others() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.clock_on_alongside(LIU_JING, BRAKES, 1);
    floor.at("9:00").finish(LIU_JING, BRAKES);
    floor.at("10:00");
    assert_eq!(floor.minutes(TIMING_BELT), 90);
    assert_eq!(floor.minutes(BRAKES), 30);
}

#[test]
fn seconds_with_fractions_add_up_to_the_day() {
    let mut floor = Floor::new();
    floor.at("8:00").now += chrono::TimeDelta::milliseconds(900);
    let begin = floor.now;
    floor.shift_in(LIU_JING);
    for _ in 0..7 {
        floor.now += chrono::TimeDelta::milliseconds(60_700);
        floor.clock_on(LIU_JING, TIMING_BELT, 1);
        floor.now += chrono::TimeDelta::milliseconds(60_700);
        floor.idle(LIU_JING, IdleCode::Cleaning);
    }
    floor.shift_out(LIU_JING);
    let known = &floor.workshop.days[&(person(LIU_JING), day(MONDAY))];
    assert_eq!(
        closed_secs(&known.segments),
        floor.now.timestamp() - begin.timestamp()
    );
}

#[test]
fn a_forgotten_clock_out_is_flagged_asked_about_and_never_invented() {
    let mut floor = Floor::new();
    floor.at("8:00").shift_in(LIU_JING);
    floor.at("15:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("18:30")
        .system(CommandBody::FlagForgottenClockOut {
            person: person(LIU_JING),
            day: day(MONDAY),
        });
    let question = QuestionKey::ForgottenClockOut {
        person: person(LIU_JING),
        day: day(MONDAY),
    };
    assert_eq!(asked(&floor), std::slice::from_ref(&question));
    floor.at("2026-11-24 08:00").shift_in(LIU_JING);
    assert_eq!(asked(&floor), [question]);
    assert!(
        floor
            .monday(LIU_JING)
            .ends_with("15:00–? 2611-0400/1 at bay-1"),
        "{}",
        floor.text()
    );
    assert_eq!(
        floor.minutes(TIMING_BELT),
        0,
        "nobody knows yet how long it was"
    );
    assert_eq!(reason(&floor, TIMING_BELT), None);

    let add = CommandBody::CorrectClock {
        person: person(LIU_JING),
        day: day(MONDAY),
        correction: Correction::Add {
            at: moment("2026-11-23 18:00"),
            activity: Activity::ShiftOut,
        },
        reason: "forgot to clock out, left at six".to_owned(),
    };
    assert_eq!(floor.ask(WANG_LEI, add.clone()), Err(Refusal::NeedsPin));
    floor.ask_with_pin(WANG_LEI, add).unwrap();
    assert_eq!(floor.minutes(TIMING_BELT), 180);
    assert_eq!(asked(&floor), []);
}

#[test]
fn a_colleagues_hold_next_morning_credits_nobody_with_the_night() {
    let mut floor = Floor::new();
    floor.at("15:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("2026-11-24 09:00")
        .hold(ZHOU_QIANG, TIMING_BELT, HoldReason::Parts);
    assert_eq!(floor.minutes(TIMING_BELT), 0, "{}", floor.text());
    assert_eq!(floor.monday(LIU_JING), "15:00–? 2611-0400/1 at bay-1");
    assert_eq!(reason(&floor, TIMING_BELT), Some(HoldReason::Parts));
    assert!(matches!(
        asked(&floor)[..],
        [QuestionKey::ForgottenClockOut { .. }]
    ));
}

#[test]
fn a_mark_that_arrives_late_falls_into_its_place() {
    let mut floor = Floor::new();
    floor.at("8:00").shift_in(LIU_JING);
    floor.at("9:00");
    let late = floor.command(badge(LIU_JING), on(TIMING_BELT, 1, ClockMode::Instead));
    floor
        .at("10:00")
        .at_station("bay-2")
        .clock_on(LIU_JING, BRAKES, 2);
    floor.at("11:00").take(late).unwrap();
    assert_eq!(
        floor.monday(LIU_JING),
        "08:00–09:00 waiting-for-work, 09:00–10:00 2611-0400/1 at bay-1, 10:00–… 2611-0401/1 at bay-2"
    );
}

#[test]
fn a_late_finish_of_an_offline_bay_cuts_what_was_clocked_until_then() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00");
    let late = floor.command(
        badge(LIU_JING),
        CommandBody::Finish {
            job: job(TIMING_BELT),
        },
    );
    floor
        .at("9:30")
        .at_station("bay-2")
        .clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    floor.at("10:00").take(late).unwrap();
    assert_eq!(floor.minutes(TIMING_BELT), 60 + 30);
    assert!(matches!(
        asked(&floor)[..],
        [QuestionKey::WorkedAfterFinish { .. }]
    ));
}

#[test]
fn work_after_a_finish_is_kept_and_asked_about_once() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00").finish(LIU_JING, TIMING_BELT);
    let mark = floor.at("9:30").clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    // Another job begun and left alongside cuts the work into three stretches of one clock-on.
    floor.at("9:40").clock_on_alongside(ZHOU_QIANG, BRAKES, 1);
    floor.at("9:50").clock_off(ZHOU_QIANG, BRAKES);
    let question = QuestionKey::WorkedAfterFinish {
        job: job(TIMING_BELT),
        mark,
    };
    assert_eq!(asked(&floor), std::slice::from_ref(&question));
    assert_eq!(floor.state(TIMING_BELT), JobState::InRepair);

    let answer = |answer| CommandBody::AnswerQuestion {
        question: question.clone(),
        answer,
    };
    assert_eq!(
        floor.ask(LIU_JING, answer(QuestionAnswer::KeepBoth)),
        Err(Refusal::NotAllowed)
    );
    let mut kept = floor.clone();
    kept.tap(WANG_LEI, answer(QuestionAnswer::KeepBoth));
    assert_eq!(asked(&kept), []);
    assert_eq!(
        kept.ask(WANG_LEI, answer(QuestionAnswer::KeepBoth)),
        Err(Refusal::UnknownQuestion)
    );
    kept.at("10:00").clock_off(ZHOU_QIANG, TIMING_BELT);
    assert_eq!(
        kept.state(TIMING_BELT),
        JobState::Finished {
            at: moment("2026-11-23 09:00")
        }
    );

    assert_eq!(
        floor.ask(WANG_LEI, answer(QuestionAnswer::NotFinished)),
        Err(Refusal::NeedsPin),
        "it mends what was clocked"
    );
    floor.sign(WANG_LEI, answer(QuestionAnswer::NotFinished));
    assert_eq!(asked(&floor), []);
    assert_eq!(
        floor.monday(LIU_JING),
        "08:00–09:00 2611-0400/1 at bay-1, 09:00–… waiting-for-work",
        "no time is invented for who finished"
    );
    floor.at("10:00").clock_off(ZHOU_QIANG, TIMING_BELT);
    assert_eq!(
        reason(&floor, TIMING_BELT),
        None,
        "it is not finished any more"
    );
}

#[test]
fn not_finished_keeps_the_finish_that_came_after_the_work() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00").finish(LIU_JING, TIMING_BELT);
    let mark = floor.at("9:30").clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    floor.at("10:00").finish(ZHOU_QIANG, TIMING_BELT);
    floor.sign(
        WANG_LEI,
        CommandBody::AnswerQuestion {
            question: QuestionKey::WorkedAfterFinish {
                job: job(TIMING_BELT),
                mark,
            },
            answer: QuestionAnswer::NotFinished,
        },
    );
    assert_eq!(
        floor.state(TIMING_BELT),
        JobState::Finished {
            at: moment("2026-11-23 10:00")
        }
    );
}

#[test]
fn a_question_vanishes_when_the_contradiction_does() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let mark = floor
        .at("9:00")
        .at_station("bay-2")
        .clock_on(ZHOU_QIANG, TIMING_BELT, 2);
    assert_eq!(
        asked(&floor),
        [QuestionKey::TwoBays {
            job: job(TIMING_BELT),
            mark
        }]
    );
    let mut corrected = floor.clone();
    corrected
        .at("9:30")
        .ask_with_pin(
            WANG_LEI,
            CommandBody::CorrectClock {
                person: person(ZHOU_QIANG),
                day: day(MONDAY),
                correction: Correction::Replace {
                    mark,
                    activity: Activity::Job {
                        job: job(BRAKES),
                        bay: bay(2),
                        mode: ClockMode::Instead,
                        split: SeveralJobs::No,
                    },
                },
                reason: "wrong job tapped".to_owned(),
            },
        )
        .unwrap();
    assert_eq!(asked(&corrected), []);
    floor.at("9:01").undo(ZHOU_QIANG, mark).unwrap();
    assert_eq!(asked(&floor), []);
}

#[test]
fn two_people_on_one_job_at_one_bay_are_no_contradiction() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00").clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    floor.at("10:00").clock_off(ZHOU_QIANG, TIMING_BELT);
    floor
        .at("10:30")
        .hold(LIU_JING, TIMING_BELT, HoldReason::Bay);
    floor.at("11:00").clock_on(LIU_JING, TIMING_BELT, 2);
    assert_eq!(asked(&floor), []);
}

#[test]
fn work_on_an_order_that_nobody_sent_is_kept_and_asked_about_until_the_order_comes() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, "2611-0999/1", 1);
    assert_eq!(
        asked(&floor),
        [QuestionKey::UnknownOrder {
            ro: ro("2611-0999")
        }]
    );
    floor.at("9:00").admit(sheet(
        "2611-0999",
        "京D11111",
        "2026-11-23 17:00",
        vec![line(1, "Clutch", Trade::Mechanical, 180)],
    ));
    assert_eq!(asked(&floor), []);
    assert_eq!(floor.minutes("2611-0999/1"), 60);
    assert_eq!(floor.job("2611-0999/1").standard(), WorkMinutes(180));
}

#[test]
fn a_line_that_is_not_on_the_order_stands_the_same_whichever_is_heard_first() {
    let order = || {
        sheet(
            "2611-0999",
            "京D11111",
            "2026-11-23 17:00",
            vec![line(1, "Clutch", Trade::Mechanical, 60)],
        )
    };
    let mut fact_first = Floor::empty();
    fact_first.at("8:00").clock_on(LIU_JING, "2611-0999/7", 1);
    fact_first.admit(order());
    let mut order_first = Floor::empty();
    order_first.at("8:00");
    let tap = order_first.command(badge(LIU_JING), on("2611-0999/7", 1, ClockMode::Instead));
    order_first.admit(order());
    order_first.take(tap).unwrap();
    assert_eq!(fact_first.workshop, order_first.workshop);
}

#[test]
fn work_on_a_delivered_car_is_asked_about() {
    let mut floor = finished_brakes();
    floor.later(5).passes("2611-0401", HE_PING);
    for step in [CarStep::Invoiced, CarStep::Delivered] {
        floor.later(5).sign(
            SUN_LI,
            CommandBody::MoveCar {
                ro: order_of(BRAKES),
                step,
            },
        );
    }
    assert_eq!(
        floor.workshop.orders[&order_of(BRAKES)].state(),
        CarState::Delivered
    );
    floor.at("11:00").clock_on(LIU_JING, BRAKES, 1);
    let keys = asked(&floor);
    assert!(
        keys.iter()
            .any(|key| matches!(key, QuestionKey::WorkedAfterDelivery { .. })),
        "{keys:?}"
    );
}

/// The Corolla with its only job finished at 9:00.
fn finished_brakes() -> Floor {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, BRAKES, 1);
    floor.at("9:00").finish(LIU_JING, BRAKES);
    floor
}

#[test]
fn a_car_stands_where_its_jobs_and_steps_say() {
    let mut floor = Floor::empty();
    let id = "2611-0500/1";
    let mut order = sheet(
        "2611-0500",
        "京E22222",
        "2026-11-23 17:00",
        vec![line(1, "Brake pads", Trade::Mechanical, 60)],
    );
    order.wash = YesNo::Yes;
    floor.admit(order);
    let stands = |floor: &Floor| floor.workshop.orders[&order_of(id)].state();
    assert_eq!(stands(&floor), CarState::AwaitingDispatch);
    floor.dispatch(id, 1, LIU_JING, "8:30", "9:30");
    assert_eq!(stands(&floor), CarState::Dispatched);
    floor.at("8:30").clock_on(LIU_JING, id, 1);
    assert_eq!(stands(&floor), CarState::InRepair);
    floor.at("8:40").hold(LIU_JING, id, HoldReason::Parts);
    assert_eq!(stands(&floor), CarState::OnHold);
    floor.at("8:50").clock_on(LIU_JING, id, 1);
    floor.at("9:30").finish(LIU_JING, id);
    assert_eq!(stands(&floor), CarState::AwaitingQc);
    // Who dispatches and who advises may move a car on, but not pass it.
    let pass = checks::quality(
        &order_of(id),
        QualityCommand::PassCar {
            results: Vec::new(),
        },
    );
    for who in [CHEN_YU, SUN_LI, LIU_JING] {
        assert_eq!(
            floor.ask_with_pin(who, pass.clone()),
            Err(Refusal::NotAllowed)
        );
    }
    assert_eq!(floor.ask(HE_PING, pass.clone()), Err(Refusal::NeedsPin));
    let straight_on = CommandBody::MoveCar {
        ro: order_of(id),
        step: CarStep::FinalCheckPassed,
    };
    assert_eq!(
        floor.ask_with_pin(HE_PING, straight_on),
        Err(Refusal::NeedsInspection)
    );
    floor.later(10).passes("2611-0500", HE_PING);
    assert_eq!(stands(&floor), CarState::Wash);
    let steps = [
        (CarStep::Washed, CarState::AwaitingInvoice),
        (CarStep::Invoiced, CarState::Ready),
        (CarStep::Delivered, CarState::Delivered),
    ];
    for (step, then) in steps {
        let early = CommandBody::MoveCar {
            ro: order_of(id),
            step: CarStep::Delivered,
        };
        if step != CarStep::Delivered {
            assert_eq!(
                floor.ask(SUN_LI, early),
                Err(Refusal::WrongStep {
                    stands: stands(&floor)
                })
            );
        }
        let move_on = CommandBody::MoveCar {
            ro: order_of(id),
            step,
        };
        // Whoever stands beside it washes a car; what follows is not a technician's.
        if step != CarStep::Washed {
            assert_eq!(
                floor.ask(LIU_JING, move_on.clone()),
                Err(Refusal::NotAllowed)
            );
        }
        floor.later(10).tap(HE_PING, move_on);
        assert_eq!(stands(&floor), then);
    }
}

#[test]
fn after_rework_the_checks_start_over() {
    let mut floor = finished_brakes();
    floor.at("9:10").passes("2611-0401", HE_PING);
    let mark = floor.at("9:20").clock_on(LIU_JING, BRAKES, 1);
    floor.at("9:25").sign(
        WANG_LEI,
        CommandBody::AnswerQuestion {
            question: QuestionKey::WorkedAfterFinish {
                job: job(BRAKES),
                mark,
            },
            answer: QuestionAnswer::NotFinished,
        },
    );
    floor.at("9:40").finish(LIU_JING, BRAKES);
    let stands = |floor: &Floor| floor.workshop.orders[&order_of(BRAKES)].state();
    assert_eq!(stands(&floor), CarState::AwaitingQc);
    // The inspector's clock is behind the bay's: the check counts all the same.
    floor.at("9:39").passes("2611-0401", HE_PING);
    assert_eq!(stands(&floor), CarState::AwaitingInvoice);
}

#[test]
fn a_tap_is_undone_by_who_tapped_it_within_two_minutes() {
    let mut floor = Floor::new();
    floor.at("8:00").shift_in(LIU_JING);
    let wrong = floor.at("8:30").clock_on(LIU_JING, BRAKES, 1);
    assert_eq!(
        floor.at("8:31").undo(ZHOU_QIANG, wrong),
        Err(Refusal::NotYourTap)
    );
    assert_eq!(
        floor.at("8:33").undo(LIU_JING, wrong),
        Err(Refusal::TooLateToUndo)
    );
    floor.at("8:32").undo(LIU_JING, wrong).unwrap();
    assert_eq!(floor.monday(LIU_JING), "08:00–… waiting-for-work");
    assert_eq!(floor.undo(LIU_JING, wrong), Err(Refusal::NothingToUndo));
    assert_eq!(floor.minutes(BRAKES), 0);
    assert_eq!(floor.state(BRAKES), JobState::AwaitingDispatch);
}

#[test]
fn a_finish_undone_lets_everybody_go_on_as_if_nothing_had_been() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    let before = floor.workshop.clone();
    let finish = floor.at("9:00").finish(LIU_JING, TIMING_BELT);
    floor.at("9:01").undo(LIU_JING, finish).unwrap();
    assert_eq!(floor.workshop, before);
    assert_eq!(floor.minutes(TIMING_BELT), 122);
}

#[test]
fn the_first_tap_of_a_day_undone_gives_yesterday_back() {
    let mut floor = Floor::new();
    floor
        .at("2026-11-23 22:00")
        .clock_on(LIU_JING, TIMING_BELT, 1);
    let wrong = floor.at("2026-11-24 04:30").shift_in(LIU_JING);
    assert!(floor.monday(LIU_JING).contains('?'), "{}", floor.text());
    floor.at("04:31").undo(LIU_JING, wrong).unwrap();
    assert_eq!(floor.monday(LIU_JING), "22:00–… 2611-0400/1 at bay-1");
    assert_eq!(
        floor.workshop.latest_day(&person(LIU_JING)).map(|d| d.day),
        Some(day(MONDAY))
    );
}

#[test]
fn what_the_foreman_mended_is_not_undone_by_a_tap() {
    let mut floor = Floor::new();
    let mark = floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor
        .at("8:01")
        .ask_with_pin(
            WANG_LEI,
            correction(Correction::Move {
                mark,
                to: moment("2026-11-23 07:45"),
            }),
        )
        .unwrap();
    assert_eq!(floor.undo(LIU_JING, mark), Err(Refusal::TooLateToUndo));
}

fn correction(correction: Correction) -> CommandBody {
    CommandBody::CorrectClock {
        person: person(LIU_JING),
        day: day(MONDAY),
        correction,
        reason: "as told".to_owned(),
    }
}

#[test]
fn the_foreman_moves_replaces_adds_and_removes_marks() {
    let base = || {
        let mut floor = Floor::new();
        let start = floor.at("8:00").shift_in(LIU_JING);
        let mark = floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
        floor.at("10:00").shift_out(LIU_JING);
        (floor, start, mark)
    };
    let at = |text: &str| moment(&format!("{MONDAY} {text}"));
    let (_, start, mark) = base();
    let table = [
        (
            Correction::Move {
                mark,
                to: at("08:30"),
            },
            "08:00–08:30 waiting-for-work, 08:30–10:00 2611-0400/1 at bay-1",
        ),
        (
            Correction::Replace {
                mark,
                activity: Activity::Idle {
                    code: IdleCode::Training,
                },
            },
            "08:00–09:00 waiting-for-work, 09:00–10:00 training",
        ),
        (
            Correction::Add {
                at: at("09:30"),
                activity: Activity::Idle {
                    code: IdleCode::Meeting,
                },
            },
            "08:00–09:00 waiting-for-work, 09:00–09:30 2611-0400/1 at bay-1, 09:30–10:00 meeting",
        ),
        (Correction::Remove { mark }, "08:00–10:00 waiting-for-work"),
        (
            Correction::Remove { mark: start },
            "09:00–10:00 2611-0400/1 at bay-1",
        ),
    ];
    for (how, then) in table {
        let (mut floor, ..) = base();
        let told = format!("{how:?}");
        floor
            .at("11:00")
            .ask_with_pin(WANG_LEI, correction(how))
            .unwrap();
        assert_eq!(floor.monday(LIU_JING), then, "{told}");
        assert_eq!(replay(&floor.events), floor.workshop, "{told}");
    }
}

#[test]
fn a_correction_needs_the_foreman_a_pin_a_reason_and_a_mark_of_that_day() {
    let mut floor = Floor::new();
    let mark = floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let remove = || correction(Correction::Remove { mark });
    assert_eq!(
        floor.ask_with_pin(CHEN_YU, remove()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(floor.ask(WANG_LEI, remove()), Err(Refusal::NeedsPin));
    let mut blank = remove();
    if let CommandBody::CorrectClock { reason, .. } = &mut blank {
        *reason = "  ".to_owned();
    }
    assert_eq!(floor.ask_with_pin(WANG_LEI, blank), Err(Refusal::NoReason));
    let tomorrow = Correction::Move {
        mark,
        to: moment("2026-11-24 09:00"),
    };
    assert_eq!(
        floor.ask_with_pin(WANG_LEI, correction(tomorrow)),
        Err(Refusal::UnknownMark)
    );
    let later = |at| Correction::Add {
        at: moment(&format!("{MONDAY} {at}")),
        activity: Activity::ShiftOut,
    };
    floor.at("17:00");
    assert_eq!(
        floor.ask_with_pin(WANG_LEI, correction(later("17:01"))),
        Err(Refusal::NotYet)
    );
    floor.ask_with_pin(WANG_LEI, remove()).unwrap();
    assert_eq!(
        floor.ask_with_pin(WANG_LEI, remove()),
        Err(Refusal::UnknownMark)
    );
}

#[test]
fn an_amendment_keeps_what_was_clocked_and_what_the_order_said_before() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("9:00");
    let mut changed = floor.workshop.orders[&order_of(TIMING_BELT)]
        .sheet
        .clone()
        .unwrap();
    changed.promised_at = moment("2026-11-23 18:00");
    changed.lines[0].standard = WorkMinutes(150);
    changed.lines.remove(1);
    floor.admit(changed.clone());
    assert_eq!(floor.state(TIMING_BELT), JobState::InRepair);
    assert_eq!(floor.minutes(TIMING_BELT), 60);
    let order = &floor.workshop.orders[&order_of(TIMING_BELT)];
    assert_eq!(order.amendments.len(), 1);
    assert_eq!(
        order.amendments[0].changed,
        ["promised at", "line 1 changed", "line 2 dropped"]
    );
    assert_eq!(order.live_jobs().count(), 1);
    // The same again, with its lines in another order, changes nothing.
    let events = floor.events.len();
    changed.lines.reverse();
    floor.admit(changed);
    assert_eq!(floor.events.len(), events);
}

#[test]
fn a_line_taken_off_while_it_is_worked_on_holds_the_car_only_as_long_as_somebody_is_on_it() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(LIU_JING, WATER_PUMP, 1);
    floor.clock_on(ZHOU_QIANG, TIMING_BELT, 1);
    let mut changed = floor.workshop.orders[&order_of(TIMING_BELT)]
        .sheet
        .clone()
        .unwrap();
    changed.lines.remove(1);
    floor.at("8:30").admit(changed);
    floor.at("9:00").finish(ZHOU_QIANG, TIMING_BELT);
    let stands = |floor: &Floor| floor.workshop.orders[&order_of(TIMING_BELT)].state();
    assert_eq!(stands(&floor), CarState::InRepair);
    floor.at("9:10").clock_off(LIU_JING, WATER_PUMP);
    assert_eq!(stands(&floor), CarState::AwaitingQc);
    assert_eq!(floor.minutes(WATER_PUMP), 70, "what was clocked stays");
}

#[test]
fn a_partly_read_order_keeps_its_other_lines() {
    let mut floor = Floor::new();
    let mut part = floor.workshop.orders[&order_of(TIMING_BELT)]
        .sheet
        .clone()
        .unwrap();
    part.lines.remove(0);
    let events = floor.events.len();
    floor.system(CommandBody::AdmitOrder {
        sheet: Box::new(part),
        extent: Extent::Partial,
    });
    assert_eq!(floor.events.len(), events);
}

#[test]
fn a_new_standard_weighs_in_a_split_that_runs() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::ByStandard;
    floor.at("8:00").clock_on(LIU_JING, TIMING_BELT, 1);
    floor.clock_on_alongside(LIU_JING, WATER_PUMP, 1);
    let mut changed = floor.workshop.orders[&order_of(TIMING_BELT)]
        .sheet
        .clone()
        .unwrap();
    changed.lines[1].standard = WorkMinutes(120);
    floor.at("8:30").admit(changed);
    floor.at("10:00").shift_out(LIU_JING);
    assert_eq!(
        (floor.minutes(TIMING_BELT), floor.minutes(WATER_PUMP)),
        (60, 60)
    );
}

#[test]
fn facts_are_kept_whatever_they_contradict() {
    let facts = [
        CommandBody::ShiftIn,
        CommandBody::ShiftOut,
        on("9999/1", 9, ClockMode::Instead),
        CommandBody::ClockOff { job: job("9999/1") },
        CommandBody::GoIdle {
            code: IdleCode::Break,
        },
        held("9999/1", HoldReason::Parts),
        CommandBody::Finish { job: job("9999/1") },
        CommandBody::RaiseAndon {
            bay: bay(9),
            call: AndonKind::Foreman,
        },
    ];
    for fact in facts {
        let mut floor = finished_brakes();
        let what = format!("{fact:?}");
        let before = floor.events.len();
        assert!(floor.ask("nobody of the roster", fact).is_ok(), "{what}");
        assert_eq!(floor.events.len(), before + 1, "{what}");
    }
}

#[test]
fn nobody_clocks_without_being_recognised_and_only_the_program_imports() {
    let mut floor = Floor::new();
    let tap = floor.command(
        baylight::domain::command::Actor::System,
        CommandBody::ShiftIn,
    );
    assert_eq!(floor.take(tap), Err(Refusal::NobodySignedIn));
    let sheet = sheet("1", "京A00001", "2026-11-23 17:00", Vec::new());
    let admit = CommandBody::AdmitOrder {
        sheet: Box::new(sheet),
        extent: Extent::Whole,
    };
    assert_eq!(floor.ask(WANG_LEI, admit), Err(Refusal::SystemOnly));
}

#[test]
fn a_call_for_help_is_answered_by_who_was_first_and_cleared() {
    let mut floor = Floor::new();
    let call = floor.at("9:00").tap(
        LIU_JING,
        CommandBody::RaiseAndon {
            bay: bay(1),
            call: AndonKind::TechnicalSupport,
        },
    );
    floor
        .at("9:02")
        .tap(CHEN_YU, CommandBody::AcknowledgeAndon { call });
    // The foreman's station was offline: he was first.
    floor
        .at("9:01")
        .tap(WANG_LEI, CommandBody::AcknowledgeAndon { call });
    floor
        .at("9:20")
        .tap(LIU_JING, CommandBody::ClearAndon { call });
    let known = &floor.workshop.andons[&call];
    assert_eq!(
        known.acknowledged.as_ref().and_then(|step| step.by.clone()),
        Some(person(WANG_LEI))
    );
    assert!(known.cleared.is_some());
    let unknown = CommandId(uuid::Uuid::nil());
    assert_eq!(
        floor.ask(WANG_LEI, CommandBody::ClearAndon { call: unknown }),
        Err(Refusal::UnknownCall)
    );
}

#[test]
fn the_small_hours_belong_to_the_day_before() {
    let mut floor = Floor::new();
    floor
        .at("2026-11-23 20:00")
        .clock_on(LIU_JING, TIMING_BELT, 1);
    floor.at("2026-11-24 02:00").shift_out(LIU_JING);
    assert_eq!(floor.monday(LIU_JING), "20:00–02:00 2611-0400/1 at bay-1");
    assert_eq!(floor.minutes(TIMING_BELT), 360);
}

#[test]
fn a_held_job_follows_the_dispatcher_to_another_bay() {
    let mut floor = Floor::new();
    floor.dispatch(BRAKES, 1, LIU_JING, "8:00", "9:00");
    floor.at("8:10").clock_on(LIU_JING, BRAKES, 1);
    floor.at("8:20").hold(LIU_JING, BRAKES, HoldReason::Bay);
    assert_eq!(floor.job(BRAKES).bay(), Some(&bay(1)));
    floor
        .at("8:30")
        .dispatch(BRAKES, 2, LIU_JING, "9:00", "10:00");
    assert_eq!(floor.job(BRAKES).bay(), Some(&bay(2)));
    floor.at("9:00").clock_on(LIU_JING, BRAKES, 3);
    assert_eq!(
        floor.job(BRAKES).bay(),
        Some(&bay(3)),
        "it is where it is worked on"
    );
}

/// Enrols someone with a badge, and a PIN where there is one.
fn enrol(floor: &mut Floor, id: &str, badge: Option<&str>, pin: Option<&str>) -> usize {
    let before = floor.events.len();
    floor.system(CommandBody::EnrolPerson {
        person: Person {
            badge: badge.map(BadgeId::new),
            employment: Employment::Here,
            ..floor.workshop.people[&person(id)].person.clone()
        },
        pin_hash: pin.map(|hash| PinHash(hash.to_owned())),
    });
    floor.events.len() - before
}

fn badge_of(floor: &Floor, id: &str) -> Option<BadgeId> {
    floor.workshop.people[&person(id)].person.badge.clone()
}

#[test]
fn a_badge_that_is_given_to_another_leaves_who_had_it() {
    let mut floor = Floor::new();
    enrol(&mut floor, LIU_JING, Some("4946aa"), None);
    assert_eq!(enrol(&mut floor, ZHOU_QIANG, Some("4946AA"), None), 2);
    assert_eq!(badge_of(&floor, LIU_JING), None);
    assert_eq!(badge_of(&floor, ZHOU_QIANG), Some(BadgeId::new("4946AA")));
    assert_eq!(enrol(&mut floor, ZHOU_QIANG, Some("4946AA"), None), 0);
    // The two swap: whoever comes last in the file has taken nothing from the other.
    enrol(&mut floor, LIU_JING, Some("77"), None);
    enrol(&mut floor, LIU_JING, Some("4946AA"), None);
    enrol(&mut floor, ZHOU_QIANG, Some("77"), None);
    assert_eq!(badge_of(&floor, LIU_JING), Some(BadgeId::new("4946AA")));
    assert_eq!(badge_of(&floor, ZHOU_QIANG), Some(BadgeId::new("77")));
}

#[test]
fn a_roster_sets_a_missing_pin_and_leaves_a_changed_one_alone() {
    let mut floor = Floor::new();
    let pin = |floor: &Floor| floor.workshop.people[&person(WANG_LEI)].pin_hash.clone();
    assert_eq!(enrol(&mut floor, WANG_LEI, None, Some("first")), 1);
    assert_eq!(enrol(&mut floor, WANG_LEI, None, Some("salted anew")), 0);
    let his_own = PinHash("his own".to_owned());
    floor.system(CommandBody::SetPin {
        person: person(WANG_LEI),
        pin_hash: his_own.clone(),
    });
    assert_eq!(enrol(&mut floor, WANG_LEI, Some("9"), Some("first")), 1);
    assert_eq!(pin(&floor), Some(his_own));
}

#[test]
fn who_has_left_may_do_nothing_and_keeps_what_they_did() {
    let mut floor = Floor::new();
    enrol(&mut floor, WANG_LEI, Some("77"), None);
    floor.at("8:00").clock_on(WANG_LEI, BRAKES, 1);
    floor.at("9:00").finish(WANG_LEI, BRAKES);
    floor.passes("2611-0401", HE_PING);
    let day = floor.monday(WANG_LEI);
    let leave = CommandBody::LeaveRoster {
        person: person(WANG_LEI),
    };
    floor.system(leave.clone());
    let unknown = || Refusal::UnknownPerson {
        person: person(WANG_LEI),
    };
    let pass = CommandBody::MoveCar {
        ro: order_of(BRAKES),
        step: CarStep::Invoiced,
    };
    assert_eq!(floor.ask_with_pin(WANG_LEI, pass.clone()), Err(unknown()));
    assert_eq!(badge_of(&floor, WANG_LEI), None);
    assert_eq!(floor.monday(WANG_LEI), day);
    let again = floor.command(Actor::System, leave);
    assert_eq!(
        decide(&floor.workshop, &floor.policy, &again),
        Err(unknown())
    );
    // The next roster with him in it brings him back.
    enrol(&mut floor, WANG_LEI, Some("78"), None);
    floor.sign(WANG_LEI, pass);
}
