//! What the technician found, and what the customer says: reported, asked, answered, worked on; and nothing is
//! worked on without a yes unless the foreman is asked about it.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::car::CarStep;
use baylight::domain::command::{CommandBody, UndoTarget};
use baylight::domain::finding::{
    Answer, Channel, DelayReason, FIRST_ADDITIONAL_LINE, Finding, Found, Severity, Sighting,
};
use baylight::domain::forecast::{Cause, Risk, forecast};
use baylight::domain::ids::{CommandId, RoNumber};
use baylight::domain::job::LineStanding;
use baylight::domain::order::{Fen, Trade, WorkMinutes};
use baylight::domain::question::QuestionKey;
use baylight::domain::refusal::Refusal;
use baylight::projection::job_card::Stage;
use baylight::projection::views::{Views, all_views};
use chrono::TimeDelta;
use common::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The car of the timing belt.
const PASSAT: &str = "2611-0400";
/// The front pads that Liu Jing finds worn on it: the first additional line.
const PADS: &str = "2611-0400/60001";

/// Front brake pads, worn to the limit, to be replaced: red, an hour.
fn worn_pads() -> Sighting {
    Sighting {
        found: Found {
            system: "brakes".into(),
            component: "front-pads".into(),
            condition: "worn".into(),
            action: "replace".into(),
        },
        name: "前制动片 · 磨损到限 · 更换".to_owned(),
        english_name: "Front brake pads · worn to the limit · replace".to_owned(),
        consequence: "制动距离变长".to_owned(),
        english_consequence: "longer braking distance".to_owned(),
        severity: Severity::Red,
        trade: Trade::Mechanical,
        op_code: None,
        standard: WorkMinutes(60),
        amount: Fen(48_000),
        parts: Vec::new(),
        note: String::new(),
        photos: Vec::new(),
    }
}

fn report(floor: &mut Floor, sighting: Sighting) -> CommandId {
    let body = CommandBody::ReportFinding {
        ro: ro(PASSAT),
        during: Some(job(TIMING_BELT)),
        bay: Some(bay(1)),
        sighting: Box::new(sighting),
    };
    floor.tap(LIU_JING, body)
}

fn answer(finding: CommandId, seen: Option<CommandId>, answer: Answer) -> CommandBody {
    CommandBody::AnswerFinding {
        ro: ro(PASSAT),
        finding,
        seen,
        answer,
        channel: Channel::Phone,
        amount: Fen(48_000),
    }
}

fn standing(floor: &Floor) -> LineStanding {
    floor.job(PADS).standing
}

fn asked(floor: &Floor) -> Vec<QuestionKey> {
    floor
        .questions()
        .into_iter()
        .map(|known| known.key)
        .collect()
}

/// The jobs that the dispatcher sees waiting for a bay.
fn waiting(floor: &Floor) -> Vec<String> {
    let pages = all_views(&floor.workshop, &floor.policy, floor.now, &BTreeSet::new());
    let views = Views::collect(&pages);
    let jobs = views.waiting.jobs.iter().map(|card| card.job.to_string());
    jobs.collect()
}

