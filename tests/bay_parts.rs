//! Parts at the kiosk: asked for, signed for, given back, exchanged, fitted, and the old ones that came out.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::command::CommandBody;
use baylight::domain::half_made::HalfMade;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{BadgeId, BayId, PhotoId};
use baylight::domain::order::YesNo;
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::Wanted;
use baylight::domain::parts::returns::{ReturnReason, Shelving};
use baylight::domain::person::Language;
use baylight::projection::picture::{LinkState, Picture, TakenPhoto, TapState};
use baylight::screen::Effect;
use baylight::screen::bay::model::{BayModel, PageShown};
use baylight::screen::bay::{BayKiosk, Intent, PartsTap};
use baylight::screen::session::SignIn;
use floor::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const RO: &str = "0417";

/// The kiosk of bay 1, the workshop around it, and what the station keeps of half-made things.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
    kept: BTreeMap<String, HalfMade>,
    photos: Vec<TakenPhoto>,
}

impl Kiosk {
    fn new(language: Language) -> Self {
        let mut floor = Floor::in_language(language);
        floor.opens_the_store();
        Self {
            kiosk: BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now),
            floor,
            kept: BTreeMap::new(),
            photos: Vec::new(),
        }
    }

    /// Wang Lei badges in and works on the timing belt.
    fn wang_works(language: Language) -> Self {
        let mut bay = Self::new(language);
        bay.badge("BADGE-1001").does(Intent::Job {
            id: BELT.to_owned(),
        });
        bay
    }

    fn picture(&self) -> Picture {
        let mut picture = self.floor.picture();
        Arc::make_mut(&mut picture.photos).taken = self.photos.clone();
        picture
    }

    /// Something is tapped, and what follows is carried out.
    fn does(&mut self, intent: Intent) -> &mut Self {
        let picture = self.picture();
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
        self.floor.secs(2);
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

    fn parts(&mut self, tap: PartsTap) -> &mut Self {
        self.does(Intent::Parts(tap))
    }

    fn tile(&mut self, id: &str) -> &mut Self {
        self.parts(PartsTap::Tile(id.to_owned()))
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for key in text.chars() {
            self.parts(PartsTap::Typed(key.to_string()));
        }
        self
    }

    /// Taps a part of the list beside the job.
    fn taps_part(&mut self, name: &str) -> &mut Self {
        let parts = self.model().parts;
        let part = parts.iter().find(|part| part.name == name);
        let id = part
            .unwrap_or_else(|| panic!("no {name} among {parts:?}"))
            .id
            .clone();
        self.does(Intent::Part { id })
    }

    /// The station stops and starts again: only what it kept is still known.
    fn restarts(&mut self) -> &mut Self {
        let bay = BayId::new("1");
        let kiosk = BayKiosk::new(bay, SignIn::default(), Language::Zh, self.floor.now);
        self.kiosk = kiosk.with_half_made(&self.kept);
        self
    }

    fn loses_the_link(&mut self) -> &mut Self {
        let since = self.floor.now;
        self.floor.link = LinkState::Offline { since };
        self
    }

    fn model(&self) -> BayModel {
        self.kiosk.present(&self.picture(), self.floor.now)
    }

    fn prompts(&self) -> Vec<String> {
        let prompts = self.model().prompts.into_iter();
        prompts.map(|prompt| prompt.text).collect()
    }

    /// The parts list beside the job: name and state.
    fn list(&self) -> Vec<(String, String)> {
        let parts = self.model().parts.into_iter();
        parts.map(|part| (part.name, part.state)).collect()
    }

    /// What was told about parts, in order, with who told it.
    fn said(&self) -> Vec<(String, PartsCommand)> {
        let taps = self.floor.taps.iter();
        taps.filter_map(|tap| match &tap.command.body {
            CommandBody::Parts { body, .. } => {
                let who = tap.command.actor.person()?;
                Some((who.to_string(), body.as_ref().clone()))
            }
            _ => None,
        })
        .collect()
    }

    fn last_said(&self) -> PartsCommand {
        self.said().pop().expect("something was said about parts").1
    }

    /// Asks for what the job expects.
    fn asks(&mut self) -> &mut Self {
        self.action("parts").parts(PartsTap::Send)
    }

    /// What was asked for is brought.
    fn is_brought(&mut self) -> &mut Self {
        for line in self.floor.waiting_lines(RO) {
            self.floor.brings(RO, line);
        }
        self
    }

    fn signs(&mut self) -> &mut Self {
        let prompts = self.model().prompts;
        let sign = prompts.iter().find(|prompt| prompt.id.starts_with("sign:"));
        let id = sign.unwrap_or_else(|| panic!("{prompts:?}")).id.clone();
        self.does(Intent::Prompt { id }).parts(PartsTap::Send)
    }

    /// Asked, brought and signed for.
    fn with_the_belt(language: Language) -> Self {
        let mut bay = Self::wang_works(language);
        bay.asks().is_brought().signs();
        bay
    }
}

