//! The time machine (回放): the floor as it was at any minute, over the embedded broker, as a board asks for it.
#![cfg(feature = "embedded-broker")]

#[path = "common/past.rs"]
mod past;
#[path = "common/shop.rs"]
mod shop;

use baylight::domain::car::CarStep;
use baylight::domain::command::CommandBody;
use baylight::domain::hold::HoldReason;
use baylight::domain::ids::{LogPosition, RoNumber};
use baylight::domain::person::Role;
use baylight::domain::story::{StepKind, Story};
use baylight::projection::past::{Look, NoPast, Past, Progress};
use chrono::TimeDelta;
use past::{Published, assert_as_published, floor_at};
use shop::*;
use std::sync::Arc;

fn technician(bay: usize) -> String {
    format!("T{bay:03}")
}

fn ro(bay: usize) -> String {
    format!("2611-{bay:04}")
}

/// What a technician taps after how many minutes of the day.
fn day(bay: usize) -> Vec<(i64, CommandBody)> {
    let name = bay.to_string();
    let (first, second) = (format!("{}/1", ro(bay)), format!("{}/2", ro(bay)));
    vec![
        (0, CommandBody::ShiftIn),
        (5, clock_on(&first, &name)),
        (65, hold(&first, HoldReason::Parts)),
        (66, clock_on(&second, &name)),
        (96, clock_on(&first, &name)),
        (186, finish(&first)),
        (300, clock_on(&second, &name)),
        (360, finish(&second)),
        (480, CommandBody::ShiftOut),
    ]
}

async fn station(shop: &Workshop, name: &str) -> baylight::station::Station {
    past::board(
        name,
        "test",
        &shop.broker_address(),
        shop.dir.path().join(name),
        shop.clock.clock(),
    )
}

async fn published(shop: &Workshop) -> Published {
    let log = shop.log();
    let last = log.last().map_or(LogPosition(0), |logged| logged.position);
    Published::settled(&shop.broker_address(), "test", last).await
}

async fn until(
    station: &baylight::station::Station,
    what: &str,
    shows: impl Fn(&Past) -> bool,
) -> Arc<Past> {
    let mut picture = station.picture();
    let waits = async {
        loop {
            let past = picture.borrow_and_update().past.clone();
            if shows(&past) {
                return past;
            }
            picture.changed().await.expect("a station that runs");
        }
    };
    within(what, waits).await
}

