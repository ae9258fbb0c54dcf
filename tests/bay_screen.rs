//! The kiosk of bay 1, tapped through as its technicians do: what a tap submits, and what the screen then says.

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::andon::AndonKind;
use baylight::domain::clock::Activity;
use baylight::domain::command::{
    Actor, ClockMode, CommandBody, Correction, Recognised, UndoTarget,
};
use baylight::domain::hold::HoldReason;
use baylight::domain::idle::IdleCode;
use baylight::domain::ids::{BadgeId, BayId, PersonId};
use baylight::domain::person::Language;
use baylight::domain::policy::SeveralJobs;
use baylight::projection::picture::{LinkState, Picture, TapState};
use baylight::screen::Effect;
use baylight::screen::bay::model::{BayModel, PageShown, Save};
use baylight::screen::bay::{BayKiosk, CheckTap, Intent};
use baylight::screen::session::{FaceTile, SignIn};
use baylight::screen::tone::Theme;
use chrono::TimeDelta;
use floor::*;
use std::sync::Arc;

/// The kiosk at bay 1 and the workshop around it.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
}

impl Kiosk {
    fn at(floor: Floor, language: Language) -> Self {
        let sign_in = SignIn {
            face_tile: FaceTile::PinWhenSet,
            idle_secs: 60,
        };
        Self::with(floor, language, sign_in)
    }

    fn with(floor: Floor, language: Language, sign_in: SignIn) -> Self {
        let kiosk = BayKiosk::new(BayId::new("1"), sign_in, language, floor.now);
        Self { kiosk, floor }
    }

    fn new() -> Self {
        Self::at(Floor::new(), Language::Zh)
    }

    /// Does something at the screen; what it submits goes to the workshop.
    fn does(&mut self, intent: Intent) -> Vec<Effect> {
        let picture = self.floor.picture();
        let effects = self.kiosk.update(intent, &picture, self.floor.now);
        for effect in &effects {
            if let Effect::Submit { actor, body } = effect {
                self.floor.submit(actor.clone(), body.clone());
            }
        }
        effects
    }

    /// The bodies of what was submitted.
    fn submits(&mut self, intent: Intent) -> Vec<CommandBody> {
        bodies(self.does(intent))
    }

    fn badges(&mut self, badge: &str) -> Vec<Effect> {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new(badge),
        })
    }

    fn wang(&mut self) {
        self.badges("BADGE-1001");
    }

    fn li(&mut self) {
        self.badges("BADGE-1002");
    }

    fn job(&mut self, id: &str) -> Vec<CommandBody> {
        self.submits(Intent::Job { id: id.to_owned() })
    }

    fn action(&mut self, id: &str) -> Vec<CommandBody> {
        self.submits(Intent::Action { id: id.to_owned() })
    }

    fn choice(&mut self, id: &str) -> Vec<CommandBody> {
        self.submits(Intent::Choice { id: id.to_owned() })
    }

    fn shows(&self) -> BayModel {
        self.kiosk.present(&self.floor.picture(), self.floor.now)
    }

    fn page(&self) -> PageShown {
        self.shows().page
    }

    fn passes(&mut self, secs: i64) {
        self.floor.secs(secs);
        self.does(Intent::Tick);
    }
}

fn bodies(effects: Vec<Effect>) -> Vec<CommandBody> {
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Submit { body, .. } => Some(body),
            Effect::CheckPin { .. } | Effect::Print(_) | Effect::Keep { .. } => None,
        })
        .collect()
}

fn face(id: &str) -> Intent {
    Intent::Face {
        id: PersonId::new(id),
    }
}

fn clock_on(id: &str, mode: ClockMode) -> CommandBody {
    CommandBody::ClockOn {
        job: job(id),
        bay: BayId::new("1"),
        mode,
    }
}

fn hold(id: &str, reason: HoldReason) -> CommandBody {
    CommandBody::Hold {
        job: job(id),
        reason,
        note: String::new(),
    }
}

fn ids<'a, T>(rows: &'a [T], id: impl Fn(&'a T) -> &'a String) -> Vec<&'a str> {
    rows.iter().map(|row| id(row).as_str()).collect()
}

#[test]
fn clocking_on_takes_a_badge_and_a_job() {
    let mut bay = Kiosk::new();
    assert_eq!(bay.page(), PageShown::Idle);
    bay.wang();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Jobs);
    assert_eq!(ids(&shown.jobs, |job| &job.id), [BELT, ALIGNMENT]);
    assert_eq!(bay.job(BELT), [clock_on(BELT, ClockMode::Instead)]);
    bay.floor.minutes(72);
    bay.wang();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Running);
    assert_eq!(
        (shown.work.title.as_str(), shown.work.timer.as_str()),
        ("更换正时皮带", "1:12")
    );
    assert!((shown.work.progress - 0.6).abs() < 0.01);
    assert_eq!(shown.people[0].name, "王磊");
}