fn asked(body: &PartsCommand) -> Vec<(String, u32)> {
    let PartsCommand::Ask { lines, .. } = body else {
        panic!("{body:?}");
    };
    let name = |wanted: &Wanted| match wanted {
        Wanted::Part { part } => part.to_string(),
        Wanted::Described { words, photos } => format!("{words} +{}", photos.len()),
    };
    let lines = lines.iter();
    lines
        .map(|line| (name(&line.wanted), line.quantity))
        .collect()
}

fn one(part: &str, quantity: u32) -> (String, u32) {
    (part.to_owned(), quantity)
}

#[test]
fn what_the_job_expects_is_asked_for_with_two_taps() {
    for (language, name, stock, asked_state) in [
        (Language::Zh, "正时皮带", "库存 3\nA-01-1", "已申请\n0 分"),
        (
            Language::En,
            "Timing belt",
            "3 in stock\nA-01-1",
            "Requested\n0 min",
        ),
    ] {
        let mut bay = Kiosk::wang_works(language);
        assert_eq!(bay.list(), [(name.to_owned(), stock.to_owned())]);
        bay.action("parts");
        let sheet = bay.model().sheet;
        assert_eq!(bay.model().page, PageShown::Parts);
        assert_eq!(
            (sheet.rows[0].name.as_str(), sheet.rows[0].quantity.as_str()),
            (name, "1")
        );
        assert!(sheet.rows[0].chosen);
        bay.parts(PartsTap::Send);
        assert_eq!(asked(&bay.last_said()), [one("24312-2B000", 1)]);
        assert_eq!(bay.model().page, PageShown::Running, "back at the job");
        assert_eq!(bay.list(), [(name.to_owned(), asked_state.to_owned())]);
        bay.action("parts");
        assert_eq!(bay.model().sheet.rows, [], "it is asked for already");
    }
}

#[test]
fn a_second_tap_of_the_same_finger_asks_once() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.asks().parts(PartsTap::Send);
    assert_eq!(bay.said().len(), 1);
}

#[test]
fn a_line_goes_through_its_states_before_the_technicians_eyes() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").tile("search").types("24410");
    bay.parts(PartsTap::Row("24410-2B001".to_owned()))
        .parts(PartsTap::Send);
    bay.parts(PartsTap::Send);
    let [belt, tensioner] = bay.floor.waiting_lines(RO)[..] else {
        panic!("two lines wait");
    };
    bay.floor.store(
        RO,
        PartsCommand::StartPicking {
            request: belt.request,
            seen: None,
        },
    );
    bay.floor.minutes(3);
    assert_eq!(bay.list()[0].1, "拣料中 · 3 分");
    bay.floor.orders(RO, tensioner, 26);
    bay.floor.brings(RO, belt);
    let state = |bay: &Kiosk, name: &str| {
        let list = bay.list();
        list.into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, state)| state)
    };
    assert_eq!(state(&bay, "正时皮带").as_deref(), Some("已送到\n点按签收"));
    assert_eq!(state(&bay, "张紧轮").as_deref(), Some("缺货\n周二 10:03"));
    bay.badge("BADGE-1001").signs();
    assert_eq!(state(&bay, "正时皮带").as_deref(), Some("已发料"));
}

