//! The dispatcher's screen, told as what happens at it: who taps what, what is submitted, what is shown.

#[path = "common/back.rs"]
mod back;
#[path = "common/desk.rs"]
mod desk;
#[path = "common/floor.rs"]
mod floor;

use back::back;
use baylight::domain::andon::AndonKind;
use baylight::domain::car::{CarState, CarStep};
use baylight::domain::catalogue::Operation;
use baylight::domain::clock::{Activity, MarkOrigin};
use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::dispatch::{ConflictKind, Plan, conflicts};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{BayId, RoNumber, ToolId};
use baylight::domain::job::JobState;
use baylight::domain::person::Language;
use baylight::domain::quality::command::{QualityCommand, ReworkReason};
use baylight::domain::tool::{OutOfServiceReason, Tool, ToolService};
use baylight::projection::picture::LinkState;
use baylight::screen::Effect;
use baylight::screen::dispatch::model::{Fit, Panel, QuestionShown};
use baylight::screen::dispatch::{Intent, planning_sheet};
use baylight::screen::tone::Tone;
use chrono::{NaiveDate, TimeDelta};
use desk::{Desk, LIN, PIN, SUN, ZHANG, at, button};
use floor::checks::{Checked, quality};
use floor::{ALIGNMENT, BELT, BRAKES, LI, SERVICE, WANG, ZHAO, badge, job, person, signed};

fn submitted(desk: &Desk) -> Vec<CommandBody> {
    let bodies = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Submit { body, .. } => Some(body.clone()),
        Effect::CheckPin { .. } | Effect::Print(_) | Effect::Keep { .. } => None,
    });
    bodies.collect()
}

fn dispatched(desk: &Desk) -> (Plan, Vec<ConflictKind>) {
    match submitted(desk).pop() {
        Some(CommandBody::Dispatch { plan, accepted }) => (plan, accepted),
        other => panic!("no dispatch but {other:?}"),
    }
}

fn planned(desk: &Desk, id: &str) -> Option<Plan> {
    desk.workshop
        .job(&job(id))
        .unwrap()
        .assignment
        .as_ref()
        .map(|known| known.plan.clone())
}

fn clocks_on(desk: &mut Desk, who: &str, id: &str, bay: &str) {
    let body = CommandBody::ClockOn {
        job: job(id),
        bay: BayId::new(bay),
        mode: Default::default(),
    };
    desk.happens(badge(who), body);
}

/// The brakes need a tool that the list has, and the store lends.
fn needs_the_piston_tool(desk: &mut Desk) {
    let id = ToolId::new("TL-022");
    let tool = Tool {
        id: id.clone(),
        name: "分泵回位工具".to_owned(),
        english_name: "Piston tool".to_owned(),
        category: String::new(),
        place: String::new(),
        calibrated_until: None,
        maintained_until: None,
    };
    desk.happens(Actor::System, CommandBody::ListTool { tool });
    let line = desk.workshop.job(&job(BRAKES)).unwrap().line.clone();
    let line = line.expect("the brakes are on an order");
    let operation = Operation {
        op_code: line.op_code,
        name: line.name,
        english_name: line.english_name,
        trade: line.trade,
        standard: line.standard,
        parts: Vec::new(),
        tools: vec![id],
    };
    desk.happens(Actor::System, CommandBody::ListOperation { operation });
}

fn takes_the_piston_tool(desk: &mut Desk, who: &str, id: &str) {
    let body = CommandBody::TakeTool {
        tool: ToolId::new("TL-022"),
        job: Some(job(id)),
        bay: Some(BayId::new("2")),
        due: None,
    };
    desk.happens(badge(who), body);
}

fn holds(desk: &mut Desk, who: &str, id: &str, reason: HoldReason) {
    desk.happens(
        badge(who),
        CommandBody::Hold {
            job: job(id),
            reason,
            note: String::new(),
        },
    );
}

fn finishes(desk: &mut Desk, who: &str, id: &str) {
    desk.happens(badge(who), CommandBody::Finish { job: job(id) });
}

mod planning {
    use super::*;

    #[test]
    fn a_job_and_a_slot_make_a_plan_with_the_least_loaded_technician_of_the_trade() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .job(BRAKES)
            .slot("2", "08:33");
        let model = desk.model();
        assert_eq!(model.panel, Panel::Plan);
        assert_eq!(model.plan.bay, "Bay 2");
        assert_eq!(
            model.plan.span, "08:35 – 09:47",
            "72 minutes from the next five minutes"
        );
        let names: Vec<&str> = model
            .plan
            .leads
            .iter()
            .map(|lead| lead.title.as_str())
            .collect();
        assert_eq!(
            names,
            ["赵敏", "李强", "王磊", "孙佳"],
            "by load, without the trade last"
        );
        assert!(model.plan.leads[0].chosen);
        assert_eq!(model.plan.leads[0].fit, Fit::Good);
        assert_eq!(model.plan.leads[3].fit, Fit::Poor);
        assert!(model.plan.conflicts.is_empty());