#[test]
fn a_face_tile_without_a_pin_signs_in_at_once() {
    let mut bay = Kiosk::new();
    bay.does(face(WANG));
    let effects = bay.does(Intent::Job {
        id: BELT.to_owned(),
    });
    let by_tile = Actor::Person {
        id: person(WANG),
        by: Recognised::Tile,
    };
    assert_eq!(
        effects,
        [Effect::Submit {
            actor: by_tile,
            body: clock_on(BELT, ClockMode::Instead)
        }]
    );
}

#[test]
fn a_next_job_tapped_first_asks_who_and_then_clocks_on() {
    let mut bay = Kiosk::new();
    assert_eq!(bay.job(BELT), []);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::People);
    assert!(
        shown.words.badge_hint.contains("更换正时皮带"),
        "{}",
        shown.words.badge_hint
    );
    assert_eq!(
        bodies(bay.badges("BADGE-1001")),
        [clock_on(BELT, ClockMode::Instead)]
    );
}

#[test]
fn the_setting_says_whether_a_tile_is_believed() {
    for (face_tile, who, page) in [
        (FaceTile::Trusted, ZHAO, PageShown::Jobs),
        (FaceTile::PinWhenSet, ZHAO, PageShown::Pin),
        (FaceTile::PinWhenSet, WANG, PageShown::Jobs),
        (FaceTile::PinAlways, ZHAO, PageShown::Pin),
        (FaceTile::PinAlways, WANG, PageShown::Idle),
    ] {
        let sign_in = SignIn {
            face_tile,
            idle_secs: 60,
        };
        let mut bay = Kiosk::with(Floor::new(), Language::Zh, sign_in);
        bay.does(face(who));
        assert_eq!(bay.page(), page, "{face_tile:?} {who}");
    }
}

#[test]
fn a_tile_of_someone_without_a_pin_says_what_to_do_instead() {
    let sign_in = SignIn {
        face_tile: FaceTile::PinAlways,
        idle_secs: 60,
    };
    let mut bay = Kiosk::with(Floor::new(), Language::En, sign_in);
    bay.does(face(WANG));
    assert!(bay.shows().prompts[0].text.contains("use the badge"));
}

fn pin(bay: &mut Kiosk, ok: bool) -> Vec<Effect> {
    let asked = bay.does(Intent::PinEntered {
        pin: "1234".to_owned(),
    });
    if !asked.is_empty() {
        bay.does(Intent::PinChecked {
            person: person(ZHAO),
            ok,
        });
    }
    asked
}

#[test]
fn the_right_pin_signs_in_as_by_pin() {
    let mut bay = Kiosk::new();
    bay.does(face(ZHAO));
    let asked = pin(&mut bay, true);
    assert_eq!(
        asked,
        [Effect::CheckPin {
            person: person(ZHAO),
            pin: "1234".to_owned()
        }]
    );
    assert_eq!(bay.page(), PageShown::Jobs);
    let effects = bay.does(Intent::Action {
        id: "shift-in".to_owned(),
    });
    let by_pin = Actor::Person {
        id: person(ZHAO),
        by: Recognised::Pin,
    };
    assert_eq!(
        effects,
        [Effect::Submit {
            actor: by_pin,
            body: CommandBody::ShiftIn
        }]
    );
}

#[test]
fn five_wrong_pins_in_a_row_have_to_be_waited_for() {
    let mut bay = Kiosk::at(Floor::new(), Language::En);
    bay.does(face(ZHAO));
    for wrong in 1..=5 {
        assert_eq!(pin(&mut bay, false).len(), 1, "try {wrong}");
    }
    assert!(
        bay.shows().pin.error.contains("wait 30 s"),
        "{}",
        bay.shows().pin.error
    );
    assert_eq!(pin(&mut bay, true), []);
    bay.floor.secs(29);
    assert_eq!(pin(&mut bay, true), []);
    // Going away and coming back does not help.
    bay.does(Intent::Back);
    bay.does(face(ZHAO));
    assert_eq!(pin(&mut bay, true), []);
    bay.floor.secs(1);
    assert_eq!(pin(&mut bay, true).len(), 1);
    assert_eq!(bay.page(), PageShown::Jobs);
}

#[test]
fn the_wait_is_for_one_person_and_not_for_the_others() {
    let mut bay = Kiosk::new();
    bay.does(face(ZHAO));
    for _ in 0..5 {
        pin(&mut bay, false);
    }
    bay.wang();
    assert_eq!(bay.page(), PageShown::Jobs);
}

#[test]
fn an_answer_to_a_pin_that_nobody_waits_for_signs_nobody_in() {
    let mut bay = Kiosk::new();
    bay.does(face(ZHAO));
    bay.does(Intent::PinEntered {
        pin: "1234".to_owned(),
    });
    bay.does(Intent::Back);
    bay.does(Intent::PinChecked {
        person: person(ZHAO),
        ok: true,
    });
    assert!(!bay.shows().signed_in);
}