#[test]
fn quantities_come_from_steps_and_from_the_keypad() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").parts(PartsTap::More("0".to_owned()));
    assert_eq!(bay.model().sheet.rows[0].quantity, "2");
    bay.parts(PartsTap::Number("0".to_owned()));
    assert_eq!(bay.model().page, PageShown::Count);
    bay.types("12").parts(PartsTap::Send);
    let row = bay.model().sheet.rows[0].clone();
    assert_eq!(row.quantity, "12");
    assert!(row.detail.contains("库存 3 · 将订货"), "{}", row.detail);
    bay.parts(PartsTap::Number("0".to_owned()))
        .types("0")
        .parts(PartsTap::Send);
    assert!(!bay.model().sheet.can_send, "nothing is wanted");
    bay.parts(PartsTap::Send);
    assert_eq!(bay.said(), []);
}

#[test]
fn a_part_is_found_by_number_by_name_and_by_the_first_letters_of_its_sound() {
    for typed in ["26300", "oil fil", "jylqq"] {
        let mut bay = Kiosk::wang_works(Language::Zh);
        bay.action("parts").tile("search").types(typed);
        let sheet = bay.model().sheet;
        assert_eq!(sheet.rows[0].name, "机油滤清器", "{typed}");
        assert!(sheet.rows[0].detail.ends_with("库存 8 · C-02-1"));
        let id = sheet.rows[0].id.clone();
        bay.parts(PartsTap::Row(id.clone()))
            .parts(PartsTap::Row(id));
        assert_eq!(bay.model().sheet.rows[0].quantity, "× 2");
        bay.parts(PartsTap::Send).parts(PartsTap::Send);
        assert_eq!(
            asked(&bay.last_said()),
            [one("24312-2B000", 1), one("26300-35505", 2)]
        );
    }
}

#[test]
fn a_category_lists_its_parts_without_a_key() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.action("parts").tile("categories");
    let model = bay.model();
    assert_eq!(model.page, PageShown::Question);
    let brakes = model.choices.iter().find(|choice| choice.title == "Brakes");
    bay.chooses(&brakes.expect("the pads are brakes").id.clone());
    assert_eq!(bay.model().page, PageShown::FindPart);
    assert_eq!(bay.model().sheet.rows[0].name, "Front brake pads");
    bay.does(Intent::Back);
    assert_eq!(bay.model().page, PageShown::Question, "one page back");
}

#[test]
fn a_scanned_label_goes_onto_the_list_from_any_page() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.badge("2630035505").badge("26300-35505");
    assert_eq!(bay.model().page, PageShown::Parts);
    bay.badge("X-UNKNOWN-7");
    bay.parts(PartsTap::Send);
    assert_eq!(
        asked(&bay.last_said()),
        [
            one("24312-2B000", 1),
            one("26300-35505", 2),
            one("X-UNKNOWN-7", 1)
        ]
    );
}

#[test]
fn an_unknown_code_beside_the_list_is_a_badge_until_somebody_says_that_it_is_a_part() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.badge("LABEL-77");
    let prompt = bay.model().prompts[0].clone();
    assert!(
        prompt.text.contains("LABEL-77 is not on the roster"),
        "{}",
        prompt.text
    );
    assert_eq!(prompt.action, "It is a part");
    bay.does(Intent::Prompt { id: prompt.id })
        .parts(PartsTap::Send);
    assert_eq!(asked(&bay.last_said()).last(), Some(&one("LABEL-77", 1)));
}

