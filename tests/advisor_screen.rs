//! The advisor's screen, told as what happens at it: who calls whom, what is submitted, what is shown.

#[path = "common/advisor_desk.rs"]
mod advisor_desk;
#[path = "common/back.rs"]
mod back;
#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;

use advisor_desk::{BRAKES_RO, Desk, ELANTRA, LI, LIN, PIN, QIAN, at, bushing, filter};
use back::back;
use baylight::domain::car::CarStep;
use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::finding::{Answer, Channel, DelayReason};
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{CommandId, RoNumber};
use baylight::domain::job::LineStanding;
use baylight::domain::order::Fen;
use baylight::domain::person::Language;
use baylight::domain::quality::command::{QualityCommand, ReworkReason};
use baylight::screen::advisor::Intent;
use baylight::screen::advisor::PlaceIntent;
use baylight::screen::advisor::intake::Field;
use baylight::screen::advisor::model::{Mark, Panel};
use baylight::screen::tone::Tone;
use baylight::screen::{Effect, Paper, Print};
use chrono::TimeDelta;
use floor::checks::{Checked, quality};
use floor::{ALIGNMENT, BELT, WANG, badge, job, person, signed};

fn submitted(desk: &Desk) -> Vec<CommandBody> {
    let bodies = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Submit { body, .. } => Some(body.clone()),
        _ => None,
    });
    bodies.collect()
}

/// What the workshop knows of the customer's answers to a finding.
fn answers(desk: &Desk, finding: CommandId) -> Vec<(Answer, Channel, Option<&str>)> {
    let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
    let known = order.findings.iter().find(|known| known.id == finding);
    let answers = known.expect("it was found").answers.iter();
    answers
        .map(|said| {
            let by = said.by.as_ref().map(|by| by.as_str());
            (said.answer, said.channel, by)
        })
        .collect()
}

fn standing(desk: &Desk, id: &str) -> LineStanding {
    desk.workshop.job(&job(id)).expect("a job").standing
}

/// The marks of a finding's three answers.
fn marks(desk: &Desk, finding: CommandId) -> [Mark; 3] {
    let shown = desk.finding(finding);
    [0, 1, 2].map(|at| shown.answers[at].mark)
}

fn by_pin(id: &str) -> Actor {
    Actor::Person {
        id: person(id),
        by: Recognised::Pin,
    }
}

/// Finishes the belt's car, passes it, washes it.
fn is_ready_to_invoice(desk: &mut Desk) {
    for id in [BELT, ALIGNMENT] {
        desk.happens(badge(WANG), CommandBody::Finish { job: job(id) });
    }
    desk.passes(ELANTRA, LIN);
    let ro = RoNumber::new(ELANTRA);
    let step = CarStep::Washed;
    desk.happens(by_pin(LIN), CommandBody::MoveCar { ro, step });
}

mod the_list {
    use super::*;

    #[test]
    fn own_customers_come_first_and_the_others_below_a_divider() {
        let mut desk = Desk::new(Language::En);
        desk.finds_on(BRAKES_RO, filter());
        desk.finds(bushing());
        desk.at("09:06").zhang_li_signs_in();
        let cars = desk.model().cars;
        let shown: Vec<(&str, &str, &str)> = cars
            .iter()
            .map(|car| (car.header.as_str(), car.id.as_str(), car.word.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("Your customers", ELANTRA, "To answer 6′"),
                ("", "0418", "Dispatched"),
                ("Other advisors", BRAKES_RO, "To answer 6′"),
            ]
        );
        assert_eq!(cars[0].detail, "1 finding ･ promised 14:00");
    }

    #[test]
    fn without_anybody_signed_in_only_what_needs_somebody_is_listed() {
        let mut desk = Desk::new(Language::Zh);
        desk.finds(bushing());
        let cars = desk.model().cars;
        assert_eq!(cars.len(), 1);
        assert_eq!(cars[0].header, "");
        assert_eq!(cars[0].word, "待答复 0′");
    }

    #[test]
    fn the_clock_of_an_answer_takes_the_colour_of_its_age_and_of_the_promise() {
        for (clock, tone) in [
            ("09:10", Tone::Neutral),
            ("09:20", Tone::Hold),
            ("09:50", Tone::Late),
        ] {
            let mut desk = Desk::new(Language::En);
            desk.finds(bushing());
            assert_eq!(desk.at(clock).listed(ELANTRA).tone, tone, "{clock}");
        }
        let mut desk = Desk::new(Language::En);
        desk.at("13:20").finds(bushing());
        assert_eq!(desk.listed(ELANTRA).tone, Tone::Late, "promised at 14:00");
    }

    #[test]
    fn a_bay_that_stands_still_for_the_customer_says_so() {
        let mut desk = Desk::new(Language::Zh);
        desk.finds(bushing());
        let hold = CommandBody::Hold {
            job: job(BELT),
            reason: HoldReason::CustomerAnswer,
            note: String::new(),
        };
        desk.happens(badge(WANG), hold);
        desk.at("09:31");
        let listed = desk.listed(ELANTRA);
        assert_eq!(listed.word, "等客户 31′");
        assert_eq!(listed.detail, "1 号工位停工 ･ 增项 1 ･ 承诺 14:00");
        desk.zhang_li_signs_in().car(ELANTRA).notice("客户已答复");
        assert_eq!(
            submitted(&desk),
            [CommandBody::ClearHold { job: job(BELT) }]
        );
    }

