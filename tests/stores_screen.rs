//! The stores screen, told as what happens at it: who waits, who picks, what is submitted, what is shown.

#[path = "common/behind.rs"]
mod behind;
#[path = "common/floor.rs"]
mod floor;
#[path = "common/stores_desk.rs"]
mod stores_desk;

use baylight::domain::command::{Actor, CommandBody, Recognised};
use baylight::domain::ids::{BayId, PersonId, RoNumber};
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::parts::old_part::OldPartFate;
use baylight::domain::parts::request::{
    AskedLine, HandOver, LineKey, ParcelState, Purpose, Wanted,
};
use baylight::domain::parts::returns::Shelving;
use baylight::domain::person::Language;
use baylight::domain::stock::{CountReason, StockCommand};
use baylight::screen::stores::Intent;
use baylight::screen::stores::model::Tab;
use baylight::screen::tone::Tone;
use baylight::screen::words::slip as slip_words;
use baylight::screen::{Effect, Paper, Print};
use behind::at;
use floor::{BELT, WANG, ZHAO};
use stores_desk::{
    BRAKES_RO, BUSHING, COOLANT, Desk, ELANTRA, FILTER, GASKET, GU, PIN, PUMP, RIGHT_BUSHING,
    SERVICE_RO, SHEN, asked,
};

/// What the screen submitted last.
fn submitted(desk: &Desk) -> Vec<CommandBody> {
    let bodies = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Submit { body, .. } => Some(body.clone()),
        _ => None,
    });
    bodies.collect()
}

fn titles(desk: &Desk) -> Vec<String> {
    let cards = desk.model().cards.into_iter();
    cards.map(|card| card.title).collect()
}

fn words(line: AskedLine) -> Wanted {
    line.wanted
}

mod the_queue {
    use super::*;

    #[test]
    fn the_bay_that_stands_still_is_first_then_promise_then_age() {
        let mut desk = Desk::new(Language::Zh);
        // Promised 14:00, and 16:00.
        desk.asks(ZHAO, SERVICE_RO, "2", vec![asked(FILTER, 1)]);
        desk.at("09:05");
        desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        assert_eq!(
            titles(&desk),
            ["1 号工位 ･ 京A･F6620", "2 号工位 ･ 京A･D06213"]
        );
        desk.stands_still(ZHAO, "0418/1");
        desk.at("09:23");
        assert_eq!(
            titles(&desk),
            ["2 号工位 ･ 京A･D06213", "1 号工位 ･ 京A･F6620"]
        );
        let card = desk.card("2 号工位 ･ 京A･D06213");
        assert_eq!((card.age.as_str(), card.tone), ("18′ 停工", Tone::Late));
        assert_eq!(card.who, "赵敏");
        assert_eq!(desk.card("1 号工位 ･ 京A･F6620").age, "18′");
    }

    #[test]
    fn it_says_the_same_in_english() {
        let mut desk = Desk::new(Language::En);
        desk.wang_asks_for_a_pump();
        desk.stands_still(WANG, BELT);
        desk.at("09:18");
        let card = desk.card("Bay 1 ･ 京A･F6620");
        assert_eq!(card.age, "18′ stands");
        assert_eq!(card.detail, "Water pump ･ Pump gasket ･ Coolant 2 L × 2");
        let counts: Vec<String> = desk
            .model()
            .counts
            .into_iter()
            .map(|count| format!("{} {}", count.label, count.value))
            .collect();
        assert_eq!(counts, ["To pick 1", "Ready 0", "Backorder 0", "Low 2"]);
    }

    #[test]
    fn a_bay_that_has_just_come_to_stand_flashes_until_somebody_looks() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        assert!(!desk.model().lit, "nobody stands still");
        desk.stands_still(WANG, BELT);
        assert!(desk.model().lit && desk.model().cards[0].lit);
        desk.behind.now += chrono::TimeDelta::milliseconds(500);
        assert!(!desk.model().lit, "it blinks");
        desk.behind.now += chrono::TimeDelta::milliseconds(500);
        desk.opens(request);
        assert!(!desk.model().lit && !desk.model().cards[0].lit);
    }

    #[test]
    fn returns_exchanges_and_old_parts_stand_in_it_too() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        desk.returns(line, 1);
        desk.exchanges(line, words(asked(RIGHT_BUSHING, 1)));
        desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
        let back = desk.card("退料 ･ 2 号工位");
        assert_eq!(back.detail, "下摆臂衬套 × 1 ･ 多领");
        let swap = desk.card("换料 ･ 2 号工位");
        assert_eq!(
            swap.detail,
            "下摆臂衬套 × 1 ･ → 下摆臂衬套（右） ･ 型号不符"
        );
        assert_eq!(desk.card("旧件入库 ･ 1 号工位").detail, "离合器片 ･ 索赔件");
    }
}

