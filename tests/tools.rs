//! Tools and equipment: who has one, who had it, what is broken, and what that means for the plan and the final check.

#[path = "common/workshop.rs"]
mod common;

use baylight::domain::catalogue::Operation;
use baylight::domain::command::{Command, CommandBody};
use baylight::domain::dispatch::{Conflict, ConflictKind, conflicts};
use baylight::domain::ids::{CommandId, OpCode, ToolId};
use baylight::domain::order::{Trade, WorkMinutes};
use baylight::domain::refusal::Refusal;
use baylight::domain::tool::{
    HandedOn, OutOfServiceReason, Overdue, Tool, ToolCondition, ToolDamage, ToolFile, ToolHolder,
    ToolService, ToolState, Unfit, Unreturned, Usability, scanned, unreturned, usual_due,
};
use baylight::domain::workshop::Workshop;
use baylight::projection::job_card::JobCard;
use baylight::projection::tools::{ToolNeed, ToolRow};
use baylight::projection::views::all_views;
use baylight::projection::{Views, overlay};
use chrono::TimeDelta;
use common::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// 扭力扳手, calibrated until the end of the month.
const WRENCH: &str = "TL-010";
/// 正时专用工具: the timing belt needs it.
const TIMING_TOOL: &str = "TL-021";
/// Never listed.
const STRANGE: &str = "TL-999";

fn tool(id: &str) -> ToolId {
    ToolId::new(id)
}

/// The workshop with a torque wrench and the timing tools, which the timing belt needs both.
fn floor() -> Floor {
    let mut floor = Floor::new();
    let listed = |id: &str, name: &str, english: &str, until: Option<&str>| Tool {
        id: tool(id),
        name: name.to_owned(),
        english_name: english.to_owned(),
        category: "专用工具".to_owned(),
        place: "工具房 B1".to_owned(),
        calibrated_until: until.map(day),
        maintained_until: None,
    };
    for tool in [
        listed(WRENCH, "扭力扳手", "Torque wrench", Some("2026-11-30")),
        listed(TIMING_TOOL, "正时专用工具", "Timing tool set", None),
    ] {
        floor.system(CommandBody::ListTool { tool });
    }
    floor.system(CommandBody::ListOperation {
        operation: Operation {
            op_code: OpCode::new("OP-1"),
            name: "更换正时皮带".to_owned(),
            english_name: "Replace timing belt".to_owned(),
            trade: Trade::Mechanical,
            standard: WorkMinutes(120),
            parts: Vec::new(),
            tools: vec![tool(WRENCH), tool(TIMING_TOOL)],
        },
    });
    for who in [LIU_JING, ZHOU_QIANG, MA_LAN] {
        floor.shift_in(who);
    }
    floor
}

fn take(id: &str, for_job: Option<&str>, at_bay: Option<u8>) -> CommandBody {
    CommandBody::TakeTool {
        tool: tool(id),
        job: for_job.map(job),
        bay: at_bay.map(bay),
        due: None,
    }
}

fn bring_back(id: &str) -> CommandBody {
    CommandBody::ReturnTool {
        tool: tool(id),
        condition: ToolCondition::Sound,
    }
}

fn bring_back_broken(id: &str) -> CommandBody {
    CommandBody::ReturnTool {
        tool: tool(id),
        condition: ToolCondition::Damaged {
            what: ToolDamage::Inaccurate,
            note: " 掉在地上 ".to_owned(),
            usability: Usability::Unusable,
        },
    }
}

fn out_of_service(id: &str, why: OutOfServiceReason) -> CommandBody {
    CommandBody::SetToolService {
        tool: tool(id),
        state: ToolService::OutOfService { why, until: None },
    }
}

fn back_in_service(id: &str) -> CommandBody {
    CommandBody::SetToolService {
        tool: tool(id),
        state: ToolService::back(),
    }
}

fn file<'a>(floor: &'a Floor, id: &str) -> &'a ToolFile {
    &floor.workshop.tools[&tool(id)]
}

fn state(floor: &Floor, id: &str) -> ToolState {
    file(floor, id).state(floor.policy.day_of(floor.now), floor.now)
}

