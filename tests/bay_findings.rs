//! What the technician found, at the kiosk: tapped together, half made, sent, answered, and clocked on; and asking
//! for more time.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::command::CommandBody;
use baylight::domain::finding::{Answer, DelayReason, FIRST_ADDITIONAL_LINE, Severity};
use baylight::domain::half_made::HalfMade;
use baylight::domain::ids::{BadgeId, BayId, CommandId};
use baylight::domain::order::WorkMinutes;
use baylight::domain::person::Language;
use baylight::projection::picture::{LinkState, TapState};
use baylight::screen::Effect;
use baylight::screen::bay::model::{BayModel, PageShown};
use baylight::screen::bay::{BayKiosk, FindingTap, Intent};
use baylight::screen::session::SignIn;
use floor::*;
use std::collections::BTreeMap;

/// The kiosk of bay 1, the workshop around it, and what the station keeps of half-made things.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
    kept: BTreeMap<String, HalfMade>,
    taps: usize,
}

impl Kiosk {
    fn new(language: Language) -> Self {
        let floor = Floor::in_language(language);
        Self {
            kiosk: BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now),
            floor,
            kept: BTreeMap::new(),
            taps: 0,
        }
    }

    /// Something is tapped, and what follows is carried out.
    fn does(&mut self, intent: Intent) -> &mut Self {
        if !matches!(intent, Intent::Tick | Intent::BadgeRead { .. }) {
            self.taps += 1;
        }
        let picture = self.floor.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            match effect {
                Effect::Submit { actor, body } => {
                    self.floor.submit(actor, body);
                }
                Effect::Keep { name, what: None } => {
                    self.kept.remove(&name);
                }
                Effect::Keep {
                    name,
                    what: Some(what),
                } => {
                    self.kept.insert(name, what);
                }
                Effect::CheckPin { .. } | Effect::Print(_) => {}
            }
        }
        self
    }

    fn badge(&mut self, badge: &str) -> &mut Self {
        let badge = BadgeId::new(badge);
        self.does(Intent::BadgeRead { badge })
    }

    fn action(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Action { id: id.to_owned() })
    }

    fn chooses(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Choice { id: id.to_owned() })
    }

    fn finding(&mut self, tap: FindingTap) -> &mut Self {
        self.does(Intent::Finding(tap))
    }

    fn prompt(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Prompt { id: id.to_owned() })
    }

    /// The station stops and starts again: only what it kept is still known.
    fn restarts(&mut self) -> &mut Self {
        let kiosk = BayKiosk::new(
            BayId::new("1"),
            SignIn::default(),
            Language::Zh,
            self.floor.now,
        );
        self.kiosk = kiosk.with_half_made(&self.kept);
        self
    }

    fn model(&self) -> BayModel {
        self.kiosk.present(&self.floor.picture(), self.floor.now)
    }

    fn prompts(&self) -> Vec<String> {
        let prompts = self.model().prompts.into_iter();
        prompts.map(|prompt| prompt.text).collect()
    }

    /// Wang Lei badges in and works on the timing belt.
    fn wang_works(language: Language) -> Self {
        let mut bay = Self::new(language);
        bay.badge("BADGE-1001").does(Intent::Job {
            id: BELT.to_owned(),
        });
        bay.taps = 0;
        bay
    }

    /// Front pads, worn, replace.
    fn pads(&mut self) -> &mut Self {
        self.action("finding")
            .chooses("brakes")
            .chooses("front-pads")
            .chooses("worn")
            .chooses("replace")
    }

    fn reported(&self) -> Vec<CommandBody> {
        let taps = self.floor.taps.iter().map(|tap| tap.command.body.clone());
        taps.filter(|body| matches!(body, CommandBody::ReportFinding { .. }))
            .collect()
    }
}

#[test]
fn a_finding_takes_six_taps_and_no_keyboard() {
    for language in [Language::Zh, Language::En] {
        let mut bay = Kiosk::wang_works(language);
        bay.pads();
        let shown = bay.model();
        assert_eq!(shown.page, PageShown::Finding);
        assert_eq!(
            shown.finding.amount, "¥460",
            "1.2 h at ¥160 and pads at ¥268"
        );
        bay.finding(FindingTap::Send);
        assert!(bay.taps <= 7, "{} taps", bay.taps);
        let [
            CommandBody::ReportFinding {
                ro,
                during,
                bay: at,
                sighting,
            },
        ] = &bay.reported()[..]
        else {
            panic!("reported once");
        };
        assert_eq!((ro.as_str(), at), ("0417", &Some(BayId::new("1"))));
        assert_eq!(during, &Some(job(BELT)));
        assert_eq!(sighting.name, "前刹车片 · 磨损 · 更换");
        assert_eq!(
            sighting.op_code.as_ref().map(|code| code.as_str()),
            Some("BR1100")
        );
        assert_eq!(sighting.standard, WorkMinutes(72));
        assert_eq!(sighting.parts.len(), 1);
        assert_eq!(bay.model().page, PageShown::Running, "back at the job");
        assert!(bay.kept.is_empty(), "nothing half made is left");
    }
}

