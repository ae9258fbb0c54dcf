//! Checks at the kiosk: the lead's after a finish, a colleague's at any bay, what came back, and the wash.
#![cfg(feature = "gui")]

#[path = "common/check_bay.rs"]
mod check_bay;
#[path = "common/floor.rs"]
mod floor;

use baylight::domain::car::CarState;
use baylight::domain::command::CommandBody;
use baylight::domain::ids::RoNumber;
use baylight::domain::person::Language;
use baylight::domain::quality::checklist::{CheckKind, Verdict};
use baylight::domain::quality::command::QualityCommand;
use baylight::projection::picture::TapState;
use baylight::screen::Effect;
use baylight::screen::bay::model::PageShown;
use baylight::screen::bay::model::checks::Answered;
use baylight::screen::bay::{CheckTap, Intent, PartsTap};
use check_bay::*;
use checks::Checked;
use floor::checks;
use floor::*;

fn next_check(bay: &Bay) -> Option<CheckKind> {
    let order = &bay.floor.workshop.orders[&RoNumber::new(RO)];
    order.next_check(1)
}

#[test]
fn wang_finishes_his_job_and_checks_it_at_once() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes();
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checklist);
    assert_eq!(model.checks.title, "Self-check · Replace timing belt");
    assert!(!model.checks.can_send, "{:?}", model.checks.send_note);
    bay.answers_all();
    let model = bay.model();
    assert!(model.checks.can_send, "{:?}", model.checks.rows);
    assert!(model.checks.rest.is_empty());
    bay.taps(CheckTap::Confirm);
    assert_eq!(next_check(&bay), Some(CheckKind::Peer));
    assert_eq!(bay.model().page, PageShown::Jobs);
    assert!(bay.kept.is_empty(), "what is sent is kept no more");
    assert!(bay.model().status.undo.contains("self-check"));
}

#[test]
fn who_helped_and_finishes_is_told_that_the_lead_checks_first() {
    let mut bay = Bay::new(Language::En);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(20);
    bay.li()
        .job(BELT)
        .action("finish")
        .does(Intent::ConfirmFinish);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Jobs);
    assert!(
        model.prompts[0].text.contains("王磊"),
        "{:?}",
        model.prompts
    );
    let card = &model.urgent[0];
    assert!(card.id.starts_with("check:"), "{card:?}");
    // Tapping it does not help Li either.
    let id = card.id.clone();
    bay.does(Intent::Job { id });
    assert_eq!(bay.model().page, PageShown::Jobs);
    assert!(bay.model().prompts[0].text.contains("王磊"));
}

#[test]
fn a_self_check_that_is_left_goes_on_where_it_stood() {
    let mut bay = Bay::new(Language::Zh);
    bay.wang_finishes();
    let first = bay.model().checks.rows[1].id.clone();
    bay.good(&first).does(Intent::Back);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Jobs);
    assert_eq!(model.urgent[0].flag, "自检待做");
    assert_eq!(model.urgent[0].note, "已完成 1/8 项");
    // The station restarts, and he badges in again: the list is there.
    bay.restarts();
    assert_eq!(bay.model().page, PageShown::Idle);
    bay.wang();
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checklist);
    assert_eq!(model.checks.rows[1].answered, Answered::Good);
}

#[test]
fn the_badge_goes_away_while_he_measures_and_nothing_is_lost() {
    let mut bay = Bay::new(Language::Zh);
    bay.wang_finishes();
    let first = bay.model().checks.rows[1].id.clone();
    bay.good(&first);
    bay.floor.minutes(10);
    bay.does(Intent::Tick);
    assert_eq!(bay.model().page, PageShown::Idle);
    assert_eq!(bay.model().urgent.len(), 1);
    bay.wang();
    assert_eq!(bay.model().checks.rows[1].answered, Answered::Good);
}