/// Says who has a tool and who had it: `E1002, before E1001 (taken-over)`.
fn hands(floor: &Floor, id: &str) -> String {
    let holdings = file(floor, id).holdings();
    let said = holdings.iter().map(|holding| match &holding.end {
        None => holding.holder.person.to_string(),
        Some(end) => {
            let how = match end.how {
                HandedOn::Returned => "returned",
                HandedOn::TakenOver => "taken over",
            };
            format!(
                "before {} until {} ({how} by {})",
                holding.holder.person,
                wall(end.at),
                end.by
            )
        }
    });
    said.collect::<Vec<_>>().join(", ")
}

fn views(floor: &Floor) -> Views {
    let pages = all_views(&floor.workshop, &floor.policy, floor.now, &BTreeSet::new());
    let mut views = Views::collect(&pages);
    let roster = floor.workshop.people.iter();
    views.roster = roster
        .map(|(id, enrolled)| (id.clone(), enrolled.clone()))
        .collect();
    views
}

fn card(views: &Views, id: &str) -> JobCard {
    let bays = views.bays.values().flat_map(|bay| &bay.jobs);
    bays.chain(&views.waiting.jobs)
        .find(|card| card.job == job(id))
        .unwrap_or_else(|| panic!("no card of {id}"))
        .clone()
}

fn found(floor: &Floor, start: &str, end: &str) -> Vec<Conflict> {
    let plan = floor.plan(TIMING_BELT, 1, LIU_JING, start, end);
    let sheet = floor.workshop.planning_sheet(&floor.policy, floor.now);
    conflicts(&plan, &sheet)
}