#[test]
fn severity_hours_parts_and_a_note_can_be_changed_before_it_is_sent() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.pads()
        .finding(FindingTap::Severity("red".into()))
        .finding(FindingTap::Longer)
        .finding(FindingTap::Part("58101-F2A00".into()))
        .finding(FindingTap::Write)
        .finding(FindingTap::Written("左侧".into()))
        .finding(FindingTap::Written("2 mmm".into()))
        .finding(FindingTap::Erased)
        .finding(FindingTap::Noted)
        .finding(FindingTap::Send);
    let [CommandBody::ReportFinding { sighting, .. }] = &bay.reported()[..] else {
        panic!("reported once");
    };
    assert_eq!(sighting.severity, Severity::Red);
    assert_eq!(sighting.standard, WorkMinutes(84));
    assert!(sighting.parts.is_empty());
    assert_eq!(sighting.note, "左侧2 mm");
    assert_eq!(sighting.amount.0, 22_400, "1.4 h of work and no pads");
}

#[test]
fn back_takes_one_choice_back_and_leaves_at_the_first() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.pads();
    bay.does(Intent::Back);
    // Worn pads are replaced and nothing else: that was not asked, and is not asked on the way back.
    assert_eq!(bay.model().choice_title, "Brakes › Front brake pads");
    bay.does(Intent::Back).does(Intent::Back);
    assert_eq!(bay.model().choice_title, "Where is it?");
    bay.does(Intent::Back);
    assert_eq!(bay.model().page, PageShown::Running);
    assert!(bay.kept.is_empty(), "an empty finding is not kept");
}

#[test]
fn a_half_made_finding_outlasts_the_badge_someone_else_and_a_restart() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("finding")
        .chooses("brakes")
        .chooses("front-pads");
    bay.floor.minutes(3);
    bay.does(Intent::Tick);
    assert_ne!(
        bay.model().page,
        PageShown::Question,
        "the badge has gone away"
    );
    bay.badge("BADGE-1002");
    assert!(
        bay.prompts().iter().all(|text| !text.contains("尚未发送")),
        "it is not Li Qiang's"
    );
    bay.floor.minutes(3);
    bay.restarts().does(Intent::Tick).badge("BADGE-1001");
    let prompts = bay.model().prompts;
    let unfinished = prompts
        .iter()
        .find(|prompt| prompt.text.contains("尚未发送"));
    let id = unfinished.expect("Wang Lei is reminded").id.clone();
    bay.prompt(&id);
    assert_eq!(
        bay.model().choice_title,
        "制动系统 › 前刹车片",
        "where it stood"
    );
    bay.chooses("worn")
        .chooses("replace")
        .finding(FindingTap::Send);
    assert_eq!(bay.reported().len(), 1);
    assert!(bay.kept.is_empty());
}

#[test]
fn a_finding_that_the_disk_did_not_take_is_given_back() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.pads()
        .finding(FindingTap::Severity("red".into()))
        .finding(FindingTap::Part("58101-F2A00".into()))
        .finding(FindingTap::Send);
    let last = bay.floor.taps.last_mut().expect("the report");
    last.state = TapState::NotSaved {
        why: "disk full".to_owned(),
    };
    bay.does(Intent::Tick);
    let id = bay
        .model()
        .prompts
        .into_iter()
        .find(|prompt| prompt.text.contains("尚未发送"));
    bay.prompt(&id.expect("it is there again").id);
    let shown = bay.model().finding;
    assert!(
        shown
            .severities
            .iter()
            .any(|one| one.id == "red" && one.chosen)
    );
    assert!(!shown.parts[0].chosen, "tapped off is tapped off");
    bay.does(Intent::Tick);
    bay.finding(FindingTap::Drop).does(Intent::Tick);
    assert_eq!(
        bay.model().page,
        PageShown::Running,
        "dropped is dropped, and not given back twice"
    );
    assert!(bay.kept.is_empty());
}

#[test]
fn what_waits_for_the_customer_stands_beside_the_jobs_and_cannot_be_clocked_on() {
    for (language, extra, waits) in [
        (
            Language::Zh,
            "增项 · 前刹车片 · 磨损 · 更换",
            "待客户答复 · 6 分钟",
        ),
        (
            Language::En,
            "Extra: Front brake pads · worn · replace",
            "waiting for the customer · 6 min",
        ),
    ] {
        let mut bay = Kiosk::wang_works(language);
        bay.pads().finding(FindingTap::Send);
        bay.floor.minutes(6);
        bay.badge("BADGE-1001");
        let jobs = bay.model().order_jobs;
        let card = jobs
            .iter()
            .find(|card| card.title == extra)
            .expect("beside the jobs");
        assert_eq!(card.state, waits);
        let before = bay.floor.taps.len();
        bay.does(Intent::Job {
            id: card.id.clone(),
        });
        assert_eq!(bay.floor.taps.len(), before, "nobody clocks on");
        assert!(bay.prompts()[0].contains(waits), "{:?}", bay.prompts());
    }
}