    #[test]
    fn the_counts_are_those_of_who_is_signed_in() {
        let mut desk = Desk::new(Language::Zh);
        desk.finds(bushing());
        desk.finds_on(BRAKES_RO, filter());
        let counts = |desk: &Desk| {
            desk.model()
                .counts
                .into_iter()
                .map(|c| c.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(counts(&desk)[0], "2");
        desk.zhang_li_signs_in();
        assert_eq!(counts(&desk)[0], "1");
    }
}

mod answering {
    use super::*;

    #[test]
    fn a_finding_is_put_with_cause_consequence_hours_parts_and_amount() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.car(ELANTRA);
        let shown = desk.finding(found);
        assert_eq!(shown.title, "Right lower arm bushing ･ cracked ･ replace");
        assert_eq!(shown.severity, "unsafe now");
        assert!(
            shown
                .facts
                .ends_with("If left: tyres wear, steering at risk")
        );
        assert_eq!(shown.need, "1.4 h ･ 54584-2H000 ×2: stock unknown");
        assert_eq!(shown.amount, "¥860");
    }

    #[test]
    fn choosing_sends_nothing_until_send_is_tapped() {
        let mut desk = Desk::new(Language::Zh);
        let (first, second) = (desk.finds(bushing()), desk.finds(filter()));
        desk.at("09:31").zhang_li_signs_in().car(ELANTRA);
        assert!(!desk.model().car.footer.send.enabled);
        desk.chooses(first, Answer::Authorised)
            .chooses(second, Answer::Deferred);
        assert!(answers(&desk, first).is_empty());
        assert_eq!(marks(&desk, first), [Mark::Chosen, Mark::None, Mark::None]);
        let footer = desk.model().car.footer;
        assert_eq!(footer.send.label, "发送给 1 号工位");
        assert_eq!(footer.send.hint, "2 项答复");
        desk.does(Intent::Send);
        assert_eq!(
            answers(&desk, first),
            [(Answer::Authorised, Channel::Phone, Some(LI))]
        );
        assert_eq!(
            answers(&desk, second),
            [(Answer::Deferred, Channel::Phone, Some(LI))]
        );
        assert_eq!(standing(&desk, "0417/60001"), LineStanding::Ordered);
        assert_eq!(standing(&desk, "0417/60002"), LineStanding::Deferred);
        assert_eq!(desk.finding(first).said.text, "同意·电话·张莉 09:31");
        assert_eq!(marks(&desk, first), [Mark::Given, Mark::None, Mark::None]);
    }

    #[test]
    fn an_answer_is_changed_by_a_new_one() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in().car(ELANTRA);
        desk.chooses(found, Answer::Declined).does(Intent::Send);
        desk.at("09:40")
            .zhang_li_signs_in()
            .chooses(found, Answer::Authorised);
        assert_eq!(marks(&desk, found), [Mark::Chosen, Mark::Given, Mark::None]);
        desk.does(Intent::How).does(Intent::Choice {
            id: "message".to_owned(),
        });
        desk.does(Intent::Send);
        assert_eq!(
            answers(&desk, found),
            [
                (Answer::Declined, Channel::Phone, Some(LI)),
                (Answer::Authorised, Channel::Message, Some(LI)),
            ]
        );
    }