mod picking {
    use super::*;

    #[test]
    fn lines_are_sorted_by_bin_and_say_what_will_be_left() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.shen_signs_in().opens(request);
        let lines = desk.model().task.lines;
        let shown: Vec<_> = lines
            .iter()
            .map(|line| {
                (
                    line.detail.as_str(),
                    line.stock.as_str(),
                    line.after.as_str(),
                    line.button.label.as_str(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("25100-2B700 ･ A-03-3 ･ ¥98", "库存 0 ↓", "", "缺货 ･ 订货"),
                (
                    "25124-2B000 ･ A-03-4 ･ ¥98",
                    "库存 7",
                    "拣后剩 6",
                    "点按拣料"
                ),
                (
                    "00232-19095 ･ C-01-1 ･ ¥98",
                    "库存 3 ↓",
                    "拣后剩 1",
                    "点按拣料"
                ),
            ]
        );
        assert_eq!(lines[2].stock_tone, Tone::Hold);
    }

    #[test]
    fn one_tap_picks_and_another_puts_it_back() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.shen_signs_in().opens(request);
        desk.taps_line("水泵密封垫");
        assert_eq!(desk.line("水泵密封垫").button.label, "已备好");
        assert_eq!(desk.line("水泵密封垫").stock, "库存 6");
        desk.secs(2).taps_line("水泵密封垫");
        assert_eq!(desk.line("水泵密封垫").button.label, "点按拣料");
        assert_eq!(desk.line("水泵密封垫").stock, "库存 7");
    }