        desk.plan_button("Dispatch");
        let (plan, accepted) = dispatched(&desk);
        assert_eq!((plan.start, plan.end), (at("08:35"), at("09:47")));
        assert_eq!(plan.lead, Some(person(ZHAO)));
        assert!(accepted.is_empty());
        assert_eq!(planned(&desk, BRAKES), Some(plan));
        assert_eq!(desk.model().panel, Panel::None);
        assert_eq!(
            desk.model().toast.text,
            "Dispatch 京P･33M09 to Bay 2, 08:35: accepted"
        );
    }

    #[test]
    fn a_slot_that_is_over_begins_now_and_a_closed_one_at_the_next_opening() {
        for (slot, span) in [
            ("08:05", "08:25 – 09:37"),
            ("12:20", "13:00 – 14:12"),
            ("11:30", "11:30 – 13:42"),
            ("17:30", "17:30 – +1d 08:42"),
        ] {
            let mut desk = Desk::new(Language::En);
            desk.at("08:22").job(BRAKES).slot("2", slot);
            assert_eq!(desk.model().plan.span, span, "a tap at {slot}");
        }
    }

    #[test]
    fn steps_move_the_start_and_leap_over_the_break() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").job(BRAKES).slot("2", "13:00");
        let starts = |desk: &Desk| desk.model().plan.span[..5].to_owned();
        desk.does(Intent::Shift { minutes: 15 });
        assert_eq!(starts(&desk), "13:15");
        desk.does(Intent::Shift { minutes: -15 })
            .does(Intent::Shift { minutes: -15 });
        assert_eq!(starts(&desk), "11:55", "before the break, not caught in it");
        for _ in 0..40 {
            desk.does(Intent::Shift { minutes: -15 });
        }
        assert_eq!(starts(&desk), "08:20", "never before now");
    }

    #[test]
    fn what_speaks_against_a_plan_is_named_before_it_is_made_and_accepted_by_name() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .job(BRAKES)
            .slot("1", "09:00");
        desk.does(Intent::Lead { id: person(SUN) });
        let model = desk.model();
        let told: Vec<&str> = model
            .plan
            .conflicts
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(
            told,
            [
                "The bay has 京A･F6620 Replace timing belt until 10:00",
                "The bay has 京A･F6620 Wheel alignment until 10:48",
                "孙佳 does not have this trade (Mechanical)",
                "孙佳 is not here",
            ]
        );
        assert_eq!(model.plan.actions[0].hint, "4 conflicts");
        desk.plan_button("Dispatch anyway");
        let (_, accepted) = dispatched(&desk);
        let kinds = [
            ConflictKind::BayTaken,
            ConflictKind::NoSuchSkill,
            ConflictKind::NotPresent,
        ];
        assert_eq!(accepted, kinds);
        assert!(
            planned(&desk, BRAKES).is_some(),
            "the coordinator saw the same"
        );
    }

    #[test]
    fn conflicts_are_told_in_chinese_too() {
        let mut desk = Desk::new(Language::Zh);
        desk.at("08:20").job(BRAKES).slot("1", "09:00");
        let model = desk.model();
        assert_eq!(
            model.plan.conflicts[0].text,
            "工位到 10:00 有 京A･F6620 更换正时皮带"
        );
        assert_eq!(model.plan.actions[0].label, "仍然派工");
        assert_eq!(model.plan.actions[0].hint, "有 2 处冲突");
        assert_eq!(model.plan.need, "机修·1.2h");
    }

    #[test]
    fn helpers_are_added_and_whoever_leads_does_not_help() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .job(BRAKES)
            .slot("2", "13:30");
        desk.does(Intent::Helper { id: person(LI) })
            .does(Intent::Helper { id: person(WANG) });
        desk.does(Intent::Lead { id: person(LI) });
        desk.plan_button("Dispatch");
        let (plan, _) = dispatched(&desk);
        assert_eq!(
            (plan.lead, plan.helpers),
            (Some(person(LI)), vec![person(WANG)])
        );
    }

    #[test]
    fn a_slot_without_a_job_says_what_is_missing() {
        let mut desk = Desk::new(Language::En);
        desk.slot("2", "09:00");
        assert_eq!(desk.model().toast.text, "First tap a waiting job or a chip");
        assert_eq!(desk.model().panel, Panel::None);
    }

    #[test]
    fn another_slot_moves_the_open_plan_and_closing_drops_it() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .job(BRAKES)
            .slot("2", "08:30")
            .slot("2", "14:00");
        assert_eq!(desk.model().plan.span, "14:00 – 15:12");
        desk.does(Intent::PanelAsked { panel: Panel::None });
        let model = desk.model();
        assert_eq!(
            (model.panel, model.selected_job.as_str()),
            (Panel::None, "")
        );
    }

    #[test]
    fn the_screen_and_the_coordinator_plan_against_the_same_sheet() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:10");
        clocks_on(&mut desk, WANG, BELT, "1");
        desk.at("08:50");
        clocks_on(&mut desk, LI, BELT, "1");
        desk.at("09:30");
        holds(&mut desk, LI, BELT, HoldReason::Parts);
        clocks_on(&mut desk, WANG, SERVICE, "2");
        desk.at("10:20");
        finishes(&mut desk, WANG, SERVICE);
        desk.happens(badge(ZHAO), CommandBody::ShiftOut);
        for clock in ["10:20", "10:55", "12:30", "17:50"] {
            desk.at(clock);
            let mut theirs = desk.workshop.planning_sheet(&desk.policy, desk.now);
            theirs.bookings.sort_by(|a, b| a.job.cmp(&b.job));
            let ours = planning_sheet(&desk.picture().views, desk.now);
            assert_eq!(format!("{ours:#?}"), format!("{theirs:#?}"), "at {clock}");
            for bay in ["1", "2", "3"] {
                for lead in [WANG, ZHAO, SUN] {
                    let plan = Plan {
                        job: job(BRAKES),
                        bay: BayId::new(bay),
                        lead: Some(person(lead)),
                        helpers: vec![person(LI)],
                        start: desk.now,
                        end: desk.now + TimeDelta::hours(9),
                    };
                    assert_eq!(conflicts(&plan, &ours), conflicts(&plan, &theirs));
                }
            }
        }
    }

    #[test]
    fn a_tool_that_is_out_or_not_fit_is_named_and_may_be_accepted() {
        for (language, told, unfit) in [
            (
                Language::En,
                "Piston tool is with 李强, until 18:00",
                "Piston tool is out of service: In repair",
            ),
            (
                Language::Zh,
                "分泵回位工具 在 李强 手中，到 18:00",
                "分泵回位工具 停用：维修",
            ),
        ] {
            let mut desk = Desk::new(language);
            needs_the_piston_tool(&mut desk);
            desk.at("08:10");
            takes_the_piston_tool(&mut desk, LI, SERVICE);
            desk.at("08:20")
                .chen_signs_in()
                .job(BRAKES)
                .slot("2", "13:30");
            let theirs = desk.workshop.planning_sheet(&desk.policy, desk.now);
            let ours = planning_sheet(&desk.picture().views, desk.now);
            assert_eq!(format!("{:?}", ours.tools), format!("{:?}", theirs.tools));
            let conflicts = |desk: &mut Desk| -> Vec<String> {
                let model = desk.model();
                let lines = model.plan.conflicts.iter();
                lines.map(|line| line.text.clone()).collect()
            };
            assert_eq!(conflicts(&mut desk), [told]);
            desk.happens(
                badge(floor::FOREMAN),
                CommandBody::SetToolService {
                    tool: ToolId::new("TL-022"),
                    state: ToolService::OutOfService {
                        why: OutOfServiceReason::Repair,
                        until: None,
                    },
                },
            );
            assert_eq!(conflicts(&mut desk), [unfit]);
            desk.plan_button(match language {
                Language::En => "Dispatch anyway",
                Language::Zh => "仍然派工",
            });
            assert_eq!(dispatched(&desk).1, [ConflictKind::ToolOut]);
            assert!(planned(&desk, BRAKES).is_some());
        }
    }

    #[test]
    fn a_conflict_that_only_the_coordinator_saw_reopens_the_sheet() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .job(BRAKES)
            .slot("2", "08:30");
        desk.stale = Some(desk.picture().views);
        let plan = Plan {
            job: job(SERVICE),
            bay: BayId::new("2"),
            lead: Some(person(WANG)),
            helpers: Vec::new(),
            start: at("08:30"),
            end: at("09:30"),
        };
        let accepted = vec![ConflictKind::PersonTaken];
        desk.happens(
            badge(floor::FOREMAN),
            CommandBody::Dispatch { plan, accepted },
        );
        desk.plan_button("Dispatch");
        assert!(planned(&desk, BRAKES).is_none(), "refused");
        desk.secs(1);
        let model = desk.model();
        assert_eq!(model.panel, Panel::Plan);
        assert_eq!(
            model.plan.conflicts[0].text,
            "The bay has 京A･D06213 Maintenance until 09:30"
        );
        assert!(
            model.toast.text.contains("look at the conflicts"),
            "{}",
            model.toast.text
        );
        desk.secs(1).plan_button("Dispatch anyway");
        assert_eq!(dispatched(&desk).1, [ConflictKind::BayTaken]);
        assert!(planned(&desk, BRAKES).is_some());
    }
}