    #[test]
    fn the_amount_of_the_finding_goes_with_the_answer() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in().car(ELANTRA);
        desk.chooses(found, Answer::Authorised).does(Intent::Send);
        let CommandBody::AnswerFinding { amount, seen, .. } = &submitted(&desk)[0] else {
            panic!("no answer but {:?}", submitted(&desk));
        };
        assert_eq!((*amount, *seen), (Fen(86_000), None));
    }

    #[test]
    fn who_is_not_signed_in_is_asked_first_and_the_choice_goes_out_then() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.car(ELANTRA)
            .chooses(found, Answer::Authorised)
            .does(Intent::Send);
        assert_eq!(desk.model().panel, Panel::SignIn);
        let names: Vec<String> = desk.model().people.into_iter().map(|p| p.title).collect();
        assert_eq!(
            names,
            ["张莉", "周倩", "刘洋"],
            "who may speak with customers"
        );
        desk.person(QIAN);
        assert!(desk.model().pin.is_some());
        desk.does(Intent::PinEntered {
            pin: PIN.to_owned(),
        });
        assert_eq!(
            answers(&desk, found),
            [(Answer::Authorised, Channel::Phone, Some(QIAN))]
        );
    }

    #[test]
    fn a_half_made_set_stays_with_its_owner_when_the_badge_goes() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Authorised);
        desk.secs(301);
        assert_eq!(desk.model().actor.text, "Sign in");
        desk.car(ELANTRA);
        assert_eq!(marks(&desk, found), [Mark::None; 3], "nobody's");
        desk.badge("BADGE-5002");
        assert_eq!(marks(&desk, found), [Mark::None; 3], "not Zhou Qian's");
        desk.zhang_li_signs_in();
        assert_eq!(marks(&desk, found)[0], Mark::Chosen);
    }

    #[test]
    fn what_goes_out_is_what_the_screen_shows_whatever_was_half_made_before() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Declined);
        // Her badge goes away; the customer thinks again, and she marks it before she badges.
        desk.secs(301);
        desk.car(ELANTRA)
            .chooses(found, Answer::Authorised)
            .does(Intent::Send);
        desk.zhang_li_signs_in();
        let said: Vec<Answer> = answers(&desk, found)
            .into_iter()
            .map(|(answer, ..)| answer)
            .collect();
        assert_eq!(said, [Answer::Authorised]);
    }

    #[test]
    fn who_takes_over_sends_nothing_that_they_have_not_seen() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Declined);
        // Wang Lei marks something else, may not send it, and Zhang Li badges.
        desk.secs(301);
        desk.badge("BADGE-1001")
            .car(ELANTRA)
            .chooses(found, Answer::Authorised)
            .does(Intent::Send);
        desk.zhang_li_signs_in();
        assert!(answers(&desk, found).is_empty(), "neither goes out");
        assert_eq!(marks(&desk, found)[1], Mark::Chosen, "her own is shown");
    }

    #[test]
    fn what_a_colleague_answered_meanwhile_is_looked_at_before_the_own_choice_goes_out() {
        let mut desk = Desk::new(Language::Zh);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Authorised);
        desk.at("09:02")
            .is_answered_by(QIAN, found, Answer::Declined);
        desk.at("09:03").does(Intent::Send);
        assert!(submitted(&desk).is_empty(), "the first tap leads back");
        assert_eq!(
            desk.finding(found).said.text,
            "周倩 已于 09:02 记录：拒绝（当面）。您的选择已保留，如仍有效请再次发送"
        );
        desk.does(Intent::Send);
        assert_eq!(
            answers(&desk, found),
            [
                (Answer::Declined, Channel::InPerson, Some(QIAN)),
                (Answer::Authorised, Channel::Phone, Some(LI)),
            ]
        );
    }

    #[test]
    fn a_refusal_of_two_answers_leads_back_to_the_finding_with_the_own_choice_kept() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Authorised);
        desk.loses_the_link();
        desk.at("09:02")
            .is_answered_by(QIAN, found, Answer::Declined);
        desk.at("09:03").does(Intent::Send);
        assert_eq!(
            desk.finding(found).said.text,
            "authorised, phone, 张莉 09:03 ･ saved, not yet accepted"
        );
        desk.car("0418");
        desk.at("09:06").has_the_link_again();
        let model = desk.model();
        assert_eq!(model.car.id, ELANTRA, "led back");
        assert_eq!(marks(&desk, found), [Mark::Chosen, Mark::Given, Mark::None]);
        assert_eq!(
            desk.finding(found).said.text,
            "周倩 recorded at 09:02: declined (in person). Your choice is kept; send it again if it holds"
        );
        assert!(model.toast.text.contains("周倩 already recorded at 09:02"));
        assert_eq!(desk.listed(ELANTRA).tone, Tone::Late);
        desk.does(Intent::Send);
        assert_eq!(
            answers(&desk, found).last(),
            Some(&(Answer::Authorised, Channel::Phone, Some(LI)))
        );
    }

    #[test]
    fn offline_answers_are_saved_and_say_so() {
        let mut desk = Desk::new(Language::Zh);
        let found = desk.finds(bushing());
        desk.loses_the_link();
        desk.at("09:31")
            .zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Deferred)
            .does(Intent::Send);
        let model = desk.model();
        assert_eq!(
            desk.finding(found).said.text,
            "暂缓·电话·张莉 09:31 ･ 已保存，待确认"
        );
        assert!(
            model.toast.text.ends_with("已保存，待确认"),
            "{}",
            model.toast.text
        );
        assert!(model.link.text.contains("待发 1"), "{}", model.link.text);
        desk.at("09:50").has_the_link_again();
        assert_eq!(answers(&desk, found).len(), 1);
    }
}

mod promises {
    use super::*;

    #[test]
    fn authorised_work_proposes_a_promise_rounded_up_to_the_quarter() {
        let mut desk = Desk::new(Language::Zh);
        let mut long = bushing();
        long.standard.0 = 240;
        let found = desk.finds(long);
        desk.zhang_li_signs_in().car(ELANTRA);
        assert_eq!(desk.model().car.footer.promise, "承诺不变");
        desk.chooses(found, Answer::Authorised);
        let promise = desk.model().car.footer.promise;
        let at = promise.strip_prefix("新承诺·").expect("a new promise");
        assert!(
            ["00", "15", "30", "45"].contains(&&at[at.len() - 2..]),
            "{at}"
        );
        desk.does(Intent::Send);
        let CommandBody::ChangePromise { promised_at, .. } = &submitted(&desk)[1] else {
            panic!("no promise but {:?}", submitted(&desk));
        };
        assert!(*promised_at > self::at("14:00"));
        assert!(desk.listed(ELANTRA).detail.contains(at));
    }

