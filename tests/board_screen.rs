//! The repair-status board: what it shows of a workshop's day, told with named people through the real rules.

#[path = "common/back.rs"]
mod back;
#[path = "common/board_floor.rs"]
mod board_floor;

use back::back;
use baylight::domain::andon::AndonKind;
use baylight::domain::car::CarStep;
use baylight::domain::command::CommandBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::RoNumber;
use baylight::domain::order::{BusinessCategory, YesNo};
use baylight::domain::person::Language;
use baylight::domain::quality::command::{QualityCommand, ReworkReason};
use baylight::projection::picture::{LinkState, Picture};
use baylight::screen::board::model::{BoardModel, BoardState};
use baylight::screen::board::{Board, Intent};
use baylight::screen::floor::chip::{ChipKind, FloorChip, Pulse};
use baylight::screen::floor::rows::{FloorRow, board_least_chip};
use baylight::screen::floor::stack::{drawn, stack};
use baylight::screen::tone::Theme;
use baylight::screen::tone::Tone;
use board_floor::checks::{Checked, quality};
use board_floor::{Floor, at, sample_morning};
use chrono::TimeDelta;
use proptest::prelude::*;

fn board(floor: &Floor, language: Language) -> BoardModel {
    Board::new(language, Theme::Dark, floor.now).present(&floor.picture(), floor.now)
}

fn row<'a>(model: &'a BoardModel, bay: &str) -> &'a FloorRow {
    model
        .rows
        .iter()
        .find(|row| row.id == bay)
        .unwrap_or_else(|| panic!("bay {bay} is not shown"))
}

fn ids(model: &BoardModel) -> Vec<&str> {
    model.rows.iter().map(|row| row.id.as_str()).collect()
}

/// Zhao Min's water pump on bay 2 waits for parts since 10:24, and cannot be done by 12:10.
fn water_pump() -> Floor {
    let mut floor = Floor::new(3);
    floor.simple_car("R1", "京P33M09", "12:10", 2.2);
    floor
        .at("09:00")
        .dispatch("R1/1", 2, "zhao", "09:00", "10:48");
    floor.clock_on("zhao", "R1/1", 2);
    floor.at("10:24").hold("zhao", "R1/1", HoldReason::Parts);
    floor.at("10:42");
    floor
}

#[test]
fn a_car_that_waits_for_parts_is_warned_about_with_cause_and_owner_in_both_languages() {
    let floor = water_pump();
    let model = board(&floor, Language::Zh);
    assert_eq!(
        model.warning.text,
        "京P･33M09 预计 13:12 完工，晚于承诺 12:10 — 等配件（仓库）"
    );
    assert_eq!(model.warning.tone, Tone::Risk);
    let model = board(&floor, Language::En);
    assert_eq!(
        model.warning.text,
        "京P･33M09 due 12:10, expected 13:12: waiting for parts (parts store)"
    );
}

#[test]
fn a_held_job_says_why_it_stands_and_for_how_long() {
    let floor = water_pump();
    let model = board(&floor, Language::Zh);
    let chip = &row(&model, "2").chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.age.as_str(), chip.tone),
        ("等件", "18′", Tone::Hold)
    );
    assert_eq!(
        (chip.kind, chip.detail.as_str()),
        (ChipKind::Actual, "1:24/2.2h")
    );
    assert_eq!(chip.promise_tone, Tone::Risk);
    let english = board(&floor, Language::En);
    let chip = &row(&english, "2").chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.word_short.as_str()),
        ("Waits for parts", "Parts")
    );
    assert_eq!(
        (chip.work.as_str(), chip.work_short.as_str()),
        ("Replace water pump", "Water pump")
    );
}

#[test]
fn an_overdue_car_says_so_and_by_how_much_whatever_else_it_is() {
    let mut floor = water_pump();
    floor.at("12:32");
    let model = board(&floor, Language::Zh);
    let chip = &row(&model, "2").chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.age.as_str(), chip.tone),
        ("超时", "22′", Tone::Late)
    );
    assert_eq!(chip.detail, "等件 2 h 08′");
    assert!(
        model
            .warning
            .text
            .starts_with("京P･33M09 承诺 12:10，已超时 22′"),
        "{}",
        model.warning.text
    );
    let english = board(&floor, Language::En);
    assert!(
        english
            .warning
            .text
            .starts_with("京P･33M09 was due 12:10, 22′ overdue, expected 14:18"),
        "{}",
        english.warning.text
    );
}

