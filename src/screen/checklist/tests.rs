//! What taps on a checklist make of its answers.

use super::*;
use crate::domain::quality::checklist::{CheckSection, Measure, Scope, Unit};
use std::collections::BTreeSet;

fn item(code: &str, least: Option<i64>) -> CheckItem {
    CheckItem {
        named: named(code),
        checks: CheckKind::ALL.into_iter().collect(),
        measure: least.map(|least| Measure {
            unit: Unit::Mm,
            least: Some(Hundredths(least)),
            most: None,
        }),
        applies: Applies::IfFitted,
        wear: false,
        on_the_road: false,
    }
}

fn named(code: &str) -> Named<ItemCode> {
    Named {
        code: ItemCode::new(code),
        name: code.to_owned(),
        english_name: String::new(),
    }
}

/// Brakes with pads to measure, and a cabin of which nothing is looked at by a peer.
fn list() -> Checklist {
    let mut horn = item("horn", None);
    horn.checks = BTreeSet::from([CheckKind::SelfCheck]);
    let section = |code: &str, items| CheckSection {
        named: named(code),
        items,
    };
    Checklist {
        named: named("list"),
        scope: Scope::Car,
        sections: vec![
            section("brakes", vec![item("pads", Some(300)), item("hoses", None)]),
            section("cabin", vec![horn]),
        ],
        road_test: false,
    }
}

#[test]
fn a_peer_sees_only_what_a_peer_looks_at() {
    let list = list();
    assert_eq!(rows(&list, CheckKind::SelfCheck, &[]).len(), 5);
    let theirs = rows(&list, CheckKind::Peer, &[]);
    assert_eq!(theirs.len(), 3);
    assert!(matches!(theirs[0], Row::Section(named) if named.code.as_str() == "brakes"));
}

#[test]
fn the_rest_is_good_but_for_what_is_measured() {
    let (list, mut results) = (list(), Vec::new());
    rest_is_good(&mut results, &list, CheckKind::SelfCheck);
    let so_far = progress(Some(&list), CheckKind::SelfCheck, &results);
    assert_eq!((so_far.answered, so_far.of, so_far.rest), (2, 3, 0));
    assert!(!so_far.is_good());
    let pads = &list.sections[0].items[0];
    measured(&mut results, pads, Hundredths(450));
    assert!(progress(Some(&list), CheckKind::SelfCheck, &results).is_good());
}

#[test]
fn what_is_beyond_its_limits_is_not_good_whatever_is_tapped() {
    let (list, mut results) = (list(), Vec::new());
    let pads = &list.sections[0].items[0];
    measured(&mut results, pads, Hundredths(210));
    assert_eq!(row(pads, &results).standing, Standing::Beyond);
    // Whoever says that it is good has to measure again.
    answer(&mut results, pads, Verdict::Pass);
    assert_eq!(row(pads, &results).standing, Standing::Open);
    answer(&mut results, pads, Verdict::NotApplicable);
    assert_eq!(row(pads, &results).standing, Standing::NotThere);
}

#[test]
fn what_is_worn_by_driving_is_noted_and_keeps_nobody() {
    let mut tread = item("tread", Some(160));
    tread.wear = true;
    let mut results = Vec::new();
    measured(&mut results, &tread, Hundredths(140));
    let row = row(&tread, &results);
    assert_eq!(row.standing, Standing::Good);
    assert!(row.is_beyond());
}

#[test]
fn words_and_photos_belong_to_an_answer() {
    let (list, mut results) = (list(), Vec::new());
    let hoses = &list.sections[0].items[1];
    let code = &hoses.named.code;
    write(&mut results, code, "cracked");
    assert!(results.is_empty());
    answer(&mut results, hoses, Verdict::Fail);
    write(&mut results, code, "cracked");
    assert!(toggle_photo(&mut results, code, PhotoId::new("photo-1")));
    answer(&mut results, hoses, Verdict::Fail);
    assert_eq!(results[0].note, "cracked");
    assert_eq!(results[0].photos.len(), 1);
    assert_eq!(results.len(), 1);
}

#[test]
fn a_job_without_a_list_is_good_at_once() {
    assert!(progress(None, CheckKind::Peer, &[]).is_good());
}
