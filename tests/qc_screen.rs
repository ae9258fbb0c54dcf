//! The quality-check screen, told as what happens at it: who waits, what is answered, what passes and what goes back.

#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/qc_desk.rs"]
mod qc_desk;

use baylight::domain::car::CarState;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::{PersonId, RoNumber};
use baylight::domain::order::Fen;
use baylight::domain::person::Language;
use baylight::domain::quality::checklist::{CheckKind, Hundredths, Verdict};
use baylight::domain::quality::command::{QualityCommand, ReworkReason};
use baylight::screen::Effect;
use baylight::screen::qc::Intent;
use baylight::screen::qc::model::Answered;
use baylight::screen::tone::Tone;
use floor::checks::Checked;
use floor::{WANG, ZHAO, badge};
use qc_desk::{BRAKES_RO, Desk, ELANTRA, HE, LIN, SERVICE_RO, by_pin};

/// What the screen submitted last.
fn submitted(desk: &Desk) -> Vec<CommandBody> {
    let bodies = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Submit { body, .. } => Some(body.clone()),
        _ => None,
    });
    bodies.collect()
}

fn state(desk: &Desk, ro: &str) -> CarState {
    desk.workshop.orders[&RoNumber::new(ro)].state()
}

/// Lin Fang has gone through the brakes and driven, and only the pass is missing.
fn ready_to_pass(language: Language) -> Desk {
    let mut desk = Desk::new(language);
    desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
    desk.answers_all().list("car").answers_all();
    desk.drives("68220");
    desk
}

mod the_queue {
    use super::*;

    #[test]
    fn nobody_waits_and_it_says_so() {
        let desk = Desk::new(Language::Zh);
        let model = desk.model();
        assert!(model.cards.is_empty());
        assert_eq!(model.empty, "没有待完检的车辆");
        assert!(!model.empty_hint.is_empty());
    }

    #[test]
    fn the_late_come_first_then_those_at_risk_then_by_promise() {
        let mut desk = Desk::new(Language::Zh);
        desk.service_waits().brakes_wait().elantra_waits();
        // Promised 14:00, 16:00 and 17:00.
        assert_eq!(
            desk.listed(),
            ["待完检 3", "京A·F6620", "京A·D06213", "京P·33M09"]
        );
        desk.at("16:30");
        assert_eq!(
            [ELANTRA, SERVICE_RO, BRAKES_RO].map(|ro| desk.card(ro).due_tone),
            [Tone::Late, Tone::Late, Tone::Risk]
        );
    }

    #[test]
    fn a_card_says_the_work_and_how_long_the_car_has_waited() {
        let mut desk = Desk::new(Language::En);
        desk.elantra_waits();
        desk.behind.now += chrono::TimeDelta::minutes(9);
        let card = desk.card(ELANTRA);
        assert_eq!(card.detail, "Replace timing belt ･ 2 jobs ･ waits 9′");
        assert_eq!((card.due.as_str(), card.tone), ("14:00", Tone::Qc));
    }

    #[test]
    fn a_car_that_is_not_through_its_checks_waits_below_and_says_for_whom() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait();
        desk.is_done(ZHAO, "0418/1", "2");
        assert_eq!(
            desk.listed(),
            [
                "Awaiting final check 1",
                "京P·33M09",
                "Not ready yet 1",
                "京A·D06213"
            ]
        );
        assert_eq!(
            desk.card(SERVICE_RO).detail,
            "self-check: Maintenance (赵敏)"
        );
        desk.opens(SERVICE_RO);
        assert!(!desk.row("oil-level").enabled);
        assert_eq!(desk.button("pass").hint, "Not ready yet");
    }

    #[test]
    fn parts_that_are_not_accounted_for_block_and_it_says_what_to_do() {
        let mut desk = Desk::new(Language::En);
        desk.begins(WANG, "0418/1", "1");
        desk.begins(ZHAO, "0419/1", "2");
        let ask = baylight::domain::parts::command::PartsCommand::Ask {
            job: 1,
            bay: None,
            purpose: baylight::domain::parts::request::Purpose::Job,
            lines: vec![baylight::domain::parts::request::AskedLine {
                wanted: baylight::domain::parts::request::Wanted::Part {
                    part: "58101-F2A00".into(),
                },
                quantity: 1,
            }],
        };
        let body = CommandBody::Parts {
            ro: RoNumber::new(BRAKES_RO),
            body: Box::new(ask),
        };
        desk.happens(badge(ZHAO), body);
        let finish = CommandBody::Finish {
            job: "0419/1".parse().unwrap(),
        };
        desk.happens(badge(ZHAO), finish);
        desk.awaits_the_inspector(BRAKES_RO);
        let card = desk.card(BRAKES_RO);
        assert_eq!(
            (card.note.as_str(), card.tone),
            ("Blocked: 1 part open", Tone::Hold)
        );
        desk.lin_signs_in().opens(BRAKES_RO).list("about");
        let told: Vec<_> = desk.model().car.rows;
        let found = told.iter().find(|row| row.tone == Tone::Hold).unwrap();
        assert_eq!(found.title, "Front brake pads ･ parts still on request");
        assert_eq!(
            found.detail,
            "the store issues it or cancels it ･ Replace front brake pads"
        );
        desk.list("job:1")
            .answers_all()
            .list("car")
            .answers_all()
            .drives("68220");
        let pass = desk.button("pass");
        assert!(!pass.enabled);
        assert_eq!(pass.hint, "Blocked");
    }
}