#[test]
fn an_unknown_badge_is_named_in_both_languages() {
    for (language, says) in [
        (Language::En, "not on the roster"),
        (Language::Zh, "花名册中没有"),
    ] {
        let mut bay = Kiosk::at(Floor::new(), language);
        bay.badges("BADGE-9999");
        let shown = bay.shows();
        assert!(!shown.signed_in);
        assert!(
            shown.prompts[0].text.contains("BADGE-9999"),
            "{:?}",
            shown.prompts
        );
        assert!(shown.prompts[0].text.contains(says), "{:?}", shown.prompts);
        bay.passes(10);
        assert_eq!(bay.shows().prompts, []);
    }
}

fn types(bay: &mut Kiosk, text: &str, gap_millis: i64) {
    for (i, key) in text.chars().enumerate() {
        let late = TimeDelta::milliseconds(gap_millis * i64::try_from(i).unwrap());
        let at = bay.floor.now + late;
        bay.does(Intent::Key {
            text: key.to_string(),
            at,
        });
    }
}

#[test]
fn a_reader_that_types_is_told_from_a_person_by_its_speed() {
    for (gap_millis, signed_in) in [(5, true), (40, true), (250, false)] {
        let mut bay = Kiosk::new();
        types(&mut bay, "badge-1001\n", gap_millis);
        assert_eq!(bay.shows().signed_in, signed_in, "{gap_millis} ms");
    }
}

#[test]
fn a_badge_on_the_pin_page_is_no_wrong_pin() {
    let mut bay = Kiosk::new();
    bay.does(face(ZHAO));
    types(&mut bay, "9999\n", 10);
    assert_eq!(
        bay.submits(Intent::PinEntered {
            pin: "9999".to_owned()
        }),
        []
    );
    assert_eq!(bay.page(), PageShown::People);
    bay.does(face(ZHAO));
    assert_eq!(bay.shows().pin.error, "");
}

#[test]
fn nobody_is_left_signed_in() {
    let mut bay = Kiosk::new();
    bay.wang();
    assert!((bay.shows().session_left - 1.0).abs() < 0.01);
    bay.passes(30);
    assert!((bay.shows().session_left - 0.5).abs() < 0.01);
    bay.does(Intent::JobTab {
        id: "all".to_owned(),
    });
    bay.passes(59);
    assert!(bay.shows().signed_in, "a touch begins the time anew");
    bay.passes(1);
    let shown = bay.shows();
    assert!(!shown.signed_in);
    assert_eq!(shown.page, PageShown::Idle);
}

#[test]
fn a_tap_after_the_time_does_not_count_as_the_persons() {
    let mut bay = Kiosk::new();
    bay.wang();
    // The tick that should have come was late.
    bay.floor.secs(61);
    assert_eq!(bay.job(BELT), []);
    assert_eq!(bay.page(), PageShown::People);
}

#[test]
fn without_anybody_the_screen_shows_what_stands_at_the_bay() {
    let mut bay = Kiosk::new();
    assert_eq!(bay.page(), PageShown::Idle);
    bay.floor.clocks_on(WANG, BELT, "1");
    assert_eq!(bay.page(), PageShown::Running);
    bay.floor.minutes(5);
    bay.floor.holds(WANG, BELT, HoldReason::Parts);
    bay.floor.minutes(11);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::OnHold);
    assert_eq!(shown.stop.reason, "等配件");
    assert_eq!(
        (shown.stop.clock.as_str(), shown.stop.owner.as_str()),
        ("0:11", "仓库")
    );
    bay.floor
        .happens(badge(WANG), CommandBody::Finish { job: job(BELT) });
    assert_eq!(bay.page(), PageShown::Idle);
}

#[test]
fn an_action_without_a_badge_asks_who_and_then_does_it() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    assert_eq!(bay.action("finish"), []);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::People);
    assert_eq!(shown.faces[0].name, "王磊", "who is on the job comes first");
    bay.wang();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::FinishConfirm);
    assert_eq!(shown.confirm.work, "更换正时皮带");
}

#[test]
fn a_job_is_finished_after_one_question() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(112);
    bay.wang();
    bay.action("finish");
    let confirm = bay.shows().confirm;
    assert_eq!(
        (confirm.actual.as_str(), confirm.standard.as_str()),
        ("1:52", "2:00")
    );
    assert_eq!(confirm.note, "8 min under standard");
    assert_eq!(
        bay.submits(Intent::ConfirmFinish),
        [CommandBody::Finish { job: job(BELT) }]
    );
    assert_eq!(bay.shows().page, PageShown::Checklist);
    bay.does(Intent::Back);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Jobs);
    assert_eq!(ids(&shown.jobs, |job| &job.id), [ALIGNMENT]);
}