#[test]
fn a_part_without_a_number_is_described_with_chips_and_a_photo() {
    for (language, chips, words) in [
        (Language::Zh, ["水泵", "后", "软管"], "水泵后软管"),
        (Language::En, ["hose", "behind", "pump"], "hose behind pump"),
    ] {
        let mut bay = Kiosk::wang_works(language);
        bay.action("parts")
            .parts(PartsTap::Less("0".to_owned()))
            .tile("describe");
        assert_eq!(bay.model().page, PageShown::DescribePart);
        for chip in chips {
            assert!(bay.model().sheet.chips.iter().any(|known| known == chip));
            bay.parts(PartsTap::Typed(chip.to_owned()));
        }
        let (id, at) = (PhotoId::new("a1"), bay.floor.now);
        bay.photos.push(TakenPhoto { id, at });
        bay.does(Intent::Tick);
        assert!(bay.model().sheet.photos[0].chosen);
        bay.parts(PartsTap::Send).parts(PartsTap::Send);
        assert_eq!(asked(&bay.last_said()), [one(&format!("{words} +1"), 1)]);
    }
}

#[test]
fn a_half_made_request_outlasts_the_badge_the_next_person_and_a_restart() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").parts(PartsTap::More("0".to_owned()));
    bay.badge("BADGE-1002");
    assert!(
        !bay.prompts().iter().any(|text| text.contains("领料")),
        "it is not Li Qiang's"
    );
    bay.restarts().badge("BADGE-1001");
    let prompt = bay
        .model()
        .prompts
        .into_iter()
        .find(|prompt| prompt.id == "go-on-parts");
    let prompt = prompt.expect("it is offered");
    assert!(
        prompt.text.contains("京A·F6620 更换正时皮带"),
        "{}",
        prompt.text
    );
    bay.does(Intent::Prompt { id: prompt.id });
    assert_eq!(bay.model().sheet.rows[0].quantity, "2");
    bay.parts(PartsTap::Send);
    assert!(bay.kept.is_empty(), "nothing half made is left");
}

#[test]
fn a_request_that_says_nothing_new_leaves_nothing_behind() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").does(Intent::Back);
    assert_eq!(bay.model().page, PageShown::Running);
    assert!(bay.kept.is_empty());
    assert_eq!(bay.prompts(), [""; 0]);
}

#[test]
fn asking_and_holding_is_one_tap_and_the_last_part_brings_the_resume() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").parts(PartsTap::Second);
    let held = CommandBody::Hold {
        job: job(BELT),
        reason: HoldReason::Parts,
        note: String::new(),
    };
    assert!(bay.floor.taps.iter().any(|tap| tap.command.body == held));
    let shown = bay.model();
    assert_eq!(shown.page, PageShown::OnHold);
    assert_eq!(shown.stop.owner, "仓库");
    bay.does(Intent::SignOut).is_brought();
    assert_eq!(
        bay.prompts(),
        ["京A·F6620 配件已送到 1 项"],
        "although the job stands"
    );
    let id = bay.model().prompts[0].id.clone();
    bay.does(Intent::Prompt { id });
    assert_eq!(
        bay.model().page,
        PageShown::Parts,
        "nobody has to be signed in to see it"
    );
    bay.badge("BADGE-1002");
    let (who, what) = bay.said().pop().expect("signed");
    assert_eq!(who, LI, "whose badge was held to the reader has signed");
    assert!(matches!(what, PartsCommand::Receive { .. }));
    let shown = bay.model();
    assert_eq!(shown.page, PageShown::OnHold);
    assert!(shown.stop.cleared, "{:?}", shown.stop);
}

#[test]
fn without_anybody_signed_in_the_button_asks_who_signs() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.asks().is_brought().does(Intent::SignOut).signs();
    assert_eq!(bay.model().page, PageShown::People);
    bay.does(Intent::Face { id: person(WANG) });
    assert!(matches!(bay.last_said(), PartsCommand::Receive { .. }));
    assert_eq!(bay.list()[0].1, "已发料");
}

#[test]
fn what_has_not_come_is_tapped_off_and_not_signed_for() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.badge("26300-35505").parts(PartsTap::Send).is_brought();
    bay.taps_part("机油滤清器");
    let row = bay.model().sheet.rows[0].id.clone();
    bay.parts(PartsTap::Row(row));
    assert_eq!(bay.model().sheet.send, "签收 1 项");
    bay.parts(PartsTap::Send);
    let states: Vec<String> = bay.list().into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["已送到\n点按签收", "已发料"]);
}

