//! The forecast, on hand-made days: when each car will be done, why, and who can do something about it.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::calendar::WorkingHours;
use baylight::domain::command::CommandBody;
use baylight::domain::dispatch::ConflictKind;
use baylight::domain::finding::{Answer, Channel, DelayReason, Found, Severity, Sighting};
use baylight::domain::forecast::{Cause, Forecast, Risk, WarningKey, forecast};
use baylight::domain::hold::{HoldOwner, HoldReason};
use baylight::domain::ids::{CommandId, JobId};
use baylight::domain::job::JobState;
use baylight::domain::order::{Fen, Trade, WorkMinutes, YesNo};
use baylight::domain::pace::{Done, Pace};
use baylight::domain::person::{Employment, Language, Person, Role};
use baylight::domain::policy::SeveralJobs;
use baylight::domain::refusal::Refusal;
use baylight::projection::alerts::alerts;
use baylight::projection::job_card::car_card;
use chrono::TimeDelta;
use common::*;
use proptest::prelude::*;

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
    floor.at("09:10").passes("2611-0501", HE_PING);
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

/// What somebody has finished lately: so many jobs of an hour in a trade, each in so many minutes.
fn has_done(floor: &mut Floor, who: &str, trade: Trade, jobs: u16, minutes: i64) {
    let mut pace = Pace::new(person(who));
    for number in 1..=jobs {
        let done = Done {
            trade,
            at: floor.now,
            standard_secs: 60 * 60,
            worked_secs: minutes * 60,
        };
        pace.set(&job(&format!("2610-0100/{number}")), Some(done));
    }
    floor.workshop.paces.insert(person(who), pace);
}

fn comes_at(floor: &mut Floor, id: &str, until: &str) {
    let until = moment(until);
    let job = job(id);
    floor.tap(GU_MIN, CommandBody::ExpectHold { job, until });
}

/// Liu Jing begins at nine, and waits for a part from half past nine on, with half an hour of work left.
fn waits_for_a_part(floor: &mut Floor) {
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    floor.at("09:30").hold(LIU_JING, JOB, HoldReason::Parts);
}

fn another_inspector(floor: &mut Floor) {
    floor.system(CommandBody::EnrolPerson {
        person: Person {
            id: person("E4002"),
            name: "Luo Fan".to_owned(),
            role: Role::Inspector,
            trades: Vec::new(),
            badge: None,
            language: Language::Zh,
            employment: Employment::Here,
        },
        pin_hash: None,
    });
}

/// Liu Jing finds an hour of work on the car that she is on.
fn finds_an_hour(floor: &mut Floor) -> CommandId {
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    let sighting = Sighting {
        found: Found {
            system: "brakes".into(),
            component: "front-pads".into(),
            condition: "worn".into(),
            action: "replace".into(),
        },
        name: "Front brake pads".to_owned(),
        english_name: String::new(),
        consequence: String::new(),
        english_consequence: String::new(),
        severity: Severity::Red,
        trade: Trade::Mechanical,
        op_code: None,
        standard: WorkMinutes(60),
        amount: Fen(0),
        parts: Vec::new(),
        note: String::new(),
        photos: Vec::new(),
    };
    let body = CommandBody::ReportFinding {
        ro: order_of(JOB),
        during: Some(job(JOB)),
        bay: Some(bay(1)),
        sighting: Box::new(sighting),
    };
    floor.tap(LIU_JING, body)
}

fn customer_says(floor: &mut Floor, finding: CommandId, answer: Answer) {
    let body = CommandBody::AnswerFinding {
        ro: order_of(JOB),
        finding,
        seen: None,
        answer,
        channel: Channel::Phone,
        amount: Fen(0),
    };
    floor.tap(SUN_LI, body);
}

/// Three cars finished before it, and the car itself, all waiting at ten past nine.
fn four_cars_wait(floor: &mut Floor, wash: YesNo) {
    for number in ["0497", "0498", "0499", "0500"] {
        let ro = format!("2611-{number}");
        let mut sheet = one_sheet(&ro, 60, "2026-11-23 17:00");
        sheet.wash = wash;
        floor.admit(sheet);
    }
    for (minute, number) in (0..).zip(["0497", "0498", "0499", "0500"]) {
        let id = format!("2611-{number}/1");
        floor.at("08:00").clock_on(LIU_JING, &id, 1);
        floor.at(&format!("09:0{minute}")).finish(LIU_JING, &id);
    }
}