#[test]
fn a_finding_becomes_a_job_when_the_customer_says_yes() {
    let mut floor = Floor::new();
    floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let found = report(&mut floor, worn_pads());
    assert_eq!(standing(&floor), LineStanding::Proposed);
    assert!(!waiting(&floor).contains(&PADS.to_owned()));
    let plan = floor.plan(PADS, 1, LIU_JING, "11:00", "12:00");
    let dispatch = CommandBody::Dispatch {
        plan,
        accepted: Vec::new(),
    };
    assert_eq!(
        floor.ask(CHEN_YU, dispatch),
        Err(Refusal::NotAuthorised {
            job: job(PADS),
            answer: None
        })
    );
    assert_eq!(
        floor.ask(LIU_JING, answer(found, None, Answer::Authorised)),
        Err(Refusal::NotAllowed),
        "the customer speaks to the advisor"
    );
    floor
        .at("9:20")
        .ask(SUN_LI, answer(found, None, Answer::Authorised))
        .unwrap();
    assert_eq!(standing(&floor), LineStanding::Ordered);
    assert!(waiting(&floor).contains(&PADS.to_owned()));
    floor.at("9:30").clock_on(LIU_JING, PADS, 1);
    floor.at("10:15").finish(LIU_JING, PADS);
    assert_eq!(floor.minutes(PADS), 45);
    assert_eq!(asked(&floor), []);
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn the_second_of_two_advisors_is_told_what_the_first_has_recorded() {
    let mut floor = Floor::new();
    floor.at("9:00");
    let found = report(&mut floor, worn_pads());
    let first = floor
        .at("9:10")
        .ask(SUN_LI, answer(found, None, Answer::Authorised))
        .unwrap();
    let at = floor.now;
    let refused = floor
        .at("9:11")
        .ask(WANG_LEI, answer(found, None, Answer::Declined));
    assert_eq!(
        refused,
        Err(Refusal::AnsweredMeanwhile {
            answer: Answer::Authorised,
            channel: Channel::Phone,
            by: Some(person(SUN_LI)),
            at,
        })
    );
    // Now seen, and the customer has indeed changed his mind: a new event, the old one stays.
    floor
        .at("9:15")
        .ask(WANG_LEI, answer(found, Some(first), Answer::Deferred))
        .unwrap();
    assert_eq!(standing(&floor), LineStanding::Deferred);
    let order = &floor.workshop.orders[&ro(PASSAT)];
    let said: Vec<Answer> = order.findings[0].answers.iter().map(|a| a.answer).collect();
    assert_eq!(said, [Answer::Authorised, Answer::Deferred]);
}

/// When the customer said what.
type Said = &'static [(&'static str, Answer)];

#[test]
fn what_was_clocked_without_a_yes_is_kept_and_the_foreman_is_asked() {
    // Before any answer; after a no; and while a no comes.
    let table: [(Said, &str, &str, bool); 6] = [
        (&[], "10:00", "10:30", true),
        (&[("9:30", Answer::Declined)], "10:00", "10:30", true),
        (&[("9:30", Answer::Deferred)], "10:00", "10:30", true),
        (&[("9:30", Answer::Authorised)], "10:00", "10:30", false),
        (&[("10:20", Answer::Authorised)], "10:00", "10:30", true),
        (
            &[("9:30", Answer::Authorised), ("10:20", Answer::Declined)],
            "10:00",
            "10:30",
            true,
        ),
    ];
    for (answers, on, off, is_asked) in table {
        let mut floor = Floor::new();
        floor.at("9:00");
        let found = report(&mut floor, worn_pads());
        let mut seen = None;
        for (time, said) in answers {
            seen = Some(
                floor
                    .at(time)
                    .ask(SUN_LI, answer(found, seen, *said))
                    .unwrap(),
            );
        }
        // What was clocked at a bay without a link comes in late.
        let mark = floor.at(on).clock_on(LIU_JING, PADS, 1);
        floor.at(off).shift_out(LIU_JING);
        let question = QuestionKey::WorkedUnauthorised {
            job: job(PADS),
            mark,
        };
        let expected = if is_asked { vec![question] } else { Vec::new() };
        assert_eq!(asked(&floor), expected, "{answers:?}");
        assert_eq!(floor.minutes(PADS), 30, "what was worked was worked");
    }
}