#[test]
fn what_is_measured_beyond_its_limits_sends_the_job_back() {
    let mut bay = Bay::new(Language::En);
    bay.sixty_items().wang_finishes();
    bay.taps(CheckTap::Rest);
    bay.measures("item-02", "75.5");
    let model = bay.model();
    let row = model.checks.rows.iter().find(|row| row.id == "item-02");
    assert_eq!(row.map(|row| row.answered), Some(Answered::Bad));
    assert_eq!(row.map(|row| row.value.as_str()), Some("75.5 Nm"));
    assert_eq!(model.checks.send, "Not good: back to work");
    bay.taps(CheckTap::Confirm);
    assert_eq!(bay.model().page, PageShown::Question);
    bay.chooses("rework-assembly");
    assert_eq!(bay.model().page, PageShown::DescribePart);
    let chip = bay.model().sheet.chips[0].clone();
    bay.words(PartsTap::Typed(chip)).words(PartsTap::Send);
    let said = bay.said();
    let Some(QualityCommand::SendBack {
        results, rework, ..
    }) = said.last()
    else {
        panic!("{said:?}");
    };
    assert_eq!(rework.note, "loose");
    assert_eq!((rework.responsible.as_ref(), rework.penalty.0), (None, 0));
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result.verdict == Verdict::Fail)
        .collect();
    assert_eq!(failed.len(), 1);
    let model = bay.model();
    assert_eq!(model.urgent[0].flag, "REWORK");
    assert!(model.urgent[0].detail.contains("75.5 Nm (88–137 Nm)"));
}

#[test]
fn a_colleague_checks_at_another_bay() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().answers_all().taps(CheckTap::Confirm);
    bay.at_bay("2");
    assert_eq!(bay.model().checks_entry.count, "1");
    bay.taps(CheckTap::Open);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checks);
    assert_eq!(model.checks.cards.len(), 1);
    assert!(model.checks.cards[0].detail.contains("王磊"));
    // Nobody is signed in: it is asked who it is, and the check opens.
    bay.taps(CheckTap::Job(BELT.to_owned()));
    assert_eq!(bay.model().page, PageShown::People);
    bay.li();
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checklist);
    assert!(model.checks.title.starts_with("Peer check"));
    bay.answers_all().taps(CheckTap::Confirm);
    assert_eq!(next_check(&bay), Some(CheckKind::Final));
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checks);
    assert!(model.checks.cards.is_empty());
}

#[test]
fn who_may_not_check_is_told_why() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().answers_all().taps(CheckTap::Confirm);
    bay.taps(CheckTap::Open);
    let card = bay.model().checks.cards[0].clone();
    assert!(card.action.is_empty());
    assert!(card.note.contains("three checks, three badges"), "{card:?}");
    bay.taps(CheckTap::Job(BELT.to_owned()));
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checks);
    assert!(
        model.prompts[0].text.contains("three badges"),
        "{:?}",
        model.prompts
    );
}

#[test]
fn a_finish_that_was_sent_back_is_not_taken_back() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().does(Intent::Back);
    assert!(bay.model().status.undo.contains("finish"));
    bay.sends_back(WANG, 1, CheckKind::SelfCheck);
    assert_eq!(bay.model().status.undo, "");
}

#[test]
fn who_leaves_a_check_for_later_is_not_sent_to_it_again() {
    let mut bay = Bay::new(Language::Zh);
    bay.wang_finishes();
    let first = bay.model().checks.rows[1].id.clone();
    bay.good(&first).does(Intent::Back).does(Intent::SignOut);
    bay.wang();
    assert_eq!(bay.model().page, PageShown::Jobs);
    assert_eq!(bay.model().urgent.len(), 1);
}

#[test]
fn a_finish_taken_back_without_a_link_is_not_to_be_checked() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().does(Intent::Back).loses_the_link();
    bay.does(Intent::Undo);
    assert!(bay.model().urgent.is_empty());
    assert_eq!(bay.model().page, PageShown::Running);
    bay.action("finish").does(Intent::ConfirmFinish);
    bay.answers_all().taps(CheckTap::Confirm);
    let said = bay.said();
    let Some(QualityCommand::Check { finish, .. }) = said.last() else {
        panic!("{said:?}");
    };
    let finishes = bay.floor.pending.iter();
    let mut finishes = finishes.filter(|c| matches!(c.body, CommandBody::Finish { .. }));
    assert_eq!(finishes.next_back().map(|c| c.id), Some(*finish));
}