#[test]
fn another_job_asks_first_why_this_one_stops() {
    let mut bay = Kiosk::new();
    bay.wang();
    bay.job(BELT);
    bay.floor.minutes(5);
    bay.wang();
    bay.action("jobs");
    assert_eq!(bay.job(ALIGNMENT), []);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Hold);
    assert_eq!(
        shown.choices.len(),
        HoldReason::ALL.len(),
        "no job alongside at this site"
    );
    assert!(shown.choices[0].subtitle.contains("仓库"));
    assert_eq!(
        bay.choice("hold-parts"),
        [
            hold(BELT, HoldReason::Parts),
            clock_on(ALIGNMENT, ClockMode::Instead)
        ]
    );
    assert_eq!(bay.shows().work.title, "四轮定位");
}

#[test]
fn a_job_that_others_are_on_is_left_without_a_question() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.clocks_on(LI, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    bay.action("jobs");
    assert_eq!(
        bay.job(ALIGNMENT),
        [clock_on(ALIGNMENT, ClockMode::Instead)]
    );
}

#[test]
fn where_several_jobs_are_allowed_the_next_can_run_alongside() {
    let mut floor = Floor::new();
    floor.policy.several_jobs = SeveralJobs::Equal;
    let mut bay = Kiosk::at(floor, Language::Zh);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    bay.action("jobs");
    assert_eq!(bay.job(ALIGNMENT), []);
    assert_eq!(bay.shows().choices[0].title, "同时上工");
    assert_eq!(
        bay.choice("alongside"),
        [clock_on(ALIGNMENT, ClockMode::Alongside)]
    );
}

#[test]
fn a_hold_names_every_reason_and_its_owner() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    bay.action("hold");
    let choices = bay.shows().choices;
    let told: Vec<(&str, &str)> = choices
        .iter()
        .map(|c| (c.title.as_str(), c.subtitle.as_str()))
        .collect();
    assert_eq!(told[0], ("Waiting for parts", "Waits for Parts store"));
    assert_eq!(told[6], ("End of shift", ""));
    assert_eq!(bay.choice("hold-tool"), [hold(BELT, HoldReason::Tool)]);
    assert_eq!(bay.page(), PageShown::OnHold);
}

#[test]
fn one_of_two_may_leave_while_the_other_goes_on() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.clocks_on(LI, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    bay.action("hold");
    let leave = &bay.shows().choices[0];
    assert_eq!(
        (leave.id.as_str(), leave.subtitle.as_str()),
        ("leave", "李强 继续作业")
    );
    assert_eq!(
        bay.choice("leave"),
        [CommandBody::ClockOff { job: job(BELT) }]
    );
}

#[test]
fn a_held_job_goes_on_with_one_tap() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.floor.holds(WANG, BELT, HoldReason::Parts);
    bay.floor.minutes(5);
    assert_eq!(bay.submits(Intent::Resume), []);
    assert_eq!(
        bodies(bay.badges("BADGE-1001")),
        [clock_on(BELT, ClockMode::Instead)]
    );
    assert_eq!(bay.page(), PageShown::Running);
}

#[test]
fn a_hold_says_until_when_it_lasts_until_it_is_cleared() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.floor.holds(WANG, BELT, HoldReason::Parts);
    bay.floor.minutes(5);
    let until = bay.floor.now + TimeDelta::minutes(70);
    let (foreman, job) = (badge(FOREMAN), job(BELT));
    let expect = CommandBody::ExpectHold {
        job: job.clone(),
        until,
    };
    bay.floor.happens(foreman.clone(), expect);
    let note = bay.shows().stop.note;
    assert!(note.starts_with("预计恢复 09:20 · "), "{note}");
    bay.floor.happens(foreman, CommandBody::ClearHold { job });
    let note = bay.shows().stop.note;
    assert!(!note.contains("预计恢复"), "{note}");
}

#[test]
fn a_cleared_hold_says_so_and_offers_to_resume() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.floor.holds(WANG, BELT, HoldReason::TechnicalHelp);
    bay.floor.minutes(5);
    bay.floor
        .happens(badge(FOREMAN), CommandBody::ClearHold { job: job(BELT) });
    assert!(bay.shows().stop.cleared);
    bay.wang();
    let prompt = &bay.shows().prompts[0];
    assert!(
        prompt.text.contains("京A·F6620 更换正时皮带"),
        "{}",
        prompt.text
    );
    let id = prompt.id.clone();
    assert_eq!(
        bay.submits(Intent::Prompt { id }),
        [clock_on(BELT, ClockMode::Instead)]
    );
}

#[test]
fn a_second_technician_joins_by_the_first_card() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.li();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Jobs);
    assert_eq!(shown.jobs[0].id, BELT);
    assert_eq!(shown.jobs[0].state, "Join · 王磊 is on it");
    assert_eq!(bay.job(BELT), [clock_on(BELT, ClockMode::Instead)]);
    bay.floor.minutes(1);
    bay.li();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Running);
    assert_eq!(ids(&shown.helpers, |helper| &helper.name), ["王磊"]);
    assert_eq!(ids(&shown.people, |person| &person.name), ["李强", "王磊"]);
}