mod chips {
    use super::*;

    #[test]
    fn a_chip_dropped_on_a_free_place_is_dispatched_at_once_with_the_same_lead() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").chen_signs_in();
        let rows = desk.model().rows;
        desk.drags(SERVICE, "2", "13:31");
        let model = desk.model();
        let ghost = model.ghost.expect("a chip is under the finger");
        assert_eq!(
            (ghost.text.as_str(), ghost.tone),
            ("Bay 2, 13:30", Tone::Working)
        );
        assert_eq!(
            model.rows, rows,
            "the rows stay as they are under the finger"
        );
        desk.drops(SERVICE, "2", "13:31");
        let (plan, accepted) = dispatched(&desk);
        assert_eq!((plan.start, plan.lead), (at("13:30"), Some(person(WANG))));
        assert!(accepted.is_empty());
        assert!(desk.model().ghost.is_none());
    }

    #[test]
    fn a_chip_dropped_where_something_speaks_against_it_opens_the_sheet() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .drags(SERVICE, "1", "08:30");
        let ghost = desk.model().ghost.expect("a chip is under the finger");
        assert!(
            ghost.text.starts_with("Bay 1, 08:30: The bay has"),
            "{}",
            ghost.text
        );
        assert_eq!(ghost.tone, Tone::Late);
        desk.drops(SERVICE, "1", "08:30");
        assert!(submitted(&desk).is_empty());
        let model = desk.model();
        assert_eq!(model.panel, Panel::Plan);
        assert_eq!(model.plan.facts[0].text, "Until now: Bay 2, 10:00 – 11:00");
        button(&model.plan.actions, "Dispatch anyway");
    }

    #[test]
    fn a_chip_dropped_where_it_was_stays() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .drops(SERVICE, "2", "10:02");
        assert!(submitted(&desk).is_empty());
        assert_eq!(desk.model().panel, Panel::None);
    }

    #[test]
    fn a_drag_that_ends_off_the_screen_does_not_hold_the_rows_for_ever() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").drags(SERVICE, "2", "13:30").secs(20);
        assert!(desk.model().ghost.is_none());
    }

    #[test]
    fn a_job_that_has_begun_is_not_moved_by_a_slip_of_the_finger() {
        let mut desk = Desk::new(Language::En);
        desk.at("10:00").chen_signs_in();
        clocks_on(&mut desk, WANG, SERVICE, "2");
        desk.at("10:10").drops(SERVICE, "2", "14:00");
        assert!(submitted(&desk).is_empty());
        let model = desk.model();
        assert_eq!(model.panel, Panel::Plan);
        assert_eq!(
            model.plan.facts[0].text,
            "In repair in Bay 2: 王磊. A new plan does not move the car"
        );
    }

    #[test]
    fn a_plan_is_taken_back_and_undone_to_what_it_was() {
        let mut desk = Desk::new(Language::En);
        let before = planned(&desk, SERVICE);
        desk.at("08:20").chen_signs_in().chip(SERVICE);
        let labels: Vec<String> = desk
            .model()
            .plan
            .actions
            .into_iter()
            .map(|action| action.label)
            .collect();
        assert_eq!(
            labels,
            ["Take back"],
            "what stands as planned needs no dispatch"
        );
        desk.plan_button("Take back");
        assert_eq!(planned(&desk, SERVICE), None);
        assert_eq!(desk.secs(17).model().undo_label, "Undo 1:43");
        desk.does(Intent::Undo);
        assert_eq!(planned(&desk, SERVICE), before);
        assert_eq!(desk.model().undo_label, "");
    }

    #[test]
    fn a_move_is_undone_to_the_plan_before_and_a_first_dispatch_by_taking_it_back() {
        let mut desk = Desk::new(Language::En);
        let before = planned(&desk, SERVICE);
        desk.at("08:20")
            .chen_signs_in()
            .drops(SERVICE, "2", "13:30");
        assert_ne!(planned(&desk, SERVICE), before);
        desk.secs(2).does(Intent::Undo);
        assert_eq!(planned(&desk, SERVICE), before);
        desk.job(BRAKES).slot("2", "14:00").plan_button("Dispatch");
        desk.secs(2).does(Intent::Undo);
        assert_eq!(planned(&desk, BRAKES), None);
    }

    #[test]
    fn after_two_minutes_nothing_is_undone() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .chip(SERVICE)
            .plan_button("Take back");
        desk.secs(121);
        assert_eq!(desk.model().undo_label, "");
        desk.does(Intent::Undo);
        assert!(submitted(&desk).is_empty());
    }

    #[test]
    fn a_held_chip_says_why_and_whose_move_it_is_and_the_cause_can_be_cleared() {
        for (language, fact, clear) in [
            (
                Language::En,
                "On hold 18′: waiting for parts (parts store)",
                "Cause is gone",
            ),
            (Language::Zh, "中断 18′：等配件（仓库）", "解除中断"),
        ] {
            let mut desk = Desk::new(language);
            desk.at("08:10");
            clocks_on(&mut desk, WANG, BELT, "1");
            desk.at("08:40");
            holds(&mut desk, WANG, BELT, HoldReason::Parts);
            desk.at("08:58").chen_signs_in().chip(BELT);
            assert_eq!(desk.model().plan.facts[0].text, fact);
            desk.plan_button(clear);
            assert_eq!(
                submitted(&desk),
                [CommandBody::ClearHold { job: job(BELT) }]
            );
            let state = desk.workshop.job(&job(BELT)).unwrap().state();
            assert!(
                matches!(
                    state,
                    JobState::OnHold {
                        cleared_at: Some(_),
                        ..
                    }
                ),
                "{state:?}"
            );
            desk.chip(BELT);
            let labels: Vec<String> = desk
                .model()
                .plan
                .actions
                .into_iter()
                .map(|action| action.label)
                .collect();
            assert!(!labels.contains(&clear.to_owned()), "{labels:?}");
        }
    }

    #[test]
    fn the_owner_of_a_hold_says_until_when_it_lasts() {
        // Which button, what it means, what the sheet says then, and what the chip says.
        let table = [
            (
                Language::En,
                "+30 min",
                "09:28",
                "On hold 18′: waiting for parts (parts store), ETA 09:28",
                "ETA 09:28",
            ),
            (
                Language::En,
                "+2 h",
                "10:58",
                "On hold 18′: waiting for parts (parts store), ETA 10:58",
                "ETA 10:58",
            ),
            (
                Language::Zh,
                "+1 小时",
                "09:58",
                "中断 18′：等配件（仓库），预计 09:58 恢复",
                "预计 09:58",
            ),
            (
                Language::Zh,
                "次日",
                "明天 08:00",
                "中断 18′：等配件（仓库），预计 明天 08:00 恢复",
                "预计 明天 08:00",
            ),
        ];
        for (language, label, hint, fact, detail) in table {
            let mut desk = Desk::new(language);
            desk.at("08:10");
            clocks_on(&mut desk, WANG, BELT, "1");
            desk.chip(BELT);
            assert!(desk.model().plan.etas.is_empty(), "nothing stands still");
            desk.at("08:40");
            holds(&mut desk, WANG, BELT, HoldReason::Parts);
            desk.at("08:58").chen_signs_in().chip(BELT);
            let etas = desk.model().plan.etas;
            let eta = etas.iter().find(|eta| eta.label == label).unwrap();
            assert_eq!(eta.hint, hint);
            let id = eta.id.clone();
            desk.does(Intent::PlanAction { id });
            let [CommandBody::ExpectHold { until, .. }] = submitted(&desk)[..] else {
                panic!("{:?}", submitted(&desk));
            };
            let job = desk.workshop.job(&job(BELT)).unwrap();
            let said = matches!(
                job.state(),
                JobState::OnHold { expected_until, cleared_at: None, .. }
                    if expected_until == Some(until)
            );
            assert!(said, "{:?}", job.state());
            desk.chip(BELT);
            assert_eq!(desk.model().plan.facts[0].text, fact);
            let bays = desk.model().rows;
            let chips = bays.iter().flat_map(|bay| &bay.chips);
            let chip = chips.into_iter().find(|chip| chip.job_id == BELT).unwrap();
            assert_eq!(chip.detail, detail);
        }
    }

    #[test]
    fn a_dispatch_made_without_a_link_is_marked_until_it_is_accepted() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").chen_signs_in();
        desk.link = LinkState::Offline { since: desk.now };
        desk.job(BRAKES).slot("2", "08:30").plan_button("Dispatch");
        let model = desk.model();
        assert_eq!(model.waiting[0].note, "dispatch sent, not yet accepted");
        assert!(
            model.toast.text.ends_with("saved, not yet accepted"),
            "{}",
            model.toast.text
        );
    }

    #[test]
    fn what_was_sent_and_not_yet_accepted_is_planned_around() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").chen_signs_in();
        desk.link = LinkState::Offline { since: desk.now };
        desk.job(BRAKES).slot("2", "13:30").plan_button("Dispatch");
        desk.secs(2).drags(SERVICE, "2", "13:45");
        let ghost = desk.model().ghost.expect("a chip is under the finger");
        assert_eq!(
            ghost.text,
            "Bay 2, 13:45: The bay has 京P･33M09 Replace front brake pads until 14:42"
        );
        desk.drops(SERVICE, "2", "15:00");
        let rows = desk.model().rows;
        let chip = rows[1].chips.iter().find(|chip| chip.job_id == SERVICE);
        assert_eq!(chip.expect("still where it was").word, "Move sent");
    }
}