mod answers {
    use super::*;

    #[test]
    fn a_value_outside_its_limits_fails_by_itself_and_ok_does_not_help() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.measures("wheel-bolts", "78");
        let row = desk.row("wheel-bolts");
        assert_eq!(
            (row.value.as_str(), row.limits.as_str(), row.answered),
            ("78 Nm", "88–220", Answered::Fail)
        );
        desk.secs(2).says("wheel-bolts", Verdict::Pass);
        assert_eq!(desk.row("wheel-bolts").answered, Answered::Fail);
        assert_eq!(desk.toast(), "outside the limits: this fails");
        desk.secs(2).measures("wheel-bolts", "95.5");
        let row = desk.row("wheel-bolts");
        assert_eq!(
            (row.value.as_str(), row.answered),
            ("95.5 Nm", Answered::Pass)
        );
    }

    #[test]
    fn ok_on_what_is_measured_asks_for_the_value() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.says("pad-front-left", Verdict::Pass);
        let sheet = desk.model().sheet;
        assert_eq!(sheet.title, "Pad thickness, front left");
        assert_eq!(sheet.subtitle, "京P･33M09 ･ ≥ 3 mm");
        desk.types("2.5");
        assert_eq!(desk.model().sheet.number_note.tone, Tone::Late);
    }

    #[test]
    fn the_same_tap_again_takes_the_answer_back() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.says("pedal", Verdict::Fail);
        assert_eq!(desk.row("pedal").answered, Answered::Fail);
        desk.says("pedal", Verdict::Fail);
        assert_eq!(
            desk.row("pedal").answered,
            Answered::Fail,
            "a finger that bounces"
        );
        desk.secs(2).says("pedal", Verdict::Fail);
        assert_eq!(desk.row("pedal").answered, Answered::Open);
    }

    #[test]
    fn what_is_on_every_car_is_not_left_out() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        assert!(!desk.row("pedal").may_skip);
        desk.says("pedal", Verdict::NotApplicable);
        assert_eq!(desk.row("pedal").answered, Answered::Open);
        desk.secs(2).says("pad-rear-left", Verdict::NotApplicable);
        assert_eq!(desk.row("pad-rear-left").answered, Answered::NotApplicable);
    }

    #[test]
    fn one_tap_calls_the_rest_good_but_nothing_that_is_measured_or_driven() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.says("pedal", Verdict::Fail);
        desk.taps("All the rest is OK ･ 5");
        assert_eq!(desk.row("pedal").answered, Answered::Fail);
        assert_eq!(desk.row("fluid").answered, Answered::Pass);
        assert_eq!(desk.row("pad-front-left").answered, Answered::Open);
        assert_eq!(desk.row("no-judder").answered, Answered::Open);
    }

    #[test]
    fn what_the_others_measured_stands_beside() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().opens(BRAKES_RO);
        assert_eq!(desk.row("pad-front-left").detail, "self 3 ･ peer 3");
        let card = desk.list_card("job:1");
        assert_eq!(card.detail, "赵敏 ･ self 09:10 ･ peer 李强 09:10");
    }

    #[test]
    fn the_first_answer_takes_the_car() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().opens(BRAKES_RO);
        desk.says("pedal", Verdict::Pass);
        assert!(desk.model().asking, "nobody has signed in");
        desk.lin_signs_in();
        assert_eq!(desk.row("pedal").answered, Answered::Pass);
        let taken = desk.workshop.orders[&RoNumber::new(BRAKES_RO)]
            .quality
            .taken
            .clone();
        assert_eq!(taken.unwrap().by, Some(PersonId::new(LIN)));
    }

    #[test]
    fn they_outlast_a_badge_and_a_restart() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.measures("pad-front-left", "11.5").secs(2);
        desk.says("pedal", Verdict::Pass);
        desk.restarts().opens(BRAKES_RO);
        assert_eq!(desk.row("pad-front-left").value, "11.5 mm");
        desk.reads_badge("BADGE-7002");
        assert_eq!(desk.row("pedal").answered, Answered::Pass);
    }

    #[test]
    fn a_job_that_went_back_is_looked_at_anew() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.answers_all().list("car").answers_all();
        desk.list("job:1").secs(2).says("pedal", Verdict::Fail);
        desk.taps("Back to bay…").chooses("Assembly or torque");
        desk.chooses("赵敏").taps("Send back");
        desk.is_done(ZHAO, "0419/1", "2");
        desk.awaits_the_inspector(BRAKES_RO);
        desk.opens(BRAKES_RO);
        assert_eq!(desk.row("pedal").answered, Answered::Open);
        assert_eq!(desk.row("pedal").detail, "failed last time");
        assert_eq!(desk.list_card("car").progress, "0 of 13");
        assert!(desk.list_card("job:1").detail.ends_with("rework ×1"));
    }
}