    #[test]
    fn a_finger_that_bounces_picks_once() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.asks(
            WANG,
            ELANTRA,
            "1",
            vec![asked(FILTER, 1), asked(COOLANT, 1)],
        );
        desk.shen_signs_in().opens(request);
        let id = desk.line("机油滤清器").id;
        let picture = desk.picture();
        let now = desk.now;
        let tap = Intent::LineButton { id };
        let first = desk.stores.update(tap.clone(), &picture, now);
        let second = desk.stores.update(tap, &picture, now);
        assert_eq!((first.len(), second.len()), (1, 0));
    }

    #[test]
    fn a_line_that_nobody_wants_is_cancelled_and_a_second_finger_cancels_no_other() {
        let mut desk = Desk::new(Language::Zh);
        let lines = vec![asked(FILTER, 1), asked(COOLANT, 1), asked(GASKET, 1)];
        let request = desk.asks(WANG, ELANTRA, "1", lines);
        desk.shen_signs_in().opens(request);
        let id = desk.line("防冻冷却液 2 L").id;
        desk.does(Intent::Line { id }).taps("不要了");
        let lines = vec![LineKey { request, line: 2 }];
        assert_eq!(
            submitted(&desk),
            [CommandBody::Parts {
                ro: RoNumber::new(ELANTRA),
                body: Box::new(PartsCommand::Cancel { lines }),
            }]
        );
        assert_eq!(desk.line("防冻冷却液 2 L").button.label, "已取消");
        assert_eq!(desk.toast(), "防冻冷却液 2 L 不要了：已确认");
        desk.taps("不要了");
        assert!(submitted(&desk).is_empty(), "the finger bounced");
        desk.secs(2).taps("不要了").secs(2).taps("不要了");
        let cancel = desk.model().task.tools.into_iter();
        let mut cancel = cancel.filter(|tool| tool.label == "不要了");
        assert!(!cancel.next().unwrap().enabled, "nothing is left of it");
    }

    #[test]
    fn what_was_brought_and_not_signed_for_is_put_back() {
        let mut desk = Desk::new(Language::En);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        desk.shen_signs_in().opens(request);
        desk.taps("Pick all").taps("Deliver to bay 1");
        let button = desk.line("Oil filter").button;
        assert_eq!(
            (button.label.as_str(), button.hint.as_str(), button.enabled),
            ("At the bay", "tap to put back", true)
        );
        desk.taps_line("Oil filter");
        assert_eq!(desk.parts(ELANTRA).requests[0].lines[0].rest(), 1);
        assert_eq!(desk.line("Oil filter").button.label, "Tap to pick");
    }

    #[test]
    fn its_slip_is_printed_once_and_what_became_of_it_is_said() {
        let mut desk = Desk::new(Language::En);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        desk.opens(request).taps("Print slip");
        let print = Print {
            ro: RoNumber::new(ELANTRA),
            paper: Paper::Slip(request),
            language: Language::En,
        };
        assert_eq!(desk.effects, [Effect::Print(print.clone())]);
        assert_eq!(desk.toast(), "Printing…");
        desk.taps("Print slip");
        assert!(desk.effects.is_empty(), "it is under way");
        desk.does(Intent::Printed {
            said: slip_words::KEPT_ONLY,
        });
        assert_eq!(desk.toast(), "Saved as PDF; no printer is set");
        desk.taps("Print slip");
        assert_eq!(desk.effects, [Effect::Print(print)]);
    }

    #[test]
    fn all_that_is_there_is_picked_with_one_tap_and_brought_to_the_bay() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.shen_signs_in().opens(request);
        desk.taps("全部拣料");
        assert_eq!(submitted(&desk).len(), 2, "the pump is not there");
        desk.taps("发料到 1 号工位");
        let parts = desk.parts(ELANTRA);
        let brought = parts.requests[0]
            .lines
            .iter()
            .flat_map(|line| &line.parcels);
        let to = HandOver::Bay {
            bay: BayId::new("1"),
        };
        for parcel in brought {
            let handed = Some(to.clone());
            assert_eq!(parcel.state, ParcelState::Ready { handed });
        }
        assert_eq!(desk.line("水泵密封垫").button.label, "已送，待签收");
        assert_eq!(desk.line("水泵总成").button.label, "缺货 ･ 订货");
    }

    #[test]
    fn where_too_few_are_there_those_are_picked_and_the_rest_is_ordered() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(COOLANT, 5)]);
        desk.shen_signs_in().opens(request);
        assert_eq!(desk.line("防冻冷却液 2 L").button.label, "先拣 3");
        desk.taps_line("防冻冷却液 2 L");
        assert_eq!(desk.line("防冻冷却液 2 L").quantity, "3 / 5");
        desk.secs(1).taps_line("防冻冷却液 2 L");
        desk.chooses("本地经销商").chooses("+1 小时");
        desk.taps("订 2 件 ･ 10:05 到");
        let line = &desk.parts(ELANTRA).requests[0].lines[0];
        let order = line.backorder.as_ref().expect("it is ordered");
        assert_eq!((order.quantity, order.supplier.as_str()), (2, "本地经销商"));
        assert_eq!(order.eta, at("10:05"));
        assert_eq!(desk.line("防冻冷却液 2 L").button.label, "缺货 ･ 10:05 到");
        assert_eq!(desk.line("防冻冷却液 2 L").button.hint, "本地经销商");
    }

    #[test]
    fn fewer_are_picked_off_a_chosen_batch() {
        let mut desk = Desk::new(Language::En);
        desk.comes_in(COOLANT, 6, "261122");
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(COOLANT, 5)]);
        desk.shen_signs_in().opens(request);
        let id = desk.line("Coolant 2 L").id;
        desk.does(Intent::Line { id: id.clone() })
            .does(Intent::Line { id });
        desk.chooses("261122").types("2").taps("Pick 2");
        let line = &desk.parts(ELANTRA).requests[0].lines[0];
        assert_eq!(line.parcels[0].batch, "261122");
        assert_eq!(line.ready(), 2);
    }

    #[test]
    fn what_was_only_described_is_given_a_number_first() {
        let mut desk = Desk::new(Language::Zh);
        let described = AskedLine {
            wanted: Wanted::Described {
                words: "三元乙丙水管，弯的".to_owned(),
                photos: Vec::new(),
            },
            quantity: 1,
        };
        let request = desk.asks(WANG, ELANTRA, "1", vec![described]);
        desk.shen_signs_in().opens(request);
        assert_eq!(desk.line("“三元乙丙水管，弯的”").button.label, "选配件");
        desk.taps_line("“三元乙丙水管，弯的”");
        desk.types("26300").chooses("机油滤清器");
        assert_eq!(desk.line("机油滤清器").button.label, "点按拣料");
        assert!(desk.line("机油滤清器").note.contains("替代"));
    }

    #[test]
    fn nobody_signed_in_is_asked_who_it_is_and_the_tap_goes_on() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.opens(request).taps_line("水泵密封垫");
        assert!(desk.model().asking);
        assert!(submitted(&desk).is_empty());
        desk.shen_signs_in();
        assert_eq!(submitted(&desk).len(), 1);
        assert!(!desk.model().asking);
    }

    #[test]
    fn a_technician_may_not_pick_and_is_told_so() {
        let mut desk = Desk::new(Language::En);
        let request = desk.wang_asks_for_a_pump();
        desk.scans("BADGE-1001").opens(request);
        desk.taps_line("Pump gasket");
        assert!(desk.model().asking);
        assert!(desk.parts(ELANTRA).requests[0].lines[1].parcels.is_empty());
    }
}