mod people {
    use super::*;

    #[test]
    fn nobody_signed_in_is_asked_for_and_then_it_goes_on() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .job(BRAKES)
            .slot("2", "08:30")
            .plan_button("Dispatch");
        assert!(submitted(&desk).is_empty());
        let model = desk.model();
        assert_eq!(model.panel, Panel::SignIn);
        let names: Vec<&str> = model
            .people
            .iter()
            .map(|known| known.title.as_str())
            .collect();
        assert_eq!(names, ["陈静", "刘洋", "张建国"], "those who may dispatch");
        desk.person(desk::CHEN);
        dispatched(&desk);
        assert!(planned(&desk, BRAKES).is_some());
        assert_eq!(desk.model().actor.text, "陈静, Dispatcher");
    }

    #[test]
    fn leaving_the_sign_in_keeps_the_half_made_plan() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .job(BRAKES)
            .slot("2", "08:30")
            .plan_button("Dispatch");
        desk.does(Intent::PanelAsked { panel: Panel::None });
        let model = desk.model();
        assert_eq!(model.panel, Panel::Plan);
        assert_eq!(model.plan.span, "08:30 – 09:42");
    }

    #[test]
    fn a_name_with_a_pin_is_believed_with_its_pin_alone() {
        let mut desk = Desk::new(Language::En);
        desk.does(Intent::Actor).person(ZHANG);
        assert!(desk.model().pin.is_some());
        desk.pin("9999");
        let pin = desk.model().pin.expect("still asked");
        assert_eq!(pin.message, "Wrong PIN, try again");
        assert_eq!(desk.model().actor.text, "Sign in");
        desk.pin(PIN);
        assert_eq!(desk.model().actor.text, "张建国, Foreman");
        assert!(desk.model().pin.is_none());
    }

    #[test]
    fn five_wrong_pins_have_to_be_waited_for() {
        let mut desk = Desk::new(Language::En);
        desk.does(Intent::Actor).person(ZHANG);
        for _ in 0..5 {
            desk.pin("9999");
        }
        desk.pin(PIN);
        assert_eq!(desk.model().actor.text, "Sign in");
        let message = desk.model().pin.expect("still asked").message;
        assert_eq!(message, "Too many wrong PINs: wait 30 s");
        desk.secs(30).pin(PIN);
        assert_eq!(desk.model().actor.text, "张建国, Foreman");
    }

    #[test]
    fn the_answer_to_a_pin_that_nobody_asked_for_signs_nothing() {
        let mut desk = Desk::new(Language::En);
        desk.does(Intent::Actor)
            .person(ZHANG)
            .does(Intent::PinCancelled);
        desk.does(Intent::PinChecked {
            person: person(ZHANG),
            ok: true,
        });
        assert_eq!(desk.model().actor.text, "Sign in");
    }

    #[test]
    fn a_role_that_may_not_is_told_and_somebody_who_may_goes_on() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .badge("BADGE-1001")
            .chip(SERVICE)
            .plan_button("Take back");
        assert!(submitted(&desk).is_empty());
        assert!(
            desk.model()
                .toast
                .text
                .starts_with("Your role may not do this")
        );
        assert_eq!(desk.model().panel, Panel::SignIn);
        desk.chen_signs_in();
        assert_eq!(
            submitted(&desk),
            [CommandBody::TakeBack { job: job(SERVICE) }]
        );
    }

    #[test]
    fn who_does_not_touch_the_screen_is_signed_out_and_the_plan_stays() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20")
            .chen_signs_in()
            .job(BRAKES)
            .slot("2", "13:30");
        desk.secs(299);
        assert_eq!(desk.model().actor.text, "陈静, Dispatcher");
        desk.secs(2);
        let model = desk.model();
        assert_eq!(model.actor.text, "Sign in");
        assert_eq!(model.plan.span, "13:30 – 14:42");
        desk.plan_button("Dispatch").chen_signs_in();
        dispatched(&desk);
    }

    #[test]
    fn a_badge_reader_that_types_is_heard_and_a_person_who_types_is_not() {
        let mut desk = Desk::new(Language::En);
        let types = |desk: &mut Desk, gap: i64| {
            let mut at = desk.now;
            for key in "badge-3001\n".chars() {
                at += TimeDelta::milliseconds(gap);
                desk.does(Intent::Key {
                    text: key.to_string(),
                    at,
                });
            }
        };
        types(&mut desk, 300);
        assert_eq!(desk.model().actor.text, "Sign in");
        types(&mut desk, 8);
        assert_eq!(desk.model().actor.text, "陈静, Dispatcher");
    }

    #[test]
    fn an_unknown_badge_is_said_so() {
        let mut desk = Desk::new(Language::Zh);
        desk.badge("NOBODY-1");
        assert_eq!(desk.model().toast.text, "花名册上没有这张工牌");
    }

    #[test]
    fn the_language_is_that_of_who_acts_until_it_is_switched() {
        let mut desk = Desk::new(Language::Zh);
        assert_eq!(desk.model().title, "调度台");
        desk.does(Intent::SwitchLanguage);
        assert_eq!(desk.model().title, "Dispatch");
        desk.chen_signs_in();
        assert_eq!(desk.model().title, "调度台", "as the roster says");
    }
}