mod who_may {
    use super::*;

    #[test]
    fn who_worked_on_the_car_is_told_why_not() {
        let mut desk = Desk::new(Language::En);
        desk.is_done(floor::FOREMAN, "0419/1", "2");
        desk.awaits_the_inspector(BRAKES_RO);
        desk.reads_badge("BADGE-2001").opens(BRAKES_RO);
        let facts = desk.model().car.facts;
        assert_eq!(
            facts[0].text,
            "You worked on Replace front brake pads; somebody else has to check it"
        );
        desk.says("pedal", Verdict::Pass);
        assert_eq!(desk.row("pedal").answered, Answered::Open);
        assert_eq!(desk.button("pass").hint, "somebody else has to pass it");
    }

    #[test]
    fn a_car_that_another_inspector_has_is_taken_over_knowingly() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait();
        let ro = RoNumber::new(BRAKES_RO);
        let take = QualityCommand::TakeCar { from: None };
        let body = CommandBody::Quality {
            ro: ro.clone(),
            body: Box::new(take),
        };
        desk.happens(badge(HE), body);
        desk.lin_signs_in().opens(BRAKES_RO);
        assert_eq!(
            desk.model().car.facts[0].text,
            "何静 is at this car since 09:10"
        );
        desk.says("pedal", Verdict::Pass);
        assert_eq!(desk.row("pedal").answered, Answered::Open);
        assert_eq!(desk.model().sheet.title, "Take over");
        desk.taps("Take over from 何静");
        let taken = desk.workshop.orders[&ro].quality.taken.clone().unwrap();
        assert_eq!(taken.by, Some(PersonId::new(LIN)));
        desk.secs(2).says("pedal", Verdict::Pass);
        assert_eq!(desk.row("pedal").answered, Answered::Pass);
    }
}

mod passing {
    use super::*;