    #[test]
    fn the_advisor_may_keep_the_promise_or_choose_another() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.zhang_li_signs_in()
            .car(ELANTRA)
            .chooses(found, Answer::Declined)
            .does(Intent::Promise);
        let choices = desk.model().car.footer.choices;
        let titles: Vec<&str> = choices.iter().map(|choice| choice.title.as_str()).collect();
        assert_eq!(
            titles,
            ["Keep", "14:30", "15:00", "16:00", "+1d 10:00", "+1d 17:00"]
        );
        assert!(choices[0].chosen);
        let id = choices[3].id.clone();
        desk.does(Intent::Choice { id });
        assert_eq!(desk.model().car.footer.promise, "New promise: 16:00");
        desk.does(Intent::Send);
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert_eq!(order.promised_at(), Some(at("16:00")));
    }
}

mod telling {
    use super::*;

    #[test]
    fn a_car_that_will_be_late_is_told_and_says_since_when() {
        let mut desk = Desk::new(Language::En);
        let extension = CommandBody::AskExtension {
            job: job(BELT),
            minutes: baylight::domain::order::WorkMinutes(240),
            reason: DelayReason::SeizedOrBroken,
        };
        desk.happens(badge(WANG), extension);
        desk.at("10:31").zhang_li_signs_in().car(ELANTRA);
        let listed = desk.listed(ELANTRA);
        assert!(listed.word.starts_with("Late by"), "{}", listed.word);
        assert!(listed.detail.ends_with("customer not told yet"));
        assert!(
            desk.notice_named("warning").lines[1]
                .text
                .contains("takes longer (seized or broken bolts)")
        );
        desk.notice("Customer told");
        assert_eq!(desk.listed(ELANTRA).word, "Told 10:31");
        let warning = desk.notice_named("warning");
        assert_eq!(warning.lines[2].text, "Customer told at 10:31");
        assert!(warning.actions.is_empty());
    }

    #[test]
    fn what_takes_longer_inside_the_promise_is_told_once_and_again_when_it_takes_still_longer() {
        let mut desk = Desk::new(Language::En);
        let longer = |desk: &mut Desk| {
            let extension = CommandBody::AskExtension {
                job: job(BELT),
                minutes: baylight::domain::order::WorkMinutes(15),
                reason: DelayReason::SeizedOrBroken,
            };
            desk.happens(badge(WANG), extension);
        };
        longer(&mut desk);
        desk.at("09:05").zhang_li_signs_in().car(ELANTRA);
        assert_eq!(desk.notice_named("extension").actions.len(), 1);
        desk.notice("Customer told");
        assert_eq!(desk.listed(ELANTRA).word, "Told 09:05");
        assert!(desk.notice_named("extension").actions.is_empty());
        longer(&mut desk);
        assert_eq!(desk.notice_named("extension").actions.len(), 1);
    }

    #[test]
    fn told_offline_is_saved_and_not_asked_twice() {
        let mut desk = Desk::new(Language::Zh);
        desk.at("13:50").zhang_li_signs_in();
        desk.loses_the_link();
        desk.car(ELANTRA).notice("客户已知");
        let warning = desk.notice_named("warning");
        assert_eq!(
            warning.lines.last().unwrap().text,
            "客户已于 13:50 告知 ･ 已保存，待确认"
        );
        assert!(warning.actions.is_empty());
    }
}

mod handing_over {
    use super::*;