fn is_planned(floor: &mut Floor, id: &str, lead: &str, from: &str, until: &str) {
    let plan = floor.plan(id, 1, lead, from, until);
    let accepted = vec![
        ConflictKind::NotPresent,
        ConflictKind::BayTaken,
        ConflictKind::PersonTaken,
    ];
    floor.tap(CHEN_YU, CommandBody::Dispatch { plan, accepted });
}

/// One story of a day: what happens, and when the car will be done, on the wall clock. The car has an hour of
/// mechanical work, and its final check takes a quarter of an hour.
type Story = (&'static str, fn(&mut Floor), &'static str);

#[track_caller]
fn assert_ends(stories: &[Story]) {
    for (story, happens, ends) in stories {
        let mut floor = one_job(60);
        happens(&mut floor);
        assert_eq!(end(&floor, JOB), *ends, "{story}\n{:?}", car(&floor, JOB));
    }
}

#[test]
fn the_calendar_of_the_site() {
    assert_ends(&[
        (
            "an hour and a quarter from nine",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 10:15",
        ),
        (
            "half an hour before lunch, half an hour after it",
            |floor| {
                floor.at("11:30").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 13:45",
        ),
        (
            "half an hour before closing, half an hour in the morning",
            |floor| {
                floor.at("17:30").clock_on(LIU_JING, JOB, 1);
            },
            "11-24 08:45",
        ),
        (
            "the site is closed on Sundays: from Saturday evening to Monday morning",
            |floor| {
                floor.policy.hours.week[6] = Vec::new();
                floor.at("2026-11-28 17:30").clock_on(LIU_JING, JOB, 1);
            },
            "11-30 08:45",
        ),
        (
            "the site is closed on Tuesday, for once",
            |floor| {
                floor.policy.hours.closed.push(day(TUESDAY));
                floor.at("17:30").clock_on(LIU_JING, JOB, 1);
            },
            "11-25 08:45",
        ),
    ]);
}

#[test]
fn a_hold_lasts_until_its_owner_says() {
    assert_ends(&[
        (
            "nobody says when the part comes: three quarters of an hour, as usual, until 10:15, then half an hour",
            waits_for_a_part,
            "11-23 11:00",
        ),
        (
            "the part comes tomorrow at ten; half an hour of work and the check are left",
            |floor| {
                waits_for_a_part(floor);
                comes_at(floor, JOB, "2026-11-24 10:00");
            },
            "11-24 10:45",
        ),
        (
            "at 10:20 the part of ten o'clock is not here: any minute now, in a quarter of an hour",
            |floor| {
                waits_for_a_part(floor);
                comes_at(floor, JOB, "2026-11-23 10:00");
                floor.at("10:20");
            },
            "11-23 11:20",
        ),
        (
            "it comes an hour early",
            |floor| {
                waits_for_a_part(floor);
                comes_at(floor, JOB, "2026-11-23 11:00");
                floor
                    .at("10:00")
                    .tap(GU_MIN, CommandBody::ClearHold { job: job(JOB) });
            },
            "11-23 10:45",
        ),
        (
            "first it was eleven, then half past eleven: work until noon, checked after lunch",
            |floor| {
                waits_for_a_part(floor);
                comes_at(floor, JOB, "2026-11-23 11:00");
                floor.later(10);
                comes_at(floor, JOB, "2026-11-23 11:30");
            },
            "11-23 13:15",
        ),
        (
            "the hold was a slip, and is taken back with all that was said of it",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                let slip = floor.at("09:30").hold(LIU_JING, JOB, HoldReason::Parts);
                comes_at(floor, JOB, "2026-11-24 10:00");
                floor.later(1).undo(LIU_JING, slip).unwrap();
            },
            "11-23 10:15",
        ),
        (
            "it comes while the workshop is closed: it goes on in the morning",
            |floor| {
                waits_for_a_part(floor);
                comes_at(floor, JOB, "2026-11-23 20:00");
            },
            "11-24 08:45",
        ),
    ]);
}