mod two_storekeepers {
    use super::*;

    #[test]
    fn the_second_is_told_by_whom_it_is_picked_and_may_take_over() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.says(
            GU,
            ELANTRA,
            PartsCommand::StartPicking {
                request,
                seen: None,
            },
        );
        desk.at("09:04");
        desk.shen_signs_in().opens(request);
        assert_eq!(desk.model().task.facts[0].text, "顾月 自 09:00 起在拣");
        desk.taps_line("水泵密封垫");
        assert_eq!(
            desk.toast(),
            "拣料 水泵密封垫 × 1：顾月 已于 09:00 开始拣料，请选其他申请，或确认接手"
        );
        desk.secs(2).taps("接手");
        desk.secs(2).taps_line("水泵密封垫");
        assert_eq!(desk.line("水泵密封垫").button.label, "已备好");
        let by = desk.parts(ELANTRA).requests[0].picking.clone();
        assert_eq!(by.unwrap().by, Some(PersonId::new(SHEN)));
    }

    #[test]
    fn who_taps_what_a_colleague_has_picked_meanwhile_is_told_when() {
        let mut desk = Desk::new(Language::En);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        desk.shen_signs_in().opens(request);
        desk.loses_the_link();
        desk.taps_line("Oil filter");
        assert_eq!(
            desk.line("Oil filter").button.hint,
            "saved, not yet accepted"
        );
        let line = LineKey { request, line: 1 };
        let pick = PartsCommand::Pick {
            line,
            quantity: 1,
            batch: None,
        };
        desk.says(GU, ELANTRA, pick);
        desk.at("09:10");
        desk.has_the_link_again();
        assert_eq!(
            desk.toast(),
            "Pick Oil filter × 1: 顾月 picked this already at 09:00; nothing is left to pick"
        );
    }
}

mod the_counter {
    use super::*;

    #[test]
    fn a_technician_takes_it_at_the_counter_with_a_badge() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 2)]);
        desk.shen_signs_in().opens(request);
        desk.taps("全部拣料").taps("柜台发料");
        let first = &desk.model().sheet.sections[0].choices[0];
        assert_eq!(first.title, "王磊", "who asked comes first");
        desk.scans("BADGE-1003");
        assert_eq!(desk.on_hand(FILTER), 18);
        let line = &desk.parts(ELANTRA).requests[0].lines[0];
        let to = Some(PersonId::new(ZHAO));
        let at = desk.now;
        assert_eq!(line.parcels[0].state, ParcelState::Issued { to, at });
        assert!(desk.model().cards.is_empty(), "nobody waits any more");
    }

    #[test]
    fn or_by_a_tap_on_the_name() {
        let mut desk = Desk::new(Language::En);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        desk.shen_signs_in().opens(request);
        desk.taps("Pick all")
            .taps("Issue at counter")
            .chooses("王磊");
        assert_eq!(desk.on_hand(FILTER), 19);
        assert_eq!(desk.toast(), "Issue to 王磊: accepted");
    }
}