    #[test]
    fn a_ready_car_shows_its_key_and_what_was_left() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.is_answered_by(LI, found, Answer::Declined);
        is_ready_to_invoice(&mut desk);
        desk.zhang_li_signs_in().car(ELANTRA);
        let listed = desk.listed(ELANTRA);
        assert_eq!(listed.word, "Awaiting invoice");
        assert_eq!(listed.detail, "key 17 ･ advice 1");
        let notice = desk.notice_named("hand-over");
        assert!(notice.lines.iter().any(|line| line.text
            == "To tell at hand-over ･ Right lower arm bushing ･ cracked ･ replace ･ declined ･ ¥860"));
        desk.notice("Invoiced");
        assert_eq!(desk.listed(ELANTRA).word, "Ready");
        desk.secs(2).notice("Delivered");
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert!(order.step(CarStep::Delivered).is_some());
    }

    fn is_finished(desk: &mut Desk) {
        for id in [BELT, ALIGNMENT] {
            desk.happens(badge(WANG), CommandBody::Finish { job: job(id) });
        }
    }

    #[test]
    fn a_car_in_the_checks_says_which_one_it_waits_for_and_who_is_next() {
        let mut desk = Desk::new(Language::Zh);
        is_finished(&mut desk);
        desk.at("09:12").zhang_li_signs_in().car(ELANTRA);
        assert_eq!(desk.listed(ELANTRA).word, "待自检");
        let checks = desk.notice_named("checks");
        assert_eq!(
            (checks.title.as_str(), checks.tone),
            ("待自检 12′", Tone::Qc)
        );
        assert_eq!(checks.lines[0].text, "下一步：主修 王磊 自检（1 号工位）");
        desk.awaits_the_inspector(ELANTRA);
        assert_eq!(desk.listed(ELANTRA).word, "待完检");
        let taken = QualityCommand::TakeCar { from: None };
        desk.happens(badge(LIN), quality(&RoNumber::new(ELANTRA), taken));
        desk.at("09:20");
        assert_eq!(desk.notice_named("checks").lines[0].text, "林芳在检 8′");
    }

    #[test]
    fn what_came_back_is_on_top_with_its_reason_until_it_is_finished_again() {
        let mut desk = Desk::new(Language::En);
        is_finished(&mut desk);
        desk.awaits_the_inspector(ELANTRA);
        let body = back(&desk.workshop, ELANTRA, 1, ReworkReason::Leak, WANG);
        desk.happens(signed(LIN), body);
        desk.at("09:12").zhang_li_signs_in().car(ELANTRA);
        let listed = desk.listed(ELANTRA);
        assert_eq!(
            (listed.word.as_str(), listed.tone),
            ("Rework 12′", Tone::Rework)
        );
        assert!(listed.detail.starts_with("Leak"), "{}", listed.detail);
        let rework = desk.notice_named("rework");
        assert_eq!(rework.title, "Rework 12′");
        let lines: Vec<&str> = rework.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            lines,
            [
                "Replace timing belt ･ Bay 1 ･ Rework",
                "Rework: leak, found by 林芳 09:00, answers for it: 王磊 ¥50",
                "左前油管接头渗油",
            ]
        );
        desk.clocks_on(WANG, BELT, "1");
        let rework = desk.notice_named("rework");
        assert_eq!(
            rework.lines[0].text,
            "Replace timing belt ･ Bay 1 ･ In repair"
        );
        desk.at("09:30");
        desk.happens(badge(WANG), CommandBody::Finish { job: job(BELT) });
        desk.passes(ELANTRA, LIN);
        let record = desk.notice_named("record");
        assert_eq!(record.title, "Completion inspection: passed ･ 林芳");
        assert_eq!(record.lines[0].text, "promised 14:00 ･ done 09:30");
        assert!(record.lines[1].text.starts_with("Rework: leak"));
    }

    #[test]
    fn the_wash_begins_and_ends_at_the_desk() {
        let mut desk = Desk::new(Language::Zh);
        is_finished(&mut desk);
        desk.passes(ELANTRA, LIN);
        desk.zhang_li_signs_in().car(ELANTRA).notice("开始洗车");
        assert_eq!(desk.model().toast.text, "京A･F6620 开始洗车：已确认");
        desk.at("09:15").zhang_li_signs_in();
        let notice = desk.notice_named("hand-over");
        assert_eq!(notice.lines[0].text, "张莉 09:00 开始洗车");
        assert_eq!(notice.actions.len(), 1);
        desk.notice("已洗完");
        assert_eq!(desk.listed(ELANTRA).word, "待结算");
    }

    #[test]
    fn the_story_of_an_order_is_printed_once_it_has_passed() {
        let mut desk = Desk::new(Language::En);
        is_finished(&mut desk);
        desk.passes(ELANTRA, LIN);
        desk.zhang_li_signs_in().car(ELANTRA);
        desk.notice("Print the order");
        let wanted = Effect::Print(Print {
            ro: RoNumber::new(ELANTRA),
            paper: Paper::Story,
            language: Language::En,
        });
        assert_eq!(desk.effects, [wanted]);
        desk.notice("Print the order");
        assert!(desk.effects.is_empty(), "one at a time");
        let said = baylight::screen::words::slip::NO_PAPER;
        desk.does(Intent::Printed { said });
        assert_eq!(desk.model().toast.text, said.to(Language::En));
    }

    #[test]
    fn key_and_parking_spot_are_changed_on_the_screen_by_whoever_signs_in() {
        let mut desk = Desk::new(Language::En);
        desk.zhang_li_signs_in().car(ELANTRA);
        assert_eq!(desk.model().car.place.label, "key 17");
        desk.does(Intent::Place(PlaceIntent::Open));
        assert_eq!(desk.model().panel, Panel::Place);
        let place = |desk: &Desk| desk.model().place.expect("the sheet is open");
        assert_eq!(place(&desk).fields[0].text, "17");
        desk.does(Intent::Place(PlaceIntent::Erased));
        for key in ["2", "A"] {
            let text = key.to_owned();
            desk.does(Intent::Place(PlaceIntent::Typed { text }));
        }
        let field = Field::Parking;
        let text = "P08".to_owned();
        desk.does(Intent::Place(PlaceIntent::Edited { field, text }));
        assert_eq!(place(&desk).fields[0].text, "12A");
        desk.does(Intent::Place(PlaceIntent::Save));
        let model = desk.model();
        assert_eq!((model.panel, model.place), (Panel::None, None));
        assert_eq!(
            model.toast.text,
            "京A･F6620: key 12A ･ parking P08: accepted"
        );
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert_eq!((order.key_tag(), order.parking_spot()), ("12A", "P08"));
    }

    #[test]
    fn a_place_typed_before_anybody_signed_in_goes_out_once_somebody_has() {
        let mut desk = Desk::new(Language::Zh);
        desk.finds(bushing());
        desk.car(ELANTRA).does(Intent::Place(PlaceIntent::Open));
        let text = "B2".to_owned();
        desk.does(Intent::Place(PlaceIntent::Typed { text }));
        desk.does(Intent::Place(PlaceIntent::Save));
        assert_eq!(desk.model().panel, Panel::SignIn);
        desk.zhang_li_signs_in();
        assert_eq!(desk.model().panel, Panel::None);
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert_eq!(order.key_tag(), "17B2");
    }

    #[test]
    fn who_fetches_a_car_late_that_was_ready_in_time_is_asked_nothing() {
        let mut desk = Desk::new(Language::Zh);
        is_ready_to_invoice(&mut desk);
        desk.at("18:30")
            .zhang_li_signs_in()
            .car(ELANTRA)
            .notice("已结算");
        desk.secs(2).notice("已交车");
        let order = &desk.workshop.orders[&RoNumber::new(ELANTRA)];
        assert!(order.step(CarStep::Delivered).is_some());
        assert_eq!(order.delay, None);
    }

    #[test]
    fn a_missed_promise_is_explained_before_the_car_goes() {
        let mut desk = Desk::new(Language::Zh);
        // It was promised for two.
        desk.at("14:20");
        is_ready_to_invoice(&mut desk);
        desk.at("14:30")
            .zhang_li_signs_in()
            .car(ELANTRA)
            .notice("已结算");
        let hand_over = desk.notice_named("hand-over");
        assert!(!hand_over.actions[0].enabled);
        assert_eq!(hand_over.actions[0].hint, "请先选误工原因");
        desk.notice("等配件");
        assert_eq!(
            desk.workshop.orders[&RoNumber::new(ELANTRA)].delay,
            Some(DelayReason::Parts)
        );
        assert_eq!(desk.notice_named("delay").lines[0].text, "误工原因：等配件");
        desk.notice("已交车");
        assert_eq!(desk.model().car.id, "", "it has gone");
        assert!(desk.model().toast.text.ends_with("已确认"));
    }
}