#[test]
fn a_running_job_shows_what_is_clocked_of_its_standard_hours() {
    let table = [
        ("09:30", "在修", "", Tone::Working, "0:30/2.0h", 0.25),
        ("10:12", "在修", "60%", Tone::Working, "1:12/2.0h", 0.6),
        ("10:50", "在修", "91%", Tone::Risk, "1:50/2.0h", 0.91),
        ("11:06", "超工时", "105%", Tone::Risk, "2:06/2.0h", 1.0),
    ];
    let mut floor = Floor::new(1);
    floor.car(
        "R1",
        "京AF6620",
        "17:00",
        &[("更换正时皮带", "Replace timing belt", 2.0)],
    );
    floor
        .at("09:00")
        .dispatch("R1/1", 1, "wang", "09:00", "11:00");
    floor.clock_on("wang", "R1/1", 1);
    for (clock, word, age, tone, detail, progress) in table {
        floor.at(clock);
        let model = board(&floor, Language::Zh);
        let chip = &row(&model, "1").chips[0];
        let said = (
            chip.word.as_str(),
            chip.age.as_str(),
            chip.tone,
            chip.detail.as_str(),
        );
        assert_eq!(said, (word, age, tone, detail), "at {clock}");
        assert!(
            (chip.progress - progress).abs() < 0.001,
            "at {clock}: {}",
            chip.progress
        );
    }
    assert_eq!(row(&board(&floor, Language::Zh), "1").crew, "王磊·机修");
    assert_eq!(row(&board(&floor, Language::En), "1").crew, "王磊, Mech.");
}

#[test]
fn a_silent_bay_is_grey_and_never_green() {
    let mut floor = Floor::new(2);
    floor.simple_car("R1", "京J6T503", "17:00", 2.0);
    floor
        .at("09:00")
        .dispatch("R1/1", 1, "wang", "09:00", "11:00");
    floor.clock_on("wang", "R1/1", 1);
    floor.at("10:42").silence(1, "10:38");
    let model = board(&floor, Language::Zh);
    let bay = row(&model, "1");
    assert_eq!(
        (bay.pulse, bay.note.as_str()),
        (Pulse::Silent, "离线 4 分钟")
    );
    let chip = &bay.chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.detail.as_str()),
        ("在修?", "最后 10:38")
    );
    assert_eq!(chip.tone, Tone::Wait);
    assert_eq!(row(&model, "2").pulse, Pulse::Live);
    let english = board(&floor, Language::En);
    let bay = row(&english, "1");
    assert_eq!(
        (bay.note.as_str(), bay.chips[0].word.as_str()),
        ("offline 4 min", "In repair?")
    );
}

#[test]
fn a_board_without_a_link_is_grey_all_over_and_says_since_when_and_how_old() {
    let mut floor = sample_morning(12);
    floor.cut_link("10:38");
    let model = board(&floor, Language::Zh);
    assert!(model.rows.iter().all(|row| row.pulse == Pulse::Silent));
    let chips = || model.rows.iter().flat_map(|row| &row.chips);
    assert!(chips().count() > 0);
    assert!(
        chips().all(|chip| chip.tone == Tone::Wait),
        "a stale board shows a live colour"
    );
    assert_eq!(model.link.text, "10:38 起离线·数据 4′ 前");
    assert_eq!(model.link.tone, Tone::Late);
    assert_eq!(model.warnings[0].text, "看板离线，显示的是 10:38 的情况");
    assert_eq!(
        model.warning, model.warnings[0],
        "a doubt about everything has no turns"
    );
    let english = board(&floor, Language::En);
    assert_eq!(english.link.text, "Offline since 10:38, data 4′ old");
    assert_eq!(english.link.short, "Offline 10:38");
}

#[test]
fn before_the_first_contact_the_board_says_that_it_has_none() {
    let picture = Picture::empty(at("08:00"));
    let board = Board::new(Language::En, Theme::Dark, at("08:00"));
    let model = board.present(&picture, at("08:05"));
    assert_eq!(model.state, BoardState::NoBays);
    assert_eq!(model.words.no_bays, "Not connected yet");
    assert_eq!(model.link.text, "Not connected yet");
    assert!(
        !model.warning.text.is_empty(),
        "a board that knows nothing must not look calm"
    );
}

#[test]
fn a_site_without_bays_and_one_without_cars_say_so() {
    let none = board(&Floor::new(0), Language::Zh);
    assert_eq!(
        (none.state, none.words.no_bays.as_str()),
        (BoardState::NoBays, "还没有工位")
    );
    let empty = board(&Floor::new(3), Language::Zh);
    assert_eq!((empty.state, empty.rows.len()), (BoardState::NoCars, 3));
    assert!(empty.warnings.is_empty() && empty.calls.is_empty());
}

