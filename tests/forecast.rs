//! The forecast, on hand-made days: when each car will be done, why, and who can do something about it.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::calendar::WorkingHours;
use baylight::domain::car::CarStep;
use baylight::domain::command::CommandBody;
use baylight::domain::forecast::{Cause, Forecast, Risk, forecast};
use baylight::domain::hold::{HoldOwner, HoldReason};
use baylight::domain::ids::JobId;
use baylight::domain::order::{Trade, YesNo};
use baylight::domain::policy::SeveralJobs;
use baylight::projection::alerts::alerts;
use common::*;

fn car(floor: &Floor, id: &str) -> Forecast {
    forecast(&floor.workshop, &floor.policy, floor.now).cars[&order_of(id)].clone()
}

fn end(floor: &Floor, id: &str) -> String {
    local(car(floor, id).end)
}

fn job_end(floor: &Floor, id: &str) -> String {
    let known: JobId = job(id);
    local(forecast(&floor.workshop, &floor.policy, floor.now).jobs[&known].end)
}

fn local(at: chrono::DateTime<chrono::Utc>) -> String {
    at.with_timezone(&chrono_tz::Asia::Shanghai)
        .format("%m-%d %H:%M")
        .to_string()
}

/// One car with one job, promised for 17:00 on Monday.
fn one_job(standard: u32) -> Floor {
    let mut floor = Floor::empty();
    floor.admit(one_sheet("2611-0500", standard, "2026-11-23 17:00"));
    floor
}

fn one_sheet(number: &str, standard: u32, promised: &str) -> baylight::domain::order::OrderSheet {
    let lines = vec![line(1, "Brake pads", Trade::Mechanical, standard)];
    sheet(number, &format!("京E{}", &number[5..]), promised, lines)
}

const JOB: &str = "2611-0500/1";

#[test]
fn the_end_is_the_rest_of_the_standard_and_the_final_check_inside_working_hours() {
    // Clocked on at, standard minutes, end of the job, end of the car with 15 minutes of check.
    let table = [
        ("09:00", 60, "11-23 10:00", "11-23 10:15"),
        ("11:30", 60, "11-23 13:30", "11-23 13:45"),
        ("11:00", 60, "11-23 12:00", "11-23 13:15"),
        ("17:30", 60, "11-24 08:30", "11-24 08:45"),
        ("17:00", 60, "11-23 18:00", "11-24 08:15"),
        ("08:00", 600, "11-24 09:00", "11-24 09:15"),
    ];
    for (start, standard, job_ends, car_ends) in table {
        let mut floor = one_job(standard);
        floor.at(start).clock_on(LIU_JING, JOB, 1);
        let told = format!("{standard} minutes from {start}");
        assert_eq!(job_end(&floor, JOB), job_ends, "{told}");
        assert_eq!(end(&floor, JOB), car_ends, "{told}");
    }
}

#[test]
fn a_closed_day_is_leapt_over() {
    let mut floor = one_job(60);
    floor.policy.hours.closed.push(day(TUESDAY));
    floor.at("17:30").clock_on(LIU_JING, JOB, 1);
    assert_eq!(end(&floor, JOB), "11-25 08:45");
}

#[test]
fn a_site_with_its_own_week_has_its_own_ends() {
    let mut floor = one_job(60);
    floor.policy.hours = WorkingHours {
        week: std::array::from_fn(|weekday| match weekday {
            0 => vec![baylight::domain::calendar::Period {
                from: time("08:00"),
                until: time("09:30"),
            }],
            _ => Vec::new(),
        }),
        ..WorkingHours::default()
    };
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    assert_eq!(end(&floor, JOB), "11-30 08:45", "next Monday");
}

#[test]
fn an_undisturbed_job_keeps_its_end_until_its_standard_is_used_up() {
    let crews: [(&[&str], &str); 2] = [
        (&[LIU_JING], "11-23 11:00"),
        (&[LIU_JING, ZHOU_QIANG], "11-23 10:00"),
    ];
    for (crew, expected) in crews {
        let mut floor = one_job(120);
        floor.at("09:00");
        for who in crew {
            floor.clock_on(who, JOB, 1);
        }
        for _ in 0..5 {
            assert_eq!(
                job_end(&floor, JOB),
                expected,
                "{crew:?} at {}",
                wall(floor.now)
            );
            floor.later(9);
        }
    }
}

#[test]
fn who_is_on_two_jobs_at_once_is_half_as_fast_on_each() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    floor.at("08:00").clock_on(LIU_JING, BRAKES, 1);
    floor.clock_on_alongside(LIU_JING, WATER_PUMP, 1);
    for _ in 0..3 {
        assert_eq!(job_end(&floor, BRAKES), "11-23 10:00");
        floor.later(7);
    }
}