#[test]
fn everybody_works_at_the_pace_of_what_they_have_done() {
    assert_ends(&[
        (
            "twice as slow: two hours",
            |floor| {
                has_done(floor, LIU_JING, Trade::Mechanical, 3, 120);
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 11:15",
        ),
        (
            "faster: three quarters of an hour",
            |floor| {
                has_done(floor, LIU_JING, Trade::Mechanical, 3, 45);
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 10:00",
        ),
        (
            "slow at electrical work says nothing of brakes",
            |floor| {
                has_done(floor, LIU_JING, Trade::Electrical, 3, 120);
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 10:15",
        ),
        (
            "two slow jobs are no history yet",
            |floor| {
                has_done(floor, LIU_JING, Trade::Mechanical, 2, 120);
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
            },
            "11-23 10:15",
        ),
        (
            "two at once take half an hour",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor.clock_on(ZHOU_QIANG, JOB, 1);
            },
            "11-23 09:45",
        ),
        (
            "two at once, one of them twice as slow as the other: three quarters of an hour",
            |floor| {
                has_done(floor, LIU_JING, Trade::Mechanical, 3, 120);
                has_done(floor, ZHOU_QIANG, Trade::Mechanical, 3, 60);
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor.clock_on(ZHOU_QIANG, JOB, 1);
            },
            "11-23 10:00",
        ),
        (
            "the lead of a plan counts before anybody has begun",
            |floor| {
                has_done(floor, LIU_JING, Trade::Mechanical, 3, 120);
                is_planned(floor, JOB, LIU_JING, "09:00", "10:00");
            },
            "11-23 11:15",
        ),
        (
            "half an hour over its standard: a tenth of it again",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor.at("10:30");
            },
            "11-23 10:51",
        ),
        (
            "asked for half an hour more",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                let body = CommandBody::AskExtension {
                    job: job(JOB),
                    minutes: WorkMinutes(30),
                    reason: DelayReason::SeizedOrBroken,
                };
                floor.tap(LIU_JING, body);
            },
            "11-23 10:45",
        ),
        (
            "asked for half an hour more when the hour was over for a quarter",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor.at("10:15");
                let body = CommandBody::AskExtension {
                    job: job(JOB),
                    minutes: WorkMinutes(30),
                    reason: DelayReason::SeizedOrBroken,
                };
                floor.tap(LIU_JING, body);
            },
            // Half an hour from then on, and a quarter for the final check.
            "11-23 11:00",
        ),
    ]);
}

#[test]
fn who_has_gone_home_goes_on_in_the_morning() {
    assert_ends(&[
        (
            "the lead of the plan is ill, and gone at ten",
            |floor| {
                is_planned(floor, JOB, LIU_JING, "10:00", "11:00");
                floor.shift_in(LIU_JING);
                floor.at("10:00").shift_out(LIU_JING);
                floor.later(5);
            },
            "11-24 09:15",
        ),
        (
            "she leaves a job half done",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor
                    .at("09:30")
                    .hold(LIU_JING, JOB, HoldReason::EndOfShift);
                floor.shift_out(LIU_JING);
                floor.later(5);
            },
            "11-24 08:45",
        ),
        (
            "somebody else takes the job up",
            |floor| {
                floor.at("09:00").clock_on(LIU_JING, JOB, 1);
                floor
                    .at("09:30")
                    .hold(LIU_JING, JOB, HoldReason::EndOfShift);
                floor.shift_out(LIU_JING);
                floor.at("10:00").clock_on(ZHOU_QIANG, JOB, 1);
            },
            "11-23 10:45",
        ),
        (
            "the dispatcher gives the job to somebody else",
            |floor| {
                is_planned(floor, JOB, LIU_JING, "10:00", "11:00");
                floor.shift_in(LIU_JING);
                floor.at("10:00").shift_out(LIU_JING);
                floor.later(5);
                is_planned(floor, JOB, ZHOU_QIANG, "10:05", "11:05");
            },
            "11-23 11:20",
        ),
        (
            "who leaves for lunch is back after it",
            |floor| {
                is_planned(floor, JOB, LIU_JING, "11:00", "12:00");
                floor.shift_in(LIU_JING);
                floor.at("11:50").shift_out(LIU_JING);
                floor.at("12:20");
            },
            "11-23 14:15",
        ),
        (
            "who has not come yet is expected any minute",
            |floor| is_planned(floor, JOB, LIU_JING, "08:00", "09:00"),
            "11-23 09:15",
        ),
    ]);
    let mut floor = one_job(60);
    is_planned(&mut floor, JOB, LIU_JING, "10:00", "11:00");
    floor.shift_in(LIU_JING);
    floor.at("17:00").shift_out(LIU_JING);
    let away = Cause::Away {
        person: person(LIU_JING),
        minutes: 60,
    };
    assert!(car(&floor, JOB).causes.contains(&away));
    assert_eq!(away.owner(), HoldOwner::Dispatcher);
}