mod what_comes_back {
    use super::*;

    #[test]
    fn fewer_than_said_go_back_on_the_shelf() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        assert_eq!(desk.on_hand(BUSHING), 2);
        desk.returns(line, 2);
        desk.shen_signs_in().opens_the_first();
        desk.taps("− 1").taps("退料入库 × 1");
        assert_eq!(desk.on_hand(BUSHING), 3);
        let taken = desk.parts(SERVICE_RO).returns[0].taken.clone().unwrap();
        assert_eq!((taken.quantity, taken.to), (1, Shelving::Shelf));
    }

    #[test]
    fn a_wrong_part_is_exchanged_in_one_movement() {
        let mut desk = Desk::new(Language::En);
        let line = desk.zhao_has_bushings();
        desk.exchanges(line, words(asked(RIGHT_BUSHING, 1)));
        desk.shen_signs_in().opens_the_first();
        let right = desk.line("Lower arm bushing, right");
        assert_eq!(
            (right.stock.as_str(), right.button.label.as_str()),
            ("stock 2", "goes out")
        );
        desk.taps("Exchange, wrong one to shelf");
        assert_eq!((desk.on_hand(BUSHING), desk.on_hand(RIGHT_BUSHING)), (3, 1));
    }

    #[test]
    fn where_the_right_part_was_only_described_it_is_chosen_first() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        let right = Wanted::Described {
            words: "右边的".to_owned(),
            photos: Vec::new(),
        };
        desk.exchanges(line, right);
        desk.shen_signs_in().opens_the_first();
        desk.taps("换料，错件报废")
            .types("2H100")
            .chooses("下摆臂衬套（右）")
            .shen_enters_the_pin();
        assert_eq!((desk.on_hand(BUSHING), desk.on_hand(RIGHT_BUSHING)), (2, 1));
    }

    #[test]
    fn one_part_that_was_said_to_come_back_and_did_not_is_closed() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        desk.returns(line, 1);
        desk.shen_signs_in().opens_the_first();
        desk.taps("− 1");
        let task = desk.model().task;
        assert!(!task.tools[0].enabled, "fewer than none");
        assert!(!task.actions[1].enabled, "nothing is there to scrap");
        desk.taps("+ 1").taps("− 1").taps("没有退回");
        assert_eq!(desk.on_hand(BUSHING), 2);
        let taken = desk.parts(SERVICE_RO).returns[0].taken.clone().unwrap();
        assert_eq!((taken.quantity, taken.to), (0, Shelving::Shelf));
        assert_eq!(desk.toast(), "京A･D06213 没有退回：已确认");
    }

    #[test]
    fn the_wrong_part_is_taken_back_and_the_right_one_follows() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        desk.exchanges(line, words(asked(RIGHT_BUSHING, 1)));
        desk.shen_signs_in().opens_the_first();
        desk.taps("只收错件，正件另发");
        assert_eq!((desk.on_hand(BUSHING), desk.on_hand(RIGHT_BUSHING)), (3, 2));
        let parts = desk.parts(SERVICE_RO);
        assert!(!parts.returns[0].is_open());
        let follows = parts.requests[0].lines.last().unwrap();
        assert_eq!(follows.wanted, words(asked(RIGHT_BUSHING, 1)));
        assert_eq!(follows.rest(), 1);
    }

    #[test]
    fn an_exchange_that_nobody_brought_is_closed() {
        let mut desk = Desk::new(Language::En);
        let line = desk.zhao_has_bushings();
        desk.exchanges(line, words(asked(RIGHT_BUSHING, 1)));
        desk.shen_signs_in().opens_the_first();
        desk.taps("Nothing came");
        let taken = desk.parts(SERVICE_RO).returns[0].taken.clone().unwrap();
        assert_eq!(taken.quantity, 0);
        assert_eq!((desk.on_hand(BUSHING), desk.on_hand(RIGHT_BUSHING)), (2, 2));
    }

    #[test]
    fn what_comes_back_is_scrapped_with_a_pin() {
        let mut desk = Desk::new(Language::Zh);
        let line = desk.zhao_has_bushings();
        desk.returns(line, 1);
        desk.shen_signs_in().opens_the_first();
        desk.taps("报废 × 1");
        assert!(desk.model().pin.is_some());
        assert!(desk.parts(SERVICE_RO).returns[0].is_open());
        desk.shen_enters_the_pin();
        let taken = desk.parts(SERVICE_RO).returns[0].taken.clone().unwrap();
        assert_eq!((taken.quantity, taken.to), (1, Shelving::Scrap));
    }

    #[test]
    fn the_wrong_part_of_an_exchange_is_scrapped_with_a_pin() {
        let mut desk = Desk::new(Language::En);
        let line = desk.zhao_has_bushings();
        desk.exchanges(line, words(asked(RIGHT_BUSHING, 1)));
        desk.shen_signs_in().opens_the_first();
        desk.taps("Exchange, scrap it");
        assert!(desk.model().pin.is_some());
        assert_eq!(desk.on_hand(RIGHT_BUSHING), 2);
        desk.shen_enters_the_pin();
        assert_eq!((desk.on_hand(BUSHING), desk.on_hand(RIGHT_BUSHING)), (2, 1));
    }

    #[test]
    fn an_old_part_that_is_not_there_is_closed() {
        let mut desk = Desk::new(Language::En);
        desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
        desk.shen_signs_in().opens_the_first();
        desk.taps("There is none");
        let old = desk.parts(ELANTRA).old_parts[0].clone();
        assert!(!old.is_open() && old.voided.is_some() && old.shelved.is_none());
    }

    #[test]
    fn the_tag_of_an_old_part_is_printed() {
        let mut desk = Desk::new(Language::En);
        let old = desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
        desk.opens_the_first().taps("Print tag");
        let print = Print {
            ro: RoNumber::new(ELANTRA),
            paper: Paper::OldPartTag(old),
            language: Language::En,
        };
        assert_eq!(desk.effects, [Effect::Print(print)]);
    }

    #[test]
    fn an_old_part_is_placed_with_one_tap() {
        let mut desk = Desk::new(Language::Zh);
        desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
        desk.shen_signs_in().opens_the_first();
        let first = desk.model().task.actions[0].clone();
        assert!(first.main);
        assert_eq!(first.label, "索赔件货架");
        desk.taps("索赔件货架");
        let place = desk.parts(ELANTRA).old_parts[0].shelved.clone().unwrap();
        assert_eq!(place.place, "索赔件货架");
    }
}