#[test]
fn the_end_never_comes_nearer_while_nothing_is_tapped() {
    let mut floor = one_job(60);
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    floor.at("09:20").hold(LIU_JING, JOB, HoldReason::Parts);
    let mut last = car(&floor, JOB).end;
    for _ in 0..400 {
        floor.later(7);
        let now = car(&floor, JOB).end;
        assert!(
            now >= last,
            "{} after {} at {}",
            local(now),
            local(last),
            local(floor.now)
        );
        last = now;
    }
}

#[test]
fn a_job_over_its_standard_says_so_and_is_given_a_tenth_of_it_again() {
    let mut floor = one_job(60);
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    floor.at("10:30");
    let known = car(&floor, JOB);
    assert_eq!(local(known.end), "11-23 10:51");
    let over = Cause::OverStandard { minutes: 30 };
    assert!(known.causes.contains(&over), "{known:?}");
    assert_eq!(over.owner(), HoldOwner::Foreman);
}

#[test]
fn a_job_without_standard_hours_is_never_over_them() {
    let mut floor = one_job(0);
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    floor.at("10:30");
    let known = car(&floor, JOB);
    assert!(
        !known
            .causes
            .iter()
            .any(|cause| matches!(cause, Cause::OverStandard { .. })),
        "{known:?}"
    );
}

#[test]
fn every_hold_adds_its_usual_time_and_names_its_owner() {
    let table = [
        (HoldReason::Parts, 45, HoldOwner::Stores),
        (HoldReason::CustomerAnswer, 30, HoldOwner::Advisor),
        (HoldReason::Tool, 15, HoldOwner::Stores),
        (HoldReason::Bay, 20, HoldOwner::Dispatcher),
        (HoldReason::TechnicalHelp, 20, HoldOwner::Foreman),
        (HoldReason::OutsideWork, 240, HoldOwner::Dispatcher),
    ];
    for (reason, minutes, owner) in table {
        let mut floor = one_job(60);
        floor.at("08:00").clock_on(LIU_JING, JOB, 1);
        floor.at("08:30").hold(LIU_JING, JOB, reason);
        let known = car(&floor, JOB);
        let hold = Cause::Hold {
            reason: Some(reason),
            owner,
            minutes,
        };
        assert!(known.causes.contains(&hold), "{reason:?}: {known:?}");
        let expected = floor
            .policy
            .hours
            .end_of_work(floor.now, chrono::TimeDelta::minutes(minutes + 30 + 15));
        assert_eq!(known.end, expected, "{reason:?}");
    }
}

#[test]
fn a_hold_that_is_cleared_adds_nothing_and_one_at_closing_time_lasts_into_the_morning() {
    let mut floor = one_job(60);
    floor.at("17:00").clock_on(LIU_JING, JOB, 1);
    floor.at("17:45").hold(LIU_JING, JOB, HoldReason::Parts);
    // A quarter of an hour today and half an hour tomorrow, then 15 minutes of work and the check.
    assert_eq!(end(&floor, JOB), "11-24 09:00");
    floor
        .at("17:50")
        .tap(GU_MIN, CommandBody::ClearHold { job: job(JOB) });
    assert_eq!(end(&floor, JOB), "11-24 08:20");
}

#[test]
fn the_end_of_a_shift_is_a_hold_that_nobody_owns() {
    let mut floor = one_job(60);
    floor.at("17:30").clock_on(LIU_JING, JOB, 1);
    floor
        .at("18:00")
        .hold(LIU_JING, JOB, HoldReason::EndOfShift);
    let known = car(&floor, JOB);
    assert_eq!(local(known.end), "11-24 08:45");
    assert!(
        !known
            .causes
            .iter()
            .any(|cause| matches!(cause, Cause::Hold { .. })),
        "{known:?}"
    );
}

#[test]
fn a_planned_job_waits_for_its_bay_its_lead_and_its_car() {
    let mut floor = Floor::new();
    floor.at("08:00").clock_on(LIU_JING, TIMING_BELT, 1);
    // Same bay; other bay with the same lead; other bay and lead but the same car.
    let table = [
        (BRAKES, 1, ZHOU_QIANG),
        (BRAKES, 2, LIU_JING),
        (WATER_PUMP, 2, ZHOU_QIANG),
    ];
    for (id, number, lead) in table {
        let mut floor = floor.clone();
        let plan = floor.plan(id, number, lead, "08:00", "09:00");
        let accepted = vec![
            baylight::domain::dispatch::ConflictKind::NotPresent,
            baylight::domain::dispatch::ConflictKind::BayTaken,
        ];
        floor.tap(CHEN_YU, CommandBody::Dispatch { plan, accepted });
        assert_eq!(
            job_end(&floor, id),
            "11-23 11:00",
            "{id} at bay {number} by {lead}"
        );
        let known = car(&floor, id);
        let queue = Cause::Queue {
            bay: bay(number),
            minutes: 120,
        };
        assert!(known.causes.contains(&queue), "{known:?}");
        assert_eq!(queue.owner(), HoldOwner::Dispatcher);
    }
}