#[test]
fn a_check_is_taken_back_within_two_minutes() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().answers_all().taps(CheckTap::Confirm);
    bay.does(Intent::Undo);
    assert_eq!(next_check(&bay), Some(CheckKind::SelfCheck));
    assert_eq!(bay.model().urgent.len(), 1);
}

#[test]
fn without_a_link_the_self_check_is_made_all_the_same() {
    let mut bay = Bay::new(Language::En);
    bay.wang().job(BELT);
    bay.floor.minutes(110);
    bay.loses_the_link();
    bay.wang().action("finish").does(Intent::ConfirmFinish);
    assert_eq!(bay.model().page, PageShown::Checklist);
    bay.answers_all().taps(CheckTap::Confirm);
    let model = bay.model();
    assert!(model.urgent.is_empty(), "{:?}", model.urgent);
    assert!(model.status.text.contains("saved"), "{:?}", model.status);
    assert_eq!(bay.floor.pending.len(), 2);
}

#[test]
fn answers_that_are_refused_are_given_back() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().answers_all();
    // Meanwhile the workshop has another list, of which this bay has not heard.
    let before = bay.picture();
    bay.sixty_items();
    let confirm = Intent::Check(CheckTap::Confirm);
    let effects = bay.kiosk.update(confirm, &before, bay.floor.now);
    for effect in effects {
        if let Effect::Submit { actor, body } = effect {
            bay.floor.submit(actor, body);
        }
    }
    assert!(matches!(
        bay.floor.taps.last().map(|tap| &tap.state),
        Some(TapState::Refused { .. })
    ));
    bay.does(Intent::Tick);
    assert_eq!(bay.kept.len(), 1, "his answers are there again");
}

#[test]
fn what_came_back_is_on_top_and_says_why_while_it_runs() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().does(Intent::Back).does(Intent::SignOut);
    bay.sends_back(WANG, 1, CheckKind::SelfCheck);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Idle);
    let card = model.urgent[0].clone();
    assert_eq!(card.flag, "REWORK");
    assert_eq!(card.reason, "Assembly or torque");
    assert!(card.note.contains("self-check by 王磊"), "{card:?}");
    assert!(card.detail.contains("loose at the left"), "{card:?}");
    assert!(model.next_jobs.iter().all(|job| job.id != BELT));
    // One tap on the card clocks on, and the reason stays beside the timer.
    bay.wang().job(&card.id);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Running);
    assert_eq!(model.rework.flag, "REWORK");
    bay.taps(CheckTap::Rework);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Parts);
    assert_eq!(model.sheet.rows.len(), 1);
    bay.does(Intent::Back);
    assert_eq!(bay.model().page, PageShown::Running);
    // Finished again, all its checks start over.
    bay.action("finish").does(Intent::ConfirmFinish);
    let model = bay.model();
    assert_eq!(model.page, PageShown::Checklist);
    assert_eq!(model.checks.progress, 0.0);
}

#[test]
fn a_car_that_has_passed_is_washed_at_any_bay() {
    let mut bay = Bay::new(Language::En);
    bay.wang_finishes().does(Intent::Back);
    bay.li().job(ALIGNMENT);
    bay.floor.minutes(40);
    bay.li().action("finish").does(Intent::ConfirmFinish);
    bay.does(Intent::Back);
    bay.passes(RO, FOREMAN);
    bay.at_bay("2").taps(CheckTap::Open);
    bay.taps(CheckTap::Tab("wash".to_owned()));
    let card = bay.model().checks.cards[0].clone();
    assert_eq!(card.action, "Start wash");
    bay.taps(CheckTap::Wash(RO.to_owned())).zhao();
    let card = bay.model().checks.cards[0].clone();
    assert_eq!(card.action, "Washed");
    assert!(card.note.contains("赵敏"), "{card:?}");
    bay.taps(CheckTap::Wash(RO.to_owned()));
    assert!(bay.model().checks.cards.is_empty());
    let order = &bay.floor.workshop.orders[&RoNumber::new(RO)];
    assert_eq!(order.state(), CarState::AwaitingInvoice);
}