#[test]
fn a_return_says_why_and_shows_until_the_store_has_it() {
    let mut bay = Kiosk::with_the_belt(Language::Zh);
    bay.taps_part("正时皮带")
        .chooses("return")
        .chooses("back-not-needed");
    let PartsCommand::OfferReturn {
        line,
        quantity,
        reason,
    } = bay.last_said()
    else {
        panic!("offered");
    };
    assert_eq!((quantity, reason), (1, ReturnReason::NotNeeded));
    assert_eq!(bay.list()[0].1, "退料中");
    let offer = bay
        .floor
        .taps
        .last()
        .map(|tap| tap.command.id)
        .expect("the offer");
    let to = Shelving::Shelf;
    bay.floor.store(
        RO,
        PartsCommand::TakeReturn {
            offer,
            quantity,
            to,
        },
    );
    let returned = bay.list();
    assert!(
        returned.iter().any(|(_, state)| state == "已退料"),
        "{returned:?} {line:?}"
    );
}

#[test]
fn of_several_it_is_asked_how_many_go_back() {
    let mut bay = Kiosk::wang_works(Language::En);
    bay.action("parts")
        .parts(PartsTap::More("0".to_owned()))
        .parts(PartsTap::Send);
    bay.is_brought().signs();
    bay.taps_part("Timing belt").chooses("return");
    assert_eq!(bay.model().page, PageShown::Count);
    bay.types("9");
    assert_eq!(bay.model().sheet.text, "", "nine were never issued");
    bay.types("1").parts(PartsTap::Send).chooses("back-faulty");
    assert!(matches!(
        bay.last_said(),
        PartsCommand::OfferReturn { quantity: 1, .. }
    ));
}

#[test]
fn an_exchange_names_the_right_part_by_search_scan_or_words() {
    for by in ["search", "scan", "words"] {
        let mut bay = Kiosk::with_the_belt(Language::Zh);
        bay.taps_part("正时皮带")
            .chooses("exchange")
            .chooses("back-wrong");
        assert_eq!(bay.model().page, PageShown::FindPart);
        match by {
            "search" => bay
                .types("zjl")
                .parts(PartsTap::Row("24410-2B001".to_owned())),
            "scan" => bay.badge("244102B001"),
            _ => {
                bay.tile("describe")
                    .parts(PartsTap::Typed("皮带".to_owned()));
                bay.parts(PartsTap::Send)
            }
        };
        let PartsCommand::AskExchange { reason, right, .. } = bay.last_said() else {
            panic!("{by}: an exchange");
        };
        assert_eq!(reason, ReturnReason::WrongPart);
        match right {
            Wanted::Part { part } => assert_eq!(part.as_str(), "24410-2B001"),
            Wanted::Described { words, .. } => assert_eq!((words.as_str(), by), ("皮带", "words")),
        }
        assert_eq!(bay.list()[0].1, "换料中");
        assert!(bay.kept.is_empty(), "{by}: {:?}", bay.kept);
    }
}

#[test]
fn what_is_not_wanted_any_more_is_cancelled() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.asks().taps_part("正时皮带").chooses("cancel");
    assert!(matches!(bay.last_said(), PartsCommand::Cancel { .. }));
    assert_eq!(bay.list()[0].1, "库存 3\nA-01-1", "it is expected again");
}

#[test]
fn a_request_can_be_taken_back_for_two_minutes() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.asks();
    assert!(
        bay.model().status.undo.starts_with("撤销领料申请"),
        "{}",
        bay.model().status.undo
    );
    bay.does(Intent::Undo);
    assert_eq!(bay.list()[0].1, "库存 3\nA-01-1");
    assert_eq!(bay.floor.waiting_lines(RO), []);
}

#[test]
fn without_a_link_everything_is_saved_and_says_so() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.loses_the_link().asks();
    assert!(matches!(
        bay.floor.taps.last().map(|tap| &tap.state),
        Some(TapState::Saved)
    ));
    assert_eq!(bay.list()[0].1, "已申请\n待发送");
    assert!(
        bay.model().status.text.contains("领料申请：已保存"),
        "{}",
        bay.model().status.text
    );
}