/// Who checks, whether the cars are washed, and the end of the last of four.
type Finishing = (&'static str, fn(&mut Floor), YesNo, &'static str);

#[test]
fn the_final_check_and_the_wash_take_the_cars_as_they_come() {
    let stories: [Finishing; 6] = [
        ("one inspector", |_| {}, YesNo::No, "11-23 10:10"),
        (
            "two inspectors who do not clock in",
            another_inspector,
            YesNo::No,
            "11-23 09:40",
        ),
        (
            "two inspectors, both here",
            |floor| {
                another_inspector(floor);
                floor.shift_in(HE_PING);
                floor.shift_in("E4002");
            },
            YesNo::No,
            "11-23 09:40",
        ),
        (
            "two inspectors, one of them here",
            |floor| {
                another_inspector(floor);
                floor.shift_in(HE_PING);
            },
            YesNo::No,
            "11-23 10:10",
        ),
        (
            // Checked at 9:25, 9:40, 9:55 and 10:10; washed one after the other from 9:25 on.
            "one inspector, and the wash after it",
            |_| {},
            YesNo::Yes,
            "11-23 10:45",
        ),
        (
            // Checked two and two; washed one after the other from 9:25 on.
            "two inspectors do not make the wash any faster",
            another_inspector,
            YesNo::Yes,
            "11-23 10:45",
        ),
    ];
    for (story, inspectors, wash, ends) in stories {
        let mut floor = Floor::empty();
        inspectors(&mut floor);
        four_cars_wait(&mut floor, wash);
        floor.at("09:10");
        assert_eq!(end(&floor, JOB), ends, "{story}");
    }
}

#[test]
fn more_work_counts_from_the_customers_yes_on() {
    assert_ends(&[
        (
            "found, and not answered yet",
            |floor| {
                finds_an_hour(floor);
            },
            "11-23 10:15",
        ),
        (
            "declined",
            |floor| {
                let found = finds_an_hour(floor);
                customer_says(floor, found, Answer::Declined);
            },
            "11-23 10:15",
        ),
        (
            "authorised: an hour more, when the first job is done",
            |floor| {
                let found = finds_an_hour(floor);
                customer_says(floor, found, Answer::Authorised);
            },
            "11-23 11:15",
        ),
    ]);
}

#[test]
fn a_car_that_stands_keeps_its_bay_for_an_hour_and_then_makes_room() {
    // Until when the part takes, and when the next car on that bay, an hour of work, is done with it.
    let table = [
        // Half an hour of work after the part, then the next.
        ("2026-11-23 10:00", "11-23 11:30"),
        ("2026-11-23 10:30", "11-23 12:00"),
        // It is taken off the lift.
        ("2026-11-23 10:31", "11-23 10:30"),
        ("2026-11-24 10:00", "11-23 10:30"),
    ];
    for (until, ends) in table {
        let mut floor = one_job(60);
        floor.admit(one_sheet("2611-0501", 60, "2026-11-23 17:00"));
        is_planned(&mut floor, "2611-0501/1", ZHOU_QIANG, "08:00", "09:00");
        waits_for_a_part(&mut floor);
        comes_at(&mut floor, JOB, until);
        assert_eq!(job_end(&floor, "2611-0501/1"), ends, "until {until}");
    }
}