#[test]
fn bays_are_paged_evenly_and_a_single_page_has_no_countdown() {
    let table: [(usize, &[usize]); 6] = [
        (1, &[1]),
        (8, &[8]),
        (9, &[5, 4]),
        (12, &[6, 6]),
        (17, &[6, 6, 5]),
        (40, &[8, 8, 8, 8, 8]),
    ];
    for (bays, pages) in table {
        let mut floor = Floor::new(bays);
        let mut board = Board::new(Language::Zh, Theme::Dark, floor.now);
        board.update(Intent::Tick, &floor.picture(), floor.now);
        let mut seen = Vec::new();
        for (page, rows) in pages.iter().enumerate() {
            let model = board.present(&floor.picture(), floor.now);
            assert_eq!(model.rows.len(), *rows, "{bays} bays, page {page}");
            if pages.len() == 1 {
                assert_eq!((model.page.as_str(), model.page_left), ("", -1.0));
            } else {
                assert_eq!(model.page, format!("{} / {}", page + 1, pages.len()));
                assert!((model.page_left - 1.0).abs() < 0.001);
            }
            seen.extend(model.rows.iter().map(|row| row.id.clone()));
            floor.now += TimeDelta::seconds(10);
            board.update(Intent::Tick, &floor.picture(), floor.now);
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), bays, "every bay has its turn");
        let first = board.present(&floor.picture(), floor.now);
        assert_eq!(first.rows[0].id, "1", "after the last page comes the first");
    }
}

#[test]
fn the_countdown_runs_down_and_a_tap_turns_the_page() {
    let floor = Floor::new(9);
    let picture = floor.picture();
    let mut board = Board::new(Language::Zh, Theme::Dark, floor.now);
    board.update(Intent::Tick, &picture, floor.now);
    let later = floor.now + TimeDelta::seconds(4);
    board.update(Intent::Tick, &picture, later);
    let model = board.present(&picture, later);
    assert!((model.page_left - 0.6).abs() < 0.001, "{}", model.page_left);
    board.update(Intent::NextPage, &picture, later);
    let model = board.present(&picture, later);
    assert_eq!((model.page.as_str(), model.page_left), ("2 / 2", 1.0));
}

#[test]
fn bays_with_a_late_car_or_a_call_are_on_the_first_page_in_the_order_of_the_floor() {
    let mut floor = Floor::new(24);
    floor.simple_car("R1", "津B20Q66", "10:20", 2.6);
    floor.simple_car("R2", "京P33M09", "12:10", 2.0);
    floor
        .at("09:00")
        .dispatch("R1/1", 23, "chen", "09:00", "11:36");
    floor.clock_on("chen", "R1/1", 23);
    floor
        .at("10:24")
        .dispatch("R2/1", 20, "zhao", "10:24", "12:24");
    floor.at("10:40").call("li", 21, AndonKind::Foreman);
    floor.at("10:42");
    let model = board(&floor, Language::Zh);
    assert_eq!(ids(&model), ["1", "2", "3", "4", "5", "20", "21", "23"]);
}

#[test]
fn a_bay_does_not_change_its_page_while_a_round_lasts() {
    let mut floor = Floor::new(16);
    let mut board = Board::new(Language::Zh, Theme::Dark, floor.now);
    board.update(Intent::Tick, &floor.picture(), floor.now);
    floor.call("li", 16, AndonKind::Foreman);
    assert_eq!(
        ids(&board.present(&floor.picture(), floor.now)).last(),
        Some(&"8")
    );
    for _ in 0..2 {
        floor.now += TimeDelta::seconds(10);
        board.update(Intent::Tick, &floor.picture(), floor.now);
    }
    assert_eq!(
        ids(&board.present(&floor.picture(), floor.now)).last(),
        Some(&"16")
    );
}

#[test]
fn a_call_says_who_comes_and_when_nobody_does() {
    let mut floor = Floor::new(4);
    floor
        .at("10:40")
        .call("chen", 3, AndonKind::TechnicalSupport);
    floor.at("10:30");
    let runner = floor.call("zhao", 2, AndonKind::PartsRunner);
    floor.at("10:42").answer("liu", runner);
    let shown = |floor: &Floor, language| {
        let model = board(floor, language);
        model
            .calls
            .iter()
            .map(|c| (c.text.clone(), c.age.clone(), c.tone))
            .collect::<Vec<_>>()
    };
    let is = |text: &str, age: &str, tone| (text.to_owned(), age.to_owned(), tone);
    assert_eq!(
        shown(&floor, Language::Zh),
        [
            is("3 号工位呼叫技术支持", "2′", Tone::Late),
            is("2 号工位送件·刘洋已应答", "12′", Tone::Hold)
        ]
    );
    floor.at("10:45");
    assert_eq!(
        shown(&floor, Language::Zh)[0],
        is("3 号工位呼叫技术支持·无人应答", "5′", Tone::Late)
    );
    assert_eq!(
        shown(&floor, Language::En),
        [
            is(
                "Bay 3 calls for technical support, nobody answered",
                "5′",
                Tone::Late
            ),
            is("Bay 2: 刘洋 is coming (parts runner)", "15′", Tone::Hold)
        ]
    );
    let model = board(&floor, Language::Zh);
    assert_eq!(row(&model, "3").call, "技术支持 5′");
    assert_eq!(row(&model, "2").call, "送件·刘洋");
}