#[test]
fn three_cars_ahead_at_the_final_check_make_an_hour_in_all() {
    let mut floor = Floor::empty();
    for number in 500..504 {
        let ro = format!("2611-0{number}");
        floor.admit(one_sheet(&ro, 60, "2026-11-23 17:00"));
        let id = format!("{ro}/1");
        floor.at("08:00").clock_on(LIU_JING, &id, 1);
        floor
            .at(&format!("09:0{}", number - 500))
            .finish(LIU_JING, &id);
    }
    floor.at("09:10");
    let known = car(&floor, "2611-0503/1");
    assert_eq!(local(known.end), "11-23 10:10");
    assert!(
        known.causes.contains(&Cause::QualityCheck { minutes: 60 }),
        "{known:?}"
    );
    assert_eq!(
        Cause::QualityCheck { minutes: 60 }.owner(),
        HoldOwner::Foreman
    );
}

#[test]
fn a_wash_adds_its_time_and_does_not_wait_for_a_car_still_to_be_checked() {
    let mut floor = Floor::empty();
    for (number, finished) in [("2611-0500", "09:00"), ("2611-0501", "09:05")] {
        let mut washed = one_sheet(number, 60, "2026-11-23 17:00");
        washed.wash = YesNo::Yes;
        floor.admit(washed);
        let id = format!("{number}/1");
        floor.at("08:00").clock_on(LIU_JING, &id, 1);
        floor.at(finished).finish(LIU_JING, &id);
    }
    // The one that was finished later is checked first.
    let step = CarStep::FinalCheckPassed;
    floor.at("09:10").sign(
        HE_PING,
        CommandBody::MoveCar {
            ro: ro("2611-0501"),
            step,
        },
    );
    assert_eq!(end(&floor, "2611-0501/1"), "11-23 09:30");
    // Checked at 9:25, it waits five minutes for the other and is washed by 9:50.
    assert_eq!(end(&floor, "2611-0500/1"), "11-23 09:50");
}

#[test]
fn a_car_is_at_risk_below_the_margin_and_overdue_after_its_promise() {
    // Promise, and how it stands on Monday at 9:00 with one hour of work and a quarter of an hour of check.
    let table = [
        ("2026-11-23 10:45", Risk::OnTime),
        ("2026-11-23 10:44", Risk::AtRisk),
        ("2026-11-23 09:00", Risk::AtRisk),
        ("2026-11-23 08:59", Risk::Overdue),
        ("2026-11-24 10:15", Risk::OnTime),
        ("2026-11-24 10:14", Risk::AtRisk),
        ("2026-11-25 08:00", Risk::OnTime),
    ];
    for (promised, risk) in table {
        let mut floor = Floor::empty();
        floor.admit(one_sheet("2611-0500", 60, promised));
        floor.at("09:00").clock_on(LIU_JING, JOB, 1);
        let known = car(&floor, JOB);
        assert_eq!(
            known.risk,
            risk,
            "promised for {promised}, done {}",
            local(known.end)
        );
        let all = forecast(&floor.workshop, &floor.policy, floor.now);
        let warned = alerts(&floor.workshop, &floor.policy, &all, floor.now)
            .warnings
            .len();
        assert_eq!(warned, usize::from(risk != Risk::OnTime), "{promised}");
    }
}

#[test]
fn the_heaviest_cause_that_somebody_can_act_on_stands_first() {
    let mut floor = one_job(300);
    floor.at("08:00").clock_on(LIU_JING, JOB, 1);
    floor
        .at("08:30")
        .hold(LIU_JING, JOB, HoldReason::CustomerAnswer);
    let known = car(&floor, JOB);
    let owners: Vec<HoldOwner> = known.causes.iter().map(Cause::owner).collect();
    assert_eq!(
        owners,
        [HoldOwner::Advisor, HoldOwner::Foreman, HoldOwner::Nobody],
        "{known:?}"
    );
}

#[test]
fn a_car_without_a_bay_is_the_dispatchers_since_it_came() {
    let mut floor = one_job(60);
    floor.at("09:30");
    let known = car(&floor, JOB);
    let waits = Cause::NotDispatched { minutes: 90 };
    assert!(known.causes.contains(&waits), "{known:?}");
    assert_eq!(waits.owner(), HoldOwner::Dispatcher);
}
