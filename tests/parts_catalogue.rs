//! The parts catalogue at the bay: found by number, by name and by sound, in pages that stay small, offline too.
#![cfg(feature = "embedded-broker")]

#[path = "common/catalogue.rs"]
mod catalogue;
#[path = "common/shop.rs"]
mod shop;

use baylight::domain::catalogue::Part;
use baylight::domain::command::CommandBody;
use baylight::domain::finding_catalogue::Named;
use baylight::domain::ids::{CommandId, LogPosition, PartNumber};
use baylight::domain::order::Fen;
use baylight::domain::parts::Said;
use baylight::domain::stock::{CountReason, Stock as Ledger, StockCommand};
use baylight::domain::workshop::Workshop as State;
use baylight::import::{Source, read_parts};
use baylight::projection::catalogue::{CatalogueView, SystemCard};
use baylight::projection::part_categories::{Categories, CategoryKey};
use baylight::projection::part_search::{Hit, Parts};
use baylight::projection::parts::{BUCKETS, Stock, bucket};
use baylight::projection::views::part_views;
use baylight::projection::{View, ViewName, Views};
use baylight::protocol::envelope::Sender;
use baylight::protocol::message::{ViewMessage, view_to_bytes};
use chrono::DateTime;
use proptest::prelude::*;
use shop::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

/// What one kept message may have.
const LIMIT_BYTES: usize = 256 * 1024;

fn state(parts: impl IntoIterator<Item = Part>) -> State {
    let mut state = State::default();
    let said = Said {
        by: None,
        at: moment("2026-11-23 08:00"),
        command: CommandId(Uuid::nil()),
    };
    for part in parts {
        let mut stock = Ledger::new(part.number.clone());
        stock.open(part.on_hand, &part.bin, part.cost, &said);
        state.stock.insert(part.number.clone(), stock);
        state.parts.insert(part.number.clone(), part);
    }
    state
}

fn pages(state: &State) -> BTreeMap<ViewName, View> {
    let all: BTreeSet<u16> = (0..BUCKETS).collect();
    part_views(state, &all, &all)
}

fn at_a_station(parts: impl IntoIterator<Item = Part>) -> Arc<Parts> {
    Views::collect(&pages(&state(parts))).parts
}

fn named(number: &str, name: &str, english_name: &str) -> Part {
    Part {
        number: number.into(),
        name: name.to_owned(),
        english_name: english_name.to_owned(),
        brand: String::new(),
        fits: String::new(),
        category: String::new(),
        unit: "个".to_owned(),
        warehouse: String::new(),
        bin: "A-01-1".to_owned(),
        on_hand: 8,
        threshold: 1,
        cost: Fen(2_600),
        price: Fen(3_800),
    }
}

/// A shelf of few parts.
fn shelf() -> Arc<Parts> {
    let mut oil = named("05100-00441", "机油 5W-30 4L", "Engine oil 5W-30 4 L");
    oil.fits = "伊兰特 1.6L".to_owned();
    at_a_station([
        oil,
        named("26300-35505", "机油滤清器", "Oil filter"),
        named("26300-35530", "机油滤清器（加长）", "Oil filter, long"),
        named("28113-F2000", "空气滤清器", "Air filter"),
        named("58101-2HA00", "前刹车片", "Front brake pads"),
        named("81230-1R000", "行李箱盖拉索", "Boot release cable"),
        named("21443-2B000", "曲轴后油封", "Crankshaft rear oil seal"),
        named("35505-26300", "加长螺栓", "Long bolt"),
    ])
}