#[test]
fn the_counts_are_those_of_the_cars() {
    let mut floor = water_pump();
    floor.simple_car("R2", "京AF6620", "17:00", 0.5);
    floor.simple_car("R3", "京C09A81", "17:00", 0.5);
    floor.simple_car("R4", "京H0P119", "09:30", 0.2);
    floor
        .at("08:00")
        .dispatch("R4/1", 1, "wang", "08:00", "08:12");
    floor.clock_on("wang", "R4/1", 1);
    floor.at("08:20").finish("wang", "R4/1");
    floor
        .at("10:20")
        .dispatch("R2/1", 1, "wang", "10:20", "10:50");
    floor.clock_on("wang", "R2/1", 1);
    floor.at("10:42");
    let model = board(&floor, Language::Zh);
    let counts: Vec<(&str, &str)> = model
        .counts
        .iter()
        .map(|c| (c.label.as_str(), c.value.as_str()))
        .collect();
    let expected = [
        ("在厂", "4"),
        ("在修", "1"),
        ("中断", "1"),
        ("返工", "0"),
        ("待检", "1"),
        ("预警", "1"),
        ("超时", "1"),
    ];
    assert_eq!(counts, expected);
    assert_eq!(model.waiting.len(), 1);
    let card = &model.lanes[0].cards[0];
    assert_eq!(card.work, "待自检·已等 2 h 22′");
    assert_eq!(
        (card.work_short.as_str(), card.note.as_str()),
        ("待自检 2 h 22′", "王磊")
    );
}

#[test]
fn a_waiting_car_is_one_card_with_all_its_jobs_and_a_finished_one_names_its_advisor() {
    let mut floor = Floor::new(1);
    floor.car(
        "R1",
        "京NX5518",
        "15:30",
        &[("更换大灯", "Replace headlamp", 1.0), ("四轮定位", "", 0.8)],
    );
    floor.simple_car("R2", "京H0P119", "11:30", 0.5);
    floor.dispatch("R2/1", 1, "wang", "08:00", "08:30");
    floor.clock_on("wang", "R2/1", 1);
    floor.at("08:30").finish("wang", "R2/1");
    floor.step("R2", CarStep::FinalCheckPassed);
    floor.step("R2", CarStep::Invoiced);
    floor.at("09:00");
    let model = board(&floor, Language::Zh);
    let card = &model.waiting[0];
    assert_eq!(model.waiting.len(), 1);
    assert_eq!(
        (card.work.as_str(), card.work_short.as_str()),
        ("更换大灯 +1", "大灯 +1")
    );
    assert_eq!(
        (card.need.as_str(), card.promise.as_str()),
        ("机修·1.8h", "15:30")
    );
    let ready = &model.lanes[3];
    assert_eq!(
        (ready.id, ready.cards[0].work.as_str()),
        ("ready", "顾问 周倩")
    );
    assert_eq!(
        board(&floor, Language::En).waiting[0].need,
        "Mechanical, 1.8 h"
    );
}

/// Zhao Min finished the water pump on bay 2 at ten, and a colleague has checked it.
fn finished_pump() -> Floor {
    let mut floor = Floor::new(3);
    floor.simple_car("R1", "京P33M09", "17:10", 1.0);
    floor
        .at("09:00")
        .dispatch("R1/1", 2, "zhao", "09:00", "10:00");
    floor.clock_on("zhao", "R1/1", 2);
    floor.at("10:00").finish("zhao", "R1/1");
    floor
}

fn sent_back(floor: &mut Floor, reason: ReworkReason) {
    let body = back(&floor.workshop, "R1", 1, reason, "zhao");
    floor.tap(Some("lin"), body);
}

fn asks(floor: &mut Floor, who: &str, body: QualityCommand) {
    floor.tap(Some(who), quality(&RoNumber::new("R1"), body));
}