mod the_scanner {
    use super::*;

    #[test]
    fn a_part_picks_one_of_its_line_and_again_one_more() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.asks(
            WANG,
            ELANTRA,
            "1",
            vec![asked(COOLANT, 2), asked(FILTER, 1)],
        );
        desk.shen_signs_in().opens(request);
        desk.scans("0023219095");
        assert_eq!(desk.line("防冻冷却液 2 L").quantity, "1 / 2");
        desk.scans(COOLANT);
        assert_eq!(desk.line("防冻冷却液 2 L").button.label, "已备好");
    }

    #[test]
    fn the_code_of_a_slip_opens_its_request_whatever_signs_the_reader_leaves_out() {
        let mut desk = Desk::new(Language::Zh);
        desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        let second = desk.asks(WANG, ELANTRA, "1", vec![asked(COOLANT, 1)]);
        let code = format!("BL1:P:{ELANTRA}:{second}");
        for code in [code.clone(), code.replace([':', '-'], "")] {
            desk.tab(Tab::Low).scans(&code);
            assert_eq!(desk.model().task.id, format!("request:{second}"));
        }
        let old = desk.takes_out("离合器片", "Clutch disc", OldPartFate::Warranty);
        desk.scans(&format!("BL1:O:{ELANTRA}:{old}"));
        assert_eq!(desk.model().task.id, format!("old:{old}"));
        desk.tab(Tab::Low).scans(ELANTRA);
        assert_eq!(desk.model().task.title, "更换正时皮带");
    }

    #[test]
    fn a_part_that_nobody_asked_for_opens_its_page() {
        let mut desk = Desk::new(Language::En);
        desk.scans(FILTER);
        assert_eq!(desk.model().task.title, "Oil filter");
        desk.scans("NO-SUCH-THING");
        assert_eq!(
            desk.toast(),
            "This is no badge, part or order that the store knows; check the code"
        );
    }

    #[test]
    fn a_wedge_that_types_while_somebody_searches_leaves_no_letters() {
        let mut desk = Desk::new(Language::Zh);
        desk.tab(Tab::Stock).types("jy");
        let mut when = desk.now;
        for key in FILTER.chars().map(String::from).chain(["\n".to_owned()]) {
            when += chrono::TimeDelta::milliseconds(10);
            desk.does(Intent::Key {
                text: key,
                at: when,
            });
        }
        assert_eq!(desk.model().search.text, "jy");
        assert_eq!(desk.model().task.id, FILTER);
    }

    #[test]
    fn the_store_is_kept_with_a_scanner_alone() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.asks(WANG, ELANTRA, "1", vec![asked(FILTER, 1)]);
        desk.scans("BADGE-6001");
        desk.scans(&format!("BL1:P:{ELANTRA}:{request}"));
        desk.scans(FILTER);
        // All of it lies ready: the next badge of a technician takes it at the counter.
        desk.scans("BADGE-1001");
        assert_eq!(desk.on_hand(FILTER), 19);
        assert_eq!(desk.model().actor.text, "沈伟", "the storekeeper stays");
    }
}