#[test]
fn a_note_asks_nobody_and_a_mistaken_finding_is_taken_back() {
    let mut floor = Floor::new();
    floor.at("9:00");
    let note = Sighting {
        severity: Severity::Green,
        standard: WorkMinutes(0),
        ..worn_pads()
    };
    report(&mut floor, note);
    let finding: &Finding = &floor.workshop.orders[&ro(PASSAT)].findings[0];
    assert_eq!(finding.line, FIRST_ADDITIONAL_LINE);
    assert!(!finding.is_open());
    assert!(floor.workshop.job(&job(PADS)).is_none());

    let mistaken = report(&mut floor, worn_pads());
    let undo = CommandBody::Undo {
        command: mistaken,
        target: UndoTarget::Finding { ro: ro(PASSAT) },
    };
    assert_eq!(
        floor.ask(ZHOU_QIANG, undo.clone()),
        Err(Refusal::NotYourTap)
    );
    floor.ask(LIU_JING, undo).unwrap();
    assert_eq!(floor.workshop.orders[&ro(PASSAT)].findings.len(), 1);
    assert!(!waiting(&floor).iter().any(|job| job.contains("/90")));
}

#[test]
fn the_same_order_from_the_dealer_system_takes_no_additional_work_away() {
    let mut floor = Floor::new();
    floor.at("9:00");
    let found = report(&mut floor, worn_pads());
    floor
        .ask(SUN_LI, answer(found, None, Answer::Authorised))
        .unwrap();
    let mut sheet = floor.workshop.orders[&ro(PASSAT)].sheet.clone().unwrap();
    sheet.remarks = "客户来电".to_owned();
    floor.admit(sheet);
    assert_eq!(standing(&floor), LineStanding::Ordered);
}

fn car_forecast(floor: &Floor, number: &str) -> (String, Risk, Vec<Cause>) {
    let forecast = forecast(&floor.workshop, &floor.policy, floor.now);
    let car = forecast.cars[&ro(number)].clone();
    (wall(car.end), car.risk, car.causes)
}