#[test]
fn what_came_back_says_why_who_found_it_and_since_when_and_is_marked_while_it_runs_again() {
    let mut floor = finished_pump();
    floor.at("10:05").awaits_the_inspector("R1");
    floor.at("10:20");
    sent_back(&mut floor, ReworkReason::Leak);
    floor.at("10:32");
    let model = board(&floor, Language::Zh);
    let chip = &row(&model, "2").chips[0];
    assert_eq!((chip.word.as_str(), chip.tone), ("返工", Tone::Rework));
    assert_eq!((chip.age.as_str(), chip.kind), ("12′", ChipKind::Actual));
    assert_eq!(chip.detail, "泄漏·林芳");
    assert_eq!(row(&model, "2").note, "空闲 12′");
    assert!(!chip.again, "nobody is at it yet");
    assert_eq!(model.counts[3].value, "1", "返工");
    assert!(
        model.lanes[0].cards.is_empty(),
        "it is not with the inspectors"
    );
    let model = board(&floor, Language::En);
    let chip = &row(&model, "2").chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.detail.as_str()),
        ("Rework", "Leak, 林芳")
    );
    assert_eq!(chip.detail_short, "Leak");
    floor.clock_on("zhao", "R1/1", 2);
    let model = board(&floor, Language::Zh);
    let chip = &row(&model, "2").chips[0];
    assert_eq!((chip.word.as_str(), chip.again), ("超工时", true));
    assert!(chip.spoken.contains("返工"), "{}", chip.spoken);
    assert_eq!(model.counts[3].value, "0");
    floor.at("10:40").finish("zhao", "R1/1");
    let model = board(&floor, Language::Zh);
    let chip = &row(&model, "2").chips[0];
    assert_eq!(
        (chip.word.as_str(), chip.again),
        ("待自检", false),
        "all checks start over"
    );
}

#[test]
fn a_late_rework_is_told_as_rework_with_a_late_promise() {
    let mut floor = finished_pump();
    floor.at("10:05").awaits_the_inspector("R1");
    floor.at("17:20");
    sent_back(&mut floor, ReworkReason::Assembly);
    floor.at("17:30");
    let model = board(&floor, Language::En);
    let chip = &row(&model, "2").chips[0];
    assert_eq!((chip.word.as_str(), chip.tone), ("Rework", Tone::Rework));
    assert_eq!(chip.promise_tone, Tone::Late);
    floor.silence(2, "17:25");
    let model = board(&floor, Language::En);
    assert_eq!(
        row(&model, "2").chips[0].tone,
        Tone::Wait,
        "a silent bay is grey"
    );
}

#[test]
fn a_finished_job_says_which_check_it_waits_for_and_the_lane_who_is_at_the_car() {
    let mut floor = finished_pump();
    floor.at("10:12");
    let chip = |floor: &Floor| {
        let chip = row(&board(floor, Language::Zh), "2").chips[0].clone();
        (chip.word, chip.tone, chip.kind)
    };
    let lane = |floor: &Floor| board(floor, Language::Zh).lanes[0].cards[0].work.clone();
    assert_eq!(
        chip(&floor),
        ("待自检".to_owned(), Tone::Qc, ChipKind::Done)
    );
    assert_eq!(lane(&floor), "待自检·已等 12′");
    floor.awaits_the_inspector("R1");
    assert_eq!(chip(&floor).0, "待完检");
    assert_eq!(lane(&floor), "待完检·已等 12′");
    asks(&mut floor, "lin", QualityCommand::TakeCar { from: None });
    floor.at("10:16");
    assert_eq!(lane(&floor), "林芳在检 4′");
    let english = board(&floor, Language::En).lanes[0].cards[0].clone();
    assert_eq!(english.work, "林芳 inspects, 4′");
    assert_eq!(english.work_short, "inspected 4′");
    floor.passes("R1", "lin");
    assert_eq!(
        chip(&floor),
        ("完工".to_owned(), Tone::Ready, ChipKind::Done)
    );
}

#[test]
fn the_wash_lane_says_whether_a_car_is_being_washed_and_since_when() {
    let mut floor = finished_pump();
    let mut sheet = floor.workshop.orders[&RoNumber::new("R1")]
        .sheet
        .clone()
        .unwrap();
    sheet.wash = YesNo::Yes;
    let sheet = Box::new(sheet);
    let extent = Default::default();
    floor.tap(None, CommandBody::AdmitOrder { sheet, extent });
    floor.at("10:10").passes("R1", "lin");
    floor.at("10:18");
    let card = |floor: &Floor| board(floor, Language::Zh).lanes[1].cards[0].clone();
    assert_eq!(card(&floor).work, "待洗·已等 8′");
    asks(&mut floor, "li", QualityCommand::BeginWash);
    floor.at("10:30");
    assert_eq!(card(&floor).work, "洗车中 12′");
    assert_eq!(card(&floor).note, "李强");
    assert_eq!(
        board(&floor, Language::En).lanes[1].cards[0].work,
        "being washed, 12′"
    );
}