mod asked {
    use super::*;

    /// Lists the foreman's questions, without the warnings below them.
    fn asked(desk: &Desk) -> Vec<QuestionShown> {
        let mut shown = desk.model().questions;
        shown.retain(|one| !one.id.starts_with("warning:"));
        shown
    }

    #[test]
    fn what_will_be_late_is_told_with_its_cause_and_opens_what_can_be_planned() {
        let mut desk = Desk::new(Language::En);
        desk.at("10:00");
        let warned = desk.model().questions;
        let late = warned.iter().find(|one| one.id.starts_with("warning:"));
        let late = late.expect("a car without a bay is late by then").clone();
        assert!(late.text.contains("(dispatcher)"), "{}", late.text);
        assert!(desk.model().questions_label.contains("Warnings"));
        desk.does(Intent::Answer {
            question: late.id,
            answer: "open".to_owned(),
        });
        assert_eq!(desk.model().panel, Panel::Plan);
    }

    #[test]
    fn a_call_is_answered_by_name_and_cleared() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20");
        let call = desk.happens(
            badge(WANG),
            CommandBody::RaiseAndon {
                bay: BayId::new("1"),
                call: AndonKind::TechnicalSupport,
            },
        );
        desk.at("08:22");
        let model = desk.model();
        assert_eq!(model.questions_label, "Calls 1");
        assert_eq!(model.questions_tone, Tone::Late);
        assert_eq!(
            model.questions[0].text,
            "Bay 1 calls for help: technical support"
        );
        assert_eq!(
            (
                model.questions[0].who.as_str(),
                model.questions[0].when.as_str()
            ),
            ("王磊", "2′")
        );
        desk.chen_signs_in().answers("I am coming");
        assert_eq!(submitted(&desk), [CommandBody::AcknowledgeAndon { call }]);
        let model = desk.model();
        assert_eq!(
            model.questions[0].text,
            "Bay 1 calls for help: technical support. 陈静 is coming, since 08:22"
        );
        assert_eq!(model.questions_tone, Tone::Risk);
        desk.answers("It is over");
        assert_eq!(submitted(&desk), [CommandBody::ClearAndon { call }]);
        assert!(desk.model().questions.is_empty());
    }

    #[test]
    fn facts_that_contradict_are_asked_about_in_both_languages() {
        for (language, text, answer) in [
            (
                Language::En,
                "王磊 clocked on 京A･D06213 Maintenance in Bay 2 at 11:10, after it was finished.",
                "Not finished",
            ),
            (
                Language::Zh,
                "京A･D06213 保养 已完工，王磊 11:10 又在2 号工位上工。",
                "其实没有完工",
            ),
        ] {
            let mut desk = Desk::new(language);
            desk.at("10:00");
            clocks_on(&mut desk, WANG, SERVICE, "2");
            desk.at("11:00");
            finishes(&mut desk, WANG, SERVICE);
            desk.at("11:10");
            clocks_on(&mut desk, WANG, SERVICE, "2");
            desk.at("11:20");
            let asked = asked(&desk);
            assert_eq!(asked.len(), 1);
            assert_eq!(asked[0].text, text);
            assert_eq!(asked[0].when, "11:10");
            desk.chen_signs_in().answers(answer);
            assert!(submitted(&desk).is_empty(), "only the foreman answers");
            desk.person(ZHANG).pin(PIN);
            assert!(matches!(
                submitted(&desk)[..],
                [CommandBody::AnswerQuestion { .. }]
            ));
            assert!(self::asked(&desk).is_empty());
        }
    }

    #[test]
    fn a_forgotten_clock_out_leads_to_the_clock_with_closing_time_proposed() {
        let mut desk = Desk::new(Language::En);
        desk.at("16:00");
        clocks_on(&mut desk, WANG, SERVICE, "2");
        desk.at("18:31");
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for who in [WANG, LI, ZHAO] {
            let body = CommandBody::FlagForgottenClockOut {
                person: person(who),
                day,
            };
            desk.happens(Actor::System, body);
        }
        let asked = desk.model().questions;
        let of_wang = asked
            .iter()
            .find(|question| question.who == "王磊")
            .unwrap()
            .clone();
        assert_eq!(
            of_wang.text,
            "王磊 has not clocked out; the last clocking was at 16:00."
        );
        let answer = button(&of_wang.answers, "See the clock");
        desk.does(Intent::Answer {
            question: of_wang.id,
            answer,
        });
        let model = desk.model();
        assert_eq!(model.panel, Panel::Clocks);
        assert_eq!(model.clock_edit.value, "18:00");
        assert_eq!(model.clock_edit.was, "no clock-out so far");
        assert_eq!(model.clock_edit.save.hint, "choose a reason");
        let reason = model.clock_edit.reasons[0].id.clone();
        desk.does(Intent::ClockReason { id: reason })
            .does(Intent::ClockSave);
        desk.person(ZHANG).pin(PIN);
        let days = &desk.workshop.days[&(person(WANG), day)];
        let last = days.marks.last().unwrap();
        assert_eq!(
            (last.at, &last.activity),
            (at("18:00"), &Activity::ShiftOut)
        );
        assert!(
            !desk
                .model()
                .questions
                .iter()
                .any(|question| question.who == "王磊")
        );
    }
}