#[test]
fn finishing_asks_once_what_is_in_the_car() {
    let mut bay = Kiosk::with_the_belt(Language::Zh);
    bay.action("finish");
    let sheet = bay.model().sheet;
    assert_eq!(sheet.title, "用料确认");
    assert_eq!(sheet.rows[0].quantity, "1/1");
    bay.parts(PartsTap::Send);
    assert!(matches!(bay.last_said(), PartsCommand::Fit { .. }));
    assert_eq!(bay.model().page, PageShown::FinishConfirm);
    bay.does(Intent::ConfirmFinish);
    assert_eq!(bay.list(), []);
}

#[test]
fn finishing_is_never_blocked_by_parts() {
    let mut bay = Kiosk::with_the_belt(Language::Zh);
    bay.action("finish").parts(PartsTap::Second);
    assert_eq!(bay.model().page, PageShown::FinishConfirm);
    let mut without = Kiosk::wang_works(Language::Zh);
    without.action("finish");
    assert_eq!(
        without.model().page,
        PageShown::FinishConfirm,
        "nothing to ask"
    );
}

#[test]
fn old_parts_go_where_the_customer_wants_them_with_one_tap() {
    let mut bay = Kiosk::new(Language::Zh);
    bay.floor.customer_keeps_old_parts(RO, YesNo::Yes);
    bay.badge("BADGE-1001").does(Intent::Job {
        id: BELT.to_owned(),
    });
    bay.asks().is_brought().signs();
    bay.action("parts").tile("old");
    let sheet = bay.model().sheet;
    assert_eq!(sheet.send, "旧件：留给客户");
    assert!(sheet.fates[0].chosen);
    bay.parts(PartsTap::Send);
    let PartsCommand::RecordOldPart { fate, name, .. } = bay.last_said() else {
        panic!("recorded");
    };
    assert_eq!(
        (fate, name.as_str()),
        (OldPartFate::KeepForCustomer, "正时皮带")
    );
    assert_eq!(bay.model().sheet.rows[0].detail, "留给客户");
    assert_eq!(bay.model().sheet.send, "", "nothing is left to say");
}

#[test]
fn an_old_part_without_a_new_one_is_recorded_in_words() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").tile("old").tile("describe");
    bay.parts(PartsTap::Typed("卡扣".to_owned()))
        .parts(PartsTap::Send)
        .chooses("scrap");
    let PartsCommand::RecordOldPart {
        fate, name, part, ..
    } = bay.last_said()
    else {
        panic!("recorded");
    };
    assert_eq!(
        (fate, name.as_str(), part),
        (OldPartFate::Scrap, "卡扣", None)
    );
    assert_eq!(bay.model().sheet.rows[0].name, "卡扣");
}

#[test]
fn parts_tapped_by_nobody_ask_who_it_is_first() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.does(Intent::SignOut).action("parts");
    assert_eq!(bay.model().page, PageShown::People);
    bay.badge("BADGE-1002");
    assert_eq!(bay.model().page, PageShown::Parts);
    bay.parts(PartsTap::Send);
    assert_eq!(bay.said()[0].0, LI);
}

#[test]
fn what_a_colleague_has_asked_for_meanwhile_is_not_offered_again() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.action("parts").badge("BADGE-1002");
    bay.does(Intent::Job {
        id: BELT.to_owned(),
    });
    bay.asks().badge("BADGE-1001").action("parts");
    assert_eq!(
        bay.model().sheet.rows,
        [],
        "Li Qiang has asked for the belt"
    );
}

#[test]
fn who_brings_the_parts_does_not_sign_for_them() {
    let mut bay = Kiosk::wang_works(Language::Zh);
    bay.asks().is_brought();
    let id = bay.model().prompts[0].id.clone();
    bay.does(Intent::Prompt { id });
    let before = bay.said().len();
    bay.badge("BADGE-4001");
    assert_eq!(
        bay.said().len(),
        before,
        "Qian Yu's badge signs for nothing"
    );
}