#[test]
fn a_fresh_badge_takes_over_whatever_the_page() {
    for open in ["jobs", "hold", "idle", "my-day", "help", "finish"] {
        let mut bay = Kiosk::new();
        bay.floor.clocks_on(WANG, BELT, "1");
        bay.wang();
        bay.action(open);
        bay.li();
        let shown = bay.shows();
        assert_eq!(shown.page, PageShown::Jobs, "{open}");
        assert!(
            shown.people[0].active && shown.people[0].name == "李强",
            "{open}"
        );
        assert_eq!(shown.people[1].name, "王磊", "{open}");
    }
}

#[test]
fn who_was_known_shortly_before_goes_on_without_a_pin() {
    let mut bay = Kiosk::new();
    bay.badges("BADGE-1003");
    bay.wang();
    bay.does(Intent::Person { id: person(ZHAO) });
    assert_eq!(bay.shows().people[0].name, "赵敏");
    bay.wang();
    bay.passes(61);
    bay.wang();
    bay.does(Intent::Person { id: person(ZHAO) });
    assert_eq!(bay.page(), PageShown::Pin, "not after the time");
}

#[test]
fn the_end_of_the_shift_holds_what_nobody_else_is_on() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    assert_eq!(
        bay.action("shift-out"),
        [hold(BELT, HoldReason::EndOfShift), CommandBody::ShiftOut]
    );

    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.clocks_on(LI, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    assert_eq!(bay.action("shift-out"), [CommandBody::ShiftOut]);
}

#[test]
fn shift_in_is_offered_and_not_demanded() {
    let mut bay = Kiosk::new();
    bay.wang();
    let actions = bay.shows().actions;
    assert_eq!(
        ids(&actions, |action| &action.id),
        ["shift-in", "my-day", "help"]
    );
    assert_eq!(bay.action("shift-in"), [CommandBody::ShiftIn]);
    let actions = bay.shows().actions;
    assert_eq!(
        ids(&actions, |action| &action.id),
        ["idle", "my-day", "shift-out", "help"]
    );
}

#[test]
fn idle_time_is_coded_and_asks_about_the_job_left_behind() {
    let mut bay = Kiosk::new();
    bay.wang();
    bay.action("shift-in");
    bay.floor.minutes(1);
    bay.wang();
    bay.action("idle");
    assert_eq!(bay.shows().choices.len(), IdleCode::ALL.len());
    assert_eq!(
        bay.choice("idle-cleaning"),
        [CommandBody::GoIdle {
            code: IdleCode::Cleaning
        }]
    );
    bay.floor.minutes(1);
    bay.wang();
    bay.job(BELT);
    bay.floor.minutes(1);
    bay.wang();
    bay.action("idle");
    assert_eq!(bay.choice("idle-break"), []);
    assert_eq!(bay.shows().choices[0].id, "pause");
    assert_eq!(
        bay.choice("pause"),
        [CommandBody::GoIdle {
            code: IdleCode::Break
        }]
    );
}

#[test]
fn help_is_called_without_a_badge_and_shown_until_it_is_cleared() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.action("help");
    assert_eq!(bay.page(), PageShown::Help);
    let raise = CommandBody::RaiseAndon {
        bay: BayId::new("1"),
        call: AndonKind::TechnicalSupport,
    };
    assert_eq!(bay.choice("call-support"), [raise]);
    bay.floor.minutes(3);
    let prompt = &bay.shows().prompts[0];
    assert!(prompt.text.contains("技术支持 · 3 分钟"), "{}", prompt.text);
    bay.action("help");
    let shown = bay.shows();
    assert!(shown.call.open);
    assert_eq!(shown.call.age, "0:03");
    assert!(!shown.choices[1].enabled, "the same call is not made twice");
    assert_eq!(bay.submits(Intent::ClearCall), []);
    let cleared = bodies(bay.badges("BADGE-1001"));
    assert!(
        matches!(cleared[..], [CommandBody::ClearAndon { .. }]),
        "{cleared:?}"
    );
    assert_eq!(bay.shows().prompts, []);
}

#[test]
fn a_call_made_offline_is_on_the_screen_at_once() {
    let mut bay = Kiosk::new();
    bay.floor.link = LinkState::Offline {
        since: bay.floor.now,
    };
    bay.action("help");
    bay.choice("call-foreman");
    assert_eq!(bay.shows().prompts[0].id, "clear-call");
}