#[test]
fn a_yes_of_the_customer_comes_to_the_bay_and_is_clocked_on_with_one_tap() {
    for language in [Language::Zh, Language::En] {
        let mut bay = Kiosk::wang_works(language);
        bay.pads().finding(FindingTap::Send);
        bay.floor.minutes(1);
        bay.floor.customer_says(Answer::Authorised);
        bay.badge("BADGE-1001");
        let prompts = bay.model().prompts;
        assert!(!prompts[0].action.is_empty(), "{prompts:?}");
        bay.prompt(&prompts[0].id);
        // Leaving the belt to nobody is asked about, as at any other clock-on.
        if bay.model().page == PageShown::Hold {
            bay.chooses("hold-customer");
        }
        let on = bay.floor.taps.last().expect("a tap");
        assert!(
            matches!(&on.command.body, CommandBody::ClockOn { job, .. } if job.line >= FIRST_ADDITIONAL_LINE),
            "{:?}",
            on.command.body
        );
        assert_eq!(bay.model().work.title, bay.model().work.title.trim());
        assert!(
            bay.model()
                .prompts
                .iter()
                .all(|prompt| !prompt.text.contains("前刹车片"))
        );
    }
}

#[test]
fn who_wants_to_go_on_with_what_the_customer_takes_back_is_told_so() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.pads().finding(FindingTap::Send);
    bay.floor.customer_says(Answer::Authorised);
    bay.badge("BADGE-1001");
    let yes = bay.model().prompts[0].id.clone();
    bay.prompt(&yes);
    if bay.model().page == PageShown::Hold {
        bay.chooses("hold-tool");
    }
    bay.floor.minutes(5);
    bay.action("hold").chooses("hold-tool");
    bay.floor.customer_changes_their_mind(Answer::Declined);
    bay.floor.minutes(1);
    bay.badge("BADGE-1001");
    let before = bay.floor.taps.len();
    bay.does(Intent::Resume);
    assert_eq!(bay.floor.taps.len(), before, "nobody is clocked on");
    assert!(
        bay.prompts()
            .iter()
            .any(|text| text.contains("not authorised")),
        "{:?}",
        bay.prompts()
    );
}

#[test]
fn a_no_is_told_for_a_while() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.pads().finding(FindingTap::Send);
    bay.floor.customer_says(Answer::Declined);
    assert!(bay.prompts()[0].contains("declined"), "{:?}", bay.prompts());
    bay.floor.minutes(11);
    assert!(bay.prompts().iter().all(|text| !text.contains("declined")));
}

#[test]
fn more_time_is_two_taps_how_long_and_why() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("extend");
    assert_eq!(bay.model().choice_title, "还要多久？");
    bay.taps = 0;
    bay.chooses("30").chooses("delay-seized");
    assert_eq!(bay.taps, 2);
    let last = bay.floor.taps.last().expect("a tap");
    assert_eq!(
        last.command.body,
        CommandBody::AskExtension {
            job: job(BELT),
            minutes: WorkMinutes(30),
            reason: DelayReason::SeizedOrBroken,
        }
    );
    assert_eq!(bay.model().page, PageShown::Running);
}

#[test]
fn more_time_is_offered_when_the_forecast_has_passed_the_promise() {
    let mut bay = Kiosk::wang_works(Language::En);
    assert!(bay.prompts().is_empty());
    let ro = "0417".into();
    let promised_at = bay.floor.now + chrono::TimeDelta::minutes(90);
    let earlier = CommandBody::ChangePromise { ro, promised_at };
    bay.floor.happens(badge(ADVISOR), earlier);
    let offered = bay.model().prompts;
    assert_eq!(offered[0].action, "More time", "{offered:?}");
    bay.prompt(&offered[0].id)
        .chooses("60")
        .chooses("delay-parts");
    assert!(bay.prompts().is_empty(), "asked once");
}

#[test]
fn without_a_link_a_finding_is_saved_and_shown_all_the_same() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.floor.link = LinkState::Offline {
        since: bay.floor.now,
    };
    bay.pads().finding(FindingTap::Send);
    assert_eq!(bay.floor.pending.len(), 1);
    let jobs = bay.model().order_jobs;
    assert!(
        jobs.iter().any(|card| card.title.starts_with("增项")),
        "{jobs:?}"
    );
    let ids: Vec<CommandId> = bay.floor.pending.iter().map(|command| command.id).collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn without_a_badge_it_is_first_asked_who_found_it() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.does(Intent::SignOut).action("finding");
    assert_eq!(bay.model().page, PageShown::People);
    bay.badge("BADGE-1001");
    assert_eq!(bay.model().choice_title, "哪个系统？");
}