mod booked_cars {
    use super::*;

    #[test]
    fn their_parts_are_asked_for_and_picked_with_one_tap() {
        let mut desk = Desk::new(Language::Zh);
        desk.tab(Tab::Ahead);
        let card = desk.card("京P･33M09 ･ 更换前刹车片");
        assert_eq!(card.detail, "正时皮带");
        desk.shen_signs_in().does(Intent::Card { id: card.id });
        desk.taps("预先检料").secs(1);
        let parts = desk.parts(BRAKES_RO);
        assert_eq!(parts.requests[0].purpose, Purpose::Ahead);
        assert_eq!(parts.requests[0].lines[0].ready(), 1);
        assert_eq!(desk.line("正时皮带").button.label, "已备好");
        desk.tab(Tab::Queue);
        assert!(desk.model().cards.is_empty(), "no bay waits for it yet");
    }
}

mod stock {
    use super::*;

    #[test]
    fn goods_that_come_in_are_offered_to_who_waits_first() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.shen_signs_in().opens(request);
        desk.taps_line("水泵总成").taps("到货入库");
        desk.types("3").taps("入库 3 件");
        assert_eq!(desk.on_hand(PUMP), 3);
        let sheet = desk.model().sheet;
        assert_eq!(sheet.title, "有人在等");
        desk.chooses("京A･F6620");
        assert_eq!(desk.line("水泵总成").button.label, "点按拣料");
    }

    #[test]
    fn a_difference_is_booked_with_a_reason_and_a_pin() {
        let mut desk = Desk::new(Language::Zh);
        desk.shen_signs_in().scans(GASKET);
        desk.taps("盘点").types("5");
        let sheet = desk.model().sheet;
        assert_eq!(sheet.number_note.text, "差异 -2");
        assert!(!sheet.actions[0].enabled, "why?");
        desk.chooses("破损").taps("确认盘点");
        assert!(desk.model().pin.is_some());
        assert_eq!(desk.on_hand(GASKET), 7);
        desk.does(Intent::PinEntered {
            pin: PIN.to_owned(),
        });
        assert_eq!(desk.on_hand(GASKET), 5);
        let last = desk.taps.last().expect("a tap").command.clone();
        let by = Recognised::Pin;
        let id = PersonId::new(SHEN);
        assert_eq!(last.actor, Actor::Person { id, by });
        let CommandBody::Stock { body, .. } = &last.body else {
            panic!("a count");
        };
        let reason = Some(CountReason::Damaged);
        assert_eq!(
            *body,
            StockCommand::Count {
                bin: "A-03-4".to_owned(),
                counted: 5,
                seen: 7,
                reason,
            }
        );
    }

    #[test]
    fn what_is_below_its_threshold_is_listed_the_scarcest_first() {
        let mut desk = Desk::new(Language::En);
        desk.tab(Tab::Low);
        assert_eq!(titles(&desk), ["Water pump", "Coolant 2 L"]);
        assert_eq!(desk.card("Water pump").who, "threshold 1");
    }

    #[test]
    fn parts_are_found_by_the_initials_of_their_names() {
        let mut desk = Desk::new(Language::Zh);
        desk.tab(Tab::Stock);
        assert!(desk.model().search.typing, "the keyboard is there");
        desk.types("jylqq");
        assert_eq!(titles(&desk), ["机油滤清器"]);
    }

    #[test]
    fn what_is_out_and_not_fitted_is_seen_and_written_off_with_a_pin() {
        let mut desk = Desk::new(Language::Zh);
        desk.zhao_has_bushings();
        desk.at("13:30");
        desk.shen_signs_in().tab(Tab::Out).opens_the_first();
        let card = desk.card("下摆臂衬套 × 2");
        assert_eq!((card.who.as_str(), card.tone), ("赵敏", Tone::Hold));
        desk.taps("报损")
            .types("1")
            .chooses("破损")
            .taps("报损 1 件");
        desk.does(Intent::PinEntered {
            pin: PIN.to_owned(),
        });
        let order = &desk.workshop.orders[&RoNumber::new(SERVICE_RO)];
        assert_eq!(order.parts.requests[0].lines[0].written_off, 1);
    }
}