#[test]
fn without_a_link_a_call_says_that_it_was_not_sent() {
    for (language, banner, tile) in [
        (
            Language::En,
            "Call for: Foreman · 2 min · not sent yet: no link, fetch someone in person",
            "not sent yet",
        ),
        (
            Language::Zh,
            "待呼叫：车间主管 · 2 分钟 · 尚未发出：离线，请当面找人",
            "尚未发出",
        ),
    ] {
        let mut bay = Kiosk::at(Floor::in_language(language), language);
        bay.floor.link = LinkState::Offline {
            since: bay.floor.now,
        };
        bay.action("help");
        let note = bay.shows().choice_note;
        assert!(
            note.contains("in person") || note.contains("当面"),
            "{note}"
        );
        bay.choice("call-foreman");
        bay.floor.minutes(2);
        assert_eq!(bay.shows().prompts[0].text, banner);
        bay.action("help");
        assert_eq!(bay.shows().choices[0].subtitle, tile);
    }
}

#[test]
fn a_call_that_went_out_before_the_link_was_lost_is_not_said_to_be_unanswered() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.calls(WANG, "1", AndonKind::Foreman);
    bay.floor.minutes(1);
    bay.floor.link = LinkState::Offline {
        since: bay.floor.now,
    };
    assert_eq!(
        bay.shows().prompts[0].text,
        "Called: Foreman · 1 min · no link: an answer is not seen here"
    );
}

#[test]
fn without_a_link_a_hold_is_not_said_to_be_seen_at_once() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.wang();
    bay.job(BELT);
    bay.action("hold");
    assert!(bay.shows().choice_note.contains("at once"));
    bay.floor.link = LinkState::Offline {
        since: bay.floor.now,
    };
    let note = bay.shows().choice_note;
    assert!(note.contains("once the link is back"), "{note}");
    assert!(!note.contains("at once"), "{note}");
}

#[test]
fn a_bay_without_work_opens_on_what_anybody_may_take() {
    let mut bay = Kiosk::new();
    // Their checks are made with one tap.
    bay.floor.policy.checklists = Default::default();
    for id in [BELT, ALIGNMENT] {
        bay.wang();
        bay.job(id);
        bay.action("finish");
        bay.does(Intent::ConfirmFinish);
        bay.does(Intent::Check(CheckTap::Confirm));
        bay.floor.minutes(5);
    }
    bay.wang();
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Jobs);
    assert_eq!(ids(&shown.jobs, |job| &job.id), [BRAKES]);
    let chosen: Vec<bool> = shown.job_tabs.iter().map(|tab| tab.selected).collect();
    assert_eq!(chosen, [false, false, false, true]);
    bay.does(Intent::JobTab {
        id: "bay".to_owned(),
    });
    assert_eq!(bay.shows().jobs, [], "a tab that was chosen stays");
}

#[test]
fn while_nobody_is_signed_in_the_strip_says_how_things_are() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    assert_eq!(
        bay.shows().status.text,
        "Everything tapped here has been sent"
    );
    bay.floor.clocks_on(WANG, BELT, "1");
    assert!(bay.shows().status.text.starts_with("Nobody is signed in"));
}

#[test]
fn a_kiosk_without_any_contact_is_named_by_its_own_file() {
    let floor = Floor::new();
    let own = floor.policy.bay(&BayId::new("1")).cloned();
    let kiosk =
        BayKiosk::new(BayId::new("1"), SignIn::default(), Language::En, floor.now).named(own);
    let shown = kiosk.present(&Picture::empty(floor.now), floor.now);
    assert_eq!(shown.bay, "Bay 1");
}

#[test]
fn the_last_tap_can_be_undone_for_two_minutes_and_once() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.wang();
    bay.job(BELT);
    bay.floor.secs(17);
    assert_eq!(bay.shows().status.undo, "Undo clock on · 1:43");
    let undone = bay.submits(Intent::Undo);
    let [
        CommandBody::Undo {
            target: UndoTarget::Clock { person: who, .. },
            ..
        },
    ] = &undone[..]
    else {
        panic!("{undone:?}");
    };
    assert_eq!(*who, person(WANG));
    let shown = bay.shows();
    assert_eq!(shown.status.undo, "");
    assert_eq!(shown.status.text, "Undo: accepted");
    assert_eq!(shown.page, PageShown::Jobs);
    bay.floor.secs(2);
    assert_eq!(bay.submits(Intent::Undo), []);
}

#[test]
fn after_two_minutes_nothing_is_offered_to_undo() {
    let mut bay = Kiosk::new();
    bay.wang();
    bay.job(BELT);
    bay.floor.secs(119);
    bay.wang();
    assert_eq!(bay.shows().status.undo, "撤销上工 · 0:01");
    bay.floor.secs(1);
    bay.wang();
    assert_eq!(bay.shows().status.undo, "");
    assert_eq!(bay.submits(Intent::Undo), []);
}

#[test]
fn only_ones_own_taps_are_offered_to_undo() {
    let mut bay = Kiosk::new();
    bay.wang();
    bay.job(BELT);
    bay.li();
    assert_eq!(bay.shows().status.undo, "");
}