#[test]
fn what_has_no_bay_gets_the_first_fitting_one_that_is_free() {
    let mut floor = one_job(60);
    floor.policy.bays.truncate(1);
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    for number in ["2611-0501", "2611-0502"] {
        floor.admit(one_sheet(number, 60, "2026-11-23 17:00"));
    }
    floor.shift_in(ZHOU_QIANG);
    let ends = |floor: &Floor| ["2611-0501/1", "2611-0502/1"].map(|id| job_end(floor, id));
    assert_eq!(ends(&floor), ["11-23 11:00", "11-23 12:00"], "one bay");
    let mut second = floor.policy.bays[0].clone();
    second.id = bay(2);
    second.trades = vec![Trade::Body];
    floor.policy.bays.push(second);
    assert_eq!(
        ends(&floor),
        ["11-23 11:00", "11-23 12:00"],
        "not for brakes"
    );
    floor.policy.bays[1].trades = vec![Trade::Mechanical];
    assert_eq!(ends(&floor), ["11-23 10:00", "11-23 11:00"], "two bays");
    floor.shift_out(ZHOU_QIANG);
    assert_eq!(
        ends(&floor),
        ["11-23 11:00", "11-23 12:00"],
        "nobody for it"
    );
}

#[test]
fn only_its_owner_says_until_when_a_hold_lasts() {
    let mut floor = one_job(60);
    let until = moment("2026-11-24 10:00");
    let expect = |until| CommandBody::ExpectHold {
        job: job(JOB),
        until,
    };
    floor.at("09:00").clock_on(LIU_JING, JOB, 1);
    let not_on_hold = Refusal::NotOnHold { job: job(JOB) };
    assert_eq!(floor.ask(GU_MIN, expect(until)), Err(not_on_hold.clone()));
    let early = floor.command(badge(GU_MIN), expect(until));
    floor.at("09:30").hold(LIU_JING, JOB, HoldReason::Parts);
    assert_eq!(floor.ask(LIU_JING, expect(until)), Err(Refusal::NotAllowed));
    let now = floor.now;
    assert_eq!(
        floor.ask(GU_MIN, expect(now)),
        Err(Refusal::HoldEndsInThePast)
    );
    // What was said before the hold began was not about this one.
    assert_eq!(floor.take(early), Err(not_on_hold.clone()));
    floor.later(1);
    let first = floor.command(badge(GU_MIN), expect(until));
    floor.later(1);
    let second = floor.command(badge(GU_MIN), expect(until + TimeDelta::hours(1)));
    for command in [&second, &first, &second] {
        floor.take(command.clone()).unwrap();
    }
    let said = |floor: &Floor| match floor.state(JOB) {
        JobState::OnHold { expected_until, .. } => expected_until,
        other => panic!("{other:?}"),
    };
    assert_eq!(said(&floor), Some(until + TimeDelta::hours(1)));
    floor.tap(GU_MIN, CommandBody::ClearHold { job: job(JOB) });
    assert_eq!(floor.ask(GU_MIN, expect(until)), Err(not_on_hold));
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_car_that_came_less_than_a_day_before_its_promise_has_the_margin_of_today() {
    // Here since Monday 7:30; the work ends on Monday at 10:15.
    let table = [
        ("2026-11-24 07:30", Risk::OnTime),
        ("2026-11-24 07:31", Risk::AtRisk),
        ("2026-11-24 10:14", Risk::AtRisk),
        ("2026-11-24 10:15", Risk::OnTime),
    ];
    for (promised, risk) in table {
        let mut floor = Floor::empty();
        floor.admit(one_sheet("2611-0500", 60, promised));
        floor.at("09:00").clock_on(LIU_JING, JOB, 1);
        assert_eq!(car(&floor, JOB).risk, risk, "promised for {promised}");
    }
}

#[test]
fn another_promise_is_warned_of_anew() {
    let mut floor = one_job(60);
    let told_at = |floor: &Floor| {
        let all = forecast(&floor.workshop, &floor.policy, floor.now);
        car_card(&floor.workshop, &order_of(JOB), &all).told_at
    };
    floor.at("16:00").clock_on(LIU_JING, JOB, 1);
    assert_eq!(car(&floor, JOB).risk, Risk::AtRisk);
    let tell = || CommandBody::TellCustomer {
        ro: order_of(JOB),
        warning: None,
    };
    floor.tap(SUN_LI, tell());
    assert_eq!(told_at(&floor), Some(floor.now));
    for (promised, risk) in [("18:00", Risk::OnTime), ("17:40", Risk::AtRisk)] {
        let promised_at = moment(&format!("{MONDAY} {promised}"));
        let ro = order_of(JOB);
        floor.tap(SUN_LI, CommandBody::ChangePromise { ro, promised_at });
        assert_eq!(car(&floor, JOB).risk, risk, "{promised}");
        assert_eq!(told_at(&floor), None, "{promised}");
    }
}

fn of(risk: Risk, causes: &[Cause]) -> WarningKey {
    let known = Forecast {
        end: moment("2026-11-23 17:00"),
        risk,
        causes: causes.to_vec(),
    };
    known.warning().expect("a car that is not on time")
}

fn queue(minutes: i64) -> Cause {
    let bay = bay(1);
    Cause::Queue { bay, minutes }
}

fn check(minutes: i64) -> Cause {
    Cause::QualityCheck { minutes }
}

fn parts(minutes: i64) -> Cause {
    Cause::Hold {
        reason: Some(HoldReason::Parts),
        owner: HoldOwner::Stores,
        minutes,
    }
}

/// A risk and its causes, the heaviest first.
type Warned = (Risk, Vec<Cause>);

#[test]
fn who_was_told_of_a_warning_is_told_again_only_of_something_new() {
    use Risk::{AtRisk, Overdue};
    // What was told, what is so now, and whether that is new.
    let table: [(Warned, Warned, bool); 7] = [
        (
            (AtRisk, vec![queue(40), check(39)]),
            (AtRisk, vec![queue(40), check(39)]),
            false,
        ),
        // They change places by a minute.
        (
            (AtRisk, vec![queue(40), check(39)]),
            (AtRisk, vec![check(40), queue(39)]),
            false,
        ),
        // Something light comes on top.
        (
            (AtRisk, vec![queue(40), check(15)]),
            (AtRisk, vec![queue(41), parts(5), check(15)]),
            false,
        ),
        // Something heavy does.
        (
            (AtRisk, vec![queue(40), check(15)]),
            (AtRisk, vec![parts(45), queue(40), check(15)]),
            true,
        ),
        // The part is here, and the check still to come.
        (
            (AtRisk, vec![parts(45), check(15)]),
            (AtRisk, vec![check(15)]),
            false,
        ),
        (
            (AtRisk, vec![queue(40), check(15)]),
            (Overdue, vec![queue(40), check(15)]),
            true,
        ),
        (
            (Overdue, vec![queue(40), check(15)]),
            (AtRisk, vec![check(15)]),
            false,
        ),
    ];
    for ((told_risk, told), (risk, causes), new) in table {
        let covers = of(told_risk, &told).covers(&of(risk, &causes));
        assert_eq!(covers, !new, "told {told:?}, now {causes:?}");
    }
}

#[test]
fn a_warning_as_it_was_written_before_it_named_all_causes_is_still_read() {
    let old = r#"{"risk":"at-risk","cause":{"cause":"queue"}}"#;
    let old: WarningKey = serde_json::from_str(old).unwrap();
    assert!(old.covers(&of(Risk::AtRisk, &[queue(40), check(15)])));
    assert!(!old.covers(&of(Risk::AtRisk, &[check(50), queue(40)])));
}

proptest! {
    /// However the weights of the causes move from minute to minute, each kind is told of once at most, for each of
    /// the two risks.
    #[test]
    fn causes_that_change_places_do_not_warn_again_and_again(
        day in prop::collection::vec((prop::bool::ANY, 0..60_i64, 0..60_i64, 0..60_i64), 1..200)
    ) {
        let mut told: Vec<WarningKey> = Vec::new();
        for (overdue, waits, checked, missing) in day {
            let mut causes = vec![queue(waits), check(checked), parts(missing)];
            causes.retain(|cause| cause.minutes() > 0);
            causes.sort_by_key(|cause| std::cmp::Reverse(cause.minutes()));
            let risk = if overdue { Risk::Overdue } else { Risk::AtRisk };
            let now = of(risk, &causes);
            if !told.iter().any(|known| known.covers(&now)) {
                told.push(now);
            }
        }
        prop_assert!(told.len() <= 2 * 4, "{told:?}");
    }
}