#[test]
fn a_car_that_came_back_is_marked_wherever_it_stands() {
    let mut floor = finished_pump();
    floor.at("10:10").passes("R1", "lin");
    floor.step("R1", CarStep::Invoiced);
    floor.step("R1", CarStep::Delivered);
    floor.at("11:00").simple_car("R2", "京P33M09", "17:10", 1.0);
    assert_eq!(board(&floor, Language::Zh).waiting[0].comeback, "");
    let mut sheet = floor.workshop.orders[&RoNumber::new("R2")]
        .sheet
        .clone()
        .unwrap();
    sheet.category = BusinessCategory::Comeback;
    let sheet = Box::new(sheet);
    let extent = Default::default();
    floor.tap(None, CommandBody::AdmitOrder { sheet, extent });
    let waiting = board(&floor, Language::Zh).waiting[0].clone();
    assert_eq!(
        (waiting.comeback.as_str(), waiting.note.as_str()),
        ("外", "外返")
    );
    floor.dispatch("R2/1", 3, "li", "11:00", "12:00");
    let model = board(&floor, Language::En);
    let chip = &row(&model, "3").chips[0];
    assert_eq!(chip.comeback, "C");
    assert!(chip.spoken.contains("comeback"), "{}", chip.spoken);
}

#[test]
fn a_bay_without_work_says_since_when() {
    let mut floor = Floor::new(2);
    floor.simple_car("R1", "京AF6620", "17:00", 0.5);
    floor.dispatch("R1/1", 1, "wang", "08:00", "08:30");
    floor.clock_on("wang", "R1/1", 1);
    floor.at("08:30").finish("wang", "R1/1");
    floor.at("08:42");
    let model = board(&floor, Language::Zh);
    assert_eq!(row(&model, "1").note, "空闲 12′");
    assert_eq!(row(&model, "2").note, "空闲 42′");
    floor.at("12:30");
    assert_eq!(
        row(&board(&floor, Language::Zh), "1").note,
        "",
        "nobody is idle at lunch"
    );
}

#[test]
fn every_plate_is_there_even_of_a_car_whose_order_has_not_come_in() {
    let mut floor = sample_morning(12);
    floor.clock_on("wang", "2611-9999/1", 12);
    for language in [Language::Zh, Language::En] {
        let picture = floor.picture();
        let mut board = Board::new(language, Theme::Dark, floor.now);
        for _ in 0..2 {
            board.update(Intent::NextPage, &picture, floor.now);
            let model = board.present(&picture, floor.now);
            let chips = model
                .rows
                .iter()
                .flat_map(|row| row.chips.iter().map(|chip| &chip.plate));
            let cards = model
                .lanes
                .iter()
                .flat_map(|lane| &lane.cards)
                .chain(&model.waiting);
            assert!(
                chips
                    .chain(cards.map(|card| &card.plate))
                    .all(|plate| !plate.is_empty())
            );
        }
    }
}

#[test]
fn the_hours_shown_follow_the_day_and_the_overtime() {
    let hours = |floor: &Floor| {
        let model = board(floor, Language::Zh);
        let label = |at: Option<&baylight::screen::floor::axis::Hour>| {
            at.map(|hour| hour.label.clone()).unwrap_or_default()
        };
        (
            label(model.axis.hours.first()),
            label(model.axis.hours.last()),
            model.axis.now,
        )
    };
    let mut floor = Floor::new(1);
    for (clock, first, last) in [
        ("07:00", "08", "17"),
        ("10:42", "08", "17"),
        ("12:10", "09", "18"),
        ("17:30", "09", "18"),
    ] {
        floor.at(clock);
        let (from, until, _) = hours(&floor);
        assert_eq!((from.as_str(), until.as_str()), (first, last), "at {clock}");
    }
    floor.at("19:20");
    let (from, until, now) = hours(&floor);
    assert_eq!((from.as_str(), until.as_str()), ("09", "19"));
    assert!(
        (0.0..1.0).contains(&now),
        "after closing the line of now stays"
    );
    floor.at("22:50");
    let (from, until, now) = hours(&floor);
    assert_eq!((from.as_str(), until.as_str()), ("12", "23"));
    assert!((0.0..1.0).contains(&now));
}

#[test]
fn a_minute_before_opening_widens_the_hours_and_drops_none() {
    let mut floor = Floor::new(1);
    floor.simple_car("R1", "京AF6620", "17:00", 5.0);
    floor.at("07:59").clock_on("wang", "R1/1", 1);
    floor.at("10:42");
    let model = board(&floor, Language::Zh);
    let labels: Vec<&str> = model
        .axis
        .hours
        .iter()
        .map(|hour| hour.label.as_str())
        .collect();
    assert_eq!(labels.first(), Some(&"08"));
    assert_eq!(labels.last(), Some(&"17"));
    let chip = &row(&model, "1").chips[0];
    assert!(chip.start > 0.0 && chip.start < model.axis.hours[0].at);
}