#[test]
fn a_finger_that_bounces_taps_once() {
    let mut bay = Kiosk::new();
    bay.wang();
    // The picture of before the first tap still lies on the screen.
    let picture = bay.floor.picture();
    let tap = || Intent::Job {
        id: BELT.to_owned(),
    };
    assert_eq!(bay.kiosk.update(tap(), &picture, bay.floor.now).len(), 1);
    bay.floor.now += TimeDelta::milliseconds(300);
    assert_eq!(bay.kiosk.update(tap(), &picture, bay.floor.now), []);
}

#[test]
fn the_strip_claims_no_more_than_is_true() {
    let states = [
        (TapState::Saving, Save::Saving, "saving"),
        (
            TapState::Saved,
            Save::Saved,
            "saved · waiting to be sent (1)",
        ),
        (
            TapState::NotSaved {
                why: "disk full".into(),
            },
            Save::Refused,
            "NOT saved",
        ),
    ];
    for (state, save, says) in states {
        let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
        bay.wang();
        bay.job(BELT);
        bay.floor.taps[0].state = state;
        let status = bay.shows().status;
        assert_eq!(status.save, save);
        assert!(status.text.contains(says), "{}", status.text);
    }
}

#[test]
fn a_refusal_says_why_and_what_to_do() {
    for (language, says) in [
        (Language::En, "ask the foreman for a correction"),
        (Language::Zh, "请找车间主管更正"),
    ] {
        let mut bay = Kiosk::at(Floor::in_language(language), language);
        bay.wang();
        bay.job(BELT);
        // The coordinator thinks that the two minutes are over.
        bay.floor.policy.undo_secs = 0;
        let picture = {
            Picture {
                ..offered(&bay.floor)
            }
        };
        let undo = bay.kiosk.update(Intent::Undo, &picture, bay.floor.now);
        bay.floor.secs(1);
        let [Effect::Submit { actor, body }] = &undo[..] else {
            panic!("{undo:?}")
        };
        bay.floor.submit(actor.clone(), body.clone());
        let status = bay.shows().status;
        assert_eq!(status.save, Save::Refused);
        assert!(status.text.contains(says), "{}", status.text);
    }
}

/// The picture of a station that has not heard of the new undo time yet.
fn offered(floor: &Floor) -> Picture {
    let mut picture = floor.picture();
    if let Some(site) = &mut Arc::make_mut(&mut picture.views).site {
        site.undo_secs = 120;
    }
    picture
}

#[test]
fn the_gravest_of_taps_made_together_is_told() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(5);
    bay.wang();
    bay.action("shift-out");
    bay.floor.taps[0].state = TapState::NotSaved {
        why: "disk full".into(),
    };
    assert_eq!(
        bay.shows().status.text,
        "Hold NOT saved, tap again: disk full"
    );
}

#[test]
fn offline_taps_take_effect_on_the_screen_and_wait() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.link = LinkState::Offline {
        since: bay.floor.now,
    };
    bay.wang();
    bay.job(BELT);
    bay.floor.secs(5);
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::Running);
    assert_eq!(shown.link.text, "offline since 08:00 · 1 waiting");
    assert_eq!(
        shown.status.text,
        "Clock on: saved · waiting to be sent (1)"
    );
}

#[test]
fn a_first_start_offline_says_so_plainly() {
    let floor = Floor::new();
    for (language, says) in [
        (Language::En, "No contact with the coordinator yet"),
        (Language::Zh, "尚未连上协调服务器"),
    ] {
        let sign_in = SignIn::default();
        let mut kiosk = BayKiosk::new(BayId::new("1"), sign_in, language, floor.now);
        let picture = Picture::empty(floor.now);
        let shown = kiosk.present(&picture, floor.now);
        assert_eq!(shown.page, PageShown::Idle);
        assert_eq!(shown.prompts[0].text, says);
        assert_eq!(shown.words.no_faces, says);
        assert_eq!(shown.words.no_next_jobs, says);
        kiosk.update(
            Intent::BadgeRead {
                badge: "BADGE-1001".into(),
            },
            &picture,
            floor.now,
        );
        assert!(
            kiosk.present(&picture, floor.now).prompts[0]
                .text
                .contains("BADGE-1001")
        );
    }
}

#[test]
fn a_bay_that_the_site_does_not_know_says_so() {
    let floor = Floor::new();
    let kiosk = BayKiosk::new(BayId::new("9"), SignIn::default(), Language::En, floor.now);
    let shown = kiosk.present(&floor.picture(), floor.now);
    assert_eq!(shown.prompts[0].id, "no-such-bay");
}

#[test]
fn each_reads_their_own_language_and_a_switch_lasts_until_sign_out() {
    let mut bay = Kiosk::new();
    assert_eq!(bay.shows().bay, "1 号工位");
    bay.li();
    assert_eq!(bay.shows().bay, "Bay 1");
    bay.does(Intent::SwitchLanguage);
    assert_eq!(bay.shows().bay, "1 号工位");
    bay.does(Intent::SignOut);
    bay.li();
    assert_eq!(bay.shows().bay, "Bay 1");
    bay.does(Intent::SignOut);
    assert_eq!(bay.shows().bay, "1 号工位");
}