#[test]
fn a_technician_who_takes_twice_as_long_is_expected_to() {
    let mut floor = Floor::new();
    floor.at("8:00").shift_in(LIU_JING);
    for number in 1..=3_i64 {
        let order = format!("2611-07{number:02}");
        let id = format!("{order}/1");
        let work = vec![line(1, "Pads", Trade::Mechanical, 20)];
        floor.admit(sheet(
            &order,
            &format!("京A7000{number}"),
            "2026-11-25 17:00",
            work,
        ));
        floor.clock_on(LIU_JING, &id, 1);
        floor.later(40);
        floor.finish(LIU_JING, &id);
    }
    let pace = &floor.workshop.paces[&person(LIU_JING)];
    assert_eq!(pace.percent(Trade::Mechanical), Some(200));
    assert_eq!(pace.percent(Trade::Paint), None, "nothing is known of that");
    // 10:00: two hours by the book are four of hers, with an hour's break in between.
    floor.at("10:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let end = forecast(&floor.workshop, &floor.policy, floor.now).jobs[&job(TIMING_BELT)].end;
    assert_eq!(wall(end), "15:00");
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn an_extension_is_in_the_forecast_with_its_reason() {
    let mut floor = Floor::new();
    floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let end = |floor: &Floor| {
        wall(forecast(&floor.workshop, &floor.policy, floor.now).jobs[&job(TIMING_BELT)].end)
    };
    assert_eq!(end(&floor), "11:00");
    let ask = CommandBody::AskExtension {
        job: job(TIMING_BELT),
        minutes: WorkMinutes(30),
        reason: DelayReason::SeizedOrBroken,
    };
    floor.tap(LIU_JING, ask);
    assert_eq!(end(&floor), "11:30");
    let (_, _, causes) = car_forecast(&floor, PASSAT);
    let extension = Cause::Extension {
        minutes: 30,
        reason: DelayReason::SeizedOrBroken,
    };
    assert!(causes.contains(&extension), "{causes:?}");
}

#[test]
fn the_customer_is_told_once_a_cause() {
    let mut floor = Floor::new();
    floor.at("16:30").clock_on(LIU_JING, TIMING_BELT, 1);
    let told_at = |floor: &Floor| {
        let forecast = forecast(&floor.workshop, &floor.policy, floor.now);
        baylight::projection::job_card::car_card(&floor.workshop, &ro(PASSAT), &forecast).told_at
    };
    let (_, risk, _) = car_forecast(&floor, PASSAT);
    assert_ne!(risk, Risk::OnTime);
    assert_eq!(told_at(&floor), None);
    let tell = || CommandBody::TellCustomer {
        ro: ro(PASSAT),
        warning: None,
    };
    assert_eq!(floor.ask(LIU_JING, tell()), Err(Refusal::NotAllowed));
    floor.ask(SUN_LI, tell()).unwrap();
    assert_eq!(told_at(&floor), Some(floor.now));
    // Another promise, and there is nothing to tell any more.
    let promise = CommandBody::ChangePromise {
        ro: ro(PASSAT),
        promised_at: moment("2026-11-27 17:00"),
    };
    floor.ask(SUN_LI, promise).unwrap();
    assert_eq!(car_forecast(&floor, PASSAT).1, Risk::OnTime);
    assert_eq!(floor.ask(SUN_LI, tell()), Err(Refusal::NothingToTell));
}

#[test]
fn a_missed_promise_is_explained_before_the_car_leaves() {
    let mut floor = Floor::new();
    floor.at("8:00").clock_on(ZHOU_QIANG, BRAKES, 2);
    floor.at("9:00").finish(ZHOU_QIANG, BRAKES);
    let brakes = order_of(BRAKES);
    let step = |step| CommandBody::MoveCar {
        ro: order_of(BRAKES),
        step,
    };
    floor.at("2026-11-27 09:00");
    floor.passes(brakes.as_str(), HE_PING);
    if floor.workshop.orders[&brakes].wants_wash().is_yes() {
        floor.ask(SUN_LI, step(CarStep::Washed)).unwrap();
    }
    floor.ask(SUN_LI, step(CarStep::Invoiced)).unwrap();
    assert_eq!(
        floor.ask(SUN_LI, step(CarStep::Delivered)),
        Err(Refusal::NeedsDelayReason)
    );
    let explain = CommandBody::ExplainDelay {
        ro: brakes,
        reason: DelayReason::Parts,
    };
    floor.ask(SUN_LI, explain).unwrap();
    floor.ask(SUN_LI, step(CarStep::Delivered)).unwrap();
}

#[test]
fn a_walk_in_gets_a_number_of_the_day_and_a_car_is_here_once() {
    let mut floor = Floor::new();
    floor.at("9:00");
    let walk_in = |plate: &str, promised: &str| CommandBody::OpenWalkIn {
        sheet: Box::new(sheet(
            "",
            plate,
            promised,
            vec![line(1, "Tyres", Trade::Maintenance, 30)],
        )),
    };
    floor
        .ask(SUN_LI, walk_in("京A81001", "2026-11-23 12:00"))
        .unwrap();
    floor
        .ask(SUN_LI, walk_in("京A81002", "2026-11-23 12:00"))
        .unwrap();
    for number in ["W261123-01", "W261123-02"] {
        assert!(
            floor.workshop.orders.contains_key(&RoNumber::new(number)),
            "{number}"
        );
    }
    assert_eq!(
        floor.ask(SUN_LI, walk_in("京A81002", "2026-11-23 12:00")),
        Err(Refusal::CarIsHere {
            ro: ro("W261123-02")
        })
    );
    assert_eq!(
        floor.ask(SUN_LI, walk_in("京A81003", "2026-11-23 08:00")),
        Err(Refusal::PromiseInThePast)
    );
    assert_eq!(
        floor.ask(LIU_JING, walk_in("京A81003", "2026-11-23 12:00")),
        Err(Refusal::NotAllowed)
    );
}

/// One thing that happens around a finding, after so many minutes.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Report,
    Answer(usize, Answer),
    On(usize),
    Off,
    Hold(usize),
    Finish(usize),
}

fn happens() -> impl Strategy<Value = (i64, usize, Happens)> {
    let what = prop_oneof![
        2 => Just(Happens::Report),
        4 => (0..3_usize, prop::sample::select(&Answer::ALL[..]))
            .prop_map(|(which, answer)| Happens::Answer(which, answer)),
        5 => (0..3_usize).prop_map(Happens::On),
        2 => Just(Happens::Off),
        1 => (0..3_usize).prop_map(Happens::Hold),
        1 => (0..3_usize).prop_map(Happens::Finish),
    ];
    (0..50_i64, 0..2_usize, what)
}

proptest! {
    #[test]
    fn nothing_is_clocked_on_unauthorised_work_without_the_foreman_being_asked(
        story in prop::collection::vec(happens(), 1..60)
    ) {
        let mut floor = Floor::new();
        floor.at("8:00");
        let people = [LIU_JING, ZHOU_QIANG];
        let mut found: Vec<CommandId> = Vec::new();
        for (minutes, who, what) in story {
            floor.later(minutes);
            let line = |which: usize| format!("{PASSAT}/{}", usize::from(FIRST_ADDITIONAL_LINE) + which);
            match what {
                Happens::Report => {
                    let id = report(&mut floor, worn_pads());
                    found.push(id);
                }
                Happens::Answer(which, said) => {
                    let Some(id) = found.get(which) else { continue };
                    let order = &floor.workshop.orders[&ro(PASSAT)];
                    let seen = order.findings[which].answer().map(|last| last.command);
                    // An order that is done and gone takes no answers; here it never is.
                    floor.ask(SUN_LI, answer(*id, seen, said)).unwrap();
                }
                Happens::On(which) => {
                    floor.clock_on(people[who], &line(which), 1);
                }
                Happens::Off => {
                    floor.shift_out(people[who]);
                }
                Happens::Hold(which) => {
                    let reason = baylight::domain::hold::HoldReason::Parts;
                    floor.hold(people[who], &line(which), reason);
                }
                Happens::Finish(which) => {
                    floor.finish(people[who], &line(which));
                }
            }
        }
        floor.later(1);
        let asked = asked(&floor);
        let order = &floor.workshop.orders[&ro(PASSAT)];
        for (number, job_known) in &order.jobs {
            if *number < FIRST_ADDITIONAL_LINE {
                continue;
            }
            let finding = order.findings.iter().find(|known| known.line == *number);
            for (_, span) in job_known.spans() {
                // Minute by minute, independent of how the rule itself looks at it.
                let until = span.end.at().unwrap_or(floor.now);
                let mut at = span.from;
                let mut allowed = true;
                while at < until {
                    let said = finding.and_then(|known| {
                        known.answers.iter().rev().find(|said| said.at <= at)
                    });
                    allowed &= said.is_some_and(|said| said.answer == Answer::Authorised);
                    at += TimeDelta::minutes(1);
                }
                let id = format!("{PASSAT}/{number}");
                let question = QuestionKey::WorkedUnauthorised { job: job(&id), mark: span.mark };
                if !allowed {
                    prop_assert!(asked.contains(&question), "{id} from {}", wall(span.from));
                }
            }
        }
        prop_assert_eq!(replay(&floor.events), floor.workshop.clone());
    }
}

#[test]
fn the_bay_learns_of_the_answer_and_where_the_new_job_stands() {
    let mut floor = Floor::new();
    floor.at("9:00").clock_on(LIU_JING, TIMING_BELT, 1);
    let found = report(&mut floor, worn_pads());
    let card = |floor: &Floor| {
        let pages = all_views(&floor.workshop, &floor.policy, floor.now, &BTreeSet::new());
        Views::collect(&pages).findings.findings[0].clone()
    };
    assert_eq!(card(&floor).job, None);
    floor
        .ask(SUN_LI, answer(found, None, Answer::Authorised))
        .unwrap();
    assert_eq!(card(&floor).job, Some((job(PADS), Stage::AwaitingDispatch)));
    floor.clock_on(LIU_JING, PADS, 1);
    assert_eq!(card(&floor).job, Some((job(PADS), Stage::InRepair)));
}