fn numbers(hits: &[Hit<'_>]) -> Vec<String> {
    hits.iter().map(|hit| hit.part.number.to_string()).collect()
}

#[test]
fn a_part_is_found_by_what_a_person_types() {
    let parts = shelf();
    let table: &[(&str, &[&str])] = &[
        // The number: whole, its beginning, its inside, with and without its dash, in any width.
        ("26300-35505", &["26300-35505"]),
        ("2630035505", &["26300-35505"]),
        ("２６３００３５５０５", &["26300-35505"]),
        ("26300 35505", &["26300-35505", "35505-26300"]),
        ("2630035", &["26300-35505", "26300-35530"]),
        ("2ha0", &["58101-2HA00"]),
        ("35505", &["35505-26300", "26300-35505"]),
        // The Chinese name.
        ("机油滤", &["26300-35505", "26300-35530"]),
        ("刹车片", &["58101-2HA00"]),
        ("机油 5W", &["05100-00441"]),
        ("机油　５ｗ－３０", &["05100-00441"]),
        ("机油5w30", &["05100-00441"]),
        // The English name.
        ("oil filter", &["26300-35505", "26300-35530"]),
        ("FILTER OIL", &["26300-35505", "26300-35530"]),
        ("oilf", &["26300-35505", "26300-35530"]),
        ("crankshaft seal", &["21443-2B000"]),
        // The sound.
        ("jylqq", &["26300-35505", "26300-35530"]),
        ("JYLQQJC", &["26300-35530"]),
        ("jylqqjz", &["26300-35530"]),
        ("jiyou", &["26300-35505", "26300-35530", "05100-00441"]),
        ("lqq", &["26300-35505", "28113-F2000", "26300-35530"]),
        ("xlx", &["81230-1R000"]),
        ("hanglixiang", &["81230-1R000"]),
        ("jy5w", &["05100-00441"]),
        // The car.
        ("jy 伊兰特", &["05100-00441"]),
        // Nothing.
        ("", &[]),
        (" - ", &[]),
        ("xyzxyz", &[]),
        ("机油 刹车", &[]),
        ("\u{1f600}", &[]),
    ];
    for (typed, expected) in table {
        assert_eq!(numbers(&parts.search(typed, 10)), *expected, "{typed:?}");
    }
}

#[test]
fn the_best_fit_stands_first_and_the_order_is_always_the_same() {
    let parts = shelf();
    let all = numbers(&parts.search("oil", 10));
    assert_eq!(
        all,
        ["26300-35505", "26300-35530", "05100-00441", "21443-2B000"],
        "names that begin with it, then a word of a name"
    );
    assert_eq!(numbers(&parts.search("oil", 2)), all[..2]);
    assert_eq!(parts.search("oil", 0), []);
    // The pages may come in any order.
    let mut pages: Vec<_> =
        pages(&state(parts.iter().map(|entry| {
            named(entry.number.as_str(), &entry.name, &entry.english_name)
        })))
        .into_iter()
        .collect();
    pages.reverse();
    let backwards = Views::collect(pages.iter().map(|(name, view)| (name, view))).parts;
    assert_eq!(numbers(&backwards.search("oil", 10)), all);
}

#[test]
fn a_scanner_finds_a_part_by_its_whole_number() {
    let parts = shelf();
    let named = |code| parts.named(code).map(|part| part.number.to_string());
    assert_eq!(named("26300-35505").as_deref(), Some("26300-35505"));
    assert_eq!(named(" 2630035505\n").as_deref(), Some("26300-35505"));
    assert_eq!(named("58101-2ha00").as_deref(), Some("58101-2HA00"));
    assert_eq!(named("26300"), None, "a beginning is no part");
    assert_eq!(named(""), None);
    let twins = at_a_station([
        self::named("1-23", "甲", "A"),
        self::named("12-3", "乙", "B"),
    ]);
    assert_eq!(twins.named("123"), None, "either could be meant");
    assert_eq!(
        twins.named("12-3").map(|part| part.name.as_str()),
        Some("乙")
    );
}

#[test]
fn a_part_shows_what_there_is_of_it() {
    let parts = shelf();
    let number = PartNumber::new("26300-35505");
    let entry = parts.get(&number).expect("the filter");
    assert_eq!((entry.bin.as_str(), entry.price), ("A-01-1", Fen(3_800)));
    let there = Stock {
        on_hand: 8,
        available: 8,
    };
    assert_eq!(parts.stock(&number), Some(there));
    assert_eq!(parts.search("jylqq", 1)[0].stock, Some(there));
    assert_eq!(parts.get(&"99999-99999".into()), None);
    assert_eq!(parts.stock(&"99999-99999".into()), None);
}

/// A catalogue of 5,000 parts: without optimisation a search in it takes a moment.
static MANY: LazyLock<Arc<Parts>> = LazyLock::new(|| at_a_station(catalogue::parts(5_000)));

/// What a keyboard without Chinese has for a name: the first letter of each character, signs left out.
fn initials(name: &str) -> String {
    use pinyin::ToPinyin;
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .filter_map(|c| match c.to_pinyin() {
            Some(reading) => reading.plain().chars().next(),
            None => c.to_lowercase().next(),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_part_is_found_by_all_that_it_is_called(
        place in 0_usize..5_000,
        length in 3_usize..11,
        dashes in any::<bool>(),
    ) {
        let part = catalogue::part(place);
        let mut number = part.number.to_string();
        if !dashes {
            number = number.replace('-', "");
        }
        let finds = |typed: &str| {
            MANY.search(typed, usize::MAX).iter().any(|hit| hit.part.number == part.number)
        };
        let first = MANY.search(&number, 3);
        prop_assert_eq!(&first[0].part.number, &part.number, "its own number comes first");
        prop_assert_eq!(first.len(), 1);
        prop_assert!(finds(&number[..length.min(number.len())]), "{} of {}", length, number);
        prop_assert!(finds(&part.name), "{}", part.name);
        prop_assert!(finds(&part.english_name.to_uppercase()), "{}", part.english_name);
        let typed = initials(&part.name);
        prop_assert!(finds(&typed), "{} for {}", typed, part.name);
    }
}

#[test]
fn each_reading_of_a_character_is_heard() {
    // 长 chang, zhang; 重 zhong, chong, tong; 行 xing, hang, heng; 调 tiao, diao; 弹 tan, dan; 传 chuan, zhuan.
    let table = [
        ("长", &["c", "z", "chang", "zhang"][..]),
        ("重", &["z", "c", "t", "zhong", "chong"]),
        ("行", &["x", "h", "xing", "hang"]),
        ("调", &["t", "d", "tiao", "diao"]),
        ("弹", &["t", "d", "tan", "dan"]),
        ("传", &["c", "z"]),
        ("绿", &["l", "lv", "lu"]),
    ];
    for (character, typed) in table {
        let parts = at_a_station([named("11111-11111", &format!("加{character}件"), "")]);
        for reading in typed {
            let whole = format!("j{reading}j");
            assert_eq!(parts.search(&whole, 1).len(), 1, "{whole} for {character}");
        }
    }
}

#[test]
fn no_page_comes_near_the_limit() {
    let sender = Sender {
        source: "coordinator".to_owned(),
        epoch: 1,
    };
    let bytes = |model: &View| {
        let message = ViewMessage {
            position: LogPosition(1_000_000),
            at: DateTime::UNIX_EPOCH,
            model: model.clone(),
        };
        let written = view_to_bytes(&message, &sender, Uuid::nil());
        written.expect("a message").len()
    };
    let largest = |state: &State, catalogue: bool| {
        let pages = pages(state);
        let of = pages
            .iter()
            .filter(|(name, _)| matches!(name, ViewName::Parts(_)) == catalogue);
        of.map(|(_, view)| bytes(view)).max().expect("a page")
    };
    let usual = state(catalogue::parts(20_000));
    assert_eq!(usual.parts.len(), 20_000, "no number comes twice");
    let (parts, stock) = (largest(&usual, true), largest(&usual, false));
    assert!(parts < 32 * 1024, "{parts} bytes a page of the catalogue");
    assert!(stock < 8 * 1024, "{stock} bytes a page of the stock");
    // Five times as many, and whoever wrote the list wrote novels.
    let many = state(catalogue::parts(100_000).into_iter().map(|mut part| {
        part.name = format!("{}{}", part.name, "带安装附件和说明书".repeat(5));
        part.english_name = format!("{}{}", part.english_name, " with fitting kit".repeat(6));
        part.fits = part.fits.repeat(6);
        part
    }));
    assert_eq!(many.parts.len(), 100_000);
    let (parts, stock) = (largest(&many, true), largest(&many, false));
    assert!(parts < LIMIT_BYTES * 3 / 4, "{parts} bytes a page");
    assert!(stock < LIMIT_BYTES / 8, "{stock} bytes a page of the stock");
}

#[test]
fn a_change_makes_its_own_page_new_and_no_other() {
    let mut state = state(catalogue::parts(2_000));
    let before = pages(&state);
    let changed = catalogue::part(700).number;
    let part = state.parts.get_mut(&changed).expect("a part");
    part.price = Fen(99_900);
    let after = pages(&state);
    let new: Vec<&ViewName> = after
        .iter()
        .filter(|(name, view)| before.get(name) != Some(view))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(new, [&ViewName::Parts(bucket(&changed))]);
    let mut parts = Arc::unwrap_or_clone(Views::collect(&before).parts);
    let View::Parts(page) = after[new[0]].clone() else {
        panic!("a page of the catalogue");
    };
    let stale = parts.clone();
    parts.put(bucket(&changed), page);
    let differ: Vec<String> = stale
        .iter()
        .filter(|old| parts.get(&old.number) != Some(old))
        .map(|old| old.number.to_string())
        .collect();
    assert_eq!(differ, [changed.to_string()]);
    assert_eq!(parts.count(), 2_000);
}

#[test]
fn parts_stand_under_the_systems_of_the_car() {
    let system = |code: &str, name: &str, english_name: &str| SystemCard {
        named: Named {
            code: code.into(),
            name: name.to_owned(),
            english_name: english_name.to_owned(),
        },
        components: Vec::new(),
    };
    let findings = CatalogueView {
        systems: vec![
            system("oil-service", "机油与保养", "Oil & service"),
            system("brakes", "制动系统", "Brakes"),
            system("exhaust", "排气系统", "Exhaust"),
        ],
        pages: 3,
    };
    let in_category = |number: &str, name: &str, category: &str| {
        let mut part = named(number, name, "");
        part.category = category.to_owned();
        part
    };
    let parts = at_a_station([
        in_category("1", "前刹车片", "制动系统"),
        in_category("2", "后刹车片", "BRAKES"),
        in_category("3", "机油滤清器", "oil-service"),
        in_category("4", "反光背心", "随车工具"),
        in_category("5", "卡箍", ""),
        in_category("6", "扎带", "其他"),
    ]);
    let categories = Categories::new(&findings);
    let listed: Vec<(String, String, usize)> = categories
        .count(&parts)
        .into_iter()
        .map(|category| (category.name, category.english_name, category.parts))
        .collect();
    let row = |name: &str, english: &str, parts| (name.to_owned(), english.to_owned(), parts);
    assert_eq!(
        listed,
        [
            row("机油与保养", "Oil & service", 1),
            row("制动系统", "Brakes", 2),
            row("随车工具", "随车工具", 1),
            row("其他", "Other", 2),
        ]
    );
    let brakes = CategoryKey::System("brakes".into());
    let of = |category: &CategoryKey, typed: &str| {
        numbers(&categories.search(&parts, category, typed, 10))
    };
    assert_eq!(of(&brakes, ""), ["1", "2"], "by name");
    assert_eq!(of(&brakes, "hou"), ["2"]);
    assert_eq!(of(&CategoryKey::Other, ""), ["5", "6"]);
    assert_eq!(of(&CategoryKey::Other, "刹车"), [""; 0]);
}

#[test]
fn a_file_of_parts_reads_back_with_its_categories() {
    let listed = catalogue::parts(300);
    let source = Source::from_bytes("parts.csv", catalogue::csv(&listed));
    let import = read_parts(&source).expect("a list of parts");
    assert!(import.refused.is_empty());
    for (read, mut expected) in import.rows.into_iter().zip(listed) {
        // Names in a file are narrow.
        expected.name = expected.name.replace('（', "(").replace('）', ")");
        assert_eq!(read, expected);
    }
}

fn list(part: Part) -> CommandBody {
    CommandBody::ListPart { part }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issue_sends_figures_and_no_names() {
    let shop = Workshop::new().await;
    let mut filter = named("26300-35505", "机油滤清器", "Oil filter");
    shop.take_in(vec![list(filter.clone())]).await;
    let bay = shop.bay("1");
    let on_hand = |count| {
        move |picture: &baylight::projection::picture::Picture| {
            let stock = picture.views.parts.stock(&"26300-35505".into());
            stock.is_some_and(|stock| stock.on_hand == count)
        }
    };
    bay.until("the filter", on_hand(8)).await;
    let mut wire = shop.wire().await;
    let page = bucket(&filter.number);
    wire.hears("the page as it is", |message| {
        message.topic.ends_with(&format!("/view/parts/{page}"))
    })
    .await;
    wire.take_all();
    let store = shop.floor("stores");
    store.live().await;
    let counted = CommandBody::Stock {
        part: filter.number.clone(),
        body: StockCommand::Count {
            bin: filter.bin.clone(),
            counted: 7,
            seen: 8,
            reason: Some(CountReason::Lost),
        },
    };
    store.tap(LIU_YANG, counted);
    let figures = wire
        .hears("the figures", |message| {
            message.topic.ends_with(&format!("/view/stock/{page}")) && !message.retain
        })
        .await;
    assert!(figures.payload.len() < 1024);
    bay.until("one less", on_hand(7)).await;
    // A change of the name is the next thing that the catalogue says.
    filter.name = "机油滤芯".to_owned();
    shop.take_in(vec![list(filter)]).await;
    let next = wire
        .hears("the catalogue", |message| {
            message.topic.contains("/view/parts/") && !message.retain
        })
        .await;
    assert!(String::from_utf8_lossy(&next.payload).contains("机油滤芯"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bay_that_was_away_searches_what_it_had_and_then_gets_the_change() {
    let mut shop = Workshop::new().await;
    let mut listed = catalogue::parts(300);
    shop.take_in(listed.iter().cloned().map(list).collect())
        .await;
    let (bay, store) = (shop.bay("1"), shop.floor("stores"));
    for screen in [&bay, &store] {
        screen
            .until("the whole catalogue", |picture| {
                picture.views.parts.count() == 300
            })
            .await;
    }
    bay.stop().await;
    shop.stop_coordinator().await;
    shop.stop_broker().await;

    // Neither broker nor coordinator: Wang Lei looks for a filter all the same.
    let bay = shop.bay("1");
    let alone = bay.now();
    let found = alone.views.parts.search("jylqq", 5);
    assert!(found[0].part.name.contains("机油滤清器"));
    assert!(found[0].stock.is_some());

    // A tap lays nothing of the catalogue anew.
    let tap = bay.tap(WANG_LEI, CommandBody::ShiftIn);
    bay.saved(tap).await;
    assert!(Arc::ptr_eq(&alone.views.parts, &bay.now().views.parts));

    shop.start_broker().await;
    shop.start_coordinator();
    listed[7].bin = "Z-99-9".to_owned();
    let changed = listed[7].number.clone();
    shop.take_in(vec![list(listed[7].clone())]).await;
    let picture = bay
        .until("the new bin", |picture| {
            let part = picture.views.parts.get(&changed);
            part.is_some_and(|part| part.bin == "Z-99-9")
        })
        .await;
    assert_eq!(picture.views.parts.count(), 300);
    assert!(
        alone
            .views
            .parts
            .get(&changed)
            .is_some_and(|part| part.bin != "Z-99-9")
    );
    shop.assert_verified();
    shop.close().await;
}