    #[test]
    fn the_button_says_what_is_open_and_what_failed() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        assert_eq!(desk.button("pass").label, "Pass ･ 26 open");
        desk.says("pedal", Verdict::Fail);
        assert_eq!(desk.button("pass").label, "Pass ･ 25 open, 1 failed");
        assert!(!desk.button("pass").enabled);
    }

    #[test]
    fn a_road_test_is_asked_for_signed_and_shown() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.answers_all().list("car").answers_all();
        assert_eq!(desk.button("pass").hint, "road test first");
        desk.taps("Road test ･ sign");
        let fields = desk.model().sheet.fields;
        assert_eq!(
            (fields[0].value.as_str(), fields[1].value.as_str()),
            ("68214", "–")
        );
        assert!(!desk.button("sign").enabled);
        desk.types("68220").chooses("complaint gone");
        desk.taps("Sign").enters_the_pin();
        let test = desk.workshop.orders[&RoNumber::new(BRAKES_RO)]
            .road_test()
            .cloned()
            .unwrap();
        assert_eq!(
            (test.distance.start_km, test.distance.end_km),
            (68214, 68220)
        );
        assert_eq!(test.note, "complaint gone");
        assert_eq!(desk.button("road").hint, "6 km driven ･ 09:10");
        assert!(desk.button("pass").enabled);
    }

    #[test]
    fn the_pin_passes_every_job_and_then_the_car_which_goes_to_the_wash() {
        let mut desk = ready_to_pass(Language::En);
        desk.taps("Pass");
        assert!(desk.model().pin.is_some());
        desk.enters_the_pin();
        assert_eq!(state(&desk, BRAKES_RO), CarState::Wash);
        assert_eq!(desk.toast(), "京P･33M09 passed: accepted");
        let order = &desk.workshop.orders[&RoNumber::new(BRAKES_RO)];
        let made = order.check(1, CheckKind::Final).unwrap();
        assert_eq!(made.said.by, Some(PersonId::new(LIN)));
        let pad = made
            .results
            .iter()
            .find(|result| result.item.as_str() == "pad-front-left");
        assert_eq!(pad.unwrap().value, Some(Hundredths(300)));
        assert!(desk.model().car.id.is_empty());
        assert_eq!(desk.listed(), ["Wash 1", "京P·33M09"]);
    }

    #[test]
    fn one_job_passes_alone() {
        let mut desk = Desk::new(Language::En);
        desk.elantra_waits().lin_signs_in().opens(ELANTRA);
        desk.answers_all().taps("Pass this job");
        assert_eq!(desk.list_card("job:1").progress, "passed");
        assert!(desk.list_card("job:2").chosen, "the next list opens");
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert_eq!(order.next_check(1), None);
        assert_eq!(order.next_check(2), Some(CheckKind::Final));
    }

    #[test]
    fn a_refusal_says_why_and_the_answers_are_still_there() {
        let mut desk = ready_to_pass(Language::En);
        // The picture is old: meanwhile the car was clocked on again.
        desk.loses_the_link();
        desk.taps("Pass").enters_the_pin();
        assert_eq!(desk.toast(), "京P･33M09 passed: saved, not yet accepted");
        assert_eq!(desk.card(BRAKES_RO).detail, "passed, to be washed");
        let on = CommandBody::ClockOn {
            job: "0419/1".parse().unwrap(),
            bay: "2".into(),
            mode: Default::default(),
        };
        desk.happens(badge(ZHAO), on);
        desk.has_the_link_again();
        assert_eq!(state(&desk, BRAKES_RO), CarState::InRepair);
        assert!(!desk.kept.is_empty());
        assert!(
            desk.toast().starts_with("京P･33M09 passed: "),
            "{}",
            desk.toast()
        );
    }

    #[test]
    fn what_was_answered_is_forgotten_once_the_car_has_gone_on() {
        let mut desk = ready_to_pass(Language::En);
        desk.taps("Pass").enters_the_pin();
        for _ in 0..2 {
            desk.secs(2).does(Intent::CardButton {
                id: BRAKES_RO.to_owned(),
            });
        }
        assert_eq!(state(&desk, BRAKES_RO), CarState::AwaitingInvoice);
        desk.secs(2);
        assert!(desk.kept.is_empty());
    }
}

mod rework {
    use super::*;