mod privacy {
    use super::*;

    #[test]
    fn who_has_gone_is_forgotten_and_badges_read_like_keys() {
        let mut desk = Desk::new(Language::En);
        for (at, key) in "BADGE-5001\n".chars().enumerate() {
            let at = desk.now + TimeDelta::milliseconds(at as i64 * 5);
            desk.does(Intent::Key {
                text: key.to_string(),
                at,
            });
        }
        assert_eq!(desk.model().actor.text, "张莉");
        desk.secs(299);
        assert_eq!(desk.model().actor.text, "张莉");
        desk.secs(1);
        assert_eq!(desk.model().actor.text, "Sign in");
    }

    #[test]
    fn a_technician_is_not_asked_to_speak_for_customers() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.badge("BADGE-1001")
            .car(ELANTRA)
            .chooses(found, Answer::Authorised)
            .does(Intent::Send);
        assert_eq!(desk.model().panel, Panel::SignIn);
        assert!(answers(&desk, found).is_empty());
        assert!(
            desk.model()
                .toast
                .text
                .contains("Your role may not do this")
        );
    }
}

mod intake {
    use super::*;
    use advisor_desk::{Choosing, known_car};
    use baylight::domain::order::{BusinessCategory, YesNo};
    use baylight::domain::plate::Plate;
    use baylight::screen::advisor::intake::model::IntakeShown;
    use baylight::screen::advisor::intake::{Field, IntakeIntent, Step};

    fn intake(desk: &Desk) -> IntakeShown {
        desk.model().intake.expect("the intake is open")
    }