#[test]
fn what_is_planned_stands_where_the_dispatcher_put_it_and_tells_when_it_is_expected() {
    let mut floor = Floor::new(1);
    floor.simple_car("R1", "京AF6620", "17:00", 3.0);
    floor.simple_car("R2", "京C09A81", "18:00", 2.0);
    floor.dispatch("R1/1", 1, "wang", "08:30", "10:00");
    floor.dispatch("R2/1", 1, "wang", "10:00", "12:00");
    floor.at("08:30").clock_on("wang", "R1/1", 1);
    floor.at("09:00");
    let model = board(&floor, Language::Zh);
    let chips = &row(&model, "1").chips;
    let next = chips
        .iter()
        .find(|chip| chip.plate == "京C･09A81" || chip.job_id.starts_with("R2"));
    let next = next.unwrap();
    let place = |clock: &str| {
        let moved = (at(clock) - at("08:00")).num_minutes();
        moved as f32 / (9.0 * 60.0)
    };
    assert_eq!(next.kind, ChipKind::Planned);
    assert!(
        (next.start - place("10:00")).abs() < 0.011,
        "{}",
        next.start
    );
    assert!(
        next.forecast_start > place("11:00"),
        "it waits for the three hours before it: {}",
        next.forecast_start
    );
    assert!(
        next.plan_start < 0.0,
        "it stands at its plan, so no bracket"
    );
}

#[test]
fn what_is_over_never_reaches_past_now_and_shows_when_it_was() {
    let mut floor = Floor::new(1);
    for (ro, plate, from, until) in [
        ("R1", "京AF6620", "08:05", "08:20"),
        ("R2", "京C09A81", "10:20", "10:35"),
    ] {
        floor.simple_car(ro, plate, "17:00", 0.3);
        let job = format!("{ro}/1");
        floor.dispatch(&job, 1, "wang", from, until);
        floor.at(from).clock_on("wang", &job, 1);
        floor.at(until).finish("wang", &job);
        let model = board(&floor, Language::Zh);
        let now = model.axis.now;
        let chips = &row(&model, "1").chips;
        assert!(chips.iter().any(|chip| chip.job_id == job), "at {until}");
        for chip in chips {
            assert!(chip.end <= now + 1e-4, "{} at {until}", chip.job_id);
            assert!(
                chip.start - 1e-4 <= chip.true_start && chip.true_end <= chip.end + 1e-4,
                "{chip:?}"
            );
        }
    }
}

#[test]
fn a_tap_changes_the_boards_language_and_its_colours() {
    let floor = sample_morning(2);
    let mut shown = Board::new(Language::Zh, Theme::Dark, floor.now);
    let labels = |shown: &Board| {
        let words = shown.present(&floor.picture(), floor.now).words;
        (words.switch_theme, words.switch_language)
    };
    assert_eq!(labels(&shown), ("浅色".to_owned(), "English".to_owned()));
    for intent in [Intent::SwitchLanguage, Intent::SwitchTheme] {
        shown.update(intent, &floor.picture(), floor.now);
    }
    assert_eq!(labels(&shown), ("Dark".to_owned(), "中文".to_owned()));
    let model = shown.present(&floor.picture(), floor.now);
    assert_eq!(
        (model.title.as_str(), model.theme),
        ("Repair status", Theme::Light)
    );
}

#[test]
fn what_is_planned_for_later_than_the_hours_shown_is_counted() {
    let mut floor = Floor::new(1);
    floor.simple_car("R1", "京AF6620", "17:00", 1.0);
    floor.simple_car("R2", "京C09A81", "18:00", 0.5);
    floor.dispatch("R1/1", 1, "wang", "08:00", "09:00");
    floor.dispatch("R2/1", 1, "wang", "17:20", "17:50");
    floor.clock_on("wang", "R1/1", 1);
    floor.at("08:30");
    let model = board(&floor, Language::Zh);
    assert_eq!(row(&model, "1").chips.len(), 1);
    assert_eq!(row(&model, "1").note, "之后还有 1 项");
}

#[test]
fn a_live_link_is_live_and_says_what_still_waits() {
    let floor = Floor::new(1);
    let mut picture = floor.picture();
    picture.waiting = 3;
    let board = Board::new(Language::Zh, Theme::Dark, floor.now);
    assert_eq!(board.present(&picture, floor.now).link.text, "实时·待发 3");
    picture.link = LinkState::Offline { since: at("07:58") };
    assert_eq!(
        board.present(&picture, floor.now).link.text,
        "07:58 起离线·数据 0′ 前·待发 3"
    );
}