mod offline {
    use super::*;

    #[test]
    fn picking_goes_on_and_says_that_it_is_only_saved() {
        let mut desk = Desk::new(Language::Zh);
        let request = desk.wang_asks_for_a_pump();
        desk.shen_signs_in().opens(request);
        desk.loses_the_link();
        desk.taps_line("水泵密封垫");
        assert_eq!(desk.line("水泵密封垫").button.label, "已备好");
        assert_eq!(desk.line("水泵密封垫").button.hint, "已保存，待确认");
        assert_eq!(desk.model().link.tone, Tone::Late);
        desk.has_the_link_again();
        assert_eq!(desk.line("水泵密封垫").button.hint, "");
        assert_eq!(desk.toast(), "拣料 水泵密封垫 × 1：已确认");
    }

    #[test]
    fn after_a_while_nobody_is_signed_in() {
        let mut desk = Desk::new(Language::Zh);
        desk.shen_signs_in();
        assert_eq!(desk.model().actor.text, "沈伟");
        desk.secs(301);
        assert_eq!(desk.model().actor.text, "登录");
    }
}

mod tools {
    use super::*;
    use baylight::domain::command::Actor;
    use baylight::domain::tool::Tool;

    fn with_a_puller(language: Language) -> Desk {
        let mut desk = Desk::new(language);
        let tool = Tool {
            id: "G-017".into(),
            name: "正时皮带专用工具".to_owned(),
            english_name: "Timing belt tool".to_owned(),
            category: String::new(),
            place: "工具柜 3".to_owned(),
            calibrated_until: None,
            maintained_until: None,
        };
        desk.happens(Actor::System, CommandBody::ListTool { tool });
        desk
    }

    fn holder(desk: &Desk) -> Option<PersonId> {
        let views = desk.views();
        let row = views.tools.find(&"G-017".into()).expect("the tool");
        row.file.standing().holder.map(|holder| holder.person)
    }

    #[test]
    fn a_tool_is_lent_and_returned_by_scans_alone() {
        let mut desk = with_a_puller(Language::Zh);
        desk.scans("BADGE-6001").scans("G-017");
        assert_eq!(desk.model().task.title, "正时皮带专用工具");
        desk.scans("BADGE-1001");
        assert_eq!(holder(&desk), Some(PersonId::new(WANG)));
        assert_eq!(desk.model().cards[0].who, "王磊");
        assert_eq!(desk.model().actor.text, "沈伟", "the storekeeper stays");
        desk.secs(2).scans("BL1:T:G-017");
        assert_eq!(holder(&desk), None);
    }

    #[test]
    fn or_by_finger_and_one_that_is_late_is_red() {
        let mut desk = with_a_puller(Language::En);
        desk.shen_signs_in().tab(Tab::Tools).opens_the_first();
        desk.taps("Lend it").chooses("王磊");
        assert_eq!(holder(&desk), Some(PersonId::new(WANG)));
        desk.behind.now += chrono::TimeDelta::hours(20);
        assert_eq!(desk.model().cards[0].tone, Tone::Late);
        desk.shen_signs_in().taps("Back, damaged").chooses("Bent");
        assert_eq!(holder(&desk), None);
        assert_eq!(desk.model().cards[0].tone, Tone::Hold);
    }
}