async fn story_at(station: &baylight::station::Station, ro: &str, at: &str) -> Arc<Story> {
    let look = Look::Story {
        at: moment(at),
        ro: RoNumber::new(ro),
    };
    station.look_back().look(Some(look));
    let past = until(station, "the story", |past| {
        past.story
            .as_ref()
            .is_some_and(|story| story.ro.as_str() == ro && story.at == moment(at))
    })
    .await;
    past.story.clone().expect("a story")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_six_bays_is_seen_again_just_as_it_was_published_then() {
    const BAYS: usize = 6;
    let mut shop = Workshop::dark(policy(BAYS));
    shop.start_broker().await;
    shop.start_coordinator();
    let people = (1..=BAYS).map(|bay| enrol(&technician(bay), "技师", Role::Technician));
    let orders = (1..=BAYS).map(|bay| {
        let plate = format!("京A{:05}", 10_000 + bay);
        admit(sheet(
            &ro(bay),
            &plate,
            &[("更换正时皮带", 150), ("保养", 90)],
        ))
    });
    shop.take_in(people.chain(orders).collect()).await;
    let kiosks: Vec<Screen> = (1..=BAYS).map(|bay| shop.bay(&bay.to_string())).collect();
    for kiosk in &kiosks {
        kiosk.live().await;
    }
    let mut stored = vec![published(&shop).await];
    shop.clock.forward(1);
    let start = shop.clock.now();
    let days: Vec<_> = (1..=BAYS).map(day).collect();
    for turn in 0..days[0].len() {
        // Nobody taps at the same minute as another.
        for ((bay, day), kiosk) in (1..).zip(&days).zip(&kiosks) {
            let now = start + TimeDelta::minutes(day[turn].0 + i64::from(bay) * 2 / 3);
            if now > shop.clock.now() {
                shop.clock.forward((now - shop.clock.now()).num_minutes());
            }
            kiosk
                .does(&technician(bay as usize), day[turn].1.clone())
                .await;
        }
        stored.push(published(&shop).await);
        shop.clock.forward(1);
    }
    assert!(stored.len() >= 5);
    let minutes: std::collections::BTreeSet<_> = stored.iter().map(|then| then.at).collect();
    assert!(minutes.len() >= 5, "{minutes:?}");
    let board = station(&shop, "board").await;
    assert_as_published(&board, &stored).await;
    // Backwards as well, and after a start of everything.
    stored.reverse();
    assert_as_published(&board, &stored).await;
    board.stop().await;
    for kiosk in kiosks {
        kiosk.stop().await;
    }
    shop.stop_coordinator().await;
    shop.start_coordinator();
    let board = station(&shop, "board-2").await;
    assert_as_published(&board, &stored).await;
    board.stop().await;
    shop.close().await;
}

/// Wang Lei begins the belt at 8:10, waits for parts from 9:00 to 9:40, and is done at 12:00.
async fn wang_lei_waits_for_parts(shop: &Workshop) {
    let kiosk = shop.bay("1");
    kiosk.live().await;
    kiosk.does(WANG_LEI, CommandBody::ShiftIn).await;
    shop.clock.forward(10);
    kiosk.does(WANG_LEI, clock_on(BELT, "1")).await;
    shop.clock.forward(50);
    kiosk.does(WANG_LEI, hold(BELT, HoldReason::Parts)).await;
    shop.clock.forward(40);
    kiosk.does(WANG_LEI, clock_on(BELT, "1")).await;
    shop.clock.forward(140);
    kiosk.does(WANG_LEI, finish(BELT)).await;
    kiosk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_asks_for_a_moment_and_sees_it() {
    let shop = Workshop::new().await;
    wang_lei_waits_for_parts(&shop).await;
    let board = station(&shop, "board").await;
    let at_nine = floor_at(&board, moment("2026-11-23 09:20")).await;
    let stage =
        |floor: &baylight::projection::past::PastFloor| floor.views.bays[&"1".into()].jobs[0].stage;
    use baylight::projection::job_card::Stage;
    assert_eq!(stage(&at_nine), Stage::OnHold);
    let at_ten = floor_at(&board, moment("2026-11-23 10:00")).await;
    assert_eq!(stage(&at_ten), Stage::InRepair);
    let at_noon = floor_at(&board, shop.clock.now()).await;
    assert_eq!(stage(&at_noon), Stage::Finished);
    // The live views go on beside it.
    let mut live = board.picture();
    let shows = live.wait_for(|picture| picture.views.bays.contains_key(&"2".into()));
    within("the live views", shows)
        .await
        .expect("a station that runs");
    board.look_back().look(None);
    let past = until(&board, "the present", |past| past.look.is_none()).await;
    assert_eq!(past.floor, None);
    board.stop().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_seen_is_said() {
    let shop = Workshop::new().await;
    let board = station(&shop, "board").await;
    let look = |at| board.look_back().look(Some(Look::Floor { at: moment(at) }));
    look("2026-11-22 08:00");
    let past = until(&board, "an answer", |past| {
        matches!(past.progress, Progress::Nothing(_))
    })
    .await;
    let first = Some(moment("2026-11-23 08:00"));
    assert_eq!(
        past.progress,
        Progress::Nothing(NoPast::BeforeTheFirst { first })
    );
    look("2026-11-24 08:00");
    until(&board, "another answer", |past| {
        matches!(past.progress, Progress::Nothing(NoPast::Ahead { .. }))
    })
    .await;
    let ro = RoNumber::new("2611-9999");
    board.look_back().look(Some(Look::Story {
        at: shop.clock.now(),
        ro: ro.clone(),
    }));
    until(&board, "no such order", |past| {
        past.progress == Progress::Nothing(NoPast::NoSuchOrder { ro: ro.clone() })
    })
    .await;
    board.stop().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_question_wins_while_a_slider_is_dragged() {
    let shop = Workshop::new().await;
    wang_lei_waits_for_parts(&shop).await;
    let board = station(&shop, "board").await;
    let start = moment("2026-11-23 08:00");
    for minute in 0..240 {
        let at = start + TimeDelta::minutes(minute);
        board.look_back().look(Some(Look::Floor { at }));
    }
    let last = start + TimeDelta::minutes(239);
    let past = until(&board, "the last minute", |past| {
        past.look == Some(Look::Floor { at: last }) && past.progress == Progress::Idle
    })
    .await;
    assert_eq!(past.floor.as_ref().map(|floor| floor.at), Some(last));
    board.stop().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_that_asks_while_the_coordinator_is_away_is_told_so_and_answered_when_it_is_back() {
    let mut shop = Workshop::new().await;
    wang_lei_waits_for_parts(&shop).await;
    let board = station(&shop, "board").await;
    floor_at(&board, moment("2026-11-23 09:20")).await;
    shop.stop_coordinator().await;
    let at = moment("2026-11-23 10:00");
    board.look_back().look(Some(Look::Floor { at }));
    let past = until(&board, "silence", |past| past.progress == Progress::Silent).await;
    assert_eq!(past.look, Some(Look::Floor { at }));
    shop.start_coordinator();
    let past = until(&board, "the answer", |past| past.progress == Progress::Idle).await;
    assert_eq!(past.floor.as_ref().map(|floor| floor.at), Some(at));
    board.stop().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_car_tells_its_steps_until_a_moment_and_no_further() {
    let shop = Workshop::new().await;
    wang_lei_waits_for_parts(&shop).await;
    let board = station(&shop, "board").await;
    let story = story_at(&board, "2611-0001", "2026-11-23 09:30").await;
    let held = story
        .steps
        .iter()
        .find(|step| matches!(step.kind, StepKind::Held { .. }))
        .expect("the hold");
    assert_eq!(held.minutes, Some(30));
    assert!(
        !story
            .steps
            .iter()
            .any(|step| matches!(step.kind, StepKind::Finished { .. }))
    );
    let story = story_at(&board, "2611-0001", "2026-11-23 12:00").await;
    let held = story
        .steps
        .iter()
        .find(|step| matches!(step.kind, StepKind::Held { .. }))
        .expect("the hold");
    assert_eq!(held.minutes, Some(40));
    assert!(
        story
            .steps
            .iter()
            .any(|step| matches!(step.kind, StepKind::Finished { .. }))
    );
    let delivered = StepKind::Moved {
        step: CarStep::Delivered,
    };
    assert!(story.steps.iter().all(|step| step.kind != delivered));
    board.stop().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_tells_the_same_story_until_any_minute() {
    let shop = Workshop::new().await;
    wang_lei_waits_for_parts(&shop).await;
    let data = shop.data_dir();
    let told = |at: &str, lang: &str| {
        let done = assert_cmd::Command::new(env!("CARGO_BIN_EXE_baylight"))
            .arg("--data")
            .arg(&data)
            .args(["log", "--order", "2611-0001", "--at", at, "--lang", lang])
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            done.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        said
    };
    let english = told("2026-11-23 09:30", "en");
    assert!(
        english.contains("Waiting for parts (parts store)"),
        "{english}"
    );
    assert!(!english.contains("Finished"), "{english}");
    let chinese = told("2026-11-23 12:00", "zh");
    assert!(chinese.contains("等配件（仓库）"), "{chinese}");
    assert!(chinese.contains("完工"), "{chinese}");
    shop.close().await;
}