#[test]
fn liu_jing_takes_the_torque_wrench_and_brings_it_back() {
    let mut floor = floor();
    assert_eq!(state(&floor, WRENCH), ToolState::Available);
    let taken = floor
        .at("9:00")
        .tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    let holder = ToolHolder {
        person: person(LIU_JING),
        job: Some(job(TIMING_BELT)),
        bay: Some(bay(1)),
        since: moment("2026-11-23 09:00"),
        due: moment("2026-11-23 18:00"),
        command: taken,
    };
    assert_eq!(
        state(&floor, WRENCH),
        ToolState::Out {
            holder: holder.clone(),
            overdue: Overdue::NotYet
        },
        "it is due when the working day ends"
    );
    floor.at("18:01");
    assert_eq!(
        state(&floor, WRENCH),
        ToolState::Out {
            holder: holder.clone(),
            overdue: Overdue::Overdue
        }
    );
    floor.at("18:05").tap(GU_MIN, bring_back(WRENCH));
    assert_eq!(state(&floor, WRENCH), ToolState::Available);
    assert_eq!(file(&floor, WRENCH).holder(), None);
    assert_eq!(
        hands(&floor, WRENCH),
        "before E1001 until 18:05 (returned by E5001)"
    );
    assert_eq!(file(&floor, WRENCH).last_holder(), Some(holder));
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn a_tool_is_due_when_the_working_day_ends_and_a_named_time_counts_for_more() {
    let mut floor = floor();
    let monday = day(MONDAY);
    floor
        .policy
        .hours
        .closed
        .push(monday.succ_opt().unwrap_or(monday));
    let table = [
        ("2026-11-23 07:00", "2026-11-23 18:00"),
        ("2026-11-23 12:30", "2026-11-23 18:00"),
        ("2026-11-23 18:00", "2026-11-25 18:00"),
        ("2026-11-23 23:00", "2026-11-25 18:00"),
    ];
    for (taken, due) in table {
        assert_eq!(
            usual_due(&floor.policy.hours, moment(taken)),
            moment(due),
            "taken at {taken}"
        );
    }
    floor.policy.hours.week = std::array::from_fn(|_| Vec::new());
    assert_eq!(
        usual_due(&floor.policy.hours, floor.now),
        floor.now + TimeDelta::days(1),
        "a workshop that never opens"
    );
    let due = Some(moment("2026-11-23 10:00"));
    floor.at("9:00").tap(
        MA_LAN,
        CommandBody::TakeTool {
            tool: tool(WRENCH),
            job: None,
            bay: None,
            due,
        },
    );
    assert_eq!(file(&floor, WRENCH).holder().map(|holder| holder.due), due);
}

#[test]
fn who_takes_what_somebody_else_has_has_it_now_and_both_are_kept() {
    let mut floor = floor();
    floor
        .at("9:00")
        .tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor
        .at("10:00")
        .tap(ZHOU_QIANG, take(WRENCH, Some(BRAKES), Some(2)));
    assert_eq!(
        hands(&floor, WRENCH),
        "E1002, before E1001 until 10:00 (taken over by E1002)"
    );
}

#[test]
fn an_older_taking_that_comes_late_does_not_overwrite_the_newer_holder() {
    let mut floor = floor();
    // Bay 1 is without its link from nine on.
    floor.at("9:00").at_station("bay-1");
    let late = floor.command(badge(LIU_JING), take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor.at("9:30");
    let late_back = floor.command(badge(LIU_JING), bring_back(WRENCH));
    floor
        .at("10:00")
        .at_station("bay-2")
        .tap(ZHOU_QIANG, take(WRENCH, Some(BRAKES), Some(2)));
    floor.at("2026-11-25 08:00").take(late.clone()).unwrap();
    assert_eq!(
        file(&floor, WRENCH).holder().map(|holder| holder.person),
        Some(person(ZHOU_QIANG))
    );
    floor.take(late_back).unwrap();
    floor.take(late).unwrap();
    assert_eq!(
        hands(&floor, WRENCH),
        "E1002, before E1001 until 09:30 (returned by E1001)"
    );
}

#[test]
fn a_tool_that_was_never_listed_is_shown_with_its_number() {
    let mut floor = floor();
    floor
        .at("9:00")
        .tap(MA_LAN, take(STRANGE, Some(ALTERNATOR), Some(3)));
    let shown = views(&floor);
    let row = shown.tools.find(&tool(STRANGE)).expect("the strange tool");
    assert_eq!((row.file.name(), row.file.tool.as_ref()), (STRANGE, None));
    assert_eq!(
        row.work.as_ref().map(|work| work.name.as_str()),
        Some("Alternator")
    );
    let out: Vec<_> = shown.tools.out().iter().map(|row| &row.file.id).collect();
    assert_eq!(out, [&tool(STRANGE)]);
    // Later it is listed, and nothing of what was known is lost.
    let listed = Tool {
        id: tool(STRANGE),
        name: "拉马".to_owned(),
        english_name: String::new(),
        category: String::new(),
        place: String::new(),
        calibrated_until: None,
        maintained_until: None,
    };
    floor.system(CommandBody::ListTool {
        tool: listed.clone(),
    });
    assert_eq!(file(&floor, STRANGE).name(), "拉马");
    assert_eq!(hands(&floor, STRANGE), "E1003");
    let events = floor.events.len();
    floor.system(CommandBody::ListTool { tool: listed });
    assert_eq!(floor.events.len(), events, "the same line says nothing new");
}

#[test]
fn scanners_write_as_they_like() {
    for text in ["TL-010", " tl-010\r\n", "ＴＬ－０１０", "tl - 010"] {
        assert_eq!(scanned(text), tool(WRENCH), "{text:?}");
    }
}

#[test]
fn what_comes_back_broken_is_out_of_service_until_the_store_says_otherwise() {
    let mut floor = floor();
    floor
        .at("9:00")
        .tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor.at("10:00").tap(LIU_JING, bring_back_broken(WRENCH));
    let broken = ToolState::OutOfService {
        reason: Unfit::Damaged {
            what: ToolDamage::Inaccurate,
            since: moment("2026-11-23 10:00"),
            by: person(LIU_JING),
        },
    };
    assert_eq!(state(&floor, WRENCH), broken);
    assert_eq!(file(&floor, WRENCH).damages[0].note, "掉在地上");
    floor.at("10:30").tap(
        ZHOU_QIANG,
        CommandBody::ReportToolDamage {
            tool: tool(TIMING_TOOL),
            what: ToolDamage::Worn,
            note: String::new(),
            usability: Usability::Usable,
        },
    );
    assert_eq!(
        state(&floor, TIMING_TOOL),
        ToolState::Available,
        "worn, and still good"
    );
    assert_eq!(
        floor.ask(LIU_JING, back_in_service(WRENCH)),
        Err(Refusal::NotAllowed),
        "the store decides"
    );
    floor.at("14:00").tap(GU_MIN, back_in_service(WRENCH));
    assert_eq!(state(&floor, WRENCH), ToolState::Available);
    // What was broken before and is heard of after that is mended too.
    assert_eq!(replay(&floor.events), floor.workshop);
}

#[test]
fn an_overdue_calibration_takes_a_tool_out_until_it_is_calibrated_anew() {
    let mut floor = floor();
    floor.at("2026-11-30 17:00");
    assert_eq!(
        state(&floor, WRENCH),
        ToolState::Available,
        "its last day counts"
    );
    floor.at("2026-12-01 08:00");
    let until = day("2026-11-30");
    assert_eq!(
        state(&floor, WRENCH),
        ToolState::OutOfService {
            reason: Unfit::CalibrationOverdue { until }
        }
    );
    floor.tap(
        GU_MIN,
        out_of_service(WRENCH, OutOfServiceReason::Calibration),
    );
    assert!(matches!(
        state(&floor, WRENCH),
        ToolState::OutOfService {
            reason: Unfit::Withdrawn {
                why: OutOfServiceReason::Calibration,
                ..
            }
        }
    ));
    let calibrated = CommandBody::SetToolService {
        tool: tool(WRENCH),
        state: ToolService::InService {
            calibrated_until: Some(day("2027-12-01")),
            maintained_until: None,
        },
    };
    floor.at("2026-12-03 08:00").tap(GU_MIN, calibrated);
    assert_eq!(state(&floor, WRENCH), ToolState::Available);
}

#[test]
fn the_store_extends_a_due_time_of_what_is_out() {
    let mut floor = floor();
    let extend = |due: &str| CommandBody::ExtendTool {
        tool: tool(WRENCH),
        due: moment(due),
    };
    let tomorrow = extend("2026-11-24 18:00");
    let not_out = Refusal::ToolNotOut { tool: tool(WRENCH) };
    assert_eq!(floor.ask(GU_MIN, tomorrow.clone()), Err(not_out));
    floor
        .at("9:00")
        .tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor.at("10:00");
    assert_eq!(
        floor.ask(LIU_JING, tomorrow.clone()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        floor.ask(GU_MIN, extend("2026-11-23 09:59")),
        Err(Refusal::DueInThePast)
    );
    floor.tap(WANG_LEI, tomorrow);
    let due = |floor: &Floor| file(floor, WRENCH).holder().map(|holder| wall(holder.due));
    assert_eq!(
        file(&floor, WRENCH).holder().map(|holder| holder.due),
        Some(moment("2026-11-24 18:00"))
    );
    // It was said of who had it then, not of who takes it next.
    floor
        .at("11:00")
        .tap(ZHOU_QIANG, take(WRENCH, Some(BRAKES), Some(2)));
    assert_eq!(due(&floor).as_deref(), Some("18:00"));
    assert_eq!(
        file(&floor, WRENCH).holder().map(|holder| holder.due),
        Some(moment("2026-11-23 18:00"))
    );
}

#[test]
fn a_fact_needs_a_hand_and_a_request_a_tool_that_is_known() {
    let mut floor = floor();
    let nobody = floor.command(
        baylight::domain::command::Actor::System,
        take(WRENCH, None, None),
    );
    assert_eq!(floor.take(nobody), Err(Refusal::NobodySignedIn));
    let unknown = Refusal::UnknownTool {
        tool: tool(STRANGE),
    };
    let scrap = out_of_service(STRANGE, OutOfServiceReason::Scrapped);
    assert_eq!(floor.ask(GU_MIN, scrap.clone()), Err(unknown));
    assert_eq!(floor.ask(CHEN_YU, scrap), Err(Refusal::NotAllowed));
    let listed = CommandBody::ListTool {
        tool: file(&floor, WRENCH).tool.clone().expect("listed"),
    };
    assert_eq!(floor.ask(GU_MIN, listed), Err(Refusal::SystemOnly));
}

#[test]
fn the_card_of_a_job_has_its_special_tools_and_what_was_taken_for_it() {
    let mut floor = floor();
    floor.dispatch(TIMING_BELT, 1, LIU_JING, "9:00", "11:00");
    floor
        .at("9:00")
        .tap(LIU_JING, take(STRANGE, Some(TIMING_BELT), Some(1)));
    floor.tap(ZHOU_QIANG, take(WRENCH, None, Some(2)));
    let card = card(&views(&floor), TIMING_BELT);
    let shown: Vec<_> = card
        .tools
        .iter()
        .map(|tool| {
            let holder = tool.standing.holder.as_ref();
            (
                tool.english_name.as_str(),
                tool.tool.as_str(),
                tool.need,
                holder.map(|holder| holder.person.as_str()),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Torque wrench", WRENCH, ToolNeed::Special, Some(ZHOU_QIANG)),
            ("Timing tool set", TIMING_TOOL, ToolNeed::Special, None),
            ("", STRANGE, ToolNeed::Taken, Some(LIU_JING)),
        ]
    );
    floor.at("10:00").tap(LIU_JING, bring_back(STRANGE));
    assert_eq!(self::card(&views(&floor), TIMING_BELT).tools.len(), 2);
}

#[test]
fn a_saved_tap_shows_at_once_what_the_coordinator_will_show() {
    let mut floor = floor();
    floor.dispatch(TIMING_BELT, 1, LIU_JING, "9:00", "11:00");
    floor.at("9:00").tap(ZHOU_QIANG, take(WRENCH, None, None));
    let before = views(&floor);
    let taps = [
        (LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1))),
        (LIU_JING, take(STRANGE, Some(TIMING_BELT), Some(1))),
        (LIU_JING, bring_back(STRANGE)),
        (LIU_JING, bring_back_broken(WRENCH)),
        (GU_MIN, back_in_service(WRENCH)),
        (LIU_JING, out_of_service(WRENCH, OutOfServiceReason::Lost)),
        (MA_LAN, take(TIMING_TOOL, Some("2611-0999/1"), None)),
    ];
    let mut pending: Vec<Command> = Vec::new();
    for (who, body) in taps {
        floor.later(1);
        let command = floor.command(badge(who), body);
        pending.push(command.clone());
        // What the coordinator refuses was never shown as done.
        let _ = floor.take(command);
        let mut shown = before.clone();
        overlay::overlay(&mut shown, &pending);
        let expected = views(&floor);
        assert_eq!(shown.tools, expected.tools, "{:?}", pending.last());
        assert_eq!(
            card(&shown, TIMING_BELT).tools,
            card(&expected, TIMING_BELT).tools
        );
    }
}

#[test]
fn a_plan_conflicts_with_a_tool_that_is_out_or_not_fit() {
    let mut floor = floor();
    assert_eq!(found(&floor, "9:00", "11:00"), []);
    let out = |with: Option<&str>, until: Option<&str>, unfit| Conflict::ToolOut {
        tool: tool(WRENCH),
        name: "扭力扳手".to_owned(),
        english_name: "Torque wrench".to_owned(),
        with: with.map(person),
        until: until.map(moment),
        unfit,
    };
    let due = Some(moment("2026-11-23 10:00"));
    floor.at("8:30").tap(
        ZHOU_QIANG,
        CommandBody::TakeTool {
            tool: tool(WRENCH),
            job: Some(job(BRAKES)),
            bay: Some(bay(2)),
            due,
        },
    );
    let with_zhou = out(Some(ZHOU_QIANG), Some("2026-11-23 10:00"), None);
    assert_eq!(found(&floor, "9:00", "11:00"), [with_zhou]);
    assert_eq!(found(&floor, "10:00", "11:30"), [], "it is back by then");

    floor.at("10:05");
    let overdue = out(Some(ZHOU_QIANG), None, None);
    assert_eq!(found(&floor, "11:00", "12:00"), [overdue]);
    assert_eq!(
        found(&floor, "2026-11-24 09:00", "2026-11-24 11:00")
            .iter()
            .map(Conflict::kind)
            .filter(|kind| *kind == ConflictKind::ToolOut)
            .count(),
        0,
        "what should have been back today says nothing of tomorrow"
    );

    // Who leads the job has it in hand already.
    floor.tap(LIU_JING, take(WRENCH, None, None));
    assert_eq!(found(&floor, "11:00", "12:00"), []);
    floor.tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    assert_eq!(found(&floor, "11:00", "12:00"), []);

    floor.tap(LIU_JING, bring_back_broken(WRENCH));
    let unfit = Unfit::Damaged {
        what: ToolDamage::Inaccurate,
        since: floor.now,
        by: person(LIU_JING),
    };
    assert_eq!(
        found(&floor, "11:00", "12:00"),
        [out(None, None, Some(unfit))]
    );
}

#[test]
fn a_tool_that_is_out_of_service_until_then_or_out_of_calibration_by_then_conflicts() {
    let mut floor = floor();
    let until = moment("2026-11-23 15:00");
    floor.tap(
        GU_MIN,
        CommandBody::SetToolService {
            tool: tool(TIMING_TOOL),
            state: ToolService::OutOfService {
                why: OutOfServiceReason::Repair,
                until: Some(until),
            },
        },
    );
    let kinds = |floor: &Floor, start: &str, end: &str| -> Vec<ConflictKind> {
        let found = found(floor, start, end);
        found.iter().map(Conflict::kind).collect()
    };
    assert_eq!(kinds(&floor, "14:00", "16:00"), [ConflictKind::ToolOut]);
    assert_eq!(kinds(&floor, "15:00", "17:00"), []);
    let december = ("2026-12-01 09:00", "2026-12-01 11:00");
    assert_eq!(
        kinds(&floor, december.0, december.1),
        [ConflictKind::BeyondPromise, ConflictKind::ToolOut],
        "the wrench is to be calibrated before that day"
    );
}

#[test]
fn the_dispatcher_may_accept_that_a_tool_is_out() {
    let mut floor = floor();
    floor.tap(ZHOU_QIANG, take(WRENCH, Some(BRAKES), Some(2)));
    let plan = floor.plan(TIMING_BELT, 1, LIU_JING, "9:00", "11:00");
    let dispatch = |accepted: &[ConflictKind]| CommandBody::Dispatch {
        plan: plan.clone(),
        accepted: accepted.to_vec(),
    };
    assert!(matches!(
        floor.ask(CHEN_YU, dispatch(&[])),
        Err(Refusal::Conflicts { conflicts }) if conflicts.len() == 1
    ));
    floor.tap(CHEN_YU, dispatch(&[ConflictKind::ToolOut]));
}

#[test]
fn an_order_waits_for_its_tools_until_they_are_back_or_written_off() {
    let mut floor = floor();
    let order = order_of(TIMING_BELT);
    floor.tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor.tap(LIU_JING, take(TIMING_TOOL, Some(WATER_PUMP), Some(1)));
    floor.tap(MA_LAN, take(STRANGE, None, None));
    let missing = |id: &str, of: &str| Unreturned {
        tool: tool(id),
        job: job(of),
        person: person(LIU_JING),
    };
    assert_eq!(
        unreturned(&floor.workshop, &order),
        [
            missing(WRENCH, TIMING_BELT),
            missing(TIMING_TOOL, WATER_PUMP)
        ]
    );
    assert_eq!(unreturned(&floor.workshop, &order_of(BRAKES)), []);
    floor.later(10).tap(ZHOU_QIANG, bring_back(WRENCH));
    assert_eq!(
        unreturned(&floor.workshop, &order),
        [missing(TIMING_TOOL, WATER_PUMP)]
    );
    floor.tap(
        GU_MIN,
        out_of_service(TIMING_TOOL, OutOfServiceReason::Repair),
    );
    assert_eq!(
        unreturned(&floor.workshop, &order).len(),
        1,
        "in repair is not away"
    );
    let lost = out_of_service(TIMING_TOOL, OutOfServiceReason::Lost);
    assert_eq!(floor.ask(GU_MIN, lost.clone()), Err(Refusal::NeedsPin));
    floor.later(1).sign(GU_MIN, lost);
    assert_eq!(unreturned(&floor.workshop, &order), []);
    // It turns up behind the lift after all: who had it still has to bring it.
    floor.later(1).tap(GU_MIN, back_in_service(TIMING_TOOL));
    assert_eq!(unreturned(&floor.workshop, &order).len(), 1);
    // Taken on for another car, it is that car's business.
    floor
        .later(1)
        .tap(ZHOU_QIANG, take(TIMING_TOOL, Some(BRAKES), Some(2)));
    assert_eq!(unreturned(&floor.workshop, &order), []);
    assert_eq!(
        unreturned(&floor.workshop, &order_of(BRAKES))[0].person,
        person(ZHOU_QIANG)
    );
}

#[test]
fn a_damage_that_is_not_mended_outlasts_every_report_after_it() {
    let mut floor = floor();
    floor.tap(LIU_JING, bring_back_broken(WRENCH));
    for _ in 0..60 {
        floor.later(1).tap(LIU_JING, take(WRENCH, None, None));
        floor.later(1).tap(LIU_JING, bring_back(WRENCH));
        floor.tap(
            ZHOU_QIANG,
            CommandBody::ReportToolDamage {
                tool: tool(WRENCH),
                what: ToolDamage::Worn,
                note: String::new(),
                usability: Usability::Usable,
            },
        );
    }
    let known = file(&floor, WRENCH);
    assert!(known.moves.len() <= 40 && known.damages.len() <= 21);
    assert!(matches!(
        state(&floor, WRENCH),
        ToolState::OutOfService { .. }
    ));
    let short = known.shortened(12, 5);
    assert_eq!(short.standing(), known.standing());
    assert_eq!(short.last_holder(), known.last_holder());
}

#[test]
fn every_page_of_the_tools_stays_below_the_limit_of_a_retained_message() {
    let mut floor = floor();
    for number in 0..100 {
        let id = format!("TL-{:04}", 5_000 + number);
        for _ in 0..8 {
            floor.later(1);
            floor.tap(LIU_JING, take(&id, Some(TIMING_BELT), Some(1)));
            floor.later(1).tap(
                LIU_JING,
                CommandBody::ReturnTool {
                    tool: tool(&id),
                    condition: ToolCondition::Damaged {
                        what: ToolDamage::Insulation,
                        note: "绝缘层开裂，手柄处可见铜线".repeat(4),
                        usability: Usability::Unusable,
                    },
                },
            );
        }
    }
    let pages = all_views(&floor.workshop, &floor.policy, floor.now, &BTreeSet::new());
    let sizes = pages
        .iter()
        .filter(|(name, _)| name.to_string().starts_with("tools/"))
        .map(|(_, view)| serde_json::to_string(view).unwrap().len());
    let sizes: Vec<usize> = sizes.collect();
    assert!(sizes.len() > 1);
    assert!(sizes.iter().all(|size| *size < 256 * 1024), "{sizes:?}");
    assert_eq!(Views::collect(&pages).tools.tools.len(), 102);
}

#[test]
fn a_tool_comes_back_from_the_store_as_it_was_written() {
    let mut floor = floor();
    floor.tap(LIU_JING, take(WRENCH, Some(TIMING_BELT), Some(1)));
    floor.later(5).tap(LIU_JING, bring_back_broken(WRENCH));
    floor.tap(MA_LAN, take(STRANGE, None, None));
    let mut read = Workshop::default();
    for key in floor.workshop.keys() {
        let body = floor.workshop.entity_json(&key).unwrap().unwrap();
        read.put_entity_json(key.kind(), &key.name(), &body)
            .unwrap();
    }
    assert_eq!(read, floor.workshop);
}

// ---- whatever is tapped, in whatever order it comes ----

const STATIONS: usize = 3;
const PEOPLE: [&str; 3] = [LIU_JING, ZHOU_QIANG, MA_LAN];
const JOBS: [Option<&str>; 4] = [None, Some(TIMING_BELT), Some(BRAKES), Some("2611-0999/1")];
const TOOLS: [&str; 2] = [WRENCH, STRANGE];

#[derive(Debug, Clone, Copy)]
enum What {
    Take(usize),
    Return,
    ReturnBroken,
    Worn,
    Withdraw,
    PutBack,
}

#[derive(Debug, Clone)]
struct Step {
    after_secs: i64,
    station: usize,
    who: usize,
    tool: usize,
    what: What,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        6 => (0..JOBS.len()).prop_map(What::Take),
        4 => Just(What::Return),
        1 => Just(What::ReturnBroken),
        1 => Just(What::Worn),
        1 => Just(What::Withdraw),
        1 => Just(What::PutBack),
    ];
    // Many fall into one instant; the stations' clocks agree no better than that.
    let gap = prop_oneof![1 => Just(0_i64), 3 => 0..3_600_i64];
    let step = (gap, 0..STATIONS, 0..PEOPLE.len(), 0..TOOLS.len(), what).prop_map(
        |(after_secs, station, who, tool, what)| Step {
            after_secs,
            station,
            who,
            tool,
            what,
        },
    );
    prop::collection::vec(step, 1..140)
}

fn commands(floor: &mut Floor, steps: &[Step]) -> Vec<(usize, Command)> {
    let made = steps.iter().map(|step| {
        floor.now += TimeDelta::seconds(step.after_secs);
        floor.at_station(&format!("bay-{}", step.station + 1));
        let id = TOOLS[step.tool];
        let (who, body) = match step.what {
            What::Take(job) => (PEOPLE[step.who], take(id, JOBS[job], Some(1))),
            What::Return => (PEOPLE[step.who], bring_back(id)),
            What::ReturnBroken => (PEOPLE[step.who], bring_back_broken(id)),
            What::Worn => (
                PEOPLE[step.who],
                CommandBody::ReportToolDamage {
                    tool: tool(id),
                    what: ToolDamage::Worn,
                    note: String::new(),
                    usability: Usability::Usable,
                },
            ),
            What::Withdraw => (GU_MIN, out_of_service(WRENCH, OutOfServiceReason::Repair)),
            What::PutBack => (GU_MIN, back_in_service(WRENCH)),
        };
        (step.station, floor.command(badge(who), body))
    });
    made.collect()
}

/// Puts the commands of the stations between each other as they arrive: each station's in its own order, the
/// stations anyhow, and some of them twice.
fn arrivals(commands: &[(usize, Command)], picks: &[usize], again: &[usize]) -> Vec<Command> {
    let mut queues: BTreeMap<usize, Vec<Command>> = BTreeMap::new();
    for (station, command) in commands.iter().rev() {
        queues.entry(*station).or_default().push(command.clone());
    }
    let mut arrived: Vec<Command> = Vec::new();
    let mut picks = picks.iter().cycle();
    while !queues.is_empty() {
        let stations: Vec<usize> = queues.keys().copied().collect();
        let station = stations[picks.next().copied().unwrap_or(0) % stations.len()];
        let queue = queues.get_mut(&station).expect("a station with a queue");
        arrived.extend(queue.pop());
        if queue.is_empty() {
            queues.remove(&station);
        }
    }
    for place in again {
        let twice = arrived[place % arrived.len()].clone();
        arrived.push(twice);
    }
    arrived
}

/// Who has a tool, told in the plainest way: the last word about it counts.
fn holder_told(commands: &[(usize, Command)], id: &str) -> Option<CommandId> {
    let mut told: Vec<&Command> = commands.iter().map(|(_, command)| command).collect();
    told.sort_by_key(|command| (command.at, command.id));
    told.iter()
        .fold(None, |holder, command| match &command.body {
            CommandBody::TakeTool { tool, .. } if tool.as_str() == id => Some(command.id),
            CommandBody::ReturnTool { tool, .. } if tool.as_str() == id => None,
            _ => holder,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn whatever_order_the_facts_come_in_a_tool_has_one_holder_and_the_newest(
        steps in steps(),
        picks in prop::collection::vec(0..STATIONS, 1..40),
        again in prop::collection::vec(0..1000_usize, 0..20),
    ) {
        let mut in_order = floor();
        let made = commands(&mut in_order, &steps);
        let mut as_they_come = in_order.clone();
        let mut sorted: Vec<Command> = made.iter().map(|(_, command)| command.clone()).collect();
        sorted.sort_by_key(|command| (command.at, command.id));
        for command in sorted {
            in_order.take(command).unwrap();
        }
        for command in arrivals(&made, &picks, &again) {
            as_they_come.take(command).unwrap();
        }
        prop_assert_eq!(&as_they_come.workshop.tools, &in_order.workshop.tools);
        prop_assert_eq!(replay(&as_they_come.events), as_they_come.workshop.clone());
        for id in TOOLS {
            let known = as_they_come.workshop.tools.get(&tool(id));
            let holder = known.and_then(ToolFile::holder).map(|holder| holder.command);
            prop_assert_eq!(holder, holder_told(&made, id));
            let Some(known) = known else { continue };
            let holdings = known.holdings();
            let open = holdings.iter().filter(|holding| holding.end.is_none()).count();
            prop_assert!(open <= 1);
            prop_assert!(holdings.windows(2).all(|pair| pair[0].holder.since >= pair[1].holder.since));
            prop_assert_eq!(known.shortened(12, 5).standing(), known.standing());
        }
        let rows: Vec<ToolRow> = views(&as_they_come).tools.tools;
        prop_assert!(rows.iter().all(|row| row.work.as_ref().map(|work| &work.job) == row.file.out_for()));
    }
}