mod clocks {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    /// Wang Lei clocked on the belt at 8:10, and the foreman looks at it at 9:00.
    fn desk(language: Language) -> Desk {
        let mut desk = Desk::new(language);
        desk.at("08:10");
        clocks_on(&mut desk, WANG, BELT, "1");
        desk.at("09:00");
        desk.does(Intent::PanelAsked {
            panel: Panel::Clocks,
        });
        desk.does(Intent::ClockPerson { id: person(WANG) });
        desk
    }

    fn chooses(desk: &mut Desk, what: &str, kind: &str) {
        let model = desk.model();
        let row = model
            .segments
            .iter()
            .find(|segment| segment.what.contains(what));
        let id = row
            .unwrap_or_else(|| panic!("no {what} in {:?}", model.segments))
            .id
            .clone();
        desk.does(Intent::ClockSegment { id });
        let model = desk.model();
        let kinds = &model.clock_edit.kinds;
        let kind = kinds.iter().find(|known| known.title == kind);
        let id = kind
            .unwrap_or_else(|| panic!("not among {kinds:?}"))
            .id
            .clone();
        desk.does(Intent::ClockKind { id });
    }

    fn reason(desk: &mut Desk, title: &str) {
        let model = desk.model();
        let reason = model
            .clock_edit
            .reasons
            .iter()
            .find(|known| known.title == title);
        let id = reason.expect("a reason").id.clone();
        desk.does(Intent::ClockReason { id });
    }

    #[test]
    fn a_day_is_shown_with_its_stretches() {
        let desk = desk(Language::En);
        let model = desk.model();
        assert_eq!(model.clock_day, "Mon 11-23");
        let rows: Vec<(&str, &str, &str)> = model
            .segments
            .iter()
            .map(|row| (row.span.as_str(), row.what.as_str(), row.note.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("08:00 – 08:10", "Waiting for work", ""),
                ("08:10 – …", "京A･F6620 Replace timing belt", "running"),
            ]
        );
        assert_eq!(model.clock_edit.title, "");
    }

    #[test]
    fn a_start_is_moved_with_a_reason_and_signed_by_the_foremans_pin() {
        let mut desk = desk(Language::Zh);
        chooses(&mut desk, "更换正时皮带", "改开始时间");
        assert!(!desk.model().clock_edit.save.enabled, "nothing changed yet");
        desk.does(Intent::ClockStep { minutes: -5 })
            .does(Intent::ClockStep { minutes: 1 });
        assert_eq!(desk.model().clock_edit.value, "08:06");
        assert_eq!(desk.model().clock_edit.was, "原来 08:10");
        assert_eq!(desk.model().clock_edit.save.hint, "请选原因");
        reason(&mut desk, "时间不对");
        desk.badge("BADGE-2002").does(Intent::ClockSave);
        assert!(
            submitted(&desk).is_empty(),
            "a badge does not sign a correction"
        );
        assert!(desk.model().pin.is_some());
        desk.pin("0000");
        assert_eq!(
            desk.model().pin.expect("asked again").message,
            "密码不对，请重试"
        );
        desk.pin(PIN);
        let last = &desk.taps.last().unwrap().command;
        assert_eq!(
            last.actor,
            Actor::Person {
                id: person(ZHANG),
                by: Recognised::Pin
            }
        );
        let marks = &desk.workshop.days[&(person(WANG), day())].marks;
        let belt = marks
            .iter()
            .find(|mark| mark.activity.kind() == "clocked-on")
            .unwrap();
        assert_eq!(belt.at, at("08:06"));
        let by = Some(person(ZHANG));
        assert_eq!(
            belt.origin,
            MarkOrigin::Corrected {
                reason: "wrong-time".to_owned(),
                by
            },
            "the log has a code, not the words of one language"
        );
        let model = desk.model();
        assert_eq!(model.panel, Panel::Clocks, "the next one can follow");
        assert_eq!(model.segments[1].note, "已更正·时间不对·张建国");
        desk.does(Intent::SwitchLanguage);
        assert_eq!(
            desk.model().segments[1].note,
            "corrected, Wrong time, 张建国"
        );
        desk.does(Intent::SwitchLanguage);
        assert_eq!(model.clock_edit.title, "");
    }

    #[test]
    fn a_moment_stays_in_its_day_and_out_of_the_future() {
        let mut desk = desk(Language::En);
        chooses(&mut desk, "timing belt", "Other start");
        for _ in 0..10 {
            desk.does(Intent::ClockStep { minutes: 15 });
        }
        assert_eq!(desk.model().clock_edit.value, "09:00");
        for _ in 0..60 {
            desk.does(Intent::ClockStep { minutes: -15 });
        }
        assert_eq!(
            desk.model().clock_edit.value,
            "04:00",
            "the day begins at four"
        );
    }