    #[test]
    fn it_goes_back_with_reason_person_and_penalty_which_the_pin_signs() {
        let mut desk = Desk::new(Language::Zh);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.says("pedal", Verdict::Fail);
        desk.taps("返工…");
        assert_eq!(desk.button("send").hint, "请选返工原因");
        desk.chooses("装配不当");
        assert_eq!(desk.button("send").hint, "请选责任人");
        desk.chooses("赵敏").chooses("¥50").chooses("松动");
        desk.taps("确认返工");
        assert_eq!(
            state(&desk, BRAKES_RO),
            CarState::AwaitingQc,
            "not signed yet"
        );
        desk.enters_the_pin();
        assert_eq!(state(&desk, BRAKES_RO), CarState::Rework);
        let order = &desk.workshop.orders[&RoNumber::new(BRAKES_RO)];
        let rework = order.quality.last_rework(1).unwrap();
        assert_eq!(rework.order.reason, ReworkReason::Assembly);
        assert_eq!(rework.order.responsible, Some(PersonId::new(ZHAO)));
        assert_eq!(rework.order.penalty, Fen(5_000));
        assert_eq!(rework.order.note, "松动");
        assert_eq!(rework.failed().count(), 1);
        assert_eq!(desk.listed(), ["返工 1", "京P·33M09"]);
        assert_eq!(desk.card(BRAKES_RO).detail, "装配不当 ･ 退回 2 号工位");
    }

    #[test]
    fn nobodys_fault_costs_nothing_and_needs_no_pin() {
        let mut desk = Desk::new(Language::En);
        desk.elantra_waits().lin_signs_in().opens(ELANTRA);
        desk.taps("Back to bay…").chooses("Wheel alignment");
        desk.chooses("Part wrong or faulty").chooses("Nobody");
        desk.taps("Send back");
        let bodies = submitted(&desk);
        assert_eq!(bodies.len(), 1);
        assert_eq!(state(&desk, ELANTRA), CarState::Rework);
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert_eq!(
            order.quality.last_rework(2).unwrap().order.responsible,
            None
        );
    }

    #[test]
    fn a_penalty_is_typed_and_needs_a_person() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.taps("Back to bay…")
            .chooses("Leak")
            .chooses("Nobody")
            .types("80");
        assert_eq!(desk.model().sheet.fields[0].value, "80");
        assert_eq!(desk.button("send").hint, "a penalty needs a person");
        desk.chooses("赵敏");
        assert_eq!(desk.button("send").hint, "your PIN signs it");
    }
}

mod the_wash {
    use super::*;

    #[test]
    fn anybody_begins_and_ends_it() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait();
        desk.passes(BRAKES_RO, LIN);
        assert_eq!(desk.card(BRAKES_RO).button.label, "Start the wash");
        desk.reads_badge("BADGE-1001");
        desk.does(Intent::CardButton {
            id: BRAKES_RO.to_owned(),
        });
        assert_eq!(
            desk.card(BRAKES_RO).detail,
            "in the wash since 09:10 ･ 王磊"
        );
        desk.secs(600).does(Intent::CardButton {
            id: BRAKES_RO.to_owned(),
        });
        assert_eq!(
            state(&desk, BRAKES_RO),
            CarState::Wash,
            "the badge was read long ago"
        );
        desk.reads_badge("BADGE-1001");
        assert_eq!(state(&desk, BRAKES_RO), CarState::AwaitingInvoice);
    }

    #[test]
    fn what_comes_to_light_there_goes_back() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait();
        desk.passes(BRAKES_RO, LIN);
        desk.lin_signs_in().opens(BRAKES_RO);
        desk.taps("Back to bay…").chooses("Damaged here");
        desk.chooses("Nobody").taps("Send back");
        assert_eq!(state(&desk, BRAKES_RO), CarState::Rework);
    }
}

mod the_link {
    use super::*;

    #[test]
    fn it_goes_on_without_one_and_says_so() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().lin_signs_in().opens(BRAKES_RO);
        desk.loses_the_link();
        desk.answers_all().list("car").answers_all().drives("68220");
        desk.taps("Pass").enters_the_pin();
        assert_eq!(desk.model().link.tone, Tone::Late);
        desk.has_the_link_again();
        assert_eq!(state(&desk, BRAKES_RO), CarState::Wash);
    }

    #[test]
    fn a_technician_may_drive_and_the_inspector_passes() {
        let mut desk = Desk::new(Language::En);
        desk.brakes_wait().opens(BRAKES_RO);
        desk.reads_badge("BADGE-1003").drives("68230");
        let order = &desk.workshop.orders[&RoNumber::new(BRAKES_RO)];
        let by = order.road_test().unwrap().said.by.clone();
        assert_eq!(by, by_pin(ZHAO).person().cloned());
    }
}