    fn order_of<'a>(desk: &'a Desk, plate: &str) -> &'a baylight::domain::order::OrderSheet {
        let plate = Plate::parse(plate).unwrap();
        let orders = desk.workshop.orders.values();
        let mut sheets = orders.filter_map(|order| order.sheet.as_ref());
        sheets
            .find(|sheet| sheet.car.plate == plate)
            .expect("an order of the car")
    }

    #[test]
    fn a_walk_in_is_tapped_together_and_opened() {
        let mut desk = Desk::new(Language::Zh);
        desk.lists_operations();
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        assert_eq!(intake(&desk).keys.len(), 31, "provinces first");
        desk.plate("京A88888");
        let shown = intake(&desk);
        assert_eq!(shown.face.plate, "京A·88888");
        assert_eq!(shown.plate_note.text, "该车首次来店");
        desk.main();
        desk.types(Field::Name, "陈先生")
            .types(Field::Phone, "13612345678");
        desk.types(Field::Mileage, "4x5 600");
        desk.taps(IntakeIntent::Category {
            id: "maintenance".to_owned(),
        });
        desk.main()
            .taps(IntakeIntent::Phrase { id: "0".to_owned() });
        desk.taps(IntakeIntent::Phrase { id: "3".to_owned() })
            .main();
        desk.operation("BR2100").operation("MA2000");
        let shown = intake(&desk);
        assert_eq!(shown.hours, "2 项，2.0 小时");
        assert_eq!(
            shown.total, "¥700",
            "2 h of labour at ¥160 and ¥380 of parts"
        );
        desk.main().taps(IntakeIntent::Toggle {
            id: "old-parts".to_owned(),
        });
        assert_eq!(intake(&desk).main.hint, "请完成五项确认");
        desk.confirms_all();
        let promised = intake(&desk).promise;
        desk.main();
        let sheet = order_of(&desk, "京A88888");
        assert_eq!(sheet.ro.as_str(), "W261123-01");
        assert_eq!(sheet.advisor, "张莉");
        assert_eq!(sheet.customer.phone, "13612345678");
        assert_eq!(sheet.mileage_km, Some(45_600));
        assert_eq!(sheet.complaint, "常规保养，空调不制冷");
        assert_eq!(sheet.category, BusinessCategory::Maintenance);
        assert_eq!(sheet.keep_old_parts, YesNo::Yes);
        assert_eq!(sheet.lines.len(), 2);
        assert_eq!(sheet.lines[0].amount, Fen(19_200));
        assert!(
            promised.ends_with(
                &sheet
                    .promised_at
                    .with_timezone(&chrono_tz::Asia::Shanghai)
                    .format("%H:%M")
                    .to_string()
            )
        );
        desk.does(Intent::Tick);
        let model = desk.model();
        assert_eq!(model.panel, Panel::None);
        assert_eq!(model.car.id, "W261123-01", "led to the new order");
        assert!(model.toast.text.contains("开单"), "{}", model.toast.text);
    }

    #[test]
    fn a_corrected_plate_does_not_keep_the_customer_of_another_car() {
        let mut desk = Desk::new(Language::En);
        known_car(&mut desk);
        desk.at("15:00").zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京AF6620");
        assert_eq!(intake(&desk).facts[0], "周先生 ･ 13812342210");
        desk.taps(IntakeIntent::PlateErased);
        let facts = intake(&desk).facts;
        assert!(
            facts.iter().all(|fact| !fact.contains("周先生")),
            "{facts:?}"
        );
    }

    #[test]
    fn a_known_car_fills_in_its_customer_and_offers_what_was_left() {
        let mut desk = Desk::new(Language::En);
        let found = desk.finds(bushing());
        desk.is_answered_by(LI, found, Answer::Deferred);
        known_car(&mut desk);
        desk.lists_operations();
        desk.at("15:00").zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京AF6620");
        let shown = intake(&desk);
        assert_eq!(
            shown.known[0].text,
            "Last visit 2026-11-23 ･ 68 214 km ･ RO 0417"
        );
        assert_eq!(
            shown.left[0].title,
            "Right lower arm bushing ･ cracked ･ replace"
        );
        assert_eq!(
            shown.left[0].subtitle,
            "1.4 h ･ ¥860 ･ 2026-11-23 ･ deferred"
        );
        assert_eq!(shown.facts[0], "周先生 ･ 13812342210");
        let id = shown.left[0].id.clone();
        desk.taps(IntakeIntent::Left { id });
        assert_eq!(intake(&desk).lines[0].amount, "¥860");
        desk.taps(IntakeIntent::Step {
            step: Step::Promise,
        });
        desk.confirms_all().main();
        let orders = desk
            .workshop
            .orders
            .keys()
            .filter(|ro| ro.as_str().starts_with('W'));
        assert_eq!(orders.count(), 1);
        let file = &desk.workshop.cars[&Plate::parse("京AF6620").unwrap()];
        assert_eq!(file.left().count(), 0, "it is on the order now");
    }

    #[test]
    fn a_comeback_names_the_order_that_it_will_be_linked_to() {
        let mut desk = Desk::new(Language::En);
        known_car(&mut desk);
        desk.lists_operations();
        desk.at("15:00").zhang_li_signs_in().does(Intent::NewOrder);
        let comeback = |desk: &mut Desk| {
            desk.taps(IntakeIntent::Category {
                id: "comeback".to_owned(),
            });
        };
        desk.plate("京AF6620").operation("BR2100");
        assert_eq!(intake(&desk).category_note.text, "");
        comeback(&mut desk);
        let note = "Comeback: will be linked to order 0417 of 2026-11-23";
        assert_eq!(intake(&desk).category_note.text, note);
        assert!(intake(&desk).facts.contains(&note.to_owned()));
        desk.taps(IntakeIntent::Step {
            step: Step::Promise,
        });
        desk.confirms_all().main();
        let mut orders = desk.workshop.orders.iter();
        let (_, order) = orders.find(|(ro, _)| ro.as_str().starts_with('W')).unwrap();
        let linked = order.quality.comeback.as_ref().expect("it is linked");
        assert_eq!(linked.of, RoNumber::new(ELANTRA));
        let cars = desk.model().cars;
        let opened = cars.iter().find(|car| car.id.starts_with('W'));
        let detail = &opened.expect("it is listed").detail;
        assert!(detail.starts_with("comeback"), "{detail}");
        desk.does(Intent::NewOrder);
        desk.plate("京B12345");
        comeback(&mut desk);
        assert!(intake(&desk).category_note.text.contains("linked to none"));
    }

    #[test]
    fn a_car_that_is_here_is_not_opened_twice() {
        let mut desk = Desk::new(Language::Zh);
        desk.lists_operations();
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京AF6620").operation("BR2100");
        assert_eq!(
            intake(&desk).known[0].text,
            "该车已在厂，工单 0417：请在原工单上增项"
        );
        desk.taps(IntakeIntent::Step {
            step: Step::Promise,
        });
        desk.confirms_all();
        let main = intake(&desk).main;
        assert!(!main.enabled);
        assert_eq!(main.hint, "该车已在厂");
    }

    #[test]
    fn a_refused_order_comes_back_as_it_was() {
        let mut desk = Desk::new(Language::En);
        desk.lists_operations();
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京A88888").operation("BR2100");
        desk.taps(IntakeIntent::Step {
            step: Step::Promise,
        });
        desk.confirms_all();
        desk.loses_the_link();
        desk.main();
        assert_eq!(desk.model().panel, Panel::None);
        assert!(desk.model().toast.text.ends_with("saved, not yet accepted"));
        // A colleague opens one for the same car meanwhile.
        let mut sheet = order_of(&desk, "京AF6620").clone();
        sheet.ro = RoNumber::new("0999");
        sheet.car.plate = Plate::parse("京A88888").unwrap();
        let body = CommandBody::AdmitOrder {
            sheet: Box::new(sheet),
            extent: Default::default(),
        };
        desk.happens(Actor::System, body);
        desk.has_the_link_again();
        let model = desk.model();
        assert_eq!(model.panel, Panel::Intake);
        assert!(
            model.toast.text.contains("on order 0999"),
            "{}",
            model.toast.text
        );
        assert_eq!(intake(&desk).face.plate, "京A·88888");
    }

    #[test]
    fn a_change_asks_for_its_confirmation_again() {
        let mut desk = Desk::new(Language::En);
        desk.lists_operations();
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京A88888").operation("BR2100").confirms_all();
        let confirmed = |desk: &Desk| -> Vec<String> {
            let all = intake(desk).confirmations.into_iter();
            all.filter(|one| one.chosen).map(|one| one.id).collect()
        };
        assert_eq!(confirmed(&desk).len(), 5);
        desk.operation("MA2000");
        assert_eq!(confirmed(&desk), ["old-parts", "wash"]);
        desk.confirms_all();
        desk.taps(IntakeIntent::Promise { minutes: 60 });
        assert!(!confirmed(&desk).contains(&"time".to_owned()));
        desk.taps(IntakeIntent::Toggle {
            id: "wash".to_owned(),
        });
        assert!(!confirmed(&desk).contains(&"wash".to_owned()));
    }

    #[test]
    fn what_is_half_made_stays_with_its_owner() {
        let mut desk = Desk::new(Language::En);
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        desk.plate("京A88");
        desk.secs(301);
        assert_eq!(desk.model().panel, Panel::None);
        desk.badge("BADGE-5002").does(Intent::NewOrder);
        assert_eq!(intake(&desk).face.plate, "");
        desk.does(Intent::NewOrder)
            .zhang_li_signs_in()
            .does(Intent::NewOrder);
        assert_eq!(intake(&desk).face.plate, "京A88");
    }

    #[test]
    fn an_operation_is_found_by_number_name_and_trade() {
        let mut desk = Desk::new(Language::En);
        desk.lists_operations();
        desk.zhang_li_signs_in().does(Intent::NewOrder);
        let titles = |desk: &Desk| -> Vec<String> {
            intake(desk)
                .operations
                .into_iter()
                .map(|one| one.title)
                .collect()
        };
        assert!(titles(&desk).len() >= 3);
        desk.types(Field::Search, "br21");
        assert_eq!(titles(&desk), ["Replace front brake pads"]);
        desk.types(Field::Search, "保养");
        assert_eq!(titles(&desk), ["20 000 km service"]);
        desk.types(Field::Search, "");
        desk.taps(IntakeIntent::Trade {
            id: "electrical".to_owned(),
        });
        assert!(titles(&desk).contains(&"Replace battery".to_owned()));
        assert!(!titles(&desk).contains(&"20 000 km service".to_owned()));
    }

    #[test]
    fn a_plate_needs_its_seven_characters_and_takes_eight() {
        for (typed, whole) in [
            ("京", false),
            ("京A8888", false),
            ("京A88888", true),
            ("京AD06213", true),
        ] {
            let mut desk = Desk::new(Language::Zh);
            desk.does(Intent::NewOrder).plate(typed);
            let note = intake(&desk).plate_note.text;
            assert_eq!(note != "车牌还不完整", whole, "{typed}: {note}");
        }
    }
}