    #[test]
    fn it_was_idle_time_it_was_the_end_of_the_shift_or_it_never_happened() {
        let mut first = desk(Language::En);
        chooses(&mut first, "timing belt", "It was idle time");
        assert_eq!(first.model().clock_edit.save.hint, "choose the idle time");
        let codes = first.model().clock_edit.codes;
        let training = codes
            .iter()
            .find(|code| code.title == "Training")
            .unwrap()
            .id
            .clone();
        first.does(Intent::ClockKind { id: training });
        for (mut desk, kind) in [
            (first, "idle"),
            (desk(Language::En), "Shift ended then"),
            (desk(Language::En), "Never happened"),
        ] {
            if kind != "idle" {
                chooses(&mut desk, "timing belt", kind);
            }
            reason(&mut desk, "Wrong job");
            desk.does(Intent::ClockSave).person(ZHANG).pin(PIN);
            let marks = &desk.workshop.days[&(person(WANG), day())].marks;
            let kinds: Vec<&str> = marks.iter().map(|mark| mark.activity.kind()).collect();
            let expected = match kind {
                "idle" => vec!["shift-in", "went-idle"],
                "Shift ended then" => vec!["shift-in", "shift-out"],
                _ => vec!["shift-in"],
            };
            assert_eq!(kinds, expected, "{kind}");
        }
    }

    #[test]
    fn what_a_hold_began_is_corrected_before_it() {
        let mut desk = desk(Language::En);
        holds(&mut desk, WANG, BELT, HoldReason::Parts);
        desk.at("09:10");
        let waiting = desk.model().segments[2].id.clone();
        desk.does(Intent::ClockSegment { id: waiting });
        let edit = desk.model().clock_edit;
        let kinds: Vec<&str> = edit.kinds.iter().map(|kind| kind.title.as_str()).collect();
        assert_eq!(kinds, ["Add shift out"], "no clocking began it");
    }

    #[test]
    fn a_foreman_without_a_pin_is_told_what_to_do() {
        let mut desk = desk(Language::En);
        chooses(&mut desk, "timing belt", "Never happened");
        reason(&mut desk, "Wrong job");
        desk.badge("BADGE-2001").does(Intent::ClockSave);
        assert!(submitted(&desk).is_empty());
        assert!(
            desk.model()
                .toast
                .text
                .starts_with("This needs a PIN and none is set")
        );
    }

    #[test]
    fn an_older_day_can_still_get_its_end() {
        let mut desk = desk(Language::En);
        desk.now += TimeDelta::days(1);
        desk.happens(badge(WANG), CommandBody::ShiftIn);
        desk.does(Intent::ClockPerson { id: person(WANG) });
        assert_eq!(desk.model().clock_day, "Tue 11-24");
        desk.does(Intent::ClockDay { step: -1 });
        let model = desk.model();
        assert_eq!(model.clock_day, "Mon 11-23");
        assert_eq!(model.segments[0].span, "08:10 – ?");
        desk.does(Intent::ClockDay { step: -1 });
        assert_eq!(
            desk.model().clock_day,
            "Mon 11-23",
            "there is nothing before it"
        );
        chooses(&mut desk, "Last clocking", "Add shift out");
        assert_eq!(desk.model().clock_edit.value, "18:00");
        reason(&mut desk, "Forgot to clock out");
        desk.does(Intent::ClockSave).person(ZHANG).pin(PIN);
        let marks = &desk.workshop.days[&(person(WANG), day())].marks;
        assert_eq!(marks.last().unwrap().at, at("18:00"));
    }
}

mod cars {
    use super::*;

    /// Both jobs of the first car are done at 10:30.
    fn desk(language: Language) -> Desk {
        let mut desk = Desk::new(language);
        desk.at("08:10");
        clocks_on(&mut desk, WANG, BELT, "1");
        clocks_on(&mut desk, LI, ALIGNMENT, "1");
        desk.at("10:30");
        finishes(&mut desk, WANG, BELT);
        finishes(&mut desk, LI, ALIGNMENT);
        desk.at("10:42");
        desk
    }

    fn state(desk: &Desk) -> CarState {
        desk.workshop.orders[&RoNumber::new("0417")].state()
    }

    fn next(desk: &mut Desk, label: &str) {
        desk.does(Intent::Car {
            id: RoNumber::new("0417"),
        });
        let id = button(&desk.model().car.actions, label);
        desk.does(Intent::CarAction { id });
    }

    #[test]
    fn a_car_past_the_bays_goes_from_lane_to_lane() {
        let mut desk = desk(Language::En);
        assert_eq!(desk.model().lanes[0].cards.len(), 1);
        desk.does(Intent::Car {
            id: RoNumber::new("0417"),
        });
        let car = desk.model().car;
        assert_eq!(car.state, "Awaiting QC");
        assert_eq!(car.lines[0].text, "Replace timing belt: 王磊");
        assert_eq!(car.lines[2].text, "Waiting for 12′");
        assert_eq!(
            car.lines[3].text,
            "Next: 王磊 checks it, as its lead, at bay 1"
        );
        assert_eq!(car.lines[4].text, "Replace timing belt ･ Self-check due");
        assert!(
            car.actions.is_empty(),
            "a car passes at the quality-check screen"
        );
        desk.passes("0417", LIN);
        assert_eq!(state(&desk), CarState::Wash);
        desk.secs(2).chen_signs_in();
        for (label, after) in [
            ("Washed", CarState::AwaitingInvoice),
            ("Invoiced", CarState::Ready),
            ("Delivered", CarState::Delivered),
        ] {
            next(&mut desk, label);
            assert_eq!(state(&desk), after);
            desk.secs(2);
        }
        assert_eq!(desk.model().undo_label, "", "a car does not go back");
    }

    #[test]
    fn the_sheet_says_who_checked_what_and_who_is_next() {
        let mut desk = desk(Language::Zh);
        let lines = |desk: &mut Desk| -> Vec<String> {
            desk.does(Intent::Car {
                id: RoNumber::new("0417"),
            });
            let lines = desk.model().car.lines.into_iter();
            lines.skip(3).map(|line| line.text).collect()
        };
        assert_eq!(lines(&mut desk)[0], "下一步：主修 王磊 自检（1 号工位）");
        desk.awaits_the_inspector("0417");
        let told = lines(&mut desk);
        assert_eq!(told[0], "下一步：质检员在质检台完检");
        assert_eq!(
            told[1],
            "更换正时皮带 ･ 自检 王磊 10:42 ･ 互检 赵敏 10:42 ･ 待完检"
        );
        let taken = QualityCommand::TakeCar { from: None };
        let taken = quality(&RoNumber::new("0417"), taken);
        desk.happens(badge(LIN), taken);
        desk.at("10:50");
        assert_eq!(lines(&mut desk)[0], "林芳在检 8′");
        desk.passes("0417", LIN);
        let told = lines(&mut desk);
        assert_eq!(told[0], "竣工检验：合格 ･ 林芳");
        assert_eq!(told[1], "计划 14:00 ･ 实际 10:50");
    }