#[test]
fn the_theme_stays_whoever_signs_in() {
    let mut bay = Kiosk::new();
    bay.does(Intent::SwitchTheme);
    bay.wang();
    assert_eq!(bay.shows().theme, Theme::Light);
}

#[test]
fn my_day_adds_up() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.happens(badge(WANG), CommandBody::ShiftIn);
    bay.floor.minutes(10);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(60);
    bay.floor.holds(WANG, BELT, HoldReason::Parts);
    bay.floor.minutes(20);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(30);
    bay.wang();
    bay.does(Intent::Person { id: person(WANG) });
    let shown = bay.shows();
    assert_eq!(shown.page, PageShown::MyDay);
    let rows: Vec<_> = shown
        .segments
        .iter()
        .map(|s| (s.time.as_str(), s.actual.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("08:00–08:10", "0:10"),
            ("08:10–09:10", "1:00"),
            ("09:10–09:30", "0:20"),
            ("09:30–", "0:30")
        ]
    );
    assert_eq!(shown.segments[1].what, "Replace timing belt · Σ 1:30");
    assert_eq!(shown.segments[1].standard, "2:00");
    let totals: Vec<_> = shown
        .totals
        .iter()
        .map(|t| (t.title.as_str(), t.value.as_str()))
        .collect();
    assert_eq!(
        totals,
        [
            ("On jobs", "1.5 h"),
            ("Standard", "2.0 h"),
            ("Other time", "0.5 h"),
            ("On shift", "2.0 h")
        ]
    );
    assert!((shown.now_at - 0.5).abs() < 0.01);
}

#[test]
fn a_forgotten_clock_out_carries_a_mark() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(11 * 60);
    let day = bay.floor.policy.day_of(bay.floor.now);
    let flag = CommandBody::FlagForgottenClockOut {
        person: person(WANG),
        day,
    };
    bay.floor.happens(Actor::System, flag);
    bay.wang();
    bay.action("my-day");
    let segment = &bay.shows().segments[0];
    assert_eq!(
        (segment.actual.as_str(), segment.doubt.as_str()),
        ("?", "未打下班卡")
    );
}

#[test]
fn a_corrected_day_shows_the_correction() {
    let mut bay = Kiosk::new();
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(60);
    let by_pin = Actor::Person {
        id: person(FOREMAN),
        by: Recognised::Pin,
    };
    let correct = CommandBody::CorrectClock {
        person: person(WANG),
        day: bay.floor.policy.day_of(bay.floor.now),
        correction: Correction::Add {
            at: bay.floor.now - TimeDelta::minutes(20),
            activity: Activity::ShiftOut,
        },
        reason: "忘打卡".to_owned(),
    };
    bay.floor.happens(by_pin, correct);
    bay.wang();
    bay.action("my-day");
    assert_eq!(bay.shows().segments[0].time, "08:00–08:40");
}

#[test]
fn jobs_elsewhere_and_waiting_ones_have_their_tabs() {
    let mut bay = Kiosk::new();
    bay.wang();
    let tabs = bay.shows().job_tabs;
    let told: Vec<_> = tabs
        .iter()
        .map(|t| (t.title.as_str(), t.count.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("检查·洗车", ""),
            ("本工位", "2"),
            ("我在别处的", "1"),
            ("待派工", "1")
        ]
    );
    for (tab, id) in [("mine", SERVICE), ("all", BRAKES)] {
        bay.does(Intent::JobTab { id: tab.to_owned() });
        assert_eq!(ids(&bay.shows().jobs, |job| &job.id), [id]);
    }
    assert_eq!(bay.job(BRAKES), [clock_on(BRAKES, ClockMode::Instead)]);
}

#[test]
fn the_running_job_tells_what_the_order_asks_for() {
    let mut bay = Kiosk::at(Floor::in_language(Language::En), Language::En);
    bay.floor.clocks_on(WANG, BELT, "1");
    bay.floor.minutes(10);
    let shown = bay.shows();
    assert_eq!(shown.order.plate.text, "京A·F6620");
    assert_eq!(shown.order.promised, "14:00");
    assert_eq!(shown.order.promised_note, "in 5 h 50 min");
    let chips = ids(&shown.order.chips, |chip| &chip.text);
    assert_eq!(
        chips,
        ["68\u{202f}214 km", "Key 17", "Customer waits", "Wash"]
    );
    assert_eq!(shown.work.of_standard, "of 2.0 h standard");
    assert!(
        shown.work.forecast.starts_with("Forecast 10:00"),
        "{}",
        shown.work.forecast
    );
    assert_eq!(shown.order_jobs[0].title, "2 · Wheel alignment");
    assert_eq!(shown.parts[0].state, "not on the parts list");
    assert_eq!(shown.parts[0].detail, "24312-2B000 × 1");
}