#[test]
fn everything_said_in_english_is_english_but_names_and_plates() {
    let floor = sample_morning(12);
    let model = board(&floor, Language::En);
    let has_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    // The note of a car in the checks is a name.
    let lanes = model.lanes.iter().flat_map(|lane| &lane.cards);
    let mut said: Vec<&str> = lanes.map(|card| card.work_short.as_str()).collect();
    let waiting = model.waiting.iter();
    said.extend(waiting.flat_map(|card| [card.need.as_str(), &card.note]));
    said.extend(model.waiting.iter().map(|card| card.work.as_str()));
    for row in &model.rows {
        said.extend([row.name.as_str(), &row.note]);
        said.extend(
            row.chips
                .iter()
                .flat_map(|chip| [chip.word.as_str(), &chip.work, &chip.age]),
        );
    }
    said.extend(model.counts.iter().map(|count| count.label.as_str()));
    let chinese: Vec<&str> = said.into_iter().filter(|text| has_chinese(text)).collect();
    assert_eq!(chinese, Vec::<&str>::new());
}

fn chip(kind: ChipKind, start: f32, length: f32) -> FloorChip {
    let floor = water_pump();
    let model = board(&floor, Language::Zh);
    FloorChip {
        kind,
        start,
        end: start + length,
        ..row(&model, "2").chips[0].clone()
    }
}

fn overlaps(chips: &[FloorChip], least: f32) -> bool {
    chips.iter().enumerate().any(|(at, one)| {
        chips[at + 1..].iter().any(|other| {
            let (a, b) = (drawn(one, least), drawn(other, least));
            one.lane == other.lane && a.0 < b.1 && b.0 < a.1
        })
    })
}

#[test]
fn chips_that_would_touch_are_stacked_and_a_third_planned_one_is_pushed_later() {
    let least = board_least_chip(8);
    let planned = |start| chip(ChipKind::Planned, start, 0.05);
    let stacked = stack(vec![planned(0.3), planned(0.31), planned(0.32)], least, 0.3);
    assert_eq!(
        (stacked.lanes, stacked.chips.len(), stacked.hidden),
        (2, 3, 0)
    );
    assert!(stacked.chips[2].start > 0.42, "{}", stacked.chips[2].start);
    assert!(!overlaps(&stacked.chips, least));
}

#[test]
fn a_short_job_that_is_over_leaves_its_lane_to_the_one_that_runs() {
    let least = board_least_chip(8);
    let done = chip(ChipKind::Done, 0.25, 0.04);
    let running = chip(ChipKind::Actual, 0.3, 0.3);
    let stacked = stack(vec![done, running], least, 0.4);
    assert_eq!(stacked.lanes, 1);
    assert!(
        (stacked.chips[0].end - 0.29).abs() < 0.001,
        "it still ends where it ended"
    );
}

#[test]
fn jobs_that_follow_each_other_stand_in_one_line() {
    let least = board_least_chip(8);
    let jobs = vec![
        chip(ChipKind::Done, 0.0, 0.2),
        chip(ChipKind::Actual, 0.2, 0.3),
        chip(ChipKind::Planned, 0.5, 0.2),
        chip(ChipKind::Planned, 0.7, 0.2),
    ];
    let stacked = stack(jobs, least, 0.4);
    assert_eq!((stacked.lanes, stacked.chips.len()), (1, 4));
    assert!(!overlaps(&stacked.chips, least));
    assert!(
        (stacked.chips[1].start - 0.2).abs() < 1e-6,
        "what runs stays where it is"
    );
    assert!(
        (stacked.chips[3].start - 0.7).abs() < 0.011,
        "{}",
        stacked.chips[3].start
    );
}

proptest! {
    #[test]
    fn stacking_never_lets_chips_overlap_nor_loses_one_that_runs(
        jobs in prop::collection::vec((0..3_u8, -0.2..1.2_f32, 0.01..0.8_f32), 0..14),
        rows in 1..9_usize,
        now in -0.1..1.2_f32,
    ) {
        let least = board_least_chip(rows);
        let template = chip(ChipKind::Planned, 0.0, 0.1);
        let chips: Vec<FloorChip> = jobs.iter().map(|(kind, start, length)| FloorChip {
            kind: [ChipKind::Actual, ChipKind::Planned, ChipKind::Done][usize::from(*kind)],
            start: *start,
            end: start + length,
            ..template.clone()
        }).collect();
        let open = |chips: &[FloorChip]| chips.iter().filter(|c| c.kind != ChipKind::Done && c.end > 0.0).count();
        let wanted = open(&chips);
        let stacked = stack(chips, least, now);
        prop_assert!(!overlaps(&stacked.chips, least), "{:?}", stacked.chips);
        prop_assert!(stacked.lanes >= 1 && stacked.chips.iter().all(|c| c.lane < stacked.lanes));
        prop_assert!(stacked.chips.iter().all(|c| drawn(c, least).1 <= 1.0001));
        let over = |c: &&FloorChip| c.kind == ChipKind::Done;
        prop_assert!(stacked.chips.iter().filter(over).all(|c| c.end <= now.clamp(0.0, 1.0) + 0.0001));
        prop_assert_eq!(open(&stacked.chips) + stacked.hidden, wanted);
    }
}