    #[test]
    fn a_wash_begins_and_ends_at_the_desk_too() {
        let mut desk = desk(Language::En);
        desk.passes("0417", LIN);
        desk.chen_signs_in();
        next(&mut desk, "Begin the wash");
        assert_eq!(desk.model().panel, Panel::None);
        assert_eq!(desk.model().toast.text, "京A･F6620: wash begun: accepted");
        desk.at("10:55").chen_signs_in();
        next(&mut desk, "Washed");
        assert_eq!(state(&desk), CarState::AwaitingInvoice);
    }

    #[test]
    fn a_rework_is_put_on_another_bay_with_another_lead() {
        let mut desk = desk(Language::En);
        desk.awaits_the_inspector("0417");
        desk.at("11:00");
        let body = back(&desk.workshop, "0417", 1, ReworkReason::Leak, WANG);
        desk.happens(signed(LIN), body);
        desk.at("11:12").chen_signs_in().chip(BELT);
        let plan = desk.model().plan;
        assert_eq!(
            plan.facts[0].text,
            "Rework: leak, found by 林芳 11:00, answers for it: 王磊 ¥50"
        );
        assert_eq!(plan.facts[0].tone, Tone::Rework);
        assert_eq!(plan.facts[1].text, "左前油管接头渗油");
        desk.slot("2", "13:30");
        desk.does(Intent::Lead { id: person(ZHAO) });
        let label = desk.model().plan.actions[0].label.clone();
        desk.plan_button(&label);
        let plan = planned(&desk, BELT).expect("a plan");
        assert_eq!((plan.bay, plan.lead), (BayId::new("2"), Some(person(ZHAO))));
        let model = desk.model();
        let shown = |bay: usize| {
            let chips = model.rows[bay].chips.iter();
            chips.filter(|chip| chip.job_id == BELT).count()
        };
        assert_eq!((shown(0), shown(1)), (0, 1), "it waits at its new bay");
        let chips = &model.rows[1].chips;
        let chip = chips
            .iter()
            .find(|chip| chip.job_id == BELT)
            .expect("it is there");
        assert_eq!((chip.word.as_str(), chip.tone), ("Rework", Tone::Rework));
    }

    #[test]
    fn a_step_that_somebody_else_took_first_is_refused_with_where_the_car_is() {
        let mut desk = desk(Language::En);
        let ro = RoNumber::new("0417");
        desk.passes("0417", LIN);
        desk.stale = Some(desk.picture().views);
        desk.happens(
            badge(LIN),
            CommandBody::MoveCar {
                ro,
                step: CarStep::Washed,
            },
        );
        desk.chen_signs_in();
        next(&mut desk, "Washed");
        let toast = desk.model().toast;
        assert_eq!(toast.tone, Tone::Late);
        assert!(toast.text.contains("Awaiting invoice"), "{}", toast.text);
        desk.secs(1).does(Intent::Car {
            id: RoNumber::new("0417"),
        });
        assert_eq!(
            desk.model().toast.text,
            "",
            "read once something else is tapped"
        );
    }

    #[test]
    fn a_finished_chip_leads_to_its_car() {
        let mut desk = desk(Language::En);
        desk.chip(BELT);
        assert_eq!(desk.model().panel, Panel::Car);
        assert_eq!(desk.model().car.face.plate, "京A·F6620");
    }
}

mod floor_at_a_glance {
    use super::*;

    #[test]
    fn technicians_show_trade_presence_work_and_load() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:10");
        clocks_on(&mut desk, WANG, BELT, "1");
        desk.at("08:30");
        let model = desk.model();
        let shown: Vec<(&str, bool, &str, &str)> = model
            .technicians
            .iter()
            .map(|t| {
                (
                    t.name.as_str(),
                    t.here,
                    t.current.as_str(),
                    t.load_text.as_str(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("王磊", true, "京A･F6620 Replace timing belt", "3.0 / 9.0 h"),
                ("李强", true, "Waiting for work 30′", "0.8 / 9.0 h"),
                ("赵敏", true, "Waiting for work 30′", "0.0 / 9.0 h"),
                ("孙佳", false, "Not here", "0.0 / 9.0 h"),
            ]
        );
        assert_eq!(model.technicians[3].trade, "Maint.");
    }

    #[test]
    fn a_bays_load_is_what_is_left_of_its_work_against_what_is_left_of_the_day() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:00");
        clocks_on(&mut desk, WANG, BELT, "1");
        desk.at("09:00");
        let loads: Vec<String> = desk
            .model()
            .rows
            .into_iter()
            .map(|row| row.load_text)
            .collect();
        assert_eq!(loads, ["1.8 / 8.0 h", "1.0 / 8.0 h", "0.0 / 8.0 h"]);
        desk.at("17:30");
        assert_eq!(
            desk.model().rows[0].load_text,
            "0.5 / 0.5 h",
            "no more than fits today"
        );
    }

    #[test]
    fn a_technicians_name_leads_an_open_plan_or_opens_the_clock() {
        let mut desk = Desk::new(Language::En);
        desk.at("08:20").job(BRAKES).slot("2", "08:30");
        desk.does(Intent::Technician { id: person(LI) });
        assert!(
            desk.model()
                .plan
                .leads
                .iter()
                .any(|lead| lead.chosen && lead.title == "李强")
        );
        desk.does(Intent::PanelAsked { panel: Panel::None });
        desk.does(Intent::Technician { id: person(LI) });
        assert_eq!(desk.model().panel, Panel::Clocks);
    }

    #[test]
    fn without_the_coordinator_there_is_a_screen_that_says_so() {
        let desk = Desk::new(Language::En);
        let picture = baylight::projection::picture::Picture::empty(desk.now);
        let model = desk.dispatch.present(&picture, desk.now);
        assert_eq!(model.title, "Dispatch");
        assert_eq!(model.link.text, "Not connected yet");
        assert!(model.rows.is_empty());
    }
}
